// alloc_count.c - the other side of the linker's --wrap
#include "alloc_count.h"

#include <stdatomic.h>
#include <stddef.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t size);
void *__real_aligned_alloc(size_t align, size_t size);
char *__real_strdup(const char *s);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t size);
void *__wrap_aligned_alloc(size_t align, size_t size);
char *__wrap_strdup(const char *s);

static atomic_long count, countdown, failed;

long alloc_count(void) { return atomic_load(&count); }
int  alloc_failed(void) { return atomic_load(&failed) != 0; }

void alloc_fail_at(long n) {
    atomic_store(&failed, 0);
    atomic_store(&countdown, n);
}

// one more allocation; true when it is the one that must fail
static int must_fail(void) {
    atomic_fetch_add(&count, 1);
    if (atomic_load(&countdown) <= 0 || atomic_fetch_sub(&countdown, 1) != 1) return 0;
    atomic_store(&failed, 1);
    return 1;
}

void *__wrap_malloc(size_t size) { return must_fail() ? NULL : __real_malloc(size); }
void *__wrap_calloc(size_t n, size_t size) { return must_fail() ? NULL : __real_calloc(n, size); }
void *__wrap_realloc(void *p, size_t size) { return must_fail() ? NULL : __real_realloc(p, size); }
void *__wrap_aligned_alloc(size_t align, size_t size) { return must_fail() ? NULL : __real_aligned_alloc(align, size); }
char *__wrap_strdup(const char *s) { return must_fail() ? NULL : __real_strdup(s); }
