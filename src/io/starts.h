// starts.h - where searches may begin: tests/starts.csv
#ifndef ILI_STARTS_H
#define ILI_STARTS_H
#include "base/arena.h"
#include "ilium/tasks.h"

/// Give tasks the postures of the usual person, where the data have the table; a task without a row begins at its own start.
/// @param task  [ntask]
il_status ili_starts_read(const il_data_dir *data, int ntask, il_task_def *task, ili_arena *arena, il_error *err);
#endif
