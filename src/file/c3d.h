// c3d.h - a C3D file while it is read: header, parameters, frames
#ifndef ILI_C3D_H
#define ILI_C3D_H
#include "base/arena.h"
#include "ilium/c3d.h"

/// A parameter; its data lie in the file.
typedef struct ili_c3d_parameter {
    int                  type; ///< -1 letters, 1 bytes, 2 whole numbers of two bytes, 4 floats
    int                  ndim, dim[7];
    size_t               count; ///< product of the dimensions
    const unsigned char *data;
} ili_c3d_parameter;

typedef struct ili_c3d {
    const char          *file;
    const unsigned char *bytes;
    size_t               size;
    ili_arena            arena;
    il_error            *err;
    const unsigned char *parameters, *parameters_end;
    int                  npoint, nframe, samples, nanalog; ///< samples: of analog channels a frame
    double               scale, rate;                      ///< scale of whole numbers [file's unit]
    bool                 floats;
    size_t               data, frame_size;                 ///< bytes
    double               metre;                            ///< of a unit of length
    bool                 turned;                           ///< Z is up
} ili_c3d;

il_status ili_c3d_bad(const ili_c3d *c, const char *format, ...) __attribute__((format(printf, 2, 3)));

/// GROUP:NAME; false: not there. What stands outside the file is not there.
bool   ili_c3d_find(const ili_c3d *c, const char *group, const char *name, ili_c3d_parameter *out);
/// Number i of a parameter that is no text.
double ili_c3d_number(const ili_c3d_parameter *p, size_t i);
/// The same as a whole number; 0 where it is none that could count anything.
int    ili_c3d_whole(const ili_c3d_parameter *p, size_t i);
/// The first number of a parameter, or `otherwise`.
double ili_c3d_single(const ili_c3d *c, const char *group, const char *name, double otherwise);
/// Text i of a parameter without the blanks behind it; NULL: out of memory.
const char *ili_c3d_word(ili_c3d *c, const ili_c3d_parameter *p, size_t i);

/// Number i of a frame's point or analog data.
double ili_c3d_cell(const ili_c3d *c, const unsigned char *at, size_t i, bool is_unsigned);

/// Forces of the plates. *out stays NULL where there are none.
il_status ili_c3d_forces(ili_c3d *c, il_table **out);

#endif
