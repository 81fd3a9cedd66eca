// test_house.c - what the build puts into the library: version, embedded data; and the counting allocator of the tests
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc_count.h"
#include "base/sha256.h"
#include "file/embedded.h"
#include "ilium/version.h"

static void version_is_a_version(void **state) {
    int a, b, c;
    (void)state;
    assert_int_equal(sscanf(il_version(), "%d.%d.%d", &a, &b, &c), 3);
}

// examples of FIPS 180-4 (NIST's "abc" and two-block message), and a million letters a in pieces of 7
static void sha256_meets_the_published_examples(void **state) {
    ili_sha256 s;
    char       hex[ILI_SHA256_HEX];
    (void)state;
    ili_sha256_start(&s);
    ili_sha256_hex(&s, hex);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    ili_sha256_start(&s);
    ili_sha256_add(&s, "abc", 3);
    ili_sha256_hex(&s, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    ili_sha256_start(&s);
    ili_sha256_add(&s, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56);
    ili_sha256_hex(&s, hex);
    assert_string_equal(hex, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    ili_sha256_start(&s);
    for (int n = 0; n < 1000000; n += 7) ili_sha256_add(&s, "aaaaaaa", (size_t)(1000000 - n < 7 ? 1000000 - n : 7));
    ili_sha256_hex(&s, hex);
    assert_string_equal(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

// every embedded file equals the file in data/, in order, and the hash is that of the list
static void embedded_files_are_the_files(void **state) {
    ili_sha256 sha;
    char       hex[ILI_SHA256_HEX], path[4096];
    (void)state;
    ili_sha256_start(&sha);
    for (size_t i = 0; i < ili_nembedded; i++) {
        const ili_embedded_file *e = &ili_embedded_files[i];
        if (i) assert_true(strcmp(e[-1].path, e->path) < 0);
        snprintf(path, sizeof path, "%s/data/%s", IL_SOURCE_DIR, e->path);
        FILE *f = fopen(path, "rb");
        assert_non_null(f);
        for (size_t k = 0; k < e->size; k++) assert_int_equal(fgetc(f), (unsigned char)e->bytes[k]);
        assert_int_equal(fgetc(f), EOF);
        assert_int_equal(e->bytes[e->size], 0);
        fclose(f);
        ili_sha256_add_file(&sha, e->path, e->bytes, e->size);
    }
    ili_sha256_hex(&sha, hex);
    assert_null(ili_embedded_files[ili_nembedded].path);
    assert_string_equal(hex, ili_embedded_hash);
}

static void allocations_are_counted_and_fail(void **state) {
    long before = alloc_count();
    (void)state;
    void *volatile a = malloc(3);
    assert_non_null(a);
    assert_int_equal(alloc_count(), before + 1);
    alloc_fail_at(2);
    void *volatile b = calloc(2, 3), *volatile c = malloc(3), *volatile d = malloc(3);
    assert_true(b && !c && d);
    assert_true(alloc_failed());
    free(a), free(b), free(d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(version_is_a_version),
        cmocka_unit_test(sha256_meets_the_published_examples),
        cmocka_unit_test(embedded_files_are_the_files),
        cmocka_unit_test(allocations_are_counted_and_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
