// validate_reasoning.c - the reasoning on simulated patients: docs/reasoning.md tells what they are and what came out
//   validate_reasoning [--count N] [--orders N] [--seed N] [--store FOLDER] [--judge] [FOLDER]   writes into docs/, or FOLDER
//   Solved patients are kept in --store (build/reasoning-store); Ctrl-C stops it, and the next run goes on from there.
//   --judge: solve no more, judge those that are there
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "validation/reasoning_page.h"
#include "validation/stop.h"

// the folder of a path that has one level more than what is there
static bool make_folder(const char *path) { return mkdir(path, 0777) == 0 || errno == EEXIST; }

int main(int argc, char **argv) {
    static vp_world w; // large
    vp_plan     plan = {.seed = 1, .count = 5000, .people = VP_PEOPLE, .nbrute = 20, .norder = 100, .folder = "build/reasoning-store"};
    vp_trial    trial = {0};
    vp_alarms   alarms = {0};
    il_progress progress = va_stoppable(false);
    il_error    err = {0};
    char        text[900];
    const char *folder = "docs";
    for (int i = 1; i < argc; i++) {
        bool more = i + 1 < argc;
        if (!strcmp(argv[i], "--judge")) plan.judge_only = true;
        else if (more && !strcmp(argv[i], "--count")) plan.count = atoi(argv[++i]);
        else if (more && !strcmp(argv[i], "--orders")) plan.norder = atoi(argv[++i]);
        else if (more && !strcmp(argv[i], "--seed")) plan.seed = strtoull(argv[++i], NULL, 10);
        else if (more && !strcmp(argv[i], "--store")) plan.folder = argv[++i];
        else folder = argv[i];
    }
    il_status s = make_folder("build") && make_folder(plan.folder) ? vp_open(&w, plan.seed, &err)
                                                                   : il_error_set(&err, IL_NO_FILE, plan.folder, 0, 0, "the folder cannot be made");
    if (s == IL_OK) s = vp_trial_run(&w, &plan, &trial, &progress, &err);
    if (s == IL_OK) s = vp_alarms_of(&w, IL_SOURCE_DIR "/bench/validation/screen_rates.csv", 100000, plan.seed, &alarms, &err);
    if (s == IL_OK) s = vp_page_write(&w, &plan, &trial, &alarms, folder, &err);
    fprintf(stderr, "\n%s\n", s ? il_error_format(&err, text, sizeof text) : "done");
    vp_trial_free(&trial);
    vp_close(&w);
    return s ? 1 : 0;
}
