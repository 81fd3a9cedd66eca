// defaults.c - definitions to start from, and frames
#include <sleef.h>

#include "model/builder.h"

il_frame il_frame_identity(void) { return (il_frame){.rot = {1, 0, 0, 0, 1, 0, 0, 0, 1}}; }

// R = Rx(a) Ry(b) Rz(c): each turn is about an axis that the turns before it have carried
il_frame il_frame_xyz(const double pos[3], const double angles[3]) {
    double s[3], c[3];
    for (int i = 0; i < 3; i++) s[i] = Sleef_cinz_sind1_u10purec(angles[i]), c[i] = Sleef_cinz_cosd1_u10purec(angles[i]);
    return (il_frame){
        .pos = {pos[0], pos[1], pos[2]},
        .rot = {c[1]*c[2], -c[1]*s[2], s[1],
                c[0]*s[2] + s[0]*s[1]*c[2], c[0]*c[2] - s[0]*s[1]*s[2], -s[0]*c[1],
                s[0]*s[2] - c[0]*s[1]*c[2], s[0]*c[2] + c[0]*s[1]*s[2], c[0]*c[1]},
    };
}

il_body_def il_default_body_def(void) { return (il_body_def){.cookie = ILI_COOKIE}; }

il_joint_def il_default_joint_def(void) {
    il_joint_def def = {.parent = "ground", .in_parent = il_frame_identity(), .in_child = il_frame_identity(), .cookie = ILI_COOKIE};
    for (int r = 0; r < IL_MAX_ROWS; r++) def.row[r] = (il_row_def){.function = IL_NONE, .scale = 1.0};
    return def;
}

il_coordinate_def il_default_coordinate_def(void) {
    return (il_coordinate_def){.kind = IL_ROW_ROTATION, .min = -6.283185307179586, .max = 6.283185307179586, .size = 1.0, .cookie = ILI_COOKIE};
}

il_wrap_def il_default_wrap_def(void) { return (il_wrap_def){.frame = il_frame_identity(), .cookie = ILI_COOKIE}; }

il_path_def il_default_path_def(void) { return (il_path_def){.cookie = ILI_COOKIE}; }

il_muscle_def il_default_muscle_def(void) {
    return (il_muscle_def){.v_max = 10.0, .strain_zero = 0.0, .strain_one = 0.6, .tone = 0.0, .act_max = 1.0, .weight = 1.0, .cookie = ILI_COOKIE};
}

il_ligament_def il_default_ligament_def(void) { return (il_ligament_def){.toe = 0.03, .cookie = ILI_COOKIE}; }

il_bushing_def il_default_bushing_def(void) {
    return (il_bushing_def){.body_a = "ground", .body_b = "ground", .a = il_frame_identity(), .b = il_frame_identity(),
                            .w = {0.05, 0.05, 0.05, 0.001, 0.001, 0.001}, .cookie = ILI_COOKIE};
}

il_limit_def il_default_limit_def(void) { return (il_limit_def){.cookie = ILI_COOKIE}; }

il_pad_def il_default_pad_def(void) { return (il_pad_def){.depth = 0.001, .friction = 1.0, .cookie = ILI_COOKIE}; }

il_marker_def il_default_marker_def(void) { return (il_marker_def){.frame = il_frame_identity(), .cookie = ILI_COOKIE}; }
