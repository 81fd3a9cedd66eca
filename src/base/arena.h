// arena.h - memory that is freed all at once: trees, tables and records of many small parts
#ifndef ILI_ARENA_H
#define ILI_ARENA_H
#include <stddef.h>

/// Memory handed out piece by piece and freed together. `{0}` is an empty arena.
typedef struct ili_arena {
    struct ili_arena_block *block; ///< newest block first
    size_t total;                  ///< bytes taken from the system
} ili_arena;

/// `size` zeroed bytes, aligned for any type (size 0 gives a valid pointer); NULL when memory is out.
void *ili_arena_alloc(ili_arena *arena, size_t size);

/// Zeroed room for `count` elements of `size` bytes; NULL when memory is out or the product overflows.
void *ili_arena_array(ili_arena *arena, size_t count, size_t size);

/// A copy of `size` bytes with a zero byte behind; NULL when memory is out.
char *ili_arena_copy(ili_arena *arena, const char *text, size_t size);

/// Give everything back; the arena is empty and usable again.
void ili_arena_free(ili_arena *arena);

#endif
