#include <signal.h>
#include <stdio.h>

#include "stop.h"

static volatile sig_atomic_t stop;
static void on_signal(int number) { (void)number, stop = 1; }
static bool cancelled(void *user) { return (void)user, stop != 0; }
static void no_report(void *user, const char *what, double fraction) { (void)user, (void)what, (void)fraction; }

static void say(void *user, const char *what, double fraction) {
    (void)user;
    fprintf(stderr, "\r%-12s %3.0f %% ", what, 100.0*fraction);
}

il_progress va_stoppable(bool quiet) {
    signal(SIGINT, on_signal), signal(SIGTERM, on_signal);
    return (il_progress){.report = quiet ? no_report : say, .cancelled = cancelled};
}
