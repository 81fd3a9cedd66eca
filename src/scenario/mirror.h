// mirror.h - a posture seen in the mirror z -> -z: what the right side did the left one does
#ifndef ILI_MIRROR_H
#define ILI_MIRROR_H
#include "ilium/data.h"
#include "ilium/model.h"

/// Does a midline coordinate change sign in the mirror? Those of a side do not: they change places, and equal values are mirrored poses (body/body.c).
bool ili_turns_in_mirror(const il_model *m, int coordinate);

/// What has the same name on the other side; itself where there is none.
int ili_other_coordinate(const il_model *m, int coordinate);
int ili_other_marker(const il_model *m, int marker);

/// @param q  [nq] of a posture  @param act  [nmuscle], or NULL  @param to_q, to_act  its mirror image; not the same memory
void ili_mirror_posture(const il_model *m, const double *q, const double *act, double *to_q, double *to_act);

/// Is the body of these parameters (shared) its own mirror image? What muscles, ligaments and pads are; of four poses and their images the lengths, landmarks and the balance of everything
/// (1e-6; lengths and places 1e-9).
/// @param d  of the model; left at those poses
bool ili_body_even(const il_model *m, const il_params *p, il_data *d);
#endif
