// ilium/tasks.h - the tasks of data/tests, read and checked.
#ifndef ILIUM_TASKS_H
#define ILIUM_TASKS_H
#include "ilium/file.h"
#include "ilium/scenario.h"

/// A task's parameter set to a value. `task` NULL: every task that has the parameter.
typedef struct il_task_setting {
    const char *task, *name;
    double      value;
} il_task_setting;

/// Read tests/tasks.yaml, the exam tests. Faults are reported with file, line and column.
il_status il_tasks_read(const il_data_dir *data, il_tasks **out, il_error *err);
/// Exam tests and the postures and exercises of tests/postures.yaml, with parameters set. A setting that no task has, or outside its range,
/// is an error that says what there is.
il_status il_tasks_read_all(const il_data_dir *data, const il_task_setting *set, int nset, il_tasks **out, il_error *err);
/// The same from bytes, as tests and `ilium solve` do. @param file  name for errors
il_status il_tasks_read_bytes(const char *file, const char *bytes, size_t size, il_tasks **out, il_error *err);
il_status il_tasks_read_bytes_set(const char *file, const char *bytes, size_t size, const il_task_setting *set, int nset, il_tasks **out, il_error *err);
void      il_tasks_free(il_tasks *tasks);

struct il_knowledge;
/// The home exercises of the knowledge, and what people do every day, as the tasks that they are, with their open numbers. The texts live as long as it.
il_status il_exercise_tasks_read(const il_data_dir *data, const struct il_knowledge *k, il_exercise_tasks **out, il_error *err);
void      il_exercise_tasks_free(il_exercise_tasks *x); ///< NULL is allowed

#endif
