// care_rules.c - may a treatment be given, what must be asked before, and which trials concern the person: rules alone
#include "reason/care_private.h"
#include <math.h>
#include <string.h>

#define X(name, words) words,
const char *il_refusal_words(il_refusal refusal) {
    static const char *const words[] = {IL_REFUSAL_LIST(X)};
    return (unsigned)refusal < IL_NREFUSAL ? words[refusal] : "";
}
#undef X

// ---- what forbids ----

static bool listed(const char *list, const il_screen_rules *rules, const char *id) {
    if (il_list_has(list, id)) return true;
    int row = il_screen_find(rules, id);
    for (const char *p = row < 0 ? "" : rules->rule[row].groups; *p;) {
        char   group[64];
        size_t n = strcspn(p, ";");
        if (n < sizeof group) {
            memcpy(group, p, n), group[n] = 0;
            if (il_list_has(list, group)) return true;
        }
        p += n + (p[n] == ';');
    }
    return false;
}

// a positive item of the screen that is in the list, or in one of its groups
static const char *open_flag(const il_knowledge *k, const il_assessment *a, const char *list) {
    for (int i = 0; *list && i < a->safety.npositive; i++)
        if (listed(list, &k->screen, a->safety.positive[i].id)) return a->safety.positive[i].text;
    return NULL;
}

static const char *likely_condition(const il_assessment *a, const char *list) {
    for (int i = 0; *list && i < a->ncondition; i++)
        if (a->condition[i].present.known && a->condition[i].present.mid > 0.5 && il_list_has(list, a->condition[i].id)) return a->condition[i].name;
    return NULL;
}

// the gravest contraindication that holds
static il_refusal contraindicated(const il_knowledge *k, const il_assessment *a, const char *treatment, const char **why) {
    il_refusal worst = IL_REFUSED_NOT;
    for (int i = 0; i < k->ncontraindication; i++) {
        const il_contraindication *c = &k->contraindication[i];
        if (!il_list_has(c->treatments, treatment) || (worst && !c->absolute)) continue;
        if (!open_flag(k, a, c->flags) && !likely_condition(a, c->conditions)) continue;
        worst = c->absolute ? IL_REFUSED_ABSOLUTE : IL_REFUSED_RELATIVE;
        *why = c->what;
        if (c->absolute) break;
    }
    return worst;
}

il_refusal il_treatment_permit(const il_knowledge *k, const il_assessment *a, int treatment, const char **why) {
    const il_treatment *t = &k->treatment[treatment];
    const char         *none;
    if (!why) why = &none;
    *why = "";
    bool screened = a->safety.level == IL_SAFETY_CLEAR || a->safety.level == IL_SAFETY_WATCH;
    if (!screened || !a->safety.rank_allowed || !a->safety.treatment_allowed) {
        *why = a->safety.npositive && a->safety.level >= IL_SAFETY_URGENT ? a->safety.positive[0].text : a->safety.refusal ? a->safety.refusal : il_notice_text(k, "screen_incomplete");
        return IL_REFUSED_SCREEN;
    }
    if (!a->validity.in_scope) {
        *why = a->validity.nreason ? a->validity.reason[0] : "";
        return IL_REFUSED_SCOPE;
    }
    if (t->kind == IL_TREATMENT_RECORD) return IL_REFUSED_RECORD;
    const char *flag = open_flag(k, a, t->forbidden_by);
    if (flag) {
        *why = flag;
        return IL_REFUSED_FLAG;
    }
    il_refusal refusal = contraindicated(k, a, t->id, why);
    return refusal ? refusal : t->kind == IL_TREATMENT_REFERRAL ? IL_REFUSED_REFERRAL : IL_REFUSED_NOT;
}

il_refusal il_exercise_permit(const il_knowledge *k, const il_assessment *a, int exercise, const char **why) {
    const il_exercise *e = &k->exercise[exercise];
    il_refusal         refusal = il_treatment_permit(k, a, e->treatment, why);
    const char        *flag = refusal ? NULL : open_flag(k, a, e->forbidden_by);
    if (!flag) return refusal;
    if (why) *why = flag;
    return IL_REFUSED_FLAG;
}

// ---- whose work it is ----

il_scope il_treatment_scope(const il_knowledge *k, const il_author *who, int treatment) {
    const il_treatment *t = &k->treatment[treatment];
    if (t->by == IL_BY_SELF) return IL_SCOPE_OWN;
    for (int i = 0; i < who->nwork; i++)
        if (!strcmp(who->work[i].treatment, t->id)) return who->work[i].does == IL_YES ? IL_SCOPE_OWN : IL_SCOPE_OTHER;
    if (!who->profession) return IL_SCOPE_UNKNOWN;
    return who->profession == (int)t->by ? IL_SCOPE_OWN : IL_SCOPE_OTHER;
}

// ---- what must be asked ----

const char *il_treatment_question(const il_knowledge *k, const il_assessment *a, int treatment, int i) {
    const il_treatment *t = &k->treatment[treatment];
    for (int c = 0; c < k->ncontraindication; c++)
        if (*k->contraindication[c].ask && il_list_has(k->contraindication[c].treatments, t->id) && i-- == 0) return k->contraindication[c].ask;
    for (int g = 0; g < a->safety.nnot_asked; g++) {
        const il_safety_gap *gap = &a->safety.not_asked[g];
        bool                 asks = listed(t->forbidden_by, &k->screen, gap->id);
        for (int c = 0; !asks && c < k->ncontraindication; c++)
            asks = il_list_has(k->contraindication[c].treatments, t->id) && listed(k->contraindication[c].flags, &k->screen, gap->id);
        if (asks && i-- == 0) return gap->text;
    }
    return NULL;
}

// ---- trials ----

const il_trial *il_treatment_trial(const il_knowledge *k, const il_visit *visit, int treatment, int i) {
    il_fact weeks = visit ? visit->pain.duration_weeks : (il_fact){0};
    for (int r = 0; r < k->ntrial; r++) {
        const il_trial *t = &k->trial[r];
        if (!il_list_has(t->treatments, k->treatment[treatment].id)) continue;
        if (weeks.known && t->population == IL_POPULATION_ACUTE && weeks.value >= ILI_CHRONIC_WEEKS) continue;
        if (weeks.known && t->population == IL_POPULATION_CHRONIC && weeks.value < ILI_CHRONIC_WEEKS) continue;
        if (i-- == 0) return t;
    }
    return NULL;
}

// ---- whom and where ----

const il_visit *il_care_visit(const il_care_request *care) {
    const il_assess_request *r = care->assess;
    int n = r->visit == 0 ? r->patient->nvisit : r->visit;
    return n >= 1 && n <= r->patient->nvisit ? &r->patient->visit[n - 1] : NULL;
}

il_side ili_care_side(const il_knowledge *k, const il_assessment *a, const il_treatment_wish *wish) {
    if (wish->side != IL_SIDE_NONE) return wish->side;
    // conditions stand most probable first
    for (int i = 0; i < a->ncondition; i++) {
        bool sided = a->condition[i].side == IL_SIDE_RIGHT || a->condition[i].side == IL_SIDE_LEFT;
        if (sided && il_list_has(k->treatment[wish->treatment].conditions, a->condition[i].id)) return a->condition[i].side;
    }
    return IL_SIDE_BOTH;
}

// ---- the posterior set ----

static ili_care_state state_of(const il_knowledge *k, const il_assessment *a, const il_hypothesis *h, bool simulated_only) {
    ili_care_state s = {.weight = h->probability};
    int            n = h->kind == IL_HYPOTHESIS_SINGLE ? 1 : h->kind == IL_HYPOTHESIS_PAIR ? 2 : 0;
    for (int i = 0; i < n; i++) {
        const il_assessed_condition *c = &a->condition[h->condition[i]];
        int                          condition = il_find_condition(k, c->id);
        if (condition < 0 || (simulated_only && !k->condition[condition].simulated)) continue;
        double unit = k->condition[condition].severity_unit_value;
        s.cause[s.ncause++] = (ili_care_cause){condition, c->side, c->severity.known && unit > 0.0 ? c->severity.mid/unit : 0.0};
    }
    return s;
}

int ili_care_hypotheses(const il_knowledge *k, const il_assessment *a, double share, ili_care_state *out, int limit) {
    int    n = 0;
    double sum = 0.0;
    for (int i = 0; i < a->nhypothesis && n < limit && sum < share; i++) {
        out[n] = state_of(k, a, &a->hypothesis[i], false);
        sum += out[n++].weight;
    }
    return n;
}

static bool same_body(const ili_care_state *x, const ili_care_state *y) {
    if (x->ncause != y->ncause) return false;
    for (int i = 0; i < x->ncause; i++) {
        bool found = false;
        for (int j = 0; j < y->ncause; j++) found |= x->cause[i].condition == y->cause[j].condition && x->cause[i].side == y->cause[j].side;
        if (!found) return false;
    }
    return true;
}

int ili_care_bodies(const il_knowledge *k, const il_assessment *a, double share, ili_care_state *out, int limit) {
    int    n = 0;
    double sum = 0.0;
    if (limit < 1) return 0;
    // the leading explanation stands first, whatever its share
    out[n++] = a->nhypothesis ? state_of(k, a, &a->hypothesis[a->leading], true) : (ili_care_state){.weight = 1.0};
    out[0].weight = a->nhypothesis ? 0.0 : 1.0;
    for (int i = 0; i < a->nhypothesis && sum < share; i++) {
        ili_care_state s = state_of(k, a, &a->hypothesis[i], true);
        int            j = 0;
        while (j < n && !same_body(&out[j], &s)) j++;
        sum += s.weight;
        if (j < n) out[j].weight += s.weight;
        else if (n < limit) out[n++] = s;
    }
    return n;
}
