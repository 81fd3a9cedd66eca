// posture_settings.c - how a posture is sought when nothing else is said, and why a search ended, in words
#include "analysis/posture_system.h"

il_posture_settings il_default_posture_settings(void) {
    return (il_posture_settings){.tolerance = 1e-8, .step_tolerance = 2e-6, .step_limit = 2.0, .max_iterations = 200,
                                 .reserve_cost = 1.0, .root_cost = 1.0, .shear_cost = 100.0, .cookie = ILI_POSTURE_COOKIE};
}

const char *il_posture_end_text(il_posture_end end) {
#define X(name, text) text,
    static const char *const texts[] = {IL_POSTURE_END_LIST(X)};
#undef X
    return (unsigned)end < IL_NPOSTURE_END ? texts[end] : "";
}
