// ilium/body.h - the built-in body: its tables as rows, the model made of them, and a person's own sizes.
//
// Rows are those of data/body/*.csv (docs/body.md): the right side and the midline are stored, the left is their exact mirror (z -> -z).
#ifndef ILIUM_BODY_H
#define ILIUM_BODY_H
#include "ilium/condition.h"
#include "ilium/model.h"

// clang-format off
/// The tables: X(table, file, columns), each column T(name) for text or N(name) for a number. Every row ends with a status.
#define IL_BODY_TABLES(X) \
    X(bodies, T(name) T(side) N(mass) N(com_x) N(com_y) N(com_z) N(ixx) N(iyy) N(izz) N(ixy) N(ixz) N(iyz) T(source))                               \
    X(joints, T(name) T(side) T(parent) T(child) N(parent_x) N(parent_y) N(parent_z) N(parent_rx) N(parent_ry) N(parent_rz)               \
              N(child_x) N(child_y) N(child_z) N(child_rx) N(child_ry) N(child_rz) T(source))                                                       \
    X(joint_rows, T(joint) N(row) T(kind) N(axis_x) N(axis_y) N(axis_z) T(coordinate) T(function) N(scale) T(source))                               \
    X(coordinates, T(name) T(side) T(joint) T(unit) T(role) N(size) N(neutral) N(min) N(max) N(sigma_within) N(sigma_between) T(source))            \
    X(functions, T(name) T(kind) N(index) N(x) N(y) T(source))                                                                                      \
    X(muscles, T(name) T(side) T(group) N(f_max) N(l_opt) N(l_slack) N(pennation) N(v_max) N(pcsa_cm2) N(specific_tension)                \
               N(strain_zero) N(strain_one) N(tone) N(weight) N(pressure) N(neutral_fibre) N(neutral_length)                              \
               T(source_f_max) T(source_l_opt) T(source_l_slack) T(source_passive))                                                       \
    X(path_points, T(element) N(order) T(body) N(x) N(y) N(z) T(kind) T(source))                                                                    \
    X(wraps, T(name) T(side) T(body) T(kind) N(x) N(y) N(z) N(rx) N(ry) N(rz) N(size_x) N(size_y) N(size_z) T(source))                              \
    X(path_wraps, T(element) N(after) T(wrap) T(source))                                                                                            \
    X(ligaments, T(name) T(side) T(group) N(stiffness) N(toe_strain) N(l_slack) N(neutral_length) N(preload) T(source))                             \
    X(bushings, T(name) T(side) T(group) T(body_a) T(body_b) N(a_x) N(a_y) N(a_z) N(a_rx) N(a_ry) N(a_rz) N(b_x) N(b_y) N(b_z) N(b_rx) N(b_ry)     \
                N(b_rz) N(closure) N(contact) T(source))                                                                                                       \
    X(bushing_axes, T(bushing) T(axis) N(k) N(b) N(w) N(c) N(rest) T(source))                                                                       \
    X(limits, T(coordinate) T(side) N(k1) N(k2) N(theta2) N(k3) N(k4) N(theta1) T(source))                                                          \
    X(pads, T(name) T(side) T(body) N(x) N(y) N(z) T(plane) N(stiffness) N(depth) N(friction) T(source))                                            \
    X(markers, T(name) T(side) T(body) N(x) N(y) N(z) N(rx) N(ry) N(rz) T(source))                                                                  \
    X(segment_fractions, T(body) N(female) N(male) T(mapping) T(source))                                                                            \
    X(constants, T(name) N(value) T(unit) T(source))                                                                                       \
    X(variations, T(id) T(kind) T(target) T(side) N(value) T(source))                                                                      \
    X(uncertainty, T(id) T(kind) T(target) N(low) N(high) T(source))                                                                       \
    X(usual, T(name) N(value) N(low) N(high) T(unit) T(source))                                                                            \
    X(scaling, T(measure) T(flag) T(name) T(unit) N(to_si) N(woman) N(man) N(low) N(high) T(changes) T(rule) T(source))                     \
    X(disc_grades, N(grade) N(height) N(rx) N(ry) N(rz) N(tx) N(ty) N(tz) T(source))
// clang-format on

#define T(name) const char *name;
#define N(name) double name;
#define X(table, columns)            \
    typedef struct il_##table##_row { \
        columns                      \
        const char *status; \
        int         line;            \
    } il_##table##_row;
IL_BODY_TABLES(X)
#undef X
#undef T
#undef N

/// All tables. Texts belong to whoever read them.
typedef struct il_body_tables {
#define X(table, columns) const il_##table##_row *table;
    IL_BODY_TABLES(X)
#undef X
#define X(table, columns) int n_##table;
    IL_BODY_TABLES(X)
#undef X
} il_body_tables;

/// The body made of the tables. Holds no reference to them but for texts (group names), which must outlive it.
/// Supporting planes of the built-in body, in the order of il_data.plane.
enum { IL_FLOOR, IL_COUCH, IL_SEAT, IL_BACKREST, IL_HANDS, IL_KNEES, IL_NPLANE };

typedef struct il_body {
    il_model   *m;
    il_groups   groups;
    const char **group_memory; ///< what groups points into
    double     *sigma_within, *sigma_between; ///< [nq] spread of a coordinate's habit within and between persons
    const il_body_tables *tables;
} il_body;

/// Build the body, left side mirrored. Faults name the table and line.
il_status il_body_create(const il_body_tables *tables, il_body **out, il_error *err);
void      il_body_free(il_body *body);

/// What is usual of a quantity no exam measures (effort, stretch_tolerance), and its declared range; NULL when the table does not have it.
const il_usual_row *il_body_usual(const il_body_tables *tables, const char *name);

// clang-format off
/// A person's measures [SI, degrees, FPI-6 points]: X(name). data/body/scaling.csv says how each is taken, what is usual, and its rule.
#define IL_BODY_MEASURES(X) \
    X(age_years) X(height_m) X(mass_kg)                                                                   \
    X(leg_length_r_m) X(leg_length_l_m)     /* anterior superior iliac spine to medial malleolus */       \
    X(femur_length_r_m) X(femur_length_l_m) /* greater trochanter to lateral epicondyle */                \
    X(tibia_length_r_m) X(tibia_length_l_m) /* knee joint line to lateral malleolus */                    \
    X(foot_height_r_m) X(foot_height_l_m)   /* sole to the middle of the ankle */                         \
    X(pelvis_width_m)                       /* between the anterior superior iliac spines */              \
    X(pelvic_incidence_deg)                                                                               \
    X(lordosis_deg)                         /* T12-S1, standing */                                        \
    X(femoral_version_r_deg) X(femoral_version_l_deg) /* anteversion */                                   \
    X(neck_angle_r_deg) X(neck_angle_l_deg) /* neck and shaft of the femur */                             \
    X(acetabular_cover_r_deg) X(acetabular_cover_l_deg) /* lateral centre-edge angle */                   \
    X(foot_posture_r) X(foot_posture_l)     /* FPI-6: supinated below 0, usual 4, pronated above 5 */
// clang-format on

/// What is known of a person; 0 = not known (then as the other side, else as usual for the sex, or between the sexes). A measured nought is IL_NOUGHT.
typedef enum il_body_sex { IL_BODY_SEX_UNKNOWN, IL_BODY_FEMALE, IL_BODY_MALE } il_body_sex;
#define IL_NOUGHT 1e-300
typedef struct il_body_sizes {
    il_body_sex sex;
#define X(name) double name;
    IL_BODY_MEASURES(X)
#undef X
} il_body_sizes;

/// Set a measure by its name, in the unit of its row of scaling.csv. IL_BAD_VALUE: there is no such measure, or no body has this value.
il_status il_body_size_set(const il_body_tables *tables, il_body_sizes *sizes, const char *measure, double value, il_error *err);

/// The numbers of a person into shared `p`: bones by height, pelvis by sex, masses and strength by sex, mass and age, sacral slope, lordosis,
/// bones of the legs, foot posture, muscles fitted to the bones, standing on the floor at the neutral posture. IL_BAD_VALUE names a measure
/// that no body has, or measures of one leg that contradict each other.
il_status il_body_person(const il_body *body, const il_body_sizes *sizes, il_params *p, il_error *err);

/// Set the rest offsets of joints that ligaments span (the sacroiliac joints) so that at the neutral posture, without muscles and weight, the
/// ligaments' tension is balanced and the bones rest at their geometry. For the healthy body: a condition is applied after it.
il_status il_body_ring_rest(const il_model *m, il_params *p, il_error *err);

/// A number of the table `constants`; NAN when it is not there.
double il_body_constant(const il_body_tables *tables, const char *name);

#endif
