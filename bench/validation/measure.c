// measure.c - outcomes, readings, angles, moment arms and torques by their text
#include "measure.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "walk.h"

#define DEGREES 57.295779513082321

int va_parts(const char *measure, char part[VA_PARTS][160]) {
    int n = 0;
    for (const char *at = measure; *at; n++) {
        size_t len = strcspn(at, ",");
        if (n == VA_PARTS || len >= sizeof part[0] || len == 0) return 0;
        memcpy(part[n], at, len), part[n][len] = '\0';
        at += len + (at[len] == ',');
    }
    return n;
}

// "word:" at the start: what follows it, else NULL
static const char *after(const char *text, const char *word) {
    size_t n = strlen(word);
    return strncmp(text, word, n) == 0 && text[n] == ':' ? text + n + 1 : NULL;
}

// "a:b": copies a, returns b, NULL when there is no colon
static const char *cut(const char *text, char *head, size_t size) {
    size_t n = strcspn(text, ":");
    if (text[n] != ':' || n >= size) return NULL;
    memcpy(head, text, n), head[n] = '\0';
    return text + n + 1;
}

// ---- at a solved posture ----

// angle of a plate's x axis in the sagittal plane
static double tilt(const il_data *d, int marker) { return DEGREES*atan2(d->marker_axes[9*marker + 3].lane[0], d->marker_axes[9*marker].lane[0]); }

static double plates(const il_model *m, const il_data *d, const char *text, bool *there) {
    char        first[80] = "";
    const char *second = cut(text, first, sizeof first);
    int         a = il_marker_find(m, first), b = second ? il_marker_find(m, second) : IL_NONE;
    *there = a != IL_NONE && b != IL_NONE;
    return *there ? remainder(tilt(d, b) - tilt(d, a), 360.0) : IL_NAN;
}

double va_measure(const va_bench *b, const il_outcomes *names, const il_task *task, const il_posture_solution *s, const double *outcomes,
                  const double *reading, const char *part, bool *there) {
    const il_model *m = b->body->m;
    const char     *rest;
    *there = false;
    if ((rest = after(part, "reading")) != NULL) {
        for (int i = 0; i < il_task_reading_count(task); i++) {
            if (strcmp(il_task_reading_test(task, i), rest)) continue;
            *there = true;
            return reading[i];
        }
        return IL_NAN;
    }
    if ((rest = after(part, "plates")) != NULL) return plates(m, s->d, rest, there);
    if ((rest = after(part, "coordinate")) != NULL) {
        int j = il_coordinate_find(m, rest);
        *there = j != IL_NONE;
        return *there ? s->q[j]*(m->coordinate_kind[j] == IL_ROW_ROTATION ? DEGREES : 1000.0) : IL_NAN;
    }
    int i = il_outcomes_find(names, part);
    *there = i != IL_NONE;
    return *there ? outcomes[i] : IL_NAN;
}

// ---- posed ----

bool va_is_posed(const char *measure) {
    return after(measure, "arm") || after(measure, "torque") || after(measure, "peak") || !strcmp(measure, "mass");
}

// does a list "a|b|c*" hold this name, side ending left out
static bool listed(const char *list, const char *name) {
    size_t n = strlen(name);
    if (n > 2 && !strcmp(name + n - 2, "_r")) n -= 2;
    for (const char *at = list; *at;) {
        size_t len = strcspn(at, "|");
        if (at[len - 1] == '*' ? n >= len - 1 && !strncmp(at, name, len - 1) : n == len && !strncmp(at, name, len)) return true;
        at += len + (at[len] == '|');
    }
    return false;
}

static double arm_of(const il_model *m, const il_data *d, int muscle, int dof) {
    int path = m->muscle_path[muscle];
    for (int k = m->path_arm_start[path]; k < m->path_arm_start[path + 1]; k++)
        if (m->arm_dof[k] == dof) return d->arm[k].lane[0];
    return 0.0;
}

static void pose(const il_model *m, const il_params *p, il_data *d) {
    for (int j = 0; j < m->nq; j++) il_pack_set(&d->q[j], p->coordinate_neutral[j]);
}

static void evaluate(const il_model *m, const il_params *p, il_data *d) {
    il_position(m, p, d), il_path(m, p, d), il_arm(m, p, d), il_muscle(m, p, d);
}

// right side, neutral posture
static double arm(const il_model *m, const il_params *p, il_data *d, const char *text, bool *there) {
    char        name[80];
    const char *list = cut(text, name, sizeof name);
    bool        turned = *text == '-';
    int         dof = list ? il_coordinate_find(m, name + turned) : IL_NONE;
    double      sum = 0.0, strength = 0.0;
    pose(m, p, d), evaluate(m, p, d);
    for (int i = 0; i < m->nmuscle && dof != IL_NONE; i++) {
        if (il_side_of(m->muscle_name[i]) != IL_SIDE_RIGHT || !listed(list, m->muscle_name[i])) continue;
        sum += p->muscle_f_max[i]*arm_of(m, d, i, dof), strength += p->muscle_f_max[i];
    }
    *there = strength > 0.0;
    return *there ? (turned ? -100.0 : 100.0)*sum/strength : IL_NAN;
}

// torque about L4-L5 of all muscles that turn it one way, at full activation
static double trunk_torque(const il_model *m, const il_params *p, il_data *d, double degrees, double direction, bool *there) {
    static const char *const level[] = {"L5_S1_flexion", "L4_L5_flexion", "L3_L4_flexion", "L2_L3_flexion", "L1_L2_flexion", "T12_L1_flexion"};
    int                      dof = il_coordinate_find(m, "L4_L5_flexion");
    double                   sum = 0.0;
    *there = dof != IL_NONE;
    pose(m, p, d);
    for (int i = 0; i < 6; i++) {
        int j = il_coordinate_find(m, level[i]);
        if (j != IL_NONE) il_pack_set(&d->q[j], p->coordinate_neutral[j] + degrees/6.0/DEGREES);
    }
    evaluate(m, p, d);
    for (int i = 0; i < m->nmuscle && *there; i++) {
        double torque = direction*arm_of(m, d, i, dof)*(d->muscle_active[i].lane[0] + d->muscle_passive[i].lane[0]);
        if (torque > 0.0) sum += torque;
    }
    return sum;
}

static double peak(const il_model *m, const il_params *p, il_data *d, double direction, bool *there) {
    double best = -1.0, at = IL_NAN;
    for (int degrees = -20; degrees <= 50; degrees += 5) {
        double torque = trunk_torque(m, p, d, degrees, direction, there);
        if (torque > best) best = torque, at = degrees;
    }
    return at;
}

static double mass_of(const il_model *m, const il_params *p) {
    double sum = 0.0;
    for (int i = 0; i < m->nbody; i++) sum += p->body_mass[i];
    return sum;
}

double va_posed(const va_bench *b, const il_params *p, il_data *d, const char *part, bool *there) {
    const il_model *m = b->body->m;
    const char     *rest;
    *there = false;
    if ((rest = after(part, "arm")) != NULL) return arm(m, p, d, rest, there);
    if ((rest = after(part, "peak")) != NULL) return peak(m, p, d, strcmp(rest, "flexion") ? -1.0 : 1.0, there);
    if (!strcmp(part, "mass")) return *there = true, mass_of(m, p);
    char        way[32];
    double      degrees = 0.0;
    const char *angle = (rest = after(part, "torque")) != NULL ? cut(rest, way, sizeof way) : NULL;
    if (!angle || il_number_parse(angle, strlen(angle), &degrees)) return IL_NAN;
    return trunk_torque(m, p, d, degrees, strcmp(way, "flexion") ? -1.0 : 1.0, there);
}

// ---- is it there? ----

static bool task_reads(const il_task_def *def, const char *test, size_t n) {
    for (int i = 0; i < def->nreading; i++)
        if (strlen(def->reading[i].test) == n && !strncmp(def->reading[i].test, test, n)) return true;
    return false;
}

// the cohort's measure "mean:TEST", "mean:A+B" in the tasks "X+Y", "sd:TEST", "women_less_men:TEST"
static bool cohort_exists(const va_bench *b, const va_prediction *p, const char **why) {
    const char *test = strchr(p->measure, ':'), *task = p->task;
    for (*why = "there is no such task"; test && *task;) {
        char   id[80];
        size_t n = strcspn(task, "+"), m = strcspn(++test, "+");
        if (n >= sizeof id) return false;
        memcpy(id, task, n), id[n] = '\0';
        const il_task_def *def = il_tasks_find(b->tasks, id);
        if (!def) return false;
        if (!task_reads(def, test, m)) return *why = "the task has no such reading", false;
        test += m, task += n + (task[n] == '+');
    }
    return true;
}

static bool part_exists(const va_bench *b, const il_outcomes *names, const il_task_def *def, const char *part) {
    const il_model *m = b->body->m;
    const char     *rest, *second;
    char            first[80];
    if ((rest = after(part, "reading")) != NULL) return def && task_reads(def, rest, strlen(rest));
    if ((rest = after(part, "coordinate")) != NULL) return il_coordinate_find(m, rest) != IL_NONE;
    if ((rest = after(part, "prediction")) != NULL) return va_find_prediction(&b->t, rest) >= 0;
    if ((rest = after(part, "plates")) != NULL) {
        return (second = cut(rest, first, sizeof first)) != NULL && il_marker_find(m, first) != IL_NONE && il_marker_find(m, second) != IL_NONE;
    }
    return il_outcomes_find(names, part) != IL_NONE;
}

bool va_exists(const va_bench *b, const il_outcomes *names, const va_prediction *p, const char **why) {
    char part[VA_PARTS][160];
    if (p->person < 0) return cohort_exists(b, p, why);
    if (va_is_posed(p->measure)) return true; // found out when it is posed
    *why = "there is no such recording, or no such number of a walk";
    if (!strncmp(p->measure, "walk:", 5)) return va_walk_find(p->measure) >= 0 && il_motion_known(b->dir, p->task);
    const il_task_def *def = il_tasks_find(b->tasks, p->task);
    *why = "there is no such task";
    if (!def && *p->task && strcmp(p->task, "*")) return false;
    *why = "the side does not go with the task";
    if (def && def->sided != (p->side != IL_SIDE_NONE)) return false;
    *why = "there is no such outcome, reading, landmark or coordinate";
    int n = va_parts(p->measure, part);
    for (int c = 0; c < n; c++)
        if (!part_exists(b, names, def, part[c])) return false;
    return n > 0;
}
