// day.c - minute after minute: postures solved with the tissue as it is, their loads into the tissue, what happened and who took over
#include "ilium/day.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "ilium/factor.h"
#include "scenario/day_private.h"

enum { ROUNDS = 3 }; // of solving a step again with the capacity at its end

double il_schedule_minutes(const il_schedule *s) {
    double sum = 0.0;
    for (int i = 0; i < s->nentry; i++) sum += s->entry[i].minutes;
    return sum;
}

const char *il_schedule_clock(const il_schedule *s, double minute, char out[IL_DAY_CLOCK]) {
    int t = (int)floor(s->begins + minute + 0.5), day = t/1440;
    if (day) snprintf(out, IL_DAY_CLOCK, "day %d %02d:%02d", day + 1, t/60%24, t%60);
    else snprintf(out, IL_DAY_CLOCK, "%02d:%02d", t/60, t%60);
    return out;
}

il_day_settings il_default_day_settings(void) { return (il_day_settings){.step = 1.0, .tolerance = 0.002, .reflex = true}; }

// ---- memory --------------------------------------------------------------------------------------------------------------------------

// is a phase the same posture as an earlier one?
static bool same_posture(const il_day_phase *a, const il_day_phase *b) {
    bool same = a->side == b->side && !a->motion == !b->motion && !strcmp(a->task->id, b->task->id) && !strcmp(a->task->file, b->task->file);
    for (int i = 0; i < a->task->nparam && same; i++) same = a->task->param[i].value == b->task->param[i].value;
    return same;
}

static const il_day_phase *phase_at(const il_schedule *s, int n) {
    int i = 0;
    for (; n >= s->activity[i].nphase; i++) n -= s->activity[i].nphase;
    return &s->activity[i].phase[n];
}

static int first_like(const il_schedule *s, int phase) {
    int i = 0;
    while (i < phase && !same_posture(phase_at(s, i), phase_at(s, phase))) i++;
    return i;
}

static void count(il_day *d) {
    const il_model *m = d->m;
    d->nmuscle = m->nmuscle, d->nligament = m->nligament, d->nbushing = m->nbushing, d->nq = m->nq;
    d->nstate = 2*m->nmuscle + m->nligament + 2*m->nbushing, d->nlaid = ili_day_laid(m), d->nlast = ili_follow_most(m);
    for (int i = 0; i < d->schedule->nactivity; i++) d->nphase += d->schedule->activity[i].nphase;
    d->npose = d->nphase;
    for (int i = 0; i < d->nphase; i++) d->npose += phase_at(d->schedule, i)->motion ? ILI_DAY_PARTS : 0;
    d->ngroup = m->nmuscle, d->nstructure = 2*d->tissue->nstructure; // the most there can be; ili_day_resolve() counts them
}

// which postures are the same, and the parts of motions behind all phases
static void find_postures(il_day *d) {
    int next = d->nphase;
    for (int p = 0; p < d->npose; p++) d->whole_of[p] = IL_NONE, d->same_as[p] = p;
    for (int p = 0; p < d->nphase; p++) {
        d->same_as[p] = first_like(d->schedule, p);
        d->part_of[p] = phase_at(d->schedule, p)->motion ? next : IL_NONE;
        for (int k = 0; k < ILI_DAY_PARTS && d->part_of[p] != IL_NONE; k++, next++) d->whole_of[next] = p, d->same_as[next] = d->part_of[d->same_as[p]] + k;
    }
}

// X(field of ili_day_pose, how many)
#define POSE(X)                                                                                                                                     \
    X(solved, 1) X(q, d->nq) X(act, d->nmuscle) X(active, d->ngroup) X(passive, d->ngroup) X(length, d->nligament) X(strain, d->nligament)          \
    X(bend, d->nbushing) X(press, d->nbushing) X(value, d->nstructure) X(suffers, d->nstructure) X(state, d->nstate) X(first, d->ngroup)            \
    X(from, NFROM) X(from_q, d->nq) X(from_act, d->nmuscle) X(from_laid, d->nlaid) X(from_state, d->nstate) X(last, d->nlast)

static double *place_pose(const il_day *d, ili_day_pose *x, double *at) {
#define X(field, count) x->field = at, at += (count);
    POSE(X)
#undef X
    return at;
}

static void place_state(il_day *d, ili_placer *p) {
    int nligament = d->nligament, nbushing = d->nbushing, nstructure = d->nstructure, ngroup = d->ngroup, nphase = d->nphase;
#define X(name, count) + (size_t)(count)
    d->nvalue = (size_t)d->npose*(0 POSE(X)) ILI_DAY_STATE(X);
#undef X
    double *at = d->state = ili_place(p, d->nvalue, sizeof *d->state);
    if (!at) return;
#define X(name, count) d->name = at, at += (count);
    ILI_DAY_STATE(X)
#undef X
    find_postures(d);
    for (int i = 0; i < d->npose; i++) {
        if (d->same_as[i] < i) d->pose[i] = d->pose[d->same_as[i]];
        else at = place_pose(d, &d->pose[i], at);
    }
    d->nvalue = (size_t)(at - d->state); // equal postures share theirs
}

#define ROOM(field, count) d->field = ili_place(p, (size_t)(count), sizeof *d->field)
static void place(il_day *d, ili_placer *p) {
    ROOM(task, d->nphase), ROOM(phase_side, d->nphase), ROOM(phase_of, d->schedule->nactivity + 1), ROOM(pose, d->npose), ROOM(spent, d->npose);
    ROOM(same_as, d->npose), ROOM(follow, d->nphase), ROOM(wanted, d->npose), ROOM(part_of, d->nphase), ROOM(whole_of, d->npose), ROOM(steps, d->nphase), ROOM(begun, d->nphase), ROOM(ready, d->nphase);
    ROOM(group_of, d->nmuscle), ROOM(capacity, d->ngroup), ROOM(mean_act, d->ngroup);
    ROOM(slack_of, d->nligament), ROOM(bent_of, d->nbushing), ROOM(lower_of, d->nbushing);
    ROOM(group, d->ngroup), ROOM(law, d->ngroup), ROOM(rise, d->ngroup);
    ROOM(structure, d->nstructure), ROOM(outcome_of, d->nstructure), ROOM(sum, d->nstructure), ROOM(entry_of, d->schedule->nentry);
    ROOM(guards, d->nstructure*d->ngroup), ROOM(inhibits, d->nstructure*d->ngroup);
    ROOM(tissue_now, d->nstate), ROOM(value, il_outcomes_count(d->outcomes));
    ROOM(start_fatigued, d->ngroup), ROOM(start_index, d->ngroup), ROOM(start_missing, d->ngroup);
    place_state(d, p);
}
#undef ROOM

static il_status make_room(il_day *d, il_error *err) {
    ili_placer p = {0};
    count(d);
    place(d, &p);
    d->block = ili_block_alloc(p.size);
    if (!d->block) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for a day");
    p = ili_placer_for(d->block, p.size);
    place(d, &p);
    return IL_OK;
}

static il_status make_tasks(il_day *d, il_error *err) {
    int n = 0;
    for (int i = 0; i < d->schedule->nactivity; i++) {
        const il_day_activity *a = &d->schedule->activity[i];
        d->phase_of[i] = n;
        for (int k = 0; k < a->nphase; k++, n++) {
            d->phase_side[n] = a->phase[k].side;
            il_status status = il_task_create(d->m, a->phase[k].task, a->phase[k].side, &d->task[n], err);
            if (status != IL_OK) return status;
        }
    }
    d->phase_of[d->schedule->nactivity] = n;
    return IL_OK;
}

static il_status make(il_day *d, const il_params *person, il_error *err) {
    il_status status = il_params_create(d->m, false, &d->person, err);
    if (status == IL_OK) status = il_params_create(d->m, false, &d->p, err);
    if (status == IL_OK) status = il_params_create(d->m, false, &d->then, err);
    if (status == IL_OK) status = il_scenario_create(d->m, IL_ISA_AUTO, &d->scenario, err);
    if (status == IL_OK) status = il_outcomes_create(d->body, &d->outcomes, err);
    if (status == IL_OK) status = make_room(d, err);
    if (status != IL_OK) return status;
    il_params_copy(d->m, person, d->person);
    il_params_copy(d->m, person, d->p);
    il_params_copy(d->m, person, d->then);
    d->who = il_subject_usual(d->body, d->p, NULL);
    status = ili_day_resolve(d, err);
    if (status == IL_OK) status = ili_day_resolve_triggers(d, err);
    if (status == IL_OK) status = make_tasks(d, err);
    if (status == IL_OK) status = ili_day_follow_create(d, err);
    if (status == IL_OK) status = ili_day_motion_create(d, err);
    for (int g = 0; status == IL_OK && g < d->ngroup; g++) d->level[g] = 1.0;
    return status;
}

il_status il_day_create(const il_body *body, const il_params *person, const il_tissue *tissue, const il_schedule *schedule, const il_day_settings *settings,
                        il_day **out, il_error *err) {
    IL_ASSERT(body && person && person->stride == 0 && tissue && schedule && settings && settings->step > 0.0 && out);
    il_day *d = *out = calloc(1, sizeof *d);
    if (!d) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for a day");
    d->body = body, d->m = body->m, d->tissue = tissue, d->schedule = schedule, d->set = *settings;
    il_status status = make(d, person, err);
    if (status != IL_OK) il_day_free(d), *out = NULL;
    return status;
}

void il_day_free(il_day *d) {
    if (!d) return;
    for (int i = 0; d->block && i < d->nphase; i++) il_task_free(d->task[i]);
    if (d->block) ili_day_follow_free(d), ili_day_motion_free(d);
    ili_block_free(d->block);
    il_outcomes_free(d->outcomes);
    il_scenario_free(d->scenario);
    il_params_free(d->p);
    il_params_free(d->then);
    il_params_free(d->person);
    free(d);
}

// ---- one step ------------------------------------------------------------------------------------------------------------------------

static const il_day_entry *entry_now(const il_day *d) { return &d->schedule->entry[(int)d->at[AT_ENTRY]]; }

// seconds that a phase lasts in each repetition of an entry
static double lasts(const il_day_activity *a, int phase, double repetition) {
    double others = 0.0;
    if (a->phase[phase].seconds > 0.0) return a->phase[phase].seconds;
    for (int k = 0; k < a->nphase; k++) others += a->phase[k].seconds;
    return fmax(repetition - others, 0.0);
}

// call `hold` for each piece of a phase between two times of an entry [s]
static void walk(il_day *d, double from, double to, void (*hold)(il_day *d, int pose, double seconds)) {
    const il_day_entry    *e = entry_now(d);
    const il_day_activity *a = &d->schedule->activity[e->activity];
    double                 repetition = 60.0*e->minutes/e->times;
    for (double start = floor(from/repetition + 1e-9)*repetition; start < to - 1e-9; start += repetition) {
        double at = start;
        for (int k = 0; k < a->nphase; k++) {
            double end = k == a->nphase - 1 ? start + repetition : at + lasts(a, k, repetition);
            double begin = fmax(at, from), stop = fmin(end, to);
            int    phase = d->phase_of[e->activity] + k;
            if (stop - begin > 1e-9 && d->part_of[phase] == IL_NONE) hold(d, phase, stop - begin);
            else if (stop - begin > 1e-9) ili_day_motion_walk(d, phase, at, begin, stop, hold);
            at = end;
        }
    }
}

static void spend(il_day *d, int pose, double seconds) {
    d->spent[pose] += seconds;
    if (d->whole_of[pose] != IL_NONE) d->spent[d->whole_of[pose]] += seconds;
}

// share of the flow that a group lacks in a posture; at rest it needs none
double ili_day_lack(const il_day *d, const ili_day_pose *pose, int g) {
    const il_perfusion_law *flow = &d->law[g]->perfusion;
    if (pose->active[g] <= d->law[g]->fatigue.idle) return 0.0;
    return il_perfusion_missing(flow, il_perfusion_pressure(flow, pose->active[g], pose->passive[g]));
}

// muscles: fatigue, and the index of the flow they lack. The laws were measured on whole muscles, so their parts share one state
static void tire(il_day *d, int phase, double seconds) {
    const ili_day_pose *pose = &d->pose[phase];
    for (int g = 0; g < d->ngroup; g++) {
        double         active = pose->active[g], lack = 0.0;
        bool           turns = d->whole_of[phase] != IL_NONE; // work and rest in turns
        il_fatigue_law fatigue = turns ? ili_day_motion_law(d, phase, g, &lack) : d->law[g]->fatigue;
        if (!turns) lack = ili_day_lack(d, pose, g);
        d->missing[g] += il_fatigue_hold(&fatigue, active, seconds, &d->fatigued[g]);
        il_perfusion_hold(&d->law[g]->perfusion, lack, seconds, &d->index[g]);
        d->mean_act[g] += active*seconds;
    }
    for (int s = 0; s < d->nstructure; s++) d->sum[s] += (d->structure[s].is->suffers == IL_SUFFERS_DEFICIT ? ili_day_suffers(d, s, pose) : pose->suffers[s])*seconds;
}

// passive tissue: what the posture strained when it was solved, it strains until it is solved again
static void yield(il_day *d, int phase, double seconds) {
    const ili_day_pose *pose = &d->pose[phase];
    if (*pose->solved == 0.0) return;
    for (int i = 0; i < d->nligament; i++) {
        const il_tissue_creep *c = d->slack_of[i] == IL_NONE ? NULL : &d->tissue->creep[d->slack_of[i]];
        if (c) il_creep_hold(&c->law, c->size*fmax(pose->strain[i], 0.0), seconds, &d->slack[i*IL_CREEP_TERMS]);
    }
    for (int i = 0; i < d->nbushing; i++) {
        const il_tissue_creep *bent = d->bent_of[i] == IL_NONE ? NULL : &d->tissue->creep[d->bent_of[i]];
        const il_tissue_creep *lower = d->lower_of[i] == IL_NONE ? NULL : &d->tissue->creep[d->lower_of[i]];
        if (bent) il_creep_hold(&bent->law, bent->size*pose->bend[i], seconds, &d->bent[i*IL_CREEP_TERMS]);
        if (lower) il_creep_hold(&lower->law, 1e-6*lower->size*fmax(pose->press[i], 0.0), seconds, &d->lower[i*IL_CREEP_TERMS]);
    }
}

#define EACH_GROUP(to, from) memcpy(to, from, sizeof *(to)*(size_t)d->ngroup)

// how much the capacity at the end of the step differs from what the postures were solved with; it becomes the next bound
static double bound_by_the_end(il_day *d) {
    double most = 0.0;
    for (int g = 0; g < d->ngroup; g++) {
        double end = fmin(1.0 - d->start_fatigued[g], 1.0 - d->fatigued[g]);
        most = fmax(most, d->capacity[g] - end);
        d->capacity[g] = end;
    }
    return most;
}

static il_status solve_spent(il_day *d, il_error *err) {
    ili_day_lay(d);
    memset(d->wanted, 0, sizeof *d->wanted*(size_t)d->npose);
    for (int p = 0; p < d->npose; p++)
        if (d->spent[p] > 0.0 && (p >= d->nphase || d->part_of[p] == IL_NONE)) d->wanted[d->same_as[p]] = true;
    il_status status = ili_day_solve(d, d->wanted, err);
    for (int p = 0; p < d->nphase && status == IL_OK; p++)
        if (d->spent[p] > 0.0 && d->part_of[p] != IL_NONE) ili_day_motion_mean(d, p);
    return status;
}

// solve with the capacity there is, tire, and again with the capacity that leaves, until muscles are asked for nothing they lose within the step
static il_status work(il_day *d, double from, double to, il_error *err) {
    EACH_GROUP(d->start_fatigued, d->fatigued), EACH_GROUP(d->start_index, d->index), EACH_GROUP(d->start_missing, d->missing);
    for (int g = 0; g < d->ngroup; g++) d->capacity[g] = 1.0 - d->fatigued[g];
    for (int p = 0; p < d->npose; p++) d->spent[p] = 0.0;
    walk(d, from, to, spend);
    for (int round = 0; round < ROUNDS; round++) {
        il_status status = solve_spent(d, err);
        if (status != IL_OK) return status;
        EACH_GROUP(d->fatigued, d->start_fatigued), EACH_GROUP(d->index, d->start_index), EACH_GROUP(d->missing, d->start_missing);
        memset(d->mean_act, 0, sizeof *d->mean_act*(size_t)d->ngroup), memset(d->sum, 0, sizeof *d->sum*(size_t)d->nstructure);
        walk(d, from, to, tire);
        double unmet = 0.0;
        for (int g = 0; g < d->ngroup; g++) unmet = fmax(unmet, d->missing[g] - d->start_missing[g]);
        if (unmet <= d->set.tolerance*(to - from) || bound_by_the_end(d) <= d->set.tolerance) break;
    }
    return IL_OK;
}

// ---- what happened -----------------------------------------------------------------------------------------------------------------------

static int phase_most(const il_day *d) {
    int most = 0;
    for (int p = 1; p < d->nphase; p++)
        if (d->spent[p] > d->spent[most]) most = p;
    return most;
}

static const double WORTH_TELLING = 0.01; // rise of activation

static void takers(il_day *d, il_day_event *e) {
    const ili_day_pose *pose = &d->pose[e->phase];
    for (int g = 0; g < d->ngroup; g++) d->rise[g] = pose->active[g] - pose->first[g];
    for (e->ntaker = 0; e->ntaker < IL_DAY_TAKERS; e->ntaker++) {
        int best = IL_NONE;
        for (int g = 0; g < d->ngroup; g++)
            if (g != e->group && d->rise[g] >= WORTH_TELLING && (best == IL_NONE || d->rise[g] > d->rise[best])) best = g;
        if (best == IL_NONE) return;
        e->taker[e->ntaker] = best, e->rise[e->ntaker] = d->rise[best];
        d->rise[best] = 0.0;
    }
}

void ili_day_happens(il_day *d, il_day_event_kind kind, int group, int structure, int phase, double value) {
    if (d->told) d->nevent = 0, d->told = false;
    if (d->nevent == IL_DAY_EVENTS) return;
    il_day_event *e = &d->event[d->nevent++];
    *e = (il_day_event){.kind = kind, .minute = d->at[AT_MINUTE], .group = group, .structure = structure, .value = value, .phase = phase};
    if (kind == IL_DAY_TIRES || kind == IL_DAY_FAILS) takers(d, e);
}

static void look_for_events(il_day *d) {
    static const double levels[] = {0.9, 0.75, 0.5, 0.25};
    int                 phase = phase_most(d);
    for (int p = 0; p < d->nphase; p++) {
        bool fails = d->spent[p] > 0.0 && *d->pose[p].solved != 1.0;
        if (fails && d->failed[p] == 0.0) ili_day_happens(d, IL_DAY_FAILS, IL_NONE, IL_NONE, p, 0.0);
        if (d->spent[p] > 0.0) d->failed[p] = fails;
    }
    for (int g = 0; g < d->ngroup; g++) {
        double capacity = il_day_capacity(d, g), index = il_day_deficit(d, g), passed = 1.0;
        for (size_t k = 0; k < sizeof levels/sizeof *levels; k++)
            if (capacity < levels[k]) passed = levels[k];
        if (passed < d->level[g]) ili_day_happens(d, IL_DAY_TIRES, g, IL_NONE, phase, capacity);
        if (passed < d->level[g] || capacity > d->level[g] + 0.05) d->level[g] = passed; // it must recover before it is told again
        if (index > 0.5 && d->starved[g] == 0.0) ili_day_happens(d, IL_DAY_STARVES, g, IL_NONE, phase, index);
        if (index > 0.5 || index < 0.4) d->starved[g] = index > 0.5;
    }
    for (int s = 0; s < d->nstructure; s++) {
        const il_tissue_structure *is = d->structure[s].is;
        bool awake = (*is->guards || *is->inhibits) && il_irritation_reflex(&d->tissue->irritation, d->irritation[s]) > 0.0;
        if (awake != (d->awake[s] != 0.0)) {
            il_day_event_kind kind = !awake ? IL_DAY_CALMS : is->suffers == IL_SUFFERS_DEFICIT ? IL_DAY_TRIGGER_POINT : IL_DAY_GUARDS;
            ili_day_happens(d, kind, ili_day_group_of(d, s), s, phase, d->irritation[s]);
        }
        d->awake[s] = awake;
    }
}

static void add_up(il_day *d, double seconds) {
    for (int g = 0; g < d->ngroup; g++) d->activation[g] = d->mean_act[g]/seconds;
    for (int s = 0; s < d->nstructure; s++) {
        double load = d->load[s] = d->sum[s]/seconds;
        ili_day_irritate(d, s, load, seconds);
        d->exposure[s] += load*seconds/3600.0;
        if (load > 1.0) d->above[s] += seconds/3600.0;
        if (load > d->peak[s]) d->peak[s] = load, d->peak_at[s] = d->at[AT_MINUTE];
    }
}

il_status il_day_step(il_day *d, bool *done, il_error *err) {
    if (d->told) d->nevent = 0, d->told = false; // what was hurt since the last step is told with this one
    ili_day_moments(d);
    *done = d->at[AT_ENTRY] >= d->schedule->nentry;
    if (*done) return IL_OK;
    const il_day_entry *e = entry_now(d);
    double              from = d->at[AT_INTO], to = fmin(from + d->set.step, e->minutes);
    if (e->minutes - to < 1e-9) to = e->minutes;
    il_status status = work(d, 60.0*from, 60.0*to, err);
    if (status != IL_OK) return status;
    walk(d, 60.0*from, 60.0*to, yield);
    d->at[AT_ACTIVITY] = e->activity;
    d->at[AT_MINUTE] += to - from;
    d->at[AT_INTO] = to;
    if (to >= e->minutes) d->at[AT_INTO] = 0.0, d->at[AT_ENTRY]++;
    add_up(d, 60.0*(to - from));
    look_for_events(d);
    d->told = true;
    return IL_OK;
}

// ---- looking ------------------------------------------------------------------------------------------------------------------------------

double il_day_minute(const il_day *d) { return d->at[AT_MINUTE]; }
int    il_day_activity_now(const il_day *d) { return (int)d->at[AT_ACTIVITY]; }
int    il_day_solves(const il_day *d) { return (int)d->at[AT_SOLVES]; }
int    il_day_followed(const il_day *d) { return (int)d->at[AT_FOLLOWED]; }
int    il_day_events(const il_day *d, const il_day_event **event) { return *event = d->event, d->nevent; }

int                 il_day_groups(const il_day *d) { return d->ngroup; }
const il_day_group *il_day_group_at(const il_day *d, int group) { return &d->group[group]; }
double              il_day_activation(const il_day *d, int group) { return d->activation[group]; }
double              il_day_capacity(const il_day *d, int group) { return 1.0 - d->fatigued[group]; }
double              il_day_deficit(const il_day *d, int group) { return d->index[group]; }
double              il_day_missing(const il_day *d, int group) { return d->missing[group]; }

int                     il_day_structures(const il_day *d) { return d->nstructure; }
const il_day_structure *il_day_structure_at(const il_day *d, int structure) { return &d->structure[structure]; }
double                  il_day_suffered(const il_day *d, int structure) { return d->load[structure]; }
double                  il_day_irritation(const il_day *d, int structure) { return d->irritation[structure]; }

il_day_total il_day_total_of(const il_day *d, int s) {
    return (il_day_total){.exposure = d->exposure[s], .above = d->above[s], .peak = d->peak[s], .peak_at = d->peak_at[s]};
}

void il_day_rank(const il_day *d, int *order) {
    for (int i = 0; i < d->nstructure; i++) {
        int k = i;
        for (; k > 0 && d->exposure[order[k - 1]] < d->exposure[i]; k--) order[k] = order[k - 1];
        order[k] = i;
    }
}

const char *il_day_structure_id(const il_day *d, int structure, char out[IL_DAY_NAME]) {
    return ili_day_name(d->structure[structure].is->id, d->structure[structure].side, out);
}

double il_day_flexion_creep(const il_day *d) {
    double sum = 0.0;
    for (int i = 0; i < d->nbushing; i++)
        if (d->bent_of[i] != IL_NONE) sum += ili_day_creep(d->bent, i);
    return -57.295779513082321*sum;
}

double il_day_height_loss(const il_day *d) {
    double sum = 0.0;
    for (int i = 0; i < d->nbushing; i++)
        if (d->lower_of[i] != IL_NONE) sum += ili_day_creep(d->lower, i);
    return 1e3*sum;
}

const il_task_def *il_day_phase_task(const il_day *d, int phase) { return il_task_definition(d->task[phase]); }
il_side            il_day_phase_side(const il_day *d, int phase) { return d->phase_side[phase]; }

// ---- checkpoints ----------------------------------------------------------------------------------------------------------------------------

size_t il_day_state_size(const il_day *d) { return sizeof *d->state*d->nvalue; }
void   il_day_save(const il_day *d, void *state) { memcpy(state, d->state, il_day_state_size(d)); }

il_status il_day_load(il_day *d, const void *state, size_t size, il_error *err) {
    if (size != il_day_state_size(d))
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the checkpoint holds %zu bytes; this day, with its body and schedule, has %zu", size, il_day_state_size(d));
    memcpy(d->state, state, size);
    memset(d->begun, 0, sizeof *d->begun*(size_t)d->nphase);
    d->nevent = 0;
    return IL_OK;
}
