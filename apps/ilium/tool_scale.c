// tool_scale.c - OpenSim's ScaleTool to files, and `ilium scale`: a model made larger or smaller by factors
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "ilium/file.h"
#include "ilium/io_osim_scale.h"
#include "tool.h"

static int put(const char *path, const char *text, size_t size) {
    il_error err = {0};
    return il_file_result(path, text, size, &err) ? app_failed(&err) : EXIT_DONE;
}

static void told(const il_osim_scaled *made, double began) {
    fprintf(stderr, "scaled: %.3f kg, %.0f ms", made->mass, 1e3*(app_now() - began));
    if (made->pose) fprintf(stderr, "; static pose: %d markers, %.1f mm RMS before they were placed, moved by up to %.1f mm", made->fit.nmarker, 1e3*made->fit.worst_rms, 1e3*made->moved);
    fprintf(stderr, "\n");
    if (made->stray) fprintf(stderr, "ilium: note: line %d: bytes that are not UTF-8 are taken as Windows-1252; what is written is UTF-8\n", made->stray);
    if (made->nrestless) fprintf(stderr, "ilium: %d markers moved more than <max_marker_movement> during the static trial: %s\n", made->nrestless, made->restless);
}

// a file, unless Ctrl-C was pressed; `done` counts them
static int next(int code, const char *path, const char *text, size_t size, int *done, int n) {
    if (code || !*path || !text) return code;
    code = tool_stopped(*done, n);
    ++*done;
    return code ? code : put(path, text, size);
}

static int write_all(const il_osim_scale *s, const il_osim_scaled *made) {
    il_error err = {0};
    bool     placed = made->plain != NULL, pose = placed && *s->pose_motion;
    int      n = (*s->output_model != 0) + (*s->output_scale && made->factors) + (placed && *s->pose_model) + pose + (made->markers != NULL), done = 0;
    int      code = next(EXIT_DONE, s->output_model, placed ? made->plain : made->model, placed ? made->plain_size : made->model_size, &done, n);
    code = next(code, s->output_scale, made->factors, made->factors_size, &done, n);
    code = next(code, placed ? s->pose_model : "", made->model, made->model_size, &done, n);
    if (!code && pose) code = tool_stopped(done++, n);
    if (!code && pose && il_table_write(s->pose_motion, made->pose, IL_TABLE_MOTION, 0.0, &err)) code = app_failed(&err);
    return next(code, s->pose_markers, made->markers, made->markers_size, &done, n);
}

int tool_scale(const il_osim_scale *s) {
    il_osim_scaled made;
    il_error       err = {0};
    double         began = app_now();
    tool_guard();
    if (il_osim_run_scale(s, &made, &err)) return app_failed(&err);
    int code = write_all(s, &made);
    if (!code) told(&made, began);
    il_osim_scaled_free(&made);
    return code;
}

// ---- by flags ------------------------------------------------------------------------------------------------------------------

enum { MOST = 60 };

// "BODY=1.1" or "BODY=1.1,1,0.9"
static int factor_of(const char *word, char name[200], double f[3]) {
    const char *equal = strchr(word, '=');
    size_t      n = equal ? (size_t)(equal - word) : 0;
    int         k = 0;
    if (!n || n > 190) return app_usage("scale", "a body and its factor are written BODY=1.1 or BODY=1.1,1,0.9, not", word);
    memcpy(name, word, n), name[n] = 0;
    for (const char *at = equal + 1; k < 3; at++, k++) {
        size_t used = strcspn(at, ",");
        if (il_number_parse(at, used, &f[k]) || !(f[k] > 0.0 && f[k] < 100.0)) return app_usage("scale", "a factor is a number above 0, not", equal + 1);
        at += used;
        if (!*at) break;
    }
    if (k == 0) f[1] = f[2] = f[0];
    else if (k != 2) return app_usage("scale", "a body has one factor or three, not", equal + 1);
    return EXIT_DONE;
}

int app_scale(int argc, char **argv) {
    static const char *const order[] = {"manualScale"};
    const char              *word[1 + MOST], *out = NULL, *mass = NULL, *name = NULL, *body[MOST];
    bool                     keep = false;
    static char              text[MOST][200];
    double                   factor[3*MOST];
    const app_option         options[] = {{.name = "-o", .value = &out}, {.name = "--mass", .value = &mass}, {.name = "--name", .value = &name}, {.name = "--keep-mass", .flag = &keep}};
    il_osim_scale            s = {.marker_set = "", .mass = -1.0, .scales = true, .norder = 1, .order = order, .markers = "", .output_scale = "", .pose_model = "",
                                  .pose_motion = "", .pose_markers = "", .manual = body, .factor = factor};
    int                      code = app_operands("scale", argc, argv, options, 4, word, 1 + MOST);
    if (!code && !word[0]) code = app_usage("scale", "a model (.osim) is missing", NULL);
    if (!code && !out) code = app_usage("scale", "the model to write is missing: -o OUT.osim", NULL);
    if (!code) code = tool_number("scale", "--mass", mass, &s.mass);
    for (; !code && s.nmanual < MOST && word[1 + s.nmanual]; s.nmanual++) {
        code = factor_of(word[1 + s.nmanual], text[s.nmanual], factor + 3*s.nmanual);
        body[s.nmanual] = text[s.nmanual];
    }
    if (code) return code;
    s.model = word[0], s.output_model = out, s.name = name ? name : "", s.keep_mass = keep;
    return tool_scale(&s);
}
