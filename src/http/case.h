// case.h - one visit of one patient, screened, assessed and planned once for all that ask: assess, what-if, plan, report, FHIR.
#ifndef ILI_HTTP_CASE_H
#define ILI_HTTP_CASE_H
#include "http/http.h"
#include "ilium/assess.h"
#include "ilium/paper.h"
#include "ilium/report.h"

enum { ILI_CASES = 8, ILI_LIST = 600 };

/// What decides an assessment: another revision, visit, setting or country is another case.
typedef struct ili_case_key {
    char       id[ILI_NAME], revision[20], country[4];
    int        visit; ///< from 1
    il_setting setting;
} ili_case_key;

typedef struct ili_case {
    ili_case_key      key;
    int               users;
    double            used;
    bool              busy;       ///< somebody computes on it
    il_patient       *patient;
    il_assess_request request;
    il_assessment    *assessment; ///< NULL until it was asked for
    il_care_request   care;
    char              equipment[ILI_LIST], without[ILI_LIST];
    il_plan          *plan;       ///< of that equipment and without; or NULL
} ili_case;

struct ili_cases;

/// The case that a request speaks of: part[0], `visit`, `setting`, `country` of the body or the query. NULL: answered.
ili_case *ili_case_open(ili_request *r, ili_reply *out);
void      ili_case_close(il_server *s, ili_case *c);
/// Let a job compute on it alone: waits for who does, unless it is cancelled. Then ili_case_leave().
il_status ili_case_enter(ili_job *j, ili_case *c, il_error *err);
void      ili_case_leave(il_server *s, ili_case *c);
/// Inside: the assessment, and the plan, unless they are there.
il_status ili_case_assess(ili_job *j, ili_case *c, il_error *err);
il_status ili_case_plan(ili_job *j, ili_case *c, const char *equipment, const char *without, il_error *err);
/// Nothing of a record stays in memory: cases, and results of jobs; what runs is stopped.
void      ili_cases_forget(il_server *s, const char *id);
void      ili_cases_free(il_server *s);

#endif
