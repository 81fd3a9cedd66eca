// batch.h - what a batch of scenarios is made of
#ifndef ILI_BATCH_H
#define ILI_BATCH_H
#include "analysis/abreast.h"
#include "ilium/batch.h"

/// il_batch_run() with at most `width` jobs of a thread at a time, 1 to IL_LANES.
il_status ili_batch_run(const il_model *m, int isa, int njob, il_job *job, int threads, int width, const char *what, const il_progress *progress, il_error *err);

/// What following came to, of one job.
typedef struct ili_followed {
    bool    found, done; ///< done: nothing is left to do
    double *q, *act;     ///< where it was found, of a job that is looked at: the search that shows it begins there. One block, the caller frees q
} ili_followed;

/// Those of the jobs which[0 .. n) that can be followed (il_job.start_of) are.
/// @param out  of every job: zeros
il_status ili_batch_follow(const il_model *m, int isa, int n, const int *which, il_job *job, int threads, const char *what, const il_progress *progress, ili_followed *out, il_error *err);

/// The order in which jobs that are like others (il_job.like) can be done.
typedef struct ili_batch_tree {
    int  ngeneration;
    int *order;    ///< [njob] jobs, generation by generation
    int *first;    ///< [ngeneration + 1] where each begins in it
    struct ili_batch_given *given; ///< [njob] what the caller gave
    double         *room;          ///< answers that children need and the caller does not want
} ili_batch_tree;

il_status ili_batch_tree_make(const il_model *m, int njob, il_job *job, ili_batch_tree *out, il_error *err);
/// The jobs of a generation start from the answers of those they are like.
void ili_batch_tree_begin(const ili_batch_tree *tree, int generation, il_job *job);
/// Does this one start anew, from its own start? It then does.
bool ili_batch_tree_again(const ili_batch_tree *tree, il_job *job, int which);
/// Gives the jobs back what the caller gave, and frees.
void ili_batch_tree_free(ili_batch_tree *tree, int njob, il_job *job);

/// A workspace that evaluates in a lane. @param first  that of the same thread's first lane, whose room it shares; NULL: this is the first
/// @param strength  it may do tests of strength
il_status ili_scenario_create_abreast(const il_model *m, int isa, ili_abreast *abreast, int lane, const il_scenario *first, bool strength, il_scenario **out, il_error *err);
#endif
