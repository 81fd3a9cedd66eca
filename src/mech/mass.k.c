// mass.k.c - stage mass
#include "math/num.h"

ILI_STAGE(mass) {}
