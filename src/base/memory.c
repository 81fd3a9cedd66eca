// memory.c - aligned blocks, the placer, the scratch stack
#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAVE_ASAN 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define HAVE_ASAN 1
#endif
#ifdef HAVE_ASAN
#include <sanitizer/asan_interface.h>
enum { FENCE = ILI_ALIGN };
static void forbid(void *p, size_t n) { ASAN_POISON_MEMORY_REGION(p, n); }
#else
enum { FENCE = 0 };
static void forbid(void *p, size_t n) { (void)p, (void)n; }
#endif

// n*size rounded up to a whole number of lines, plus `extra`; SIZE_MAX when that is more than half of the address space
static size_t lines(size_t n, size_t size, size_t extra) {
    if (size && n > SIZE_MAX/2/size) return SIZE_MAX;
    size_t bytes = n*size;
    return bytes > SIZE_MAX/2 - ILI_ALIGN - extra ? SIZE_MAX : (bytes + ILI_ALIGN - 1)/ILI_ALIGN*ILI_ALIGN + extra;
}

size_t ili_block_bytes(size_t size) { return lines(size ? size : 1, 1, ILI_ALIGN); }

// Memory that is fresh from the system is zero already and costs nothing until it is touched, which calloc knows: so a line is found within a block of its own,
// whose address stands in front of it.
void *ili_block_alloc(size_t size) {
    size_t bytes = ili_block_bytes(size);
    char  *whole = bytes == SIZE_MAX ? NULL : calloc(1, bytes);
    if (!whole) return NULL;
    char *block = whole + sizeof whole, *line = block + (ILI_ALIGN - (uintptr_t)block%ILI_ALIGN)%ILI_ALIGN;
    memcpy(line - sizeof whole, &whole, sizeof whole);
    return line;
}

void ili_block_free(void *block) {
    char *whole;
    if (!block) return;
    memcpy(&whole, (char *)block - sizeof whole, sizeof whole);
    free(whole);
}

void *ili_array_alloc(size_t n, size_t size) {
    if (size && n > SIZE_MAX/2/size) return NULL;
    return n && size ? calloc(n, size) : calloc(1, 1);
}

ili_placer ili_placer_for(void *block, size_t room) { return (ili_placer){.block = block, .room = room}; }

void *ili_place(ili_placer *p, size_t n, size_t size) {
    size_t bytes = lines(n, size, FENCE), start = p->size;
    if (bytes >= SIZE_MAX - start) return p->size = SIZE_MAX, NULL;
    p->size += bytes;
    if (!p->block || p->size > p->room) return NULL;
    // the fence takes the bytes between the end of the array and the next line, too
    if (FENCE) forbid(p->block + start + n*size, bytes - n*size);
    return p->block + start;
}

void *ili_scratch_take(ili_scratch *s, size_t n, size_t size) {
    size_t bytes = lines(n, size, 0);
    size_t need  = bytes >= SIZE_MAX - s->used ? SIZE_MAX : s->used + bytes;
    if (need > s->high) s->high = need;
    if (need > s->size) return NULL;
    char *piece = s->base + s->used;
    s->used     = need;
#ifndef NDEBUG
    memset(piece, 0xff, bytes); // as doubles: NaN
#endif
    return piece;
}
