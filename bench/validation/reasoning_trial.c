// reasoning_trial.c - simulated patients from the first to the last: solved, examined, judged by three methods
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "ilium/thread.h"
#include "reasoning.h"

enum { ROUND = 5 }; // patients solved together, and kept together

/// A trial at work.
typedef struct work {
    vp_world          *w;
    const vp_plan     *plan;
    vp_trial          *t;
    const il_progress *progress;
    int                each, nstudy, nsolved;
    double             study_seconds, solve_seconds;
} work;

static double processor(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9*(double)t.tv_nsec;
}

static il_status no_memory(il_error *err) { return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the trial"); }

// ---- true readings ----

static il_status meet(work *k, int person, il_error *err) {
    double    began = processor();
    il_status s = vp_meet(k->w, person, k->plan->threads, k->progress, err);
    if (s == IL_OK && k->plan->folder) s = vp_store_study(k->w, k->plan->folder, err);
    k->study_seconds += processor() - began, k->nstudy++;
    return s;
}

static il_status solve(work *k, int n, vp_patient *p, il_error *err) {
    double    began = processor();
    il_status s = vp_solve(k->w, n, p, k->plan->threads, k->progress, err);
    if (s == IL_OK && k->plan->folder) s = vp_store_patients(k->w, k->plan->folder, n, p, err);
    k->solve_seconds += processor() - began, k->nsolved += n;
    return s;
}

// all patients of one person, from the folder or solved now. @param count out
static il_status gather(work *k, int person, vp_patient *p, int *count, il_error *err) {
    *count = 0;
    if (!(k->plan->folder && vp_stored(k->w, k->plan->folder, person, k->each, p, count))) {
        if (k->plan->judge_only) return IL_OK;
        il_status s = meet(k, person, err);
        if (s != IL_OK) return s;
    }
    while (*count < k->each && !k->plan->judge_only) {
        int n = k->each - *count < ROUND ? k->each - *count : ROUND;
        for (int i = 0; i < n; i++) vp_draw(k->w, (*count + i)*VP_PEOPLE + person, &p[*count + i]);
        il_status s = solve(k, n, &p[*count], err);
        if (s != IL_OK) return s;
        *count += n;
        il_progress_report(k->progress, "patients", (person + (double)*count/k->each)/k->plan->people);
    }
    return IL_OK;
}

// ---- answers ----

static il_status judge_patient(work *k, int i, il_error *err) {
    const vp_patient *p = &k->t->patient[i];
    vp_exam           all, exam;
    vp_posterior     *q = malloc(sizeof *q);
    il_status         s = q ? IL_OK : no_memory(err);
    vp_examine(k->w, p, &all);
    for (int kind = 0; kind < VP_NEVIDENCE && s == IL_OK; kind++) {
        vp_case c;
        vp_only(k->w, &all, (vp_evidence)kind, &exam);
        s = vp_case_make(k->w, &exam, &c, err);
        if (s == IL_OK) s = vp_program(k->w, p, &c, NULL, &k->t->answer[VP_PROGRAM][kind][i], err);
        if (s == IL_OK) vp_naive(k->w, p, &exam, &c, false, q, &k->t->answer[VP_NAIVE][kind][i]), vp_naive(k->w, p, &exam, &c, true, q, &k->t->answer[VP_APART][kind][i]);
        vp_case_free(&c);
    }
    free(q);
    return s;
}

static double farthest(const vp_posterior *a, const vp_posterior *b) {
    double worst = fmax(fabs(a->none - b->none), fabs(a->undetermined - b->undetermined));
    for (int i = 0; i < a->n; i++) worst = fmax(worst, fabs(a->single[i] - b->single[i]));
    for (int i = 0; i < a->n*(a->n - 1)/2; i++) worst = fmax(worst, fabs(a->pair[i] - b->pair[i]));
    return worst;
}

static il_status brute_patient(work *k, int i, il_error *err) {
    enum { SAMPLES = 100000 };
    vp_posterior *q = malloc(2*sizeof *q);
    vp_exam       exam;
    vp_case       c = {0};
    vp_answer     a;
    ili_random    r = vp_random(k->w, k->t->patient[i].number, VP_STREAM_ERROR);
    vp_examine(k->w, &k->t->patient[i], &exam);
    il_status s = q ? vp_case_make(k->w, &exam, &c, err) : no_memory(err);
    if (s == IL_OK) s = vp_program(k->w, &k->t->patient[i], &c, &q[0], &a, err);
    if (s == IL_OK) {
        vp_brute(&c, SAMPLES, &r, &q[1]);
        k->t->brute_worst = fmax(k->t->brute_worst, farthest(&q[0], &q[1])), k->t->nbrute++;
    }
    if (q) vp_case_free(&c);
    free(q);
    return s;
}

// drops of entropy on a common scale: share of the tests done
static void add_order(vp_trial *t, const vp_order *o) {
    for (int k = 0; k < VP_ORDER_STEPS; k++) {
        double x = (double)k/(VP_ORDER_STEPS - 1)*o->n;
        int    low = x < o->n ? (int)x : o->n - 1;
        double share = x - low;
        t->usual[k] += o->usual[0] - (o->usual[low] + share*(o->usual[low + 1] - o->usual[low]));
        t->next[k] += o->next[0] - (o->next[low] + share*(o->next[low + 1] - o->next[low]));
    }
    t->norder++;
}

static il_status order_patient(work *k, int i, il_error *err) {
    vp_exam  exam;
    vp_order o;
    vp_examine(k->w, &k->t->patient[i], &exam);
    if (exam.nfinding == 0) return IL_OK;
    il_status s = vp_order_of(k->w, &exam, &o, err);
    if (s == IL_OK) add_order(k->t, &o);
    return s;
}

// the first patients of every person are those looked at closely
static bool chosen(const work *k, int i, int of) { return k->t->patient[i].number/VP_PEOPLE*k->plan->people + k->t->patient[i].number%VP_PEOPLE < of; }

static il_status judge_person(work *k, int first, int n, il_error *err) {
    il_status s = IL_OK;
    vp_norms(k->w, n, &k->t->patient[first]);
    for (int i = first; i < first + n && s == IL_OK; i++) {
        if (il_progress_cancelled(k->progress)) return il_error_set(err, IL_CANCELLED, NULL, 0, 0, "stopped");
        s = judge_patient(k, i, err);
        if (s == IL_OK && chosen(k, i, k->plan->nbrute)) s = brute_patient(k, i, err);
        if (s == IL_OK && chosen(k, i, k->plan->norder)) s = order_patient(k, i, err);
    }
    return s;
}

// ---- the generator's own model: learnt from one half of each person's patients, used on the other ----

static il_status refer_half(work *k, int half, bool *use, il_error *err) {
    vp_trial     *t = k->t;
    vp_reference *r = NULL;
    vp_posterior *q = malloc(sizeof *q);
    vp_exam       all, exam;
    for (int i = 0; i < t->n; i++) use[i] = t->patient[i].number/VP_PEOPLE%2 != half;
    il_status s = q ? vp_reference_learn(k->w, t->n, t->patient, use, &r, err) : no_memory(err);
    for (int i = 0; i < t->n && s == IL_OK; i++) {
        if (use[i]) continue;
        if (k->w->person != t->patient[i].number%VP_PEOPLE) vp_met(k->w, t->patient[i].number%VP_PEOPLE);
        vp_examine(k->w, &t->patient[i], &all);
        for (int kind = 0; kind < VP_NEVIDENCE && s == IL_OK; kind++) {
            vp_only(k->w, &all, (vp_evidence)kind, &exam);
            s = vp_reference_answer(r, k->w, &t->patient[i], &exam, q, &t->answer[VP_REFERENCE][kind][i], err);
        }
    }
    vp_reference_free(r);
    free(q);
    return s;
}

static il_status refer(work *k, il_error *err) {
    bool *use = calloc((size_t)k->t->n + 1, sizeof *use);
    if (!use) return no_memory(err);
    il_status s = refer_half(k, 0, use, err);
    if (s == IL_OK) s = refer_half(k, 1, use, err);
    free(use);
    return s;
}

// ---- the trial ----

static il_status lay(const vp_plan *plan, int each, vp_trial *t, il_error *err) {
    size_t n = (size_t)(each*plan->people) + 1;
    *t = (vp_trial){0};
    bool ok = (t->patient = calloc(n, sizeof *t->patient)) != NULL;
    for (int m = 0; m < VP_NMETHOD; m++) {
        for (int e = 0; e < VP_NEVIDENCE; e++) ok = (t->answer[m][e] = calloc(n, sizeof *t->answer[m][e])) != NULL && ok;
    }
    return ok ? IL_OK : no_memory(err);
}

il_status vp_trial_run(vp_world *w, const vp_plan *plan, vp_trial *t, const il_progress *progress, il_error *err) {
    work      k = {.w = w, .plan = plan, .t = t, .progress = progress, .each = (plan->count + plan->people - 1)/plan->people};
    il_status s = lay(plan, k.each, t, err);
    for (int person = 0; person < plan->people && s == IL_OK; person++) {
        int n = 0;
        s = gather(&k, person, &t->patient[t->n], &n, err);
        if (s == IL_OK) s = judge_person(&k, t->n, n, err);
        t->n += n;
        il_progress_report(progress, "persons", (person + 1.0)/plan->people);
    }
    if (s == IL_OK && t->n > 0) s = refer(&k, err);
    t->seconds_study = k.nstudy ? k.study_seconds/k.nstudy : IL_NAN, t->seconds_patient = k.nsolved ? k.solve_seconds/k.nsolved : IL_NAN;
    for (int i = 0; i < VP_ORDER_STEPS; i++) t->usual[i] /= fmax(t->norder, 1.0), t->next[i] /= fmax(t->norder, 1.0);
    return s;
}

void vp_trial_free(vp_trial *t) {
    free(t->patient);
    for (int m = 0; m < VP_NMETHOD; m++) {
        for (int e = 0; e < VP_NEVIDENCE; e++) free(t->answer[m][e]);
    }
    *t = (vp_trial){0};
}

double vp_order_share(const vp_trial *t, double share) {
    double goal = t->usual[(int)(share*(VP_ORDER_STEPS - 1) + 0.5)];
    if (goal <= 0.0) return IL_NAN; // the usual order has gained nothing yet
    for (int k = 1; k < VP_ORDER_STEPS; k++) {
        if (t->next[k] < goal) continue;
        return (k - 1 + (goal - t->next[k - 1])/fmax(t->next[k] - t->next[k - 1], 1e-12))/(VP_ORDER_STEPS - 1);
    }
    return 1.0;
}
