// shape.h - objects of a JSON file as tables of their keys: one table reads, writes and is held against the published schema
#ifndef ILI_SHAPE_H
#define ILI_SHAPE_H
#include <stdbool.h>
#include <stddef.h>

typedef enum ili_field_kind {
    ILI_FIELD_TEXT,    ///< const char *, NULL = absent
    ILI_FIELD_NUMBER,  ///< il_fact
    ILI_FIELD_INTEGER, ///< int, always written
    ILI_FIELD_BOOL,    ///< bool, false = absent
    ILI_FIELD_CHOICE,  ///< an enum, 0 = absent
    ILI_FIELD_OBJECT,  ///< a struct inside the struct
    ILI_FIELD_LIST,    ///< an array of structs and its count
    ILI_FIELD_ANSWERS  ///< an object of yes and no: an array of il_screen_answer and its count
} ili_field_kind;

typedef struct ili_field {
    const char             *key;
    ili_field_kind          kind;
    bool                    required;
    size_t                  offset;       ///< in the struct of the object
    size_t                  count_offset; ///< LIST, ANSWERS: of the int
    const struct ili_shape *shape;        ///< OBJECT, LIST
    const char *const      *word;         ///< CHOICE: [nword] words for first, first + 1, ...
    int                     nword, first;
} ili_field;

typedef struct ili_shape {
    const char      *name; ///< in the schema: "#/$defs/NAME"
    const ili_field *field;
    int              nfield;
    size_t           size;     ///< of the struct
    bool             one_line; ///< written on one line
    bool             phrase;   ///< what is typed for an element is all its first field
} ili_shape;

enum { ILI_MOST_FIELDS = 40 };

/// The field with this key, or NULL.
const ili_field *ili_shape_find(const ili_shape *shape, const char *key);

/// The shape of a patient file; all others hang on it.
extern const ili_shape ili_patient_shape;

#endif
