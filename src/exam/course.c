// course.c - how it went from visit to visit: time passed, and whether anything improved by what counts
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "ilium/patient.h"

// days since 1 March of the year 0 of the Gregorian calendar, of a date that il_patient_check() has passed
double il_day_of_date(const char *s) {
    int year = atoi(s), month = atoi(s + 5), day = atoi(s + 8);
    if (month < 3) year--, month += 12;
    return 365.0*year + floor(year/4.0) - floor(year/100.0) + floor(year/400.0) + floor((153.0*(month - 3) + 2.0)/5.0) + day;
}

il_fact il_visit_day(const il_visit *v) {
    if (v->day.known) return v->day;
    return v->date ? (il_fact){true, il_day_of_date(v->date)} : (il_fact){0};
}

// what counts as less pain: 2 of 10 points, or 30 % of what it was (Ostelo 2008)
static bool eased(double before, double now) { return before - now >= 2.0 || (before > 0.0 && before - now >= 0.3*before - 1e-9); }

typedef struct compared {
    bool known, better;
} compared;

// the worst pain of both visits, or where one is not known that of the moment
static compared pain_between(const il_visit *a, const il_visit *b) {
    const il_pain *x = &a->pain, *y = &b->pain;
    if (x->intensity_worst.known && y->intensity_worst.known) return (compared){true, eased(x->intensity_worst.value, y->intensity_worst.value)};
    if (x->intensity_now.known && y->intensity_now.known) return (compared){true, eased(x->intensity_now.value, y->intensity_now.value)};
    return (compared){0};
}

il_fact il_score_total(const il_score *score, const il_score_reading *reading) {
    double sum = 0.0;
    if (reading->value.known || reading->nitem == 0) return reading->value;
    for (int i = 0; i < reading->nitem; i++) sum += reading->item[i].value.value;
    return (il_fact){true, score->scoring == IL_SCORING_MEAN ? sum/reading->nitem : sum};
}

static il_fact total_at(const il_visit *v, const il_score *score) {
    for (int i = 0; i < v->nscore; i++)
        if (strcmp(v->score[i].score, score->id) == 0) return il_score_total(score, &v->score[i]);
    return (il_fact){0};
}

static bool improved(const il_score *s, double before, double now) {
    double gain = s->higher_is_better ? now - before : before - now;
    bool   much = !isnan(s->change) && gain >= s->change - 1e-9;
    return much || (!isnan(s->change_share) && before > 0.0 && gain > 0.0 && gain >= s->change_share*before - 1e-9);
}

// a score that both visits have; one that itself tells a change needs this visit only
static compared score_between(const il_visit *a, const il_visit *b, const il_score *s) {
    il_fact x = total_at(a, s), y = total_at(b, s);
    if (isnan(s->change) && isnan(s->change_share)) return (compared){0};
    if (s->is_change) return (compared){y.known, y.known && y.value >= s->change};
    return (compared){x.known && y.known, x.known && y.known && improved(s, x.value, y.value)};
}

static compared between(const il_visit *a, const il_visit *b, const il_score *score, int nscore) {
    compared all = pain_between(a, b);
    for (int i = 0; i < nscore; i++) {
        compared c = score_between(a, b, &score[i]);
        all.known = all.known || c.known;
        all.better = all.better || c.better;
    }
    return all;
}

il_fact il_patient_weeks_without_gain(const il_patient *p, int visit, const il_score *score, int nscore) {
    const il_visit *now = &p->visit[visit];
    il_fact         today = il_visit_day(now);
    for (int i = 0; i < visit; i++) {
        il_fact  day = il_visit_day(&p->visit[i]);
        compared c = between(&p->visit[i], now, score, nscore);
        if (!c.known || !day.known || !today.known) continue;
        return (il_fact){true, c.better ? 0.0 : (today.value - day.value)/7.0};
    }
    return (il_fact){0};
}
