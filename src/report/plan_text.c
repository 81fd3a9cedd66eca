// plan_text.c - a plan as text: danger, aims and choice, phases, home exercises, what is held back, referrals, prognosis
#include "ilium/report.h"
#include "report/care.h"
#include <math.h>
#include <string.h>

// ---- parts shared with the page ----------------------------------------------------------------------------------------------------

void ili_care_dose(const il_exercise *e, ili_out *o) {
    ili_put_fixed(o, e->sets, 0);
    ili_put(o, " x ");
    ili_put_fixed(o, e->reps, 0);
    if (!isnan(e->hold_s)) ili_putf(o, " %s ", ILI_SAY(PAGE_OF)), ili_put_fixed(o, e->hold_s, 0), ili_put(o, " s");
    ili_put(o, ", ");
    ili_put_fixed(o, e->a_week, 0);
    ili_putf(o, " %s ", ILI_SAY(PLAN_WEEK));
    ili_put_fixed(o, e->weeks, 0);
    ili_putf(o, " %s ", ILI_SAY(PLAN_WEEKS_THEN));
    ili_put_fixed(o, e->keep_a_week, 0);
}

// a force is known to a few newtons at best
static void newtons(ili_out *o, const il_range *r) {
    ili_put_fixed(o, r->mid, 0);
    if (r->high - r->low < 1.0) {
        ili_put(o, " N");
        return;
    }
    ili_put(o, " (");
    ili_put_fixed(o, r->low, 0);
    ili_putf(o, " %s ", ILI_SAY(DAY_TO));
    ili_put_fixed(o, r->high, 0);
    ili_put(o, ") N");
}

void ili_care_load(const il_plan_load *l, ili_out *o) {
    ili_put_sided(o, ili_put_plain, l->words, l->side);
    ili_put(o, " ");
    newtons(o, &l->exercise);
    const char *daily = l->daily_words ? l->daily_words : ILI_SAY(PLAN_STANDING);
    ili_putf(o, ", %s ", daily);
    newtons(o, &l->daily);
    if (isfinite(l->daily_ratio)) ili_put(o, ": "), ili_put_fixed(o, l->daily_ratio, 1), ili_putf(o, " %s", ILI_SAY(TIMES));
    if (isfinite(l->ratio) && strcmp(daily, "standing")) ili_putf(o, "; %s ", ILI_SAY(PLAN_STANDING)), ili_put_fixed(o, l->standing.mid, 0), ili_put(o, " N: "), ili_put_fixed(o, l->ratio, 1), ili_putf(o, " %s", ILI_SAY(TIMES));
}

void ili_care_daily(const il_plan *p, ili_out *o) {
    ili_put(o, p->ndaily ? ILI_SAY(PLAN_COMPARED_WITH_HIGHEST_LOAD) : ILI_SAY(PLAN_COMPARED_WITH_QUIET_STANDING));
    for (int i = 0; i < p->ndaily; i++) ili_put(o, i ? ", " : ""), ili_put_plain(o, p->daily[i]);
    if (p->ndaily) ili_put(o, p->daily_reported ? ILI_SAY(PLAN_REPORTED_TOLERABLE) : ILI_SAY(PLAN_STATED_SET_WHAT_REPORTED));
}

void ili_care_gain(const il_gain *g, ili_out *o) {
    ili_put_fixed(o, g->worst, 0);
    ili_putf(o, " %s, ", ILI_SAY(PLAN_100_WORST_CASE));
    ili_put_fixed(o, g->expected, 0);
    ili_putf(o, " %s", ILI_SAY(PLAN_EXPECTED));
}

void ili_care_unmet(const il_plan *p, ili_out *o) {
    bool first = true;
    for (int aim = 0; aim < IL_AIM_DOCUMENT; aim++) {
        bool met = false;
        for (int i = 0; i < p->nitem; i++) met |= p->item[i].aim[aim];
        if (met || !p->aim[aim]) continue;
        ili_putf(o, "%s%s", first ? ILI_SAY(PLAN_NOTHING_SURE_GAIN_MORE) : ", ", il_aim_words((il_aim)aim));
        first = false;
    }
}

const char *ili_care_by(const il_treatment *t, il_scope scope) { return scope == IL_SCOPE_OWN && t->by != IL_BY_SELF ? ILI_SAY(PLAN_CLINICIAN) : il_provider_words(t->by); }

void ili_care_whose(const il_author *who, ili_out *o) {
    if (!who->profession && !who->nwork) {
        ili_put(o, ILI_SAY(PLAN_RECORD_DOES_NOT_SAY));
        return;
    }
    ili_putf(o, "%s ", ILI_SAY(PLAN_WHAT_CLINICIAN_S_OWN));
    if (who->profession) ili_putf(o, "%s (%s)", ILI_SAY(PLAN_PROFESSION), il_provider_words((il_provider)who->profession));
    ili_putf(o, "%s%s. %s", who->profession && who->nwork ? ILI_SAY(PLAN_AND) : "", who->nwork ? ILI_SAY(PLAN_WHAT_RECORD_SAYS_SINGLE) : "", ILI_SAY(PLAN_LAW_WHERE_LICENCE_HOLDS));
}

const char *ili_care_choice(const il_plan_item *item) {
    if (item->choice == IL_PLAN_CHOSEN) return ILI_SAY(PLAN_CHOSEN_MOST_WORST_CASE);
    if (item->choice == IL_PLAN_OPTION && item->wanted) return ILI_SAY(PLAN_MAY_ADDED_PERSON_ASKS);
    if (item->choice == IL_PLAN_OPTION) return ILI_SAY(PLAN_MAY_ADDED_LIKELY_CONDITION);
    return ILI_SAY(PLAN_DOING_LESS_GOOD_WORST);
}

// ---- the text ----------------------------------------------------------------------------------------------------------------------

static void put_aims(const il_plan_item *item, ili_out *o) {
    bool first = true;
    for (int i = 0; i < IL_NAIM; i++) {
        if (!item->aim[i]) continue;
        ili_putf(o, "%s%s", first ? " [" : ", ", il_aim_words((il_aim)i));
        first = false;
    }
    if (!first) ili_put(o, "]");
}

static void put_item(const il_care_request *r, const il_plan_item *item, ili_out *o) {
    const il_knowledge *k = r->assess->knowledge;
    const il_treatment *t = &k->treatment[item->treatment];
    const char         *question;
    ili_put(o, "  ");
    ili_put_plain(o, t->name);
    if (item->side == IL_SIDE_RIGHT || item->side == IL_SIDE_LEFT) ili_putf(o, ", %s", ili_side_name(item->side));
    put_aims(item, o);
    ili_putf(o, ", %s: %s; %s %s\n    %s\n    %s: ", ILI_SAY(BY), ili_care_by(t, item->scope), ILI_SAY(HEAD_EVIDENCE), ili_grade_name(t->grade), ili_care_choice(item), ILI_SAY(PLAN_PAIN_TRIALS_AGAINST_DOING));
    ili_care_gain(&item->gain, o);
    ili_putf(o, "\n    %s: ", ILI_SAY(PLAN_DOSE));
    ili_put_plain(o, t->dose);
    if (*t->stop) ili_putf(o, "\n    %s: ", ILI_SAY(PLAN_STOP)), ili_put_plain(o, t->stop);
    ili_put(o, "\n");
    if (!isnan(item->reached[IL_PHASE_STRENGTHEN])) {
        ili_putf(o, "    %s: ", ILI_SAY(PLAN_MECHANICAL_EFFECT_REACHED_WEEK));
        ili_put_fixed(o, 100.0*item->reached[IL_PHASE_RESTORE], 0);
        ili_putf(o, " %%, %s: ", ILI_SAY(PLAN_WEEK_12));
        ili_put_fixed(o, 100.0*item->reached[IL_PHASE_STRENGTHEN], 0);
        ili_put(o, " %\n");
    }
    for (int i = 0; (question = il_treatment_question(k, r->assessment, item->treatment, i)); i++) ili_putf(o, "    %s: ", ILI_SAY(PLAN_ASK_FIRST)), ili_put_plain(o, question), ili_put(o, "\n");
    ili_care_guidelines(k, item->treatment, "    ", o);
}

static void put_wishes(const il_care_request *r, const il_plan *p, ili_out *o) {
    ili_out line = {0};
    for (int i = 0; ili_care_wish(r, p, i, &line); i++) {
        if (!i) ili_putf(o, "\n%s\n", ILI_SAY(PLAN_WISHES_AND_MEANS_RECORDED));
        ili_put(o, "  ");
        ili_put_plain(o, line.text ? line.text : "");
        ili_put(o, "\n");
        o->failed |= line.failed;
        ili_out_free(&line);
    }
}

static void put_choice(const il_care_request *r, const il_plan *p, ili_out *o) {
    const il_knowledge *k = r->assess->knowledge;
    int                 less = il_find_treatment(k, "watchful_waiting"), chosen = 0;
    for (int i = 0; i < p->nitem; i++) chosen += p->item[i].choice == IL_PLAN_CHOSEN;
    ili_putf(o, "\n%s\n", ILI_SAY(PLAN_HIGHEST_WORST_CASE));
    if (!chosen) ili_putf(o, "  %s\n", ILI_SAY(PLAN_DO_LESS_NO_TREATMENT));
    if (less >= 0) {
        ili_putf(o, "  %s: ", ILI_SAY(PLAN_OPTION_DO_LESS));
        ili_put_plain(o, k->treatment[less].name);
        ili_put(o, "; ");
        ili_put_plain(o, k->treatment[less].dose);
        ili_put(o, "\n");
        ili_care_guidelines(k, less, "    ", o);
    }
    for (int i = 0; i < p->nitem; i++)
        if (p->item[i].choice) put_item(r, &p->item[i], o);
    ili_out unmet = {0};
    ili_care_unmet(p, &unmet);
    if (unmet.text) ili_put(o, "  "), ili_put_plain(o, unmet.text), ili_put(o, "\n");
    o->failed |= unmet.failed;
    ili_out_free(&unmet);
    ili_putf(o, "  %s\n", ILI_SAY(PLAN_DOCUMENT_FINDINGS_SCORES_AND));
}

static void put_exercise(const il_care_request *r, const il_plan_exercise *x, ili_out *o) {
    const il_exercise *e = &r->assess->knowledge->exercise[x->exercise];
    ili_put(o, "  ");
    ili_put_plain(o, e->name);
    if (x->side == IL_SIDE_RIGHT || x->side == IL_SIDE_LEFT) ili_putf(o, ", %s", ili_side_name(x->side));
    ili_putf(o, "%s%s, %s %d\n    ", x->option ? ILI_SAY(PLAN_MAY_LEFT_OUT) : "", x->paired ? ILI_SAY(PLAN_GOES_WITH_STRETCH) : "", ILI_SAY(FROM_WEEK), il_phase_from(x->phase));
    ili_put_plain(o, e->does);
    ili_putf(o, "\n    %s: ", ILI_SAY(PLAN_DOSE));
    ili_care_dose(e, o);
    ili_putf(o, "\n    %s: ", ILI_SAY(PLAN_PROGRESS));
    ili_put_plain(o, e->progression);
    ili_putf(o, "\n    %s: ", ILI_SAY(PLAN_STOP));
    ili_put_plain(o, e->stop);
    ili_put(o, "\n");
    if (!x->tried) ili_putf(o, "    %s\n", ILI_SAY(PLAN_NOT_SIMULATED));
    else if (!x->solved) ili_putf(o, "    %s\n", ILI_SAY(PLAN_POSTURE_WAS_NOT_FOUND));
    else if (!x->held) ili_putf(o, "    %s (%s): %s\n", ILI_SAY(PLAN_SIMULATED_BODY_CANNOT_HOLD), x->cannot ? x->cannot : "?", ILI_SAY(PLAN_BEGIN_WITH_EASIER_FORM));
    int n = 0;
    for (int i = 0; i < x->nload; i++) {
        if (!x->load[i].aggravates || n++ >= 3) continue;
        ili_put(o, n > 1 ? "                   " : ILI_SAY(PLAN_MAY_AGGRAVATE)), ili_care_load(&x->load[i], o), ili_put(o, "\n");
    }
    if (n > 3) ili_putf(o, "                   %s %d %s\n", ILI_SAY(AND), n - 3, ILI_SAY(MORE));
}

static void put_exercises(const il_care_request *r, const il_plan *p, ili_out *o) {
    ili_putf(o, "\n%s", ILI_SAY(PLAN_HOME_EXERCISES_SOLVED_PERSON));
    if (p->nbody) ili_putf(o, "; %s %d %s, ", ILI_SAY(PLAN_RANGES_OVER), p->nbody, ILI_SAY(PLAN_LIKELY_BODIES)), ili_put_fixed(o, 100.0*p->covered, 0), ili_putf(o, " %% %s", ILI_SAY(PLAN_POSTERIOR));
    ili_putf(o, ")\n  %s\n", ILI_SAY(EXERCISE_SEVERAL));
    ili_put(o, p->npainful ? ILI_SAY(PLAN_STRUCTURES_WHOSE_PATTERN_DRAWN) : ILI_SAY(PLAN_DRAWN_PAIN_FITS_NO));
    for (int i = 0; i < p->npainful; i++) ili_put(o, i ? ", " : " "), ili_put_plain(o, p->painful[i]);
    ili_put(o, "\n");
    if (p->npainful) ili_put(o, "  "), ili_care_daily(p, o), ili_put(o, "\n");
    if (!p->nexercise) ili_putf(o, "  %s\n", ILI_SAY(PICTURE_NONE));
    for (int i = 0; i < p->nexercise; i++) put_exercise(r, &p->exercise[i], o);
    for (int i = 0; i < p->nleft_out; i++) {
        ili_putf(o, "  %s: ", ILI_SAY(PLAN_LEFT_OUT));
        ili_put_plain(o, r->assess->knowledge->exercise[p->left_out[i].exercise].name);
        ili_put(o, ": ");
        ili_put_plain(o, p->left_out[i].cannot);
        ili_put(o, "\n");
    }
}

static void put_phases(const il_care_request *r, const il_plan *p, ili_out *o) {
    const il_knowledge *k = r->assess->knowledge;
    ili_putf(o, "\n%s\n", ILI_SAY(PLAN_PHASES));
    for (int ph = 0; ph < IL_PLAN_PHASES; ph++) {
        bool first = true;
        int  to = ph + 1 < IL_PLAN_PHASES ? il_phase_from(ph + 1) : -1;
        if (to > 0) ili_putf(o, "  %s, %s %d %s %d:", il_phase_words(ph), ILI_SAY(PLAN_WEEKS), il_phase_from(ph), ILI_SAY(DAY_TO), to);
        else ili_putf(o, "  %s, %s %d:", il_phase_words(ph), ILI_SAY(FROM_WEEK), il_phase_from(ph));
        for (int i = 0; i < p->nitem; i++) {
            if (p->item[i].choice != IL_PLAN_CHOSEN || p->item[i].phase > ph || ph == IL_PHASE_KEEP) continue;
            ili_put(o, first ? " " : "; "), ili_put_plain(o, k->treatment[p->item[i].treatment].name);
            first = false;
        }
        for (int i = 0; i < p->nexercise; i++) {
            const il_exercise *e = &k->exercise[p->exercise[i].exercise];
            if (p->exercise[i].phase > ph || (ph == IL_PHASE_KEEP && e->kind == IL_EXERCISE_RELAX)) continue;
            ili_put(o, first ? " " : "; "), ili_put_plain(o, e->name);
            first = false;
        }
        if (first) ili_putf(o, " %s", ILI_SAY(PLAN_STAY_ACTIVE_RE_TEST));
        ili_put(o, "\n");
    }
}

static void put_held_back(const il_care_request *r, const il_plan *p, ili_out *o) {
    bool head = false;
    for (int i = 0; i < p->nitem; i++) {
        if (!p->item[i].refusal) continue;
        if (!head) ili_putf(o, "\n%s\n", ILI_SAY(PLAN_NOT_GIVEN));
        head = true;
        ili_put(o, "  ");
        ili_put_plain(o, r->assess->knowledge->treatment[p->item[i].treatment].name);
        ili_putf(o, ": %s", il_refusal_words(p->item[i].refusal));
        if (*p->item[i].why) ili_put(o, ": "), ili_put_plain(o, p->item[i].why);
        ili_put(o, "\n");
    }
}

static void put_again(const il_plan *p, ili_out *o) {
    ili_putf(o, "\n%s\n ", ILI_SAY(PLAN_RE_TEST));
    for (int i = 0; i < IL_PLAN_RETESTS; i++) {
        ili_putf(o, "%s %s %d", i ? "," : "", ILI_SAY(HEAD_WEEKS), p->retest_week[i]);
        if (p->retest[i]) ili_putf(o, " (%s)", p->retest[i]);
    }
    ili_putf(o, ": %s", ILI_SAY(RETEST_WHAT));
    for (int i = 0; i < p->ntest; i++) ili_put(o, ", "), ili_put_plain(o, p->test[i]);
    ili_putf(o, "\n  %s\n", ILI_SAY(RETEST_NO_GAIN));
}

static void put_prognosis(const il_care_request *r, const il_plan *p, ili_out *o) {
    const il_prognosis *g = &p->prognosis;
    ili_putf(o, "\n%s\n", ILI_SAY(PLAN_PROGNOSIS_COURSE_COHORTS_BEGUN));
    if (!g->known) {
        ili_putf(o, "  %s\n", ILI_SAY(PLAN_NOT_KNOWN_PAIN_NOW));
        return;
    }
    ili_putf(o, "  %s %s", il_population_word(g->population), ILI_SAY(PLAN_PAIN));
    for (int i = 0; i < g->n; i++) {
        ili_putf(o, "%s %s ", i ? ";" : ":", ILI_SAY(HEAD_WEEKS)), ili_put_fixed(o, g->week[i], 0), ili_put(o, " "), ili_put_range(o, &g->pain[i]);
    }
    ili_putf(o, "\n  %s", ILI_SAY(HEAD_COHORT));
    for (int i = 1; i < g->n; i++) ili_putf(o, "%s %s ", i > 1 ? ";" : ":", ILI_SAY(HEAD_WEEKS)), ili_put_fixed(o, g->week[i], 0), ili_put(o, " "), ili_put_range(o, &g->cohort[i]);
    ili_putf(o, "\n  %s", ILI_SAY(PLAN_RANGE_BEGINS_PERSON_S));
    ili_putf(o, "\n  %s\n", ILI_SAY(PLAN_RECORDED_LOWERS_ANYTHING_SEVERAL));
    if (!isnan(p->adherence)) ili_putf(o, "  %s: ", ILI_SAY(PLAN_ADHERENCE_EXERCISES_LAST_RECORDED)), ili_put_fixed(o, p->adherence, 0), ili_putf(o, " %%; %s\n", ILI_SAY(PLAN_MOVES_NOTHING_TRIALS_DIFFER));
    ili_out line = {0};
    for (int i = 0; ili_care_factor(r->assess->knowledge, g, i, &line); i++) {
        const il_prognosis_row *row = &r->assess->knowledge->prognosis[g->factor[i].row];
        ili_put(o, "  - "), ili_put(o, line.text ? line.text : ""), ili_put(o, " [");
        ili_put_plain(o, row->source);
        ili_putf(o, ", %s]\n", il_source_status_text(row->status));
        o->failed |= line.failed;
        ili_out_free(&line);
    }
    if (ili_care_unrecorded(r->assess->knowledge, g, &line)) ili_put(o, "  "), ili_put(o, line.text ? line.text : ""), ili_put(o, "\n");
    o->failed |= line.failed;
    ili_out_free(&line);
    ili_put(o, "  ");
    ili_put_plain(o, g->source);
    ili_put(o, "\n");
}

static void put_referrals(const il_care_request *r, const il_plan *p, ili_out *o) {
    if (p->nreferral) ili_putf(o, "\n%s\n  ", ILI_SAY(PLAN_REFERRALS_LETTER_EACH_HTML)), ili_care_whose(&r->assess->patient->author, o), ili_put(o, "\n");
    for (int i = 0; i < p->nreferral; i++) {
        const il_plan_referral *f = &p->referral[i];
        ili_putf(o, "  %s%s: ", f->own ? ILI_SAY(OWN_WORK) : il_provider_words(f->to), f->level == IL_SAFETY_EMERGENCY ? ILI_SAY(PLAN_NOW) : f->level == IL_SAFETY_URGENT ? ILI_SAY(PLAN_URGENT) : "");
        ili_put_plain(o, f->reason);
        if (f->asks && *f->asks) ili_put(o, ". "), ili_put_plain(o, f->asks);
        ili_put(o, "\n");
    }
}

il_status il_report_plan_text(const il_care_request *r, const il_plan *p, char **text, size_t *size, il_error *err) {
    ili_out o = {0};
    ili_care_danger(r->assessment, &o);
    if (p->only_referral) {
        ili_putf(&o, "\n%s\n  ", ILI_SAY(PLAN_NO_PLAN));
        ili_put_plain(&o, p->why);
        ili_put(&o, "\n");
    } else {
        put_wishes(r, p, &o);
        put_choice(r, p, &o);
        put_phases(r, p, &o);
        put_exercises(r, p, &o);
        put_held_back(r, p, &o);
        put_again(p, &o);
        put_prognosis(r, p, &o);
    }
    put_referrals(r, p, &o);
    ili_care_notices(r->assessment, &o);
    return ili_out_take(&o, text, size, err);
}
