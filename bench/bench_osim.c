// bench_osim.c - OpenSim's jobs on its own files, beside what OpenSim 4.6 took on one core of a 2.6 GHz Xeon (../shared/peer/README.md).
// Time of this thread, so that other work on the machine does not count; the fastest of several runs. Absent files are skipped. Where MuJoCo is installed
// its own time on its own model is measured in the same run: beside the time that stands in that README for it, it says how much slower this machine is.
#include <math.h>
#include <time.h>

#include "../src/io/osim_job.h"
#include "../tests/osim_peer.h"
#include "base/memory.h"
#include "ilium/data.h"
#include "ilium/file.h"
#include "ilium/io_osim_tool.h"

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9*(double)t.tv_nsec;
}

static void must(il_status status, const il_error *err) {
    char text[900];
    if (status == IL_OK) return;
    fprintf(stderr, "%s\n", il_error_format(err, text, sizeof text));
    exit(1);
}

static double slower = 0.0; // this machine, against the one of the README's figures; 0: not known

static void line(const char *what, const char *unit, double ours, double theirs) {
    printf("  %-46s %10.2f %-3s", what, ours, unit);
    if (theirs > 0.0) printf(" %10.0f %-3s %8.0f x", theirs, unit, theirs/ours);
    if (theirs > 0.0 && slower > 0.0) printf(" %10.2f %-3s %8.0f x", ours/slower, unit, theirs*slower/ours);
    printf("\n");
}

#ifdef IL_HAVE_MUJOCO
#include <mujoco/mujoco.h>

// positions and tendons of MuJoCo's three models, microseconds a call, and the README's (version 2.2.2); the median of the three ratios
static void compare_machines(void) {
    static const struct { const char *file; double there; } models[] = {{"mujoco/myolegs.xml", 41}, {"mujoco/myotorso.xml", 66}, {"mujoco/myobody.xml", 130}};
    double ratio[3];
    int    n = 0;
    for (int i = 0; i < 3; i++) {
        char     path[500], error[500];
        mjModel *m = peer_file(path, sizeof path, models[i].file) ? mj_loadXML(path, NULL, error, sizeof error) : NULL;
        mjData  *d = m ? mj_makeData(m) : NULL;
        double   best = 1e300;
        for (int k = 0; d && k < 300; k++) {
            double start = now();
            mj_kinematics(m, d), mj_comPos(m, d), mj_tendon(m, d);
            best = fmin(best, 1e6*(now() - start));
        }
        if (d) printf("MuJoCo %s, positions and tendons of %s: %.1f us a call here, %.0f us on the machine of the README\n", mj_versionString(), models[i].file, best, models[i].there);
        if (d) ratio[n++] = best/models[i].there;
        mj_deleteData(d), mj_deleteModel(m);
    }
    if (n == 3) slower = fmax(fmin(ratio[0], ratio[1]), fmin(fmax(ratio[0], ratio[1]), ratio[2]));
    if (n == 3) printf("by the median of these this machine takes %.2f times as long; the last two columns are divided by that\n", slower);
}
#else
static void compare_machines(void) { printf("MuJoCo is not installed: this machine is not compared with the one of the figures\n"); }
#endif

/// A folder of runs, and what OpenSim took: load [ms]; kinematics with lengths, arms, inverse dynamics [us a frame]; whole processes [ms].
typedef struct bench {
    const char *folder, *model, *id, *ik, *markers, *ma, *so, *jr;
    double      load, lengths, arms, dynamics, ik_whole, id_whole, ma_whole, so_frame, so_whole, jr_whole;
} bench;

static const bench benches[] = {
    {"runs/gait2392", "subject01_simbody.osim", "bench_ID.xml", "subject01_Setup_IK.xml", "subject01_walk1.trc", "bench_MA.xml", "bench_SO.xml", "bench_JR.xml", 30, 72, 62000, 32, 400, 220, 8890, 57000, 7440, 340},
    {"runs/rajagopal_walk", "model.osim", "bench_ID.xml", "ik_setup_walk.xml", "motion_capture_walk.trc", "bench_MA.xml", "bench_SO.xml", "bench_JR.xml", 48, 336, 138000, 42, 4380, 450, 20500, 100000, 14650, 1070},
};

enum { REPEATS = 20 };

static bool file_of(const bench *b, const char *name, char *out, size_t size) {
    char path[300];
    snprintf(path, sizeof path, "%s/%s", b->folder, name);
    return peer_file(out, size, path) != NULL;
}

static double load_time(const char *path, const il_osim_options *options) {
    double best = 1e300;
    for (int i = 0; i < REPEATS; i++) {
        il_osim *o;
        il_error err = {0};
        double   start = now();
        must(il_osim_read(path, options, &o, &err), &err);
        best = fmin(best, now() - start);
        il_osim_free(o);
    }
    return best;
}

// microseconds a frame, eight abreast: what = 0 positions and lengths, 1 these with moment arms, 2 inverse dynamics
static double stage_time(const il_osim *o, int what) {
    const il_model *m = o->model;
    il_data        *d;
    il_error        err = {0};
    double          best = 1e300;
    must(il_data_create(m, IL_ISA_AUTO, &d, &err), &err);
    for (int i = 0; i < m->nq; i++)
        for (int l = 0; l < IL_LANES; l++) d->q[i].lane[l] += 0.01*l, d->qd[i].lane[l] = 0.1*l, d->qdd[i].lane[l] = 0.3*l;
    for (int r = 0; r < 200; r++) {
        double start = now();
        for (int k = 0; k < 20; k++) {
            il_position(m, m->nominal, d);
            if (what < 2) il_path(m, m->nominal, d);
            if (what == 1) il_arm(m, m->nominal, d);
            if (what == 2) il_velocity(m, m->nominal, d), il_inverse(m, m->nominal, d);
        }
        best = fmin(best, (now() - start)/20/IL_LANES);
    }
    il_data_free(d);
    return 1e6*best;
}

static double id_time(const char *setup, const char *out, int *frames) {
    const il_osim_options options = {.free_dependent = true, .no_paths = true};
    double                best = 1e300;
    for (int i = 0; i < REPEATS; i++) {
        il_osim_setup *s;
        il_osim       *o;
        il_table      *t;
        il_error       err = {0};
        double         start = now();
        must(il_osim_setup_read(setup, &s, &err), &err);
        must(il_osim_read(s->model, &options, &o, &err), &err);
        must(il_osim_run_id(s, o, &t, NULL, &err), &err);
        must(il_table_write(out, t, IL_TABLE_STO, 0.0, &err), &err);
        best = fmin(best, now() - start);
        *frames = t->nrow;
        il_table_free(t), il_osim_free(o), il_osim_setup_free(s);
    }
    return 1e3*best;
}

static double ik_time(const char *setup, const char *model, const char *markers, const char *out, int *frames, double *alone) {
    const il_osim_options options = {.no_paths = true};
    double                best = 1e300;
    *alone = 1e300;
    for (int i = 0; i < REPEATS; i++) {
        il_osim_setup  *s;
        il_osim        *o;
        il_table       *t, *e;
        il_osim_ik_info info;
        il_error        err = {0};
        double          start = now();
        must(il_osim_setup_read(setup, &s, &err), &err);
        s->markers = markers;
        must(il_osim_read(model, &options, &o, &err), &err);
        double middle = now();
        must(il_osim_run_ik(s, o, &t, &e, &info, &err), &err);
        *alone = fmin(*alone, 1e6*(now() - middle)/t->nrow);
        must(il_table_write(out, t, IL_TABLE_MOTION, 0.0, &err), &err);
        must(il_table_write(out, e, IL_TABLE_STO, 0.0, &err), &err);
        best = fmin(best, now() - start);
        *frames = t->nrow;
        il_table_free(t), il_table_free(e), il_osim_free(o), il_osim_setup_free(s);
    }
    return 1e3*best;
}

// a whole job: set-up, model, actuators, analysis on one thread, files
static double analysis_time(const char *setup, const char *kind, const char *out) {
    double best = 1e300;
    for (int i = 0; i < 5; i++) {
        il_osim_setup  *s;
        il_osim        *o;
        il_osim_result *r;
        il_error        err = {0};
        int             n;
        double          start = now();
        must(il_osim_setup_read(setup, &s, &err), &err);
        must(il_osim_read(s->model, NULL, &o, &err), &err);
        for (int k = 0; k < s->nforces; k++) must(il_osim_actuators_add(o, s->forces[k], s->replace_forces && !k, &err), &err);
        must(il_osim_run_analysis_on(s, kind, o, 1, NULL, &n, &r, NULL, &err), &err);
        for (int k = 0; k < n; k++) must(r[k].text ? il_file_result(out, r[k].text, r[k].size, &err) : il_table_write(out, r[k].table, IL_TABLE_STO, 0.0, &err), &err);
        best = fmin(best, now() - start);
        il_osim_results_free(n, r), il_osim_free(o), il_osim_setup_free(s);
    }
    return 1e3*best;
}

// static optimisation alone: microseconds a frame, from coordinates to forces
static double static_time(const char *setup) {
    il_osim_setup        *s;
    il_osim              *o;
    il_table             *motion;
    il_osim_motion_rows  *rows;
    il_error              err = {0};
    il_osim_analysis_info info;
    il_recorded           recorded;
    void                 *block;
    double                best = 1e300;
    must(il_osim_setup_read(setup, &s, &err), &err);
    must(il_osim_read(s->model, NULL, &o, &err), &err);
    for (int k = 0; k < s->nforces; k++) must(il_osim_actuators_add(o, s->forces[k], s->replace_forces && !k, &err), &err);
    must(il_table_read(s->coordinates, &motion, &err), &err);
    must(il_osim_motion_states(o, motion, s->cutoff, s->from, s->to, &rows, &err), &err);
    ili_osim_job job = {.s = s, .how = &s->how[0], .o = o, .motion = rows, .info = &info, .err = &err};
    must(ili_osim_recorded(&job, &recorded, &block), &err);
    size_t            cells = (size_t)rows->nframe*((size_t)o->model->nmuscle + (size_t)o->nactuator);
    double           *control = malloc(2*cells*sizeof *control);
    il_static_frame  *frame = malloc((size_t)rows->nframe*sizeof *frame);
    il_static_problem problem = {.motion = recorded, .power = 2.0, .strength = ili_osim_strengths, .user = o};
    for (int i = 0; i < 20 && control && frame; i++) {
        double start = now();
        must(il_static_optimise(o->model, o->model->nominal, IL_ISA_AUTO, &problem, 1, NULL, control, control + cells, frame, &err), &err);
        best = fmin(best, (now() - start)/rows->nframe);
    }
    free(control), free(frame), ili_block_free(block);
    il_osim_motion_free(rows), il_table_free(motion), il_osim_free(o), il_osim_setup_free(s);
    return 1e6*best;
}

static void run(const bench *b, const char *out) {
    char            model[500], setup[500], markers[500];
    il_osim_options all = {.lenient = true}, bones = {.free_dependent = true, .no_paths = true};
    il_osim        *o, *f;
    il_error        err = {0};
    int             frames;
    double          alone;
    if (!file_of(b, b->model, model, sizeof model)) return;
    printf("\n%-48s %10s %3s %14s\n", b->folder, "Ilium", "", "OpenSim 4.6");
    line("load the model", "ms", 1e3*load_time(model, &all), b->load);
    must(il_osim_read(model, &all, &o, &err), &err);
    must(il_osim_read(model, &bones, &f, &err), &err);
    line("positions and all path lengths, a frame", "us", stage_time(o, 0), b->lengths);
    line("these and all moment arms, a frame", "us", stage_time(o, 1), b->arms);
    line("inverse dynamics, a frame", "us", stage_time(f, 2), b->dynamics);
    if (file_of(b, b->id, setup, sizeof setup)) line("inverse dynamics, whole job with files", "ms", id_time(setup, out, &frames), b->id_whole);
    if (file_of(b, b->ik, setup, sizeof setup) && file_of(b, b->markers, markers, sizeof markers)) {
        double whole = ik_time(setup, model, markers, out, &frames, &alone);
        line("inverse kinematics, whole job with files", "ms", whole, b->ik_whole);
        line("inverse kinematics with its files, a frame", "us", alone, 1e3*b->ik_whole/frames);
    }
    if (file_of(b, b->so, setup, sizeof setup)) {
        line("static optimisation, a frame", "us", static_time(setup), b->so_frame);
        line("static optimisation, whole job with files", "ms", analysis_time(setup, "StaticOptimization", out), b->so_whole);
    }
    if (file_of(b, b->ma, setup, sizeof setup)) line("muscle analysis, whole job with files", "ms", analysis_time(setup, "MuscleAnalysis", out), b->ma_whole);
    if (file_of(b, b->jr, setup, sizeof setup)) line("joint reactions, whole job with files", "ms", analysis_time(setup, "JointReaction", out), b->jr_whole);
    il_osim_free(o), il_osim_free(f);
}

int main(void) {
    char out[] = "/tmp/ilium_benchXXXXXX";
    int  fd = mkstemp(out);
    if (fd < 0) return 1;
    printf("OpenSim's jobs, one core, instruction set %s; OpenSim's figures are whole processes with start-up, on another machine\n", il_isa_name(il_isa_best()));
    compare_machines();
    for (size_t i = 0; i < sizeof benches/sizeof *benches; i++) run(&benches[i], out);
    remove(out);
    return 0;
}
