// test_cli_data.c - `ilium check-data`: whole data are counted, and a fault in a copy is told in one sentence with file, line and remedy
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli.h"

// the number before a word of the line that tells what was read
static int counted(const char *word) {
    const char *at = strstr(cli_out, word);
    if (!at) fail_msg("'%s' is not counted: %s", word, cli_out);
    while (at > cli_out && strchr("0123456789 ", at[-1])) at--;
    return atoi(at);
}

static void all_are_counted(void) {
    static const char *const words[] = {" tests", " conditions", " tasks", " motions", " rows of the safety screen", " treatments", " exercises", " contraindications"};
    for (size_t i = 0; i < sizeof words/sizeof *words; i++)
        if (counted(words[i]) <= 0) fail_msg("no%s: %s", words[i], cli_out);
    assert_non_null(strstr(cli_out, ": whole\n"));
    assert_string_equal(cli_err, "");
}

static void copy_data(void) {
    char command[400];
    snprintf(command, sizeof command, "rm -rf %s/data && cp -r " IL_SOURCE_DIR "/data %s/data && chmod -R u+w %s/data", cli_folder, cli_folder, cli_folder);
    assert_int_equal(system(command), 0);
}

static void shipped_data_are_whole(void **state) {
    (void)state;
    assert_int_equal(cli_run("check-data"), 0);
    all_are_counted();
    copy_data();
    assert_int_equal(cli_run("check-data --data data"), 0);
    all_are_counted();
    assert_null(strstr(cli_out, "locally modified"));
}

typedef struct broken {
    const char *file, *row; ///< the first line that begins with `row`
    const char *from, *to;  ///< its first `from` becomes `to`
    const char *says;
} broken;

static const broken faults[] = {
    {"tests/accuracy.csv", "aslr,", "medicaljournals.se 10.2340/16501977-1213 (kappa .87)", "", "the column 'source' must not be empty"},
    {"tests/accuracy.csv", "aslr,", ",0.71,", ",1.2,", "the column 'sens' is a share and must be a number from 0 to 1"},
    {"tests/accuracy.csv", "aslr,", ",0.91,", ",-0.91,", "the column 'spec' is a share and must be a number from 0 to 1"},
    {"tests/accuracy.csv", "aslr,", ",0.71,0.91,", ",0.3,0.4,", "better than chance"},
    {"tests/accuracy.csv", "aslr,", "aslr,", "asrl,", "asrl"},
    {"tests/tests.csv", "tender_trochanter,", "\"Martin & Sekiya 2008 JOSPT 38:71: kappa .66 (.48-.84), 70 people with hip pain, two examiners\"", "", "an agreement needs the source of its figure"},
    {"conditions/short_iliopsoas.yaml", "structures:", "[iliopsoas]", "[]", "names no structure"},
    {"conditions/short_leg.yaml", "  clinic:", "value: 0.08", "value: 1.08", "a probability between 0 and 1"},
    {"background/background.csv", "collision,", "Nolet 2020 doi 10.1016/j.aap.2020.105546", "", "the column 'source' must not be empty"},
    {"treatments/equipment.csv", "roller,", "source document 4 line 49", "", "the column 'source' must not be empty"},
    {"treatments/exercises.csv", "roll_band,", ",roller,", ",rollers,", "'rollers' is no row of treatments/equipment.csv"},
    {"treatments/trials.csv", "general_exercise;", "\"Hayden 2021, PMC8477273, table 1\"", "", "the column 'source' must not be empty"},
    {"motions/trunk_shares.csv", "L4_L5_flexion,", "as L5_S1: 0.174", "", "the column 'source' must not be empty"},
    {"body/constants.csv", "mass,", "FBLS total", "", "every number of the body needs one"},
};

// the line where the fault is put, or 0
static int spoil(const broken *b, char *text, size_t size) {
    int   line = 1;
    char *at = text;
    for (; at && *at && strncmp(at, b->row, strlen(b->row)); line++) {
        at = strchr(at, '\n');
        if (at) at++;
    }
    char *end = at ? strchr(at, '\n') : NULL, *from = at ? strstr(at, b->from) : NULL;
    if (!end || !from || from > end) return 0;
    size_t put = strlen(b->to), gone = strlen(b->from), rest = strlen(from + gone) + 1;
    assert_true((size_t)(from - text) + put + rest <= size);
    memmove(from + put, from + gone, rest);
    memcpy(from, b->to, put);
    return line;
}

static void a_fault_is_told_with_its_place(void **state) {
    static char text[1 << 20];
    (void)state;
    for (size_t i = 0; i < sizeof faults/sizeof *faults; i++) {
        char name[100], path[300], place[150];
        copy_data();
        snprintf(name, sizeof name, "data/%s", faults[i].file);
        FILE *f = fopen(cli_path(name, path), "rb");
        assert_non_null(f);
        text[fread(text, 1, sizeof text - 1, f)] = 0;
        fclose(f);
        int line = spoil(&faults[i], text, sizeof text);
        if (!line) fail_msg("%s has no line '%s' with '%s'", name, faults[i].row, faults[i].from);
        cli_write(name, text, strlen(text));
        assert_int_equal(cli_run("check-data --data data"), 2);
        cli_one_sentence(faults[i].says);
        snprintf(place, sizeof place, "%s:%d:", name, line);
        if (!strstr(cli_err, place) || !strstr(cli_err, faults[i].says)) fail_msg("'%s' and '%s' are not in: %s", place, faults[i].says, cli_err);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(shipped_data_are_whole), cmocka_unit_test(a_fault_is_told_with_its_place)};
    return cmocka_run_group_tests(tests, cli_setup, cli_teardown);
}
