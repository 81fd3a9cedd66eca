// patient_check.c - what a record may say: possible, known, free of contradictions; each fault with its place as a JSON pointer
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/names.h"
#include "base/text.h"
#include "exam/patient_check.h"

enum { MOST_VISITS = 1000, MOST_FINDINGS = 500, MOST_AREAS = 200, MOST_ANSWERS = 500, NUMBER_TEXT = ILI_NUMBER_TEXT, OFFER_TEXT = ILI_OFFER_TEXT };

il_status ili_record_fault(ili_record *c, const char *key, const char *format, ...) {
    char text[400];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (c->place) snprintf(c->place, 128, "%s%s%s", c->path, *key ? "/" : "", key);
    return il_error_set(c->err, IL_BAD_VALUE, NULL, 0, 0, "%s", text);
}

// a number for a sentence: up to four decimals, no zeros behind
const char *ili_record_number(double x, char buf[NUMBER_TEXT]) {
    ili_text t = ili_text_fixed(buf, NUMBER_TEXT);
    ili_text_fixed_number(&t, x, 4);
    char *end = buf + strlen(buf);
    while (strchr(buf, '.') && (end[-1] == '0' || end[-1] == '.')) {
        bool point = *--end == '.';
        *end = 0;
        if (point) break;
    }
    return buf;
}

// a number that is known must lie in a range; `what` says what it is, with its unit
il_status ili_record_range(ili_record *c, const char *key, il_fact x, double min, double max, const char *what) {
    char a[NUMBER_TEXT], b[NUMBER_TEXT], v[NUMBER_TEXT];
    if (!x.known || (x.value >= min && x.value <= max)) return IL_OK;
    return ili_record_fault(c, key, "%s is %s; %s lies between %s and %s", key, ili_record_number(x.value, v), what, ili_record_number(min, a), ili_record_number(max, b));
}

// -- the person ------------------------------------------------------------------------------------------------------------

static il_status check_sizes(ili_record *c, const il_person *x) {
    char v[NUMBER_TEXT];
    // each number alone is possible; together they must be too
    if (x->height_m.known && x->mass_kg.known && x->bmi_kg_m2.known)
        return ili_record_fault(c, "bmi_kg_m2", "bmi_kg_m2 follows from height and mass; leave it out");
    if (x->height_m.known && x->mass_kg.known) {
        double bmi = x->mass_kg.value/(x->height_m.value*x->height_m.value);
        if (bmi < 8 || bmi > 110)
            return ili_record_fault(c, "mass_kg", "height and mass do not belong together: they give a body mass index of %s kg/m2",
                         ili_record_number(round(bmi*10)/10, v));
    }
    const il_fact leg[2] = {x->leg_length_r_m, x->leg_length_l_m};
    static const char *const key[2] = {"leg_length_r_m", "leg_length_l_m"};
    if (leg[0].known != leg[1].known)
        return ili_record_fault(c, key[leg[1].known], "%s is given without the other leg; give both or neither", key[leg[1].known]);
    if (leg[0].known && fabs(leg[0].value - leg[1].value) > 0.15)
        return ili_record_fault(c, key[1], "the legs differ by more than 0.15 m; check both lengths (m)");
    for (int i = 0; i < 2; i++)
        if (leg[i].known && x->height_m.known && (leg[i].value > 0.65*x->height_m.value || leg[i].value < 0.35*x->height_m.value))
            return ili_record_fault(c, key[i], "%s does not belong to the height: a leg is 0.35 to 0.65 of it", key[i]);
    return IL_OK;
}

static il_status check_person(ili_record *c) {
    const il_person *x = &c->p->person;
    snprintf(c->path, sizeof c->path, "/person");
    il_status s = ili_record_range(c, "age_years", x->age_years, 0, 120, "an age in years");
    if (s == IL_OK) s = ili_record_range(c, "height_m", x->height_m, 0.4, 2.6, "a height in metres");
    if (s == IL_OK) s = ili_record_range(c, "mass_kg", x->mass_kg, 2, 400, "a mass in kilograms");
    if (s == IL_OK) s = ili_record_range(c, "bmi_kg_m2", x->bmi_kg_m2, 8, 110, "a body mass index in kg/m2");
    if (s == IL_OK) s = ili_record_range(c, "leg_length_r_m", x->leg_length_r_m, 0.15, 1.5, "a leg length in metres");
    if (s == IL_OK) s = ili_record_range(c, "leg_length_l_m", x->leg_length_l_m, 0.15, 1.5, "a leg length in metres");
    if (s == IL_OK) s = ili_record_range(c, "pelvic_incidence_deg", x->pelvic_incidence_deg, 10, 110, "a pelvic incidence in degrees");
    if (s == IL_OK) s = ili_record_range(c, "lordosis_deg", x->lordosis_deg, -30, 120, "a lordosis in degrees");
    if (s == IL_OK) s = check_sizes(c, x);
    if (s != IL_OK) return s;
    snprintf(c->path, sizeof c->path, "/validity");
    if (x->sex == IL_SEX_MALE && c->p->validity.pregnancy == IL_YES) return ili_record_fault(c, "pregnancy", "pregnancy is yes, but the person is male");
    return IL_OK;
}

// -- dates -----------------------------------------------------------------------------------------------------------------

// "YYYY-MM-DD" of a day that exists
bool ili_record_is_date(const char *s) {
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    static const char form[] = "dddd-dd-dd";
    if (strlen(s) != sizeof form - 1) return false;
    for (int i = 0; form[i]; i++)
        if (form[i] == 'd' ? s[i] < '0' || s[i] > '9' : s[i] != form[i]) return false;
    int year = (s[0] - '0')*1000 + (s[1] - '0')*100 + (s[2] - '0')*10 + (s[3] - '0');
    int month = (s[5] - '0')*10 + (s[6] - '0'), day = (s[8] - '0')*10 + (s[9] - '0');
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (year < 1900 || month < 1 || month > 12 || day < 1) return false;
    return day <= days[month - 1] && (leap || month != 2 || day < 29);
}

// each visit has a date, or each a day; both ascend
static il_status check_time(ili_record *c, const il_visit *v, const il_visit *before) {
    char a[NUMBER_TEXT];
    if (v->date && v->day.known) return ili_record_fault(c, "day", "date and day are both given; give one");
    if (v->date && !ili_record_is_date(v->date)) return ili_record_fault(c, "date", "date is \"%.40s\"; it should be a day that exists, as YYYY-MM-DD", v->date);
    if (v->day.known && !(v->day.value >= 0 && v->day.value < 40000 && floor(v->day.value) == v->day.value))
        return ili_record_fault(c, "day", "day is %s; it should be the whole number of days since the first visit", ili_record_number(v->day.value, a));
    if (c->p->nvisit > 1 && !v->date && !v->day.known) return ili_record_fault(c, "", "a visit of several needs a date, or a day counted from the first visit");
    if (!before) return IL_OK;
    if (!!v->date != !!before->date) return ili_record_fault(c, v->date ? "date" : "day", "the visits should all have a date, or all a day");
    if (v->date ? strcmp(v->date, before->date) <= 0 : v->day.value <= before->day.value)
        return ili_record_fault(c, v->date ? "date" : "day", "the visits should stand in the order of time, one for each day");
    return IL_OK;
}

// -- pain ------------------------------------------------------------------------------------------------------------------

static const il_region_word *find_region(const il_patient_vocab *vocab, const char *code) {
    for (int i = 0; i < vocab->nregion; i++)
        if (strcmp(vocab->region[i].code, code) == 0) return &vocab->region[i];
    return NULL;
}

// the name of `count` that is nearest to an unknown one; names stand `stride` bytes apart, each at the start of its struct
const char *ili_record_offer(const char *name, const void *first, int count, size_t stride, char buf[OFFER_TEXT]) {
    const char *best = NULL;
    for (int i = 0; i < count; i++) {
        const char *pair[2] = {best, NULL};
        memcpy(&pair[1], (const char *)first + (size_t)i*stride, sizeof pair[1]);
        best = best ? ili_name_nearest(name, pair, 2) : ili_name_nearest(name, pair + 1, 1);
    }
    if (best) snprintf(buf, OFFER_TEXT, "; did you mean \"%.100s\"?", best);
    else snprintf(buf, OFFER_TEXT, " (%d are known)", count);
    return buf;
}

static il_status check_area(ili_record *c, const il_pain *pain, int i) {
    const il_pain_area *x = &pain->area[i];
    char text[OFFER_TEXT];
    if (!x->region) return ili_record_fault(c, "", "a pain region needs its code: \"region\": \"PSIS\"");
    const il_region_word *known = find_region(c->vocab, x->region);
    if (!known)
        return ili_record_fault(c, "region", "unknown pain region \"%.40s\"%s", x->region,
                     ili_record_offer(x->region, c->vocab->region, c->vocab->nregion, sizeof *c->vocab->region, text));
    if (!known->sided && x->side != IL_SIDE_NONE)
        return ili_record_fault(c, "side", "the region %s lies on the midline; leave its side out or write \"mid\"", x->region);
    if (x->side == IL_SIDE_BOTH) return ili_record_fault(c, "side", "give each side its own entry");
    for (int j = 0; j < i; j++)
        if (pain->area[j].side == x->side && strcmp(pain->area[j].region, x->region) == 0)
            return ili_record_fault(c, "", "the pain region %s stands twice with the same side", x->region);
    il_status s = ili_record_range(c, "intensity", x->intensity, 0, 10, "an intensity of pain");
    if (s == IL_OK && x->intensity.known && pain->intensity_worst.known && x->intensity.value > pain->intensity_worst.value)
        s = ili_record_fault(c, "intensity", "the intensity here is above the worst intensity of this visit; correct one of them");
    return s;
}

static il_status check_strokes(ili_record *c, const il_pain *pain, int visit) {
    double xy[2*IL_PAIN_STROKE_POINTS];
    snprintf(c->path, sizeof c->path, "/visits/%d/pain", visit);
    if (pain->nstroke > IL_PAIN_STROKES) return ili_record_fault(c, "strokes", "more than %d strokes at one visit", IL_PAIN_STROKES);
    for (int i = 0; i < pain->nstroke; i++) {
        snprintf(c->path, sizeof c->path, "/visits/%d/pain/strokes/%d", visit, i);
        if (!pain->stroke[i].view) return ili_record_fault(c, "view", "a stroke needs its view: front, back, right or left");
        if (il_pain_stroke_points(pain->stroke[i].line, xy) < 1)
            return ili_record_fault(c, "line", "line is no stroke; it should be 1 to %d places \"x y x y\", from 0 to %d across and 0 to %d down", IL_PAIN_STROKE_POINTS, IL_PAIN_MAP_WIDTH, IL_PAIN_MAP_HEIGHT);
    }
    return IL_OK;
}

static il_status check_pain(ili_record *c, int visit) {
    const il_pain *x = &c->p->visit[visit].pain;
    snprintf(c->path, sizeof c->path, "/visits/%d/pain", visit);
    il_status s = ili_record_range(c, "intensity_now", x->intensity_now, 0, 10, "an intensity of pain");
    if (s == IL_OK) s = ili_record_range(c, "intensity_worst", x->intensity_worst, 0, 10, "an intensity of pain");
    if (s == IL_OK) s = ili_record_range(c, "duration_weeks", x->duration_weeks, 0, 6000, "a duration in weeks");
    if (s != IL_OK) return s;
    if (x->intensity_now.known && x->intensity_worst.known && x->intensity_now.value > x->intensity_worst.value)
        return ili_record_fault(c, "intensity_worst", "the worst intensity is below the present one; correct one of them");
    if (x->narea > MOST_AREAS) return ili_record_fault(c, "regions", "more than %d pain regions at one visit", MOST_AREAS);
    for (int i = 0; i < x->narea && s == IL_OK; i++) {
        snprintf(c->path, sizeof c->path, "/visits/%d/pain/regions/%d", visit, i);
        s = check_area(c, x, i);
    }
    return s == IL_OK ? check_strokes(c, x, visit) : s;
}

// -- screen ----------------------------------------------------------------------------------------------------------------

// what the whole record says of validity and what its last visit answers must be the same
static il_status check_validity(ili_record *c, const il_visit *last) {
    const char *row = NULL;
    il_answer answer = IL_NOT_ASKED;
    for (int i = 0; il_patient_validity(c->p, i, &row, &answer); i++)
        for (int j = 0; answer != IL_NOT_ASKED && j < last->nscreen; j++)
            if (strcmp(last->screen[j].id, row) == 0 && last->screen[j].answer != answer)
                return ili_record_fault(c, row, "%s contradicts the answer under validity; correct one of them", row);
    return IL_OK;
}

static il_status check_screen(ili_record *c, int visit) {
    const il_visit *v = &c->p->visit[visit];
    char text[OFFER_TEXT];
    snprintf(c->path, sizeof c->path, "/visits/%d/screen", visit);
    if (v->nscreen > MOST_ANSWERS) return ili_record_fault(c, "", "more than %d answers at one visit", MOST_ANSWERS);
    for (int i = 0; i < v->nscreen; i++) {
        const il_screen_answer *x = &v->screen[i];
        if (!x->id) return ili_record_fault(c, "", "an answer without its id");
        if (ili_name_find(x->id, c->vocab->flag, c->vocab->nflag) < 0)
            return ili_record_fault(c, x->id, "unknown item of the safety screen \"%.40s\"%s", x->id,
                         ili_record_offer(x->id, c->vocab->flag, c->vocab->nflag, sizeof *c->vocab->flag, text));
        if (x->answer != IL_YES && x->answer != IL_NO) return ili_record_fault(c, x->id, "%s should be yes or no; leave out what was not asked", x->id);
        for (int j = 0; j < i; j++)
            if (strcmp(v->screen[j].id, x->id) == 0) return ili_record_fault(c, x->id, "%s is answered twice at one visit", x->id);
    }
    return visit == c->p->nvisit - 1 ? check_validity(c, v) : IL_OK;
}

// -- findings --------------------------------------------------------------------------------------------------------------

static const il_test_word *find_test(const il_patient_vocab *vocab, const char *id) {
    for (int i = 0; i < vocab->ntest; i++)
        if (strcmp(vocab->test[i].id, id) == 0) return &vocab->test[i];
    return NULL;
}

// the side, as the test has sides or not
static il_status check_side(ili_record *c, const il_finding *x, const il_test_word *t) {
    if (x->side == IL_SIDE_BOTH) return ili_record_fault(c, "side", "give each side its own finding");
    if (t->sided && x->side == IL_SIDE_NONE) return ili_record_fault(c, "", "%s is taken on each side; add \"side\": \"r\" or \"side\": \"l\"", t->id);
    if (!t->sided && x->side != IL_SIDE_NONE) return ili_record_fault(c, "side", "%s is taken of the whole person; leave the side out", t->id);
    return IL_OK;
}

static const char *possible(const il_test_word *t, char buf[OFFER_TEXT]) {
    char a[NUMBER_TEXT], b[NUMBER_TEXT];
    if (isnan(t->min) && isnan(t->max)) snprintf(buf, OFFER_TEXT, "a reading in %s", *t->unit ? t->unit : "numbers");
    else if (isnan(t->max)) snprintf(buf, OFFER_TEXT, "at least %s%s%s", ili_record_number(t->min, a), *t->unit ? " " : "", t->unit);
    else if (isnan(t->min)) snprintf(buf, OFFER_TEXT, "at most %s%s%s", ili_record_number(t->max, b), *t->unit ? " " : "", t->unit);
    else snprintf(buf, OFFER_TEXT, "%s to %s%s%s", ili_record_number(t->min, a), ili_record_number(t->max, b), *t->unit ? " " : "", t->unit);
    return buf;
}

#define DEGREES 57.295779513082320877

// a broken number below pi, four deviations from the norm as degrees and within three as radians
static bool looks_like_radians(double x, const il_test_word *t) {
    if (!(t->norm_sd > 0.0) || fabs(x) > 3.15 || floor(x) == x) return false;
    return fabs(x - t->norm_mean) > 4.0*t->norm_sd && fabs(x*DEGREES - t->norm_mean) <= 3.0*t->norm_sd;
}

// a number with its unit, inside what is possible
static il_status check_value(ili_record *c, const il_finding *x, const il_test_word *t) {
    char v[NUMBER_TEXT], text[OFFER_TEXT];
    if (t->sign) return ili_record_fault(c, "value", "%s is positive or negative; write \"result\": \"positive\" instead of a number", t->id);
    if (*t->unit && !x->unit) return ili_record_fault(c, "", "the unit is missing; %s is given in \"%s\"", t->id, t->unit);
    if (x->unit && strcmp(x->unit, t->unit) != 0) {
        if (!*t->unit) return ili_record_fault(c, "unit", "%s has no unit; leave \"%.20s\" out", t->id, x->unit);
        return ili_record_fault(c, "unit", "the unit is \"%.20s\"; %s is given in \"%s\"", x->unit, t->id, t->unit);
    }
    if (!isfinite(x->value.value) || x->value.value < t->min || x->value.value > t->max)
        return ili_record_fault(c, "value", "%s is %s, which is not possible; it should be %s", t->id, ili_record_number(x->value.value, v), possible(t, text));
    if (looks_like_radians(x->value.value, t)) {
        char degrees[NUMBER_TEXT];
        return ili_record_fault(c, "value", "%s is %s deg, far from what people show; %s radians would be %s deg: write degrees, or round to a whole degree if it was measured so", t->id,
                                ili_record_number(x->value.value, v), v, ili_record_number(round(x->value.value*DEGREES), degrees));
    }
    if (t->whole && floor(x->value.value) != x->value.value)
        return ili_record_fault(c, "value", "%s is %s; it should be a whole number", t->id, ili_record_number(x->value.value, v));
    if (x->of.known && !t->whole) return ili_record_fault(c, "of", "of goes with a count only; leave it out");
    if (x->of.known && !(x->of.value >= x->value.value && x->of.value <= 100))
        return ili_record_fault(c, "of", "of should be how many were done, no fewer than value");
    return IL_OK;
}

// a word, or a share of normal
static il_status check_word(ili_record *c, const il_finding *x, const il_test_word *t) {
    if (x->unit || x->of.known) return ili_record_fault(c, x->unit ? "unit" : "of", "%s goes with a value only; leave it out", x->unit ? "unit" : "of");
    if (x->reduced_by_percent.known) {
        if (t->sign) return ili_record_fault(c, "reduced_by_percent", "%s is positive or negative; it cannot be reduced by a percentage", t->id);
        return ili_record_range(c, "reduced_by_percent", x->reduced_by_percent, 0, 100, "a percentage of normal");
    }
    bool sign = x->result == IL_RESULT_POSITIVE || x->result == IL_RESULT_NEGATIVE;
    if (t->sign && !sign) return ili_record_fault(c, "result", "%s is positive or negative", t->id);
    if (!t->sign && sign) return ili_record_fault(c, "result", "%s is a measure; give its value, or say normal, reduced or increased", t->id);
    return IL_OK;
}

static bool same_text(const char *a, const char *b) { return a == b || (a && b && strcmp(a, b) == 0); }

// does the test say of this side that it is the one?
static bool is_affirmed(const il_finding *x) { return x->result == IL_RESULT_POSITIVE || (x->value.known && x->value.value > 0); }

// against the findings before it at the same visit
static il_status check_others(ili_record *c, const il_visit *v, int i, const il_test_word *t) {
    const il_finding *x = &v->finding[i];
    for (int j = 0; j < i; j++) {
        const il_finding *y = &v->finding[j];
        if (!same_text(x->test, y->test)) continue;
        if (x->side == y->side && same_text(x->method, y->method))
            return ili_record_fault(c, "", "%s stands twice at this visit (see findings number %d); keep one, or tell them apart by \"method\"", t->id, j + 1);
        if (t->one_side && x->side != y->side && is_affirmed(x) && is_affirmed(y))
            return ili_record_fault(c, "", "%s cannot hold on both sides; see findings number %d and correct one", t->id, j + 1);
    }
    return IL_OK;
}

// a sign on one side of its threshold, and the number that it judges far on the other: one of them is wrong
static il_status check_judged(ili_record *c, const il_visit *v, int i, const il_test_word *t) {
    char a[NUMBER_TEXT], b[NUMBER_TEXT];
    for (int j = 0; j < v->nfinding; j++) {
        const il_finding   *sign = &v->finding[i], *number = &v->finding[j];
        if (j == i || !same_text(number->test, t->judges) || number->side != sign->side || !number->value.known) continue;
        bool   positive = sign->result == IL_RESULT_POSITIVE;
        double beyond = t->above ? number->value.value - t->cut : t->cut - number->value.value;
        if (positive ? beyond > -t->cut_error : beyond < t->cut_error) continue;
        return ili_record_fault(c, "result", "%s is %s, but %s of the same side is %s (findings number %d), far on the other side of the threshold %s; correct one of them", t->id,
                                positive ? "positive" : "negative", t->judges, ili_record_number(number->value.value, a), j + 1, ili_record_number(t->cut, b));
    }
    return IL_OK;
}

static il_status check_finding(ili_record *c, const il_visit *v, int i) {
    const il_finding *x = &v->finding[i];
    char text[OFFER_TEXT];
    if (!x->test) return ili_record_fault(c, "", "a finding needs its test: \"test\": \"slr_deg\"");
    const il_test_word *t = find_test(c->vocab, x->test);
    if (!t)
        return ili_record_fault(c, "test", "unknown test \"%.40s\"%s", x->test, ili_record_offer(x->test, c->vocab->test, c->vocab->ntest, sizeof *c->vocab->test, text));
    il_status s = check_side(c, x, t);
    if (s != IL_OK) return s;
    int readings = x->value.known + (x->result != IL_RESULT_NONE) + x->reduced_by_percent.known;
    if (readings == 0) return ili_record_fault(c, "", "%s has no reading; give value, result or reduced_by_percent", t->id);
    if (readings > 1) return ili_record_fault(c, "", "%s has more than one of value, result and reduced_by_percent; keep one", t->id);
    s = x->value.known ? check_value(c, x, t) : check_word(c, x, t);
    if (s == IL_OK && x->error.known && !x->value.known) s = ili_record_fault(c, "error", "error goes with a value only; leave it out");
    if (s == IL_OK && x->error.known && !(x->error.value >= 0 && x->error.value <= 1000))
        s = ili_record_fault(c, "error", "error should be a standard deviation, 0 or more");
    if (s == IL_OK && t->judges) s = check_judged(c, v, i, t);
    return s == IL_OK ? check_others(c, v, i, t) : s;
}

static il_status check_findings(ili_record *c, int visit) {
    const il_visit *v = &c->p->visit[visit];
    il_status s = IL_OK;
    snprintf(c->path, sizeof c->path, "/visits/%d/findings", visit);
    if (v->nfinding > MOST_FINDINGS) return ili_record_fault(c, "", "more than %d findings at one visit", MOST_FINDINGS);
    for (int i = 0; i < v->nfinding && s == IL_OK; i++) {
        snprintf(c->path, sizeof c->path, "/visits/%d/findings/%d", visit, i);
        s = check_finding(c, v, i);
    }
    return s;
}

// -- the whole -------------------------------------------------------------------------------------------------------------

il_status il_patient_check(const il_patient *p, const il_patient_vocab *vocab, char place[128], il_error *err) {
    ili_record c = {.p = p, .vocab = vocab, .err = err, .place = place};
    if (place) place[0] = 0;
    if (p->version != IL_PATIENT_VERSION)
        return ili_record_fault(&c, "ilium_patient", "version %d of patient files is not known; this program reads version %d", p->version, IL_PATIENT_VERSION);
    if (!p->id || !*p->id) return ili_record_fault(&c, p->id ? "id" : "", "the record needs an id: \"id\": \"...\"");
    il_status s = check_person(&c);
    if (s == IL_OK) s = ili_record_consents(&c);
    if (s != IL_OK) return s;
    snprintf(c.path, sizeof c.path, "/visits");
    if (p->nvisit < 1) return ili_record_fault(&c, "", "visits is empty; a record has at least one visit");
    if (p->nvisit > MOST_VISITS) return ili_record_fault(&c, "", "more than %d visits", MOST_VISITS);
    for (int i = 0; i < p->nvisit && s == IL_OK; i++) {
        snprintf(c.path, sizeof c.path, "/visits/%d", i);
        s = check_time(&c, &p->visit[i], i ? &p->visit[i - 1] : NULL);
        if (s == IL_OK) s = ili_record_history(&c, i);
        if (s == IL_OK) s = check_pain(&c, i);
        if (s == IL_OK) s = check_screen(&c, i);
        if (s == IL_OK) s = check_findings(&c, i);
        if (s == IL_OK) s = ili_record_scores(&c, i);
        if (s == IL_OK) s = ili_record_care(&c, i);
        if (s == IL_OK) s = ili_record_wishes(&c, i);
    }
    return s == IL_OK ? ili_record_papers(&c) : s;
}
