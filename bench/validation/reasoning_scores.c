// reasoning_scores.c - how good answers are: rates, log score, calibration, intervals
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "reasoning.h"

bool vp_hit(const vp_patient *p, const vp_answer *a, int first) {
    for (int k = 0; k < first; k++) {
        for (int t = 0; t < p->ntruth; t++) {
            if (a->first[k] == p->truth[t]) return true;
        }
    }
    return false;
}

/// One probability and whether it came true.
typedef struct said {
    float p;
    bool  true_;
} said;

static int ascending(const void *a, const void *b) {
    const said *x = a, *y = b;
    return x->p > y->p ? 1 : x->p < y->p ? -1 : (int)x->true_ - (int)y->true_;
}

static double calibrate(int n, const vp_patient *p, const vp_answer *a, bool joint, vp_bin *bins) {
    double error = 0.0;
    said  *all = malloc(sizeof *all*(size_t)n*VP_CAUSES + 1);
    size_t count = 0;
    if (!all) abort();
    for (int i = 0; i < n; i++) {
        for (int c = 0; c < VP_CAUSES; c++) {
            float told = joint ? a[i].joint[c] : a[i].present[c];
            if (told < 0.0F) continue;
            bool present = false;
            for (int t = 0; t < p[i].ntruth; t++) present |= p[i].truth[t] == c;
            all[count++] = (said){told, present};
        }
    }
    qsort(all, count, sizeof *all, ascending);
    for (int b = 0; b < VP_BINS; b++) {
        size_t from = count*(size_t)b/VP_BINS, to = count*((size_t)b + 1)/VP_BINS;
        vp_bin bin = {.n = (int)(to - from)};
        for (size_t i = from; i < to; i++) bin.said += (double)all[i].p, bin.was += all[i].true_;
        bin.said /= fmax(bin.n, 1.0), bin.was /= fmax(bin.n, 1.0);
        error += bin.n*fabs(bin.said - bin.was)/fmax((double)count, 1.0);
        bins[b] = bin;
    }
    free(all);
    return error;
}

static double highest(const vp_answer *a) { return a->first[0] < 0 ? 0.0 : (double)a->present[a->first[0]]; }

static void score_outside(const vp_answer *a, vp_score *out) {
    double worst = highest(a);
    out->noutside++;
    out->leads_undetermined += a->leads == VP_LEADS_UNDETERMINED, out->above_outside += a->undetermined > worst;
    out->worst_outside = fmax(out->worst_outside, worst);
    out->over_80_outside += worst > 0.8;
    out->undetermined_outside += a->undetermined;
}

void vp_score_of(int n, const vp_patient *p, const vp_answer *a, vp_score *out) {
    *out = (vp_score){.n = n};
    for (int i = 0; i < n; i++) {
        out->log_score += a[i].log_truth;
        *(p[i].outside >= 0 ? &out->log_outside : &out->log_inside) += a[i].log_truth;
        if (p[i].outside >= 0) {
            score_outside(&a[i], out);
            continue;
        }
        out->ninside++;
        out->undetermined_inside += a[i].undetermined;
        out->leads_inside += a[i].leads == VP_LEADS_UNDETERMINED, out->above_inside += a[i].undetermined > highest(&a[i]);
        if (p[i].ntruth == 0) continue;
        out->nwith++;
        out->top_one += vp_hit(&p[i], &a[i], 1), out->top_three += vp_hit(&p[i], &a[i], 3);
    }
    out->log_score /= fmax(n, 1.0), out->log_inside /= fmax(out->ninside, 1.0), out->log_outside /= fmax(out->noutside, 1.0);
    out->top_one /= fmax(out->nwith, 1.0), out->top_three /= fmax(out->nwith, 1.0);
    out->leads_undetermined /= fmax(out->noutside, 1.0), out->over_80_outside /= fmax(out->noutside, 1.0);
    out->undetermined_outside /= fmax(out->noutside, 1.0), out->undetermined_inside /= fmax(out->ninside, 1.0);
    out->above_outside /= fmax(out->noutside, 1.0), out->above_inside /= fmax(out->ninside, 1.0), out->leads_inside /= fmax(out->ninside, 1.0);
    out->calibration = calibrate(n, p, a, false, out->bin), out->calibration_joint = calibrate(n, p, a, true, out->bin_joint);
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x > y ? 1 : x < y ? -1 : 0;
}

enum { TIMES = 2000 };

static void take_interval(double *mean, vp_difference *d) {
    qsort(mean, TIMES, sizeof *mean, by_size);
    d->low = mean[TIMES/40], d->high = mean[TIMES - 1 - TIMES/40];
}

vp_difference vp_bootstrap_ratio(int n, const double *over, const double *under, uint64_t seed) {
    double        value[TIMES], a = 0.0, b = 0.0;
    vp_difference d = {0};
    ili_random    r;
    ili_random_seed(&r, seed, 0);
    for (int i = 0; i < n; i++) a += over[i], b += under[i];
    d.mean = a/fmax(b, 1e-12);
    for (int t = 0; t < TIMES; t++) {
        a = b = 0.0;
        for (int i = 0; i < n; i++) {
            int k = ili_random_below(&r, n);
            a += over[k], b += under[k];
        }
        value[t] = a/fmax(b, 1e-12);
    }
    take_interval(value, &d);
    return d;
}

vp_difference vp_bootstrap(int n, const double *difference, uint64_t seed) {
    double       *one = malloc(sizeof *one*(size_t)n + 1);
    if (!one) abort();
    for (int i = 0; i < n; i++) one[i] = 1.0;
    vp_difference d = vp_bootstrap_ratio(n, difference, one, seed);
    free(one);
    return d;
}
