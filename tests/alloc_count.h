// alloc_count.h - counts the library's allocations and lets the n-th one fail. Every test is linked with it.
// What the linker wraps are calls from Ilium's own objects and the tests; allocations inside shared libraries are not seen.
#ifndef ALLOC_COUNT_H
#define ALLOC_COUNT_H
#include <stddef.h>

/// Allocations (malloc, calloc, realloc, aligned_alloc, strdup) since the program started, over all threads.
long alloc_count(void);

/// Let the n-th allocation from now fail (1 = the next), once. 0 = none.
void alloc_fail_at(long n);

/// Did the failure asked for by the last alloc_fail_at happen? A loop over n = 1, 2, … ends when it did not.
int alloc_failed(void);

/// From now on the sizes of what is allocated and not given back are kept, for one thread; alloc_traced() ends it with their sum [bytes].
void   alloc_trace(void);
size_t alloc_traced(void);

#endif
