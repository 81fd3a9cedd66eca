// case.h - one visit of one patient, opened and assessed: what assess, what-if and plan share
#ifndef CASE_H
#define CASE_H
#include "app.h"
#include "ilium/assess.h"
#include "ilium/file.h"
#include "ilium/io.h"
#include "ilium/io_body.h"
#include "ilium/knowledge.h"
#include "ilium/plan.h"
#include "ilium/tasks.h"

/// What the command line asks of the case.
typedef struct case_wish {
    const char *patient, *visit, *data, *threads, *country, *setting;
    bool        progress;
    int         nthread;
    il_setting  where;
} case_wish;

enum { CASE_OPTIONS = 6 };
/// The options of every such command: --visit --data --threads --country --setting --progress.
void case_options(case_wish *o, app_option out[CASE_OPTIONS]);

typedef struct case_opened {
    il_data_dir          *data;
    il_knowledge         *knowledge;
    il_patient_vocab     *vocab;
    const il_body_tables *tables;
    il_body              *body;
    il_tasks             *tasks;
    il_patient           *patient;
    il_assess_request     request;
    il_assessment        *assessment;
    il_exercise_tasks    *exercises; // of case_plan()
    il_care_request       care;
    il_plan              *plan;
} case_opened;

/// Read the words: threads, setting, the patient's name is there. @return EXIT_DONE or EXIT_USAGE after a sentence
int  case_read(const char *command, case_wish *o);
/// The same for a command without one patient.
int  case_read_options(const char *command, case_wish *o);
/// Open data and patient, choose the visit; without the patient where o->patient is NULL: c->request then lacks it.
/// @return an exit code, after a sentence where it is not EXIT_DONE
int  case_open(const case_wish *o, case_opened *c);
/// The number of the visit that the command line asks for, 0 = the last. @return IL_BAD_VALUE when the record has none such
il_status case_choose(const case_wish *o, const char *file, const il_patient *p, int *visit, il_error *err);
/// The number of the visit of this date, or of this number; 0 = `word` is NULL, -1 = there is none.
int  case_visit(const il_patient *p, const char *word);
/// Assess it.
il_status case_assess(case_opened *c, const il_progress *progress, il_error *err);
/// Assess it and plan; what c->care asks besides (equipment, what is left out) is set before. Shows its own progress.
il_status case_plan(case_opened *c, const case_wish *o, il_error *err);
void case_close(case_opened *c);
/// The exit code of a case that was told: EXIT_EMERGENCY or EXIT_DONE.
int  case_code(const case_opened *c);

#endif
