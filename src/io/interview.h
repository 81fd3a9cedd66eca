// interview.h - what the two files of the interview share
#ifndef ILI_INTERVIEW_H
#define ILI_INTERVIEW_H
#include "base/arena.h"
#include "base/text.h"
#include "ilium/interview.h"
#include "io/shape.h"

typedef struct ili_asked {
    il_question      question;
    const il_asking *asking;
    const ili_field *field; ///< of the patient file, for what is neither test nor screen
} ili_asked;

struct il_interview {
    const il_knowledge     *k;
    const il_patient_vocab *vocab;
    il_patient             *p;
    ili_asked              *asked;
    int                     n, visit;
    ili_arena               arena;
};

extern const char *const ili_result_word[]; ///< by il_result
extern const char *const ili_limit_word[];  ///< by il_limited_by

/// The key of the patient file that a row fills, or NULL.
const ili_field *ili_asking_field(const il_asking *q);
/// The struct that the question's field is an offset into.
void *ili_asked_record(const il_interview *v, const ili_asked *q);
/// The finding of a test on a side, or -1.
int ili_find_finding(const il_visit *visit, const char *test, il_side side);

#endif
