// simplex.c - two-phase bounded simplex: columns 0..nx-1 are the problem's, the next nrow are artificial, one a row
#include "solve/simplex.h"
#include <math.h>
#include <stdlib.h>

enum { NO_COLUMN = -1 };
enum { REFRESH = 40 };             // steps by which the inverse is updated before it is worked out anew
static const double TINY = 1e-10;
static const double FAR = 1e3;     // a column without an upper bound counts as going this far

struct ili_simplex {
    int     max_row, max_x;
    int    *basis, *at_upper, *in_basis; ///< [row] column; [column]
    double *block, *x, *cost, *lo, *hi, *sign, *inverse, *y, *w, *scale, *d; ///< d [column]: reduced costs
    int     updates;
    const ili_simplex_problem *p;
};

static size_t numbers(const ili_simplex *s) {
    size_t n = (size_t)(s->max_row + s->max_x), m = (size_t)s->max_row;
    return 5*n + 2*m*m + 4*m + 1;
}
static size_t indexes(const ili_simplex *s) { return 2*(size_t)(s->max_row + s->max_x) + (size_t)s->max_row + 1; }

size_t ili_simplex_bytes(const ili_simplex *s) { return sizeof *s + numbers(s)*sizeof *s->block + indexes(s)*sizeof *s->basis; }

ili_simplex *ili_simplex_create(int max_row, int max_x) {
    ili_simplex *s = calloc(1, sizeof *s);
    size_t       n = (size_t)(max_row + max_x), m = (size_t)max_row;
    if (!s) return NULL;
    s->max_row = max_row, s->max_x = max_x;
    s->block = calloc(numbers(s), sizeof *s->block);
    s->basis = calloc(indexes(s), sizeof *s->basis);
    if (!s->block || !s->basis) {
        ili_simplex_free(s);
        return NULL;
    }
    s->at_upper = s->basis + m, s->in_basis = s->at_upper + n;
    s->x = s->block, s->cost = s->x + n, s->lo = s->cost + n, s->hi = s->lo + n, s->sign = s->hi + n, s->y = s->sign + m, s->w = s->y + m;
    s->scale = s->w + m, s->inverse = s->scale + m, s->d = s->inverse + 2*m*m;
    return s;
}

void ili_simplex_free(ili_simplex *s) {
    if (!s) return;
    free(s->block);
    free(s->basis);
    free(s);
}

static double entry(const ili_simplex *s, int row, int column) {
    const ili_simplex_problem *p = s->p;
    if (column < p->nx) return p->A[row*p->nx + column];
    return column - p->nx == row ? s->sign[row] : 0.0;
}

// Gauss-Jordan with row pivoting on [B | I]; false where the basis is singular
static bool invert(ili_simplex *s) {
    int     m = s->p->nrow;
    double *B = s->inverse + m*m, *inv = s->inverse;
    s->updates = 0;
    for (int i = 0; i < m; i++) {
        for (int k = 0; k < m; k++) B[i*m + k] = entry(s, i, s->basis[k]), inv[i*m + k] = i == k;
    }
    for (int k = 0; k < m; k++) {
        int best = k;
        for (int i = k + 1; i < m; i++) best = fabs(B[i*m + k]) > fabs(B[best*m + k]) ? i : best;
        if (fabs(B[best*m + k]) < 1e-300) return false;
        for (int c = 0; c < m; c++) {
            double a = B[k*m + c], b = inv[k*m + c];
            B[k*m + c] = B[best*m + c], B[best*m + c] = a, inv[k*m + c] = inv[best*m + c], inv[best*m + c] = b;
        }
        double pivot = 1.0/B[k*m + k];
        for (int c = 0; c < m; c++) B[k*m + c] *= pivot, inv[k*m + c] *= pivot;
        for (int i = 0; i < m; i++) {
            double f = B[i*m + k];
            if (i == k || f == 0.0) continue;
            for (int c = 0; c < m; c++) B[i*m + c] -= f*B[k*m + c], inv[i*m + c] -= f*inv[k*m + c];
        }
    }
    return true;
}

// what basic columns must be, all others standing at a bound
static void place_basics(ili_simplex *s) {
    const ili_simplex_problem *p = s->p;
    int                        m = p->nrow, n = p->nx + m;
    for (int j = 0; j < n; j++) {
        if (!s->in_basis[j]) s->x[j] = s->at_upper[j] ? s->hi[j] : s->lo[j];
    }
    for (int k = 0; k < m; k++) s->x[s->basis[k]] = 0.0;
    for (int i = 0; i < m; i++) {
        const double *row = &p->A[i*p->nx];
        double        sum = p->b[i];
        for (int j = 0; j < p->nx; j++) sum -= row[j]*s->x[j];
        s->w[i] = sum - s->sign[i]*s->x[p->nx + i];
    }
    for (int k = 0; k < m; k++) {
        double sum = 0.0;
        for (int i = 0; i < m; i++) sum += s->inverse[k*m + i]*s->w[i];
        s->x[s->basis[k]] = sum;
    }
}

// c_j - y'A_j of every column, row by row
static void reduced_costs(ili_simplex *s) {
    const ili_simplex_problem *p = s->p;
    for (int j = 0; j < p->nx + p->nrow; j++) s->d[j] = s->cost[j];
    for (int i = 0; i < p->nrow; i++) {
        const double *row = &p->A[i*p->nx], y = s->y[i];
        for (int j = 0; j < p->nx; j++) s->d[j] -= y*row[j];
        s->d[p->nx + i] -= y*s->sign[i];
    }
}

// the column that gains most by going from one bound to the other; by `first` the first that gains at all (Bland: no cycle)
static int entering(ili_simplex *s, bool first) {
    int m = s->p->nrow, n = s->p->nx + m, best = NO_COLUMN;
    for (int i = 0; i < m; i++) {
        s->y[i] = 0.0;
        for (int k = 0; k < m; k++) s->y[i] += s->cost[s->basis[k]]*s->inverse[k*m + i];
    }
    reduced_costs(s);
    double most = 0.0;
    for (int j = 0; j < n; j++) {
        if (s->in_basis[j] || s->lo[j] == s->hi[j]) continue;
        double better = s->at_upper[j] ? -s->d[j] : s->d[j], unit = 1.0 + fabs(s->cost[j]), worth = better*fmin(s->hi[j] - s->lo[j], FAR);
        if (better <= TINY*unit || worth <= most) continue;
        most = worth, best = j;
        if (first) break;
    }
    return best;
}

// how far the entering column may go before a basic column meets its bound; that column's place, or -1: it meets its own other bound
static double ratio(const ili_simplex *s, int j, double way, int *leaving, bool *to_upper) {
    int    m = s->p->nrow;
    double most = s->hi[j] - s->lo[j], pivot = 0.0;
    *leaving = -1, *to_upper = false;
    for (int k = 0; k < m; k++) {
        double rate = -way*s->w[k], x = s->x[s->basis[k]], bound = rate > 0.0 ? s->hi[s->basis[k]] : s->lo[s->basis[k]];
        if (fabs(rate) < 1e-11 || !isfinite(bound)) continue;
        double t = fmax(0.0, (bound - x)/rate);
        if (t > most || (t == most && fabs(rate) <= pivot)) continue;
        most = t, pivot = fabs(rate), *leaving = k, *to_upper = rate > 0.0;
    }
    return most;
}

// the inverse after column w = B^-1 A_j takes the place `leaving`
static void update(ili_simplex *s, int leaving) {
    int     m = s->p->nrow;
    double *row = &s->inverse[leaving*m], pivot = 1.0/s->w[leaving];
    for (int c = 0; c < m; c++) row[c] *= pivot;
    for (int i = 0; i < m; i++) {
        double f = s->w[i];
        for (int c = 0; c < m && i != leaving; c++) s->inverse[i*m + c] -= f*row[c];
    }
    s->updates++;
}

static ili_simplex_status climb(ili_simplex *s, int *iterations) {
    int m = s->p->nrow, n = s->p->nx + m, most = 50*(n + m);
    s->updates = REFRESH;
    for (int step = 0; step < most; step++, (*iterations)++) {
        if (s->updates == REFRESH && !invert(s)) return ILI_SIMPLEX_LIMIT;
        place_basics(s);
        if (s->p->stop && s->p->stop(s->p->user, *iterations)) return ILI_SIMPLEX_STOPPED;
        int j = entering(s, step > 10*(n + m)), leaving;
        if (j == NO_COLUMN && s->updates > 0) { // by a fresh inverse once more
            if (!invert(s)) return ILI_SIMPLEX_LIMIT;
            place_basics(s), j = entering(s, true);
        }
        if (j == NO_COLUMN) return ILI_SIMPLEX_SOLVED;
        double way = s->at_upper[j] ? -1.0 : 1.0;
        bool   to_upper;
        for (int k = 0; k < m; k++) {
            s->w[k] = 0.0;
            for (int i = 0; i < m; i++) s->w[k] += s->inverse[k*m + i]*entry(s, i, j);
        }
        double t = ratio(s, j, way, &leaving, &to_upper);
        if (!isfinite(t)) return ILI_SIMPLEX_UNBOUNDED;
        if (leaving < 0) {
            s->at_upper[j] = !s->at_upper[j];
            continue;
        }
        int out = s->basis[leaving];
        update(s, leaving);
        s->in_basis[out] = 0, s->at_upper[out] = to_upper, s->basis[leaving] = j, s->in_basis[j] = 1;
    }
    return ILI_SIMPLEX_LIMIT;
}

// every column at its lower bound, artificial columns taking what is left
static void begin(ili_simplex *s) {
    const ili_simplex_problem *p = s->p;
    for (int j = 0; j < p->nx; j++) s->lo[j] = p->lo[j], s->hi[j] = p->hi[j], s->at_upper[j] = 0, s->in_basis[j] = 0, s->cost[j] = 0.0;
    for (int i = 0; i < p->nrow; i++) {
        double left = p->b[i];
        int    j = p->nx + i;
        s->scale[i] = fabs(p->b[i]);
        for (int k = 0; k < p->nx; k++) left -= p->A[i*p->nx + k]*p->lo[k], s->scale[i] = fmax(s->scale[i], fabs(p->A[i*p->nx + k]));
        s->sign[i] = left < 0.0 ? -1.0 : 1.0;
        s->lo[j] = 0.0, s->hi[j] = IL_INF, s->cost[j] = -1.0, s->at_upper[j] = 0, s->basis[i] = j, s->in_basis[j] = 1;
    }
}

ili_simplex_status ili_simplex_maximise(ili_simplex *s, const ili_simplex_problem *p, ili_simplex_answer *out) {
    out->iterations = 0, out->value = 0.0;
    if (p->nrow > s->max_row || p->nx > s->max_x) return ILI_SIMPLEX_LIMIT;
    s->p = p;
    begin(s);
    ili_simplex_status status = climb(s, &out->iterations);
    for (int i = 0; status == ILI_SIMPLEX_SOLVED && i < p->nrow; i++) {
        if (s->x[p->nx + i] > 1e-9*s->scale[i]) status = ILI_SIMPLEX_INFEASIBLE;
        s->hi[p->nx + i] = 0.0, s->cost[p->nx + i] = 0.0;
    }
    for (int j = 0; j < p->nx; j++) s->cost[j] = p->c[j];
    if (status == ILI_SIMPLEX_SOLVED) status = climb(s, &out->iterations);
    for (int j = 0; j < p->nx; j++) {
        out->x[j] = fmin(p->hi[j], fmax(p->lo[j], s->x[j]));
        out->value += p->c[j]*out->x[j];
    }
    for (int i = 0; i < p->nrow; i++) out->price[i] = s->y[i];
    return status;
}
