// ilium/day_sweep.h - a day lived again with each number that has no source at both ends of its range: what of its answer is known, and what is a guess.
#ifndef ILIUM_DAY_SWEEP_H
#define ILIUM_DAY_SWEEP_H
#include "ilium/day_effect.h"

enum { IL_SWEEP_TOP = 10 }; ///< of the most exposed structures that are compared

/// Numbers that are swept, and tissue read at their ends (il_tissue_ends_read() of ilium/io_day.h).
typedef struct il_tissue_ends {
    int               n;
    int              *number; ///< [n] of tissue->number
    struct il_tissue **end;   ///< [2*n] low, high
} il_tissue_ends;

typedef struct il_day_sweep_request {
    const il_body          *body;
    const il_params        *person;
    const il_tissue        *tissue;   ///< as it is
    const il_tissue_ends   *ends;
    const il_schedule      *schedule;
    const il_day_loops     *loops;    ///< of the same person, or NULL: no gains
    il_day_settings         set;
    void                  (*begin)(void *user, il_day *d); ///< before the first step: conditions; or NULL. On several threads at once
    void                   *user;
    int                     threads;  ///< 0 = one a processor; the result does not depend on it
} il_day_sweep_request;

/// One day of a sweep beside the day as it is.
typedef struct il_sweep_end {
    bool    lived;     ///< false: a threshold that nothing guards only scales its exposure
    double *exposure;  ///< [nstructure] h at one threshold
    int     gained, lost; ///< what happened that did not before, and the other way round; once for each kind and part
    int     moved, from, to; ///< of the IL_SWEEP_TOP most exposed: the one whose rank changes most (IL_NONE: none), its ranks from 0
    int     changed;   ///< of those, the one whose exposure changes most
    double  by;        ///< by this share
    double  gain;      ///< greatest of the loops that the posture alone does not wake; NaN without loops
    int     loop;      ///< which, or IL_NONE
    int     lasting;   ///< loops that would keep themselves alive
} il_sweep_end;

typedef struct il_day_sweep {
    int           n, nstructure;
    const int    *number;  ///< [n] of tissue->number
    il_sweep_end  usual;
    il_sweep_end *end;     ///< [2*n] low, high
    il_day_structure *structure; ///< [nstructure]
    int          *order;   ///< [nstructure] the most exposed first, as it is
    int           days;    ///< lived
    double       *block;
} il_day_sweep;

/// Live the day as it is and once for each end. Ends when progress->cancelled says so (IL_CANCELLED).
il_status il_day_sweep_run(const il_day_sweep_request *r, const il_progress *progress, il_day_sweep **out, il_error *err);
void      il_day_sweep_free(il_day_sweep *s); ///< NULL is allowed
/// Least and greatest exposure of a structure, and best and worst rank, over all ends.
void      il_day_sweep_range(const il_day_sweep *s, int structure, double exposure[2], int rank[2]);

struct il_knowledge; ///< ilium/knowledge.h

/// What may stand in a day's report beside the day; each may be NULL.
typedef struct il_day_more {
    const il_tissue      *tissue; ///< of all of them
    const struct il_knowledge *knowledge; ///< names the regions of pain patterns; or NULL
    const il_day_effects *effects;
    const il_day_loops   *loops;
    const il_day_sweep   *sweep;
} il_day_more;

#endif
