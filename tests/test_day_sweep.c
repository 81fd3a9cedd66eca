// test_day_sweep.c - a day at the ends of its numbers: each end is the day lived with that number alone, whatever the number of threads
//
// Oracles: days lived one by one with tissue read at that end; a threshold that nothing guards scales its exposure.
#include "day_fixture.h"
#include "ilium/day_sweep.h"
#include "report/day_more.h"

static const char yaml[] = HEAD "  - {name: stands, postures: [{task: standing}]}\nday:\n  - {injury: iliolumbar_right}\n  - {do: stands, minutes: 6}\n";

static int number_of(const il_tissue *t, const char *id) {
    for (int i = 0; i < t->nnumber; i++)
        if (!strcmp(t->number[i].id, id)) return i;
    fail_msg("no number %s", id);
    return 0;
}

// three numbers: one of the reflex, one of a threshold that guards, one of a threshold that only counts
static il_tissue_ends *three(const day_fixture *x) {
    static const char *const ids[] = {"irritation.guard", "iliolumbar_{side}.threshold", "multifidus_{side}.threshold"};
    il_tissue_ends          *e = calloc(1, sizeof *e);
    il_error                 err = {0};
    e->n = 3, e->number = calloc(3, sizeof *e->number), e->end = calloc(6, sizeof *e->end);
    for (int i = 0; i < 3; i++) {
        e->number[i] = number_of(x->tissue, ids[i]);
        for (int high = 0; high < 2; high++) must(il_tissue_read_at(x->f.dir, e->number[i], high, &e->end[2*i + high], &err), &err);
    }
    return e;
}

static void every_end_is_the_day_lived_alone(void **state) {
    (void)state;
    day_fixture     x = open_day(yaml, 2.0, true);
    il_tissue_ends *e = three(&x);
    il_day_sweep   *one = NULL, *two = NULL;
    il_error        err = {0};
    il_day_sweep_request r = {.body = x.f.body, .person = x.p, .tissue = x.tissue, .ends = e, .schedule = x.schedule, .set = il_default_day_settings(), .threads = 1};
    r.set.step = 2.0;
    must(il_day_sweep_run(&r, NULL, &one, &err), &err);
    r.threads = 2;
    must(il_day_sweep_run(&r, NULL, &two, &err), &err);
    assert_true(one->days == 5 && one->end[0].lived && one->end[3].lived && !one->end[4].lived && !one->end[5].lived);
    assert_memory_equal(one->block, two->block, sizeof *one->block*7*(size_t)one->nstructure);
    for (int k = 0; k < 6; k++) {
        il_day *d = NULL;
        must(il_day_create(x.f.body, x.p, e->end[k], x.schedule, &r.set, &d, &err), &err);
        while (step(d)) {}
        for (int i = 0; i < one->nstructure; i++) {
            double lived = il_day_total_of(d, i).exposure, swept = one->end[k].exposure[i];
            if (!(k < 4 ? lived == swept : fabs(lived - swept) <= 1e-12 + 1e-9*lived)) fail_msg("end %d, structure %d: %.17g and %.17g", k, i, lived, swept);
        }
        il_day_free(d);
    }
    il_day_sweep_free(one), il_day_sweep_free(two), il_tissue_ends_free(e);
    close_day(&x);
}

// what the sweep says of an end: the most changed, what no longer happens, the range
static void an_end_is_told_beside_the_day_as_it_is(void **state) {
    (void)state;
    day_fixture     x = open_day(yaml, 2.0, true);
    il_tissue_ends *e = three(&x);
    il_day_sweep   *s = NULL;
    il_error        err = {0};
    il_day_sweep_request r = {.body = x.f.body, .person = x.p, .tissue = x.tissue, .ends = e, .schedule = x.schedule, .set = il_default_day_settings()};
    must(il_day_sweep_run(&r, NULL, &s, &err), &err);
    // the threshold of multifidus at half of itself doubles its exposure; it was the most exposed and stays so
    const il_sweep_end *half = &s->end[4], *more = &s->end[5];
    assert_string_equal(s->structure[half->changed].is->id, "multifidus_{side}");
    assert_true(fabs(half->by - 1.0) < 1e-9 && half->gained == 0 && half->lost == 0 && s->order[0] >= 0);
    assert_true(fabs(more->by + 0.6) < 1e-9 && more->moved != IL_NONE && more->to > more->from);
    double hours[2];
    int    rank[2];
    for (int i = 0; i < s->nstructure; i++) {
        il_day_sweep_range(s, i, hours, rank);
        assert_true(hours[0] <= s->usual.exposure[i] && s->usual.exposure[i] <= hours[1] && rank[0] <= rank[1]);
        if (!strcmp(s->structure[i].is->id, "multifidus_{side}")) assert_true(hours[1] >= 1.999*s->usual.exposure[i] && rank[0] <= 1 && rank[1] > 1);
    }
    // told in words, the number that moves most first
    ili_out     o = {0};
    const char *first, *then, *last = NULL;
    ili_day_more_text(&o, &(il_day_more){.tissue = x.tissue, .sweep = s});
    assert_true((first = strstr(o.text, "  irritation.guard = ")) && (then = strstr(first, "  multifidus_{side}.threshold = ")) && (last = strstr(then, "  iliolumbar_{side}.threshold: ")));
    assert_non_null(strstr(last, "multifidus, right"));
    ili_out_free(&o);
    il_day_sweep_free(s), il_tissue_ends_free(e);
    close_day(&x);
}

static bool at_once(void *user) {
    (void)user;
    return true;
}

static void a_sweep_is_stopped(void **state) {
    (void)state;
    day_fixture     x = open_day(yaml, 2.0, true);
    il_tissue_ends *e = three(&x);
    il_day_sweep   *s = NULL;
    il_error        err = {0};
    il_progress     stop = {.cancelled = at_once};
    il_day_sweep_request r = {.body = x.f.body, .person = x.p, .tissue = x.tissue, .ends = e, .schedule = x.schedule, .set = il_default_day_settings()};
    assert_int_equal(il_day_sweep_run(&r, &stop, &s, &err), IL_CANCELLED);
    assert_null(s);
    il_tissue_ends_free(e);
    close_day(&x);
}

// the few that lead are among those that no source gives, or are borrowed; all of them have a range
static void scopes_are_as_their_names_say(void **state) {
    (void)state;
    day_fixture x = open_day(yaml, 2.0, true);
    int         n[3];
    for (int scope = IL_SWEEP_QUICK; scope <= IL_SWEEP_ALL; scope++) {
        il_tissue_ends *e = NULL;
        il_error        err = {0};
        must(il_tissue_ends_read(x.f.dir, x.tissue, (il_sweep_scope)scope, &e, &err), &err);
        n[scope] = e->n;
        for (int i = 0; i < e->n; i++) {
            const il_tissue_number *number = &x.tissue->number[e->number[i]];
            assert_true(number->low < number->high);
            if (scope != IL_SWEEP_ALL) assert_string_equal(number->status, "assumed");
        }
        il_tissue_ends_free(e);
    }
    assert_true(n[0] >= 6 && n[0] <= 10 && n[0] < n[1] && n[1] < n[2]);
    close_day(&x);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_end_is_the_day_lived_alone),
        cmocka_unit_test(an_end_is_told_beside_the_day_as_it_is),
        cmocka_unit_test(a_sweep_is_stopped),
        cmocka_unit_test(scopes_are_as_their_names_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
