// equilibrium_hold.c - holding: sequential quadratic programming on posture and forces together
//
// One step linearises the balance, c + K dq + A (x' - x) + r' = 0, and solves a box QP in x' and r' alone: the posture step
//   dq = g + (H + mu/q_size²)⁻¹ Kᵀ y,   g = (H + mu/q_size²)⁻¹ q_weight (q_center - q)
// is eliminated and appears as the compliance W = K (H + mu/q_size²)⁻¹ Kᵀ of the rows (y: multipliers of the balance). H is the habit's weight and
// what the steps have shown of the balance's bend, y d²c/dq² (damped BFGS). Steps are shortened on an exact l1 merit function; mu grows when they
// fail (Nocedal & Wright 2006, chapter 18).
#include "equilibrium_newton.h"
#include "step.h"
#include "math/scalar.h"
#include <math.h>
#include <string.h>

enum { MAX_HALVINGS = 6, REFUSALS = 3, FORGET = 30 }; // what was learnt FORGET iterations ago belongs to another posture

// a search that is at its tail, or that is near and has not arrived after CREEPS iterations, is finished by Newton's method; where that does not
// arrive it is tried again AGAIN or CREEPS iterations later, each time later
enum { CREEPS = 12, AGAIN = 5 };
static const double near_rest = 1e-3, near_step = 0.1;
static const double tail_rest = 1e-5, tail_step = 0.01;

// a step as long as this is none; where a search comes to one it goes back and tries again with a shorter step, so often at most
static const double nowhere = 1e3, shorter = 0.25;
enum { MAX_BACK = 6 };

// a weight on the move of one q_size from which on a coordinate is held where it is: then there is nothing to learn, and no digits to learn it with
static const double holds = 1e6;

// H starts as the cost's own second derivative, in units of q_size: nothing is known yet of how the balance bends. Is there anything to learn?
static bool start_hessian(ili_equilibrium *w, const ili_system *s) {
    double most = 0.0;
    memset(w->H, 0, sizeof *w->H*(size_t)(s->nq*s->nq));
    for (int j = 0; j < s->nq; j++) {
        w->H[j*s->nq + j] = s->q_weight[j]*s->q_size[j]*s->q_size[j];
        most = fmax(most, w->H[j*s->nq + j]);
    }
    return most > 0.0 && most < holds;
}

// out = K' y, the pull of the multipliers on posture
static void pull(const ili_equilibrium *w, const ili_system *s, double *out) {
    for (int j = 0; j < s->nq; j++) out[j] = 0.0;
    for (int i = 0; i < s->nrow; i++) {
        double y = s->row_scale[i]*w->y[i];
        for (int j = 0; j < s->nq; j++) out[j] += y*w->K[i*s->nq + j];
    }
}

// BFGS, damped (Nocedal & Wright 2006, procedure 18.2): after a step dq the pull has changed from `grad`, by as much as the balance bends
static void learn(ili_equilibrium *w, const ili_system *s, double length) {
    int    n = s->nq;
    double a = 0.0, b = 0.0, *Hs = w->free_step, *v = w->diag;
    pull(w, s, v);
    for (int j = 0; j < n; j++) v[j] = s->q_size[j]*(w->grad[j] - v[j] + length*s->q_weight[j]*w->dq[j]);
    for (int i = 0; i < n; i++) {
        double at = length*w->dq[i]/s->q_size[i];
        Hs[i] = 0.0;
        for (int j = 0; j < n; j++) Hs[i] += w->H[i*n + j]*length*w->dq[j]/s->q_size[j];
        a += at*Hs[i], b += at*v[i];
    }
    if (!(a > 1e-300) || !isfinite(b)) return;
    double mix = b < 0.2*a ? 0.8*a/(a - b) : 1.0;
    for (int j = 0; j < n; j++) v[j] = mix*v[j] + (1.0 - mix)*Hs[j];
    b = mix*b + (1.0 - mix)*a;
    for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) w->H[i*n + j] = w->H[j*n + i] = w->H[i*n + j] + (v[i]*v[j]/b - Hs[i]*Hs[j]/a);
    }
}

// L Lᵀ = H + mu
static bool factor(ili_equilibrium *w, int n, double mu) { return w->cholesky(n, w->H, mu, 0.0, w->padded, w->W, w->L); }

// z = L⁻¹ z, z = L⁻ᵀ z
static void down(const double *L, int n, double *z) {
    for (int i = 0; i < n; i++) z[i] = (z[i] - ili_dot(&L[i*n], z, i))/L[i*n + i];
}
static void up(const double *L, int n, double *z) {
    for (int i = n - 1; i >= 0; i--) {
        z[i] /= L[i*n + i];
        for (int k = 0; k < i; k++) z[k] -= L[i*n + k]*z[i];
    }
}

// the factor of H + mu, and g = q_size (H + mu)⁻¹ q_size q_weight (q_center - q)
static void eliminate(ili_equilibrium *w, const ili_system *s, const double *q, double mu) {
    if (!factor(w, s->nq, mu)) {
        start_hessian(w, s);
        factor(w, s->nq, mu);
    }
    for (int j = 0; j < s->nq; j++) w->free_step[j] = s->q_size[j]*s->q_weight[j]*(s->q_center[j] - q[j]);
    down(w->L, s->nq, w->free_step), up(w->L, s->nq, w->free_step);
    for (int j = 0; j < s->nq; j++) w->free_step[j] *= s->q_size[j];
}

// columns of T: rows of K scaled, times L⁻ᵀ; W = Tᵀ T
static void compliance(ili_equilibrium *w, const ili_system *s) {
    for (int j = 0; j < s->nq; j++) {
        for (int i = 0; i < s->nrow; i++) w->T[j*w->padded + i] = s->row_scale[i]*w->K[i*s->nq + j]*s->q_size[j];
        for (int i = s->nrow; i < w->padded; i++) w->T[j*w->padded + i] = 0.0;
    }
    w->fold(s->nq, s->nrow, w->padded, w->L, w->T, w->W);
}

// b = scale (-c + A x - K g)
static void right_side(ili_equilibrium *w, const ili_system *s, const double *x) {
    // four rows at a time: one sum alone would wait for itself
    for (int i = 0; i < s->nrow; i += 4) {
        int           n = s->nrow - i < 4 ? s->nrow - i : 4;
        const double *row[4];
        double        sum[4];
        for (int e = 0; e < 4; e++) row[e] = &w->K[(i + (e < n ? e : 0))*s->nq], sum[e] = -w->c[i + (e < n ? e : 0)];
        double s0 = sum[0], s1 = sum[1], s2 = sum[2], s3 = sum[3];
        for (int j = 0; j < s->nq; j++) {
            double by = w->free_step[j];
            s0 -= row[0][j]*by, s1 -= row[1][j]*by, s2 -= row[2][j]*by, s3 -= row[3][j]*by;
        }
        sum[0] = s0, sum[1] = s1, sum[2] = s2, sum[3] = s3;
        memcpy(&w->b[i], sum, sizeof *sum*(size_t)n);
    }
    for (int column = 0; column < s->nx; column++) {
        for (int e = s->col_start[column]; e < s->col_start[column + 1]; e++) w->b[s->row_index[e]] += w->A[e]*x[column];
    }
    for (int i = 0; i < s->nrow; i++) w->b[i] *= s->row_scale[i];
}

// dq = g + q_size (H + mu)⁻¹ q_size Kᵀ y;  r' = reserve y, in the units of c
static void recover(ili_equilibrium *w, const ili_system *s) {
    for (int j = 0; j < s->nq; j++) w->dq[j] = ili_dot(&w->T[j*w->padded], w->y, s->nrow);
    up(w->L, s->nq, w->dq);
    for (int j = 0; j < s->nq; j++) w->dq[j] = w->free_step[j] + s->q_size[j]*w->dq[j];
    for (int i = 0; i < s->nrow; i++) w->r_new[i] = s->reserve[i]*w->y[i]/s->row_scale[i];
}

// x^p/p
static double power_cost(double x, double p) { return p == 2.0 ? 0.5*x*x : ili_pow(fabs(x), p)/p; }

// below it a column's cost is taken to bend as it does here: x^p has no bend at 0 for p > 2, and the box QP needs one
static const double least_bent = 0.02;

// The parabola weight/2 (x' - centre)^2 with the slope and the bend of the cost at x.
static void parabolas(ili_equilibrium *w, const ili_system *s, const double *x) {
    for (int i = 0; i < s->nx; i++) {
        double p = s->x_power ? s->x_power[i] : 2.0;
        w->x_bend[i] = s->x_weight[i], w->x_center[i] = 0.0;
        if (p == 2.0) continue;
        w->x_bend[i] = s->x_weight[i]*(p - 1.0)*ili_pow(fmax(x[i], least_bent), p - 2.0);
        w->x_center[i] = x[i] - (x[i] > 0.0 ? s->x_weight[i]*ili_pow(x[i], p - 1.0) : 0.0)/w->x_bend[i];
    }
}

double ili_hold_cost(const ili_system *s, const double *q, const double *x, const double *r) {
    double sum = 0.0;
    for (int j = 0; j < s->nq; j++) sum += s->q_weight[j]*(q[j] - s->q_center[j])*(q[j] - s->q_center[j]);
    for (int i = 0; i < s->nx; i++) sum += 2.0*s->x_weight[i]*power_cost(x[i], s->x_power ? s->x_power[i] : 2.0);
    for (int i = 0; i < s->nrow; i++) {
        double scaled = r[i]*s->row_scale[i];
        if (s->reserve[i] > 0.0) sum += scaled*scaled/s->reserve[i];
    }
    return 0.5*sum;
}

static double l1(const ili_system *s, const double *c, const double *r) {
    double sum = 0.0;
    for (int i = 0; i < s->nrow; i++) sum += fabs((c[i] + r[i])*s->row_scale[i]);
    return sum;
}

static void move(const ili_equilibrium *w, const ili_system *s, double length, const double *q, const double *x, const double *r, double *q_to,
                 double *x_to, double *r_to) {
    for (int j = 0; j < s->nq; j++) q_to[j] = q[j] + length*w->dq[j];
    for (int i = 0; i < s->nx; i++) x_to[i] = x[i] + length*(w->x_new[i] - x[i]);
    for (int i = 0; i < s->nrow; i++) r_to[i] = r[i] + length*(w->r_new[i] - r[i]);
}

// a step that keeps the balance within reach of the next linearisation and costs less is taken though the merit weighs its misfit more
// (the misfit of a good step grows with its square: the Maratos effect)
static const double within_reach = 1e-4;

// a whole step as short as this, from balance to balance and shorter than the last, is taken as it is: what the merit tells apart there is rounding
static const double last_steps = 1e-3, balanced = 1e-6;

// The step once more, bent along the balance: what the whole step missed by is taken off the right side (second-order correction, Nocedal & Wright
// 2006, section 18.3). Without it a soft direction that curves is followed in steps of a thousandth.
static bool bend_step(ili_equilibrium *w, const ili_system *s, ili_equilibrium_info *info) {
    size_t n = (size_t)s->nq, nx = (size_t)s->nx, nr = (size_t)s->nrow;
    memcpy(w->dq_kept, w->dq, n*sizeof *w->dq), memcpy(w->x_kept, w->x_new, nx*sizeof *w->x_new);
    memcpy(w->y_kept, w->y, nr*sizeof *w->y), memcpy(w->r_kept, w->r_new, nr*sizeof *w->r_new);
    for (int i = 0; i < s->nrow; i++) w->b[i] -= s->row_scale[i]*(w->c_try[i] + w->r_new[i]);
    compliance(w, s); // others may have used its room meanwhile
    bool exact = ili_step_solve(w, s, info);
    recover(w, s);
    return exact;
}

static void unbend_step(ili_equilibrium *w, const ili_system *s) {
    size_t n = (size_t)s->nq, nx = (size_t)s->nx, nr = (size_t)s->nrow;
    memcpy(w->dq, w->dq_kept, n*sizeof *w->dq), memcpy(w->x_new, w->x_kept, nx*sizeof *w->x_new);
    memcpy(w->y, w->y_kept, nr*sizeof *w->y), memcpy(w->r_new, w->r_kept, nr*sizeof *w->r_new);
}

// shorten until the merit falls; 0 = it never did
static double search(ili_equilibrium *w, const ili_system *s, const double *q, const double *x, const double *r, double rho, double limit,
                     ili_equilibrium_info *info) {
    double cost_before = ili_hold_cost(s, q, x, r), misfit = l1(s, w->c, r), before = cost_before + rho*misfit;
    double length = fmin(1.0, limit/fmax(ili_longest(s, w->dq), 1e-300));
    bool   bent = false;
    for (int try = 0; try < MAX_HALVINGS; try++) {
        move(w, s, length, q, x, r, w->q_try, w->x_try, w->r_try);
        s->value(s->user, w->q_try, w->x_try, w->c_try);
        info->evaluations++;
        double cost_after = ili_hold_cost(s, w->q_try, w->x_try, w->r_try), misfit_after = l1(s, w->c_try, w->r_try), after = cost_after + rho*misfit_after;
        if (length == 1.0 && misfit < balanced && misfit_after < balanced && ili_longest(s, w->dq) < fmin(last_steps, 0.7*info->step)) return length;
        bool   falls = after <= before + 1e-9*fabs(before) + 1e-12;
        if (falls || misfit_after < 0.1*misfit || (misfit_after < within_reach && cost_after < cost_before)) return length;
        bool first = s->bend && length == 1.0 && !bent && isfinite(misfit_after);
        if (first) {
            bent = true;
            if (bend_step(w, s, info) && ili_longest(s, w->dq) <= limit) continue;
        }
        if (length == 1.0 && bent) unbend_step(w, s);
        length *= 0.5;
    }
    return 0.0;
}

// how far the forces whose cost is no parabola still move
static double bent_step(const ili_equilibrium *w, const ili_system *s, const double *x) {
    double most = 0.0;
    for (int i = 0; s->x_power && i < s->nx; i++) {
        if (s->x_power[i] != 2.0) most = fmax(most, fabs(w->x_new[i] - x[i]));
    }
    return most;
}

static double largest(const double *y, int n) {
    double most = 0.0;
    for (int i = 0; i < n; i++) most = fmax(most, fabs(y[i]));
    return most;
}

// Does this step take the last one back, and more than half of it? A shift too small for a balance that bends where its linearisation does not.
static bool swings(ili_equilibrium *w, const ili_system *s) {
    double both = 0.0, here = 0.0, last = 0.0;
    for (int j = 0; j < s->nq; j++) {
        double a = w->dq[j]/s->q_size[j], b = w->grad[j];
        both += a*b, here += a*a, last += b*b;
        w->grad[j] = a;
    }
    return both < -0.3*sqrt(here*last) && here > 0.25*last;
}

// what a misfit costs: twice the largest price. It falls slowly, but not where it was far too high
static double weigh_misfit(double rho, double price) { return fmax(rho > 20.0*price ? 0.3*rho : 0.9*rho, 2.0*price); }

// Does the linearised balance lead nowhere? Where a body has left the ground nothing carries it, and what the box QP makes of that is rounding.
static bool leads_nowhere(const ili_equilibrium *w, const ili_system *s, bool exact) { return !exact || !(ili_longest(s, w->dq) <= nowhere); }

static void keep_start(ili_equilibrium *w, const ili_system *s, const double *q, const double *x, const double *r) {
    memcpy(w->q_from, q, sizeof *q*(size_t)s->nq), memcpy(w->x_from, x, sizeof *x*(size_t)s->nx), memcpy(w->r_from, r, sizeof *r*(size_t)s->nrow);
}

// back to where the last step began; what led nowhere taught nothing
static void go_back(ili_equilibrium *w, const ili_system *s, double *q, double *x, double *r) {
    memcpy(q, w->q_from, sizeof *q*(size_t)s->nq), memcpy(x, w->x_from, sizeof *x*(size_t)s->nx), memcpy(r, w->r_from, sizeof *r*(size_t)s->nrow);
    memset(w->y, 0, sizeof *w->y*(size_t)s->nrow);
}

// is it time for Newton's method? From the tail on the way there is one of rounding: another start or the mirror would take another
static bool ends_soon(const ili_equilibrium *w, const ili_system *s, const ili_equilibrium_info *info, int next_finish, int next_tail) {
    double step = ili_longest(s, w->dq);
    return (info->iterations >= next_finish && info->residual < near_rest && step < near_step) ||
           (info->iterations >= next_tail && info->residual < tail_rest && step < tail_step);
}

// what is found made finer by Newton's method, where that arrives
static void polish(ili_equilibrium *w, const ili_system *s, const ili_equilibrium_settings *set, double rho, double *q, double *x, double *r, ili_equilibrium_info *info) {
    if (set->polish <= 0.0 || !s->bend) return;
    ili_newton_end end = ili_newton_finish(w, s, set, ili_hold_cost(s, q, x, r) + rho*l1(s, w->c, r), q, x, r, info);
    if (end != ILI_NEWTON_FOUND) ili_linearise(w, s, q, x, false, info);
}

void ili_equilibrium_hold(ili_equilibrium *w, const ili_system *s, const ili_equilibrium_settings *set, double *q, double *x, double *r,
                          ili_equilibrium_info *info) {
    *info = (ili_equilibrium_info){.step = HUGE_VAL, .residual = HUGE_VAL};
    double mu = 0.1, rho = 1.0, length = 0.0, limit = set->step_limit;
    int    refused = 0, back = MAX_BACK, next_finish = CREEPS, next_tail = 0, failed = 0;
    bool   learns = start_hessian(w, s);
    double least = learns ? 1e-5 : 1e-7; // what is learnt has rounding of its own
    memset(w->y, 0, sizeof *w->y*(size_t)s->nrow);
    memset(w->grad, 0, sizeof *w->grad*(size_t)s->nq);
    for (info->iterations = 0; ili_may_go_on(set, info); info->iterations++) {
        ili_linearise(w, s, q, x, length > 0.0, info);
        info->residual = ili_worst_row(s, w->c, r, &info->worst_row);
        info->end = ILI_END_NOT_FINITE;
        if (!isfinite(info->residual)) return;
        info->end = ILI_END_STUCK;
        if (length > 0.0 && learns) learn(w, s, length);
        if (learns && info->iterations%FORGET == FORGET - 1) start_hessian(w, s);
        eliminate(w, s, q, mu);
        compliance(w, s);
        right_side(w, s, x);
        parabolas(w, s, x);
        bool exact = ili_step_solve(w, s, info);
        recover(w, s);
        if (back < MAX_BACK && leads_nowhere(w, s, exact)) {
            go_back(w, s, q, x, r);
            back++, limit = shorter*info->step, info->step = limit, length = 0.0;
            continue;
        }
        // a step that mu holds back is counted as long as it would be without
        if (exact && info->residual <= set->tolerance && fmax(1.0, 10.0*mu)*ili_longest(s, w->dq) <= set->step_tolerance &&
            bent_step(w, s, x) <= set->step_tolerance) {
            info->step = ili_longest(s, w->dq);
            if (learns && info->residual > set->polish) polish(w, s, set, rho, q, x, r, info);
            info->converged = true, info->end = ILI_END_FOUND;
            return;
        }
        rho = weigh_misfit(rho, largest(w->y, s->nrow));
        if (learns && exact && ends_soon(w, s, info, next_finish, next_tail)) {
            ili_newton_end end = ili_newton_finish(w, s, set, ili_hold_cost(s, q, x, r) + rho*l1(s, w->c, r), q, x, r, info);
            info->converged = end == ILI_NEWTON_FOUND;
            if (info->converged) info->end = ILI_END_FOUND;
            if (end != ILI_NEWTON_NOT) return;
            info->end = ILI_END_STUCK, failed++, next_finish = info->iterations + failed*CREEPS, next_tail = info->iterations + failed*AGAIN, length = 0.0;
            ili_linearise(w, s, q, x, false, info);
        }
        length = exact ? search(w, s, q, x, r, rho, limit, info) : 0.0;
        if (length == 0.0) {
            // balanced, and no short step costs less within the bits there are: this is the bottom
            info->converged = exact && info->residual <= set->tolerance && ili_longest(s, w->dq) <= 100.0*set->step_tolerance && ++refused >= REFUSALS;
            mu *= 10.0;
            if (info->converged) info->end = ILI_END_FOUND;
            if (info->converged || mu > 1e8) return;
            continue;
        }
        // balanced, and small full steps no longer fall: what is left of the merit is rounding
        bool small = info->residual <= set->tolerance && ili_longest(s, w->dq) <= 100.0*set->step_tolerance;
        refused = small ? refused + (length < 1.0) : 0;
        info->converged = refused >= REFUSALS;
        if (info->converged) info->end = ILI_END_FOUND;
        if (info->converged) return;
        keep_start(w, s, q, x, r);
        back = 0, limit = fmin(2.0*limit, set->step_limit);
        move(w, s, length, q, x, r, q, x, r);
        info->step = length*ili_longest(s, w->dq);
        bool swung = !learns && swings(w, s); // where nothing is learnt, what swings is damped
        if (learns) pull(w, s, w->grad);
        mu = length <= 0.9 ? fmin(3.0*mu, 1e6) : swung ? fmin(3.0*mu, 100.0) : fmax(0.3*mu, least);
    }
}
