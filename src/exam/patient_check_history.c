// patient_check_history.c - what the structured part of a history and the scores of a visit may say
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "exam/patient_check.h"

enum { MOST_ENTRIES = 100 };

static void enter(ili_record *c, int visit, const char *list, int i) { snprintf(c->path, sizeof c->path, "/visits/%d/%s/%d", visit, list, i); }

static il_status too_many(ili_record *c, int visit, const char *list, int n) {
    snprintf(c->path, sizeof c->path, "/visits/%d/%s", visit, list);
    return n > MOST_ENTRIES ? ili_record_fault(c, "", "more than %d entries in this list", MOST_ENTRIES) : IL_OK;
}

// a date exists and, where the visit has one, does not lie behind it
static il_status check_date(ili_record *c, const char *date, int visit) {
    const char *today = c->p->visit[visit].date;
    if (!date) return IL_OK;
    if (!ili_record_is_date(date)) return ili_record_fault(c, "date", "date is \"%.40s\"; it should be a day that exists, as YYYY-MM-DD", date);
    if (today && strcmp(date, today) > 0) return ili_record_fault(c, "date", "date is %s, which lies after this visit of %s; correct one of them", date, today);
    return IL_OK;
}

// ---- what happened ----------------------------------------------------------------------------------------------------------------

static il_status check_event(ili_record *c, int visit, int i) {
    const il_event *x = &c->p->visit[visit].history.event[i];
    enter(c, visit, "history/events", i);
    if (x->kind <= IL_EVENT_UNKNOWN || x->kind >= IL_NEVENT) return ili_record_fault(c, "", "an event needs its kind: \"kind\": \"slip_or_fall\"");
    if (x->date && x->weeks_ago.known) return ili_record_fault(c, "weeks_ago", "date and weeks_ago are both given; give one");
    if (x->kind == IL_EVENT_BIRTH && c->p->person.sex == IL_SEX_MALE) return ili_record_fault(c, "kind", "childbirth is given, but the person is male");
    il_status s = check_date(c, x->date, visit);
    return s ? s : ili_record_range(c, "weeks_ago", x->weeks_ago, 0, 6000, "a time in weeks");
}

static il_status check_posture(ili_record *c, int visit, int i) {
    const il_history *h = &c->p->visit[visit].history;
    enter(c, visit, "history/postures", i);
    if (h->posture[i].posture <= IL_DOING_UNKNOWN || h->posture[i].posture >= IL_NDOING)
        return ili_record_fault(c, "", "an entry needs its posture: \"posture\": \"sitting\"");
    if (h->posture[i].effect == IL_EFFECT_UNKNOWN) return ili_record_fault(c, "", "say what it does: \"effect\": \"worse\", \"same\" or \"better\"");
    for (int j = 0; j < i; j++) {
        if (h->posture[j].posture != h->posture[i].posture) continue;
        return ili_record_fault(c, "posture", "this posture stands twice (see postures number %d)%s", j + 1,
                               h->posture[j].effect == h->posture[i].effect ? "; keep one" : ", once as worse and once as better or the same; correct one");
    }
    return ili_record_range(c, "after_minutes", h->posture[i].after_minutes, 0, 1440, "a time in minutes");
}

static il_status check_tried(ili_record *c, int visit, int i) {
    const il_tried *x = &c->p->visit[visit].history.tried[i];
    char v[ILI_NUMBER_TEXT];
    enter(c, visit, "history/treatments", i);
    if (!x->treatment) return ili_record_fault(c, "", "a treatment needs its name: \"treatment\": \"...\"");
    if (x->sessions.known && !(x->sessions.value >= 0 && x->sessions.value <= 1000 && floor(x->sessions.value) == x->sessions.value))
        return ili_record_fault(c, "sessions", "sessions is %s; it should be a whole number up to 1000", ili_record_number(x->sessions.value, v));
    return ili_record_range(c, "adherence_percent", x->adherence_percent, 0, 100, "a share in percent");
}

static il_status check_image(ili_record *c, int visit, int i) {
    const il_image *x = &c->p->visit[visit].history.image[i];
    enter(c, visit, "history/images", i);
    if (x->kind <= IL_IMAGE_UNKNOWN || x->kind >= IL_NIMAGE) return ili_record_fault(c, "", "an image needs its kind: \"kind\": \"mri\"");
    if (x->result == IL_RESULT_NORMAL && x->part == IL_PART_UNKNOWN)
        return ili_record_fault(c, "", "say which part was normal: \"part\": \"lumbar_spine\"; a normal image says nothing of what it did not show");
    return check_date(c, x->date, visit);
}

static il_status check_habits(ili_record *c, int visit) {
    const il_history *h = &c->p->visit[visit].history;
    snprintf(c->path, sizeof c->path, "/visits/%d/history", visit);
    il_status s = ili_record_range(c, "morning_stiffness_minutes", h->morning_stiffness_minutes, 0, 1440, "a time in minutes");
    if (!s) s = ili_record_range(c, "sitting_hours_a_day", h->sitting_hours_a_day, 0, 24, "hours of a day");
    if (!s) s = ili_record_range(c, "lifting_kg", h->lifting_kg, 0, 300, "a lifted mass in kilograms");
    return s ? s : ili_record_range(c, "exercise_minutes_a_week", h->exercise_minutes_a_week, 0, 10080, "minutes of a week");
}

il_status ili_record_history(ili_record *c, int visit) {
    const il_history *h = &c->p->visit[visit].history;
    il_status s = check_habits(c, visit);
    if (!s) s = too_many(c, visit, "history/events", h->nevent);
    for (int i = 0; i < h->nevent && !s; i++) s = check_event(c, visit, i);
    if (!s) s = too_many(c, visit, "history/postures", h->nposture);
    for (int i = 0; i < h->nposture && !s; i++) s = check_posture(c, visit, i);
    if (!s) s = too_many(c, visit, "history/treatments", h->ntried);
    for (int i = 0; i < h->ntried && !s; i++) s = check_tried(c, visit, i);
    if (!s) s = too_many(c, visit, "history/images", h->nimage);
    for (int i = 0; i < h->nimage && !s; i++) s = check_image(c, visit, i);
    return s;
}

// ---- scores -----------------------------------------------------------------------------------------------------------------------

static const il_score *find_score(const il_patient_vocab *vocab, const char *id) {
    for (int i = 0; i < vocab->nscore; i++)
        if (strcmp(vocab->score[i].id, id) == 0) return &vocab->score[i];
    return NULL;
}

static il_status check_number(ili_record *c, const char *key, il_fact x, double min, double max, bool whole, const char *name) {
    char a[ILI_NUMBER_TEXT], b[ILI_NUMBER_TEXT], v[ILI_NUMBER_TEXT];
    if (!(x.value >= min && x.value <= max))
        return ili_record_fault(c, key, "%s is %s; it lies between %s and %s", name, ili_record_number(x.value, v), ili_record_number(min, a), ili_record_number(max, b));
    if (whole && floor(x.value) != x.value) return ili_record_fault(c, key, "%s is %s; it should be a whole number", name, ili_record_number(x.value, v));
    return IL_OK;
}

static il_status check_items(ili_record *c, const il_score_reading *x, const il_score *s) {
    char key[40];
    if (s->most == 0) return ili_record_fault(c, "items", "of %s the total alone is entered (%.100s); leave items out", s->id, s->licence);
    if (x->nitem < s->fewest || x->nitem > s->most)
        return ili_record_fault(c, "items", "%s has %d parts here; it should have %d to %d", s->id, x->nitem, s->fewest, s->most);
    for (int i = 0; i < x->nitem; i++) {
        snprintf(key, sizeof key, "items/%d/value", i);
        if (!x->item[i].item || !x->item[i].value.known) return ili_record_fault(c, "items", "each part needs its item and its value");
        il_status st = check_number(c, key, x->item[i].value, s->item_min, s->item_max, s->scoring == IL_SCORING_SUM, x->item[i].item);
        if (st) return st;
    }
    return IL_OK;
}

static il_status check_total(ili_record *c, const il_score_reading *x, const il_score *s) {
    char a[ILI_NUMBER_TEXT];
    il_score_reading parts = *x;
    parts.value = (il_fact){0};
    if (!x->value.known) return x->nitem ? IL_OK : ili_record_fault(c, "", "%s has no reading; give value%s", s->id, s->most ? " or items" : "");
    il_status st = check_number(c, "value", x->value, s->min, s->max, s->whole, s->id);
    if (st || x->nitem == 0) return st;
    double total = il_score_total(s, &parts).value;
    if (fabs(total - x->value.value) > 0.051)
        return ili_record_fault(c, "value", "the parts of %s make %s; correct them or leave value out", s->id, ili_record_number(total, a));
    return IL_OK;
}

static il_status check_score(ili_record *c, int visit, int i) {
    const il_visit         *v = &c->p->visit[visit];
    const il_score_reading *x = &v->score[i];
    char text[ILI_OFFER_TEXT];
    enter(c, visit, "scores", i);
    if (!x->score) return ili_record_fault(c, "", "a score needs its name: \"score\": \"roland_morris\"");
    const il_score *s = find_score(c->vocab, x->score);
    if (!s)
        return ili_record_fault(c, "score", "unknown score \"%.40s\"%s", x->score, ili_record_offer(x->score, c->vocab->score, c->vocab->nscore, sizeof *c->vocab->score, text));
    for (int j = 0; j < i; j++)
        if (strcmp(v->score[j].score, x->score) == 0) return ili_record_fault(c, "score", "%s stands twice at this visit (see scores number %d); keep one", s->id, j + 1);
    il_status st = x->nitem ? check_items(c, x, s) : IL_OK;
    return st ? st : check_total(c, x, s);
}

il_status ili_record_scores(ili_record *c, int visit) {
    const il_visit *v = &c->p->visit[visit];
    il_status s = too_many(c, visit, "scores", v->nscore);
    for (int i = 0; i < v->nscore && !s; i++) s = check_score(c, visit, i);
    return s;
}
