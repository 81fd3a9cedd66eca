// ilium/file.h - numbers as text, whole files in and out, and the data that Ilium reasons from.
#ifndef ILIUM_FILE_H
#define ILIUM_FILE_H
#include "ilium/base.h"

/// Room for any number that il_number_format() writes, with its zero byte.
#define IL_NUMBER_TEXT 32

/// The largest file that is read unless a caller says otherwise [bytes].
#define IL_FILE_LIMIT ((size_t)64 << 20)

/// Read a decimal number, correctly rounded, whatever the locale: `-12`, `3.5`, `.5`, `6.02e23`.
/// The whole text must be the number; nan, inf, hexadecimal and surrounding spaces are refused.
/// @return IL_BAD_SYNTAX when it is not a number, IL_LIMIT when it is too large for a double; `*value` is then untouched
il_status il_number_parse(const char *text, size_t size, double *value);

/// Write `value` with the fewest of 15 to 17 digits that read back as the same double, with a point whatever the locale; returns `buf`.
const char *il_number_format(double value, char buf[IL_NUMBER_TEXT]);

/// Read a whole file (or pipe) of at most `limit` bytes (0 = IL_FILE_LIMIT) into `*bytes`, with a zero byte behind; release with il_file_free().
il_status il_file_read(const char *path, size_t limit, char **bytes, size_t *size, il_error *err);

/// Release what il_file_read() gave; NULL is allowed.
void il_file_free(char *bytes);

/// Write a whole file or none, readable by its owner alone (0600): the bytes go to a new neighbour that replaces `path` only when it is complete
/// and synced. Whatever fails, also a kill or a power cut, leaves the old file or the new one, whole. A link is refused, not followed; devices and
/// pipes are written directly.
/// @return IL_NO_FILE with the reason; IL_BUSY when another program writes it
il_status il_file_write(const char *path, const void *bytes, size_t size, il_error *err);
/// The same for what is about no person (models, pages of docs/): readable as the user's mask says.
il_status il_file_publish(const char *path, const void *bytes, size_t size, il_error *err);
/// The same for what can be computed again: it appears whole, but a power cut in the seconds after may take it back, since the disk is not waited for.
il_status il_file_result(const char *path, const void *bytes, size_t size, il_error *err);

/// A file that is read, changed and written by one program at a time. The lock ends with the process, however that ends.
typedef struct il_file_lock il_file_lock;
/// Take it before reading. The file need not be there yet.
/// @return IL_BUSY when another program holds it: the sentence says which
il_status il_file_lock_take(const char *path, il_file_lock **out, il_error *err);
/// Write the locked file like il_file_write(), as often as wanted.
il_status il_file_lock_write(il_file_lock *lock, const void *bytes, size_t size, il_error *err);
void      il_file_lock_release(il_file_lock *lock); ///< NULL is allowed

/// The data files (body, tests, conditions, safety ...): those compiled into the program, or an edited copy. Immutable; shared by all threads.
typedef struct il_data_dir il_data_dir;

/// Open the data. An edited folder must hold every file that is compiled in, and may hold more; the files are read at once, so that
/// what is used is what the hash was taken of.
/// @param folder  a folder of the same layout as data/, or NULL for what is compiled in
il_status il_data_open(const char *folder, il_data_dir **out, il_error *err);

/// Release the data; NULL is allowed.
void il_data_close(il_data_dir *dir);

/// SHA-256 over the names and bytes of all data files, 64 hexadecimal digits: every output carries it.
const char *il_data_hash(const il_data_dir *dir);

/// True when the data differ from what is compiled in: every report then says "locally modified".
bool il_data_modified(const il_data_dir *dir);

#endif
