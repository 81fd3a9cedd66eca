// ilium/shape.h - the drawn body: closed meshes of the bones that follow a person's own measures, and the volumes of muscles along their paths.
//
// Every shape is schematic: no scan of anybody. A bone is a smooth blend of rods, balls and plates set between landmarks of the built-in body (joint
// centres, muscle attachments, end plates), meshed once; for a person its vertices follow where those landmarks went. docs/web.md says how.
#ifndef ILIUM_SHAPE_H
#define ILIUM_SHAPE_H
#include "ilium/body.h"
#include "ilium/data.h"

typedef enum il_bone_kind { IL_BONE_HARD, IL_BONE_CARTILAGE } il_bone_kind;

/// A bone of the built-in body: closed surfaces, counter-clockwise seen from outside. Right and left have the same triangles but for their turn.
typedef struct il_bone {
    char         name[32]; ///< "femur_r", "L4", "sacrum"
    const char  *label;    ///< "thigh bone (femur)"
    il_bone_kind kind;
    il_side      side;
    int          body;     ///< of the model, which it is fixed to
    int          twin;     ///< the same bone of the other side, or IL_NONE
    int          nvertex, ntriangle;
    const double *vertex;  ///< [3*nvertex] of the body of the tables, in the body's axes [m]
    const int    *triangle;///< [3*ntriangle]
    const double *open;    ///< [nvertex] how open the place is, 0 (a hollow) to 1: shades crevices
} il_bone;

/// All bones, and how each follows its landmarks. Immutable; shared by all threads.
typedef struct il_bones il_bones;

/// @param body  must outlive it
il_status      il_bones_create(const il_body *body, il_bones **out, il_error *err);
void           il_bones_free(il_bones *b); ///< NULL is allowed
int            il_bones_count(const il_bones *b);
const il_bone *il_bones_get(const il_bones *b, int i); ///< NULL outside 0 .. count-1
int            il_bones_find(const il_bones *b, const char *name); ///< index, or IL_NONE

/// The vertices of a person's bone, in the axes of its body [m].
/// @param p       shared parameters  @param vertex [3*nvertex]
il_status il_bones_morph(const il_bones *b, const il_params *p, int bone, double *vertex, il_error *err);

/// Signed volume that a closed mesh holds [m3]: positive when its triangles look outward.
double il_mesh_volume(int ntriangle, const int *triangle, const double *vertex);

/// Least distance [m] from a point to the surface of a bone of the tables' body; negative within.
double il_bones_distance(const il_bones *b, int bone, const double point[3]);

// ---- paths -----------------------------------------------------------------------------------------------------------------------

enum { IL_LINE_MAX = 96 }; ///< most corners of a path's line

/// A path at a posture as a line in ground axes: its points, and between two of them the arc over a surface that it touches. Stages position and path.
/// @param line  [3*IL_LINE_MAX] @return how many corners
int il_path_line(const il_model *m, const il_params *p, const il_data *d, int path, int lane, double *line);

/// Volume of a muscle's flesh [m3]: cross-section (PCSA) times optimal fibre length. Shared parameters of the person without conditions, as
/// spasm and weakness change force but no flesh. 0 where the tables know no cross-section.
double il_muscle_volume(const il_body *body, const il_params *p, int muscle);

/// How thick a muscle is drawn. The belly lies between `from` and `to` of the line's length, as half an ellipse round; the rest is tendon.
typedef struct il_belly {
    double from, to; ///< shares of the line
    double radius;   ///< greatest, of the circle with the area of the section [m]
    double tendon;   ///< radius of the tendon [m]
} il_belly;

/// The belly of a muscle whose path is now `length` long: as much volume as ever, so that it bulges as it shortens.
il_belly il_muscle_belly(const il_body *body, const il_params *p, int muscle, double volume, double length);

/// Volume under a belly's outline on a line of that length [m3]: the tendon's not counted.
double il_belly_volume(const il_belly *b, double length);

#endif
