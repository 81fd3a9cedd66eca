// data.c - the block a computation works in: placed, reset, copied
#include <string.h>

#include "base/memory.h"
#include "mech/kernels.h"
#include "model/builder.h"

// run twice: to measure and to place
static il_data *place(const il_model *m, ili_placer *at) {
    il_data *d = ili_place(at, 1, sizeof *d), shape = {0};
    ILI_SIZES
#define X(name, count, group) shape.name = ili_place(at, (size_t)(count), sizeof *shape.name);
    IL_DATA_FIELDS(X)
#undef X
    if (d) *d = shape;
    return d;
}

// a debug build makes scratch not-a-number, so that what is read before it is written shows
static void spoil_scratch(const il_model *m, il_data *d) {
#ifndef NDEBUG
    ILI_SIZES
    enum { INPUT, STATE, RESULT, SCRATCH };
#define X(name, count, group) \
    for (int i = 0; group == SCRATCH && i < (count); i++) il_pack_set(&d->name[i], IL_NAN);
    IL_DATA_FIELDS(X)
#undef X
#else
    (void)m, (void)d;
#endif
}

// inputs as they are unless somebody says otherwise
static void begin(const il_model *m, il_data *d) {
    spoil_scratch(m, d);
    for (int i = 0; i < m->nq; i++) il_pack_set(&d->q[i], m->nominal->coordinate_neutral[i]);
    for (int i = 0; i < m->nmuscle; i++) il_pack_set(&d->act[i], m->nominal->muscle_tone[i]);
    il_pack_set(&d->gravity[1], -9.80665);
}

il_status ili_data_create_zero(const il_model *m, il_isa isa, il_data **out, il_error *err) {
    ili_placer at = {0};
    *out = NULL;
    if (!il_isa_supported(isa))
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "this machine cannot run instruction set '%s'; ask for IL_ISA_AUTO", il_isa_name(isa));
    place(m, &at);
    size_t size = at.size;
    at = ili_placer_for(ili_block_alloc(size), size);
    if (!at.block) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory for states and results of %zu bytes", size);
    il_data *d = place(m, &at);
    d->isa = il_isa_resolve(isa);
    d->kernels = ili_kernels_of(d->isa);
    d->size = ili_block_bytes(size);
    *out = d; // the block came as zeros
    return IL_OK;
}

il_status il_data_create(const il_model *m, il_isa isa, il_data **out, il_error *err) {
    il_status status = ili_data_create_zero(m, isa, out, err);
    if (status == IL_OK) begin(m, *out);
    return status;
}

void il_data_zero(const il_model *m, il_data *d) {
    ILI_SIZES
#define X(name, count, group) memset(d->name, 0, (size_t)(count)*sizeof *d->name);
    IL_DATA_FIELDS(X)
#undef X
}

void il_data_reset(const il_model *m, il_data *d) {
    il_data_zero(m, d);
    begin(m, d);
}

void il_data_copy(const il_model *m, const il_data *from, il_data *to) {
    ILI_SIZES
#define X(name, count, group) memcpy(to->name, from->name, (size_t)(count)*sizeof *to->name);
    IL_DATA_FIELDS(X)
#undef X
}

void il_data_spread(const il_model *m, const il_data *from, int lane, il_data *to) {
    ILI_SIZES
#define X(name, count, group) \
    for (int i = 0; i < (count); i++) il_pack_set(&to->name[i], from->name[i].lane[lane]);
    IL_DATA_FIELDS(X)
#undef X
}

void il_data_free(il_data *d) { ili_block_free(d); }
