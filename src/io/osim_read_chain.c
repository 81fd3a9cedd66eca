// osim_read_chain.c - joints that are more than one of the model's: a chain of them over bodies without mass
//
// A joint of the file is a list of links from its parent's body to its child's: frames that stand still, turns, shifts. Where the tree hangs the
// parent on the child, the list is gone through from its end, each link inverted: coordinates keep their meaning. A joint of the model has shifts
// before turns, at most three of each; whatever goes beyond begins a new body.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "osim_read.h"

// ---- lists ---------------------------------------------------------------------------------------------------------------------

void ili_osim_link_frame(ili_osim_chain *c, const il_frame *frame) {
    if (c->n < ILI_OSIM_LINKS) c->link[c->n++] = (ili_osim_link){.fixed = true, .frame = *frame};
}

void ili_osim_link_row(ili_osim_chain *c, const il_row_def *row) {
    if (c->n < ILI_OSIM_LINKS) c->link[c->n++] = (ili_osim_link){.row = *row};
}

il_frame ili_osim_frame_inverse(const il_frame *f) {
    il_frame inverse;
    for (int i = 0; i < 3; i++) {
        inverse.pos[i] = 0.0;
        for (int j = 0; j < 3; j++) inverse.rot[3*i + j] = f->rot[3*j + i], inverse.pos[i] -= f->rot[3*j + i]*f->pos[j];
    }
    return inverse;
}

// the way back: last link first, each undone
static void turn_round(ili_osim_chain *c) {
    for (int i = 0, k = c->n - 1; i <= k; i++, k--) {
        ili_osim_link swap = c->link[i];
        c->link[i] = c->link[k], c->link[k] = swap;
    }
    for (int i = 0; i < c->n; i++) {
        if (c->link[i].fixed) c->link[i].frame = ili_osim_frame_inverse(&c->link[i].frame);
        else c->link[i].row.scale = -c->link[i].row.scale;
    }
}

// ---- into the model ------------------------------------------------------------------------------------------------------------

const char *ili_osim_massless(ili_osim_reader *r, const char *stem, int *number, const il_joint_def *joint) {
    char        text[300];
    il_body_def body = il_default_body_def();
    int         n;
    do n = snprintf(text, sizeof text, "%.250s%d", stem, ++*number);
    while (ili_osim_body_find(r, text) >= 0);
    body.name = ili_arena_copy(&r->doc.arena, text, (size_t)n), body.mass = 0.0;
    memset(body.com, 0, sizeof body.com), memset(body.inertia, 0, sizeof body.inertia);
    if (!body.name) return il_error_set(r->err, IL_NO_MEMORY, r->doc.file, 0, 0, "out of memory for a model"), NULL;
    il_builder_body(r->b, &body, joint);
    return body.name;
}

// a body without mass ends the model's joint here; the next begins on it
static il_status cut(ili_osim_reader *r, ili_osim_joint *j, il_joint_def *joint, int *count) {
    char stem[300];
    snprintf(stem, sizeof stem, "%.200s_link", j->name);
    const char *name = ili_osim_massless(r, stem, count, joint);
    if (!name) return IL_NO_MEMORY;
    if (!j->first) j->first = name;
    *joint = il_default_joint_def();
    joint->parent = name;
    return IL_OK;
}

// has the joint no room for this link any more?
static bool is_full(const il_joint_def *joint, const ili_osim_link *link) {
    int turns = 0;
    for (int i = 0; i < joint->nrow; i++) turns += joint->row[i].kind == IL_ROW_ROTATION;
    if (link->fixed) return joint->nrow > 0;
    return link->row.kind == IL_ROW_ROTATION ? turns == 3 : turns > 0 || joint->nrow == 3;
}

il_status ili_osim_build_chain(ili_osim_reader *r, ili_osim_joint *j, ili_osim_chain *c, const il_body_def *body) {
    il_joint_def joint = il_default_joint_def();
    il_status    status = IL_OK;
    int          count = 0;
    if (j->reversed) turn_round(c);
    joint.parent = r->body[ili_osim_near(j)].name;
    for (int i = 0; i + 1 < c->n && status == IL_OK; i++) {
        const ili_osim_link *link = &c->link[i];
        if (is_full(&joint, link)) status = cut(r, j, &joint, &count);
        if (link->fixed) joint.in_parent = ili_osim_frame_after(&joint.in_parent, &link->frame);
        else joint.row[joint.nrow++] = link->row;
    }
    if (status != IL_OK) return status;
    joint.in_child = ili_osim_frame_inverse(&c->link[c->n - 1].frame);
    il_builder_body(r->b, body, &joint);
    return IL_OK;
}

// ---- joints on an ellipsoid ----------------------------------------------------------------------------------------------------

static void turn(ili_osim_chain *c, const double axis[3], const char *coordinate, double scale) {
    il_row_def row = {.kind = IL_ROW_ROTATION, .axis = {axis[0], axis[1], axis[2]}, .coordinate = coordinate, .function = IL_NONE, .scale = scale};
    ili_osim_link_row(c, &row);
}

static void shift(ili_osim_chain *c, const double axis[3], double way) {
    il_frame frame = il_frame_identity();
    for (int i = 0; i < 3; i++) frame.pos[i] = way*axis[i];
    if (way != 0.0) ili_osim_link_frame(c, &frame);
}

// Turns by q1, q2, q3 about x, y, z put the z axis to n = (sin q2, -sin q1 cos q2, cos q1 cos q2) and the origin to (a n_x, b n_y, c n_z), Simbody's
// ellipsoid. The same from turns alone:  (a + b)/2 X(q1) Y(q2) z + (c - a)/2 X(q1) Y(-q2) z + (c - b)/2 X(-q1) Y(q2) z.
// The axes may be others than x, y, z: `axis` holds them in turn.
static void ellipsoid(ili_osim_chain *c, const double axis[3][3], const double radius[3], const char *const q[3]) {
    double both = 0.5*(radius[0] + radius[1]), second = 0.5*(radius[2] - radius[0]), first = 0.5*(radius[2] - radius[1]);
    turn(c, axis[0], q[0], 1.0), turn(c, axis[1], q[1], 1.0);
    shift(c, axis[2], both);
    if (second != 0.0) {
        turn(c, axis[1], q[1], -2.0);
        shift(c, axis[2], second);
        turn(c, axis[1], q[1], 2.0);
    }
    if (first != 0.0) {
        turn(c, axis[1], q[1], -1.0), turn(c, axis[0], q[0], -2.0), turn(c, axis[1], q[1], 1.0);
        shift(c, axis[2], first);
        turn(c, axis[1], q[1], -1.0), turn(c, axis[0], q[0], 2.0), turn(c, axis[1], q[1], 1.0);
    }
    turn(c, axis[2], q[2], 1.0);
}

static il_status radii(ili_osim_reader *r, const ili_osim_joint *j, const char *tag, int coordinates, double radius[3]) {
    radius[0] = radius[1] = radius[2] = IL_NAN;
    il_status status = ili_child_numbers(&r->doc, j->e, tag, 3, radius, r->err);
    if (status != IL_OK) return status;
    for (int i = 0; i < 3; i++)
        if (!(radius[i] > 0.0) || !isfinite(radius[i])) return ili_osim_bad(r, j->e, "the %s '%s' needs three radii above zero in <%s>", j->kind, j->name, tag);
    if (j->ncoordinate == coordinates) return IL_OK;
    return ili_osim_bad(r, j->e, "the %s '%s' has %d coordinates; it should have %d", j->kind, j->name, j->ncoordinate, coordinates);
}

static il_status ellipsoid_joint(ili_osim_reader *r, const ili_osim_joint *j, ili_osim_chain *c) {
    static const double axis[3][3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    il_osim_coordinate *q = r->coordinate + j->first_coordinate;
    double              radius[3];
    il_status           status = radii(r, j, "radii_x_y_z", 3, radius);
    if (status != IL_OK) return status;
    ellipsoid(c, axis, radius, (const char *const[]){q[0].name, q[1].name, q[2].name});
    return IL_OK;
}

// Seth et al. 2016 (doi:10.1371/journal.pone.0141028): the scapula glides on an ellipsoid of the thorax, whose axes in turn are y, -x, z (so that
// abduction and elevation are positive), and turns about an axis in the plane that touches it (winging).
static il_status scapulothoracic(ili_osim_reader *r, const ili_osim_joint *j, ili_osim_chain *c) {
    static const double axis[3][3] = {{0, 1, 0}, {-1, 0, 0}, {0, 0, 1}};
    il_osim_coordinate *q = r->coordinate + j->first_coordinate;
    il_frame            origin = il_frame_identity(), back = origin;
    double              radius[3], direction = 0.0;
    il_status           status = radii(r, j, "thoracic_ellipsoid_radii_x_y_z", 4, radius);
    if (status == IL_OK) status = ili_child_numbers(&r->doc, j->e, "scapula_winging_axis_origin", 2, origin.pos, r->err);
    if (status == IL_OK) status = ili_child_numbers(&r->doc, j->e, "scapula_winging_axis_direction", 1, &direction, r->err);
    if (status != IL_OK) return status;
    back.pos[0] = -origin.pos[0], back.pos[1] = -origin.pos[1];
    ellipsoid(c, axis, (const double[]){radius[1], radius[0], radius[2]}, (const char *const[]){q[0].name, q[1].name, q[2].name});
    ili_osim_link_frame(c, &origin);
    turn(c, (const double[]){-sin(direction), cos(direction), 0.0}, q[3].name, 1.0);
    ili_osim_link_frame(c, &back);
    return IL_OK;
}

bool ili_osim_is_round(const ili_osim_joint *j) { return !strcmp(j->kind, "EllipsoidJoint") || !strcmp(j->kind, "ScapulothoracicJoint"); }

il_status ili_osim_round_joint(ili_osim_reader *r, const ili_osim_joint *j, ili_osim_chain *c) {
    bool      scapula = !strcmp(j->kind, "ScapulothoracicJoint");
    il_status status = scapula ? scapulothoracic(r, j, c) : ellipsoid_joint(r, j, c);
    for (int i = 0; i < j->ncoordinate && status == IL_OK; i++) r->coordinate[j->first_coordinate + i].motion = IL_OSIM_ANGLE;
    return status == IL_OK ? ili_osim_note(r, j->e, "the %s '%s' has the rates of its angles as speeds, where OpenSim has angular velocities", j->kind, j->name) : status;
}
