// solve_derivatives.c - `ilium solve SCENARIO --derivatives[=OUTCOME,...]`: what the outcomes depend on, without solving again
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "ilium/derivative.h"
#include "ilium/factor.h"
#include "solve.h"

enum { MOST = 600, SHOWN = 12 };

// every group of muscles by strength, flexibility and shortness; joints, ligaments, bones; what the person does
static const char *const of_muscle[] = {"strength", "flexibility", "spasm", "inhibition"};
static const char *const of_joint[] = {"joint.disc.stiffness", "joint.sacroiliac.stiffness", "joint.symphysis.stiffness", "joint.hip.stiffness", "joint.facet.stiffness",
                                        "joint.sacroiliac.rest_rx:right", "joint.sacroiliac.rest_rx:left", "ligament.sacroiliac.stiffness", "ligament.iliolumbar.stiffness",
                                        "ligament.hip_capsule.stiffness", "ligament.iliotibial_band.slack", "leg.length:right", "leg.length:left", "hip.femoral_version:right",
                                        "hip.femoral_version:left", "hip.neck_angle:right", "hip.neck_angle:left", "foot.pronation:right", "foot.pronation:left",
                                        "disc.L5_S1.degeneration", "disc.L4_L5.degeneration", "body.pregnancy_laxity", "habit.pelvis_tilt", "effort", "effort_power", "stretch_tolerance"};
static const char *const usual[] = {"disc.L5_S1.compression_n", "disc.L4_L5.compression_n", "disc.L4_L5.shear_ap_n", "hip.right.contact_bw", "hip.left.contact_bw",
                                    "sij.right.rotation_deg", "sij.right.shear_n", "posture.pelvic_tilt_radiographic_deg", "posture.lordosis_L1_S1_deg"};

// a condition on one side, on top of what the person has
typedef struct severity {
    const il_knowledge *knowledge;
    const il_body      *body;
    int                 condition;
    il_side             side;
} severity;

typedef struct table {
    const char     *by; ///< which variables; NULL: all
    severity        severity[MOST];
    int             nvariable, noutcome, outcome[MOST];
    il_variable     variable[MOST];
    il_derivatives *d;
    il_derivative_info info;
} table;

// is `name` among names separated by commas? a * at the end stands for the rest
static bool among(const char *names, const char *name) {
    for (const char *at = names; *at;) {
        size_t n = strcspn(at, ",");
        if (n > 0 && at[n - 1] == '*' ? !strncmp(at, name, n - 1) : strlen(name) == n && !strncmp(at, name, n)) return true;
        at += n + (at[n] == ',');
    }
    return false;
}

static il_variable *add(const il_body *body, table *t, const char *id) {
    il_error err = {0};
    if (t->nvariable == MOST || (t->by && !among(t->by, id)) || il_variable_find(body, id, &t->variable[t->nvariable], &err)) return NULL;
    return &t->variable[t->nvariable++];
}

// a floor begins where the muscles' own tone ends: below it nothing changes
static void begin_at_tone(const il_body *body, const il_params *p, il_variable *v) {
    const il_model *m = body->m;
    for (int i = 0; i < m->nmuscle; i++)
        if (!strcmp(body->groups.muscle[i], v->target) && il_side_of(m->muscle_name[i]) == v->side) v->at = fmax(v->at, p->muscle_tone[i]);
}

static il_status change_severity(void *user, double by, il_params *p, double *habit, il_subject *who, il_error *err) {
    const severity *s = user;
    (void)who;
    il_status status = il_condition_apply(s->knowledge, s->condition, s->body, p, s->side, by, err);
    memcpy(habit, p->coordinate_neutral, sizeof *habit*(size_t)s->body->m->nq); // the habit is the body's own
    return status;
}

// "condition.short_leg:right"; a condition without sides has no word for one
static void add_severities(const setup *x, table *t) {
    static const char *const words[] = {"", ":right", ":left"};
    const il_knowledge *k = x->knowledge;
    for (int c = 0; c < k->ncondition; c++) {
        for (int side = k->condition[c].sided ? 1 : 0; k->condition[c].simulated && side < (k->condition[c].sided ? 3 : 1) && t->nvariable < MOST; side++) {
            il_variable *v = &t->variable[t->nvariable];
            severity    *s = &t->severity[t->nvariable];
            *s = (severity){k, x->body, c, side == 1 ? IL_SIDE_RIGHT : side == 2 ? IL_SIDE_LEFT : IL_SIDE_NONE};
            *v = (il_variable){.unit = "1", .kind = IL_VARIABLE_CUSTOM, .side = s->side, .step = 1e-3, .sides = IL_FROM_ABOVE, .change = change_severity, .user = s};
            snprintf(v->name, sizeof v->name, "condition.%.60s%s", k->condition[c].id, words[side]);
            if (!t->by || among(t->by, v->name)) t->nvariable++;
        }
    }
}

// measures that were given, and those that have a usual value. Measures of the nominal body are those of its man
static void add_measures(const setup *x, const setup_wish *o, table *t) {
    char id[IL_VARIABLE_NAME];
    for (int i = 0; i < x->tables->n_scaling && i < SETUP_MEASURES; i++) {
        const il_scaling_row *row = &x->tables->scaling[i];
        double                at = x->sizes.sex == IL_BODY_FEMALE ? row->woman : row->man;
        if (o->measure[i] && il_number_parse(o->measure[i], strlen(o->measure[i]), &at)) continue;
        if (!isfinite(at) || (at == 0.0 && !o->measure[i])) continue;
        snprintf(id, sizeof id, "person.%s", row->measure);
        il_variable *v = add(x->body, t, id);
        if (v) v->at = at;
    }
}

static void list_variables(const setup *x, const setup_wish *o, table *t) {
    const il_body *body = x->body;
    char           id[IL_VARIABLE_NAME];
    for (int i = 0; i < body->m->nmuscle; i++) {
        int first = 0;
        while (strcmp(body->groups.muscle[first], body->groups.muscle[i])) first++;
        for (size_t k = 0; first == i && k < sizeof of_muscle / sizeof *of_muscle; k++) {
            for (int side = 0; side < 2; side++) {
                snprintf(id, sizeof id, "muscle.%s.%s:%s", body->groups.muscle[i], of_muscle[k], side ? "left" : "right");
                il_variable *v = add(body, t, id);
                if (v && v->parameter == IL_MUSCLE_SPASM) begin_at_tone(body, x->person, v);
            }
        }
    }
    for (size_t i = 0; i < sizeof of_joint / sizeof *of_joint; i++) add(body, t, of_joint[i]);
    add_measures(x, o, t);
    add_severities(x, t);
}

// each name of --derivatives-by stands for a variable: one that is listed, or one that the body has beside them
static il_status complete_variables(const il_body *body, table *t, il_error *err) {
    for (const char *at = t->by; at && *at;) {
        size_t n = strcspn(at, ",");
        char   one[IL_VARIABLE_NAME];
        bool   found = false;
        snprintf(one, sizeof one, "%.*s", (int)(n < sizeof one - 1 ? n : sizeof one - 1), at);
        for (int i = 0; i < t->nvariable; i++) found |= among(one, t->variable[i].name);
        if (!found && strchr(one, '*')) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "no variable begins like '%.60s': `ilium solve SCENARIO --derivatives --json` lists them", one);
        if (!found && t->nvariable < MOST) {
            il_status status = il_variable_find(body, one, &t->variable[t->nvariable], err);
            if (status) return status;
            if (t->variable[t->nvariable].kind == IL_VARIABLE_MEASURE)
                return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "'%.60s' follows from the other measures: give it a value as an option to vary it", one);
            t->nvariable++;
        }
        at += n + (at[n] == ',');
    }
    return IL_OK;
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
    if (v->kind == IL_VARIABLE_CUSTOM) return 0.1; // of a severity
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

// why a value has no derivatives at all, or NULL
static const char *none_of(const solve_work *w, const table *t, int v) {
    bool stability = v < t->noutcome && !strncmp(value_name(w, t, v), "stability.", 10);
    return stability ? "stability has no derivatives here: it is the softest mode (eigenvalue) of the stiffness at the posture, and how that stiffness itself changes is not computed; set two solves beside each other" : NULL;
}

static void print_value(const solve_work *w, const table *t, int v, bool *done) {
    printf("\n%s  %.5g\n", value_name(w, t, v), value_at(w, t, v));
    if (none_of(w, t, v)) printf("  %s\n", v > 0 && none_of(w, t, v - 1) ? "none either" : none_of(w, t, v));
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
    printf("derivatives by %d variables; the strongest for a tenth more, 0.01, 1 mm, 1 degree, 0.1 of a severity, or one unit of a measure; %d muscles at a bound", t->nvariable, t->info.bound);
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
        json_array_append_new(values, json_pack("{s:s,s:s?,s:o,s:o,s:o}", "name", value_name(w, t, v), "why_none", none_of(w, t, v), "value", app_json_number(value_at(w, t, v)), "below", below, "above", above));
    }
    json_t *root = json_pack("{s:s,s:i,s:i,s:f,s:f,s:o,s:o}", "scenario", w->setup.def->id, "at_bounds", t->info.bound, "at_edges", t->info.edge, "softest", t->info.softest,
                             "left", t->info.left, "variables", variables, "values", values);
    return app_print_json(root, 1, 10);
}

typedef struct dresser {
    const setup_wish *o;
    setup            *x;
} dresser;

static il_status dress(void *user, il_params *p, il_error *err) {
    const dresser *d = user;
    return setup_dress(d->o, d->x, p, err);
}

int solve_derivatives(solve_work *w, const setup_wish *o, const char *outcomes, const char *by, bool json) {
    il_error   err = {0};
    table     *t = calloc(1, sizeof *t);
    il_subject who = il_subject_usual(w->setup.body, w->setup.person, NULL);
    il_status  status = t ? list_outcomes(w, t, outcomes, &err) : il_error_set(&err, IL_NO_MEMORY, NULL, 0, 0, "out of memory for derivatives");
    il_body_sizes    sizes = w->setup.sizes;
    dresser          dresses = {o, &w->setup};
    il_person_origin origin = {.sizes = &sizes, .dress = dress, .user = &dresses};
    if (sizes.sex == IL_BODY_SEX_UNKNOWN) sizes.sex = IL_BODY_MALE; // the body of the tables is a man's
    who.way = w->outcome.way;
    if (status == IL_OK) t->by = by, list_variables(&w->setup, o, t), status = complete_variables(w->setup.body, t, &err);
    if (status == IL_OK) status = il_derivatives_create(w->setup.body, w->outcomes, t->noutcome, t->outcome, t->nvariable, t->variable, &t->d, &err);
    if (status == IL_OK) status = il_derivatives_prepare(t->d, w->setup.task, &who, &origin, &err);
    if (status == IL_OK) status = il_derivatives_run(t->d, w->scenario, &w->outcome, &t->info, &err);
    int code = status ? app_failed(&err) : EXIT_DONE;
    if (!code && json) code = print_json(w, t);
    else if (!code) print_text(w, t);
    if (t) il_derivatives_free(t->d);
    free(t);
    return code;
}
