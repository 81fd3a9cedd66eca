// outer.kv.c - outer loads taken off generalised forces; normal equations of markers, and their solution, abreast
#include "mech/outer.h"

#include "math/num.h"

void ILI_KERNEL(ili_outer)(const il_model *m, il_data *d);
void ILI_KERNEL(ili_fit_sums)(const il_model *m, const il_data *d, const ili_fit *f);
void ILI_KERNEL(ili_fit_step)(const il_model *m, const il_data *d, const ili_fit *f, const il_pack *free, const il_pack *damping, il_pack *factor,
                              il_pack *step);

// tau_j -= sum over the rows of coordinate j of rate s . (wrenches on all that the row carries)
void ILI_KERNEL(ili_outer)(const il_model *m, il_data *d) {
    memcpy(d->load, d->wrench, 6*(size_t)m->nbody*sizeof *d->load);
    for (int body = m->nbody - 1; body > 0; body--)
        for (int o = 0; o < IL_LANES; o += ILI_W) {
            v6 w = GET6(load, body);
            for (int r = m->body_row_start[body]; r < m->body_row_start[body + 1]; r++) {
                int j = m->row_dof[r];
                if (j != IL_NONE) PUT(tau, j, n_sub(GET(tau, j), n_mul(GET(row_rate, r), v6_dot(GET6(row_motion, r), w))));
            }
            PUT6(load, m->body_parent[body], v6_add(GET6(load, m->body_parent[body]), w));
        }
}

// ---- markers -------------------------------------------------------------------------------------------------------------------

// Markers are masses w at x: the sum of w J'J is their mass matrix (Walker and Orin 1982, doi:10.1115/1.3139699), the sum of w J'e the work of forces w e.
ILI_FN int triangle(int i, int j) { return i*(i + 1)/2 + j; }

enum { BODY = 25 }; // of a body and all that it carries: mass, first moment (3), second moments xx yy zz xy xz yz; moment and force (6); place times force (9)

ILI_FN void add_marker(const il_model *m, const il_data *d, int i, const ili_fit *f) {
    int              body = m->marker_body[f->marker[i]];
    il_pack         *at = f->body + BODY*body;
    const il_params *p = f->p;
    for (int o = 0; o < IL_LANES; o += ILI_W) {
        il_v w = ili_load(f->weight[i].lane + o), zero = ili_set(0.0), e[3], cost = zero;
        v3   place = v3_add(GET3(body_pos, body), m3_mul_v(GET9(body_rot, body), PAR3(marker_pos, f->marker[i])));
        il_v x[3] = {place.x.x, place.y.x, place.z.x};
        for (int c = 0; c < 3; c++) {
            e[c] = ili_select(w > zero, ili_load(f->target[3*i + c].lane + o) - x[c], zero);
            cost += e[c]*e[c], e[c] *= w;
        }
        il_v wx = w*x[0], wy = w*x[1], wz = w*x[2];
        il_v add[BODY] = {w, wx, wy, wz, wx*x[0], wy*x[1], wz*x[2], wx*x[1], wx*x[2], wy*x[2],
                          x[1]*e[2] - x[2]*e[1], x[2]*e[0] - x[0]*e[2], x[0]*e[1] - x[1]*e[0], e[0], e[1], e[2],
                          x[0]*e[0], x[0]*e[1], x[0]*e[2], x[1]*e[0], x[1]*e[1], x[1]*e[2], x[2]*e[0], x[2]*e[1], x[2]*e[2]};
        ili_store(f->cost->lane + o, ili_load(f->cost->lane + o) + w*cost);
        for (int k = 0; k < BODY; k++) ili_store(at[k].lane + o, ili_load(at[k].lane + o) + add[k]);
    }
}

// momentum of the masses that move with s: moment about the ground origin and linear
ILI_FN v6 momentum(const il_pack *c, int o, v6 s) {
    num w = {ili_load(c[0].lane + o)};
    v3  h = {{ili_load(c[1].lane + o)}, {ili_load(c[2].lane + o)}, {ili_load(c[3].lane + o)}};
    num xx = {ili_load(c[4].lane + o)}, yy = {ili_load(c[5].lane + o)}, zz = {ili_load(c[6].lane + o)};
    num xy = {ili_load(c[7].lane + o)}, xz = {ili_load(c[8].lane + o)}, yz = {ili_load(c[9].lane + o)};
    v3  turn = {n_sub(n_sub(n_mul(n_add(yy, zz), s.a.x), n_mul(xy, s.a.y)), n_mul(xz, s.a.z)),
                n_sub(n_sub(n_mul(n_add(xx, zz), s.a.y), n_mul(xy, s.a.x)), n_mul(yz, s.a.z)),
                n_sub(n_sub(n_mul(n_add(xx, yy), s.a.z), n_mul(xz, s.a.x)), n_mul(yz, s.a.y))};
    return (v6){v3_add(turn, v3_cross(h, s.l)), v3_add(v3_scale(w, s.l), v3_cross(s.a, h))};
}

ILI_FN v6 load6(const il_pack *x, int o) {
    return (v6){{{ili_load(x[0].lane + o)}, {ili_load(x[1].lane + o)}, {ili_load(x[2].lane + o)}}, {{ili_load(x[3].lane + o)}, {ili_load(x[4].lane + o)}, {ili_load(x[5].lane + o)}}};
}

ILI_FN void store6(il_pack *x, int o, v6 v) {
    const il_v a[6] = {v.a.x.x, v.a.y.x, v.a.z.x, v.l.x.x, v.l.y.x, v.l.z.x};
    for (int k = 0; k < 6; k++) ili_store(x[k].lane + o, a[k]);
}

// The second derivative of a place by rows a and r, a before r on the way outwards, is w_a x v_r: with forces e the sum of e.(w_a x v_r) is w_a . bend,
// bend = sum of v_r x e = s.l x E + X s.a - s.a tr X, X the sum of x e'
ILI_FN v3 bend_of(const il_pack *c, int o, v6 s) {
    il_v x[9], a[3] = {s.a.x.x, s.a.y.x, s.a.z.x};
    for (int k = 0; k < 9; k++) x[k] = ili_load(c[16 + k].lane + o);
    il_v trace = x[0] + x[4] + x[8];
    v3   force = load6(c + 10, o).l;
    v3   turn = {{x[0]*a[0] + x[1]*a[1] + x[2]*a[2] - trace*a[0]}, {x[3]*a[0] + x[4]*a[1] + x[5]*a[2] - trace*a[1]}, {x[6]*a[0] + x[7]*a[1] + x[8]*a[2] - trace*a[2]}};
    return v3_add(v3_cross(s.l, force), turn);
}

// entries of row r with itself and those before it on the way to the ground; two rows of one coordinate meet twice
ILI_FN void add_row(const il_model *m, const il_data *d, int r, const ili_fit *f, int o) {
    int            i = m->row_dof[r];
    const il_pack *c = f->body + BODY*m->row_body[r];
    v6             s = load6(f->row + 6*r, o), p = momentum(c, o, s), force = load6(c + 10, o);
    num            share = {ili_load(f->second->lane + o)};
    v3             bend = v3_scale(share, bend_of(c, o, s));
    p.a = v3_sub(p.a, bend);
    double        *g = f->gradient[i].lane + o, *h = f->hessian[triangle(i, i)].lane + o;
    ili_store(g, ili_load(g) + v6_dot(s, force).x);
    ili_store(h, ili_load(h) + v6_dot(s, p).x - share.x*ili_load(d->row_curve[r].lane + o)*v6_dot(GET6(row_motion, r), force).x);
    for (int body = m->row_body[r]; body > 0; body = m->body_parent[body])
        for (int k = m->body_row_start[body]; k < m->body_row_start[body + 1] && k < r; k++) {
            int j = m->row_dof[k];
            if (j == IL_NONE) continue;
            il_v x = v6_dot(load6(f->row + 6*k, o), p).x;
            h = f->hessian[i > j ? triangle(i, j) : triangle(j, i)].lane + o;
            ili_store(h, ili_load(h) + (i == j ? x + x : x));
        }
}

ILI_FN void add_coordinate(const il_data *d, int j, const ili_fit *f) {
    for (int o = 0; o < IL_LANES; o += ILI_W) {
        il_v    w = ili_load(f->q_weight[j].lane + o), e = ili_load(f->q_target[j].lane + o) - ili_load(d->q[j].lane + o);
        double *g = f->gradient[j].lane + o, *h = f->hessian[triangle(j, j)].lane + o;
        ili_store(g, ili_load(g) + w*e);
        ili_store(h, ili_load(h) + w);
        ili_store(f->cost->lane + o, ili_load(f->cost->lane + o) + w*e*e);
    }
}

void ILI_KERNEL(ili_fit_sums)(const il_model *m, const il_data *d, const ili_fit *f) {
    memset(f->cost, 0, sizeof *f->cost);
    memset(f->gradient, 0, (size_t)m->nq*sizeof *f->gradient);
    for (int k = 0; k < m->nq; k++) {
        memset(&f->hessian[triangle(k, k)], 0, sizeof *f->hessian);
        for (int e = f->start[k]; e < f->start[k + 1]; e++) memset(&f->hessian[triangle(k, f->list[e])], 0, sizeof *f->hessian);
    }
    memset(f->body, 0, (size_t)BODY*(size_t)m->nbody*sizeof *f->body);
    for (int i = 0; i < f->nmarker; i++) add_marker(m, d, i, f);
    for (int r = 0; r < m->nrow; r++)
        for (int o = 0; o < IL_LANES && m->row_dof[r] != IL_NONE; o += ILI_W) {
            v6  s = GET6(row_motion, r);
            num rate = GET(row_rate, r);
            store6(f->row + 6*r, o, (v6){v3_scale(rate, s.a), v3_scale(rate, s.l)});
        }
    for (int body = m->nbody - 1; body > 0; body--) {
        if (!f->tracked[body]) continue;
        il_pack *own = f->body + BODY*body, *parent = f->body + BODY*m->body_parent[body];
        for (int o = 0; o < IL_LANES; o += ILI_W) {
            for (int r = m->body_row_start[body]; r < m->body_row_start[body + 1]; r++)
                if (m->row_dof[r] != IL_NONE) add_row(m, d, r, f, o);
            for (int c = 0; c < BODY; c++) ili_store(parent[c].lane + o, ili_load(parent[c].lane + o) + ili_load(own[c].lane + o));
        }
    }
    for (int j = 0; j < m->nq; j++) add_coordinate(d, j, f);
}

// ---- a step --------------------------------------------------------------------------------------------------------------------

// factor = H on the free coordinates with its diagonal raised, 1 on the diagonal of the others
ILI_FN void fill(const il_model *m, const ili_fit *f, const il_pack *free, const il_pack *damping, il_pack *factor, int o) {
    il_v one = ili_set(1.0), raise = one + ili_load(damping->lane + o);
    for (int i = 0; i < m->nq; i++) {
        il_v fi = ili_load(free[i].lane + o), diagonal = ili_load(f->hessian[triangle(i, i)].lane + o)*raise + ili_set(1e-9);
        for (int e = f->start[i]; e < f->start[i + 1]; e++) {
            int at = triangle(i, f->list[e]);
            ili_store(factor[at].lane + o, ili_load(f->hessian[at].lane + o)*fi*ili_load(free[f->list[e]].lane + o));
        }
        ili_store(factor[triangle(i, i)].lane + o, ili_select(fi > ili_set(0.5), diagonal, one));
    }
}

// L' D L from the last coordinate on, D on the diagonal: in the order of a tree's branches nothing fills (Featherstone 2005,
// doi:10.1177/0278364905054928)
// With second derivatives the matrix may be indefinite: such a pivot becomes small, the step long, and the search damps it.
ILI_FN void factorise(int n, const ili_fit *f, il_pack *factor, int o) {
    il_v least = ili_load(f->second->lane + o)*ili_set(1e-6);
    for (int k = n - 1; k >= 0; k--) {
        il_pack *row = factor + triangle(k, 0);
        il_v     d = ili_max(ili_load(row[k].lane + o), ili_set(1e-12) + least*ili_abs(ili_load(f->hessian[triangle(k, k)].lane + o))), per = ili_set(1.0)/d;
        ili_store(row[k].lane + o, d);
        for (int e = f->start[k + 1] - 1; e >= f->start[k]; e--) {
            int      i = f->list[e];
            il_pack *to = factor + triangle(i, 0);
            il_v     l = ili_load(row[i].lane + o)*per;
            for (int b = f->start[k]; b <= e; b++) {
                double *at = to[f->list[b]].lane + o;
                ili_store(at, ili_load(at) - l*ili_load(row[f->list[b]].lane + o));
            }
            ili_store(row[i].lane + o, l);
        }
    }
}

ILI_FN void solve(int n, const ili_fit *f, const il_pack *factor, il_pack *x, int o) {
    for (int k = n - 1; k >= 0; k--) {
        il_v xk = ili_load(x[k].lane + o);
        for (int e = f->start[k]; e < f->start[k + 1]; e++) {
            double *at = x[f->list[e]].lane + o;
            ili_store(at, ili_load(at) - ili_load(factor[triangle(k, f->list[e])].lane + o)*xk);
        }
    }
    for (int k = 0; k < n; k++) {
        il_v sum = ili_load(x[k].lane + o)/ili_load(factor[triangle(k, k)].lane + o);
        for (int e = f->start[k]; e < f->start[k + 1]; e++) sum -= ili_load(factor[triangle(k, f->list[e])].lane + o)*ili_load(x[f->list[e]].lane + o);
        ili_store(x[k].lane + o, sum);
    }
}

void ILI_KERNEL(ili_fit_step)(const il_model *m, const il_data *d, const ili_fit *f, const il_pack *free, const il_pack *damping, il_pack *factor,
                              il_pack *step) {
    (void)d;
    for (int o = 0; o < IL_LANES; o += ILI_W) {
        fill(m, f, free, damping, factor, o);
        for (int i = 0; i < m->nq; i++) ili_store(step[i].lane + o, ili_load(f->gradient[i].lane + o)*ili_load(free[i].lane + o));
        factorise(m->nq, f, factor, o);
        solve(m->nq, f, factor, step, o);
    }
}
