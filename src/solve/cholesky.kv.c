// cholesky.kv.c - the factor of a dense matrix; the width goes along the rows of a column, and every sum is ili_dot()'s: eight sums side by side, then the rest
#include "math/lane.h"
#include "solve/cholesky.h"

// sum e takes what column k + e takes
#define TAKE(e) s##e += ili_load(&at[(e)*stride])*ili_set(by[(e)*stride])

// entries of column j in rows i.. less what the columns before take from them; eight sums by name, so that they stay in registers
ILI_FN il_v column(const double *C, int stride, int j, int i) {
    il_v          s0 = ili_set(0.0), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0, rest = s0;
    const double *at = C + i, *by = C + j;
    int           k = 0;
    for (; k + 8 <= j; k += 8, at += 8*stride, by += 8*stride) {
        TAKE(0);
        TAKE(1);
        TAKE(2);
        TAKE(3);
        TAKE(4);
        TAKE(5);
        TAKE(6);
        TAKE(7);
    }
    for (; k < j; k++, at += stride, by += stride) rest += ili_load(at)*ili_set(by[0]);
    return ili_load(&C[j*stride + i]) - (((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7)) + rest);
}

bool ILI_KERNEL(ili_cholesky)(int n, const double *H, double mu, double least, int stride, double *C, double *L) {
    memset(C, 0, (size_t)(n*stride)*sizeof *C);
    for (int j = 0; j < n; j++) {
        for (int i = j; i < n; i++) C[j*stride + i] = H[j*n + i];
        C[j*stride + j] += mu;
    }
    for (int j = 0; j < n; j++) {
        int first = j/ILI_W*ILI_W;
        for (int i = first; i < n; i += ILI_W) ili_store(&C[j*stride + i], column(C, stride, j, i));
        double pivot = C[j*stride + j];
        if (!(pivot > least)) return false;
        il_v root = ili_sqrt(ili_set(pivot));
        for (int i = first; i < n; i += ILI_W) ili_store(&C[j*stride + i], ili_load(&C[j*stride + i])/root);
        C[j*stride + j] = root[0];
    }
    for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) L[i*n + j] = C[j*stride + i];
    }
    return true;
}
