// position.k.c - stage position
#include "math/num.h"

ILI_STAGE(position) {}
