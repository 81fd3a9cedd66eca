// boxqp.c - the box QP outside its kernel: checks, analysis of the pattern, workspace, dispatch
#include "solve/boxqp.h"
#include <stdlib.h>
#include <string.h>

enum { COOKIE = 0x0b0c, GAP = 64, LIMIT = 1 << 24, ONE_ENTRIES = 8 };

il_boxqp_settings il_default_boxqp_settings(void) {
    return (il_boxqp_settings){.isa = IL_ISA_AUTO, .max_iterations = 200, .tolerance = 1e-9, .cookie = COOKIE};
}

const char *il_boxqp_status_text(il_boxqp_status status) {
#define TEXT(name, text) text,
    static const char *const texts[] = {IL_BOXQP_STATUS_LIST(TEXT)};
#undef TEXT
    return (unsigned)status < IL_NBOXQP_STATUS ? texts[status] : "";
}

il_status il_boxqp_check(const il_boxqp_problem *p, il_error *err) {
    if (p->nd < 0 || p->nx < 0 || p->nd > 10000 || p->nx > LIMIT)
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "a box QP has %d rows and %d columns; 0 to 10000 and 0 to %d are possible", p->nd, p->nx,
                            LIMIT);
    if (p->nx == 0) return IL_OK;
    if (!p->col_start || p->col_start[0] != 0)
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "a box QP's col_start is missing or does not start with 0");
    for (int i = 0; i < p->nx; i++) {
        int first = p->col_start[i], last = p->col_start[i + 1];
        if (last < first || last - first > p->nd || last > LIMIT)
            return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "column %d of a box QP has %d entries; 0 to %d are possible", i, last - first, p->nd);
        for (int k = first; k < last; k++)
            if (!p->row_index || p->row_index[k] >= p->nd || p->row_index[k] < (k > first ? p->row_index[k - 1] + 1 : 0))
                return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0,
                                    "row_index[%d], in column %d of a box QP, must rise within the column and stay below %d", k, i, p->nd);
    }
    return IL_OK;
}

// ---- the workspace: measured and placed by one function ----

static size_t up(size_t n) { return (n + 63) & ~(size_t)63; }

// the next array of `bytes` in the block that starts at `base` (NULL: only measure), behind a gap
static void *take(char *base, size_t *used, size_t bytes) {
    void *array = base ? base + *used : NULL;
    *used += up(bytes) + GAP;
    return array;
}

static size_t lay_out(il_boxqp_workspace *w, char *base) {
    size_t nd4 = (size_t)w->nd4, nx = (size_t)w->nx, nnz = (size_t)w->nnz, nb = (size_t)w->nb, ntile = (size_t)w->ntile;
    size_t nd8 = (nd4 + 7)/8*8, used = up(sizeof *w) + GAP;
#define PLACE(name, count) w->name = take(base, &used, (count)*sizeof(int));
    ILI_BOXQP_INTS(PLACE)
#undef PLACE
#define PLACE(name, count) w->name = take(base, &used, (count)*sizeof(il_pack));
    ILI_BOXQP_PACKS(PLACE)
#undef PLACE
    return used;
}

// first block column of block row `block`, read from the pattern alone
static int first_block(const il_boxqp_problem *p, int block) {
    if (p->w) return 0;
    int first = block*ILI_TILE;
    for (int i = 0; i < p->nx; i++)
        for (int k = p->col_start[i]; k < p->col_start[i + 1]; k++)
            if (p->row_index[k]/ILI_TILE == block && p->row_index[p->col_start[i]] < first) first = p->row_index[p->col_start[i]];
    return first/ILI_TILE;
}

static void set_sizes(il_boxqp_workspace *w, const il_boxqp_problem *p) {
    w->nd = p->nd;
    w->nx = p->nx;
    w->nnz = p->nx ? p->col_start[p->nx] : 0;
    w->nb = (p->nd + ILI_TILE - 1)/ILI_TILE;
    w->nd4 = w->nb*ILI_TILE;
    w->dense = p->w != NULL;
    for (int b = 0; b < w->nb; b++) w->ntile += b - first_block(p, b) + 1;
    w->size = lay_out(w, NULL);
}

size_t il_boxqp_workspace_size(const il_boxqp_problem *p) {
    il_boxqp_workspace w = {0};
    if (il_boxqp_check(p, NULL) != IL_OK) return 0;
    set_sizes(&w, p);
    return w.size + 63;
}

// ---- analysis ----

static bool same_pattern(const il_boxqp_problem *p, int i, int k) {
    int n = p->col_start[i + 1] - p->col_start[i], m = p->col_start[k + 1] - p->col_start[k];
    return n == m && (n == 0 || memcmp(p->row_index + p->col_start[i], p->row_index + p->col_start[k], (size_t)n*sizeof(int)) == 0);
}

// columns of equal pattern become neighbours; groups in order of their first column, columns within a group in their own order
static void group_columns(il_boxqp_workspace *w, const il_boxqp_problem *p) {
    int *done = w->moved, place = 0, row = 0, a = 0, b = 0;
    memset(done, 0, (size_t)p->nx*sizeof *done);
    for (int i = 0; i < p->nx; i++) {
        if (done[i]) continue;
        w->group_col[w->ngroup] = place;
        w->group_row[w->ngroup++] = row;
        for (int k = p->col_start[i]; k < p->col_start[i + 1]; k++) w->rows[row++] = p->row_index[k];
        for (int k = i; k < p->nx; k++) {
            if (done[k] || !same_pattern(p, i, k)) continue;
            done[k] = 1;
            w->order[place] = k;
            w->entry[place++] = p->col_start[k];
        }
        int n = place - w->group_col[w->ngroup - 1], m = row - w->group_row[w->ngroup - 1];
        w->one_group_a[w->ngroup - 1] = a, w->one_group_b[w->ngroup - 1] = b;
        a += n*((m + 7)/8*8), b += (n + 7)/8*8*m;
    }
    w->group_col[w->ngroup] = place;
    w->group_row[w->ngroup] = row;
}

static void place_tiles(il_boxqp_workspace *w, const il_boxqp_problem *p) {
    int tile = 0;
    for (int b = 0; b < w->nb; b++) {
        w->tile_row[b] = tile;
        w->tile_first[b] = first_block(p, b);
        tile += b - w->tile_first[b] + 1;
    }
    w->tile_row[w->nb] = tile;
    for (int i = 0; i < w->nd4; i++) {
        w->at_row[i] = (w->tile_row[i/ILI_TILE] - w->tile_first[i/ILI_TILE])*ILI_TILE_SIZE + i%ILI_TILE*ILI_TILE;
        w->at_col[i] = i/ILI_TILE*ILI_TILE_SIZE + i%ILI_TILE;
    }
}

il_boxqp_workspace *il_boxqp_workspace_place(const il_boxqp_problem *p, void *block, size_t size) {
    size_t need = il_boxqp_workspace_size(p);
    if (need == 0 || !block || size < need) return NULL;
    char *base = (char *)block + (up((size_t)(uintptr_t)block) - (size_t)(uintptr_t)block);
    il_boxqp_workspace *w = (il_boxqp_workspace *)(void *)base;
    memset(w, 0, sizeof *w);
    set_sizes(w, p);
#ifndef NDEBUG
    memset(base + sizeof *w, 0xff, w->size - sizeof *w); // all bits set is a NaN: what is read before it is written shows
#endif
    lay_out(w, base);
    group_columns(w, p);
    place_tiles(w, p);
    return w;
}

il_status il_boxqp_workspace_create(const il_boxqp_problem *p, il_boxqp_workspace **out, il_error *err) {
    *out = NULL;
    il_status status = il_boxqp_check(p, err);
    if (status != IL_OK) return status;
    size_t size = il_boxqp_workspace_size(p);
    void  *block = malloc(size);
    if (!block)
        return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for a box QP of %d rows and %d columns (%zu bytes)", p->nd, p->nx, size);
    *out = il_boxqp_workspace_place(p, block, size);
    (*out)->own = block;
    return IL_OK;
}

void il_boxqp_workspace_free(il_boxqp_workspace *w) {
    if (w) free(w->own);
}

// ---- solve ----

static ili_boxqp_kernel *const abreast[IL_NISA] = {
    [IL_ISA_PLAIN] = ili_boxqp_plain,
#if defined(__x86_64__)
    [IL_ISA_V2] = ili_boxqp_v2, [IL_ISA_V3] = ili_boxqp_v3, [IL_ISA_V4] = ili_boxqp_v4
#endif
};
static ili_boxqp_one_kernel *const alone[IL_NISA] = {
    [IL_ISA_PLAIN] = ili_boxqp_one_plain,
#if defined(__x86_64__)
    [IL_ISA_V2] = ili_boxqp_one_v2, [IL_ISA_V3] = ili_boxqp_one_v3, [IL_ISA_V4] = ili_boxqp_one_v4
#endif
};

il_isa ili_boxqp_isa(il_isa wanted, int nlive) {
    il_isa best = il_isa_resolve(wanted);
    if (wanted != IL_ISA_AUTO) return best;
    if (nlive <= 2 && best > IL_ISA_V2) return IL_ISA_V2;
    return nlive <= 4 && best > IL_ISA_V3 ? IL_ISA_V3 : best;
}

static bool is_complete(const il_boxqp_problem *p, const il_boxqp_workspace *w, const il_boxqp_solution *solution) {
    if (p->nd != w->nd || p->nx != w->nx || (p->w != NULL) != w->dense || p->nlive < 0 || p->nlive > IL_LANES) return false;
    if (p->nx && (p->col_start[p->nx] != w->nnz || !p->h || !p->lo || !p->hi || !solution->x)) return false;
    return (w->nnz == 0 || p->a) && (p->nd == 0 || (p->b && solution->y));
}

// lanes without work get a copy of lane 0
static void copy_lane_0(il_pack *array, int n, int nlive) {
    for (int i = 0; array && i < n; i++)
        for (int lane = nlive; lane < IL_LANES; lane++) array[i].lane[lane] = array[i].lane[0];
}

static void reset_info(il_boxqp_info *info) {
    *info = (il_boxqp_info){0};
    for (int lane = 0; lane < IL_LANES; lane++) info->worst_row[lane] = -1;
}

static double *numbers(il_pack *array) { return array ? array->lane : NULL; }
static const double *given(const il_pack *array) { return array ? array->lane : NULL; }

ili_boxqp_single ili_boxqp_lane_0(const il_boxqp_problem *p, const il_boxqp_solution *solution) {
    return (ili_boxqp_single){.nd = p->nd, .step = IL_LANES, .a = given(p->a), .b = given(p->b), .h = given(p->h), .c = given(p->c), .lo = given(p->lo), .hi = given(p->hi),
                              .eps = given(p->eps), .w = given(p->w), .x = numbers(solution->x), .y = numbers(solution->y), .r = numbers(solution->r), .side = numbers(solution->side)};
}

il_status ili_boxqp_solve_single(const ili_boxqp_single *p, const il_boxqp_settings *set, const il_boxqp_workspace *w, il_boxqp_info *info) {
    IL_ASSERT(p->nd <= w->nd && w->dense && p->w && set->cookie == COOKIE);
    reset_info(info);
    alone[il_isa_resolve(set->isa)](p, set, w, info);
    return IL_OK;
}

il_status il_boxqp_solve(const il_boxqp_problem *p, const il_boxqp_settings *settings, il_boxqp_workspace *w, il_boxqp_solution *solution,
                         il_boxqp_info *info) {
    il_boxqp_settings set = settings ? *settings : il_default_boxqp_settings();
    IL_ASSERT(p && w && solution && info);
    IL_ASSERT(set.cookie == COOKIE);
    IL_ASSERT(is_complete(p, w, solution));
    reset_info(info);
    if (p->nlive == 0) return IL_OK;
    bool one = p->nlive == 1 && p->nd >= ILI_ONE_ROWS && (w->dense || w->nnz >= ONE_ENTRIES*p->nx); // measured: docs/solver.md
    ili_boxqp_single lane_0 = ili_boxqp_lane_0(p, solution);
    if (one) alone[il_isa_resolve(set.isa)](&lane_0, &set, w, info);
    else abreast[ili_boxqp_isa(set.isa, p->nlive)](p, &set, w, solution, info);
    copy_lane_0(solution->x, p->nx, p->nlive);
    copy_lane_0(solution->y, p->nd, p->nlive);
    copy_lane_0(solution->r, p->nd, p->nlive);
    copy_lane_0(solution->side, p->nx, p->nlive);
    return IL_OK;
}
