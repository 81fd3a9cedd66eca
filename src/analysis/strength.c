// strength.c - isometric strength as a linear program over activations
#include "ilium/strength.h"
#include "solve/simplex.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct il_strength {
    const il_model *m;
    il_data        *d;
    ili_simplex    *simplex;
    double         *block, *A, *b, *c, *lo, *hi, *x, *price, *act;
};

il_status il_strength_create(const il_model *m, int isa, il_strength **out, il_error *err) {
    IL_ASSERT(m && out);
    il_strength *w = calloc(1, sizeof *w);
    size_t       nx = (size_t)m->nmuscle + 1, nr = IL_STRENGTH_ROWS;
    il_status    status = w ? il_data_create(m, isa, &w->d, err) : IL_NO_MEMORY;
    if (status == IL_OK) {
        w->m = m;
        w->block = calloc(nr*nx + 2*nr + 5*nx, sizeof *w->block);
        w->simplex = ili_simplex_create(IL_STRENGTH_ROWS, (int)nx);
        if (!w->block || !w->simplex) status = IL_NO_MEMORY;
    }
    if (status != IL_OK) {
        il_strength_free(w);
        return il_error_set(err, status, NULL, 0, 0, "no memory for a test of strength");
    }
    w->A = w->block, w->b = w->A + nr*nx, w->price = w->b + nr, w->c = w->price + nr, w->lo = w->c + nx, w->hi = w->lo + nx, w->x = w->hi + nx, w->act = w->x + nx;
    *out = w;
    return IL_OK;
}

void il_strength_free(il_strength *w) {
    if (!w) return;
    il_data_free(w->d);
    ili_simplex_free(w->simplex);
    free(w->block);
    free(w);
}

// everything that the posture alone decides
static void pose(il_strength *w, const il_strength_problem *s) {
    const il_model  *m = w->m;
    const il_params *p = s->p;
    il_data_reset(m, w->d);
    for (int j = 0; j < m->nq; j++) il_pack_set(&w->d->q[j], s->q[j]);
    for (int k = 0; k < 3; k++) il_pack_set(&w->d->gravity[k], s->gravity[k]);
    il_position(m, p, w->d);
    il_marker(m, p, w->d);
    il_path(m, p, w->d);
    il_arm(m, p, w->d);
    il_muscle(m, p, w->d);
    il_ligament(m, p, w->d);
    il_bushing(m, p, w->d);
    il_limit(m, p, w->d);
}

// the push on the landmark's body in lane `lane`, about the ground origin
static void push_by(il_strength *w, const il_strength_problem *s, double size, int lane) {
    const il_push *push = &s->push;
    il_pack       *wrench = &w->d->wrench[6*w->m->marker_body[push->marker]];
    double         x[3];
    for (int k = 0; k < 3; k++) x[k] = w->d->marker_world[3*push->marker + k].lane[lane];
    for (int k = 0; k < 3; k++) {
        int i = (k + 1)%3, j = (k + 2)%3;
        wrench[k].lane[lane] = size*(push->moment[k] + x[i]*push->force[j] - x[j]*push->force[i]);
        wrench[3 + k].lane[lane] = size*push->force[k];
    }
}

// columns by difference: the balance is affine in activations and in the push. Lane 0 is without either
static void lay_columns(il_strength *w, const il_strength_problem *s) {
    const il_model *m = w->m;
    int             nx = m->nmuscle + 1;
    for (int i = 0; i < m->nmuscle; i++) il_pack_set(&w->d->act[i], 0.0);
    for (int first = 0; first < nx; first += IL_LANES - 1) {
        for (int lane = 1; lane < IL_LANES && first + lane - 1 < nx; lane++) {
            int i = first + lane - 1;
            if (i < m->nmuscle) w->d->act[i].lane[lane] = 1.0;
            else push_by(w, s, 1.0, lane);
        }
        il_balance(m, s->p, w->d);
        for (int row = 0; row < s->nbalance; row++) {
            const il_pack *r = &w->d->residual[s->balance[row]];
            for (int lane = 1; lane < IL_LANES && first + lane - 1 < nx; lane++) w->A[row*nx + first + lane - 1] = r->lane[lane] - r->lane[0];
            w->b[row] = -r->lane[0];
        }
        for (int lane = 1; lane < IL_LANES && first + lane - 1 < nx; lane++) {
            int i = first + lane - 1;
            if (i < m->nmuscle) w->d->act[i].lane[lane] = 0.0;
            else push_by(w, s, 0.0, lane);
        }
    }
}

// what no x in its box can exceed, whatever the prices are (weak duality)
static double price_bound(const il_strength *w, const il_strength_problem *s) {
    int    nx = w->m->nmuscle + 1;
    double bound = 0.0;
    for (int row = 0; row < s->nbalance; row++) bound += w->price[row]*w->b[row];
    for (int j = 0; j < nx; j++) {
        double d = w->c[j];
        for (int row = 0; row < s->nbalance; row++) d -= w->price[row]*w->A[row*nx + j];
        bound += fmax(d*w->lo[j], d*w->hi[j]);
    }
    return bound;
}

static void show(il_strength *w, const il_strength_problem *s, double push) {
    for (int i = 0; i < w->m->nmuscle; i++) w->act[i] = w->x[i], il_pack_set(&w->d->act[i], w->x[i]);
    for (int lane = 0; lane < IL_LANES; lane++) push_by(w, s, push, lane);
    il_balance(w->m, s->p, w->d);
}

il_status il_strength_solve(il_strength *w, const il_strength_problem *s, il_strength_result *out, il_error *err) {
    IL_ASSERT(w && s && out && s->m == w->m && s->p && s->q);
    static const double MOST = 1e5; // [N] beyond what any person does
    int                 nx = w->m->nmuscle + 1;
    if (s->nbalance < 1 || s->nbalance > IL_STRENGTH_ROWS || s->p->stride != 0) {
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "a test of strength needs shared parameters and 1 to %d coordinates that muscles balance", IL_STRENGTH_ROWS);
    }
    pose(w, s);
    lay_columns(w, s);
    for (int i = 0; i < w->m->nmuscle; i++) w->lo[i] = fmin(1.0, s->p->muscle_tone[i]), w->hi[i] = fmax(w->lo[i], s->p->muscle_act_max[i]), w->c[i] = 0.0;
    w->lo[nx - 1] = 0.0, w->hi[nx - 1] = MOST, w->c[nx - 1] = 1.0;
    ili_simplex_problem lp = {.nrow = s->nbalance, .nx = nx, .A = w->A, .b = w->b, .c = w->c, .lo = w->lo, .hi = w->hi};
    ili_simplex_answer  answer = {.x = w->x, .price = w->price};
    ili_simplex_status  status = ili_simplex_maximise(w->simplex, &lp, &answer);
    *out = (il_strength_result){.can_hold = status == ILI_SIMPLEX_SOLVED, .push = answer.value, .act = w->act, .d = w->d, .iterations = answer.iterations};
    if (!out->can_hold) out->push = 0.0, memcpy(w->x, w->lo, sizeof *w->x*(size_t)nx);
    else out->bound = price_bound(w, s);
    show(w, s, out->push);
    return IL_OK;
}
