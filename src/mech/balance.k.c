// balance.k.c - stage balance
#include "math/num.h"

ILI_STAGE(balance) {}
