// shape_trunk.c - designs of sacrum, vertebrae, breastbone and skull, and the ribs: in millimetres of the body's axes
//
// A lumbar vertebra stands between its end plates; its processes reach to where the ligaments of the tables hold it. Thoracic and cervical vertebrae are
// one piece with the thorax in the model; they stand along its curve at the transverse processes that the back muscles of the tables end on.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "body/shape_part.h"
#include "math/scalar.h"

// clang-format off
static const ili_bone_design fixed[] = {
    {"sacrum", "sacrum and tail bone", "sacrum", true, 8, 4.4, {
        DRUM(-99, 47, 0, 0.759, -0.651, 13, 16, 25, 0.05), ROD(-112, 34, 0, 15, -128, 16, 0, 12), ROD(-128, 16, 0, 12, -144, -10, 0, 9), ROD(-144, -10, 0, 9, -149, -36, 0, 6.5),
        ROD(-148, -40, 0, 6, -142, -56, 0, 4.5), ROD(-142, -57, 0, 4.5, -128, -70, 0, 3),
        PLATE(-97, 44, 20, -112, 50, 40, -118, 22, 36, 9, 8, 8), PLATE(-97, 44, 20, -118, 22, 36, -128, 16, 8, 9, 8, 9), PLATE(-118, 22, 36, -128, 16, 8, -140, -8, 24, 8, 9, 6),
        PLATE(-128, 16, 8, -140, -8, 24, -147, -34, 10, 9, 6, 5), PLATE(-112, 50, 40, -118, 22, 36, -136, 22, 32, 8, 8, 6), PLATE(-118, 54, 20, -136, 34, 22, -112, 48, 38, 5, 5, 6),
        ROD(-114, 62, 21, 6, -122, 66, 20, 5.5), BALL(-122, 38, 14, 16, 16, 18, 0), BALL(-138, 14, 0, 12, 18, 14, 30), PLATE(-118, 56, 16, -134, 40, 0, -150, 8, 16, 4, 5, 4), PLATE(-134, 40, 0, -150, 8, 16, -158, -6, 0, 5, 4, 4),
        ROD(-136, 48, 0, 5, -158, 0, 0, 4)}},
    {"breastbone", "breastbone (sternum)", "thorax", true, 6, 4.4, {
        PLATE(37, 374, 22, 36, 368, 0, 58, 340, 10, 5, 5, 4), PLATE(36, 368, 0, 58, 340, 10, 58, 340, 0, 5, 4, 4), PLATE(60, 333, 9, 60, 333, 0, 99, 238, 13, 4, 4, 4),
        PLATE(60, 333, 0, 99, 238, 13, 99, 238, 0, 4, 4, 4), ROD(100, 230, 0, 4.5, 103, 204, 0, 3)}},
    {"skull", "skull", "thorax", true, 10, 7, {
        BALL(-2, 618, 0, 91, 74, 70, 8), BALL(52, 628, 0, 44, 52, 56, 0), BALL(-34, 586, 0, 52, 42, 52, 0), ROD(86, 602, 18, 11, 84, 598, 34, 9), ROD(82, 600, 36, 8, 74, 572, 46, 8),
        ROD(74, 566, 45, 7, 14, 572, 64, 5), BALL(66, 552, 0, 28, 26, 30, 0), ROD(92, 592, 0, 6, 101, 572, 0, 4), BALL(74, 530, 0, 22, 13, 24, 0), ROD(8, 566, 56, 7, 10, 528, 48, 8), ROD(10, 528, 48, 8, 76, 506, 18, 9),
        ROD(76, 506, 18, 9, 82, 504, 0, 11), ROD(-2, 570, 56, 9, -6, 548, 52, 6),
        CUT_BALL(98, 584, 32, 22, 15, 17, 0), CUT_BALL(106, 554, 0, 15, 13, 9, 0), CUT_BALL(40, 520, 0, 34, 14, 30, 10), CUT_BALL(42, 560, 62, 22, 14, 10, 0)}},
};

// vertebrae that stand on the thorax: middle x y, turn (up leans back) [deg], half height, depth, width; transverse process x y z; spinous process x y
static const struct { const char *name; double v[11]; } standing[] = {
    {"T11", {-19, 164, 11, 11.3, 15.5, 19, -58, 162, 20, -70, 146}}, {"T10", {-25, 191, 12, 11.1, 15, 18, -67, 193, 22, -75, 168}}, {"T9", {-32, 217, 14, 10.8, 15, 17, -75, 222, 26, -84, 190}},
    {"T8", {-38, 241, 12, 10.4, 14.5, 16, -79, 243, 28, -92, 209}}, {"T7", {-44, 265, 10, 10.1, 14, 15.5, -81, 267, 30, -97, 229}}, {"T6", {-47, 289, 4, 9.9, 13.5, 15, -80, 294, 30, -98, 255}},
    {"T5", {-47, 312, -4, 9.6, 13, 14.5, -76, 320, 30, -95, 283}}, {"T4", {-45, 334, -9, 9.2, 12.5, 14, -72, 343, 31, -90, 310}}, {"T3", {-41, 355, -14, 8.7, 12, 14, -64, 365, 32, -84, 334}},
    {"T2", {-34, 374, -20, 8.2, 11, 14.5, -57, 386, 33, -78, 358}}, {"T1", {-26, 392, -24, 7.7, 10.5, 15, -51, 405, 36, -74, 383}}, {"C7", {-18, 408, -26, 6.6, 9.5, 15, -36, 418, 32, -71, 407}},
    {"C6", {-10, 424, -22, 6, 9, 13.5, -25, 432, 28, -58, 423}}, {"C5", {-4, 439, -15, 5.8, 8.5, 13, -18, 446, 27, -46, 437}}, {"C4", {0, 455, -8, 5.8, 8.5, 12.5, -13, 461, 26, -40, 452}},
    {"C3", {3, 471, -4, 5.8, 8.5, 12, -9, 477, 25, -37, 468}}, {"C2", {6, 489, -2, 8, 9.5, 12.5, -7, 492, 22, -36, 483}}, {"C1", {8, 510, 0, 6, 9.5, 14, -5, 512, 28, -26, 510}},
};
// clang-format on

// ---- a vertebra ------------------------------------------------------------------------------------------------------------------

typedef struct vertebra {
    double middle[2], up[2]; // in the midline's plane
    double height, depth, width;
    double side[3], spine[2], above[3], below[3]; // tips: transverse, spinous process, joint facets
} vertebra;

static void add(ili_bone_design *b, ili_part part) {
    int n = ili_design_parts(b);
    if (n < ILI_PARTS) b->part[n] = part;
}

// f forward, u up from the middle of the body
static void spot(const vertebra *v, double f, double u, double z, double out[3]) {
    out[0] = v->middle[0] + f*v->up[1] + u*v->up[0];
    out[1] = v->middle[1] - f*v->up[0] + u*v->up[1];
    out[2] = z;
}

static void add_rod(ili_bone_design *b, const double p[3], double rp, const double q[3], double rq) {
    add(b, (ili_part)ROD(p[0], p[1], p[2], rp, q[0], q[1], q[2], rq));
}

static void add_plate(ili_bone_design *b, const double p[3], const double q[3], const double r[3], double rp, double rq, double rr) {
    add(b, (ili_part)PLATE(p[0], p[1], p[2], q[0], q[1], q[2], r[0], r[1], r[2], rp, rq, rr));
}

static void build(const vertebra *v, ili_bone_design *b) {
    double s = v->depth/16.5, z = 0.58*v->width, h = v->height, back = -v->depth;
    double a[3], c[3], d[3], root_up[3], root_low[3], tip_up[3], tip_low[3], low[3], high[3];
    add(b, (ili_part)DRUM(v->middle[0], v->middle[1], 0, v->up[1], -v->up[0], h, v->depth, v->width, 0.12));
    // pedicle, the processes beside it, and the arch behind the canal
    spot(v, back + 4*s, 0.3*h, z, a), spot(v, back - 11*s, 0.22*h, z + s, c), spot(v, back - 16*s, -0.5*h, 0.8*z, d);
    add_rod(b, a, 5*s, c, 5*s);
    add_rod(b, c, 4.6*s, v->side, 3.4*s + 0.4);
    add_rod(b, c, 5*s, v->above, 4.6*s);
    add_rod(b, d, 5*s, v->below, 4.4*s);
    add_rod(b, c, 4.6*s, d, 4.6*s);
    spot(v, back - 21*s, 0.1*h, 0, root_up), spot(v, back - 22*s, -0.75*h, 0, root_low);
    add_plate(b, c, d, root_up, 3.6*s, 3.8*s, 3.8*s);
    add_plate(b, d, root_up, root_low, 3.8*s, 3.8*s, 3.4*s);
    double reach = ili_length2(v->spine[0] - root_low[0], v->spine[1] - root_low[1]), tall = fmin(5.5*s, 0.3*reach);
    for (int k = 0; k < 2; k++) tip_up[k] = v->spine[k] + tall*v->up[k], tip_low[k] = v->spine[k] - tall*v->up[k];
    tip_up[2] = tip_low[2] = 0;
    add_plate(b, root_up, root_low, tip_low, 3.4*s, 3*s, 3.4*s);
    add_plate(b, root_up, tip_low, tip_up, 3.4*s, 3.4*s, 3.4*s);
    spot(v, back - 8.5*s, -3*h, 0, low), spot(v, back - 8.5*s, 3*h, 0, high);
    add(b, (ili_part)CUT_ROD(low[0], low[1], 0, 7.6*s + 0.5, high[0], high[1], 0, 7.6*s + 0.5));
}

// ---- lumbar vertebrae, from the tables -------------------------------------------------------------------------------------------

static bool marker(const il_body *body, const char *name, const char *end, double out[3]) {
    char full[48];
    snprintf(full, sizeof full, "%s%s", name, end);
    int i = il_marker_find(body->m, full);
    for (int c = 0; c < 3 && i != IL_NONE; c++) out[c] = 1e3*body->m->nominal->marker_pos[3*i + c];
    return i != IL_NONE;
}

// mean of the points that ligaments beginning with `name` and ending on the right or in the midline have on a body; how many
static int ligament_points(const il_model *m, int body, const char *name, double out[3]) {
    int n = 0;
    double sum[3] = {0, 0, 0};
    for (int l = 0; l < m->nligament; l++) {
        if (strncmp(m->ligament_name[l], name, strlen(name)) || il_side_of(m->ligament_name[l]) == IL_SIDE_LEFT) continue;
        for (int i = m->path_start[m->ligament_path[l]]; i < m->path_start[m->ligament_path[l] + 1]; i++) {
            if (m->point_body[i] != body) continue;
            for (int c = 0; c < 3; c++) sum[c] += 1e3*m->nominal->point_pos[3*i + c];
            n++;
        }
    }
    for (int c = 0; c < 3 && n; c++) out[c] = sum[c]/n;
    return n;
}

static bool lumbar(const il_body *body, const char *name, const char *segment, const char *above, const char *below, vertebra *v) {
    double low[3], high[3], lf[3], lb[3], uf[3], ub[3], p[3];
    char   joint[48];
    int    at = il_body_find(body->m, segment);
    if (at == IL_NONE || !marker(body, name, "_lower", low) || !marker(body, name, "_upper", high) || !marker(body, name, "_lower_front", lf) ||
        !marker(body, name, "_lower_back", lb)) return false;
    if (!marker(body, name, "_upper_front", uf) || !marker(body, name, "_upper_back", ub)) memcpy(uf, lf, sizeof uf), memcpy(ub, lb, sizeof ub);
    // upright is across both plates
    double fx = lf[0] - lb[0] + uf[0] - ub[0], fy = lf[1] - lb[1] + uf[1] - ub[1], size = ili_length2(fx, fy);
    v->up[0] = -fy/size, v->up[1] = fx/size;
    for (int c = 0; c < 2; c++) v->middle[c] = 0.5*(low[c] + high[c]);
    v->height = 0.5*((high[0] - low[0])*v->up[0] + (high[1] - low[1])*v->up[1]);
    v->depth = 0.25*(ili_length2(lf[0] - lb[0], lf[1] - lb[1]) + ili_length2(uf[0] - ub[0], uf[1] - ub[1]));
    v->width = 1.38*v->depth;
    if (!ligament_points(body->m, at, "intertransverse", v->side) || !ligament_points(body->m, at, "supraspinous", p)) return false;
    v->spine[0] = p[0] + 4*v->up[1], v->spine[1] = p[1] - 4*v->up[0];
    spot(v, -v->depth - 13, 0.75*v->height, 15, v->above), spot(v, -v->depth - 18, -1.15*v->height, 12, v->below);
    snprintf(joint, sizeof joint, "facet_capsule_%s", above);
    if (ligament_points(body->m, at, joint, p)) v->above[0] = p[0] + 1, v->above[1] = p[1], v->above[2] = fmax(p[2], 14);
    snprintf(joint, sizeof joint, "facet_capsule_%s", below);
    if (ligament_points(body->m, at, joint, p)) v->below[0] = p[0] - 1, v->below[1] = p[1], v->below[2] = fmax(p[2], 11);
    return true;
}

static void upright(const double *w, vertebra *v) {
    double turn = w[2]*3.14159265358979323846/180;
    *v = (vertebra){.middle = {w[0], w[1]}, .up = {-ili_sin1(turn), ili_cos1(turn)}, .height = w[3], .depth = w[4], .width = w[5], .side = {w[6], w[7], w[8]}, .spine = {w[9], w[10]}};
    double s = v->depth/16.5;
    spot(v, -v->depth - 13*s, 0.9*v->height, 0.7*v->width, v->above), spot(v, -v->depth - 17*s, -1.1*v->height, 0.6*v->width, v->below);
}

bool ili_spine_design(const il_body *body, int i, ili_bone_design *out) {
    static const struct { const char *name, *label, *segment, *above, *below; } mobile[] = {
        {"L5", "fifth lumbar vertebra", "lumbar5", "L4_L5", "L5_S1"}, {"L4", "fourth lumbar vertebra", "lumbar4", "L3_L4", "L4_L5"},
        {"L3", "third lumbar vertebra", "lumbar3", "L2_L3", "L3_L4"}, {"L2", "second lumbar vertebra", "lumbar2", "L1_L2", "L2_L3"},
        {"L1", "first lumbar vertebra", "lumbar1", "T12_L1", "L1_L2"}, {"T12", "twelfth thoracic vertebra", "thoracic12", "T11_T12", "T12_L1"}};
    enum { FIXED = sizeof fixed/sizeof *fixed, MOBILE = sizeof mobile/sizeof *mobile, STANDING = sizeof standing/sizeof *standing };
    vertebra v;
    if (i >= 0 && i < FIXED) {
        *out = fixed[i];
        return true;
    }
    i -= FIXED;
    if (i < 0 || i >= MOBILE + STANDING) return false;
    *out = (ili_bone_design){.middle = true, .blend = 5, .grain = 3.6};
    if (i < MOBILE) {
        snprintf(out->name, sizeof out->name, "%s", mobile[i].name);
        out->label = mobile[i].label, out->body = mobile[i].segment;
        if (!lumbar(body, mobile[i].name, mobile[i].segment, mobile[i].above, mobile[i].below, &v)) return false;
    } else {
        snprintf(out->name, sizeof out->name, "%s", standing[i - MOBILE].name);
        out->label = *out->name == 'T' ? "thoracic vertebra (one piece with the chest here)" : "neck vertebra (one piece with the chest here)";
        out->body = "thorax", out->grain = 3.6, out->blend = 4;
        upright(standing[i - MOBILE].v, &v);
    }
    build(&v, out);
    return true;
}

// ---- ribs ------------------------------------------------------------------------------------------------------------------------

enum { RIB_POINTS = 8 };
// from the transverse process round to the front, where cartilage goes on from point `hard` (0: the rib ends free)
static const struct { int n, hard; double p[RIB_POINTS][3]; } ribs[] = {
    {6, 4, {{-40, 398, 14}, {-50, 404, 34}, {-30, 398, 60}, {2, 384, 62}, {26, 372, 40}, {40, 366, 22}}},
    {6, 4, {{-46, 379, 14}, {-58, 384, 34}, {-56, 370, 66}, {-8, 352, 86}, {40, 340, 62}, {57, 342, 18}}},
    {7, 5, {{-52, 360, 14}, {-66, 364, 34}, {-72, 350, 60}, {-36, 326, 100}, {18, 308, 102}, {58, 306, 72}, {72, 318, 18}}},
    {7, 5, {{-56, 340, 14}, {-72, 343, 34}, {-77, 328, 60}, {-40, 300, 111}, {20, 278, 114}, {66, 276, 82}, {84, 294, 19}}},
    {7, 5, {{-58, 318, 14}, {-77, 320, 34}, {-78, 306, 62}, {-42, 274, 118}, {22, 248, 121}, {72, 246, 88}, {93, 268, 20}}},
    {7, 5, {{-60, 292, 14}, {-81, 293, 35}, {-80, 279, 64}, {-44, 246, 123}, {22, 216, 126}, {76, 212, 96}, {99, 246, 21}}},
    {8, 5, {{-58, 266, 14}, {-82, 267, 35}, {-82, 256, 66}, {-46, 220, 125}, {20, 186, 127}, {78, 178, 100}, {94, 196, 62}, {101, 228, 20}}},
    {8, 5, {{-54, 242, 15}, {-81, 242, 35}, {-83, 228, 67}, {-48, 194, 125}, {14, 158, 126}, {74, 144, 108}, {88, 156, 82}, {96, 194, 50}}},
    {8, 5, {{-48, 219, 15}, {-77, 221, 34}, {-80, 204, 68}, {-50, 168, 122}, {8, 132, 123}, {66, 114, 113}, {82, 126, 94}, {92, 162, 68}}},
    {7, 5, {{-42, 192, 15}, {-70, 193, 32}, {-78, 172, 70}, {-54, 144, 115}, {0, 108, 118}, {54, 90, 116}, {78, 106, 100}}},
    {5, 0, {{-36, 166, 15}, {-60, 161, 32}, {-67, 142, 66}, {-48, 122, 102}, {4, 108, 113}}},
    {5, 0, {{-30, 144, 16}, {-44, 134, 32}, {-53, 117, 66}, {-38, 102, 92}, {-10, 93, 101}}},
};

// cartilage: from the hard end on; the hard rib: up to it
bool ili_ribs_mesh(int part, ili_arena *a, ili_mesh *mesh) {
    double p[RIB_POINTS][5];
    *mesh = (ili_mesh){0};
    for (int i = 0; i < (int)(sizeof ribs/sizeof *ribs); i++) {
        int hard = ribs[i].hard ? ribs[i].hard : ribs[i].n - 1, from = part ? hard : 0, to = part ? ribs[i].n - 1 : hard;
        if (from >= to) continue;
        for (int k = from; k <= to; k++) {
            for (int c = 0; c < 3; c++) p[k - from][c] = ribs[i].p[k][c];
            p[k - from][3] = part ? 5.6 : k ? 6.4 : 4.5, p[k - from][4] = part ? 4 : 3.5;
        }
        if (!ili_mesh_tube(a, mesh, to - from + 1, (const double (*)[5])p)) return false;
    }
    mesh->open = ili_arena_array(a, (size_t)mesh->nvertex + 1, sizeof *mesh->open);
    for (int i = 0; mesh->open && i < mesh->nvertex; i++) mesh->open[i] = 1.0;
    return mesh->open != NULL;
}
