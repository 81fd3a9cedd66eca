// bytes.h - what the system refuses in words, and checks that every text format begins with
#ifndef ILI_BYTES_H
#define ILI_BYTES_H
#include "ilium/base.h"

/// "cannot be read: there is no such file", for errno after a call that failed. @param what  "read", "written"
il_status ili_file_fault(const char *path, const char *what, int error, il_error *err);

/// A text: not empty, UTF-8 without zero bytes. Steps over a byte order mark by moving `*bytes` and `*size`.
/// @param what  what the file should hold, for the sentence on an empty one: "a JSON object"
il_status ili_text_check(const char *file, const char *what, const char **bytes, size_t *size, il_error *err);

/// Line and column (1-based, in bytes) of an offset in a text.
void ili_text_place(const char *bytes, size_t size, size_t offset, int *line, int *column);

#endif
