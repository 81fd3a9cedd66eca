// ldl.h - S = L D L' over lanes for kernels: the lower triangle of a positive semi-definite matrix in 4 x 4 tiles within a skyline.
// No square roots, one division a row. A pivot that is only rounding is lifted to its natural size, so that with a singular matrix the
// direction solves what can be solved and moves along the null space by as much as the right-hand side asks there. An entry's sum runs
// over rising k, whatever the tiling: the same bits everywhere.
#ifndef ILI_SOLVE_LDL_H
#define ILI_SOLVE_LDL_H
#include "math/lane.h"
#include "solve/boxqp_part.h"

enum { LDL_T = 4, LDL_TILE = 16*ILI_W, LDL_ROW = 4*ILI_W }; // strides in doubles: of a tile, of a row within a tile

/// Where the tiles are: block row b has the tiles tile_row[b] onwards, the first in block column first[b], the last on the diagonal.
typedef struct ldl {
    int           nb;
    const int    *tile_row, *first;
    const double *s;              // matrix                       [tile][4][4]
    double       *l;              // factor, unit lower triangle  [tile][4][4]
    double       *dinv;           // inverse pivots               [4 nb]
    double       *c_row;          // scratch: one block row of L D  [nb][4][4]
    const double *scale;          // natural size of a pivot             [4 nb]
    double        tiny;           // a pivot below tiny*scale is rounding: lifted to scale
} ldl;

// t (2 x 4) -= C (2 x 4n) L' (4n x 4) over n tiles
ILI_FN void update_rows(il_v t[8], const double *c, const double *l, int n) {
    il_v a0 = t[0], a1 = t[1], a2 = t[2], a3 = t[3], b0 = t[4], b1 = t[5], b2 = t[6], b3 = t[7];
    for (; n > 0; n--, c += LDL_TILE, l += LDL_TILE) {
#pragma GCC unroll 4
        for (int k = 0; k < LDL_T; k++) {
            il_v ca = at(c, k), cb = at(c, LDL_T + k);
            il_v l0 = at(l, k), l1 = at(l, LDL_T + k), l2 = at(l, 2*LDL_T + k), l3 = at(l, 3*LDL_T + k);
            a0 -= ca*l0, a1 -= ca*l1, a2 -= ca*l2, a3 -= ca*l3;
            b0 -= cb*l0, b1 -= cb*l1, b2 -= cb*l2, b3 -= cb*l3;
        }
    }
    t[0] = a0, t[1] = a1, t[2] = a2, t[3] = a3, t[4] = b0, t[5] = b1, t[6] = b2, t[7] = b3;
}

// one row of a tile right of its diagonal tile's factor: c L' = t, then L = c D^-1
ILI_FN void finish_row(const il_v *t, const double *ljj, const double *dinv, double *c, double *l) {
    il_v c0 = t[0];
    il_v c1 = t[1] - c0*at(ljj, LDL_T);
    il_v c2 = t[2] - c0*at(ljj, 2*LDL_T) - c1*at(ljj, 2*LDL_T + 1);
    il_v c3 = t[3] - c0*at(ljj, 3*LDL_T) - c1*at(ljj, 3*LDL_T + 1) - c2*at(ljj, 3*LDL_T + 2);
    put(c, 0, c0), put(c, 1, c1), put(c, 2, c2), put(c, 3, c3);
    put(l, 0, c0*at(dinv, 0)), put(l, 1, c1*at(dinv, 1)), put(l, 2, c2*at(dinv, 2)), put(l, 3, c3*at(dinv, 3));
}

ILI_FN void load_rows(il_v t[8], const double *tile) {
#pragma GCC unroll 8
    for (int k = 0; k < 8; k++) t[k] = at(tile, k);
}

// the tile in block row i and column j < i
static void factor_tile(const ldl *f, int i, int j) {
    int fi = f->first[i], fj = f->first[j], from = fi > fj ? fi : fj;
    const double *s = f->s + (f->tile_row[i] + j - fi)*LDL_TILE, *lj = f->l + (f->tile_row[j] - fj)*LDL_TILE;
    double *l = f->l + (f->tile_row[i] + j - fi)*LDL_TILE, *c = f->c_row + j*LDL_TILE;
    for (int r = 0; r < LDL_T; r += 2) {
        il_v t[8];
        load_rows(t, s + r*LDL_ROW);
        update_rows(t, f->c_row + from*LDL_TILE + r*LDL_ROW, lj + from*LDL_TILE, j - from);
        finish_row(t, lj + j*LDL_TILE, f->dinv + j*LDL_ROW, c + r*LDL_ROW, l + r*LDL_ROW);
        finish_row(t + 4, lj + j*LDL_TILE, f->dinv + j*LDL_ROW, c + (r + 1)*LDL_ROW, l + (r + 1)*LDL_ROW);
    }
}

ILI_FN il_v inverse_pivot(const ldl *f, int row, il_v pivot) {
    il_v scale = at(f->scale, row);
    return ili_set(1.0)/ili_select(pivot <= ili_set(f->tiny)*scale, scale, pivot);
}

static void factor_diagonal(const ldl *f, int i) {
    int fi = f->first[i];
    const double *s = f->s + (f->tile_row[i] + i - fi)*LDL_TILE, *li = f->l + f->tile_row[i]*LDL_TILE;
    double *l = f->l + (f->tile_row[i] + i - fi)*LDL_TILE;
    il_v t[16], inv[4];
    for (int r = 0; r < LDL_T; r += 2) {
        load_rows(t + 4*r, s + r*LDL_ROW);
        update_rows(t + 4*r, f->c_row + fi*LDL_TILE + r*LDL_ROW, li, i - fi);
    }
    // what is left is a 4 x 4 matrix of its own
    inv[0] = inverse_pivot(f, 4*i, t[0]);
    il_v l10 = t[4]*inv[0], l20 = t[8]*inv[0], l30 = t[12]*inv[0];
    inv[1] = inverse_pivot(f, 4*i + 1, t[5] - t[4]*l10);
    il_v c21 = t[9] - t[8]*l10, c31 = t[13] - t[12]*l10, l21 = c21*inv[1], l31 = c31*inv[1];
    inv[2] = inverse_pivot(f, 4*i + 2, t[10] - t[8]*l20 - c21*l21);
    il_v c32 = t[14] - t[12]*l20 - c31*l21, l32 = c32*inv[2];
    inv[3] = inverse_pivot(f, 4*i + 3, t[15] - t[12]*l30 - c31*l31 - c32*l32);
    put(l, 4, l10), put(l, 8, l20), put(l, 9, l21), put(l, 12, l30), put(l, 13, l31), put(l, 14, l32);
    for (int k = 0; k < LDL_T; k++) put(f->dinv, 4*i + k, inv[k]);
}

static void ldl_factor(const ldl *f) {
    for (int i = 0; i < f->nb; i++) {
        for (int j = f->first[i]; j < i; j++) factor_tile(f, i, j);
        factor_diagonal(f, i);
    }
}

// z := L^-1 z
static void solve_forward(const ldl *f, double *z) {
    for (int i = 0; i < f->nb; i++) {
        const double *l = f->l + f->tile_row[i]*LDL_TILE;
        il_v z0 = at(z, 4*i), z1 = at(z, 4*i + 1), z2 = at(z, 4*i + 2), z3 = at(z, 4*i + 3);
        for (int k = 4*f->first[i]; k < 4*i; k += LDL_T, l += LDL_TILE) {
#pragma GCC unroll 4
            for (int m = 0; m < LDL_T; m++) {
                il_v y = at(z, k + m);
                z0 -= at(l, m)*y, z1 -= at(l, 4 + m)*y, z2 -= at(l, 8 + m)*y, z3 -= at(l, 12 + m)*y;
            }
        }
        z1 -= at(l, 4)*z0;
        z2 = z2 - at(l, 8)*z0 - at(l, 9)*z1;
        z3 = z3 - at(l, 12)*z0 - at(l, 13)*z1 - at(l, 14)*z2;
        put(z, 4*i, z0), put(z, 4*i + 1, z1), put(z, 4*i + 2, z2), put(z, 4*i + 3, z3);
    }
}

// z := L'^-1 D^-1 z
static void solve_backward(const ldl *f, double *z) {
    for (int i = 0; i < 4*f->nb; i++) put(z, i, at(z, i)*at(f->dinv, i));
    for (int i = f->nb - 1; i >= 0; i--) {
        const double *l = f->l + (f->tile_row[i] + i - f->first[i])*LDL_TILE;
        il_v z3 = at(z, 4*i + 3), z2 = at(z, 4*i + 2) - at(l, 14)*z3;
        il_v z1 = at(z, 4*i + 1) - at(l, 13)*z3 - at(l, 9)*z2;
        il_v z0 = at(z, 4*i) - at(l, 12)*z3 - at(l, 8)*z2 - at(l, 4)*z1;
        put(z, 4*i, z0), put(z, 4*i + 1, z1), put(z, 4*i + 2, z2);
        l = f->l + f->tile_row[i]*LDL_TILE;
        for (int k = 4*f->first[i]; k < 4*i; k += LDL_T, l += LDL_TILE) {
#pragma GCC unroll 4
            for (int m = 0; m < LDL_T; m++) put(z, k + m, at(z, k + m) - at(l, m)*z0 - at(l, 4 + m)*z1 - at(l, 8 + m)*z2 - at(l, 12 + m)*z3);
        }
    }
}

/// z := S^-1 z with the factor of the last ldl_factor
static void ldl_solve(const ldl *f, double *z) {
    solve_forward(f, z);
    solve_backward(f, z);
}

#endif
