// drawing_forces.c - what a drawn posture bears and carries: contact forces with their surfaces, external loads, gravity, discs by compression
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ilium/condition.h"
#include "ilium/drawing.h"

static const double disc_full = 5000; // [N] compression that is drawn in the darkest ink

static void get(const il_pack *pack, int lane, int n, double *out) {
    for (int i = 0; i < n; i++) out[i] = pack[i].lane[lane];
}

static double size_of(const double v[3]) { return sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]); }

// ---- supports ------------------------------------------------------------------------------------------------------------------

static void add_contact(const il_model *m, const il_data *d, int lane, int pad, il_drawing *out) {
    double         n[4], normal = d->pad_force[pad].lane[lane], at[3];
    il_draw_plane *plane = &out->plane[m->pad_plane[pad]];
    get(d->plane + 4 * m->pad_plane[pad], lane, 4, n);
    if (!(normal > 1) || !(size_of(n) > 0.5)) return;
    get(d->pad_world + 3 * pad, lane, 3, at);
    il_draw_arrow *arrow = &out->arrow[out->narrow++];
    *arrow = (il_draw_arrow){.support = true, .side = il_side_of(m->body_name[m->pad_body[pad]])};
    for (int i = 0; i < 3; i++) {
        arrow->point[i] = at[i], arrow->force[i] = normal * n[i] + d->pad_shear[3 * pad + i].lane[lane];
        bool first = !(size_of(plane->n) > 0.5);
        plane->low[i] = first ? at[i] : fmin(plane->low[i], at[i]), plane->high[i] = first ? at[i] : fmax(plane->high[i], at[i]);
    }
    memcpy(plane->n, n, sizeof plane->n);
    plane->c = n[3];
}

// surfaces that bear, moved together
static void keep_bearing(il_drawing *out, int nplane) {
    out->nplane = 0;
    for (int i = 0; i < nplane; i++)
        if (size_of(out->plane[i].n) > 0.5) out->plane[out->nplane++] = out->plane[i];
}

// ---- loads ---------------------------------------------------------------------------------------------------------------------

// a wrench's force, on its line of action where it passes nearest to the body's centre of mass
static void add_load(const il_model *m, const il_data *d, int lane, int body, il_drawing *out) {
    double w[6], c[3], at[3], *f = w + 3;
    get(d->wrench + 6 * body, lane, 6, w);
    double ff = f[0] * f[0] + f[1] * f[1] + f[2] * f[2];
    if (ff < 1) return;
    get(d->com_pos + 3 * body, lane, 3, c);
    // moment m about the origin: the line passes through f x m/f^2
    at[0] = (f[1] * w[2] - f[2] * w[1]) / ff, at[1] = (f[2] * w[0] - f[0] * w[2]) / ff, at[2] = (f[0] * w[1] - f[1] * w[0]) / ff;
    double along = ((c[0] - at[0]) * f[0] + (c[1] - at[1]) * f[1] + (c[2] - at[2]) * f[2]) / ff;
    il_draw_arrow *arrow = &out->arrow[out->narrow++];
    *arrow = (il_draw_arrow){.side = il_side_of(m->body_name[body])};
    for (int i = 0; i < 3; i++) arrow->point[i] = at[i] + along * f[i], arrow->force[i] = f[i];
}

// ---- discs ---------------------------------------------------------------------------------------------------------------------

// a block between the end plates that face each other, as wide as the vertebrae
static bool disc_points(const il_model *m, const il_data *d, int lane, const char *upper, const char *lower, double *out) {
    static const char *const edges[2] = {"front", "back"};
    for (int k = 0; k < 4; k++) {
        char name[64];
        double at[3], rot[9];
        snprintf(name, sizeof name, "%s_%s", k < 2 ? lower : upper, edges[k % 2]);
        int marker = il_marker_find(m, name);
        if (marker == IL_NONE) return false;
        get(d->marker_world + 3 * marker, lane, 3, at);
        get(d->body_rot + 9 * m->marker_body[marker], lane, 9, rot);
        for (int side = 0; side < 2; side++)
            for (int i = 0; i < 3; i++) out[3 * (2 * k + side) + i] = at[i] + (side ? -0.019 : 0.019) * rot[3 * i + 2];
    }
    return true;
}

// compression: what the disc's bushing and all else at this joint press along its axis is not summed here; the bushing's push is what it bears
static double disc_load(const il_model *m, const il_data *d, int lane, const char *name) {
    int i = il_bushing_find(m, name);
    return i == IL_NONE ? 0 : fmin(fmax(d->bushing_force[6 * i + 3].lane[lane] / disc_full, 0), 1);
}

static bool add_discs(const il_model *m, const il_data *d, int lane, il_assessment *a, il_drawing *out) {
    static const char *const discs[][3] = {{"L5_S1_disc", "S1_plate", "L5_lower"}, {"L4_L5_disc", "L5_upper", "L4_lower"}, {"L3_L4_disc", "L4_upper", "L3_lower"},
                                           {"L2_L3_disc", "L3_upper", "L2_lower"}, {"L1_L2_disc", "L2_upper", "L1_lower"}, {"T12_L1_disc", "L1_upper", "T12_lower"}};
    enum { NDISC = sizeof discs / sizeof *discs };
    il_draw_shape *shape = il_assessment_array(a, (size_t)out->nshape + NDISC, sizeof *shape);
    if (!shape) return false;
    if (out->nshape) memcpy(shape, out->shape, (size_t)out->nshape * sizeof *shape);
    out->shape = shape;
    for (int i = 0; i < NDISC; i++) {
        double *point = il_assessment_array(a, 3 * 8, sizeof *point);
        if (!point) return false;
        if (!disc_points(m, d, lane, discs[i][2], discs[i][1], point)) continue;
        out->shape[out->nshape++] = (il_draw_shape){.name = il_assessment_text(a, "disc %.2s/%.2s", discs[i][2], discs[i][1]), .kind = IL_SHAPE_HULL, .closed = true,
                                                    .disc = true, .load = disc_load(m, d, lane, discs[i][0]), .npoint = 8, .point = point};
    }
    return true;
}

il_status il_drawing_add_forces(const il_model *m, const il_params *p, const il_data *d, int lane, il_assessment *a, il_drawing *out, il_error *err) {
    double gravity[3];
    (void)p;
    IL_ASSERT(m && d && a && out && lane >= 0 && lane < IL_LANES);
    out->arrow = il_assessment_array(a, (size_t)(m->npad + m->nbody), sizeof *out->arrow);
    out->plane = il_assessment_array(a, (size_t)m->nplane + 1, sizeof *out->plane);
    out->narrow = 0;
    if (!out->arrow || !out->plane || !add_discs(m, d, lane, a, out)) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for a drawing");
    for (int i = 0; i < m->npad; i++) add_contact(m, d, lane, i, out);
    keep_bearing(out, m->nplane);
    for (int i = 1; i < m->nbody; i++) add_load(m, d, lane, i, out);
    get(d->gravity, lane, 3, gravity);
    for (int i = 0; i < 3 && size_of(gravity) > 0; i++) out->down[i] = gravity[i] / size_of(gravity);
    return IL_OK;
}
