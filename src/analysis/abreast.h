// abreast.h - postures evaluated abreast: up to eight solves of one model, each in a lane of its own, share every call of the kernels.
//
// A solve asks for its lane, or for a step of holding, and waits; when all lanes that have work wait, ili_abreast_answer() answers all of them. Kernels
// treat lanes alike, so the bits of a solve depend neither on its lane nor on what the others hold. Who is alone is answered at once, in all lanes.
#ifndef ILI_ABREAST_H
#define ILI_ABREAST_H
#include "ilium/posture.h"
#include "mech/stiffness.h"

typedef struct ili_abreast {
    const il_model *m;
    int             width; ///< solves that may share it
    il_data        *d;     ///< every lane as it was last asked for
    il_data        *t;     ///< tangents
    il_params      *p;     ///< the numbers of each lane; NULL: one solve alone, with its problem's own
    il_params      *laid[IL_LANES];            ///< what was copied into them
    ili_stiffness  *stiffness;                 ///< NULL: the model has what it does not know
    il_alone       *alone;                     ///< one solve alone: what its values are computed in, and the packs are left as they were; NULL: the stages' way
    const il_posture_problem *problem[IL_LANES];
    unsigned        asking, evaluated;         ///< lanes that wait, a bit each; those that the last evaluation was for
    bool            fresh[IL_LANES];           ///< evaluated since its problem was laid
    bool            armed, sloped, stiff;      ///< moment arms, slopes of tensions, and the stiffness of all lanes, belong to the values
    bool            pulled;                    ///< and so do the pulls of all lanes
    bool            shown;                     ///< paths, muscles, ligaments and balance stand in the packs
    int             npull;
    double         *pull[IL_LANES];            ///< [npull] moment arms of muscles times their force of full activation, muscle by muscle; one solve alone: the first
    void          (*wait)(void *user, int lane); ///< returns after ili_abreast_answer(); NULL: one solve alone
    void           *user;
    const struct ili_equilibrium *steps; ///< of the first lane: the room for all steps
    int            *which;    ///< [2*nq] scratch
    double         *landmark; ///< [15*nq] scratch
} ili_abreast;

/// @param width  1 to 8; with more than one the caller sets `wait`. A model without stiffness is never evaluated abreast: the width is 1 then
il_status ili_abreast_create(const il_model *m, int isa, int width, ili_abreast **out, il_error *err);
void      ili_abreast_free(ili_abreast *a);
size_t    ili_abreast_bytes(const ili_abreast *a); ///< that it holds

/// A solve begins: its gravity, planes and numbers, until the next.
void ili_abreast_lay(ili_abreast *a, int lane, const il_posture_problem *problem);
/// All stages at coordinates, activations and friction forces [3*npad].
void ili_abreast_value(ili_abreast *a, int lane, const double *q, const double *act, const double *shear);
/// The same, unless it is what the lane holds.
void ili_abreast_stay(ili_abreast *a, int lane, const double *q, const double *act, const double *shear);
/// When all wait: those who wait for a step get it; else all that wait are evaluated.
void ili_abreast_answer(ili_abreast *a);

/// The numbers of all lanes.
const il_params *ili_abreast_params(const ili_abreast *a);
/// What others read: all of d at the values, with moment arms. What the other lanes need is computed with it, once.
void ili_abreast_show(ili_abreast *a);
/// Of the balance of a lane, its row j.
double ili_abreast_residual(const ili_abreast *a, int lane, int j);
/// Force of a muscle at full activation, and a moment arm; after ili_abreast_pull().
double ili_abreast_active(const ili_abreast *a, int lane, int muscle);
double ili_abreast_arm(const ili_abreast *a, int lane, int arm);
/// Moment arms are there; and times force at full activation of a lane, muscle by muscle; NULL where few are evaluated together, so that each reads its own.
const double *ili_abreast_pull(ili_abreast *a, int lane);
/// dc/dq of the balance of a lane [nq*nq], by coordinates alone: without hands. Only where there is stiffness.
const double *ili_abreast_stiffness(ili_abreast *a, int lane);

/// The workspace of a solve in a lane. Those of the same lanes share the room for a step of the first (NULL: this is the first), which outlives them.
il_status ili_posture_create_abreast(const il_model *m, int isa, int max_place, ili_abreast *abreast, int lane, const il_posture *first, il_posture **out, il_error *err);

/// direction . (marker - from) in a lane; from = IL_NONE: the ground
double ili_marker_along(const il_data *d, int marker, int from, const double *direction, int lane);
#endif
