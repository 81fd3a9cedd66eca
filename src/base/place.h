// place.h - many arrays in one block: the function that lays a block out runs twice, once to measure and once to place.
// Every array starts on a cache line. A debug build leaves 64 bytes between arrays, poisoned where the address sanitizer watches.
#ifndef ILI_PLACE_H
#define ILI_PLACE_H
#include <stddef.h>

typedef struct ili_place {
    char  *base; ///< start of the block on a 64-byte line, or NULL to measure
    size_t used; ///< bytes taken so far: the size of the block in the end
} ili_place;

/// Room for `count` things of `size` bytes, zeroed; NULL while measuring.
void *ili_place_take(ili_place *at, size_t count, size_t size);

/// A block of at least `size` bytes on a 64-byte line, or NULL. Free it with ili_block_free().
void *ili_block_create(size_t size);
void  ili_block_free(void *block);

#endif
