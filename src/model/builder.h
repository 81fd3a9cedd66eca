// builder.h - a model while it grows: one growing list for every table, name list and parameter field of il_model.
#ifndef ILI_BUILDER_H
#define ILI_BUILDER_H
#include "ilium/model.h"

/// The sizes of a model as local names, which the counts in the field lists are made of.
#define ILI_SIZE_LOCAL(name) const int name = m->name; (void)name;
#define ILI_SIZES IL_MODEL_SIZES(ILI_SIZE_LOCAL)

/// A definition that il_default_x_def() made has this cookie.
enum { ILI_COOKIE = 0x11a2, ILI_MAX_ITEMS = 1 << 24 };

/// A growing list of items of one size.
typedef struct ili_list {
    void *item;
    int   n, room;
} ili_list;

struct il_builder {
    il_error error;
    ili_list texts; ///< every copied string, for freeing
#define X(name, count) ili_list name;
    IL_MODEL_TABLES(X) IL_MODEL_NAMES(X)
#undef X
#define X(name, count, unit) ili_list name;
    IL_PARAM_FIELDS(X)
#undef X
    int  nplane, pressure_path;
    bool any_inertia; ///< il_builder_any_inertia()
};

/// What a definition is about, for messages: {"body", "pelvis"}.
typedef struct ili_what {
    const char *kind, *name;
} ili_what;

// builder.c
bool ili_started(il_builder *b, int cookie, const char *kind); ///< no error so far, and the definition has its cookie
void ili_fail(il_builder *b, il_status code, const char *format, ...) __attribute__((format(printf, 3, 4)));
void ili_add_int(il_builder *b, ili_list *l, int value);
void ili_add_reals(il_builder *b, ili_list *l, int n, const double *value);
void ili_add_real(il_builder *b, ili_list *l, double value);
void ili_add_name(il_builder *b, ili_list *l, ili_what what); ///< fails when it is empty or not new
int  ili_list_int(const ili_list *l, int i);
int  ili_list_find(const ili_list *l, const char *name);      ///< or IL_NONE
/// Index of a `kind` called `name`, which `what` refers to; fails when there is none.
int ili_need(il_builder *b, const ili_list *l, const char *kind, const char *name, ili_what what);
/// A coordinate or coupled coordinate: i, or -2 - k for coupled k (its final number is known when all coordinates are).
int ili_need_signal(il_builder *b, const char *name, ili_what what);
int ili_need_function(il_builder *b, int function, ili_what what); ///< fails unless IL_NONE or a function
int ili_master(const il_builder *b, int signal);                   ///< coordinate behind a signal

// check.c: each fails the builder with a sentence that names the thing and the field
void     ili_check_finite(il_builder *b, int n, const double *x, ili_what what, const char *field);
void     ili_check_range(il_builder *b, double x, double low, double high, ili_what what, const char *field); ///< low <= x <= high
void     ili_check_positive(il_builder *b, double x, ili_what what, const char *field);
void     ili_check_mass(il_builder *b, const il_body_def *def);
void     ili_check_axis(il_builder *b, const double axis[3], double unit[3], ili_what what); ///< its direction into `unit`
il_frame ili_check_frame(il_builder *b, const il_frame *f, ili_what what, const char *field); ///< with its last bits straightened

// path_steps.c
/// Close the tables of the path that was just collected; its first items in the lists of points, surfaces, bodies and arms; path_dof.
void ili_add_path_steps(il_builder *b, const il_path_def *def, int first_point, int first_wrap, int first_body, int first_arm, int dof);

// spline.c
/// Second derivatives at the knots of the natural cubic spline. @param work  n values
void ili_spline_curvature(int n, const double *x, const double *y, double *y2, double *work);

#endif
