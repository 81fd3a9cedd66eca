// tool_id.c - `ilium id`: inverse dynamics of a recorded motion, as OpenSim's InverseDynamicsTool
#include "tool.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "app.h"
#include "ilium/file.h"

int tool_number(const char *command, const char *name, const char *text, double *out) {
    char sentence[120];
    if (!text || !il_number_parse(text, strlen(text), out)) return EXIT_DONE;
    snprintf(sentence, sizeof sentence, "%s is a number, not", name);
    return app_usage(command, sentence, text);
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9*(double)t.tv_nsec;
}

// what was read and how long it took, on stderr
static void told(const char *what, const il_osim *o, const il_table *t, double began) {
    double took = now() - began;
    tool_notes(o);
    fprintf(stderr, "%s: %d frames, %d columns, %.0f ms, %.0f frames/s\n", what, t->nrow, t->ncolumn, 1e3*took, t->nrow/took);
}

int tool_id(const il_osim_setup *s, bool lenient, const char *out, const char *bodies) {
    il_osim_options options = {.free_dependent = true, .no_paths = true, .lenient = lenient};
    il_osim        *o = NULL;
    il_table       *t = NULL, *b = NULL;
    il_error        err = {0};
    double          began = now();
    tool_guard();
    il_status status = il_osim_read(s->model, &options, &o, &err);
    if (status == IL_OK) status = il_osim_run_id(s, o, &t, &b, &err);
    int code = status == IL_OK ? EXIT_DONE : app_failed(&err), n = b && bodies ? 2 : 1;
    if (!code) code = tool_stopped(0, n);
    if (!code && il_table_write(out, t, IL_TABLE_STO, 0.0, &err)) code = app_failed(&err);
    if (!code && n > 1) code = tool_stopped(1, n);
    if (!code && n > 1 && il_table_write(bodies, b, IL_TABLE_STO, 0.0, &err)) code = app_failed(&err);
    if (!code) told("inverse dynamics", o, t, began), tool_absent(o, s->coordinates);
    il_table_free(t), il_table_free(b), il_osim_free(o);
    return code;
}

int app_id(int argc, char **argv) {
    const char      *word[2], *model, *motion, *loads = NULL, *cutoff = NULL, *from = NULL, *to = NULL, *out = NULL;
    bool             lenient = false;
    const app_option options[] = {{.name = "--loads", .value = &loads}, {.name = "--cutoff", .value = &cutoff}, {.name = "--from", .value = &from},
                                  {.name = "--to", .value = &to}, {.name = "-o", .value = &out}, {.name = "--lenient", .flag = &lenient}};
    il_osim_setup    s = il_default_osim_setup(IL_OSIM_TOOL_ID);
    int              code = app_operands("id", argc, argv, options, sizeof options/sizeof *options, word, 2);
    model = word[0], motion = word[1];
    if (!code && (!model || !motion)) code = app_usage("id", "a model (.osim) and a motion (.mot, .sto) are needed", NULL);
    if (!code && !out) code = app_usage("id", "the file to write is missing: -o OUT.sto", NULL);
    if (!code) code = tool_number("id", "--cutoff", cutoff, &s.cutoff);
    if (!code) code = tool_number("id", "--from", from, &s.from);
    if (!code) code = tool_number("id", "--to", to, &s.to);
    if (code) return code;
    s.model = model, s.coordinates = motion, s.loads = loads ? loads : "";
    return tool_id(&s, lenient, out, NULL);
}
