// posture_parts.c - lanes at the solved posture that differ in a few muscles and bushings: nothing but those is computed anew
#include "analysis/posture_slope_private.h"
#include "model/builder.h"
#include <string.h>

// ---- what stays ----------------------------------------------------------------------------------------------------------------------

static void spread_field(il_pack *pack, int n) {
    for (int i = 0; i < n; i++) il_pack_set(&pack[i], pack[i].lane[0]);
}

static bool among(const il_pack *field, size_t n, const il_pack *const *of) {
    bool found = false;
    for (size_t i = 0; i < n; i++) found = found || field == of[i];
    return found;
}

// all but what no stage of tissue reads: moment arms, the mass matrix, points of paths
static void spread(const il_model *m, il_data *d) {
    const il_pack *unread[] = {d->arm, d->mass_matrix, d->point_world, d->point_rate, d->touch, d->touch_world, d->row_sin, d->row_cos};
    ILI_SIZES
#define X(name, count, group) \
    if (!among(d->name, sizeof unread/sizeof *unread, unread)) spread_field(d->name, (count));
    IL_DATA_FIELDS(X)
#undef X
}

void ili_slope_spread(ili_slope *w) {
    spread(w->m, w->d);
    if (w->s.problem->held) spread(w->m, w->t);
    memset(w->part, 0, (size_t)(w->m->nmuscle + w->m->nbushing));
}

// ---- what differs --------------------------------------------------------------------------------------------------------------------

enum { NOW = 1, BEFORE = 2, GAP = 4 }; // lanes differ, or did at the evaluation before

void ili_slope_touch(ili_slope *w, ili_part_kind kind, int i) { w->part[kind == ILI_PART_MUSCLE ? i : w->m->nmuscle + i] |= NOW; }

// The stages see neighbours from `first` on as if they were all there are: where their tables, numbers and results begin moves along.
typedef struct part {
    il_model  m;
    il_params p;
    il_data   d, t;
} part;

static part part_of(const ili_slope *w) { return (part){*w->m, *w->p, *w->d, *w->t}; }

static void muscles_from(const ili_slope *w, int first, int n, part *out) {
    int at = IL_LANES*first;
    *out = part_of(w);
    out->m.nmuscle = n, out->m.muscle_path += first;
    out->p.muscle_f_max += at, out->p.muscle_l_opt += at, out->p.muscle_l_slack += at, out->p.muscle_pennation += at;
    out->p.muscle_v_max += at, out->p.muscle_strain_zero += at, out->p.muscle_strain_one += at;
    out->d.fibre_length += first, out->d.muscle_active += first, out->d.muscle_passive += first;
    out->t.fibre_length += first, out->t.muscle_active += first, out->t.muscle_passive += first;
}

static void bushings_from(const ili_slope *w, int first, int n, part *out) {
    int at = IL_LANES*first;
    *out = part_of(w);
    out->m.nbushing = n, out->m.bushing_body_a += first, out->m.bushing_body_b += first;
    out->p.bushing_a_pos += 3*at, out->p.bushing_a_rot += 9*at, out->p.bushing_b_pos += 3*at, out->p.bushing_b_rot += 9*at;
    out->p.bushing_rest += 6*at, out->p.bushing_k += 6*at, out->p.bushing_b += 6*at, out->p.bushing_w += 6*at, out->p.bushing_c += 6*at;
    out->p.bushing_coupling += 15*at, out->p.bushing_closure += at, out->p.bushing_contact += at;
    out->d.bushing_x += 6*first, out->d.bushing_force += 6*first, out->d.bushing_wrench += 6*first;
    out->t.bushing_x += 6*first, out->t.bushing_force += 6*first, out->t.bushing_wrench += 6*first;
}

// the next run of parts in flags[from ..], short gaps with it; 0: there is none
static int next_run(const unsigned char *flags, int n, int *from) {
    int many = 0;
    while (*from < n && !flags[*from]) ++*from;
    for (int i = *from; i < n && i < *from + many + GAP; i++)
        if (flags[i]) many = i - *from + 1;
    return many;
}

void ili_slope_parts(ili_slope *w, bool tangent) {
    const il_model *m = w->m;
    part            some;
    for (int first = 0, n; (n = next_run(w->part, m->nmuscle, &first)) > 0; first += n) {
        muscles_from(w, first, n, &some);
        if (tangent) il_muscle_tangent(&some.m, &some.p, NULL, &some.d, &some.t);
        else il_muscle(&some.m, &some.p, &some.d);
    }
    for (int first = 0, n; (n = next_run(w->part + m->nmuscle, m->nbushing, &first)) > 0; first += n) {
        bushings_from(w, first, n, &some);
        if (tangent) il_bushing_tangent(&some.m, &some.p, NULL, &some.d, &some.t);
        else il_bushing(&some.m, &some.p, &some.d);
    }
}

void ili_slope_parts_done(ili_slope *w) {
    for (int i = 0; i < w->m->nmuscle + w->m->nbushing; i++) w->part[i] = w->part[i] & NOW ? BEFORE : 0;
}
