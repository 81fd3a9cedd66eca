// try.h - a call whose failure ends the function that makes it
#ifndef ILI_BASE_TRY_H
#define ILI_BASE_TRY_H
#include "ilium/base.h"

/// The status of `call` is returned at once, unless it is IL_OK. For functions that have nothing to give back by then.
#define ILI_TRY(call)                         \
    do {                                      \
        il_status status_ = (call);           \
        if (status_ != IL_OK) return status_; \
    } while (0)

#endif
