// ilium/day_checkpoint.h - a day in a file, so that what was stopped or killed goes on with the same bits.
//
// The file is written whole or not at all. It says whose day it is: program, data, schedule, person, conditions and settings; the state of another day
// is refused with what differs. A hash over its bytes tells when it is not as it was written. It is no exchange format: the machine's own numbers.
#ifndef ILIUM_DAY_CHECKPOINT_H
#define ILIUM_DAY_CHECKPOINT_H
#include "ilium/day.h"

/// Whose day it is, for people; its numbers are told apart by their hash in any case.
typedef struct il_day_owner {
    const char *program;   ///< il_version()
    const char *data_hash; ///< il_data_hash()
    const char *who;       ///< "short_leg:right:0.7", a record's label; no line ends
} il_day_owner;

/// Write the state between two steps, with all that the log kept.
il_status il_day_checkpoint_write(const char *path, const il_day *d, const il_day_log *log, const il_day_owner *owner, il_error *err);
/// Go on from a file. @param there  was there one? Where there is none the day begins @return IL_BAD_VALUE: it is another day's, or not whole
il_status il_day_checkpoint_read(const char *path, il_day *d, il_day_log *log, const il_day_owner *owner, bool *there, il_error *err);

#endif
