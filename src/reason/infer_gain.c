// infer_gain.c - how much a test that was not done would tell: the mutual information between the hypotheses and its outcome,
//     gain = H(outcome) - sum over hypotheses P(h) H(outcome | h)   [bit],
// outcomes of numbers on a fixed grid of bins, of signs and published tests exactly. What the findings that are numbers foretell of the outcome
// is used; findings that are ranges act through the hypotheses' probabilities only.
#include <math.h>
#include <string.h>

#include "reason/bits.h"
#include "reason/infer_private.h"

// per candidate, in gain_state: left edge and width of the bins, SD of the outcome given a hypothesis and severity, foretold mean without
// condition, sum of P(h) H(.|h), P(positive), sum of the kernel
enum { LEFT, STEP, SD, MEAN, CONDITIONAL, POSITIVE, KERNEL, NSTATE };


// effect of condition c on the candidate at fine severity k
static double effect(const il_infer_problem *p, const il_infer_workspace *w, const il_infer_candidate *t, int c, int k) {
    int lower = k/w->refine, upper = lower + 1 < p->nseverity ? lower + 1 : lower;
    double u = (double)(k%w->refine)/w->refine;
    const double *e = t->effect + (size_t)c*(size_t)p->nseverity;
    return e[lower] + u*(e[upper] - e[lower]);
}

// regression of the candidate on the whitened numbers: L^-1 cov
static void regression(const il_infer_workspace *w, const il_infer_candidate *t, double *out) {
    const ili_fit *f = &w->fit;
    for (int i = 0; i < f->np; i++) {
        double sum = t->person_cov ? t->person_cov[f->which[i]] : 0.0;
        for (int k = 0; k < i; k++) sum -= f->chol_p[i*f->np + k]*out[k];
        out[i] = sum/f->chol_p[i*f->np + i];
    }
}

// foretold mean of the outcome under condition c at fine severity k: its effect, less the part of the numbers' residual that c explains
static double shift(const il_infer_problem *p, const il_infer_workspace *w, const il_infer_candidate *t, const double *g, int c, int k) {
    int row = ili_row(&w->fit);
    const double *e = w->fit.effect + ((size_t)c*(size_t)w->nfine + (size_t)k)*(size_t)row;
    double x = effect(p, w, t, c, k);
    for (int i = 0; i < w->fit.np; i++) x -= g[i]*e[i];
    return x;
}

static void begin_number(const il_infer_problem *p, il_infer_workspace *w, const il_infer_candidate *t, double *state, double *shifts) {
    double g[ILI_NF], mean = t->baseline, var = t->person_var + t->sd*t->sd, low = 0.0, high = 0.0;
    regression(w, t, g);
    for (int i = 0; i < w->fit.np; i++) {
        mean += g[i]*w->fit.residual[i];
        var -= g[i]*g[i];
    }
    var = fmax(var, t->sd*t->sd);
    for (int c = 0; c < p->ncondition; c++) {
        double a = 0.0, b = 0.0;
        for (int k = 0; k < w->nfine; k++) {
            double x = shifts[c*w->nfine + k] = shift(p, w, t, g, c, k);
            a = fmin(a, x), b = fmax(b, x);
        }
        low  = fmin(low, a);
        high = fmax(high, b);
    }
    state[SD]   = sqrt(var);
    state[MEAN] = mean;
    // two conditions may add; the bins cover that and five SD
    double reach = 5.0*state[SD];
    state[LEFT] = mean + 2.0*low - reach;
    state[STEP] = (2.0*(high - low) + 2.0*reach)/(ILI_GAIN_BIN - 1);
}

// what one bin becomes when it is spread by a normal of this SD: mirrored, its middle at ILI_GAIN_BIN; returns its sum
static double spreading(const double *state, double *kernel) {
    double sum = 0.0;
    for (int d = 0; d < ILI_GAIN_BIN; d++) {
        double z = d*state[STEP]/state[SD];
        kernel[ILI_GAIN_BIN + d] = kernel[ILI_GAIN_BIN - d] = exp(-0.5*z*z);
        sum += (d ? 2.0 : 1.0)*kernel[ILI_GAIN_BIN + d];
    }
    return sum;
}

bool ili_gain_is_silent(const il_infer_problem *p, int c) {
    for (int i = 0; i < p->ncandidate; i++)
        for (int s = 0; p->candidate[i].form != IL_CANDIDATE_ACCURACY && s < p->nseverity; s++)
            if (p->candidate[i].effect[c*p->nseverity + s] != 0.0) return false;
    return true;
}

void ili_gain_begin(const il_infer_problem *p, il_infer_workspace *w) {
    memset(w->gain_state, 0, (size_t)p->ncandidate*NSTATE*sizeof *w->gain_state);
    memset(w->bin_all, 0, (size_t)p->ncandidate*ILI_GAIN_BIN*sizeof *w->bin_all);
    memset(w->gain_mean, 0, (size_t)p->ncandidate*(size_t)(p->ncondition + 1)*sizeof *w->gain_mean);
    for (int i = 0; i < p->ncandidate; i++)
        if (p->candidate[i].form != IL_CANDIDATE_ACCURACY) {
            double *shifts = w->gain_shift + (size_t)i*(size_t)p->ncondition*(size_t)w->nfine;
            double *state = w->gain_state + (size_t)i*NSTATE;
            begin_number(p, w, &p->candidate[i], state, shifts);
            state[KERNEL] = spreading(state, w->gain_kernel + (size_t)i*2*ILI_GAIN_BIN);
        }
}

// foretold means of one hypothesis' components, one after the other
static double component_mean(const il_infer_workspace *w, const double *shifts, double mean, int a, int b, int i) {
    if (a < 0) return mean;
    mean += shifts[a*w->nfine + (b < 0 ? i : i/w->nfine)];
    return b < 0 ? mean : mean + shifts[b*w->nfine + i%w->nfine];
}

// mass of one component, shared by the two nearest bins
static void drop(double *bin, const double *state, double x, double mass) {
    double place = fmin(fmax((x - state[LEFT])/state[STEP], 0.0), ILI_GAIN_BIN - 1.000001);
    int    i = (int)place;
    bin[i]     += mass*(1.0 - (place - i));
    bin[i + 1] += mass*(place - i);
}

// entropy of the bins after each was spread; bins that hold nothing cost nothing
static double spread_entropy(const double *bin, const double *kernel, double sum, double *spread, double *add_to, double share) {
    double entropy = 0.0;
    memset(spread, 0, ILI_GAIN_BIN*sizeof *spread);
    for (int i = 0; i < ILI_GAIN_BIN; i++) {
        const double *from = kernel + ILI_GAIN_BIN - i;
        double        mass = bin[i];
        if (mass == 0.0) continue;
        for (int j = 0; j < ILI_GAIN_BIN; j++) spread[j] += mass*from[j];
    }
    for (int j = 0; j < ILI_GAIN_BIN; j++) {
        double x = spread[j]/sum;
        add_to[j] += share*x;
        entropy += ili_bits(x);
    }
    return entropy;
}

static void add_number(const il_infer_problem *p, il_infer_workspace *w, int t, double share, int a, int b, const double *weight, double *mean_out) {
    const il_infer_candidate *test = &p->candidate[t];
    const double *shifts = w->gain_shift + (size_t)t*(size_t)p->ncondition*(size_t)w->nfine;
    double *state = w->gain_state + (size_t)t*NSTATE, positive = 0.0;
    int     n = a < 0 ? 1 : b < 0 ? w->nfine : w->nfine*w->nfine;
    double  sd = state[SD];
    memset(w->bin, 0, ILI_GAIN_BIN*sizeof *w->bin);
    *mean_out = 0.0;
    for (int i = 0; i < n; i++) {
        double x = component_mean(w, shifts, state[MEAN], a, b, i);
        *mean_out += weight[i]*x;
        positive += weight[i]*ili_normal_cdf((x - test->threshold)/sd);
        drop(w->bin, state, x, weight[i]);
    }
    if (test->form == IL_CANDIDATE_SIGN) {
        state[POSITIVE] += share*positive;
        state[CONDITIONAL] += share*(ili_bits(positive) + ili_bits(1.0 - positive));
        *mean_out = positive;
    } else {
        state[CONDITIONAL] += share*spread_entropy(w->bin, w->gain_kernel + (size_t)t*2*ILI_GAIN_BIN, state[KERNEL], w->spread_bin, w->bin_all + (size_t)t*ILI_GAIN_BIN, share);
    }
}

// a published result that would not enter tells nothing: what is left is P(other result) times how far that one moves the hypotheses
static double published_bits(const il_infer_candidate *t, double positive) { return (t->mute_positive ? 0.0 : ili_bits(positive)) + (t->mute_negative ? 0.0 : ili_bits(1.0 - positive)); }

static double add_published(const il_infer_problem *p, il_infer_workspace *w, int t, double share, int a, int b) {
    double *state = w->gain_state + (size_t)t*NSTATE, positive = ili_positive(p->candidate[t].positive_absent, p->candidate[t].positive_present, a, b);
    state[POSITIVE] += share*positive;
    state[CONDITIONAL] += share*published_bits(&p->candidate[t], positive);
    return positive;
}

void ili_gain_add(const il_infer_problem *p, il_infer_workspace *w, double share, double beside, int a, int b, const double *weight) {
    if (!(share + beside > 1e-7)) return;
    int    nc = p->ncondition;
    double known = 1.0 - w->post.undetermined;
    for (int t = 0; t < p->ncandidate; t++) {
        double mean;
        if (p->candidate[t].form == IL_CANDIDATE_ACCURACY) mean = add_published(p, w, t, share/known, a, b);
        else add_number(p, w, t, (share + beside)/known, a, b, weight, &mean);
        if (b < 0) w->gain_mean[t*(nc + 1) + (a < 0 ? nc : a)] = mean;
    }
}

void ili_gain_add_silent(const il_infer_problem *p, il_infer_workspace *w, double share, int a, int b) {
    for (int t = 0; t < p->ncandidate; t++)
        if (p->candidate[t].form == IL_CANDIDATE_ACCURACY) add_published(p, w, t, share/(1.0 - w->post.undetermined), a, b);
}

// the two hypotheses, each alone, that the outcome would move apart most: P(a) P(b) (difference / SD)^2
static void best_pair(const il_infer_problem *p, il_infer_workspace *w, int t, double variance) {
    int    nc = p->ncondition;
    double best = -1.0;
    for (int a = 0; a <= nc; a++)
        for (int b = a + 1; b <= nc; b++) {
            double pa = w->post.single[a], pb = b == nc ? w->post.none : w->post.single[b];
            double d = w->gain_mean[t*(nc + 1) + a] - w->gain_mean[t*(nc + 1) + b];
            double score = pa > 1e-9 && pb > 1e-9 ? pa*pb*d*d/variance : 0.0;
            if (score > best) {
                best = score;
                w->gain_a[t] = a;
                w->gain_b[t] = b;
            }
        }
}

void ili_gain_end(const il_infer_problem *p, il_infer_workspace *w) {
    for (int t = 0; t < p->ncandidate; t++) {
        const double *state = w->gain_state + (size_t)t*NSTATE, *all = w->bin_all + (size_t)t*ILI_GAIN_BIN;
        double entropy = published_bits(&p->candidate[t], state[POSITIVE]), variance = state[POSITIVE]*(1.0 - state[POSITIVE]);
        if (p->candidate[t].form == IL_CANDIDATE_NUMBER) {
            entropy = 0.0;
            variance = state[SD]*state[SD];
            for (int j = 0; j < ILI_GAIN_BIN; j++) entropy += ili_bits(all[j]);
        }
        w->gain[t] = (1.0 - w->post.undetermined)*fmax(entropy - state[CONDITIONAL], 0.0);
        best_pair(p, w, t, fmax(variance, 1e-9));
    }
}
