// assess_loads.c - what structures bear in quiet standing, healthy and with the leading explanation, each as a range
//
// Every load is solved as usual and at both ends of every factor that is not known (include/ilium/factor.h): effort, its power and weights,
// tension, tone, stiffness of tissues. The range is their effects squared and summed.
#include "reason/assess_private.h"
#include "ilium/drawing.h"
#include "ilium/thread.h"
#include "scenario/follow.h"
#include "scenario/start.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { NSTATE = 2, STARTS = 3 }; // healthy, and with the leading explanation; other starts of each, so that all eight lanes have one

/// What is read off a solved posture.
typedef struct quantity {
    const char       *structure, *quantity, *unit;
    il_structure_kind kind;
    il_side           side;
    const char       *part;  ///< bushing, body, muscle group or ligament group
    enum { DISC, JOINT, HIP, ACTIVATION, LIGAMENT } how;
} quantity;

// clang-format off
static const quantity quantities[] = {
    {"disc L5/S1", "compression", "N", IL_STRUCTURE_DISC, IL_SIDE_NONE, "L5_S1_disc", DISC},
    {"disc L4/L5", "compression", "N", IL_STRUCTURE_DISC, IL_SIDE_NONE, "L4_L5_disc", DISC},
    {"disc L3/L4", "compression", "N", IL_STRUCTURE_DISC, IL_SIDE_NONE, "L3_L4_disc", DISC},
    {"sacroiliac joint", "force", "N", IL_STRUCTURE_SACROILIAC, IL_SIDE_RIGHT, "sij_bushing_r", JOINT},
    {"sacroiliac joint", "force", "N", IL_STRUCTURE_SACROILIAC, IL_SIDE_LEFT, "sij_bushing_l", JOINT},
    {"symphysis", "force", "N", IL_STRUCTURE_SYMPHYSIS, IL_SIDE_NONE, "symphysis_r", JOINT},
    {"hip joint", "force", "N", IL_STRUCTURE_HIP, IL_SIDE_RIGHT, "femur_r", HIP},
    {"hip joint", "force", "N", IL_STRUCTURE_HIP, IL_SIDE_LEFT, "femur_l", HIP},
    {"psoas", "tension", "N", IL_STRUCTURE_MUSCLE, IL_SIDE_RIGHT, "psoas", ACTIVATION},
    {"psoas", "tension", "N", IL_STRUCTURE_MUSCLE, IL_SIDE_LEFT, "psoas", ACTIVATION},
    {"quadratus lumborum", "tension", "N", IL_STRUCTURE_MUSCLE, IL_SIDE_RIGHT, "quadratus_lumborum", ACTIVATION},
    {"quadratus lumborum", "tension", "N", IL_STRUCTURE_MUSCLE, IL_SIDE_LEFT, "quadratus_lumborum", ACTIVATION},
    {"gluteus medius", "tension", "N", IL_STRUCTURE_MUSCLE, IL_SIDE_RIGHT, "gluteus_medius", ACTIVATION},
    {"gluteus medius", "tension", "N", IL_STRUCTURE_MUSCLE, IL_SIDE_LEFT, "gluteus_medius", ACTIVATION},
    {"multifidus", "tension", "N", IL_STRUCTURE_MUSCLE, IL_SIDE_RIGHT, "multifidus", ACTIVATION},
    {"multifidus", "tension", "N", IL_STRUCTURE_MUSCLE, IL_SIDE_LEFT, "multifidus", ACTIVATION},
    {"iliolumbar ligament", "tension", "N", IL_STRUCTURE_LIGAMENT, IL_SIDE_RIGHT, "iliolumbar", LIGAMENT},
    {"iliolumbar ligament", "tension", "N", IL_STRUCTURE_LIGAMENT, IL_SIDE_LEFT, "iliolumbar", LIGAMENT},
    {"sacroiliac ligaments", "tension", "N", IL_STRUCTURE_LIGAMENT, IL_SIDE_RIGHT, "sacroiliac", LIGAMENT},
    {"sacroiliac ligaments", "tension", "N", IL_STRUCTURE_LIGAMENT, IL_SIDE_LEFT, "sacroiliac", LIGAMENT},
};
enum { NQUANTITY = sizeof quantities/sizeof *quantities };

/// Quantities of posture that are always printed, beside the readings of the task.
enum { PRINT_SIJ_ROTATION_R, PRINT_SIJ_ROTATION_L, PRINT_SIJ_SHIFT_R, PRINT_SIJ_SHIFT_L, PRINT_LIGAMENT_SHARE_R, PRINT_LIGAMENT_SHARE_L, PRINT_FLEXORS, NPRINT };
static const struct { il_print_kind kind; const char *name; il_side side; const char *unit; } prints[NPRINT] = {
    {IL_PRINT_SACROILIAC, "sacroiliac rotation from rest", IL_SIDE_RIGHT, "deg"}, {IL_PRINT_SACROILIAC, "sacroiliac rotation from rest", IL_SIDE_LEFT, "deg"},
    {IL_PRINT_SACROILIAC, "sacroiliac translation from rest", IL_SIDE_RIGHT, "mm"}, {IL_PRINT_SACROILIAC, "sacroiliac translation from rest", IL_SIDE_LEFT, "mm"},
    {IL_PRINT_LIGAMENT_SHARE, "share of ligaments in sacroiliac force", IL_SIDE_RIGHT, "%"}, {IL_PRINT_LIGAMENT_SHARE, "share of ligaments in sacroiliac force", IL_SIDE_LEFT, "%"},
    {IL_PRINT_COCONTRACTION, "trunk flexor activation in standing", IL_SIDE_NONE, "%"},
};
// clang-format on

/// What one solve yields. Each job writes its own.
typedef struct look {
    const il_body *body;
    double         load[NQUANTITY], print[NPRINT];
} look;

static double length3(const double *x) { return sqrt(x[0]*x[0] + x[1]*x[1] + x[2]*x[2]); }

static double bushing_force(const il_model *m, const il_data *d, int lane, const char *name) {
    int    b = il_bushing_find(m, name);
    double f[3] = {0};
    for (int k = 0; b != IL_NONE && k < 3; k++) f[k] = d->bushing_force[6*b + 3 + k].lane[lane];
    return length3(f);
}

// along the disc's normal (its x axis): positive = pressed together
static double disc_compression(const il_model *m, const il_data *d, int lane, const char *name) {
    int b = il_bushing_find(m, name);
    return b == IL_NONE ? 0.0 : d->bushing_force[6*b + 3].lane[lane];
}

static double group_tension(const il_body *body, const il_data *d, int lane, const quantity *q) {
    const il_model *m = body->m;
    double          sum = 0.0;
    for (int i = 0; q->how == ACTIVATION && i < m->nmuscle; i++) {
        if (strcmp(body->groups.muscle[i], q->part) == 0 && il_side_of(m->muscle_name[i]) == q->side) sum += ili_muscle_tension(d, lane, i);
    }
    for (int i = 0; q->how == LIGAMENT && i < m->nligament; i++) {
        if (strcmp(body->groups.ligament[i], q->part) == 0 && il_side_of(m->ligament_name[i]) == q->side) sum += d->ligament_force[i].lane[lane];
    }
    return sum;
}

static double measure(const il_body *body, const il_params *p, const il_data *d, int lane, const quantity *q) {
    double reaction[6];
    switch (q->how) {
    case DISC: return disc_compression(body->m, d, lane, q->part);
    case JOINT: return bushing_force(body->m, d, lane, q->part);
    case HIP: ili_joint_reaction(body->m, p, d, lane, il_body_find(body->m, q->part), reaction); return length3(reaction + 3);
    case ACTIVATION:
    case LIGAMENT: break;
    }
    return group_tension(body, d, lane, q);
}

static double joint_motion(const il_model *m, const il_params *p, const il_data *d, int lane, const char *side, bool rotation) {
    static const char *const axes[2][3] = {{"tx", "ty", "tz"}, {"rx", "ry", "rz"}};
    double                   x[3] = {0};
    for (int k = 0; k < 3; k++) {
        char name[16];
        snprintf(name, sizeof name, "sij_%s_%s", axes[rotation][k], side);
        int j = il_coordinate_find(m, name);
        if (j != IL_NONE) x[k] = d->q[j].lane[lane] - p->coordinate_neutral[j];
    }
    return length3(x)*(rotation ? 57.29577951308232 : 1000.0);
}

static double flexor_activation(const il_body *body, const il_data *d, int lane) {
    double sum = 0.0;
    int    n = 0;
    for (int i = 0; i < body->m->nmuscle; i++) {
        const char *g = body->groups.muscle[i];
        if (strcmp(g, "rectus_abdominis") != 0 && strcmp(g, "external_oblique") != 0 && strcmp(g, "internal_oblique") != 0) continue;
        sum += d->act[i].lane[lane];
        n++;
    }
    return n ? 100.0*sum/n : 0.0;
}

static double ligament_share(const look *out, int joint, int ligaments) {
    double total = out->load[joint] + out->load[ligaments];
    return total > 0.0 ? 100.0*out->load[ligaments]/total : 0.0;
}

static int quantity_index(const char *structure, il_side side) {
    for (int i = 0; i < NQUANTITY; i++) {
        if (strcmp(quantities[i].structure, structure) == 0 && quantities[i].side == side) return i;
    }
    return 0;
}

static void look_at(void *user, const il_subject *who, const il_posture_solution *solution, int job) {
    look          *out = user;
    const il_data *d = solution->d;
    int            lane = solution->lane;
    (void)job;
    for (int i = 0; i < NQUANTITY; i++) out->load[i] = measure(out->body, who->p, d, lane, &quantities[i]);
    out->print[PRINT_SIJ_ROTATION_R] = joint_motion(out->body->m, who->p, d, lane, "r", true);
    out->print[PRINT_SIJ_ROTATION_L] = joint_motion(out->body->m, who->p, d, lane, "l", true);
    out->print[PRINT_SIJ_SHIFT_R] = joint_motion(out->body->m, who->p, d, lane, "r", false);
    out->print[PRINT_SIJ_SHIFT_L] = joint_motion(out->body->m, who->p, d, lane, "l", false);
    for (int side = 0; side < 2; side++) {
        il_side s = side ? IL_SIDE_LEFT : IL_SIDE_RIGHT;
        out->print[PRINT_LIGAMENT_SHARE_R + side] = ligament_share(out, quantity_index("sacroiliac joint", s), quantity_index("sacroiliac ligaments", s));
    }
    out->print[PRINT_FLEXORS] = flexor_activation(out->body, d, lane);
}

// ---- the solves ----

/// The postures of each state: setting 0 as usual, then both ends of each factor.
typedef struct postures {
    int         nfactor, nsetting, njob, *factor;
    il_job     *job;
    look       *seen;
    il_params **params;
    bool       *done; ///< [njob]
    double     *habit, *q, *act, *end; ///< habit [njob*nq]; end [2*nfactor] scratch
    il_job      away[NSTATE*STARTS]; ///< as usual again, from other starts
    double     *away_q;              ///< [2*nq] of each: where it begins, and ends
    int         task;
} postures;

static int standing_task(const ili_assess *w) {
    for (int t = 0; t < w->study.ntask; t++) {
        if (strcmp(il_task_definition(w->study.task[t])->id, "standing") == 0) return t;
    }
    return -1;
}

// parameters with both conditions of the leading explanation: the second on top of the first
static il_status leading_params(const ili_assess *w, il_params *p, il_error *err) {
    il_params_copy(w->study.body->m, w->study.person, p);
    ili_study layered = w->study;
    for (int k = 0; k < 2; k++) {
        if (w->leading_cause[k] < 0) continue;
        il_params *base = NULL;
        ILI_TRY(il_params_create(w->study.body->m, false, &base, err));
        il_params_copy(w->study.body->m, p, base);
        layered.person = base;
        il_status status = ili_study_condition(&layered, &w->study.cause[w->leading_cause[k]], w->leading_severity[k], p, err);
        il_params_free(base);
        if (status != IL_OK) return status;
    }
    return IL_OK;
}

// what people differ in belongs to the spread of findings, not of a load; stretch tolerance does not touch a held posture
static bool counts(const il_factor *f) { return f->kind != IL_FACTOR_PERSON && strcmp(f->id, "stretch_tolerance") != 0; }

static il_status make_room(ili_assess *w, postures *x, il_error *err) {
    const il_model *m = w->study.body->m;
    int             nall = il_factors_count(w->study.factors);
    ILI_ARRAY(w, x->factor, nall + 1);
    for (int i = 0; i < nall; i++) {
        if (counts(il_factors_get(w->study.factors, i))) x->factor[x->nfactor++] = i;
    }
    x->nsetting = 1 + 2*x->nfactor, x->njob = NSTATE*x->nsetting;
    ILI_ARRAY(w, x->job, x->njob);
    ILI_ARRAY(w, x->done, x->njob);
    ILI_ARRAY(w, x->seen, x->njob);
    ILI_ARRAY(w, x->params, x->njob);
    ILI_ARRAY(w, x->end, 2*x->nfactor + 1);
    ILI_ARRAY(w, x->habit, x->njob*m->nq);
    ILI_ARRAY(w, x->q, NSTATE*m->nq);
    ILI_ARRAY(w, x->act, NSTATE*m->nmuscle);
    ILI_ARRAY(w, x->away_q, 2*NSTATE*STARTS*m->nq);
    return IL_OK;
}

static il_status lay_job(ili_assess *w, postures *x, int i, il_error *err) {
    const il_model *m = w->study.body->m;
    int             state = i/x->nsetting, setting = i%x->nsetting;
    double         *habit = &x->habit[i*m->nq];
    ILI_TRY(il_params_create(m, false, &x->params[i], err));
    if (setting > 0) il_params_copy(m, x->params[state*x->nsetting], x->params[i]);
    else if (state == 0) il_params_copy(m, w->study.person, x->params[i]);
    else ILI_TRY(leading_params(w, x->params[i], err));
    memcpy(habit, w->study.habit, sizeof *habit*(size_t)m->nq);
    il_subject who = il_subject_usual(w->study.body, x->params[i], habit);
    if (setting > 0) ILI_TRY(il_factor_apply(w->study.factors, x->factor[(setting - 1)/2], setting%2 == 0, x->params[i], habit, &who, err));
    x->seen[i].body = w->study.body;
    x->job[i] = (il_job){.task = w->study.task[x->task], .start = &w->study.q[x->task*m->nq], .start_act = &w->study.act[x->task*m->nmuscle],
                         .who = who, .look = look_at, .user = &x->seen[i]};
    if (setting == 0) x->job[i].q = &x->q[state*m->nq], x->job[i].act = &x->act[state*m->nmuscle];
    return IL_OK;
}

static void lay_away(const ili_assess *w, postures *x, int i) {
    const il_model *m = w->study.body->m;
    double         *begin = &x->away_q[2*i*m->nq];
    memcpy(begin, &w->study.q[x->task*m->nq], sizeof *begin*(size_t)m->nq);
    ili_start_away(m, 1u + (unsigned)i, begin);
    x->away[i] = (il_job){.task = w->study.task[x->task], .who = x->job[i/STARTS*x->nsetting].who, .start = begin, .q = begin + m->nq};
}

static il_status lay_postures(ili_assess *w, postures *x, il_error *err) {
    ILI_TRY(make_room(w, x, err));
    for (int i = 0; i < x->njob; i++) ILI_TRY(lay_job(w, x, i, err));
    for (int i = 0; i < NSTATE*STARTS; i++) lay_away(w, x, i);
    return IL_OK;
}

static il_status solve_jobs(ili_assess *w, int n, il_job *const *which, const il_progress *progress, il_error *err) {
    il_job *job = NULL;
    ILI_ARRAY(w, job, n + 1);
    for (int i = 0; i < n; i++) job[i] = *which[i];
    ILI_TRY(il_batch_run(w->study.body->m, IL_ISA_AUTO, n, job, w->request->threads, "loads in standing", progress, err));
    w->study.nsolve += n;
    for (int i = 0; i < n; i++) *which[i] = job[i], w->study.niteration += job[i].work.iterations;
    return IL_OK;
}

// the usual posture of each state, and beside it from other starts
static il_status solve_usual(ili_assess *w, postures *x, int nstate, const il_progress *progress, il_error *err) {
    il_job *which[NSTATE*(1 + STARTS)];
    int     n = 0;
    for (int state = 0; state < nstate; state++) which[n++] = &x->job[state*x->nsetting], x->done[state*x->nsetting] = true;
    for (int i = 0; i < nstate*STARTS; i++) which[n++] = &x->away[i];
    return solve_jobs(w, n, which, progress, err);
}

static il_status solve_others(ili_assess *w, postures *x, int nstate, const il_progress *progress, il_error *err) {
    int      n = 0;
    il_job **which = NULL;
    ILI_ARRAY(w, which, x->njob);
    for (int i = 0; i < nstate*x->nsetting; i++)
        if (!x->done[i]) which[n++] = &x->job[i], x->done[i] = true;
    return solve_jobs(w, n, which, progress, err);
}

/// Both states, each followed in a thread.
typedef struct followed {
    ili_assess    *w;
    postures      *x;
    ili_neighbour *neighbour; ///< [nstate*(nsetting - 1)]
    ili_changes   *changes;
    ili_follow    *follow[NSTATE]; ///< one a thread
} followed;

// both ends of each factor from the usual posture of a state (scenario/follow.h), as far as they can be followed
static il_status follow_state(void *ctx, int state, int thread, il_error *err) {
    followed       *f = ctx;
    postures       *x = f->x;
    const il_model *m = f->w->study.body->m;
    int             first = state*x->nsetting, n = x->nsetting - 1;
    ili_neighbour  *neighbour = &f->neighbour[state*n];
    ili_changes    *changes = &f->changes[state*n];
    if (x->job[first].info.status != IL_POSTURE_SOLVED) return IL_OK;
    il_status status = ili_follow_need(m, IL_ISA_AUTO, ILI_NEAR, &f->follow[thread], err);
    for (int i = 0; status == IL_OK && i < n; i++) {
        int job = first + 1 + i;
        status = ili_changes_find(m, x->params[first], x->params[job], &changes[i], err);
        neighbour[i] = (ili_neighbour){.who = x->job[job].who, .changes = &changes[i], .share = 1.0, .look = look_at, .user = &x->seen[job], .in_lane = true};
    }
    if (status == IL_OK) status = ili_follow_run(f->follow[thread], f->w->study.task[x->task], &x->job[first].who, &x->q[state*m->nq], &x->act[state*m->nmuscle], 1.0, n, neighbour, err);
    for (int i = 0; status == IL_OK && i < n; i++) {
        int job = first + 1 + i;
        if (!neighbour[i].found) continue;
        x->done[job] = true, x->job[job].info.status = IL_POSTURE_SOLVED;
        memcpy(x->job[job].reading, neighbour[i].reading, sizeof x->job[job].reading);
    }
    for (int i = 0; i < n; i++) ili_changes_free(&changes[i]);
    return status;
}

static il_status follow_states(ili_assess *w, postures *x, int nstate, il_error *err) {
    followed  f = {.w = w, .x = x};
    ILI_ARRAY(w, f.neighbour, nstate*(x->nsetting - 1));
    ILI_ARRAY(w, f.changes, nstate*(x->nsetting - 1));
    il_status status = il_parallel_for(nstate, w->request->threads, follow_state, &f, "loads in standing", NULL, err);
    for (int k = 0; k < NSTATE; k++) ili_follow_free(f.follow[k]);
    for (int i = 0; status == IL_OK && i < nstate*(x->nsetting - 1); i++) w->study.nfollow += f.neighbour[i].found;
    return status;
}

// without a condition that explains anything the second state is the first
static void repeat_state(const ili_assess *w, postures *x) {
    const il_model *m = w->study.body->m;
    for (int i = 0; i < x->nsetting; i++) {
        il_job *to = &x->job[x->nsetting + i], *from = &x->job[i];
        to->info = from->info, x->done[x->nsetting + i] = true, x->seen[x->nsetting + i] = x->seen[i];
        memcpy(to->reading, from->reading, sizeof to->reading);
    }
    memcpy(&x->q[m->nq], x->q, sizeof *x->q*(size_t)m->nq);
    memcpy(&x->act[m->nmuscle], x->act, sizeof *x->act*(size_t)m->nmuscle);
}

static il_status solve_postures(ili_assess *w, postures *x, const il_progress *progress, il_error *err) {
    bool        explained = w->leading_cause[0] >= 0, exact = w->request->exact;
    int         nstate = explained || exact ? NSTATE : 1;
    ILI_TRY(solve_usual(w, x, nstate, progress, err));
    il_status status = exact ? IL_OK : follow_states(w, x, nstate, err);
    if (status == IL_OK) status = solve_others(w, x, nstate, progress, err);
    if (status == IL_OK && nstate == 1) repeat_state(w, x);
    return status;
}

// ---- what is told ----

static bool solved(const postures *x, int job) { return x->job[job].info.status != IL_POSTURE_NOT_CONVERGED; }

// as usual, with the range over the factors; not known where the usual was not solved
static il_range range_of(const postures *x, int state, double (*value)(const postures *, int job, int index), int index) {
    int first = state*x->nsetting;
    if (!solved(x, first)) return (il_range){0};
    double mid = value(x, first, index), range[2];
    for (int k = 0; k < 2*x->nfactor; k++) x->end[k] = solved(x, first + 1 + k) ? value(x, first + 1 + k, index) : IL_NAN;
    il_factor_range(mid, x->nfactor, x->end, range);
    return (il_range){true, range[0], mid, range[1]};
}

static double load_value(const postures *x, int job, int index) { return x->seen[job].load[index]; }
static double print_value(const postures *x, int job, int index) { return x->seen[job].print[index]; }
static double reading_value(const postures *x, int job, int index) { return x->job[job].reading[index]; }

// Wilke 1999: 0.5 MPa in L4/L5 standing; 0.66 of pressure times area, factor 0.55-0.77, area 18 cm2
static void add_published(il_load *load) {
    if (strcmp(load->structure, "disc L4/L5") != 0) return;
    load->published = (il_range){true, 495.0, 594.0, 693.0};
    load->published_source = "Wilke 1999 Spine 24:755: 0.5 MPa standing, one man of 70 kg; 0.55-0.77 of pressure x 18 cm2";
}

// a force is a size: spreads that are added in squares may lead below none
static il_range load_range(const postures *x, int state, int index) {
    il_range r = range_of(x, state, load_value, index);
    if (strcmp(quantities[index].unit, "N") == 0) r.low = fmax(r.low, 0.0);
    return r;
}

static il_status fill_loads(ili_assess *w, const postures *x, il_error *err) {
    ILI_ARRAY(w, w->a->load, NQUANTITY);
    for (int i = 0; i < NQUANTITY; i++) {
        const quantity *q = &quantities[i];
        il_load        *load = &w->a->load[w->a->nload];
        *load = (il_load){.structure = q->structure, .kind = q->kind, .side = q->side, .quantity = q->quantity, .unit = q->unit,
                          .healthy = load_range(x, 0, i), .with_best = load_range(x, 1, i)};
        add_published(load);
        if (load->healthy.known) w->a->nload++;
    }
    return IL_OK;
}

static double spread_of(const ili_assess *w, int task, int reading) {
    double sum = 0.0;
    for (int i = 0; i < w->study.nslot; i++) {
        if (w->study.slot[i].task != task || w->study.slot[i].reading != reading) continue;
        for (int v = 0; v < w->study.nvariation; v++) sum += w->study.variation[v*w->study.nslot + i]*w->study.variation[v*w->study.nslot + i];
    }
    return sqrt(sum);
}

static const char *reading_name(const ili_assess *w, const char *test) {
    int index = il_find_test(w->request->knowledge, test);
    return index < 0 ? test : w->request->knowledge->test[index].name;
}

static const char *reading_unit(const ili_assess *w, const char *test) {
    int index = il_find_test(w->request->knowledge, test);
    return index < 0 ? "" : w->request->knowledge->test[index].unit;
}

static double cost_of(const il_posture_info *info) { return info->cost_effort + info->cost_habit; }

// Does the posture of a state depend on where its search began? The cheapest other one counts; where that costs more than a tenth more (assumed), no person would stand so
static void print_several(ili_assess *w, const postures *x, int state) {
    const il_model *m = w->study.body->m;
    const il_job   *usual = &x->job[state*x->nsetting];
    il_start_check  cheapest = {0}, one = {0};
    double          least = 1.1*cost_of(&usual->info);
    for (const il_job *away = &x->away[state*STARTS]; away < &x->away[(state + 1)*STARTS]; away++) {
        if (away->work.solves == 0 || usual->info.status != IL_POSTURE_SOLVED || away->info.status != IL_POSTURE_SOLVED) continue;
        if (cost_of(&away->info) > least || ili_start_compare(m, usual->who.p, &x->q[state*m->nq], away->q, &one)) continue;
        least = cost_of(&away->info), cheapest = one;
    }
    if (!(cheapest.away > 0.0)) return;
    const char *unit;
    double      apart = ili_start_shown(m, &cheapest, &unit);
    il_range    r = {true, apart, apart, apart};
    w->a->print[w->a->nprint++] = (il_print){.kind = IL_PRINT_SEVERAL, .name = m->coordinate_name[cheapest.coordinate], .unit = unit,
                                             .healthy = state == 0 ? r : (il_range){0}, .with_best = state == 1 ? r : (il_range){0}};
}

static il_status fill_prints(ili_assess *w, const postures *x, il_error *err) {
    const il_task *task = w->study.task[x->task];
    int            n = il_task_reading_count(task);
    ILI_ARRAY(w, w->a->print, n + NPRINT + 2*NSTATE);
    for (int i = 0; i < n; i++) {
        const char *test = il_task_reading_test(task, i);
        il_print   *print = &w->a->print[w->a->nprint++];
        *print = (il_print){.kind = IL_PRINT_POSTURE, .name = reading_name(w, test), .unit = reading_unit(w, test),
                            .healthy = range_of(x, 0, reading_value, i), .with_best = range_of(x, 1, reading_value, i)};
        print->none_shown = fabs(print->with_best.mid - print->healthy.mid) < spread_of(w, x->task, i);
    }
    for (int i = 0; i < NPRINT; i++) {
        il_range healthy = range_of(x, 0, print_value, i), with = range_of(x, 1, print_value, i);
        w->a->print[w->a->nprint++] = (il_print){.kind = prints[i].kind, .name = prints[i].name, .side = prints[i].side, .unit = prints[i].unit,
                                                 .healthy = healthy, .with_best = with,
                                                 .none_shown = fabs(with.mid - healthy.mid) < 0.5*(healthy.high - healthy.low)};
    }
    for (int state = 0; state < NSTATE; state++) print_several(w, x, state);
    for (int state = 0; state < NSTATE; state++) {
        const il_posture_info *info = &x->job[state*x->nsetting].info;
        if (info->status != IL_POSTURE_CANNOT_HOLD || info->worst == IL_NONE) continue;
        il_range reserve = {true, info->worst_reserve, info->worst_reserve, info->worst_reserve};
        w->a->print[w->a->nprint++] = (il_print){.kind = IL_PRINT_NOT_HELD, .name = w->study.body->m->coordinate_name[info->worst], .unit = "N m",
                                                 .healthy = state == 0 ? reserve : (il_range){0}, .with_best = state == 1 ? reserve : (il_range){0}};
    }
    return IL_OK;
}

// the postures drawn: the one with the leading explanation first
static il_status fill_drawings(ili_assess *w, const postures *x, il_error *err) {
    const il_model *m = w->study.body->m;
    il_data        *d = NULL;
    int             nstate = w->leading_cause[0] >= 0 ? 2 : 1;
    ILI_ARRAY(w, w->a->drawing, NSTATE);
    ILI_TRY(il_data_create(m, IL_ISA_AUTO, &d, err));
    il_status status = IL_OK;
    for (int state = nstate - 1; status == IL_OK && state >= 0; state--) {
        if (!solved(x, state*x->nsetting)) continue;
        const il_params *p = x->params[state*x->nsetting];
        for (int j = 0; j < m->nq; j++) il_pack_set(&d->q[j], x->q[state*m->nq + j]);
        for (int i = 0; i < m->nmuscle; i++) il_pack_set(&d->act[i], x->act[state*m->nmuscle + i]);
        il_position(m, p, d);
        il_marker(m, p, d);
        il_path(m, p, d);
        il_muscle(m, p, d);
        il_drawing_style style = {.title = state == 0 ? "standing, without any condition"
                                                      : il_assessment_text(w->a, "standing, with %s", ili_cause_name(w, w->leading_cause[0])),
                                  .label = w->study.body->groups.muscle};
        status = il_drawing_from_data(m, p, d, 0, &style, w->a, &w->a->drawing[w->a->ndrawing], err);
        if (status == IL_OK) w->a->ndrawing++;
    }
    il_data_free(d);
    return status;
}

il_status ili_assess_loads(ili_assess *w, const il_progress *progress, il_error *err) {
    postures *x = NULL;
    ILI_ARRAY(w, x, 1);
    x->task = standing_task(w);
    if (x->task < 0 || !w->study.solved[x->task]) return IL_OK;
    il_status status = lay_postures(w, x, err);
    if (status == IL_OK) status = solve_postures(w, x, progress, err);
    if (status == IL_OK) status = fill_loads(w, x, err);
    if (status == IL_OK) status = fill_prints(w, x, err);
    if (status == IL_OK) status = fill_drawings(w, x, err);
    for (int i = 0; i < x->njob; i++) il_params_free(x->params[i]);
    return status;
}
