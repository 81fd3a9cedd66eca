// scene_answer.c - a solved posture as the browser draws it: poses, lines of paths, what each bears, supports and loads
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/scene.h"
#include "ilium/shortfall.h"
#include "ilium/structure.h"

static void get(const il_pack *pack, int n, int lane, double *out) {
    for (int i = 0; i < n; i++) out[i] = pack[i].lane[lane];
}

static json_t *triple(const double v[3]) { return json_pack("[f, f, f]", v[0], v[1], v[2]); }

// ---- shapes ------------------------------------------------------------------------------------------------------------------------

uint64_t ili_shape_number(const il_model *m, const il_params *p) {
    const struct { const double *x; int n; } all[] = {{p->point_pos, 3*m->npoint}, {p->marker_pos, 3*m->nmarker}, {p->wrap_pos, 3*m->nwrap}, {p->joint_parent_pos, 3*m->nbody},
                                                      {p->joint_child_pos, 3*m->nbody}};
    uint64_t h = 1469598103934665603u; // FNV-1a over steps of a hundredth of a millimetre
    for (size_t k = 0; k < sizeof all/sizeof *all; k++)
        for (int i = 0; i < all[k].n; i++) {
            uint64_t step = (uint64_t)(int64_t)llround(1e5*all[k].x[i]);
            for (int b = 0; b < 8; b++) h = (h ^ (step >> 8*b & 255))*1099511628211u;
        }
    return h;
}

// bones as this person has them, and the flesh of muscles
static json_t *shapes(const ili_stage *s, const ili_live_result *r) {
    json_t *bones = json_array();
    double *volume = calloc((size_t)s->body->m->nmuscle + 1, sizeof *volume);
    int     most = 1;
    for (int i = 0; i < il_bones_count(s->bones); i++) most = il_bones_get(s->bones, i)->nvertex > most ? il_bones_get(s->bones, i)->nvertex : most;
    double *vertex = calloc(3*(size_t)most, sizeof *vertex);
    for (int i = 0; vertex && i < il_bones_count(s->bones); i++) {
        if (il_bones_morph(s->bones, r->p, i, vertex, NULL)) continue;
        json_array_append_new(bones, ili_pack_points(vertex, 3*(size_t)il_bones_get(s->bones, i)->nvertex));
    }
    for (int i = 0; volume && i < s->body->m->nmuscle; i++) volume[i] = il_muscle_volume(s->body, r->healthy, i);
    json_t *out = json_pack("{s:o, s:o}", "bones", bones, "volume", volume ? ili_pack_floats(volume, (size_t)s->body->m->nmuscle) : NULL);
    free(vertex), free(volume);
    return out;
}

// ---- poses and paths -----------------------------------------------------------------------------------------------------------------

static json_t *transforms(const il_model *m, const il_data *d, int lane) {
    double *x = calloc(12*(size_t)m->nbody, sizeof *x);
    if (!x) return NULL;
    for (int i = 0; i < m->nbody; i++) get(d->body_rot + 9*i, 9, lane, x + 12*i), get(d->body_pos + 3*i, 3, lane, x + 12*i + 9);
    json_t *text = ili_pack_floats(x, 12*(size_t)m->nbody);
    free(x);
    return text;
}

// muscles, then ligaments: how many corners each has, and all corners in turn
static json_t *paths(const il_model *m, const il_params *p, const il_data *d, int lane) {
    int     n = m->nmuscle + m->nligament, total = 0;
    int    *count = calloc((size_t)n, sizeof *count);
    double *line = calloc(3*IL_LINE_MAX*(size_t)n, sizeof *line);
    json_t *out = NULL;
    for (int i = 0; count && line && i < n; i++) {
        int path = i < m->nmuscle ? m->muscle_path[i] : m->ligament_path[i - m->nmuscle];
        count[i] = il_path_line(m, p, d, path, lane, line + 3*total);
        total += count[i];
    }
    if (count && line) out = json_pack("{s:o, s:o}", "counts", ili_pack_indices(count, (size_t)n), "points", ili_pack_points(line, 3*(size_t)total));
    free(count), free(line);
    return out;
}

static void none(double *x, size_t n) {
    for (size_t i = 0; i < n; i++) x[i] = IL_NAN;
}

// @param told  forces may be; lengths always are
static void add_muscles(const il_model *m, const il_params *p, const il_data *d, int lane, bool told, json_t *out) {
    double *x = calloc(4*(size_t)m->nmuscle + 1, sizeof *x), *strain = calloc(2*(size_t)m->nligament + 1, sizeof *strain);
    size_t  n = (size_t)m->nmuscle, k = (size_t)m->nligament;
    for (size_t i = 0; x && i < n; i++) {
        double active = d->act[i].lane[lane]*d->muscle_active[i].lane[lane], passive = d->muscle_passive[i].lane[lane], strength = p->muscle_f_max[i];
        x[i] = d->act[i].lane[lane], x[n + i] = passive/strength, x[2*n + i] = active + passive, x[3*n + i] = d->fibre_length[i].lane[lane];
    }
    for (size_t i = 0; strain && i < k; i++) strain[i] = il_ligament_strain(m, p, d, (int)i, lane), strain[k + i] = d->ligament_force[i].lane[lane];
    if (x && !told) none(x, 3*n);
    if (strain && !told) none(strain + k, k);
    if (x) {
        json_object_set_new(out, "activation", ili_pack_floats(x, n)), json_object_set_new(out, "passive", ili_pack_floats(x + n, n));
        json_object_set_new(out, "tension", ili_pack_floats(x + 2*n, n)), json_object_set_new(out, "fibre", ili_pack_floats(x + 3*n, n));
    }
    if (strain) json_object_set_new(out, "strain", ili_pack_floats(strain, k)), json_object_set_new(out, "ligament_force", ili_pack_floats(strain + k, k));
    free(x), free(strain);
}

// ---- discs ---------------------------------------------------------------------------------------------------------------------------

// an end plate: centre, front edge, and the direction to the right
static json_t *plate(const il_model *m, const il_data *d, int lane, const char *name) {
    char   front[40];
    double at[3], edge[3], rot[9];
    snprintf(front, sizeof front, "%s_front", name);
    int i = il_marker_find(m, name), k = il_marker_find(m, front);
    if (i == IL_NONE || k == IL_NONE) return json_null();
    get(d->marker_world + 3*i, 3, lane, at), get(d->marker_world + 3*k, 3, lane, edge), get(d->body_rot + 9*m->marker_body[i], 9, lane, rot);
    return json_pack("[f, f, f, f, f, f, f, f, f]", at[0], at[1], at[2], edge[0], edge[1], edge[2], rot[2], rot[5], rot[8]);
}

static double named(const ili_live_result *r, const char *name) {
    int i = il_outcomes_find(r->outcomes, name);
    return i == IL_NONE || !il_outcome_told(r->outcome) ? IL_NAN : r->value[i];
}

static json_t *number(double x) { return isfinite(x) ? json_real(x) : json_null(); }

static json_t *discs(const ili_stage *s, const ili_live_result *r) {
    static const struct { const char *level, *below, *above; } disc[] = {{"L5_S1", "S1_plate", "L5_lower"}, {"L4_L5", "L5_upper", "L4_lower"}, {"L3_L4", "L4_upper", "L3_lower"},
                                                                         {"L2_L3", "L3_upper", "L2_lower"}, {"L1_L2", "L2_upper", "L1_lower"}, {"T12_L1", "L1_upper", "T12_lower"}};
    json_t *list = json_array();
    for (int i = 0; i < 6; i++) {
        static const char *const what[] = {"compression_n", "shear_ap_n", "pressure_mpa"};
        json_t *o = json_pack("{s:o, s:o}", "below", plate(s->body->m, r->outcome->solution.d, r->outcome->solution.lane, disc[i].below), "above",
                              plate(s->body->m, r->outcome->solution.d, r->outcome->solution.lane, disc[i].above));
        for (int k = 0; o && k < 3; k++) {
            char name[64];
            snprintf(name, sizeof name, "disc.%s.%s", disc[i].level, what[k]);
            json_object_set_new(o, k == 0 ? "compression" : k == 1 ? "shear" : "pressure", number(named(r, name)));
        }
        json_array_append_new(list, o);
    }
    return list;
}

// ---- forces --------------------------------------------------------------------------------------------------------------------------

static void add_force(json_t *list, const char *kind, const char *name, const double at[3], const double f[3]) {
    if (f[0]*f[0] + f[1]*f[1] + f[2]*f[2] >= 1.0) json_array_append_new(list, json_pack("{s:s, s:s, s:o, s:o}", "kind", kind, "name", name, "at", triple(at), "force", triple(f)));
}

// supports press, loads are given, and what the hip, knee and sacroiliac joints bear: on the bone that the joint carries
static json_t *forces(const il_model *m, const ili_live_result *r) {
    static const char *const carried[] = {"femur_r", "femur_l", "hip_bone_r", "hip_bone_l", "lumbar4"};
    static const char *const called[] = {"hip joint, right", "hip joint, left", "sacroiliac joint, right", "sacroiliac joint, left", "lumbar joint L4-L5"};
    const il_data *d = r->outcome->solution.d;
    int            lane = r->outcome->solution.lane;
    json_t        *list = json_array();
    double         at[3], f[3], n[4], w[6], rot[9], wrench[6];
    for (int i = 0; i < m->npad; i++) {
        get(d->pad_world + 3*i, 3, lane, at), get(d->plane + 4*m->pad_plane[i], 4, lane, n);
        for (int c = 0; c < 3; c++) f[c] = d->pad_force[i].lane[lane]*n[c] + d->pad_shear[3*i + c].lane[lane];
        add_force(list, "support", m->pad_name[i], at, f);
    }
    for (int i = 1; i < m->nbody; i++) {
        get(d->wrench + 6*i, 6, lane, w), get(d->com_pos + 3*i, 3, lane, at);
        add_force(list, "load", m->body_name[i], at, w + 3);
    }
    for (int i = 0; i < 5; i++) {
        int body = il_body_find(m, carried[i]);
        if (body == IL_NONE) continue;
        il_joint_reaction(m, r->p, d, body, wrench);
        // from the joint's axes in its parent to the ground's
        const double *x = r->p->joint_parent_rot + 9*body, *pos = r->p->joint_child_pos + 3*body;
        double        parent[9], child[9];
        get(d->body_rot + 9*m->body_parent[body], 9, lane, parent), get(d->body_rot + 9*body, 9, lane, child), get(d->body_pos + 3*body, 3, lane, at);
        for (int a = 0; a < 3; a++)
            for (int b = 0; b < 3; b++) rot[3*a + b] = parent[3*a]*x[b] + parent[3*a + 1]*x[3 + b] + parent[3*a + 2]*x[6 + b];
        for (int a = 0; a < 3; a++) {
            f[a] = rot[3*a]*wrench[3] + rot[3*a + 1]*wrench[4] + rot[3*a + 2]*wrench[5];
            at[a] += child[3*a]*pos[0] + child[3*a + 1]*pos[1] + child[3*a + 2]*pos[2];
        }
        add_force(list, "joint", called[i], at, f);
    }
    return list;
}

static json_t *planes(const il_model *m, const il_data *d, int lane) {
    json_t *list = json_array();
    for (int k = 0; k < m->nplane; k++) {
        double n[4];
        get(d->plane + 4*k, 4, lane, n);
        if (n[0]*n[0] + n[1]*n[1] + n[2]*n[2] > 0.5) json_array_append_new(list, json_pack("[f, f, f, f]", n[0], n[1], n[2], n[3]));
    }
    return list;
}

// ---- the whole -----------------------------------------------------------------------------------------------------------------------

static json_t *readings(const ili_live_result *r) {
    json_t *o = json_object();
    for (int i = 0; i < il_task_reading_count(r->task); i++)
        json_object_set_new(o, il_task_reading_test(r->task, i), number(il_outcome_told(r->outcome) ? r->outcome->reading[i] : IL_NAN));
    return o;
}

static json_t *outcomes(const ili_live_result *r) {
    size_t n = (size_t)il_outcomes_count(r->outcomes);
    if (il_outcome_told(r->outcome)) return ili_pack_floats(r->value, n);
    double *x = calloc(n + 1, sizeof *x);
    if (!x) return NULL;
    none(x, n);
    json_t *text = ili_pack_floats(x, n);
    free(x);
    return text;
}

json_t *ili_live_answer(const ili_stage *s, const ili_live_result *r) {
    static const char *const status[] = {"solved", "cannot_hold", "not_converged"};
    const il_model *m = s->body->m;
    const il_data  *d = r->outcome->solution.d;
    int             lane = r->outcome->solution.lane;
    double          down[3];
    char            shape[24];
    json_t         *o = json_pack("{s:s, s:s, s:i, s:f, s:b}", "status", status[r->outcome->info.status], "end", il_posture_end_text(r->outcome->info.end), "iterations",
                                  r->outcome->work.iterations, "milliseconds", 1e3*r->seconds, "warm", r->warm);
    if (!o) return NULL;
    get(d->gravity, 3, lane, down);
    json_object_set_new(o, "transforms", transforms(m, d, lane)), json_object_set_new(o, "paths", paths(m, r->p, d, lane));
    add_muscles(m, r->p, d, lane, il_outcome_told(r->outcome), o);
    json_object_set_new(o, "discs", discs(s, r)), json_object_set_new(o, "forces", il_outcome_told(r->outcome) ? forces(m, r) : json_array()), json_object_set_new(o, "planes", planes(m, d, lane));
    json_object_set_new(o, "down", triple(down)), json_object_set_new(o, "readings", readings(r));
    json_object_set_new(o, "outcomes", outcomes(r));
    if (r->outcome->info.status != IL_POSTURE_SOLVED && r->outcome->info.worst >= 0) json_object_set_new(o, "worst", json_string(m->coordinate_name[r->outcome->info.worst]));
    snprintf(shape, sizeof shape, "%016llx", (unsigned long long)r->shape);
    json_object_set_new(o, "shape", json_string(shape));
    if (r->shape != r->had) json_object_set_new(o, "shapes", shapes(s, r));
    return o;
}
