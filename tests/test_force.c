// test_force.c - ligaments, bushings, contact pads, joint limits: closed forms, energy, smoothness, exact tangents, lanes
#include "force_rig.h"

// any pose: body frames set directly; lengths and coordinates too
static void any_state(const il_model *m, il_data *d) {
    double rot[9], pos[3];
    for (int lane = 0; lane < IL_LANES; lane++)
        for (int body = 1; body < m->nbody; body++) {
            kc_rotation(0.5, rot);
            for (int i = 0; i < 3; i++) pos[i] = kc_random(-0.1, 0.1);
            kc_place(d, body, lane, pos, rot);
        }
    for (int i = 0; i < 9; i += 4) il_pack_set(&d->body_rot[i], 1);
    kc_random_packs(d->path_length, m->npath, 0.22, 0.45);
    kc_random_packs(d->path_speed, m->npath, -0.5, 0.5);
    kc_random_packs(d->q, m->nq, -1.5, 1.5);
    for (int lane = 0; lane < IL_LANES; lane++) {
        double n[4] = {0.1, 0.9, -0.2, 0.01}, axis[4] = {0.6, 0, 0.8, -0.02};
        for (int i = 0; i < 4; i++) d->plane[i].lane[lane] = n[i], d->plane[4 + i].lane[lane] = lane == 3 ? 0 : axis[i];
    }
}

static void any_seeds(const il_model *m, il_data *t) {
    kc_random_packs(t->body_pos, 3*m->nbody, -1, 1);
    kc_random_packs(t->body_rot, 9*m->nbody, -1, 1);
    kc_random_packs(t->path_length, m->npath, -1, 1);
    kc_random_packs(t->path_speed, m->npath, -1, 1);
    kc_random_packs(t->q, m->nq, -1, 1);
    for (int i = 0; i < 4; i++) kc_random_packs(&t->plane[i], 1, -1, 1);
}

static void any_numbers(const il_model *m, il_params *dp) {
    KC_SIZES
    int stride = dp->stride ? IL_LANES : 1;
#define X(name, count, unit) \
    for (int i = 0; i < (count)*stride; i++) dp->name[i] = kc_random(-1, 1)*fabs(m->nominal->name[i/stride]);
    IL_PARAM_FIELDS(X)
#undef X
}

static void forces(const il_model *m, const il_params *p, il_data *d) {
    il_ligament(m, p, d), il_bushing(m, p, d), il_contact(m, p, d), il_limit(m, p, d);
}
static void forces_tangent(const il_model *m, const il_params *p, const il_params *dp, const il_data *d, il_data *t) {
    il_ligament_tangent(m, p, dp, d, t), il_bushing_tangent(m, p, dp, d, t), il_contact_tangent(m, p, dp, d, t), il_limit_tangent(m, p, dp, d, t);
}
static const kc_run run = {forces, forces_tangent};

static void tangents_are_exact(void **state) {
    il_model  *m = rig_model();
    il_data   *d = kc_data(m, IL_ISA_AUTO), *t = kc_data(m, IL_ISA_AUTO);
    il_params *p = kc_params(m, true), *dp = kc_params(m, true);
    (void)state;
    for (int i = 0; i < 20; i++) {
        any_state(m, d);
        il_data_zero(m, t);
        any_seeds(m, t);
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
        any_seeds(m, t);
        any_numbers(m, dp);
        kc_check_lanes(m, p, dp, d, t, run);
        kc_check_shared(m, d, run);
        il_params_free(p), il_params_free(dp);
    }
    il_data_free(d), il_data_free(t), il_model_free(m);
}

// ---- ligaments, contact, limits ----

// the ramp: value, slope, curvature by differences on both sides of its joints
static void check_joint(double (*f)(double), double at, double scale, const char *what) {
    double h = 1e-4, v[2], slope[2], curve[2];
    for (int side = 0; side < 2; side++) {
        double s = side ? h : -h;
        v[side] = f(at + 1e-9*s);
        slope[side] = (-1.5*f(at) + 2*f(at + s) - 0.5*f(at + 2*s))/s;
        curve[side] = (2*f(at) - 5*f(at + s) + 4*f(at + 2*s) - f(at + 3*s))/(s*s);
    }
    if (fabs(v[0] - v[1]) > 1e-9*scale || fabs(slope[0] - slope[1]) > 1e-5*scale || fabs(curve[0] - curve[1]) > 5e-3*scale)
        fail_msg("%s is not C2 at %g: values %g %g slopes %g %g curvatures %g %g", what, at, v[0], v[1], slope[0], slope[1], curve[0], curve[1]);
}

static il_model *rig;
static il_data  *rig_d;

static double ligament_at(double u) { // u = strain/toe; force in k l_slack toe
    rig_d->path_length[rig->ligament_path[0]].lane[0] = 0.4*(1 + 0.06*u);
    il_ligament(rig, rig->nominal, rig_d);
    return rig_d->ligament_force[0].lane[0]/(2e4*0.4*0.06);
}
static double pad_at(double u) { // u = penetration/depth; force in k depth
    il_data_zero(rig, rig_d);
    for (int i = 0; i < 9*rig->nbody; i += 4) il_pack_set(&rig_d->body_rot[i], 1);
    for (int i = 4; i < 9; i += 4)
        for (int body = 0; body < rig->nbody; body++) il_pack_set(&rig_d->body_rot[9*body + i], 1), il_pack_set(&rig_d->body_rot[9*body], 1);
    il_pack_set(&rig_d->plane[1], 1);
    il_pack_set(&rig_d->plane[3], 0.01*u);
    il_contact(rig, rig->nominal, rig_d);
    assert_true(fabs(rig_d->pad_gap[0].lane[0] + 0.01*u) < 1e-15);
    return rig_d->pad_force[0].lane[0]/(1e5*0.01);
}
static double limit_at(double q) {
    rig_d->q[il_coordinate_find(rig, "b_rz")].lane[0] = q;
    il_limit(rig, rig->nominal, rig_d);
    return rig_d->limit_force[0].lane[0];
}

static void slack_toe_and_line(void **state) {
    (void)state;
    rig = rig_model(), rig_d = kc_data(rig, IL_ISA_AUTO);
    double (*const both[])(double) = {ligament_at, pad_at};
    for (int i = 0; i < 2; i++) {
        assert_true(both[i](-0.5) == 0 && both[i](0) == 0);
        assert_true(both[i](1e-3) > 0);
        assert_true(fabs(both[i](0.5) - 0.125*0.75) < 1e-12);
        assert_true(fabs(both[i](1) - 0.5) < 1e-12);
        assert_true(fabs(both[i](3) - 2.5) < 1e-12);
        check_joint(both[i], 0, 1, i ? "contact" : "ligament");
        check_joint(both[i], 1, 1, i ? "contact" : "ligament");
        for (double u = -0.2; u < 3; u += 0.01) assert_true(both[i](u + 0.01) >= both[i](u));
    }
    // no plane: nothing, whatever its offset
    il_pack_set(&rig_d->plane[1], 0);
    il_contact(rig, rig->nominal, rig_d);
    assert_true(rig_d->pad_force[0].lane[0] == 0 && rig_d->pad_gap[0].lane[0] == 0);
    il_data_free(rig_d), il_model_free(rig);
}

static void limits_rise_and_stay_finite(void **state) {
    (void)state;
    rig = rig_model(), rig_d = kc_data(rig, IL_ISA_AUTO);
    for (double q = -1.2; q < 2.5; q += 0.1) {
        double closed = -2.44*exp(5.05*(q - 1.51)) + 1.51*exp(-21.88*(q + 0.67));
        assert_true(fabs(limit_at(q) - closed) <= 1e-13*fabs(closed) + 1e-14);
    }
    double edge = 1.51 + 12/5.05;
    check_joint(limit_at, edge, fabs(limit_at(edge))*30, "limit");
    assert_true(fabs(limit_at(edge)) > 1e3);
    assert_true(isfinite(limit_at(1e6)) && isfinite(limit_at(-1e6)) && limit_at(1e6) < -1e3 && limit_at(-1e6) > 1e3);
    il_data_free(rig_d), il_model_free(rig);
}

// ---- bushings ----

// slow reference in plain C: deflection of bushing i in one lane, and its potential
static void frame_of(const double *pos, const double *rot, const double *lpos, const double *lrot, double out_pos[3], double out_rot[9]) {
    for (int i = 0; i < 3; i++) {
        out_pos[i] = pos[i];
        for (int k = 0; k < 3; k++) out_pos[i] += rot[3*i + k]*lpos[k];
        for (int j = 0; j < 3; j++) {
            out_rot[3*i + j] = 0;
            for (int k = 0; k < 3; k++) out_rot[3*i + j] += rot[3*i + k]*lrot[3*k + j];
        }
    }
}

static void pose_of(const il_data *d, int body, int lane, double pos[3], double rot[9]) {
    for (int i = 0; i < 3; i++) pos[i] = d->body_pos[3*body + i].lane[lane];
    for (int i = 0; i < 9; i++) rot[i] = d->body_rot[9*body + i].lane[lane];
}

static void deflection(const il_model *m, const il_data *d, int i, int lane, double x[6]) {
    const il_params *p = m->nominal;
    double pos[3], rot[9], apos[3], arot[9], bpos[3], brot[9], r[9];
    pose_of(d, m->bushing_body_a[i], lane, pos, rot);
    frame_of(pos, rot, p->bushing_a_pos + 3*i, p->bushing_a_rot + 9*i, apos, arot);
    pose_of(d, m->bushing_body_b[i], lane, pos, rot);
    frame_of(pos, rot, p->bushing_b_pos + 3*i, p->bushing_b_rot + 9*i, bpos, brot);
    for (int j = 0; j < 3; j++)
        for (int k = 0; k < 3; k++) r[3*j + k] = arot[j]*brot[k] + arot[3 + j]*brot[3 + k] + arot[6 + j]*brot[6 + k];
    x[0] = atan2(-r[5], r[8]), x[1] = asin(r[2]), x[2] = atan2(-r[1], r[0]);
    for (int j = 0; j < 3; j++) x[3 + j] = arot[j]*(bpos[0] - apos[0]) + arot[3 + j]*(bpos[1] - apos[1]) + arot[6 + j]*(bpos[2] - apos[2]);
    for (int j = 0; j < 6; j++) x[j] -= p->bushing_rest[6*i + j];
}

static double potential(const il_model *m, int i, const double x[6]) {
    const il_params *p = m->nominal;
    double u = 0, s = 1, c = -x[3]/p->bushing_w[6*i + 3];
    s += p->bushing_closure[i]*p->bushing_w[6*i + 3]*(c <= 0 ? 0 : c >= 1 ? c - 0.5 : c*c*c*(1 - c/2));
    for (int j = 0; j < 6; j++) {
        double k = p->bushing_k[6*i + j], b = p->bushing_b[6*i + j], w = p->bushing_w[6*i + j], cube = p->bushing_c[6*i + j], y = x[j];
        double phi = k*y*y/2 + b*((y*sqrt(y*y + w*w) + w*w*asinh(y/w))/2 - w*y) + cube*y*y*y*y/4;
        u += j == 3 ? phi : s*phi;
    }
    double toe = p->bushing_w[6*i + 3]; // integral of the ramp: c^4/4 - c^5/10 in the toe, then c^2/2 - c/2 + 3/20
    u += p->bushing_contact[i]*toe*toe*(c <= 0 ? 0 : c >= 1 ? c*c/2 - c/2 + 0.15 : c*c*c*c/4 - c*c*c*c*c/10);
    for (int j = 0, e = 0; j < 6; j++)
        for (int k = j + 1; k < 6; k++, e++) u += p->bushing_coupling[15*i + e]*x[j]*x[k];
    return u;
}

// turn and shift a body of one lane by a small twist (angular, linear at the ground origin), exactly
static void twist_body(il_data *d, int body, int lane, const double twist[6], double h) {
    double pos[3], rot[9], out_pos[3] = {0}, out_rot[9], w[3] = {h*twist[0], h*twist[1], h*twist[2]}, n = sqrt(w[0]*w[0] + w[1]*w[1] + w[2]*w[2]);
    double k[9] = {0, -w[2], w[1], w[2], 0, -w[0], -w[1], w[0], 0}, e[9], s = n > 0 ? sin(n)/n : 1, v = n > 0 ? (1 - cos(n))/(n*n) : 0.5;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) {
            double kk = k[3*i]*k[j] + k[3*i + 1]*k[3 + j] + k[3*i + 2]*k[6 + j];
            e[3*i + j] = (i == j) + s*k[3*i + j] + v*kk;
        }
    pose_of(d, body, lane, pos, rot);
    frame_of(out_pos, e, pos, rot, out_pos, out_rot);
    for (int i = 0; i < 3; i++) out_pos[i] += h*twist[3 + i];
    kc_place(d, body, lane, out_pos, out_rot);
}

static void bushings_are_minus_the_gradient(void **state) {
    il_model *m = rig_model();
    il_data  *d = kc_data(m, IL_ISA_AUTO), *e = kc_data(m, IL_ISA_AUTO);
    (void)state;
    int compressed = 0;
    for (int round = 0; round < 20; round++) {
        any_state(m, d);
        il_bushing(m, m->nominal, d);
        for (int i = 0; i < m->nbushing; i++) {
            for (int lane = 0; lane < IL_LANES; lane++) {
                double x[6], y[6], twist[6], power = 0, h = 1e-6, u[2];
                deflection(m, d, i, lane, x);
                compressed += i == 1 && x[3] < 0;
                for (int j = 0; j < 6; j++) {
                    assert_true(fabs(d->bushing_x[6*i + j].lane[lane] - x[j]) < 1e-14);
                    double step = 1e-6;
                    for (int side = 0; side < 2; side++) {
                        memcpy(y, x, sizeof x);
                        y[j] += side ? step : -step;
                        u[side] = potential(m, i, y);
                    }
                    double slope = -(u[1] - u[0])/(2*step);
                    assert_true(fabs(d->bushing_force[6*i + j].lane[lane] - slope) < 1e-5*(fabs(slope) + 100));
                }
                // virtual work of the wrench on b, and of its opposite on a
                for (int which = 0; which < 2; which++) {
                    int body = which ? m->bushing_body_a[i] : m->bushing_body_b[i];
                    power = 0;
                    for (int j = 0; j < 6; j++) {
                        twist[j] = kc_random(-1, 1);
                        power += (which ? -1 : 1)*twist[j]*d->bushing_wrench[6*i + j].lane[lane];
                    }
                    for (int side = 0; side < 2; side++) {
                        il_data_copy(m, d, e);
                        twist_body(e, body, lane, twist, side ? h : -h);
                        deflection(m, e, i, lane, x);
                        u[side] = potential(m, i, x);
                    }
                    double slope = -(u[1] - u[0])/(2*h);
                    if (fabs(power - slope) > 1e-6*(fabs(slope) + 1000)) fail_msg("bushing %d: power %.9g, -dU %.9g", i, power, slope);
                }
            }
        }
    }
    assert_true(compressed > 10);
    il_data_free(d), il_data_free(e), il_model_free(m);
}

// a body at its rest deflection feels nothing; force is affine nowhere but there: k - b and k + b are the far slopes
static void bushing_at_rest_and_far(void **state) {
    il_builder *b = il_builder_create();
    il_data    *d;
    (void)state;
    rig_body(b, "a", "ground", (double[]){0, 0, 0});
    il_bushing_def def = il_default_bushing_def();
    def.name = "one", def.body_a = "ground", def.body_b = "a", def.a = il_frame_identity(), def.b = il_frame_identity(), def.closure = 50;
    for (int j = 0; j < 6; j++) def.k[j] = 1000, def.b_side[j] = 400, def.w[j] = 1e-3, def.c[j] = 0;
    il_builder_bushing(b, &def);
    il_model *m = rig_finish(b);
    d = kc_data(m, IL_ISA_AUTO);
    for (int body = 0; body < 2; body++)
        for (int i = 0; i < 9; i += 4) il_pack_set(&d->body_rot[9*body + i], 1);
    il_bushing(m, m->nominal, d);
    for (int i = 0; i < 6; i++) assert_true(d->bushing_force[i].lane[0] == 0 && d->bushing_wrench[i].lane[0] == 0);
    // far out along y: slope k + b on the positive side, k - b on the negative
    for (int side = -1; side <= 1; side += 2) {
        double f[2];
        for (int k = 0; k < 2; k++) {
            il_pack_set(&d->body_pos[3 + 1], side*(0.5 + 0.1*k));
            il_bushing(m, m->nominal, d);
            f[k] = d->bushing_force[4].lane[0];
        }
        assert_true(fabs(-(f[1] - f[0])/(0.1*side) - (1000 + 400*side)) < 1e-2);
    }
    // closure: 10 mm of compression along x stiffen y by 1 + 50 (0.010 - 0.0005), and push back
    double f[2], push[2];
    for (int k = 0; k < 2; k++) {
        il_pack_set(&d->body_pos[3], -0.01*k);
        il_bushing(m, m->nominal, d);
        f[k] = d->bushing_force[4].lane[0], push[k] = d->bushing_force[3].lane[0];
    }
    assert_true(fabs(f[1]/f[0] - (1 + 50*0.0095)) < 1e-12);
    assert_true(push[0] == 0 && push[1] > 0);
    il_data_free(d), il_model_free(m);
}

// contact alone: nothing apart or touching, contact (x - w/2) pressed in, and the same force whatever it has seen before
static void bushing_contact_pushes_and_never_pulls(void **state) {
    il_builder *b = il_builder_create();
    il_data    *d;
    (void)state;
    rig_body(b, "a", "ground", (double[]){0, 0, 0});
    il_bushing_def def = il_default_bushing_def();
    def.name = "facet", def.body_a = "ground", def.body_b = "a", def.a = il_frame_identity(), def.b = il_frame_identity();
    def.w[3] = 2e-4, def.contact = 1e6;
    il_builder_bushing(b, &def);
    il_model *m = rig_finish(b);
    d = kc_data(m, IL_ISA_AUTO);
    for (int body = 0; body < 2; body++)
        for (int i = 0; i < 9; i += 4) il_pack_set(&d->body_rot[9*body + i], 1);
    static const double x[8] = {0.5, 0.01, 1e-6, 0.0, -1e-4, -2e-4, -1e-3, -5e-3};
    for (int lane = 0; lane < 8; lane++) d->body_pos[3].lane[lane] = x[lane];
    il_bushing(m, m->nominal, d);
    for (int lane = 0; lane < 4; lane++) assert_true(d->bushing_force[3].lane[lane] == 0);
    assert_true(fabs(d->bushing_force[3].lane[4] - 1e6*2e-4*0.125*0.75) < 1e-9);
    for (int lane = 5; lane < 8; lane++) assert_true(fabs(d->bushing_force[3].lane[lane] - 1e6*(-x[lane] - 1e-4)) < 1e-6);
    il_data_free(d), il_model_free(m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tangents_are_exact),
        cmocka_unit_test(lanes_are_apart),
        cmocka_unit_test(slack_toe_and_line),
        cmocka_unit_test(limits_rise_and_stay_finite),
        cmocka_unit_test(bushings_are_minus_the_gradient),
        cmocka_unit_test(bushing_contact_pushes_and_never_pulls),
        cmocka_unit_test(bushing_at_rest_and_far),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
