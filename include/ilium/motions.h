// ilium/motions.h - the recorded motions of data/motions, read and checked.
#ifndef ILIUM_MOTIONS_H
#define ILIUM_MOTIONS_H
#include "ilium/file.h"
#include "ilium/motion.h"

/// Is there a motion of this name in data/motions/motions.csv? False also where the table cannot be read.
bool il_motion_known(const il_data_dir *data, const char *id);
/// Read a motion: its row of motions.csv, its recording and the shares of the trunk. Faults are reported with file, line and column.
il_status il_motion_read(const il_data_dir *data, const char *id, il_motion **out, il_error *err);
/// Read every motion of the table, to find their faults. @param count  how many there are
il_status il_motions_check(const il_data_dir *data, int *count, il_error *err);
void      il_motion_free(il_motion *motion); ///< NULL is allowed

#endif
