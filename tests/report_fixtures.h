// report_fixtures.h - assessments made by hand, for the tests of reports: every number here is invented to look at, none is a result
#ifndef REPORT_FIXTURES_H
#define REPORT_FIXTURES_H
#include <string.h>

#include "ilium/assessment.h"
#include "ilium/version.h"

enum fixture {
    FIX_ORDINARY,
    FIX_WATCH_PAIR,
    FIX_URGENT,
    FIX_EMERGENCY,
    FIX_INCOMPLETE,
    FIX_NO_FINDINGS,
    FIX_OUT_OF_SCOPE,
    FIX_NO_SCREEN,
    FIX_EMPTY,
    NFIXTURE
};
static const char *const fixture_name[NFIXTURE] = {"ordinary",    "watch_pair",   "urgent",    "emergency", "incomplete",
                                                   "no_findings", "out_of_scope", "no_screen", "empty"};

#define COUNT(a) ((int)(sizeof(a) / sizeof *(a)))
#define RANGE(lo, mi, hi)                                                                                                                            \
    { true, lo, mi, hi }
#define SPREAD(m, s)                                                                                                                                 \
    { true, m, s }

static il_pain_region fix_pain[] = {
    {"LB_PARA", "low back beside the spine", IL_SIDE_RIGHT, RANGE(5, 6, 7)},
    {"PSIS", "sacroiliac region", IL_SIDE_RIGHT, RANGE(4, 4, 5)},
    {"GROIN", "groin", IL_SIDE_RIGHT, RANGE(2, 3, 3)},
};

static il_safety_item fix_watch[] = {
    {"night_pain", "pain that wakes at night", IL_SAFETY_WATCH, NULL, "ask again at the next visit", "reference table of warning signs"},
};
static il_safety_item fix_urgent[] = {
    {"prior_cancer", "history of cancer", IL_SAFETY_URGENT, "spinal malignancy", "image and take blood before any treatment",
     "Downie 2013 (recalled)"},
    {"weakness_new", "new weakness of the left foot, grade 4", IL_SAFETY_URGENT, "root compression",
     "examine all myotomes today; same day if below grade 3", "recalled"},
};
static il_safety_item fix_emergency[] = {
    {"saddle", "numbness of the saddle area", IL_SAFETY_EMERGENCY, "cauda equina syndrome", "emergency MRI and surgical opinion today",
     "Crowell 2009"},
    {"retention", "new urinary retention", IL_SAFETY_EMERGENCY, "cauda equina syndrome", "bladder scan; emergency referral now", "Crowell 2009"},
};
static il_safety_gap fix_gaps[] = {
    {"anal_tone", "anal tone", false},
    {"sexual_function", "change of sexual function", false},
};
static il_safety_gap fix_key_gaps[] = {
    {"retention", "new urinary retention", true},
    {"saddle", "numbness of the saddle area", true},
    {"bilateral", "symptoms in both legs", true},
    {"fever", "fever", true},
    {"cancer", "history of cancer", true},
    {"trauma", "severe trauma", true},
    {"anal_tone", "anal tone", false},
    {"sexual_function", "change of sexual function", false},
    {"steroids", "long use of corticosteroids", false},
    {"anticoagulant", "anticoagulant", false},
    {"weight", "unexplained weight loss", false},
    {"pulsatile", "pulsatile mass in the abdomen", true},
    {"night_pain", "pain that wakes at night", false},
};

static il_assessed_finding fix_finding[] = {
    {.test = "thomas_modified",
     .name = "modified Thomas test, thigh angle",
     .side = IL_SIDE_RIGHT,
     .unit = "deg",
     .observed = RANGE(8, 12, 16),
     .limited_by = IL_LIMITED_STRETCH,
     .healthy = SPREAD(-9, 5.2),
     .with_best = SPREAD(9, 5.8),
     .norm = SPREAD(-10.6, 6.2),
     .norm_source = "Vigotsky 2016",
     .use = IL_USE_SIMULATED},
    {.test = "thomas_modified",
     .name = "modified Thomas test, thigh angle",
     .side = IL_SIDE_LEFT,
     .unit = "deg",
     .observed = RANGE(-10, -6, -2),
     .limited_by = IL_LIMITED_STRETCH,
     .healthy = SPREAD(-9, 5.2),
     .with_best = SPREAD(-8, 5.2),
     .norm = SPREAD(-10.6, 6.2),
     .norm_source = "Vigotsky 2016",
     .use = IL_USE_SIMULATED},
    {.test = "pelvic_tilt",
     .name = "pelvic tilt, standing",
     .unit = "deg",
     .observed = RANGE(15, 18, 21),
     .healthy = SPREAD(11, 4.8),
     .with_best = SPREAD(16, 5),
     .norm = SPREAD(12, 5),
     .norm_source = "reference table",
     .use = IL_USE_SIMULATED,
     .caution = "the simulated healthy cohort is 1.8 deg below the published mean"},
    {.test = "slr",
     .name = "straight-leg raise",
     .side = IL_SIDE_RIGHT,
     .unit = "deg",
     .observed = RANGE(68, 72, 76),
     .limited_by = IL_LIMITED_STRETCH,
     .healthy = SPREAD(74, 11),
     .with_best = SPREAD(76, 11),
     .norm = SPREAD(76, 12),
     .norm_source = "reference table",
     .use = IL_USE_SIMULATED},
    {.test = "sij_provocation", .name = "sacroiliac provocation, positive of 5", .word = "1 of 5", .use = IL_USE_PUBLISHED},
    {.test = "lordosis",
     .name = "lordosis L1-S1",
     .unit = "deg",
     .observed = RANGE(56, 62, 68),
     .healthy = SPREAD(51, 9),
     .with_best = SPREAD(57, 9),
     .norm = SPREAD(54, 10),
     .norm_source = "reference table",
     .use = IL_USE_SIMULATED},
    {.test = "hip_internal_rotation",
     .name = "hip internal rotation, prone",
     .side = IL_SIDE_RIGHT,
     .unit = "deg",
     .observed = RANGE(22, 28, 34),
     .limited_by = IL_LIMITED_LOCAL_PAIN,
     .use = IL_USE_NONE,
     .use_note = "no simulated test yet"},
};

static il_contribution fix_for_psoas[] = {{0, 1.31}, {2, 0.34}, {5, 0.21}}, fix_against_psoas[] = {{3, -0.08}};
static il_contribution fix_for_rectus[] = {{0, 1.02}, {2, 0.11}}, fix_for_torsion[] = {{2, 0.16}}, fix_against_torsion[] = {{1, -0.22}, {4, -0.41}};

static il_assessed_condition fix_condition[] = {
    {.id = "short_iliopsoas",
     .name = "hip flexors short (iliopsoas)",
     .side = IL_SIDE_RIGHT,
     .present = RANGE(0.52, 0.72, 0.86),
     .contributing = true,
     .link = IL_LINK_SUPPORTED,
     .link_source = "low back and groin lie in its published pattern (StatPearls)",
     .severity = RANGE(5, 9, 14),
     .severity_unit = "% shorter fibres",
     .grade = IL_GRADE_C,
     .grade_source = "case series and one controlled trial",
     .nexplains = 3,
     .explains = fix_for_psoas,
     .nagainst = 1,
     .against = fix_against_psoas},
    {.id = "short_rectus_femoris",
     .name = "rectus femoris short",
     .side = IL_SIDE_RIGHT,
     .present = RANGE(0.2, 0.36, 0.51),
     .contributing = true,
     .link = IL_LINK_UNKNOWN,
     .severity = RANGE(3, 8, 14),
     .severity_unit = "% shorter fibres",
     .grade = IL_GRADE_D,
     .nexplains = 2,
     .explains = fix_for_rectus},
    {.id = "pelvic_torsion",
     .name = "pelvic torsion, functional short leg",
     .side = IL_SIDE_RIGHT,
     .present = RANGE(0.04, 0.12, 0.27),
     .contributing = true,
     .link = IL_LINK_POSSIBLE,
     .severity = RANGE(0.2, 1.1, 2.4),
     .severity_unit = "deg",
     .grade = IL_GRADE_D,
     .nexplains = 1,
     .explains = fix_for_torsion,
     .nagainst = 2,
     .against = fix_against_torsion},
    {.id = "stiff_sij",
     .name = "sacroiliac joint stiff",
     .side = IL_SIDE_RIGHT,
     .present = RANGE(0.06, 0.1, 0.16),
     .prior = RANGE(0.07, 0.12, 0.18),
     .prior_source = "18 % in injection series: not a primary-care prior",
     .link = IL_LINK_POSSIBLE,
     .grade = IL_GRADE_C},
    {.id = "ql_spasm",
     .name = "quadratus lumborum in spasm",
     .side = IL_SIDE_RIGHT,
     .present = RANGE(0.02, 0.06, 0.14),
     .contributing = true,
     .link = IL_LINK_POSSIBLE,
     .grade = IL_GRADE_D},
    {.id = "short_hamstrings",
     .name = "hamstrings short",
     .side = IL_SIDE_RIGHT,
     .present = RANGE(0.01, 0.03, 0.07),
     .prior = RANGE(0.05, 0.1, 0.2),
     .link = IL_LINK_UNKNOWN,
     .grade = IL_GRADE_C},
};

static il_hypothesis fix_hypothesis[] = {
    {IL_HYPOTHESIS_SINGLE, {0, 0}, 0.44},         {IL_HYPOTHESIS_PAIR, {0, 1}, 0.2},    {IL_HYPOTHESIS_SINGLE, {1, 0}, 0.13},
    {IL_HYPOTHESIS_NOT_DETERMINED, {0, 0}, 0.09}, {IL_HYPOTHESIS_PAIR, {0, 2}, 0.05},   {IL_HYPOTHESIS_NONE, {0, 0}, 0.04},
    {IL_HYPOTHESIS_SINGLE, {2, 0}, 0.03},         {IL_HYPOTHESIS_SINGLE, {3, 0}, 0.02},
};
static il_hypothesis fix_hypothesis_none[] = {{IL_HYPOTHESIS_NONE, {0, 0}, 0.71},
                                              {IL_HYPOTHESIS_SINGLE, {3, 0}, 0.08},
                                              {IL_HYPOTHESIS_NOT_DETERMINED, {0, 0}, 0.21}};

static il_inseparable fix_inseparable[] = {{0, 1, 1.9, "prone knee bend (Ely)"}};
static il_next_test fix_next[] = {
    {"ely", "prone knee bend (Ely)", IL_SIDE_RIGHT, 0.41, 2.0, "tells a short iliopsoas from a short rectus femoris",
     {{"95 deg", "right hip flexors short", 0.5, 0.8}, {"120 deg", "right hip flexors short", 0.5, 0.2}}},
    {"asis_height", "height of both ASIS, standing", IL_SIDE_NONE, 0.17, 0.0, "bounds pelvic torsion", {{0}}},
    {"ober", "Ober test", IL_SIDE_RIGHT, 0.06, 1.0, "excludes a short tensor fasciae latae", {{0}}},
};
static il_load fix_load[] = {
    {"disc L4/L5", IL_STRUCTURE_DISC, IL_SIDE_NONE, "compression", "N", RANGE(430, 510, 610), RANGE(490, 590, 730), RANGE(400, 500, 800),
     "Wilke 1999, 0.5 MPa standing"},
    {"disc L5/S1", IL_STRUCTURE_DISC, IL_SIDE_NONE, "compression", "N", RANGE(440, 530, 640), RANGE(500, 620, 770), {0}, NULL},
    {"sacroiliac joint", IL_STRUCTURE_SACROILIAC, IL_SIDE_RIGHT, "shear", "N", RANGE(180, 240, 320), RANGE(190, 260, 350), {0}, NULL},
    {"hip joint", IL_STRUCTURE_HIP, IL_SIDE_RIGHT, "contact force", "N", RANGE(310, 420, 560), RANGE(420, 580, 790), RANGE(230, 400, 700),
     "Bergmann 2016, standing"},
    {"iliopsoas", IL_STRUCTURE_MUSCLE, IL_SIDE_RIGHT, "tension", "N", RANGE(10, 30, 70), RANGE(90, 160, 240), {0}, NULL},
    {"iliolumbar ligament", IL_STRUCTURE_LIGAMENT, IL_SIDE_RIGHT, "tension", "N", RANGE(2, 6, 14), RANGE(4, 11, 25), {0}, NULL},
};
static il_print fix_print[] = {
    {IL_PRINT_POSTURE, "pelvic tilt", IL_SIDE_NONE, "deg", RANGE(7, 11, 15), RANGE(11, 16, 21), false},
    {IL_PRINT_POSTURE, "lordosis L1-S1", IL_SIDE_NONE, "deg", RANGE(42, 51, 60), RANGE(47, 56, 66), true},
    {IL_PRINT_SACROILIAC, "sacroiliac joint, nutation", IL_SIDE_RIGHT, "deg", RANGE(0.3, 0.6, 1.0), RANGE(0.3, 0.7, 1.1), true},
    {IL_PRINT_LIGAMENT_SHARE, "sacroiliac moment carried by ligaments", IL_SIDE_RIGHT, "%", RANGE(35, 52, 70), RANGE(38, 55, 73), true},
    {IL_PRINT_COCONTRACTION, "abdominal flexors, mean activation", IL_SIDE_NONE, "%", RANGE(0.6, 1.4, 2.6), RANGE(0.6, 1.5, 2.9), true},
};
static il_note fix_contradiction[] = {
    {"No lasting change of sacroiliac position was measured after manipulation.", "recalled", IL_GRADE_AGAINST},
    {"Stretching lengthens tolerance more than it lengthens muscle over six weeks.", "reference table of claims", IL_GRADE_C},
};
static il_note fix_unknown[] = {
    {"femoral version and acetabular cover were not measured", NULL, IL_GRADE_NONE},
    {"habitual posture is taken from the population", NULL, IL_GRADE_NONE},
    {"no prevalence of short hip flexors is published", NULL, IL_GRADE_NONE},
};

// ---- a figure: a few bones and muscles, roughly a standing adult -----------------------------------------------------------------

typedef struct fix_path {
    const char *name;
    double load, force;
    int n;
    double p[5][3];
} fix_path;
static const fix_path fix_right[] = {
    {"psoas major", 0.55, 0.7, 4, {{-0.02, 1.17, 0.02}, {0.0, 1.06, 0.05}, {0.05, 0.95, 0.085}, {0.0, 0.85, 0.09}}},
    {"iliacus", 0.6, 0.6, 3, {{-0.03, 1.02, 0.1}, {0.05, 0.94, 0.09}, {0.0, 0.85, 0.09}}},
    {"rectus femoris", 0.3, 0.5, 3, {{0.04, 0.95, 0.1}, {0.06, 0.7, 0.1}, {0.04, 0.48, 0.09}}},
    {"tensor fasciae latae", 0.2, 0.25, 3, {{0.03, 1.0, 0.13}, {0.03, 0.85, 0.15}, {0.01, 0.47, 0.12}}},
    {"gluteus medius", 0.25, 0.5, 2, {{-0.04, 1.04, 0.12}, {-0.02, 0.89, 0.145}}},
    {"gluteus maximus", 0.1, 0.4, 3, {{-0.13, 1.0, 0.04}, {-0.12, 0.9, 0.09}, {-0.03, 0.8, 0.12}}},
    {"hamstrings", 0.15, 0.6, 3, {{-0.07, 0.84, 0.06}, {-0.06, 0.6, 0.07}, {-0.03, 0.45, 0.06}}},
    {"erector spinae", 0.4, 0.8, 4, {{-0.12, 1.0, 0.03}, {-0.09, 1.12, 0.04}, {-0.1, 1.25, 0.045}, {-0.12, 1.42, 0.05}}},
    {"quadratus lumborum", 0.2, 0.3, 2, {{-0.08, 1.06, 0.09}, {-0.07, 1.2, 0.07}}},
    {"rectus abdominis", 0.05, 0.3, 3, {{0.06, 0.91, 0.02}, {0.11, 1.1, 0.04}, {0.1, 1.28, 0.05}}},
    {"gastrocnemius", 0.3, 0.6, 3, {{-0.03, 0.5, 0.08}, {-0.07, 0.35, 0.08}, {-0.06, 0.05, 0.08}}},
    {"tibialis anterior", 0.1, 0.2, 2, {{0.02, 0.4, 0.1}, {0.07, 0.06, 0.07}}},
};
static const fix_path fix_capsule[] = {
    {"femur", 0.022, 0.026, 2, {{0.0, 0.9, 0.085}, {0.01, 0.48, 0.085}}},  {"tibia", 0.022, 0.015, 2, {{0.0, 0.47, 0.08}, {-0.02, 0.07, 0.08}}},
    {"foot", 0.02, 0.012, 2, {{-0.05, 0.03, 0.08}, {0.14, 0.015, 0.1}}},   {"!thigh", 0.085, 0.06, 2, {{0.0, 0.88, 0.09}, {0.01, 0.5, 0.085}}},
    {"!leg", 0.058, 0.035, 2, {{-0.01, 0.44, 0.08}, {-0.02, 0.08, 0.08}}}, {"!arm", 0.04, 0.028, 2, {{-0.02, 1.38, 0.2}, {0.02, 0.85, 0.27}}},
};

static void fix_mirror(double *to, const double *from, int n, double side) {
    for (int i = 0; i < n; i++) to[3 * i] = from[3 * i], to[3 * i + 1] = from[3 * i + 1], to[3 * i + 2] = side * from[3 * i + 2];
}

static void fix_shape(il_assessment *a, il_draw_shape *s, const char *name, il_shape_kind kind, bool soft, int n, const double *p, double side,
                      double ra, double rb) {
    *s = (il_draw_shape){
        .name = name, .kind = kind, .side = side > 0 ? IL_SIDE_RIGHT : IL_SIDE_LEFT, .closed = true, .soft = soft, .radius = {ra, rb}, .npoint = n};
    s->point = il_assessment_array(a, 3 * (size_t)n, sizeof *s->point);
    fix_mirror(s->point, p, n, side);
}

static void fix_drawing(il_assessment *a) {
    static const double hip_bone[][3] = {{0.03, 1.0, 0.12},   {-0.03, 1.07, 0.13}, {-0.1, 1.05, 0.06}, {-0.11, 0.98, 0.045}, {-0.06, 0.92, 0.06},
                                         {-0.07, 0.83, 0.06}, {0.03, 0.86, 0.03},  {0.06, 0.9, 0.01},  {0.03, 0.93, 0.06}};
    static const double trunk[][3] = {{-0.02, 1.2, 0}, {0.11, 0, 0}, {0, 0.28, 0}, {0, 0, 0.16}},
                        pelvis[][3] = {{-0.03, 0.97, 0}, {0.12, 0, 0}, {0, 0.13, 0}, {0, 0, 0.17}};
    static const double head[][3] = {{0.03, 1.6, 0}, {0.09, 0, 0}, {0, 0.12, 0}, {0, 0, 0.075}},
                        chest[][3] = {{-0.02, 1.32, 0}, {0.1, 0, 0}, {0, 0.16, 0}, {0, 0, 0.13}};
    static const double skull[][3] = {{0.03, 1.61, 0}, {0.075, 0, 0}, {0, 0.095, 0}, {0, 0, 0.06}},
                        sacrum[][3] = {{-0.1, 1.01, 0.04}, {-0.14, 0.93, 0.012}, {-0.14, 0.93, -0.012}, {-0.1, 1.01, -0.04}};
    il_drawing *d = a->drawing = il_assessment_array(a, 1, sizeof *d);
    a->ndrawing = 1;
    d->title = "standing, with hip flexors short on the right";
    d->line = il_assessment_array(a, 2 * COUNT(fix_right), sizeof *d->line);
    d->shape = il_assessment_array(a, 40, sizeof *d->shape);
    for (int side = 0; side < 2; side++) {
        for (int i = 0; i < COUNT(fix_right); i++) {
            const fix_path *p = &fix_right[i];
            il_draw_line *l = &d->line[d->nline++];
            *l = (il_draw_line){
                p->name, IL_DRAW_MUSCLE, side ? IL_SIDE_LEFT : IL_SIDE_RIGHT, side && i < 2 ? 0.12 : p->load, side && i < 2 ? 0.2 : p->force, p->n,
                NULL};
            l->point = il_assessment_array(a, 3 * (size_t)p->n, sizeof *l->point);
            fix_mirror(l->point, &p->p[0][0], p->n, side ? -1 : 1);
        }
        for (int i = 0; i < COUNT(fix_capsule); i++) {
            const fix_path *p = &fix_capsule[i];
            fix_shape(a, &d->shape[d->nshape++], p->name + (p->name[0] == '!'), IL_SHAPE_CAPSULE, p->name[0] == '!', 2, &p->p[0][0], side ? -1 : 1,
                      p->load, p->force);
        }
        fix_shape(a, &d->shape[d->nshape++], "hip bone", IL_SHAPE_OUTLINE, false, COUNT(hip_bone), &hip_bone[0][0], side ? -1 : 1, 0, 0);
    }
    fix_shape(a, &d->shape[d->nshape++], "trunk", IL_SHAPE_ELLIPSOID, true, 4, &trunk[0][0], 1, 0, 0);
    fix_shape(a, &d->shape[d->nshape++], "pelvis", IL_SHAPE_ELLIPSOID, true, 4, &pelvis[0][0], 1, 0, 0);
    fix_shape(a, &d->shape[d->nshape++], "head", IL_SHAPE_ELLIPSOID, true, 4, &head[0][0], 1, 0, 0);
    fix_shape(a, &d->shape[d->nshape++], "rib cage", IL_SHAPE_ELLIPSOID, false, 4, &chest[0][0], 1, 0, 0);
    fix_shape(a, &d->shape[d->nshape++], "skull", IL_SHAPE_ELLIPSOID, false, 4, &skull[0][0], 1, 0, 0);
    fix_shape(a, &d->shape[d->nshape++], "sacrum", IL_SHAPE_OUTLINE, false, COUNT(sacrum), &sacrum[0][0], 1, 0, 0);
    for (int i = 0; i < 6; i++) {
        double x = -0.095 + 0.035 * (i < 3 ? i : 5 - i) / 2.0, disc[2][3] = {{x, 1.025 + 0.037 * i, 0}, {x + 0.003, 1.05 + 0.037 * i, 0}};
        fix_shape(a, &d->shape[d->nshape++], "vertebra", IL_SHAPE_CAPSULE, false, 2, &disc[0][0], 1, 0.02, 0.02);
    }
}

// ---- the fixtures --------------------------------------------------------------------------------------------------------------

static void fix_ranking(il_assessment *a) {
    a->nfinding = COUNT(fix_finding), a->finding = fix_finding;
    a->ncondition = COUNT(fix_condition), a->condition = fix_condition;
    a->nhypothesis = COUNT(fix_hypothesis), a->hypothesis = fix_hypothesis;
    a->ninseparable = COUNT(fix_inseparable), a->inseparable = fix_inseparable;
    a->nnext = COUNT(fix_next), a->next = fix_next;
    a->nload = COUNT(fix_load), a->load = fix_load;
    a->nprint = COUNT(fix_print), a->print = fix_print;
    a->ncontradiction = COUNT(fix_contradiction), a->contradiction = fix_contradiction;
    a->nunknown = COUNT(fix_unknown), a->unknown = fix_unknown;
    fix_drawing(a);
}

/// One assessment, to be freed with il_assessment_free(). The arrays are shared and must be left as they are.
static inline il_assessment *fixture(enum fixture which) {
    il_assessment *a = NULL;
    if (il_assessment_create(&a, NULL) || which == FIX_EMPTY) return a;
    a->program_version = il_version();
    a->data_hash = "3f1c9a77e2b04d5586aa01c3d9e47f6012ab34cd56ef7890aabbccddeeff0011";
    a->person = (il_person_summary){.label = "desk worker",
                                    .visit_date = "2024-03-02",
                                    .complaint = "ten months of low back pain, worse on getting up from the chair",
                                    .simulated = true,
                                    .sex = IL_SEX_FEMALE,
                                    .age = RANGE(41, 41, 41),
                                    .height_cm = RANGE(168, 168, 168),
                                    .mass_kg = RANGE(64, 64, 64),
                                    .bmi = RANGE(22.7, 22.7, 22.7),
                                    .npain = COUNT(fix_pain),
                                    .pain = fix_pain};
    a->safety = (il_safety_block){.level = IL_SAFETY_CLEAR,
                                  .complete = true,
                                  .rank_allowed = true,
                                  .treatment_allowed = true,
                                  .nnot_asked = COUNT(fix_gaps),
                                  .not_asked = fix_gaps};
    a->validity.in_scope = true;
    a->effort = (il_effort){12.4, 2, 3120, 41233, 84, 0};
    fix_ranking(a);
    switch (which) {
    case FIX_WATCH_PAIR:
        a->safety.level = IL_SAFETY_WATCH, a->safety.npositive = COUNT(fix_watch), a->safety.positive = fix_watch;
        a->leading = 1, a->locally_modified = true;
        break;
    case FIX_URGENT:
        a->safety.level = IL_SAFETY_URGENT, a->safety.npositive = COUNT(fix_urgent), a->safety.positive = fix_urgent,
        a->safety.treatment_allowed = false;
        break;
    case FIX_EMERGENCY: // the arrays stay filled: the report must not show them
        a->safety.level = IL_SAFETY_EMERGENCY, a->safety.npositive = COUNT(fix_emergency), a->safety.positive = fix_emergency;
        a->safety.treatment_allowed = a->safety.rank_allowed = false;
        break;
    case FIX_INCOMPLETE: a->safety.complete = false, a->safety.nnot_asked = COUNT(fix_key_gaps), a->safety.not_asked = fix_key_gaps; break;
    case FIX_NO_FINDINGS:
        a->nfinding = a->nnext = a->ninseparable = a->ncontradiction = a->person.npain = 0;
        a->nhypothesis = COUNT(fix_hypothesis_none), a->hypothesis = fix_hypothesis_none;
        a->ncondition = COUNT(fix_condition);
        a->condition = il_assessment_array(a, (size_t)a->ncondition, sizeof *a->condition);
        for (int i = 0; i < a->ncondition; i++) { // nothing measured: the prior stands
            a->condition[i] = fix_condition[i];
            a->condition[i].nexplains = a->condition[i].nagainst = 0;
            a->condition[i].present = (il_range)RANGE(0.03, 0.06, 0.12);
        }
        break;
    case FIX_OUT_OF_SCOPE: {
        static const char *why[] = {"age 16: this program knows adults of 18 to 80 years", "spinal fusion L4-S1: the model has no fused spine"};
        a->validity = (il_validity){false, COUNT(why), why};
        break;
    }
    case FIX_NO_SCREEN:
        a->safety = (il_safety_block){.refusal = "the table of warning signs (safety/red_flags.csv) is missing: put it back or leave out --data"};
        break;
    case FIX_ORDINARY:
    case FIX_EMPTY:
    case NFIXTURE: break;
    }
    return a;
}

#endif
