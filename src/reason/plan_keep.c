// plan_keep.c - a plan into the record, as it was made: what later visits are held against
#include "reason/plan_private.h"
#include "ilium/version.h"
#include <string.h>

static il_side kept_side(il_side side) { return side == IL_SIDE_BOTH ? IL_SIDE_NONE : side; }

// the course of cohorts begun at this person's pain, in points of ten; then readings of tests
int il_plan_expected(const il_plan *p, il_expected *out) {
    int n = 0;
    for (int i = 0; p->prognosis.known && i < p->prognosis.n; i++) {
        const il_range *x = &p->prognosis.pain[i];
        out[n++] = (il_expected){"pain", {true, p->prognosis.week[i]}, {true, x->low/10.0}, {true, x->mid/10.0}, {true, x->high/10.0}, IL_SIDE_NONE};
    }
    for (int i = 0; i < p->nexpect; i++) {
        const il_plan_test *x = &p->expect[i];
        out[n++] = (il_expected){x->test, {true, x->week}, {true, x->value.low}, {true, x->value.mid}, {true, x->value.high}, kept_side(x->side)};
    }
    return n;
}

static void keep_care(const il_care_request *r, const il_plan *p, il_saved_plan *out) {
    const il_knowledge *k = r->assess->knowledge;
    for (int i = 0; i < p->nitem; i++)
        if (p->item[i].choice == IL_PLAN_CHOSEN) out->planned[out->nplanned++] = (il_planned){k->treatment[p->item[i].treatment].id, kept_side(p->item[i].side)};
    for (int i = 0; i < p->nexercise; i++)
        if (!p->exercise[i].option) out->planned[out->nplanned++] = (il_planned){k->exercise[p->exercise[i].exercise].id, kept_side(p->exercise[i].side)};
}

// texts of the knowledge must not be outlived by the record
static bool own_texts(il_patient *p, il_saved_plan *x) {
    for (int i = 0; i < x->nplanned; i++)
        if (!(x->planned[i].id = il_patient_text(p, x->planned[i].id))) return false;
    for (int i = 0; i < x->nexpected; i++)
        if (!(x->expected[i].outcome = il_patient_text(p, x->expected[i].outcome))) return false;
    x->version = il_patient_text(p, il_version());
    x->data = x->data ? il_patient_text(p, x->data) : NULL;
    return x->version != NULL;
}

il_status il_plan_keep(const il_care_request *r, const il_plan *plan, il_patient *p, const char *by, const char *released, il_error *err) {
    const il_visit *v = il_care_visit(r);
    if (plan->only_referral) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "there is no plan to keep: %.300s", plan->why);
    if (!v || !v->date) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "a plan is kept with the date of its visit, and this visit has none");
    il_saved_plan *list = il_patient_array(p, (size_t)p->nplan + 1, sizeof *list), x = {.date = v->date, .by = by, .released = released, .released_by = released ? by : NULL, .data = r->assess->data_hash};
    x.planned = il_patient_array(p, (size_t)(plan->nitem + plan->nexercise) + 1, sizeof *x.planned);
    x.expected = il_patient_array(p, (size_t)(plan->prognosis.n + plan->nexpect) + 1, sizeof *x.expected);
    if (!list || !x.planned || !x.expected) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the plan");
    keep_care(r, plan, &x);
    x.nexpected = il_plan_expected(plan, x.expected);
    if (!own_texts(p, &x)) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the plan");
    // one plan a visit: a new one of the same day takes the place of the old
    int n = 0;
    for (int i = 0; i < p->nplan; i++)
        if (strcmp(p->plan[i].date, v->date) != 0) list[n++] = p->plan[i];
    int at = n;
    for (; at > 0 && strcmp(list[at - 1].date, v->date) > 0; at--) list[at] = list[at - 1];
    list[at] = x;
    p->plan = list, p->nplan = n + 1;
    return IL_OK;
}
