// test_stance.c - standing on legs of unequal length: both feet bear, the pelvis sinks on the short side, and it does not matter where the
// solver begins. Oracle: geometry (the crest sinks by about the difference of the legs) and mirror symmetry.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "ilium/file.h"
#include "ilium/io_body.h"
#include "ilium/tasks.h"

typedef struct stand {
    il_data_dir          *data;
    const il_body_tables *tables;
    il_body              *body;
    il_tasks             *tasks;
    il_task              *task;
    il_scenario          *scenario;
    il_params            *p;
    double               *q, *act; ///< of the healthy person
    double                force[2], reading[IL_TASK_MAX];
} stand;

static stand s;

static int open_all(void **unused) {
    (void)unused;
    il_error err = {0};
    if (il_data_open(NULL, &s.data, &err) || il_body_tables_read(s.data, &s.tables, &err) || il_body_create(s.tables, &s.body, &err) ||
        il_tasks_read(s.data, &s.tasks, &err) || il_task_create(s.body->m, il_tasks_find(s.tasks, "standing"), IL_SIDE_NONE, &s.task, &err) ||
        il_scenario_create(s.body->m, IL_ISA_AUTO, &s.scenario, &err) || il_params_create(s.body->m, false, &s.p, &err)) return -1;
    s.q = calloc((size_t)s.body->m->nq, sizeof *s.q);
    s.act = calloc((size_t)s.body->m->nmuscle, sizeof *s.act);
    return s.q && s.act ? 0 : -1;
}

static int close_all(void **unused) {
    (void)unused;
    free(s.q);
    free(s.act);
    il_params_free(s.p);
    il_scenario_free(s.scenario);
    il_task_free(s.task);
    il_tasks_free(s.tasks);
    il_body_free(s.body);
    il_body_tables_free(s.tables);
    il_data_close(s.data);
    return 0;
}

static void solve(il_side side, double length, bool from_healthy, bool keep) {
    const il_model *m = s.body->m;
    il_error        err = {0};
    il_outcome      out;
    il_subject      who = {.p = s.p, .habit = m->nominal->coordinate_neutral, .habit_sd = s.body->sigma_within,
                           .effort = il_body_usual(s.tables, "effort")->value, .tolerance = il_body_usual(s.tables, "stretch_tolerance")->value};
    il_params_copy(m, m->nominal, s.p);
    if (length > 0.0) assert_int_equal(il_parameter_apply(s.body, s.p, IL_LEG_LENGTH, "", side, -1e3*length, 1.0, &err), IL_OK);
    assert_int_equal(il_scenario_run(s.scenario, s.task, &who, from_healthy ? s.q : NULL, from_healthy ? s.act : NULL, &out, &err), IL_OK);
    assert_int_equal(out.info.status, IL_POSTURE_SOLVED);
    memcpy(s.reading, out.reading, sizeof s.reading);
    memset(s.force, 0, sizeof s.force);
    for (int k = 0; k < m->npad; k++) {
        if (m->pad_plane[k] == IL_FLOOR) s.force[il_side_of(m->pad_name[k]) == IL_SIDE_LEFT] += out.solution.d->pad_force[k].lane[0];
    }
    if (keep) memcpy(s.q, out.solution.q, sizeof *s.q*(size_t)m->nq), memcpy(s.act, out.solution.act, sizeof *s.act*(size_t)m->nmuscle);
}

static double obliquity(void) {
    for (int i = 0; i < il_task_reading_count(s.task); i++)
        if (strcmp(il_task_reading_test(s.task, i), "pelvic_obliquity_mm") == 0) return s.reading[i];
    fail_msg("no reading of the crests");
    return 0.0;
}

static void both_feet_bear(void **unused) {
    (void)unused;
    solve(IL_SIDE_NONE, 0.0, false, true);
    assert_float_equal(obliquity(), 0.0, 0.01);
    for (double length = 0.005; length < 0.031; length += 0.005) {
        solve(IL_SIDE_RIGHT, length, true, false);
        double right = obliquity(), share = s.force[0]/(s.force[0] + s.force[1]);
        assert_true(share > 0.3 && share < 0.7);
        assert_true(right < -500.0*length && right > -1200.0*length); // the crest sinks on the short side
        solve(IL_SIDE_RIGHT, length, false, false);
        assert_float_equal(obliquity(), right, 0.05);
        solve(IL_SIDE_LEFT, length, true, false);
        assert_float_equal(obliquity(), -right, 0.05);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(both_feet_bear)};
    return cmocka_run_group_tests(tests, open_all, close_all);
}
