// test_knowledge.c - the clinical tables: whole, consistent, refused with place and remedy when edited badly; and the pain patterns at work
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>

#include "alloc_count.h"
#include "clinical.h"
#include "ilium/file.h"

static il_knowledge *k;

static int load(void **state) {
    (void)state;
    k = clinical_knowledge();
    return k ? 0 : -1;
}

static int unload(void **state) {
    (void)state;
    il_knowledge_free(k);
    return 0;
}

static void near(double a, double b, double tol) {
    if (!(fabs(a - b) <= tol)) fail_msg("%.12g is not %.12g within %g", a, b, tol);
}

// ---- the tables as they are ----

static void every_row_has_a_source(void **state) {
    (void)state;
    for (int i = 0; i < k->ntest; i++) assert_true(*k->test[i].source && k->test[i].status != IL_SOURCE_NONE);
    for (int i = 0; i < k->nnorm; i++) assert_true(*k->norm[i].source && k->norm[i].status != IL_SOURCE_NONE);
    for (int i = 0; i < k->naccuracy; i++) assert_true(*k->accuracy[i].source && k->accuracy[i].status != IL_SOURCE_NONE);
    for (int i = 0; i < k->ncondition; i++) assert_true(*k->condition[i].source && (*k->condition[i].prior_source || !k->condition[i].ranked));
    for (int i = 0; i < k->nchange; i++) assert_true(*k->change[i].source && *k->change[i].why);
    for (int i = 0; i < k->nscore; i++) assert_true(*k->score[i].source && *k->score[i].licence && k->score[i].status != IL_SOURCE_NONE);
    for (int i = 0; i < k->nimage; i++) assert_true(*k->image[i].source && *k->image[i].leaves_open && k->image[i].status != IL_SOURCE_NONE);
    for (int i = 0; i < k->npattern; i++) assert_true(*k->pattern[i].source && k->pattern[i].status != IL_SOURCE_NONE);
}

// the conditions and tests that the first slice must know
static void the_first_slice_is_there(void **state) {
    static const char *const conditions[] = {"short_iliopsoas", "short_hamstrings", "short_tfl_band", "short_leg", "pelvic_torsion", "weak_hip_abductors",
                                             "weak_hip_extensors", "sij_stiff", "sij_lax", "ql_spasm", "iliolumbar_strain"};
    static const char *const tests[] = {"modified_thomas_hip_deg", "modified_thomas_knee_deg", "slr_deg", "knee_extension_9090_deg", "hip_ir_deg", "hip_er_deg",
                                        "hip_flexion_deg", "ober_deg", "pelvic_tilt_deg", "sacral_slope_deg", "pelvic_obliquity_mm", "pelvic_torsion_deg",
                                        "lordosis_deg", "trunk_lean_deg", "leg_length_difference_mm", "one_leg_stance_pelvis_drop_deg", "trendelenburg",
                                        "sij_provocation_positive_count", "aslr", "tender_iliac_crest", "tender_psis", "ql_palpation_spasm",
                                        "hip_abductor_strength_mrc", "hip_extensor_strength_mrc", "hip_abductor_strength_n", "forward_bend_fingertip_floor_cm",
                                        "gillet", "standing_flexion", "noble", "gaenslen", "kemp", "patrick_faber"};
    (void)state;
    for (size_t i = 0; i < sizeof conditions/sizeof *conditions; i++) assert_true(il_find_condition(k, conditions[i]) >= 0);
    for (size_t i = 0; i < sizeof tests/sizeof *tests; i++)
        if (il_find_test(k, tests[i]) < 0) fail_msg("no test %s", tests[i]);
    assert_int_equal(k->nregion, 36);
    for (int i = 0; i < k->ncondition; i++) {
        const il_condition *c = &k->condition[i];
        if (!c->ranked) continue;
        assert_true(c->prior_low < c->prior && c->prior < c->prior_high);
        assert_null(strstr(c->name, "cause"));
        // no diagnostic prior: a wide one, at least a factor of ten between its ends
        if (!c->prior_published) assert_true(c->prior_high/c->prior_low >= 10.0);
    }
}

// tests without value as evidence are recorded and say why; single sacroiliac tests count only in the count
static void worthless_tests_do_not_enter(void **state) {
    static const char *const id[] = {"gillet", "standing_flexion", "sitting_flexion", "noble", "kemp", "patrick_faber", "gaenslen", "tender_psis"};
    (void)state;
    for (size_t i = 0; i < sizeof id/sizeof *id; i++) {
        const il_test *t = &k->test[il_find_test(k, id[i])];
        assert_int_equal(t->enters, IL_ENTER_RECORD_ONLY);
        assert_true(*t->reason);
        assert_false(t->proposable);
    }
    assert_non_null(strstr(k->test[il_find_test(k, "gillet")].reason, "kappa about 0"));
}

// nothing that a condition does to a simulated test stands in a table: accuracy rows are about tests that are not simulated
static void no_table_states_a_simulated_result(void **state) {
    (void)state;
    for (int i = 0; i < k->naccuracy; i++) assert_int_equal(k->test[k->accuracy[i].test].enters, IL_ENTER_ACCURACY);
    for (int i = 0; i < k->ntest; i++) {
        const il_test *t = &k->test[i];
        if (t->enters != IL_ENTER_SIMULATED) continue;
        assert_true(t->model_sd > 0.0);
        assert_true(t->rater_sd > 0.0 || t->kappa > 0.0);
        assert_true(*t->quantity);
    }
}

// Hancock's pooled pair: spec = (3.2 - 1)/(3.2 - 0.29) = 0.75601, sens = 3.2 x 0.24399 = 0.78076; half of such joints hurt
static void accuracy_follows_from_the_published_pair(void **state) {
    int seen = 0;
    (void)state;
    for (int i = 0; i < k->naccuracy; i++) {
        const il_accuracy *q = &k->accuracy[i];
        if (strcmp(k->test[q->test].id, "sij_provocation_positive_count") || !strcmp(q->target, "sij_pain")) continue;
        seen++;
        near(q->positive_absent, 0.24399, 1e-5);
        near(q->positive_present, 0.5*0.78076 + 0.5*0.24399, 1e-5);
        near(q->positive_from, 3.0, 0.0);
        assert_true(q->may_raise && q->may_lower);
    }
    assert_int_equal(seen, 2); // stiff and lax alike: the test cannot tell them apart
}

// a direction that is only recalled may raise, never lower
static void recalled_accuracy_may_only_warn(void **state) {
    il_knowledge *e = NULL;
    il_error err = {0};
    (void)state;
    assert_int_equal(clinical_edited("tests/accuracy.csv", "0.71,0.91,,,0.5,found,found", "0.71,0.91,,,0.5,recalled,recalled", &e, &err), IL_OK);
    for (int i = 0; i < e->naccuracy; i++)
        if (!strcmp(e->test[e->accuracy[i].test].id, "aslr")) assert_true(e->accuracy[i].may_raise && !e->accuracy[i].may_lower);
    il_knowledge_free(e);
}

// targets of changes are groups of the body's tables
static void changes_meet_the_body(void **state) {
    (void)state;
    for (int i = 0; i < k->nchange; i++) {
        char cell[80];
        bool found = !*k->change[i].target || strstr(k->change[i].target, "sacroiliac");
        snprintf(cell, sizeof cell, ",%s,", k->change[i].target);
        for (size_t f = 0; f < ili_nembedded; f++)
            if (!strcmp(ili_embedded_files[f].path, "body/muscles.csv") || !strcmp(ili_embedded_files[f].path, "body/ligaments.csv"))
                found = found || strstr(ili_embedded_files[f].bytes, cell);
        if (!found) fail_msg("no group '%s' in the body", k->change[i].target);
    }
}

// ---- condition files ----

// each is a page a clinician can read: what, how, tests and helps; danger points to rows of the screen; priors ascend in every setting that is known
static void condition_files_say_what_a_clinician_needs(void **state) {
    static const char *const ids[] = {"disc_pain", "radiculopathy", "sij_pain", "facet_pain", "spinal_stenosis", "spondylolysis", "lumbar_instability", "superior_cluneal_entrapment",
                                      "deep_gluteal_syndrome", "gluteal_tendinopathy", "proximal_hamstring_tendinopathy", "hip_impingement_labrum", "hip_osteoarthritis",
                                      "meralgia_paraesthetica", "axial_spondyloarthritis", "iliotibial_band_syndrome", "trigger_points", "psoas_syndrome",
                                      "femoral_neck_stress_fracture", "groin_hernia", "visceral_pain", "serious_spinal_pathology", "misaligned_hips", "foot_pronation",
                                      "short_iliopsoas", "short_hamstrings", "short_tfl_band", "short_leg", "pelvic_torsion", "weak_hip_abductors", "weak_hip_extensors", "sij_stiff",
                                      "sij_lax", "ql_spasm", "iliolumbar_strain"};
    (void)state;
    for (size_t i = 0; i < sizeof ids/sizeof *ids; i++)
        if (il_find_condition(k, ids[i]) < 0) fail_msg("no condition %s", ids[i]);
    for (int c = 0; c < k->ncondition; c++) {
        const il_condition *q = &k->condition[c];
        assert_true(*q->what && *q->mechanism && *q->helps && *q->evidence && *q->source);
        assert_true(*q->tests || *q->safety || !q->ranked);
        assert_null(strstr(q->name, "cause"));
        for (int s = 0; s < IL_NSETTING; s++) {
            il_setting_prior p = il_condition_prior(q, (il_setting)s);
            if (q->ranked) assert_true(p.known && p.low < p.value && p.value < p.high && *p.source);
            if (q->ranked && !p.published) assert_true(p.high/p.low >= 10.0);
            if (q->simulated) assert_true(*q->disputed && *q->severity_unit && *q->tests);
        }
    }
    assert_int_equal(k->ncondition, (int)(sizeof ids/sizeof *ids));
}

// the prior of the setting, or of the nearest that is known; a condition with one prior has it everywhere
static void priors_follow_the_setting(void **state) {
    const il_condition *gluteal = &k->condition[il_find_condition(k, "deep_gluteal_syndrome")], *lysis = &k->condition[il_find_condition(k, "spondylolysis")];
    const il_condition *facet = &k->condition[il_find_condition(k, "facet_pain")], *hernia = &k->condition[il_find_condition(k, "groin_hernia")];
    (void)state;
    near(il_condition_prior(gluteal, IL_SETTING_PRIMARY_CARE).value, 0.015, 0.0);
    near(il_condition_prior(gluteal, IL_SETTING_CLINIC).value, 0.05, 0.0);
    near(il_condition_prior(gluteal, IL_SETTING_SPINE_CENTRE).value, 0.05, 0.0);
    near(il_condition_prior(facet, IL_SETTING_PRIMARY_CARE).value, 0.1, 0.0);
    near(il_condition_prior(facet, IL_SETTING_SPINE_CENTRE).value, 0.155, 0.0);
    for (int s = 0; s < IL_NSETTING; s++) near(il_condition_prior(lysis, (il_setting)s).value, lysis->prior, 0.0);
    // what is simulated has its own prior in each; where nothing is known of a setting the range is no narrower than in the nearest before it
    for (int c = 0; k->condition[c].simulated; c++)
        for (int s = 0; s < IL_NSETTING; s++) {
            const il_setting_prior *p = k->condition[c].setting;
            if (!p[s].known) fail_msg("%s has no prior in setting %d", k->condition[c].id, s);
            if (s && strstr(p[s].source, "none published for this setting") && !(p[s].low <= p[s - 1].low && p[s].high >= p[s - 1].high)) fail_msg("%s, setting %d: narrower", k->condition[c].id, s);
        }
    assert_false(il_condition_prior(hernia, IL_SETTING_CLINIC).known);
    assert_true(il_test_targets(k, il_find_test(k, "slump"), il_find_condition(k, "radiculopathy")));
    assert_false(il_test_targets(k, il_find_test(k, "slump"), il_find_condition(k, "sij_pain")));
    assert_string_equal(il_setting_word(IL_SETTING_SPINE_CENTRE), "spine_centre");
}

// what is simulated stands first, in the order that the files give; each change belongs to the condition whose file lists it
static void simulated_conditions_keep_their_order(void **state) {
    (void)state;
    for (int c = 0; c < k->ncondition; c++) assert_true(k->condition[c].simulated == (c < 11));
    assert_string_equal(k->condition[0].id, "short_iliopsoas");
    assert_string_equal(k->condition[10].id, "iliolumbar_strain");
    assert_string_equal(k->condition[11].id, "axial_spondyloarthritis");
    assert_int_equal(k->nchange, 16);
    for (int i = 1; i < k->nchange; i++) assert_true(k->change[i].condition >= k->change[i - 1].condition);
    assert_string_equal(k->change[0].target, "psoas");
    near(k->change[5].value, -2.00535228, 0.0);
    assert_true(k->change[5].same_side && !k->change[5].other_side && k->change[6].other_side);
    il_knowledge *e = NULL;
    il_error      err = {0};
    assert_int_equal(clinical_edited("conditions/ql_spasm.yaml", "order: 10", "order: 1", &e, &err), IL_OK);
    assert_string_equal(e->condition[0].id, "ql_spasm");
    assert_int_equal(e->change[0].condition, 0);
    assert_string_equal(e->change[0].target, "quadratus_lumborum");
    il_knowledge_free(e);
}

// ---- look-ups ----

static void tests_are_found_by_their_names(void **state) {
    (void)state;
    assert_int_equal(il_find_test_by_name(k, "gillet"), il_find_test(k, "gillet"));
    assert_int_equal(il_find_test_by_name(k, "POPLITEAL ANGLE"), il_find_test(k, "knee_extension_9090_deg"));
    assert_int_equal(il_find_test_by_name(k, "Trendelenburg sign"), il_find_test(k, "trendelenburg"));
    assert_int_equal(il_find_test_by_name(k, "popliteal"), -1);
    assert_int_equal(il_find_test(k, "nothing"), -1);
    assert_true(il_list_has("a;bc;d", "bc") && !il_list_has("a;bc;d", "b") && !il_list_has("", "a"));
}

static void norms_fit_the_person(void **state) {
    int slr = il_find_test(k, "slr_deg"), thomas = il_find_test(k, "modified_thomas_hip_deg");
    (void)state;
    near(k->norm[il_find_norm(k, slr, IL_SEX_MALE, 40.0)].mean, 68.5, 0.0);
    near(k->norm[il_find_norm(k, slr, IL_SEX_FEMALE, 40.0)].mean, 76.3, 0.0);
    assert_int_equal(il_find_norm(k, slr, IL_SEX_UNKNOWN, 40.0), -1);
    near(k->norm[il_find_norm(k, thomas, IL_SEX_FEMALE, 40.0)].mean, -10.6, 0.0);
    assert_int_equal(il_find_norm(k, il_find_test(k, "gillet"), IL_SEX_MALE, 40.0), -1);
    for (int i = 0; i < k->nnorm; i++)
        if (k->norm[i].use) assert_true(k->norm[i].sd > 0.0);
}

static void severity_has_its_density(void **state) {
    double s[3] = {0.0, 0.5, 1.0}, d[3];
    (void)state;
    il_severity_density(&k->condition[il_find_condition(k, "sij_lax")], 3, s, d);
    assert_true(d[0] == 1.0 && d[1] == 1.0 && d[2] == 1.0);
    il_severity_density(&k->condition[il_find_condition(k, "short_leg")], 3, s, d);
    assert_true(d[0] > d[1] && d[1] > d[2] && d[2] > 0.0);
}

// ---- fixed wording ----

static void wording_is_the_contract(void **state) {
    static const char *const text[][2] = {{"no_findings", "These findings support none of the conditions this program knows. That does not mean nothing is wrong."},
                                          {"calibration", "Probabilities: calibrated on simulated patients; accuracy on real patients unknown."},
                                          {"sij_position", "No lasting change of sacroiliac position was measured (recalled: Tullberg 1998)."}};
    (void)state;
    for (size_t i = 0; i < 3; i++) assert_string_equal(il_notice_text(k, text[i][0]), text[i][1]);
    assert_string_equal(il_notice_text(k, "no such wording"), "");
    // the country's own number, else the general words
    assert_non_null(strstr(k->notice[il_find_notice(k, "emergency_call", "US")].text, "911"));
    assert_non_null(strstr(k->notice[il_find_notice(k, "emergency_call", "DE")].text, "112"));
    assert_non_null(strstr(k->notice[il_find_notice(k, "emergency_call", "ZZ")].text, "local emergency number"));
}

// ---- pain ----

static il_pain_match match(const char *structures, il_side side, int n, const char *const *code, const il_side *sides) {
    il_drawn_region drawn[8];
    for (int i = 0; i < n; i++) drawn[i] = (il_drawn_region){il_find_region(k, code[i]), sides[i]};
    return il_match_pain(k, structures, side, drawn, n);
}

#define R IL_SIDE_RIGHT
#define L IL_SIDE_LEFT

static void pain_patterns_link_by_side(void **state) {
    static const il_side right[] = {R, R, R, R}, left[] = {L, L, L, L};
    static const char *const sij[] = {"PSIS", "BUTT_U"};
    (void)state;
    il_pain_match m = match("sij", R, 2, sij, right);
    assert_int_equal(m.link, IL_LINK_SUPPORTED);
    assert_int_equal(m.nessential_drawn, 2);
    assert_non_null(strstr(m.source, "Sacroiliac_Pain_Maps"));
    assert_int_equal(match("sij", L, 2, sij, right).link, IL_LINK_UNKNOWN);
    assert_int_equal(match("sij", L, 2, sij, left).link, IL_LINK_SUPPORTED);
    // the midline counts for both sides
    static const char *const sacrum[] = {"SACRUM"};
    static const il_side none[] = {IL_SIDE_NONE};
    assert_int_equal(match("ql_deep", R, 1, sacrum, none).link, IL_LINK_SUPPORTED);
    assert_int_equal(match("ql_deep", L, 1, sacrum, none).link, IL_LINK_SUPPORTED);
}

static void what_argues_against_lowers_the_link(void **state) {
    static const il_side right[] = {R, R, R, R, R};
    static const char *const ischium[] = {"PSIS", "ISCH"}, *const groin[] = {"GROIN"}, *const far[] = {"PSIS", "SHIN", "KNEE_A", "ABD_LQ", "FLANK"};
    (void)state;
    assert_int_equal(match("sij", R, 2, ischium, right).link, IL_LINK_POSSIBLE);
    assert_int_equal(match("sij", R, 1, groin, right).link, IL_LINK_POSSIBLE); // spill-over only
    assert_int_equal(match("sij", R, 5, far, right).link, IL_LINK_POSSIBLE);   // most of it lies elsewhere
    assert_int_equal(match("hamstrings", R, 1, ischium + 1, right).link, IL_LINK_POSSIBLE); // the pattern is only recalled
    il_pain_match m = match("sij", R, 0, NULL, NULL);
    assert_int_equal(m.link, IL_LINK_UNKNOWN);
    assert_false(m.drawn);
}

static void the_best_structure_counts(void **state) {
    static const il_side right[] = {R}, left[] = {L};
    static const char *const crest[] = {"CREST_L"}, *const buttock[] = {"BUTT_M"};
    (void)state;
    assert_string_equal(match("ql_deep;ql_superficial", R, 1, crest, right).structure, "ql_superficial");
    assert_int_equal(match("iliopsoas", R, 1, buttock, left).link, IL_LINK_POSSIBLE); // its pain may cross to the other buttock
    assert_int_equal(match("iliopsoas", R, 1, buttock, right).link, IL_LINK_UNKNOWN);
    assert_int_equal(match("", R, 1, crest, right).link, IL_LINK_UNKNOWN);
}

// ---- bad tables ----

static void bad_edits_are_refused_with_their_place(void **state) {
    static const struct { const char *table, *find, *replace, *word; bool placed; } edit[] = {
        {"tests/tests.csv", "slr_deg,", "gillet,", "twice", true},
        {"tests/tests.csv", "-10,140,yes,number,simulated,slr_deg", "140,-10,yes,number,simulated,slr_deg", "min", true},
        {"tests/tests.csv", "number,simulated,slr_deg", "number,simulted,slr_deg", "simulated", true},
        {"tests/tests.csv", "yes,number,simulated,slr_deg", "yes,number,simulated,", "quantity", true},
        {"tests/tests.csv", "fracture;fusion,", "fracture;fussion,", "fussion", true},
        {"tests/tests.csv", "0.01;0.05;0.12;0.25;0.75", "0.01;0.05;0.12;0.12;0.75", "ascending", true},
        {"tests/tests.csv", ",2.4,3,", ",-2.4,3,", "negative", true},
        {"tests/norms.csv", "slr_deg,M", "slr_dg,M", "no test", true},
        {"tests/norms.csv", ",6.8,", ",0,", "spread", true},
        {"tests/accuracy.csv", "sij_lax,,,3.2,0.29", "sij_lax,,,0.9,0.29", "chance", true},
        {"tests/accuracy.csv", "aslr,", "slr_deg,", "enters once", true},
        {"tests/accuracy.csv", ",sij_lax,0.71", ",sij_loose,0.71", "no condition", true},
        {"conditions/disc_pain.yaml", "id: disc_pain", "id: disk_pain", "name of its file", true},
        {"conditions/disc_pain.yaml", "structures: [disc]", "structures: [disk]", "no pattern", true},
        {"conditions/disc_pain.yaml", "[centralisation,", "[centralization,", "no test of tests/tests.csv", true},
        {"conditions/disc_pain.yaml", "value: 0.2, low: 0.04", "value: 0.2, low: 0.25", "ascend", true},
        {"conditions/disc_pain.yaml", "value: 0.2,", "value: 2,", "a probability", true},
        {"conditions/disc_pain.yaml", "grade: C", "grade: E", "grade", true},
        {"conditions/disc_pain.yaml", "  spine_centre:", "  spine_center:", "did you mean", false},
        {"conditions/disc_pain.yaml", "ranked: true", "ranked: false", "not ranked", false},
        {"conditions/facet_pain.yaml", "ranked: false", "ranked: true", "an accuracy for the ranked condition", false},
        {"conditions/radiculopathy.yaml", "safety: [pain_below_knee,", "safety: [pain_below_the_knee,", "no row of safety", true},
        {"conditions/radiculopathy.yaml", "mechanism:", "mechanics:", "mechanics", true},
        {"scores/scores.csv", "peg,", "psfs,", "twice", true},
        {"scores/scores.csv", "no,low,no,mean,3,3,0,10", "no,low,no,single,3,3,0,10", "a single score has none", true},
        {"scores/scores.csv", "mean,1,5,0,10,2", "mean,6,5,0,10,2", "fewest", true},
        {"scores/scores.csv", "24,24,0,1,5,0.3", "24,24,0,1,5,3", "share at most 1", true},
        {"scores/scores.csv", "roland_morris,Roland-Morris questionnaire,0,24", "roland_morris,Roland-Morris questionnaire,24,0", "min", true},
        {"imaging/imaging.csv", "radiograph,hip,", "radiogram,hip,", "radiogram", true},
        {"imaging/imaging.csv", "radiograph,hip,", "radiograph,pelvis,", "twice", true},
        {"imaging/imaging.csv", "ct,lumbar_spine,,", "ct,lumbar_spine,everything,", "what reassures", true},
        {"conditions/short_iliopsoas.yaml", "value: 0.05, low: 0.01", "value: 0.05, low: 0.06", "ascend", true},
        {"conditions/short_iliopsoas.yaml", "value: 0.05, low: 0.01", "value: 0, low: 0", "a probability", true},
        {"conditions/short_iliopsoas.yaml", "structures: [iliopsoas]", "structures: [iliopsaos]", "no pattern", true},
        {"conditions/short_iliopsoas.yaml", "structures: [iliopsoas]", "structures: []", "names no structure", true},
        {"conditions/short_iliopsoas.yaml", "ranked: true", "ranked: false", "say ranked: true", true},
        {"conditions/short_iliopsoas.yaml", "order: 1", "order: 0", "counts from 1", true},
        {"conditions/short_leg.yaml", "mean: 0, sd: 0.5", "mean: 0, sd: 0", "above zero", true},
        {"conditions/short_leg.yaml", "value: 30, unit", "value: 0, unit", "severity 1 means", true},
        {"conditions/short_leg.yaml", "value: -30, why", "value: -30, source", "source", true},
        {"conditions/short_leg.yaml", "leg.length, side: same", "leg.length, side: right", "same", true},
        {"conditions/sij_pain.yaml", "ranked: true", "ranked: true\nseverity: {value: 1, unit: x}", "without changes", true},
        {"conditions/short_iliopsoas.yaml", "muscle.psoas.shortness, side: same, value: 0.15", "muscle.psoas.shortness, side: same, value: 0.9", "ranges from -0.3 to 0.35", true},
        {"conditions/short_iliopsoas.yaml", "muscle.psoas.shortness", "muscle.psoas.shortnes", "did you mean 'muscle.psoas.shortness'", true},
        {"conditions/parameters.csv", "muscle.*.spasm,1,", "muscle.*.spasms,1,", "muscle.*.spasm", true},
        {"conditions/parameters.csv", "muscle.*.spasm,1,", "muscle.*.spasm,N,", "the unit", true},
        {"conditions/parameters.csv", "leg.length,mm,-40,40,0,", "leg.length,mm,40,-40,0,", "number from", true},
        {"regions/pain_patterns.csv", "sij,PSIS", "sij,PSSI", "no region", true},
        {"regions/regions.csv", "LB_PARA,", "LB_MID,", "twice", true},
        {"notices.csv", "no_findings,", "none_found,", "no_findings", false},
        {"notices.csv", "screen_urgent,", "screen_pressing,", "screen_urgent", false},
        {"safety/red_flags.csv", "shingles,", "shingles2,", "shingles", false},
        {"safety/red_flags.csv", ",ask,,,,ces,EMERGENCY,warns,yes", ",ask,,,,ces,URGENT,warns,yes", "lower level", true},
        {"safety/red_flags.csv", "age,>,70", "age,,70", "comparison", true},
        {"safety/medicines.csv", "warfarin,blood_thinner", "warfarin,blood_thicker", "should be", true},
        {"safety/medicines.csv", "warfarin,", "Warfarin,", "small letters", true},
        {"safety/medicines.csv", "warfarin,", "war,", "too short", true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof edit/sizeof *edit; i++) {
        il_knowledge *e = NULL;
        il_error err = {0};
        il_status st = clinical_edited(edit[i].table, edit[i].find, edit[i].replace, &e, &err);
        if (st == IL_BUG) fail_msg("'%s' does not hold '%s'", edit[i].table, edit[i].find);
        if (st == IL_OK) fail_msg("'%s' with '%s' was taken", edit[i].table, edit[i].replace);
        assert_null(e);
        if (!edit[i].placed) continue;
        if (!strstr(err.text, edit[i].word)) fail_msg("'%s' is not in: %s", edit[i].word, err.text);
        if (err.line <= 0 || !strstr(err.file, edit[i].table)) fail_msg("no place: %s:%d %s", err.file, err.line, err.text);
    }
}

static void a_missing_table_is_named(void **state) {
    il_table_bytes table[CLINICAL_TABLES];
    (void)state;
    int n = clinical_tables(table);
    for (int gone = 0; il_knowledge_table(gone); gone++) {
        il_table_bytes less[CLINICAL_TABLES];
        il_knowledge *e = NULL;
        il_error err = {0};
        int m = 0;
        for (int i = 0; i < n; i++)
            if (i != gone) less[m++] = table[i];
        assert_int_equal(il_knowledge_read_bytes(less, m, &e, &err), IL_NO_FILE);
        assert_string_equal(err.file, table[gone].name);
        assert_null(e);
    }
}

// every allocation that fails is said, and nothing is left behind
static void no_memory_is_said(void **state) {
    il_table_bytes table[CLINICAL_TABLES];
    int n = clinical_tables(table), failures = 0;
    (void)state;
    for (int at = 1; at < 100000; at = at < 40 ? at + 1 : at + at/8) {
        il_knowledge *e = NULL;
        il_error err = {0};
        alloc_fail_at(at);
        il_status st = il_knowledge_read_bytes(table, n, &e, &err);
        bool failed = alloc_failed();
        alloc_fail_at(0);
        if (!failed) {
            assert_int_equal(st, IL_OK);
            il_knowledge_free(e);
            break;
        }
        assert_int_equal(st, IL_NO_MEMORY);
        assert_null(e);
        failures++;
    }
    assert_true(failures > 10);
}

static void the_data_folder_reads_the_same(void **state) {
    il_data_dir  *data = NULL;
    il_knowledge *e = NULL;
    il_error err = {0};
    (void)state;
    assert_int_equal(il_data_open(NULL, &data, &err), IL_OK);
    assert_int_equal(il_knowledge_read(data, &e, &err), IL_OK);
    assert_int_equal(e->ntest, k->ntest);
    assert_int_equal(e->screen.nrule, k->screen.nrule);
    il_knowledge_free(e);
    il_knowledge_free(NULL);
    il_data_close(data);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_has_a_source),
        cmocka_unit_test(the_first_slice_is_there),
        cmocka_unit_test(worthless_tests_do_not_enter),
        cmocka_unit_test(no_table_states_a_simulated_result),
        cmocka_unit_test(accuracy_follows_from_the_published_pair),
        cmocka_unit_test(recalled_accuracy_may_only_warn),
        cmocka_unit_test(changes_meet_the_body),
        cmocka_unit_test(condition_files_say_what_a_clinician_needs),
        cmocka_unit_test(priors_follow_the_setting),
        cmocka_unit_test(simulated_conditions_keep_their_order),
        cmocka_unit_test(tests_are_found_by_their_names),
        cmocka_unit_test(norms_fit_the_person),
        cmocka_unit_test(severity_has_its_density),
        cmocka_unit_test(wording_is_the_contract),
        cmocka_unit_test(pain_patterns_link_by_side),
        cmocka_unit_test(what_argues_against_lowers_the_link),
        cmocka_unit_test(the_best_structure_counts),
        cmocka_unit_test(bad_edits_are_refused_with_their_place),
        cmocka_unit_test(a_missing_table_is_named),
        cmocka_unit_test(no_memory_is_said),
        cmocka_unit_test(the_data_folder_reads_the_same),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
