// fuzz_interview.c - any words as answers, the first byte of a line choosing the question: a record that can be written, or a sentence and no change
#include <stdint.h>
#include <stdlib.h>
#include "ilium/file.h"
#include "ilium/interview.h"
#include "ilium/io.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const il_knowledge *knowledge(void) {
    static il_knowledge *k;
    static il_data_dir  *data;
    il_error             err = {0};
    if (!k && (il_data_open(NULL, &data, &err) || il_knowledge_read(data, &k, &err))) abort();
    return k;
}

static void check_record(const il_patient *p, const il_patient_vocab *vocab) {
    il_patient *again = NULL;
    il_error    err = {0};
    char       *bytes = NULL;
    size_t      size = 0;
    if (il_patient_format(p, &bytes, &size, &err) || il_patient_parse("again", bytes, size, vocab, &again, &err)) abort();
    il_patient_free(again);
    il_file_free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static il_patient_vocab *vocab;
    il_patient   *p = NULL;
    il_interview *v = NULL;
    il_error      err = {0};
    if (size > 4096 || (!vocab && il_patient_vocab_create(knowledge(), &vocab, &err)) || il_patient_create(&p, &err)) return 0;
    p->id = "fuzz";
    p->visit = il_patient_array(p, 1, sizeof *p->visit);
    if (!p->visit) abort();
    p->nvisit = 1;
    if (il_interview_create(knowledge(), vocab, p, 0, &v, &err)) abort();
    for (size_t at = 0; at + 1 < size;) {
        char   answer[4096];
        int    question = data[at]%il_interview_count(v);
        size_t n = 0;
        for (at++; at < size && data[at] != '\n'; at++) answer[n++] = (char)data[at];
        answer[n] = 0;
        at++;
        err = (il_error){0};
        if (il_interview_answer(v, question, answer, &err) && !err.text[0]) abort();
    }
    check_record(p, vocab);
    il_interview_free(v);
    il_patient_free(p);
    return 0;
}
