// scenario.c - a task done by a person: the problem laid out from data, solved, and read off
#include "base/try.h"
#include "scenario/batch.h"
#include "scenario/laid.h"
#include "scenario/rest.h"
#include "scenario/shortfall.h"
#include "scenario/stance.h"
#include "ilium/body.h"
#include "ilium/strength.h"
#include "scenario/task.h"
#include "math/scalar.h"
#include "math/triple.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_HELD = 96 };

struct il_scenario {
    const il_model *m;
    const il_scenario *first; ///< whose room it shares, or NULL
    il_posture     *posture;
    il_params      *p; ///< the person's numbers, without the pads that do not bear in this task
    il_data        *d; ///< where starts are evaluated, of `first` too
    il_hold         hold[IL_TASK_MAX];
    il_push         load[IL_TASK_MAX + 2];
    il_place        place[IL_TASK_PLACES];
    il_grip         grip[IL_TASK_MAX + MAX_HELD];
    il_grip         own_grip[IL_TASK_MAX]; ///< the task's, as far as the test has gone
    il_strength    *strength;
    ili_shortfall  *shortfall;
    double         *block, *start, *habit, *habit_sd, *settled, *act, *known, *none, *weak_q, *weak_act, *usual, *shear, *began; ///< known, usual: [2*nq]; none: zeros; weak: balanced with reserves; usual: habit and its spread
    double          plane[4*IL_TASK_PLANES];
    ili_stance      stance;
    ili_arms        arms;
    bool            soft; ///< the last answer came from soft balance: it is none
    bool            content; ///< with a balance that takes reserves, where it is the nearest to the start given
    double          lean; ///< of the habit, for legs of unequal length
    ili_rest        rest;    ///< start, plane and d of a body that is laid down
    double          com[12]; ///< of arms, while they hang at their shoulders
    il_posture_problem problem;
    int             most; ///< iterations of a run, 0 = no limit
    bool          (*stop)(void *user);
    void           *stop_user;
    double          allowed, deadline; ///< time of a run by the caller's clock, and when this one must end
    double        (*clock)(void *user);
    void           *clock_user;
};

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
static void turn_arms(il_scenario *w, const il_task *task, const il_data *d, int lane) {
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
    turn_arms(w, task, w->d, 0);
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

// hands on every primary coordinate but the root's place, at the start: a body that is let go only step by step settles where it lies
static int steady_grips(il_scenario *w, const il_task *task, double k) {
    const il_model *m = w->m;
    int             n = task->def->ngrip;
    memcpy(w->grip, w->own_grip, sizeof *w->grip*(size_t)n);
    for (int j = 0; j < m->nq && n < task->def->ngrip + MAX_HELD; j++) {
        if (m->coordinate_role[j] != IL_PRIMARY || m->coordinate_kind[j] != IL_ROW_ROTATION) continue;
        w->grip[n++] = (il_grip){.coordinate = j, .target = w->start[j], .k = k};
    }
    return n;
}

void il_scenario_limit(il_scenario *w, int iterations, bool (*stop)(void *user), void *user) { w->most = iterations, w->stop = stop, w->stop_user = user; }
void il_scenario_time_limit(il_scenario *w, double allowed, double (*clock)(void *user), void *user) { w->allowed = allowed, w->clock = clock, w->clock_user = user; }

// settings of one solve within what is left of the run's limits
static il_posture_settings within_limits(const il_scenario *w, const il_posture_settings *settings, const il_outcome *out) {
    il_posture_settings set = *settings;
    set.stop = w->stop, set.stop_user = w->stop_user, set.clock = w->clock, set.clock_user = w->clock_user, set.deadline = w->deadline;
    if (w->most > 0 && w->most - out->work.iterations < set.max_iterations) set.max_iterations = w->most - out->work.iterations;
    return set;
}

static il_status posture(il_scenario *w, const il_posture_problem *problem, const il_posture_settings *settings, il_outcome *out, il_error *err) {
    il_posture_settings set = within_limits(w, settings, out);
    il_status status = il_posture_solve(w->posture, problem, &set, &out->solution, &out->info, err);
    out->work.solves++, out->work.iterations += out->info.iterations, out->work.evaluations += out->info.evaluations;
    return status;
}

static il_status settle(il_scenario *w, const il_task *task, il_outcome *out, il_error *err) {
    static const double k[] = {1000.0, 100.0, 10.0};
    il_posture_settings rough = il_default_posture_settings();
    rough.tolerance = 1e-4, rough.polish = 0.0, rough.step_tolerance = 1e-2, rough.max_iterations = 60;
    il_posture_problem problem = w->problem;
    problem.grip = w->grip;
    for (size_t i = 0; i < sizeof k/sizeof *k; i++) {
        problem.ngrip = steady_grips(w, task, k[i]);
        problem.start = w->settled;
        ILI_TRY(posture(w, &problem, &rough, out, err));
        memcpy(w->settled, out->solution.q, sizeof *w->settled*(size_t)w->m->nq);
    }
    w->problem.start = w->settled;
    return IL_OK;
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

// has a limit ended the run? Then nothing is tried again
static bool limited(const il_scenario *w, const il_outcome *out) {
    return out->info.end == IL_POSTURE_END_ASKED || out->info.end == IL_POSTURE_END_TIME || (w->most > 0 && out->work.iterations >= w->most);
}

static void keep_in(il_scenario *w, const il_outcome *out, double *q, double *act) {
    memcpy(q, out->solution.q, sizeof *q*(size_t)w->m->nq), memcpy(act, out->solution.act, sizeof *act*(size_t)w->m->nmuscle);
    w->problem.start = q, w->problem.start_act = act;
}
static void keep_solution(il_scenario *w, const il_outcome *out) { keep_in(w, out, w->settled, w->act); }

// A balanced posture about which a search still moves, on a bottom so flat that it never comes to rest: it is the answer, once the balance is met there.
// Sought with the square of the way from it added to the cost (a proximal step: where nothing is to be gained it stays), which is habit with another
// centre and a smaller spread.
static il_status rest_there(il_scenario *w, const il_posture_settings *settings, il_outcome *out, il_error *err) {
    static const double near = 0.1, nearly = 1e-5; // of the usual spread; [body weights] of a balance that more care meets
    const il_model     *m = w->m;
    bool                balanced = out->info.end == IL_POSTURE_END_ITERATIONS && out->info.residual <= nearly && out->info.worst_reserve <= 1.0;
    if (!w->problem.held || w->problem.prescribed || out->info.status != IL_POSTURE_NOT_CONVERGED || !balanced || limited(w, out)) return IL_OK;
    double *habit = w->usual, *sd = w->usual + m->nq;
    memcpy(habit, w->habit, sizeof *habit*(size_t)m->nq), memcpy(sd, w->habit_sd, sizeof *sd*(size_t)m->nq);
    keep_in(w, out, w->weak_q, w->weak_act); // w->settled may be where the caller goes on from
    for (int j = 0; j < m->nq; j++) {
        bool turns = m->coordinate_kind[j] == IL_ROW_ROTATION && sd[j] > 0.0;
        w->habit[j] = turns ? w->weak_q[j] + near*near*(habit[j] - w->weak_q[j]) : habit[j], w->habit_sd[j] = turns ? near*sd[j] : sd[j];
    }
    il_status status = posture(w, &w->problem, settings, out, err);
    memcpy(w->habit, habit, sizeof *habit*(size_t)m->nq), memcpy(w->habit_sd, sd, sizeof *sd*(size_t)m->nq);
    out->info.cost_habit = 0.0;
    for (int j = 0; j < m->nq; j++) {
        double away = out->solution.q[j] - habit[j];
        out->info.cost_habit += sd[j] > 0.0 ? 0.5*away*away/(sd[j]*sd[j]) : 0.0;
    }
    return status;
}

// Soft balance, until a search for it comes to rest with the feet on the ground: supports that can bear are to bear, but who falls over must be told.
static il_status balance_softly(il_scenario *w, const double *last, il_outcome *out, il_error *err) {
    const struct { const double *start; double root_cost; } ways[] = {{last, 1000.0}, {w->start, 1000.0}, {w->start, 1.0}};
    il_status status = IL_OK;
    for (size_t i = 0; i < sizeof ways/sizeof *ways && status == IL_OK; i++) {
        il_posture_settings left = il_default_posture_settings();
        left.max_iterations = ILI_PATIENCE, left = within_limits(w, &left, out);
        status = ili_shortfall_solve(w->shortfall, w->posture, &w->problem, &left, ways[i].root_cost, ways[i].start, out, err);
        bool told = out->info.status == IL_POSTURE_SOLVED || (ili_shortfall_settled(w->shortfall) && !ili_shortfall_floats(w->shortfall, &w->problem));
        if (status != IL_OK || told || limited(w, out)) break;
    }
    return status;
}

// What was not found is sought once more with patience (bodies on hands, elbows or one leg creep along flat bottoms), then with soft balance: there may be
// a way after all, or else it is known what is missing.
static il_status ask_softly(il_scenario *w, const il_posture_settings *settings, il_outcome *out, il_error *err) {
    il_posture_settings patient = *settings;
    const double       *last = w->problem.start; // where less weight, or somebody who keeps closer to the habit, was held
    patient.max_iterations = ILI_PATIENCE, w->problem.start = w->start, w->problem.start_act = NULL;
    il_status status = posture(w, &w->problem, &patient, out, err);
    if (status == IL_OK) status = rest_there(w, settings, out, err);
    if (status != IL_OK || out->info.status == IL_POSTURE_SOLVED || limited(w, out)) return status;
    bool balanced = out->info.status == IL_POSTURE_CANNOT_HOLD; // with reserves: an answer, though what is missing is told by soft balance
    if (balanced) keep_in(w, out, w->weak_q, w->weak_act);
    status = balance_softly(w, last, out, err);
    w->soft = status == IL_OK && out->info.status != IL_POSTURE_SOLVED;
    if (status == IL_OK && w->soft && balanced && !limited(w, out)) return posture(w, &w->problem, &patient, out, err); // back to where it was
    if (status != IL_OK || w->soft) return status;
    keep_solution(w, out);
    status = posture(w, &w->problem, settings, out, err);
    return status == IL_OK ? rest_there(w, settings, out, err) : status;
}

// What is near the end of somebody's strength is found from where a little less weight was held.
static il_status approach_by_weight(il_scenario *w, const il_posture_settings *settings, il_outcome *out, il_error *err) {
    static const double share[] = {0.7, 0.9, 1.0};
    il_posture_settings on_the_way = *settings;
    double              gravity[3];
    il_status           status = IL_OK;
    on_the_way.polish = 0.0;
    memcpy(gravity, w->problem.gravity, sizeof gravity);
    for (size_t i = 0; i < sizeof share/sizeof *share && status == IL_OK; i++) {
        for (int k = 0; k < 3; k++) w->problem.gravity[k] = share[i]*gravity[k];
        status = posture(w, &w->problem, share[i] < 1.0 ? &on_the_way : settings, out, err);
        if (status != IL_OK || out->info.status == IL_POSTURE_NOT_CONVERGED) break; // or a limit has ended it
        keep_solution(w, out);
    }
    memcpy(w->problem.gravity, gravity, sizeof gravity);
    return status;
}

// A held posture that is not found from its start, or with reserves alone, is approached: first by a person who keeps closer to the habit, from there
// by the person.
static il_status solve_held(il_scenario *w, const il_posture_settings *settings, il_outcome *out, il_error *err) {
    static const double closer[] = {0.1, 0.3, 1.0};
    il_status status = posture(w, &w->problem, settings, out, err);
    if (status != IL_OK || !w->problem.held || w->problem.prescribed || out->info.status == IL_POSTURE_SOLVED || limited(w, out)) return status;
    if (w->content && out->info.status == IL_POSTURE_CANNOT_HOLD) return status;
    il_posture_settings on_the_way = *settings;
    double              had = 1.0;
    on_the_way.polish = 0.0;
    for (size_t i = 0; i < sizeof closer/sizeof *closer && status == IL_OK; i++) {
        for (int j = 0; j < w->m->nq; j++) w->habit_sd[j] *= w->m->coordinate_kind[j] == IL_ROW_ROTATION ? closer[i]/had : 1.0;
        had = closer[i];
        status = posture(w, &w->problem, had < 1.0 ? &on_the_way : settings, out, err);
        if (status == IL_OK && out->info.status != IL_POSTURE_NOT_CONVERGED) keep_solution(w, out);
        else if (limited(w, out)) return status;
    }
    if (status == IL_OK && out->info.status != IL_POSTURE_SOLVED && !limited(w, out)) status = approach_by_weight(w, settings, out, err);
    return status == IL_OK && out->info.status != IL_POSTURE_SOLVED && !limited(w, out) ? ask_softly(w, settings, out, err) : status;
}

// Arms held to the plumb line: solved with their weight and couple at the shoulders, which is exact wherever the trunk turns; then once more
// from there with the arms turned, which changes nothing but where landmarks and pads of the arms are.
static il_status solve_with_arms(il_scenario *w, const il_task *task, const il_posture_settings *settings, il_outcome *out, il_error *err) {
    double com[12];
    if (!task->arms.present || !task->arms.room) return solve_held(w, settings, out, err);
    ili_arms_free(&w->arms, &task->arms, task->up, w->p, &w->load[w->problem.npush], com);
    w->problem.npush += 2;
    il_status status = solve_held(w, settings, out, err);
    bool ended = out->info.status == IL_POSTURE_NOT_CONVERGED && limited(w, out);
    if (status == IL_OK && !w->soft && !ended) {
        keep_solution(w, out);
        w->problem.start_shear = memcpy(w->shear, out->solution.shear, sizeof *w->shear*3*(size_t)w->m->npad); // the whole solution: nothing is sought anew
        turn_arms(w, task, out->solution.d, out->solution.lane);
        status = posture(w, &w->problem, settings, out, err);
        w->problem.start_shear = NULL;
        if (status == IL_OK) status = rest_there(w, settings, out, err);
    }
    ili_arms_restore(&w->arms, com, w->p);
    return status;
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
    double            way[2];
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
        ILI_TRY(settle(w, t->task, t->out, t->err));
    }
    w->problem.npush = t->task->def->nload;
    return solve_with_arms(w, t->task, &settings, t->out, t->err);
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
    ili_task_view view = view_of(t);
    *value = t->out->info.status == IL_POSTURE_SOLVED ? ili_task_read(&view, &t->task->watch) : IL_NAN;
    t->out->way = way;
    if (t->out->info.status != IL_POSTURE_SOLVED) return IL_OK;
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
    return status == IL_OK && t->out->info.status == IL_POSTURE_SOLVED ? solve(t) : status;
}

static il_status find_strength(test *t) {
    il_scenario         *w = t->w;
    const il_task_def   *def = t->task->def;
    il_strength_problem  problem = {.m = w->m, .p = w->p, .q = w->start, .nbalance = def->strength.nbalance, .balance = t->task->balance, .push = t->task->strength,
                                    .stand = t->task->stand, .yield = def->strength.yield*0.017453292519943295};
    il_strength_result   result;
    for (int k = 0; k < 3; k++) problem.gravity[k] = -9.80665*t->task->up[k];
    il_status status = il_strength_solve(w->strength, &problem, &result, t->err);
    if (status != IL_OK) return status;
    t->out->push = result.push;
    t->out->info = (il_posture_info){.status = result.can_hold ? IL_POSTURE_SOLVED : IL_POSTURE_CANNOT_HOLD, .iterations = result.iterations, .residual = result.residual, .worst = IL_NONE};
    t->out->solution = (il_posture_solution){.q = result.q, .act = result.act, .shear = w->none, .reserve = w->none, .hold = w->none, .grip = w->none, .d = result.d};
    return IL_OK;
}

static il_status do_test(test *t, const double *start, const double *start_act) {
    il_scenario       *w = t->w;
    const il_task_def *def = t->task->def;
    t->out->way = 1.0, t->out->push = 0.0, t->out->work = (il_task_work){0};
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
    test t = {.w = w, .task = task, .who = who, .out = out, .err = err};
    if (w->clock) w->deadline = w->clock(w->clock_user) + w->allowed;
    lay_person(w, task, who, 0.0);
    lay_start(w, task);
    il_status status = do_test(&t, start, start_act);
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
