// assess_ended.c - movements of which nobody recorded what ended them: they count as bounds, and what they would tell if tissue did is told beside
//
// One inference more, in which these readings are numbers. What ended them is worth bits by itself: tissue or not, each with a half (assumed, since nobody counted it),
//     I = H((p + q)/2) - (H(p) + H(q))/2      p, q: the condition that moves most is present, with the bounds and with the numbers.
#include "reason/assess_private.h"
#include "reason/bits.h"
#include <math.h>
#include <string.h>

static const double worth_asking = 0.05; ///< bits

static const il_test *test_of(const ili_assess *w, int entry) { return &w->request->knowledge->test[w->entry[entry].test]; }
static double bits(double p) { return ili_bits(p) + ili_bits(1.0 - p); }

// a number that entered as a bound since nobody said what ended it, in a test that no flag forbids: it may have to be done once more
static bool is_open(const ili_assess *w, int i) {
    const il_finding *f = ili_finding_at(w, i);
    int               n = w->entry[i].infer;
    return n >= 0 && f->value.known && f->limited_by == IL_LIMITED_NOT_RECORDED && w->finding[n].form == IL_FINDING_RANGE && test_of(w, i)->kind == IL_TEST_NUMBER
        && il_screen_permits(&w->request->knowledge->screen, &w->screen, test_of(w, i)->forbidden_by);
}

// the findings with those that are open as numbers; how many these are
static int as_numbers(const ili_assess *w, il_infer_finding *out) {
    int n = 0;
    memcpy(out, w->problem.finding, (size_t)w->problem.nfinding*sizeof *out);
    for (int i = 0; i < w->visit->nfinding; i++) {
        if (!is_open(w, i)) continue;
        il_infer_finding *f = &out[w->entry[i].infer];
        *f = il_finding_number(f->name, isfinite(f->low) ? f->low : f->high, f->retest_sd, f->rater_sd, f->model_sd);
        n++;
    }
    return n;
}

// the condition that gains most
static int gains_most(const ili_assess *w, const double *present) {
    int best = 0;
    for (int c = 1; c < w->study.ncause; c++)
        if (present[c] - w->solution.present[c] > present[best] - w->solution.present[best]) best = c;
    return best;
}

// ---- in words ----

// 2: a test of the condition, on its side; 1: on the other; 0: of others
static int speaks_of(const ili_assess *w, int i, int cause) {
    const ili_cause *c = &w->study.cause[cause];
    if (!il_list_has(w->request->knowledge->condition[c->condition].tests, test_of(w, i)->id)) return 0;
    return c->side == IL_SIDE_NONE || ili_finding_at(w, i)->side == IL_SIDE_NONE || ili_finding_at(w, i)->side == c->side ? 2 : 1;
}

// the first other movement of this test that is open, on the other side, or -1
static int other_side(const ili_assess *w, int i) {
    for (int k = 0; k < w->visit->nfinding; k++)
        if (k != i && w->entry[k].test == w->entry[i].test && is_open(w, k)) return k;
    return -1;
}

/// The movements that are open, as they are told.
typedef struct movements {
    int    first;   ///< the one that speaks of the condition before others
    int    more;    ///< tests beside it
    double minutes; ///< to repeat them all
} movements;

static movements count_open(const ili_assess *w, int cause) {
    movements m = {.first = -1, .more = -1};
    for (int i = 0; i < w->visit->nfinding; i++) {
        if (!is_open(w, i)) continue;
        int other = other_side(w, i);
        if (m.first < 0 || speaks_of(w, i, cause) > speaks_of(w, m.first, cause)) m.first = i;
        m.more += other < 0 || other > i;
        m.minutes += fmax(test_of(w, i)->burden_min, 0.0); // unknown of a test that is not proposed by itself
    }
    return m;
}

// "what ended: 90-90 test, both sides; and 2 more"
static const char *name_of(ili_assess *w, const movements *m) {
    bool        both = other_side(w, m->first) >= 0;
    const char *first = il_assessment_text(w->a, "what ended: %s%s%s", both ? "" : ili_side_before(ili_finding_at(w, m->first)->side), test_of(w, m->first)->name, both ? ", both sides" : "");
    return m->more > 0 ? il_assessment_text(w->a, "%s; and %d more", first, m->more) : first;
}

static void put_first(il_assessment *a, il_next_test next) {
    memmove(a->next + 1, a->next, (size_t)a->nnext*sizeof *a->next);
    a->next[0] = next;
    a->nnext++;
}

il_status ili_assess_ended(ili_assess *w, il_error *err) {
    il_infer_settings   settings = il_default_infer_settings();
    il_infer_problem    p = w->problem;
    il_infer_workspace *workspace = NULL;
    il_infer_solution   solution;
    il_infer_info       info;
    il_infer_finding   *finding = NULL;
    if (!w->nopen || !w->a->next || !w->study.ncause) return IL_OK;
    ILI_ARRAY(w, finding, p.nfinding);
    if (!as_numbers(w, finding)) return IL_OK;
    p.finding = finding, p.ncandidate = 0, settings.contributions = 0, settings.brief = 1;
    il_status s = il_infer_workspace_create(&p, &settings, &workspace, err);
    if (!s) s = il_infer(&p, &settings, workspace, &solution, &info, err);
    if (!s) {
        int         cause = gains_most(w, solution.present);
        double      now = w->solution.present[cause], then = solution.present[cause], gain = bits(0.5*(now + then)) - 0.5*(bits(now) + bits(then));
        movements   m = count_open(w, cause);
        const char *name = ili_cause_name(w, cause);
        if (then > now && gain >= worth_asking)
            put_first(w->a, (il_next_test){.test = test_of(w, m.first)->id, .name = name_of(w, &m), .side = IL_SIDE_NONE, .information_bits = gain,
                                           .burden_min = m.minutes, .why = il_assessment_text(w->a, "if tissue did: %s", name),
                                           .result = {{"stretch or stop", name, now, then}, {"local pain or guarding", name, now, now}}});
    }
    il_infer_workspace_free(workspace);
    return s;
}
