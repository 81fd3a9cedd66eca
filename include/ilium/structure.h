// ilium/structure.h - what a path meets at a posture: its nearest approach to another path, its press on the bones it runs over, its strain.
//
// All read results of the stages (position, path, ligament, balance) in `d`, in one lane; nothing is computed anew and nothing allocated.
#ifndef ILIUM_STRUCTURE_H
#define ILIUM_STRUCTURE_H
#include "ilium/body.h"
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

/// What the load of a posture does to the longitudinal arch. The foot of the body is one stiff piece; here it is cut at the transverse tarsal
/// joint, and the load in front of the cut (floor, muscles) is borne by a hinge of known stiffness and the plantar fascia under it.
typedef struct il_arch {
    double moment;  ///< that the load asks of hinge and fascia [N m], positive flattens
    double sinking; ///< turn of the hinge from the unloaded arch [rad]
    double drop;    ///< sinking of its top (the navicular) [m]
    double fascia;  ///< tension of the plantar fascia [N]; bent toes wind it up
} il_arch;

/// The arch of one foot at a posture, in one lane, after every stage. Shared parameters. IL_BAD_VALUE in a body without such a foot.
il_status il_arch_at(const il_body *body, const il_params *p, const il_data *d, il_side side, int lane, il_arch *out, il_error *err);

#endif
