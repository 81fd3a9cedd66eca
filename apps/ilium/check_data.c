// check_data.c - `ilium check-data`: is a folder of data whole, and does each table fit the others?
#include <stdio.h>
#include <stdlib.h>

#include "app.h"
#include "ilium/body.h"
#include "ilium/file.h"
#include "ilium/io_day.h"
#include "ilium/io_body.h"
#include "ilium/knowledge.h"
#include "ilium/motions.h"
#include "ilium/tasks.h"

typedef struct opened {
    il_data_dir          *data;
    il_knowledge         *knowledge;
    const il_body_tables *tables;
    il_body              *body;
    il_tasks             *tasks;
    il_tissue            *tissue;
    int                   nmotion, nschedule;
} opened;

static void close_all(opened *x) {
    il_tissue_free(x->tissue);
    il_tasks_free(x->tasks);
    il_body_free(x->body);
    il_body_tables_free(x->tables);
    il_knowledge_free(x->knowledge);
    il_data_close(x->data);
}

static il_status open_all(const char *folder, opened *x, il_error *err) {
    il_status s;
    if ((s = il_data_open(folder, &x->data, err)) || (s = il_knowledge_read(x->data, &x->knowledge, err)) || (s = il_body_tables_read(x->data, &x->tables, err)) ||
        (s = il_body_create(x->tables, &x->body, err)) || (s = il_motions_check(x->data, &x->nmotion, err)))
        return s;
    return il_tasks_read_all(x->data, NULL, 0, &x->tasks, err);
}

// an exercise is a task that only both readers together know
static il_status check_exercises(const opened *x, il_error *err) {
    for (int i = 0; i < x->knowledge->nexercise; i++) {
        const il_exercise *e = &x->knowledge->exercise[i];
        if (*e->task && !il_tasks_find(x->tasks, e->task))
            return il_error_set(err, IL_BAD_VALUE, "treatments/exercises.csv", 0, 0, "'%.60s': there is no task '%.60s' in tests/postures.yaml or tests/tasks.yaml", e->id, e->task);
    }
    return IL_OK;
}

// what the tissue's tables name must be there in the body, and every schedule must be one that can be lived
static il_status check_days(opened *x, il_error *err) {
    char            name[64];
    il_day_settings set = il_default_day_settings();
    il_status       s = il_tissue_read(x->data, &x->tissue, err);
    for (; !s && il_schedule_name(x->data, x->nschedule, name); x->nschedule++) {
        il_schedule *schedule = NULL;
        il_day      *day = NULL;
        s = il_schedule_read(x->data, name, &schedule, err);
        if (!s) s = il_day_create(x->body, x->body->m->nominal, x->tissue, schedule, &set, &day, err);
        il_day_free(day);
        il_schedule_free(schedule);
    }
    return s;
}

int app_check_data(int argc, char **argv) {
    const char      *folder = NULL, *operand = NULL;
    const app_option options[] = {{.name = "--data", .value = &folder}};
    opened           x = {0};
    il_error         err = {0};
    int              code = app_options("check-data", argc, argv, options, 1, &operand);
    if (!code && operand) code = app_usage("check-data", "the folder is given by --data; what is", operand);
    if (code) return code;
    if (open_all(folder, &x, &err) || check_exercises(&x, &err) || check_days(&x, &err)) code = app_failed(&err);
    else {
        const il_knowledge *k = x.knowledge;
        char                line[400];
        int n = snprintf(line, sizeof line, "data %s%s: %d tests, %d conditions, %d tasks, %d motions, %d rows of the safety screen, %d treatments, %d exercises, %d contraindications, %d schedules: whole\n",
                         il_data_hash(x.data), il_data_modified(x.data) ? " (locally modified)" : "", k->ntest, k->ncondition, x.tasks->ntask, x.nmotion, k->screen.nrule, k->ntreatment,
                         k->nexercise, k->ncontraindication, x.nschedule);
        code = app_print(line, (size_t)n);
    }
    close_all(&x);
    return code;
}
