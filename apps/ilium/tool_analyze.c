// tool_analyze.c - the analyses of OpenSim's AnalyzeTool to files, and `ilium so`: static optimisation
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "app.h"
#include "ilium/file.h"
#include "tool.h"

// a folder with all that it lies in
static bool make_folder(const char *folder) {
    char path[4300];
    if (snprintf(path, sizeof path, "%s", folder) >= (int)sizeof path) return errno = ENAMETOOLONG, false;
    for (char *p = path + (*path == '/'); *p; p++) {
        if (*p != '/') continue;
        *p = 0;
        if (mkdir(path, 0777) != 0 && errno != EEXIST) return false;
        *p = '/';
    }
    return mkdir(path, 0777) == 0 || errno == EEXIST;
}

void tool_notes(const il_osim *o) {
    for (int i = 0; i < o->nnote && i < 8; i++) fprintf(stderr, "ilium: note: %s\n", o->note[i]);
    if (o->nnote > 8) fprintf(stderr, "ilium: and %d more notes (ilium info lists them)\n", o->nnote - 8);
}

void tool_absent(const il_osim *o, const char *motion) {
    char      names[300];
    il_table *t = NULL;
    if (!*motion || il_table_read(motion, &t, NULL) != IL_OK) return; // what is wrong with it was told
    int n = il_osim_absent(o, t, names, sizeof names);
    if (n) fprintf(stderr, "ilium: note: %s has no column of %d coordinates, which keep their default: %s\n", motion, n, names);
    il_table_free(t);
}

int tool_result_path(const char *folder, const char *name, const char *ending, char *out, size_t size) {
    if (!make_folder(folder)) {
        fprintf(stderr, "ilium: the folder of results '%s' cannot be made: %s\n", folder, strerror(errno));
        return EXIT_OUTPUT;
    }
    bool has_ending = strchr(name, '.') != NULL;
    if (snprintf(out, size, "%s/%s%s", folder, name, has_ending ? "" : ending) < (int)size) return EXIT_DONE;
    fprintf(stderr, "ilium: the name of a result in the folder '%.200s' is too long: '%.200s'\n", folder, name);
    return EXIT_OUTPUT;
}

void tool_guard(void) {
    app_progress p;
    app_progress_start(&p, false);
}

int tool_stopped(int written, int n) {
    il_error err = {0};
    if (!app_interrupted()) return EXIT_DONE;
    if (written) (void)il_error_set(&err, IL_CANCELLED, NULL, 0, 0, "stopped; %d of %d files were written", written, n);
    else (void)il_error_set(&err, IL_CANCELLED, NULL, 0, 0, "stopped; nothing was written");
    return app_failed(&err);
}

int tool_write_result(const char *path, const il_osim_result *r) {
    il_error err = {0};
    if (r->text) return il_file_result(path, r->text, r->size, &err) ? app_failed(&err) : EXIT_DONE;
    return il_table_write(path, r->table, IL_TABLE_STO, 0.0, &err) ? app_failed(&err) : EXIT_DONE;
}

static int write_results(const il_osim_setup *s, int n, const il_osim_result *r) {
    char name[500], path[4300];
    int  code = EXIT_DONE;
    for (int i = 0; i < n && !code; i++) {
        code = tool_stopped(i, n);
        if (code) return code;
        snprintf(name, sizeof name, "%.250s_%s%s", s->name, r[i].name, r[i].text ? ".xml" : ".sto");
        code = tool_result_path(s->results, name, "", path, sizeof path);
        if (!code) code = tool_write_result(path, &r[i]);
    }
    return code;
}

// how it went, on stderr
static void told(const char *kind, const il_osim_analysis_info *info, int nfile, double took) {
    fprintf(stderr, "%s: %d frames, %d files, %.0f ms, %.0f frames/s\n", kind, info->nframe, nfile, 1e3*took, info->nframe/took);
    if (info->unsolved)
        fprintf(stderr, "ilium: in %d frames the muscles and actuators cannot give what is asked; most is missing at %s: %.3g at %.3f s\n", info->unsolved, info->worst,
                info->worst_residual, info->worst_time);
}

int tool_open(const il_osim_setup *s, const il_osim_options *options, il_osim **o) {
    il_error  err = {0};
    il_status status = il_osim_read(s->model, options, o, &err);
    for (int i = 0; status == IL_OK && i < s->nforces; i++) status = il_osim_actuators_add(*o, s->forces[i], s->replace_forces && !i, &err);
    if (status == IL_OK) return tool_notes(*o), EXIT_DONE;
    il_osim_free(*o);
    *o = NULL;
    return app_failed(&err);
}

// every analysis must be one that is done, before anything is written
int tool_analyze(const il_osim_setup *s, bool lenient, int threads) {
    const il_osim_options options = {.lenient = lenient};
    il_osim              *o = NULL;
    il_error              err = {0};
    app_progress          progress;
    int                   code = EXIT_DONE;
    for (int i = 0; i < s->nanalysis; i++)
        if (!il_osim_analysis_known(s->analysis[i])) {
            fprintf(stderr, "ilium: the analysis %s is not done%s; those that are: %s\n", s->analysis[i], lenient ? " and left out" : " (--lenient leaves it out)", il_osim_analysis_list());
            if (!lenient) return EXIT_INPUT;
        }
    if (s->states)
        fprintf(stderr, "ilium: of the states in %s the coordinates are used; speeds are their slopes, and activations and fibre lengths are not read\n", s->coordinates);
    code = tool_open(s, &options, &o);
    if (!code) tool_absent(o, s->coordinates);
    app_progress_start(&progress, false);
    for (int i = 0; i < s->nanalysis && !code; i++) {
        il_osim_analysis_info info;
        il_osim_result       *r = NULL;
        int                   n = 0;
        double                began = app_now();
        if (!il_osim_analysis_known(s->analysis[i])) continue;
        if (il_osim_run_analysis_on(s, s->analysis[i], o, threads, &progress.progress, &n, &r, &info, &err)) code = app_failed(&err);
        app_progress_end(&progress);
        if (!code) code = write_results(s, n, r);
        if (!code) told(s->analysis[i], &info, n, app_now() - began);
        il_osim_results_free(n, r);
    }
    il_osim_free(o);
    return code;
}

// ---- static optimisation by flags ----------------------------------------------------------------------------------------------

static int run_so(const il_osim_setup *s, bool lenient, int threads, const char *prefix) {
    const il_osim_options options = {.lenient = lenient};
    il_osim              *o;
    il_error              err = {0};
    il_osim_analysis_info info;
    il_osim_result       *r = NULL;
    app_progress          progress;
    char                  path[4300];
    int                   n = 0, code = tool_open(s, &options, &o);
    double                began = app_now();
    if (code) return code;
    app_progress_start(&progress, false);
    if (il_osim_run_analysis_on(s, "StaticOptimization", o, threads, &progress.progress, &n, &r, &info, &err)) code = app_failed(&err);
    app_progress_end(&progress);
    for (int i = 0; i < n && !code; i++) {
        code = tool_stopped(i, n);
        if (code) break;
        snprintf(path, sizeof path, "%.4000s_%s%s", prefix, r[i].name, r[i].text ? ".xml" : ".sto");
        code = tool_write_result(path, &r[i]);
    }
    if (!code) told("static optimisation", &info, n, app_now() - began), tool_absent(o, s->coordinates);
    il_osim_results_free(n, r), il_osim_free(o);
    return code;
}

int app_so(int argc, char **argv) {
    const char *word[2], *model, *motion, *loads = NULL, *forces = NULL, *cutoff = NULL, *from = NULL, *to = NULL, *out = NULL, *power = NULL, *cores = NULL;
    bool        lenient = false, plain = false, replace = false;
    const app_option options[] = {{.name = "--loads", .value = &loads}, {.name = "--forces", .value = &forces}, {.name = "--cutoff", .value = &cutoff},
                                  {.name = "--from", .value = &from}, {.name = "--to", .value = &to}, {.name = "-o", .value = &out}, {.name = "--exponent", .value = &power},
                                  {.name = "--threads", .value = &cores}, {.name = "--no-physiology", .flag = &plain}, {.name = "--only-forces", .flag = &replace},
                                  {.name = "--lenient", .flag = &lenient}};
    static const char *const kinds[] = {"StaticOptimization"};
    il_osim_analysis         how = il_default_osim_analysis(kinds[0]);
    il_osim_setup            s = il_default_osim_setup(IL_OSIM_TOOL_ANALYZE);
    int threads = 0, code = app_operands("so", argc, argv, options, sizeof options/sizeof *options, word, 2);
    model = word[0], motion = word[1];
    if (!code && (!model || !motion)) code = app_usage("so", "a model (.osim) and a motion (.mot, .sto) are needed", NULL);
    if (!code && !out) code = app_usage("so", "the beginning of the names of the files to write is missing: -o OUT", NULL);
    if (!code) code = tool_number("so", "--cutoff", cutoff, &s.cutoff);
    if (!code) code = tool_number("so", "--from", from, &s.from);
    if (!code) code = tool_number("so", "--to", to, &s.to);
    if (!code) code = tool_number("so", "--exponent", power, &how.power);
    if (!code) code = app_whole_number("--threads", cores, 1, 256, &threads);
    if (code) return code;
    how.physiology = !plain;
    s.analysis = kinds, s.how = &how, s.nanalysis = 1;
    s.model = model, s.coordinates = motion, s.loads = loads ? loads : "", s.forces = &forces, s.nforces = forces != NULL, s.replace_forces = replace;
    return run_so(&s, lenient, threads, out);
}
