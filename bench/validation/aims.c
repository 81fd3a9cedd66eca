// aims.c - what was aimed at, and what came out
#include "aims.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

#define DEGREES 57.295779513082321
enum { MAX_SET = 256 };

// the predictions of one aim
typedef struct set {
    int    n, missing; ///< with a number; without
    double measured[MAX_SET], sd[MAX_SET], x[MAX_SET];
    int    pass;
} set;

static set collect(const va_bench *b, const va_result *result, const char *aim) {
    set s = {0};
    for (int k = 0; k < b->t.nprediction; k++) {
        const va_prediction *p = &b->t.prediction[k];
        if (!va_has(p->aim, aim) || p->row < 0) continue;
        if (isnan(result[k].number.x)) s.missing++;
        else if (s.n < MAX_SET) {
            s.measured[s.n] = b->t.row[p->row].value, s.sd[s.n] = b->t.row[p->row].sd, s.x[s.n] = result[k].number.x;
            s.n++, s.pass += result[k].verdict == VA_PASS;
        }
    }
    return s;
}

static double of(const va_bench *b, const va_result *result, const char *id) {
    int k = va_find_prediction(&b->t, id);
    return k < 0 ? IL_NAN : result[k].number.x;
}

static double mean_error(const set *s) {
    double sum = 0.0;
    for (int i = 0; i < s->n; i++) sum += fabs(s->x[i]/s->measured[i] - 1.0);
    return s->n ? 100.0*sum/s->n : IL_NAN;
}

// of all pairs whose measured ratios (in % of standing or MPa, brought to one scale) differ by more than a tenth: how many stand in the measured order
static void order(const va_bench *b, const va_result *result, int *right, int *all) {
    double m[MAX_SET], x[MAX_SET];
    int    n = 0;
    for (int k = 0; k < b->t.nprediction && n < MAX_SET; k++) {
        const va_prediction *p = &b->t.prediction[k];
        if (!va_has(p->aim, "disc_ratio") || p->row < 0 || isnan(result[k].number.x)) continue;
        double scale = strcmp(b->t.row[p->row].unit, "MPa") ? 1.0 : 200.0; // 0.5 MPa in standing is 100 %
        m[n] = scale*b->t.row[p->row].value, x[n] = scale*result[k].number.x, n++;
    }
    *right = *all = 0;
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < i; j++) {
            if (fabs(m[i] - m[j]) <= 0.1*fmax(m[i], m[j])) continue;
            ++*all, *right += (m[i] - m[j])*(x[i] - x[j]) > 0.0;
        }
    }
}

// angle between the mean measured hip force and the predicted one
static double direction(const va_bench *b, const va_result *result) {
    static const char *const id[] = {"HCF_OLS_c1", "HCF_OLS_c2", "HCF_OLS_c3"};
    double                   dot = 0.0, mm = 0.0, xx = 0.0;
    for (int c = 0; c < 3; c++) {
        int    row = va_find_row(&b->t, id[c]);
        double m = row < 0 ? IL_NAN : b->t.row[row].value, x = of(b, result, id[c]);
        dot += m*x, mm += m*m, xx += x*x;
    }
    return DEGREES*acos(dot/sqrt(mm*xx));
}

static int met(bool known, bool yes) { return known ? (yes ? 1 : 0) : -1; }

static va_aim *next(va_aim *out, int *n, const char *what) {
    va_aim *a = &out[(*n)++];
    *a = (va_aim){.what = what};
    return a;
}

static void disc_aims(const va_bench *b, const va_result *result, va_aim *out, int *n) {
    set     s = collect(b, result, "disc_ratio"), peer = collect(b, result, "disc_peer");
    int     right, all;
    va_aim *a = next(out, n, "disc pressure ratios to standing: mean absolute error at most 15 %");
    snprintf(a->said, sizeof a->said, "%.1f %% over %d postures%s", mean_error(&s), s.n, s.missing ? "; the others have no prediction" : "");
    double best = mean_error(&s)*s.n/(s.n + s.missing); // were those without prediction exact
    a->met = met(s.n > 0 && (!s.missing || best > 15.0), best <= 15.0);
    a = next(out, n, "each of these rows within 25 %");
    snprintf(a->said, sizeof a->said, "%d of %d (%d without prediction)", s.pass, s.n + s.missing, s.missing);
    a->met = met(s.n > 0, s.pass == s.n + s.missing);
    order(b, result, &right, &all);
    a = next(out, n, "their order right: every pair that differs by more than a tenth");
    snprintf(a->said, sizeof a->said, "%d of %d pairs", right, all);
    a->met = met(all > 0 && (!s.missing || right < all), right == all);
    double own = of(b, result, "IDP03"), measured = va_find_row(&b->t, "IDP03") < 0 ? IL_NAN : b->t.row[va_find_row(&b->t, "IDP03")].value, sum = 0.0;
    for (int i = 0; i < s.n; i++) sum += fabs(s.x[i]/s.measured[i]*own/measured - 1.0);
    a = next(out, n, "the same pressures as such, not over standing (shown: one man, and a factor from force to pressure of 0.55-0.77)");
    snprintf(a->said, sizeof a->said, "%.1f %% over %d postures; standing %.2f MPa, measured %.2f", s.n ? 100.0*sum/s.n : IL_NAN, s.n, own, measured);
    a->met = 2;
    a = next(out, n, "the best peer on its seven postures: 5.4 %, in-sample (shown)");
    snprintf(a->said, sizeof a->said, "%.1f %% over %d of the same seven, read from its figure", mean_error(&peer), peer.n);
    a->met = 2;
}

static void hip_aims(const va_bench *b, const va_result *result, va_aim *out, int *n) {
    double  x = of(b, result, "HCF_OLS_mean"), angle = direction(b, result), peak = of(b, result, "HIP01");
    va_aim *a = next(out, n, "hip contact force in one-leg stance within 1 SD of the patients' mean (261 +- 29 % of body weight)");
    snprintf(a->said, sizeof a->said, "%.0f %%", x);
    a->met = met(!isnan(x), fabs(x - 260.7) <= 28.7);
    a = next(out, n, "its direction within 10 deg");
    snprintf(a->said, sizeof a->said, "%.1f deg", angle);
    a->met = met(!isnan(angle), angle <= 10.0);
    a = next(out, n, "walking: peak hip force 200-350 % of body weight (a plausibility check)");
    snprintf(a->said, sizeof a->said, isnan(peak) ? "not predicted yet" : "%.0f %%", peak);
    a->met = met(!isnan(peak), peak >= 200.0 && peak <= 350.0);
}

static void arm_aims(const va_bench *b, const va_result *result, va_aim *out, int *n) {
    set s = collect(b, result, "arms");
    int large = 0, sign = 0, near = 0;
    for (int i = 0; i < s.n; i++) {
        large += fabs(s.measured[i]) >= 1.0;
        sign += fabs(s.measured[i]) >= 1.0 && s.measured[i]*s.x[i] > 0.0;
        near += fabs(s.measured[i] - s.x[i]) <= 1.5;
    }
    va_aim *a = next(out, n, "hip moment arms of at least 10 mm: the right sign in at least 90 %");
    snprintf(a->said, sizeof a->said, "%d of %d (%.0f %%)", sign, large, 100.0*sign/fmax(1, large));
    a->met = met(large > 0 && !s.missing, sign >= 0.9*large);
    a = next(out, n, "hip moment arms within 15 mm in at least 80 %");
    snprintf(a->said, sizeof a->said, "%d of %d (%.0f %%)", near, s.n, 100.0*near/fmax(1, s.n));
    a->met = met(s.n > 0 && !s.missing, near >= 0.8*s.n);
}

static void share_aim(const va_bench *b, const va_result *result, const char *key, const char *what, va_aim *out, int *n) {
    set     s = collect(b, result, key);
    va_aim *a = next(out, n, what);
    snprintf(a->said, sizeof a->said, "%d of %d rows (%d without prediction)", s.pass, s.n + s.missing, s.missing);
    a->met = met(s.n > 0, s.pass == s.n + s.missing);
}

static void cohort_aims(const va_cohort *c, va_aim *out, int *n) {
    int all = 0, mean = 0, with_sd = 0, spread = 0;
    for (int i = 0; i < c->nrow; i++) {
        const va_cohort_row *r = &c->row[i];
        if (isnan(r->norm_mean) || isnan(r->norm_sd) || r->recalled) continue;
        if (!r->mean_set) all++, mean += fabs(r->mean - r->norm_mean) <= r->norm_sd;
        if (!r->sd_set) with_sd++, spread += r->sd > r->norm_sd/1.5 && r->sd < 1.5*r->norm_sd;
    }
    va_aim *a = next(out, n, "readings of the healthy cohort: mean within 1 SD of the published mean (norms that were read, not calibration)");
    snprintf(a->said, sizeof a->said, "%d of %d", mean, all);
    a->met = met(all > 0, mean == all);
    a = next(out, n, "their SD within a factor 1.5 of the published SD");
    snprintf(a->said, sizeof a->said, "%d of %d", spread, with_sd);
    a->met = met(with_sd > 0, spread == with_sd);
}

int va_aims(const va_bench *b, const va_result *result, const va_cohort *cohort, va_aim out[VA_MAX_AIM]) {
    int n = 0;
    disc_aims(b, result, out, &n);
    hip_aims(b, result, out, &n);
    arm_aims(b, result, out, &n);
    share_aim(b, result, "rhythm", "lumbar flexion shared between the levels within 1 SD", out, &n);
    cohort_aims(cohort, out, &n);
    share_aim(b, result, "strength", "trunk and hip strength within 1 SD of the norms", out, &n);
    share_aim(b, result, "sacroiliac", "sacroiliac motion below what was measured", out, &n);
    return n;
}
