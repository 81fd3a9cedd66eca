// reasoning_order.c - how fast uncertainty falls when tests come in the usual order, and when the most informative comes next
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "reasoning.h"

static double bits(double p) { return p > 0.0 ? -p*log2(p) : 0.0; }

static double entropy(const il_infer_problem *p, const il_infer_solution *s) {
    double sum = bits(s->none) + bits(s->undetermined);
    for (int i = 0; i < p->ncondition; i++) sum += bits(s->single[i]);
    for (int i = 0; i < p->ncondition*(p->ncondition - 1)/2; i++) sum += bits(s->pair[i]);
    return sum;
}

// the finding of the exam that a candidate would be, if it is not done yet; -1 otherwise
static int candidate_finding(const vp_world *w, const vp_exam *exam, const bool *done, const vp_case *c, int candidate) {
    const char *test = w->k->test[c->w.candidate_test[candidate]].id;
    for (int i = 0; i < exam->nfinding; i++) {
        if (!done[i] && strcmp(exam->finding[i].test, test) == 0 && exam->finding[i].side == c->w.candidate_side[candidate]) return i;
    }
    return -1;
}

// infer from what is done; the best of what is left, or -1. @param best NULL: not wanted
static il_status weigh(const vp_world *w, const vp_exam *exam, const bool *done, double *left, int *best, il_error *err) {
    vp_exam part = *exam;
    vp_case c;
    part.nfinding = 0;
    for (int i = 0; i < exam->nfinding; i++) {
        if (done[i]) part.finding[part.nfinding++] = exam->finding[i];
    }
    il_infer_settings   settings = il_default_infer_settings();
    il_infer_workspace *workspace = NULL;
    il_infer_solution   s;
    il_infer_info       info;
    int                 which[4*IL_INFER_MAX_FINDING], n = 0;
    il_status           status = vp_case_make(w, &part, &c, err);
    il_infer_candidate *candidate = status == IL_OK ? calloc((size_t)c.w.ncandidate + 1, sizeof *candidate) : NULL;
    if (status == IL_OK && !candidate) status = il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for candidates");
    for (int i = 0; status == IL_OK && best && i < c.w.ncandidate; i++) {
        int f = candidate_finding(w, exam, done, &c, i);
        if (f >= 0) candidate[n] = c.w.candidate[i], which[n++] = f;
    }
    settings.contributions = 0, c.problem.candidate = candidate, c.problem.ncandidate = n;
    if (status == IL_OK) status = il_infer_workspace_create(&c.problem, &settings, &workspace, err);
    if (status == IL_OK) status = il_infer(&c.problem, &settings, workspace, &s, &info, err);
    if (status == IL_OK) *left = entropy(&c.problem, &s);
    if (best) *best = -1;
    for (int i = 0, top = -1; status == IL_OK && i < n; i++) {
        if (top < 0 || s.gain[i] > s.gain[top]) top = i, *best = which[i];
    }
    il_infer_workspace_free(workspace);
    free(candidate);
    vp_case_free(&c);
    return status;
}

// the first test of the interview that is recorded and not done
static int usual_next(const vp_world *w, const vp_exam *exam, const bool *done) {
    for (int a = 0; a < w->k->nasking; a++) {
        const il_asking *q = &w->k->asking[a];
        if (q->test < 0) continue;
        for (int i = 0; i < exam->nfinding; i++) {
            if (!done[i] && strcmp(exam->finding[i].test, w->k->test[q->test].id) == 0) return i;
        }
    }
    return -1;
}

// what is left when no candidate tells anything more (a second test of one structure does not enter): the usual order
il_status vp_order_of(const vp_world *w, const vp_exam *exam, vp_order *out, il_error *err) {
    *out = (vp_order){.n = exam->nfinding < VP_STEPS - 1 ? exam->nfinding : VP_STEPS - 1};
    for (int way = 0; way < 2; way++) {
        bool    done[VP_TESTS] = {0};
        double *left = way ? out->next : out->usual;
        for (int step = 0; step <= out->n; step++) {
            int       best = -1;
            il_status s = weigh(w, exam, done, &left[step], way ? &best : NULL, err);
            if (s != IL_OK) return s;
            if (best < 0) best = usual_next(w, exam, done);
            if (best >= 0) done[best] = true;
        }
    }
    return IL_OK;
}
