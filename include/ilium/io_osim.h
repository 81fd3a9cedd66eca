// ilium/io_osim.h - the body as an OpenSim model.
#ifndef ILIUM_IO_OSIM_H
#define ILIUM_IO_OSIM_H
#include "ilium/model.h"

/// What the file tells of its origin.
typedef struct il_osim_about {
    const char *name;    ///< of the model
    const char *origin;  ///< further sentences for its credits: program, data and their hash, the person, the conditions
} il_osim_about;

/// A model with the numbers `p` (shared) as an OpenSim 4 document (Version 40000): same coordinates, poses, path lengths and moment arms.
/// Its credits list what the format cannot say. The same input gives the same bytes. Free `*text` with il_file_free().
/// Sources: OpenSim's published class documentation and files; what is written is read again by tests/osim_model.h as OpenSim computes it.
il_status il_osim_write(const il_model *m, const il_params *p, const il_osim_about *about, char **text, size_t *size, il_error *err);

#endif
