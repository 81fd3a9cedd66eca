// arena.c - a list of blocks; each new block is larger, so that n pieces cost about log n calls of calloc
#include "arena.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BLOCK = 4096, LARGEST_BLOCK = 1 << 20, ALIGN = 16 };

typedef struct ili_arena_block {
    struct ili_arena_block *next;
    size_t size, used;
    _Alignas(ALIGN) unsigned char bytes[];
} ili_arena_block;

static ili_arena_block *block_add(ili_arena *arena, size_t need) {
    // as much again as there is already, within limits
    size_t size = arena->total;
    if (size < FIRST_BLOCK) size = FIRST_BLOCK;
    if (size > LARGEST_BLOCK) size = LARGEST_BLOCK;
    if (size < need) size = need;
    if (size > SIZE_MAX - sizeof(ili_arena_block)) return NULL;
    ili_arena_block *block = calloc(1, sizeof *block + size);
    if (!block) return NULL;
    block->size = size;
    arena->total += size;
    // a piece larger than a usual block goes behind the newest, whose room stays in use
    if (size == need && arena->block) {
        block->next = arena->block->next;
        arena->block->next = block;
    } else {
        block->next = arena->block;
        arena->block = block;
    }
    return block;
}

void *ili_arena_alloc(ili_arena *arena, size_t size) {
    if (size > SIZE_MAX - ALIGN) return NULL;
    size = size ? (size + ALIGN - 1)/ALIGN*ALIGN : ALIGN;
    ili_arena_block *block = arena->block;
    if (!block || block->size - block->used < size) block = block_add(arena, size);
    if (!block) return NULL;
    void *piece = block->bytes + block->used;
    block->used += size;
    return piece;
}

void *ili_arena_array(ili_arena *arena, size_t count, size_t size) {
    if (size && count > SIZE_MAX/size) return NULL;
    return ili_arena_alloc(arena, count*size);
}

char *ili_arena_copy(ili_arena *arena, const char *text, size_t size) {
    char *copy = size < SIZE_MAX ? ili_arena_alloc(arena, size + 1) : NULL;
    if (copy && size) memcpy(copy, text, size);
    return copy;
}

void ili_arena_free(ili_arena *arena) {
    for (ili_arena_block *block = arena->block, *next; block; block = next) {
        next = block->next;
        free(block);
    }
    *arena = (ili_arena){0};
}
