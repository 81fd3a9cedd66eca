// patient_check_wishes.c - what a person may want, refuse and have at hand
#include <stdio.h>
#include <string.h>
#include "base/names.h"
#include "exam/patient_check.h"

enum { MOST_ENTRIES = 100 };

static il_status unknown(ili_record *c, const char *key, const char *what, const char *name, const char *const *known, int count) {
    char text[ILI_OFFER_TEXT];
    return ili_record_fault(c, key, "unknown %s \"%.40s\"%s", what, name, ili_record_offer(name, known, count, sizeof *known, text));
}

static il_status check_aims(ili_record *c, int visit) {
    const il_preferences *x = &c->p->visit[visit].preferences;
    for (int i = 0; i < x->naim; i++) {
        snprintf(c->path, sizeof c->path, "/visits/%d/preferences/aims/%d", visit, i);
        if (x->aim[i].aim <= 0) return ili_record_fault(c, "", "an aim needs its name: \"aim\": \"restore_function\"");
        for (int j = 0; j < i; j++)
            if (x->aim[j].aim == x->aim[i].aim) return ili_record_fault(c, "aim", "this aim stands twice (see aims number %d); keep one", j + 1);
    }
    return IL_OK;
}

static il_status check_wanted(ili_record *c, int visit) {
    const il_preferences *x = &c->p->visit[visit].preferences;
    for (int i = 0; i < x->ntreatment; i++) {
        const il_wanted *w = &x->treatment[i];
        snprintf(c->path, sizeof c->path, "/visits/%d/preferences/treatments/%d", visit, i);
        if (!w->treatment) return ili_record_fault(c, "", "name the treatment or exercise: \"treatment\": \"acupuncture\"");
        if (w->wish == IL_WANT_UNKNOWN) return ili_record_fault(c, "", "say whether it is wanted: \"wish\": \"wants\" or \"refuses\"");
        if (ili_name_find(w->treatment, c->vocab->treatment, c->vocab->ntreatment) < 0)
            return unknown(c, "treatment", "treatment or exercise", w->treatment, c->vocab->treatment, c->vocab->ntreatment);
        for (int j = 0; j < i; j++) {
            if (strcmp(x->treatment[j].treatment, w->treatment) != 0) continue;
            return ili_record_fault(c, "treatment", "%s stands twice (see treatments number %d)%s", w->treatment, j + 1,
                                    x->treatment[j].wish == w->wish ? "; keep one" : ", once wanted and once refused; correct one");
        }
    }
    return IL_OK;
}

// "none" stands alone
static il_status check_at_hand(ili_record *c, int visit) {
    const il_visit *v = &c->p->visit[visit];
    snprintf(c->path, sizeof c->path, "/visits/%d/equipment", visit);
    if (v->nequipment > MOST_ENTRIES) return ili_record_fault(c, "", "more than %d entries in this list", MOST_ENTRIES);
    for (int i = 0; i < v->nequipment; i++) {
        const char *item = v->equipment[i].item;
        snprintf(c->path, sizeof c->path, "/visits/%d/equipment/%d", visit, i);
        if (!item) return ili_record_fault(c, "", "name what is at hand: \"item\": \"mat\"");
        bool none = !strcmp(item, "none");
        if (none && v->nequipment > 1) return ili_record_fault(c, "item", "none stands beside other equipment; keep one or the other");
        if (!none && ili_name_find(item, c->vocab->equipment, c->vocab->nequipment) < 0)
            return unknown(c, "item", "equipment", item, c->vocab->equipment, c->vocab->nequipment);
        for (int j = 0; j < i; j++)
            if (!strcmp(v->equipment[j].item, item)) return ili_record_fault(c, "item", "%s stands twice (see equipment number %d); keep one", item, j + 1);
    }
    return IL_OK;
}

il_status ili_record_wishes(ili_record *c, int visit) {
    const il_preferences *x = &c->p->visit[visit].preferences;
    snprintf(c->path, sizeof c->path, "/visits/%d/preferences", visit);
    il_status s = ili_record_range(c, "minutes_a_day", x->minutes_a_day, 0, 1440, "a time in minutes a day");
    if (!s && x->naim > MOST_ENTRIES) s = ili_record_fault(c, "aims", "more than %d entries in this list", MOST_ENTRIES);
    if (!s && x->ntreatment > MOST_ENTRIES) s = ili_record_fault(c, "treatments", "more than %d entries in this list", MOST_ENTRIES);
    if (!s) s = check_aims(c, visit);
    if (!s) s = check_wanted(c, visit);
    return s ? s : check_at_hand(c, visit);
}
