// index.c - open addressing with linear probing over FNV-1a hashes; at most half of the slots are taken
#include "base/index.h"

#include <stdlib.h>
#include <string.h>

static uint64_t hash(const char *s) {
    uint64_t h = 0xcbf29ce484222325U;
    for (; *s; s++) h = (h ^ (unsigned char)*s)*0x100000001b3U;
    return h;
}

void ili_index_free(ili_index *t) {
    free(t->pool);
    free(t->start);
    free(t->slot);
    *t = (ili_index){0};
}

const char *ili_index_name(const ili_index *t, int i) { return t->pool + t->start[i]; }

// the slot where `name` stands or would stand
static int probe(const ili_index *t, const char *name) {
    int i = (int)(hash(name) & (uint64_t)(t->nslot - 1));
    while (t->slot[i] && strcmp(ili_index_name(t, t->slot[i] - 1), name) != 0) i = (i + 1) & (t->nslot - 1);
    return i;
}

int ili_index_find(const ili_index *t, const char *name) { return t->nslot ? t->slot[probe(t, name)] - 1 : -1; }

// twice the slots; the names move to their new ones
static bool grow_slots(ili_index *t) {
    int  n    = t->nslot ? 2*t->nslot : 64;
    int *slot = calloc((size_t)n, sizeof *slot);
    if (!slot) return false;
    free(t->slot);
    t->slot  = slot;
    t->nslot = n;
    for (int i = 0; i < t->n; i++) t->slot[probe(t, ili_index_name(t, i))] = i + 1;
    return true;
}

static bool make_room(ili_index *t, size_t len) {
    if (t->n == t->room) {
        int     room  = t->room ? 2*t->room : 32;
        size_t *start = realloc(t->start, (size_t)room*sizeof *start);
        if (!start) return false;
        t->start = start;
        t->room  = room;
    }
    if (t->pool_room - t->pool_len < len + 1) {
        size_t room = 2*(t->pool_room + len + 256);
        char  *pool = realloc(t->pool, room);
        if (!pool) return false;
        t->pool      = pool;
        t->pool_room = room;
    }
    return 2*(t->n + 1) <= t->nslot || grow_slots(t);
}

il_status ili_index_add(ili_index *t, const char *name, int *number) {
    *number = ili_index_find(t, name);
    if (*number >= 0) return IL_OK;
    size_t len = strlen(name);
    if (!make_room(t, len)) return IL_NO_MEMORY;
    memcpy(t->pool + t->pool_len, name, len + 1);
    t->start[t->n] = t->pool_len;
    t->slot[probe(t, name)] = t->n + 1; // probed after the name stands in the pool, before n counts it
    t->pool_len += len + 1;
    *number = t->n++;
    return IL_OK;
}
