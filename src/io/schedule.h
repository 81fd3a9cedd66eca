// schedule.h - the memory of a schedule, for those who make one
#ifndef ILI_SCHEDULE_H
#define ILI_SCHEDULE_H
#include "base/arena.h"
#include "ilium/io_day.h"
#include "ilium/tasks.h"

enum { ILI_ACTIVITIES = 40, ILI_ENTRIES = 400 };

struct il_schedule_memory {
    ili_arena arena;
    int       ntasks;
    il_tasks *tasks[ILI_ACTIVITIES*IL_DAY_PHASES + 1]; ///< the first without settings
};

/// A schedule in which something is done otherwise. It refers to the texts and tasks of `from`, which must outlive it; free with il_schedule_free().
/// Every `every` minutes the last `minutes` are a break in posture `task`; NULL: who sat stands, who did anything else sits. What is repeated is repeated as
/// often in the time that is left. IL_BAD_VALUE where it does not fit.
il_status ili_schedule_break(const il_data_dir *data, const il_schedule *from, double minutes, double every, const char *task, il_schedule **out, il_error *err);
/// Postures of a family ("lift": lift_squat, lift_stoop) are all `task`. IL_BAD_VALUE where the schedule has none.
il_status ili_schedule_family(const il_data_dir *data, const il_schedule *from, const char *family, const char *task, il_schedule **out, il_error *err);
/// Everything that is carried weighs `load` kg.
il_status ili_schedule_load(const il_data_dir *data, const il_schedule *from, double load, il_schedule **out, il_error *err);
#endif
