// walk.h - numbers of a recorded walk solved by inverse dynamics
#ifndef VALIDATION_WALK_H
#define VALIDATION_WALK_H
#include "ilium/motions.h"
#include "validation.h"

enum { VA_WALK_FRAMES = 512 };

// clang-format off
/// X(name): hip_* in per cent of body weight, of the right leg; the others internal moments [N m/kg].
#define VA_WALK_NUMBERS(X) \
    X(hip_peak) X(hip_window_mean) X(hip_window_lateral) X(hip_window_anterior) X(hip_window_superior) \
    X(hip_extension_max) X(hip_extension_min) X(hip_abduction_max) X(knee_extension_max) X(knee_extension_min) X(ankle_plantarflexion_max)
// clang-format on
#define X(name) VA_WALK_##name,
enum { VA_WALK_NUMBERS(X) VA_NWALK };
#undef X

/// One gait cycle of the right leg.
typedef struct va_walk {
    int    n;
    double percent[VA_WALK_FRAMES], hip[VA_WALK_FRAMES]; ///< of the cycle; hip contact force [% of body weight]
    double number[VA_NWALK];
    double worst_reserve, worst_root; ///< over the frames [N m], [N]
} va_walk;

/// Solve the motion with a person's numbers.
il_status va_walk_solve(const va_bench *b, const il_motion *motion, const il_params *p, double effort, va_walk *out, il_error *err);
/// "walk:hip_peak" -> its place in va_walk.number, or -1.
int va_walk_find(const char *measure);

#endif
