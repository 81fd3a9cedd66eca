// relatives.h - many persons who are like one: that one is solved for each task, the others are followed from it (scenario/follow.h), and whoever cannot be
// followed is solved from its posture, at last from the task's own start.
#ifndef ILI_RELATIVES_H
#define ILI_RELATIVES_H
#include "ilium/batch.h"

/// job[0 .. nlead) are the ones, with q and act; lead_of[i] says for every further job which of them it is like (the same task). Jobs of one lead that are
/// followed look one after another, in one thread; those that are solved may look at the same time: a `look` that shares scratch needs a lock.
/// @param in_lane  looks read solution->lane of those that are followed, without moment arms (ili_neighbour.in_lane)
/// @param followed  how many were followed, or NULL
il_status ili_relatives_run(const il_model *m, int nlead, int njob, il_job *job, const int *lead_of, bool in_lane, int threads, const char *what, const il_progress *progress, int *followed,
                            il_error *err);
#endif
