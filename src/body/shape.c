// shape.c - the bones of the built-in body as meshes, and how they follow a person
//
// A bone's landmarks are all that the model fixes to its body: attachments, end plates, joint centres, surfaces. For a person each has gone somewhere
// else. The part of their motion that a linear map explains (a longer, wider bone) is fitted by least squares, held towards an even scaling where few
// landmarks say nothing; what is left (a turned neck, a wedged vertebra) is spread by inverse multiquadrics about the landmarks (Hardy 1971), whose
// matrix is positive definite whatever their places.
#include "ilium/shape.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "body/shape_part.h"
#include "solve/dense.h"

enum { MOST_BONES = 128, MOST_MARKS = 40 };
static const double reach = 0.04, apart = 0.004, ease = 0.02; // [m] of a landmark, least distance of two, and how exactly they are met


typedef struct bone {
    il_bone          out;
    ili_bone_design *design; ///< NULL: a tube; of the right side
    int              nmark;
    int              field[MOST_MARKS], index[MOST_MARKS]; ///< where a landmark stands in the parameters
    double           mark[3*MOST_MARKS], kernel[MOST_MARKS*MOST_MARKS], normal[16]; ///< places in the tables' body; factors
} bone;

struct il_bones {
    const il_body *body;
    ili_arena      arena;
    int            n;
    bone           bone[MOST_BONES];
};

// ---- landmarks -------------------------------------------------------------------------------------------------------------------

enum { FIELD_POINT, FIELD_MARKER, FIELD_WRAP, FIELD_PAD, FIELD_PARENT, FIELD_CHILD };

static const double *place_of(const il_params *p, int field, int i) {
    const double *const base[] = {p->point_pos, p->marker_pos, p->wrap_pos, p->pad_pos, p->joint_parent_pos, p->joint_child_pos};
    return base[field] + 3*i;
}

static void try_mark(bone *b, const il_params *p, int field, int index) {
    const double *x = place_of(p, field, index);
    if (b->nmark == MOST_MARKS) return;
    for (int i = 0; i < b->nmark; i++) {
        const double *y = b->mark + 3*i;
        if (sqrt((x[0] - y[0])*(x[0] - y[0]) + (x[1] - y[1])*(x[1] - y[1]) + (x[2] - y[2])*(x[2] - y[2])) < apart) return;
    }
    b->field[b->nmark] = field, b->index[b->nmark] = index;
    memcpy(b->mark + 3*b->nmark++, x, 3*sizeof *x);
}

// joints and landmarks first, then attachments as far as there is room, from all over the list
static void find_marks(const il_model *m, bone *b) {
    const il_params *p = m->nominal;
    int              body = b->out.body;
    try_mark(b, p, FIELD_CHILD, body);
    for (int i = 1; i < m->nbody; i++)
        if (m->body_parent[i] == body) try_mark(b, p, FIELD_PARENT, i);
    for (int i = 0; i < m->nmarker; i++)
        if (m->marker_body[i] == body) try_mark(b, p, FIELD_MARKER, i);
    for (int step = 0; step < 7; step++)
        for (int i = step; i < m->npoint; i += 7)
            if (m->point_body[i] == body && m->point_signal[i] == IL_NONE) try_mark(b, p, FIELD_POINT, i);
    for (int i = 0; i < m->nwrap; i++)
        if (m->wrap_body[i] == body) try_mark(b, p, FIELD_WRAP, i);
    for (int i = 0; i < m->npad; i++)
        if (m->pad_body[i] == body) try_mark(b, p, FIELD_PAD, i);
}

static double kernel(const double *a, const double *b) {
    double x = a[0] - b[0], y = a[1] - b[1], z = a[2] - b[2];
    return 1.0/sqrt(1.0 + (x*x + y*y + z*z)/(reach*reach));
}

static bool prepare(bone *b) {
    int n = b->nmark;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) b->kernel[i*n + j] = kernel(b->mark + 3*i, b->mark + 3*j) + (i == j ? ease : 0.0);
    // normal equations of x' = A x + b; lengths in metres, so the ridge is about a centimetre's worth
    for (int i = 0; i < n; i++) {
        double x[4] = {b->mark[3*i], b->mark[3*i + 1], b->mark[3*i + 2], 1.0};
        for (int r = 0; r < 4; r++)
            for (int c = 0; c < 4; c++) b->normal[4*r + c] += x[r]*x[c];
    }
    for (int r = 0; r < 4; r++) b->normal[5*r] += r < 3 ? 2e-6 : 1e-9;
    return !ili_chol_factor(n, b->kernel) && !ili_chol_factor(4, b->normal);
}

// ---- making ----------------------------------------------------------------------------------------------------------------------

static il_status no_memory(il_error *err) { return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory for the drawn body"); }

// from millimetres, on one side
static il_status add_bone(il_bones *b, const char *name, const char *label, const char *body, il_side side, il_bone_kind kind, const ili_mesh *mesh, il_error *err) {
    if (b->n == MOST_BONES) return il_error_set(err, IL_LIMIT, NULL, 0, 0, "the drawn body has more than %d bones", MOST_BONES);
    bone       *x = &b->bone[b->n];
    const char *end = side == IL_SIDE_RIGHT ? "_r" : side == IL_SIDE_LEFT ? "_l" : "";
    bool        own = !strcmp(body, "thorax");
    char        full[48];
    snprintf(full, sizeof full, "%s%s", body, own ? "" : end);
    x->out = (il_bone){.label = label, .kind = kind, .side = side, .body = il_body_find(b->body->m, full), .twin = IL_NONE, .nvertex = mesh->nvertex, .ntriangle = mesh->ntriangle};
    snprintf(x->out.name, sizeof x->out.name, "%s%s", name, end);
    if (x->out.body == IL_NONE) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the bone %s belongs to a body '%s' that there is not", x->out.name, full);
    double *vertex = ili_arena_array(&b->arena, 3*(size_t)mesh->nvertex, sizeof *vertex);
    int    *triangle = ili_arena_array(&b->arena, 3*(size_t)mesh->ntriangle, sizeof *triangle);
    if (!vertex || !triangle) return no_memory(err);
    bool left = side == IL_SIDE_LEFT;
    for (int i = 0; i < 3*mesh->nvertex; i++) vertex[i] = 1e-3*mesh->vertex[i]*(left && i%3 == 2 ? -1.0 : 1.0);
    for (int i = 0; i < mesh->ntriangle; i++) {
        const int *t = mesh->triangle + 3*i;
        triangle[3*i] = t[0], triangle[3*i + 1] = t[left ? 2 : 1], triangle[3*i + 2] = t[left ? 1 : 2];
    }
    x->out.vertex = vertex, x->out.triangle = triangle, x->out.open = mesh->open;
    find_marks(b->body->m, x);
    if (x->nmark < 1 || !prepare(x)) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the bone %s has no landmarks to follow", x->out.name);
    b->n++;
    return IL_OK;
}

static il_status add_both(il_bones *b, const char *name, const char *label, const char *body, bool middle, il_bone_kind kind, const ili_mesh *mesh, il_error *err) {
    il_status s = add_bone(b, name, label, body, middle ? IL_SIDE_NONE : IL_SIDE_RIGHT, kind, mesh, err);
    if (s || middle || (s = add_bone(b, name, label, body, IL_SIDE_LEFT, kind, mesh, err))) return s;
    b->bone[b->n - 1].out.twin = b->n - 2, b->bone[b->n - 2].out.twin = b->n - 1;
    return IL_OK;
}

static il_status add_design(il_bones *b, const ili_bone_design *design, ili_arena *scratch, il_error *err) {
    ili_mesh         mesh;
    ili_bone_design *copy = ili_arena_array(&b->arena, 1, sizeof *copy);
    int              first = b->n;
    if (!copy || !ili_design_mesh(design, scratch, &mesh)) return no_memory(err);
    *copy = *design;
    double *open = ili_arena_array(&b->arena, (size_t)mesh.nvertex, sizeof *open);
    if (!open) return no_memory(err);
    memcpy(open, mesh.open, (size_t)mesh.nvertex*sizeof *open);
    mesh.open = open;
    il_status s = add_both(b, design->name, design->label, design->body, design->middle, IL_BONE_HARD, &mesh, err);
    for (int i = first; i < b->n; i++) b->bone[i].design = copy;
    return s;
}

static il_status add_all(il_bones *b, il_error *err) {
    ili_bone_design design;
    il_status       s = IL_OK;
    for (int i = 0; !s && ili_spine_design(b->body, i, &design); i++) {
        ili_arena scratch = {0};
        s = add_design(b, &design, &scratch, err);
        ili_arena_free(&scratch);
    }
    for (int arm = 0; arm < 2; arm++)
        for (int i = 0; !s && (arm ? ili_arm_design : ili_leg_design)(i, &design); i++) {
            ili_arena scratch = {0};
            s = add_design(b, &design, &scratch, err);
            ili_arena_free(&scratch);
        }
    for (int i = 0; !s && i < 2; i++) {
        ili_mesh mesh;
        if (!ili_ribs_mesh(i, &b->arena, &mesh)) return no_memory(err);
        s = add_both(b, i ? "rib_cartilage" : "ribs", i ? "cartilage of the ribs" : "ribs", "thorax", false, i ? IL_BONE_CARTILAGE : IL_BONE_HARD, &mesh, err);
    }
    return s;
}

il_status il_bones_create(const il_body *body, il_bones **out, il_error *err) {
    IL_ASSERT(body && body->m && out);
    *out = NULL;
    il_bones *b = calloc(1, sizeof *b);
    if (!b) return no_memory(err);
    b->body = body;
    il_status s = add_all(b, err);
    if (s) il_bones_free(b);
    else *out = b;
    return s;
}

void il_bones_free(il_bones *b) {
    if (!b) return;
    ili_arena_free(&b->arena);
    free(b);
}

int            il_bones_count(const il_bones *b) { return b ? b->n : 0; }
const il_bone *il_bones_get(const il_bones *b, int i) { return b && i >= 0 && i < b->n ? &b->bone[i].out : NULL; }

int il_bones_find(const il_bones *b, const char *name) {
    for (int i = 0; b && i < b->n; i++)
        if (!strcmp(b->bone[i].out.name, name)) return i;
    return IL_NONE;
}

double il_bones_distance(const il_bones *b, int i, const double point[3]) {
    const bone *x = &b->bone[i];
    double      p[3] = {1e3*point[0], 1e3*point[1], 1e3*point[2]*(x->out.side == IL_SIDE_LEFT ? -1.0 : 1.0)}, best = IL_INF;
    if (x->design) return 1e-3*ili_design_distance(x->design, p);
    for (int v = 0; v < x->out.nvertex; v++) { // tubes: to the nearest vertex
        const double *q = x->out.vertex + 3*v;
        best = fmin(best, sqrt((q[0] - point[0])*(q[0] - point[0]) + (q[1] - point[1])*(q[1] - point[1]) + (q[2] - point[2])*(q[2] - point[2])));
    }
    return best;
}

// ---- a person --------------------------------------------------------------------------------------------------------------------

// the linear map of the landmarks, held towards the scaling that explains them best
static void fit_linear(const bone *b, const double *moved, double map[12]) {
    double top = 0.0, bottom = 1e-12, right[12];
    for (int i = 0; i < 3*b->nmark; i++) top += moved[i]*b->mark[i], bottom += b->mark[i]*b->mark[i];
    double scale = b->nmark > 1 ? top/bottom : 1.0;
    memset(right, 0, sizeof right);
    for (int i = 0; i < b->nmark; i++) {
        double x[4] = {b->mark[3*i], b->mark[3*i + 1], b->mark[3*i + 2], 1.0};
        for (int r = 0; r < 4; r++)
            for (int c = 0; c < 3; c++) right[3*r + c] += x[r]*(moved[3*i + c] - scale*b->mark[3*i + c]);
    }
    ili_chol_solve(4, b->normal, 3, right);
    memcpy(map, right, sizeof right);
    for (int c = 0; c < 3; c++) map[4*c] += scale;
}

static void apply_linear(const double map[12], const double x[3], double out[3]) {
    for (int c = 0; c < 3; c++) out[c] = x[0]*map[c] + x[1]*map[3 + c] + x[2]*map[6 + c] + map[9 + c];
}

il_status il_bones_morph(const il_bones *bones, const il_params *p, int i, double *vertex, il_error *err) {
    (void)err;
    IL_ASSERT(bones && p && p->stride == 0 && vertex && i >= 0 && i < bones->n);
    const bone *b = &bones->bone[i];
    double      moved[3*MOST_MARKS], map[12], linear[3], largest = 0.0;
    for (int k = 0; k < b->nmark; k++) memcpy(moved + 3*k, place_of(p, b->field[k], b->index[k]), 3*sizeof *moved);
    fit_linear(b, moved, map);
    for (int k = 0; k < b->nmark; k++) {
        apply_linear(map, b->mark + 3*k, linear);
        for (int c = 0; c < 3; c++) moved[3*k + c] -= linear[c], largest = fmax(largest, fabs(moved[3*k + c]));
    }
    bool bent = largest > 1e-5;
    if (bent) ili_chol_solve(b->nmark, b->kernel, 3, moved);
    for (int v = 0; v < b->out.nvertex; v++) {
        const double *x = b->out.vertex + 3*v;
        apply_linear(map, x, vertex + 3*v);
        for (int k = 0; bent && k < b->nmark; k++) {
            double w = kernel(x, b->mark + 3*k);
            for (int c = 0; c < 3; c++) vertex[3*v + c] += w*moved[3*k + c];
        }
    }
    return IL_OK;
}

double il_mesh_volume(int ntriangle, const int *triangle, const double *vertex) {
    double six = 0.0;
    for (int i = 0; i < ntriangle; i++) {
        const double *a = vertex + 3*triangle[3*i], *b = vertex + 3*triangle[3*i + 1], *c = vertex + 3*triangle[3*i + 2];
        six += a[0]*(b[1]*c[2] - b[2]*c[1]) + a[1]*(b[2]*c[0] - b[0]*c[2]) + a[2]*(b[0]*c[1] - b[1]*c[0]);
    }
    return six/6.0;
}
