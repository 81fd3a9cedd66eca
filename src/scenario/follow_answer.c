// follow_answer.c - what is told of a neighbour that was found (follow.h)
#include "math/scalar.h"
#include "scenario/follow_private.h"
#include <math.h>

// what its posture costs, as il_posture_solve() counts it
static void read_costs(const ili_follow *f, const il_data *d, int lane, il_posture_info *info) {
    const il_posture_problem *problem = &f->lane[lane].problem;
    const double             *weight = ili_slope_params(f->slope)->muscle_weight;
    for (int i = 0; i < f->m->nmuscle; i++) {
        double a = d->act[i].lane[lane];
        info->cost_effort += problem->effort*weight[IL_LANES*i + lane]*(problem->power == 2.0 ? a*a : ili_pow(a, problem->power))/problem->power;
    }
    for (int j = 0; j < f->m->nq; j++) {
        double away = d->q[j].lane[lane] - f->slot[lane].habit[j];
        info->cost_habit += 0.5*f->q_weight[j]*away*away;
    }
}

void ili_follow_tell(const ili_follow *f, const il_data *d, int lane, ili_neighbour *n) {
    const ili_follow_slot *s = &f->slot[lane];
    n->info = (il_posture_info){.status = IL_POSTURE_SOLVED, .end = IL_POSTURE_END_FOUND, .iterations = n->looks, .evaluations = n->looks, .residual = s->worst, .step = s->moved,
                                .worst_reserve = s->reserve, .worst = IL_NONE};
    if (f->nrow > 0) read_costs(f, d, lane, &n->info);
    for (int j = 0; j < f->m->nq && n->q; j++) n->q[j] = d->q[j].lane[lane];
    for (int i = 0; i < f->m->nmuscle && n->act; i++) n->act[i] = d->act[i].lane[lane];
}
