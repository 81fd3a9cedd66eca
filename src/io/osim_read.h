// osim_read.h - an `.osim` file while it becomes a model
#ifndef ILI_OSIM_READ_H
#define ILI_OSIM_READ_H
#include "file/xml.h"
#include "ilium/io_osim.h"
#include "osim_upgrade.h"

enum { ILI_OSIM_COORDINATES = 6 }; ///< of one joint, at most

typedef struct ili_osim_body {
    const char        *name;
    const ili_element *e; ///< NULL: the ground, unless it has an element
    int                level; ///< joints between it and the ground; -1: not reached yet
    int                of;    ///< it is a piece cut off this body; 0: it is a whole one
    int                ncut;  ///< pieces cut off it
} ili_osim_body;

typedef struct ili_osim_joint {
    const ili_element *e;
    const char        *kind, *name;
    int                parent, child; ///< as the file has them
    bool               reversed;      ///< the tree hangs the parent on the child
    bool               placed;        ///< in the tree
    il_frame           in_parent, in_child;
    int                first_coordinate, ncoordinate; ///< its coordinates in reader.coordinate
    const char        *first; ///< the first of its bodies without mass, NULL: there is none
} ili_osim_joint;

/// The body of a joint that is nearer to the ground in the tree, and the one that hangs on it.
static inline int ili_osim_near(const ili_osim_joint *j) { return j->reversed ? j->child : j->parent; }
static inline int ili_osim_far(const ili_osim_joint *j) { return j->reversed ? j->parent : j->child; }

enum { ILI_OSIM_LINKS = 48 }; ///< more than any joint has

/// A link of a joint: a frame that stands still, or a row.
typedef struct ili_osim_link {
    bool       fixed;
    il_frame   frame;
    il_row_def row;
} ili_osim_link;

/// Links from the parent's body to the child's; the last is a frame.
typedef struct ili_osim_chain {
    int           n;
    ili_osim_link link[ILI_OSIM_LINKS];
} ili_osim_chain;

/// What an il_osim's strings and arrays lie in.
struct il_osim_memory {
    ili_document          doc;
    ili_arena             more; ///< of what was added later
    struct ili_osim_tree *tree;
};

/// Every function fails by its status with `err` filled; memory lies in the document's arena, which lives as long as the model.
typedef struct ili_osim_reader {
    ili_document       doc;
    const ili_element *model;
    il_osim_options    options;
    il_osim           *o;
    il_builder        *b;
    il_error          *err;
    int                nbody, njoint, ncoordinate, nnote, nmuscle, npoint_body;
    ili_osim_body     *body;   ///< 0: the ground
    ili_osim_joint    *joint;  ///< in the order of the file
    int               *order;  ///< [njoint] from the ground outwards
    il_osim_coordinate *coordinate; ///< in the order of the file
    const char        **note;
    il_osim_muscle     *muscle; ///< in the order of the model
    il_osim_force      *force;
    int                 nforce;
    il_constraint      *constraint; ///< coordinates and bodies are places in this reader until the model is built
    int                 nconstraint;
    il_constraint      *loop;       ///< what closes circles of joints, in the same way
    int                 nloop;
    struct ili_osim_surface *surface; ///< all of the file
    struct ili_osim_tree *tree; ///< of its components, when a frame was asked for
    struct ili_osim_tables *tables; ///< curves of muscles that were made
} ili_osim_reader;

void     *ili_osim_take(ili_osim_reader *r, size_t n, size_t size); ///< zeroed; NULL after `err` was filled
il_status ili_osim_bad(ili_osim_reader *r, const ili_element *at, const char *format, ...) __attribute__((format(printf, 3, 4)));
/// What is not understood: an error, or a note where the caller is lenient.
il_status ili_osim_unknown(ili_osim_reader *r, const ili_element *at, const char *format, ...) __attribute__((format(printf, 3, 4)));
il_status ili_osim_note(ili_osim_reader *r, const ili_element *at, const char *format, ...) __attribute__((format(printf, 3, 4)));

/// The objects of a set: `<SET><objects>...`; NULL when there are none.
const ili_element *ili_osim_objects(const ili_element *holder, const char *set);
/// Is the element switched off (isDisabled, or appliesForce/isEnforced false)?
bool ili_osim_is_off(const ili_osim_reader *r, const ili_element *e);
/// The name behind the last slash of a path.
const char *ili_osim_last(const char *path);
/// What could have been meant where no coordinate, or no body, of the file is called so. @return buf
const char *ili_osim_meant(const ili_osim_reader *r, bool coordinates, const char *path, char *buf, size_t size);
int         ili_osim_body_find(const ili_osim_reader *r, const char *name);

// osim_upgrade.c
/// Notes of what of the model is not used.
il_status ili_osim_left_out(ili_osim_reader *r);

// osim_read_joint.c
il_status ili_osim_bodies(ili_osim_reader *r);
il_status ili_osim_joints(ili_osim_reader *r);
/// The frame that a socket of `at` names: its body, and where it is in it.
il_status ili_osim_frame_of(ili_osim_reader *r, const ili_element *at, const char *path, int *body, il_frame *frame);
/// The same of an element that is a frame or a body.
il_status ili_osim_frame_itself(ili_osim_reader *r, const ili_element *e, int *body, il_frame *frame);
il_status ili_osim_build_bodies(ili_osim_reader *r);
il_frame  ili_osim_frame_after(const il_frame *a, const il_frame *b); ///< where a frame is that stands at `b` in the frame at `a`

// osim_read_loop.c
/// The joints that the tree has no place for, as OpenSim closes them: a body with a second joint is cut in pieces that are welded together.
il_status ili_osim_close_loops(ili_osim_reader *r, int *n);

// osim_read_chain.c
il_frame ili_osim_frame_inverse(const il_frame *f);
void     ili_osim_link_frame(ili_osim_chain *c, const il_frame *frame);
void     ili_osim_link_row(ili_osim_chain *c, const il_row_def *row);
/// Is it a joint on an ellipsoid?
bool ili_osim_is_round(const ili_osim_joint *j);
/// The moving links of an EllipsoidJoint or ScapulothoracicJoint, added to `c`.
il_status ili_osim_round_joint(ili_osim_reader *r, const ili_osim_joint *j, ili_osim_chain *c);
/// A body without mass on a joint, into the model, called `stem` and the next number that no body of the file has.
/// @return its name; NULL after `err` was filled
const char *ili_osim_massless(ili_osim_reader *r, const char *stem, int *number, const il_joint_def *joint);
/// The body that the tree hangs on a joint, with that joint, into the model; in between bodies without mass. `c` is used up.
il_status ili_osim_build_chain(ili_osim_reader *r, ili_osim_joint *j, ili_osim_chain *c, const il_body_def *body);

// osim_read_constraint.c
/// Which coordinates follow others; before the model's coordinates.
il_status ili_osim_followers(ili_osim_reader *r);
/// Coupled coordinates into the builder, constraints into the reader; after the model's coordinates.
il_status ili_osim_constraints(ili_osim_reader *r);
/// Constraints of the finished model.
void ili_osim_place_constraints(ili_osim_reader *r);

// osim_read_frame.c
/// Has it neither place nor turn?
bool ili_osim_frame_rests(const il_frame *f);
/// The body of a finished model that a path or name means, by the rule of sockets from the model on; none is the ground.
/// @param tree  of its components @param at  where the frame that is meant is in it; NULL: it must be the body itself. @return IL_NONE: there is none
int ili_osim_body_of(const il_osim *o, struct ili_osim_tree *tree, const char *path, il_frame *at);
/// A place and a turn about x, y, z that two children tell.
il_status ili_osim_offset(const ili_document *doc, const ili_element *e, const char *place, const char *turn, il_frame *out, il_error *err);
/// Named frames of the finished model.
il_status ili_osim_frames(ili_osim_reader *r);
/// The frame that a path, the end of one or a name means; NULL: none, or more than one.
const il_osim_frame *ili_osim_frame_named(const il_osim *o, const char *path);

// osim_read_function.c
/// A function times a scale; constant: `scale` is its value.
typedef struct ili_osim_curve {
    bool   constant;
    int    function; ///< of the builder, IL_NONE: the identity
    double scale;
} ili_osim_curve;
/// The function that `e` is.
il_status ili_osim_curve_of(ili_osim_reader *r, const ili_element *e, ili_osim_curve *out);
/// What a function of time is that stands as numbers, a Sine or one that jumps; any other: IL_OSIM_TIME_FUNCTION and no numbers.
il_status ili_osim_time_of(ili_osim_reader *r, const ili_element *e, il_osim_time *kind, int *n, double **number, double *scale);
/// Past multipliers within each other to the function that they multiply; `scale` takes their factors.
il_status ili_osim_multiplied(ili_osim_reader *r, const ili_element **e, double *scale);

// osim_read_poly.c
/// A function of several coordinates as a sum: part[i] of the coordinate i, part[n] a constant. Where it has products of coordinates, as a polynomial:
/// *poly is the builder's and part[i].scale its scale; else 0. @param n  coordinates @param name  theirs
il_status ili_osim_sum_of(ili_osim_reader *r, const ili_element *e, int n, const char *const *name, ili_osim_curve *part, int *poly);
/// A <FunctionBasedPath> as a path of the model. @param path  the force's name
il_status ili_osim_function_path(ili_osim_reader *r, const ili_element *e, const char *path);
/// Terms of a polynomial of several coordinates: LinearFunction or MultivariatePolynomialFunction. @param power  [*nterm*dimension] of each in each term
il_status ili_osim_terms_of(ili_osim_reader *r, const ili_element *e, int dimension, int *nterm, double **coefficient, int **power);
/// The function with `scale` folded in, as one function of the builder (for what has no scale of its own).
il_status ili_osim_whole_curve(ili_osim_reader *r, const ili_element *e, double scale, int *function);
/// Numbers of a child, as many as there are.
il_status ili_osim_function_numbers(ili_osim_reader *r, const ili_element *e, const char *tag, int *n, double **out);
/// The element, where it is a function; NULL: it is none.
const ili_element *ili_osim_function_itself(const ili_element *e);
/// The first child that is a function; NULL: none.
const ili_element *ili_osim_function_in(const ili_element *e);
/// The function that a property of `e` holds, within an element of the property's name or as <Function name="PROPERTY">; NULL: it holds none.
/// One that is not known: an error, or a note and NULL.
il_status ili_osim_function_of(ili_osim_reader *r, const ili_element *e, const char *property, const ili_element **function);

// osim_actuator.c
/// Is it an actuator that is read?
bool ili_osim_is_actuator(const char *tag);
/// Actuators of the model, and the order of all controls, when the model is built.
il_status ili_osim_actuators(ili_osim_reader *r);

// osim_read_path.c
il_status ili_osim_read_forces(ili_osim_reader *r);
/// Is it a force of OpenSim's, read or not?
bool ili_osim_is_force(const char *tag);
il_status ili_osim_markers(ili_osim_reader *r);
/// The path of a force, with the points and surfaces of its <GeometryPath>, as a path of the model of the force's name.
il_status ili_osim_path(ili_osim_reader *r, const ili_element *e, const char *name);
/// Place in reader.coordinate of a name or of a path that ends with it; -1: it is not there.
int ili_osim_coordinate_place(const ili_osim_reader *r, const char *path);
/// The coordinate that a socket, or an element of older files, names; its place in reader.coordinate.
il_status ili_osim_named_coordinate(ili_osim_reader *r, const ili_element *e, const char *socket, const char *old, int *out);

// osim_passive.c
/// Is it a force that acts without control, and is known? Then it is read.
bool      ili_osim_is_passive(const char *tag);
il_status ili_osim_passive_force(ili_osim_reader *r, const ili_element *e);
struct il_data;
/// As il_osim_passive(), with what acts on bodies as wrenches about the ground origin [6*nbody].
void ili_osim_passive_on_bodies(const il_osim *o, const struct il_data *d, il_pack *wrench, il_pack *tau);
/// Is a name among words between blanks?
bool ili_osim_among(const char *list, const char *name);
/// Where forces act in the finished model.
void ili_osim_place_forces(ili_osim_reader *r);

// osim_read_wrap.c
il_status ili_osim_surfaces_find(ili_osim_reader *r);
/// The surfaces that a <PathWrapSet> names, into `def`, whose points are there.
il_status ili_osim_path_wraps(ili_osim_reader *r, const ili_element *wraps, il_path_def *def);
/// Surfaces that share a segment, into their order along it at the neutral pose.
il_status ili_osim_order_wraps(il_model *m, il_error *err);

#endif
