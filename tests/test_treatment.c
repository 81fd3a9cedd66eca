// test_treatment.c - the tables of treatments: every item of the seeds has a row, every exercise is a task, and what is wrong is refused at its place
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "clinical.h"
#include "file/csv.h"
#include "ilium/treatment.h"
#include "task_fixture.h"

static bool has_item(const il_knowledge *k, const char *item) {
    for (int i = 0; i < k->ntreatment; i++)
        if (il_list_has(k->treatment[i].items, item)) return true;
    for (int i = 0; i < k->nexercise; i++)
        if (il_list_has(k->exercise[i].items, item)) return true;
    return false;
}

static void every_treatment_and_exercise_of_the_seeds_has_a_row(void **state) {
    (void)state;
    static const char *const columns[] = {"id", "kind"};
    il_knowledge            *k = clinical_knowledge();
    ili_csv                  csv = {0};
    il_error                 err = {0};
    int                      n = 0, id = -1, kind = -1;
    for (size_t i = 0; i < ili_nembedded; i++)
        if (!strcmp(ili_embedded_files[i].path, "coverage/seeds.csv"))
            assert_int_equal(ili_csv_parse("coverage/seeds.csv", ili_embedded_files[i].bytes, ili_embedded_files[i].size, &csv, &err), IL_OK);
    for (int c = 0; c < csv.ncolumn; c++) {
        if (!strcmp(csv.header[c].text, columns[0])) id = c;
        if (!strcmp(csv.header[c].text, columns[1])) kind = c;
    }
    assert_true(id >= 0 && kind >= 0);
    for (int row = 0; row < csv.nrow; row++) {
        const char *what = ili_csv_text(&csv, row, kind);
        if (strcmp(what, "treatment") != 0 && strcmp(what, "exercise") != 0) continue;
        if (!has_item(k, ili_csv_text(&csv, row, id))) fail_msg("%s is a %s without a row in data/treatments", ili_csv_text(&csv, row, id), what);
        n++;
    }
    assert_int_equal(n, 54);
    ili_csv_free(&csv);
    il_knowledge_free(k);
}

// "extension=20" of an exercise as a setting of its task
static int settings_of(const il_exercise *e, char name[IL_EXERCISE_SETTINGS][32], il_task_setting set[IL_EXERCISE_SETTINGS]) {
    int n = 0;
    for (const char *p = e->how; *p; n++) {
        size_t size = strcspn(p, ";"), eq = strcspn(p, "=");
        assert_true(n < IL_EXERCISE_SETTINGS && eq < size && eq < 32);
        memcpy(name[n], p, eq), name[n][eq] = 0;
        set[n] = (il_task_setting){e->task, name[n], strtod(p + eq + 1, NULL)};
        p += size + (p[size] == ';');
    }
    return n;
}

static void every_exercise_is_a_task_with_its_open_numbers(void **state) {
    (void)state;
    il_knowledge *k = clinical_knowledge();
    task_fixture  f = tasks_open();
    for (int i = 0; i < k->nexercise; i++) {
        const il_exercise *e = &k->exercise[i];
        char               name[IL_EXERCISE_SETTINGS][32];
        il_task_setting    set[IL_EXERCISE_SETTINGS];
        il_tasks          *tasks = NULL;
        il_error           err = {0};
        if (!*e->task) continue;
        if (il_tasks_read_all(f.body.dir, set, settings_of(e, name, set), &tasks, &err)) fail_msg("%s: %s", e->id, err.text);
        const il_task_def *def = il_tasks_find(tasks, e->task);
        if (!def) fail_msg("%s: there is no task %s", e->id, e->task);
        if (e->sided != def->sided) fail_msg("%s: its task is%s done on each side", e->id, def->sided ? "" : " not");
        il_tasks_free(tasks);
    }
    tasks_close(&f);
    il_knowledge_free(k);
}

// SAFETY: what lies outside the scope is never dosed nor simulated; what is against has no simulated effect on pain; every treatment says why it is or is not simulated
static void referrals_and_records_have_no_dose(void **state) {
    (void)state;
    il_knowledge *k = clinical_knowledge();
    int           simulated = 0;
    for (int i = 0; i < k->ntreatment; i++) {
        const il_treatment *t = &k->treatment[i];
        assert_true(*t->mechanism && *t->source);
        simulated += t->simulated;
        if (t->kind != IL_TREATMENT_REFERRAL && t->kind != IL_TREATMENT_RECORD) continue;
        assert_true(!t->simulated && t->weeks != t->weeks && t->sessions_a_week != t->sessions_a_week);
    }
    assert_true(simulated >= 7);
    // bones stay where they are: no treatment changes a rest offset of a joint
    for (int i = 0; i < k->neffect; i++) assert_false(k->effect[i].parameter >= IL_JOINT_REST_RX && k->effect[i].parameter <= IL_JOINT_REST_TZ);
    il_knowledge_free(k);
}

static void refused(const char *table, const char *find, const char *replace, const char *says) {
    il_knowledge *k = NULL;
    il_error      err = {0};
    char          text[900];
    il_status     st = clinical_edited(table, find, replace, &k, &err);
    il_error_format(&err, text, sizeof text);
    if (st == IL_OK || k) fail_msg("%s: '%s' for '%s' was taken", table, replace, find);
    if (!strstr(text, says) || !strstr(text, "treatments/")) fail_msg("%s: says: %s", says, text);
}

static void what_is_wrong_is_refused_at_its_place(void **state) {
    (void)state;
    static const char T[] = "treatments/treatments.csv", E[] = "treatments/effects.csv", R[] = "treatments/trials.csv", C[] = "treatments/course.csv",
                      X[] = "treatments/exercises.csv", K[] = "treatments/contraindications.csv", G[] = "treatments/guidelines.csv";
    refused(T, "\nmobilisation,", "\nspinal_manipulation,", "is there twice");
    refused(T, ",manual,chiropractor,", ",magic,chiropractor,", "manual");
    refused(T, "stabilise;restore_function,any,S038", "stabilise;fly,any,S038", "'fly' is no aim");
    refused(T, "trigger_points;short_iliopsoas", "trigger_points;shrt_iliopsoas", "is no condition");
    refused(T, "fracture;cancer_known", "fractures;cancer_known", "no row and no group");
    refused(T, ",referral,physician,stabilise,sij_lax;sij_pain;iliolumbar_strain,S050,,a matter of referral,,,", ",referral,physician,stabilise,sij_lax;sij_pain;iliolumbar_strain,S050,,a matter of referral,6,,",
            "has no dose");
    refused(E, "hamstring_stretching,", "hamstring_stretch,", "is no treatment");
    refused(E, "hamstring_stretching,", "massage,", "is not simulated");
    refused(E, "muscle.hamstrings.shortness", "muscle.hamstrings.shortnes", "did you mean");
    refused(E, "-0.08,-0.1,-0.12", "-0.12,-0.1,-0.08", "lead away");
    refused(E, "-0.08,-0.1,-0.12", "-0.08,-0.1,-0.5", "ranges from");
    refused(E, ",short_leg,", ",sij_pain,", "is no condition that is simulated");
    refused(E, "orthotics,foot.pronation,both,,-1.42,-2.24,-3.07,0,0,", "belt,foot.pronation,both,,-1.42,-2.24,-3.07,0,0,", "'orthotics' is simulated but has no row");
    refused(R, "chronic,pain,nothing,-12,-15,-18", "chronic,pain,nothing,-18,-15,-12", "negative is better");
    refused(R, "chronic,pain,nothing,-12,-15,-18", "chronic,pain,nothing,-12,,-18", "a range needs");
    refused(R, "dry_needling,disc_pain", "dry_needling,disk_pain", "acute, chronic or a condition");
    refused(C, "acute,6,", "acute,0,", "rise");
    refused(C, "acute,6,21,23,25", "acute,6,24,23,25", "from 24");
    refused(X, "short_hamstrings,bridge,strap", "short_hamstrings,,strap", "goes with a strengthening");
    refused(X, "short_hamstrings,bridge,strap", "short_hamstrings,lunge_drill,strap", "strengthens nothing");
    refused(X, ",strap,1,3,30,", ",strap,,3,30,", "sets and repetitions");
    refused(K, "", "id,what,level,treatments,flags,conditions,ask,source,status\n", "is empty");
    refused(K, "absolute,spinal_manipulation", "absolute,manipulation", "is no treatment");
    refused(K, "hypermobility,congenital generalised hypermobility,absolute,spinal_manipulation,,,\"Generalised hypermobility (Ehlers-Danlos, Marfan, Beighton 5 or more)?\"",
            "hypermobility,congenital generalised hypermobility,absolute,spinal_manipulation,,,", "must say when it holds");
    refused(G, ",belt,any,against,", ",belts,any,against,", "is no treatment");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_treatment_and_exercise_of_the_seeds_has_a_row),
        cmocka_unit_test(every_exercise_is_a_task_with_its_open_numbers),
        cmocka_unit_test(referrals_and_records_have_no_dose),
        cmocka_unit_test(what_is_wrong_is_refused_at_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
