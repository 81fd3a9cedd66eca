// factor.c - what results are varied over
#include "ilium/factor.h"
#include "math/scalar.h"
#include "scenario/mirror.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct entry {
    il_factor factor;
    int       first, nrow; ///< rows of its table
} entry;

struct il_factors {
    const il_body *body;
    int            n;
    entry          entry[];
};

// ---- what a row changes ----

static bool is(const char *a, const char *b) { return strcmp(a, b) == 0; }

static void scale_muscles(const il_model *m, double *x, double factor) {
    for (int i = 0; i < m->nmuscle; i++) x[i] *= factor;
}

// weights by cross-section times the fibre's length to a power: 0 by cross-section, 1 by volume; their mean stays
static void weigh_fibres(const il_model *m, il_params *p, double power) {
    double before = 0.0, after = 0.0;
    for (int i = 0; i < m->nmuscle; i++) before += p->muscle_weight[i];
    for (int i = 0; i < m->nmuscle; i++) after += p->muscle_weight[i] *= ili_pow(p->muscle_l_opt[i], power);
    for (int i = 0; i < m->nmuscle; i++) p->muscle_weight[i] *= before/after;
}

// does a muscle touch the spine or the chest?
static bool of_trunk(const il_model *m, int muscle) {
    int path = m->muscle_path[muscle];
    for (int k = m->path_body_start[path]; k < m->path_body_start[path + 1]; k++) {
        const char *body = m->body_name[m->pathbody_body[k]];
        if (strncmp(body, "lumbar", 6) == 0 || strncmp(body, "thora", 5) == 0) return true;
    }
    return false;
}

static void scale_trunk(const il_model *m, il_params *p, double factor) {
    for (int i = 0; i < m->nmuscle; i++) {
        if (of_trunk(m, i)) p->muscle_f_max[i] *= factor;
    }
}

static il_status apply_usual(const il_body *body, const il_usual_row *row, double value, il_params *p, il_subject *who, il_error *err) {
    const il_model *m = body->m;
    if (is(row->name, "effort")) who->effort = value;
    else if (is(row->name, "effort_power")) who->power = value;
    else if (is(row->name, "effort_volume")) weigh_fibres(m, p, value);
    else if (is(row->name, "stretch_tolerance")) who->tolerance *= value/row->value;
    else if (is(row->name, "specific_tension")) scale_trunk(m, p, value/row->value);
    else if (is(row->name, "tone_scale")) scale_muscles(m, p->muscle_tone, value);
    else return il_error_set(err, IL_BAD_VALUE, "body/usual.csv", row->line, 0, "nothing is known to vary by the name of '%s'", row->name);
    return IL_OK;
}

static bool aims_at(const char *target, const char *group) { return is(target, "*") || is(target, group); }

// a parameter of conditions by its id; '*' in the place of a group of muscles: each group once
static il_status apply_parameter(const il_body *body, il_params *p, const char *id, il_side side, double value, double severity, il_error *err) {
    il_parameter_kind kind;
    char              target[IL_TARGET];
    il_status         status = il_parameter_find(id, &kind, target, err);
    if (status != IL_OK) return status;
    if (!is(target, "*")) return il_parameter_apply(body, p, kind, target, side, value, severity, err);
    for (int i = 0; status == IL_OK && i < body->m->nmuscle; i++) {
        const char *group = body->groups.muscle[i];
        int         first = 0;
        while (!is(body->groups.muscle[first], group)) first++;
        if (first == i) status = il_parameter_apply(body, p, kind, group, side, value, severity, err);
    }
    return status;
}

static il_status scale_mass(const il_body *body, il_params *p, const il_uncertainty_row *row, double factor, il_error *err) {
    int b = il_body_find(body->m, row->target);
    if (b == IL_NONE) return il_error_set(err, IL_BAD_VALUE, "body/uncertainty.csv", row->line, 0, "the body has no part '%s'", row->target);
    p->body_mass[b] *= factor;
    for (int k = 0; k < 6; k++) p->body_inertia[6*b + k] *= factor;
    return IL_OK;
}

// the row of a muscle; rows stand for the right side or the midline
static const il_muscles_row *muscle_row(const il_body *body, int muscle) {
    const char *name = body->m->muscle_name[muscle];
    size_t      n = strlen(name), stem = n > 2 && name[n - 2] == '_' ? n - 1 : n;
    for (int i = 0; i < body->tables->n_muscles; i++) {
        const il_muscles_row *row = &body->tables->muscles[i];
        if (strncmp(row->name, name, stem) == 0 && strlen(row->name) == n) return row;
    }
    return NULL;
}

// longer fibres in a muscle of the same length: the tendon gives what keeps the fibres' relative length in neutral standing, which is measured apart
static void scale_fibres(const il_body *body, il_params *p, const char *target, double factor) {
    for (int i = 0; i < body->m->nmuscle; i++) {
        const il_muscles_row *row = muscle_row(body, i);
        if (!row || !aims_at(target, body->groups.muscle[i])) continue;
        p->muscle_l_slack[i] += (1.0 - factor)*p->muscle_l_opt[i]*row->neutral_fibre*ili_cos(p->muscle_pennation[i]);
        p->muscle_l_opt[i] *= factor;
    }
}

static il_status apply_uncertain(const il_body *body, const il_uncertainty_row *row, double value, il_params *p, il_error *err) {
    if (is(row->kind, "body_mass_scale")) return scale_mass(body, p, row, value, err);
    if (is(row->kind, "fibre_scale")) {
        scale_fibres(body, p, row->target, value);
        return IL_OK;
    }
    if (is(row->kind, "muscle_pressure_scale")) {
        for (int i = 0; i < body->m->nmuscle; i++) {
            if (aims_at(row->target, body->groups.muscle[i])) p->muscle_pressure[i] *= value;
        }
        return IL_OK;
    }
    if (is(row->kind, "parameter")) return apply_parameter(body, p, row->target, IL_SIDE_NONE, value, 1.0, err);
    return il_error_set(err, IL_BAD_VALUE, "body/uncertainty.csv", row->line, 0,
                        "'%s' is no kind of uncertainty: parameter, fibre_scale, body_mass_scale or muscle_pressure_scale", row->kind);
}

static il_status apply_person(const il_body *body, const il_variations_row *row, double sign, bool mirrored, il_params *p, double *habit, il_subject *who, il_error *err) {
    if (is(row->kind, "reading")) return IL_OK;
    if (is(row->kind, "tolerance")) {
        who->tolerance *= 1.0 + sign*row->value;
        return IL_OK;
    }
    if (is(row->kind, "habit")) {
        int j = il_coordinate_find(body->m, row->target);
        if (j == IL_NONE) return il_error_set(err, IL_BAD_VALUE, "body/variations.csv", row->line, 0, "the body has no coordinate '%s'", row->target);
        bool turns = mirrored && ili_turns_in_mirror(body->m, j);
        habit[mirrored ? ili_other_coordinate(body->m, j) : j] += turns ? -sign*row->value : sign*row->value;
        return IL_OK;
    }
    if (!is(row->kind, "parameter")) {
        return il_error_set(err, IL_BAD_VALUE, "body/variations.csv", row->line, 0, "'%s' is no kind of variation: parameter, habit, tolerance or reading", row->kind);
    }
    il_side side = is(row->side, mirrored ? "left" : "right") ? IL_SIDE_RIGHT : is(row->side, mirrored ? "right" : "left") ? IL_SIDE_LEFT : IL_SIDE_BOTH;
    return apply_parameter(body, p, row->target, side, row->value, sign, err);
}

// ---- the list ----

static void list_usual(il_factors *f) {
    const il_body_tables *t = f->body->tables;
    for (int i = 0; i < t->n_usual; i++) {
        const il_usual_row *row = &t->usual[i];
        f->entry[f->n++] = (entry){{.id = row->name, .kind = IL_FACTOR_CHOICE, .source = row->source, .status = row->status, .end = {row->low, row->high}}, i, 1};
    }
}

// rows with one id stand together: a new factor begins where the id changes
static void list_uncertain(il_factors *f) {
    const il_body_tables *t = f->body->tables;
    for (int i = 0; i < t->n_uncertainty; i++) {
        const il_uncertainty_row *row = &t->uncertainty[i];
        if (i > 0 && is(row->id, row[-1].id)) f->entry[f->n - 1].nrow++;
        else f->entry[f->n++] = (entry){{.id = row->id, .kind = IL_FACTOR_SOURCE, .source = row->source, .status = row->status, .end = {row->low, row->high}}, i, 1};
    }
}

static void list_person(il_factors *f) {
    const il_body_tables *t = f->body->tables;
    for (int i = 0; i < t->n_variations; i++) {
        const il_variations_row *row = &t->variations[i];
        bool                     reading = is(row->kind, "reading"), habit = is(row->kind, "habit");
        if (i == 0 || !is(row->id, row[-1].id)) {
            f->entry[f->n++] = (entry){{.id = row->id, .kind = IL_FACTOR_PERSON, .source = row->source, .status = row->status, .end = {-1.0, 1.0},
                                        .reading = true, .habit_only = true}, i, 0};
        }
        entry *e = &f->entry[f->n - 1];
        e->nrow++;
        e->factor.reading = e->factor.reading && reading;
        e->factor.habit_only = e->factor.habit_only && (reading || habit);
    }
}

// every factor once on scratch parameters: a row that aims at nothing is found here, not in the middle of a study
static il_status try_all(const il_factors *f, il_error *err) {
    const il_model *m = f->body->m;
    il_params      *p = NULL;
    double         *habit = calloc((size_t)m->nq + 1, sizeof *habit);
    il_status       status = habit ? il_params_create(m, false, &p, err) : il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for factors");
    for (int i = 0; status == IL_OK && i < f->n; i++) {
        for (int end = 0; status == IL_OK && end < 2; end++) {
            il_subject who = il_subject_usual(f->body, p, habit);
            il_params_copy(m, m->nominal, p);
            status = il_factor_apply(f, i, end == 1, p, habit, &who, err);
        }
    }
    il_params_free(p);
    free(habit);
    return status;
}

il_status il_factors_create(const il_body *body, il_factors **out, il_error *err) {
    IL_ASSERT(body && out);
    const il_body_tables *t = body->tables;
    il_factors           *f = calloc(1, sizeof *f + sizeof(entry)*(size_t)(t->n_usual + t->n_uncertainty + t->n_variations));
    if (!f) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for factors");
    f->body = body;
    list_usual(f);
    list_uncertain(f);
    list_person(f);
    il_status status = try_all(f, err);
    if (status == IL_OK) *out = f;
    else free(f);
    return status;
}

void             il_factors_free(il_factors *f) { free(f); }
int              il_factors_count(const il_factors *f) { return f->n; }
const il_factor *il_factors_get(const il_factors *f, int i) { return i >= 0 && i < f->n ? &f->entry[i].factor : NULL; }

int il_factors_find(const il_factors *f, const char *id) {
    for (int i = 0; i < f->n; i++) {
        if (is(f->entry[i].factor.id, id)) return i;
    }
    return IL_NONE;
}

// ---- applying ----

static double usual(const il_body *body, const char *name) {
    const il_usual_row *row = il_body_usual(body->tables, name);
    return row ? row->value : IL_NAN;
}

il_subject il_subject_usual(const il_body *body, const il_params *p, const double *habit) {
    return (il_subject){.p = p, .habit = habit ? habit : p->coordinate_neutral, .habit_sd = body->sigma_within, .effort = usual(body, "effort"),
                        .power = usual(body, "effort_power"), .tolerance = usual(body, "stretch_tolerance")};
}

static il_status apply(const il_factors *f, int i, bool high, bool mirrored, il_params *p, double *habit, il_subject *who, il_error *err) {
    IL_ASSERT(f && i >= 0 && i < f->n && p && habit && who);
    const entry *e = &f->entry[i];
    il_status    status = IL_OK;
    for (int row = e->first; status == IL_OK && row < e->first + e->nrow; row++) {
        const il_uncertainty_row *u = &f->body->tables->uncertainty[row];
        switch (e->factor.kind) {
        case IL_FACTOR_CHOICE: status = apply_usual(f->body, &f->body->tables->usual[row], e->factor.end[high], p, who, err); break;
        case IL_FACTOR_SOURCE: status = apply_uncertain(f->body, u, high ? u->high : u->low, p, err); break;
        case IL_FACTOR_PERSON: status = apply_person(f->body, &f->body->tables->variations[row], high ? 1.0 : -1.0, mirrored, p, habit, who, err); break;
        case IL_NFACTOR: break;
        }
    }
    return status;
}

il_status il_factor_apply(const il_factors *f, int i, bool high, il_params *p, double *habit, il_subject *who, il_error *err) {
    return apply(f, i, high, false, p, habit, who, err);
}

il_status il_factor_apply_mirrored(const il_factors *f, int i, bool high, il_params *p, double *habit, il_subject *who, il_error *err) {
    return apply(f, i, high, true, p, habit, who, err);
}

void il_factor_range(double mid, int n, const double *end, double range[2]) {
    double down = 0.0, up = 0.0;
    for (int i = 0; i < n; i++) {
        double a = isfinite(end[2*i]) ? end[2*i] - mid : 0.0, b = isfinite(end[2*i + 1]) ? end[2*i + 1] - mid : 0.0;
        double lower = fmin(0.0, fmin(a, b)), upper = fmax(0.0, fmax(a, b));
        down += lower*lower, up += upper*upper;
    }
    range[0] = mid - sqrt(down), range[1] = mid + sqrt(up);
}
