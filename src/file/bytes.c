// bytes.c - whole files in; what is checked of every text before a parser sees it
#define _XOPEN_SOURCE 700 // O_CLOEXEC
#include "bytes.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/text.h"
#include "ilium/file.h"

// -- reading ---------------------------------------------------------------------------------------------------------------

// errno in words that do not depend on the locale, each with what to do
static const char *reason(int error) {
    switch (error) {
    case ENOENT: return "there is no such file or folder; check the path";
    case EACCES:
    case EPERM: return "permission is denied; check who owns it";
    case EISDIR: return "it is a folder; name a file in it";
    case ENOTDIR: return "a part of the path is not a folder";
    case ENAMETOOLONG: return "the path is too long";
    case ELOOP: return "the path goes through links in a circle";
    case ENOSPC: return "the disk is full";
    case EDQUOT: return "the quota of this user is full";
    case EFBIG: return "it would be larger than the system allows";
    case EROFS: return "the file system is read-only";
    case EMFILE:
    case ENFILE: return "too many files are open";
    case EIO: return "the device reports an error";
    default: return NULL;
    }
}

il_status ili_file_fault(const char *path, const char *what, int error, il_error *err) {
    if (error == ENOMEM) return il_error_set(err, IL_NO_MEMORY, path, 0, 0, "out of memory");
    const char *why = reason(error);
    if (why) return il_error_set(err, IL_NO_FILE, path, 0, 0, "cannot be %s: %s", what, why);
    return il_error_set(err, IL_NO_FILE, path, 0, 0, "cannot be %s: error %d of the operating system", what, error);
}

static il_status too_large(const char *path, size_t limit, il_error *err) {
    if (limit >= (size_t)1 << 20) return il_error_set(err, IL_LIMIT, path, 0, 0, "is larger than the %zu MiB that are accepted", limit >> 20);
    return il_error_set(err, IL_LIMIT, path, 0, 0, "is larger than the %zu bytes that are accepted", limit);
}

// read until the end into a buffer that grows; `expected` saves growing when the size is known
static il_status read_all(int fd, const char *path, size_t expected, size_t limit, char **bytes, size_t *size, il_error *err) {
    size_t room = expected < limit ? expected + 2 : limit + 2, n = 0;
    char  *buf = malloc(room);
    while (buf) {
        ssize_t got = read(fd, buf + n, room - n - 1);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) {
            int error = errno;
            free(buf);
            return ili_file_fault(path, "read", error, err);
        }
        n += (size_t)got;
        if (n > limit) {
            free(buf);
            return too_large(path, limit, err);
        }
        if (got == 0) {
            buf[n] = 0;
            *bytes = buf;
            *size = n;
            return IL_OK;
        }
        if (n + 1 < room) continue;
        room = room < limit/2 ? 2*room : limit + 2;
        char *more = realloc(buf, room);
        if (!more) free(buf);
        buf = more;
    }
    return il_error_set(err, IL_NO_MEMORY, path, 0, 0, "out of memory");
}

il_status il_file_read(const char *path, size_t limit, char **bytes, size_t *size, il_error *err) {
    struct stat st;
    if (!limit) limit = IL_FILE_LIMIT;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return ili_file_fault(path, "read", errno, err);
    il_status status = IL_OK;
    if (fstat(fd, &st) != 0) status = ili_file_fault(path, "read", errno, err);
    else if (S_ISDIR(st.st_mode)) status = ili_file_fault(path, "read", EISDIR, err);
    else if (S_ISREG(st.st_mode) && (uintmax_t)st.st_size > limit) status = too_large(path, limit, err);
    else status = read_all(fd, path, S_ISREG(st.st_mode) ? (size_t)st.st_size : 65536, limit, bytes, size, err);
    close(fd);
    return status;
}

void il_file_free(char *bytes) { free(bytes); }

// -- text ------------------------------------------------------------------------------------------------------------------

void ili_text_place(const char *bytes, size_t size, size_t offset, int *line, int *column) {
    size_t begin = 0;
    *line = 1;
    if (offset > size) offset = size;
    for (size_t i = 0; i < offset; i++)
        if (bytes[i] == '\n') begin = i + 1, ++*line;
    *column = (int)(offset - begin) + 1;
}

static il_status check_utf8(const char *file, const char *bytes, size_t size, il_error *err) {
    int line = 0, column = 0;
    size_t bad = 0;
    const char *zero = memchr(bytes, 0, size);
    if (zero) {
        ili_text_place(bytes, size, (size_t)(zero - bytes), &line, &column);
        return il_error_set(err, IL_BAD_SYNTAX, file, line, column, "holds a zero byte, so it is not a text file");
    }
    if (ili_utf8_valid(bytes, size, &bad)) return IL_OK;
    ili_text_place(bytes, size, bad, &line, &column);
    return il_error_set(err, IL_BAD_SYNTAX, file, line, column, "the byte 0x%02x is not UTF-8; save the file as UTF-8",
                        (unsigned)(unsigned char)bytes[bad]);
}

il_status ili_text_check(const char *file, const char *what, const char **bytes, size_t *size, il_error *err) {
    if (*size >= 2 && (memcmp(*bytes, "\xff\xfe", 2) == 0 || memcmp(*bytes, "\xfe\xff", 2) == 0))
        return il_error_set(err, IL_BAD_SYNTAX, file, 1, 1, "the file is UTF-16; save it as UTF-8");
    if (*size >= 3 && memcmp(*bytes, "\xef\xbb\xbf", 3) == 0) *bytes += 3, *size -= 3;

    size_t i = 0;
    while (i < *size && strchr(" \t\r\n", (*bytes)[i]) && (*bytes)[i]) i++;
    if (i == *size) return il_error_set(err, IL_BAD_SYNTAX, file, 0, 0, "the file is empty; it should hold %s", what);
    return check_utf8(file, *bytes, *size, err);
}
