// solve.h - one solved scenario, from `ilium solve` to its printing
#ifndef SOLVE_H
#define SOLVE_H
#include "ilium/outcome.h"
#include "setup.h"

typedef struct solve_work {
    setup        setup;
    il_scenario *scenario;
    il_outcome   outcome;
    il_outcomes *outcomes;
    double      *value; ///< of each outcome
} solve_work;

const char *solve_verdict(const solve_work *w);
void        solve_print_text(const solve_work *w);
int         solve_print_json(const solve_work *w);

#endif
