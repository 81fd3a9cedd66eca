// validate_measurements.c - what the body predicts beside what people measured: docs/validation.md and its pictures
//   validate_measurements [--quick] [FOLDER]     writes into docs/, or FOLDER; Ctrl-C stops it and nothing is written
//   --quick: predictions without their ranges, and no cohort
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "validation/stop.h"
#include "validation/walk.h"

int main(int argc, char **argv) {
    va_bench   b = {.progress = va_stoppable(false)};
    va_cohort  cohort = {0};
    va_walk    walk = {0};
    va_number *number = NULL;
    va_result *result = NULL;
    il_error   err = {0};
    char       text[900];
    bool       quick = argc > 1 && !strcmp(argv[1], "--quick");
    char      *folder = argc > 1 + quick ? argv[1 + quick] : NULL;
    il_status s = va_bench_open(&b, &err);
    if (quick) b.nfactor = 0;
    if (!s) {
        number = calloc((size_t)b.t.nprediction + 1, sizeof *number);
        result = calloc((size_t)b.t.nprediction + 1, sizeof *result);
        s = number && result ? va_predict(&b, number, &walk, &err) : il_error_set(&err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the predictions");
    }
    if (!s && !quick) s = va_cohort_run(&b, &cohort, &err);
    if (!s) {
        va_judge_all(&b, number, &cohort, result);
        s = va_page_write(&b, result, &cohort, &walk, folder ? folder : "docs", &err);
    }
    fprintf(stderr, "\n%s\n", s ? il_error_format(&err, text, sizeof text) : "done");
    free(number), free(result);
    va_bench_close(&b);
    return s ? 1 : 0;
}
