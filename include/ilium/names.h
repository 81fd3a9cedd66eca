// ilium/names.h - what could have been meant by a word that is none of a list.
#ifndef ILIUM_NAMES_H
#define ILIUM_NAMES_H

/// The name of a list that is nearest to a word by spelling, or NULL where none is near enough to be meant.
const char *il_nearest_name(const char *word, const char *const *names, int count);

#endif
