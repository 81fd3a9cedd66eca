// test_patient_examples.c - the example patients are read without complaint against the shipped data, and are written as we write
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "file/csv.h"
#include "file/data.h"
#include "ilium/io.h"

static const char folder[] = IL_SOURCE_DIR "/examples/patients";

// the vocabulary straight from the tables, without the code that reads knowledge
typedef struct tables {
    il_data_dir     *data;
    ili_csv          tests, regions, flags;
    il_test_word     test[400];
    il_region_word   region[100];
    const char      *flag[300];
    il_patient_vocab vocab;
} tables;

static tables t;

static void read_table(const char *name, ili_csv *csv) {
    const char *bytes = NULL;
    size_t size = 0;
    il_error err = {0};
    if (ili_data_file(t.data, name, &bytes, &size, &err) != IL_OK || ili_csv_parse(name, bytes, size, csv, &err) != IL_OK) fail_msg("%s: %s", name, err.text);
}

static bool is(const ili_csv *csv, int row, const char *column, const char *text) {
    return strcmp(ili_csv_text(csv, row, ili_csv_column(csv, column)), text) == 0;
}

static double number_or_nan(const ili_csv *csv, int row, const char *column) {
    double x = IL_NAN;
    if (!is(csv, row, column, "")) assert_int_equal(ili_csv_number(csv, row, ili_csv_column(csv, column), &x, NULL), IL_OK);
    return x;
}

// false where the tables are not compiled in
static bool fill_vocabulary(void) {
    const char *bytes = NULL;
    size_t size = 0;
    assert_int_equal(il_data_open(NULL, &t.data, NULL), IL_OK);
    if (ili_data_file(t.data, "safety/red_flags.csv", &bytes, &size, NULL) != IL_OK) {
        printf("SKIPPED: data/safety/red_flags.csv is not compiled in\n");
        il_data_close(t.data);
        return false;
    }
    read_table("tests/tests.csv", &t.tests);
    read_table("regions/regions.csv", &t.regions);
    read_table("safety/red_flags.csv", &t.flags);
    assert_true(t.tests.nrow < 400 && t.regions.nrow < 100 && t.flags.nrow < 300);
    for (int i = 0; i < t.tests.nrow; i++)
        t.test[i] = (il_test_word){.id = ili_csv_text(&t.tests, i, ili_csv_column(&t.tests, "id")),
                                   .unit = ili_csv_text(&t.tests, i, ili_csv_column(&t.tests, "unit")),
                                   .min = number_or_nan(&t.tests, i, "min"), .max = number_or_nan(&t.tests, i, "max"),
                                   .sided = is(&t.tests, i, "sided", "yes"), .sign = is(&t.tests, i, "kind", "sign"),
                                   .whole = is(&t.tests, i, "kind", "ordinal")};
    for (int i = 0; i < t.regions.nrow; i++)
        t.region[i] = (il_region_word){ili_csv_text(&t.regions, i, ili_csv_column(&t.regions, "code")), is(&t.regions, i, "sided", "yes")};
    int n = 0;
    for (int i = 0; i < t.flags.nrow; i++)
        if (is(&t.flags, i, "from", "ask")) t.flag[n++] = ili_csv_text(&t.flags, i, ili_csv_column(&t.flags, "id"));
    t.vocab = (il_patient_vocab){.ntest = t.tests.nrow, .nregion = t.regions.nrow, .nflag = n, .test = t.test, .region = t.region, .flag = t.flag};
    return true;
}

static void release_vocabulary(void) {
    ili_csv_free(&t.tests);
    ili_csv_free(&t.regions);
    ili_csv_free(&t.flags);
    il_data_close(t.data);
}

static void check_example(const char *path) {
    il_patient *p = NULL;
    il_error err = {0};
    char *file = NULL, *written = NULL;
    size_t file_size = 0, size = 0;
    if (il_patient_read(path, &t.vocab, &p, &err) != IL_OK) fail_msg("%s:%d:%d %s", path, err.line, err.column, err.text);
    // what is not simulated is published and cited; what is simulated answers the whole screen
    assert_true(p->simulated || (p->source.citation && p->source.url && p->source.tier));
    assert_non_null(p->label);
    if (p->simulated) assert_true(p->visit[0].nscreen > 40 && p->visit[0].nfinding > 20 && p->person.height_m.known && p->person.mass_kg.known);
    assert_int_equal(il_file_read(path, 0, &file, &file_size, &err), IL_OK);
    assert_int_equal(il_patient_format(p, &written, &size, &err), IL_OK);
    if (file_size != size || memcmp(file, written, size) != 0) fail_msg("%s is not as il_patient_write() writes it", path);
    il_file_free(file);
    il_file_free(written);
    il_patient_free(p);
}

static void examples_are_good(void **unused) {
    (void)unused;
    int n = 0;
    if (!fill_vocabulary()) return;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *e; dir && (e = readdir(dir));) {
        char path[1024];
        if (!strstr(e->d_name, ".json")) continue;
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        check_example(path);
        n++;
    }
    if (dir) closedir(dir);
    assert_true(n >= 12);
    release_vocabulary();
}

// cauda equina: nothing on the first day, yes to emergency items on day 10
static void cauda_equina_turns(void **unused) {
    (void)unused;
    il_patient *p = NULL;
    il_error err = {0};
    char path[1024];
    if (!fill_vocabulary()) return;
    snprintf(path, sizeof path, "%s/published_cauda_equina.json", folder);
    assert_int_equal(il_patient_read(path, &t.vocab, &p, &err), IL_OK);
    assert_int_equal(p->nvisit, 2);
    int yes[2] = {0, 0};
    for (int v = 0; v < 2; v++)
        for (int i = 0; i < p->visit[v].nscreen; i++) yes[v] += p->visit[v].screen[i].answer == IL_YES;
    assert_int_equal(yes[0], 0);
    assert_true(yes[1] >= 2);
    il_patient_free(p);
    release_vocabulary();
}

// the file shown in docs/patient-file.md
static void documented_file_is_good(void **unused) {
    (void)unused;
    char *page = NULL;
    size_t size = 0;
    il_patient *p = NULL;
    il_error err = {0};
    if (!fill_vocabulary()) return;
    assert_int_equal(il_file_read(IL_SOURCE_DIR "/docs/patient-file.md", 0, &page, &size, &err), IL_OK);
    const char *begin = strstr(page, "```json\n"), *end = begin ? strstr(begin + 8, "```") : NULL;
    assert_non_null(end);
    if (end && il_patient_parse("docs/patient-file.md", begin + 8, (size_t)(end - begin - 8), &t.vocab, &p, &err) != IL_OK)
        fail_msg("line %d of the example: %s", err.line, err.text);
    il_patient_free(p);
    il_file_free(page);
    release_vocabulary();
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(examples_are_good), cmocka_unit_test(cauda_equina_turns),
                                       cmocka_unit_test(documented_file_is_good)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
