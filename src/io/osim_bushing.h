// osim_bushing.h - bushings by functions, or with damping
#ifndef ILI_OSIM_BUSHING_H
#define ILI_OSIM_BUSHING_H
#include "osim_expression.h"

/// Six generalised forces -scale f(x) - damping dx/dt on the deflection: three angles [N m], three lengths [N].
typedef struct ili_osim_bushing {
    int      body[2];     ///< places in the reader until the model is built
    il_frame frame[2];    ///< in each body
    int      function[6]; ///< of the model, IL_NONE: the identity
    double   scale[6];
    bool     constant[6]; ///< `scale` is the force
    double   damping[6];
    const ili_expression *formula[6]; ///< of all deflections; NULL: `function`
} ili_osim_bushing;

/// What the bushing does to its second body in one lane: moment about the ground's origin and force; the first gets the opposite. After position and velocity.
void ili_osim_bushing_wrench(const il_model *m, const ili_osim_bushing *b, const il_data *d, int lane, double wrench[6]);
/// A function of the model at x, with its shared numbers.
double ili_osim_function_at(const il_model *m, int function, double x);

#endif
