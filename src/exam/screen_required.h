// screen_required.h - rows that no table of red flags may lack, each with the level it must reach at least: X(id, level, key, record_only)
#ifndef ILI_SCREEN_REQUIRED_H
#define ILI_SCREEN_REQUIRED_H

// clang-format off
#define ILI_SCREEN_REQUIRED(X) \
    X("ces_retention", IL_LEVEL_EMERGENCY, true, false) \
    X("ces_residual", IL_LEVEL_EMERGENCY, false, false) \
    X("ces_overflow", IL_LEVEL_EMERGENCY, true, false) \
    X("ces_bladder_change", IL_LEVEL_EMERGENCY, true, false) \
    X("ces_faecal", IL_LEVEL_EMERGENCY, true, false) \
    X("ces_saddle", IL_LEVEL_EMERGENCY, true, false) \
    X("ces_bilateral_symptoms", IL_LEVEL_EMERGENCY, true, false) \
    X("ces_bilateral_deficit", IL_LEVEL_EMERGENCY, true, false) \
    X("ces_sexual", IL_LEVEL_EMERGENCY, false, false) \
    X("ces_anal_tone", IL_LEVEL_EMERGENCY, false, false) \
    X("motor_progressive", IL_LEVEL_EMERGENCY, true, false) \
    X("cord_signs", IL_LEVEL_EMERGENCY, true, false) \
    X("aaa_mass_pain", IL_LEVEL_EMERGENCY, true, false) \
    X("sepsis", IL_LEVEL_EMERGENCY, true, false) \
    X("limb_ischaemia", IL_LEVEL_EMERGENCY, true, false) \
    X("septic_hip", IL_LEVEL_EMERGENCY, false, false) \
    X("retroperitoneal_bleed", IL_LEVEL_EMERGENCY, false, false) \
    X("ectopic", IL_LEVEL_EMERGENCY, false, false) \
    X("testicular", IL_LEVEL_EMERGENCY, false, false) \
    X("ovarian_torsion", IL_LEVEL_EMERGENCY, false, false) \
    X("weakness_new_unilateral", IL_LEVEL_URGENT, true, false) \
    X("weakness_grade_below_3", IL_LEVEL_URGENT, false, false) \
    X("myotomes_done", IL_LEVEL_NONE, false, false) \
    X("strength_limited", IL_LEVEL_WATCH, false, false) \
    X("pain_below_knee", IL_LEVEL_WATCH, false, false) \
    X("leg_sensory_unilateral", IL_LEVEL_WATCH, false, false) \
    X("bilateral_old", IL_LEVEL_WATCH, false, false) \
    X("both_legs_drawn", IL_LEVEL_WATCH, false, false) \
    X("saddle_drawn", IL_LEVEL_URGENT, false, false) \
    X("age_over_70", IL_LEVEL_WATCH, false, false) \
    X("female_henschke", IL_LEVEL_NONE, false, false) \
    X("steroids", IL_LEVEL_URGENT, true, false) \
    X("trauma", IL_LEVEL_URGENT, true, false) \
    X("minor_trauma_risk", IL_LEVEL_WATCH, false, false) \
    X("osteoporosis", IL_LEVEL_WATCH, false, false) \
    X("contusion", IL_LEVEL_URGENT, false, false) \
    X("fist_percussion", IL_LEVEL_WATCH, false, false) \
    X("supine_sign", IL_LEVEL_WATCH, false, false) \
    X("fracture_two", IL_LEVEL_URGENT, false, false) \
    X("henschke_two", IL_LEVEL_URGENT, false, false) \
    X("hip_fracture", IL_LEVEL_URGENT, true, false) \
    X("femoral_stress", IL_LEVEL_URGENT, true, false) \
    X("avascular", IL_LEVEL_URGENT, false, false) \
    X("hip_percussion_equal", IL_LEVEL_NONE, false, false) \
    X("cancer_history", IL_LEVEL_URGENT, true, false) \
    X("weight_loss", IL_LEVEL_WATCH, false, false) \
    X("night_pain", IL_LEVEL_WATCH, false, false) \
    X("age_50", IL_LEVEL_NONE, false, false) \
    X("esr_20", IL_LEVEL_WATCH, false, false) \
    X("cancer_three", IL_LEVEL_URGENT, false, false) \
    X("fever", IL_LEVEL_URGENT, true, false) \
    X("infection_risk", IL_LEVEL_URGENT, true, false) \
    X("inflammatory", IL_LEVEL_WATCH, false, false) \
    X("shingles", IL_LEVEL_URGENT, false, false) \
    X("aaa_mass", IL_LEVEL_URGENT, false, false) \
    X("aaa_risk", IL_LEVEL_WATCH, false, false) \
    X("dvt", IL_LEVEL_URGENT, true, false) \
    X("anticoagulant", IL_LEVEL_WATCH, false, false) \
    X("visceral_bleeding", IL_LEVEL_WATCH, false, false) \
    X("visceral_signs", IL_LEVEL_WATCH, false, false) \
    X("no_improvement_month", IL_LEVEL_WATCH, false, false) \
    X("no_response", IL_LEVEL_WATCH, false, false) \
    X("child_hip", IL_LEVEL_URGENT, true, false) \
    X("child_limp_fever", IL_LEVEL_EMERGENCY, true, false) \
    X("child_back", IL_LEVEL_URGENT, false, false) \
    X("child_hip_drawn", IL_LEVEL_URGENT, false, false) \
    X("scope_under_18", IL_LEVEL_WATCH, false, true) \
    X("scope_over_80", IL_LEVEL_WATCH, false, true) \
    X("scope_bmi_low", IL_LEVEL_WATCH, false, true) \
    X("scope_bmi_high", IL_LEVEL_WATCH, false, true) \
    X("scope_replacement", IL_LEVEL_WATCH, false, true) \
    X("scope_fusion", IL_LEVEL_WATCH, false, true) \
    X("scope_amputation", IL_LEVEL_WATCH, false, true) \
    X("scope_scoliosis", IL_LEVEL_WATCH, false, true) \
    X("scope_neuromuscular", IL_LEVEL_WATCH, false, true) \
    X("scope_pregnancy", IL_LEVEL_WATCH, false, true) \
    X("normal_crp", IL_LEVEL_NONE, false, false) \
    X("normal_wcc", IL_LEVEL_NONE, false, false) \
    X("normal_radiograph", IL_LEVEL_NONE, false, false) \
    X("normal_bone_scan", IL_LEVEL_NONE, false, false) \
    X("normal_lumbosacral_mri", IL_LEVEL_NONE, false, false) \
    X("residual_below_200", IL_LEVEL_NONE, false, false) \
    X("normal_anal_tone", IL_LEVEL_NONE, false, false)
// clang-format on

#endif
