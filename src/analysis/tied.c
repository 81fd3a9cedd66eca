// tied.c - pulls of constraints: J qdd + dJ/dt qd = 0 with M qdd = f + J' pull, so (J M^-1 J') pull = -(what is missing)
#include "analysis/tied.h"

#include <string.h>

static const double STEP = 3e-3; // of the fastest coordinate in a difference [rad|m]
static const double NEW = 1e-9;  // a row of whose share less is left beside the others says nothing new and pulls nothing

void ili_tied_place(ili_placer *p, const il_model *m, int nrow, ili_tied *t) {
    size_t nq = (size_t)m->nq, n = (size_t)nrow;
    t->column = ili_place(p, n*nq + 1, sizeof(il_pack)), t->share = ili_place(p, n*n + 1, sizeof(il_pack));
    t->drift = ili_place(p, n + 1, sizeof(il_pack)), t->more = ili_place(p, n + 1, sizeof(il_pack));
}

il_status ili_tied_create(const il_model *m, il_isa isa, int n, const il_constraint *list, ili_tied *t, il_error *err) {
    if (!n) return IL_OK;
    il_status status = il_constraints_create(m, n, list, NULL, &t->c, err);
    return status == IL_OK ? il_data_create(m, isa, &t->side, err) : status;
}

void ili_tied_free(ili_tied *t) { il_constraints_free(t->c), il_data_free(t->side); }

// dJ/dt qd by five points along the motion
static void drift(ili_tied *t, const il_params *p, const il_data *d) {
    static const double at[] = {-2, -1, 1, 2}, share[] = {1, -8, 8, -1};
    const il_model     *m = t->c->m;
    double              h[IL_LANES];
    for (int l = 0; l < IL_LANES; l++) {
        double most = 1.0;
        for (int i = 0; i < m->nq; i++) {
            double speed = d->qd[i].lane[l] < 0.0 ? -d->qd[i].lane[l] : d->qd[i].lane[l];
            if (speed > most) most = speed;
        }
        h[l] = STEP/most;
    }
    memset(t->drift, 0, (size_t)t->c->nrow*sizeof *t->drift);
    for (int k = 0; k < 4; k++) {
        for (int i = 0; i < m->nq; i++)
            for (int l = 0; l < IL_LANES; l++) t->side->q[i].lane[l] = d->q[i].lane[l] + at[k]*h[l]*d->qd[i].lane[l];
        il_position(m, p, t->side);
        il_constraints_eval(t->c, p, t->side);
        for (int row = 0; row < t->c->nrow; row++)
            for (int i = 0; i < m->nq; i++)
                for (int l = 0; l < IL_LANES; l++) t->drift[row].lane[l] += share[k]/(12.0*h[l])*t->c->jacobian[row*m->nq + i].lane[l]*d->qd[i].lane[l];
    }
}

// L D L' in place by rows, D on the diagonal; D = 0 where a row says nothing new
static void factorise(int n, il_pack *s) {
    for (int l = 0; l < IL_LANES; l++)
        for (int a = 0; a < n; a++) {
            double whole = s[a*n + a].lane[l], left = whole;
            for (int b = 0; b < a; b++) {
                double sum = s[a*n + b].lane[l], own = s[b*n + b].lane[l];
                for (int k = 0; k < b; k++) sum -= s[a*n + k].lane[l]*s[k*n + k].lane[l]*s[b*n + k].lane[l];
                s[a*n + b].lane[l] = own > 0.0 ? sum/own : 0.0;
                left -= own > 0.0 ? sum*sum/own : 0.0;
            }
            s[a*n + a].lane[l] = left > NEW*whole ? left : 0.0;
        }
}

void ili_tied_begin(ili_tied *t, const il_params *p, const il_data *d, const ili_fit *mass, const il_pack *free, const il_pack *still, il_pack *factor) {
    const il_model *m = t->c->m;
    int             n = t->c->nrow, nq = m->nq;
    drift(t, p, d);
    il_constraints_eval(t->c, p, d);
    memset(t->share, 0, (size_t)n*(size_t)n*sizeof *t->share);
    for (int b = 0; b < n; b++) {
        ili_fit f = *mass;
        f.gradient = t->c->jacobian + (size_t)b*(size_t)nq;
        ili_fit_step(m, d, &f, free, still, factor, t->column + (size_t)b*(size_t)nq);
        for (int a = 0; a < n; a++)
            for (int i = 0; i < nq; i++)
                for (int l = 0; l < IL_LANES; l++) t->share[a*n + b].lane[l] += t->c->jacobian[a*nq + i].lane[l]*t->column[b*nq + i].lane[l];
    }
    factorise(n, t->share);
}

void ili_tied_more(ili_tied *t, const il_data *d) {
    int            n = t->c->nrow, nq = t->c->m->nq;
    const il_pack *s = t->share;
    il_pack       *x = t->more;
    for (int l = 0; l < IL_LANES; l++) {
        for (int a = 0; a < n; a++) {
            x[a].lane[l] = -t->drift[a].lane[l];
            for (int i = 0; i < nq; i++) x[a].lane[l] -= t->c->jacobian[a*nq + i].lane[l]*d->qdd[i].lane[l];
            for (int k = 0; k < a; k++) x[a].lane[l] -= s[a*n + k].lane[l]*x[k].lane[l];
            if (!(s[a*n + a].lane[l] > 0.0)) x[a].lane[l] = 0.0;
        }
        for (int a = n - 1; a >= 0; a--) {
            double own = s[a*n + a].lane[l];
            x[a].lane[l] = own > 0.0 ? x[a].lane[l]/own : 0.0;
            for (int k = a + 1; k < n && own > 0.0; k++) x[a].lane[l] -= s[k*n + a].lane[l]*x[k].lane[l];
        }
    }
}
