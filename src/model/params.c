// params.c - the numbers of a person and a condition: placed, copied between lanes
#include <string.h>

#include "model/builder.h"
#include "model/params.h"

il_params *ili_params_place(const il_model *m, int stride, ili_placer *at) {
    il_params *p = ili_place(at, 1, sizeof *p), shape = {.stride = stride};
    size_t     lanes = stride == 0 ? 1 : (size_t)stride;
    ILI_SIZES
#define X(name, count, unit)                                                        \
    shape.name = ili_place(at, lanes*(size_t)(count), sizeof *shape.name);     \
    shape.nvalue += (size_t)(count);
    IL_PARAM_FIELDS(X)
#undef X
    if (p) *p = shape;
    return p;
}

il_status il_params_create(const il_model *m, bool per_lane, il_params **out, il_error *err) {
    ili_placer at = {0};
    int       stride = per_lane ? IL_LANES : 0;
    *out = NULL;
    ili_params_place(m, stride, &at);
    size_t size = at.size;
    at = ili_placer_for(ili_block_alloc(size), size);
    if (!at.block) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory for parameters of %zu bytes", size);
    il_params *p = ili_params_place(m, stride, &at);
    p->size = ili_block_bytes(size);
    il_params_copy(m, m->nominal, p);
    *out = p;
    return IL_OK;
}

static void copy_values(int n, const double *from, int from_stride, double *to, int to_stride) {
    if (from_stride == to_stride) {
        if (n) memcpy(to, from, (size_t)n*(to_stride ? (size_t)to_stride : 1)*sizeof *to);
        return;
    }
    for (int i = 0; i < n; i++) {
        if (to_stride == 0) to[i] = from[from_stride*i];
        else
            for (int lane = 0; lane < IL_LANES; lane++) to[IL_LANES*i + lane] = from[i];
    }
}

void il_params_copy(const il_model *m, const il_params *from, il_params *to) {
    ILI_SIZES
#define X(name, count, unit) copy_values((count), from->name, from->stride, to->name, to->stride);
    IL_PARAM_FIELDS(X)
#undef X
}

void il_params_set_lane(const il_model *m, const il_params *from, il_params *to, int lane) {
    ILI_SIZES
#define X(name, count, unit) \
    for (int i = 0; i < (count); i++) to->name[IL_LANES*i + lane] = from->name[i];
    IL_PARAM_FIELDS(X)
#undef X
}

void ili_params_refresh_lane(const il_model *m, const il_params *from, il_params *laid, il_params *to, int lane) {
    ILI_SIZES
#define X(name, count, unit)                                                                 \
    if ((count) > 0 && memcmp(from->name, laid->name, (size_t)(count)*sizeof *laid->name) != 0) { \
        memcpy(laid->name, from->name, (size_t)(count)*sizeof *laid->name);                  \
        for (int i = 0; i < (count); i++) to->name[IL_LANES*i + lane] = from->name[i];       \
    }
    IL_PARAM_FIELDS(X)
#undef X
}

void il_params_zero(const il_model *m, il_params *p) {
    ILI_SIZES
    size_t lanes = p->stride == 0 ? 1 : IL_LANES;
#define X(name, count, unit) memset(p->name, 0, lanes*(size_t)(count)*sizeof *p->name);
    IL_PARAM_FIELDS(X)
#undef X
}

void il_params_free(il_params *p) { ili_block_free(p); }
