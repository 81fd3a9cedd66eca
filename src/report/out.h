// out.h - text that grows: what every report is written into
#ifndef ILI_OUT_H
#define ILI_OUT_H
#include "ilium/base.h"

/// `{0}` is an empty text. When memory is out it remembers so and takes no more.
typedef struct ili_out {
    char  *text;
    size_t size, room;
    bool   failed;
} ili_out;

void ili_put(ili_out *o, const char *text); ///< NULL is nothing
void ili_put_bytes(ili_out *o, const char *bytes, size_t size);
/// Formats with %s, %d, %c and the like; numbers with a fraction go through ili_put_fixed(), which no locale touches.
void ili_putf(ili_out *o, const char *format, ...) __attribute__((format(printf, 2, 3)));
void ili_put_fixed(ili_out *o, double value, int decimals);
/// The text between tags or in an attribute: & < > " ' escaped, characters that XML forbids replaced by a space. NULL is nothing.
void ili_put_escaped(ili_out *o, const char *text);
/// One line of plain text: control characters become spaces, malformed UTF-8 a question mark. NULL is nothing.
void ili_put_plain(ili_out *o, const char *text);
void ili_out_free(ili_out *o);
/// Hand the text over, or say that memory was out.
il_status ili_out_take(ili_out *o, char **text, size_t *size, il_error *err);

enum { ILI_FIXED_TEXT = 48 };
/// `value` rounded to `decimals` (0 to 6), with a point whatever the locale, "-0" never; beyond 1e15 or not finite: "?". Returns `buf`.
const char *ili_fixed(double value, int decimals, char buf[ILI_FIXED_TEXT]);
/// Decimals worth showing for a value known within `width`.
int ili_decimals(double width);
/// Length of the UTF-8 sequence at `s` if it is well-formed and printable, else 0.
int ili_utf8_length(const char *s);
/// Characters of a UTF-8 text.
int ili_columns(const char *text);

#endif
