// test_path.c - paths: the gradient against differences, wraps against a string pulled tight, touch-down, points inside, lanes
#include "force_rig.h"

static void all(const il_model *m, const il_params *p, il_data *d) {
    il_position(m, p, d), il_velocity(m, p, d), il_path(m, p, d), il_path_speed(m, p, d), il_arm(m, p, d);
}
static void all_tangent(const il_model *m, const il_params *p, const il_params *dp, const il_data *d, il_data *t) {
    il_position_tangent(m, p, dp, d, t), il_velocity_tangent(m, p, dp, d, t), il_path_tangent(m, p, dp, d, t);
    il_path_speed_tangent(m, p, dp, d, t), il_arm_tangent(m, p, dp, d, t);
}
static const kc_run run = {all, all_tangent};

static void any_state(const il_model *m, il_data *d) {
    kc_random_packs(d->q, m->nq, -0.5, 0.5);
    for (int i = 0; i < m->nq; i++)
        for (int lane = 0; lane < IL_LANES; lane++)
            if (m->coordinate_kind[i] == IL_ROW_TRANSLATION) d->q[i].lane[lane] *= 0.1;
    kc_random_packs(d->qd, m->nq, -1, 1);
}

static void any_numbers(const il_model *m, il_params *dp) {
    KC_SIZES
    int stride = dp->stride ? IL_LANES : 1;
#define X(name, count, unit) \
    for (int i = 0; i < (count)*stride; i++) dp->name[i] = kc_random(-1, 1)*fmin(fabs(m->nominal->name[i/stride]), 1);
    IL_PARAM_FIELDS(X)
#undef X
}

// fraction of surfaces that are touched, over lanes
static int touches(const il_model *m, const il_data *d) {
    int n = 0;
    for (int i = 0; i < m->npathwrap; i++)
        for (int lane = 0; lane < IL_LANES; lane++) n += d->touch[i].lane[lane] != 0;
    return n;
}

static void tangents_are_exact(void **state) {
    il_model  *m = rig_model();
    il_data   *d = kc_data(m, IL_ISA_AUTO), *t = kc_data(m, IL_ISA_AUTO);
    il_params *p = kc_params(m, true), *dp = kc_params(m, true);
    (void)state;
    int touched = 0;
    for (int i = 0; i < 20; i++) {
        any_state(m, d);
        all(m, p, d);
        touched += touches(m, d);
        il_data_zero(m, t);
        kc_random_packs(t->q, m->nq, -1, 1);
        kc_random_packs(t->qd, m->nq, -1, 1);
        any_numbers(m, dp);
        kc_check_tangent(m, p, dp, d, t, run, 1e-5, 1e-6);
    }
    assert_true(touched > 100 && touched < 20*IL_LANES*m->npathwrap - 100);
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
        kc_random_packs(t->q, m->nq, -1, 1);
        any_numbers(m, dp);
        kc_check_lanes(m, p, dp, d, t, run);
        kc_check_shared(m, d, run);
        il_params_free(p), il_params_free(dp);
    }
    il_data_free(d), il_data_free(t), il_model_free(m);
}

// what was in the block before changes nothing
static void no_memory(void **state) {
    il_model *m = rig_model();
    il_data  *d = kc_data(m, IL_ISA_AUTO), *e = kc_data(m, IL_ISA_AUTO);
    (void)state;
    any_state(m, e);
    all(m, m->nominal, e);
    any_state(m, d);
    memcpy(e->q, d->q, (size_t)m->nq*sizeof *d->q), memcpy(e->qd, d->qd, (size_t)m->nq*sizeof *d->qd);
    all(m, m->nominal, d), all(m, m->nominal, e);
    for (int lane = 0; lane < IL_LANES; lane++) kc_same_lane(m, d, lane, e, lane, "second pose");
    il_data_free(d), il_data_free(e), il_model_free(m);
}

// every path by every coordinate: r = -dl/dq, pattern complete; speed = dl/dt; the wrenches on all bodies cancel
static void arms_are_the_gradient(void **state) {
    il_model *m = rig_model();
    il_data  *d = kc_data(m, IL_ISA_AUTO), *e[2] = {kc_data(m, IL_ISA_AUTO), kc_data(m, IL_ISA_AUTO)};
    (void)state;
    for (int round = 0; round < 10; round++) {
        const double h = 1e-6;
        double       rate[64][IL_LANES] = {{0}};
        any_state(m, d);
        all(m, m->nominal, d);
        for (int j = 0; j < m->nq; j++) {
            for (int side = 0; side < 2; side++) {
                il_data_copy(m, d, e[side]);
                for (int lane = 0; lane < IL_LANES; lane++) e[side]->q[j].lane[lane] += side ? h : -h;
                all(m, m->nominal, e[side]);
            }
            for (int path = 0; path < m->npath; path++) {
                for (int lane = 0; lane < IL_LANES; lane++) {
                    double slope = (e[1]->path_length[path].lane[lane] - e[0]->path_length[path].lane[lane])/(2*h), arm = 0;
                    for (int i = m->path_arm_start[path]; i < m->path_arm_start[path + 1]; i++)
                        if (m->arm_dof[i] == j) arm = d->arm[i].lane[lane];
                    if (fabs(arm + slope) > 5e-8) fail_msg("path %s by %s: arm %.12g, -dl/dq %.12g", m->path_name[path], m->coordinate_name[j], arm, -slope);
                    rate[path][lane] += slope*d->qd[j].lane[lane];
                }
            }
        }
        for (int path = 0; path < m->npath; path++)
            for (int lane = 0; lane < IL_LANES; lane++) {
                assert_true(fabs(d->path_speed[path].lane[lane] - rate[path][lane]) < 1e-8);
                for (int c = 0; c < 6; c++) {
                    double sum = 0;
                    for (int i = m->path_body_start[path]; i < m->path_body_start[path + 1]; i++) sum += d->pathbody_wrench[6*i + c].lane[lane];
                    assert_true(fabs(sum) < 1e-14);
                }
            }
    }
    il_data_free(d), il_data_free(e[0]), il_data_free(e[1]), il_model_free(m);
}

// ---- one span past one surface, bodies placed by hand ----

// ground holds point 1, body "p" point 2 at its origin, body "w" the surface (axis z) at its origin
static il_model *span_model(il_wrap_kind kind, double radius, int side) {
    il_builder  *b = il_builder_create();
    const double zero[3] = {0, 0, 0};
    rig_body(b, "p", "ground", zero), rig_body(b, "w", "ground", zero), rig_body(b, "o", "ground", zero);
    rig_wrap(b, "surface", "w", kind, zero, zero, radius);
#define AT(body_) {.body = body_, .function = {IL_NONE, IL_NONE, IL_NONE}}
    rig_path(b, "path", 2, (il_point_def[]){AT("o"), AT("p")}, "surface", 0, side);
#undef AT
    return rig_finish(b);
}

typedef struct span_case {
    il_model *m;
    il_data  *d;
} span_case;

static span_case span_create(il_wrap_kind kind, double radius, int side) {
    span_case s = {.m = span_model(kind, radius, side)};
    s.d = kc_data(s.m, IL_ISA_AUTO);
    return s;
}
static void span_free(span_case s) { il_data_free(s.d), il_model_free(s.m); }

enum { SPAN_P = 1, SPAN_W, SPAN_O };
static const double upright[9] = {1, 0, 0, 0, 1, 0, 0, 0, 1};

// length between two points; pulls (forces on o, p, w) where asked for
static double span_length(span_case s, const double o[3], const double p[3], const double centre[3], const double rot[9], double pull[3][3]) {
    const int body[3] = {SPAN_O, SPAN_P, SPAN_W};
    kc_place(s.d, SPAN_O, 0, o, upright), kc_place(s.d, SPAN_P, 0, p, upright), kc_place(s.d, SPAN_W, 0, centre, rot);
    il_path(s.m, s.m->nominal, s.d);
    for (int k = 0; pull && k < 3; k++)
        for (int i = 0; i < s.m->npathbody; i++)
            for (int c = 0; c < 3 && s.m->pathbody_body[i] == body[k]; c++) pull[k][c] = s.d->pathbody_wrench[6*i + 3 + c].lane[0];
    return s.d->path_length[0].lane[0];
}

// a string from o to p outside a sphere or cylinder about z at the origin, pulled tight node by node; length by Richardson from n and 2n
static double string_length(const double o[3], const double p[3], int dim, double r, int n) {
    double x[257][3], length = 0;
    for (int i = 0; i <= n; i++)
        for (int c = 0; c < 3; c++) x[i][c] = o[c] + (p[c] - o[c])*i/n;
    for (int sweep = 0; sweep < 60*n; sweep++)
        for (int pass = 0; pass < 2; pass++)
            for (int i = 1; i < n; i++) {
                int k = pass ? n - i : i;
                double d = 0;
                for (int c = 0; c < 3; c++) x[k][c] = 0.5*(x[k - 1][c] + x[k + 1][c]);
                for (int c = 0; c < dim; c++) d += x[k][c]*x[k][c];
                for (int c = 0; c < dim && d < r*r; c++) x[k][c] *= r/sqrt(d);
            }
    for (int i = 0; i < n; i++) length += sqrt(pow(x[i + 1][0] - x[i][0], 2) + pow(x[i + 1][1] - x[i][1], 2) + pow(x[i + 1][2] - x[i][2], 2));
    return length;
}

static void wraps_are_the_shortest_way(void **state) {
    (void)state;
    for (int kind = IL_WRAP_SPHERE; kind <= IL_WRAP_CYLINDER; kind++) {
        span_case s = span_create((il_wrap_kind)kind, 0.5, 0);
        int       dim = kind == IL_WRAP_SPHERE ? 3 : 2, touched = 0;
        for (int round = 0; round < 30; round++) {
            double o[3], p[3], zero[3] = {0, 0, 0}, do_ = 0, dp = 0;
            for (int c = 0; c < 3; c++) o[c] = kc_random(-1, 1), p[c] = round%3 ? kc_random(-1, 1) : kc_random(-0.2, 0.2) - o[c];
            for (int c = 0; c < dim; c++) do_ += o[c]*o[c], dp += p[c]*p[c];
            if (do_ < 0.26 || dp < 0.26) continue;
            double got = span_length(s, o, p, zero, upright, NULL), want = string_length(o, p, dim, 0.5, 48);
            touched += s.d->touch[0].lane[0] != 0;
            // chords are shorter than arcs: within (angle between nodes)^2/24
            if (fabs(got - want) > 6e-4*want || got < want - 1e-7) fail_msg("kind %d: %.9g, a string %.9g", kind, got, want);
        }
        assert_true(touched >= 8);
        span_free(s);
    }
}

// closed forms: over a quarter of a sphere; a helix; tangent points on the surface, in line with the points
static void wraps_in_closed_form(void **state) {
    const double zero[3] = {0, 0, 0}, pi = 3.14159265358979323846;
    (void)state;
    // points at distance 2 r: tangents of sqrt(3) r, each leaving 60 degrees; 160 degrees apart: 40 degrees of arc
    for (int kind = IL_WRAP_SPHERE; kind <= IL_WRAP_CYLINDER; kind++) {
        span_case s = span_create((il_wrap_kind)kind, 0.1, 0);
        double    a = 160*pi/180, o[3] = {0.2, 0, 0}, p[3] = {0.2*cos(a), 0.2*sin(a), 0}, planar = 0.2*sqrt(3) + 0.1*40*pi/180;
        assert_true(fabs(span_length(s, o, p, zero, upright, NULL) - planar) < 1e-15);
        assert_true(s.d->touch[0].lane[0] == 1);
        double t[6], d1 = 0, out = 0, along = 0;
        for (int c = 0; c < 6; c++) t[c] = s.d->touch_world[c].lane[0];
        for (int c = 0; c < 3; c++) d1 += t[c]*t[c], out += t[c]*(t[c] - o[c]), along += (t[c] - o[c])*(t[c] - o[c]);
        assert_true(fabs(sqrt(d1) - 0.1) < 1e-15 && fabs(out) < 1e-15 && fabs(sqrt(along) - 0.1*sqrt(3)) < 1e-15);
        assert_true(fabs(atan2(t[1], t[0]) - 60*pi/180) < 1e-14 && fabs(atan2(t[4], t[3]) - 100*pi/180) < 1e-14);
        if (kind == IL_WRAP_CYLINDER) {
            // a second point farther out and a rise of 0.3: the unrolled triangle, and the tangent points after their share of the way
            double far = 0.1*sqrt(15), way = 0.1*sqrt(3) + far + 0.1*(a - pi/3 - acos(0.25));
            p[0] = 0.4*cos(a), p[1] = 0.4*sin(a), p[2] = 0.3;
            assert_true(fabs(span_length(s, o, p, zero, upright, NULL) - sqrt(way*way + 0.09)) < 1e-15);
            assert_true(fabs(s.d->touch_world[2].lane[0] - 0.3*0.1*sqrt(3)/way) < 1e-15);
            assert_true(fabs(s.d->touch_world[5].lane[0] - 0.3*(1 - far/way)) < 1e-15);
        }
        span_free(s);
    }
}

// length and pulls along a line of second points: continuous through touch-down; returns the largest jump of a pull a step of the line
static double largest_jump(span_case s, const double o[3], const double from[3], const double to[3], int n, double *worst_slope) {
    const double zero[3] = {0, 0, 0};
    double       last[3][3], pull[3][3], jump = 0, length = 0, step = 0;
    for (int c = 0; c < 3; c++) step += pow((to[c] - from[c])/n, 2);
    step = sqrt(step);
    for (int i = 0; i <= n; i++) {
        double p[3];
        for (int c = 0; c < 3; c++) p[c] = from[c] + (to[c] - from[c])*i/n;
        double now = span_length(s, o, p, zero, upright, pull), slope = 0;
        for (int k = 0; i && k < 3; k++)
            for (int c = 0; c < 3; c++) jump = fmax(jump, fabs(pull[k][c] - last[k][c]));
        // length changes by the mean pull times the step
        for (int c = 0; i && c < 3; c++) slope -= 0.5*(pull[1][c] + last[1][c])*(to[c] - from[c])/n;
        if (i) *worst_slope = fmax(*worst_slope, fabs(now - length - slope)/step);
        memcpy(last, pull, sizeof last), length = now;
    }
    return jump;
}

static void touch_down_is_smooth(void **state) {
    (void)state;
    for (int kind = IL_WRAP_SPHERE; kind <= IL_WRAP_CYLINDER; kind++) {
        span_case    s = span_create((il_wrap_kind)kind, 0.1, 0);
        const double o[3] = {-0.2, 0.09, 0.01}, from[3] = {0.25, 0.3, 0.1}, to[3] = {0.25, 0.02, 0.1};
        double       jump[2], slope[2] = {0, 0};
        // twice as fine: half the jump (a kink would stay), an eighth of the error of the mean pull (a step in it would stay)
        for (int k = 0; k < 2; k++) jump[k] = largest_jump(s, o, from, to, 400 << k, &slope[k]);
        assert_true(s.d->touch[0].lane[0] == 1);
        assert_true(jump[0] < 0.01 && jump[1] < 0.55*jump[0]);
        assert_true(slope[0] < 2e-4 && slope[1] < 0.6*slope[0]);
        span_free(s);
    }
}

// a point that goes through the surface and on towards the centre or axis: finite, continuous, no step of the pull
static void points_inside_are_harmless(void **state) {
    (void)state;
    for (int kind = IL_WRAP_SPHERE; kind <= IL_WRAP_CYLINDER; kind++) {
        span_case    s = span_create((il_wrap_kind)kind, 0.1, 0);
        const double o[3] = {-0.2, 0.02, 0.01}, from[3] = {0.15, 0.03, 0.02}, to[3] = {0.02, 0.03, 0.02};
        double       jump[2], slope[2] = {0, 0};
        for (int k = 0; k < 2; k++) jump[k] = largest_jump(s, o, from, to, 4000 << k, &slope[k]);
        assert_true(jump[0] < 0.05 && jump[1] < 0.55*jump[0]);
        assert_true(slope[0] < 1e-3 && slope[1] < 0.6*slope[0]);
        // nothing is NaN at the centre, on the axis, where both points meet, with both inside, or with centre and points in one line
        const double zero[3] = {0, 0, 0}, x[][6] = {{0, 0, 0, 0.3, 0, 0}, {0, 0, 0, 0, 0, 0}, {0.05, 0, 0, 0.05, 0, 0}, {0, 0, 0.2, 0, 0, -0.2},
                                                  {0.2, 0, 0, -0.2, 0, 0}, {0.03, 0.01, 0, -0.04, 0.02, 0.01}, {0, 0.3, 0, 0, -0.2, 0}};
        for (size_t i = 0; i < sizeof x/sizeof *x; i++) {
            double pull[3][3], length = span_length(s, x[i], x[i] + 3, zero, upright, pull);
            assert_true(isfinite(length) && length >= 0);
            for (int k = 0; k < 9; k++) assert_true(isfinite(pull[k/3][k%3]) && fabs(pull[k/3][k%3]) < 4);
        }
        // in one line: half the way round, whichever half
        double half = span_length(s, x[4], x[4] + 3, zero, upright, NULL), t = sqrt(0.03);
        assert_true(fabs(half - (2*t + 0.1*(3.14159265358979323846 - 2*atan2(t, 0.1)))) < 1e-14);
        span_free(s);
    }
}

// a given side: the second point swept right round the cylinder, the way wound up behind it; without a side it flips when the axis is crossed
static void a_side_never_flips(void **state) {
    (void)state;
    const double o[3] = {-0.2, 0.02, 0.01}, from[3] = {0.25, 0.3, 0.1}, to[3] = {0.25, -0.3, 0.1}, zero[3] = {0, 0, 0};
    double       jump[2], slope[2] = {0, 0}, low[3] = {0.2, -0.05, 0}, length[3];
    // from p1 on the left over the top: against the axis z
    for (int side = -1; side <= 1; side++) {
        span_case s = span_create(IL_WRAP_CYLINDER, 0.1, side);
        for (int k = 0; k < 2; k++) jump[k] = largest_jump(s, o, from, to, 400 << k, &slope[k]);
        length[side + 1] = span_length(s, o, low, zero, upright, NULL);
        if (side == -1) assert_true(jump[1] < 0.02 && jump[1] < 0.6*jump[0]);
        if (side == 0) assert_true(jump[1] > 0.5);
        span_free(s);
    }
    // the long way: 330 degrees between the points less two tangents of 60 is more than half a turn of arc
    span_case s = span_create(IL_WRAP_CYLINDER, 0.1, 1);
    double    a = 330*3.14159265358979323846/180, right[3] = {0.2, 0, 0}, behind[3] = {0.2*cos(a), 0.2*sin(a), 0};
    assert_true(fabs(span_length(s, right, behind, zero, upright, NULL) - (0.2*sqrt(3) + 0.1*a*210/330)) < 1e-15);
    span_free(s);
    // the shorter way is the shorter of the two sides
    assert_true(length[1] == fmin(length[0], length[2]) && length[0] > length[2] + 1e-4);
}

// any points, inside too: each pull is minus the difference of length by its point, and by the surface's place
static void pulls_are_the_gradient_anywhere(void **state) {
    (void)state;
    int inside = 0;
    for (int kind = 0; kind < 3; kind++) {
        span_case    s = span_create(kind ? IL_WRAP_CYLINDER : IL_WRAP_SPHERE, 0.1, kind == 2 ? -1 : 0);
        const double h = 1e-6;
        for (int round = 0; round < 200; round++) {
            double x[3][3], rot[9], pull[3][3]; // o, p, surface
            for (int i = 0; i < 9; i++) x[i/3][i%3] = i < 6 ? kc_random(-0.15, 0.15) : kc_random(-0.03, 0.03);
            kc_rotation(3, rot);
            span_length(s, x[0], x[1], x[2], rot, pull);
            int touch = s.d->touch[0].lane[0] != 0;
            for (int i = 0; i < 9; i++) {
                double length[2], keep = x[i/3][i%3];
                int    same = 1;
                for (int side = 0; side < 2; side++) {
                    x[i/3][i%3] = keep + (side ? h : -h);
                    length[side] = span_length(s, x[0], x[1], x[2], rot, NULL);
                    same &= touch == (s.d->touch[0].lane[0] != 0);
                }
                x[i/3][i%3] = keep;
                double slope = -(length[1] - length[0])/(2*h);
                if (same && fabs(slope - pull[i/3][i%3]) > 1e-5) fail_msg("kind %d: pull %.9g, -dl/dx %.9g", kind, pull[i/3][i%3], slope);
            }
            double from = pow(x[0][0] - x[2][0], 2) + pow(x[0][1] - x[2][1], 2) + pow(x[0][2] - x[2][2], 2);
            inside += touch && from < 0.01;
        }
        span_free(s);
    }
    assert_true(inside > 20);
}

// ---- symmetry, sweeps ----

// the body mirrored in z: the same length; force mirrored, moment mirrored as an axial vector
static void mirror_images_agree(void **state) {
    (void)state;
    for (int kind = IL_WRAP_SPHERE; kind <= IL_WRAP_CYLINDER; kind++) {
        span_case s = span_create((il_wrap_kind)kind, 0.1, 0);
        for (int round = 0; round < 50; round++) {
            double o[3], p[3], c[3], rot[9], pull[2][3][3], length[2];
            for (int i = 0; i < 3; i++) o[i] = kc_random(-0.3, 0.3), p[i] = kc_random(-0.3, 0.3), c[i] = kc_random(-0.05, 0.05);
            kc_rotation(3, rot);
            for (int side = 0; side < 2; side++) {
                length[side] = span_length(s, o, p, c, rot, pull[side]);
                o[2] = -o[2], p[2] = -p[2], c[2] = -c[2];
                for (int i = 0; i < 9; i++) rot[i] *= (i/3 == 2) != (i%3 == 2) ? -1 : 1;
            }
            assert_true(fabs(length[0] - length[1]) < 1e-15);
            for (int k = 0; k < 9; k++) assert_true(fabs(pull[0][k/3][k%3] - (k%3 == 2 ? -1 : 1)*pull[1][k/3][k%3]) < 1e-12);
        }
        span_free(s);
    }
}

// a joint swept in steps of 0.1 degree through touch-down: the change of length is minus the arm times the step
static void sweeps_add_up(void **state) {
    il_model    *m = rig_model();
    il_data     *d = kc_data(m, IL_ISA_AUTO);
    const double step = 0.1*3.14159265358979323846/180;
    const char  *names[] = {"b_rx", "b_ry", "b_rz", "c_rz"};
    int          changes = 0;
    (void)state;
    for (int j = 0; j < 4; j++) {
        int    q = il_coordinate_find(m, names[j]);
        double length[64], arm[64], touch[64] = {0};
        for (int k = -300; k <= 300; k++) {
            il_pack_set(&d->q[q], k*step);
            all(m, m->nominal, d);
            for (int path = 0; path < m->npath; path++) {
                double r = 0, l = d->path_length[path].lane[0];
                for (int i = m->path_arm_start[path]; i < m->path_arm_start[path + 1]; i++)
                    if (m->arm_dof[i] == q) r = d->arm[i].lane[0];
                if (k > -300 && fabs(l - length[path] + 0.5*(r + arm[path])*step) > 1e-7)
                    fail_msg("%s over %s at %.1f deg: change %.9g, arm %.9g and %.9g", m->path_name[path], names[j], 0.1*k, l - length[path], arm[path], r);
                length[path] = l, arm[path] = r;
            }
            for (int i = 0; i < m->npathwrap; i++) {
                changes += k > -300 && touch[i] != d->touch[i].lane[0];
                touch[i] = d->touch[i].lane[0];
            }
        }
        il_pack_set(&d->q[q], 0);
    }
    assert_true(changes >= 4);
    il_data_free(d), il_model_free(m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tangents_are_exact),
        cmocka_unit_test(lanes_are_apart),
        cmocka_unit_test(no_memory),
        cmocka_unit_test(arms_are_the_gradient),
        cmocka_unit_test(wraps_are_the_shortest_way),
        cmocka_unit_test(wraps_in_closed_form),
        cmocka_unit_test(touch_down_is_smooth),
        cmocka_unit_test(points_inside_are_harmless),
        cmocka_unit_test(a_side_never_flips),
        cmocka_unit_test(pulls_are_the_gradient_anywhere),
        cmocka_unit_test(mirror_images_agree),
        cmocka_unit_test(sweeps_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
