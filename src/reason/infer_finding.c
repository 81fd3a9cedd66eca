// infer_finding.c - what an examiner reports, as a number or a range of the latent reading
#include <math.h>

#include "ilium/infer.h"

static il_infer_finding range(const char *name, double low, double high, double retest_sd, double rater_sd, double model_sd) {
    return (il_infer_finding){.name = name, .form = IL_FINDING_RANGE, .value = IL_NAN, .low = low, .high = high,
                              .retest_sd = retest_sd, .rater_sd = rater_sd, .model_sd = model_sd};
}

il_infer_finding il_finding_number(const char *name, double value, double retest_sd, double rater_sd, double model_sd) {
    return (il_infer_finding){.name = name, .form = IL_FINDING_NUMBER, .value = value, .low = value, .high = value,
                              .retest_sd = retest_sd, .rater_sd = rater_sd, .model_sd = model_sd};
}

il_infer_finding il_finding_bound(const char *name, double value, bool at_least, double retest_sd, double rater_sd, double model_sd) {
    return range(name, at_least ? value : -HUGE_VAL, at_least ? HUGE_VAL : value, retest_sd, rater_sd, model_sd);
}

il_infer_finding il_finding_sign(const char *name, bool positive, double threshold, bool positive_above, double rater_sd, double model_sd) {
    return il_finding_bound(name, threshold, positive == positive_above, 0.0, rater_sd, model_sd);
}

il_infer_finding il_finding_grade(const char *name, int grade, int ncut, const double *cut, double rater_sd, double model_sd) {
    return range(name, grade <= 0 ? -HUGE_VAL : cut[grade > ncut ? ncut - 1 : grade - 1], grade >= ncut ? HUGE_VAL : cut[grade < 0 ? 0 : grade], 0.0,
                 rater_sd, model_sd);
}

// the reader does not know what the rater held as normal: its spread, by the share that is left, and a tenth of the normal for the guess itself
il_infer_finding il_finding_reduced(const char *name, double percent, double normal_mean, double normal_sd, double rater_sd, double model_sd) {
    double left = 1.0 - 0.01*percent, guess = 0.1*normal_mean;
    return il_finding_number(name, left*normal_mean, sqrt(left*left*normal_sd*normal_sd + guess*guess), rater_sd, model_sd);
}

double il_rater_sd_from_kappa(double kappa, double person_sd) {
    double k = fmin(fmax(kappa, 0.02), 0.98), rho = sin(1.57079632679489661923*k);
    return person_sd*sqrt((1.0 - rho)/rho);
}
