// marker.k.c - stage marker
#include "math/num.h"

ILI_STAGE(marker) {}
