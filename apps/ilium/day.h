// day.h - a day told: what `ilium day` prints and writes
#ifndef DAY_H
#define DAY_H
#include <jansson.h>
#include <stdio.h>

#include "ilium/io_day.h"
#include "setup.h"

typedef struct day_work {
    setup        setup;
    il_tissue   *tissue;
    il_schedule *schedule;
    il_day      *day;
    il_day_log   log;
    bool         reflex;
} day_work;

void    day_print_text(const day_work *w);
json_t *day_json(const day_work *w);
/// The columns of the table of minutes, and one row of it.
void    day_csv_head(const day_work *w, FILE *out);
void    day_csv_row(const day_work *w, FILE *out);

#endif
