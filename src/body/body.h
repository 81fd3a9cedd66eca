// body.h - what the files of the body's layer share
#ifndef ILI_BODY_H
#define ILI_BODY_H
#include "ilium/body.h"

/// Height of the disc of a bushing between vertebrae, at its middle [m]: from end plate to end plate.
double ili_disc_height(const il_model *m, const il_params *p, int bushing);

/// A foot whose sole is flat when the heel is everted by an angle [rad], and which tends to that: pads and neutral subtalar angle.
void ili_turn_sole(const il_model *m, il_params *p, il_side side, double angle);

#endif
