// day_body.c - the day and the body: names to indices, the tissue's state into the body's numbers, what structures suffer
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "scenario/day_private.h"

// ---- names -----------------------------------------------------------------------------------------------------------------------

static il_status unknown(il_error *err, const char *what, const char *name) {
    return il_error_set(err, IL_BAD_VALUE, "tissue", 0, 0, "the body has no %s '%.60s'", what, name);
}

static const il_tissue_muscle *law_of_group(const il_tissue *t, const char *group) {
    for (int i = 0; i < t->nmuscle; i++)
        if (!strcmp(t->muscle[i].group, group)) return &t->muscle[i];
    return NULL;
}

static int group_at(il_day *d, const char *name, il_side side) {
    for (int g = 0; g < d->ngroup; g++)
        if (d->group[g].side == side && !strcmp(d->group[g].name, name)) return g;
    d->group[d->ngroup] = (il_day_group){.name = name, .side = side};
    d->law[d->ngroup] = law_of_group(d->tissue, name);
    return d->ngroup++;
}

static il_status resolve_muscles(il_day *d, il_error *err) {
    for (int i = 0; i < d->nmuscle; i++) {
        const char *name = d->body->groups.muscle[i];
        int         g = d->group_of[i] = group_at(d, name, il_side_of(d->m->muscle_name[i]));
        if (!d->law[g]) return il_error_set(err, IL_BAD_VALUE, "tissue/muscles.csv", 0, 0, "the muscles '%.60s' of the body are missing", name);
        d->group[g].strength += d->person->muscle_f_max[i];
    }
    return IL_OK;
}

static il_status resolve_creep(il_day *d, il_error *err) {
    for (int i = 0; i < d->nligament; i++) d->slack_of[i] = IL_NONE;
    for (int i = 0; i < d->nbushing; i++) d->bent_of[i] = d->lower_of[i] = IL_NONE;
    for (int c = 0; c < d->tissue->ncreep; c++) {
        const il_tissue_creep *creep = &d->tissue->creep[c];
        bool                   ligament = creep->kind == IL_CREEP_LIGAMENT;
        const char *const     *group = ligament ? d->body->groups.ligament : d->body->groups.bushing;
        int                   *of = ligament ? d->slack_of : creep->kind == IL_CREEP_ANGLE ? d->bent_of : d->lower_of, found = 0;
        for (int i = 0; i < (ligament ? d->nligament : d->nbushing); i++)
            if (!strcmp(group[i], creep->group)) of[i] = c, found++;
        if (!found) return unknown(err, ligament ? "ligaments" : "joints", creep->group);
    }
    return IL_OK;
}

// is `name` one of a list separated by ';'?
bool ili_day_listed(const char *list, const char *name) {
    for (size_t n; *list; list += n + (list[n] == ';'))
        if (n = strcspn(list, ";"), strlen(name) == n && !strncmp(list, name, n)) return true;
    return false;
}

const char *ili_day_name(const char *pattern, il_side side, char out[IL_DAY_NAME]) {
    const char *at = strstr(pattern, "{side}");
    snprintf(out, IL_DAY_NAME, "%.*s%s%s", (int)(at ? at - pattern : (long)strlen(pattern)), pattern, !at ? "" : side == IL_SIDE_LEFT ? "left" : "right", at ? at + 6 : "");
    return out;
}

static bool of_side(il_side part, il_side wanted) { return wanted == IL_SIDE_NONE || part == wanted; }

static il_status resolve_structure(il_day *d, const il_tissue_structure *is, il_side side, il_error *err) {
    int s = d->nstructure++, found = 0;
    d->structure[s] = (il_day_structure){.is = is, .side = side};
    d->outcome_of[s] = IL_NONE;
    for (int g = 0; g < d->ngroup; g++) {
        bool same = of_side(d->group[g].side, side);
        d->guards[s*d->ngroup + g] = same && ili_day_listed(is->guards, d->group[g].name);
        d->inhibits[s*d->ngroup + g] = same && ili_day_listed(is->inhibits, d->group[g].name);
        found += same && !strcmp(is->of, d->group[g].name);
    }
    if (is->suffers == IL_SUFFERS_OUTCOME || is->suffers == IL_SUFFERS_CLEARANCE) {
        char name[IL_DAY_NAME];
        d->outcome_of[s] = il_outcomes_find(d->outcomes, ili_day_name(is->of, side, name));
        return d->outcome_of[s] == IL_NONE ? unknown(err, "outcome", name) : IL_OK;
    }
    for (int i = 0; i < d->nligament && is->suffers == IL_SUFFERS_STRAIN; i++)
        found += !strcmp(d->body->groups.ligament[i], is->of) && of_side(il_side_of(d->m->ligament_name[i]), side);
    return found ? IL_OK : unknown(err, is->suffers == IL_SUFFERS_STRAIN ? "ligaments" : "muscles", is->of);
}

il_status ili_day_resolve(il_day *d, il_error *err) {
    d->ngroup = d->nstructure = 0;
    il_status status = resolve_muscles(d, err);
    if (status == IL_OK) status = resolve_creep(d, err);
    for (int i = 0; status == IL_OK && i < d->tissue->nstructure; i++) {
        const il_tissue_structure *is = &d->tissue->structure[i];
        bool                       sided = strstr(is->id, "{side}") != NULL;
        status = resolve_structure(d, is, sided ? IL_SIDE_RIGHT : IL_SIDE_NONE, err);
        if (status == IL_OK && sided) status = resolve_structure(d, is, IL_SIDE_LEFT, err);
    }
    return status;
}

// ---- the tissue's state into the body ----------------------------------------------------------------------------------------------

double ili_day_creep(const double *terms, int i) {
    double sum = 0.0;
    for (int k = 0; k < IL_CREEP_TERMS; k++) sum += terms[i*IL_CREEP_TERMS + k];
    return sum;
}

void ili_day_reflex(const il_day *d, int group, double *guard, double *inhibit) {
    *guard = *inhibit = 0.0;
    for (int s = 0; s < d->nstructure && d->set.reflex; s++) {
        double awake = il_irritation_reflex(&d->tissue->irritation, d->irritation[s]);
        if (d->guards[s*d->ngroup + group]) *guard = fmax(*guard, awake*(1.0 - d->eased[group]));
        if (d->inhibits[s*d->ngroup + group]) *inhibit = fmax(*inhibit, awake);
    }
}

void ili_day_lay(il_day *d) {
    const il_irritation_law *law = &d->tissue->irritation;
    for (int g = 0; g < d->ngroup; g++) {
        double guard, inhibit;
        ili_day_reflex(d, g, &guard, &inhibit);
        for (int i = 0; i < d->nmuscle; i++) {
            if (d->group_of[i] != g) continue;
            d->p->muscle_act_max[i] = fmax(fmin(d->person->muscle_act_max[i] - law->inhibit*inhibit, d->capacity[g]), 0.0);
            d->p->muscle_tone[i] = fmin(fmax(d->person->muscle_tone[i], law->guard*guard), fmax(d->capacity[g], d->person->muscle_tone[i]));
        }
    }
    ili_day_lay_torn(d);
    for (int i = 0; i < d->nligament; i++) d->p->ligament_l_slack[i] = d->person->ligament_l_slack[i]*(1.0 + ili_day_creep(d->slack, i));
    for (int i = 0; i < d->nbushing; i++) {
        d->p->bushing_rest[6*i + ILI_DISC_FLEXION] = d->person->bushing_rest[6*i + ILI_DISC_FLEXION] + ili_day_creep(d->bent, i);
        d->p->bushing_rest[6*i + ILI_DISC_NORMAL] = d->person->bushing_rest[6*i + ILI_DISC_NORMAL] - ili_day_creep(d->lower, i);
    }
}

// the state in one row, in units of the tolerance: shares as they are, strains and angles ten times, heights [m] a hundred times
void ili_day_row(const il_day *d, double *row) {
    for (int i = 0; i < d->nmuscle; i++) *row++ = d->p->muscle_act_max[i], *row++ = d->p->muscle_tone[i];
    for (int i = 0; i < d->nligament; i++) *row++ = 10.0*ili_day_creep(d->slack, i);
    for (int i = 0; i < d->nbushing; i++) *row++ = 10.0*ili_day_creep(d->bent, i), *row++ = 100.0*ili_day_creep(d->lower, i);
}

// ---- what structures suffer -------------------------------------------------------------------------------------------------------------

bool ili_day_has_ligament(const il_day *d, int structure, int i) {
    const il_day_structure *s = &d->structure[structure];
    return !strcmp(d->body->groups.ligament[i], s->is->of) && of_side(il_side_of(d->m->ligament_name[i]), s->side);
}

static double greatest_strain(const il_day *d, const il_day_structure *s, const ili_day_pose *pose) {
    double most = 0.0;
    for (int i = 0; i < d->nligament; i++) {
        if (!ili_day_has_ligament(d, (int)(s - d->structure), i)) continue;
        most = fmax(most, pose->length[i]/d->person->ligament_l_slack[i] - 1.0);
    }
    return most;
}

static double group_number(const il_day *d, const il_day_structure *s, const double *number) {
    double sum = 0.0, all = 0.0;
    for (int g = 0; g < d->ngroup; g++) {
        if (strcmp(d->group[g].name, s->is->of) || !of_side(d->group[g].side, s->side)) continue;
        sum += d->group[g].strength*number[g], all += d->group[g].strength;
    }
    return sum/all;
}

double ili_day_load(const il_tissue_structure *is, double value) {
    if (isnan(value)) return value;
    // thresholds are of compression and of shear forward, where outcomes count up: a disc under tension or sheared backward bears none of it
    if (is->suffers == IL_SUFFERS_OUTCOME) return fmax(value, 0.0);
    return value >= is->threshold ? 0.0 : is->threshold*is->threshold/fmax(value, 0.1*is->threshold);
}

double ili_day_suffers(const il_day *d, int structure, const ili_day_pose *pose) {
    const il_day_structure *s = &d->structure[structure];
    double                  x = 0.0;
    switch (s->is->suffers) {
    case IL_SUFFERS_OUTCOME:
    case IL_SUFFERS_CLEARANCE: x = isfinite(pose->value[structure]) ? ili_day_load(s->is, pose->value[structure]) : 0.0; break;
    case IL_SUFFERS_STRAIN: x = greatest_strain(d, s, pose); break;
    case IL_SUFFERS_ACTIVATION: x = group_number(d, s, pose->active); break;
    case IL_SUFFERS_DEFICIT: x = group_number(d, s, d->index); break;
    default: break;
    }
    return x/s->is->threshold;
}
