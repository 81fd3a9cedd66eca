// assessment.c - the memory of an assessment
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ilium/assessment.h"

// blocks in a chain, freed together
typedef struct block {
    struct block *next;
    max_align_t   bytes[];
} block;

struct il_assessment_memory {
    block *first;
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
    for (block *b = a->memory->first, *next; b; b = next) {
        next = b->next;
        free(b);
    }
    free(a->memory);
    free(a);
}

void *il_assessment_array(il_assessment *a, size_t count, size_t size) {
    if (!a->memory || (size && count > (SIZE_MAX - sizeof(block)) / size)) return NULL;
    block *b = calloc(1, sizeof *b + count * size);
    if (!b) return NULL;
    b->next = a->memory->first;
    a->memory->first = b;
    return b->bytes;
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
