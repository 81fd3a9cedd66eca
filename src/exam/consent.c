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

// ---- recording -------------------------------------------------------------------------------------------------------------------------------

// a copy that lives as long as the record; "" counts as not given
static bool copy(il_patient *p, const char **text) {
    if (*text && !**text) *text = NULL;
    return !*text || (*text = il_patient_text(p, *text));
}

il_status il_patient_add_consent(il_patient *p, const il_consent *consent, il_error *err) {
    il_consent  c = *consent, *list = il_patient_array(p, (size_t)p->nconsent + 1, sizeof *list);
    bool        ok = list && copy(p, &c.covers) && copy(p, &c.date) && copy(p, &c.by) && copy(p, &c.taken_by) && copy(p, &c.risks) && copy(p, &c.alternatives) && copy(p, &c.note);
    if (!ok) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory");
    if (p->nconsent) memcpy(list, p->consent, (size_t)p->nconsent*sizeof *list);
    list[p->nconsent++] = c;
    p->consent = list;
    return IL_OK;
}

il_status il_patient_withdraw_consent(il_patient *p, const char *covers, const char *date, const char *by, il_error *err) {
    il_consent *last = NULL;
    for (int i = 0; i < p->nconsent; i++)
        if (strcmp(p->consent[i].covers, covers) == 0) last = &p->consent[i];
    if (!last || last->given == IL_NO || last->withdrawn)
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "no consent to '%.60s' stands that could be withdrawn; a refusal is recorded as one that was not given", covers);
    last->withdrawn = date, last->withdrawn_by = by;
    return copy(p, &last->withdrawn) && copy(p, &last->withdrawn_by) ? IL_OK : il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory");
}
