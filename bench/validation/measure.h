// measure.h - what the text of a prediction's measure means at a posture
#ifndef VALIDATION_MEASURE_H
#define VALIDATION_MEASURE_H
#include "ilium/outcome.h"
#include "validation.h"

enum { VA_PARTS = 3 };

/// Parts of a measure "a,b,c" into `part`; how many (0: too many or too long).
int va_parts(const char *measure, char part[VA_PARTS][160]);

/// One part at a solved posture. A name of an outcome, or
///   reading:TEST            what the task reads
///   plates:A:B              angle between two end plates [deg], as IL_READ_PLATES
///   coordinate:NAME         [deg | mm]
/// @param outcomes  all outcomes, as il_outcomes_read() gave them
/// @param there     false when there is no such outcome, reading, landmark or coordinate
double va_measure(const va_bench *b, const il_outcomes *names, const il_task *task, const il_posture_solution *s, const double *outcomes,
                  const double *reading, const char *part, bool *there);

/// One part that needs no solved posture, at the neutral posture of `p` or a posed one:
///   arm:COORDINATE:MUSCLES  moment arm [cm] at neutral, the mean of the muscles by strength; MUSCLES "a|b|c*"; COORDINATE may begin with - (the sign turned)
///   torque:flexion:DEG, torque:extension:DEG   all trunk muscles at full activation [N m] at L4-L5, lumbar spine flexed so far (shared alike)
///   peak:flexion, peak:extension               the lumbar flexion [deg] among -20 .. 50 by 5 at which that torque is greatest
///   mass                                       of the person [kg]
bool   va_is_posed(const char *measure);
double va_posed(const va_bench *b, const il_params *p, il_data *d, const char *part, bool *there);

/// Does everything that a prediction names exist: task, side, outcome, reading, landmark? @param why  what does not, where false
bool va_exists(const va_bench *b, const il_outcomes *names, const va_prediction *p, const char **why);

#endif
