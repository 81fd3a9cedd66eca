// figure_pain.c - the pain drawing: regions as patches on an outline of the body
//
// The outline and the patches are drawn by hand for this program, in a box of 100 x 480 to each side of the midline; the codes are
// those of the region table (36 regions, after the CHOIR body map's scheme, doi:10.1016/j.pain.2021 in data/regions).
#include <math.h>
#include <string.h>

#include "report/figure.h"
#include "report/figure_followup.h"
#include "report/words.h"

typedef struct patch {
    const char *code;
    bool        front;
    double      x, y, rx, ry, degrees; ///< x: distance from the midline; degrees: turned towards the outside
} patch;

// clang-format off
static const patch patches[] = {
    {"LB_MID",   false,  0, 166,  5,   22,  0}, {"LB_PARA",  false, 13, 166,  8,   22,  0}, {"FLANK",    false, 28, 154,  7,   14,  0},
    {"CREST_P",  false, 17, 190, 10,    5, -20}, {"CREST_L",  false, 36, 190,  5,    7,  0}, {"CREST_L",  true,  36, 190,  5,    7,  0},
    {"PSIS",     false, 11, 204,  4.5,  9,  8}, {"SACRUM",   false,  0, 209,  6,   12,  0}, {"COCCYX",   false,  0, 227,  4,    5,  0},
    {"BUTT_U",   false, 24, 203, 10,    8,  0}, {"BUTT_M",   false, 24, 219, 13,    8,  0}, {"BUTT_L",   false, 23, 234, 13,    7,  0},
    {"ISCH",     false, 12, 238,  5,    5,  0}, {"TROCH",    false, 40, 222,  5,    9,  0}, {"TROCH",    true,  40, 222,  5,    9,  0},
    {"THIGH_P1", false, 22, 260, 13,   17,  0}, {"THIGH_P2", false, 20, 295, 11,   17,  0}, {"POPL",     false, 19, 326,  9,    9,  0},
    {"CALF",     false, 20, 368, 10,   26,  0}, {"HEEL",     false, 17, 455,  6,    7,  0}, {"FOOT_P",   false, 18, 464,  8,    3,  0},
    {"THIGH_L1", false, 38, 256,  4,   18,  0}, {"THIGH_L1", true,  38, 256,  4,   18,  0}, {"THIGH_L2", false, 34, 293,  4,   17,  0},
    {"THIGH_L2", true,  34, 293,  4,   17,  0}, {"KNEE_L",   false, 29, 327,  3.5,  9,  0}, {"KNEE_L",   true,  29, 327,  3.5,  9,  0},
    {"LEG_L",    false, 30, 370,  3.5, 25,  0}, {"LEG_L",    true,  30, 370,  3.5, 25,  0}, {"ANKLE_L",  false, 22, 438,  3,    8,  0},
    {"ANKLE_L",  true,  22, 438,  3,    8,  0}, {"ABD_LQ",   true,  18, 186, 12,   14,  0}, {"ASIS",     true,  31, 194,  6,    5,  0},
    {"GROIN",    true,  14, 221,  4.5, 14, 40}, {"PUBIS",    true,   0, 228,  5,    4,  0}, {"GENIT",    true,   0, 237,  4,    5,  0},
    {"HIP_A",    true,  27, 222,  8,    8,  0}, {"THIGH_A1", true,  23, 257, 12,   17,  0}, {"THIGH_A2", true,  20, 293, 10,   17,  0},
    {"THIGH_M",  true,   7, 268,  3.5, 24,  0}, {"KNEE_A",   true,  19, 326,  9,   11,  0}, {"SHIN",     true,  20, 372,  8,   27,  0},
    {"FOOT_D",   true,  18, 458,  7,    5,  0},
};

// half of the outline, from the crown down the outside to the crotch: distance from the midline, height
static const double half[][2] = {
    {0, 5}, {11, 8}, {17, 19}, {17, 32}, {12, 45}, {9, 54}, {11, 61}, {26, 67}, {42, 72}, {50, 84}, {54, 108}, {57, 136}, {62, 166},
    {66, 196}, {70, 222},
    {74, 238}, {72, 252}, {66, 254}, {62, 240}, {58, 217}, {53, 186}, {47, 152}, {42, 122}, {39, 104}, {37, 122}, {35, 146}, {35, 164},
    {39, 188}, {43, 212},
    {44, 238}, {41, 270}, {36, 300}, {32, 324}, {32, 346}, {34, 368}, {30, 398}, {24, 428}, {22, 446}, {27, 460}, {25, 467}, {13, 467},
    {9, 458}, {11, 440},
    {12, 420}, {11, 392}, {9, 360}, {9, 330}, {7, 304}, {4, 270}, {2, 244}, {0, 238},
};
// clang-format on

enum { HALF = sizeof half / sizeof *half, WIDTH = ILI_PAIN_WIDTH };

_Static_assert(2 * HALF - 2 == ILI_PAIN_OUTLINE, "the outline has as many points as the header says");

int ili_pain_outline(double cx, double xy[2 * ILI_PAIN_OUTLINE]) {
    int n = 0;
    for (int i = 0; i < HALF; i++, n++) xy[2 * n] = cx + half[i][0], xy[2 * n + 1] = half[i][1];
    for (int i = HALF - 2; i > 0; i--, n++) xy[2 * n] = cx - half[i][0], xy[2 * n + 1] = half[i][1];
    return n;
}

// one outline; its midline at cx of a drawing whose corner is (x, y)
static void outline(ili_picture *p, double x, double y, double scale, double cx) {
    double xy[2 * ILI_PAIN_OUTLINE];
    int    n = ili_pain_outline(cx, xy);
    for (int i = 0; i < n; i++) xy[2 * i] = x + scale * xy[2 * i], xy[2 * i + 1] = y + scale * xy[2 * i + 1];
    ili_draw_curve(p, ILI_INK_SOFT, n, xy, NULL);
}

// the patient's right is on the viewer's left in front, on the viewer's right behind
int ili_pain_patches(const char *code, il_side side, ili_pain_patch out[ILI_PAIN_PATCHES]) {
    int n = 0;
    for (size_t k = 0; code && k < sizeof patches / sizeof *patches; k++) {
        const patch *q = &patches[k];
        if (strcmp(q->code, code)) continue;
        double cx = q->front ? WIDTH / 2.0 : WIDTH * 1.5, right = q->front ? -1 : 1;
        for (int s = 0; s < 2 && n < ILI_PAIN_PATCHES; s++) {
            bool   draw = q->x == 0 ? s == 0 : side == IL_SIDE_BOTH || side == IL_SIDE_NONE || side == (s ? IL_SIDE_LEFT : IL_SIDE_RIGHT);
            double turn = s ? -right : right;
            if (draw) out[n++] = (ili_pain_patch){cx + turn * q->x, q->y, q->rx, q->ry, turn * q->degrees};
        }
    }
    return n;
}

void ili_draw_people(ili_picture *p) {
    outline(p, 0, 0, 1, WIDTH / 2.0);
    outline(p, 0, 0, 1, WIDTH * 1.5);
    ili_draw_label(p, ILI_INK_MUTED, WIDTH / 2.0, 492, 13, ILI_MIDDLE, ILI_SAY(VIEW_FRONT));
    ili_draw_label(p, ILI_INK_MUTED, WIDTH * 1.5, 492, 13, ILI_MIDDLE, ILI_SAY(VIEW_BACK));
    for (int i = 0; i < 2; i++) {
        double cx = WIDTH * (0.5 + i);
        ili_draw_label(p, ILI_INK_MUTED, cx - 78, 60, 12, ILI_START, i ? "L" : "R");
        ili_draw_label(p, ILI_INK_MUTED, cx + 78, 60, 12, ILI_END, i ? "R" : "L");
    }
}

bool ili_pain_region_known(const char *code) {
    for (size_t i = 0; code && i < sizeof patches / sizeof *patches; i++)
        if (!strcmp(patches[i].code, code)) return true;
    return false;
}

void ili_draw_pain(ili_picture *p, double x, double y, double scale, int n, const il_pain_region *region) {
    for (int i = 0; i < n; i++) {
        ili_pain_patch place[ILI_PAIN_PATCHES];
        double         worst = region[i].intensity.known ? region[i].intensity.mid : 5;
        ili_ink        ink = worst >= 7 ? ILI_INK_PAIN3 : worst >= 4 ? ILI_INK_PAIN2 : ILI_INK_PAIN1;
        int            m = ili_pain_patches(region[i].code, region[i].side, place);
        for (int k = 0; k < m; k++) ili_draw_ellipse(p, ink, x + scale * place[k].x, y + scale * place[k].y, scale * place[k].rx, scale * place[k].ry, place[k].degrees, region[i].name);
    }
}

ili_picture ili_figure_pain(int n, const il_pain_region *region) {
    ili_picture p = {.width = 2 * WIDTH, .height = 505, .title = ili_word_text(ILI_W_PICTURE_PAIN)};
    ili_draw_people(&p);
    ili_draw_pain(&p, 0, 0, 1, n, region);
    return p;
}

// ---- a strip of them -----------------------------------------------------------------------------------------------------------------------

enum { STRIP_WIDE = 700, NAME_HIGH = 18, CLOCK_HIGH = 16, FOOT = 22, GAP = 6 };

static void strip_legend(ili_picture *p, double y) {
    static const ili_ink     ink[] = {ILI_INK_PAIN1, ILI_INK_PAIN2, ILI_INK_PAIN3};
    static const ili_word words[] = {ILI_W_PICTURE_IRRITATION_0_1_0, ILI_W_PICTURE_0_7, ILI_W_PICTURE_ABOVE};
    double                   x = 8;
    for (int i = 0; i < 3; i++) {
        ili_draw_ellipse(p, ink[i], x, y - 3.5, 5, 5, 0, NULL);
        ili_draw_label(p, ILI_INK_MUTED, x + 9, y, 10, ILI_START, ili_word_text(words[i]));
        x += i ? 60 : 128;
    }
    ili_draw_label(p, ILI_INK_MUTED, STRIP_WIDE - 4, y, 10, ILI_END, ILI_SAY(PICTURE_EACH_PAIR_LEFT_FROM));
}

ili_picture ili_figure_strip(int rows, const ili_strip_row *row, const char *title) {
    int    columns = rows ? row[0].n : 0;
    double wide = columns ? (double)STRIP_WIDE / columns : STRIP_WIDE, scale = fmin((wide - GAP) / (2.0 * WIDTH), 0.3), high = 475 * scale, each = NAME_HIGH + high + GAP;
    ili_picture p = {.width = rows ? STRIP_WIDE : 0, .height = CLOCK_HIGH + rows * each + FOOT, .title = title};
    for (int c = 0; c < columns; c++) ili_draw_label(&p, ILI_INK_MUTED, (c + 0.5) * wide, 11, 11, ILI_MIDDLE, row[0].clock[c]);
    for (int r = 0; r < rows; r++) {
        double top = CLOCK_HIGH + r * each;
        ili_draw_line(&p, ILI_INK_GRID, 1, 0, top, STRIP_WIDE, top);
        ili_draw_label(&p, ILI_INK_TEXT, 2, top + 13, 11.5, ILI_START, row[r].name);
        for (int c = 0; c < columns; c++) {
            double x = (c + 0.5) * wide - scale * WIDTH, y = top + NAME_HIGH;
            outline(&p, x, y, scale, WIDTH / 2.0), outline(&p, x, y, scale, WIDTH * 1.5);
            ili_draw_pain(&p, x, y, scale, row[r].nregion[c], row[r].region[c]);
        }
    }
    if (rows) strip_legend(&p, CLOCK_HIGH + rows * each + FOOT - 8);
    return p;
}
