// fold.kv.c - many right sides of one triangular factor, and their products; the width goes along the right sides
#include "math/lane.h"
#include "solve/fold.h"

enum { ABREAST = 4, STEP = ABREAST*ILI_W }; // sums at a time: one alone would wait for itself; by name, so that they stay in registers

// sum e of row i of T less what the rows before it take, over their pivot
ILI_FN void solve_row(int i, int padded, const double *l, double *T) {
    double *to = T + i*padded;
    il_v    s0 = ili_load(to), s1 = ili_load(to + ILI_W), s2 = ili_load(to + 2*ILI_W), s3 = ili_load(to + 3*ILI_W), per = ili_set(l[i]);
    for (int k = 0; k < i; k++, T += padded) {
        il_v by = ili_set(l[k]);
        s0 -= by*ili_load(T), s1 -= by*ili_load(T + ILI_W), s2 -= by*ili_load(T + 2*ILI_W), s3 -= by*ili_load(T + 3*ILI_W);
    }
    ili_store(to, s0/per), ili_store(to + ILI_W, s1/per), ili_store(to + 2*ILI_W, s2/per), ili_store(to + 3*ILI_W, s3/per);
}

// column i of T with the columns from c on
ILI_FN void multiply(int n, int padded, const double *column, const double *T, double *to) {
    il_v s0 = ili_set(0.0), s1 = s0, s2 = s0, s3 = s0;
    for (int j = 0; j < n; j++, T += padded, column += padded) {
        il_v x = ili_set(*column);
        s0 += x*ili_load(T), s1 += x*ili_load(T + ILI_W), s2 += x*ili_load(T + 2*ILI_W), s3 += x*ili_load(T + 3*ILI_W);
    }
    ili_store(to, s0), ili_store(to + ILI_W, s1), ili_store(to + 2*ILI_W, s2), ili_store(to + 3*ILI_W, s3);
}

void ILI_KERNEL(ili_fold)(int n, int many, int padded, const double *L, double *T, double *W) {
    for (int c = 0; c < many; c += STEP) {
        for (int i = 0; i < n; i++) solve_row(i, padded, &L[i*n], T + c);
    }
    for (int i = 0; i < many; i++) {
        for (int c = 0; c <= i; c += STEP) multiply(n, padded, T + i, T + c, &W[i*padded + c]);
    }
}
