// index.h - names to numbers 0, 1, 2 … in the order they were added, found by hashing. No global table: the caller owns it.
#ifndef ILI_INDEX_H
#define ILI_INDEX_H
#include <stddef.h>

#include "ilium/base.h"

/// `{0}` is an empty table. Free with ili_index_free.
typedef struct ili_index {
    char   *pool;  ///< all names, each closed by a zero
    size_t *start; ///< place of name i in the pool
    int    *slot;  ///< hash table: index + 1, 0 = empty
    size_t  pool_len, pool_room;
    int     n, room, nslot;
} ili_index;

void ili_index_free(ili_index *t);

/// The number of `name`, which is added when it is new (then *number is the old t->n). IL_OK or IL_NO_MEMORY, which leaves the table as it was.
il_status ili_index_add(ili_index *t, const char *name, int *number);

/// The number of `name`, or -1.
int ili_index_find(const ili_index *t, const char *name);

/// Name number i; valid until the next name is added.
const char *ili_index_name(const ili_index *t, int i);

#endif
