// fuzz_patient.c - any bytes as a patient file: an error with a place inside the file, or a record that writes and reads back the same
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "ilium/file.h"
#include "ilium/io.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const flags[] = {"urinary_retention", "fever"};
static const il_region_word regions[] = {{"LB_MID", false}, {"PSIS", true}};
static const il_test_word tests[] = {{.id = "slr_deg", .unit = "deg", .max = 130, .sided = true},
                                     {.id = "lordosis_deg", .unit = "deg", .min = -30, .max = 120},
                                     {.id = "trendelenburg", .unit = "", .sided = true, .sign = true, .one_side = true},
                                     {.id = "count", .unit = "", .max = 6, .sided = true, .whole = true}};
static const il_patient_vocab vocab = {.ntest = 4, .nregion = 2, .nflag = 2, .test = tests, .region = regions, .flag = flags};

static void check_written(const il_patient *p) {
    il_patient *again = NULL;
    il_error err = {0};
    char *first = NULL, *second = NULL;
    size_t first_size = 0, second_size = 0;
    if (il_patient_format(p, &first, &first_size, &err) != IL_OK) abort();
    if (il_patient_parse("again", first, first_size, &vocab, &again, &err) != IL_OK) abort();
    if (il_patient_format(again, &second, &second_size, &err) != IL_OK) abort();
    if (first_size != second_size || memcmp(first, second, first_size) != 0) abort();
    il_file_free(first);
    il_file_free(second);
    il_patient_free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    il_patient *p = NULL;
    il_error err = {0};
    int lines = 1;
    for (size_t i = 0; i < size; i++) lines += data[i] == '\n';
    il_status status = il_patient_parse("f", (const char *)data, size, &vocab, &p, &err);
    if (status == IL_OK) check_written(p);
    else if (p || err.code != status || !err.text[0] || err.line > lines) abort();
    il_patient_free(p);
    return 0;
}
