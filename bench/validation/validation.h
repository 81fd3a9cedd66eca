// validation.h - what people measured, what this body predicts of it, and by which rule the two are compared
//
// data/validation/*.csv        one measured number a row, with its source and what it may be used for
// data/validation/frozen/*.csv persons, predictions and reasons: written before the first run (docs/validation-frozen.md)
// A prediction is a measure (an outcome, a reading, an angle, a moment arm) of a person in a task, possibly relative to another prediction.
#ifndef VALIDATION_H
#define VALIDATION_H
#include "base/arena.h"
#include "ilium/batch.h"
#include "ilium/factor.h"
#include "ilium/io_body.h"
#include "ilium/knowledge.h"
#include "ilium/tasks.h"

enum { VA_MAX_RUN = 128, VA_MAX_FACTOR = 64, VA_COHORT = 40 };

// clang-format off
/// What a measured row may be used for.
#define VA_USES(X) \
    X(VA_VALIDATION,  "validation")  /* compared, and counts */ \
    X(VA_CALIBRATION, "calibration") /* a number of the body was set by it: counts for nothing, for ever */ \
    X(VA_RECALLED,    "recalled")    /* from memory, not read in the source: shown apart, counts for nothing */ \
    X(VA_TREND,       "trend")       /* a direction: compared, and counts */ \
    X(VA_NOT_COVERED, "not_covered") /* no task can show it; the row says why */

/// How a number is judged. v measured, s its SD, x predicted, l the limit of the rule.
#define VA_RULES(X) \
    X(VA_SD,       "sd")       /* |x - v| <= l s */ \
    X(VA_PERCENT,  "percent")  /* |x - v| <= l % of |v| */ \
    X(VA_FACTOR,   "factor")   /* same sign, and x/v within 1/l .. l */ \
    X(VA_AT_MOST,  "at_most")  /* x <= l v (l 1: the measured number is the bound) */ \
    X(VA_AT_LEAST, "at_least") /* x >= l v */ \
    X(VA_ABSOLUTE, "absolute") /* |x - v| <= l, in the row's unit */ \
    X(VA_SIGN,     "sign")     /* x has the sign of v */ \
    X(VA_POSITIVE, "positive") /* x >= l: a direction, the row has no number */ \
    X(VA_NEGATIVE, "negative") /* x <= -l */ \
    X(VA_SHOWN,    "shown")    /* no verdict */

/// How a measure is set against another prediction y.
#define VA_RELATIONS(X) \
    X(VA_ALONE,      "")           \
    X(VA_RATIO,      "ratio")      /* x/y */ \
    X(VA_OF,         "percent_of") /* 100 x/y */ \
    X(VA_CHANGE,     "change")     /* 100 (x - y)/y */ \
    X(VA_DIFFERENCE, "difference") /* x - y */ \
    X(VA_SHIFT,      "shift")      /* |x - y| */ \
    X(VA_SUM,        "sum")        /* x + y */

#define VA_VERDICTS(X) \
    X(VA_PASS, "good") X(VA_FAIL, "**bad**") X(VA_NONE, "shown") X(VA_UNSOLVED, "**not solved**") X(VA_NOT_THERE, "not predicted yet")
// clang-format on
#define X(name, ...) name,
typedef enum va_use { VA_USES(X) VA_NUSE } va_use;
typedef enum va_rule { VA_RULES(X) VA_NRULE } va_rule;
typedef enum va_relation { VA_RELATIONS(X) VA_NRELATION } va_relation;
typedef enum va_verdict { VA_VERDICTS(X) VA_NVERDICT } va_verdict;
#undef X
const char *va_use_text(va_use use);
const char *va_rule_text(va_rule rule);
const char *va_verdict_text(va_verdict verdict);

/// One measured number. Texts are "" when absent, numbers NAN.
typedef struct va_row {
    const char *topic, *id, *quantity, *condition, *unit, *n, *source, *status, *reason;
    double      value, sd;
    va_use      use;
    int         line;
} va_row;

/// Who is compared: sizes; NAN = as usual for the sex.
typedef struct va_person {
    const char   *id, *source, *note;
    bool          tables; ///< the body of the tables as it stands
    il_body_sizes sizes;
} va_person;

/// One prediction. Its number: relation(measure, relative) * factor, in the unit of the row.
typedef struct va_prediction {
    const char   *id, *task, *set, *measure, *aim, *label, *note; ///< set: parameters of the task, "angle=40 load=20"
    int           row;      ///< of the measured rows, or -1: only others refer to it
    const char   *who;      ///< id of a person, or of the cohort: women, men, all
    int           person;   ///< -1: the cohort
    il_side       side;
    va_relation   relation;
    int           relative; ///< prediction, or -1
    double        factor, limit;
    va_rule       rule;
    int           line;
} va_prediction;

/// Why a row misses: written afterwards, by hand, shown with the miss.
typedef struct va_reason {
    const char *id, *text;
} va_reason;

/// A data file that predictions rest on (postures), as it was when it was frozen.
typedef struct va_frozen {
    const char *file, *sha256;
} va_frozen;

/// A mean or spread of the cohort that was set to agree.
typedef struct va_set {
    const char *test;
    int         sex; ///< 0 any, 1 woman, 2 man
    bool        spread;
} va_set;

typedef struct va_tables {
    ili_arena      arena;
    int            nrow, nperson, nprediction, nreason, nfrozen, nset;
    va_row        *row;
    va_person     *person;
    va_prediction *prediction;
    va_reason     *reason;
    va_frozen     *frozen;
    va_set        *set;
} va_tables;

/// Read and check all tables: unique ids, known words, a reason where a row is not covered, predictions that name what there is.
il_status va_tables_read(const il_data_dir *data, va_tables *out, il_error *err);
void      va_tables_free(va_tables *t);
int       va_find_row(const va_tables *t, const char *id);        ///< -1 when there is none
int       va_find_prediction(const va_tables *t, const char *id); ///< -1 when there is none
const char *va_find_reason(const va_tables *t, const char *id);   ///< "" when there is none
/// Is the file still as it was frozen?
bool va_unchanged(const il_data_dir *data, const va_frozen *f);
/// Does a list "a;b;c" hold this word?
bool va_has(const char *list, const char *word);

/// The verdict of a rule. NAN in x: VA_UNSOLVED; NAN in a number that the rule needs: VA_NONE.
va_verdict va_judge(va_rule rule, double limit, double value, double sd, double x);
/// The relation of x to y.
double va_relate(va_relation relation, double x, double y);

/// Predicted number: usual, and its range over the factors of include/ilium/factor.h (il_factor_range). NAN: not solved. `there` false: the task or outcome does not exist (yet).
typedef struct va_number {
    double      x, low, high;
    bool        there;
    const char *why; ///< not there, or not solved: one phrase
} va_number;

/// Everything a run needs, opened once.
typedef struct va_bench {
    il_data_dir          *dir;
    const il_body_tables *tables;
    il_body              *body;
    il_knowledge         *k;
    il_tasks             *tasks; ///< with their parameters as usual
    va_tables             t;
    il_progress           progress;
    il_factors           *factors;
    int                   nfactor, factor[VA_MAX_FACTOR]; ///< those varied
} va_bench;
il_status va_bench_open(va_bench *b, il_error *err);
/// All tasks again, with a prediction's parameters set.
il_status va_tasks_set(const va_bench *b, const va_prediction *p, il_tasks **out, il_error *err);
void      va_bench_close(va_bench *b);

struct va_walk; ///< walk.h
/// Solve every task that a prediction names, and the recorded walk, under every variation. @param number  [nprediction] @param walk  the usual one
il_status va_predict(va_bench *b, va_number *number, struct va_walk *walk, il_error *err);

// ---- the healthy cohort ----

/// One reading of one task over the cohort of a sex.
typedef struct va_cohort_row {
    const char *task, *test;
    bool        woman;
    double      usual, mean, sd, norm_mean, norm_sd; ///< norm_*: NAN when none is published
    int         solved, failed;
    bool        recalled, mean_set, sd_set; ///< the norm was recalled; the body was set to its mean, to its SD: counts for nothing
} va_cohort_row;
typedef struct va_cohort {
    int           nrow;
    va_cohort_row row[256];
} va_cohort;
/// 40 women and 40 men made from an explicit seed, without any condition, do every exam test; both sides pooled.
il_status va_cohort_run(va_bench *b, va_cohort *out, il_error *err);
/// Of a test in a task over the cohort: "mean:TEST", "sd:TEST", "women_less_men:TEST"; "mean:A+B" in the tasks "X+Y" is the sum of two means.
/// @param who  "women", "men", "all" @return NAN when the task or test is not there or nobody solved it
double va_cohort_number(const va_cohort *c, const char *task, const char *measure, const char *who);

// ---- the page ----

typedef struct va_result {
    va_number  number;
    va_verdict verdict;
} va_result;
/// Verdicts of all predictions, those of the cohort included. @param result  [nprediction]
void va_judge_all(const va_bench *b, const va_number *number, const va_cohort *cohort, va_result *result);
/// Write docs/validation.md and its pictures into a folder.
il_status va_page_write(const va_bench *b, const va_result *result, const va_cohort *cohort, const struct va_walk *walk, const char *folder, il_error *err);

#endif
