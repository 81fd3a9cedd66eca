// care.h - what the readers of data/treatments share
#ifndef ILI_CARE_H
#define ILI_CARE_H
#include "io/knowledge.h"

extern const char *const ili_population_words[IL_POPULATION_CONDITION]; ///< "any", "acute", "chronic"
extern const char *const ili_grade_words[6];                            ///< by il_grade

/// Each name of a list separated by `;` must be known to `has`; else the cell is at fault: "'x' `is_no`".
typedef bool (*ili_has_name)(const il_knowledge *k, const char *name);
void ili_cell_names(ili_cells *c, const il_knowledge *k, const char *list, ili_has_name has, const char *is_no);

bool ili_names_condition(const il_knowledge *k, const char *name); ///< or "any"
bool ili_names_treatment(const il_knowledge *k, const char *name);
bool ili_names_equipment(const il_knowledge *k, const char *name);
bool ili_names_flag(const il_knowledge *k, const char *name);

/// A cell that must name a treatment: its index, 0 after a fault.
int ili_cell_treatment(ili_cells *c, const il_knowledge *k);
#endif
