// replay.c - feeds files, and the files of folders, to a fuzz target once each: how a corpus is tested without libFuzzer
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int feed_file(const char *path) {
    FILE *f = fopen(path, "rb");
    if (!f) return 0;
    uint8_t *bytes = NULL;
    size_t   n = 0, got = 0;
    do {
        n += got;
        uint8_t *more = realloc(bytes, n + 65536);
        if (!more) exit(1);
        bytes = more;
        got   = fread(bytes + n, 1, 65536, f);
    } while (got > 0);
    fclose(f);
    // an exact copy, so that a read behind the end is seen
    uint8_t *exact = malloc(n ? n : 1);
    if (!exact) exit(1);
    memcpy(exact, bytes, n);
    free(bytes);
    LLVMFuzzerTestOneInput(exact, n);
    free(exact);
    return 1;
}

static int feed(const char *path) {
    DIR *dir = opendir(path);
    if (!dir) return feed_file(path);
    int n = 0;
    for (struct dirent *d = readdir(dir); d; d = readdir(dir)) {
        char full[4096];
        if (d->d_name[0] == '.') continue;
        if (snprintf(full, sizeof full, "%s/%s", path, d->d_name) < (int)sizeof full) n += feed(full);
    }
    closedir(dir);
    return n;
}

int main(int argc, char **argv) {
    int n = 1;
    LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
    for (int i = 1; i < argc; i++) n += feed(argv[i]);
    printf("%d inputs replayed\n", n);
    return 0;
}
