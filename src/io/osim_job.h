// osim_job.h - an analysis while it runs, and the tables it makes
#ifndef ILI_OSIM_JOB_H
#define ILI_OSIM_JOB_H
#include "ilium/io_osim_tool.h"

/// Of one analysis; `motion` holds the frames it is for.
typedef struct ili_osim_job {
    const il_osim_setup       *s;
    const il_osim_analysis    *how;
    const il_osim             *o;
    const il_osim_motion_rows *motion;
    int                        threads;
    const il_progress         *progress;
    il_osim_analysis_info     *info; ///< never NULL
    il_error                  *err;
} ili_osim_job;

/// Names of columns while they are made.
typedef struct ili_osim_names {
    char        *text;
    const char **name;
    int          n;
} ili_osim_names;

bool ili_osim_names_room(ili_osim_names *s, int n); ///< false: out of memory
void ili_osim_names_add(ili_osim_names *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
void ili_osim_names_free(ili_osim_names *s);

/// The body that a path or name means; none is the ground.
il_status ili_osim_job_body(const ili_osim_job *j, const char *path, int *out);

/// An error that names no file is about what stands in a set-up, at a line (0: of the whole). @param file  NULL: none
il_status ili_osim_error_at(il_status status, const char *file, int line, il_error *err);

/// An error that names a table by its title names its file.
void ili_osim_motion_error(const il_table *motion, const char *path, il_error *err);

/// A table of zeros over the frames of the motion.
il_status ili_osim_result_table(il_osim_result *out, const char *name, const char *title, const il_osim_motion_rows *r, const ili_osim_names *columns, il_error *err);

/// What is recorded: motion, loads of the set-up at its frames, locked coordinates, actuators. One block, freed with ili_block_free(*block).
il_status ili_osim_recorded(const ili_osim_job *j, il_recorded *out, void **block);

/// Active force of full activation along a rigid tendon, of each muscle, from the lengths and speeds of its path. @param user  the il_osim
void ili_osim_strengths(const void *user, const il_data *d, il_pack *force);

/// Tables of an analysis of muscles, at most: more than any other analysis makes.
int ili_osim_muscle_results(const il_osim *o);

// the analyses; results are added to out[*n]
il_status ili_osim_muscles(const ili_osim_job *j, int *n, il_osim_result *out);
il_status ili_osim_static(const ili_osim_job *j, int *n, il_osim_result *out);
il_status ili_osim_reactions(const ili_osim_job *j, int *n, il_osim_result *out);
il_status ili_osim_bodies_move(const ili_osim_job *j, int *n, il_osim_result *out);
il_status ili_osim_coordinates_move(const ili_osim_job *j, int *n, il_osim_result *out);
il_status ili_osim_points(const ili_osim_job *j, int *n, il_osim_result *out);

/// Forces on bodies that do what the generalised forces `tau` do at the joints of the set-up, of which there is one at least.
il_status ili_osim_equivalents(const il_osim_setup *s, const il_osim *o, const il_osim_motion_rows *r, const double *tau, il_table **out, il_error *err);

// osim_tied.c
/// The rows' coordinates become those of the nearest poses that meet the model's constraints; coordinates that are locked stay.
il_status ili_osim_assemble(const il_osim *o, il_osim_motion_rows *r, il_error *err);

/// Moment arms where constraints tie coordinates together.
typedef struct ili_osim_tied {
    il_constraints *c;     ///< NULL: there are none
    double         *speed; ///< [nq*nq] scratch
    il_pack        *arm;   ///< [nq*nmuscle] out
} ili_osim_tied;
il_status ili_osim_tied_create(const il_osim *o, ili_osim_tied *t, il_error *err);
void      ili_osim_tied_free(ili_osim_tied *t);
/// After the arm stage: the arm about a coordinate with all that must move with it.
void ili_osim_tied_arms(ili_osim_tied *t, const il_data *d);

#endif
