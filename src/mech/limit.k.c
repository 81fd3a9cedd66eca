// limit.k.c - stage limit
#include "math/num.h"

ILI_STAGE(limit) {}
