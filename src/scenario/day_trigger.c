// day_trigger.c - what irritates besides load: entries of a schedule that take no time, conditions of the person, wounds that heal, postures that are kept
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "math/scalar.h"
#include "scenario/day_private.h"

enum { NAMES = 200 };

// ---- names ------------------------------------------------------------------------------------------------------------------------------

static const char *group_id(const il_day *d, int g, char out[IL_DAY_NAME]) {
    il_side side = d->group[g].side;
    snprintf(out, IL_DAY_NAME, "%.60s%s", d->group[g].name, side == IL_SIDE_RIGHT ? "_right" : side == IL_SIDE_LEFT ? "_left" : "");
    return out;
}

static int find(const il_day *d, const char *name, bool group) {
    char id[IL_DAY_NAME];
    for (int i = 0; i < (group ? d->ngroup : d->nstructure); i++)
        if (!strcmp(group ? group_id(d, i, id) : il_day_structure_id(d, i, id), name)) return i;
    return IL_NONE;
}

static il_status unknown(const il_day *d, const char *name, bool group, il_error *err) {
    char        id[NAMES][IL_DAY_NAME], offer[300];
    const char *list[NAMES];
    int         n = 0;
    for (; n < (group ? d->ngroup : d->nstructure) && n < NAMES; n++) list[n] = group ? group_id(d, n, id[n]) : il_day_structure_id(d, n, id[n]);
    return il_error_set(err, IL_BAD_VALUE, d->schedule->id, 0, 0, "there is no %s '%.60s': it should be %s", group ? "group of muscles" : "structure of tissue/structures.csv", name,
                        ili_name_offer(name, list, n, offer, sizeof offer));
}

il_status ili_day_resolve_triggers(il_day *d, il_error *err) {
    for (int i = 0; i < d->schedule->nentry; i++) {
        const il_day_entry *e = &d->schedule->entry[i];
        bool                group = e->kind == IL_DAY_EASE;
        d->entry_of[i] = e->kind == IL_DAY_DO ? IL_NONE : find(d, e->of, group);
        if (e->kind != IL_DAY_DO && d->entry_of[i] == IL_NONE) return unknown(d, e->of, group, err);
    }
    return IL_OK;
}

// ---- what happens in no time --------------------------------------------------------------------------------------------------------------

// a muscle that is hurt is guarded where its flow is
static int guarded_as(const il_day *d, int s) {
    const il_day_structure *is = &d->structure[s];
    if (is->is->suffers != IL_SUFFERS_ACTIVATION) return s;
    for (int i = 0; i < d->nstructure; i++)
        if (d->structure[i].is->suffers == IL_SUFFERS_DEFICIT && d->structure[i].side == is->side && !strcmp(d->structure[i].is->of, is->is->of)) return i;
    return s;
}

void il_day_hurt(il_day *d, int structure, double severity, bool loosen) {
    int s = guarded_as(d, structure);
    d->wound[s] = fmax(d->wound[s], d->tissue->injury.irritates*severity);
    d->irritation[s] = fmax(d->irritation[s], d->wound[s]); // pain of an injury is there at once
    if (loosen) {
        d->torn[s] = fmax(d->torn[s], severity);
        for (int p = 0; p < d->nphase; p++) *d->pose[p].state = HUGE_VAL; // every posture is solved anew
    }
    ili_day_happens(d, IL_DAY_INJURED, IL_NONE, s, 0, severity);
}

void il_day_condition(il_day *d, const char *condition, il_side side, double severity) {
    char id[IL_DAY_NAME];
    for (int i = 0; i < d->tissue->ntrigger; i++) {
        const il_tissue_trigger *t = &d->tissue->trigger[i];
        if (strcmp(t->condition, condition)) continue;
        for (int s = 0; s < d->nstructure; s++) {
            bool of = side == IL_SIDE_BOTH || side == IL_SIDE_NONE || d->structure[s].side == IL_SIDE_NONE || d->structure[s].side == side;
            if (of && !strcmp(ili_day_name(t->structure, d->structure[s].side, id), ili_day_name(d->structure[s].is->id, d->structure[s].side, (char[IL_DAY_NAME]){0})))
                il_day_hurt(d, s, severity, false);
        }
    }
}

void ili_day_moments(il_day *d) {
    for (; d->at[AT_ENTRY] < d->schedule->nentry; d->at[AT_ENTRY]++) {
        int                 i = (int)d->at[AT_ENTRY], of = d->entry_of[i];
        const il_day_entry *e = &d->schedule->entry[i];
        if (e->kind == IL_DAY_DO) return;
        if (e->kind == IL_DAY_HURT) il_day_hurt(d, of, e->severity, true);
        if (e->kind == IL_DAY_EASE) d->eased[of] = e->severity, ili_day_happens(d, IL_DAY_EASED, of, IL_NONE, 0, e->severity);
    }
}

// ---- what goes on -----------------------------------------------------------------------------------------------------------------------------

void ili_day_irritate(il_day *d, int structure, double load, double seconds) {
    const il_tissue *t = d->tissue;
    double           wound = il_injury_heal(&t->injury, seconds, &d->wound[structure]);
    double           left = il_posture_keep(&t->kept, load, seconds, &d->kept[structure]);
    il_irritation_hold(&t->irritation, fmax(fmax(left - 1.0, 0.0), wound), seconds, &d->irritation[structure]); // they do not add (Palmieri-Smith 2013)
}

// torn fibres bear nothing. What does not creep (a nerve, the band) does not loosen either
void ili_day_lay_torn(il_day *d) {
    for (int i = 0; i < d->nligament; i++) d->p->ligament_k[i] = d->person->ligament_k[i];
    for (int s = 0; s < d->nstructure; s++) {
        if (d->torn[s] == 0.0 || d->structure[s].is->suffers != IL_SUFFERS_STRAIN) continue;
        double left = ili_pow(d->tissue->injury.stiffness, d->torn[s]);
        for (int i = 0; i < d->nligament; i++)
            if (d->slack_of[i] != IL_NONE && ili_day_has_ligament(d, s, i)) d->p->ligament_k[i] *= left;
    }
}

double il_day_guarding(const il_day *d, int group) {
    double guard, inhibit;
    ili_day_reflex(d, group, &guard, &inhibit);
    return d->tissue->irritation.guard*guard;
}
