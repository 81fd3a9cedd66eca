// alone.c - tables and room for one pose alone
#include "mech/alone.h"

#include "base/memory.h"
#include "mech/kernels.h"

bool ili_alone_knows(const il_model *m) {
    for (int i = 0; i < m->npoint; i++)
        if (m->point_signal[i] != IL_NONE || m->point_condition[i] != IL_NONE || m->point_span[i] == IL_SPAN_AXIS) return false;
    for (int i = 0; i < m->npathwrap; i++)
        if (m->pathwrap_rule[i] != IL_WRAP_SHORTEST) return false;
    return true;
}

// a new entry begins with a sum, with a wrench that is added, and at another body's rows
static bool begins_entry(const il_model *m, int path, int s) {
    int row = m->step_row[s];
    if (s == m->path_step_start[path] || m->step_fresh[s] || m->step_pathbody[s] != IL_NONE || row == IL_NONE || m->step_row[s - 1] == IL_NONE) return true;
    return m->row_body[row] != m->row_body[m->step_row[s - 1]];
}

static int count_bent(const il_model *m, bool sphere) {
    int n = 0;
    for (int i = 0; i < m->npathwrap; i++) n += (m->wrap_kind[m->pathwrap_wrap[i]] == IL_WRAP_SPHERE) == sphere;
    return ili_up8(n);
}

static int count_entries(const il_model *m) {
    int n = 0;
    for (int path = 0; path < m->npath; path++)
        for (int s = m->path_step_start[path]; s < m->path_step_start[path + 1]; s++) n += begins_entry(m, path, s);
    return n;
}

static int count_shares(const il_model *m) {
    int n = 0;
    for (int s = 0; s < m->nstep; s++) n += m->step_row[s] != IL_NONE;
    return n;
}

static void list_rows(const il_model *m, ili_alone *a) {
    for (int b = 0; b < m->nbody; b++)
        for (int r = m->body_row_start[b]; r < m->body_row_start[b + 1]; r++)
            if (m->row_dof[r] != IL_NONE) a->body_row[8*b + a->body_nrow[b]++] = r;
}

// surfaces of one kind from `n` on; what is left of the last eight repeats the last
static int list_bent(const il_model *m, ili_alone *a, int n, bool sphere) {
    int from = n;
    for (int i = 0; i < m->npathwrap; i++) {
        if ((m->wrap_kind[m->pathwrap_wrap[i]] == IL_WRAP_SPHERE) != sphere) continue;
        a->point_bent[m->pathwrap_point[i]] = n;
        a->bent[n++] = i;
    }
    for (; n > from && n%IL_LANES; n++) a->bent[n] = a->bent[n - 1];
    return n;
}

// entries, and where each share stands: the first of an arm is the arm, to which the others are added
static void list_entries(const il_model *m, ili_alone *a) {
    int share = 0, e = -1;
    for (int path = 0; path < m->npath; path++)
        for (int s = m->path_step_start[path]; s < m->path_step_start[path + 1]; s++) {
            int row = m->step_row[s], body = m->step_pathbody[s];
            if (begins_entry(m, path, s)) {
                a->entry_keep[++e] = m->step_fresh[s] ? 0 : -1;
                a->entry_wrench[e] = body == IL_NONE ? m->npathbody : body;
                a->entry_body[e] = row == IL_NONE ? IL_GROUND : m->row_body[row];
            }
            if (row == IL_NONE) continue;
            if (m->step_opens[s]) a->place[m->step_arm[s]] = share;
            else a->extra_from[a->nextra] = share, a->extra_to[a->nextra++] = a->place[m->step_arm[s]];
            share++;
        }
}

static il_alone *place(const il_model *m, ili_placer *at) {
    size_t     nb = (size_t)m->nbody, np = (size_t)m->npoint, nshare = (size_t)count_shares(m), ne = (size_t)count_entries(m);
    bool       plain = ili_alone_knows(m);
    int        nsphere = plain ? count_bent(m, true) : 0, nbent = plain ? nsphere + count_bent(m, false) : 0;
    il_alone  *out = ili_place(at, 1, sizeof *out), result = {.nshare = plain ? (int)nshare : m->narm};
    ili_alone *a = ili_place(at, 1, sizeof *a), room = {.plain = plain, .nentry = (int)ne, .nsphere = nsphere, .nbent = nbent};
#define PLACE(to, n) to = ili_place(at, (size_t)(n), sizeof *(to))
    PLACE(result.length, m->npath), PLACE(result.wrench, 8*(m->npathbody + 1)), PLACE(result.share, (plain ? nshare : (size_t)m->narm) + 8);
    PLACE(room.entry_wrench, ne), PLACE(room.entry_body, ne), PLACE(room.entry_keep, ne), PLACE(room.body_nrow, nb), PLACE(room.body_row, 8*nb);
    PLACE(room.bent, nbent), PLACE(room.point_bent, np), PLACE(room.extra_from, nshare), PLACE(room.extra_to, nshare), PLACE(room.place, m->narm);
    PLACE(room.frame, 16*nb), PLACE(room.motion, 56*nb), PLACE(room.site, 8*m->nwrap), PLACE(room.x, np + 16), PLACE(room.y, np + 16), PLACE(room.z, np + 16);
    size_t nm = (size_t)ili_up8(m->nmuscle), nl = (size_t)ili_up8(m->nligament);
    PLACE(result.speed, m->npath), PLACE(result.tension, m->npath), PLACE(result.fibre, nm), PLACE(result.active, nm), PLACE(result.passive, nm);
    PLACE(result.residual, m->nq), PLACE(result.gravity_force, m->nq);
    PLACE(room.velocity, 8*nb), PLACE(room.load, 8*nb), PLACE(room.weight, 8*nb), PLACE(room.muscle, 9*nm), PLACE(room.ligament, 5*nl);
    size_t nr = (size_t)ili_up8(m->nrow);
    PLACE(result.tau, m->nq), PLACE(room.signal, 3*(m->nq + m->ncoupled)), PLACE(room.row_value, nr), PLACE(room.row_rate, nr), PLACE(room.row_curve, nr);
    PLACE(room.row_sin, nr), PLACE(room.row_cos, nr), PLACE(room.row_six, 8*nr), PLACE(room.body_moves, 16*nb), PLACE(room.body_six, 8*nb);
    PLACE(room.span, 8*(np + 8)), PLACE(room.pull1, 8*nbent), PLACE(room.pull2, 8*nbent), PLACE(room.touch, nbent);
#undef PLACE
    if (!out || !a) return NULL;
    result.room = a, result.place = room.place;
    *a = room, *out = result;
    return out;
}

il_status il_alone_create(const il_model *m, il_alone **out, il_error *err) {
    ili_placer at = {0};
    place(m, &at);
    size_t size = at.size;
    at = ili_placer_for(ili_block_alloc(size), size);
    *out = NULL;
    if (!at.block) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory for one pose alone");
    *out = place(m, &at);
    ili_alone *a = (*out)->room;
    a->bytes = ili_block_bytes(size);
    for (int i = 0; i < m->npoint; i++) a->point_bent[i] = IL_NONE;
    for (int k = 0; k < m->narm; k++) a->place[k] = k;
    if (!a->plain) return IL_OK;
    list_rows(m, a);
    list_bent(m, a, list_bent(m, a, 0, true), false);
    list_entries(m, a);
    return IL_OK;
}

void il_alone_free(il_alone *a) { ili_block_free(a); }

// what the stages wrote for a lane
static void copy_stages(const il_model *m, const il_data *d, int lane, il_alone *a) {
    for (int i = 0; i < m->npath; i++) a->length[i] = d->path_length[i].lane[lane];
    for (int i = 0; i < m->npathbody; i++)
        for (int k = 0; k < 6; k++) a->wrench[8*i + k] = d->pathbody_wrench[6*i + k].lane[lane];
    for (int k = 0; k < m->narm; k++) a->share[k] = d->arm[k].lane[lane];
}

void il_alone_paths(const il_model *m, const il_params *p, il_data *d, int lane, il_alone *a) {
    if (a->room->plain) {
        d->kernels->alone_paths(m, p, d, lane, a);
        return;
    }
    il_path(m, p, d), il_arm(m, p, d);
    copy_stages(m, d, lane, a);
}

void il_alone_muscles(const il_model *m, const il_params *p, il_data *d, int lane, bool moving, il_alone *a) {
    if (a->room->plain) {
        d->kernels->alone_muscles(m, p, d, lane, moving, a);
        return;
    }
    if (moving) il_path_speed(m, p, d);
    for (int i = 0; i < m->npath; i++) {
        if (!moving) d->path_speed[i].lane[lane] = 0.0;
        a->speed[i] = d->path_speed[i].lane[lane];
    }
    il_muscle(m, p, d);
    for (int i = 0; i < m->nmuscle; i++)
        a->fibre[i] = d->fibre_length[i].lane[lane], a->active[i] = d->muscle_active[i].lane[lane], a->passive[i] = d->muscle_passive[i].lane[lane];
}

void il_alone_balance(const il_model *m, const il_params *p, il_data *d, int lane, il_alone *a) {
    if (a->room->plain) {
        d->kernels->alone_balance(m, p, d, lane, a);
        return;
    }
    il_ligament(m, p, d), il_balance(m, p, d);
    for (int i = 0; i < m->npath; i++) a->tension[i] = d->path_tension[i].lane[lane];
    for (int j = 0; j < m->nq; j++) a->residual[j] = d->residual[j].lane[lane], a->gravity_force[j] = d->gravity_force[j].lane[lane];
}

void il_alone_dynamics(const il_model *m, const il_params *p, il_data *d, int lane, il_alone *a) {
    if (m->npoly == 0) {
        d->kernels->alone_dynamics(m, p, d, lane, a);
        return;
    }
    il_position(m, p, d), il_velocity(m, p, d), il_inverse(m, p, d);
    for (int j = 0; j < m->nq; j++) a->tau[j] = d->tau[j].lane[lane];
}
