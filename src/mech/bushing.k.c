// bushing.k.c - stage bushing
#include "math/num.h"

ILI_STAGE(bushing) {}
