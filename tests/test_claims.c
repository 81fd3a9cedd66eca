// test_claims.c - claims of the source documents: every one has a row, and the verdict follows from sign, size and range of the simulated change
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "clinical.h"
#include "file/csv.h"
#include "ilium/claim.h"
#include "task_fixture.h"

static const il_claim *find(const il_knowledge *k, const char *id) {
    for (int i = 0; i < k->nclaim; i++)
        if (!strcmp(k->claim[i].id, id)) return &k->claim[i];
    fail_msg("there is no claim %s", id);
    return NULL;
}

static bool claimed(const il_knowledge *k, const char *item) {
    for (int i = 0; i < k->nclaim; i++)
        if (il_list_has(k->claim[i].items, item)) return true;
    return false;
}

static void every_mechanism_and_claim_of_the_seeds_has_a_row(void **state) {
    (void)state;
    il_knowledge *k = clinical_knowledge();
    ili_csv       csv = {0};
    il_error      err = {0};
    int           n = 0;
    for (size_t i = 0; i < ili_nembedded; i++)
        if (!strcmp(ili_embedded_files[i].path, "coverage/seeds.csv"))
            assert_int_equal(ili_csv_parse("coverage/seeds.csv", ili_embedded_files[i].bytes, ili_embedded_files[i].size, &csv, &err), IL_OK);
    static const char *const columns[] = {"id", "kind", "item", "place", "test", "state", "lacks", "source", "status"};
    int column[9];
    assert_int_equal(ili_csv_columns(&csv, columns, 9, column, &err), IL_OK);
    for (int row = 0; row < csv.nrow; row++) {
        const char *kind = ili_csv_text(&csv, row, column[1]), *id = ili_csv_text(&csv, row, column[0]);
        if (strcmp(kind, "mechanism") != 0 && strcmp(kind, "claim") != 0) continue;
        if (!claimed(k, id)) fail_msg("%s is a %s without a row in data/claims/claims.csv", id, kind);
        n++;
    }
    assert_true(n > 40);
    ili_csv_free(&csv);
    il_knowledge_free(k);
}

// advertising is graded by what is published elsewhere, or not at all; a row that would grade it by itself is refused
static void a_source_is_no_evidence_of_its_own_claim(void **state) {
    static const struct { const char *find, *replace; } bad[] = {{",none,not studied,the source itself,", ",C,plausible,the source itself,"},
        {",PMC6396088,found,not a mechanism", ",source document 5 line 21,found,not a mechanism"}};
    (void)state;
    il_knowledge *k = clinical_knowledge();
    assert_string_equal(find(k, "mri_offer")->grade, "none");
    assert_string_equal(find(k, "whole_chain")->grade, "against");
    assert_true(claimed(k, "S168") && claimed(k, "S227") && claimed(k, "S250"));
    il_knowledge_free(k);
    for (size_t i = 0; i < sizeof bad/sizeof *bad; i++) {
        il_knowledge *edited = NULL;
        il_error      err = {0};
        assert_int_equal(clinical_edited("claims/claims.csv", bad[i].find, bad[i].replace, &edited, &err), IL_BAD_VALUE);
        assert_non_null(strstr(err.text, "no evidence of its own claim"));
    }
}

static void tasks_and_outcomes_of_all_claims_exist(void **state) {
    (void)state;
    task_fixture f = tasks_open();
    il_knowledge *k = clinical_knowledge();
    il_tasks     *all = NULL;
    il_outcomes  *o = NULL;
    il_error      err = {0};
    assert_int_equal(il_tasks_read_all(f.body.dir, NULL, 0, &all, &err), IL_OK);
    assert_int_equal(il_outcomes_create(f.body.body, &o, &err), IL_OK);
    for (int i = 0; i < k->nclaim; i++) {
        const il_claim *c = &k->claim[i];
        if (!*c->task) continue;
        const il_task_def *def = il_tasks_find(all, c->task);
        if (!def) fail_msg("%s: there is no task %s", c->id, c->task);
        bool there = false;
        if (!strncmp(c->outcome, "reading:", 8))
            for (int r = 0; r < def->nreading; r++) there |= !strcmp(def->reading[r].test, c->outcome + 8);
        else there = il_outcomes_find(o, c->outcome) >= 0;
        if (!there) fail_msg("%s: %s tells no %s", c->id, c->task, c->outcome);
        if (def->sided != (c->side != IL_SIDE_NONE)) fail_msg("%s: %s %s", c->id, c->task, def->sided ? "needs a side" : "has no side");
    }
    il_outcomes_free(o);
    il_tasks_free(all);
    il_knowledge_free(k);
    tasks_close(&f);
}

// a leg 15 mm shorter on the right lowers the right side of the pelvis by some 5 deg: geometry alone says so (15 mm over the hips' distance of 167 mm)
static void the_verdict_follows_from_sign_size_and_range(void **state) {
    (void)state;
    task_fixture    f = tasks_open();
    il_knowledge   *k = clinical_knowledge();
    il_claim        c = *find(k, "short_leg_pelvis");
    il_sensitivity *s[2] = {NULL, NULL};
    il_task        *task = NULL;
    il_claim_result r;
    il_error        err = {0};
    assert_int_equal(il_task_create(f.body.m, il_tasks_find(f.tasks, c.task), c.side, &task, &err), IL_OK);
    assert_int_equal(il_claim_ask(k, &c, f.body.body, task, NULL, false, 0, NULL, s, &err), IL_OK);
    il_claim_judge(&c, s[0], s[1], &r);
    assert_int_equal(r.verdict, IL_CLAIM_AS_CLAIMED);
    assert_true(r.after - r.before < -4 && r.after - r.before > -6.5);
    assert_true(r.low <= r.after - r.before && r.high >= r.after - r.before && r.high < 0);
    c.expected = '+';
    il_claim_judge(&c, s[0], s[1], &r);
    assert_int_equal(r.verdict, IL_CLAIM_CONTRARY);
    c.expected = '*';
    il_claim_judge(&c, s[0], s[1], &r);
    assert_int_equal(r.verdict, IL_CLAIM_AS_CLAIMED);
    c.least = 20;
    il_claim_judge(&c, s[0], s[1], &r);
    assert_int_equal(r.verdict, IL_CLAIM_NONE_SHOWN);
    c = *find(k, "short_leg_pelvis");
    c.outcome = "no.such_outcome";
    il_claim_judge(&c, s[0], s[1], &r);
    assert_int_equal(r.verdict, IL_CLAIM_UNSOLVED);
    il_claim_judge(find(k, "psoas_nerve"), NULL, NULL, &r);
    assert_int_equal(r.verdict, IL_CLAIM_NOT_SIMULATED);
    for (int i = 0; i < 2; i++) il_sensitivity_free(s[i]);
    il_task_free(task);
    il_knowledge_free(k);
    tasks_close(&f);
}

static void a_row_that_says_too_little_is_refused(void **state) {
    static const struct { const char *find, *replace, *says; } edit[] = {
        {"ql_spasm:right,,posture.pelvic_obliquity_deg,+,0.5", "ql_spasm:right,,posture.pelvic_obliquity_deg,+,", "least change"},
        {"ql_spasm:right,,posture.pelvic_obliquity_deg", "ql_spams:right,,posture.pelvic_obliquity_deg", "no change"},
        {"ql_spasm:right,,posture.pelvic_obliquity_deg", "ql_spasm:right:2,,posture.pelvic_obliquity_deg", "no change"},
        {"muscle.psoas.strength:both=0.05", "muscle.psoas.strength:both=50", "no change"},
        {"an effect on tone was not measured", "", "says why"},
        {"psoas_tilt,", "psoas_disc,", "twice"}};
    (void)state;
    for (size_t i = 0; i < sizeof edit/sizeof *edit; i++) {
        il_knowledge *bad = NULL;
        il_error      err = {0};
        assert_int_equal(clinical_edited("claims/claims.csv", edit[i].find, edit[i].replace, &bad, &err), IL_BAD_VALUE);
        if (!strstr(err.text, edit[i].says)) fail_msg("'%s' says: %s", edit[i].replace, err.text);
        assert_true(err.line > 1);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mechanism_and_claim_of_the_seeds_has_a_row),
        cmocka_unit_test(a_source_is_no_evidence_of_its_own_claim),
        cmocka_unit_test(tasks_and_outcomes_of_all_claims_exist),
        cmocka_unit_test(the_verdict_follows_from_sign_size_and_range),
        cmocka_unit_test(a_row_that_says_too_little_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
