// posture_lanes.c - the equations of a posture evaluated for eight slightly different problems at once
#include "analysis/posture_slope_private.h"
#include "mech/kernels.h"
#include <math.h>
#include <string.h>

// Lanes may belong to several slopes that share their room: of[lane], NULL where nobody is there.
static ili_slope *somebody(ili_slope *const *of) {
    int lane = 0;
    while (!of[lane]) lane++;
    return of[lane];
}

static void all_of(ili_slope *w, ili_slope **of) {
    for (int lane = 0; lane < IL_LANES; lane++) of[lane] = w;
}

// ---- forces from outside, over lanes -----------------------------------------------------------------------------------------------

static void marker_point(const il_data *d, int marker, int lane, double *x) {
    for (int k = 0; k < 3; k++) x[k] = d->marker_world[3*marker + k].lane[lane];
}

// moment x cross f and force f onto a body's wrench
static void add_wrench(il_pack *wrench, int lane, const double *x, const double *f) {
    double moment[3];
    ili_cross3(x, f, moment);
    for (int k = 0; k < 3; k++) wrench[k].lane[lane] += moment[k], wrench[3 + k].lane[lane] += f[k];
}

// how far apart two landmarks, or a landmark and the room, are along a direction
static double along(const il_data *d, int marker, int from, const double *direction, int lane) {
    double x[3], sum;
    marker_point(d, marker, lane, x);
    sum = ili_dot3(x, direction);
    if (from == IL_NONE) return sum;
    marker_point(d, from, lane, x);
    return sum - ili_dot3(x, direction);
}

// force at a landmark; its tangent: f' where it acts, and f where it goes
static void act_on(ili_slope *w, int marker, int lane, const double *f, const double *rate) {
    double x[3], dx[3], moment[3];
    il_pack *wrench = &(rate ? w->t : w->d)->wrench[6*w->m->marker_body[marker]];
    marker_point(w->d, marker, lane, x);
    add_wrench(wrench, lane, x, rate ? rate : f);
    if (!rate) return;
    marker_point(w->t, marker, lane, dx);
    ili_cross3(dx, f, moment);
    for (int k = 0; k < 3; k++) wrench[k].lane[lane] += moment[k];
}

static void act_hold(ili_slope *w, const il_hold *h, int lane, bool tangent) {
    double s = -h->k*(along(w->d, h->marker, h->from, h->direction, lane) - h->target), ds = 0.0, f[3], rate[3], back[3], back_rate[3];
    if (tangent) ds = -h->k*along(w->t, h->marker, h->from, h->direction, lane);
    for (int k = 0; k < 3; k++) f[k] = s*h->direction[k], back[k] = -f[k], rate[k] = ds*h->direction[k], back_rate[k] = -rate[k];
    act_on(w, h->marker, lane, f, tangent ? rate : NULL);
    if (h->from != IL_NONE) act_on(w, h->from, lane, back, tangent ? back_rate : NULL);
}

// how fast a body turns along the tangent: R' R^T
static void turning(const ili_slope *w, int body, int lane, double out[3]) {
    const il_pack *r = &w->d->body_rot[9*body], *dr = &w->t->body_rot[9*body];
    static const int row[3] = {2, 0, 1}, column[3] = {1, 2, 0};
    for (int k = 0; k < 3; k++) {
        out[k] = 0.0;
        for (int c = 0; c < 3; c++) out[k] += dr[3*row[k] + c].lane[lane]*r[3*column[k] + c].lane[lane];
    }
}

// A given couple has no potential: what its stiffness K lacks to K' is the couple turned with the body (turning x M).
static void act_push(ili_slope *w, const il_push *push, int lane, bool tangent) {
    static const double still[3] = {0.0, 0.0, 0.0};
    int                 body = w->m->marker_body[push->marker];
    il_pack            *wrench = &(tangent ? w->t : w->d)->wrench[6*body];
    double              turn[3], moment[3];
    act_on(w, push->marker, lane, push->force, tangent ? still : NULL);
    memcpy(moment, push->moment, sizeof moment);
    if (tangent) turning(w, body, lane, turn), ili_cross3(turn, push->moment, moment);
    for (int k = 0; k < 3; k++) wrench[k].lane[lane] += moment[k];
}

// what the price of a place pulls on posture: a force at its landmark
static void act_place(ili_slope *w, const il_place *place, int lane, double price) {
    double f[3], x[3];
    for (int k = 0; k < 3; k++) f[k] = price*place->direction[k];
    marker_point(w->d, place->marker, lane, x);
    add_wrench(&w->t->wrench[6*w->m->marker_body[place->marker]], lane, x, f);
    if (place->relative_to == IL_NONE) return;
    for (int k = 0; k < 3; k++) f[k] = -f[k];
    marker_point(w->d, place->relative_to, lane, x);
    add_wrench(&w->t->wrench[6*w->m->marker_body[place->relative_to]], lane, x, f);
}

static void outside(ili_slope *const *of, bool tangent) {
    const ili_slope *any = somebody(of);
    il_data         *block = tangent ? any->t : any->d;
    for (int i = 0; i < 6*any->m->nbody; i++) il_pack_set(&block->wrench[i], 0.0);
    for (int lane = 0; lane < IL_LANES; lane++) {
        ili_slope *w = of[lane];
        if (!w) continue;
        const il_posture_problem *p = w->problem[lane];
        for (int i = 0; i < p->nhold; i++) act_hold(w, &p->hold[i], lane, tangent);
        for (int i = 0; i < p->npush; i++) act_push(w, &p->push[i], lane, tangent);
        for (int i = 0; i < p->nplace && tangent; i++) act_place(w, &p->place[i], lane, w->price[lane][w->m->nq + i]);
    }
}

// ---- the equations at eight lanes --------------------------------------------------------------------------------------------------

// all lanes at postures of their own, of a relaxed body: a pack is written once, not once a lane
static void set_relaxed(ili_slope *w, const int *from, const ili_motion *const *motion, const double *step) {
    const il_model *m = w->m;
    for (int j = 0; j < m->nq; j++)
        for (int lane = 0; lane < IL_LANES; lane++) w->d->q[j].lane[lane] = w->s.q[j] + (motion[lane] ? step[lane]*motion[lane]->q[j] : 0.0);
    for (int i = 0; i < m->nmuscle; i++) {
        const double *tone = &w->p->muscle_tone[IL_LANES*i];
        for (int lane = 0; lane < IL_LANES; lane++) w->d->act[i].lane[lane] = w->problem[from[lane]]->act ? w->problem[from[lane]]->act[i] : tone[from[lane]];
    }
    for (int k = 0; k < 3*m->npad; k++) il_pack_set(&w->d->pad_shear[k], 0.0);
    for (int k = 0; k < 3; k++)
        for (int lane = 0; lane < IL_LANES; lane++) w->d->gravity[k].lane[lane] = w->problem[from[lane]]->gravity[k];
    for (int k = 0; k < 4*m->nplane; k++)
        for (int lane = 0; lane < IL_LANES; lane++) w->d->plane[k].lane[lane] = w->problem[from[lane]]->plane[k];
}

static void set_ground(ili_slope *w, int lane, const il_posture_problem *p) {
    for (int k = 0; k < 3; k++) w->d->gravity[k].lane[lane] = p->gravity[k];
    for (int k = 0; k < 4*w->m->nplane; k++) w->d->plane[k].lane[lane] = p->plane[k];
}

static void set_lane(ili_slope *w, int lane, int from, const ili_motion *motion, double step) {
    const il_model           *m = w->m;
    const il_posture_problem *p = w->problem[from];
    for (int j = 0; j < m->nq; j++) w->d->q[j].lane[lane] = w->s.q[j] + (motion ? step*motion->q[j] : 0.0);
    for (int i = 0; i < m->nmuscle; i++) {
        double x = w->s.x[i] + (motion ? step*motion->x[i] : 0.0);
        w->d->act[i].lane[lane] = p->held ? x : p->act ? p->act[i] : w->p->muscle_tone[IL_LANES*i + from];
    }
    for (int k = 0; k < m->npad; k++) {
        const double *b = &w->s.basis[6*k];
        double        s[2] = {0.0, 0.0};
        for (int c = 0; c < 2 && p->held; c++) s[c] = w->s.x[m->nmuscle + 2*k + c] + (motion ? step*motion->x[m->nmuscle + 2*k + c] : 0.0);
        for (int c = 0; c < 3; c++) w->d->pad_shear[3*k + c].lane[lane] = s[0]*b[c] + s[1]*b[3 + c];
    }
    set_ground(w, lane, p);
}

// the stages
static void values(ili_slope *const *of) {
    const ili_slope *w = somebody(of);
    const il_model  *m = w->m;
    il_position(m, w->p, w->d);
    il_marker(m, w->p, w->d);
    outside(of, false);
    il_path(m, w->p, w->d);
    il_muscle(m, w->p, w->d);
    il_ligament(m, w->p, w->d);
    il_bushing(m, w->p, w->d);
    il_contact(m, w->p, w->d);
    il_limit(m, w->p, w->d);
    il_balance(m, w->p, w->d);
}

// those that see tissue, where lanes differ in that alone
static void tissue_values(ili_slope *const *of) {
    ili_slope      *w = somebody(of);
    const il_model *m = w->m;
    outside(of, false);
    ili_slope_parts(w, false);
    il_ligament(m, w->p, w->d);
    il_contact(m, w->p, w->d);
    il_limit(m, w->p, w->d);
    il_balance(m, w->p, w->d);
}

// The same, with one tangent along the prices: K y, and with what couples lack K'y. Only the balance needs the forces.
static void slopes(ili_slope *const *of) {
    const ili_slope *w = somebody(of);
    const il_model  *m = w->m;
    for (int lane = 0; lane < IL_LANES; lane++)
        for (int j = 0; j < m->nq && of[lane]; j++) w->t->q[j].lane[lane] = of[lane]->price[lane][j];
    ili_position_both(m, w->p, w->d, w->t);
    ili_marker_both(m, w->p, w->d, w->t);
    outside(of, false);
    outside(of, true);
    ili_path_both(m, w->p, w->d, w->t);
    ili_muscle_both(m, w->p, w->d, w->t);
    ili_ligament_both(m, w->p, w->d, w->t);
    ili_bushing_both(m, w->p, w->d, w->t);
    ili_contact_both(m, w->p, w->d, w->t);
    ili_limit_both(m, w->p, w->d, w->t);
}

static void tissue_tangent(ili_slope *const *of) {
    ili_slope      *w = somebody(of);
    const il_model *m = w->m;
    outside(of, true);
    il_contact_tangent(m, w->p, NULL, w->d, w->t);
    ili_slope_parts(w, true);
    il_ligament_tangent(m, w->p, NULL, w->d, w->t);
    il_limit_tangent(m, w->p, NULL, w->d, w->t);
    il_balance_tangent(m, w->p, NULL, w->d, w->t);
}

static void read_balance(const ili_slope *w, int lane, double *c) {
    const il_model           *m = w->m;
    const il_posture_problem *p = w->problem[lane];
    for (int j = 0; j < m->nq; j++) c[j] = w->d->residual[j].lane[lane];
    for (int i = 0; i < p->ngrip; i++) {
        const il_grip *g = &p->grip[i];
        c[g->coordinate] -= g->k*(w->d->q[g->coordinate].lane[lane] - g->target);
    }
    for (int i = 0; i < p->nplace; i++) {
        const il_place *place = &p->place[i];
        c[m->nq + i] = along(w->d, place->marker, place->relative_to, place->direction, lane) - place->value;
    }
}

// how posture is pulled by prices and by habit
static void read_habit(const ili_slope *w, int lane, ili_misfit *f) {
    const il_posture_problem *p = w->problem[lane];
    for (int j = 0; j < w->m->nq; j++) f->g_q[j] = w->t->residual[j].lane[lane] + w->s.q_weight[j]*(p->habit[j] - w->d->q[j].lane[lane]);
    for (int i = 0; i < p->ngrip; i++) f->g_q[p->grip[i].coordinate] -= p->grip[i].k*w->price[lane][p->grip[i].coordinate];
}

// how forces are
static void read_pull(const ili_slope *w, int lane, ili_misfit *f) {
    const il_model *m = w->m;
    double          squeeze = m->pressure_path == IL_NONE ? 0.0 : w->t->path_length[m->pressure_path].lane[lane];
    for (int i = 0; i < m->nmuscle; i++) {
        f->pull[i] = -w->d->muscle_active[i].lane[lane]*w->t->path_length[m->muscle_path[i]].lane[lane];
        f->pull[i] += w->p->muscle_pressure[IL_LANES*i + lane]*w->p->pressure_area[lane]*squeeze;
    }
    for (int k = 0; k < m->npad; k++) {
        for (int c = 0; c < 2; c++) {
            double sum = 0.0;
            for (int a = 0; a < 3; a++) sum += w->s.basis[6*k + 3*c + a]*w->t->pad_world[3*k + a].lane[lane];
            f->pull[m->nmuscle + 2*k + c] = sum;
        }
    }
}

static double weight_of(const ili_slope *w, int lane) {
    double mass = 0.0;
    for (int b = 0; b < w->m->nbody; b++) mass += w->p->body_mass[IL_LANES*b + lane];
    return mass*sqrt(ili_dot3(w->problem[lane]->gravity, w->problem[lane]->gravity));
}

static double power_of(const il_posture_problem *p) { return p->power != 0.0 ? p->power : 2.0; }

static void read_costs(const ili_slope *w, int lane, ili_misfit *f) {
    const il_model           *m = w->m;
    const il_posture_problem *p = w->problem[lane];
    double                    weight = weight_of(w, lane), root = sqrt(0.5);
    f->power = power_of(p);
    for (int i = 0; i < m->nmuscle; i++) {
        double tone = w->p->muscle_tone[IL_LANES*i + lane];
        f->weight[i] = p->effort*w->p->muscle_weight[IL_LANES*i + lane];
        f->lower[i] = tone, f->upper[i] = fmax(tone, w->p->muscle_act_max[IL_LANES*i + lane]);
    }
    for (int k = 0; k < m->npad; k++) {
        double limit = w->p->pad_friction[IL_LANES*k + lane]*w->d->pad_force[k].lane[lane]*root;
        for (int c = 0; c < 2; c++) {
            int i = m->nmuscle + 2*k + c;
            f->weight[i] = w->set.shear_cost/(weight*weight), f->lower[i] = -limit, f->upper[i] = limit;
        }
    }
}

// what a reserve of its price gives: softer with less effort
static double reserve(const ili_slope *w, int lane, int row) { return w->s.give[row]*w->s.problem->effort/w->problem[lane]->effort*w->price[lane][row]; }

void ili_slope_lanes(ili_slope *w, int nlane, const il_posture_problem *const *problem, bool tissue) {
    ili_slope *of[IL_LANES];
    all_of(w, of);
    for (int lane = 0; lane < IL_LANES; lane++) w->problem[lane] = problem[lane < nlane ? lane : 0], w->price[lane] = w->s.price;
    bool held = w->s.problem->held;
    for (int lane = 0; lane < IL_LANES; lane++) {
        int from = lane < nlane ? lane : 0;
        if (tissue && held) set_ground(w, lane, w->problem[from]);
        else set_lane(w, lane, from, NULL, 0.0);
    }
    if (tissue) tissue_values(of);
    else if (held) slopes(of), ili_balance_both(w->m, w->p, w->d, w->t);
    else values(of);
    if (tissue && held) tissue_tangent(of);
    if (tissue) ili_slope_parts_done(w);
    for (int lane = 0; lane < nlane; lane++) {
        read_balance(w, lane, w->lane[lane].c);
        if (!held) continue;
        read_habit(w, lane, &w->lane[lane]);
        read_pull(w, lane, &w->lane[lane]);
        read_costs(w, lane, &w->lane[lane]);
        for (int i = 0; i < w->s.nrow; i++) w->lane[lane].c[i] += reserve(w, lane, i);
    }
}

// ---- a look --------------------------------------------------------------------------------------------------------------------------

// bodies are placed; what hangs on them is turned; the caller places them again
static void turn_first(const ili_slope *w, void (*turn)(void *user, const il_data *d, il_params *p), void *user) {
    if (!turn) return;
    il_position(w->m, w->p, w->d);
    turn(user, w->d, w->p);
}

const il_data *ili_slope_look(ili_slope *w, int nlane, const il_posture_problem *const *problem, const ili_motion *const *motion, const double *step,
                              bool arms, void (*turn)(void *user, const il_data *d, il_params *p), void *user) {
    ili_slope *of[IL_LANES];
    all_of(w, of);
    for (int lane = 0; lane < IL_LANES; lane++) w->problem[lane] = problem[lane < nlane ? lane : 0];
    const ili_motion *own[IL_LANES];
    double            length[IL_LANES];
    int               from[IL_LANES];
    for (int lane = 0; lane < IL_LANES; lane++) from[lane] = lane < nlane ? lane : 0, own[lane] = motion[from[lane]], length[lane] = step[from[lane]];
    if (!w->s.problem->held) set_relaxed(w, from, own, length);
    for (int lane = 0; lane < IL_LANES && w->s.problem->held; lane++) set_lane(w, lane, from[lane], own[lane], length[lane]);
    turn_first(w, turn, user);
    values(of);
    if (arms) il_arm(w->m, w->p, w->d);
    return w->d;
}

const il_data *ili_slope_pose(ili_slope *w, int nlane, const double *const *q) {
    for (int lane = 0; lane < IL_LANES; lane++)
        for (int j = 0; j < w->m->nq; j++) w->d->q[j].lane[lane] = q[lane < nlane ? lane : 0][j];
    il_position(w->m, w->p, w->d);
    il_marker(w->m, w->p, w->d);
    return w->d;
}

// ---- a hold --------------------------------------------------------------------------------------------------------------------------

static void set_pose(ili_slope *w, int lane, const double *from_solved) {
    for (int j = 0; j < w->m->nq; j++) w->d->q[j].lane[lane] = w->s.q[j] + from_solved[j];
    set_ground(w, lane, w->problem[lane]);
}

// what forces cost in each lane; an empty one holds anything
static void lay_costs(ili_slope *const *of, ili_hold_lanes *h) {
    int npad = somebody(of)->m->npad;
    for (int lane = 0; lane < IL_LANES; lane++) {
        const ili_slope *w = of[lane];
        double           weight = w ? weight_of(w, lane) : 1.0;
        h->effort.lane[lane] = w ? w->problem[lane]->effort : 1.0;
        h->shear_weight.lane[lane] = w ? w->set.shear_cost/(weight*weight) : 1.0;
        for (int i = 0; i < 6*npad; i++) h->basis[i].lane[lane] = w ? w->s.basis[i] : 0.0;
    }
}

// the cheapest forces for what prices pull, within their bounds
static void set_forces(ili_slope *const *of) {
    const ili_slope *any = somebody(of);
    const il_model  *m = any->m;
    ili_hold_lanes   h = {.basis = any->basis};
    lay_costs(of, &h);
    any->ask(m, any->p, &h, any->d, any->t);
    for (int lane = 0; lane < IL_LANES; lane++) {
        double power = of[lane] ? power_of(of[lane]->problem[lane]) : 2.0;
        for (int i = 0; i < m->nmuscle && power != 2.0; i++) any->d->act[i].lane[lane] = ili_asked(any->d->act[i].lane[lane], power);
    }
    any->bound(m, any->p, &h, any->d, any->t);
}

const il_data *ili_slope_hold(ili_slope *const *of, const il_posture_problem *const *problem, const ili_motion *const *motion, bool arms,
                              void (*turn)(void *user, const il_data *d, il_params *p), void *user) {
    const ili_slope *w = somebody(of);
    for (int lane = 0; lane < IL_LANES; lane++) {
        ili_slope *own = of[lane];
        if (!own) continue;
        double *price = &own->prices[lane*own->max_row];
        for (int i = 0; i < own->s.nrow; i++) price[i] = own->s.price[i] + motion[lane]->price[i];
        own->problem[lane] = problem[lane], own->price[lane] = price;
        set_pose(own, lane, motion[lane]->q);
    }
    turn_first(w, turn, user);
    slopes(of);
    set_forces(of);
    ili_balance_both(w->m, w->p, w->d, w->t);
    if (arms) il_arm(w->m, w->p, w->d);
    return w->d;
}

double ili_slope_misfit(const ili_slope *w, int lane, double *out) {
    ili_misfit f = {.g_q = out};
    double     most = 0.0;
    if (!w->s.problem->held) {
        read_balance(w, lane, out);
        return 0.0;
    }
    read_habit(w, lane, &f);
    read_balance(w, lane, out + w->m->nq);
    for (int i = 0; i < w->s.nrow; i++) {
        double r = reserve(w, lane, i);
        out[w->m->nq + i] += r, most = fmax(most, i < w->m->nq ? fabs(r) : 0.0);
    }
    return most;
}

void ili_slope_step(ili_slope *w, int m, const double *misfit, double *step) { ili_saddle_step(w->saddle, m, misfit, step); }

double ili_slope_miss(const ili_slope *w, int lane, double step, const ili_motion *motion) {
    double c[256], most = 0.0;
    if (w->s.nrow > 256) return IL_NAN;
    read_balance(w, lane, c);
    for (int i = 0; i < w->s.nrow; i++) {
        double r = w->s.problem->held ? w->s.give[i]*w->s.price[i] + step*motion->reserve[i] : 0.0;
        most = fmax(most, fabs(c[i] + r - w->base.c[i])*w->s.row_scale[i]);
    }
    return most/fabs(step);
}
