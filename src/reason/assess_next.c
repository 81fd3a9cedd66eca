// assess_next.c - which test to do next: what each would tell for its minutes, and what its results would change
//
// Two sorts of tests: those that speak of conditions which are weighed (il_infer's gain), and those of conditions that nobody examined yet. The
// findings say nothing of the latter, so they are independent of all others, and what their test would tell has a closed form:
//     gain = H(P(+)) - sum over which of them are present P(.) H(P(+ | .))   [bit], causes joined as noisy-or.
// A negative result whose source is only recalled would not enter, so it tells nothing: of both entropies the part of the positive result is left.
// Tests are ranked by bits a minute; those of a condition that is felt where the pain was drawn count half as much again (the ratio of assess_weak.c),
// those of one that is known to be felt elsewhere a third less.
#include "reason/assess_private.h"
#include "reason/bits.h"
#include <math.h>
#include <string.h>

enum { MAX_NEXT = 5, MAX_TARGET = 6 };

static const double elsewhere_less = 1.5; // assumed

/// A test that could be done next.
typedef struct option {
    int     test, candidate; ///< candidate of the inference, or -1: of conditions that are not weighed
    il_side side;
    double  bits, rate;      ///< rate: bits a minute, more where the pain lies there
} option;

/// Where the pain was drawn.
typedef struct drawing {
    const il_drawn_region *region;
    int                    n;
} drawing;

/// What a published test speaks of: conditions on a side with their probability and P(positive | it alone).
typedef struct target {
    const char *name;
    double      present, positive;
    int         condition;
    il_side     side;
} target;

static const il_test *test_of(const ili_assess *w, int test) { return &w->request->knowledge->test[test]; }

// ---- published tests ----

static double present_now(const ili_assess *w, int condition, il_side side) {
    for (int c = 0; c < w->study.ncause; c++)
        if (w->study.cause[c].condition == condition && w->study.cause[c].side == side) return w->solution.present[c];
    return il_condition_prior(&w->request->knowledge->condition[condition], w->request->setting).value;
}

// the conditions of a test on its side; of a test without side both sides of a condition
static int list_targets(const ili_assess *w, int test, il_side side, target *out, double *absent) {
    const il_knowledge *k = w->request->knowledge;
    int                 n = 0;
    for (int i = 0; i < k->naccuracy; i++) {
        const il_accuracy *row = &k->accuracy[i];
        int                condition = il_find_condition(k, row->target);
        if (row->test != test || condition < 0) continue;
        *absent = row->positive_absent;
        bool sided = k->condition[condition].sided;
        for (int s = sided ? IL_SIDE_RIGHT : IL_SIDE_NONE; s <= (sided ? IL_SIDE_LEFT : IL_SIDE_NONE); s++) {
            if (n == MAX_TARGET || (sided && side != IL_SIDE_NONE && side != (il_side)s)) continue;
            const char *name = il_assessment_text(w->a, "%s%s", ili_side_before((il_side)s), k->condition[condition].name);
            out[n++] = (target){name, present_now(w, condition, (il_side)s), row->positive_present, condition, (il_side)s};
        }
    }
    return n;
}

/// P(positive), what the result would tell [bit], and P(positive and the first target is present).
typedef struct outlook {
    double positive, gain, with_first;
} outlook;

static double told(double positive, bool may_lower) { return ili_bits(positive) + (may_lower ? ili_bits(1.0 - positive) : 0.0); }

static outlook look_ahead(const target *t, int n, double absent, bool may_lower) {
    outlook o = {0};
    double  known = 0.0;
    for (int set = 0; set < 1 << n; set++) {
        double weight = 1.0, negative = 1.0 - absent;
        for (int i = 0; i < n; i++) {
            bool in = set >> i & 1;
            weight *= in ? t[i].present : 1.0 - t[i].present;
            if (in) negative *= (1.0 - t[i].positive)/(1.0 - absent);
        }
        o.positive += weight*(1.0 - negative);
        known += weight*told(1.0 - negative, may_lower);
        if (set & 1) o.with_first += weight*(1.0 - negative);
    }
    o.gain = fmax(told(o.positive, may_lower) - known, 0.0);
    return o;
}

static int likelier_first(target *t, int n) {
    for (int i = 1; i < n; i++)
        if (t[i].present > t[0].present) {
            target swap = t[0];
            t[0] = t[i], t[i] = swap;
        }
    return n;
}

static void published_results(const target *t, int n, double absent, bool may_lower, il_next_test *out) {
    outlook o = look_ahead(t, n, absent, may_lower);
    out->result[0] = (il_next_result){"positive", t[0].name, t[0].present, o.with_first/o.positive};
    out->result[1] = (il_next_result){"negative", t[0].name, t[0].present, may_lower ? (t[0].present - o.with_first)/(1.0 - o.positive) : t[0].present};
}

// the row that decides for its test: of a structure-group the test of lowest rank that may be done is proposed
static const il_accuracy *row_of(const il_knowledge *k, int test) {
    for (int i = 0; i < k->naccuracy; i++)
        if (k->accuracy[i].test == test) return &k->accuracy[i];
    return NULL;
}

static bool may_be_done(const ili_assess *w, int test, il_side side) {
    const il_test *t = test_of(w, test);
    return t->proposable && il_screen_permits(&w->request->knowledge->screen, &w->screen, t->forbidden_by) && !ili_test_done(w, test, side);
}

static bool better_one(const ili_assess *w, const il_accuracy *row, il_side side) {
    const il_knowledge *k = w->request->knowledge;
    for (int i = 0; i < k->naccuracy; i++)
        if (!strcmp(k->accuracy[i].group, row->group) && k->accuracy[i].rank < row->rank && may_be_done(w, k->accuracy[i].test, side)) return true;
    return false;
}

// does it speak of a condition that is not weighed? What speaks of weighed ones alone is a candidate of the inference already
static bool of_unexamined(const ili_assess *w, int test) {
    const il_knowledge *k = w->request->knowledge;
    for (int c = 0; c < k->ncondition; c++)
        if (!w->in_question[c] && k->condition[c].ranked && il_test_targets(k, test, c)) return true;
    return false;
}

// 1.5 where the drawing supports the published pattern of the condition, 1/1.5 where nothing of it was drawn, else 1
static double felt_here(const ili_assess *w, const drawing *d, int condition, il_side side) {
    const il_knowledge *k = w->request->knowledge;
    il_pain_match       m = il_match_pain(k, k->condition[condition].structures, side, d->region, d->n);
    bool                elsewhere = m.drawn && *m.structure && m.link == IL_LINK_UNKNOWN;
    return elsewhere ? 1.0/elsewhere_less : exp(fmax(ili_weak_pain(&m), 0.0));
}

// of the two hypotheses that a candidate would best tell apart, the one that is felt there
static double candidate_felt(const ili_assess *w, const drawing *d, int candidate) {
    const int which[2] = {w->solution.gain_a[candidate], w->solution.gain_b[candidate]};
    double    most = 0.0;
    for (int k = 0; k < 2; k++)
        if (which[k] < w->study.ncause) most = fmax(most, felt_here(w, d, w->study.cause[which[k]].condition, w->study.cause[which[k]].side));
    return most > 0.0 ? most : 1.0;
}

static void add_unexamined(ili_assess *w, const drawing *d, int test, il_side side, option *out, int *n) {
    const il_accuracy *row = row_of(w->request->knowledge, test);
    target             t[MAX_TARGET];
    double             absent = 0.0;
    if (!row || !row->may_raise || !may_be_done(w, test, side) || !of_unexamined(w, test) || ili_group_entered(w, row->group, side) || better_one(w, row, side)) return;
    int count = list_targets(w, test, side, t, &absent);
    if (count == 0) return;
    double gain = (1.0 - w->solution.undetermined)*look_ahead(t, count, absent, row->may_lower).gain, felt = 0.0;
    for (int i = 0; i < count; i++) felt = fmax(felt, felt_here(w, d, t[i].condition, t[i].side));
    for (int i = 0; i < *n; i++)
        if (out[i].test == test && out[i].side == side) { // the inference knows a part of its conditions only
            out[i] = (option){test, -1, side, gain, felt*gain/test_of(w, test)->burden_min};
            return;
        }
    out[(*n)++] = (option){test, -1, side, gain, felt*gain/test_of(w, test)->burden_min};
}

// ---- simulated tests: the inference once more, with the reading that is expected ----

static const char *cause_name(const ili_assess *w, int cause) { return cause < w->study.ncause ? ili_cause_name(w, cause) : "none of them"; }

/// The problem with one more finding.
typedef struct wider {
    il_infer_problem    p;
    il_infer_workspace *workspace;
    il_infer_finding   *finding;
    il_infer_accuracy  *accuracy;
} wider;

static il_status widen(ili_assess *w, int candidate, wider *x, il_error *err) {
    const il_infer_candidate *c = &w->candidate[candidate];
    const il_infer_problem   *p = &w->problem;
    bool                      number = c->form == IL_CANDIDATE_NUMBER;
    int                       n = p->nfinding, m = n + number, ns = p->nseverity;
    double                   *baseline = NULL, *cov = NULL, *effect = NULL;
    ILI_ARRAY(w, x->finding, m);
    ILI_ARRAY(w, x->accuracy, p->naccuracy + 1);
    ILI_ARRAY(w, baseline, m);
    ILI_ARRAY(w, cov, m*m);
    ILI_ARRAY(w, effect, p->ncondition*ns*m);
    memcpy(x->finding, p->finding, (size_t)n*sizeof *x->finding);
    memcpy(x->accuracy, p->accuracy, (size_t)p->naccuracy*sizeof *x->accuracy);
    memcpy(baseline, p->baseline, (size_t)n*sizeof *baseline);
    for (int i = 0; i < n; i++) memcpy(cov + i*m, p->person_cov + i*n, (size_t)n*sizeof *cov);
    for (int i = 0; i < p->ncondition*ns; i++) {
        memcpy(effect + i*m, p->effect + i*n, (size_t)n*sizeof *effect);
        if (number) effect[i*m + n] = c->effect[i];
    }
    for (int i = 0; number && i < n; i++) cov[i*m + n] = cov[n*m + i] = c->person_cov[i];
    if (number) baseline[n] = c->baseline, cov[n*m + n] = c->person_var;
    x->p = *p;
    x->p.nfinding = m, x->p.naccuracy += !number, x->p.ncandidate = 0, x->p.finding = x->finding, x->p.accuracy = x->accuracy;
    x->p.baseline = baseline, x->p.person_cov = cov, x->p.effect = effect;
    return IL_OK;
}

static il_status after(wider *x, int cause, double *present, il_error *err) {
    il_infer_settings s = il_default_infer_settings();
    il_infer_solution solution;
    il_infer_info     info;
    s.contributions = 0, s.brief = 1;
    il_status st = x->workspace ? IL_OK : il_infer_workspace_create(&x->p, &s, &x->workspace, err);
    if (!st) st = il_infer(&x->p, &s, x->workspace, &solution, &info, err);
    if (!st) *present = solution.present[cause];
    return st;
}

// readings as expected with either of the two hypotheses that the test would best tell apart; or + and -
static il_status expected_results(ili_assess *w, const option *o, il_next_test *out, il_error *err) {
    const il_infer_candidate *c = &w->candidate[o->candidate];
    int                       nc = w->study.ncause, a = w->solution.gain_a[o->candidate], b = w->solution.gain_b[o->candidate], about = a < nc ? a : b;
    wider                     x = {0};
    il_status                 st = IL_OK;
    if (about >= nc || w->nfinding + 1 > IL_INFER_MAX_FINDING || w->naccuracy + 1 > IL_INFER_MAX_FINDING) return IL_OK;
    st = widen(w, o->candidate, &x, err);
    for (int k = 0; !st && k < 2; k++) {
        bool        number = c->form == IL_CANDIDATE_NUMBER;
        double      reading = w->solution.gain_mean[o->candidate*(nc + 1) + (k ? b : a)], present = 0.0;
        const char *unit = test_of(w, o->test)->unit;
        if (number) x.finding[w->nfinding] = il_finding_number(c->name, reading, c->sd, 0.0, 0.0);
        else x.accuracy[w->naccuracy] = (il_infer_accuracy){.name = c->name, .group = c->name, .positive = k == 0, .positive_absent = c->positive_absent,
                                                            .positive_present = c->positive_present, .may_raise = true, .may_lower = true};
        if (!number && (k ? c->mute_negative : c->mute_positive)) present = w->solution.present[about]; // would not enter
        else st = after(&x, about, &present, err);
        double      sign = test_of(w, o->test)->mirrored && o->side == IL_SIDE_LEFT ? -1.0 : 1.0; // as it would be written down
        const char *result = number ? il_assessment_text(w->a, "%.*f %s", fabs(reading) < 10.0 ? 1 : 0, sign*reading, unit) : k ? "negative" : "positive";
        if (!st) out->result[k] = (il_next_result){result, ili_cause_name(w, about), w->solution.present[about], present};
    }
    il_infer_workspace_free(x.workspace);
    return st;
}

// ---- the list ----

// said of a test whose negative result would not enter
static const char *only_positive(bool mute) { return mute ? "; a negative result would change nothing, since what is known of it is only recalled" : ""; }

static il_status fill_one(ili_assess *w, const option *o, il_next_test *out, il_error *err) {
    const il_test *t = test_of(w, o->test);
    *out = (il_next_test){.test = t->id, .name = t->name, .side = o->side, .information_bits = o->bits, .burden_min = t->burden_min};
    if (o->candidate >= 0) {
        out->why = il_assessment_text(w->a, "tells %s from %s%s", cause_name(w, w->solution.gain_a[o->candidate]), cause_name(w, w->solution.gain_b[o->candidate]), only_positive(w->candidate[o->candidate].mute_negative));
        return expected_results(w, o, out, err);
    }
    target about[MAX_TARGET] = {0};
    double absent = 0.0;
    int    n = likelier_first(about, list_targets(w, o->test, o->side, about, &absent));
    const il_accuracy *row = row_of(w->request->knowledge, o->test);
    bool               mute = !row || !row->may_lower;
    out->why = il_assessment_text(w->a, "tells whether %s is present, which was not examined%s", about[0].name, only_positive(mute));
    published_results(about, n, absent, !mute, out);
    return IL_OK;
}

il_status ili_assess_next(ili_assess *w, const il_drawn_region *drawn, int ndrawn, il_error *err) {
    const il_knowledge *k = w->request->knowledge;
    const drawing       d = {drawn, ndrawn};
    option             *all = NULL;
    int                 n = 0;
    if (il_patient_consent_stops(w->request->patient, "exam")) return IL_OK;
    ILI_ARRAY(w, all, w->ncandidate + 2*k->ntest);
    ILI_ARRAY(w, w->a->next, MAX_NEXT + 1); // and what ended a movement
    for (int c = 0; c < w->ncandidate; c++)
        all[n++] = (option){w->candidate_test[c], c, w->candidate_side[c], w->solution.gain[c], candidate_felt(w, &d, c)*w->solution.gain[c]/test_of(w, w->candidate_test[c])->burden_min};
    for (int test = 0; test < k->ntest; test++) {
        if (test_of(w, test)->enters != IL_ENTER_ACCURACY) continue;
        bool sided = test_of(w, test)->sided;
        for (int side = sided ? IL_SIDE_RIGHT : IL_SIDE_NONE; side <= (sided ? IL_SIDE_LEFT : IL_SIDE_NONE); side++) add_unexamined(w, &d, test, (il_side)side, all, &n);
    }
    while (w->a->nnext < MAX_NEXT) {
        int best = -1;
        for (int i = 0; i < n; i++)
            if (all[i].bits > 0.002 && (best < 0 || all[i].rate > all[best].rate)) best = i;
        if (best < 0) break;
        ILI_TRY(fill_one(w, &all[best], &w->a->next[w->a->nnext++], err));
        all[best].bits = 0.0;
    }
    return IL_OK;
}
