// test_mech.c - poses, velocities, inverse dynamics, mass matrix, balance: closed forms, a slow reference, and two ways to each number
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "scene.h"

#define assert_near(a, b, tolerance) near_or_stop((a), (b), (tolerance), __LINE__)

static void near_or_stop(double a, double b, double tolerance, int line) {
    if (fabs(a - b) <= tolerance*(1.0 + fabs(b))) return;
    print_message("line %d: %.17g is not %.17g\n", line, a, b);
    fail();
}

static void position_to_inverse(const il_model *m, const il_params *p, il_data *d) {
    il_position(m, p, d);
    il_velocity(m, p, d);
    il_inverse(m, p, d);
    il_mass(m, p, d);
}

// ---- closed forms --------------------------------------------------------------------------------------------------------------

// n rods in a row in the x-y plane, hanging at q = 0, each `length` long with its centre of mass half way
static il_model *chain(int n, double mass, double length, double inertia) {
    il_builder *b = il_builder_create();
    char        name[16], parent[16] = "ground", q[16];
    for (int i = 0; i < n; i++) {
        il_body_def  body = il_default_body_def();
        il_joint_def joint = il_default_joint_def();
        snprintf(name, sizeof name, "rod%d", i), snprintf(q, sizeof q, "q%d", i);
        scene_coordinate(b, q, IL_ROW_ROTATION);
        body = (il_body_def){name, mass, {0, -0.5*length, 0}, {inertia, 0.5*inertia, inertia, 0, 0, 0}, body.cookie};
        joint.parent = parent, joint.in_parent.pos[1] = i == 0 ? 0.0 : -length;
        scene_row(&joint, IL_ROW_ROTATION, 0, 0, 1, q);
        il_builder_body(b, &body, &joint);
        memcpy(parent, name, sizeof parent);
    }
    return scene_finish(b);
}

static void a_pendulum_swings_by_its_closed_form(void **state) {
    const double mass = 2.0, l = 0.8, in = 0.3, g = 9.80665;
    il_model    *m = chain(1, mass, l, in);
    il_data     *d = scene_data(m, IL_ISA_AUTO);
    uint64_t     seed = 1;
    (void)state;
    scene_fill(m, d, &seed);
    for (int i = 0; i < 3; i++) il_pack_set(&d->gravity[i], i == 1 ? -g : 0.0);
    position_to_inverse(m, m->nominal, d);
    for (int lane = 0; lane < IL_LANES; lane++) {
        double q = d->q[0].lane[lane], about = in + mass*l*l/4;
        assert_near(d->body_pos[3].lane[lane], 0.0, 0.0);
        assert_near(d->com_pos[3].lane[lane], 0.5*l*sin(q), 1e-15);
        assert_near(d->com_pos[4].lane[lane], -0.5*l*cos(q), 1e-15);
        assert_near(d->mass_matrix[0].lane[lane], about, 1e-15);
        assert_near(d->tau[0].lane[lane], about*d->qdd[0].lane[lane] + mass*g*0.5*l*sin(q), 1e-14);
    }
    il_model_free(m), il_data_free(d);
}

static void a_double_pendulum_swings_by_its_closed_form(void **state) {
    const double mass = 2.0, l = 0.8, c = 0.4, in = 0.3, g = 9.80665;
    il_model    *m = chain(2, mass, l, in);
    il_data     *d = scene_data(m, IL_ISA_AUTO);
    uint64_t     seed = 2;
    (void)state;
    scene_fill(m, d, &seed);
    for (int i = 0; i < 3; i++) il_pack_set(&d->gravity[i], i == 1 ? -g : 0.0);
    position_to_inverse(m, m->nominal, d);
    for (int lane = 0; lane < IL_LANES; lane++) {
        double q1 = d->q[0].lane[lane], q2 = d->q[1].lane[lane], u1 = d->qd[0].lane[lane], u2 = d->qd[1].lane[lane];
        double m22 = in + mass*c*c, m12 = m22 + mass*l*c*cos(q2), m11 = in + mass*c*c + mass*l*l + 2*m12 - m22;
        double h1 = -mass*l*c*sin(q2)*(2*u1*u2 + u2*u2), h2 = mass*l*c*sin(q2)*u1*u1;
        double g2 = mass*c*g*sin(q1 + q2), g1 = (mass*c + mass*l)*g*sin(q1) + g2;
        assert_near(d->mass_matrix[0].lane[lane], m11, 1e-14);
        assert_near(d->mass_matrix[1].lane[lane], m12, 1e-14);
        assert_near(d->mass_matrix[3].lane[lane], m22, 1e-14);
        assert_near(d->tau[0].lane[lane], m11*d->qdd[0].lane[lane] + m12*d->qdd[1].lane[lane] + h1 + g1, 1e-13);
        assert_near(d->tau[1].lane[lane], m12*d->qdd[0].lane[lane] + m22*d->qdd[1].lane[lane] + h2 + g2, 1e-13);
    }
    il_model_free(m), il_data_free(d);
}

// ---- a slow reference of the poses ---------------------------------------------------------------------------------------------

// second derivatives of the natural spline by many sweeps of Gauss and Seidel over its conditions
static double slow_spline(const double *v, int n, double x) {
    double y2[32] = {0};
    for (int sweep = 0; sweep < 200; sweep++)
        for (int k = 1; k < n - 1; k++) {
            double a = v[3*k] - v[3*k - 3], b = v[3*k + 3] - v[3*k];
            double right = 6*((v[3*k + 4] - v[3*k + 1])/b - (v[3*k + 1] - v[3*k - 2])/a);
            y2[k] = (right - a*y2[k - 1] - b*y2[k + 1])/(2*(a + b));
        }
    if (x < v[0]) return v[1] + (x - v[0])*((v[4] - v[1])/(v[3] - v[0]) - (v[3] - v[0])*y2[1]/6);
    if (x > v[3*n - 3]) {
        double h = v[3*n - 3] - v[3*n - 6];
        return v[3*n - 2] + (x - v[3*n - 3])*((v[3*n - 2] - v[3*n - 5])/h + h*y2[n - 2]/6);
    }
    int k = 0;
    while (k < n - 2 && x > v[3*k + 3]) k++;
    double h = v[3*k + 3] - v[3*k], b = (x - v[3*k])/h, a = 1 - b;
    return a*v[3*k + 1] + b*v[3*k + 4] + ((a*a*a - a)*y2[k] + (b*b*b - b)*y2[k + 1])*h*h/6;
}

static double slow_function(const il_model *m, int f, double x) {
    if (f == IL_NONE) return x;
    const double *v = m->nominal->function_value + m->function_start[f];
    int           n = m->function_start[f + 1] - m->function_start[f];
    double        sum = 0.0;
    if (m->function_kind[f] == IL_FUNCTION_LINEAR) return v[0]*x + v[1];
    if (m->function_kind[f] == IL_FUNCTION_SPLINE) return slow_spline(v, n/3, x);
    for (int i = 0; i < n; i++) sum += v[i]*pow(x, i);
    return sum;
}

typedef struct matrix { double at[4][4]; } matrix;

static matrix product(matrix a, matrix b) {
    matrix c = {{{0}}};
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < 4; j++)
            for (int k = 0; k < 4; k++) c.at[i][j] += a.at[i][k]*b.at[k][j];
    return c;
}

static matrix of_frame(const double pos[3], const double rot[9]) {
    matrix a = {{{rot[0], rot[1], rot[2], pos[0]}, {rot[3], rot[4], rot[5], pos[1]}, {rot[6], rot[7], rot[8], pos[2]}, {0, 0, 0, 1}}};
    return a;
}

static matrix inverse_frame(matrix a) {
    matrix b = {{{0}}};
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) b.at[i][j] = a.at[j][i], b.at[i][3] -= a.at[j][i]*a.at[j][3];
    b.at[3][3] = 1;
    return b;
}

// exp of the motion matrix by its series, far slower and nothing like the kernel's formula
static matrix of_row(const il_model *m, int r, double value) {
    const double *x = m->nominal->row_axis + 3*r;
    matrix        step = {{{0}}}, sum = {{{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}}}, term = sum;
    if (m->row_kind[r] == IL_ROW_TRANSLATION) {
        for (int i = 0; i < 3; i++) sum.at[i][3] = value*x[i];
        return sum;
    }
    step.at[0][1] = -x[2]*value, step.at[0][2] = x[1]*value, step.at[1][2] = -x[0]*value;
    step.at[1][0] = -step.at[0][1], step.at[2][0] = -step.at[0][2], step.at[2][1] = -step.at[1][2];
    for (int n = 1; n < 40; n++) {
        term = product(term, step);
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++) term.at[i][j] /= n, sum.at[i][j] += term.at[i][j];
    }
    return sum;
}

static double slow_signal(const il_model *m, const il_data *d, int signal, int lane) {
    if (signal < m->nq) return d->q[signal].lane[lane];
    return slow_function(m, m->coupled_function[signal - m->nq], d->q[m->coupled_master[signal - m->nq]].lane[lane]);
}

static void poses_agree_with_a_slow_reference(void **state) {
    const int n = 31;
    il_model *m = scene_tree_model(3, n, true);
    il_data  *d = scene_data(m, IL_ISA_AUTO);
    matrix    pose[64] = {{{{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}}}};
    uint64_t  seed = 3;
    (void)state;
    scene_fill(m, d, &seed);
    for (int i = 0; i < m->nq; i++) d->q[i].lane[7] *= 3.0; // beyond the knots of the splines
    il_position(m, m->nominal, d);
    const il_params *p = m->nominal;
    for (int lane = 0; lane < IL_LANES; lane++)
        for (int b = 1; b <= n; b++) {
            matrix a = product(pose[m->body_parent[b]], of_frame(p->joint_parent_pos + 3*b, p->joint_parent_rot + 9*b));
            for (int r = m->body_row_start[b]; r < m->body_row_start[b + 1]; r++) {
                double u = m->row_signal[r] == IL_NONE ? 1.0 : slow_function(m, m->row_function[r], slow_signal(m, d, m->row_signal[r], lane));
                a = product(a, of_row(m, r, p->row_scale[r]*u));
            }
            pose[b] = product(a, inverse_frame(of_frame(p->joint_child_pos + 3*b, p->joint_child_rot + 9*b)));
            for (int i = 0; i < 3; i++) {
                assert_near(d->body_pos[3*b + i].lane[lane], pose[b].at[i][3], 1e-13);
                for (int j = 0; j < 3; j++) assert_near(d->body_rot[9*b + 3*i + j].lane[lane], pose[b].at[i][j], 1e-13);
            }
        }
    il_model_free(m), il_data_free(d);
}

// ---- velocity and acceleration are time derivatives ----------------------------------------------------------------------------

static void velocities_are_rates_of_poses(void **state) {
    il_model *m = scene_tree_model(4, 30, true);
    il_data  *d = scene_data(m, IL_ISA_AUTO), *t = scene_data(m, IL_ISA_AUTO);
    uint64_t  seed = 4;
    (void)state;
    scene_fill(m, d, &seed);
    position_to_inverse(m, m->nominal, d);
    // along time: q' = qd, qd' = qdd
    il_data_zero(m, t);
    memcpy(t->q, d->qd, (size_t)m->nq*sizeof *t->q), memcpy(t->qd, d->qdd, (size_t)m->nq*sizeof *t->q);
    il_position_tangent(m, m->nominal, NULL, d, t);
    il_velocity_tangent(m, m->nominal, NULL, d, t);
    for (int b = 1; b < m->nbody; b++)
        for (int lane = 0; lane < IL_LANES; lane++)
            for (int i = 0; i < 3; i++) {
                int    j = (i + 1)%3, k = (i + 2)%3;
                double wj = d->body_vel[6*b + j].lane[lane], wk = d->body_vel[6*b + k].lane[lane];
                assert_near(t->com_pos[3*b + i].lane[lane],
                            d->body_vel[6*b + 3 + i].lane[lane] + wj*d->com_pos[3*b + k].lane[lane] - wk*d->com_pos[3*b + j].lane[lane], 1e-12);
                for (int c = 0; c < 3; c++)
                    assert_near(t->body_rot[9*b + 3*i + c].lane[lane],
                                wj*d->body_rot[9*b + 3*k + c].lane[lane] - wk*d->body_rot[9*b + 3*j + c].lane[lane], 1e-12);
                assert_near(t->body_vel[6*b + i].lane[lane], d->body_acc[6*b + i].lane[lane], 1e-11);
                assert_near(t->body_vel[6*b + 3 + i].lane[lane], d->body_acc[6*b + 3 + i].lane[lane], 1e-11);
            }
    il_model_free(m), il_data_free(d), il_data_free(t);
}

static void jacobians_are_rates_of_points(void **state) {
    il_model *m = scene_tree_model(5, 30, true);
    il_data  *d = scene_data(m, IL_ISA_AUTO), *t = scene_data(m, IL_ISA_AUTO);
    il_pack  *column = aligned_alloc(64, (size_t)m->nq*9*sizeof *column), *motion = column + 3*m->nq;
    uint64_t  seed = 5;
    (void)state;
    scene_fill(m, d, &seed);
    il_position(m, m->nominal, d), il_velocity(m, m->nominal, d), il_marker(m, m->nominal, d);
    il_data_zero(m, t);
    memcpy(t->q, d->qd, (size_t)m->nq*sizeof *t->q);
    il_position_tangent(m, m->nominal, NULL, d, t), il_marker_tangent(m, m->nominal, NULL, d, t);
    for (int k = 0; k < m->nmarker; k++) {
        il_jacobian_point(m, d, m->marker_body[k], d->marker_world + 3*k, column);
        il_motion_space(m, d, m->marker_body[k], motion);
        for (int lane = 0; lane < IL_LANES; lane++) {
            for (int i = 0; i < 3; i++) {
                double rate = 0.0;
                for (int j = 0; j < m->nq; j++) rate += column[3*j + i].lane[lane]*d->qd[j].lane[lane];
                assert_near(rate, t->marker_world[3*k + i].lane[lane], 1e-12);
            }
            for (int i = 0; i < 6; i++) {
                double rate = 0.0;
                for (int j = 0; j < m->nq; j++) rate += motion[6*j + i].lane[lane]*d->qd[j].lane[lane];
                assert_near(rate, d->body_vel[6*m->marker_body[k] + i].lane[lane], 1e-12);
            }
        }
    }
    free(column);
    il_model_free(m), il_data_free(d), il_data_free(t);
}

// ---- dynamics two ways ---------------------------------------------------------------------------------------------------------

static double potential(const il_model *m, const il_data *d, int lane) {
    double v = 0.0;
    for (int b = 1; b < m->nbody; b++)
        for (int i = 0; i < 3; i++) v -= m->nominal->body_mass[b]*d->gravity[i].lane[lane]*d->com_pos[3*b + i].lane[lane];
    return v;
}

// Lagrange: tau_j = d/dt (M qd)_j - d/dq_j (qd M qd)/2 + dV/dq_j, from the mass matrix and its tangents only
static void inverse_dynamics_is_lagranges(void **state) {
    il_model *m = scene_tree_model(6, 20, true);
    il_data  *d = scene_data(m, IL_ISA_AUTO), *t = scene_data(m, IL_ISA_AUTO);
    const int nq = m->nq;
    double   *tau = calloc((size_t)nq*IL_LANES, sizeof *tau);
    uint64_t  seed = 6;
    (void)state;
    scene_fill(m, d, &seed);
    position_to_inverse(m, m->nominal, d);
    for (int along = -1; along < nq; along++) { // -1: along time
        il_data_zero(m, t);
        if (along < 0) memcpy(t->q, d->qd, (size_t)nq*sizeof *t->q);
        else il_pack_set(&t->q[along], 1.0);
        il_position_tangent(m, m->nominal, NULL, d, t);
        il_mass_tangent(m, m->nominal, NULL, d, t);
        for (int lane = 0; lane < IL_LANES; lane++) {
            double energy = 0.0;
            for (int i = 0; i < nq; i++)
                for (int j = 0; j < nq; j++) {
                    double rate = t->mass_matrix[nq*i + j].lane[lane], qd = d->qd[j].lane[lane];
                    if (along < 0) tau[IL_LANES*i + lane] += d->mass_matrix[nq*i + j].lane[lane]*d->qdd[j].lane[lane] + rate*qd;
                    energy += 0.5*d->qd[i].lane[lane]*rate*qd;
                }
            if (along < 0) continue;
            double slope = 0.0;
            for (int b = 1; b < m->nbody; b++)
                for (int i = 0; i < 3; i++) slope -= m->nominal->body_mass[b]*d->gravity[i].lane[lane]*t->com_pos[3*b + i].lane[lane];
            tau[IL_LANES*along + lane] += slope - energy;
        }
    }
    for (int j = 0; j < nq; j++)
        for (int lane = 0; lane < IL_LANES; lane++) assert_near(d->tau[j].lane[lane], tau[IL_LANES*j + lane], 1e-11);
    free(tau);
    il_model_free(m), il_data_free(d), il_data_free(t);
}

// A x = b for a symmetric positive definite A, in place
static void solve(int n, double *a, double *x) {
    for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) {
            double s = a[n*i + j];
            for (int k = 0; k < j; k++) s -= a[n*i + k]*a[n*j + k];
            if (i == j) assert_true(s > 0.0);
            a[n*i + j] = i == j ? sqrt(s) : s/a[n*j + j];
        }
        for (int k = 0; k < i; k++) x[i] -= a[n*i + k]*x[k];
        x[i] /= a[n*i + i];
    }
    for (int i = n - 1; i >= 0; i--) {
        for (int k = i + 1; k < n; k++) x[i] -= a[n*k + i]*x[k];
        x[i] /= a[n*i + i];
    }
}

// forward dynamics by the mass matrix, M qdd = tau - h, gives back the accelerations that inverse dynamics was asked for
static void forward_dynamics_inverts_inverse_dynamics(void **state) {
    il_model *m = scene_tree_model(7, 20, true);
    il_data  *d = scene_data(m, IL_ISA_AUTO), *rest = scene_data(m, IL_ISA_AUTO);
    const int nq = m->nq;
    double   *a = calloc((size_t)nq*(size_t)(nq + 1), sizeof *a), *x = a + nq*nq;
    uint64_t  seed = 7;
    (void)state;
    scene_fill(m, d, &seed);
    position_to_inverse(m, m->nominal, d);
    il_data_copy(m, d, rest);
    for (int j = 0; j < nq; j++) il_pack_set(&rest->qdd[j], 0.0);
    il_inverse(m, m->nominal, rest);
    for (int lane = 0; lane < IL_LANES; lane++) {
        for (int i = 0; i < nq*nq; i++) a[i] = d->mass_matrix[i].lane[lane];
        for (int i = 0; i < nq; i++)
            for (int j = 0; j < i; j++) assert_true(a[nq*i + j] == a[nq*j + i]);
        for (int i = 0; i < nq; i++) x[i] = d->tau[i].lane[lane] - rest->tau[i].lane[lane];
        solve(nq, a, x);
        for (int i = 0; i < nq; i++) assert_near(x[i], d->qdd[i].lane[lane], 1e-8);
    }
    free(a);
    il_model_free(m), il_data_free(d), il_data_free(rest);
}

// one tenth of a second of free motion by fourth-order Runge-Kutta keeps kinetic plus potential energy
static void accelerate(const il_model *m, il_data *d, double *a) {
    const int nq = m->nq;
    for (int j = 0; j < nq; j++) il_pack_set(&d->qdd[j], 0.0);
    position_to_inverse(m, m->nominal, d);
    for (int i = 0; i < nq*nq; i++) a[i] = d->mass_matrix[i].lane[0];
    double *x = a + nq*nq;
    for (int i = 0; i < nq; i++) x[i] = -d->tau[i].lane[0];
    solve(nq, a, x);
}

static double energy(const il_model *m, const il_data *d) {
    double e = potential(m, d, 0);
    for (int i = 0; i < m->nq; i++)
        for (int j = 0; j < m->nq; j++) e += 0.5*d->qd[i].lane[0]*d->mass_matrix[m->nq*i + j].lane[0]*d->qd[j].lane[0];
    return e;
}

static void free_motion_keeps_its_energy(void **state) {
    static const double at[4] = {0.0, 0.5, 0.5, 1.0}, share[4] = {1.0/6, 1.0/3, 1.0/3, 1.0/6};
    il_model *m = scene_tree_model(8, 11, true);
    il_data  *d = scene_data(m, IL_ISA_AUTO);
    const int nq = m->nq, steps = 400;
    double   *a = calloc((size_t)nq*(size_t)(nq + 7), sizeof *a), *q0 = a + nq*(nq + 1), *u0 = q0 + nq, *dq = u0 + nq, *du = dq + nq, *u = du + nq;
    double    h = 0.1/steps, before = 0.0;
    uint64_t  seed = 8;
    (void)state;
    scene_fill(m, d, &seed);
    for (int i = 0; i < steps; i++) {
        for (int j = 0; j < nq; j++) q0[j] = d->q[j].lane[0], u0[j] = d->qd[j].lane[0], dq[j] = du[j] = 0.0;
        for (int k = 0; k < 4; k++) {
            for (int j = 0; j < nq && k > 0; j++) {
                u[j] = d->qd[j].lane[0];
                il_pack_set(&d->q[j], q0[j] + at[k]*h*u[j]);
                il_pack_set(&d->qd[j], u0[j] + at[k]*h*a[nq*nq + j]);
            }
            accelerate(m, d, a);
            if (i == 0 && k == 0) before = energy(m, d);
            for (int j = 0; j < nq; j++) dq[j] += share[k]*d->qd[j].lane[0], du[j] += share[k]*a[nq*nq + j];
        }
        for (int j = 0; j < nq; j++) il_pack_set(&d->q[j], q0[j] + h*dq[j]), il_pack_set(&d->qd[j], u0[j] + h*du[j]);
    }
    accelerate(m, d, a);
    assert_near(energy(m, d), before, 1e-9);
    free(a);
    il_model_free(m), il_data_free(d);
}

// ---- mirror symmetry -----------------------------------------------------------------------------------------------------------

// the nominal numbers of the model reflected in the plane z = 0: positions and translations turn over in z, rotations in x and y
static void reflect(const il_model *m, il_params *p) {
    for (int b = 0; b < m->nbody; b++) {
        double *vectors[] = {p->body_com, p->joint_parent_pos, p->joint_child_pos}, *rots[] = {p->joint_parent_rot, p->joint_child_rot};
        for (int i = 0; i < 3; i++) vectors[i][3*b + 2] *= -1.0;
        for (int i = 0; i < 2; i++)
            rots[i][9*b + 2] *= -1.0, rots[i][9*b + 5] *= -1.0, rots[i][9*b + 6] *= -1.0, rots[i][9*b + 7] *= -1.0;
        p->body_inertia[6*b + 4] *= -1.0, p->body_inertia[6*b + 5] *= -1.0;
    }
    for (int r = 0; r < m->nrow; r++) {
        if (m->row_kind[r] == IL_ROW_TRANSLATION) p->row_axis[3*r + 2] *= -1.0;
        else p->row_axis[3*r] *= -1.0, p->row_axis[3*r + 1] *= -1.0;
    }
}

static void a_mirrored_model_moves_mirrored(void **state) {
    il_model  *m = scene_tree_model(9, 30, true);
    il_data   *d = scene_data(m, IL_ISA_AUTO), *e = scene_data(m, IL_ISA_AUTO);
    il_params *p;
    uint64_t   seed = 9;
    (void)state;
    assert_int_equal(il_params_create(m, false, &p, NULL), IL_OK);
    reflect(m, p);
    scene_fill(m, d, &seed);
    il_data_copy(m, d, e);
    for (int lane = 0; lane < IL_LANES; lane++) e->gravity[2].lane[lane] *= -1.0;
    position_to_inverse(m, m->nominal, d), position_to_inverse(m, p, e);
    for (int lane = 0; lane < IL_LANES; lane++) {
        for (int j = 0; j < m->nq; j++) assert_true(d->tau[j].lane[lane] == e->tau[j].lane[lane]);
        for (int j = 0; j < m->nq*m->nq; j++) assert_true(d->mass_matrix[j].lane[lane] == e->mass_matrix[j].lane[lane]);
        for (int i = 0; i < 3*m->nbody; i++) assert_true(d->com_pos[i].lane[lane] == (i%3 == 2 ? -1.0 : 1.0)*e->com_pos[i].lane[lane]);
    }
    il_params_free(p);
    il_model_free(m), il_data_free(d), il_data_free(e);
}

// ---- balance -------------------------------------------------------------------------------------------------------------------

static void gravity_alone_is_what_inverse_dynamics_holds(void **state) {
    il_model *m = scene_tree_model(10, 30, true);
    il_data  *d = scene_data(m, IL_ISA_AUTO);
    uint64_t  seed = 10;
    (void)state;
    scene_fill(m, d, &seed);
    for (int j = 0; j < m->nq; j++) il_pack_set(&d->qd[j], 0.0), il_pack_set(&d->qdd[j], 0.0);
    memset(d->wrench, 0, (size_t)(6*m->nbody)*sizeof *d->wrench);
    position_to_inverse(m, m->nominal, d);
    il_balance(m, m->nominal, d);
    for (int j = 0; j < m->nq; j++)
        for (int lane = 0; lane < IL_LANES; lane++) {
            assert_near(d->residual[j].lane[lane], -d->tau[j].lane[lane], 1e-12);
            assert_true(d->residual[j].lane[lane] == d->gravity_force[j].lane[lane]);
        }
    il_model_free(m), il_data_free(d);
}

// wrench on a body, through its motion space, onto the expected generalised forces
static void push(const il_model *m, const il_data *d, int body, int lane, const double w[6], il_pack *motion, double *expected) {
    il_motion_space(m, d, body, motion);
    for (int j = 0; j < m->nq; j++)
        for (int i = 0; i < 6; i++) expected[j] += motion[6*j + i].lane[lane]*w[i];
}

static void random_results(const il_model *m, il_data *d, uint64_t *seed) {
    static const char *const wanted[] = {"muscle_active", "muscle_passive", "ligament_force", "pathbody_wrench", "path_moving",
                                         "bushing_wrench", "pad_force", "pad_world", "limit_force"};
    scene_field f[SCENE_MAX_FIELDS];
    int         n = scene_data_fields(m, f);
    for (int i = 0; i < n; i++)
        for (size_t w = 0; w < sizeof wanted/sizeof *wanted; w++)
            for (int k = 0; !strcmp(f[i].name, wanted[w]) && k < f[i].count; k++)
                for (int lane = 0; lane < IL_LANES; lane++) scene_packs(d, &f[i])[k].lane[lane] = scene_uniform(seed, -2.0, 2.0);
}

// whatever the forces are, the balance is their sum through the motion spaces of the bodies
static void the_balance_is_the_sum_of_all_forces(void **state) {
    il_model        *m = scene_full_model(11, 20);
    const il_params *p = m->nominal;
    il_data         *d = scene_data(m, IL_ISA_AUTO);
    il_pack         *motion = aligned_alloc(64, (size_t)m->nq*6*sizeof *motion);
    double          *expected = calloc((size_t)m->nq, sizeof *expected), w[6];
    uint64_t         seed = 11;
    (void)state;
    scene_fill(m, d, &seed);
    il_position(m, p, d);
    random_results(m, d, &seed);
    il_balance(m, p, d);
    for (int lane = 0; lane < IL_LANES; lane++) {
        double pressure = 0.0;
        for (int j = 0; j < m->nq; j++) expected[j] = d->gravity_force[j].lane[lane];
        for (int i = 0; i < m->nmuscle; i++) pressure += p->muscle_pressure[i]*d->act[i].lane[lane];
        assert_near(d->pressure[0].lane[lane], pressure, 1e-14);
        for (int i = 0; i < m->npath; i++) {
            double tension = i == m->pressure_path ? -pressure*p->pressure_area[0] : 0.0;
            for (int k = 0; k < m->nmuscle; k++)
                if (m->muscle_path[k] == i) tension += d->act[k].lane[lane]*d->muscle_active[k].lane[lane] + d->muscle_passive[k].lane[lane];
            for (int k = 0; k < m->nligament; k++)
                if (m->ligament_path[k] == i) tension += d->ligament_force[k].lane[lane];
            assert_near(d->path_tension[i].lane[lane], tension, 1e-14);
            for (int k = m->path_body_start[i]; k < m->path_body_start[i + 1]; k++) {
                for (int c = 0; c < 6; c++) w[c] = tension*d->pathbody_wrench[6*k + c].lane[lane];
                push(m, d, m->pathbody_body[k], lane, w, motion, expected);
            }
            if (m->path_dof[i] != IL_NONE) expected[m->path_dof[i]] += tension*d->path_moving[i].lane[lane];
        }
        for (int i = 0; i < m->nbushing; i++) {
            for (int c = 0; c < 6; c++) w[c] = d->bushing_wrench[6*i + c].lane[lane];
            push(m, d, m->bushing_body_b[i], lane, w, motion, expected);
            for (int c = 0; c < 6; c++) w[c] = -w[c];
            push(m, d, m->bushing_body_a[i], lane, w, motion, expected);
        }
        for (int i = 0; i < m->npad; i++) {
            double x[3];
            for (int c = 0; c < 3; c++) {
                x[c] = d->pad_world[3*i + c].lane[lane];
                w[3 + c] = d->pad_force[i].lane[lane]*d->plane[4*m->pad_plane[i] + c].lane[lane] + d->pad_shear[3*i + c].lane[lane];
            }
            for (int c = 0; c < 3; c++) w[c] = x[(c + 1)%3]*w[3 + (c + 2)%3] - x[(c + 2)%3]*w[3 + (c + 1)%3];
            push(m, d, m->pad_body[i], lane, w, motion, expected);
        }
        for (int b = 1; b < m->nbody; b++) {
            for (int c = 0; c < 6; c++) w[c] = d->wrench[6*b + c].lane[lane];
            push(m, d, b, lane, w, motion, expected);
        }
        for (int i = 0; i < m->nlimit; i++) expected[m->limit_coordinate[i]] += d->limit_force[i].lane[lane];
        for (int j = 0; j < m->nq; j++) assert_near(d->residual[j].lane[lane], expected[j], 1e-11);
    }
    free(motion), free(expected);
    il_model_free(m), il_data_free(d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pendulum_swings_by_its_closed_form),
        cmocka_unit_test(a_double_pendulum_swings_by_its_closed_form),
        cmocka_unit_test(poses_agree_with_a_slow_reference),
        cmocka_unit_test(velocities_are_rates_of_poses),
        cmocka_unit_test(jacobians_are_rates_of_points),
        cmocka_unit_test(inverse_dynamics_is_lagranges),
        cmocka_unit_test(forward_dynamics_inverts_inverse_dynamics),
        cmocka_unit_test(free_motion_keeps_its_energy),
        cmocka_unit_test(a_mirrored_model_moves_mirrored),
        cmocka_unit_test(gravity_alone_is_what_inverse_dynamics_holds),
        cmocka_unit_test(the_balance_is_the_sum_of_all_forces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
