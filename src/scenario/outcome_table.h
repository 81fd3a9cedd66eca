// outcome_table.h - the one list of all outcomes: X(function, over what, name, unit, description, what positive means)
//
// The function is ili_outcome_<function>(look, item); `over` says what an item is: {side}, {level}, {name} in the name become the item's.
#ifndef ILI_OUTCOME_TABLE_H
#define ILI_OUTCOME_TABLE_H

// clang-format off
#define ILI_OUTCOME_DISCS(X) \
    X(disc_compression, DISC, "disc.{level}.compression_n", "N", "force of the disc along its normal", "the disc is pressed") \
    X(disc_shear_ap, DISC, "disc.{level}.shear_ap_n", "N", "force across the disc in the sagittal plane", "the load pushes the upper vertebra forward") \
    X(disc_shear_ml, DISC, "disc.{level}.shear_ml_n", "N", "force across the disc sideways", "the load pushes the upper vertebra to the right") \
    X(disc_pressure, DISC, "disc.{level}.pressure_mpa", "MPa", "pressure in the nucleus: compression over 0.66 of the disc's area (range 0.55 to 0.77)", "pressed") \
    X(disc_flexing, DISC, "disc.{level}.flexion_nm", "Nm", "moment that the disc resists, about its own axes", "the load bends the spine forward") \
    X(disc_bending, DISC, "disc.{level}.bending_nm", "Nm", "moment that the disc resists sideways", "the load bends the spine to the right") \
    X(disc_twisting, DISC, "disc.{level}.rotation_nm", "Nm", "moment that the disc resists about its normal", "the load turns the upper vertebra to the left") \
    X(segment_compression, DISC, "segment.{level}.compression_n", "N", "all that passes from vertebra to vertebra but muscles and ligaments along lines: disc, facets and whatever else is a spring of the joint, along the disc's normal", "the segment is pressed") \
    X(segment_shear_ap, DISC, "segment.{level}.shear_ap_n", "N", "the same across the disc in the sagittal plane", "the load pushes the upper vertebra forward") \
    X(segment_lordosis, DISC, "segment.{level}.lordosis_deg", "deg", "angle between the end plates that face the disc", "open in front (lordotic)") \
    X(segment_flexion, DISC, "segment.{level}.flexion_deg", "deg", "joint angle, from the neutral posture", "flexion") \
    X(segment_bending, DISC, "segment.{level}.bending_deg", "deg", "joint angle, from the neutral posture", "to the right") \
    X(segment_rotation, DISC, "segment.{level}.rotation_deg", "deg", "joint angle, from the neutral posture", "to the left") \
    X(facet_force, FACET, "facet.{level}.{side}.force_n", "N", "contact force of the facet joint", "pressed") \
    X(facet_asymmetry, FACETS, "facet.asymmetry", "1", "(right - left)/(right + left) of the forces of all facet joints", "more on the right") \
    X(flexor_moment, WHOLE, "spine.flexor_moment_nm", "Nm", "flexion moment at L4-L5 of the active force of all muscles that flex there", "") \
    X(extensor_moment, WHOLE, "spine.extensor_moment_nm", "Nm", "extension moment at L4-L5 of the active force of all muscles that extend there", "") \
    X(cocontraction, WHOLE, "spine.flexor_cocontraction", "1", "flexor moment over extensor moment", "") \
    X(muscle_asymmetry, WHOLE, "spine.muscle_asymmetry", "1", "(right - left)/(right + left) of the force of all muscles that cross L4-L5", "more on the right") \
    X(bending_asymmetry, WHOLE, "spine.bending_asymmetry_nm", "Nm", "largest sideways moment of any lumbar disc, with its sign", "the load bends the spine to the right") \
    X(abdominal_pressure, WHOLE, "abdomen.pressure_kpa", "kPa", "intra-abdominal pressure", "")

#define ILI_OUTCOME_PELVIS(X) \
    X(sij_rotation, SIJ, "sij.{side}.rotation_deg", "deg", "angle through which the hip bone has turned on the sacrum", "") \
    X(sij_nutation, SIJ, "sij.{side}.nutation_deg", "deg", "the part about the joint's normal", "hip bone backward on the sacrum: nutation") \
    X(sij_translation, SIJ, "sij.{side}.translation_mm", "mm", "distance that the joint's centre has shifted", "") \
    X(sij_separation, SIJ, "sij.{side}.separation_mm", "mm", "the part along the normal", "apart") \
    X(sij_normal, SIJ, "sij.{side}.normal_n", "N", "force across the joint surface along its normal", "pressed") \
    X(sij_shear, SIJ, "sij.{side}.shear_n", "N", "force along the joint surface", "") \
    X(sij_shear_long, SIJ, "sij.{side}.shear_long_n", "N", "its part along the joint's long axis, from the joint on the hip bone", "along sij_ty (docs/body.md)") \
    X(sij_shear_across, SIJ, "sij.{side}.shear_across_n", "N", "its part across the long axis, from the joint on the hip bone", "along sij_tz, backward and up") \
    X(sij_moment_x, SIJ, "sij.{side}.moment_x_nm", "Nm", "moment from the joint on the hip bone about its centre and normal", "turns the hip bone backward on the sacrum") \
    X(sij_moment_y, SIJ, "sij.{side}.moment_y_nm", "Nm", "the same about the long axis", "along sij_ry") \
    X(sij_moment_z, SIJ, "sij.{side}.moment_z_nm", "Nm", "the same about the third axis", "along sij_rz") \
    X(sij_ligaments, SIJ, "sij.{side}.ligament_n", "N", "sum of the tensions of the sacroiliac ligaments", "") \
    X(symphysis_force, WHOLE, "symphysis.force_n", "N", "size of the force across the symphysis", "") \
    X(symphysis_shift, WHOLE, "symphysis.translation_mm", "mm", "distance that the pubic bones have shifted on each other", "")

#define ILI_OUTCOME_LEGS(X) \
    X(hip_contact, HIP, "hip.{side}.contact_n", "N", "size of the contact force between head and socket", "") \
    X(hip_contact_bw, HIP, "hip.{side}.contact_bw", "BW", "the same in body weights", "") \
    X(hip_lateral, HIP, "hip.{side}.contact_lateral_bw", "BW", "force on the head, in the femur's frame of the instrumented implants (docs/outcomes.md)", "lateral") \
    X(hip_anterior, HIP, "hip.{side}.contact_anterior_bw", "BW", "as above", "anterior") \
    X(hip_superior, HIP, "hip.{side}.contact_superior_bw", "BW", "as above", "superior; pressed is negative") \
    X(hip_flexion, HIP, "hip.{side}.flexion_deg", "deg", "joint angle", "flexion") \
    X(hip_adduction, HIP, "hip.{side}.adduction_deg", "deg", "joint angle", "adduction") \
    X(hip_rotation, HIP, "hip.{side}.rotation_deg", "deg", "joint angle", "internal rotation") \
    X(knee_contact, KNEE, "knee.{side}.contact_n", "N", "size of the force between femur and tibia", "") \
    X(knee_contact_bw, KNEE, "knee.{side}.contact_bw", "BW", "the same in body weights", "") \
    X(knee_along, KNEE, "knee.{side}.compression_n", "N", "its part along the shank", "pressed") \
    X(patella_contact, KNEE, "knee.{side}.patellofemoral_n", "N", "size of the force between femur and patella", "") \
    X(knee_flexion, KNEE, "knee.{side}.flexion_deg", "deg", "joint angle", "flexion") \
    X(ankle_contact, ANKLE, "ankle.{side}.contact_n", "N", "size of the force between shank and talus", "") \
    X(ankle_dorsiflexion, ANKLE, "ankle.{side}.dorsiflexion_deg", "deg", "joint angle", "dorsiflexion") \
    X(subtalar_inversion, ANKLE, "subtalar.{side}.inversion_deg", "deg", "joint angle", "inversion (supination)")

#define ILI_OUTCOME_BANDS(X) \
    X(band_tension, BAND, "band.{side}.tension_n", "N", "tension of the iliotibial band at the knee, all its parts", "") \
    X(band_press, BAND, "band.{side}.epicondyle_press_n", "N", "force with which it presses on the lateral epicondyle", "") \
    X(nerve_strain, NERVE, "nerve.{side}.strain", "1", "sciatic nerve: length over its length in neutral standing, less one", "stretched") \
    X(nerve_tension, NERVE, "nerve.{side}.tension_n", "N", "its tension", "") \
    X(nerve_piriformis, NERVE, "nerve.{side}.piriformis_clearance_mm", "mm", "smallest distance between the lines of nerve and piriformis; half of both thicknesses is still to be taken off", "") \
    X(nerve_quadratus, NERVE, "nerve.{side}.quadratus_femoris_clearance_mm", "mm", "the same to quadratus femoris", "")

#define ILI_OUTCOME_TISSUE(X) \
    X(ligament_strain, LIGAMENT, "ligament.{name}.strain", "1", "length over slack length, less one", "stretched; below zero it is slack") \
    X(ligament_force, LIGAMENT, "ligament.{name}.force_n", "N", "tension", "") \
    X(ligament_share, LIGAMENT, "ligament.{name}.share", "1", "its part of the tension of its group on its side", "") \
    X(lgroup_force, LIGAMENT_GROUP, "ligament_group.{name}.force_n", "N", "sum of tensions", "") \
    X(lgroup_strain, LIGAMENT_GROUP, "ligament_group.{name}.strain_max", "1", "largest strain", "stretched") \
    X(muscle_force, MUSCLE, "muscle.{name}.force_n", "N", "tendon force", "") \
    X(muscle_activation, MUSCLE, "muscle.{name}.activation", "1", "activation, 0 to 1", "") \
    X(muscle_passive, MUSCLE, "muscle.{name}.passive_n", "N", "passive part of the tendon force", "") \
    X(muscle_fibre, MUSCLE, "muscle.{name}.fibre_length_norm", "1", "fibre length over optimal fibre length", "") \
    X(mgroup_mean, MUSCLE_GROUP, "muscle_group.{name}.activation_mean", "1", "mean activation, weighted by strength", "") \
    X(mgroup_max, MUSCLE_GROUP, "muscle_group.{name}.activation_max", "1", "largest activation", "") \
    X(mgroup_force, MUSCLE_GROUP, "muscle_group.{name}.force_n", "N", "sum of tendon forces", "") \
    X(mgroup_passive, MUSCLE_GROUP, "muscle_group.{name}.passive_n", "N", "sum of passive parts", "")

#define ILI_OUTCOME_POSTURE(X) \
    X(pelvic_tilt, PELVIS, "posture.pelvic_tilt_radiographic_deg", "deg", "line from the hip axis to the centre of the S1 plate against the vertical", "S1 behind the hips") \
    X(sacral_slope, PELVIS, "posture.sacral_slope_deg", "deg", "S1 plate against the horizontal", "sloping down in front") \
    X(pelvic_incidence, PELVIS, "posture.pelvic_incidence_deg", "deg", "normal of the S1 plate against the line from its centre to the hip axis", "as usual (some 50)") \
    X(asis_psis, PELVIS, "posture.asis_psis_deg", "deg", "line from PSIS to ASIS against the horizontal, mean of both sides", "ASIS lower (anterior tilt)") \
    X(obliquity, PELVIS, "posture.pelvic_obliquity_deg", "deg", "line between the iliac crests against the horizontal", "right side up") \
    X(torsion, PELVIS, "posture.pelvic_torsion_deg", "deg", "PSIS-ASIS line of the right less that of the left", "right hip bone more tilted forward") \
    X(lordosis_l1, PELVIS, "posture.lordosis_L1_S1_deg", "deg", "upper plate of L1 to S1 plate", "lordotic") \
    X(lordosis_t12, PELVIS, "posture.lordosis_T12_S1_deg", "deg", "upper plate of T12 to S1 plate", "lordotic") \
    X(lean_forward, PELVIS, "posture.c7_s1_forward_deg", "deg", "line from the S1 plate to C7 against the vertical", "C7 in front") \
    X(lean_side, PELVIS, "posture.c7_s1_right_deg", "deg", "the same in the frontal plane", "C7 to the right") \
    X(rotation_angle, ROTATION, "coordinate.{name}_deg", "deg", "coordinate of the model (docs/body.md)", "as docs/body.md says") \
    X(translation_length, TRANSLATION, "coordinate.{name}_mm", "mm", "coordinate of the model (docs/body.md)", "as docs/body.md says") \
    X(reserve_moment, RESERVE_ROTATION, "reserve.{name}_nm", "Nm", "moment on the coordinate that muscles could not give", "along the coordinate") \
    X(reserve_force, RESERVE_TRANSLATION, "reserve.{name}_n", "N", "force on the coordinate that muscles could not give", "along the coordinate")

#define ILI_OUTCOME_SUPPORTS(X) \
    X(pad_normal, PAD, "pad.{name}.normal_n", "N", "normal force of a contact", "pressed") \
    X(pad_friction, PAD, "pad.{name}.friction_n", "N", "size of its friction", "") \
    X(plane_normal, PLANE, "support.{name}.normal_n", "N", "sum of the normal forces of a supporting plane", "pressed") \
    X(plane_friction, PLANE, "support.{name}.friction_n", "N", "sum of the sizes of its frictions", "") \
    X(right_share, WHOLE, "support.right_share", "1", "part of all supporting force that the right side bears", "") \
    X(carried_share, WHOLE, "support.weight_share", "1", "supporting force against gravity over body weight; what is missing is held or carried by others, what is more is carried by the person", "") \
    X(foot_up, FOOT, "foot.{side}.vertical_n", "N", "force of the ground on the foot, against gravity", "up") \
    X(foot_forward, FOOT, "foot.{side}.forward_n", "N", "the same along the forward direction of the pelvis", "pushes the foot forward") \
    X(foot_outward, FOOT, "foot.{side}.outward_n", "N", "the same away from the midline", "pushes the foot outward") \
    X(foot_centre, FOOT, "foot.{side}.pressure_centre_mm", "mm", "centre of pressure in front of the ankle", "in front") \
    X(foot_arch, FOOT, "foot.{side}.arch_drop_mm", "mm", "what the load takes from the height of the arch, which the posture itself does not show", "sinks") \
    X(foot_fascia, FOOT, "foot.{side}.fascia_n", "N", "tension of the plantar fascia under that load", "")
// clang-format on

#define ILI_OUTCOME_STABILITY(X) \
    X(whole_least, WHOLE, "stability.whole_per_s2", "1/s2", "smallest eigenvalue of the tangent stiffness over the mass matrix, muscles with short-range stiffness and no reflexes; its root is a frequency", "stable; below zero the posture falls") \
    X(whole_muscle, WHOLE, "stability.whole_muscle_share", "1", "muscles' part of what restores along that softest mode", "") \
    X(whole_ligament, WHOLE, "stability.whole_ligament_share", "1", "ligaments' part", "") \
    X(whole_joint, WHOLE, "stability.whole_joint_share", "1", "part of discs, pelvic joints and joint limits", "") \
    X(whole_contact, WHOLE, "stability.whole_contact_share", "1", "part of the soles and other contacts", "") \
    X(lumbar_least, WHOLE, "stability.lumbar_per_s2", "1/s2", "the same of the lumbar joints alone, all other coordinates fixed", "stable; below zero the column buckles") \
    X(lumbar_muscle, WHOLE, "stability.lumbar_muscle_share", "1", "muscles' part of what restores along the softest lumbar mode", "") \
    X(lumbar_ligament, WHOLE, "stability.lumbar_ligament_share", "1", "ligaments' part", "") \
    X(lumbar_joint, WHOLE, "stability.lumbar_joint_share", "1", "the discs' part", "")

#define ILI_OUTCOMES(X)     \
    ILI_OUTCOME_DISCS(X)    \
    ILI_OUTCOME_PELVIS(X)   \
    ILI_OUTCOME_LEGS(X)     \
    ILI_OUTCOME_BANDS(X)    \
    ILI_OUTCOME_TISSUE(X)   \
    ILI_OUTCOME_POSTURE(X)  \
    ILI_OUTCOME_SUPPORTS(X) \
    ILI_OUTCOME_STABILITY(X)

#endif
