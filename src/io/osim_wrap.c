// osim_wrap.c - the surfaces that paths slide over, in OpenSim's terms
//
// A cylinder's side belongs to the path here and to the surface there: `quadrant` keeps the way on the half of the cylinder where a coordinate of
// its frame has a given sign. So a cylinder that a path passes on a given side is written for that path alone, turned about its axis until
// +x points to the middle of the way round on that side.
#include <math.h>

#include "osim_xml.h"

static double dot(const double *a, const double *b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

// angle about the cylinder's axis of a path's point, in the cylinder's frame, at the neutral pose
static double angle_of(const il_model *m, const il_params *p, const il_data *neutral, int wrap, int point) {
    double        at[3], in_body[3], axis[3];
    const il_pack *rot = neutral->body_rot + 9 * m->wrap_body[wrap], *pos = neutral->body_pos + 3 * m->wrap_body[wrap];
    for (int i = 0; i < 3; i++) at[i] = neutral->point_world[3 * point + i].lane[0] - pos[i].lane[0];
    for (int i = 0; i < 3; i++) in_body[i] = rot[i].lane[0] * at[0] + rot[3 + i].lane[0] * at[1] + rot[6 + i].lane[0] * at[2] - p->wrap_pos[3 * wrap + i];
    double xy[2];
    for (int k = 0; k < 2; k++) {
        for (int i = 0; i < 3; i++) axis[i] = p->wrap_rot[9 * wrap + 3 * i + k];
        xy[k] = dot(axis, in_body);
    }
    return atan2(xy[1], xy[0]);
}

// the frame turned about its own z by an angle
static void turned(const double rot[9], double angle, double out[9]) {
    double c = cos(angle), s = sin(angle);
    for (int i = 0; i < 3; i++) {
        out[3 * i] = c * rot[3 * i] + s * rot[3 * i + 1];
        out[3 * i + 1] = c * rot[3 * i + 1] - s * rot[3 * i];
        out[3 * i + 2] = rot[3 * i + 2];
    }
}

double ili_osim_wrap_middle(const il_model *m, const il_params *p, const il_data *neutral, int pathwrap) {
    int wrap = m->pathwrap_wrap[pathwrap], side = m->pathwrap_side[pathwrap], point = m->pathwrap_point[pathwrap];
    // from the first point round in the side's sense to the second: half of the way
    double first = angle_of(m, p, neutral, wrap, point), way = side * (angle_of(m, p, neutral, wrap, point + 1) - first);
    return first + side * (way < 0 ? way + 6.283185307179586 : way) / 2;
}

const char *ili_osim_wrap(const il_model *m, int pathwrap, char buf[ILI_OSIM_NAME]) {
    ili_text t = ili_text_fixed(buf, ILI_OSIM_NAME);
    int      path = 0;
    while (m->path_wrap_start[path + 1] <= pathwrap) path++;
    ili_text_add(&t, m->wrap_name[m->pathwrap_wrap[pathwrap]]);
    if (m->pathwrap_side[pathwrap]) ili_text_printf(&t, "_of_%s", m->path_name[path]);
    return buf;
}

static void surface(ili_xml *x, const il_model *m, const il_params *p, const il_data *neutral, int pathwrap) {
    static const char *const kind[] = {"WrapSphere", "WrapCylinder", "WrapEllipsoid", "WrapTorus"}, *const quadrant[] = {"-z", "-y", "-x", "all", "+x", "+y", "+z"};
    int           wrap = m->pathwrap_wrap[pathwrap], side = m->pathwrap_side[pathwrap];
    bool          cylinder = m->wrap_kind[wrap] == IL_WRAP_CYLINDER;
    const double *size = p->wrap_size + 3 * wrap;
    double        angles[3], rot[9], middle = cylinder && side ? ili_osim_wrap_middle(m, p, neutral, pathwrap) : 0;
    char          name[ILI_OSIM_NAME];
    turned(p->wrap_rot + 9 * wrap, middle, rot);
    ili_xyz_of(rot, angles);
    ili_xml_open(x, kind[m->wrap_kind[wrap]], ili_osim_wrap(m, pathwrap, name));
    ili_xml_flag(x, "active", true);
    ili_xml_numbers(x, "xyz_body_rotation", 3, angles);
    ili_xml_numbers(x, "translation", 3, p->wrap_pos + 3 * wrap);
    ili_xml_text(x, "quadrant", cylinder && side ? "+x" : quadrant[m->pathwrap_half[pathwrap] + 3]);
    if (m->wrap_kind[wrap] == IL_WRAP_ELLIPSOID) {
        ili_xml_numbers(x, "dimensions", 3, size);
    } else if (m->wrap_kind[wrap] == IL_WRAP_TORUS) {
        ili_xml_number(x, "inner_radius", size[0]), ili_xml_number(x, "outer_radius", size[1]);
    } else {
        ili_xml_number(x, "radius", size[0]);
        // OpenSim's acts between its ends only, ours everywhere unless it goes by OpenSim's rules
        if (cylinder) ili_xml_number(x, "length", m->pathwrap_rule[pathwrap] == IL_WRAP_SHORTEST ? fmax(size[1], 0.5) : size[1]);
    }
    ili_xml_close(x);
}

// OpenSim lets tangent points slide along a cylinder to where the way is shortest only where a path has more than one surface; alone, they
// stay where a plane through its ends cuts, up to a millimetre and more off. So each path gets a second surface that nothing ever touches.
static void fine_surface(ili_xml *x) {
    ili_xml_open(x, "WrapCylinder", ILI_OSIM_FINE);
    ili_xml_flag(x, "active", true);
    ili_xml_numbers(x, "xyz_body_rotation", 3, (double[3]){0});
    ili_xml_numbers(x, "translation", 3, (double[]){0, -100, 0});
    ili_xml_text(x, "quadrant", "all");
    ili_xml_number(x, "radius", 1e-6);
    ili_xml_number(x, "length", 1e-6);
    ili_xml_close(x);
}

// written once, but for those of a given side
static bool is_new(const il_model *m, int pathwrap) {
    if (m->pathwrap_side[pathwrap]) return true;
    for (int i = 0; i < pathwrap; i++)
        if (m->pathwrap_wrap[i] == m->pathwrap_wrap[pathwrap] && !m->pathwrap_side[i]) return false;
    return true;
}

void ili_osim_surfaces(ili_xml *x, const il_model *m, const il_params *p, const il_data *neutral, int body) {
    ili_xml_open(x, "WrapObjectSet", "wrapobjectset");
    ili_xml_open(x, "objects", NULL);
    for (int i = 0; i < m->npathwrap; i++)
        if (m->wrap_body[m->pathwrap_wrap[i]] == body && is_new(m, i)) surface(x, m, p, neutral, i);
    if (body == IL_GROUND && m->npathwrap) fine_surface(x);
    ili_xml_close(x);
    ili_xml_raw(x, "<groups />");
    ili_xml_close(x);
}
