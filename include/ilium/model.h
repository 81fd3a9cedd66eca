// ilium/model.h - a musculoskeletal model as constant tables, the numbers of a person, and the block a computation works in.
//
//   il_model   topology, kinds, names: immutable, shared by all threads.       const il_model *m
//   il_params  the numbers of a person and a condition, shared or per lane.    const il_params *p
//   il_data    states, results and scratch of eight lanes; one per thread.     il_data *d
//
// SI units, radians. Ground: X forward, Y up, Z right (ISB, as in OpenSim). Bodies are numbered parents first; body 0 is the ground.
// A joint belongs to the body it carries. It is a chain of up to six rows, each a rotation about or a translation along an axis by
// scale * f(coordinate): translations first, in the joint's parent frame, then rotations, each about an axis carried by those before it
// (OpenSim's CustomJoint, doi:10.1016/j.jbiomech.2010.06.025).
// Spatial vectors are (angular; linear) in ground axes about the ground origin.
#ifndef ILIUM_MODEL_H
#define ILIUM_MODEL_H
#include "ilium/base.h"
#include "ilium/lane.h"

enum { IL_MAX_ROWS = 6, IL_GROUND = 0, IL_NONE = -1, IL_MAX_POLY_ARGS = 16, IL_MAX_POLY_DEGREE = 30, IL_MAX_COORDINATES = 4096 };

typedef enum il_row_kind { IL_ROW_TRANSLATION, IL_ROW_ROTATION } il_row_kind;
typedef enum il_role { IL_PRIMARY, IL_SECONDARY } il_role; ///< secondary coordinates always balance; they have no habit and no reserve

/// Functions of one variable. SPLINE is the natural cubic spline through its knots, continued linearly outside.
typedef enum il_function_kind { IL_FUNCTION_LINEAR, IL_FUNCTION_POLYNOMIAL, IL_FUNCTION_SPLINE } il_function_kind;

/// Surfaces that paths slide over. CYLINDER: axis z, size[0] = radius, size[1] = length (only the infinite cylinder acts, but with OpenSim's
/// rule a path leaves it where both tangent points lie beyond its ends). ELLIPSOID: three radii. TORUS: axis z, size[0] = radius of the tube,
/// size[1] = of the ring; a path goes through its hole.
typedef enum il_wrap_kind { IL_WRAP_SPHERE, IL_WRAP_CYLINDER, IL_WRAP_ELLIPSOID, IL_WRAP_TORUS } il_wrap_kind;

/// How a path takes a surface. SHORTEST: the shortest way on one given segment. OPENSIM: the shortest way too, but OpenSim's rules decide
/// whether, on which segment and on which side; PLANE: and where the way meets and leaves a cylinder a plane decides, as OpenSim has it for
/// the only surface of a path. docs/paths.md.
typedef enum il_wrap_rule { IL_WRAP_SHORTEST, IL_WRAP_OPENSIM, IL_WRAP_PLANE } il_wrap_rule;

/// What a kernel makes of the span from a path's point to its next. STRAIGHT: between fixed points that are always there, on two bodies, past no
/// surface; WITHIN: the same on one body; ANY: the rest.
typedef enum il_span { IL_SPAN_ANY, IL_SPAN_STRAIGHT, IL_SPAN_WITHIN, IL_SPAN_AXIS } il_span; ///< AXIS: along the ground's x axis, negative against it

// clang-format off
/// Sizes of a model.
#define IL_MODEL_SIZES(X) \
    X(nbody)     /* bodies, the ground included                                    */ \
    X(nrow)      /* joint rows                                                     */ \
    X(nq)        /* coordinates                                                    */ \
    X(ncoupled)  /* coordinates that are an explicit function of another           */ \
    X(nfunction) X(nfunction_value)                                                   \
    X(npoint)    /* path points                                                    */ \
    X(ncondition) /* path points that are there in a range of a coordinate only     */ \
    X(npath) X(nwrap) X(npathwrap) X(nmuscle) X(nligament) X(nbushing) X(nlimit)      \
    X(npad)      /* contact points                                                 */ \
    X(nplane)    /* supporting planes (floor, couch)                               */ \
    X(nmarker)   /* landmarks, with an orientation (end plates use it)             */ \
    X(narm)      /* sum over the paths of the coordinates each can depend on       */ \
    X(npathbody) /* sum over the paths of the bodies each touches                  */ \
    X(nstep)     /* sum over the paths of the steps that gather its moment arms    */ \
    X(npoly)     /* polynomials of several coordinates                             */ \
    X(npolyarg) X(npolyterm) X(npolypower)

/// Constant integer tables: X(name, count). Everything is an index or an enum.
#define IL_MODEL_TABLES(X) \
    X(body_parent, nbody)                 \
    X(body_row_start, nbody + 1)          /* rows of body i: body_row_start[i] .. body_row_start[i+1] */ \
    X(row_body, nrow) X(row_kind, nrow)   \
    X(row_function, nrow)                 /* function applied to the signal, IL_NONE = the signal itself */ \
    X(row_signal, nrow)                   /* < nq: coordinate; >= nq: coupled coordinate nq + k; IL_NONE: constant, the row is scale * 1 */ \
    X(row_dof, nrow)                      /* the coordinate that moves the row (the master where coupled), or IL_NONE */ \
    X(row_polyarg, nrow)                  /* the argument of a polynomial whose share in its motion the row is, or IL_NONE */ \
    X(poly_arg_start, npoly + 1)          /* arguments of polynomial i; the first one's row has its value, the others' are at nought: they move only */ \
    X(poly_term_start, npoly + 1) X(poly_is_length, npoly) /* 1: no mass hangs on it, so nobody asks how its slopes change */ \
    X(polyarg_poly, npolyarg) X(polyarg_signal, npolyarg) X(polyarg_degree, npolyarg) \
    X(polyterm_power, npolyterm)          /* first of the term's powers, one an argument, in polypower */ \
    X(polypower, npolypower)              \
    X(coordinate_kind, nq)                /* il_row_kind: rad or m */ \
    X(coordinate_role, nq)                /* il_role */ \
    X(coordinate_body, nq)                /* the body whose joint the coordinate belongs to */ \
    X(coupled_master, ncoupled) X(coupled_function, ncoupled) \
    X(function_kind, nfunction) X(function_start, nfunction + 1) \
    X(point_body, npoint)                 \
    X(point_function, 3*npoint)           /* moving point: function of each component, IL_NONE = fixed */ \
    X(point_signal, npoint)               /* its signal (as row_signal), IL_NONE when the point is fixed */ \
    X(point_condition, npoint)            /* condition under which the point is there, IL_NONE: always */ \
    X(condition_signal, ncondition)       /* its signal (as row_signal) */ \
    X(path_start, npath + 1)              /* points of path i */ \
    X(path_wrap_start, npath + 1)         \
    X(pathwrap_wrap, npathwrap)           /* surface */ \
    X(pathwrap_point, npathwrap)          /* first point of the segment that may touch it */ \
    X(pathwrap_side, npathwrap)           /* cylinder: the way turns about its axis, +1, or against it, -1; 0: the shorter way */ \
    X(pathwrap_rule, npathwrap)           /* il_wrap_rule */ \
    X(pathwrap_half, npathwrap)           /* 0, or +-1 to +-3: the way stays where this coordinate of the surface's frame has this sign */ \
    X(pathwrap_rival, npathwrap)          /* first of the places on the path that compete for the surface; IL_NONE: there is one */ \
    X(path_dof, npath)                    /* coordinate (the master where coupled) of its moving points, IL_NONE when all are fixed */ \
    X(path_arm_start, npath + 1)          \
    X(arm_dof, narm)                      /* coordinates the path can depend on, ascending: a superset over all poses */ \
    X(path_body_start, npath + 1)         \
    X(pathbody_body, npathbody)           /* bodies the path can touch, ascending */ \
    X(point_pathbody, npoint) X(pathwrap_pathbody, npathwrap) /* place of the point's or surface's body in pathbody_body */ \
    X(point_span, npoint)                 /* il_span of what begins at the point */ \
    X(point_opens, npoint)                /* 1: no earlier point or surface of the path is on the body: its wrench is set, not added to */ \
    X(path_dof_arm, npath)                /* place of path_dof in arm_dof, or IL_NONE */ \
    X(path_step_start, npath + 1)         /* moment arms: each step begins a new sum of wrenches (fresh) or not, adds one or none, */ \
    X(step_fresh, nstep) X(step_pathbody, nstep) X(step_row, nstep) X(step_arm, nstep) /* and takes its power over a row or none, */ \
    X(step_opens, nstep)                  /* 1: the first share of its arm, which is set, not added to */ \
    X(wrap_body, nwrap) X(wrap_kind, nwrap) \
    X(muscle_path, nmuscle) X(ligament_path, nligament) \
    X(bushing_body_a, nbushing) X(bushing_body_b, nbushing) \
    X(limit_coordinate, nlimit)           \
    X(pad_body, npad) X(pad_plane, npad)  \
    X(marker_body, nmarker)

/// Names: X(name, count).
#define IL_MODEL_NAMES(X) \
    X(body_name, nbody) X(coordinate_name, nq) X(coupled_name, ncoupled) X(path_name, npath) X(muscle_name, nmuscle) X(ligament_name, nligament) \
    X(bushing_name, nbushing) X(pad_name, npad) X(marker_name, nmarker) X(wrap_name, nwrap)

/// The numbers of a person and a condition: X(name, count, unit). Matrices are row-major; a frame is pos + rot.
#define IL_PARAM_FIELDS(X) \
    X(body_mass, nbody, "kg") X(body_com, 3*nbody, "m")                                                            \
    X(body_inertia, 6*nbody, "kg m2")     /* about the centre of mass: xx yy zz xy xz yz */                         \
    X(joint_parent_pos, 3*nbody, "m") X(joint_parent_rot, 9*nbody, "1") /* joint frame in the parent body */        \
    X(joint_child_pos, 3*nbody, "m")  X(joint_child_rot, 9*nbody, "1")  /* joint frame in the body it carries */    \
    X(row_axis, 3*nrow, "1") X(row_scale, nrow, "1")                                                                \
    X(function_value, nfunction_value, "") /* LINEAR: slope, offset. POLYNOMIAL: c0 c1 c2 ... SPLINE: x, y, y'' of each knot in turn, changed together */ \
    X(polyterm_value, npolyterm, "")      /* coefficient of each term */                                            \
    X(coordinate_neutral, nq, "rad|m") X(coordinate_min, nq, "rad|m") X(coordinate_max, nq, "rad|m")                \
    X(coordinate_size, nq, "rad|m")       /* the scale used in norms and steps */                                   \
    X(point_pos, 3*npoint, "m")           /* fixed: position; moving: factor on the function of each component */   \
    X(condition_range, 2*ncondition, "rad|m") /* the point is there where low <= signal <= high */                  \
    X(wrap_pos, 3*nwrap, "m") X(wrap_rot, 9*nwrap, "1") X(wrap_size, 3*nwrap, "m")                                  \
    X(muscle_f_max, nmuscle, "N")         /* maximum isometric force */                                             \
    X(muscle_l_opt, nmuscle, "m")         /* optimal fibre length */                                                \
    X(muscle_l_slack, nmuscle, "m")       /* tendon slack length */                                                 \
    X(muscle_pennation, nmuscle, "rad")   /* at l_opt */                                                            \
    X(muscle_v_max, nmuscle, "l_opt/s")                                                                             \
    X(muscle_strain_zero, nmuscle, "1")   /* fibre strain (l/l_opt - 1) at which passive force begins */            \
    X(muscle_strain_one, nmuscle, "1")    /* fibre strain at which passive force reaches f_max */                   \
    X(muscle_tone, nmuscle, "1")          /* activation that never switches off: resting tone, spasm floor */       \
    X(muscle_act_max, nmuscle, "1")       /* greatest activation (inhibition); never below tone, which holds */     \
    X(muscle_weight, nmuscle, "1")        /* weight of a^p in recruitment */                                        \
    X(muscle_pressure, nmuscle, "Pa")     /* rise of intra-abdominal pressure at full activation, by wall balance; postures: nought where the model's is */\
    X(ligament_l_slack, nligament, "m") X(ligament_k, nligament, "N/m")                                             \
    X(ligament_toe, nligament, "1")       /* strain at which the linear region begins */                            \
    X(bushing_a_pos, 3*nbushing, "m") X(bushing_a_rot, 9*nbushing, "1")                                             \
    X(bushing_b_pos, 3*nbushing, "m") X(bushing_b_rot, 9*nbushing, "1")                                             \
    X(bushing_rest, 6*nbushing, "rad|m")  /* deflection without load: rotations x y z, translations x y z */        \
    X(bushing_k, 6*nbushing, "Nm/rad|N/m") X(bushing_b, 6*nbushing, "Nm/rad|N/m") /* k +- b at large +- deflection */ \
    X(bushing_w, 6*nbushing, "rad|m")     /* width of the blend between the two sides */                            \
    X(bushing_c, 6*nbushing, "Nm/rad3|N/m3") /* cubic stiffening */                                                 \
    X(bushing_coupling, 15*nbushing, "")  /* linear stiffness between axes, upper triangle by rows */               \
    X(bushing_closure, nbushing, "1/m")   /* all but axis tx stiffen by (1 + closure * compression along tx) */     \
    X(bushing_contact, nbushing, "N/m")   /* pushes along tx in compression only, never pulls; toe of width w */    \
    X(limit_value, 6*nlimit, "Nm 1/rad rad") /* k1 k2 theta2 k3 k4 theta1: k1 exp(k2(q-theta2)) + k3 exp(k4(q-theta1)) */ \
    X(pad_pos, 3*npad, "m") X(pad_k, npad, "N/m")                                                                   \
    X(pad_depth, npad, "m")               /* penetration over which the stiffness sets in */                        \
    X(pad_friction, npad, "1")            /* coefficient */                                                         \
    X(marker_pos, 3*nmarker, "m") X(marker_rot, 9*nmarker, "1")                                                     \
    X(pressure_area, 1, "m2")             /* area on which intra-abdominal pressure acts along pressure_path */
// clang-format on

/// A model. Built by il_builder_finish(), freed by il_model_free(), never changed between.
typedef struct il_model {
#define X(name) int name;
    IL_MODEL_SIZES(X)
#undef X
#define X(name, count) const int *name;
    IL_MODEL_TABLES(X)
#undef X
#define X(name, count) const char *const *name;
    IL_MODEL_NAMES(X)
#undef X
    int                     pressure_path; ///< path from pelvic floor to diaphragm along which abdominal pressure pushes, or IL_NONE
    const struct il_params *nominal;       ///< the numbers the model was built with, shared by all lanes
    size_t                  size;          ///< bytes of the block
} il_model;

/// Numbers of a person and a condition. Shared by all lanes (stride 0: value i is field[i]) or one a lane (stride 8: field[8*i + lane]).
typedef struct il_params {
    int stride; ///< 0 or IL_LANES
#define X(name, count, unit) double *name;
    IL_PARAM_FIELDS(X)
#undef X
    size_t nvalue; ///< values a lane, over all fields
    size_t size;   ///< bytes of the block
} il_params;

void il_model_free(il_model *m);

/// A copy of the model's nominal numbers. @param per_lane  one set a lane instead of one for all
il_status il_params_create(const il_model *m, bool per_lane, il_params **out, il_error *err);
/// Copy values (any stride into any stride; shared into per-lane repeats them; per-lane into shared takes lane 0).
void il_params_copy(const il_model *m, const il_params *from, il_params *to);
/// Copy the numbers of shared `from` into one lane of per-lane `to`.
void il_params_set_lane(const il_model *m, const il_params *from, il_params *to, int lane);
/// All values zero: the start of a parameter tangent.
void il_params_zero(const il_model *m, il_params *p);
void il_params_free(il_params *p);

/// Index of a name, or IL_NONE.
int il_body_find(const il_model *m, const char *name);
int il_coordinate_find(const il_model *m, const char *name);
int il_muscle_find(const il_model *m, const char *name);
int il_ligament_find(const il_model *m, const char *name);
int il_bushing_find(const il_model *m, const char *name);
int il_marker_find(const il_model *m, const char *name);
int il_path_find(const il_model *m, const char *name);
int il_pad_find(const il_model *m, const char *name);

// ---- building ------------------------------------------------------------------------------------------------------------------

typedef struct il_builder il_builder;

/// A frame: origin, and rotation as a row-major matrix whose columns are its axes.
typedef struct il_frame {
    double pos[3], rot[9];
} il_frame;
il_frame il_frame_identity(void);
/// Body-fixed X-Y-Z rotations [rad], as OpenSim's orientation triples.
il_frame il_frame_xyz(const double pos[3], const double angles[3]);

typedef struct il_body_def {
    const char *name;
    double      mass, com[3], inertia[6]; ///< inertia about the centre of mass: xx yy zz xy xz yz
    int         cookie;
} il_body_def;

/// A polynomial of several coordinates: what the rows of a joint that moves with their products follow.
typedef struct il_poly_def {
    int                n;          ///< coordinates, 1 to IL_MAX_POLY_ARGS, no two the same
    const char *const *coordinate; ///< names of coordinates or coupled coordinates
    int                nterm;
    const double      *coefficient;
    const int         *power;      ///< [nterm*n] of each coordinate in each term, 0 to IL_MAX_POLY_DEGREE
    bool               is_length;  ///< it moves what has no mass, so that velocities leave out how its slopes change
    int                cookie;
} il_poly_def;

/// One row: scale * f(coordinate), or the constant `scale` when coordinate is NULL. With `poly`, the share of one coordinate in the motion by scale times
/// that polynomial: rows of all its coordinates stand together, on one axis. Postures' second derivatives leave such rows' curvature out.
typedef struct il_row_def {
    il_row_kind kind;
    double      axis[3];
    const char *coordinate; ///< name of a coordinate or coupled coordinate, NULL = constant
    int         function;   ///< from il_builder_function(), IL_NONE = the coordinate itself
    double      scale;
    int         poly;       ///< from il_builder_poly(); 0 = none
} il_row_def;

typedef struct il_joint_def {
    const char *parent;               ///< body name; "ground" for the ground
    il_frame    in_parent, in_child;
    int         nrow;
    il_row_def  row[IL_MAX_ROWS];     ///< in OpenSim's order (rotations 1-3, translations 1-3); the builder puts translations first
    int         cookie;
} il_joint_def;

typedef struct il_coordinate_def {
    const char *name;
    il_row_kind kind;
    il_role     role;
    double      neutral, min, max, size;
    int         cookie;
} il_coordinate_def;

typedef struct il_point_def {
    const char *body;
    double      pos[3];
    const char *coordinate;  ///< moving point: its coordinate; NULL = fixed
    int         function[3]; ///< of each component of a moving point, IL_NONE = constant pos[i]
    const char *condition;   ///< coordinate within whose `range` a fixed point is there; NULL = always. Not at a path's ends nor beside a surface
    double      range[2];
} il_point_def;

typedef struct il_wrap_def {
    const char  *name, *body;
    il_wrap_kind kind;
    il_frame     frame;
    double       size[3]; ///< sphere: radius; cylinder: radius, length; ellipsoid: three radii; torus: of tube and ring [m]
    int          cookie;
} il_wrap_def;

typedef struct il_pathwrap_def {
    const char *wrap;
    int         segment; ///< the segment after this point (0-based) may touch the surface
    int         side;    ///< cylinders: +1 the way from point to point turns about the axis, -1 against it; 0 = the shorter way, which may flip
    il_wrap_rule rule;   ///< with other rules than SHORTEST a surface may stand on several segments, which compete, and a segment have several
    int         half;    ///< as pathwrap_half; with other rules than SHORTEST
} il_pathwrap_def;

enum { IL_MAX_CHAIN = 8 }; ///< surfaces on one segment

typedef struct il_path_def {
    const char            *name;
    int                    npoint, nwrap;
    const il_point_def    *point;
    const il_pathwrap_def *wrap; ///< at most one a segment, unless their rule is OpenSim's: then in their order along the segment
    bool                   along_x; ///< two points and no surface: the length is how far the second lies before the first along the ground's x axis, negative behind it
    int                    cookie;
} il_path_def;

typedef struct il_muscle_def {
    const char *name;                            ///< the muscle's path has the same name
    double      f_max, l_opt, l_slack, pennation, v_max;
    double      strain_zero, strain_one, tone, act_max, weight, pressure;
    int         cookie;
} il_muscle_def;

typedef struct il_ligament_def {
    const char *name; ///< the ligament's path has the same name
    double      l_slack, k, toe;
    int         cookie;
} il_ligament_def;

typedef struct il_bushing_def {
    const char *name, *body_a, *body_b;
    il_frame    a, b;
    double      rest[6], k[6], b_side[6], w[6], c[6], coupling[15], closure, contact; ///< as the parameter fields
    int         cookie;
} il_bushing_def;

typedef struct il_limit_def {
    const char *coordinate;
    double      value[6];
    int         cookie;
} il_limit_def;

typedef struct il_pad_def {
    const char *name, *body;
    int         plane;
    double      pos[3], k, depth, friction;
    int         cookie;
} il_pad_def;

typedef struct il_marker_def {
    const char *name, *body;
    il_frame    frame;
    int         cookie;
} il_marker_def;

il_body_def       il_default_body_def(void);
il_joint_def      il_default_joint_def(void);
il_coordinate_def il_default_coordinate_def(void);
il_wrap_def       il_default_wrap_def(void);
il_path_def       il_default_path_def(void);
il_muscle_def     il_default_muscle_def(void);
il_ligament_def   il_default_ligament_def(void);
il_bushing_def    il_default_bushing_def(void);
il_limit_def      il_default_limit_def(void);
il_poly_def       il_default_poly_def(void);
il_pad_def        il_default_pad_def(void);
il_marker_def     il_default_marker_def(void);

/// A builder remembers its first error; the calls after it do nothing and il_builder_finish() reports it. Names and arrays are copied.
il_builder *il_builder_create(void); ///< NULL when out of memory
void        il_builder_free(il_builder *b);
int         il_builder_function(il_builder *b, il_function_kind kind, int nvalue, const double *value); ///< SPLINE: nvalue = 2 n: x..., y...; returns its index
/// A spline of given second derivatives at its knots; outside it goes on straight. All zero: piecewise linear. Returns its index.
int         il_builder_spline(il_builder *b, int n, const double *x, const double *y, const double *curvature);
/// A polynomial for il_row_def.poly: a number from 1 on, 0 after a failure.
int         il_builder_poly(il_builder *b, const il_poly_def *def);
/// From now on accept inertias that no rigid body has (a principal moment above the sum of the other two), as models of others hold.
void        il_builder_any_inertia(il_builder *b);
void        il_builder_coordinate(il_builder *b, const il_coordinate_def *def);
void        il_builder_coupled(il_builder *b, const char *name, const char *master, int function); ///< a coordinate that follows another
void        il_builder_body(il_builder *b, const il_body_def *def, const il_joint_def *joint);      ///< parents first
void        il_builder_wrap(il_builder *b, const il_wrap_def *def);
void        il_builder_path(il_builder *b, const il_path_def *def);
void        il_builder_muscle(il_builder *b, const il_muscle_def *def);
void        il_builder_ligament(il_builder *b, const il_ligament_def *def);
void        il_builder_bushing(il_builder *b, const il_bushing_def *def);
void        il_builder_limit(il_builder *b, const il_limit_def *def);
void        il_builder_planes(il_builder *b, int nplane);
void        il_builder_pad(il_builder *b, const il_pad_def *def);
void        il_builder_marker(il_builder *b, const il_marker_def *def);
void        il_builder_pressure(il_builder *b, const char *path, double area);
/// Check everything (names, ranges, positive masses, orthonormal frames, finite numbers) and lay the model out in one block.
il_status il_builder_finish(il_builder *b, il_model **out, il_error *err);

#endif
