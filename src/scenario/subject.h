// subject.h - is a person somebody that a task can be done by?
#ifndef ILI_SUBJECT_H
#define ILI_SUBJECT_H
#include "ilium/scenario.h"

/// IL_BAD_VALUE names the field of il_subject, the coordinate, its value and what is taken. Effort is asked of held postures alone.
il_status ili_subject_check(const il_model *m, const il_task *task, const il_subject *who, il_error *err);
#endif
