// standing.c - the built-in body stands: its pelvic tilt, and what the lowest disc carries
#include <stdio.h>

#include "ilium/io_body.h"
#include "ilium/tasks.h"

int main(void) {
    il_data_dir          *data = NULL;
    const il_body_tables *tables = NULL;
    il_body              *body = NULL;
    il_tasks             *tasks = NULL;
    il_task              *task = NULL;
    il_scenario          *scenario = NULL;
    il_outcome            out;
    il_error              err = {0};
    bool                  failed = il_data_open(NULL, &data, &err) || il_body_tables_read(data, &tables, &err) || il_body_create(tables, &body, &err) ||
                  il_tasks_read(data, &tasks, &err) || il_task_create(body->m, il_tasks_find(tasks, "standing"), IL_SIDE_NONE, &task, &err) ||
                  il_scenario_create(body->m, IL_ISA_AUTO, &scenario, &err);
    if (!failed) {
        const il_params *p = body->m->nominal;
        il_subject       who = {.p = p, .habit = p->coordinate_neutral, .habit_sd = body->sigma_within, .effort = il_body_usual(tables, "effort")->value};
        failed = il_scenario_run(scenario, task, &who, NULL, NULL, &out, &err);
    }
    if (!failed) {
        int disc = il_bushing_find(body->m, "L5_S1_disc");
        printf("%s: %.1f deg\n", il_task_reading_test(task, 0), out.reading[0]);
        printf("L5/S1 compression: %.0f N\n", out.solution.d->bushing_force[6 * disc + 3].lane[0]);
    } else {
        printf("%s: %s\n", err.file, err.text);
    }
    il_scenario_free(scenario);
    il_task_free(task);
    il_tasks_free(tasks);
    il_body_free(body);
    il_body_tables_free(tables);
    il_data_close(data);
    return failed ? 1 : 0;
}
