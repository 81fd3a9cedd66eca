// shape_part.h - a bone as a smooth blend of simple parts, in millimetres, and its mesh
#ifndef ILI_BODY_SHAPE_PART_H
#define ILI_BODY_SHAPE_PART_H
#include <math.h>

#include "base/arena.h"
#include "ilium/shape.h"

typedef enum ili_part_kind { ILI_NO_PART, ILI_ROD, ILI_BALL, ILI_PLATE, ILI_DRUM } ili_part_kind;

/// One part. Numbers by kind [mm]:
///   ROD    x y z r, x y z r: a rod round at both ends
///   BALL   x y z, half axes x y z, turn about z [deg]
///   PLATE  three corners x y z, thickness r at each
///   DRUM   centre x y z; forward direction x y; half height, depth, width; waist: a vertebral body, upright in its plane
/// A cut takes away from what stands before it. Of a bone of the midline z counts without its sign: the bone is the same on both sides.
typedef struct ili_part {
    ili_part_kind kind;
    bool          cut;
    double        v[12];
} ili_part;

#define ROD(...) {ILI_ROD, false, {__VA_ARGS__}}
#define BALL(...) {ILI_BALL, false, {__VA_ARGS__}}
#define PLATE(...) {ILI_PLATE, false, {__VA_ARGS__}}
#define DRUM(...) {ILI_DRUM, false, {__VA_ARGS__}}
#define CUT_ROD(...) {ILI_ROD, true, {__VA_ARGS__}}
#define CUT_BALL(...) {ILI_BALL, true, {__VA_ARGS__}}

enum { ILI_PARTS = 64 };

/// A bone as it is designed: on the right side, or in the midline.
typedef struct ili_bone_design {
    char            name[32];
    const char     *label, *body; ///< body without its side
    bool            middle;
    double          blend, grain; ///< how far parts melt into each other, edge of a mesh cell [mm]
    ili_part        part[ILI_PARTS]; ///< up to the first that is none
} ili_bone_design;

/// A mesh under construction [mm]; memory from an arena.
typedef struct ili_mesh {
    int     nvertex, ntriangle, vertex_room, triangle_room;
    double *vertex, *open;
    int    *triangle;
} ili_mesh;

int    ili_design_parts(const ili_bone_design *b); ///< how many
/// Signed distance (about) to the surface of a design, negative inside.
double ili_design_distance(const ili_bone_design *b, const double p[3]);
/// Its mesh. false: memory is out, or nothing is there.
bool ili_design_mesh(const ili_bone_design *b, ili_arena *a, ili_mesh *mesh);

/// A tube along a smooth curve through points, added to a mesh: x y z, half height, half thickness a point. Height is as upright as the curve lets it be.
bool ili_mesh_tube(ili_arena *a, ili_mesh *mesh, int npoint, const double (*point)[5]);

/// Designs. Each fills `out` and gives false when there is no such one (numbers go up from 0).
bool ili_leg_design(int i, ili_bone_design *out);
bool ili_arm_design(int i, ili_bone_design *out);
bool ili_spine_design(const il_body *body, int i, ili_bone_design *out);
/// Ribs (0) and their cartilage (1) of the right side, on the thorax.
bool ili_ribs_mesh(int i, ili_arena *a, ili_mesh *mesh);

/// Length of (x, y), with the same bits on every processor.
static inline double ili_length2(double x, double y) { return sqrt(x*x + y*y); }

#endif
