// tool_ik.c - `ilium ik`: inverse kinematics of recorded markers, as OpenSim's InverseKinematicsTool
#include <stdio.h>
#include <time.h>

#include "app.h"
#include "tool.h"

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9*(double)t.tv_nsec;
}

static void told(const il_osim_ik_info *info, double took) {
    fprintf(stderr, "inverse kinematics: %d frames, %d markers, %.0f ms, %.0f frames/s; mean marker error %.1f mm, worst frame %.1f mm at %.3f s\n", info->nframe,
            info->nmarker, 1e3*took, info->nframe/took, 1e3*info->mean_rms, 1e3*info->worst_rms, info->worst_time);
    if (info->nunused) fprintf(stderr, "ilium: %d markers of the tasks do not count, being not in the model or not in the markers: %s\n", info->nunused, info->unused);
    if (info->unconverged) fprintf(stderr, "ilium: %d frames did not settle; their coordinates are the best that was found\n", info->unconverged);
}

int tool_ik(const il_osim_setup *s, bool lenient, const char *out, const char *errors, const char *places) {
    il_osim_options options = {.no_paths = true, .lenient = lenient};
    il_osim        *o = NULL;
    il_table       *t = NULL, *e = NULL, *at = NULL;
    il_osim_ik_info info = {0};
    il_error        err = {0};
    double          began = now();
    tool_guard();
    il_status status = il_osim_read(s->model, &options, &o, &err);
    if (status == IL_OK) status = il_osim_run_ik_of(s, o, NULL, &t, &e, places ? &at : NULL, &info, &err);
    const char     *path[] = {out, errors, places};
    const il_table *table[] = {t, e, at};
    int             code = status == IL_OK ? EXIT_DONE : app_failed(&err), n = 1 + (errors != NULL) + (places != NULL), done = 0;
    for (int i = 0; i < 3 && !code; i++) {
        if (!path[i]) continue;
        code = tool_stopped(done++, n);
        if (!code && il_table_write(path[i], table[i], i ? IL_TABLE_STO : IL_TABLE_MOTION, 0.0, &err)) code = app_failed(&err);
    }
    if (!code) tool_notes(o), told(&info, now() - began);
    il_table_free(t), il_table_free(e), il_table_free(at), il_osim_free(o);
    return code;
}

int app_ik(int argc, char **argv) {
    const char      *word[2], *model, *markers, *tasks = NULL, *from = NULL, *to = NULL, *out = NULL, *errors = NULL, *places = NULL;
    bool             lenient = false;
    const app_option options[] = {{.name = "--tasks", .value = &tasks}, {.name = "--from", .value = &from}, {.name = "--to", .value = &to},
                                  {.name = "--errors", .value = &errors}, {.name = "--locations", .value = &places}, {.name = "-o", .value = &out}, {.name = "--lenient", .flag = &lenient}};
    il_osim_setup    s = il_default_osim_setup(IL_OSIM_TOOL_IK);
    il_osim_setup   *file = NULL;
    il_error         err = {0};
    int              code = app_operands("ik", argc, argv, options, sizeof options/sizeof *options, word, 2);
    model = word[0], markers = word[1];
    if (!code && (!model || !markers)) code = app_usage("ik", "a model (.osim) and markers (.trc) are needed", NULL);
    if (!code && !out) code = app_usage("ik", "the file to write is missing: -o OUT.mot", NULL);
    if (!code) code = tool_number("ik", "--from", from, &s.from);
    if (!code) code = tool_number("ik", "--to", to, &s.to);
    if (!code && tasks && il_osim_tasks_read(tasks, &file, &err)) code = app_failed(&err);
    if (code) return code;
    s.model = model, s.markers = markers;
    if (file) s.task = file->task, s.ntask = file->ntask;
    code = tool_ik(&s, lenient, out, errors, places);
    il_osim_setup_free(file);
    return code;
}
