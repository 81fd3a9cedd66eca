// scene_pack.c - many numbers as base64 of little-endian bytes
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "http/scene.h"

static json_t *base64(const unsigned char *in, size_t n) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t            room = 4*((n + 2)/3), k = 0;
    char             *out = malloc(room + 1);
    for (size_t i = 0; out && i < n; i += 3) {
        unsigned v = (unsigned)in[i] << 16 | (i + 1 < n ? (unsigned)in[i + 1] << 8 : 0) | (i + 2 < n ? in[i + 2] : 0u);
        out[k++] = letters[v >> 18 & 63], out[k++] = letters[v >> 12 & 63];
        out[k++] = i + 1 < n ? letters[v >> 6 & 63] : '=', out[k++] = i + 2 < n ? letters[v & 63] : '=';
    }
    json_t *text = out ? json_stringn_nocheck(out, room) : NULL;
    free(out);
    return text;
}

// each number as `width` bytes, the lowest first
static json_t *packed(size_t n, size_t width, const void *x, uint32_t (*bits)(const void *x, size_t i)) {
    unsigned char *bytes = malloc(n*width + 1);
    for (size_t i = 0; bytes && i < n; i++)
        for (size_t b = 0; b < width; b++) bytes[i*width + b] = (unsigned char)(bits(x, i) >> 8*b);
    json_t *text = bytes ? base64(bytes, n*width) : NULL;
    free(bytes);
    return text;
}

static uint32_t point_bits(const void *x, size_t i) {
    double steps = ((const double *)x)[i]/ILI_POINT;
    return steps >= -32767.0 && steps <= 32767.0 ? (uint32_t)(int32_t)lround(steps) : steps > 0.0 ? 32767u : (uint32_t)-32767;
}

static uint32_t float_bits(const void *x, size_t i) {
    float    f = (float)((const double *)x)[i];
    uint32_t bits;
    memcpy(&bits, &f, sizeof bits);
    return bits;
}

static uint32_t index_bits(const void *x, size_t i) { return (uint32_t)((const int *)x)[i]; }
static uint32_t share_bits(const void *x, size_t i) { return (uint32_t)lround(255.0*fmin(fmax(((const double *)x)[i], 0.0), 1.0)); }

json_t *ili_pack_points(const double *x, size_t n) { return packed(n, 2, x, point_bits); }
json_t *ili_pack_floats(const double *x, size_t n) { return packed(n, 4, x, float_bits); }
json_t *ili_pack_indices(const int *x, size_t n) { return packed(n, 2, x, index_bits); }
json_t *ili_pack_shares(const double *x, size_t n) { return packed(n, 1, x, share_bits); }
