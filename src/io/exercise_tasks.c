// exercise_tasks.c - each home exercise, and what people do every day, as the task that it is, with its open numbers set
#include <stdlib.h>
#include <string.h>

#include "base/try.h"
#include "ilium/knowledge.h"
#include "ilium/tasks.h"

enum { NAME = 32 };

/// A row of a table that names a task.
typedef struct row {
    const char         *file, *id, *task, *how;
    const il_task_def **out;
    int                 n, reading; ///< settings; of which reading of the tasks it is
    char                name[IL_EXERCISE_SETTINGS][NAME];
    il_task_setting     set[IL_EXERCISE_SETTINGS];
} row;

typedef struct rows {
    int              n, nreading;
    row             *row;
    il_task_setting *set; ///< room for those of one reading
} rows;

static il_status no_memory(il_error *err) { return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the exercises"); }

// "extension=20;load=2" as settings of the task
static il_status read_settings(row *e, il_error *err) {
    for (const char *p = e->how; *p; e->n++) {
        size_t size = strcspn(p, ";"), eq = strcspn(p, "=");
        double value = 0.0;
        if (e->n == IL_EXERCISE_SETTINGS || eq >= size || eq >= NAME || il_number_parse(p + eq + 1, size - eq - 1, &value))
            return il_error_set(err, IL_BAD_VALUE, e->file, 0, 0, "'%.60s': how is NAME=NUMBER, at most %d by ';', not '%.60s'", e->id, IL_EXERCISE_SETTINGS, e->how);
        memcpy(e->name[e->n], p, eq), e->name[e->n][eq] = 0;
        e->set[e->n] = (il_task_setting){e->task, e->name[e->n], value};
        p += size + (p[size] == ';');
    }
    return IL_OK;
}

// the first reading is of the tasks as they stand; rows that set different tasks share one, since reading takes some milliseconds
static void choose_reading(rows *all, row *e) {
    bool taken = e->n > 0;
    for (e->reading = e->n > 0; taken; e->reading += taken) {
        taken = false;
        for (const row *o = all->row; o < e; o++) taken = taken || (o->reading == e->reading && !strcmp(o->task, e->task));
    }
    if (e->reading >= all->nreading) all->nreading = e->reading + 1;
}

static il_status add_row(rows *all, row e, il_error *err) {
    row *own = &all->row[all->n];
    *own = e;
    ILI_TRY(read_settings(own, err));
    choose_reading(all, own);
    all->n++;
    return IL_OK;
}

static il_status read_all(const il_data_dir *data, rows *all, il_exercise_tasks *x, il_error *err) {
    for (; x->nread < all->nreading; x->nread++) {
        int n = 0;
        for (int i = 0; i < all->n; i++)
            for (int k = 0; k < all->row[i].n && all->row[i].reading == x->nread; k++) all->set[n++] = all->row[i].set[k];
        ILI_TRY(il_tasks_read_all(data, all->set, n, &x->read[x->nread], err));
    }
    for (int i = 0; i < all->n; i++) {
        const row *e = &all->row[i];
        *e->out = il_tasks_find(x->read[e->reading], e->task);
        if (!*e->out) return il_error_set(err, IL_BAD_VALUE, e->file, 0, 0, "'%.60s': there is no task '%.60s' in tests/postures.yaml or tests/tasks.yaml", e->id, e->task);
    }
    return IL_OK;
}

static il_status check_sides(const il_knowledge *k, const il_exercise_tasks *x, il_error *err) {
    for (int i = 0; i < k->nexercise; i++) {
        const il_exercise *e = &k->exercise[i];
        if (x->task[i] && x->task[i]->sided != e->sided)
            return il_error_set(err, IL_BAD_VALUE, "treatments/exercises.csv", 0, 0, "'%.60s': its task '%.60s' is%s done on each side", e->id, e->task, e->sided ? " not" : "");
    }
    return IL_OK;
}

static il_status read_exercises(const il_data_dir *data, const il_knowledge *k, rows *all, il_exercise_tasks *x, il_error *err) {
    const il_task_def *standing;
    ILI_TRY(add_row(all, (row){.file = "tests/tasks.yaml", .id = "standing", .task = "standing", .how = "", .out = &standing}, err));
    for (int i = 0; i < k->nexercise; i++) {
        const il_exercise *e = &k->exercise[i];
        if (*e->task) ILI_TRY(add_row(all, (row){.file = "treatments/exercises.csv", .id = e->id, .task = e->task, .how = e->how, .out = &x->task[i]}, err));
    }
    for (int i = 0; i < k->ndaily; i++)
        ILI_TRY(add_row(all, (row){.file = "treatments/daily.csv", .id = k->daily[i].id, .task = k->daily[i].task, .how = k->daily[i].how, .out = &x->daily[i]}, err));
    ILI_TRY(read_all(data, all, x, err));
    return check_sides(k, x, err);
}

il_status il_exercise_tasks_read(const il_data_dir *data, const il_knowledge *k, il_exercise_tasks **out, il_error *err) {
    size_t             most = (size_t)(k->nexercise + k->ndaily) + 1;
    il_exercise_tasks *x = calloc(1, sizeof *x);
    rows               all = {.nreading = 1, .row = calloc(most, sizeof *all.row), .set = calloc(most*IL_EXERCISE_SETTINGS, sizeof *all.set)};
    *out = NULL;
    if (x) {
        x->task = calloc((size_t)k->nexercise + 1, sizeof *x->task), x->daily = calloc((size_t)k->ndaily + 1, sizeof *x->daily);
        x->read = calloc(most, sizeof *x->read), x->n = k->nexercise, x->ndaily = k->ndaily;
    }
    il_status s = x && x->task && x->daily && x->read && all.row && all.set ? read_exercises(data, k, &all, x, err) : no_memory(err);
    free(all.row), free(all.set);
    if (s) il_exercise_tasks_free(x);
    else *out = x;
    return s;
}

void il_exercise_tasks_free(il_exercise_tasks *x) {
    if (!x) return;
    for (int i = 0; x->read && i < x->nread; i++) il_tasks_free(x->read[i]);
    free(x->read);
    free(x->task);
    free(x->daily);
    free(x);
}
