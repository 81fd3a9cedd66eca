// slow_day.c - whole days and the aims: half the step, followed beside solved, walking by parts beside all its frames, a cut at every hour
//
// Oracles: the same day in half steps; il_motion_solve() on every frame; dynamic similarity; the same day uncut.
#include "day_fixture.h"

#include "ilium/factor.h"
#include "ilium/motions.h"
#include "scenario/motion_steps.h"

static day_fixture open_ready(const char *name, double step) {
    day_fixture     x = {.f = body_open()};
    il_error        err = {0};
    il_day_settings set = il_default_day_settings();
    set.step = step;
    must(il_params_create(x.f.m, false, &x.p, &err), &err);
    must(il_tissue_read(x.f.dir, &x.tissue, &err), &err);
    must(il_schedule_read(x.f.dir, name, &x.schedule, &err), &err);
    must(il_day_create(x.f.body, x.p, x.tissue, x.schedule, &set, &x.day, &err), &err);
    return x;
}

// all exposure by less than a hundredth, that of each structure that matters by less than two
static void half_steps(const char *name) {
    day_fixture one = open_ready(name, 1.0), half = open_ready(name, 0.5);
    double      all[2] = {0.0, 0.0};
    while (step(one.day)) {}
    while (step(half.day)) {}
    int n = il_day_structures(one.day);
    for (int i = 0; i < n; i++) all[0] += il_day_total_of(one.day, i).exposure, all[1] += il_day_total_of(half.day, i).exposure;
    printf("%s: exposure %.4f h, in half steps %.4f (%.2f %%)\n", name, all[0], all[1], 100*(all[1]/all[0] - 1.0));
    if (!(fabs(all[1]/all[0] - 1.0) < 0.01)) fail_msg("%s: %g and %g", name, all[0], all[1]);
    for (int i = 0; i < n; i++) {
        double a = il_day_total_of(one.day, i).exposure, b = il_day_total_of(half.day, i).exposure;
        if (a > 0.02*all[0] && !(fabs(b/a - 1.0) < 0.02)) fail_msg("%s, %s: %g and %g", name, il_day_structure_at(one.day, i)->is->id, a, b);
    }
    close_day(&one), close_day(&half);
}

static void half_steps_of_a_shift(void **state) { (void)state; half_steps("warehouse_worker"); }
static void half_steps_of_a_day_at_a_desk(void **state) { (void)state; half_steps("desk_worker"); }
static void half_steps_of_a_day_with_a_run(void **state) { (void)state; half_steps("runner"); }

#define WALKS "  - {name: walks, postures: [{motion: walking}]}\n"

static il_motion *walking(const il_data_dir *dir) {
    il_motion *motion = NULL;
    il_error   err = {0};
    must(il_motion_read(dir, "walking", &motion, &err), &err);
    return motion;
}

// least capacity of either gluteus medius, and the minute at which the day says that it cannot be held (-1: never)
static double walk_on(double minutes, il_body_sex sex, double strength, double *until) {
    char              text[300];
    il_error          err = {0};
    il_day_settings   set = il_default_day_settings();
    snprintf(text, sizeof text, HEAD WALKS "day:\n  - {do: walks, minutes: %g}\n", minutes);
    day_fixture x = open_parts(text);
    double      least = 1.0;
    must(il_body_person(x.f.body, &(il_body_sizes){.sex = sex}, x.p, &err), &err);
    for (int i = 0; i < x.f.m->nmuscle; i++) {
        const char *name = x.f.m->muscle_name[i];
        if (!strncmp(name, "glut_me", 7) || !strncmp(name, "glut_mi", 7)) x.p->muscle_f_max[i] *= strength;
    }
    must(il_day_create(x.f.body, x.p, x.tissue, x.schedule, &set, &x.day, &err), &err);
    *until = -1.0;
    while (step(x.day)) {
        const il_day_event *e;
        for (int n = il_day_events(x.day, &e), k = 0; k < n; k++)
            if (e[k].kind == IL_DAY_FAILS && *until < 0.0) *until = e[k].minute;
        for (int g = 0; g < il_day_groups(x.day); g++)
            if (!strcmp(il_day_group_at(x.day, g)->name, "gluteus_medius")) least = fmin(least, il_day_capacity(x.day, g));
    }
    close_day(&x);
    return least;
}

// people walk for hours; whose abductors have a third of their strength tires at once
static void the_healthy_walk_for_an_hour_and_the_weak_do_not(void **state) {
    (void)state;
    double until, man = walk_on(60.0, IL_BODY_MALE, 1.0, &until);
    assert_true(until < 0.0 && man > 0.9);
    double woman = walk_on(60.0, IL_BODY_FEMALE, 1.0, &until);
    assert_true(until < 0.0 && woman > 0.75);
    double weak = walk_on(3.0, IL_BODY_MALE, 0.3, &until);
    printf("gluteus medius after an hour: man %.2f, woman %.2f; weak, after three minutes: %.2f\n", man, woman, weak);
    assert_true(weak < 0.75 && weak < woman);
}

// a minute of the man who was recorded: mean activation of each group over the parts of a cycle beside that over all 75 frames
static void walking_by_parts_is_walking(void **state) {
    (void)state;
    day_fixture       x = open_parts(HEAD WALKS "day:\n  - {do: walks, minutes: 1}\n");
    il_error          err = {0};
    il_motion        *motion = walking(x.f.dir);
    il_motion_result *r = NULL;
    il_day_settings   set = il_default_day_settings();
    il_subject        who;
    double            worst = 0.0;
    must(il_body_person(x.f.body, &motion->person, x.p, &err), &err);
    must(il_day_create(x.f.body, x.p, x.tissue, x.schedule, &set, &x.day, &err), &err);
    assert_true(step(x.day));
    il_outcomes *outcomes = NULL;
    must(il_outcomes_create(x.f.body, &outcomes, &err), &err);
    who = il_subject_usual(x.f.body, x.p, NULL);
    must(il_motion_solve(x.f.body, x.p, motion, who.effort, 2, NULL, &r, &err), &err);
    for (int g = 0; g < il_day_groups(x.day); g++) {
        const il_day_group *group = il_day_group_at(x.day, g);
        char                name[120];
        double              mean = 0.0;
        snprintf(name, sizeof name, "muscle_group.%s%s.activation_mean", group->name, group->side == IL_SIDE_RIGHT ? ".right" : group->side == IL_SIDE_LEFT ? ".left" : "");
        int i = il_outcomes_find(outcomes, name);
        for (int f = 0; i != IL_NONE && f < r->nframe; f++) mean += r->value[f*r->noutcome + i]/r->nframe;
        if (mean < 0.05) continue;
        worst = fmax(worst, fabs(il_day_activation(x.day, g) - mean));
        if (!(fabs(il_day_activation(x.day, g) - mean) < 0.25*mean)) fail_msg("%s: %g by parts, %g over all frames", name, il_day_activation(x.day, g), mean);
    }
    printf("walking by parts: the worst group is off by %.3f of its strength\n", worst);
    assert_true(worst > 0.0);
    il_motion_result_free(r);
    il_outcomes_free(outcomes);
    il_motion_free(motion);
    close_day(&x);
}

// who is heavier and shorter walks by the same shares of weight: the ground's mean force is the weight, and what motion, forces and body do not fit by is the
// same share of it
static void walking_is_scaled_to_the_person(void **state) {
    (void)state;
    fixture           f = body_open();
    il_error          err = {0};
    il_motion        *motion = walking(f.dir);
    il_params        *p[2];
    ili_motion_steps *steps[2];
    il_posture       *posture = NULL;
    double            mass[2] = {0.0, 0.0}, share[2] = {0.0, 0.0};
    must(il_posture_create(f.m, IL_ISA_AUTO, 16, &posture, &err), &err);
    for (int k = 0; k < 2; k++) {
        il_body_sizes sizes = motion->person;
        must(il_params_create(f.m, false, &p[k], &err), &err);
        if (k) must(il_body_size_set(f.tables, &sizes, "mass_kg", 95.0, &err), &err), must(il_body_size_set(f.tables, &sizes, "height_m", 162.0, &err), &err);
        must(il_body_person(f.body, &sizes, p[k], &err), &err);
        for (int b = 0; b < f.m->nbody; b++) mass[k] += p[k]->body_mass[b];
        must(ili_motion_steps_create(f.body, p[k], motion, il_subject_usual(f.body, p[k], NULL).effort, posture, &steps[k], &err), &err);
        int n = ili_motion_steps_count(steps[k]);
        for (int frame = 5; frame < n; frame += n/4) {
            il_posture_solution solution;
            il_motion_frame     info;
            must(ili_motion_steps_solve(steps[k], frame, NULL, NULL, &solution, &info, &err), &err);
            share[k] += info.root_force/(9.80665*mass[k]);
        }
    }
    assert_int_equal(ili_motion_steps_count(steps[0]), ili_motion_steps_count(steps[1]));
    double slower = ili_motion_steps_lasts(steps[1])/ili_motion_steps_lasts(steps[0]);
    printf("1.62 m, %.0f kg beside 1.80 m, %.0f kg: a cycle takes %.3f of the time; residual %.3f and %.3f of the weight\n", mass[1], mass[0], slower, share[1], share[0]);
    assert_true(fabs(mass[1]/mass[0] - 95.0/72.6) < 1e-6 && slower > 0.93 && slower < 0.97);
    if (!(fabs(share[1] - share[0]) < 0.05)) fail_msg("residuals of %g and %g body weights", share[1], share[0]);
    for (int k = 0; k < 2; k++) ili_motion_steps_free(steps[k]), il_params_free(p[k]);
    il_posture_free(posture);
    il_motion_free(motion);
    body_close(&f);
}

// cut after every quarter of an hour and loaded into a day that knows nothing: the same bits, motions and injuries included
static void cut_anywhere_it_is_the_same_day(void **state) {
    (void)state;
    static const char yaml[] = HEAD WALKS "  - {name: sits, postures: [{task: sit_upright}]}\n  - {name: lies, postures: [{task: lying_supine}]}\n"
                                          "  - name: lifts\n    postures: [{task: lift_stoop, how: {load: 12}, seconds: 2}, {task: hold_close, how: {load: 12}, seconds: 6}, {task: standing}]\n"
                                          "day:\n  - {do: walks, minutes: 7}\n  - {do: sits, minutes: 33}\n  - {injury: iliolumbar_left, severity: 1}\n  - {do: lifts, minutes: 20, times: 40}\n  - {do: lies, minutes: 20}\n";
    day_fixture whole = open_day(yaml, 1.0, true), cut = open_day(yaml, 1.0, true);
    size_t      size = il_day_state_size(whole.day);
    void       *a = malloc(size), *b = malloc(size);
    il_error    err = {0};
    for (int minute = 0; step(whole.day); minute++) {
        assert_true(step(cut.day));
        if (minute%5 != 3) continue;
        il_day_save(cut.day, b);
        il_day_settings set = il_default_day_settings();
        il_day         *fresh = NULL;
        must(il_day_create(cut.f.body, cut.p, cut.tissue, cut.schedule, &set, &fresh, &err), &err);
        must(il_day_load(fresh, b, size, &err), &err);
        il_day_free(cut.day);
        cut.day = fresh;
    }
    assert_true(!step(cut.day));
    il_day_save(whole.day, a), il_day_save(cut.day, b);
    assert_memory_equal(a, b, size);
    free(a), free(b);
    close_day(&whole), close_day(&cut);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(half_steps_of_a_shift),       cmocka_unit_test(half_steps_of_a_day_at_a_desk),  cmocka_unit_test(half_steps_of_a_day_with_a_run),
                                       cmocka_unit_test(the_healthy_walk_for_an_hour_and_the_weak_do_not), cmocka_unit_test(walking_by_parts_is_walking), cmocka_unit_test(walking_is_scaled_to_the_person), cmocka_unit_test(cut_anywhere_it_is_the_same_day)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
