// test_report_sheet.c - a posture as a sheet: four views at one scale, gravity downwards, forces and discs drawn, the same bytes each time
#include "body_fixture.h"

#include "ilium/report.h"
#include "osim_xml.h"

static const double down[] = {0, -1, 0};

typedef struct drawn { il_assessment *a; il_drawing d; char *text; size_t size; } drawn;

// the neutral body with gravity and a surface, and forces on some pads
static drawn draw(fixture *f, const double gravity[3], const double plane[4]) {
    drawn    x = {0};
    il_error err = {0};
    neutral(f, f->m->nominal);
    for (int i = 0; i < 3; i++) il_pack_set(&f->d->gravity[i], 9.80665 * gravity[i]);
    for (int k = 0; k < f->m->nplane; k++)
        for (int i = 0; i < 4; i++) il_pack_set(&f->d->plane[4 * k + i], k == IL_FLOOR ? plane[i] : 0);
    paths(f, f->m->nominal);
    il_marker(f->m, f->m->nominal, f->d);
    il_muscle(f->m, f->m->nominal, f->d);
    il_bushing(f->m, f->m->nominal, f->d);
    il_contact(f->m, f->m->nominal, f->d);
    assert_int_equal(il_assessment_create(&x.a, &err), IL_OK);
    assert_int_equal(il_drawing_from_data(f->m, f->m->nominal, f->d, 0, NULL, x.a, &x.d, &err), IL_OK);
    assert_int_equal(il_drawing_add_forces(f->m, f->m->nominal, f->d, 0, x.a, &x.d, &err), IL_OK);
    assert_int_equal(il_report_sheet(&x.d, "a <title>", "a & note", &x.text, &x.size, &err), IL_OK);
    return x;
}

static void undraw(drawn *x) {
    il_report_free(x->text);
    il_assessment_free(x->a);
}

static int count(const xml_node *n, const char *tag, const char *text) {
    int found = 0;
    for (; n; n = n->next) found += (!strcmp(n->tag, tag) && (!text || !strcmp(n->text, text))) + count(n->child, tag, text);
    return found;
}

static void well_formed(void **state) {
    (void)state;
    static const char *const words[] = {"front", "back", "right side", "left side"};
    fixture   f = body_open();
    drawn     x = draw(&f, down, (double[]){0, 1, 0, -0.94}), again = draw(&f, down, (double[]){0, 1, 0, -0.94});
    assert_int_equal(x.size, again.size);
    assert_memory_equal(x.text, again.text, x.size);
    assert_null(strstr(x.text, "nan"));
    assert_null(strstr(x.text, "?\""));
    assert_non_null(strstr(x.text, "a &lt;title&gt;"));
    assert_true(x.size < 500000);
    xml_node *doc = xml_read(x.text);
    assert_non_null(doc);
    assert_string_equal(doc->tag, "svg");
    for (int i = 0; i < 4; i++) assert_int_equal(count(doc, "text", words[i]), 1);
    assert_true(count(doc, "path", NULL) > 1000);
    xml_free(doc);
    undraw(&x);
    undraw(&again);
    body_close(&f);
}

// six discs; feet pressed 3 mm into the floor bear, and the plane lies where they do
static void forces(void **state) {
    (void)state;
    fixture f = body_open();
    neutral(&f, f.m->nominal);
    il_position(f.m, f.m->nominal, f.d);
    il_contact(f.m, f.m->nominal, f.d);
    double sole = f.d->pad_world[3 * il_pad_find(f.m, "heel_medial_r") + 1].lane[0];
    drawn  x = draw(&f, down, (double[]){0, 1, 0, sole + 0.003});
    int    discs = 0;
    for (int i = 0; i < x.d.nshape; i++) discs += x.d.shape[i].disc;
    assert_int_equal(discs, 6);
    assert_true(x.d.narrow > 4);
    assert_int_equal(x.d.nplane, 1);
    assert_true(x.d.plane[0].high[0] - x.d.plane[0].low[0] > 0.1);
    for (int i = 0; i < x.d.narrow; i++) assert_true(x.d.arrow[i].support && x.d.arrow[i].force[1] > 0);
    undraw(&x);
    body_close(&f);
}

// on the back: gravity backward. Seen from the right the person lies; from the front the view is from above
static void lying(void **state) {
    (void)state;
    fixture   f = body_open();
    drawn     x = draw(&f, (double[]){-1, 0, 0}, (double[]){1, 0, 0, -10});
    xml_node *doc = xml_read(x.text);
    assert_int_equal(count(doc, "text", "front, from above"), 1);
    assert_int_equal(count(doc, "text", "back, from below"), 1);
    assert_int_equal(count(doc, "text", "right side"), 1);
    xml_free(doc);
    undraw(&x);
    body_close(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(well_formed), cmocka_unit_test(forces), cmocka_unit_test(lying)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
