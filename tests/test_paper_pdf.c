// test_paper_pdf.c - documents as PDF: the same bytes each time, pages that count, fonts inside, and what other programs say of the file
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <jansson.h>
#include <stdio.h>
#include <unistd.h>

#include "paper_fixture.h"
#include "report/doc.h"
#include "report/words.h"

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

/// A document as a file of this name beside the tests.
typedef struct kept_pdf {
    char   path[4096];
    char  *bytes;
    size_t size;
} kept_pdf;

static kept_pdf keep_paper(paper_fixture *x, il_paper_kind kind, const char *name) {
    kept_pdf  f;
    il_paper *p = paper_make(x, kind);
    f.bytes = pdf(p, &f.size);
    snprintf(f.path, sizeof f.path, "%s/paper_%s.pdf", IL_BINARY_DIR, name);
    keep(f.path, f.bytes, f.size);
    il_paper_free(p);
    return f;
}

// what a program says of the file, or NULL where it is not installed; it must not complain
static char *told(const kept_pdf *f, const char *command) {
    int   ok = clean(command, f->path);
    char *text = ok < 0 ? NULL : said(f->path);
    if (ok < 0) print_message("SKIPPED: %.*s is not installed\n", (int)strcspn(command, " "), command);
    else if (!ok) fail_msg("%s: %s", command, text);
    return text;
}

// what `pdftotext` reads, or NULL where it is not installed
static char *read_back(const kept_pdf *f, const char *command) {
    char name[4200], *complaints = told(f, command); // writes beside it, with the ending .txt
    if (!complaints) return NULL;
    free(complaints);
    snprintf(name, sizeof name, "%.*s.txt", (int)(strlen(f->path) - 4), f->path);
    FILE *file = fopen(name, "r");
    char *text = calloc(1 << 20, 1);
    assert_true(file && fread(text, 1, (1 << 20) - 1, file) > 0);
    fclose(file);
    remove(name);
    return text;
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
            char name[80];
            snprintf(name, sizeof name, "%s_%s", fixture_name[cases[i]], il_paper_word((il_paper_kind)kind));
            kept_pdf f = keep_paper(&x, (il_paper_kind)kind, name);
            char    *checked = told(&f, "qpdf --check"), *table = told(&f, "pdffonts");
            if (table) check_fonts(table);
            free(checked), free(table);
            il_report_free(f.bytes);
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
    kept_pdf f = keep_paper(&x, IL_PAPER_LEGAL, "read_back");
    char    *info = told(&f, "pdfinfo"), *text = read_back(&f, "pdftotext -layout -enc UTF-8");
    if (info) assert_true(strstr(info, "Documentation of an injury") && strstr(info, "M. Examiner") && strstr(info, "2026") && strstr(info, "A4"));
    static const char *const there[] = {"slipped on ice", "one half to the fall", "page 1 of", "illustrative", "62 ± 4 deg", "Neurological", "not recorded", "signature"};
    for (size_t i = 0; text && i < sizeof there/sizeof *there; i++)
        if (!strstr(text, there[i])) fail_msg("'%s' is not in the text of the PDF", there[i]);
    free(info), free(text);
    il_report_free(f.bytes);
    paper_close(&x);
}

// who hears the page hears headings, lists and tables with their rows; the file says that it is tagged
static void the_structure_can_be_heard(void **state) {
    (void)state;
    paper_fixture x;
    paper_open(&x, FIX_ORDINARY, true);
    kept_pdf f = keep_paper(&x, IL_PAPER_LEGAL, "structure");
    char    *info = told(&f, "pdfinfo"), *tree = told(&f, "pdfinfo -struct");
    if (info) assert_non_null(strstr(info, "Tagged:          yes"));
    static const char *const there[] = {"Document", "\n  H1", "\n  H2", "\n  L ", "\n    LI", "\n  Table", "\n    TR", "\n      TH", "\n      TD", "\n  Figure"};
    for (size_t i = 0; tree && i < sizeof there/sizeof *there; i++)
        if (!strstr(tree, there[i])) fail_msg("no '%s' in the structure:\n%.2000s", there[i], tree);
    if (tree) assert_null(strstr(tree, "Warning"));
    free(info), free(tree);
    il_report_free(f.bytes);
    paper_close(&x);
}

// ---- what pictures tell who cannot see them ----------------------------------------------------------------------------------------------------

enum { MOST_PICTURES = 300 };

// the next picture of a page: the words of its label, or NULL for decoration; false: there is none
static bool next_picture(const char **at, char *label, size_t size) {
    static const char labelled[] = " role=\"img\" aria-label=\"";
    if (!(*at = strstr(*at, "<svg"))) return false;
    const char *end = strchr(*at, '>'), *words = strstr(*at, labelled);
    *label = 0;
    if (words && words < end) snprintf(label, size, "%.*s", (int)strcspn(words + strlen(labelled), "\""), words + strlen(labelled));
    *at = end;
    return true;
}

static json_t *object_of(json_t *all, json_t *j) {
    json_t *named = json_is_string(j) ? json_object_get(all, json_string_value(j)) : NULL;
    return named ? named : j;
}

// the words of each picture, as a reader meets them on its way through the structure
static void hear(json_t *all, json_t *from, const char **words, int *n) {
    json_t *node = object_of(all, from), *one;
    size_t  i;
    if (json_is_array(node)) {
        json_array_foreach(node, i, one) hear(all, one, words, n);
        return;
    }
    const char *kind = json_string_value(json_object_get(node, "/S"));
    if (kind && !strcmp(kind, "/Figure") && *n < MOST_PICTURES) words[(*n)++] = json_string_value(json_object_get(node, "/Alt"));
    if (json_object_get(node, "/K")) hear(all, json_object_get(node, "/K"), words, n);
}

// each picture of the PDF has words, those that the page of the web has for it, in the same order; of decoration those of its row
static void every_picture_has_words(void **state) {
    (void)state;
    paper_fixture x;
    paper_open(&x, FIX_ORDINARY, true);
    int  labelled = 0, plain = 0;
    bool readable = false;
    for (int kind = 0; kind < IL_NPAPER; kind++) {
        kept_pdf    f = keep_paper(&x, (il_paper_kind)kind, "pictures");
        char       *text = told(&f, "qpdf --json=1 --json-key=objects"), *page = paper_html(&x, (il_paper_kind)kind), label[400];
        const char *words[MOST_PICTURES], *at = page;
        json_t     *root = text ? json_loads(text, 0, NULL) : NULL, *all = json_object_get(root, "objects");
        int         n = 0, i = 0;
        if (text) {
            readable = true;
            assert_non_null(all);
            assert_string_equal(json_string_value(json_object_get(object_of(all, json_object_get(json_object_get(all, "trailer"), "/Root")), "/Lang")), "en");
            hear(all, json_object_get(object_of(all, json_object_get(object_of(all, json_object_get(json_object_get(all, "trailer"), "/Root")), "/StructTreeRoot")), "/K"), words, &n);
            for (; next_picture(&at, label, sizeof label); i++) {
                if (i >= n || !words[i]) fail_msg("%s: picture %d of %d has no words", il_paper_word((il_paper_kind)kind), i + 1, n);
                if (strcmp(words[i], *label ? label : ili_word_text(ILI_W_PICTURE_OF_ROW)) != 0) fail_msg("picture %d: '%s' instead of '%s'", i + 1, words[i], label);
                *label ? labelled++ : plain++;
            }
            assert_int_equal(i, n);
        }
        json_decref(root);
        free(text);
        il_report_free(page);
        il_report_free(f.bytes);
    }
    if (readable) assert_true(labelled > 0 && plain > 0);
    print_message("%d pictures with words of their own, %d with those of their row\n", labelled, plain);
    paper_close(&x);
}

// markup, quotes, marks of our own and of direction in what a person typed: it comes out as letters, in a file in which nothing runs
static void hostile_text_stays_text(void **state) {
    (void)state;
    paper_fixture x;
    paper_open(&x, FIX_ORDINARY, true);
    paper_hostile(&x);
    for (int kind = 0; kind < IL_NPAPER; kind++) {
        kept_pdf f = keep_paper(&x, (il_paper_kind)kind, "hostile");
        for (size_t i = 0; i + 4 < f.size; i++) assert_false(!memcmp(f.bytes + i, "/JS ", 4) || !memcmp(f.bytes + i, "/URI", 4));
        char *checked = told(&f, "qpdf --check"), *text = read_back(&f, "pdftotext -enc UTF-8");
        if (text && kind == IL_PAPER_LEGAL)
            assert_true(strstr(text, "HOSTILE<script>") && strstr(text, "endobj") && !strstr(text, "\x1b") && !strstr(text, "\x01") && !strstr(text, "\xe2\x80\xae"));
        free(checked), free(text);
        il_report_free(f.bytes);
    }
    paper_close(&x);
}

// several documents in both forms on several threads, again and again: each as when it is drawn alone; a failure leaves nothing
static void drawn_at_the_same_time_they_are_the_same(void **state) {
    (void)state;
    paper_fixture x;
    paper_open(&x, FIX_ORDINARY, true);
    il_paper_form form[2*IL_NPAPER], alone[2*IL_NPAPER];
    il_error      err;
    int           n = 0;
    for (int kind = 0; kind < IL_NPAPER; kind++) {
        il_paper *p = paper_make(&x, (il_paper_kind)kind);
        for (int pdf = 0; pdf < 2; pdf++) form[n++] = (il_paper_form){.paper = p, .pdf = pdf};
    }
    for (int i = 0; i < n; i++) {
        alone[i] = form[i];
        assert_int_equal((alone[i].pdf ? il_paper_pdf : il_paper_html)(alone[i].paper, &alone[i].bytes, &alone[i].size, &err), IL_OK);
    }
    for (int threads = 1; threads <= 8; threads += threads) {
        if (il_papers_draw(n, form, threads, &err)) fail_msg("%s", err.text);
        for (int i = 0; i < n; i++) {
            assert_int_equal(form[i].size, alone[i].size);
            assert_memory_equal(form[i].bytes, alone[i].bytes, alone[i].size);
            il_report_free(form[i].bytes);
        }
    }
    form[3].paper->failed = true; // as where memory ran out
    assert_int_equal(il_papers_draw(n, form, 4, &err), IL_NO_MEMORY);
    for (int i = 0; i < n; i++) assert_true(form[i].bytes == NULL && form[i].size == 0);
    for (int i = 0; i < n; i++) il_report_free(alone[i].bytes);
    for (int i = 0; i < n; i += 2) il_paper_free(form[i].paper);
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
        cmocka_unit_test(drawn_at_the_same_time_they_are_the_same),
        cmocka_unit_test(the_text_can_be_read_back),
        cmocka_unit_test(the_structure_can_be_heard),
        cmocka_unit_test(every_picture_has_words),
        cmocka_unit_test(hostile_text_stays_text),
        cmocka_unit_test(long_texts_and_tables_go_over_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
