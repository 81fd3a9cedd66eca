// plan_wishes.c - what the person wants and refuses, has at hand and has time for
//
// From the record as it stood at the visit (il_patient_preferences, il_patient_equipment); what the request gives stands in place of the recorded equipment
// and beside the recorded refusals.
#include "reason/plan_private.h"
#include <math.h>
#include <string.h>

static const double repetition_s = 4.0, between_s = 30.0; // assumed

static int visit_index(const ili_planner *x) { return x->visit ? (int)(x->visit - x->r->assess->patient->visit) : -1; }
static const il_preferences *preferences(const ili_planner *x) { return il_patient_preferences(x->r->assess->patient, visit_index(x)); }

// ---- wanted, refused ---------------------------------------------------------------------------------------------------------------

il_want ili_plan_wants(const ili_planner *x, const char *id) {
    const il_preferences *w = preferences(x);
    for (int i = 0; w && i < w->ntreatment; i++)
        if (!strcmp(w->treatment[i].treatment, id)) return w->treatment[i].wish;
    return IL_WANT_UNKNOWN;
}

bool ili_plan_aim(const ili_planner *x, il_aim aim) {
    const il_preferences *w = preferences(x);
    for (int i = 0; w && i < w->naim; i++)
        if (w->aim[i].aim == 1 + (int)aim) return true;
    return !w || !w->naim;
}

bool ili_plan_has_aim(const ili_planner *x, const il_treatment *t) {
    for (int i = 0; i < IL_NAIM; i++)
        if (t->aim[i] && ili_plan_aim(x, (il_aim)i)) return true;
    return false;
}

// ---- at hand -----------------------------------------------------------------------------------------------------------------------

static bool at_hand(const ili_planner *x, const char *item) {
    int               count = 0, known = il_find_equipment(x->k, item);
    const il_at_hand *have = il_patient_equipment(x->r->assess->patient, visit_index(x), &count);
    if (known >= 0 && x->k->equipment[known].from != IL_EQUIPMENT_OWN) return true;
    if (x->r->equipment) return il_list_has(x->r->equipment, item);
    for (int i = 0; i < count; i++)
        if (!strcmp(have[i].item, item)) return true;
    return count == 0;
}

// everything that is needed must be at hand; what is needed may be a list
il_refusal ili_plan_wish(const ili_planner *x, const char *id, const char *equipment) {
    if (il_patient_consent_stops(x->r->assess->patient, id)) return IL_REFUSED_CONSENT;
    if (x->r->without && il_list_has(x->r->without, id)) return IL_REFUSED_NOT_WANTED;
    if (ili_plan_wants(x, id) == IL_WANT_REFUSES) return IL_REFUSED_NOT_WANTED;
    for (const char *p = equipment; *p;) {
        char   one[64];
        size_t n = strcspn(p, ";");
        if (n < sizeof one) memcpy(one, p, n), one[n] = 0;
        if (n >= sizeof one || !at_hand(x, one)) return IL_REFUSED_EQUIPMENT;
        p += n + (p[n] == ';');
    }
    return IL_REFUSED_NOT;
}

// ---- time --------------------------------------------------------------------------------------------------------------------------

double il_exercise_minutes(const il_exercise *e, il_side side) {
    double one = e->sets*e->reps*(isnan(e->hold_s) ? repetition_s : e->hold_s) + e->sets*between_s;
    return (side == IL_SIDE_BOTH ? 2.0 : 1.0)*one/60.0;
}

static double all_minutes(const ili_planner *x) {
    double sum = 0.0;
    for (int i = 0; i < x->p->nexercise; i++) sum += il_exercise_minutes(&x->k->exercise[x->p->exercise[i].exercise], x->p->exercise[i].side);
    return sum;
}

// does a stretch that stays need it?
static bool is_needed(const ili_planner *x, int i) {
    for (int j = 0; j < x->p->nexercise; j++) {
        const il_exercise *e = &x->k->exercise[x->p->exercise[j].exercise];
        if (j != i && e->kind == IL_EXERCISE_STRETCH && e->pair == x->p->exercise[i].exercise) return true;
    }
    return false;
}

static void take_out(ili_planner *x, int i) {
    ili_plan_leave_out(x, x->p->exercise[i].exercise, "there is no time for it in the minutes a day that are recorded");
    memmove(&x->p->exercise[i], &x->p->exercise[i + 1], (size_t)(--x->p->nexercise - i)*sizeof *x->p->exercise);
}

// the last option, or the last of all: never the strengthening of a stretch that stays
static int last_that_may_go(const ili_planner *x) {
    int go = -1;
    for (int i = 0; i < x->p->nexercise; i++)
        if (!is_needed(x, i) && (go < 0 || x->p->exercise[i].option >= x->p->exercise[go].option)) go = i;
    return go;
}

void ili_plan_fit_time(ili_planner *x) {
    const il_preferences *w = preferences(x);
    for (int go; w && w->minutes_a_day.known && all_minutes(x) > w->minutes_a_day.value && (go = last_that_may_go(x)) >= 0;) {
        take_out(x, go);
        // what stood here only for that stretch goes with it
        for (int i = x->p->nexercise - 1; i >= 0; i--)
            if (x->p->exercise[i].paired && !is_needed(x, i)) take_out(x, i);
    }
    x->p->minutes = all_minutes(x);
}
