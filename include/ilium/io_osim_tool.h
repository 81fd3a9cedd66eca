// ilium/io_osim_tool.h - what OpenSim's tools are given: set-up files, outer loads, tasks.
#ifndef ILIUM_IO_OSIM_TOOL_H
#define ILIUM_IO_OSIM_TOOL_H
#include "ilium/invdyn.h"
#include "ilium/io_osim.h"

// ---- outer loads ---------------------------------------------------------------------------------------------------------------

/// An ExternalLoads file with its data.
typedef struct il_osim_loads {
    int            nload;
    il_outer_load *load;   ///< [nload] bodies of the model; arrays NULL
    int           *column; ///< [9*nload] columns of force, point, moment in data; -1: not given
    il_table      *data;
    char         (*name)[80]; ///< [nload]
    char           data_file[4096];
} il_osim_loads;

/// Read the loads and the table that they name, which may be a .c3d: the columns of its force plates are those of ilium/c3d.h. Names of bodies and columns are checked.
/// @param data_file  of the table instead of the one that the file names; NULL: that one, beside the file
il_status il_osim_loads_read(const char *path, const char *data_file, const il_osim *o, il_osim_loads **out, il_error *err);
void      il_osim_loads_free(il_osim_loads *l); ///< NULL is allowed
/// Loads at given times, as OpenSim takes them: on natural cubic splines through the rows of the data.
/// @param values  [9*nframe*nload] memory that out[i] points to
/// @param out     [nload]
il_status il_osim_loads_at(const il_osim_loads *l, int nframe, const double *time, double *values, il_outer_load *out, il_error *err);

// ---- tasks of inverse kinematics -----------------------------------------------------------------------------------------------

/// Weight of a marker or coordinate.
typedef struct il_osim_task {
    const char *name;
    bool        marker;    ///< else a coordinate
    double      weight;
    bool        from_file; ///< a coordinate's value from the coordinate file, otherwise `value`
    bool        manual;    ///< `value` is given; else the model's default
    double      value;     ///< [rad|m]
    const char *file;      ///< where it stands, for errors; NULL: nowhere
    int         line;
} il_osim_task;

// ---- set-up files --------------------------------------------------------------------------------------------------------------

typedef enum il_osim_tool { IL_OSIM_TOOL_ID, IL_OSIM_TOOL_IK, IL_OSIM_TOOL_ANALYZE } il_osim_tool;

/// An analysis of AnalyzeTool that is on, with its options. "" and 0 where not given.
typedef struct il_osim_analysis {
    const char *kind, *name;    ///< "StaticOptimization"; what its files are called by
    double      from, to;       ///< -infinity and infinity where not given
    int         interval;       ///< every so many frames
    // Kinematics, BodyKinematics
    bool        degrees;        ///< in_degrees
    bool        local;          ///< express_results_in_body_local_frame: velocities and accelerations
    int         nof;            ///< 0: all
    const char *const *of;      ///< coordinates, or bodies: words
    // MuscleAnalysis
    int         nmuscle, narm;  ///< 0: all
    const char *const *muscle, *const *arm; ///< muscle_list, moment_arm_coordinate_list: words
    bool        moments;        ///< compute_moments: arms and moments too
    // StaticOptimization
    double      power;          ///< activation_exponent
    bool        physiology;     ///< use_muscle_physiology
    bool        own_forces;     ///< use_model_force_set; else a generalised force on each coordinate
    // JointReaction
    const char *forces;         ///< forces_file
    int         njoint, non, nin;
    const char *const *joint, *const *on_body, *const *in_frame; ///< joint_names, apply_on_bodies, express_in_frame: words
    // PointKinematics
    const char *body, *relative_to, *point_name;
    double      point[3];
    const char *file;           ///< where it stands, for errors; NULL: nowhere
    int         line;
} il_osim_analysis;

/// No options given.
il_osim_analysis il_default_osim_analysis(const char *kind);

/// A set-up file. Paths are whole: those of the file are taken from its folder. "" where not given.
typedef struct il_osim_setup {
    il_osim_tool tool;
    const char  *name;
    const char  *file;                                  ///< the set-up itself, for errors; NULL: none
    const char  *model, *coordinates, *loads, *markers; ///< inputs
    const char  *results;                               ///< folder
    const char  *output;                                ///< name of the file in it; of inverse kinematics: its whole path
    int          njoint;
    const char *const *joint; ///< joints_to_report_body_forces of inverse dynamics: words, or "All"
    const char  *body_output; ///< file of these
    const char  *exclude;     ///< names of forces that inverse dynamics leaves out, between blanks; "All"; may be NULL
    double       from, to;    ///< -infinity and infinity where not given
    bool         states;      ///< `coordinates` is a <states_file>
    double       cutoff;      ///< [Hz], below 0: none
    bool         report_errors, report_places; ///< report_marker_errors, report_marker_locations
    int          ntask;
    const il_osim_task *task; ///< [ntask] applied ones
    int          nanalysis;
    const char *const *analysis; ///< [nanalysis] kinds that are on, of AnalyzeTool
    const il_osim_analysis *how; ///< [nanalysis] their options; NULL: those of OpenSim
    int                nnote;
    const char *const *note;     ///< [nnote] what of the file is not understood, a sentence each
    int                nforces;
    const char *const *forces;   ///< [nforces] files of further actuators
    bool               replace_forces; ///< instead of those of the model
    struct il_osim_setup_memory *memory;
} il_osim_setup;

/// Nothing given: strings "", all times, no filter.
il_osim_setup il_default_osim_setup(il_osim_tool tool);
/// Read a set-up file of InverseDynamicsTool, InverseKinematicsTool or AnalyzeTool.
il_status il_osim_setup_read(const char *path, il_osim_setup **out, il_error *err);
/// The same from memory. @param path  of the file: its folder is where paths begin
il_status il_osim_setup_parse(const char *path, const char *bytes, size_t size, il_osim_setup **out, il_error *err);
/// Read the tasks of a file (IKTaskSet, or a set-up file): model, folder and times stay empty.
il_status il_osim_tasks_read(const char *path, il_osim_setup **out, il_error *err);
void      il_osim_setup_free(il_osim_setup *s); ///< NULL is allowed

// ---- running -------------------------------------------------------------------------------------------------------------------

/// The coordinates of a motion as OpenSim's tools take them: filtered, differentiated, cut to a range of time; one block of memory.
typedef struct il_osim_motion_rows {
    int           nframe;
    const double *time;        ///< [nframe]
    double       *q, *qd, *qdd; ///< [nframe*model->nq] by frames
} il_osim_motion_rows;

/// Coordinates that the table does not have keep their default. The table is turned to radians.
/// @param cutoff  [Hz], below 0: no filter
il_status il_osim_motion_take(const il_osim *o, il_table *motion, double cutoff, double from, double to, il_osim_motion_rows **out, il_error *err);
/// The same as AnalyzeTool takes it: accelerations are the slopes of splines through the speeds.
il_status il_osim_motion_states(const il_osim *o, il_table *motion, double cutoff, double from, double to, il_osim_motion_rows **out, il_error *err);
void      il_osim_motion_free(il_osim_motion_rows *r); ///< NULL is allowed

/// Inverse dynamics of a set-up: columns and rows as OpenSim writes them.
/// @param o       read with free_dependent
/// @param bodies  forces on bodies at the joints that the set-up names, *bodies is NULL where it names none; NULL is allowed
il_status il_osim_run_id(const il_osim_setup *s, const il_osim *o, il_table **out, il_table **bodies, il_error *err);

/// How inverse kinematics went.
typedef struct il_osim_ik_info {
    int    nframe, nmarker; ///< markers that count: in tasks, model and file
    int    iterations;      ///< over all frames
    int    unconverged;     ///< frames
    double mean_rms, worst_rms, worst_time; ///< of marker distances [m], and when it was worst [s]
    int    nunused;         ///< tasks whose marker is not in the model or not in the file: they do not count, as in OpenSim
    char   unused[300];     ///< their names, as many as there is room for
} il_osim_ik_info;

/// Inverse kinematics of a set-up: the motion (angles in degrees) and the marker errors, columns and rows as OpenSim writes them.
/// Couplers hold exactly, whatever constraint weight the set-up gives. @param info  NULL is allowed
il_status il_osim_run_ik(const il_osim_setup *s, const il_osim *o, il_table **motion, il_table **errors, il_osim_ik_info *info, il_error *err);

/// The same with markers that were read before (NULL: those of s->markers).
/// @param places  where the model's markers are that count, in ground axes, in the order of the marker file; NULL is allowed
il_status il_osim_run_ik_of(const il_osim_setup *s, const il_osim *o, il_table *seen, il_table **motion, il_table **errors, il_table **places, il_osim_ik_info *info, il_error *err);

/// A file that an analysis writes: TOOL_NAME.sto, or TOOL_NAME.xml.
typedef struct il_osim_result {
    char      name[200]; ///< "MuscleAnalysis_Length"
    il_table *table;     ///< NULL: a text
    char     *text;      ///< XML, of il_file_free()
    size_t    size;
} il_osim_result;

/// How an analysis went. `{0}` where it has nothing to tell.
typedef struct il_osim_analysis_info {
    int    nframe;
    int    unsolved;        ///< frames of static optimisation whose forces cannot be met within the bounds
    double worst_residual;  ///< largest generalised force that is missing [N m|N]
    char   worst[100];      ///< its coordinate
    double worst_time;
} il_osim_analysis_info;

/// The analyses that are done: MuscleAnalysis (lengths, fibres, tendons, forces, powers, moment arms, moments), Kinematics and BodyKinematics (positions, velocities and accelerations of the
/// motion), StaticOptimization, JointReaction, PointKinematics.
bool        il_osim_analysis_known(const char *kind);
const char *il_osim_analysis_list(void); ///< their names, separated by commas
/// One analysis of an AnalyzeTool over its motion. Those of muscles need every muscle of the model: an error where some were left out.
/// @param kind  one of s->analysis: the same pointer, or the first of this kind
/// @param o     read with paths and couplers; the actuators of s->forces added (il_osim_actuators_add())
/// @param out   [*n], freed with il_osim_results_free()
il_status il_osim_run_analysis(const il_osim_setup *s, const char *kind, const il_osim *o, int *n, il_osim_result **out, il_error *err);
/// The same with the number of threads (0: all processors; the files do not depend on it), progress and what there is to tell. The last two may be NULL.
il_status il_osim_run_analysis_on(const il_osim_setup *s, const char *kind, const il_osim *o, int threads, const il_progress *progress, int *n, il_osim_result **out,
                                  il_osim_analysis_info *info, il_error *err);
void      il_osim_results_free(int n, il_osim_result *r);

#endif
