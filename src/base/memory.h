// memory.h - one block for many arrays: measured and placed by the same function, with scratch as a stack.
//   static void fields(ili_placer *p, thing *t, int n) { t->q = ili_place(p, n, sizeof *t->q); … }
//   ili_placer p = {0}; fields(&p, &t, n);                              // measures: every ili_place gives NULL
//   p = ili_placer_for(ili_block_alloc(p.size), p.size); fields(&p, &t, n); // places
#ifndef ILI_MEMORY_H
#define ILI_MEMORY_H
#include <stdbool.h>
#include <stddef.h>

enum { ILI_ALIGN = 64 }; ///< every block and array starts on a line of this many bytes

/// `size` zeroed bytes on a 64-byte line; NULL when there is no memory. Free with ili_block_free.
void *ili_block_alloc(size_t size);
size_t ili_block_bytes(size_t size); ///< that it takes for it
void  ili_block_free(void *block);

/// malloc for n things of `size` bytes, zeroed; NULL when there is no memory or n*size overflows. Never NULL for n = 0.
void *ili_array_alloc(size_t n, size_t size);

/// Hands out pieces of a block. `{0}` measures only.
typedef struct ili_placer {
    char  *block; ///< NULL while measuring
    size_t size;  ///< bytes used so far; SIZE_MAX after an overflow, for which ili_block_alloc gives NULL
    size_t room;  ///< bytes of the block
} ili_placer;

ili_placer ili_placer_for(void *block, size_t room);

/// Room for n things of `size` bytes on a 64-byte line; NULL while measuring and when the block is too small.
/// Under the address sanitizer 64 bytes that nobody may touch stand behind every array.
void *ili_place(ili_placer *p, size_t n, size_t size);

/// Scratch memory inside a block, taken and given back as a stack. `{0}` has no room.
typedef struct ili_scratch {
    char  *base;
    size_t size; ///< bytes in all
    size_t used; ///< bytes taken
    size_t high; ///< the most that were ever taken (or asked for)
} ili_scratch;

/// Take n things of `size` bytes (64-byte line; filled with NaN unless NDEBUG); NULL when there is no room.
/// Give back with  size_t mark = s->used; … s->used = mark;
void *ili_scratch_take(ili_scratch *s, size_t n, size_t size);

#endif
