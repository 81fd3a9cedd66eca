// patient.c - the record's memory and its facts of validity
#include "ilium/patient.h"
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"

struct il_patient_memory {
    il_patient patient;
    ili_arena  arena;
    il_entry  *entry; // of il_patient_add_entry(), and its room
    int        room;
};

il_status il_patient_create(il_patient **out, il_error *err) {
    struct il_patient_memory *memory = calloc(1, sizeof *memory);
    *out = memory ? &memory->patient : NULL;
    if (!memory) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory");
    memory->patient.memory = memory;
    memory->patient.version = IL_PATIENT_VERSION;
    return IL_OK;
}

void il_patient_free(il_patient *p) {
    if (!p || !p->memory) return;
    struct il_patient_memory *memory = p->memory;
    ili_arena_free(&memory->arena);
    free(memory);
}

void *il_patient_array(il_patient *p, size_t count, size_t size) { return ili_arena_array(&p->memory->arena, count, size); }
const char *il_patient_text(il_patient *p, const char *text) { return ili_arena_copy(&p->memory->arena, text, strlen(text)); }

bool il_patient_add_entry(il_patient *p, const il_entry *entry) {
    struct il_patient_memory *m = p->memory;
    if (p->entry != m->entry || p->nentry >= m->room) {
        int       room = 2*p->nentry + 16;
        il_entry *more = il_patient_array(p, (size_t)room, sizeof *more);
        if (!more) return false;
        if (p->nentry) memcpy(more, p->entry, (size_t)p->nentry*sizeof *more);
        p->entry = m->entry = more, m->room = room;
    }
    const char *const text[] = {entry->at, entry->by, entry->what, entry->was, entry->now};
    const char       *copy[5] = {NULL};
    for (int i = 0; i < 5; i++)
        if (text[i] && *text[i] && !(copy[i] = il_patient_text(p, text[i]))) return false;
    p->entry[p->nentry++] = (il_entry){copy[0], copy[1], copy[2], copy[3], copy[4]};
    return true;
}

il_status il_patient_add_visit(il_patient *p, const char *date, il_error *err) {
    il_visit   *visit = il_patient_array(p, (size_t)p->nvisit + 1, sizeof *visit);
    const char *copy = il_patient_text(p, date);
    if (!visit || !copy) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory");
    for (int i = 0; i < p->nvisit; i++) visit[i] = p->visit[i];
    visit[p->nvisit].date = copy;
    p->visit = visit;
    p->nvisit++;
    return IL_OK;
}

#define X(name, word) word,
const char *il_image_word(il_image_kind kind) {
    static const char *const words[] = {"", IL_IMAGE_LIST(X)};
    return (unsigned)kind < IL_NIMAGE ? words[kind] : "";
}

const char *il_doing_word(il_doing doing) {
    static const char *const words[] = {"", IL_POSTURE_WORD_LIST(X)};
    return (unsigned)doing < IL_NDOING ? words[doing] : "";
}

const char *il_part_word(il_image_part part) {
    static const char *const words[] = {"", IL_PART_LIST(X)};
    return (unsigned)part < IL_NPART ? words[part] : "";
}

const char *il_event_word(il_event_kind kind) {
    static const char *const words[] = {"", IL_EVENT_LIST(X)};
    return (unsigned)kind < IL_NEVENT ? words[kind] : "";
}

const char *il_opinion_word(il_opinion_kind kind) {
    static const char *const words[] = {"", IL_OPINION_LIST(X)};
    return (unsigned)kind < IL_NOPINION ? words[kind] : "";
}
#undef X

const il_preferences *il_patient_preferences(const il_patient *p, int visit) {
    for (; visit >= 0; visit--) {
        const il_preferences *x = &p->visit[visit].preferences;
        if (x->minutes_a_day.known || x->naim || x->ntreatment || x->note) return x;
    }
    return NULL;
}

const il_at_hand *il_patient_equipment(const il_patient *p, int visit, int *count) {
    *count = 0;
    while (visit >= 0 && !p->visit[visit].nequipment) visit--;
    if (visit < 0) return NULL;
    *count = p->visit[visit].nequipment;
    return p->visit[visit].equipment;
}

bool il_patient_validity(const il_patient *p, int i, const char **row, il_answer *answer) {
    int n = 0;
#define X(name, screen_row, words) \
    if (i == n++) {                \
        *row = screen_row;         \
        *answer = p->validity.name;\
        return true;               \
    }
    IL_VALIDITY_LIST(X)
#undef X
    return false;
}
