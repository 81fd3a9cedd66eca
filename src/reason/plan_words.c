// plan_words.c - what stands beside the treatments of a plan: referrals, what is done again and when
#include "reason/plan_private.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---- referrals ---------------------------------------------------------------------------------------------------------------------

static void refer(ili_planner *x, il_provider to, il_safety_level level, const char *reason, const char *asks) {
    x->p->referral[x->p->nreferral++] = (il_plan_referral){.to = to, .level = level, .reason = reason, .asks = asks};
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

// what is planned, or asked for by the person, and outside the clinician's scope; and procedures for an opinion
static void refer_treatments(ili_planner *x) {
    for (int i = 0; i < x->p->nitem; i++) {
        const il_plan_item *item = &x->p->item[i];
        const il_treatment *t = &x->k->treatment[item->treatment];
        bool                planned = item->choice == IL_PLAN_CHOSEN || (item->choice == IL_PLAN_OPTION && item->wanted);
        if (planned && item->scope != IL_SCOPE_OWN) refer(x, t->by, IL_SAFETY_CLEAR, t->name, t->dose);
    }
    for (int i = 0; i < x->k->ntreatment; i++) {
        const il_treatment *t = &x->k->treatment[i];
        const char         *why;
        if (t->kind != IL_TREATMENT_REFERRAL || il_list_has(t->conditions, "any") || !ili_plan_relevant(x, t->conditions)) continue;
        if (il_treatment_permit(x->k, x->a, i, &why) != IL_REFUSED_REFERRAL || ili_plan_wish(x, t->id, "")) continue;
        refer(x, t->by, IL_SAFETY_CLEAR, t->name, "For an opinion, where twelve weeks of this plan have not helped. No dose is proposed here.");
        x->p->referral[x->p->nreferral - 1].own = il_treatment_scope(x->k, &x->r->assess->patient->author, i) == IL_SCOPE_OWN;
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

il_status ili_plan_words(ili_planner *x, il_error *err) {
    ILI_TRY(fill_referrals(x, err));
    x->p->adherence = ili_plan_adherence(x);
    if (x->p->only_referral) return IL_OK;
    fill_tests(x);
    fill_dates(x);
    return ili_plan_prognosis(x, err);
}
