// names.h - lists of names: find one, and the nearest to one that was misspelt
#ifndef ILI_NAMES_H
#define ILI_NAMES_H
#include <stdbool.h>
#include <stddef.h>

/// Index of `name` in `names`, or -1.
int ili_name_find(const char *name, const char *const *names, int count);

bool ili_name_begins(const char *name, const char *with);
bool ili_name_ends(const char *name, const char *with);

/// The name of the list that is nearest to `name` by spelling, or NULL when none is near enough to be meant.
const char *ili_name_nearest(const char *name, const char *const *names, int count);

/// What could have been meant, for a sentence: `"slr_deg"` when one name is near, `one of a, b, c` when the list is short, else
/// `one of the N known ones`. Returns `buf`.
const char *ili_name_offer(const char *name, const char *const *names, int count, char *buf, size_t size);

/// Changes of one letter (insert, delete, replace, swap neighbours; case ignored) between two words, counted up to `limit` + 1.
int ili_name_distance(const char *a, const char *b, int limit);

#endif
