// fhir_observation.c - what was asked and measured, and what was simulated, as Observations; the two never share one
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/fhir.h"

static const char category_uri[] = ILI_FHIR_TERMS "observation-category";

// one observation: of whom, when, what kind, what
static json_t *observe(ili_fhir *f, const char *key, const char *status, const char *category, json_t *code) {
    bool    own = !strcmp(category, "simulated");
    json_t *o = ili_fhir_resource(f, "Observation", key);
    ili_fhir_text(f, o, "status", status);
    ili_fhir_set(f, o, "category", ili_fhir_list(f, ili_fhir_coded(f, own ? ILI_FHIR_OWN "CodeSystem/category" : category_uri, category, NULL, own ? ILI_SAY(FHIR_SIMULATED_NOT_MEASURED) : NULL)));
    ili_fhir_set(f, o, "code", code);
    ili_fhir_subject(f, o);
    ili_fhir_text(f, o, "effectiveDateTime", f->v->date);
    return o;
}

static void body_site(ili_fhir *f, json_t *o, const char *part, il_side side) {
    ili_out words = {0};
    if (side == IL_SIDE_BOTH) ili_put(&words, ILI_SAY(DAY_BOTH));
    else ili_put(&words, ili_side_name(side));
    if (part) ili_put(&words, words.size ? " " : ""), ili_put_plain(&words, part);
    json_t *text = ili_fhir_words(f, &words), *site = json_object();
    ili_fhir_set(f, site, "text", text);
    ili_fhir_set(f, o, "bodySite", site);
}

// a part of an observation: the range that a value may have, with words
static json_t *range_part(ili_fhir *f, const char *words, const il_range *r, const char *unit) {
    json_t *part = json_object();
    ili_fhir_set(f, part, "code", ili_fhir_concept(f, words));
    ili_fhir_set(f, part, "valueRange", ili_fhir_range(f, r->low, r->high, unit));
    return part;
}

// ---- the screen ------------------------------------------------------------------------------------------------------------------------

static json_t *asked(ili_fhir *f, const char *row, const char *question) {
    char key[80];
    snprintf(key, sizeof key, "screen/%.60s", row);
    return observe(f, key, "final", "survey", ili_fhir_coded(f, ILI_FHIR_OWN "CodeSystem/screen", row, NULL, question));
}

static bool answered(const il_visit *v, const char *row) {
    for (int i = 0; i < v->nscreen; i++)
        if (v->screen[i].answer != IL_NOT_ASKED && !strcmp(v->screen[i].id, row)) return true;
    return false;
}

// yes, no, or not asked, which is never no
static void screen(ili_fhir *f) {
    for (int i = 0; i < f->v->nscreen; i++) {
        const il_screen_answer *x = &f->v->screen[i];
        int                     rule = il_screen_find(&f->k->screen, x->id);
        if (x->answer == IL_NOT_ASKED || rule < 0) continue;
        ili_fhir_set(f, asked(f, x->id, f->k->screen.rule[rule].question), "valueBoolean", json_boolean(x->answer == IL_YES));
    }
    for (int i = 0; i < f->a->safety.nnot_asked; i++) {
        const il_safety_gap *g = &f->a->safety.not_asked[i];
        if (answered(f->v, g->id)) continue;
        ili_fhir_set(f, asked(f, g->id, g->text), "dataAbsentReason", ili_fhir_coded(f, ILI_FHIR_TERMS "data-absent-reason", "not-asked", NULL, ILI_SAY(FHIR_NOT_ASKED)));
    }
}

// ---- the person and the pain -----------------------------------------------------------------------------------------------------------

static void measure(ili_fhir *f, const char *id, const char *category, const char *words, double value, double width, const char *unit) {
    const il_code *c = ili_fhir_code(f, false, id, IL_SIDE_NONE);
    json_t        *o = observe(f, id, "final", category, ili_fhir_coded(f, c ? il_code_system_uri(c->system) : NULL, c ? c->code : NULL, c ? c->display : NULL, words));
    ili_fhir_set(f, o, "valueQuantity", ili_fhir_quantity(f, value, width, unit));
}

static void person(ili_fhir *f) {
    const il_person_summary *s = &f->a->person;
    if (s->age.known) measure(f, "age", "social-history", ILI_SAY(FHIR_AGE_VISIT), s->age.mid, 1.0, "a");
    if (s->height_cm.known) measure(f, "height", "vital-signs", ILI_SAY(FHIR_BODY_HEIGHT), s->height_cm.mid, 1.0, "cm");
    if (s->mass_kg.known) measure(f, "weight", "vital-signs", ILI_SAY(FHIR_BODY_WEIGHT), s->mass_kg.mid, 1.0, "kg");
    if (s->bmi.known) measure(f, "bmi", "vital-signs", ILI_SAY(CARE_BODY_MASS_INDEX), s->bmi.mid, 1.0, "kg/m2");
}

static void pain(ili_fhir *f) {
    const il_pain *p = &f->v->pain;
    if (p->intensity_now.known) measure(f, "pain_now", "survey", ILI_SAY(PAIN_NOW), p->intensity_now.value, 1.0, "{score}");
    if (p->intensity_worst.known) measure(f, "pain_worst", "survey", ILI_SAY(PAIN_WORST), p->intensity_worst.value, 1.0, "{score}");
    if (p->duration_weeks.known) measure(f, "pain_duration", "survey", ILI_SAY(FHIR_DURATION_PAIN), p->duration_weeks.value, 1.0, "weeks");
    for (int i = 0; i < f->a->person.npain; i++) {
        const il_pain_region *r = &f->a->person.pain[i];
        char                  key[96];
        snprintf(key, sizeof key, "drawn/%.40s/%d/%d", r->code, (int)r->side, i);
        json_t *o = observe(f, key, "final", "survey", ili_fhir_concept(f, ILI_SAY(FHIR_PAIN_DRAWN_PERSON)));
        ili_fhir_set(f, o, "valueCodeableConcept", ili_fhir_coded(f, ILI_FHIR_OWN "CodeSystem/region", r->code, NULL, r->name));
        body_site(f, o, r->name, r->side);
        if (!r->intensity.known) continue;
        json_t *part = json_object();
        ili_fhir_set(f, part, "code", ili_fhir_concept(f, ILI_SAY(FHIR_PAIN_HERE_0_10)));
        ili_fhir_set(f, part, "valueQuantity", ili_fhir_quantity(f, r->intensity.mid, 1.0, "{score}"));
        ili_fhir_set(f, o, "component", ili_fhir_list(f, part));
    }
}

// ---- findings and scores -----------------------------------------------------------------------------------------------------------------

bool ili_fhir_examined(const il_assessed_finding *x) { return x->use != IL_USE_WEAK && !x->derived; }

void ili_fhir_finding_key(const ili_fhir *f, int finding, char out[96]) {
    const il_assessed_finding *x = &f->a->finding[finding];
    snprintf(out, 96, "finding/%.60s/%d/%d", x->test ? x->test : "", (int)x->side, finding);
}

static void norm(ili_fhir *f, json_t *o, const il_assessed_finding *x) {
    json_t *range = json_object();
    ili_out words = {0};
    if (!x->norm.known) {
        json_decref(range);
        return;
    }
    ili_putf(&words, "%s: ", ILI_SAY(FHIR_PUBLISHED_HEALTHY_PEOPLE)), ili_put_spread(&words, &x->norm);
    if (ili_fhir_given(x->norm_source)) ili_put(&words, " ("), ili_put_plain(&words, x->norm_source), ili_put(&words, ")");
    ili_fhir_set(f, range, "text", ili_fhir_words(f, &words));
    ili_fhir_set(f, o, "referenceRange", ili_fhir_list(f, range));
}

static void finding(ili_fhir *f, int i) {
    const il_assessed_finding *x = &f->a->finding[i];
    char                       key[96];
    if (!ili_fhir_examined(x)) return;
    ili_fhir_finding_key(f, i, key);
    json_t *o = observe(f, key, "final", "exam", ili_fhir_coded(f, ILI_FHIR_OWN "CodeSystem/test", x->test, NULL, x->name));
    if (x->observed.known) {
        double width = x->observed.high - x->observed.low;
        ili_fhir_set(f, o, "valueQuantity", ili_fhir_quantity(f, x->observed.mid, 0.1*fmax(width, 0.1*fabs(x->observed.mid)), x->unit));
        if (width > 0.0) ili_fhir_set(f, o, "component", ili_fhir_list(f, range_part(f, ILI_SAY(FHIR_WITH_ITS_MEASURING_ERROR), &x->observed, x->unit)));
    } else if (ili_fhir_given(x->word)) ili_fhir_set(f, o, "valueCodeableConcept", ili_fhir_concept(f, x->word));
    else ili_fhir_set(f, o, "dataAbsentReason", ili_fhir_coded(f, ILI_FHIR_TERMS "data-absent-reason", "unknown", NULL, NULL));
    body_site(f, o, NULL, x->side);
    ili_fhir_set(f, o, "note", ili_fhir_note(f, ili_limited_name(x->limited_by)));
    norm(f, o, x);
}

static const il_score *score_of(const ili_fhir *f, const char *id) {
    for (int i = 0; i < f->k->nscore; i++)
        if (!strcmp(f->k->score[i].id, id)) return &f->k->score[i];
    return NULL;
}

static void scores(ili_fhir *f) {
    for (int i = 0; i < f->v->nscore; i++) {
        const il_score *s = score_of(f, f->v->score[i].score);
        il_fact         total = s ? il_score_total(s, &f->v->score[i]) : (il_fact){0};
        char            key[96];
        if (!total.known) continue;
        snprintf(key, sizeof key, "score/%.60s/%d", s->id, i);
        json_t *o = observe(f, key, "final", "survey", ili_fhir_coded(f, ILI_FHIR_OWN "CodeSystem/score", s->id, NULL, s->name)), *range = json_object();
        ili_fhir_set(f, o, "valueQuantity", ili_fhir_quantity(f, total.value, s->whole ? 10.0 : 1.0, "{score}"));
        ili_fhir_set(f, range, "low", ili_fhir_quantity(f, s->min, 10.0, "{score}"));
        ili_fhir_set(f, range, "high", ili_fhir_quantity(f, s->max, 10.0, "{score}"));
        ili_fhir_text(f, range, "text", s->higher_is_better ? ILI_SAY(FHIR_POSSIBLE_TOTALS_HIGHER_BETTER) : ILI_SAY(FHIR_POSSIBLE_TOTALS_LOWER_BETTER));
        ili_fhir_set(f, o, "referenceRange", ili_fhir_list(f, range));
    }
}

void ili_fhir_observations(ili_fhir *f) {
    screen(f), person(f), pain(f);
    for (int i = 0; i < f->a->nfinding; i++) finding(f, i);
    scores(f);
}

// ---- what was simulated ------------------------------------------------------------------------------------------------------------------

static void simulated(ili_fhir *f, const char *key, const char *words, il_side side, const char *unit, const il_range *healthy, const il_range *with) {
    const il_range *told = with->known ? with : healthy;
    json_t         *parts = json_array();
    if (!told->known) {
        json_decref(parts);
        return;
    }
    json_t *o = observe(f, key, "preliminary", "simulated", ili_fhir_concept(f, words));
    ili_fhir_set(f, o, "extension", ili_fhir_simulated(f));
    ili_fhir_set(f, o, "valueQuantity", ili_fhir_quantity(f, told->mid, told->high - told->low, unit));
    if (with->known) ili_fhir_append(f, parts, range_part(f, ILI_SAY(FHIR_SIMULATED_WITH_LEADING_EXPLANATION), with, unit));
    if (healthy->known) ili_fhir_append(f, parts, range_part(f, ILI_SAY(FHIR_SIMULATED_WITHOUT_ANY_CONDITION), healthy, unit));
    ili_fhir_set(f, o, "component", parts);
    body_site(f, o, NULL, side);
    ili_fhir_set(f, o, "method", ili_fhir_concept(f, ILI_SAY(FHIR_MECHANICAL_SIMULATION)));
    ili_fhir_set(f, o, "device", ili_fhir_reference(f, "Device", ""));
    ili_fhir_set(f, o, "note", ili_fhir_note(f, ili_say(f->a, ILI_W_SIMULATED_VALUE)));
}

void ili_fhir_simulation(ili_fhir *f) {
    char    key[120];
    ili_out words = {0};
    for (int i = 0; i < f->a->nload; i++) {
        const il_load *l = &f->a->load[i];
        snprintf(key, sizeof key, "load/%.40s/%.30s/%d", l->structure, l->quantity, (int)l->side);
        ili_putf(&words, "%s: ", ILI_SAY(TEXT_SIMULATED)), ili_put_plain(&words, l->structure), ili_put(&words, ", "), ili_put_plain(&words, l->quantity);
        if (!words.failed) simulated(f, key, words.text, l->side, l->unit, &l->healthy, &l->with_best);
        f->failed |= words.failed;
        ili_out_free(&words);
    }
    for (int i = 0; i < f->a->nprint; i++) {
        const il_print *p = &f->a->print[i];
        snprintf(key, sizeof key, "print/%.60s/%d/%d%s", p->name, (int)p->side, (int)p->kind, ili_is_warning(p) && !p->healthy.known ? "/with" : "");
        ili_putf(&words, "%s: ", ILI_SAY(TEXT_SIMULATED)), ili_put_plain(&words, p->name);
        if (p->kind == IL_PRINT_NOT_HELD) ili_putf(&words, " (%s)", ILI_SAY(FHIR_MODEL_CANNOT_HOLD_POSTURE));
        if (p->kind == IL_PRINT_SEVERAL) ili_putf(&words, " (%s)", ILI_SAY(SEVERAL_BRIEF));
        if (!words.failed) simulated(f, key, words.text, p->side, p->unit, &p->healthy, &p->with_best);
        f->failed |= words.failed;
        ili_out_free(&words);
    }
}
