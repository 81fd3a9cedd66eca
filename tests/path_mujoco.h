// path_mujoco.h - the tree and the tendons of a MuJoCo model as an il_model, so that both can be asked the same; empty without MuJoCo
#ifndef PATH_MUJOCO_H
#define PATH_MUJOCO_H
#include "scene_mujoco.h"

#ifdef IL_HAVE_MUJOCO

static inline il_frame peer_frame(const double pos[3], const double quat[4]) {
    il_frame f = il_frame_identity();
    mju_copy3(f.pos, pos);
    mju_quat2Mat(f.rot, quat);
    return f;
}

// joints from `first` that one joint of ours can carry: the same anchor, sliders before hinges, at most six
static inline int peer_group(const mjModel *mj, int first, int end) {
    int n = 1;
    for (int j = first + 1; j < end && n < IL_MAX_ROWS; j++, n++) {
        if (mj->jnt_type[j] == mjJNT_SLIDE && mj->jnt_type[j - 1] == mjJNT_HINGE) break;
        if (mju_dist3(mj->jnt_pos + 3*j, mj->jnt_pos + 3*first) > 0) break;
    }
    return n;
}

// one body of MuJoCo: one of ours for each group of joints, the last of which is called b<number>; a free joint is welded
static inline void peer_body(il_builder *b, const mjModel *mj, int body) {
    int  first = mj->body_jntadr[body], end = first + mj->body_jntnum[body], link = 0;
    char parent[32], name[32], coordinate[6][32];
    if (mj->body_jntnum[body] && mj->jnt_type[first] == mjJNT_FREE) first = end;
    snprintf(parent, sizeof parent, "b%d", mj->body_parentid[body]);
    do {
        il_body_def  def = il_default_body_def();
        il_joint_def joint = il_default_joint_def();
        int          n = first < end ? peer_group(mj, first, end) : 0;
        joint.in_parent = link ? il_frame_identity() : peer_frame(mj->body_pos + 3*body, mj->body_quat + 4*body);
        if (n) {
            double anchor[3];
            mju_rotVecMat(anchor, mj->jnt_pos + 3*first, joint.in_parent.rot);
            mju_addTo3(joint.in_parent.pos, anchor);
            mju_copy3(joint.in_child.pos, mj->jnt_pos + 3*first);
        }
        for (int i = 0; i < n; i++) {
            il_coordinate_def q = il_default_coordinate_def();
            snprintf(coordinate[i], sizeof coordinate[i], "j%d", first + i);
            q.name = coordinate[i], q.kind = mj->jnt_type[first + i] == mjJNT_SLIDE ? IL_ROW_TRANSLATION : IL_ROW_ROTATION;
            q.min = -3, q.max = 3, q.size = 1;
            il_builder_coordinate(b, &q);
            joint.row[i] = (il_row_def){.kind = q.kind, .coordinate = coordinate[i], .function = IL_NONE, .scale = 1};
            mju_copy3(joint.row[i].axis, mj->jnt_axis + 3*(first + i));
        }
        first += n;
        joint.nrow = n, joint.parent = !strcmp(parent, "b0") ? "ground" : parent;
        snprintf(name, sizeof name, first < end ? "b%d_%d" : "b%d", body, link);
        def.name = name, def.mass = 0;
        il_builder_body(b, &def, &joint);
        snprintf(parent, sizeof parent, "%s", name);
        link++;
    } while (first < end);
}

static inline const char *peer_name(char *text, size_t size, int body) {
    snprintf(text, size, body ? "b%d" : "ground", body);
    return text;
}

static inline void peer_path(il_builder *b, const mjModel *mj, int tendon) {
    enum { MOST = 64 };
    il_point_def    point[MOST] = {{0}};
    il_pathwrap_def wrap[MOST] = {{0}};
    char            body[MOST][32], surface[MOST][32], name[32];
    il_path_def     def = il_default_path_def();
    for (int i = mj->tendon_adr[tendon]; i < mj->tendon_adr[tendon] + mj->tendon_num[tendon] && def.npoint < MOST; i++) {
        int id = mj->wrap_objid[i];
        if (mj->wrap_type[i] == mjWRAP_SITE) {
            il_point_def *p = &point[def.npoint];
            p->body = peer_name(body[def.npoint], sizeof body[0], mj->site_bodyid[id]);
            mju_copy3(p->pos, mj->site_pos + 3*id);
            def.npoint++;
        } else {
            snprintf(surface[def.nwrap], sizeof surface[0], "w%d", id);
            wrap[def.nwrap] = (il_pathwrap_def){.wrap = surface[def.nwrap], .segment = def.npoint - 1};
            def.nwrap++;
        }
    }
    snprintf(name, sizeof name, "p%d", tendon);
    def.name = name, def.point = point, def.wrap = wrap;
    il_builder_path(b, &def);
}

/// Coordinate "j<k>" is MuJoCo's joint k less its reference position; body "b<k>" its body k; path k its tendon k.
static inline il_model *peer_model(const mjModel *mj) {
    il_builder *b = il_builder_create();
    char        name[32], body[32];
    for (int i = 1; i < mj->nbody; i++) peer_body(b, mj, i);
    for (int i = 0; i < mj->ngeom; i++) {
        if (mj->geom_type[i] != mjGEOM_SPHERE && mj->geom_type[i] != mjGEOM_CYLINDER) continue;
        il_wrap_def w = il_default_wrap_def();
        snprintf(name, sizeof name, "w%d", i);
        w.name = name, w.body = peer_name(body, sizeof body, mj->geom_bodyid[i]);
        w.kind = mj->geom_type[i] == mjGEOM_SPHERE ? IL_WRAP_SPHERE : IL_WRAP_CYLINDER;
        w.frame = peer_frame(mj->geom_pos + 3*i, mj->geom_quat + 4*i);
        w.size[0] = w.size[1] = w.size[2] = mj->geom_size[3*i];
        il_builder_wrap(b, &w);
    }
    for (int i = 0; i < mj->ntendon; i++) peer_path(b, mj, i);
    return scene_finish(b);
}

/// One lane of d at MuJoCo's position.
static inline void peer_pose(const il_model *m, const mjModel *mj, const mjData *md, il_data *d, int lane) {
    for (int i = 0; i < m->nq; i++) {
        int j = atoi(m->coordinate_name[i] + 1), at = mj->jnt_qposadr[j];
        d->q[i].lane[lane] = md->qpos[at] - mj->qpos0[at];
    }
}

static inline mjModel *peer_load(const char *text, char *error, int size) {
    mjVFS *vfs = malloc(sizeof *vfs);
    if (!vfs) return NULL;
    mj_defaultVFS(vfs);
    mj_makeEmptyFileVFS(vfs, "model.xml", (int)strlen(text));
    memcpy(vfs->filedata[0], text, strlen(text));
    mjModel *mj = mj_loadXML("model.xml", vfs, error, size);
    mj_deleteVFS(vfs);
    free(vfs);
    return mj;
}
#endif
#endif
