// step.c - the box QPs of steps of holding: of one solve alone by itself, of all that share the room one in each lane of the lane solver
#include "step.h"
#include "solve/boxqp.h"
#include <math.h>
#include <stdlib.h>

struct ili_step {
    il_boxqp_problem    problem;
    il_boxqp_workspace *workspace;
    il_boxqp_settings   settings;
    il_pack            *block, *a, *b, *h, *c, *lo, *hi, *eps, *W, *x, *y;
    double             *scaled;            ///< [nnz] one solve alone: A by scaled rows
    int                 rows;              ///< that columns reach
    const ili_equilibrium *of[IL_LANES];   ///< whose step a lane is, and its system
    const ili_system   *system[IL_LANES];
    int                 nlaid;             ///< lanes that wait for their answer
    bool                laid[IL_LANES];    ///< it waits
    il_status           status;
    il_boxqp_info       outcome;
};

il_status ili_step_create(ili_equilibrium *w, const int *col_start, const int *row_index, int isa) {
    struct ili_step *t = w->step = calloc(1, sizeof *t);
    if (!t) return IL_NO_MEMORY;
    size_t nnz = (size_t)col_start[w->nx], nx = (size_t)w->nx, nr = (size_t)w->nrow_max;
    size_t count = nnz + 6*nx + 4*nr + nr*(nr + 1)/2 + 17 + nnz/IL_LANES + 1;
    t->block = aligned_alloc(64, count*sizeof *t->block);
    if (!t->block) return IL_NO_MEMORY;
    for (size_t i = 0; i < count; i++) t->block[i] = (il_pack){{0}};
    il_pack *next = t->block;
#define TAKE(field, many) (t->field = next, next += (many))
    TAKE(a, nnz + 1), TAKE(x, nx + 1), TAKE(h, nx + 1), TAKE(c, nx + 1), TAKE(lo, nx + 1), TAKE(hi, nx + 1), TAKE(b, nr), TAKE(eps, nr), TAKE(y, nr);
    TAKE(W, nr*(nr + 1)/2);
#undef TAKE
    t->scaled = next->lane;
    for (size_t e = 0; e < nnz; e++) t->rows = row_index[e] < t->rows ? t->rows : row_index[e] + 1;
    t->problem = (il_boxqp_problem){.nd = w->nrow_max, .nx = w->nx, .nlive = 1, .col_start = col_start, .row_index = row_index, .a = t->a, .b = t->b, .h = t->h, .c = t->c,
                                    .lo = t->lo, .hi = t->hi, .eps = t->eps, .w = t->W};
    t->settings = il_default_boxqp_settings();
    t->settings.isa = (il_isa)isa;
    t->settings.warm = true;
    w->bytes += sizeof *t + count*sizeof *t->block + il_boxqp_workspace_size(&t->problem);
    return il_boxqp_workspace_create(&t->problem, &t->workspace, NULL);
}

void ili_step_free(ili_equilibrium *w) {
    if (!w->step) return;
    il_boxqp_workspace_free(w->step->workspace);
    free(w->step->block);
    free(w->step);
}

// W stands in a room that all share, so that it is laid at once
static void lay_compliance(const ili_equilibrium *w, const ili_system *s, struct ili_step *t, int lane) {
    for (int i = 0; i < s->nrow; i++)
        for (int k = 0; k <= i; k++) t->W[i*(i + 1)/2 + k].lane[lane] = w->W[i*w->padded + k];
    // rows that this system does not have: r = 0 with a compliance of one
    for (int i = s->nrow; i < w->nrow_max; i++)
        for (int k = 0; k <= i; k++) t->W[i*(i + 1)/2 + k].lane[lane] = 0.0;
}

// columns of all that wait, one after the other: a pack is written once, not once a lane
static void lay_columns(struct ili_step *t, int n) {
    const il_boxqp_problem *p = &t->problem;
    const double           *A[IL_LANES], *scale[IL_LANES];
    for (int lane = 0; lane < n; lane++) A[lane] = t->of[lane]->A, scale[lane] = t->system[lane]->row_scale;
    for (int e = 0; e < p->col_start[p->nx]; e++) {
        int row = p->row_index[e];
        for (int lane = 0; lane < n; lane++) t->a[e].lane[lane] = A[lane][e]*scale[lane][row];
    }
    for (int column = 0; column < p->nx; column++) {
        for (int lane = 0; lane < n; lane++) {
            const ili_equilibrium *w = t->of[lane];
            const ili_system      *s = t->system[lane];
            t->h[column].lane[lane] = w->x_bend[column], t->c[column].lane[lane] = w->x_center[column];
            t->lo[column].lane[lane] = s->x_lower[column], t->hi[column].lane[lane] = s->x_upper[column];
        }
    }
}

static void lay_rows(struct ili_step *t, int n) {
    for (int lane = 0; lane < n; lane++) {
        const ili_equilibrium *w = t->of[lane];
        const ili_system      *s = t->system[lane];
        for (int i = 0; i < w->nrow_max; i++) {
            bool own = i < s->nrow;
            t->b[i].lane[lane] = own ? w->b[i] : 0.0, t->y[i].lane[lane] = own ? w->y[i] : 0.0, t->eps[i].lane[lane] = own ? s->reserve[i] : 1.0;
        }
    }
}

bool ili_steps_solve(const ili_equilibrium *w) {
    struct ili_step *t = w->step;
    if (t->nlaid == 0) return false;
    il_boxqp_solution solution = {.x = t->x, .y = t->y};
    lay_columns(t, t->nlaid);
    lay_rows(t, t->nlaid);
    t->problem.nlive = t->nlaid;
    t->status = il_boxqp_solve(&t->problem, &t->settings, t->workspace, &solution, &t->outcome);
    t->nlaid = 0;
    for (int lane = 0; lane < IL_LANES; lane++) t->laid[lane] = false;
    return true;
}

// nothing is laid into lanes, and there are no rows but the system's own
static bool solve_alone(ili_equilibrium *w, const ili_system *s, ili_equilibrium_info *info) {
    struct ili_step *t = w->step;
    for (int e = 0; e < s->col_start[s->nx]; e++) t->scaled[e] = w->A[e]*s->row_scale[s->row_index[e]];
    ili_boxqp_single p = {.nd = s->nrow, .step = 1, .w_row = w->padded, .a = t->scaled, .b = w->b, .h = w->x_bend, .c = w->x_center, .lo = s->x_lower, .hi = s->x_upper,
                          .eps = s->reserve, .w = w->W, .x = w->x_new, .y = w->y};
    if (ili_boxqp_solve_single(&p, &t->settings, t->workspace, &t->outcome) != IL_OK) return false;
    info->factorisations += t->outcome.factorisations[0];
    return t->outcome.status[0] == IL_BOXQP_SOLVED || t->outcome.status[0] == IL_BOXQP_INACCURATE;
}

bool ili_step_solve(ili_equilibrium *w, const ili_system *s, ili_equilibrium_info *info) {
    struct ili_step *t = w->step;
    if (!s->wait && s->nrow >= ILI_ONE_ROWS && s->nrow >= t->rows) return solve_alone(w, s, info);
    int lane = t->nlaid++;
    t->laid[lane] = true, t->of[lane] = w, t->system[lane] = s;
    lay_compliance(w, s, t, lane);
    while (t->laid[lane] && s->wait) s->wait(s->user);
    if (t->laid[lane]) ili_steps_solve(w);
    if (t->status != IL_OK) return false;
    info->factorisations += t->outcome.factorisations[lane];
    for (int column = 0; column < s->nx; column++) w->x_new[column] = t->x[column].lane[lane];
    for (int i = 0; i < s->nrow; i++) w->y[i] = t->y[i].lane[lane];
    return t->outcome.status[lane] == IL_BOXQP_SOLVED || t->outcome.status[lane] == IL_BOXQP_INACCURATE;
}
