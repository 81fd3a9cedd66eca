// tool.h - the jobs of OpenSim's tools: from a set-up to the files that are written
#ifndef TOOL_H
#define TOOL_H
#include "ilium/io_osim_tool.h"

/// Inverse dynamics to a file, and what the set-up asks of joints to another (NULL: not written). @return an exit code
int tool_id(const il_osim_setup *s, bool lenient, const char *out, const char *bodies);
/// Inverse kinematics: the motion to a file, the marker errors to another (NULL: not written).
int tool_ik(const il_osim_setup *s, bool lenient, const char *out, const char *errors, const char *places);

/// All analyses of a set-up to files of its folder.
int tool_analyze(const il_osim_setup *s, bool lenient, int threads);

struct il_osim_scale;
/// A scaled model and what goes with it to the files that the set-up names.
int tool_scale(const struct il_osim_scale *s);

/// The model of a set-up with the actuators of its files of forces. @return EXIT_DONE, or another after a sentence
int tool_open(const il_osim_setup *s, const il_osim_options *options, il_osim **o);
/// What of a model is not used or was repaired, on stderr.
void tool_notes(const il_osim *o);
/// Which coordinates of a model a motion does not have, on stderr.
void tool_absent(const il_osim *o, const char *motion);
/// DIR/NAME, with the ending where the name has none; the folder is made where there is none.
int tool_result_path(const char *folder, const char *name, const char *ending, char *out, size_t size);
int tool_write_result(const char *path, const il_osim_result *r);

/// From here on Ctrl-C ends a job between two files.
void tool_guard(void);
/// Was it pressed? Said with how many of `n` files are there, each of them whole. @return EXIT_DONE where it was not
int tool_stopped(int written, int n);

/// A number of the command line. @return EXIT_DONE or EXIT_USAGE
int tool_number(const char *command, const char *name, const char *text, double *out);

#endif
