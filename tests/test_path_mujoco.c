// test_path_mujoco.c - lengths and moment arms against MuJoCo (Debian's libmujoco), where it is installed: random tendons over spheres and
// cylinders on a small arm; and the 290 tendons of a whole body where ../shared is there
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "path_mujoco.h"

#ifdef IL_HAVE_MUJOCO

static double arm_of(const il_model *m, const il_data *d, int path, int q) {
    for (int i = m->path_arm_start[path]; i < m->path_arm_start[path + 1]; i++)
        if (m->arm_dof[i] == q) return d->arm[i].lane[0];
    return 0;
}

// is an end of a span inside its surface or so near that ours takes a smaller one? MuJoCo leaves inner points alone
static int has_near_end(const il_model *m, const il_data *d, int path) {
    for (int i = m->path_wrap_start[path]; i < m->path_wrap_start[path + 1]; i++) {
        int           wrap = m->pathwrap_wrap[i], body = m->wrap_body[wrap];
        const double *pos = m->nominal->wrap_pos + 3*wrap, *rot = m->nominal->wrap_rot + 9*wrap, r = m->nominal->wrap_size[3*wrap];
        for (int end = 0; end < 2; end++) {
            double x[3], local[3], distance = 0;
            for (int k = 0; k < 3; k++) x[k] = d->point_world[3*(m->pathwrap_point[i] + end) + k].lane[0] - d->body_pos[3*body + k].lane[0];
            for (int k = 0; k < 3; k++) {
                local[k] = -pos[k];
                for (int c = 0; c < 3; c++) local[k] += d->body_rot[9*body + 3*c + k].lane[0]*x[c];
            }
            for (int k = 0; k < (m->wrap_kind[wrap] == IL_WRAP_SPHERE ? 3 : 2); k++) {
                double part = rot[k]*local[0] + rot[3 + k]*local[1] + rot[6 + k]*local[2];
                distance += part*part;
            }
            if (distance < r*r*(1 + 1.0/32)) return 1;
        }
    }
    return 0;
}

typedef struct count {
    int same, off, touched, side, near; // tendons that agree, that do not, that touch; of those that do not: with a side there, with a near end
} count;

// all tendons at MuJoCo's present position
static count compare(const il_model *m, il_data *d, const mjModel *mj, mjData *md, double tolerance) {
    count n = {0};
    mj_kinematics(mj, md), mj_comPos(mj, md), mj_tendon(mj, md);
    peer_pose(m, mj, md, d, 0);
    il_position(m, m->nominal, d), il_path(m, m->nominal, d), il_arm(m, m->nominal, d);
    for (int path = 0; path < m->npath; path++) {
        double off = fabs(d->path_length[path].lane[0] - md->ten_length[path]);
        int    touched = 0, sided = 0;
        for (int q = 0; q < m->nq; q++) {
            int dof = mj->jnt_dofadr[atoi(m->coordinate_name[q] + 1)];
            off = fmax(off, fabs(arm_of(m, d, path, q) + md->ten_J[path*mj->nv + dof]));
        }
        for (int i = m->path_wrap_start[path]; i < m->path_wrap_start[path + 1]; i++) touched |= d->touch[i].lane[0] != 0;
        for (int i = mj->tendon_adr[path]; i < mj->tendon_adr[path] + mj->tendon_num[path]; i++)
            sided |= mj->wrap_type[i] != mjWRAP_SITE && mj->wrap_prm[i] >= 0;
        n.same += off <= tolerance, n.off += off > tolerance, n.touched += touched, n.side += off > tolerance && sided;
        n.near += off > tolerance && has_near_end(m, d, path);
    }
    return n;
}

static void any_position(const mjModel *mj, mjData *md, uint64_t *seed, double part) {
    mj_resetData(mj, md);
    for (int j = 0; j < mj->njnt; j++) {
        if (mj->jnt_type[j] != mjJNT_HINGE && mj->jnt_type[j] != mjJNT_SLIDE) continue;
        double low = -0.5, high = 0.5;
        if (mj->jnt_limited[j]) low = mj->jnt_range[2*j], high = mj->jnt_range[2*j + 1];
        double middle = mj->qpos0[mj->jnt_qposadr[j]], u = scene_uniform(seed, -part, part);
        md->qpos[mj->jnt_qposadr[j]] = middle + u*(u < 0 ? middle - low : high - middle);
    }
}

static void random_tendons_agree(void **state) {
    static const char head[] = "<mujoco><compiler angle=\"radian\" coordinate=\"local\"/><worldbody><geom name=\"g0\" type=\"sphere\" size=\"0.05\" "
        "pos=\"0.02 0.03 0.2\"/>%s<body name=\"one\" pos=\"0 0 0.3\"><joint type=\"slide\" axis=\"0 0 1\"/><joint type=\"hinge\" axis=\"1 0 0\" pos=\"0.01 0 0\"/>"
        "<joint type=\"hinge\" axis=\"0 1 0\" pos=\"0.01 0 0\"/><geom name=\"g1\" type=\"cylinder\" size=\"0.06 0.1\" euler=\"0.4 0.9 0.2\" pos=\"0 0.01 0.1\"/>%s"
        "<body name=\"two\" pos=\"0 0.02 0.3\" euler=\"0.1 0.2 0.3\"><joint type=\"hinge\" axis=\"0 1 0\"/><geom name=\"g2\" type=\"cylinder\" "
        "size=\"0.04 0.1\" euler=\"0 1.5 0\"/>%s</body></body></worldbody><tendon>%s</tendon></mujoco>";
    enum { NTENDON = 60 };
    static char sites[3][16384], tendons[16384], text[131072];
    char        error[1000] = "";
    uint64_t    seed = 7;
    size_t      used[3] = {0}, n = 0;
    (void)state;
    for (int i = 0; i < NTENDON; i++) {
        // one site on a body, one on the next, one of the surfaces between
        for (int k = 0; k < 2; k++) {
            int    body = (i + k)%3;
            double x[3];
            scene_vector(&seed, 0.15, x);
            used[body] += (size_t)snprintf(sites[body] + used[body], sizeof sites[0] - used[body], "<site name=\"s%d_%d\" pos=\"%.17g %.17g %.17g\"/>", i, k,
                                           x[0] + (x[0] < 0 ? -0.05 : 0.05), x[1], x[2]);
        }
        n += (size_t)snprintf(tendons + n, sizeof tendons - n, "<spatial><site site=\"s%d_0\"/><geom geom=\"g%d\"/><site site=\"s%d_1\"/></spatial>", i, i%3, i);
    }
    snprintf(text, sizeof text, head, sites[0], sites[1], sites[2], tendons);
    mjModel *mj = peer_load(text, error, sizeof error);
    if (!mj) fail_msg("%s", error);
    mjData   *md = mj_makeData(mj);
    il_model *m = peer_model(mj);
    il_data  *d = scene_data(m, IL_ISA_AUTO);
    count     sum = {0};
    for (int pose = 0; pose < 20; pose++) {
        any_position(mj, md, &seed, 1);
        count c = compare(m, d, mj, md, 1e-10);
        sum.same += c.same, sum.off += c.off, sum.touched += c.touched, sum.near += c.near;
    }
    printf("random tendons: %d agree to 1e-10, %d do not (all with an end at or in the surface: %d), %d touch\n", sum.same, sum.off, sum.near, sum.touched);
    assert_true(sum.touched > 100 && sum.same > 1000 && sum.near == sum.off);
    il_data_free(d), il_model_free(m), mj_deleteData(md), mj_deleteModel(mj);
}

static void a_whole_body_agrees(void **state) {
    char        error[1000] = "", path[4096];
    const char *shared = getenv("ILIUM_SHARED");
    uint64_t    seed = 3;
    (void)state;
    snprintf(path, sizeof path, "%s/peer/mujoco/myobody.xml", shared ? shared : "../shared");
    mjModel *mj = mj_loadXML(path, NULL, error, sizeof error);
    if (!mj) {
        printf("SKIPPED: %s is not there\n", path);
        return;
    }
    mjData   *md = mj_makeData(mj);
    il_model *m = peer_model(mj);
    il_data  *d = scene_data(m, IL_ISA_AUTO);
    count     sum = {0};
    for (int pose = 0; pose < 20; pose++) {
        any_position(mj, md, &seed, 0.5);
        count c = compare(m, d, mj, md, 1e-10);
        sum.same += c.same, sum.off += c.off, sum.touched += c.touched, sum.side += c.side;
    }
    printf("whole body: %d tendons of %d agree to 1e-10, %d touch a surface; of those that differ %d have a side there\n", sum.same, sum.same + sum.off,
           sum.touched, sum.side);
    assert_true(m->npath == 290 && sum.same > 20*m->npath*8/10);
    assert_int_equal(sum.off, sum.side);
    il_data_free(d), il_model_free(m), mj_deleteData(md), mj_deleteModel(mj);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_tendons_agree),
        cmocka_unit_test(a_whole_body_agrees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
#else
int main(void) {
    printf("SKIPPED: MuJoCo (libmujoco-dev) is not installed\n");
    return 0;
}
#endif
