// app.c - options, progress, interruption and output of the program
#include "app.h"
#include "ilium/file.h"
#include "ilium/names.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

// ---- errors --------------------------------------------------------------------------------------------------------------------

void app_clean(char *text) {
    for (unsigned char *u = (unsigned char *)text; *u; u++) {
        bool c1 = u[0] == 0xc2 && u[1] >= 0x80 && u[1] < 0xa0;
        bool bidi = u[0] == 0xe2 && ((u[1] == 0x80 && u[2] >= 0xa8 && u[2] <= 0xae) || (u[1] == 0x81 && u[2] >= 0xa6 && u[2] <= 0xa9));
        if (*u < 0x20 || *u == 0x7f) *u = '?';
        if (c1) u[0] = u[1] = '?';
        if (bidi) u[0] = u[1] = u[2] = '?';
    }
}

static int usage(const char *command, const char *sentence, const char *word, const char *near) {
    char text[600], meant[60] = "";
    if (near) snprintf(meant, sizeof meant, "; did you mean '%.40s'?", near);
    snprintf(text, sizeof text, "ilium: %s%s%s%.400s%s%s See `ilium %s%s--help`.", sentence, word ? " " : "", word ? "'" : "", word ? word : "",
             word ? "'" : "", near ? meant : ".", command ? command : "", command ? " " : "");
    app_clean(text);
    fprintf(stderr, "%s\n", text);
    return EXIT_USAGE;
}

int app_usage(const char *command, const char *sentence, const char *word) { return usage(command, sentence, word, NULL); }

int app_usage_meant(const char *command, const char *sentence, const char *word, const char *const *names, int count) {
    char name[80];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(word, "="), word); // --option=value
    return usage(command, sentence, word, il_nearest_name(name, names, count));
}

int app_failed(const il_error *err) {
    char place[900], text[1000];
    snprintf(text, sizeof text, "ilium: %s", il_error_format(err, place, sizeof place));
    app_clean(text);
    fprintf(stderr, "%s\n", text);
    switch (err->code) {
        case IL_NO_FILE:
        case IL_BAD_SYNTAX:
        case IL_BAD_VALUE:
        case IL_LIMIT: return EXIT_INPUT;
        case IL_BUSY: return EXIT_OUTPUT;
        case IL_CANCELLED: return EXIT_INTERRUPTED;
        default: return EXIT_INTERNAL;
    }
}

// ---- options -------------------------------------------------------------------------------------------------------------------

static const app_option *find(const app_option *option, int noption, const char *word, size_t size) {
    for (int i = 0; i < noption; i++)
        if (strlen(option[i].name) == size && !strncmp(option[i].name, word, size)) return &option[i];
    return NULL;
}

static int unknown(const char *command, const app_option *option, int noption, const char *word) {
    const char *name[64];
    int         n = 0;
    for (; n < noption && n < (int)(sizeof name/sizeof *name); n++) name[n] = option[n].name;
    return app_usage_meant(command, "unknown option", word, name, n);
}

// "--html FILE", "--html=FILE", "--json"; "--" ends the options
int app_operands(const char *command, int argc, char **argv, const app_option *option, int noption, const char **operand, int noperand) {
    bool only_operands = false;
    int  n = 0;
    for (int i = 0; i < noperand; i++) operand[i] = NULL;
    for (int i = 0; i < argc; i++) {
        const char *word = argv[i];
        if (!only_operands && !strcmp(word, "--")) {
            only_operands = true;
        } else if (only_operands || word[0] != '-' || !word[1]) {
            if (n == noperand) return app_usage(command, noperand == 1 ? "one operand is enough; what is" : "so many operands are not needed; what is", word);
            operand[n++] = word;
        } else {
            size_t            size = strcspn(word, "=");
            const app_option *found = find(option, noption, word, size);
            bool              given = word[size] == '=';
            if (!found) return unknown(command, option, noption, word);
            if (found->flag && given && !found->value) return app_usage(command, "this option takes no value:", word);
            if (found->flag) *found->flag = true;
            if (given) *found->value = word + size + 1;
            else if (found->flag) continue;
            else if (i + 1 < argc) *found->value = argv[++i];
            else return app_usage(command, "a value is missing after", word);
            if (found->value && !**found->value) return app_usage(command, "the value is empty:", word);
        }
    }
    return EXIT_DONE;
}

int app_options(const char *command, int argc, char **argv, const app_option *option, int noption, const char **operand) {
    return app_operands(command, argc, argv, option, noption, operand, 1);
}

int app_whole_number(const char *name, const char *text, long low, long high, int *out) {
    if (!text) return EXIT_DONE;
    char *end;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (errno || *end || end == text || value < low || value > high) {
        char sentence[120];
        snprintf(sentence, sizeof sentence, "%s must be a whole number from %ld to %ld, not", name, low, high);
        return app_usage(NULL, sentence, text);
    }
    *out = (int)value;
    return EXIT_DONE;
}

// ---- progress and interruption -------------------------------------------------------------------------------------------------

static volatile sig_atomic_t interrupted;

static void on_signal(int number) {
    (void)number;
    interrupted = 1;
}

bool app_interrupted(void) { return interrupted != 0; }

double app_now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static bool cancelled(void *user) {
    (void)user;
    return app_interrupted();
}

static void report(void *user, const char *what, double fraction) {
    app_progress *p = user;
    double        t = app_now();
    bool          terminal = isatty(STDERR_FILENO) == 1;
    if (!p->always && (!terminal || t - p->started < 2)) return;
    if (t - p->last < (terminal ? 0.1 : 1)) return;
    p->last = t;
    p->shown = true;
    char left[24] = "";
    if (fraction > 0.01 && t - p->started > 1) snprintf(left, sizeof left, "  %.0f s left", (t - p->started) * (1 - fraction) / fraction);
    fprintf(stderr, terminal ? "\r%3d %%  %-48.48s%-12.20s" : "%3d %%  %.60s%.20s\n", (int)(100 * fraction), what ? what : "", left);
    fflush(stderr);
}

void app_progress_start(app_progress *p, bool always) {
    *p = (app_progress){.always = always, .started = app_now()};
    p->progress = (il_progress){.report = report, .cancelled = cancelled, .user = p};
    // a second signal finds the default action and ends the program
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

void app_progress_end(app_progress *p) {
    if (p->shown && isatty(STDERR_FILENO) == 1) fprintf(stderr, "\r%*s\r", 68, "");
}

// ---- the clock -----------------------------------------------------------------------------------------------------------------

const char *app_moment(char out[24]) {
    time_t    now = time(NULL);
    struct tm day;
    out[0] = 0;
    if (gmtime_r(&now, &day)) strftime(out, 24, "%Y-%m-%dT%H:%M:%SZ", &day);
    return out;
}

// ---- output --------------------------------------------------------------------------------------------------------------------

int app_print(const char *text, size_t size) {
    bool bad = fwrite(text, 1, size, stdout) != size || fflush(stdout) != 0;
    if (!bad) return EXIT_DONE;
    fprintf(stderr, "ilium: standard output: %s\n", strerror(errno));
    return EXIT_OUTPUT;
}

int app_print_json(json_t *root, size_t indent, size_t digits) {
    char *text = root ? json_dumps(root, JSON_INDENT(indent) | JSON_REAL_PRECISION(digits)) : NULL;
    json_decref(root);
    if (!text) return app_failed(&(il_error){.code = IL_NO_MEMORY, .text = "out of memory for the JSON text"});
    int code = app_print(text, strlen(text));
    if (!code) code = app_print("\n", 1);
    free(text);
    return code;
}

json_t *app_json_number(double x) { return isfinite(x) ? json_real(x) : json_null(); }

static int written(il_status status, const il_error *err) {
    if (!status) return EXIT_DONE;
    app_failed(err);
    return EXIT_OUTPUT;
}

int app_write(const char *path, const char *text, size_t size) {
    il_error err = {0};
    return written(il_file_write(path, text, size, &err), &err);
}

int app_publish(const char *path, const char *text, size_t size) {
    il_error err = {0};
    return written(il_file_publish(path, text, size, &err), &err);
}
