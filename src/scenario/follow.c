// follow.c - many neighbours' equilibria from one solved posture (follow.h)
#include "model/params.h"
#include "scenario/batch.h"
#include "scenario/follow_private.h"
#include "scenario/subject.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

// a neighbour is found when it is balanced as well as a search asks (body weights) and the next correction would move it by less (coordinate sizes)
static const struct { double balanced, still; } nearness[] = {[ILI_NEAR] = {1e-6, 1e-4}, [ILI_NEAR_ROUGHLY] = {1e-4, 1e-3}, [ILI_NEAR_EXACTLY] = {1e-9, 2e-6}};
static const double dear = 0.1; // what a price counts beside a coordinate
static const double farthest = 30.0, stride = 3.0, way_step = 1e-4; // [coordinate sizes] nobody is followed beyond, nor in longer steps; share of the way, for its derivative

// ---- creation --------------------------------------------------------------------------------------------------------------------

static il_status no_memory(il_error *err) { return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the neighbours of a posture"); }

static il_status place(ili_follow *f) {
    size_t nq = (size_t)f->m->nq, nx = (size_t)ili_slope_columns(f->slope), nr = (size_t)ili_slope_rows(f->slope);
    size_t most = (size_t)ili_follow_most(f->m), one = 2*nq + 2*most + STEPS*most + 2*nx + 2*nr;
    f->block = calloc(IL_LANES*one + 7*nq + 2*nr + (1 + IL_LANES)*most, sizeof *f->block);
    f->most = (int)most;
    if (!f->block) return IL_NO_MEMORY;
    double *next = f->block;
#define TAKE(to, many) ((to) = next, next += (many))
    for (int k = 0; k < IL_LANES; k++) {
        ili_follow_slot *s = &f->slot[k];
        TAKE(s->q, nq), TAKE(s->habit, nq), TAKE(s->last, most), TAKE(s->before, most), TAKE(s->step, STEPS*most), TAKE(s->motion.x, nx), TAKE(s->motion.want, nx);
        TAKE(s->motion.price, nr), TAKE(s->motion.reserve, nr);
        s->motion.q = s->q;
    }
    TAKE(f->by_way, nq), TAKE(f->habit, nq), TAKE(f->start, nq), TAKE(f->own_habit, nq), TAKE(f->reserve, nq), TAKE(f->size, nq), TAKE(f->q_weight, nq), TAKE(f->row_scale, nr), TAKE(f->price, nr), TAKE(f->unit, most), TAKE(f->right, IL_LANES*most);
#undef TAKE
    return IL_OK;
}

// what those who are followed one at a time share: where they are laid out, solved, evaluated and shown
static il_status create_room(ili_follow *f, int isa, il_error *err) {
    const ili_follow *first = f->first;
    if (first) {
        f->shown = first->shown;
        return ili_slope_create_beside(first->slope, &f->slope, err);
    }
    il_status status = ili_slope_create(f->m, isa, IL_TASK_PLACES, &f->slope, err);
    if (status == IL_OK) status = il_data_create(f->m, (il_isa)isa, &f->shown, err);
    return status == IL_OK && !f->lay ? ili_scenario_create_abreast(f->m, isa, NULL, 0, NULL, false, &f->own_lay, err) : status;
}

static il_status create(const il_model *m, int isa, il_scenario *lay, const ili_follow *first, ili_follow **out, il_error *err) {
    ili_follow *f = calloc(1, sizeof *f);
    if (!f) return no_memory(err);
    f->m = m, f->first = first, f->lay = lay;
    il_status status = create_room(f, isa, err);
    if (!lay) f->lay = f->own_lay;
    if (status == IL_OK) status = place(f);
    if (status == IL_OK) status = il_params_create(m, false, &f->p, err);
    if (status == IL_OK) status = il_params_create(m, false, &f->scratch, err);
    for (int k = 0; k < IL_LANES && !lay && status == IL_OK; k++) status = il_params_create(m, false, &f->slot[k].laid, err);
    if (status == IL_OK) status = ili_changes_room(m, &f->later, err);
    ili_arms_find(m, &f->arms);
    if (status != IL_OK) {
        ili_follow_free(f);
        return no_memory(err);
    }
    *out = f;
    return IL_OK;
}

il_status ili_follow_create(const il_model *m, int isa, ili_follow **out, il_error *err) { return create(m, isa, NULL, NULL, out, err); }
il_status ili_follow_create_for(il_scenario *lay, const ili_follow *first, ili_follow **out, il_error *err) {
    return create(ili_scenario_model(lay), IL_ISA_AUTO, lay, first, out, err);
}

il_status ili_follow_need(const il_model *m, int isa, ili_nearness near, ili_follow **at, il_error *err) {
    il_status status = *at ? IL_OK : ili_follow_create(m, isa, at, err);
    if (status == IL_OK) ili_follow_near(*at, near);
    return status;
}

void ili_follow_near(ili_follow *f, ili_nearness near) { f->near = near; }

void ili_follow_began(ili_follow *f, const double *q) { f->began = q; }

void ili_follow_share(ili_follow *f, atomic_int *next) { f->next = next; }

void ili_follow_free(ili_follow *f) {
    if (!f) return;
    ili_slope_free(f->slope);
    if (!f->first) il_data_free(f->shown);
    il_scenario_free(f->own_lay);
    il_params_free(f->p);
    il_params_free(f->scratch);
    for (int k = 0; k < IL_LANES; k++) il_params_free(f->slot[k].laid);
    free(f->block);
    free(f->first_watched);
    ili_changes_free(&f->later);
    free(f);
}

bool ili_follow_can(const il_task *task) {
    const il_task_def *def = task->def;
    return !def->strength.marker && !(def->block_mm > 0.0) && !(def->held && def->end.present);
}

// ---- looking ---------------------------------------------------------------------------------------------------------------------

static bool needs_arms(const il_task *task) {
    bool any = task->def->end.present && task->watch.kind == IL_READ_STRETCH;
    for (int i = 0; i < task->def->nreading; i++) any = any || task->reading[i].kind == IL_READ_STRETCH || task->reading[i].kind == IL_READ_STRENGTH;
    return any;
}

static void turn_arms(void *user, const il_data *data, il_params *p) {
    ili_follow *f = user;
    ili_arms_turn_lanes(&f->arms, &f->task->arms, data, IL_LANES, f->task->up, f->scratch, p);
}

bool ili_follow_hangs(const ili_follow *f) { return f->task->arms.present && f->task->arms.room; }
bool ili_follow_arms(const ili_follow *f) { return needs_arms(f->task); }

const il_data *ili_follow_look(ili_follow *f) {
    const il_posture_problem *problem[IL_LANES];
    const ili_motion         *motion[IL_LANES];
    ili_slope                *of[IL_LANES];
    double                    step[IL_LANES];
    for (int k = 0; k < IL_LANES; k++) problem[k] = &f->lane[k].problem, motion[k] = &f->slot[k].motion, step[k] = 1.0, of[k] = f->slope;
    if (f->nrow > 0) return ili_slope_hold(of, problem, motion, needs_arms(f->task), ili_follow_hangs(f) ? turn_arms : NULL, f);
    return ili_slope_look(f->slope, IL_LANES, problem, motion, step, needs_arms(f->task), ili_follow_hangs(f) ? turn_arms : NULL, f);
}

static double reading(const ili_follow *f, const il_data *d, int lane, double way, const ili_task_reading *what) {
    const il_posture_problem *p = &f->lane[lane].problem;
    double                    grip[MAX_GRIPS];
    il_posture_solution       s = {.grip = grip, .d = d};
    for (int i = 0; i < p->ngrip && i < MAX_GRIPS; i++) grip[i] = -p->grip[i].k*(d->q[p->grip[i].coordinate].lane[lane] - p->grip[i].target);
    ili_task_view view = {.m = f->m, .d = d, .lane = lane, .up = f->task->up, .ngrip = p->ngrip, .grip = p->grip, .solution = &s, .way = way};
    return ili_task_read(&view, what);
}

// readings that count from this person standing upright: what they are there, and what their images are
static void read_upright(ili_follow *f, int lane, double *out) {
    const il_task   *t = f->task;
    const il_params *p = ili_slope_params(f->slope);
    const double    *q[IL_LANES];
    bool             any = false;
    for (int i = 0; i < t->def->nreading; i++) any = any || t->reading[i].from_neutral, out[i] = out[IL_TASK_MAX + i] = 0.0;
    if (!any) return;
    for (int j = 0; j < f->m->nq; j++) f->habit[j] = p->coordinate_neutral[IL_LANES*j + lane];
    for (int k = 0; k < IL_LANES; k++) q[k] = f->habit;
    ili_task_view view = {.m = f->m, .d = ili_slope_pose(f->slope, IL_LANES, q), .lane = lane, .up = f->task->up};
    for (int i = 0; i < t->def->nreading; i++) {
        if (!t->reading[i].from_neutral) continue;
        out[i] = ili_task_read(&view, &t->reading[i]) - t->reading[i].zero;
        if (t->even) out[IL_TASK_MAX + i] = ili_task_read(&view, &t->image[i]) - t->image[i].zero;
    }
}

static void lay_lane(ili_follow *f, int lane) {
    ili_follow_slot  *s = &f->slot[lane];
    hands  at = s->from;
    double *x = (double *)&at;
    for (size_t i = 0; i < sizeof at/sizeof *x; i++) x[i] += s->way*((const double *)&s->by)[i];
    ili_hands_lay(&at, &f->problem, ili_slope_params(f->slope), s->habit, &f->lane[lane]);
}

// ---- the solved person -----------------------------------------------------------------------------------------------------------

// hands at the beginning of a test and by its way: they go in a straight line
static void read_hands(ili_follow *f, const il_subject *who, hands *from, hands *by, ili_laid *laid) {
    double *a = (double *)from, *b = (double *)by;
    ili_hands_read(laid->problem, 0.0, from);
    memset(by, 0, sizeof *by);
    if (!f->task->def->end.present) return;
    ili_scenario_relay(f->lay, f->task, who, 0.0, laid);
    ili_hands_read(laid->problem, ili_end_limit(f->task, who), from);
    ili_scenario_relay(f->lay, f->task, who, 1.0, laid);
    ili_hands_read(laid->problem, ili_end_limit(f->task, who), by);
    for (size_t i = 0; i < sizeof *by/sizeof *b; i++) b[i] -= a[i];
}

static void lay_person(ili_follow *f, const il_subject *who, double way, ili_laid *laid) {
    static const double upright[9] = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    ili_scenario_lay(f->lay, f->task, who, way, upright, laid);
}

// nobody there: the solved person
static void empty(ili_follow *f, int lane) {
    ili_follow_slot *s = &f->slot[lane];
    s->who = IL_NONE, s->way = f->way, s->from = f->from, s->by = f->by, s->n = s->looks = 0, s->capped = false;
    memset(s->q, 0, sizeof *s->q*(size_t)f->m->nq);
    memset(s->motion.price, 0, sizeof *s->motion.price*(size_t)ili_slope_rows(f->slope));
    memcpy(s->habit, f->own_habit, sizeof *s->habit*(size_t)f->m->nq);
    lay_lane(f, lane);
}

static void empty_lanes(ili_follow *f) {
    for (int k = 0; k < IL_LANES; k++) f->slot[k].last_share = f->slot[k].before_share = 0.0, f->slot[k].learnt = 0, empty(f, k);
}

// what is watched, less its limit, the sign so that it grows along the way
static double over(const ili_follow *f, double value, double first, double limit) { return (f->task->def->end.change ? f->sign*(value - first) : value) - limit; }

// how posture and what is watched go with the way
static bool differentiate_way(ili_follow *f) {
    int    nq = f->m->nq;
    double at[2];
    for (int k = 0; k < 2; k++) f->slot[k].way = f->way + (k ? way_step : -way_step), lay_lane(f, k);
    ili_follow_look(f);
    for (int k = 0; k < 2; k++) ili_slope_misfit(f->slope, k, &f->right[k*nq]);
    for (int j = 0; j < nq; j++) f->habit[j] = (f->right[nq + j] - f->right[j])/(2.0*way_step);
    ili_slope_step(f->slope, 1, f->habit, f->by_way);
    f->way_unit = 1e-12;
    for (int j = 0; j < nq; j++) {
        f->way_unit = fmax(f->way_unit, fabs(f->by_way[j])/f->size[j]);
        for (int k = 0; k < 2; k++) f->slot[k].q[j] = (k ? way_step : -way_step)*f->by_way[j];
    }
    const il_data *d = ili_follow_look(f);
    for (int k = 0; k < 2; k++) at[k] = reading(f, d, k, f->slot[k].way, &f->task->watch);
    f->over_by_way = (f->task->def->end.change ? f->sign : 1.0)*(at[1] - at[0])/(2.0*way_step);
    return f->over_by_way > 0.0 && isfinite(f->over_by_way);
}

// units of the unknowns: coordinates' own, and of prices their row's as a share of the largest there is
static void set_units(ili_follow *f, const ili_posture_system *system) {
    double largest = 0.0;
    memcpy(f->size, system->size, sizeof *f->size*(size_t)f->m->nq);
    memcpy(f->q_weight, system->q_weight, sizeof *f->q_weight*(size_t)f->m->nq);
    memcpy(f->row_scale, system->row_scale, sizeof *f->row_scale*(size_t)system->nrow);
    memcpy(f->price, system->price, sizeof *f->price*(size_t)system->nrow);
    f->nrow = f->task->def->held ? system->nrow : 0, f->nz = f->m->nq + f->nrow;
    for (int j = 0; j < f->m->nq; j++) f->unit[j] = f->size[j];
    for (int i = 0; i < f->nrow; i++) largest = fmax(largest, fabs(system->price[i])/f->row_scale[i]);
    for (int i = 0; i < f->nrow; i++) f->unit[f->m->nq + i] = f->row_scale[i]*fmax(largest, 1e-9);
}

// The solved person at a share of the way, with stiffness and factor. *ready: false where it is not found or does not end where it should.
il_status ili_follow_start(ili_follow *f, const il_subject *who, const double *q, const double *act, double way, bool *ready, il_error *err) {
    il_posture_settings settings = il_default_posture_settings();
    il_posture_solution solution;
    il_posture_info     info;
    ili_posture_system  system;
    ili_laid            laid;
    *ready = false;
    lay_person(f, who, way, &laid);
    memcpy(f->start, laid.problem->start, sizeof *f->start*(size_t)f->m->nq);
    memcpy(f->own_habit, laid.problem->habit, sizeof *f->own_habit*(size_t)f->m->nq);
    ili_hands_read(laid.problem, 0.0, &f->from);
    ili_hands_lay(&f->from, laid.problem, laid.p, f->own_habit, &f->own);
    f->problem = f->own.problem, f->problem.start = q, f->problem.start_act = act;
    settings.polish = 0.0, settings.tolerance = 1e-6, settings.step_tolerance = 1e-4; // as near as neighbours are sought; who is solved already takes one step, which tells its prices
    il_status status = il_posture_solve(laid.posture, &f->problem, &settings, &solution, &info, err);
    if (status != IL_OK || info.status != IL_POSTURE_SOLVED) return status;
    ili_posture_system_of(laid.posture, &system);
    set_units(f, &system);
    f->way = way;
    if (ili_slope_begin(f->slope, laid.posture, &settings, NULL) != IL_OK) return IL_OK; // a problem of a kind that is not followed
    il_params_copy(f->m, laid.p, f->p);
    il_params_copy(f->m, laid.p, f->scratch);
    il_params_copy(f->m, laid.p, ili_slope_params(f->slope));
    for (int k = 0; k < IL_LANES; k++) f->slot[k].fresh = false;
    read_hands(f, who, &f->from, &f->by, &laid);
    empty_lanes(f);
    const il_posture_problem *lane_problem[IL_LANES];
    for (int k = 0; k < IL_LANES; k++) lane_problem[k] = &f->lane[k].problem;
    ili_slope_lanes(f->slope, IL_LANES, lane_problem, false);
    if (!ili_slope_factor(f->slope, 0)) return IL_OK;
    read_upright(f, 0, f->upright);
    *ready = true;
    if (!f->task->def->end.present) return IL_OK;
    double value = reading(f, ili_follow_look(f), 0, way, &f->task->watch);
    if (f->begins) {
        f->base_first = value;
        return IL_OK;
    }
    f->limit = f->from.limit;
    f->sign = value >= f->base_first ? 1.0 : -1.0;
    f->over = over(f, value, f->base_first, f->limit);
    if (f->goes) *ready = fabs(f->over) < 0.02*fmax(fabs(f->limit), 0.1) && differentiate_way(f);
    else *ready = f->over < 0.0;
    empty_lanes(f);
    return IL_OK;
}

// ---- neighbours ------------------------------------------------------------------------------------------------------------------

static void set_numbers(ili_follow *f, int lane, const ili_changes *changes, bool back) {
    fields from, to;
    ili_fields_of(f->m, f->p, &from);
    ili_fields_of(f->m, ili_slope_params(f->slope), &to);
    for (int i = 0; i < changes->n; i++) {
        const ili_change *c = &changes->of[i];
        to.at[c->field][IL_LANES*c->at + lane] = back ? from.at[c->field][c->at] : c->to;
    }
}

// is everything that lays out the task the solved person's?
static bool same_subject(const ili_follow *f, const il_subject *who) {
    return who->tolerance == f->who.tolerance && who->effort == f->who.effort && who->power == f->who.power &&
           (f->nrow == 0 || memcmp(who->habit, f->who.habit, sizeof *who->habit*(size_t)f->m->nq) == 0);
}

// A lane holds a person's numbers: those that it does not hold already are written. Arms that hang are turned in the lane, so that it holds other ones
static void hold_numbers(ili_follow *f, int lane, const il_params *p) {
    ili_follow_slot *s = &f->slot[lane];
    if (!s->laid || ili_follow_hangs(f)) {
        il_params_set_lane(f->m, p, ili_slope_params(f->slope), lane);
        return;
    }
    if (!s->fresh) il_params_copy(f->m, f->p, s->laid), s->fresh = true;
    ili_params_refresh_lane(f->m, p, s->laid, ili_slope_params(f->slope), lane);
}

// another body in the task's start: a held posture begins as much elsewhere
static void lay_other(ili_follow *f, int lane, const il_subject *who) {
    ili_follow_slot    *s = &f->slot[lane];
    ili_laid laid;
    lay_person(f, who, f->way, &laid);
    memcpy(s->habit, laid.problem->habit, sizeof *s->habit*(size_t)f->m->nq);
    for (int j = 0; j < f->m->nq && f->nrow > 0; j++) s->q[j] = laid.problem->start[j] - f->start[j];
    // what balance costs goes with the weight of effort
    for (int i = 0; i < f->nrow; i++) s->motion.price[i] = (laid.problem->effort/f->problem.effort - 1.0)*f->price[i];
    hold_numbers(f, lane, laid.p);
    read_hands(f, who, &s->from, &s->by, &laid);
}

// put a neighbour into a lane: its numbers, its hands, and where it begins: `ahead` times as far from the solved posture as the one before it ended
void ili_follow_enter(ili_follow *f, int lane, int who, const ili_neighbour *all, double ahead) {
    ili_follow_slot                *s = &f->slot[lane];
    const ili_neighbour *n = &all[who];
    bool                 goes_on = ahead > 0.0;
    s->tissue = n->changes->tissue && same_subject(f, &n->who);
    s->who = who;
    if (s->tissue) set_numbers(f, lane, n->changes, false);
    else lay_other(f, lane, &n->who);
    memcpy(s->upright, f->upright, sizeof s->upright);
    if (!s->tissue) read_upright(f, lane, s->upright);
    for (int j = 0; j < f->m->nq && goes_on; j++) s->q[j] = ahead*s->last[j];
    for (int i = 0; i < f->nrow && goes_on; i++) s->motion.price[i] = ahead*s->last[f->m->nq + i];
    if (goes_on && f->goes) s->way = fmin(0.999, fmax(0.001, f->way + ahead*s->last_way));
    lay_lane(f, lane);
}

static void leave(ili_follow *f, int lane, const ili_neighbour *all, bool found) {
    ili_follow_slot                *s = &f->slot[lane];
    const ili_neighbour *n = &all[s->who];
    if (s->tissue) set_numbers(f, lane, n->changes, true);
    else hold_numbers(f, lane, f->p);
    double *room = s->before;
    s->before = s->last, s->before_share = s->last_share, s->before_way = s->last_way, s->last = room;
    s->last_share = found ? n->share : 0.0, s->last_way = s->way - f->way, s->learnt = found && !s->capped ? s->n : 0; // steps without a way know nothing of it
    memcpy(s->last, s->q, sizeof *s->q*(size_t)f->m->nq);
    memcpy(s->last + f->m->nq, s->motion.price, sizeof *s->last*(size_t)f->nrow);
    empty(f, lane);
}

// Broyden's correction z of the next step from all steps before, kept as steps alone (Kelley, Iterative methods for linear and nonlinear equations,
// section 7.3: recalled), those of the neighbour before it in its chain too. Where that leads nowhere it is forgotten. False where z has no finite length
static bool sharpen(const ili_follow *f, ili_follow_slot *s, double *z) {
    int    n = f->nz + 1;
    double last = 1.0, plain[MOST + 1];
    memcpy(plain, z, sizeof *z*(size_t)n);
    for (int k = 0; k < s->n; k++) {
        const double *step = &s->step[k*n];
        double        part = 0.0;
        if (!s->joined[k]) continue;
        for (int i = 0; i < n; i++) part += step[i]*z[i];
        part /= s->norm[k];
        if (k + 1 == s->n) last = 1.0 - part;
        for (int i = 0; k + 1 < s->n && i < n; i++) z[i] += part*s->step[(k + 1)*n + i];
    }
    if (!(fabs(last) > 0.05) || s->n == STEPS) s->n = 0, last = 1.0, memcpy(z, plain, sizeof *z*(size_t)n);
    double norm = 0.0;
    for (int i = 0; i < n; i++) z[i] /= last, norm += z[i]*z[i];
    if (!isfinite(norm)) return false;
    memcpy(&s->step[s->n*n], z, sizeof *z*(size_t)n);
    s->joined[s->n] = true;
    s->norm[s->n++] = fmax(norm, 1e-300);
    return true;
}

// One look at a neighbour: found, or where it goes next. `step` is what its misfit alone asks for (one in `every`), `gap` how far the test is from its end
static ili_verdict judge(ili_follow *f, ili_follow_slot *s, const double *step, int every, double worst, double gap) {
    int    nq = f->m->nq, n = f->nz;
    double z[MOST + 1], most = 0.0, far = 0.0, ds = 0.0;
    bool   goes = f->goes && !s->capped;
    if (goes) ds = -gap/f->over_by_way;
    if (!isfinite(worst) || !isfinite(gap)) return ILI_LOST;
    for (int j = 0; j < n; j++) {
        z[j] = (step[every*j] + (goes ? ds*f->by_way[j] : 0.0))/f->unit[j];
        most = fmax(most, (j < nq ? 1.0 : dear)*fabs(z[j]));
    }
    z[n] = ds*f->way_unit;
    most = fmax(most, fabs(z[n]));
    s->worst = worst, s->moved = most;
    if (worst < nearness[f->near].balanced && most < nearness[f->near].still) {
        if (sharpen(f, s, z)) s->joined[s->n - 1] = false; // what its last step told; the next neighbour's first does not follow on it
        return ILI_FOUND;
    }
    bool wanders = ++s->looks > HURRY && most > stride; // who is found late is near by then
    if (s->looks > PATIENCE || wanders || !sharpen(f, s, z)) return ILI_LOST;
    double longest = 0.0;
    for (int j = 0; j < nq; j++) longest = fmax(longest, fabs(z[j]));
    if (longest > stride) { // what was learnt on long steps is forgotten
        for (int j = 0; j <= n; j++) z[j] *= stride/longest;
        s->n = 0;
    }
    for (int j = 0; j < n; j++) {
        double *x = j < nq ? &s->q[j] : &s->motion.price[j - nq];
        *x += z[j]*f->unit[j];
        if (j < nq) far = fmax(far, fabs(*x)/f->unit[j]);
    }
    if (goes) s->way += z[n]/f->way_unit;
    if (goes && s->way > 1.0) s->way = 1.0, s->capped = true, s->n = 0;
    return far < farthest && s->way >= 0.0 ? ILI_GOES_ON : ILI_LOST;
}

// what muscles could not give: what is left of the balance of coordinates that may have a reserve
static void read_reserves(ili_follow *f, const il_data *d, int lane) {
    const il_model           *m = f->m;
    const il_posture_problem *p = &f->lane[lane].problem;
    for (int j = 0; j < m->nq; j++) {
        bool soft = p->held && m->coordinate_role[j] == IL_PRIMARY && m->body_parent[m->coordinate_body[j]] != IL_GROUND;
        f->reserve[j] = soft ? -d->residual[j].lane[lane] : 0.0;
    }
    for (int i = 0; i < p->ngrip && p->held; i++) f->reserve[p->grip[i].coordinate] += p->grip[i].k*(d->q[p->grip[i].coordinate].lane[lane] - p->grip[i].target);
}

static void keep(ili_follow *f, const il_data *d, int lane, ili_neighbour *n) {
    const ili_follow_slot *s = &f->slot[lane];
    n->looks += s->looks + 1;
    if (f->begins) {
        f->first_watched[s->who] = reading(f, d, lane, s->way, &f->task->watch);
        return;
    }
    n->found = true, n->way = s->way;
    ili_follow_tell(f, d, lane, n);
    if (n->look) {
        read_reserves(f, d, lane);
        if (!n->in_lane) {
            il_data_spread(f->m, d, lane, f->shown);
            il_arm(f->m, n->who.p, f->shown);
        }
        n->look(n->user, &n->who, &(il_posture_solution){.d = n->in_lane ? d : f->shown, .lane = n->in_lane ? lane : 0, .reserve = f->reserve}, s->who);
    }
    for (int i = 0; i < f->task->def->nreading; i++) {
        n->reading[i] = reading(f, d, lane, s->way, &f->task->reading[i]) - s->upright[i];
        if (n->image && f->task->even) n->image[i] = reading(f, d, lane, s->way, &f->task->image[i]) - s->upright[IL_TASK_MAX + i];
    }
}

// how far the test of a lane is from its end; beyond it where it should not be
static double gap_of(const ili_follow *f, const il_data *d, int lane, double *beyond) {
    const ili_follow_slot *s = &f->slot[lane];
    *beyond = -1.0;
    if (!f->task->def->end.present || f->begins) return 0.0;
    double gap = over(f, reading(f, d, lane, s->way, &f->task->watch), f->first_watched[s->who], s->from.limit);
    if (f->goes && !s->capped) return gap - f->over;
    *beyond = gap;
    return isfinite(gap) ? 0.0 : gap;
}

// One that goes on from the last begins in line with where that one and the one before it ended, and with what their steps told.
static void enter_chain(ili_follow *f, int lane, int who, const ili_neighbour *all) {
    ili_follow_slot *s = &f->slot[lane];
    double           ahead = s->last_share > 0.0 ? all[who].share/s->last_share : 0.0, bend = 0.0;
    ili_follow_enter(f, lane, who, all, ahead);
    if (!(ahead > 0.0)) return;
    s->n = s->learnt;
    if (!(s->before_share > 0.0)) return;
    // each goes along its share as a s + b s^2: by as much more than in proportion to the last
    bend = all[who].share*(all[who].share - s->last_share)/(s->last_share - s->before_share);
    for (int j = 0; j < f->nz; j++) {
        double more = bend*(s->last[j]/s->last_share - s->before[j]/s->before_share);
        *(j < f->m->nq ? &s->q[j] : &s->motion.price[j - f->m->nq]) += more;
    }
    if (f->goes) s->way = fmin(0.999, fmax(0.001, s->way + bend*(s->last_way/s->last_share - s->before_way/s->before_share)));
    lay_lane(f, lane);
}

// the next neighbour for a lane that is free: one that goes on from the last stays in its lane
static void fill(ili_follow *f, int lane, int n, const ili_neighbour *all, atomic_int *next, int *own) {
    int who = own[lane] != IL_NONE && own[lane] < n && all[own[lane]].share > f->slot[lane].last_share && f->slot[lane].last_share > 0.0 ? own[lane] : IL_NONE;
    if (who == IL_NONE) {
        // chains begin where the share does not grow
        f->slot[lane].last_share = f->slot[lane].before_share = 0.0;
        do who = atomic_fetch_add(next, 1);
        while (who < n && who > 0 && all[who].share > all[who - 1].share);
        if (who >= n) return;
    }
    own[lane] = who + 1;
    enter_chain(f, lane, who, all);
}

double ili_follow_misfit(ili_follow *f, int lane, double *right, int every, double *reserve) {
    int    nbalance = f->nrow > 0 ? f->nrow : f->m->nq;
    double misfit[MOST], worst = 0.0;
    *reserve = ili_slope_misfit(f->slope, lane, misfit);
    for (int j = 0; j < f->nz; j++) right[every*j] = misfit[j];
    for (int i = 0; i < nbalance; i++) worst = fmax(worst, fabs(misfit[f->nz - nbalance + i])*f->row_scale[i]);
    return worst;
}

ili_verdict ili_follow_judge(ili_follow *f, const il_data *d, int lane, const double *right, int every, double worst, double reserve, ili_neighbour *all) {
    ili_follow_slot *s = &f->slot[lane];
    double           beyond, gap = gap_of(f, d, lane, &beyond);
    s->reserve = reserve;
    ili_verdict      v = judge(f, s, right, every, worst, gap);
    if (v == ILI_FOUND && (beyond > 0.0 || reserve > 0.9)) v = ILI_LOST; // this person's test would end on its way, or it cannot be held
    if (v == ILI_FOUND) keep(f, d, lane, &all[s->who]);
    else if (v == ILI_LOST) all[s->who].looks += s->looks;
    if (v == ILI_GOES_ON) lay_lane(f, lane);
    else leave(f, lane, all, v == ILI_FOUND);
    return v;
}

// one look at all neighbours in the lanes, and what becomes of each
static void look_at_all(ili_follow *f, ili_neighbour *all) {
    const il_data *d = ili_follow_look(f);
    double         worst[IL_LANES], reserve[IL_LANES];
    for (int k = 0; k < IL_LANES; k++) worst[k] = ili_follow_misfit(f, k, &f->right[k], IL_LANES, &reserve[k]);
    ili_slope_step(f->slope, IL_LANES, f->right, f->right);
    for (int k = 0; k < IL_LANES; k++)
        if (f->slot[k].who != IL_NONE) ili_follow_judge(f, d, k, &f->right[k], IL_LANES, worst[k], reserve[k], all);
}

static void follow_all(ili_follow *f, int n, ili_neighbour *all) {
    atomic_int only = 0, *next = f->next ? f->next : &only;
    int        own[IL_LANES], busy = 1;
    for (int k = 0; k < IL_LANES; k++) own[k] = IL_NONE;
    while (busy) {
        busy = 0;
        for (int k = 0; k < IL_LANES; k++) {
            if (f->slot[k].who == IL_NONE) fill(f, k, n, all, next, own);
            busy += f->slot[k].who != IL_NONE;
        }
        if (busy) look_at_all(f, all);
    }
}

// ---- the whole -------------------------------------------------------------------------------------------------------------------

il_status ili_follow_run(ili_follow *f, const il_task *task, const il_subject *who, const double *q, const double *act, double way, int n, ili_neighbour *neighbour, il_error *err) {
    IL_ASSERT(f && task && who && q && n >= 0 && f->most <= MOST);
    bool      ready = true, ends = task->def->end.present;
    il_status status = IL_OK;
    f->task = task, f->base_first = 0.0, f->sign = 1.0;
    if (f->nfirst < (size_t)n || !f->first_watched) {
        free(f->first_watched);
        f->first_watched = calloc((size_t)n + 1, sizeof *f->first_watched), f->nfirst = (size_t)n;
        if (!f->first_watched) return no_memory(err);
    }
    IL_ASSERT(!f->next || !ends);
    status = ili_subject_check(f->m, task, who, err);
    for (int i = 0; status == IL_OK && i < n; i++) status = ili_subject_check(f->m, task, &neighbour[i].who, err);
    if (status != IL_OK) return f->began = NULL, f->next = NULL, status;
    for (int i = 0; i < n && !f->next; i++) neighbour[i].found = false, neighbour[i].looks = 0;
    for (int i = 0; i < n; i++) f->first_watched[i] = task->def->end.change ? IL_NAN : 0.0;
    f->who = *who;
    if (n == 0 || !ili_follow_can(task) || (ends && !(way > 0.0))) return f->began = NULL, f->next = NULL, IL_OK;
    f->goes = false, f->begins = true;
    if (ends && task->def->end.change) {
        status = ili_follow_start(f, who, f->began ? f->began : q, act, 0.0, &ready, err);
        if (status == IL_OK && ready) follow_all(f, n, neighbour);
    }
    f->goes = ends && way < 1.0, f->begins = false, f->began = NULL;
    if (status == IL_OK && ready) status = ili_follow_start(f, who, q, act, way, &ready, err);
    if (status == IL_OK && ready) follow_all(f, n, neighbour);
    f->next = NULL;
    return status;
}
