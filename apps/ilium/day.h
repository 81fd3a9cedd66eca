// day.h - a day told: what `ilium day` prints and writes
#ifndef DAY_H
#define DAY_H
#include <jansson.h>
#include <stdio.h>

#include "ilium/io_day.h"
#include "setup.h"

/// What happened, kept for the end; the same on both sides once.
typedef struct day_line {
    il_day_event event;
    bool         both;
    int          activity;
} day_line;

typedef struct day_work {
    setup        setup;
    il_tissue   *tissue;
    il_schedule *schedule;
    il_day      *day;
    day_line    *line;
    int          nline, room;
    bool         reflex;
} day_work;

/// Keep the events of the last step. @return false when memory ran out
bool    day_keep_events(day_work *w);
void    day_print_text(const day_work *w);
json_t *day_json(const day_work *w);
/// The columns of the table of minutes, and one row of it.
void    day_csv_head(const day_work *w, FILE *out);
void    day_csv_row(const day_work *w, FILE *out);

#endif
