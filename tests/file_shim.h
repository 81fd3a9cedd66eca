// file_shim.h - system calls that a test stands between: the n-th one fails, or the process is killed there
//
// The definitions here take the place of the C library's for everything that is linked into the test.
#ifndef FILE_SHIM_H
#define FILE_SHIM_H
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <unistd.h>

long syscall(long number, ...);

// clang-format off
#define SHIM_LIST(X) X(OPENAT) X(WRITE) X(FSYNC) X(RENAMEAT) X(UNLINKAT) X(FTRUNCATE) X(PWRITE) X(FLOCK) X(ANY)
#define X(name) SHIM_##name,
typedef enum shim_call { SHIM_LIST(X) SHIM_NCALL } shim_call;
#undef X
// clang-format on

typedef enum shim_act { SHIM_FAIL, SHIM_KILL_BEFORE, SHIM_KILL_AFTER, SHIM_SHORT } shim_act;

/// What happens at the `at`-th call of `call` from now (ANY: of all); 0 = nothing. SHORT: a write takes half of its bytes and the next one fails.
static struct {
    shim_call call;
    shim_act  act;
    int       at, error;
    int       seen;
    bool      hit;
} shim;

static inline void shim_set(shim_call call, shim_act act, int at, int error) {
    shim.call = call, shim.act = act, shim.at = at, shim.error = error, shim.seen = 0, shim.hit = false;
}

// true: this call fails with errno set
static inline bool shim_before(shim_call call) {
    if (!shim.at || (shim.call != SHIM_ANY && shim.call != call)) return false;
    if (++shim.seen != shim.at) return false;
    shim.hit = true;
    if (shim.act == SHIM_KILL_BEFORE) raise(SIGKILL);
    if (shim.act != SHIM_FAIL) return false;
    errno = shim.error;
    return true;
}

static inline long shim_after(shim_call call, long result) {
    if (shim.at && shim.act == SHIM_KILL_AFTER && shim.seen == shim.at && (shim.call == SHIM_ANY || shim.call == call)) raise(SIGKILL);
    return result;
}

int openat(int dir, const char *path, int flags, ...) {
    va_list args;
    va_start(args, flags);
    int mode = flags & O_CREAT ? va_arg(args, int) : 0;
    va_end(args);
    return shim_before(SHIM_OPENAT) ? -1 : (int)shim_after(SHIM_OPENAT, syscall(SYS_openat, dir, path, flags, mode));
}

ssize_t write(int fd, const void *bytes, size_t size) {
    if (shim_before(SHIM_WRITE)) return -1;
    bool half = shim.at && shim.act == SHIM_SHORT && shim.seen == shim.at && size > 1;
    if (half) shim.act = SHIM_FAIL, shim.seen = 0, shim.at = 1;
    return shim_after(SHIM_WRITE, syscall(SYS_write, fd, bytes, half ? size/2 : size));
}

int fsync(int fd) { return shim_before(SHIM_FSYNC) ? -1 : (int)shim_after(SHIM_FSYNC, syscall(SYS_fsync, fd)); }
int ftruncate(int fd, off_t size) { return shim_before(SHIM_FTRUNCATE) ? -1 : (int)shim_after(SHIM_FTRUNCATE, syscall(SYS_ftruncate, fd, size)); }
int flock(int fd, int what) { return shim_before(SHIM_FLOCK) ? -1 : (int)shim_after(SHIM_FLOCK, syscall(SYS_flock, fd, what)); }

int renameat(int from, const char *old, int to, const char *name) {
    return shim_before(SHIM_RENAMEAT) ? -1 : (int)shim_after(SHIM_RENAMEAT, syscall(SYS_renameat2, from, old, to, name, 0));
}

int unlinkat(int dir, const char *name, int flags) { return shim_before(SHIM_UNLINKAT) ? -1 : (int)shim_after(SHIM_UNLINKAT, syscall(SYS_unlinkat, dir, name, flags)); }

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at) {
    return shim_before(SHIM_PWRITE) ? -1 : shim_after(SHIM_PWRITE, syscall(SYS_pwrite64, fd, bytes, size, at));
}

#endif
