// ilium/version.h - which Ilium this is.
#ifndef ILIUM_VERSION_H
#define ILIUM_VERSION_H

/// The version as "0.1.0"; does not depend on git.
const char *il_version(void);

#endif
