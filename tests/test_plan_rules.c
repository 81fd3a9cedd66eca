// test_plan_rules.c - what an open flag or a contraindication forbids is in no plan: 10,000 generated records, from their answers through the real screen to the plan
//
// Rules alone, no mechanics. Trials are replaced by ones under which every treatment tempts, each patient by other amounts, so that no treatment is kept out by
// being worthless. A slow second reading of the tables, from the answers, says what is forbidden. Every list that forbids anything is then tried alone, and taken
// away: without it the property must break, else the test could not see that it is missing.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "clinical.h"
#include "ilium/plan.h"
#include "ilium/report.h"
#include "reason/assess_private.h"

enum { VISITS = 2, CONDITIONS = 4, ROWS = IL_SCREEN_MAX_ROWS };

static unsigned next(unsigned *seed) { return *seed = *seed*1664525u + 1013904223u, *seed >> 8; }
static bool     one_in(unsigned *seed, unsigned n) { return next(seed)%n == 0; }

/// Tables that a test may change; what they were read from, and copies of what forbids.
typedef struct rules {
    il_knowledge       *read, k;
    il_treatment       *treatment;
    il_exercise        *exercise;
    il_contraindication *contraindication;
    il_trial           *trial;
} rules;

static void *copy(const void *of, size_t size) {
    void *x = malloc(size);
    assert_non_null(x);
    return memcpy(x, of, size);
}

static rules rules_open(void) {
    rules r = {.read = clinical_knowledge()};
    r.k = *r.read;
    r.treatment = copy(r.k.treatment, sizeof *r.treatment*(size_t)r.k.ntreatment);
    r.exercise = copy(r.k.exercise, sizeof *r.exercise*(size_t)r.k.nexercise);
    r.contraindication = copy(r.k.contraindication, sizeof *r.contraindication*(size_t)r.k.ncontraindication);
    r.trial = calloc((size_t)r.k.ntreatment, sizeof *r.trial);
    assert_non_null(r.trial);
    for (int i = 0; i < r.k.ntreatment; i++)
        r.trial[i] = (il_trial){.treatments = r.k.treatment[i].id, .against = IL_AGAINST_SHAM, .grade = IL_GRADE_A, .status = IL_SOURCE_FOUND, .words = "", .source = ""};
    r.k.treatment = r.treatment, r.k.exercise = r.exercise, r.k.contraindication = r.contraindication;
    r.k.trial = r.trial, r.k.ntrial = r.k.ntreatment;
    return r;
}

static void rules_close(rules *r) {
    free(r->treatment), free(r->exercise), free(r->contraindication), free(r->trial);
    il_knowledge_free(r->read);
}

// every treatment gains, this one time more than that
static void tempt(rules *r, unsigned *seed) {
    for (int i = 0; i < r->k.ntrial; i++) r->trial[i].high = r->trial[i].mid = r->trial[i].low = -(double)(1 + next(seed)%50);
}

// ---- a record ----------------------------------------------------------------------------------------------------------------------

typedef struct record {
    il_patient            patient;
    il_visit              visit[VISITS];
    il_screen_answer      answer[VISITS][ROWS];
    il_pain_area          area[3];
    il_finding            finding[3];
    il_medicine           medicine;
    il_event              event;
    il_wanted             wish[3];
    il_consent            consent;
    il_assess_request     request;
    il_assessed_condition condition[CONDITIONS];
    il_hypothesis         hypothesis[CONDITIONS + 1];
    ili_assess            work;
    il_care_request       care;
    int                   nstanding, standing[ROWS]; ///< rows that stand, by the second reading
} record;

// at the last visit all that can be asked was answered no; a few key rows were now and then forgotten
static void lay_answers(const rules *r, record *x, unsigned *seed) {
    bool forgets = one_in(seed, 12);
    x->patient.nvisit = one_in(seed, 3) ? 2 : 1;
    for (int v = 0; v < x->patient.nvisit; v++) {
        x->visit[v] = (il_visit){.date = v ? "2026-11-21" : "2026-11-01", .screen = x->answer[v], .pain = {.duration_weeks = {!one_in(seed, 4), next(seed)%40}}};
        for (int i = 0; i < r->k.screen.nrule; i++) {
            const il_screen_rule *q = &r->k.screen.rule[i];
            if (q->from != IL_FROM_ASK || (forgets && one_in(seed, 40)) || (!q->key && one_in(seed, 3))) continue;
            x->answer[v][x->visit[v].nscreen++] = (il_screen_answer){q->id, IL_NO};
        }
    }
}

// yes at some visit to one row; what was yes before the last visit may be no at it, or not asked again
static void say_yes(const rules *r, record *x, int row, unsigned *seed) {
    const il_screen_rule *q = &r->k.screen.rule[row];
    il_visit             *v = &x->visit[next(seed)%(unsigned)x->patient.nvisit];
    for (int i = 0; i < v->nscreen; i++) {
        if (strcmp(v->screen[i].id, q->id)) continue;
        v->screen[i].answer = IL_YES;
        return;
    }
    if (q->from == IL_FROM_ASK) v->screen[v->nscreen++] = (il_screen_answer){q->id, IL_YES};
}

// rows that are derived: from the drawing, from findings, from the person
static void lay_facts(record *x, unsigned *seed) {
    static const char *const regions[] = {"CALF", "GROIN", "PSIS", "BUTT_U", "GENIT", "THIGH_P1"};
    il_visit                *v = &x->visit[x->patient.nvisit - 1];
    v->pain.area = x->area, v->finding = x->finding;
    if (one_in(seed, 4)) x->area[v->pain.narea++] = (il_pain_area){.region = regions[next(seed)%6], .side = one_in(seed, 3) ? IL_SIDE_BOTH : IL_SIDE_LEFT};
    if (one_in(seed, 8)) x->finding[v->nfinding++] = (il_finding){.test = "hip_abductor_strength_mrc", .side = IL_SIDE_RIGHT, .value = {true, 2 + next(seed)%4}};
    if (one_in(seed, 20)) x->finding[v->nfinding++] = (il_finding){.test = "sensation_s3_s5", .value = {true, next(seed)%3}};
    if (one_in(seed, 20)) x->finding[v->nfinding++] = (il_finding){.test = "babinski", .side = IL_SIDE_LEFT, .result = IL_RESULT_POSITIVE};
    static const char *const medicines[] = {"warfarin 5 mg", "Alendronate", "prednisolone", "paracetamol"};
    x->medicine = (il_medicine){.medicine = medicines[next(seed)%4]}, x->event = (il_event){.kind = IL_EVENT_VEHICLE, .weeks_ago = {true, next(seed)%20}};
    if (one_in(seed, 10)) v->medicine = &x->medicine, v->nmedicine = 1;
    if (one_in(seed, 15)) v->history.event = &x->event, v->history.nevent = 1;
    x->patient.person = (il_person){.sex = one_in(seed, 2) ? IL_SEX_FEMALE : IL_SEX_MALE, .age_years = {!one_in(seed, 40), 20 + next(seed)%58}, .height_m = {true, 1.72},
                                    .mass_kg = {true, 55 + next(seed)%45}};
    if (one_in(seed, 30)) x->patient.person.age_years = (il_fact){true, one_in(seed, 2) ? 15 : 85};
    if (one_in(seed, 30)) x->patient.validity.pregnancy = IL_YES;
}

static void add_condition(const rules *r, record *x, int condition, double present, unsigned *seed) {
    const il_condition *q = &r->k.condition[condition];
    il_assessment      *a = x->work.a;
    int                 n = a->ncondition++;
    double              share = present/CONDITIONS;
    x->condition[n] = (il_assessed_condition){.id = q->id, .name = q->name, .side = q->sided ? one_in(seed, 2) ? IL_SIDE_RIGHT : IL_SIDE_LEFT : IL_SIDE_NONE,
                                              .present = {true, present, present, present}, .severity = {true, 0.5*q->severity_unit_value, 0.5*q->severity_unit_value, 0.5*q->severity_unit_value}};
    x->hypothesis[0].probability -= share;
    x->hypothesis[a->nhypothesis++] = (il_hypothesis){IL_HYPOTHESIS_SINGLE, {n, n}, share};
}

// a record of its own: screened by what the program itself screens with, conditions by chance
static void generate(const rules *r, record *x, unsigned *seed) {
    il_error err = {0};
    *x = (record){.patient = {.version = IL_PATIENT_VERSION, .id = "generated", .visit = x->visit}};
    lay_answers(r, x, seed);
    lay_facts(x, seed);
    x->request = (il_assess_request){.patient = &x->patient, .knowledge = &r->k, .data_hash = "0"};
    x->work = (ili_assess){.request = &x->request, .visit = &x->visit[x->patient.nvisit - 1]};
    assert_int_equal(il_assessment_create(&x->work.a, &err), IL_OK);
    il_assessment *a = x->work.a;
    a->program_version = "0", a->data_hash = "0", a->condition = x->condition, a->hypothesis = x->hypothesis, a->nhypothesis = 1;
    x->hypothesis[0] = (il_hypothesis){IL_HYPOTHESIS_NONE, {0, 0}, 1.0};
    x->care = (il_care_request){.assess = &x->request, .assessment = a};
}

static il_plan *plan_by(const rules *r, record *x) {
    il_plan *p = NULL;
    il_error err = {0};
    x->request.knowledge = &r->k;
    if (il_plan_make(&x->care, &p, NULL, &err)) fail_msg("%s", err.text);
    return p;
}

// ---- the second reading: from the answers, and for what is derived from what the screen says --------------------------------------------

// rows that are asked: yes at the last visit that asked; what is urgent or graver stays a warning after a no
static bool asked_stands(const record *x, const il_screen_rule *q) {
    il_answer last = IL_NOT_ASKED;
    bool      ever = false;
    for (int v = 0; v < x->patient.nvisit; v++) {
        for (int i = 0; i < x->visit[v].nscreen; i++) {
            if (strcmp(x->visit[v].screen[i].id, q->id)) continue;
            last = x->visit[v].screen[i].answer;
            ever |= last == IL_YES;
        }
    }
    return q->level > IL_LEVEL_NONE && (last == IL_YES || (ever && q->level >= IL_LEVEL_URGENT));
}

static bool stands(const rules *r, const record *x, int row) {
    const il_screen_rule *q = &r->k.screen.rule[row];
    if (q->from == IL_FROM_ASK) return asked_stands(x, q);
    for (int i = 0; i < x->work.a->safety.npositive; i++)
        if (!strcmp(x->work.a->safety.positive[i].id, q->id)) return true;
    return false;
}

// does the list name the row, or a group that it is in?
static bool names(const rules *r, const char *list, int row) {
    const il_screen_rule *q = &r->k.screen.rule[row];
    char                  words[600];
    snprintf(words, sizeof words, "%s", list);
    for (char *w = strtok(words, ";"); w; w = strtok(NULL, ";"))
        if (!strcmp(w, q->id) || il_list_has(q->groups, w)) return true;
    return false;
}

// the screen that the program runs, and the rows that stand by the second reading
static void screen(const rules *r, record *x) {
    il_error err = {0};
    assert_int_equal(ili_assess_screen(&x->work, &err), IL_OK);
    for (int row = 0; row < r->k.screen.nrule; row++)
        if (!r->k.screen.rule[row].record_only && stands(r, x, row)) x->standing[x->nstanding++] = row;
}

static bool any_stands(const rules *r, const record *x, const char *list) {
    for (int i = 0; *list && i < x->nstanding; i++)
        if (names(r, list, x->standing[i])) return true;
    return false;
}

static bool withheld(const record *x) {
    const il_assessment *a = x->work.a;
    return !a->validity.in_scope || !a->safety.complete || (a->safety.level != IL_SAFETY_CLEAR && a->safety.level != IL_SAFETY_WATCH);
}

// may the treatment not be given, whoever does it?
static bool forbidden(const rules *r, const record *x, int treatment) {
    const il_treatment *t = &r->k.treatment[treatment];
    if (withheld(x) || any_stands(r, x, t->forbidden_by)) return true;
    for (int i = 0; i < r->k.ncontraindication; i++) {
        const il_contraindication *c = &r->k.contraindication[i];
        if (!il_list_has(c->treatments, t->id)) continue;
        if (any_stands(r, x, c->flags)) return true;
        for (int q = 0; q < x->work.a->ncondition; q++)
            if (x->condition[q].present.mid > 0.5 && il_list_has(c->conditions, x->condition[q].id)) return true;
    }
    return false;
}

static bool exercise_forbidden(const rules *r, const record *x, int exercise) {
    return forbidden(r, x, r->k.exercise[exercise].treatment) || any_stands(r, x, r->k.exercise[exercise].forbidden_by);
}

// ---- the property --------------------------------------------------------------------------------------------------------------------

/// The first thing in a plan that may not be there; "" = none.
typedef struct fault {
    char text[200];
} fault;

#define FAULT(...) \
    do { fault f_; snprintf(f_.text, sizeof f_.text, __VA_ARGS__); return f_; } while (0)

// a letter asks for what a treatment of the plan, or a procedure, is: neither may be forbidden. Letters of danger name the item
static fault letter_fault(const rules *r, const record *x, const il_plan *p) {
    for (int i = 0; i < p->nreferral; i++)
        for (int t = 0; t < r->k.ntreatment; t++)
            if (!strcmp(p->referral[i].reason, r->k.treatment[t].name) && forbidden(r, x, t)) FAULT("a letter asks for %s", r->k.treatment[t].id);
    for (int i = 0; i < x->work.a->safety.npositive; i++) {
        const il_safety_item *s = &x->work.a->safety.positive[i];
        bool                  sent = s->level < IL_SAFETY_URGENT;
        for (int l = 0; l < p->nreferral; l++) sent |= !strcmp(p->referral[l].reason, s->text) && p->referral[l].level == s->level;
        if (!sent) FAULT("no letter for %s", s->id);
    }
    return (fault){0};
}

static bool own(const rules *r, const char *item) { return r->k.equipment[il_find_equipment(&r->k, item)].from == IL_EQUIPMENT_OWN; }

// does the plan need what is not at hand, or hold what is not wanted? The first wish of a treatment counts
static bool unwished(const rules *r, const record *x, const char *id, const char *equipment) {
    const il_preferences *w = &x->visit[x->patient.nvisit - 1].preferences;
    il_want               says = IL_WANT_UNKNOWN;
    if (x->patient.nconsent && !strcmp(x->consent.covers, id) && (x->consent.given != IL_YES || x->consent.withdrawn)) return true;
    for (int i = w->ntreatment; i-- > 0;)
        if (!strcmp(w->treatment[i].treatment, id)) says = w->treatment[i].wish;
    if (says == IL_WANT_REFUSES || (x->care.without && il_list_has(x->care.without, id))) return true;
    return x->care.equipment && *equipment && own(r, equipment) && !il_list_has(x->care.equipment, equipment);
}

// treatments, exercises and letters of a plan, and what is permitted at all, by the rules `r`
static fault plan_fault(const rules *r, const record *x, const il_plan *p) {
    int taken = 0;
    if (withheld(x) != p->only_referral) FAULT("withheld: %d", withheld(x));
    if (p->only_referral && (p->nitem || p->nexercise || p->prognosis.known)) FAULT("a plan though all is withheld");
    for (int i = 0; i < p->nitem; i++) {
        const il_plan_item *item = &p->item[i];
        const il_treatment *t = &r->k.treatment[item->treatment];
        if (item->choice == IL_PLAN_NOT) continue;
        taken++;
        if (item->refusal || forbidden(r, x, item->treatment)) FAULT("%s is forbidden and in the plan", t->id);
        if (t->kind == IL_TREATMENT_REFERRAL || t->kind == IL_TREATMENT_RECORD || t->kind == IL_TREATMENT_PROGRAMME || t->kind == IL_TREATMENT_WAITING) FAULT("%s is nothing to plan", t->id);
        if (unwished(r, x, t->id, t->equipment)) FAULT("%s is not wanted, or lacks %s", t->id, t->equipment);
    }
    if (!taken && p->nexercise) FAULT("exercises of a plan to do less");
    for (int i = 0; i < p->nexercise; i++) {
        const il_exercise *e = &r->k.exercise[p->exercise[i].exercise];
        bool               paired = e->kind != IL_EXERCISE_STRETCH;
        if (exercise_forbidden(r, x, p->exercise[i].exercise)) FAULT("%s is forbidden and in the plan", e->id);
        if (unwished(r, x, r->k.treatment[e->treatment].id, "")) FAULT("%s belongs to what is not wanted", e->id);
        if (unwished(r, x, e->id, e->equipment)) FAULT("%s is not wanted, or lacks %s", e->id, e->equipment);
        for (int j = 0; j < p->nexercise; j++) {
            paired |= p->exercise[j].exercise == e->pair;
            if (j != i && p->exercise[j].exercise == p->exercise[i].exercise) FAULT("%s stands there twice", e->id);
        }
        if (!paired) FAULT("%s stands without its strengthening", e->id);
    }
    return letter_fault(r, x, p);
}

// what-if asks the same gate: it must refuse what is forbidden and nothing else
static fault permit_fault(const rules *by, const rules *r, const record *x) {
    for (int t = 0; t < r->k.ntreatment; t++) {
        bool given = il_treatment_permit(&by->k, x->work.a, t, NULL) == IL_REFUSED_NOT;
        bool may = !forbidden(r, x, t) && r->k.treatment[t].kind != IL_TREATMENT_REFERRAL && r->k.treatment[t].kind != IL_TREATMENT_RECORD;
        if (given != may) FAULT("%s is %s", r->k.treatment[t].id, given ? "permitted though forbidden" : "refused without a rule");
    }
    for (int e = 0; e < r->k.nexercise; e++)
        if ((il_exercise_permit(&by->k, x->work.a, e, NULL) == IL_REFUSED_NOT) == exercise_forbidden(r, x, e)) FAULT("exercise %s", r->k.exercise[e].id);
    return (fault){0};
}

// a record made and planned by the rules `by`, judged by the rules `r`
static fault try_one(const rules *by, const rules *r, record *x, il_plan **out) {
    il_plan *p = plan_by(by, x);
    fault    f = plan_fault(r, x, p);
    if (!*f.text) f = permit_fault(by, r, x);
    if (out) *out = p;
    else il_plan_free(p);
    return f;
}

static void random_record(rules *r, record *x, unsigned *seed, int n) {
    generate(r, x, seed);
    tempt(r, seed);
    // every row of the screen in its turn, alone and beside others
    if (!one_in(seed, 6)) say_yes(r, x, n%r->k.screen.nrule, seed);
    for (unsigned i = one_in(seed, 2) ? next(seed)%3 : 0; i-- > 0;) say_yes(r, x, (int)(next(seed)%(unsigned)r->k.screen.nrule), seed);
    for (unsigned i = next(seed)%(CONDITIONS + 1); i-- > 0;) add_condition(r, x, (int)(next(seed)%(unsigned)r->k.ncondition), (next(seed)%101)/100.0, seed);
    x->care.equipment = one_in(seed, 2) ? "mat;chair" : NULL;
    x->care.without = one_in(seed, 3) ? "acupuncture;plank" : NULL;
    // what is wanted may be added where nothing forbids it; a wish lifts nothing
    il_preferences *w = &x->visit[x->patient.nvisit - 1].preferences;
    w->treatment = x->wish;
    while (w->ntreatment < 3 && one_in(seed, 2)) {
        x->wish[w->ntreatment] = (il_wanted){.treatment = r->k.treatment[next(seed)%(unsigned)r->k.ntreatment].id, .wish = one_in(seed, 3) ? IL_WANT_REFUSES : IL_WANT_WANTS};
        w->ntreatment++;
    }
    // a treatment that consent was refused to, or withdrawn from
    x->consent = (il_consent){.covers = r->k.treatment[next(seed)%(unsigned)r->k.ntreatment].id, .given = one_in(seed, 2) ? IL_YES : IL_NO, .date = "2026-11-01", .by = "the person"};
    if (one_in(seed, 3)) x->consent.withdrawn = "2026-11-02", x->consent.withdrawn_by = "the person";
    x->patient.nconsent = one_in(seed, 2), x->patient.consent = &x->consent;
    screen(r, x);
}

static void what_is_forbidden_is_in_no_plan(void **state) {
    (void)state;
    rules          r = rules_open();
    static record  x;
    static bool    stood[ROWS], chosen[256];
    unsigned       seed = 20261121;
    int            plans = 0, less = 0, exercises = 0, letters = 0;
    for (int n = 0; n < 10000; n++) {
        il_plan *p = NULL;
        int      taken = 0;
        random_record(&r, &x, &seed, n);
        fault f = try_one(&r, &r, &x, &p);
        if (*f.text) fail_msg("record %d: %s", n, f.text);
        for (int row = 0; row < r.k.screen.nrule; row++) stood[row] |= r.k.screen.rule[row].record_only && !x.work.a->validity.in_scope;
        for (int i = 0; i < x.nstanding; i++) stood[x.standing[i]] = true;
        for (int i = 0; i < p->nitem; i++) taken += p->item[i].choice != IL_PLAN_NOT, chosen[p->item[i].treatment] |= p->item[i].choice != IL_PLAN_NOT;
        plans += !p->only_referral, less += !p->only_referral && !taken, exercises += p->nexercise, letters += p->nreferral;
        il_plan_free(p);
        il_assessment_free(x.work.a);
    }
    // the generator reaches what it is for: every row that warns stood, every treatment that can be planned was in some plan
    for (int row = 0; row < r.k.screen.nrule; row++) {
        const il_screen_rule *q = &r.k.screen.rule[row];
        if (q->role == IL_ROLE_WARNS && q->level > IL_LEVEL_NONE && !stood[row] && q->from != IL_FROM_NO_GAIN && q->from != IL_FROM_BOTH_WEAK && q->from != IL_FROM_BMI)
            fail_msg("the row %s never stood", q->id);
    }
    for (int t = 0; t < r.k.ntreatment; t++) {
        il_treatment_kind kind = r.k.treatment[t].kind;
        bool plannable = kind != IL_TREATMENT_RECORD && kind != IL_TREATMENT_PROGRAMME && kind != IL_TREATMENT_REFERRAL && kind != IL_TREATMENT_WAITING;
        if (chosen[t] != plannable) fail_msg("%s was %s", r.k.treatment[t].id, plannable ? "never in a plan" : "in a plan");
    }
    print_message("%d plans of 10000 records, %d exercises, %d letters\n", plans, exercises, letters);
    assert_true(plans > 3000 && exercises > 3000 && letters > 3000);
    rules_close(&r);
}

// where trials promise nothing the plan is to do less, whatever else is true of the person; it says so in words
static void nothing_gained_is_doing_less(void **state) {
    (void)state;
    rules         r = rules_open();
    static record x;
    unsigned      seed = 7;
    int           less = 0;
    for (int n = 0; n < 500; n++) {
        il_plan *p = NULL;
        char    *text = NULL;
        size_t   size = 0;
        il_error err = {0};
        random_record(&r, &x, &seed, n);
        for (int i = 0; i < r.k.ntrial; i++) r.trial[i].low = r.trial[i].mid = r.trial[i].high = 0.0;
        fault f = try_one(&r, &r, &x, &p);
        if (*f.text) fail_msg("record %d: %s", n, f.text);
        for (int i = 0; i < p->nitem; i++) assert_true(p->item[i].choice != IL_PLAN_CHOSEN);
        assert_int_equal(il_report_plan_text(&x.care, p, &text, &size, &err), IL_OK);
        if (!p->only_referral) assert_non_null(strstr(text, "Do less"));
        less += !p->only_referral;
        il_report_free(text);
        il_plan_free(p);
        il_assessment_free(x.work.a);
    }
    assert_true(less > 100);
    rules_close(&r);
}

// ---- the test can fail: each list that forbids, alone, and taken away ---------------------------------------------------------------------

/// One list that forbids: of a contraindication, a treatment or an exercise.
typedef struct guard {
    enum { OF_CONTRAINDICATION, OF_TREATMENT, OF_EXERCISE } of;
    int index;
} guard;

// take away every list but this one (keep) or this one too
static void only(rules *r, const rules *from, guard g, bool keep) {
    for (int i = 0; i < r->k.ncontraindication; i++)
        if (!keep || g.of != OF_CONTRAINDICATION || i != g.index) r->contraindication[i].flags = r->contraindication[i].conditions = "";
        else r->contraindication[i] = from->contraindication[i];
    for (int i = 0; i < r->k.ntreatment; i++) r->treatment[i].forbidden_by = keep && g.of == OF_TREATMENT && i == g.index ? from->treatment[i].forbidden_by : "";
    for (int i = 0; i < r->k.nexercise; i++) r->exercise[i].forbidden_by = keep && g.of == OF_EXERCISE && i == g.index ? from->exercise[i].forbidden_by : "";
}

static const char *guard_name(const rules *r, guard g) {
    return g.of == OF_CONTRAINDICATION ? r->contraindication[g.index].id : g.of == OF_TREATMENT ? r->treatment[g.index].id : r->exercise[g.index].id;
}

static const char *guard_flags(const rules *r, guard g) {
    return g.of == OF_CONTRAINDICATION ? r->contraindication[g.index].flags : g.of == OF_TREATMENT ? r->treatment[g.index].forbidden_by : r->exercise[g.index].forbidden_by;
}

// what it guards gains most, and something that it is against is there
static void record_for(rules *r, record *x, guard g, unsigned *seed) {
    const char *conditions = g.of == OF_CONTRAINDICATION ? r->contraindication[g.index].conditions : "";
    int         t = g.of == OF_TREATMENT ? g.index : g.of == OF_EXERCISE ? r->exercise[g.index].treatment : -1;
    generate(r, x, seed);
    tempt(r, seed);
    for (int i = 0; i < r->k.ntreatment; i++)
        if (i == t || (g.of == OF_CONTRAINDICATION && il_list_has(r->contraindication[g.index].treatments, r->treatment[i].id))) r->trial[i].low = -(double)(60 + next(seed)%20);
    for (int row = 0; row < r->k.screen.nrule; row++)
        if (names(r, guard_flags(r, g), row) && one_in(seed, 4)) say_yes(r, x, row, seed);
    for (int c = 0; c < r->k.ncondition && x->work.a->ncondition < CONDITIONS; c++) {
        bool against = il_list_has(conditions, r->k.condition[c].id);
        bool for_it = (t >= 0 && il_list_has(r->treatment[t].conditions, r->k.condition[c].id)) || (g.of == OF_EXERCISE && il_list_has(r->exercise[g.index].conditions, r->k.condition[c].id));
        for (int i = 0; i < r->k.ntreatment && !for_it; i++)
            for_it = g.of == OF_CONTRAINDICATION && il_list_has(r->contraindication[g.index].treatments, r->treatment[i].id) && il_list_has(r->treatment[i].conditions, r->k.condition[c].id);
        if (against || (for_it && !one_in(seed, 3))) add_condition(r, x, c, against ? 0.8 : 0.4, seed);
    }
    screen(r, x);
}

enum { TRIES = 3000 };

// with the list alone the property holds and something is refused; without it something forbidden gets into a plan
// @return how many tries it took until it did; -1 never
static int breaks_without(rules *with, rules *without, guard g) {
    static record x;
    unsigned      seed = 11u + 97u*(unsigned)g.index;
    int           broke = -1, held = 0;
    for (int n = 0; n < TRIES && (broke < 0 || held < 20); n++) {
        record_for(with, &x, g, &seed);
        memcpy(without->trial, with->trial, sizeof *with->trial*(size_t)with->k.ntrial);
        fault f = try_one(with, with, &x, NULL);
        if (*f.text) fail_msg("%s alone: %s", guard_name(with, g), f.text);
        held++;
        il_plan *p = plan_by(without, &x);
        if (broke < 0 && *plan_fault(with, &x, p).text) broke = n;
        il_plan_free(p);
        il_assessment_free(x.work.a);
    }
    return broke;
}

static void every_list_that_forbids_is_missed_when_it_is_gone(void **state) {
    (void)state;
    // what the screen itself puts outside the program's scope gets no plan at all: these two have nothing left to forbid
    static const char *const unreachable = "implant;pregnancy";
    rules from = rules_open(), with = rules_open(), without = rules_open();
    int   tried = 0, questions = 0;
    for (int of = OF_CONTRAINDICATION; of <= OF_EXERCISE; of++) {
        int n = of == OF_CONTRAINDICATION ? from.k.ncontraindication : of == OF_TREATMENT ? from.k.ntreatment : from.k.nexercise;
        for (int i = 0; i < n; i++) {
            guard g = {of, i};
            bool  asks = of == OF_CONTRAINDICATION && *from.contraindication[i].ask, scope = true;
            bool  empty = !*guard_flags(&from, g) && (of != OF_CONTRAINDICATION || !*from.contraindication[i].conditions);
            for (int row = 0; row < from.k.screen.nrule; row++) scope &= !names(&from, guard_flags(&from, g), row) || from.k.screen.rule[row].record_only;
            questions += asks;
            if (empty && of == OF_CONTRAINDICATION && !asks) fail_msg("%s forbids nothing", guard_name(&from, g));
            // procedures are letters only, and a plan names them as an opinion: the permit is tried, which the property holds
            if (empty || (of == OF_TREATMENT && scope) || (of == OF_CONTRAINDICATION && il_list_has(unreachable, guard_name(&from, g)))) continue;
            only(&with, &from, g, true), only(&without, &from, g, false);
            if (breaks_without(&with, &without, g) < 0) fail_msg("without the list of %s nothing forbidden is ever planned: nobody would miss it", guard_name(&from, g));
            tried++;
        }
    }
    print_message("%d lists that forbid were each tried alone and taken away; %d rows ask\n", tried, questions);
    assert_true(tried > 50);
    rules_close(&from), rules_close(&with), rules_close(&without);
}

// what no record answers stands as a question beside everything that it could forbid
static void what_no_record_answers_is_asked(void **state) {
    (void)state;
    rules         r = rules_open();
    static record x;
    unsigned      seed = 3;
    generate(&r, &x, &seed);
    screen(&r, &x);
    for (int i = 0; i < r.k.ncontraindication; i++) {
        const il_contraindication *c = &r.k.contraindication[i];
        for (int t = 0; *c->ask && t < r.k.ntreatment; t++) {
            bool        asked = !il_list_has(c->treatments, r.k.treatment[t].id);
            const char *q;
            for (int n = 0; (q = il_treatment_question(&r.k, x.work.a, t, n)); n++) asked |= q == c->ask;
            if (!asked) fail_msg("%s does not ask '%s'", r.k.treatment[t].id, c->ask);
        }
    }
    il_assessment_free(x.work.a);
    rules_close(&r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_forbidden_is_in_no_plan),
        cmocka_unit_test(nothing_gained_is_doing_less),
        cmocka_unit_test(every_list_that_forbids_is_missed_when_it_is_gone),
        cmocka_unit_test(what_no_record_answers_is_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
