// patients.c - who the simulated patients are and what they have
#include "ilium/infer.h"
#include "patients.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

ili_random vp_random(const vp_world *w, int number, vp_stream purpose) {
    ili_random r;
    ili_random_seed(&r, w->seed, (uint64_t)number*VP_NSTREAM + (uint64_t)purpose);
    return r;
}

// ---- the world ----

il_status vp_open(vp_world *w, uint64_t seed, il_error *err) {
    *w = (vp_world){.seed = seed, .person = -1};
    il_status s = il_data_open(NULL, &w->data, err);
    if (s == IL_OK) s = il_body_tables_read(w->data, &w->tables, err);
    if (s == IL_OK) s = il_body_create(w->tables, &w->body, err);
    if (s == IL_OK) s = il_knowledge_read(w->data, &w->k, err);
    if (s == IL_OK) s = il_tasks_read(w->data, &w->tasks, err);
    if (s == IL_OK && w->k->naccuracy > VP_ROWS) s = il_error_set(err, IL_LIMIT, NULL, 0, 0, "more accuracies than the bench has room for");
    if (s != IL_OK) vp_close(w);
    return s;
}

void vp_close(vp_world *w) {
    if (w->person >= 0) ili_study_free(&w->study);
    il_tasks_free(w->tasks);
    il_knowledge_free(w->k);
    il_body_free(w->body);
    il_body_tables_free(w->tables);
    il_data_close(w->data);
    *w = (vp_world){.person = -1};
}

static il_fact known(double x) { return (il_fact){true, x}; }

// half of them women; height by sex, body mass index 19 to 34
static il_person measured_person(const vp_world *w, int person) {
    ili_random r = vp_random(w, -1 - person, VP_STREAM_CLINIC);
    bool       woman = person%2 == 0;
    double     height = (woman ? 1.65 : 1.78) + 0.065*fmin(fmax(ili_random_normal(&r), -2.0), 2.0), bmi = ili_random_range(&r, 19.0, 34.0);
    return (il_person){.sex = woman ? IL_SEX_FEMALE : IL_SEX_MALE, .age_years = known(floor(ili_random_range(&r, 20.0, 75.0))),
                       .height_m = known(0.01*floor(100.0*height + 0.5)), .mass_kg = known(floor(bmi*height*height + 0.5))};
}

// half of the width of a 95 % interval of a proportion seen in so many; where no number is told, as if in 50
static double drawn_share(ili_random *r, double share, int n) {
    double sd = sqrt(share*(1.0 - share)/n), x = share + sd*ili_random_normal(r);
    return fmin(fmax(x, 0.01), 0.99);
}

// a test has one false-positive rate in a clinic, whatever it looks for; sensitivity goes with each condition
static void draw_clinic(vp_world *w) {
    enum { PERSONS = 50 };
    ili_random r = vp_random(w, -1 - w->person, VP_STREAM_TRUTH);
    for (int i = 0; i < w->k->naccuracy; i++) {
        const il_accuracy *row = &w->k->accuracy[i];
        w->accuracy[i] = (vp_accuracy){drawn_share(&r, row->positive_present, PERSONS), drawn_share(&r, row->positive_absent, PERSONS)};
        for (int j = 0; j < i; j++) {
            if (w->k->accuracy[j].test == row->test) w->accuracy[i].absent = w->accuracy[j].absent;
        }
        w->accuracy[i].present = fmax(w->accuracy[i].present, w->accuracy[i].absent);
    }
}

void vp_met(vp_world *w, int person) {
    w->person = person;
    w->who = measured_person(w, person);
    draw_clinic(w);
}

il_status vp_meet(vp_world *w, int person, int threads, const il_progress *progress, il_error *err) {
    bool wanted[VP_TESTS] = {0}, ranked[VP_CAUSES] = {0};
    if (w->k->ntest > VP_TESTS || w->k->ncondition > VP_CAUSES) return il_error_set(err, IL_LIMIT, NULL, 0, 0, "more tests or conditions than the bench has room for");
    for (int t = 0; t < w->k->ntest; t++) wanted[t] = w->k->test[t].enters == IL_ENTER_SIMULATED && w->k->test[t].proposable;
    for (int c = 0; c < w->k->ncondition; c++) ranked[c] = w->k->condition[c].simulated || w->k->condition[c].ranked;
    if (w->person >= 0) ili_study_free(&w->study);
    w->person = -1;
    w->who = measured_person(w, person);
    il_body_sizes sizes = {.sex = w->who.sex == IL_SEX_FEMALE ? IL_BODY_FEMALE : IL_BODY_MALE, .age_years = w->who.age_years.value,
                           .height_m = w->who.height_m.value, .mass_kg = w->who.mass_kg.value};
    il_status s = ili_study_run(w->body, w->k, w->tasks, wanted, ranked, &sizes, false, threads, progress, &w->study, err);
    if (s != IL_OK) return s;
    w->person = person;
    if (w->study.nslot > VP_SLOTS || w->study.ncause > VP_CAUSES) return il_error_set(err, IL_LIMIT, NULL, 0, 0, "more readings or causes than the bench has room for");
    vp_met(w, person);
    return IL_OK;
}

// ---- the truth ----

static bool excluded(const vp_world *w, int a, int b) {
    const ili_cause    *x = &w->study.cause[a], *y = &w->study.cause[b];
    const il_condition *c = &w->k->condition[x->condition], *d = &w->k->condition[y->condition];
    if (x->condition == y->condition) return c->exclusive_sides || x->side == y->side;
    return *c->exclusive && strcmp(c->exclusive, d->exclusive) == 0 && x->side == y->side;
}

// prior odds of a condition on one side, and on both
typedef struct side_odds {
    double one, both;
} side_odds;

static side_odds odds_of_sides(const vp_world *w, const vp_exam *exam, int cause) {
    const il_condition *c = &w->k->condition[w->study.cause[cause].condition];
    double              p = il_condition_prior(c, IL_SETTING_PRIMARY_CARE).value, one = p/(1.0 - p), both = one*one;
    if (!exam->in_question[cause]) return (side_odds){0.0, 0.0};
    if (!isnan(c->other_side)) il_infer_twin_odds(p, c->other_side, &one, &both);
    return (side_odds){one, both};
}

static double odds_of(const vp_world *w, const vp_exam *exam, int cause) { return odds_of_sides(w, exam, cause).one; }

static double odds_of_pair(const vp_world *w, const vp_exam *exam, int a, int b) {
    if (excluded(w, a, b)) return 0.0;
    if (w->study.cause[a].condition == w->study.cause[b].condition) return odds_of_sides(w, exam, a).both;
    return odds_of(w, exam, a)*odds_of(w, exam, b);
}

// none, one or two conditions by their prior odds
static void draw_conditions(const vp_world *w, const vp_exam *exam, ili_random *r, vp_patient *out) {
    int    n = w->study.ncause;
    double sum = 1.0;
    for (int a = 0; a < n; a++) {
        sum += odds_of(w, exam, a);
        for (int b = a + 1; b < n; b++) sum += odds_of_pair(w, exam, a, b);
    }
    double at = sum*ili_random_uniform(r) - 1.0;
    for (int a = 0; a < n && at > 0.0; a++) {
        if ((at -= odds_of(w, exam, a)) <= 0.0) {
            out->ntruth = 1, out->truth[0] = a;
            return;
        }
        for (int b = a + 1; b < n; b++) {
            double odds = odds_of_pair(w, exam, a, b);
            if (odds <= 0.0 || (at -= odds) > 0.0) continue;
            out->ntruth = 2, out->truth[0] = a, out->truth[1] = b;
            return;
        }
    }
}

// by the density that the condition's row declares, by rejection
static double draw_severity(const vp_world *w, int cause, ili_random *r) {
    double top = 0.0, x, d;
    const il_condition *c = &w->k->condition[w->study.cause[cause].condition];
    for (int i = 0; i <= 10; i++) {
        x = 0.1*i;
        il_severity_density(c, 1, &x, &d);
        top = fmax(top, d);
    }
    do {
        x = ili_random_uniform(r);
        il_severity_density(c, 1, &x, &d);
    } while (d < top*ili_random_uniform(r));
    return x;
}

void vp_draw(const vp_world *w, int number, vp_patient *out) {
    vp_exam    plan;
    ili_random r = vp_random(w, number, VP_STREAM_TRUTH);
    *out = (vp_patient){.number = number, .outside = -1};
    vp_examine(w, out, &plan); // of this only which tests are recorded is used: it does not depend on the truth
    if (ili_random_below(&r, 3) == 0) {
        out->outside = ili_random_below(&r, vp_outside_count());
        out->outside_side = ili_random_below(&r, 2) ? IL_SIDE_LEFT : IL_SIDE_RIGHT;
        out->outside_size = ili_random_range(&r, 0.4, 1.0);
        return;
    }
    draw_conditions(w, &plan, &r, out);
    for (int i = 0; i < out->ntruth; i++) out->severity[i] = draw_severity(w, out->truth[i], &r);
}
