// muscle_alike.k.c - the stage muscle where all lanes hold the same: as many muscles abreast as there are lanes, and their answers in all lanes
//
// A search that is alone has one pose in all lanes. Each muscle's operations are those of the stage in the same order, so the bits are.
#include "mech/hill.h"

enum { BLOCK = 8 };

// parameters of neighbouring muscles, shared by all lanes
ILI_FN num shared(const double *p) {
    il_v v;
    memcpy(&v, p, sizeof v);
    return n_of(v);
}

// of the paths of neighbouring muscles, in any lane
#if ILI_TAN
#define TARGET t
ILI_FN num pick_num(ILI_SOURCE, const int *path) {
    double x[ILI_W], rate[ILI_W];
    num    n;
    for (int k = 0; k < ILI_W; k++) x[k] = at[path[k]].lane[o], rate[k] = dat[path[k]].lane[o];
    memcpy(&n.x, x, sizeof x), memcpy(&n.d, rate, sizeof rate);
    return n;
}
ILI_FN il_v to_store(num n) { return n.d; }
#else
#define TARGET d
ILI_FN num pick_num(ILI_SOURCE, const int *path) {
    double x[ILI_W];
    num    n;
    for (int k = 0; k < ILI_W; k++) x[k] = at[path[k]].lane[o];
    memcpy(&n.x, x, sizeof x);
    return n;
}
ILI_FN il_v to_store(num n) { return n.x; }
#endif

ILI_FN void put_all(il_pack *to, num n) {
    il_v   v = to_store(n);
    double x[ILI_W];
    memcpy(x, &v, sizeof v);
    for (int k = 0; k < ILI_W; k++)
        for (int o = 0; o < IL_LANES; o += ILI_W) ili_store(to[k].lane + o, ili_set(x[k]));
}

ILI_FN void take_numbers(ILI_ARGS, int i, fibre *f) {
    const int o = 0;
    hill      h = {shared(p->muscle_l_opt + i), shared(p->muscle_l_slack + i), shared(p->muscle_pennation + i), shared(p->muscle_v_max + i),
                   shared(p->muscle_strain_zero + i), shared(p->muscle_strain_one + i)};
    take_length(pick_num(ILI_FROM(path_length, 0), m->muscle_path + i), &h, f);
}

ILI_FN void put_forces(ILI_ARGS, int i, const fibre *f) {
    const int o = 0;
    num       scale = n_mul(shared(p->muscle_f_max + i), f->cosine);
    put_all(TARGET->fibre_length + i, f->length);
    put_all(TARGET->muscle_active + i, n_mul(scale, active_at(f, pick_num(ILI_FROM(path_speed, 0), m->muscle_path + i))));
    put_all(TARGET->muscle_passive + i, n_mul(scale, f->passive));
}

// groups of neighbours; the last begins early enough to be a whole one
ILI_STAGE(muscle_alike) {
    fibre f[BLOCK];
    int   n = (m->nmuscle + ILI_W - 1)/ILI_W;
    for (int first = 0; first < n; first += BLOCK) {
        int many = n - first < BLOCK ? n - first : BLOCK, at[BLOCK];
        for (int k = 0; k < many; k++) at[k] = (first + k + 1)*ILI_W > m->nmuscle ? m->nmuscle - ILI_W : (first + k)*ILI_W;
        for (int k = 0; k < many; k++) take_numbers(ILI_PASS, at[k], &f[k]);
        for (int k = 0; k < many; k++) take_active(&f[k]);
        for (int k = 0; k < many; k++) put_forces(ILI_PASS, at[k], &f[k]);
    }
}
