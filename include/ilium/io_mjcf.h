// ilium/io_mjcf.h - a model as a MuJoCo document (MJCF), for what that format can express.
#ifndef ILIUM_IO_MJCF_H
#define ILIUM_IO_MJCF_H
#include "ilium/model.h"

/// Bodies, joints, landmarks as sites, muscles on spatial tendons over spheres and cylinders. Rows that are functions of a coordinate become joints held to
/// it by polynomials of degree four (soft in MuJoCo). What is approximate or left out stands in the document's first comment, with figures. The same
/// input gives the same bytes. Free `*text` with il_file_free().
/// @param p  shared; its neutral pose is where paths take their sides
il_status il_mjcf_write(const il_model *m, const il_params *p, const char *name, const char *origin, char **text, size_t *size, il_error *err);

#endif
