// osim_reaction.c - JointReaction and PointKinematics of an AnalyzeTool
#include "osim_job.h"

il_status ili_osim_reactions(const ili_osim_job *j, int *n, il_osim_result *out) { (void)n, (void)out; return il_error_set(j->err, IL_BAD_VALUE, NULL, 0, 0, "not yet"); }
il_status ili_osim_points(const ili_osim_job *j, int *n, il_osim_result *out) { (void)n, (void)out; return il_error_set(j->err, IL_BAD_VALUE, NULL, 0, 0, "not yet"); }
