// test_osim_muscle.c - muscle curves of `.osim` files against what OpenSim 4.6 computed for the same muscles, and against properties of the curves.
// Models and results are not part of the repository; absent, that part says so and passes.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>

#include "ilium/io_osim_tool.h"
#include "osim_peer.h"

static void must(il_status status, const il_error *err) {
    char text[900];
    if (status != IL_OK) fail_msg("%s", il_error_format(err, text, sizeof text));
}

static double number(const json_t *e, const char *name) { return json_number_value(json_object_get(e, name)); }

// multipliers at the fibre lengths of OpenSim's equilibria
static void check_model(const char *model) {
    char                  path[500], name[100];
    il_osim              *o;
    il_error              err = {0};
    peer_worst            active = {0}, passive = {0}, length = {0}, tension = {0};
    const il_osim_options options = {.lenient = true};
    snprintf(name, sizeof name, "models/%s.osim", model);
    if (!peer_file(path, sizeof path, name)) return;
    must(il_osim_read(path, &options, &o, &err), &err);
    snprintf(name, sizeof name, "muscles/%s.json", model);
    if (!peer_file(path, sizeof path, name)) return;
    json_t *doc = json_load_file(path, 0, NULL);
    assert_non_null(doc);
    for (size_t i = 0; i < json_array_size(doc); i++) {
        const json_t *e = json_array_get(doc, i), *states = json_object_get(e, "states");
        const char   *muscle = json_string_value(json_object_get(e, "name"));
        int           k = il_muscle_find(o->model, muscle);
        if (k < 0) continue;
        const il_osim_muscle *m = &o->muscle[k];
        assert_true(fabs(m->f_max - number(e, "Fmax")) < 1e-9 && fabs(m->l_opt - number(e, "lopt")) < 1e-12 && fabs(m->l_slack - number(e, "lts")) < 1e-12);
        assert_true(fabs(m->pennation - number(e, "penn")) < 1e-12 && fabs(m->v_max - number(e, "vmax")) < 1e-12);
        for (size_t s = 0; s < json_array_size(states); s++) {
            const json_t *state = json_array_get(states, s);
            double        l = number(state, "lmn");
            peer_note(&active, fabs(il_osim_table_value(m->active, l) - number(state, "fal")), muscle, "active", (int)s);
            peer_note(&passive, fabs(il_osim_table_value(m->passive, l) - number(state, "fpl")), muscle, "passive", (int)s);
            const il_osim_fibre f = il_osim_muscle_at(m, number(state, "mtu"), 0.0, number(state, "a"));
            peer_note(&length, fmax(fabs(f.length - number(state, "lm")), fabs(f.tendon - number(state, "lt"))), muscle, "length", (int)s);
            peer_note(&tension, fabs(f.tension - number(state, "Ft"))/m->f_max, muscle, "tension", (int)s);
        }
    }
    printf("%s: %d values; active %.1e (%s), passive %.1e (%s)\n    in balance: lengths %.1e m (%s), tensions %.1e f_max (%s)\n", model, active.count, active.value, active.what, passive.value,
           passive.what, length.value, length.what, tension.value, tension.what);
    assert_true(active.value < 1e-6 && passive.value < 1e-6 && length.value < 1e-8 && tension.value < 2e-7);
    json_decref(doc);
    il_osim_free(o);
}

static void peers(void **state) {
    (void)state;
    check_model("gait2392"), check_model("arm26"), check_model("gait10dof18musc"), check_model("rajagopal2016");
}

// the force-velocity curve, from the fibre speeds and active forces along a motion: force = f_max a fl fv + what damping adds elsewhere
static il_table *table(const char *folder, const char *what) {
    char      path[500], name[200];
    il_table *t = NULL;
    il_error  err = {0};
    snprintf(name, sizeof name, "%s_%s.sto", folder, what);
    if (peer_file(path, sizeof path, name)) must(il_table_read(path, &t, &err), &err);
    return t;
}

static void speeds(const char *model, const char *folder, double bound) {
    char                  path[500];
    il_osim              *o;
    il_error              err = {0};
    peer_worst            worst = {0};
    const il_osim_options options = {.lenient = true};
    if (!peer_file(path, sizeof path, model)) return;
    must(il_osim_read(path, &options, &o, &err), &err);
    il_table *length = table(folder, "NormalizedFiberLength"), *speed = table(folder, "NormFiberVelocity"), *force = table(folder, "ActiveFiberForce");
    for (int i = 0; length && speed && force && i < o->model->nmuscle; i++) {
        const il_osim_muscle *m = &o->muscle[i];
        int                   c = il_table_find(force, o->model->muscle_name[i]);
        double                activation = 0.0, most = 0.0; // the same at all times: from where the curves are greatest
        for (int pass = 0; pass < 2 && c >= 0; pass++)
            for (int r = 0; r < force->nrow; r++) {
                size_t at = (size_t)r*(size_t)force->ncolumn + (size_t)c;
                double all = m->f_max*il_osim_table_value(m->active, length->value[at])*il_osim_table_value(m->velocity, speed->value[at]);
                if (pass == 0 && all > most) most = all, activation = force->value[at]/all;
                if (pass == 1) peer_note(&worst, fabs(force->value[at] - activation*all)/m->f_max, o->model->muscle_name[i], "force", r);
            }
    }
    printf("%s: %d active forces along a motion within %.1e f_max (%s)\n", model, worst.count, worst.value, worst.what);
    assert_true(worst.count > 0 && worst.value < bound);
    il_table_free(length), il_table_free(speed), il_table_free(force), il_osim_free(o);
}

static void moving(void **state) {
    (void)state;
    speeds("runs/rajagopal_walk/model.osim", "runs/rajagopal_walk/bench_MA/walk_MuscleAnalysis", 2e-8);
}

// In balance at every length: fibre along the path and tendon make it up, the width stays, both pull alike; longer paths pull harder. On a rigid tendon
// the powers of fibre and tendon are that of the path.
static void balance(void **state) {
    (void)state;
    static const double tendon[] = {0.0, 30.0, 0.0, 0.0}, rising[] = {0.5, 0.5, 0.0, 0.0}, stiff[] = {0.0, 1.0, 0.0, 0.0}, speeds[] = {0.0, 1.0, 0.0, 0.0};
    const il_osim_table  active = {1, 0.5, 2.0, rising}, passive = {1, 1.0, 1.0, stiff}, velocity = {1, -1.0, 1.0, speeds}, elastic = {1, 1.0, 1.0, tendon};
    il_osim_muscle       m = {.f_max = 1000.0, .l_opt = 0.08, .l_slack = 0.2, .pennation = 0.3, .sin_pennation = sin(0.3), .v_max = 10.0, .min_length = 0.01, .damping = 0.1,
                              .active = &active, .passive = &passive, .velocity = &velocity, .tendon = &elastic};
    double               last = 0.0;
    for (int i = 0; i < 60; i++) {
        double        length = 0.21 + 0.002*i;
        il_osim_fibre f = il_osim_muscle_at(&m, length, 0.3, 0.4);
        assert_true(fabs(f.length*cos(f.pennation) + f.tendon - length) < 1e-14 && fabs(f.length*sin(f.pennation) - m.l_opt*m.sin_pennation) < 1e-14);
        assert_true(fabs(f.tension - m.f_max*30.0*fmax(f.tendon/m.l_slack - 1.0, 0.0)) < 1e-8);
        assert_true(f.tension >= last && f.speed == 0.0);
        last = f.tension;
    }
    assert_true(last > 100.0);
    m.rigid = true;
    il_osim_fibre f = il_osim_muscle_at(&m, 0.29, 0.3, 0.4), g = il_osim_muscle_at(&m, 0.29 + 3e-7, 0.3, 0.4);
    assert_true(fabs((g.length - f.length)/1e-6 - f.speed) < 1e-5 && fabs((g.pennation - f.pennation)/1e-6 - f.pennation_speed) < 1e-4);
    assert_true(fabs((f.active + f.elastic + f.damped)*f.speed - f.tension*0.3) < 1e-12 && f.tension > 1.0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(peers), cmocka_unit_test(moving), cmocka_unit_test(balance)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
