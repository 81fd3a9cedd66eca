// assess_findings.c - which findings of the visit enter the inference, and how: each once, simulated or by published accuracy
#include "reason/assess_private.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

static double or_zero(double x) { return isnan(x) ? 0.0 : x; }

static const il_test *test_of(const ili_assess *w, int test) { return &w->request->knowledge->test[test]; }

static void refuse(ili_assess *w, int i, const char *why) {
    w->a->finding[i].use = IL_USE_NONE;
    w->a->finding[i].use_note = why;
}

// ---- simulated ----

/// What a reading says about the quantity: the form it enters in.
typedef struct reading {
    const il_test *test;
    const il_norm *norm; ///< or NULL
    double         retest, rater, model;
    const char    *name;
    bool           range; ///< of a movement that tissue ends
} reading;

// a number that the tissue did not end is a one-sided bound: the movement would have gone further
static il_infer_finding from_number(const reading *r, const il_finding *f) {
    bool tissue = !r->range || f->limited_by == IL_LIMITED_STRETCH || f->limited_by == IL_LIMITED_STOP;
    if (r->test->kind == IL_TEST_ORDINAL) return il_finding_grade(r->name, (int)f->value.value, r->test->ncut, r->test->cut, r->rater, r->model);
    if (tissue || r->test->abnormal == IL_ABNORMAL_NONE || r->test->abnormal == IL_ABNORMAL_BOTH) {
        return il_finding_number(r->name, f->value.value, r->retest, r->rater, r->model);
    }
    return il_finding_bound(r->name, f->value.value, r->test->abnormal == IL_ABNORMAL_LOW, r->retest, r->rater, r->model);
}

// a word about a quantity that is measured in numbers: beyond one spread of the norm counts as what the word says
static il_infer_finding from_word(const reading *r, il_result word) {
    bool   high = r->test->abnormal == IL_ABNORMAL_HIGH;
    bool   less_motion = word == IL_RESULT_REDUCED;
    bool   above = less_motion ? high : !high;
    double cut = r->norm->mean + (above ? 1.0 : -1.0)*r->norm->sd;
    if (word == IL_RESULT_NORMAL) return il_finding_sign(r->name, false, r->norm->mean + (high ? 1.0 : -1.0)*r->norm->sd, high, r->rater, r->model);
    return il_finding_sign(r->name, true, cut, above, r->rater, r->model);
}

static bool enter_reading(const reading *r, const il_finding *f, il_infer_finding *out, const char **why) {
    bool sign = f->result == IL_RESULT_POSITIVE || f->result == IL_RESULT_NEGATIVE;
    if (f->value.known) *out = from_number(r, f);
    else if (sign && r->test->kind == IL_TEST_SIGN) {
        *out = il_finding_sign(r->name, f->result == IL_RESULT_POSITIVE, r->test->cut[0], r->test->positive_above, r->rater, r->model);
    } else if (!r->norm) {
        *why = "no published norm turns the word into a measure";
        return false;
    } else if (f->reduced_by_percent.known) {
        *out = il_finding_reduced(r->name, f->reduced_by_percent.value, r->norm->mean, r->norm->sd, r->rater, r->model);
    } else *out = from_word(r, f->result);
    return true;
}

static reading describe(const ili_assess *w, const il_test *t, const il_norm *norm, const il_finding *f, int slot, const char *name) {
    reading r = {.test = t, .norm = norm, .retest = or_zero(t->retest_sd), .rater = or_zero(t->rater_sd), .model = or_zero(t->model_sd), .name = name};
    r.range = !il_task_definition(w->study.task[w->study.slot[slot].task])->held && (strcmp(t->unit, "deg") == 0 || strcmp(t->unit, "cm") == 0);
    if (f && f->error.known) r.retest = f->error.value, r.rater = 0.0;
    if (isnan(t->rater_sd) && !isnan(t->kappa)) r.rater = il_rater_sd_from_kappa(t->kappa, sqrt(ili_person_covariance(w, slot, slot)));
    return r;
}

static const char *finding_name(ili_assess *w, const char *test, il_side side) {
    return il_assessment_text(w->a, "%s%s", test, side == IL_SIDE_RIGHT ? "_r" : side == IL_SIDE_LEFT ? "_l" : "");
}

static bool slot_taken(const ili_assess *w, int slot) {
    for (int i = 0; i < w->nfinding; i++) {
        if (w->finding_slot[i] == slot) return true;
    }
    return false;
}

static const il_norm *norm_of(const ili_assess *w, int test) {
    const il_person *p = &w->request->patient->person;
    int norm = il_find_norm(w->request->knowledge, test, p->sex, il_person_age(p));
    return norm < 0 ? NULL : &w->request->knowledge->norm[norm];
}

// what counts as a bound alone is said beside the reading
static void say_bound(ili_assess *w, int i, const il_finding *f) {
    bool open = f->limited_by == IL_LIMITED_NOT_RECORDED;
    w->nopen += open;
    w->a->finding[i].caution = open ? "what ended it was not recorded: it tells how far the movement went, not what is short" : "it was not tissue that ended it: it tells how far the movement went, not what is short";
}

// "reduced", and pain or guarding ended it
static bool tells_no_bound(const il_finding *f) {
    bool held_back = f->limited_by == IL_LIMITED_LOCAL_PAIN || f->limited_by == IL_LIMITED_GUARDING;
    return held_back && (f->reduced_by_percent.known || f->result == IL_RESULT_REDUCED || f->result == IL_RESULT_INCREASED);
}

static void enter_simulated(ili_assess *w, int i) {
    const il_finding *f = ili_finding_at(w, i);
    const il_test    *t = test_of(w, w->entry[i].test);
    int               slot = ili_study_slot(&w->study, t->quantity, f->side);
    const char       *why = NULL;
    if (slot < 0) {
        refuse(w, i, "recorded; this edition has no simulated test for it");
        return;
    }
    if (!w->study.solved[w->study.slot[slot].task]) {
        refuse(w, i, "recorded; the simulated test found no posture for this person");
        return;
    }
    if (slot_taken(w, slot)) {
        refuse(w, i, "recorded; another finding already tells the same, and each enters once");
        return;
    }
    if (f->limited_by == IL_LIMITED_PAIN_BELOW_KNEE) {
        w->a->finding[i].use = IL_USE_SAFETY;
        w->a->finding[i].use_note = "stopped by pain below the knee: it says nothing of the tissue and belongs to the nerve screen";
        return;
    }
    reading          r = describe(w, t, norm_of(w, w->entry[i].test), f, slot, finding_name(w, f->test, f->side));
    il_infer_finding out;
    if (r.range && tells_no_bound(f)) {
        refuse(w, i, "recorded; it was not tissue that ended it, and a word does not tell how far the movement went");
        return;
    }
    if (!enter_reading(&r, f, &out, &why)) {
        refuse(w, i, why);
        return;
    }
    if (r.range && f->value.known && out.form == IL_FINDING_RANGE) say_bound(w, i, f);
    int n = w->nfinding++;
    w->finding[n] = out;
    w->finding_slot[n] = slot;
    w->finding_sign[n] = t->mirrored && f->side == IL_SIDE_LEFT ? -1.0 : 1.0;
    w->entry[i].slot = slot, w->entry[i].infer = n;
    w->a->finding[i].use = IL_USE_SIMULATED;
}

// ---- by published accuracy ----

static const il_accuracy *first_accuracy(const ili_assess *w, int test) {
    const il_knowledge *k = w->request->knowledge;
    for (int i = 0; i < k->naccuracy; i++) {
        if (k->accuracy[i].test == test) return &k->accuracy[i];
    }
    return NULL;
}

static bool is_positive(const il_accuracy *row, const il_finding *f) {
    if (f->value.known) return f->value.value >= (isnan(row->positive_from) ? 1.0 : row->positive_from);
    return f->result == IL_RESULT_POSITIVE;
}

// P(positive | condition) of every cause that a test speaks of
static il_status accuracy_row(ili_assess *w, int test, il_side side, const char *name, bool positive, il_infer_accuracy *out, il_error *err) {
    const il_knowledge *k = w->request->knowledge;
    const il_accuracy  *first = first_accuracy(w, test);
    double             *present = NULL;
    ILI_ARRAY(w, present, w->study.ncause);
    *out = (il_infer_accuracy){.name = name, .positive = positive, .positive_absent = first->positive_absent, .positive_present = present,
                               .may_raise = first->may_raise, .may_lower = first->may_lower};
    out->group = finding_name(w, first->group, side);
    for (int c = 0; c < w->study.ncause; c++) {
        present[c] = first->positive_absent;
        for (int i = 0; i < k->naccuracy; i++) {
            const il_accuracy *row = &k->accuracy[i];
            bool own = side == IL_SIDE_NONE || w->study.cause[c].side == IL_SIDE_NONE || w->study.cause[c].side == side;
            if (row->test == test && own && strcmp(row->target, k->condition[w->study.cause[c].condition].id) == 0) present[c] = row->positive_present;
        }
    }
    return IL_OK;
}

static bool group_taken(const ili_assess *w, const char *group) {
    for (int i = 0; i < w->naccuracy; i++) {
        if (strcmp(w->accuracy[i].group, group) == 0) return true;
    }
    return false;
}

bool ili_group_entered(ili_assess *w, const char *group, il_side side) {
    const char *name = finding_name(w, group, side);
    return !name || group_taken(w, name);
}

// a negative that changes the odds by less than a quarter, or may not lower them, says too little to stand for its structure
static const double tells_something = 0.75;

static bool tells(const il_accuracy *row, const il_finding *f) {
    if (is_positive(row, f)) return row->may_raise;
    return row->may_lower && (1.0 - row->positive_present)/(1.0 - row->positive_absent) <= tells_something;
}

// of the tests of one structure one enters: of those that tell something the one of the lowest rank, of the others the same
static bool outranked(const ili_assess *w, int i, const il_accuracy *row) {
    const il_finding *f = ili_finding_at(w, i);
    for (int k = 0; k < ili_finding_count(w); k++) {
        const il_finding  *g = ili_finding_at(w, k);
        const il_accuracy *other = k == i || w->entry[k].test < 0 ? NULL : first_accuracy(w, w->entry[k].test);
        if (!other || g->side != f->side || strcmp(other->group, row->group) != 0) continue;
        if (tells(other, g) != tells(row, f) ? tells(other, g) : other->rank < row->rank) return true;
    }
    return false;
}

static il_status enter_accuracy(ili_assess *w, int i, il_error *err) {
    const il_finding  *f = ili_finding_at(w, i);
    const il_accuracy *row = first_accuracy(w, w->entry[i].test);
    if (!row) {
        refuse(w, i, "recorded; no accuracy data were found");
        return IL_OK;
    }
    if (!(is_positive(row, f) ? row->may_raise : row->may_lower)) {
        refuse(w, i, "recorded; what this result tells is not published, or only recalled");
        return IL_OK;
    }
    il_infer_accuracy out;
    ILI_TRY(accuracy_row(w, w->entry[i].test, f->side, finding_name(w, f->test, f->side), is_positive(row, f), &out, err));
    if (group_taken(w, out.group) || outranked(w, i, row)) {
        refuse(w, i, "recorded; tests of one structure are not independent, and a better one has entered");
        return IL_OK;
    }
    w->entry[i].accuracy = w->naccuracy;
    w->accuracy[w->naccuracy++] = out;
    w->a->finding[i].use = IL_USE_PUBLISHED;
    return IL_OK;
}

// ---- what was recorded ----

static const char *word_of(ili_assess *w, const il_finding *f) {
    switch (f->result) {
    case IL_RESULT_NEGATIVE: return "negative";
    case IL_RESULT_POSITIVE: return "positive";
    case IL_RESULT_NORMAL: return "normal";
    case IL_RESULT_REDUCED: return "reduced";
    case IL_RESULT_INCREASED: return "increased";
    case IL_RESULT_NONE: break;
    }
    return f->reduced_by_percent.known ? il_assessment_text(w->a, "reduced by %.0f %%", f->reduced_by_percent.value) : NULL;
}

static void describe_finding(ili_assess *w, int i) {
    const il_finding    *f = ili_finding_at(w, i);
    il_assessed_finding *out = &w->a->finding[i];
    int                  test = il_find_test(w->request->knowledge, f->test);
    w->entry[i] = (ili_entry){.test = test, .slot = -1, .infer = -1, .accuracy = -1};
    *out = (il_assessed_finding){.test = f->test, .name = f->test, .side = f->side, .limited_by = f->limited_by, .word = word_of(w, f)};
    if (test < 0) return;
    const il_test *t = test_of(w, test);
    const il_norm *norm = norm_of(w, test);
    out->derived = i >= w->visit->nfinding;
    out->name = out->derived ? il_assessment_text(w->a, "%s (follows from what was recorded)", t->name) : t->name;
    out->unit = *t->unit ? t->unit : NULL;
    if (f->value.known) {
        double error = f->error.known ? f->error.value : hypot(or_zero(t->retest_sd), or_zero(t->rater_sd));
        out->observed = (il_range){true, f->value.value - error, f->value.value, f->value.value + error};
    }
    if (norm && t->kind == IL_TEST_NUMBER) out->norm = (il_spread){true, norm->mean, norm->sd}, out->norm_source = norm->source;
}

static bool is_strength(const il_test *t) { return strstr(t->id, "strength") != NULL; }

static il_status enter(ili_assess *w, int i, il_error *err) {
    const il_test *t = w->entry[i].test < 0 ? NULL : test_of(w, w->entry[i].test);
    if (!t) refuse(w, i, "recorded; the program does not know this test");
    else if (t->enters == IL_ENTER_RECORD_ONLY) refuse(w, i, t->reason);
    else if (is_strength(t) && w->screen.strength_withheld) refuse(w, i, "recorded; strength enters only after a normal screen of the myotomes");
    else if (t->enters == IL_ENTER_SIMULATED) enter_simulated(w, i);
    else return enter_accuracy(w, i, err);
    return IL_OK;
}

// ---- tests that could come next ----

bool ili_test_done(const ili_assess *w, int test, il_side side) {
    for (int i = 0; i < ili_finding_count(w); i++) {
        if (w->entry[i].test == test && ili_finding_at(w, i)->side == side) return true;
    }
    return false;
}

static il_status lay_candidate(ili_assess *w, int test, il_side side, il_error *err) {
    const il_test      *t = test_of(w, test);
    il_infer_candidate *c = &w->candidate[w->ncandidate];
    int                 slot = t->enters == IL_ENTER_SIMULATED ? ili_study_slot(&w->study, t->quantity, side) : -1;
    if (t->enters == IL_ENTER_SIMULATED) {
        if (slot < 0 || slot_taken(w, slot) || !w->study.solved[w->study.slot[slot].task] || t->kind != IL_TEST_NUMBER) return IL_OK;
        reading r = describe(w, t, NULL, NULL, slot, NULL);
        double *effect = NULL, *cov = NULL;
        ILI_ARRAY(w, effect, w->study.ncause*ILI_STUDY_SEVERITIES);
        ILI_ARRAY(w, cov, w->nfinding);
        for (int k = 0; k < w->study.ncause*ILI_STUDY_SEVERITIES; k++) effect[k] = w->study.effect[k*w->study.nslot + slot];
        for (int f = 0; f < w->nfinding; f++) {
            int other = w->finding_slot[f];
            cov[f] = w->finding_sign[f]*(ili_person_covariance(w, slot, other) + ili_shared_covariance(w, slot, r.model, other, w->finding[f].model_sd));
        }
        *c = (il_infer_candidate){.form = IL_CANDIDATE_NUMBER, .baseline = w->healthy[slot].reading, .person_var = ili_person_covariance(w, slot, slot) + ili_shared_covariance(w, slot, r.model, slot, r.model), .person_cov = cov,
                                  .sd = sqrt(r.retest*r.retest + r.rater*r.rater + ili_own_variance(w, slot, r.model)), .effect = effect};
    } else {
        il_infer_accuracy row;
        if (!first_accuracy(w, test)) return IL_OK;
        ILI_TRY(accuracy_row(w, test, side, t->id, true, &row, err));
        if (group_taken(w, row.group)) return IL_OK;
        *c = (il_infer_candidate){.form = IL_CANDIDATE_ACCURACY, .positive_absent = row.positive_absent, .positive_present = row.positive_present, .mute_positive = !row.may_raise, .mute_negative = !row.may_lower};
    }
    c->name = finding_name(w, t->id, side);
    w->candidate_test[w->ncandidate] = test, w->candidate_side[w->ncandidate] = side;
    w->ncandidate++;
    return IL_OK;
}

static il_status lay_candidates(ili_assess *w, il_error *err) {
    const il_knowledge *k = w->request->knowledge;
    ILI_ARRAY(w, w->candidate, 2*k->ntest);
    ILI_ARRAY(w, w->candidate_test, 2*k->ntest);
    ILI_ARRAY(w, w->candidate_side, 2*k->ntest);
    for (int test = 0; test < k->ntest; test++) {
        const il_test *t = &k->test[test];
        if (!t->proposable || t->enters == IL_ENTER_RECORD_ONLY || !il_screen_permits(&k->screen, &w->screen, t->forbidden_by)) continue;
        for (int side = t->sided ? IL_SIDE_RIGHT : IL_SIDE_NONE; side <= (t->sided ? IL_SIDE_LEFT : IL_SIDE_NONE); side++) {
            if (!ili_test_done(w, test, (il_side)side)) ILI_TRY(lay_candidate(w, test, (il_side)side, err));
        }
    }
    return IL_OK;
}

il_status ili_assess_findings(ili_assess *w, il_error *err) {
    int n = ili_finding_count(w);
    ILI_ARRAY(w, w->entry, n + ILI_WEAK); // and what the history tells
    ILI_ARRAY(w, w->a->finding, n + ILI_WEAK);
    w->a->nfinding = n;
    for (int i = 0; i < n; i++) describe_finding(w, i);
    if (!w->studied) return IL_OK;
    ILI_TRY(ili_assess_healthy(w, err));
    ILI_ARRAY(w, w->finding, n);
    ILI_ARRAY(w, w->finding_slot, n);
    ILI_ARRAY(w, w->finding_sign, n);
    ILI_ARRAY(w, w->accuracy, n + ILI_WEAK);
    for (int i = 0; i < n; i++) ILI_TRY(enter(w, i, err));
    return lay_candidates(w, err);
}
