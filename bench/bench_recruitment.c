// bench_recruitment.c - time of a recruitment problem: published models along a motion, and a step of the equilibrium solver's size.
//   bench_recruitment          the table for the instruction set that is chosen by itself
//   bench_recruitment --all    for every instruction set
// Median over the calls, one thread. "warm" starts each frame from the one before. Reads $ILIUM_SHARED/peer/recruitment, else ../shared/...
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "../tests/qp_peer.h"

enum { CALLS_MAX = 4096, STEP_ROWS = 85, STEP_COLUMNS = 420, MUSCLES = 330 };

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec*1e6 + (double)t.tv_nsec*1e-3;
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double calls[CALLS_MAX];
static double median(int n) {
    qsort(calls, (size_t)n, sizeof *calls, by_size);
    return n ? calls[n/2] : 0;
}

typedef struct effort { double time, steps, factors, residual; int solved; } effort;

static void account(const scene *s, effort *e) {
    for (int l = 0; l < s->p.nlive; l++) {
        e->steps += s->info.iterations[l], e->factors += s->info.factorisations[l];
        e->solved += s->info.status[l] == IL_BOXQP_SOLVED;
        if (s->info.residual[l] > e->residual) e->residual = s->info.residual[l];
    }
}

static void print_row(const char *name, const char *isa, const scene *s, bool warm, effort e, int n) {
    int problems = n*s->p.nlive;
    printf("%-12s %3d x %-4d %-6s %d  %-5s %9.2f %11.2f %7.2f %8.2f   %9.1e%s\n", name, s->p.nd, s->p.nx, isa, s->p.nlive,
           warm ? "warm" : "cold", e.time, e.time/s->p.nlive, e.steps/problems, e.factors/problems, e.residual,
           e.solved == problems ? "" : "  NOT ALL SOLVED");
}

// all frames, `nlive` abreast (each lane a chunk of its own), three times over
static void time_peer(const char *name, const peer *f, int nlive, bool warm, il_isa isa) {
    scene s;
    il_boxqp_settings set = il_default_boxqp_settings();
    effort e = {0};
    int n = 0;
    if (!peer_scene(f, &s)) return;
    set.isa = isa, s.p.nlive = nlive;
    for (int round = 0; round < 3; round++) {
        int chunk = f->frames/nlive;
        for (int k = 0; k < chunk; k++) {
            for (int l = 0; l < nlive; l++) peer_load(f, &s, l*chunk + k, l);
            set.warm = warm && k > 0;
            double start = now();
            if (scene_solve(&s, &set) != IL_OK) break;
            if (n < CALLS_MAX && (!warm || k > 0)) calls[n++] = now() - start, account(&s, &e);
        }
    }
    e.time = median(n);
    print_row(name, il_isa_name(isa), &s, warm, e, n);
    scene_free(&s);
}

// a body: muscles over up to twenty neighbouring rows, friction at two feet, 75 posture coordinates folded into W
static void make_step(scene *s, uint64_t *seed) {
    static double root[STEP_ROWS*75];
    int n = 0;
    scene_place(s, STEP_ROWS, STEP_COLUMNS, STEP_COLUMNS*20);
    for (int i = 0; i < STEP_COLUMNS; i++) {
        int muscle = i < MUSCLES, first = muscle ? whole(seed, 12)*(STEP_ROWS - 20)/12 : 40 + i%2*20, many = muscle ? 6 + whole(seed, 15) : 8;
        for (int j = 0; !muscle && j < 6; j++) s->row_index[n++] = j;
        for (int j = 0; j < many; j++) s->row_index[n++] = first + j;
        s->col_start[i + 1] = n;
    }
    for (int l = 0; l < IL_LANES; l++) {
        for (int e = 0; e < n; e++) s->a[e].lane[l] = uniform(seed, -20, 20);
        for (int i = 0; i < STEP_COLUMNS; i++) {
            int muscle = i < MUSCLES;
            double x = !muscle ? uniform(seed, -1, 1) : uniform(seed, 0, 1) < 0.6 ? 0 : uniform(seed, 0, 0.3);
            s->h[i].lane[l] = muscle ? uniform(seed, 0.5, 2) : 1e-2, s->lo[i].lane[l] = muscle ? 0 : -30, s->hi[i].lane[l] = muscle ? 1 : 30;
            for (int e = s->col_start[i]; e < s->col_start[i + 1]; e++) s->b[s->row_index[e]].lane[l] += s->a[e].lane[l]*x;
        }
        scene_compliance(s, 75, root, l, seed);
    }
}

static void time_step(int nlive, bool warm, il_isa isa) {
    scene s;
    uint64_t seed = 7;
    il_boxqp_settings set = il_default_boxqp_settings();
    effort e = {0};
    int n = 0;
    make_step(&s, &seed);
    set.isa = isa, s.p.nlive = nlive;
    while (n < 100) {
        for (int j = 0; j < STEP_ROWS; j++)
            for (int l = 0; l < IL_LANES; l++) s.b[j].lane[l] *= uniform(&seed, 0.98, 1.02);
        double start = now();
        if (scene_solve(&s, &set) != IL_OK) break;
        calls[n++] = now() - start;
        account(&s, &e);
        set.warm = warm;
    }
    e.time = median(n);
    print_row("step", il_isa_name(isa), &s, warm, e, n);
    scene_free(&s);
}

static void table(il_isa isa) {
    for (int i = 0; i < PEER_FILES; i++) {
        peer f;
        if (!peer_read(peer_names[i], &f)) {
            printf("%-12s SKIPPED: the file is not there (set ILIUM_SHARED)\n", peer_names[i]);
            continue;
        }
        for (int k = 0; k < 4; k++) time_peer(peer_names[i], &f, k < 2 ? 1 : IL_LANES, k%2, isa);
        peer_free(&f);
    }
    for (int k = 0; k < 4; k++) time_step(k < 2 ? 1 : IL_LANES, k%2, isa);
}

int main(int argc, char **argv) {
    printf("problem      rows x cols isa live start  us a call  us a problem   steps  factors   worst residual\n");
    if (argc > 1 && strcmp(argv[1], "--all") == 0) {
        for (int isa = IL_ISA_PLAIN; isa < IL_NISA; isa++)
            if (il_isa_supported((il_isa)isa)) table((il_isa)isa);
    } else {
        table(IL_ISA_AUTO);
    }
    printf("\nOthers, median us a problem on one core, as the README beside the problems tells (myolegs / myobody / syn_92x23):\n"
           "  OSQP 1.0 at 1e-6, warm  65 / 231 / 159     DAQP, cold        28 / 644 / 81     HPIPM, warm          - / 2100 / 218\n"
           "  ProxQP at 1e-8, warm   130 / 2310 / 253    qpOASES, hot start - / 9500 / 520   IPOPT                - / 12300 / 15500\n"
           "  a scratch dual Newton method  3.2 / 8.1 / 4.6 alone, 0.6 / 1.9 / 1.1 eight abreast\n");
    return 0;
}
