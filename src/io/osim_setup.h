// osim_setup.h - a set-up file while it is read
#ifndef ILI_OSIM_SETUP_H
#define ILI_OSIM_SETUP_H
#include "file/xml.h"
#include "ilium/io_osim_tool.h"

enum { ILI_SETUP_FILES = 4 };

/// The set-up file, and the files of sets that it names.
struct il_osim_setup_memory {
    ili_document doc;
    int          nmore;
    ili_document more[ILI_SETUP_FILES];
};
void ili_setup_memory_free(struct il_osim_setup_memory *memory); ///< NULL is allowed

typedef struct ili_setup_reader {
    ili_document  *doc;
    il_osim_setup *s;
    const char    *path;
    il_error      *err;
    struct il_osim_setup_memory *memory;
    bool           alone; ///< the text alone is read: no file that it names
} ili_setup_reader;

/// The text of a child; "Unassigned" is as empty as none.
const char *ili_setup_word(const ili_element *e, const char *tag);
/// The path in a child, taken from the folder of the set-up.
il_status   ili_setup_path(ili_setup_reader *r, const ili_element *e, const char *tag, const char **out);
/// Words of a child, separated by blanks.
il_status   ili_setup_words(ili_setup_reader *r, const ili_element *e, const char *tag, int *n, const char *const **out);
/// The set `tag` in `e`, which may stand in a file of its own: <TAG file="...">. Then r->doc is that file until the caller puts it back. *set NULL: there is none.
il_status   ili_setup_set(ili_setup_reader *r, const ili_element *e, const char *tag, const ili_element **set);
/// The IKTaskSet of a tool into r->s.
il_status   ili_setup_tasks(ili_setup_reader *r, const ili_element *tool);

#endif
