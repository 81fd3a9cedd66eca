// followup_lines.c - the sentences of a follow-up, for text and page alike
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ilium/knowledge.h"
#include "report/care.h"
#include "report/followup.h"

const char *ili_followup_heading(ili_followup_list list, const char **id, const char **none) {
#define X(name, id, heading, none) {id, heading, none},
    static const char *const t[][3] = {ILI_FOLLOWUP_LISTS(X)};
#undef X
    *id = t[list][0], *none = t[list][2];
    return t[list][1];
}

void ili_followup_when(const il_followup *f, int visit, ili_out *o) {
    const il_visit *v = &f->visit[visit];
    if (v->date) ili_put(o, v->date);
    else if (v->day.known) ili_put(o, "day "), ili_put_fixed(o, v->day.value, 0);
    else ili_putf(o, "visit %d", f->from + visit);
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
    if (l->at_least[visit]) ili_put(o, " (pain ended it: it reaches at least so far)");
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
        ili_put(o, "; a change shows from ");
        with_unit(l, l->error, o);
        if (l->test) ili_put(o, l->assumed_error ? " (grades: assumed)" : l->same_examiner ? " (one examiner)" : " (two examiners, or not told)");
    } else {
        ili_put(o, "; what the measurement can show is not known");
    }
    if (!isnan(l->counts)) ili_put(o, ", counts from "), with_unit(l, l->counts, o);
    else if (l->score) ili_put(o, ", no published change that counts");
}

void ili_followup_judged(const il_followup_line *l, ili_out *o) {
    if (!isnan(l->change)) put_change(l, o), ili_put(o, ": ");
    else if (l->verdict == IL_VERDICT_NO_ERROR) {
        ili_put(o, "differs in words");
        if (l->test && !isnan(l->test->kappa)) ili_put(o, " (two examiners agree with kappa "), ili_put_fixed(o, l->test->kappa, 2), ili_put(o, ")");
        ili_put(o, ": ");
    }
    ili_put(o, isnan(l->change) && l->verdict == IL_VERDICT_NO_ERROR ? "no measured change" : il_verdict_words(l->verdict));
    bool counts = !isnan(l->counts) && !isnan(l->change) && fabs(l->change) >= l->counts - 1e-9;
    if (l->verdict == IL_VERDICT_NONE_SHOWN && counts) ili_put(o, " (by its size it would count, but the measurement may err by as much)");
}

// ---- lists -------------------------------------------------------------------------------------------------------------------------

static void note(const char *text, ili_out *o) {
    if (text) ili_put(o, "; "), ili_put(o, text);
}

static void flare(const il_visit *v, int i, ili_out *o) {
    const il_flare *x = &v->flare[i];
    if (x->date) ili_put(o, "began "), ili_put(o, x->date);
    else if (x->weeks_ago.known) ili_put(o, "began "), number(o, x->weeks_ago.value), ili_put(o, " weeks before");
    else ili_put(o, "a flare-up");
    if (x->days.known) ili_put(o, ", "), number(o, x->days.value), ili_put(o, x->days.value == 1.0 ? " day" : " days");
    if (x->intensity.known) ili_put(o, ", worst "), number(o, x->intensity.value), ili_put(o, " of 10");
    note(x->note, o);
}

static const char *care_name(const il_knowledge *k, const char *id) {
    int t = il_find_treatment(k, id), e = il_find_exercise(k, id);
    return t >= 0 ? k->treatment[t].name : e >= 0 ? k->exercise[e].name : id;
}

static void kept(const il_visit *v, const il_knowledge *k, int i, ili_out *o) {
    const il_kept *x = &v->kept[i];
    ili_put(o, care_name(k, x->treatment));
    if (x->percent.known) ili_put(o, ": "), number(o, x->percent.value), ili_put(o, " % of what was agreed");
    note(x->note, o);
}

static void medicine(const il_visit *v, int i, ili_out *o) {
    static const char *const uses[] = {"", "started", "more than before", "as before", "less than before", "stopped"};
    const il_medicine       *x = &v->medicine[i];
    ili_put(o, x->medicine);
    if (x->days_a_week.known) ili_put(o, ", "), number(o, x->days_a_week.value), ili_put(o, x->days_a_week.value == 1.0 ? " day a week" : " days a week");
    if (x->use > IL_USE_UNKNOWN && x->use <= IL_USE_STOPPED) ili_put(o, ", "), ili_put(o, uses[x->use]);
    note(x->note, o);
}

static void given(const il_visit *v, const il_knowledge *k, int i, ili_out *o) {
    static const char *const effects[] = {"", "worse", "the same", "better"};
    const il_given          *x = &v->given[i];
    ili_put(o, care_name(k, x->treatment));
    if (x->side == IL_SIDE_RIGHT || x->side == IL_SIDE_LEFT) ili_putf(o, ", %s", ili_side_name(x->side));
    if (x->response > IL_EFFECT_UNKNOWN && x->response <= IL_EFFECT_BETTER) ili_put(o, ": "), ili_put(o, effects[x->response]);
    if (x->by) ili_put(o, "; by "), ili_put(o, x->by);
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
    if (!f->no_gain.known) ili_put(o, "Nothing can be compared: pain or a score at two dated visits is needed.");
    else if (!(f->no_gain.value > 0.0)) ili_put(o, "Pain or a score has improved by what counts.");
    else {
        ili_put_fixed(o, f->no_gain.value, 0);
        ili_put(o, " weeks without a gain that counts in pain or any score");
        int row = il_screen_find(&k->screen, "no_gain_four_weeks");
        bool fires = false;
        for (int p = 0; p < f->now->safety.npositive; p++) fires |= !strcmp(f->now->safety.positive[p].id, "no_gain_four_weeks");
        if (fires && row >= 0) ili_put(o, ": "), ili_put(o, k->screen.rule[row].action);
    }
    return true;
}

static void put_expected(const il_followup_progress *p, ili_out *o) {
    number(o, round(10.0*p->expected.mid)/10.0);
    ili_put(o, " ("), number(o, round(10.0*p->expected.low)/10.0), ili_put(o, " to "), number(o, round(10.0*p->expected.high)/10.0), ili_put(o, ")");
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
    if (score && !told_score) ili_put(o, "Function: not known; no published course of it is in the data");
    if (score && !told_score && angle && !told_angle) ili_put(o, ". ");
    if (angle && !told_angle) ili_put(o, "Tests: nothing that a reading could show is expected of the plan's treatments");
    return (score && !told_score) || (angle && !told_angle);
}

static bool progress(const il_followup *f, int i, ili_out *o) {
    if (f->plan && i == f->nprogress + 1) return not_expected(f, o);
    if (!f->plan || i > f->nprogress) return false;
    if (i == 0) {
        ili_put(o, "Plan of "), ili_put(o, f->plan->date);
        if (f->plan->by) ili_put(o, " by "), ili_put(o, f->plan->by);
        ili_put(o, f->plan->released ? ", released to the person" : ", not released to the person");
        if (!f->nprogress) ili_put(o, "; it says nothing of what it expects");
        return true;
    }
    const il_followup_progress *p = &f->progress[i - 1];
    ili_put(o, p->name);
    if (p->side == IL_SIDE_RIGHT || p->side == IL_SIDE_LEFT) ili_putf(o, ", %s", ili_side_name(p->side));
    ili_put(o, ", "), number(o, round(10.0*p->weeks)/10.0), ili_put(o, " weeks after the plan: expected ");
    if (p->expected.known) put_expected(p, o);
    else ili_put(o, "nothing by now");
    ili_put(o, ", found ");
    if (p->found.known) number(o, p->found.value);
    else ili_put(o, "nothing to hold it against at the last visit");
    if (!p->expected.known || !p->found.known) return true;
    ili_put(o, p->place == 0 ? ": as expected" : p->within_error ? ": outside the range by less than the measurement may err" : p->better ? ": better than expected" : ": worse than expected");
    return true;
}

static void consent_state(const il_consent *c, ili_out *o) {
    ili_put(o, c->given == IL_NO ? "refused " : "given "), ili_put(o, c->date);
    if (c->by) ili_put(o, " by "), ili_put(o, c->by);
    if (c->taken_by) ili_put(o, ", explained by "), ili_put(o, c->taken_by);
    if (c->risks) ili_put(o, "; risks explained: "), ili_put(o, c->risks);
    if (c->alternatives) ili_put(o, "; alternatives: "), ili_put(o, c->alternatives);
    if (c->withdrawn) ili_put(o, "; WITHDRAWN "), ili_put(o, c->withdrawn);
    if (c->withdrawn_by) ili_put(o, " by "), ili_put(o, c->withdrawn_by);
    note(c->note, o);
}

// processing and exam are always told, also as not recorded; then every other entry
static bool consent(const il_followup *f, const il_knowledge *k, int i, ili_out *o) {
    static const char *const always[] = {"processing", "exam"};
    const il_patient        *p = f->patient;
    for (int a = 0; a < 2; a++) {
        if (il_patient_consent(p, always[a], NULL) != IL_CONSENT_NOT_RECORDED || i-- != 0) continue;
        ili_putf(o, "%s: not recorded", always[a]);
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
