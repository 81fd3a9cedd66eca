// xml.h - an XML text as a tree whose every element knows its line
//
// What models and set-up files need of XML 1.0: elements, attributes, text, comments, CDATA, the five named entities and character numbers.
// A document type is refused: nothing is expanded and nothing outside the file is read. Strings are UTF-8 without zero bytes; a text that is not
// UTF-8 is taken as Latin-1.
#ifndef ILI_XML_READ_H
#define ILI_XML_READ_H
#include "base/arena.h"
#include "base/text.h"
#include "ilium/base.h"

enum { ILI_XML_DEEPEST = 100 }; ///< levels of elements that are read

typedef struct ili_attribute {
    const char           *name, *value;
    struct ili_attribute *next;
} ili_attribute;

typedef struct ili_element {
    const char         *tag;
    const char         *text; ///< its own text without that of its children, spaces at both ends cut; "" when there is none
    int                 line;
    int                 count; ///< children
    size_t              from, inner, inner_end, end; ///< places in the text behind a byte order mark: `<`, behind `>`, `</`, behind all; <x/>: inner is 0
    ili_attribute      *attribute;
    struct ili_element *first, *next, *parent;
    const struct ili_element *home; ///< what it stood in before it was moved; NULL: `parent`. ili_xml_parse() sets none
    const struct ili_element *model; ///< its first child of a tag stands in for one that this element lacks, where it is text; NULL: none. ili_xml_parse() sets none
} ili_element;

/// A parsed text. `{0}` is empty and may be freed.
typedef struct ili_document {
    char         file[256]; ///< name for errors
    ili_element *root;
    ili_arena    arena;
} ili_document;

/// Parse a whole document. On an error it is empty.
il_status ili_xml_parse(const char *file, const char *bytes, size_t size, ili_document *doc, il_error *err);
/// Read a file and parse it.
il_status ili_xml_read(const char *path, ili_document *doc, il_error *err);
void      ili_xml_free(ili_document *doc);

/// The value of an attribute, or NULL.
const char *ili_attribute_get(const ili_element *e, const char *name);
/// The first child of a tag, or NULL; also when `e` is NULL.
const ili_element *ili_child(const ili_element *e, const char *tag);
/// The text of a child, or NULL when there is no such child.
const char *ili_child_text(const ili_element *e, const char *tag);

/// Fill `err` with the place of an element and a sentence; returns `code`.
il_status ili_xml_error(const ili_document *doc, const ili_element *at, il_status code, il_error *err, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/// Numbers separated by blanks or commas in the text of `e`; "inf", "-infinity" and their like are infinities. At most `room` go to `out`.
/// @param count  how many there are, also beyond `room`
il_status ili_xml_numbers_of(const ili_document *doc, const ili_element *e, int room, double *out, int *count, il_error *err);
/// Exactly `n` numbers of a child; without the child `out` stays as it is.
il_status ili_child_numbers(const ili_document *doc, const ili_element *e, const char *tag, int n, double *out, il_error *err);
/// true or false of a child; without the child `*out` stays as it is.
il_status ili_child_flag(const ili_document *doc, const ili_element *e, const char *tag, bool *out, il_error *err);

/// For writing: a string with what XML keeps to itself as entities.
void ili_xml_escape(ili_text *t, const char *s);

#endif
