// derivative.c - derivatives of a scenario's outcomes: lanes evaluated, motions found and read off
#include "scenario/batch.h"
#include "scenario/derivative_private.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

// how large a step is taken: of a variable, for the equations (of its step) and for outcomes; of the posture, for outcomes (coordinate sizes). One way
// only: what an outcome bends within a step, and its rounding over the step, stay below 1e-5 of its largest derivative
static const double equation_step = 3e-5, look_cap = 3e-3, look_step = 2e-6, edge = 1e-6;

// ---- creation --------------------------------------------------------------------------------------------------------------------

static il_status no_memory(il_error *err) { return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for derivatives"); }

static il_status place(il_derivatives *d) {
    size_t nq = (size_t)d->m->nq, nv = (size_t)d->nvariable + 1, nx = (size_t)ili_slope_columns(d->slope), nr = (size_t)ili_slope_rows(d->slope);
    size_t rows = (size_t)d->noutcome + IL_TASK_MAX + 1, one = nq + 2*nx + 2*nr;
    d->block = calloc(2*nv*one + nv*nq + (1 + IL_LANES)*nq + 2*rows*nv + rows + (size_t)d->nvariable*nq + IL_LANES*rows + 8, sizeof *d->block);
    d->motion = calloc(2*nv, sizeof *d->motion);
    d->direction = calloc(nv, sizeof *d->direction);
    d->variable = calloc(nv, sizeof *d->variable);
    d->about = calloc(nv, sizeof *d->about);
    d->outcome = calloc((size_t)d->noutcome + nv + 1, sizeof *d->outcome);
    d->job = calloc(2*nv, sizeof *d->job);
    if (!d->job || !d->block || !d->motion || !d->direction || !d->variable || !d->about || !d->outcome) return IL_NO_MEMORY;
    double *next = d->block;
    d->order = d->outcome + d->noutcome;
#define TAKE(field, many) (field = next, next += (many))
    for (size_t i = 0; i < 2*nv; i++) {
        ili_motion *k = &d->motion[i];
        TAKE(k->q, nq), TAKE(k->x, nx), TAKE(k->want, nx), TAKE(k->price, nr), TAKE(k->reserve, nr);
    }
    for (size_t i = 0; i < nv; i++) TAKE(d->direction[i].habit, nq);
    for (int lane = 0; lane < IL_LANES; lane++) TAKE(d->lane_habit[lane], nq);
    TAKE(d->habit, nq), TAKE(d->below, rows*nv), TAKE(d->above, rows*nv), TAKE(d->value_at, rows), TAKE(d->posture, (size_t)d->nvariable*nq);
    TAKE(d->values, IL_LANES*rows);
#undef TAKE
    return IL_OK;
}

il_status il_derivatives_create(const il_body *body, const il_outcomes *outcomes, int noutcome, const int *outcome, int nvariable,
                                const il_variable *variable, il_derivatives **out, il_error *err) {
    IL_ASSERT(body && out && noutcome >= 0 && nvariable >= 0 && (noutcome == 0 || (outcomes && outcome)) && (nvariable == 0 || variable));
    il_derivatives *d = calloc(1, sizeof *d);
    if (!d) return no_memory(err);
    d->body = body, d->m = body->m, d->outcomes = outcomes, d->noutcome = noutcome, d->nvariable = nvariable;
    il_status status = ili_slope_create(d->m, IL_ISA_AUTO, IL_TASK_PLACES, &d->slope, err);
    if (status == IL_OK) status = place(d);
    if (status == IL_OK) status = ili_scenario_create_abreast(d->m, IL_ISA_AUTO, NULL, 0, NULL, false, &d->lay, err);
    if (status == IL_OK) status = il_params_create(d->m, false, &d->p, err);
    if (status == IL_OK) status = il_params_create(d->m, false, &d->p_low, err);
    if (status == IL_OK) status = il_params_create(d->m, false, &d->p_high, err);
    if (status == IL_OK) status = il_params_create(d->m, false, &d->p_look, err);
    if (status != IL_OK) {
        il_derivatives_free(d);
        return no_memory(err);
    }
    if (noutcome) memcpy(d->outcome, outcome, sizeof *outcome*(size_t)noutcome);
    if (nvariable) memcpy(d->variable, variable, sizeof *variable*(size_t)nvariable);
    *out = d;
    return IL_OK;
}

void il_derivatives_free(il_derivatives *d) {
    if (!d) return;
    for (int i = 0; d->direction && i <= d->nvariable; i++) free(d->direction[i].rate);
    ili_slope_free(d->slope);
    il_scenario_free(d->lay);
    il_params_free(d->p);
    il_params_free(d->p_low);
    il_params_free(d->p_high);
    il_params_free(d->p_look);
    free(d->block);
    free(d->motion);
    free(d->direction);
    free(d->variable);
    free(d->about);
    free(d->outcome);
    free(d->job);
    free(d);
}

// ---- lanes -----------------------------------------------------------------------------------------------------------------------

static bool hanging(const il_derivatives *d) { return d->task->arms.present && d->task->arms.room; }

// the problem of a lane: the solved one moved by `step` along a direction, or as it is
static void lay_lane(il_derivatives *d, const il_posture_problem *base, int lane, const direction *along, double step) {
    hands   at;
    double *x = (double *)&at;
    ili_hands_read(base, 0.0, &at);
    for (int j = 0; j < d->m->nq; j++) d->lane_habit[lane][j] = base->habit[j] + (along ? step*along->habit[j] : 0.0);
    for (size_t i = 0; along && i < sizeof at/sizeof *x; i++) x[i] += step*((const double *)&along->by)[i];
    ili_hands_lay(&at, base, ili_slope_params(d->slope), d->lane_habit[lane], &d->lane[lane]);
}

// numbers of a lane, or of shared parameters (lane -1), moved along a direction; step 0 puts them back
static void move_numbers(const il_derivatives *d, const il_params *base, il_params *p, int lane, const direction *along, double step) {
    fields from, to;
    ili_fields_of(d->m, base, &from);
    ili_fields_of(d->m, p, &to);
    for (int i = 0; i < along->n; i++) {
        const rate *r = &along->rate[i];
        double      x = from.at[r->field][r->at] + step*r->by;
        to.at[r->field][lane < 0 ? r->at : IL_LANES*r->at + lane] = x;
    }
}

static bool same_numbers(const il_model *m, const il_params *a, const il_params *b) {
    fields of_a, of_b;
    bool   same = true;
    ili_fields_of(m, a, &of_a);
    ili_fields_of(m, b, &of_b);
    for (int f = 0; f < NFIELD && same; f++) same = of_a.count[f] == 0 || memcmp(of_a.at[f], of_b.at[f], sizeof *of_a.at[f]*(size_t)of_a.count[f]) == 0;
    return same;
}

// one step of a variable for the equations, in its unit
static double step_of(const il_derivatives *d, int i) { return i == d->nvariable ? 1e-6 : equation_step*d->variable[i].step*(d->variable[i].sides & IL_FROM_ABOVE ? 1.0 : -1.0); }

// ---- values ----------------------------------------------------------------------------------------------------------------------

typedef struct turned {
    il_derivatives *d;
    int             nlane;
} turned;

static void turn_arms(void *user, const il_data *data, il_params *p) {
    turned         *t = user;
    il_derivatives *d = t->d;
    ili_arms_turn_lanes(d->arms, &d->task->arms, data, t->nlane, d->task->up, d->p_look, p);
}

static void read_values(il_derivatives *d, const il_data *data, int lane, const double *reserve, double way, double *value) {
    const il_task            *task = d->task;
    const il_posture_problem *p = &d->lane[lane].problem;
    double                    grip[MAX_GRIPS];
    il_posture_solution       s = {.reserve = reserve, .grip = grip, .d = data};
    for (int i = 0; i < p->ngrip && i < MAX_GRIPS; i++) grip[i] = -p->grip[i].k*(data->q[p->grip[i].coordinate].lane[lane] - p->grip[i].target);
    ili_outcomes_read_lane(d->outcomes, d->p_look, &s, lane, d->noutcome, d->outcome, value);
    ili_task_view view = {.m = d->m, .d = data, .lane = lane, .up = task->up, .ngrip = p->ngrip, .grip = p->grip, .solution = &s, .way = way};
    for (int i = 0; i < task->def->nreading; i++) value[d->noutcome + i] = ili_task_read(&view, &task->reading[i]);
    value[d->nvalue] = task->def->end.present ? ili_task_read(&view, &task->watch) : 0.0;
}

// readings that count from the person standing upright: less what they are there
static void take_upright(il_derivatives *d, int nlane) {
    const il_params *p = ili_slope_params(d->slope);
    const double    *q[IL_LANES];
    bool             any = false;
    for (int i = 0; i < d->task->def->nreading; i++) any = any || d->task->reading[i].from_neutral;
    if (!any) return;
    for (int lane = 0; lane < nlane; lane++) {
        for (int j = 0; j < d->m->nq; j++) d->lane_habit[lane][j] = p->coordinate_neutral[IL_LANES*j + lane];
        q[lane] = d->lane_habit[lane];
    }
    const il_data *data = ili_slope_pose(d->slope, nlane, q);
    for (int lane = 0; lane < nlane; lane++) {
        ili_task_view view = {.m = d->m, .d = data, .lane = lane, .up = d->task->up};
        for (int i = 0; i < d->task->def->nreading; i++) {
            const ili_task_reading *r = &d->task->reading[i];
            if (r->from_neutral) d->values[lane*d->nrow + d->noutcome + i] -= ili_task_read(&view, r) - r->zero;
        }
    }
}

static double longest(const il_derivatives *d, const ili_motion *k) {
    double most = 0.0;
    for (int j = 0; j < d->m->nq; j++) most = fmax(most, fabs(k->q[j])/d->p->coordinate_size[j]);
    return most;
}

// ---- the whole -------------------------------------------------------------------------------------------------------------------


static void say(il_derivatives *d, int i, il_derivative_status status, const char *why) {
    if (d->about[i].status >= status) return;
    d->about[i].status = status, d->about[i].why = why;
}

static il_bound_change bound_change(const il_derivatives *d, const ili_slope_change *k) {
    il_bound_change out = {.muscle = IL_NONE, .pad = IL_NONE, .distance = k->distance, .leaves = k->leaves, .upper = k->upper};
    if (k->column == IL_NONE) return out;
    if (k->column < d->m->nmuscle) out.muscle = k->column;
    else out.pad = (k->column - d->m->nmuscle)/2;
    return out;
}

// which force is the next to come to a bound or leave it, below and above
static void next_changes(il_derivatives *d, int lane, int i) {
    const ili_motion *below = &d->motion[2*i], *above = below + 1;
    ili_slope_change  next[2], down[2];
    ili_slope_next(d->slope, lane, step_of(d, i), edge, above, next);
    if (d->split) ili_slope_next(d->slope, lane, step_of(d, i), edge, below, down), next[0] = down[0];
    for (int side = 0; side < 2; side++) d->about[i].next[side] = bound_change(d, &next[side]);
}

// what is told of a variable whose motion has been found
static void tell_variable(il_derivatives *d, int lane, int i, bool found) {
    int sides = i < d->nvariable ? d->variable[i].sides : IL_FROM_BELOW | IL_FROM_ABOVE;
    if (d->split) say(d, i, IL_DERIVATIVE_ONE_SIDED, "a force stands at the very edge of its bound, or either side may end the test: below and above may differ");
    if (!found) say(d, i, IL_DERIVATIVE_NONE, "no set of forces at their bounds was found that fits");
    if (sides != (IL_FROM_BELOW | IL_FROM_ABOVE)) say(d, i, IL_DERIVATIVE_ONE_SIDED, "the variable goes one way only from here");
    if (i < d->nvariable) next_changes(d, lane, i);
    if (d->motion[2*i + 1].torn) say(d, i, IL_DERIVATIVE_FOLD, "nothing holds the posture along the way it would go: it is about to fall into another");
}

// how the posture moves with the variables of lanes: all abreast where both sides are alike, else each side of each
static void move_variables(il_derivatives *d, int nlane, const int *at) {
    ili_motion *out[IL_LANES];
    double      step[IL_LANES];
    int         first = at[0] == IL_NONE;
    for (int lane = first; lane < nlane; lane++) out[lane] = &d->motion[2*at[lane] + 1], step[lane] = step_of(d, at[lane]);
    if (!d->split && nlane > first) ili_slope_move(d->slope, first, nlane - first, step + first, out + first);
    for (int lane = first; lane < nlane; lane++) {
        bool found = true;
        for (int side = 0; side < 2 && d->split; side++) found = ili_slope_side(d->slope, lane, step[lane], side ? 1 : -1, edge, &d->motion[2*at[lane] + side]) && found;
        tell_variable(d, lane, at[lane], found);
    }
}

// Does the test end at whichever side is first? Where both are, it goes one way with what changes one side, and another with what changes it back.
static bool ends_by_a_side(const il_derivatives *d) {
    const ili_task_reading *watch = &d->task->watch;
    return d->task->def->end.present && watch->kind == IL_READ_STRETCH && watch->marker[1] != IL_NONE;
}

// the muscles and bushings that a direction changes
static void touch(il_derivatives *d, const direction *along) {
    for (int i = 0; i < along->n; i++) {
        const rate *r = &along->rate[i];
        int         muscle = ili_field_muscle(r->field, r->at), bushing = ili_field_bushing(d->m, r->field, r->at);
        if (muscle != IL_NONE) ili_slope_touch(d->slope, ILI_PART_MUSCLE, muscle);
        if (bushing != IL_NONE) ili_slope_touch(d->slope, ILI_PART_BUSHING, bushing);
    }
}

// all variables in lanes of the equations; the first lane of each full evaluation is the solved problem itself
static bool move_all(il_derivatives *d, const ili_laid *laid, il_derivative_info *info) {
    const il_posture_problem *lane_problem[IL_LANES];
    il_params                *p = ili_slope_params(d->slope);
    int                       n = d->nvariable + (d->goes ? 1 : 0), done = 0, at[IL_LANES];
    bool                      first = true, tissue = false;
    for (int lane = 0; lane < IL_LANES; lane++) lane_problem[lane] = &d->lane[lane].problem;
    while (first || done < n) {
        int nlane = 0;
        // where bones and paths stay for all that are left, the solved problem stands in all lanes
        if (!first && !tissue && d->direction[d->order[done]].tissue) ili_slope_spread(d->slope), tissue = true;
        if (!tissue) lay_lane(d, laid->problem, 0, NULL, 0.0), at[nlane++] = IL_NONE;
        for (; nlane < IL_LANES && done < n; done++) {
            int              i = d->order[done];
            const direction *to = &d->direction[i];
            lay_lane(d, laid->problem, nlane, to, step_of(d, i));
            move_numbers(d, laid->p, p, nlane, to, step_of(d, i));
            if (tissue) touch(d, to);
            at[nlane++] = i;
        }
        ili_slope_lanes(d->slope, nlane, lane_problem, tissue);
        if (first) {
            if (!ili_slope_factor(d->slope, 0)) return false;
            info->left = ili_slope_check(d->slope);
            const double *margin = ili_slope_margin(d->slope);
            for (int i = 0; i < d->m->nmuscle && laid->problem->held; i++) {
                info->bound += ili_slope_state(d->slope)[i] != 0, info->edge += margin[i] <= edge;
            }
            info->softest = ili_slope_softest(d->slope), d->split = info->edge > 0 || ends_by_a_side(d);
        }
        move_variables(d, nlane, at);
        for (int lane = 0; lane < nlane; lane++)
            if (at[lane] != IL_NONE) move_numbers(d, laid->p, p, lane, &d->direction[at[lane]], 0.0);
        first = false;
    }
    return true;
}

// values at the end of a small step along each motion, less those at the solution
static void look_all(il_derivatives *d, const ili_laid *laid, int njob, job *jobs, double way) {
    const il_posture_problem *lane_problem[IL_LANES];
    const ili_motion         *motion[IL_LANES];
    il_params                *p = ili_slope_params(d->slope);
    turned                    arms = {d, 0};
    double                    step[IL_LANES];
    bool                      need_arms = ili_outcomes_need_arms(d->outcomes, d->noutcome, d->outcome);
    ili_posture_system        s;
    for (int i = 0; i < d->task->def->nreading; i++) {
        il_reading_kind kind = d->task->reading[i].kind;
        need_arms = need_arms || kind == IL_READ_STRETCH || kind == IL_READ_STRENGTH;
    }
    need_arms = need_arms || (d->task->def->end.present && d->task->watch.kind == IL_READ_STRETCH);
    ili_posture_system_of(laid->posture, &s);
    for (int done = -1; done < njob;) {
        int nlane = 0, from = done;
        for (; nlane < IL_LANES && done < njob; done++, nlane++) {
            const job *k = done < 0 ? NULL : &jobs[done];
            lane_problem[nlane] = &d->lane[nlane].problem;
            lay_lane(d, laid->problem, nlane, k ? &d->direction[k->variable] : NULL, k ? k->step : 0.0);
            if (k) move_numbers(d, laid->p, p, nlane, &d->direction[k->variable], k->step);
            motion[nlane] = k ? k->motion : NULL, step[nlane] = k ? k->step : 0.0;
        }
        arms.nlane = nlane;
        const il_data *data = ili_slope_look(d->slope, nlane, lane_problem, motion, step, need_arms, hanging(d) ? turn_arms : NULL, &arms);
        for (int lane = 0; lane < nlane; lane++) {
            int i = from + lane < 0 ? IL_NONE : jobs[from + lane].variable;
            for (int j = 0; j < d->m->nq; j++) d->habit[j] = s.r[j] + (i == IL_NONE ? 0.0 : step[lane]*motion[lane]->reserve[j]);
            if (i != IL_NONE) move_numbers(d, laid->p, d->p_look, -1, &d->direction[i], step[lane]);
            read_values(d, data, lane, d->habit, way + (i == d->nvariable ? step[lane] : 0.0), &d->values[lane*d->nrow]);
            if (i == IL_NONE) continue;
            move_numbers(d, laid->p, d->p_look, -1, &d->direction[i], 0.0);
            if (i < d->nvariable) d->about[i].miss = fmax(d->about[i].miss, ili_slope_miss(d->slope, lane, step[lane], motion[lane]));
        }
        take_upright(d, nlane);
        for (int lane = 0; lane < nlane; lane++) {
            const job *k = from + lane < 0 ? NULL : &jobs[from + lane];
            double    *value = &d->values[lane*d->nrow];
            for (int v = 0; v < d->nrow; v++) {
                if (!k) d->value_at[v] = value[v];
                else k->out[v*(d->nvariable + 1)] = (value[v] - d->value_at[v])/k->step;
            }
            if (k) move_numbers(d, laid->p, p, lane, &d->direction[k->variable], 0.0);
        }
    }
}

// a step so small that neither posture nor variable goes far
static double look_of(const il_derivatives *d, int i, const ili_motion *motion) {
    double variable = i == d->nvariable ? 1e-6 : look_cap*d->variable[i].step, far = longest(d, motion);
    return fmin(variable, far > 0.0 ? look_step/far : variable);
}

// A test that ends by a rule ends where the watched reading is at its limit: ds/dp = (dlimit/dp - dwatch/dp)/(dwatch/ds)
static void follow_end(il_derivatives *d, double *out) {
    int    n = d->nvariable + 1, watch = d->nvalue;
    double by_way = out[watch*n + d->nvariable];
    for (int i = 0; i < d->nvariable; i++) {
        double way = (d->direction[i].by.limit - out[watch*n + i])/by_way;
        for (int v = 0; v < d->nrow; v++) out[v*n + i] += way*out[v*n + d->nvariable];
    }
}

// what cannot be told becomes NaN; rows close up to the number of variables
static void close_up(il_derivatives *d, double *out, int side) {
    for (int v = 0; v < d->nvalue; v++) {
        for (int i = 0; i < d->nvariable; i++) {
            bool told = d->about[i].status < IL_DERIVATIVE_FOLD && (d->variable[i].sides & side);
            out[v*d->nvariable + i] = told ? out[v*(d->nvariable + 1) + i] : IL_NAN;
        }
    }
}

static void read_off(il_derivatives *d, const ili_laid *laid, double way) {
    job *jobs = d->job;
    int  njob = 0, n = d->nvariable + (d->goes ? 1 : 0);
    for (int i = 0; i < n; i++) {
        const ili_motion *above = &d->motion[2*i + 1], *below = d->split ? &d->motion[2*i] : above;
        if (d->about[i].status >= IL_DERIVATIVE_FOLD) continue;
        double step = fmin(look_of(d, i, above), look_of(d, i, below));
        if (d->split) jobs[njob++] = (job){i, below, &d->below[i], -step};
        jobs[njob++] = (job){i, above, &d->above[i], d->split || step_of(d, i) > 0.0 ? step : -step};
    }
    look_all(d, laid, njob, jobs, way);
    if (!d->split) memcpy(d->below, d->above, sizeof *d->above*(size_t)(d->nrow*(d->nvariable + 1)));
    if (d->goes) follow_end(d, d->below), follow_end(d, d->above);
}

static void mean_posture(il_derivatives *d) {
    for (int i = 0; i < d->nvariable; i++) {
        const double *above = d->motion[2*i + 1].q, *below = d->split ? d->motion[2*i].q : above;
        for (int j = 0; j < d->m->nq; j++) d->posture[i*d->m->nq + j] = 0.5*(below[j] + above[j]);
    }
}

// a derivative that does not keep the balance, or of a test whose end it does not follow, is none
static void judge(il_derivatives *d) {
    for (int i = 0; i < d->nvariable; i++) {
        if (!(d->about[i].miss < 1.0)) say(d, i, IL_DERIVATIVE_NONE, "the motion does not keep the balance");
        if (d->goes && d->task->def->end.change) say(d, i, IL_DERIVATIVE_NONE, "the test ends by a change since its beginning, which is not followed");
    }
}

static il_status fits(const il_derivatives *d, const il_outcome *outcome, il_error *err) {
    if (!d->task) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "derivatives of a scenario must be prepared first");
    if (d->task->def->strength.marker) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "a test of strength has no derivatives here");
    if (outcome->info.status != IL_POSTURE_SOLVED)
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "a scenario without a posture has no derivatives");
    if (d->goes && fabs(outcome->way - d->who.way) > 1e-9)
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the derivatives were prepared for a test that went %.4f of its way, not %.4f", d->who.way, outcome->way);
    return IL_OK;
}

il_status il_derivatives_run(il_derivatives *d, il_scenario *w, const il_outcome *outcome, il_derivative_info *info, il_error *err) {
    IL_ASSERT(d && w && outcome && info);
    il_posture_settings settings = il_default_posture_settings();
    ili_laid            laid;
    il_status           status = fits(d, outcome, err);
    if (status != IL_OK) return status;
    *info = (il_derivative_info){.softest = IL_NAN, .left = IL_NAN};
    for (int i = 0; i <= d->nvariable; i++) d->about[i] = (il_derivative_variable){.why = "", .next = {{.distance = IL_INF}, {.distance = IL_INF}}};
    il_params_copy(d->m, il_scenario_params(w), d->p_look);
    ili_scenario_open(w, d->task, &laid);
    d->arms = laid.arms;
    status = ili_slope_begin(d->slope, laid.posture, &settings, err);
    if (status == IL_OK) {
        if (!d->laid || !same_numbers(d->m, laid.p, d->p)) il_params_copy(d->m, laid.p, ili_slope_params(d->slope));
        il_params_copy(d->m, laid.p, d->p);
        d->laid = false;
        if (move_all(d, &laid, info)) {
            read_off(d, &laid, outcome->way);
            mean_posture(d);
            judge(d);
            d->laid = !hanging(d); // looks turn hanging arms
        } else {
            for (int i = 0; i < d->nvariable; i++) say(d, i, IL_DERIVATIVE_FOLD, "the equations have no factor");
        }
        close_up(d, d->below, IL_FROM_BELOW);
        close_up(d, d->above, IL_FROM_ABOVE);
    }
    ili_scenario_close(w, d->task);
    return status;
}

int                           il_derivatives_variables(const il_derivatives *d) { return d->nvariable; }
int                           il_derivatives_values(const il_derivatives *d) { return d->nvalue; }
const il_variable            *il_derivatives_variable(const il_derivatives *d, int i) { return &d->variable[i]; }
const il_derivative_variable *il_derivatives_about(const il_derivatives *d, int i) { return &d->about[i]; }
const double                 *il_derivatives_below(const il_derivatives *d) { return d->below; }
const double                 *il_derivatives_above(const il_derivatives *d) { return d->above; }
const double                 *il_derivatives_posture(const il_derivatives *d, int i) { return &d->posture[i*d->m->nq]; }
