// chart.c - the body map as numbers, for programs that draw it themselves: outlines of four views and an ellipse a region
//
// Front and back are those of the pain drawing on paper (figure_pain.c). The profile and its patches were drawn by hand for this program.
#include <string.h>

#include "ilium/report.h"
#include "report/figure.h"
#include "report/figure_followup.h"
#include "report/out.h"

typedef struct profile_patch {
    const char *code;
    double      x, y, rx, ry, degrees; ///< x: forward of the plumb line
} profile_patch;

// clang-format off
static const profile_patch profile_patches[] = {
    {"FLANK",     3, 156, 10, 14,  0}, {"LB_PARA",  -9, 166,  5, 18,   0}, {"ABD_LQ",   15, 178,  7, 14, 0}, {"CREST_L",   2, 189,  9,  6, 0}, {"CREST_P", -12, 190,  6,  6, -20},
    {"ASIS",     14, 198,  5,  6,  0}, {"BUTT_U",  -15, 205,  7,  8,   0}, {"BUTT_M",  -18, 220,  8,  8, 0}, {"BUTT_L",  -15, 236,  8,  7, 0}, {"TROCH",     0, 222,  7, 10,   0},
    {"HIP_A",    12, 221,  5, 10,  0}, {"THIGH_L1",  1, 259,  6, 18,   0}, {"THIGH_L2",  1, 294,  5, 17, 0}, {"THIGH_P1",-11, 262,  6, 17, 0}, {"THIGH_P2", -8, 295,  5, 17,   0},
    {"THIGH_A1", 13, 259,  6, 18,  0}, {"THIGH_A2", 12, 294,  5, 17,   0}, {"KNEE_L",    3, 327,  6, 10, 0}, {"KNEE_A",   12, 326,  4, 11, 0}, {"POPL",     -6, 327,  4,  9,   0},
    {"LEG_L",     1, 370,  5, 26,  0}, {"CALF",     -9, 368,  6, 25,   0}, {"SHIN",      9, 372,  4, 27, 0}, {"ANKLE_L",  -1, 438,  5,  9, 0}, {"HEEL",     -9, 456,  5,  8,   0},
    {"FOOT_D",   14, 457,  8,  4,  0}, {"FOOT_P",    8, 465, 12,  3,   0},
};

// the profile, from the crown down the front and up the back
static const double profile[][2] = {
    {0, 5}, {9, 7}, {16, 15}, {18, 24}, {22, 33}, {18, 37}, {17, 44}, {12, 49}, {6, 52}, {7, 62}, {14, 76}, {21, 94}, {23, 108}, {20, 126}, {19, 146}, {21, 166},
    {20, 186}, {18, 204}, {16, 222}, {18, 240}, {20, 262}, {19, 288}, {16, 312}, {17, 326}, {14, 340}, {13, 360}, {13, 385}, {9, 415}, {7, 440}, {12, 450}, {24, 456},
    {32, 462}, {31, 467}, {8, 466}, {-13, 467}, {-15, 460}, {-12, 448}, {-7, 436}, {-8, 415}, {-15, 388}, {-17, 366}, {-12, 344}, {-8, 328}, {-10, 312}, {-15, 288},
    {-18, 264}, {-18, 248}, {-25, 238}, {-28, 224}, {-25, 206}, {-18, 192}, {-12, 176}, {-12, 160}, {-17, 136}, {-22, 112}, {-23, 94}, {-19, 76}, {-11, 62}, {-10, 50},
    {-17, 40}, {-19, 26}, {-15, 13}, {-8, 7},
};
// clang-format on

enum { NPROFILE = sizeof profile / sizeof *profile, NPROFILE_PATCH = sizeof profile_patches / sizeof *profile_patches };
static const double mid = ILI_PAIN_WIDTH / 2.0;

static void put_point(ili_out *o, bool first, double x, double y) {
    ili_put(o, first ? "[" : ",[");
    ili_put_fixed(o, x, 1);
    ili_put(o, ",");
    ili_put_fixed(o, y, 1);
    ili_put(o, "]");
}

static void put_patch(ili_out *o, bool first, const char *code, const char *side, const ili_pain_patch *p) {
    ili_putf(o, "%s{\"code\":\"%s\",\"side\":\"%s\"", first ? "" : ",", code, side);
    const double value[5] = {p->x, p->y, p->rx, p->ry, p->degrees};
    const char *const name[5] = {"x", "y", "rx", "ry", "degrees"};
    for (int i = 0; i < 5; i++) {
        ili_putf(o, ",\"%s\":", name[i]);
        ili_put_fixed(o, value[i], 1);
    }
    ili_put(o, "}");
}

// front or back: outline and patches of the pain drawing on paper, moved into a picture of their own
static void put_upright(ili_out *o, const il_knowledge *k, bool front) {
    double xy[2 * ILI_PAIN_OUTLINE];
    int    n = ili_pain_outline(mid, xy);
    ili_putf(o, "{\"view\":\"%s\",\"outline\":[", front ? "front" : "back");
    for (int i = 0; i < n; i++) put_point(o, i == 0, xy[2 * i], xy[2 * i + 1]);
    ili_put(o, "],\"patches\":[");
    bool first = true;
    for (int r = 0; r < k->nregion; r++) {
        static const il_side     sides[2] = {IL_SIDE_RIGHT, IL_SIDE_LEFT};
        static const char *const letter[2] = {"r", "l"};
        for (int s = 0; s < (k->region[r].sided ? 2 : 1); s++) {
            ili_pain_patch place[ILI_PAIN_PATCHES];
            int            m = ili_pain_patches(k->region[r].code, sides[s], place);
            for (int i = 0; i < m; i++) {
                if ((place[i].x < ILI_PAIN_WIDTH) != front) continue;
                if (!front) place[i].x -= ILI_PAIN_WIDTH;
                put_patch(o, first, k->region[r].code, k->region[r].sided ? letter[s] : "mid", &place[i]);
                first = false;
            }
        }
    }
    ili_put(o, "]}");
}

// from a side: the person's right faces the reader's right, the left the other way
static void put_profile(ili_out *o, bool right) {
    double turn = right ? 1 : -1;
    ili_putf(o, "{\"view\":\"%s\",\"outline\":[", right ? "right" : "left");
    for (int i = 0; i < NPROFILE; i++) put_point(o, i == 0, mid + turn * profile[i][0], profile[i][1]);
    ili_put(o, "],\"patches\":[");
    for (int i = 0; i < NPROFILE_PATCH; i++) {
        const profile_patch *q = &profile_patches[i];
        put_patch(o, i == 0, q->code, right ? "r" : "l", &(ili_pain_patch){mid + turn * q->x, q->y, q->rx, q->ry, turn * q->degrees});
    }
    ili_put(o, "]}");
}

il_status il_report_chart_json(const il_knowledge *k, char **text, size_t *size, il_error *err) {
    ili_out o = {0};
    ili_putf(&o, "{\"width\":%d,\"height\":%d,\"views\":[", IL_PAIN_MAP_WIDTH, IL_PAIN_MAP_HEIGHT);
    put_upright(&o, k, true);
    ili_put(&o, ",");
    put_upright(&o, k, false);
    ili_put(&o, ",");
    put_profile(&o, true);
    ili_put(&o, ",");
    put_profile(&o, false);
    ili_put(&o, "]}");
    return ili_out_take(&o, text, size, err);
}
