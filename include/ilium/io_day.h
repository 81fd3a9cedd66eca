// ilium/io_day.h - data/tissue, schedules and changes of a day, read and checked.
#ifndef ILIUM_IO_DAY_H
#define ILIUM_IO_DAY_H
#include "ilium/day_story.h"
#include "ilium/day_sweep.h"
#include "ilium/file.h"

/// Read data/tissue. Faults are reported with file, line and column.
il_status il_tissue_read(const il_data_dir *data, il_tissue **out, il_error *err);
/// The same with one of its numbers (il_tissue.number) at the low or the high end of its range. @param number  IL_NONE: none
il_status il_tissue_read_at(const il_data_dir *data, int number, bool high, il_tissue **out, il_error *err);
void      il_tissue_free(il_tissue *t); ///< NULL is allowed

/// Which numbers a sweep varies: the few that lead, all that no source gives, or all.
typedef enum il_sweep_scope { IL_SWEEP_QUICK, IL_SWEEP_ASSUMED, IL_SWEEP_ALL } il_sweep_scope;
/// Tissue at both ends of each number of the scope whose range is more than a point.
il_status il_tissue_ends_read(const il_data_dir *data, const il_tissue *tissue, il_sweep_scope scope, il_tissue_ends **out, il_error *err);
void      il_tissue_ends_free(il_tissue_ends *e); ///< NULL is allowed

/// A schedule of data/schedules by its name ("desk_worker"), or, where the name holds a / or a ., a file of the same form.
il_status il_schedule_read(const il_data_dir *data, const char *name, il_schedule **out, il_error *err);
/// The same from bytes. @param file  name for errors
il_status il_schedule_read_bytes(const il_data_dir *data, const char *file, const char *bytes, size_t size, il_schedule **out, il_error *err);
void      il_schedule_free(il_schedule *s); ///< NULL is allowed

/// Names of the schedules of data/schedules, in order; NULL behind the last.
const char *il_schedule_name(const il_data_dir *data, int i, char name[64]);

/// What makes a person differ, as on a command line: "short_leg:right:0.7,ql_spasm:left" and "foot.pronation:right=5". Either may be NULL.
il_status il_day_causes_read(const il_knowledge *k, const char *with, const char *set, int *n, il_day_cause out[IL_DAY_CAUSES], il_error *err);
/// One change of a schedule or of the person who lives it: "break:5:60", "lift:squat", "heel_lift:right:9mm" ... (docs/day.md). An error offers the nearest word.
/// @param schedule  must outlive *out
il_status il_day_change_read(const il_data_dir *data, const il_knowledge *k, const il_schedule *schedule, const char *word, il_day_change *out, il_error *err);
void      il_day_change_free(il_day_change *c); ///< `{0}` is allowed

#endif
