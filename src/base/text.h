// text.h - building text without surprises: bounded, never half a UTF-8 character, numbers alike in every locale.
#ifndef ILI_TEXT_H
#define ILI_TEXT_H
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "ilium/base.h"

/// Text that is being built. `bytes` always ends with a zero once something was added. Errors stick: look at `status` at the end.
typedef struct ili_text {
    char     *bytes;
    size_t    len;    ///< bytes before the closing zero
    size_t    room;   ///< bytes of the buffer
    size_t    limit;  ///< most bytes that the buffer may grow to; equal to room: the caller's buffer, never reallocated
    il_status status; ///< IL_OK, IL_LIMIT (the text was cut), IL_NO_MEMORY
} ili_text;

/// Into a buffer of the caller, cut when it is full. Allocates nothing.
ili_text ili_text_fixed(char *buf, size_t size);

/// Into memory that grows up to `limit` bytes. Free with ili_text_free.
ili_text ili_text_growing(size_t limit);
void     ili_text_free(ili_text *t);

void ili_text_add(ili_text *t, const char *s);
void ili_text_add_n(ili_text *t, const char *s, size_t n);

/// As printf. For whole numbers and strings: doubles go through ili_text_fixed_number or il_number_format, since printf follows the locale.
void ili_text_printf(ili_text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));

/// x with so many decimals (0 … 17) and a point: "-0.30". A result that is all zeros has no minus.
void ili_text_fixed_number(ili_text *t, double x, int decimals);

/// The longest n ≤ size at which no UTF-8 character is cut.
size_t ili_utf8_whole(const char *s, size_t size);

/// Is it valid UTF-8 (no overlong forms, no surrogates, nothing above U+10FFFF)? If not, *bad is the place of the first wrong byte.
bool ili_utf8_valid(const char *s, size_t size, size_t *bad);

#endif
