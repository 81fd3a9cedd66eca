// condition.c - what a condition changes in the numbers of a body
#include "ilium/condition.h"
#include "math/scalar.h"
#include <math.h>
#include <string.h>

static const char *const texts[] = {
#define X(name, text) text,
    IL_CHANGE_LIST(X)
#undef X
};

const char *il_change_text(il_change_kind kind) { return kind >= 0 && kind < IL_NCHANGE ? texts[kind] : "unknown"; }

il_side il_side_of(const char *name) {
    size_t n = strlen(name);
    if (n < 2 || name[n - 2] != '_') return IL_SIDE_NONE;
    return name[n - 1] == 'r' ? IL_SIDE_RIGHT : name[n - 1] == 'l' ? IL_SIDE_LEFT : IL_SIDE_NONE;
}

static bool meets(const char *name, const char *group, const char *target, il_side side) {
    if (!group || strcmp(group, target) != 0) return false;
    return side == IL_SIDE_NONE || side == IL_SIDE_BOTH || il_side_of(name) == side;
}

static void scale(double *x, int n, double factor) {
    for (int k = 0; k < n; k++) x[k] *= factor;
}

static void change_muscle(il_params *p, int i, il_change_kind kind, double value, double s) {
    switch (kind) {
    case IL_CHANGE_MUSCLE_L_OPT_SCALE: p->muscle_l_opt[i] *= ili_pow(value, s); break;
    case IL_CHANGE_MUSCLE_L_SLACK_SCALE: p->muscle_l_slack[i] *= ili_pow(value, s); break;
    case IL_CHANGE_MUSCLE_F_MAX_SCALE: p->muscle_f_max[i] *= ili_pow(value, s); break;
    case IL_CHANGE_MUSCLE_STRAIN_ZERO_SHIFT: p->muscle_strain_zero[i] += value*s, p->muscle_strain_one[i] += value*s; break;
    case IL_CHANGE_MUSCLE_TONE_FLOOR: p->muscle_tone[i] = fmax(p->muscle_tone[i], value*s); break;
    default: break;
    }
}

static void change_bushing(il_params *p, int i, il_change_kind kind, il_side own, double value, double s) {
    if (kind == IL_CHANGE_BUSHING_K_SCALE) {
        double factor = ili_pow(value, s);
        scale(&p->bushing_k[6*i], 6, factor), scale(&p->bushing_b[6*i], 6, factor);
        scale(&p->bushing_c[6*i], 6, factor), scale(&p->bushing_coupling[15*i], 15, factor);
    }
    // the mirrored joint turns the other way about its normal
    if (kind == IL_CHANGE_BUSHING_REST_RX_SHIFT) p->bushing_rest[6*i] += (own == IL_SIDE_LEFT ? -1.0 : 1.0)*value*s;
}

static void change_ligament(il_params *p, int i, il_change_kind kind, double value, double s) {
    if (kind == IL_CHANGE_LIGAMENT_SLACK_SCALE) p->ligament_l_slack[i] *= ili_pow(value, s);
    if (kind == IL_CHANGE_LIGAMENT_K_SCALE) p->ligament_k[i] *= ili_pow(value, s);
}

il_status il_change_apply(const il_model *m, const il_groups *groups, il_params *p, il_change_kind kind, const char *target, il_side side,
                          double value, double severity, il_error *err) {
    IL_ASSERT(m && groups && p && p->stride == 0 && target);
    if (kind == IL_CHANGE_LEG_LENGTH_SHIFT) return severity == 0.0 ? IL_OK : il_scale_leg(m, p, side, value*severity, err);
    int  met = 0;
    bool bushing = kind == IL_CHANGE_BUSHING_K_SCALE || kind == IL_CHANGE_BUSHING_REST_RX_SHIFT;
    bool ligament = kind == IL_CHANGE_LIGAMENT_SLACK_SCALE || kind == IL_CHANGE_LIGAMENT_K_SCALE;
    for (int i = 0; bushing && i < m->nbushing; i++) {
        if (!meets(m->bushing_name[i], groups->bushing[i], target, side)) continue;
        change_bushing(p, i, kind, il_side_of(m->bushing_name[i]), value, severity);
        met++;
    }
    for (int i = 0; ligament && i < m->nligament; i++) {
        if (!meets(m->ligament_name[i], groups->ligament[i], target, side)) continue;
        change_ligament(p, i, kind, value, severity);
        met++;
    }
    for (int i = 0; !bushing && !ligament && i < m->nmuscle; i++) {
        if (!meets(m->muscle_name[i], groups->muscle[i], target, side)) continue;
        change_muscle(p, i, kind, value, severity);
        met++;
    }
    if (met) return IL_OK;
    return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "a change '%s' aims at '%s', but no part of the body belongs to that group on that side",
                        il_change_text(kind), target);
}
