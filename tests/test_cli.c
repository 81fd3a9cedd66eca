// test_cli.c - the program as a user meets it: help, exit codes, one sentence for each fault, and nothing left behind
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TEXT = 1 << 20 };
static char out[TEXT], err[TEXT];
static char folder[] = "/tmp/ilium_cli_XXXXXX"; ///< the working folder of every run

static void slurp(const char *name, char *text) {
    char path[300];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE  *f = fopen(path, "rb");
    size_t n = f ? fread(text, 1, TEXT - 1, f) : 0;
    text[n] = 0;
    if (f) fclose(f);
    remove(path);
}

// the exit code; out and err hold what was printed. `words` are separated by one space
static int run(const char *words) {
    char  line[2000], *argv[40];
    int   argc = 0, status = 0;
    argv[argc++] = (char[]){IL_BINARY_DIR "/ilium"};
    snprintf(line, sizeof line, "%s", words);
    for (char *w = strtok(line, " "); w && argc < 39; w = strtok(NULL, " ")) argv[argc++] = w;
    argv[argc] = NULL;
    pid_t child = fork();
    if (child == 0) {
        if (chdir(folder) || !freopen(".out", "wb", stdout) || !freopen(".err", "wb", stderr)) _exit(99);
        execv(argv[0], argv);
        _exit(98);
    }
    assert_true(child > 0 && waitpid(child, &status, 0) == child);
    slurp(".out", out);
    slurp(".err", err);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + status;
}

static void write_file(const char *name, const char *bytes, size_t size) {
    char path[300];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, size, f), size);
    fclose(f);
}

static int files_in_folder(void) {
    DIR *d = opendir(folder);
    int  n = 0;
    for (struct dirent *e; d && (e = readdir(d));) n += e->d_name[0] != '.' || strlen(e->d_name) > 2;
    if (d) closedir(d);
    return n;
}

static int setup(void **state) {
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int teardown(void **state) {
    char command[300];
    (void)state;
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

// one line, ended, that begins with the program's name
static void one_sentence(const char *what) {
    const char *end = strchr(err, '\n');
    if (strncmp(err, "ilium: ", 7) || !end || end[1]) fail_msg("%s: not one sentence: '%s'", what, err);
    if (out[0]) fail_msg("%s: printed '%.80s'", what, out);
}

static void help_says_what_it_is(void **state) {
    static const char *const must[] = {"assess", "solve", "model", "--version", "examples", "exit codes", "EMERGENCY", "limits", "real patients is unknown", "Not medical advice"};
    (void)state;
    assert_int_equal(run("--help"), 0);
    for (size_t i = 0; i < sizeof must / sizeof *must; i++)
        if (!strstr(out, must[i])) fail_msg("--help does not say '%s'", must[i]);
    for (const char *p = out; *p; p = strchr(p, '\n') + 1) assert_true(strcspn(p, "\n") <= 100);
    assert_string_equal(err, "");
    assert_int_equal(run("help assess"), 0);
    assert_non_null(strstr(out, "--html FILE"));
    assert_int_equal(run("solve --help"), 0);
    assert_non_null(strstr(out, "usage: ilium solve"));
    assert_int_equal(run("--version"), 0);
    assert_non_null(strstr(out, ", data "));
}

static void wrong_command_lines_exit_with_1(void **state) {
    static const struct { const char *words, *says; } t[] = {
        {"", "a command is missing"}, {"asess x", "unknown command 'asess'"}, {"model --musles", "unknown option '--musles'"}, {"model x", "takes no operand"},
        {"solve", "a scenario is missing"}, {"solve --side", "a value is missing after '--side'"}, {"solve standing --side up", "right or left"},
        {"solve a b", "one operand is enough"}, {"solve --json=1 x", "takes no value"}, {"model --data=", "the value is empty"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        int code = run(t[i].words);
        if (code != 1) fail_msg("'%s' exits with %d", t[i].words, code);
        one_sentence(t[i].words);
        if (!strstr(err, t[i].says) || !strstr(err, "--help")) fail_msg("'%s': %s", t[i].words, err);
    }
}

static void a_hostile_word_does_not_reach_the_terminal(void **state) {
    (void)state;
    assert_int_equal(run("\x1b[2Jassess"), 1);
    assert_null(strchr(err, '\x1b'));
    one_sentence("escape");
}

static void the_model_is_described(void **state) {
    (void)state;
    assert_int_equal(run("model"), 0);
    assert_non_null(strstr(out, "muscles "));
    assert_int_equal(run("model --muscles"), 0);
    assert_non_null(strstr(out, "rect_fem_r"));
}

static void wrong_inputs_exit_with_2(void **state) {
    static const struct { const char *words, *says; } t[] = {
        {"model --data nowhere", "nowhere"}, {"solve no_such_task", "no_such_task"}, {"solve missing.yaml", "missing.yaml"}, {"solve broken.yaml", "broken.yaml"},
        {"solve empty.yaml", "empty.yaml"}, {"solve .", "."},
    };
    (void)state;
    write_file("broken.yaml", "tasks: [", 8);
    write_file("empty.yaml", "", 0);
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        int code = run(t[i].words);
        if (code != 2) fail_msg("'%s' exits with %d: %s", t[i].words, code, err);
        one_sentence(t[i].words);
        if (!strstr(err, t[i].says)) fail_msg("'%s': %s", t[i].words, err);
    }
    assert_int_equal(files_in_folder(), 2);
}

static void a_full_disk_is_noticed(void **state) {
    (void)state;
    if (access("/dev/full", W_OK)) return;
    assert_int_equal(WEXITSTATUS(system("'" IL_BINARY_DIR "/ilium' --help >/dev/full 2>/dev/null")), 4);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(help_says_what_it_is),
        cmocka_unit_test(wrong_command_lines_exit_with_1),
        cmocka_unit_test(a_hostile_word_does_not_reach_the_terminal),
        cmocka_unit_test(the_model_is_described),
        cmocka_unit_test(wrong_inputs_exit_with_2),
        cmocka_unit_test(a_full_disk_is_noticed),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
