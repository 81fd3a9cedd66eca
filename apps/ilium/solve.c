// solve.c - `ilium solve SCENARIO`: a body, conditions and a task in, what the body does out
#include "solve.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "ilium/factor.h"
#include "ilium/motions.h"

enum { STARTS = 4 }; // others, in the lanes of one batch

typedef struct wish {
    setup_wish  setup;
    bool        json, list, outcomes, derivatives, check_start, one_start;
    const char *svg, *derivatives_of, *derivatives_by, *seconds;
    int         allowed; ///< seconds
} wish;

static void close_all(solve_work *w) {
    free(w->value);
    il_outcomes_free(w->outcomes);
    il_scenario_free(w->scenario);
    setup_close(&w->setup);
}

static int read_wish(int argc, char **argv, wish *w, solve_work *x) {
    const app_option own[] = {{.name = "--json", .flag = &w->json}, {.name = "--list", .flag = &w->list}, {.name = "--outcomes", .flag = &w->outcomes},
                              {.name = "--svg", .value = &w->svg}, {.name = "--derivatives", .flag = &w->derivatives, .value = &w->derivatives_of}, {.name = "--derivatives-by", .value = &w->derivatives_by},
                              {.name = "--check-start", .flag = &w->check_start}, {.name = "--one-start", .flag = &w->one_start}, {.name = "--seconds", .value = &w->seconds}};
    w->setup.about_task = true;
    int wrong = setup_read("solve", argc, argv, own, sizeof own / sizeof *own, &w->setup, &x->setup);
    if (!wrong) wrong = app_whole_number("--seconds", w->seconds, 1, 86400, &w->allowed);
    if (!wrong && w->check_start && w->one_start) wrong = app_usage("solve", "another start is looked at or left out, not both:", "--check-start --one-start");
    w->derivatives |= w->derivatives_by != NULL;
    if (!wrong && w->check_start && w->derivatives) wrong = app_usage("solve", "derivatives are of the posture found: leave out", "--check-start");
    if (!wrong && !w->setup.scenario && !w->list && !w->outcomes) wrong = app_usage("solve", "a scenario is missing", NULL);
    return wrong;
}

static double now(void *unused) {
    struct timespec t;
    (void)unused;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static il_status solve(const wish *o, solve_work *w, il_error *err) {
    il_subject who = il_subject_usual(w->setup.body, w->setup.person, NULL);
    double     begun = now(NULL);
    il_status  s = il_scenario_create(w->setup.body->m, IL_ISA_AUTO, &w->scenario, err);
    if (!s && o->seconds) il_scenario_time_limit(w->scenario, o->allowed, now, NULL);
    if (!s) s = il_scenario_run(w->scenario, w->setup.task, &who, NULL, NULL, &w->outcome, err);
    if (s || o->one_start || o->derivatives) return s;
    w->says_start = o->check_start;
    il_start_wish starts = {.starts = STARTS, .seed = 1, .isa = IL_ISA_AUTO};
    if (o->seconds) starts.clock = now, starts.allowed = o->allowed - (now(NULL) - begun); // all searches share the time
    return il_scenario_check_start(w->setup.body->m, w->setup.task, &who, &w->outcome, &starts, &w->start, err);
}

static il_status read_outcomes(solve_work *w, il_error *err) {
    il_status s = il_outcomes_create(w->setup.body, &w->outcomes, err);
    if (s) return s;
    w->value = calloc((size_t)il_outcomes_count(w->outcomes) + 1, sizeof *w->value);
    if (!w->value) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory for outcomes");
    il_outcomes_read(w->outcomes, w->setup.person, &w->outcome.solution, w->value);
    return IL_OK;
}

static int list(const il_tasks *tasks) {
    for (int i = 0; i < tasks->ntask; i++) {
        const il_task_def *t = &tasks->task[i];
        printf("%-28s %s%s\n", t->id, t->name ? t->name : "", t->sided ? " (right or left)" : "");
        for (int k = 0; k < t->nparam; k++)
            printf("%30s--how %s=%g   (%g to %g %s)\n", "", t->param[k].name, t->param[k].value, t->param[k].low, t->param[k].high, t->param[k].unit);
    }
    return app_print("", 0);
}

// the table of outcomes as docs/outcomes.md holds it
static int list_outcomes(void) {
    const char *last = "";
    for (int i = 0; i < il_outcome_family_count(); i++) {
        const il_outcome_info *info = il_outcome_family(i);
        size_t                 n = strcspn(info->name, ".");
        if (strlen(last) < n || strncmp(last, info->name, n + 1))
            printf("%s### %.*s\n\n| name | unit | what it is | positive when |\n|---|---|---|---|\n", i ? "\n" : "", (int)n, info->name);
        printf("| `%s` | %s | %s | %s |\n", info->name, info->unit, info->description, info->sign[0] ? info->sign : "never negative");
        last = info->name;
    }
    return app_print("", 0);
}

static int run(const wish *o, solve_work *w) {
    il_error err = {0};
    if (o->outcomes) return list_outcomes();
    if (o->list) return setup_tasks(&o->setup, &w->setup, &err) ? app_failed(&err) : list(w->setup.tasks);
    bool motion = il_motion_known(w->setup.data, o->setup.scenario);
    if (motion && o->svg) return app_usage("solve", "a recorded motion is no single posture: leave out", "--svg");
    if (motion && o->derivatives) return app_usage("solve", "a recorded motion is no single posture: leave out", "--derivatives");
    if (motion && (o->check_start || o->seconds)) return app_usage("solve", "a recorded motion is not searched for: leave out", o->seconds ? "--seconds" : "--check-start");
    if (motion && (o->setup.side || o->setup.how)) return app_usage("solve", "a recorded motion is as it was recorded: leave out", o->setup.side ? "--side" : "--how");
    if (motion) return solve_motion(&o->setup, o->json, w);
    int wrong = setup_scenario("solve", &o->setup, &w->setup);
    if (wrong) return wrong;
    if (solve(o, w, &err) || read_outcomes(w, &err)) return app_failed(&err);
    int code = o->svg ? solve_draw(o->svg, &o->setup, w) : EXIT_DONE;
    if (code) return code;
    if (o->derivatives && w->outcome.info.status == IL_POSTURE_SOLVED) code = solve_derivatives(w, &o->setup, o->derivatives_of ? o->derivatives_of : "", o->derivatives_by, o->json);
    else if (o->json) code = solve_print_json(w);
    else solve_print_text(w);
    if (!code) code = app_print("", 0);
    return code ? code : w->outcome.info.status == IL_POSTURE_SOLVED ? EXIT_DONE : EXIT_UNSOLVED;
}

int app_solve(int argc, char **argv) {
    wish       o = {0};
    solve_work w = {0};
    int        code = read_wish(argc, argv, &o, &w);
    if (!code) code = run(&o, &w);
    close_all(&w);
    return code;
}
