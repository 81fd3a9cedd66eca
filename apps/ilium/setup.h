// setup.h - what commands about a body or a scenario share: the options that say who and with what, and what they open
#ifndef SETUP_H
#define SETUP_H
#include "app.h"
#include "ilium/body.h"
#include "ilium/file.h"
#include "ilium/knowledge.h"
#include "ilium/tasks.h"

enum { SETUP_MEASURES = 32, SETUP_OPTIONS = SETUP_MEASURES + 32 }; ///< most measures of a person, most options

/// Options as they were written; NULL where they were not.
typedef struct setup_wish {
    const char *data, *with, *set, *sex;  // who
    const char *measure[SETUP_MEASURES];  // in the order of data/body/scaling.csv
    const char *scenario, *side, *how;    // does what
    bool        about_task;               // set before setup_read(): --side and --how are options
    bool        takes_two;                // operands, set before setup_read(): the second goes here
    const char *second;
} setup_wish;

typedef struct setup {
    il_data_dir          *data;
    const il_body_tables *tables;
    il_body              *body;
    il_knowledge         *knowledge;
    il_body_sizes         sizes;  ///< of the person, as asked for
    il_params            *person; ///< the body's numbers with the conditions
    const char           *with;   ///< the conditions and parameters asked for, or NULL
    char                  changes[800]; ///< their text
    il_tasks             *tasks;
    char                 *bytes;
    const il_task_def    *def;
    il_task              *task;
} setup;

/// Read the command line: --data, --with, --set, --sex, of commands about a task --side and --how, a flag for each measure of the table, and the command's own options; the operand
/// is the scenario. Opens the data and the body's tables. EXIT_DONE, or the exit code after a sentence.
int setup_read(const char *command, int argc, char **argv, const app_option *own, int nown, setup_wish *o, setup *x);

/// The program's tasks, or those of the file that `scenario` names.
il_status setup_tasks(const setup_wish *o, setup *x, il_error *err);
/// The body, the person and the conditions.
il_status setup_person(const setup_wish *o, setup *x, il_error *err);
/// setup_tasks(), setup_person(), and the scenario's task on its side. EXIT_DONE, or the exit code after a sentence.
int       setup_scenario(const char *command, const setup_wish *o, setup *x);
void      setup_close(setup *x);

/// The numbers of the person with all conditions and parameters into x->person: a part of setup_person().
il_status setup_make_person(const setup_wish *o, setup *x, il_error *err);

/// The conditions and parameters that were asked for, once more on other numbers `p` of this body.
il_status setup_dress(const setup_wish *o, setup *x, il_params *p, il_error *err);

/// Is notice i one of those that an output about no single patient carries? @param modified  the data are an edited copy
bool setup_notice(const il_knowledge *k, bool modified, int i);

/// What the tables say of a treatment (explain_treatment.c).
void explain_treatment(const il_knowledge *k, int treatment);

#endif
