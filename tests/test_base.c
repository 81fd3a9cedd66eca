// test_base.c - errors, text, the name index, blocks and scratch
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc_count.h"
#include "base/index.h"
#include "base/memory.h"
#include "base/text.h"
#include "ilium/base.h"

// ---- errors ----

static void errors_name_what_is_known(void **state) {
    il_error err = {0};
    char     s[1024], small[12];
    (void)state;
    assert_int_equal(il_error_set(&err, IL_BAD_VALUE, "p.json", 3, 9, "mass is %d kg; 20 to 250 is right", -4), IL_BAD_VALUE);
    assert_string_equal(il_error_format(&err, s, sizeof s), "p.json:3:9: mass is -4 kg; 20 to 250 is right");
    assert_string_equal(il_error_format(&err, small, sizeof small), "p.json:3:9:");
    il_error_set(&err, IL_NO_FILE, "p.json", 3, 0, "x");
    assert_string_equal(il_error_format(&err, s, sizeof s), "p.json:3: x");
    il_error_set(&err, IL_NO_FILE, NULL, 3, 7, "x");
    assert_string_equal(il_error_format(&err, s, sizeof s), "line 3:7: x");
    il_error_set(&err, IL_NO_FILE, "p.json", 0, 7, "x");
    assert_string_equal(il_error_format(&err, s, sizeof s), "p.json: x");
    il_error_set(&err, IL_NO_MEMORY, NULL, 0, 0, "%s", "");
    assert_string_equal(il_error_format(&err, s, sizeof s), il_status_text(IL_NO_MEMORY));
    assert_int_equal(il_error_set(NULL, IL_LIMIT, "f", 1, 1, "nobody hears"), IL_LIMIT);
    il_error_format(&err, NULL, 0);
}

static void overlong_errors_are_cut(void **state) {
    static char long_text[3000];
    il_error    err = {0};
    char        s[2000];
    (void)state;
    memset(long_text, 'a', sizeof long_text - 1);
    il_error_set(&err, IL_BAD_SYNTAX, long_text, 2147483647, 2147483647, "%s", long_text);
    assert_int_equal(strlen(err.file), sizeof err.file - 1);
    assert_int_equal(strlen(err.text), sizeof err.text - 1);
    il_error_format(&err, s, sizeof s);
    assert_non_null(strstr(s, "a:2147483647:2147483647: a"));
}

static void every_status_has_a_text(void **state) {
    (void)state;
    for (int i = 0; i < IL_NSTATUS; i++) assert_true(strlen(il_status_text((il_status)i)) > 3);
    assert_non_null(il_status_text((il_status)999));
}

// ---- text ----

static void fixed_text_is_cut_between_characters(void **state) {
    (void)state;
    // "aä€😀": 1 + 2 + 3 + 4 bytes; every size keeps whole characters only
    static const char whole[] = "a\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80";
    static const size_t kept[] = {0, 0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10};
    for (size_t size = 0; size < 13; size++) {
        char     buf[16] = "zzz";
        ili_text t = ili_text_fixed(buf, size);
        ili_text_add(&t, whole);
        ili_text_add(&t, "");
        assert_int_equal(t.len, kept[size]);
        if (size) assert_memory_equal(buf, whole, kept[size]), assert_int_equal(buf[kept[size]], 0);
        assert_int_equal(t.status, size < 11 ? IL_LIMIT : IL_OK);
        // the same through printf, short and longer than its line
        char     buf2[16];
        ili_text t2 = ili_text_fixed(buf2, size);
        ili_text_printf(&t2, "%s", whole);
        assert_int_equal(t2.len, kept[size]);
    }
}

static void growing_text_grows_to_its_limit(void **state) {
    char line[701];
    (void)state;
    memset(line, 'x', 700);
    line[700] = 0;
    for (int limit = 1; limit < 4000; limit += 317) {
        ili_text t = ili_text_growing((size_t)limit);
        for (int i = 0; i < 10; i++) {
            ili_text_printf(&t, "%d ", i);
            ili_text_printf(&t, "%s", line); // longer than the builder's line
            ili_text_add(&t, "\n");
        }
        assert_int_equal(t.status, IL_LIMIT);
        assert_int_equal(t.len, limit - 1);
        assert_int_equal(strlen(t.bytes), t.len);
        assert_true(t.room <= (size_t)limit);
        ili_text_free(&t);
    }
    ili_text t = ili_text_growing(100000);
    for (int i = 0; i < 20; i++) ili_text_printf(&t, "%s\n", line);
    assert_int_equal(t.status, IL_OK);
    assert_int_equal(t.len, 20*701);
    ili_text_free(&t);
}

static void text_reports_lost_memory(void **state) {
    (void)state;
    for (long n = 1;; n++) {
        ili_text t = ili_text_growing(1 << 20);
        alloc_fail_at(n);
        for (int i = 0; i < 300; i++) ili_text_printf(&t, "line %d\n", i);
        alloc_fail_at(0);
        bool failed = t.status == IL_NO_MEMORY;
        if (t.bytes) assert_int_equal(strlen(t.bytes), t.len);
        ili_text_free(&t);
        if (!failed) {
            assert_true(n > 2);
            break;
        }
    }
}

static const char *fixed(double x, int decimals) {
    static char buf[400];
    ili_text    t = ili_text_fixed(buf, sizeof buf);
    ili_text_fixed_number(&t, x, decimals);
    return buf;
}

static void numbers_have_a_point_and_no_minus_zero(void **state) {
    (void)state;
    assert_string_equal(fixed(-0.3, 2), "-0.30");
    assert_string_equal(fixed(-0.004, 2), "0.00");
    assert_string_equal(fixed(-0.0, 0), "0");
    assert_string_equal(fixed(12345.678, 1), "12345.7");
    assert_string_equal(fixed(0.5, -3), "0");
    assert_string_equal(fixed(1, 99), "1.00000000000000000");
    assert_string_equal(fixed(IL_NAN, 1), "nan");
    assert_string_equal(fixed(-1e308*10, 1), "-inf");
}

static void utf8_is_checked(void **state) {
    static const struct { const char *s; int bad; } cases[] = {
        {"", -1}, {"plain", -1}, {"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80", -1}, {"\xf4\x8f\xbf\xbf", -1}, {"\xed\x9f\xbf", -1},
        {"a\x80", 1}, {"ab\xc3", 2}, {"\xc0\xaf", 0}, {"\xe0\x9f\xbf", 0}, {"\xed\xa0\x80", 0}, {"\xf0\x8f\xbf\xbf", 0}, {"\xf4\x90\x80\x80", 0},
        {"\xf5\x80\x80\x80", 0}, {"\xff", 0}, {"x\xe2\x82", 1}, {"\xe2\x28\xa1", 0}};
    (void)state;
    for (size_t i = 0; i < sizeof cases/sizeof *cases; i++) {
        size_t bad = 99;
        bool   ok  = ili_utf8_valid(cases[i].s, strlen(cases[i].s), &bad);
        assert_int_equal(ok, cases[i].bad < 0);
        if (!ok) assert_int_equal(bad, cases[i].bad);
    }
}

// ---- index ----

static void index_numbers_names_in_order(void **state) {
    ili_index t = {0};
    char      name[32];
    int       k;
    (void)state;
    assert_int_equal(ili_index_find(&t, "anything"), -1);
    for (int i = 0; i < 5000; i++) {
        snprintf(name, sizeof name, "muscle_%d", i*7919%5000);
        assert_int_equal(ili_index_add(&t, name, &k), IL_OK);
        assert_int_equal(k, i);
    }
    for (int i = 0; i < 5000; i++) {
        snprintf(name, sizeof name, "muscle_%d", i*7919%5000);
        assert_int_equal(ili_index_find(&t, name), i);
        assert_string_equal(ili_index_name(&t, i), name);
        assert_int_equal(ili_index_add(&t, name, &k), IL_OK); // a second time: found, not added
        assert_int_equal(k, i);
    }
    assert_int_equal(t.n, 5000);
    assert_int_equal(ili_index_find(&t, "muscle_5000"), -1);
    assert_int_equal(ili_index_find(&t, ""), -1);
    ili_index_free(&t);
    assert_int_equal(t.n, 0);
}

static void index_survives_lost_memory(void **state) {
    (void)state;
    for (long n = 1;; n++) {
        ili_index t = {0};
        char      name[32];
        int       k, lost = 0;
        alloc_fail_at(n);
        for (int i = 0; i < 200; i++) {
            snprintf(name, sizeof name, "name %d", i);
            if (ili_index_add(&t, name, &k) == IL_OK) continue;
            lost++;
            assert_int_equal(ili_index_find(&t, name), -1);
            assert_int_equal(ili_index_add(&t, name, &k), IL_OK); // it works again
        }
        int failed = alloc_failed();
        alloc_fail_at(0);
        assert_int_equal(lost, failed);
        for (int i = 0; i < 200; i++) {
            snprintf(name, sizeof name, "name %d", i);
            assert_int_equal(ili_index_find(&t, name), i);
        }
        ili_index_free(&t);
        if (!failed) break;
    }
}

// ---- memory ----

typedef struct things {
    double *a;
    char   *b;
    int    *c;
} things;

static void place_things(ili_placer *p, things *t) {
    t->a = ili_place(p, 3, sizeof *t->a);
    t->b = ili_place(p, 65, sizeof *t->b);
    t->c = ili_place(p, 0, sizeof *t->c);
}

static void placer_measures_then_places(void **state) {
    things     t;
    ili_placer measure = {0};
    (void)state;
    place_things(&measure, &t);
    assert_true(!t.a && !t.b && !t.c);
    char      *block = ili_block_alloc(measure.size);
    ili_placer place = ili_placer_for(block, measure.size);
    place_things(&place, &t);
    assert_int_equal(place.size, measure.size);
    assert_ptr_equal(t.a, block);
    assert_int_equal((uintptr_t)t.b%ILI_ALIGN, 0);
    assert_true(t.b >= (char *)(t.a + 3) && (char *)t.c >= t.b + 65 && (char *)t.c <= block + measure.size);
    for (int i = 0; i < 65; i++) assert_int_equal(t.b[i], 0);
    // a block that is too small gives no room
    ili_placer small = ili_placer_for(block, 64);
    assert_non_null(ili_place(&small, 0, 8));
    small.size = 0;
    assert_null(ili_place(&small, 9, 8));
    ili_block_free(block);
}

static void sizes_that_overflow_fail(void **state) {
    ili_placer p = {0};
    (void)state;
    assert_null(ili_place(&p, SIZE_MAX/4, 8));
    assert_true(p.size == SIZE_MAX);
    assert_null(ili_place(&p, 1, 1)); // and stays so
    assert_true(p.size == SIZE_MAX);
    assert_null(ili_block_alloc(p.size));
    assert_null(ili_array_alloc(SIZE_MAX/4, 8));
    void *none = ili_array_alloc(0, 8), *empty = ili_block_alloc(0);
    assert_true(none && empty);
    free(none);
    ili_block_free(empty);
    alloc_fail_at(1);
    assert_null(ili_block_alloc(100));
    alloc_fail_at(1);
    assert_null(ili_array_alloc(100, 1));
}

static void scratch_is_a_stack(void **state) {
    char       *block = ili_block_alloc(1024);
    ili_scratch s     = {.base = block, .size = 1024};
    (void)state;
    double *a    = ili_scratch_take(&s, 3, sizeof *a);
    size_t  mark = s.used;
    double *b    = ili_scratch_take(&s, 100, sizeof *b);
    assert_true((char *)a == block && (char *)b == block + 64);
#ifndef NDEBUG
    assert_true(!(b[99] < 0) && !(b[99] >= 0)); // NaN
#endif
    assert_null(ili_scratch_take(&s, 100, sizeof *b));
    assert_int_equal(s.high, 64 + 832 + 832); // what would have been needed
    s.used = mark;
    assert_ptr_equal(ili_scratch_take(&s, 1, 1), b);
    assert_null(ili_scratch_take(&s, SIZE_MAX/8, 8));
    assert_null(ili_scratch_take(&(ili_scratch){0}, 1, 8));
    ili_block_free(block);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errors_name_what_is_known),
        cmocka_unit_test(overlong_errors_are_cut),
        cmocka_unit_test(every_status_has_a_text),
        cmocka_unit_test(fixed_text_is_cut_between_characters),
        cmocka_unit_test(growing_text_grows_to_its_limit),
        cmocka_unit_test(text_reports_lost_memory),
        cmocka_unit_test(numbers_have_a_point_and_no_minus_zero),
        cmocka_unit_test(utf8_is_checked),
        cmocka_unit_test(index_numbers_names_in_order),
        cmocka_unit_test(index_survives_lost_memory),
        cmocka_unit_test(placer_measures_then_places),
        cmocka_unit_test(sizes_that_overflow_fail),
        cmocka_unit_test(scratch_is_a_stack),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
