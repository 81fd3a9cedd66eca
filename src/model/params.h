// params.h - laying parameters out in a block
#ifndef ILI_PARAMS_H
#define ILI_PARAMS_H
#include "base/memory.h"
#include "ilium/model.h"

/// Place parameters of `m` (or measure: NULL), all zero. @param stride  0 or IL_LANES
il_params *ili_params_place(const il_model *m, int stride, ili_placer *at);

#endif
