// bench_aims.c - what the solver is asked to take, and what it takes: one table, with peers that are installed measured in the same run.
// Batched: eight lanes at work, an instance; one: one lane at work. Processor time of the thread, fastest of many runs (recruitment: median over frames).
//   bench_aims [MODEL.xml]     MuJoCo's model, otherwise ../shared's whole body (290 tendons)
// Floor: the operations of the arithmetic (additions, multiplications; a division as eight) at 16 a cycle of 2.1 GHz, or the bytes that have to be
// read and written at 32 a cycle, whichever is longer: what no program on eight doubles abreast can go below without leaving work out.
#include <math.h>
#include <time.h>

#include "../tests/path_mujoco.h"
#include "../tests/scene_mujoco.h"
#include "ilium/alone.h"
#include "ilium/batch.h"
#include "ilium/factor.h"
#include "ilium/io_body.h"
#include "ilium/recruit.h"
#include "ilium/tasks.h"

enum { CALLS = 10, REPEATS = 60, FRAMES = 64, MAX_CALLS = 4096 };

static double clock_of(clockid_t id) {
    struct timespec t;
    clock_gettime(id, &t);
    return 1e6*(double)t.tv_sec + 1e-3*(double)t.tv_nsec;
}
static double now(void) { return clock_of(CLOCK_THREAD_CPUTIME_ID); }

// a row of the table, all in microseconds; 0: not known
typedef struct row { const char *what; double aim_batched, aim_one, batched, one, own, peer, ops, bytes; const char *peer_name; } row;

static void print_head(void) {
    printf("%-46s | %8s %8s %8s | %8s %8s | %8s %-22s | %8s %8s %7s\n", "us an instance", "aim", "batched", "own par.", "aim one", "one", "peer", "", "ops", "bytes", "floor");
}

static const char *number(char *text, double x) {
    if (x > 0) snprintf(text, 24, x < 10 ? "%.2f" : "%.0f", x);
    else snprintf(text, 24, "-");
    return text;
}

static void print_row(const row *r) {
    char   t[9][24];
    double floor = fmax(r->ops/16.0, r->bytes/32.0)/2100.0;
    printf("%-46s | %8s %8s %8s | %8s %8s | %8s %-22s | %8s %8s %7s %s%s\n", r->what, number(t[0], r->aim_batched), number(t[1], r->batched), number(t[2], r->own),
           number(t[3], r->aim_one), number(t[4], r->one), number(t[5], r->peer), r->peer_name ? r->peer_name : "", number(t[6], r->ops), number(t[7], r->bytes),
           number(t[8], floor), r->aim_batched > 0 && r->batched > r->aim_batched ? " missed" : "", r->aim_one > 0 && r->one > r->aim_one ? " missed one" : "");
}

// ---- stages of mechanics ----

typedef struct subject {
    const il_model *m;
    il_params      *p;
    il_data        *d;
} subject;
typedef void (*stage)(const subject *s);

static void run_paths(const subject *s) { il_path(s->m, s->p, s->d), il_arm(s->m, s->p, s->d); }
static void run_dynamics(const subject *s) { il_position(s->m, s->p, s->d), il_velocity(s->m, s->p, s->d), il_inverse(s->m, s->p, s->d); }

static double measure(stage run, const subject *s) {
    double best = 1e300;
    run(s);
    for (int r = 0; r < REPEATS; r++) {
        double start = now();
        for (int i = 0; i < CALLS; i++) run(s);
        best = fmin(best, (now() - start)/CALLS);
    }
    return best;
}

// a call works on eight lanes, whatever number of them is live; own: every lane with parameters of its own
static void measure_stage(stage run, const il_model *m, const il_data *pose, row *r) {
    for (int own = 0; own < 2; own++) {
        il_params *p;
        if (il_params_create(m, own == 1, &p, NULL) != IL_OK) exit(1);
        subject s = {m, p, scene_data(m, IL_ISA_AUTO)};
        il_data_copy(m, pose, s.d), il_position(m, p, s.d), il_velocity(m, p, s.d);
        double t = measure(run, &s);
        if (own) r->own = t/IL_LANES;
        else r->batched = t/IL_LANES, r->one = t;
        il_params_free(p), il_data_free(s.d);
    }
}

// one pose alone has its own way (ilium/alone.h)
static il_alone *alone;
static void run_alone(const subject *s) { il_alone_paths(s->m, s->p, s->d, 0, alone); }

static void run_dynamics_alone(const subject *s) { il_alone_dynamics(s->m, s->p, s->d, 0, alone); }

static void measure_paths(const il_model *m, const il_data *pose, row *r) {
    row one = {0};
    measure_stage(run_paths, m, pose, r);
    if (il_alone_create(m, &alone, NULL) != IL_OK) exit(1);
    measure_stage(run_alone, m, pose, &one);
    r->one = one.one;
    il_alone_free(alone);
}

// a span 30 operations, a division and a root; a surface that is touched some 150 more with seven; an arm step 6 additions, an arm 12 (docs/paths.md)
static void floor_of_paths(const il_model *m, row *r) {
    r->ops = 46.0*(m->npoint - m->npath) + 200.0*m->npathwrap + 6.0*m->nstep + 12.0*m->narm;
    r->bytes = 8.0*(3.0*m->npoint + 2.0*m->narm + 12.0*m->nbody + m->npath);
}

// a rotation row 95 operations, a body 150 in position, 60 and 90 in velocity and inverse (docs/performance.md)
static void floor_of_dynamics(const il_model *m, row *r) {
    r->ops = 135.0*m->nrow + 300.0*m->nbody;
    r->bytes = 8.0*(20.0*m->nrow + 60.0*m->nbody);
}

static void pose_body(const il_model *m, il_data *d) {
    uint64_t seed = 1;
    for (int i = 0; i < m->nq; i++)
        for (int lane = 0; lane < IL_LANES && m->coordinate_kind[i] == IL_ROW_ROTATION; lane++) d->q[i].lane[lane] += scene_uniform(&seed, -0.05, 0.05);
}

#ifdef IL_HAVE_MUJOCO
static double mujoco_tendons(const mjModel *mj, mjData *md) {
    double best = 1e300;
    for (int r = 0; r < REPEATS; r++) {
        double start = now();
        for (int i = 0; i < CALLS; i++) mj_tendon(mj, md);
        best = fmin(best, (now() - start)/CALLS);
    }
    return best;
}

static double mujoco_dynamics(const mjModel *mj, mjData *md) {
    double best = 1e300;
    for (int r = 0; r < REPEATS; r++) {
        double start = now();
        for (int i = 0; i < CALLS; i++) mj_kinematics(mj, md), mj_comPos(mj, md), mj_comVel(mj, md), mj_rne(mj, md, 1, md->qfrc_inverse);
        best = fmin(best, (now() - start)/CALLS);
    }
    return best;
}

static void bench_peer_paths(const char *file) {
    char     error[1000] = "";
    mjModel *mj = mj_loadXML(file, NULL, error, sizeof error);
    if (!mj) {
        printf("SKIPPED: no MuJoCo model to compare paths with (set ILIUM_SHARED)\n");
        return;
    }
    mjData   *md = mj_makeData(mj);
    il_model *m = peer_model(mj);
    il_data  *d = scene_data(m, IL_ISA_AUTO);
    for (int lane = 0; lane < IL_LANES; lane++) peer_pose(m, mj, md, d, lane);
    mj_kinematics(mj, md), mj_comPos(mj, md);
    row r = {.what = "lengths and arms, 290 tendons of myobody", .aim_batched = 2.5, .aim_one = 18, .peer = mujoco_tendons(mj, md), .peer_name = "MuJoCo mj_tendon"};
    measure_paths(m, d, &r);
    floor_of_paths(m, &r);
    print_row(&r);
    il_data_free(d), il_model_free(m), mj_deleteData(md), mj_deleteModel(mj);
}
#else
static void bench_peer_paths(const char *file) { (void)file, printf("SKIPPED: MuJoCo is not installed\n"); }
#endif

// a tree with at least `dofs` coordinates
static void bench_dynamics(const char *what, int dofs, double aim, double aim_one) {
    il_model *m = NULL;
    uint64_t  seed = 3;
    for (int n = dofs/3;; n++) {
#ifdef IL_HAVE_MUJOCO
        m = scene_mujoco_model(1, n);
#else
        m = scene_tree_model(1, n, false);
#endif
        if (m->nq >= dofs) break;
        il_model_free(m);
    }
    row      r = {.what = what, .aim_batched = aim, .aim_one = aim_one};
    il_data *d = scene_data(m, IL_ISA_AUTO);
    scene_fill(m, d, &seed);
    for (int j = 0; j < m->nq; j++)
        for (int lane = 0; lane < IL_LANES; lane++) d->q[j].lane[lane] = m->nominal->coordinate_neutral[j] + 0.1*(d->q[j].lane[lane] - m->nominal->coordinate_neutral[j]);
    measure_stage(run_dynamics, m, d, &r);
    row one = {0};
    if (il_alone_create(m, &alone, NULL) != IL_OK) exit(1);
    measure_stage(run_dynamics_alone, m, d, &one);
    r.one = one.one;
    il_alone_free(alone);
    floor_of_dynamics(m, &r);
#ifdef IL_HAVE_MUJOCO
    mjModel *mj = scene_mujoco_peer(m);
    mjData  *md = mj_makeData(mj);
    r.peer = mujoco_dynamics(mj, md), r.peer_name = "MuJoCo";
    mj_deleteData(md), mj_deleteModel(mj);
#endif
    print_row(&r);
    il_data_free(d), il_model_free(m);
}

// ---- recruitment: frames of a motion ----

typedef struct frames {
    int     nd, nx, n, *col_start, *row_index;
    double *a, *b; ///< [n*entries], [n*nd]
} frames;

// muscles over one to five neighbouring rows, arms and activations that swing: as the peers' problems do, 2.9 entries a column
static frames make_frames(int nd, int nx) {
    frames   f = {.nd = nd, .nx = nx, .n = IL_LANES*FRAMES, .col_start = calloc((size_t)nx + 1, sizeof(int)), .row_index = calloc((size_t)nx*5, sizeof(int))};
    uint64_t seed = 11;
    double  *mid = calloc((size_t)nx*5, sizeof *mid), *swing = calloc((size_t)nx*5, sizeof *swing), *phase = calloc((size_t)nx, sizeof *phase);
    int      n = 0;
    for (int i = 0; i < nx; i++) {
        int many = 1 + scene_below(&seed, 5), first = (int)((double)i/nx*(nd - many + 1));
        for (int k = 0; k < many; k++) f.row_index[n] = first + k, mid[n] = scene_uniform(&seed, -1, 1)*20, swing[n++] = scene_uniform(&seed, -4, 4);
        f.col_start[i + 1] = n, phase[i] = scene_uniform(&seed, 0, 6.28);
    }
    f.a = calloc((size_t)(f.n*n), sizeof *f.a), f.b = calloc((size_t)(f.n*nd), sizeof *f.b);
    for (int t = 0; t < f.n; t++)
        for (int i = 0; i < nx; i++) {
            double x = fmax(0.0, 0.1 + 0.25*sin(0.03*t + phase[i]));
            for (int e = f.col_start[i]; e < f.col_start[i + 1]; e++) {
                f.a[t*n + e] = mid[e] + swing[e]*sin(0.02*t + 0.5*phase[i]);
                f.b[t*nd + f.row_index[e]] += f.a[t*n + e]*x;
            }
        }
    free(mid), free(swing), free(phase);
    return f;
}

// ../shared/peer/recruitment: int32 rows, columns, frames; a frame is A by columns, b, a feasible activation (tests/qp_peer.h)
static bool read_frames(const char *name, frames *f) {
    char        path[4096];
    int32_t     head[3];
    const char *shared = getenv("ILIUM_SHARED");
    snprintf(path, sizeof path, "%s/peer/recruitment/%s.bin", shared ? shared : IL_SOURCE_DIR "/../shared", name);
    FILE *file = fopen(path, "rb");
    if (!file) return false;
    if (fread(head, sizeof head, 1, file) != 1) exit(1);
    int     nd = head[0], nx = head[1], n = head[2], size = nx*nd + nd + nx, entries = 0;
    double *x = calloc((size_t)(size*n), sizeof *x);
    if (fread(x, sizeof *x, (size_t)(size*n), file) != (size_t)(size*n)) exit(1);
    fclose(file);
    *f = (frames){.nd = nd, .nx = nx, .n = n, .col_start = calloc((size_t)nx + 1, sizeof(int)), .row_index = calloc((size_t)(nx*nd), sizeof(int)),
                  .a = calloc((size_t)(n*nx*nd), sizeof(double)), .b = calloc((size_t)(n*nd), sizeof(double))};
    int *place = calloc((size_t)(nx*nd), sizeof *place);
    for (int i = 0; i < nx; i++) {
        for (int j = 0; j < nd; j++) {
            bool used = false;
            for (int t = 0; t < n; t++) used = used || fabs(x[t*size + i*nd + j]) > 0.0;
            if (used) place[entries] = i*nd + j, f->row_index[entries++] = j;
        }
        f->col_start[i + 1] = entries;
    }
    for (int t = 0; t < n; t++) {
        for (int e = 0; e < entries; e++) f->a[t*entries + e] = x[t*size + place[e]];
        for (int j = 0; j < nd; j++) f->b[t*nd + j] = x[t*size + nx*nd + j];
    }
    free(place), free(x);
    return true;
}

static il_pack *packs(int n) {
    il_pack *array = aligned_alloc(64, sizeof(il_pack)*(size_t)(n > 0 ? n : 1));
    if (!array) exit(1);
    memset(array, 0, sizeof(il_pack)*(size_t)(n > 0 ? n : 1));
    return array;
}

static void free_frames(frames *f) { free(f->col_start), free(f->row_index), free(f->a), free(f->b); }

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

// median over the calls, an instance; each lane its own chunk of the motion
static double time_frames(const frames *f, double power, int nlive, bool warm, double *steps, double *residual) {
    static double        calls[MAX_CALLS];
    int                  chunk = f->n/nlive, entries = f->col_start[f->nx], n = 0, problems = 0;
    il_pack             *a = packs(entries), *b = packs(f->nd), *w = packs(f->nx), *lo = packs(f->nx), *hi = packs(f->nx);
    il_recruit_problem   p = {.nd = f->nd, .nx = f->nx, .nmuscle = f->nx, .nlive = nlive, .col_start = f->col_start, .row_index = f->row_index, .a = a, .b = b, .weight = w,
                              .lo = lo, .hi = hi, .power = power};
    il_recruit_solution  s = {.act = packs(f->nx), .price = packs(f->nd)};
    il_recruit_settings  set = il_default_recruit_settings();
    il_recruit_info      info;
    il_recruit          *work;
    if (il_recruit_create(&p, &work, NULL) != IL_OK) exit(1);
    *steps = *residual = 0.0;
    for (int i = 0; i < f->nx; i++)
        for (int l = 0; l < IL_LANES; l++) w[i].lane[l] = hi[i].lane[l] = 1.0;
    for (int k = 0; k < chunk && n < MAX_CALLS; k++) {
        for (int l = 0; l < nlive; l++) {
            for (int e = 0; e < entries; e++) a[e].lane[l] = f->a[(l*chunk + k)*entries + e];
            for (int j = 0; j < f->nd; j++) b[j].lane[l] = f->b[(l*chunk + k)*f->nd + j];
        }
        set.warm = warm && k > 0;
        double start = now();
        il_recruit_solve(&p, &set, work, &s, &info, NULL);
        double spent = now() - start;
        if (warm && k == 0) continue;
        calls[n++] = spent;
        for (int l = 0; l < nlive; l++) *steps += info.newton[l], *residual = fmax(*residual, info.status[l] == IL_BOXQP_SOLVED ? info.residual[l] : 1.0), problems++;
    }
    qsort(calls, (size_t)n, sizeof *calls, by_size);
    *steps /= problems;
    il_recruit_free(work);
    free(a), free(b), free(w), free(lo), free(hi), free(s.act), free(s.price);
    return calls[n/2]/nlive;
}

static void bench_recruitment(const char *name, const frames *f, double power, bool warm, double aim, double aim_one) {
    char   what[80];
    double steps, residual, entries = f->col_start[f->nx], columns = f->nx, rows = f->nd;
    row    r = {.what = what, .aim_batched = aim, .aim_one = aim_one};
    r.batched = time_frames(f, power, IL_LANES, warm, &steps, &residual), r.one = time_frames(f, power, 1, warm, &steps, &residual);
    snprintf(what, sizeof what, "recruitment p %g %s, %s, res %.0e", power, warm ? "warm" : "cold", name, residual);
    // p = 2: one step with the old set: two points of A (4 a entry), columns 12; p = 3: a step assembles S (2 m^2 a column), factors it, six passes over A
    double factor = rows*rows*rows/3.0/3.0, point = 4.0*entries + 12.0*columns;
    r.ops = power > 2.0 ? steps*(factor + entries*entries/columns + 3.0*point + 40.0*columns) : 3.0*point + 2.0*rows*rows;
    r.bytes = 8.0*(2.0*entries + 5.0*columns)*(power > 2.0 ? steps : 1.0);
    print_row(&r);
}

// ---- a whole inverse frame of the built-in body ----

typedef struct whole_frame {
    subject             s;
    il_recruit_problem  p;
    il_recruit_solution a;
    il_recruit_settings set;
    il_recruit_info     info;
    il_recruit         *work;
    int                *entry_arm, *entry_muscle, *row_of;
    il_pack            *coefficient, *b;
} whole_frame;

static whole_frame *W;

static void scaled(const il_pack *a, const il_pack *b, il_pack *restrict out) {
    for (int l = 0; l < IL_LANES; l++) out->lane[l] = a->lane[l]*b->lane[l];
}

static void run_frame(const subject *s) {
    const il_model *m = s->m;
    il_position(m, s->p, s->d), il_velocity(m, s->p, s->d), il_path(m, s->p, s->d), il_arm(m, s->p, s->d), il_path_speed(m, s->p, s->d), il_muscle(m, s->p, s->d);
    il_ligament(m, s->p, s->d), il_bushing(m, s->p, s->d), il_limit(m, s->p, s->d), il_inverse(m, s->p, s->d), il_balance(m, s->p, s->d);
    for (int e = 0; e < W->p.col_start[m->nmuscle]; e++) scaled(&s->d->muscle_active[W->entry_muscle[e]], &s->d->arm[W->entry_arm[e]], &W->coefficient[e]);
    for (int j = 0; j < m->nq; j++)
        for (int l = 0; W->row_of[j] != IL_NONE && l < IL_LANES; l++) W->b[W->row_of[j]].lane[l] = -s->d->residual[j].lane[l];
    il_recruit_solve(&W->p, &W->set, W->work, &W->a, &W->info, NULL);
    W->set.warm = true;
}

// the same of one pose alone
static void run_frame_alone(const subject *s) {
    const il_model *m = s->m;
    il_position(m, s->p, s->d), il_velocity(m, s->p, s->d), il_alone_paths(m, s->p, s->d, 0, alone), il_alone_muscles(m, s->p, s->d, 0, true, alone);
    il_bushing(m, s->p, s->d), il_limit(m, s->p, s->d), il_inverse(m, s->p, s->d), il_alone_balance(m, s->p, s->d, 0, alone);
    for (int e = 0; e < W->p.col_start[m->nmuscle]; e++) W->coefficient[e].lane[0] = alone->active[W->entry_muscle[e]]*alone->share[alone->place[W->entry_arm[e]]];
    for (int j = 0; j < m->nq; j++)
        if (W->row_of[j] != IL_NONE) W->b[W->row_of[j]].lane[0] = -alone->residual[j];
    il_recruit_solve(&W->p, &W->set, W->work, &W->a, &W->info, NULL);
    W->set.warm = true;
}

// rows: every coordinate that muscles turn but the root's; reserves, as the posture is nobody's
static void lay_frame(whole_frame *w, const il_model *m) {
    int *start = calloc((size_t)m->nmuscle + 1, sizeof *start), *rows = calloc((size_t)m->narm + 1, sizeof *rows), n = 0, nd = 0;
    w->entry_arm = calloc((size_t)m->narm + 1, sizeof(int)), w->entry_muscle = calloc((size_t)m->narm + 1, sizeof(int)), w->row_of = calloc((size_t)m->nq, sizeof(int));
    for (int j = 0; j < m->nq; j++) w->row_of[j] = m->coordinate_role[j] == IL_PRIMARY && m->body_parent[m->coordinate_body[j]] != IL_GROUND ? nd++ : IL_NONE;
    for (int i = 0; i < m->nmuscle; i++) {
        for (int j = 0; j < m->nq; j++)
            for (int k = m->path_arm_start[m->muscle_path[i]]; k < m->path_arm_start[m->muscle_path[i] + 1]; k++)
                if (m->arm_dof[k] == j && w->row_of[j] != IL_NONE) w->entry_arm[n] = k, w->entry_muscle[n] = i, rows[n++] = w->row_of[j];
        start[i + 1] = n;
    }
    il_pack *lo = packs(m->nmuscle), *hi = packs(m->nmuscle), *weight = packs(m->nmuscle), *reserve = packs(nd);
    for (int l = 0; l < IL_LANES; l++) {
        for (int i = 0; i < m->nmuscle; i++) lo[i].lane[l] = m->nominal->muscle_tone[i], hi[i].lane[l] = 1.0, weight[i].lane[l] = m->nominal->muscle_weight[i];
        for (int j = 0; j < nd; j++) reserve[j].lane[l] = 1.0;
    }
    w->coefficient = packs(n), w->b = packs(nd);
    w->p = (il_recruit_problem){.nd = nd, .nx = m->nmuscle, .nmuscle = m->nmuscle, .nlive = IL_LANES, .col_start = start, .row_index = rows, .a = w->coefficient, .b = w->b,
                                .weight = weight, .lo = lo, .hi = hi, .reserve = reserve, .power = 2.0};
    w->a = (il_recruit_solution){.act = packs(m->nmuscle), .price = packs(nd)};
    w->set = il_default_recruit_settings();
    if (il_recruit_create(&w->p, &w->work, NULL) != IL_OK) exit(1);
}

static void bench_frame(const il_model *m, const il_data *pose) {
    whole_frame w = {0};
    char        what[80];
    row         r = {.what = what, .aim_batched = 6, .aim_one = 60};
    W = &w;
    lay_frame(&w, m);
    measure_stage(run_frame, m, pose, &r);
    w.p.nlive = 1, w.set.warm = false;
    row one = {0};
    if (il_alone_create(m, &alone, NULL) != IL_OK) exit(1);
    measure_stage(run_frame_alone, m, pose, &one);
    r.one = one.one;
    il_alone_free(alone);
    snprintf(what, sizeof what, "inverse frame, %d muscles, %d rows", m->nmuscle, w.p.nd);
    row paths = {0}, tree = {0};
    floor_of_paths(m, &paths), floor_of_dynamics(m, &tree);
    r.ops = paths.ops + tree.ops + 300.0*m->nmuscle + 12.0*w.p.col_start[m->nmuscle], r.bytes = paths.bytes + tree.bytes;
    print_row(&r);
    il_recruit_free(w.work);
}

// ---- postures, and two cores ----

static double run_jobs(const il_body *body, const il_task *task, const il_params *p, int njob, int threads) {
    il_job    *job = calloc((size_t)njob, sizeof *job);
    il_subject who = il_subject_usual(body, p, NULL);
    double     best = 1e300;
    for (int r = 0; r < 4; r++) {
        for (int i = 0; i < njob; i++) job[i] = (il_job){.task = task, .who = who};
        double start = clock_of(CLOCK_MONOTONIC);
        if (il_batch_run(body->m, IL_ISA_AUTO, njob, job, threads, NULL, NULL, NULL) != IL_OK) exit(1);
        best = fmin(best, clock_of(CLOCK_MONOTONIC) - start);
    }
    free(job);
    return best;
}

static void bench_posture(const il_body *body, const il_data_dir *dir) {
    il_tasks    *tasks;
    il_task     *task;
    il_scenario *w;
    il_outcome   out = {0};
    il_subject   who = il_subject_usual(body, body->m->nominal, NULL);
    double       q[256], act[1024], cold = 1e300, warm = 1e300;
    if (il_tasks_read(dir, &tasks, NULL) != IL_OK || il_task_create(body->m, il_tasks_find(tasks, "standing"), IL_SIDE_NONE, &task, NULL) != IL_OK ||
        il_scenario_create(body->m, IL_ISA_AUTO, &w, NULL) != IL_OK || body->m->nq > 256 || body->m->nmuscle > 1024)
        exit(1);
    for (int r = 0; r < 12; r++) {
        double start = now();
        il_scenario_run(w, task, &who, NULL, NULL, &out, NULL);
        cold = fmin(cold, now() - start);
    }
    memcpy(q, out.solution.q, sizeof *q*(size_t)body->m->nq), memcpy(act, out.solution.act, sizeof *act*(size_t)body->m->nmuscle);
    for (int r = 0; r < 12; r++) {
        double start = now();
        who.effort *= 1.01;
        il_scenario_run(w, task, &who, q, act, &out, NULL);
        warm = fmin(warm, now() - start);
    }
    row a = {.what = "posture and recruitment, standing, cold", .aim_batched = 1500, .aim_one = 10000, .one = cold},
        b = {.what = "posture and recruitment, standing, warm", .aim_batched = 250, .aim_one = 2000, .one = warm};
    int    njob = 48;
    double one = run_jobs(body, task, body->m->nominal, njob, 1), two = run_jobs(body, task, body->m->nominal, njob, 2);
    a.batched = one/njob;
    print_row(&a), print_row(&b);
    printf("two cores: %.2f times one (aim 1.9), %d postures in a batch, fastest of four; other work on the machine counts against it\n", one/two, njob);
    il_scenario_free(w), il_task_free(task), il_tasks_free(tasks);
}

static void bench_body(void) {
    il_data_dir          *dir;
    const il_body_tables *tables;
    il_body              *body;
    if (il_data_open(NULL, &dir, NULL) != IL_OK || il_body_tables_read(dir, &tables, NULL) != IL_OK || il_body_create(tables, &body, NULL) != IL_OK) exit(1);
    il_data *d = scene_data(body->m, IL_ISA_AUTO);
    row      r = {.what = "lengths and arms, built-in body (463 paths)"};
    pose_body(body->m, d);
    measure_paths(body->m, d, &r);
    floor_of_paths(body->m, &r);
    print_row(&r);
    bench_frame(body->m, d);
    bench_posture(body, dir);
    il_data_free(d), il_body_free(body), il_body_tables_free(tables), il_data_close(dir);
}

int main(int argc, char **argv) {
    static const struct { const char *name; int rows, columns; double aim[4]; } problems[] = { // p = 2 warm batched, one; p = 3 cold batched, one
        {"92 x 23", 23, 92, {1, 5, 12, 100}}, {"290 x 40", 40, 290, {2.5, 20, 35, 250}}, {"416 x 71", 71, 416, {5, 50, 80, 600}}};
    const char *shared = getenv("ILIUM_SHARED");
    char        file[4096];
    snprintf(file, sizeof file, "%s/peer/mujoco/myobody.xml", shared ? shared : IL_SOURCE_DIR "/../shared");
    print_head();
    bench_peer_paths(argc > 1 ? argv[1] : file);
    bench_dynamics("inverse dynamics, 30 coordinates", 30, 0.13, 1.2), bench_dynamics("inverse dynamics, 60 coordinates", 60, 0.3, 3);
    for (int k = 0; k < 3; k++) {
        frames f;
        bool   theirs = k == 0 && read_frames("syn_92x23", &f);
        if (!theirs) f = make_frames(problems[k].rows, problems[k].columns);
        bench_recruitment(problems[k].name, &f, 2.0, true, problems[k].aim[0], problems[k].aim[1]);
        bench_recruitment(problems[k].name, &f, 3.0, false, problems[k].aim[2], problems[k].aim[3]);
        bench_recruitment(problems[k].name, &f, IL_INF, true, 0, 0);
        free_frames(&f);
    }
    bench_body();
    return 0;
}
