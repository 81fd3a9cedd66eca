// test_cli_bad_input.c - records that cannot be: every kind of bad input of an exam gives one sentence with file, line, column, what is wrong and what would be
// right; nothing is assessed, planned or printed
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli.h"

// what stands in the visit on line 4 of the file (findings, unless it begins with a key), and what the sentence says of fault and remedy
static const struct { const char *kind, *findings, *fault, *remedy; } bad[] = {
    // contradictory findings
    {"contradiction", "{\"test\": \"modified_thomas\", \"side\": \"r\", \"result\": \"positive\"}, {\"test\": \"modified_thomas_hip_deg\", \"side\": \"r\", \"value\": -20, \"unit\": \"deg\"}",
     "modified_thomas is positive, but modified_thomas_hip_deg of the same side is -20", "correct one of them"},
    {"contradiction", "{\"test\": \"modified_thomas\", \"side\": \"l\", \"result\": \"negative\"}, {\"test\": \"modified_thomas_hip_deg\", \"side\": \"l\", \"value\": 25, \"unit\": \"deg\"}",
     "modified_thomas is negative, but modified_thomas_hip_deg of the same side is 25", "correct one of them"},
    {"contradiction", "{\"test\": \"slr_deg\", \"side\": \"r\", \"value\": 60, \"unit\": \"deg\"}, {\"test\": \"slr_deg\", \"side\": \"r\", \"value\": 80, \"unit\": \"deg\"}", "slr_deg stands twice", "keep one, or tell them apart"},
    {"contradiction", "{\"test\": \"iliac_crest_low\", \"side\": \"r\", \"result\": \"positive\"}, {\"test\": \"iliac_crest_low\", \"side\": \"l\", \"result\": \"positive\"}", "iliac_crest_low cannot hold on both sides", "correct one"},
    {"contradiction", "{\"test\": \"sij_provocation_positive_count\", \"side\": \"r\", \"value\": 4, \"of\": 3}", "4", "of"},
    {"contradiction", "{\"test\": \"slr_deg\", \"side\": \"r\", \"value\": 60, \"unit\": \"deg\", \"result\": \"normal\"}", "more than one of value, result and reduced_by_percent", "keep one"},
    // impossible sides
    {"side", "{\"test\": \"slr_deg\", \"side\": \"left\", \"value\": 60, \"unit\": \"deg\"}", "side is \"left\"", "it should be one of r, l"},
    {"side", "{\"test\": \"slr_deg\", \"value\": 60, \"unit\": \"deg\"}", "slr_deg is taken on each side", "add \"side\": \"r\" or \"side\": \"l\""},
    {"side", "{\"test\": \"lordosis_deg\", \"side\": \"r\", \"value\": 50, \"unit\": \"deg\"}", "lordosis_deg is taken of the whole person", "leave the side out"},
    {"side", "\"pain\": {\"regions\": [{\"region\": \"LB_MID\", \"side\": \"r\"}]}", "LB_MID lies on the midline", "leave its side out"},
    // units mixed up
    {"unit", "{\"test\": \"slr_deg\", \"side\": \"r\", \"value\": 1.2, \"unit\": \"deg\"}", "1.2 radians would be 69 deg", "write degrees, or round"},
    {"unit", "{\"test\": \"slr_deg\", \"side\": \"r\", \"value\": 1.2, \"unit\": \"rad\"}", "the unit is \"rad\"", "slr_deg is given in \"deg\""},
    {"unit", "{\"test\": \"slr_deg\", \"side\": \"r\", \"value\": 60}", "the unit is missing", "slr_deg is given in \"deg\""},
    {"unit", "{\"test\": \"leg_length_difference_mm\", \"value\": 1.2, \"unit\": \"cm\"}", "the unit is \"cm\"", "given in \"mm\""},
    {"unit", "{\"test\": \"hip_abductor_strength_n\", \"side\": \"r\", \"value\": 20, \"unit\": \"kg\"}", "the unit is \"kg\"", "given in \"N\""},
    {"unit", "{\"test\": \"trendelenburg\", \"side\": \"r\", \"value\": 1}", "positive or negative", "write \"result\""},
    {"unit", "{\"test\": \"slr_deg\", \"side\": \"r\", \"value\": 700, \"unit\": \"deg\"}", "700", "-10 to 140 deg"},
    // what the program does not know
    {"unknown", "{\"test\": \"srl_deg\", \"side\": \"r\", \"value\": 60, \"unit\": \"deg\"}", "unknown test \"srl_deg\"", "did you mean \"slr_deg\"?"},
    {"unknown", "{\"test\": \"magic\", \"value\": 1}", "unknown test \"magic\"", "known"},
    {"unknown", "{\"test\": \"slr_deg\", \"side\": \"r\", \"vaule\": 60, \"unit\": \"deg\"}", "vaule", "value"},
    {"unknown", "\"screen\": {\"fevr\": \"yes\"}", "unknown item of the safety screen \"fevr\"", "did you mean \"fever\"?"},
    {"unknown", "\"scores\": [{\"score\": \"oswestri\", \"value\": 20}]", "unknown score \"oswestri\"", "known"},
    {"unknown", "\"pain\": {\"regions\": [{\"region\": \"PSSI\", \"side\": \"r\"}]}", "unknown pain region \"PSSI\"", "did you mean \"PSIS\"?"},
    {"unknown", "\"histery\": {\"work\": \"desk\"}", "histery", "history"},
};

static void write_record(const char *findings) {
    char text[2000];
    bool whole = findings[0] == '"';
    snprintf(text, sizeof text, "{\"ilium_patient\": 1, \"id\": \"x\",\n \"person\": {\"sex\": \"female\", \"age_years\": 40, \"height_m\": 1.7, \"mass_kg\": 65},\n \"visits\": [{\n%s%s%s}]}\n",
             whole ? "" : "\"findings\": [", findings, whole ? "" : "]");
    cli_write("x.json", text, strlen(text));
}

static void a_record_that_cannot_be_is_one_sentence_with_place_and_remedy(void **state) {
    static const char *const commands[] = {"assess x.json", "plan x.json", "record x.json"};
    (void)state;
    for (size_t i = 0; i < sizeof bad/sizeof *bad; i++) {
        write_record(bad[i].findings);
        for (size_t c = 0; c < sizeof commands/sizeof *commands; c++) {
            if (cli_run(commands[c]) != 2) fail_msg("%s: %s is taken", bad[i].kind, bad[i].findings);
            cli_one_sentence(bad[i].findings);
            if (!strstr(cli_err, "x.json:4:")) fail_msg("no place: %s", cli_err);
            if (!strstr(cli_err, bad[i].fault) || !strstr(cli_err, bad[i].remedy)) fail_msg("'%s' and '%s' are not in: %s", bad[i].fault, bad[i].remedy, cli_err);
        }
    }
}

// what lies just inside is taken, so that the refusals mean something
static void what_is_possible_is_taken(void **state) {
    static const char *const good[] = {
        "{\"test\": \"modified_thomas\", \"side\": \"r\", \"result\": \"positive\"}, {\"test\": \"modified_thomas_hip_deg\", \"side\": \"r\", \"value\": -3, \"unit\": \"deg\"}",
        "{\"test\": \"modified_thomas\", \"side\": \"r\", \"result\": \"positive\"}, {\"test\": \"modified_thomas_hip_deg\", \"side\": \"l\", \"value\": -20, \"unit\": \"deg\"}",
        "{\"test\": \"iliac_crest_low\", \"side\": \"r\", \"result\": \"positive\"}, {\"test\": \"iliac_crest_low\", \"side\": \"l\", \"result\": \"negative\"}",
        "{\"test\": \"slr_deg\", \"side\": \"r\", \"value\": 12, \"unit\": \"deg\"}",
        "{\"test\": \"slr_deg\", \"side\": \"r\", \"value\": 60, \"unit\": \"deg\", \"method\": \"tape\"}, {\"test\": \"slr_deg\", \"side\": \"r\", \"value\": 64, \"unit\": \"deg\", \"method\": \"inclinometer\"}",
    };
    (void)state;
    for (size_t i = 0; i < sizeof good/sizeof *good; i++) {
        write_record(good[i]);
        if (cli_run("record x.json") != 0) fail_msg("%s: %s", good[i], cli_err);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_record_that_cannot_be_is_one_sentence_with_place_and_remedy), cmocka_unit_test(what_is_possible_is_taken)};
    return cmocka_run_group_tests(tests, cli_setup, cli_teardown);
}
