// assess_ended.c - movements of which nobody recorded what ended them: they count as bounds, and what they would tell if tissue did is told beside
//
// One inference more, in which these readings are numbers. What ended them is worth bits by itself: tissue or not, each with a half (assumed, since nobody counted it),
//     I = H((p + q)/2) - (H(p) + H(q))/2      p, q: the condition that moves most is present, with the bounds and with the numbers.
#include "reason/assess_private.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { NAMES = 200 };

static const double worth_asking = 0.05; ///< of probability that it must add to a condition

static const il_test *test_of(const ili_assess *w, int entry) { return &w->request->knowledge->test[w->entry[entry].test]; }
static double bits(double p) { return p > 0.0 && p < 1.0 ? -p*log2(p) - (1.0 - p)*log2(1.0 - p) : 0.0; }

// a number that entered as a bound since nobody said what ended it, in a test that may be done once more
static bool is_open(const ili_assess *w, int i) {
    const il_finding *f = ili_finding_at(w, i);
    int               n = w->entry[i].infer;
    return n >= 0 && f->value.known && f->limited_by == IL_LIMITED_NOT_RECORDED && w->finding[n].form == IL_FINDING_RANGE && test_of(w, i)->kind == IL_TEST_NUMBER
        && il_screen_permits(&w->request->knowledge->screen, &w->screen, test_of(w, i)->forbidden_by);
}

// the same test on the other side is open too
static bool other_side_open(const ili_assess *w, int i, int from, int to) {
    for (int k = from; k < to; k++)
        if (k != i && w->entry[k].test == w->entry[i].test && is_open(w, k)) return true;
    return false;
}

// "right straight-leg raise; 90-90 test, both sides; and 2 more"
static void name_open(const ili_assess *w, char *names) {
    enum { NAMED = 2 };
    static const char *const side[] = {[IL_SIDE_NONE] = "", [IL_SIDE_RIGHT] = "right ", [IL_SIDE_LEFT] = "left "};
    int                      n = 0, all = w->visit->nfinding;
    for (int i = 0; i < all; i++) {
        if (!is_open(w, i) || other_side_open(w, i, 0, i)) continue;
        bool both = other_side_open(w, i, i, all);
        if (n++ < NAMED) snprintf(names + strlen(names), NAMES - strlen(names), "%s%s%s%s", n > 1 ? "; " : "", both ? "" : side[ili_finding_at(w, i)->side], test_of(w, i)->name, both ? ", both sides" : "");
    }
    if (n > NAMED) snprintf(names + strlen(names), NAMES - strlen(names), "; and %d more", n - NAMED);
}

// the findings with those that are open as numbers; the first of these, or -1
static int as_numbers(const ili_assess *w, il_infer_finding *out) {
    int first = -1;
    memcpy(out, w->problem.finding, (size_t)w->problem.nfinding*sizeof *out);
    for (int i = w->visit->nfinding - 1; i >= 0; i--) {
        if (!is_open(w, i)) continue;
        il_infer_finding *f = &out[w->entry[i].infer];
        *f = il_finding_number(f->name, isfinite(f->low) ? f->low : f->high, f->retest_sd, f->rater_sd, f->model_sd);
        first = i;
    }
    return first;
}

// the condition that gains most
static int gains_most(const ili_assess *w, const double *present) {
    int best = -1;
    for (int c = 0; c < w->study.ncause; c++)
        if (best < 0 || present[c] - w->solution.present[c] > present[best] - w->solution.present[best]) best = c;
    return best;
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
    char                names[NAMES] = "";
    if (!w->nopen || !w->a->next) return IL_OK;
    ILI_ARRAY(w, finding, p.nfinding);
    int first = as_numbers(w, finding);
    if (first < 0) return IL_OK;
    p.finding = finding, p.ncandidate = 0, settings.contributions = 0, settings.brief = 1;
    il_status s = il_infer_workspace_create(&p, &settings, &workspace, err);
    if (!s) s = il_infer(&p, &settings, workspace, &solution, &info, err);
    int cause = s ? -1 : gains_most(w, solution.present);
    if (cause >= 0 && solution.present[cause] - w->solution.present[cause] >= worth_asking) {
        double         now = w->solution.present[cause], then = solution.present[cause];
        const il_test *t = test_of(w, first);
        const char    *name = ili_cause_name(w, cause);
        name_open(w, names);
        put_first(w->a, (il_next_test){.test = t->id, .name = il_assessment_text(w->a, "what ended: %s", names), .side = IL_SIDE_NONE,
                                       .information_bits = bits(0.5*(now + then)) - 0.5*(bits(now) + bits(then)), .burden_min = t->burden_min,
                                       .why = il_assessment_text(w->a, "if tissue did: %s; where nobody says, it is only a bound", name),
                                       .result = {{"stretch or a stop", name, now, then}, {"pain or guarding", name, now, now}}});
    }
    il_infer_workspace_free(workspace);
    return s;
}
