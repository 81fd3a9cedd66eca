// stop.h - the validation programs tell how far they are on stderr, and Ctrl-C ends them
#ifndef VALIDATION_STOP_H
#define VALIDATION_STOP_H
#include "ilium/base.h"

/// Progress that SIGINT and SIGTERM cancel from now on; `quiet` reports nothing.
il_progress va_stoppable(bool quiet);
#endif
