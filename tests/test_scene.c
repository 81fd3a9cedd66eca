// test_scene.c - the body and a live solve as JSON: whole, in order, alike cold and warm, and the chain of changes with its spread
#include "body_fixture.h"
#include "http/scene.h"

static ili_stage     stage;
static il_knowledge *knowledge;
static fixture       f;

static int open_all(void **s) {
    il_error err = {0};
    (void)s;
    f = body_open();
    stage = (ili_stage){.data = f.dir, .body = f.body};
    if (il_knowledge_read(f.dir, &knowledge, &err) || il_bones_create(f.body, &stage.bones, &err)) fail_msg("%s", err.text);
    stage.knowledge = knowledge;
    return 0;
}

static int close_all(void **s) {
    (void)s;
    il_bones_free(stage.bones);
    il_knowledge_free(knowledge);
    body_close(&f);
    return 0;
}

static unsigned letter(char c) {
    return (unsigned)(c >= 'A' && c <= 'Z' ? c - 'A' : c >= 'a' && c <= 'z' ? c - 'a' + 26 : c >= '0' && c <= '9' ? c - '0' + 52 : c == '+' ? 62 : 63);
}

// @return bytes, to be freed
static unsigned char *decode(const json_t *text, size_t *n) {
    const char    *t = json_string_value(text);
    assert_non_null(t);
    size_t         length = strlen(t);
    unsigned char *out = malloc(length + 4);
    *n = 0;
    for (size_t i = 0; i + 3 < length; i += 4) {
        unsigned v = letter(t[i]) << 18 | letter(t[i + 1]) << 12 | (t[i + 2] == '=' ? 0 : letter(t[i + 2]) << 6) | (t[i + 3] == '=' ? 0 : letter(t[i + 3]));
        out[(*n)++] = (unsigned char)(v >> 16);
        if (t[i + 2] != '=') out[(*n)++] = (unsigned char)(v >> 8 & 255);
        if (t[i + 3] != '=') out[(*n)++] = (unsigned char)(v & 255);
    }
    return out;
}

static double *floats(const json_t *text, size_t *n) {
    unsigned char *bytes = decode(text, n);
    double        *out = calloc(*n/4 + 1, sizeof *out);
    *n /= 4;
    for (size_t i = 0; i < *n; i++) {
        float    x;
        uint32_t b = bytes[4*i] | (uint32_t)bytes[4*i + 1] << 8 | (uint32_t)bytes[4*i + 2] << 16 | (uint32_t)bytes[4*i + 3] << 24;
        memcpy(&x, &b, sizeof x);
        out[i] = (double)x;
    }
    free(bytes);
    return out;
}

static void numbers_are_packed(void **s) {
    double         x[] = {0, 1e-4, -0.5, 3.2, 99, -99};
    json_t        *t = ili_pack_points(x, 6);
    size_t         n;
    unsigned char *b = decode(t, &n);
    short          want[] = {0, 1, -5000, 32000, 32767, -32767};
    (void)s;
    assert_int_equal(n, 12);
    for (int i = 0; i < 6; i++) assert_int_equal((short)(b[2*i] | b[2*i + 1] << 8), want[i]);
    free(b), json_decref(t);
    t = ili_pack_floats(x, 3);
    double *y = floats(t, &n);
    assert_int_equal(n, 3);
    for (int i = 0; i < 3; i++) assert_true(fabs(y[i] - x[i]) < 1e-7);
    free(y), json_decref(t);
    for (size_t k = 0; k < 4; k++) { // every rest of three
        t = ili_pack_shares((double[]){1, 0, 0.5, 1}, k);
        b = decode(t, &n);
        assert_int_equal(n, k);
        if (k) assert_int_equal(b[0], 255);
        free(b), json_decref(t);
    }
}

static void the_body_is_whole(void **s) {
    char    *text;
    size_t   size;
    il_error err = {0};
    (void)s;
    assert_int_equal(ili_body_json(&stage, &text, &size, &err), IL_OK);
    json_t *o = json_loads(text, 0, NULL);
    assert_non_null(o);
    print_message("GET /api/body: %zu kB\n", size/1000);
    assert_true(size < 3000000);
    assert_int_equal(json_array_size(json_object_get(o, "bodies")), f.m->nbody);
    assert_int_equal(json_array_size(json_object_get(o, "muscles")), f.m->nmuscle);
    assert_int_equal(json_array_size(json_object_get(o, "ligaments")), f.m->nligament);
    assert_int_equal(json_array_size(json_object_get(o, "discs")), 6);
    assert_non_null(strstr(json_string_value(json_object_get(o, "note")), "schematic"));
    size_t  i;
    json_t *one;
    json_array_foreach(json_object_get(o, "bones"), i, one) {
        size_t         n;
        unsigned char *b = decode(json_object_get(one, "points"), &n);
        assert_int_equal(n, 6*json_integer_value(json_object_get(one, "vertices")));
        assert_true((json_object_get(one, "mirror") != NULL) != (json_object_get(one, "triangles") != NULL));
        free(b);
    }
    int sourced = 0;
    json_array_foreach(json_object_get(o, "muscles"), i, one) sourced += json_array_size(json_object_get(one, "sources")) == 3;
    assert_int_equal(sourced, f.m->nmuscle);
    // the psoas is felt somewhere, by a source
    json_array_foreach(json_object_get(o, "muscles"), i, one)
        if (!strcmp(json_string_value(json_object_get(one, "id")), "Ps_L1_VB_r")) assert_true(json_array_size(json_object_get(one, "refers")) > 0);
    // of a limit only ends that the source names, and what is recalled there is marked
    int told = 0;
    json_array_foreach(json_object_get(o, "limits"), i, one) {
        const char   *source = json_string_value(json_object_get(one, "source")), *status = json_string_value(json_object_get(one, "low_status"));
        const json_t *low = json_object_get(one, "low"), *high = json_object_get(one, "high");
        assert_true(json_is_real(low) == (status != NULL) && json_is_real(high) == json_is_string(json_object_get(one, "high_status")));
        // the column and the words of the source agree
        assert_true(json_is_real(low) == (strstr(source, "low:") != NULL) && json_is_real(high) == (strstr(source, "high:") != NULL));
        if (strcmp(json_string_value(json_object_get(one, "suffers")), "outcome") != 0) continue;
        assert_string_equal(status, "recalled"); // the four of the discs, today
        told++;
    }
    assert_int_equal(told, 4);
    // pressures that were measured: of one disc, found ones only, each in a posture that explore offers
    size_t  k;
    json_t *task;
    double  standing = 0.0;
    json_array_foreach(json_object_get(o, "measured"), i, one) {
        const char *id = json_string_value(json_object_get(one, "task"));
        bool        offered = false;
        json_array_foreach(json_object_get(o, "tasks"), k, task) offered |= !strcmp(json_string_value(json_object_get(task, "id")), id);
        if (!offered) fail_msg("no task '%s'", id);
        assert_string_equal(json_string_value(json_object_get(one, "of")), "disc.L4_L5.pressure_mpa");
        assert_non_null(strstr(json_string_value(json_object_get(one, "source")), "Wilke 1999"));
        if (!strcmp(id, "standing")) standing = json_real_value(json_object_get(one, "pressure"));
    }
    assert_int_equal(i, 9);
    assert_true(standing == 0.5);
    json_decref(o), free(text);
}

static json_t *solve(ili_live *l, const char *request) {
    json_error_t bad;
    json_t      *r = json_loads(request, 0, &bad), *answer = NULL;
    il_error     err = {0};
    assert_non_null(r);
    if (ili_live_solve(l, r, NULL, &answer, &err)) fail_msg("%s: %s", request, err.text);
    json_decref(r);
    assert_string_equal(json_string_value(json_object_get(answer, "status")), "solved");
    return answer;
}

static double largest_difference(const json_t *a, const json_t *b, const char *what) {
    size_t  n, k;
    double *x = floats(json_object_get(a, what), &n), *y = floats(json_object_get(b, what), &k), most = 0;
    assert_int_equal(n, k);
    for (size_t i = 0; i < n; i++) most = fmax(most, fabs(x[i] - y[i]));
    free(x), free(y);
    return most;
}

static ili_live *fresh(void) {
    ili_live *l = NULL;
    il_error  err = {0};
    assert_int_equal(ili_live_create(&stage, &l, &err), IL_OK);
    return l;
}

#define SHORT(x) "{\"task\": \"standing\", \"conditions\": [{\"id\": \"short_iliopsoas\", \"side\": \"right\", \"severity\": " x "}]}"

static void a_dragged_slider_ends_where_a_fresh_one_does(void **s) {
    ili_live *dragged = fresh(), *cold = fresh();
    (void)s;
    for (int i = 0; i < 4; i++) {
        static const char *const way[] = {SHORT("0.2"), SHORT("0.5"), SHORT("0.8"), SHORT("1")};
        json_t *a = solve(dragged, way[i]);
        assert_int_equal(json_is_true(json_object_get(a, "warm")), i > 0);
        print_message("%s: %.1f ms, %d iterations\n", i ? "warm" : "cold", json_number_value(json_object_get(a, "milliseconds")), (int)json_integer_value(json_object_get(a, "iterations")));
        if (i < 3) {
            json_decref(a);
            continue;
        }
        json_t *b = solve(cold, SHORT("1"));
        assert_true(largest_difference(a, b, "transforms") < 1e-4);
        assert_true(largest_difference(a, b, "activation") < 1e-3);
        json_decref(a), json_decref(b);
    }
    // to settle: the very same
    json_t *a = solve(dragged, "{\"task\": \"standing\", \"settle\": true}"), *b = solve(cold, "{\"task\": \"standing\", \"settle\": true}");
    assert_true(largest_difference(a, b, "transforms") == 0 && largest_difference(a, b, "tension") == 0);
    json_decref(a), json_decref(b);
    ili_live_free(dragged), ili_live_free(cold);
}

// how many outcomes are no number
static int unread(const json_t *answer) {
    size_t  n;
    int     none = 0;
    double *x = floats(json_object_get(answer, "outcomes"), &n);
    for (size_t i = 0; i < n; i++) none += isnan(x[i]);
    free(x);
    return none;
}

static void stability_is_told_when_the_hand_lets_go(void **s) {
    ili_live *l = fresh();
    (void)s;
    json_t *drag = solve(l, "{\"task\": \"standing\"}"), *settled = solve(l, "{\"task\": \"standing\", \"settle\": true}");
    il_outcomes *o = NULL;
    il_error     err;
    assert_int_equal(il_outcomes_create(stage.body, &o, &err), IL_OK);
    int of_stability = 0;
    for (int i = 0; i < il_outcomes_count(o); i++) of_stability += !strncmp(il_outcomes_info(o, i)->name, "stability.", 10);
    assert_true(of_stability > 0);
    assert_int_equal(unread(drag) - unread(settled), of_stability);
    il_outcomes_free(o), json_decref(drag), json_decref(settled);
    ili_live_free(l);
}

static void of_what_is_no_solution_nothing_is_told(void **s) {
    static const char *const forces[] = {"activation", "passive", "tension", "ligament_force", "outcomes"}, *const lengths[] = {"fibre", "strain", "transforms"};
    ili_live *l = fresh();
    json_t   *answer = NULL, *request = json_loads("{\"task\": \"hold_far\", \"how\": {\"load\": 40}, \"person\": {\"sex\": \"female\", \"measures\": {\"age\": 75, \"height-cm\": 158, \"mass-kg\": 52}}}", 0, NULL), *one;
    il_error  err = {0};
    const char *key;
    size_t      i;
    (void)s;
    if (ili_live_solve(l, request, NULL, &answer, &err)) fail_msg("%s", err.text);
    assert_string_not_equal(json_string_value(json_object_get(answer, "status")), "solved");
    for (size_t k = 0; k < sizeof forces/sizeof *forces; k++) {
        size_t  n;
        double *x = floats(json_object_get(answer, forces[k]), &n);
        assert_true(n > 0);
        for (i = 0; i < n; i++)
            if (!isnan(x[i])) fail_msg("%s[%d] is told", forces[k], (int)i);
        free(x);
    }
    for (size_t k = 0; k < sizeof lengths/sizeof *lengths; k++) {
        size_t  n;
        double *x = floats(json_object_get(answer, lengths[k]), &n);
        for (i = 0; i < n; i++) assert_true(isfinite(x[i]));
        free(x);
    }
    json_object_foreach(json_object_get(answer, "readings"), key, one) assert_true(json_is_null(one));
    json_array_foreach(json_object_get(answer, "discs"), i, one) assert_true(json_is_null(json_object_get(one, "compression")) && json_is_array(json_object_get(one, "below")));
    assert_int_equal(json_array_size(json_object_get(answer, "forces")), 0);
    json_decref(answer), json_decref(request);
    ili_live_free(l);
}

static void a_number_of_a_task_is_dragged_warm(void **s) {
    ili_live *dragged = fresh(), *cold = fresh();
    (void)s;
    json_decref(solve(dragged, "{\"task\": \"lean\", \"how\": {\"angle\": 20}}"));
    json_t *a = solve(dragged, "{\"task\": \"lean\", \"how\": {\"angle\": 22}}"), *b = solve(cold, "{\"task\": \"lean\", \"how\": {\"angle\": 22}}");
    assert_true(json_is_true(json_object_get(a, "warm")) && !json_is_true(json_object_get(b, "warm")));
    assert_true(json_integer_value(json_object_get(a, "iterations")) < json_integer_value(json_object_get(b, "iterations")));
    assert_true(largest_difference(a, b, "transforms") < 1e-4);
    assert_true(largest_difference(a, b, "activation") < 1e-3);
    json_decref(a), json_decref(b);
    // another task, the other side: from its own start
    json_t *c = solve(dragged, "{\"task\": \"standing\"}");
    assert_false(json_is_true(json_object_get(c, "warm")));
    json_decref(c);
    json_decref(solve(dragged, "{\"task\": \"twist\", \"side\": \"right\"}"));
    c = solve(dragged, "{\"task\": \"twist\", \"side\": \"left\"}");
    assert_false(json_is_true(json_object_get(c, "warm")));
    json_decref(c);
    ili_live_free(dragged), ili_live_free(cold);
}

static void shapes_come_when_they_are_new(void **s) {
    ili_live *l = fresh();
    char      request[300];
    (void)s;
    json_t *usual = solve(l, "{\"task\": \"standing\"}");
    assert_non_null(json_object_get(usual, "shapes"));
    snprintf(request, sizeof request, "{\"task\": \"standing\", \"shape\": \"%s\"}", json_string_value(json_object_get(usual, "shape")));
    json_t *again = solve(l, request);
    assert_null(json_object_get(again, "shapes"));
    snprintf(request, sizeof request, "{\"task\": \"standing\", \"shape\": \"%s\", \"parameters\": [{\"id\": \"leg.length\", \"side\": \"left\", \"value\": -20}]}",
             json_string_value(json_object_get(usual, "shape")));
    json_t *shorter = solve(l, request);
    json_t *shapes = json_object_get(shorter, "shapes"), *before = json_object_get(json_object_get(usual, "shapes"), "bones");
    assert_non_null(shapes);
    int moved = 0, femur = il_bones_find(stage.bones, "femur_l"), other = il_bones_find(stage.bones, "femur_r");
    for (int i = 0; i < il_bones_count(stage.bones); i++) moved += !json_equal(json_array_get(before, (size_t)i), json_array_get(json_object_get(shapes, "bones"), (size_t)i));
    assert_true(!json_equal(json_array_get(before, (size_t)femur), json_array_get(json_object_get(shapes, "bones"), (size_t)femur)));
    assert_true(json_equal(json_array_get(before, (size_t)other), json_array_get(json_object_get(shapes, "bones"), (size_t)other)));
    assert_true(moved >= 2 && moved < 8);
    json_decref(usual), json_decref(again), json_decref(shorter);
    ili_live_free(l);
}

static void forces_carry_the_weight(void **s) {
    ili_live *l = fresh();
    (void)s;
    json_t *a = solve(l, "{\"task\": \"standing\"}"), *one;
    double  up = 0, mass = 0;
    size_t  i;
    json_array_foreach(json_object_get(a, "forces"), i, one)
        if (!strcmp(json_string_value(json_object_get(one, "kind")), "support")) up += json_number_value(json_array_get(json_object_get(one, "force"), 1));
    for (int b = 0; b < f.m->nbody; b++) mass += f.m->nominal->body_mass[b];
    assert_true(fabs(up/(mass*9.80665) - 1) < 0.01); // pads below 1 N are not told
    // the hip presses its head upward on the pelvis; on the femur the force points down
    json_array_foreach(json_object_get(a, "forces"), i, one)
        if (!strcmp(json_string_value(json_object_get(one, "name")), "hip joint, right")) assert_true(json_number_value(json_array_get(json_object_get(one, "force"), 1)) < -200);
    json_decref(a);
    ili_live_free(l);
}

static void the_chain_tells_what_is_shown(void **s) {
    ili_live *l = fresh();
    (void)s;
    json_t *a = solve(l, "{\"task\": \"standing\", \"why\": true, \"conditions\": [{\"id\": \"short_iliopsoas\", \"side\": \"both\"}]}"), *why = json_object_get(a, "why"), *one;
    double  last = IL_INF;
    size_t  i;
    int     shown = 0;
    bool    tilt = false;
    const char *part = "";
    assert_true(json_array_size(why) > 5);
    json_array_foreach(why, i, one) {
        double low = json_number_value(json_object_get(one, "low")), high = json_number_value(json_object_get(one, "high")), size = json_number_value(json_object_get(one, "size"));
        double effect = json_number_value(json_object_get(one, "now")) - json_number_value(json_object_get(one, "healthy"));
        if (strcmp(part, json_string_value(json_object_get(one, "part")))) part = json_string_value(json_object_get(one, "part")), last = IL_INF;
        assert_true(size <= last && low <= effect + 1e-9 && effect <= high + 1e-9);
        assert_int_equal(json_is_true(json_object_get(one, "shown")), low > 0 || high < 0);
        last = size, shown += json_is_true(json_object_get(one, "shown"));
        if (getenv("ILIUM_VERBOSE")) print_message("  %-44s %8.3g -> %8.3g  (%.3g to %.3g)%s\n", json_string_value(json_object_get(one, "name")), json_number_value(json_object_get(one, "healthy")),
                                  json_number_value(json_object_get(one, "now")), low, high, low > 0 || high < 0 ? "" : " none shown");
        tilt |= !strcmp(json_string_value(json_object_get(one, "name")), "posture.sacral_slope_deg") && effect > 0; // short hip flexors tip the pelvis forward
    }
    assert_true(shown > 0 && tilt);
    json_decref(a);
    // nothing changed: nothing to tell
    a = solve(l, "{\"task\": \"standing\", \"why\": true}");
    assert_int_equal(json_array_size(json_object_get(a, "why")), 0);
    json_decref(a);
    ili_live_free(l);
}

static bool always(void *user) {
    (void)user;
    return true;
}

static void what_is_wrong_is_told(void **s) {
    static const char *const bad[] = {"{}", "{\"task\": \"dancing\"}", "{\"task\": \"standing\", \"side\": \"up\"}", "{\"task\": \"standing\", \"how\": {\"angle\": \"x\"}}",
                                      "{\"task\": \"standing\", \"how\": {\"angle\": 4}}", "{\"task\": \"standing\", \"conditions\": [{\"id\": \"no\"}]}",
                                      "{\"task\": \"standing\", \"conditions\": [{\"id\": \"short_iliopsoas\", \"severity\": 2}]}", "{\"task\": \"standing\", \"conditions\": 3}",
                                      "{\"task\": \"standing\", \"parameters\": [{\"id\": \"leg.length\", \"value\": 4000}]}", "{\"task\": \"standing\", \"person\": {\"sex\": \"x\"}}",
                                      "{\"task\": \"standing\", \"person\": {\"measures\": {\"height-cm\": 12}}}", "{\"task\": \"standing\", \"person\": {\"measures\": {\"ears\": 12}}}",
                                      "{\"task\": \"standing\", \"person\": {\"measures\": [170]}}", "{\"task\": \"standing\", \"how\": [4]}"};
    ili_live *l = fresh();
    (void)s;
    for (size_t i = 0; i < sizeof bad/sizeof *bad; i++) {
        json_t  *r = json_loads(bad[i], 0, NULL), *answer;
        il_error err = {0};
        if (ili_live_solve(l, r, NULL, &answer, &err) != IL_BAD_VALUE) fail_msg("%s was taken", bad[i]);
        assert_true(err.text[0] && !answer);
        json_decref(r);
    }
    json_t     *r = json_loads("{\"task\": \"standing\"}", 0, NULL), *answer;
    il_error    err = {0};
    il_progress stop = {.cancelled = always};
    assert_int_equal(ili_live_solve(l, r, &stop, &answer, &err), IL_CANCELLED);
    json_decref(r);
    json_decref(solve(l, "{\"task\": \"standing\"}")); // and goes on
    ili_live_free(l);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_packed), cmocka_unit_test(the_body_is_whole), cmocka_unit_test(a_dragged_slider_ends_where_a_fresh_one_does),
        cmocka_unit_test(stability_is_told_when_the_hand_lets_go), cmocka_unit_test(of_what_is_no_solution_nothing_is_told), cmocka_unit_test(a_number_of_a_task_is_dragged_warm), cmocka_unit_test(shapes_come_when_they_are_new), cmocka_unit_test(forces_carry_the_weight), cmocka_unit_test(the_chain_tells_what_is_shown), cmocka_unit_test(what_is_wrong_is_told),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
