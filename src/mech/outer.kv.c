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

ILI_FN int triangle(int i, int j) { return i*(i + 1)/2 + j; }

// columns of d(marker)/dq for the coordinates that move its body; returns how many there are
ILI_FN int columns(const il_model *m, const il_data *d, int marker, const ili_fit *f) {
    int n = 0;
    for (int b = m->marker_body[marker]; b != IL_NONE; b = m->body_parent[b])
        for (int r = m->body_row_start[b]; r < m->body_row_start[b + 1]; r++) {
            int j = m->row_dof[r], seen = 0;
            if (j == IL_NONE) continue;
            for (int k = 0; k < n; k++) seen |= f->touched[k] == j;
            if (!seen) f->touched[n++] = j;
            for (int o = 0; o < IL_LANES; o += ILI_W) {
                v6       s = GET6(row_motion, r);
                v3       v = v3_scale(GET(row_rate, r), v3_add(s.l, v3_cross(s.a, GET3(marker_world, marker))));
                il_pack *c = f->jacobian + 3*j;
                il_v     zero = ili_set(0.0);
                ili_store(c[0].lane + o, (seen ? ili_load(c[0].lane + o) : zero) + v.x.x);
                ili_store(c[1].lane + o, (seen ? ili_load(c[1].lane + o) : zero) + v.y.x);
                ili_store(c[2].lane + o, (seen ? ili_load(c[2].lane + o) : zero) + v.z.x);
            }
        }
    return n;
}

ILI_FN void add_marker(const il_model *m, const il_data *d, int i, const ili_fit *f) {
    int n = columns(m, d, f->marker[i], f);
    for (int o = 0; o < IL_LANES; o += ILI_W) {
        il_v w = ili_load(f->weight[i].lane + o), zero = ili_set(0.0), e[3], cost = zero;
        for (int c = 0; c < 3; c++) {
            e[c] = ili_load(f->target[3*i + c].lane + o) - ili_load(d->marker_world[3*f->marker[i] + c].lane + o);
            e[c] = ili_select(w > zero, e[c], zero);
            cost += e[c]*e[c];
        }
        ili_store(f->cost->lane + o, ili_load(f->cost->lane + o) + w*cost);
        for (int a = 0; a < n; a++) {
            int            ja = f->touched[a];
            const il_pack *x = f->jacobian + 3*ja;
            il_v           x0 = w*ili_load(x[0].lane + o), x1 = w*ili_load(x[1].lane + o), x2 = w*ili_load(x[2].lane + o);
            double        *g = f->gradient[ja].lane + o;
            ili_store(g, ili_load(g) + (x0*e[0] + x1*e[1] + x2*e[2]));
            for (int b = 0; b <= a; b++) {
                int            jb = f->touched[b];
                const il_pack *y = f->jacobian + 3*jb;
                double        *h = f->hessian[ja > jb ? triangle(ja, jb) : triangle(jb, ja)].lane + o;
                ili_store(h, ili_load(h) + (x0*ili_load(y[0].lane + o) + x1*ili_load(y[1].lane + o) + x2*ili_load(y[2].lane + o)));
            }
        }
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
    memset(f->hessian, 0, (size_t)(m->nq*(m->nq + 1)/2)*sizeof *f->hessian);
    for (int i = 0; i < f->nmarker; i++) add_marker(m, d, i, f);
    for (int j = 0; j < m->nq; j++) add_coordinate(d, j, f);
}

// ---- a step --------------------------------------------------------------------------------------------------------------------

// factor = H on the free coordinates with its diagonal raised, 1 on the diagonal of the others
ILI_FN void fill(const il_model *m, const ili_fit *f, const il_pack *free, const il_pack *damping, il_pack *factor, int o) {
    il_v one = ili_set(1.0), raise = one + ili_load(damping->lane + o);
    for (int i = 0; i < m->nq; i++) {
        il_v fi = ili_load(free[i].lane + o), diagonal = ili_load(f->hessian[triangle(i, i)].lane + o)*raise + ili_set(1e-9);
        for (int j = 0; j < i; j++)
            ili_store(factor[triangle(i, j)].lane + o, ili_load(f->hessian[triangle(i, j)].lane + o)*fi*ili_load(free[j].lane + o));
        ili_store(factor[triangle(i, i)].lane + o, ili_select(fi > ili_set(0.5), diagonal, one));
    }
}

// L D L' by rows; D on the diagonal
ILI_FN void factorise(int n, il_pack *factor, int o) {
    for (int i = 0; i < n; i++) {
        il_v d = ili_load(factor[triangle(i, i)].lane + o);
        for (int j = 0; j < i; j++) {
            il_v sum = ili_load(factor[triangle(i, j)].lane + o);
            for (int k = 0; k < j; k++) sum -= ili_load(factor[triangle(i, k)].lane + o)*ili_load(factor[triangle(j, k)].lane + o);
            ili_store(factor[triangle(i, j)].lane + o, sum); // L D so far
        }
        for (int j = 0; j < i; j++) {
            double *at = factor[triangle(i, j)].lane + o;
            il_v    ld = ili_load(at), l = ld/ili_load(factor[triangle(j, j)].lane + o);
            d -= ld*l;
            ili_store(at, l);
        }
        ili_store(factor[triangle(i, i)].lane + o, ili_max(d, ili_set(1e-12)));
    }
}

ILI_FN void solve(int n, const il_pack *factor, il_pack *x, int o) {
    for (int i = 0; i < n; i++) {
        il_v sum = ili_load(x[i].lane + o);
        for (int k = 0; k < i; k++) sum -= ili_load(factor[triangle(i, k)].lane + o)*ili_load(x[k].lane + o);
        ili_store(x[i].lane + o, sum);
    }
    for (int i = 0; i < n; i++) ili_store(x[i].lane + o, ili_load(x[i].lane + o)/ili_load(factor[triangle(i, i)].lane + o));
    for (int i = n - 1; i > 0; i--) {
        il_v xi = ili_load(x[i].lane + o);
        for (int k = 0; k < i; k++) ili_store(x[k].lane + o, ili_load(x[k].lane + o) - ili_load(factor[triangle(i, k)].lane + o)*xi);
    }
}

void ILI_KERNEL(ili_fit_step)(const il_model *m, const il_data *d, const ili_fit *f, const il_pack *free, const il_pack *damping, il_pack *factor,
                              il_pack *step) {
    (void)d;
    for (int o = 0; o < IL_LANES; o += ILI_W) {
        fill(m, f, free, damping, factor, o);
        for (int i = 0; i < m->nq; i++) ili_store(step[i].lane + o, ili_load(f->gradient[i].lane + o)*ili_load(free[i].lane + o));
        factorise(m->nq, factor, o);
        solve(m->nq, factor, step, o);
    }
}
