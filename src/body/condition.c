// condition.c - what may differ in a body, and what each difference changes in its numbers. docs/conditions.md states the laws.
#include "ilium/body.h"
#include "base/names.h"
#include "body/body.h"
#include "math/scalar.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MAX_OFFER = 320, AXES = 6 };

static const double degree = 0.017453292519943295, millimetre = 0.001;

static const char *const ids[] = {
#define X(name, id, unit) id,
    IL_PARAMETER_LIST(X)
#undef X
};
static const char *const units[] = {
#define X(name, id, unit) unit,
    IL_PARAMETER_LIST(X)
#undef X
};

const char *il_parameter_id(il_parameter_kind kind) { return kind >= 0 && kind < IL_NPARAMETER ? ids[kind] : "unknown"; }
const char *il_parameter_unit(il_parameter_kind kind) { return kind >= 0 && kind < IL_NPARAMETER ? units[kind] : ""; }

il_side il_side_of(const char *name) {
    size_t n = strlen(name);
    if (n < 2 || name[n - 2] != '_') return IL_SIDE_NONE;
    return name[n - 1] == 'r' ? IL_SIDE_RIGHT : name[n - 1] == 'l' ? IL_SIDE_LEFT : IL_SIDE_NONE;
}

// ---- names -----------------------------------------------------------------------------------------------------------------------

// does `id` have the shape of `pattern`? what stands for its star
static bool fits(const char *pattern, const char *id, char target[IL_TARGET]) {
    const char *star = strchr(pattern, '*');
    size_t      before = star ? (size_t)(star - pattern) : strlen(pattern), after = star ? strlen(star + 1) : 0, n = strlen(id);
    target[0] = '\0';
    if (!star) return strcmp(pattern, id) == 0;
    if (n <= before + after || n - before - after >= IL_TARGET || strncmp(pattern, id, before) != 0 || strcmp(id + n - after, star + 1) != 0) return false;
    snprintf(target, IL_TARGET, "%.*s", (int)(n - before - after), id + before);
    return strchr(target, '.') == NULL;
}

const char *il_parameter_name(il_parameter_kind kind, const char *target, char *out, size_t size) {
    const char *id = il_parameter_id(kind), *star = strchr(id, '*');
    if (star) snprintf(out, size, "%.*s%s%s", (int)(star - id), id, target, star + 1);
    else snprintf(out, size, "%s", id);
    return out;
}

// "muscle.psoas.shortnes" -> the parameters of muscles, with its own target in the star's place
static il_status unknown_id(const char *id, il_error *err) {
    char        name[IL_NPARAMETER][IL_PARAMETER_NAME], offer[160], target[IL_TARGET] = "*";
    const char *list[IL_NPARAMETER];
    const char *dot = strchr(id, '.'), *last = strrchr(id, '.');
    if (dot && last > dot + 1 && last - dot - 1 < IL_TARGET) snprintf(target, sizeof target, "%.*s", (int)(last - dot - 1), dot + 1);
    for (int i = 0; i < IL_NPARAMETER; i++) {
        list[i] = il_parameter_name((il_parameter_kind)i, target, name[i], sizeof name[i]);
    }
    const char *near = ili_name_nearest(id, list, IL_NPARAMETER);
    snprintf(offer, sizeof offer, near ? "did you mean '%s'?" : "data/conditions/parameters.csv lists them%s", near ? near : "");
    return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "there is no parameter '%.80s': %s", id, offer);
}

il_status il_parameter_find(const char *id, il_parameter_kind *kind, char target[IL_TARGET], il_error *err) {
    IL_ASSERT(id && kind && target);
    for (int i = 0; i < IL_NPARAMETER; i++) {
        if (!fits(ids[i], id, target)) continue;
        *kind = (il_parameter_kind)i;
        return IL_OK;
    }
    return unknown_id(id, err);
}

static bool same_without_side(const char *name, const char *target) {
    size_t n = strlen(name), sided = il_side_of(name) == IL_SIDE_NONE ? n : n - 2;
    return strlen(target) == sided && strncmp(name, target, sided) == 0;
}

// a part belongs to a target by its group or its own name, and to a side by its ending
static bool meets(const char *name, const char *group, const char *target, il_side side) {
    if (!(group && strcmp(group, target) == 0) && !same_without_side(name, target)) return false;
    return side == IL_SIDE_NONE || side == IL_SIDE_BOTH || il_side_of(name) == side;
}

// a limit belongs to the joint that its coordinate's name begins with: hip_flexion_r to "hip"
static bool limit_meets(const char *coordinate, const char *target, il_side side) {
    size_t n = strlen(target);
    bool   own = same_without_side(coordinate, target) || (strncmp(coordinate, target, n) == 0 && coordinate[n] == '_');
    return own && (side == IL_SIDE_NONE || side == IL_SIDE_BOTH || il_side_of(coordinate) == side);
}

// ---- one part --------------------------------------------------------------------------------------------------------------------

static void scale(double *x, int n, double factor) {
    for (int k = 0; k < n; k++) x[k] *= factor;
}

static void change_muscle(il_params *p, int i, il_parameter_kind kind, double x, double s) {
    double *zero = &p->muscle_strain_zero[i], *one = &p->muscle_strain_one[i], factor;
    switch (kind) {
    case IL_MUSCLE_SHORTNESS: p->muscle_l_opt[i] *= ili_pow(1.0 - x, s); break;
    case IL_MUSCLE_TENDON_SHORTNESS: p->muscle_l_slack[i] *= ili_pow(1.0 - x, s); break;
    case IL_MUSCLE_FLEXIBILITY: *zero += x*s, *one += x*s; break;
    case IL_MUSCLE_STIFFNESS: // the window from onset to f_max narrows
        factor = ili_pow(x, s);
        if (factor != 1.0) *one = *zero + (*one - *zero)/factor;
        break;
    case IL_MUSCLE_STRENGTH: // a muscle of another size: its effort weighs by it
        p->muscle_f_max[i] *= ili_pow(x, s), p->muscle_weight[i] *= ili_pow(x, s);
        break;
    case IL_MUSCLE_SPASM: p->muscle_tone[i] = fmax(p->muscle_tone[i], x*s); break;
    case IL_MUSCLE_INHIBITION: p->muscle_act_max[i] = fmin(p->muscle_act_max[i], 1.0 - x*s); break;
    default: break;
    }
}

// stiffer: F(q) -> f F(q). Laxer: F(q) -> F(q/f), term by term of -(k q + b (sqrt(q^2 + w^2) - w) + c q^3)
static void change_bushing(il_params *p, int i, il_parameter_kind kind, double x, double s) {
    double f = ili_pow(x, s);
    bool   stiff = kind == IL_JOINT_STIFFNESS;
    scale(&p->bushing_k[AXES*i], AXES, stiff ? f : 1.0/f), scale(&p->bushing_b[AXES*i], AXES, stiff ? f : 1.0/f);
    scale(&p->bushing_c[AXES*i], AXES, stiff ? f : 1.0/(f*f*f)), scale(&p->bushing_coupling[15*i], 15, stiff ? f : 1.0/f);
    p->bushing_contact[i] *= stiff ? f : 1.0/f;
    if (!stiff) scale(&p->bushing_w[AXES*i], AXES, f);
}

// k1 exp(k2 (q - theta2)) + k3 exp(k4 (q - theta1)), as k1 k2 theta2 k3 k4 theta1
static void change_limit(il_params *p, int i, il_parameter_kind kind, double x, double s) {
    double  f = ili_pow(x, s), *v = &p->limit_value[6*i];
    if (kind == IL_JOINT_STIFFNESS) v[0] *= f, v[3] *= f;
    else v[1] /= f, v[2] *= f, v[4] /= f, v[5] *= f;
}

// the mirrored joint turns the other way about its first two axes and slides the other way along its third
static void change_rest(il_params *p, int i, int axis, il_side own, double x) {
    static const double mirrored[AXES] = {-1.0, -1.0, 1.0, 1.0, 1.0, -1.0};
    p->bushing_rest[AXES*i + axis] += (own == IL_SIDE_LEFT ? mirrored[axis] : 1.0)*x*(axis < 3 ? degree : millimetre);
}

// T = k l_slack toe ramp(strain/toe): laxer is strain -> strain/f
static void change_ligament(il_params *p, int i, il_parameter_kind kind, double x, double s) {
    double f = ili_pow(kind == IL_LIGAMENT_SLACK ? 1.0 + x : x, s);
    if (kind == IL_LIGAMENT_STIFFNESS) p->ligament_k[i] *= f;
    if (kind == IL_LIGAMENT_LAXITY) p->ligament_k[i] /= f, p->ligament_toe[i] *= f;
    if (kind == IL_LIGAMENT_SLACK) p->ligament_l_slack[i] *= f;
}

// ---- all parts of a target -------------------------------------------------------------------------------------------------------

typedef struct change {
    const il_body    *body;
    il_params        *p;
    il_parameter_kind kind;
    const char       *target;
    il_side           side;
    double            x, s; // value and severity
} change;

static int change_muscles(const change *c) {
    const il_model *m = c->body->m;
    int             met = 0;
    for (int i = 0; i < m->nmuscle; i++) {
        if (!meets(m->muscle_name[i], c->body->groups.muscle[i], c->target, c->side)) continue;
        change_muscle(c->p, i, c->kind, c->x, c->s);
        met++;
    }
    return met;
}

static int change_joints(const change *c) {
    const il_model *m = c->body->m;
    int             met = 0, axis = (int)c->kind - IL_JOINT_REST_RX;
    for (int i = 0; i < m->nbushing; i++) {
        if (!meets(m->bushing_name[i], c->body->groups.bushing[i], c->target, c->side)) continue;
        if (axis >= 0) change_rest(c->p, i, axis, il_side_of(m->bushing_name[i]), c->x*c->s);
        else change_bushing(c->p, i, c->kind, c->x, c->s);
        met++;
    }
    for (int i = 0; axis < 0 && i < m->nlimit; i++) {
        if (!limit_meets(m->coordinate_name[m->limit_coordinate[i]], c->target, c->side)) continue;
        change_limit(c->p, i, c->kind, c->x, c->s);
        met++;
    }
    return met;
}

static int change_ligaments(const change *c) {
    const il_model *m = c->body->m;
    int             met = 0;
    for (int i = 0; i < m->nligament; i++) {
        if (!meets(m->ligament_name[i], c->body->groups.ligament[i], c->target, c->side)) continue;
        change_ligament(c->p, i, c->kind, c->x, c->s);
        met++;
    }
    return met;
}

static bool of_muscle(il_parameter_kind k)   { return k <= IL_MUSCLE_INHIBITION; }
static bool of_joint(il_parameter_kind k)    { return k >= IL_JOINT_STIFFNESS && k <= IL_JOINT_REST_TZ; }
static bool of_ligament(il_parameter_kind k) { return k >= IL_LIGAMENT_STIFFNESS && k <= IL_LIGAMENT_SLACK; }

// ---- what could have been meant --------------------------------------------------------------------------------------------------

typedef struct offers {
    char        name[MAX_OFFER][IL_TARGET];
    const char *list[MAX_OFFER];
    int         n;
} offers;

static void offer(offers *o, const char *name) {
    size_t size = name ? strlen(name) : 0;
    if (!size || size >= IL_TARGET || o->n == MAX_OFFER) return;
    char *to = o->name[o->n];
    snprintf(to, IL_TARGET, "%s", name);
    if (il_side_of(to) != IL_SIDE_NONE) to[size - 2] = '\0';
    for (int i = 0; i < o->n; i++)
        if (strcmp(o->name[i], to) == 0) return;
    o->list[o->n++] = to;
}

static void offer_all(offers *o, const il_body *body, il_parameter_kind kind) {
    const il_model *m = body->m;
    bool            joint = of_joint(kind), ligament = of_ligament(kind);
    int             n = joint ? m->nbushing : ligament ? m->nligament : of_muscle(kind) ? m->nmuscle : 0;
    const char *const *group = joint ? body->groups.bushing : ligament ? body->groups.ligament : body->groups.muscle;
    const char *const *name = joint ? m->bushing_name : ligament ? m->ligament_name : m->muscle_name;
    for (int i = 0; i < n; i++) offer(o, group[i]);
    for (int i = 0; i < m->nlimit && joint && kind < IL_JOINT_REST_RX; i++) {
        char prefix[IL_TARGET];
        snprintf(prefix, sizeof prefix, "%.*s", (int)strcspn(m->coordinate_name[m->limit_coordinate[i]], "_"), m->coordinate_name[m->limit_coordinate[i]]);
        offer(o, prefix);
    }
    for (int i = 0; i < n; i++) offer(o, name[i]);
    for (int i = 0; i < m->nbushing && kind == IL_DISC_DEGENERATION; i++) {
        char level[IL_TARGET];
        const char *end = strstr(m->bushing_name[i], "_disc");
        if (!end) continue;
        snprintf(level, sizeof level, "%.*s", (int)(end - m->bushing_name[i]), m->bushing_name[i]);
        offer(o, level);
    }
}

static il_status not_met(const change *c, il_error *err) {
    offers      o = {.n = 0};
    char        buf[240];
    change      both = *c;
    both.side = IL_SIDE_BOTH, both.s = 0.0;
    bool midline = c->side != IL_SIDE_BOTH && c->side != IL_SIDE_NONE && *c->target &&
                   (of_muscle(c->kind) ? change_muscles(&both) : of_joint(c->kind) ? change_joints(&both) : of_ligament(c->kind) ? change_ligaments(&both) : 0);
    if (midline) {
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "'%s' of %s lies in the midline: give it no side", c->target, il_parameter_id(c->kind));
    }
    offer_all(&o, c->body, c->kind);
    return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the body has no '%s' for %s: give %s", c->target, il_parameter_id(c->kind),
                        ili_name_offer(c->target, o.list, o.n, buf, sizeof buf));
}

// ---- bones, feet, discs, pregnancy -----------------------------------------------------------------------------------------------

static il_status change_leg(const change *c, il_side side, il_error *err) {
    const il_model *m = c->body->m;
    double          x = c->x*c->s, length = x*millimetre;
    switch (c->kind) {
    case IL_LEG_LENGTH: return il_scale_leg(m, c->p, side, length, err);
    case IL_LEG_FEMUR_LENGTH: return il_scale_leg_bone(m, c->p, IL_BONE_FEMUR, side, length, err);
    case IL_LEG_TIBIA_LENGTH: return il_scale_leg_bone(m, c->p, IL_BONE_TIBIA, side, length, err);
    case IL_LEG_FOOT_HEIGHT: return il_scale_leg_bone(m, c->p, IL_BONE_FOOT, side, length, err);
    case IL_HIP_FEMORAL_VERSION: return il_scale_femur_version(m, c->p, side, x*degree, err);
    case IL_HIP_NECK_ANGLE: return il_scale_neck_angle(m, c->p, side, x*degree, err);
    case IL_HIP_ACETABULAR_COVER: return il_scale_hip_cover(m, c->p, side, x*degree, err);
    case IL_FOOT_PRONATION: ili_turn_sole(m, c->p, side, x*degree); return IL_OK;
    default: return IL_OK;
    }
}

static il_status change_legs(const change *c, il_error *err) {
    il_status status = IL_OK;
    for (int left = 0; left < 2 && c->x*c->s != 0.0 && status == IL_OK; left++) {
        il_side side = left ? IL_SIDE_LEFT : IL_SIDE_RIGHT;
        if (c->side == side || c->side == IL_SIDE_BOTH || c->side == IL_SIDE_NONE) status = change_leg(c, side, err);
    }
    return status;
}

// turn about a unit axis, row-major
static void turn_about(const double a[3], double angle, double rot[9]) {
    il_frame      z = il_frame_xyz((double[3]){0.0, 0.0, 0.0}, (double[3]){0.0, 0.0, angle});
    double        c = z.rot[0], s = z.rot[3];
    const double  cross[9] = {0.0, -a[2], a[1], a[2], 0.0, -a[0], -a[1], a[0], 0.0};
    for (int r = 0; r < 3; r++)
        for (int k = 0; k < 3; k++) rot[3*r + k] = (r == k ? c : 0.0) + (1.0 - c)*a[r]*a[k] + s*cross[3*r + k];
}

// the turn without spin that brings the upright onto n
static void tilt_onto(const double n[3], double rot[9]) {
    double f = 1.0/(1.0 + n[1]);
    const double out[9] = {1.0 - n[0]*n[0]*f, n[0], -n[0]*n[2]*f, -n[0], n[1], -n[2], -n[0]*n[2]*f, n[2], 1.0 - n[2]*n[2]*f};
    memcpy(rot, out, sizeof out);
}

// axis of the foot's one rotation on the talus (its frames are parallel to the bones), or NULL
static const double *subtalar_axis(const il_model *m, const il_params *p, int foot) {
    for (int r = m->body_row_start[foot]; r < m->body_row_start[foot + 1]; r++)
        if (m->row_kind[r] == IL_ROW_ROTATION && m->row_dof[r] != IL_NONE && fabs(p->row_axis[3*r]) > 0.1) return &p->row_axis[3*r];
    return NULL;
}

// the joint's habit is where the heel has rolled by the angle; the sole's pads are tilted on the bone so that they lie flat there
void ili_turn_sole(const il_model *m, il_params *p, il_side side, double angle) {
    bool left = side == IL_SIDE_LEFT;
    int  foot = il_body_find(m, left ? "calcn_l" : "calcn_r"), toes = il_body_find(m, left ? "toes_l" : "toes_r");
    int  sole = il_marker_find(m, left ? "heel_sole_l" : "heel_sole_r"), joint = il_coordinate_find(m, left ? "subtalar_angle_l" : "subtalar_angle_r");
    const double *hinge = foot == IL_NONE ? NULL : subtalar_axis(m, p, foot);
    if (!hinge || sole == IL_NONE || joint == IL_NONE || angle == 0.0) return;
    double        turn[9], tilt[9], q = -angle/fabs(hinge[0]); // inversion is positive
    const double *centre = &p->marker_pos[3*sole];
    turn_about(hinge, q, turn);
    tilt_onto(&turn[3], tilt); // the floor's normal, seen from the turned foot
    p->coordinate_neutral[joint] += q;
    for (int i = 0; i < m->npad; i++) {
        if (m->pad_plane[i] != IL_FLOOR || (m->pad_body[i] != foot && m->pad_body[i] != toes)) continue;
        double        x[3], zero[3] = {0.0, 0.0, 0.0}, *pad = &p->pad_pos[3*i];
        const double *from = m->pad_body[i] == toes ? &p->joint_parent_pos[3*toes] : zero;
        for (int c = 0; c < 3; c++) x[c] = from[c] + pad[c] - centre[c];
        for (int c = 0; c < 3; c++) pad[c] = centre[c] + tilt[3*c]*x[0] + tilt[3*c + 1]*x[1] + tilt[3*c + 2]*x[2] - from[c];
    }
}

// between the grades of the table: heights linear, stiffnesses by their logarithm
static bool grade_of(const il_body_tables *t, double grade, double *height, double factor[AXES]) {
    for (int i = 0; i + 1 < t->n_disc_grades; i++) {
        const il_disc_grades_row *a = &t->disc_grades[i], *b = a + 1;
        if (grade < a->grade || grade > b->grade) continue;
        double u = (grade - a->grade)/(b->grade - a->grade);
        const double below[AXES] = {a->rx, a->ry, a->rz, a->tx, a->ty, a->tz}, above[AXES] = {b->rx, b->ry, b->rz, b->tx, b->ty, b->tz};
        *height = (1.0 - u)*a->height + u*b->height;
        for (int k = 0; k < AXES; k++) factor[k] = ili_pow(below[k], 1.0 - u)*ili_pow(above[k], u);
        return true;
    }
    return false;
}

// the vertebra above comes down along the disc's normal; the disc rests there
static void narrow(const il_model *m, il_params *p, int bushing, double loss) {
    int          body = m->bushing_body_b[bushing];
    const double *low = &p->joint_parent_rot[9*body], *high = &p->joint_child_rot[9*body];
    for (int r = 0; r < 3; r++) {
        p->joint_parent_pos[3*body + r] -= 0.5*loss*low[3*r + 1], p->bushing_a_pos[3*bushing + r] -= 0.5*loss*low[3*r + 1];
        p->joint_child_pos[3*body + r] += 0.5*loss*high[3*r + 1], p->bushing_b_pos[3*bushing + r] += 0.5*loss*high[3*r + 1];
    }
}

static il_status change_disc(const change *c, il_error *err) {
    const il_model *m = c->body->m;
    char            name[IL_TARGET + 8];
    double          loss = 0.0, factor[AXES], grade = 1.0 + (c->x - 1.0)*c->s;
    snprintf(name, sizeof name, "%s_disc", c->target);
    int i = il_bushing_find(m, name);
    if (i == IL_NONE) return not_met(c, err);
    if (grade == 1.0) return IL_OK;
    if (!grade_of(c->body->tables, grade, &loss, factor)) {
        return il_error_set(err, IL_BAD_VALUE, "body/disc_grades.csv", 0, 0, "the table has no grade %g", grade);
    }
    narrow(m, c->p, i, loss*ili_disc_height(m, c->p, i));
    for (int a = 0; a < AXES; a++) {
        c->p->bushing_k[AXES*i + a] *= factor[a], c->p->bushing_b[AXES*i + a] *= factor[a], c->p->bushing_c[AXES*i + a] *= factor[a];
    }
    return IL_OK;
}

static il_status change_pregnancy(const change *c, il_error *err) {
    static const struct { il_parameter_kind kind; const char *target; } parts[] = {
        {IL_JOINT_LAXITY, "sacroiliac"}, {IL_JOINT_LAXITY, "symphysis"}, {IL_LIGAMENT_LAXITY, "sacroiliac"}, {IL_LIGAMENT_LAXITY, "iliolumbar"}};
    il_status status = IL_OK;
    for (size_t i = 0; i < sizeof parts/sizeof *parts && status == IL_OK; i++) {
        status = il_parameter_apply(c->body, c->p, parts[i].kind, parts[i].target, c->side, c->x, c->s, err);
    }
    return status;
}

// ---- the whole -------------------------------------------------------------------------------------------------------------------

il_status il_parameter_apply(const il_body *body, il_params *p, il_parameter_kind kind, const char *target, il_side side, double value,
                             double severity, il_error *err) {
    IL_ASSERT(body && p && p->stride == 0 && target && kind >= 0 && kind < IL_NPARAMETER);
    change c = {.body = body, .p = p, .kind = kind, .target = target, .side = side, .x = value, .s = severity};
    if (kind >= IL_LEG_LENGTH && kind <= IL_FOOT_PRONATION) return change_legs(&c, err);
    if (kind == IL_DISC_DEGENERATION) return change_disc(&c, err);
    if (kind == IL_BODY_PREGNANCY_LAXITY) return change_pregnancy(&c, err);
    int met = of_muscle(kind) ? change_muscles(&c) : of_joint(kind) ? change_joints(&c) : change_ligaments(&c);
    return met ? IL_OK : not_met(&c, err);
}

// ---- what cannot both be ---------------------------------------------------------------------------------------------------------

static bool crossed(const il_params *p, int i) { return p->muscle_tone[i] > p->muscle_act_max[i]; }

// muscle i is told by an earlier one of its group and side with the same bounds
static bool told_before(const il_body *body, const il_params *p, int i) {
    const il_model *m = body->m;
    for (int k = 0; k < i; k++)
        if (crossed(p, k) && !strcmp(body->groups.muscle[k], body->groups.muscle[i]) && il_side_of(m->muscle_name[k]) == il_side_of(m->muscle_name[i]) && p->muscle_tone[k] == p->muscle_tone[i] && p->muscle_act_max[k] == p->muscle_act_max[i]) return true;
    return false;
}

bool il_bounds_said(const il_body *body, const il_params *p, char *out, size_t size) {
    static const char *const sides[] = {"", ", right", ", left", ""};
    const il_model *m = body->m;
    char            list[400] = "";
    size_t          n = 0;
    int             more = 0;
    out[0] = '\0';
    for (int i = 0; i < m->nmuscle; i++) {
        if (!crossed(p, i) || told_before(body, p, i)) continue;
        char one[120];
        int  k = snprintf(one, sizeof one, "%s%s%s (never below %.0f %%, never above %.0f %%)", n ? "; " : "", body->groups.muscle[i], sides[(unsigned)il_side_of(m->muscle_name[i]) < 4 ? il_side_of(m->muscle_name[i]) : 0],
                          100.0*p->muscle_tone[i], 100.0*p->muscle_act_max[i]);
        if (k < 0 || n + (size_t)k >= sizeof list) more++;
        else strcpy(list + n, one), n += (size_t)k;
    }
    if (n == 0) return false;
    int k = snprintf(out, size, "spasm and inhibition of one muscle contradict each other: %s", list);
    if (more > 0 && k > 0 && (size_t)k < size) k += snprintf(out + k, size - (size_t)k, " and %d more", more);
    if (k > 0 && (size_t)k < size) snprintf(out + k, size - (size_t)k, ". The spasm holds, since it never switches off; this inhibition is left out");
    return true;
}
