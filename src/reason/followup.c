// followup.c - visits beside each other: each quantity with what its measurement can show and what counts, and the plan beside the course
#include "base/try.h"
#include "ilium/followup.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define X(name, word, words) word,
const char *il_verdict_word(il_verdict v) {
    static const char *const word[] = {IL_VERDICT_LIST(X)};
    return (unsigned)v < IL_NVERDICT ? word[v] : "";
}
#undef X
#define X(name, word, words) words,
const char *il_verdict_words(il_verdict v) {
    static const char *const word[] = {IL_VERDICT_LIST(X)};
    return (unsigned)v < IL_NVERDICT ? word[v] : "";
}
#undef X

typedef struct work {
    il_followup        *f;
    const il_knowledge *k;
} work;

#define ARRAY(w, out, n) \
    if (!((out) = il_assessment_array((w)->f->now, (size_t)(n) + 1, sizeof *(out)))) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the comparison")

static il_status add_line(work *w, il_followup_line line, il_followup_line **out, il_error *err) {
    ARRAY(w, line.at, w->f->nvisit);
    ARRAY(w, line.word, w->f->nvisit);
    ARRAY(w, line.at_least, w->f->nvisit);
    line.error = line.counts = line.change = IL_NAN;
    *out = &w->f->line[w->f->nline++];
    **out = line;
    return IL_OK;
}

// the first and the last visit that have it
static void span(const il_followup *f, il_followup_line *l) {
    l->first = l->last = -1;
    for (int i = 0; i < f->nvisit; i++) {
        if (!l->at[i].known && !l->word[i]) continue;
        if (l->first < 0) l->first = i;
        l->last = i;
    }
}

// ---- scores ------------------------------------------------------------------------------------------------------------------------

// the smaller of a number of points and a share of the first score, as far as they are published
static double what_counts(const il_score *s, double first) {
    double share = first > 0.0 ? s->change_share*first : IL_NAN;
    return fmin(s->change, share); // fmin passes over NaN
}

static il_verdict judge(const il_followup_line *l) {
    double size = fabs(l->change);
    if (size < 1e-9) return IL_VERDICT_NONE_SHOWN;
    if (isnan(l->error) && isnan(l->counts)) return IL_VERDICT_NO_ERROR;
    if (!isnan(l->error) && size < l->error - 1e-9) return IL_VERDICT_NONE_SHOWN;
    if (!isnan(l->counts) && size < l->counts - 1e-9) return IL_VERDICT_SMALL;
    return l->direction == 0 ? IL_VERDICT_CHANGED : l->change*l->direction > 0.0 ? IL_VERDICT_BETTER : IL_VERDICT_WORSE;
}

// a score that itself tells a change is judged by its last value
static void judge_score(const il_followup *f, il_followup_line *l) {
    span(f, l);
    if (l->last < 0 || (l->first == l->last && !l->score->is_change)) return;
    double first = l->score->is_change ? 0.0 : l->at[l->first].value;
    l->change = l->at[l->last].value - first;
    l->error = l->score->error;
    l->counts = what_counts(l->score, l->score->is_change ? IL_NAN : first);
    l->verdict = judge(l);
}

static const il_score *score_of(const il_knowledge *k, const char *id) {
    for (int i = 0; i < k->nscore; i++)
        if (!strcmp(k->score[i].id, id)) return &k->score[i];
    return NULL;
}

static il_status pains(work *w, il_error *err) {
    const il_score *rating = score_of(w->k, "nprs");
    for (int worst = 1; rating && worst >= 0; worst--) {
        il_followup_line *l;
        ILI_TRY(add_line(w, (il_followup_line){.id = worst ? "pain_worst" : "pain_now", .name = worst ? "worst pain" : "pain now", .score = rating, .direction = -1}, &l, err));
        for (int i = 0; i < w->f->nvisit; i++) l->at[i] = worst ? w->f->visit[i].pain.intensity_worst : w->f->visit[i].pain.intensity_now;
        judge_score(w->f, l);
        if (l->last < 0) w->f->nline--;
    }
    return IL_OK;
}

static il_fact total_at(const il_visit *v, const il_score *s) {
    for (int i = 0; i < v->nscore; i++)
        if (!strcmp(v->score[i].score, s->id)) return il_score_total(s, &v->score[i]);
    return (il_fact){0};
}

static il_status scores(work *w, il_error *err) {
    for (int s = 0; s < w->k->nscore; s++) {
        const il_score   *score = &w->k->score[s];
        il_followup_line *l;
        ILI_TRY(add_line(w, (il_followup_line){.id = score->id, .name = score->name, .score = score, .direction = score->higher_is_better ? 1 : -1}, &l, err));
        for (int i = 0; i < w->f->nvisit; i++) l->at[i] = total_at(&w->f->visit[i], score);
        judge_score(w->f, l);
        if (l->last < 0) w->f->nline--;
    }
    return IL_OK;
}

// ---- tests -------------------------------------------------------------------------------------------------------------------------

static double or_zero(double x) { return isnan(x) ? 0.0 : x; }

double il_test_error(const il_test *t, const il_finding *reading, bool same_examiner) {
    if (reading && reading->error.known) return reading->error.value;
    double sd = hypot(or_zero(t->retest_sd), same_examiner ? 0.0 : or_zero(t->rater_sd));
    return sd > 0.0 ? sd : IL_NAN; // no measurement is without error
}

static bool same_text(const char *a, const char *b) { return a == b || (a && b && !strcmp(a, b)); }

static const il_finding *reading_at(const il_visit *v, const il_followup_line *l) {
    for (int i = 0; i < v->nfinding; i++) {
        const il_finding *x = &v->finding[i];
        if (!strcmp(x->test, l->id) && x->side == l->side && same_text(x->method, l->method)) return x;
    }
    return NULL;
}

static const char *const result_words[] = {NULL, "negative", "positive", "normal", "reduced", "increased"};

// 1.96 times the error of the difference of two readings
static double difference(const il_test *t, const il_finding *a, const il_finding *b, bool same_examiner) {
    return 1.96*hypot(il_test_error(t, a, same_examiner), il_test_error(t, b, same_examiner));
}

static il_verdict judge_words(const il_followup_line *l) {
    const char *a = l->word[l->first], *b = l->word[l->last];
    if (!a || !b) return IL_VERDICT_NOT_KNOWN;
    if (!strcmp(a, b)) return IL_VERDICT_NONE_SHOWN;
    // a sign may differ between two looks at the same person: kappa, not a standard deviation, tells how often
    return IL_VERDICT_NO_ERROR;
}

static void judge_test(const work *w, il_followup_line *l) {
    const il_test *t = l->test;
    span(w->f, l);
    if (l->first == l->last) return;
    const il_visit *a = &w->f->visit[l->first], *b = &w->f->visit[l->last];
    if (!l->at[l->first].known || !l->at[l->last].known) {
        l->verdict = judge_words(l);
        return;
    }
    l->same_examiner = a->examiner && b->examiner && !strcmp(a->examiner, b->examiner);
    l->change = l->at[l->last].value - l->at[l->first].value;
    l->error = difference(t, reading_at(a, l), reading_at(b, l), l->same_examiner);
    // between two grades lies what two examiners of grades differ by: one grade shows nothing (assumed)
    l->assumed_error = t->kind == IL_TEST_ORDINAL && isnan(l->error);
    if (l->assumed_error) l->error = 2.0;
    l->verdict = judge(l);
}

static void fill_readings(const work *w, il_followup_line *l) {
    for (int i = 0; i < w->f->nvisit; i++) {
        const il_finding *x = reading_at(&w->f->visit[i], l);
        if (!x) continue;
        l->at[i] = x->value;
        l->word[i] = x->value.known ? NULL : x->reduced_by_percent.known ? "reduced" : result_words[x->result];
        l->at_least[i] = x->limited_by >= IL_LIMITED_LOCAL_PAIN;
    }
}

static bool has_line(const il_followup *f, const il_finding *x) {
    for (int i = 0; i < f->nline; i++) {
        const il_followup_line *l = &f->line[i];
        if (l->test && !strcmp(l->id, x->test) && l->side == x->side && same_text(l->method, x->method)) return true;
    }
    return false;
}

static il_status tests(work *w, il_error *err) {
    for (int v = 0; v < w->f->nvisit; v++)
        for (int i = 0; i < w->f->visit[v].nfinding; i++) {
            const il_finding *x = &w->f->visit[v].finding[i];
            int               t = il_find_test(w->k, x->test);
            il_followup_line *l;
            if (t < 0 || has_line(w->f, x)) continue;
            const il_test *test = &w->k->test[t];
            int direction = test->abnormal == IL_ABNORMAL_LOW ? 1 : test->abnormal == IL_ABNORMAL_HIGH ? -1 : 0;
            ILI_TRY(add_line(w, (il_followup_line){.id = test->id, .name = test->name, .unit = *test->unit ? test->unit : NULL, .method = x->method, .side = x->side, .test = test,
                                               .direction = direction}, &l, err));
            fill_readings(w, l);
            judge_test(w, l);
        }
    return IL_OK;
}

// ---- the plan ----------------------------------------------------------------------------------------------------------------------

// what was expected so many weeks on: between two weeks of the plan in proportion, not beyond the last
static il_range expected_at(const il_saved_plan *p, const il_expected *what, double weeks) {
    const il_expected *before = NULL, *after = NULL;
    for (int i = 0; i < p->nexpected; i++) {
        const il_expected *e = &p->expected[i];
        if (strcmp(e->outcome, what->outcome) != 0 || e->side != what->side) continue;
        if (e->weeks.value <= weeks + 1e-9 && (!before || e->weeks.value > before->weeks.value)) before = e;
        if (e->weeks.value >= weeks - 1e-9 && (!after || e->weeks.value < after->weeks.value)) after = e;
    }
    if (!before || !after) return (il_range){0};
    double wide = after->weeks.value - before->weeks.value, t = wide > 0.0 ? (weeks - before->weeks.value)/wide : 0.0;
    return (il_range){true, before->low.value + t*(after->low.value - before->low.value), before->mid.value + t*(after->mid.value - before->mid.value),
                      before->high.value + t*(after->high.value - before->high.value)};
}

// pain as plans expect it: that of the moment, or where it is not known the worst. A test: as it was last read
static const il_followup_line *line_of(const il_followup *f, const char *outcome, il_side side) {
    const il_followup_line *found = NULL;
    for (int i = 0; i < f->nline; i++) {
        bool pain = !strcmp(outcome, "pain") && (!strcmp(f->line[i].id, "pain_now") || !strcmp(f->line[i].id, "pain_worst"));
        if (!pain && (strcmp(f->line[i].id, outcome) != 0 || (f->line[i].test && f->line[i].side != side))) continue;
        if (!found || !strcmp(f->line[i].id, "pain_now") || (f->line[i].test && f->line[i].at[f->nvisit - 1].known)) found = &f->line[i];
    }
    return found;
}

// What one finding may err by; of a test the reading from which the plan expected may err as well.
static double error_now(const il_followup *f, const il_followup_line *l) {
    if (l->score) return l->score->error/sqrt(2.0);
    const il_finding *x = reading_at(&f->visit[f->nvisit - 1], l);
    return difference(l->test, x, x, false);
}

static il_followup_progress progress_of(const il_followup *f, const il_expected *what, double weeks) {
    const il_followup_line *l = line_of(f, what->outcome, what->side);
    il_followup_progress    p = {.outcome = what->outcome, .name = l ? l->name : what->outcome, .side = what->side, .weeks = weeks, .expected = expected_at(f->plan, what, weeks), .error = IL_NAN};
    if (!l) return p;
    if (!l->at_least[f->nvisit - 1]) p.found = l->at[f->nvisit - 1]; // what pain ended reaches farther than was read
    p.error = error_now(f, l);
    if (!p.found.known || !p.expected.known) return p;
    double beyond = fmax(p.expected.low - p.found.value, p.found.value - p.expected.high);
    p.place = beyond <= 1e-9 ? 0 : p.found.value < p.expected.low ? -1 : 1;
    p.within_error = p.place && !isnan(p.error) && beyond < p.error;
    p.better = p.place*l->direction > 0;
    return p;
}

static il_status plan_progress(work *w, il_error *err) {
    il_followup      *f = w->f;
    const il_patient *p = f->patient;
    const char       *today = f->visit[f->nvisit - 1].date;
    for (int i = 0; today && i < p->nplan; i++)
        if (strcmp(p->plan[i].date, today) <= 0) f->plan = &p->plan[i];
    if (!f->plan) return IL_OK;
    double weeks = (il_day_of_date(today) - il_day_of_date(f->plan->date))/7.0;
    ARRAY(w, f->progress, f->plan->nexpected);
    for (int i = 0; i < f->plan->nexpected; i++) {
        bool told = false;
        const il_expected *what = &f->plan->expected[i];
        for (int j = 0; j < f->nprogress; j++) told |= !strcmp(f->progress[j].outcome, what->outcome) && f->progress[j].side == what->side;
        if (!told) f->progress[f->nprogress++] = progress_of(f, what, weeks);
    }
    return IL_OK;
}

// ---- the whole ---------------------------------------------------------------------------------------------------------------------

// every visit screened anew, with what was known by then
static il_status screen_all(work *w, const il_assess_request *request, il_error *err) {
    il_followup *f = w->f;
    ARRAY(w, f->level, f->nvisit);
    ARRAY(w, f->week, f->nvisit);
    for (int i = 0; i < f->nvisit; i++) {
        il_assess_request r = *request;
        il_assessment    *a = NULL;
        il_fact           day = il_visit_day(&f->visit[i]), first = il_visit_day(&f->visit[0]);
        r.visit = f->from + i, r.screen_only = true;
        if (i < f->nvisit - 1) ILI_TRY(il_assess(&r, &a, NULL, err));
        f->level[i] = a ? a->safety.level : f->now->safety.level;
        if (day.known && first.known) f->week[i] = (il_fact){true, (day.value - first.value)/7.0};
        il_assessment_free(a);
    }
    return IL_OK;
}

static const char *withheld(const il_followup *f, const il_knowledge *k) {
    const il_safety_block *s = &f->now->safety;
    if (s->level == IL_SAFETY_EMERGENCY) return il_notice_text(k, "screen_emergency");
    if (s->level == IL_SAFETY_UNKNOWN) return il_notice_text(k, "screen_refused");
    return il_patient_consent_stops(f->patient, "processing") ? il_notice_text(k, "consent_processing") : NULL;
}

static il_status compare(work *w, const il_assess_request *request, il_error *err) {
    il_followup *f = w->f;
    int          most = 2 + w->k->nscore, last = f->from - 1 + f->nvisit - 1;
    ILI_TRY(screen_all(w, request, err));
    f->withheld = withheld(f, w->k);
    if (f->withheld) return IL_OK;
    for (int i = 0; i < f->nvisit; i++) most += f->visit[i].nfinding;
    ARRAY(w, f->line, most);
    ILI_TRY(pains(w, err));
    ILI_TRY(scores(w, err));
    ILI_TRY(tests(w, err));
    f->no_gain = il_patient_weeks_without_gain(f->patient, last, w->k->score, w->k->nscore);
    return plan_progress(w, err);
}

il_status il_followup_make(const il_assess_request *request, int from, il_followup **out, il_error *err) {
    IL_ASSERT(request && out && request->patient && request->knowledge);
    const il_patient *p = request->patient;
    int               last = request->visit ? request->visit : p->nvisit;
    *out = NULL;
    if (last < 1 || last > p->nvisit || from < 0 || (from ? from : 1) > last)
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "there is no visit %d before visit %d; the record holds %d", from, last, p->nvisit);
    il_followup *f = calloc(1, sizeof *f);
    if (!f) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the comparison");
    f->patient = p, f->from = from ? from : 1, f->nvisit = last - f->from + 1, f->visit = &p->visit[f->from - 1];
    il_assess_request r = *request;
    r.visit = last, r.screen_only = true;
    work      w = {f, request->knowledge};
    il_status s = il_assess(&r, &f->now, NULL, err);
    if (!s) s = compare(&w, &r, err);
    if (s) il_followup_free(f);
    else *out = f;
    return s;
}

void il_followup_free(il_followup *f) {
    if (!f) return;
    il_assessment_free(f->now);
    free(f);
}
