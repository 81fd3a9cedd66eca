// variable.c - what outcomes are differentiated by: found by name, and moved
#include "scenario/variable.h"
#include "base/names.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double degree = 0.017453292519943295;

// ---- by name ---------------------------------------------------------------------------------------------------------------------

typedef struct law {
    double neutral, step; ///< of a parameter, in its unit
    int    sides;
} law;

static law law_of(il_parameter_kind kind) {
    const int both = IL_FROM_BELOW | IL_FROM_ABOVE;
    bool      times = strcmp(il_parameter_unit(kind), "times") == 0, length = strcmp(il_parameter_unit(kind), "mm") == 0;
    if (kind == IL_MUSCLE_SPASM || kind == IL_MUSCLE_INHIBITION) return (law){0.0, 1e-4, IL_FROM_ABOVE};
    if (kind == IL_DISC_DEGENERATION) return (law){1.0, 1e-4, IL_FROM_ABOVE};
    if (times) return (law){1.0, 1e-3, both};
    if (kind >= IL_LEG_LENGTH && kind <= IL_FOOT_PRONATION) return (law){0.0, length ? 0.02 : 0.005, both};
    return (law){0.0, length || strcmp(il_parameter_unit(kind), "deg") == 0 ? 1e-2 : 1e-4, both};
}

static il_status split_side(const char *id, char *name, il_side *side, il_error *err) {
    const char *colon = strchr(id, ':');
    size_t      n = colon ? (size_t)(colon - id) : strlen(id);
    *side = IL_SIDE_BOTH;
    if (n >= IL_VARIABLE_NAME) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "'%.40s...' is no name of a variable: it is too long", id);
    memcpy(name, id, n), name[n] = '\0';
    if (!colon || !strcmp(colon, ":both")) return IL_OK;
    *side = !strcmp(colon, ":right") ? IL_SIDE_RIGHT : IL_SIDE_LEFT;
    if (*side == IL_SIDE_RIGHT || !strcmp(colon, ":left")) return IL_OK;
    return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "a side is right, left or both, not '%.20s'", colon + 1);
}

// does the body have it? tried on a copy of its numbers
static il_status find_parameter(const il_body *body, const char *name, il_variable *v, il_error *err) {
    il_params *p = NULL;
    il_status  status = il_parameter_find(name, &v->parameter, v->target, err);
    if (status == IL_OK) status = il_params_create(body->m, false, &p, err);
    law own = law_of(v->parameter);
    if (status == IL_OK) status = il_parameter_apply(body, p, v->parameter, v->target, v->side, own.neutral + own.step, 1.0, err);
    il_params_free(p);
    v->kind = IL_VARIABLE_PARAMETER, v->unit = il_parameter_unit(v->parameter);
    v->at = own.neutral, v->step = own.step, v->sides = own.sides;
    return status;
}

static il_status find_habit(const il_body *body, const char *coordinate, il_variable *v, il_error *err) {
    v->index = il_coordinate_find(body->m, coordinate);
    if (v->index == IL_NONE) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "the body has no coordinate '%.60s'", coordinate);
    v->kind = IL_VARIABLE_HABIT, v->step = 0.1;
    v->unit = body->m->coordinate_kind[v->index] == IL_ROW_ROTATION ? "deg" : "mm";
    return IL_OK;
}

static il_status find_measure(const il_body *body, const char *measure, il_variable *v, il_error *err) {
    const il_body_tables *t = body->tables;
    for (int i = 0; i < t->n_scaling; i++) {
        if (strcmp(t->scaling[i].measure, measure) != 0) continue;
        v->kind = IL_VARIABLE_MEASURE, v->index = i, v->unit = t->scaling[i].unit, v->step = 5e-4*(t->scaling[i].high - t->scaling[i].low);
        return IL_OK;
    }
    return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "a person has no measure '%.60s': data/body/scaling.csv lists them", measure);
}

il_status il_variable_find(const il_body *body, const char *id, il_variable *out, il_error *err) {
    IL_ASSERT(body && id && out);
    char      name[IL_VARIABLE_NAME];
    il_status status = split_side(id, name, &(il_side){0}, err);
    if (status != IL_OK) return status;
    *out = (il_variable){.unit = "1", .sides = IL_FROM_BELOW | IL_FROM_ABOVE};
    split_side(id, name, &out->side, err);
    snprintf(out->name, sizeof out->name, "%s", id);
    if (!strncmp(name, "habit.", 6)) return find_habit(body, name + 6, out, err);
    if (!strncmp(name, "person.", 7)) return find_measure(body, name + 7, out, err);
    if (!strcmp(name, "effort")) return out->kind = IL_VARIABLE_EFFORT, out->step = 0.01, IL_OK;
    if (!strcmp(name, "effort_power")) return out->kind = IL_VARIABLE_POWER, out->step = 1e-3, out->at = 2.0, out->sides = IL_FROM_ABOVE, IL_OK;
    if (!strcmp(name, "stretch_tolerance")) return out->kind = IL_VARIABLE_TOLERANCE, out->unit = "Nm", out->step = 0.01, IL_OK;
    return find_parameter(body, name, out, err);
}

// ---- moved -----------------------------------------------------------------------------------------------------------------------

// what must be put on top of a value, so that it becomes value + by: parameters compose
static double on_top(const il_variable *v, double by) {
    switch (v->parameter) {
    case IL_MUSCLE_SHORTNESS: case IL_MUSCLE_TENDON_SHORTNESS: return by/(1.0 - v->at);
    case IL_LIGAMENT_SLACK: return by/(1.0 + v->at);
    case IL_MUSCLE_SPASM: case IL_MUSCLE_INHIBITION: case IL_DISC_DEGENERATION: return v->at + by;
    default: return !strcmp(v->unit, "times") ? (v->at + by)/v->at : by;
    }
}

static il_status change_measure(const ili_subject_copy *c, const il_variable *v, double by, il_params *p, il_error *err) {
    const il_person_origin *origin = c->origin;
    const il_scaling_row   *row = &c->body->tables->scaling[v->index];
    if (!origin || !origin->sizes)
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "'%s' cannot vary: it is not known from which measures this body was made", v->name);
    il_body_sizes sizes = *origin->sizes;
    il_status     status = il_body_size_set(c->body->tables, &sizes, row->measure, v->at + by, err);
    if (status == IL_OK) status = il_body_person(c->body, &sizes, p, err);
    return status == IL_OK && origin->dress ? origin->dress(origin->user, p, err) : status;
}

il_status ili_variable_move(const ili_subject_copy *c, const il_variable *v, double by, il_error *err) {
    const il_model *m = c->body->m;
    bool            follows = c->from->habit == c->from->p->coordinate_neutral; // the habit is the body's own neutral posture
    il_params_copy(m, c->from->p, c->p);
    memcpy(c->habit, c->from->habit, sizeof *c->habit*(size_t)m->nq);
    *c->who = *c->from;
    c->who->p = c->p, c->who->habit = c->habit;
    il_status status = IL_OK;
    double    habit = 0.0;
    switch (v->kind) {
    case IL_VARIABLE_PARAMETER: status = il_parameter_apply(c->body, c->p, v->parameter, v->target, v->side, on_top(v, by), 1.0, err); break;
    case IL_VARIABLE_MEASURE: status = change_measure(c, v, by, c->p, err); break;
    case IL_VARIABLE_HABIT: habit = by*(m->coordinate_kind[v->index] == IL_ROW_ROTATION ? degree : 0.001); break;
    case IL_VARIABLE_EFFORT: c->who->effort += by; break;
    case IL_VARIABLE_POWER: c->who->power = (c->who->power != 0.0 ? c->who->power : 2.0) + by; break;
    case IL_VARIABLE_TOLERANCE: c->who->tolerance += by; break;
    case IL_VARIABLE_CUSTOM: return v->change(v->user, by, c->p, c->habit, c->who, err);
    }
    if (follows && status == IL_OK) memcpy(c->habit, c->p->coordinate_neutral, sizeof *c->habit*(size_t)m->nq);
    if (v->kind == IL_VARIABLE_HABIT) c->habit[v->index] += habit;
    return status;
}
