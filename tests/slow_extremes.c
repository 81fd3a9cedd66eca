// slow_extremes.c - the ends of what the tables allow: every measure of a person and every parameter of a condition still makes a body that stands
#include "ilium/knowledge.h"
#include "task_fixture.h"

static task_fixture  F;
static il_knowledge *K;
static il_task      *stand;

static int open_all(void **state) {
    (void)state;
    F = tasks_open();
    stand = task_make(&F, "standing", IL_SIDE_NONE);
    return il_knowledge_read(F.body.dir, &K, NULL) != IL_OK;
}
static int close_all(void **state) {
    (void)state;
    il_task_free(stand);
    il_knowledge_free(K);
    tasks_close(&F);
    return 0;
}

static void stands(const char *what, double value) {
    il_outcome out = task_run(&F, stand, NULL, NULL);
    if (out.info.status != IL_POSTURE_SOLVED) fail_msg("with %s at %g: not solved, worst %s", what, value, F.body.m->coordinate_name[out.info.worst]);
}

static void both_ends_of_every_measure_stand(void **state) {
    (void)state;
    for (int i = 0; i < F.body.tables->n_scaling; i++) {
        const il_scaling_row *row = &F.body.tables->scaling[i];
        for (int end = 0; end < 4; end++) {
            il_body_sizes sizes = {.sex = end % 2 ? IL_BODY_FEMALE : IL_BODY_MALE};
            double        value = end < 2 ? row->low : row->high;
            il_error      err = {0};
            if (il_body_size_set(F.body.tables, &sizes, row->measure, value, &err) != IL_OK || il_body_person(F.body.body, &sizes, F.p, &err) != IL_OK)
                fail_msg("%s", err.text);
            stands(row->measure, value);
        }
    }
}

static void both_ends_of_every_parameter_stand(void **state) {
    (void)state;
    static const struct { const char *kind, *target[6]; } targets[] = {{"muscle.", {"psoas", "hamstrings", "gluteus_medius", "multifidus"}},
                                                                       {"joint.", {"sacroiliac", "disc", "symphysis", "L4_L5_disc"}},
                                                                       {"ligament.", {"sacroiliac", "iliolumbar", "hip_capsule", "iliotibial_band"}},
                                                                       {"disc.", {"L4_L5", "L5_S1"}}, {"", {""}}};
    for (int kind = 0; kind < IL_NPARAMETER; kind++) {
        const il_parameter *row = &K->parameter[kind];
        size_t              t = 0;
        while (strncmp(row->id, targets[t].kind, strlen(targets[t].kind)) != 0) t++;
        for (int n = 0; n < 6 && targets[t].target[n]; n++) {
            for (int end = 0; end < 2; end++) {
                double   value = end ? row->high : row->low;
                il_error err = {0};
                char     what[200];
                // a leg is longer than the other; all else on both sides
                il_side side = !strncmp(row->id, "leg.", 4) ? IL_SIDE_LEFT : IL_SIDE_BOTH;
                if (value == row->neutral) continue;
                task_nominal(&F);
                if (il_parameter_apply(F.body.body, F.p, (il_parameter_kind)kind, targets[t].target[n], side, value, 1.0, &err) != IL_OK) fail_msg("%s", err.text);
                snprintf(what, sizeof what, "%s (%s)", row->id, targets[t].target[n]);
                stands(what, value);
            }
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_ends_of_every_measure_stand),
        cmocka_unit_test(both_ends_of_every_parameter_stand),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
