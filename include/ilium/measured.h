// ilium/measured.h - pressures that were measured in discs of people, beside the outcome and the task that show the same.
#ifndef ILIUM_MEASURED_H
#define ILIUM_MEASURED_H
#include "ilium/file.h"

/// One found row of data/validation/disc_pressure.csv with what it is compared with (data/validation/frozen/predictions.csv).
typedef struct il_measured_pressure {
    const char *row;       ///< "IDP03"
    const char *outcome;   ///< "disc.L4_L5.pressure_mpa"
    const char *task;      ///< id of data/tests
    const char *set;       ///< parameters of the task, "angle=40 load=20"; "" as usual
    const char *condition; ///< what the person did, in the source's words
    double      pressure;  ///< [MPa]
    const char *people;    ///< how many were measured, as the source tells it
    const char *source;
} il_measured_pressure;

typedef struct il_measured {
    const il_measured_pressure *pressure;
    int                         npressure;
    struct il_measured_memory  *memory;
} il_measured;

/// Rows that were found and that a posture of the body stands for; what is only recalled is left out. Faults are reported with file, line and column.
il_status il_measured_read(const il_data_dir *data, il_measured **out, il_error *err);
void      il_measured_free(il_measured *m); ///< NULL is allowed

#endif
