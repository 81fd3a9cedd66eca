// fibre.h - functions that stop in their middle and go on there later, in turns on one thread.
//
// A solver that waits for an evaluation in which other solvers take part runs in a fibre: it is written as if it were alone.
// Where the system has no contexts (POSIX.1-2001 <ucontext.h>) there are no fibres: ili_fibre_possible() says so, and callers do one thing after another.
#ifndef ILI_FIBRE_H
#define ILI_FIBRE_H
#include "ilium/base.h"

typedef struct ili_fibre ili_fibre; ///< a stack, and the place where its function stopped

bool      ili_fibre_possible(void);
/// @param run  called at the first ili_fibre_go() and at every one after it has returned
il_status ili_fibre_create(void (*run)(void *user), void *user, ili_fibre **out);
/// Not while its function is stopped in its middle.
void      ili_fibre_free(ili_fibre *f);
size_t    ili_fibre_bytes(void); ///< that one takes, its stack included
/// Let its function run until it stops or returns. True: it returned.
bool      ili_fibre_go(ili_fibre *f);
/// Called by its function: stop, until the next ili_fibre_go().
void      ili_fibre_stop(ili_fibre *f);
#endif
