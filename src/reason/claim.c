// claim.c - a claim about a mechanism against two solved scenarios
#include "ilium/claim.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define X(name, words) words,
const char *il_claim_verdict_text(il_claim_verdict v) {
    static const char *const text[] = {IL_CLAIM_VERDICT_LIST(X)};
    return text[v];
}
#undef X

il_status il_claim_apply(const il_knowledge *k, const il_claim *c, bool reference, const il_body *body, il_params *p, il_error *err) {
    const il_claim_change *change = reference ? c->reference : c->change;
    il_status              s = IL_OK;
    for (int i = 0; !s && i < (reference ? c->nthan : c->nchange); i++) {
        const il_claim_change *x = &change[i];
        s = x->condition >= 0 ? il_condition_apply(k, x->condition, body, p, x->side, x->value, err)
                              : il_parameter_apply(body, p, x->parameter, x->target, x->side, x->value, 1, err);
    }
    return s;
}

il_status il_claim_ask(const il_knowledge *k, const il_claim *c, const il_body *body, const il_task *task, const il_params *person, bool people, int threads,
                       const il_progress *progress, il_sensitivity *out[2], il_error *err) {
    il_params *p = NULL;
    out[0] = out[1] = NULL;
    il_status s = il_params_create(body->m, false, &p, err);
    for (int i = 0; !s && i < 2; i++) {
        il_params_copy(body->m, person ? person : body->m->nominal, p);
        s = il_claim_apply(k, c, i == 0, body, p, err);
        if (!s) s = il_sensitivity_run(body, task, p, NULL, people, true, threads, progress, &out[i], err);
    }
    il_params_free(p);
    return s;
}

static int find_value(const il_sensitivity *s, const char *name) {
    if (!strncmp(name, "reading:", 8)) name += 8;
    for (int i = il_sensitivity_count(s) - 1; i >= 0; i--) // readings stand last
        if (!strcmp(il_sensitivity_name(s, i), name)) return i;
    return -1;
}

// the change at both ends of every factor; its range about the usual change
static void range_of(const il_sensitivity *before, const il_sensitivity *after, int value, double mid, double range[2]) {
    int     n = il_sensitivity_factors(after);
    double *end = calloc(2*(size_t)n + 1, sizeof *end);
    range[0] = range[1] = IL_NAN;
    if (!end) return;
    for (int f = 0; f < n; f++)
        for (int h = 0; h < 2; h++) end[2*f + h] = il_sensitivity_end(after, value, f, h) - il_sensitivity_end(before, value, f, h);
    il_factor_range(mid, n, end, range);
    free(end);
}

static il_claim_verdict verdict_of(const il_claim *c, double change, double least, double low, double high) {
    if (fabs(change) < least) return IL_CLAIM_NONE_SHOWN;
    if (!(change > 0 ? low > 0 : high < 0)) return IL_CLAIM_UNSURE;
    return c->expected == '*' || (c->expected == '+') == (change > 0) ? IL_CLAIM_AS_CLAIMED : IL_CLAIM_CONTRARY;
}

void il_claim_judge(const il_claim *c, const il_sensitivity *before, const il_sensitivity *after, il_claim_result *out) {
    double range[2];
    *out = (il_claim_result){.before = IL_NAN, .after = IL_NAN, .low = IL_NAN, .high = IL_NAN, .unit = ""};
    if (!*c->task || !before || !after) return;
    int value = find_value(after, c->outcome);
    out->verdict = IL_CLAIM_UNSOLVED;
    if (value < 0) return;
    out->unit = il_sensitivity_unit(after, value);
    out->before = il_sensitivity_usual(before, value), out->after = il_sensitivity_usual(after, value);
    double change = out->after - out->before;
    if (!isfinite(change)) return;
    range_of(before, after, value, change, range);
    out->low = range[0], out->high = range[1];
    out->verdict = verdict_of(c, change, c->least_percent ? c->least/100*fabs(out->before) : c->least, out->low, out->high);
}
