// abreast.c - postures evaluated abreast
#include "analysis/abreast.h"
#include "base/memory.h"
#include "mech/alone.h"
#include "mech/kernels.h"
#include "model/params.h"
#include "solve/equilibrium.h"
#include <stdlib.h>
#include <string.h>

// ---- memory ----

static il_status place_numbers(ili_abreast *a, il_error *err) {
    il_status status = il_params_create(a->m, true, &a->p, err);
    for (int lane = 0; status == IL_OK && lane < a->width; lane++) status = il_params_create(a->m, false, &a->laid[lane], err);
    return status;
}

static il_status place_pulls(ili_abreast *a, int lanes) {
    for (int i = 0; i < a->m->nmuscle; i++) a->npull += a->m->path_arm_start[a->m->muscle_path[i] + 1] - a->m->path_arm_start[a->m->muscle_path[i]];
    for (int lane = 0; lane < lanes; lane++) {
        a->pull[lane] = calloc((size_t)a->npull + 1, sizeof *a->pull[lane]);
        if (!a->pull[lane]) return IL_NO_MEMORY;
    }
    return IL_OK;
}

il_status ili_abreast_create(const il_model *m, int isa, int width, ili_abreast **out, il_error *err) {
    ili_abreast *a = *out = calloc(1, sizeof *a);
    il_status    status = a ? ili_stiffness_create(m, width > 1, &a->stiffness) : IL_NO_MEMORY;
    if (status == IL_OK) {
        a->m = m, a->width = a->stiffness ? width : 1;
        a->which = calloc(2*(size_t)m->nq + 1, sizeof *a->which);
        a->landmark = calloc(15*(size_t)m->nq, sizeof *a->landmark);
        status = a->which && a->landmark ? il_data_create(m, (il_isa)isa, &a->d, err) : IL_NO_MEMORY;
    }
    if (status == IL_OK) status = ili_data_create_zero(m, (il_isa)isa, &a->t, err);
    if (status == IL_OK && a->width > 1) status = place_numbers(a, err);
    if (status == IL_OK) status = place_pulls(a, a->width > 1 ? IL_LANES : 1);
    if (status == IL_OK && a->width == 1 && a->stiffness && ili_alone_knows(m)) status = il_alone_create(m, &a->alone, err);
    if (status == IL_OK) return IL_OK;
    ili_abreast_free(a);
    *out = NULL;
    return status;
}

size_t ili_abreast_bytes(const ili_abreast *a) {
    size_t bytes = sizeof *a + (2*(size_t)a->m->nq + 1)*sizeof *a->which + 15*(size_t)a->m->nq*sizeof *a->landmark + a->d->size + a->t->size;
    if (a->stiffness) bytes += a->stiffness->bytes;
    if (a->alone) bytes += a->alone->room->bytes;
    if (a->p) bytes += a->p->size;
    bytes += (a->p ? IL_LANES : 1)*((size_t)a->npull + 1)*sizeof *a->pull[0];
    for (int lane = 0; lane < IL_LANES; lane++) bytes += a->laid[lane] ? a->laid[lane]->size : 0;
    return bytes;
}

void ili_abreast_free(ili_abreast *a) {
    if (!a) return;
    for (int lane = 0; lane < IL_LANES; lane++) il_params_free(a->laid[lane]), free(a->pull[lane]);
    il_params_free(a->p);
    il_data_free(a->d);
    il_data_free(a->t);
    ili_stiffness_free(a->stiffness);
    il_alone_free(a->alone);
    free(a->which);
    free(a->landmark);
    free(a);
}

// ---- inputs ----

// one lane of a pack, or all where one solve is alone
static void set(const ili_abreast *a, il_pack *pack, int lane, double value) {
    if (a->width == 1) il_pack_set(pack, value);
    else pack->lane[lane] = value;
}

void ili_abreast_lay(ili_abreast *a, int lane, const il_posture_problem *problem) {
    const il_model *m = a->m;
    a->problem[lane] = problem, a->fresh[lane] = false;
    if (a->p) ili_params_refresh_lane(m, problem->p, a->laid[lane], a->p, lane);
    for (int k = 0; k < 3; k++) set(a, &a->d->gravity[k], lane, problem->gravity[k]);
    for (int k = 0; k < 4*m->nplane; k++) set(a, &a->d->plane[k], lane, problem->plane[k]);
    for (int j = 0; j < m->nq; j++) set(a, &a->d->qd[j], lane, problem->speed ? problem->speed[j] : 0.0);
    for (int i = 0; i < m->npath; i++) set(a, &a->d->path_speed[i], lane, 0.0);
}

const il_params *ili_abreast_params(const ili_abreast *a) { return a->p ? a->p : a->problem[0]->p; }

// ---- forces from outside ----

double ili_marker_along(const il_data *d, int marker, int from, const double *direction, int lane) {
    double sum = 0.0, other = 0.0;
    for (int k = 0; k < 3; k++) sum += direction[k]*d->marker_world[3*marker + k].lane[lane];
    for (int k = 0; k < 3 && from != IL_NONE; k++) other += direction[k]*d->marker_world[3*from + k].lane[lane];
    return from == IL_NONE ? sum : sum - other;
}

// force f at a landmark onto its body's wrench about the ground origin
static void act_on(ili_abreast *a, int lane, int marker, const double *f) {
    il_pack *wrench = &a->d->wrench[6*a->m->marker_body[marker]];
    double   x[3];
    for (int k = 0; k < 3; k++) x[k] = a->d->marker_world[3*marker + k].lane[lane];
    wrench[0].lane[lane] += x[1]*f[2] - x[2]*f[1];
    wrench[1].lane[lane] += x[2]*f[0] - x[0]*f[2];
    wrench[2].lane[lane] += x[0]*f[1] - x[1]*f[0];
    for (int k = 0; k < 3; k++) wrench[3 + k].lane[lane] += f[k];
}

// a hold pulls its landmark and, opposite, the landmark it is held from
static void act_hold(ili_abreast *a, int lane, const il_hold *h) {
    double s = -h->k*(ili_marker_along(a->d, h->marker, h->from, h->direction, lane) - h->target), f[3], back[3];
    for (int k = 0; k < 3; k++) f[k] = s*h->direction[k], back[k] = -f[k];
    act_on(a, lane, h->marker, f);
    if (h->from != IL_NONE) act_on(a, lane, h->from, back);
}

static void act_push(ili_abreast *a, int lane, const il_push *push) {
    il_pack *wrench = &a->d->wrench[6*a->m->marker_body[push->marker]];
    act_on(a, lane, push->marker, push->force);
    for (int k = 0; k < 3; k++) wrench[k].lane[lane] += push->moment[k];
}

// wrenches of holds and pushes
static void outside(ili_abreast *a, int lane) {
    const il_posture_problem *p = a->problem[lane];
    for (int i = 0; i < 6*a->m->nbody; i++) a->d->wrench[i].lane[lane] = p->wrench ? p->wrench[i] : 0.0;
    for (int i = 0; i < p->nhold; i++) act_hold(a, lane, &p->hold[i]);
    for (int i = 0; i < p->npush; i++) act_push(a, lane, &p->push[i]);
    for (int i = 0; a->width == 1 && i < 6*a->m->nbody; i++) il_pack_set(&a->d->wrench[i], a->d->wrench[i].lane[0]);
}

// ---- evaluation ----

static bool moves(const ili_abreast *a) { return a->width == 1 && a->problem[0]->speed; }

// what hangs on paths, and their sum, of one pose: the tangents of tensions read lengths and speeds in packs
static void pull_alone(ili_abreast *a) {
    const il_model  *m = a->m;
    const il_params *p = ili_abreast_params(a);
    if (moves(a)) il_velocity(m, p, a->d);
    il_alone_paths(m, p, a->d, 0, a->alone);
    il_alone_muscles(m, p, a->d, 0, moves(a), a->alone);
    for (int i = 0; i < m->npath; i++) il_pack_set(&a->d->path_length[i], a->alone->length[i]);
    for (int i = 0; i < m->npath && moves(a); i++) il_pack_set(&a->d->path_speed[i], a->alone->speed[i]);
    il_alone_balance(m, p, a->d, 0, a->alone);
    a->shown = false;
}

// the same by the stages
static void pull(ili_abreast *a) {
    const il_model  *m = a->m;
    const il_params *p = ili_abreast_params(a);
    il_path(m, p, a->d);
    if (moves(a)) {
        il_velocity(m, p, a->d);
        il_path_speed(m, p, a->d);
    }
    if (a->width == 1) ili_muscle_alike(m, p, a->d);
    else il_muscle(m, p, a->d);
    il_ligament(m, p, a->d);
    il_balance(m, p, a->d);
    a->shown = true;
}

static void evaluate(ili_abreast *a) {
    const il_model  *m = a->m;
    const il_params *p = ili_abreast_params(a);
    il_position(m, p, a->d);
    il_marker(m, p, a->d);
    for (int lane = 0; lane < a->width; lane++) {
        if (!(a->asking >> lane & 1u)) continue;
        outside(a, lane);
        a->fresh[lane] = true;
    }
    il_bushing(m, p, a->d);
    il_contact(m, p, a->d);
    il_limit(m, p, a->d);
    if (a->alone) pull_alone(a);
    else pull(a);
    a->evaluated = a->asking;
    a->armed = a->sloped = a->stiff = a->pulled = false, a->asking = 0;
}

// steps first: who gets one asks for values next, and then all lanes are evaluated together
void ili_abreast_answer(ili_abreast *a) {
    if (!ili_steps_solve(a->steps)) evaluate(a);
}

void ili_abreast_value(ili_abreast *a, int lane, const double *q, const double *act, const double *shear) {
    const il_model *m = a->m;
    for (int j = 0; j < m->nq; j++) set(a, &a->d->q[j], lane, q[j]);
    for (int i = 0; i < m->nmuscle; i++) set(a, &a->d->act[i], lane, act[i]);
    for (int k = 0; k < 3*m->npad; k++) set(a, &a->d->pad_shear[k], lane, shear[k]);
    a->asking |= 1u << lane;
    while (a->wait && a->asking >> lane & 1u) a->wait(a->user, lane);
    if (a->asking >> lane & 1u) evaluate(a);
}

static bool holds(const il_pack *pack, int lane, const double *value, int n) {
    for (int i = 0; i < n; i++) {
        if (memcmp(&pack[i].lane[lane], &value[i], sizeof *value) != 0) return false;
    }
    return true;
}

void ili_abreast_stay(ili_abreast *a, int lane, const double *q, const double *act, const double *shear) {
    const il_model *m = a->m;
    const il_data  *d = a->d;
    bool there = a->fresh[lane] && holds(d->q, lane, q, m->nq) && holds(d->act, lane, act, m->nmuscle) && holds(d->pad_shear, lane, shear, 3*m->npad);
    if (!there) ili_abreast_value(a, lane, q, act, shear);
}

static void take_arms(ili_abreast *a) {
    const il_alone *alone = a->alone;
    if (!a->armed && !alone) il_arm(a->m, ili_abreast_params(a), a->d);
    for (int k = 0; !a->armed && alone && k < a->m->narm; k++) il_pack_set(&a->d->arm[k], alone->share[alone->place[k]]);
    a->armed = true;
}

void ili_abreast_show(ili_abreast *a) {
    if (!a->shown) pull(a);
    take_arms(a);
}

double ili_abreast_residual(const ili_abreast *a, int lane, int j) { return a->alone ? a->alone->residual[j] : a->d->residual[j].lane[lane]; }
double ili_abreast_active(const ili_abreast *a, int lane, int muscle) { return a->alone ? a->alone->active[muscle] : a->d->muscle_active[muscle].lane[lane]; }
double ili_abreast_arm(const ili_abreast *a, int lane, int arm) { return a->alone ? a->alone->share[a->alone->place[arm]] : a->d->arm[arm].lane[lane]; }

// for how many lanes at least all are computed at once: that takes as long as two and a half alone
enum { WORTH_ALL = 3 };

static bool many_evaluated(const ili_abreast *a) {
    int many = 0;
    for (unsigned left = a->evaluated; left; left &= left - 1) many++;
    return many >= WORTH_ALL;
}

static bool worth_all(const ili_abreast *a) { return a->stiffness->wide.memory && many_evaluated(a); }

// a pack is read once, not once a lane
static void pull_all(ili_abreast *a) {
    const il_model *m = a->m;
    int             n = 0;
    for (int i = 0; i < m->nmuscle; i++) {
        const double *force = a->d->muscle_active[i].lane;
        for (int k = m->path_arm_start[m->muscle_path[i]]; k < m->path_arm_start[m->muscle_path[i] + 1]; k++, n++) {
            const double *arm = a->d->arm[k].lane;
            for (int lane = 0; lane < IL_LANES; lane++) a->pull[lane][n] = force[lane]*arm[lane];
        }
    }
}

static void pull_one(ili_abreast *a) {
    const il_model *m = a->m;
    const il_alone *alone = a->alone;
    double         *to = a->pull[0];
    for (int i = 0; i < m->nmuscle; i++) {
        int path = m->muscle_path[i];
        for (int k = m->path_arm_start[path]; k < m->path_arm_start[path + 1]; k++) *to++ = alone->active[i]*alone->share[alone->place[k]];
    }
}

const double *ili_abreast_pull(ili_abreast *a, int lane) {
    if (!a->alone) take_arms(a);
    if (!a->pulled && !a->alone && !many_evaluated(a)) return NULL;
    if (!a->pulled && a->alone) pull_one(a);
    else if (!a->pulled) pull_all(a);
    a->pulled = true;
    return a->pull[lane];
}

const double *ili_abreast_stiffness(ili_abreast *a, int lane) {
    const il_params *p = ili_abreast_params(a);
    if (!a->sloped) ili_stiffness_slopes(a->m, p, a->d, a->width == 1, a->t);
    a->sloped = true;
    if (a->alone) {
        ili_stiffness_alone(a->m, p, a->d, a->t, a->alone, a->stiffness);
        return a->stiffness->K;
    }
    if (!a->stiff && !worth_all(a)) {
        ili_stiffness_blocks(a->m, p, a->d, lane, a->t, a->stiffness);
        return a->stiffness->K;
    }
    if (!a->stiff) ili_stiffness_abreast(a->m, p, a->d, a->t, a->stiffness);
    a->stiff = true;
    return a->stiffness->wide.out + lane*a->m->nq*a->m->nq;
}
