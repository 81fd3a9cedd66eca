// reasoning_model.h - the program's own model in plain formulas, written apart from the product: for naive Bayes and brute force
#ifndef VALIDATION_REASONING_MODEL_H
#define VALIDATION_REASONING_MODEL_H
#include "reasoning.h"

enum { VM_SIZES = 3, VM_WIDER = 16 }; ///< a number that is plainly wrong scatters by four SDs more
extern const double vm_sizes[VM_SIZES];

/// What is not determined: shares of nothing, and of one, two, all findings moved by so many SDs.
typedef struct vm_unknown {
    double nothing, some[3][VM_SIZES];
} vm_unknown;

double vm_log_odds(const il_infer_problem *p, int c); ///< of one condition alone
double vm_log_odds_pair(const il_infer_problem *p, int a, int b); ///< -HUGE_VAL where they exclude each other
bool   vm_excludes(const il_infer_problem *p, int a, int b);
double vm_log_prior_none(const il_infer_problem *p, double undetermined);
/// Effect and density of a condition at a severity, between the simulated ones on a line.
void   vm_effect_at(const il_infer_problem *p, int c, double severity, double *out);
double vm_density_at(const il_infer_problem *p, int c, double severity);
double vm_add_logs(double a, double b);
double vm_variance(const il_infer_problem *p, int f); ///< of a reading, between persons and by error
double vm_wrong_odds(void);                           ///< of a number that is plainly wrong
void   vm_lay_unknown(const il_infer_problem *p, vm_unknown *u);
/// Log prior share of what is not determined with one condition beside it (c < 0: none).
double vm_beside_share(const il_infer_problem *p, int c);

#endif
