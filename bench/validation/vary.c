// vary.c - a person's numbers, and the ways in which what is not known of them is varied
#include "validation.h"
#include <math.h>
#include <string.h>
#include "vary.h"

static void scale(double *x, int n, double factor) {
    for (int i = 0; i < n; i++) x[i] *= factor;
}

static bool of_trunk(const char *group) {
    return va_has("external_oblique;internal_oblique;transversus;rectus_abdominis;iliocostalis;longissimus;multifidus;quadratus_lumborum;latissimus;psoas", group);
}

void va_vary(const va_bench *b, const va_variation *v, il_params *p) {
    const il_model *m = b->body->m;
    for (int i = 0; i < m->nmuscle; i++) {
        bool trunk = of_trunk(b->body->groups.muscle[i]);
        p->muscle_tone[i] = fmin(1.0, p->muscle_tone[i]*v->tone);
        if (trunk) p->muscle_f_max[i] *= v->tension, p->muscle_weight[i] *= v->weight;
    }
    scale(p->bushing_k, 6*m->nbushing, v->stiffness), scale(p->bushing_b, 6*m->nbushing, v->stiffness), scale(p->bushing_c, 6*m->nbushing, v->stiffness);
    scale(p->ligament_k, m->nligament, v->stiffness);
}

void va_variations(va_bench *b) {
    const il_usual_row *effort = il_body_usual(b->tables, "effort"), *tension = il_body_usual(b->tables, "specific_tension");
    va_variation        usual = {.name = "usual", .what = "", .effort = effort->value, .tension = 1.0, .tone = 1.0, .weight = 1.0, .stiffness = 1.0};
    const char *const   name[] = {"effort low", "effort high", "tension low", "tension high", "tone low", "tone high", "weight low", "weight high", "stiffness low", "stiffness high"};
    b->variation[0] = usual, b->nvariation = 1;
    for (int i = 0; i < 10; i++) {
        va_variation v = usual;
        v.name = name[i];
        if (i < 2) v.effort = i ? effort->high : effort->low;
        else if (i < 4) v.tension = (i == 3 ? tension->high : tension->low)/tension->value;
        else if (i < 6) v.tone = i == 5 ? 2.0 : 0.5;
        else if (i < 8) v.weight = i == 7 ? 2.0 : 0.5;
        else v.stiffness = i == 9 ? 1.25 : 0.8;
        b->variation[b->nvariation++] = v;
    }
}

il_status va_person_params(const va_bench *b, const va_person *who, il_params **out, il_error *err) {
    il_status s = il_params_create(b->body->m, false, out, err);
    return s || who->tables ? s : il_body_person(b->body, &who->sizes, *out, err);
}
