// reasoning_program.c - the product's answer, and how an answer is made of hypotheses
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "reasoning.h"

static bool same(const char *a, const char *b) { return strcmp(a, b) == 0; }

bool vp_excluded(const vp_world *w, int a, int b) {
    const ili_cause    *x = &w->study.cause[a], *y = &w->study.cause[b];
    const il_condition *c = &w->k->condition[x->condition], *d = &w->k->condition[y->condition];
    if (x->condition == y->condition) return c->exclusive_sides || x->side == y->side;
    return *c->exclusive && same(c->exclusive, d->exclusive) && x->side == y->side;
}

// ---- the assessment's problem ----

// the study with the causes in question alone
static il_status lay_study(const vp_world *w, const vp_exam *exam, vp_case *c, il_error *err) {
    const ili_study *from = &w->study;
    size_t           block = (size_t)(ILI_STUDY_SEVERITIES*from->nslot);
    c->w.study = *from;
    c->w.study.ncause = 0;
    c->effect = malloc(block*(size_t)from->ncause*sizeof *c->effect + 1);
    if (!c->effect) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for a patient");
    for (int i = 0; i < from->ncause; i++) {
        if (!exam->in_question[i]) continue;
        int n = c->w.study.ncause++;
        c->cause[n] = from->cause[i], c->of[n] = i;
        memcpy(c->effect + (size_t)n*block, from->effect + (size_t)i*block, block*sizeof *c->effect);
    }
    c->w.study.cause = c->cause, c->w.study.effect = c->effect;
    return IL_OK;
}

il_status vp_case_make(const vp_world *w, const vp_exam *exam, vp_case *c, il_error *err) {
    *c = (vp_case){0};
    c->visit.nfinding = exam->nfinding;
    c->visit.finding = malloc(sizeof(il_finding)*(size_t)exam->nfinding + 1);
    il_status s = il_assessment_create(&c->w.a, err);
    if (s != IL_OK || !c->visit.finding) return s != IL_OK ? s : il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for a patient");
    memcpy(c->visit.finding, exam->finding, sizeof(il_finding)*(size_t)exam->nfinding);
    c->patient = (il_patient){.version = IL_PATIENT_VERSION, .simulated = true, .person = w->who, .nvisit = 1, .visit = &c->visit};
    c->request = (il_assess_request){.patient = &c->patient, .knowledge = w->k, .body = w->body, .tasks = w->tasks};
    c->w.request = &c->request, c->w.visit = &c->visit, c->w.studied = true;
    s = lay_study(w, exam, c, err);
    if (s == IL_OK) s = ili_assess_screen(&c->w, err);
    c->w.screen.strength_withheld = false; // the myotomes were normal
    if (s == IL_OK) s = ili_assess_findings(&c->w, err);
    if (s == IL_OK) s = ili_assess_problem(&c->w, &c->problem, err);
    return s;
}

void vp_case_free(vp_case *c) {
    il_assessment_free(c->w.a);
    free(c->visit.finding);
    free(c->effect);
    *c = (vp_case){0};
}

// ---- hypotheses to an answer ----

static int find(const vp_posterior *q, int cause) {
    for (int i = 0; i < q->n; i++) {
        if (q->cause[i] == cause) return i;
    }
    return -1;
}

static double truth_of(const vp_patient *p, const vp_posterior *q) {
    if (p->outside >= 0) return q->undetermined;
    if (p->ntruth == 0) return q->none;
    int a = find(q, p->truth[0]), b = p->ntruth > 1 ? find(q, p->truth[1]) : -1;
    return b < 0 ? q->single[a] : q->pair[il_infer_pair(q->n, a, b)];
}

static void rank(vp_answer *out) {
    for (int k = 0; k < 3; k++) {
        int best = -1;
        for (int c = 0; c < VP_CAUSES; c++) {
            bool used = false;
            for (int j = 0; j < k; j++) used |= out->first[j] == c;
            if (!used && out->present[c] >= 0.0F && (best < 0 || out->present[c] > out->present[best])) best = c;
        }
        out->first[k] = best;
    }
}

static void find_leading(const vp_posterior *q, vp_answer *out) {
    double top = q->none;
    out->leads = VP_LEADS_NONE;
    if (q->undetermined > top) top = q->undetermined, out->leads = VP_LEADS_UNDETERMINED;
    for (int a = 0; a < q->n; a++) {
        if (q->single[a] > top) top = q->single[a], out->leads = q->cause[a];
        for (int b = a + 1; b < q->n; b++) {
            double x = q->pair[il_infer_pair(q->n, a, b)];
            if (x > top) top = x, out->leads = q->cause[a];
        }
    }
}

void vp_answer_from(const vp_patient *p, const vp_posterior *q, vp_answer *out) {
    double sum[VP_CAUSES] = {0};
    for (int c = 0; c < VP_CAUSES; c++) out->present[c] = out->joint[c] = -1.0F;
    for (int a = 0; a < q->n; a++) {
        sum[a] += q->single[a];
        for (int b = a + 1; b < q->n; b++) sum[a] += q->pair[il_infer_pair(q->n, a, b)], sum[b] += q->pair[il_infer_pair(q->n, a, b)];
    }
    for (int a = 0; a < q->n; a++) out->present[q->cause[a]] = out->joint[q->cause[a]] = (float)sum[a];
    out->none = q->none, out->undetermined = q->undetermined;
    out->log_truth = log(fmax(truth_of(p, q), 1e-12)); // a billionth of a thousandth: no answer loses more
    find_leading(q, out);
    rank(out);
}

void vp_normalise(vp_posterior *q, const double *log_single, const double *log_pair, double log_none, double log_undetermined) {
    int    npair = q->n*(q->n - 1)/2;
    double top = fmax(log_none, log_undetermined), sum;
    for (int i = 0; i < q->n; i++) top = fmax(top, log_single[i]);
    for (int i = 0; i < npair; i++) top = fmax(top, log_pair[i]);
    sum = (q->none = exp(log_none - top)) + (q->undetermined = exp(log_undetermined - top));
    for (int i = 0; i < q->n; i++) sum += q->single[i] = exp(log_single[i] - top);
    for (int i = 0; i < npair; i++) sum += q->pair[i] = exp(log_pair[i] - top);
    q->none /= sum, q->undetermined /= sum;
    for (int i = 0; i < q->n; i++) q->single[i] /= sum;
    for (int i = 0; i < npair; i++) q->pair[i] /= sum;
}

// ---- the program ----

il_status vp_program(const vp_world *w, const vp_patient *p, const vp_case *c, vp_posterior *keep, vp_answer *out, il_error *err) {
    (void)w;
    il_infer_settings   settings = il_default_infer_settings();
    il_infer_problem    problem = c->problem;
    il_infer_workspace *workspace = NULL;
    il_infer_solution   s;
    il_infer_info       info;
    vp_posterior       *q = keep ? keep : malloc(sizeof *q);
    settings.contributions = 0, problem.ncandidate = 0;
    il_status status = q ? il_infer_workspace_create(&problem, &settings, &workspace, err) : il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for a patient");
    if (status == IL_OK) status = il_infer(&problem, &settings, workspace, &s, &info, err);
    if (status == IL_OK) {
        q->n = problem.ncondition, q->none = s.none, q->undetermined = s.undetermined;
        memcpy(q->cause, c->of, sizeof(int)*(size_t)q->n);
        memcpy(q->single, s.single, sizeof(double)*(size_t)q->n);
        memcpy(q->pair, s.pair, sizeof(double)*(size_t)(q->n*(q->n - 1)/2));
        vp_answer_from(p, q, out);
        for (int i = 0; i < q->n; i++) out->present[q->cause[i]] = (float)s.present[i];
        rank(out);
    }
    il_infer_workspace_free(workspace);
    if (!keep) free(q);
    return status;
}
