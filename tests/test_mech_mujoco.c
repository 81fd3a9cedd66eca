// test_mech_mujoco.c - poses, mass matrix and inverse dynamics of a random tree against MuJoCo (Debian's libmujoco), where it is installed
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "scene_mujoco.h"

#ifdef IL_HAVE_MUJOCO

static double most(double a, double b) { return fabs(b) > a ? fabs(b) : a; }

static void compare_lane(const il_model *m, const il_data *d, const mjModel *mj, mjData *md, int lane, double *full) {
    const int nq = m->nq;
    double    off = 0.0, size = 0.0;
    assert_int_equal(mj->nq, nq);
    for (int j = 0; j < nq; j++) {
        md->qpos[j] = d->q[scene_mujoco_dof(m, j)].lane[lane];
        md->qvel[j] = d->qd[scene_mujoco_dof(m, j)].lane[lane];
        md->qacc[j] = d->qdd[scene_mujoco_dof(m, j)].lane[lane];
    }
    mj_inverse(mj, md);
    mj_fullM(mj, full, md->qM);
    for (int b = 1; b < m->nbody; b++)
        for (int i = 0; i < 3; i++)
            off = most(off, d->com_pos[3*b + i].lane[lane] - md->xipos[3*mj_name2id(mj, mjOBJ_BODY, m->body_name[b]) + i]);
    assert_true(off < 1e-12);
    off = 0.0;
    for (int i = 0; i < nq; i++)
        for (int j = 0; j < nq; j++) {
            double ours = d->mass_matrix[nq*scene_mujoco_dof(m, i) + scene_mujoco_dof(m, j)].lane[lane];
            size = most(size, ours), off = most(off, ours - full[nq*i + j]);
        }
    assert_true(off < 1e-12*size);
    off = size = 0.0;
    for (int j = 0; j < nq; j++) {
        double ours = d->tau[scene_mujoco_dof(m, j)].lane[lane];
        size = most(size, ours), off = most(off, ours - md->qfrc_inverse[j]);
    }
    assert_true(off < 1e-12*size);
}

// MuJoCo keeps principal axes, which its eigenvalue solver finds to about 1e-8: take its inertia, turned back into body axes
static void take_inertia(const il_model *m, const mjModel *mj, il_params *p) {
    static const int at[6][2] = {{0, 0}, {1, 1}, {2, 2}, {0, 1}, {0, 2}, {1, 2}};
    for (int b = 1; b < m->nbody; b++) {
        int    id = mj_name2id(mj, mjOBJ_BODY, m->body_name[b]);
        double rot[9], turned[9];
        mju_quat2Mat(rot, mj->body_iquat + 4*id);
        mju_mulMatMat(turned, m->nominal->joint_child_rot + 9*b, rot, 3, 3, 3);
        for (int k = 0; k < 6; k++) {
            double in = 0.0;
            for (int i = 0; i < 3; i++) in += turned[3*at[k][0] + i]*mj->body_inertia[3*id + i]*turned[3*at[k][1] + i];
            assert_true(fabs(in - p->body_inertia[6*b + k]) < 1e-7);
            p->body_inertia[6*b + k] = in;
        }
    }
}

static void a_random_tree_agrees_with_mujoco(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        uint64_t   random = seed;
        il_model  *m = scene_mujoco_model(seed, 24);
        il_data   *d = scene_data(m, IL_ISA_AUTO);
        mjModel   *mj = scene_mujoco_peer(m);
        il_params *p;
        mjData    *md = mj_makeData(mj);
        double    *full = calloc((size_t)m->nq*(size_t)m->nq, sizeof *full);
        assert_true(m->nq >= 30);
        assert_int_equal(il_params_create(m, false, &p, NULL), IL_OK);
        take_inertia(m, mj, p);
        scene_fill(m, d, &random);
        for (int i = 0; i < 3; i++) il_pack_set(&d->gravity[i], mj->opt.gravity[i]);
        il_position(m, p, d), il_velocity(m, p, d), il_inverse(m, p, d), il_mass(m, p, d);
        for (int lane = 0; lane < IL_LANES; lane++) compare_lane(m, d, mj, md, lane, full);
        print_message("%d bodies, %d degrees of freedom agree\n", m->nbody - 1, m->nq);
        free(full);
        il_params_free(p);
        mj_deleteData(md), mj_deleteModel(mj);
        il_model_free(m), il_data_free(d);
    }
}

#else

static void a_random_tree_agrees_with_mujoco(void **state) {
    (void)state;
    print_message("SKIPPED: MuJoCo is not installed\n");
}

#endif

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_random_tree_agrees_with_mujoco)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
