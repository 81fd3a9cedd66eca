// assess_fixture.h - for tests of assessments: the body, the tasks, the clinical knowledge and the words of patient files
#ifndef TESTS_ASSESS_FIXTURE_H
#define TESTS_ASSESS_FIXTURE_H
#include "body_fixture.h"
#include "ilium/assess.h"
#include "ilium/io.h"
#include "ilium/tasks.h"

static fixture           body;
static il_tasks         *tasks;
static il_knowledge     *knowledge;
static il_patient_vocab *vocab;

static int open_all(void **state) {
    il_error err = {0};
    (void)state;
    body = body_open();
    if (!il_tasks_read(body.dir, &tasks, &err) && !il_knowledge_read(body.dir, &knowledge, &err) && !il_patient_vocab_create(knowledge, &vocab, &err)) return 0;
    print_error("%s:%d:%d %s\n", err.file, err.line, err.column, err.text);
    return -1;
}

static int close_all(void **state) {
    (void)state;
    il_patient_vocab_free(vocab);
    il_knowledge_free(knowledge);
    il_tasks_free(tasks);
    body_close(&body);
    return 0;
}

#endif
