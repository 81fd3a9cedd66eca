// treatment.c - looking things up in the tables of treatments
#include "ilium/treatment.h"
#include "ilium/knowledge.h"

#include <string.h>

int il_find_treatment(const il_knowledge *k, const char *id) {
    for (int i = 0; i < k->ntreatment; i++)
        if (!strcmp(k->treatment[i].id, id)) return i;
    return -1;
}

int il_find_exercise(const il_knowledge *k, const char *id) {
    for (int i = 0; i < k->nexercise; i++)
        if (!strcmp(k->exercise[i].id, id)) return i;
    return -1;
}

int il_find_equipment(const il_knowledge *k, const char *id) {
    for (int i = 0; i < k->nequipment; i++)
        if (!strcmp(k->equipment[i].id, id)) return i;
    return -1;
}

#define X(name, word) word,
#define X_WORDS(name, word, words) words,
const char *il_treatment_kind_word(il_treatment_kind kind) {
    static const char *const words[] = {IL_TREATMENT_KIND_LIST(X)};
    return (unsigned)kind < IL_NTREATMENT_KIND ? words[kind] : "";
}

const char *il_population_word(il_population population) {
    static const char *const words[] = {IL_POPULATION_LIST(X)};
    return (unsigned)population < IL_POPULATION_CONDITION ? words[population] : "";
}

const char *il_provider_words(il_provider by) {
    static const char *const words[] = {IL_PROVIDER_LIST(X_WORDS)};
    return (unsigned)by < IL_NPROVIDER ? words[by] : "";
}

const char *il_aim_words(il_aim aim) {
    static const char *const words[] = {IL_AIM_LIST(X_WORDS)};
    return (unsigned)aim < IL_NAIM ? words[aim] : "";
}
#undef X
#undef X_WORDS
