// measured_read.c - data/validation/disc_pressure.csv joined with the postures of its predictions
#include "ilium/measured.h"

#include <string.h>

#include "base/arena.h"
#include "base/try.h"
#include "file/csv.h"
#include "io/cells.h"

struct il_measured_memory {
    ili_arena arena;
};

static il_status no_memory(il_error *err) { return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for what was measured"); }

// rows of predictions that tell a pressure itself, not a change or a share of another
static bool of_pressure(const char *outcome, const char *relation) {
    return !strncmp(outcome, "disc.", 5) && strstr(outcome, ".pressure_mpa") && (!*relation || !strcmp(relation, "ratio"));
}

static il_status read_tasks(const ili_csv *csv, ili_arena *arena, il_measured_pressure *list, int *n, il_error *err) {
    // the first five are read
    static const char *const names[] = {"row", "task", "set", "measure", "relation", "id", "who", "side", "relative", "factor", "rule", "limit", "aim", "label", "note"};
    int                      column[15];
    ILI_TRY(ili_csv_columns(csv, names, 15, column, err));
    for (int row = 0; row < csv->nrow; row++) {
        ili_cells            c = {.csv = csv, .arena = arena, .err = err, .column = column, .row = row};
        il_measured_pressure p = {.row = ili_cell_text(&c), .task = ili_cell_text(&c), .set = ili_cell_text(&c)};
        p.outcome = ili_cell_text(&c);
        ILI_TRY(c.status);
        if (*p.row && of_pressure(p.outcome, ili_cell_text(&c))) list[(*n)++] = p;
        ILI_TRY(c.status);
    }
    return IL_OK;
}

// what was measured; a row that is only recalled, has another unit or no number is left out
static il_status read_rows(const ili_csv *csv, ili_arena *arena, il_measured_pressure *list, int n, bool *found, il_error *err) {
    // the first seven are read
    static const char *const names[] = {"id", "condition", "value", "unit", "n", "source", "status", "quantity", "sd", "use", "reason"};
    int                      column[11];
    ILI_TRY(ili_csv_columns(csv, names, 11, column, err));
    for (int row = 0; row < csv->nrow; row++) {
        ili_cells   c = {.csv = csv, .arena = arena, .err = err, .column = column, .row = row};
        const char *id = ili_cell_need(&c), *condition = ili_cell_text(&c);
        double      value = ili_cell_number(&c);
        const char *unit = ili_cell_text(&c), *people = ili_cell_text(&c), *source = ili_cell_need(&c);
        bool        published = ili_cell_choice(&c, ili_fact_statuses, ILI_FACT_STATUSES) == 0;
        ILI_TRY(c.status);
        for (int i = 0; i < n; i++) {
            if (strcmp(list[i].row, id) || !published || strcmp(unit, "MPa") || !(value > 0.0)) continue;
            list[i].condition = condition, list[i].pressure = value, list[i].people = people, list[i].source = source;
            found[i] = true;
        }
    }
    return IL_OK;
}

static il_status read_all(const il_data_dir *data, il_measured *m, ili_arena *arena, il_error *err) {
    ili_csv csv = {0};
    int     n = 0;
    ILI_TRY(ili_open_table(data, "validation/frozen/predictions.csv", &csv, err));
    il_measured_pressure *list = ili_arena_array(arena, (size_t)csv.nrow + 1, sizeof *list);
    bool                 *found = ili_arena_array(arena, (size_t)csv.nrow + 1, sizeof *found);
    il_status             status = list && found ? read_tasks(&csv, arena, list, &n, err) : no_memory(err);
    ili_csv_free(&csv);
    ILI_TRY(status);
    ILI_TRY(ili_open_table(data, "validation/disc_pressure.csv", &csv, err));
    status = read_rows(&csv, arena, list, n, found, err);
    ili_csv_free(&csv);
    for (int i = 0; i < n; i++)
        if (found[i]) list[m->npressure++] = list[i];
    m->pressure = list;
    return status;
}

il_status il_measured_read(const il_data_dir *data, il_measured **out, il_error *err) {
    IL_ASSERT(data && out);
    ili_arena                  arena = {0};
    il_measured               *m = ili_arena_alloc(&arena, sizeof *m);
    struct il_measured_memory *memory = ili_arena_alloc(&arena, sizeof *memory);
    il_status                  status = m && memory ? read_all(data, m, &arena, err) : no_memory(err);
    if (status != IL_OK) {
        ili_arena_free(&arena);
        return status;
    }
    memory->arena = arena, m->memory = memory;
    *out = m;
    return IL_OK;
}

void il_measured_free(il_measured *m) {
    if (!m) return;
    ili_arena arena = m->memory->arena;
    ili_arena_free(&arena);
}
