// study.h - the simulations behind an assessment: every task, done by this person healthy, varied as healthy persons vary, and with each condition
#ifndef ILI_STUDY_H
#define ILI_STUDY_H
#include "ilium/batch.h"
#include "ilium/body.h"
#include "ilium/factor.h"
#include "ilium/knowledge.h"

enum { ILI_STUDY_SEVERITIES = 4 }; ///< 0, 1/3, 2/3, 1

/// A quantity that some task yields on one side.
typedef struct ili_slot {
    const char *quantity;
    il_side     side;
    int         task, reading;
} ili_slot;

/// A condition on a side.
typedef struct ili_cause {
    int     condition; ///< of the knowledge
    il_side side;      ///< NONE for a condition that has no side
} ili_cause;

typedef struct ili_study {
    const il_body      *body;
    const il_knowledge *knowledge;
    int                 ntask, nslot, nvariation, ncause;
    il_task           **task;
    ili_slot           *slot;
    ili_cause          *cause;
    il_params          *person;          ///< this person without any condition
    double             *habit;           ///< [nq]
    il_factors         *factors;         ///< what results are varied over
    double             *baseline;        ///< [nslot]
    double             *variation;       ///< [nvariation*nslot] change at one standard deviation
    double             *effect;          ///< [ncause*ILI_STUDY_SEVERITIES*nslot] change from baseline; 0 at severity 0
    double             *q, *act;         ///< [ntask*nq], [ntask*nmuscle] of the healthy person: where other solves begin
    double             *way;             ///< [ntask] share of their way that the healthy person's tests went
    bool               *solved;          ///< [ntask] the healthy person's posture was found
    int                 nfailed;         ///< other solves without an answer: their change counts as none and is reported
    long                nsolve, niteration;
    long                nfollow;         ///< equilibria followed from the healthy person's instead (scenario/follow.h)
    void               *memory;
} ili_study;

/// Lay out and run. @param sizes  of the person
/// @param in_question  [k->ncondition] conditions that are weighed; those that are not simulated move no reading; NULL = all simulated ones
/// @param wanted  [k->ntest] tests whose quantity somebody asks for: tasks that read none of them are not done; NULL = all
/// @param exact  solve everything; else what can be followed from the healthy person's equilibrium is
il_status ili_study_run(const il_body *body, const il_knowledge *k, const il_tasks *tasks, const bool *wanted, const bool *in_question, const il_body_sizes *sizes, bool exact, int threads,
                        const il_progress *progress, ili_study *out, il_error *err);
void      ili_study_free(ili_study *s);

/// The slot of a quantity on a side (a quantity without side is found for any), or -1.
int ili_study_slot(const ili_study *s, const char *quantity, il_side side);

/// Parameters of this person with a condition at a severity. @param p  shared parameters to fill
il_status ili_study_condition(const ili_study *s, const ili_cause *cause, double severity, il_params *p, il_error *err);

#endif
