// finish.c - a collected model laid out in one block: tables, names, nominal numbers
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/builder.h"
#include "model/params.h"

static void count(const il_builder *b, il_model *m) {
    m->nbody = b->body_parent.n;
    m->nrow = b->row_body.n;
    m->nq = b->coordinate_kind.n;
    m->ncoupled = b->coupled_master.n;
    m->nfunction = b->function_kind.n;
    m->nfunction_value = b->function_value.n;
    m->npoint = b->point_body.n;
    m->ncondition = b->condition_signal.n;
    m->npath = b->path_dof.n;
    m->nwrap = b->wrap_body.n;
    m->npathwrap = b->pathwrap_wrap.n;
    m->nmuscle = b->muscle_path.n;
    m->nligament = b->ligament_path.n;
    m->nbushing = b->bushing_body_a.n;
    m->nlimit = b->limit_coordinate.n;
    m->npad = b->pad_body.n;
    m->nplane = b->nplane;
    m->nmarker = b->marker_body.n;
    m->narm = b->arm_dof.n;
    m->npathbody = b->pathbody_body.n;
    m->nstep = b->step_row.n;
    m->npoly = b->poly_is_length.n;
    m->npolyarg = b->polyarg_poly.n;
    m->npolyterm = b->polyterm_value.n;
    m->npolypower = b->polypower.n;
    m->pressure_path = b->pressure_path;
}

// signals of coupled coordinates get their final number, behind all coordinates
static void number_signals(ili_list *signal, int nq) {
    int *s = signal->item;
    for (int i = 0; i < signal->n; i++)
        if (s[i] < IL_NONE) s[i] = nq + (-2 - s[i]);
}

// the joint that a coordinate moves itself, or else the first that it moves through another coordinate
static void find_owners(il_builder *b) {
    int *owner = b->coordinate_body.item, nq = b->coordinate_kind.n;
    for (int coupled = 0; coupled < 2; coupled++)
        for (int r = 0; r < b->row_body.n; r++) {
            int dof = ili_list_int(&b->row_dof, r), signal = ili_list_int(&b->row_signal, r);
            bool itself = signal == dof && ili_list_int(&b->row_polyarg, r) == IL_NONE;
            if (dof != IL_NONE && owner[dof] == IL_NONE && (coupled || itself)) owner[dof] = ili_list_int(&b->row_body, r);
        }
    for (int i = 0; i < nq; i++)
        if (owner[i] == IL_NONE)
            ili_fail(b, IL_BAD_VALUE, "coordinate '%s' moves no joint; leave it out or give a joint a row of it", ((char **)b->coordinate_name.item)[i]);
}

static const char **place_names(ili_placer *at, const ili_list *l) {
    const char **name = ili_place(at, (size_t)l->n, sizeof *name);
    for (int i = 0; i < l->n; i++) {
        const char *from = ((char *const *)l->item)[i];
        size_t      size = strlen(from) + 1;
        char       *text = ili_place(at, size, 1);
        if (text) memcpy(text, from, size), name[i] = text;
    }
    return name;
}

static void *fill(void *to, const ili_list *from, size_t size) {
    if (to && from->n) memcpy(to, from->item, (size_t)from->n*size);
    return to;
}

// run twice: with an empty place it measures, with a block it copies the tables there
static il_model *place(const il_builder *b, il_model *m, ili_placer *at) {
    il_model *placed = ili_place(at, 1, sizeof *placed);
    ILI_SIZES
#define X(name, count) m->name = fill(ili_place(at, (size_t)(count), sizeof(int)), &b->name, sizeof(int));
    IL_MODEL_TABLES(X)
#undef X
#define X(name, count) m->name = place_names(at, &b->name);
    IL_MODEL_NAMES(X)
#undef X
    il_params *nominal = ili_params_place(m, 0, at);
    m->nominal = nominal;
#define X(name, count, unit) \
    if (nominal) fill(nominal->name, &b->name, sizeof(double));
    IL_PARAM_FIELDS(X)
#undef X
    m->size = ili_block_bytes(at->size);
    if (placed) *placed = *m;
    return placed;
}

// every list has as many items as the model's sizes say: a slip of this library, not of its caller
static bool lists_agree(const il_builder *b, const il_model *m) {
    ILI_SIZES
    bool good = true;
#define X(name, count) good = good && b->name.n == (count);
    IL_MODEL_TABLES(X)
    IL_MODEL_NAMES(X)
#undef X
#define X(name, count, unit) good = good && b->name.n == (count);
    IL_PARAM_FIELDS(X)
#undef X
    return good;
}

static void close_tables(il_builder *b) {
    if (b->error.code != IL_OK) return;
    find_owners(b);
    number_signals(&b->row_signal, b->coordinate_kind.n);
    number_signals(&b->polyarg_signal, b->coordinate_kind.n);
    number_signals(&b->point_signal, b->coordinate_kind.n);
    number_signals(&b->condition_signal, b->coordinate_kind.n);
}

il_status il_builder_finish(il_builder *b, il_model **out, il_error *err) {
    il_model  m = {0};
    ili_placer at = {0};
    *out = NULL;
    close_tables(b);
    if (b->error.code != IL_OK) {
        if (err) *err = b->error;
        return b->error.code;
    }
    count(b, &m);
    if (!lists_agree(b, &m)) return il_error_set(err, IL_BUG, NULL, 0, 0, "the tables of a model disagree in length");
    place(b, &m, &at);
    size_t size = at.size;
    at = ili_placer_for(ili_block_alloc(size), size);
    if (!at.block) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory for a model of %zu bytes", size);
    *out = place(b, &m, &at);
    return IL_OK;
}

void il_model_free(il_model *m) { ili_block_free(m); }
