// hold.kv.c - the cheapest forces at given prices, of eight lanes at once (posture_lanes.c reads the same numbers of one lane)
#include "math/num.h"
#include "analysis/hold_kernel.h"

// clamps as fmin and fmax have them: of a bound that is no number nothing is known
ILI_FN il_v at_least(il_v x, il_v low)  { return ili_select(low == low, ili_max(x, low), x); }
ILI_FN il_v at_most(il_v x, il_v high) { return ili_select(high == high, ili_min(x, high), x); }

void ILI_KERNEL(ili_hold_ask)(const il_model *m, const il_params *p, const ili_hold_lanes *h, il_data *d, const il_data *t) {
    for (int i = 0; i < m->nmuscle; i++)
        for (int o = 0; o < IL_LANES; o += ILI_W) {
            il_v squeeze = m->pressure_path == IL_NONE ? ili_set(0.0) : ili_load(t->path_length[m->pressure_path].lane + o);
            il_v pull = -ili_load(d->muscle_active[i].lane + o)*ili_load(t->path_length[m->muscle_path[i]].lane + o);
            pull += PAR(muscle_pressure, i).x*PAR(pressure_area, 0).x*squeeze;
            ili_store(d->act[i].lane + o, pull/(ili_load(h->effort.lane + o)*PAR(muscle_weight, i).x));
        }
}

// the square that a cone holds has half its diagonal: times the root of 1/2
ILI_FN void bound_friction(const il_params *p, const ili_hold_lanes *h, il_data *d, const il_data *t, int k, int o) {
    il_v limit = PAR(pad_friction, k).x*ili_load(d->pad_force[k].lane + o)*ili_set(0x1.6a09e667f3bcdp-1), weight = ili_load(h->shear_weight.lane + o), s[2];
    for (int c = 0; c < 2; c++) {
        il_v sum = ili_set(0.0);
        for (int a = 0; a < 3; a++) sum += ili_load(h->basis[6*k + 3*c + a].lane + o)*ili_load(t->pad_world[3*k + a].lane + o);
        s[c] = at_most(at_least(sum/weight, -limit), limit);
    }
    for (int c = 0; c < 3; c++)
        ili_store(d->pad_shear[3*k + c].lane + o, s[0]*ili_load(h->basis[6*k + c].lane + o) + s[1]*ili_load(h->basis[6*k + 3 + c].lane + o));
}

void ILI_KERNEL(ili_hold_bound)(const il_model *m, const il_params *p, const ili_hold_lanes *h, il_data *d, const il_data *t) {
    for (int i = 0; i < m->nmuscle; i++)
        for (int o = 0; o < IL_LANES; o += ILI_W) {
            il_v tone = PAR(muscle_tone, i).x, highest = at_least(tone, PAR(muscle_act_max, i).x);
            ili_store(d->act[i].lane + o, at_most(at_least(ili_load(d->act[i].lane + o), tone), highest));
        }
    for (int k = 0; k < m->npad; k++)
        for (int o = 0; o < IL_LANES; o += ILI_W) bound_friction(p, h, d, t, k, o);
}
