// test_report_drawing.c - the built-in body as a drawing: complete, symmetric, where the mechanics says, and drawn
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ilium/io_body.h"
#include "ilium/report.h"
#include "report/figure.h"

typedef struct scene {
    il_data_dir          *data;
    const il_body_tables *tables;
    il_body              *body;
    il_data              *d;
    il_assessment        *a;
    il_drawing            drawing;
} scene;

static int setup(void **state) {
    static scene s;
    il_error     err = {0};
    if (il_data_open(NULL, &s.data, &err) || il_body_tables_read(s.data, &s.tables, &err) || il_body_create(s.tables, &s.body, &err) ||
        il_data_create(s.body->m, IL_ISA_AUTO, &s.d, &err) || il_assessment_create(&s.a, &err)) {
        fprintf(stderr, "%s: %s\n", err.file, err.text);
        return -1;
    }
    const il_model *m = s.body->m;
    for (int i = 0; i < m->nmuscle; i++)
        il_pack_set(&s.d->act[i], strstr(m->muscle_name[i], "Ps_") ? 0.3 : strstr(m->muscle_name[i], "MF_") ? 0.12 : 0.01);
    il_position(m, m->nominal, s.d);
    il_path(m, m->nominal, s.d);
    il_marker(m, m->nominal, s.d);
    il_muscle(m, m->nominal, s.d);
    il_drawing_style style = {.title = "neutral"};
    *state = &s;
    return il_drawing_from_data(m, m->nominal, s.d, 0, &style, s.a, &s.drawing, &err);
}

static int teardown(void **state) {
    scene *s = *state;
    il_assessment_free(s->a);
    il_data_free(s->d);
    il_body_free(s->body);
    il_body_tables_free(s->tables);
    il_data_close(s->data);
    return 0;
}

static void all_paths_are_there_and_as_long_as_the_mechanics_says(void **state) {
    scene          *s = *state;
    const il_model *m = s->body->m;
    assert_int_equal(s->drawing.nline, m->nmuscle + m->nligament);
    for (int i = 0; i < s->drawing.nline; i++) {
        const il_draw_line *l = &s->drawing.line[i];
        int                 path = i < m->nligament ? m->ligament_path[i] : m->muscle_path[i - m->nligament];
        double              drawn = 0, length = s->d->path_length[path].lane[0];
        for (int k = 1; k < l->npoint; k++) {
            const double *p = l->point + 3 * k;
            drawn += sqrt((p[0] - p[-3]) * (p[0] - p[-3]) + (p[1] - p[-2]) * (p[1] - p[-2]) + (p[2] - p[-1]) * (p[2] - p[-1]));
        }
        // chords over wraps are shorter than the path
        if (drawn > length + 1e-9 || drawn < 0.8 * length) fail_msg("%s: drawn %g of %g", l->name, drawn, length);
    }
}

static void left_mirrors_right(void **state) {
    scene *s = *state;
    double sum[2] = {0};
    int    count[2] = {0};
    for (int i = 0; i < s->drawing.nline; i++) {
        const il_draw_line *l = &s->drawing.line[i];
        if (l->side == IL_SIDE_NONE) continue;
        int left = l->side == IL_SIDE_LEFT;
        count[left]++;
        for (int k = 0; k < l->npoint; k++) sum[left] += l->point[3 * k + 2];
    }
    assert_int_equal(count[0], count[1]);
    assert_true(count[0] > 160);
    assert_true(fabs(sum[0] + sum[1]) < 1e-6);
}

static void every_shape_finds_its_landmarks(void **state) {
    static const char *const bones[] = {"L1", "L5", "sacrum", "hip bone", "femur", "tibia", "foot", "rib cage", "skull", "thigh", "head"};
    scene                   *s = *state;
    for (size_t k = 0; k < sizeof bones / sizeof *bones; k++) {
        int found = 0;
        for (int i = 0; i < s->drawing.nshape; i++) found += !strcmp(s->drawing.shape[i].name, bones[k]);
        if (!found) fail_msg("no shape '%s'", bones[k]);
    }
}

static void it_can_be_drawn(void **state) {
    scene        *s = *state;
    il_assessment a = {.safety = {.level = IL_SAFETY_CLEAR, .complete = true, .rank_allowed = true},
                       .validity = {.in_scope = true},
                       .ndrawing = 1,
                       .drawing = &s->drawing};
    char         *text, path[4096];
    il_error      err = {0};
    if (il_report_html(&a, &text, NULL, &err)) fail_msg("%s", err.text);
    snprintf(path, sizeof path, "%s/report_body.html", IL_BINARY_DIR);
    FILE *f = fopen(path, "wb");
    if (f) {
        fputs(text, f);
        fclose(f);
    }
    assert_non_null(strstr(text, "<title>right Ps L1"));
    assert_null(strstr(text, "NaN"));
    il_report_free(text);
}

static int operations(ili_picture p) {
    int n = 0;
    for (const ili_op *op = p.first; op; op = op->next) n++;
    ili_picture_free(&p);
    return n;
}

// seen from a side a posture shows the near limbs; an exercise the far ones, too: who kneels on one knee has a leg in front
static void an_exercise_shows_both_legs(void **state) {
    const scene *s = *state;
    for (int side = IL_SIDE_RIGHT; side <= IL_SIDE_LEFT; side++) {
        int far = 0, n = operations(ili_figure_posture(&s->drawing, side == IL_SIDE_LEFT ? ILI_VIEW_LEFT : ILI_VIEW_RIGHT, 250, 220));
        for (int i = 0; i < s->drawing.nshape; i++) far += s->drawing.shape[i].side == (side == IL_SIDE_LEFT ? IL_SIDE_RIGHT : IL_SIDE_LEFT);
        assert_true(far > 5);
        assert_int_equal(operations(ili_figure_exercise(&s->drawing, (il_side)side, 250, 220)), n + far);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_exercise_shows_both_legs),
        cmocka_unit_test(all_paths_are_there_and_as_long_as_the_mechanics_says),
        cmocka_unit_test(left_mirrors_right),
        cmocka_unit_test(every_shape_finds_its_landmarks),
        cmocka_unit_test(it_can_be_drawn),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
