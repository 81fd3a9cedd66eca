// test_day_story.c - a person's day beside the same person without a condition and with one change: what is told, and which side it falls on
//
// Oracles: geometry of a pelvis over legs of unequal length; which way a joint was set or softened; counting of minutes and repetitions; a day beside itself.
#include "day_fixture.h"
#include "ilium/knowledge.h"
#include "ilium/io.h"

#if defined(__SANITIZE_ADDRESS__)
#define SLOW_BUILD 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SLOW_BUILD 1
#endif
#endif
#ifndef SLOW_BUILD
#define SLOW_BUILD 0
#endif

// what all stories share is opened once
static fixture       f;
static il_knowledge *k;
static il_tissue    *tissue;
static il_params    *healthy;

static int open_all(void **state) {
    il_error err = {0};
    (void)state;
    f = body_open();
    must(il_knowledge_read(f.dir, &k, &err), &err);
    must(il_tissue_read(f.dir, &tissue, &err), &err);
    must(il_params_create(f.m, false, &healthy, &err), &err);
    return 0;
}

static int close_all(void **state) {
    (void)state;
    il_params_free(healthy);
    il_tissue_free(tissue);
    il_knowledge_free(k);
    body_close(&f);
    return 0;
}

typedef struct story_fixture {
    il_schedule  *schedule;
    il_day_change change;
    il_day_story *s;
} story_fixture;

static il_schedule *schedule_of(const char *yaml) {
    il_schedule *s = NULL;
    il_error     err = {0};
    must(il_schedule_read_bytes(f.dir, "own.yaml", yaml, strlen(yaml), &s, &err), &err);
    return s;
}

static story_fixture open_story(const char *yaml, const char *with, const char *set, const char *change) {
    story_fixture        t = {.schedule = schedule_of(yaml), .change.wish.treatment = IL_NONE};
    il_error             err = {0};
    il_day_story_request r = {.knowledge = k, .body = f.body, .tissue = tissue, .schedule = t.schedule, .healthy = healthy, .every = 1.0};
    must(il_day_causes_read(k, with, set, &r.ncause, r.cause, &err), &err);
    if (change) must(il_day_change_read(f.dir, k, t.schedule, change, &t.change, &err), &err);
    r.change = change ? &t.change : NULL;
    must(il_day_story_begin(&r, &t.s, &err), &err);
    must(il_day_story_live(t.s, NULL, &err), &err);
    return t;
}

static void close_story(story_fixture *t) {
    il_day_story_free(t->s);
    il_day_change_free(&t->change);
    il_schedule_free(t->schedule);
}

#define STANDS HEAD "  - {name: stands, postures: [{task: standing}]}\nday:\n  - {do: stands, minutes: 1}\n"
#define STEPS HEAD "  - {name: one leg, postures: [{task: one_leg_stance, side: right}]}\nday:\n  - {do: one leg, minutes: 1}\n"

// what a fact of the first posture changes by, the condition being there
static double fact(const il_day_story *s, il_day_fact which) { return s->life[s->present].fact[which] - s->life[s->healthy].fact[which]; }

static const il_day_share *group_share(const il_day_story *s, const char *name, il_side side) {
    const il_day *d = s->life[s->present].day;
    for (int g = 0; g < il_day_groups(d); g++)
        if (!strcmp(il_day_group_at(d, g)->name, name) && il_day_group_at(d, g)->side == side) return &s->pair[0].is->share[g];
    fail_msg("no %s", name);
    return NULL;
}

// ---- every condition is told, or that none is shown ---------------------------------------------------------------------------------------

static void must_be_told(const il_day_story *s, const char *what) {
    assert_int_equal(s->npair, 1);
    const il_day_comparison *c = s->pair[0].is;
    for (int i = 0; i < c->nlink; i++) {
        const il_day_link *l = &c->link[i];
        assert_true(l->nmore + l->nless + l->nstrained + l->nrelieved > 0);
        assert_true(l->minute > 0.0 && l->minute <= il_schedule_minutes(s->r.schedule));
        assert_true(i == 0 || l->minute >= c->link[i - 1].minute);
        for (int n = 0; n < l->nmore; n++) {
            const il_day_share *x = &c->share[l->more[n]];
            if (!(x->shown && x->after - x->before > x->noise)) fail_msg("%s: a taker within the noise", what);
        }
    }
    bool shown = false;
    for (int i = 0; i < c->nshare; i++) shown |= c->share[i].shown;
    if (shown && !il_day_differs(c)) fail_msg("%s differs and says that none is shown", what);
}

static void each_condition_is_told_or_none_shown(void **state) {
    (void)state;
    static const struct {
        const char *with, *set, *day;
    } person[] = {{"weak_hip_abductors:right", NULL, STEPS}, {"sij_stiff:right", NULL, STANDS}, {"sij_lax:right", NULL, STANDS}, {"pelvic_torsion:right", NULL, STANDS}, {"short_leg:right:0.7", NULL, STANDS},
                  {"short_iliopsoas:right", NULL, STANDS}, {"weak_hip_extensors:right", NULL, STEPS}, {NULL, "foot.pronation:right=8", STANDS}};
    for (size_t i = 0; i < sizeof person/sizeof *person && (!SLOW_BUILD || i < 1); i++) {
        const char   *what = person[i].with ? person[i].with : person[i].set;
        story_fixture t = open_story(person[i].day, person[i].with, person[i].set, NULL);
        must_be_told(t.s, what);
        // the moment of the body about the standing hip stays, so that weak abductors work at more of what they have
        if (i == 0) {
            const il_day_share *x = group_share(t.s, "gluteus_medius", IL_SIDE_RIGHT);
            if (!(x->shown && x->after > x->before)) fail_msg("weak abductors work at %g of their strength, strong ones at %g", x->after, x->before);
        }
        // a softer joint gives more on its own side, a stiffer one less
        double gives = fabs(t.s->life[t.s->present].fact[IL_DAY_FACT_SIJ_RIGHT]) - fabs(t.s->life[t.s->healthy].fact[IL_DAY_FACT_SIJ_RIGHT]);
        if (i == 1 && !(gives < 0.0)) fail_msg("a stiff joint turns %g deg more", gives);
        if (i == 2 && !(gives > 0.0)) fail_msg("a lax joint turns %g deg more", gives);
        // the hip bone of the named side is set forward on the sacrum, the other backward
        if (i == 3 && !(fact(t.s, IL_DAY_FACT_SIJ_RIGHT) < 0.0 && fact(t.s, IL_DAY_FACT_SIJ_LEFT) > 0.0)) fail_msg("torsion: %g, %g deg", fact(t.s, IL_DAY_FACT_SIJ_RIGHT), fact(t.s, IL_DAY_FACT_SIJ_LEFT));
        // a pelvis on two hips 167 mm apart over legs that differ by 21 mm drops by asin(21/167) to the short side (positive: right side up)
        if (i == 4) {
            double drop = -fact(t.s, IL_DAY_FACT_OBLIQUITY), expected = asin(21.0/167.0)/DEG;
            if (!(fabs(drop/expected - 1.0) < 0.1)) fail_msg("the pelvis drops by %g deg to the short side, geometry says %g", drop, expected);
            assert_true(t.s->pair[0].is->nlink > 0 && t.s->pair[0].is->link[0].at_once);
        }
        // a flexor that pulls more is held by its antagonist, and both press the joint between them
        if (i == 5) {
            const il_day_share *own = group_share(t.s, "gluteus_maximus", IL_SIDE_RIGHT), *other = group_share(t.s, "gluteus_maximus", IL_SIDE_LEFT);
            if (!(own->shown && own->after - own->before > fabs(other->after - other->before))) fail_msg("a short psoas: gluteus maximus %g to %g, on the other side %g to %g", own->before, own->after, other->before, other->after);
            if (!(fact(t.s, IL_DAY_FACT_HIP_RIGHT) > 0.0 && fact(t.s, IL_DAY_FACT_HIP_RIGHT) > fact(t.s, IL_DAY_FACT_HIP_LEFT))) fail_msg("a short psoas presses its hip by %g N", fact(t.s, IL_DAY_FACT_HIP_RIGHT));
        }
        // a weak muscle works at more of what it has and gives less: strength 0.3
        if (i == 6) {
            const il_day_share *x = group_share(t.s, "gluteus_maximus", IL_SIDE_RIGHT);
            if (!(x->shown && x->after > x->before && 0.3*x->after < x->before)) fail_msg("weak extensors work at %g, strong ones at %g", x->after, x->before);
        }
        // the arch that sinks lowers its side, or nothing to speak of
        if (i == 7 && !(fact(t.s, IL_DAY_FACT_OBLIQUITY) < 0.1)) fail_msg("pronation raises its side by %g deg", fact(t.s, IL_DAY_FACT_OBLIQUITY));
        close_story(&t);
    }
}

// the left is the mirror of the right
static void the_other_side_is_the_mirror(void **state) {
    (void)state;
    if (SLOW_BUILD) return;
    story_fixture right = open_story(STANDS, "short_leg:right:0.7", NULL, NULL), left = open_story(STANDS, "short_leg:left:0.7", NULL, NULL);
    double        a = fact(right.s, IL_DAY_FACT_OBLIQUITY), b = fact(left.s, IL_DAY_FACT_OBLIQUITY);
    assert_true(fabs(a + b) < 0.05*fabs(a));
    const il_day_share *x = group_share(right.s, "longissimus", IL_SIDE_LEFT), *y = group_share(left.s, "longissimus", IL_SIDE_RIGHT);
    assert_true(x->shown && fabs(x->after - y->after) < 0.05*x->after);
    close_story(&right), close_story(&left);
}

// ---- a change -------------------------------------------------------------------------------------------------------------------------------

// a lift as high as the leg is short takes the obliquity away, and the day with it is that of the healthy person but for the foot
static void a_lift_as_high_as_the_leg_is_short_levels_the_pelvis(void **state) {
    (void)state;
    story_fixture t = open_story(STANDS, "short_leg:right:0.5", NULL, "heel_lift:right:15mm");
    double was = t.s->life[t.s->present].fact[IL_DAY_FACT_OBLIQUITY], is = t.s->life[t.s->changed].fact[IL_DAY_FACT_OBLIQUITY];
    if (!(was < -3.0 && fabs(is) < 0.1*fabs(was))) fail_msg("obliquity %g, with the lift %g", was, is);
    assert_int_equal(t.s->npair, 2);
    assert_true(t.s->pair[1].is_change && il_day_differs(t.s->pair[1].is));
    close_story(&t);
}

static void without_its_condition_a_day_is_the_healthy_one(void **state) {
    (void)state;
    if (SLOW_BUILD) return;
    story_fixture t = open_story(STANDS, "short_leg:right:0.5", NULL, "without:short_leg");
    const il_day *a = t.s->life[t.s->healthy].day, *b = t.s->life[t.s->changed].day;
    for (int i = 0; i < il_day_structures(a); i++) assert_true(il_day_total_of(a, i).exposure == il_day_total_of(b, i).exposure); // bit for bit
    close_story(&t);
}

// what changes nothing shows nothing: severity nought
static void a_day_beside_itself_shows_none(void **state) {
    (void)state;
    story_fixture t = open_story(STANDS, "short_leg:right:0", NULL, NULL);
    assert_false(il_day_differs(t.s->pair[0].is));
    assert_int_equal(t.s->pair[0].is->nlink, 0);
    close_story(&t);
}

// ---- danger first: by the rules alone, nothing is lived ------------------------------------------------------------------------------------

static void what_may_not_be_ranked_is_not_lived(void **state) {
    (void)state;
    static const struct {
        il_safety_level level;
        bool            ranks, treats, in_scope;
        bool            simulated, changed;
    } person[] = {{IL_SAFETY_EMERGENCY, false, false, true, false, false}, {IL_SAFETY_UNKNOWN, false, false, true, false, false}, {IL_SAFETY_CLEAR, true, true, false, false, false},
                  {IL_SAFETY_CLEAR, false, true, true, false, false},      {IL_SAFETY_URGENT, true, false, true, true, false},    {IL_SAFETY_WATCH, true, true, true, true, true}};
    il_schedule      *stands = schedule_of(STANDS);
    il_patient        patient = {0};
    il_assess_request assess = {.patient = &patient, .knowledge = k, .body = f.body};
    il_error          err = {0};
    il_day_change     c = {0};
    must(il_day_change_read(f.dir, k, stands, "heel_lift:right:9mm", &c, &err), &err);
    for (size_t i = 0; i < sizeof person/sizeof *person; i++) {
        il_assessment        a = {.safety = {.level = person[i].level, .rank_allowed = person[i].ranks, .treatment_allowed = person[i].treats}, .validity = {.in_scope = person[i].in_scope}};
        il_day_story_request r = {.knowledge = k, .body = f.body, .tissue = tissue, .schedule = stands, .healthy = healthy, .assess = &assess, .assessment = &a, .change = &c, .every = 1.0};
        il_day_story        *s = NULL;
        must(il_day_story_begin(&r, &s, &err), &err);
        assert_int_equal(s->simulated, person[i].simulated);
        assert_int_equal(s->nlife > 0, person[i].simulated);
        assert_int_equal(s->changed != IL_NONE, person[i].changed);
        assert_int_equal(s->refusal != IL_REFUSED_NOT, person[i].simulated && !person[i].changed);
        il_day_story_free(s);
    }
    il_day_change_free(&c);
    il_schedule_free(stands);
}

// ---- what is done otherwise: counted --------------------------------------------------------------------------------------------------------

#define WORK HEAD "  - {name: sits, postures: [{task: sit_slouched}]}\n" \
                  "  - name: lifts\n    postures: [{task: lift_stoop, how: {load: 12}, seconds: 2}, {task: standing}]\n" \
                  "day:\n  - {do: sits, minutes: 100}\n  - {do: lifts, minutes: 50, times: 101}\n"

static void a_break_takes_its_minutes_and_no_work(void **state) {
    (void)state;
    il_schedule  *work = schedule_of(WORK);
    il_error      err = {0};
    il_day_change c = {0};
    must(il_day_change_read(f.dir, k, work, "break:6:30", &c, &err), &err);
    assert_true(fabs(il_schedule_minutes(c.schedule) - 150.0) < 1e-9);
    double rest = 0.0, lifting = 0.0;
    int    lifts = 0;
    for (int i = 0; i < c.schedule->nentry; i++) {
        const il_day_entry *e = &c.schedule->entry[i];
        const char         *name = c.schedule->activity[e->activity].name;
        if (!strncmp(name, "break", 5)) rest += e->minutes;
        if (!strcmp(name, "lifts")) lifting += e->minutes, lifts += e->times;
    }
    assert_true(fabs(rest - 30.0) < 1e-9);     // five halves of an hour
    assert_true(fabs(lifting - 38.0) < 1e-9);  // 100-114, 120-144: two breaks fall into its 50 minutes
    assert_int_equal(lifts, 101);              // the work stays
    // who sits rests standing
    const il_day_entry *second = &c.schedule->entry[1];
    assert_string_equal(c.schedule->activity[second->activity].phase[0].task->id, "standing");
    il_day_change_free(&c);
    must(il_day_change_read(f.dir, k, work, "lift:squat", &c, &err), &err);
    assert_string_equal(c.schedule->activity[1].phase[0].task->id, "lift_squat");
    bool carries = false;
    for (int i = 0; i < c.schedule->activity[1].phase[0].task->nparam; i++) {
        const il_task_param *p = &c.schedule->activity[1].phase[0].task->param[i];
        carries |= !strcmp(p->name, "load") && p->value == 12.0;
    }
    assert_true(carries);
    il_day_change_free(&c);
    must(il_day_change_read(f.dir, k, work, "load:6", &c, &err), &err);
    il_day_change_free(&c);
    il_schedule_free(work);
}

static void a_wrong_change_names_the_nearest_right_word(void **state) {
    (void)state;
    static const struct {
        const char *change, *says;
    } wrong[] = {{"brake:5", "break"},           {"lift:sqat", "squat"},       {"heel_lft:right:9mm", "heel_lift"}, {"heel_lift:rigth:9mm", "right"},     {"heel_lift:right:0.009", "0.009m"},
                 {"heel_lift:both:9mm", "right or left"}, {"treatment:blt", "belt"}, {"treatment:massage", "changes nothing that can be simulated"}, {"break:60:60", "as long as"},
                 {"break:5:60:standng", "standing"}, {"break:29:30", "does not fit"}, {"with:sij_laxx:right", "sij_lax"}, {"with:sij_lax:right:2", "between 0 and 1"}, {"set:foot.pronaton=5", "foot.pronation"},
                 {"set:foot.pronation=500", "foot.pronation"}, {"load:heavy", "must be a number"}, {"hold:close", "nobody does 'hold'"}, {"", "there is no change"}};
    il_schedule *work = schedule_of(WORK);
    il_error     err = {0};
    for (size_t i = 0; i < sizeof wrong/sizeof *wrong; i++) {
        il_day_change c = {0};
        err = (il_error){0};
        if (il_day_change_read(f.dir, k, work, wrong[i].change, &c, &err) == IL_OK) fail_msg("'%s' was taken", wrong[i].change);
        if (!strstr(err.text, wrong[i].says)) fail_msg("'%s' says: %s", wrong[i].change, err.text);
        il_day_change_free(&c);
    }
    il_schedule_free(work);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_condition_is_told_or_none_shown),
        cmocka_unit_test(the_other_side_is_the_mirror),
        cmocka_unit_test(a_lift_as_high_as_the_leg_is_short_levels_the_pelvis),
        cmocka_unit_test(without_its_condition_a_day_is_the_healthy_one),
        cmocka_unit_test(a_day_beside_itself_shows_none),
        cmocka_unit_test(what_may_not_be_ranked_is_not_lived),
        cmocka_unit_test(a_break_takes_its_minutes_and_no_work),
        cmocka_unit_test(a_wrong_change_names_the_nearest_right_word),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
