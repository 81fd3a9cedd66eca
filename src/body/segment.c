// segment.c - what stands beside a disc between two vertebrae: facet joints, and the ligaments that join them
#include "body/body.h"
#include "ilium/data.h"
#include <string.h>

// the first bushing between two bodies is their joint (a disc); those after it are facets
bool ili_bushing_beside(const il_model *m, int bushing) {
    for (int i = 0; i < bushing; i++)
        if (m->bushing_body_a[i] == m->bushing_body_a[bushing] && m->bushing_body_b[i] == m->bushing_body_b[bushing]) return true;
    return false;
}

// out = R_b^T (R_a x + from), a vector or point of body a in body b
static void carry(const il_data *d, int a, int b, const double x[3], bool point, double out[3]) {
    double w[3];
    for (int r = 0; r < 3; r++) {
        w[r] = point ? d->body_pos[3*a + r].lane[0] - d->body_pos[3*b + r].lane[0] : 0.0;
        for (int c = 0; c < 3; c++) w[r] += d->body_rot[9*a + 3*r + c].lane[0]*x[c];
    }
    for (int r = 0; r < 3; r++) {
        out[r] = 0.0;
        for (int c = 0; c < 3; c++) out[r] += d->body_rot[9*b + 3*c + r].lane[0]*w[c];
    }
}

void ili_facets_rest(const il_model *m, il_params *p, const il_data *d) {
    for (int i = 0; i < m->nbushing; i++) {
        if (!ili_bushing_beside(m, i)) continue;
        int a = m->bushing_body_a[i], b = m->bushing_body_b[i];
        carry(d, a, b, &p->bushing_a_pos[3*i], true, &p->bushing_b_pos[3*i]);
        for (int c = 0; c < 3; c++) {
            double axis[3], turned[3];
            for (int r = 0; r < 3; r++) axis[r] = p->bushing_a_rot[9*i + 3*r + c];
            carry(d, a, b, axis, false, turned);
            for (int r = 0; r < 3; r++) p->bushing_b_rot[9*i + 3*r + c] = turned[r];
        }
    }
}

bool ili_ligament_between(const il_model *m, int ligament, int a, int b) {
    int        path = m->ligament_path[ligament], start = m->path_body_start[path], n = m->path_body_start[path + 1] - start;
    const int *body = &m->pathbody_body[start];
    return n == 2 && ((body[0] == a && body[1] == b) || (body[0] == b && body[1] == a));
}
