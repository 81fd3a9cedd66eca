// ilium/structure.h - what a path meets at a posture: its nearest approach to another path, its press on the bones it runs over, its strain.
//
// All read results of the stages (position, path, ligament, balance) in `d`, in one lane; nothing is computed anew and nothing allocated.
#ifndef ILIUM_STRUCTURE_H
#define ILIUM_STRUCTURE_H
#include "ilium/data.h"

/// Least distance [m] of two paths' lines, straight between their points and where they touch surfaces (an arc counts as its chord).
/// A nerve's clearance to a muscle is this distance less the radii of both. Needs the stages position and path.
/// @param at_a, at_b  the nearest points in ground axes, or NULL
double il_path_clearance(const il_model *m, const il_data *d, int path_a, int path_b, int lane, double at_a[3], double at_b[3]);

/// Force [N] with which a path's tension presses on the surfaces of one body: tension times the change of the line's direction over each.
/// Needs the stages up to balance (path_tension).
/// @param force  its components in ground axes, or NULL  @return its size
double il_path_press(const il_model *m, const il_data *d, int path, int body, int lane, double force[3]);

/// Strain of a ligament or nerve: length over slack length, less one; negative where it hangs slack. Shared parameters.
double il_ligament_strain(const il_model *m, const il_params *p, const il_data *d, int ligament, int lane);

#endif
