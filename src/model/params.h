// params.h - laying parameters out in a block
#ifndef ILI_PARAMS_H
#define ILI_PARAMS_H
#include "base/memory.h"
#include "ilium/model.h"

/// Place parameters of `m` (or measure: NULL), all zero. @param stride  0 or IL_LANES
il_params *ili_params_place(const il_model *m, int stride, ili_placer *at);

/// il_params_set_lane() of what differs from `laid`, shared numbers that the lane holds; `laid` follows.
void ili_params_refresh_lane(const il_model *m, const il_params *from, il_params *laid, il_params *to, int lane);
#endif
