// bench_day.c - what a day costs: processor seconds of every ready schedule beside the aims (a day of eight hours 5 s, a week 35 s, one core), and memory,
// which must not grow with its length.
//   bench_day [SCHEDULE...]      names of data/schedules or files; without: all that are ready
#define _DEFAULT_SOURCE // getrusage
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "ilium/io_body.h"
#include "ilium/io_day.h"

typedef struct stand {
    il_data_dir          *dir;
    const il_body_tables *tables;
    il_body              *body;
    il_params            *person;
    il_tissue            *tissue;
} stand;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9*(double)t.tv_nsec;
}

static double megabytes(void) {
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    return (double)use.ru_maxrss/1024.0;
}

static il_status open_stand(stand *s, il_error *err) {
    il_status status = il_data_open(NULL, &s->dir, err);
    if (!status) status = il_body_tables_read(s->dir, &s->tables, err);
    if (!status) status = il_body_create(s->tables, &s->body, err);
    if (!status) status = il_params_create(s->body->m, false, &s->person, err);
    if (!status) status = il_tissue_read(s->dir, &s->tissue, err);
    return status;
}

static il_status live(const stand *s, const char *name, bool exact, il_error *err) {
    il_schedule    *schedule = NULL;
    il_day         *day = NULL;
    il_day_settings set = il_default_day_settings();
    set.exact = exact;
    il_status status = il_schedule_read(s->dir, name, &schedule, err);
    if (!status) status = il_day_create(s->body, s->person, s->tissue, schedule, &set, &day, err);
    double begun = now(), early = 0.0;
    for (bool done = false; !status && !done;) {
        status = il_day_step(day, &done, err);
        if (!status && early == 0.0 && il_day_minute(day) >= 60.0) early = megabytes();
    }
    if (!status) {
        double hours = il_schedule_minutes(schedule)/60.0, aim = hours > 24.0 ? 35.0 : 5.0, took = now() - begun;
        printf("%-20s %6.1f %8.2f %5.0f %s %8d %9d %9.1f %9.1f\n", name, hours, took, aim, took > aim ? "missed" : "met   ", il_day_solves(day), il_day_followed(day), early, megabytes());
        fflush(stdout);
    }
    il_day_free(day);
    il_schedule_free(schedule);
    return status;
}

int main(int argc, char **argv) {
    stand     s = {0};
    il_error  err = {0};
    char      name[64];
    bool      exact = argc > 1 && !strcmp(argv[1], "--exact");
    int       first = exact ? 2 : 1;
    il_status status = open_stand(&s, &err);
    printf("%-20s %6s %8s %5s %s %8s %9s %9s %9s\n", "one core", "hours", "seconds", "aim", "      ", "solved", "followed", "MB at 1 h", "at end");
    for (int i = first; !status && i < argc; i++) status = live(&s, argv[i], exact, &err);
    for (int i = 0; !status && argc <= first && il_schedule_name(s.dir, i, name); i++) status = live(&s, name, exact, &err);
    if (status) fprintf(stderr, "bench_day: %s: %s\n", err.file, err.text);
    il_tissue_free(s.tissue);
    il_params_free(s.person);
    il_body_free(s.body);
    il_body_tables_free(s.tables);
    il_data_close(s.dir);
    return status ? 1 : 0;
}
