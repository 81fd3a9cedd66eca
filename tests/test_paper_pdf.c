// test_paper_pdf.c - documents as PDF: the same bytes each time, pages that count, fonts inside, and what other programs say of the file
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <unistd.h>

#include "paper_fixture.h"

static char *pdf(il_paper *p, size_t *size) {
    char    *bytes;
    il_error err = {0};
    if (il_paper_pdf(p, &bytes, size, &err)) fail_msg("%s", err.text);
    return bytes;
}

// does the program find nothing wrong? -1: it is not installed
static int clean(const char *command, const char *path) {
    char line[9000];
    snprintf(line, sizeof line, "command -v %.*s > /dev/null 2>&1", (int)strcspn(command, " "), command);
    if (system(line)) return -1;
    snprintf(line, sizeof line, "%s '%s' > '%s.said' 2>&1", command, path, path);
    return system(line) == 0;
}

// what a program said of the file
static char *said(const char *path) {
    char name[4200];
    snprintf(name, sizeof name, "%s.said", path);
    FILE *f = fopen(name, "r");
    char *text = calloc(1 << 20, 1);
    if (f && fread(text, 1, (1 << 20) - 1, f) == 0) *text = 0;
    if (f) fclose(f);
    remove(name);
    return text;
}

static void keep(const char *path, const char *bytes, size_t size) {
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, size, f), size);
    fclose(f);
}

// every font of `pdffonts`' table is embedded: the column "emb" under its head
static void check_fonts(const char *table) {
    const char *column = strstr(table, " emb ");
    assert_non_null(column);
    size_t at = (size_t)(column + 1 - table);
    int    fonts = 0;
    for (const char *line = strchr(table, '\n'); line && line[1]; line = strchr(line + 1, '\n')) {
        if (line[1] == '-') continue;
        assert_true(strlen(line + 1) > at && !strncmp(line + 1 + at, "yes", 3));
        fonts++;
    }
    assert_true(fonts >= 1);
}

static void other_programs_find_nothing_wrong(void **state) {
    static const enum fixture cases[] = {FIX_ORDINARY, FIX_EMERGENCY, FIX_OUT_OF_SCOPE};
    (void)state;
    for (size_t i = 0; i < sizeof cases/sizeof *cases; i++) {
        paper_fixture x;
        paper_open(&x, cases[i], i == 0);
        for (int kind = 0; kind < IL_NPAPER; kind++) {
            char      path[4096];
            size_t    size;
            il_paper *p = paper_make(&x, (il_paper_kind)kind);
            char     *bytes = pdf(p, &size);
            snprintf(path, sizeof path, "%s/paper_%s_%s.pdf", IL_BINARY_DIR, fixture_name[cases[i]], il_paper_word((il_paper_kind)kind));
            keep(path, bytes, size);
            int ok = clean("qpdf --check", path);
            if (ok < 0) print_message("SKIPPED: qpdf is not installed\n");
            else if (!ok) fail_msg("qpdf: %s", said(path));
            if (ok >= 0) free(said(path));
            ok = clean("pdffonts", path);
            if (ok < 0) {
                print_message("SKIPPED: pdffonts is not installed\n");
            } else {
                char *table = said(path);
                assert_true(ok);
                check_fonts(table);
                free(table);
            }
            il_report_free(bytes);
            il_paper_free(p);
        }
        paper_close(&x);
    }
}

// no clock, no chance: the same document gives the same bytes; another day another date
static void the_same_document_gives_the_same_bytes(void **state) {
    (void)state;
    paper_fixture x;
    paper_open(&x, FIX_ORDINARY, true);
    il_paper *p = paper_make(&x, IL_PAPER_LEGAL), *q = paper_make(&x, IL_PAPER_LEGAL);
    size_t    n, m, k;
    char     *a = pdf(p, &n), *b = pdf(q, &m), *again = pdf(p, &k);
    assert_int_equal(n, m);
    assert_int_equal(n, k);
    assert_memory_equal(a, b, n);
    assert_memory_equal(a, again, n);
    assert_true(n > 2000 && !strncmp(a, "%PDF-1.", 7));
    assert_non_null(strstr(a + n - 200, "CreationDate") || strstr(a + n - 60, "%%EOF") ? a : NULL);
    il_report_free(a), il_report_free(b), il_report_free(again);
    il_paper_free(p), il_paper_free(q);
    paper_close(&x);
}

// title, author and date are those of the record and the caller; the pages are numbered; what HTML says stands in the PDF, too
static void the_text_can_be_read_back(void **state) {
    (void)state;
    paper_fixture x;
    paper_open(&x, FIX_ORDINARY, true);
    char      path[4096];
    size_t    size;
    il_paper *p = paper_make(&x, IL_PAPER_LEGAL);
    char     *bytes = pdf(p, &size);
    snprintf(path, sizeof path, "%s/paper_read_back.pdf", IL_BINARY_DIR);
    keep(path, bytes, size);
    int ok = clean("pdfinfo", path);
    if (ok < 0) {
        print_message("SKIPPED: pdfinfo is not installed\n");
    } else {
        char *info = said(path);
        assert_true(strstr(info, "Documentation of an injury") && strstr(info, "M. Examiner") && strstr(info, "2026") && strstr(info, "A4"));
        free(info);
        snprintf(path, sizeof path, "%s/paper_read_back.pdf", IL_BINARY_DIR);
        ok = clean("pdftotext -layout -enc UTF-8", path); // writes beside it, with the ending .txt
        assert_int_equal(ok, 1);
        free(said(path));
        snprintf(path, sizeof path, "%s/paper_read_back.txt", IL_BINARY_DIR);
        FILE *f = fopen(path, "r");
        char *text = calloc(1 << 20, 1);
        assert_true(f && fread(text, 1, (1 << 20) - 1, f) > 0);
        fclose(f);
        static const char *const there[] = {"slipped on ice", "one half to the fall", "page 1 of", "illustrative", "62 ± 4 deg", "Neurological", "not recorded", "signature"};
        for (size_t i = 0; i < sizeof there/sizeof *there; i++)
            if (!strstr(text, there[i])) fail_msg("'%s' is not in the text of the PDF", there[i]);
        free(text);
    }
    il_report_free(bytes);
    il_paper_free(p);
    paper_close(&x);
}

// who hears the page hears headings, lists and tables with their rows; the file says that it is tagged
static void the_structure_can_be_heard(void **state) {
    (void)state;
    paper_fixture x;
    paper_open(&x, FIX_ORDINARY, true);
    char      path[4096];
    size_t    size;
    il_paper *p = paper_make(&x, IL_PAPER_LEGAL);
    char     *bytes = pdf(p, &size);
    snprintf(path, sizeof path, "%s/paper_structure.pdf", IL_BINARY_DIR);
    keep(path, bytes, size);
    int ok = clean("pdfinfo", path);
    if (ok < 0) {
        print_message("SKIPPED: pdfinfo is not installed\n");
    } else {
        char *info = said(path);
        assert_true(ok && strstr(info, "Tagged:          yes"));
        free(info);
        assert_int_equal(clean("pdfinfo -struct", path), 1);
        char *tree = said(path);
        static const char *const there[] = {"Document", "\n  H1", "\n  H2", "\n  L ", "\n    LI", "\n  Table", "\n    TR", "\n      TH", "\n      TD", "\n  Figure"};
        for (size_t i = 0; i < sizeof there/sizeof *there; i++)
            if (!strstr(tree, there[i])) fail_msg("no '%s' in the structure:\n%.2000s", there[i], tree);
        assert_null(strstr(tree, "Warning"));
        free(tree);
    }
    il_report_free(bytes);
    il_paper_free(p);
    paper_close(&x);
}

// markup, quotes, marks of our own and of direction in what a person typed: it comes out as letters, in a file in which nothing runs
static void hostile_text_stays_text(void **state) {
    static const char evil[] = "HOSTILE<script>alert(1)</script>\"'&)>> endobj \x01\x04\x1b\x7f\xff\xe2\x80\xae \xd7\xa9\xd7\x9c";
    (void)state;
    paper_fixture x;
    paper_open(&x, FIX_ORDINARY, true);
    x.a->person.label = x.a->person.complaint = x.patient.label = x.patient.id = evil;
    x.patient.author = (il_author){evil, evil, evil, evil, evil, evil};
    x.patient.accident = (il_accident){.date = evil, .kind = IL_EVENT_FALL, .mechanism = evil, .place = evil, .reported_to = evil, .note = evil};
    x.before = (il_pre_existing){evil, evil, evil, evil};
    x.entry = (il_entry){evil, evil, evil, evil, evil};
    x.finding[0][0].method = x.finding[1][0].method = x.visit[1].examiner = evil;
    for (int kind = 0; kind < IL_NPAPER; kind++) {
        char      path[4096], command[4200];
        size_t    size;
        il_paper *p = paper_make(&x, (il_paper_kind)kind);
        char     *bytes = pdf(p, &size);
        snprintf(path, sizeof path, "%s/paper_hostile.pdf", IL_BINARY_DIR);
        keep(path, bytes, size);
        for (size_t i = 0; i + 4 < size; i++) assert_false(!memcmp(bytes + i, "/JS ", 4) || !memcmp(bytes + i, "/URI", 4));
        if (clean("qpdf --check", path) == 0) fail_msg("qpdf: %s", said(path));
        snprintf(command, sizeof command, "%s/paper_hostile.txt", IL_BINARY_DIR);
        int   ran = clean("pdftotext -enc UTF-8", path);
        FILE *f = fopen(command, "r");
        if (ran < 0) print_message("SKIPPED: pdftotext is not installed\n");
        else assert_non_null(f);
        char *text = calloc(1 << 20, 1);
        if (f && kind == IL_PAPER_LEGAL) {
            assert_true(fread(text, 1, (1 << 20) - 1, f) > 0);
            assert_true(strstr(text, "HOSTILE<script>") && strstr(text, "endobj") && !strstr(text, "\x1b") && !strstr(text, "\x01") && !strstr(text, "\xe2\x80\xae"));
        }
        if (f) fclose(f), remove(command);
        free(text);
        il_report_free(bytes);
        il_paper_free(p);
    }
    paper_close(&x);
}

// a text longer than a page, in a cell, a field and a paragraph, and rows without end: all of it comes out, on more pages
static void long_texts_and_tables_go_over_pages(void **state) {
    (void)state;
    paper_fixture x;
    paper_open(&x, FIX_ORDINARY, true);
    size_t n = 12000;
    char  *text = calloc(n + 1, 1);
    for (size_t i = 0; i < n; i++) text[i] = "long words "[i%11];
    memcpy(text + n - 6, "finis.", 6);
    x.patient.accident.mechanism = x.before.condition = x.saved.note = text;
    il_entry entry[200];
    for (int i = 0; i < 200; i++) entry[i] = x.entry;
    x.patient.entry = entry, x.patient.nentry = 200;
    for (int kind = 0; kind < IL_NPAPER; kind++) {
        size_t    size;
        il_paper *p = paper_make(&x, (il_paper_kind)kind);
        char     *bytes = pdf(p, &size);
        assert_true(size > 2000);
        il_report_free(bytes);
        il_paper_free(p);
    }
    free(text);
    paper_close(&x);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_programs_find_nothing_wrong),
        cmocka_unit_test(the_same_document_gives_the_same_bytes),
        cmocka_unit_test(the_text_can_be_read_back),
        cmocka_unit_test(the_structure_can_be_heard),
        cmocka_unit_test(hostile_text_stays_text),
        cmocka_unit_test(long_texts_and_tables_go_over_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
