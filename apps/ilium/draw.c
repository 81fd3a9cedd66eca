// draw.c - pictures: `ilium solve SCENARIO --svg FILE`, `ilium model draw FILE`
#include <stdio.h>
#include <stdlib.h>

#include "ilium/report.h"
#include "ilium/shortfall.h"
#include "solve.h"

// muscles as wide as their strength. @param load  [nmuscle] their colours; NULL: their tension
static il_status make_sheet(const il_model *m, const il_params *p, const il_data *d, const double *load, bool forces, const char *title, const char *note, char **text, size_t *size,
                            il_error *err) {
    il_assessment   *a = NULL;
    il_drawing       drawing;
    il_drawing_style style = {.title = title, .load = load, .force = p->muscle_f_max};
    il_status        s = il_assessment_create(&a, err);
    if (!s) s = il_drawing_from_data(m, p, d, 0, &style, a, &drawing, err);
    if (!s && forces) s = il_drawing_add_forces(m, p, d, 0, a, &drawing, err);
    if (!s) s = il_report_sheet(&drawing, title, note, text, size, err);
    il_assessment_free(a);
    return s;
}

static int draw(const char *path, const il_model *m, const il_params *p, const il_data *d, const double *load, bool forces, const char *title, const char *note) {
    char    *text = NULL;
    size_t   size;
    il_error err = {0};
    if (make_sheet(m, p, d, load, forces, title, note, &text, &size, &err)) return app_failed(&err);
    int code = app_write(path, text, size);
    il_report_free(text);
    return code;
}

// "left side; solved; how angle=60; with short_iliopsoas:left"
static const char *note_of(const setup *x, il_side side, const char *verdict, const char *how, char *buf, size_t size) {
    static const char *const sides[] = {"", "right side; ", "left side; ", ""};
    snprintf(buf, size, "%s%s%s%s%s%s", sides[(unsigned)side < 4 ? side : 0], verdict ? verdict : "", how ? "; how " : "", how ? how : "", x->with ? "; with " : "",
             x->with ? x->with : "");
    return buf;
}

int solve_draw(const char *path, const setup_wish *o, const solve_work *w) {
    const setup *x = &w->setup;
    char         note[900], verdict[120];
    il_side      side = !x->def->sided ? IL_SIDE_NONE : o->side && *o->side == 'l' ? IL_SIDE_LEFT : IL_SIDE_RIGHT;
    bool         told = il_outcome_told(&w->outcome);
    double      *bare = calloc((size_t)x->body->m->nmuscle + 1, sizeof *bare); // of what is no solution nothing is coloured
    if (!bare) return app_failed(&(il_error){.code = IL_NO_MEMORY, .text = "out of memory for the drawing"});
    snprintf(verdict, sizeof verdict, "%s%s", solve_verdict(w), told ? "" : ": where the search stopped, no solution; forces are not told");
    note_of(x, side, verdict, o->how, note, sizeof note);
    int code = draw(path, x->body->m, il_scenario_params(w->scenario), w->outcome.solution.d, told ? NULL : bare, told, x->def->name ? x->def->name : x->def->id, note);
    free(bare);
    return code;
}

// the body at its neutral posture, muscles by their passive tension
static int draw_neutral(const char *path, const setup *x) {
    const il_model *m = x->body->m;
    il_data        *d = NULL;
    char            note[900];
    il_error        err = {0};
    if (il_data_create(m, IL_ISA_AUTO, &d, &err)) return app_failed(&err);
    for (int j = 0; j < m->nq; j++) il_pack_set(&d->q[j], x->person->coordinate_neutral[j]);
    il_position(m, x->person, d);
    il_marker(m, x->person, d);
    il_path(m, x->person, d);
    il_muscle(m, x->person, d);
    int code = draw(path, m, x->person, d, NULL, false, "The built-in body, neutral and at rest", note_of(x, IL_SIDE_NONE, NULL, NULL, note, sizeof note));
    il_data_free(d);
    return code;
}

int app_model_draw(int argc, char **argv) {
    setup_wish o = {0};
    setup      x = {0};
    il_error   err = {0};
    int        code = setup_read("model", argc, argv, NULL, 0, &o, &x);
    if (!code && !o.scenario) code = app_usage("model", "`ilium model draw` needs the name of the file to write", NULL);
    if (!code && setup_person(&o, &x, &err)) code = app_failed(&err);
    if (!code) code = draw_neutral(o.scenario, &x);
    setup_close(&x);
    return code;
}
