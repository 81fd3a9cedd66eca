// osim_edit.h - an XML text changed in places, all else as it was
#ifndef ILI_OSIM_EDIT_H
#define ILI_OSIM_EDIT_H
#include "base/text.h"
#include "file/xml.h"

/// A document with its text and the changes that are asked for. They do not overlap.
typedef struct ili_edit {
    ili_document    doc;
    char           *text; ///< its own
    size_t          size;
    struct ili_part *first, **last; ///< in the order of the text
    il_error       *err;
    il_status       status; ///< sticks
} ili_edit;

/// Takes `text` over (il_file_free()); a byte order mark is left out.
il_status ili_edit_open(ili_edit *e, const char *file, char *text, size_t size, il_error *err);
void      ili_edit_close(ili_edit *e);

/// Bytes from ... to of the text become `with`; to is not 0, as it is of elements that ili_osim_make() made.
void ili_edit_replace(ili_edit *e, size_t from, size_t to, const char *with);
/// The text of an element without children.
void ili_edit_text(ili_edit *e, const ili_element *at, const char *with);
void ili_edit_numbers(ili_edit *e, const ili_element *at, int n, const double *value);
/// The text with its changes; free with il_file_free().
il_status ili_edit_take(ili_edit *e, char **text, size_t *size);

#endif
