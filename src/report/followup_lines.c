// followup_lines.c - the sentences of a follow-up, for text and page alike
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ilium/knowledge.h"
#include "report/care.h"
#include "report/followup.h"

const char *ili_followup_heading(ili_followup_list list, const char **id, const char **none) {
#define X(name, id, heading, none) id,
    static const char *const ids[] = {ILI_FOLLOWUP_LISTS(X)};
#undef X
#define X(name, id, heading, none) {ILI_W_##heading, ILI_W_##none},
    static const ili_word words[][2] = {ILI_FOLLOWUP_LISTS(X)};
#undef X
    *id = ids[list], *none = ili_word_text(words[list][1]);
    return ili_word_text(words[list][0]);
}

void ili_followup_when(const il_followup *f, int visit, ili_out *o) {
    const il_visit *v = &f->visit[visit];
    if (v->date) ili_put(o, v->date);
    else if (v->day.known) ili_putf(o, "%s ", ILI_SAY(DIARY_DAY)), ili_put_fixed(o, v->day.value, 0);
    else ili_putf(o, "%s %d", ILI_SAY(VISIT), f->from + visit);
}

// ---- one quantity ------------------------------------------------------------------------------------------------------------------

bool ili_followup_is(const il_followup_line *l, bool test, bool life) { return test ? l->test != NULL : l->score && (l->score->of == IL_SCORE_LIFE) == life; }

static int decimals(double x) {
    for (int n = 0; n < 2; n++)
        if (fabs(x*pow(10, n) - round(x*pow(10, n))) < 1e-6) return n;
    return 2;
}

static void number(ili_out *o, double x) { ili_put_fixed(o, x, decimals(x)); }

void ili_followup_value(const il_followup_line *l, int visit, ili_out *o) {
    if (l->at[visit].known) number(o, l->at[visit].value);
    else ili_put(o, l->word[visit] ? l->word[visit] : "-");
    if (l->at_least[visit]) ili_putf(o, " (%s)", ILI_SAY(VISITS_PAIN_ENDED_REACHES_LEAST));
}

void ili_followup_name(const il_followup_line *l, ili_out *o) {
    ili_put(o, l->name);
    if (l->side == IL_SIDE_RIGHT || l->side == IL_SIDE_LEFT) ili_putf(o, ", %s", ili_side_name(l->side));
    if (l->method) ili_put(o, " ("), ili_put(o, l->method), ili_put(o, ")");
}

static void with_unit(const il_followup_line *l, double x, ili_out *o) {
    ili_put_fixed(o, x, ili_decimals(l->score ? l->score->max - l->score->min > 2.0 ? 1.0 : 0.1 : fabs(x)));
    if (l->unit) ili_put(o, " "), ili_put(o, l->unit);
}

static void put_change(const il_followup_line *l, ili_out *o) {
    ili_care_signed(o, l->change, decimals(l->change));
    if (l->unit) ili_put(o, " "), ili_put(o, l->unit);
    if (!isnan(l->error)) {
        ili_putf(o, "; %s ", ILI_SAY(VISITS_CHANGE_SHOWS_FROM));
        with_unit(l, l->error, o);
        if (l->test) ili_put(o, l->assumed_error ? ILI_SAY(VISITS_GRADES_ASSUMED) : l->same_examiner ? ILI_SAY(VISITS_ONE_EXAMINER) : ILI_SAY(VISITS_TWO_EXAMINERS_NOT_TOLD));
    } else {
        ili_putf(o, "; %s", ILI_SAY(VISITS_WHAT_MEASUREMENT_CAN_SHOW));
    }
    if (!isnan(l->counts)) ili_putf(o, ", %s ", ILI_SAY(VISITS_COUNTS_FROM)), with_unit(l, l->counts, o);
    else if (l->score) ili_putf(o, ", %s", ILI_SAY(VISITS_NO_PUBLISHED_CHANGE_COUNTS));
}

void ili_followup_judged(const il_followup_line *l, ili_out *o) {
    if (!isnan(l->change)) put_change(l, o), ili_put(o, ": ");
    else if (l->verdict == IL_VERDICT_NO_ERROR) {
        ili_put(o, ILI_SAY(VISITS_DIFFERS_WORDS));
        if (l->test && !isnan(l->test->kappa)) ili_putf(o, " (%s ", ILI_SAY(VISITS_TWO_EXAMINERS_AGREE_WITH)), ili_put_fixed(o, l->test->kappa, 2), ili_put(o, ")");
        ili_put(o, ": ");
    }
    ili_put(o, isnan(l->change) && l->verdict == IL_VERDICT_NO_ERROR ? ILI_SAY(VISITS_NO_MEASURED_CHANGE) : il_verdict_words(l->verdict));
    bool counts = !isnan(l->counts) && !isnan(l->change) && fabs(l->change) >= l->counts - 1e-9;
    if (l->verdict == IL_VERDICT_NONE_SHOWN && counts) ili_putf(o, " (%s)", ILI_SAY(VISITS_ITS_SIZE_WOULD_COUNT));
}

// ---- lists -------------------------------------------------------------------------------------------------------------------------

static void note(const char *text, ili_out *o) {
    if (text) ili_put(o, "; "), ili_put(o, text);
}

static void flare(const il_visit *v, int i, ili_out *o) {
    const il_flare *x = &v->flare[i];
    if (x->date) ili_putf(o, "%s ", ILI_SAY(VISITS_BEGAN)), ili_put(o, x->date);
    else if (x->weeks_ago.known) ili_putf(o, "%s ", ILI_SAY(VISITS_BEGAN)), number(o, x->weeks_ago.value), ili_putf(o, " %s", ILI_SAY(VISITS_WEEKS_BEFORE));
    else ili_put(o, ILI_SAY(VISITS_FLARE_UP));
    if (x->days.known) ili_put(o, ", "), number(o, x->days.value), ili_put(o, x->days.value == 1.0 ? ILI_SAY(VISITS_DAY) : ILI_SAY(VISITS_DAYS));
    if (x->intensity.known) ili_putf(o, ", %s ", ILI_SAY(VISITS_WORST)), number(o, x->intensity.value), ili_putf(o, " %s", ILI_SAY(OF_TEN));
    note(x->note, o);
}

static const char *care_name(const il_knowledge *k, const char *id) {
    int t = il_find_treatment(k, id), e = il_find_exercise(k, id);
    return t >= 0 ? k->treatment[t].name : e >= 0 ? k->exercise[e].name : id;
}

static void kept(const il_visit *v, const il_knowledge *k, int i, ili_out *o) {
    const il_kept *x = &v->kept[i];
    ili_put(o, care_name(k, x->treatment));
    if (x->percent.known) ili_put(o, ": "), number(o, x->percent.value), ili_putf(o, " %% %s", ILI_SAY(VISITS_WHAT_WAS_AGREED));
    note(x->note, o);
}

static void medicine(const il_visit *v, int i, ili_out *o) {
    static const ili_word uses[] = {ILI_W_VISITS_STARTED, ILI_W_VISITS_MORE_THAN_BEFORE, ILI_W_VISITS_BEFORE, ILI_W_VISITS_LESS_THAN_BEFORE, ILI_W_VISITS_STOPPED};
    const il_medicine       *x = &v->medicine[i];
    ili_put(o, x->medicine);
    if (x->days_a_week.known) ili_put(o, ", "), number(o, x->days_a_week.value), ili_put(o, x->days_a_week.value == 1.0 ? ILI_SAY(VISITS_DAY_WEEK) : ILI_SAY(VISITS_DAYS_WEEK));
    if (x->use > IL_USE_UNKNOWN && x->use <= IL_USE_STOPPED) ili_put(o, ", "), ili_put(o, ili_word_text(uses[x->use - 1]));
    note(x->note, o);
}

static void given(const il_visit *v, const il_knowledge *k, int i, ili_out *o) {
    static const ili_word effects[] = {ILI_W_RESPONSE_WORSE, ILI_W_RESPONSE_SAME, ILI_W_RESPONSE_BETTER};
    const il_given          *x = &v->given[i];
    ili_put(o, care_name(k, x->treatment));
    if (x->side == IL_SIDE_RIGHT || x->side == IL_SIDE_LEFT) ili_putf(o, ", %s", ili_side_name(x->side));
    if (x->response > IL_EFFECT_UNKNOWN && x->response <= IL_EFFECT_BETTER) ili_put(o, ": "), ili_put(o, ili_word_text(effects[x->response - 1]));
    if (x->by) ili_putf(o, "; %s ", ILI_SAY(BY)), ili_put(o, x->by);
    note(x->note, o);
}

// an entry of a list that visits hold, each with the day of its visit
static bool of_visits(const il_followup *f, const il_knowledge *k, ili_followup_list list, int i, ili_out *o) {
    for (int visit = 0; visit < f->nvisit; visit++) {
        const il_visit *v = &f->visit[visit];
        int             n = list == ILI_FOLLOWUP_FLARES ? v->nflare : list == ILI_FOLLOWUP_KEPT ? v->nkept : list == ILI_FOLLOWUP_MEDICINES ? v->nmedicine : v->ngiven;
        if (i >= n) {
            i -= n;
            continue;
        }
        ili_followup_when(f, visit, o);
        ili_put(o, ": ");
        if (list == ILI_FOLLOWUP_FLARES) flare(v, i, o);
        else if (list == ILI_FOLLOWUP_KEPT) kept(v, k, i, o);
        else if (list == ILI_FOLLOWUP_MEDICINES) medicine(v, i, o);
        else given(v, k, i, o);
        return true;
    }
    return false;
}

static bool response(const il_followup *f, const il_knowledge *k, int i, ili_out *o) {
    if (i > 0) return false;
    if (!f->no_gain.known) ili_put(o, ILI_SAY(VISITS_NOTHING_CAN_COMPARED_PAIN));
    else if (!(f->no_gain.value > 0.0)) ili_put(o, ILI_SAY(VISITS_PAIN_SCORE_HAS_IMPROVED));
    else {
        ili_put_fixed(o, f->no_gain.value, 0);
        ili_putf(o, " %s", ILI_SAY(VISITS_WEEKS_WITHOUT_GAIN_COUNTS));
        int row = il_screen_find(&k->screen, "no_gain_four_weeks");
        bool fires = false;
        for (int p = 0; p < f->now->safety.npositive; p++) fires |= !strcmp(f->now->safety.positive[p].id, "no_gain_four_weeks");
        if (fires && row >= 0) ili_put(o, ": "), ili_put(o, k->screen.rule[row].action);
    }
    return true;
}

static void put_expected(const il_followup_progress *p, ili_out *o) {
    number(o, round(10.0*p->expected.mid)/10.0);
    ili_put(o, " ("), number(o, round(10.0*p->expected.low)/10.0), ili_putf(o, " %s ", ILI_SAY(DAY_TO)), number(o, round(10.0*p->expected.high)/10.0), ili_put(o, ")");
}

// what a plan has no figure for, and why: a later reading of it is judged by its change alone
static bool not_expected(const il_followup *f, ili_out *o) {
    bool score = false, angle = false, told_score = false, told_angle = false;
    for (int i = 0; i < f->nline; i++) score |= f->line[i].score && f->line[i].score->of == IL_SCORE_FUNCTION, angle |= f->line[i].test != NULL;
    for (int i = 0; i < f->nprogress; i++) {
        for (int k = 0; k < f->nline; k++) {
            bool is = !strcmp(f->line[k].id, f->progress[i].outcome);
            told_score |= is && f->line[k].score && f->line[k].score->of == IL_SCORE_FUNCTION, told_angle |= is && f->line[k].test;
        }
    }
    if (score && !told_score) ili_put(o, ILI_SAY(VISITS_FUNCTION_NOT_KNOWN_NO));
    if (score && !told_score && angle && !told_angle) ili_put(o, ". ");
    if (angle && !told_angle) ili_put(o, ILI_SAY(VISITS_TESTS_NOTHING_READING_COULD));
    return (score && !told_score) || (angle && !told_angle);
}

static bool progress(const il_followup *f, int i, ili_out *o) {
    if (f->plan && i == f->nprogress + 1) return not_expected(f, o);
    if (!f->plan || i > f->nprogress) return false;
    if (i == 0) {
        ili_putf(o, "%s ", ILI_SAY(VISITS_PLAN)), ili_put(o, f->plan->date);
        if (f->plan->by) ili_putf(o, " %s ", ILI_SAY(BY)), ili_put(o, f->plan->by);
        ili_put(o, f->plan->released ? ILI_SAY(VISITS_RELEASED_PERSON) : ILI_SAY(VISITS_NOT_RELEASED_PERSON));
        if (!f->nprogress) ili_putf(o, "; %s", ILI_SAY(VISITS_SAYS_NOTHING_WHAT_EXPECTS));
        return true;
    }
    const il_followup_progress *p = &f->progress[i - 1];
    ili_put(o, p->name);
    if (p->side == IL_SIDE_RIGHT || p->side == IL_SIDE_LEFT) ili_putf(o, ", %s", ili_side_name(p->side));
    ili_put(o, ", "), number(o, round(10.0*p->weeks)/10.0), ili_putf(o, " %s ", ILI_SAY(VISITS_WEEKS_AFTER_PLAN_EXPECTED));
    if (p->expected.known) put_expected(p, o);
    else ili_put(o, ILI_SAY(VISITS_NOTHING_NOW));
    ili_putf(o, ", %s ", ILI_SAY(VISITS_FOUND));
    if (p->found.known) number(o, p->found.value);
    else ili_put(o, ILI_SAY(VISITS_NOTHING_HOLD_AGAINST_LAST));
    if (!p->expected.known || !p->found.known) return true;
    ili_put(o, p->place == 0 ? ILI_SAY(VISITS_EXPECTED) : p->within_error ? ILI_SAY(VISITS_OUTSIDE_RANGE_LESS_THAN) : p->better ? ILI_SAY(VISITS_BETTER_THAN_EXPECTED) : ILI_SAY(VISITS_WORSE_THAN_EXPECTED));
    return true;
}

static void consent_state(const il_consent *c, ili_out *o) {
    ili_put(o, c->given == IL_NO ? ILI_SAY(VISITS_REFUSED) : ILI_SAY(VISITS_GIVEN)), ili_put(o, c->date);
    if (c->by) ili_putf(o, " %s ", ILI_SAY(BY)), ili_put(o, c->by);
    if (c->taken_by) ili_putf(o, ", %s ", ILI_SAY(EXPLAINED_BY)), ili_put(o, c->taken_by);
    if (c->risks) ili_putf(o, "; %s: ", ILI_SAY(CONSENT_RISKS)), ili_put(o, c->risks);
    if (c->alternatives) ili_putf(o, "; %s: ", ILI_SAY(VISITS_ALTERNATIVES)), ili_put(o, c->alternatives);
    if (c->withdrawn) ili_putf(o, "; %s ", ILI_SAY(VISITS_WITHDRAWN)), ili_put(o, c->withdrawn);
    if (c->withdrawn_by) ili_putf(o, " %s ", ILI_SAY(BY)), ili_put(o, c->withdrawn_by);
    note(c->note, o);
}

// processing and exam are always told, also as not recorded; then every other entry
static bool consent(const il_followup *f, const il_knowledge *k, int i, ili_out *o) {
    static const char *const always[] = {"processing", "exam"};
    const il_patient        *p = f->patient;
    for (int a = 0; a < 2; a++) {
        if (il_patient_consent(p, always[a], NULL) != IL_CONSENT_NOT_RECORDED || i-- != 0) continue;
        ili_putf(o, "%s: %s", always[a], ILI_SAY(NOT_RECORDED));
        return true;
    }
    if (i < 0 || i >= p->nconsent) return false;
    ili_put(o, care_name(k, p->consent[i].covers)), ili_put(o, ": ");
    consent_state(&p->consent[i], o);
    return true;
}

bool ili_followup_entry(const il_followup *f, const il_knowledge *k, ili_followup_list list, int i, ili_out *o) {
    switch (list) {
    case ILI_FOLLOWUP_RESPONSE: return response(f, k, i, o);
    case ILI_FOLLOWUP_PROGRESS: return progress(f, i, o);
    case ILI_FOLLOWUP_FLARES:
    case ILI_FOLLOWUP_KEPT:
    case ILI_FOLLOWUP_MEDICINES:
    case ILI_FOLLOWUP_GIVEN: return of_visits(f, k, list, i, o);
    case ILI_FOLLOWUP_CONSENT: return consent(f, k, i, o);
    case ILI_NFOLLOWUP_LIST: break;
    }
    return false;
}
