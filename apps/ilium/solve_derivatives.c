// solve_derivatives.c - `ilium solve SCENARIO --derivatives[=OUTCOME,...]`: what the outcomes depend on, without solving again
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "ilium/derivative.h"
#include "ilium/factor.h"
#include "solve.h"

enum { MOST = 400, SHOWN = 12 };

// every group of muscles by strength, flexibility and shortness; joints, ligaments, bones; what the person does
static const char *const of_muscle[] = {"strength", "flexibility"};
static const char *const of_joint[] = {"joint.disc.stiffness", "joint.sacroiliac.stiffness", "joint.symphysis.stiffness", "joint.hip.stiffness", "joint.facet.stiffness",
                                        "joint.sacroiliac.rest_rx:right", "joint.sacroiliac.rest_rx:left", "ligament.sacroiliac.stiffness", "ligament.iliolumbar.stiffness",
                                        "ligament.hip_capsule.stiffness", "ligament.iliotibial_band.slack", "leg.length:right", "leg.length:left", "hip.femoral_version:right",
                                        "hip.femoral_version:left", "hip.neck_angle:right", "hip.neck_angle:left", "foot.pronation:right", "foot.pronation:left",
                                        "disc.L5_S1.degeneration", "disc.L4_L5.degeneration", "body.pregnancy_laxity", "habit.pelvis_tilt", "effort", "effort_power", "stretch_tolerance"};
static const char *const usual[] = {"disc.L5_S1.compression_n", "disc.L4_L5.compression_n", "disc.L4_L5.shear_ap_n", "hip.right.contact_bw", "hip.left.contact_bw",
                                    "sij.right.rotation_deg", "sij.right.shear_n", "posture.pelvic_tilt_radiographic_deg", "posture.lordosis_L1_S1_deg"};

typedef struct table {
    int             nvariable, noutcome, outcome[MOST];
    il_variable     variable[MOST];
    il_derivatives *d;
    il_derivative_info info;
} table;

static void add(const il_body *body, table *t, const char *id) {
    il_error err = {0};
    if (t->nvariable < MOST && il_variable_find(body, id, &t->variable[t->nvariable], &err) == IL_OK) t->nvariable++;
}

static void list_variables(const il_body *body, table *t) {
    char id[IL_VARIABLE_NAME];
    for (int i = 0; i < body->m->nmuscle; i++) {
        int first = 0;
        while (strcmp(body->groups.muscle[first], body->groups.muscle[i])) first++;
        for (size_t k = 0; first == i && k < sizeof of_muscle / sizeof *of_muscle; k++) {
            for (int side = 0; side < 2; side++) {
                snprintf(id, sizeof id, "muscle.%s.%s:%s", body->groups.muscle[i], of_muscle[k], side ? "left" : "right");
                add(body, t, id);
            }
        }
    }
    for (size_t i = 0; i < sizeof of_joint / sizeof *of_joint; i++) add(body, t, of_joint[i]);
}

// outcomes by name, separated by commas; a * at the end stands for the rest
static il_status list_outcomes(const solve_work *w, table *t, const char *names, il_error *err) {
    for (size_t i = 0; !*names && i < sizeof usual / sizeof *usual; i++) {
        int k = il_outcomes_find(w->outcomes, usual[i]);
        if (k >= 0) t->outcome[t->noutcome++] = k;
    }
    for (const char *at = names; *at;) {
        size_t n = strcspn(at, ",");
        int    before = t->noutcome;
        for (int k = 0; k < il_outcomes_count(w->outcomes) && t->noutcome < MOST; k++) {
            const char *name = il_outcomes_info(w->outcomes, k)->name;
            bool        all = n > 0 && at[n - 1] == '*';
            if (all ? !strncmp(at, name, n - 1) : strlen(name) == n && !strncmp(at, name, n)) t->outcome[t->noutcome++] = k;
        }
        if (t->noutcome == before)
            return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "there is no outcome '%.*s': `ilium solve SCENARIO --json` lists them; * at the end stands for the rest", (int)(n < 80 ? n : 80), at);
        at += n + (at[n] == ',');
    }
    return IL_OK;
}

static const char *value_name(const solve_work *w, const table *t, int v) {
    return v < t->noutcome ? il_outcomes_info(w->outcomes, t->outcome[v])->name : il_task_reading_test(w->setup.task, v - t->noutcome);
}

static double value_at(const solve_work *w, const table *t, int v) { return v < t->noutcome ? w->value[t->outcome[v]] : w->outcome.reading[v - t->noutcome]; }

// ---- printing --------------------------------------------------------------------------------------------------------------------

// a change that is alike for all variables: a tenth more, 1 mm, 1 degree, 0.01
static double usual_change(const il_variable *v) {
    if (v->kind == IL_VARIABLE_EFFORT || v->kind == IL_VARIABLE_TOLERANCE) return 1.0;
    if (!strcmp(v->unit, "times") || v->kind == IL_VARIABLE_POWER) return 0.1;
    return !strcmp(v->unit, "1") ? 0.01 : 1.0;
}

static double larger(const table *t, int v, int i) {
    double a = il_derivatives_below(t->d)[v*t->nvariable + i], b = il_derivatives_above(t->d)[v*t->nvariable + i];
    return isfinite(a) && (!isfinite(b) || fabs(a) > fabs(b)) ? a : b;
}

static void print_row(const table *t, int v, int i) {
    const il_variable            *x = &t->variable[i];
    const il_derivative_variable *about = il_derivatives_about(t->d, i);
    double below = il_derivatives_below(t->d)[v*t->nvariable + i], above = il_derivatives_above(t->d)[v*t->nvariable + i];
    printf("  %-44s %12.5g  per %-6s %10.3g for %g", x->name, isfinite(above) ? above : below, x->unit, larger(t, v, i)*usual_change(x), usual_change(x));
    if (about->status == IL_DERIVATIVE_ONE_SIDED && isfinite(below) && fabs(above - below) > 1e-6*fabs(above)) printf("  (from below %.5g)", below);
    printf("%s\n", about->status == IL_DERIVATIVE_ONE_SIDED ? "  one side" : about->status == IL_DERIVATIVE_FOLD ? "  near a fold" : "");
}

static void print_value(const solve_work *w, const table *t, int v, bool *done) {
    printf("\n%s  %.5g\n", value_name(w, t, v), value_at(w, t, v));
    memset(done, 0, sizeof *done*(size_t)t->nvariable);
    for (int k = 0; k < SHOWN; k++) {
        int    best = -1;
        double most = 0.0;
        for (int i = 0; i < t->nvariable; i++) {
            double size = fabs(larger(t, v, i)*usual_change(&t->variable[i]));
            if (!done[i] && isfinite(size) && size > most) best = i, most = size;
        }
        if (best < 0) return;
        done[best] = true;
        print_row(t, v, best);
    }
}

static void print_text(const solve_work *w, const table *t) {
    bool done[MOST];
    printf("derivatives by %d variables; the strongest for a tenth more, 0.01, 1 mm or 1 degree; %d muscles at a bound", t->nvariable, t->info.bound);
    printf(t->info.edge ? ", %d at its very edge\n" : "\n", t->info.edge);
    for (int v = 0; v < il_derivatives_values(t->d); v++)
        if (isfinite(value_at(w, t, v))) print_value(w, t, v, done);
    for (int i = 0; i < t->nvariable; i++) {
        const il_derivative_variable *about = il_derivatives_about(t->d, i);
        if (about->status > IL_DERIVATIVE_ONE_SIDED) printf("\n%s has no derivative: %s\n", t->variable[i].name, about->why);
    }
}

static json_t *change_json(const il_model *m, const il_bound_change *c) {
    if (!isfinite(c->distance)) return json_null();
    return json_pack("{s:f,s:s,s:s}", "by", c->distance, "force", c->muscle != IL_NONE ? m->muscle_name[c->muscle] : m->pad_name[c->pad], "what",
                     c->leaves ? c->upper ? "leaves its most" : "leaves its least" : c->upper ? "comes to its most" : "comes to its least");
}

static int print_json(const solve_work *w, const table *t) {
    static const char *const words[] = {"smooth", "one_sided", "fold", "none"};
    json_t *variables = json_array(), *values = json_array();
    for (int i = 0; i < t->nvariable; i++) {
        const il_derivative_variable *a = il_derivatives_about(t->d, i);
        json_array_append_new(variables, json_pack("{s:s,s:s,s:f,s:s,s:s,s:o,s:o}", "name", t->variable[i].name, "unit", t->variable[i].unit, "at", t->variable[i].at, "status",
                                                   words[a->status], "why", a->why, "next_below", change_json(w->setup.body->m, &a->next[0]), "next_above",
                                                   change_json(w->setup.body->m, &a->next[1])));
    }
    for (int v = 0; v < il_derivatives_values(t->d); v++) {
        json_t *below = json_array(), *above = json_array();
        for (int i = 0; i < t->nvariable; i++) {
            json_array_append_new(below, app_json_number(il_derivatives_below(t->d)[v*t->nvariable + i]));
            json_array_append_new(above, app_json_number(il_derivatives_above(t->d)[v*t->nvariable + i]));
        }
        json_array_append_new(values, json_pack("{s:s,s:o,s:o,s:o}", "name", value_name(w, t, v), "value", app_json_number(value_at(w, t, v)), "below", below, "above", above));
    }
    json_t *root = json_pack("{s:s,s:i,s:i,s:f,s:f,s:o,s:o}", "scenario", w->setup.def->id, "at_bounds", t->info.bound, "at_edges", t->info.edge, "softest", t->info.softest,
                             "left", t->info.left, "variables", variables, "values", values);
    return app_print_json(root, 1, 10);
}

int solve_derivatives(solve_work *w, const char *outcomes, bool json) {
    il_error   err = {0};
    table     *t = calloc(1, sizeof *t);
    il_subject who = il_subject_usual(w->setup.body, w->setup.person, NULL);
    il_status  status = t ? list_outcomes(w, t, outcomes, &err) : il_error_set(&err, IL_NO_MEMORY, NULL, 0, 0, "out of memory for derivatives");
    who.way = w->outcome.way;
    if (status == IL_OK) list_variables(w->setup.body, t);
    if (status == IL_OK) status = il_derivatives_create(w->setup.body, w->outcomes, t->noutcome, t->outcome, t->nvariable, t->variable, &t->d, &err);
    if (status == IL_OK) status = il_derivatives_prepare(t->d, w->setup.task, &who, NULL, &err);
    if (status == IL_OK) status = il_derivatives_run(t->d, w->scenario, &w->outcome, &t->info, &err);
    int code = status ? app_failed(&err) : EXIT_DONE;
    if (!code && json) code = print_json(w, t);
    else if (!code) print_text(w, t);
    if (t) il_derivatives_free(t->d);
    free(t);
    return code;
}
