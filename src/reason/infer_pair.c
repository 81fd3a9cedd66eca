// infer_pair.c - the likelihood of two conditions over both severities
//
// Where all findings are numbers and effects add, as they nearly always do, eight severities of the second condition are weighed abreast (infer.kv.c).
#include <math.h>
#include <string.h>

#include "reason/infer_kernel.h"
#include "reason/infer_private.h"

typedef struct kernels {
    ili_infer_row_kernel *row;
    ili_infer_sum_kernel *sum;
} kernels;

static kernels choose(void) {
#define OF(isa) {ili_infer_row_##isa, ili_infer_sum_##isa}
    static const kernels all[IL_NISA] = {
        [IL_ISA_PLAIN] = OF(plain),
#if defined(__x86_64__)
        [IL_ISA_V2] = OF(v2), [IL_ISA_V3] = OF(v3), [IL_ISA_V4] = OF(v4),
#endif
    };
#undef OF
    return all[il_isa_resolve(IL_ISA_AUTO)];
}

double ili_infer_exp_sum(int n, const double *x, const double *weight, double top) { return choose().sum(n, x, weight, top); }

// ---- severities side by side -----------------------------------------------------------------------------------------------------

size_t ili_pair_points(int nfine) { return (size_t)(nfine + IL_LANES - 1)/IL_LANES*IL_LANES; }

static int used(const il_infer_workspace *w) { return (w->nfine - 1)/w->stride + 1; }

void ili_pair_lay(ili_fit *fit, const il_infer_problem *p, const il_infer_workspace *w) {
    int row = ili_row(fit), n = used(w);
    fit->npoint = fit->nr > 0 || p->interaction ? 0 : (int)ili_pair_points(n);
    for (int c = 0; c < p->ncondition && fit->npoint; c++) {
        double *to = fit->abreast + (size_t)c*(size_t)row*(size_t)fit->npoint;
        for (int j = 0; j < fit->npoint; j++) {
            const double *from = ili_effect_row(fit, w, c, (j < n ? j : n - 1)*w->stride);
            for (int i = 0; i < row; i++) to[i*fit->npoint + j] = from[i];
        }
    }
}

static double table_abreast(il_infer_workspace *w, int a, int b) {
    const ili_fit    *fit = &w->fit;
    int               n = used(w), np = fit->npoint;
    double            base[ILI_ROW], top = -HUGE_VAL, sum = 0.0;
    const double     *effect = fit->abreast + (size_t)b*(size_t)ili_row(fit)*(size_t)np, *wa = ili_weights_of(w, a), *wb = ili_weights_of(w, b);
    kernels           k = choose();
    ili_infer_numbers f = {.np = fit->np, .log_norm = fit->log_norm, .right = fit->right, .least = ILI_LOG_ZERO*100.0,
                           .gain = fit->wrong_gain, .each = fit->wrong > 0.0 ? fit->wrong_each : NULL};
    for (int i = 0; i < n; i++) {
        double *row = w->rows + (size_t)i*(size_t)np;
        ili_less_effect(fit, ili_effect_row(fit, w, a, i*w->stride), base);
        k.row(&f, np, base, effect, row);
        for (int j = 0; j < n; j++) w->table[i*w->stride*w->nfine + j*w->stride] = row[j], top = fmax(top, row[j]);
    }
    w->nlikelihood += (long)n*n;
    for (int j = 0; j < np; j++) w->row_weight[j] = j < n ? wb[j*w->stride] : 0.0;
    for (int i = 0; i < n; i++) sum += wa[i*w->stride]*k.sum(np, w->rows + (size_t)i*(size_t)np, w->row_weight, top);
    return top + log(fmax(sum, 1e-300));
}

// ---- one after another: with ranges, or where two conditions do other than the sum ----

// what a pair does beyond the sum, between the severities given: bilinear in both
static const double *interaction_at(const il_infer_problem *p, const il_infer_workspace *w, int pair, int ka, int kb, double *out) {
    if (!p->interaction) return NULL;
    int ns = p->nseverity, n = ili_row(&w->fit), i = ka/w->refine, j = kb/w->refine;
    double t = (double)(ka%w->refine)/w->refine, u = (double)(kb%w->refine)/w->refine;
    const double *base = w->fit.interaction + (size_t)pair*(size_t)ns*(size_t)ns*(size_t)n;
    int i1 = i + 1 < ns ? i + 1 : i, j1 = j + 1 < ns ? j + 1 : j;
    for (int f = 0; f < n; f++) {
        double v00 = base[(i*ns + j)*n + f], v01 = base[(i*ns + j1)*n + f], v10 = base[(i1*ns + j)*n + f], v11 = base[(i1*ns + j1)*n + f];
        out[f] = (1.0 - t)*((1.0 - u)*v00 + u*v01) + t*((1.0 - u)*v10 + u*v11);
    }
    return out;
}

static double table_one_by_one(const il_infer_problem *p, il_infer_workspace *w, int a, int b) {
    int    n = w->nfine, pair = il_infer_pair(p->ncondition, a, b);
    double top = -HUGE_VAL, sum = 0.0, base[ILI_ROW], beyond[ILI_ROW];
    for (int i = 0; i < n; i += w->stride) {
        ili_less_effect(&w->fit, ili_effect_row(&w->fit, w, a, i), base);
        for (int j = 0; j < n; j += w->stride) {
            double v = ili_log_rest(&w->fit, w, base, ili_effect_row(&w->fit, w, b, j), interaction_at(p, w, pair, i, j, beyond));
            w->table[i*n + j] = v;
            top = fmax(top, v);
        }
    }
    const double *wa = ili_weights_of(w, a), *wb = ili_weights_of(w, b);
    for (int i = 0; i < n; i += w->stride)
        for (int j = 0; j < n; j += w->stride) sum += wa[i]*wb[j]*exp(w->table[i*n + j] - top);
    return top + log(fmax(sum, 1e-300));
}

double ili_pair_table(const il_infer_problem *p, il_infer_workspace *w, int a, int b) {
    return w->fit.npoint > 0 ? table_abreast(w, a, b) : table_one_by_one(p, w, a, b);
}
