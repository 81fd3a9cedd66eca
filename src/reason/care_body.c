// care_body.c - treatments as changes of a body: how much after some weeks, several together, and applied upon a condition
//
// How a value x of a parameter acts in part (s from 0 to 1), and two values together, follows the parameter's law (docs/conditions.md):
// what multiplies is raised to the power s, what is added is multiplied by s; a length by 1 - x (fibres, tendon) or 1 + x (slack).
#include "reason/care_private.h"
#include <math.h>
#include <string.h>

double il_treatment_share(const il_treatment_effect *e, double weeks) { return weeks <= 0.0 || e->weeks <= 0.0 ? 1.0 : 1.0 - exp(-weeks/e->weeks); }

typedef enum law { ADDS, TIMES, SHORTENS, LENGTHENS, GRADE } law;

static law law_of(il_parameter_kind kind) {
    if (kind == IL_MUSCLE_SHORTNESS || kind == IL_MUSCLE_TENDON_SHORTNESS) return SHORTENS;
    if (kind == IL_LIGAMENT_SLACK) return LENGTHENS;
    if (kind == IL_DISC_DEGENERATION) return GRADE;
    return strcmp(il_parameter_unit(kind), "times") == 0 ? TIMES : ADDS;
}

// as a factor (TIMES, lengths) or a sum (the others), so that parts and joins are powers and products, or multiples and sums
static double raw(law l, double x) { return l == SHORTENS ? 1.0 - x : l == LENGTHENS ? 1.0 + x : l == GRADE ? x - 1.0 : x; }
static double value(law l, double r) { return l == SHORTENS ? 1.0 - r : l == LENGTHENS ? r - 1.0 : l == GRADE ? r + 1.0 : r; }
static bool   multiplies(law l) { return l == TIMES || l == SHORTENS || l == LENGTHENS; }

static double part(law l, double x, double s) {
    if (s == 1.0) return x;
    return multiplies(l) ? value(l, pow(raw(l, x), s)) : value(l, s*raw(l, x));
}

static double join(law l, double x, double y) { return multiplies(l) ? value(l, raw(l, x)*raw(l, y)) : value(l, raw(l, x) + raw(l, y)); }

// y such that join(x, y) = whole
static double without(law l, double whole, double x) { return multiplies(l) ? value(l, raw(l, whole)/raw(l, x)) : value(l, raw(l, whole) - raw(l, x)); }

// ---- what the state itself changes ----

static bool acts_on(const il_change *c, const il_condition *q, il_side of, il_side side) {
    bool    sided = q->sided && (of == IL_SIDE_RIGHT || of == IL_SIDE_LEFT);
    il_side other = of == IL_SIDE_RIGHT ? IL_SIDE_LEFT : IL_SIDE_RIGHT;
    if (!sided || (c->same_side && c->other_side)) return true;
    return side == (c->same_side ? of : other);
}

// the state's value of a parameter of a part on one side
static double of_state(const il_knowledge *k, const ili_care_state *state, const ili_care_change *x) {
    law    l = law_of(x->parameter);
    double sum = k->parameter[x->parameter].neutral;
    for (int i = 0; i < state->ncause; i++) {
        for (int c = 0; c < k->nchange; c++) {
            const il_change *q = &k->change[c];
            if (q->condition != state->cause[i].condition || q->parameter != x->parameter || strcmp(q->target, x->target) != 0) continue;
            if (acts_on(q, &k->condition[q->condition], state->cause[i].side, x->side)) sum = join(l, sum, part(l, q->value, state->cause[i].severity));
        }
    }
    return sum;
}

// ---- the net change ----

// how severe the condition that the dose follows was assessed to be on this side; a dose is fixed before anybody knows which hypothesis is true
static double assessed_severity(const il_knowledge *k, const il_assessment *a, int condition, il_side side) {
    for (int i = 0; i < a->ncondition; i++) {
        const il_assessed_condition *c = &a->condition[i];
        if (strcmp(c->id, k->condition[condition].id) != 0 || (c->side != side && c->side != IL_SIDE_NONE)) continue;
        return c->severity.known ? c->severity.mid/k->condition[condition].severity_unit_value : 0.0;
    }
    return 0.0;
}

static double dose(const il_knowledge *k, const il_assessment *a, const il_treatment_effect *e, double weeks, ili_care_end end, il_side side) {
    law    l = law_of(e->parameter);
    double x = end == ILI_CARE_LOW ? e->low : end == ILI_CARE_MID ? e->mid : e->high;
    if (e->condition >= 0) x = part(l, x, assessed_severity(k, a, e->condition, side));
    return part(l, x, il_treatment_share(e, weeks));
}

// of two changes of the same the one that leads farther counts: no trial was found in which they add up
static void merge(const il_knowledge *k, ili_care_change *out, int *n, ili_care_change x) {
    double neutral = k->parameter[x.parameter].neutral;
    for (int i = 0; i < *n; i++) {
        if (out[i].parameter != x.parameter || out[i].side != x.side || strcmp(out[i].target, x.target) != 0) continue;
        if (fabs(x.value - neutral) > fabs(out[i].value - neutral)) out[i].value = x.value;
        return;
    }
    if (*n < ILI_CARE_CHANGES) out[(*n)++] = x;
}

static void add_effect(const il_knowledge *k, const il_assessment *a, const il_treatment_effect *e, il_side treated, double weeks, ili_care_end end, ili_care_change *out, int *n) {
    static const il_side sides[] = {IL_SIDE_RIGHT, IL_SIDE_LEFT};
    bool both = treated != IL_SIDE_RIGHT && treated != IL_SIDE_LEFT;
    for (int i = 0; i < 2; i++) {
        bool here = both || (sides[i] == treated ? e->same_side : e->other_side);
        if (here) merge(k, out, n, (ili_care_change){e->parameter, e->target, sides[i], dose(k, a, e, weeks, end, sides[i])});
    }
}

int ili_care_changes(const il_knowledge *k, const il_assessment *a, const il_treatment_wish *wish, int nwish, double weeks, ili_care_end end, const ili_care_state *state,
                     ili_care_change out[ILI_CARE_CHANGES]) {
    int n = 0, kept = 0;
    for (int w = 0; end != ILI_CARE_NONE && w < nwish; w++) {
        il_side side = ili_care_side(k, a, &wish[w]);
        for (int e = 0; e < k->neffect; e++)
            if (k->effect[e].treatment == wish[w].treatment) add_effect(k, a, &k->effect[e], side, weeks, end, out, &n);
    }
    for (int i = 0; i < n; i++) {
        const il_parameter *p = &k->parameter[out[i].parameter];
        law                 l = law_of(out[i].parameter);
        double              own = of_state(k, state, &out[i]), whole = join(l, own, out[i].value);
        if (whole < p->low) out[i].value = without(l, p->low, own);
        if (whole > p->high) out[i].value = without(l, p->high, own);
        if (out[i].value != p->neutral) out[kept++] = out[i];
    }
    return kept;
}

il_status ili_care_apply(const il_knowledge *k, const il_body *body, const il_params *person, const ili_care_state *state, const ili_care_change *change, int nchange,
                         il_params *p, il_error *err) {
    il_params_copy(body->m, person, p);
    for (int i = 0; i < state->ncause; i++) ILI_TRY(il_condition_apply(k, state->cause[i].condition, body, p, state->cause[i].side, state->cause[i].severity, err));
    for (int i = 0; i < nchange; i++) ILI_TRY(il_parameter_apply(body, p, change[i].parameter, change[i].target, change[i].side, change[i].value, 1.0, err));
    return IL_OK;
}
