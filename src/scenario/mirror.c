// mirror.c - a posture seen in the mirror (mirror.h)
#include "scenario/mirror.h"
#include "ilium/body.h"
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
