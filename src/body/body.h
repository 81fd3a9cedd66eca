// body.h - what the files of the body's layer share
#ifndef ILI_BODY_H
#define ILI_BODY_H
#include "ilium/body.h"
#include "ilium/data.h"

/// Height of the disc of a bushing between vertebrae, at its middle [m]: from end plate to end plate.
double ili_disc_height(const il_model *m, const il_params *p, int bushing);

/// Is there an earlier bushing between the same two bodies? Then this one stands beside a disc: a facet joint.
bool ili_bushing_beside(const il_model *m, int bushing);

/// Does a ligament touch these two bodies and no other?
bool ili_ligament_between(const il_model *m, int ligament, int a, int b);

/// Facets of the upper vertebra onto those of the lower, as they lie in the pose of `d` (lane 0): they touch and bear nothing there.
void ili_facets_rest(const il_model *m, il_params *p, const il_data *d);

/// A foot whose sole is flat when the heel is everted by an angle [rad], and which tends to that: pads and neutral subtalar angle.
void ili_turn_sole(const il_model *m, il_params *p, il_side side, double angle);

#endif
