// exercise_tasks.c - each home exercise as the task that it is, with its open numbers set
#include <stdlib.h>
#include <string.h>

#include "ilium/knowledge.h"
#include "ilium/tasks.h"

enum { NAME = 32 };

// "extension=20;load=2" as settings of the exercise's task
static il_status settings_of(const il_exercise *e, char name[IL_EXERCISE_SETTINGS][NAME], il_task_setting set[IL_EXERCISE_SETTINGS], int *n, il_error *err) {
    *n = 0;
    for (const char *p = e->how; *p; (*n)++) {
        size_t size = strcspn(p, ";"), eq = strcspn(p, "=");
        double value = 0.0;
        if (*n == IL_EXERCISE_SETTINGS || eq >= size || eq >= NAME || il_number_parse(p + eq + 1, size - eq - 1, &value))
            return il_error_set(err, IL_BAD_VALUE, "treatments/exercises.csv", 0, 0, "'%.60s': how is NAME=NUMBER, at most %d by ';', not '%.60s'", e->id, IL_EXERCISE_SETTINGS, e->how);
        memcpy(name[*n], p, eq), name[*n][eq] = 0;
        set[*n] = (il_task_setting){e->task, name[*n], value};
        p += size + (p[size] == ';');
    }
    return IL_OK;
}

static il_status read_one(const il_data_dir *data, const il_exercise *e, int i, il_exercise_tasks *x, il_error *err) {
    char            name[IL_EXERCISE_SETTINGS][NAME];
    il_task_setting set[IL_EXERCISE_SETTINGS];
    int             n = 0;
    il_status       s = settings_of(e, name, set, &n, err);
    if (!s) s = il_tasks_read_all(data, set, n, &x->read[i], err);
    if (s) return s;
    x->task[i] = il_tasks_find(x->read[i], e->task);
    if (!x->task[i] || x->task[i]->sided != e->sided)
        return il_error_set(err, IL_BAD_VALUE, "treatments/exercises.csv", 0, 0, "'%.60s': there is no task '%.60s' that is done on %s in tests/postures.yaml or tests/tasks.yaml", e->id,
                            e->task, e->sided ? "each side" : "no side");
    return IL_OK;
}

il_status il_exercise_tasks_read(const il_data_dir *data, const il_knowledge *k, il_exercise_tasks **out, il_error *err) {
    il_exercise_tasks *x = calloc(1, sizeof *x);
    *out = NULL;
    if (x) x->task = calloc((size_t)k->nexercise + 1, sizeof *x->task), x->read = calloc((size_t)k->nexercise + 1, sizeof *x->read), x->n = k->nexercise;
    il_status s = x && x->task && x->read ? IL_OK : il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the exercises");
    for (int i = 0; !s && i < k->nexercise; i++)
        if (*k->exercise[i].task) s = read_one(data, &k->exercise[i], i, x, err);
    if (s) il_exercise_tasks_free(x);
    else *out = x;
    return s;
}

void il_exercise_tasks_free(il_exercise_tasks *x) {
    if (!x) return;
    for (int i = 0; x->read && i < x->n; i++) il_tasks_free(x->read[i]);
    free(x->read);
    free(x->task);
    free(x);
}
