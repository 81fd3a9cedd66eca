// reasoning_reference.c - inference with the generator's own model, learnt from true bodies
//
// Of a person: mean readings of the person's healthy bodies. Of everybody: covariance of healthy bodies about it; of each condition the mean change as a
// function of severity (piecewise linear with knots at thirds, least squares), how that change differs between bodies (times severity squared), and how
// that goes with the body's own reading (times severity). Left conditions are mirrored, so that both sides teach one condition. Errors as the
// generator makes them: a rater's bias shared by both sides, retest with its own variance, rounding. Readings are then normal, but that one may be wrong.
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "reasoning_model.h"

enum { READ = 64, KNOTS = 3, KINDS = 64, SINGLE_GRID = 8, PAIR_GRID = 4, OUTSIDE_GRID = 3 };

/// A condition of one side, whichever: of the set (by its number in the knowledge), or outside it.
typedef struct learnt {
    double change[KNOTS][READ]; ///< as on the right
    double spread[READ][READ], with_body[READ][READ]; ///< per severity squared, per severity
    double weight;              ///< sum of severity squared that taught the spread
} learnt;

struct vp_reference {
    int    nread, ncondition, nkind; ///< kinds: conditions of the knowledge, then those outside
    int    slot[READ], mirror[READ], pair_of[READ]; ///< slot of the study; read on the other side; sign of the mirror image
    int    test[READ];
    double sign[READ];
    double offset[VP_PEOPLE][READ]; ///< mean of the person's true healthy bodies less what the program simulates
    double cov[READ][READ];
    learnt kind[KINDS];
};

static bool same(const char *a, const char *b) { return strcmp(a, b) == 0; }

// ---- what is read ----

static void list_readings(const vp_world *w, vp_reference *r) {
    static const char *const turned[] = {"pelvic_obliquity_mm", "pelvic_torsion_deg", "trunk_lean_deg", "leg_length_difference_mm"};
    for (int t = 0; t < w->k->ntest; t++) {
        const il_test *x = &w->k->test[t];
        if (x->enters != IL_ENTER_SIMULATED || x->kind != IL_TEST_NUMBER || !x->proposable) continue;
        for (int side = x->sided ? IL_SIDE_RIGHT : IL_SIDE_NONE; side <= (x->sided ? IL_SIDE_LEFT : IL_SIDE_NONE); side++) {
            int slot = ili_study_slot(&w->study, x->quantity, (il_side)side), n = r->nread;
            if (slot < 0 || n == READ) continue;
            r->slot[n] = slot, r->test[n] = t, r->sign[n] = 1.0, r->mirror[n] = n;
            if (side == IL_SIDE_LEFT) r->mirror[n] = n - 1, r->mirror[n - 1] = n;
            for (size_t k = 0; k < sizeof turned/sizeof *turned; k++) r->sign[n] = same(turned[k], x->quantity) ? -1.0 : r->sign[n];
            r->nread++;
        }
    }
}

// readings of a left condition as those of a right one, or back
static void turn(const vp_reference *r, il_side side, const double *in, double *out) {
    for (int i = 0; i < r->nread; i++) out[i] = side == IL_SIDE_LEFT ? r->sign[i]*in[r->mirror[i]] : in[i];
}

/// The conditions of a patient that change the body.
typedef struct present {
    int     n, kind[VP_TRUTH];
    il_side side[VP_TRUTH];
    double  size[VP_TRUTH];
} present;

static present present_of(const vp_world *w, const vp_reference *r, const vp_patient *p) {
    present x = {0};
    for (int i = 0; i < p->ntruth; i++) {
        const ili_cause *c = &w->study.cause[p->truth[i]];
        if (!w->k->condition[c->condition].simulated) continue;
        x.kind[x.n] = c->condition, x.side[x.n] = c->side, x.size[x.n++] = p->severity[i];
    }
    if (p->outside >= 0) x.kind[x.n] = r->ncondition + p->outside, x.side[x.n] = p->outside_side, x.size[x.n++] = p->outside_size;
    return x;
}

static bool complete(const vp_reference *r, const vp_patient *p) {
    for (int i = 0; i < r->nread; i++) {
        if (isnan(p->healthy[r->slot[i]]) || isnan(p->with[r->slot[i]])) return false;
    }
    return p->solved;
}

// ---- healthy bodies ----

static void learn_healthy(const vp_world *w, int n, const vp_patient *p, const bool *use, vp_reference *r) {
    enum { SHRINK = 4 };
    double all[READ] = {0}, count[VP_PEOPLE] = {0}, total = 0.0;
    for (int i = 0; i < n; i++) {
        if (!use[i] || !complete(r, &p[i])) continue;
        count[p[i].number%VP_PEOPLE]++, total++;
        for (int k = 0; k < r->nread; k++) r->offset[p[i].number%VP_PEOPLE][k] += p[i].healthy[r->slot[k]];
    }
    (void)all, (void)w;
    for (int who = 0; who < VP_PEOPLE; who++) {
        for (int k = 0; k < r->nread; k++) r->offset[who][k] /= fmax(count[who], 1.0);
    }
    for (int i = 0; i < n; i++) {
        if (!use[i] || !complete(r, &p[i])) continue;
        const double *mean = r->offset[p[i].number%VP_PEOPLE];
        for (int side = IL_SIDE_RIGHT; side <= IL_SIDE_LEFT; side++) {
            double x[READ], y[READ];
            for (int k = 0; k < r->nread; k++) x[k] = p[i].healthy[r->slot[k]] - mean[k];
            turn(r, (il_side)side, x, y);
            for (int a = 0; a < r->nread; a++) {
                for (int b = 0; b < r->nread; b++) r->cov[a][b] += y[a]*y[b]/2.0;
            }
        }
    }
    for (int a = 0; a < r->nread; a++) {
        for (int b = 0; b < r->nread; b++) r->cov[a][b] /= fmax(total - VP_PEOPLE, 1.0);
    }
}

// ---- conditions ----

static void hats(double severity, double out[KNOTS]) {
    double x = severity*KNOTS;
    for (int k = 0; k < KNOTS; k++) out[k] = fmax(1.0 - fabs(x - (k + 1)), 0.0);
}

static void change_at(const learnt *l, double severity, int nread, double *out) {
    double h[KNOTS];
    hats(severity, h);
    for (int i = 0; i < nread; i++) out[i] = h[0]*l->change[0][i] + h[1]*l->change[1][i] + h[2]*l->change[2][i];
}

// change of a patient less what the others of its conditions do, as on the right
static void own_change(const vp_reference *r, const vp_patient *p, const present *x, int which, double *out) {
    double rest[READ], other[READ], turned[READ];
    for (int i = 0; i < r->nread; i++) rest[i] = p->with[r->slot[i]] - p->healthy[r->slot[i]];
    for (int j = 0; j < x->n; j++) {
        if (j == which) continue;
        change_at(&r->kind[x->kind[j]], x->size[j], r->nread, other);
        turn(r, x->side[j], other, turned);
        for (int i = 0; i < r->nread; i++) rest[i] -= turned[i];
    }
    turn(r, x->side[which], rest, out);
}

// least squares for three knots, with a little pull to a straight line from zero where patients are few
static void fit_knots(int nread, double a[KNOTS][KNOTS], double b[KNOTS][READ], learnt *l) {
    for (int k = 0; k < KNOTS; k++) a[k][k] += 0.02;
    for (int k = 0; k < KNOTS; k++) {
        for (int j = k + 1; j < KNOTS; j++) {
            double f = a[j][k]/a[k][k];
            for (int i = k; i < KNOTS; i++) a[j][i] -= f*a[k][i];
            for (int i = 0; i < nread; i++) b[j][i] -= f*b[k][i];
        }
    }
    for (int k = KNOTS - 1; k >= 0; k--) {
        for (int i = 0; i < nread; i++) {
            double sum = b[k][i];
            for (int j = k + 1; j < KNOTS; j++) sum -= a[k][j]*l->change[j][i];
            l->change[k][i] = sum/a[k][k];
        }
    }
}

static void learn_change(const vp_world *w, int n, const vp_patient *p, const bool *use, int kind, vp_reference *r) {
    double a[KNOTS][KNOTS] = {{0}}, b[KNOTS][READ] = {{0}}, h[KNOTS], y[READ];
    for (int i = 0; i < n; i++) {
        if (!use[i] || !complete(r, &p[i])) continue;
        present x = present_of(w, r, &p[i]);
        for (int j = 0; j < x.n; j++) {
            if (x.kind[j] != kind) continue;
            own_change(r, &p[i], &x, j, y);
            hats(x.size[j], h);
            for (int k = 0; k < KNOTS; k++) {
                for (int q = 0; q < KNOTS; q++) a[k][q] += h[k]*h[q];
                for (int q = 0; q < r->nread; q++) b[k][q] += h[k]*y[q];
            }
        }
    }
    fit_knots(r->nread, a, b, &r->kind[kind]);
}

static void learn_spread(const vp_world *w, int n, const vp_patient *p, const bool *use, int kind, vp_reference *r) {
    enum { SHRINK = 6 };
    learnt *l = &r->kind[kind];
    double  y[READ], mean[READ], body[READ], turned[READ], sum = 0.0;
    for (int i = 0; i < n; i++) {
        if (!use[i] || !complete(r, &p[i])) continue;
        present x = present_of(w, r, &p[i]);
        for (int j = 0; j < x.n; j++) {
            if (x.kind[j] != kind) continue;
            own_change(r, &p[i], &x, j, y);
            change_at(l, x.size[j], r->nread, mean);
            for (int q = 0; q < r->nread; q++) body[q] = p[i].healthy[r->slot[q]] - r->offset[p[i].number%VP_PEOPLE][q];
            turn(r, x.side[j], body, turned);
            sum += x.size[j]*x.size[j];
            for (int c = 0; c < r->nread; c++) {
                for (int d = 0; d < r->nread; d++) {
                    l->spread[c][d] += (y[c] - mean[c])*(y[d] - mean[d]);
                    l->with_body[c][d] += x.size[j]*((y[c] - mean[c])*turned[d] + turned[c]*(y[d] - mean[d]));
                }
            }
        }
    }
    for (int c = 0; c < r->nread; c++) {
        for (int d = 0; d < r->nread; d++) l->spread[c][d] /= fmax(sum, 0.1), l->with_body[c][d] /= sum + SHRINK;
    }
    l->weight = sum;
}

il_status vp_reference_learn(const vp_world *w, int n, const vp_patient *patient, const bool *use, vp_reference **out, il_error *err) {
    vp_reference *r = *out = calloc(1, sizeof *r);
    if (!r) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the reference");
    r->ncondition = w->k->ncondition, r->nkind = r->ncondition + vp_outside_count();
    if (r->nkind > KINDS) return il_error_set(err, IL_LIMIT, NULL, 0, 0, "more conditions than the reference has room for");
    list_readings(w, r);
    learn_healthy(w, n, patient, use, r);
    for (int round = 0; round < 4; round++) { // pairs are taken apart by what the rounds before have learnt
        for (int k = 0; k < r->nkind; k++) learn_change(w, n, patient, use, k, r);
    }
    for (int k = 0; k < r->nkind; k++) learn_spread(w, n, patient, use, k, r);
    return IL_OK;
}

void vp_reference_free(vp_reference *r) { free(r); }

// ---- likelihood ----

/// One patient's recorded readings.
typedef struct reading {
    int    n, of[READ]; ///< reading of the reference
    double residual[READ], error[READ][READ];
} reading;

static double or_zero(double x) { return isnan(x) ? 0.0 : x; }

static void lay_readings(const vp_world *w, const vp_reference *r, const vp_patient *p, const vp_exam *exam, reading *x) {
    *x = (reading){0};
    for (int i = 0; i < exam->nfinding; i++) {
        const il_finding *f = &exam->finding[i];
        int               test = il_find_test(w->k, f->test);
        for (int k = 0; k < r->nread; k++) {
            il_side side = w->k->test[test].sided ? w->study.slot[r->slot[k]].side : IL_SIDE_NONE;
            if (r->test[k] != test || side != f->side) continue;
            x->residual[x->n] = f->value.value - r->offset[p->number%VP_PEOPLE][k];
            x->of[x->n++] = k;
        }
    }
    for (int a = 0; a < x->n; a++) {
        for (int b = 0; b < x->n; b++) {
            const il_test *t = &w->k->test[r->test[x->of[a]]];
            if (r->test[x->of[a]] != r->test[x->of[b]]) continue;
            double rater = or_zero(t->rater_sd), retest = or_zero(t->retest_sd), step = same(t->unit, "N") ? 5.0 : same(t->unit, "cm") ? 0.5 : 1.0;
            x->error[a][b] = rater*rater + (a == b ? retest*retest + step*step/12.0 : 0.0);
        }
    }
}

/// Conditions that are thought present, with their severities.
typedef struct thought {
    int     n, kind[2];
    il_side side[2];
    double  size[2];
} thought;

static bool factor(double m[READ][READ], int n) {
    for (int j = 0; j < n; j++) {
        for (int i = j; i < n; i++) {
            double sum = m[i][j];
            for (int k = 0; k < j; k++) sum -= m[i][k]*m[j][k];
            if (i == j && !(sum > 1e-9)) return false;
            m[i][j] = i == j ? sqrt(sum) : sum/m[j][j];
        }
    }
    return true;
}

// one of the readings may be plainly wrong (a true test that ended in another equilibrium, a long tail): as in the program, written apart.
// L: factor of the covariance, y: whitened readings
static double log_one_wrong(int n, double l[READ][READ], const double *y, const double *variance) {
    double odds = vm_wrong_odds(), sum = 1.0;
    for (int i = 0; i < n; i++) {
        double column[READ] = {0}, precision = 0.0, pull = 0.0;
        for (int a = i; a < n; a++) {
            double v = a == i ? 1.0 : 0.0;
            for (int b = i; b < a; b++) v -= l[a][b]*column[b];
            column[a] = v/l[a][a];
            precision += column[a]*column[a], pull += column[a]*y[a];
        }
        double wider = VM_WIDER*variance[i], gain = 1.0/(1.0/wider + precision);
        sum += odds*sqrt(gain/wider)*exp(fmin(0.5*gain*pull*pull, 600.0));
    }
    return log(sum/(1.0 + n*odds));
}

static double log_density(const vp_reference *r, const reading *x, const thought *t, bool with_body) {
    double m[READ][READ], y[READ], variance[READ], mean[READ] = {0}, square = 0.0, norm = 0.0;
    for (int j = 0; j < t->n; j++) {
        double change[READ], turned[READ];
        change_at(&r->kind[t->kind[j]], t->size[j], r->nread, change);
        turn(r, t->side[j], change, turned);
        for (int i = 0; i < r->nread; i++) mean[i] += turned[i];
    }
    for (int a = 0; a < x->n; a++) {
        int i = x->of[a];
        y[a] = x->residual[a] - mean[i];
        for (int b = 0; b <= a; b++) {
            int k = x->of[b];
            m[a][b] = r->cov[i][k] + x->error[a][b];
            for (int j = 0; j < t->n; j++) {
                const learnt *l = &r->kind[t->kind[j]];
                bool   left = t->side[j] == IL_SIDE_LEFT;
                int    c = left ? r->mirror[i] : i, d = left ? r->mirror[k] : k;
                double sign = left ? r->sign[i]*r->sign[k] : 1.0, s = t->size[j];
                m[a][b] += sign*(s*s*l->spread[c][d] + (with_body ? s*l->with_body[c][d] : 0.0));
            }
        }
    }
    for (int a = 0; a < x->n; a++) variance[a] = m[a][a];
    if (!factor(m, x->n)) return with_body ? log_density(r, x, t, false) : -HUGE_VAL;
    for (int a = 0; a < x->n; a++) {
        for (int b = 0; b < a; b++) y[a] -= m[a][b]*y[b];
        y[a] /= m[a][a];
        square += y[a]*y[a], norm += log(m[a][a]);
    }
    return -0.5*square - norm + log_one_wrong(x->n, m, y, variance);
}

static double add_logs(double a, double b) {
    double top = fmax(a, b);
    return top == -HUGE_VAL ? top : top + log(exp(a - top) + exp(b - top));
}

/// Severities at which a condition is weighed, by its density.
static void weights(const il_condition *c, int n, double *log_weight) {
    double sum = 0.0;
    for (int i = 0; i < n; i++) {
        double s = (i + 0.5)/n, d;
        il_severity_density(c, 1, &s, &d);
        sum += d, log_weight[i] = log(d);
    }
    for (int i = 0; i < n; i++) log_weight[i] -= log(sum);
}

static double mechanics(const vp_world *w, const vp_reference *r, const reading *x, int n, const int *cause) {
    thought t = {0};
    double  weight[2][SINGLE_GRID], sum = -HUGE_VAL;
    for (int i = 0; i < n; i++) {
        const ili_cause *c = &w->study.cause[cause[i]];
        if (w->k->condition[c->condition].simulated) t.kind[t.n] = c->condition, t.side[t.n++] = c->side;
    }
    if (t.n == 0 || x->n == 0) return x->n ? log_density(r, x, &(thought){0}, true) : 0.0;
    int grid = t.n == 1 ? SINGLE_GRID : PAIR_GRID;
    for (int i = 0; i < t.n; i++) weights(&w->k->condition[t.kind[i]], grid, weight[i]);
    for (int g = 0; g < (t.n == 1 ? grid : grid*grid); g++) {
        t.size[0] = (g%grid + 0.5)/grid, t.size[1] = (g/grid + 0.5)/grid;
        sum = add_logs(sum, weight[0][g%grid] + (t.n > 1 ? weight[1][g/grid] : 0.0) + log_density(r, x, &t, true));
    }
    return sum;
}

static double outside_mechanics(const vp_reference *r, const reading *x) {
    double sum = -HUGE_VAL;
    if (x->n == 0) return 0.0;
    for (int k = r->ncondition; k < r->nkind; k++) {
        for (int g = 0; g < 2*OUTSIDE_GRID; g++) {
            thought t = {.n = 1, .kind = {k}, .side = {g%2 ? IL_SIDE_LEFT : IL_SIDE_RIGHT}, .size = {0.4 + 0.6*(g/2 + 0.5)/OUTSIDE_GRID}};
            sum = add_logs(sum, log_density(r, x, &t, true));
        }
    }
    return sum - log(2.0*OUTSIDE_GRID*(r->nkind - r->ncondition));
}

// ---- accuracies: those of the clinic; every second test of a structure repeats the first in half of the patients ----

static const char *group_of(const vp_world *w, int test) {
    for (int i = 0; i < w->k->naccuracy; i++) {
        if (w->k->accuracy[i].test == test) return w->k->accuracy[i].group;
    }
    return NULL;
}

// the first test of a group that the generator tries on a side
static int first_test(const vp_world *w, const char *group, bool sided) {
    for (int i = 0; i < w->k->naccuracy; i++) {
        int test = w->k->accuracy[i].test;
        if (same(w->k->accuracy[i].group, group) && w->k->test[test].sided == sided) return test;
    }
    return -1;
}

static bool is_positive(const il_finding *f) { return f->value.known ? f->value.value >= 3.0 : f->result == IL_RESULT_POSITIVE; }

static double log_group(const vp_world *w, const vp_exam *exam, const char *group, il_side side, int n, const int *cause) {
    int    first = first_test(w, group, side != IL_SIDE_NONE);
    double given[2] = {1.0, 1.0}; // the rest of the group, had the first test been negative or positive
    int    shown = -1;
    if (first < 0) return 0.0;
    double p = vp_positive(w, first, side, n, cause);
    for (int i = 0; i < exam->nfinding; i++) {
        const il_finding *f = &exam->finding[i];
        int               test = il_find_test(w->k, f->test);
        const char       *g = group_of(w, test);
        if (!g || f->side != side || !same(g, group)) continue;
        if (test == first) {
            shown = is_positive(f);
            continue;
        }
        double q = vp_positive(w, test, side, n, cause), own = is_positive(f) ? q : 1.0 - q;
        for (int k = 0; k < 2; k++) given[k] *= 0.5*own + 0.5*(is_positive(f) == (k == 1));
    }
    return log(fmax(shown == 1 ? p*given[1] : shown == 0 ? (1.0 - p)*given[0] : p*given[1] + (1.0 - p)*given[0], 1e-12));
}

static double accuracies(const vp_world *w, const vp_exam *exam, int n, const int *cause) {
    double sum = 0.0;
    for (int i = 0; i < w->k->naccuracy; i++) {
        bool first = true;
        for (int j = 0; j < i; j++) first = first && !same(w->k->accuracy[j].group, w->k->accuracy[i].group);
        if (!first) continue;
        for (int side = IL_SIDE_NONE; side <= IL_SIDE_LEFT; side++) sum += log_group(w, exam, w->k->accuracy[i].group, (il_side)side, n, cause);
    }
    return sum;
}

// ---- all hypotheses ----

static double odds_of(const vp_world *w, int cause) {
    double p = il_condition_prior(&w->k->condition[w->study.cause[cause].condition], IL_SETTING_PRIMARY_CARE).value;
    return log(p/(1.0 - p));
}

static bool simulated(const vp_world *w, int cause) { return w->k->condition[w->study.cause[cause].condition].simulated; }

il_status vp_reference_answer(const vp_reference *r, const vp_world *w, const vp_patient *p, const vp_exam *exam, vp_posterior *q, vp_answer *out, il_error *err) {
    double *log_pair = calloc(VP_CAUSES*VP_CAUSES/2, sizeof *log_pair), log_single[VP_CAUSES], alone[VP_CAUSES], told[VP_CAUSES], sum = 1.0;
    reading x;
    if (!log_pair) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the reference");
    q->n = 0;
    for (int c = 0; c < w->study.ncause; c++) {
        if (exam->in_question[c]) q->cause[q->n++] = c;
    }
    lay_readings(w, r, p, exam, &x);
    double none = mechanics(w, r, &x, 0, NULL), base = accuracies(w, exam, 0, NULL);
    for (int a = 0; a < q->n; a++) {
        alone[a] = simulated(w, q->cause[a]) ? mechanics(w, r, &x, 1, &q->cause[a]) : none;
        told[a] = accuracies(w, exam, 1, &q->cause[a]);
        sum += exp(odds_of(w, q->cause[a]));
        for (int b = 0; b < a; b++) sum += vp_excluded(w, q->cause[a], q->cause[b]) ? 0.0 : exp(odds_of(w, q->cause[a]) + odds_of(w, q->cause[b]));
    }
    double known = log(2.0/3.0/sum);
    for (int a = 0; a < q->n; a++) {
        log_single[a] = known + odds_of(w, q->cause[a]) + alone[a] + told[a];
        for (int b = a + 1; b < q->n; b++) {
            int both[2] = {q->cause[a], q->cause[b]}, pair = il_infer_pair(q->n, a, b);
            if (vp_excluded(w, both[0], both[1])) {
                log_pair[pair] = -HUGE_VAL;
                continue;
            }
            double m = simulated(w, both[0]) && simulated(w, both[1]) ? mechanics(w, r, &x, 2, both) : simulated(w, both[0]) ? alone[a] : simulated(w, both[1]) ? alone[b] : none;
            double t = told[b] == base ? told[a] : told[a] == base ? told[b] : accuracies(w, exam, 2, both);
            log_pair[pair] = known + odds_of(w, both[0]) + odds_of(w, both[1]) + m + t;
        }
    }
    vp_normalise(q, log_single, log_pair, known + none + base, log(1.0/3.0) + outside_mechanics(r, &x) + base);
    vp_answer_from(p, q, out);
    free(log_pair);
    return IL_OK;
}
