// assessment_check.c - what reports rely on: indexes, probabilities, finite numbers, and that danger withholds what it must
#include <math.h>
#include <stdio.h>

#include "ilium/assessment.h"

// where the check stands, for the message: "conditions[2].present"
typedef struct place {
    il_error   *err;
    const char *list;
    int         index;
} place;

static il_status wrong(const place *p, const char *field, const char *should) {
    return il_error_set(p->err, IL_BAD_VALUE, NULL, 0, 0, "assessment: %s[%d].%s %s", p->list, p->index, field, should);
}

static il_status check_range(const place *p, const char *field, const il_range *r, double low, double high) {
    if (!r->known) return IL_OK;
    if (!isfinite(r->low) || !isfinite(r->mid) || !isfinite(r->high)) return wrong(p, field, "must be finite");
    if (r->low > r->mid || r->mid > r->high) return wrong(p, field, "must have low <= mid <= high");
    if (r->low < low || r->high > high) return wrong(p, field, "is out of range");
    return IL_OK;
}

static il_status check_spread(const place *p, const char *field, const il_spread *s) {
    if (!s->known) return IL_OK;
    if (!isfinite(s->mean) || !isfinite(s->sd) || s->sd < 0) return wrong(p, field, "must be finite with sd >= 0");
    return IL_OK;
}

static il_status check_findings(const il_assessment *a, il_error *err) {
    il_status s;
    for (int i = 0; i < a->nfinding; i++) {
        const il_assessed_finding *f = &a->finding[i];
        place                      p = {err, "findings", i};
        if (!f->name) return wrong(&p, "name", "is missing");
        if ((s = check_range(&p, "observed", &f->observed, -HUGE_VAL, HUGE_VAL)) || (s = check_spread(&p, "healthy", &f->healthy)) ||
            (s = check_spread(&p, "with_best", &f->with_best)) || (s = check_spread(&p, "norm", &f->norm)))
            return s;
    }
    return IL_OK;
}

static il_status check_contributions(const il_assessment *a, const place *p, const char *field, int n, const il_contribution *c) {
    for (int i = 0; i < n; i++)
        if (c[i].finding < 0 || c[i].finding >= a->nfinding || !isfinite(c[i].log10_likelihood))
            return wrong(p, field, "names a finding that does not exist, or is not finite");
    return IL_OK;
}

static il_status check_conditions(const il_assessment *a, il_error *err) {
    il_status s;
    for (int i = 0; i < a->ncondition; i++) {
        const il_assessed_condition *c = &a->condition[i];
        place                        p = {err, "conditions", i};
        if (!c->name) return wrong(&p, "name", "is missing");
        if (!c->present.known) return wrong(&p, "present", "is missing");
        if ((s = check_range(&p, "present", &c->present, 0, 1)) || (s = check_range(&p, "prior", &c->prior, 0, 1)) ||
            (s = check_range(&p, "severity", &c->severity, -HUGE_VAL, HUGE_VAL)) ||
            (s = check_contributions(a, &p, "explains", c->nexplains, c->explains)) ||
            (s = check_contributions(a, &p, "against", c->nagainst, c->against)))
            return s;
    }
    return IL_OK;
}

// the combinations are all there is: none, singles, pairs, not determined; together one
static il_status check_hypotheses(const il_assessment *a, il_error *err) {
    double sum = 0;
    for (int i = 0; i < a->nhypothesis; i++) {
        const il_hypothesis *h = &a->hypothesis[i];
        place                p = {err, "hypotheses", i};
        int                  used = h->kind == IL_HYPOTHESIS_SINGLE ? 1 : h->kind == IL_HYPOTHESIS_PAIR ? 2 : 0;
        if (!(h->probability >= 0 && h->probability <= 1)) return wrong(&p, "probability", "must lie in [0, 1]");
        for (int k = 0; k < used; k++)
            if (h->condition[k] < 0 || h->condition[k] >= a->ncondition) return wrong(&p, "condition", "names a condition that does not exist");
        sum += h->probability;
    }
    if (a->nhypothesis && fabs(sum - 1) > 1e-6)
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "assessment: the probabilities of hypotheses must sum to one; the sum differs by %.3e",
                            sum - 1);
    if (a->nhypothesis && (a->leading < 0 || a->leading >= a->nhypothesis))
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "assessment: leading must be an index of hypotheses");
    for (int i = 0; i < a->ninseparable; i++) {
        const il_inseparable *q = &a->inseparable[i];
        place                 p = {err, "inseparable", i};
        if (q->a < 0 || q->a >= a->ncondition || q->b < 0 || q->b >= a->ncondition) return wrong(&p, "a, b", "must be indexes of conditions");
    }
    return IL_OK;
}

static il_status check_loads(const il_assessment *a, il_error *err) {
    il_status s;
    for (int i = 0; i < a->nload; i++) {
        place p = {err, "loads", i};
        if (!a->load[i].structure) return wrong(&p, "structure", "is missing");
        if ((s = check_range(&p, "healthy", &a->load[i].healthy, -HUGE_VAL, HUGE_VAL)) ||
            (s = check_range(&p, "with_best", &a->load[i].with_best, -HUGE_VAL, HUGE_VAL)) ||
            (s = check_range(&p, "published", &a->load[i].published, -HUGE_VAL, HUGE_VAL)))
            return s;
    }
    for (int i = 0; i < a->nprint; i++) {
        place p = {err, "prints", i};
        if (!a->print[i].name) return wrong(&p, "name", "is missing");
        if ((s = check_range(&p, "healthy", &a->print[i].healthy, -HUGE_VAL, HUGE_VAL)) ||
            (s = check_range(&p, "with_best", &a->print[i].with_best, -HUGE_VAL, HUGE_VAL)))
            return s;
    }
    return IL_OK;
}

static il_status check_points(const place *p, int n, const double *point) {
    if (n < 0 || (n && !point)) return wrong(p, "point", "is missing");
    for (int i = 0; i < 3 * n; i++)
        if (!isfinite(point[i])) return wrong(p, "point", "must be finite");
    return IL_OK;
}

static il_status check_drawings(const il_assessment *a, il_error *err) {
    il_status s;
    for (int i = 0; i < a->ndrawing; i++) {
        const il_drawing *d = &a->drawing[i];
        for (int k = 0; k < d->nline; k++)
            if ((s = check_points(&(place){err, "drawing.lines", k}, d->line[k].npoint, d->line[k].point))) return s;
        for (int k = 0; k < d->nshape; k++) {
            const il_draw_shape *shape = &d->shape[k];
            place                p = {err, "drawing.shapes", k};
            int                  need = shape->kind == IL_SHAPE_CAPSULE ? 2 : shape->kind == IL_SHAPE_ELLIPSOID ? 4 : 0;
            if (need && shape->npoint != need) return wrong(&p, "npoint", "must be 2 for a capsule and 4 for an ellipsoid");
            if ((s = check_points(&p, shape->npoint, shape->point))) return s;
        }
        for (int k = 0; k < d->nmarker; k++)
            if ((s = check_points(&(place){err, "drawing.markers", k}, 1, d->marker[k].point))) return s;
    }
    return IL_OK;
}

// EMERGENCY names no condition; from URGENT on treatment is withheld; an unknown screen allows nothing; the level is no milder than its items
static il_status check_safety(const il_safety_block *b, il_error *err) {
    bool mute = b->level == IL_SAFETY_UNKNOWN || b->level == IL_SAFETY_EMERGENCY;
    if (b->rank_allowed && mute)
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "assessment: rank_allowed must be false in an emergency or without a screen");
    if (b->treatment_allowed && (mute || b->level == IL_SAFETY_URGENT))
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "assessment: treatment_allowed must be false from URGENT on or without a screen");
    for (int i = 0; i < b->npositive; i++)
        if (b->positive[i].level > b->level) return wrong(&(place){err, "safety.positive", i}, "level", "is graver than the level of the screen");
    for (int i = 0; i < b->nnot_asked; i++)
        if (b->not_asked[i].key && b->complete) return wrong(&(place){err, "safety.not_asked", i}, "key", "contradicts a complete screen");
    return IL_OK;
}

il_status il_assessment_check(const il_assessment *a, il_error *err) {
    il_status s;
    if ((s = check_safety(&a->safety, err)) || (s = check_findings(a, err)) || (s = check_conditions(a, err)) ||
        (s = check_hypotheses(a, err)) || (s = check_loads(a, err)) || (s = check_drawings(a, err)))
        return s;
    return IL_OK;
}
