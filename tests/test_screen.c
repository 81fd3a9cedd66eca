// test_screen.c - the safety screen fails closed, follows all visits, and takes "not asked" for what it is
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>

#include "clinical.h"

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

// ---- a person of 40 who answers no to all that applies, then what a test changes ----

enum { MAX_ANSWERS = IL_SCREEN_MAX_ROWS };
typedef struct scene {
    il_screen_visit visit[3];
    const char     *id[3][MAX_ANSWERS];
    il_answer       answer[3][MAX_ANSWERS];
    il_screen_input in;
    il_screen_result out;
} scene;

static void say(scene *x, int v, const char *id, il_answer a) {
    il_screen_visit *q = &x->visit[v];
    for (int i = 0; i < q->nanswer; i++)
        if (!strcmp(x->id[v][i], id)) {
            x->answer[v][i] = a;
            return;
        }
    x->id[v][q->nanswer] = id;
    x->answer[v][q->nanswer++] = a;
}

static void fact(scene *x, int v, il_flag_from what, double value) { x->visit[v].fact[what] = (il_fact){true, value}; }

static void start(scene *x, int nvisit, bool answer_all) {
    memset(x, 0, sizeof *x);
    x->in = (il_screen_input){nvisit, x->visit};
    for (int v = 0; v < nvisit; v++) {
        x->visit[v].answer_id = x->id[v];
        x->visit[v].answer = x->answer[v];
        fact(x, v, IL_FROM_AGE, 40.0), fact(x, v, IL_FROM_FEMALE, 0.0), fact(x, v, IL_FROM_BMI, 24.0);
        for (int i = 0; answer_all && i < k->screen.nrule; i++)
            if (k->screen.rule[i].from == IL_FROM_ASK && k->screen.rule[i].role == IL_ROLE_WARNS) say(x, v, k->screen.rule[i].id, IL_NO);
    }
}

static void run(scene *x) {
    il_error err = {0};
    if (il_screen_run(&k->screen, &x->in, &x->out, &err)) fail_msg("%s", err.text);
}

static const il_screen_hit *hit(const scene *x, const char *id) {
    for (int i = 0; i < x->out.nhit; i++)
        if (!strcmp(k->screen.rule[x->out.hit[i].rule].id, id)) return &x->out.hit[i];
    return NULL;
}

static bool missing(const scene *x, const char *id) {
    for (int i = 0; i < x->out.nmissing; i++)
        if (!strcmp(k->screen.rule[x->out.missing[i]].id, id)) return true;
    return false;
}

static bool reason(const scene *x, il_screen_reason_kind kind) {
    for (int i = 0; i < x->out.nreason; i++)
        if (x->out.reason[i].kind == kind) return true;
    return false;
}

// ---- the table ----

// every row of the table is required, and every required row is there: deleting any one must be seen
static void deleting_any_row_refuses(void **state) {
    il_screen_rule rule[IL_SCREEN_MAX_ROWS];
    int n = k->screen.nrule;
    (void)state;
    assert_int_equal(il_screen_check(&k->screen, NULL), IL_OK);
    for (int gone = 0; gone < n; gone++) {
        int m = 0;
        for (int i = 0; i < n; i++)
            if (i != gone) rule[m++] = k->screen.rule[i];
        il_screen_rules less = {m, rule, "edited"};
        il_error err = {0};
        assert_int_equal(il_screen_check(&less, &err), IL_BAD_VALUE);
        if (!strstr(err.text, k->screen.rule[gone].id)) fail_msg("'%s' is not named: %s", k->screen.rule[gone].id, err.text);
        scene x;
        start(&x, 1, false);
        assert_int_equal(il_screen_run(&less, &x.in, &x.out, &err), IL_BAD_VALUE);
        assert_false(x.out.rank_allowed);
        assert_false(x.out.treat_allowed);
    }
    for (int i = 0; il_screen_required(i); i++) assert_true(il_screen_find(&k->screen, il_screen_required(i)) >= 0);
}

static void weakening_any_row_refuses(void **state) {
    il_screen_rule rule[IL_SCREEN_MAX_ROWS];
    il_screen_rules edited = {k->screen.nrule, rule, "edited"};
    (void)state;
    for (int i = 0; i < k->screen.nrule; i++) {
        memcpy(rule, k->screen.rule, (size_t)k->screen.nrule*sizeof *rule);
        if (rule[i].level > IL_LEVEL_NONE) {
            rule[i].level--;
            assert_int_equal(il_screen_check(&edited, NULL), IL_BAD_VALUE);
            rule[i] = k->screen.rule[i];
            rule[i].action = "";
            assert_int_equal(il_screen_check(&edited, NULL), IL_BAD_VALUE);
            rule[i] = k->screen.rule[i];
        }
        if (rule[i].key) {
            rule[i].key = false;
            assert_int_equal(il_screen_check(&edited, NULL), IL_BAD_VALUE);
            rule[i] = k->screen.rule[i];
        }
        if (rule[i].record_only) {
            rule[i].record_only = false;
            assert_int_equal(il_screen_check(&edited, NULL), IL_BAD_VALUE);
            rule[i] = k->screen.rule[i];
        }
        rule[i].source = "";
        assert_int_equal(il_screen_check(&edited, NULL), IL_BAD_VALUE);
    }
}

static void empty_missing_or_unreadable_table_refuses(void **state) {
    il_screen_rules none = {0, NULL, "empty"};
    il_knowledge   *out = NULL;
    il_error        err = {0};
    scene           x;
    (void)state;
    start(&x, 1, true);
    assert_int_equal(il_screen_run(&none, &x.in, &x.out, &err), IL_BAD_VALUE);
    assert_false(x.out.rank_allowed);
    assert_int_equal(clinical_edited("safety/red_flags.csv", "", "", &out, &err), IL_BAD_SYNTAX);
    assert_null(out);
    assert_true(clinical_edited("safety/red_flags.csv", "ces_retention,\"", "ces_retention,", &out, &err) != IL_OK);
    assert_null(out);
    assert_int_equal(clinical_edited("safety/red_flags.csv", "ces_saddle,", "ces_sadle,", &out, &err), IL_BAD_VALUE);
    assert_non_null(strstr(err.text, "ces_saddle"));
    assert_null(out);
}

// rows that reassure need a found source; rows that warn act when only recalled
static void reassuring_needs_a_found_source(void **state) {
    il_screen_rule rule[IL_SCREEN_MAX_ROWS];
    il_screen_rules edited = {k->screen.nrule, rule, "edited"};
    il_error err = {0};
    (void)state;
    memcpy(rule, k->screen.rule, (size_t)k->screen.nrule*sizeof *rule);
    int i = il_screen_find(&k->screen, "hip_percussion_equal");
    assert_int_equal(rule[i].role, IL_ROLE_REASSURES);
    rule[i].status = IL_SOURCE_RECALLED;
    assert_int_equal(il_screen_check(&edited, &err), IL_BAD_VALUE);
    assert_non_null(strstr(err.text, "reassures"));
    rule[i].status = IL_SOURCE_FOUND;
    rule[i].level = IL_LEVEL_WATCH;
    assert_int_equal(il_screen_check(&edited, &err), IL_BAD_VALUE);
    int recalled = 0;
    for (int r = 0; r < k->screen.nrule; r++)
        recalled += k->screen.rule[r].status == IL_SOURCE_RECALLED && k->screen.rule[r].level == IL_LEVEL_EMERGENCY;
    assert_true(recalled > 0);
}

// the emergencies of the contract, one by one: no ranking, an action, and it stands first
static void emergencies_rank_nothing(void **state) {
    static const char *const id[] = {"ces_retention", "ces_residual", "ces_overflow", "ces_bladder_change", "ces_faecal", "ces_saddle", "ces_bilateral_symptoms",
                                     "ces_bilateral_deficit", "ces_sexual", "ces_anal_tone", "motor_progressive", "cord_signs", "aaa_mass_pain", "sepsis",
                                     "limb_ischaemia", "septic_hip", "retroperitoneal_bleed", "ectopic", "testicular", "ovarian_torsion", "child_limp_fever"};
    (void)state;
    for (size_t i = 0; i < sizeof id/sizeof *id; i++) {
        scene x;
        start(&x, 1, true);
        say(&x, 0, "trauma", IL_YES);
        say(&x, 0, id[i], IL_YES);
        run(&x);
        assert_int_equal(x.out.level, IL_LEVEL_EMERGENCY);
        assert_string_equal(k->screen.rule[x.out.hit[0].rule].id, id[i]);
        assert_true(*k->screen.rule[x.out.hit[0].rule].action);
        assert_false(x.out.rank_allowed);
        assert_false(x.out.treat_allowed);
        assert_true(reason(&x, IL_REASON_EMERGENCY));
        assert_false(il_screen_permits(&k->screen, &x.out, ""));
    }
}

// ---- one visit ----

static void all_no_is_clear(void **state) {
    scene x;
    (void)state;
    start(&x, 1, true);
    run(&x);
    assert_int_equal(x.out.level, IL_LEVEL_NONE);
    assert_int_equal(x.out.nhit, 0);
    assert_true(x.out.complete && x.out.rank_allowed && x.out.treat_allowed);
    assert_int_equal(x.out.nmissing, 0);
}

static void not_asked_is_never_no(void **state) {
    scene x;
    (void)state;
    start(&x, 1, false);
    run(&x);
    assert_int_equal(x.out.level, IL_LEVEL_NONE);
    assert_false(x.out.complete);
    assert_true(x.out.rank_allowed);
    assert_false(x.out.treat_allowed);
    assert_true(reason(&x, IL_REASON_INCOMPLETE));
    assert_true(missing(&x, "ces_retention") && missing(&x, "shingles") && missing(&x, "scope_fusion"));
    assert_false(missing(&x, "ectopic"));       // asked of women
    assert_false(missing(&x, "child_hip"));     // asked of the young
    assert_false(missing(&x, "normal_crp"));    // nobody must be asked for a normal result
    assert_true(x.out.nmissing_key > 5 && x.out.nmissing_key < x.out.nmissing);
    for (int i = 0; i < x.out.nmissing; i++) assert_int_equal(k->screen.rule[x.out.missing[i]].key, i < x.out.nmissing_key);
    // one key item left out is enough
    start(&x, 1, true);
    say(&x, 0, "ces_saddle", IL_NOT_ASKED);
    run(&x);
    assert_false(x.out.complete || x.out.treat_allowed);
    assert_int_equal(x.out.nmissing_key, 1);
}

static void urgent_withholds_treatment(void **state) {
    scene x;
    (void)state;
    start(&x, 1, true);
    say(&x, 0, "cancer_history", IL_YES);
    run(&x);
    assert_int_equal(x.out.level, IL_LEVEL_URGENT);
    assert_true(x.out.rank_allowed);
    assert_false(x.out.treat_allowed);
    assert_true(reason(&x, IL_REASON_URGENT));
    start(&x, 1, true);
    say(&x, 0, "weight_loss", IL_YES);
    run(&x);
    assert_int_equal(x.out.level, IL_LEVEL_WATCH);
    assert_true(x.out.treat_allowed);
}

// one weak fracture item: WATCH; two: URGENT. Women over 70 reach the rule of Henschke by age and sex alone
static void fracture_items_are_counted(void **state) {
    scene x;
    (void)state;
    start(&x, 1, true);
    say(&x, 0, "fist_percussion", IL_YES);
    run(&x);
    assert_int_equal(x.out.level, IL_LEVEL_WATCH);
    assert_null(hit(&x, "fracture_two"));
    fact(&x, 0, IL_FROM_AGE, 72.0);
    run(&x);
    assert_int_equal(x.out.level, IL_LEVEL_URGENT);
    assert_non_null(hit(&x, "fracture_two"));
    assert_null(hit(&x, "henschke_two"));
    say(&x, 0, "fist_percussion", IL_NO);
    run(&x);
    assert_int_equal(x.out.level, IL_LEVEL_WATCH);
    fact(&x, 0, IL_FROM_FEMALE, 1.0);
    run(&x);
    assert_non_null(hit(&x, "henschke_two"));
    assert_null(hit(&x, "female_henschke")); // counts, is not shown
    fact(&x, 0, IL_FROM_AGE, 70.0);          // over 70, not 70
    run(&x);
    assert_null(hit(&x, "henschke_two"));
}

static void weakness_has_its_levels(void **state) {
    scene x;
    (void)state;
    start(&x, 1, true);
    say(&x, 0, "weakness_new_unilateral", IL_YES);
    run(&x);
    assert_int_equal(x.out.level, IL_LEVEL_URGENT);
    start(&x, 1, true);
    fact(&x, 0, IL_FROM_STRENGTH, 2.0);
    run(&x);
    assert_int_equal(hit(&x, "weakness_grade_below_3")->level, IL_LEVEL_URGENT);
    fact(&x, 0, IL_FROM_STRENGTH, 3.0);
    run(&x);
    assert_null(hit(&x, "weakness_grade_below_3"));
}

static void strength_waits_for_myotomes(void **state) {
    scene x;
    (void)state;
    start(&x, 1, true);
    run(&x);
    assert_false(x.out.strength_withheld);
    fact(&x, 0, IL_FROM_STRENGTH_LIMITED, 1.0);
    run(&x);
    assert_true(x.out.strength_withheld);
    assert_true(reason(&x, IL_REASON_MYOTOMES));
    say(&x, 0, "myotomes_done", IL_YES);
    run(&x);
    assert_false(x.out.strength_withheld);
}

// a normal test is printed and clears nothing
static void normal_tests_clear_nothing(void **state) {
    scene x;
    (void)state;
    start(&x, 1, true);
    say(&x, 0, "fever", IL_YES);
    for (int i = 0; i < k->screen.nrule; i++)
        if (k->screen.rule[i].role != IL_ROLE_WARNS) say(&x, 0, k->screen.rule[i].id, IL_YES);
    run(&x);
    assert_int_equal(x.out.level, IL_LEVEL_URGENT);
    assert_non_null(hit(&x, "normal_crp"));
    assert_int_equal(hit(&x, "normal_crp")->level, IL_LEVEL_NONE);
    assert_non_null(hit(&x, "hip_percussion_equal"));
}

// ---- whom the program knows ----

static void outside_validity_is_recorded_only(void **state) {
    static const struct { il_flag_from what; double value; const char *id; } by_fact[] = {
        {IL_FROM_AGE, 17.9, "scope_under_18"}, {IL_FROM_AGE, 80.5, "scope_over_80"}, {IL_FROM_BMI, 16.9, "scope_bmi_low"}, {IL_FROM_BMI, 40.1, "scope_bmi_high"}};
    static const char *const by_answer[] = {"scope_replacement", "scope_fusion", "scope_amputation", "scope_scoliosis", "scope_neuromuscular", "scope_pregnancy"};
    scene x;
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        start(&x, 1, true);
        fact(&x, 0, by_fact[i].what, by_fact[i].value);
        run(&x);
        assert_true(x.out.record_only && !x.out.rank_allowed && !x.out.treat_allowed);
        assert_non_null(hit(&x, by_fact[i].id));
        assert_true(reason(&x, IL_REASON_RECORD_ONLY));
    }
    for (size_t i = 0; i < 6; i++) {
        start(&x, 1, true);
        say(&x, 0, by_answer[i], IL_YES);
        run(&x);
        assert_true(x.out.record_only && !x.out.rank_allowed);
    }
    const double inside[][2] = {{18.0, 24.0}, {80.0, 24.0}, {40.0, 17.0}, {40.0, 40.0}};
    for (size_t i = 0; i < 4; i++) {
        start(&x, 1, true);
        fact(&x, 0, IL_FROM_AGE, inside[i][0]), fact(&x, 0, IL_FROM_BMI, inside[i][1]);
        run(&x);
        assert_true(x.out.rank_allowed);
    }
}

static void unknown_age_is_not_ranked(void **state) {
    scene x;
    (void)state;
    start(&x, 1, true);
    x.visit[0].fact[IL_FROM_AGE] = (il_fact){0};
    run(&x);
    assert_false(x.out.rank_allowed);
    assert_true(reason(&x, IL_REASON_AGE_UNKNOWN));
    start(&x, 0, true);
    run(&x);
    assert_false(x.out.rank_allowed);
    assert_true(reason(&x, IL_REASON_NO_VISIT));
    x.out = (il_screen_result){0};
    assert_false(il_screen_permits(&k->screen, &x.out, ""));
}

static void the_young_have_their_own_rows(void **state) {
    scene x;
    (void)state;
    start(&x, 1, true);
    fact(&x, 0, IL_FROM_HIP_REGION, 1.0);
    run(&x);
    assert_null(hit(&x, "child_hip_drawn"));
    fact(&x, 0, IL_FROM_AGE, 13.0);
    run(&x);
    assert_int_equal(hit(&x, "child_hip_drawn")->level, IL_LEVEL_URGENT);
    start(&x, 1, false);
    fact(&x, 0, IL_FROM_AGE, 13.0);
    run(&x);
    assert_true(missing(&x, "child_hip"));
}

static void drawings_and_findings_raise_rows(void **state) {
    scene x;
    (void)state;
    start(&x, 1, true);
    fact(&x, 0, IL_FROM_SADDLE, 1.0);
    run(&x);
    assert_int_equal(x.out.level, IL_LEVEL_URGENT);
    start(&x, 1, true);
    fact(&x, 0, IL_FROM_BOTH_LEGS, 1.0), fact(&x, 0, IL_FROM_BELOW_KNEE, 1.0);
    run(&x);
    assert_non_null(hit(&x, "both_legs_drawn"));
    assert_non_null(hit(&x, "pain_below_knee"));
    fact(&x, 0, IL_FROM_BOTH_LEGS, 0.0), fact(&x, 0, IL_FROM_BELOW_KNEE, 0.0);
    run(&x);
    assert_int_equal(x.out.nhit, 0);
}

// every row that warns, one at a time, in a person to whom it applies: it is shown at its level, with what to do, and alone unless it counts
static void every_row_fires_at_its_level(void **state) {
    (void)state;
    for (int i = 0; i < k->screen.nrule; i++) {
        const il_screen_rule *r = &k->screen.rule[i];
        scene x;
        if (r->role != IL_ROLE_WARNS || r->from == IL_FROM_COUNT || r->level == IL_LEVEL_NONE) continue;
        start(&x, 1, true);
        if (r->sex == 'F') fact(&x, 0, IL_FROM_FEMALE, 1.0);
        if (r->age_max > 0 && r->age_max <= 40) fact(&x, 0, IL_FROM_AGE, r->age_max - 1.0);
        if (r->age_min > 40) fact(&x, 0, IL_FROM_AGE, r->age_min);
        if (r->from == IL_FROM_ASK) say(&x, 0, r->id, IL_YES);
        else fact(&x, 0, r->from, r->compare == IL_LESS || r->compare == IL_LESS_EQUAL ? r->value - 1.0 : r->value + 1.0);
        run(&x);
        const il_screen_hit *h = hit(&x, r->id);
        if (!h || h->level != r->level || !h->open || x.out.level < r->level) fail_msg("%s does not fire", r->id);
        assert_true(*r->action && *r->question);
        if (r->level == IL_LEVEL_EMERGENCY) assert_false(x.out.rank_allowed);
        if (r->level >= IL_LEVEL_URGENT) assert_false(x.out.treat_allowed);
    }
}

// ---- several visits ----

// clean on day 0, cauda equina on day 10 (Crowell & Gill 2009): each visit is screened
static void a_later_emergency_is_seen(void **state) {
    scene x;
    (void)state;
    start(&x, 2, true);
    say(&x, 1, "ces_saddle", IL_YES);
    run(&x);
    assert_int_equal(x.out.level, IL_LEVEL_EMERGENCY);
    assert_int_equal(hit(&x, "ces_saddle")->visit, 1);
    assert_false(hit(&x, "ces_saddle")->stale);
}

static void an_earlier_emergency_stays_open(void **state) {
    scene x;
    (void)state;
    start(&x, 3, true);
    say(&x, 0, "ces_saddle", IL_YES);
    say(&x, 1, "ces_saddle", IL_NOT_ASKED);
    say(&x, 2, "ces_saddle", IL_NOT_ASKED);
    run(&x);
    assert_int_equal(x.out.level, IL_LEVEL_EMERGENCY);
    assert_true(hit(&x, "ces_saddle")->open && hit(&x, "ces_saddle")->stale);
    assert_int_equal(hit(&x, "ces_saddle")->visit, 0);
    assert_true(missing(&x, "ces_saddle"));
    // answered no later: shown, to be confirmed, no longer an emergency
    say(&x, 2, "ces_saddle", IL_NO);
    run(&x);
    assert_int_equal(x.out.level, IL_LEVEL_WATCH);
    assert_false(hit(&x, "ces_saddle")->open);
    assert_true(x.out.rank_allowed);
    // a WATCH row that is over is over
    start(&x, 2, true);
    say(&x, 0, "weight_loss", IL_YES);
    run(&x);
    assert_int_equal(x.out.nhit, 0);
}

static void each_visit_asks_again(void **state) {
    scene x;
    (void)state;
    start(&x, 2, true);
    x.visit[1].nanswer = 0;
    run(&x);
    assert_false(x.out.complete);
    assert_true(missing(&x, "ces_retention"));
}

// ---- what is forbidden, and bad answers ----

static void open_flags_forbid_tests(void **state) {
    scene x;
    (void)state;
    start(&x, 1, true);
    run(&x);
    assert_true(il_screen_permits(&k->screen, &x.out, "no_loading;fracture"));
    say(&x, 0, "femoral_stress", IL_YES);
    run(&x);
    assert_false(il_screen_permits(&k->screen, &x.out, "no_loading;fracture"));
    assert_false(il_screen_permits(&k->screen, &x.out, "femoral_stress"));
    assert_true(il_screen_permits(&k->screen, &x.out, "fracture;pregnancy"));
    assert_true(il_screen_permits(&k->screen, &x.out, ""));
}

static void unknown_answers_are_refused(void **state) {
    scene x;
    il_error err = {0};
    (void)state;
    start(&x, 1, true);
    say(&x, 0, "ces_sadle", IL_YES);
    assert_int_equal(il_screen_run(&k->screen, &x.in, &x.out, &err), IL_BAD_VALUE);
    assert_non_null(strstr(err.text, "ces_saddle"));
    assert_false(x.out.rank_allowed);
    start(&x, 1, true);
    say(&x, 0, "age_over_70", IL_NO);
    assert_int_equal(il_screen_run(&k->screen, &x.in, &x.out, &err), IL_BAD_VALUE);
    assert_non_null(strstr(err.text, "derived"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(deleting_any_row_refuses),
        cmocka_unit_test(weakening_any_row_refuses),
        cmocka_unit_test(empty_missing_or_unreadable_table_refuses),
        cmocka_unit_test(reassuring_needs_a_found_source),
        cmocka_unit_test(emergencies_rank_nothing),
        cmocka_unit_test(all_no_is_clear),
        cmocka_unit_test(not_asked_is_never_no),
        cmocka_unit_test(urgent_withholds_treatment),
        cmocka_unit_test(fracture_items_are_counted),
        cmocka_unit_test(weakness_has_its_levels),
        cmocka_unit_test(strength_waits_for_myotomes),
        cmocka_unit_test(normal_tests_clear_nothing),
        cmocka_unit_test(outside_validity_is_recorded_only),
        cmocka_unit_test(unknown_age_is_not_ranked),
        cmocka_unit_test(the_young_have_their_own_rows),
        cmocka_unit_test(drawings_and_findings_raise_rows),
        cmocka_unit_test(every_row_fires_at_its_level),
        cmocka_unit_test(a_later_emergency_is_seen),
        cmocka_unit_test(an_earlier_emergency_stays_open),
        cmocka_unit_test(each_visit_asks_again),
        cmocka_unit_test(open_flags_forbid_tests),
        cmocka_unit_test(unknown_answers_are_refused),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
