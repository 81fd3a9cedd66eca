// ask.h - many solves that differ by what was changed in the person: what each bears, kept side by side
#ifndef ILI_ASK_H
#define ILI_ASK_H
#include "ilium/batch.h"
#include "ilium/outcome.h"

/// One solve: change *params, choose the task, and read after ili_ask_run(). What was not solved has NaN.
typedef struct ili_asked {
    il_params   *params;
    const il_task *task;
    il_outcomes *outcomes;
    double      *value;   ///< [outcomes]
    double      *act, *passive; ///< [nmuscle] activation, and passive tension over greatest force
    double      *strain;  ///< [nligament]
} ili_asked;

typedef struct ili_ask {
    const il_body *body;
    int            n;
    ili_asked     *asked; ///< [n]
    double        *block;
} ili_ask;

/// @param n  how many solves, each with a copy of the person's shared parameters
il_status ili_ask_create(const il_body *body, const il_params *person, int n, ili_ask **out, il_error *err);
void      ili_ask_free(ili_ask *a); ///< NULL is allowed
il_status ili_ask_run(ili_ask *a, int threads, const char *what, const il_progress *progress, il_error *err);
#endif
