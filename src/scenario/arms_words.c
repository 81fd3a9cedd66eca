// arms_words.c - what arms and shoulders would have to bear, in words: they are welded to the thorax, carry any load, and so are not judged
#include "ilium/shortfall.h"
#include "math/triple.h"
#include "scenario/laid.h"
#include "scenario/shortfall.h"
#include "scenario/task.h"
#include <math.h>
#include <stdio.h>

static const double WORTH = 50.0, WEIGHT = 9.80665; // [N] on one arm; [m/s2]

// a force at x joins what the shoulder passes on: force, and moment about the top of the shoulder
static void add(const double *force, const double *x, const double *top, double *sum) {
    double arm[3], moment[3];
    for (int k = 0; k < 3; k++) arm[k] = x[k] - top[k];
    ili_cross3(arm, force, moment);
    for (int k = 0; k < 3; k++) sum[k] += force[k], sum[3 + k] += moment[k];
}

static void world(const il_pack *of, int index, int lane, double *x) {
    for (int k = 0; k < 3; k++) x[k] = of[3*index + k].lane[lane];
}

// what acts on the arm of side s from outside: the load in its hand, pushes, and supports under hand and elbow. Its own weight is not counted.
static void outside(const ili_laid *laid, const il_task *task, const il_outcome *out, int s, double *sum) {
    const il_posture_problem *p = laid->problem;
    const il_data            *d = out->solution.d;
    const il_model           *m = p->m;
    const ili_arms           *a = laid->arms;
    const il_task_hand_load  *load = &task->hand_load;
    int                       lane = out->solution.lane;
    double                    top[3], x[3], force[3];
    world(d->marker_world, a->top[s], lane, top);
    for (int k = 0; k < 6; k++) sum[k] = 0.0;
    if (load->mass > 0.0 && (s ? load->left : load->right)) {
        for (int k = 0; k < 3; k++) force[k] = -WEIGHT*load->mass*task->up[k]*(load->left && load->right ? 0.5 : 1.0);
        world(d->marker_world, a->grip[s], lane, x);
        add(force, x, top, sum);
    }
    for (int i = 0; i < p->npush; i++) {
        int body = m->marker_body[p->push[i].marker];
        if (body != a->upper[s] && body != a->fore[s]) continue;
        world(d->marker_world, p->push[i].marker, lane, x);
        add(p->push[i].force, x, top, sum);
        for (int k = 0; k < 3; k++) sum[3 + k] += p->push[i].moment[k];
    }
    for (int i = 0; i < m->npad; i++) {
        if (m->pad_body[i] != a->upper[s] && m->pad_body[i] != a->fore[s]) continue;
        for (int k = 0; k < 3; k++) force[k] = out->solution.shear[3*i + k] + d->pad_force[i].lane[lane]*p->plane[4*m->pad_plane[i] + k];
        world(d->pad_world, i, lane, x);
        add(force, x, top, sum);
    }
}

bool il_scenario_arms_not_judged(il_scenario *w, const il_task *task, const il_outcome *out, char text[IL_SHORTFALL_TEXT]) {
    ili_laid laid;
    double   sum[2][6], force[2];
    char     bears[ILI_AMOUNT], turns[ILI_AMOUNT];
    text[0] = '\0';
    if (!il_outcome_told(out) || task->def->strength.marker || !out->solution.d || !out->solution.shear) return false;
    ili_scenario_open(w, task, &laid);
    bool known = laid.arms->top[0] != IL_NONE && laid.arms->top[1] != IL_NONE;
    for (int s = 0; s < 2 && known; s++) outside(&laid, task, out, s, sum[s]), force[s] = sqrt(ili_dot3(sum[s], sum[s]));
    ili_scenario_close(w, task);
    if (!known || fmax(force[0], force[1]) < WORTH) return false;
    int s = force[1] > force[0];
    snprintf(text, IL_SHORTFALL_TEXT, "not judged: whether the arms can bear this (they are fixed to the chest and carry any load): %s N on the %s arm, %s Nm at its shoulder",
             ili_amount_say(force[s], 0, bears), s ? "left" : "right", ili_amount_say(sqrt(ili_dot3(&sum[s][3], &sum[s][3])), 0, turns));
    return true;
}
