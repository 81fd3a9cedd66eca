// assessment.c - the memory of an assessment
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "ilium/assessment.h"

struct il_assessment_memory {
    ili_arena arena;
};

il_status il_assessment_create(il_assessment **out, il_error *err) {
    *out = NULL;
    il_assessment               *a = calloc(1, sizeof *a);
    struct il_assessment_memory *memory = calloc(1, sizeof *memory);
    if (!a || !memory) {
        free(a);
        free(memory);
        return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the assessment");
    }
    a->memory = memory;
    *out = a;
    return IL_OK;
}

void il_assessment_free(il_assessment *a) {
    if (!a || !a->memory) return;
    ili_arena_free(&a->memory->arena);
    free(a->memory);
    free(a);
}

void *il_assessment_array(il_assessment *a, size_t count, size_t size) {
    return a->memory ? ili_arena_array(&a->memory->arena, count, size) : NULL;
}

const char *il_assessment_text(il_assessment *a, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int   n = vsnprintf(NULL, 0, format, args);
    char *text = n < 0 ? NULL : il_assessment_array(a, (size_t)n + 1, 1);
    if (text) vsnprintf(text, (size_t)n + 1, format, again);
    va_end(again);
    va_end(args);
    return text;
}
