// contact.k.c - stage contact
#include "math/num.h"

ILI_STAGE(contact) {}
