// ligament.k.c - ligaments: slack, a toe region, then a straight line
//
// T = k l_slack toe ramp(e/toe), e = length/l_slack - 1: no force below slack, k (length - l_slack (1 + toe/2)) beyond the toe, C2 between.
// The line is that of Blankevoort et al. 1991 (doi:10.1016/0021-9290(91)90191-j), whose quadratic toe has a jump in curvature at each end.
#include "mech/elementary.h"

ILI_STAGE(ligament) {
    for (int i = 0; i < m->nligament; i++) {
        for (int o = 0; o < IL_LANES; o += ILI_W) {
            num l_slack = PAR(ligament_l_slack, i), toe = n_at_least(PAR(ligament_toe, i), 1e-6);
            num stretch = n_mul(l_slack, toe); // over the toe region [m]
            num u = n_div(n_sub(GET(path_length, m->ligament_path[i]), l_slack), stretch);
            PUT(ligament_force, i, n_mul(n_mul(PAR(ligament_k, i), stretch), n_ramp(u)));
        }
    }
}
