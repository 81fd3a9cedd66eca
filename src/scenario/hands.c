// hands.c - the numbers in which eight problems of one task may differ
#include "scenario/hands.h"
#include "model/builder.h"
#include <stdlib.h>
#include <string.h>

// ---- hands, planes, loads --------------------------------------------------------------------------------------------------------

void ili_hands_read(const il_posture_problem *p, double limit, hands *out) {
    *out = (hands){.effort = p->effort, .power = p->power != 0.0 ? p->power : 2.0, .limit = limit};
    for (int k = 0; k < 4*p->m->nplane; k++) out->plane[k] = p->plane[k];
    for (int i = 0; i < p->nhold; i++) out->hold[i] = p->hold[i].target;
    for (int i = 0; i < p->ngrip; i++) out->grip[i] = p->grip[i].target;
    for (int i = 0; i < p->nplace; i++) out->place[i] = p->place[i].value;
    for (int i = 0; i < p->npush; i++)
        for (int k = 0; k < 3; k++) out->push[6*i + k] = p->push[i].force[k], out->push[6*i + 3 + k] = p->push[i].moment[k];
}

void ili_hands_lay(const hands *at, const il_posture_problem *base, const il_params *params, const double *habit, ili_lane_problem *out) {
    il_posture_problem *p = &out->problem;
    *p = *base;
    p->p = params, p->habit = habit, p->plane = out->plane, p->hold = out->hold, p->grip = out->grip, p->place = out->place, p->push = out->push;
    p->effort = at->effort, p->power = at->power;
    for (int k = 0; k < 4*p->m->nplane; k++) out->plane[k] = at->plane[k];
    for (int i = 0; i < p->nhold; i++) out->hold[i] = base->hold[i], out->hold[i].target = at->hold[i];
    for (int i = 0; i < p->ngrip; i++) out->grip[i] = base->grip[i], out->grip[i].target = at->grip[i];
    for (int i = 0; i < p->nplace; i++) out->place[i] = base->place[i], out->place[i].value = at->place[i];
    for (int i = 0; i < p->npush; i++) {
        out->push[i] = base->push[i];
        for (int k = 0; k < 3; k++) out->push[i].force[k] = at->push[6*i + k], out->push[i].moment[k] = at->push[6*i + 3 + k];
    }
}

double ili_end_limit(const il_task *task, const il_subject *who) { return task->def->end.beyond*(task->def->end.tolerance ? who->tolerance : 1.0); }

// ---- fields of the body's numbers ------------------------------------------------------------------------------------------------

void ili_fields_of(const il_model *m, const il_params *p, fields *out) {
    int f = 0;
    ILI_SIZES
#define X(name, many, unit) out->at[f] = p->name, out->count[f++] = (many);
    IL_PARAM_FIELDS(X)
#undef X
}

const char *ili_field_name(int field) {
    static const char *const names[] = {
#define X(name, count, unit) #name,
        IL_PARAM_FIELDS(X)
#undef X
    };
    return names[field];
}

bool ili_field_of_tissue(int field) {
    static const char *const tissue[] = {"muscle_", "ligament_", "bushing_", "limit_"};
    for (size_t i = 0; i < sizeof tissue/sizeof *tissue; i++)
        if (!strncmp(ili_field_name(field), tissue[i], strlen(tissue[i]))) return true;
    return false;
}

int ili_field_muscle(int field, int at) { return strncmp(ili_field_name(field), "muscle_", 7) == 0 ? at : IL_NONE; }

int ili_field_bushing(const il_model *m, int field, int at) {
    fields of;
    if (strncmp(ili_field_name(field), "bushing_", 8) != 0) return IL_NONE;
    ili_fields_of(m, m->nominal, &of);
    return at/(of.count[field]/m->nbushing);
}

// what differs in one field, into room that there is
static void find_in_field(int f, int count, const double *from, const double *to, ili_changes *out) {
    if (memcmp(from, to, sizeof *from*(size_t)count) == 0) return; // most fields
    for (int i = 0; i < count; i++)
        if (from[i] != to[i]) out->of[out->n++] = (ili_change){f, i, to[i]};
}

static il_status make_room(int n, ili_changes *out, il_error *err) {
    *out = (ili_changes){.of = calloc((size_t)n + 1, sizeof *out->of), .tissue = true};
    return out->of ? IL_OK : il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the numbers of a person");
}

il_status ili_changes_find(const il_model *m, const il_params *from, const il_params *to, ili_changes *out, il_error *err) {
    fields a, b;
    int    n = 0;
    ili_fields_of(m, from, &a);
    ili_fields_of(m, to, &b);
    for (int f = 0; f < NFIELD; f++)
        if (memcmp(a.at[f], b.at[f], sizeof *a.at[f]*(size_t)a.count[f]) != 0) n += a.count[f];
    il_status status = make_room(n, out, err);
    for (int f = 0; status == IL_OK && f < NFIELD; f++) {
        int before = out->n;
        find_in_field(f, a.count[f], a.at[f], b.at[f], out);
        out->tissue = out->tissue && (out->n == before || ili_field_of_tissue(f));
    }
    return status;
}

il_status ili_changes_room(const il_model *m, ili_changes *out, il_error *err) {
    fields a;
    int    n = 0;
    ili_fields_of(m, m->nominal, &a);
    for (int f = 0; f < NFIELD; f++)
        if (ili_field_of_tissue(f)) n += a.count[f];
    return make_room(n, out, err);
}

void ili_changes_of_tissue(const il_model *m, const il_params *from, const il_params *to, ili_changes *out) {
    fields a, b;
    ili_fields_of(m, from, &a);
    ili_fields_of(m, to, &b);
    out->n = 0;
    for (int f = 0; f < NFIELD; f++)
        if (ili_field_of_tissue(f)) find_in_field(f, a.count[f], a.at[f], b.at[f], out);
}

void ili_changes_free(ili_changes *c) {
    free(c->of);
    *c = (ili_changes){0};
}
