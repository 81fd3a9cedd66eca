// main.c - the program `ilium`: one command a file
#define _XOPEN_SOURCE 700 // SIGXFSZ
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "app.h"
#include "ilium/file.h"
#include "ilium/version.h"

typedef struct command {
    const char *name;
    int (*run)(int argc, char **argv);
} command;
static const command commands[] = {
    {"ask", app_ask},         {"assess", app_assess},
    {"assess-all", app_assess_all}, {"record", app_record},
    {"explain", app_explain}, {"what-if", app_whatif},
    {"plan", app_plan},       {"report", app_report},
    {"handout", app_handout}, {"export", app_export},
    {"follow-up", app_followup}, {"consent", app_consent},
    {"solve", app_solve},     {"day", app_day},
    {"sensitivity", app_sensitivity},
    {"model", app_model},     {"check-data", app_check_data},
    {"id", app_id},           {"ik", app_ik},
    {"so", app_so},           {"scale", app_scale},
    {"run-tool", app_run_tool}, {"info", app_info},
    {"plot", app_plot},       {"update-file", app_update_file},
    {"serve", app_serve},
};
enum { NCOMMAND = sizeof commands / sizeof *commands };

static int version(void) {
    il_data_dir *data;
    il_error     err = {0};
    if (il_data_open(NULL, &data, &err)) return app_failed(&err);
    char line[200];
    int  n = snprintf(line, sizeof line, "ilium %s, data %s\n", il_version(), il_data_hash(data));
    il_data_close(data);
    return app_print(line, (size_t)n);
}

static int help(const char *topic) {
    const char *text = app_help(topic);
    return app_print(text, strlen(text));
}

static bool wants_help(int argc, char **argv) {
    for (int i = 0; i < argc && strcmp(argv[i], "--"); i++)
        if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h")) return true;
    return false;
}

int main(int argc, char **argv) {
    signal(SIGXFSZ, SIG_IGN); // a file that grows past the system's limit is an error to tell, not a death
    if (argc < 2) return app_usage(NULL, "a command is missing", NULL);
    const char *word = argv[1];
    if (!strcmp(word, "--help") || !strcmp(word, "-h") || !strcmp(word, "help")) return help(argc > 2 ? argv[2] : NULL);
    if (!strcmp(word, "--version")) return version();
    const char *name[NCOMMAND];
    for (int i = 0; i < NCOMMAND; i++) {
        name[i] = commands[i].name;
        if (strcmp(word, commands[i].name)) continue;
        return wants_help(argc - 2, argv + 2) ? help(word) : commands[i].run(argc - 2, argv + 2);
    }
    return app_usage_meant(NULL, "unknown command", word, name, NCOMMAND);
}
