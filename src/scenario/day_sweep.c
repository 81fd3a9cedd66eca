// day_sweep.c - a day lived again with each number at both ends of its range
#include "ilium/day_sweep.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ilium/thread.h"

enum { KINDS = IL_DAY_TRIGGER_POINT + 1 };

typedef struct work {
    const il_day_sweep_request *r;
    const il_progress          *progress;
    il_day_sweep               *s;
    int                         ngroup, npart; ///< groups, structures and one for postures
    bool                       *happened;      ///< [(1 + 2*n)*KINDS*npart]
    int                        *job;           ///< [1 + 2*n] end of each day that is lived; IL_NONE: as it is
} work;

static il_status no_memory(il_error *err) { return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for a sweep"); }

void il_day_sweep_free(il_day_sweep *s) {
    if (!s) return;
    free(s->end), free(s->structure), free(s->order), free(s->block), free(s);
}

static il_sweep_end *end_of(const work *w, int end) { return end == IL_NONE ? &w->s->usual : &w->s->end[end]; }
static bool         *events_of(const work *w, int end) { return w->happened + (size_t)(end + 1)*KINDS*(size_t)w->npart; }

// ---- one day -------------------------------------------------------------------------------------------------------------------------------

static void note_events(const work *w, const il_day *d, bool *happened) {
    const il_day_event *e;
    for (int i = 0, n = il_day_events(d, &e); i < n; i++) {
        int part = e[i].group != IL_NONE ? e[i].group : e[i].structure != IL_NONE ? w->ngroup + e[i].structure : w->npart - 1;
        happened[(int)e[i].kind*w->npart + part] = true;
    }
}

static il_status live_one(void *ctx, int job, int thread, il_error *err) {
    const work      *w = ctx;
    int              at = w->job[job];
    const il_tissue *t = at == IL_NONE ? w->r->tissue : w->r->ends->end[at];
    il_day          *d = NULL;
    bool             done = false;
    (void)thread;
    il_status status = il_day_create(w->r->body, w->r->person, t, w->r->schedule, &w->r->set, &d, err);
    if (status == IL_OK && w->r->begin) w->r->begin(w->r->user, d);
    while (status == IL_OK && !done) {
        if (il_progress_cancelled(w->progress)) status = IL_CANCELLED;
        else status = il_day_step(d, &done, err);
        if (status == IL_OK && !done) note_events(w, d, events_of(w, at));
    }
    for (int i = 0; status == IL_OK && i < w->s->nstructure; i++) end_of(w, at)->exposure[i] = il_day_total_of(d, i).exposure;
    end_of(w, at)->lived = true;
    il_day_free(d);
    return status;
}

// ---- beside the day as it is ---------------------------------------------------------------------------------------------------------------------

static void rank(const double *exposure, int n, int *order) {
    for (int i = 0; i < n; i++) {
        int k = i;
        for (; k > 0 && exposure[order[k - 1]] < exposure[i]; k--) order[k] = order[k - 1];
        order[k] = i;
    }
}

// places that are equal but for rounding are the same place: sides of a symmetric day do not change places
static int rank_of(const double *exposure, int n, int structure) {
    int place = 0;
    for (int i = 0; i < n; i++) place += exposure[i] > exposure[structure]*(1.0 + 1e-3) + 1e-9;
    return place;
}

static void compare(const work *w, int at) {
    const il_day_sweep *s = w->s;
    il_sweep_end       *e = end_of(w, at);
    const double       *usual = s->usual.exposure;
    e->moved = e->changed = IL_NONE;
    for (int k = 0; k < IL_SWEEP_TOP && k < s->nstructure; k++) {
        int    i = s->order[k], from = rank_of(usual, s->nstructure, i), to = rank_of(e->exposure, s->nstructure, i);
        double by = e->exposure[i]/fmax(usual[i], 1e-9) - 1.0;
        if (to != from && (e->moved == IL_NONE || abs(to - from) > abs(e->to - e->from))) e->moved = i, e->from = from, e->to = to;
        if (e->changed == IL_NONE || fabs(by) > fabs(e->by)) e->changed = i, e->by = by;
    }
    const bool *now = events_of(w, at), *was = events_of(w, IL_NONE);
    for (int i = 0; i < KINDS*w->npart; i++) e->gained += now[i] && !was[i], e->lost += was[i] && !now[i];
}

static void close_loops(const work *w, int at) {
    il_sweep_end    *e = end_of(w, at);
    const il_tissue *t = at == IL_NONE ? w->r->tissue : w->r->ends->end[at];
    e->gain = IL_NAN, e->loop = IL_NONE;
    for (int i = 0; w->r->loops && i < w->r->loops->n; i++) {
        il_day_loop l = w->r->loops->loop[i];
        il_day_loop_gain(&l, t);
        e->lasting += il_day_loop_lasts(&l);
        if (isfinite(l.gain) && !(l.gain <= e->gain)) e->gain = l.gain, e->loop = i;
    }
}

// ---- all -------------------------------------------------------------------------------------------------------------------------------------------

// does the number do more than scale an exposure?
static bool acts(const il_tissue *t, int number) {
    int s = t->number[number].structure;
    return s == IL_NONE || *t->structure[s].guards || *t->structure[s].inhibits;
}

static void scale(const work *w, int at) {
    const il_tissue_number *n = &w->r->tissue->number[w->r->ends->number[at/2]];
    il_sweep_end           *e = &w->s->end[at];
    for (int i = 0; i < w->s->nstructure; i++) {
        bool its = !strcmp(w->s->structure[i].is->id, w->r->tissue->structure[n->structure].id);
        e->exposure[i] = w->s->usual.exposure[i]*(its ? n->value/(at%2 ? n->high : n->low) : 1.0);
    }
    memcpy(events_of(w, at), events_of(w, IL_NONE), sizeof *w->happened*(size_t)(KINDS*w->npart));
}

static il_status make_room(work *w, il_error *err) {
    const il_day_sweep_request *r = w->r;
    il_day_sweep               *s = w->s;
    il_day                     *d = NULL;
    il_status                   status = il_day_create(r->body, r->person, r->tissue, r->schedule, &r->set, &d, err);
    if (status != IL_OK) return status;
    size_t ends = 2*(size_t)r->ends->n, n = (size_t)il_day_structures(d);
    s->n = r->ends->n, s->number = r->ends->number, s->nstructure = (int)n;
    w->ngroup = il_day_groups(d), w->npart = w->ngroup + s->nstructure + 1;
    s->end = calloc(ends + 1, sizeof *s->end), s->structure = calloc(n + 1, sizeof *s->structure), s->order = calloc(n + 1, sizeof *s->order);
    s->block = calloc((ends + 1)*n + 1, sizeof *s->block);
    w->happened = calloc((ends + 1)*(size_t)(KINDS*w->npart), sizeof *w->happened), w->job = calloc(ends + 1, sizeof *w->job);
    bool ok = s->end && s->structure && s->order && s->block && w->happened && w->job;
    for (size_t i = 0; ok && i < n; i++) s->structure[i] = *il_day_structure_at(d, (int)i);
    s->usual.exposure = s->block;
    for (size_t i = 0; ok && i < ends; i++) s->end[i].exposure = s->block + (i + 1)*n;
    il_day_free(d);
    return ok ? IL_OK : no_memory(err);
}

static il_status run(work *w, il_error *err) {
    int       njob = 0;
    il_status status = make_room(w, err);
    if (status != IL_OK) return status;
    w->job[njob++] = IL_NONE;
    for (int i = 0; i < 2*w->s->n; i++)
        if (acts(w->r->tissue, w->r->ends->number[i/2])) w->job[njob++] = i;
    status = il_parallel_for(njob, w->r->threads, live_one, w, "living the day at the ends of its numbers", w->progress, err);
    if (status != IL_OK) return status;
    w->s->days = njob;
    rank(w->s->usual.exposure, w->s->nstructure, w->s->order);
    for (int i = 0; i < 2*w->s->n; i++)
        if (!w->s->end[i].lived) scale(w, i);
    for (int i = IL_NONE; i < 2*w->s->n; i++) compare(w, i), close_loops(w, i);
    return IL_OK;
}

il_status il_day_sweep_run(const il_day_sweep_request *r, const il_progress *progress, il_day_sweep **out, il_error *err) {
    IL_ASSERT(r && r->body && r->person && r->tissue && r->ends && r->schedule && out);
    work w = {.r = r, .progress = progress, .s = *out = calloc(1, sizeof **out)};
    il_status status = w.s ? run(&w, err) : no_memory(err);
    free(w.happened), free(w.job);
    if (status != IL_OK) il_day_sweep_free(w.s), *out = NULL;
    return status;
}

void il_day_sweep_range(const il_day_sweep *s, int structure, double exposure[2], int range[2]) {
    exposure[0] = exposure[1] = s->usual.exposure[structure];
    range[0] = range[1] = rank_of(s->usual.exposure, s->nstructure, structure);
    for (int i = 0; i < 2*s->n; i++) {
        double x = s->end[i].exposure[structure];
        int    place = rank_of(s->end[i].exposure, s->nstructure, structure);
        exposure[0] = fmin(exposure[0], x), exposure[1] = fmax(exposure[1], x);
        range[0] = place < range[0] ? place : range[0], range[1] = place > range[1] ? place : range[1];
    }
}
