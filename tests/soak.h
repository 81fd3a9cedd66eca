// soak.h - random persons, conditions and tasks from a seed: case number k is the same on every machine. For test_soak.c (some) and soak_solve.c (many).
//
// Each case is asked: is it solved, or is it told what is missing? Is any number not finite? Every CHECK-th is also done by the mirrored person on the
// other side, and, where held, from another start.
#ifndef SOAK_H
#define SOAK_H
#include <stdarg.h>

#include "base/random.h"
#include "ilium/factor.h"
#include "ilium/knowledge.h"
#include "ilium/shortfall.h"
#include "ilium/start.h"
#include "task_fixture.h"

enum { SOAK_VARIANTS = 16, SOAK_MAX_Q = 128, SOAK_MAX_MUSCLE = 512, SOAK_CHECK = 8, SOAK_TEXT = 300, SOAK_SEED = 20261121 };

typedef enum soak_verdict { SOAK_SOLVED, SOAK_TOLD, SOAK_ROUGHLY, SOAK_FAILED, SOAK_NOT_FINITE, SOAK_REFUSED, SOAK_NVERDICT } soak_verdict;
static const char *const soak_words[SOAK_NVERDICT] = {"solved", "told what is missing", "told roughly", "NOT SOLVED", "NOT FINITE", "refused"};

typedef struct soak_result {
    soak_verdict verdict;
    int          iterations;
    double       residual, push;
    bool         mirrored, mirror_ok, steps_ok; ///< the mirror was asked; same to 1e-6; iterations within one
    double       mirror_off;
    bool         restarted, same, told;         ///< another start was asked; the same posture, or it is said that there are several
    bool         both, alike;                   ///< solved alone and among others; with the same bits
    char         what[SOAK_TEXT];               ///< the case in words, with its fault
} soak_result;

/// What all cases are drawn from; nobody writes it.
typedef struct soak {
    task_fixture    f;
    il_knowledge   *k;
    il_tasks       *tasks[SOAK_VARIANTS]; ///< all tasks with other numbers for what they leave open
} soak;

/// A person, a task, and the words for both.
typedef struct soak_case {
    int        k;
    il_task   *task;
    il_subject who;
    il_params *p;
    double     habit[SOAK_MAX_Q];
    char       words[SOAK_TEXT];
} soak_case;

/// What was found, alone or in a batch.
typedef struct soak_answer {
    const il_task         *task;
    const il_posture_info *info;
    double                 push;
    const double          *q, *act, *reading;
} soak_answer;

/// Where one case after another is solved alone; a thread has its own.
typedef struct soak_room {
    const soak  *s;
    il_scenario *work;
    soak_case    c;
    il_outcome   out;          ///< of the last soak_do(), its posture and activations here
    double       q[SOAK_MAX_Q], act[SOAK_MAX_MUSCLE];
} soak_room;

// ---- opening ----

// every parameter of every task anywhere in its range (variant 0: as it is)
static inline il_tasks *soak_tasks(soak *s, int variant) {
    static il_task_setting set[256];
    int        n = 0;
    ili_random r;
    il_tasks  *plain = s->tasks[0], *out = NULL;
    il_error   err = {0};
    ili_random_seed(&r, SOAK_SEED, 1000000u + (unsigned)variant);
    for (int i = 0; variant > 0 && i < plain->ntask; i++) {
        const il_task_def *def = &plain->task[i];
        for (int k = 0; k < def->nparam && n < 256; k++) set[n++] = (il_task_setting){def->id, def->param[k].name, ili_random_range(&r, def->param[k].low, def->param[k].high)};
    }
    if (il_tasks_read_all(s->f.body.dir, set, n, &out, &err) != IL_OK) fail_msg("%s:%d: %s", err.file, err.line, err.text);
    return out;
}

static inline soak *soak_open(void) {
    soak    *s = calloc(1, sizeof *s);
    il_error err = {0};
    if (!s) fail_msg("no memory");
    s->f = tasks_open();
    if (il_knowledge_read(s->f.body.dir, &s->k, &err) != IL_OK) fail_msg("%s", err.text);
    assert_true(s->f.body.m->nq <= SOAK_MAX_Q && s->f.body.m->nmuscle <= SOAK_MAX_MUSCLE);
    for (int v = 0; v < SOAK_VARIANTS; v++) s->tasks[v] = soak_tasks(s, v);
    return s;
}

static inline void soak_close(soak *s) {
    for (int v = 0; v < SOAK_VARIANTS; v++) il_tasks_free(s->tasks[v]);
    il_knowledge_free(s->k);
    tasks_close(&s->f);
    free(s);
}

static inline void soak_case_open(const soak *s, soak_case *c) {
    il_error err = {0};
    *c = (soak_case){0};
    if (il_params_create(s->f.body.m, false, &c->p, &err) != IL_OK) fail_msg("%s", err.text);
}

static inline void soak_case_close(soak_case *c) {
    il_task_free(c->task);
    il_params_free(c->p);
}

static inline soak_room *soak_room_open(const soak *s) {
    soak_room *r = calloc(1, sizeof *r);
    il_error   err = {0};
    if (!r) fail_msg("no memory");
    r->s = s;
    soak_case_open(s, &r->c);
    if (il_scenario_create(s->f.body.m, IL_ISA_AUTO, &r->work, &err) != IL_OK) fail_msg("%s", err.text);
    return r;
}

static inline void soak_room_close(soak_room *r) {
    soak_case_close(&r->c);
    il_scenario_free(r->work);
    free(r);
}

// ---- one person ----

static inline il_side soak_side(il_side side, bool mirror) {
    if (!mirror || side == IL_SIDE_BOTH || side == IL_SIDE_NONE) return side;
    return side == IL_SIDE_RIGHT ? IL_SIDE_LEFT : IL_SIDE_RIGHT;
}

// adults of the sizes that most people have
static inline il_status soak_person(const soak *s, ili_random *r, il_params *p, char *what, il_error *err) {
    bool          woman = ili_random_below(r, 2) == 0;
    il_body_sizes size = {.sex = woman ? IL_BODY_FEMALE : IL_BODY_MALE};
    double        bmi = ili_random_range(r, 18.0, 35.0);
    size.age_years = ili_random_range(r, 18.0, 80.0);
    size.height_m = (woman ? 1.63 : 1.76) + 0.07*ili_random_normal(r);
    size.height_m = fmax(1.4, fmin(2.05, size.height_m));
    size.mass_kg = bmi*size.height_m*size.height_m;
    snprintf(what, SOAK_TEXT, "%s %.0f y %.0f cm %.0f kg", woman ? "woman" : "man", size.age_years, 100.0*size.height_m, size.mass_kg);
    return il_body_person(s->f.body.body, &size, p, err);
}

// conditions that change a body, in an order that stays: case numbers mean the same when the data has more of them
static const char *const soak_condition[] = {"short_iliopsoas", "short_hamstrings", "short_tfl_band", "short_leg", "pelvic_torsion", "weak_hip_abductors",
                                             "weak_hip_extensors", "sij_stiff", "sij_lax", "ql_spasm", "iliolumbar_strain"};
enum { SOAK_CONDITIONS = sizeof soak_condition/sizeof *soak_condition };

static inline il_status soak_conditions(const soak *s, ili_random *r, bool mirror, il_params *p, char *what, il_error *err) {
    int n = ili_random_below(r, 3);
    for (int i = 0; i < n; i++) {
        int     c = il_find_condition(s->k, soak_condition[ili_random_below(r, SOAK_CONDITIONS)]);
        double  severity = ili_random_uniform(r);
        il_side side = ili_random_below(r, 2) ? IL_SIDE_RIGHT : IL_SIDE_LEFT;
        size_t  used = strlen(what);
        if (c < 0) fail_msg("a condition of the soak is not in the data");
        snprintf(what + used, SOAK_TEXT - used, ", %s:%s:%.3f", s->k->condition[c].id, side == IL_SIDE_RIGHT ? "right" : "left", severity);
        il_status status = il_condition_apply(s->k, c, s->f.body.body, p, soak_side(side, mirror), severity, err);
        if (status != IL_OK) return status;
    }
    return IL_OK;
}

// some people's own posture is another: by what lies between people. The mirrored person's is the mirrored posture
static inline void soak_habit(const soak *s, ili_random *r, bool mirror, const il_params *p, double *habit) {
    const il_model *m = s->f.body.m;
    double          size = ili_random_below(r, 2) ? 0.7 : 0.0;
    char            buf[96];
    for (int j = 0; j < m->nq; j++) {
        double n = fmax(-2.0, fmin(2.0, ili_random_normal(r)));
        bool   turns = m->coordinate_kind[j] == IL_ROW_ROTATION && m->coordinate_role[j] == IL_PRIMARY && m->body_parent[m->coordinate_body[j]] != IL_GROUND;
        double away = turns ? size*n*s->f.body.body->sigma_between[j] : 0.0;
        int    to = mirror ? coordinate(m, other_side(m->coordinate_name[j], buf)) : j;
        habit[to] = p->coordinate_neutral[to] + (mirror && mirror_turns(m->coordinate_name[j]) ? -away : away);
    }
}

// ---- one case ----

// case k, or its mirror image
static inline il_status soak_make(const soak *s, int k, bool mirror, soak_case *c, il_error *err) {
    ili_random r;
    ili_random_seed(&r, SOAK_SEED, (uint64_t)k);
    const il_tasks    *tasks = s->tasks[ili_random_below(&r, SOAK_VARIANTS)];
    const il_task_def *def = &tasks->task[ili_random_below(&r, tasks->ntask)];
    il_side            side = !def->sided ? IL_SIDE_NONE : ili_random_below(&r, 2) ? IL_SIDE_RIGHT : IL_SIDE_LEFT;
    il_task_free(c->task);
    c->task = NULL, c->k = k, c->words[0] = '\0';
    il_status status = soak_person(s, &r, c->p, c->words, err);
    size_t    used = strlen(c->words);
    snprintf(c->words + used, SOAK_TEXT - used, ", %s%s", def->id, side == IL_SIDE_RIGHT ? " right" : side == IL_SIDE_LEFT ? " left" : "");
    for (int i = 0; i < def->nparam; i++) {
        used = strlen(c->words);
        snprintf(c->words + used, SOAK_TEXT - used, " %s=%.3g", def->param[i].name, def->param[i].value);
    }
    if (status == IL_OK) status = soak_conditions(s, &r, mirror, c->p, c->words, err);
    if (status != IL_OK) return status;
    soak_habit(s, &r, mirror, c->p, c->habit);
    c->who = usual_subject(&s->f, c->p);
    c->who.habit = c->habit;
    c->who.power = ili_random_below(&r, 5) ? 2.0 : 3.0;
    return il_task_create(s->f.body.m, def, soak_side(side, mirror), &c->task, err);
}

static inline void soak_add(soak_result *res, const char *format, ...) __attribute__((format(printf, 2, 3)));
static inline void soak_add(soak_result *res, const char *format, ...) {
    size_t  used = strlen(res->what);
    va_list list;
    va_start(list, format);
    vsnprintf(res->what + used, SOAK_TEXT - used, format, list);
    va_end(list);
}

static inline soak_answer soak_of_job(const il_job *j) { return (soak_answer){j->task, &j->info, j->push, j->q, j->act, j->reading}; }
static inline soak_answer soak_of_run(const il_task *task, const il_outcome *out) { return (soak_answer){task, &out->info, out->push, out->solution.q, out->solution.act, out->reading}; }

static inline bool soak_finite(const il_model *m, const soak_answer *found) {
    bool finite = isfinite(found->info->residual);
    for (int j = 0; j < m->nq; j++) finite = finite && isfinite(found->q[j]);
    for (int i = 0; i < m->nmuscle; i++) finite = finite && isfinite(found->act[i]);
    for (int i = 0; i < il_task_reading_count(found->task); i++) finite = finite && isfinite(found->reading[i]);
    return finite;
}

// several activations of a test of strength give the same greatest push: only that is compared
static inline double soak_mirror_off(const soak *s, const soak_answer *here, const soak_answer *there) {
    const il_model *m = s->f.body.m;
    double          off = 0.0;
    char            buf[96];
    if (il_task_definition(here->task)->strength.marker) return fabs(there->push - here->push)/fmax(1.0, fabs(here->push));
    for (int j = 0; j < m->nq; j++) {
        double image = (mirror_turns(m->coordinate_name[j]) ? -1.0 : 1.0)*there->q[coordinate(m, other_side(m->coordinate_name[j], buf))];
        off = fmax(off, fabs(image - here->q[j]));
    }
    return off;
}

// a test of no side that ends by what one side shows has no mirror image: that of the other side is not in the data
static inline bool soak_one_sided(const il_task_def *def) {
    int count[IL_SIDE_BOTH + 1] = {0};
    for (int i = 0; i < 4 && !def->sided && def->end.present; i++) {
        if (def->end.watch.marker[i]) count[il_side_of(def->end.watch.marker[i])]++;
    }
    return count[IL_SIDE_RIGHT] != count[IL_SIDE_LEFT];
}

static inline void soak_judge_mirror(const soak *s, const soak_answer *here, const soak_answer *there, soak_result *res) {
    const il_task_def *def = il_task_definition(here->task);
    if (soak_one_sided(def)) return;
    res->mirrored = true, res->mirror_off = soak_mirror_off(s, here, there);
    res->mirror_ok = res->mirror_off < 1e-6;
    res->steps_ok = def->strength.marker != NULL || abs(there->info->iterations - here->info->iterations) <= 1;
    if (!res->mirror_ok) soak_add(res, "; the mirror is off by %.2g", res->mirror_off);
    if (!res->steps_ok) soak_add(res, "; iterations of the mirror %d", there->info->iterations);
}

// ---- alone ----

static inline void soak_judge(soak_room *r, const il_outcome *out, soak_result *res) {
    il_shortfall lack;
    soak_answer  found = soak_of_run(r->c.task, out);
    int          n = il_scenario_shortfalls(r->work, r->c.task, out, &lack, 1);
    res->iterations = out->info.iterations, res->residual = out->info.residual, res->push = out->push;
    if (out->info.status == IL_POSTURE_SOLVED) res->verdict = SOAK_SOLVED;
    else if (n == 1 && lack.kind != IL_SHORT_BALANCE) res->verdict = lack.settled ? SOAK_TOLD : SOAK_ROUGHLY;
    else res->verdict = SOAK_FAILED;
    if (!soak_finite(r->s->f.body.m, &found)) res->verdict = SOAK_NOT_FINITE;
    if (res->verdict != SOAK_SOLVED) soak_add(res, ": %s (residual %.1e, step %.1e)", n == 1 ? lack.text : "no word of it", out->info.residual, out->info.step);
}

// from a posture three degrees away in every rotation: the same posture, or a sentence that there are several
static inline void soak_ask_again(soak_room *r, const il_outcome *out, soak_result *res) {
    il_start_wish  wish = {.starts = 1, .seed = SOAK_SEED + (unsigned)r->c.k, .isa = IL_ISA_AUTO, .threads = 1};
    il_start_check check;
    il_error       err = {0};
    if (il_scenario_check_start(r->s->f.body.m, r->c.task, &r->c.who, out, &wish, &check, &err) != IL_OK || !check.starts) return;
    res->restarted = true, res->same = check.same == 1, res->told = res->same || check.text[0];
    if (!res->same) soak_add(res, "; %s", check.text);
}

static inline bool soak_run(soak_room *r, int k, bool mirror, il_outcome *out, soak_result *res) {
    il_error err = {0};
    bool     done = soak_make(r->s, k, mirror, &r->c, &err) == IL_OK;
    memset(out, 0, sizeof *out);
    snprintf(res->what, SOAK_TEXT, "%s", r->c.words);
    done = done && il_scenario_run(r->work, r->c.task, &r->c.who, NULL, NULL, out, &err) == IL_OK;
    if (!done) soak_add(res, ": %.120s", err.text);
    return done;
}

/// Case k alone, every CHECK-th also from another start; what was found stays in the room.
static inline soak_result soak_do(soak_room *r, int k) {
    soak_result res = {.verdict = SOAK_REFUSED};
    if (!soak_run(r, k, false, &r->out, &res)) return res;
    soak_judge(r, &r->out, &res);
    memcpy(r->q, r->out.solution.q, sizeof *r->q*(size_t)r->s->f.body.m->nq);
    memcpy(r->act, r->out.solution.act, sizeof *r->act*(size_t)r->s->f.body.m->nmuscle);
    if (k%SOAK_CHECK == 0) soak_ask_again(r, &r->out, &res);
    return res;
}

/// The mirrored person, after soak_do() of the same case found a posture.
static inline void soak_ask_mirror(soak_room *r, int k, soak_result *res) {
    il_outcome  out;
    soak_result there = {0};
    soak_answer here = soak_of_run(NULL, &r->out);
    if (!soak_run(r, k, true, &out, &there)) return;
    here.task = r->c.task, here.q = r->q, here.act = r->act;
    soak_answer image = soak_of_run(r->c.task, &out);
    soak_judge_mirror(r->s, &here, &image, res);
}

#endif
