// sha256.h - SHA-256 (FIPS 180-4) of a stream of bytes: names the data that an output was computed from.
#ifndef ILI_SHA256_H
#define ILI_SHA256_H
#include <stddef.h>
#include <stdint.h>

typedef struct ili_sha256 {
    uint32_t      h[8];      ///< the hash so far
    uint64_t      nbytes;    ///< bytes taken in
    unsigned char block[64]; ///< the unfinished block
} ili_sha256;

enum { ILI_SHA256_HEX = 65 }; ///< 64 lower-case hex digits and the closing zero

void ili_sha256_start(ili_sha256 *s);
void ili_sha256_add(ili_sha256 *s, const void *bytes, size_t size);

/// Finishes and writes the digest as hex. `s` must be started anew before it is used again.
void ili_sha256_hex(ili_sha256 *s, char hex[ILI_SHA256_HEX]);

/// One named file into the hash of a folder: name, a zero, the size as eight little-endian bytes, the bytes.
/// The hash of a folder is that of its files in the order of strcmp on their paths.
void ili_sha256_add_file(ili_sha256 *s, const char *path, const void *bytes, size_t size);

#endif
