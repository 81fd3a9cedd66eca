// exercise_tasks.c - each home exercise, and what people do every day, as the task that it is, with its open numbers set
#include <stdlib.h>
#include <string.h>

#include "ilium/knowledge.h"
#include "ilium/tasks.h"

enum { NAME = 32 };

/// A row of a table that names a task.
typedef struct row {
    const char *file, *id, *task, *how;
} row;

// "extension=20;load=2" as settings of the task
static il_status settings_of(const row *e, char name[IL_EXERCISE_SETTINGS][NAME], il_task_setting set[IL_EXERCISE_SETTINGS], int *n, il_error *err) {
    *n = 0;
    for (const char *p = e->how; *p; (*n)++) {
        size_t size = strcspn(p, ";"), eq = strcspn(p, "=");
        double value = 0.0;
        if (*n == IL_EXERCISE_SETTINGS || eq >= size || eq >= NAME || il_number_parse(p + eq + 1, size - eq - 1, &value))
            return il_error_set(err, IL_BAD_VALUE, e->file, 0, 0, "'%.60s': how is NAME=NUMBER, at most %d by ';', not '%.60s'", e->id, IL_EXERCISE_SETTINGS, e->how);
        memcpy(name[*n], p, eq), name[*n][eq] = 0;
        set[*n] = (il_task_setting){e->task, name[*n], value};
        p += size + (p[size] == ';');
    }
    return IL_OK;
}

// the first tasks read are those as they stand; each row with settings has its own
static il_status read_one(const il_data_dir *data, const row *e, il_exercise_tasks *x, const il_task_def **out, il_error *err) {
    char            name[IL_EXERCISE_SETTINGS][NAME];
    il_task_setting set[IL_EXERCISE_SETTINGS];
    int             n = 0, at = 0;
    il_status       s = settings_of(e, name, set, &n, err);
    if (!s && (n || !x->nread)) s = il_tasks_read_all(data, set, n, &x->read[at = x->nread], err);
    if (s) return s;
    x->nread += at == x->nread;
    *out = il_tasks_find(x->read[at], e->task);
    return *out ? IL_OK : il_error_set(err, IL_BAD_VALUE, e->file, 0, 0, "'%.60s': there is no task '%.60s' in tests/postures.yaml or tests/tasks.yaml", e->id, e->task);
}

static il_status read_exercise(const il_data_dir *data, const il_exercise *e, il_exercise_tasks *x, int i, il_error *err) {
    row       r = {"treatments/exercises.csv", e->id, e->task, e->how};
    il_status s = *e->task ? read_one(data, &r, x, &x->task[i], err) : IL_OK;
    if (!s && x->task[i] && x->task[i]->sided != e->sided)
        s = il_error_set(err, IL_BAD_VALUE, r.file, 0, 0, "'%.60s': its task '%.60s' is%s done on each side", e->id, e->task, e->sided ? " not" : "");
    return s;
}

il_status il_exercise_tasks_read(const il_data_dir *data, const il_knowledge *k, il_exercise_tasks **out, il_error *err) {
    static const row   plain = {"tests/tasks.yaml", "standing", "standing", ""};
    const il_task_def *standing;
    il_exercise_tasks *x = calloc(1, sizeof *x);
    *out = NULL;
    if (x) {
        x->task = calloc((size_t)k->nexercise + 1, sizeof *x->task), x->daily = calloc((size_t)k->ndaily + 1, sizeof *x->daily);
        x->read = calloc((size_t)(k->nexercise + k->ndaily) + 1, sizeof *x->read), x->n = k->nexercise, x->ndaily = k->ndaily;
    }
    il_status s = x && x->task && x->daily && x->read ? read_one(data, &plain, x, &standing, err) : il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the exercises");
    for (int i = 0; !s && i < k->nexercise; i++) s = read_exercise(data, &k->exercise[i], x, i, err);
    for (int i = 0; !s && i < k->ndaily; i++) {
        row r = {"treatments/daily.csv", k->daily[i].id, k->daily[i].task, k->daily[i].how};
        s = read_one(data, &r, x, &x->daily[i], err);
    }
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
