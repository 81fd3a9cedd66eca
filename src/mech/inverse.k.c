// inverse.k.c - stage inverse
#include "math/num.h"

ILI_STAGE(inverse) {}
