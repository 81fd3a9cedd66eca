// tissue_read.c - data/tissue as laws, muscles, creep and structures
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/try.h"
#include "file/csv.h"
#include "ilium/io_day.h"
#include "io/cells.h"

struct il_tissue_memory {
    ili_arena arena;
};

static il_status no_memory(il_error *err) { return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the tissue's numbers"); }

// ---- laws.csv: a number of a law by its two names -----------------------------------------------------------------------------------

enum { LAW, NAME, VALUE, LOW, HIGH, UNIT, SOURCE, STATUS, LEADS, NLAW };
static const char *const law_columns[NLAW] = {"law", "name", "value", "low", "high", "unit", "source", "status", "leads"};
enum { NUMBERS = 200 };

typedef struct laws {
    ili_csv           csv;
    int               column[NLAW];
    bool              used[NUMBERS];
    il_tissue        *t;
    il_tissue_number *known; ///< [NUMBERS] of t->number, in the order of laws.csv, creep.csv, structures.csv
    int               at;    ///< number that is read at one of its ends, or IL_NONE
    bool              high;  ///< which
    il_error *err;
    il_status status; ///< of the first fault
} laws;

// put a number down, and give the value that it has now
static double keep(laws *l, il_tissue_number n) {
    int i = l->t->nnumber;
    if (i == NUMBERS) {
        if (!l->status) l->status = il_error_set(l->err, IL_LIMIT, NULL, 0, 0, "data/tissue has more than %d numbers", NUMBERS);
        return n.value;
    }
    l->known[l->t->nnumber++] = n;
    return i != l->at ? n.value : l->high ? n.high : n.low;
}

// "law.name", "ligament.iliolumbar.size"
static const char *joined(ili_cells *c, const char *a, const char *b, const char *end) {
    char        text[120];
    int         n = snprintf(text, sizeof text, "%s.%s%s", a, b, end);
    const char *kept = ili_arena_copy(c->arena, text, (size_t)(n < (int)sizeof text ? n : (int)sizeof text - 1));
    return kept ? kept : "";
}

static const char *read_status(ili_cells *c) { return ili_fact_statuses[ili_cell_choice(c, ili_fact_statuses, ILI_FACT_STATUSES)]; }

static il_status check_laws(laws *l, ili_arena *arena, il_error *err) {
    ILI_TRY(ili_csv_columns(&l->csv, law_columns, NLAW, l->column, err));
    for (int i = 0; i < l->csv.nrow; i++) {
        ili_cells c = {.csv = &l->csv, .arena = arena, .err = err, .column = l->column, .row = i};
        const char      *law = ili_cell_need(&c), *name = ili_cell_need(&c);
        il_tissue_number n = {.id = joined(&c, law, name, ""), .structure = IL_NONE};
        n.value = ili_cell_between(&c, 0.0, 1e6), n.low = ili_cell_between(&c, 0.0, n.value), n.high = ili_cell_between(&c, n.value, 1e6);
        n.unit = ili_cell_need(&c), n.source = ili_cell_need(&c), n.status = read_status(&c), n.leads = ili_cell_yes(&c);
        keep(l, n);
        if (c.status || l->status) return c.status ? c.status : l->status;
    }
    return IL_OK;
}

// `otherwise` NULL: it must be there
static double number(laws *l, const char *law, const char *name, const double *otherwise) {
    for (int i = 0; i < l->csv.nrow; i++) {
        if (strcmp(ili_csv_text(&l->csv, i, l->column[LAW]), law) || strcmp(ili_csv_text(&l->csv, i, l->column[NAME]), name)) continue;
        l->used[i] = true;
        return i != l->at ? l->known[i].value : l->high ? l->known[i].high : l->known[i].low;
    }
    if (!otherwise && !l->status) l->status = il_error_set(l->err, IL_BAD_VALUE, l->csv.file, 0, 0, "the law '%.40s' has no '%.40s'", law, name);
    return otherwise ? *otherwise : 0.0;
}

static il_fatigue_law fatigue_law(laws *l, const char *law) {
    return (il_fatigue_law){.fatigue = number(l, law, "fatigue", NULL), .recovery = number(l, law, "recovery", NULL), .rest = number(l, law, "rest", NULL),
                            .idle = number(l, "fatigue", "idle", NULL), .light = number(l, "fatigue", "light", NULL), .lets_go = number(l, "fatigue", "lets_go", NULL)};
}

static il_perfusion_law perfusion_law(laws *l, const char *law) {
    return (il_perfusion_law){.rest = number(l, law, "rest", NULL), .activation = number(l, law, "activation", NULL), .stretch = number(l, law, "stretch", NULL),
                              .begins = number(l, law, "begins", NULL), .stops = number(l, law, "stops", NULL), .fall = number(l, law, "fall", NULL),
                              .rise = number(l, law, "rise", NULL), .repays = number(l, law, "repays", NULL)};
}

static il_creep_law creep_law(laws *l, const char *law) {
    static const char *const share[] = {"share_1", "share_2", "share_3"}, *const load[] = {"load_1", "load_2", "load_3"};
    static const char *const relief[] = {"relief_1", "relief_2", "relief_3"};
    il_creep_law             out = {0};
    double                   none = 0.0, sum = 0.0;
    for (int i = 0; i < IL_CREEP_TERMS; i++) {
        double s = number(l, law, share[i], i ? &none : NULL);
        if (s <= 0.0) break;
        out.share[i] = s, sum += s;
        out.load[i] = number(l, law, load[i], NULL), out.relief[i] = number(l, law, relief[i], NULL), out.terms++;
    }
    for (int i = 0; i < out.terms && l->at != IL_NONE; i++) out.share[i] /= sum; // a share at its end takes from the others
    if (!l->status && l->at == IL_NONE && fabs(sum - 1.0) > 1e-9) l->status = il_error_set(l->err, IL_BAD_VALUE, l->csv.file, 0, 0, "the shares of '%.40s' add up to %g, not to 1", law, sum);
    return out;
}

static il_irritation_law irritation_law(laws *l) {
    return (il_irritation_law){.build = number(l, "irritation", "build", NULL), .calm = number(l, "irritation", "calm", NULL), .begins = number(l, "irritation", "begins", NULL),
                               .full = number(l, "irritation", "full", NULL), .guard = number(l, "irritation", "guard", NULL), .inhibit = number(l, "irritation", "inhibit", NULL)};
}

static void other_laws(laws *l, il_tissue *t) {
    t->irritation = irritation_law(l);
    t->injury = (il_injury_law){.irritates = number(l, "injury", "irritates", NULL), .heals = number(l, "injury", "heals", NULL), .stiffness = number(l, "injury", "stiffness", NULL)};
    t->kept = (il_posture_law){.begins = number(l, "posture", "begins", NULL), .time = number(l, "posture", "time", NULL), .sinks = number(l, "posture", "sinks", NULL)};
}

// ---- the other tables: one row after the other into an array -------------------------------------------------------------------------

typedef struct table {
    laws      *laws;
    il_tissue *t;
} table;
typedef void (*read_row)(table *x, ili_cells *c, void *row);

static void read_muscle(table *x, ili_cells *c, void *row) {
    il_tissue_muscle *m = row;
    m->group = ili_cell_need(c);
    m->fatigue = fatigue_law(x->laws, ili_cell_need(c));
    m->perfusion = perfusion_law(x->laws, ili_cell_need(c));
    m->borrowed = ili_cell_yes(c);
    ili_cell_need(c), read_status(c);
    x->t->nmuscle++;
}

static void read_creep(table *x, ili_cells *c, void *row) {
#define X(name, word) word,
    static const char *const kinds[] = {IL_CREEP_LIST(X)};
#undef X
    il_tissue_creep *k = row;
    k->kind = (il_creep_kind)ili_cell_choice(c, kinds, IL_NCREEP);
    k->group = ili_cell_need(c);
    k->law = creep_law(x->laws, ili_cell_need(c));
    il_tissue_number n = {.id = joined(c, kinds[k->kind], k->group, ".size"), .unit = k->kind == IL_CREEP_HEIGHT ? "mm/kN" : "1", .structure = IL_NONE};
    n.value = ili_cell_between(c, 0.0, 100.0), n.low = ili_cell_between(c, 0.0, n.value), n.high = ili_cell_between(c, n.value, 1000.0);
    n.source = ili_cell_need(c), n.status = read_status(c);
    k->size = keep(x->laws, n);
    x->t->ncreep++;
}

static void read_structure(table *x, ili_cells *c, void *row) {
#define X(name, word) word,
    static const char *const words[] = {IL_SUFFERS_LIST(X)};
#undef X
    il_tissue_structure *s = row;
    s->id = ili_cell_need(c), s->name = ili_cell_need(c);
    s->suffers = (il_suffers)ili_cell_choice(c, words, IL_NSUFFERS);
    s->of = ili_cell_need(c);
    double value = ili_cell_between(c, 1e-6, 1e6);
    s->low = ili_cell_between(c, 1e-6, value), s->high = ili_cell_between(c, value, 1e6);
    s->low_status = read_status(c), s->high_status = read_status(c);
    s->unit = ili_cell_need(c);
    s->guards = ili_cell_text(c), s->inhibits = ili_cell_text(c), s->pattern = ili_cell_text(c);
    s->source = ili_cell_need(c), s->status = read_status(c);
    s->threshold = keep(x->laws, (il_tissue_number){.id = joined(c, s->id, "threshold", ""), .value = value, .low = s->low, .high = s->high, .unit = s->unit, .source = s->source,
                                                    .status = s->status, .structure = x->t->nstructure});
    x->t->nstructure++;
}

static void read_trigger(table *x, ili_cells *c, void *row) {
    il_tissue_trigger *t = row;
    bool               known = false;
    t->condition = ili_cell_need(c), t->structure = ili_cell_need(c);
    for (int i = 0; i < x->t->nstructure; i++) known |= !strcmp(x->t->structure[i].id, t->structure);
    if (!known) ili_cell_fault(c, "structures.csv has no '%.40s'", t->structure);
    t->source = ili_cell_need(c), t->status = read_status(c);
    x->t->ntrigger++;
}

static void read_effect(table *x, ili_cells *c, void *row) {
    static const char *const says[] = {"down", "nothing", "up"};
    il_tissue_effect        *e = row;
    e->effect = ili_cell_need(c), e->name = ili_cell_need(c), e->parameter = ili_cell_need(c);
    e->value = ili_cell_number(c), e->low = ili_cell_number(c), e->high = ili_cell_number(c);
    e->postures = ili_cell_need(c), e->outcome = ili_cell_need(c);
    e->mirrored = ili_cell_yes(c), e->says = ili_cell_choice(c, says, 3) - 1;
    e->worth = ili_cell_between(c, 1e-9, 1e6);
    e->what = ili_cell_need(c), e->pattern = ili_cell_text(c);
    int postures = 1;
    for (const char *p = e->postures; *p; p++) postures += *p == ';';
    if (postures > 4 || !isfinite(e->value) || !isfinite(e->low) || !isfinite(e->high)) ili_cell_fault(c, "at most four postures, and a value with its range");
    e->source = ili_cell_need(c), e->status = read_status(c);
    x->t->neffect++;
}

static const void *read_table(const il_data_dir *data, const char *file, const char *const *column, int ncolumn, size_t size, read_row read, table *x) {
    ili_arena *arena = &x->t->memory->arena;
    ili_csv    csv = {0};
    int        at[16];
    il_error  *err = x->laws->err;
    il_status  s = x->laws->status ? x->laws->status : ili_open_table(data, file, &csv, err);
    if (!s) s = ili_csv_columns(&csv, column, ncolumn, at, err);
    char *rows = s ? NULL : ili_arena_array(arena, (size_t)csv.nrow + 1, size);
    if (!s && !rows) s = no_memory(err);
    for (int i = 0; !s && i < csv.nrow; i++) {
        ili_cells c = {.csv = &csv, .arena = arena, .err = err, .column = at, .row = i};
        read(x, &c, rows + (size_t)i*size);
        s = x->laws->status ? x->laws->status : c.status;
    }
    ili_csv_free(&csv);
    x->laws->status = s;
    return rows;
}

static il_status every_law_is_used(const laws *l, il_error *err) {
    for (int i = 0; i < l->csv.nrow; i++)
        if (!l->used[i])
            return il_error_set(err, IL_BAD_VALUE, l->csv.file, 0, 0, "nothing uses '%.40s' of '%.40s': a law is named in muscles.csv or creep.csv", ili_csv_text(&l->csv, i, l->column[NAME]),
                                ili_csv_text(&l->csv, i, l->column[LAW]));
    return IL_OK;
}

static il_status read_all(const il_data_dir *data, laws *l, il_tissue *t, il_error *err) {
    static const char *const muscles[] = {"group", "fatigue", "perfusion", "borrowed", "source", "status"};
    static const char *const creeps[] = {"kind", "group", "law", "size", "low", "high", "source", "status"};
    static const char *const structures[] = {"id", "name", "suffers", "of", "threshold", "low", "high", "low_status", "high_status", "unit", "guards", "inhibits", "pattern", "source", "status"};
    static const char *const effects[] = {"effect", "name", "parameter", "value", "low", "high", "postures", "outcome", "mirrored", "says", "worth", "what", "pattern", "source", "status"};
    static const char *const triggers[] = {"condition", "structure", "source", "status"};
    table                    x = {.laws = l, .t = t};
    t->number = l->known = ili_arena_array(&t->memory->arena, NUMBERS, sizeof *l->known);
    if (!l->known) return no_memory(err);
    ILI_TRY(ili_open_table(data, "tissue/laws.csv", &l->csv, err));
    ILI_TRY(check_laws(l, &t->memory->arena, err));
    other_laws(l, t);
    t->muscle = read_table(data, "tissue/muscles.csv", muscles, 6, sizeof *t->muscle, read_muscle, &x);
    t->creep = read_table(data, "tissue/creep.csv", creeps, 8, sizeof *t->creep, read_creep, &x);
    t->structure = read_table(data, "tissue/structures.csv", structures, 15, sizeof *t->structure, read_structure, &x);
    t->trigger = read_table(data, "tissue/triggers.csv", triggers, 4, sizeof *t->trigger, read_trigger, &x);
    t->effect = read_table(data, "tissue/effects.csv", effects, 15, sizeof *t->effect, read_effect, &x);
    ILI_TRY(l->status);
    return every_law_is_used(l, err);
}

il_status il_tissue_read(const il_data_dir *data, il_tissue **out, il_error *err) { return il_tissue_read_at(data, IL_NONE, false, out, err); }

il_status il_tissue_read_at(const il_data_dir *data, int number, bool high, il_tissue **out, il_error *err) {
    IL_ASSERT(data && out);
    il_tissue *t = *out = calloc(1, sizeof *t);
    if (t) t->memory = calloc(1, sizeof *t->memory);
    laws      l = {.err = err, .t = t, .at = number, .high = high};
    il_status s = t && t->memory ? read_all(data, &l, t, err) : no_memory(err);
    ili_csv_free(&l.csv);
    if (s) il_tissue_free(t), *out = NULL;
    return s;
}

void il_tissue_free(il_tissue *t) {
    if (!t) return;
    if (t->memory) ili_arena_free(&t->memory->arena);
    free(t->memory);
    free(t);
}

// ---- at the ends of many numbers ---------------------------------------------------------------------------------------------------------

static bool in_scope(const il_tissue_number *n, il_sweep_scope scope) {
    if (n->low == n->high) return false;
    return scope == IL_SWEEP_ALL || (scope == IL_SWEEP_QUICK ? n->leads : !strcmp(n->status, "assumed"));
}

il_status il_tissue_ends_read(const il_data_dir *data, const il_tissue *tissue, il_sweep_scope scope, il_tissue_ends **out, il_error *err) {
    IL_ASSERT(data && tissue && out);
    il_tissue_ends *e = *out = calloc(1, sizeof *e);
    if (!e) return no_memory(err);
    e->number = calloc((size_t)tissue->nnumber + 1, sizeof *e->number), e->end = calloc(2*(size_t)tissue->nnumber + 1, sizeof *e->end);
    il_status status = e->number && e->end ? IL_OK : no_memory(err);
    for (int i = 0; status == IL_OK && i < tissue->nnumber; i++) {
        if (!in_scope(&tissue->number[i], scope)) continue;
        e->number[e->n] = i;
        status = il_tissue_read_at(data, i, false, &e->end[2*e->n], err);
        if (status == IL_OK) status = il_tissue_read_at(data, i, true, &e->end[2*e->n + 1], err);
        e->n++;
    }
    if (status != IL_OK) il_tissue_ends_free(e), *out = NULL;
    return status;
}

void il_tissue_ends_free(il_tissue_ends *e) {
    if (!e) return;
    for (int i = 0; e->end && i < 2*e->n; i++) il_tissue_free(e->end[i]);
    free(e->number), free(e->end), free(e);
}
