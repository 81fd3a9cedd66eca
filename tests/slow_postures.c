// slow_postures.c - every posture and exercise of the shipped data, by the average man and woman: it is held without reserves, its supports carry the
// weight, joints stay in their range, the left is the mirror of the right, and loads have the order of magnitude that statics alone demands.
#include "task_fixture.h"

static task_fixture F;
static il_tasks    *all;
static il_params   *person[2];
enum { MAX_Q = 128 };

// what is not held at its published load: the trunk of this body is not strong enough (docs/postures.md); tried with less
static int open_all(void **unused) {
    (void)unused;
    il_error err = {0};
    F = tasks_open();
    if (il_tasks_read_all(F.body.dir, NULL, 0, &all, &err) != IL_OK) fail_msg("%s:%d: %s", err.file, err.line, err.text);
    for (int s = 0; s < 2; s++) {
        il_body_sizes sizes = {.sex = s ? IL_BODY_FEMALE : IL_BODY_MALE};
        if (il_params_create(F.body.m, false, &person[s], &err) != IL_OK || il_body_person(F.body.body, &sizes, person[s], &err) != IL_OK) fail_msg("%s", err.text);
    }
    return 0;
}

static int close_all(void **unused) {
    (void)unused;
    for (int s = 0; s < 2; s++) il_params_free(person[s]);
    il_tasks_free(all);
    tasks_close(&F);
    return 0;
}

static bool of_postures(const il_task_def *def) { return strstr(def->file, "postures.yaml") != NULL; }

static il_outcome run(const il_task_def *def, il_side side, int who) {
    il_task *task = NULL;
    il_error err = {0};
    il_params_copy(F.body.m, person[who], F.p);
    if (il_task_create(F.body.m, def, side, &task, &err) != IL_OK) fail_msg("%s", err.text);
    il_outcome out = task_run(&F, task, NULL, NULL);
    il_task_free(task);
    return out;
}

static il_side first_side(const il_task_def *def) { return def->sided ? IL_SIDE_RIGHT : IL_SIDE_NONE; }

static double weight_of(const il_params *p) {
    double sum = 0.0;
    for (int b = 0; b < F.body.m->nbody; b++) sum += 9.80665*p->body_mass[b];
    return sum;
}

// what supports give, away from gravity
static double carried(const il_task_def *def, const il_outcome *out) {
    const il_data *d = out->solution.d;
    double         sum = 0.0;
    for (int k = 0; k < F.body.m->npad; k++) {
        for (int c = 0; c < 3; c++) {
            sum += def->up[c]*(d->pad_force[k].lane[0]*d->plane[4*F.body.m->pad_plane[k] + c].lane[0] + out->solution.shear[3*k + c]);
        }
    }
    return sum;
}

// compression of the disc L4-L5, positive when pressed
static double disc_of(const il_data *d) {
    int i = il_bushing_find(F.body.m, "L4_L5_disc");
    return d->bushing_force[6*i + 3].lane[0];
}

static void check_range(const il_task_def *def, const il_outcome *out) {
    const il_model *m = F.body.m;
    const il_params *p = il_scenario_params(F.work);
    for (int j = 0; j < m->nq; j++) {
        if (m->coordinate_role[j] != IL_PRIMARY || m->coordinate_kind[j] != IL_ROW_ROTATION) continue;
        double q = out->solution.q[j], over = fmax(p->coordinate_min[j] - q, q - p->coordinate_max[j]);
        if (over > 0.06) fail_msg("%s: %s is %.1f degrees beyond its range", def->id, m->coordinate_name[j], over/DEG);
    }
}

static void every_posture_is_held_within_the_joints_range(void **unused) {
    (void)unused;
    int bad = 0, n = 0;
    for (int i = 0; i < all->ntask; i++) {
        const il_task_def *def = &all->task[i];
        for (int who = 0; who < 2 && of_postures(def); who++) {
            il_outcome out = run(def, first_side(def), who);
            double     weight = weight_of(il_scenario_params(F.work)), up = carried(def, &out);
            print_message("%-18s %-6s %4d iterations, reserve %.2f, L4-L5 %5.0f N\n", def->id, who ? "woman" : "man", out.info.iterations, out.info.worst_reserve,
                          disc_of(out.solution.d));
            bool good = out.info.status == IL_POSTURE_SOLVED && fabs(up - weight) < 1e-5*weight;
            if (!good) print_message("  status %d, residual %g, carried %g of %g N\n", (int)out.info.status, out.info.residual, up, weight);
            if (good) check_range(def, &out);
            bad += !good, n++;
        }
    }
    assert_true(n > 40);
    assert_int_equal(bad, 0);
}

// 1e-6 rad but for the slowest to end (clamshell 4e-6): the solver ends at steps of 1e-5 coordinate sizes
static void the_left_is_the_mirror_of_the_right(void **unused) {
    (void)unused;
    const il_model *m = F.body.m;
    int             bad = 0;
    for (int i = 0; i < all->ntask; i++) {
        const il_task_def *def = &all->task[i];
        double             right[MAX_Q], worst = 0.0;
        if (!of_postures(def)) continue;
        il_outcome out = run(def, first_side(def), 0);
        memcpy(right, out.solution.q, sizeof *right*(size_t)m->nq);
        if (def->sided) out = run(def, IL_SIDE_LEFT, 0);
        for (int j = 0; j < m->nq; j++) {
            char   buf[96];
            int    k = coordinate(m, other_side(m->coordinate_name[j], buf));
            double sign = mirror_turns(m->coordinate_name[j]) ? -1.0 : 1.0;
            worst = fmax(worst, fabs(out.solution.q[k] - sign*right[j]));
        }
        if (worst > 5e-6) print_message("%s: the sides differ by %.1e\n", def->id, worst), bad++;
    }
    assert_int_equal(bad, 0);
}

static double load_in(const char *id) {
    const il_task_def *def = il_tasks_find(all, id);
    if (!def) fail_msg("no task %s", id);
    il_outcome out = run(def, first_side(def), 0);
    return disc_of(out.solution.d);
}

// statics alone: lying carries nothing of the trunk along the spine; a load or a lean adds moment; a backrest and arms take some
static void loads_are_ordered_as_statics_demands(void **unused) {
    (void)unused;
    double standing = load_in("standing");
    assert_true(standing > 200 && standing < 1000);
    assert_true(fabs(load_in("lying_supine")) < 0.5*standing);
    assert_true(fabs(load_in("lying_prone")) < 0.5*standing);
    assert_true(fabs(load_in("lying_side")) < 0.5*standing);
    assert_true(load_in("lean") > 1.5*standing);
    assert_true(load_in("hold_close") > 1.3*standing);
    assert_true(load_in("lift_stoop") > load_in("lean"));
    assert_true(load_in("sit_backrest") < load_in("sit_relaxed"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_posture_is_held_within_the_joints_range),
        cmocka_unit_test(the_left_is_the_mirror_of_the_right),
        cmocka_unit_test(loads_are_ordered_as_statics_demands),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
