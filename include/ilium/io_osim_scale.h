// ilium/io_osim_scale.h - OpenSim's ScaleTool: a model made as large as a person, its markers put where the person's were.
//
// The model's text is changed in places: numbers that scale, and markers; all else stays as it was, comments too.
#ifndef ILIUM_IO_OSIM_SCALE_H
#define ILIUM_IO_OSIM_SCALE_H
#include "ilium/io_osim_tool.h"

/// A distance between markers that scales bodies.
typedef struct il_osim_measurement {
    const char        *name;
    int                npair, nbody;
    const char *const *marker;  ///< [2*npair]
    const char *const *body;    ///< [nbody]
    const bool        *axis;    ///< [3*nbody] axes of the body that are scaled
} il_osim_measurement;

/// A set-up file of ScaleTool. Paths are whole; "" where not given. Times are -infinity and infinity where not given.
typedef struct il_osim_scale {
    const char *file;                      ///< the set-up itself, for errors; NULL: none
    const char *name, *model, *marker_set; ///< set of markers that the model gets
    double      mass;                      ///< [kg]; not above 0: as it comes
    // ModelScaler
    bool        scales;
    int         norder;
    const char *const *order;              ///< "measurements", "manualScale"
    int         nmeasurement;
    const il_osim_measurement *measurement;
    int         nmanual;
    const char *const *manual;             ///< [nmanual] bodies
    const double      *factor;             ///< [3*nmanual]
    const char *markers;
    double      from, to;
    bool        keep_mass;                 ///< preserve_mass_distribution
    const char *output_model, *output_scale;
    // MarkerPlacer
    bool        places;
    il_osim_setup pose;                    ///< tasks, coordinates, time of the static pose
    double      most_movement;             ///< max_marker_movement, in the unit of the static trial; not above 0: any
    const char *pose_model, *pose_motion, *pose_markers; ///< outputs
    struct il_osim_setup_memory *memory;
} il_osim_scale;

/// @param out  *out is NULL where the file is the set-up of another tool
il_status il_osim_scale_read(const char *path, il_osim_scale **out, il_error *err);
/// The same from memory. @param path  of the file: its folder is where paths begin
il_status il_osim_scale_parse(const char *path, const char *bytes, size_t size, il_osim_scale **out, il_error *err);
void      il_osim_scale_free(il_osim_scale *s); ///< NULL is allowed

/// What scaling made. Texts are of il_file_free().
typedef struct il_osim_scaled {
    char     *model;   ///< scaled, and with its markers placed where that was asked for
    size_t    model_size;
    char     *plain;   ///< scaled only; NULL where no markers were placed
    size_t    plain_size;
    char     *factors; ///< the scale factors that were applied, as a ScaleSet; NULL where nothing was scaled
    size_t    factors_size;
    char     *markers; ///< the placed markers as a file of their own; NULL where the set-up names none
    size_t    markers_size;
    il_table *pose;    ///< the static pose, NULL where none was fitted
    double    mass;    ///< [kg]
    il_osim_ik_info fit;
    int       nrestless; ///< markers that moved more than most_movement while the static trial was recorded
    char      restless[300]; ///< their names
    int       stray;   ///< il_osim_stray() of the model's text: what is written is UTF-8
    double    moved;   ///< markers were moved by so much, at most [m]
} il_osim_scaled;

/// Scale the model of a set-up.
il_status il_osim_run_scale(const il_osim_scale *s, il_osim_scaled *out, il_error *err);
/// The same of a model's text, whatever file the set-up names.
il_status il_osim_run_scale_of(const il_osim_scale *s, const char *text, size_t size, il_osim_scaled *out, il_error *err);
void      il_osim_scaled_free(il_osim_scaled *s);

#endif
