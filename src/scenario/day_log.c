// day_log.c - what is kept of a day: what happened, and samples at equal times
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ilium/day.h"

il_side il_day_event_side(const il_day *d, const il_day_event *e) {
    if (e->group != IL_NONE) return il_day_group_at(d, e->group)->side;
    return e->structure != IL_NONE ? il_day_structure_at(d, e->structure)->side : IL_SIDE_NONE;
}

const char *il_day_event_name(const il_day *d, const il_day_event *e) {
    if (e->group != IL_NONE) return il_day_group_at(d, e->group)->name;
    return e->structure != IL_NONE ? il_day_structure_at(d, e->structure)->is->name : il_day_phase_task(d, e->phase)->name;
}

// the same of the other side, in the same step
static bool twin(const il_day *d, const il_day_event *a, const il_day_event *b) {
    return a->kind == b->kind && a->minute == b->minute && fabs(a->value - b->value) < 0.02 && il_day_event_side(d, a) != il_day_event_side(d, b) &&
           !strcmp(il_day_event_name(d, a), il_day_event_name(d, b));
}

static bool happened_before(const il_day_log *log, const il_day *d, const il_day_event *e) {
    for (int k = 0; k < log->nhappening; k++) {
        const il_day_event *was = &log->happening[k].event;
        bool same = was->kind == e->kind && (log->happening[k].both || il_day_event_side(d, was) == il_day_event_side(d, e)) && !strcmp(il_day_event_name(d, was), il_day_event_name(d, e));
        if (same && (e->kind != IL_DAY_TIRES || e->value >= 0.75*was->value)) return true;
    }
    return false;
}

// room for one more element of `size` bytes in *array
static bool grow(void *array, int n, int *room, size_t size) {
    void **at = array;
    if (n < *room) return true;
    int   more = *room ? 2**room : 64;
    void *bigger = realloc(*at, (size_t)more*size);
    if (!bigger) return false;
    *at = bigger, *room = more;
    return true;
}

// a checkpoint holds happenings as they lie in memory: between the fields of an event there is nothing that an assignment may leave to chance
_Static_assert(sizeof(il_day_event) == sizeof(il_day_event_kind) + (4 + IL_DAY_TAKERS)*sizeof(int) + (2 + IL_DAY_TAKERS)*sizeof(double), "an event has no padding");

static bool keep_events(il_day_log *log, const il_day *d) {
    const il_day_event *event;
    int                 n = il_day_events(d, &event), before = log->nhappening;
    for (int i = 0; i < n; i++) {
        bool told = false;
        for (int k = before; k < log->nhappening && !told; k++)
            if (twin(d, &log->happening[k].event, &event[i])) told = log->happening[k].both = true;
        if (told) continue;
        if (!grow(&log->happening, log->nhappening, &log->happening_room, sizeof *log->happening)) return false;
        il_day_happening *h = &log->happening[log->nhappening];
        memset(h, 0, sizeof *h); // nor behind it
        h->event = event[i], h->activity = il_day_activity_now(d), h->again = happened_before(log, d, &event[i]);
        log->nhappening++;
    }
    return true;
}

// the columns of samples, and the bytes of one
typedef struct column {
    void  *array; ///< where the pointer to it stands
    size_t size;
} column;
enum { COLUMNS = 9 };

static void columns_of(il_day_log *log, const il_day *d, column out[COLUMNS]) {
    size_t ngroup = (size_t)il_day_groups(d), nstructure = (size_t)il_day_structures(d);
    const column all[COLUMNS] = {{&log->activity, sizeof *log->activity}, {&log->minute, sizeof *log->minute}, {&log->flexion, sizeof *log->flexion}, {&log->height, sizeof *log->height},
                                 {&log->activation, sizeof *log->activation*ngroup}, {&log->capacity, sizeof *log->capacity*ngroup}, {&log->deficit, sizeof *log->deficit*ngroup},
                                 {&log->load, sizeof *log->load*nstructure}, {&log->irritation, sizeof *log->irritation*nstructure}};
    memcpy(out, all, sizeof all);
}

// room for one more sample, or for `n` of them
static bool make_room(il_day_log *log, const il_day *d, int n) {
    column all[COLUMNS];
    int    room = log->sample_room;
    columns_of(log, d, all);
    for (int i = 0; i < COLUMNS; i++) {
        for (room = log->sample_room; room < n;)
            if (!grow(all[i].array, room, &room, all[i].size)) return false;
    }
    log->sample_room = room;
    return true;
}

static bool sample(il_day_log *log, const il_day *d) {
    int ngroup = il_day_groups(d), nstructure = il_day_structures(d);
    if (!make_room(log, d, log->nsample + 1)) return false;
    int s = log->nsample++;
    log->minute[s] = il_day_minute(d), log->activity[s] = il_day_activity_now(d);
    log->flexion[s] = il_day_flexion_creep(d), log->height[s] = il_day_height_loss(d);
    for (int g = 0; g < ngroup; g++) {
        int at = s*ngroup + g;
        log->activation[at] = il_day_activation(d, g), log->capacity[at] = il_day_capacity(d, g), log->deficit[at] = il_day_deficit(d, g);
    }
    for (int i = 0; i < nstructure; i++) log->load[s*nstructure + i] = il_day_suffered(d, i), log->irritation[s*nstructure + i] = il_day_irritation(d, i);
    return true;
}

bool il_day_log_take(il_day_log *log, const il_day *d) {
    bool due = log->every > 0.0 && (log->nsample == 0 || il_day_minute(d) >= log->minute[log->nsample - 1] + log->every - 1e-9);
    return keep_events(log, d) && (!due || sample(log, d));
}

void il_day_log_free(il_day_log *log) {
    free(log->happening), free(log->activity), free(log->minute);
    free(log->activation), free(log->capacity), free(log->deficit), free(log->load), free(log->irritation), free(log->flexion), free(log->height);
    *log = (il_day_log){0};
}

// ---- for a checkpoint ---------------------------------------------------------------------------------------------------------------------

static size_t sample_size(const column *all) {
    size_t size = 0;
    for (int i = 0; i < COLUMNS; i++) size += all[i].size;
    return size;
}

size_t il_day_log_size(const il_day_log *log, const il_day *d, int nhappening, int nsample) {
    column     all[COLUMNS];
    il_day_log names = *log;
    columns_of(&names, d, all);
    return sizeof *log->happening*(size_t)nhappening + sample_size(all)*(size_t)nsample;
}

void il_day_log_save(const il_day_log *log, const il_day *d, void *bytes) {
    column     all[COLUMNS];
    il_day_log names = *log;
    char      *at = bytes;
    columns_of(&names, d, all);
    if (log->nhappening) memcpy(at, log->happening, sizeof *log->happening*(size_t)log->nhappening);
    at += sizeof *log->happening*(size_t)log->nhappening;
    for (int i = 0; i < COLUMNS; i++) {
        size_t size = all[i].size*(size_t)log->nsample;
        if (size) memcpy(at, *(void **)all[i].array, size);
        at += size;
    }
}

bool il_day_log_load(il_day_log *log, const il_day *d, int nhappening, int nsample, const void *bytes) {
    column      all[COLUMNS];
    const char *at = bytes;
    columns_of(log, d, all);
    for (int room = log->happening_room; room < nhappening; log->happening_room = room)
        if (!grow(&log->happening, room, &room, sizeof *log->happening)) return false;
    if (!make_room(log, d, nsample)) return false;
    if (nhappening) memcpy(log->happening, at, sizeof *log->happening*(size_t)nhappening);
    at += sizeof *log->happening*(size_t)nhappening;
    for (int i = 0; i < COLUMNS; i++) {
        size_t size = all[i].size*(size_t)nsample;
        if (size) memcpy(*(void **)all[i].array, at, size);
        at += size;
    }
    log->nhappening = nhappening, log->nsample = nsample;
    return true;
}
