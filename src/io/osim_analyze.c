// osim_analyze.c - OpenSim's analyses of a motion: which is run over what, body kinematics
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/frames.h"
#include "base/names.h"
#include "ilium/data.h"
#include "ilium/file.h"
#include "osim_job.h"

static const double DEGREES = 180.0/3.14159265358979323846;

static il_status no_memory(il_error *err) { return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory for an analysis"); }

// ---- frames abreast ------------------------------------------------------------------------------------------------------------

/// The frames f ... f+7 in the lanes; behind the last it is repeated.
static void take(const il_osim_motion_rows *r, int nq, int first, il_data *d) {
    int frame[IL_LANES];
    ili_frames_stretch(first, 1, 0, r->nframe, frame);
    ili_frames_take(frame, nq, r->q, d->q), ili_frames_take(frame, nq, r->qd, d->qd);
}

static int live(const il_osim_motion_rows *r, int first) { return r->nframe - first < IL_LANES ? r->nframe - first : IL_LANES; }

static void put(il_table *t, int row, int column, double x) { t->value[(size_t)row*(size_t)t->ncolumn + (size_t)column] = x; }

// ---- bodies --------------------------------------------------------------------------------------------------------------------

// body-fixed X-Y-Z angles of a rotation
static void angles_of(const il_data *d, int body, int lane, double out[3]) {
    double R[9];
    for (int i = 0; i < 9; i++) R[i] = d->body_rot[9*body + i].lane[lane];
    out[0] = atan2(-R[5], R[8]), out[1] = atan2(R[2], hypot(R[0], R[1])), out[2] = atan2(-R[1], R[0]);
}

// of the centre of mass: place and angles, or velocity and angular velocity, in ground axes
static void body_row(const il_data *d, int body, int lane, double pos[6], double vel[6]) {
    double w[3], v[3], c[3];
    for (int i = 0; i < 3; i++)
        c[i] = d->com_pos[3*body + i].lane[lane], w[i] = d->body_vel[6*body + i].lane[lane], v[i] = d->body_vel[6*body + 3 + i].lane[lane];
    const double turn[3] = {w[1]*c[2] - w[2]*c[1], w[2]*c[0] - w[0]*c[2], w[0]*c[1] - w[1]*c[0]};
    angles_of(d, body, lane, pos + 3);
    for (int i = 0; i < 3; i++) pos[i] = c[i], vel[i] = v[i] + turn[i], vel[3 + i] = DEGREES*w[i], pos[3 + i] *= DEGREES;
}

static void body_frames(const il_osim *o, const int *body, int nbody, const il_osim_motion_rows *r, il_data *d, il_osim_result *out) {
    const il_model *m = o->model;
    for (int first = 0; first < r->nframe; first += IL_LANES) {
        take(r, m->nq, first, d);
        il_position(m, m->nominal, d), il_velocity(m, m->nominal, d);
        for (int lane = 0; lane < live(r, first); lane++) {
            double mass = 0.0, centre[2][3] = {{0}};
            for (int i = 0; i < nbody; i++) {
                double row[2][6], own = m->nominal->body_mass[body[i]];
                body_row(d, body[i], lane, row[0], row[1]);
                mass += own;
                for (int t = 0; t < 2; t++) {
                    for (int c = 0; c < 6; c++) put(out[t].table, first + lane, 6*i + c, row[t][c]);
                    for (int c = 0; c < 3; c++) centre[t][c] += own*row[t][c];
                }
            }
            for (int t = 0; t < 2; t++)
                for (int c = 0; c < 3; c++) put(out[t].table, first + lane, 6*nbody + c, mass > 0.0 ? centre[t][c]/mass : 0.0);
        }
    }
}

static il_status bodies(const il_osim *o, const il_osim_motion_rows *r, il_data *d, int *n, il_osim_result *out, il_error *err) {
    static const char *const axis[] = {"_X", "_Y", "_Z", "_Ox", "_Oy", "_Oz"};
    const il_model          *m = o->model;
    ili_osim_names           s = {0};
    int                     *body = calloc((size_t)m->nbody, sizeof *body), nbody = 0;
    il_status                status = body && ili_osim_names_room(&s, 6*m->nbody + 3) ? IL_OK : no_memory(err);
    for (int i = 0; status == IL_OK && i < o->nbody; i++) {
        body[nbody++] = il_body_find(m, o->body[i]);
        for (int c = 0; c < 6; c++) ili_osim_names_add(&s, "%.200s%s", o->body[i], axis[c]);
    }
    for (int c = 0; status == IL_OK && c < 3; c++) ili_osim_names_add(&s, "center_of_mass%s", axis[c]);
    if (status == IL_OK) status = ili_osim_result_table(&out[(*n)++], "BodyKinematics_pos_global", "Positions", r, &s, err);
    if (status == IL_OK) status = ili_osim_result_table(&out[(*n)++], "BodyKinematics_vel_global", "Velocities", r, &s, err);
    if (status == IL_OK) {
        body_frames(o, body, nbody, r, d, out);
        out[0].table->degrees = out[1].table->degrees = true;
    }
    free(body), ili_osim_names_free(&s);
    return status;
}

// ---- any of them ---------------------------------------------------------------------------------------------------------------

#define ANALYSES(X, _) X("MuscleAnalysis") _ X("BodyKinematics") _ X("StaticOptimization") _ X("JointReaction") _ X("PointKinematics")
#define ITEM(x) x
#define COMMA ,
static const char *const known[] = {ANALYSES(ITEM, COMMA)};
enum { KNOWN = sizeof known/sizeof *known };

bool        il_osim_analysis_known(const char *kind) { return ili_name_find(kind, known, KNOWN) >= 0; }
const char *il_osim_analysis_list(void) { return ANALYSES(ITEM, ", "); }

// options of an analysis: of the very one that the caller means, or the first of its kind
static il_osim_analysis options_of(const il_osim_setup *s, const char *kind) {
    int first = -1;
    for (int i = 0; s->how && i < s->nanalysis; i++) {
        if (s->analysis[i] == kind) return s->how[i];
        if (first < 0 && !strcmp(s->analysis[i], kind)) first = i;
    }
    if (first >= 0) return s->how[first];
    return il_default_osim_analysis(kind);
}

// the rows that an analysis is for: every so many, and the last; within its own range of time
static void thin(const il_osim_analysis *how, const il_osim *o, il_osim_motion_rows *r) {
    double *time = (double *)(uintptr_t)r->time; // its own block
    size_t  nq = (size_t)o->model->nq;
    int     n = 0;
    for (int f = 0; f < r->nframe; f++) {
        if ((f%how->interval && f + 1 < r->nframe) || time[f] < how->from - 1e-9 || time[f] > how->to + 1e-9) continue;
        double *rows[] = {r->q, r->qd, r->qdd};
        for (int i = 0; i < 3 && n < f; i++) memcpy(rows[i] + (size_t)n*nq, rows[i] + (size_t)f*nq, nq*sizeof(double));
        time[n++] = time[f];
    }
    r->nframe = n;
}

static il_status read_motion(const il_osim_setup *s, const il_osim *o, const il_osim_analysis *how, il_osim_motion_rows **rows, il_error *err) {
    il_table *motion = NULL;
    if (!*s->coordinates) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "an analysis needs a motion: <coordinates_file>");
    il_status status = il_table_read(s->coordinates, &motion, err);
    if (status == IL_OK) status = il_osim_motion_states(o, motion, s->cutoff, s->from, s->to, rows, err);
    if (status == IL_OK) thin(how, o, *rows);
    if (status == IL_OK && !(*rows)->nframe) status = il_error_set(err, IL_BAD_VALUE, s->coordinates, 0, 0, "no frame lies in the time of the analysis %.80s", how->name);
    if (status == IL_OK) status = ili_osim_assemble(o, *rows, err);
    il_table_free(motion);
    return status;
}

static il_status run_kind(const ili_osim_job *j, int *n, il_osim_result *list) {
    const char *kind = j->how->kind;
    il_data    *d = NULL;
    if (!strcmp(kind, "StaticOptimization")) return ili_osim_static(j, n, list);
    if (!strcmp(kind, "JointReaction")) return ili_osim_reactions(j, n, list);
    if (!strcmp(kind, "PointKinematics")) return ili_osim_points(j, n, list);
    if (!strcmp(kind, "MuscleAnalysis")) return ili_osim_muscles(j, n, list);
    il_status status = il_data_create(j->o->model, IL_ISA_AUTO, &d, j->err);
    if (status == IL_OK) status = bodies(j->o, j->motion, d, n, list, j->err);
    il_data_free(d);
    return status;
}

il_status il_osim_run_analysis_on(const il_osim_setup *s, const char *kind, const il_osim *o, int threads, const il_progress *progress, int *n, il_osim_result **out,
                                  il_osim_analysis_info *info, il_error *err) {
    IL_ASSERT(s && kind && o && n && out);
    il_osim_motion_rows  *rows = NULL;
    il_osim_analysis_info unread;
    char                  offer[300];
    *n = 0, *out = NULL;
    if (!info) info = &unread;
    *info = (il_osim_analysis_info){0};
    if (!il_osim_analysis_known(kind))
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the analysis %.80s is not done; did you mean %s?", kind, ili_name_offer(kind, known, KNOWN, offer, sizeof offer));
    il_osim_analysis how = options_of(s, kind);
    il_osim_result  *list = calloc((size_t)ili_osim_muscle_results(o) + 10, sizeof *list);
    il_status        status = list ? read_motion(s, o, &how, &rows, err) : no_memory(err);
    ili_osim_job     job = {.s = s, .how = &how, .o = o, .motion = rows, .threads = threads, .progress = progress, .info = info, .err = err};
    if (status == IL_OK) status = run_kind(&job, n, list);
    if (status == IL_OK) info->nframe = rows->nframe;
    il_osim_motion_free(rows);
    if (status != IL_OK) il_osim_results_free(*n, list), *n = 0;
    else *out = list;
    return status;
}

il_status il_osim_run_analysis(const il_osim_setup *s, const char *kind, const il_osim *o, int *n, il_osim_result **out, il_error *err) {
    return il_osim_run_analysis_on(s, kind, o, 0, NULL, n, out, NULL, err);
}

void il_osim_results_free(int n, il_osim_result *r) {
    for (int i = 0; i < n; i++) il_table_free(r[i].table), il_file_free(r[i].text);
    free(r);
}
