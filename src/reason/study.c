// study.c - the simulations behind an assessment
//
// Solves are independent but for where they begin: the healthy person first, everything else from the healthy posture of the same task.
#include "reason/study_private.h"
#include "scenario/mirror.h"
#include "scenario/task.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

il_status ili_study_no_memory(il_error *err) { return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the simulations"); }

// ---- what there is ----

// does anybody ask for a reading of this task? The loads are told for standing
static bool asked(const ili_study *s, const il_task_def *def, const bool *wanted) {
    if (!wanted || strcmp(def->id, "standing") == 0) return true;
    for (int i = 0; i < def->nreading; i++) {
        for (int t = 0; t < s->knowledge->ntest; t++) {
            if (wanted[t] && strcmp(s->knowledge->test[t].quantity, def->reading[i].test) == 0) return true;
        }
    }
    return false;
}

static il_status make_tasks(study_run *r, const il_tasks *tasks, const bool *wanted, il_error *err) {
    ili_study *s = r->s;
    s->task = ili_arena_array(&r->arena, 2*(size_t)tasks->ntask, sizeof *s->task);
    s->slot = ili_arena_array(&r->arena, 2*(size_t)tasks->ntask*IL_TASK_MAX, sizeof *s->slot);
    if (!s->task || !s->slot) return ili_study_no_memory(err);
    for (int i = 0; i < tasks->ntask; i++) {
        const il_task_def *def = &tasks->task[i];
        if (!asked(s, def, wanted)) continue;
        for (int side = 0; side < (def->sided ? 2 : 1); side++) {
            il_side   which = !def->sided ? IL_SIDE_NONE : side ? IL_SIDE_LEFT : IL_SIDE_RIGHT;
            il_status status = il_task_create(s->body->m, def, which, &s->task[s->ntask], err);
            if (status != IL_OK) return status;
            for (int k = 0; k < def->nreading; k++) {
                il_side side_read = def->reading[k].side == IL_SIDE_NONE ? which : def->reading[k].side;
                s->slot[s->nslot++] = (ili_slot){def->reading[k].test, side_read, s->ntask, k};
            }
            s->ntask++;
        }
    }
    return IL_OK;
}

static il_status make_causes(study_run *r, const bool *in_question, il_error *err) {
    ili_study *s = r->s;
    s->cause = ili_arena_array(&r->arena, 2*(size_t)s->knowledge->ncondition + 1, sizeof *s->cause);
    if (!s->cause) return ili_study_no_memory(err);
    for (int i = 0; i < s->knowledge->ncondition; i++) {
        bool sided = s->knowledge->condition[i].sided;
        if (in_question ? !in_question[i] : !s->knowledge->condition[i].simulated) continue;
        s->cause[s->ncause++] = (ili_cause){i, sided ? IL_SIDE_RIGHT : IL_SIDE_NONE};
        if (sided) s->cause[s->ncause++] = (ili_cause){i, IL_SIDE_LEFT};
    }
    return IL_OK;
}

static const il_variations_row *variation_row(const ili_study *s, int i) { return &s->body->tables->variations[i]; }

static bool differs_between_people(const ili_study *s, int factor) { return il_factors_get(s->factors, factor)->kind == IL_FACTOR_PERSON; }

static int count_variations(const ili_study *s) {
    int n = 0;
    for (int i = 0; i < il_factors_count(s->factors); i++) n += differs_between_people(s, i);
    return n;
}

static il_status place_results(study_run *r, il_error *err) {
    ili_study *s = r->s;
    size_t     slots = (size_t)s->nslot + 1, nq = (size_t)s->body->m->nq, tasks = (size_t)s->ntask;
    s->nvariation = count_variations(s);
    s->baseline = ili_arena_array(&r->arena, slots, sizeof(double));
    s->variation = ili_arena_array(&r->arena, slots*(size_t)s->nvariation + 1, sizeof(double));
    s->effect = ili_arena_array(&r->arena, slots*(size_t)s->ncause*ILI_STUDY_SEVERITIES + 1, sizeof(double));
    s->q = ili_arena_array(&r->arena, tasks*nq + 1, sizeof(double));
    s->act = ili_arena_array(&r->arena, tasks*(size_t)s->body->m->nmuscle + 1, sizeof(double));
    s->way = ili_arena_array(&r->arena, tasks + 1, sizeof(double));
    s->solved = ili_arena_array(&r->arena, tasks + 1, sizeof(bool));
    s->habit = ili_arena_array(&r->arena, nq, sizeof(double));
    size_t nvariant = 2*(size_t)s->nvariation + (size_t)s->ncause*(ILI_STUDY_SEVERITIES - 1);
    r->job = ili_arena_array(&r->arena, tasks*(1 + nvariant) + 1, sizeof *r->job);
    r->variant = ili_arena_array(&r->arena, nvariant + 1, sizeof *r->variant);
    r->done = ili_arena_array(&r->arena, nvariant*tasks + 1, sizeof *r->done);
    r->twin = ili_arena_array(&r->arena, nvariant + 1, sizeof *r->twin);
    r->right = ili_arena_array(&r->arena, tasks + 1, sizeof *r->right);
    r->began = ili_arena_array(&r->arena, tasks*nq + 1, sizeof *r->began);
    r->nearer = ili_arena_array(&r->arena, nvariant*tasks + 1, sizeof *r->nearer);
    r->image = ili_arena_array(&r->arena, tasks*IL_TASK_MAX + 1, sizeof *r->image);
    bool ok = s->baseline && s->variation && s->effect && s->q && s->act && s->way && s->solved && s->habit && r->job && r->variant && r->done && r->twin && r->right && r->began && r->nearer && r->image;
    return ok ? IL_OK : ili_study_no_memory(err);
}

void ili_study_add_job(study_run *r, int task, il_subject who, bool warm) {
    ili_study      *s = r->s;
    const il_model *m = s->body->m;
    il_job         *job = &r->job[r->njob++];
    *job = (il_job){.task = s->task[task], .who = who};
    if (warm) job->start = &s->q[task*m->nq], job->start_act = &s->act[task*m->nmuscle], job->who.way = s->way[task];
}

// ---- the healthy person ----

static void count_work(ili_study *s, const study_run *r) {
    s->nsolve += r->njob;
    for (int i = 0; i < r->njob; i++) s->niteration += r->job[i].work.iterations;
}

il_status ili_study_jobs(study_run *r, int threads, const char *what, const il_progress *progress, il_error *err) {
    il_status status = il_batch_run(r->s->body->m, IL_ISA_AUTO, r->njob, r->job, threads, what, progress, err);
    if (status == IL_OK) count_work(r->s, r);
    return status;
}

int ili_study_right(const ili_study *s, int task) {
    for (int t = 0; t < s->ntask && s->task[task]->side == IL_SIDE_LEFT; t++) {
        if (s->task[t]->def == s->task[task]->def && s->task[t]->side == IL_SIDE_RIGHT) return t;
    }
    return -1;
}

int ili_study_read_alike(const ili_study *s, int task) {
    int  t = ili_study_right(s, task);
    bool same = t >= 0;
    for (int i = 0; same && i < s->nslot; i++) {
        for (int k = 0; k < s->nslot && s->slot[i].task == task; k++) {
            if (s->slot[k].task != t || s->slot[k].reading != s->slot[i].reading) continue;
            same = same && s->slot[i].side == IL_SIDE_LEFT && s->slot[k].side == IL_SIDE_RIGHT;
        }
    }
    return same ? t : -1;
}

// Where the left task begins: the mirror image of what was found on the right
static void begin_mirrored(ili_study *s, int from, int to) {
    const il_model *m = s->body->m;
    ili_mirror_posture(m, &s->q[from*m->nq], &s->act[from*m->nmuscle], &s->q[to*m->nq], &s->act[to*m->nmuscle]);
    s->way[to] = s->way[from];
}

// the healthy body is its own mirror image, and so is what it does
static void take_mirrored(ili_study *s, int from, int to) {
    begin_mirrored(s, from, to);
    s->solved[to] = true;
    for (int i = 0; i < s->nslot; i++) {
        for (int k = 0; k < s->nslot && s->slot[i].task == to; k++)
            if (s->slot[k].task == from && s->slot[k].reading == s->slot[i].reading) s->baseline[i] = s->baseline[k];
    }
}

static void keep_healthy(study_run *r, const int *task) {
    ili_study *s = r->s;
    for (int i = 0; i < r->njob; i++) {
        int t = task[i];
        s->solved[t] = r->job[i].info.status == IL_POSTURE_SOLVED, s->way[t] = r->job[i].way;
        for (int k = 0; k < s->nslot; k++)
            if (s->slot[k].task == t) s->baseline[k] = r->job[i].reading[s->slot[k].reading];
    }
}

// From where the usual person ended, if that is known; then what has a mirror image that was found is known from it, or begins there where it reads something else; what was not
// found, from nothing.
static il_status run_healthy(study_run *r, int threads, const il_progress *progress, il_error *err) {
    enum { ALONE, MIRRORED, AGAIN, NPASS };
    ili_study      *s = r->s;
    const il_model *m = s->body->m;
    int            *task = ili_arena_array(&r->arena, (size_t)s->ntask + 1, sizeof *task);
    bool           *cold = ili_arena_array(&r->arena, (size_t)s->ntask + 1, sizeof *cold); // searched from nothing: once is enough
    il_status       status = task && cold ? IL_OK : ili_study_no_memory(err);
    for (int pass = ALONE; status == IL_OK && pass < NPASS; pass++) {
        r->njob = 0;
        for (int t = 0; t < s->ntask; t++) {
            int  like = r->even && !r->exact ? ili_study_right(s, t) : -1;
            bool warm = pass == MIRRORED && like >= 0 && s->solved[like];
            if (!(pass == ALONE ? like < 0 : !s->solved[t] && (warm || (pass == AGAIN && !cold[t])))) continue;
            if (warm && ili_study_read_alike(s, t) == like) {
                take_mirrored(s, like, t);
                continue;
            }
            if (warm) begin_mirrored(s, like, t);
            else if (pass == ALONE && !r->exact) warm = ili_task_usual(s->task[t], m, s->person, &s->q[t*m->nq], &s->way[t]);
            cold[t] = !warm;
            task[r->njob] = t;
            ili_study_add_job(r, t, il_subject_usual(s->body, s->person, s->habit), warm);
            il_job *job = &r->job[r->njob - 1];
            job->q = &s->q[t*m->nq], job->act = &s->act[t*m->nmuscle], job->image = &r->image[t*IL_TASK_MAX], job->began = &r->began[t*m->nq];
            if (pass == ALONE) job->start_act = NULL;
        }
        if (r->njob > 0) status = ili_study_jobs(r, threads, "the healthy body", progress, err);
        if (status == IL_OK) keep_healthy(r, task);
    }
    return status;
}

// what differs between persons and is not in the body's tables (femoral version) spreads the reading itself
static void add_readings(ili_study *s) {
    int nrow = s->body->tables->n_variations;
    for (int row = 0, v = -1; row < nrow; row++) {
        const il_variations_row *x = variation_row(s, row);
        v += row == 0 || strcmp(x->id, variation_row(s, row - 1)->id) != 0;
        if (strcmp(x->kind, "reading") != 0) continue;
        for (int i = 0; i < s->nslot; i++) {
            bool other = (s->slot[i].side == IL_SIDE_RIGHT && strcmp(x->side, "left") == 0) || (s->slot[i].side == IL_SIDE_LEFT && strcmp(x->side, "right") == 0);
            if (strcmp(s->slot[i].quantity, x->target) == 0 && !other) s->variation[v*s->nslot + i] += x->value;
        }
    }
}

static void finish(ili_study *s) {
    add_readings(s);
    for (int i = 0; i < s->nslot; i++) s->baseline[i] /= ili_study_unit(s, i);
}

static il_status look_in_mirror(study_run *r, il_error *err) {
    il_data  *d = NULL;
    il_status status = il_data_create(r->s->body->m, IL_ISA_AUTO, &d, err);
    if (status == IL_OK) r->even = ili_body_even(r->s->body->m, r->s->person, d);
    il_data_free(d);
    return status;
}

// ---- public to the layer ----

il_status ili_study_run(const il_body *body, const il_knowledge *k, const il_tasks *tasks, const bool *wanted, const bool *in_question, const il_body_sizes *sizes, bool exact, int threads,
                        const il_progress *progress, ili_study *s, il_error *err) {
    *s = (ili_study){.body = body, .knowledge = k};
    study_run r = {.s = s, .threads = threads, .exact = exact, .progress = progress};
    il_status status = il_factors_create(body, &s->factors, err);
    if (status == IL_OK) status = make_tasks(&r, tasks, wanted, err);
    if (status == IL_OK) status = make_causes(&r, in_question, err);
    if (status == IL_OK) status = place_results(&r, err);
    if (status == IL_OK) status = il_params_create(body->m, false, &s->person, err);
    if (status == IL_OK) status = il_body_person(body, sizes, s->person, err);
    if (status == IL_OK) memcpy(s->habit, s->person->coordinate_neutral, sizeof(double)*(size_t)body->m->nq);
    if (status == IL_OK) status = look_in_mirror(&r, err);
    if (status == IL_OK) status = run_healthy(&r, threads, progress, err);
    if (status == IL_OK) status = ili_study_variants(&r, err);
    if (status == IL_OK) finish(s);
    ili_arena *kept = malloc(sizeof *kept);
    if (kept) *kept = r.arena;
    else ili_arena_free(&r.arena);
    s->memory = kept;
    if (!kept && status == IL_OK) status = ili_study_no_memory(err);
    if (status != IL_OK) ili_study_free(s);
    return status;
}

void ili_study_free(ili_study *s) {
    for (int i = 0; s->memory && i < s->ntask; i++) il_task_free(s->task[i]);
    il_params_free(s->person);
    il_factors_free(s->factors);
    if (s->memory) ili_arena_free(s->memory);
    free(s->memory);
    *s = (ili_study){0};
}

int ili_study_slot(const ili_study *s, const char *quantity, il_side side) {
    for (int i = 0; i < s->nslot; i++) {
        if (strcmp(s->slot[i].quantity, quantity) == 0 && (s->slot[i].side == side || s->slot[i].side == IL_SIDE_NONE)) return i;
    }
    return -1;
}
