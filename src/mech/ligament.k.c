// ligament.k.c - stage ligament
#include "math/num.h"

ILI_STAGE(ligament) {}
