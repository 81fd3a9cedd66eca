// arm.k.c - stage arm
#include "math/num.h"

ILI_STAGE(arm) {}
