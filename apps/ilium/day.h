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
    const char *csv, *checkpoint, *change, *bodies;
    bool        json, list, progress, no_reflex, alone;
    int         nbody;
    paper_out   paper;
} day_wish;

typedef struct day_work {
    setup         setup;
    case_opened   open;     ///< of a patient's file
    il_tissue    *tissue;
    il_schedule  *schedule;
    il_params    *healthy;  ///< of a patient's file; else setup.person
    il_day_change change;
    il_day_story *story;
    char          who[400]; ///< whose day it is: the record's label, or the words of the command line
} day_work;

/// The day as it is, alone, with its state in a file: gone on with where the file is there, saved as it goes.
int day_live_checkpointed(const day_wish *o, day_work *w, const il_progress *progress);

#endif
