// scene_request.c - what POST /api/solve asks for, read and checked
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/scene.h"

static il_status wrong(il_error *err, const char *what, const char *right) {
    return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "%s: %s", what, right);
}

static il_status read_side(const json_t *word, il_side usual, il_side *out, il_error *err) {
    const char *text = json_string_value(word);
    *out = usual;
    if (!word || json_is_null(word) || (text && !*text)) return IL_OK;
    if (text && !strcmp(text, "right")) *out = IL_SIDE_RIGHT;
    else if (text && !strcmp(text, "left")) *out = IL_SIDE_LEFT;
    else if (text && !strcmp(text, "both")) *out = IL_SIDE_BOTH;
    else return wrong(err, "side", "right, left or both");
    return IL_OK;
}

static il_status read_person(const ili_stage *s, const json_t *person, ili_live_wish *out, il_error *err) {
    const char *sex = json_string_value(json_object_get(person, "sex")), *flag;
    json_t     *value;
    if (!person || json_is_null(person)) return IL_OK;
    if (!json_is_object(person)) return wrong(err, "person", "an object {sex, measures}");
    out->sized = sex != NULL;
    if (sex && strcmp(sex, "female") && strcmp(sex, "male")) return wrong(err, "person.sex", "female or male");
    if (sex) out->sizes.sex = *sex == 'f' ? IL_BODY_FEMALE : IL_BODY_MALE;
    const il_body_tables *t = s->body->tables;
    json_t               *measures = json_object_get(person, "measures");
    if (measures && !json_is_object(measures)) return wrong(err, "person.measures", "an object of numbers by the ids of GET /api/body, person");
    json_object_foreach(measures, flag, value) {
        int row = 0;
        while (row < t->n_scaling && strcmp(t->scaling[row].flag, flag)) row++;
        if (row == t->n_scaling || !json_is_number(value)) return wrong(err, "person.measures", "numbers by the ids of GET /api/body, person");
        il_status status = il_body_size_set(t, &out->sizes, t->scaling[row].measure, json_number_value(value), err);
        if (status) return status;
        out->sized = true;
    }
    return IL_OK;
}

// conditions have a severity, parameters a value
static il_status read_changes(const json_t *list, bool condition, ili_live_wish *out, il_error *err) {
    size_t  i;
    json_t *one;
    if (list && !json_is_null(list) && !json_is_array(list)) return wrong(err, condition ? "conditions" : "parameters", "a list of objects");
    json_array_foreach(list, i, one) {
        const json_t *value = json_object_get(one, condition ? "severity" : "value");
        if (out->nchange == ILI_CHANGES) return wrong(err, "conditions and parameters", "at most 64 together");
        const char *id = json_string_value(json_object_get(one, "id"));
        if (!id || (value ? !json_is_number(value) : !condition)) return wrong(err, condition ? "a condition" : "a parameter", condition ? "{id, side, severity}" : "{id, side, value}");
        out->change[out->nchange].id = id, out->change[out->nchange].condition = condition;
        double x = out->change[out->nchange].value = value ? json_number_value(value) : 1.0;
        if (condition && !(x >= 0.0 && x <= 1.0)) return wrong(err, "severity", "from 0 to 1");
        il_status status = read_side(json_object_get(one, "side"), condition ? IL_SIDE_RIGHT : IL_SIDE_BOTH, &out->change[out->nchange].side, err);
        if (status) return status;
        out->nchange++;
    }
    return IL_OK;
}

il_status ili_live_read(const ili_stage *s, const json_t *request, ili_live_wish *out, il_error *err) {
    const char *name, *shape = json_string_value(json_object_get(request, "shape"));
    json_t     *value;
    *out = (ili_live_wish){.task = json_string_value(json_object_get(request, "task")), .side = json_string_value(json_object_get(request, "side"))};
    out->settle = json_is_true(json_object_get(request, "settle")), out->why = json_is_true(json_object_get(request, "why"));
    // "usual": what GET /api/body holds, before its number is known
    if (shape) out->shape = strcmp(shape, "usual") ? strtoull(shape, NULL, 16) : ili_shape_number(s->body->m, s->body->m->nominal);
    if (!out->task) return wrong(err, "task", "the id of one of the tasks of GET /api/body");
    if (out->side && *out->side && strcmp(out->side, "right") && strcmp(out->side, "left")) return wrong(err, "side", "right or left");
    json_t *how = json_object_get(request, "how");
    if (how && !json_is_null(how) && !json_is_object(how)) return wrong(err, "how", "an object of numbers by the names of the task's `how`");
    json_object_foreach(how, name, value) {
        if (out->nhow == IL_TASK_PARAMS || !json_is_number(value)) return wrong(err, "how", "at most 8 numbers by the names of the task's `how`");
        out->how[out->nhow++] = (il_task_setting){.task = out->task, .name = name, .value = json_number_value(value)};
    }
    il_status status = read_person(s, json_object_get(request, "person"), out, err);
    if (!status) status = read_changes(json_object_get(request, "conditions"), true, out, err);
    return status ? status : read_changes(json_object_get(request, "parameters"), false, out, err);
}
