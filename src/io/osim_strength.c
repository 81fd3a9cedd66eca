// osim_strength.c - what a muscle gives at full activation on a rigid tendon
#include "osim_strength.h"

#include <math.h>

// Thelen 2003 (doi:10.1115/1.1531112): Gaussian force-length curve; at full activation, force over f_max fl for a speed d in lengths a second
// over v_max:  f = (1 + d)/(1 - d/af) shortening,  (1 + d k flen)/(1 + d k) lengthening, k = (2 + 2/af)/(flen - 1)
static double thelen(double length, double speed) {
    const double af = 0.3, flen = 1.8, k = (2.0 + 2.0/af)/(flen - 1.0), gamma = 0.5;
    double       fl = exp(-(length - 1.0)*(length - 1.0)/gamma);
    if (speed <= 0.0) return fl*fmax(0.0, (1.0 + speed)/(1.0 - speed/af));
    return fl*(1.0 + speed*k*flen)/(1.0 + speed*k);
}

void ili_osim_strength(const void *user, const il_data *d, il_pack *force) {
    const il_osim   *o = user;
    const il_model  *m = o->model;
    const il_params *p = m->nominal;
    for (int i = 0; i < m->nmuscle; i++)
        for (int l = 0; l < IL_LANES; l++) {
            double along = d->path_length[m->muscle_path[i]].lane[l] - p->muscle_l_slack[i], speed = d->path_speed[m->muscle_path[i]].lane[l];
            double width = p->muscle_l_opt[i]*sin(p->muscle_pennation[i]), fibre = sqrt(along*along + width*width), cosine = along/fibre;
            force[i].lane[l] = along > 0.0 ? p->muscle_f_max[i]*thelen(fibre/p->muscle_l_opt[i], speed*cosine/(p->muscle_l_opt[i]*p->muscle_v_max[i]))*cosine : 0.0;
        }
}
