// reasoning_program.c - the product's answer, naive Bayes, and brute force over the product's own model
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
    for (int c = 0; c < VP_CAUSES; c++) out->present[c] = -1.0F;
    for (int a = 0; a < q->n; a++) {
        sum[a] += q->single[a];
        for (int b = a + 1; b < q->n; b++) sum[a] += q->pair[il_infer_pair(q->n, a, b)], sum[b] += q->pair[il_infer_pair(q->n, a, b)];
    }
    for (int a = 0; a < q->n; a++) out->present[q->cause[a]] = (float)sum[a];
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

// ---- priors ----

static double log_odds(const il_infer_problem *p, int c) { return log(p->prior[c].value/(1.0 - p->prior[c].value)); }

static bool excludes(const il_infer_problem *p, int a, int b) { return p->exclusive[a] >= 0 && p->exclusive[a] == p->exclusive[b]; }

// log prior weight of none, with the sum of all known hypotheses at one less what is not determined
static double log_prior_none(const il_infer_problem *p, double undetermined) {
    double sum = 1.0;
    for (int a = 0; a < p->ncondition; a++) {
        sum += exp(log_odds(p, a));
        for (int b = a + 1; b < p->ncondition; b++) sum += excludes(p, a, b) ? 0.0 : exp(log_odds(p, a) + log_odds(p, b));
    }
    return log((1.0 - undetermined)/sum);
}

// effect of a condition at a severity, between the simulated ones on a line
static void effect_at(const il_infer_problem *p, int c, double severity, double *out) {
    double x = severity*(p->nseverity - 1);
    int    low = x < p->nseverity - 2 ? (int)x : p->nseverity - 2;
    const double *e = p->effect + ((size_t)c*(size_t)p->nseverity + (size_t)low)*(size_t)p->nfinding;
    for (int f = 0; f < p->nfinding; f++) out[f] = e[f] + (x - low)*(e[p->nfinding + f] - e[f]);
}

static double density_at(const il_infer_problem *p, int c, double severity) {
    double x = severity*(p->nseverity - 1);
    int    low = x < p->nseverity - 2 ? (int)x : p->nseverity - 2;
    const double *d = p->severity_density + (size_t)c*(size_t)p->nseverity + low;
    return d[0] + (x - low)*(d[1] - d[0]);
}

static double widest(const il_infer_problem *p, int f) {
    double top = 0.0;
    for (int i = 0; i < p->ncondition*p->nseverity; i++) top = fmax(top, fabs(p->effect[(size_t)i*(size_t)p->nfinding + (size_t)f]));
    return top;
}

static double add_logs(double a, double b) {
    double top = fmax(a, b);
    return top == -HUGE_VAL ? top : top + log(exp(a - top) + exp(b - top));
}

// ---- naive Bayes ----

enum { GRID = 7 };

/// Everything independent: variances, effects on a grid of severities.
typedef struct naive {
    int    nf, nc;
    double residual[IL_INFER_MAX_FINDING], variance[IL_INFER_MAX_FINDING];
    double effect[VP_CAUSES][GRID][IL_INFER_MAX_FINDING], weight[VP_CAUSES][GRID];
} naive;

static void lay_naive(const il_infer_problem *p, naive *n) {
    n->nf = p->nfinding, n->nc = p->ncondition;
    for (int f = 0; f < n->nf; f++) {
        const il_infer_finding *x = &p->finding[f];
        n->residual[f] = x->value - p->baseline[f];
        n->variance[f] = p->person_cov[f*n->nf + f] + x->retest_sd*x->retest_sd + x->rater_sd*x->rater_sd + x->model_sd*x->model_sd;
    }
    for (int c = 0; c < n->nc; c++) {
        double sum = 0.0;
        for (int g = 0; g < GRID; g++) {
            effect_at(p, c, (g + 0.5)/GRID, n->effect[c][g]);
            sum += n->weight[c][g] = density_at(p, c, (g + 0.5)/GRID);
        }
        for (int g = 0; g < GRID; g++) n->weight[c][g] /= sum;
    }
}

static double log_independent(const naive *n, const double *a, const double *b) {
    double sum = 0.0;
    for (int f = 0; f < n->nf; f++) {
        double r = n->residual[f] - (a ? a[f] : 0.0) - (b ? b[f] : 0.0);
        sum -= 0.5*(r*r/n->variance[f] + log(6.283185307179586*n->variance[f]));
    }
    return sum;
}

static double naive_single(const naive *n, int a) {
    double sum = -HUGE_VAL;
    for (int g = 0; g < GRID; g++) sum = add_logs(sum, log(n->weight[a][g]) + log_independent(n, n->effect[a][g], NULL));
    return sum;
}

static double naive_pair(const naive *n, int a, int b) {
    double sum = -HUGE_VAL;
    for (int g = 0; g < GRID*GRID; g++) {
        sum = add_logs(sum, log(n->weight[a][g/GRID]*n->weight[b][g%GRID]) + log_independent(n, n->effect[a][g/GRID], n->effect[b][g%GRID]));
    }
    return sum;
}

// a quarter each: nothing moves, all findings wider by the largest effect, three times as wide, or one finding alone
static double naive_undetermined(const il_infer_problem *p, const naive *n) {
    naive  one = {.nf = 1};
    double log_all[2] = {0}, log_one[IL_INFER_MAX_FINDING], none = log_independent(n, NULL, NULL), sum = -HUGE_VAL;
    int    moved = 0;
    for (int f = 0; f < n->nf; f++) {
        double wide = widest(p, f);
        one.residual[0] = n->residual[f];
        for (int k = 0; k < 2; k++) {
            one.variance[0] = n->variance[f] + wide*wide*(k ? 9.0 : 1.0);
            double x = log_independent(&one, NULL, NULL);
            log_all[k] += x;
            if (k == 0) continue;
            one.variance[0] = n->variance[f];
            if (wide > 0.0) log_one[moved++] = none - log_independent(&one, NULL, NULL) + x;
        }
    }
    if (!moved) return log_all[0];
    for (int i = 0; i < moved; i++) sum = add_logs(sum, log_one[i] - log((double)moved));
    return add_logs(add_logs(sum, none), add_logs(log_all[0], log_all[1])) - log(4.0);
}

// every recorded test by its published accuracy, whatever it has in common with others
static double naive_accuracies(const vp_world *w, const vp_exam *exam, int ncause, const int *cause) {
    double sum = 0.0;
    for (int i = 0; i < exam->nfinding; i++) {
        const il_finding *f = &exam->finding[i];
        int               test = il_find_test(w->k, f->test);
        double            negative = 1.0, absent = -1.0, from = 1.0;
        for (int r = 0; r < w->k->naccuracy; r++) {
            const il_accuracy *row = &w->k->accuracy[r];
            if (row->test != test) continue;
            absent = row->positive_absent;
            if (!isnan(row->positive_from)) from = row->positive_from;
            for (int c = 0; c < ncause; c++) {
                const ili_cause *x = &w->study.cause[cause[c]];
                bool             own = f->side == IL_SIDE_NONE || x->side == IL_SIDE_NONE || x->side == f->side;
                if (own && same(w->k->condition[x->condition].id, row->target)) negative *= (1.0 - row->positive_present)/(1.0 - absent);
            }
        }
        if (absent < 0.0) continue;
        bool   positive = f->value.known ? f->value.value >= from : f->result == IL_RESULT_POSITIVE;
        double given = fmin(fmax(1.0 - (1.0 - absent)*negative, 1e-6), 1.0 - 1e-6);
        sum += positive ? log(given) : log(1.0 - given);
    }
    return sum;
}

void vp_naive(const vp_world *w, const vp_patient *patient, const vp_exam *exam, const vp_case *c, vp_posterior *q, vp_answer *out) {
    const double            undetermined = il_default_infer_settings().undetermined_prior;
    const il_infer_problem *p = &c->problem;
    naive  *n = calloc(1, sizeof *n);
    double *log_pair = calloc(VP_CAUSES*VP_CAUSES/2, sizeof *log_pair), log_single[VP_CAUSES], known = log_prior_none(p, undetermined);
    if (!n || !log_pair) abort();
    lay_naive(p, n);
    double none = naive_accuracies(w, exam, 0, NULL);
    q->n = p->ncondition;
    memcpy(q->cause, c->of, sizeof(int)*(size_t)q->n);
    for (int a = 0; a < q->n; a++) {
        log_single[a] = known + log_odds(p, a) + naive_single(n, a) + naive_accuracies(w, exam, 1, &q->cause[a]);
        for (int b = a + 1; b < q->n; b++) {
            int both[2] = {q->cause[a], q->cause[b]};
            log_pair[il_infer_pair(q->n, a, b)] = excludes(p, a, b) ? -HUGE_VAL : known + log_odds(p, a) + log_odds(p, b) + naive_pair(n, a, b) + naive_accuracies(w, exam, 2, both);
        }
    }
    vp_normalise(q, log_single, log_pair, known + log_independent(n, NULL, NULL) + none, log(undetermined) + naive_undetermined(p, n) + none);
    vp_answer_from(patient, q, out);
    free(n), free(log_pair);
}

// ---- brute force over the program's own model ----

/// A normal density with a full covariance, by the textbook.
typedef struct normal {
    int    n;
    double factor[IL_INFER_MAX_FINDING][IL_INFER_MAX_FINDING], log_norm;
} normal;

static void lay_normal(const il_infer_problem *p, const double *wider, normal *z) {
    int n = z->n = p->nfinding;
    z->log_norm = -0.5*n*log(6.283185307179586);
    for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) {
            const il_infer_finding *f = &p->finding[i];
            double sum = p->person_cov[i*n + j];
            if (i == j) sum += f->retest_sd*f->retest_sd + f->rater_sd*f->rater_sd + f->model_sd*f->model_sd + (wider ? wider[i]*wider[i] : 0.0);
            for (int k = 0; k < j; k++) sum -= z->factor[i][k]*z->factor[j][k];
            z->factor[i][j] = i == j ? sqrt(sum) : sum/z->factor[j][j];
        }
        z->log_norm -= log(z->factor[i][i]);
    }
}

static double log_density(const normal *z, const il_infer_problem *p, const double *a, const double *b) {
    double x[IL_INFER_MAX_FINDING], square = 0.0;
    for (int i = 0; i < z->n; i++) {
        x[i] = p->finding[i].value - p->baseline[i] - (a ? a[i] : 0.0) - (b ? b[i] : 0.0);
        for (int k = 0; k < i; k++) x[i] -= z->factor[i][k]*x[k];
        x[i] /= z->factor[i][i];
        square += x[i]*x[i];
    }
    return z->log_norm - 0.5*square;
}

static double brute_undetermined(const il_infer_problem *p, normal *z) {
    double wider[IL_INFER_MAX_FINDING] = {0}, sum = -HUGE_VAL;
    int    moved = 0;
    for (int f = 0; f < p->nfinding; f++) moved += widest(p, f) > 0.0;
    for (int k = 0; k < 2; k++) {
        for (int f = 0; f < p->nfinding; f++) wider[f] = (k ? 3.0 : 1.0)*widest(p, f);
        lay_normal(p, wider, z);
        if (!moved) return log_density(z, p, NULL, NULL);
        sum = add_logs(sum, log_density(z, p, NULL, NULL) - log(4.0));
    }
    memset(wider, 0, sizeof wider);
    lay_normal(p, NULL, z);
    sum = add_logs(sum, log_density(z, p, NULL, NULL) - log(4.0));
    for (int f = 0; f < p->nfinding; f++) {
        if (!(widest(p, f) > 0.0)) continue;
        wider[f] = 3.0*widest(p, f);
        lay_normal(p, wider, z);
        sum = add_logs(sum, log_density(z, p, NULL, NULL) - log(4.0*moved));
        wider[f] = 0.0;
    }
    return sum;
}

// published accuracies as the program states its rule: capped, a direction that is only recalled may raise, never lower
static double brute_accuracies(const il_infer_problem *p, int a, int b) {
    double sum = 0.0;
    for (int i = 0; i < p->naccuracy; i++) {
        const il_infer_accuracy *x = &p->accuracy[i];
        double negative = 1.0 - x->positive_absent;
        if (a >= 0) negative *= (1.0 - x->positive_present[a])/(1.0 - x->positive_absent);
        if (b >= 0) negative *= (1.0 - x->positive_present[b])/(1.0 - x->positive_absent);
        double ratio = x->positive ? (1.0 - negative)/x->positive_absent : negative/(1.0 - x->positive_absent);
        ratio = fmin(fmax(ratio, 0.05), 20.0);
        if ((ratio > 1.0 && !x->may_raise) || (ratio < 1.0 && !x->may_lower)) ratio = 1.0;
        sum += log(ratio);
    }
    return sum;
}

// severities drawn at random for each hypothesis, weighted by their density
static double brute_hypothesis(const il_infer_problem *p, const normal *z, int a, int b, int samples, ili_random *r) {
    double sum = -HUGE_VAL, weight = 0.0, ea[IL_INFER_MAX_FINDING], eb[IL_INFER_MAX_FINDING];
    for (int i = 0; i < samples; i++) {
        double s = ili_random_uniform(r), t = ili_random_uniform(r), d = density_at(p, a, s)*(b < 0 ? 1.0 : density_at(p, b, t));
        effect_at(p, a, s, ea);
        if (b >= 0) effect_at(p, b, t, eb);
        sum = add_logs(sum, log(d) + log_density(z, p, ea, b < 0 ? NULL : eb));
        weight += d;
    }
    return sum - log(weight) + brute_accuracies(p, a, b);
}

void vp_brute(const vp_case *c, int samples, ili_random *r, vp_posterior *q) {
    const double            undetermined = il_default_infer_settings().undetermined_prior;
    const il_infer_problem *p = &c->problem;
    int     nc = q->n = p->ncondition, each = samples/(nc + nc*(nc - 1)/2) + 1;
    normal *z = calloc(1, sizeof *z);
    double *log_pair = calloc(VP_CAUSES*VP_CAUSES/2, sizeof *log_pair), log_single[VP_CAUSES], known = log_prior_none(p, undetermined);
    if (!z || !log_pair) abort();
    memcpy(q->cause, c->of, sizeof(int)*(size_t)nc);
    double other = brute_undetermined(p, z);
    lay_normal(p, NULL, z);
    for (int a = 0; a < nc; a++) {
        log_single[a] = known + log_odds(p, a) + brute_hypothesis(p, z, a, -1, each, r);
        for (int b = a + 1; b < nc; b++) {
            log_pair[il_infer_pair(nc, a, b)] = excludes(p, a, b) ? -HUGE_VAL : known + log_odds(p, a) + log_odds(p, b) + brute_hypothesis(p, z, a, b, each, r);
        }
    }
    vp_normalise(q, log_single, log_pair, known + log_density(z, p, NULL, NULL), log(undetermined) + other);
    free(z), free(log_pair);
}
