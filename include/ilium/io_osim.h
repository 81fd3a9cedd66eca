// ilium/io_osim.h - OpenSim's models: read, and the body written as one.
#ifndef ILIUM_IO_OSIM_H
#define ILIUM_IO_OSIM_H
#include "ilium/constraint.h"
#include "ilium/static_opt.h"
#include "ilium/table.h"

// ---- writing -------------------------------------------------------------------------------------------------------------------

/// What the file tells of its origin.
typedef struct il_osim_about {
    const char *name;    ///< of the model
    const char *origin;  ///< further sentences for its credits: program, data and their hash, the person, the conditions
} il_osim_about;

/// A model with the numbers `p` (shared) as an OpenSim 4 document (Version 40000): same coordinates, poses, path lengths and moment arms.
/// Its credits list what the format cannot say. The same input gives the same bytes. Free `*text` with il_file_free().
/// Sources: OpenSim's published class documentation and files; what is written is read again by tests/osim_model.h as OpenSim computes it.
il_status il_osim_write(const il_model *m, const il_params *p, const il_osim_about *about, char **text, size_t *size, il_error *err);

/// A model's file of any version as one of version 4, with everything that it holds but comments and what only draws: read again it is the same model,
/// bit by bit, and written again the same text. Version 4 stays what it is. Free `*text` with il_file_free().
il_status il_osim_update(const char *file, const char *bytes, size_t size, char **text, size_t *length, il_error *err);

// ---- reading -------------------------------------------------------------------------------------------------------------------

/// OpenSim's kinds of coordinates. Only those of IL_OSIM_ANGLE are in degrees where a file is; the third kind moves several axes by functions.
typedef enum il_osim_motion { IL_OSIM_ANGLE, IL_OSIM_LENGTH, IL_OSIM_COUPLED } il_osim_motion;

/// What prescribes a coordinate.
typedef enum il_osim_time { IL_OSIM_TIME_FUNCTION, IL_OSIM_TIME_SINE, IL_OSIM_TIME_STAIRS } il_osim_time;

typedef struct il_osim_coordinate {
    const char    *name, *joint;
    il_osim_motion motion;
    bool           clamped, locked;
    bool           prescribed; ///< by `scale` times what `time` says of the time: il_osim_prescribed()
    il_osim_time   time;
    int            function;   ///< FUNCTION: of the model, IL_NONE: the time itself
    int            nnumber;    ///< SINE: 3; STAIRS: times and values
    const double  *number;     ///< SINE: amplitude, angular frequency [rad/s], phase; STAIRS: from each time on [s], the value
    double         scale;
    bool           dependent;  ///< a coupler makes it follow others
    bool           tied;       ///< ... and it is a coordinate of the model all the same, which a constraint ties
    double         value;      ///< default [rad|m]
    double         low, high;  ///< range, may be infinite
    int            signal;     ///< below model->nq: coordinate of the model; else coupled coordinate signal - nq
} il_osim_coordinate;

/// A joint: its bodies in the model. Where its frame is in the body nearer to the ground stands in the parameters of `first` (joint_parent_*), where it
/// is in the other in those of `carried` (joint_child_*). Some joints are chains of the model's joints over bodies without mass.
typedef struct il_osim_joint {
    const char *name;
    int         parent, child; ///< bodies of the model
    int         carried;       ///< the one that hangs on the other in the tree: the child, or the parent where the joint is reversed
    int         first;         ///< the first body of the chain; `carried` where there is no chain
    const char *frame;         ///< name of its frame on the child
} il_osim_joint;

/// A frame that is fixed to a body.
typedef struct il_osim_frame {
    const char *name, *path; ///< path: from the model on, as "/jointset/hip_r/pelvis_offset"
    int         body;
    il_frame    at;           ///< in the body
} il_osim_frame;

/// The muscle models that are known; others stand as the nearest of these, with a note.
typedef enum il_osim_muscle_kind { IL_OSIM_THELEN, IL_OSIM_MILLARD, IL_OSIM_DEGROOTE } il_osim_muscle_kind;

/// A curve in equal steps from `start`: in each the cubic c0 + u (c1 + u (c2 + u c3)), u from 0 to 1. Outside it goes on straight.
typedef struct il_osim_table {
    int           n;
    double        start, per_step;
    const double *cubic; ///< [4*n]
} il_osim_table;

/// A muscle as its model of force sees it. Lengths of fibres in l_opt, speeds in l_opt v_max, lengthening positive.
typedef struct il_osim_muscle {
    il_osim_muscle_kind  kind;
    double               f_max, l_opt, l_slack, pennation, v_max; ///< [N, m, m, rad, l_opt/s]
    double               min_control, max_control;
    double               sin_pennation;
    double               min_length; ///< of the fibre [l_opt]: shorter it makes no active force
    bool                 rigid;      ///< ignore_tendon_compliance
    double               activation; ///< default_activation, not below the least
    double               damping;    ///< of the fibre [f_max]
    const il_osim_table *active, *passive, *velocity; ///< of the length; the length; the speed at full activation
    const il_osim_table *tendon;     ///< force [f_max] of the length [l_slack]
} il_osim_muscle;

/// A muscle on a path. Forces are those of the fibre; along the tendon they have the cosine of the pennation.
typedef struct il_osim_fibre {
    double length, tendon, pennation;                   ///< [m, m, rad]
    double speed, tendon_speed, pennation_speed;        ///< lengthening [m/s, m/s, rad/s]
    double active, elastic, damped;                     ///< forces [N]; the passive one is elastic and damped
    double tension;                                     ///< of the tendon [N]
} il_osim_fibre;

/// Forces that act without control.
typedef enum il_osim_force_kind {
    IL_OSIM_LIMIT,       ///< CoordinateLimitForce: upper and lower stiffness, upper and lower limit, transition, damping [SI, rad]
    IL_OSIM_SPRING,      ///< SpringGeneralizedForce, CoordinateLinearSpring, CoordinateLinearDamper: stiffness, rest, viscosity
    IL_OSIM_BUSHING,     ///< BushingForce, without damping: a bushing of the model
    IL_OSIM_BUSHING_FUNCTION, ///< FunctionBasedBushingForce, ExpressionBasedBushingForce, or a BushingForce with damping: `bushing`
    IL_OSIM_LIGAMENT,    ///< Ligament: force of area, resting length; `function` of the relative length
    IL_OSIM_BLANKEVOORT, ///< Blankevoort1991Ligament: stiffness [N], slack length, transition strain, damping [s]
    IL_OSIM_PATH_SPRING, ///< PathSpring: stiffness, resting length, dissipation [s/m]; it does not push
    IL_OSIM_POINT_SPRING, ///< PointToPointSpring: stiffness, rest length; it pulls and pushes
    IL_OSIM_STOP,        ///< CoordinateLinearStop: stiffness, damping, lower and upper limit [SI, rad]; it does not pull
    IL_OSIM_EXPONENTIAL, ///< ExponentialCoordinateLimitForce: lower and upper limit; force at the limit and exponent of the lower, of the upper [SI, rad]
    IL_OSIM_FORMULA,     ///< ExpressionBasedCoordinateForce: `formula` of q and its rate
    IL_OSIM_POINT_FORMULA ///< ExpressionBasedPointToPointForce: `formula` of distance and its rate; it pulls where it is above nought
} il_osim_force_kind;

typedef struct il_osim_force {
    il_osim_force_kind kind;
    const char        *name;
    int                of;       ///< LIMIT, SPRING, STOP, EXPONENTIAL: place in il_osim.coordinate; BUSHING: bushing; else path of the model
    int                function; ///< LIGAMENT: of the model, IL_NONE: the identity
    double             value[6]; ///< as the kind says
    double             scale;    ///< LIGAMENT: factor on the function
    const struct ili_osim_bushing *bushing; ///< BUSHING_FUNCTION
    const struct ili_expression   *formula; ///< FORMULA, POINT_FORMULA
} il_osim_force;

/// Forces under one name, in the file's <ForceSet>.
typedef struct il_osim_group {
    const char *name, *members; ///< members: names between blanks
} il_osim_group;

/// A model read from a file. Strings and arrays are its own.
typedef struct il_osim {
    const char               *name;
    int                       version;     ///< of the file: 10901, 20302, 30000, 40000 ...
    double                    gravity[3];
    il_model                 *model;
    int                       ngroup;
    const il_osim_group      *group;       ///< [ngroup]
    int                       nbody;
    const char *const        *body;        ///< [nbody] names in the order of the file, without the ground
    int                       ncoordinate;
    const il_osim_coordinate *coordinate;  ///< [ncoordinate] in the order of the file, in which OpenSim writes motions
    const int                *tree;        ///< [ncoordinate] the same from the ground outwards, in which it writes generalised forces
    const il_osim_muscle     *muscle;      ///< [model->nmuscle]
    int                       nforce;
    const il_osim_force      *force;       ///< [nforce] that act without control
    int                       nactuator;   ///< actuators beside muscles: without control they do nothing
    const il_actuator        *actuator;    ///< [nactuator]
    int                       ncontrol;    ///< muscles and actuators
    const int                *control;     ///< [ncontrol] in the order of the file: muscle i as i, actuator k as -1 - k
    int                       njoint;
    const il_osim_joint      *joint;       ///< [njoint] in the order of the file
    int                       nframe;
    const il_osim_frame      *frame;       ///< [nframe] offset frames, in the order of the file
    int                       nconstraint;
    const il_constraint      *constraint;  ///< [nconstraint] loops and couplers of several; kinematics meets them, inverse dynamics does not know them, as in OpenSim
    int                       nnote;
    const char *const        *note;        ///< [nnote] what of the file is not used, and what was repaired, a sentence each
    struct il_osim_memory    *memory;
} il_osim;

typedef struct il_osim_options {
    bool free_dependent; ///< coordinates that a coupler makes follow others are coordinates of their own, as inverse dynamics takes them
    bool no_paths;       ///< leave out muscles: poses, markers and inverse dynamics need none
    bool lenient;        ///< what is not understood is a note, not an error
} il_osim_options;

/// Read a model, file versions 1.x to 4.x. What is not understood is named with its line.
/// @param options  NULL: none
il_status il_osim_read(const char *path, const il_osim_options *options, il_osim **out, il_error *err);
il_status il_osim_parse(const char *file, const char *bytes, size_t size, const il_osim_options *options, il_osim **out, il_error *err);
void      il_osim_free(il_osim *o); ///< NULL is allowed
/// Add the actuators of a file of forces (<ForceSet>) to those of the model. A force that is no actuator is an error.
/// @param replace  instead of the model's own forces, muscles included
il_status il_osim_actuators_add(il_osim *o, const char *path, bool replace, il_error *err);
/// The same from memory. @param file  name for errors
il_status il_osim_actuators_parse(il_osim *o, const char *file, const char *bytes, size_t size, bool replace, il_error *err);

double il_osim_table_value(const il_osim_table *t, double x);
/// Active force along the tendon [N] at activation 1, with a tendon that has its slack length.
/// @param length, speed  of the path [m, m/s]
double il_osim_muscle_active(const il_osim_muscle *m, double length, double speed);

/// With a rigid tendon the fibre goes as the path does. With an elastic one fibre and tendon are in balance at rest, as OpenSim equilibrates
/// muscles: the fibre does not move, the tendon takes the path's speed.
/// @param activation  0 to 1
il_osim_fibre il_osim_muscle_at(const il_osim_muscle *m, double length, double speed, double activation);

struct il_data;
/// Generalised forces of the forces that act without control, added to `tau`; after the stages position, velocity, path, path_speed, arm, bushing.
/// @param except  names of forces, or of groups of them, to leave out, between blanks; "All", in any case: all of them. NULL: none
/// @param tau     [model->nq]
void il_osim_passive(const il_osim *o, const struct il_data *d, const char *except, il_pack *tau);

/// Place of a coordinate in o->coordinate, or -1. Also by OpenSim's paths "/jointset/JOINT/NAME/value" and "NAME/value".
int il_osim_coordinate_find(const il_osim *o, const char *name);

/// Value of a prescribed coordinate at a time [s].
double il_osim_prescribed(const il_osim *o, const il_osim_coordinate *c, double time);

/// Coordinates that a motion does not have and that no coupler, lock or function decides: tools take their default. @param names  of them, as many as
/// there is room for; "" where there are none. @return how many
int il_osim_absent(const il_osim *o, const il_table *t, char *names, size_t size);

/// For each coordinate of the file the column of a table, or -1 where it has none. A table in degrees is made one in radians.
/// An error where no column is a coordinate.
il_status il_osim_columns(const il_osim *o, il_table *t, int *column, il_error *err);

#endif
