// picture.h - a picture as a list of strokes, fills and labels in named inks: drawn once, written by any back end (SVG; Cairo for PDF)
//
// Coordinates are pixels, y down. An ink is a role, not a colour: the page decides its colour in light, in dark and on paper.
#ifndef ILI_PICTURE_H
#define ILI_PICTURE_H
#include "base/arena.h"
#include "report/out.h"

enum { ILI_NHEAT = 6 };

// clang-format off
/// X(name, class, fill light, stroke light, fill dark, stroke dark). "" = none.
#define ILI_INKS(X) \
    X(PAPER,    "ipp", "#ffffff", "",      "#1a2028", "")        \
    X(TEXT,     "it", "#1c2330", "",        "#e7eaf0", "")        \
    X(MUTED,    "im", "#5b6472", "",        "#a3adba", "")        \
    X(AXIS,     "ia", "",        "#8a93a0", "",        "#7d8794") \
    X(GRID,     "ig", "",        "#e3e6ea", "",        "#2f3742") \
    X(NORM,     "in", "#dde2ea", "",        "#333d4b", "")        \
    X(HEALTHY,  "ih", "",        "#5478b0", "",        "#86a9e0") \
    X(HEALTHY_DOT, "ihd", "#ffffff", "#5478b0", "#1a2028", "#86a9e0") \
    X(WITH,     "iw", "",        "#b8500f", "",        "#f0a060") \
    X(WITH_DOT, "iwd","#b8500f", "#ffffff", "#f0a060", "#1a2028") \
    X(SEEN,     "is", "",        "#1c2330", "",        "#ffffff") \
    X(SEEN_DOT, "isd","#1c2330", "#ffffff", "#ffffff", "#1a2028") \
    X(BAR,      "ib", "#2b7a78", "",        "#4fb3ae", "")        \
    X(BAR_PALE, "ibp","#a9d1cf", "",        "#2c5f5d", "")        \
    X(BAR_END,  "ibe","",        "#14504e", "",        "#c5ebe8") \
    X(OTHER,    "io", "#c9ced6", "",        "#465160", "")        \
    X(SOFT,     "if", "#eef0f3", "#d3d8df", "#232b35", "#3b4654") \
    X(SOFT_PLAIN, "ifp", "#eceef1", "",     "#252d37", "")        \
    X(BONE,     "ie", "#f6f1e4", "#b9ad92", "#4a4a44", "#8d8874") \
    X(EDGE,     "ie2", "",       "#b9ad92", "",        "#8d8874") \
    X(PAIN1,    "ip1","#f3b5ab", "#b42318", "#7a2b22", "#ff9a8a") \
    X(PAIN2,    "ip2","#e5735f", "#b42318", "#b53c2b", "#ff9a8a") \
    X(PAIN3,    "ip3","#b42318", "#7a160d", "#ef5b45", "#ff9a8a") \
    X(HEAT0,    "h0", "",        "#c3cad3", "",        "#46505d") \
    X(HEAT1,    "h1", "",        "#e5c46e", "",        "#7c6a2c") \
    X(HEAT2,    "h2", "",        "#eb9b3c", "",        "#b8801f") \
    X(HEAT3,    "h3", "",        "#dd5f2c", "",        "#ef7f2f") \
    X(HEAT4,    "h4", "",        "#b0243a", "",        "#ff9f5a") \
    X(HEAT5,    "h5", "",        "#5e0f3d", "",        "#ffe08a") \
    X(DISC0,    "d0", "#dfe4ea", "#8a93a0", "#46505d", "#8d8874") \
    X(DISC1,    "d1", "#e5c46e", "#8a6d00", "#7c6a2c", "#8d8874") \
    X(DISC2,    "d2", "#eb9b3c", "#8a4b00", "#b8801f", "#8d8874") \
    X(DISC3,    "d3", "#dd5f2c", "#7a2b0a", "#ef7f2f", "#8d8874") \
    X(DISC4,    "d4", "#b0243a", "#5e0f3d", "#ff9f5a", "#8d8874") \
    X(DISC5,    "d5", "#5e0f3d", "#2a0018", "#ffe08a", "#8d8874") \
    X(FORCE,    "if1", "#1f4f9c", "#1f4f9c", "#86a9e0", "#86a9e0") \
    X(CARRY,    "if2", "#1c2330", "#1c2330", "#ffffff", "#ffffff") \
    X(PLANE,    "if3", "#c9ced6", "",        "#465160", "")        \
    X(NERVE,    "iv", "",        "#a98600", "",        "#ffe14d")
// clang-format on

typedef enum ili_ink {
#define X(name, class, fl, sl, fd, sd) ILI_INK_##name,
    ILI_INKS(X)
#undef X
    ILI_NINK
} ili_ink;

typedef enum ili_anchor { ILI_START, ILI_MIDDLE, ILI_END } ili_anchor;

typedef enum ili_op_kind { ILI_OP_POLYLINE, ILI_OP_POLYGON, ILI_OP_CURVE, ILI_OP_RECT, ILI_OP_ELLIPSE, ILI_OP_LABEL } ili_op_kind;

/// One stroke, fill or label, as back ends read it.
typedef struct ili_op {
    struct ili_op *next;
    ili_op_kind    kind;
    ili_ink        ink;
    ili_anchor     anchor;
    double         weight, size; ///< stroke; letters
    int            n;
    double        *value;        ///< points, or the numbers of the shape
    const char    *text;         ///< label or tip
} ili_op;

/// `{.width, .height}` is an empty picture. Memory that runs out is remembered and shows when the picture is written.
typedef struct ili_picture {
    double      width, height;
    const char *title; ///< what a reader who cannot see it is told; NULL = decoration, the text beside it says the same
    ili_arena   arena;
    ili_op     *first, **last;
    bool        failed;
} ili_picture;

/// `tip` is shown when the pointer rests on it; NULL = none. `weight` is the stroke's width.
void ili_draw_line(ili_picture *p, ili_ink ink, double weight, double x0, double y0, double x1, double y1);
void ili_draw_polyline(ili_picture *p, ili_ink ink, double weight, int n, const double *xy, const char *tip);
void ili_draw_polygon(ili_picture *p, ili_ink ink, int n, const double *xy, const char *tip);
void ili_draw_curve(ili_picture *p, ili_ink ink, int n, const double *xy, const char *tip); ///< closed and smooth through the points (Catmull-Rom)
void ili_draw_rect(ili_picture *p, ili_ink ink, double x, double y, double w, double h, double round);
void ili_draw_ellipse(ili_picture *p, ili_ink ink, double cx, double cy, double rx, double ry, double degrees, const char *tip);
void ili_draw_label(ili_picture *p, ili_ink ink, double x, double y, double size, ili_anchor anchor, const char *text);

/// Between two lines of a grid: 1, 2 or 5 times a power of ten near a quarter of the span (of 4 where it is none). @param decimals  out: those that multiples of it need
double ili_axis_step(double span, int *decimals);
void ili_picture_free(ili_picture *p);
/// Write the picture as an inline SVG element; one of no width is nothing.
void ili_picture_svg(const ili_picture *p, ili_out *o);
/// The same, and free it.
void ili_put_picture(ili_out *o, ili_picture p);
/// A file of its own, with the inks' colours on light paper; frees the picture.
void ili_picture_page(ili_picture *p, ili_out *o);
/// The rules that give the inks their colours. @param dark  which set
void ili_ink_css(ili_out *o, bool dark);

/// "#2b7a78" on light paper, "" = none.
const char *ili_ink_fill(ili_ink ink);
const char *ili_ink_stroke(ili_ink ink);
/// The cubic Bezier of a curve's piece i: out[0] is where it ends, out[1] and out[2] its controls towards start and end.
void ili_curve_piece(int n, const double *xy, int i, double out[3][2]);

#endif
