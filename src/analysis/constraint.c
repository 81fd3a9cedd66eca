// constraint.c - residuals of constraints and their Jacobian; the nearest pose and the nearest speeds that meet them
#include "ilium/constraint.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"

enum { MOST_STEPS = 60 };
static const double MET = 1e-13;      // residual below which a pose meets the constraints [m, 1]
static const double STEP_MOST = 0.5;  // of a coordinate in one step [rad|m]
static const double NEW = 1e-8;       // a row of which less is left beside the others says nothing new

struct il_constraint_room {
    il_pack *column; ///< [12*nq] of two bodies
    double  *basis;  ///< [nrow*nq] orthonormal rows
    double  *way;    ///< [nrow] along each of them
};

int il_constraint_rows(il_constraint_kind kind) {
    static const int rows[] = {3, 6, 1, 2, 1};
    return rows[kind];
}

// ---- functions of couplers -----------------------------------------------------------------------------------------------------

static double power_of(double x, int n) {
    double y = 1.0;
    for (int i = 0; i < n; i++) y *= x;
    return y;
}

// a polynomial of several signals and its derivatives by them
static double polynomial(const il_constraint *c, const il_data *d, int lane, double *slope) {
    double sum = 0.0;
    for (int k = 0; k < c->nmaster; k++) slope[k] = 0.0;
    for (int t = 0; t < c->nterm; t++) {
        const int *n = c->power + (size_t)t*(size_t)c->nmaster;
        double     whole = c->coefficient[t];
        for (int k = 0; k < c->nmaster; k++) whole *= power_of(d->signal[c->master[k]].lane[lane], n[k]);
        sum += whole;
        for (int k = 0; k < c->nmaster; k++) {
            double part = n[k] ? c->coefficient[t]*n[k] : 0.0;
            for (int i = 0; i < c->nmaster && n[k]; i++) part *= power_of(d->signal[c->master[i]].lane[lane], n[i] - (i == k));
            slope[k] += part;
        }
    }
    return sum;
}

// between two knots of a spline, y = s a + u b + h^2/6 ((s^3 - s) a'' + (u^3 - u) b''); straight outside
static double spline(const double *v, int n, double x, double *slope) {
    double inside = fmin(fmax(x, v[0]), v[n - 3]);
    int    k = 0;
    while (k + 6 < n && inside >= v[k + 3]) k += 3;
    double h = v[k + 3] - v[k], u = (inside - v[k])/h, s = 1.0 - u;
    *slope = (v[k + 4] - v[k + 1])/h + h/6.0*((3.0*u*u - 1.0)*v[k + 5] - (3.0*s*s - 1.0)*v[k + 2]);
    return s*v[k + 1] + u*v[k + 4] + h*h/6.0*((s*s*s - s)*v[k + 2] + (u*u*u - u)*v[k + 5]) + (x - inside)**slope;
}

static double function_of(const il_model *m, const il_params *p, int function, double x, double *slope) {
    *slope = 1.0;
    if (function == IL_NONE) return x;
    const double *v = p->function_value + m->function_start[function];
    int           n = m->function_start[function + 1] - m->function_start[function];
    double        y = 0.0;
    if (m->function_kind[function] == IL_FUNCTION_SPLINE) return spline(v, n, x, slope);
    if (m->function_kind[function] == IL_FUNCTION_LINEAR) return *slope = v[0], v[0]*x + v[1];
    *slope = 0.0;
    for (int i = n - 1; i >= 0; i--) *slope = *slope*x + y, y = y*x + v[i];
    return y;
}

// ---- rows ----------------------------------------------------------------------------------------------------------------------

static void cross(const double *a, const double *b, double *c) {
    for (int i = 0; i < 3; i++) c[i] = a[(i + 1)%3]*b[(i + 2)%3] - a[(i + 2)%3]*b[(i + 1)%3];
}

static void put_wrench(il_constraints *c, int row, int lane, const double moment[3], const double force[3]) {
    for (int i = 0; i < 3; i++) c->wrench[6*row + i].lane[lane] = moment[i], c->wrench[6*row + 3 + i].lane[lane] = force[i];
}

// the frame of an end in ground axes, in all lanes: its origin, and its axes one after the other
static void end_of(const il_constraint *c, int end, const il_data *d, il_pack x[3], double axis[IL_LANES][3][3]) {
    const il_frame *f = &c->frame[end];
    const il_pack  *rot = d->body_rot + 9*c->body[end], *pos = d->body_pos + 3*c->body[end];
    for (int l = 0; l < IL_LANES; l++)
        for (int i = 0; i < 3; i++) {
            x[i].lane[l] = pos[i].lane[l];
            for (int j = 0; j < 3; j++) {
                x[i].lane[l] += rot[3*i + j].lane[l]*f->pos[j];
                axis[l][j][i] = 0.0;
                for (int k = 0; k < 3; k++) axis[l][j][i] += rot[3*i + k].lane[l]*f->rot[3*k + j];
            }
        }
}

// rows along `n` axes of each lane: r_k = a_k . (x1 - x0) and its rate where the axes are fixed to the first body
static void along(il_constraints *c, int row, int n, const il_constraint *e, const il_data *d, const il_pack x[2][3], double axis[IL_LANES][3][3]) {
    int      nq = c->m->nq;
    il_pack *near = c->room->column, *far = near + 3*nq;
    il_jacobian_point(c->m, d, e->body[0], x[1], near), il_jacobian_point(c->m, d, e->body[1], x[1], far);
    for (int k = 0; k < n; k++)
        for (int l = 0; l < IL_LANES; l++) {
            const double *a = axis[l][k], at[3] = {x[1][0].lane[l], x[1][1].lane[l], x[1][2].lane[l]};
            double        moment[3];
            cross(at, a, moment);
            put_wrench(c, row + k, l, moment, a);
            c->residual[row + k].lane[l] = 0.0;
            for (int i = 0; i < 3; i++) c->residual[row + k].lane[l] += a[i]*(x[1][i].lane[l] - x[0][i].lane[l]);
            for (int j = 0; j < nq; j++) {
                double sum = 0.0;
                for (int i = 0; i < 3; i++) sum += a[i]*(far[3*j + i].lane[l] - near[3*j + i].lane[l]);
                c->jacobian[(row + k)*nq + j].lane[l] = sum;
            }
        }
}

// y0.z1 = z0.x1 = x0.y1 = 0: frames whose axes agree, near enough not to be turned over; d(a.b) = (w1 - w0).(b x a)
static void turned(il_constraints *c, int row, const il_constraint *e, const il_data *d, double first[IL_LANES][3][3], double second[IL_LANES][3][3]) {
    int      nq = c->m->nq;
    il_pack *near = c->room->column, *far = near + 6*nq;
    il_motion_space(c->m, d, e->body[0], near), il_motion_space(c->m, d, e->body[1], far);
    for (int k = 0; k < 3; k++)
        for (int l = 0; l < IL_LANES; l++) {
            const double *a = first[l][(k + 1)%3], *b = second[l][(k + 2)%3];
            double        n[3];
            cross(b, a, n);
            put_wrench(c, row + k, l, n, (const double[3]){0});
            c->residual[row + k].lane[l] = a[0]*b[0] + a[1]*b[1] + a[2]*b[2];
            for (int j = 0; j < nq; j++) {
                double sum = 0.0;
                for (int i = 0; i < 3; i++) sum += n[i]*(far[6*j + i].lane[l] - near[6*j + i].lane[l]);
                c->jacobian[(row + k)*nq + j].lane[l] = sum;
            }
        }
}

// |x1 - x0| - distance: along the line between the points
static void apart(il_constraints *c, int row, const il_constraint *e, const il_data *d, const il_pack x[2][3]) {
    double axis[IL_LANES][3][3];
    for (int l = 0; l < IL_LANES; l++) {
        double way[3], length = 0.0;
        for (int i = 0; i < 3; i++) way[i] = x[1][i].lane[l] - x[0][i].lane[l], length += way[i]*way[i];
        length = sqrt(length);
        for (int i = 0; i < 3; i++) axis[l][0][i] = length > 0.0 ? way[i]/length : 0.0;
    }
    along(c, row, 1, e, d, x, axis);
    for (int l = 0; l < IL_LANES; l++) c->residual[row].lane[l] -= e->distance;
}

static void coupler(il_constraints *c, int row, const il_params *p, const il_constraint *e, const il_data *d) {
    const il_model *m = c->m;
    il_pack        *J = c->jacobian + (size_t)row*(size_t)m->nq;
    memset(J, 0, (size_t)m->nq*sizeof *J);
    for (int l = 0; l < IL_LANES; l++) {
        double slope[IL_CONSTRAINT_MASTERS];
        double value = e->nterm ? polynomial(e, d, l, slope) : function_of(m, p, e->function, d->signal[e->master[0]].lane[l], slope);
        c->residual[row].lane[l] = d->signal[e->signal].lane[l] - e->scale*value;
        for (int k = -1; k < e->nmaster; k++) {
            int signal = k < 0 ? e->signal : e->master[k], dof = signal < m->nq ? signal : m->coupled_master[signal - m->nq];
            J[dof].lane[l] += (k < 0 ? 1.0 : -e->scale*slope[k])*d->signal_rate[signal].lane[l];
        }
    }
}

void il_constraints_eval(il_constraints *c, const il_params *p, const il_data *d) {
    int row = 0;
    for (int i = 0; i < c->n; i++) {
        const il_constraint *e = &c->list[i];
        il_pack              x[2][3];
        double               axis[2][IL_LANES][3][3];
        if (e->kind == IL_CONSTRAINT_COUPLER) coupler(c, row, p, e, d);
        else
            for (int end = 0; end < 2; end++) end_of(e, end, d, x[end], axis[end]);
        if (e->kind == IL_CONSTRAINT_WELD) turned(c, row + 3, e, d, axis[0], axis[1]);
        if (e->kind == IL_CONSTRAINT_DISTANCE) apart(c, row, e, d, (const il_pack(*)[3])x);
        if (e->kind == IL_CONSTRAINT_LINE) along(c, row, 2, e, d, (const il_pack(*)[3])x, axis[0]);
        if (e->kind == IL_CONSTRAINT_POINT || e->kind == IL_CONSTRAINT_WELD) along(c, row, 3, e, d, (const il_pack(*)[3])x, axis[0]);
        row += il_constraint_rows(e->kind);
    }
}

// ---- the nearest ---------------------------------------------------------------------------------------------------------------

// Rows made orthonormal one after the other (Gram and Schmidt, twice over), J_i = sum of parts + rest; `way`: how far along each of them so that
// J dq = -r. Returns how many say something new.
static int orthonormal(const il_constraints *c, int lane) {
    int nq = c->m->nq, n = 0;
    for (int i = 0; i < c->nrow; i++) {
        double *v = c->room->basis + (size_t)n*(size_t)nq, size = 0.0, left = 0.0, to = -c->residual[i].lane[lane];
        for (int j = 0; j < nq; j++) v[j] = c->jacobian[i*nq + j].lane[lane]*c->moves[j].lane[lane], size += v[j]*v[j];
        for (int k = 0; k < 2*n; k++) {
            const double *b = c->room->basis + (size_t)(k%n)*(size_t)nq;
            double        part = 0.0;
            for (int j = 0; j < nq; j++) part += v[j]*b[j];
            for (int j = 0; j < nq; j++) v[j] -= part*b[j];
            to -= part*c->room->way[k%n];
        }
        for (int j = 0; j < nq; j++) left += v[j]*v[j];
        if (!(left > NEW*NEW*size)) continue;
        left = sqrt(left);
        for (int j = 0; j < nq; j++) v[j] /= left;
        c->room->way[n++] = to/left;
    }
    return n;
}

// a step of one lane, limited where it is far
static void step(const il_constraints *c, int lane, il_data *d) {
    int    nq = c->m->nq, n = orthonormal(c, lane);
    double most = 0.0;
    for (int pass = 0; pass < 2; pass++) {
        double scale = most > STEP_MOST ? STEP_MOST/most : 1.0;
        for (int j = 0; j < nq; j++) {
            double sum = 0.0;
            for (int k = 0; k < n; k++) sum += c->room->way[k]*c->room->basis[(size_t)k*(size_t)nq + (size_t)j];
            if (pass) d->q[j].lane[lane] += scale*sum;
            else most = fmax(most, fabs(sum));
        }
    }
}

static double largest(const il_constraints *c, int lane) {
    double most = 0.0;
    for (int i = 0; i < c->nrow; i++) {
        double r = fabs(c->residual[i].lane[lane]);
        if (isnan(r)) return r;
        if (r > most) most = r;
    }
    return most;
}

void il_constraints_meet(il_constraints *c, const il_params *p, il_data *d, double *miss) {
    bool done[IL_LANES] = {false}, all = false;
    for (int k = 0; !all; k++) {
        il_position(c->m, p, d);
        il_constraints_eval(c, p, d);
        all = true;
        for (int l = 0; l < IL_LANES; l++) {
            if (done[l]) continue;
            double before = k ? miss[l] : IL_INF;
            miss[l] = largest(c, l);
            // rounding keeps what is met from becoming better
            done[l] = !(miss[l] > MET) || !isfinite(miss[l]) || k == MOST_STEPS || (k && miss[l] < 1e-10 && miss[l] >= before);
            if (!done[l]) step(c, l, d);
            all &= done[l];
        }
    }
}

void il_constraints_couple(il_constraints *c, int lane, double *speed) {
    int nq = c->m->nq, n = orthonormal(c, lane);
    for (int i = 0; i < nq; i++) {
        double *u = speed + (size_t)i*(size_t)nq;
        memset(u, 0, (size_t)nq*sizeof *u);
        u[i] = 1.0;
        for (int k = 0; k < n; k++) {
            const double *b = c->room->basis + (size_t)k*(size_t)nq;
            double        part = b[i];
            for (int j = 0; j < nq; j++) u[j] -= part*b[j];
        }
        double own = u[i];
        for (int j = 0; j < nq; j++) u[j] = own > 1e-10 ? u[j]/own : 0.0;
    }
}

void il_constraints_pull(const il_constraints *c, const il_pack *pull, il_data *d, il_pack *force) {
    int nq = c->m->nq, row = 0;
    for (int i = 0; i < c->n; i++)
        for (int end = row + il_constraint_rows(c->list[i].kind); row < end; row++)
            for (int l = 0; l < IL_LANES; l++) {
                double x = pull[row].lane[l];
                if (c->list[i].kind == IL_CONSTRAINT_COUPLER)
                    for (int j = 0; j < nq; j++) force[j].lane[l] += x*c->jacobian[row*nq + j].lane[l];
                else
                    for (int k = 0; k < 6; k++) {
                        d->wrench[6*c->list[i].body[1] + k].lane[l] += x*c->wrench[6*row + k].lane[l];
                        d->wrench[6*c->list[i].body[0] + k].lane[l] -= x*c->wrench[6*row + k].lane[l];
                    }
            }
}

// ---- room ----------------------------------------------------------------------------------------------------------------------

static il_constraints *place(ili_placer *at, const il_model *m, int n, int nrow) {
    size_t          nq = (size_t)m->nq, rows = (size_t)nrow;
    il_constraints *c = ili_place(at, 1, sizeof *c), shape = {.m = m, .n = n, .nrow = nrow};
    shape.residual = ili_place(at, rows + 1, sizeof(il_pack)), shape.jacobian = ili_place(at, rows*nq + 1, sizeof(il_pack));
    shape.moves = ili_place(at, nq + 1, sizeof(il_pack)), shape.wrench = ili_place(at, 6*rows + 1, sizeof(il_pack));
    shape.room = ili_place(at, 1, sizeof *shape.room);
    struct il_constraint_room room;
    room.column = ili_place(at, 12*nq + 1, sizeof(il_pack));
    room.basis = ili_place(at, (rows + 1)*nq + 1, sizeof(double));
    room.way = ili_place(at, rows + 1, sizeof(double));
    if (c) *shape.room = room, *c = shape;
    return c;
}

static il_status check(const il_model *m, const il_constraint *e, il_error *err) {
    bool coupler = e->kind == IL_CONSTRAINT_COUPLER, good = (unsigned)e->kind <= IL_CONSTRAINT_COUPLER;
    for (int end = 0; end < 2; end++) good &= coupler || (e->body[end] >= 0 && e->body[end] < m->nbody);
    if (e->kind == IL_CONSTRAINT_DISTANCE) good &= e->distance > 0.0 && isfinite(e->distance);
    if (coupler) good &= e->signal >= 0 && e->signal < m->nq + m->ncoupled && e->nmaster > 0 && e->nmaster <= IL_CONSTRAINT_MASTERS && (e->nterm || e->nmaster == 1);
    if (coupler && !e->nterm) good &= e->function == IL_NONE || (e->function >= 0 && e->function < m->nfunction);
    for (int k = 0; coupler && good && k < e->nmaster; k++) good &= e->master[k] >= 0 && e->master[k] < m->nq + m->ncoupled;
    return good ? IL_OK : il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the constraint '%.80s' has impossible bodies, coordinates or distance", e->name ? e->name : "");
}

il_status il_constraints_create(const il_model *m, int n, const il_constraint *list, const bool *held, il_constraints **out, il_error *err) {
    IL_ASSERT(m && n >= 0 && out);
    ili_placer at = {0};
    int        nrow = 0;
    *out = NULL;
    for (int i = 0; i < n; i++) {
        il_status status = check(m, &list[i], err);
        if (status != IL_OK) return status;
        nrow += il_constraint_rows(list[i].kind);
    }
    (void)place(&at, m, n, nrow);
    at = ili_placer_for(ili_block_alloc(at.size), at.size);
    if (!at.block) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory for constraints");
    il_constraints *c = place(&at, m, n, nrow);
    c->list = list;
    for (int j = 0; j < m->nq; j++) il_pack_set(&c->moves[j], held && held[j] ? 0.0 : 1.0);
    *out = c;
    return IL_OK;
}

void il_constraints_free(il_constraints *c) { ili_block_free(c); }
