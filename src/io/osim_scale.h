// osim_scale.h - scaling of a model's text
#ifndef ILI_OSIM_SCALE_H
#define ILI_OSIM_SCALE_H
#include "ilium/io_osim_scale.h"
#include "osim_edit.h"

struct ili_osim_tree;

/// Factors of bodies while a model is scaled.
typedef struct ili_scaling {
    int         n;
    const char *const *body;
    const double      *factor;   ///< [3*n]
    bool               keep_mass; ///< masses keep their shares; else each grows with its body's volume
    double             mass;      ///< of all [kg]; not above 0: as it comes
} ili_scaling;

/// Bodies, joints, points, surfaces, pictures and markers of the document, scaled; lengths of muscles not yet.
il_status ili_scale_places(ili_edit *e, const ili_scaling *s);
/// Rest lengths of fibres, tendons, ligaments and springs: by the ratio of their paths' lengths in the default pose of both models.
/// @param old  the document before
il_status ili_scale_lengths(ili_edit *e, ili_edit *old, const il_osim *before, const il_osim *after);
/// Markers of a file (MarkerSet) put in the place of those of the same name, or behind the others.
il_status ili_scale_markers(ili_edit *e, const char *path);
/// Places of markers given anew, in their bodies. @param moved  [o->model->nmarker] @param place  [3*nmarker]
il_status ili_scale_move_markers(ili_edit *e, const il_osim *o, const bool *moved, const double *place);

/// The <MarkerSet> of a model's text as a document of its own. Free `*out` with il_file_free().
il_status ili_scale_marker_file(const char *file, const char *text, size_t size, char **out, size_t *length, il_error *err);

/// Its components.
il_status ili_scale_tree(ili_edit *e, struct ili_osim_tree **out);
/// The <Model> of a document.
const ili_element *ili_scale_model(const ili_edit *e);

#endif
