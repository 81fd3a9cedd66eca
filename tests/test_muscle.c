// test_muscle.c - the rigid-tendon muscle: its curves in closed form, smoothness, tangents, lanes
#include "force_rig.h"

static void muscles(const il_model *m, const il_params *p, il_data *d) { il_muscle(m, p, d); }
static void muscles_tangent(const il_model *m, const il_params *p, const il_params *dp, const il_data *d, il_data *t) { il_muscle_tangent(m, p, dp, d, t); }
static const kc_run run = {muscles, muscles_tangent};

static void any_state(const il_model *m, il_data *d) {
    kc_random_packs(d->path_length, m->npath, 0.18, 0.42);
    kc_random_packs(d->path_speed, m->npath, -1.2, 1.2);
    // one lane at rest among others that move, one muscle at rest in all
    for (int i = 0; i < m->npath; i++) d->path_speed[i].lane[2] = 0;
    il_pack_set(&d->path_speed[m->muscle_path[0]], 0);
}

static void any_numbers(const il_model *m, il_params *dp) {
    int n = m->nmuscle*(dp->stride ? IL_LANES : 1);
    double *field[] = {dp->muscle_f_max, dp->muscle_l_opt, dp->muscle_l_slack, dp->muscle_pennation, dp->muscle_v_max, dp->muscle_strain_zero,
                       dp->muscle_strain_one};
    const double size[] = {100, 0.05, 0.1, 0.5, 5, 0.2, 0.3};
    for (int f = 0; f < 7; f++)
        for (int i = 0; i < n; i++) field[f][i] = size[f]*kc_random(-1, 1);
}

static void tangents_are_exact(void **state) {
    il_model  *m = rig_model();
    il_data   *d = kc_data(m, IL_ISA_AUTO), *t = kc_data(m, IL_ISA_AUTO);
    il_params *p = kc_params(m, true), *dp = kc_params(m, true);
    (void)state;
    for (int i = 0; i < 20; i++) {
        any_state(m, d);
        il_data_zero(m, t), il_params_zero(m, dp);
        kc_random_packs(t->path_length, m->npath, -1, 1);
        kc_random_packs(t->path_speed, m->npath, -10, 10);
        any_numbers(m, dp);
        kc_check_tangent(m, p, dp, d, t, run, 2e-6, 1e-6);
    }
    il_data_free(d), il_data_free(t), il_params_free(p), il_params_free(dp), il_model_free(m);
}

static void lanes_are_apart(void **state) {
    il_model *m = rig_model();
    il_data  *d = kc_data(m, IL_ISA_AUTO), *t = kc_data(m, IL_ISA_AUTO);
    (void)state;
    for (int per_lane = 0; per_lane < 2; per_lane++) {
        il_params *p = kc_params(m, per_lane), *dp = kc_params(m, per_lane);
        any_state(m, d);
        il_data_zero(m, t);
        kc_random_packs(t->path_length, m->npath, -1, 1);
        il_params_zero(m, dp);
        any_numbers(m, dp);
        kc_check_lanes(m, p, dp, d, t, run);
        kc_check_shared(m, d, run);
        il_params_free(p), il_params_free(dp);
    }
    il_data_free(d), il_data_free(t), il_model_free(m);
}

// ---- curves in closed form: muscle 0 of the rig has no pennation, f_max 1000 N, l_opt 0.1 m, slack 0.2 m, v_max 10, strains 0.05 and 0.65 ----

static il_model *rig;
static il_data  *d;

static void at(double l, double v) {
    il_pack_set(&d->path_length[rig->muscle_path[0]], 0.2 + 0.1*l);
    il_pack_set(&d->path_speed[rig->muscle_path[0]], v*10*0.1);
    il_muscle(rig, rig->nominal, d);
}
static double active_at(double l) { at(l, 0); return d->muscle_active[0].lane[0]/1000; }
static double passive_at(double l) { at(l, 0); return d->muscle_passive[0].lane[0]/1000; }
static double speed_at(double v) { at(1, v); return d->muscle_active[0].lane[0]/1000; }
static double length_at(double z) { at(z, 0); return d->fibre_length[0].lane[0]; }

static double bells(double l) {
    const double b[3][4] = {{0.8150671134243542, 1.055033428970575, 0.162384573599574, 0.063303448465465},
                            {0.433004984392647, 0.716775413397760, -0.029947116970696, 0.200356847296188}, {0.1, 1.0, 0.353553390593274, 0.0}};
    double sum = 0;
    for (int i = 0; i < 3; i++) sum += b[i][0]*exp(-0.5*pow((l - b[i][1])/(b[i][2] + b[i][3]*l), 2));
    return sum;
}

static void curves_in_closed_form(void **state) {
    (void)state;
    rig = rig_model(), d = kc_data(rig, IL_ISA_AUTO);
    assert_true(fabs(active_at(1) - 1) < 1e-7);
    for (double l = 0.02; l < 2; l += 0.013) assert_true(fabs(active_at(l) - bells(l)) < 2e-14);
    // shape: one hill, nearly nothing at the ends of overlap
    assert_true(active_at(0.4) < 0.05 && active_at(1.8) < 0.05 && active_at(0.75) > 0.7 && active_at(1.15) > 0.85);

    assert_true(passive_at(1.05) < 1e-40 && passive_at(0.6) == 0);
    assert_true(fabs(passive_at(1.65) - 1) < 1e-13 && fabs(passive_at(1.35) - 0.1875) < 1e-13);
    assert_true(fabs((passive_at(1.65 + 1e-6) - passive_at(1.65 - 1e-6))/2e-6 - 2/0.6) < 1e-5);
    assert_true(fabs(passive_at(1.95) - 2) < 1e-13); // straight on

    at(1, 0);
    double rest = d->muscle_active[0].lane[0];
    at(1, 1e-300);
    assert_true(d->muscle_active[0].lane[0] == rest);
    for (double v = -0.97; v < 2; v += 0.01) {
        double f = 1 - 0.3211346127989808*(asinh(-8.149*v - 0.374) - asinh(-0.374));
        assert_true(fabs(speed_at(v)/active_at(1) - f) < (f > 1.0/32 ? 1e-13 : 0.01));
        assert_true(speed_at(v) < speed_at(v + 0.01));
    }
    assert_true(speed_at(-1.2) == 0 && speed_at(-5) == 0 && speed_at(-1) < 0.02);
    il_data_free(d), il_model_free(rig);
}

static void check_joint(double (*f)(double), double x, double h, double limit, const char *what) {
    double slope[2], curve[2];
    for (int side = 0; side < 2; side++) {
        double s = side ? h : -h;
        slope[side] = (-1.5*f(x) + 2*f(x + s) - 0.5*f(x + 2*s))/s;
        curve[side] = (2*f(x) - 5*f(x + s) + 4*f(x + 2*s) - f(x + 3*s))/(s*s);
    }
    if (fabs(slope[0] - slope[1]) > limit || fabs(curve[0] - curve[1]) > limit/h*10)
        fail_msg("%s is not C2 at %g: slopes %g %g curvatures %g %g", what, x, slope[0], slope[1], curve[0], curve[1]);
}

static void curves_are_smooth(void **state) {
    (void)state;
    rig = rig_model(), d = kc_data(rig, IL_ISA_AUTO);
    check_joint(passive_at, 1.05, 1e-4, 1e-5, "passive"), check_joint(passive_at, 1.65, 1e-4, 1e-5, "passive");
    check_joint(active_at, 0.25, 1e-4, 1e-5, "active"), check_joint(active_at, 0.02, 1e-5, 1e-4, "active");
    check_joint(length_at, 0.02, 1e-5, 1e-4, "along"), check_joint(length_at, 0.0, 1e-5, 1e-4, "along");
    check_joint(speed_at, 0.0, 1e-4, 1e-4, "velocity");
    // a slack tendon: the fibre stays above zero, force stays finite and small
    for (double z = -1; z < 0.02; z += 0.01) {
        at(z, 0);
        assert_true(d->fibre_length[0].lane[0] >= 0.01 - 1e-15 && d->muscle_passive[0].lane[0] == 0 && d->muscle_active[0].lane[0] < 3);
    }
    il_data_free(d), il_model_free(rig);
}

// pennation: the width stays, and the force is the derivative of the fibre's energy along the tendon
static void pennate_fibre_keeps_its_width(void **state) {
    (void)state;
    rig = rig_model(), d = kc_data(rig, IL_ISA_AUTO);
    for (double len = 0.25; len < 0.4; len += 0.01) {
        double width = 0.1*sin(0.5), along = len - 0.2, fibre = sqrt(along*along + width*width); // muscle 3: pennation 0.5 rad
        il_pack_set(&d->path_length[rig->muscle_path[3]], len);
        il_muscle(rig, rig->nominal, d);
        double u = (fibre/0.1 - 1 - 0.05)/0.6, passive = u < 0 ? 0 : u < 1 ? u*u*u*(2 - u) : 2*u - 1;
        assert_true(fabs(d->fibre_length[3].lane[0] - fibre/0.1) < 1e-14);
        assert_true(fabs(d->muscle_passive[3].lane[0] - 1000*passive*along/fibre) < 1e-9);
        assert_true(fabs(d->muscle_active[3].lane[0] - 1000*bells(fibre/0.1)*along/fibre) < 1e-9);
    }
    il_data_free(d), il_model_free(rig);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tangents_are_exact),
        cmocka_unit_test(lanes_are_apart),
        cmocka_unit_test(curves_in_closed_form),
        cmocka_unit_test(curves_are_smooth),
        cmocka_unit_test(pennate_fibre_keeps_its_width),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
