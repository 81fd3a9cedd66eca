// write.c - the one writer: a whole file or none, for its owner alone; and the lock that keeps two writers apart
//
// The bytes go to a new neighbour ".NAME.part", which is synced and then takes the name; last the folder is synced. Whatever happens before the
// renaming leaves the old file as it was. The lock is flock() on ".NAME.lock": it ends with its process, however that ends. Who holds it stands in it.
#define _XOPEN_SOURCE 700 // openat, renameat, gethostname
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "bytes.h"
#include "ilium/file.h"

enum { HOLDER = 200 };

struct il_file_lock {
    int    dir, fd;             // the folder; the lock file
    mode_t mode;                // of what is written
    bool   loose;               // what is written may be lost in a power cut
    char  *path;                // as the caller named it
    char  *name, *part, *guard; // in the folder: the file, its neighbour, the lock file
};

// ---- places ------------------------------------------------------------------------------------------------------------------------

static void forget(il_file_lock *l) {
    if (l->fd >= 0) close(l->fd);
    if (l->dir >= 0) close(l->dir);
    free(l->path), free(l->name), free(l->part), free(l->guard);
    free(l);
}

static char *joined(const char *before, const char *name, const char *after) {
    size_t n = strlen(before) + strlen(name) + strlen(after) + 1;
    char  *text = malloc(n);
    if (text) snprintf(text, n, "%s%s%s", before, name, after);
    return text;
}

// the folder opened once, so that no step of the path can change under what follows
static il_status open_folder(il_file_lock *l, const char *path, il_error *err) {
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    l->path = joined("", path, "");
    l->name = joined("", name, "");
    l->part = joined(".", name, ".part");
    l->guard = joined(".", name, ".lock");
    char *folder = slash ? joined("", path, "") : joined(".", "", "");
    if (!l->path || !l->name || !l->part || !l->guard || !folder) {
        free(folder);
        return il_error_set(err, IL_NO_MEMORY, path, 0, 0, "out of memory");
    }
    if (slash) folder[slash == path ? 1 : slash - path] = 0;
    l->dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int error = errno;
    free(folder);
    if (l->dir < 0) return ili_file_fault(path, "written", error, err);
    if (!*name) return ili_file_fault(path, "written", EISDIR, err);
    return IL_OK;
}

// what stands at the name may be replaced: nothing, or a plain file, but no link, folder or device
static il_status check_target(il_file_lock *l, il_error *err) {
    struct stat st;
    if (fstatat(l->dir, l->name, &st, AT_SYMLINK_NOFOLLOW) != 0) return errno == ENOENT ? IL_OK : ili_file_fault(l->path, "written", errno, err);
    if (S_ISLNK(st.st_mode)) return il_error_set(err, IL_NO_FILE, l->path, 0, 0, "cannot be written: it is a link; name the file that it points to");
    if (S_ISDIR(st.st_mode)) return ili_file_fault(l->path, "written", EISDIR, err);
    if (!S_ISREG(st.st_mode)) return il_error_set(err, IL_NO_FILE, l->path, 0, 0, "cannot be written: it is no plain file");
    return IL_OK;
}

// ---- the lock ----------------------------------------------------------------------------------------------------------------------

// "process 1234 on HOST since 2026-11-21 13:05 UTC"
static void write_holder(int fd) {
    char      host[65] = "", text[HOLDER], when[40] = "";
    time_t    now = time(NULL);
    struct tm day;
    gethostname(host, sizeof host - 1);
    if (gmtime_r(&now, &day)) strftime(when, sizeof when, "%Y-%m-%d %H:%M UTC", &day);
    int n = snprintf(text, sizeof text, "process %ld on %s since %s\n", (long)getpid(), host, when);
    // the lock holds without the words too
    if (ftruncate(fd, 0) != 0 || pwrite(fd, text, (size_t)n, 0) != n) return;
}

static il_status held(const il_file_lock *l, int fd, il_error *err) {
    char    text[HOLDER];
    ssize_t n = pread(fd, text, sizeof text - 1, 0);
    text[n > 0 ? n : 0] = 0;
    text[strcspn(text, "\r\n")] = 0;
    for (char *c = text; *c; c++)
        if (*c < 0x20 || *c > 0x7e) *c = '?';
    return il_error_set(err, IL_BUSY, l->path, 0, 0, "is being changed by another program (%s); try again when it has ended", *text ? text : "it does not say which");
}

// is the lock file still the one that stands in the folder? who let go of it took it away
static bool still_there(const il_file_lock *l, int fd) {
    struct stat mine, there;
    return fstat(fd, &mine) == 0 && fstatat(l->dir, l->guard, &there, AT_SYMLINK_NOFOLLOW) == 0 && mine.st_dev == there.st_dev && mine.st_ino == there.st_ino;
}

static il_status take(il_file_lock *l, il_error *err) {
    for (int i = 0; i < 1000; i++) {
        int fd = openat(l->dir, l->guard, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (fd < 0) return ili_file_fault(l->path, "written", errno, err);
        if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
            int       error = errno;
            il_status s = error == EWOULDBLOCK ? held(l, fd, err) : ili_file_fault(l->path, "locked", error, err);
            close(fd);
            if (error == EINTR) continue;
            return s;
        }
        if (still_there(l, fd)) {
            l->fd = fd;
            write_holder(fd);
            return IL_OK;
        }
        close(fd);
    }
    return il_error_set(err, IL_BUSY, l->path, 0, 0, "is being changed by other programs all the time; try again later");
}

static il_status take_lock(const char *path, mode_t mode, il_file_lock **out, il_error *err) {
    il_file_lock *l = calloc(1, sizeof *l);
    *out = NULL;
    if (!l) return il_error_set(err, IL_NO_MEMORY, path, 0, 0, "out of memory");
    l->dir = l->fd = -1, l->mode = mode;
    il_status s = open_folder(l, path, err);
    if (!s) s = check_target(l, err);
    if (!s) s = take(l, err);
    if (s) forget(l);
    else *out = l;
    return s;
}

il_status il_file_lock_take(const char *path, il_file_lock **out, il_error *err) { return take_lock(path, 0600, out, err); }

void il_file_lock_release(il_file_lock *l) {
    if (!l) return;
    // first the name, then the lock: who waits for this file sees that it is gone and makes a new one
    unlinkat(l->dir, l->guard, 0);
    forget(l);
}

// ---- writing -----------------------------------------------------------------------------------------------------------------------

// all bytes, or errno
static int write_all(int fd, const char *bytes, size_t size) {
    while (size) {
        ssize_t put = write(fd, bytes, size);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return errno;
        if (put == 0) return ENOSPC;
        bytes += put;
        size -= (size_t)put;
    }
    return 0;
}

// some file systems cannot sync a folder or a device and say so with EINVAL
static int sync_all(int fd) { return fsync(fd) == 0 || errno == EINVAL ? 0 : errno; }

// the neighbour, new and complete on the disk; errno
static int write_part(const il_file_lock *l, const void *bytes, size_t size) {
    // what a killed writer left is nobody's: the lock is ours
    if (unlinkat(l->dir, l->part, 0) != 0 && errno != ENOENT) return errno;
    int fd = openat(l->dir, l->part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, l->mode);
    if (fd < 0) return errno;
    int error = write_all(fd, bytes, size);
    if (!error && !l->loose) error = sync_all(fd);
    if (close(fd) != 0 && !error) error = errno;
    return error;
}

il_status il_file_lock_write(il_file_lock *l, const void *bytes, size_t size, il_error *err) {
    il_status s = check_target(l, err);
    if (s) return s;
    int error = write_part(l, bytes, size);
    if (!error && renameat(l->dir, l->part, l->dir, l->name) != 0) error = errno;
    if (error) {
        unlinkat(l->dir, l->part, 0);
        return ili_file_fault(l->path, "written", error, err);
    }
    error = l->loose ? 0 : sync_all(l->dir);
    if (error) return il_error_set(err, IL_NO_FILE, l->path, 0, 0, "is written, but the folder could not be synced: a power cut may bring the old file back");
    return IL_OK;
}

// a device or a pipe is written as it is: it must not be replaced by a file
static il_status write_in_place(const char *path, const void *bytes, size_t size, il_error *err) {
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) return ili_file_fault(path, "written", errno, err);
    int error = write_all(fd, bytes, size);
    if (close(fd) != 0 && !error) error = errno;
    return error ? ili_file_fault(path, "written", error, err) : IL_OK;
}

static il_status write_file(const char *path, mode_t mode, bool loose, const void *bytes, size_t size, il_error *err) {
    struct stat   st;
    il_file_lock *l;
    if (stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode)) return write_in_place(path, bytes, size, err);
    il_status s = take_lock(path, mode, &l, err);
    if (s) return s;
    l->loose = loose;
    s = il_file_lock_write(l, bytes, size, err);
    il_file_lock_release(l);
    return s;
}

il_status il_file_write(const char *path, const void *bytes, size_t size, il_error *err) { return write_file(path, 0600, false, bytes, size, err); }
il_status il_file_publish(const char *path, const void *bytes, size_t size, il_error *err) { return write_file(path, 0666, false, bytes, size, err); }
il_status il_file_result(const char *path, const void *bytes, size_t size, il_error *err) { return write_file(path, 0666, true, bytes, size, err); }
