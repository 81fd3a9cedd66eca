// test_cli_serve.c - `ilium serve` as a program: its link, its refusals, killed and started again without loss, ended by a signal
#define _DEFAULT_SOURCE // WCOREDUMP
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <linux/capability.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "cli.h"
#include "http_client.h"

static pid_t child;
static int   port;
static char  session[IL_SERVE_TOKEN];

// start it and read port and token from its first line
static void serve(const char *words) {
    char path[300], line[300] = "", token[IL_SERVE_TOKEN];
    cli_remove(".out");
    child = cli_start(words);
    for (int i = 0; i < 6000 && !strchr(line, '\n'); i++) {
        FILE *f = fopen(cli_path(".out", path), "rb");
        if (f && !fgets(line, sizeof line, f)) line[0] = 0;
        if (f) fclose(f);
        if (!strchr(line, '\n')) poll(NULL, 0, 10);
    }
    assert_int_equal(sscanf(line, "http://127.0.0.1:%d/#t=%43s", &port, token), 2);
    assert_int_equal(strlen(token), IL_SERVE_TOKEN - 1);
    assert_true(http_open(port, token, session));
}

static json_t *ask(int status, const char *method, const char *path, const char *more, const char *body) {
    http_answer a = http_ask(port, session, method, path, more, body);
    if (a.status != status) fail_msg("%s %s: %d: %.300s", method, path, a.status, a.body ? a.body : "");
    json_t *j = http_json(&a);
    http_free(&a);
    return j;
}

static void test_killed_and_restarted(void **state) {
    char more[80], body[200];
    (void)state;
    serve("serve --patients people");
    json_t *record = ask(201, "POST", "/api/patients", "", "{\"patient\": {\"ilium_patient\": 1, \"id\": \"p\", \"visits\": [{\"date\": \"2026-03-31\"}]}}");
    // each answered save is there after a kill at once behind it
    for (int i = 0; i < 4; i++) {
        for (int k = 0; k < 3; k++) {
            snprintf(more, sizeof more, "If-Match: \"%s\"\r\n", json_string_value(json_object_get(record, "revision")));
            snprintf(body, sizeof body, "{\"by\": \"me\", \"id\": \"person/age_years\", \"answer\": \"%d\"}", 30 + 3*i + k);
            json_decref(record);
            record = ask(200, "POST", "/api/patients/p/interview", more, body);
        }
        kill(child, SIGKILL);
        assert_int_equal(cli_wait(child), 1000 + SIGKILL);
        serve("serve --patients people");
        json_t *read = ask(200, "GET", "/api/patients/p", "", NULL);
        assert_string_equal(json_string_value(json_object_get(read, "revision")), json_string_value(json_object_get(record, "revision")));
        assert_int_equal(json_integer_value(json_object_get(json_object_get(json_object_get(read, "patient"), "person"), "age_years")), 32 + 3*i);
        assert_int_equal(json_array_size(json_object_get(json_object_get(read, "patient"), "entries")), 3*(i + 1));
        json_decref(read);
    }
    // the undo of before the kill too
    json_t *list = ask(200, "GET", "/api/patients/p/revisions", "", NULL);
    assert_int_equal(json_array_size(json_object_get(list, "revisions")), 13);
    json_decref(list);
    json_decref(record);
    // and the command line reads the same file
    kill(child, SIGTERM);
    assert_int_equal(cli_wait(child), 0);
    assert_int_equal(cli_run("record people/p.json"), 0);
    assert_non_null(strstr(cli_out, "41"));
}

static void test_ends_by_signal(void **state) {
    static char buf[1 << 16];
    struct stat st;
    char        path[300];
    (void)state;
    const int signals[] = {SIGINT, SIGTERM};
    for (int i = 0; i < 2; i++) {
        serve("serve --patients people");
        int fd = http_events(port, session, "t");
        assert_true(http_event(fd, "event: open", buf, sizeof buf));
        kill(child, signals[i]);
        while (http_receive(fd, buf, sizeof buf, HTTP_PATIENCE_MS) > 0) {}
        close(fd);
        assert_int_equal(cli_wait(child), 0);
        // nothing on the log, and no token anywhere but in the link
        assert_null(strstr(cli_err, session));
    }
    assert_int_equal(stat(cli_path("people", path), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
}

// abort it; whether that left a core
static bool dumps(pid_t pid) {
    int status = 0;
    kill(pid, SIGABRT);
    while (waitpid(pid, &status, 0) != pid) continue;
    assert_true(WIFSIGNALED(status));
    return WCOREDUMP(status);
}

// a child that waits, and lets itself be dumped or not
static pid_t idle(int dumpable) {
    pid_t pid = fork();
    if (pid) return poll(NULL, 0, 100), pid;
    setrlimit(RLIMIT_CORE, &(struct rlimit){RLIM_INFINITY, RLIM_INFINITY});
    prctl(PR_SET_DUMPABLE, dumpable, 0, 0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0); // a test that fails leaves nobody
    if (chdir(cli_folder)) _exit(1);
    for (;;) pause();
}

// root looks into every process: give up here what lets it, and for whoever is started from here, so that root is as any account to itself
static void look_as_others_do(void) {
    struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct   cap[2];
    prctl(PR_CAPBSET_DROP, CAP_SYS_PTRACE, 0, 0, 0);
    if (syscall(SYS_capget, &head, cap)) return;
    cap[0].effective &= ~(1u << CAP_SYS_PTRACE), cap[0].permitted &= ~(1u << CAP_SYS_PTRACE), cap[0].inheritable &= ~(1u << CAP_SYS_PTRACE);
    syscall(SYS_capset, &head, cap);
}

// what the kernel lets others see of a process that may be dumped, and of no other
static bool open_to_others(pid_t pid) {
    char path[40], to[300];
    snprintf(path, sizeof path, "/proc/%d/cwd", (int)pid);
    return readlink(path, to, sizeof to) > 0;
}

// a crash leaves no core: neither by the limit, nor by what a kernel that pipes cores to a program asks
static void test_no_core(void **state) {
    char  path[40], line[200];
    bool  found = false;
    (void)state;
    look_as_others_do();
    pid_t plain = idle(1), shut = idle(0);
    serve("serve --patients people");
    snprintf(path, sizeof path, "/proc/%d/limits", (int)child);
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    while (fgets(line, sizeof line, f)) {
        long soft = -1, hard = -1;
        if (sscanf(line, "Max core file size %ld %ld", &soft, &hard) < 1) continue;
        assert_true(soft == 0 && hard == 0);
        found = true;
    }
    fclose(f);
    assert_true(found);
    if (!open_to_others(plain) || open_to_others(shut)) print_message("SKIPPED: this kernel shows every process, or none: PR_SET_DUMPABLE is not shown\n");
    else assert_false(open_to_others(child));
    assert_false(dumps(child));
    if (!dumps(plain)) print_message("SKIPPED: this machine writes no cores\n");
    dumps(shut);
    cli_remove("core");
}

static void test_refusals(void **state) {
    (void)state;
    assert_int_equal(cli_run("serve --address 0.0.0.0"), 2);
    cli_one_sentence("another address");
    assert_non_null(strstr(cli_err, "TLS"));
    cli_write("file", "x", 1);
    assert_int_equal(cli_run("serve --patients file"), 2);
    cli_one_sentence("a file as folder");
    assert_int_equal(cli_run("serve --port 99999"), 1);
    cli_one_sentence("no port");
    assert_int_equal(cli_run("serve people"), 1);
    cli_one_sentence("an operand");
    assert_int_equal(cli_run("serve --data /nonexistent"), 2);
    cli_one_sentence("no data");
    // a port that is taken
    char words[60];
    serve("serve");
    snprintf(words, sizeof words, "serve --port %d", port);
    pid_t first = child;
    cli_remove(".out");
    cli_remove(".err");
    pid_t second = cli_start(words);
    assert_int_equal(cli_wait(second), 2);
    assert_non_null(strstr(cli_err, "--port 0"));
    kill(first, SIGTERM);
    cli_wait(first);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_killed_and_restarted), cmocka_unit_test(test_ends_by_signal), cmocka_unit_test(test_no_core), cmocka_unit_test(test_refusals)};
    return cmocka_run_group_tests(tests, cli_setup, cli_teardown);
}
