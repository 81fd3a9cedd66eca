// serve.c - `ilium serve`: the browser app on this machine
#include <pthread.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "app.h"
#include "ilium/serve.h"

typedef struct wish {
    const char       *port;
    il_serve_settings set;
} wish;

static int read_wish(int argc, char **argv, wish *w) {
    const char      *operand;
    const app_option options[] = {{.name = "--port", .value = &w->port},         {.name = "--patients", .value = &w->set.patients}, {.name = "--data", .value = &w->set.data},
                                  {.name = "--web", .value = &w->set.web},       {.name = "--address", .value = &w->set.address}};
    int wrong = app_options("serve", argc, argv, options, sizeof options/sizeof *options, &operand);
    if (!wrong && operand) wrong = app_usage("serve", "there is no operand; a folder of patients is --patients, not", operand);
    return wrong ? wrong : app_whole_number("--port", w->port, 0, 65535, &w->set.port);
}

static void log_line(void *user, const char *line) {
    char moment[24], text[400];
    (void)user;
    snprintf(text, sizeof text, "%s %s", app_moment(moment), line);
    app_clean(text);
    fprintf(stderr, "%s\n", text);
}

static int print_link(il_server *s, const char *address) {
    char token[IL_SERVE_TOKEN], line[200];
    bool six = strchr(address, ':') != NULL;
    int  n = snprintf(line, sizeof line, "http://%s%s%s:%d/#t=%s\n", six ? "[" : "", address, six ? "]" : "", il_server_port(s), il_server_token(s, token));
    return app_print(line, (size_t)n);
}

// what a crash would leave behind of a patient: nothing. The limit alone does not stop a core that the kernel pipes to a program
static void no_core_dump(void) {
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

// Ctrl-C and SIGTERM end it; Enter prints a new link, since each opens one session
static int wait_for_end(il_server *s, const wish *w) {
    app_progress  signals;
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    int           watch = isatty(STDIN_FILENO) == 1;
    app_progress_start(&signals, false);
    while (!app_interrupted()) {
        char line[256];
        int  n = poll(&input, (nfds_t)watch, 500);
        if (n <= 0 || !(input.revents & POLLIN)) continue;
        if (read(STDIN_FILENO, line, sizeof line) > 0) print_link(s, w->set.address);
        else watch = 0;
    }
    return EXIT_DONE;
}

int app_serve(int argc, char **argv) {
    wish       w = {.set = il_default_serve_settings()};
    il_server *s = NULL;
    il_error   err = {0};
    int        code = read_wish(argc, argv, &w);
    if (code) return code;
    no_core_dump();
    w.set.log = log_line;
    if (il_server_start(&w.set, &s, &err)) return app_failed(&err);
    if (!il_server_has_app(s))
        fprintf(stderr, "ilium: this program was built without the browser app: `make web` builds it (needs npm); the API answers all the same\n");
    if (!w.set.patients) fprintf(stderr, "ilium: no --patients DIR: nothing about a patient is kept\n");
    code = print_link(s, w.set.address);
    if (!code) code = wait_for_end(s, &w);
    il_server_stop(s);
    return code;
}
