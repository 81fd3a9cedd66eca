// version.c - the version that this library was built as
#include "ilium/version.h"

const char *il_version(void) { return IL_VERSION; }
