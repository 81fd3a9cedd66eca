// patient_check.h - what the checks of a record share
#ifndef ILI_PATIENT_CHECK_H
#define ILI_PATIENT_CHECK_H
#include "ilium/patient.h"

enum { ILI_NUMBER_TEXT = 32, ILI_OFFER_TEXT = 200 };

/// One check of one record.
typedef struct ili_record {
    const il_patient       *p;
    const il_patient_vocab *vocab;
    il_error               *err;
    char                   *place;    ///< the caller's, or NULL
    char                    path[96]; ///< JSON pointer of the object that is being checked
} ili_record;

/// IL_BAD_VALUE at a key of the object that is being checked ("" = the object itself).
il_status ili_record_fault(ili_record *c, const char *key, const char *format, ...) __attribute__((format(printf, 3, 4)));
/// A number that is known must lie in a range; `what` says what it is, with its unit.
il_status ili_record_range(ili_record *c, const char *key, il_fact x, double min, double max, const char *what);
/// A number for a sentence: up to four decimals, no zeros behind.
const char *ili_record_number(double x, char buf[ILI_NUMBER_TEXT]);
/// "; did you mean "..."?" of `count` names that stand `stride` bytes apart, each at the start of its struct.
const char *ili_record_offer(const char *name, const void *first, int count, size_t stride, char buf[ILI_OFFER_TEXT]);
/// "YYYY-MM-DD" of a day that exists.
bool ili_record_is_date(const char *s);

/// The structured part of a history, and the scores, of a visit.
il_status ili_record_history(ili_record *c, int visit);
il_status ili_record_scores(ili_record *c, int visit);
/// Flare-ups, adherence, medicines, treatments given at a visit; that it does not go on after consent ended. After ili_record_consents().
il_status ili_record_care(ili_record *c, int visit);
/// The consents of the record; its accident, opinions, plans and entries.
il_status ili_record_consents(ili_record *c);
il_status ili_record_papers(ili_record *c);
/// The day on which a consent had been refused or withdrawn by `day` (NULL: not known), or NULL.
const char *ili_consent_stopped(const il_patient *p, const char *covers, const char *day);
/// What the person wants and has at hand.
il_status ili_record_wishes(ili_record *c, int visit);

#endif
