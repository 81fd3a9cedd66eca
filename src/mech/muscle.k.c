// muscle.k.c - stage muscle
#include "math/num.h"

ILI_STAGE(muscle) {}
