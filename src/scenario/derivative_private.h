// derivative_private.h - the workspace of derivatives, and how numbers of the body go with a variable
#ifndef ILI_DERIVATIVE_PRIVATE_H
#define ILI_DERIVATIVE_PRIVATE_H
#include "analysis/posture_slope.h"
#include "scenario/hands.h"
#include "scenario/laid.h"
#include "scenario/outcome_private.h"
#include "scenario/task.h"
#include "scenario/variable.h"

/// A number of the body that goes with a variable
typedef struct rate {
    int    field, at;
    double by;
} rate;

typedef struct direction {
    int     n;
    rate   *rate;
    bool    tissue; ///< nothing but muscles, ligaments, bushings, limits, effort
    double *habit;  ///< [nq]
    hands   by;
} direction;

struct job { ///< a motion to be looked at
    int               variable; ///< nvariable: the way
    const ili_motion *motion;
    double           *out;      ///< [nrow*(nvariable + 1)] column of this variable
    double            step;
};
typedef struct job job;

struct il_derivatives {
    const il_body     *body;
    const il_model    *m;
    const il_outcomes *outcomes;
    const il_task     *task;
    int                nvariable, noutcome, nvalue, nrow; ///< nrow: values, and what a test that ends by a rule watches
    il_variable       *variable;
    il_derivative_variable *about;
    direction         *direction; ///< [nvariable + 1] the last: the way of a test
    bool               goes;      ///< it is felt
    bool               split;     ///< below and above are told apart
    bool               laid;      ///< p, which was laid last, stands in every lane of the equations
    job               *job;       ///< [2*(nvariable + 1)]
    int               *outcome, *order;
    ili_slope         *slope;
    il_scenario       *lay;
    il_params         *p, *p_low, *p_high, *p_look;
    il_subject         who;
    double             limit;
    double            *block, *values, *value_at, *below, *above, *posture, *habit;
    ili_motion        *motion;    ///< [2*(nvariable + 1)] below, above
    ili_lane_problem   lane[IL_LANES];
    double            *lane_habit[IL_LANES];
    const ili_arms    *arms;
};

#endif
