// cli.h - runs the program in a folder of its own and keeps what it printed
#ifndef CLI_H
#define CLI_H
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CLI_TEXT = 4 << 20 };
static char cli_out[CLI_TEXT], cli_err[CLI_TEXT];
static char cli_folder[] = "/tmp/ilium_cli_XXXXXX"; ///< where every run works

static const char *cli_typed; ///< a file of that folder whose lines are typed to the program; NULL = what the tests themselves read

static inline char *cli_path(const char *name, char buf[300]) {
    snprintf(buf, 300, "%s/%s", cli_folder, name);
    return buf;
}

static inline void cli_remove(const char *name) {
    char path[300];
    remove(cli_path(name, path));
}

static inline void cli_slurp(const char *name, char *text) {
    char   path[300];
    FILE  *f = fopen(cli_path(name, path), "rb");
    size_t n = f ? fread(text, 1, CLI_TEXT - 1, f) : 0;
    text[n] = 0;
    if (f) fclose(f);
    remove(path);
}

// start the program; `words` are separated by one space
static inline pid_t cli_start(const char *words) {
    char  line[2000], program[] = IL_BINARY_DIR "/ilium", *argv[40];
    int   argc = 0;
    argv[argc++] = program;
    snprintf(line, sizeof line, "%s", words);
    for (char *w = strtok(line, " "); w && argc < 39; w = strtok(NULL, " ")) argv[argc++] = w;
    argv[argc] = NULL;
    pid_t child = fork();
    if (child == 0) {
        if (chdir(cli_folder) || !freopen(".out", "wb", stdout) || !freopen(".err", "wb", stderr)) _exit(99);
        if (cli_typed && !freopen(cli_typed, "rb", stdin)) _exit(97);
        execv(argv[0], argv);
        _exit(98);
    }
    assert_true(child > 0);
    return child;
}

// the exit code, or 1000 and the signal that ended it
static inline int cli_wait(pid_t child) {
    int status;
    assert_true(waitpid(child, &status, 0) == child);
    cli_slurp(".out", cli_out);
    cli_slurp(".err", cli_err);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

static inline int cli_run(const char *words) { return cli_wait(cli_start(words)); }

static inline void cli_write(const char *name, const char *bytes, size_t size) {
    char  path[300];
    FILE *f = fopen(cli_path(name, path), "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, size, f), size);
    fclose(f);
}

static inline int cli_files(void) {
    DIR *d = opendir(cli_folder);
    int  n = 0;
    for (struct dirent *e; d && (e = readdir(d));) n += strcmp(e->d_name, ".") && strcmp(e->d_name, "..");
    if (d) closedir(d);
    return n;
}

static inline int cli_setup(void **state) {
    (void)state;
    return mkdtemp(cli_folder) ? 0 : -1;
}

static inline int cli_teardown(void **state) {
    char command[300];
    (void)state;
    snprintf(command, sizeof command, "rm -r %s", cli_folder);
    return system(command);
}

// one line on stderr, ended, that begins with the program's name; nothing on stdout
static inline void cli_one_sentence(const char *what) {
    const char *end = strchr(cli_err, '\n');
    if (strncmp(cli_err, "ilium: ", 7) || !end || end[1]) fail_msg("%s: not one sentence: '%s'", what, cli_err);
    if (cli_out[0]) fail_msg("%s: printed '%.80s'", what, cli_out);
}

#endif
