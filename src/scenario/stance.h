// stance.h - standing on two legs of unequal length
#ifndef ILI_STANCE_H
#define ILI_STANCE_H
#include "ilium/data.h"

/// How the habit of standing turns where one leg is longer: coordinates and their share of the pelvis's lean.
typedef struct ili_stance {
    int    n, coordinate[12];
    double share[12];
} ili_stance;

/// Resolve the names; a model without them has no such turn.
void ili_stance_find(const il_model *m, ili_stance *s);

/// Lean `habit` until the soles of both sides are equally high over a plane, if pads of both sides bear: nobody stands on two legs with one
/// foot in the air. The pelvis sinks on the shorter side, the thighs stay upright, the spine bends back. Exactly nothing where both sides are
/// alike. A habit, not an outcome: the posture that is solved may lean otherwise. @param d  work; planes set
/// @param lean  what was added to pelvis_list [rad]
void ili_stance_level(const il_model *m, const il_params *p, il_data *d, const ili_stance *s, int plane, double *habit, double *lean);

/// The force at a marker, straight up, that carries the weight of everything beyond a body's joint: by lever, m g r / l.
double ili_carrying_force(const il_model *m, const il_params *p, const il_data *d, int body, int marker);

#endif
