// test_geodesic.c - ways over ellipsoids and through tori against a string pulled tight node by node; over a ball against the closed form;
// pulls against differences of length; surfaces that share a segment; OpenSim's halves.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ilium/data.h"

static double urand(unsigned *s) {
    *s = *s*1664525u + 1013904223u;
    return (double)(*s >> 8)/16777216.0;
}

/// One path from a point of the ground to a point that six coordinates move, past surfaces of the ground.
typedef struct rig { il_model *m; il_data *d; } rig;

static rig make(int nwrap, const il_wrap_def *wrap, const int *half) {
    static const char *const name[] = {"rx", "ry", "rz", "tx", "ty", "tz"};
    il_builder     *b = il_builder_create();
    il_joint_def    j = il_default_joint_def();
    il_body_def     body = il_default_body_def();
    il_pathwrap_def over[8];
    il_point_def    point[2] = {{.body = "ground", .function = {-1, -1, -1}}, {.body = "hand", .function = {-1, -1, -1}}};
    il_path_def     path = il_default_path_def();
    rig             r = {0};
    il_error        err = {0};
    j.parent = "ground", j.nrow = 6;
    for (int i = 0; i < 6; i++) {
        il_coordinate_def c = il_default_coordinate_def();
        c.name = name[i], c.kind = i < 3 ? IL_ROW_ROTATION : IL_ROW_TRANSLATION, c.min = -10, c.max = 10;
        il_builder_coordinate(b, &c);
        j.row[i] = (il_row_def){.kind = c.kind, .coordinate = name[i], .function = IL_NONE, .scale = 1.0};
        j.row[i].axis[i%3] = 1.0;
    }
    body.name = "hand", body.mass = 1.0, body.inertia[0] = body.inertia[1] = body.inertia[2] = 0.1;
    il_builder_body(b, &body, &j);
    for (int i = 0; i < nwrap; i++) {
        il_builder_wrap(b, &wrap[i]);
        over[i] = (il_pathwrap_def){.wrap = wrap[i].name, .segment = 0, .rule = IL_WRAP_OPENSIM, .half = half ? half[i] : 0};
    }
    path.name = "string", path.npoint = 2, path.point = point, path.nwrap = nwrap, path.wrap = over;
    il_builder_path(b, &path);
    if (il_builder_finish(b, &r.m, &err) || il_data_create(r.m, IL_ISA_AUTO, &r.d, &err)) fail_msg("%s", err.text);
    il_builder_free(b);
    return r;
}

static void drop(rig *r) { il_data_free(r->d), il_model_free(r->m); }

static void lay(rig *r) { il_position(r->m, r->m->nominal, r->d), il_path(r->m, r->m->nominal, r->d), il_arm(r->m, r->m->nominal, r->d); }

static il_wrap_def surface(const char *name, il_wrap_kind kind, const double centre[3], const double turn[3], double a, double b, double c) {
    il_wrap_def w = il_default_wrap_def();
    w.name = name, w.body = "ground", w.kind = kind, w.frame = il_frame_xyz(centre, turn), w.size[0] = a, w.size[1] = b, w.size[2] = c;
    return w;
}

// ---- a string of nodes ---------------------------------------------------------------------------------------------------------

// of a point in the surface's frame: above 0 outside, and the gradient
static double level(const il_wrap_def *w, const double *x, double *g) {
    if (w->kind == IL_WRAP_TORUS) {
        double rho = sqrt(x[0]*x[0] + x[1]*x[1]), out = rho - w->size[1];
        g[0] = 2*out*x[0]/rho, g[1] = 2*out*x[1]/rho, g[2] = 2*x[2];
        return out*out + x[2]*x[2] - w->size[0]*w->size[0];
    }
    double sum = -1.0;
    for (int i = 0; i < 3; i++) {
        double s = w->size[w->kind == IL_WRAP_SPHERE ? 0 : i];
        sum += x[i]*x[i]/(s*s), g[i] = 2*x[i]/(s*s);
    }
    return sum;
}

static void push_out(const il_wrap_def *w, double *x) {
    double g[3], f = level(w, x, g);
    for (int i = 0; i < 8 && f < 0.0; i++, f = level(w, x, g)) {
        double gg = g[0]*g[0] + g[1]*g[1] + g[2]*g[2];
        for (int k = 0; k < 3; k++) x[k] -= f*g[k]/gg;
    }
}

#if defined(__SANITIZE_ADDRESS__)
enum { NODES = 193, TRIALS = 4 };
#else
enum { NODES = 193, TRIALS = 20 };
#endif

// the string through nodes pulled tight, from a way that lies on the right side: over-relaxed to the middle of the neighbours, pushed out
static double relax(const il_wrap_def *w, double x[][3], int n, int sweeps) {
    double omega = 2.0/(1.0 + sin(3.14159265358979/(n - 1)));
    for (int s = 0; s < sweeps; s++)
        for (int i = 1; i < n - 1; i++) {
            for (int k = 0; k < 3; k++) x[i][k] += (s < sweeps*9/10 ? omega : 1.0)*(0.5*(x[i - 1][k] + x[i + 1][k]) - x[i][k]);
            push_out(w, x[i]);
        }
    double length = 0.0;
    for (int i = 1; i < n; i++) length += sqrt((x[i][0] - x[i - 1][0])*(x[i][0] - x[i - 1][0]) + (x[i][1] - x[i - 1][1])*(x[i][1] - x[i - 1][1]) + (x[i][2] - x[i - 1][2])*(x[i][2] - x[i - 1][2]));
    return length;
}

// nodes lie on the surface and chords cut it by h^2: two strings and the limit of fine nodes
static double brute(const il_wrap_def *w, const double *meet, const double *leave, const double *p1, const double *p2) {
    double length[2];
    for (int fine = 0; fine < 2; fine++) {
        static double x[NODES][3];
        int           n = fine ? NODES : (NODES + 1)/2;
        for (int i = 0; i < n; i++) {
            double t = 3.0*i/(n - 1);
            for (int k = 0; k < 3; k++) x[i][k] = t < 1 ? p1[k] + t*(meet[k] - p1[k]) : t < 2 ? meet[k] + (t - 1)*(leave[k] - meet[k]) : leave[k] + (t - 2)*(p2[k] - leave[k]);
            push_out(w, x[i]);
        }
        length[fine] = relax(w, x, n, fine ? 4000 : 2000);
    }
    return length[1] + (length[1] - length[0])/3.0;
}

// ---- tests ---------------------------------------------------------------------------------------------------------------------

static void ends(rig *r, const double *p1, const double *p2) {
    for (int i = 0; i < 3; i++) r->m->nominal->point_pos[i] = p1[i], il_pack_set(&r->d->q[i], 0.0), il_pack_set(&r->d->q[3 + i], p2[i]);
}

static double moved_length(rig *r, int q, double h) {
    double at = r->d->q[q].lane[0];
    il_pack_set(&r->d->q[q], at + h);
    lay(r);
    il_pack_set(&r->d->q[q], at);
    return r->d->path_length[0].lane[0];
}

static double arm_of(const rig *r, int q) {
    double sum = 0.0;
    for (int a = 0; a < r->m->narm; a++) sum += r->m->arm_dof[a] == q ? r->d->arm[a].lane[0] : 0.0;
    return sum;
}

// against the string, and moment arms against differences of length
static void check_way(rig *r, const il_wrap_def *w, const double *p1, const double *p2, double *worst, double *slope) {
    double meet[3], leave[3];
    lay(r);
    double l = r->d->path_length[0].lane[0];
    for (int i = 0; i < 3; i++) meet[i] = r->d->touch_world[i].lane[0], leave[i] = r->d->touch_world[3 + i].lane[0];
    *worst = fmax(*worst, fabs(brute(w, meet, leave, p1, p2) - l));
    for (int q = 0; q < 6; q++) {
        lay(r);
        double arm = arm_of(r, q);
        *slope = fmax(*slope, fabs(arm + (moved_length(r, q, 1e-6) - moved_length(r, q, -1e-6))/2e-6));
    }
}

static void ellipsoids(void **state) {
    (void)state;
    unsigned seed = 5;
    int      touched = 0;
    double   worst = 0.0, slope = 0.0;
    for (int trial = 0; trial < 300; trial++) {
        double zero[3] = {0}, size[3], p1[3], p2[3], v1 = 0, v2 = 0;
        for (int i = 0; i < 3; i++) size[i] = 0.02 + 0.04*urand(&seed);
        il_wrap_def w = surface("bone", IL_WRAP_ELLIPSOID, zero, zero, size[0], size[1], size[2]);
        rig         r = make(1, &w, NULL);
        for (int i = 0; i < 3; i++) p1[i] = 0.16*(urand(&seed) - 0.5), p2[i] = 0.16*(urand(&seed) - 0.5), v1 += p1[i]*p1[i]/size[i]/size[i], v2 += p2[i]*p2[i]/size[i]/size[i];
        ends(&r, p1, p2), lay(&r);
        assert_true(r.d->path_length[0].lane[0] > 0.0);
        if (v1 > 1.1 && v2 > 1.1 && r.d->touch[0].lane[0] > 0.5 && touched < TRIALS) touched++, check_way(&r, &w, p1, p2, &worst, &slope);
        drop(&r);
    }
    printf("ellipsoids: %d ways, against a string %.1e m, arms against differences %.1e m\n", touched, worst, slope);
    assert_true(touched == TRIALS && worst < 1e-6 && slope < 2e-6);
}

static void tori(void **state) {
    (void)state;
    unsigned seed = 9;
    int      touched = 0;
    double   worst = 0.0, slope = 0.0;
    for (int trial = 0; trial < 400 && touched < TRIALS; trial++) {
        double      zero[3] = {0}, p1[3], p2[3], tube = 0.01 + 0.02*urand(&seed);
        il_wrap_def w = surface("ring", IL_WRAP_TORUS, zero, zero, tube, 0.05 + 0.04*urand(&seed), 0);
        rig         r = make(1, &w, NULL);
        for (int i = 0; i < 2; i++) p1[i] = 0.12*(urand(&seed) - 0.5), p2[i] = 0.12*(urand(&seed) - 0.5);
        p1[2] = 0.04 + 0.06*urand(&seed), p2[2] = -0.04 - 0.06*urand(&seed);
        ends(&r, p1, p2), lay(&r);
        assert_true(r.d->path_length[0].lane[0] > 0.0);
        if (r.d->touch[0].lane[0] > 0.5) touched++, check_way(&r, &w, p1, p2, &worst, &slope);
        drop(&r);
    }
    printf("tori: %d ways, against a string %.1e m, arms against differences %.1e m\n", touched, worst, slope);
    assert_true(touched >= TRIALS/2 && worst < 1e-6 && slope < 2e-6);
}

// a ball taken as an ellipsoid against the ball's own closed form; with all eight lanes at different ways
static void balls(void **state) {
    (void)state;
    unsigned    seed = 3;
    double      zero[3] = {0}, worst = 0.0;
    il_wrap_def e = surface("a", IL_WRAP_ELLIPSOID, zero, zero, 0.05, 0.05, 0.05), s = surface("a", IL_WRAP_SPHERE, zero, zero, 0.05, 0, 0);
    rig         r[2] = {make(1, &e, NULL), make(1, &s, NULL)};
    for (int trial = 0; trial < 50; trial++) {
        double p1[3] = {0.06 + 0.05*urand(&seed), 0.1*urand(&seed), 0.1*(urand(&seed) - 0.5)};
        for (int l = 0; l < IL_LANES; l++)
            for (int i = 0; i < 3; i++) {
                double x = (i ? 0.1 : -0.06 - 0.1*urand(&seed))*(i ? urand(&seed) - 0.3 : 1.0);
                for (int k = 0; k < 2; k++) r[k].m->nominal->point_pos[i] = p1[i], r[k].d->q[3 + i].lane[l] = x;
            }
        lay(&r[0]), lay(&r[1]);
        for (int l = 0; l < IL_LANES; l++) worst = fmax(worst, fabs(r[0].d->path_length[0].lane[l] - r[1].d->path_length[0].lane[l]));
    }
    printf("balls: %.1e m\n", worst);
    assert_true(worst < 1e-9);
    drop(&r[0]), drop(&r[1]);
}

// given the half below, a way that would go over the top stays at the edge of the half; the wall gives by less than 1e-4 m
static void halves(void **state) {
    (void)state;
    double      zero[3] = {0}, p1[3] = {-0.1, 0.0, 0.01}, p2[3] = {0.1, 0.005, 0.012};
    il_wrap_def w = surface("bone", IL_WRAP_ELLIPSOID, zero, zero, 0.05, 0.03, 0.02);
    rig         free_way = make(1, &w, NULL), half = make(1, &w, (const int[]){-3});
    ends(&free_way, p1, p2), ends(&half, p1, p2), lay(&free_way), lay(&half);
    assert_true(free_way.d->touch_world[2].lane[0] > 0.005);
    for (int k = 0; k < 2; k++) assert_true(half.d->touch_world[3*k + 2].lane[0] < 1e-3);
    assert_true(half.d->path_length[0].lane[0] > free_way.d->path_length[0].lane[0] + 1e-4);
    drop(&free_way), drop(&half);
}

// two cylinders on one segment: the way is as long as the string over both
static void two_cylinders(void **state) {
    (void)state;
    double      a[3] = {-0.05, 0.0, 0.0}, b[3] = {0.05, 0.0, 0.0}, zero[3] = {0}, p1[3] = {-0.2, 0.02, 0.0}, p2[3] = {0.2, 0.01, 0.03};
    il_wrap_def w[2] = {surface("left", IL_WRAP_CYLINDER, a, zero, 0.03, 0.5, 0), surface("right", IL_WRAP_CYLINDER, b, zero, 0.03, 0.5, 0)};
    rig         r = make(2, w, NULL);
    double      slope = 0.0;
    ends(&r, p1, p2);
    for (int q = 0; q < 6; q++) {
        lay(&r);
        slope = fmax(slope, fabs(arm_of(&r, q) + (moved_length(&r, q, 1e-6) - moved_length(&r, q, -1e-6))/2e-6));
    }
    lay(&r);
    // both turn the same way: unrolled, two outer tangents and the line between the tops
    double d1 = hypot(0.15, 0.02), d2 = hypot(0.15, 0.01), t1 = sqrt(d1*d1 - 9e-4), t2 = sqrt(d2*d2 - 9e-4), turn1 = acos(0.03/d1), turn2 = acos(0.03/d2);
    double arc1 = (3.14159265358979323846 - atan2(0.02, 0.15)) - turn1 - 3.14159265358979323846/2, arc2 = 3.14159265358979323846/2 - (atan2(0.01, 0.15) + turn2);
    double flat = t1 + t2 + 0.1 + 0.03*(arc1 + arc2);
    printf("two cylinders: %.2e m, arms %.1e\n", r.d->path_length[0].lane[0] - hypot(flat, 0.03), slope);
    assert_true(fabs(r.d->path_length[0].lane[0] - hypot(flat, 0.03)) < 1e-9 && slope < 1e-6);
    drop(&r);
}

// ---- lanes ---------------------------------------------------------------------------------------------------------------------

static bool same(double a, double b) { return !memcmp(&a, &b, sizeof a); }

// each lane has the bits of its case alone, at every instruction set, also beside a lane that holds no number
static void lanes(void **state) {
    (void)state;
    double      zero[3] = {0}, a[3] = {-0.07, 0.005, 0.0}, b[3] = {0.07, 0.0, 0.01}, turn[3] = {0.3, 0.2, 0.1};
    il_wrap_def kinds[4] = {surface("egg", IL_WRAP_ELLIPSOID, zero, turn, 0.05, 0.03, 0.02), surface("ring", IL_WRAP_TORUS, zero, turn, 0.02, 0.05, 0),
                            surface("left", IL_WRAP_CYLINDER, a, zero, 0.03, 0.1, 0), surface("right", IL_WRAP_CYLINDER, b, zero, 0.03, 0.1, 0)};
    const int half[2] = {2, -2};
    unsigned  seed = 11;
    for (int kind = 0; kind < 3; kind++) {
        rig       r = make(kind < 2 ? 1 : 2, &kinds[kind], kind == 1 ? NULL : half);
        il_pack   q[6];
        il_data  *want[IL_LANES];
        il_error  err = {0};
        double    from[3] = {-0.15, 0.01, 0.01};
        for (int i = 0; i < 3; i++) r.m->nominal->point_pos[i] = from[i];
        for (int i = 0; i < 6; i++)
            for (int l = 0; l < IL_LANES; l++) q[i].lane[l] = i == 3 ? 0.1 + 0.1*urand(&seed) : 0.1*(urand(&seed) - 0.5);
        for (int l = 0; l < IL_LANES; l++) {
            assert_int_equal(il_data_create(r.m, IL_ISA_AUTO, &want[l], &err), IL_OK);
            for (int i = 0; i < 6; i++) il_pack_set(&want[l]->q[i], q[i].lane[l]);
            il_position(r.m, r.m->nominal, want[l]), il_path(r.m, r.m->nominal, want[l]), il_arm(r.m, r.m->nominal, want[l]);
        }
        for (int isa = IL_ISA_AUTO; isa <= IL_ISA_V4; isa++) {
            il_data *d;
            if (!il_isa_supported((il_isa)isa)) continue;
            for (int poisoned = 0; poisoned < 2; poisoned++) {
                assert_int_equal(il_data_create(r.m, (il_isa)isa, &d, &err), IL_OK);
                memcpy(d->q, q, sizeof q);
                if (poisoned) d->q[4].lane[2] = IL_NAN;
                il_position(r.m, r.m->nominal, d), il_path(r.m, r.m->nominal, d), il_arm(r.m, r.m->nominal, d);
                for (int l = 0; l < IL_LANES; l++) {
                    if (poisoned && l == 2) continue;
                    assert_true(same(d->path_length[0].lane[l], want[l]->path_length[0].lane[0]));
                    for (int k = 0; k < r.m->narm; k++) assert_true(same(d->arm[k].lane[l], want[l]->arm[k].lane[0]));
                }
                il_data_free(d);
            }
        }
        for (int l = 0; l < IL_LANES; l++) il_data_free(want[l]);
        drop(&r);
    }
}

// the tangent form against differences of the value form
static void tangents(void **state) {
    (void)state;
    double      zero[3] = {0}, turn[3] = {0.3, 0.2, 0.1}, from[3] = {-0.15, 0.01, 0.01};
    il_wrap_def kinds[2] = {surface("egg", IL_WRAP_ELLIPSOID, zero, turn, 0.05, 0.03, 0.02), surface("pin", IL_WRAP_CYLINDER, zero, turn, 0.03, 0.2, 0)};
    for (int kind = 0; kind < 2; kind++) {
        rig      r = make(1, &kinds[kind], NULL);
        il_data *t;
        il_error err = {0};
        for (int i = 0; i < 3; i++) r.m->nominal->point_pos[i] = from[i];
        assert_int_equal(il_data_create(r.m, IL_ISA_AUTO, &t, &err), IL_OK);
        for (int q = 3; q < 6; q++) {
            double arm[2][6];
            for (int s = 0; s < 3; s++) {
                for (int i = 3; i < 6; i++) il_pack_set(&r.d->q[i], (i == 3 ? 0.15 : 0.012) + (i == q && s < 2 ? (s ? 1e-6 : -1e-6) : 0.0));
                lay(&r);
                for (int k = 0; k < r.m->narm && s < 2; k++) arm[s][k] = r.d->arm[k].lane[0];
            }
            assert_true(r.d->touch[0].lane[0] > 0.5);
            il_data_zero(r.m, t);
            il_pack_set(&t->q[q], 1.0);
            il_position_tangent(r.m, r.m->nominal, NULL, r.d, t), il_path_tangent(r.m, r.m->nominal, NULL, r.d, t), il_arm_tangent(r.m, r.m->nominal, NULL, r.d, t);
            assert_true(fabs(t->path_length[0].lane[0] + arm_of(&r, q)) < 1e-7);
            for (int k = 0; k < r.m->narm; k++) assert_true(fabs(t->arm[k].lane[0] - (arm[1][k] - arm[0][k])/2e-6) < 1e-5);
        }
        il_data_free(t), drop(&r);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(ellipsoids), cmocka_unit_test(tori), cmocka_unit_test(balls), cmocka_unit_test(halves), cmocka_unit_test(two_cylinders), cmocka_unit_test(lanes), cmocka_unit_test(tangents)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
