// knowledge.h - the parts of reading the clinical tables: one function a table, then the checks between tables
#ifndef ILI_KNOWLEDGE_H
#define ILI_KNOWLEDGE_H
#include "ilium/knowledge.h"
#include "io/cells.h"

struct il_knowledge_memory {
    ili_arena arena;
};

/// One open table.
typedef struct ili_table {
    ili_csv  csv;
    int      column[32];
    il_error *err;
} ili_table;

// tables that stand alone or refer to those read before them, in this order
#define ILI_KNOWLEDGE_TABLES(X)                       \
    X(notices, "notices.csv")                         \
    X(red_flags, "safety/red_flags.csv")              \
    X(medicines, "safety/medicines.csv")              \
    X(tests, "tests/tests.csv")                       \
    X(norms, "tests/norms.csv")                       \
    X(roots, "tests/roots.csv")                       \
    X(regions, "regions/regions.csv")                 \
    X(pain_patterns, "regions/pain_patterns.csv")     \
    X(parameters, "conditions/parameters.csv")        \
    X(accuracy, "tests/accuracy.csv")                 \
    X(questions, "interview/questions.csv")           \
    X(claims, "claims/claims.csv")                    \
    X(scores, "scores/scores.csv")                    \
    X(imaging, "imaging/imaging.csv")                 \
    X(background, "background/background.csv")        \
    X(equipment, "treatments/equipment.csv")          \
    X(treatments, "treatments/treatments.csv")        \
    X(effects, "treatments/effects.csv")              \
    X(trials, "treatments/trials.csv")                \
    X(course, "treatments/course.csv")                \
    X(exercises, "treatments/exercises.csv")          \
    X(contraindications, "treatments/contraindications.csv") \
    X(guidelines, "treatments/guidelines.csv")        \
    X(daily, "treatments/daily.csv")                  \
    X(codes, "codes/codes.csv")                       \
    X(posture_loads, "conditions/posture_loads.csv")  \
    X(sections, "papers/sections.csv")                \
    X(handouts, "papers/handouts.csv")                \
    X(prognosis, "treatments/prognosis.csv")

// each fills its part of `k` from a table whose columns stand in t->column in the order of its ili_columns_*
#define X(name, file)                                                       \
    extern const char *const ili_columns_##name[];                          \
    extern const int         ili_ncolumn_##name;                            \
    il_status ili_read_##name(il_knowledge *k, ili_table *t, ili_arena *a);
ILI_KNOWLEDGE_TABLES(X)
#undef X

/// Is this the name of a condition file: "conditions/ID.yaml"?
bool ili_is_condition_file(const char *name);
/// Room for `nfile` conditions and what they change.
il_status ili_place_conditions(il_knowledge *k, int nfile, il_error *err);
/// Append one condition from its file; patterns, parameters, tests and flags are read before.
il_status ili_read_condition_file(il_knowledge *k, const char *name, const char *label, const char *bytes, size_t size, il_error *err);
/// Bring all into their order, each with its changes.
il_status ili_order_conditions(il_knowledge *k, il_error *err);
/// Is this name a structure of pain_patterns.csv?
bool ili_is_structure(const il_knowledge *k, const char *name);

enum { ILI_CONDITION_CHANGES = 24 }; ///< parameters that one condition may change

/// Is this name of n letters a row or a group of the safety screen?
bool ili_is_flag_or_group(const il_screen_rules *rules, const char *name, size_t n);

/// What no table can know alone: notices for every reason, a change for every condition, accuracy for every test that needs it.
il_status ili_knowledge_cross_check(const il_knowledge *k, il_error *err);

#define ILI_COLUMNS(name, ...)                                  \
    const char *const ili_columns_##name[] = {__VA_ARGS__};     \
    const int         ili_ncolumn_##name = (int)(sizeof ili_columns_##name/sizeof *ili_columns_##name)

extern const char *const ili_source_words[4]; ///< "none" (never in a table), "found", "recalled", "assumed": by il_source_status

/// Cells of one row, ready to be read.
ili_cells ili_row(const ili_table *t, ili_arena *a, int row);
il_source_status ili_cell_status(ili_cells *c);
il_status ili_no_memory(il_error *err);

#endif
