// interview.c - the questions of a visit in their order, and what the record answers
#include "io/interview.h"

#include <stdlib.h>
#include <string.h>

#include "ilium/file.h"

// ---- the list of questions -------------------------------------------------------------------------------------------------------

#define X(name, word) word,
static const char *const record_path[] = {IL_ASKING_LIST(X)};
#undef X

static const ili_shape *shape_of(const char *const *key, int depth) {
    const ili_shape *shape = &ili_patient_shape;
    for (int i = 0; i < depth; i++) {
        const ili_field *f = ili_shape_find(shape, key[i]);
        if (!f) return NULL;
        shape = f->shape;
    }
    return shape;
}

const ili_field *ili_asking_field(const il_asking *q) {
    static const char *const history[] = {"visits", "history"}, *const pain[] = {"visits", "pain"}, *const person[] = {"person"}, *const validity[] = {"validity"},
                             *const preferences[] = {"visits", "preferences"}, *const author[] = {"author"}, *const accident[] = {"accident"};
    const ili_shape *shape = NULL;
    switch (q->record) {
    case IL_ASKING_PERSON: shape = shape_of(person, 1); break;
    case IL_ASKING_VALIDITY: shape = shape_of(validity, 1); break;
    case IL_ASKING_HISTORY: shape = shape_of(history, 2); break;
    case IL_ASKING_PAIN: shape = shape_of(pain, 2); break;
    case IL_ASKING_PREFERENCES: shape = shape_of(preferences, 2); break;
    case IL_ASKING_VISIT: shape = shape_of(history, 1); break;
    case IL_ASKING_AUTHOR: shape = shape_of(author, 1); break;
    case IL_ASKING_ACCIDENT: shape = shape_of(accident, 1); break;
    case IL_ASKING_RECORD: shape = &ili_patient_shape; break;
    case IL_ASKING_SCREEN:
    case IL_ASKING_TEST:
    case IL_NASKING: break;
    }
    return shape ? ili_shape_find(shape, q->id) : NULL;
}

static const char *form_of_field(const ili_field *f, ili_arena *a) {
    char     buf[200];
    ili_text t = ili_text_fixed(buf, sizeof buf);
    switch (f->kind) {
    case ILI_FIELD_NUMBER: return "a number";
    case ILI_FIELD_LIST: return f->shape->field->kind == ILI_FIELD_CHOICE ? "WORD ..., WORD ..." : "NAME ..., NAME ...";
    case ILI_FIELD_CHOICE: break;
    default: return "words";
    }
    for (int i = 0; i < f->nword; i++) {
        if (f->first + i == 0) continue; // 0: as if it were not answered
        if (t.len) ili_text_add(&t, " or ");
        ili_text_add(&t, f->word[i]);
    }
    return ili_arena_copy(a, buf, t.len);
}

// "several separated by commas, each: posture (standing, walking ...), effect (worse, same, better), after_minutes, note"
static const char *form_of_list(const ili_field *list, ili_arena *a) {
    char     buf[700];
    ili_text t = ili_text_fixed(buf, sizeof buf);
    ili_text_add(&t, "several separated by commas, each:");
    for (int i = 0; i < list->shape->nfield; i++) {
        const ili_field *f = &list->shape->field[i];
        if (f->kind == ILI_FIELD_LIST || (f->kind == ILI_FIELD_TEXT && i && strcmp(f->key, "note") != 0)) continue;
        ili_text_printf(&t, "%s %s", i ? "," : "", f->key);
        for (int w = 0; f->kind == ILI_FIELD_CHOICE && w < f->nword; w++) ili_text_printf(&t, "%s%s%s", w ? ", " : " (", f->word[w], w == f->nword - 1 ? ")" : "");
    }
    return ili_arena_copy(a, buf, t.len);
}

static const char *form_of_test(const il_test *test, ili_arena *a) {
    if (test->kind == IL_TEST_SIGN) return "+ or -";
    char     buf[80];
    ili_text t = ili_text_fixed(buf, sizeof buf);
    ili_text_printf(&t, "a %s%s%s", test->kind == IL_TEST_ORDINAL ? "whole number" : "number", *test->unit ? " in " : "", test->unit);
    return ili_arena_copy(a, buf, t.len);
}

// the rows of the screen that the facts of validity answer are asked there
static bool is_validity(const il_patient *p, const char *id) {
    const char *row;
    il_answer   answer;
    for (int i = 0; il_patient_validity(p, i, &row, &answer); i++)
        if (!strcmp(id, row)) return true;
    return false;
}

static il_status add(il_interview *v, ili_asked q, const char *prefix, const char *name) {
    char id[160];
    ili_text t = ili_text_fixed(id, sizeof id);
    ili_text_printf(&t, "%s%s%s", prefix, *prefix ? "/" : "", name);
    q.question.id = ili_arena_copy(&v->arena, id, t.len);
    if (!q.question.id || !q.question.answers) return IL_NO_MEMORY;
    v->asked[v->n++] = q;
    return IL_OK;
}

static il_status add_screen(il_interview *v, const il_asking *asking) {
    il_status s = IL_OK;
    for (int level = IL_LEVEL_EMERGENCY; level >= IL_LEVEL_NONE; level--)
        for (int i = 0; !s && i < v->k->screen.nrule; i++) {
            const il_screen_rule *r = &v->k->screen.rule[i];
            if (r->from != IL_FROM_ASK || (int)r->level != level || is_validity(v->p, r->id)) continue;
            s = add(v, (ili_asked){.question = {.section = asking->section, .text = r->question, .more = r->condition, .answers = "yes or no", .also = "", .rule = r}, .asking = asking},
                    "screen", r->id);
        }
    return s;
}

static const char also_sign[] = "then what ended the movement, if it was not its end: stretch, stop, local_pain, pain_below_knee or guarding";
static const char also_number[] = "or normal, reduced, increased, or reduced 40 (per cent of normal); then what ended the movement, if it was not its end: stretch, stop, "
                                  "local_pain, pain_below_knee or guarding";

static il_status add_test(il_interview *v, const il_asking *asking) {
    static const il_side sides[] = {IL_SIDE_RIGHT, IL_SIDE_LEFT};
    const il_test       *test = &v->k->test[asking->test];
    il_status            s = IL_OK;
    for (int i = 0; !s && i < (test->sided ? 2 : 1); i++) {
        char        buf[IL_AGREEMENT_TEXT + 600], agreement[IL_AGREEMENT_TEXT];
        ili_text    t = ili_text_fixed(buf, sizeof buf);
        ili_text_printf(&t, "%s%s%s", strcmp(test->definition, test->name) ? test->definition : "", strcmp(test->definition, test->name) ? "; " : "", il_test_agreement(test, agreement));
        const char *more = ili_arena_copy(&v->arena, buf, t.len);
        if (!more) return IL_NO_MEMORY;
        s = add(v, (ili_asked){.question = {.section = asking->section, .text = *asking->question ? asking->question : test->name, .more = more,
                                            .answers = form_of_test(test, &v->arena),
                                            .also = test->kind == IL_TEST_SIGN ? also_sign : also_number, .side = test->sided ? sides[i] : IL_SIDE_NONE},
                               .asking = asking}, "", test->id);
    }
    return s;
}

static il_status add_field(il_interview *v, const il_asking *asking, il_error *err) {
    const ili_field *f = ili_asking_field(asking);
    if (!f) return il_error_set(err, IL_BAD_VALUE, "interview/questions.csv", 0, 0, "%s has no \"%.60s\": a key of the patient file is wanted", record_path[asking->record], asking->id);
    return add(v, (ili_asked){.question = {.section = asking->section, .text = asking->question, .more = "", .answers = form_of_field(f, &v->arena),
                                         .also = f->kind == ILI_FIELD_LIST ? form_of_list(f, &v->arena) : ""},
                              .asking = asking, .field = f}, record_path[asking->record], asking->id);
}

il_status il_interview_create(const il_knowledge *k, const il_patient_vocab *vocab, il_patient *p, int visit, il_interview **out, il_error *err) {
    il_interview *v = calloc(1, sizeof *v);
    *out = NULL;
    if (!v) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory");
    *v = (il_interview){.k = k, .vocab = vocab, .p = p, .visit = visit};
    v->asked = ili_arena_array(&v->arena, (size_t)(2*k->nasking + k->screen.nrule), sizeof *v->asked);
    il_status s = v->asked ? IL_OK : IL_NO_MEMORY;
    for (int i = 0; !s && i < k->nasking; i++) {
        const il_asking *q = &k->asking[i];
        s = q->record == IL_ASKING_SCREEN ? add_screen(v, q) : q->record == IL_ASKING_TEST ? add_test(v, q) : add_field(v, q, err);
    }
    if (s == IL_NO_MEMORY) il_error_set(err, s, NULL, 0, 0, "out of memory");
    if (s) il_interview_free(v);
    else *out = v;
    return s;
}

void il_interview_free(il_interview *v) {
    if (!v) return;
    ili_arena_free(&v->arena);
    free(v);
}

int                il_interview_count(const il_interview *v) { return v->n; }
const il_question *il_interview_question(const il_interview *v, int i) { return &v->asked[i].question; }

// ---- what concerns this person, and what was answered ------------------------------------------------------------------------------

bool il_interview_applies(const il_interview *v, int i) {
    const il_screen_rule *r = v->asked[i].question.rule;
    const il_person      *who = &v->p->person;
    if (v->asked[i].asking->record == IL_ASKING_PERSON && !strcmp(v->asked[i].asking->id, "bmi_kg_m2")) return !(who->height_m.known && who->mass_kg.known);
    if (v->asked[i].asking->record == IL_ASKING_VALIDITY && !strcmp(v->asked[i].asking->id, "pregnancy")) return who->sex != IL_SEX_MALE;
    if (!r) return true;
    if ((r->sex == 'F' && who->sex == IL_SEX_MALE) || (r->sex == 'M' && who->sex == IL_SEX_FEMALE)) return false;
    return !who->age_years.known || (who->age_years.value >= r->age_min && (!(r->age_max > 0) || who->age_years.value < r->age_max));
}

static bool answered_screen(const il_visit *visit, const char *id, ili_text *t) {
    for (int i = 0; i < visit->nscreen; i++) {
        if (strcmp(visit->screen[i].id, id)) continue;
        ili_text_add(t, visit->screen[i].answer == IL_YES ? "yes" : "no");
        return visit->screen[i].answer != IL_NOT_ASKED;
    }
    return false;
}

int ili_find_finding(const il_visit *visit, const char *test, il_side side) {
    for (int i = 0; i < visit->nfinding; i++)
        if (!strcmp(visit->finding[i].test, test) && visit->finding[i].side == side) return i;
    return -1;
}

const char *const ili_result_word[] = {"", "-", "+", "normal", "reduced", "increased"};
const char *const ili_limit_word[] = {"", "stretch", "stop", "local_pain", "pain_below_knee", "guarding"};

static void add_number(ili_text *t, double x) {
    char buf[IL_NUMBER_TEXT];
    il_number_format(x, buf);
    ili_text_add(t, buf);
}

static void add_finding(const il_finding *f, ili_text *t) {
    if (f->value.known) add_number(t, f->value.value);
    if (f->value.known && f->unit && *f->unit) ili_text_printf(t, " %s", f->unit);
    if (f->of.known) ili_text_add(t, "/"), add_number(t, f->of.value);
    if (f->reduced_by_percent.known) ili_text_add(t, "reduced "), add_number(t, f->reduced_by_percent.value);
    ili_text_add(t, ili_result_word[f->result]);
    if (f->limited_by) ili_text_add(t, " "), ili_text_add(t, ili_limit_word[f->limited_by]);
    if (f->error.known) ili_text_add(t, " error "), add_number(t, f->error.value);
    if (f->method) ili_text_printf(t, " (%s)", f->method);
    if (f->note) ili_text_printf(t, " %s", f->note);
}

// every reading of the test on this side: several are told apart by their method
static bool answered_test(const il_visit *visit, const char *test, il_side side, ili_text *t) {
    bool any = false;
    for (int i = 0; i < visit->nfinding; i++) {
        if (strcmp(visit->finding[i].test, test) != 0 || visit->finding[i].side != side) continue;
        if (any) ili_text_add(t, "; ");
        add_finding(&visit->finding[i], t);
        any = true;
    }
    return any;
}

static bool answered_field(const ili_field *f, const unsigned char *base, ili_text *t);

// the elements of a list, each with its fields in their order
static bool answered_list(const ili_field *f, const unsigned char *base, ili_text *t) {
    const unsigned char *array;
    int                  n;
    memcpy(&array, base + f->offset, sizeof array);
    memcpy(&n, base + f->count_offset, sizeof n);
    for (int i = 0; i < n; i++)
        for (int j = 0; j < f->shape->nfield; j++) {
            char     word[400];
            ili_text part = ili_text_fixed(word, sizeof word);
            if (!answered_field(&f->shape->field[j], array + (size_t)i*f->shape->size, &part)) continue;
            ili_text_add(t, j ? " " : i ? ", " : "");
            ili_text_add(t, word);
        }
    return n > 0;
}

static bool answered_field(const ili_field *f, const unsigned char *base, ili_text *t) {
    const void *at = base + f->offset;
    int         choice;
    switch (f->kind) {
    case ILI_FIELD_NUMBER:
        if (((const il_fact *)at)->known) add_number(t, ((const il_fact *)at)->value);
        return ((const il_fact *)at)->known;
    case ILI_FIELD_CHOICE:
        memcpy(&choice, at, sizeof choice);
        if (choice) ili_text_add(t, f->word[choice - f->first]);
        return choice != 0;
    case ILI_FIELD_TEXT:
        if (*(const char *const *)at) ili_text_add(t, *(const char *const *)at);
        return *(const char *const *)at != NULL;
    case ILI_FIELD_LIST: return answered_list(f, base, t);
    default: return false;
    }
}

void *ili_asked_record(const il_interview *v, const ili_asked *q) {
    il_visit *visit = &v->p->visit[v->visit];
    switch (q->asking->record) {
    case IL_ASKING_PERSON: return &v->p->person;
    case IL_ASKING_VALIDITY: return &v->p->validity;
    case IL_ASKING_HISTORY: return &visit->history;
    case IL_ASKING_PAIN: return &visit->pain;
    case IL_ASKING_AUTHOR: return &v->p->author;
    case IL_ASKING_ACCIDENT: return &v->p->accident;
    case IL_ASKING_RECORD: return v->p;
    case IL_ASKING_PREFERENCES: return &visit->preferences;
    default: return visit;
    }
}

bool il_interview_answered(const il_interview *v, int i, char *text, size_t size) {
    const ili_asked *q = &v->asked[i];
    const il_visit  *visit = &v->p->visit[v->visit];
    ili_text         t = ili_text_fixed(text, size);
    ili_text_add(&t, "");
    if (q->question.rule) return answered_screen(visit, q->question.rule->id, &t);
    if (q->asking->record == IL_ASKING_TEST) return answered_test(visit, v->k->test[q->asking->test].id, q->question.side, &t);
    return answered_field(q->field, ili_asked_record(v, q), &t);
}

int il_interview_next(const il_interview *v, int from) {
    char text[8];
    for (; from < v->n; from++)
        if (il_interview_applies(v, from) && !il_interview_answered(v, from, text, sizeof text)) break;
    return from;
}
