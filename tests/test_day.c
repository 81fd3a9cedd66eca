// test_day.c - schedules and the tissue's numbers as read; a day's books, its steps, its checkpoint, and who takes over
//
// Oracles: published endurance curves; conservation; the same day in half steps; a day cut in two by a checkpoint.
#include "day_fixture.h"

#define SITS "  - {name: sits, postures: [{task: sit_slouched}]}\n"
#define HOLDS "  - name: holds\n    postures: [{task: hold_far, how: {load: 15}, seconds: 20}, {task: standing}]\n"

// ---- files -------------------------------------------------------------------------------------------------------------------------------

static void every_schedule_of_the_data_is_read(void **state) {
    (void)state;
    il_data_dir *dir = NULL;
    il_error     err = {0};
    char         name[64];
    int          n = 0;
    must(il_data_open(NULL, &dir, &err), &err);
    for (; il_schedule_name(dir, n, name); n++) {
        il_schedule *s = NULL;
        must(il_schedule_read(dir, name, &s, &err), &err);
        assert_string_equal(s->id, name);
        double hours = il_schedule_minutes(s)/60.0;
        assert_true((hours >= 4.0 && hours <= 12.0) || hours == 168.0); // a day, or a week with its nights
        il_schedule_free(s);
    }
    assert_true(n >= 3);
    il_data_close(dir);
}

static void a_wrong_schedule_is_told_where(void **state) {
    (void)state;
    static const struct {
        const char *text, *says;
        int         line;
    } wrong[] = {
        {HEAD SITS "day:\n  - {do: walks, minutes: 5}\n", "there is no activity 'walks'", 7},
        {HEAD SITS "day:\n  - {do: sits, minutes: -5}\n", "-5 is impossible", 7},
        {HEAD SITS "day:\n  - {do: sits, minutes: 5, times: 0}\n", "times is 1 to", 7},
        {HEAD SITS "day: []\n", "'day' has 1 to", 6},
        {HEAD "  - {name: a, postures: [{task: sit_slow}]}\nday:\n  - {do: a, minutes: 5}\n", "there is no task 'sit_slow'", 5},
        {HEAD "  - {name: a, postures: [{task: one_leg_stance}]}\nday:\n  - {do: a, minutes: 5}\n", "needs side", 5},
        {HEAD "  - {name: a, postures: [{task: standing, side: left}]}\nday:\n  - {do: a, minutes: 5}\n", "has no side", 5},
        {HEAD "  - {name: a, postures: [{task: ober, side: left}]}\nday:\n  - {do: a, minutes: 5}\n", "is a test of an exam", 5},
        {HEAD "  - {name: a, postures: [{task: standing, seconds: 5}]}\nday:\n  - {do: a, minutes: 5}\n", "must leave out its seconds", 5},
        {HEAD "  - {name: a, postures: [{task: standing}, {task: sit_slouched}]}\nday:\n  - {do: a, minutes: 5}\n", "only one posture", 5},
        {HEAD HOLDS "day:\n  - {do: holds, minutes: 1, times: 3}\n", "are more than 1 minutes", 8},
        {HEAD "  - {name: a, postures: [{task: hold_far, how: {load: 900}}]}\nday:\n  - {do: a, minutes: 5}\n", "load", 0},
        {HEAD "  - {name: a, postures: [{motion: flying}]}\nday:\n  - {do: a, minutes: 5}\n", "no motion 'flying' was recorded", 5},
        {HEAD "  - {name: a, postures: [{motion: walking, side: left}]}\nday:\n  - {do: a, minutes: 5}\n", "side", 5},
        {"name: x\nsource: t\nbegins: \"25:00\"\nactivities:\n" SITS "day:\n  - {do: sits, minutes: 5}\n", "begins is a time", 3},
        {"name: x\nsource: t\nbegins: \"08:00\"\nlunch: noon\nactivities:\n" SITS "day:\n  - {do: sits, minutes: 5}\n", "lunch", 4},
    };
    il_data_dir *dir = NULL;
    il_error     err = {0};
    must(il_data_open(NULL, &dir, &err), &err);
    for (size_t i = 0; i < sizeof wrong/sizeof *wrong; i++) {
        il_schedule *s = NULL;
        err = (il_error){0};
        if (il_schedule_read_bytes(dir, "own.yaml", wrong[i].text, strlen(wrong[i].text), &s, &err) == IL_OK) fail_msg("case %zu was taken", i);
        assert_null(s);
        if (!strstr(err.text, wrong[i].says)) fail_msg("case %zu says: %s", i, err.text);
        if (wrong[i].line && err.line != wrong[i].line) fail_msg("case %zu (%s) stands at line %d", i, err.text, err.line);
    }
    il_data_close(dir);
}

// ---- the numbers of data/tissue against measured endurance ------------------------------------------------------------------------------------

static const il_fatigue_law *law_of(const il_tissue *t, const char *group) {
    for (int i = 0; i < t->nmuscle; i++)
        if (!strcmp(t->muscle[i].group, group)) return &t->muscle[i].fatigue;
    fail_msg("no %s", group);
    return NULL;
}

// endurance b0 I^b1 (Frey-Law & Avin 2010): ankle 34.71 -2.06, knee 19.38 -1.88. Factor 1.5 is the aim; the published pair of the knee misses it
// at 80 % (17 s against 29 s), which docs/day.md tells
static void endurance_is_that_of_published_curves(void **state) {
    (void)state;
    static const double level[] = {0.2, 0.4, 0.6, 0.8};
    il_data_dir *dir = NULL;
    il_tissue   *t = NULL;
    il_error     err = {0};
    must(il_data_open(NULL, &dir, &err), &err);
    must(il_tissue_read(dir, &t, &err), &err);
    for (int i = 0; i < 4; i++) {
        double ankle = il_fatigue_endurance(law_of(t, "calf"), level[i])/(34.71*pow(level[i], -2.06));
        double knee = il_fatigue_endurance(law_of(t, "vasti"), level[i])/(19.38*pow(level[i], -1.88));
        if (!(ankle > 1/1.5 && ankle < 1.5)) fail_msg("ankle at %g: %g of the curve", level[i], ankle);
        if (i < 3 && !(knee > 1/1.5 && knee < 1.5)) fail_msg("knee at %g: %g of the curve", level[i], knee);
        if (i == 3 && !(knee > 0.55 && knee < 0.6)) fail_msg("the known miss of the knee is now %g: mend docs/day.md", knee);
    }
    il_tissue_free(t);
    il_data_close(dir);
}

// ---- a day -----------------------------------------------------------------------------------------------------------------------------------

static double exposure(const il_day *d) {
    double sum = 0.0;
    for (int i = 0; i < il_day_structures(d); i++) sum += il_day_total_of(d, i).exposure;
    return sum;
}

// half the step changes exposure by less than a hundredth, of every structure that matters by less than two; what tires within a step bounds the
// postures of the whole step, so that it is the steps with fatigue that differ
static void half_steps_give_the_same_day(void **state) {
    (void)state;
    static const char yaml[] = HEAD SITS HOLDS "day:\n  - {do: holds, minutes: 6, times: 8}\n  - {do: sits, minutes: 4}\n";
    day_fixture       one = open_day(yaml, 1.0, true), half = open_day(yaml, 0.5, true);
    while (step(one.day)) {}
    while (step(half.day)) {}
    assert_true(fabs(il_day_minute(one.day) - 10.0) < 1e-9 && fabs(il_day_minute(half.day) - 10.0) < 1e-9);
    double all = exposure(one.day);
    if (!(fabs(exposure(half.day)/all - 1.0) < 0.01)) fail_msg("%g and %g", all, exposure(half.day));
    for (int i = 0; i < il_day_structures(one.day); i++) {
        double a = il_day_total_of(one.day, i).exposure, b = il_day_total_of(half.day, i).exposure;
        if (a > 0.02*all && !(fabs(b/a - 1.0) < 0.02)) fail_msg("%s: %g and %g", il_day_structure_at(one.day, i)->is->id, a, b);
    }
    close_day(&one), close_day(&half);
}

// postures that are followed are those that a search finds: three abreast, arms that hang, one that lies, muscles at their bounds
static void a_followed_day_is_a_solved_one(void **state) {
    (void)state;
#if defined(__SANITIZE_ADDRESS__)
#define WHILE "3"
#else
#define WHILE "6"
#endif
    static const char yaml[] = HEAD SITS HOLDS "  - {name: lies, postures: [{task: lying_supine}]}\nday:\n  - {do: holds, minutes: " WHILE ", times: 3}\n  - {do: sits, minutes: " WHILE "}\n"
                                               "  - {do: lies, minutes: 3}\n  - {do: holds, minutes: 2, times: 2}\n";
    il_day_settings exact = il_default_day_settings();
    exact.exact = true;
    day_fixture followed = open_day(yaml, 1.0, true), solved = open_set(yaml, exact);
    while (step(followed.day)) {
        assert_true(step(solved.day));
        for (int g = 0; g < il_day_groups(solved.day); g++) {
            double a = il_day_capacity(followed.day, g), b = il_day_capacity(solved.day, g), x = il_day_activation(followed.day, g), y = il_day_activation(solved.day, g);
            if (!(fabs(a - b) < 1e-3 && fabs(x - y) < 2e-3)) fail_msg("%s after %g minutes: capacity %g, solved %g; activation %g, solved %g", il_day_group_at(solved.day, g)->name, il_day_minute(solved.day), a, b, x, y);
        }
    }
    for (int i = 0; i < il_day_structures(solved.day); i++) {
        double a = il_day_total_of(followed.day, i).exposure, b = il_day_total_of(solved.day, i).exposure;
        if (!(fabs(a - b) < 1e-3*fmax(b, 0.05))) fail_msg("%s: exposure %g, solved %g", il_day_structure_at(solved.day, i)->is->id, a, b);
    }
    assert_int_equal(il_day_followed(solved.day), 0);
    if (!(2*il_day_solves(followed.day) < il_day_solves(solved.day))) fail_msg("%d and %d postures solved", il_day_solves(followed.day), il_day_solves(solved.day));
    close_day(&followed), close_day(&solved);
}

// what works, what is tired and what rests are all of a muscle, at every moment; nothing is asked for in vain that was there
static void strength_is_kept_account_of(void **state) {
    (void)state;
    day_fixture x = open_day(HEAD SITS HOLDS "day:\n  - {do: holds, minutes: 8, times: 12}\n  - {do: sits, minutes: 4}\n", 1.0, true);
    int         n = il_day_groups(x.day);
    double     *before = calloc((size_t)n, sizeof *before), *missed = calloc((size_t)n, sizeof *missed);
    for (int g = 0; g < n; g++) before[g] = 1.0;
    while (step(x.day)) {
        for (int g = 0; g < n; g++) {
            // over a minute M_F changes by F M_A - R M_F (or rest R, r times as fast): within both ends of what that can be
            double tired = 1.0 - il_day_capacity(x.day, g), was = 1.0 - before[g], asked = il_day_activation(x.day, g), given = asked - (il_day_missing(x.day, g) - missed[g])/60.0;
            const il_fatigue_law *law = law_of(x.tissue, il_day_group_at(x.day, g)->name);
            double most = was + 60.0*law->fatigue*fmax(given, 0.0), least = was*exp(-60.0*law->recovery*law->rest);
            if (!(tired <= most + 1e-12 && tired >= least - 1e-12)) fail_msg("%s: tired %.12f after %.12f, between %.12f and %.12f", il_day_group_at(x.day, g)->name, tired, was, least, most);
            if (!(given <= 1.0 - fmin(was, tired) + 1e-12)) fail_msg("%s gave %.12f of %.12f", il_day_group_at(x.day, g)->name, given, 1.0 - fmin(was, tired));
            before[g] = 1.0 - tired, missed[g] = il_day_missing(x.day, g);
        }
    }
    free(before), free(missed);
    close_day(&x);
}

static void creep_does_not_depend_on_the_step(void **state) {
    (void)state;
    static const char yaml[] = HEAD SITS "day:\n  - {do: sits, minutes: 20}\n";
    double            creep[2];
    for (int k = 0; k < 2; k++) {
        day_fixture x = open_day(yaml, k ? 0.5 : 2.0, false);
        while (step(x.day)) {}
        creep[k] = il_day_flexion_creep(x.day);
        close_day(&x);
    }
    if (!(creep[0] > 0.3 && fabs(creep[1]/creep[0] - 1.0) < 0.01)) fail_msg("%g and %g degrees", creep[0], creep[1]);
}

static void holding_tires_and_rest_recovers(void **state) {
    (void)state;
    day_fixture x = open_day(HEAD "  - {name: holds, postures: [{task: hold_far, how: {load: 15}}]}\n  - {name: lies, postures: [{task: lying_supine}]}\n"
                                  "day:\n  - {do: holds, minutes: 5}\n  - {do: lies, minutes: 30}\n", 1.0, false);
    double      least = 1.0, asked = 0.0;
    bool        told = false, who_took_over = false;
    for (int minute = 0; minute < 5; minute++) {
        assert_true(step(x.day));
        const il_day_event *e;
        int                 n = il_day_events(x.day, &e);
        for (int i = 0; i < n; i++) told |= e[i].kind == IL_DAY_TIRES, who_took_over |= e[i].ntaker > 0;
        for (int g = 0; g < il_day_groups(x.day); g++) {
            double capacity = il_day_capacity(x.day, g), works = il_day_activation(x.day, g);
            least = fmin(least, capacity), asked = fmax(asked, works);
            assert_true(capacity >= 0.0 && capacity <= 1.0);
            // what works on average is not more than there was on average, but for what the last round left
            if (!(works <= 1.0 + 1e-9)) fail_msg("%s works at %g", il_day_group_at(x.day, g)->name, works);
        }
    }
    assert_true(told && who_took_over);
    if (!(least < 0.8 && asked > 0.2)) fail_msg("capacity %g, activation %g", least, asked);
    while (step(x.day)) {}
    for (int g = 0; g < il_day_groups(x.day); g++)
        if (!(il_day_capacity(x.day, g) > 0.95)) fail_msg("%s has %g of its strength after half an hour of rest", il_day_group_at(x.day, g)->name, il_day_capacity(x.day, g));
    assert_true(il_day_height_loss(x.day) > 0.0);
    close_day(&x);
}

// sitting against a backrest stays below every threshold of fatigue: the program says that nothing tires
static void what_stays_below_the_threshold_does_not_tire(void **state) {
    (void)state;
    day_fixture x = open_day(HEAD "  - {name: leans, postures: [{task: sit_backrest}]}\nday:\n  - {do: leans, minutes: 60}\n", 1.0, true);
    while (step(x.day)) {}
    for (int g = 0; g < il_day_groups(x.day); g++) {
        if (il_day_capacity(x.day, g) != 1.0) fail_msg("%s tired to %g", il_day_group_at(x.day, g)->name, il_day_capacity(x.day, g));
        assert_true(il_day_missing(x.day, g) == 0.0);
    }
    close_day(&x);
}

// hips rest while they swing: what people do for hours does not tire them, and does not starve them of blood
static void walking_does_not_tire_the_hips(void **state) {
    (void)state;
    day_fixture x = open_day(HEAD "  - {name: walks, postures: [{motion: walking}]}\nday:\n  - {do: walks, minutes: 2}\n", 1.0, false);
    int         seen = 0;
    while (step(x.day)) {}
    for (int g = 0; g < il_day_groups(x.day); g++) {
        const char *name = il_day_group_at(x.day, g)->name;
        if (strncmp(name, "gluteus", 7) && strcmp(name, "calf") && strcmp(name, "iliacus")) continue;
        seen += il_day_activation(x.day, g) > il_fatigue_threshold(&x.tissue->muscle[0].fatigue);
        if (il_day_capacity(x.day, g) != 1.0 || !(il_day_deficit(x.day, g) < 0.5)) fail_msg("%s: %g of its strength, lacks %g", name, il_day_capacity(x.day, g), il_day_deficit(x.day, g));
    }
    assert_true(seen >= 4); // held, this would tire them
    close_day(&x);
}

static void a_day_taken_up_again_has_the_same_bits(void **state) {
    (void)state;
    static const char yaml[] = HEAD SITS HOLDS "day:\n  - {do: holds, minutes: 4, times: 6}\n  - {do: sits, minutes: 6}\n  - {do: holds, minutes: 2, times: 3}\n";
    day_fixture       whole = open_day(yaml, 1.0, true), again = open_day(yaml, 1.0, true);
    size_t            size = il_day_state_size(whole.day);
    void             *cut = malloc(size), *end = malloc(size), *resumed = malloc(size);
    il_error          err = {0};
    for (int i = 0; i < 7; i++) step(whole.day);
    il_day_save(whole.day, cut);
    while (step(whole.day)) {}
    il_day_save(whole.day, end);
    assert_int_not_equal(il_day_load(again.day, cut, size - 8, &err), IL_OK);
    must(il_day_load(again.day, cut, size, &err), &err);
    while (step(again.day)) {}
    il_day_save(again.day, resumed);
    assert_memory_equal(end, resumed, size);
    free(cut), free(end), free(resumed);
    close_day(&whole), close_day(&again);
}

// a strained iliolumbar ligament wakes quadratus lumborum: with the reflex its floor rises, without it nothing guards
static void irritation_guards_only_where_asked(void **state) {
    (void)state;
    static const char yaml[] = HEAD SITS "day:\n  - {do: sits, minutes: 60}\n";
    double            works[2] = {0.0};
    for (int reflex = 0; reflex < 2; reflex++) {
        day_fixture x = open_day(yaml, 2.0, reflex);
        while (step(x.day)) {}
        for (int g = 0; g < il_day_groups(x.day); g++)
            if (!strcmp(il_day_group_at(x.day, g)->name, "quadratus_lumborum")) works[reflex] += il_day_activation(x.day, g);
        close_day(&x);
    }
    if (!(works[1] > works[0])) fail_msg("quadratus lumborum works at %g without and %g with its reflex", works[0], works[1]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_schedule_of_the_data_is_read),
        cmocka_unit_test(a_wrong_schedule_is_told_where),
        cmocka_unit_test(endurance_is_that_of_published_curves),
        cmocka_unit_test(half_steps_give_the_same_day),
        cmocka_unit_test(a_followed_day_is_a_solved_one),
        cmocka_unit_test(strength_is_kept_account_of),
        cmocka_unit_test(creep_does_not_depend_on_the_step),
        cmocka_unit_test(holding_tires_and_rest_recovers),
        cmocka_unit_test(what_stays_below_the_threshold_does_not_tire),
        cmocka_unit_test(walking_does_not_tire_the_hips),
        cmocka_unit_test(a_day_taken_up_again_has_the_same_bits),
        cmocka_unit_test(irritation_guards_only_where_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
