// boxqp1.kv.c - the box QP for one problem alone: the same method and the same bits, with the width of the instruction set along columns
// and rows instead of across lanes. The numbers are first copied in the order in which they are needed.
#include "solve/wide.h"
#include "solve/one.h"
#include "solve/boxqp_part.h"

#define GIVEN(s, field, i)  ((s)->single->field + (i)*(s)->single->step)
#define GIVEN_W(s, i, k)    ((s)->single->w + ((s)->single->w_row ? (i)*(s)->single->w_row + (k) : ((i)*((i) + 1)/2 + (k))*(s)->single->step))
#define ANSWER(s, field, i) GIVEN(s, field, i)
#define WANTED(s, field)    ((s)->single->field != NULL)

// ---- before the first step ----

static int wide_of(int n) { return (n + WIDE - 1)/WIDE*WIDE; }

// group k's columns: by columns into one_a, in blocks of eight into one_b
static void copy_group(const part *s, int k) {
    const il_boxqp_workspace *w = s->w;
    int n = w->group_col[k + 1] - w->group_col[k], m = w->group_row[k + 1] - w->group_row[k], m8 = wide_of(m), step = s->single->step;
    double *a = w->one_a + w->one_group_a[k], *b = w->one_b + w->one_group_b[k];
    if (n%WIDE) memset(b + n/WIDE*m*WIDE, 0, (size_t)(m*WIDE)*sizeof(double));
    for (int i = 0; i < n; i++, a += m8) {
        const double *from = GIVEN(s, a, w->entry[w->group_col[k] + i]);
        double *block = b + i/WIDE*m*WIDE + i%WIDE;
        for (int j = 0; j < m; j++) a[j] = block[j*WIDE] = from[j*step];
        for (int j = m; j < m8; j++) a[j] = 0;
    }
}

static il_m copy_columns(const part *s) {
    const il_boxqp_workspace *w = s->w;
    il_m ok = ili_live(0, s->nlive);
    for (int place = 0; place < w->nx; place++) {
        int i = w->order[place];
        il_v h = ili_load(GIVEN(s, h, i)), lo = ili_load(GIVEN(s, lo, i)), hi = ili_load(GIVEN(s, hi, i)), c = WANTED(s, c) ? ili_load(GIVEN(s, c, i)) : ili_set(0.0);
        ok &= (h > 0.0) & ili_finite(h) & ili_finite(c) & (lo <= hi) & (lo < HUGE_T) & (hi > -HUGE_T);
        put(w->hinv, place, ili_select(lo < hi, ili_set(1.0)/h, ili_set(0.0)));
        put(w->one_span, place, ili_set(SCALE_FLOOR)*ili_min(hi - lo, ili_set(1.0)));
        put(w->one_c, place, c), put(w->one_lo, place, lo), put(w->one_hi, place, hi);
    }
    for (int place = w->nx; place < wide_of(w->nx); place++)
        w->hinv[place] = w->one_c[place] = w->one_lo[place] = w->one_hi[place] = w->at_g[place] = w->to_g[place] = 0;
    return ok;
}

// W with both triangles
static void copy_compliance(const part *s) {
    const il_boxqp_workspace *w = s->w;
    int n8 = wide_of(w->nd4);
    memset(w->one_w + w->nd*n8, 0, (size_t)((n8 - w->nd)*n8)*sizeof(double));
    for (int j = 0; j < w->nd; j++) {
        memset(w->one_w + j*n8 + w->nd, 0, (size_t)(n8 - w->nd)*sizeof(double));
        const double *row = GIVEN_W(s, j, 0);
        for (int k = 0; k <= j; k++) w->one_w[j*n8 + k] = w->one_w[k*n8 + j] = row[k*s->single->step];
    }
}

// add a term of every column to rows that stand in `array`
ILI_FN void add_rows(const il_boxqp_workspace *w, enum wide_term term, const double *x, double *array) {
    for (int k = 0; k < w->ngroup; k++) {
        const int *rows = w->rows + w->group_row[k], m = w->group_row[k + 1] - w->group_row[k], first = w->group_col[k], m8 = wide_of(m);
        for (int j = 0; j < m; j++) w->group_u[j] = array[rows[j]];
        for (int j = m; j < m8; j++) w->group_u[j] = 0;
        wide_rows(term, w->group_col[k + 1] - first, m8, w->one_a + w->one_group_a[k], x + first, w->group_u);
        for (int j = 0; j < m; j++) array[rows[j]] = w->group_u[j];
    }
}

static il_m setup(const part *s) {
    const il_boxqp_workspace *w = s->w;
    il_m ok = copy_columns(s);
    for (int k = 0; k < w->ngroup; k++) copy_group(s, k);
    if (w->dense) copy_compliance(s);
    for (int j = 0; j < w->nd4; j++) {
        il_v eps = j < w->nd && WANTED(s, eps) ? ili_load(GIVEN(s, eps, j)) : ili_set(0.0);
        ok &= (eps >= 0.0) & ili_finite(eps);
        put(w->eps, j, eps), put(w->prox, j, ili_set(0.0)), put(w->centre, j, ili_set(0.0)), put(w->floor, j, ili_set(0.0));
        put(w->diag, j, j < w->nd && w->dense ? eps + ili_load(GIVEN_W(s, j, j)) : eps);
    }
    add_rows(w, WIDE_SQUARE, w->hinv, w->diag);
    add_rows(w, WIDE_REACH, w->one_span, w->floor);
    for (int j = 0; j < w->nd4; j++) {
        il_v diag = at(w->diag, j);
        ok &= ili_finite(diag);
        put(w->diag, j, ili_select(diag > 0.0, diag, ili_set(1.0)));
    }
    return ok;
}

// ---- points and lines ----

static void evaluate(const part *s, const point *to) {
    const il_boxqp_workspace *w = s->w;
    int n8 = wide_of(w->nd4);
    for (int j = 0; j < w->nd; j++) to->r[j] = w->eps[j]*to->y[j];
    for (int j = w->nd; j < n8; j++) to->r[j] = to->f[j] = 0;
    if (w->dense) wide_symmetric(w->nd, n8, w->one_w, to->y, to->r, 0);
    for (int j = 0; j < w->nd; j++) to->f[j] = *GIVEN(s, b, j) - to->r[j] - w->prox[j]*(to->y[j] - w->centre[j]);
    for (int k = 0; k < w->ngroup; k++) {
        const int *rows = w->rows + w->group_row[k], m = w->group_row[k + 1] - w->group_row[k], first = w->group_col[k];
        for (int j = 0; j < m; j++) w->group_v[j] = to->y[rows[j]];
        wide_columns(w->group_col[k + 1] - first, m, w->one_b + w->one_group_b[k], w->group_v, to->g + first);
    }
    wide_clip(wide_of(w->nx), w->one_c, w->hinv, w->one_lo, w->one_hi, to->g, to->x, to->free);
    add_rows(w, WIDE_LEFT, to->x, to->f);
}

static void evaluate_line(part *s, il_v t) {
    const il_boxqp_workspace *w = s->w;
    il_v n = t*s->curve;
    double sum = n[0], slope = s->curve[0];
    wide_line(wide_of(w->nx), t[0], w->one_c, w->hinv, w->one_lo, w->one_hi, s->at.g, s->to.g, s->at.x, w->one_n, w->one_slope);
    wide_sums(w->nx, w->one_n, w->one_slope, &sum, &slope);
    s->n = ili_set(sum), s->slope = ili_set(slope);
}

static void take_gross(const part *s) {
    const il_boxqp_workspace *w = s->w;
    int n8 = wide_of(w->nd4);
    for (int j = 0; j < n8; j++) {
        il_v y = at(s->at.y, j < w->nd ? j : 0);
        w->gross[j] = 0;
        if (j < w->nd) put(w->gross, j, at(w->floor, j) + ili_abs(ili_load(GIVEN(s, b, j))) + at(w->eps, j)*ili_abs(y));
    }
    if (w->dense) wide_symmetric(w->nd, n8, w->one_w, s->at.y, w->gross, 1);
    add_rows(w, WIDE_SIZE, s->at.x, w->gross);
}

// ---- the Newton matrix, by columns ----

static void reset_matrix(const part *s) {
    const il_boxqp_workspace *w = s->w;
    int n8 = wide_of(w->nd4);
    if (!ili_any(s->reset)) return;
    if (w->dense) memcpy(w->one_s, w->one_w, (size_t)(n8*n8)*sizeof(double));
    else memset(w->one_s, 0, (size_t)(n8*n8)*sizeof(double));
    for (int j = 0; j < n8; j++) w->one_s[j*n8 + j] = j < w->nd ? w->eps[j] + w->prox[j] + w->one_s[j*n8 + j] : 1;
}

static void add_columns(const part *s, const int *places, int n, const int *rows, int m) {
    const il_boxqp_workspace *w = s->w;
    int n8 = wide_of(w->nd4), m8 = wide_of(m), k = 0;
    if (m == 0) return;
    while (places[0] >= w->group_col[k + 1]) k++;
    int end = wide_of(rows[m - 1] + 1), start = rows[0] - rows[0]%WIDE; // other columns of the group fill the same rows
    for (int c = 0; c < 4 && c < n; c++) memset(w->one_da + c*n8 + start, 0, (size_t)(end - start)*sizeof(double));
    for (; n > 0; n -= 4, places += 4) {
        const double *a[4];
        int count = n < 4 ? n : 4;
        for (int c = 0; c < count; c++) {
            double dth = s->at.free[places[c]] - w->th[places[c]];
            a[c] = w->one_a + w->one_group_a[k] + (places[c] - w->group_col[k])*m8;
            for (int j = 0; j < m; j++) w->one_da[c*n8 + rows[j]] = dth*a[c][j];
        }
        for (int j = 0; j < m; j++) {
            double *col = w->one_s + rows[j]*n8;
            int from = rows[j] - rows[j]%WIDE;
            switch (count) {
            case 1: wide_add_column(col, from, end, w->one_da, n8, a, j, 1); break;
            case 2: wide_add_column(col, from, end, w->one_da, n8, a, j, 2); break;
            case 3: wide_add_column(col, from, end, w->one_da, n8, a, j, 3); break;
            default: wide_add_column(col, from, end, w->one_da, n8, a, j, 4);
            }
        }
    }
}

ILI_FN wide_ldl ldl_of(const il_boxqp_workspace *w) {
    return (wide_ldl){w->nd4, wide_of(w->nd4), w->one_s, w->one_ld, w->one_l_col, w->one_l_row, w->dinv, w->diag, PIVOT_TINY};
}

static void factor_matrix(const part *s) {
    const wide_ldl f = ldl_of(s->w);
    wide_factor(&f);
}

static void solve_matrix(const part *s, double *z) {
    const wide_ldl f = ldl_of(s->w);
    wide_solve(&f, z);
}

#include "solve/boxqp_flow.h"

void ILI_KERNEL(ili_boxqp_one)(const ili_boxqp_single *p, const il_boxqp_settings *set, const il_boxqp_workspace *w, il_boxqp_info *info) {
    il_boxqp_workspace own = *w; // of as many rows as this problem has
    own.nd = p->nd, own.nd4 = (p->nd + ILI_TILE - 1)/ILI_TILE*ILI_TILE;
    solve_from((part){.single = p, .set = set, .w = &own, .nlive = 1}, info);
}
