// patient_check_care.c - what a record may say of the care between visits, and of what papers need: accident, opinions, consent, plans, entries
#include <stdio.h>
#include <string.h>
#include "base/names.h"
#include "exam/patient_check.h"

enum { MOST_ENTRIES = 100, MOST_LINES = 50000 };

static il_status too_many(ili_record *c, const char *list, int n, int most) {
    snprintf(c->path, sizeof c->path, "%s", list);
    return n > most ? ili_record_fault(c, "", "more than %d entries in this list", most) : IL_OK;
}

// a day that exists, not before `from` (NULL: any) and not after `to`
static il_status check_day(ili_record *c, const char *key, const char *day, const char *from, const char *to) {
    if (!day) return IL_OK;
    if (!ili_record_is_date(day)) return ili_record_fault(c, key, "%s is \"%.40s\"; it should be a day that exists, as YYYY-MM-DD", key, day);
    if (from && strcmp(day, from) < 0) return ili_record_fault(c, key, "%s is %s, which lies before %.40s; correct one of them", key, day, from);
    if (to && strcmp(day, to) > 0) return ili_record_fault(c, key, "%s is %s, which lies after this visit of %.40s; correct one of them", key, day, to);
    return IL_OK;
}

// of the vocabulary first come treatments that somebody gives, then those that the person does alone, at last exercises: what is accepted is what is offered
static il_status check_among(ili_record *c, const char *key, const char *id, int n) {
    char text[ILI_OFFER_TEXT];
    if (ili_name_find(id, c->vocab->treatment, n) >= 0) return IL_OK;
    return ili_record_fault(c, key, "unknown treatment \"%.40s\"%s", id, ili_record_offer(id, c->vocab->treatment, n, sizeof *c->vocab->treatment, text));
}

static il_status check_care(ili_record *c, const char *key, const char *id) { return check_among(c, key, id, c->vocab->ntreatment); }
static il_status check_treatment(ili_record *c, const char *key, const char *id) { return check_among(c, key, id, c->vocab->ntreatment - c->vocab->nexercise); }

// what the person does alone is nobody's scope
static il_status check_given_by_some(ili_record *c, const char *key, const char *id) {
    char text[ILI_OFFER_TEXT];
    int  n = c->vocab->ntreatment - c->vocab->nexercise - c->vocab->nself;
    if (ili_name_find(id, c->vocab->treatment, n) < 0 && ili_name_find(id, c->vocab->treatment, c->vocab->ntreatment) >= 0)
        return ili_record_fault(c, key, "%.40s is what a person does alone, and nobody's scope%s", id, ili_record_offer(id, c->vocab->treatment, n, sizeof *c->vocab->treatment, text));
    return check_among(c, key, id, n);
}

// -- at a visit ------------------------------------------------------------------------------------------------------------

static il_status check_flare(ili_record *c, int visit, int i) {
    const il_flare *x = &c->p->visit[visit].flare[i];
    if (x->date && x->weeks_ago.known) return ili_record_fault(c, "weeks_ago", "date and weeks_ago are both given; give one");
    il_status s = check_day(c, "date", x->date, NULL, c->p->visit[visit].date);
    if (!s) s = ili_record_range(c, "weeks_ago", x->weeks_ago, 0, 6000, "a time in weeks");
    if (!s) s = ili_record_range(c, "days", x->days, 0, 3650, "a time in days");
    return s ? s : ili_record_range(c, "intensity", x->intensity, 0, 10, "an intensity of pain");
}

static il_status check_kept(ili_record *c, int visit, int i) {
    const il_kept *list = c->p->visit[visit].kept;
    if (!list[i].treatment) return ili_record_fault(c, "", "an entry needs its treatment or exercise: \"treatment\": \"...\"");
    il_status s = check_care(c, "treatment", list[i].treatment);
    if (s) return s;
    for (int j = 0; j < i; j++)
        if (strcmp(list[j].treatment, list[i].treatment) == 0) return ili_record_fault(c, "treatment", "%s stands twice (see adherence number %d); keep one", list[i].treatment, j + 1);
    return ili_record_range(c, "percent", list[i].percent, 0, 100, "a share in percent");
}

static il_status check_medicine(ili_record *c, int visit, int i) {
    const il_medicine *x = &c->p->visit[visit].medicine[i];
    if (!x->medicine) return ili_record_fault(c, "", "an entry needs its medicine: \"medicine\": \"...\"");
    return ili_record_range(c, "days_a_week", x->days_a_week, 0, 7, "days of a week");
}

static il_status check_given(ili_record *c, int visit, int i) {
    const il_given *x = &c->p->visit[visit].given[i];
    if (!x->treatment) return ili_record_fault(c, "", "an entry needs its treatment: \"treatment\": \"...\"");
    il_status s = check_treatment(c, "treatment", x->treatment);
    if (s) return s;
    if (x->side == IL_SIDE_BOTH) return ili_record_fault(c, "side", "leave the side out where both were treated");
    const char *stopped = ili_consent_stopped(c->p, x->treatment, c->p->visit[visit].date);
    return stopped ? ili_record_fault(c, "treatment", "consent to %s was refused or withdrawn on %s; it cannot have been given at this visit", x->treatment, stopped) : IL_OK;
}

// a visit, and an exam, after consent to them ended is a contradiction
static il_status check_visit_consent(ili_record *c, int visit) {
    const il_visit *v = &c->p->visit[visit];
    const char     *processing = ili_consent_stopped(c->p, "processing", v->date), *exam = ili_consent_stopped(c->p, "exam", v->date);
    snprintf(c->path, sizeof c->path, "/visits/%d", visit);
    if (processing) return ili_record_fault(c, "date", "consent to processing was refused or withdrawn on %s; a later visit needs a new consent", processing);
    if (exam && v->nfinding) return ili_record_fault(c, "findings", "consent to the exam was refused or withdrawn on %s; findings after it need a new consent", exam);
    return IL_OK;
}

typedef il_status (*check_entry)(ili_record *c, int visit, int i);

static il_status check_list(ili_record *c, int visit, const char *list, int n, check_entry check) {
    char path[64];
    snprintf(path, sizeof path, "/visits/%d/%s", visit, list);
    il_status s = too_many(c, path, n, MOST_ENTRIES);
    for (int i = 0; i < n && !s; i++) {
        snprintf(c->path, sizeof c->path, "%s/%d", path, i);
        s = check(c, visit, i);
    }
    return s;
}

il_status ili_record_care(ili_record *c, int visit) {
    const il_visit *v = &c->p->visit[visit];
    il_status       s = check_list(c, visit, "flare_ups", v->nflare, check_flare);
    if (!s) s = check_list(c, visit, "adherence", v->nkept, check_kept);
    if (!s) s = check_list(c, visit, "medicines", v->nmedicine, check_medicine);
    if (!s) s = check_list(c, visit, "given", v->ngiven, check_given);
    return s ? s : check_visit_consent(c, visit);
}

// -- what papers need --------------------------------------------------------------------------------------------------------

static il_status check_pre_existing(ili_record *c, int i) {
    return c->p->pre_existing[i].condition ? IL_OK : ili_record_fault(c, "", "an entry needs its condition: \"condition\": \"...\"");
}

static il_status check_opinion(ili_record *c, int i) {
    const il_opinion *x = &c->p->opinion[i];
    if (x->kind <= IL_OPINION_UNKNOWN || x->kind >= IL_NOPINION) return ili_record_fault(c, "", "an opinion needs its kind: \"kind\": \"causation\"");
    if (!x->text) return ili_record_fault(c, "", "an opinion needs its text");
    if (x->edition && x->kind != IL_OPINION_IMPAIRMENT) return ili_record_fault(c, "edition", "edition goes with an impairment only; leave it out");
    return check_day(c, "date", x->date, NULL, NULL);
}

static il_status check_consent(ili_record *c, int i) {
    const il_consent *x = &c->p->consent[i];
    if (!x->covers) return ili_record_fault(c, "", "say what the consent is for: \"for\": \"processing\", \"exam\" or the id of a treatment");
    il_status s = strcmp(x->covers, "processing") != 0 && strcmp(x->covers, "exam") != 0 ? check_treatment(c, "for", x->covers) : IL_OK;
    if (s) return s;
    if (x->given != IL_YES && x->given != IL_NO) return ili_record_fault(c, "", "say whether it was given: \"given\": \"yes\" or \"no\"");
    if (!x->date) return ili_record_fault(c, "", "a consent needs its date");
    s = check_day(c, "date", x->date, NULL, NULL);
    if (!s) s = check_day(c, "withdrawn", x->withdrawn, x->date, NULL);
    if (s) return s;
    if (x->withdrawn && x->given == IL_NO) return ili_record_fault(c, "withdrawn", "a consent that was not given cannot be withdrawn; correct one of them");
    if (x->withdrawn_by && !x->withdrawn) return ili_record_fault(c, "withdrawn_by", "withdrawn_by goes with withdrawn, the day; give both or neither");
    for (int j = 0; j < i; j++) {
        const il_consent *y = &c->p->consent[j];
        if (strcmp(y->covers, x->covers) == 0 && strcmp(y->date, x->date) > 0)
            return ili_record_fault(c, "date", "the consents to %.60s should stand in the order of time (see consents number %d)", x->covers, j + 1);
    }
    return IL_OK;
}

static const il_score *score_of(const ili_record *c, const char *id) {
    for (int i = 0; i < c->vocab->nscore; i++)
        if (strcmp(c->vocab->score[i].id, id) == 0) return &c->vocab->score[i];
    return NULL;
}

static bool is_test(const ili_record *c, const char *id) {
    for (int i = 0; i < c->vocab->ntest; i++)
        if (strcmp(c->vocab->test[i].id, id) == 0) return true;
    return false;
}

static il_status check_expected(ili_record *c, const il_expected *x) {
    if (!x->outcome) return ili_record_fault(c, "", "say what is expected: \"outcome\": \"pain\" or the id of a score or of a test");
    const il_score *score = score_of(c, x->outcome);
    bool            test = !score && is_test(c, x->outcome);
    if (!score && !test && strcmp(x->outcome, "pain") != 0) return ili_record_fault(c, "outcome", "\"%.40s\" is neither pain nor the id of a score or of a test", x->outcome);
    if (x->side && !test) return ili_record_fault(c, "side", "only a test has a side");
    if (!x->weeks.known || !x->low.known || !x->mid.known || !x->high.known) return ili_record_fault(c, "", "an expectation needs weeks, low, mid and high");
    double    min = score ? score->min : 0.0, max = score ? score->max : 10.0;
    il_status s = ili_record_range(c, "weeks", x->weeks, 0, 520, "a time in weeks");
    if (!s && !test) s = ili_record_range(c, "low", x->low, min, max, "this outcome");
    if (!s && !test) s = ili_record_range(c, "high", x->high, min, max, "this outcome");
    if (!s && !(x->low.value <= x->mid.value && x->mid.value <= x->high.value)) s = ili_record_fault(c, "mid", "low, mid and high should ascend");
    return s;
}

static il_status check_plan(ili_record *c, int i) {
    const il_saved_plan *x = &c->p->plan[i];
    char                 path[sizeof c->path];
    if (!x->date) return ili_record_fault(c, "", "a plan needs its date");
    il_status s = check_day(c, "date", x->date, i ? c->p->plan[i - 1].date : NULL, NULL);
    if (!s) s = check_day(c, "released", x->released, x->date, NULL);
    if (!s && x->released_by && !x->released) s = ili_record_fault(c, "released_by", "released_by goes with released, the day; give both or neither");
    if (!s && (x->nplanned > MOST_ENTRIES || x->nexpected > MOST_ENTRIES)) s = ili_record_fault(c, "", "more than %d entries in a list of this plan", MOST_ENTRIES);
    snprintf(path, sizeof path, "%s", c->path);
    for (int j = 0; j < x->nplanned && !s; j++) {
        snprintf(c->path, sizeof c->path, "%.60s/treatments/%d", path, j);
        const char *id = x->planned[j].id;
        if (!id) s = ili_record_fault(c, "", "an entry needs its treatment or exercise: \"treatment\": \"...\"");
        else s = check_care(c, "treatment", id);
    }
    for (int j = 0; j < x->nexpected && !s; j++) {
        snprintf(c->path, sizeof c->path, "%.60s/expected/%d", path, j);
        s = check_expected(c, &x->expected[j]);
    }
    return s;
}

// "2026-03-31" or "2026-03-31T14:05:00Z"
static bool is_time(const char *s) {
    static const char form[] = "T??:??:??Z";
    static const char low[] = "T00:00:00Z", high[] = "T29:59:59Z";
    char day[11];
    snprintf(day, sizeof day, "%s", s);
    if (strlen(day) != 10 || !ili_record_is_date(day)) return false;
    if (!s[10]) return true;
    if (strlen(s + 10) != sizeof form - 1) return false;
    for (int i = 0; form[i]; i++)
        if (s[10 + i] < low[i] || s[10 + i] > high[i]) return false;
    return strncmp(s + 11, "24", 2) < 0;
}

static il_status check_line(ili_record *c, int i) {
    const il_entry *x = &c->p->entry[i];
    if (!x->at || !is_time(x->at)) return ili_record_fault(c, x->at ? "at" : "", "at should be a day, YYYY-MM-DD, or a moment, YYYY-MM-DDThh:mm:ssZ");
    if (!x->what) return ili_record_fault(c, "", "say what was entered: \"what\": \"...\"");
    return i && strncmp(x->at, c->p->entry[i - 1].at, 10) < 0 ? ili_record_fault(c, "at", "the entries should stand in the order of time") : IL_OK;
}

static il_status check_work(ili_record *c, int i) {
    const il_own_work *list = c->p->author.work;
    if (!list[i].treatment) return ili_record_fault(c, "", "an entry needs its treatment: \"treatment\": \"mobilisation\"");
    il_status s = check_given_by_some(c, "treatment", list[i].treatment);
    if (s) return s;
    if (list[i].does != IL_YES && list[i].does != IL_NO) return ili_record_fault(c, "", "say whether the clinician does it: \"does\": \"yes\" or \"no\"");
    for (int j = 0; j < i; j++)
        if (strcmp(list[j].treatment, list[i].treatment) == 0) return ili_record_fault(c, "treatment", "%s stands twice (see scope number %d); keep one", list[i].treatment, j + 1);
    return IL_OK;
}

typedef il_status (*check_item)(ili_record *c, int i);

static il_status check_items(ili_record *c, const char *list, int n, int most, check_item check) {
    il_status s = too_many(c, list, n, most);
    for (int i = 0; i < n && !s; i++) {
        snprintf(c->path, sizeof c->path, "%s/%d", list, i);
        s = check(c, i);
    }
    return s;
}

il_status ili_record_consents(ili_record *c) { return check_items(c, "/consents", c->p->nconsent, MOST_ENTRIES, check_consent); }

il_status ili_record_papers(ili_record *c) {
    const il_patient *p = c->p;
    snprintf(c->path, sizeof c->path, "/accident");
    il_status s = check_day(c, "date", p->accident.date, NULL, NULL);
    if (!s) s = check_items(c, "/author/scope", p->author.nwork, MOST_ENTRIES, check_work);
    if (!s) s = check_items(c, "/pre_existing", p->npre_existing, MOST_ENTRIES, check_pre_existing);
    if (!s) s = check_items(c, "/opinions", p->nopinion, MOST_ENTRIES, check_opinion);
    if (!s) s = check_items(c, "/plans", p->nplan, MOST_ENTRIES, check_plan);
    return s ? s : check_items(c, "/entries", p->nentry, MOST_LINES, check_line);
}
