// slow_file_number.c - ten million random decimals against strtod in the "C" locale, which rounds correctly
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "ilium/file.h"

static uint64_t state = 0x9e3779b97f4a7c15u;

static uint64_t random_bits(void) {
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    return state;
}

// "d.ddd…e±xx" with 1 to 24 digits; most exponents are such as occur, some reach past both ends
static void random_decimal(char *out) {
    int digits = 1 + (int)(random_bits() % 24), exponent = (int)(random_bits() % 50) - 25;
    if (random_bits() % 4 == 0) exponent = (int)(random_bits() % 700) - 350;
    for (int i = 0; i < digits; i++) {
        *out++ = (char)('0' + random_bits() % 10);
        if (i == 0 && digits > 1) *out++ = '.';
    }
    sprintf(out, "e%d", exponent);
}

static void parse_agrees_with_strtod(void **unused) {
    (void)unused;
    for (int i = 0; i < 10000000; i++) {
        char   text[64];
        double ours = IL_INF;
        random_decimal(text);
        double theirs = strtod(text, NULL);
        il_number_parse(text, strlen(text), &ours);
        if (memcmp(&ours, &theirs, sizeof ours) != 0) fail_msg("%s: %.17g, should be %.17g", text, ours, theirs);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(parse_agrees_with_strtod)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
