// stiffness.c - which pairs of bodies can pull on each other, and room for their blocks
#include "mech/stiffness.h"
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

// the cheaper way to say how a path's stretching couples what it passes
static void choose(const il_model *m, ili_stiffness *s, int path) {
    int first = m->path_body_start[path], nbody = m->path_body_start[path + 1] - first, narm = m->path_arm_start[path + 1] - m->path_arm_start[path];
    s->path_pair[path] = IL_NONE;
    if (nbody == 2) s->path_pair[path] = pair_of(s, m->pathbody_body[first], m->pathbody_body[first + 1]);
    int cost = nbody == 2 ? 36 : 36*nbody*nbody;
    s->by_arms[path] = nbody < 2 || narm*(narm + 1)/2 < cost;
}

static void mark(const il_model *m, bool *on, int a, int b) { on[a*m->nbody + b] = on[b*m->nbody + a] = true; }

// who touches whom: spans, surfaces, bushings; and each body with itself
static void mark_touching(const il_model *m, ili_stiffness *s, bool *on) {
    for (int i = 0; i < m->npath; i++) {
        for (int k = m->path_start[i]; k < m->path_start[i + 1]; k++) {
            int a = m->point_body[k], b = k + 1 < m->path_start[i + 1] ? m->point_body[k + 1] : a;
            s->span_pair[k] = a == b ? IL_NONE : pair_of(s, a, b);
            mark(m, on, a, b);
        }
        choose(m, s, i);
        for (int k = m->path_body_start[i]; k < m->path_body_start[i + 1]; k++) {
            for (int other = m->path_body_start[i]; other < k && !s->by_arms[i]; other++) mark(m, on, m->pathbody_body[k], m->pathbody_body[other]);
        }
        for (int k = m->path_wrap_start[i]; k < m->path_wrap_start[i + 1]; k++) {
            int point = m->pathwrap_point[k], surface = m->wrap_body[m->pathwrap_wrap[k]];
            mark(m, on, m->point_body[point], surface), mark(m, on, m->point_body[point + 1], surface);
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

static il_status place(const il_model *m, ili_stiffness *s) {
    size_t nb = (size_t)m->nbody;
    size_t count = 36*((size_t)s->nblock + (size_t)s->npair + (size_t)m->nbushing) + 12*nb + 6*(size_t)m->nrow + (size_t)m->npath + (size_t)(m->nq*m->nq);
    s->block_memory = aligned_alloc(64, (count + 1)*sizeof *s->block_memory);
    if (!s->block_memory) return IL_NO_MEMORY;
    memset(s->block_memory, 0, (count + 1)*sizeof *s->block_memory);
    il_pack *next = s->block_memory;
#define TAKE(field, many) (s->field = next, next += (many))
    TAKE(E, 36*s->nblock), TAKE(B, 36*s->npair), TAKE(S, 36*m->nbushing), TAKE(Y, 6*m->nbody), TAKE(outside, 6*m->nbody), TAKE(motion, 6*m->nrow);
    TAKE(path_slope, m->npath), TAKE(K, m->nq*m->nq);
#undef TAKE
    return IL_OK;
}

il_status ili_stiffness_create(const il_model *m, ili_stiffness **out) {
    *out = NULL;
    if (moves(m)) return IL_OK;
    size_t         nb = (size_t)m->nbody, n = 3*nb*nb + (size_t)m->npoint + (size_t)m->npath + 1;
    ili_stiffness *s = calloc(1, sizeof *s);
    int           *index = calloc(n, sizeof *index);
    bool          *flags = calloc(2*nb*nb + (size_t)m->npath, sizeof *flags);
    if (s) s->index_memory = index, s->above = flags;
    il_status status = s && index && flags ? IL_OK : IL_NO_MEMORY;
    if (status == IL_OK) {
        s->block = index, s->pair_a = index + nb*nb, s->pair_b = index + 2*nb*nb, s->span_pair = index + 3*nb*nb, s->path_pair = s->span_pair + m->npoint;
        s->by_arms = flags + 2*nb*nb;
        mark_touching(m, s, flags + nb*nb);
        number_blocks(m, s, flags + nb*nb);
        status = place(m, s);
    }
    if (status == IL_OK) *out = s;
    else if (s) ili_stiffness_free(s);
    else free(index), free(flags);
    return status;
}

void ili_stiffness_free(ili_stiffness *s) {
    if (!s) return;
    free(s->block_memory);
    free(s->index_memory);
    free(s->above);
    free(s);
}

// how every tension and limit grows with its own length and coordinate: one tangent pass over each, all at once
void ili_stiffness_run(const il_model *m, const il_params *p, const il_data *d, il_data *t, ili_stiffness *s) {
    for (int i = 0; i < m->npath; i++) il_pack_set(&t->path_length[i], 1.0);
    for (int j = 0; j < m->nq; j++) il_pack_set(&t->q[j], 1.0);
    il_muscle_tangent(m, p, NULL, d, t);
    il_ligament_tangent(m, p, NULL, d, t);
    il_limit_tangent(m, p, NULL, d, t);
    d->kernels->bushing_stiffness(m, p, d, s->S);
    d->kernels->stiffness(m, p, d, t, s);
}

void ili_stiffness_read(const il_model *m, const ili_stiffness *s, int lane, double *K) {
    for (int i = 0; i < m->nq; i++) {
        for (int j = 0; j <= i; j++) {
            double x = s->K[i*m->nq + j].lane[lane];
            K[i*m->nq + j] = x;
            if (j < i) K[j*m->nq + i] = x + s->K[j*m->nq + i].lane[lane];
        }
    }
}
