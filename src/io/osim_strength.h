// osim_strength.h - muscles of OpenSim at full activation
#ifndef ILI_OSIM_STRENGTH_H
#define ILI_OSIM_STRENGTH_H
#include "ilium/data.h"
#include "ilium/io_osim.h"

/// Force along the tendon of full activation, active part, rigid tendon. @param user  the il_osim
void ili_osim_strength(const void *user, const il_data *d, il_pack *force);

#endif
