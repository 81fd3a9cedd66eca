// inertia.h - d'Alembert: what the motion of each body takes, as a wrench on it
#ifndef ILI_INERTIA_H
#define ILI_INERTIA_H
#include "ilium/data.h"

/// Force of inertia of each body, (moment about the ground origin; force), ground axes, of lane 0: minus what Newton and Euler ask for.
/// After the position, velocity and inverse stages. @param out  [6*nbody]
void ili_inertia_wrenches(const il_model *m, const il_params *p, const il_data *d, double *out);

/// Generalised force of gravity and the given wrenches together on each coordinate; what must act besides is its opposite.
/// @param wrench  [6*nbody] @param work  [6*nbody] @param out  [nq]
void ili_generalised(const il_model *m, const il_params *p, const il_data *d, const double gravity[3], const double *wrench, double *work, double *out);

#endif
