// builder.c - collecting a model: growing lists, names, functions, coordinates, bodies with their joints
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/builder.h"

// ---- lists ---------------------------------------------------------------------------------------------------------------------

void ili_fail(il_builder *b, il_status code, const char *format, ...) {
    char    text[sizeof b->error.text];
    va_list args;
    if (b->error.code != IL_OK) return;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    il_error_set(&b->error, code, NULL, 0, 0, "%s", text);
}

// room for n more items of `size` bytes; NULL after a failure
static void *grow(il_builder *b, ili_list *l, int n, size_t size) {
    if (b->error.code != IL_OK) return NULL;
    if (n > ILI_MAX_ITEMS - l->n) return ili_fail(b, IL_LIMIT, "the model has more than %d numbers of one kind", ILI_MAX_ITEMS), NULL;
    if (l->n + n > l->room) {
        int   room = 2*(l->n + n);
        void *more = realloc(l->item, (size_t)room*size);
        if (!more) return ili_fail(b, IL_NO_MEMORY, "out of memory while building a model"), NULL;
        l->item = more, l->room = room;
    }
    char *at = (char *)l->item + (size_t)l->n*size;
    l->n += n;
    return at;
}

void ili_add_int(il_builder *b, ili_list *l, int value) {
    int *at = grow(b, l, 1, sizeof *at);
    if (at) *at = value;
}

void ili_add_reals(il_builder *b, ili_list *l, int n, const double *value) {
    double *at = grow(b, l, n, sizeof *at);
    if (at && n) memcpy(at, value, (size_t)n*sizeof *at);
}

void ili_add_real(il_builder *b, ili_list *l, double value) { ili_add_reals(b, l, 1, &value); }

int ili_list_int(const ili_list *l, int i) { return ((const int *)l->item)[i]; }

int ili_list_find(const ili_list *l, const char *name) {
    for (int i = 0; i < l->n; i++)
        if (!strcmp(((char *const *)l->item)[i], name)) return i;
    return IL_NONE;
}

void ili_add_name(il_builder *b, ili_list *l, ili_what what) {
    if (!what.name || !what.name[0]) {
        ili_fail(b, IL_BAD_VALUE, "a %s has no name; give it one", what.kind);
        return;
    }
    if (ili_list_find(l, what.name) != IL_NONE) ili_fail(b, IL_BAD_VALUE, "there are two of the %s '%s'; names must differ", what.kind, what.name);
    // the copy belongs to `texts` from the moment it exists
    char **kept = grow(b, &b->texts, 1, sizeof *kept);
    if (!kept) return;
    *kept = strdup(what.name);
    if (!*kept) ili_fail(b, IL_NO_MEMORY, "out of memory while building a model");
    char *copy = *kept, **at = grow(b, l, 1, sizeof *at);
    if (at) *at = copy;
}

int ili_need(il_builder *b, const ili_list *l, const char *kind, const char *name, ili_what what) {
    int i = name ? ili_list_find(l, name) : IL_NONE;
    if (i == IL_NONE)
        ili_fail(b, IL_BAD_VALUE, "%s '%s' refers to the %s '%s', which is not there; add it first", what.kind, what.name, kind, name ? name : "");
    return i;
}

int ili_need_signal(il_builder *b, const char *name, ili_what what) {
    int k = ili_list_find(&b->coupled_name, name);
    return k != IL_NONE ? -2 - k : ili_need(b, &b->coordinate_name, "coordinate", name, what);
}

int ili_need_function(il_builder *b, int function, ili_what what) {
    if (function != IL_NONE && (function < 0 || function >= b->function_kind.n))
        ili_fail(b, IL_BAD_VALUE, "%s '%s' refers to function %d, but there are %d; take an index that il_builder_function() returned, or IL_NONE",
                 what.kind, what.name, function, b->function_kind.n);
    return function;
}

int ili_master(const il_builder *b, int signal) { return signal < IL_NONE ? ili_list_int(&b->coupled_master, -2 - signal) : signal; }

bool ili_started(il_builder *b, int cookie, const char *kind) {
    if (b->error.code == IL_OK && cookie != ILI_COOKIE)
        ili_fail(b, IL_BUG, "a %s definition did not start from il_default_%s_def()", kind, kind);
    return b->error.code == IL_OK;
}

// ---- the builder ---------------------------------------------------------------------------------------------------------------

static void add_ground(il_builder *b);

il_builder *il_builder_create(void) {
    il_builder *b = calloc(1, sizeof *b);
    if (!b) return NULL;
    b->pressure_path = IL_NONE;
    // tables of starts begin with 0
    ili_list *starts[] = {&b->body_row_start, &b->function_start, &b->path_start, &b->path_wrap_start, &b->path_arm_start, &b->path_body_start,
                          &b->path_step_start, &b->poly_arg_start, &b->poly_term_start};
    for (size_t i = 0; i < sizeof starts/sizeof *starts; i++) ili_add_int(b, starts[i], 0);
    ili_add_real(b, &b->pressure_area, 0.0);
    add_ground(b);
    return b;
}

void il_builder_free(il_builder *b) {
    if (!b) return;
    for (int i = 0; i < b->texts.n; i++) free(((char **)b->texts.item)[i]);
    free(b->texts.item);
#define X(name, count) free(b->name.item);
    IL_MODEL_TABLES(X) IL_MODEL_NAMES(X)
#undef X
#define X(name, count, unit) free(b->name.item);
    IL_PARAM_FIELDS(X)
#undef X
    free(b);
}

// ---- functions and coordinates -------------------------------------------------------------------------------------------------

// knots x, y become triples x, y, y''
static void add_spline(il_builder *b, int n, const double *value) {
    double *work = grow(b, &b->function_value, 3*n, sizeof *work);
    double *scratch = work ? malloc(2*(size_t)n*sizeof *scratch) : NULL;
    if (!scratch) {
        ili_fail(b, IL_NO_MEMORY, "out of memory while building a model");
        return;
    }
    ili_spline_curvature(n, value, value + n, scratch, scratch + n);
    for (int k = 0; k < n; k++) work[3*k] = value[k], work[3*k + 1] = value[n + k], work[3*k + 2] = scratch[k];
    free(scratch);
}

static void check_function(il_builder *b, il_function_kind kind, int n, const double *value) {
    char     number[16];
    ili_what what = {"function", number};
    snprintf(number, sizeof number, "%d", b->function_kind.n);
    if (kind < IL_FUNCTION_LINEAR || kind > IL_FUNCTION_SPLINE) ili_fail(b, IL_BAD_VALUE, "function %s has an unknown kind", number);
    if (kind == IL_FUNCTION_LINEAR && n != 2) ili_fail(b, IL_BAD_VALUE, "linear function %s has %d values; give slope and offset", number, n);
    if (kind == IL_FUNCTION_POLYNOMIAL && n < 1) ili_fail(b, IL_BAD_VALUE, "polynomial function %s has no coefficient", number);
    if (kind == IL_FUNCTION_SPLINE && (n < 4 || n%2))
        ili_fail(b, IL_BAD_VALUE, "spline function %s has %d values; give x and y of at least two knots", number, n);
    ili_check_finite(b, n, value, what, "value");
    for (int k = 1; b->error.code == IL_OK && kind == IL_FUNCTION_SPLINE && k < n/2; k++)
        if (!(value[k] > value[k - 1])) ili_fail(b, IL_BAD_VALUE, "the knots of spline function %s do not increase at knot %d", number, k + 1);
}

static int close_function(il_builder *b, il_function_kind kind) {
    ili_add_int(b, &b->function_kind, (int)kind);
    ili_add_int(b, &b->function_start, b->function_value.n);
    return b->error.code == IL_OK ? b->function_kind.n - 1 : IL_NONE;
}

int il_builder_function(il_builder *b, il_function_kind kind, int nvalue, const double *value) {
    if (b->error.code == IL_OK) check_function(b, kind, nvalue, value);
    if (b->error.code != IL_OK) return IL_NONE;
    if (kind == IL_FUNCTION_SPLINE) add_spline(b, nvalue/2, value);
    else ili_add_reals(b, &b->function_value, nvalue, value);
    return close_function(b, kind);
}

int il_builder_spline(il_builder *b, int n, const double *x, const double *y, const double *curvature) {
    int first = b->function_value.n, function;
    ili_check_finite(b, n, curvature, (ili_what){"function", "spline"}, "second derivative");
    for (int k = 0; b->error.code == IL_OK && k < n; k++) ili_add_reals(b, &b->function_value, 3, (const double[]){x[k], y[k], curvature[k]});
    function = close_function(b, IL_FUNCTION_SPLINE);
    const double *value = (const double *)b->function_value.item + first;
    if (b->error.code == IL_OK && n < 2) ili_fail(b, IL_BAD_VALUE, "a spline has %d knots; it needs two", n);
    for (int k = 0; b->error.code == IL_OK && k < n; k++)
        if (!(value[3*k] - value[3*k] == 0.0) || !(value[3*k + 1] - value[3*k + 1] == 0.0) || (k && !(value[3*k] > value[3*k - 3])))
            ili_fail(b, IL_BAD_VALUE, "the knots of a spline are not finite numbers that increase, at knot %d", k + 1);
    return b->error.code == IL_OK ? function : IL_NONE;
}

void il_builder_any_inertia(il_builder *b) { b->any_inertia = true; }

void il_builder_coordinate(il_builder *b, const il_coordinate_def *def) {
    if (!ili_started(b, def->cookie, "coordinate")) return;
    ili_what what = {"coordinate", def->name};
    ili_add_name(b, &b->coordinate_name, what);
    if (b->error.code != IL_OK) return;
    if (b->coordinate_name.n > IL_MAX_COORDINATES) ili_fail(b, IL_LIMIT, "the model has more than %d coordinates", IL_MAX_COORDINATES);
    if (ili_list_find(&b->coupled_name, def->name) != IL_NONE) ili_fail(b, IL_BAD_VALUE, "coordinate '%s' has the name of a coupled coordinate", def->name);
    ili_check_finite(b, 3, (const double[]){def->neutral, def->min, def->max}, what, "neutral, min or max");
    if (def->min > def->max) ili_fail(b, IL_BAD_VALUE, "coordinate '%s' has its minimum %g above its maximum %g", def->name, def->min, def->max);
    ili_check_positive(b, def->size, what, "size");
    ili_add_int(b, &b->coordinate_kind, (int)def->kind);
    ili_add_int(b, &b->coordinate_role, (int)def->role);
    ili_add_int(b, &b->coordinate_body, IL_NONE);
    ili_add_real(b, &b->coordinate_neutral, def->neutral);
    ili_add_real(b, &b->coordinate_min, def->min);
    ili_add_real(b, &b->coordinate_max, def->max);
    ili_add_real(b, &b->coordinate_size, def->size);
}

void il_builder_coupled(il_builder *b, const char *name, const char *master, int function) {
    if (b->error.code != IL_OK) return;
    ili_what what = {"coupled coordinate", name};
    ili_add_name(b, &b->coupled_name, what);
    if (b->error.code != IL_OK) return;
    if (ili_list_find(&b->coordinate_name, name) != IL_NONE) ili_fail(b, IL_BAD_VALUE, "coupled coordinate '%s' has the name of a coordinate", name);
    ili_add_int(b, &b->coupled_master, ili_need(b, &b->coordinate_name, "coordinate", master, what));
    ili_add_int(b, &b->coupled_function, ili_need_function(b, function, what));
}

// ---- bodies and joints ---------------------------------------------------------------------------------------------------------

static void add_frame(il_builder *b, ili_list *pos, ili_list *rot, const il_frame *f) {
    ili_add_reals(b, pos, 3, f->pos);
    ili_add_reals(b, rot, 9, f->rot);
}

// the argument of a polynomial that a row's coordinate is
static int argument_of(il_builder *b, const il_row_def *row, int signal, ili_what what) {
    if (!row->poly || b->error.code != IL_OK) return IL_NONE;
    if (row->poly < 0 || row->poly > b->poly_is_length.n) return ili_fail(b, IL_BAD_VALUE, "%s '%s' refers to polynomial %d, which is not there", what.kind, what.name, row->poly), IL_NONE;
    for (int a = ili_list_int(&b->poly_arg_start, row->poly - 1); a < ili_list_int(&b->poly_arg_start, row->poly); a++)
        if (ili_list_int(&b->polyarg_signal, a) == signal) return a;
    return ili_fail(b, IL_BAD_VALUE, "%s '%s': a row's coordinate is none of its polynomial's", what.kind, what.name), IL_NONE;
}

static void add_row(il_builder *b, int body, const il_row_def *row, ili_what what) {
    double axis[3];
    int    signal = row->coordinate ? ili_need_signal(b, row->coordinate, what) : IL_NONE;
    int    function = row->coordinate ? ili_need_function(b, row->function, what) : IL_NONE;
    ili_check_axis(b, row->axis, axis, what);
    ili_check_finite(b, 1, &row->scale, what, "row's scale");
    int argument = argument_of(b, row, signal, what);
    if (b->error.code != IL_OK) return;
    int dof = ili_master(b, signal);
    ili_add_int(b, &b->row_body, body);
    ili_add_int(b, &b->row_kind, (int)row->kind);
    ili_add_int(b, &b->row_function, function);
    ili_add_int(b, &b->row_signal, signal);
    ili_add_int(b, &b->row_dof, dof);
    ili_add_int(b, &b->row_polyarg, argument);
    ili_add_reals(b, &b->row_axis, 3, axis);
    ili_add_real(b, &b->row_scale, row->scale);
}

// translations first, then rotations, each kind in the order given
static void add_rows(il_builder *b, int body, const il_joint_def *joint, ili_what what) {
    if (joint->nrow < 0 || joint->nrow > IL_MAX_ROWS) {
        ili_fail(b, IL_BAD_VALUE, "the joint of body '%s' has %d rows; 0 to %d are possible", what.name, joint->nrow, IL_MAX_ROWS);
        return;
    }
    for (int kind = IL_ROW_TRANSLATION; kind <= IL_ROW_ROTATION; kind++)
        for (int r = 0; r < joint->nrow; r++)
            if ((int)joint->row[r].kind == kind) add_row(b, body, &joint->row[r], what);
    ili_add_int(b, &b->body_row_start, b->row_body.n);
}

static void add_body(il_builder *b, const il_body_def *def, int parent, const il_joint_def *joint) {
    ili_what what = {"body", def->name};
    ili_add_name(b, &b->body_name, what);
    if (b->error.code != IL_OK) return;
    ili_check_mass(b, def);
    il_frame in_parent = ili_check_frame(b, &joint->in_parent, what, "frame in its parent");
    il_frame in_child = ili_check_frame(b, &joint->in_child, what, "joint frame");
    ili_add_int(b, &b->body_parent, parent);
    ili_add_real(b, &b->body_mass, def->mass);
    ili_add_reals(b, &b->body_com, 3, def->com);
    ili_add_reals(b, &b->body_inertia, 6, def->inertia);
    add_frame(b, &b->joint_parent_pos, &b->joint_parent_rot, &in_parent);
    add_frame(b, &b->joint_child_pos, &b->joint_child_rot, &in_child);
    add_rows(b, b->body_parent.n - 1, joint, what);
}

static void add_ground(il_builder *b) {
    il_body_def  ground = il_default_body_def();
    il_joint_def none = il_default_joint_def();
    ground.name = "ground";
    add_body(b, &ground, IL_NONE, &none);
}

void il_builder_body(il_builder *b, const il_body_def *def, const il_joint_def *joint) {
    if (!ili_started(b, def->cookie, "body") || !ili_started(b, joint->cookie, "joint")) return;
    int parent = ili_need(b, &b->body_name, "body", joint->parent, (ili_what){"body", def->name ? def->name : ""});
    if (b->error.code == IL_OK) add_body(b, def, parent, joint);
}
