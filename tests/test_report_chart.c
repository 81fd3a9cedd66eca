// test_report_chart.c - the body map as JSON: every region of the table has a place, inside the outline, on its own side, in the views that show it
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <jansson.h>
#include <string.h>

#include "ilium/file.h"
#include "ilium/knowledge.h"
#include "ilium/report.h"

static il_knowledge *k;
static json_t       *chart;

static int read_chart(void **state) {
    (void)state;
    il_data_dir *data = NULL;
    il_error     err = {0};
    char        *text = NULL;
    size_t       size = 0;
    if (il_data_open(NULL, &data, &err) || il_knowledge_read(data, &k, &err) || il_report_chart_json(k, &text, &size, &err)) return -1;
    chart = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    il_report_free(text);
    il_data_close(data);
    return chart ? 0 : -1;
}

static int drop_chart(void **state) {
    (void)state;
    json_decref(chart);
    il_knowledge_free(k);
    return 0;
}

static double number(const json_t *o, const char *key) { return json_number_value(json_object_get(o, key)); }
static const char *word(const json_t *o, const char *key) { return json_string_value(json_object_get(o, key)); }

// crossings of a ray to the right
static bool inside(const json_t *outline, double x, double y) {
    bool   in = false;
    size_t n = json_array_size(outline);
    for (size_t i = 0, j = n - 1; i < n; j = i++) {
        const json_t *a = json_array_get(outline, i), *b = json_array_get(outline, j);
        double        xa = json_number_value(json_array_get(a, 0)), ya = json_number_value(json_array_get(a, 1));
        double        xb = json_number_value(json_array_get(b, 0)), yb = json_number_value(json_array_get(b, 1));
        if ((ya > y) != (yb > y) && x < (xb - xa) * (y - ya) / (yb - ya) + xa) in = !in;
    }
    return in;
}

static void every_patch_lies_in_the_outline_on_its_side(void **state) {
    (void)state;
    double  middle = number(chart, "width") / 2;
    size_t  i, n;
    json_t *view, *patch;
    json_array_foreach(json_object_get(chart, "views"), i, view) {
        bool front = !strcmp(word(view, "view"), "front"), back = !strcmp(word(view, "view"), "back");
        json_array_foreach(json_object_get(view, "patches"), n, patch) {
            double x = number(patch, "x"), y = number(patch, "y");
            if (!inside(json_object_get(view, "outline"), x, y)) fail_msg("%s of the %s lies outside", word(patch, "code"), word(view, "view"));
            const char *side = word(patch, "side");
            if (!front && !back) assert_string_equal(side, !strcmp(word(view, "view"), "right") ? "r" : "l");
            else if (!strcmp(side, "mid")) assert_true(x == middle);
            else assert_true((x < middle) == (front == !strcmp(side, "r"))); // seen from the front their right is at the left
        }
    }
}

static void every_region_of_the_table_is_in_the_view_it_names(void **state) {
    (void)state;
    size_t  i, n;
    json_t *view, *patch;
    for (int r = 0; r < k->nregion; r++) {
        int here = 0;
        json_array_foreach(json_object_get(chart, "views"), i, view) {
            bool its = !strcmp(k->region[r].view, "side") ? !strcmp(word(view, "view"), "right") || !strcmp(word(view, "view"), "left")
                                                          : !strcmp(word(view, "view"), k->region[r].view);
            json_array_foreach(json_object_get(view, "patches"), n, patch) here += its && !strcmp(word(patch, "code"), k->region[r].code);
        }
        if (here != (k->region[r].sided ? 2 : 1)) fail_msg("%s stands %d times in the view %s", k->region[r].code, here, k->region[r].view);
    }
}

static void the_two_profiles_mirror_each_other(void **state) {
    (void)state;
    const json_t *views = json_object_get(chart, "views");
    const json_t *r = json_object_get(json_array_get(views, 2), "patches"), *l = json_object_get(json_array_get(views, 3), "patches");
    assert_int_equal(json_array_size(r), json_array_size(l));
    for (size_t i = 0; i < json_array_size(r); i++)
        assert_true(number(json_array_get(r, i), "x") + number(json_array_get(l, i), "x") == number(chart, "width"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_patch_lies_in_the_outline_on_its_side),
        cmocka_unit_test(every_region_of_the_table_is_in_the_view_it_names),
        cmocka_unit_test(the_two_profiles_mirror_each_other),
    };
    return cmocka_run_group_tests(tests, read_chart, drop_chart);
}
