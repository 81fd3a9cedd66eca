// infer.kv.c - likelihoods at many severities abreast (infer_kernel.h); the width goes along the severities
#include "mech/elementary.h"
#include "reason/infer_kernel.h"

ILI_FN il_v left_of(const double *base, const double *effect, int n, int i, int o) { return ili_set(base[i]) - ili_load(effect + i*n + o); }

// log(right + sum each exp(x)), x = gain pull^2/2: the largest x is taken out, so that nothing overflows
ILI_FN il_v log_wrong(const ili_infer_numbers *f, int n, const double *base, const double *effect, int o) {
    il_v top = ili_set(0.0);
    for (int i = 0; i < f->np; i++) {
        il_v pull = left_of(base, effect, n, f->np + i, o);
        top = ili_max(top, ili_set(0.5*f->gain[i])*pull*pull);
    }
    il_v sum = ili_set(f->right)*ili_exp_inline(-top);
    for (int i = 0; i < f->np; i++) {
        il_v pull = left_of(base, effect, n, f->np + i, o);
        sum += ili_set(f->each[i])*ili_exp_inline(ili_set(0.5*f->gain[i])*pull*pull - top);
    }
    return top + ILI_MAP(log, u35, sum);
}

void ILI_KERNEL(ili_infer_row)(const ili_infer_numbers *f, int n, const double *base, const double *effect, double *out) {
    for (int o = 0; o < n; o += ILI_W) {
        il_v square = ili_set(0.0);
        for (int i = 0; i < f->np; i++) {
            il_v left = left_of(base, effect, n, i, o);
            square += left*left;
        }
        il_v value = ili_set(f->log_norm) - ili_set(0.5)*square;
        if (f->each) value += log_wrong(f, n, base, effect, o);
        ili_store(out + o, ili_max(value, ili_set(f->least)));
    }
}

double ILI_KERNEL(ili_infer_sum)(int n, const double *x, const double *weight, double top) {
    double sum = 0.0, part[IL_LANES] __attribute__((aligned(64)));
    for (int p = 0; p < n; p += IL_LANES) {
        for (int o = 0; o < IL_LANES; o += ILI_W) ili_store(part + o, ili_load(weight + p + o)*ili_exp_inline(ili_load(x + p + o) - ili_set(top)));
        for (int k = 0; k < IL_LANES; k++) sum += part[k];
    }
    return sum;
}
