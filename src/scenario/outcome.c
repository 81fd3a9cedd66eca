// outcome.c - names of outcomes resolved for one body, and all of them read off a solved posture
#include "scenario/outcome_private.h"
#include "ilium/condition.h"
#include "math/scalar.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_NAME = 128 };

// ---- the table -----------------------------------------------------------------------------------------------------------------

typedef struct family {
    il_outcome_info info;
    ili_over        over;
    double (*read)(const ili_look *l, int item);
} family;

#define SPACE_OF(over) ILI_OVER_##over
static const family families[] = {
#define X(function, over, name, unit, description, sign) {{name, unit, "", description, sign}, SPACE_OF(over), ili_outcome_##function},
    ILI_OUTCOMES(X)
#undef X
};
enum { NFAMILY = sizeof families/sizeof *families };

int                    il_outcome_family_count(void) { return NFAMILY; }
const il_outcome_info *il_outcome_family(int i) { return i >= 0 && i < NFAMILY ? &families[i].info : NULL; }

// ---- the parts of the body -----------------------------------------------------------------------------------------------------

// "NAME_r" of the right, "NAME_l" of the left
static int sided(const il_model *m, const char *stem, int side, int (*find)(const il_model *, const char *)) {
    char name[LONGEST_NAME];
    snprintf(name, sizeof name, "%s_%c", stem, side ? 'l' : 'r');
    return find(m, name);
}

static int bushing_of_group(const il_body *body, const char *group, int side) {
    for (int i = 0; i < body->m->nbushing; i++) {
        il_side is = il_side_of(body->m->bushing_name[i]);
        if (!strcmp(body->groups.bushing[i], group) && is == (side ? IL_SIDE_LEFT : IL_SIDE_RIGHT)) return i;
    }
    return IL_NONE;
}

static int wrap_find(const il_model *m, const char *name) {
    for (int i = 0; i < m->nwrap; i++)
        if (!strcmp(m->wrap_name[i], name)) return i;
    return IL_NONE;
}

static void find_leg(il_outcomes *o, int side) {
    const il_model *m = o->m;
    ili_leg        *leg = &o->leg[side];
    static const char *const sij[] = {"sij_rx", "sij_ry", "sij_rz", "sij_tx", "sij_ty", "sij_tz"};
    leg->hip_bone = sided(m, "hip_bone", side, il_body_find), leg->femur = sided(m, "femur", side, il_body_find);
    leg->tibia = sided(m, "tibia", side, il_body_find), leg->patella = sided(m, "patella", side, il_body_find);
    leg->talus = sided(m, "talus", side, il_body_find);
    leg->trochanter = sided(m, "greater_trochanter", side, il_marker_find);
    leg->head = sided(m, "femoral_head", side, il_marker_find), leg->ankle = sided(m, "ankle_centre", side, il_marker_find);
    leg->lateral_epicondyle = sided(m, "lateral_epicondyle", side, il_marker_find);
    leg->medial_epicondyle = sided(m, "medial_epicondyle", side, il_marker_find);
    leg->asis = sided(m, "ASIS", side, il_marker_find), leg->psis = sided(m, "PSIS", side, il_marker_find);
    leg->crest = sided(m, "iliac_crest", side, il_marker_find);
    leg->hip_flexion = sided(m, "hip_flexion", side, il_coordinate_find), leg->hip_adduction = sided(m, "hip_adduction", side, il_coordinate_find);
    leg->hip_rotation = sided(m, "hip_rotation", side, il_coordinate_find), leg->knee = sided(m, "knee_angle", side, il_coordinate_find);
    leg->dorsiflexion = sided(m, "ankle_angle", side, il_coordinate_find), leg->inversion = sided(m, "subtalar_angle", side, il_coordinate_find);
    for (int k = 0; k < 6; k++) leg->sij_axis[k] = sided(m, sij[k], side, il_coordinate_find);
    leg->epicondyle_wrap = sided(m, "lateral_epicondyle", side, wrap_find);
    leg->nerve = sided(m, "sciatic_nerve", side, il_ligament_find);
    leg->piriformis = sided(m, "peri", side, il_muscle_find), leg->quadratus = sided(m, "quad_fem", side, il_muscle_find);
    leg->sij_bushing = bushing_of_group(o->body, "sacroiliac", side), leg->symphysis = bushing_of_group(o->body, "symphysis", side);
}

static int joined(const il_model *m, const char *a, const char *b, int (*find)(const il_model *, const char *)) {
    char name[LONGEST_NAME];
    snprintf(name, sizeof name, "%s_%s", a, b);
    return find(m, name);
}

// a disc is named for the two vertebrae that it joins: L4_L5_disc
static void find_disc(il_outcomes *o, int bushing) {
    const il_model *m = o->m;
    const char     *name = m->bushing_name[bushing], *end = strstr(name, "_disc"), *gap = strchr(name, '_');
    if (!end || !gap || gap >= end || end - name >= 24 || o->ndisc == ILI_MAX_DISCS) return;
    ili_disc *disc = &o->disc[o->ndisc++];
    char      upper[24], lower[24];
    snprintf(disc->level, sizeof disc->level, "%.*s", (int)(end - name), name);
    snprintf(upper, sizeof upper, "%.*s", (int)(gap - name), name);
    snprintf(lower, sizeof lower, "%.*s", (int)(end - gap - 1), gap + 1);
    disc->bushing = bushing, disc->body = m->bushing_body_b[bushing];
    disc->flexion = joined(m, disc->level, "flexion", il_coordinate_find), disc->bending = joined(m, disc->level, "bending", il_coordinate_find);
    disc->rotation = joined(m, disc->level, "rotation", il_coordinate_find);
    disc->upper_plate = joined(m, upper, "lower", il_marker_find), disc->lower_plate = joined(m, lower, "upper", il_marker_find);
    if (disc->lower_plate == IL_NONE) disc->lower_plate = joined(m, lower, "plate", il_marker_find);
    disc->front = joined(m, upper, "lower_front", il_marker_find), disc->back = joined(m, upper, "lower_back", il_marker_find);
}

// facets are named for their level and side: facet_L4_L5_r
static void find_facet(il_outcomes *o, int bushing) {
    const char *name = o->m->bushing_name[bushing], *level = strchr(name, '_');
    size_t      n = strlen(name);
    if (o->nfacet == ILI_MAX_FACETS || !level || n < 10 || il_side_of(name) == IL_SIDE_NONE || strlen(level) >= 24) return;
    ili_facet *f = &o->facet[o->nfacet++];
    *f = (ili_facet){.side = il_side_of(name), .ligament = IL_NONE, .bushing = bushing, .pad = IL_NONE};
    snprintf(f->level, sizeof f->level, "%.*s", (int)strlen(level) - 3, level + 1);
}

static void add_part_group(ili_part_group *list, int *n, const char *group, il_side side) {
    for (int i = 0; i < *n; i++)
        if (!strcmp(list[i].group, group) && list[i].side == side) return;
    if (*n == ILI_MAX_GROUPS) return;
    ili_part_group *g = &list[(*n)++];
    g->group = group, g->side = side;
    snprintf(g->name, sizeof g->name, "%s%s", group, side == IL_SIDE_RIGHT ? ".right" : side == IL_SIDE_LEFT ? ".left" : "");
}

// in the stiff foot of the posture the plantar fascia is not what it is under the load that sinks the arch: foot.*.fascia_n tells that
static bool told_by_the_foot(const il_outcomes *o, int ligament) { return !strcmp(o->body->groups.ligament[ligament], "plantar_fascia"); }

// which group a part is of
static void sort_parts(int n, const char *const *group, const char *const *name, const ili_part_group *list, int nlist, int *out) {
    for (int i = 0; i < n; i++) {
        out[i] = IL_NONE;
        for (int g = 0; g < nlist && out[i] == IL_NONE; g++)
            if (!strcmp(group[i], list[g].group) && il_side_of(name[i]) == list[g].side) out[i] = g;
    }
}

static double plate_depth(const il_params *p, int front, int back) {
    double sum = 0.0;
    for (int k = 0; k < 3; k++) sum += (p->marker_pos[3*front + k] - p->marker_pos[3*back + k])*(p->marker_pos[3*front + k] - p->marker_pos[3*back + k]);
    return sqrt(sum);
}

static void find_sizes(il_outcomes *o) {
    const il_body_tables *t = o->body->tables;
    o->disc_area = il_body_constant(t, "disc_area_L4_L5"), o->pressure_factor = il_body_constant(t, "disc_pressure_factor");
    o->femoral_offset = il_body_constant(t, "femoral_offset"), o->neck_slope = il_body_constant(t, "neck_slope");
    o->notch[0] = il_body_constant(t, "notch_forward"), o->notch[1] = il_body_constant(t, "notch_up"), o->notch[2] = il_body_constant(t, "notch_outward");
    int front = il_marker_find(o->m, "L4_lower_front"), back = il_marker_find(o->m, "L4_lower_back");
    o->area_depth = front == IL_NONE || back == IL_NONE ? IL_NAN : plate_depth(o->m->nominal, front, back);
}

static void find_parts(il_outcomes *o) {
    const il_model *m = o->m;
    for (int side = 0; side < 2; side++) find_leg(o, side);
    for (int i = 0; i < m->nbushing; i++)
        if (!strcmp(o->body->groups.bushing[i], "disc")) find_disc(o, i);
    for (int i = 0; i < m->nbushing; i++)
        if (!strcmp(o->body->groups.bushing[i], "facet")) find_facet(o, i);
    for (int i = 0; i < m->nligament; i++)
        if (!told_by_the_foot(o, i)) add_part_group(o->lgroup, &o->nlgroup, o->body->groups.ligament[i], il_side_of(m->ligament_name[i]));
    for (int i = 0; i < m->nmuscle; i++) add_part_group(o->mgroup, &o->nmgroup, o->body->groups.muscle[i], il_side_of(m->muscle_name[i]));
    o->s1_plate = il_marker_find(m, "S1_plate"), o->l1_upper = il_marker_find(m, "L1_upper"), o->t12_upper = il_marker_find(m, "T12_upper");
    o->c7 = il_marker_find(m, "C7"), o->l45 = il_coordinate_find(m, "L4_L5_flexion");
    find_sizes(o);
}

// ---- items and their names -----------------------------------------------------------------------------------------------------

static int items(const il_outcomes *o, ili_over over) {
    switch (over) {
    case ILI_OVER_WHOLE: case ILI_OVER_PELVIS: case ILI_OVER_FACETS: return 1;
    case ILI_OVER_DISC: return o->ndisc;
    case ILI_OVER_FACET: return o->nfacet;
    case ILI_OVER_SIJ: case ILI_OVER_HIP: case ILI_OVER_KNEE: case ILI_OVER_ANKLE: case ILI_OVER_FOOT: case ILI_OVER_BAND: case ILI_OVER_NERVE:
        return 2;
    case ILI_OVER_LIGAMENT: return o->m->nligament;
    case ILI_OVER_LIGAMENT_GROUP: return o->nlgroup;
    case ILI_OVER_MUSCLE: return o->m->nmuscle;
    case ILI_OVER_MUSCLE_GROUP: return o->nmgroup;
    case ILI_OVER_ROTATION: case ILI_OVER_TRANSLATION: case ILI_OVER_RESERVE_ROTATION: case ILI_OVER_RESERVE_TRANSLATION: return o->m->nq;
    case ILI_OVER_PAD: return o->m->npad;
    case ILI_OVER_PLANE: return o->m->nplane;
    }
    return 0;
}

static bool has_pelvis(const il_outcomes *o) {
    const ili_leg *r = &o->leg[0], *l = &o->leg[1];
    return r->head != IL_NONE && l->head != IL_NONE && r->asis != IL_NONE && l->asis != IL_NONE && r->psis != IL_NONE && l->psis != IL_NONE &&
           r->crest != IL_NONE && l->crest != IL_NONE && o->s1_plate != IL_NONE && o->l1_upper != IL_NONE && o->t12_upper != IL_NONE && o->c7 != IL_NONE;
}

static bool has_hip(const ili_leg *g) {
    return g->femur != IL_NONE && g->head != IL_NONE && g->trochanter != IL_NONE && g->lateral_epicondyle != IL_NONE && g->medial_epicondyle != IL_NONE &&
           g->hip_flexion != IL_NONE && g->hip_adduction != IL_NONE && g->hip_rotation != IL_NONE;
}

static bool has_sij(const ili_leg *g) {
    for (int k = 0; k < 6; k++)
        if (g->sij_axis[k] == IL_NONE) return false;
    return g->sij_bushing != IL_NONE && g->hip_bone != IL_NONE;
}

static bool has_disc(const ili_disc *disc) {
    return disc->flexion != IL_NONE && disc->bending != IL_NONE && disc->rotation != IL_NONE && disc->upper_plate != IL_NONE &&
           disc->lower_plate != IL_NONE && disc->front != IL_NONE && disc->back != IL_NONE;
}

// the word of data/body/pads.csv for a plane; NULL for one that no pad meets
static const char *plane_name(const il_outcomes *o, int plane) {
    const il_body_tables *t = o->body->tables;
    for (int i = 0; i < t->n_pads; i++) {
        int pad = il_pad_find(o->m, t->pads[i].name);
        if (pad != IL_NONE && o->m->pad_plane[pad] == plane) return t->pads[i].plane;
    }
    return NULL;
}

// does the body have what item i of this kind needs?
static bool present(const il_outcomes *o, ili_over over, int i) {
    const il_model *m = o->m;
    const ili_leg  *g = &o->leg[i & 1];
    switch (over) {
    case ILI_OVER_WHOLE: return o->l45 != IL_NONE && o->leg[0].symphysis != IL_NONE;
    case ILI_OVER_PELVIS: return has_pelvis(o);
    case ILI_OVER_FACETS: return o->nfacet > 0;
    case ILI_OVER_DISC: return has_disc(&o->disc[i]);
    case ILI_OVER_SIJ: return has_sij(g);
    case ILI_OVER_HIP: return has_hip(g);
    case ILI_OVER_KNEE: return g->tibia != IL_NONE && g->patella != IL_NONE && g->knee != IL_NONE;
    case ILI_OVER_ANKLE: case ILI_OVER_FOOT: return g->talus != IL_NONE && g->ankle != IL_NONE && g->dorsiflexion != IL_NONE && g->inversion != IL_NONE;
    case ILI_OVER_BAND: return g->epicondyle_wrap != IL_NONE;
    case ILI_OVER_PLANE: return plane_name(o, i) != NULL;
    case ILI_OVER_LIGAMENT: return !told_by_the_foot(o, i);
    case ILI_OVER_NERVE: return g->nerve != IL_NONE && g->piriformis != IL_NONE && g->quadratus != IL_NONE;
    case ILI_OVER_ROTATION: return m->coordinate_kind[i] == IL_ROW_ROTATION;
    case ILI_OVER_TRANSLATION: return m->coordinate_kind[i] == IL_ROW_TRANSLATION;
    case ILI_OVER_RESERVE_ROTATION: return m->coordinate_kind[i] == IL_ROW_ROTATION && m->coordinate_role[i] == IL_PRIMARY;
    case ILI_OVER_RESERVE_TRANSLATION: return m->coordinate_kind[i] == IL_ROW_TRANSLATION && m->coordinate_role[i] == IL_PRIMARY;
    default: return true;
    }
}

static const char *item_name(const il_outcomes *o, ili_over over, int i) {
    switch (over) {
    case ILI_OVER_DISC: return o->disc[i].level;
    case ILI_OVER_FACET: return o->facet[i].level;
    case ILI_OVER_LIGAMENT: return o->m->ligament_name[i];
    case ILI_OVER_LIGAMENT_GROUP: return o->lgroup[i].name;
    case ILI_OVER_MUSCLE: return o->m->muscle_name[i];
    case ILI_OVER_MUSCLE_GROUP: return o->mgroup[i].name;
    case ILI_OVER_ROTATION: case ILI_OVER_TRANSLATION: case ILI_OVER_RESERVE_ROTATION: case ILI_OVER_RESERVE_TRANSLATION: return o->m->coordinate_name[i];
    case ILI_OVER_PAD: return o->m->pad_name[i];
    case ILI_OVER_PLANE: return plane_name(o, i);
    default: return "";
    }
}

// {level} and {name} become the item's name, {side} its side
static void fill(const il_outcomes *o, const family *f, int item, char *out, size_t size) {
    bool   left = f->over == ILI_OVER_FACET ? o->facet[item].side == IL_SIDE_LEFT : item == 1;
    size_t n = 0;
    for (const char *c = f->info.name; *c && n + 1 < size; c++) {
        const char *word = *c != '{' ? NULL : c[1] == 's' ? (left ? "left" : "right") : item_name(o, f->over, item);
        if (!word) {
            out[n++] = *c;
            continue;
        }
        n += (size_t)snprintf(out + n, size - n, "%s", word);
        if (n >= size) n = size - 1;
        c = strchr(c, '}');
    }
    out[n] = '\0';
}

// all names one after the other; with `names` NULL only counts outcomes and bytes
static int lay(il_outcomes *o, char *names, size_t *bytes) {
    int n = 0;
    *bytes = 0;
    for (int f = 0; f < NFAMILY; f++) {
        for (int item = 0; item < items(o, families[f].over); item++) {
            char name[LONGEST_NAME];
            if (!present(o, families[f].over, item)) continue;
            fill(o, &families[f], item, name, sizeof name);
            if (names) {
                char *own = strcpy(names + *bytes, name);
                o->info[n] = families[f].info, o->info[n].name = own;
                o->family[n] = f, o->item[n] = item;
            }
            *bytes += strlen(name) + 1;
            n++;
        }
    }
    return n;
}

// ---- groups: the first word of a name, kept behind the names ---------------------------------------------------------------------

static const char *group_of(const char *name, char *room) {
    size_t n = strcspn(name, ".");
    memcpy(room, name, n);
    room[n] = '\0';
    return room;
}

// the lumbar column: all joints that discs join, and that of the thorax on them
static il_status prepare_stability(il_outcomes *o, il_error *err) {
    const il_model       *m = o->m;
    const il_body_tables *t = o->body->tables;
    o->srs = (ili_short_range){il_body_constant(t, "short_range_stiffness"), il_body_constant(t, "tendon_rate"), il_body_constant(t, "tendon_offset")};
    o->whole = calloc(2*(size_t)m->nq + 1, sizeof *o->whole);
    if (!o->whole) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the outcomes of a body");
    o->lumbar = o->whole + m->nq;
    for (int j = 0; j < m->nq; j++) {
        o->whole[j] = true;
        for (int i = 0; i < o->ndisc; i++) o->lumbar[j] |= m->coordinate_body[j] == o->disc[i].body;
        o->lumbar[j] |= m->coordinate_body[j] == il_body_find(m, "thorax");
    }
    return ili_stability_create(m, &o->stability, err);
}

il_status il_outcomes_create(const il_body *body, il_outcomes **out, il_error *err) {
    IL_ASSERT(body && out);
    il_outcomes *o = calloc(1, sizeof *o);
    if (!o) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the outcomes of a body");
    o->body = body, o->m = body->m;
    find_parts(o);
    size_t bytes;
    o->n = lay(o, NULL, &bytes);
    o->info = calloc((size_t)o->n + 1, sizeof *o->info);
    o->family = calloc(2*(size_t)o->n + 1, sizeof *o->family);
    o->names = malloc(2*bytes + 1);
    o->lgroup_of = calloc((size_t)(o->m->nligament + o->m->nmuscle) + 1, sizeof *o->lgroup_of);
    if (!o->info || !o->family || !o->names || !o->lgroup_of) {
        il_outcomes_free(o);
        return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the outcomes of a body");
    }
    o->item = o->family + o->n;
    o->mgroup_of = o->lgroup_of + o->m->nligament;
    sort_parts(o->m->nligament, body->groups.ligament, o->m->ligament_name, o->lgroup, o->nlgroup, o->lgroup_of);
    sort_parts(o->m->nmuscle, body->groups.muscle, o->m->muscle_name, o->mgroup, o->nmgroup, o->mgroup_of);
    il_status status = prepare_stability(o, err);
    if (status != IL_OK) {
        il_outcomes_free(o);
        return status;
    }
    lay(o, o->names, &bytes);
    char *room = o->names + bytes;
    for (int i = 0; i < o->n; i++) {
        if (i > 0 && !strncmp(o->info[i - 1].group, o->info[i].name, strcspn(o->info[i].name, ".") + 1)) o->info[i].group = o->info[i - 1].group;
        else o->info[i].group = group_of(o->info[i].name, room), room += strlen(room) + 1;
    }
    *out = o;
    return IL_OK;
}

void il_outcomes_free(il_outcomes *o) {
    if (!o) return;
    ili_stability_free(o->stability);
    free(o->whole);
    free(o->info);
    free(o->family);
    free(o->lgroup_of);
    free(o->names);
    free(o);
}

int                    il_outcomes_count(const il_outcomes *o) { return o->n; }
const il_outcome_info *il_outcomes_info(const il_outcomes *o, int i) { return i >= 0 && i < o->n ? &o->info[i] : NULL; }

int il_outcomes_find(const il_outcomes *o, const char *name) {
    for (int i = 0; i < o->n; i++)
        if (!strcmp(o->info[i].name, name)) return i;
    return IL_NONE;
}

// ---- a look at a posture -------------------------------------------------------------------------------------------------------

void ili_look_point(const ili_look *l, int marker, double x[3]) {
    for (int k = 0; k < 3; k++) x[k] = l->d->marker_world[3*marker + k].lane[l->lane];
}

void ili_look_between(const ili_look *l, int a, int b, double x[3]) {
    for (int k = 0; k < 3; k++) x[k] = l->d->marker_world[3*b + k].lane[l->lane] - l->d->marker_world[3*a + k].lane[l->lane];
}

void ili_look_axis(const ili_look *l, int marker, double x[3]) {
    for (int k = 0; k < 3; k++) x[k] = l->d->marker_axes[9*marker + 3*k].lane[l->lane];
}

double ili_look_turn(const ili_look *l, const double a[3], const double b[3]) {
    double cross[3], along = ili_dot(a, l->right)*ili_dot(b, l->right);
    ili_cross(a, b, cross);
    return 57.295779513082321*ili_atan2(ili_dot(cross, l->right), ili_dot(a, b) - along);
}

// what acts on all that the joint carries, with gravity, must be taken by the joint
void ili_look_joint_force(const ili_look *l, int body, double f[3]) {
    for (int k = 0; k < 3; k++) f[k] = -l->d->load[6*body + 3 + k].lane[l->lane] - l->d->weight[6*body + 3 + k].lane[l->lane];
}

void ili_look_bushing_in_joint(const ili_look *l, int bushing, double f[3], double moment[3]) {
    int           body = l->m->bushing_body_b[bushing], parent = l->m->body_parent[body];
    const double *frame = &l->p->joint_parent_rot[9*body], *offset = &l->p->joint_parent_pos[3*body];
    double        centre[3], force[3], m[3], turned[3];
    for (int k = 0; k < 3; k++) {
        centre[k] = l->d->body_pos[3*parent + k].lane[l->lane];
        for (int c = 0; c < 3; c++) centre[k] += l->d->body_rot[9*parent + 3*k + c].lane[l->lane]*offset[c];
        m[k] = l->d->bushing_wrench[6*bushing + k].lane[l->lane], force[k] = l->d->bushing_wrench[6*bushing + 3 + k].lane[l->lane];
    }
    ili_cross(centre, force, turned);
    for (int c = 0; c < 3; c++) {
        double axis[3];
        for (int k = 0; k < 3; k++) {
            axis[k] = 0.0;
            for (int j = 0; j < 3; j++) axis[k] += l->d->body_rot[9*parent + 3*k + j].lane[l->lane]*frame[3*j + c];
        }
        f[c] = ili_dot(axis, force);
        moment[c] = ili_dot(axis, m) - ili_dot(axis, turned);
    }
}

// up against gravity; right along the hip axis, square to up; forward
static void directions(ili_look *l) {
    double size = 0.0, hips[3] = {0.0, 0.0, 1.0};
    for (int k = 0; k < 3; k++) l->up[k] = -l->d->gravity[k].lane[l->lane];
    size = sqrt(ili_dot(l->up, l->up));
    l->weight = 0.0;
    for (int b = 0; b < l->m->nbody; b++) l->weight += size*l->p->body_mass[b];
    for (int k = 0; k < 3; k++) l->up[k] = size > 0.0 ? l->up[k]/size : (double)(k == 1);
    if (l->o->leg[0].head != IL_NONE && l->o->leg[1].head != IL_NONE) ili_look_between(l, l->o->leg[1].head, l->o->leg[0].head, hips);
    double rise = ili_dot(hips, l->up);
    for (int k = 0; k < 3; k++) l->right[k] = hips[k] - rise*l->up[k];
    size = sqrt(ili_dot(l->right, l->right));
    // lying on the side the hip axis is upright: right is the axis itself, and no direction of its plane is up: the spine's own serves
    l->on_side = size < 0.3*sqrt(ili_dot(hips, hips));
    if (l->on_side) {
        memcpy(l->right, hips, sizeof l->right);
        size = sqrt(ili_dot(hips, hips));
    }
    for (int k = 0; k < 3; k++) l->right[k] /= size, l->high[k] = l->up[k];
    if (l->on_side && l->o->s1_plate != IL_NONE) {
        double spine[3];
        ili_look_between(l, l->o->leg[0].head, l->o->s1_plate, spine);
        double aside = ili_dot(spine, l->right);
        for (int k = 0; k < 3; k++) spine[k] -= aside*l->right[k];
        size = sqrt(ili_dot(spine, spine));
        for (int k = 0; k < 3; k++) l->high[k] = spine[k]/size;
    }
    ili_cross(l->high, l->right, l->forward);
}

void il_outcomes_read(il_outcomes *o, const il_params *p, const il_posture_solution *s, double *value) {
    ili_look l = {.o = o, .m = o->m, .p = p, .s = s, .d = s->d};
    directions(&l);
    l.whole = l.lumbar = (ili_mode){IL_NAN, IL_NAN, IL_NAN, IL_NAN, IL_NAN, IL_NONE};
    if (s->stiffness) {
        ili_stability_prepare(o->stability, p, s, &o->srs);
        l.whole = ili_stability_mode(o->stability, o->whole);
        l.lumbar = ili_stability_mode(o->stability, o->lumbar);
    }
    for (int i = 0; i < o->n; i++) value[i] = families[o->family[i]].read(&l, o->item[i]);
}

void ili_outcomes_read_lane(const il_outcomes *o, const il_params *p, const il_posture_solution *s, int lane, int n, const int *which, double *value) {
    ili_look l = {.o = o, .m = o->m, .p = p, .s = s, .d = s->d, .lane = lane};
    directions(&l);
    l.whole = l.lumbar = (ili_mode){IL_NAN, IL_NAN, IL_NAN, IL_NAN, IL_NAN, IL_NONE};
    for (int k = 0; k < n; k++) value[k] = families[o->family[which[k]]].read(&l, o->item[which[k]]);
}

bool ili_outcomes_need_arms(const il_outcomes *o, int n, const int *which) {
    for (int k = 0; k < n; k++) {
        double (*read)(const ili_look *, int) = families[o->family[which[k]]].read;
        if (read == ili_outcome_flexor_moment || read == ili_outcome_extensor_moment || read == ili_outcome_cocontraction || read == ili_outcome_muscle_asymmetry) return true;
    }
    return false;
}
