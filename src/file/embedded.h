// embedded.h - the files of data/ as they were when the program was built.
#ifndef ILI_EMBEDDED_H
#define ILI_EMBEDDED_H
#include <stddef.h>

typedef struct ili_embedded_file {
    const char *path;  ///< relative to data/, with slashes: "body/muscles.csv"
    const char *bytes; ///< the content; a zero stands behind the last byte
    size_t      size;  ///< bytes, the closing zero not counted
} ili_embedded_file;

extern const ili_embedded_file ili_embedded_files[]; ///< in the order of strcmp on paths; one more entry of zeros closes it
extern const size_t            ili_nembedded;        ///< how many, the closing entry not counted
extern const char              ili_embedded_hash[];  ///< SHA-256 in hex over all paths and bytes (ili_sha256_add_file)

#endif
