// stability.h - the smallest eigenvalue of the tangent stiffness at a solved posture, and what restores it along that mode
#ifndef ILI_STABILITY_H
#define ILI_STABILITY_H
#include "ilium/posture.h"

/// Numbers of short-range stiffness (data/body/constants.csv).
typedef struct ili_short_range {
    double gamma;                      ///< stiffness of active fibres over force per optimal length
    double tendon_rate, tendon_offset; ///< tendon stiffness = rate (force + offset f_max)/l_slack
} ili_short_range;

typedef struct ili_mode {
    double least;                            ///< smallest eigenvalue over the mass matrix [1/s2]; below zero the posture falls, at sqrt(-least) [1/s]
    double muscle, ligament, joint, contact; ///< parts of the stiffness that restores along the mode, sum 1; gravity and geometry are not in it
    int    coordinate;                       ///< the one that moves most, in units of its size
} ili_mode;

typedef struct ili_stability ili_stability; ///< workspace

il_status ili_stability_create(const il_model *m, ili_stability **out, il_error *err);
void      ili_stability_free(ili_stability *w);
/// Prepare the stiffness at a solution: tissue and contact as solved, active force of muscles by short-range stiffness instead of the slope
/// of the force-length curve, and pads that bear with friction held along the plane as stiffly as across it. s->stiffness must be there.
void ili_stability_prepare(ili_stability *w, const il_params *p, const il_posture_solution *s, const ili_short_range *srs);
/// The softest mode over the coordinates with free[j], the others fixed.
ili_mode ili_stability_mode(ili_stability *w, const bool *free);

#endif
