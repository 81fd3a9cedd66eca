// ilium/day_compare.h - one day beside another of the same body: exposure, events, and in order which structures took over from which.
//
// A difference is shown only where it is larger than twice what halving step and tolerance of a day changes, and than a hundredth of what it is a
// difference of; else it is "none shown". Loads are compared with loads: nothing here says that anything hurts.
#ifndef ILIUM_DAY_COMPARE_H
#define ILIUM_DAY_COMPARE_H
#include "ilium/day.h"

/// A day that was lived to its end, with samples at equal times, and the same day in half steps.
typedef struct il_day_lived {
    const il_day     *day;
    const il_day_log *log;
    const il_day     *half;     ///< NULL: not lived; then the other day's error counts for both, or a hundredth alone
    const il_day_log *half_log;
} il_day_lived;

/// What one group of muscles or one structure bears in both days.
typedef struct il_day_share {
    int    group, structure;     ///< one of them is IL_NONE
    double before, after;        ///< a structure: hours at one threshold; a group: hours of full activation
    double noise;                ///< a difference as large means nothing
    bool   shown;
    int    activity;             ///< in which most of it arises
    double from;                 ///< minute from which on it is shown there; NaN where it never is
    double here_before, here_after; ///< mean load in that activity: over the threshold, or activation
    double gained;               ///< of the difference, what arises in that activity [h]
    bool   at_once;              ///< it was there as soon as the activity was first taken: no tissue had changed yet
} il_day_share;

/// What became of something that happens in one of the days or in both.
typedef struct il_day_fate {
    il_day_event_kind kind;
    const char       *name;
    il_side           side;          ///< BOTH where both sides share it
    int               level;         ///< TIRES: percent of strength that it fell below; else 0
    double            before, after; ///< minutes; NaN: does not happen
} il_day_fate;

enum { IL_DAY_STEP_SHARES = 4 };

/// One link of the chain: in one activity, from one time on, some carry more and others less.
typedef struct il_day_link {
    double minute;
    int    activity;
    bool   at_once;
    int    nmore, nless, nstrained, nrelieved;                           ///< muscles that took over, muscles that were relieved, structures with more load, with less
    int    more[IL_DAY_STEP_SHARES], less[IL_DAY_STEP_SHARES];           ///< of the shares, the largest difference first
    int    strained[IL_DAY_STEP_SHARES], relieved[IL_DAY_STEP_SHARES];
    int    after;                                                        ///< of the fates: what happened before it in this day and not, or later, in the other; IL_NONE
    double size;                                                         ///< sum of its differences
} il_day_link;

typedef struct il_day_comparison {
    int           nshare, nfate, nlink;
    il_day_share *share; ///< all groups, then all structures
    il_day_fate  *fate;  ///< in the order of time
    il_day_link  *link;  ///< in the order of time
} il_day_comparison;

/// Both days must be of one body and have schedules with the same activities in the same order (one may have more behind).
/// @return IL_NO_MEMORY, or IL_OK with *out for il_day_comparison_free()
il_status il_day_compare(const il_day_lived *before, const il_day_lived *after, il_day_comparison **out, il_error *err);
void      il_day_comparison_free(il_day_comparison *c); ///< NULL is allowed
/// Is anything shown: a share or a fate that differs?
bool      il_day_differs(const il_day_comparison *c);

#endif
