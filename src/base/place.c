// place.c - arrays laid out in one block
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/place.h"

#if defined(__SANITIZE_ADDRESS__)
#define WATCHED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WATCHED 1
#endif
#endif
#ifdef WATCHED
#include <sanitizer/asan_interface.h>
#endif

enum { LINE = 64 };
#ifdef NDEBUG
enum { GAP = 0 };
#else
enum { GAP = LINE };
#endif

static size_t round_up(size_t n) { return (n + LINE - 1)/LINE*LINE; }

void *ili_place_take(ili_place *at, size_t count, size_t size) {
    size_t start = at->used, bytes = count*size;
    at->used += round_up(bytes) + GAP;
    if (!at->base) return NULL;
    char *array = at->base + start;
    memset(array, 0, bytes);
#ifdef WATCHED
    ASAN_POISON_MEMORY_REGION(array + bytes, at->used - start - bytes);
#endif
    return array;
}

void *ili_block_create(size_t size) {
    if (size > PTRDIFF_MAX/2) return NULL;
    return aligned_alloc(LINE, size ? round_up(size) : LINE);
}

// the allocator takes the poison off what it gets back
void ili_block_free(void *block) { free(block); }
