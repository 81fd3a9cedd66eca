// walk.c - hip force and joint moments over the gait cycle of the recorded walk
//
// Windows as the measured ones: 2.5 % of the cycle to either side of each of the two peaks of stance, components averaged, then their length.
#include "walk.h"
#include <math.h>
#include <string.h>
#include "ilium/outcome.h"

int va_walk_find(const char *measure) {
#define X(name) #name,
    static const char *const names[] = {VA_WALK_NUMBERS(X)};
#undef X
    if (strncmp(measure, "walk:", 5)) return -1;
    for (int i = 0; i < VA_NWALK; i++)
        if (!strcmp(names[i], measure + 5)) return i;
    return -1;
}

static int highest(const va_walk *w, double from, double to) {
    int best = -1;
    for (int i = 0; i < w->n; i++)
        if (w->percent[i] >= from && w->percent[i] <= to && (best < 0 || w->hip[i] > w->hip[best])) best = i;
    return best;
}

// mean of one outcome in the windows about both peaks
static double window_mean(const va_walk *w, const il_motion_result *r, const int peak[2], int outcome) {
    double sum = 0.0;
    int    n = 0;
    for (int i = 0; i < w->n; i++) {
        for (int k = 0; k < 2; k++) {
            if (peak[k] < 0 || fabs(w->percent[i] - w->percent[peak[k]]) > 2.5) continue;
            sum += 100.0*r->value[i*r->noutcome + outcome], n++;
        }
    }
    return n ? sum/n : IL_NAN;
}

static void hip_numbers(va_walk *w, const il_motion_result *r, const il_outcomes *names) {
    static const char *const part[3] = {"hip.right.contact_lateral_bw", "hip.right.contact_anterior_bw", "hip.right.contact_superior_bw"};
    int                      peak[2] = {highest(w, 0.0, 30.0), highest(w, 30.0, 65.0)}, top = highest(w, 0.0, 100.0);
    double                   sum = 0.0;
    w->number[VA_WALK_hip_peak] = top < 0 ? IL_NAN : w->hip[top];
    for (int c = 0; c < 3; c++) {
        double x = window_mean(w, r, peak, il_outcomes_find(names, part[c]));
        w->number[VA_WALK_hip_window_lateral + c] = x, sum += x*x;
    }
    w->number[VA_WALK_hip_window_mean] = sqrt(sum);
}

// greatest of sign times the moment on a coordinate, per kg
static double greatest(const il_model *m, const va_walk *w, const il_motion_result *r, const char *coordinate, double sign, double mass) {
    int    j = il_coordinate_find(m, coordinate);
    double best = -IL_INF;
    for (int i = 0; i < w->n && j != IL_NONE; i++) best = fmax(best, sign*r->moment[i*r->nq + j]/mass);
    return j == IL_NONE ? IL_NAN : best;
}

static void moment_numbers(const il_model *m, va_walk *w, const il_motion_result *r, double mass) {
    w->number[VA_WALK_hip_extension_max] = greatest(m, w, r, "hip_flexion_r", -1.0, mass);
    w->number[VA_WALK_hip_extension_min] = -greatest(m, w, r, "hip_flexion_r", 1.0, mass);
    w->number[VA_WALK_hip_abduction_max] = greatest(m, w, r, "hip_adduction_r", -1.0, mass);
    w->number[VA_WALK_knee_extension_max] = greatest(m, w, r, "knee_angle_r", 1.0, mass);
    w->number[VA_WALK_knee_extension_min] = -greatest(m, w, r, "knee_angle_r", -1.0, mass);
    w->number[VA_WALK_ankle_plantarflexion_max] = greatest(m, w, r, "ankle_angle_r", -1.0, mass);
}

il_status va_walk_solve(const va_bench *b, const il_motion *motion, const il_params *p, double effort, va_walk *out, il_error *err) {
    il_motion_result *r = NULL;
    il_outcomes      *names = NULL;
    double            mass = 0.0;
    *out = (va_walk){0};
    for (int i = 0; i < b->body->m->nbody; i++) mass += p->body_mass[i];
    il_status s = il_outcomes_create(b->body, &names, err);
    if (!s) s = il_motion_solve(b->body, p, motion, effort, 0, &b->progress, &r, err);
    int hip = s ? IL_NONE : il_outcomes_find(names, "hip.right.contact_bw");
    if (!s && hip == IL_NONE) s = il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the body has no hip contact force");
    if (!s) {
        out->n = r->nframe < VA_WALK_FRAMES ? r->nframe : VA_WALK_FRAMES;
        for (int i = 0; i < out->n; i++) {
            out->percent[i] = 100.0*(r->frame[i].time - motion->from)/(motion->to - motion->from);
            out->hip[i] = 100.0*r->value[i*r->noutcome + hip];
            out->worst_reserve = fmax(out->worst_reserve, r->frame[i].reserve), out->worst_root = fmax(out->worst_root, r->frame[i].root_force);
        }
        hip_numbers(out, r, names);
        moment_numbers(b->body->m, out, r, mass);
    }
    il_motion_result_free(r);
    il_outcomes_free(names);
    return s;
}
