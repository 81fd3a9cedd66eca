// vary.c - a person's numbers, and both ends of every factor that reported results are varied over
#include "vary.h"
#include <stdlib.h>
#include <string.h>

il_status va_vary_open(va_bench *b, il_error *err) {
    il_status s = il_factors_create(b->body, &b->factors, err);
    // what is not known of the model, not how people differ: rows are about means of people
    for (int i = 0; !s && i < il_factors_count(b->factors) && b->nfactor < VA_MAX_FACTOR; i++) {
        const il_factor *f = il_factors_get(b->factors, i);
        if (f->kind != IL_FACTOR_PERSON && !f->reading) b->factor[b->nfactor++] = i;
    }
    return s;
}

static il_status person_params(const va_bench *b, const va_person *who, il_params **out, il_error *err) {
    il_status s = il_params_create(b->body->m, false, out, err);
    return s || who->tables ? s : il_body_person(b->body, &who->sizes, *out, err);
}

il_status va_subject_create(const va_bench *b, const va_person *who, int variation, va_subject *out, il_error *err) {
    size_t nq = (size_t)b->body->m->nq;
    *out = (va_subject){.habit = calloc(nq + 1, sizeof(double))};
    il_status s = out->habit ? person_params(b, who, &out->p, err) : il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for a person");
    if (s) return s;
    memcpy(out->habit, out->p->coordinate_neutral, nq*sizeof *out->habit);
    out->who = il_subject_usual(b->body, out->p, out->habit);
    if (variation == 0) return IL_OK;
    return il_factor_apply(b->factors, b->factor[(variation - 1)/2], variation%2 == 0, out->p, out->habit, &out->who, err);
}

void va_subject_free(va_subject *s) {
    il_params_free(s->p);
    free(s->habit);
    *s = (va_subject){0};
}
