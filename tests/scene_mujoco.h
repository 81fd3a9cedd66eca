// scene_mujoco.h - the same random tree as an il_model and as a MuJoCo model; empty where MuJoCo is not installed
#ifndef SCENE_MUJOCO_H
#define SCENE_MUJOCO_H
#include "scene.h"

#ifdef IL_HAVE_MUJOCO
#include <mujoco/mujoco.h>

/// A random tree of pins, sliders, balls, universals, planars and six-axis joints: nothing that MuJoCo cannot say.
static inline il_model *scene_mujoco_model(uint64_t seed, int n) {
    static const int kinds[] = {SCENE_FREE, SCENE_PIN, SCENE_BALL, SCENE_UNIVERSAL, SCENE_PIN, SCENE_PLANAR, SCENE_PIN, SCENE_BALL, SCENE_SLIDER, SCENE_PIN};
    il_builder *b = il_builder_create();
    for (int i = 0; i < n; i++) {
        char         name[32], parent[32], text[6][48];
        il_joint_def j = il_default_joint_def();
        snprintf(name, sizeof name, "body%d", i);
        snprintf(parent, sizeof parent, "body%d", i == 0 ? 0 : scene_below(&seed, i));
        j.parent = i == 0 ? "ground" : parent;
        j.in_parent = scene_frame(&seed, 0.3), j.in_child = scene_frame(&seed, 0.1);
        scene_rows(b, &seed, &j, kinds[i%10], name, text);
        for (int r = 0; r < j.nrow; r++) j.row[r].scale = 1.0;
        il_body_def body = scene_body(&seed, name);
        il_builder_body(b, &body, &j);
    }
    return scene_finish(b);
}

/// MuJoCo numbers coordinates depth first and translations first; here is ours for its j-th.
static inline int scene_mujoco_count(const il_model *m, int body, int j, int *seen) {
    for (int r = m->body_row_start[body]; r < m->body_row_start[body + 1]; r++)
        if ((*seen)++ == j) return m->row_dof[r];
    for (int child = body + 1; child < m->nbody; child++) {
        int found = m->body_parent[child] == body ? scene_mujoco_count(m, child, j, seen) : IL_NONE;
        if (found != IL_NONE) return found;
    }
    return IL_NONE;
}

static inline int scene_mujoco_dof(const il_model *m, int j) {
    int seen = 0;
    return scene_mujoco_count(m, IL_GROUND, j, &seen);
}

typedef struct scene_text {
    char  *at;
    size_t n, room;
} scene_text;

static inline void scene_print(scene_text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
static inline void scene_print(scene_text *t, const char *format, ...) {
    va_list args;
    va_start(args, format);
    t->n += (size_t)vsnprintf(t->at + t->n, t->room - t->n, format, args);
    va_end(args);
}

// c = a^T (x - pos): a point of a body in the frame of its joint
static inline void scene_into(const double *pos, const double *rot, const double x[3], double out[3]) {
    for (int i = 0; i < 3; i++) {
        out[i] = 0.0;
        for (int k = 0; k < 3; k++) out[i] += rot[3*k + i]*(x[k] - pos[k]);
    }
}

static inline void scene_numbers(scene_text *t, const char *name, int n, const double *x) {
    scene_print(t, " %s=\"", name);
    for (int i = 0; i < n; i++) scene_print(t, "%.17g ", x[i]);
    scene_print(t, "\"");
}

static inline void scene_inertial(const il_model *m, int body, scene_text *t) {
    static const int at[6][2] = {{0, 0}, {1, 1}, {2, 2}, {0, 1}, {0, 2}, {1, 2}}, of[3][3] = {{0, 3, 4}, {3, 1, 5}, {4, 5, 2}};
    const il_params *p = m->nominal;
    const double    *rot = p->joint_child_rot + 9*body;
    double           com[3], in[6] = {0};
    scene_into(p->joint_child_pos + 3*body, rot, p->body_com + 3*body, com);
    for (int k = 0; k < 6; k++)
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++) in[k] += rot[3*i + at[k][0]]*p->body_inertia[6*body + of[i][j]]*rot[3*j + at[k][1]];
    scene_print(t, "<inertial mass=\"%.17g\"", p->body_mass[body]);
    scene_numbers(t, "pos", 3, com), scene_numbers(t, "fullinertia", 6, in);
    scene_print(t, "/>\n");
}

// MuJoCo's body frame is the frame that the joint moves
static inline void scene_mujoco_body(const il_model *m, int body, scene_text *t) {
    const il_params *p = m->nominal;
    int              parent = m->body_parent[body];
    const double    *out = p->joint_child_rot + 9*parent, *rot = p->joint_parent_rot + 9*body;
    double           pos[3], axes[6] = {0};
    scene_into(p->joint_child_pos + 3*parent, out, p->joint_parent_pos + 3*body, pos);
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++) axes[i] += out[3*k + i]*rot[3*k], axes[3 + i] += out[3*k + i]*rot[3*k + 1];
    scene_print(t, "<body name=\"%s\"", m->body_name[body]);
    scene_numbers(t, "pos", 3, pos), scene_numbers(t, "xyaxes", 6, axes);
    scene_print(t, ">\n");
    scene_inertial(m, body, t);
    for (int r = m->body_row_start[body]; r < m->body_row_start[body + 1]; r++) {
        scene_print(t, "<joint type=\"%s\" pos=\"0 0 0\"", m->row_kind[r] == IL_ROW_ROTATION ? "hinge" : "slide");
        scene_numbers(t, "axis", 3, p->row_axis + 3*r);
        scene_print(t, "/>\n");
    }
    for (int child = body + 1; child < m->nbody; child++)
        if (m->body_parent[child] == body) scene_mujoco_body(m, child, t);
    scene_print(t, "</body>\n");
}

/// The MuJoCo model of an il_model from scene_mujoco_model().
static inline mjModel *scene_mujoco_peer(const il_model *m) {
    scene_text text = {.at = malloc(1 << 20), .room = 1 << 20};
    char       error[1000] = "";
    mjVFS     *vfs = malloc(sizeof *vfs);
    if (!text.at || !vfs) exit(1);
    scene_print(&text, "<mujoco><compiler angle=\"radian\" coordinate=\"local\"/><option gravity=\"0.3 -9.81 0.2\"/><worldbody>\n");
    for (int body = 1; body < m->nbody; body++)
        if (m->body_parent[body] == IL_GROUND) scene_mujoco_body(m, body, &text);
    scene_print(&text, "</worldbody></mujoco>\n");
    mj_defaultVFS(vfs);
    mj_makeEmptyFileVFS(vfs, "tree.xml", (int)text.n);
    memcpy(vfs->filedata[0], text.at, text.n);
    mjModel *mj = mj_loadXML("tree.xml", vfs, error, sizeof error);
    if (!mj) fprintf(stderr, "MuJoCo: %s\n", error), exit(1);
    mj_deleteVFS(vfs);
    free(vfs), free(text.at);
    return mj;
}
#endif

#endif
