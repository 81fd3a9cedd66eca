// marker.k.c - landmarks and their axes in ground
#include "math/num.h"

ILI_STAGE(marker) {
    for (int i = 0; i < m->nmarker; i++)
        for (int o = 0; o < IL_LANES; o += ILI_W) {
            m3 rot = GET9(body_rot, m->marker_body[i]);
            PUT3(marker_world, i, v3_add(GET3(body_pos, m->marker_body[i]), m3_mul_v(rot, PAR3(marker_pos, i))));
            PUT9(marker_axes, i, m3_mul(rot, PAR9(marker_rot, i)));
        }
}
