// fold.kv.c - many right sides of one triangular factor, and their products; the width goes along the right sides
#include "math/lane.h"
#include "solve/fold.h"

enum { ABREAST = 4, STEP = ABREAST*ILI_W }; // sums at a time: one alone would wait for itself

void ILI_KERNEL(ili_fold)(int n, int many, int padded, const double *L, double *T, double *W) {
    for (int c = 0; c < padded; c += STEP) {
        for (int i = 0; i < n; i++) {
            il_v sum[ABREAST], per = ili_set(L[i*n + i]);
            for (int e = 0; e < ABREAST; e++) sum[e] = ili_load(&T[i*padded + c + e*ILI_W]);
            for (int k = 0; k < i; k++) {
                il_v l = ili_set(L[i*n + k]);
                for (int e = 0; e < ABREAST; e++) sum[e] -= l*ili_load(&T[k*padded + c + e*ILI_W]);
            }
            for (int e = 0; e < ABREAST; e++) ili_store(&T[i*padded + c + e*ILI_W], sum[e]/per);
        }
    }
    for (int i = 0; i < many; i++) {
        for (int c = 0; c <= i; c += STEP) {
            il_v sum[ABREAST];
            for (int e = 0; e < ABREAST; e++) sum[e] = ili_set(0.0);
            for (int j = 0; j < n; j++) {
                il_v x = ili_set(T[j*padded + i]);
                for (int e = 0; e < ABREAST; e++) sum[e] += x*ili_load(&T[j*padded + c + e*ILI_W]);
            }
            for (int e = 0; e < ABREAST; e++) ili_store(&W[i*padded + c + e*ILI_W], sum[e]);
        }
    }
}
