// solve.h - one solved scenario, from `ilium solve` to its printing
#ifndef SOLVE_H
#define SOLVE_H
#include <jansson.h>

#include "ilium/outcome.h"
#include "ilium/start.h"
#include "setup.h"

typedef struct solve_work {
    setup        setup;
    il_scenario *scenario;
    il_start_check start;      ///< whether the posture depends on where the search began
    bool         says_start; ///< also where it is the same, or was not looked at
    il_outcome   outcome;
    il_outcomes *outcomes;
    double      *value; ///< of each outcome
} solve_work;

const char *solve_verdict(const solve_work *w);
void        solve_print_text(const solve_work *w);
int         solve_print_json(const solve_work *w);

/// A recorded motion (`ilium solve walking`): its peaks, or its curves as JSON. @return exit code
int solve_motion(const setup_wish *o, bool json, solve_work *w);

/// What the outcomes depend on, after the solve. @param outcomes  names separated by commas, * at the end for the rest; "": the usual ones
/// @param by  variables, named likewise; NULL: all that are listed @return exit code
int solve_derivatives(solve_work *w, const setup_wish *o, const char *outcomes, const char *by, bool json);

/// The solved posture as a sheet (SVG). @return exit code
int solve_draw(const char *path, const setup_wish *o, const solve_work *w);

void    solve_print_notices(const solve_work *w);
void    solve_print_bounds(const solve_work *w); ///< what was asked of a muscle and cannot both be, where there is any
json_t *solve_notices(const solve_work *w);

#endif
