// variable.h - a subject moved along a variable
#ifndef ILI_VARIABLE_H
#define ILI_VARIABLE_H
#include "ilium/derivative.h"

/// Where a moved subject is written.
typedef struct ili_subject_copy {
    const il_body          *body;
    const il_subject       *from;
    const il_person_origin *origin; ///< or NULL
    il_params              *p;      ///< shared
    double                 *habit;  ///< [nq]
    il_subject             *who;
} ili_subject_copy;

/// The subject with variable `v` moved by so much, in its unit.
il_status ili_variable_move(const ili_subject_copy *c, const il_variable *v, double by, il_error *err);
#endif
