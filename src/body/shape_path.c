// shape_path.c - a path's line with the arcs that it makes over surfaces, and the flesh along it
#include <math.h>
#include <string.h>

#include "ilium/shape.h"
#include "math/scalar.h"

enum { ARC = 4 }; // corners between where a path meets a surface and where it leaves it

static void get(const il_pack *x, int n, int lane, double *out) {
    for (int i = 0; i < n; i++) out[i] = x[i].lane[lane];
}

// from ground to the frame of a surface: its axes, and its place
static void frame_of(const il_model *m, const il_params *p, const il_data *d, int wrap, int lane, double axes[9], double pos[3]) {
    double        rot[9];
    const double *r = p->wrap_rot + 9*wrap, *x = p->wrap_pos + 3*wrap;
    get(d->body_rot + 9*m->wrap_body[wrap], 9, lane, rot), get(d->body_pos + 3*m->wrap_body[wrap], 3, lane, pos);
    for (int i = 0; i < 3; i++) {
        pos[i] += rot[3*i]*x[0] + rot[3*i + 1]*x[1] + rot[3*i + 2]*x[2];
        for (int k = 0; k < 3; k++) axes[3*i + k] = rot[3*i]*r[k] + rot[3*i + 1]*r[3 + k] + rot[3*i + 2]*r[6 + k];
    }
}

// points of the chord pushed out to the surface: away from a cylinder's axis, or from the centre
static int arc(const il_model *m, const il_params *p, const il_data *d, int over, int lane, double *line) {
    int    wrap = m->pathwrap_wrap[over], n = 0;
    double axes[9], pos[3], end[6];
    bool   cylinder = m->wrap_kind[wrap] == IL_WRAP_CYLINDER;
    frame_of(m, p, d, wrap, lane, axes, pos);
    get(d->touch_world + 6*over, 6, lane, end);
    for (int k = 0; k <= ARC; k++) {
        double t = (double)k/ARC, at[3], out[3], along = 0.0, size = 0.0;
        for (int c = 0; c < 3; c++) at[c] = end[c] + t*(end[3 + c] - end[c]), out[c] = at[c] - pos[c];
        for (int c = 0; c < 3 && cylinder; c++) along += out[c]*axes[3*c + 2];
        for (int c = 0; c < 3; c++) out[c] -= along*axes[3*c + 2], size += out[c]*out[c];
        size = sqrt(size);
        double radius = m->wrap_kind[wrap] == IL_WRAP_ELLIPSOID ? size : p->wrap_size[3*wrap];
        for (int c = 0; c < 3; c++) line[3*n + c] = at[c] + (size > 1e-9 ? (radius/size - 1.0)*out[c] : 0.0);
        n++;
    }
    return n;
}

int il_path_line(const il_model *m, const il_params *p, const il_data *d, int path, int lane, double *line) {
    int n = 0;
    for (int i = m->path_start[path]; i < m->path_start[path + 1]; i++) {
        if (n == IL_LINE_MAX) return n;
        get(d->point_world + 3*i, 3, lane, line + 3*n++);
        for (int w = m->path_wrap_start[path]; w < m->path_wrap_start[path + 1]; w++)
            if (m->pathwrap_point[w] == i && d->touch[w].lane[lane] > 0.5 && n + ARC + 1 < IL_LINE_MAX) n += arc(m, p, d, w, lane, line + 3*n);
    }
    return n;
}

// ---- flesh -----------------------------------------------------------------------------------------------------------------------

double il_muscle_volume(const il_body *body, const il_params *p, int muscle) {
    const il_body_tables *t = body->tables;
    const char           *name = body->m->muscle_name[muscle];
    size_t                n = strlen(name);
    for (int i = 0; i < t->n_muscles; i++) {
        const il_muscles_row *r = &t->muscles[i];
        if (strlen(r->name) != n || strncmp(r->name, name, n - 1) || !(r->f_max > 0.0)) continue;
        // strength goes with the section: so does the person's, but not what training or age does to specific tension
        return 1e-4*r->pcsa_cm2*p->muscle_f_max[muscle]/r->f_max*p->muscle_l_opt[muscle];
    }
    return 0.0;
}

// half an ellipse about its long axis holds two thirds of its cylinder: V = 2/3 pi r^2 L
static const double half_full = 2.0/3.0*3.14159265358979323846, slimness = 0.125; // slimness: radius over length of the belly

il_belly il_muscle_belly(const il_body *body, const il_params *p, int muscle, double volume, double length) {
    // fibres stand oblique in long tendons, so the belly is longer than they are: at least as long as keeps it no thicker than a quarter of its length
    double   l_opt = p->muscle_l_opt[muscle], tendon = p->muscle_l_slack[muscle], whole = l_opt + tendon;
    double   slender = ili_pow(volume/(half_full*slimness*slimness), 1.0/3.0);
    double   share = fmin(fmax(fmax(l_opt, slender)/whole, 0.55), 0.94), spare = 1.0 - share;
    il_belly b = {0};
    (void)body;
    b.from = spare*(share < 0.7 ? 0.22 : 0.5), b.to = b.from + share; // tendons of the limbs are longer at their far end
    b.radius = length > 0.0 ? sqrt(volume/(half_full*share*length)) : 0.0;
    b.tendon = fmin(0.45*b.radius, fmax(0.0012, 0.28*b.radius));
    return b;
}

double il_belly_volume(const il_belly *b, double length) { return half_full*b->radius*b->radius*(b->to - b->from)*length; }
