// solve.h - one solved scenario, from `ilium solve` to its printing
#ifndef SOLVE_H
#define SOLVE_H
#include "ilium/body.h"
#include "ilium/file.h"
#include "ilium/knowledge.h"
#include "ilium/outcome.h"
#include "ilium/tasks.h"

typedef struct solve_work {
    il_data_dir          *data;
    const il_body_tables *tables;
    il_body              *body;
    il_knowledge         *knowledge;
    il_tasks             *tasks;
    il_params            *person; ///< the body's numbers with the conditions
    char                 *bytes;
    const il_task_def    *def;
    il_task              *task;
    il_scenario          *scenario;
    il_outcome            outcome;
    il_outcomes          *outcomes;
    double               *value; ///< of each outcome
    const char           *with; ///< the conditions asked for, or NULL
} solve_work;

const char *solve_verdict(const solve_work *w);
void        solve_print_text(const solve_work *w);
int         solve_print_json(const solve_work *w);

#endif
