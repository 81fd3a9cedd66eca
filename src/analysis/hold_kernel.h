// hold_kernel.h - the forces of eight held postures from what they pay, as wide as the processor allows
#ifndef ILI_HOLD_KERNEL_H
#define ILI_HOLD_KERNEL_H
#include "ilium/data.h"

/// What lanes differ in beside the numbers of their persons, which are a lane each.
typedef struct ili_hold_lanes {
    il_pack  effort, shear_weight; ///< cost of a muscle of weight one; of friction [1/N^2]
    il_pack *basis;                ///< [6*npad] two directions of friction
} ili_hold_lanes;

/// d->act: the pull of the prices on each muscle, over the weight of its effort: the activation that is asked for where p = 2. t: what goes along the prices
typedef void ili_hold_ask_kernel(const il_model *m, const il_params *p, const ili_hold_lanes *h, il_data *d, const il_data *t);
/// d->act within its bounds; d->pad_shear: friction that is asked for, within the square in the cone of the normal force.
typedef void ili_hold_bound_kernel(const il_model *m, const il_params *p, const ili_hold_lanes *h, il_data *d, const il_data *t);

#define ILI_HOLD_KERNELS(isa) \
    ili_hold_ask_kernel   ili_hold_ask_##isa; \
    ili_hold_bound_kernel ili_hold_bound_##isa
ILI_HOLD_KERNELS(plain);
ILI_HOLD_KERNELS(v2);
ILI_HOLD_KERNELS(v3);
ILI_HOLD_KERNELS(v4);
#endif
