// search.c - how the posture of a task is sought: within the limits of a run, settled, approached from others, and asked for with soft balance
#include "scenario/scenario_private.h"
#include "base/try.h"
#include <string.h>

// hands on every primary coordinate but the root's place, at the start: a body that is let go only step by step settles where it lies
static int steady_grips(il_scenario *w, const il_task *task, double k) {
    const il_model *m = w->m;
    int             n = task->def->ngrip;
    memcpy(w->grip, w->own_grip, sizeof *w->grip*(size_t)n);
    for (int j = 0; j < m->nq && n < task->def->ngrip + ILI_MAX_HELD; j++) {
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

bool ili_scenario_limited(const il_scenario *w, const il_outcome *out) {
    return out->info.end == IL_POSTURE_END_ASKED || out->info.end == IL_POSTURE_END_TIME || (w->most > 0 && out->work.iterations >= w->most);
}

// A limit came while the body settled: it lies where it is, without the hands, and nothing more is done.
static il_status lie_there(il_scenario *w, il_outcome *out, il_error *err) {
    il_posture_settings look = il_default_posture_settings();
    il_posture_info     last = out->info;
    look.max_iterations = 0;
    ILI_TRY(il_posture_solve(w->posture, &w->problem, &look, &out->solution, &out->info, err));
    double residual = out->info.residual;
    int    worst = out->info.worst;
    out->info = last, out->info.residual = residual, out->info.worst = worst, out->info.status = IL_POSTURE_NOT_CONVERGED;
    if (last.end == IL_POSTURE_END_FOUND) out->info.end = IL_POSTURE_END_ITERATIONS;
    return IL_OK;
}

il_status ili_scenario_settle(il_scenario *w, const il_task *task, il_outcome *out, il_error *err) {
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
        w->problem.start = w->settled;
        if (ili_scenario_limited(w, out)) return lie_there(w, out, err);
    }
    return IL_OK;
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
    if (!w->problem.held || w->problem.prescribed || out->info.status != IL_POSTURE_NOT_CONVERGED || !balanced || ili_scenario_limited(w, out)) return IL_OK;
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
        if (status != IL_OK || told || ili_scenario_limited(w, out)) break;
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
    if (status != IL_OK || out->info.status == IL_POSTURE_SOLVED || ili_scenario_limited(w, out)) return status;
    bool balanced = out->info.status == IL_POSTURE_CANNOT_HOLD; // with reserves: an answer, though what is missing is told by soft balance
    if (balanced) keep_in(w, out, w->weak_q, w->weak_act);
    status = balance_softly(w, last, out, err);
    w->soft = status == IL_OK && out->info.status != IL_POSTURE_SOLVED;
    if (status == IL_OK && w->soft && balanced && !ili_scenario_limited(w, out)) return posture(w, &w->problem, &patient, out, err); // back to where it was
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
    if (status != IL_OK || !w->problem.held || w->problem.prescribed || out->info.status == IL_POSTURE_SOLVED || ili_scenario_limited(w, out)) return status;
    if (w->content && out->info.status == IL_POSTURE_CANNOT_HOLD) return status;
    il_posture_settings on_the_way = *settings;
    double              had = 1.0;
    on_the_way.polish = 0.0;
    for (size_t i = 0; i < sizeof closer/sizeof *closer && status == IL_OK; i++) {
        for (int j = 0; j < w->m->nq; j++) w->habit_sd[j] *= w->m->coordinate_kind[j] == IL_ROW_ROTATION ? closer[i]/had : 1.0;
        had = closer[i];
        status = posture(w, &w->problem, had < 1.0 ? &on_the_way : settings, out, err);
        if (status == IL_OK && out->info.status != IL_POSTURE_NOT_CONVERGED) keep_solution(w, out);
        else if (ili_scenario_limited(w, out)) return status;
    }
    if (status == IL_OK && out->info.status != IL_POSTURE_SOLVED && !ili_scenario_limited(w, out)) status = approach_by_weight(w, settings, out, err);
    return status == IL_OK && out->info.status != IL_POSTURE_SOLVED && !ili_scenario_limited(w, out) ? ask_softly(w, settings, out, err) : status;
}

// Arms held to the plumb line: solved with their weight and couple at the shoulders, which is exact wherever the trunk turns; then once more
// from there with the arms turned, which changes nothing but where landmarks and pads of the arms are.
il_status ili_scenario_search(il_scenario *w, const il_task *task, const il_posture_settings *settings, il_outcome *out, il_error *err) {
    double com[12];
    if (!task->arms.present || !task->arms.room) return solve_held(w, settings, out, err);
    ili_arms_free(&w->arms, &task->arms, task->up, w->p, &w->load[w->problem.npush], com);
    w->problem.npush += 2;
    il_status status = solve_held(w, settings, out, err);
    bool ended = out->info.status == IL_POSTURE_NOT_CONVERGED && ili_scenario_limited(w, out);
    if (status == IL_OK && !w->soft && !ended) {
        keep_solution(w, out);
        w->problem.start_shear = memcpy(w->shear, out->solution.shear, sizeof *w->shear*3*(size_t)w->m->npad); // the whole solution: nothing is sought anew
        ili_scenario_turn_arms(w, task, out->solution.d, out->solution.lane);
        status = posture(w, &w->problem, settings, out, err);
        w->problem.start_shear = NULL;
        if (status == IL_OK) status = rest_there(w, settings, out, err);
    }
    ili_arms_restore(&w->arms, com, w->p);
    return status;
}
