// muscle.k.c - muscles with a rigid tendon: fibre length, tendon force of full activation, passive tendon force
#include "mech/hill.h"

ILI_FN void put_force(ILI_ARGS, int o, int i, const fibre *f) {
    num scale = n_mul(PAR(muscle_f_max, i), f->cosine);
    PUT(fibre_length, i, f->length);
    PUT(muscle_active, i, n_mul(scale, active_at(f, GET(path_speed, m->muscle_path[i]))));
    PUT(muscle_passive, i, n_mul(scale, f->passive));
}

ILI_FN void read_length(ILI_ARGS, int o, int i, fibre *f) {
    hill h = {PAR(muscle_l_opt, i), PAR(muscle_l_slack, i), PAR(muscle_pennation, i), PAR(muscle_v_max, i), PAR(muscle_strain_zero, i), PAR(muscle_strain_one, i)};
    take_length(GET(path_length, m->muscle_path[i]), &h, f);
}

enum { BLOCK = 8 };

/// A muscle is a long chain of operations, each of which waits for the one before: one loop a part of the chain, so that muscles overlap.
ILI_STAGE(muscle) {
    fibre f[BLOCK];
    for (int first = 0; first < m->nmuscle; first += BLOCK) {
        int n = m->nmuscle - first < BLOCK ? m->nmuscle - first : BLOCK;
        for (int o = 0; o < IL_LANES; o += ILI_W) {
            for (int k = 0; k < n; k++) read_length(ILI_PASS, o, first + k, &f[k]);
            for (int k = 0; k < n; k++) take_active(&f[k]);
            for (int k = 0; k < n; k++) put_force(ILI_PASS, o, first + k, &f[k]);
        }
    }
}
