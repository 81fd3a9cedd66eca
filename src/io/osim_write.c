// osim_write.c - a model as an OpenSim 4 document: bodies, joints, couplings, landmarks, and what the format cannot say
//
// A joint's coordinate that moves the bones of another joint too (the knee angle moves the patella) becomes a coordinate of its own
// there, held by a CoordinateCouplerConstraint: in OpenSim a coordinate belongs to one joint.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "osim_xml.h"

// ---- bodies --------------------------------------------------------------------------------------------------------------------

// landmarks with an orientation (end plates) are frames of their body
static void landmark_frames(ili_xml *x, const il_model *m, const il_params *p, int body) {
    bool any = false;
    for (int i = 0; i < m->nmarker; i++) {
        const double *rot = p->marker_rot + 9 * i;
        if (m->marker_body[i] != body || (fabs(rot[0] - 1) < 1e-12 && fabs(rot[4] - 1) < 1e-12)) continue;
        char     name[ILI_OSIM_NAME];
        ili_text t = ili_text_fixed(name, sizeof name);
        ili_text_printf(&t, "%s_frame", m->marker_name[i]);
        if (!any) ili_xml_open(x, "components", NULL);
        any = true;
        ili_osim_frame(x, name, "..", p->marker_pos + 3 * i, rot);
    }
    if (any) ili_xml_close(x);
}

static void bodies(ili_xml *x, const il_model *m, const il_params *p, const il_data *neutral) {
    ili_xml_open(x, "BodySet", "bodyset");
    ili_xml_open(x, "objects", NULL);
    for (int i = 1; i < m->nbody; i++) {
        ili_xml_open(x, "Body", m->body_name[i]);
        landmark_frames(x, m, p, i);
        ili_osim_surfaces(x, m, p, neutral, i);
        ili_xml_number(x, "mass", p->body_mass[i]);
        ili_xml_numbers(x, "mass_center", 3, p->body_com + 3 * i);
        ili_xml_numbers(x, "inertia", 6, p->body_inertia + 6 * i);
        ili_xml_close(x);
    }
    ili_xml_close(x);
    ili_xml_raw(x, "<groups />");
    ili_xml_close(x);
}

// ---- coordinates of a joint ----------------------------------------------------------------------------------------------------

// is the row's signal a coordinate that belongs to this very joint?
static bool own(const il_model *m, int row) {
    int signal = m->row_signal[row];
    return signal < m->nq && m->coordinate_body[signal] == m->row_body[row];
}

static const char *coordinate_of(const il_model *m, int row, char buf[ILI_OSIM_NAME]) {
    int      signal = m->row_signal[row];
    ili_text t = ili_text_fixed(buf, ILI_OSIM_NAME);
    ili_text_add(&t, signal < m->nq ? m->coordinate_name[signal] : m->coupled_name[signal - m->nq]);
    if (!own(m, row)) ili_text_printf(&t, "_%s", m->body_name[m->row_body[row]]);
    return buf;
}

static bool first_of_signal(const il_model *m, int row) {
    if (m->row_signal[row] == IL_NONE) return false;
    for (int r = m->body_row_start[m->row_body[row]]; r < row; r++)
        if (m->row_signal[r] == m->row_signal[row]) return false;
    return true;
}

// value of a function (IL_NONE: x itself) at its neutral: only linear ones and polynomials are asked for by coupled coordinates' defaults
static double coupled_default(const il_model *m, const il_params *p, int signal) {
    if (signal < m->nq) return p->coordinate_neutral[signal];
    int           f = m->coupled_function[signal - m->nq];
    double        x = p->coordinate_neutral[m->coupled_master[signal - m->nq]], y = 0;
    const double *v = f == IL_NONE ? NULL : p->function_value + m->function_start[f];
    if (!v) return x;
    if (m->function_kind[f] == IL_FUNCTION_LINEAR) return v[0] * x + v[1];
    if (m->function_kind[f] == IL_FUNCTION_POLYNOMIAL)
        for (int i = m->function_start[f + 1] - m->function_start[f] - 1; i >= 0; i--) y = y * x + v[i];
    return y; // OpenSim assembles the model from the constraint: the default is its first guess
}

static void coordinate(ili_xml *x, const il_model *m, const il_params *p, int row) {
    int    signal = m->row_signal[row];
    bool   mine = own(m, row);
    char   name[ILI_OSIM_NAME];
    double range[2] = {-100, 100};
    if (mine) range[0] = p->coordinate_min[signal], range[1] = p->coordinate_max[signal];
    ili_xml_open(x, "Coordinate", coordinate_of(m, row, name));
    ili_xml_number(x, "default_value", coupled_default(m, p, signal));
    ili_xml_number(x, "default_speed_value", 0);
    ili_xml_numbers(x, "range", 2, range);
    ili_xml_flag(x, "clamped", false);
    ili_xml_flag(x, "locked", false);
    ili_xml_raw(x, "<prescribed_function />");
    ili_xml_flag(x, "prescribed", false);
    ili_xml_close(x);
}

// ---- joints --------------------------------------------------------------------------------------------------------------------

// axes of a rotation or translation triple: those of the rows, the rest at right angles to them, so that no two are parallel
static void fill_axes(int n, double axis[3][3]) {
    for (int i = n; i < 3; i++) {
        int    best = 0;
        double most = -1;
        for (int k = 0; k < 3; k++) { // the unit vector that keeps most beside the axes that are there
            double left[3] = {k == 0, k == 1, k == 2}, length = 0;
            for (int j = 0; j < i; j++) {
                double along = left[0] * axis[j][0] + left[1] * axis[j][1] + left[2] * axis[j][2];
                for (int c = 0; c < 3; c++) left[c] -= along * axis[j][c];
            }
            for (int c = 0; c < 3; c++) length += left[c] * left[c];
            if (length > most + 1e-9) most = length, best = k;
        }
        for (int c = 0; c < 3; c++) axis[i][c] = c == best;
    }
}

static void transform_axis(ili_xml *x, const il_model *m, const il_params *p, const char *name, int row, const double axis[3]) {
    char buf[ILI_OSIM_NAME];
    bool moves = row != IL_NONE && m->row_signal[row] != IL_NONE;
    ili_xml_open(x, "TransformAxis", name);
    ili_xml_text(x, "coordinates", moves ? coordinate_of(m, row, buf) : "");
    ili_xml_numbers(x, "axis", 3, axis);
    if (moves) {
        ili_osim_function(x, m, p, m->row_function[row], p->row_scale[row], "function");
    } else {
        ili_xml_open(x, "Constant", "function");
        ili_xml_number(x, "value", row == IL_NONE ? 0 : p->row_scale[row]);
        ili_xml_close(x);
    }
    ili_xml_close(x);
}

static void spatial_transform(ili_xml *x, const il_model *m, const il_params *p, int body) {
    static const char *const names[2][3] = {{"rotation1", "rotation2", "rotation3"}, {"translation1", "translation2", "translation3"}};
    static const il_row_kind kinds[2] = {IL_ROW_ROTATION, IL_ROW_TRANSLATION};
    ili_xml_open(x, "SpatialTransform", NULL);
    for (int k = 0; k < 2; k++) {
        int    n = 0, rows[3] = {IL_NONE, IL_NONE, IL_NONE};
        double axis[3][3] = {{0}};
        for (int r = m->body_row_start[body]; r < m->body_row_start[body + 1]; r++) {
            if (m->row_kind[r] != (int)kinds[k] || n == 3) continue;
            memcpy(axis[n], p->row_axis + 3 * r, sizeof axis[n]);
            rows[n++] = r;
        }
        fill_axes(n, axis);
        for (int i = 0; i < 3; i++) transform_axis(x, m, p, names[k][i], rows[i], axis[i]);
    }
    ili_xml_close(x);
}

static void joint(ili_xml *x, const il_model *m, const il_params *p, int body) {
    int      first = m->body_row_start[body], end = m->body_row_start[body + 1], parent = m->body_parent[body];
    char     name[3][ILI_OSIM_NAME], path[ILI_OSIM_NAME];
    ili_text t[3];
    for (int i = 0; i < 3; i++) t[i] = ili_text_fixed(name[i], sizeof name[i]);
    ili_text_printf(&t[0], "%s_%s", parent ? m->body_name[parent] : "ground", m->body_name[body]);
    ili_text_printf(&t[1], "%s_offset", parent ? m->body_name[parent] : "ground");
    ili_text_printf(&t[2], "%s_offset", m->body_name[body]);

    ili_xml_open(x, end > first ? "CustomJoint" : "WeldJoint", name[0]);
    ili_xml_text(x, "socket_parent_frame", name[1]);
    ili_xml_text(x, "socket_child_frame", name[2]);
    ili_xml_open(x, "coordinates", NULL);
    for (int r = first; r < end; r++)
        if (first_of_signal(m, r)) coordinate(x, m, p, r);
    ili_xml_close(x);
    ili_xml_open(x, "frames", NULL);
    ili_osim_frame(x, name[1], ili_osim_body(m, parent, path), p->joint_parent_pos + 3 * body, p->joint_parent_rot + 9 * body);
    ili_osim_frame(x, name[2], ili_osim_body(m, body, path), p->joint_child_pos + 3 * body, p->joint_child_rot + 9 * body);
    ili_xml_close(x);
    if (end > first) spatial_transform(x, m, p, body);
    ili_xml_close(x);
}

static void joints(ili_xml *x, const il_model *m, const il_params *p) {
    ili_xml_open(x, "JointSet", "jointset");
    ili_xml_open(x, "objects", NULL);
    for (int i = 1; i < m->nbody; i++) joint(x, m, p, i);
    ili_xml_close(x);
    ili_xml_raw(x, "<groups />");
    ili_xml_close(x);
}

static void coupler(ili_xml *x, const il_model *m, const il_params *p, int row) {
    int      signal = m->row_signal[row], coupled = signal - m->nq;
    char     dependent[ILI_OSIM_NAME], name[ILI_OSIM_NAME];
    ili_text t = ili_text_fixed(name, sizeof name);
    coordinate_of(m, row, dependent);
    ili_text_printf(&t, "%s_coupler", dependent);
    ili_xml_open(x, "CoordinateCouplerConstraint", name);
    ili_xml_flag(x, "isEnforced", true);
    ili_xml_open(x, "coupled_coordinates_function", NULL);
    ili_osim_function(x, m, p, coupled < 0 ? IL_NONE : m->coupled_function[coupled], 1, NULL);
    ili_xml_close(x);
    ili_xml_text(x, "independent_coordinate_names", m->coordinate_name[coupled < 0 ? signal : m->coupled_master[coupled]]);
    ili_xml_text(x, "dependent_coordinate_name", dependent);
    ili_xml_number(x, "scale_factor", 1);
    ili_xml_close(x);
}

static void constraints(ili_xml *x, const il_model *m, const il_params *p) {
    ili_xml_open(x, "ConstraintSet", "constraintset");
    ili_xml_open(x, "objects", NULL);
    for (int r = 0; r < m->nrow; r++)
        if (first_of_signal(m, r) && !own(m, r)) coupler(x, m, p, r);
    ili_xml_close(x);
    ili_xml_raw(x, "<groups />");
    ili_xml_close(x);
}

static void markers(ili_xml *x, const il_model *m, const il_params *p) {
    char path[ILI_OSIM_NAME];
    ili_xml_open(x, "MarkerSet", "markerset");
    ili_xml_open(x, "objects", NULL);
    for (int i = 0; i < m->nmarker; i++) {
        ili_xml_open(x, "Marker", m->marker_name[i]);
        ili_xml_text(x, "socket_parent_frame", ili_osim_body(m, m->marker_body[i], path));
        ili_xml_numbers(x, "location", 3, p->marker_pos + 3 * i);
        ili_xml_flag(x, "fixed", true);
        ili_xml_close(x);
    }
    ili_xml_close(x);
    ili_xml_raw(x, "<groups />");
    ili_xml_close(x);
}

// ---- the whole -----------------------------------------------------------------------------------------------------------------

static void credits(ili_xml *x, const il_model *m, const il_osim_about *about) {
    ili_text t = ili_text_growing(1 << 20);
    ili_text_printf(&t, "%s\n", about->origin ? about->origin : "");
    ili_text_add(&t, "Frames and signs are Ilium's (docs/body.md): knee flexion is negative, pelvis_tilt positive backward. Not in this file, because .osim cannot say it or "
                     "says it otherwise:\n");
    if (m->npad) ili_text_printf(&t, "- %d contact points on floor, couch, seat and their like: the planes are part of a task, not of the body.\n", m->npad);
    if (m->pressure_path != IL_NONE)
        ili_text_add(&t, "- intra-abdominal pressure, which the abdominal muscles raise and which pushes the thorax up.\n");
    ili_text_add(&t,
                 "- the order of solving: discs, sacroiliac joints and other secondary coordinates are free coordinates held by bushings here; Ilium always balances "
                 "them. Lock them for inverse kinematics.\n"
                 "- cylinders: Ilium's are infinitely long and a point that comes inside shrinks them; OpenSim's then lets the path go straight. Whether that happens "
                 "within the ranges is said in docs/opensim.md.\n"
                 "- muscle curves: Millard2012EquilibriumMuscle with a rigid tendon has a force-length curve of its own; docs/opensim.md gives the differences. Recruitment "
                 "weights are not in the file; tone is the least control and activation.\n"
                 "- joint limits beyond an exponent of 12, where Ilium's go on as a parabola.\n"
                 "Every number's source stands in its row of the program's data/body/*.csv.");
    ili_xml_text(x, "credits", t.bytes ? t.bytes : "");
    if (t.status) x->text.status = t.status;
    ili_text_free(&t);
}

static void document(ili_xml *x, const il_model *m, const il_params *p, const il_data *neutral, const il_osim_about *about) {
    ili_text_add(&x->text, "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<OpenSimDocument Version=\"40000\">\n");
    ili_xml_open(x, "Model", about->name);
    ili_xml_open(x, "Ground", "ground");
    ili_osim_surfaces(x, m, p, neutral, IL_GROUND);
    ili_xml_close(x);
    ili_xml_numbers(x, "gravity", 3, (double[]){0, -9.80665, 0});
    credits(x, m, about);
    ili_xml_text(x, "publications", "");
    ili_xml_text(x, "length_units", "meters");
    ili_xml_text(x, "force_units", "N");
    bodies(x, m, p, neutral);
    joints(x, m, p);
    constraints(x, m, p);
    ili_osim_forces(x, m, p);
    markers(x, m, p);
    ili_xml_close(x);
    ili_text_add(&x->text, "</OpenSimDocument>\n");
}

il_status il_osim_write(const il_model *m, const il_params *p, const il_osim_about *about, char **text, size_t *size, il_error *err) {
    if (p->stride) return il_error_set(err, IL_BUG, NULL, 0, 0, "a model is written from shared parameters, not from eight lanes");
    if (m->npoly) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "a model that moves with products of coordinates, or with paths that are functions, is not written in this format");
    ili_xml   x = {.text = ili_text_growing((size_t)64 << 20)};
    il_data  *neutral = NULL;
    il_status made = il_data_create(m, IL_ISA_AUTO, &neutral, err);
    if (made) return made;
    for (int j = 0; j < m->nq; j++) il_pack_set(&neutral->q[j], p->coordinate_neutral[j]);
    il_position(m, p, neutral);
    il_path(m, p, neutral);
    document(&x, m, p, neutral, about);
    il_data_free(neutral);
    if (x.text.status) {
        il_status s = x.text.status;
        ili_text_free(&x.text);
        return il_error_set(err, s, NULL, 0, 0, s == IL_BAD_VALUE ? "a number of the model is not finite" : "no memory for the model's text");
    }
    *text = x.text.bytes, *size = x.text.len;
    return IL_OK;
}
