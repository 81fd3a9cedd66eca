// arm.k.c - moment arms -dl/dq of every path by every coordinate that can matter to it
//
// r_j = sum over the rows that coordinate j moves of row_rate * row_motion . (sum of the unit wrenches on the bodies that the row carries)
//       + the share of moving points. The model's steps give the order: see src/model/path_steps.c.
#include "math/num.h"

ILI_FN void arms_of(ILI_ARGS, int o, int path) {
    const v6 none = {v3_zero(), v3_zero()};
    v6       sum = none;
    if (m->path_dof_arm[path] != IL_NONE) PUT(arm, m->path_dof_arm[path], GET(path_moving, path));
    for (int s = m->path_step_start[path]; s < m->path_step_start[path + 1]; s++) {
        int body = m->step_pathbody[s], row = m->step_row[s], arm = m->step_arm[s];
        if (m->step_fresh[s]) sum = none;
        if (body != IL_NONE) sum = v6_add(sum, GET6(pathbody_wrench, body));
        if (row == IL_NONE) continue;
        // a translation has no angular part
        num power = v3_dot(GET3(row_motion, 2*row + 1), sum.l);
        if (m->row_kind[row] == IL_ROW_ROTATION) power = n_add(power, v3_dot(GET3(row_motion, 2*row), sum.a));
        power = n_mul(GET(row_rate, row), power);
        PUT(arm, arm, m->step_opens[s] ? power : n_add(GET(arm, arm), power));
    }
}

ILI_STAGE(arm) {
    for (int path = 0; path < m->npath; path++)
        for (int o = 0; o < IL_LANES; o += ILI_W) arms_of(ILI_PASS, o, path);
}
