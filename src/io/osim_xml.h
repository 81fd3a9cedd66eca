// osim_xml.h - writing XML element by element, and the state of one `.osim` being written
#ifndef ILI_OSIM_XML_H
#define ILI_OSIM_XML_H
#include "base/text.h"
#include "file/xml.h"
#include "ilium/data.h"
#include "ilium/io_osim.h"

enum { ILI_XML_DEPTH = 128, ILI_OSIM_NAME = 320 };

/// A document being written. Errors stick in `text.status`; element names are kept until closed, so they are literals.
typedef struct ili_xml {
    ili_text    text;
    const char *open[ILI_XML_DEPTH];
    size_t      inside[ILI_XML_DEPTH]; ///< length of the text behind `>`
    int         depth;
} ili_xml;

void ili_xml_open(ili_xml *x, const char *element, const char *name); ///< name NULL: no attribute
void ili_xml_close(ili_xml *x);
void ili_xml_shut(ili_xml *x); ///< the same; `<x />` where nothing stands in it
void ili_xml_text(ili_xml *x, const char *element, const char *value);
void ili_xml_flag(ili_xml *x, const char *element, bool value);
void ili_xml_numbers(ili_xml *x, const char *element, int n, const double *value);
void ili_xml_number(ili_xml *x, const char *element, double value);
/// The same with attributes of a tree.
void ili_xml_open_more(ili_xml *x, const char *element, const ili_attribute *attribute);
void ili_xml_text_more(ili_xml *x, const char *element, const ili_attribute *attribute, const char *value);
void ili_xml_empty(ili_xml *x, const char *element, const ili_attribute *attribute);
void ili_xml_raw(ili_xml *x, const char *bytes); ///< as it is: a comment, an empty element

/// Body-fixed X-Y-Z angles of a rotation matrix.
void ili_xyz_of(const double rot[9], double angles[3]);

/// `<element name=...>` with the function (IL_NONE: the identity), its values times `scale`.
void ili_osim_function(ili_xml *x, const il_model *m, const il_params *p, int function, double scale, const char *name);

/// An owned frame at an offset from a body.
void ili_osim_frame(ili_xml *x, const char *name, const char *body, const double pos[3], const double rot[9]);
/// "/bodyset/NAME", or "/ground".
const char *ili_osim_body(const il_model *m, int body, char buf[ILI_OSIM_NAME]);
/// Name of the surface that one path's surface is written as: its own, or with the path's where the path gives it a side.
const char *ili_osim_wrap(const il_model *m, int pathwrap, char buf[ILI_OSIM_NAME]);
/// Angle about a cylinder's axis of the middle of the way that a path with a given side takes round it at the neutral pose.
double ili_osim_wrap_middle(const il_model *m, const il_params *p, const il_data *neutral, int pathwrap);
/// Surfaces of one body. @param neutral  the model's neutral pose (lane 0, position and path stages)
void ili_osim_surfaces(ili_xml *x, const il_model *m, const il_params *p, const il_data *neutral, int body);

/// The surface that no path touches, for OpenSim to search for tangent points finely.
#define ILI_OSIM_FINE "beside_every_surface"

/// Everything that pulls and pushes: muscles, ligaments, bushings, limits.
void ili_osim_forces(ili_xml *x, const il_model *m, const il_params *p);

#endif
