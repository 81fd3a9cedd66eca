// day.h - what `ilium day` works with
#ifndef DAY_H
#define DAY_H
#include "case.h"
#include "ilium/day_paper.h"
#include "ilium/io_day.h"
#include "paper_out.h"
#include "setup.h"

/// Options as they were written; NULL where they were not.
typedef struct day_wish {
    setup_wish  setup;
    case_wish   person; ///< patient NULL: nobody's file
    const char *csv, *checkpoint, *change, *bodies, *sweep;
    bool        json, list, progress, no_reflex, alone, effects_too, sweeps;
    int         nbody;
    paper_out   paper;
} day_wish;

/// What is told beside the day (day_more.c).
typedef struct day_more {
    il_tasks       *tasks;
    il_day_effects *effects;
    il_day_loops   *loops;
    il_tissue_ends *ends;
    il_day_sweep   *sweep;
    il_day_more     more;
} day_more;

typedef struct day_work {
    setup         setup;
    case_opened   open;     ///< of a patient's file
    il_tissue    *tissue;
    il_schedule  *schedule;
    il_params    *healthy;  ///< of a patient's file; else setup.person
    il_day_change change;
    il_day_story *story;
    day_more      more;
    char          who[400]; ///< whose day it is: the record's label, or the words of the command line
} day_work;

/// The day as it is, alone, with its state in a file: gone on with where the file is there, saved as it goes.
int day_live_checkpointed(const day_wish *o, day_work *w, const il_progress *progress);

/// What is wrong with the wish, or NULL; then what was wished for, after the day was lived.
const char *day_more_wrong(const day_wish *o);
il_status   day_more_open(const day_wish *o, const day_work *w, day_more *m, const il_progress *progress, il_error *err);
void        day_more_close(day_more *m);

#endif
