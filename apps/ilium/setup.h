// setup.h - what commands about a body or a scenario share: the options that say who and with what, and what they open
#ifndef SETUP_H
#define SETUP_H
#include "app.h"
#include "ilium/body.h"
#include "ilium/file.h"
#include "ilium/knowledge.h"
#include "ilium/tasks.h"

/// Options as they were written; NULL where they were not.
typedef struct setup_wish {
    const char *data, *with, *sex, *age, *height, *mass; // who
    const char *scenario, *side;                         // does what
} setup_wish;

#define SETUP_WHO_OPTIONS(w)                                                                                                          \
    {.name = "--with", .value = &(w)->with}, {.name = "--sex", .value = &(w)->sex}, {.name = "--age", .value = &(w)->age},            \
    {.name = "--height-cm", .value = &(w)->height}, {.name = "--mass-kg", .value = &(w)->mass}, {.name = "--data", .value = &(w)->data}
#define SETUP_SCENARIO_OPTIONS(w) {.name = "--side", .value = &(w)->side}

typedef struct setup {
    il_data_dir          *data;
    const il_body_tables *tables;
    il_body              *body;
    il_knowledge         *knowledge;
    il_params            *person; ///< the body's numbers with the conditions
    const char           *with;   ///< the conditions asked for, or NULL
    il_tasks             *tasks;
    char                 *bytes;
    const il_task_def    *def;
    il_task              *task;
} setup;

/// Are the words legal? EXIT_DONE, or EXIT_USAGE with a sentence.
int setup_check(const char *command, const setup_wish *o);

/// The program's tasks, or those of the file that `scenario` names.
il_status setup_tasks(const setup_wish *o, setup *x, il_error *err);
/// The body, the person and the conditions.
il_status setup_person(const setup_wish *o, setup *x, il_error *err);
/// setup_tasks(), setup_person(), and the scenario's task on its side.
il_status setup_scenario(const setup_wish *o, setup *x, il_error *err);
void      setup_close(setup *x);

#endif
