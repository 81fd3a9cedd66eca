// table.c - data/validation as rows
#include "validation.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/sha256.h"
#include "file/csv.h"
#include "file/data.h"
#include "io/cells.h"

enum { MAX_COLUMN = 16, MAX_ROW = 2048 };

#define X(name, text) text,
static const char *const uses[] = {VA_USES(X)}, *const rules[] = {VA_RULES(X)}, *const relations[] = {VA_RELATIONS(X)}, *const verdicts[] = {VA_VERDICTS(X)};
#undef X
const char *va_use_text(va_use use) { return uses[use]; }
const char *va_rule_text(va_rule rule) { return rules[rule]; }
const char *va_verdict_text(va_verdict verdict) { return verdicts[verdict]; }

static const char *const topics[] = {"disc_pressure", "spine_models", "hip_force", "sacroiliac", "alignment_rhythm",
                                     "strength", "motion_tests", "moment_arms", "fatigue", "gait"};

bool va_has(const char *list, const char *word) {
    size_t n = strlen(word);
    for (const char *at = list; (at = strstr(at, word)) != NULL; at++) {
        if ((at == list || at[-1] == ';') && (at[n] == '\0' || at[n] == ';')) return true;
    }
    return false;
}

// ---- one table ----

typedef struct reader {
    va_tables *t;
    ili_csv    csv;
    ili_cells  c;
    int        column[MAX_COLUMN];
} reader;

static il_status open_table(reader *r, const il_data_dir *data, const char *name, const char *const *columns, int ncolumn, va_tables *t, il_error *err) {
    const char *bytes = NULL;
    size_t      size = 0;
    char        label[512];
    *r = (reader){.t = t};
    il_status s = ili_data_file(data, name, &bytes, &size, err);
    if (!s) s = ili_csv_parse(ili_data_label(data, name, label, sizeof label), bytes, size, &r->csv, err);
    if (!s) s = ili_csv_columns(&r->csv, columns, ncolumn, r->column, err);
    r->c = (ili_cells){.csv = &r->csv, .arena = &t->arena, .err = err, .column = r->column, .status = s};
    return s;
}

static int line_of(const reader *r) { return r->csv.cell[r->c.row*r->csv.ncolumn].line; }

// ---- measured rows ----

static void read_row(reader *r, const char *topic, va_row *row) {
    static const char *const status[] = {"found", "recalled", "derived"};
    ili_cells               *c = &r->c;
    *row = (va_row){.topic = topic, .line = line_of(r)};
    row->id = ili_cell_need(c);
    if (va_find_row(r->t, row->id) >= 0) ili_cell_fault(c, "the row '%s' is there twice", row->id);
    row->quantity = ili_cell_need(c), row->condition = ili_cell_text(c), row->value = ili_cell_number(c), row->unit = ili_cell_text(c);
    row->sd = ili_cell_number(c), row->n = ili_cell_text(c), row->source = ili_cell_need(c);
    row->status = status[ili_cell_choice(c, status, 3)];
    row->use = (va_use)ili_cell_choice(c, uses, VA_NUSE);
    row->reason = ili_cell_text(c);
    bool recalled = strcmp(row->status, "recalled") == 0;
    if (!*row->reason && (row->use == VA_NOT_COVERED || row->use == VA_CALIBRATION)) ili_cell_fault(c, "a row that is %s says why", uses[row->use]);
    if (recalled && (row->use == VA_VALIDATION || row->use == VA_TREND)) ili_cell_fault(c, "a recalled row cannot count as %s", uses[row->use]);
    if (isnan(row->value) && row->use == VA_VALIDATION) ili_cell_fault(c, "a row to be compared needs a number");
}

static il_status read_topic(const il_data_dir *data, const char *topic, va_tables *t, il_error *err) {
    static const char *const columns[] = {"id", "quantity", "condition", "value", "unit", "sd", "n", "source", "status", "use", "reason"};
    char                     name[96];
    reader                   r;
    snprintf(name, sizeof name, "validation/%s.csv", topic);
    il_status s = open_table(&r, data, name, columns, 11, t, err);
    if (!s && t->nrow + r.csv.nrow > MAX_ROW) s = r.c.status = il_error_set(err, IL_LIMIT, name, 0, 0, "more than %d measured rows", MAX_ROW);
    for (; !r.c.status && r.c.row < r.csv.nrow; r.c.row++) {
        r.c.next = 0;
        read_row(&r, topic, &t->row[t->nrow]);
        t->nrow++;
    }
    s = r.c.status;
    ili_csv_free(&r.csv);
    return s;
}

// ---- persons ----

static void read_person(reader *r, va_person *p) {
    static const char *const sexes[] = {"", "woman", "man"};
    ili_cells               *c = &r->c;
    il_body_sizes           *s = &p->sizes;
    double                  *number[] = {&s->age_years, &s->height_m, &s->mass_kg, &s->pelvic_incidence_deg, &s->lordosis_deg};
    p->id = ili_cell_need(c);
    p->tables = ili_cell_yes(c);
    int sex = ili_cell_choice(c, sexes, 3);
    s->sex = sex == 1 ? IL_BODY_FEMALE : sex == 2 ? IL_BODY_MALE : IL_BODY_SEX_UNKNOWN;
    for (int i = 0; i < 5; i++) {
        double x = ili_cell_number(c);
        *number[i] = isnan(x) ? 0.0 : x;
    }
    p->source = ili_cell_need(c), p->note = ili_cell_text(c);
}

static il_status read_persons(const il_data_dir *data, va_tables *t, il_error *err) {
    static const char *const columns[] = {"id", "tables", "sex", "age", "height_m", "mass_kg", "incidence_deg", "lordosis_deg", "source", "note"};
    reader                   r;
    if (!open_table(&r, data, "validation/frozen/persons.csv", columns, 10, t, err)) {
        t->person = ili_arena_array(&t->arena, (size_t)r.csv.nrow + 1, sizeof *t->person);
        if (!t->person) r.c.status = IL_NO_MEMORY;
    }
    for (; !r.c.status && r.c.row < r.csv.nrow; r.c.row++) {
        r.c.next = 0;
        read_person(&r, &t->person[t->nperson++]);
    }
    il_status s = r.c.status;
    ili_csv_free(&r.csv);
    return s;
}

static int find_person(const va_tables *t, const char *id) {
    for (int i = 0; i < t->nperson; i++)
        if (!strcmp(t->person[i].id, id)) return i;
    return -1;
}

// ---- predictions ----

static void read_who(reader *r, va_prediction *p) {
    p->who = ili_cell_need(&r->c);
    p->person = find_person(r->t, p->who);
    if (p->person < 0 && !va_has("women;men;all", p->who)) ili_cell_fault(&r->c, "there is no person '%s' in persons.csv, and it is not women, men or all", p->who);
}

static void read_relative(reader *r, va_prediction *p) {
    p->relation = (va_relation)ili_cell_choice(&r->c, relations, VA_NRELATION);
    const char *other = ili_cell_text(&r->c);
    p->relative = *other ? va_find_prediction(r->t, other) : -1;
    if (*other && p->relative < 0) ili_cell_fault(&r->c, "'%s' is no prediction that stands above this one", other);
    if ((p->relation == VA_ALONE) != (p->relative < 0)) ili_cell_fault(&r->c, "a relation and what it is relative to go together");
}

static void read_prediction(reader *r, va_prediction *p) {
    static const char *const sides[] = {"", "right", "left"};
    ili_cells               *c = &r->c;
    *p = (va_prediction){.line = line_of(r)};
    p->id = ili_cell_need(c);
    if (va_find_prediction(r->t, p->id) >= 0) ili_cell_fault(c, "the prediction '%s' is there twice", p->id);
    const char *row = ili_cell_text(c);
    p->row = *row ? va_find_row(r->t, row) : -1;
    if (*row && p->row < 0) ili_cell_fault(c, "there is no measured row '%s'", row);
    read_who(r, p);
    p->task = ili_cell_text(c), p->set = ili_cell_text(c);
    int side = ili_cell_choice(c, sides, 3);
    p->side = side == 1 ? IL_SIDE_RIGHT : side == 2 ? IL_SIDE_LEFT : IL_SIDE_NONE;
    p->measure = ili_cell_need(c);
    read_relative(r, p);
    p->factor = ili_cell_number(c);
    if (isnan(p->factor)) p->factor = 1.0;
    p->rule = (va_rule)ili_cell_choice(c, rules, VA_NRULE);
    p->limit = ili_cell_number(c), p->aim = ili_cell_text(c), p->label = ili_cell_text(c), p->note = ili_cell_text(c);
    va_use use = p->row < 0 ? VA_NUSE : r->t->row[p->row].use;
    if (use == VA_NOT_COVERED) ili_cell_fault(c, "the row '%s' is marked not covered", row);
    if (use == VA_VALIDATION && p->rule == VA_SD && isnan(r->t->row[p->row].sd)) ili_cell_fault(c, "the row '%s' has no SD to judge by", row);
    if (p->rule != VA_SHOWN && p->rule != VA_SIGN && isnan(p->limit)) ili_cell_fault(c, "the rule '%s' needs a limit", rules[p->rule]);
}

static il_status read_predictions(const il_data_dir *data, va_tables *t, il_error *err) {
    static const char *const columns[] = {"id", "row", "who", "task", "set", "side", "measure", "relation", "relative", "factor", "rule", "limit", "aim", "label", "note"};
    reader                   r;
    if (!open_table(&r, data, "validation/frozen/predictions.csv", columns, 15, t, err)) {
        t->prediction = ili_arena_array(&t->arena, (size_t)r.csv.nrow + 1, sizeof *t->prediction);
        if (!t->prediction) r.c.status = IL_NO_MEMORY;
    }
    for (; !r.c.status && r.c.row < r.csv.nrow; r.c.row++) {
        r.c.next = 0;
        va_prediction p;
        read_prediction(&r, &p);
        t->prediction[t->nprediction++] = p;
    }
    il_status s = r.c.status;
    ili_csv_free(&r.csv);
    return s;
}

static il_status read_reasons(const il_data_dir *data, va_tables *t, il_error *err) {
    static const char *const columns[] = {"id", "reason"};
    reader                   r;
    if (!open_table(&r, data, "validation/reasons.csv", columns, 2, t, err)) {
        t->reason = ili_arena_array(&t->arena, (size_t)r.csv.nrow + 1, sizeof *t->reason);
        if (!t->reason) r.c.status = IL_NO_MEMORY;
    }
    for (; !r.c.status && r.c.row < r.csv.nrow; r.c.row++) {
        r.c.next = 0;
        t->reason[t->nreason] = (va_reason){.id = ili_cell_need(&r.c), .text = ili_cell_need(&r.c)};
        t->nreason++;
    }
    il_status s = r.c.status;
    ili_csv_free(&r.csv);
    return s;
}

static il_status read_frozen(const il_data_dir *data, va_tables *t, il_error *err) {
    static const char *const columns[] = {"file", "sha256"};
    reader                   r;
    if (!open_table(&r, data, "validation/frozen/files.csv", columns, 2, t, err)) {
        t->frozen = ili_arena_array(&t->arena, (size_t)r.csv.nrow + 1, sizeof *t->frozen);
        if (!t->frozen) r.c.status = IL_NO_MEMORY;
    }
    for (; !r.c.status && r.c.row < r.csv.nrow; r.c.row++) {
        r.c.next = 0;
        t->frozen[t->nfrozen] = (va_frozen){.file = ili_cell_need(&r.c), .sha256 = ili_cell_need(&r.c)};
        t->nfrozen++;
    }
    il_status s = r.c.status;
    ili_csv_free(&r.csv);
    return s;
}

static il_status read_set(const il_data_dir *data, va_tables *t, il_error *err) {
    static const char *const columns[] = {"test", "sex", "what"}, *const sexes[] = {"any", "woman", "man"}, *const what[] = {"mean", "spread"};
    reader                   r;
    if (!open_table(&r, data, "validation/frozen/cohort.csv", columns, 3, t, err)) {
        t->set = ili_arena_array(&t->arena, (size_t)r.csv.nrow + 1, sizeof *t->set);
        if (!t->set) r.c.status = IL_NO_MEMORY;
    }
    for (; !r.c.status && r.c.row < r.csv.nrow; r.c.row++) {
        va_set *x = &t->set[t->nset++];
        r.c.next = 0;
        x->test = ili_cell_need(&r.c), x->sex = ili_cell_choice(&r.c, sexes, 3), x->spread = ili_cell_choice(&r.c, what, 2) == 1;
    }
    il_status s = r.c.status;
    ili_csv_free(&r.csv);
    return s;
}

bool va_unchanged(const il_data_dir *data, const va_frozen *f) {
    const char *bytes = NULL;
    size_t      size = 0;
    char        hex[ILI_SHA256_HEX];
    ili_sha256  h;
    if (ili_data_file(data, f->file, &bytes, &size, NULL)) return false;
    ili_sha256_start(&h), ili_sha256_add(&h, bytes, size), ili_sha256_hex(&h, hex);
    return strcmp(hex, f->sha256) == 0;
}

// every row that is to be compared is predicted, none twice
static il_status check_complete(const va_tables *t, il_error *err) {
    for (int i = 0; i < t->nrow; i++) {
        const va_row *row = &t->row[i];
        int           n = 0;
        for (int k = 0; k < t->nprediction; k++) n += t->prediction[k].row == i;
        bool needs = row->use == VA_VALIDATION || row->use == VA_TREND;
        if (n > 1) return il_error_set(err, IL_BAD_VALUE, "data/validation/frozen/predictions.csv", 0, 0, "the row '%s' is predicted %d times; a row counts once", row->id, n);
        if (needs && n == 0) return il_error_set(err, IL_BAD_VALUE, "data/validation/frozen/predictions.csv", 0, 0, "no prediction for the row '%s', which is marked %s", row->id, uses[row->use]);
    }
    return IL_OK;
}

il_status va_tables_read(const il_data_dir *data, va_tables *out, il_error *err) {
    *out = (va_tables){0};
    out->row = ili_arena_array(&out->arena, MAX_ROW, sizeof *out->row);
    il_status s = out->row ? IL_OK : il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the measured rows");
    for (size_t i = 0; !s && i < sizeof topics/sizeof *topics; i++) s = read_topic(data, topics[i], out, err);
    if (!s) s = read_persons(data, out, err);
    if (!s) s = read_predictions(data, out, err);
    if (!s) s = read_reasons(data, out, err);
    if (!s) s = read_frozen(data, out, err);
    if (!s) s = read_set(data, out, err);
    if (!s) s = check_complete(out, err);
    if (s) va_tables_free(out);
    return s;
}

void va_tables_free(va_tables *t) {
    ili_arena_free(&t->arena);
    *t = (va_tables){0};
}

int va_find_row(const va_tables *t, const char *id) {
    for (int i = 0; i < t->nrow; i++)
        if (!strcmp(t->row[i].id, id)) return i;
    return -1;
}

int va_find_prediction(const va_tables *t, const char *id) {
    for (int i = 0; i < t->nprediction; i++)
        if (!strcmp(t->prediction[i].id, id)) return i;
    return -1;
}

const char *va_find_reason(const va_tables *t, const char *id) {
    for (int i = 0; i < t->nreason; i++)
        if (va_has(t->reason[i].id, id)) return t->reason[i].text;
    return "";
}
