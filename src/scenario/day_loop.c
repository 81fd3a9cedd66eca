// day_loop.c - irritation, floor on the guards, load, irritation: what comes back, and from which guard on it would keep itself alive
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ilium/day_effect.h"
#include "scenario/ask.h"
#include "scenario/day_private.h"

enum { POSTURES = 3, GRID = 200, STEPS = 60 };

static const char *const postures[POSTURES] = {"standing", "sit_relaxed", "lying_supine"};
static const double      floors[IL_LOOP_FLOORS] = {0.0, 0.011, 0.03, 0.1, 0.3, 0.6}; // the second just above what counts as rest

// ---- the gain of known loads --------------------------------------------------------------------------------------------------------------

/// The numbers that a gain depends on.
typedef struct numbers {
    double begins, full, kept_from, sinks, threshold, holds;
} numbers;

static double load_at(const il_day_loop *l, double floor) {
    int k = 0;
    while (k < IL_LOOP_FLOORS - 2 && floor > l->floor[k + 1]) k++;
    double way = fmin((floor - l->floor[k])/(l->floor[k + 1] - l->floor[k]), 1.0);
    return l->load[k] + way*(l->load[k + 1] - l->load[k]);
}

// where irritation goes with this floor kept for ever
static double excess(const il_day_loop *l, const numbers *n, double floor) {
    double load = load_at(l, floor)/n->threshold;
    return fmax(load/(1.0 - (load >= n->kept_from ? n->sinks : 0.0)) - 1.0, 0.0);
}

// what the floor brings back of what an irritation has above the posture's own; NaN where the posture alone wakes the reflex
static double gain(const il_day_loop *l, const numbers *n, double guard) {
    double most = 0.0, alone = excess(l, n, 0.0);
    if (alone >= n->begins) return IL_NAN;
    for (int k = 1; k <= GRID; k++) {
        double reflex = (double)k/GRID, irritation = n->begins + reflex*(n->full - n->begins);
        most = fmax(most, (excess(l, n, fmin(guard*reflex, n->holds)) - alone)/(irritation - alone));
    }
    return most;
}

// smallest guard with which the gain reaches one
static double critical(const il_day_loop *l, const numbers *n) {
    double top = l->floor[IL_LOOP_FLOORS - 1], low = 0.0, high = IL_NAN;
    for (int k = 1; k <= STEPS && isnan(high); k++) // the first of a row of guards, then between it and the one before
        if (gain(l, n, top*k/STEPS) >= 1.0) low = top*(k - 1)/STEPS, high = top*k/STEPS;
    for (int k = 0; k < 30 && isfinite(high); k++) {
        double mid = 0.5*(low + high);
        if (gain(l, n, mid) >= 1.0) high = mid;
        else low = mid;
    }
    return high;
}

static il_tissue_number number_of(const il_tissue *t, const char *id) {
    for (int i = 0; i < t->nnumber; i++)
        if (!strcmp(t->number[i].id, id)) return t->number[i];
    return (il_tissue_number){0};
}

// as they are, but for the guard; or at the ends that feed the loop most
static numbers numbers_of(const il_day_loop *l, const il_tissue *t, bool feeds) {
    const il_tissue_structure *is = &t->structure[l->structure];
    il_tissue_number begins = number_of(t, "irritation.begins"), full = number_of(t, "irritation.full"), from = number_of(t, "posture.begins"), sinks = number_of(t, "posture.sinks");
    if (feeds) return (numbers){.begins = begins.low, .full = full.low, .kept_from = from.low, .sinks = sinks.high, .threshold = is->low, .holds = l->holds};
    return (numbers){.begins = t->irritation.begins, .full = t->irritation.full, .kept_from = t->kept.begins, .sinks = t->kept.sinks, .threshold = is->threshold, .holds = l->holds};
}

static const il_tissue_muscle *law_of(const il_tissue *t, const char *group) {
    for (int i = 0; i < t->nmuscle; i++)
        if (!strcmp(t->muscle[i].group, group)) return &t->muscle[i];
    return NULL;
}

static double holds(const il_tissue *t, const char *guards) {
    double least = 1.0;
    for (int i = 0; i < t->nmuscle; i++)
        if (ili_day_listed(guards, t->muscle[i].group)) least = fmin(least, il_fatigue_threshold(&t->muscle[i].fatigue));
    return least;
}

// flow that the group lacks when this lasts
static double missing(const il_tissue_muscle *m, double active, double passive) {
    if (isnan(active) || active <= m->fatigue.idle) return isnan(active) ? active : 0.0;
    return il_perfusion_missing(&m->perfusion, il_perfusion_pressure(&m->perfusion, active, passive));
}

void il_day_loop_gain(il_day_loop *l, const il_tissue *t) {
    const il_tissue_structure *is = &t->structure[l->structure];
    il_tissue_number           guard = number_of(t, "irritation.guard");
    if (is->suffers == IL_SUFFERS_DEFICIT)
        for (int f = 0; f < IL_LOOP_FLOORS; f++) l->load[f] = missing(law_of(t, is->of), l->active[f], l->passive[f]);
    l->holds = holds(t, is->guards);
    numbers now = numbers_of(l, t, false), feeds = numbers_of(l, t, true);
    bool    solved = true;
    for (int f = 0; f < IL_LOOP_FLOORS; f++) solved &= isfinite(l->load[f]) != 0;
    l->alone = solved ? excess(l, &now, 0.0) : IL_NAN;
    l->adds = solved ? excess(l, &now, fmin(t->irritation.guard, l->holds)) - l->alone : IL_NAN;
    l->gain = solved ? gain(l, &now, t->irritation.guard) : IL_NAN;
    l->gain_low = solved ? gain(l, &now, guard.low) : IL_NAN, l->gain_high = solved ? gain(l, &now, guard.high) : IL_NAN;
    l->critical = solved ? critical(l, &now) : IL_NAN, l->critical_low = solved ? critical(l, &feeds) : IL_NAN;
}

bool il_day_loop_lasts(const il_day_loop *l) { return l->gain >= 1.0; }

// ---- the loads -----------------------------------------------------------------------------------------------------------------------------------

typedef struct work {
    const il_body   *body;
    const il_params *person;
    const il_tissue *t;
    il_day_loops        *l;
    il_task         *task[POSTURES];
    ili_ask         *ask;
    int             *solve; ///< [n*IL_LOOP_FLOORS] index into ask, or IL_NONE: not solved for itself
    int              nsolve;
} work;

void il_day_loops_free(il_day_loops *l) {
    if (!l) return;
    free(l->loop), free(l);
}

static bool guards_itself(const il_tissue_structure *s) { return s->suffers == IL_SUFFERS_DEFICIT; }

static void list_loops(work *w, const il_tasks *tasks) {
    for (int i = 0; i < w->t->nstructure; i++) {
        const il_tissue_structure *is = &w->t->structure[i];
        bool                       sided = strstr(is->id, "{side}") != NULL;
        for (int side = 0; side < (sided ? 2 : 1) && *is->guards; side++)
            for (int k = 0; k < POSTURES; k++) {
                int      n = w->l->n++;
                il_day_loop *l = &w->l->loop[n];
                *l = (il_day_loop){.structure = i, .side = !sided ? IL_SIDE_NONE : side ? IL_SIDE_LEFT : IL_SIDE_RIGHT, .posture = il_tasks_find(tasks, postures[k])};
                memcpy(l->floor, floors, sizeof floors);
                w->solve[n*IL_LOOP_FLOORS] = k; // without a floor all structures share one solve
                for (int f = 1; f < IL_LOOP_FLOORS; f++) w->solve[n*IL_LOOP_FLOORS + f] = guards_itself(is) ? IL_NONE : w->nsolve++;
            }
    }
}

static bool of(const work *w, const il_day_loop *l, int muscle, const char *list) {
    return ili_day_listed(list, w->body->groups.muscle[muscle]) && (l->side == IL_SIDE_NONE || il_side_of(w->body->m->muscle_name[muscle]) == l->side);
}

static void lay(work *w) {
    for (int i = 0; i < w->l->n; i++)
        for (int f = 0; f < IL_LOOP_FLOORS; f++) {
            int at = w->solve[i*IL_LOOP_FLOORS + f];
            if (at == IL_NONE) continue;
            w->ask->asked[at].task = w->task[i%POSTURES];
            for (int k = 0; k < w->body->m->nmuscle && f > 0; k++)
                if (of(w, &w->l->loop[i], k, w->t->structure[w->l->loop[i].structure].guards)) w->ask->asked[at].params->muscle_tone[k] = fmax(w->person->muscle_tone[k], floors[f]);
        }
}

// activation lifted to the floor, and passive tension: means of the group by strength
static void work_of(const work *w, il_day_loop *l, const ili_asked *x, int f) {
    double active = 0.0, passive = 0.0, all = 0.0;
    for (int k = 0; k < w->body->m->nmuscle; k++) {
        if (!of(w, l, k, w->t->structure[l->structure].of)) continue;
        double strength = w->person->muscle_f_max[k];
        active += strength*fmax(x->act[k], floors[f]), passive += strength*x->passive[k], all += strength;
    }
    l->active[f] = isnan(passive) ? IL_NAN : active/all, l->passive[f] = passive/all;
}

static double strain(const work *w, const il_day_loop *l, const ili_asked *x) {
    double most = 0.0;
    for (int i = 0; i < w->body->m->nligament; i++) {
        bool one = !strcmp(w->body->groups.ligament[i], w->t->structure[l->structure].of) && (l->side == IL_SIDE_NONE || il_side_of(w->body->m->ligament_name[i]) == l->side);
        if (one) most = isnan(x->strain[i]) ? IL_NAN : fmax(most, x->strain[i]);
    }
    return most;
}

static double load_of(const work *w, const il_day_loop *l, const ili_asked *x) {
    const il_tissue_structure *is = &w->t->structure[l->structure];
    char                       name[IL_DAY_NAME];
    if (is->suffers == IL_SUFFERS_STRAIN) return strain(w, l, x);
    int o = il_outcomes_find(x->outcomes, ili_day_name(is->of, l->side, name));
    return ili_day_load(is, o == IL_NONE ? IL_NAN : x->value[o]);
}

static il_status solve(work *w, int threads, const il_progress *progress, il_error *err) {
    il_status status = ili_ask_create(w->body, w->person, w->nsolve, &w->ask, err);
    for (int k = 0; status == IL_OK && k < POSTURES; k++) status = il_task_create(w->body->m, w->l->loop[k].posture, IL_SIDE_NONE, &w->task[k], err);
    if (status != IL_OK) return status;
    lay(w);
    status = ili_ask_run(w->ask, threads, "what guarding brings back", progress, err);
    for (int i = 0; status == IL_OK && i < w->l->n; i++) {
        il_day_loop *l = &w->l->loop[i];
        for (int f = 0; f < IL_LOOP_FLOORS; f++) {
            int at = w->solve[i*IL_LOOP_FLOORS + f];
            const ili_asked *x = &w->ask->asked[at == IL_NONE ? w->solve[i*IL_LOOP_FLOORS] : at];
            if (guards_itself(&w->t->structure[l->structure])) work_of(w, l, x, f);
            else l->load[f] = load_of(w, l, x);
        }
        il_day_loop_gain(l, w->t);
    }
    return status;
}

il_status il_day_loops_create(const il_body *body, const il_params *person, const il_tissue *tissue, const il_tasks *tasks, int threads, const il_progress *progress,
                          il_day_loops **out, il_error *err) {
    IL_ASSERT(body && person && tissue && tasks && out);
    size_t most = (size_t)tissue->nstructure*2*POSTURES + 1;
    work   w = {.body = body, .person = person, .t = tissue, .l = *out = calloc(1, sizeof **out), .nsolve = POSTURES};
    w.solve = calloc(most*IL_LOOP_FLOORS, sizeof *w.solve);
    if (w.l) w.l->loop = calloc(most, sizeof *w.l->loop);
    il_status status = w.l && w.l->loop && w.solve ? IL_OK : il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for loops");
    for (int k = 0; status == IL_OK && k < POSTURES; k++)
        if (!il_tasks_find(tasks, postures[k])) status = il_error_set(err, IL_BAD_VALUE, "tests/tasks.yaml", 0, 0, "there is no task '%s'", postures[k]);
    if (status == IL_OK) list_loops(&w, tasks);
    if (status == IL_OK && w.l->n > 0) status = solve(&w, threads, progress, err);
    ili_ask_free(w.ask);
    for (int k = 0; k < POSTURES; k++) il_task_free(w.task[k]);
    free(w.solve);
    if (status != IL_OK) il_day_loops_free(w.l), *out = NULL;
    return status;
}
