// consent.c - how it stands with the consent to one thing, now and on a day
#include <string.h>
#include "exam/patient_check.h"

static il_consent_state state_of(const il_consent *c) {
    if (!c) return IL_CONSENT_NOT_RECORDED;
    return c->given == IL_NO ? IL_CONSENT_REFUSED : c->withdrawn ? IL_CONSENT_WITHDRAWN : IL_CONSENT_GIVEN;
}

il_consent_state il_patient_consent(const il_patient *p, const char *covers, const il_consent **last) {
    const il_consent *found = NULL;
    for (int i = 0; i < p->nconsent; i++)
        if (strcmp(p->consent[i].covers, covers) == 0) found = &p->consent[i];
    if (last) *last = found;
    return state_of(found);
}

bool il_patient_consent_stops(const il_patient *p, const char *covers) { return il_patient_consent(p, covers, NULL) >= IL_CONSENT_REFUSED; }

// what was done on the day of a withdrawal may have been done before it; what was refused that day was not done
const char *ili_consent_stopped(const il_patient *p, const char *covers, const char *day) {
    const il_consent *found = NULL;
    for (int i = 0; day && i < p->nconsent; i++)
        if (strcmp(p->consent[i].covers, covers) == 0 && strcmp(p->consent[i].date, day) <= 0) found = &p->consent[i];
    switch (state_of(found)) {
    case IL_CONSENT_REFUSED: return found->date;
    case IL_CONSENT_WITHDRAWN: return strcmp(found->withdrawn, day) < 0 ? found->withdrawn : NULL;
    case IL_CONSENT_GIVEN:
    case IL_CONSENT_NOT_RECORDED: break;
    }
    return NULL;
}
