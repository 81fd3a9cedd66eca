// bench_path.c - time of lengths, moment arms and forces per instance: one lane at work or eight, each instruction set, shared and per-lane
// parameters; and MuJoCo on the same tendons in the same run, where it is installed. The fastest of many runs is printed.
//   bench_path [MODEL.xml]     the built-in body; then a MuJoCo model, otherwise ../shared's whole body (290 tendons)
#include <time.h>

#include "../tests/path_mujoco.h"
#include "ilium/io_body.h"

enum { CALLS = 20, REPEATS = 40 };

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return 1e9*(double)t.tv_sec + (double)t.tv_nsec;
}

typedef struct subject {
    const il_model  *m;
    const il_params *p;
    il_data         *d, *t;
} subject;

typedef void (*work)(const subject *s);
static void run_position(const subject *s) { il_position(s->m, s->p, s->d); }
static void run_path(const subject *s) { il_path(s->m, s->p, s->d); }
static void run_arm(const subject *s) { il_arm(s->m, s->p, s->d); }
static void run_path_speed(const subject *s) { il_path_speed(s->m, s->p, s->d); }
static void run_muscle(const subject *s) { il_muscle(s->m, s->p, s->d); }
static void run_ligament(const subject *s) { il_ligament(s->m, s->p, s->d); }
static void run_bushing(const subject *s) { il_bushing(s->m, s->p, s->d); }
static void run_ends(const subject *s) { il_contact(s->m, s->p, s->d), il_limit(s->m, s->p, s->d); }
static void run_both(const subject *s) { run_path(s), run_arm(s); }
static void run_all(const subject *s) { run_position(s), run_path(s), run_arm(s); }
static void run_path_tangent(const subject *s) { il_path_tangent(s->m, s->p, NULL, s->d, s->t); }
static void run_arm_tangent(const subject *s) { il_arm_tangent(s->m, s->p, NULL, s->d, s->t); }

static const struct { const char *name; work run; } stages[] = {
    {"position", run_position}, {"path", run_path}, {"arm", run_arm}, {"path_speed", run_path_speed},
    {"muscle", run_muscle}, {"ligament", run_ligament}, {"bushing", run_bushing}, {"contact + limit", run_ends}, {"path tangent", run_path_tangent}, {"arm tangent", run_arm_tangent}, {"path + arm", run_both}, {"position + path + arm", run_all}};
enum { NSTAGE = sizeof stages/sizeof *stages };

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

// the best time of everything, an instance
static double bench_set(const il_model *m, const il_data *start, il_isa isa, bool per_lane) {
    il_params *p;
    double     best = 0.0;
    if (il_params_create(m, per_lane, &p, NULL) != IL_OK) exit(1);
    subject s = {m, p, scene_data(m, isa), scene_data(m, isa)};
    il_data_copy(m, start, s.d), il_data_zero(m, s.t);
    run_all(&s);
    for (int i = 0; i < NSTAGE; i++) {
        double call = measure(stages[i].run, &s);
        printf("%-6s %-9s %-22s %10.0f %10.0f %10.2f\n", il_isa_name(isa), per_lane ? "per lane" : "shared", stages[i].name, call, call/IL_LANES,
               call/IL_LANES/m->npath);
        if (stages[i].run == run_all) best = call/IL_LANES;
    }
    il_params_free(p), il_data_free(s.d), il_data_free(s.t);
    return best;
}

static double bench_model(const char *title, const il_model *m, const il_data *start) {
    double best = 1e300;
    printf("%s: %d bodies, %d coordinates, %d paths of %d points, %d surfaces, %d arms, %d steps\n", title, m->nbody - 1, m->nq, m->npath, m->npoint,
           m->npathwrap, m->narm, m->nstep);
    printf("nanoseconds: one lane at work an instance, eight an instance, eight an instance and path\n");
    for (int isa = IL_ISA_PLAIN; isa < IL_NISA; isa++)
        for (int per_lane = 0; per_lane < 2 && il_isa_supported((il_isa)isa); per_lane++) {
            double t = bench_set(m, start, (il_isa)isa, per_lane != 0);
            if (t < best) best = t;
        }
    return best;
}

#ifdef IL_HAVE_MUJOCO
static void set_pose(const mjModel *mj, mjData *md, uint64_t *seed) {
    for (int j = 0; j < mj->njnt; j++)
        if (mj->jnt_type[j] == mjJNT_HINGE) md->qpos[mj->jnt_qposadr[j]] = mj->qpos0[mj->jnt_qposadr[j]] + scene_uniform(seed, -0.3, 0.3);
}

static bool bench_peer(const char *file) {
    char     error[1000] = "";
    uint64_t seed = 1;
    mjModel *mj = mj_loadXML(file, NULL, error, sizeof error);
    if (!mj) return false;
    mjData   *md = mj_makeData(mj);
    il_model *m = peer_model(mj);
    il_data  *d = scene_data(m, IL_ISA_AUTO);
    for (int lane = 0; lane < IL_LANES; lane++) set_pose(mj, md, &seed), peer_pose(m, mj, md, d, lane);
    double ours = bench_model(file, m, d), tree = 1e300, all = 1e300;
    for (int r = 0; r < REPEATS; r++) {
        double start = now();
        for (int i = 0; i < CALLS; i++) mj_kinematics(mj, md), mj_comPos(mj, md);
        double middle = now();
        for (int i = 0; i < CALLS; i++) mj_kinematics(mj, md), mj_comPos(mj, md), mj_tendon(mj, md);
        double end = now();
        if ((middle - start)/CALLS < tree) tree = (middle - start)/CALLS;
        if ((end - middle)/CALLS < all) all = (end - middle)/CALLS;
    }
    printf("MuJoCo: kinematics %.0f, with lengths and moment arms of all tendons %.0f: %.1f times ours with eight lanes\n", tree, all, all/ours);
    il_data_free(d), il_model_free(m), mj_deleteData(md), mj_deleteModel(mj);
    return true;
}
#else
static bool bench_peer(const char *file) { return (void)file, false; }
#endif

static void bench_body(void) {
    il_data_dir          *dir;
    const il_body_tables *tables;
    il_body              *body;
    uint64_t              seed = 1;
    if (il_data_open(NULL, &dir, NULL) != IL_OK || il_body_tables_read(dir, &tables, NULL) != IL_OK || il_body_create(tables, &body, NULL) != IL_OK) exit(1);
    il_data *d = scene_data(body->m, IL_ISA_AUTO);
    for (int i = 0; i < body->m->nq; i++)
        for (int lane = 0; lane < IL_LANES && body->m->coordinate_kind[i] == IL_ROW_ROTATION; lane++) d->q[i].lane[lane] += scene_uniform(&seed, -0.05, 0.05);
    bench_model("the built-in body", body->m, d);
    il_data_free(d), il_body_free(body), il_body_tables_free(tables), il_data_close(dir);
}

int main(int argc, char **argv) {
    const char *shared = getenv("ILIUM_SHARED");
    char        file[4096];
    bench_body();
    snprintf(file, sizeof file, "%s/peer/mujoco/myobody.xml", shared ? shared : "../shared");
    if (!bench_peer(argc > 1 ? argv[1] : file)) printf("no MuJoCo, or no model for it: nothing to compare with\n");
    return 0;
}
