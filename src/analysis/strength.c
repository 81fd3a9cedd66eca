// strength.c - isometric strength as a linear program over activations; where the posture gives way the first of several steps
#include "strength_private.h"
#include "mech/kernels.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double ABOVE = 4.0;   // times the push of the first program, where the search begins: 2 and 3 found up to 2 % less
static const double BEND = 0.03;   // [rad] how far a spine is bent to a side, to see whether it pushes more so
static const double FIRM = 10.0;   // times what joints must be worth, where no rest is found otherwise

enum { ROWS = IL_STRENGTH_ROWS + 1, GROUND = ILI_STRENGTH_GROUND };
static size_t columns(const il_model *m) { return (size_t)m->nmuscle + 1 + GROUND + IL_STRENGTH_ROWS; }
static size_t kept(const il_model *m) { return (size_t)m->nq + (size_t)m->nmuscle + ROWS + GROUND + 1; }
// with the scratch of slopes
static size_t numbers(const il_model *m) { return ROWS*columns(m) + 2*ROWS + 5*columns(m) + (size_t)m->nq*(17 + (size_t)m->nq) + kept(m); }

il_status il_strength_create(const il_model *m, int isa, il_strength **out, il_error *err) {
    IL_ASSERT(m && out);
    il_strength *w = calloc(1, sizeof *w);
    size_t       nx = columns(m), nr = ROWS;
    il_status    status = w ? il_data_create(m, isa, &w->d, err) : IL_NO_MEMORY;
    if (status == IL_OK) status = ili_data_create_zero(m, isa, &w->t, err);
    if (status == IL_OK) status = ili_stiffness_create(m, false, &w->stiffness);
    if (status == IL_OK) {
        w->m = m;
        w->block = calloc(numbers(m), sizeof *w->block);
        w->simplex = ili_simplex_create((int)nr, (int)nx);
        w->settle = ili_settle_create(m, isa);
        w->which = calloc(3*(size_t)m->nq + 1, sizeof *w->which);
        if (!w->block || !w->which || !w->simplex || !w->settle) status = IL_NO_MEMORY;
    }
    if (status != IL_OK) {
        il_strength_free(w);
        return il_error_set(err, status, NULL, 0, 0, "no memory for a test of strength");
    }
    w->A = w->block, w->b = w->A + nr*nx, w->price = w->b + nr, w->c = w->price + nr, w->lo = w->c + nx, w->hi = w->lo + nx, w->x = w->hi + nx, w->act = w->x + nx;
    w->q = w->act + nx, w->landmark = w->q + m->nq, w->K = w->landmark + 15*m->nq, w->kept = w->K + m->nq*(m->nq + 1);
    *out = w;
    return IL_OK;
}

size_t il_strength_size(const il_strength *w) {
    size_t own = sizeof *w + numbers(w->m)*sizeof *w->block + (3*(size_t)w->m->nq + 1)*sizeof *w->which;
    return own + w->d->size + w->t->size + (w->stiffness ? w->stiffness->bytes : 0) + ili_simplex_bytes(w->simplex) + ili_settle_bytes(w->settle);
}

void il_strength_free(il_strength *w) {
    if (!w) return;
    il_data_free(w->d);
    il_data_free(w->t);
    ili_stiffness_free(w->stiffness);
    free(w->which);
    ili_simplex_free(w->simplex);
    ili_settle_free(w->settle);
    free(w->block);
    free(w);
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
    w->place = ili_along_push(w, s, 0);
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
    ili_strength_stand(w, s);
    il_arm(w->m, s->p, w->d);
}

// what the worst row misses by, in body weights (and times 1 m)
static double worst_row(const il_strength *w, int *worst) {
    double most = 0.0;
    *worst = IL_NONE;
    for (int row = 0; row < w->njoint; row++) {
        double miss = fabs(w->d->residual[w->row[row]].lane[0])/w->weight;
        if (miss > most) most = miss, *worst = w->row[row];
    }
    return most;
}

typedef struct watch {
    il_strength              *w;
    const il_strength_limits *limits;
} watch;

// has a limit been met before this iteration? In the order that a solve of a posture asks
static bool over(void *user, int iterations) {
    watch                    *at = user;
    const il_strength_limits *limits = at->limits;
    il_posture_end            end = IL_POSTURE_END_FOUND;
    if (limits->max_iterations > 0 && iterations >= limits->max_iterations) end = IL_POSTURE_END_ITERATIONS;
    else if (limits->stop && limits->stop(limits->stop_user)) end = IL_POSTURE_END_ASKED;
    else if (limits->clock && !(limits->clock(limits->clock_user) < limits->deadline)) end = IL_POSTURE_END_TIME;
    at->w->end = end;
    return end != IL_POSTURE_END_FOUND;
}

// the linear program of the posture and forces as they are
static bool solve_program(il_strength *w, const il_strength_problem *s, il_strength_result *out) {
    watch               at = {w, &s->limits};
    ili_simplex_problem lp = {.nrow = w->nrow, .nx = w->nx, .A = w->A, .b = w->b, .c = w->c, .lo = w->lo, .hi = w->hi, .stop = over, .user = &at};
    ili_simplex_answer  answer = {.x = w->x, .price = w->price};
    ili_simplex_status  status = ili_simplex_maximise(w->simplex, &lp, &answer);
    out->solves++, out->iterations += answer.iterations, out->evaluations++;
    return status == ILI_SIMPLEX_SOLVED;
}

// does a coordinate bend or turn the trunk to a side, or shift it there? Joints of the midline; of others it does not matter
static bool to_a_side(const il_strength *w, const il_strength_problem *s, int coordinate) {
    for (int r = 0; r < w->m->nrow; r++) {
        if (w->m->row_dof[r] != coordinate) continue;
        bool across = fabs(s->p->row_axis[3*r + 2]) > 0.5;
        return (w->m->row_kind[r] == IL_ROW_ROTATION) != across;
    }
    return false;
}

// How a spine may bend to a side: as it does the other way, or in an S: the lower half of the joints to one side and the upper to the other
typedef enum bending { OTHER_SIDE, AN_S, AN_S_BACK, NBENDING } bending;

// To which side does it bend below? So that a person and her mirror image try mirrored ways
static double side_of(const il_strength *w, const il_strength_problem *s) {
    for (int k = 0; k < w->njoint; k++) {
        int j = w->row[k];
        if (w->m->coordinate_kind[j] == IL_ROW_ROTATION && to_a_side(w, s, j)) return w->q[j] < s->q[j] ? -1.0 : 1.0;
    }
    return 1.0;
}

// False: nothing bends to a side
static bool bend(il_strength *w, const il_strength_problem *s, bending how, double side) {
    int many = 0, n = 0;
    for (int k = 0; k < w->njoint; k++) many += to_a_side(w, s, w->row[k]);
    for (int k = 0; k < w->njoint; k++) {
        int    j = w->row[k];
        bool   turns = w->m->coordinate_kind[j] == IL_ROW_ROTATION;
        if (!to_a_side(w, s, j)) continue;
        bool lower = 2*n++ < many;
        if (how == OTHER_SIDE) w->q[j] = 2.0*s->q[j] - w->q[j];
        else if (turns) w->q[j] = s->q[j] + ((how == AN_S) == lower ? side : -side)*BEND;
    }
    return many > 0;
}

static void keep(const il_strength *w, double *at) {
    size_t nq = (size_t)w->m->nq, nact = (size_t)w->m->nmuscle;
    memcpy(at, w->q, nq*sizeof *at), memcpy(at + nq, w->act, nact*sizeof *at), memcpy(at + nq + nact, w->price, ROWS*sizeof *at);
    memcpy(at + nq + nact + ROWS, w->ground, sizeof w->ground), at[nq + nact + ROWS + GROUND] = w->push;
}

static void go_back(il_strength *w, const double *at) {
    size_t nq = (size_t)w->m->nq, nact = (size_t)w->m->nmuscle;
    memcpy(w->q, at, nq*sizeof *at), memcpy(w->act, at + nq, nact*sizeof *at), memcpy(w->price, at + nq + nact, ROWS*sizeof *at);
    memcpy(w->ground, at + nq + nact + ROWS, sizeof w->ground), w->push = at[nq + nact + ROWS + GROUND];
}

// A spine that pushes bends to a side, a little, and to which one a search brings it is decided by rounding; they differ by up to 3 % of the push. So the others
// are tried too, from the answer on: a few steps each.
static void try_other_sides(il_strength *w, const il_strength_problem *s, il_strength_result *out) {
    double side = side_of(w, s);
    for (bending how = 0; how < NBENDING && w->end == IL_POSTURE_END_FOUND; how++) {
        keep(w, w->kept);
        double push = w->push;
        if (bend(w, s, how, side) && ili_strength_settle(w, s, fmax(1.0, push), 1.0, s->q, out) && w->push > push) continue;
        go_back(w, w->kept);
    }
    ili_strength_linearise(w, s);
}

// Sought far above what the first program thought, since joints that give way let muscles do more; then weighed by the push that was found. Where a search does
// not come to rest, on a bottom that is all but flat, the answer is where it was; failing that, nearer to the posture given: less than the greatest push, but one
// that is held. What a limit ends is where it was, or back where it had come to rest before.
static bool come_to_rest(il_strength *w, const il_strength_problem *s, double most, il_strength_result *out) {
    bool rested = ili_strength_settle(w, s, ABOVE*most, 1.0, s->q, out);
    if (w->end != IL_POSTURE_END_FOUND) return false;
    double push = fmax(1.0, w->push);
    keep(w, w->kept);
    if (ili_strength_settle(w, s, push, 1.0, s->q, out) || ili_strength_settle(w, s, push, FIRM, w->q, out)) return true;
    if (w->end != IL_POSTURE_END_FOUND) {
        if (rested) go_back(w, w->kept);
        return false;
    }
    begin(w, s);
    return ili_strength_settle(w, s, most, FIRM, s->q, out);
}

// the posture as given, no forces but tone
static void give_up(il_strength *w, const il_strength_problem *s) {
    for (int i = 0; i < w->m->nmuscle; i++) w->act[i] = s->p->muscle_tone[i];
    for (int j = 0; j < w->m->nq; j++) w->q[j] = s->q[j];
    for (int k = 0; k < GROUND; k++) w->ground[k] = 0.0;
    w->push = 0.0;
}

// what was found, or the best there is where a limit came first
static void finish(il_strength *w, const il_strength_problem *s, il_strength_result *out) {
    bool ended = w->end != IL_POSTURE_END_FOUND;
    if (ended ? w->push <= 0.0 : !out->can_hold) give_up(w, s);
    out->bound = ended ? IL_INF : out->can_hold ? price_bound(w) : 0.0;
    out->can_hold = out->can_hold && !ended;
    out->end = w->end, out->push = w->push;
    show(w, s);
    if (out->can_hold || ended) out->residual = worst_row(w, &out->worst);
}

il_status il_strength_solve(il_strength *w, const il_strength_problem *s, il_strength_result *out, il_error *err) {
    IL_ASSERT(w && s && out && s->m == w->m && s->p && s->q);
    if (s->p->stride != 0 || !lay_rows(w, s)) {
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "a test of strength needs shared parameters and 1 to %d coordinates that muscles balance", IL_STRENGTH_ROWS);
    }
    begin(w, s);
    *out = (il_strength_result){.q = w->q, .act = w->act, .d = w->d, .worst = IL_NONE};
    w->end = IL_POSTURE_END_FOUND;
    ili_strength_linearise(w, s);
    out->can_hold = solve_program(w, s, out);
    if (out->can_hold && s->yield > 0.0) {
        out->can_hold = come_to_rest(w, s, fmax(1.0, w->x[w->m->nmuscle]), out);
        if (out->can_hold) try_other_sides(w, s, out);
    } else if (out->can_hold || (w->end != IL_POSTURE_END_FOUND && s->yield == 0.0)) {
        take(w, w->x);
    }
    finish(w, s, out);
    return IL_OK;
}
