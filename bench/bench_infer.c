// bench_infer.c - time of one inference: causes that are simulated, and causes that are known by their tests only.
//   bench_infer            the table
// Median of five, one thread. Effects and readings are made up from a seed.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/random.h"
#include "ilium/infer.h"

enum { NF = 15, NC = 48, NS = 4, NA = 8, NT = 24 };

static const double severity[NS] = {0.0, 1.0/3.0, 2.0/3.0, 1.0};

typedef struct scene {
    il_infer_problem   p;
    il_infer_finding   finding[NF];
    double             baseline[NF], cov[NF*NF], effect[NC*NS*NF], present[NA][NC], foretold[NT][NC*NS];
    il_infer_prior     prior[NC];
    il_infer_accuracy  accuracy[NA];
    il_infer_candidate candidate[NT];
    char               name[NF + NA][16];
} scene;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9*(double)t.tv_nsec;
}

// each simulated cause moves a third of the findings and of the candidates
static void fill(scene *x, int nsimulated, int nknown, int nrange, int naccuracy) {
    ili_random r;
    int        nc = nsimulated + nknown;
    ili_random_seed(&r, 7, 0);
    *x = (scene){.p = {.nfinding = NF, .ncondition = nc, .nseverity = NS, .naccuracy = naccuracy, .ncandidate = NT}};
    for (int f = 0; f < NF; f++) {
        snprintf(x->name[f], sizeof x->name[f], "f%d", f);
        x->finding[f] = f < nrange ? il_finding_bound(x->name[f], ili_random_normal(&r), true, 0.5, 0.3, 0.3) : il_finding_number(x->name[f], ili_random_normal(&r), 0.5, 0.3, 0.3);
        x->cov[f*NF + f] = 1.0;
    }
    for (int c = 0; c < nsimulated; c++)
        for (int f = 0; f < NF; f++) {
            double at_one = ili_random_below(&r, 3) ? 0.0 : 2.0*ili_random_normal(&r);
            for (int s = 0; s < NS; s++) x->effect[(c*NS + s)*NF + f] = severity[s]*at_one;
        }
    for (int c = 0; c < nc; c++) x->prior[c] = (il_infer_prior){0.05, 0.01, 0.2};
    for (int i = 0; i < naccuracy; i++) {
        snprintf(x->name[NF + i], sizeof x->name[NF + i], "a%d", i);
        for (int c = 0; c < nc; c++) x->present[i][c] = c - nsimulated == i ? 0.8 : 0.2;
        x->accuracy[i] = (il_infer_accuracy){.name = x->name[NF + i], .group = x->name[NF + i], .positive = i%2, .positive_absent = 0.2, .positive_present = x->present[i], .may_raise = true, .may_lower = true};
    }
    for (int t = 0; t < NT; t++) {
        for (int c = 0; c < nsimulated; c++) {
            double at_one = ili_random_below(&r, 3) ? 0.0 : 2.0*ili_random_normal(&r);
            for (int s = 0; s < NS; s++) x->foretold[t][c*NS + s] = severity[s]*at_one;
        }
        x->candidate[t] = (il_infer_candidate){.name = "candidate", .form = IL_CANDIDATE_NUMBER, .person_var = 1.0, .sd = 0.6, .effect = x->foretold[t]};
    }
    x->p.finding = x->finding, x->p.baseline = x->baseline, x->p.person_cov = x->cov, x->p.severity = severity, x->p.effect = x->effect, x->p.prior = x->prior;
    x->p.accuracy = x->accuracy, x->p.candidate = x->candidate;
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

int main(void) {
    static const int cases[][4] = {{22, 0, 0, 0}, {22, 0, 4, 0}, {22, 0, 8, 0}, {22, 22, 0, 8}, {22, 22, 4, 8}};
    static scene x;
    printf("causes simulated, known by tests; ranges among %d findings; published findings: time, likelihoods, first probability\n", NF);
    for (size_t i = 0; i < sizeof cases/sizeof *cases; i++) {
        il_infer_settings   s = il_default_infer_settings();
        il_infer_workspace *w = NULL;
        il_infer_solution   out;
        il_infer_info       info = {0};
        il_error            err = {0};
        double              time[5];
        fill(&x, cases[i][0], cases[i][1], cases[i][2], cases[i][3]);
        if (il_infer_workspace_create(&x.p, &s, &w, &err)) return fprintf(stderr, "%s\n", err.text), 1;
        for (int k = 0; k < 5; k++) {
            double began = now();
            if (il_infer(&x.p, &s, w, &out, &info, &err)) return fprintf(stderr, "%s\n", err.text), 1;
            time[k] = now() - began;
        }
        qsort(time, 5, sizeof *time, by_size);
        double sum = 0.0;
        for (int c = 0; c < x.p.ncondition; c++) sum += out.present[c]*(c + 1);
        for (int t = 0; t < NT; t++) sum += out.gain[t]*(t + 1);
        for (int k = 0; k < x.p.ncondition*(NF + cases[i][3]); k++) sum += 1e-3*k*out.contribution[k];
        printf("%2d %2d; %d; %d: %6.0f ms, %8ld, %.6f, check %.15g\n", cases[i][0], cases[i][1], cases[i][2], cases[i][3], 1e3*time[2], info.nlikelihood, out.present[0], sum);
        il_infer_workspace_free(w);
    }
    return 0;
}
