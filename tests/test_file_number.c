// test_file_number.c - numbers as text: the oracle is the C library's strtod in the "C" locale, which rounds correctly
#include <float.h>
#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "file/number.h"
#include "ilium/file.h"

static uint64_t state = 88172645463325252u;

static uint64_t random_bits(void) {
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    return state;
}
static int random_below(int n) { return (int)(random_bits() % (uint64_t)n); }

static uint64_t bits_of(double x) {
    uint64_t b;
    memcpy(&b, &x, sizeof b);
    return b;
}

// the same bits as strtod, or too large for both
static void check(const char *text) {
    double ours = 0, theirs = strtod(text, NULL);
    il_status status = il_number_parse(text, strlen(text), &ours);
    if (isinf(theirs)) {
        if (status != IL_LIMIT) fail_msg("%s: too large, but status %d", text, (int)status);
    } else if (status != IL_OK || bits_of(ours) != bits_of(theirs)) {
        fail_msg("%s: %.17g, should be %.17g (status %d)", text, ours, theirs, (int)status);
    }
}

static void random_digits(char *out, int n) {
    for (int i = 0; i < n; i++) out[i] = (char)('0' + random_below(10));
    out[n] = 0;
}

static void parse_agrees_with_strtod(void **unused) {
    (void)unused;
    char whole[64], fraction[64], text[256];
    for (int i = 0; i < 150000; i++) {
        random_digits(whole, random_below(22));
        random_digits(fraction, 1 + random_below(20));
        int n = snprintf(text, sizeof text, "%s%s.%s", i & 1 ? "-" : "", whole, fraction);
        if (i % 3 == 0) snprintf(text + n, sizeof text - (size_t)n, "e%d", random_below(680) - 350);
        if (i % 3 == 1) snprintf(text + n, sizeof text - (size_t)n, "E%+d", random_below(70) - 35);
        check(text);
    }
}

static void parse_reads_any_double_back(void **unused) {
    (void)unused;
    for (int i = 0; i < 80000; i++) {
        uint64_t bits = random_bits();
        double   x;
        char     text[64];
        memcpy(&x, &bits, sizeof x);
        if (!isfinite(x)) continue;
        snprintf(text, sizeof text, "%.*g", 15 + random_below(8), x);
        check(text);
    }
}

// the exact middle of two neighbouring doubles, a touch above and a touch below it: the hardest cases there are
static void parse_rounds_midpoints(void **unused) {
    (void)unused;
    static char text[2200];
    for (int i = 0; i < 1500; i++) {
        uint64_t bits = random_bits() & ~(UINT64_C(1) << 63);
        if (i % 5 == 0) bits &= (UINT64_C(1) << 53) - 1; // subnormal and smallest normal
        double x;
        memcpy(&x, &bits, sizeof x);
        if (!isfinite(x) || x > DBL_MAX/4) continue;
        long double next = (long double)nextafter(x, IL_INF), middle = ((long double)x + next)/2; // exact with 64 bits
        if (LDBL_MANT_DIG < 64) return;
        int n = snprintf(text, 1200, "%.1100Le", middle);
        char *e = strchr(text, 'e');
        char  exponent[16];
        assert_true(n > 0 && e);
        snprintf(exponent, sizeof exponent, "%s", e);
        check(text);
        snprintf(e, 900, "%0*d1%s", random_below(800) + 1, 0, exponent); // a 1 far behind
        check(text);
        char *last = e - 1;
        while (*last == '0' || *last == '.') last--;
        (*last)--; // a touch below
        check(text);
    }
}

static void parse_known(void **unused) {
    (void)unused;
    static const char *const texts[] = {
        "0", "-0", "+0", "0.0e5", "1", "-1", "007", ".5", "5.", "1e0", "1e22", "1e23", "9007199254740993", "9007199254740992.5",
        "9007199254740993.0000000000000000000000000000000000000001", "1.7976931348623157e308", "1.7976931348623158e308",
        "1.7976931348623159e308", "1e309", "1e99999999999999999999", "4.9e-324", "2.4703282292062327e-324", "2.4703282292062328e-324",
        "2.2250738585072011e-308", "2.2250738585072014e-308", "1e-400", "1e-99999999999999999999", "0e999999999999", "18446744073709551615",
        "18446744073709551616", "1844674407370955161500000000000000000000000000", "123456789012345678901234567890",
        "0.000000000000000000000000000000000000000000000000000000000000001", "8.5", "6.02214076e23"};
    for (size_t i = 0; i < sizeof texts/sizeof texts[0]; i++) check(texts[i]);

    // 20,000 zeros before the digits, and the exponent that undoes them
    char *text = malloc(20100);
    assert_non_null(text);
    memcpy(text, "0.", 2);
    memset(text + 2, '0', 20000);
    strcpy(text + 20002, "125e20003");
    check(text);
    free(text);
}

static void parse_refuses(void **unused) {
    (void)unused;
    static const char *const texts[] = {"", " ", "+", "-", ".", "-.", "e5", ".e5", "1e", "1e+", "1.5x", "1 ", " 1", "1,5", "0x10", "nan", "NaN",
                                        "inf", "-Infinity", "1.2.3", "--1", "1e5.5", "1_000", "\xd9\xa1", "1d5", "1e5f"};
    for (size_t i = 0; i < sizeof texts/sizeof texts[0]; i++) {
        double x = 42;
        if (il_number_parse(texts[i], strlen(texts[i]), &x) != IL_BAD_SYNTAX || x != 42) fail_msg("\"%s\" was accepted", texts[i]);
    }
    double x = 42;
    assert_int_equal(il_number_parse("1\0", 2, &x), IL_BAD_SYNTAX);
    assert_int_equal(il_number_parse("1e400", 5, &x), IL_LIMIT);
    assert_int_equal(il_number_parse("-1e400", 6, &x), IL_LIMIT);
    assert_true(x == 42);
}

static void scan_takes_the_longest_number(void **unused) {
    (void)unused;
    double x = 0;
    assert_int_equal(ili_number_scan("12.5e3abc", 9, &x), 6);
    assert_true(x == 12500);
    assert_int_equal(ili_number_scan("12e", 3, &x), 2);
    assert_int_equal(ili_number_scan("12e+x", 5, &x), 2);
    assert_int_equal(ili_number_scan("-.5\t7", 5, &x), 3);
    assert_true(x == -0.5);
    assert_int_equal(ili_number_scan("x", 1, &x), 0);
}

// digits between the first and the last that is not 0
static int significant(const char *p) {
    int all = 0, last = 0;
    for (; *p && *p != 'e'; p++) {
        if (*p < '0' || *p > '9') continue;
        if (all || *p != '0') all++;
        if (*p != '0') last = all;
    }
    return last;
}

static void format_reads_back(void **unused) {
    (void)unused;
    char buf[IL_NUMBER_TEXT], shortest[64];
    for (int i = 0; i < 50000; i++) {
        uint64_t bits = random_bits();
        double   x, back = 0;
        memcpy(&x, &bits, sizeof x);
        if (i & 1) x = (double)(random_below(500000) - 1000000)/(double)(1 << random_below(12));
        if (!isfinite(x)) continue;
        il_number_format(x, buf);
        assert_true(strlen(buf) < IL_NUMBER_TEXT);
        if (il_number_parse(buf, strlen(buf), &back) != IL_OK || bits_of(back) != bits_of(x)) fail_msg("%.17g became %s", x, buf);
        snprintf(shortest, sizeof shortest, "%.15g", x);
        if (strtod(shortest, NULL) == x) { // then no more digits than that
            assert_true(significant(buf) <= 15);
        }
    }
}

static void format_known(void **unused) {
    (void)unused;
    static const struct { double value; const char *text; } cases[] = {
        {0, "0"}, {-0.0, "-0"}, {0.1, "0.1"}, {-12.5, "-12.5"}, {100, "100"}, {1e16, "10000000000000000"}, {1e17, "1e17"}, {1.5e-7, "1.5e-7"},
        {0.00001, "0.00001"}, {1/3.0, "0.3333333333333333"}, {123456.789, "123456.789"}, {5e-324, "4.94065645841247e-324"},
        {DBL_MAX, "1.7976931348623157e308"}, {0.8000000000000004, "0.8000000000000004"}};
    char buf[IL_NUMBER_TEXT];
    for (size_t i = 0; i < sizeof cases/sizeof cases[0]; i++) assert_string_equal(il_number_format(cases[i].value, buf), cases[i].text);
    assert_string_equal(il_number_format(IL_NAN, buf), "nan");
    assert_string_equal(il_number_format(-IL_INF, buf), "-inf");
}

// a host program may have set a locale that writes a comma
static void locale_changes_nothing(void **unused) {
    (void)unused;
    static const char *const names[] = {"de_DE.UTF-8", "de_DE.utf8", "de_DE", "fr_FR.UTF-8", "nl_NL.UTF-8"};
    const char *set = NULL;
    for (size_t i = 0; i < sizeof names/sizeof names[0] && !set; i++) set = setlocale(LC_NUMERIC, names[i]);
    if (!set) {
        printf("SKIPPED: no locale with a decimal comma is installed\n");
        return;
    }
    double x = 0;
    char   buf[IL_NUMBER_TEXT];
    assert_int_equal(il_number_parse("2.5", 3, &x), IL_OK);
    assert_true(x == 2.5);
    assert_string_equal(il_number_format(2.5, buf), "2.5");
    setlocale(LC_NUMERIC, "C");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parse_agrees_with_strtod), cmocka_unit_test(parse_reads_any_double_back), cmocka_unit_test(parse_rounds_midpoints),
        cmocka_unit_test(parse_known), cmocka_unit_test(parse_refuses), cmocka_unit_test(scan_takes_the_longest_number),
        cmocka_unit_test(format_reads_back), cmocka_unit_test(format_known), cmocka_unit_test(locale_changes_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
