// ilium/derivative.h - how outcomes change with what a person is and has: derivatives of a solved scenario, without solving again.
//
// By the implicit function theorem: the equations that hold at a solution are linearised there, with the forces that stand at a bound (muscles at
// least or full activation, friction at its limit) held there. docs/derivatives.md has the method, what is exact and what not.
//
//   il_derivatives_create()   what by what: variables and outcomes
//   il_derivatives_prepare()  once for a person and a task: how the numbers of the body go with each variable
//   il_scenario_run()         as ever
//   il_derivatives_run()      after it: the dense matrix of every value by every variable
//
// Where an active set is about to change at the very point, the two sides differ: `below` and `above`. Near a fold (a posture about to fall into another)
// there is no derivative: NaN, and the status says so.
#ifndef ILIUM_DERIVATIVE_H
#define ILIUM_DERIVATIVE_H
#include "ilium/body.h"
#include "ilium/outcome.h"
#include "ilium/scenario.h"

typedef enum il_variable_kind {
    IL_VARIABLE_PARAMETER, ///< of conditions (data/conditions/parameters.csv), on top of what the person has
    IL_VARIABLE_MEASURE,   ///< of the person (data/body/scaling.csv): the body is made anew
    IL_VARIABLE_HABIT,     ///< coordinate of the posture the person tends to
    IL_VARIABLE_EFFORT,    ///< il_subject.effort
    IL_VARIABLE_POWER,     ///< il_subject.power
    IL_VARIABLE_TOLERANCE, ///< il_subject.tolerance
    IL_VARIABLE_CUSTOM,    ///< whatever `change` does
} il_variable_kind;

/// Which sides of a value make sense: strength 1 has both, spasm 0 only more.
enum { IL_FROM_BELOW = 1, IL_FROM_ABOVE = 2 };

enum { IL_VARIABLE_NAME = 96 };

/// Something to differentiate by. Start from il_variable_find().
typedef struct il_variable {
    char              name[IL_VARIABLE_NAME]; ///< "muscle.psoas.strength:right"
    const char       *unit;                   ///< derivatives are by one of it: that of files ("times", "mm", "deg", "1")
    il_variable_kind  kind;
    il_parameter_kind parameter;              ///< PARAMETER
    char              target[IL_TARGET];
    il_side           side;
    int               index;                  ///< HABIT: coordinate
    double            at;                     ///< the value that the subject has, in the unit
    double            step;                   ///< by which the numbers of the body are differenced, in the unit
    int               sides;                  ///< IL_FROM_BELOW | IL_FROM_ABOVE
    il_status (*change)(void *user, double by, il_params *p, double *habit, il_subject *who, il_error *err); ///< CUSTOM: move all by so much
    void             *user;
} il_variable;

/// A variable by its id, at its neutral value: a parameter with `:right`, `:left` or `:both` behind it (none: both), "habit.COORDINATE" [deg|mm],
/// "person.MEASURE" (a name of data/body/scaling.csv), "effort", "effort_power", "stretch_tolerance".
/// @return IL_BAD_VALUE: there is no such id, or the body has no such part (the sentence offers near names)
il_status il_variable_find(const il_body *body, const char *id, il_variable *out, il_error *err);

/// How the subject came to be, for measures: the person's sizes, and what dresses that body with its conditions. `{0}`: measures cannot vary.
typedef struct il_person_origin {
    const il_body_sizes *sizes;
    il_status (*dress)(void *user, il_params *p, il_error *err); ///< NULL: no conditions
    void *user;
} il_person_origin;

typedef enum il_derivative_status {
    IL_DERIVATIVE_SMOOTH,    ///< both sides alike
    IL_DERIVATIVE_ONE_SIDED, ///< a force stands at the very edge of its bound, or the variable has but one side: below and above differ, or one is missing (NaN)
    IL_DERIVATIVE_FOLD,      ///< along a direction that nothing holds: no derivative
    IL_DERIVATIVE_NONE,      ///< nothing was solved, the variable moves what no derivative follows, or the check failed
} il_derivative_status;

/// What changes next when a variable goes on in one direction.
typedef struct il_bound_change {
    double      distance; ///< of the variable, in its unit, at which a force reaches or leaves its bound (linear); infinite: none does
    int         muscle;   ///< which, or IL_NONE
    int         pad;      ///< whose friction, or IL_NONE
    bool        leaves;   ///< its bound; else it comes to it
    bool        upper;    ///< the upper bound
} il_bound_change;

typedef struct il_derivative_variable {
    il_derivative_status status;
    const char          *why;    ///< one sentence where it is not smooth, else ""
    il_bound_change            next[2];///< going down and up: how far the linear answer holds the active set
    double               miss;   ///< imbalance left by the motion, body weights by unit (a check; 0 is perfect)
} il_derivative_variable;

typedef struct il_derivative_info {
    int    bound, edge; ///< forces at a bound; of them and the free ones, so close to it that the sides differ
    double softest;     ///< the least eigenvalue in size of the scaled equations: next to nothing near a fold
    double left;        ///< how far the solver stopped from the solution, in units of coordinate size
} il_derivative_info;

typedef struct il_derivatives il_derivatives; ///< workspace: one a thread

/// @param outcome  [noutcome] indices of il_outcomes; readings of the task follow them as values. @param variable  copied
il_status il_derivatives_create(const il_body *body, const il_outcomes *outcomes, int noutcome, const int *outcome, int nvariable,
                                const il_variable *variable, il_derivatives **out, il_error *err);
void      il_derivatives_free(il_derivatives *d); ///< NULL is allowed

/// How the numbers of this subject and the problem of this task go with each variable. Needed again when either is another. Solves nothing.
il_status il_derivatives_prepare(il_derivatives *d, const il_task *task, const il_subject *who, const il_person_origin *origin, il_error *err);

/// After `w` has run the prepared task for the prepared subject with this outcome. Allocates nothing.
/// @return IL_BAD_VALUE: tests of strength, and a start that was not prepared, have no derivatives
il_status il_derivatives_run(il_derivatives *d, il_scenario *w, const il_outcome *outcome, il_derivative_info *info, il_error *err);

int                           il_derivatives_variables(const il_derivatives *d);
int                           il_derivatives_values(const il_derivatives *d);        ///< noutcome + readings of the task
const il_variable            *il_derivatives_variable(const il_derivatives *d, int variable);
const il_derivative_variable *il_derivatives_about(const il_derivatives *d, int variable);
/// [values * variables], row by value: derivative from below and from above, unit of the value by unit of the variable; the same where smooth.
/// NaN: it has none (stability, a value without meaning, a fold).
const double                 *il_derivatives_below(const il_derivatives *d);
const double                 *il_derivatives_above(const il_derivatives *d);
/// [nq] how the posture moves with a variable (mean of both sides).
const double                 *il_derivatives_posture(const il_derivatives *d, int variable);
#endif
