// velocity.k.c - stage velocity
#include "math/num.h"

ILI_STAGE(velocity) {}
