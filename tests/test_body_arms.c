// test_body_arms.c - no muscle changes side at a joint where anatomy says that it does not (the sign of its moment arm through the range), and no
// path goes through the core of a bone while one coordinate moves
#include "body_fixture.h"

typedef struct claim {
    const char *group, *only;  ///< muscles of this group, all or those whose name begins so
    const char *coordinate;    ///< {s}: the muscle's side
    double      low, high;     ///< [deg] range that is swept
    int         sign;          ///< of the moment arm -dl/dq: +1 turns the coordinate up
    double      slack;         ///< [m] by which it may be on the wrong side
} claim;

// known and told in docs/body.md: sartorius at the straight knee; the hind fibres of the obliques, whose ribs lie behind T12-L1 when the spine is bent
static const claim claims[] = {
    {"hamstrings", "semi", "hip_flexion_r", -20, 110, -1, 0},     {"hamstrings", "bifemlh", "hip_flexion_r", -20, 110, -1, 0},
    {"gluteus_maximus", "", "hip_flexion_r", -20, 100, -1, 0},    {"psoas", "", "hip_flexion_r", -20, 110, 1, 0},
    {"iliacus", "", "hip_flexion_r", -20, 110, 1, 0},             {"rectus_femoris", "", "hip_flexion_r", -20, 100, 1, 0},
    {"sartorius", "", "hip_flexion_r", -20, 100, 1, 0},           {"tensor_fasciae_latae", "", "hip_flexion_r", -20, 100, 1, 0},
    {"gluteus_medius", "", "hip_adduction_r", -30, 20, -1, 0},    {"gluteus_minimus", "", "hip_adduction_r", -30, 20, -1, 0},
    {"tensor_fasciae_latae", "", "hip_adduction_r", -30, 20, -1, 0}, {"adductors", "", "hip_adduction_r", -40, 20, 1, 0},
    {"gracilis", "", "hip_adduction_r", -40, 20, 1, 0},           {"quadratus_femoris", "", "hip_rotation_r", -30, 30, -1, 0},
    {"obturators", "obt_int", "hip_rotation_r", -30, 30, -1, 0}, {"gemelli", "", "hip_rotation_r", -30, 30, -1, 0},
    {"rectus_femoris", "", "knee_angle_r", -130, 0, 1, 0},        {"vasti", "", "knee_angle_r", -130, 0, 1, 0},
    {"hamstrings", "", "knee_angle_r", -110, 0, -1, 0},           {"gracilis", "", "knee_angle_r", -120, 0, -1, 0},
    {"sartorius", "", "knee_angle_r", -120, 0, -1, 2e-3},            {"calf", "", "ankle_angle_r", -40, 20, -1, 0},
    {"shin", "", "ankle_angle_r", -40, 20, 1, 0},                 {"longissimus", "", "lumbar", -4, 12, -1, 0},
    {"iliocostalis", "", "lumbar", -4, 12, -1, 0},                {"multifidus", "", "lumbar", -4, 12, -1, 0},
    {"rectus_abdominis", "", "lumbar", -4, 12, 1, 0},             {"external_oblique", "", "lumbar", -4, 12, 1, 34e-3},
    {"internal_oblique", "", "lumbar", -4, 12, 1, 18e-3},             {"quadratus_lumborum", "", "bending", -8, 8, 1, 0},
};
static const char *const levels[] = {"L5_S1", "L4_L5", "L3_L4", "L2_L3", "L1_L2", "T12_L1"};
enum { NCLAIM = sizeof claims / sizeof *claims, NLEVEL = 6 };

// set the coordinate, or all lumbar levels together; the arm of the claim is the level's own
static void check(fixture *f, const claim *c, int muscle_index, double *worst, char *what) {
    bool lumbar = !strcmp(c->coordinate, "lumbar"), bending = !strcmp(c->coordinate, "bending");
    for (int level = 0; level < (lumbar || bending ? NLEVEL : 1); level++) {
        char name[64];
        snprintf(name, sizeof name, "%s%s", lumbar || bending ? levels[level] : c->coordinate, lumbar ? "_flexion" : bending ? "_bending" : "");
        int dof = coordinate(f->m, name);
        for (int lane = 0; lane < IL_LANES; lane++) {
            double arm = c->sign * arm_of(f, muscle_index, dof, lane);
            if (arm == 0 || -arm <= *worst) continue;
            *worst = -arm;
            sprintf(what, "%s about %s at %.0f deg", f->m->muscle_name[muscle_index], name, f->d->q[dof].lane[lane] / DEG);
        }
    }
}

static void pose(fixture *f, const claim *c, int half) {
    bool lumbar = !strcmp(c->coordinate, "lumbar"), bending = !strcmp(c->coordinate, "bending");
    neutral(f, f->m->nominal);
    for (int level = 0; level < (lumbar || bending ? NLEVEL : 1); level++) {
        char name[64];
        snprintf(name, sizeof name, "%s%s", lumbar || bending ? levels[level] : c->coordinate, lumbar ? "_flexion" : bending ? "_bending" : "");
        for (int lane = 0; lane < IL_LANES; lane++)
            f->d->q[coordinate(f->m, name)].lane[lane] = (c->low + (c->high - c->low) * (half * IL_LANES + lane) / (2 * IL_LANES - 1)) * DEG;
    }
    paths(f, f->m->nominal);
}

static void sides(void **state) {
    (void)state;
    fixture f = body_open();
    int     wrong = 0, looked = 0;
    for (int k = 0; k < NCLAIM; k++) {
        for (int i = 0; i < f.m->nmuscle; i++) {
            const char *name = f.m->muscle_name[i];
            size_t      n = strlen(name);
            char        what[200] = "";
            double      worst = claims[k].slack;
            if (strcmp(f.body->groups.muscle[i], claims[k].group) != 0 || strncmp(name, claims[k].only, strlen(claims[k].only)) != 0 || name[n - 1] != 'r') continue;
            looked++;
            for (int half = 0; half < 2; half++) {
                pose(&f, &claims[k], half);
                check(&f, &claims[k], i, &worst, what);
            }
            if (*what) print_message("%-60s %5.1f mm on the wrong side\n", what, 1e3 * worst), wrong++;
        }
    }
    print_message("%d muscles and joints, %d on the wrong side somewhere\n", looked, wrong);
    assert_true(looked > 140);
    assert_int_equal(wrong, 0);
    body_close(&f);
}

// ---- bones ---------------------------------------------------------------------------------------------------------------------

// a bone's core: a straight piece between two landmarks moved along the body's axes, and a radius well inside it
typedef struct core {
    const char *name, *a, *b;
    double      offset_a[3], offset_b[3], radius;
} core;
static const core cores[] = {
    {"femoral head", "femoral_head_r", "femoral_head_r", {0}, {0, 1e-3, 0}, 0.018},
    {"femur", "femoral_head_r", "femoral_head_r", {0, -0.07, 0.035}, {0, -0.33, 0.01}, 0.010},
    {"tibia", "knee_centre_r", "knee_centre_r", {0, -0.06, 0}, {0, -0.36, 0}, 0.008},
    {"L5", "L5_lower", "L5_upper", {0}, {0}, 0.012}, {"L4", "L4_lower", "L4_upper", {0}, {0}, 0.012}, {"L3", "L3_lower", "L3_upper", {0}, {0}, 0.012},
    {"L2", "L2_lower", "L2_upper", {0}, {0}, 0.012}, {"L1", "L1_lower", "L1_upper", {0}, {0}, 0.012},
};
enum { NCORE = sizeof cores / sizeof *cores };

// what is known to pass through a core where nothing but the named coordinate moves: [m] deeper than its radius leaves
static const struct { const char *path; double depth; } known_deep[] = {
    {"gem_sup_r", 0.012}, {"gem_inf_r", 0.004}, {"obt_int_1_r", 0.006}, {"obt_int_2_r", 0.006}, {"obt_int_3_r", 0.006}, {"obt_ext_sup_r", 0.005},
    {"capsule_ischiofemoral_1_r", 0.006}, {"capsule_iliofemoral_medial_3_r", 0.004}, {"capsule_pubofemoral_2_r", 0.004}, {"capsule_pubofemoral_3_r", 0.016},
};

static double between(double x) { return x < 0 ? 0 : x > 1 ? 1 : x; }
static double dot(const double *a, const double *b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

// nearest approach of two straight pieces; *s: share of the first (Ericson 2005, closest points of segments)
static double approach(const double *p1, const double *q1, const double *p2, const double *q2, double *s) {
    double d1[3], d2[3], r[3], v[3];
    for (int i = 0; i < 3; i++) d1[i] = q1[i] - p1[i], d2[i] = q2[i] - p2[i], r[i] = p1[i] - p2[i];
    double a = dot(d1, d1), e = dot(d2, d2), f = dot(d2, r), c = dot(d1, r), b = dot(d1, d2), det = a * e - b * b;
    *s = det > 1e-14 ? between((b * f - c * e) / det) : 0;
    double t = (b * *s + f) / e;
    if (t < 0 || t > 1) *s = between(t < 0 ? -c / a : (b - c) / a), t = between(t);
    for (int i = 0; i < 3; i++) v[i] = p1[i] + *s * d1[i] - p2[i] - t * d2[i];
    return sqrt(dot(v, v));
}

static int place(const fixture *f, const char *marker, const double offset[3], double out[3]) {
    int k = il_marker_find(f->m, marker), body = f->m->marker_body[k];
    for (int i = 0; i < 3; i++) {
        out[i] = f->d->marker_world[3 * k + i].lane[0];
        for (int j = 0; j < 3; j++) out[i] += f->d->body_rot[9 * body + 3 * i + j].lane[0] * offset[j];
    }
    return body;
}

// a path's points with where it meets surfaces (body IL_NONE)
static int points_of(const fixture *f, int path, double point[][3], int *body) {
    const il_model *m = f->m;
    int             n = 0;
    for (int i = m->path_start[path]; i < m->path_start[path + 1]; i++) {
        for (int c = 0; c < 3; c++) point[n][c] = f->d->point_world[3 * i + c].lane[0];
        body[n++] = m->point_body[i];
        for (int w = m->path_wrap_start[path]; w < m->path_wrap_start[path + 1]; w++) {
            if (m->pathwrap_point[w] != i || !(f->d->touch[w].lane[0] > 0.5)) continue;
            for (int e = 0; e < 2; e++, body[n++] = IL_NONE)
                for (int c = 0; c < 3; c++) point[n][c] = f->d->touch_world[6 * w + 3 * e + c].lane[0];
        }
    }
    return n;
}

// how deep the path goes into a core, but for 2 cm at an attachment to that bone and for pieces that lie on it
static double depth_in(const fixture *f, int path, const core *c) {
    double a[3], b[3], point[128][3], deepest = 0;
    int    own = place(f, c->a, c->offset_a, a), body[128], n = points_of(f, path, point, body);
    place(f, c->b, c->offset_b, b);
    for (int i = 0; i + 1 < n; i++) {
        double s, away = approach(point[i], point[i + 1], a, b, &s), length = 0;
        for (int k = 0; k < 3; k++) length += (point[i + 1][k] - point[i][k]) * (point[i + 1][k] - point[i][k]);
        length = sqrt(length);
        if ((body[i] == own && (s * length < 0.02 || body[i + 1] == own)) || (body[i + 1] == own && (1 - s) * length < 0.02)) continue;
        deepest = fmax(deepest, c->radius - away);
    }
    return deepest;
}

static int through_bones(fixture *f, const char *pose_name, double degrees) {
    int found = 0;
    paths(f, f->m->nominal);
    il_marker(f->m, f->m->nominal, f->d);
    for (int path = 0; path < f->m->npath; path++) {
        const char *name = f->m->path_name[path];
        if (path == f->m->pressure_path || name[strlen(name) - 1] == 'l') continue; // the other leg may be crossed
        for (int k = 0; k < NCORE; k++) {
            double deep = depth_in(f, path, &cores[k]), allowed = 0.002;
            for (size_t i = 0; i < sizeof known_deep / sizeof *known_deep; i++)
                if (!strcmp(known_deep[i].path, f->m->path_name[path])) allowed = known_deep[i].depth;
            if (deep <= allowed) continue;
            print_message("%s goes %.1f mm into the core of the %s: %s at %.0f deg\n", f->m->path_name[path], 1e3 * deep, cores[k].name, pose_name, degrees);
            found++;
        }
    }
    return found;
}

static void bones(void **state) {
    (void)state;
    static const struct { const char *coordinate; double low, high; } sweeps[] = {
        {"hip_flexion_r", -20, 100}, {"hip_adduction_r", -40, 20}, {"hip_rotation_r", -30, 30}, {"knee_angle_r", -120, 0}, {"L4_L5_flexion", -4, 12}, {"L2_L3_flexion", -4, 10},
    };
    fixture f = body_open();
    int     found = 0;
    for (size_t k = 0; k < sizeof sweeps / sizeof *sweeps; k++) {
        for (int i = 0; i <= 12; i++) {
            double degrees = sweeps[k].low + (sweeps[k].high - sweeps[k].low) * i / 12;
            neutral(&f, f.m->nominal);
            il_pack_set(&f.d->q[coordinate(f.m, sweeps[k].coordinate)], degrees * DEG);
            found += through_bones(&f, sweeps[k].coordinate, degrees);
        }
    }
    assert_int_equal(found, 0);
    body_close(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(sides), cmocka_unit_test(bones)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
