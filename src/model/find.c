// find.c - from names to indices
#include <string.h>

#include "ilium/model.h"

static int find(int n, const char *const *names, const char *name) {
    for (int i = 0; i < n; i++)
        if (!strcmp(names[i], name)) return i;
    return IL_NONE;
}

int il_body_find(const il_model *m, const char *name) { return find(m->nbody, m->body_name, name); }
int il_coordinate_find(const il_model *m, const char *name) { return find(m->nq, m->coordinate_name, name); }
int il_path_find(const il_model *m, const char *name) { return find(m->npath, m->path_name, name); }
int il_muscle_find(const il_model *m, const char *name) { return find(m->nmuscle, m->muscle_name, name); }
int il_ligament_find(const il_model *m, const char *name) { return find(m->nligament, m->ligament_name, name); }
int il_bushing_find(const il_model *m, const char *name) { return find(m->nbushing, m->bushing_name, name); }
int il_pad_find(const il_model *m, const char *name) { return find(m->npad, m->pad_name, name); }
int il_marker_find(const il_model *m, const char *name) { return find(m->nmarker, m->marker_name, name); }
