// mirror.h - a posture seen in the mirror z -> -z: what the right side did the left one does
#ifndef ILI_MIRROR_H
#define ILI_MIRROR_H
#include "ilium/model.h"

/// Does a midline coordinate change sign in the mirror? Those of a side do not: they change places, and equal values are mirrored poses (body/body.c).
bool ili_turns_in_mirror(const il_model *m, int coordinate);

/// What has the same name on the other side; itself where there is none.
int ili_other_coordinate(const il_model *m, int coordinate);
int ili_other_marker(const il_model *m, int marker);

/// @param q  [nq] of a posture  @param act  [nmuscle], or NULL  @param to_q, to_act  its mirror image; not the same memory
void ili_mirror_posture(const il_model *m, const double *q, const double *act, double *to_q, double *to_act);
#endif
