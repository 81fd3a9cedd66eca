// test_qp_lanes.c - the box QP as a lane kernel: lanes know nothing of each other, a NaN stays in its lane, all instruction sets give the
// same bits, lanes without work are ignored, nothing is allocated
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "alloc_count.h"
#include "qp_scenes.h"
#include "solve/boxqp.h"

// everything that comes out of one lane
static int same_lane(const scene *a, int la, const scene *b, int lb) {
    int same = a->info.status[la] == b->info.status[lb] && a->info.iterations[la] == b->info.iterations[lb] &&
               a->info.factorisations[la] == b->info.factorisations[lb] && a->info.line_steps[la] == b->info.line_steps[lb] &&
               a->info.worst_row[la] == b->info.worst_row[lb] && memcmp(&a->info.residual[la], &b->info.residual[lb], sizeof(double)) == 0;
    for (int i = 0; i < a->p.nx; i++) same &= memcmp(&a->s.x[i].lane[la], &b->s.x[i].lane[lb], sizeof(double)) == 0;
    for (int i = 0; i < a->p.nx; i++) same &= a->s.side[i].lane[la] == b->s.side[i].lane[lb] || a->info.status[la] == IL_BOXQP_BAD_NUMBER;
    for (int j = 0; j < a->p.nd; j++)
        same &= memcmp(&a->s.y[j].lane[la], &b->s.y[j].lane[lb], sizeof(double)) == 0 &&
                memcmp(&a->s.r[j].lane[la], &b->s.r[j].lane[lb], sizeof(double)) == 0;
    return same;
}

static void copy_lanes(const scene *from, scene *to, int which) { // which = -1: every lane its own; else all lanes get this one
    int nnz = from->col_start[from->p.nx], nd = from->p.nd, nx = from->p.nx;
    scene_place(to, nd, nx, nnz);
    memcpy(to->col_start, from->col_start, sizeof(int)*(size_t)(nx + 1)), memcpy(to->row_index, from->row_index, sizeof(int)*(size_t)nnz);
    const il_pack *src[] = {from->a, from->b, from->h, from->c, from->lo, from->hi, from->eps, from->w};
    il_pack *dst[] = {to->a, to->b, to->h, to->c, to->lo, to->hi, to->eps, to->w};
    int count[] = {nnz, nd, nx, nx, nx, nx, nd, nd*(nd + 1)/2};
    for (int k = 0; k < 8; k++)
        for (int i = 0; i < count[k]; i++)
            for (int l = 0; l < IL_LANES; l++) dst[k][i].lane[l] = src[k][i].lane[which < 0 ? l : which];
    if (from->p.w) to->p.w = to->w;
}

// eight lanes of different families (hence different numbers of steps) on the pattern of the first
static void make_mixed(scene *s, uint64_t *seed, int big) {
    int nd = big ? 18 : 2 + whole(seed, 9), nx = big ? 70 : 4 + whole(seed, 30), compliant = whole(seed, 3) == 0;
    static const enum family kinds[] = {PLAIN, HARD_ROWS, SATURATED, SCALES, MIXED, VERTEX, INFEASIBLE_ROW, AT_REST};
    scene_pattern(s, PLAIN, nd, nx, 0.5, seed);
    for (int l = 0; l < IL_LANES; l++) {
        enum family f = kinds[(l + whole(seed, 8))%8];
        double root[32*32];
        scene_columns(s, f, l, seed), scene_rows(s, f, l, seed);
        if (compliant) scene_compliance(s, 1 + nd/3, root, l, seed);
    }
}

static void a_lane_is_the_same_as_its_problem_alone(void **state) {
    uint64_t seed = 1;
    (void)state;
    for (int round = 0; round < 24; round++) {
        scene s, alone;
        il_boxqp_settings set = il_default_boxqp_settings();
        make_mixed(&s, &seed, round%4 == 0);
        assert_int_equal(scene_solve(&s, NULL), IL_OK);
        for (int l = 0; l < IL_LANES; l++) {
            copy_lanes(&s, &alone, l);
            alone.p.nlive = 1 + l; // alone, or with as many copies of itself
            set.isa = l%2 ? IL_ISA_AUTO : il_isa_best();
            assert_int_equal(scene_solve(&alone, &set), IL_OK);
            for (int k = 0; k <= l; k++) assert_true(same_lane(&s, l, &alone, k));
            scene_free(&alone);
        }
        scene_free(&s);
    }
}

// the kernels that solve lane 0 alone, on all sizes, also those for which they are not chosen
static void the_kernel_for_one_problem_gives_the_same_bits(void **state) {
    static ili_boxqp_one_kernel *const kernels[IL_NISA] = {
        [IL_ISA_PLAIN] = ili_boxqp_one_plain,
#if defined(__x86_64__)
        [IL_ISA_V2] = ili_boxqp_one_v2, [IL_ISA_V3] = ili_boxqp_one_v3, [IL_ISA_V4] = ili_boxqp_one_v4,
#endif
    };
    uint64_t seed = 6;
    const il_boxqp_settings set = il_default_boxqp_settings();
    (void)state;
    for (int round = 0; round < 100; round++) {
        scene s;
        int nd = 1 + whole(&seed, round%5 ? 18 : 60), nx = 1 + whole(&seed, round%5 ? 40 : 150);
        scene_make(&s, (enum family)(round%NFAMILIES), nd, nx, uniform(&seed, 0.1, 0.9), &seed);
        assert_int_equal(scene_solve(&s, &set), IL_OK);
        for (int isa = IL_ISA_PLAIN; isa < IL_NISA; isa++) {
            scene one;
            if (!il_isa_supported((il_isa)isa)) continue;
            copy_lanes(&s, &one, 0);
            one.p.nlive = 1;
            assert_int_equal(il_boxqp_workspace_create(&one.p, &one.work, NULL), IL_OK);
            ili_boxqp_single lane_0 = ili_boxqp_lane_0(&one.p, &one.s);
            kernels[isa](&lane_0, &set, one.work, &one.info);
            assert_true(same_lane(&s, 0, &one, 0));
            scene_free(&one);
        }
        scene_free(&s);
    }
}

// the same numbers as plain arrays, in a workspace of more rows: those behind are as if r = 0 with a compliance of one
static void a_single_problem_gives_the_same_bits_without_empty_rows(void **state) {
    enum { EMPTY = 9, APART = 7 };
    uint64_t seed = 11;
    const il_boxqp_settings set = il_default_boxqp_settings();
    (void)state;
    for (int round = 0, dense = 0; round < 200 && dense < 30; round++) {
        scene s, more;
        int nd = 1 + whole(&seed, 40), nx = 1 + whole(&seed, 100), row = nd + APART;
        scene_make(&s, (enum family)(round%NFAMILIES), nd, nx, uniform(&seed, 0.1, 0.9), &seed);
        if (!s.p.w) {
            scene_free(&s);
            continue;
        }
        dense++;
        int nnz = s.col_start[nx];
        scene_place(&more, nd + EMPTY, nx, nnz);
        memcpy(more.col_start, s.col_start, sizeof(int)*(size_t)(nx + 1)), memcpy(more.row_index, s.row_index, sizeof(int)*(size_t)nnz);
        memcpy(more.a, s.a, sizeof *s.a*(size_t)nnz), memcpy(more.b, s.b, sizeof *s.b*(size_t)nd), memcpy(more.eps, s.eps, sizeof *s.eps*(size_t)nd);
        memcpy(more.h, s.h, sizeof *s.h*(size_t)nx), memcpy(more.c, s.c, sizeof *s.c*(size_t)nx), memcpy(more.lo, s.lo, sizeof *s.lo*(size_t)nx), memcpy(more.hi, s.hi, sizeof *s.hi*(size_t)nx);
        memcpy(more.w, s.w, sizeof *s.w*(size_t)(nd*(nd + 1)/2)), more.p.w = more.w, more.p.nlive = 1;
        for (int i = nd; i < nd + EMPTY; i++) more.eps[i].lane[0] = 1.0;
        assert_int_equal(scene_solve(&more, &set), IL_OK);

        double *all = calloc((size_t)(nnz + 5*nx + 3*nd + nd*row), sizeof *all), *a = all, *h = a + nnz, *c = h + nx, *lo = c + nx, *hi = lo + nx, *x = hi + nx, *b = x + nx, *eps = b + nd,
               *y = eps + nd, *w = y + nd;
        for (int e = 0; e < nnz; e++) a[e] = s.a[e].lane[0];
        for (int i = 0; i < nx; i++) h[i] = s.h[i].lane[0], c[i] = s.p.c ? s.c[i].lane[0] : 0.0, lo[i] = s.lo[i].lane[0], hi[i] = s.hi[i].lane[0];
        for (int i = 0; i < nd; i++) {
            b[i] = s.b[i].lane[0], eps[i] = s.p.eps ? s.eps[i].lane[0] : 0.0;
            for (int k = 0; k <= i; k++) w[i*row + k] = s.w[i*(i + 1)/2 + k].lane[0];
        }
        for (int isa = IL_ISA_PLAIN; isa < IL_NISA; isa++) {
            il_boxqp_settings own = set;
            il_boxqp_info     info;
            ili_boxqp_single  p = {.nd = nd, .step = 1, .w_row = row, .a = a, .b = b, .h = h, .c = c, .lo = lo, .hi = hi, .eps = eps, .w = w, .x = x, .y = y};
            own.isa = (il_isa)isa;
            if (!il_isa_supported(own.isa)) continue;
            assert_int_equal(ili_boxqp_solve_single(&p, &own, more.work, &info), IL_OK);
            assert_int_equal(info.status[0], more.info.status[0]), assert_int_equal(info.factorisations[0], more.info.factorisations[0]);
            for (int i = 0; i < nx; i++) assert_memory_equal(&x[i], &more.s.x[i].lane[0], sizeof *x);
            for (int i = 0; i < nd; i++) assert_true(y[i] == more.s.y[i].lane[0] || (isnan(y[i]) && isnan(more.s.y[i].lane[0])));
        }
        free(all);
        scene_free(&s), scene_free(&more);
    }
}

static void a_poisoned_lane_leaves_the_others_their_bits(void **state) {
    uint64_t seed = 2;
    (void)state;
    for (int round = 0; round < 24; round++) {
        scene s, sick;
        int l = round%IL_LANES;
        make_mixed(&s, &seed, round%4 == 0);
        copy_lanes(&s, &sick, -1);
        il_pack *arrays[] = {sick.a, sick.b, sick.h, sick.c, sick.lo, sick.hi, sick.eps, sick.w};
        arrays[round/3%8][whole(&seed, 2)].lane[l] = IL_NAN;
        if (arrays[round/3%8] == sick.w && !sick.p.w) sick.b[0].lane[l] = IL_NAN;
        assert_int_equal(scene_solve(&s, NULL), IL_OK);
        assert_int_equal(scene_solve(&sick, NULL), IL_OK);
        for (int k = 0; k < IL_LANES; k++)
            if (k != l) assert_true(same_lane(&s, k, &sick, k));
        assert_int_equal(sick.info.status[l], IL_BOXQP_BAD_NUMBER);
        // and so does a poisoned start, which is no start
        il_boxqp_settings warm = il_default_boxqp_settings();
        warm.warm = true;
        for (int j = 0; j < s.p.nd; j++)
            for (int k = 0; k < IL_LANES; k++) sick.s.y[j].lane[k] = s.s.y[j].lane[k] = k == 3 ? 0.0 : 0.1*k;
        assert_int_equal(scene_solve(&s, &warm), IL_OK);
        for (int j = 0; j < s.p.nd; j++) sick.s.y[j].lane[3] = IL_NAN;
        assert_int_equal(scene_solve(&sick, &warm), IL_OK);
        for (int k = 0; k < IL_LANES; k++)
            if (k != l) assert_true(same_lane(&s, k, &sick, k));
        scene_free(&s), scene_free(&sick);
    }
}

static void all_instruction_sets_agree(void **state) {
    uint64_t seed = 3;
    (void)state;
    for (int round = 0; round < 40; round++) {
        scene s[IL_NISA];
        il_boxqp_settings set = il_default_boxqp_settings();
        make_mixed(&s[IL_ISA_PLAIN], &seed, round%4 == 0);
        for (int isa = IL_ISA_PLAIN; isa < IL_NISA; isa++) {
            if (!il_isa_supported((il_isa)isa)) continue;
            if (isa != IL_ISA_PLAIN) copy_lanes(&s[IL_ISA_PLAIN], &s[isa], -1);
            set.isa = (il_isa)isa;
            assert_int_equal(scene_solve(&s[isa], &set), IL_OK);
            for (int l = 0; l < IL_LANES; l++) assert_true(same_lane(&s[IL_ISA_PLAIN], l, &s[isa], l));
        }
        for (int isa = IL_ISA_PLAIN; isa < IL_NISA; isa++)
            if (il_isa_supported((il_isa)isa)) scene_free(&s[isa]);
    }
}

// lanes without work may hold anything; they come out as copies of lane 0, at every instruction set
static void lanes_without_work_are_ignored(void **state) {
    uint64_t seed = 4;
    scene s, t;
    (void)state;
    make_mixed(&s, &seed, 1);
    assert_int_equal(scene_solve(&s, NULL), IL_OK);
    for (int isa = IL_ISA_AUTO; isa < IL_NISA; isa++)
        for (int nlive = 0; nlive < IL_LANES; nlive++) {
            il_boxqp_settings set = il_default_boxqp_settings();
            if (!il_isa_supported((il_isa)isa)) continue;
            set.isa = (il_isa)isa;
            copy_lanes(&s, &t, -1);
            t.p.nlive = nlive;
            for (int l = nlive; l < IL_LANES; l++) {
                for (int e = 0; e < t.col_start[t.p.nx]; e++) t.a[e].lane[l] = l%2 ? IL_NAN : 1e308;
                for (int i = 0; i < t.p.nx; i++) t.h[i].lane[l] = 0, t.lo[i].lane[l] = IL_INF, t.c[i].lane[l] = -IL_INF;
            }
            assert_int_equal(scene_solve(&t, &set), IL_OK);
            for (int l = 0; l < nlive; l++) assert_true(same_lane(&s, l, &t, l));
            for (int l = nlive; l < IL_LANES; l++) {
                assert_int_equal(t.info.status[l], IL_BOXQP_UNUSED);
                assert_int_equal(t.info.worst_row[l], -1);
                for (int i = 0; nlive && i < t.p.nx; i++)
                    assert_true(t.s.x[i].lane[l] == s.s.x[i].lane[0] && t.s.side[i].lane[l] == s.s.side[i].lane[0]);
                for (int j = 0; nlive && j < t.p.nd; j++)
                    assert_true(t.s.y[j].lane[l] == s.s.y[j].lane[0] && t.s.r[j].lane[l] == s.s.r[j].lane[0]);
            }
            scene_free(&t);
        }
    scene_free(&s);
}

static void nothing_is_allocated(void **state) {
    uint64_t seed = 5;
    (void)state;
    for (int round = 0; round < 8; round++) {
        scene s;
        make_mixed(&s, &seed, round%2);
        assert_int_equal(scene_solve(&s, NULL), IL_OK);
        long before = alloc_count();
        for (int isa = IL_ISA_AUTO; isa < IL_NISA; isa++) {
            il_boxqp_settings set = il_default_boxqp_settings();
            set.isa = il_isa_resolve((il_isa)isa);
            assert_int_equal(scene_solve(&s, &set), IL_OK);
        }
        assert_int_equal(alloc_count(), before);
        scene_free(&s);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lane_is_the_same_as_its_problem_alone), cmocka_unit_test(the_kernel_for_one_problem_gives_the_same_bits),
        cmocka_unit_test(a_single_problem_gives_the_same_bits_without_empty_rows),
        cmocka_unit_test(a_poisoned_lane_leaves_the_others_their_bits),
        cmocka_unit_test(all_instruction_sets_agree),              cmocka_unit_test(lanes_without_work_are_ignored),
        cmocka_unit_test(nothing_is_allocated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
