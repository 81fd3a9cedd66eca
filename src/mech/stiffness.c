// stiffness.c - which pairs of bodies can pull on each other, and room for their blocks
#include "mech/stiffness.h"
#include "mech/alone.h"
#include "mech/kernels.h"
#include <stdlib.h>
#include <string.h>

static bool moves(const il_model *m) {
    for (int i = 0; i < m->npath; i++) {
        if (m->path_dof[i] != IL_NONE) return true;
    }
    return false;
}

static int pair_of(ili_stiffness *s, int a, int b) {
    int low = a < b ? a : b, high = a < b ? b : a;
    for (int k = 0; k < s->npair; k++) {
        if (s->pair_a[k] == low && s->pair_b[k] == high) return k;
    }
    s->pair_a[s->npair] = low, s->pair_b[s->npair] = high;
    return s->npair++;
}

static void mark(const il_model *m, bool *on, int a, int b) { on[a*m->nbody + b] = on[b*m->nbody + a] = true; }

// pairs that spans and paths of two bodies join; span_pair: of every point's span to the next
static void find_pairs(const il_model *m, ili_stiffness *s, int *span_pair) {
    for (int i = 0; i < m->npath; i++) {
        int first = m->path_body_start[i];
        for (int k = m->path_start[i]; k < m->path_start[i + 1]; k++) {
            bool joins = k + 1 < m->path_start[i + 1] && m->point_body[k] != m->point_body[k + 1];
            span_pair[k] = joins ? pair_of(s, m->point_body[k], m->point_body[k + 1]) : IL_NONE;
        }
        s->path_pair[i] = m->path_body_start[i + 1] - first == 2 ? pair_of(s, m->pathbody_body[first], m->pathbody_body[first + 1]) : IL_NONE;
    }
}

// spans in the order of their pairs
static void list_spans(const il_model *m, ili_stiffness *s, const int *span_pair) {
    for (int pair = 0; pair < s->npair; pair++) {
        s->pair_start[pair] = s->nspan;
        for (int i = 0; i < m->npath; i++) {
            for (int k = m->path_start[i]; k < m->path_start[i + 1]; k++) {
                if (span_pair[k] != pair) continue;
                bool swapped = m->point_body[k] > m->point_body[k + 1];
                s->span_low[s->nspan] = swapped ? k + 1 : k, s->span_high[s->nspan] = swapped ? k : k + 1;
                s->span_point[s->nspan] = k, s->span_path[s->nspan] = i, s->span_wrap[s->nspan] = IL_NONE;
                for (int w = m->path_wrap_start[i]; w < m->path_wrap_start[i + 1]; w++) {
                    if (m->pathwrap_point[w] == k) s->span_wrap[s->nspan] = w;
                }
                s->nspan++;
            }
        }
    }
    s->pair_start[s->npair] = s->nspan;
}

// who touches whom: the bodies and surfaces of a path, bushings; and each body with itself
static void mark_touching(const il_model *m, bool *on) {
    for (int i = 0; i < m->npath; i++) {
        for (int k = m->path_body_start[i]; k < m->path_body_start[i + 1]; k++) {
            for (int other = m->path_body_start[i]; other < k; other++) mark(m, on, m->pathbody_body[k], m->pathbody_body[other]);
        }
    }
    for (int i = 0; i < m->nbushing; i++) mark(m, on, m->bushing_body_a[i], m->bushing_body_b[i]);
    for (int b = 0; b < m->nbody; b++) mark(m, on, b, b);
}

// what a body carries is added to its row; the ground has no coordinates
static void number_blocks(const il_model *m, ili_stiffness *s, bool *on) {
    int n = m->nbody;
    for (int b = n - 1; b > 0; b--) {
        for (int c = 0; c < n; c++) on[m->body_parent[b]*n + c] = on[m->body_parent[b]*n + c] || on[b*n + c];
    }
    for (int b = 0; b < n; b++) {
        for (int c = 0; c < n; c++) s->block[b*n + c] = b > 0 && c > 0 && on[b*n + c] ? s->nblock++ : IL_NONE;
        for (int c = b; c != IL_NONE; c = m->body_parent[c]) s->above[b*n + c] = true;
    }
}

static size_t packs_of_pulls(const il_model *m) {
    return (size_t)m->npathbody + 2*(size_t)m->nbody + (3*(size_t)m->npoint + (size_t)m->npathwrap + (size_t)m->npath)/IL_LANES + 1;
}

static il_status place(const il_model *m, ili_stiffness *s) {
    size_t nb = (size_t)m->nbody, rows = 6*((size_t)s->nblock + (size_t)s->npair + (size_t)m->nbushing) + 7*nb, pulls = packs_of_pulls(m);
    size_t numbers = 6*(size_t)m->nrow + 6*nb + (size_t)m->npath + (size_t)(m->nq*m->nq);
    s->block_memory = aligned_alloc(64, (rows + pulls + 1)*sizeof *s->block_memory);
    s->number_memory = calloc(numbers + 1, sizeof *s->number_memory);
    if (!s->block_memory || !s->number_memory) return IL_NO_MEMORY;
    s->bytes += (rows + pulls + 1)*sizeof *s->block_memory + (numbers + 1)*sizeof *s->number_memory;
    memset(s->block_memory, 0, (rows + pulls + 1)*sizeof *s->block_memory);
    il_pack *next = s->block_memory;
    double  *number = s->number_memory;
#define TAKE(at, field, many) (s->field = at, at += (many))
    TAKE(next, E, 6*s->nblock), TAKE(next, B, 6*s->npair), TAKE(next, S, 6*m->nbushing), TAKE(next, Y, m->nbody), TAKE(next, across, 6*m->nbody);
    s->of_lane = next->lane;
    TAKE(number, motion, 6*m->nrow), TAKE(number, outside, 6*m->nbody), TAKE(number, path_slope, m->npath), TAKE(number, K, m->nq*m->nq);
#undef TAKE
    return IL_OK;
}

static il_status place_wide(const il_model *m, ili_stiffness *s) {
    ili_stiffness_wide *w = &s->wide;
    size_t nb = (size_t)m->nbody, n2 = (size_t)(m->nq*m->nq), count = 36*((size_t)s->nblock + (size_t)s->npair + (size_t)m->nbushing) + 12*nb + 6*(size_t)m->nrow + (size_t)m->npath + 2*n2;
    w->memory = aligned_alloc(64, count*sizeof *w->memory);
    if (!w->memory) return IL_NO_MEMORY;
    s->bytes += count*sizeof *w->memory;
    memset(w->memory, 0, count*sizeof *w->memory);
    il_pack *next = w->memory;
#define TAKE(field, many) (w->field = next, next += (many))
    TAKE(E, 36*s->nblock), TAKE(B, 36*s->npair), TAKE(S, 36*m->nbushing), TAKE(Y, 6*m->nbody), TAKE(outside, 6*m->nbody), TAKE(motion, 6*m->nrow), TAKE(path_slope, m->npath);
    TAKE(K, m->nq*m->nq);
#undef TAKE
    w->out = next->lane;
    return IL_OK;
}

static il_status lay_out(const il_model *m, bool abreast, ili_stiffness *s) {
    size_t nb2 = (size_t)(m->nbody*m->nbody), np = (size_t)m->npoint, n = 4*nb2 + 6*np + (size_t)m->npath + 2;
    bool  *on = calloc(nb2, sizeof *on);
    int   *index = s->index_memory = calloc(n, sizeof *index);
    s->above = calloc(nb2, sizeof *s->above);
    il_status status = on && index && s->above ? IL_OK : IL_NO_MEMORY;
    s->bytes = sizeof *s + n*sizeof *index + nb2*sizeof *s->above;
    if (status == IL_OK) {
        int *span_pair = index;
        s->span_point = index + np, s->span_path = index + 2*np, s->span_wrap = index + 3*np, s->path_pair = index + 4*np;
        s->span_low = s->path_pair + m->npath, s->span_high = s->span_low + np;
        s->block = s->span_high + np, s->pair_a = s->block + nb2, s->pair_b = s->pair_a + nb2, s->pair_start = s->pair_b + nb2;
        find_pairs(m, s, span_pair);
        list_spans(m, s, span_pair);
        mark_touching(m, on);
        number_blocks(m, s, on);
        status = place(m, s);
        if (status == IL_OK && abreast) status = place_wide(m, s);
    }
    free(on);
    return status;
}

il_status ili_stiffness_create(const il_model *m, bool abreast, ili_stiffness **out) {
    *out = NULL;
    if (moves(m)) return IL_OK;
    ili_stiffness *s = calloc(1, sizeof *s);
    il_status      status = s ? lay_out(m, abreast, s) : IL_NO_MEMORY;
    if (status == IL_OK) *out = s;
    else ili_stiffness_free(s);
    return status;
}

void ili_stiffness_free(ili_stiffness *s) {
    if (!s) return;
    free(s->wide.memory);
    free(s->block_memory);
    free(s->number_memory);
    free(s->index_memory);
    free(s->above);
    free(s);
}

void ili_stiffness_slopes(const il_model *m, const il_params *p, const il_data *d, bool alike, il_data *t) {
    for (int i = 0; i < m->npath; i++) il_pack_set(&t->path_length[i], 1.0);
    for (int j = 0; j < m->nq; j++) il_pack_set(&t->q[j], 1.0);
    if (alike) ili_muscle_alike_tangent(m, p, d, t);
    else il_muscle_tangent(m, p, NULL, d, t);
    il_ligament_tangent(m, p, NULL, d, t);
    il_limit_tangent(m, p, NULL, d, t);
}

static const double *take(double **at, const il_pack *from, int lane, int n) {
    double *to = *at;
    for (int i = 0; i < n; i++) to[i] = from[i].lane[lane];
    *at += n;
    return to;
}

static const double *take_sixes(double **at, const il_pack *from, int lane, int n) {
    double *to = *at;
    for (int i = 0; i < n; i++)
        for (int k = 0; k < 6; k++) to[8*i + k] = from[6*i + k].lane[lane];
    *at += 8*n;
    return to;
}

// sixes first, as they begin on cache lines
static ili_pulls take_pulls(const il_model *m, const il_data *d, int lane, const ili_stiffness *s) {
    double   *at = s->of_lane, *x, *y, *z;
    ili_pulls l;
    l.wrench = take_sixes(&at, d->pathbody_wrench, lane, m->npathbody), l.load = take_sixes(&at, d->load, lane, m->nbody), l.weight = take_sixes(&at, d->weight, lane, m->nbody);
    l.touch = take(&at, d->touch, lane, m->npathwrap), l.tension = take(&at, d->path_tension, lane, m->npath);
    l.x = x = at, l.y = y = x + m->npoint, l.z = z = y + m->npoint;
    for (int i = 0; i < m->npoint; i++) x[i] = d->point_world[3*i].lane[lane], y[i] = d->point_world[3*i + 1].lane[lane], z[i] = d->point_world[3*i + 2].lane[lane];
    return l;
}

void ili_stiffness_blocks(const il_model *m, const il_params *p, const il_data *d, int lane, const il_data *t, ili_stiffness *s) {
    ili_pulls l = take_pulls(m, d, lane, s);
    d->kernels->bushing_stiffness(m, p, d, lane, s->S);
    d->kernels->stiffness(m, p, d, t, lane, &l, s);
}

void ili_stiffness_alone(const il_model *m, const il_params *p, const il_data *d, const il_data *t, const il_alone *alone, ili_stiffness *s) {
    const ili_alone *a = alone->room;
    double          *touch = s->of_lane;
    for (int w = 0; w < m->npathwrap; w++) touch[w] = a->touch[a->point_bent[m->pathwrap_point[w]]];
    ili_pulls l = {.x = a->x, .y = a->y, .z = a->z, .touch = touch, .tension = alone->tension, .wrench = alone->wrench, .load = a->load, .weight = a->weight};
    d->kernels->bushing_stiffness(m, p, d, 0, s->S);
    d->kernels->stiffness(m, p, d, t, 0, &l, s);
}

void ili_stiffness_abreast(const il_model *m, const il_params *p, const il_data *d, const il_data *t, ili_stiffness *s) {
    d->kernels->bushing_stiffness_abreast(m, p, d, s->wide.S);
    d->kernels->stiffness_abreast(m, p, d, t, s);
}
