// scene_why.c - the chain of changes between a person and the same person with conditions: each effect with its own spread
//
// Posture, joints, muscles and ligaments each by size against spread. Both are solved at the same ends of every factor that is not known. The effect at an end is the difference there: what both share cancels. An effect whose
// range holds nought is "none shown".
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "http/scene.h"
#include "ilium/factor.h"
#include "ilium/sensitivity.h"

enum { SHOWN = 8 }; // of each part

// Parts of the chain, and the outcomes that tell of them; coordinates, pads, single muscles and ligaments say the same in more words. A reading has no point.
static const struct { const char *part, *begins, *ends; } parts[] = {
    {"posture", "posture.", ""}, {"posture", "support.right_share", ""}, {"posture", "knee.", "_deg"}, {"posture", "ankle.", "_deg"}, {"joints", "disc.", ""}, {"joints", "hip.", "_n"},
    {"joints", "hip.", "_bw"}, {"joints", "sij.", ""}, {"joints", "symphysis.", ""}, {"joints", "facet.", ""}, {"joints", "knee.", "_n"}, {"joints", "ankle.", "_n"}, {"joints", "foot.", ""},
    {"muscles", "muscle_group.", ".force_n"}, {"muscles", "muscle_group.", ".passive_n"}, {"muscles", "muscle_group.", ".activation_max"},
    {"ligaments", "ligament_group.", "strain_max"}, {"ligaments", "nerve.", ""}, {"ligaments", "band.", ""},
};
static const char *const order[] = {"posture", "joints", "muscles", "ligaments"};

static const char *part_of(const char *name) {
    size_t n = strlen(name);
    if (!strchr(name, '.')) return "posture";
    for (size_t i = 0; i < sizeof parts/sizeof *parts; i++) {
        size_t tail = strlen(parts[i].ends);
        if (!strncmp(name, parts[i].begins, strlen(parts[i].begins)) && n >= tail && !strcmp(name + n - tail, parts[i].ends)) return parts[i].part;
    }
    return NULL;
}

typedef struct effect {
    int    value;
    double healthy, now, low, high, size; ///< size: against the spread
} effect;

static int by_size(const void *pa, const void *pb) {
    const effect *a = pa, *b = pb;
    return a->size > b->size ? -1 : a->size < b->size ? 1 : a->value - b->value;
}

// @param end  [2*factors] room
static effect effect_of(const il_sensitivity *healthy, const il_sensitivity *now, int value, double *end) {
    effect e = {.value = value, .healthy = il_sensitivity_usual(healthy, value), .now = il_sensitivity_usual(now, value)};
    int    n = il_sensitivity_factors(now);
    double range[2], middle = e.now - e.healthy;
    for (int i = 0; i < 2*n; i++) end[i] = il_sensitivity_end(now, value, i/2, i%2) - il_sensitivity_end(healthy, value, i/2, i%2);
    il_factor_range(middle, n, end, range);
    e.low = range[0], e.high = range[1];
    // half the spread on the side of nought; what does not spread at all is as sure as its solve
    double half = fmax(middle > 0.0 ? middle - range[0] : range[1] - middle, 1e-9 + 1e-6*fabs(e.healthy));
    e.size = fabs(middle)/half;
    return e;
}

static json_t *tell(const effect *e, const il_sensitivity *s, const char *part) {
    bool shown = e->low > 0.0 || e->high < 0.0;
    return json_pack("{s:s, s:s, s:s, s:f, s:f, s:f, s:f, s:f, s:b}", "part", part, "name", il_sensitivity_name(s, e->value), "unit", il_sensitivity_unit(s, e->value), "healthy", e->healthy, "now", e->now, "low", e->low,
                     "high", e->high, "size", fmin(e->size, 1e6), "shown", shown);
}

// worth telling at all: more than a thousandth of the number, and more than the solver leaves open
static bool matters(const effect *e) {
    double change = fabs(e->now - e->healthy);
    return isfinite(change) && change > 1e-3*fabs(e->healthy) && change > 1e-4;
}

static il_status compare(const il_sensitivity *healthy, const il_sensitivity *now, json_t *list, il_error *err) {
    int     n = il_sensitivity_count(now), k = 0;
    effect *all = calloc((size_t)n + 1, sizeof *all);
    double *end = calloc(2*(size_t)il_sensitivity_factors(now) + 1, sizeof *end);
    if (!all || !end) return free(all), free(end), il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory for the chain of changes");
    for (int v = 0; v < n; v++) {
        if (!part_of(il_sensitivity_name(now, v))) continue;
        effect e = effect_of(healthy, now, v, end);
        if (matters(&e)) all[k++] = e;
    }
    qsort(all, (size_t)k, sizeof *all, by_size);
    for (size_t p = 0; p < sizeof order/sizeof *order; p++)
        for (int i = 0, told = 0; i < k && told < SHOWN; i++) {
            if (strcmp(part_of(il_sensitivity_name(now, all[i].value)), order[p])) continue;
            json_array_append_new(list, tell(&all[i], now, order[p]));
            told++;
        }
    free(all), free(end);
    return IL_OK;
}

il_status ili_live_why(const ili_stage *s, const il_task *task, const il_params *healthy, const il_params *person, const il_progress *progress, json_t *answer, il_error *err) {
    il_sensitivity *before = NULL, *now = NULL;
    json_t         *list = json_array();
    il_status       status = il_sensitivity_run(s->body, task, healthy, NULL, false, false, 1, progress, &before, err);
    if (!status) status = il_sensitivity_run(s->body, task, person, NULL, false, false, 1, progress, &now, err);
    if (!status) status = compare(before, now, list, err);
    il_sensitivity_free(before), il_sensitivity_free(now);
    if (status) return json_decref(list), status;
    json_object_set_new(answer, "why", list);
    return IL_OK;
}
