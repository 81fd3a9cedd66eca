// builder_force.c - collecting a model: surfaces, paths and what pulls along them, bushings, limits, pads, markers
#include <math.h>
#include <stdlib.h>

#include "model/builder.h"

static void add_frame(il_builder *b, ili_list *pos, ili_list *rot, const il_frame *f, ili_what what, const char *field) {
    il_frame good = ili_check_frame(b, f, what, field);
    ili_add_reals(b, pos, 3, good.pos);
    ili_add_reals(b, rot, 9, good.rot);
}

void il_builder_wrap(il_builder *b, const il_wrap_def *def) {
    if (!ili_started(b, def->cookie, "wrap")) return;
    ili_what what = {"wrap", def->name};
    ili_add_name(b, &b->wrap_name, what);
    if (b->error.code != IL_OK) return;
    ili_check_finite(b, 3, def->size, what, "size");
    ili_check_positive(b, def->size[0], what, "radius");
    if (def->kind < IL_WRAP_SPHERE || def->kind > IL_WRAP_TORUS) ili_fail(b, IL_BAD_VALUE, "wrap '%s' has an unknown kind", def->name);
    if (def->kind == IL_WRAP_TORUS && !(def->size[1] > def->size[0]))
        ili_fail(b, IL_BAD_VALUE, "wrap '%s' is a torus of a ring of radius %g and a tube of %g: it has no hole", def->name, def->size[1], def->size[0]);
    for (int i = 1; i < 3 && def->kind == IL_WRAP_ELLIPSOID; i++) ili_check_positive(b, def->size[i], what, "radius");
    ili_add_int(b, &b->wrap_body, ili_need(b, &b->body_name, "body", def->body, what));
    ili_add_int(b, &b->wrap_kind, (int)def->kind);
    add_frame(b, &b->wrap_pos, &b->wrap_rot, &def->frame, what, "frame");
    ili_add_reals(b, &b->wrap_size, 3, def->size);
}

// ---- paths ---------------------------------------------------------------------------------------------------------------------

static void add_condition(il_builder *b, const il_point_def *point, ili_what what) {
    ili_add_int(b, &b->point_condition, point->condition ? b->condition_signal.n : IL_NONE);
    if (!point->condition) return;
    if (point->coordinate) ili_fail(b, IL_BAD_VALUE, "path '%s' has a moving point with a condition; a point is the one or the other", what.name);
    ili_check_finite(b, 2, point->range, what, "the range of a point");
    ili_add_int(b, &b->condition_signal, ili_need_signal(b, point->condition, what));
    ili_add_reals(b, &b->condition_range, 2, point->range);
}

// Ends are always there. A surface of our own rule lies between points that always are; by OpenSim's rules it may lie beside one that comes and goes, and
// then all surfaces of the path are taken so: what is between the points is one thing or the other for the whole path.
static void check_conditions(il_builder *b, const il_path_def *def, ili_what what) {
    bool comes = false;
    if (def->point[0].condition || def->point[def->npoint - 1].condition)
        ili_fail(b, IL_BAD_VALUE, "path '%s' begins or ends with a point that is there under a condition only", what.name);
    for (int i = 0; i < def->npoint; i++) comes |= def->point[i].condition != NULL;
    for (int i = 1; i < def->nwrap && comes; i++)
        if ((def->wrap[i].rule == IL_WRAP_SHORTEST) != (def->wrap[0].rule == IL_WRAP_SHORTEST)) {
            ili_fail(b, IL_BAD_VALUE, "path '%s' takes surfaces by rules of both kinds beside a point that is there under a condition only", what.name);
            return;
        }
    for (int i = 0; i < def->nwrap; i++) {
        int segment = def->wrap[i].segment;
        if (segment < 0 || segment > def->npoint - 2) continue; // told by add_pathwraps()
        if (def->wrap[i].rule == IL_WRAP_SHORTEST && (def->point[segment].condition || def->point[segment + 1].condition))
            ili_fail(b, IL_BAD_VALUE, "path '%s' has a surface beside a point that is there under a condition only", what.name);
    }
}

// returns the coordinate that moves the point within its body, or IL_NONE
static int add_point(il_builder *b, const il_point_def *point, ili_what what) {
    ili_check_finite(b, 3, point->pos, what, "a point");
    ili_add_int(b, &b->point_body, ili_need(b, &b->body_name, "body", point->body, what));
    int signal = point->coordinate ? ili_need_signal(b, point->coordinate, what) : IL_NONE, moved = 0;
    for (int i = 0; i < 3; i++) {
        int function = point->coordinate ? ili_need_function(b, point->function[i], what) : IL_NONE;
        ili_add_int(b, &b->point_function, function);
        moved += function != IL_NONE;
    }
    if (point->coordinate && !moved) ili_fail(b, IL_BAD_VALUE, "path '%s' has a moving point without a function", what.name);
    ili_add_int(b, &b->point_signal, signal);
    add_condition(b, point, what);
    ili_add_reals(b, &b->point_pos, 3, point->pos);
    return b->error.code == IL_OK ? ili_master(b, signal) : IL_NONE;
}

static int add_points(il_builder *b, const il_path_def *def, ili_what what) {
    int dof = IL_NONE;
    for (int i = 0; i < def->npoint; i++) {
        int moved_by = add_point(b, &def->point[i], what);
        if (dof != IL_NONE && moved_by != IL_NONE && moved_by != dof)
            ili_fail(b, IL_BAD_VALUE, "path '%s' has points moved by different coordinates; all its moving points must follow one", what.name);
        if (moved_by != IL_NONE) dof = moved_by;
    }
    return dof;
}

static void check_pathwrap(il_builder *b, int wrap, il_pathwrap_def def, ili_what what) {
    if (b->error.code != IL_OK) return;
    int kind = ili_list_int(&b->wrap_kind, wrap);
    if (def.side < -1 || def.side > 1)
        ili_fail(b, IL_BAD_VALUE, "path '%s' passes '%s' on side %d; a side is -1, 0 or 1", what.name, def.wrap, def.side);
    if (def.side && kind != IL_WRAP_CYLINDER)
        ili_fail(b, IL_BAD_VALUE, "path '%s' has a side for '%s', which is no cylinder; only a cylinder has sides", what.name, def.wrap);
    if (def.rule < IL_WRAP_SHORTEST || def.rule > IL_WRAP_PLANE || def.half < -3 || def.half > 3)
        ili_fail(b, IL_BAD_VALUE, "path '%s' takes '%s' by a rule or half that is not known", what.name, def.wrap);
    if (def.rule == IL_WRAP_SHORTEST && (def.half || kind > IL_WRAP_CYLINDER))
        ili_fail(b, IL_BAD_VALUE, "path '%s' takes '%s' by the shortest way; that rule has spheres and cylinders, and no halves", what.name, def.wrap);
    if (def.rule == IL_WRAP_PLANE && kind != IL_WRAP_CYLINDER)
        ili_fail(b, IL_BAD_VALUE, "path '%s' takes '%s' by a plane, but it is no cylinder", what.name, def.wrap);
}

// places of the path from `first` on that take the same surface: each tells the first of them
static void add_rivals(il_builder *b, int first) {
    for (int i = first; i < b->pathwrap_wrap.n; i++) {
        int wrap = ili_list_int(&b->pathwrap_wrap, i), of = b->pathwrap_wrap.n, places = 0;
        for (int k = b->pathwrap_wrap.n - 1; k >= first; k--)
            if (ili_list_int(&b->pathwrap_wrap, k) == wrap && ili_list_int(&b->pathwrap_rule, k) != IL_WRAP_SHORTEST) of = k, places++;
        ili_add_int(b, &b->pathwrap_rival, places > 1 && ili_list_int(&b->pathwrap_rule, i) != IL_WRAP_SHORTEST ? of : IL_NONE);
    }
}

static void add_pathwrap(il_builder *b, const il_pathwrap_def *def, int point, ili_what what) {
    int wrap = ili_need(b, &b->wrap_name, "wrap", def->wrap, what);
    ili_add_int(b, &b->pathwrap_wrap, wrap);
    ili_add_int(b, &b->pathwrap_point, point);
    ili_add_int(b, &b->pathwrap_side, def->side);
    ili_add_int(b, &b->pathwrap_rule, (int)def->rule);
    ili_add_int(b, &b->pathwrap_half, def->half);
    check_pathwrap(b, wrap, *def, what);
}

// in the order of the segments; with our own rule at most one a segment
static void add_pathwraps(il_builder *b, const il_path_def *def, int first_point, ili_what what) {
    int found = 0, first = b->pathwrap_wrap.n;
    for (int segment = 0; segment < def->npoint - 1; segment++) {
        int here = 0, shortest = 0;
        for (int i = 0; i < def->nwrap; i++) {
            if (def->wrap[i].segment != segment) continue;
            add_pathwrap(b, &def->wrap[i], first_point + segment, what);
            shortest += def->wrap[i].rule == IL_WRAP_SHORTEST;
            here++, found++;
        }
        if (here > 1 && shortest) ili_fail(b, IL_BAD_VALUE, "path '%s' has two surfaces on the segment after point %d; one is possible", what.name, segment);
        if (here > IL_MAX_CHAIN) ili_fail(b, IL_BAD_VALUE, "path '%s' has %d surfaces on the segment after point %d; %d are possible", what.name, here, segment, (int)IL_MAX_CHAIN);
    }
    if (found < def->nwrap)
        ili_fail(b, IL_BAD_VALUE, "path '%s' has a surface on a segment that it has not; segments are numbered 0 to %d", what.name, def->npoint - 2);
    if (b->error.code == IL_OK) add_rivals(b, first);
}

// bodies that the path touches (each once, ascending), and the coordinates that move some of them against others
static void add_pattern(il_builder *b, int first_point, int first_wrap, int dof) {
    int  nbody = b->body_parent.n, nq = b->coordinate_kind.n, ntouched = 0;
    int *carried = calloc((size_t)(2*nbody + nq), sizeof *carried); // touched bodies that each body carries, itself included
    if (!carried) {
        ili_fail(b, IL_NO_MEMORY, "out of memory while building a model");
        return;
    }
    int *touched = carried + nbody, *moves = touched + nbody;
    for (int i = first_point; i < b->point_body.n; i++) touched[ili_list_int(&b->point_body, i)] = 1;
    for (int i = first_wrap; i < b->pathwrap_wrap.n; i++) touched[ili_list_int(&b->wrap_body, ili_list_int(&b->pathwrap_wrap, i))] = 1;
    for (int body = 0; body < nbody; body++) {
        if (!touched[body]) continue;
        ili_add_int(b, &b->pathbody_body, body);
        ntouched++;
        for (int up = body; up != IL_NONE; up = ili_list_int(&b->body_parent, up)) carried[up]++;
    }
    // a joint that carries all touched bodies or none leaves their distances alone
    for (int r = 0; r < b->row_dof.n; r++) {
        int n = carried[ili_list_int(&b->row_body, r)], q = ili_list_int(&b->row_dof, r);
        if (n > 0 && n < ntouched && q != IL_NONE) moves[q] = 1;
    }
    if (dof != IL_NONE) moves[dof] = 1;
    for (int q = 0; q < nq; q++)
        if (moves[q]) ili_add_int(b, &b->arm_dof, q);
    free(carried);
}

void il_builder_path(il_builder *b, const il_path_def *def) {
    if (!ili_started(b, def->cookie, "path")) return;
    ili_what what = {"path", def->name};
    ili_add_name(b, &b->path_name, what);
    if (b->error.code != IL_OK) return;
    if (def->npoint < 2) ili_fail(b, IL_BAD_VALUE, "path '%s' has %d points; it needs two", def->name, def->npoint);
    if (def->along_x && (def->npoint != 2 || def->nwrap > 0)) ili_fail(b, IL_BAD_VALUE, "path '%s' is measured along an axis, with %d points and %d surfaces; it needs two points alone", def->name, def->npoint, def->nwrap);
    if (b->error.code != IL_OK) return;
    int first_point = b->point_body.n, first_wrap = b->pathwrap_wrap.n, first_body = b->pathbody_body.n, first_arm = b->arm_dof.n;
    int dof = add_points(b, def, what);
    check_conditions(b, def, what);
    add_pathwraps(b, def, first_point, what);
    if (b->error.code != IL_OK) return;
    add_pattern(b, first_point, first_wrap, dof);
    if (b->error.code != IL_OK) return;
    ili_add_path_steps(b, def, first_point, first_wrap, first_body, first_arm, dof);
    ili_add_int(b, &b->path_dof, dof);
    ili_add_int(b, &b->path_start, b->point_body.n);
    ili_add_int(b, &b->path_wrap_start, b->pathwrap_wrap.n);
    ili_add_int(b, &b->path_arm_start, b->arm_dof.n);
    ili_add_int(b, &b->path_body_start, b->pathbody_body.n);
}

// ---- along paths ---------------------------------------------------------------------------------------------------------------

static void check_muscle(il_builder *b, const il_muscle_def *def, ili_what what) {
    ili_check_positive(b, def->f_max, what, "f_max");
    ili_check_positive(b, def->l_opt, what, "l_opt");
    ili_check_range(b, def->l_slack, 0.0, 10.0, what, "l_slack");
    ili_check_range(b, def->pennation, 0.0, 1.5, what, "pennation");
    ili_check_positive(b, def->v_max, what, "v_max");
    ili_check_range(b, def->strain_zero, -1.0, 10.0, what, "strain_zero");
    ili_check_positive(b, def->strain_one - def->strain_zero, what, "strain_one - strain_zero");
    ili_check_range(b, def->tone, 0.0, 1.0, what, "tone");
    ili_check_range(b, def->act_max, 0.0, 1.0, what, "act_max");
    ili_check_positive(b, def->weight, what, "weight");
    ili_check_range(b, def->pressure, 0.0, 1e6, what, "pressure");
}

void il_builder_muscle(il_builder *b, const il_muscle_def *def) {
    if (!ili_started(b, def->cookie, "muscle")) return;
    ili_what what = {"muscle", def->name};
    ili_add_name(b, &b->muscle_name, what);
    if (b->error.code != IL_OK) return;
    check_muscle(b, def, what);
    ili_add_int(b, &b->muscle_path, ili_need(b, &b->path_name, "path", def->name, what));
    ili_add_real(b, &b->muscle_f_max, def->f_max);
    ili_add_real(b, &b->muscle_l_opt, def->l_opt);
    ili_add_real(b, &b->muscle_l_slack, def->l_slack);
    ili_add_real(b, &b->muscle_pennation, def->pennation);
    ili_add_real(b, &b->muscle_v_max, def->v_max);
    ili_add_real(b, &b->muscle_strain_zero, def->strain_zero);
    ili_add_real(b, &b->muscle_strain_one, def->strain_one);
    ili_add_real(b, &b->muscle_tone, def->tone);
    ili_add_real(b, &b->muscle_act_max, def->act_max);
    ili_add_real(b, &b->muscle_weight, def->weight);
    ili_add_real(b, &b->muscle_pressure, def->pressure);
}

void il_builder_ligament(il_builder *b, const il_ligament_def *def) {
    if (!ili_started(b, def->cookie, "ligament")) return;
    ili_what what = {"ligament", def->name};
    ili_add_name(b, &b->ligament_name, what);
    if (b->error.code != IL_OK) return;
    ili_check_positive(b, def->l_slack, what, "l_slack");
    ili_check_range(b, def->k, 0.0, 1e9, what, "k");
    ili_check_positive(b, def->toe, what, "toe");
    ili_add_int(b, &b->ligament_path, ili_need(b, &b->path_name, "path", def->name, what));
    ili_add_real(b, &b->ligament_l_slack, def->l_slack);
    ili_add_real(b, &b->ligament_k, def->k);
    ili_add_real(b, &b->ligament_toe, def->toe);
}

void il_builder_pressure(il_builder *b, const char *path, double area) {
    if (b->error.code != IL_OK) return;
    ili_what what = {"abdominal pressure", "along a path"};
    ili_check_positive(b, area, what, "area");
    b->pressure_path = ili_need(b, &b->path_name, "path", path, what);
    if (b->error.code == IL_OK) ((double *)b->pressure_area.item)[0] = area;
}

// ---- between bodies, on coordinates, on planes ---------------------------------------------------------------------------------

static void check_bushing(il_builder *b, const il_bushing_def *def, ili_what what) {
    ili_check_finite(b, 6, def->rest, what, "rest");
    ili_check_finite(b, 15, def->coupling, what, "coupling");
    ili_check_range(b, def->closure, 0.0, 1e9, what, "closure");
    ili_check_range(b, def->contact, 0.0, 1e12, what, "contact stiffness");
    for (int i = 0; i < 6; i++) {
        ili_check_range(b, def->k[i], 0.0, 1e12, what, "stiffness k");
        ili_check_range(b, def->b_side[i], -def->k[i], def->k[i], what, "b_side (k + b and k - b are the stiffnesses of the two sides)");
        ili_check_positive(b, def->w[i], what, "width w");
        ili_check_range(b, def->c[i], 0.0, 1e15, what, "cubic stiffness c");
    }
}

void il_builder_bushing(il_builder *b, const il_bushing_def *def) {
    if (!ili_started(b, def->cookie, "bushing")) return;
    ili_what what = {"bushing", def->name};
    ili_add_name(b, &b->bushing_name, what);
    if (b->error.code != IL_OK) return;
    check_bushing(b, def, what);
    int body_a = ili_need(b, &b->body_name, "body", def->body_a, what), body_b = ili_need(b, &b->body_name, "body", def->body_b, what);
    if (body_a == body_b) ili_fail(b, IL_BAD_VALUE, "bushing '%s' joins body '%s' to itself", def->name, def->body_a ? def->body_a : "");
    ili_add_int(b, &b->bushing_body_a, body_a);
    ili_add_int(b, &b->bushing_body_b, body_b);
    add_frame(b, &b->bushing_a_pos, &b->bushing_a_rot, &def->a, what, "frame a");
    add_frame(b, &b->bushing_b_pos, &b->bushing_b_rot, &def->b, what, "frame b");
    ili_add_reals(b, &b->bushing_rest, 6, def->rest);
    ili_add_reals(b, &b->bushing_k, 6, def->k);
    ili_add_reals(b, &b->bushing_b, 6, def->b_side);
    ili_add_reals(b, &b->bushing_w, 6, def->w);
    ili_add_reals(b, &b->bushing_c, 6, def->c);
    ili_add_reals(b, &b->bushing_coupling, 15, def->coupling);
    ili_add_real(b, &b->bushing_closure, def->closure);
    ili_add_real(b, &b->bushing_contact, def->contact);
}

void il_builder_limit(il_builder *b, const il_limit_def *def) {
    if (!ili_started(b, def->cookie, "limit")) return;
    ili_what what = {"limit of coordinate", def->coordinate ? def->coordinate : ""};
    ili_check_finite(b, 6, def->value, what, "a value");
    ili_add_int(b, &b->limit_coordinate, ili_need(b, &b->coordinate_name, "coordinate", def->coordinate, what));
    ili_add_reals(b, &b->limit_value, 6, def->value);
}

void il_builder_planes(il_builder *b, int nplane) {
    if (nplane < 0 || nplane > 1000) ili_fail(b, IL_BAD_VALUE, "%d supporting planes; 0 to 1000 are possible", nplane);
    else if (b->error.code == IL_OK) b->nplane = nplane;
}

void il_builder_pad(il_builder *b, const il_pad_def *def) {
    if (!ili_started(b, def->cookie, "pad")) return;
    ili_what what = {"pad", def->name};
    ili_add_name(b, &b->pad_name, what);
    if (b->error.code != IL_OK) return;
    ili_check_finite(b, 3, def->pos, what, "pos");
    ili_check_range(b, def->k, 0.0, 1e12, what, "k");
    ili_check_positive(b, def->depth, what, "depth");
    ili_check_range(b, def->friction, 0.0, 1e6, what, "friction");
    if (def->plane < 0 || def->plane >= b->nplane)
        ili_fail(b, IL_BAD_VALUE, "pad '%s' refers to plane %d, but there are %d; call il_builder_planes() first", def->name, def->plane, b->nplane);
    ili_add_int(b, &b->pad_body, ili_need(b, &b->body_name, "body", def->body, what));
    ili_add_int(b, &b->pad_plane, def->plane);
    ili_add_reals(b, &b->pad_pos, 3, def->pos);
    ili_add_real(b, &b->pad_k, def->k);
    ili_add_real(b, &b->pad_depth, def->depth);
    ili_add_real(b, &b->pad_friction, def->friction);
}

void il_builder_marker(il_builder *b, const il_marker_def *def) {
    if (!ili_started(b, def->cookie, "marker")) return;
    ili_what what = {"marker", def->name};
    ili_add_name(b, &b->marker_name, what);
    if (b->error.code != IL_OK) return;
    ili_add_int(b, &b->marker_body, ili_need(b, &b->body_name, "body", def->body, what));
    add_frame(b, &b->marker_pos, &b->marker_rot, &def->frame, what, "frame");
}
