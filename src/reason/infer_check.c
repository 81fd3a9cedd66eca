// infer_check.c - is a problem of inference legal
#include <math.h>
#include <string.h>

#include "reason/infer_private.h"

static il_status bad(il_error *err, const char *text, const char *what, int number) {
    return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "%s (%s %d)", text, what, number + 1);
}

static il_status check_finding(const il_infer_problem *p, int f, il_error *err) {
    const il_infer_finding *q = &p->finding[f];
    double sd2 = q->retest_sd*q->retest_sd + q->rater_sd*q->rater_sd + q->model_sd*q->model_sd;
    if (!q->name || !q->name[0]) return bad(err, "a finding needs a name", "finding", f);
    for (int g = 0; g < f; g++)
        if (!strcmp(q->name, p->finding[g].name))
            return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the finding '%s' is there twice; a finding enters once", q->name);
    if (!(q->retest_sd >= 0.0 && q->rater_sd >= 0.0 && q->model_sd >= 0.0 && sd2 > 0.0 && isfinite(sd2)))
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the finding '%s' needs an error: standard deviations, none negative, not all zero",
                            q->name);
    if (q->form == IL_FINDING_NUMBER && !isfinite(q->value))
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the finding '%s' has no value; give a number or leave it out", q->name);
    if (q->form == IL_FINDING_RANGE && !(q->low < q->high))
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the range of '%s' is empty; its low end must lie below its high end", q->name);
    return isfinite(p->baseline[f]) ? IL_OK : bad(err, "the baseline of a finding is not a number", "finding", f);
}

static il_status check_covariance(const il_infer_problem *p, il_error *err) {
    int n = p->nfinding;
    for (int i = 0; i < n; i++)
        for (int j = 0; j <= i; j++) {
            double a = p->person_cov[i*n + j], b = p->person_cov[j*n + i];
            if (!isfinite(a) || !isfinite(b) || fabs(a - b) > 1e-9*(fabs(a) + fabs(b)) || (i == j && a < 0.0))
                return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the variation between persons of '%s' and '%s' is no covariance; give a "
                                    "symmetric matrix of numbers", p->finding[i].name, p->finding[j].name);
        }
    return IL_OK;
}

static il_status check_condition(const il_infer_problem *p, int c, il_error *err) {
    const il_infer_prior *q = &p->prior[c];
    const char *name = p->condition_name ? p->condition_name[c] : "condition";
    size_t ns = (size_t)p->nseverity, nf = (size_t)p->nfinding;
    if (!(0.0 < q->low && q->low <= q->value && q->value <= q->high && q->high < 1.0))
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the prior of %s (condition %d) must satisfy 0 < low <= value <= high < 1", name, c + 1);
    for (size_t i = 0; i < ns*nf; i++) {
        double e = p->effect[(size_t)c*ns*nf + i];
        if (!isfinite(e)) return bad(err, "an effect is not a number", name, c);
        if (i < nf && e != 0.0) return bad(err, "a condition of severity zero must change nothing: its first effects must be 0", name, c);
    }
    int twin = p->twin ? p->twin[c] : -1;
    if (twin >= 0 && (!p->beside_twin || twin >= p->ncondition || twin == c || p->twin[twin] != c || !(p->beside_twin[c] > 0.0 && p->beside_twin[c] < 1.0) || p->beside_twin[twin] != p->beside_twin[c]))
        return bad(err, "a twin names its twin and both have one probability beside each other, within 0 and 1", name, c);
    double sum = 0.0;
    for (size_t i = 0; p->severity_density && i < ns; i++) {
        double d = p->severity_density[(size_t)c*ns + i];
        if (!(d >= 0.0 && isfinite(d)) || (i == 0 && d <= 0.0))
            return bad(err, "the density of severity must be positive at 0 and nowhere negative", name, c);
        sum += d;
    }
    return isfinite(sum) ? IL_OK : bad(err, "the density of severity is too large", name, c);
}

static il_status check_interaction(const il_infer_problem *p, int npair, il_error *err) {
    size_t n = (size_t)npair*(size_t)p->nseverity*(size_t)p->nseverity*(size_t)p->nfinding;
    for (size_t i = 0; p->interaction && i < n; i++)
        if (!isfinite(p->interaction[i])) return bad(err, "an interaction of two conditions is not a number", "value", (int)i);
    return IL_OK;
}

// probabilities of a published test: absent strictly between 0 and 1; each condition's inside [0,1] or NAN
static il_status check_rates(const il_infer_problem *p, const char *name, double absent, const double *present, il_error *err) {
    bool ok = absent > 0.0 && absent < 1.0;
    for (int c = 0; ok && c < p->ncondition; c++) ok = isnan(present[c]) || (present[c] >= 0.0 && present[c] <= 1.0);
    if (ok) return IL_OK;
    return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the accuracy of '%s' must be probabilities; P(positive | absent) strictly between 0 and 1", name);
}

static il_status check_accuracy(const il_infer_problem *p, int i, il_error *err) {
    const il_infer_accuracy *q = &p->accuracy[i];
    if (!q->name || !q->name[0] || !q->group) return bad(err, "a published finding needs a name and a structure-group", "accuracy finding", i);
    for (int f = 0; f < p->nfinding; f++)
        if (!strcmp(q->name, p->finding[f].name))
            return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the finding '%s' is simulated and enters by published accuracy; a finding enters once",
                                q->name);
    for (int g = 0; g < i; g++)
        if (!strcmp(q->name, p->accuracy[g].name) || !strcmp(q->group, p->accuracy[g].group))
            return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "'%s' and '%s' test the same structure (%s); one of them enters", p->accuracy[g].name,
                                q->name, q->group);
    return check_rates(p, q->name, q->positive_absent, q->positive_present, err);
}

static il_status check_candidate(const il_infer_problem *p, int i, il_error *err) {
    const il_infer_candidate *q = &p->candidate[i];
    const char *name = q->name ? q->name : "candidate";
    if (q->form == IL_CANDIDATE_ACCURACY) return check_rates(p, name, q->positive_absent, q->positive_present, err);
    bool ok = isfinite(q->baseline) && q->person_var >= 0.0 && isfinite(q->person_var) && q->sd > 0.0 && isfinite(q->sd);
    for (int f = 0; ok && q->person_cov && f < p->nfinding; f++) ok = isfinite(q->person_cov[f]);
    for (int k = 0; ok && k < p->ncondition*p->nseverity; k++) ok = isfinite(q->effect[k]);
    if (q->form == IL_CANDIDATE_SIGN) ok = ok && isfinite(q->threshold);
    if (ok) return IL_OK;
    return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the test '%s' needs a baseline, effects and an error above zero, all numbers", name);
}

static il_status check_sizes(const il_infer_problem *p, const il_infer_workspace *w, il_error *err) {
    int nrange = 0;
    for (int f = 0; f < p->nfinding; f++) nrange += p->finding[f].form == IL_FINDING_RANGE;
    if (nrange > IL_INFER_MAX_RANGE)
        return il_error_set(err, IL_LIMIT, NULL, 0, 0, "%d findings are bounds, signs or grades; at most %d are taken", nrange, IL_INFER_MAX_RANGE);
    bool fits = p->nfinding <= w->nf && p->ncondition == w->nc && p->nseverity == w->ns && p->naccuracy <= w->naccuracy
                && p->ncandidate <= w->ncandidate && (!p->interaction || w->has_interaction);
    return fits ? IL_OK : il_error_set(err, IL_LIMIT, NULL, 0, 0, "the workspace of the inference was made for another problem; create one for this");
}

static il_status check_settings(const il_infer_settings *s, const il_infer_workspace *w, il_error *err) {
    bool ok = s->undetermined_prior > 0.0 && s->undetermined_prior < 1.0 && s->undetermined_scale > 0.0 && s->wrong_share >= 0.0 && s->wrong_share < 0.1 && s->likelihood_cap >= 1.0
              && s->separated > 1.0 && s->refine == w->refine;
    return ok ? IL_OK : il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the settings of the inference are out of range, or not those of its workspace");
}

il_status ili_infer_check(const il_infer_problem *p, const il_infer_settings *s, const il_infer_workspace *w, il_error *err) {
    il_status st = check_settings(s, w, err);
    if (!st) st = check_sizes(p, w, err);
    for (int i = 0; !st && i < p->nseverity; i++)
        if (i == 0 ? p->severity[0] != 0.0 : !(p->severity[i] > p->severity[i - 1] && p->severity[i] <= 1.0))
            st = bad(err, "severities must ascend from 0 to at most 1", "severity", i);
    for (int f = 0; !st && f < p->nfinding; f++) st = check_finding(p, f, err);
    if (!st) st = check_covariance(p, err);
    for (int c = 0; !st && c < p->ncondition; c++) st = check_condition(p, c, err);
    if (!st) st = check_interaction(p, w->npair, err);
    for (int i = 0; !st && i < p->naccuracy; i++) st = check_accuracy(p, i, err);
    for (int i = 0; !st && i < p->ncandidate; i++) st = check_candidate(p, i, err);
    return st;
}
