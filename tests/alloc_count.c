// alloc_count.c - the other side of the linker's --wrap
#include "alloc_count.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

void  __real_free(void *p);
void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t size);
void *__real_aligned_alloc(size_t align, size_t size);
char *__real_strdup(const char *s);
void  __wrap_free(void *p);
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

// ---- what is held ----

enum { MOST_HELD = 1000 };
static struct {
    void  *p;
    size_t size;
} held[MOST_HELD];
static int nheld;
static atomic_int tracing;

void alloc_trace(void) {
    nheld = 0;
    atomic_store(&tracing, 1);
}

size_t alloc_traced(void) {
    size_t sum = 0;
    atomic_store(&tracing, 0);
    for (int i = 0; i < nheld; i++) sum += held[i].size;
    return sum;
}

static void *keep(void *p, size_t size) {
    if (!p || !atomic_load(&tracing)) return p;
    if (nheld == MOST_HELD) abort();
    held[nheld].p = p, held[nheld++].size = size;
    return p;
}

static void forget(const void *p) {
    for (int i = 0; atomic_load(&tracing) && i < nheld; i++) {
        if (held[i].p != p) continue;
        held[i] = held[--nheld];
        return;
    }
}

void *__wrap_malloc(size_t size) { return must_fail() ? NULL : keep(__real_malloc(size), size); }
void *__wrap_calloc(size_t n, size_t size) { return must_fail() ? NULL : keep(__real_calloc(n, size), n*size); }
void *__wrap_aligned_alloc(size_t align, size_t size) { return must_fail() ? NULL : keep(__real_aligned_alloc(align, size), size); }

void *__wrap_realloc(void *p, size_t size) {
    if (must_fail()) return NULL;
    forget(p);
    return keep(__real_realloc(p, size), size);
}

char *__wrap_strdup(const char *s) { return must_fail() ? NULL : keep(__real_strdup(s), strlen(s) + 1); }

void __wrap_free(void *p) {
    forget(p);
    __real_free(p);
}
