// interview_answer.c - an answer in words into the record: read, checked with the whole record, kept or refused
#include <string.h>

#include "file/number.h"
#include "io/interview.h"

enum { MOST_WORD = 64, MOST_ANSWER = 4000 };

// ---- words -----------------------------------------------------------------------------------------------------------------------

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// the next word, cut when too long; an empty one at the end
static const char *next_word(const char *text, char word[MOST_WORD]) {
    size_t n = 0;
    while (is_space(*text)) text++;
    for (; *text && !is_space(*text); text++)
        if (n < MOST_WORD - 1) word[n++] = *text;
    word[n] = 0;
    return text;
}

// the one of the words that begins like this, letter case ignored; -1: none or several
static int begins(const char *typed, const char *const *word, int count) {
    size_t n = strlen(typed);
    int    found = -1, many = 0;
    for (int i = 0; i < count; i++) {
        size_t k = 0;
        while (k < n && word[i][k] && (typed[k] | 0x20) == (word[i][k] | 0x20)) k++;
        if (k < n || !n) continue;
        if (!word[i][k]) return i;
        found = i, many++;
    }
    return many == 1 ? found : -1;
}

static il_status refuse(il_error *err, const ili_asked *q, const char *text) {
    return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "\"%.60s\" is no answer here; it should be %.100s%s%.300s", text, q->question.answers,
                        *q->question.also ? ", " : "", q->question.also);
}

// a number at the start of a word; what stands behind it is left
static size_t number(const char *word, il_fact *out) {
    size_t n = ili_number_scan(word, strlen(word), &out->value);
    out->known = n > 0;
    return n;
}

// ---- fields ----------------------------------------------------------------------------------------------------------------------

static il_status set_field(il_interview *v, const ili_asked *q, const char *text, void *at, il_error *err) {
    const ili_field *f = q->field;
    char             word[MOST_WORD], rest[MOST_WORD];
    int              choice = 0;
    il_fact          x = {0};
    const char      *copy = NULL;
    next_word(next_word(text, word), rest);
    switch (f->kind) {
    case ILI_FIELD_NUMBER:
        if (*text && (number(word, &x) != strlen(word) || *rest)) return refuse(err, q, text);
        memcpy(at, &x, sizeof x);
        return IL_OK;
    case ILI_FIELD_CHOICE:
        if (*text) {
            int i = *rest ? -1 : begins(word, f->word, f->nword);
            if (i < 0 || f->first + i == 0) return refuse(err, q, text);
            choice = f->first + i;
        }
        memcpy(at, &choice, sizeof choice);
        return IL_OK;
    case ILI_FIELD_TEXT:
        if (*text && !(copy = il_patient_text(v->p, text))) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory");
        memcpy(at, &copy, sizeof copy);
        return IL_OK;
    default: return refuse(err, q, text);
    }
}


// ---- arrays: a new one with one element more, less or other; the old one stays for a refusal ---------------------------------------------------

// a copy of the array without the element `skip` (-1: with all), and with room for one more
static void *without(il_patient *p, const void *array, int count, int skip, size_t size) {
    unsigned char *to = il_patient_array(p, (size_t)count + 1, size);
    if (!to) return NULL;
    if (skip < 0) {
        if (count) memcpy(to, array, (size_t)count*size);
        return to;
    }
    memcpy(to, array, (size_t)skip*size);
    memcpy(to + (size_t)skip*size, (const unsigned char *)array + (size_t)(skip + 1)*size, (size_t)(count - skip - 1)*size);
    return to;
}

static il_status set_screen(il_interview *v, const ili_asked *q, const char *text, il_error *err) {
    static const char *const words[] = {"no", "yes"};
    il_visit                *visit = &v->p->visit[v->visit];
    char                     word[MOST_WORD], rest[MOST_WORD];
    int                      old = -1;
    next_word(next_word(text, word), rest);
    int answer = *rest ? -1 : begins(word, words, 2);
    if (*text && answer < 0) return refuse(err, q, text);
    for (int i = 0; i < visit->nscreen; i++)
        if (!strcmp(visit->screen[i].id, q->question.rule->id)) old = i;
    il_screen_answer *list = without(v->p, visit->screen, visit->nscreen, old, sizeof *list);
    if (!list) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory");
    int n = visit->nscreen - (old >= 0);
    if (*text) list[n++] = (il_screen_answer){.id = q->question.rule->id, .answer = answer ? IL_YES : IL_NO};
    visit->screen = list, visit->nscreen = n;
    return IL_OK;
}

// "12", "12 deg stretch", "3/5", "reduced 40", "normal", "+"
static bool read_finding(const il_test *test, const char *text, il_finding *f) {
    char word[MOST_WORD];
    text = next_word(text, word);
    size_t n = number(word, &f->value);
    if (n) {
        if (test->kind == IL_TEST_SIGN) return false;
        if (word[n] == '/') n += 1 + number(word + n + 1, &f->of);
        const char *unit = word + n;
        if (*unit && strcmp(unit, test->unit) != 0) return false;
        f->unit = *test->unit ? test->unit : NULL;
    } else {
        static const char *const words[] = {"negative", "positive", "normal", "reduced", "increased"};
        int                      i = !strcmp(word, "+") ? 1 : !strcmp(word, "-") ? 0 : begins(word, words, 5);
        if (i < 0) return false;
        f->result = (il_result)(IL_RESULT_NEGATIVE + i);
    }
    for (text = next_word(text, word); *word; text = next_word(text, word)) {
        int limit = begins(word, ili_limit_word + 1, 5);
        if (f->result == IL_RESULT_REDUCED && !f->reduced_by_percent.known && number(word, &f->reduced_by_percent)) f->result = IL_RESULT_NONE;
        else if (limit >= 0 && !f->limited_by) f->limited_by = (il_limited_by)(IL_LIMITED_STRETCH + limit);
        else if (!f->value.known || strcmp(word, test->unit) != 0) return false;
    }
    return true;
}

static il_status set_test(il_interview *v, const ili_asked *q, const char *text, il_error *err) {
    const il_test *test = &v->k->test[q->asking->test];
    il_visit      *visit = &v->p->visit[v->visit];
    il_finding     f = {.test = test->id, .side = q->question.side};
    if (*text && !read_finding(test, text, &f)) return refuse(err, q, text);
    int         old = ili_find_finding(visit, test->id, f.side);
    il_finding *list = without(v->p, visit->finding, visit->nfinding, old, sizeof *list);
    if (!list) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory");
    int n = visit->nfinding - (old >= 0);
    if (*text) list[n++] = f;
    visit->finding = list, visit->nfinding = n;
    return IL_OK;
}

// ---- lists: "PSIS r 4, LB_MID 2" or "sitting worse 30, walking better" ---------------------------------------------------------------

// a word into the first field of its kind that is still empty: a number, or one of a field's words; false when it fits none
static bool place_word(const ili_shape *shape, unsigned char *at, unsigned *filled, const char *word) {
    il_fact x;
    bool    is_number = number(word, &x) == strlen(word);
    for (int i = 1; i < shape->nfield; i++) {
        const ili_field *f = &shape->field[i];
        if (*filled & 1u << i) continue;
        int choice = f->kind == ILI_FIELD_CHOICE ? begins(word, f->word, f->nword) : -1;
        if (is_number && f->kind == ILI_FIELD_NUMBER) memcpy(at + f->offset, &x, sizeof x);
        else if (choice >= 0) choice += f->first, memcpy(at + f->offset, &choice, sizeof choice);
        else continue;
        *filled |= 1u << i;
        return true;
    }
    return false;
}

// the first word is what the element is about, of a phrase all; words that fit no field are its note
static bool read_element(il_patient *p, const ili_shape *shape, const char *text, size_t size, unsigned char *at) {
    char     copy[MOST_ANSWER], word[MOST_WORD], note[MOST_ANSWER];
    unsigned filled = 1;
    ili_text t = ili_text_fixed(note, sizeof note);
    memcpy(copy, text, size);
    copy[size] = 0;
    char *begin = copy + strspn(copy, " \t");
    const char *rest = next_word(copy, word), *first = il_patient_text(p, shape->phrase ? begin : word);
    if (shape->phrase) rest = "";
    int         choice = shape->field->kind == ILI_FIELD_CHOICE ? begins(word, shape->field->word, shape->field->nword) : 0;
    if (!*word || !first || choice < 0) return false;
    choice += shape->field->first;
    if (shape->field->kind == ILI_FIELD_CHOICE) memcpy(at + shape->field->offset, &choice, sizeof choice);
    else memcpy(at + shape->field->offset, &first, sizeof first);
    for (rest = next_word(rest, word); *word; rest = next_word(rest, word)) {
        if (place_word(shape, at, &filled, word)) continue;
        if (t.len) ili_text_add(&t, " ");
        ili_text_add(&t, word);
    }
    const ili_field *f = ili_shape_find(shape, "note");
    if (!t.len) return true;
    const char *kept = f ? il_patient_text(p, note) : NULL;
    if (kept) memcpy(at + f->offset, &kept, sizeof kept);
    return kept != NULL;
}

static il_status set_list(il_interview *v, const ili_asked *q, const char *text, unsigned char *base, il_error *err) {
    const ili_field *f = q->field;
    int              n = 1;
    for (const char *c = text; *c; c++) n += *c == ',';
    unsigned char *array = il_patient_array(v->p, (size_t)n, f->shape->size);
    if (!array) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory");
    n = 0;
    for (const char *c = text; *c; n++) {
        size_t size = strcspn(c, ",");
        if (!read_element(v->p, f->shape, c, size, array + (size_t)n*f->shape->size)) return refuse(err, q, text);
        c += size + (c[size] == ',');
    }
    memcpy(base + f->offset, &array, sizeof array);
    memcpy(base + f->count_offset, &n, sizeof n);
    return IL_OK;
}

// ---- any answer ------------------------------------------------------------------------------------------------------------------

static il_status set(il_interview *v, const ili_asked *q, const char *text, il_error *err) {
    if (q->question.rule) return set_screen(v, q, text, err);
    if (q->asking->record == IL_ASKING_TEST) return set_test(v, q, text, err);
    unsigned char *base = ili_asked_record(v, q);
    if (q->field->kind == ILI_FIELD_LIST) return set_list(v, q, text, base, err);
    return set_field(v, q, text, base + q->field->offset, err);
}

il_status il_interview_answer(il_interview *v, int i, const char *text, il_error *err) {
    const ili_asked *q = &v->asked[i];
    il_patient       before = *v->p;
    il_visit         visit = before.visit[v->visit];
    char             clean[MOST_ANSWER];
    while (is_space(*text)) text++;
    size_t n = strlen(text);
    while (n && is_space(text[n - 1])) n--;
    if (n >= sizeof clean) return il_error_set(err, IL_LIMIT, NULL, 0, 0, "the answer has %zu bytes; at most %d are taken", n, MOST_ANSWER - 1);
    size_t bad;
    if (!ili_utf8_valid(text, n, &bad)) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "byte %zu of the answer is not UTF-8; type it again", bad + 1);
    memcpy(clean, text, n);
    clean[n] = 0;
    il_status s = set(v, q, clean, err);
    if (!s) s = il_patient_check(v->p, v->vocab, NULL, err);
    if (s) *v->p = before, v->p->visit[v->visit] = visit;
    return s;
}
