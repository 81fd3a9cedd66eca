// study_private.h - a study while it runs
#ifndef ILI_STUDY_PRIVATE_H
#define ILI_STUDY_PRIVATE_H
#include "base/arena.h"
#include "reason/study.h"
#include "scenario/follow.h"

/// The person with one thing changed: by a standard deviation between healthy people, or a condition at a severity.
typedef struct study_variant {
    const il_factor *factor; ///< NULL: a condition
    int              cause;  ///< of the study, or -1
    bool             image;  ///< what the mirror shows of a factor that has no mirror image among the factors: the right tasks tell the left ones of it
    double           share;  ///< severity; 1 for a factor
    il_params       *p;
    il_subject       who;
    ili_changes      changes; ///< from the healthy person's numbers
    double          *change;  ///< [nslot] where it goes: a row of variation or of effect
} study_variant;

typedef struct study_run {
    ili_study         *s;
    ili_arena          arena;
    bool               exact, even; ///< even: the healthy body is its own mirror image
    int                threads, njob, nvariant;
    const il_progress *progress;
    il_job            *job;
    study_variant     *variant;
    bool              *done; ///< [nvariant*ntask] its change is known
    int               *twin, *right; ///< [nvariant] its mirror image, or -1; [ntask] of a left task the right one that is its mirror image, of a task that is its own itself, or -1
    double           **nearer; ///< [nvariant*ntask] of who was lost, where a lesser severity that was followed points to: share of the way, posture, activations; or NULL
    double            *began; ///< [ntask*nq] the healthy person at the beginning of tests that end by a change
    double            *image; ///< [ntask*IL_TASK_MAX] what the mirror shows of the healthy person's readings, where the task is its own mirror image
} study_run;

il_status ili_study_no_memory(il_error *err);
double    ili_study_unit(const ili_study *s, int slot);
/// The right task that a left one mirrors, or -1.
int       ili_study_right(const ili_study *s, int task);
/// The same, where the two read the same: then what the right one tells of the healthy person the left one need not be asked.
int       ili_study_read_alike(const ili_study *s, int task);
/// One more job: from the healthy posture of the task (warm), or from nothing.
void      ili_study_add_job(study_run *r, int task, il_subject who, bool warm);
il_status ili_study_jobs(study_run *r, int threads, const char *what, const il_progress *progress, il_error *err);
/// The changes of all variants, after the healthy person is solved.
il_status ili_study_variants(study_run *r, il_error *err);
#endif
