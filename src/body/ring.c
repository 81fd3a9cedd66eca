// ring.c - rest offsets of joints that ligaments cross: unloaded, the ring of the pelvis rests at its geometry although ligaments are taut
#include "body/body.h"
#include "ilium/data.h"
#include <math.h>
#include <stdlib.h>

enum { MAX_STEPS = 100 };

// torque about the bushing's origin and force, along its axes, of the ligaments that span it, on body b
static bool ligament_load(const il_model *m, const il_params *p, const il_data *d, int bushing, double load[6]) {
    int    a = m->bushing_body_a[bushing], b = m->bushing_body_b[bushing];
    bool   any = false;
    double wrench[6] = {0}, origin[3], torque[3], axes[9];
    for (int i = 0; i < m->nligament; i++) {
        if (!ili_ligament_between(m, i, a, b)) continue;
        int k = m->path_body_start[m->ligament_path[i]];
        if (m->pathbody_body[k] != b) k++;
        any = true;
        for (int c = 0; c < 6; c++) wrench[c] += d->ligament_force[i].lane[0]*d->pathbody_wrench[6*k + c].lane[0];
    }
    for (int r = 0; r < 3; r++) {
        origin[r] = d->body_pos[3*b + r].lane[0];
        for (int c = 0; c < 3; c++) {
            axes[3*r + c] = 0.0;
            origin[r] += d->body_rot[9*b + 3*r + c].lane[0]*p->bushing_b_pos[3*bushing + c];
            for (int s = 0; s < 3; s++) axes[3*r + c] += d->body_rot[9*b + 3*r + s].lane[0]*p->bushing_b_rot[9*bushing + 3*s + c];
        }
    }
    const double *f = &wrench[3];
    torque[0] = wrench[0] - (origin[1]*f[2] - origin[2]*f[1]);
    torque[1] = wrench[1] - (origin[2]*f[0] - origin[0]*f[2]);
    torque[2] = wrench[2] - (origin[0]*f[1] - origin[1]*f[0]);
    for (int c = 0; c < 3; c++) {
        load[c] = axes[c]*torque[0] + axes[3 + c]*torque[1] + axes[6 + c]*torque[2];
        load[3 + c] = axes[c]*f[0] + axes[3 + c]*f[1] + axes[6 + c]*f[2];
    }
    return any;
}

// one step of all offsets against their own slopes, of the joints that force closes: discs rest as their table says; returns the largest imbalance [N m, N]
static double step(const il_model *m, il_params *p, il_data *d) {
    double worst = 0.0;
    il_bushing(m, p, d);
    for (int i = 0; i < m->nbushing; i++) {
        double load[6];
        if (p->bushing_closure[i] == 0.0 || ili_bushing_beside(m, i) || !ligament_load(m, p, d, i, load)) continue;
        for (int c = 0; c < 6; c++) {
            double miss = load[c] + d->bushing_force[6*i + c].lane[0], x = p->bushing_rest[6*i + c];
            double slope = p->bushing_k[6*i + c] + fabs(p->bushing_b[6*i + c]) + 3.0*p->bushing_c[6*i + c]*x*x;
            if (slope > 0.0) p->bushing_rest[6*i + c] -= miss/slope;
            worst = fmax(worst, fabs(miss));
        }
    }
    return worst;
}

il_status il_body_ring_rest(const il_model *m, il_params *p, il_error *err) {
    IL_ASSERT(m && p && p->stride == 0);
    il_data  *d = NULL;
    il_status status = il_data_create(m, IL_ISA_AUTO, &d, err);
    if (status != IL_OK) return status;
    for (int j = 0; j < m->nq; j++) il_pack_set(&d->q[j], p->coordinate_neutral[j]);
    il_position(m, p, d);
    il_path(m, p, d);
    il_ligament(m, p, d);
    double miss = 1.0;
    for (int n = 0; n < MAX_STEPS && miss > 1e-9; n++) miss = step(m, p, d);
    il_data_free(d);
    if (miss < 1e-3) return IL_OK;
    return il_error_set(err, IL_BAD_VALUE, "body/bushing_axes.csv", 0, 0,
                        "the sacroiliac joints are too soft to balance their ligaments: %.2g N are left; make k larger or preload smaller", miss);
}
