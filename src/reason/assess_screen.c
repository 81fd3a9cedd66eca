// assess_screen.c - danger first: the safety screen over all visits, and whether the person is one the program may speak about
#include "reason/assess_private.h"
#include "base/names.h"
#include <math.h>
#include <string.h>

static void set(il_fact *fact, double value) { *fact = (il_fact){true, value}; }

static bool is(const il_finding *f, const char *test) { return strcmp(f->test, test) == 0; }

// the lowest strength grade, and whether any strength was reduced or stopped by pain
static void strength_facts(const il_visit *v, il_screen_visit *out) {
    for (int i = 0; i < v->nfinding; i++) {
        const il_finding *f = &v->finding[i];
        if (is(f, "nerve_root_signs") && f->value.known && f->value.value >= 2.0) set(&out->fact[IL_FROM_STRENGTH_LIMITED], 1.0); // which signs is not told
        if (!strstr(f->test, "strength")) continue;
        bool graded = ili_name_ends(f->test, "_mrc") && f->value.known;
        if (graded && (!out->fact[IL_FROM_STRENGTH].known || f->value.value < out->fact[IL_FROM_STRENGTH].value)) {
            set(&out->fact[IL_FROM_STRENGTH], f->value.value);
        }
        bool pain = f->limited_by == IL_LIMITED_LOCAL_PAIN || f->limited_by == IL_LIMITED_PAIN_BELOW_KNEE || f->limited_by == IL_LIMITED_GUARDING;
        bool reduced = (graded && f->value.value < 5.0) || f->result == IL_RESULT_REDUCED || f->reduced_by_percent.known;
        if (pain || reduced) set(&out->fact[IL_FROM_STRENGTH_LIMITED], 1.0);
        else if (!out->fact[IL_FROM_STRENGTH_LIMITED].known) set(&out->fact[IL_FROM_STRENGTH_LIMITED], 0.0);
    }
}

static void drawing_facts(const il_knowledge *k, const il_visit *v, il_screen_visit *out) {
    bool leg_r = false, leg_l = false;
    for (int i = 0; i < v->pain.narea; i++) {
        int region = il_find_region(k, v->pain.area[i].region);
        if (region < 0) continue;
        const il_region *r = &k->region[region];
        il_side          side = v->pain.area[i].side;
        if (r->below_knee) set(&out->fact[IL_FROM_BELOW_KNEE], 1.0);
        if (r->saddle) set(&out->fact[IL_FROM_SADDLE], 1.0);
        if (r->hip) set(&out->fact[IL_FROM_HIP_REGION], 1.0);
        leg_r |= r->leg && (side == IL_SIDE_RIGHT || side == IL_SIDE_BOTH);
        leg_l |= r->leg && (side == IL_SIDE_LEFT || side == IL_SIDE_BOTH);
    }
    for (int i = 0; i < v->nfinding; i++) {
        const il_finding *f = &v->finding[i];
        bool              told = is(f, "leg_pain_below_knee") && f->result == IL_RESULT_POSITIVE;
        if (told || f->limited_by == IL_LIMITED_PAIN_BELOW_KNEE) set(&out->fact[IL_FROM_BELOW_KNEE], 1.0);
        leg_r |= told && f->side == IL_SIDE_RIGHT, leg_l |= told && f->side == IL_SIDE_LEFT;
    }
    if (leg_r && leg_l) set(&out->fact[IL_FROM_BOTH_LEGS], 1.0);
}

// key muscles of the myotomes; the gluteals are weak on both sides in many people without nerve trouble
static bool is_key_muscle(const il_finding *f) {
    static const char *const key[] = {"hip_flexor_strength_mrc", "knee_extensor_strength_mrc", "ankle_dorsiflexor_strength_mrc", "great_toe_extensor_strength_mrc",
                                      "ankle_plantarflexor_strength_mrc"};
    for (size_t i = 0; i < sizeof key/sizeof *key; i++)
        if (is(f, key[i])) return true;
    return false;
}

// what the neurological examination found counts in the screen as if it had been answered
static void neurological_facts(const il_visit *v, il_screen_visit *out) {
    bool weak_r = false, weak_l = false;
    for (int i = 0; i < v->nfinding; i++) {
        const il_finding *f = &v->finding[i];
        bool              weak = is_key_muscle(f) && ((f->value.known && f->value.value < 5.0) || f->result == IL_RESULT_REDUCED);
        bool              clonus = (is(f, "patellar_reflex") || is(f, "achilles_reflex")) && f->value.known && f->value.value >= 4.0;
        bool              toe = (is(f, "babinski") || is(f, "ankle_clonus")) && f->result == IL_RESULT_POSITIVE;
        il_fact          *saddle = &out->fact[IL_FROM_SADDLE_SENSE];
        weak |= is(f, "nerve_root_signs") && f->value.known && f->value.value >= 2.0;
        weak_r |= weak && f->side == IL_SIDE_RIGHT;
        weak_l |= weak && f->side == IL_SIDE_LEFT;
        if (clonus || toe) set(&out->fact[IL_FROM_CORD], 1.0);
        if (is(f, "sensation_s3_s5") && f->value.known && (!saddle->known || f->value.value < saddle->value)) set(saddle, f->value.value);
        if (is(f, "sensation_s3_s5") && (f->result == IL_RESULT_REDUCED || f->reduced_by_percent.known)) set(saddle, 1.0);
    }
    if (weak_r && weak_l) set(&out->fact[IL_FROM_BOTH_WEAK], 1.0);
}

// ---- what the record holds elsewhere -------------------------------------------------------------------------------------------------

// is yes the latest answer that was given, up to this visit? Then the item is open and speaks for itself; a later no closes it
static bool stands_yes(const il_patient *p, int visit, const char *row) {
    bool yes = false;
    for (int v = 0; v <= visit; v++)
        for (int i = 0; i < p->visit[v].nscreen; i++) {
            const il_screen_answer *x = &p->visit[v].screen[i];
            if (x->answer != IL_NOT_ASKED && strcmp(x->id, row) == 0) yes = x->answer == IL_YES;
        }
    return yes;
}

static void medicine_facts(const il_knowledge *k, const il_patient *p, int visit, il_screen_visit *out) {
    static const struct {
        il_flag_from means;
        const char  *row;
    } kinds[] = {{IL_FROM_BLOOD_THINNER, "anticoagulant"}, {IL_FROM_BONE_MEDICINE, "osteoporosis"}, {IL_FROM_STEROID, "steroids"}};
    for (size_t i = 0; i < sizeof kinds/sizeof *kinds; i++) set(&out->fact[kinds[i].means], !stands_yes(p, visit, kinds[i].row) && ili_takes_medicine(k, p, visit, kinds[i].means));
}

// an image of spine, pelvis or hip on that day of the calendar or later, recorded up to this visit
static bool imaged_since(const il_patient *p, int visit, double day) {
    for (int v = 0; v <= visit; v++) {
        const il_history *h = &p->visit[v].history;
        for (int i = 0; i < h->nimage; i++) {
            const il_image *x = &h->image[i];
            bool shows = x->kind == IL_IMAGE_RADIOGRAPH || x->kind == IL_IMAGE_MRI || x->kind == IL_IMAGE_CT;
            bool there = x->part == IL_PART_LUMBAR || x->part == IL_PART_THORACIC || x->part == IL_PART_PELVIS || x->part == IL_PART_HIP;
            if (shows && there && x->date && strlen(x->date) == 10 && il_day_of_date(x->date) >= day) return true;
        }
    }
    return false;
}

// An accident whose day is not told, or cannot be placed among visits that are counted in days, counts as on the day it was told of: it was then or before,
// and only an image from then on surely shows what it did.
static void one_accident(const il_patient *p, int visit, const il_visit *told, const char *date, il_fact weeks_ago, il_fact *weeks) {
    bool    dated = date && strlen(date) == 10;
    il_fact now = il_visit_day(&p->visit[visit]), then = il_visit_day(told), day = {0};
    double  before = weeks_ago.known ? weeks_ago.value : 0.0, ago = before;
    if (now.known && then.known) ago += (now.value - then.value)/7.0;
    if (dated) set(&day, il_day_of_date(date));
    else if (told->date && then.known) set(&day, then.value - 7.0*before);
    if (dated && p->visit[visit].date) ago = (now.value - day.value)/7.0;
    if (ago < 0.0 || (day.known && imaged_since(p, visit, day.value))) return;
    set(weeks, fmin(weeks->value, ago));
}

// weeks since the last traffic accident, where severe injury does not stand at yes, after which nothing was imaged; of no other it is long ago
static void accident_fact(const il_patient *p, int visit, il_screen_visit *out) {
    static const double long_ago = 9999.0;
    il_fact             weeks = {true, long_ago};
    bool                told = stands_yes(p, visit, "trauma");
    for (int v = 0; v <= visit && !told; v++)
        for (int i = 0; i < p->visit[v].history.nevent; i++) {
            const il_event *e = &p->visit[v].history.event[i];
            if (e->kind == IL_EVENT_VEHICLE) one_accident(p, visit, &p->visit[v], e->date, e->weeks_ago, &weeks);
        }
    if (p->accident.kind == IL_EVENT_VEHICLE && !told) one_accident(p, visit, &p->visit[visit], p->accident.date, (il_fact){0}, &weeks);
    out->fact[IL_FROM_ACCIDENT] = weeks;
}

// the rows of the screen that ask what the record holds as facts of validity
static const char *const validity_rows[] = {
#define X(name, row, words) row,
    IL_VALIDITY_LIST(X)
#undef X
};

static void body_mass_index(const il_person *p, il_fact *out) {
    if (p->height_m.known && p->mass_kg.known && p->height_m.value > 0.0) set(out, p->mass_kg.value/(p->height_m.value*p->height_m.value));
    else *out = p->bmi_kg_m2;
}

static il_status lay_visit(ili_assess *w, int visit, il_screen_visit *out, il_error *err) {
    const il_patient *p = w->request->patient;
    const il_visit   *v = &p->visit[visit];
    const il_answer   facts[] = {
#define X(name, row, words) p->validity.name,
        IL_VALIDITY_LIST(X)
#undef X
    };
    enum { NFACT = sizeof facts/sizeof *facts };
    const char **id = NULL;
    il_answer   *answer = NULL;
    ILI_ARRAY(w, id, v->nscreen + NFACT);
    ILI_ARRAY(w, answer, v->nscreen + NFACT);
    for (int i = 0; i < v->nscreen; i++) {
        id[out->nanswer] = v->screen[i].id;
        answer[out->nanswer++] = v->screen[i].answer;
    }
    for (int i = 0; i < NFACT; i++) {
        const char *row = validity_rows[i];
        bool        said = false;
        for (int k = 0; k < v->nscreen; k++) said |= strcmp(v->screen[k].id, row) == 0;
        if (said || facts[i] == IL_NOT_ASKED) continue;
        id[out->nanswer] = row;
        answer[out->nanswer++] = facts[i];
    }
    out->answer_id = id, out->answer = answer, out->date = v->date;
    out->fact[IL_FROM_AGE] = p->person.age_years;
    if (p->person.sex != IL_SEX_UNKNOWN) set(&out->fact[IL_FROM_FEMALE], p->person.sex == IL_SEX_FEMALE);
    body_mass_index(&p->person, &out->fact[IL_FROM_BMI]);
    out->fact[IL_FROM_NO_GAIN] = il_patient_weeks_without_gain(p, visit, w->request->knowledge->score, w->request->knowledge->nscore);
    strength_facts(v, out);
    neurological_facts(v, out);
    drawing_facts(w->request->knowledge, v, out);
    medicine_facts(w->request->knowledge, p, visit, out);
    accident_fact(p, visit, out);
    return IL_OK;
}

static il_safety_level level_of(il_level level) {
    switch (level) {
    case IL_LEVEL_NONE: return IL_SAFETY_CLEAR;
    case IL_LEVEL_WATCH: return IL_SAFETY_WATCH;
    case IL_LEVEL_URGENT: return IL_SAFETY_URGENT;
    case IL_LEVEL_EMERGENCY: return IL_SAFETY_EMERGENCY;
    }
    return IL_SAFETY_UNKNOWN;
}

static il_status fill_block(ili_assess *w, il_error *err) {
    const il_screen_result *r = &w->screen;
    const il_screen_rules  *rules = &w->request->knowledge->screen;
    il_safety_block        *b = &w->a->safety;
    *b = (il_safety_block){.level = level_of(r->level), .complete = r->complete, .rank_allowed = r->rank_allowed, .treatment_allowed = r->treat_allowed};
    ILI_ARRAY(w, b->positive, r->nhit);
    ILI_ARRAY(w, b->not_asked, r->nmissing);
    for (int i = 0; i < r->nhit; i++) {
        const il_screen_rule *rule = &rules->rule[r->hit[i].rule];
        if (r->hit[i].level == IL_LEVEL_NONE || rule->record_only) continue;
        b->positive[b->npositive++] = (il_safety_item){.id = rule->id, .text = rule->question, .level = level_of(r->hit[i].level),
                                                       .suspect = *rule->condition ? rule->condition : NULL, .action = rule->action,
                                                       .source = rule->source};
    }
    for (int i = 0; i < r->nmissing; i++) {
        const il_screen_rule *rule = &rules->rule[r->missing[i]];
        if (rule->record_only) continue;
        b->not_asked[b->nnot_asked++] = (il_safety_gap){rule->id, rule->question, rule->key};
    }
    return IL_OK;
}

static il_status fill_validity(ili_assess *w, il_error *err) {
    const il_screen_result *r = &w->screen;
    const il_knowledge     *k = w->request->knowledge;
    il_validity            *v = &w->a->validity;
    v->in_scope = !r->record_only;
    ILI_ARRAY(w, v->reason, r->nreason);
    for (int i = 0; i < r->nreason; i++) {
        const il_screen_reason *reason = &r->reason[i];
        if (reason->kind == IL_REASON_RECORD_ONLY && reason->rule >= 0) v->reason[v->nreason++] = k->screen.rule[reason->rule].question;
        else if (reason->kind == IL_REASON_AGE_UNKNOWN) v->reason[v->nreason++] = il_notice_text(k, il_screen_reason_notice(reason->kind));
    }
    if (v->nreason > 0) v->in_scope = false;
    return IL_OK;
}

// without consent to processing the screen is told, since danger is told always, and nothing else
static void apply_consent(ili_assess *w) {
    if (!il_patient_consent_stops(w->request->patient, "processing")) return;
    w->a->safety.rank_allowed = w->a->safety.treatment_allowed = false;
    w->a->safety.refusal = il_notice_text(w->request->knowledge, "consent_processing");
    w->a->person = (il_person_summary){.label = w->a->person.label, .visit_date = w->a->person.visit_date, .simulated = w->a->person.simulated};
}

il_status ili_assess_screen(ili_assess *w, il_error *err) {
    const il_patient *p = w->request->patient;
    il_screen_visit  *visit = NULL;
    int               last = (int)(w->visit - p->visit);
    ILI_ARRAY(w, visit, last + 1);
    for (int i = 0; i <= last; i++) ILI_TRY(lay_visit(w, i, &visit[i], err));
    il_screen_input input = {last + 1, visit};
    il_error        why = {0};
    if (il_screen_run(&w->request->knowledge->screen, &input, &w->screen, &why) != IL_OK) {
        // fails closed: nothing is ranked, and the report says why
        w->screen = (il_screen_result){0};
        w->a->safety = (il_safety_block){.level = IL_SAFETY_UNKNOWN, .refusal = il_assessment_text(w->a, "%s", why.text)};
        return IL_OK;
    }
    ILI_TRY(fill_block(w, err));
    apply_consent(w);
    return fill_validity(w, err);
}
