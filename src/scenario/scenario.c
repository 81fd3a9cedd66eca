// scenario.c - a task done by a person: the problem laid out from data, solved, and read off
#include "scenario/scenario_private.h"
#include "base/try.h"
#include "analysis/posture_system.h"
#include "scenario/batch.h"
#include "scenario/subject.h"
#include "ilium/body.h"
#include "math/scalar.h"
#include "math/triple.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static size_t numbers(const il_model *m) { return 11*(size_t)m->nq + 2*(size_t)m->nmuscle + 6*(size_t)m->npad + 2*IL_TASK_MAX; }

il_status ili_scenario_create_abreast(const il_model *m, int isa, ili_abreast *abreast, int lane, const il_scenario *first, bool strength, il_scenario **out, il_error *err) {
    IL_ASSERT(m && out);
    if (m->nplane > IL_TASK_PLANES) return il_error_set(err, IL_LIMIT, NULL, 0, 0, "a body has at most %d supporting planes", IL_TASK_PLANES);
    il_scenario *w = calloc(1, sizeof *w);
    il_status    status = w ? IL_OK : IL_NO_MEMORY;
    if (status == IL_OK) {
        w->m = m, w->first = first;
        w->block = calloc(numbers(m), sizeof *w->block);
        status = w->block ? il_params_create(m, false, &w->p, err) : IL_NO_MEMORY;
    }
    // nobody waits while it holds what counts: all of one thread share it
    if (first) w->d = first->d;
    else if (status == IL_OK) status = il_data_create(m, isa, &w->d, err);
    if (status == IL_OK && !abreast) status = il_posture_create(m, isa, IL_TASK_PLACES, &w->posture, err);
    if (status == IL_OK && abreast) status = ili_posture_create_abreast(m, isa, IL_TASK_PLACES, abreast, lane, first ? first->posture : NULL, &w->posture, err);
    if (status == IL_OK && !first && strength) status = il_strength_create(m, isa, &w->strength, err);
    if (status == IL_OK) status = ili_shortfall_create(m, w->d, &w->shortfall, err);
    if (status != IL_OK) {
        il_scenario_free(w);
        return il_error_set(err, status, NULL, 0, 0, "no memory for the workspace of a scenario");
    }
    if (first) w->strength = first->strength;
    ili_stance_find(m, &w->stance);
    ili_arms_find(m, &w->arms);
    w->start = w->block, w->habit = w->block + m->nq, w->habit_sd = w->block + 2*m->nq, w->settled = w->block + 3*m->nq, w->act = w->block + 4*m->nq;
    w->known = w->act + m->nmuscle, w->weak_q = w->known + 2*m->nq, w->weak_act = w->weak_q + m->nq, w->usual = w->weak_act + m->nmuscle, w->shear = w->usual + 2*m->nq, w->began = w->shear + 3*m->npad, w->none = w->began + m->nq;
    w->rest = (ili_rest){.m = m, .p = w->p, .d = w->d, .q = w->start, .plane = w->plane};
    *out = w;
    return IL_OK;
}

il_status il_scenario_create(const il_model *m, int isa, il_scenario **out, il_error *err) { return ili_scenario_create_abreast(m, isa, NULL, 0, NULL, true, out, err); }
size_t il_scenario_size(const il_scenario *w) {
    size_t own = sizeof *w + numbers(w->m)*sizeof *w->block + w->p->size + ili_shortfall_bytes(w->shortfall);
    return own + il_posture_size(w->posture) + (w->first ? 0 : w->d->size + (w->strength ? il_strength_size(w->strength) : 0));
}

void il_scenario_free(il_scenario *w) {
    if (!w) return;
    il_posture_free(w->posture);
    if (!w->first) il_strength_free(w->strength);
    ili_shortfall_free(w->shortfall);
    il_params_free(w->p);
    if (!w->first) il_data_free(w->d);
    free(w->block);
    free(w);
}

// a block under one foot: its soles lie lower on the body by as much
static void lay_block(il_scenario *w, const il_task *task, double way) {
    const il_model *m = w->m;
    for (int k = 0; k < m->npad; k++) {
        if (m->pad_plane[k] == IL_FLOOR && il_side_of(m->pad_name[k]) == task->side) w->p->pad_pos[3*k + 1] -= 0.001*way*task->def->block_mm;
    }
}

static void lay_person(il_scenario *w, const il_task *task, const il_subject *who, double way) {
    const il_model    *m = w->m;
    const il_task_def *def = task->def;
    il_params_copy(m, who->p, w->p);
    for (int k = 0; k < m->npad; k++) {
        if (task->pad_off[k]) w->p->pad_k[k] = 0.0;
    }
    if (task->def->block_mm > 0.0) lay_block(w, task, way);
    memcpy(w->habit, who->habit, sizeof *w->habit*(size_t)m->nq);
    memcpy(w->habit_sd, who->habit_sd, sizeof *w->habit_sd*(size_t)m->nq);
    for (int j = 0; j < m->nq && def->habit_width > 0.0; j++) {
        if (m->coordinate_kind[j] == IL_ROW_ROTATION) w->habit_sd[j] *= def->habit_width;
    }
    for (int i = 0; i < def->nhabit; i++) {
        w->habit[task->habit[i].coordinate] = task->habit[i].value;
        w->habit_sd[task->habit[i].coordinate] = task->habit[i].sd;
    }
    for (int k = 0; k < IL_TASK_PLANES; k++) {
        for (int c = 0; c < 4; c++) w->plane[4*k + c] = def->plane_present[k] ? task->plane[k][c] : 0.0;
        if (def->plane_fit[k]) w->plane[4*k + 3] = -100.0; // nowhere near, until it is fitted
    }
    ili_rest_planes(&w->rest);
    ili_arms_load(&w->arms, &task->hand_load, w->p);
    w->lean = 0.0;
    for (int k = 0; k < IL_TASK_PLANES && def->held && !def->no_level; k++) {
        if (def->plane_present[k]) ili_stance_level(m, w->p, w->d, &w->stance, k, w->habit, &w->lean);
    }
}

// arms turned for the trunk of a posture
void ili_scenario_turn_arms(il_scenario *w, const il_task *task, const il_data *d, int lane) {
    double thorax[9];
    if (!task->arms.present) return;
    for (int k = 0; k < 9; k++) thorax[k] = d->body_rot[9*w->arms.thorax + k].lane[lane];
    ili_arms_turn(&w->arms, &task->arms, thorax, task->up, w->p);
}

// the task's own start, set down on its supports: what offsets and places refer to
static void lay_start(il_scenario *w, const il_task *task) {
    const il_task_def *def = task->def;
    memcpy(w->start, def->held ? w->habit : w->p->coordinate_neutral, sizeof *w->start*(size_t)w->m->nq);
    for (int i = 0; i < def->nstart; i++) w->start[task->start[i].coordinate] = task->start[i].value;
    double weight = ili_rest_weight(&w->rest), rest = 1.0;
    for (int k = 0; k < w->m->nplane; k++) rest -= def->plane_present[k] ? def->plane_bears[k] : 0.0;
    rest = fmax(rest, 0.1);
    ili_rest_evaluate(&w->rest);
    ili_scenario_turn_arms(w, task, w->d, 0);
    ili_rest_evaluate(&w->rest);
    for (int k = 0; k < w->m->nplane; k++) {
        bool again = !def->plane_present[k] || def->plane_fit[k];
        for (int earlier = 0; earlier < k; earlier++) again = again || (def->plane_present[earlier] && ili_rest_same(&w->rest, earlier, k));
        if (!again) ili_rest_down(&w->rest, k, rest*weight);
    }
    for (int k = 1; k < w->m->nplane && def->held; k++) {
        for (int earlier = 0; earlier < k; earlier++) {
            bool one = def->plane_present[k] && def->plane_present[earlier] && !def->plane_fit[k] && !def->plane_fit[earlier] && ili_rest_same(&w->rest, earlier, k);
            if (one) ili_rest_turn(&w->rest, earlier, k, rest*weight);
        }
    }
    for (int k = 0; k < w->m->nplane; k++) {
        if (!def->plane_present[k] || !def->plane_fit[k]) continue;
        ili_rest_fit(&w->rest, k, def->plane_bears[k]*weight);
        w->plane[4*k + 3] += task->plane[k][3];
    }
    ili_rest_planes(&w->rest);
    ili_rest_evaluate(&w->rest);
}

static double start_along(const il_scenario *w, int marker, const double *direction) {
    double x[3];
    for (int k = 0; k < 3; k++) x[k] = w->d->marker_world[3*marker + k].lane[0];
    return ili_dot3(x, direction);
}

static double between(double from, double to, double way) { return from + way*(to - from); }

// everybody's hands when the test has gone a share of its way
static void lay_hands(il_scenario *w, const il_task *task, const il_subject *who, double way) {
    const il_task_def *def = task->def;
    memcpy(w->hold, task->hold, sizeof w->hold);
    memcpy(w->own_grip, task->grip, sizeof w->own_grip);
    memcpy(w->load, task->load, sizeof task->load);
    memcpy(w->place, task->place, sizeof w->place);
    for (int i = 0; i < def->nhold; i++) {
        il_hold *h = &w->hold[i];
        h->target = between(task->hold[i].target, task->hold_to[i], way);
        h->target += start_along(w, h->marker, h->direction) - (h->from == IL_NONE ? 0.0 : start_along(w, h->from, h->direction));
    }
    for (int i = 0; i < def->ngrip; i++) w->own_grip[i].target = between(task->grip[i].target, task->grip_to[i], way);
    for (int i = 0; i < def->nplace; i++) {
        if (w->place[i].relative_to == IL_NONE) w->place[i].value += start_along(w, w->place[i].marker, w->place[i].direction);
    }
    for (int i = 0; i < def->nload; i++) {
        il_push *load = &w->load[i];
        double   share = between(def->load[i].share[0], def->load[i].share[1], way), size = share*(def->load[i].tolerance ? who->tolerance : 1.0);
        for (int k = 0; k < 3; k++) load->force[k] *= size, load->moment[k] *= size;
        if (task->carries[i] == IL_NONE) continue;
        double lift = share*ili_carrying_force(w->m, w->p, w->d, task->carries[i], load->marker);
        for (int k = 0; k < 3; k++) load->force[k] += lift*task->up[k];
    }
}

// no pad touches at `q`: a person with another leg length who begins there would be in the air
static bool hangs(il_scenario *w, const double *q) {
    double force, sum = 0.0;
    for (int j = 0; j < w->m->nq; j++) il_pack_set(&w->d->q[j], q[j]);
    il_position(w->m, w->p, w->d);
    il_contact(w->m, w->p, w->d);
    for (int k = 0; k < w->m->nplane; k++) {
        ili_rest_gap(&w->rest, k, &force);
        sum += force;
    }
    return sum <= 0.0;
}

void ili_scenario_be_content(il_scenario *w, bool content) { w->content = content; }
const double    *ili_scenario_began(const il_scenario *w) { return w->began; }
const il_model  *ili_scenario_model(const il_scenario *w) { return w->m; }
il_posture      *ili_scenario_posture(il_scenario *w) { return w->posture; }
const il_params *il_scenario_params(const il_scenario *w) { return w->p; }

int il_scenario_shortfalls(const il_scenario *w, const il_task *task, const il_outcome *out, il_shortfall *list, int max) {
    return ili_shortfall_list(w->shortfall, w->m, task, out, list, max);
}

// ---- a test: solved, carried to its end, read off ----

typedef struct test {
    il_scenario      *w;
    const il_task    *task;
    const il_subject *who;
    il_outcome       *out;
    il_error         *err;
    bool              settles, rough; ///< rough: on the way to the end of a test
    int               nknown;         ///< postures of this person on the way: the last two
    double            way[2], reached; ///< reached: of the last solve
    const double     *given;          ///< where a start was given: thought to lie at who->way
} test;

// hands as far as the test has gone; everything else as it was laid
static void lay_problem(test *t, const double *start, const double *start_act) {
    il_scenario       *w = t->w;
    const il_task_def *def = t->task->def;
    const il_subject  *who = t->who;
    w->problem = (il_posture_problem){.m = w->m, .p = w->p, .held = def->held, .plane = w->plane, .nhold = def->nhold, .ngrip = def->ngrip,
                                  .npush = def->nload, .nplace = def->nplace, .hold = w->hold, .grip = w->own_grip, .push = w->load,
                                  .place = w->place, .habit = w->habit, .habit_sd = w->habit_sd, .effort = who->power > 2.0 ? who->effort*ili_pow(IL_EFFORT_AT, 2.0 - who->power) : who->effort, .power = who->power,
                                  .start = start, .start_act = start_act};
    for (int k = 0; k < 3; k++) w->problem.gravity[k] = -9.80665*t->task->up[k];
}

static il_status solve(test *t) {
    il_scenario        *w = t->w;
    il_posture_settings settings = il_default_posture_settings();
    if (t->rough) settings.tolerance = 1e-6, settings.polish = 0.0, settings.step_tolerance = 1e-3;
    if (t->settles) {
        memcpy(w->settled, w->start, sizeof *w->settled*(size_t)w->m->nq);
        ILI_TRY(ili_scenario_settle(w, t->task, t->out, t->err));
        if (ili_scenario_limited(w, t->out)) return IL_OK;
    }
    w->problem.npush = t->task->def->nload;
    return ili_scenario_search(w, t->task, &settings, t->out, t->err);
}

static ili_task_view view_of(const test *t) {
    return (ili_task_view){.m = t->w->m, .d = t->out->solution.d, .lane = t->out->solution.lane, .up = t->task->up, .ngrip = t->task->def->ngrip, .grip = t->w->own_grip,
                           .solution = &t->out->solution, .push = t->out->push, .way = t->out->way};
}

// Where to begin at a share of the way: in line with the last two postures, or at the nearer of the last and the given start.
static void begin_at(test *t, double way) {
    il_scenario  *w = t->w;
    const double *last = w->known + t->w->m->nq*((t->nknown + 1)%2), *before = w->known + t->w->m->nq*(t->nknown%2);
    double        at = t->way[(t->nknown + 1)%2], from = t->way[t->nknown%2];
    if (t->nknown == 0) return;
    bool   given = t->given && fabs(way - t->who->way) < fabs(way - at);
    double ahead = t->nknown > 1 && at != from ? (way - at)/(at - from) : 2.0;
    for (int j = 0; j < w->m->nq; j++) {
        w->settled[j] = last[j];
        if (fabs(ahead) <= 1.0) w->settled[j] += ahead*(last[j] - before[j]);
        else if (given) w->settled[j] = t->given[j];
    }
    w->problem.start = w->settled;
}

static void keep_known(test *t, double way) {
    int n = t->w->m->nq;
    memcpy(t->w->known + n*(t->nknown%2), t->out->solution.q, sizeof *t->w->known*(size_t)n);
    t->way[t->nknown%2] = way;
    t->nknown++;
}

// the test done to a share of its way, from where it last came to rest
static il_status go(void *user, double way, double *value) {
    test        *t = user;
    il_scenario *w = t->w;
    bool         anew = t->task->def->block_mm > 0.0; // another stance: begun anew
    *value = IL_NAN;
    if (t->out->info.status == IL_POSTURE_NOT_CONVERGED && ili_scenario_limited(w, t->out)) return IL_OK;
    if (anew) {
        lay_person(w, t->task, t->who, way);
        lay_start(w, t->task);
        w->problem.start = w->start;
    } else {
        begin_at(t, way);
    }
    ili_rest_evaluate(&w->rest);
    lay_hands(w, t->task, t->who, way);
    ILI_TRY(solve(t));
    t->out->way = t->reached = way;
    if (t->out->info.status != IL_POSTURE_SOLVED) return IL_OK;
    ili_task_view view = view_of(t);
    *value = ili_task_read(&view, &t->task->watch);
    memcpy(w->settled, t->out->solution.q, sizeof *w->settled*(size_t)w->m->nq);
    w->problem.start = w->settled, t->settles = false;
    if (way == 0.0) memcpy(w->began, w->settled, sizeof *w->began*(size_t)w->m->nq);
    if (!anew) keep_known(t, way);
    return IL_OK;
}

// where a test ends is found roughly, and solved to the end there
static il_status go_to_end(test *t, bool warm) {
    const il_task_def *def = t->task->def;
    double             limit = def->end.beyond*(def->end.tolerance ? t->who->tolerance : 1.0);
    t->rough = true;
    il_status status = ili_test_end(go, t, limit, def->end.change, (int)def->end.steps, warm ? t->who->way : 0.0, &t->out->way);
    t->rough = false;
    if (t->out->info.status != IL_POSTURE_SOLVED && ili_scenario_limited(t->w, t->out)) t->out->way = t->reached;
    return status == IL_OK && t->out->info.status == IL_POSTURE_SOLVED ? solve(t) : status;
}

static il_status find_strength(test *t) {
    il_scenario         *w = t->w;
    const il_task_def   *def = t->task->def;
    il_strength_problem  problem = {.m = w->m, .p = w->p, .q = w->start, .nbalance = def->strength.nbalance, .balance = t->task->balance, .push = t->task->strength,
                                    .stand = t->task->stand, .yield = def->strength.yield*0.017453292519943295,
                                    .limits = {w->most, w->stop, w->stop_user, w->clock, w->clock_user, w->deadline}};
    il_strength_result   result;
    for (int k = 0; k < 3; k++) problem.gravity[k] = -9.80665*t->task->up[k];
    il_status status = il_strength_solve(w->strength, &problem, &result, t->err);
    if (status != IL_OK) return status;
    bool ended = result.end != IL_POSTURE_END_FOUND;
    t->out->push = result.push, t->out->work = (il_task_work){result.solves, result.iterations, result.evaluations};
    t->out->info = (il_posture_info){.status = ended ? IL_POSTURE_NOT_CONVERGED : result.can_hold ? IL_POSTURE_SOLVED : IL_POSTURE_CANNOT_HOLD, .end = result.end,
                                     .iterations = result.iterations, .evaluations = result.evaluations, .residual = result.residual, .worst = ended ? result.worst : IL_NONE};
    t->out->solution = (il_posture_solution){.q = result.q, .act = result.act, .shear = w->none, .reserve = w->none, .hold = w->none, .grip = w->none, .d = result.d};
    return IL_OK;
}

static il_status do_test(test *t, const double *start, const double *start_act) {
    il_scenario       *w = t->w;
    const il_task_def *def = t->task->def;
    t->out->way = 1.0, t->out->push = 0.0, t->out->work = (il_task_work){0}, t->out->info = (il_posture_info){0};
    w->soft = false;
    ili_shortfall_clear(w->shortfall);
    if (def->strength.marker) return find_strength(t);
    lay_hands(w, t->task, t->who, 1.0);
    bool in_the_air = start && def->held && (w->lean != 0.0 || hangs(w, start));
    t->settles = !def->held && !start;
    lay_problem(t, start && !in_the_air ? start : w->start, start_act);
    if (!def->end.present) return solve(t);
    t->given = start;
    return go_to_end(t, start != NULL);
}

static void read_off(test *t, const ili_task_reading *list, double *to) {
    il_scenario  *w = t->w;
    ili_task_view view = view_of(t), upright = {.m = w->m, .d = w->d, .up = t->task->up};
    bool          posed = false;
    for (int i = 0; i < t->task->def->nreading; i++) {
        const ili_task_reading *r = &list[i];
        to[i] = ili_task_read(&view, r);
        if (!r->from_neutral) continue;
        for (int j = 0; j < w->m->nq && !posed; j++) il_pack_set(&w->d->q[j], w->p->coordinate_neutral[j]);
        if (!posed) il_position(w->m, w->p, w->d), il_marker(w->m, w->p, w->d);
        posed = true;
        to[i] -= ili_task_read(&upright, r) - r->zero;
    }
}

void ili_scenario_image(il_scenario *w, const il_task *task, il_outcome *out, double *image) { read_off(&(test){.w = w, .task = task, .out = out}, task->image, image); }

il_status il_scenario_run(il_scenario *w, const il_task *task, const il_subject *who, const double *start, const double *start_act,
                          il_outcome *out, il_error *err) {
    IL_ASSERT(w && task && who && out && who->p && who->p->stride == 0);
    ILI_TRY(ili_subject_check(w->m, task, who, err));
    test t = {.w = w, .task = task, .who = who, .out = out, .err = err};
    if (w->clock) w->deadline = w->clock(w->clock_user) + w->allowed;
    lay_person(w, task, who, 0.0);
    lay_start(w, task);
    il_status status = do_test(&t, start, start_act);
    // a limit of the run looks to the solve like one of its own
    bool ended = status == IL_OK && out->info.end == IL_POSTURE_END_ITERATIONS && ili_scenario_limited(w, out) && !task->def->strength.marker;
    if (ended) out->info.residual = ili_posture_left(w->posture, &out->info.worst);
    if (status == IL_OK) read_off(&t, task->reading, out->reading);
    return status;
}

// ---- for derivatives ----

static bool hanging(const il_task *task) { return task->arms.present && task->arms.room; }
static ili_laid laid(il_scenario *w) { return (ili_laid){.posture = w->posture, .problem = &w->problem, .p = w->p, .arms = &w->arms, .own_habit = w->habit}; }

void ili_scenario_open(il_scenario *w, const il_task *task, ili_laid *out) {
    if (hanging(task)) ili_arms_free(&w->arms, &task->arms, task->up, w->p, &w->load[w->problem.npush - 2], w->com);
    *out = laid(w);
}
void ili_scenario_close(il_scenario *w, const il_task *task) { if (hanging(task)) ili_arms_restore(&w->arms, w->com, w->p); }

static void lay_at(il_scenario *w, const il_task *task, const il_subject *who, double way, const double *thorax, ili_laid *out) {
    lay_hands(w, task, who, way);
    lay_problem(&(test){.w = w, .task = task, .who = who}, w->start, NULL);
    if (hanging(task)) {
        if (thorax) ili_arms_turn(&w->arms, &task->arms, thorax, task->up, w->p);
        ili_arms_free(&w->arms, &task->arms, task->up, w->p, &w->load[w->problem.npush], w->com), w->problem.npush += 2;
    }
    *out = laid(w);
}

void ili_scenario_lay(il_scenario *w, const il_task *task, const il_subject *who, double way, const double *thorax, ili_laid *out) {
    lay_person(w, task, who, task->def->block_mm > 0.0 ? way : 0.0), lay_start(w, task);
    lay_at(w, task, who, way, thorax, out);
}

void ili_scenario_relay(il_scenario *w, const il_task *task, const il_subject *who, double way, ili_laid *out) {
    if (hanging(task)) ili_arms_restore(&w->arms, w->com, w->p);
    lay_at(w, task, who, way, NULL, out);
}
