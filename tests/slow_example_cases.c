// slow_example_cases.c - what the report of each example patient must say, may say and must not say: tests/fixtures/example_cases.csv
#include <math.h>
#include <string.h>
#include "assess_fixture.h"
#include "file/csv.h"
#include "ilium/report.h"

enum { PATIENT, LEVEL, FLAGS, FIRST_THREE, SUPPORTED, LEADS, NEVER, NCOLUMN };
static const char *const columns[NCOLUMN] = {"patient", "level", "flags", "first_three", "supported", "leads", "never"};
static const char *const levels[] = {"UNKNOWN", "CLEAR", "WATCH", "URGENT", "EMERGENCY"};

static il_assessment *assess(const char *name) {
    char               path[512];
    il_patient        *patient = NULL;
    il_assessment     *a = NULL;
    il_error           err = {0};
    snprintf(path, sizeof path, "%s/examples/patients/%s.json", IL_SOURCE_DIR, name);
    if (il_patient_read(path, vocab, &patient, &err) != IL_OK) fail_msg("%s: %s", name, err.text);
    il_assess_request request = {.patient = patient, .knowledge = knowledge, .body = body.body, .tasks = tasks, .data_hash = il_data_hash(body.dir)};
    if (il_assess(&request, &a, NULL, &err) != IL_OK) fail_msg("%s: %s", name, err.text);
    il_patient_free(patient);
    return a;
}

static bool flagged(const il_assessment *a, const char *id) {
    for (int i = 0; i < a->safety.npositive; i++) {
        if (strcmp(a->safety.positive[i].id, id) == 0) return true;
    }
    return false;
}

// "id:side"
static bool is_condition(const il_assessed_condition *c, const char *word) {
    char text[160];
    snprintf(text, sizeof text, "%s:%s", c->id, c->side == IL_SIDE_RIGHT ? "right" : c->side == IL_SIDE_LEFT ? "left" : "none");
    return strcmp(text, word) == 0;
}

static void check_ranking(const char *name, const il_assessment *a, const char *first_three, const char *supported) {
    bool found = !*first_three;
    for (int i = 0; i < a->ncondition; i++) {
        const il_assessed_condition *c = &a->condition[i];
        if (i < 3) found = found || is_condition(c, first_three);
        if (c->log10_bayes_factor >= log10(3.0) && !il_list_has(supported, c->id)) fail_msg("%s: %s is supported (odds x %.1f)", name, c->id, pow(10.0, c->log10_bayes_factor));
    }
    if (!found) fail_msg("%s: %s is not among the first three", name, first_three);
}

static void check_words(const char *name, const il_assessment *a, const char *never) {
    char    *text = NULL;
    size_t   size = 0;
    il_error err = {0};
    if (il_report_text(a, &text, &size, &err) != IL_OK) fail_msg("%s: %s", name, err.text);
    if (strstr(text, never)) fail_msg("%s: the report says '%s'", name, never);
    il_file_free(text);
}

static void every_case_holds(void **state) {
    (void)state;
    static const char file[] = IL_SOURCE_DIR "/tests/fixtures/example_cases.csv";
    char    *bytes = NULL;
    size_t   size;
    ili_csv  csv = {0};
    il_error err = {0};
    int      column[NCOLUMN];
    if (il_file_read(file, 0, &bytes, &size, &err) || ili_csv_parse(file, bytes, size, &csv, &err) || ili_csv_columns(&csv, columns, NCOLUMN, column, &err)) fail_msg("%s", err.text);
    assert_true(csv.nrow >= 12);
    for (int row = 0; row < csv.nrow; row++) {
        const char *cell[NCOLUMN];
        for (int i = 0; i < NCOLUMN; i++) cell[i] = ili_csv_text(&csv, row, column[i]);
        il_assessment *a = assess(cell[PATIENT]);
        if (strcmp(levels[a->safety.level], cell[LEVEL]) != 0) fail_msg("%s: the screen says %s", cell[PATIENT], levels[a->safety.level]);
        if (*cell[FLAGS] && !flagged(a, cell[FLAGS])) fail_msg("%s: %s is not flagged", cell[PATIENT], cell[FLAGS]);
        if ((a->ncondition == 0) != (strcmp(cell[LEADS], "refused") == 0)) fail_msg("%s: %d conditions are ranked", cell[PATIENT], a->ncondition);
        check_ranking(cell[PATIENT], a, cell[FIRST_THREE], cell[SUPPORTED]);
        check_words(cell[PATIENT], a, cell[NEVER]);
        il_assessment_free(a);
    }
    ili_csv_free(&csv);
    il_file_free(bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_case_holds)};
    return cmocka_run_group_tests(tests, open_all, close_all);
}
