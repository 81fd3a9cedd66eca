// file_kill.h - a patient's file written over and over by a process that is killed: what stands there is one of the two records, whole
#ifndef FILE_KILL_H
#define FILE_KILL_H
#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>
#include "ilium/file.h"

enum { KILL_BYTES = 300000 };
static char kill_folder[] = "/tmp/ilium_kill_XXXXXX", kill_path[80], kill_text[2][KILL_BYTES + 1];

static inline int kill_setup(void **state) {
    (void)state;
    if (!mkdtemp(kill_folder)) return -1;
    snprintf(kill_path, sizeof kill_path, "%s/anna.json", kill_folder);
    // two records of different length and content, each known by every byte
    memset(kill_text[0], 'a', KILL_BYTES/3);
    memset(kill_text[1], 'b', KILL_BYTES);
    return 0;
}

static inline int kill_entries(void) {
    DIR *d = opendir(kill_folder);
    int  n = -2;
    while (d && readdir(d)) n++;
    if (d) closedir(d);
    return n;
}

static inline int kill_teardown(void **state) {
    char command[120];
    (void)state;
    snprintf(command, sizeof command, "rm -r %s", kill_folder);
    return system(command);
}

static inline il_status kill_write(int which, il_error *err) { return il_file_write(kill_path, kill_text[which], strlen(kill_text[which]), err); }

/// 0 or 1: which of the two stands there, whole and for its owner alone; fails where it is neither.
static inline int kill_which(const char *what) {
    char       *bytes = NULL;
    size_t      size = 0;
    il_error    err = {0};
    struct stat st;
    if (il_file_read(kill_path, 0, &bytes, &size, &err)) fail_msg("%s: %s", what, err.text);
    int which = bytes[0] == 'b';
    if (strcmp(bytes, kill_text[which]) != 0) fail_msg("%s: %zu bytes that are neither the old file nor the new", what, size);
    il_file_free(bytes);
    assert_int_equal(stat(kill_path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    return which;
}

/// After whatever happened: the file is whole, the next writer is not kept out, and nothing is left beside it.
static inline void kill_recovers(const char *what) {
    il_error err = {0};
    int      which = kill_which(what);
    if (kill_write(!which, &err)) fail_msg("%s: the next writer: %s", what, err.text);
    assert_int_equal(kill_which(what), !which);
    if (kill_entries() != 1) fail_msg("%s: %d files instead of one", what, kill_entries());
}

/// `count` processes that write without end, each killed at a random instant of its first milliseconds.
static inline void kill_at_random(int count, unsigned seed) {
    int      seen[2] = {0};
    il_error err = {0};
    srand(seed);
    assert_int_equal(kill_write(0, &err), IL_OK);
    for (int i = 0; i < count; i++) {
        char  what[60];
        pid_t child = fork();
        if (child == 0)
            for (int k = i;; k++)
                if (kill_write(k & 1, NULL)) _exit(3);
        assert_true(child > 0);
        struct timespec wait = {0, 1000L*(rand() % 6000)};
        nanosleep(&wait, NULL);
        assert_int_equal(kill(child, SIGKILL), 0);
        int status;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status));
        snprintf(what, sizeof what, "kill %d of seed %u", i, seed);
        seen[kill_which(what)]++;
        kill_recovers(what);
    }
    // the kills fell into the writing, not before or after it
    assert_true(seen[0] > 0 && seen[1] > 0);
}

#endif
