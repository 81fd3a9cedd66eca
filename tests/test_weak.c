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

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_load_decides), cmocka_unit_test(discs_bear_most_where_statics_says),
                                       cmocka_unit_test(nothing_piles_up_and_the_unknown_is_silent), cmocka_unit_test(the_pattern_decides)};
    return cmocka_run_group_tests(tests, open_all, close_all);
}
