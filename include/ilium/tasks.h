// ilium/tasks.h - the tasks of data/tests/tasks.yaml, read and checked.
#ifndef ILIUM_TASKS_H
#define ILIUM_TASKS_H
#include "ilium/file.h"
#include "ilium/scenario.h"

/// Read tests/tasks.yaml. Faults are reported with file, line and column.
il_status il_tasks_read(const il_data_dir *data, il_tasks **out, il_error *err);
/// The same from bytes, as tests and `ilium solve` do. @param file  name for errors
il_status il_tasks_read_bytes(const char *file, const char *bytes, size_t size, il_tasks **out, il_error *err);
void      il_tasks_free(il_tasks *tasks);

#endif
