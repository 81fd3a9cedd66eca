// osim_model.h - poses, path lengths and moment arms of an `.osim` file (version 4), as OpenSim 4.6 computes them: the oracle of the export
//
// Written from OpenSim's documentation and published behaviour and from nothing of src/mech: 4x4-like transforms, splines by a dense
// solve, arms by differences of length with the tangent points held in their bodies (that is what forces along the path give).
// OpenSim's cylinder finds its tangent points across the axis, and their places along it by a plane through both ends and an apex: for one
// surface without visualisation it stops there, so the way is not quite the shortest.
#ifndef OSIM_MODEL_H
#define OSIM_MODEL_H
#include <math.h>

#include "osim_xml.h"

enum { OS_NAME = 96, OS_BODIES = 96, OS_COORDS = 256, OS_PATHS = 1024, OS_POINTS = 64, OS_WRAPS = 128, OS_KNOTS = 64 };

typedef struct os_pose { double r[9], p[3]; } os_pose;

typedef enum os_kind { OS_CONSTANT, OS_POLYNOMIAL, OS_SPLINE } os_kind;
typedef struct os_function {
    os_kind kind;
    int     n;
    double  scale, x[OS_KNOTS], y[OS_KNOTS], b[OS_KNOTS], c[OS_KNOTS], d[OS_KNOTS]; ///< polynomial: y, lowest power first
} os_function;

typedef struct os_axis {
    int         coordinate; ///< -1: none
    double      axis[3];
    os_function f;
} os_axis;

typedef struct os_body {
    char    name[OS_NAME];
    int     parent;   ///< -1: not attached, or ground
    os_pose in_parent, in_child;
    os_axis axis[6];  ///< three rotations, three translations
    double  mass;
    os_pose pose;
} os_body;

typedef struct os_coordinate {
    char        name[OS_NAME];
    double      range[2], value;
    int         master; ///< -1: free
    os_function coupling;
} os_coordinate;

typedef struct os_wrap {
    char    name[OS_NAME], type[OS_NAME];
    int     body, axis, sign;
    os_pose in_body;
    double  radius, length;
} os_wrap;

typedef struct os_point {
    int         body, coordinate; ///< conditional: the coordinate and range in which it is there; moving: of the functions
    bool        moving, conditional;
    double      pos[3], range[2];
    int         along[3];
    os_function f[3];
} os_point;

typedef struct os_path {
    char      name[OS_NAME];
    int       npoint, nwrap, wrap[8], from[8], to[8];
    bool      ligament;
    os_point *point;
} os_path;

typedef struct os_model {
    int           nbody, ncoord, npath, nwrap, nunknown; ///< nunknown: elements that this reader does not know
    char          unknown[OS_NAME];
    os_body      *body;
    os_coordinate coord[OS_COORDS];
    os_path      *path;
    os_wrap       wrap[OS_WRAPS];
} os_model;

// ---- small geometry ------------------------------------------------------------------------------------------------------------

static inline void os_mul(const double *a, const double *b, double *out) {
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) out[3 * i + j] = a[3 * i] * b[j] + a[3 * i + 1] * b[3 + j] + a[3 * i + 2] * b[6 + j];
}
static inline void os_apply(const os_pose *a, const double *x, double *out) {
    for (int i = 0; i < 3; i++) out[i] = a->p[i] + a->r[3 * i] * x[0] + a->r[3 * i + 1] * x[1] + a->r[3 * i + 2] * x[2];
}
static inline void os_unapply(const os_pose *a, const double *x, double *out) {
    double d[3] = {x[0] - a->p[0], x[1] - a->p[1], x[2] - a->p[2]};
    for (int i = 0; i < 3; i++) out[i] = a->r[i] * d[0] + a->r[3 + i] * d[1] + a->r[6 + i] * d[2];
}
static inline os_pose os_after(const os_pose *a, const os_pose *b) {
    os_pose c;
    os_mul(a->r, b->r, c.r);
    os_apply(a, b->p, c.p);
    return c;
}
static inline os_pose os_inverse(const os_pose *a) {
    os_pose c;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) c.r[3 * i + j] = a->r[3 * j + i];
    os_unapply(a, (double[3]){0}, c.p);
    return c;
}
static inline os_pose os_identity(void) { return (os_pose){.r = {1, 0, 0, 0, 1, 0, 0, 0, 1}}; }
static inline double  os_dot(const double *a, const double *b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }
static inline void    os_cross(const double *a, const double *b, double *c) {
    double v[3] = {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
    memcpy(c, v, sizeof v);
}
static inline double os_unit(double *a) {
    double l = sqrt(os_dot(a, a));
    for (int i = 0; i < 3; i++) a[i] = l > 0 ? a[i] / l : 0;
    return l;
}
static inline double os_distance(const double *a, const double *b) {
    double d[3] = {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
    return sqrt(os_dot(d, d));
}
// turn by an angle about an axis of any length
static inline void os_turn(const double *about, double angle, double *r) {
    double u[3] = {about[0], about[1], about[2]}, s = sin(angle), c = cos(angle);
    os_unit(u);
    double k[9] = {0, -u[2], u[1], u[2], 0, -u[0], -u[1], u[0], 0};
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) r[3 * i + j] = (i == j ? c : 0) + s * k[3 * i + j] + (1 - c) * u[i] * u[j];
}
static inline void os_xyz(const double *angles, double *r) {
    double x[9], y[9], z[9], xy[9];
    os_turn((double[]){1, 0, 0}, angles[0], x);
    os_turn((double[]){0, 1, 0}, angles[1], y);
    os_turn((double[]){0, 0, 1}, angles[2], z);
    os_mul(x, y, xy);
    os_mul(xy, z, r);
}

// ---- functions -----------------------------------------------------------------------------------------------------------------

// SimmSpline: slopes continuous at the knots, third derivative at each end that of the cubic through the four outermost points.
// Unknown are the second derivatives m_k, solved by elimination on the full matrix.
static inline void os_spline_fit(os_function *f) {
    static double a[OS_KNOTS][OS_KNOTS + 1];
    int           n = f->n;
    const double *x = f->x, *y = f->y;
    if (n == 2) {
        f->b[0] = f->b[1] = (y[1] - y[0]) / (x[1] - x[0]);
        return;
    }
    memset(a, 0, sizeof a);
    for (int k = 1; k < n - 1; k++) {
        double h0 = x[k] - x[k - 1], h1 = x[k + 1] - x[k];
        a[k][k - 1] = h0, a[k][k] = 2 * (h0 + h1), a[k][k + 1] = h1;
        a[k][n] = 6 * ((y[k + 1] - y[k]) / h1 - (y[k] - y[k - 1]) / h0);
    }
    for (int end = 0; end < 2; end++) {
        int    row = end ? n - 1 : 0, k = end ? n - 4 : 0, i = end ? n - 2 : 0; // the end's interval is from knot i
        double third = 0;
        if (n > 3) {
            double d[4] = {y[k], y[k + 1], y[k + 2], y[k + 3]};
            for (int level = 1; level < 4; level++)
                for (int j = 0; j < 4 - level; j++) d[j] = (d[j + 1] - d[j]) / (x[k + j + level] - x[k + j]);
            third = 6 * d[0];
        }
        a[row][i] = -1, a[row][i + 1] = 1, a[row][n] = third * (x[i + 1] - x[i]); // m_{i+1} - m_i = h y'''
    }
    double m[OS_KNOTS];
    for (int k = 0; k < n; k++) {
        int best = k;
        for (int i = k; i < n; i++)
            if (fabs(a[i][k]) > fabs(a[best][k])) best = i;
        for (int j = 0; j <= n; j++) {
            double t = a[k][j];
            a[k][j] = a[best][j], a[best][j] = t;
        }
        for (int i = k + 1; i < n; i++) {
            double t = a[i][k] / a[k][k];
            for (int j = k; j <= n; j++) a[i][j] -= t * a[k][j];
        }
    }
    for (int k = n - 1; k >= 0; k--) {
        m[k] = a[k][n];
        for (int j = k + 1; j < n; j++) m[k] -= a[k][j] * m[j];
        m[k] /= a[k][k];
    }
    for (int k = 0; k < n - 1; k++) {
        double h = x[k + 1] - x[k];
        f->b[k] = (y[k + 1] - y[k]) / h - h * (2 * m[k] + m[k + 1]) / 6, f->c[k] = m[k] / 2, f->d[k] = (m[k + 1] - m[k]) / (6 * h);
    }
    double h = x[n - 1] - x[n - 2];
    f->b[n - 1] = f->b[n - 2] + 2 * f->c[n - 2] * h + 3 * f->d[n - 2] * h * h;
}

static inline double os_value(const os_function *f, double x) {
    double y = 0;
    if (f->kind == OS_CONSTANT) return f->scale * f->y[0];
    if (f->kind == OS_POLYNOMIAL) {
        for (int i = f->n - 1; i >= 0; i--) y = y * x + f->y[i];
        return f->scale * y;
    }
    int n = f->n, k = 0;
    if (x <= f->x[0]) return f->scale * (f->y[0] + (x - f->x[0]) * f->b[0]);
    if (x >= f->x[n - 1]) return f->scale * (f->y[n - 1] + (x - f->x[n - 1]) * f->b[n - 1]);
    while (x > f->x[k + 1]) k++;
    double u = x - f->x[k];
    return f->scale * (f->y[k] + u * (f->b[k] + u * (f->c[k] + u * f->d[k])));
}

static inline void os_unknown(os_model *o, const char *tag) {
    if (!o->nunknown++) snprintf(o->unknown, sizeof o->unknown, "%s", tag);
}

// the function that is a child of `n`, or n itself when its tag is one
static inline void os_function_read(os_model *o, const xml_node *n, os_function *f) {
    double v[OS_KNOTS];
    *f = (os_function){.scale = 1, .n = 1};
    if (!n) return;
    if (!strcmp(n->tag, "Constant")) {
        xml_doubles(n, "value", 1, f->y);
    } else if (!strcmp(n->tag, "LinearFunction")) {
        f->kind = OS_POLYNOMIAL, f->n = xml_doubles(n, "coefficients", 2, v);
        if (f->n == 0) v[0] = 1, v[1] = 0, f->n = 2;
        f->y[0] = f->n > 1 ? v[1] : 0, f->y[1] = v[0], f->n = 2;
    } else if (!strcmp(n->tag, "PolynomialFunction")) {
        f->kind = OS_POLYNOMIAL, f->n = xml_doubles(n, "coefficients", OS_KNOTS, v);
        for (int i = 0; i < f->n; i++) f->y[i] = v[f->n - 1 - i];
    } else if (!strcmp(n->tag, "SimmSpline")) {
        f->kind = OS_SPLINE, f->n = xml_doubles(n, "x", OS_KNOTS, f->x);
        if (xml_doubles(n, "y", OS_KNOTS, f->y) != f->n || xml_count(n, "x") != f->n) os_unknown(o, "SimmSpline with too many knots");
        else os_spline_fit(f);
    } else if (!strcmp(n->tag, "MultiplierFunction")) {
        double scale = 1;
        xml_doubles(n, "scale", 1, &scale);
        const xml_node *in = xml_child(n, "function");
        os_function_read(o, in ? in->child : NULL, f);
        f->scale *= scale;
    } else {
        os_unknown(o, n->tag);
    }
}

// ---- reading -------------------------------------------------------------------------------------------------------------------

static inline int os_body_find(const os_model *o, const char *path) {
    const char *name = strrchr(path, '/');
    name = name ? name + 1 : path;
    for (int i = 0; i < o->nbody; i++)
        if (!strcmp(o->body[i].name, name)) return i;
    return -1;
}
static inline int os_coord_find(const os_model *o, const char *path) {
    const char *name = strrchr(path, '/');
    name = name ? name + 1 : path;
    for (int i = 0; i < o->ncoord; i++)
        if (!strcmp(o->coord[i].name, name)) return i;
    return -1;
}
static inline int os_path_find(const os_model *o, const char *name) {
    for (int i = 0; i < o->npath; i++)
        if (!strcmp(o->path[i].name, name)) return i;
    return -1;
}

static inline os_pose os_offset(const xml_node *frame, const char *translation, const char *orientation) {
    os_pose f = os_identity();
    double  angles[3] = {0};
    xml_doubles(frame, translation, 3, f.p);
    xml_doubles(frame, orientation, 3, angles);
    os_xyz(angles, f.r);
    return f;
}

// the body a socket of a joint means, and the frame in it: an owned offset frame, or the body itself
static inline int os_socket(os_model *o, const xml_node *joint, const char *socket, os_pose *in_body) {
    char            word[OS_NAME], parent[OS_NAME];
    const xml_node *frames = xml_child(joint, "frames");
    xml_word(joint, socket, word, sizeof word);
    *in_body = os_identity();
    for (const xml_node *f = frames ? frames->child : NULL; f; f = f->next) {
        if (strcmp(f->name, word) != 0) continue;
        *in_body = os_offset(f, "translation", "orientation");
        return os_body_find(o, xml_word(f, "socket_parent", parent, sizeof parent));
    }
    return os_body_find(o, word);
}

static inline void os_joint_axes(os_model *o, const xml_node *joint, os_body *b, int first) {
    const xml_node   *transform = xml_child(joint, "SpatialTransform");
    static const char pins[] = "z", universals[] = "xy", balls[] = "xyz";
    const char       *simple = !strcmp(joint->tag, "PinJoint") ? pins : !strcmp(joint->tag, "UniversalJoint") ? universals : !strcmp(joint->tag, "BallJoint") ? balls : "";
    for (int i = 0; i < 6; i++) b->axis[i] = (os_axis){.coordinate = -1, .axis = {i % 3 == 0, i % 3 == 1, i % 3 == 2}, .f = {.n = 1, .scale = 1}};
    for (int i = 0; simple[i]; i++) {
        int k = simple[i] - 'x';
        b->axis[i] = (os_axis){first + i, {k == 0, k == 1, k == 2}, {.kind = OS_POLYNOMIAL, .n = 2, .scale = 1, .y = {0, 1}}};
    }
    if (!transform) {
        if (!*simple && strcmp(joint->tag, "WeldJoint") != 0) os_unknown(o, joint->tag);
        return;
    }
    int i = 0;
    for (const xml_node *a = transform->child; a && i < 6; a = a->next, i++) {
        char            word[OS_NAME];
        const xml_node *f = a->child;
        xml_word(a, "coordinates", word, sizeof word);
        xml_doubles(a, "axis", 3, b->axis[i].axis);
        if (*word) b->axis[i].coordinate = os_coord_find(o, word);
        while (f && (!strcmp(f->tag, "coordinates") || !strcmp(f->tag, "axis"))) f = f->next;
        if (f && !strcmp(f->tag, "function") && f->child) f = f->child;
        if (f) os_function_read(o, f, &b->axis[i].f);
    }
}

static inline void os_read_joint(os_model *o, const xml_node *joint) {
    os_pose         in_parent, in_child;
    int             parent = os_socket(o, joint, "socket_parent_frame", &in_parent), child = os_socket(o, joint, "socket_child_frame", &in_child), first = o->ncoord;
    const xml_node *list = xml_child(joint, "coordinates");
    for (const xml_node *c = list ? list->child : NULL; c; c = c->next) {
        os_coordinate *q = &o->coord[o->ncoord++];
        *q = (os_coordinate){.master = -1};
        snprintf(q->name, sizeof q->name, "%s", c->name);
        xml_doubles(c, "range", 2, q->range);
        xml_doubles(c, "default_value", 1, &q->value);
    }
    if (child < 0 || parent < 0) {
        os_unknown(o, "joint without bodies");
        return;
    }
    o->body[child].parent = parent, o->body[child].in_parent = in_parent, o->body[child].in_child = in_child;
    os_joint_axes(o, joint, &o->body[child], first);
}

static inline void os_read_wraps(os_model *o, const xml_node *body, int index) {
    const xml_node *set = xml_child(body, "WrapObjectSet"), *objects = xml_child(set, "objects");
    for (const xml_node *w = objects ? objects->child : NULL; w; w = w->next) {
        os_wrap *out = &o->wrap[o->nwrap++];
        char     quadrant[OS_NAME];
        *out = (os_wrap){.body = index, .in_body = os_offset(w, "translation", "xyz_body_rotation")};
        snprintf(out->name, sizeof out->name, "%s", w->name);
        snprintf(out->type, sizeof out->type, "%s", w->tag);
        xml_doubles(w, "radius", 1, &out->radius);
        xml_doubles(w, "length", 1, &out->length);
        xml_word(w, "quadrant", quadrant, sizeof quadrant);
        const char *axis = quadrant + (quadrant[0] == '-' || quadrant[0] == '+');
        if (strcmp(quadrant, "all") != 0 && *axis >= 'x' && *axis <= 'z') out->axis = *axis - 'x', out->sign = quadrant[0] == '-' ? -1 : 1;
    }
}

static inline void os_read_point(os_model *o, const xml_node *n, os_point *p) {
    static const char *const place[3] = {"x_location", "y_location", "z_location"};
    static const char *const socket[3] = {"socket_x_coordinate", "socket_y_coordinate", "socket_z_coordinate"};
    char word[2 * OS_NAME];
    *p = (os_point){.body = os_body_find(o, xml_word(n, "socket_parent_frame", word, sizeof word)), .coordinate = -1};
    xml_doubles(n, "location", 3, p->pos);
    p->conditional = !strcmp(n->tag, "ConditionalPathPoint"), p->moving = !strcmp(n->tag, "MovingPathPoint");
    if (p->conditional) p->coordinate = os_coord_find(o, xml_word(n, "socket_coordinate", word, sizeof word)), xml_doubles(n, "range", 2, p->range);
    for (int c = 0; c < 3 && p->moving; c++) {
        const xml_node *f = xml_child(n, place[c]);
        p->along[c] = os_coord_find(o, xml_word(n, socket[c], word, sizeof word));
        os_function_read(o, f ? f->child : NULL, &p->f[c]);
        if (p->along[c] < 0 && p->f[c].kind != OS_CONSTANT) os_unknown(o, "MovingPathPoint without coordinate");
    }
    if (p->body < 0) os_unknown(o, "point without body");
}

static inline void os_read_path(os_model *o, const xml_node *force) {
    const xml_node *path = xml_child(force, "GeometryPath"), *points = xml_child(xml_child(path, "PathPointSet"), "objects");
    const xml_node *wraps = xml_child(xml_child(path, "PathWrapSet"), "objects");
    if (!path || o->npath == OS_PATHS) return;
    os_path *out = &o->path[o->npath++];
    *out = (os_path){.point = calloc(OS_POINTS, sizeof(os_point)), .ligament = !strcmp(force->tag, "Ligament")};
    snprintf(out->name, sizeof out->name, "%s", force->name);
    for (const xml_node *p = points ? points->child : NULL; p && out->npoint < OS_POINTS; p = p->next) os_read_point(o, p, &out->point[out->npoint++]);
    for (const xml_node *w = wraps ? wraps->child : NULL; w && out->nwrap < 8; w = w->next) {
        char   word[OS_NAME];
        double range[2] = {-1, -1};
        xml_word(w, "wrap_object", word, sizeof word);
        xml_doubles(w, "range", 2, range);
        int k = 0;
        while (k < o->nwrap && strcmp(o->wrap[k].name, word) != 0) k++;
        if (k == o->nwrap) os_unknown(o, "wrap object not found");
        out->wrap[out->nwrap] = k, out->from[out->nwrap] = (int)range[0], out->to[out->nwrap] = (int)range[1];
        out->nwrap++;
    }
}

static inline void os_free(os_model *o) {
    if (!o) return;
    for (int i = 0; i < o->npath; i++) free(o->path[i].point);
    free(o->path);
    free(o->body);
    free(o);
}

/// Read a document of version 4; `bytes` is written to. NULL when it is no such document.
static inline os_model *os_read(char *bytes) {
    xml_node       *doc = xml_read(bytes);
    const xml_node *model = xml_child(doc, "Model"), *n;
    if (!model) {
        xml_free(doc);
        return NULL;
    }
    os_model *o = calloc(1, sizeof *o);
    o->body = calloc(OS_BODIES, sizeof *o->body);
    o->path = calloc(OS_PATHS, sizeof *o->path);
    snprintf(o->body[o->nbody++].name, OS_NAME, "ground");
    o->body[0].parent = -1;
    const xml_node *bodies = xml_child(xml_child(model, "BodySet"), "objects");
    os_read_wraps(o, xml_child(model, "Ground"), 0);
    for (n = bodies ? bodies->child : NULL; n && o->nbody < OS_BODIES; n = n->next) {
        snprintf(o->body[o->nbody].name, OS_NAME, "%s", n->name);
        o->body[o->nbody].parent = -1;
        xml_doubles(n, "mass", 1, &o->body[o->nbody].mass);
        os_read_wraps(o, n, o->nbody);
        o->nbody++;
    }
    const xml_node *joints = xml_child(xml_child(model, "JointSet"), "objects"), *forces = xml_child(xml_child(model, "ForceSet"), "objects");
    const xml_node *constraints = xml_child(xml_child(model, "ConstraintSet"), "objects");
    for (n = joints ? joints->child : NULL; n; n = n->next) os_read_joint(o, n);
    for (n = constraints ? constraints->child : NULL; n; n = n->next) {
        char word[OS_NAME];
        if (strcmp(n->tag, "CoordinateCouplerConstraint") != 0) {
            os_unknown(o, n->tag);
            continue;
        }
        const xml_node *f = xml_child(n, "coupled_coordinates_function");
        int             dependent = os_coord_find(o, xml_word(n, "dependent_coordinate_name", word, sizeof word));
        if (dependent < 0) continue;
        o->coord[dependent].master = os_coord_find(o, xml_word(n, "independent_coordinate_names", word, sizeof word));
        os_function_read(o, f ? f->child : NULL, &o->coord[dependent].coupling);
        double scale = 1;
        xml_doubles(n, "scale_factor", 1, &scale);
        o->coord[dependent].coupling.scale *= scale;
    }
    for (n = forces ? forces->child : NULL; n; n = n->next) os_read_path(o, n);
    xml_free(doc);
    return o;
}

// ---- poses ---------------------------------------------------------------------------------------------------------------------

static inline void os_place(os_model *o, int i, bool *done) {
    os_body *b = &o->body[i];
    if (done[i]) return;
    done[i] = true;
    b->pose = os_identity();
    if (b->parent < 0) return;
    os_place(o, b->parent, done);
    os_pose move = os_identity(), frame, moved, back;
    for (int k = 0; k < 6; k++) {
        const os_axis *a = &b->axis[k];
        double         v = os_value(&a->f, a->coordinate < 0 ? 0 : o->coord[a->coordinate].value), u[3], turn[9], r[9];
        memcpy(u, a->axis, sizeof u);
        os_unit(u);
        if (k < 3) {
            os_turn(a->axis, v, turn);
            os_mul(move.r, turn, r);
            memcpy(move.r, r, sizeof r);
        } else {
            for (int c = 0; c < 3; c++) move.p[c] += v * u[c];
        }
    }
    frame = os_after(&o->body[b->parent].pose, &b->in_parent);
    moved = os_after(&frame, &move);
    back = os_inverse(&b->in_child);
    b->pose = os_after(&moved, &back);
}

/// Coupled coordinates, then the poses of all bodies.
static inline void os_pose_all(os_model *o) {
    bool done[OS_BODIES] = {false};
    for (int i = 0; i < o->ncoord; i++)
        if (o->coord[i].master >= 0) o->coord[i].value = os_value(&o->coord[i].coupling, o->coord[o->coord[i].master].value);
    for (int i = 0; i < o->nbody; i++) os_place(o, i, done);
}

// ---- a cylinder ----------------------------------------------------------------------------------------------------------------

static inline bool os_active(const os_wrap *w, const double *p) { return (p[w->axis] >= 0 ? 1 : -1) == w->sign; }

// tangent points of p across the axis, in the plane of p: a turned about +z from p, b against it
static inline void os_tangents(const double *p, double r, double a[3], double b[3]) {
    double d = hypot(p[0], p[1]), u[2] = {p[0] / d, p[1] / d}, near = r * r / d, side = sqrt(r * r - near * near);
    for (int s = 0; s < 2; s++) {
        double *t = s ? b : a, v = s ? -side : side;
        t[0] = near * u[0] - v * u[1], t[1] = near * u[1] + v * u[0], t[2] = p[2];
    }
}

static inline double os_angle(const double *a, const double *b) {
    double c = (a[0] * b[0] + a[1] * b[1]) / (hypot(a[0], a[1]) * hypot(b[0], b[1]));
    return acos(c > 1 ? 1 : c < -1 ? -1 : c);
}

// which tangent points, and whether the apex lies on the far side: OpenSim's rules for a cylinder with a quadrant
static inline bool os_pick_sided(const os_wrap *w, const double t1[2][3], const double t2[2][3], int *i1, int *i2) {
    double alpha = os_angle(t1[0], t2[1]), beta = os_angle(t1[1], t2[0]);
    bool   a = os_active(w, t1[0]), b = os_active(w, t1[1]), second;
    if (a != b) second = a; // r1a with r2b
    else if (a) second = !os_active(w, t2[0]);
    else if (os_active(w, t2[0])) second = false;
    else if (os_active(w, t2[1])) second = true;
    else {
        second = alpha > beta;
        *i1 = second ? 0 : 1, *i2 = second ? 1 : 0;
        return true;
    }
    *i1 = second ? 0 : 1, *i2 = second ? 1 : 0;
    return second ? alpha > beta : !(alpha > beta);
}

static inline void os_pick_nearest(const double t1[2][3], const double t2[2][3], int *i1, int *i2) {
    double best = -HUGE_VAL;
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < 2; j++) {
            double dot = t1[i][0] * t2[j][0] + t1[i][1] * t2[j][1];
            if (dot > best) best = dot, *i1 = i, *i2 = j;
        }
}

// the place along the axis: where the line of tangency meets the plane through both ends and an apex
static inline void os_slide(const double *p1, const double *p2, double r, bool far, double *r1, double *r2) {
    double d1 = hypot(p1[0], p1[1]), d2 = hypot(p2[0], p2[1]), t = d1 / (d1 + d2), mid[3], on[3] = {0}, l1[3], l2[3], n[3], v[3], apex[2][3], normal[3], z[3] = {0, 0, 1};
    for (int i = 0; i < 3; i++) mid[i] = p1[i] + t * (p2[i] - p1[i]);
    on[2] = mid[2];
    for (int i = 0; i < 3; i++) l1[i] = p1[i] - on[i], l2[i] = p2[i] - on[i];
    os_unit(l1), os_unit(l2);
    os_cross(l1, l2, n), os_unit(n);
    os_cross(z, n, v), os_unit(v);
    for (int i = 0; i < 3; i++) apex[0][i] = on[i] + r * v[i], apex[1][i] = on[i] - r * v[i];
    int     near = os_distance(mid, apex[0]) < os_distance(mid, apex[1]) ? 0 : 1;
    double *top = apex[far ? 1 - near : near], u1[3], u2[3];
    for (int i = 0; i < 3; i++) u1[i] = p1[i] - top[i], u2[i] = p2[i] - top[i];
    os_unit(u1), os_unit(u2);
    os_cross(u1, u2, normal), os_unit(normal);
    if (fabs(20 * normal[2]) < 1e-6) return;
    double z1 = p1[2], z2 = p2[2];
    for (int k = 0; k < 2; k++) {
        double *point = k ? r2 : r1, own = k ? z2 : z1, other = k ? z1 : z2;
        double  at = p1[2] - (normal[0] * (point[0] - p1[0]) + normal[1] * (point[1] - p1[1])) / normal[2];
        if (fabs(at - point[2]) <= 10 && fabs(at - other) < fabs(own - other)) point[2] = at;
    }
}

// one end moved along the axis until its straight piece and the spiral meet at the same slope, within 0.1 degrees; OpenSim steps 1.5 times
// the way to where the line from the end to the spiral's next point crosses the line of tangency
#ifndef OS_TANGENCY
#define OS_TANGENCY 0.1
#endif
static inline bool os_adjust(const double *end, double *r, const double *next) {
    double in[3], on[3];
    for (int i = 0; i < 3; i++) in[i] = r[i] - end[i], on[i] = next[i] - r[i];
    os_unit(in), os_unit(on);
    if (fabs(acos(in[2]) - acos(on[2])) <= OS_TANGENCY * acos(-1.0) / 180) return false;
    // the line of tangency is parallel to the axis: the nearest point of (end, next) to it, across the axis
    double dx = next[0] - end[0], dy = next[1] - end[1], t = ((r[0] - end[0]) * dx + (r[1] - end[1]) * dy) / (dx * dx + dy * dy);
    r[2] += 1.5 * (end[2] + t * (next[2] - end[2]) - r[2]);
    return true;
}

static inline double os_spiral(const os_wrap *w, const double *p1, const double *p2, double *r1, double *r2, bool longer, bool fine) {
    for (int k = 0;; k++) {
        double theta = os_angle(r1, r2), sense = r1[0] * r2[1] - r1[1] * r2[0] >= 0 ? 1 : -1;
        if (longer) theta = 2 * acos(-1.0) - theta, sense = -sense;
        double length = hypot(w->radius * theta, r2[2] - r1[2]);
        int    pieces = (int)(length / 0.002);
        if (!fine || pieces < 2 || k == 100) return length;
        double t = 1.0 / pieces, next[2][3];
        for (int e = 0; e < 2; e++) {
            double turn = sense * theta * (e ? 1 - t : t), c = cos(turn), s = sin(turn);
            next[e][0] = c * r1[0] - s * r1[1], next[e][1] = s * r1[0] + c * r1[1], next[e][2] = r1[2] + (e ? 1 - t : t) * (r2[2] - r1[2]);
        }
        bool moved = os_adjust(p1, r1, next[0]);
        moved |= os_adjust(p2, r2, next[1]);
        if (!moved) return length;
    }
}

typedef enum os_touch { OS_NO_WRAP, OS_INSIDE, OS_WRAPPED, OS_MUST } os_touch;

/// The way from p1 to p2 (in the cylinder's frame): whether it touches; then the two tangent points and the length of the spiral between them.
static inline os_touch os_cylinder(const os_wrap *w, bool fine, const double *p1, const double *p2, double *r1, double *r2, double *length) {
    double r = w->radius, t1[2][3], t2[2][3], dx = p2[0] - p1[0], dy = p2[1] - p1[1];
    if (hypot(p1[0], p1[1]) < r || hypot(p2[0], p2[1]) < r) return OS_INSIDE;
    // where the line comes nearest to the axis
    double share = -(p1[0] * dx + p1[1] * dy) / (dx * dx + dy * dy), near[3];
    for (int i = 0; i < 3; i++) near[i] = p1[i] + share * (p2[i] - p1[i]);
    bool through = hypot(near[0], near[1]) < r && share > 0 && share < 1, far = false, longer = false;
    if (!w->sign && !through) return OS_NO_WRAP;
    if (w->sign && (os_active(w, p1) || os_active(w, p2)) && !through && (os_active(w, p1) == os_active(w, p2) || os_active(w, near))) return OS_NO_WRAP;
    os_touch touch = through && (!w->sign || os_active(w, p1) || os_active(w, p2)) ? OS_MUST : OS_WRAPPED;
    os_tangents(p1, r, t1[0], t1[1]);
    os_tangents(p2, r, t2[0], t2[1]);
    int i1 = 0, i2 = 0;
    if (w->sign) far = os_pick_sided(w, (const double(*)[3])t1, (const double(*)[3])t2, &i1, &i2);
    else os_pick_nearest((const double(*)[3])t1, (const double(*)[3])t2, &i1, &i2);
    memcpy(r1, t1[i1], sizeof t1[0]);
    memcpy(r2, t2[i2], sizeof t2[0]);
    if (w->sign) longer = (r1[0] + r2[0]) * (r1[0] - p1[0] + r2[0] - p2[0]) + (r1[1] + r2[1]) * (r1[1] - p1[1] + r2[1] - p2[1]) < 0;
    os_slide(p1, p2, r, far, r1, r2);
    if (fabs(r1[2]) > w->length / 2 && fabs(r2[2]) > w->length / 2) return OS_NO_WRAP;
    *length = os_spiral(w, p1, p2, r1, r2, longer, fine);
    return touch;
}

/// The same for a sphere without a quadrant: a great circle's arc, where both meetings of the line and the sphere lie between the ends.
static inline os_touch os_sphere(const os_wrap *w, const double *p1, const double *p2, double *r1, double *r2, double *length) {
    double r = w->radius, a[3], n[3], u[2][3], d[2] = {sqrt(os_dot(p1, p1)), sqrt(os_dot(p2, p2))};
    if (d[0] < r || d[1] < r) return OS_INSIDE;
    for (int i = 0; i < 3; i++) a[i] = p2[i] - p1[i];
    double aa = os_dot(a, a), b = os_dot(a, p1), disc = b * b - aa * (d[0] * d[0] - r * r);
    if (disc < 0 || (-b - sqrt(disc)) / aa <= 0 || (-b + sqrt(disc)) / aa >= 1) return OS_NO_WRAP;
    os_cross(p1, p2, n), os_unit(n);
    for (int e = 0; e < 2; e++) {
        const double *p = e ? p2 : p1;
        double       *out = e ? r2 : r1, c = r / d[e], s = (e ? -1 : 1) * sqrt(1 - c * c), across[3];
        for (int i = 0; i < 3; i++) u[e][i] = p[i] / d[e];
        os_cross(n, u[e], across);
        for (int i = 0; i < 3; i++) out[i] = r * (c * u[e][i] + s * across[i]);
    }
    *length = r * acos(os_dot(r1, r2) / (r * r));
    return OS_WRAPPED;
}

// ---- a path --------------------------------------------------------------------------------------------------------------------

/// A path as it lies: points in their bodies; where the second of a surface's pair stands, the arc before it.
typedef struct os_laid {
    int             n, body[OS_POINTS + 16], from[OS_POINTS + 16], wrap[OS_POINTS + 16]; ///< from: 1-based point of the file, 0: on surface `wrap`
    double          pos[OS_POINTS + 16][3], arc[OS_POINTS + 16];                         ///< arc < 0: the piece before the point is straight
    const os_point *moving[OS_POINTS + 16];
    bool            touches, inside; ///< a point lies inside a surface that it should pass
} os_laid;

static inline void os_point_at(const os_model *o, const os_point *p, double *pos) {
    memcpy(pos, p->pos, 3 * sizeof *pos);
    for (int c = 0; c < 3 && p->moving; c++) pos[c] = os_value(&p->f[c], p->along[c] < 0 ? 0 : o->coord[p->along[c]].value);
}

static inline void os_shift(os_laid *l, int from, int to) {
    l->body[to] = l->body[from], l->from[to] = l->from[from], l->wrap[to] = l->wrap[from], l->arc[to] = l->arc[from], l->moving[to] = l->moving[from];
    memcpy(l->pos[to], l->pos[from], sizeof l->pos[to]);
}

typedef struct os_try { os_touch touch; double r1[3], r2[3], length, longer; int after; } os_try;

static inline os_try os_try_span(os_model *o, const os_wrap *w, bool fine, const os_laid *l, int i) {
    os_try  t = {.after = i};
    double  ends[2][3], p[2][3];
    os_pose frame = os_after(&o->body[w->body].pose, &w->in_body);
    for (int e = 0; e < 2; e++) {
        os_apply(&o->body[l->body[i + e]].pose, l->pos[i + e], ends[e]);
        os_unapply(&frame, ends[e], p[e]);
    }
    if (!strcmp(w->type, "WrapSphere") && !w->sign) t.touch = os_sphere(w, p[0], p[1], t.r1, t.r2, &t.length);
    if (!strcmp(w->type, "WrapCylinder")) t.touch = os_cylinder(w, fine, p[0], p[1], t.r1, t.r2, &t.length);
    t.longer = os_distance(p[0], t.r1) + t.length + os_distance(p[1], t.r2) - os_distance(p[0], p[1]);
    return t;
}

// one surface: its old points go, then the first span that passes through it, else the span that grows least
static inline os_touch os_lay_wrap(os_model *o, const os_path *path, int k, os_laid *l) {
    const os_wrap *w = &o->wrap[path->wrap[k]];
    os_try         best = {.longer = HUGE_VAL};
    os_touch       last = OS_NO_WRAP;
    int            first = path->from[k] < 1 ? 1 : path->from[k], end = path->to[k] < 1 ? path->npoint : path->to[k], start = -1, stop = -1, n = 0;
    for (int i = 0; i < l->n; i++)
        if (l->from[i] || l->wrap[i] != path->wrap[k]) os_shift(l, i, n++);
    l->n = n;
    for (int i = 0; i < l->n; i++) {
        if (l->from[i] >= first && l->from[i] <= end && start < 0) start = i;
        if (l->from[i] >= first && l->from[i] <= end) stop = i;
    }
    for (int i = start; start >= 0 && i < stop; i++) {
        if (!l->from[i] && !l->from[i + 1] && l->wrap[i] == l->wrap[i + 1]) continue;
        os_try t = os_try_span(o, w, path->nwrap > 1, l, i);
        last = t.touch;
        l->inside |= t.touch == OS_INSIDE;
        if (t.touch == OS_MUST || (t.touch == OS_WRAPPED && t.longer < best.longer)) best = t;
        if (t.touch == OS_MUST) break;
    }
    if (best.touch < OS_WRAPPED) return last;
    for (int j = l->n - 1; j > best.after; j--) os_shift(l, j, j + 2);
    l->n += 2;
    for (int e = 0; e < 2; e++) {
        int at = best.after + 1 + e;
        l->body[at] = w->body, l->moving[at] = NULL, l->from[at] = 0, l->wrap[at] = path->wrap[k], l->arc[at] = e ? best.length : -1;
        os_apply(&w->in_body, e ? best.r2 : best.r1, l->pos[at]);
    }
    l->touches = true;
    return last;
}

static inline double os_laid_length(const os_model *o, const os_laid *l);

/// Lay a path in the pose that os_pose_all() has computed. Several surfaces are laid in turn until the length changes by less than 0.5 mm.
static inline void os_lay(os_model *o, const os_path *path, os_laid *l) {
    double   last = HUGE_VAL;
    os_touch result[8] = {OS_NO_WRAP};
    int      order[8] = {0, 1, 2, 3, 4, 5, 6, 7};
    l->n = 0, l->touches = l->inside = false;
    for (int i = 0; i < path->npoint; i++) {
        const os_point *p = &path->point[i];
        if (p->conditional) {
            double q = o->coord[p->coordinate].value;
            if (q < p->range[0] - 1e-5 || q > p->range[1] + 1e-5) continue;
        }
        l->from[l->n] = i + 1, l->wrap[l->n] = -1, l->arc[l->n] = -1, l->body[l->n] = p->body, l->moving[l->n] = p->moving ? p : NULL;
        os_point_at(o, p, l->pos[l->n++]);
    }
    for (int round = 0; round < (path->nwrap < 2 ? 1 : 8); round++) {
        l->inside = false;
        for (int k = 0; k < path->nwrap; k++) result[k] = os_lay_wrap(o, path, order[k], l);
        double length = os_laid_length(o, l);
        if (fabs(length - last) < 0.0005) break;
        last = length;
        if (round == 0 && path->nwrap > 1 && result[0] == OS_NO_WRAP && result[1] == OS_INSIDE) order[0] = 1, order[1] = 0;
    }
}

/// Its length with the points where they are in their bodies, in the present pose.
static inline double os_laid_length(const os_model *o, const os_laid *l) {
    double sum = 0, a[3], b[3] = {0}, pos[3];
    for (int i = 0; i < l->n; i++) {
        memcpy(pos, l->pos[i], sizeof pos);
        if (l->moving[i]) os_point_at(o, l->moving[i], pos);
        memcpy(a, b, sizeof a);
        os_apply(&o->body[l->body[i]].pose, pos, b);
        if (i) sum += l->arc[i] >= 0 ? l->arc[i] : os_distance(a, b);
    }
    return sum;
}
#endif
