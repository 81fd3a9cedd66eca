// slow_exact.c - following equilibria instead of solving them moves no probability of the example patients by 0.02, nor a load by what its range would notice. Every second
// patient; all of them where it is called with a word: build/release/slow_exact all
#include "assess_fixture.h"

static const char *const patients[] = {"published_hamstrings", "published_iliotibial_band", "published_psoas", "published_sacroiliac", "published_short_leg", "teaching_desk_worker",
                                       "teaching_no_findings", "teaching_runner", "teaching_sacroiliac", "teaching_short_leg", "teaching_warehouse_worker"};

static int every = 2;

static il_assessment *assess(const char *name, bool exact) {
    char           path[600];
    il_patient    *p = NULL;
    il_assessment *a = NULL;
    il_error       err = {0};
    snprintf(path, sizeof path, IL_SOURCE_DIR "/examples/patients/%s.json", name);
    if (il_patient_read(path, vocab, &p, &err)) fail_msg("%s: %s", name, err.text);
    il_assess_request r = {.patient = p, .knowledge = knowledge, .body = body.body, .tasks = tasks, .data_hash = "0", .exact = exact};
    if (il_assess(&r, &a, NULL, &err)) fail_msg("%s: %s", name, err.text);
    il_patient_free(p);
    return a;
}

static const il_assessed_condition *find(const il_assessment *a, const il_assessed_condition *c) {
    for (int i = 0; i < a->ncondition; i++)
        if (!strcmp(a->condition[i].id, c->id) && a->condition[i].side == c->side) return &a->condition[i];
    return NULL;
}

static double worst_probability(const il_assessment *a, const il_assessment *b) {
    double worst = 0.0;
    for (int i = 0; i < a->ncondition; i++) {
        const il_assessed_condition *other = find(b, &a->condition[i]);
        assert_non_null(other);
        worst = fmax(worst, fabs(a->condition[i].present.mid - other->present.mid));
    }
    return worst;
}

// ends of a load's range against the load, or 20 N where it is less
static double worst_load(const il_assessment *a, const il_assessment *b) {
    double worst = 0.0;
    assert_int_equal(a->nload, b->nload);
    for (int i = 0; i < a->nload; i++) {
        const il_range *x[2] = {&a->load[i].healthy, &a->load[i].with_best}, *y[2] = {&b->load[i].healthy, &b->load[i].with_best};
        for (int k = 0; k < 2; k++) {
            double size = fmax(fabs(x[k]->mid), 20.0);
            worst = fmax(worst, fmax(fabs(x[k]->low - y[k]->low), fabs(x[k]->high - y[k]->high))/size);
        }
    }
    return worst;
}

static void following_is_as_good_as_solving(void **state) {
    double probability = 0.0, load = 0.0;
    (void)state;
    for (size_t i = 0; i < sizeof patients/sizeof *patients; i += (size_t)every) {
        il_assessment *exact = assess(patients[i], true), *quick = assess(patients[i], false);
        assert_true(exact->effort.followed == 0 && quick->effort.followed > 500 && 5*quick->effort.solves < exact->effort.solves);
        double p = worst_probability(exact, quick), l = worst_load(exact, quick);
        print_message("%-28s %ld solved; %ld solved and %ld followed; largest difference of a probability %.4f, of a load's range %.3f\n", patients[i], exact->effort.solves,
                      quick->effort.solves, quick->effort.followed, p, l);
        probability = fmax(probability, p), load = fmax(load, l);
        il_assessment_free(exact);
        il_assessment_free(quick);
    }
    assert_true(probability < 0.02);
    assert_true(load < 0.1);
}

int main(int argc, char **argv) {
    (void)argv;
    if (argc > 1) every = 1;
    const struct CMUnitTest tests[] = {cmocka_unit_test(following_is_as_good_as_solving)};
    return cmocka_run_group_tests(tests, open_all, close_all);
}
