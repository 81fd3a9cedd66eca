// plan_solve.c - each exercise of a plan solved on the person, and the load of the painful structures in it beside quiet standing
//
// Painful is a structure whose published pattern the drawn pain fits (supported; where none is, possible). A load that is higher than in everything that the person
// does every day (data/treatments/daily.csv) by more than a twentieth in the likeliest state is told as "may aggravate", with the figure, and so is by how much it
// exceeds quiet standing. Load is not pain: it says where to begin carefully, not what will hurt.
//
// Ranges are over the bodies that hold 90 % of the posterior (care_set.c).
#include "reason/plan_private.h"
#include "ilium/drawing.h"
#include "ilium/factor.h"
#include "scenario/outcome_private.h"
#include "scenario/relatives.h"
#include "ilium/thread.h"
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

enum { PAINFUL = 16, DAILY = 16 };
static const double told_from = 1.05; // assumed: below it a solver's tolerance and habit would be told as an aggravation

// clang-format off
/// Where the load of a structure of the pain patterns is read: X(structure, outcome with {s} for the side, words)
#define STRUCTURES(X) \
    X("disc", "disc.L5_S1.compression_n", "disc L5/S1") X("disc", "disc.L4_L5.compression_n", "disc L4/L5")                                     \
    X("facet", "facet.L5_S1.{s}.force_n", "facet joint L5/S1") X("facet", "facet.L4_L5.{s}.force_n", "facet joint L4/L5")                        \
    X("sij", "sij.{s}.normal_n", "sacroiliac joint") X("sij_posterior_0", "ligament_group.sacroiliac.{s}.force_n", "sacroiliac ligaments")       \
    X("iliolumbar", "ligament_group.iliolumbar.{s}.force_n", "iliolumbar ligament") X("hip_joint", "hip.{s}.contact_n", "hip joint")             \
    X("iliopsoas", "muscle_group.psoas.{s}.force_n", "psoas") X("gluteus_maximus", "muscle_group.gluteus_maximus.{s}.force_n", "gluteus maximus")\
    X("gluteus_medius", "muscle_group.gluteus_medius.{s}.force_n", "gluteus medius")                                                             \
    X("gluteal_tendon", "muscle_group.gluteus_medius.{s}.force_n", "gluteus medius (tendon)")                                                    \
    X("gluteus_minimus", "muscle_group.gluteus_minimus.{s}.force_n", "gluteus minimus")                                                          \
    X("ql_superficial", "muscle_group.quadratus_lumborum.{s}.force_n", "quadratus lumborum")                                                     \
    X("ql_deep", "muscle_group.quadratus_lumborum.{s}.force_n", "quadratus lumborum")                                                            \
    X("piriformis", "muscle_group.piriformis.{s}.force_n", "piriformis") X("hamstrings", "muscle_group.hamstrings.{s}.force_n", "hamstrings")    \
    X("adductors", "muscle_group.adductors.{s}.force_n", "adductors") X("deep_rotators", "muscle_group.obturators.{s}.force_n", "obturators")    \
    X("tensor_fasciae_latae", "muscle_group.tensor_fasciae_latae.{s}.force_n", "tensor fasciae latae")                                           \
    X("itb", "ligament_group.iliotibial_band.{s}.force_n", "iliotibial band")                                                                    \
    X("lumbar_extensors", "muscle_group.multifidus.{s}.force_n", "multifidus") X("sciatic_deep_gluteal", "nerve.{s}.tension_n", "sciatic nerve") \
    X("nerve_root", "nerve.{s}.tension_n", "sciatic nerve")
// clang-format on
static const struct {
    const char *structure, *outcome, *words;
} structures[] = {
#define X(structure, outcome, words) {structure, outcome, words},
    STRUCTURES(X)
#undef X
};
enum { NSTRUCTURE = sizeof structures/sizeof *structures };

typedef struct painful {
    int         outcome; ///< index
    const char *words;
    il_side     side;
} painful;

/// Where the outcomes of a job go.
typedef struct seen {
    const struct work *w;
    double            *value; ///< [outcomes], those that hurt
} seen;

typedef struct work {
    ili_planner   *x;
    const il_body *body;
    il_outcomes   *names;
    il_scenario  **again; ///< [nagain] for the drawings, one a thread
    int            nagain;
    pthread_mutex_t canvas; ///< guards the memory of the plan
    il_params     *person, *params[ILI_CARE_STATES];
    ili_care_set   set;
    painful        painful[PAINFUL];
    il_task      **task; ///< [ntask] standing, the exercises (NULL: not simulated), what is done every day on each side
    il_job        *job;
    struct seen   *seen;
    double        *q, *act;
    int            ntask, ndaily, daily[2*DAILY], daily_task[2*DAILY]; ///< daily: of the knowledge
    int            *wanted; ///< [npainful] outcomes
    int            npainful, njob, nlead, *job_of, *lead_of, *lead; ///< job_of [ntask*states] or -1, lead_of [njob], lead [ntask]: jobs
} work;

// ---- what hurts ------------------------------------------------------------------------------------------------------------------

static int drawn(const work *w, il_drawn_region out[64]) {
    int            n = 0;
    const il_pain *pain = w->x->visit ? &w->x->visit->pain : NULL;
    for (int i = 0; pain && i < pain->narea && n < 64; i++) {
        int region = il_find_region(w->x->k, pain->area[i].region);
        if (region >= 0) out[n++] = (il_drawn_region){region, pain->area[i].side};
    }
    return n;
}

static int outcome_of(const work *w, const char *pattern, il_side side) {
    char        name[96];
    const char *star = strstr(pattern, "{s}");
    if (!star) return il_outcomes_find(w->names, pattern);
    snprintf(name, sizeof name, "%.*s%s%s", (int)(star - pattern), pattern, side == IL_SIDE_LEFT ? "left" : "right", star + 3);
    return il_outcomes_find(w->names, name);
}

static void add_painful(work *w, int s, il_side side) {
    bool sided = strstr(structures[s].outcome, "{s}") != NULL;
    int  outcome = outcome_of(w, structures[s].outcome, side);
    for (int i = 0; i < w->npainful; i++)
        if (w->painful[i].outcome == outcome) return;
    if (outcome != IL_NONE && w->npainful < PAINFUL) w->painful[w->npainful++] = (painful){outcome, structures[s].words, sided ? side : IL_SIDE_NONE};
}

static void find_painful(work *w) {
    il_drawn_region region[64];
    int             n = drawn(w, region);
    for (int link = IL_LINK_SUPPORTED; link >= IL_LINK_POSSIBLE && !w->npainful && n; link--) {
        for (int s = 0; s < NSTRUCTURE; s++) {
            for (int side = IL_SIDE_RIGHT; side <= IL_SIDE_LEFT; side++) {
                il_pain_match m = il_match_pain(w->x->k, structures[s].structure, (il_side)side, region, n);
                if ((int)m.link == link) add_painful(w, s, (il_side)side);
            }
        }
    }
}

// ---- the solves --------------------------------------------------------------------------------------------------------------------

static il_status lay_bodies(work *w, il_error *err) {
    il_body_sizes sizes = ili_person_sizes(&w->x->r->assess->patient->person);
    ILI_TRY(il_outcomes_create(w->body, &w->names, err));
    ILI_TRY(il_params_create(w->body->m, false, &w->person, err));
    ILI_TRY(il_body_person(w->body, &sizes, w->person, err));
    ili_care_set_lay(w->x->k, w->x->a, &w->set);
    w->x->p->nbody = w->set.nbody, w->x->p->covered = w->set.covered;
    for (int s = 0; s < w->set.nstate; s++) {
        ILI_TRY(il_params_create(w->body->m, false, &w->params[s], err));
        ILI_TRY(ili_care_apply(w->x->k, w->body, w->person, &w->set.state[s], NULL, 0, w->params[s], err));
    }
    return IL_OK;
}

// what the history says of a posture
static il_effect effect_of(const work *w, int doing) {
    const il_history *h = w->x->visit ? &w->x->visit->history : NULL;
    for (int i = 0; h && i < h->nposture; i++)
        if ((int)h->posture[i].posture == doing) return h->posture[i].effect;
    return IL_EFFECT_UNKNOWN;
}

static bool tolerable(const work *w, int d) { return effect_of(w, w->x->k->daily[d].doing) >= IL_EFFECT_SAME; }

// what is reported to be tolerable; where nothing is, what is not reported to be worse. Both legs do it
static il_status lay_daily(work *w, il_error *err) {
    const il_exercise_tasks *all = w->x->r->exercises;
    il_plan                 *p = w->x->p;
    for (int d = 0; d < all->ndaily; d++) p->daily_reported |= tolerable(w, d);
    ILI_PLAN_ARRAY(w->x, p->daily, all->ndaily);
    for (int d = 0; d < all->ndaily && d < DAILY; d++) {
        if (p->daily_reported ? !tolerable(w, d) : effect_of(w, w->x->k->daily[d].doing) == IL_EFFECT_WORSE) continue;
        p->daily[p->ndaily++] = w->x->k->daily[d].name;
        for (int s = 0; s < (all->daily[d]->sided ? 2 : 1); s++) {
            il_side side = !all->daily[d]->sided ? IL_SIDE_NONE : s ? IL_SIDE_LEFT : IL_SIDE_RIGHT;
            // quiet standing is solved already
            bool standing = !strcmp(all->daily[d]->id, il_task_definition(w->task[0])->id);
            w->daily[w->ndaily] = d, w->daily_task[w->ndaily++] = standing ? 0 : w->ntask;
            if (!standing) ILI_TRY(il_task_create(w->body->m, all->daily[d], side, &w->task[w->ntask++], err));
        }
    }
    return IL_OK;
}

static il_status lay_tasks(work *w, il_error *err) {
    const il_plan     *p = w->x->p;
    const il_task_def *standing = il_tasks_find(w->x->r->assess->tasks, "standing");
    ILI_PLAN_ARRAY(w->x, w->task, p->nexercise + 1 + 2*DAILY);
    w->ntask = 1 + p->nexercise;
    if (!standing) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the tasks hold no 'standing'; loads are compared with it");
    ILI_TRY(il_task_create(w->body->m, standing, IL_SIDE_NONE, &w->task[0], err));
    for (int e = 0; e < p->nexercise; e++) {
        int                i = p->exercise[e].exercise;
        const il_task_def *def = i < w->x->r->exercises->n ? w->x->r->exercises->task[i] : NULL;
        // what is treated on both sides is drawn and loaded on the right
        il_side side = p->exercise[e].side == IL_SIDE_LEFT ? IL_SIDE_LEFT : IL_SIDE_RIGHT;
        if (def) ILI_TRY(il_task_create(w->body->m, def, def->sided ? side : IL_SIDE_NONE, &w->task[e + 1], err));
    }
    return w->npainful ? lay_daily(w, err) : IL_OK;
}

// is the task solved in this state? What is done every day is compared in the leading state only
static bool wanted(const work *w, int task, int state) { return w->task[task] && (state == 0 || task < 1 + w->x->p->nexercise); }

// in the lane where it was found: these outcomes need no scratch, so jobs may end at the same time
static void look(void *user, const il_subject *who, const il_posture_solution *solution, int job) {
    const seen *to = user;
    const work *w = to->w;
    (void)job;
    for (int k = 0; k < w->npainful; k++) ili_outcomes_read_lane(w->names, who->p, solution, solution->lane, 1, &w->wanted[k], &to->value[w->wanted[k]]);
}

static il_status lay_job(work *w, int task, int state, bool lead, il_error *err) {
    const il_model *m = w->body->m;
    int             j = w->job_of[task*w->set.nstate + state] = w->njob++;
    double         *q = &w->q[task*m->nq], *act = &w->act[task*m->nmuscle];
    ILI_PLAN_ARRAY(w->x, w->seen[j].value, il_outcomes_count(w->names));
    w->seen[j].w = w, w->lead_of[j] = w->lead[task];
    w->job[j] = (il_job){.task = w->task[task], .who = il_subject_usual(w->body, w->params[state], NULL), .look = look, .user = &w->seen[j]};
    if (lead) w->job[j].q = q, w->job[j].act = act, w->lead[task] = j, w->nlead++;
    if (lead || state != 0) return IL_OK;
    ILI_PLAN_ARRAY(w->x, w->job[j].q, m->nq); // drawn
    ILI_PLAN_ARRAY(w->x, w->job[j].act, m->nmuscle);
    return IL_OK;
}

// each task's lead first, the person without any condition: the likely states are closer to it than to each other. What is done every day has the leading state alone
static il_status lay_jobs(work *w, il_error *err) {
    int             n = w->ntask;
    const il_model *m = w->body->m;
    ILI_PLAN_ARRAY(w->x, w->job, n*w->set.nstate);
    ILI_PLAN_ARRAY(w->x, w->seen, n*w->set.nstate);
    ILI_PLAN_ARRAY(w->x, w->job_of, n*w->set.nstate);
    ILI_PLAN_ARRAY(w->x, w->lead_of, n*w->set.nstate);
    ILI_PLAN_ARRAY(w->x, w->lead, n);
    ILI_PLAN_ARRAY(w->x, w->q, n*m->nq);
    ILI_PLAN_ARRAY(w->x, w->act, n*m->nmuscle);
    ILI_PLAN_ARRAY(w->x, w->wanted, w->npainful + 1);
    for (int i = 0; i < w->npainful; i++) w->wanted[i] = w->painful[i].outcome;
    for (int i = 0; i < n*w->set.nstate; i++) w->job_of[i] = -1;
    for (int t = 0; t < n; t++) {
        int state = wanted(w, t, 1) ? w->set.none : 0;
        if (wanted(w, t, state)) ILI_TRY(lay_job(w, t, state, true, err));
    }
    for (int s = 0; s < w->set.nstate; s++)
        for (int t = 0; t < n; t++)
            if (wanted(w, t, s) && w->job_of[t*w->set.nstate + s] < 0) ILI_TRY(lay_job(w, t, s, false, err));
    return IL_OK;
}

// ---- what is told ------------------------------------------------------------------------------------------------------------------

static double value_of(const work *w, int task, int state, int outcome) {
    int j = w->job_of[task*w->set.nstate + state];
    return j < 0 || w->job[j].info.status == IL_POSTURE_NOT_CONVERGED ? IL_NAN : w->seen[j].value[outcome];
}

// over the posterior set; loads told are sizes
static il_range range_of(const work *w, int task, int outcome) {
    double value[ILI_CARE_STATES] = {0};
    for (int s = 0; s < w->set.nstate; s++) value[s] = value_of(w, task, s, outcome);
    il_range r = {isfinite(value[0]), value[0], value[0], value[0]};
    for (int i = 1; i < w->set.nbody; i++) {
        double v = ili_care_set_value(&w->set, i, value);
        if (isfinite(v)) r.low = fmin(r.low, fmax(v, 0.0)), r.high = fmax(r.high, v);
    }
    return r;
}

// the highest load of every day, in the likeliest state; standing where nothing else could be compared
static void fill_daily(const work *w, int outcome, il_plan_load *load) {
    for (int t = 0; t < w->ndaily; t++) {
        il_range r = range_of(w, w->daily_task[t], outcome);
        if (r.known && (!load->daily.known || r.mid > load->daily.mid)) load->daily = r, load->daily_words = w->x->k->daily[w->daily[t]].name;
    }
    if (!load->daily.known) load->daily = load->standing, load->daily_words = "standing";
}

// how many times as much; a newton more or less is no load
static double times(const il_range *than, const il_range *x) { return than->mid > 0.0 ? x->mid/than->mid : x->mid > 0.0 ? HUGE_VAL : 1.0; }
static bool   more(const il_range *than, const il_range *x) { return times(than, x) > told_from && x->mid - than->mid > 1.0; }

// the most over every day first; where there are more than there is room for, the least go
static void add_load(il_plan_exercise *out, il_plan_load load) {
    if (out->nload == IL_PLAN_LOADS && load.daily_ratio <= out->load[IL_PLAN_LOADS - 1].daily_ratio) return;
    int at = out->nload < IL_PLAN_LOADS ? out->nload++ : IL_PLAN_LOADS - 1;
    for (; at > 0 && out->load[at - 1].daily_ratio < load.daily_ratio; at--) out->load[at] = out->load[at - 1];
    out->load[at] = load;
}

static void fill_loads(const work *w, int e, il_plan_exercise *out) {
    for (int i = 0; i < w->npainful; i++) {
        const painful *q = &w->painful[i];
        il_plan_load   load = {.outcome = il_outcomes_info(w->names, q->outcome)->name, .words = q->words, .side = q->side, .standing = range_of(w, 0, q->outcome),
                               .exercise = range_of(w, e + 1, q->outcome)};
        if (!load.standing.known || !load.exercise.known) continue;
        fill_daily(w, q->outcome, &load);
        load.ratio = times(&load.standing, &load.exercise), load.daily_ratio = times(&load.daily, &load.exercise);
        load.aggravates = more(&load.daily, &load.exercise);
        if (!load.aggravates && !more(&load.standing, &load.exercise)) continue;
        // names belong to `names`, which is let go of: the plan keeps a copy
        load.outcome = il_assessment_text(w->x->p->canvas, "%s", load.outcome);
        out->may_aggravate |= load.aggravates;
        add_load(out, load);
    }
}

// the canvas is everybody's: one draws at a time, several solve
static il_status draw(work *w, il_scenario *again, int e, il_error *err) {
    const il_model   *m = w->body->m;
    il_outcome        o;
    il_subject        who = il_subject_usual(w->body, w->params[0], NULL);
    il_plan_exercise *out = &w->x->p->exercise[e];
    il_drawing_style  style = {.title = w->x->k->exercise[out->exercise].name, .label = w->body->groups.muscle};
    const il_job     *found = &w->job[w->job_of[(e + 1)*w->set.nstate]];
    ILI_TRY(il_scenario_run(again, w->task[e + 1], &who, found->q, found->act, &o, err));
    if (o.info.status != IL_POSTURE_SOLVED) return IL_OK;
    pthread_mutex_lock(&w->canvas);
    il_status status = IL_OK;
    if (!(out->drawing = il_assessment_array(w->x->p->canvas, 1, sizeof *out->drawing))) status = il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the plan");
    if (!status) status = il_drawing_from_data(m, il_scenario_params(again), o.solution.d, 0, &style, w->x->p->canvas, out->drawing, err);
    if (!status) status = il_drawing_add_forces(m, il_scenario_params(again), o.solution.d, 0, w->x->p->canvas, out->drawing, err);
    pthread_mutex_unlock(&w->canvas);
    return status;
}

static il_status draw_one(void *ctx, int job, int thread, il_error *err) {
    work *w = ctx;
    if (!w->x->p->exercise[job].solved) return IL_OK;
    if (!w->again[thread]) ILI_TRY(il_scenario_create(w->body->m, IL_ISA_AUTO, &w->again[thread], err));
    return draw(w, w->again[thread], job, err);
}

static il_status tell(work *w, il_error *err) {
    il_plan *p = w->x->p;
    ILI_PLAN_ARRAY(w->x, p->painful, w->npainful);
    for (int i = 0; i < w->npainful; i++)
        p->painful[p->npainful++] = w->painful[i].side == IL_SIDE_NONE ? w->painful[i].words
                                                                       : il_assessment_text(p->canvas, "%s %s", w->painful[i].side == IL_SIDE_LEFT ? "left" : "right", w->painful[i].words);
    for (int e = 0; e < p->nexercise; e++) {
        il_plan_exercise *out = &p->exercise[e];
        int               j = w->job_of[(e + 1)*w->set.nstate];
        out->tried = j >= 0;
        if (j < 0) continue;
        const il_posture_info *info = &w->job[j].info;
        out->solved = info->status != IL_POSTURE_NOT_CONVERGED;
        out->held = info->status == IL_POSTURE_SOLVED;
        if (out->solved && !out->held && info->worst != IL_NONE) out->cannot = w->body->m->coordinate_name[info->worst];
        if (!out->solved) continue;
        fill_loads(w, e, out);
    }
    int threads = w->x->r->assess->threads, n = il_parallel_threads(p->nexercise, threads);
    ILI_PLAN_ARRAY(w->x, w->again, n);
    w->nagain = n;
    return il_parallel_for(p->nexercise, threads, draw_one, w, NULL, NULL, err);
}

static void close_work(work *w) {
    for (int t = 0; w->task && t < w->ntask; t++) il_task_free(w->task[t]);
    for (int s = 0; s < ILI_CARE_STATES; s++) il_params_free(w->params[s]);
    il_params_free(w->person);
    for (int i = 0; i < w->nagain; i++) il_scenario_free(w->again[i]);
    il_outcomes_free(w->names);
    pthread_mutex_destroy(&w->canvas);
}

static il_status solve_all(work *w, const il_progress *progress, il_error *err) {
    ILI_TRY(lay_bodies(w, err));
    find_painful(w);
    if (w->x->p->nexercise == 0) return tell(w, err); // the structures alone
    ILI_TRY(lay_tasks(w, err));
    ILI_TRY(lay_jobs(w, err));
    ILI_TRY(ili_relatives_run(w->body->m, w->nlead, w->njob, w->job, w->lead_of, true, w->x->r->assess->threads, "exercises on the person", progress, NULL, err));
    return tell(w, err);
}

il_status ili_plan_solve(ili_planner *x, const il_progress *progress, il_error *err) {
    work *w = calloc(1, sizeof *w);
    if (!w) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the exercises");
    w->x = x, w->body = x->r->assess->body;
    if (pthread_mutex_init(&w->canvas, NULL)) return free(w), il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "the system gives no lock for threads");
    il_status status = solve_all(w, progress, err);
    close_work(w);
    free(w);
    return status;
}
