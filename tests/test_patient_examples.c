// test_patient_examples.c - the example patients are read without complaint against the shipped data, and are written as we write
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "alloc_count.h"
#include "ilium/file.h"
#include "ilium/io.h"
#include "ilium/knowledge.h"

static const char folder[] = IL_SOURCE_DIR "/examples/patients";

static il_knowledge     *knowledge;
static il_patient_vocab *vocab;

static int read_vocabulary(void **unused) {
    (void)unused;
    il_data_dir *data = NULL;
    il_error err = {0};
    il_status status = il_data_open(NULL, &data, &err);
    if (status == IL_OK) status = il_knowledge_read(data, &knowledge, &err);
    if (status == IL_OK) status = il_patient_vocab_create(knowledge, &vocab, &err);
    il_data_close(data);
    if (status != IL_OK) printf("%s:%d %s\n", err.file, err.line, err.text);
    return status == IL_OK ? 0 : -1;
}

static int release_vocabulary(void **unused) {
    (void)unused;
    il_patient_vocab_free(vocab);
    il_patient_vocab_free(NULL);
    il_knowledge_free(knowledge);
    return 0;
}

static il_answer answer_to(const il_visit *v, const char *id) {
    for (int i = 0; i < v->nscreen; i++)
        if (strcmp(v->screen[i].id, id) == 0) return v->screen[i].answer;
    return IL_NOT_ASKED;
}

// a teaching patient answers every key row that is asked of such a person, and none with an emergency
static void check_screen(const il_patient *p) {
    double age = p->person.age_years.value;
    for (int i = 0; i < knowledge->screen.nrule; i++) {
        const il_screen_rule *r = &knowledge->screen.rule[i];
        bool other_sex = r->sex == (p->person.sex == IL_SEX_FEMALE ? 'M' : 'F');
        if (r->from != IL_FROM_ASK || !r->key || other_sex || age < r->age_min || (r->age_max > 0 && age > r->age_max)) continue;
        il_answer answer = answer_to(&p->visit[0], r->id);
        if (answer == IL_NOT_ASKED || (answer == IL_YES && r->level >= IL_LEVEL_URGENT)) fail_msg("%s: %s", p->id, r->id);
    }
}

static void check_example(const char *path) {
    il_patient *p = NULL;
    il_error err = {0};
    char *file = NULL, *written = NULL;
    size_t file_size = 0, size = 0;
    if (il_patient_read(path, vocab, &p, &err) != IL_OK) fail_msg("%s:%d:%d %s", path, err.line, err.column, err.text);
    // what is not simulated is published and cited; what is simulated answers the whole screen
    assert_true(p->simulated || (p->source.citation && p->source.url && p->source.tier));
    assert_non_null(p->label);
    if (p->simulated) check_screen(p);
    if (p->simulated) assert_true(p->visit[0].nscreen > 40 && p->visit[0].nfinding > 20 && p->person.height_m.known && p->person.mass_kg.known);
    assert_int_equal(il_file_read(path, 0, &file, &file_size, &err), IL_OK);
    assert_int_equal(il_patient_format(p, &written, &size, &err), IL_OK);
    if (file_size != size || memcmp(file, written, size) != 0) fail_msg("%s is not as il_patient_write() writes it", path);
    il_file_free(file);
    il_file_free(written);
    il_patient_free(p);
}

static void examples_are_good(void **unused) {
    (void)unused;
    int n = 0;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *e; dir && (e = readdir(dir));) {
        char path[1024];
        if (!strstr(e->d_name, ".json")) continue;
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        check_example(path);
        n++;
    }
    if (dir) closedir(dir);
    assert_true(n >= 12);
}

// cauda equina: nothing on the first day, yes to emergency items on day 10
static void cauda_equina_turns(void **unused) {
    (void)unused;
    il_patient *p = NULL;
    il_error err = {0};
    char path[1024];
    snprintf(path, sizeof path, "%s/published_cauda_equina.json", folder);
    assert_int_equal(il_patient_read(path, vocab, &p, &err), IL_OK);
    assert_int_equal(p->nvisit, 2);
    int yes[2] = {0, 0};
    for (int v = 0; v < 2; v++)
        for (int i = 0; i < p->visit[v].nscreen; i++) yes[v] += p->visit[v].screen[i].answer == IL_YES;
    assert_int_equal(yes[0], 0);
    assert_true(yes[1] >= 2);
    il_patient_free(p);
}

// the file shown in docs/patient-file.md
static void documented_file_is_good(void **unused) {
    (void)unused;
    char *page = NULL;
    size_t size = 0;
    il_patient *p = NULL;
    il_error err = {0};
    assert_int_equal(il_file_read(IL_SOURCE_DIR "/docs/patient-file.md", 0, &page, &size, &err), IL_OK);
    const char *begin = strstr(page, "```json\n"), *end = begin ? strstr(begin + 8, "```") : NULL;
    assert_non_null(end);
    if (end && il_patient_parse("docs/patient-file.md", begin + 8, (size_t)(end - begin - 8), vocab, &p, &err) != IL_OK)
        fail_msg("line %d of the example: %s", err.line, err.text);
    il_patient_free(p);
    il_file_free(page);
}

static const il_test_word *find_test(const char *id) {
    for (int i = 0; i < vocab->ntest; i++)
        if (strcmp(vocab->test[i].id, id) == 0) return &vocab->test[i];
    fail_msg("no test %s", id);
    return NULL;
}

static bool is_flag(const char *id) {
    for (int i = 0; i < vocab->nflag; i++)
        if (strcmp(vocab->flag[i], id) == 0) return true;
    return false;
}

static void vocabulary_mirrors_knowledge(void **unused) {
    (void)unused;
    assert_int_equal(vocab->ntest, knowledge->ntest);
    assert_int_equal(vocab->nregion, knowledge->nregion);
    const il_test_word *slr = find_test("slr_deg"), *crest = find_test("iliac_crest_low"), *grade = find_test("hip_abductor_strength_mrc");
    assert_string_equal(slr->unit, "deg");
    assert_true(slr->sided && !slr->sign && !slr->whole && slr->max > 90 && slr->max < 180);
    assert_true(crest->sign && crest->one_side && crest->sided);
    assert_true(find_test("trochanter_low")->one_side && !find_test("trendelenburg")->one_side);
    assert_true(grade->whole && grade->max == 5);

    // rows that are asked, and only they; the facts of validity answer rows that exist
    assert_true(is_flag("ces_retention") && !is_flag("age_over_70"));
    il_patient p = {0};
    const char *row = NULL;
    il_answer answer = IL_NOT_ASKED;
    int n = 0;
    for (; il_patient_validity(&p, n, &row, &answer); n++)
        if (!is_flag(row)) fail_msg("the screen has no row %s", row);
    assert_int_equal(n, 6);
}

static void vocabulary_without_memory(void **unused) {
    (void)unused;
    for (long n = 1;; n++) {
        il_patient_vocab *v = NULL;
        alloc_fail_at(n);
        il_status status = il_patient_vocab_create(knowledge, &v, NULL);
        bool failed = alloc_failed();
        alloc_fail_at(0);
        if (!failed) {
            il_patient_vocab_free(v);
            break;
        }
        assert_int_equal(status, IL_NO_MEMORY);
        assert_null(v);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(examples_are_good), cmocka_unit_test(cauda_equina_turns), cmocka_unit_test(documented_file_is_good),
                                       cmocka_unit_test(vocabulary_mirrors_knowledge), cmocka_unit_test(vocabulary_without_memory)};
    return cmocka_run_group_tests(tests, read_vocabulary, release_vocabulary);
}
