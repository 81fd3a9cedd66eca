// path.k.c - stages path and path_speed
#include "math/num.h"

ILI_STAGE(path) {}
ILI_STAGE(path_speed) {}
