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
    int             nrow, nx, ncause, row[IL_STRENGTH_ROWS]; ///< coordinates; columns: muscles, the push, the ground (ncause), what each row yields
    double          weight;                                   ///< of the body [N]
    double         *block, *A, *b, *c, *lo, *hi, *x, *price, *act, *q;
};

enum { GROUND = 6 };                // force and moment under the standing foot
static const double SHIFT = 0.05; // [m, rad] secondary coordinates give way as far as it takes
static const double SOLE = 0.03;  // [m] half the breadth of a sole, less what carries nothing at its edge (assumed)
static const double MOST = 1e5;   // [N] beyond what any person does

il_status il_strength_create(const il_model *m, int isa, il_strength **out, il_error *err) {
    IL_ASSERT(m && out);
    il_strength *w = calloc(1, sizeof *w);
    size_t       nx = (size_t)m->nmuscle + 1 + GROUND + IL_STRENGTH_ROWS, nr = IL_STRENGTH_ROWS;
    il_status    status = w ? il_data_create(m, isa, &w->d, err) : IL_NO_MEMORY;
    if (status == IL_OK) {
        w->m = m;
        w->block = calloc(nr*nx + 2*nr + 5*nx + (size_t)m->nq, sizeof *w->block);
        w->simplex = ili_simplex_create(IL_STRENGTH_ROWS, (int)nx);
        if (!w->block || !w->simplex) status = IL_NO_MEMORY;
    }
    if (status != IL_OK) {
        il_strength_free(w);
        return il_error_set(err, status, NULL, 0, 0, "no memory for a test of strength");
    }
    w->A = w->block, w->b = w->A + nr*nx, w->price = w->b + nr, w->c = w->price + nr, w->lo = w->c + nx, w->hi = w->lo + nx, w->x = w->hi + nx, w->act = w->x + nx;
    w->q = w->act + nx;
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

// everything that the posture in w->d->q alone decides
static void pose(il_strength *w, const il_params *p) {
    const il_model *m = w->m;
    il_position(m, p, w->d);
    il_marker(m, p, w->d);
    il_path(m, p, w->d);
    il_muscle(m, p, w->d);
    il_ligament(m, p, w->d);
    il_bushing(m, p, w->d);
    il_limit(m, p, w->d);
}

static void begin(il_strength *w, const il_strength_problem *s) {
    il_data_reset(w->m, w->d);
    for (int k = 0; k < 3; k++) il_pack_set(&w->d->gravity[k], s->gravity[k]);
    for (int i = 0; i < w->m->nmuscle; i++) il_pack_set(&w->d->act[i], 0.0);
    for (int j = 0; j < w->m->nq; j++) il_pack_set(&w->d->q[j], s->q[j]), w->q[j] = s->q[j];
    double g2 = 0.0, mass = 0.0;
    for (int k = 0; k < 3; k++) g2 += s->gravity[k]*s->gravity[k];
    for (int b = 0; b < w->m->nbody; b++) mass += s->p->body_mass[b];
    w->weight = mass*sqrt(g2);
}

// balanced coordinates, and with yield the secondary ones of the same joints
static bool lay_rows(il_strength *w, const il_strength_problem *s) {
    const il_model *m = w->m;
    w->nrow = 0;
    for (int i = 0; i < s->nbalance && w->nrow < IL_STRENGTH_ROWS; i++) w->row[w->nrow++] = s->balance[i];
    for (int j = 0; j < m->nq && s->yield > 0.0; j++) {
        bool same_joint = false;
        for (int i = 0; i < s->nbalance; i++) same_joint = same_joint || m->coordinate_body[s->balance[i]] == m->coordinate_body[j];
        if (m->coordinate_role[j] != IL_SECONDARY || !same_joint) continue;
        if (w->nrow == IL_STRENGTH_ROWS) return false;
        w->row[w->nrow++] = j;
    }
    w->ncause = m->nmuscle + 1 + (s->stand == IL_NONE ? 0 : GROUND);
    w->nx = w->ncause + (s->yield > 0.0 ? w->nrow : 0);
    return s->nbalance >= 1 && s->nbalance <= IL_STRENGTH_ROWS;
}

// a push on its landmark's body in lane `lane`, about the ground origin
static void push_by(il_strength *w, const il_push *push, double size, int lane) {
    il_pack       *wrench = &w->d->wrench[6*w->m->marker_body[push->marker]];
    double         x[3];
    for (int k = 0; k < 3; k++) x[k] = w->d->marker_world[3*push->marker + k].lane[lane];
    for (int k = 0; k < 3; k++) {
        int i = (k + 1)%3, j = (k + 2)%3;
        wrench[k].lane[lane] = size*(push->moment[k] + x[i]*push->force[j] - x[j]*push->force[i]);
        wrench[3 + k].lane[lane] = size*push->force[k];
    }
}

// muscle, push or part of the ground's wrench: the causes in the order of the columns
static void set_cause(il_strength *w, const il_strength_problem *s, int cause, double size, int lane) {
    int     part = cause - w->m->nmuscle - 1;
    il_push ground = {.marker = s->stand};
    if (part >= 0 && part < 3) ground.force[part] = 1.0;
    else if (part >= 3) ground.moment[part - 3] = 1.0;
    if (cause < w->m->nmuscle) w->d->act[cause].lane[lane] = size;
    else push_by(w, part < 0 ? &s->push : &ground, size, lane);
}

// the difference between lanes and lane 0, which knows neither activation nor push nor yield, as columns first .. first + n - 1
static void take_columns(il_strength *w, int first, int n, double unit) {
    for (int row = 0; row < w->nrow; row++) {
        const il_pack *r = &w->d->residual[w->row[row]];
        for (int k = 0; k < n; k++) w->A[row*w->nx + first + k] = (r->lane[k + 1] - r->lane[0])/unit;
        w->b[row] = -r->lane[0];
    }
}

// the balance is affine in activations, in the push and in what the ground does
static void lay_columns(il_strength *w, const il_strength_problem *s) {
    pose(w, s->p);
    for (int first = 0; first < w->ncause; first += IL_LANES - 1) {
        int n = w->ncause - first < IL_LANES - 1 ? w->ncause - first : IL_LANES - 1;
        for (int k = 0; k < n; k++) set_cause(w, s, first + k, 1.0, k + 1);
        il_balance(w->m, s->p, w->d);
        take_columns(w, first, n, 1.0);
        for (int k = 0; k < n; k++) set_cause(w, s, first + k, 0.0, k + 1);
    }
}

// stiffness of passive tissue at the posture, by small differences
static void lay_yield(il_strength *w, const il_strength_problem *s) {
    const double h = 1e-6;
    for (int first = 0; first < w->nrow; first += IL_LANES - 1) {
        int n = w->nrow - first < IL_LANES - 1 ? w->nrow - first : IL_LANES - 1;
        for (int k = 0; k < n; k++) w->d->q[w->row[first + k]].lane[k + 1] = s->q[w->row[first + k]] + h;
        pose(w, s->p);
        il_balance(w->m, s->p, w->d);
        take_columns(w, w->ncause + first, n, h);
        for (int k = 0; k < n; k++) w->d->q[w->row[first + k]].lane[k + 1] = s->q[w->row[first + k]];
    }
}

static void lay_box(il_strength *w, const il_strength_problem *s) {
    const il_model *m = w->m;
    for (int i = 0; i < w->nx; i++) w->c[i] = 0.0;
    for (int i = 0; i < m->nmuscle; i++) w->lo[i] = s->p->muscle_tone[i], w->hi[i] = fmax(w->lo[i], s->p->muscle_act_max[i]);
    w->lo[m->nmuscle] = 0.0, w->hi[m->nmuscle] = MOST, w->c[m->nmuscle] = 1.0;
    for (int i = m->nmuscle + 1; i < w->ncause; i++) {
        w->hi[i] = i - m->nmuscle - 1 < 3 ? MOST : SOLE*w->weight;
        w->lo[i] = -w->hi[i];
    }
    for (int i = w->ncause; i < w->nx; i++) {
        w->hi[i] = m->coordinate_role[w->row[i - w->ncause]] == IL_PRIMARY ? s->yield : SHIFT;
        w->lo[i] = -w->hi[i];
    }
}

// what no x in its box can exceed, whatever the prices are (weak duality)
static double price_bound(const il_strength *w) {
    double bound = 0.0;
    for (int row = 0; row < w->nrow; row++) bound += w->price[row]*w->b[row];
    for (int j = 0; j < w->nx; j++) {
        double d = w->c[j];
        for (int row = 0; row < w->nrow; row++) d -= w->price[row]*w->A[row*w->nx + j];
        bound += fmax(d*w->lo[j], d*w->hi[j]);
    }
    return bound;
}

static void show(il_strength *w, const il_strength_problem *s, double push) {
    const il_model *m = w->m;
    il_push         ground = {.marker = s->stand};
    for (int i = w->ncause; i < w->nx; i++) w->q[w->row[i - w->ncause]] += w->x[i];
    for (int j = 0; j < m->nq; j++) il_pack_set(&w->d->q[j], w->q[j]);
    pose(w, s->p);
    il_arm(m, s->p, w->d);
    for (int i = 0; i < m->nmuscle; i++) w->act[i] = w->x[i], il_pack_set(&w->d->act[i], w->x[i]);
    for (int k = 0; k < 3 && s->stand != IL_NONE; k++) ground.force[k] = w->x[m->nmuscle + 1 + k], ground.moment[k] = w->x[m->nmuscle + 4 + k];
    for (int lane = 0; lane < IL_LANES; lane++) {
        push_by(w, &s->push, push, lane);
        if (s->stand != IL_NONE) push_by(w, &ground, 1.0, lane);
    }
    il_balance(m, s->p, w->d);
}

il_status il_strength_solve(il_strength *w, const il_strength_problem *s, il_strength_result *out, il_error *err) {
    IL_ASSERT(w && s && out && s->m == w->m && s->p && s->q);
    if (s->p->stride != 0 || !lay_rows(w, s)) {
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "a test of strength needs shared parameters and 1 to %d coordinates that muscles balance", IL_STRENGTH_ROWS);
    }
    begin(w, s);
    lay_columns(w, s);
    if (s->yield > 0.0) lay_yield(w, s);
    lay_box(w, s);
    ili_simplex_problem lp = {.nrow = w->nrow, .nx = w->nx, .A = w->A, .b = w->b, .c = w->c, .lo = w->lo, .hi = w->hi};
    ili_simplex_answer  answer = {.x = w->x, .price = w->price};
    ili_simplex_status  status = ili_simplex_maximise(w->simplex, &lp, &answer);
    *out = (il_strength_result){.can_hold = status == ILI_SIMPLEX_SOLVED, .push = answer.value, .q = w->q, .act = w->act, .d = w->d, .iterations = answer.iterations};
    if (out->can_hold) out->bound = price_bound(w);
    else out->push = 0.0;
    for (int i = 0; i < w->nx && !out->can_hold; i++) w->x[i] = i < w->m->nmuscle ? w->lo[i] : 0.0;
    show(w, s, out->push);
    return IL_OK;
}
