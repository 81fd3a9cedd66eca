// strength.c - isometric strength as a linear program over activations; where the posture gives way the first of several steps
#include "strength_private.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double MOST = 1e5;    // [N] beyond what any person does
static const double SOLE = 0.03;   // [m] half the breadth of a sole, less what carries nothing at its edge (assumed)
static const double ABOVE = 2.0;   // times the push of the first program, where the search begins
static const double FIRM = 10.0;   // times what joints must be worth, where no rest is found otherwise
static const double SHIFT = 0.05;  // [m, rad] secondary coordinates give way as far as it takes

enum { ROWS = IL_STRENGTH_ROWS + 1, GROUND = ILI_STRENGTH_GROUND };
static size_t columns(const il_model *m) { return (size_t)m->nmuscle + 1 + GROUND + IL_STRENGTH_ROWS; }
static size_t numbers(const il_model *m) { return ROWS*columns(m) + 2*ROWS + 5*columns(m) + (size_t)m->nq; }

il_status il_strength_create(const il_model *m, int isa, il_strength **out, il_error *err) {
    IL_ASSERT(m && out);
    il_strength *w = calloc(1, sizeof *w);
    size_t       nx = columns(m), nr = ROWS;
    il_status    status = w ? il_data_create(m, isa, &w->d, err) : IL_NO_MEMORY;
    if (status == IL_OK) {
        w->m = m;
        w->block = calloc(numbers(m), sizeof *w->block);
        w->simplex = ili_simplex_create((int)nr, (int)nx);
        w->settle = ili_settle_create(m, isa);
        if (!w->block || !w->simplex || !w->settle) status = IL_NO_MEMORY;
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

size_t il_strength_size(const il_strength *w) { return sizeof *w + w->d->size + numbers(w->m)*sizeof *w->block + ili_simplex_bytes(w->simplex) + ili_settle_bytes(w->settle); }

void il_strength_free(il_strength *w) {
    if (!w) return;
    il_data_free(w->d);
    ili_simplex_free(w->simplex);
    ili_settle_free(w->settle);
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

static double along_push(const il_strength *w, const il_strength_problem *s, int lane) {
    double x = 0.0;
    for (int k = 0; k < 3; k++) x += s->push.force[k]*w->d->marker_world[3*s->push.marker + k].lane[lane];
    return x;
}

static void begin(il_strength *w, const il_strength_problem *s) {
    il_data_reset(w->m, w->d);
    for (int k = 0; k < 3; k++) il_pack_set(&w->d->gravity[k], s->gravity[k]);
    for (int i = 0; i < w->m->nmuscle; i++) il_pack_set(&w->d->act[i], 0.0);
    for (int j = 0; j < w->m->nq; j++) w->q[j] = s->q[j];
    for (int i = 0; i < w->m->nmuscle; i++) w->act[i] = 0.0;
    w->push = 0.0;
    double g2 = 0.0, mass = 0.0;
    for (int k = 0; k < 3; k++) g2 += s->gravity[k]*s->gravity[k];
    for (int b = 0; b < w->m->nbody; b++) mass += s->p->body_mass[b];
    for (int k = 0; k < GROUND; k++) w->ground[k] = 0.0;
    w->weight = mass*sqrt(g2);
    for (int j = 0; j < w->m->nq; j++) il_pack_set(&w->d->q[j], w->q[j]);
    il_position(w->m, s->p, w->d), il_marker(w->m, s->p, w->d);
    w->place = along_push(w, s, 0);
}

// balanced coordinates, and with yield the secondary ones of the same joints
static bool lay_rows(il_strength *w, const il_strength_problem *s) {
    const il_model *m = w->m;
    w->njoint = 0;
    for (int i = 0; i < s->nbalance && w->njoint < IL_STRENGTH_ROWS; i++) w->row[w->njoint++] = s->balance[i];
    for (int j = 0; j < m->nq && s->yield > 0.0; j++) {
        bool same_joint = false;
        for (int i = 0; i < s->nbalance; i++) same_joint = same_joint || m->coordinate_body[s->balance[i]] == m->coordinate_body[j];
        if (m->coordinate_role[j] != IL_SECONDARY || !same_joint) continue;
        if (w->njoint == IL_STRENGTH_YIELD) return false;
        w->row[w->njoint++] = j;
    }
    w->ncause = m->nmuscle + 1 + (s->stand == IL_NONE ? 0 : GROUND);
    w->nrow = w->njoint + (s->yield > 0.0), w->nx = w->ncause + (s->yield > 0.0 ? w->njoint : 0);
    return s->nbalance >= 1 && s->nbalance <= (s->yield > 0.0 ? IL_STRENGTH_YIELD : IL_STRENGTH_ROWS);
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

// the difference between lanes and lane 0 as columns first .. first + n - 1
static void take_columns(il_strength *w, int first, int n, double unit) {
    for (int row = 0; row < w->njoint; row++) {
        const il_pack *r = &w->d->residual[w->row[row]];
        for (int k = 0; k < n; k++) w->A[row*w->nx + first + k] = (r->lane[k + 1] - r->lane[0])/unit;
    }
}

// the balance is affine in activations, in the push and in what the ground does
static void lay_columns(il_strength *w, const il_strength_problem *s) {
    for (int j = 0; j < w->m->nq; j++) il_pack_set(&w->d->q[j], w->q[j]);
    pose(w, s->p);
    for (int first = 0; first < w->ncause; first += IL_LANES - 1) {
        int n = w->ncause - first < IL_LANES - 1 ? w->ncause - first : IL_LANES - 1;
        for (int k = 0; k < n; k++) set_cause(w, s, first + k, 1.0, k + 1);
        il_balance(w->m, s->p, w->d);
        take_columns(w, first, n, 1.0);
        for (int k = 0; k < n; k++) set_cause(w, s, first + k, 0.0, k + 1);
    }
    for (int row = 0; row < w->njoint; row++) w->b[row] = -w->d->residual[w->row[row]].lane[0];
}

static void lay_forces(il_strength *w, const il_strength_problem *s, double share) {
    il_push ground = {.marker = s->stand};
    for (int k = 0; k < 3; k++) ground.force[k] = w->ground[k], ground.moment[k] = w->ground[3 + k];
    for (int i = 0; i < w->m->nmuscle; i++) il_pack_set(&w->d->act[i], share*w->act[i]);
    for (int lane = 0; lane < IL_LANES; lane++) {
        push_by(w, &s->push, share*w->push, lane);
        if (s->stand != IL_NONE) push_by(w, &ground, share, lane);
    }
}

// what giving way does to the balance, passive tissue and the forces of the round before together, by small differences
static void lay_yield(il_strength *w, const il_strength_problem *s) {
    const double h = 1e-6;
    double      *place = &w->A[w->njoint*w->nx];
    for (int i = 0; i < w->nx; i++) place[i] = 0.0;
    w->b[w->njoint] = w->place - along_push(w, s, 0);
    for (int first = 0; first < w->njoint; first += IL_LANES - 1) {
        int n = w->njoint - first < IL_LANES - 1 ? w->njoint - first : IL_LANES - 1;
        for (int k = 0; k < n; k++) w->d->q[w->row[first + k]].lane[k + 1] = w->q[w->row[first + k]] + h;
        pose(w, s->p);
        lay_forces(w, s, 1.0); // the push goes along with its landmark
        il_balance(w->m, s->p, w->d);
        take_columns(w, w->ncause + first, n, h);
        for (int k = 0; k < n; k++) place[w->ncause + first + k] = (along_push(w, s, k + 1) - along_push(w, s, 0))/h;
        for (int k = 0; k < n; k++) w->d->q[w->row[first + k]].lane[k + 1] = w->q[w->row[first + k]];
    }
    lay_forces(w, s, 0.0);
}

// no further from the posture given than it may yield
static void lay_box(il_strength *w, const il_strength_problem *s) {
    const il_model *m = w->m;
    for (int i = 0; i < w->nx; i++) w->c[i] = 0.0;
    for (int i = 0; i < m->nmuscle; i++) w->lo[i] = s->p->muscle_tone[i], w->hi[i] = fmax(w->lo[i], s->p->muscle_act_max[i]);
    w->lo[m->nmuscle] = 0.0, w->hi[m->nmuscle] = MOST, w->c[m->nmuscle] = 1.0;
    for (int i = m->nmuscle + 1; i < w->ncause; i++) w->hi[i] = i - m->nmuscle - 1 < 3 ? MOST : SOLE*w->weight, w->lo[i] = -w->hi[i];
    for (int i = w->ncause; i < w->nx; i++) {
        int    j = w->row[i - w->ncause];
        double most = m->coordinate_role[j] == IL_PRIMARY ? s->yield : SHIFT, gone = w->q[j] - s->q[j];
        w->lo[i] = fmin(0.0, fmax(-most, s->p->coordinate_min[j] - s->q[j]) - gone), w->hi[i] = fmax(0.0, fmin(most, s->p->coordinate_max[j] - s->q[j]) - gone);
    }
}

void ili_strength_linearise(il_strength *w, const il_strength_problem *s) {
    lay_columns(w, s);
    if (s->yield > 0.0) lay_yield(w, s);
    lay_box(w, s);
}

void ili_strength_miss(il_strength *w, const il_strength_problem *s, double *miss) {
    for (int j = 0; j < w->m->nq; j++) il_pack_set(&w->d->q[j], w->q[j]);
    pose(w, s->p);
    lay_forces(w, s, 1.0);
    il_balance(w->m, s->p, w->d);
    for (int row = 0; row < w->njoint; row++) miss[row] = w->d->residual[w->row[row]].lane[0];
    if (s->yield > 0.0) miss[w->njoint] = along_push(w, s, 0) - w->place;
    lay_forces(w, s, 0.0);
}

// a solution x becomes posture and forces
static void take(il_strength *w, const double *x) {
    w->push = x[w->m->nmuscle];
    for (int i = 0; i < w->m->nmuscle; i++) w->act[i] = x[i];
    for (int i = w->m->nmuscle + 1; i < w->ncause; i++) w->ground[i - w->m->nmuscle - 1] = x[i];
    for (int i = w->ncause; i < w->nx; i++) w->q[w->row[i - w->ncause]] += x[i];
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

static void show(il_strength *w, const il_strength_problem *s) {
    for (int j = 0; j < w->m->nq; j++) il_pack_set(&w->d->q[j], w->q[j]);
    pose(w, s->p);
    il_arm(w->m, s->p, w->d);
    lay_forces(w, s, 1.0);
    il_balance(w->m, s->p, w->d);
}

// what the worst row misses by, in body weights (and times 1 m)
static double worst_row(const il_strength *w) {
    double most = 0.0;
    for (int row = 0; row < w->njoint; row++) most = fmax(most, fabs(w->d->residual[w->row[row]].lane[0])/w->weight);
    return most;
}

// the linear program of the posture and forces as they are
static bool solve_program(il_strength *w, int *iterations) {
    ili_simplex_problem lp = {.nrow = w->nrow, .nx = w->nx, .A = w->A, .b = w->b, .c = w->c, .lo = w->lo, .hi = w->hi};
    ili_simplex_answer answer = {.x = w->x, .price = w->price};
    ili_simplex_status status = ili_simplex_maximise(w->simplex, &lp, &answer);
    *iterations += answer.iterations;
    return status == ILI_SIMPLEX_SOLVED;
}

// Sought far above what the first program thought, since joints that give way let muscles do more; then weighed by the push that was found. Where a search does
// not come to rest, on a bottom that is all but flat, the answer is where it was; failing that, nearer to the posture given: less than the greatest push, but one
// that is held.
static bool come_to_rest(il_strength *w, const il_strength_problem *s, double most, int *iterations) {
    ili_strength_settle(w, s, ABOVE*most, 1.0, s->q, iterations);
    double push = fmax(1.0, w->push);
    if (ili_strength_settle(w, s, push, 1.0, s->q, iterations) || ili_strength_settle(w, s, push, FIRM, w->q, iterations)) return true;
    begin(w, s);
    return ili_strength_settle(w, s, most, FIRM, s->q, iterations);
}

// the posture as given, no forces but tone
static void give_up(il_strength *w, const il_strength_problem *s) {
    for (int i = 0; i < w->m->nmuscle; i++) w->act[i] = s->p->muscle_tone[i];
    for (int j = 0; j < w->m->nq; j++) w->q[j] = s->q[j];
    for (int k = 0; k < GROUND; k++) w->ground[k] = 0.0;
    w->push = 0.0;
}

il_status il_strength_solve(il_strength *w, const il_strength_problem *s, il_strength_result *out, il_error *err) {
    IL_ASSERT(w && s && out && s->m == w->m && s->p && s->q);
    if (s->p->stride != 0 || !lay_rows(w, s)) {
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "a test of strength needs shared parameters and 1 to %d coordinates that muscles balance", IL_STRENGTH_ROWS);
    }
    begin(w, s);
    *out = (il_strength_result){.q = w->q, .act = w->act, .d = w->d};
    ili_strength_linearise(w, s);
    out->can_hold = solve_program(w, &out->iterations);
    if (out->can_hold && s->yield > 0.0) {
        out->can_hold = come_to_rest(w, s, fmax(1.0, w->x[w->m->nmuscle]), &out->iterations);
    } else if (out->can_hold) {
        take(w, w->x);
    }
    if (out->can_hold) out->push = w->push, out->bound = price_bound(w);
    else give_up(w, s);
    show(w, s);
    out->residual = out->can_hold ? worst_row(w) : 0.0;
    return IL_OK;
}
