// app.h - what the commands of the program share: options, progress, interruption, output, exit codes
#ifndef APP_H
#define APP_H
#include <jansson.h>

#include "ilium/base.h"

// clang-format off
/// X(name, number, what it means): the exit codes, as `ilium --help` prints them.
#define APP_EXITS(X) \
    X(EXIT_DONE,        0,   "done") \
    X(EXIT_USAGE,       1,   "the command line is wrong") \
    X(EXIT_INPUT,       2,   "an input is missing, unreadable, malformed or impossible; nothing was written") \
    X(EXIT_UNSOLVED,    3,   "the computation has no answer: not balanced, or the posture cannot be held") \
    X(EXIT_OUTPUT,      4,   "an output could not be written") \
    X(EXIT_INTERNAL,    5,   "out of memory, or a fault of the program: please report it") \
    X(EXIT_EMERGENCY,   10,  "assessed: EMERGENCY. The report is written and says what to do now") \
    X(EXIT_INTERRUPTED, 130, "stopped by Ctrl-C; nothing is half-written")
// clang-format on
enum {
#define X(name, number, text) name = number,
    APP_EXITS(X)
#undef X
};

/// One option of a command. A flag sets *flag; a value sets *value; one with both may have a value: `--derivatives=NAME`.
typedef struct app_option {
    const char  *name; ///< "--html"
    const char **value;
    bool        *flag;
} app_option;

/// Options and at most one operand out of the words after the command. Prints what is wrong with how to find help.
/// @return EXIT_DONE or EXIT_USAGE
int app_options(const char *command, int argc, char **argv, const app_option *option, int noption, const char **operand);
/// The same with at most `noperand` operands; NULL behind the last.
int app_operands(const char *command, int argc, char **argv, const app_option *option, int noption, const char **operand, int noperand);
/// A whole number in [low, high], else EXIT_USAGE with a sentence. `text` NULL leaves *out.
int app_whole_number(const char *name, const char *text, long low, long high, int *out);

/// Print "ilium: FILE:LINE:COLUMN: text" and give the exit code that fits.
int app_failed(const il_error *err);
int app_usage(const char *command, const char *sentence, const char *word);
/// The same, with the name that was meant: one of `names`, where one is near.
int app_usage_meant(const char *command, const char *sentence, const char *word, const char *const *names, int count);

/// What a terminal must not be told out of a text, in place: controls, bidirectional controls and line separators become '?'.
void app_clean(char *text);

/// Progress on stderr: after two seconds where it is a terminal, at once where --progress asks for it; Ctrl-C and SIGTERM ask to stop.
/// A second Ctrl-C ends the program at once.
typedef struct app_progress {
    il_progress progress; ///< give its address to the library
    bool        always, shown;
    double      started, last;
} app_progress;
void app_progress_start(app_progress *p, bool always);
void app_progress_end(app_progress *p);
bool app_interrupted(void);
/// Seconds of a clock that only rises.
double app_now(void);

/// This moment, "2026-03-31T14:05:00Z"; returns `out`.
const char *app_moment(char out[24]);

/// Write text to standard output and make sure that it got there. @return EXIT_DONE or EXIT_OUTPUT
int app_print(const char *text, size_t size);
/// Print a JSON value and let go of it; NULL: memory ran out while it was made. @return EXIT_DONE, EXIT_OUTPUT, or EXIT_INTERNAL after a sentence
int app_print_json(json_t *root, size_t indent, size_t digits);
/// A number as JSON, null where it is none.
json_t *app_json_number(double x);
/// Write a whole file or none, for its owner alone; publish: what is about no person. @return EXIT_DONE, or EXIT_OUTPUT after a sentence
int app_write(const char *path, const char *text, size_t size);
int app_publish(const char *path, const char *text, size_t size);

// the commands: each gets the words after its name and returns the exit code
int app_assess(int argc, char **argv);
int app_assess_all(int argc, char **argv);
int app_ask(int argc, char **argv);
int app_record(int argc, char **argv);
int app_explain(int argc, char **argv);
int app_solve(int argc, char **argv);
int app_model(int argc, char **argv);
int app_model_export(int argc, char **argv); ///< after `model export`
int app_model_draw(int argc, char **argv);   ///< after `model draw`
int app_sensitivity(int argc, char **argv);
int app_check_data(int argc, char **argv);
int app_whatif(int argc, char **argv);
int app_plan(int argc, char **argv);
int app_followup(int argc, char **argv);
int app_consent(int argc, char **argv);
int app_export(int argc, char **argv);
int app_day(int argc, char **argv);
int app_report(int argc, char **argv);
int app_handout(int argc, char **argv);
int app_serve(int argc, char **argv);

int app_id(int argc, char **argv);       ///< OpenSim's tools on its files: tool.h
int app_ik(int argc, char **argv);
int app_scale(int argc, char **argv);
int app_so(int argc, char **argv);
int app_run_tool(int argc, char **argv);
int app_plot(int argc, char **argv);
int app_info(int argc, char **argv);
int app_update_file(int argc, char **argv);

/// Help on one command, or NULL for all.
const char *app_help(const char *command);
const char *app_help_tool(const char *command); ///< of those on OpenSim's files; NULL: none of them

#endif
