// patients_body.c - the true bodies of simulated patients, and their true readings
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "ilium/batch.h"
#include "ilium/factor.h"
#include "patients.h"

// ---- what differs from the inferring body ----

static double either_way(ili_random *r, double share) { return 1.0 + share*ili_random_range(r, -1.0, 1.0); }
static double between_logs(ili_random *r, double low, double high) { return low*exp(ili_random_uniform(r)*log(high/low)); }

static il_body_sizes hidden_sizes(const vp_world *w, ili_random *r) {
    bool   woman = w->who.sex == IL_SEX_FEMALE;
    double height = w->who.height_m.value + 0.01*ili_random_normal(r);
    return (il_body_sizes){.sex = woman ? IL_BODY_FEMALE : IL_BODY_MALE, .age_years = w->who.age_years.value, .height_m = height,
                           .mass_kg = w->who.mass_kg.value*either_way(r, 0.05), .pelvis_width_m = (woman ? 0.1445 : 0.1357)*height*either_way(r, 0.06),
                           .pelvic_incidence_deg = 50.5 + 6.0*fmin(fmax(ili_random_normal(r), -2.0), 2.0)};
}

// the same muscle of the other side; itself where it has none
static int other_side(const il_model *m, int muscle) {
    char   name[128];
    size_t n = (size_t)snprintf(name, sizeof name, "%s", m->muscle_name[muscle]);
    if (n < 2 || n >= sizeof name || il_side_of(name) == IL_SIDE_NONE) return muscle;
    name[n - 1] = name[n - 1] == 'r' ? 'l' : 'r';
    int found = il_muscle_find(m, name);
    return found < 0 ? muscle : found;
}

// strength of the whole person and of each muscle line by itself. The fibre length at which passive force begins: 8 % either way shared by both sides
// and 7 % by each side, by which the straight-leg raise of a healthy person's legs differs about as much as is published (mean 5.0 SD 3.5 deg with
// the error of reading: BMC Musculoskelet Disord 2012 13:245, found), and the whole person
static void vary_muscles(const vp_world *w, ili_random *r, il_params *p) {
    const il_model *m = w->body->m;
    double          strong = either_way(r, 0.15), stiff = 0.05*ili_random_range(r, -1.0, 1.0);
    for (int i = 0; i < m->nmuscle; i++) {
        int    other = other_side(m, i);
        double both = 0.08*ili_random_range(r, -1.0, 1.0), own = 0.07*ili_random_range(r, -1.0, 1.0) + stiff;
        p->muscle_f_max[i] *= strong*either_way(r, 0.15);
        p->muscle_strain_zero[i] += own, p->muscle_strain_one[i] += own;
        if (other < i) continue; // shared with a muscle that came before
        p->muscle_strain_zero[i] += both, p->muscle_strain_one[i] += both;
        if (other > i) p->muscle_strain_zero[other] += both, p->muscle_strain_one[other] += both;
    }
}

// passive joints: law and stiffness of the discs, pelvic joints, capsule
static il_status vary_joints(const vp_world *w, ili_random *r, il_params *p, il_error *err) {
    const il_model *m = w->body->m;
    double          cubic = between_logs(r, 0.33, 3.0), skew = either_way(r, 0.5);
    for (int i = 0; i < m->nbushing; i++) {
        if (strcmp(w->body->groups.bushing[i], "disc") != 0) continue;
        for (int k = 0; k < 6; k++) p->bushing_c[6*i + k] *= cubic, p->bushing_b[6*i + k] *= skew;
    }
    const struct {
        il_parameter_kind kind;
        const char       *target;
        double            value;
    } change[] = {
        {IL_JOINT_STIFFNESS, "disc", ili_random_range(r, 0.66, 1.34)},       {IL_JOINT_REST_RZ, "disc", ili_random_range(r, -1.0, 2.17)},
        {IL_JOINT_STIFFNESS, "sacroiliac", between_logs(r, 0.65, 2.0)},      {IL_LIGAMENT_STIFFNESS, "sacroiliac", between_logs(r, 0.5, 3.5)},
        {IL_LIGAMENT_STIFFNESS, "iliolumbar", between_logs(r, 0.5, 2.0)},    {IL_LIGAMENT_STIFFNESS, "hip_capsule", between_logs(r, 0.5, 1.5)},
        {IL_LEG_LENGTH, "", ili_random_range(r, -15.0, 15.0)},
    };
    il_status s = IL_OK;
    for (size_t i = 0; i < sizeof change/sizeof *change && s == IL_OK; i++) {
        s = il_parameter_apply(w->body, p, change[i].kind, change[i].target, IL_SIDE_BOTH, change[i].value, 1.0, err);
    }
    return s;
}

static bool same(const char *a, const char *b) { return strcmp(a, b) == 0; }

// the spread of bones, habit and of what the tables do not hold is as the program thinks, but uniform; muscles and tolerance are varied above
static il_status vary_person(const vp_world *w, ili_random *r, il_params *p, double *habit, double *reading, il_error *err) {
    double z = 0.0;
    for (int i = 0; i < w->tables->n_variations; i++) {
        const il_variations_row *x = &w->tables->variations[i];
        if (i == 0 || !same(x->id, x[-1].id)) z = ili_random_range(r, -1.7320508, 1.7320508);
        il_side side = same(x->side, "right") ? IL_SIDE_RIGHT : same(x->side, "left") ? IL_SIDE_LEFT : IL_SIDE_BOTH;
        if (same(x->kind, "habit")) habit[il_coordinate_find(w->body->m, x->target)] += z*x->value;
        for (int k = 0; same(x->kind, "reading") && k < w->study.nslot; k++) {
            bool other = side != IL_SIDE_BOTH && w->study.slot[k].side != IL_SIDE_NONE && w->study.slot[k].side != side;
            if (same(w->study.slot[k].quantity, x->target) && !other) reading[k] += z*x->value;
        }
        if (!same(x->kind, "parameter") || strncmp(x->target, "muscle.", 7) == 0) continue;
        il_parameter_kind kind;
        char              target[IL_TARGET];
        il_status         s = il_parameter_find(x->target, &kind, target, err);
        if (s == IL_OK) s = il_parameter_apply(w->body, p, kind, target, side, x->value, z, err);
        if (s != IL_OK) return s;
    }
    return IL_OK;
}

il_status vp_body(const vp_world *w, const vp_patient *patient, il_params *p, double *habit, double *reading, il_subject *who, il_error *err) {
    ili_random    r = vp_random(w, patient->number, VP_STREAM_BODY);
    il_body_sizes sizes = hidden_sizes(w, &r);
    il_status     s = il_body_person(w->body, &sizes, p, err);
    if (s != IL_OK) return s;
    memcpy(habit, p->coordinate_neutral, sizeof *habit*(size_t)w->body->m->nq);
    vary_muscles(w, &r, p);
    s = vary_joints(w, &r, p, err);
    if (s == IL_OK) s = vary_person(w, &r, p, habit, reading, err);
    *who = il_subject_usual(w->body, p, habit);
    const il_usual_row *effort = il_body_usual(w->tables, "effort"), *tolerance = il_body_usual(w->tables, "stretch_tolerance");
    who->effort = between_logs(&r, effort->low, effort->high);
    who->power = ili_random_range(&r, 2.0, 3.0);
    who->tolerance = 0.5*(ili_random_range(&r, tolerance->low, tolerance->high) + ili_random_range(&r, tolerance->low, tolerance->high));
    return s;
}

// ---- conditions that no hypothesis knows ----

typedef struct outside {
    const char *name;
    struct {
        const char *parameter;
        double      value; ///< at size 1
        bool        both;  ///< has no side
    } change[3];
} outside;

static const outside outsides[] = {
    {"rectus femoris short", {{"muscle.rectus_femoris.shortness", 0.2, false}}},
    {"adductors short", {{"muscle.adductors.shortness", 0.25, false}, {"muscle.gracilis.shortness", 0.25, false}}},
    {"hip stiff", {{"joint.hip.stiffness", 3.0, false}, {"ligament.hip_capsule.stiffness", 5.0, false}, {"ligament.hip_capsule.slack", -0.06, false}}},
    {"deep socket", {{"hip.acetabular_cover", 18.0, false}}},
    {"femur turned back", {{"hip.femoral_version", -25.0, false}}},
    {"discs worn", {{"disc.L5_S1.degeneration", 5.0, true}, {"disc.L4_L5.degeneration", 5.0, true}, {"disc.L3_L4.degeneration", 4.0, true}}},
    {"back extensors in spasm", {{"muscle.longissimus.spasm", 0.2, false}, {"muscle.iliocostalis.spasm", 0.2, false}, {"muscle.multifidus.spasm", 0.2, false}}},
    {"gluteus maximus short", {{"muscle.gluteus_maximus.shortness", 0.25, false}}},
    {"calf short", {{"muscle.calf.shortness", 0.25, false}}},
    {"deep rotators short", {{"muscle.piriformis.shortness", 0.3, false}, {"muscle.obturators.shortness", 0.3, false}, {"muscle.gemelli.shortness", 0.3, false}}},
    {"quadratus lumborum short", {{"muscle.quadratus_lumborum.shortness", 0.25, false}}},
    {"back extensors weak", {{"muscle.longissimus.strength", 0.3, true}, {"muscle.iliocostalis.strength", 0.3, true}, {"muscle.multifidus.strength", 0.3, true}}},
};

int         vp_outside_count(void) { return (int)(sizeof outsides/sizeof *outsides); }
const char *vp_outside_name(int kind) { return outsides[kind].name; }

il_status vp_outside_apply(const vp_world *w, const vp_patient *p, il_params *params, il_error *err) {
    const outside *o = &outsides[p->outside];
    il_status      s = IL_OK;
    for (int i = 0; i < 3 && o->change[i].parameter && s == IL_OK; i++) {
        il_parameter_kind kind;
        char              target[IL_TARGET];
        s = il_parameter_find(o->change[i].parameter, &kind, target, err);
        if (s == IL_OK) s = il_parameter_apply(w->body, params, kind, target, o->change[i].both ? IL_SIDE_BOTH : p->outside_side, o->change[i].value, p->outside_size, err);
    }
    return s;
}

// ---- true readings ----

/// One patient at work: parameters without and with the condition, habits, what the tables do not hold.
typedef struct work {
    il_params *healthy, *with;
    double    *habit, *habit_with, *reading, *q, *act;
    il_subject who;
    bool       changed; ///< something that is simulated is present
} work;

static void free_work(work *x) {
    il_params_free(x->healthy);
    il_params_free(x->with);
    free(x->habit);
    *x = (work){0};
}

static il_status make_work(const vp_world *w, const vp_patient *p, work *x, il_error *err) {
    const il_model *m = w->body->m;
    size_t          nq = (size_t)m->nq, nslot = (size_t)w->study.nslot, tasks = (size_t)w->study.ntask;
    il_status       s = il_params_create(m, false, &x->healthy, err);
    if (s == IL_OK) s = il_params_create(m, false, &x->with, err);
    if (s == IL_OK && !(x->habit = calloc(2*nq + nslot + tasks*(nq + (size_t)m->nmuscle), sizeof(double)))) s = il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for a patient");
    if (s != IL_OK) return s;
    x->habit_with = x->habit + nq, x->reading = x->habit_with + nq, x->q = x->reading + nslot, x->act = x->q + tasks*nq;
    s = vp_body(w, p, x->healthy, x->habit, x->reading, &x->who, err);
    if (s == IL_OK) il_params_copy(m, x->healthy, x->with);
    for (int i = 0; i < p->ntruth && s == IL_OK; i++) {
        const ili_cause *c = &w->study.cause[p->truth[i]];
        if (!w->k->condition[c->condition].simulated) continue;
        x->changed = true;
        s = il_condition_apply(w->k, c->condition, w->body, x->with, c->side, p->severity[i], err);
    }
    if (s == IL_OK && p->outside >= 0) x->changed = true, s = vp_outside_apply(w, p, x->with, err);
    for (int j = 0; j < m->nq; j++) x->habit_with[j] = x->habit[j] + x->with->coordinate_neutral[j] - x->healthy->coordinate_neutral[j];
    return s;
}

static void add_jobs(const vp_world *w, const work *x, bool with, il_job *job) {
    const il_model *m = w->body->m;
    const ili_study *s = &w->study;
    for (int t = 0; t < s->ntask; t++) {
        job[t] = (il_job){.task = s->task[t], .who = x->who, .start = with ? &x->q[t*m->nq] : &s->q[t*m->nq],
                          .start_act = with ? &x->act[t*m->nmuscle] : &s->act[t*m->nmuscle]};
        job[t].who.p = with ? x->with : x->healthy, job[t].who.habit = with ? x->habit_with : x->habit;
        if (!with) job[t].q = &x->q[t*m->nq], job[t].act = &x->act[t*m->nmuscle];
        job[t].who.way = s->way[t];
    }
}

static void read_jobs(const vp_world *w, const work *x, const il_job *job, double *out) {
    for (int i = 0; i < w->study.nslot; i++) {
        const ili_slot *slot = &w->study.slot[i];
        const il_job   *j = &job[slot->task];
        out[i] = j->info.status == IL_POSTURE_SOLVED ? j->reading[slot->reading] + x->reading[i] : IL_NAN;
    }
}

il_status vp_solve(const vp_world *w, int n, vp_patient *patient, int threads, const il_progress *progress, il_error *err) {
    int       nt = w->study.ntask, njob = 0;
    work     *x = calloc((size_t)n + 1, sizeof *x);
    il_job   *job = calloc((size_t)(n*nt) + 1, sizeof *job), *after = calloc((size_t)(n*nt) + 1, sizeof *after);
    il_status s = x && job && after ? IL_OK : il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for patients");
    for (int i = 0; i < n && s == IL_OK; i++) s = make_work(w, &patient[i], &x[i], err);
    for (int i = 0; i < n && s == IL_OK; i++) add_jobs(w, &x[i], false, &job[i*nt]);
    if (s == IL_OK) s = il_batch_run(w->body->m, IL_ISA_AUTO, n*nt, job, threads, NULL, progress, err);
    for (int i = 0; i < n && s == IL_OK; i++) {
        read_jobs(w, &x[i], &job[i*nt], patient[i].healthy);
        if (x[i].changed) add_jobs(w, &x[i], true, &after[njob]), njob += nt;
    }
    if (s == IL_OK) s = il_batch_run(w->body->m, IL_ISA_AUTO, njob, after, threads, NULL, progress, err);
    for (int i = 0, at = 0; i < n && s == IL_OK; i++) {
        memcpy(patient[i].with, patient[i].healthy, sizeof patient[i].with);
        if (x[i].changed) read_jobs(w, &x[i], &after[at], patient[i].with), at += nt;
        patient[i].solved = true;
    }
    for (int i = 0; x && i < n; i++) free_work(&x[i]);
    free(x), free(job), free(after);
    return s;
}
