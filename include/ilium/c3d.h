// ilium/c3d.h - .c3d: recorded markers and force plates (C3D user guide, c3d.org). Intel order; force plates of type 1 to 4. Events are not read.
#ifndef ILIUM_C3D_H
#define ILIUM_C3D_H
#include "ilium/table.h"

/// The axis of the laboratory that points up; what is read is turned so that it is Y, as in OpenSim.
typedef enum il_c3d_up {
    IL_C3D_UP_FILE, ///< as the file says (POINT:Y_SCREEN); where it does not: Z
    IL_C3D_UP_Y,    ///< taken as it is
    IL_C3D_UP_Z     ///< turned by -90 degrees about X: (x, y, z) becomes (x, z, -y)
} il_c3d_up;

/// Are these the first bytes of a C3D file?
bool il_c3d_is(const char *bytes, size_t size);

/// Markers, and the forces of force plates at their own rate: for plate k columns ground_force_k_v{x,y,z}, ground_force_k_p{x,y,z} and
/// ground_torque_k_{x,y,z}: what the plate does to what stands on it [N], the centre of pressure on its surface [m] and the free moment there
/// [N m], ground axes. A plate that records what is done to it (its mean force points down) is turned round. Below 5 N the place is the middle
/// of the plate and the moment the whole one about it.
/// @param markers  NULL is allowed
/// @param forces   *forces is NULL where there is no force plate; NULL is allowed
il_status il_c3d_read(const char *path, il_c3d_up up, il_table **markers, il_table **forces, il_error *err);
il_status il_c3d_parse(const char *file, const char *bytes, size_t size, il_c3d_up up, il_table **markers, il_table **forces, il_error *err);

#endif
