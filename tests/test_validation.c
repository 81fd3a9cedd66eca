// test_validation.c - measured rows, predictions and verdicts: whole, true to their source, judged right, and able to fail
#include "body_fixture.h"
#include <sys/stat.h>
#include <unistd.h>
#include "file/csv.h"
#include "file/data.h"
#include "validation/measure.h"
#include "validation/validation.h"

static va_bench b;

static int open_bench(void **state) {
    il_error err = {0};
    (void)state;
    if (va_bench_open(&b, &err) == IL_OK) return 0;
    print_error("%s:%d:%d: %s\n", err.file, err.line, err.column, err.text);
    return -1;
}

static int close_bench(void **state) {
    (void)state;
    va_bench_close(&b);
    return 0;
}

// ---- the rules, on hand cases ----

static void a_rule_judges_hand_cases_right(void **state) {
    (void)state;
    const struct {
        va_rule    rule;
        double     limit, value, sd, x;
        va_verdict verdict;
    } c[] = {
        {VA_SD, 1, 10, 2, 12, VA_PASS},        {VA_SD, 1, 10, 2, 12.01, VA_FAIL},        {VA_SD, 2, 10, 2, 6.01, VA_PASS},    {VA_SD, 1, 10, IL_NAN, 10, VA_NONE},
        {VA_PERCENT, 25, 2, 0, 2.5, VA_PASS},  {VA_PERCENT, 25, 2, 0, 2.51, VA_FAIL},    {VA_PERCENT, 25, -4, 0, -3, VA_PASS}, {VA_PERCENT, 25, -4, 0, 4, VA_FAIL},
        {VA_FACTOR, 2, 8, 0, 4, VA_PASS},      {VA_FACTOR, 2, 8, 0, 3.99, VA_FAIL},      {VA_FACTOR, 2, 8, 0, 16, VA_PASS},   {VA_FACTOR, 2, 8, 0, -8, VA_FAIL},
        {VA_AT_MOST, 1, 1.7, 0, 1.7, VA_PASS}, {VA_AT_MOST, 1, 1.7, 0, 1.71, VA_FAIL},   {VA_AT_MOST, 1, -50, 0, -60, VA_PASS}, {VA_AT_LEAST, 1, -80, 0, -81, VA_FAIL},
        {VA_AT_LEAST, 1, 100, 0, 99, VA_FAIL}, {VA_ABSOLUTE, 1.5, 0, 0, -1.5, VA_PASS},  {VA_ABSOLUTE, 1.5, 0, 0, 1.6, VA_FAIL}, {VA_SIGN, 0, -3, 0, -0.1, VA_PASS},
        {VA_SIGN, 0, -3, 0, 0, VA_FAIL},       {VA_POSITIVE, 2, IL_NAN, 0, 2, VA_PASS},  {VA_POSITIVE, 2, IL_NAN, 0, 1.9, VA_FAIL}, {VA_NEGATIVE, 0, IL_NAN, 0, -1, VA_PASS},
        {VA_NEGATIVE, 1, IL_NAN, 0, -0.5, VA_FAIL}, {VA_SHOWN, 0, 1, 1, 1, VA_NONE},     {VA_SD, 1, 10, 2, IL_NAN, VA_UNSOLVED}, {VA_SD, 1, IL_NAN, 2, 3, VA_NONE},
    };
    for (size_t i = 0; i < sizeof c/sizeof *c; i++) {
        va_verdict got = va_judge(c[i].rule, c[i].limit, c[i].value, c[i].sd, c[i].x);
        if (got != c[i].verdict) fail_msg("case %zu, rule %s: %s", i, va_rule_text(c[i].rule), va_verdict_text(got));
    }
}

static void a_relation_is_what_it_says(void **state) {
    (void)state;
    assert_true(va_relate(VA_RATIO, 3, 2) == 1.5 && va_relate(VA_OF, 1, 4) == 25 && va_relate(VA_CHANGE, 1, 2) == -50);
    assert_true(va_relate(VA_DIFFERENCE, 1, 3) == -2 && va_relate(VA_SHIFT, 1, 3) == 2 && va_relate(VA_SUM, 1, 3) == 4 && va_relate(VA_ALONE, 7, 3) == 7);
}

// ---- the tables ----

// recalled rows and calibration count for nothing: the reader refuses such a table, and the tables as they are keep to it
static void what_counts_was_found_and_is_predicted_once(void **state) {
    (void)state;
    int counted = 0;
    for (int i = 0; i < b.t.nrow; i++) {
        const va_row *r = &b.t.row[i];
        if (r->use != VA_VALIDATION && r->use != VA_TREND) continue;
        assert_string_not_equal(r->status, "recalled");
        counted++;
    }
    assert_true(counted >= 140);
    for (int k = 0; k < b.t.nprediction; k++) {
        const va_prediction *p = &b.t.prediction[k];
        va_use               use = p->row < 0 ? VA_RECALLED : b.t.row[p->row].use;
        if (*p->aim && use != VA_VALIDATION && use != VA_TREND) fail_msg("%s counts towards an aim, but its row is %s", p->id, va_use_text(use));
    }
}

static void every_prediction_names_what_there_is(void **state) {
    (void)state;
    il_outcomes *names = NULL;
    il_data     *d = NULL;
    il_error     err = {0};
    int          absent = 0;
    assert_int_equal(il_outcomes_create(b.body, &names, &err), IL_OK);
    assert_int_equal(il_data_create(b.body->m, IL_ISA_AUTO, &d, &err), IL_OK);
    for (int k = 0; k < b.t.nprediction; k++) {
        const va_prediction *p = &b.t.prediction[k];
        const char          *why = "";
        bool                 there = va_exists(&b, names, p, &why);
        if (there && va_is_posed(p->measure)) va_posed(&b, b.body->m->nominal, d, p->measure, &there);
        if (there) continue;
        print_error("%s (line %d): task '%s', measure '%s': %s\n", p->id, p->line, p->task, p->measure, why);
        absent++;
    }
    il_outcomes_free(names);
    il_data_free(d);
    if (absent) fail_msg("%d predictions name what is not there", absent);
}

static void reasons_belong_to_predictions(void **state) {
    (void)state;
    for (int i = 0; i < b.t.nreason; i++) {
        char        id[64];
        const char *at = b.t.reason[i].id;
        while (*at) {
            size_t n = strcspn(at, ";");
            snprintf(id, sizeof id, "%.*s", (int)n, at);
            if (va_find_prediction(&b.t, id) < 0) fail_msg("a reason for '%s', which is no prediction", id);
            at += n + (at[n] == ';');
        }
    }
}

// ---- able to fail ----

// all predictions exactly as measured pass; each of them moved far away fails
static void a_doctored_prediction_fails(void **state) {
    (void)state;
    va_number *number = calloc((size_t)b.t.nprediction, sizeof *number);
    va_result *result = calloc((size_t)b.t.nprediction, sizeof *result);
    va_cohort  none = {0};
    assert_true(number && result);
    for (int pass = 0; pass < 2; pass++) {
        int judged = 0;
        for (int k = 0; k < b.t.nprediction; k++) {
            const va_prediction *p = &b.t.prediction[k];
            double               value = p->row < 0 || isnan(b.t.row[p->row].value) ? (p->rule == VA_NEGATIVE ? -p->limit : p->limit) : b.t.row[p->row].value;
            double               far = p->rule == VA_AT_LEAST || p->rule == VA_POSITIVE ? -1e6 : p->rule == VA_SIGN ? -value : 1e6;
            number[k] = (va_number){.x = pass ? far : value, .there = true, .why = ""};
        }
        va_judge_all(&b, number, &none, result);
        for (int k = 0; k < b.t.nprediction; k++) {
            const va_prediction *p = &b.t.prediction[k];
            if (p->row < 0 || p->person < 0 || p->rule == VA_SHOWN) continue;
            if (result[k].verdict != (pass ? VA_FAIL : VA_PASS)) fail_msg("%s: %s", p->id, va_verdict_text(result[k].verdict));
            judged++;
        }
        assert_true(judged > 150);
    }
    free(number), free(result);
}

// ---- faults in the tables are refused with their place ----

static void make_folders(char *path) {
    for (char *c = path + 1; *c; c++) {
        if (*c != '/') continue;
        *c = '\0', mkdir(path, 0755), *c = '/';
    }
}

// a copy of all data, with one text in one file replaced
static void copy_data(const char *folder, const char *file, const char *from, const char *to) {
    il_error err = {0};
    for (int i = 0; i < ili_data_count(b.dir); i++) {
        const char *name = ili_data_name(b.dir, i), *bytes = NULL;
        char        path[600], *edited = NULL;
        size_t      size = 0;
        assert_int_equal(ili_data_file(b.dir, name, &bytes, &size, &err), IL_OK);
        const char *at = strcmp(name, file) ? NULL : strstr(bytes, from);
        if (!strcmp(name, file) && !at) fail_msg("%s does not hold '%s'", file, from);
        snprintf(path, sizeof path, "%s/%s", folder, name);
        make_folders(path);
        if (at) {
            size_t head = (size_t)(at - bytes), tail = size - head - strlen(from);
            edited = malloc(size + strlen(to) + 1);
            assert_non_null(edited);
            memcpy(edited, bytes, head), memcpy(edited + head, to, strlen(to)), memcpy(edited + head + strlen(to), at + strlen(from), tail);
            size = head + strlen(to) + tail;
        }
        assert_int_equal(il_file_write(path, edited ? edited : bytes, size, &err), IL_OK);
        free(edited);
    }
}

static void expect_fault(const char *file, const char *from, const char *to, const char *says) {
    char         folder[] = "/tmp/ilium_validation_XXXXXX", command[128];
    il_data_dir *dir = NULL;
    il_error     err = {0};
    va_tables    t = {0};
    assert_non_null(mkdtemp(folder));
    copy_data(folder, file, from, to);
    assert_int_equal(il_data_open(folder, &dir, &err), IL_OK);
    il_status s = va_tables_read(dir, &t, &err);
    il_data_close(dir);
    snprintf(command, sizeof command, "rm -r %s", folder);
    assert_int_equal(system(command), 0);
    va_tables_free(&t);
    if (s == IL_OK) fail_msg("'%s' for '%s' was accepted", to, from);
    if (!strstr(err.text, says)) fail_msg("%s:%d: %s", err.file, err.line, err.text);
}

static void faults_in_the_tables_are_refused(void **state) {
    (void)state;
    expect_fault("validation/frozen/predictions.csv", "IDP01,IDP01,wilke", "IDP01,IDP99,wilke", "no measured row 'IDP99'");
    expect_fault("validation/frozen/predictions.csv", "IDP01,IDP01,wilke", "IDP01,IDP01,wilkie", "no person 'wilkie'");
    expect_fault("validation/frozen/predictions.csv", "IDP12,IDP12,wilke", "IDP12,IDP01,wilke", "a row counts once");
    expect_fault("validation/frozen/predictions.csv", ",percent,25,", ",percnt,25,", "percent");
    expect_fault("validation/frozen/predictions.csv", ",ratio,IDP03,", ",ratio,IDP77,", "no prediction that stands above");
    expect_fault("validation/disc_pressure.csv", ",recalled,recalled,", ",recalled,validation,", "cannot count");
    expect_fault("validation/fatigue.csv", ",not_covered,taken as input (data/tissue/creep.csv)", ",not_covered,", "says why");
    expect_fault("validation/disc_pressure.csv", "\nIDP02,", "\nIDP01,", "twice");
}

// ---- true to their source, where that is at hand ----

// numbers of a text, without those that belong to a word ("L4"); "-" is a sign only after a blank or at the start
static bool holds_number(const char *text, double value) {
    for (const char *at = text; *at;) {
        char   buf[64];
        size_t n = strspn(at, "0123456789.");
        if (n == 0 || n >= sizeof buf) {
            at += n ? n : 1;
            continue;
        }
        while (n && at[n - 1] == '.') n--;
        snprintf(buf, sizeof buf, "%.*s", (int)n, at);
        double x;
        if (n && !il_number_parse(buf, n, &x) && (fabs(x - fabs(value)) < 1e-9)) return true;
        at += n ? n : 1;
    }
    return false;
}

static const va_row *part_of(const char *id, int *from) {
    size_t n = strlen(id);
    for (; *from < b.t.nrow; ++*from) {
        const char *have = b.t.row[*from].id;
        if (!strncmp(have, id, n) && (have[n] == '\0' || have[n] == '.')) return &b.t.row[(*from)++];
    }
    return NULL;
}

static void compare_row(const ili_csv *csv, int row, const int *column) {
    const char *id = ili_csv_text(csv, row, column[0]), *status = ili_csv_text(csv, row, column[8]);
    char        all[2048];
    int         from = 0, n = 0;
    snprintf(all, sizeof all, "%s %s %s %s", ili_csv_text(csv, row, column[1]), ili_csv_text(csv, row, column[2]), ili_csv_text(csv, row, column[3]),
             ili_csv_text(csv, row, column[5]));
    for (const va_row *r; (r = part_of(id, &from)) != NULL; n++) {
        assert_string_equal(r->source, ili_csv_text(csv, row, column[7]));
        if (!strcmp(r->status, "derived")) continue;
        assert_string_equal(r->status, status);
        if (!isnan(r->value) && !holds_number(all, r->value)) fail_msg("%s: %g is not in '%s'", r->id, r->value, all);
        if (!isnan(r->sd) && !holds_number(all, r->sd)) fail_msg("%s: SD %g is not in '%s'", r->id, r->sd, all);
    }
    if (n == 0) fail_msg("the row %s of the reference has no place in data/validation", id);
}

static void every_row_of_the_reference_has_its_place(void **state) {
    static const char *const files[] = {"01_intradiscal_pressure", "02_vbr_and_spine_models", "03_hip_contact_force", "04_sij_and_leg_length", "05_alignment_rhythm_tightness",
                                        "06_strength_emg_weakness", "07_rom_tests", "08_moment_arms", "09_fatigue_creep", "10_gait"};
    static const char *const columns[] = {"id", "quantity", "condition", "value", "unit", "spread", "n", "source", "status", "confidence"};
    const char              *shared = getenv("ILIUM_SHARED");
    (void)state;
    for (size_t i = 0; i < sizeof files/sizeof *files; i++) {
        char     path[512], *bytes = NULL;
        size_t   size = 0;
        int      column[10];
        ili_csv  csv = {0};
        il_error err = {0};
        snprintf(path, sizeof path, "%s/reference/measurements/%s.csv", shared ? shared : IL_SOURCE_DIR "/../shared", files[i]);
        if (il_file_read(path, 0, &bytes, &size, &err) != IL_OK) {
            print_message("SKIPPED: %s is not there (set ILIUM_SHARED)\n", path);
            return;
        }
        assert_int_equal(ili_csv_parse(path, bytes, size, &csv, &err), IL_OK);
        assert_int_equal(ili_csv_columns(&csv, columns, 10, column, &err), IL_OK);
        for (int row = 0; row < csv.nrow; row++) compare_row(&csv, row, column);
        ili_csv_free(&csv);
        il_file_free(bytes);
    }
}

// ---- moment arms against an independent sum ----

// the arm of two muscles together is the mean of each alone, weighted by strength; abduction is adduction turned round
static void an_arm_is_the_mean_by_strength(void **state) {
    (void)state;
    const il_model *m = b.body->m;
    const double   *f = m->nominal->muscle_f_max;
    il_data        *d = NULL;
    il_error        err = {0};
    bool            there;
    assert_int_equal(il_data_create(m, IL_ISA_AUTO, &d, &err), IL_OK);
    double one = va_posed(&b, m->nominal, d, "arm:hip_flexion_r:pect", &there), two = va_posed(&b, m->nominal, d, "arm:hip_flexion_r:rect_fem", &there);
    double both = va_posed(&b, m->nominal, d, "arm:hip_flexion_r:rect_fem|pect", &there);
    double fp = f[il_muscle_find(m, "pect_r")], fr = f[il_muscle_find(m, "rect_fem_r")];
    assert_true(fabs(both - (fp*one + fr*two)/(fp + fr)) < 1e-12);
    assert_true(va_posed(&b, m->nominal, d, "arm:hip_adduction_r:pect", &there) == -va_posed(&b, m->nominal, d, "arm:-hip_adduction_r:pect", &there));
    assert_true(one > 0.0 && there);
    va_posed(&b, m->nominal, d, "arm:hip_flexion_r:no_such_muscle", &there);
    assert_false(there);
    il_data_free(d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rule_judges_hand_cases_right),
        cmocka_unit_test(a_relation_is_what_it_says),
        cmocka_unit_test(what_counts_was_found_and_is_predicted_once),
        cmocka_unit_test(every_prediction_names_what_there_is),
        cmocka_unit_test(reasons_belong_to_predictions),
        cmocka_unit_test(a_doctored_prediction_fails),
        cmocka_unit_test(faults_in_the_tables_are_refused),
        cmocka_unit_test(every_row_of_the_reference_has_its_place),
        cmocka_unit_test(an_arm_is_the_mean_by_strength),
    };
    return cmocka_run_group_tests(tests, open_bench, close_bench);
}
