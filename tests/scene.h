// scene.h - models that tests and benchmarks share, random numbers, and the fields of il_data and il_params as lists to loop over
#ifndef SCENE_H
#define SCENE_H
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ilium/data.h"

// ---- random numbers: splitmix64, the same on every machine ----------------------------------------------------------------------

static inline double scene_uniform(uint64_t *seed, double low, double high) {
    uint64_t z = *seed += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30))*0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27))*0x94d049bb133111ebu;
    return low + (high - low)*((double)((z ^ (z >> 31)) >> 11)*0x1p-53);
}

static inline int scene_below(uint64_t *seed, int n) { return (int)scene_uniform(seed, 0.0, (double)n); }

static inline void scene_vector(uint64_t *seed, double size, double v[3]) {
    for (int i = 0; i < 3; i++) v[i] = scene_uniform(seed, -size, size);
}

// ---- fields as lists ------------------------------------------------------------------------------------------------------------

typedef enum scene_group { INPUT, STATE, RESULT, SCRATCH } scene_group;

typedef struct scene_field {
    const char *name;
    int         count, group;
    size_t      at; ///< offset of the pointer in il_data or il_params
} scene_field;

enum { SCENE_MAX_FIELDS = 128 };

/// Fields of il_data into `f`; returns how many.
static inline int scene_data_fields(const il_model *m, scene_field *f) {
    int n = 0;
#define SIZE(name) const int name = m->name; (void)name;
    IL_MODEL_SIZES(SIZE)
#define X(name, count, group) f[n++] = (scene_field){#name, count, group, offsetof(il_data, name)};
    IL_DATA_FIELDS(X)
#undef X
    return n;
}

static inline int scene_param_fields(const il_model *m, scene_field *f) {
    int n = 0;
    IL_MODEL_SIZES(SIZE)
#undef SIZE
#define X(name, count, unit) f[n++] = (scene_field){#name, count, 0, offsetof(il_params, name)};
    IL_PARAM_FIELDS(X)
#undef X
    return n;
}

static inline il_pack *scene_packs(const il_data *d, const scene_field *f) { return *(il_pack *const *)(const void *)((const char *)d + f->at); }
static inline double  *scene_values(const il_params *p, const scene_field *f) { return *(double *const *)(const void *)((const char *)p + f->at); }

// ---- bodies ---------------------------------------------------------------------------------------------------------------------

static inline il_frame scene_frame(uint64_t *seed, double size) {
    double pos[3], angles[3];
    scene_vector(seed, size, pos);
    scene_vector(seed, 3.0, angles);
    return il_frame_xyz(pos, angles);
}

/// A box of random sides and density, turned at random.
static inline il_body_def scene_body(uint64_t *seed, const char *name) {
    il_body_def b = il_default_body_def();
    double      side[3], in[3];
    il_frame    f = scene_frame(seed, 0.1);
    b.name = name;
    b.mass = scene_uniform(seed, 0.5, 5.0);
    scene_vector(seed, 0.1, b.com);
    for (int i = 0; i < 3; i++) side[i] = scene_uniform(seed, 0.05, 0.4);
    for (int i = 0; i < 3; i++) in[i] = b.mass/12.0*(side[(i + 1)%3]*side[(i + 1)%3] + side[(i + 2)%3]*side[(i + 2)%3]);
    static const int at[6][2] = {{0, 0}, {1, 1}, {2, 2}, {0, 1}, {0, 2}, {1, 2}};
    for (int k = 0; k < 6; k++)
        for (int i = 0; i < 3; i++) b.inertia[k] += f.rot[3*at[k][0] + i]*in[i]*f.rot[3*at[k][1] + i];
    return b;
}

static inline void scene_coordinate(il_builder *b, const char *name, il_row_kind kind) {
    il_coordinate_def c = il_default_coordinate_def();
    c.name = name, c.kind = kind;
    if (kind == IL_ROW_TRANSLATION) c.min = -2.0, c.max = 2.0, c.size = 0.1;
    il_builder_coordinate(b, &c);
}

static inline int scene_spline(il_builder *b, uint64_t *seed, double size) {
    double value[14];
    for (int k = 0; k < 7; k++) {
        value[k] = -1.2 + 0.4*k + scene_uniform(seed, -0.1, 0.1);
        value[7 + k] = scene_uniform(seed, -size, size);
    }
    return il_builder_function(b, IL_FUNCTION_SPLINE, 14, value);
}

static inline int scene_polynomial(il_builder *b, uint64_t *seed, double size) {
    double value[4];
    for (int k = 0; k < 4; k++) value[k] = scene_uniform(seed, -size, size);
    return il_builder_function(b, IL_FUNCTION_POLYNOMIAL, 4, value);
}

/// The kinds of joint that scene_joint() makes.
enum { SCENE_PIN, SCENE_SLIDER, SCENE_BALL, SCENE_FREE, SCENE_WELD, SCENE_UNIVERSAL, SCENE_PLANAR, SCENE_KNEE, SCENE_PATELLA, SCENE_CONSTANT, SCENE_NJOINT };

static inline il_row_def *scene_row(il_joint_def *j, il_row_kind kind, double x, double y, double z, const char *coordinate) {
    il_row_def *r = &j->row[j->nrow++];
    *r = (il_row_def){kind, {x, y, z}, coordinate, IL_NONE, 1.0, 0};
    return r;
}

/// A joint of a kind with its own coordinates, called `name`_0, _1 ...; `text` keeps their names until the builder has copied them.
static inline void scene_rows(il_builder *b, uint64_t *seed, il_joint_def *j, int kind, const char *name, char text[6][48]) {
    double axis[3];
    static const int rotations[] = {1, 0, 3, 3, 0, 2, 1, 1, 0, 1}, translations[] = {0, 1, 0, 3, 0, 0, 2, 0, 0, 0};
    int n = 0;
    for (int i = 0; i < rotations[kind] + translations[kind]; i++) {
        il_row_kind row = i < rotations[kind] ? IL_ROW_ROTATION : IL_ROW_TRANSLATION;
        snprintf(text[n], 48, "%s_%d", name, n);
        scene_coordinate(b, text[n], row);
        scene_vector(seed, 1.0, axis);
        // two rotations about nearly the same axis would make the mass matrix nearly singular
        axis[i%3] += axis[i%3] < 0.0 ? -1.5 : 1.5;
        scene_row(j, row, axis[0], axis[1], axis[2], text[n])->scale = kind == SCENE_SLIDER ? -0.7 : 1.0;
        n++;
    }
    if (kind == SCENE_KNEE) {
        scene_row(j, IL_ROW_ROTATION, 0, 1, 0.2, text[0])->function = scene_polynomial(b, seed, 0.2);
        scene_row(j, IL_ROW_TRANSLATION, 1, 0, 0, text[0])->function = scene_spline(b, seed, 0.05);
        scene_row(j, IL_ROW_TRANSLATION, 0, 1, 0, text[0])->function = scene_polynomial(b, seed, 0.05);
        scene_row(j, IL_ROW_TRANSLATION, 0, 0, 1, NULL)->scale = 0.03;
    }
    if (kind == SCENE_CONSTANT) {
        scene_row(j, IL_ROW_TRANSLATION, 1, 2, 3, NULL)->scale = 0.1;
        scene_row(j, IL_ROW_ROTATION, 1, 0, 3, NULL)->scale = 0.4;
    }
}

/// A patella: its joint follows `master` through a coupled coordinate and functions of that.
static inline void scene_patella(il_builder *b, uint64_t *seed, il_joint_def *j, const char *name, const char *master, char text[48]) {
    snprintf(text, 48, "%s_angle", name);
    il_builder_coupled(b, text, master, scene_spline(b, seed, 0.8));
    scene_row(j, IL_ROW_ROTATION, 0, 0, 1, text)->scale = 0.5;
    scene_row(j, IL_ROW_TRANSLATION, 1, 0, 0, text)->function = scene_polynomial(b, seed, 0.1);
    scene_row(j, IL_ROW_TRANSLATION, 0, 1, 0, text)->function = scene_spline(b, seed, 0.1);
}

/// A random tree of `n` bodies with joints of every kind in turn (all_kinds) or pins and balls only, a marker on each body.
static inline void scene_tree(il_builder *b, uint64_t *seed, int n, bool all_kinds) {
    char last_knee[48] = "";
    for (int i = 0; i < n; i++) {
        char         name[32], parent[32], text[6][48];
        il_joint_def j = il_default_joint_def();
        int          kind = all_kinds ? i%SCENE_NJOINT : i%4 == 2 ? SCENE_BALL : SCENE_PIN;
        snprintf(name, sizeof name, "body%d", i);
        snprintf(parent, sizeof parent, "body%d", scene_below(seed, i));
        j.parent = i == 0 ? "ground" : parent;
        if (i == 0 && all_kinds) kind = SCENE_FREE;
        j.in_parent = scene_frame(seed, 0.3), j.in_child = scene_frame(seed, 0.1);
        if (kind == SCENE_PATELLA) scene_patella(b, seed, &j, name, last_knee, text[0]);
        else scene_rows(b, seed, &j, kind, name, text);
        if (kind == SCENE_KNEE) memcpy(last_knee, text[0], sizeof last_knee);
        il_body_def   body = scene_body(seed, name);
        il_marker_def marker = il_default_marker_def();
        il_builder_body(b, &body, &j);
        marker.name = marker.body = name, marker.frame = scene_frame(seed, 0.2);
        il_builder_marker(b, &marker);
    }
}

// ---- models ---------------------------------------------------------------------------------------------------------------------

/// The model of a finished builder; stops the program with the builder's sentence when it is refused.
static inline il_model *scene_finish(il_builder *b) {
    il_model *m;
    il_error  err;
    if (il_builder_finish(b, &m, &err) != IL_OK) {
        fprintf(stderr, "scene: %s\n", err.text);
        exit(1);
    }
    il_builder_free(b);
    return m;
}

static inline il_model *scene_tree_model(uint64_t seed, int n, bool all_kinds) {
    il_builder *b = il_builder_create();
    scene_tree(b, &seed, n, all_kinds);
    return scene_finish(b);
}

static inline il_data *scene_data(const il_model *m, il_isa isa) {
    il_data *d;
    if (il_data_create(m, isa, &d, NULL) != IL_OK) exit(1);
    return d;
}

// ---- paths and forces -----------------------------------------------------------------------------------------------------------

static inline void scene_wraps(il_builder *b, uint64_t *seed, int n) {
    char name[32], body[32];
    for (int i = 0; i < 6; i++) {
        il_wrap_def w = il_default_wrap_def();
        snprintf(name, sizeof name, "wrap%d", i);
        snprintf(body, sizeof body, "body%d", scene_below(seed, n));
        w.name = name, w.body = body, w.kind = i < 3 ? IL_WRAP_SPHERE : IL_WRAP_CYLINDER, w.frame = scene_frame(seed, 0.05);
        for (int k = 0; k < 3; k++) w.size[k] = scene_uniform(seed, 0.02, 0.05);
        il_builder_wrap(b, &w);
    }
}

/// Path i of three or four points on random bodies; every third over a surface, every fourth with a moving point.
static inline void scene_path(il_builder *b, uint64_t *seed, int n, int i, const char *name, const char *moving) {
    il_path_def     path = il_default_path_def();
    il_point_def    point[4] = {{0}};
    il_pathwrap_def wrap = {0};
    char            body[4][32], surface[32];
    path.name = name, path.point = point, path.npoint = 3 + i%2;
    for (int k = 0; k < path.npoint; k++) {
        snprintf(body[k], sizeof body[k], "body%d", scene_below(seed, n));
        point[k].body = k == 1 && i%5 == 0 ? "ground" : body[k];
        scene_vector(seed, 0.15, point[k].pos);
    }
    if (i%4 == 1) {
        point[1].coordinate = moving;
        point[1].function[0] = scene_spline(b, seed, 1.0), point[1].function[1] = IL_NONE, point[1].function[2] = scene_polynomial(b, seed, 1.0);
    }
    snprintf(surface, sizeof surface, "wrap%d", i%6);
    wrap = (il_pathwrap_def){.wrap = surface, .segment = i%2};
    if (i%3 == 0) path.wrap = &wrap, path.nwrap = 1;
    il_builder_path(b, &path);
}

static inline void scene_pulls(il_builder *b, uint64_t *seed, int n, int npath) {
    char name[32];
    for (int i = 0; i < npath; i++) {
        snprintf(name, sizeof name, "path%d", i);
        scene_path(b, seed, n, i, name, i%8 == 1 ? "body7_0" : "body8_angle");
        il_muscle_def   muscle = il_default_muscle_def();
        il_ligament_def ligament = il_default_ligament_def();
        muscle.name = ligament.name = name;
        muscle.f_max = scene_uniform(seed, 100.0, 1000.0), muscle.l_opt = scene_uniform(seed, 0.2, 0.4), muscle.l_slack = scene_uniform(seed, 0.2, 0.4);
        muscle.pennation = scene_uniform(seed, 0.0, 0.5), muscle.tone = 0.01, muscle.pressure = i%4 == 0 ? scene_uniform(seed, 100.0, 1000.0) : 0.0;
        ligament.l_slack = scene_uniform(seed, 0.3, 0.6), ligament.k = scene_uniform(seed, 1e3, 1e5);
        if (i%3 != 2) il_builder_muscle(b, &muscle);
        if (i%3 == 2 || i == 3) il_builder_ligament(b, &ligament);
    }
    il_builder_pressure(b, "path4", 0.02);
}

static inline void scene_bushings(il_builder *b, uint64_t *seed, int n) {
    char name[32], body[32];
    for (int i = 0; i < 4; i++) {
        il_bushing_def bushing = il_default_bushing_def();
        snprintf(name, sizeof name, "bushing%d", i), snprintf(body, sizeof body, "body%d", scene_below(seed, n));
        bushing.name = name, bushing.body_b = body, bushing.body_a = i == 0 || !strcmp(body, "body0") ? "ground" : "body0";
        bushing.a = scene_frame(seed, 0.1), bushing.b = scene_frame(seed, 0.1), bushing.closure = scene_uniform(seed, 0.0, 10.0), bushing.contact = 1e3*i;
        for (int k = 0; k < 6; k++) {
            bushing.rest[k] = scene_uniform(seed, -0.02, 0.02), bushing.k[k] = scene_uniform(seed, 100.0, 1000.0);
            bushing.b_side[k] = 0.5*bushing.k[k], bushing.c[k] = scene_uniform(seed, 0.0, 100.0);
        }
        for (int k = 0; k < 15; k++) bushing.coupling[k] = scene_uniform(seed, -20.0, 20.0);
        il_builder_bushing(b, &bushing);
    }
}

static inline void scene_contacts(il_builder *b, uint64_t *seed, int n) {
    char name[32], body[32];
    il_builder_planes(b, 2);
    for (int i = 0; i < 6; i++) {
        il_pad_def pad = il_default_pad_def();
        snprintf(name, sizeof name, "pad%d", i), snprintf(body, sizeof body, "body%d", scene_below(seed, n));
        pad.name = name, pad.body = body, pad.plane = i%2, pad.k = scene_uniform(seed, 1e3, 1e4), pad.depth = 0.01;
        scene_vector(seed, 0.2, pad.pos);
        il_builder_pad(b, &pad);
    }
    for (int i = 0; i < 3; i++) {
        il_limit_def limit = il_default_limit_def();
        const double value[6] = {-1.0, 3.0, 0.5, 1.0, -3.0, -0.5};
        limit.coordinate = i == 0 ? "body0_0" : i == 1 ? "body7_0" : "body2_1";
        for (int k = 0; k < 6; k++) limit.value[k] = value[k]*scene_uniform(seed, 0.5, 1.5);
        il_builder_limit(b, &limit);
    }
}

/// A tree of every kind of joint with everything that can pull and push on it.
static inline il_model *scene_full_model(uint64_t seed, int n) {
    il_builder *b = il_builder_create();
    scene_tree(b, &seed, n, true);
    scene_wraps(b, &seed, n);
    scene_pulls(b, &seed, n, 16);
    scene_bushings(b, &seed, n);
    scene_contacts(b, &seed, n);
    return scene_finish(b);
}

// ---- data -----------------------------------------------------------------------------------------------------------------------

/// Random inputs in every lane: poses, speeds, activations, planes, forces.
static inline void scene_fill(const il_model *m, il_data *d, uint64_t *seed) {
    scene_field f[SCENE_MAX_FIELDS];
    int         n = scene_data_fields(m, f);
    for (int i = 0; i < n; i++)
        for (int k = 0; f[i].group == INPUT && k < f[i].count; k++)
            for (int lane = 0; lane < IL_LANES; lane++) scene_packs(d, &f[i])[k].lane[lane] = scene_uniform(seed, -1.0, 1.0);
    for (int i = 0; i < m->nmuscle; i++)
        for (int lane = 0; lane < IL_LANES; lane++) d->act[i].lane[lane] = scene_uniform(seed, 0.05, 0.95);
    for (int i = 0; i < m->nq; i++)
        for (int lane = 0; lane < IL_LANES; lane++)
            d->q[i].lane[lane] = m->nominal->coordinate_neutral[i] + m->nominal->coordinate_size[i]*scene_uniform(seed, -0.9, 0.9);
}

/// Every stage in order.
static inline void scene_run(const il_model *m, const il_params *p, il_data *d) {
#define X(name) il_##name(m, p, d);
    IL_STAGES(X)
#undef X
}

static inline void scene_run_tangent(const il_model *m, const il_params *p, const il_params *dp, const il_data *d, il_data *t) {
#define X(name) il_##name##_tangent(m, p, dp, d, t);
    IL_STAGES(X)
#undef X
}

#endif
