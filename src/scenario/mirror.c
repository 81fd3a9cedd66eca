// mirror.c - a posture seen in the mirror (mirror.h)
#include "scenario/mirror.h"
#include "base/random.h"
#include "ilium/body.h"
#include "ilium/data.h"
#include <math.h>
#include <string.h>

// rotation about x or y, translation along z (joint frames turn about z alone)
bool ili_turns_in_mirror(const il_model *m, int j) {
    if (il_side_of(m->coordinate_name[j]) != IL_SIDE_NONE) return false;
    for (int r = 0; r < m->nrow; r++) {
        const double *axis = &m->nominal->row_axis[3*r];
        if (m->row_dof[r] != j) continue;
        bool along_z = axis[2]*axis[2] > axis[0]*axis[0] + axis[1]*axis[1];
        return along_z != (m->row_kind[r] == IL_ROW_ROTATION);
    }
    return false;
}

// what has the same name on the other side, or itself
static int other_side(const il_model *m, int own, const char *name, int (*find)(const il_model *, const char *)) {
    char    other[128];
    size_t  n = strlen(name);
    il_side side = il_side_of(name);
    if (side == IL_SIDE_NONE || n + 1 > sizeof other) return own;
    memcpy(other, name, n + 1);
    other[n - 1] = side == IL_SIDE_RIGHT ? 'l' : 'r';
    int found = find(m, other);
    return found == IL_NONE ? own : found;
}

int ili_other_coordinate(const il_model *m, int j) { return other_side(m, j, m->coordinate_name[j], il_coordinate_find); }
int ili_other_marker(const il_model *m, int marker) { return other_side(m, marker, m->marker_name[marker], il_marker_find); }

void ili_mirror_posture(const il_model *m, const double *q, const double *act, double *to_q, double *to_act) {
    for (int j = 0; j < m->nq; j++) to_q[other_side(m, j, m->coordinate_name[j], il_coordinate_find)] = ili_turns_in_mirror(m, j) ? -q[j] : q[j];
    for (int i = 0; act && i < m->nmuscle; i++) to_act[other_side(m, i, m->muscle_name[i], il_muscle_find)] = act[i];
}

// ---- is a body its own mirror image? ---------------------------------------------------------------------------------------------

typedef int find_name(const il_model *, const char *);

// every even lane a pose within the middle half of what joints allow, the next one what the mirror shows of it
static void pose_pairs(const il_model *m, const il_params *p, il_data *d) {
    ili_random r;
    ili_random_seed(&r, 1, 0);
    for (int lane = 0; lane < IL_LANES; lane += 2) {
        for (int j = 0; j < m->nq; j++) {
            double lo = p->coordinate_min[j], hi = p->coordinate_max[j], u = ili_random_uniform(&r) - 0.5;
            double q = hi - lo < 10.0 ? 0.5*(lo + hi) + 0.5*u*(hi - lo) : 0.2*u;
            d->q[j].lane[lane] = q, d->q[ili_other_coordinate(m, j)].lane[lane + 1] = ili_turns_in_mirror(m, j) ? -q : q;
        }
    }
}

static bool pairs_agree(const il_pack *own, const il_pack *other, double sign, double tolerance) {
    bool same = true;
    for (int lane = 0; lane < IL_LANES; lane += 2) same = same && fabs(own->lane[lane] - sign*other->lane[lane + 1]) <= tolerance*(1.0 + fabs(own->lane[lane]));
    return same;
}

static bool near(double a, double b) { return fabs(a - b) <= 1e-9*(1.0 + fabs(a)); }

static bool numbers_agree(const il_model *m, int n, const char *const *name, find_name *find, const double *number) {
    bool same = true;
    for (int i = 0; i < n && same; i++) same = near(number[i], number[other_side(m, i, name[i], find)]);
    return same;
}

static bool pads_agree(const il_model *m, const il_params *p) {
    bool same = true;
    for (int i = 0; i < m->npad && same; i++) {
        const double *a = &p->pad_pos[3*i], *b = &p->pad_pos[3*other_side(m, i, m->pad_name[i], il_pad_find)];
        same = near(a[0], b[0]) && near(a[1], b[1]) && near(a[2], -b[2]);
    }
    return same;
}

// what a muscle, a ligament and a pad are, slack or not
static bool tissue_agrees(const il_model *m, const il_params *p) {
    const double *const muscle[] = {p->muscle_f_max, p->muscle_l_opt, p->muscle_l_slack, p->muscle_pennation, p->muscle_strain_zero, p->muscle_strain_one, p->muscle_tone,
                                    p->muscle_act_max, p->muscle_weight, p->muscle_pressure};
    const double *const ligament[] = {p->ligament_l_slack, p->ligament_k, p->ligament_toe}, *const pad[] = {p->pad_k, p->pad_depth, p->pad_friction};
    bool same = pads_agree(m, p);
    for (size_t i = 0; i < sizeof muscle/sizeof *muscle; i++) same = same && numbers_agree(m, m->nmuscle, m->muscle_name, il_muscle_find, muscle[i]);
    for (size_t i = 0; i < sizeof ligament/sizeof *ligament; i++) same = same && numbers_agree(m, m->nligament, m->ligament_name, il_ligament_find, ligament[i]);
    for (size_t i = 0; i < sizeof pad/sizeof *pad; i++) same = same && numbers_agree(m, m->npad, m->pad_name, il_pad_find, pad[i]);
    return same;
}

bool ili_body_even(const il_model *m, const il_params *p, il_data *d) {
    IL_ASSERT(p->stride == 0);
    pose_pairs(m, p, d);
    il_position(m, p, d), il_path(m, p, d), il_arm(m, p, d), il_muscle(m, p, d), il_ligament(m, p, d), il_bushing(m, p, d), il_limit(m, p, d), il_balance(m, p, d), il_marker(m, p, d);
    bool same = tissue_agrees(m, p);
    for (int i = 0; i < m->npath && same; i++) same = pairs_agree(&d->path_length[i], &d->path_length[other_side(m, i, m->path_name[i], il_path_find)], 1.0, 1e-9);
    for (int j = 0; j < m->nq && same; j++) same = pairs_agree(&d->residual[j], &d->residual[ili_other_coordinate(m, j)], ili_turns_in_mirror(m, j) ? -1.0 : 1.0, 1e-6);
    for (int i = 0; i < m->nmarker && same; i++)
        for (int k = 0; k < 3 && same; k++) same = pairs_agree(&d->marker_world[3*i + k], &d->marker_world[3*ili_other_marker(m, i) + k], k == 2 ? -1.0 : 1.0, 1e-9);
    return same;
}
