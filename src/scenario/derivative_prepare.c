// derivative_prepare.c - how the numbers of the body, and the problem of a task, go with each variable
#include "scenario/derivative_private.h"
#include "scenario/subject.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

// ---- how numbers go with a variable ----------------------------------------------------------------------------------------------

// (high - low)/step, number by number
static void slope_of_hands(const hands *low, const hands *high, double step, hands *out) {
    const double *a = (const double *)low, *b = (const double *)high;
    double       *c = (double *)out;
    for (size_t i = 0; i < sizeof *out/sizeof *c; i++) c[i] = (b[i] - a[i])/step;
}

static il_status collect_rates(il_derivatives *d, direction *to, double step, il_error *err) {
    fields low, high;
    int    n = 0;
    ili_fields_of(d->m, d->p_low, &low);
    ili_fields_of(d->m, d->p_high, &high);
    for (int f = 0; f < NFIELD; f++)
        for (int i = 0; i < low.count[f]; i++) n += low.at[f][i] != high.at[f][i];
    rate *room = realloc(to->rate, sizeof *room*(size_t)(n + 1));
    if (!room) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for derivatives");
    to->rate = room, to->n = 0, to->tissue = true;
    for (int f = 0; f < NFIELD; f++) {
        for (int i = 0; i < low.count[f]; i++) {
            if (low.at[f][i] == high.at[f][i]) continue;
            to->rate[to->n++] = (rate){f, i, (high.at[f][i] - low.at[f][i])/step};
            to->tissue = to->tissue && ili_field_of_tissue(f);
        }
    }
    return IL_OK;
}

// Lay the task out for a moved subject and keep what the problem and its numbers are. Arms that keep to the plumb line: how they are turned changes
// no force, and is told at each look.
static void lay_one(il_derivatives *d, const il_subject *who, double way, il_params *p, double *habit, hands *out) {
    static const double upright[9] = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    ili_laid            laid;
    ili_scenario_lay(d->lay, d->task, who, way, upright, &laid);
    il_params_copy(d->m, laid.p, p);
    memcpy(habit, laid.problem->habit, sizeof *habit*(size_t)d->m->nq);
    ili_hands_read(laid.problem, ili_end_limit(d->task, who), out);
}

// one variable, at both ends of its step
static il_status prepare_one(il_derivatives *d, int i, const il_person_origin *origin, il_error *err) {
    const il_variable *v = &d->variable[i];
    il_subject         who;
    ili_subject_copy   copy = {d->body, &d->who, origin, d->p, d->habit, &who};
    double             low = v->sides & IL_FROM_BELOW ? -v->step : 0.0, high = v->sides & IL_FROM_ABOVE ? v->step : 0.0;
    hands              at_low, at_high;
    direction         *to = &d->direction[i];
    il_status          status = ili_variable_move(&copy, v, low, err);
    if (status != IL_OK) return status;
    lay_one(d, &who, d->who.way, d->p_low, d->lane_habit[0], &at_low);
    status = ili_variable_move(&copy, v, high, err);
    if (status != IL_OK) return status;
    lay_one(d, &who, d->who.way, d->p_high, d->lane_habit[1], &at_high);
    slope_of_hands(&at_low, &at_high, high - low, &to->by);
    for (int j = 0; j < d->m->nq; j++) to->habit[j] = (d->lane_habit[1][j] - d->lane_habit[0][j])/(high - low);
    return collect_rates(d, to, high - low, err);
}

// the way of a test that ends by a rule
static il_status prepare_way(il_derivatives *d, il_error *err) {
    const double step = 1e-4;
    hands        at_low, at_high;
    direction   *to = &d->direction[d->nvariable];
    lay_one(d, &d->who, d->who.way - step, d->p_low, d->lane_habit[0], &at_low);
    lay_one(d, &d->who, d->who.way + step, d->p_high, d->lane_habit[1], &at_high);
    slope_of_hands(&at_low, &at_high, 2.0*step, &to->by);
    for (int j = 0; j < d->m->nq; j++) to->habit[j] = (d->lane_habit[1][j] - d->lane_habit[0][j])/(2.0*step);
    return collect_rates(d, to, 2.0*step, err);
}

il_status il_derivatives_prepare(il_derivatives *d, const il_task *task, const il_subject *who, const il_person_origin *origin, il_error *err) {
    IL_ASSERT(d && task && who && who->p && who->p->stride == 0);
    d->task = task, d->who = *who, d->laid = false; // p serves as scratch here
    d->nvalue = d->noutcome + task->def->nreading, d->nrow = d->nvalue + 1;
    if (!task->def->end.present) d->who.way = 1.0;
    il_status status = ili_subject_check(d->m, task, who, err);
    for (int i = 0; status == IL_OK && i < d->nvariable; i++) status = prepare_one(d, i, origin, err);
    d->goes = task->def->end.present && who->way > 0.0 && who->way < 1.0;
    d->direction[d->nvariable].n = 0, d->direction[d->nvariable].tissue = true;
    if (status == IL_OK && d->goes) status = prepare_way(d, err);
    // tissue last: its lanes share positions and paths
    int n = 0;
    for (int tissue = 0; tissue < 2; tissue++)
        for (int i = 0; i < d->nvariable + (d->goes ? 1 : 0); i++)
            if (d->direction[i].tissue == (tissue == 1)) d->order[n++] = i;
    return status;
}
