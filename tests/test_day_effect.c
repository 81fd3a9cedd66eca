// test_day_effect.c - what a spasm and a stuck joint do; whether spasm and what it irritates keep each other alive
//
// Oracles: two direct solves; the mirror; the day itself, lived for hours after what began a spasm is over.
#include "day_fixture.h"
#include "ilium/condition.h"
#include "ilium/day_effect.h"
#include "ilium/factor.h"
#include "ilium/knowledge.h"
#include "ilium/io.h"
#include "scenario/day_private.h"

typedef struct bench {
    fixture   f;
    il_tissue *tissue;
    il_tasks  *tasks;
} bench;

static bench open_bench(void) {
    bench    b = {.f = body_open()};
    il_error err = {0};
    must(il_tissue_read(b.f.dir, &b.tissue, &err), &err);
    must(il_tasks_read_all(b.f.dir, NULL, 0, &b.tasks, &err), &err);
    return b;
}

static void close_bench(bench *b) {
    il_tissue_free(b->tissue), il_tasks_free(b->tasks);
    body_close(&b->f);
}

// what the structures of a tissue are for a test that asks of the flow of muscles alone: their loops take three solves in all
static void only_flow(il_tissue *t, il_tissue_structure keep[40]) {
    int n = 0;
    for (int i = 0; i < t->nstructure; i++)
        if (t->structure[i].suffers == IL_SUFFERS_DEFICIT) keep[n++] = t->structure[i];
    t->structure = keep, t->nstructure = n;
}

// ---- effects ------------------------------------------------------------------------------------------------------------------------------

// one outcome with one change, solved alone
static double direct(const bench *b, const il_day_effect *e, double value) {
    il_error          err = {0};
    il_parameter_kind kind;
    char              target[IL_TARGET];
    il_params        *p = NULL;
    il_task          *task = NULL;
    il_scenario      *w = NULL;
    il_outcomes      *o = NULL;
    il_outcome        out;
    must(il_params_create(b->f.m, false, &p, &err), &err);
    must(il_parameter_find(e->is->parameter, &kind, target, &err), &err);
    must(il_parameter_apply(b->f.body, p, kind, target, e->side, value, value == 0.0 ? 0.0 : 1.0, &err), &err);
    must(il_task_create(b->f.m, e->posture, e->posture->sided ? e->side : IL_SIDE_NONE, &task, &err), &err);
    must(il_scenario_create(b->f.m, IL_ISA_AUTO, &w, &err), &err);
    must(il_outcomes_create(b->f.body, &o, &err), &err);
    il_subject who = il_subject_usual(b->f.body, p, NULL);
    must(il_scenario_run(w, task, &who, NULL, NULL, &out, &err), &err);
    double *all = calloc((size_t)il_outcomes_count(o), sizeof *all);
    il_outcomes_read(o, il_scenario_params(w), &out.solution, all);
    double x = all[il_outcomes_find(o, e->outcome)];
    free(all), il_outcomes_free(o), il_scenario_free(w), il_task_free(task), il_params_free(p);
    return x;
}

static void effects_are_differences_of_two_solves(void **state) {
    (void)state;
    bench       b = open_bench();
    il_day_effects *e = NULL;
    il_error    err = {0};
    int         said = 0, few;
    il_tissue   t = *b.tissue;
#if defined(__SANITIZE_ADDRESS__)
    t.neffect = 3, few = 12; // solves are slow there
#else
    few = 40;
#endif
    must(il_day_effects_create(b.f.body, b.f.m->nominal, &t, b.tasks, 2, NULL, &e, &err), &err);
    assert_int_equal(e->n, few);
    for (int i = 0; i < e->n; i++) {
        const il_day_effect *x = &e->effect[i];
        assert_true(isfinite(x->without) && isfinite(x->with) && isfinite(x->low) && isfinite(x->high));
        said += il_day_effect_agrees(x) != 0;
        if (i%2) { // the left mirrors the right
            const il_day_effect *right = &e->effect[i - 1];
            assert_true(x->side == IL_SIDE_LEFT && right->side == IL_SIDE_RIGHT && x->is == right->is && x->posture == right->posture);
            assert_true(fabs((x->with - x->without) - (right->with - right->without)) <= 1e-3*fabs(right->with - right->without) + 1e-6*fabs(right->with));
        }
        if (i%7) continue;
        double sign = x->is->mirrored && x->side == IL_SIDE_LEFT ? -1.0 : 1.0, without = sign*direct(&b, x, 0.0), with = sign*direct(&b, x, x->is->value);
        if (!(fabs(without - x->without) <= 1e-6*(1.0 + fabs(without)) && fabs(with - x->with) <= 1e-6*(1.0 + fabs(with))))
            fail_msg("%s: %.12g %.12g, alone %.12g %.12g", x->outcome, x->without, x->with, without, with);
    }
    assert_true(said > (few == 40 ? 10 : 0) && il_day_effect_agrees(&e->effect[0]) == 0); // the pelvis is hardly hitched
    il_day_effects_free(e);
    close_bench(&b);
}

// the sizes are those of the conditions that say so
static void effects_are_as_large_as_the_conditions(void **state) {
    (void)state;
    bench         b = open_bench();
    il_knowledge *k = NULL;
    il_error      err = {0};
    must(il_knowledge_read(b.f.dir, &k, &err), &err);
    static const char *const same[][2] = {{"quadratus_spasm", "ql_spasm"}, {"sij_stuck", "sij_stiff"}};
    for (int i = 0; i < b.tissue->neffect; i++)
        for (int j = 0; j < 2; j++) {
            if (strcmp(b.tissue->effect[i].effect, same[j][0])) continue;
            int condition = il_find_condition(k, same[j][1]), found = 0;
            for (int c = 0; c < k->nchange; c++)
                if (k->change[c].condition == condition) found++, assert_true(k->change[c].value == b.tissue->effect[i].value);
            assert_true(found == 1);
        }
    il_knowledge_free(k);
    close_bench(&b);
}

// ---- the loop -----------------------------------------------------------------------------------------------------------------------------------

// load = 1 + 5 a over a threshold of 1 with nothing kept: E = 5 a, a = g r, r = (I - 0.3)/0.7: E/I is greatest at I = 1, where it is 5 g
static void the_gain_of_a_straight_line_is_its_slope(void **state) {
    (void)state;
    bench     b = open_bench();
    il_tissue t = *b.tissue;
    il_day_loop   l = {.floor = {0.0, 0.011, 0.03, 0.1, 0.3, 0.6}};
    while (t.structure[l.structure].suffers != IL_SUFFERS_STRAIN) l.structure++;
    il_tissue_muscle tireless = {.group = "quadratus_lumborum", .fatigue = {.fatigue = 0.0, .recovery = 1.0}};
    t.muscle = &tireless, t.nmuscle = 1;
    double threshold = t.structure[l.structure].threshold;
    for (int f = 0; f < IL_LOOP_FLOORS; f++) l.load[f] = threshold*(1.0 + 5.0*l.floor[f]);
    t.kept.sinks = 0.0, t.irritation = (il_irritation_law){.begins = 0.3, .full = 1.0, .guard = 0.05, .build = 1.0, .calm = 1.0};
    il_day_loop_gain(&l, &t);
    if (!(fabs(l.gain - 0.25) < 1e-9 && fabs(l.critical - 0.2) < 1e-6 && l.alone == 0.0 && !il_day_loop_lasts(&l))) fail_msg("%g %g %g", l.gain, l.critical, l.alone);
    t.irritation.guard = 0.21;
    il_day_loop_gain(&l, &t);
    assert_true(l.gain > 1.0 && il_day_loop_lasts(&l));
    tireless.fatigue.fatigue = 9.0; // a tenth can be held for ever: E = 0.5 where 5 a = I at the floor that full irritation would need
    il_day_loop_gain(&l, &t);
    double best = 0.5/(0.3 + 0.7*0.1/0.21); // the smallest irritation that asks for that tenth
    if (!(fabs(l.gain - best) < 0.01 && fabs(l.critical - 0.35) < 0.005)) fail_msg("%g, not %g; critical %g", l.gain, best, l.critical);
    close_bench(&b);
}

static il_day_loop *loop_of(il_day_loops *l, const il_tissue *t, const char *id, const char *posture) {
    for (int i = 0; i < l->n; i++)
        if (!strcmp(t->structure[l->loop[i].structure].id, id) && !strcmp(l->loop[i].posture->id, posture) && l->loop[i].side != IL_SIDE_LEFT) return &l->loop[i];
    fail_msg("no loop of %s", id);
    return NULL;
}

// irritation five hours after an injury that healed within minutes, lying on the back
static double left_of(const bench *b, const il_tissue *tissue, const char *muscle) {
    char            yaml[400], id[80], name[IL_DAY_NAME];
    il_error        err = {0};
    il_schedule    *s = NULL;
    il_day         *d = NULL;
    il_day_settings set = il_default_day_settings();
    double          x = IL_NAN;
    set.step = 5.0;
    snprintf(yaml, sizeof yaml, HEAD "  - {name: lies, postures: [{task: lying_supine}]}\nday:\n  - {injury: flow_%s_right}\n  - {do: lies, minutes: 300}\n", muscle);
    snprintf(id, sizeof id, "flow_%s_right", muscle);
    must(il_schedule_read_bytes(b->f.dir, "own.yaml", yaml, strlen(yaml), &s, &err), &err);
    must(il_day_create(b->f.body, b->f.m->nominal, tissue, s, &set, &d, &err), &err);
    while (step(d)) {}
    for (int i = 0; i < il_day_structures(d); i++)
        if (!strcmp(il_day_structure_id(d, i, name), id)) x = il_day_irritation(d, i);
    il_day_free(d), il_schedule_free(s);
    return x;
}

// the gain, found from a few solves, says which irritation the day itself keeps alive
static void the_gain_tells_what_the_day_does(void **state) {
    (void)state;
    bench     b = open_bench();
    il_day_loops *l = NULL;
    il_error  err = {0};
    il_tissue t = *b.tissue;
    il_tissue_structure flow[3][40];
    only_flow(&t, flow[0]);
    t.injury.heals = 60.0;
    must(il_day_loops_create(b.f.body, b.f.m->nominal, &t, b.tasks, 2, NULL, &l, &err), &err);
    il_day_loop *piriformis = loop_of(l, &t, "flow_piriformis_{side}", "lying_supine"), *quadratus = loop_of(l, &t, "flow_quadratus_lumborum_{side}", "lying_supine");
    assert_true(il_day_loop_lasts(piriformis) && !il_day_loop_lasts(quadratus));
    assert_true(left_of(&b, &t, "piriformis") > 0.9 && left_of(&b, &t, "quadratus_lumborum") < t.irritation.begins);
    assert_true(isnan(quadratus->critical)); // it would tire first: a spasm of a fifth does not last
    t.irritation.guard = 0.25;
    assert_true(left_of(&b, &t, "quadratus_lumborum") < t.irritation.begins);
    // stretched muscles lack blood only because passive tension is taken to press as active force does: without, nothing lasts
    for (int i = 0; i < t.nnumber; i++) {
        if (strcmp(t.number[i].id, "perfusion.stretch")) continue;
        il_tissue *without = NULL;
        must(il_tissue_read_at(b.f.dir, i, false, &without, &err), &err);
        il_tissue thin = *without;
        only_flow(&thin, flow[1]);
        for (int k = 0; k < l->n; k++) {
            il_day_loop_gain(&l->loop[k], &thin);
            if (il_day_loop_lasts(&l->loop[k])) fail_msg("%s lasts in %s", thin.structure[l->loop[k].structure].id, l->loop[k].posture->id);
        }
        il_tissue_free(without);
    }
    // the least threshold: the day calms just below the critical guard, and lasts just above
    int number = 0;
    while (strcmp(t.number[number].id, "flow_quadratus_lumborum_{side}.threshold")) number++;
    il_tissue *low = NULL;
    must(il_tissue_read_at(b.f.dir, number, false, &low, &err), &err);
    t = *low, t.injury.heals = 60.0;
    only_flow(&t, flow[2]);
    il_day_loop_gain(quadratus, &t);
    assert_true(quadratus->critical > 0.02 && quadratus->critical < 0.09);
    t.irritation.guard = 0.8*quadratus->critical;
    double calm = left_of(&b, &t, "quadratus_lumborum");
    t.irritation.guard = 1.2*quadratus->critical;
    double lasts = left_of(&b, &t, "quadratus_lumborum");
    if (!(calm < t.irritation.begins && lasts > 0.9)) fail_msg("critical %g: %g below, %g above", quadratus->critical, calm, lasts);
    il_tissue_free(low);
    il_day_loops_free(l);
    close_bench(&b);
}

// thresholds are of compression and of shear forward: what goes the other way is no share of them; a gap below nought is none at all
static void a_structure_bears_what_goes_its_way(void **state) {
    il_tissue_structure pressed = {.suffers = IL_SUFFERS_OUTCOME, .threshold = 3400.0}, gap = {.suffers = IL_SUFFERS_CLEARANCE, .threshold = 7.0};
    (void)state;
    assert_true(ili_day_load(&pressed, 1700.0) == 1700.0 && ili_day_load(&pressed, -1700.0) == 0.0 && isnan(ili_day_load(&pressed, IL_NAN)));
    assert_true(ili_day_load(&gap, 8.0) == 0.0 && fabs(ili_day_load(&gap, 3.5) - 14.0) < 1e-12);
    assert_true(fabs(ili_day_load(&gap, -5.0) - 70.0) < 1e-12 && isnan(ili_day_load(&gap, IL_NAN)));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_structure_bears_what_goes_its_way),
        cmocka_unit_test(effects_are_differences_of_two_solves),
        cmocka_unit_test(effects_are_as_large_as_the_conditions),
        cmocka_unit_test(the_gain_of_a_straight_line_is_its_slope),
        cmocka_unit_test(the_gain_tells_what_the_day_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
