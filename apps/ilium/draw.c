// draw.c - pictures: `ilium solve SCENARIO --svg FILE`, `ilium model draw FILE`
#include <stdio.h>
#include <stdlib.h>

#include "ilium/report.h"
#include "solve.h"

static il_status write_sheet(const char *path, const il_drawing *d, const char *title, const char *note, il_error *err) {
    char     *text = NULL;
    size_t    size;
    il_status s = il_report_sheet(d, title, note, &text, &size, err);
    if (!s) s = il_file_write(path, text, size, err);
    il_report_free(text);
    return s;
}

// muscles as wide as their strength
static il_status draw(const char *path, const il_model *m, const il_params *p, const il_data *d, bool forces, const char *title, const char *note, il_error *err) {
    il_assessment   *a = NULL;
    il_drawing       drawing;
    il_drawing_style style = {.title = title, .force = p->muscle_f_max};
    il_status        s = il_assessment_create(&a, err);
    if (!s) s = il_drawing_from_data(m, p, d, 0, &style, a, &drawing, err);
    if (!s && forces) s = il_drawing_add_forces(m, p, d, 0, a, &drawing, err);
    if (!s) s = write_sheet(path, &drawing, title, note, err);
    il_assessment_free(a);
    return s;
}

// "left: ober; with short_iliopsoas:left"
static const char *note_of(const setup *x, il_side side, const char *verdict, char *buf, size_t size) {
    snprintf(buf, size, "%s%s%s%s%s", side == IL_SIDE_RIGHT ? "right side; " : side == IL_SIDE_LEFT ? "left side; " : "", verdict ? verdict : "", x->with ? "; with " : "",
             x->with ? x->with : "", "");
    return buf;
}

il_status solve_draw(const char *path, const setup_wish *o, const solve_work *w, il_error *err) {
    const setup *x = &w->setup;
    char         note[900];
    il_side      side = !x->def->sided ? IL_SIDE_NONE : o->side && *o->side == 'l' ? IL_SIDE_LEFT : IL_SIDE_RIGHT;
    note_of(x, side, solve_verdict(w), note, sizeof note);
    return draw(path, x->body->m, il_scenario_params(w->scenario), w->outcome.solution.d, true, x->def->name ? x->def->name : x->def->id, note, err);
}

// the body at its neutral posture, muscles by their passive tension
static il_status draw_neutral(const char *path, const setup *x, il_error *err) {
    const il_model *m = x->body->m;
    il_data        *d = NULL;
    char            note[900];
    il_status       s = il_data_create(m, IL_ISA_AUTO, &d, err);
    if (s) return s;
    for (int j = 0; j < m->nq; j++) il_pack_set(&d->q[j], x->person->coordinate_neutral[j]);
    il_position(m, x->person, d);
    il_marker(m, x->person, d);
    il_path(m, x->person, d);
    il_muscle(m, x->person, d);
    s = draw(path, m, x->person, d, false, "The built-in body, neutral and at rest", note_of(x, IL_SIDE_NONE, NULL, note, sizeof note), err);
    il_data_free(d);
    return s;
}

int app_model_draw(int argc, char **argv) {
    setup_wish o = {0};
    setup      x = {0};
    il_error   err = {0};
    int        code = setup_read("model", argc, argv, NULL, 0, &o, &x);
    if (!code && !o.scenario) code = app_usage("model", "`ilium model draw` needs the name of the file to write", NULL);
    if (!code && o.side) code = app_usage("model", "a body has both sides: leave out", "--side");
    if (!code && (setup_person(&o, &x, &err) || draw_neutral(o.scenario, &x, &err))) code = app_failed(&err);
    setup_close(&x);
    return code;
}
