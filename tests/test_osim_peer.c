// test_osim_peer.c - the reader of tests/osim_model.h against what OpenSim 4.6 computed: poses, path lengths, moment arms.
// Files and results are not part of the repository: $ILIUM_SHARED/peer, or ../shared/peer; absent, the test says so and passes.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <jansson.h>

#include "ilium/file.h"
#include "osim_model.h"

static const char *shared(char *buf, size_t size, const char *folder, const char *name, const char *end) {
    const char *root = getenv("ILIUM_SHARED");
    snprintf(buf, size, "%s/peer/%s/%s.%s", root ? root : IL_SOURCE_DIR "/../shared", folder, name, end);
    return buf;
}

typedef struct worst { double value; char what[200]; int count; } worst;

static void note(worst *w, double value, const char *a, const char *b, int pose) {
    w->count++;
    if (value <= w->value) return;
    w->value = value;
    snprintf(w->what, sizeof w->what, "%s %s, pose %d", a, b, pose);
}

static double number(const json_t *list, size_t i) { return json_number_value(json_array_get(list, i)); }

static void check_bodies(const os_model *o, const json_t *names, const json_t *pose, int k, worst *w) {
    for (size_t i = 0; i < json_array_size(names); i++) {
        const char   *name = json_string_value(json_array_get(names, i));
        int           b = os_body_find(o, name);
        const json_t *want = json_array_get(json_object_get(pose, "bodies"), i);
        assert_true(b > 0);
        for (size_t j = 0; j < 12; j++) note(w, fabs((j < 9 ? o->body[b].pose.r[j] : o->body[b].pose.p[j - 9]) - number(want, j)), name, "pose", k);
    }
}

// surfaces this reader knows
static bool known(const os_model *o, const os_path *p) {
    for (int i = 0; i < p->nwrap; i++)
        if (strcmp(o->wrap[p->wrap[i]].type, "WrapCylinder") != 0) return false;
    return true;
}

static int on_surfaces(const json_t *points) {
    int n = 0;
    for (size_t i = 0; i < json_array_size(points); i++) n += number(json_array_get(points, i), 3) > 0;
    return n;
}

// the coordinate turned by h, coupled ones with it: length by points that stay in their bodies
static double arm(os_model *o, const os_laid *l, int coordinate) {
    const double h = 1e-5;
    double       at = o->coord[coordinate].value, length[2];
    for (int s = 0; s < 2; s++) {
        o->coord[coordinate].value = at + (s ? -h : h);
        os_pose_all(o);
        length[s] = os_laid_length(o, l);
    }
    o->coord[coordinate].value = at;
    return -(length[0] - length[1]) / (2 * h);
}

// of paths with several surfaces: exact where none touches, near where one does, left out where more do (there the order counts)
static void check_paths(os_model *o, const json_t *doc, const json_t *pose, int k, worst length[2], worst arms[2], int *touching) {
    const json_t *names = json_object_get(doc, "paths"), *coords = json_object_get(doc, "coords");
    for (size_t i = 0; i < json_array_size(names); i++) {
        const char *name = json_string_value(json_array_get(names, i));
        int         path = os_path_find(o, name);
        os_laid     l;
        assert_true(path >= 0);
        if (!known(o, &o->path[path])) continue;
        os_pose_all(o);
        os_lay(o, &o->path[path], &l);
        int several = o->path[path].nwrap > 1, on = on_surfaces(json_array_get(json_object_get(pose, "path_points_ground"), i));
        if (several && on > 2) continue;
        *touching += l.touches;
        note(&length[several], fabs(os_laid_length(o, &l) - number(json_object_get(pose, "path_length"), i)), name, "length", k);
        for (size_t c = 0; c < json_array_size(coords) && k % 5 == 0; c++) {
            const json_t *coord = json_array_get(coords, c);
            if (json_integer_value(json_object_get(coord, "dep"))) continue;
            const char *cname = json_string_value(json_object_get(coord, "name"));
            double      want = number(json_array_get(json_object_get(pose, "moment_arms"), i), c);
            note(&arms[several], fabs(arm(o, &l, os_coord_find(o, cname)) - want), name, cname, k);
        }
    }
}

static void check_model(const char *name) {
    char     file[500];
    char    *bytes = NULL;
    size_t   size;
    il_error err = {0};
    if (il_file_read(shared(file, sizeof file, "models", name, "osim"), 0, &bytes, &size, &err)) {
        print_message("SKIPPED: %s is not there\n", file);
        return;
    }
    os_model *o = os_read(bytes);
    json_t   *doc = json_load_file(shared(file, sizeof file, "poses", name, "json"), 0, NULL);
    assert_non_null(o);
    assert_non_null(doc);
    if (o->nunknown) print_message("%s: %d elements not read, first %s\n", name, o->nunknown, o->unknown);
    worst         body = {0}, length[2] = {0}, arms[2] = {0};
    int           touching = 0;
    const json_t *poses = json_object_get(doc, "poses"), *coords = json_object_get(doc, "coords");
    for (size_t k = 0; k < json_array_size(poses); k++) {
        const json_t *pose = json_array_get(poses, k);
        for (size_t c = 0; c < json_array_size(coords); c++) {
            int q = os_coord_find(o, json_string_value(json_object_get(json_array_get(coords, c), "name")));
            assert_true(q >= 0);
            o->coord[q].value = number(json_object_get(pose, "coord_values"), c);
        }
        os_pose_all(o);
        check_bodies(o, json_object_get(doc, "bodies"), pose, (int)k, &body);
        check_paths(o, doc, pose, (int)k, length, arms, &touching);
    }
    print_message("%s: poses %.1e (%s); %d lengths: %.1e (%s); %d arms: %.1e (%s); %d on a cylinder\n", name, body.value, body.what, length[0].count,
                  length[0].value, length[0].what, arms[0].count, arms[0].value, arms[0].what, touching);
    if (length[1].count)
        print_message("    paths with two surfaces: %d lengths: %.1e (%s); %d arms: %.1e (%s)\n", length[1].count, length[1].value, length[1].what, arms[1].count,
                      arms[1].value, arms[1].what);
    assert_true(body.value < 1e-9);
    assert_true(length[0].value < 1e-9);
    assert_true(arms[0].value < 1e-6);
    assert_true(length[1].value < 1e-6);
    assert_true(arms[1].value < 1e-4);
    json_decref(doc);
    os_free(o);
    il_file_free(bytes);
}

static void no_surfaces(void **state) {
    (void)state;
    check_model("gait2392");
    check_model("leg39");
}
static void cylinders(void **state) {
    (void)state;
    check_model("rajagopal2016");
}
static void more(void **state) {
    (void)state;
    check_model("arm26");
    check_model("gait10dof18musc");
    check_model("gait2354");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_surfaces), cmocka_unit_test(cylinders), cmocka_unit_test(more)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
