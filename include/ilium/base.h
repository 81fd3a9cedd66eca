// ilium/base.h - status codes, errors and progress: what every part of Ilium says when it cannot do as asked.
#ifndef ILIUM_BASE_H
#define ILIUM_BASE_H
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Every status with its meaning. A numerical outcome (not converged, infeasible) is never one of these: it stands in the result.
#define IL_STATUS_LIST(X)                                                     \
    X(IL_OK, "done")                                                          \
    X(IL_BUG, "a caller broke a function's contract")                         \
    X(IL_NO_MEMORY, "out of memory")                                          \
    X(IL_NO_FILE, "a file or folder cannot be read or written")               \
    X(IL_BAD_SYNTAX, "a file is not well-formed")                             \
    X(IL_BAD_VALUE, "a value is unknown, impossible or contradicts another")  \
    X(IL_LIMIT, "an input is larger than is accepted")                        \
    X(IL_CANCELLED, "stopped on request")                                     \
    X(IL_BUSY, "another program is changing the file")

#define IL_STATUS_ENUM(name, text) name,
typedef enum il_status { IL_STATUS_LIST(IL_STATUS_ENUM) IL_NSTATUS } il_status;
#undef IL_STATUS_ENUM

/// What went wrong and where. The caller owns it; `{0}` is "nothing wrong". Functions take `il_error *err`, which may be NULL.
typedef struct il_error {
    il_status code;
    int       line;      ///< 1-based; 0 = not known
    int       column;    ///< 1-based, in bytes; 0 = not known
    char      file[256]; ///< the file or table concerned, empty when none
    char      text[512]; ///< one sentence: what is wrong and what would be right
} il_error;

/// The short text of a status.
const char *il_status_text(il_status code);

/// Fill `err` (NULL is allowed) and return `code`, so that a failing function ends with `return il_error_set(...)`.
/// @param file  the file concerned, or NULL
il_status il_error_set(il_error *err, il_status code, const char *file, int line, int column, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

/// "FILE:LINE:COLUMN: text" (the parts that are known) into `buf`; returns `buf`.
const char *il_error_format(const il_error *err, char *buf, size_t size);

/// How long work tells its caller where it is, and hears that it should stop. `{0}` reports nothing and is never cancelled.
typedef struct il_progress {
    void (*report)(void *user, const char *what, double fraction); ///< fraction done in [0,1]; called from any thread, one at a time
    bool (*cancelled)(void *user);                                 ///< asked often, by several threads at once; true = stop soon with IL_CANCELLED
    void *user;
} il_progress;

/// A caller's bug: stops a debug build; a release returns IL_BUG from the function it stands in.
#ifdef NDEBUG
#define IL_ASSERT(condition)              \
    do {                                  \
        if (!(condition)) return IL_BUG;  \
    } while (0)
#else
#include <assert.h>
#define IL_ASSERT(condition) assert(condition)
#endif

/// A quiet NaN as a double constant (the libc NAN is a float and warns under -Wdouble-promotion).
#define IL_NAN __builtin_nan("")

/// Infinity as a double constant, for the same reason.
#define IL_INF __builtin_inf()

#endif
