// ilium/drawing.h - a posture as lines and shapes to draw.
#ifndef ILIUM_DRAWING_H
#define ILIUM_DRAWING_H
#include "ilium/assessment.h"
#include "ilium/data.h"

/// How a drawing is taken from a posture.
typedef struct il_drawing_style {
    const char   *title;
    const double *load;  ///< [nmuscle] colour of each muscle, 0 to 1; NULL = its tension, active and passive, over its strength
    const double *force; ///< [nmuscle] force [N], for the width; NULL = its tension
    const char *const *label; ///< [nmuscle] what each muscle is called ("psoas"); NULL = its name
} il_drawing_style;

/// Muscles, ligaments, bones and landmarks of one lane of `d`, after the stages position, path, marker and muscle. Copies all; memory from `a`.
il_status il_drawing_from_data(const il_model *m, const il_params *p, const il_data *d, int lane, const il_drawing_style *style, il_assessment *a,
                               il_drawing *out, il_error *err);

/// What the posture of `d` (every stage run, one lane) bears and carries, added to its drawing: contact forces and the surfaces that give them,
/// external loads, gravity's direction, and discs coloured by their compression.
il_status il_drawing_add_forces(const il_model *m, const il_params *p, const il_data *d, int lane, il_assessment *a, il_drawing *out, il_error *err);

#endif
