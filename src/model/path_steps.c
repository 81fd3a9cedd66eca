// path_steps.c - a path's tables for kernels: which of its bodies each point and surface is on, which spans are plain, and the steps that gather its
// moment arms
//
// A moment arm sums, over the joint rows that a coordinate moves, the power of the path's unit wrenches on all bodies that the row carries.
// A step adds one body's wrench to a running sum (or none) and takes the power of the sum over one row (or none). A run of steps begins
// with an empty sum at a body that no run has met, and climbs towards the body that carries the whole path, where the sum is zero for ever.
#include <stdlib.h>

#include "model/builder.h"

typedef struct climb {
    int *carried;            // of each body: bodies of the path that it carries, itself included
    int *slot;               // of each body: its place among the path's bodies, or IL_NONE
    int  first_body, nbody;  // the path's part of pathbody_body
    int  first_arm;          // and of arm_dof
    int  first_step;         // and of the steps
    int  moving_arm;         // the arm that moving points share in, or IL_NONE
} climb;

static int find_arm(const il_builder *b, const climb *c, int dof) {
    int i = c->first_arm;
    while (ili_list_int(&b->arm_dof, i) != dof) i++;
    return i;
}

// is this the first share of the arm? The path's moving points come before all steps
static int opens_arm(const il_builder *b, const climb *c, int arm) {
    if (arm == IL_NONE || arm == c->moving_arm) return 0;
    for (int i = c->first_step; i < b->step_arm.n; i++)
        if (ili_list_int(&b->step_arm, i) == arm) return 0;
    return 1;
}

static void add_step(il_builder *b, const climb *c, int fresh, int pathbody, int row, int arm) {
    ili_add_int(b, &b->step_opens, opens_arm(b, c, arm));
    ili_add_int(b, &b->step_fresh, fresh);
    ili_add_int(b, &b->step_pathbody, pathbody);
    ili_add_int(b, &b->step_row, row);
    ili_add_int(b, &b->step_arm, arm);
}

// from one body up; a body of the path that is met is taken along, once
static void add_run(il_builder *b, climb *c, int body) {
    int fresh = 1;
    for (; c->carried[body] < c->nbody; body = ili_list_int(&b->body_parent, body)) {
        int pathbody = c->slot[body];
        c->slot[body] = IL_NONE;
        for (int r = ili_list_int(&b->body_row_start, body); r < ili_list_int(&b->body_row_start, body + 1); r++) {
            int dof = ili_list_int(&b->row_dof, r);
            if (dof == IL_NONE) continue;
            add_step(b, c, fresh, pathbody, r, find_arm(b, c, dof));
            fresh = 0, pathbody = IL_NONE;
        }
        if (pathbody != IL_NONE) {
            add_step(b, c, fresh, pathbody, IL_NONE, IL_NONE);
            fresh = 0;
        }
    }
}

// a body is opened by the first of the path's points on it, unless a surface of the path is on it too
static int opens_body(const il_builder *b, int point, int first_point, int first_wrap) {
    int body = ili_list_int(&b->point_body, point);
    for (int i = first_point; i < point; i++)
        if (ili_list_int(&b->point_body, i) == body) return 0;
    for (int i = first_wrap; i < b->pathwrap_wrap.n; i++)
        if (ili_list_int(&b->wrap_body, ili_list_int(&b->pathwrap_wrap, i)) == body) return 0;
    return 1;
}

// fixed, and always there
static int is_plain(const il_builder *b, int point) {
    return ili_list_int(&b->point_signal, point) == IL_NONE && ili_list_int(&b->point_condition, point) == IL_NONE;
}

static il_span span_of(const il_builder *b, int point, int first_wrap) {
    int next = point + 1;
    if (next == b->point_body.n || !is_plain(b, point) || !is_plain(b, next)) return IL_SPAN_ANY;
    for (int i = first_wrap; i < b->pathwrap_wrap.n; i++)
        if (ili_list_int(&b->pathwrap_point, i) == point) return IL_SPAN_ANY;
    return ili_list_int(&b->point_body, point) == ili_list_int(&b->point_body, next) ? IL_SPAN_WITHIN : IL_SPAN_STRAIGHT;
}

static void add_slots(il_builder *b, const il_path_def *def, const climb *c, int first_point, int first_wrap) {
    for (int i = first_point; i < b->point_body.n; i++) {
        ili_add_int(b, &b->point_span, (int)(def->along_x ? IL_SPAN_AXIS : span_of(b, i, first_wrap)));
        ili_add_int(b, &b->point_pathbody, c->slot[ili_list_int(&b->point_body, i)]);
        ili_add_int(b, &b->point_opens, opens_body(b, i, first_point, first_wrap));
    }
    for (int i = first_wrap; i < b->pathwrap_wrap.n; i++)
        ili_add_int(b, &b->pathwrap_pathbody, c->slot[ili_list_int(&b->wrap_body, ili_list_int(&b->pathwrap_wrap, i))]);
}

void ili_add_path_steps(il_builder *b, const il_path_def *def, int first_point, int first_wrap, int first_body, int first_arm, int dof) {
    int   nbody = b->body_parent.n;
    int  *room = calloc(2*(size_t)nbody, sizeof *room);
    climb c = {room, room ? room + nbody : NULL, first_body, b->pathbody_body.n - first_body, first_arm, b->step_row.n, IL_NONE};
    if (!room) {
        ili_fail(b, IL_NO_MEMORY, "out of memory while building a model");
        return;
    }
    for (int i = 0; i < nbody; i++) c.slot[i] = IL_NONE;
    for (int i = first_body; i < b->pathbody_body.n; i++) {
        c.slot[ili_list_int(&b->pathbody_body, i)] = i;
        for (int up = ili_list_int(&b->pathbody_body, i); up != IL_NONE; up = ili_list_int(&b->body_parent, up)) c.carried[up]++;
    }
    add_slots(b, def, &c, first_point, first_wrap);
    c.moving_arm = dof == IL_NONE ? IL_NONE : find_arm(b, &c, dof);
    ili_add_int(b, &b->path_dof_arm, c.moving_arm);
    // children have higher numbers than parents, so the ends of the tree come first
    for (int i = b->pathbody_body.n - 1; i >= first_body; i--) {
        int body = ili_list_int(&b->pathbody_body, i);
        if (c.slot[body] != IL_NONE) add_run(b, &c, body);
    }
    ili_add_int(b, &b->path_step_start, b->step_row.n);
    free(room);
}
