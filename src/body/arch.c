// arch.c - the longitudinal arch under the load of a posture: the foot cut at one hinge, plantar ligaments and fascia in balance with the load
#include "ilium/structure.h"
#include <math.h>

typedef struct foot {
    const il_model  *m;
    const il_params *p;
    const il_data   *d;
    int              lane, calcaneus, toes, fascia;
    double           hinge[3], place[3], axis[3]; // in the calcaneus; in ground axes: its place and the axis across the foot
    double           size;                        // of this foot to that of the tables
    double           k;                           // of the fascia itself [N/m]
} foot;

static void to_ground(const foot *f, const double x[3], bool point, double out[3]) {
    for (int r = 0; r < 3; r++) {
        out[r] = point ? f->d->body_pos[3*f->calcaneus + r].lane[f->lane] : 0.0;
        for (int c = 0; c < 3; c++) out[r] += f->d->body_rot[9*f->calcaneus + 3*r + c].lane[f->lane]*x[c];
    }
}

static bool in_front(const foot *f, int body, const double *x) { return body == f->toes || (body == f->calcaneus && x[0] > f->hinge[0]); }

// moment of a force about the hinge; positive turns the front of the foot up
static double about_hinge(const foot *f, const double at[3], const double force[3]) {
    double r[3];
    for (int k = 0; k < 3; k++) r[k] = at[k] - f->place[k];
    return f->axis[0]*(r[1]*force[2] - r[2]*force[1]) + f->axis[1]*(r[2]*force[0] - r[0]*force[2]) + f->axis[2]*(r[0]*force[1] - r[1]*force[0]);
}

// floor under the front of the foot: normal force and friction
static double of_pads(const foot *f) {
    double sum = 0.0, at[3], force[3];
    for (int i = 0; i < f->m->npad; i++) {
        if (!in_front(f, f->m->pad_body[i], &f->p->pad_pos[3*i])) continue;
        for (int k = 0; k < 3; k++) {
            at[k] = f->d->pad_world[3*i + k].lane[f->lane];
            force[k] = f->d->pad_shear[3*i + k].lane[f->lane] + f->d->pad_force[i].lane[f->lane]*f->d->plane[4*f->m->pad_plane[i] + k].lane[f->lane];
        }
        sum += about_hinge(f, at, force);
    }
    return sum;
}

// tension of paths that run over the cut, on the point in front of it towards the point behind; the fascia has its own account
static double of_paths(const foot *f) {
    double sum = 0.0;
    for (int path = 0; path < f->m->npath; path++) {
        double tension = f->d->path_tension[path].lane[f->lane];
        if (tension == 0.0 || path == f->m->ligament_path[f->fascia]) continue;
        for (int i = f->m->path_start[path]; i + 1 < f->m->path_start[path + 1]; i++) {
            bool first = in_front(f, f->m->point_body[i], &f->p->point_pos[3*i]), second = in_front(f, f->m->point_body[i + 1], &f->p->point_pos[3*(i + 1)]);
            if (first == second) continue;
            double at[3], force[3], length = 0.0;
            for (int k = 0; k < 3; k++) {
                at[k] = f->d->point_world[3*(first ? i : i + 1) + k].lane[f->lane];
                force[k] = f->d->point_world[3*(first ? i + 1 : i) + k].lane[f->lane] - at[k];
                length += force[k]*force[k];
            }
            for (int k = 0; k < 3; k++) force[k] *= tension/sqrt(length);
            sum += about_hinge(f, at, force);
        }
    }
    return sum;
}

// tension of the fascia itself when the hinge has turned: k l toe ramp(strain/toe), as every ligament (the path's own stiffness has the hinge in it)
static double fascia_tension(const foot *f, double arm, double turn) {
    double slack = f->p->ligament_l_slack[f->fascia], toe = f->p->ligament_toe[f->fascia];
    double u = ((f->d->path_length[f->m->ligament_path[f->fascia]].lane[f->lane] + arm*turn)/slack - 1.0)/toe;
    double ramp = u <= 0.0 ? 0.0 : u < 1.0 ? u*u*u*(1.0 - 0.5*u) : u - 0.5;
    return f->k*slack*toe*ramp;
}

il_status il_arch_at(const il_body *body, const il_params *p, const il_data *d, il_side side, int lane, il_arch *out, il_error *err) {
    IL_ASSERT(body && p && p->stride == 0 && d && out && (side == IL_SIDE_RIGHT || side == IL_SIDE_LEFT));
    const il_model *m = body->m;
    bool            left = side == IL_SIDE_LEFT;
    foot f = {.m = m, .p = p, .d = d, .lane = lane, .calcaneus = il_body_find(m, left ? "calcn_l" : "calcn_r"), .toes = il_body_find(m, left ? "toes_l" : "toes_r"),
              .fascia = il_ligament_find(m, left ? "plantar_fascia_l" : "plantar_fascia_r")};
    double stiffness = il_body_constant(body->tables, "arch_stiffness"), arm = il_body_constant(body->tables, "arch_height_arm");
    if (f.calcaneus == IL_NONE || f.toes == IL_NONE || f.fascia == IL_NONE || !(stiffness > 0.0)) {
        return il_error_set(err, IL_BAD_VALUE, "body/constants.csv", 0, 0, "an arch needs calcaneus, toes and plantar fascia on that side, and a stiffness");
    }
    f.size = p->joint_parent_pos[3*f.toes]/m->nominal->joint_parent_pos[3*f.toes];
    f.hinge[0] = f.size*il_body_constant(body->tables, "arch_hinge_x"), f.hinge[1] = f.size*il_body_constant(body->tables, "arch_hinge_y");
    f.k = il_body_constant(body->tables, "plantar_fascia_stiffness")*p->ligament_k[f.fascia]/m->nominal->ligament_k[f.fascia];
    to_ground(&f, f.hinge, true, f.place);
    to_ground(&f, (double[3]){0.0, 0.0, 1.0}, false, f.axis);
    out->moment = of_pads(&f) + of_paths(&f);
    arm *= f.size;
    double low = -1.0, high = 1.0; // hinge and fascia resist more the further it turns: bisection
    for (int n = 0; n < 60; n++) {
        double mid = 0.5*(low + high);
        if (stiffness*mid + arm*fascia_tension(&f, arm, mid) < out->moment) low = mid;
        else high = mid;
    }
    out->sinking = 0.5*(low + high);
    out->drop = f.size*il_body_constant(body->tables, "arch_drop_arm")*out->sinking;
    out->fascia = fascia_tension(&f, arm, out->sinking);
    return IL_OK;
}
