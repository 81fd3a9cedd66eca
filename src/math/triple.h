// triple.h - arithmetic on three numbers, for code that is no kernel
#ifndef ILI_TRIPLE_H
#define ILI_TRIPLE_H

static inline void ili_cross3(const double *a, const double *b, double *out) {
    out[0] = a[1]*b[2] - a[2]*b[1], out[1] = a[2]*b[0] - a[0]*b[2], out[2] = a[0]*b[1] - a[1]*b[0];
}
static inline double ili_dot3(const double *a, const double *b) { return a[0]*b[0] + a[1]*b[1] + a[2]*b[2]; }
#endif
