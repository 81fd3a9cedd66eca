// follow_feels.c - can a test of strength feel a change at all? (follow.h)
#include "scenario/follow_private.h"
#include <string.h>

static bool on_path(const il_model *m, int path, const bool *felt) {
    for (int k = m->path_arm_start[path]; k < m->path_arm_start[path + 1]; k++)
        if (felt[m->arm_dof[k]]) return true;
    return false;
}

// does a spring between two bodies act on a coordinate? One that moves one of them and not the other
static bool between_bodies(const il_model *m, int a, int b, const bool *felt) {
    for (int j = 0; j < m->nq; j++) {
        bool moves[2] = {false, false};
        int  body[2] = {a, b};
        for (int k = 0; k < 2; k++)
            for (int i = body[k]; i != IL_GROUND; i = m->body_parent[i]) moves[k] = moves[k] || i == m->coordinate_body[j];
        if (felt[j] && moves[0] != moves[1]) return true;
    }
    return false;
}

static bool acts_on(const il_model *m, const fields *f, const ili_change *c, const bool *felt) {
    const char *name = ili_field_name(c->field);
    int         count = f->count[c->field];
    if (!strncmp(name, "muscle_", 7)) return on_path(m, m->muscle_path[c->at/(count/m->nmuscle)], felt) || (m->pressure_path != IL_NONE && on_path(m, m->pressure_path, felt));
    if (!strncmp(name, "ligament_", 9)) return on_path(m, m->ligament_path[c->at/(count/m->nligament)], felt);
    if (!strncmp(name, "limit_", 6)) return felt[m->limit_coordinate[c->at/(count/m->nlimit)]];
    int b = c->at/(count/m->nbushing);
    return between_bodies(m, m->bushing_body_a[b], m->bushing_body_b[b], felt);
}

bool ili_strength_feels(const il_model *m, const il_task *task, const ili_changes *changes) {
    const il_task_strength *s = &task->def->strength;
    bool                    felt[MOST] = {false}, same_joint, any = false;
    fields                  f;
    if (!changes->tissue || m->nq > MOST) return true;
    for (int j = 0; j < m->nq; j++) {
        same_joint = false;
        for (int i = 0; i < s->nbalance; i++) {
            felt[j] = felt[j] || task->balance[i] == j;
            same_joint = same_joint || m->coordinate_body[task->balance[i]] == m->coordinate_body[j];
        }
        felt[j] = felt[j] || same_joint; // joints that give way do so with their secondary coordinates
    }
    ili_fields_of(m, m->nominal, &f);
    for (int i = 0; i < changes->n && !any; i++) any = acts_on(m, &f, &changes->of[i], felt);
    return any;
}
