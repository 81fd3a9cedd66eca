// plan_expect.c - what a plan expects of the tests that were measured: each reading and by what its treatments move it, simulated
//
// Only angles and lengths whose change a later reading could show at all: what lies within the error of two readings is nothing to expect.
#include <math.h>
#include <string.h>

#include "base/try.h"
#include "ilium/followup.h"
#include "ilium/knowledge.h"
#include "ilium/plan.h"

static const double weeks[] = {6.0, 12.0};
enum { NWEEKS = sizeof weeks/sizeof *weeks, MOST = 40 };

// the treatments that were chosen and change something that can be simulated; one that is refused would take the others with it
static void wish_chosen(const il_plan *p, il_care_request *r) {
    r->nwish = 0;
    for (int i = 0; i < p->nitem && r->nwish < IL_CARE_WISHES; i++) {
        bool simulated = r->assess->knowledge->treatment[p->item[i].treatment].simulated;
        if (p->item[i].choice == IL_PLAN_CHOSEN && !p->item[i].refusal && simulated) r->wish[r->nwish++] = (il_treatment_wish){p->item[i].treatment, p->item[i].side};
    }
}

// what was measured of a test and pain did not end; of what nobody recorded an end the reading is taken as it stands
static const il_finding *measured(const il_visit *v, const il_whatif_row *row) {
    for (int i = 0; i < v->nfinding; i++) {
        const il_finding *f = &v->finding[i];
        if (!strcmp(f->test, row->name) && f->side == row->side && f->value.known && f->limited_by < IL_LIMITED_LOCAL_PAIN) return f;
    }
    return NULL;
}

// may the change, at its most, be seen in one person?
static bool could_be_seen(const il_knowledge *k, const il_finding *f, const il_range *change) {
    static const char *const units[] = {"deg", "mm", "cm"};
    const il_test           *t = &k->test[il_find_test(k, f->test)];
    bool                     measure = false;
    for (size_t i = 0; i < sizeof units/sizeof *units; i++) measure |= t->kind == IL_TEST_NUMBER && !strcmp(t->unit, units[i]);
    double least = 1.96*sqrt(2.0)*il_test_error(t, f, false); // NaN where the error is not known: then nothing is expected
    return measure && fmax(fabs(change->low), fabs(change->high)) >= least;
}

static void add(il_plan *p, const il_whatif_row *row, double week, double from, const il_range *change) {
    p->expect[p->nexpect++] = (il_plan_test){row->name, row->side, week, {true, from + change->low, from + change->mid, from + change->high}};
}

// where a later week shows a change, the reading itself stands at week 0
static void add_rows(const il_knowledge *knowledge, const il_visit *v, const il_whatif *w, il_plan *p) {
    for (int i = 0; i < w->nrow; i++) {
        const il_whatif_row *row = &w->row[i];
        const il_finding    *f = row->load || !row->change.known || row->none_shown ? NULL : measured(v, row);
        bool                 begun = false;
        if (!f || !could_be_seen(knowledge, f, &row->change)) continue;
        for (int k = 0; k < p->nexpect; k++) begun |= !strcmp(p->expect[k].test, row->name) && p->expect[k].side == row->side;
        if (p->nexpect + 2 > MOST) return;
        if (!begun) add(p, row, 0.0, f->value.value, &(il_range){.known = true});
        add(p, row, w->weeks, f->value.value, &row->change);
    }
}

// names of rows belong to the knowledge, or to what-if itself where they are loads, which are not kept
il_status il_plan_expect(const il_care_request *request, il_plan *plan, const il_progress *progress, il_error *err) {
    il_care_request r = *request;
    const il_visit *v = il_care_visit(request);
    plan->nexpect = 0;
    if (!v || plan->only_referral) return IL_OK;
    wish_chosen(plan, &r);
    if (r.nwish == 0) return IL_OK;
    if (!plan->expect && !(plan->expect = il_assessment_array(plan->canvas, MOST, sizeof *plan->expect))) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for what a plan expects");
    for (int k = 0; k < NWEEKS; k++) {
        il_whatif *w = NULL;
        r.weeks = weeks[k];
        ILI_TRY(il_whatif_run(&r, &w, progress, err));
        if (!w->refused) add_rows(r.assess->knowledge, v, w, plan);
        il_whatif_free(w);
    }
    return IL_OK;
}
