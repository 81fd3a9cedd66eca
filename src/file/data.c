// data.c - the data files, compiled in or from a folder, read once and named by their hash
#include "data.h"
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "base/arena.h"
#include "base/sha256.h"
#include "embedded.h"

enum { MOST_LEVELS = 8, MOST_FILES = 4096, MOST_PATH = 1024 };

struct il_data_dir {
    ili_embedded_file *file; // [count], in the order of strcmp on paths
    int                count, room;
    bool               modified;
    char               folder[MOST_PATH]; // "" = compiled in
    char               hash[ILI_SHA256_HEX];
    ili_arena          arena;
};

// -- a folder --------------------------------------------------------------------------------------------------------------

// the kinds of file that the build compiles in
static bool is_data(const char *name) {
    static const char *const ends[] = {".csv", ".yaml", ".json", ".txt"};
    const char *end = strrchr(name, '.');
    for (size_t i = 0; end && i < sizeof ends/sizeof ends[0]; i++)
        if (strcmp(end, ends[i]) == 0) return true;
    return false;
}

static il_status no_memory(const il_data_dir *d, il_error *err) { return il_error_set(err, IL_NO_MEMORY, d->folder, 0, 0, "out of memory"); }

static il_status too_long(const char *path, il_error *err) { return il_error_set(err, IL_LIMIT, path, 0, 0, "the path is too long"); }

static il_status add_file(il_data_dir *d, const char *name, const char *path, il_error *err) {
    char  *bytes = NULL;
    size_t size = 0;
    if (d->count == MOST_FILES) return il_error_set(err, IL_LIMIT, d->folder, 0, 0, "holds more than %d data files", MOST_FILES);
    if (d->count == d->room) {
        int room = d->room ? 2*d->room : 64;
        ili_embedded_file *more = realloc(d->file, (size_t)room*sizeof *more);
        if (!more) return no_memory(d, err);
        d->file = more;
        d->room = room;
    }
    il_status status = il_file_read(path, 0, &bytes, &size, err);
    if (status != IL_OK) return status;
    ili_embedded_file *f = &d->file[d->count];
    f->path = ili_arena_copy(&d->arena, name, strlen(name));
    f->bytes = ili_arena_copy(&d->arena, bytes, size);
    f->size = size;
    il_file_free(bytes);
    if (!f->path || !f->bytes) return no_memory(d, err);
    d->count++;
    return IL_OK;
}

static il_status add_folder(il_data_dir *d, const char *inner, int level, il_error *err);

// one entry of a folder: a folder again, a data file, or passed over
static il_status add_entry(il_data_dir *d, const char *inner, const char *entry, int level, il_error *err) {
    char name[MOST_PATH], path[2*MOST_PATH];
    struct stat st;
    if (snprintf(name, sizeof name, "%s%s%s", inner, *inner ? "/" : "", entry) >= (int)sizeof name) return too_long(entry, err);
    if (snprintf(path, sizeof path, "%s/%s", d->folder, name) >= (int)sizeof path) return too_long(name, err);
    if (stat(path, &st) != 0) return IL_OK; // gone, or a link to nothing: missing files are noticed afterwards
    if (S_ISDIR(st.st_mode)) return add_folder(d, name, level + 1, err);
    return is_data(entry) ? add_file(d, name, path, err) : IL_OK;
}

static il_status add_folder(il_data_dir *d, const char *inner, int level, il_error *err) {
    char path[2*MOST_PATH];
    snprintf(path, sizeof path, "%s%s%s", d->folder, *inner ? "/" : "", inner);
    if (level > MOST_LEVELS) return il_error_set(err, IL_LIMIT, path, 0, 0, "folders are nested more than %d deep", MOST_LEVELS);
    DIR *dir = opendir(path);
    if (!dir && errno == ENOTDIR) return il_error_set(err, IL_NO_FILE, path, 0, 0, "is not a folder; name the folder that holds the data files");
    if (!dir && errno == ENOENT) return il_error_set(err, IL_NO_FILE, path, 0, 0, "there is no such folder; check the path");
    if (!dir && errno == ENOMEM) return no_memory(d, err);
    if (!dir) return il_error_set(err, IL_NO_FILE, path, 0, 0, "the folder cannot be read");
    il_status status = IL_OK;
    for (struct dirent *e; status == IL_OK && (e = readdir(dir));)
        if (e->d_name[0] != '.') status = add_entry(d, inner, e->d_name, level, err);
    closedir(dir);
    return status;
}

static int by_path(const void *a, const void *b) {
    const ili_embedded_file *x = a, *y = b;
    return strcmp(x->path, y->path);
}

static const ili_embedded_file *find(const ili_embedded_file *file, int count, const char *name) {
    ili_embedded_file key = {.path = name};
    return count ? bsearch(&key, file, (size_t)count, sizeof *file, by_path) : NULL;
}

// an edited folder that lost a file must not pass for a smaller set of rules
static il_status refuse_missing(const il_data_dir *d, il_error *err) {
    for (size_t i = 0; i < ili_nembedded; i++)
        if (!find(d->file, d->count, ili_embedded_files[i].path))
            return il_error_set(err, IL_NO_FILE, d->folder, 0, 0, "the file %s is missing; an edited folder needs every file of data/",
                                ili_embedded_files[i].path);
    return IL_OK;
}

static il_status open_folder(il_data_dir *d, const char *folder, il_error *err) {
    if (snprintf(d->folder, sizeof d->folder, "%s", folder) >= (int)sizeof d->folder) return too_long(folder, err);
    if (!*folder) return il_error_set(err, IL_NO_FILE, NULL, 0, 0, "the name of the data folder is empty");
    il_status status = add_folder(d, "", 0, err);
    if (status == IL_OK && d->count) qsort(d->file, (size_t)d->count, sizeof *d->file, by_path);
    if (status == IL_OK) status = refuse_missing(d, err);
    return status;
}

// -- the public half -------------------------------------------------------------------------------------------------------

// of what is compiled in it was taken when it was compiled in (tools/embed.c)
static void take_hash(il_data_dir *d, bool embedded) {
    ili_sha256 sha;
    if (embedded) {
        memcpy(d->hash, ili_embedded_hash, sizeof d->hash);
        return;
    }
    ili_sha256_start(&sha);
    for (int i = 0; i < d->count; i++) ili_sha256_add_file(&sha, d->file[i].path, d->file[i].bytes, d->file[i].size);
    ili_sha256_hex(&sha, d->hash);
    d->modified = strcmp(d->hash, ili_embedded_hash) != 0;
}

il_status il_data_open(const char *folder, il_data_dir **out, il_error *err) {
    *out = NULL;
    il_data_dir *d = calloc(1, sizeof *d);
    if (!d) return il_error_set(err, IL_NO_MEMORY, folder, 0, 0, "out of memory");
    il_status status = IL_OK;
    if (folder) {
        status = open_folder(d, folder, err);
    } else {
        d->count = (int)ili_nembedded;
        d->file = malloc((ili_nembedded + 1)*sizeof *d->file);
        if (!d->file) status = no_memory(d, err);
        else memcpy(d->file, ili_embedded_files, ili_nembedded*sizeof *d->file);
    }
    if (status != IL_OK) {
        il_data_close(d);
        return status;
    }
    take_hash(d, !folder);
    *out = d;
    return IL_OK;
}

void il_data_close(il_data_dir *dir) {
    if (!dir) return;
    ili_arena_free(&dir->arena);
    free(dir->file);
    free(dir);
}

const char *il_data_hash(const il_data_dir *dir) { return dir->hash; }
bool il_data_modified(const il_data_dir *dir) { return dir->modified; }
int ili_data_count(const il_data_dir *dir) { return dir->count; }
const char *ili_data_name(const il_data_dir *dir, int i) { return i >= 0 && i < dir->count ? dir->file[i].path : NULL; }

const char *ili_data_label(const il_data_dir *dir, const char *name, char *buf, size_t size) {
    snprintf(buf, size, "%s/%s", dir->folder[0] ? dir->folder : "data", name);
    return buf;
}

il_status ili_data_file(const il_data_dir *dir, const char *name, const char **bytes, size_t *size, il_error *err) {
    const ili_embedded_file *f = find(dir->file, dir->count, name);
    char label[2*MOST_PATH];
    if (!f) return il_error_set(err, IL_NO_FILE, ili_data_label(dir, name, label, sizeof label), 0, 0, "there is no such data file");
    *bytes = f->bytes;
    *size = f->size;
    return IL_OK;
}
