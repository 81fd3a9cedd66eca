// recruit_body.c - recruitment of a body at a given posture; the least greatest activation as a search for its bound
#include "ilium/recruit_body.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { GOLDEN_STEPS = 16 };
static const double LITTLE = 1e-3;                // weight of the squares beside the greatest activation
static const double MUCH   = 0.03;                // and its own: more would buy a lower bound with reserves
static const double GOLDEN = 0.6180339887498949; // part of the bracket that stays

struct il_recruit_body {
    const il_model *m;
    il_posture     *posture;
    il_params      *p; ///< the person's, with bounds
    double         *q, *act;
};

il_status il_recruit_body_create(const il_model *m, int isa, il_recruit_body **out, il_error *err) {
    IL_ASSERT(m && out);
    il_recruit_body *w = calloc(1, sizeof *w);
    if (!w) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the recruitment of a body");
    w->m = m;
    w->q = calloc((size_t)(m->nq + m->nmuscle) + 1, sizeof *w->q);
    il_status status = w->q ? il_params_create(m, false, &w->p, err) : IL_NO_MEMORY;
    if (status == IL_OK) status = il_posture_create(m, isa, 16, &w->posture, err);
    if (status != IL_OK) {
        il_recruit_body_free(w);
        return il_error_set(err, status, NULL, 0, 0, "no memory for the recruitment of a body");
    }
    w->act = w->q + m->nq;
    *out = w;
    return IL_OK;
}

void il_recruit_body_free(il_recruit_body *w) {
    if (!w) return;
    il_posture_free(w->posture);
    il_params_free(w->p);
    free(w->q);
    free(w);
}

static double most_of(const il_model *m, const il_params *p, const double *act) {
    double most = 0.0;
    for (int i = 0; i < m->nmuscle; i++) most = fmax(most, act[i] - p->muscle_tone[i]);
    return most;
}

// one solve of squares with all activations within u of their floors; the whole cost
typedef struct bounded {
    il_recruit_body           *w;
    il_posture_problem         problem;
    il_posture_settings        set;
    const il_posture_problem  *given;
    const il_posture_settings *given_set;
    il_posture_solution       *solution;
    il_posture_info           *info;
    il_error                  *err;
    il_status                  status;
} bounded;

static double cost_within(bounded *b, double u) {
    const il_model  *m = b->w->m;
    const il_params *p = b->given->p;
    double           weights = 0.0, reserves = 0.0, weight = 0.0, shear = 0.0, g = 0.0;
    for (int i = 0; i < m->nmuscle; i++) {
        b->w->p->muscle_act_max[i] = fmin(p->muscle_act_max[i], p->muscle_tone[i] + u);
        weights += p->muscle_weight[i];
    }
    b->status = il_posture_solve(b->w->posture, &b->problem, &b->set, b->solution, b->info, b->err);
    if (b->status != IL_OK) return IL_INF;
    for (int j = 0; j < m->nq; j++) reserves += 0.5*b->solution->reserve[j]*b->solution->reserve[j];
    for (int k = 0; k < m->nbody; k++) weight += p->body_mass[k];
    for (int k = 0; k < 3; k++) g += b->given->gravity[k]*b->given->gravity[k];
    for (int k = 0; k < 3*m->npad; k++) shear += 0.5*b->solution->shear[k]*b->solution->shear[k]/(weight*weight*g);
    memcpy(b->w->q, b->solution->q, sizeof *b->w->q*(size_t)m->nq);
    memcpy(b->w->act, b->solution->act, sizeof *b->w->act*(size_t)m->nmuscle);
    b->problem.start_act = b->w->act;
    return b->given->effort*(MUCH*weights*u + b->given_set->reserve_cost*reserves) + b->info->cost_effort + b->given_set->shear_cost*shear;
}

// golden section: the cost has one valley in u
static double best_bound(bounded *b, double high) {
    double low = 0.0, u1 = high - GOLDEN*(high - low), u2 = low + GOLDEN*(high - low), c1 = cost_within(b, u1), c2 = cost_within(b, u2);
    for (int k = 0; k < GOLDEN_STEPS && b->status == IL_OK; k++) {
        if (c1 < c2) high = u2, u2 = u1, c2 = c1, u1 = high - GOLDEN*(high - low), c1 = cost_within(b, u1);
        else low = u1, u1 = u2, c1 = c2, u2 = low + GOLDEN*(high - low), c2 = cost_within(b, u2);
    }
    return 0.5*(low + high);
}

il_status il_recruit_body_solve(il_recruit_body *w, const il_posture_problem *problem, const il_posture_settings *settings, il_posture_solution *solution,
                                il_posture_info *info, double *most, il_error *err) {
    IL_ASSERT(w && problem && settings && solution && info);
    if (!problem->held || !problem->prescribed || !problem->p || problem->p->stride != 0)
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "recruitment needs a posture that is held and prescribed, and shared parameters");
    il_status status = IL_OK;
    if (isfinite(problem->power)) {
        status = il_posture_solve(w->posture, problem, settings, solution, info, err);
    } else {
        bounded b = {.w = w, .problem = *problem, .set = *settings, .given = problem, .given_set = settings, .solution = solution, .info = info, .err = err};
        il_params_copy(w->m, problem->p, w->p);
        b.problem.p = w->p, b.problem.power = 2.0, b.problem.effort *= LITTLE;
        b.set.reserve_cost /= LITTLE, b.set.root_cost /= LITTLE;
        cost_within(&b, 1.0);
        double u = b.status == IL_OK ? best_bound(&b, most_of(w->m, problem->p, solution->act)) : 0.0;
        if (b.status == IL_OK) cost_within(&b, u);
        status = b.status;
    }
    if (status == IL_OK && most) *most = most_of(w->m, problem->p, solution->act);
    return status;
}
