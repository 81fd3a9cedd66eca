// outcome_private.h - the parts of a body that outcomes are about, and one look at a solved posture
#ifndef ILI_OUTCOME_PRIVATE_H
#define ILI_OUTCOME_PRIVATE_H
#include "ilium/outcome.h"
#include "scenario/outcome_table.h"
#include "scenario/stability.h"

enum { ILI_MAX_DISCS = 24, ILI_MAX_FACETS = 64, ILI_MAX_GROUPS = 128 };

/// What an item of a family is.
typedef enum ili_over {
    ILI_OVER_WHOLE, ILI_OVER_PELVIS, ILI_OVER_DISC, ILI_OVER_FACET, ILI_OVER_FACETS,
    ILI_OVER_SIJ, ILI_OVER_HIP, ILI_OVER_KNEE, ILI_OVER_ANKLE, ILI_OVER_FOOT, ILI_OVER_BAND, ILI_OVER_NERVE, // a side
    ILI_OVER_LIGAMENT, ILI_OVER_LIGAMENT_GROUP, ILI_OVER_MUSCLE, ILI_OVER_MUSCLE_GROUP,
    ILI_OVER_ROTATION, ILI_OVER_TRANSLATION, ILI_OVER_RESERVE_ROTATION, ILI_OVER_RESERVE_TRANSLATION,         // a coordinate
    ILI_OVER_PAD, ILI_OVER_PLANE
} ili_over;

typedef struct ili_disc {
    char   level[24];                ///< "L4_L5"
    int    bushing, body;            ///< of the joint: the upper vertebra
    int    flexion, bending, rotation; ///< coordinates, or IL_NONE
    int    lower_plate, upper_plate; ///< landmarks that face the disc: of the lower and of the upper vertebra, or IL_NONE
    int    front, back;              ///< edges of the upper vertebra's lower plate, or IL_NONE
} ili_disc;

typedef struct ili_facet {
    char    level[24];
    il_side side;
    int     ligament, bushing, pad; ///< one of them; the others IL_NONE
} ili_facet;

/// A group of parts on one side: "iliacus.right".
typedef struct ili_part_group {
    char        name[64];
    const char *group;
    il_side     side;
} ili_part_group;

/// What a side has; IL_NONE where it does not.
typedef struct ili_leg {
    int hip_bone, femur, tibia, patella, talus;
    int head, trochanter, lateral_epicondyle, medial_epicondyle, ankle, asis, psis, crest;
    int hip_flexion, hip_adduction, hip_rotation, knee, dorsiflexion, inversion;
    int sij_bushing, sij_axis[6]; ///< coordinates rx ry rz tx ty tz
    int symphysis;
    int epicondyle_wrap, nerve, piriformis, quadratus; ///< surface under the band; ligament; muscles
} ili_leg;

struct il_outcomes {
    const il_body   *body;
    const il_model  *m;
    int              n;
    il_outcome_info *info;          ///< [n]
    int             *family, *item; ///< [n]
    char            *names;
    int              ndisc, nfacet, nlgroup, nmgroup;
    ili_disc         disc[ILI_MAX_DISCS];
    ili_facet        facet[ILI_MAX_FACETS];
    ili_part_group   lgroup[ILI_MAX_GROUPS], mgroup[ILI_MAX_GROUPS];
    int             *lgroup_of, *mgroup_of; ///< [nligament] [nmuscle] which of them, or IL_NONE
    ili_leg          leg[2];        ///< right, left
    int              s1_plate, l1_upper, t12_upper, c7, l45; ///< landmarks; l45: coordinate L4_L5_flexion
    double           disc_area, area_depth, pressure_factor; ///< of L4-L5 in the body of the tables [m2], its plate depth [m], F/(P A)
    double           femoral_offset, neck_slope;             ///< head to the femur's middle line [m], and the neck's fall on the way; of the body of the tables
    double           notch[3];                               ///< notch from the middle of the condyles: forward, up, outward, over the femur's length
    ili_stability   *stability;
    ili_short_range  srs;
    bool            *whole, *lumbar; ///< [nq] coordinates that a mode moves
};

/// A solved posture, looked at.
typedef struct ili_look {
    const il_outcomes         *o;
    const il_model            *m;
    const il_params           *p;
    const il_posture_solution *s;
    const il_data             *d;
    int                        lane; ///< of d
    double                     up[3], forward[3], right[3]; ///< gravity's and the pelvis' directions, ground axes
    double                     high[3]; ///< up, or on the side a direction of the sagittal plane: square to right and forward
    bool                       on_side; ///< the hip axis is upright
    double                     weight;  ///< body weight [N]
    ili_mode                   whole, lumbar;
} ili_look;

#define X(function, over, name, unit, description, sign) double ili_outcome_##function(const ili_look *l, int item);
ILI_OUTCOMES(X)
#undef X

static inline double ili_dot(const double *a, const double *b) { return a[0]*b[0] + a[1]*b[1] + a[2]*b[2]; }
static inline void   ili_cross(const double *a, const double *b, double *c) {
    c[0] = a[1]*b[2] - a[2]*b[1], c[1] = a[2]*b[0] - a[0]*b[2], c[2] = a[0]*b[1] - a[1]*b[0];
}

/// Some outcomes of lane `lane` of s->d, without stability: value[k] is outcome which[k]. Reads the same numbers as il_outcomes_read().
void ili_outcomes_read_lane(const il_outcomes *o, const il_params *p, const il_posture_solution *s, int lane, int n, const int *which, double *value);

/// Do any of these look at moment arms?
bool ili_outcomes_need_arms(const il_outcomes *o, int n, const int *which);

/// Tendon force of a muscle.
static inline double ili_look_tension(const ili_look *l, int muscle) {
    return l->d->act[muscle].lane[l->lane]*l->d->muscle_active[muscle].lane[l->lane] + l->d->muscle_passive[muscle].lane[l->lane];
}
/// Where a landmark is, ground axes.
void ili_look_point(const ili_look *l, int marker, double x[3]);
/// From landmark a to landmark b.
void ili_look_between(const ili_look *l, int a, int b, double x[3]);
/// Angle [deg] in the sagittal plane of the pelvis through which vector a turns into b, positive about the axis to the right.
double ili_look_turn(const ili_look *l, const double a[3], const double b[3]);
/// Axis x of an end plate's frame.
void ili_look_axis(const ili_look *l, int marker, double x[3]);
/// Force on a body through its joint from its parent, ground axes.
void ili_look_joint_force(const ili_look *l, int body, double f[3]);
/// What a bushing does to its body b, in the axes of the joint that carries body b and about the joint's centre in the parent: force, moment.
void ili_look_bushing_in_joint(const ili_look *l, int bushing, double f[3], double moment[3]);
#endif
