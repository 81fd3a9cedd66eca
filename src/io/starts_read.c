// starts_read.c - tests/starts.csv: one row a task, one column a coordinate (tools/usual_starts.c writes it)
#include "io/starts.h"

#include <string.h>

#include "file/csv.h"
#include "io/cells.h"

enum { TASK, WAY, SOURCE, STATUS, FIXED };
static const char *const fixed[FIXED] = {"task", "way", "source", "status"};

static il_status no_memory(il_error *err) { return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for where tasks begin"); }

// the names behind the fixed columns
static il_status read_names(const ili_csv *csv, ili_arena *arena, const char ***out, il_error *err) {
    int n = csv->ncolumn - FIXED;
    for (int i = 0; i < FIXED; i++)
        if (n < 0 || strcmp(csv->header[i].text, fixed[i]) != 0)
            return ili_csv_error(csv, -1, i < csv->ncolumn ? i : 0, IL_BAD_VALUE, err, "the columns are task, way, source, status, then the body's coordinates");
    const char **name = ili_arena_array(arena, (size_t)n + 1, sizeof *name);
    if (!name) return no_memory(err);
    for (int i = 0; i < n; i++)
        if (!(name[i] = ili_arena_copy(arena, csv->header[FIXED + i].text, strlen(csv->header[FIXED + i].text)))) return no_memory(err);
    *out = name;
    return IL_OK;
}

static il_status read_row(const ili_csv *csv, int row, const char *const *name, il_task_def *task, ili_arena *arena, il_error *err) {
    int       n = csv->ncolumn - FIXED;
    double   *q = ili_arena_array(arena, (size_t)n + 1, sizeof *q);
    il_status status = q ? ili_csv_number(csv, row, WAY, &task->usual_way, err) : no_memory(err);
    if (status == IL_OK && !(task->usual_way >= 0.0 && task->usual_way <= 1.0)) status = ili_csv_error(csv, row, WAY, IL_BAD_VALUE, err, "a way is a share between 0 and 1");
    if (status == IL_OK && task->usual) status = ili_csv_error(csv, row, TASK, IL_BAD_VALUE, err, "'%s' has a start already", task->id);
    for (int i = 0; i < n && status == IL_OK; i++) status = ili_csv_number(csv, row, FIXED + i, &q[i], err);
    task->nusual = n, task->usual_name = name, task->usual = q;
    return status;
}

static il_status read_rows(const ili_csv *csv, int ntask, il_task_def *task, ili_arena *arena, il_error *err) {
    const char **name = NULL;
    il_status    status = read_names(csv, arena, &name, err);
    for (int row = 0; row < csv->nrow && status == IL_OK; row++) {
        for (int t = 0; t < ntask && status == IL_OK; t++)
            if (strcmp(task[t].id, ili_csv_text(csv, row, TASK)) == 0) status = read_row(csv, row, name, &task[t], arena, err);
    }
    return status;
}

il_status ili_starts_read(const il_data_dir *data, int ntask, il_task_def *task, ili_arena *arena, il_error *err) {
    ili_csv   csv = {0};
    il_error  absent = {0};
    il_status status = ili_open_table(data, "tests/starts.csv", &csv, &absent);
    if (status == IL_NO_FILE) return IL_OK;
    if (status != IL_OK && err) *err = absent;
    if (status == IL_OK) status = read_rows(&csv, ntask, task, arena, err);
    ili_csv_free(&csv);
    return status;
}
