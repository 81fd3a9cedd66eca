// plan_words.c - what stands beside the treatments of a plan: referrals, what is done again and when, and the prognosis as a range
#include "reason/plan_private.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---- referrals ---------------------------------------------------------------------------------------------------------------------

static void refer(ili_planner *x, il_provider to, il_safety_level level, const char *reason, const char *asks) {
    x->p->referral[x->p->nreferral++] = (il_plan_referral){to, level, reason, asks};
}

// an item of danger that is not urgent refers where its action says so
static bool says_refer(const char *action) { return strstr(action, "efer") != NULL; }

static void refer_danger(ili_planner *x) {
    for (int i = 0; i < x->a->safety.npositive; i++) {
        const il_safety_item *s = &x->a->safety.positive[i];
        if (s->level >= IL_SAFETY_URGENT || says_refer(s->action)) refer(x, IL_BY_PHYSICIAN, s->level, s->text, s->action);
    }
    if (!x->a->validity.in_scope && x->a->safety.level < IL_SAFETY_URGENT)
        refer(x, IL_BY_PHYSICIAN, IL_SAFETY_WATCH, x->a->validity.nreason ? x->a->validity.reason[0] : "outside what this program was made for", "Assessment and plan by a clinician who knows it.");
}

// what others do: chosen treatments of other professions, and procedures for an opinion
static void refer_treatments(ili_planner *x) {
    for (int i = 0; i < x->p->nitem; i++) {
        const il_treatment *t = &x->k->treatment[x->p->item[i].treatment];
        if (x->p->item[i].choice == IL_PLAN_CHOSEN && t->by != IL_BY_SELF) refer(x, t->by, IL_SAFETY_CLEAR, t->name, t->dose);
    }
    for (int i = 0; i < x->k->ntreatment; i++) {
        const il_treatment *t = &x->k->treatment[i];
        const char         *why;
        if (t->kind != IL_TREATMENT_REFERRAL || il_list_has(t->conditions, "any") || !ili_plan_relevant(x, t->conditions)) continue;
        if (il_treatment_permit(x->k, x->a, i, &why) != IL_REFUSED_REFERRAL || ili_plan_wish(x, t->id, "")) continue;
        refer(x, t->by, IL_SAFETY_CLEAR, t->name, "For an opinion, where twelve weeks of this plan have not helped. No dose is proposed here.");
    }
}

static il_status fill_referrals(ili_planner *x, il_error *err) {
    ILI_PLAN_ARRAY(x, x->p->referral, x->a->safety.npositive + x->p->nitem + x->k->ntreatment + 2);
    refer_danger(x);
    if (!x->p->only_referral) refer_treatments(x);
    return IL_OK;
}

// ---- done again --------------------------------------------------------------------------------------------------------------------

static bool leap(int year) { return (year%4 == 0 && year%100 != 0) || year%400 == 0; }

// the date so many days later, "2026-03-31"
static const char *later(il_assessment *canvas, const char *date, int days) {
    static const int length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year = atoi(date), month = atoi(date + 5), day = atoi(date + 8) + days;
    for (;;) {
        int n = length[(month - 1)%12] + (month == 2 && leap(year));
        if (day <= n) break;
        day -= n;
        if (++month > 12) month = 1, year++;
    }
    return il_assessment_text(canvas, "%04d-%02d-%02d", year, month, day);
}

static bool listed(const il_plan *p, const char *name) {
    for (int i = 0; i < p->ntest; i++)
        if (!strcmp(p->test[i], name)) return true;
    return false;
}

// the tests that told most of the likeliest conditions
static void fill_tests(ili_planner *x) {
    if (il_patient_consent_stops(x->r->assess->patient, "exam")) return;
    for (int c = 0; c < x->a->ncondition && c < 2; c++) {
        const il_assessed_condition *q = &x->a->condition[c];
        for (int i = 0; i < q->nexplains && x->p->ntest < IL_PLAN_TESTS; i++) {
            if (x->a->finding[q->explains[i].finding].use == IL_USE_WEAK) continue; // no test
            const char *name = x->a->finding[q->explains[i].finding].name;
            if (name && !listed(x->p, name)) x->p->test[x->p->ntest++] = name;
        }
    }
}

static void fill_dates(ili_planner *x) {
    static const int weeks[IL_PLAN_RETESTS] = {2, 6, 12};
    for (int i = 0; i < IL_PLAN_RETESTS; i++) {
        x->p->retest_week[i] = weeks[i];
        if (x->visit && x->visit->date && strlen(x->visit->date) == 10) x->p->retest[i] = later(x->p->canvas, x->visit->date, 7*weeks[i]);
    }
}

// ---- prognosis -----------------------------------------------------------------------------------------------------------------------

// the course of cohorts, as a share of where they began, from this person's pain: low with low, high with high
static void fill_prognosis(ili_planner *x) {
    il_prognosis    *g = &x->p->prognosis;
    il_fact          pain = x->visit ? x->visit->pain.intensity_now : (il_fact){0}, weeks = x->visit ? x->visit->pain.duration_weeks : (il_fact){0};
    const il_course *first = NULL;
    if (!pain.known && x->visit) pain = x->visit->pain.intensity_worst;
    if (!pain.known || !weeks.known) return;
    g->population = weeks.value < 12.0 ? IL_POPULATION_ACUTE : IL_POPULATION_CHRONIC;
    for (int i = 0; i < x->k->ncourse && g->n < 4; i++) {
        const il_course *c = &x->k->course[i];
        if (c->population != g->population) continue;
        if (!first) first = c;
        double now = 10.0*pain.value/first->mid;
        g->week[g->n] = c->week;
        g->pain[g->n++] = c == first ? (il_range){true, 10.0*pain.value, 10.0*pain.value, 10.0*pain.value}
                                     : (il_range){true, fmin(now*c->low, 100.0), fmin(now*c->mid, 100.0), fmin(now*c->high, 100.0)};
        g->source = c->source;
    }
    g->known = g->n > 1;
}

static double recorded_adherence(const il_visit *v) {
    double sum = 0.0;
    int    n = 0;
    for (int i = 0; v && i < v->nkept; i++)
        if (v->kept[i].percent.known) sum += v->kept[i].percent.value, n++;
    for (int i = 0; v && i < v->history.ntried; i++)
        if (v->history.tried[i].adherence_percent.known) sum += v->history.tried[i].adherence_percent.value, n++;
    return n ? sum/n : IL_NAN;
}

il_status ili_plan_words(ili_planner *x, il_error *err) {
    ILI_TRY(fill_referrals(x, err));
    x->p->adherence = recorded_adherence(x->visit);
    if (x->p->only_referral) return IL_OK;
    fill_tests(x);
    fill_dates(x);
    fill_prognosis(x);
    return IL_OK;
}
