// follow_on.c - one person followed from moment to moment, several postures abreast (follow.h)
#include "base/try.h"
#include "scenario/follow_private.h"
#include "scenario/subject.h"
#include <string.h>

int ili_follow_most(const il_model *m) { return 2*m->nq + IL_TASK_PLACES + 1; }

il_status ili_follow_begin(ili_follow *f, const il_task *task, const il_subject *who, const double *q, const double *act, bool *ready, il_error *err) {
    IL_ASSERT(f && task && who && q && ready && f->most <= MOST);
    *ready = f->goes = f->begins = false;
    f->task = task, f->who = *who, f->base_first = 0.0, f->sign = 1.0;
    ILI_TRY(ili_subject_check(f->m, task, who, err));
    if (!ili_follow_can(task) || task->def->end.present) return IL_OK;
    il_status status = ili_follow_start(f, who, q, act, 1.0, ready, err);
    if (status == IL_OK && *ready) ili_slope_keep(f->slope);
    return status;
}

typedef struct crowd {
    int                n;
    ili_follow *const *f; ///< k in lane k
    ili_neighbour     *all;
} crowd;

static bool there(const crowd *c, int k) { return k < c->n && c->f[k]->nrow > 0 && c->f[k]->slot[k].who != IL_NONE; }

static void turn_each(void *user, const il_data *d, il_params *p) {
    const crowd *c = user;
    for (int k = 0; k < c->n; k++) {
        ili_follow *f = c->f[k];
        if (there(c, k) && ili_follow_hangs(f)) ili_arms_turn_lane(&f->arms, &f->task->arms, d, k, f->task->up, f->scratch, p);
    }
}

// one look at those held; false: nobody is left
static bool look_at_crowd(crowd *c) {
    ili_slope                *of[IL_LANES] = {0};
    const il_posture_problem *problem[IL_LANES] = {0};
    const ili_motion         *motion[IL_LANES] = {0};
    bool                      any = false, arms = false, turns = false;
    for (int k = 0; k < c->n; k++) {
        if (!there(c, k)) continue;
        ili_follow *f = c->f[k];
        of[k] = f->slope, problem[k] = &f->lane[k].problem, motion[k] = &f->slot[k].motion;
        any = true, arms = arms || ili_follow_arms(f), turns = turns || ili_follow_hangs(f);
    }
    if (!any) return false;
    const il_data *d = ili_slope_hold(of, problem, motion, arms, turns ? turn_each : NULL, c);
    for (int k = 0; k < c->n; k++) {
        ili_follow *f = c->f[k];
        double      reserve;
        if (!there(c, k)) continue;
        double worst = ili_follow_misfit(f, k, f->right, 1, &reserve);
        ili_slope_step(f->slope, 1, f->right, f->right);
        ili_follow_judge(f, d, k, f->right, 1, worst, reserve, c->all);
    }
    return true;
}

// a relaxed body is alone in its lanes
static void look_at_one(ili_follow *f, int lane, ili_neighbour *all) {
    double         reserve;
    const il_data *d = ili_follow_look(f);
    double         worst = ili_follow_misfit(f, lane, f->right, 1, &reserve);
    ili_slope_step(f->slope, 1, f->right, f->right);
    ili_follow_judge(f, d, lane, f->right, 1, worst, reserve, all);
}

static void enter(ili_follow *f, int lane, const double *last, ili_neighbour *all) {
    ili_neighbour *n = &all[lane];
    ili_changes_of_tissue(f->m, f->p, n->who.p, &f->later);
    n->changes = &f->later, n->found = false, n->looks = 0;
    memcpy(f->slot[lane].last, last, sizeof *last*(size_t)f->nz);
    il_params_set_lane(f->m, f->p, ili_slope_params(f->slope), lane);
    ili_follow_enter(f, lane, lane, all, n->share);
}

void ili_follow_next(int n, ili_follow *const *f, double *const *last, ili_neighbour *neighbour) {
    crowd c = {n, f, neighbour};
    for (int k = 0; k < n; k++) {
        if (f[k]->nrow > 0) continue;
        enter(f[k], k, last[k], neighbour);
        while (f[k]->slot[k].who != IL_NONE) look_at_one(f[k], k, neighbour);
    }
    for (int k = 0; k < n; k++)
        if (f[k]->nrow > 0) enter(f[k], k, last[k], neighbour);
    while (look_at_crowd(&c)) {}
    for (int k = 0; k < n; k++)
        if (neighbour[k].found) memcpy(last[k], f[k]->slot[k].last, sizeof *last[k]*(size_t)f[k]->nz);
}
