// test_cli.c - the program as a user meets it: help, exit codes, one sentence for each fault, and nothing left behind
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli.h"

static void help_says_what_it_is(void **state) {
    static const char *const must[] = {
        "ilium ask", "assess", "ilium explain", "solve", "model", "--version", "examples", "exit codes", "EMERGENCY", "limits", "real patients is unknown", "Not medical advice"};
    (void)state;
    assert_int_equal(cli_run("--help"), 0);
    for (size_t i = 0; i < sizeof must / sizeof *must; i++)
        if (!strstr(cli_out, must[i])) fail_msg("--help does not say '%s'", must[i]);
    for (const char *p = cli_out; *p; p = strchr(p, '\n') + 1) assert_true(strcspn(p, "\n") <= 100);
    assert_string_equal(cli_err, "");
    assert_int_equal(cli_run("help assess"), 0);
    assert_non_null(strstr(cli_out, "--html FILE"));
    assert_int_equal(cli_run("solve --help"), 0);
    assert_non_null(strstr(cli_out, "usage: ilium solve"));
    assert_int_equal(cli_run("--version"), 0);
    assert_non_null(strstr(cli_out, ", data "));
}

// what a command's help offers the command takes: options stand two spaces apart in lines that begin with one
static void what_help_offers_is_taken(void **state) {
    static const char *const commands[] = {"ask",     "record",  "assess", "what-if x.json --treatment belt", "plan", "follow-up", "consent", "export", "report",     "handout",
                                           "explain", "solve",   "day",    "sensitivity", "scale", "id",      "ik",   "so",        "info",    "plot",   "check-data", "serve"};
    static char              help[CLI_TEXT];
    int                      offered = 0;
    (void)state;
    for (size_t c = 0; c < sizeof commands/sizeof *commands; c++) {
        char words[300], command[40];
        snprintf(command, sizeof command, "%.*s", (int)strcspn(commands[c], " "), commands[c]);
        snprintf(words, sizeof words, "%s --help", command);
        assert_int_equal(cli_run(words), 0);
        memcpy(help, cli_out, sizeof help);
        for (const char *p = strstr(help, "\n  --"); p; p = strstr(p + 1, "  --")) {
            const char *option = strstr(p, "--");
            snprintf(words, sizeof words, "%s %.*s", commands[c], (int)strspn(option, "-abcdefghijklmnopqrstuvwxyz"), option);
            cli_run(words);
            if (strstr(cli_err, "unknown option")) fail_msg("%s: %s", words, cli_err);
            offered++;
        }
    }
    assert_true(offered > 150);
    assert_int_equal(cli_run("plan --help"), 0);
    assert_non_null(strstr(cli_out, "--save"));
}

static void wrong_command_lines_exit_with_1(void **state) {
    static const struct { const char *words, *says;
    } t[] = {
        {"", "a command is missing"},
        {"asess x", "unknown command 'asess'; did you mean 'assess'? See `ilium --help`"},
        {"runtool x", "did you mean 'run-tool'?"},
        {"frobnicate x", "unknown command 'frobnicate'. See"},
        {"model --musles", "unknown option '--musles'; did you mean '--muscles'?"},
        {"id a b --lodas=c.xml", "unknown option '--lodas=c.xml'; did you mean '--loads'? See `ilium id --help`"},
        {"ik a b --xyzzy", "unknown option '--xyzzy'. See"},
        {"model x", "there is conditions and person, but no 'x'"},
        {"solve", "a scenario is missing"},
        {"solve --side", "a value is missing after '--side'"},
        {"solve standing --side up", "right or left"},
        {"solve a b", "one operand is enough"},
        {"solve --json=1 x", "takes no value"},
        {"model --data=", "the value is empty"},
        {"solve standing --side left", "done on no side, so that nothing would change: leave out '--side'"},
        {"sensitivity standing --side left", "leave out '--side'"},
        {"solve walking --side left", "as it was recorded: leave out '--side'"},
        {"solve walking --how load=4", "leave out '--how'"},
        {"day desk --side left", "unknown option '--side'"},
        {"model draw x --how load=4", "unknown option '--how'"},
        {"solve lift_squat --how load=40,load=20", "twice in --how; keep one: 'load'"},
        {"solve lift_squat --how load=40 --how load=20", "this option stands twice"},
        {"solve standing --mass-kg=70 --mass-kg 80", "keep one: '--mass-kg'"},
        {"solve standing --with short_leg:right:0.5,short_leg", "twice in --with; keep one: 'short_leg:right'"},
        {"solve standing --set leg.length=3,leg.length:both=4", "twice in --set; keep one: 'leg.length:both'"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        int code = cli_run(t[i].words);
        if (code != 1) fail_msg("'%s' exits with %d", t[i].words, code);
        cli_one_sentence(t[i].words);
        if (!strstr(cli_err, t[i].says) || !strstr(cli_err, "--help")) fail_msg("'%s': %s", t[i].words, cli_err);
    }
}

static void a_hostile_word_does_not_reach_the_terminal(void **state) {
    (void)state;
    assert_int_equal(cli_run("\x1b[2Jassess"), 1);
    assert_null(strchr(cli_err, '\x1b'));
    cli_one_sentence("escape");
}

static void the_model_is_described(void **state) {
    (void)state;
    assert_int_equal(cli_run("model"), 0);
    assert_non_null(strstr(cli_out, "muscles "));
    assert_int_equal(cli_run("model conditions"), 0);
    assert_non_null(strstr(cli_out, "muscle.*.inhibition") && strstr(cli_out, "leg.length=-30") ? cli_out : NULL);
    assert_int_equal(cli_run("model person"), 0);
    assert_non_null(strstr(cli_out, "pelvis-width-cm"));
    assert_int_equal(cli_run("model --muscles"), 0);
    assert_non_null(strstr(cli_out, "rect_fem_r"));
}

static void wrong_inputs_exit_with_2(void **state) {
    static const struct { const char *words, *says;
    } t[] = {
        {"model --data nowhere", "nowhere"},  {"solve no_such_task", "no_such_task"}, {"solve missing.yaml", "missing.yaml"},
        {"solve broken.yaml", "broken.yaml"}, {"solve empty.yaml", "empty.yaml"},     {"solve .", "."},
        {"solve standing --set muscle.psaos.shortness=0.1", "give \"psoas\""},
        {"solve standing --set muscle.psoas.shortnes=0.1", "did you mean 'muscle.psoas.shortness'"},
        {"solve standing --set muscle..strength=1", "did you mean 'muscle.*.strength'"},
        {"solve standing --set muscle.psoas.shortness=3", "ranges from -0.3 to 0.35"},
        {"solve standing --set muscle.psoas.shortness", "says no value"},
        {"solve standing --set muscle.psoas.shortness:up=0.1", "right, left or both"},
        {"solve standing --set muscle.psoas.shortness=a", "must be a number"},
        {"solve standing --set joint.L4_L5_disc.rest_rz:left=2", "midline"},
        {"solve standing --set disc.L6.degeneration=2", "one of L5_S1"},
        {"solve standing --set joint.hip.rest_rx=2", "no 'hip'"},
        {"solve standing --with no_condition", "ilium model conditions"},
        {"solve standing --foot-posture-right 30", "from -12 to 12 points"},
        {"solve standing --height-cm 300", "from 120 to 230 cm"},
        {"solve standing --height-cm tall", "--height-cm must be a number"},
        {"solve standing --femur-right-cm 38 --tibia-right-cm 41 --leg-length-right-cm 95", "leave one of the three out"},
        {"solve standing --leg-length-right-cm 95 --leg-length-left-cm 85", "legs differ by 10.0 cm"},
    };
    (void)state;
    cli_write("broken.yaml", "tasks: [", 8);
    cli_write("empty.yaml", "", 0);
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        int code = cli_run(t[i].words);
        if (code != 2) fail_msg("'%s' exits with %d: %s", t[i].words, code, cli_err);
        cli_one_sentence(t[i].words);
        if (!strstr(cli_err, t[i].says)) fail_msg("'%s': %s", t[i].words, cli_err);
    }
    assert_int_equal(cli_files(), 2);
}

// a scenario is solved, printed, and a condition changes what is read off
// a condition that is known by its tests has a page: what, how common where, tests, what helps, what is disputed; it cannot be simulated
static void a_page_is_explained(void **state) {
    static const char *const words[] = {"deep buttock", "HOW COMMON (on a given side)", "clinic: 5 %", "MECHANISM", "lower buttock", "active piriformis", "LR+ 4.5", "WHAT HELPS", "grade C",
                                        "incorporation bias", "SOURCE"};
    (void)state;
    assert_int_equal(cli_run("explain deep_gluteal_syndrome"), 0);
    for (size_t i = 0; i < sizeof words/sizeof *words; i++)
        if (!strstr(cli_out, words[i])) fail_msg("'%s' is not in: %s", words[i], cli_out);
    assert_int_equal(cli_run("explain groin_hernia"), 0);
    assert_non_null(strstr(cli_out, "never ranked"));
    assert_int_equal(cli_run("solve standing --with deep_gluteal_syndrome:right:1"), 2);
    assert_non_null(strstr(cli_err, "known by its tests only"));
    assert_int_equal(cli_run("assess nobody.json --setting ward"), 1);
    assert_non_null(strstr(cli_err, "spine_centre"));
}

static void a_scenario_is_solved(void **state) {
    double healthy, shortened;
    (void)state;
    assert_int_equal(cli_run("solve standing"), 0);
    assert_non_null(strstr(cli_out, "solved after"));
    assert_non_null(strstr(cli_out, "L5_S1_disc"));
    assert_non_null(strstr(cli_out, "A qualified clinician decides."));
    assert_int_equal(cli_run("solve modified_thomas"), 0);
    assert_int_equal(sscanf(strstr(cli_out, "modified_thomas_hip_deg"), "%*s %lf", &healthy), 1);
    assert_int_equal(cli_run("solve modified_thomas --with short_iliopsoas:right:1"), 0);
    assert_int_equal(sscanf(strstr(cli_out, "modified_thomas_hip_deg"), "%*s %lf", &shortened), 1);
    if (!(shortened > healthy + 5)) fail_msg("a short psoas moves the thigh from %g to %g deg", healthy, shortened);
    assert_int_equal(cli_run("solve modified_thomas --with short_iliopsoas:left:1"), 0);
    assert_int_equal(cli_run("solve standing --json"), 0);
    json_error_t at;
    json_t      *root = json_loads(cli_out, JSON_REJECT_DUPLICATES, &at);
    if (!root) fail_msg("line %d: %s", at.line, at.text);
    assert_string_equal(json_string_value(json_object_get(root, "status")), "solved");
    assert_true(json_array_size(json_object_get(root, "muscles")) > 300);
    json_t *hip = json_object_get(json_object_get(root, "outcomes"), "hip.right.contact_n");
    assert_string_equal(json_string_value(json_object_get(hip, "unit")), "N");
    assert_true(json_real_value(json_object_get(hip, "value")) > 200);
    json_decref(root);
}

static void all_null(const json_t *root, const char *list, const char *key) {
    const json_t *rows = json_object_get(root, list);
    size_t        i;
    json_t       *row;
    if (json_array_size(rows) == 0) fail_msg("%s is empty", list);
    json_array_foreach(rows, i, row) if (!json_is_null(json_object_get(row, key))) fail_msg("%s[%d].%s is told", list, (int)i, key);
}

// of what was not found, or cannot be held, no number stands in the text that could be taken for one of a person
static void no_numbers_are_printed(void) {
    static const char *const never[] = {"read off", "outcomes (all", "load of joints", "ligaments above", "muscles above", "contact_bw", "compression_n", "not judged"};
    for (size_t i = 0; i < sizeof never/sizeof *never; i++)
        if (strstr(cli_out, never[i])) fail_msg("'%s' is told", never[i]);
    assert_non_null(strstr(cli_out, " missing\n"));
    assert_non_null(strstr(cli_out, "of this one there are none\n"));
    assert_non_null(strstr(cli_out, "posture where the search stopped, which is no solution\n  pelvis_tilt"));
}

// what cannot be held is told in a sentence, first for people, then for programs
static void what_cannot_be_held_is_said(void **state) {
    const char *key;
    json_t     *one;
    (void)state;
    assert_int_equal(cli_run("solve hold_far --how load=35 --sex female --age 75 --height-cm 158 --mass-kg 52"), 3);
    assert_non_null(strstr(cli_out, "holding a load away from the body: cannot be held"));
    assert_non_null(strstr(cli_out, "\nthe spine at L1-L2 cannot be extended: "));
    no_numbers_are_printed();
    assert_int_equal(cli_run("solve hold_far --how load=35 --sex female --age 75 --height-cm 158 --mass-kg 52 --json --svg x.svg"), 3);
    json_t *root = json_loads(cli_out, JSON_REJECT_DUPLICATES, NULL), *most = json_array_get(json_object_get(root, "missing"), 0);
    assert_non_null(strstr(json_string_value(json_object_get(most, "text")), " Nm missing"));
    assert_string_equal(json_string_value(json_object_get(most, "of")), "muscles");
    assert_true(json_real_value(json_object_get(most, "amount")) > 10);
    assert_true(json_is_false(json_object_get(root, "told")) && json_is_string(json_object_get(root, "end")));
    all_null(root, "loads", "force_n"), all_null(root, "loads", "moment_nm"), all_null(root, "ligaments", "tension_n");
    all_null(root, "muscles", "activation"), all_null(root, "muscles", "tension_n");
    json_object_foreach(json_object_get(root, "readings"), key, one) assert_true(json_is_null(one));
    json_object_foreach(json_object_get(root, "outcomes"), key, one) assert_true(json_is_null(json_object_get(one, "value")));
    assert_true(json_array_size(json_object_get(root, "coordinates")) > 0);
    json_decref(root);
    cli_slurp("x.svg", cli_out);
    assert_non_null(strstr(cli_out, "no solution; forces are not told"));
    assert_int_equal(cli_run("solve standing --json"), 0);
    root = json_loads(cli_out, JSON_REJECT_DUPLICATES, NULL);
    assert_int_equal(json_array_size(json_object_get(root, "missing")), 0);
    assert_true(json_is_true(json_object_get(root, "told")));
    json_decref(root);
}

// a muscle that may neither be slack nor active: which of the two holds is said, to people and to programs; what fits together is not spoken of
static void bounds_that_contradict_are_said(void **state) {
    static const char said[] = "contradict each other: psoas, right (never below 60 %, never above 5 %). The spasm holds, since it never switches off; this inhibition is left out";
    (void)state;
    assert_int_equal(cli_run("solve modified_thomas --set muscle.psoas.spasm:right=0.6,muscle.psoas.inhibition:right=0.95"), 0);
    assert_non_null(strstr(cli_out, said));
    assert_int_equal(cli_run("solve modified_thomas --set muscle.psoas.spasm:right=0.6,muscle.psoas.inhibition:right=0.95 --json"), 0);
    json_t *root = json_loads(cli_out, JSON_REJECT_DUPLICATES, NULL), *notice;
    size_t  i;
    int     n = 0;
    json_array_foreach(json_object_get(root, "notices"), i, notice) n += strstr(json_string_value(notice), said) != NULL;
    assert_int_equal(n, 1);
    json_decref(root);
    assert_int_equal(cli_run("solve modified_thomas --set muscle.psoas.spasm:right=0.4,muscle.psoas.inhibition:right=0.5,muscle.psoas.inhibition:left=0.9"), 0);
    assert_null(strstr(cli_out, "contradict"));
}

static void places_that_contradict_have_no_numbers(void **state) {
    static const char apart[] = "tasks:\n  - {id: apart, name: apart, source: a test, mode: held, up: [0, 1, 0], floor: {normal: [0, 1, 0]}, pads: [\"heel_*\", \"forefoot_*\", \"toes_*\"],\n"
                                "     places: [{marker: heel_r, relative_to: heel_l, direction: [1, 0, 0], value: 0}, {marker: heel_r, relative_to: heel_l, direction: [1, 0, 0], value: 0.2}],\n"
                                "     readings: [{test: apart_mm, kind: distance, markers: [heel_r, heel_l]}]}\n";
    (void)state;
    cli_write("apart.yaml", apart, sizeof apart - 1);
    assert_int_equal(cli_run("solve ./apart.yaml"), 3);
    no_numbers_are_printed();
    cli_remove("apart.yaml");
}

// docs/outcomes.md holds the table that the program prints
static void the_page_of_outcomes_is_the_table(void **state) {
    (void)state;
    char *page = calloc(1, CLI_TEXT);
    FILE *f = fopen(IL_SOURCE_DIR "/docs/outcomes.md", "rb");
    assert_true(page && f && fread(page, 1, CLI_TEXT - 1, f) > 0);
    fclose(f);
    assert_int_equal(cli_run("solve --outcomes"), 0);
    assert_non_null(strstr(cli_out, "`disc.{level}.compression_n`"));
    if (!strstr(page, cli_out)) fail_msg("docs/outcomes.md is not what `ilium solve --outcomes` prints");
    free(page);
}

// a recorded motion: peaks as text, curves as JSON; it belongs to the person recorded
static void walking_is_solved(void **state) {
    (void)state;
    assert_int_equal(cli_run("solve walking"), 0);
    assert_non_null(strstr(cli_out, "hip.right.contact_bw"));
    assert_non_null(strstr(cli_out, "A qualified clinician decides."));
    assert_int_equal(cli_run("solve walking --sex female"), 1);
    assert_non_null(strstr(cli_err, "belongs to the person recorded"));
    assert_int_equal(cli_run("solve walking --json"), 0);
    json_error_t at;
    json_t      *root = json_loads(cli_out, JSON_REJECT_DUPLICATES, &at);
    if (!root) fail_msg("line %d: %s", at.line, at.text);
    size_t n = json_array_size(json_object_get(root, "frames"));
    assert_true(n > 60);
    assert_int_equal(json_array_size(json_object_get(json_object_get(json_object_get(root, "outcomes"), "hip.left.contact_bw"), "value")), n);
    assert_int_equal(json_array_size(json_object_get(json_object_get(json_object_get(root, "joint_moments"), "knee_angle_r"), "value")), n);
    json_decref(root);
}

static void a_full_disk_is_noticed(void **state) {
    (void)state;
    if (access("/dev/full", W_OK)) return;
    assert_int_equal(WEXITSTATUS(system("'" IL_BINARY_DIR "/ilium' --help >/dev/full 2>/dev/null")), 4);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(help_says_what_it_is),
        cmocka_unit_test(what_help_offers_is_taken),
        cmocka_unit_test(wrong_command_lines_exit_with_1),
        cmocka_unit_test(a_hostile_word_does_not_reach_the_terminal),
        cmocka_unit_test(the_model_is_described),
        cmocka_unit_test(wrong_inputs_exit_with_2),
        cmocka_unit_test(a_page_is_explained),
        cmocka_unit_test(a_scenario_is_solved), cmocka_unit_test(what_cannot_be_held_is_said), cmocka_unit_test(places_that_contradict_have_no_numbers), cmocka_unit_test(bounds_that_contradict_are_said),
        cmocka_unit_test(the_page_of_outcomes_is_the_table),
        cmocka_unit_test(walking_is_solved),
        cmocka_unit_test(a_full_disk_is_noticed),
    };
    return cmocka_run_group_tests(tests, cli_setup, cli_teardown);
}
