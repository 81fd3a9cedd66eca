// test_weak.c - what postures and the pain drawing say of a structure: the direction of the load, never more than the cap, nothing where nothing is known
#include <math.h>
#include <string.h>
#include "assess_fixture.h"
#include "reason/assess_private.h"

static double says(const char *structures, il_doing doing, il_effect effect) {
    il_posture_effect x = {.posture = doing, .effect = effect};
    il_history        h = {.nposture = 1, .posture = &x};
    return ili_weak_postures(knowledge, structures, &h);
}

// the structure that a posture loads most is raised most by its aggravating; its easing is the mirror image; the cap holds for every row
static void the_load_decides(void **state) {
    (void)state;
    double cap = log(1.5);
    assert_true(knowledge->nposture_load > 100);
    for (int i = 0; i < knowledge->nposture_load; i++) {
        const il_posture_load *x = &knowledge->posture_load[i];
        double worse = says(x->structure, (il_doing)x->doing, IL_EFFECT_WORSE);
        assert_true(fabs(worse) <= cap + 1e-15);
        assert_true(worse == -says(x->structure, (il_doing)x->doing, IL_EFFECT_BETTER));
        assert_true(x->relative >= 1.0 ? worse >= 0.0 : worse <= 0.0);
        assert_true(says(x->structure, (il_doing)x->doing, IL_EFFECT_SAME) == 0.0);
        for (int k = 0; k < knowledge->nposture_load; k++) {
            const il_posture_load *y = &knowledge->posture_load[k];
            if (y->doing == x->doing && y->relative <= x->relative) assert_true(says(y->structure, (il_doing)y->doing, IL_EFFECT_WORSE) <= worse);
        }
    }
}

// stooped lifting loads discs; lying unloads them: by mechanics, not by the table
static void discs_bear_most_where_statics_says(void **state) {
    (void)state;
    assert_true(says("disc", IL_DOING_LIFTING, IL_EFFECT_WORSE) > 0.3);
    assert_true(says("disc", IL_DOING_SUPINE, IL_EFFECT_WORSE) < -0.3 && says("disc", IL_DOING_SUPINE, IL_EFFECT_BETTER) > 0.3);
    assert_true(says("gluteus_medius", IL_DOING_ONE_LEG, IL_EFFECT_WORSE) > says("disc", IL_DOING_ONE_LEG, IL_EFFECT_WORSE) + 0.3);
}

// many postures are averaged, not added up; what has no task, or no load, says nothing
static void nothing_piles_up_and_the_unknown_is_silent(void **state) {
    (void)state;
    il_posture_effect two[] = {{.posture = IL_DOING_LIFTING, .effect = IL_EFFECT_WORSE}, {.posture = IL_DOING_STANDING, .effect = IL_EFFECT_WORSE},
                               {.posture = IL_DOING_RUNNING, .effect = IL_EFFECT_WORSE}};
    il_history        h = {.nposture = 3, .posture = two}, none = {0};
    il_posture_effect walk[] = {{.posture = IL_DOING_TWISTING, .effect = IL_EFFECT_WORSE}, {.posture = IL_DOING_STAIRS, .effect = IL_EFFECT_WORSE}, two[2]};
    il_history        mild = {.nposture = 3, .posture = walk};
    double            mean = 0.5*(says("disc", IL_DOING_TWISTING, IL_EFFECT_WORSE) + says("disc", IL_DOING_STAIRS, IL_EFFECT_WORSE));
    assert_true(mean > 0.0 && fabs(ili_weak_postures(knowledge, "disc", &mild) - mean) < 1e-12);
    assert_true(ili_weak_postures(knowledge, "disc", &h) < log(1.5));
    assert_true(says("disc", IL_DOING_RUNNING, IL_EFFECT_WORSE) == 0.0);
    assert_true(says("meralgia", IL_DOING_LIFTING, IL_EFFECT_WORSE) == 0.0 && says("", IL_DOING_LIFTING, IL_EFFECT_WORSE) == 0.0);
    assert_true(ili_weak_postures(knowledge, "disc", &none) == 0.0);
    // the first structure that has loads decides
    assert_true(says("meralgia;disc", IL_DOING_LIFTING, IL_EFFECT_WORSE) == says("disc", IL_DOING_LIFTING, IL_EFFECT_WORSE));
}

static void the_pattern_decides(void **state) {
    (void)state;
    il_pain_match m = {.structure = "sij", .drawn = true, .link = IL_LINK_SUPPORTED};
    assert_true(fabs(ili_weak_pain(&m) - log(1.5)) < 1e-15);
    m.link = IL_LINK_POSSIBLE;
    assert_true(ili_weak_pain(&m) == 0.0);
    m.link = IL_LINK_UNKNOWN;
    assert_true(ili_weak_pain(&m) == 0.0); // pain elsewhere reassures of nothing
    m.drawn = false;
    assert_true(ili_weak_pain(&m) == 0.0);
    m = (il_pain_match){.structure = "", .drawn = true};
    assert_true(ili_weak_pain(&m) == 0.0);
}

// An assessment asks twice, without the history and with it: what the findings say is kept from the first, and every bit is that of asking once
static void what_findings_say_is_kept(void **state) {
    static const double five[] = {0.0, 0.25, 0.5, 0.75, 1.0}, baseline[2] = {0}, cov[4] = {1, 0.3, 0.3, 1}, present[2] = {0.7, IL_NAN};
    (void)state;
    double                  effect[20];
    const il_infer_finding  finding[2] = {il_finding_number("a", 2.0, 1.0, 0.0, 0.0), il_finding_number("b", -0.5, 1.0, 0.0, 0.0)};
    const il_infer_prior    prior[2] = {{0.1, 0.05, 0.2}, {0.2, 0.1, 0.3}};
    const il_infer_accuracy said = {.name = "history", .group = "history", .positive_absent = 0.6, .positive_present = present, .may_raise = true};
    il_infer_problem        p = {.nfinding = 2, .ncondition = 2, .nseverity = 5, .finding = finding, .baseline = baseline, .person_cov = cov, .severity = five, .effect = effect,
                                 .prior = prior, .accuracy = &said, .naccuracy = 1};
    il_infer_settings       s = il_default_infer_settings();
    il_infer_workspace     *w[2] = {NULL};
    il_infer_solution       once, twice;
    il_infer_info           info;
    il_error                err = {0};
    for (int i = 0; i < 20; i++) effect[i] = five[i/2%5]*(i/10 == i%2 ? 3.0 : -1.0);
    for (int k = 0; k < 2; k++) assert_int_equal(il_infer_workspace_create(&p, &s, &w[k], &err), IL_OK);
    assert_int_equal(il_infer(&p, &s, w[0], &once, &info, &err), IL_OK);
    p.naccuracy = 0, s.brief = 1; // as the assessment asks: first what the tests say, and of that the contributions alone
    assert_int_equal(il_infer(&p, &s, w[1], &twice, &info, &err), IL_OK);
    assert_true(twice.severity_mean[0] == 0.0 && twice.ntie == 0 && twice.log_bf[0] == 0.0);
    p.naccuracy = 1, s.same_findings = 1, s.brief = 0;
    long asked = info.nlikelihood;
    assert_int_equal(il_infer(&p, &s, w[1], &twice, &info, &err), IL_OK);
    assert_true(info.nlikelihood < asked);
    assert_memory_equal(once.present, twice.present, 2*sizeof *once.present);
    assert_memory_equal(once.contribution, twice.contribution, 6*sizeof *once.contribution);
    assert_memory_equal(once.severity_mean, twice.severity_mean, 2*sizeof *once.severity_mean);
    s.brief = 1;
    assert_int_equal(il_infer(&p, &s, w[1], &twice, &info, &err), IL_OK);
    assert_memory_equal(once.present, twice.present, 2*sizeof *once.present);
    assert_memory_equal(once.contribution, twice.contribution, 6*sizeof *once.contribution);
    assert_true(once.none == twice.none && once.pair[0] == twice.pair[0] && twice.severity_p95[1] == 0.0);
    for (int k = 0; k < 2; k++) il_infer_workspace_free(w[k]);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_load_decides), cmocka_unit_test(discs_bear_most_where_statics_says),
                                       cmocka_unit_test(nothing_piles_up_and_the_unknown_is_silent), cmocka_unit_test(the_pattern_decides), cmocka_unit_test(what_findings_say_is_kept)};
    return cmocka_run_group_tests(tests, open_all, close_all);
}
