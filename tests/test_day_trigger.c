// test_day_trigger.c - what irritates besides load: injuries, kept postures, nerves, lack of blood; and what guards, inhibits and eases
//
// Oracles: closed forms; direct solves of the body with the change that an injury is; the course of a wound in small steps.
#include "ilium/condition.h"
#include "ilium/factor.h"
#include "day_fixture.h"

static int structure(const il_day *d, const char *id) {
    char name[IL_DAY_NAME];
    for (int i = 0; i < il_day_structures(d); i++)
        if (!strcmp(il_day_structure_id(d, i, name), id)) return i;
    fail_msg("no %s", id);
    return 0;
}

static int group(const il_day *d, const char *name, il_side side) {
    for (int g = 0; g < il_day_groups(d); g++)
        if (!strcmp(il_day_group_at(d, g)->name, name) && il_day_group_at(d, g)->side == side) return g;
    fail_msg("no %s", name);
    return 0;
}

static bool happened(const il_day *d, il_day_event_kind kind, const char *id) {
    const il_day_event *e;
    char                name[IL_DAY_NAME];
    for (int i = 0, n = il_day_events(d, &e); i < n; i++)
        if (e[i].kind == kind && (e[i].structure == IL_NONE || !strcmp(il_day_structure_id(d, e[i].structure, name), id))) return true;
    return false;
}

#define STANDS "  - {name: stands, postures: [{task: standing}]}\n"
#define LIES   "  - {name: lies, postures: [{task: lying_supine}]}\n"

// ---- laws --------------------------------------------------------------------------------------------------------------------------------

static void wounds_heal_and_kept_postures_sensitise(void **state) {
    (void)state;
    il_injury_law  injury = {.irritates = 1.0, .heals = 1000.0, .stiffness = 0.3};
    il_posture_law kept = {.begins = 0.5, .time = 900.0, .sinks = 0.24};
    double         wound = 0.8, mean = il_injury_heal(&injury, 500.0, &wound), sum = 0.0, small = 0.8;
    for (int i = 0; i < 5000; i++) sum += 0.1*il_injury_heal(&injury, 0.1, &small);
    assert_true(fabs(wound - 0.8*exp(-0.5)) < 1e-12 && fabs(small - wound) < 1e-12 && fabs(sum/500.0 - mean) < 1e-12);
    double held = 0.0;
    assert_true(fabs(il_posture_keep(&kept, 0.9, 900.0, &held) - 0.9/(1.0 - 0.24*(1.0 - exp(-1.0)))) < 1e-12);
    double before = held;
    assert_true(il_posture_keep(&kept, 0.4, 1800.0, &held) < 0.5 && fabs(held - before*exp(-2.0)) < 1e-12);
}

// ---- an injury -----------------------------------------------------------------------------------------------------------------------------

// the strain of the torn ligament is that of a body whose ligament has lost that stiffness, solved alone
static void a_torn_ligament_strains_as_a_weak_one_solved_alone(void **state) {
    (void)state;
    day_fixture x = open_day(HEAD STANDS "day:\n  - {injury: iliolumbar_right, severity: 0.5}\n  - {do: stands, minutes: 1}\n", 1.0, false);
    int         torn = structure(x.day, "iliolumbar_right"), whole = structure(x.day, "iliolumbar_left");
    assert_true(step(x.day) && happened(x.day, IL_DAY_INJURED, "iliolumbar_right"));
    il_error      err = {0};
    il_tasks     *tasks = NULL;
    il_task      *task = NULL;
    il_scenario  *w = NULL;
    il_outcomes  *o = NULL;
    il_outcome    out;
    il_params    *p = NULL;
    must(il_params_create(x.f.m, false, &p, &err), &err);
    must(il_parameter_apply(x.f.body, p, IL_LIGAMENT_STIFFNESS, "iliolumbar", IL_SIDE_RIGHT, x.tissue->injury.stiffness, 0.5, &err), &err);
    must(il_tasks_read_all(x.f.dir, NULL, 0, &tasks, &err), &err);
    must(il_task_create(x.f.m, il_tasks_find(tasks, "standing"), IL_SIDE_NONE, &task, &err), &err);
    must(il_scenario_create(x.f.m, IL_ISA_AUTO, &w, &err), &err);
    must(il_outcomes_create(x.f.body, &o, &err), &err);
    il_subject who = il_subject_usual(x.f.body, p, NULL);
    must(il_scenario_run(w, task, &who, NULL, NULL, &out, &err), &err);
    double *value = calloc((size_t)il_outcomes_count(o), sizeof *value);
    il_outcomes_read(o, il_scenario_params(w), &out.solution, value);
    double right = value[il_outcomes_find(o, "ligament_group.iliolumbar.right.strain_max")], left = value[il_outcomes_find(o, "ligament_group.iliolumbar.left.strain_max")];
    double limit = il_day_structure_at(x.day, torn)->is->threshold;
    if (!(fabs(il_day_suffered(x.day, torn)*limit - right) < 1e-6 && fabs(il_day_suffered(x.day, whole)*limit - left) < 1e-6 && right > left + 1e-4))
        fail_msg("strains %.9g %.9g, alone %.9g %.9g", il_day_suffered(x.day, torn)*limit, il_day_suffered(x.day, whole)*limit, right, left);
    free(value), il_outcomes_free(o), il_scenario_free(w), il_task_free(task), il_tasks_free(tasks), il_params_free(p);
    close_day(&x);
}

// at rest an injury's irritation is there at once, falls no lower than the wound, and guards its own side; eased, the floor is gone
static void an_injury_hurts_at_once_and_heals_slowly(void **state) {
    (void)state;
    day_fixture x = open_day(HEAD LIES "day:\n  - {injury: iliolumbar_right}\n  - {do: lies, minutes: 120}\n  - {ease: quadratus_lumborum_right, severity: 0.5}\n  - {do: lies, minutes: 1}\n", 1.0, true);
    int         s = structure(x.day, "iliolumbar_right"), right = group(x.day, "quadratus_lumborum", IL_SIDE_RIGHT), left = group(x.day, "quadratus_lumborum", IL_SIDE_LEFT);
    double      i = 1.0;
    for (int minute = 0; minute < 120; minute++) {
        assert_true(step(x.day));
        for (int k = 0; k < 600; k++) // dI/dt = (W(t) - I)/calm in steps of a tenth of a second
            i += 0.1*(exp(-(60.0*minute + 0.1*k)/x.tissue->injury.heals) - i)/x.tissue->irritation.calm;
    }
    if (!(fabs(il_day_irritation(x.day, s) - i) < 1e-4 && i > 0.95)) fail_msg("%.9g and %.9g", il_day_irritation(x.day, s), i);
    double floor = x.tissue->irritation.guard*il_irritation_reflex(&x.tissue->irritation, il_day_irritation(x.day, s));
    assert_true(fabs(il_day_guarding(x.day, right) - floor) < 1e-12 && il_day_guarding(x.day, left) == 0.0);
    assert_true(il_day_activation(x.day, right) >= 0.9*floor && il_day_activation(x.day, left) < 0.6*floor);
    assert_true(step(x.day) && happened(x.day, IL_DAY_EASED, ""));
    assert_true(fabs(il_day_guarding(x.day, right)/floor - 0.5) < 1e-2);
    close_day(&x);
}

static void what_is_not_there_cannot_be_hurt(void **state) {
    (void)state;
    static const char *const wrong[][2] = {{HEAD LIES "day:\n  - {injury: iliolumber_right}\n  - {do: lies, minutes: 1}\n", "it should be \"iliolumbar_right\""},
                                           {HEAD LIES "day:\n  - {ease: psoas}\n  - {do: lies, minutes: 1}\n", "group of muscles 'psoas'"}};
    for (int k = 0; k < 2; k++) {
        fixture         f = body_open();
        il_tissue      *t = NULL;
        il_schedule    *s = NULL;
        il_day         *d = NULL;
        il_error        err = {0};
        il_day_settings set = il_default_day_settings();
        must(il_tissue_read(f.dir, &t, &err), &err);
        must(il_schedule_read_bytes(f.dir, "own.yaml", wrong[k][0], strlen(wrong[k][0]), &s, &err), &err);
        assert_int_not_equal(il_day_create(f.body, f.m->nominal, t, s, &set, &d, &err), IL_OK);
        if (!strstr(err.text, wrong[k][1])) fail_msg("says: %s", err.text);
        il_schedule_free(s), il_tissue_free(t), body_close(&f);
    }
}

// ---- a condition, a nerve, a lack of blood ------------------------------------------------------------------------------------------------------

static void a_nerve_root_guards_and_inhibits_its_own_side(void **state) {
    (void)state;
    day_fixture x = open_day(HEAD STANDS "day:\n  - {do: stands, minutes: 3}\n", 1.0, true);
    il_day_condition(x.day, "radiculopathy", IL_SIDE_LEFT, 1.0);
    il_day_condition(x.day, "meralgia_paraesthetica", IL_SIDE_LEFT, 1.0); // has no row
    assert_true(step(x.day) && happened(x.day, IL_DAY_INJURED, "nerve_root_left"));
    assert_true(il_day_irritation(x.day, structure(x.day, "nerve_root_left")) > 0.9 && il_day_irritation(x.day, structure(x.day, "nerve_root_right")) == 0.0);
    assert_true(step(x.day));
    int left = group(x.day, "hamstrings", IL_SIDE_LEFT), right = group(x.day, "hamstrings", IL_SIDE_RIGHT);
    assert_true(il_day_guarding(x.day, left) > 0.02 && il_day_guarding(x.day, right) == 0.0);
    assert_true(il_day_activation(x.day, left) > 0.02);
    // in this body no posture of a day brings the nerve to the piriformis: nothing is suffered there
    assert_true(il_day_suffered(x.day, structure(x.day, "sciatic_piriformis_right")) == 0.0);
    close_day(&x);
}

// standing works the multifidus so that its index stays below the published pressure, and above what an hour of typing does
static void lasting_lack_of_blood_gives_a_candidate_only_above_its_threshold(void **state) {
    (void)state;
    for (int low = 0; low < 2; low++) {
        day_fixture x = open_day(HEAD STANDS "day:\n  - {do: stands, minutes: 60}\n", 1.0, true);
        il_error    err = {0};
        int         number = 0;
        while (strcmp(x.tissue->number[number].id, "flow_multifidus_{side}.threshold")) assert_true(++number < x.tissue->nnumber);
        il_tissue      *other = NULL;
        il_day         *d = NULL;
        il_day_settings set = il_default_day_settings();
        must(il_tissue_read_at(x.f.dir, low ? number : IL_NONE, false, &other, &err), &err);
        must(il_day_create(x.f.body, x.p, other, x.schedule, &set, &d, &err), &err);
        bool told = false;
        while (step(d)) told |= happened(d, IL_DAY_TRIGGER_POINT, "flow_multifidus_right");
        if (told != low) fail_msg("at %s threshold: %d", low ? "the low" : "its", told);
        il_day_free(d), il_tissue_free(other);
        close_day(&x);
    }
}

// every number of data/tissue is read at its ends, alone
static void a_number_is_read_at_its_ends(void **state) {
    (void)state;
    day_fixture x = open_day(HEAD LIES "day:\n  - {do: lies, minutes: 1}\n", 1.0, true);
    il_error    err = {0};
    assert_true(x.tissue->nnumber > 60);
    for (int i = 0; i < x.tissue->nnumber; i++) {
        const il_tissue_number *n = &x.tissue->number[i];
        assert_true(n->low <= n->value && n->value <= n->high && *n->source);
        for (int high = 0; high < 2; high++) {
            il_tissue *t = NULL;
            must(il_tissue_read_at(x.f.dir, i, high, &t, &err), &err);
            double want = high ? n->high : n->low;
            if (!strcmp(n->id, "irritation.guard")) assert_true(t->irritation.guard == want);
            if (!strcmp(n->id, "ligament.iliolumbar.size")) assert_true(t->creep[8].size == want && t->irritation.guard == x.tissue->irritation.guard);
            if (n->structure != IL_NONE) assert_true(t->structure[n->structure].threshold == want);
            il_tissue_free(t);
        }
    }
    close_day(&x);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wounds_heal_and_kept_postures_sensitise),
        cmocka_unit_test(a_torn_ligament_strains_as_a_weak_one_solved_alone),
        cmocka_unit_test(an_injury_hurts_at_once_and_heals_slowly),
        cmocka_unit_test(what_is_not_there_cannot_be_hurt),
        cmocka_unit_test(a_nerve_root_guards_and_inhibits_its_own_side),
        cmocka_unit_test(lasting_lack_of_blood_gives_a_candidate_only_above_its_threshold),
        cmocka_unit_test(a_number_is_read_at_its_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
