// assess_infer.c - from findings and simulations to conditions with probabilities and ties
#include "reason/assess_private.h"
#include "ilium/thread.h"
#include "math/scalar.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double severities[ILI_STUDY_SEVERITIES] = {0.0, 1.0/3.0, 2.0/3.0, 1.0};

static const il_condition *condition_of(const ili_assess *w, int cause) {
    return &w->request->knowledge->condition[w->study.cause[cause].condition];
}

const char *ili_side_before(il_side side) { return side == IL_SIDE_RIGHT ? "right " : side == IL_SIDE_LEFT ? "left " : ""; }

const char *ili_cause_name(const ili_assess *w, int cause) {
    return il_assessment_text(w->a, "%s%s", ili_side_before(w->study.cause[cause].side), condition_of(w, cause)->name);
}

// ---- the problem ----

/// Everything that il_infer() reads, besides what the findings brought.
typedef struct tables {
    double         *cov, *effect, *density;
    il_infer_prior *prior;
    int            *exclusive, *twin;
    double         *beside_twin;
    const char    **name;
} tables;

static double slot_effect(const ili_assess *w, int cause, int severity, int finding) {
    return w->finding_sign[finding]*w->study.effect[(cause*ILI_STUDY_SEVERITIES + severity)*w->study.nslot + w->finding_slot[finding]];
}

// what differs between persons and is not known of this one; what the simulation misses alike on both sides moves with the other side's reading
static void fill_covariance(ili_assess *w, tables *t) {
    int n = w->nfinding;
    for (int f = 0; f < n; f++) {
        for (int g = 0; g < n; g++) {
            int a = w->finding_slot[f], b = w->finding_slot[g];
            t->cov[f*n + g] = w->finding_sign[f]*w->finding_sign[g]*(ili_person_covariance(w, a, b) + ili_shared_covariance(w, a, w->finding[f].model_sd, b, w->finding[g].model_sd));
        }
    }
    for (int f = 0; f < n; f++) w->finding[f].model_sd = sqrt(ili_own_variance(w, w->finding_slot[f], w->finding[f].model_sd));
}

static void fill_findings(ili_assess *w, tables *t) {
    int n = w->nfinding;
    for (int f = 0; f < n; f++) w->baseline[f] = w->finding_sign[f]*w->healthy[w->finding_slot[f]].reading;
    for (int c = 0; c < w->study.ncause; c++) {
        for (int s = 0; s < ILI_STUDY_SEVERITIES; s++) {
            for (int f = 0; f < n; f++) t->effect[(c*ILI_STUDY_SEVERITIES + s)*n + f] = slot_effect(w, c, s, f);
        }
    }
}

// density of severity: a normal cut to [0,1], or uniform; positive everywhere
static double density(const il_condition *c, double severity) {
    if (isnan(c->severity_sd) || c->severity_sd <= 0.0) return 1.0;
    double z = (severity - c->severity_mean)/c->severity_sd;
    return ili_exp1(-0.5*z*z) + 1e-6;
}

// causes that exclude each other carry one number: two states of one joint on one side, or two sides of one condition
static int exclusion(const ili_assess *w, int cause) {
    const il_knowledge *k = w->request->knowledge;
    const il_condition *c = condition_of(w, cause);
    if (c->exclusive_sides) return w->study.cause[cause].condition;
    if (!*c->exclusive) return -1;
    for (int i = 0; i < k->ncondition; i++) {
        if (strcmp(k->condition[i].exclusive, c->exclusive) == 0) return k->ncondition + 4*i + (int)w->study.cause[cause].side;
    }
    return -1;
}

// the same condition on the other side, or -1
static int twin_of(const ili_assess *w, int cause) {
    const ili_cause *x = &w->study.cause[cause];
    for (int c = 0; c < w->study.ncause; c++) {
        if (c != cause && w->study.cause[c].condition == x->condition) return c;
    }
    return -1;
}

static void fill_causes(ili_assess *w, tables *t) {
    for (int c = 0; c < w->study.ncause; c++) {
        const il_condition *from = condition_of(w, c);
        il_setting_prior prior = il_condition_prior(from, w->request->setting);
        t->prior[c] = (il_infer_prior){prior.value, prior.low, prior.high};
        t->exclusive[c] = exclusion(w, c);
        t->twin[c] = isnan(from->other_side) ? -1 : twin_of(w, c);
        t->beside_twin[c] = from->other_side;
        t->name[c] = ili_cause_name(w, c);
        for (int s = 0; s < ILI_STUDY_SEVERITIES; s++) t->density[c*ILI_STUDY_SEVERITIES + s] = density(from, severities[s]);
    }
}

il_status ili_assess_problem(ili_assess *w, il_infer_problem *p, il_error *err) {
    tables t = {0};
    int    n = w->nfinding, nc = w->study.ncause;
    ILI_ARRAY(w, w->baseline, n);
    ILI_ARRAY(w, t.cov, n*n);
    ILI_ARRAY(w, t.effect, nc*ILI_STUDY_SEVERITIES*n);
    ILI_ARRAY(w, t.density, nc*ILI_STUDY_SEVERITIES);
    ILI_ARRAY(w, t.prior, nc);
    ILI_ARRAY(w, t.exclusive, nc);
    ILI_ARRAY(w, t.twin, nc);
    ILI_ARRAY(w, t.beside_twin, nc);
    ILI_ARRAY(w, t.name, nc);
    fill_findings(w, &t);
    fill_covariance(w, &t);
    fill_causes(w, &t);
    *p = (il_infer_problem){.nfinding = n, .ncondition = nc, .nseverity = ILI_STUDY_SEVERITIES, .naccuracy = w->naccuracy, .ncandidate = w->ncandidate,
                            .finding = w->finding, .baseline = w->baseline, .person_cov = t.cov, .severity = severities, .effect = t.effect,
                            .severity_density = t.density, .prior = t.prior, .twin = t.twin, .beside_twin = t.beside_twin, .exclusive = t.exclusive, .condition_name = t.name,
                            .accuracy = w->accuracy, .candidate = w->candidate};
    return IL_OK;
}

// ---- conditions ----

static const double ln_2 = 0.6931471805599453, ln_10 = 2.302585092994046;

static il_range range(double low, double mid, double high) { return (il_range){true, fmin(low, fmin(mid, high)), mid, fmax(high, fmax(mid, low))}; }

/// A cause with its probability, for sorting.
typedef struct ranked {
    int    cause, heard;
    double present;
} ranked;

// what no finding speaks of stands behind, whatever its prior: nobody examined it
static int more_probable(const void *a, const void *b) {
    const ranked *x = a, *y = b;
    if (x->heard != y->heard) return y->heard - x->heard;
    if (x->present != y->present) return x->present > y->present ? -1 : 1;
    return x->cause - y->cause;
}

// 2: the findings speak for it (its odds at least doubled), or it is probable anyhow; 1: they speak for it a little; 0: it stands about where it stood without them
static int heard(double present, double log_bf) {
    if (log_bf >= ln_2 || 100.0*present >= IL_SHOWN_PERCENT) return 2;
    return log_bf >= log1p(0.01*IL_LITTLE_PERCENT);
}

static int stronger(const void *a, const void *b) {
    double x = fabs(((const il_contribution *)a)->log10_likelihood), y = fabs(((const il_contribution *)b)->log10_likelihood);
    return x > y ? -1 : x < y;
}

static double contribution(const ili_assess *w, int cause, int entry) {
    const double    *row = &w->solution.contribution[cause*(w->nfinding + w->naccuracy)];
    const ili_entry *e = &w->entry[entry];
    double           log = e->infer >= 0 ? row[e->infer] : e->accuracy >= 0 ? row[w->nfinding + e->accuracy] : 0.0;
    return log/ln_10;
}

// findings that move the odds by a fifth or more
static il_status fill_contributions(ili_assess *w, int cause, il_assessed_condition *out, il_error *err) {
    ILI_ARRAY(w, out->explains, w->a->nfinding);
    ILI_ARRAY(w, out->against, w->a->nfinding);
    for (int i = 0; i < w->a->nfinding; i++) {
        double log10 = contribution(w, cause, i);
        if (log10 > 0.08) out->explains[out->nexplains++] = (il_contribution){i, log10};
        if (log10 < -0.08) out->against[out->nagainst++] = (il_contribution){i, log10};
    }
    qsort(out->explains, (size_t)out->nexplains, sizeof *out->explains, stronger);
    qsort(out->against, (size_t)out->nagainst, sizeof *out->against, stronger);
    return IL_OK;
}

static void fill_pain(const ili_assess *w, int cause, const il_drawn_region *drawn, int ndrawn, il_assessed_condition *out) {
    il_pain_match match = il_match_pain(w->request->knowledge, condition_of(w, cause)->structures, w->study.cause[cause].side, drawn, ndrawn);
    out->link = match.link;
    out->link_source = match.source;
}

static il_status fill_condition(ili_assess *w, int cause, const il_drawn_region *drawn, int ndrawn, il_assessed_condition *out, il_error *err) {
    const il_condition      *c = condition_of(w, cause);
    const il_infer_solution *s = &w->solution;
    il_setting_prior         prior = il_condition_prior(c, w->request->setting);
    *out = (il_assessed_condition){.id = c->id, .name = c->name, .side = w->study.cause[cause].side,
                                   .present = range(s->present_all_low[cause], s->present[cause], s->present_all_high[cause]),
                                   .prior_source = prior.source, .log10_bayes_factor = s->log_bf[cause]/ln_10, .contributing = !prior.published, .severity_unit = c->severity_unit,
                                   .grade = c->grade, .grade_source = c->source};
    if (prior.published) out->prior = range(prior.low, prior.value, prior.high);
    double unit = c->severity_unit_value;
    if (c->simulated) out->severity = range(s->severity_p05[cause]*unit, s->severity_mean[cause]*unit, s->severity_p95[cause]*unit);
    fill_pain(w, cause, drawn, ndrawn, out);
    return fill_contributions(w, cause, out, err);
}

static il_status drawn_regions(ili_assess *w, il_drawn_region **out, int *n, il_error *err) {
    const il_pain *pain = &w->visit->pain;
    ILI_ARRAY(w, *out, pain->narea);
    *n = 0;
    for (int i = 0; i < pain->narea; i++) {
        int region = il_find_region(w->request->knowledge, pain->area[i].region);
        if (region >= 0) (*out)[(*n)++] = (il_drawn_region){region, pain->area[i].side};
    }
    return IL_OK;
}

static il_status fill_conditions(ili_assess *w, const il_drawn_region *drawn, int ndrawn, int *place, il_error *err) {
    int     n = w->study.ncause;
    ranked *order = NULL;
    ILI_ARRAY(w, order, n);
    ILI_ARRAY(w, w->a->condition, n);
    for (int c = 0; c < n; c++) order[c] = (ranked){c, heard(w->solution.present[c], w->solution.log_bf[c]), w->solution.present[c]};
    qsort(order, (size_t)n, sizeof *order, more_probable);
    for (int i = 0; i < n; i++) {
        place[order[i].cause] = i;
        ILI_TRY(fill_condition(w, order[i].cause, drawn, ndrawn, &w->a->condition[i], err));
    }
    w->a->ncondition = n;
    return IL_OK;
}

// ---- hypotheses ----

static int likelier(const void *a, const void *b) {
    const il_hypothesis *x = a, *y = b;
    if (x->probability != y->probability) return x->probability > y->probability ? -1 : 1;
    if (x->kind != y->kind) return (int)x->kind - (int)y->kind;
    return x->condition[0] != y->condition[0] ? x->condition[0] - y->condition[0] : x->condition[1] - y->condition[1];
}

static il_status fill_hypotheses(ili_assess *w, const int *place, il_error *err) {
    int            n = w->study.ncause, count = 0;
    il_hypothesis *h = NULL;
    ILI_ARRAY(w, h, 2 + n + n*(n - 1)/2);
    h[count++] = (il_hypothesis){IL_HYPOTHESIS_NONE, {0, 0}, w->solution.none};
    h[count++] = (il_hypothesis){IL_HYPOTHESIS_NOT_DETERMINED, {0, 0}, w->solution.undetermined};
    for (int a = 0; a < n; a++) {
        h[count++] = (il_hypothesis){IL_HYPOTHESIS_SINGLE, {place[a], place[a]}, w->solution.single[a]};
        for (int b = a + 1; b < n; b++) h[count++] = (il_hypothesis){IL_HYPOTHESIS_PAIR, {place[a], place[b]}, w->solution.pair[il_infer_pair(n, a, b)]};
    }
    qsort(h, (size_t)count, sizeof *h, likelier);
    w->a->hypothesis = h, w->a->nhypothesis = count, w->a->leading = 0;
    return IL_OK;
}

static int cause_at(const int *place, int n, int condition) {
    for (int c = 0; c < n; c++) {
        if (place[c] == condition) return c;
    }
    return -1;
}

// what "with the leading explanation" stands for: the likeliest hypothesis; where that is "none" or "not determined", one with a condition if the
// likeliest condition is probable at all, and not less so than what is not determined
static void choose_leading(ili_assess *w, const int *place) {
    w->leading_cause[0] = w->leading_cause[1] = -1;
    double top = w->a->ncondition > 0 ? w->a->condition[0].present.mid : 0.0;
    bool   shown = 100.0*top >= IL_SHOWN_PERCENT && top >= w->solution.undetermined;
    for (int i = 0; i < (shown ? w->a->nhypothesis : 1); i++) {
        const il_hypothesis *h = &w->a->hypothesis[i];
        if (h->kind != IL_HYPOTHESIS_SINGLE && h->kind != IL_HYPOTHESIS_PAIR) continue;
        w->a->leading = i;
        // what changes the body is what can be shown of it
        for (int k = 0, n = 0; k < (h->kind == IL_HYPOTHESIS_PAIR ? 2 : 1); k++) {
            int cause = cause_at(place, w->study.ncause, h->condition[k]);
            if (cause >= 0 && condition_of(w, cause)->simulated) w->leading_cause[n++] = cause;
        }
        break;
    }
    for (int k = 0; k < 2; k++) {
        w->leading_severity[k] = w->leading_cause[k] >= 0 ? w->solution.severity_mean[w->leading_cause[k]] : 0.0;
    }
}

// effect on a finding at a severity between the simulated ones
static double effect_at(const ili_assess *w, int cause, double severity, int finding) {
    double x = severity*(ILI_STUDY_SEVERITIES - 1);
    int    below = x < ILI_STUDY_SEVERITIES - 2 ? (int)x : ILI_STUDY_SEVERITIES - 2;
    double low = slot_effect(w, cause, below, finding), high = slot_effect(w, cause, below + 1, finding);
    return low + (x - below)*(high - low);
}

static void fill_predictions(ili_assess *w) {
    for (int i = 0; i < w->visit->nfinding; i++) {
        int f = w->entry[i].infer;
        if (f < 0 || w->request->knowledge->test[w->entry[i].test].kind != IL_TEST_NUMBER) continue;
        int    slot = w->finding_slot[f];
        double sd = sqrt(ili_person_covariance(w, slot, slot) + w->healthy[slot].more), with = w->baseline[f];
        for (int k = 0; k < 2; k++) {
            if (w->leading_cause[k] >= 0) with += effect_at(w, w->leading_cause[k], w->leading_severity[k], f);
        }
        w->a->finding[i].healthy = (il_spread){true, w->baseline[f], sd};
        w->a->finding[i].with_best = (il_spread){true, with, sd};
    }
}

// ---- ties ----

// pairs of which neither is probable are not worth a line: all of them are alike in being unlikely; nor are those at a prior of one in ten that nothing moved
static bool worth_telling(const ili_assess *w, const il_infer_tie *tie) {
    return tie->a < w->study.ncause && tie->b < w->study.ncause && fmax(w->solution.present[tie->a], w->solution.present[tie->b]) > 0.1 + 1e-9;
}

static il_status fill_ties(ili_assess *w, const int *place, il_error *err) {
    ILI_ARRAY(w, w->a->inseparable, w->solution.ntie);
    for (int i = 0; i < w->solution.ntie; i++) {
        const il_infer_tie *tie = &w->solution.tie[i];
        if (!worth_telling(w, tie)) continue;
        const char *test = NULL;
        double      gain = 0.0;
        for (int c = 0; c < w->ncandidate; c++) {
            bool tells = (w->solution.gain_a[c] == tie->a && w->solution.gain_b[c] == tie->b) || (w->solution.gain_a[c] == tie->b && w->solution.gain_b[c] == tie->a);
            if (!tells || w->solution.gain[c] <= gain) continue;
            gain = w->solution.gain[c];
            test = w->request->knowledge->test[w->candidate_test[c]].name;
        }
        w->a->inseparable[w->a->ninseparable++] = (il_inseparable){place[tie->a], place[tie->b], tie->bayes_factor, test};
    }
    return IL_OK;
}

il_status ili_assess_infer(ili_assess *w, il_error *err) {
    il_infer_settings settings = il_default_infer_settings();
    il_infer_info     info;
    settings.threads = il_parallel_threads(IL_MAX_THREADS, w->request->threads);
    il_drawn_region  *drawn = NULL;
    int              *place = NULL, ndrawn = 0;
    ILI_TRY(ili_assess_problem(w, &w->problem, err));
    ILI_TRY(drawn_regions(w, &drawn, &ndrawn, err));
    ILI_ARRAY(w, place, w->study.ncause);
    il_infer_problem room = w->problem;
    room.naccuracy += ILI_WEAK;
    ILI_TRY(il_infer_workspace_create(&room, &settings, &w->workspace, err));
    ILI_TRY(ili_assess_weak(w, &settings, drawn, ndrawn, err));
    ILI_TRY(il_infer(&w->problem, &settings, w->workspace, &w->solution, &info, err));
    ILI_TRY(fill_conditions(w, drawn, ndrawn, place, err));
    ILI_TRY(fill_hypotheses(w, place, err));
    choose_leading(w, place);
    fill_predictions(w);
    ILI_TRY(fill_ties(w, place, err));
    ILI_TRY(ili_assess_next(w, drawn, ndrawn, err));
    return ili_assess_ended(w, err);
}
