// frames.h - frames of a recorded motion in the lanes: coordinates, outer loads, actuators
#ifndef ILI_FRAMES_H
#define ILI_FRAMES_H
#include "ilium/static_opt.h"

/// Rows of n numbers, one a lane, into n packs.
void ili_frames_take(const int frame[IL_LANES], int n, const double *from, il_pack *to);
/// Adds the loads of each lane's frame to the wrenches of bodies, after the position stage.
void ili_frames_load(il_data *d, const int frame[IL_LANES], int nload, const il_outer_load *load);
/// Frames lane*stretch + step of a trial; behind the last the last one is repeated.
void ili_frames_stretch(int first, int stretch, int step, int nframe, int frame[IL_LANES]);

/// Wrench about the ground origin on a body by unit control of an actuator, and on `other` its opposite: [6] packs. Not for coordinates.
void ili_actuator_wrench(const il_data *d, const il_actuator *a, il_pack *wrench);
/// Generalised force of a wrench on a body: out[0..n) for the coordinates `row`, added with the factor `sign`.
/// @param place  [nq] where coordinate j stands in `out`, -1: nowhere; NULL: at j
void ili_actuator_push(const il_model *m, const il_data *d, int body, const il_pack *wrench, double sign, const int *place, il_pack *out);

#endif
