// day_change.c - who lives a day and with what change, from words as a person writes them on a command line (docs/day.md documents the words)
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/names.h"
#include "ilium/io.h"
#include "io/schedule.h"

enum { FIELDS = 5, WORD = 64, NAMES = 96, OFFER = 320 };

/// "break:5:60" cut at its colons.
typedef struct fields {
    int  n;
    char word[FIELDS][WORD];
} fields;

static il_status wrong(il_error *err, const char *word, const char *says) { return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "'%.80s': %s", word, says); }

static il_status split(const char *word, fields *f, il_error *err) {
    *f = (fields){0};
    for (const char *p = word;; p++) {
        size_t n = strcspn(p, ":");
        if (f->n == FIELDS || n >= WORD) return wrong(err, word, "too many or too long parts between the colons");
        memcpy(f->word[f->n++], p, n);
        if (!p[n]) return IL_OK;
        p += n;
    }
}

static il_status number_of(const char *whole, const char *text, const char *what, double low, double high, double *out, il_error *err) {
    if (il_number_parse(text, strlen(text), out)) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "'%.80s': %s must be a number, not '%.40s'", whole, what, text);
    if (*out >= low && *out <= high) return IL_OK;
    return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "'%.80s': %s lies between %g and %g, not at %.40s", whole, what, low, high, text);
}

static const char *const sides[] = {"right", "left", "both"};

static il_status side_of(const char *whole, const char *text, bool one, il_side *out, il_error *err) {
    int i = ili_name_find(text, sides, one ? 2 : 3);
    if (i >= 0) return *out = i == 0 ? IL_SIDE_RIGHT : i == 1 ? IL_SIDE_LEFT : IL_SIDE_BOTH, IL_OK;
    const char *near = ili_name_nearest(text, sides, one ? 2 : 3);
    return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "'%.80s': a side is right%s left%s, not '%.40s'%s%s%s", whole, one ? " or" : ",", one ? "" : " or both", text, near ? "; did you mean " : "", near ? near : "",
                        near ? "?" : "");
}

// ---- causes --------------------------------------------------------------------------------------------------------------------------------

static il_status no_condition(const il_knowledge *k, const char *word, bool simulated, il_error *err) {
    const char *names[NAMES];
    char        offer[OFFER];
    int         n = 0;
    for (int i = 0; i < k->ncondition && n < NAMES; i++)
        if (!simulated || k->condition[i].simulated) names[n++] = k->condition[i].id;
    return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "there is no condition '%.60s'; did you mean %s? `ilium model conditions` lists them", word, ili_name_offer(word, names, n, offer, sizeof offer));
}

// "short_iliopsoas", "short_iliopsoas:left", "short_iliopsoas:left:0.5"
static il_status condition_from(const il_knowledge *k, const char *whole, const fields *f, int first, il_day_cause *out, il_error *err) {
    il_status status = IL_OK;
    *out = (il_day_cause){.condition = il_find_condition(k, f->word[first]), .side = IL_SIDE_RIGHT, .amount = 1.0};
    if (out->condition < 0) return no_condition(k, f->word[first], true, err);
    if (!k->condition[out->condition].simulated) return wrong(err, whole, "this condition is not simulated: nothing is known of what it changes in a body");
    if (f->n > first + 1) status = side_of(whole, f->word[first + 1], false, &out->side, err);
    if (status == IL_OK && f->n > first + 2) status = number_of(whole, f->word[first + 2], "a condition's severity", 0.0, 1.0, &out->amount, err);
    return status == IL_OK && f->n > first + 3 ? wrong(err, whole, "a condition is ID:SIDE:SEVERITY") : status;
}

// "muscle.psoas.shortness:right=0.15"
static il_status parameter_from(const il_knowledge *k, const char *word, il_day_cause *out, il_error *err) {
    const char *value = strrchr(word, '='), *colon = strchr(word, ':');
    char        id[2*WORD] = "", side[WORD] = "";
    if (!value) return wrong(err, word, "says no value: give ID[:SIDE]=VALUE");
    size_t n = (size_t)((colon && colon < value ? colon : value) - word);
    if (n >= sizeof id) return wrong(err, word, "the name is too long");
    memcpy(id, word, n);
    *out = (il_day_cause){.condition = IL_NONE, .side = IL_SIDE_BOTH};
    il_status status = il_parameter_find(id, &out->parameter, out->target, err);
    if (status == IL_OK && colon && colon < value) {
        snprintf(side, sizeof side, "%.*s", (int)(value - colon - 1), colon + 1);
        status = side_of(word, side, false, &out->side, err);
    }
    if (status == IL_OK && il_number_parse(value + 1, strlen(value + 1), &out->amount)) status = il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "'%.80s': the value must be a number, not '%.40s'", word, value + 1);
    return status ? status : il_parameter_check(&k->parameter[out->parameter], id, out->amount, err);
}

il_status il_day_causes_read(const il_knowledge *k, const char *with, const char *set, int *n, il_day_cause out[IL_DAY_CAUSES], il_error *err) {
    const char *list[] = {with, set};
    *n = 0;
    for (int which = 0; which < 2; which++) {
        for (const char *p = list[which]; p && *p;) {
            char   word[3*WORD];
            fields f;
            size_t size = strcspn(p, ",");
            if (*n == IL_DAY_CAUSES) return il_error_set(err, IL_LIMIT, NULL, 0, 0, "at most %d conditions and parameters at once", IL_DAY_CAUSES);
            if (size >= sizeof word) return il_error_set(err, IL_LIMIT, NULL, 0, 0, "'%.40s...' is too long", p);
            snprintf(word, sizeof word, "%.*s", (int)size, p);
            il_status status = which ? parameter_from(k, word, &out[*n], err) : split(word, &f, err);
            if (status == IL_OK && !which) status = condition_from(k, word, &f, 0, &out[*n], err);
            if (status != IL_OK) return status;
            ++*n;
            p += size + (p[size] == ',');
        }
    }
    return IL_OK;
}

// ---- changes -------------------------------------------------------------------------------------------------------------------------------

/// What a change is read from.
typedef struct reader {
    const il_data_dir  *data;
    const il_knowledge *k;
    const il_schedule  *schedule;
    const char         *word;
    fields              f;
    il_day_change      *out;
    il_error           *err;
} reader;

static il_status read_break(reader *r) {
    double      minutes = 5.0, every = 60.0;
    const char *task = r->f.n > 3 ? r->f.word[3] : NULL;
    il_status   status = r->f.n > 1 ? number_of(r->word, r->f.word[1], "a break", 0.5, 240.0, &minutes, r->err) : IL_OK;
    if (status == IL_OK && r->f.n > 2) status = number_of(r->word, r->f.word[2], "how often, in minutes,", 5.0, 1440.0, &every, r->err);
    if (status == IL_OK && minutes >= every) status = wrong(r->err, r->word, "the break is as long as the time between breaks: give break:MINUTES:EVERY");
    if (status == IL_OK && r->f.n > 4) status = wrong(r->err, r->word, "a break is break:MINUTES:EVERY:POSTURE");
    if (status != IL_OK) return status;
    snprintf(r->out->words, sizeof r->out->words, "a break of %g minutes in every %g%s%s", minutes, every, task ? ", " : "", task ? task : "");
    r->out->kind = IL_DAY_CHANGE_SCHEDULE;
    return ili_schedule_break(r->data, r->schedule, minutes, every, task, &r->out->schedule, r->err);
}

static il_status read_load(reader *r) {
    double load = 0.0;
    if (r->f.n != 2) return wrong(r->err, r->word, "a load is load:KG");
    il_status status = number_of(r->word, r->f.word[1], "a load [kg]", 0.0, 100.0, &load, r->err);
    if (status != IL_OK) return status;
    snprintf(r->out->words, sizeof r->out->words, "%g kg in the hands", load);
    r->out->kind = IL_DAY_CHANGE_SCHEDULE;
    return ili_schedule_load(r->data, r->schedule, load, &r->out->schedule, r->err);
}

// "lift:squat", "sit:backrest": a family of postures of the schedule
static il_status read_family(reader *r) {
    if (r->f.n != 2) return wrong(r->err, r->word, "another way to do it is KIND:WAY, such as lift:squat");
    snprintf(r->out->words, sizeof r->out->words, "%s: %s", r->f.word[0], r->f.word[1]);
    for (char *p = r->out->words; *p; p++)
        if (*p == '_') *p = ' ';
    r->out->kind = IL_DAY_CHANGE_SCHEDULE;
    return ili_schedule_family(r->data, r->schedule, r->f.word[0], r->f.word[1], &r->out->schedule, r->err);
}

// "9mm", "0.9cm", "0.009m", "9": millimetres
static il_status read_mm(reader *r, const char *text, double *mm) {
    char   digits[WORD];
    size_t n = strspn(text, "0123456789.");
    snprintf(digits, sizeof digits, "%.*s", (int)n, text);
    const char *unit = text + n;
    double      factor = !*unit || !strcmp(unit, "mm") ? 1.0 : !strcmp(unit, "cm") ? 10.0 : !strcmp(unit, "m") ? 1000.0 : 0.0, x = 0.0;
    if (factor == 0.0 || !n || il_number_parse(digits, n, &x)) return il_error_set(r->err, IL_BAD_VALUE, NULL, 0, 0, "'%.80s': a height is such as 9mm, 0.9cm or 0.009m, not '%.40s'", r->word, text);
    *mm = factor*x;
    if (*mm >= 1.0 && *mm <= 40.0) return IL_OK;
    return il_error_set(r->err, IL_BAD_VALUE, NULL, 0, 0, "'%.80s': a heel lift is 1 to 40 mm high, not %g mm%s", r->word, *mm, !*unit && *mm < 1.0 ? " (metres are written 0.009m)" : "");
}

static il_status read_treatment(reader *r, int first, int treatment) {
    const il_treatment *t = &r->k->treatment[treatment];
    il_status           status = IL_OK;
    double              mm = 0.0;
    bool                lift = !strcmp(t->id, "heel_lift");
    r->out->kind = IL_DAY_CHANGE_TREATMENT;
    r->out->wish.treatment = treatment;
    if (r->f.n > first + 1) status = side_of(r->word, r->f.word[first + 1], lift, &r->out->wish.side, r->err);
    if (status == IL_OK && r->f.n > first + 3) status = wrong(r->err, r->word, lift ? "a heel lift is heel_lift:SIDE:9mm" : "a treatment is ID:SIDE:WEEKS");
    if (status == IL_OK && r->f.n > first + 2) status = lift ? read_mm(r, r->f.word[first + 2], &mm) : number_of(r->word, r->f.word[first + 2], "weeks", 0.0, 520.0, &r->out->weeks, r->err);
    if (status == IL_OK && !t->simulated)
        status = il_error_set(r->err, IL_BAD_VALUE, NULL, 0, 0, "'%.60s' changes nothing that can be simulated (%.200s)", t->id, t->mechanism);
    static const char *const where[] = {"", ", right", ", left", ", both sides"};
    int n = snprintf(r->out->words, sizeof r->out->words, "%.120s%s", t->name, where[r->out->wish.side]);
    if (mm > 0.0) {
        r->out->kind = IL_DAY_CHANGE_WITH;
        r->out->cause = (il_day_cause){.condition = IL_NONE, .parameter = IL_LEG_FOOT_HEIGHT, .side = r->out->wish.side, .amount = mm};
        snprintf(r->out->words + n, sizeof r->out->words - (size_t)n, ": %g mm", mm);
    } else if (r->out->weeks > 0.0) snprintf(r->out->words + n, sizeof r->out->words - (size_t)n, ", after %g weeks", r->out->weeks);
    return status;
}

static il_status read_with(reader *r) {
    bool without = !strcmp(r->f.word[0], "without");
    if (r->f.n < 2) return wrong(r->err, r->word, without ? "name the condition: without:ID:SIDE" : "name the condition: with:ID:SIDE:SEVERITY");
    il_status status = condition_from(r->k, r->word, &r->f, 1, &r->out->cause, r->err);
    if (status != IL_OK) return status;
    if (without && r->f.n < 3) r->out->cause.side = IL_SIDE_BOTH;
    char words[IL_DAY_WORDS];
    r->out->kind = without ? IL_DAY_CHANGE_WITHOUT : IL_DAY_CHANGE_WITH;
    snprintf(r->out->words, sizeof r->out->words, "%s %.180s", without ? "without" : "with", without ? r->k->condition[r->out->cause.condition].name : il_day_cause_words(r->k, &r->out->cause, words));
    return IL_OK;
}

static il_status read_set(reader *r) {
    char words[IL_DAY_WORDS];
    il_status status = parameter_from(r->k, r->word + strlen("set:"), &r->out->cause, r->err);
    r->out->kind = IL_DAY_CHANGE_WITH;
    if (status == IL_OK) snprintf(r->out->words, sizeof r->out->words, "with %.190s", il_day_cause_words(r->k, &r->out->cause, words));
    return status;
}

// the kinds of postures that are done in more than one way: "lift" of lift_squat
static bool is_family(const il_schedule *s, const char *word) {
    size_t n = strlen(word);
    for (int a = 0; a < s->nactivity; a++)
        for (int p = 0; p < s->activity[a].nphase; p++) {
            const char *id = s->activity[a].phase[p].task->id;
            if (!strncmp(id, word, n) && id[n] == '_') return true;
        }
    return !strcmp(word, "lift") || !strcmp(word, "sit") || !strcmp(word, "hold");
}

static il_status unknown(reader *r, const char *word, bool treatment) {
    static const char *const kinds[] = {"break", "load", "lift", "sit", "hold", "with", "without", "set", "treatment"};
    const char *names[NAMES];
    char        offer[OFFER];
    int         n = 0;
    for (size_t i = 0; !treatment && i < sizeof kinds/sizeof *kinds; i++) names[n++] = kinds[i];
    for (int i = 0; i < r->k->ntreatment && n < NAMES; i++)
        if (r->k->treatment[i].simulated) names[n++] = r->k->treatment[i].id;
    const char *near = ili_name_nearest(word, names, n);
    snprintf(offer, sizeof offer, "%s%.80s%s", near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
    if (treatment) return il_error_set(r->err, IL_BAD_VALUE, NULL, 0, 0, "there is no treatment '%.60s'%s `ilium explain --list` names them", word, *offer ? offer : ";");
    return il_error_set(r->err, IL_BAD_VALUE, NULL, 0, 0, "there is no change '%.60s'%s A change is break:MINUTES:EVERY, lift:WAY, sit:WAY, hold:WAY, load:KG, heel_lift:SIDE:9mm, treatment:ID:SIDE, with:CONDITION:SIDE:SEVERITY, without:CONDITION or set:PARAMETER=VALUE",
                        word, *offer ? offer : ".");
}

static il_status read_change(reader *r) {
    const char *kind = r->f.word[0];
    if (!strcmp(kind, "break")) return read_break(r);
    if (!strcmp(kind, "load")) return read_load(r);
    if (!strcmp(kind, "with") || !strcmp(kind, "without")) return read_with(r);
    int first = !strcmp(kind, "treatment"), treatment = r->f.n > first ? il_find_treatment(r->k, r->f.word[first]) : -1;
    if (treatment >= 0) return read_treatment(r, first, treatment);
    if (first) return unknown(r, r->f.n > 1 ? r->f.word[1] : "", true);
    return is_family(r->schedule, kind) ? read_family(r) : unknown(r, kind, false);
}

il_status il_day_change_read(const il_data_dir *data, const il_knowledge *k, const il_schedule *schedule, const char *word, il_day_change *out, il_error *err) {
    IL_ASSERT(data && k && schedule && word && out);
    reader r = {.data = data, .k = k, .schedule = schedule, .word = word, .out = out, .err = err};
    *out = (il_day_change){.wish.treatment = IL_NONE};
    if (!strncmp(word, "set:", 4)) return read_set(&r);
    il_status status = split(word, &r.f, err);
    if (status == IL_OK) status = read_change(&r);
    // another way to work is what advice on posture and movement says: its rules permit it
    if (status == IL_OK && out->kind == IL_DAY_CHANGE_SCHEDULE) out->wish.treatment = il_find_treatment(k, "ergonomics");
    return status;
}

void il_day_change_free(il_day_change *c) {
    il_schedule_free(c->schedule);
    *c = (il_day_change){.wish.treatment = IL_NONE};
}
