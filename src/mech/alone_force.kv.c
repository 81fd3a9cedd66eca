// alone_force.kv.c - muscles and balance of one pose: eight muscles abreast, and wrenches as vectors; formulas and order of sums are those of the
// stages path_speed, muscle, ligament and balance, and so are the bits
#include "mech/alone.h"
#include "mech/hill.h"
#include "mech/kernels.h"

enum { WRENCH = 8, BLOCK = 8, NMUSCLE = 7, NLIGAMENT = 3 };

// ---- numbers of a lane, one after the other --------------------------------------------------------------------------------------------

// n numbers of a parameter; what is left of the last eight repeats the last
static void lay(const il_params *p, const double *field, int lane, int n, double *to) {
    if (p->stride == 0) memcpy(to, field, (size_t)n*sizeof *to);
    else for (int i = 0; i < n; i++) to[i] = field[IL_LANES*i + lane];
    for (int i = n; i < ili_up8(n); i++) to[i] = to[n - 1];
}

// of each muscle's or ligament's path
static void pick_paths(const double *of_path, const int *path, int n, double *to) {
    for (int i = 0; i < n; i++) to[i] = of_path[path[i]];
    for (int i = n; i < ili_up8(n); i++) to[i] = to[n - 1];
}

ILI_FN num at(const double *p) { return (num){ili_load(p)}; }

ILI_FN double number(const il_params *p, const double *field, int i, int lane) { return p->stride ? field[IL_LANES*i + lane] : field[i]; }

static void spread_six(const il_pack *from, int lane, int nbody, double *to) {
    for (int b = 0; b < nbody; b++)
        for (int k = 0; k < 6; k++) to[WRENCH*b + k] = from[6*b + k].lane[lane];
}

// ---- muscles ---------------------------------------------------------------------------------------------------------------------------

ILI_FN double dot(const double *a, const double *b) {
    il_pack x;
    for (int o = 0; o < WRENCH; o += ILI_W) ili_store(x.lane + o, ili_load(a + o)*ili_load(b + o));
    return (x.lane[0] + x.lane[1] + x.lane[2]) + (x.lane[3] + x.lane[4] + x.lane[5]);
}

static void take_speeds(const il_model *m, const il_data *d, int lane, const il_alone *out) {
    double *velocity = out->room->velocity;
    spread_six(d->body_vel, lane, m->nbody, velocity);
    for (int path = 0; path < m->npath; path++) {
        double power = 0.0;
        for (int i = m->path_body_start[path]; i < m->path_body_start[path + 1]; i++) power += dot(out->wrench + WRENCH*i, velocity + WRENCH*m->pathbody_body[i]);
        out->speed[path] = -power;
    }
}

void ILI_KERNEL(ili_alone_muscles)(const il_model *m, const il_params *p, const il_data *d, int lane, bool moving, const il_alone *out);

void ILI_KERNEL(ili_alone_muscles)(const il_model *m, const il_params *p, const il_data *d, int lane, bool moving, const il_alone *out) {
    const double *const field[NMUSCLE] = {p->muscle_l_opt, p->muscle_l_slack, p->muscle_pennation, p->muscle_v_max, p->muscle_strain_zero, p->muscle_strain_one, p->muscle_f_max};
    int     n = ili_up8(m->nmuscle);
    double *own = out->room->muscle, *length = own + NMUSCLE*n, *speed = length + n;
    fibre   f[BLOCK];
    if (moving) take_speeds(m, d, lane, out);
    else memset(out->speed, 0, (size_t)m->npath*sizeof *out->speed);
    if (n == 0) return;
    for (int k = 0; k < NMUSCLE; k++) lay(p, field[k], lane, m->nmuscle, own + k*n);
    pick_paths(out->length, m->muscle_path, m->nmuscle, length), pick_paths(out->speed, m->muscle_path, m->nmuscle, speed);
    for (int first = 0; first < n; first += BLOCK*ILI_W) {
        int many = (n - first)/ILI_W < BLOCK ? (n - first)/ILI_W : BLOCK;
        for (int k = 0; k < many; k++) {
            const double *h = own + first + k*ILI_W;
            hill numbers = {at(h), at(h + n), at(h + 2*n), at(h + 3*n), at(h + 4*n), at(h + 5*n)};
            take_length(at(length + first + k*ILI_W), &numbers, &f[k]);
        }
        for (int k = 0; k < many; k++) take_active(&f[k]);
        for (int k = 0; k < many; k++) {
            int i = first + k*ILI_W;
            num scale = n_mul(at(own + 6*n + i), f[k].cosine);
            ili_store(out->fibre + i, f[k].length.x);
            ili_store(out->active + i, n_mul(scale, active_at(&f[k], at(speed + i))).x);
            ili_store(out->passive + i, n_mul(scale, f[k].passive).x);
        }
    }
}

// ---- tensions --------------------------------------------------------------------------------------------------------------------------

// as ligament.k.c has it
static void take_ligaments(const il_model *m, const il_params *p, int lane, const il_alone *out) {
    int     n = ili_up8(m->nligament);
    double *own = out->room->ligament;
    if (n == 0) return;
    lay(p, p->ligament_l_slack, lane, m->nligament, own), lay(p, p->ligament_toe, lane, m->nligament, own + n), lay(p, p->ligament_k, lane, m->nligament, own + 2*n);
    pick_paths(out->length, m->ligament_path, m->nligament, own + NLIGAMENT*n);
    for (int i = 0; i < n; i += ILI_W) {
        num l_slack = at(own + i), toe = n_at_least(at(own + n + i), 1e-6), stretch = n_mul(l_slack, toe);
        num u = n_div(n_sub(at(own + 3*n + i), l_slack), stretch);
        ili_store(own + 4*n + i, n_mul(n_mul(at(own + 2*n + i), stretch), n_ramp(u)).x);
    }
}

static void take_tensions(const il_model *m, const il_params *p, const il_data *d, int lane, const il_alone *out) {
    const double *ligament = out->room->ligament + 4*ili_up8(m->nligament);
    double        pressure = 0.0;
    memset(out->tension, 0, (size_t)m->npath*sizeof *out->tension);
    for (int i = 0; i < m->nmuscle; i++) out->tension[m->muscle_path[i]] += d->act[i].lane[lane]*out->active[i] + out->passive[i];
    for (int i = 0; i < m->nligament; i++) out->tension[m->ligament_path[i]] += ligament[i];
    if (m->pressure_path == IL_NONE) return;
    for (int i = 0; i < m->nmuscle; i++) pressure += number(p, p->muscle_pressure, i, lane)*d->act[i].lane[lane];
    out->tension[m->pressure_path] += -(pressure*number(p, p->pressure_area, 0, lane));
}

// ---- balance ---------------------------------------------------------------------------------------------------------------------------

ILI_FN void add(double *to, const double *w) {
    for (int o = 0; o < WRENCH; o += ILI_W) ili_store(to + o, ili_load(to + o) + ili_load(w + o));
}

// force f at x, as a wrench
ILI_FN void acting(const double *x, const double *f, double *w) {
    w[0] = x[1]*f[2] - x[2]*f[1], w[1] = x[2]*f[0] - x[0]*f[2], w[2] = x[0]*f[1] - x[1]*f[0];
    w[3] = f[0], w[4] = f[1], w[5] = f[2], w[6] = w[7] = 0.0;
}

static void own_loads(const il_model *m, const il_params *p, const il_data *d, int lane, const ili_alone *a) {
    spread_six(d->wrench, lane, m->nbody, a->load);
    for (int b = 0; b < m->nbody; b++) {
        double mass = number(p, p->body_mass, b, lane), x[3], f[3];
        for (int k = 0; k < 3; k++) x[k] = d->com_pos[3*b + k].lane[lane], f[k] = mass*d->gravity[k].lane[lane];
        acting(x, f, a->weight + WRENCH*b);
    }
}

static void path_loads(const il_model *m, const il_alone *out) {
    for (int i = 0; i < m->npath; i++) {
        il_v tension = ili_set(out->tension[i]);
        for (int k = m->path_body_start[i]; k < m->path_body_start[i + 1]; k++) {
            double *load = out->room->load + WRENCH*m->pathbody_body[k];
            for (int o = 0; o < WRENCH; o += ILI_W) ili_store(load + o, ili_load(load + o) + tension*ili_load(out->wrench + WRENCH*k + o));
        }
    }
}

static void other_loads(const il_model *m, const il_data *d, int lane, const ili_alone *a) {
    _Alignas(64) double w[WRENCH] = {0}, back[WRENCH] = {0};
    for (int i = 0; i < m->nbushing; i++) {
        for (int k = 0; k < 6; k++) w[k] = d->bushing_wrench[6*i + k].lane[lane], back[k] = -w[k];
        add(a->load + WRENCH*m->bushing_body_b[i], w), add(a->load + WRENCH*m->bushing_body_a[i], back);
    }
    for (int i = 0; i < m->npad; i++) {
        double x[3], f[3];
        for (int k = 0; k < 3; k++) {
            x[k] = d->pad_world[3*i + k].lane[lane];
            f[k] = d->pad_force[i].lane[lane]*d->plane[4*m->pad_plane[i] + k].lane[lane] + d->pad_shear[3*i + k].lane[lane];
        }
        acting(x, f, w);
        add(a->load + WRENCH*m->pad_body[i], w);
    }
}

// the power of a wrench over row k of a body, `motion` its eight rows'
ILI_FN double power(const double *motion, const double *w) {
    return (motion[0]*w[0] + motion[8]*w[1] + motion[16]*w[2]) + (motion[24]*w[3] + motion[32]*w[4] + motion[40]*w[5]);
}

static void project(const il_model *m, const ili_alone *a, double *residual, double *gravity) {
    for (int b = m->nbody - 1; b > 0; b--) {
        double *load = a->load + WRENCH*b, *weight = a->weight + WRENCH*b;
        for (int k = 0; k < a->body_nrow[b]; k++) {
            const double *motion = a->motion + 56*b + k;
            int           j = m->row_dof[a->body_row[8*b + k]];
            double        own = motion[48]*power(motion, weight);
            gravity[j] += own, residual[j] += own + motion[48]*power(motion, load);
        }
        add(a->load + WRENCH*m->body_parent[b], load), add(a->weight + WRENCH*m->body_parent[b], weight);
    }
}

void ILI_KERNEL(ili_alone_balance)(const il_model *m, const il_params *p, const il_data *d, int lane, const il_alone *out);

void ILI_KERNEL(ili_alone_balance)(const il_model *m, const il_params *p, const il_data *d, int lane, const il_alone *out) {
    take_ligaments(m, p, lane, out);
    take_tensions(m, p, d, lane, out);
    memset(out->residual, 0, (size_t)m->nq*sizeof *out->residual), memset(out->gravity_force, 0, (size_t)m->nq*sizeof *out->gravity_force);
    own_loads(m, p, d, lane, out->room);
    path_loads(m, out);
    other_loads(m, d, lane, out->room);
    project(m, out->room, out->residual, out->gravity_force);
    for (int i = 0; i < m->nlimit; i++) out->residual[m->limit_coordinate[i]] += d->limit_force[i].lane[lane];
}
