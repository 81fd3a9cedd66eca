// osim_kinematics.c - Kinematics and BodyKinematics of an AnalyzeTool: coordinates, and the bodies' centres of mass, with velocities and accelerations
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "analysis/frames.h"
#include "base/names.h"
#include "ilium/data.h"
#include "osim_job.h"

static const double DEGREES = 180.0/3.14159265358979323846;

static il_status no_memory(il_error *err) { return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory for an analysis"); }

static void put(il_table *t, int row, int column, double x) { t->value[(size_t)row*(size_t)t->ncolumn + (size_t)column] = x; }

// the frames f ... f+7 in the lanes; behind the last it is repeated
static void take(const il_osim_motion_rows *r, int nq, int first, il_data *d) {
    int frame[IL_LANES];
    ili_frames_stretch(first, 1, 0, r->nframe, frame);
    ili_frames_take(frame, nq, r->q, d->q), ili_frames_take(frame, nq, r->qd, d->qd), ili_frames_take(frame, nq, r->qdd, d->qdd);
}

static int live(const il_osim_motion_rows *r, int first) { return r->nframe - first < IL_LANES ? r->nframe - first : IL_LANES; }

// are all meant: no words, or "all"?
static bool all_of(const il_osim_analysis *how) {
    for (int i = 0; i < how->nof; i++)
        if (!strcasecmp(how->of[i], "all")) return true;
    return !how->nof;
}

static bool named(const il_osim_analysis *how, const char *name) {
    for (int i = 0; i < how->nof; i++)
        if (!strcmp(how->of[i], name)) return true;
    return false;
}

// ---- bodies --------------------------------------------------------------------------------------------------------------------

enum { PLACE, SPEED, ACCEL, KINDS };

typedef struct body_job {
    const ili_osim_job *j;
    int                *body, nbody; ///< those that are written
    bool                centre;      ///< and the centre of mass of all
    il_osim_result     *out;         ///< [KINDS]
} body_job;

// body-fixed X-Y-Z angles of a rotation
static void angles_of(const il_data *d, int body, int lane, double out[3]) {
    double R[9];
    for (int i = 0; i < 9; i++) R[i] = d->body_rot[9*body + i].lane[lane];
    out[0] = atan2(-R[5], R[8]), out[1] = atan2(R[2], hypot(R[0], R[1])), out[2] = atan2(-R[1], R[0]);
}

static void cross(const double *a, const double *b, double *c) {
    for (int i = 0; i < 3; i++) c[i] = a[(i + 1)%3]*b[(i + 2)%3] - a[(i + 2)%3]*b[(i + 1)%3];
}

// of the centre of mass in ground axes: place and angles; v + w x c and w; a + dw x c + w x (v + w x c) and dw
static void body_rows(const il_data *d, int body, int lane, double row[KINDS][6]) {
    double c[3], w[3], v[3], dw[3], a[3], turn[3], swing[3], inward[3];
    for (int i = 0; i < 3; i++) {
        c[i] = d->com_pos[3*body + i].lane[lane], w[i] = d->body_vel[6*body + i].lane[lane], v[i] = d->body_vel[6*body + 3 + i].lane[lane];
        dw[i] = d->body_acc[6*body + i].lane[lane], a[i] = d->body_acc[6*body + 3 + i].lane[lane];
    }
    cross(w, c, turn), cross(dw, c, swing);
    for (int i = 0; i < 3; i++) v[i] += turn[i];
    cross(w, v, inward);
    angles_of(d, body, lane, row[PLACE] + 3);
    for (int i = 0; i < 3; i++) {
        row[PLACE][i] = c[i], row[SPEED][i] = v[i], row[ACCEL][i] = a[i] + swing[i] + inward[i];
        row[SPEED][3 + i] = w[i], row[ACCEL][3 + i] = dw[i];
    }
}

// two vectors into the axes of a body
static void into_body(const il_data *d, int body, int lane, double row[6]) {
    double y[6] = {0};
    for (int i = 0; i < 6; i++)
        for (int k = 0; k < 3; k++) y[i] += d->body_rot[9*body + 3*k + i%3].lane[lane]*row[i/3*3 + k];
    memcpy(row, y, sizeof y);
}

static void body_frame(const body_job *b, const il_data *d, int frame, int lane) {
    const il_osim          *o = b->j->o;
    const il_osim_analysis *how = b->j->how;
    double                  mass = 0.0, centre[KINDS][3] = {{0}}, row[KINDS][6];
    for (int i = 0; i < b->nbody; i++) {
        body_rows(d, b->body[i], lane, row);
        if (how->local) into_body(d, b->body[i], lane, row[SPEED]), into_body(d, b->body[i], lane, row[ACCEL]);
        for (int t = 0; t < KINDS; t++)
            for (int c = 0; c < 6; c++) put(b->out[t].table, frame, 6*i + c, row[t][c]*(c > 2 && how->degrees ? DEGREES : 1.0));
    }
    for (int i = 0; i < o->nbody && b->centre; i++) {
        int    body = il_body_find(o->model, o->body[i]);
        double own = o->model->nominal->body_mass[body];
        body_rows(d, body, lane, row);
        mass += own;
        for (int t = 0; t < KINDS; t++)
            for (int c = 0; c < 3; c++) centre[t][c] += own*row[t][c];
    }
    for (int t = 0; t < KINDS && b->centre; t++)
        for (int c = 0; c < 3; c++) put(b->out[t].table, frame, 6*b->nbody + c, mass > 0.0 ? centre[t][c]/mass : 0.0);
}

// which bodies are written: all, or those of the set-up in the order of the model
static il_status pick_bodies(body_job *b) {
    const il_osim          *o = b->j->o;
    const il_osim_analysis *how = b->j->how;
    char                    offer[300];
    bool                    all = all_of(how);
    for (int i = 0; i < how->nof && !all; i++)
        if (strcmp(how->of[i], "center_of_mass") && ili_name_find(how->of[i], o->body, o->nbody) < 0)
            return il_error_set(b->j->err, IL_BAD_VALUE, NULL, 0, 0, "%s: there is no body '%.80s'; did you mean %s?", how->name, how->of[i],
                                ili_name_offer(how->of[i], o->body, o->nbody, offer, sizeof offer));
    for (int i = 0; i < o->nbody; i++)
        if (all || named(how, o->body[i])) b->body[b->nbody++] = il_body_find(o->model, o->body[i]);
    b->centre = all || named(how, "center_of_mass");
    return IL_OK;
}

static il_status body_tables(body_job *b, ili_osim_names *s, int *n) {
    static const char *const axis[] = {"_X", "_Y", "_Z", "_Ox", "_Oy", "_Oz"}, *const title[] = {"Positions", "Velocities", "Accelerations"}, *const kind[] = {"pos", "vel", "acc"};
    const ili_osim_job      *j = b->j;
    il_status                status = IL_OK;
    for (int i = 0; i < b->nbody; i++)
        for (int c = 0; c < 6; c++) ili_osim_names_add(s, "%.200s%s", j->o->model->body_name[b->body[i]], axis[c]);
    for (int c = 0; c < 3 && b->centre; c++) ili_osim_names_add(s, "center_of_mass%s", axis[c]);
    for (int t = 0; t < KINDS && status == IL_OK; t++) {
        char name[200];
        snprintf(name, sizeof name, "%.150s_%s_%s", j->how->name, kind[t], t != PLACE && j->how->local ? "bodyLocal" : "global");
        status = ili_osim_result_table(&b->out[t], name, title[t], j->motion, s, j->err);
        ++*n;
        if (status == IL_OK) b->out[t].table->degrees = j->how->degrees;
    }
    return status;
}

il_status ili_osim_bodies_move(const ili_osim_job *j, int *n, il_osim_result *out) {
    const il_model *m = j->o->model;
    ili_osim_names  s = {0};
    il_data        *d = NULL;
    body_job        b = {.j = j, .out = out + *n, .body = calloc((size_t)m->nbody, sizeof *b.body)};
    il_status       status = b.body && ili_osim_names_room(&s, 6*m->nbody + 3) ? il_data_create(m, IL_ISA_AUTO, &d, j->err) : no_memory(j->err);
    if (status == IL_OK) status = pick_bodies(&b);
    if (status == IL_OK) status = body_tables(&b, &s, n);
    for (int first = 0; status == IL_OK && first < j->motion->nframe; first += IL_LANES) {
        take(j->motion, m->nq, first, d);
        il_position(m, m->nominal, d), il_velocity(m, m->nominal, d), il_inverse(m, m->nominal, d);
        for (int lane = 0; lane < live(j->motion, first); lane++) body_frame(&b, d, first + lane, lane);
    }
    il_data_free(d), free(b.body), ili_osim_names_free(&s);
    return status;
}

// ---- coordinates ---------------------------------------------------------------------------------------------------------------

// a coordinate that follows another: y = f(q), f' qd, f' qdd + f'' qd^2
static void coordinate_row(const il_model *m, const il_data *d, int signal, int lane, double out[KINDS]) {
    int    dof = signal < m->nq ? signal : m->coupled_master[signal - m->nq];
    double rate = d->signal_rate[signal].lane[lane], qd = d->qd[dof].lane[lane];
    out[PLACE] = d->signal[signal].lane[lane], out[SPEED] = rate*qd, out[ACCEL] = rate*d->qdd[dof].lane[lane] + d->signal_curve[signal].lane[lane]*qd*qd;
}

il_status ili_osim_coordinates_move(const ili_osim_job *j, int *n, il_osim_result *out) {
    static const char *const title[] = {"Coordinates", "Speeds", "Accelerations"}, *const kind[] = {"q", "u", "dudt"};
    const il_osim           *o = j->o;
    const il_model          *m = o->model;
    il_osim_result          *table = out + *n;
    ili_osim_names           s = {0};
    il_data                 *d = NULL;
    int                     *of = calloc((size_t)o->ncoordinate + 1, sizeof *of), count = 0;
    bool                    *chosen = calloc((size_t)o->ncoordinate + 1, sizeof *chosen), all = all_of(j->how);
    il_status                status = of && chosen && ili_osim_names_room(&s, o->ncoordinate) ? il_data_create(m, IL_ISA_AUTO, &d, j->err) : no_memory(j->err);
    for (int i = 0; i < j->how->nof && !all && status == IL_OK; i++) {
        int found = il_osim_coordinate_find(o, j->how->of[i]); // by its name or a path
        if (found >= 0) {
            chosen[found] = true;
        } else {
            char offer[300];
            status = il_error_set(j->err, IL_BAD_VALUE, NULL, 0, 0, "%s: there is no coordinate '%.80s'; did you mean %s?", j->how->name, j->how->of[i],
                                  ili_name_offer(j->how->of[i], m->coordinate_name, m->nq, offer, sizeof offer));
        }
    }
    for (int i = 0; i < o->ncoordinate && status == IL_OK; i++)
        if (all || chosen[i]) of[count++] = i, ili_osim_names_add(&s, "%.250s", o->coordinate[i].name);
    for (int t = 0; t < KINDS && status == IL_OK; t++) {
        char name[200];
        snprintf(name, sizeof name, "%.150s_%s", j->how->name, kind[t]);
        status = ili_osim_result_table(&out[(*n)++], name, title[t], j->motion, &s, j->err);
        if (status == IL_OK) table[t].table->degrees = j->how->degrees;
    }
    for (int first = 0; status == IL_OK && first < j->motion->nframe; first += IL_LANES) {
        take(j->motion, m->nq, first, d);
        il_position(m, m->nominal, d);
        for (int lane = 0; lane < live(j->motion, first); lane++)
            for (int i = 0; i < count; i++) {
                double row[KINDS], unit = j->how->degrees && o->coordinate[of[i]].motion == IL_OSIM_ANGLE ? DEGREES : 1.0;
                coordinate_row(m, d, o->coordinate[of[i]].signal, lane, row);
                for (int t = 0; t < KINDS; t++) put(table[t].table, first + lane, i, unit*row[t]);
            }
    }
    il_data_free(d), free(of), free(chosen), ili_osim_names_free(&s);
    return status;
}
