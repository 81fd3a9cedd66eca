// bench_mech.c - time of the stages of mechanics per instance: one lane or eight at work, each instruction set, shared and per-lane
// parameters; and MuJoCo on the same tree in the same run, where it is installed. The fastest of many runs is printed.
#include <time.h>

#include "../tests/scene_mujoco.h"
#include "ilium/io_body.h"

enum { CALLS = 20, REPEATS = 200 };

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t); // other work on the machine does not count
    return 1e9*(double)t.tv_sec + (double)t.tv_nsec;
}

typedef struct subject {
    const il_model  *m;
    const il_params *p, *dp;
    il_data         *d, *t;
} subject;

typedef void (*work)(const subject *s);

// every stage in both forms, then the chains that are used together
#define X(name)                                                                                              \
    static void run_##name(const subject *s) { il_##name(s->m, s->p, s->d); }                                \
    static void run_##name##_tangent(const subject *s) { il_##name##_tangent(s->m, s->p, s->dp, s->d, s->t); }
IL_STAGES(X)
#undef X
static void run_dynamics(const subject *s) { run_position(s), run_velocity(s), run_inverse(s); }
static void run_all(const subject *s) { scene_run(s->m, s->p, s->d); }
static void run_all_tangents(const subject *s) { scene_run_tangent(s->m, s->p, s->dp, s->d, s->t); }

static const struct { const char *name; work run, tangent; } stages[] = {
#define X(name) {#name, run_##name, run_##name##_tangent},
    IL_STAGES(X)
#undef X
    {"everything", run_all, run_all_tangents}, {"position+velocity+inverse", run_dynamics, NULL}};
enum { NSTAGE = sizeof stages/sizeof *stages };

// nanoseconds of one call
static double measure(work run, const subject *s) {
    double best = 1e300;
    for (int r = 0; r < REPEATS; r++) {
        double start = now();
        for (int i = 0; i < CALLS; i++) run(s);
        double spent = (now() - start)/CALLS;
        if (spent < best) best = spent;
    }
    return best;
}

static void bench_set(const il_model *m, il_isa isa, bool per_lane, double *dynamics) {
    il_params *p, *dp;
    uint64_t   seed = 1;
    if (il_params_create(m, per_lane, &p, NULL) != IL_OK || il_params_create(m, per_lane, &dp, NULL) != IL_OK) exit(1);
    subject s = {m, p, NULL, scene_data(m, isa), scene_data(m, isa)};
    scene_fill(m, s.d, &seed);
    for (int j = 0; j < m->nq; j++) // near the neutral pose
        for (int lane = 0; lane < IL_LANES; lane++)
            s.d->q[j].lane[lane] = m->nominal->coordinate_neutral[j] + 0.1*(s.d->q[j].lane[lane] - m->nominal->coordinate_neutral[j]);
    il_data_zero(m, s.t);
    run_all(&s);
    for (int i = 0; i < NSTAGE; i++) {
        double call = measure(stages[i].run, &s), tangent = 0.0, both = 0.0;
        if (stages[i].tangent) {
            s.dp = NULL, tangent = measure(stages[i].tangent, &s);
            s.dp = dp, both = measure(stages[i].tangent, &s);
        }
        printf("%-6s %-9s %-26s %9.0f %9.0f %9.0f %9.0f\n", il_isa_name(isa), per_lane ? "per lane" : "shared", stages[i].name, call, call/IL_LANES,
               tangent/IL_LANES, both/IL_LANES);
        if (stages[i].run == run_dynamics) *dynamics = call/IL_LANES;
    }
    il_params_free(p), il_params_free(dp), il_data_free(s.d), il_data_free(s.t);
}

static void bench_model(const char *title, const il_model *m, double *dynamics) {
    printf("%s: %d bodies, %d rows, %d coordinates, %d paths of %d points, %d surfaces\n", title, m->nbody - 1, m->nrow, m->nq, m->npath, m->npoint,
           m->npathwrap);
    printf("nanoseconds an instance: one lane at work, eight, tangent in the inputs, tangent in inputs and parameters\n");
    for (int isa = IL_ISA_PLAIN; isa < IL_NISA; isa++)
        for (int per_lane = 0; per_lane < 2 && il_isa_supported((il_isa)isa); per_lane++) bench_set(m, (il_isa)isa, per_lane != 0, dynamics);
}

#ifdef IL_HAVE_MUJOCO
static void bench_mujoco(const il_model *m, double ours) {
    mjModel *mj = scene_mujoco_peer(m);
    mjData  *md = mj_makeData(mj);
    double   kinematics = 1e300, inverse = 1e300, mass = 1e300;
    for (int j = 0; j < mj->nq; j++) md->qpos[j] = 0.1*j, md->qvel[j] = 0.2, md->qacc[j] = 0.3;
    for (int r = 0; r < REPEATS; r++) {
        double start = now();
        for (int i = 0; i < CALLS; i++) mj_kinematics(mj, md);
        double middle = now();
        for (int i = 0; i < CALLS; i++) mj_kinematics(mj, md), mj_comPos(mj, md), mj_comVel(mj, md), mj_rne(mj, md, 1, md->qfrc_inverse);
        double end = now();
        for (int i = 0; i < CALLS; i++) mj_crb(mj, md);
        double last = now();
        if ((last - end)/CALLS < mass) mass = (last - end)/CALLS;
        if ((middle - start)/CALLS < kinematics) kinematics = (middle - start)/CALLS;
        if ((end - middle)/CALLS < inverse) inverse = (end - middle)/CALLS;
    }
    printf("MuJoCo on the first tree: kinematics %.0f, kinematics to inverse dynamics %.0f (%.1f times ours on the last line), mass matrix %.0f\n",
           kinematics, inverse, inverse/ours, mass);
    mj_deleteData(md), mj_deleteModel(mj);
}
#endif

static void bench_body(double *dynamics) {
    il_data_dir          *dir;
    const il_body_tables *tables;
    il_body              *body;
    if (il_data_open(NULL, &dir, NULL) != IL_OK || il_body_tables_read(dir, &tables, NULL) != IL_OK || il_body_create(tables, &body, NULL) != IL_OK) exit(1);
    bench_model("the built-in body", body->m, dynamics);
    il_body_free(body);
    il_body_tables_free(tables);
    il_data_close(dir);
}

int main(void) {
    double dynamics = 0.0, other = 0.0;
#ifdef IL_HAVE_MUJOCO
    il_model *m = scene_mujoco_model(1, 24);
#else
    il_model *m = scene_tree_model(1, 24, false);
#endif
    bench_model("pins, balls and sliders", m, &dynamics);
#ifdef IL_HAVE_MUJOCO
    bench_mujoco(m, dynamics);
#endif
    il_model_free(m);
    bench_body(&other);
    return 0;
}
