// soak.h - random persons, conditions and tasks from a seed: case number k is the same on every machine. For test_soak.c (some) and soak_solve.c (many).
//
// Each case is asked: is it solved, or is it told what is missing? Is any number not finite? Every CHECK-th is also done by the mirrored person on the
// other side, and, where held, from another start.
#ifndef SOAK_H
#define SOAK_H
#include "base/random.h"
#include "ilium/factor.h"
#include "ilium/knowledge.h"
#include "ilium/shortfall.h"
#include "ilium/start.h"
#include "task_fixture.h"

enum { SOAK_VARIANTS = 16, SOAK_MAX_Q = 128, SOAK_CHECK = 8, SOAK_TEXT = 300, SOAK_SEED = 20261121 };

typedef enum soak_verdict { SOAK_SOLVED, SOAK_TOLD, SOAK_ROUGHLY, SOAK_FAILED, SOAK_NOT_FINITE, SOAK_REFUSED, SOAK_NVERDICT } soak_verdict;
static const char *const soak_words[SOAK_NVERDICT] = {"solved", "told what is missing", "told roughly", "NOT SOLVED", "NOT FINITE", "refused"};

typedef struct soak_result {
    soak_verdict verdict;
    int          iterations;
    double       residual, push;
    bool         mirrored, mirror_ok, steps_ok; ///< the mirror was asked; same to 1e-6; iterations within one
    double       mirror_off;
    bool         restarted, same, told;         ///< another start was asked; the same posture, or it is said that there are several
    char         what[SOAK_TEXT];               ///< the case in words, with its fault
} soak_result;

typedef struct soak {
    task_fixture    f;
    il_knowledge   *k;
    il_tasks       *tasks[SOAK_VARIANTS]; ///< all tasks with other numbers for what they leave open
    il_scenario    *other; ///< for other starts
    double          habit[SOAK_MAX_Q], habit_other[SOAK_MAX_Q], q[SOAK_MAX_Q];
} soak;

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
    if (il_knowledge_read(s->f.body.dir, &s->k, &err) != IL_OK || il_scenario_create(s->f.body.m, IL_ISA_AUTO, &s->other, &err) != IL_OK) fail_msg("%s", err.text);
    for (int v = 0; v < SOAK_VARIANTS; v++) s->tasks[v] = soak_tasks(s, v);
    return s;
}

static inline void soak_close(soak *s) {
    for (int v = 0; v < SOAK_VARIANTS; v++) il_tasks_free(s->tasks[v]);
    il_scenario_free(s->other);
    il_knowledge_free(s->k);
    tasks_close(&s->f);
    free(s);
}

// ---- one person ----

static inline il_side soak_side(il_side side, bool mirror) {
    if (!mirror || side == IL_SIDE_BOTH || side == IL_SIDE_NONE) return side;
    return side == IL_SIDE_RIGHT ? IL_SIDE_LEFT : IL_SIDE_RIGHT;
}

// adults of the sizes that most people have
static inline il_status soak_person(soak *s, ili_random *r, il_params *p, char *what, il_error *err) {
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

static inline il_status soak_conditions(soak *s, ili_random *r, bool mirror, il_params *p, char *what, il_error *err) {
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

// some people's own posture is another: by what lies between people
static inline void soak_habit(soak *s, ili_random *r, const il_params *p) {
    const il_model *m = s->f.body.m;
    double          size = ili_random_below(r, 2) ? 0.7 : 0.0;
    char            buf[96];
    for (int j = 0; j < m->nq; j++) {
        double n = fmax(-2.0, fmin(2.0, ili_random_normal(r)));
        bool   turns = m->coordinate_kind[j] == IL_ROW_ROTATION && m->coordinate_role[j] == IL_PRIMARY && m->body_parent[m->coordinate_body[j]] != IL_GROUND;
        s->habit[j] = p->coordinate_neutral[j] + (turns ? size*n*s->f.body.body->sigma_between[j] : 0.0);
    }
    for (int j = 0; j < m->nq; j++) {
        double away = s->habit[j] - p->coordinate_neutral[j];
        s->habit_other[coordinate(m, other_side(m->coordinate_name[j], buf))] = mirror_turns(m->coordinate_name[j]) ? -away : away;
    }
}

// ---- one case ----

typedef struct soak_case {
    il_task   *task;
    il_subject who;
} soak_case;

// case k, or its mirror image, made in f.p; the words of it in `what`
static inline il_status soak_make(soak *s, int k, bool mirror, soak_case *c, char *what, il_error *err) {
    ili_random      r;
    const il_model *m = s->f.body.m;
    ili_random_seed(&r, SOAK_SEED, (uint64_t)k);
    const il_tasks    *tasks = s->tasks[ili_random_below(&r, SOAK_VARIANTS)];
    const il_task_def *def = &tasks->task[ili_random_below(&r, tasks->ntask)];
    il_side            side = !def->sided ? IL_SIDE_NONE : ili_random_below(&r, 2) ? IL_SIDE_RIGHT : IL_SIDE_LEFT;
    il_status          status = soak_person(s, &r, s->f.p, what, err);
    size_t             used = strlen(what);
    snprintf(what + used, SOAK_TEXT - used, ", %s%s", def->id, side == IL_SIDE_RIGHT ? " right" : side == IL_SIDE_LEFT ? " left" : "");
    for (int i = 0; i < def->nparam; i++) {
        used = strlen(what);
        snprintf(what + used, SOAK_TEXT - used, " %s=%.3g", def->param[i].name, def->param[i].value);
    }
    if (status == IL_OK) status = soak_conditions(s, &r, mirror, s->f.p, what, err);
    if (status != IL_OK) return status;
    soak_habit(s, &r, s->f.p);
    if (mirror) {
        for (int j = 0; j < m->nq; j++) s->habit[j] = s->f.p->coordinate_neutral[j] + s->habit_other[j];
    }
    c->who = usual_subject(&s->f, s->f.p);
    c->who.habit = s->habit;
    c->who.power = ili_random_below(&r, 5) ? 2.0 : 3.0;
    return il_task_create(m, def, soak_side(side, mirror), &c->task, err);
}

static inline bool soak_finite(const soak *s, const soak_case *c, const il_outcome *out) {
    bool finite = isfinite(out->info.residual) || c->task == NULL;
    for (int j = 0; j < s->f.body.m->nq; j++) finite = finite && isfinite(out->solution.q[j]);
    for (int i = 0; i < s->f.body.m->nmuscle; i++) finite = finite && isfinite(out->solution.act[i]);
    for (int i = 0; i < il_task_reading_count(c->task); i++) finite = finite && isfinite(out->reading[i]);
    return finite;
}

static inline void soak_judge(soak *s, const soak_case *c, const il_outcome *out, soak_result *res) {
    il_shortfall lack;
    size_t       used = strlen(res->what);
    res->iterations = out->info.iterations, res->residual = out->info.residual, res->push = out->push;
    int n = il_scenario_shortfalls(s->f.work, c->task, out, &lack, 1);
    if (out->info.status == IL_POSTURE_SOLVED) res->verdict = SOAK_SOLVED;
    else if (n == 1 && lack.kind != IL_SHORT_BALANCE) res->verdict = lack.settled ? SOAK_TOLD : SOAK_ROUGHLY;
    else res->verdict = SOAK_FAILED;
    if (!soak_finite(s, c, out)) res->verdict = SOAK_NOT_FINITE;
    if (res->verdict != SOAK_SOLVED) snprintf(res->what + used, SOAK_TEXT - used, ": %s (residual %.1e, step %.1e)", n == 1 ? lack.text : "no word of it", out->info.residual, out->info.step);
}

static inline bool soak_run(soak *s, const soak_case *c, const double *start, il_outcome *out, il_error *err) {
    memset(out, 0, sizeof *out);
    return il_scenario_run(s->f.work, c->task, &c->who, start, NULL, out, err) == IL_OK;
}

static inline void soak_add(soak_result *res, const char *text, double value) {
    size_t used = strlen(res->what);
    snprintf(res->what + used, SOAK_TEXT - used, "; %s %.2g", text, value);
}

// a test of no side that ends by what one side shows has no mirror image: that of the other side is not in the data
static inline bool soak_one_sided(const il_task_def *def) {
    int count[IL_SIDE_BOTH + 1] = {0};
    for (int i = 0; i < 4 && !def->sided && def->end.present; i++) {
        if (def->end.watch.marker[i]) count[il_side_of(def->end.watch.marker[i])]++;
    }
    return count[IL_SIDE_RIGHT] != count[IL_SIDE_LEFT];
}

static inline void soak_ask_mirror(soak *s, int k, soak_result *res) {
    const il_model *m = s->f.body.m;
    soak_case       c = {0};
    il_outcome      out;
    il_error        err = {0};
    char            words[SOAK_TEXT], buf[96];
    if (soak_make(s, k, true, &c, words, &err) != IL_OK) return;
    if (soak_one_sided(il_task_definition(c.task)) || !soak_run(s, &c, NULL, &out, &err)) {
        il_task_free(c.task);
        return;
    }
    res->mirrored = true, res->mirror_off = 0.0;
    bool strength = il_task_definition(c.task)->strength.marker != NULL; // several activations give the same greatest push: only that is compared
    if (strength) res->mirror_off = fabs(out.push - res->push)/fmax(1.0, fabs(res->push));
    for (int j = 0; j < m->nq && !strength; j++) {
        double here = (mirror_turns(m->coordinate_name[j]) ? -1.0 : 1.0)*out.solution.q[coordinate(m, other_side(m->coordinate_name[j], buf))];
        res->mirror_off = fmax(res->mirror_off, fabs(here - s->q[j]));
    }
    res->mirror_ok = res->mirror_off < 1e-6, res->steps_ok = strength || abs(out.info.iterations - res->iterations) <= 1;
    if (!res->mirror_ok) soak_add(res, "the mirror is off by", res->mirror_off);
    if (!res->steps_ok) soak_add(res, "iterations of the mirror", out.info.iterations);
    il_task_free(c.task);
}

// from a posture three degrees away in every rotation: the same posture, or a sentence that there are several
static inline void soak_ask_again(soak *s, int k, const soak_case *c, const il_outcome *out, soak_result *res) {
    il_start_check check;
    il_error       err = {0};
    if (il_scenario_check_start(s->other, c->task, &c->who, out, SOAK_SEED + (unsigned)k, &check, &err) != IL_OK || !check.asked) return;
    res->restarted = true, res->same = check.same, res->told = check.same || check.text[0];
    size_t used = strlen(res->what);
    if (!check.same) snprintf(res->what + used, SOAK_TEXT - used, "; %s", check.text);
}

static inline soak_result soak_do(soak *s, int k) {
    soak_result     res = {.verdict = SOAK_REFUSED};
    soak_case       c = {0};
    il_outcome      out;
    il_error        err = {0};
    const il_model *m = s->f.body.m;
    if (soak_make(s, k, false, &c, res.what, &err) != IL_OK || !soak_run(s, &c, NULL, &out, &err)) {
        size_t used = strlen(res.what);
        snprintf(res.what + used, SOAK_TEXT - used, ": %.120s", err.text);
        il_task_free(c.task);
        return res;
    }
    soak_judge(s, &c, &out, &res);
    memcpy(s->q, out.solution.q, sizeof *s->q*(size_t)m->nq);
    if (k%SOAK_CHECK == 0) soak_ask_again(s, k, &c, &out, &res);
    il_task_free(c.task);
    if (res.verdict == SOAK_SOLVED && k%SOAK_CHECK == 4) soak_ask_mirror(s, k, &res);
    return res;
}

#endif
