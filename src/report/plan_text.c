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
    if (!isnan(e->hold_s)) ili_put(o, " of "), ili_put_fixed(o, e->hold_s, 0), ili_put(o, " s");
    ili_put(o, ", ");
    ili_put_fixed(o, e->a_week, 0);
    ili_put(o, " a week for ");
    ili_put_fixed(o, e->weeks, 0);
    ili_put(o, " weeks, then ");
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
    ili_put(o, " to ");
    ili_put_fixed(o, r->high, 0);
    ili_put(o, ") N");
}

void ili_care_load(const il_plan_load *l, ili_out *o) {
    ili_put_sided(o, ili_put_plain, l->words, l->side);
    ili_put(o, " ");
    newtons(o, &l->exercise);
    const char *daily = l->daily_words ? l->daily_words : "standing";
    ili_putf(o, ", %s ", daily);
    newtons(o, &l->daily);
    if (isfinite(l->daily_ratio)) ili_put(o, ": "), ili_put_fixed(o, l->daily_ratio, 1), ili_put(o, " times");
    if (isfinite(l->ratio) && strcmp(daily, "standing")) ili_put(o, "; standing "), ili_put_fixed(o, l->standing.mid, 0), ili_put(o, " N: "), ili_put_fixed(o, l->ratio, 1), ili_put(o, " times");
}

void ili_care_daily(const il_plan *p, ili_out *o) {
    ili_put(o, p->ndaily ? "Compared with the highest load of every day: " : "Compared with quiet standing; all else of every day is reported to be worse.");
    for (int i = 0; i < p->ndaily; i++) ili_put(o, i ? ", " : ""), ili_put_plain(o, p->daily[i]);
    if (p->ndaily) ili_put(o, p->daily_reported ? " (reported as tolerable)." : " (a stated set; what is reported as worse is left out).");
}

void ili_care_gain(const il_gain *g, ili_out *o) {
    ili_put_fixed(o, g->worst, 0);
    ili_put(o, " of 100 in the worst case, ");
    ili_put_fixed(o, g->expected, 0);
    ili_put(o, " expected");
}

void ili_care_unmet(const il_plan *p, ili_out *o) {
    bool first = true;
    for (int aim = 0; aim < IL_AIM_DOCUMENT; aim++) {
        bool met = false;
        for (int i = 0; i < p->nitem; i++) met |= p->item[i].aim[aim];
        if (met || !p->aim[aim]) continue;
        ili_putf(o, "%s%s", first ? "nothing is sure to gain more than doing less to: " : ", ", il_aim_words((il_aim)aim));
        first = false;
    }
}

const char *ili_care_by(const il_treatment *t, il_scope scope) { return scope == IL_SCOPE_OWN && t->by != IL_BY_SELF ? "this clinician" : il_provider_words(t->by); }

void ili_care_whose(const il_author *who, ili_out *o) {
    if (!who->profession && !who->nwork) {
        ili_put(o, "The record does not say what the clinician's profession is: of what was chosen or is wanted, everything that others may do is referred.");
        return;
    }
    ili_put(o, "What is the clinician's own work is not referred: by ");
    if (who->profession) ili_putf(o, "the profession (%s)", il_provider_words((il_provider)who->profession));
    ili_putf(o, "%s%s. The law where the licence holds decides.", who->profession && who->nwork ? " and " : "", who->nwork ? "what the record says of single treatments" : "");
}

const char *ili_care_choice(const il_plan_item *item) {
    if (item->choice == IL_PLAN_CHOSEN) return "chosen: the most in the worst case over what the findings leave open";
    if (item->choice == IL_PLAN_OPTION && item->wanted) return "may be added: the person asks for it, though the worst case gains nothing";
    if (item->choice == IL_PLAN_OPTION) return "may be added: for a likely condition, though the worst case gains nothing";
    return "doing less is as good in the worst case, or another does more";
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
    ili_putf(o, ", by: %s; evidence %s\n    %s\n    pain in trials against doing less: ", ili_care_by(t, item->scope), ili_grade_name(t->grade), ili_care_choice(item));
    ili_care_gain(&item->gain, o);
    ili_put(o, "\n    dose: ");
    ili_put_plain(o, t->dose);
    if (*t->stop) ili_put(o, "\n    stop: "), ili_put_plain(o, t->stop);
    ili_put(o, "\n");
    if (!isnan(item->reached[IL_PHASE_STRENGTHEN])) {
        ili_put(o, "    mechanical effect reached by week 6: ");
        ili_put_fixed(o, 100.0*item->reached[IL_PHASE_RESTORE], 0);
        ili_put(o, " %, by week 12: ");
        ili_put_fixed(o, 100.0*item->reached[IL_PHASE_STRENGTHEN], 0);
        ili_put(o, " %\n");
    }
    for (int i = 0; (question = il_treatment_question(k, r->assessment, item->treatment, i)); i++) ili_put(o, "    ask first: "), ili_put_plain(o, question), ili_put(o, "\n");
    ili_care_guidelines(k, item->treatment, "    ", o);
}

static void put_wishes(const il_care_request *r, const il_plan *p, ili_out *o) {
    ili_out line = {0};
    for (int i = 0; ili_care_wish(r, p, i, &line); i++) {
        ili_put(o, i ? "  " : "\nWISHES AND MEANS (as recorded)\n  ");
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
    ili_put(o, "\nPLAN (highest worst case over the 90 % posterior set; load is not pain)\n");
    if (!chosen) ili_put(o, "  Do less: no treatment gains anything in the worst case over what the findings leave open.\n");
    if (less >= 0) {
        ili_put(o, "  the option to do less: ");
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
    ili_put(o, "  document: findings, scores and this plan at every visit\n");
}

static void put_exercise(const il_care_request *r, const il_plan_exercise *x, ili_out *o) {
    const il_exercise *e = &r->assess->knowledge->exercise[x->exercise];
    ili_put(o, "  ");
    ili_put_plain(o, e->name);
    if (x->side == IL_SIDE_RIGHT || x->side == IL_SIDE_LEFT) ili_putf(o, ", %s", ili_side_name(x->side));
    ili_putf(o, "%s%s, from week %d\n    ", x->option ? " (may be left out)" : "", x->paired ? " (goes with the stretch)" : "", il_phase_from(x->phase));
    ili_put_plain(o, e->does);
    ili_put(o, "\n    dose: ");
    ili_care_dose(e, o);
    ili_put(o, "\n    progress: ");
    ili_put_plain(o, e->progression);
    ili_put(o, "\n    stop: ");
    ili_put_plain(o, e->stop);
    ili_put(o, "\n");
    if (!x->tried) ili_put(o, "    not simulated\n");
    else if (!x->solved) ili_put(o, "    the posture was not found on this body: what it loads is not known\n");
    else if (!x->held) ili_putf(o, "    the simulated body cannot hold it (%s): begin with an easier form\n", x->cannot ? x->cannot : "?");
    int n = 0;
    for (int i = 0; i < x->nload; i++) {
        if (!x->load[i].aggravates || n++ >= 3) continue;
        ili_put(o, n > 1 ? "                   " : "    MAY AGGRAVATE: "), ili_care_load(&x->load[i], o), ili_put(o, "\n");
    }
    if (n > 3) ili_putf(o, "                   and %d more\n", n - 3);
}

static void put_exercises(const il_care_request *r, const il_plan *p, ili_out *o) {
    ili_put(o, "\nHOME EXERCISES (solved on this person");
    if (p->nbody) ili_putf(o, "; ranges over %d likely bodies, ", p->nbody), ili_put_fixed(o, 100.0*p->covered, 0), ili_put(o, " % of the posterior");
    ili_put(o, ")\n");
    ili_put(o, p->npainful ? "  structures whose pattern the drawn pain fits:" : "  The drawn pain fits no structure whose load is known here.");
    for (int i = 0; i < p->npainful; i++) ili_put(o, i ? ", " : " "), ili_put_plain(o, p->painful[i]);
    ili_put(o, "\n");
    if (p->npainful) ili_put(o, "  "), ili_care_daily(p, o), ili_put(o, "\n");
    if (!p->nexercise) ili_put(o, "  none\n");
    for (int i = 0; i < p->nexercise; i++) put_exercise(r, &p->exercise[i], o);
    for (int i = 0; i < p->nleft_out; i++) {
        ili_put(o, "  left out: ");
        ili_put_plain(o, r->assess->knowledge->exercise[p->left_out[i].exercise].name);
        ili_put(o, ": ");
        ili_put_plain(o, p->left_out[i].cannot);
        ili_put(o, "\n");
    }
}

static void put_phases(const il_care_request *r, const il_plan *p, ili_out *o) {
    const il_knowledge *k = r->assess->knowledge;
    ili_put(o, "\nPHASES\n");
    for (int ph = 0; ph < IL_PLAN_PHASES; ph++) {
        bool first = true;
        int  to = ph + 1 < IL_PLAN_PHASES ? il_phase_from(ph + 1) : -1;
        if (to > 0) ili_putf(o, "  %s, weeks %d to %d:", il_phase_words(ph), il_phase_from(ph), to);
        else ili_putf(o, "  %s, from week %d:", il_phase_words(ph), il_phase_from(ph));
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
        ili_put(o, first ? " stay active; re-test\n" : "\n");
    }
}

static void put_held_back(const il_care_request *r, const il_plan *p, ili_out *o) {
    bool head = false;
    for (int i = 0; i < p->nitem; i++) {
        if (!p->item[i].refusal) continue;
        if (!head) ili_put(o, "\nNOT GIVEN\n");
        head = true;
        ili_put(o, "  ");
        ili_put_plain(o, r->assess->knowledge->treatment[p->item[i].treatment].name);
        ili_putf(o, ": %s", il_refusal_words(p->item[i].refusal));
        if (*p->item[i].why) ili_put(o, ": "), ili_put_plain(o, p->item[i].why);
        ili_put(o, "\n");
    }
}

static void put_again(const il_plan *p, ili_out *o) {
    ili_put(o, "\nRE-TEST\n ");
    for (int i = 0; i < IL_PLAN_RETESTS; i++) {
        ili_putf(o, "%s week %d", i ? "," : "", p->retest_week[i]);
        if (p->retest[i]) ili_putf(o, " (%s)", p->retest[i]);
    }
    ili_put(o, ": the safety screen, pain and function");
    for (int i = 0; i < p->ntest; i++) ili_put(o, ", "), ili_put_plain(o, p->test[i]);
    ili_put(o, "\n  No gain in pain or function after four weeks: screen again and reconsider everything.\n");
}

static void put_prognosis(const il_care_request *r, const il_plan *p, ili_out *o) {
    const il_prognosis *g = &p->prognosis;
    ili_put(o, "\nPROGNOSIS (the course of cohorts, begun at this person's pain; points of 100)\n");
    if (!g->known) {
        ili_put(o, "  not known: pain now and how long it has lasted are not both recorded\n");
        return;
    }
    ili_putf(o, "  %s pain", il_population_word(g->population));
    for (int i = 0; i < g->n; i++) {
        ili_putf(o, "%s week ", i ? ";" : ":"), ili_put_fixed(o, g->week[i], 0), ili_put(o, " "), ili_put_range(o, &g->pain[i]);
    }
    ili_put(o, "\n  as the cohorts went");
    for (int i = 1; i < g->n; i++) ili_putf(o, "%s week ", i > 1 ? ";" : ":"), ili_put_fixed(o, g->week[i], 0), ili_put(o, " "), ili_put_range(o, &g->cohort[i]);
    ili_put(o, "\n  The range begins at this person's pain and is that of the cohorts' mean; a single person varies more. What worsens it raises the middle and the upper end, and nothing\n"
               "  that is recorded lowers anything; of several the one that leads farther counts. Associations, mostly of long pain: none shows that changing it changes the course.\n");
    if (!isnan(p->adherence)) ili_put(o, "  Adherence to exercises, as last recorded: "), ili_put_fixed(o, p->adherence, 0), ili_put(o, " %; it moves nothing: trials differ by it only between groups of trials, and one cohort found no relation.\n");
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
    if (p->nreferral) ili_put(o, "\nREFERRALS (a letter for each is in the HTML form)\n  "), ili_care_whose(&r->assess->patient->author, o), ili_put(o, "\n");
    for (int i = 0; i < p->nreferral; i++) {
        const il_plan_referral *f = &p->referral[i];
        ili_putf(o, "  %s%s: ", f->own ? "own work" : il_provider_words(f->to), f->level == IL_SAFETY_EMERGENCY ? ", NOW" : f->level == IL_SAFETY_URGENT ? ", urgent" : "");
        ili_put_plain(o, f->reason);
        if (f->asks && *f->asks) ili_put(o, ". "), ili_put_plain(o, f->asks);
        ili_put(o, "\n");
    }
}

il_status il_report_plan_text(const il_care_request *r, const il_plan *p, char **text, size_t *size, il_error *err) {
    ili_out o = {0};
    ili_care_danger(r->assessment, &o);
    if (p->only_referral) {
        ili_put(&o, "\nNO PLAN\n  ");
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
