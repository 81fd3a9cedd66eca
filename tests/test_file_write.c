// test_file_write.c - the one writer: whole or not at all, for its owner alone, no links followed; any call fails, any instant kills; one writer at a time
#include "file_kill.h"
#include "file_shim.h"
#include <sys/resource.h>

static const char *beside(const char *name) {
    static char path[4][120];
    static int  i;
    i = (i + 1) % 4;
    snprintf(path[i], sizeof path[i], "%s/%s", kill_folder, name);
    return path[i];
}

static mode_t mode_of(const char *path) {
    struct stat st;
    assert_int_equal(lstat(path, &st), 0);
    return st.st_mode;
}

// ---- what is written ---------------------------------------------------------------------------------------------------------------

static void for_its_owner_alone(void **state) {
    (void)state;
    il_error err = {0};
    mode_t   mask = umask(0);
    assert_int_equal(kill_write(0, &err), IL_OK);
    kill_which("new");
    // a file that others could read is closed to them
    assert_int_equal(chmod(kill_path, 0644), 0);
    assert_int_equal(kill_write(1, &err), IL_OK);
    assert_int_equal(kill_which("open before"), 1);
    umask(022);
    assert_int_equal(il_file_publish(beside("page.md"), "x", 1, &err), IL_OK);
    assert_int_equal(mode_of(beside("page.md")) & 0777, 0644);
    umask(mask);
    unlink(beside("page.md"));
    assert_int_equal(kill_entries(), 1);
}

static void no_link_is_followed(void **state) {
    (void)state;
    il_error err = {0};
    assert_int_equal(kill_write(0, &err), IL_OK);
    assert_int_equal(symlink("anna.json", beside("link.json")), 0);
    assert_int_equal(il_file_write(beside("link.json"), "x", 1, &err), IL_NO_FILE);
    assert_non_null(strstr(err.text, "it is a link"));
    assert_int_equal(kill_which("behind a link"), 0);
    // a link where the neighbour or the lock file would be leads nowhere
    unlink(beside("link.json"));
    assert_int_equal(symlink("/tmp/ilium_must_not_be", beside(".anna.json.part")), 0);
    assert_int_equal(kill_write(1, &err), IL_OK);
    assert_int_equal(symlink("/tmp/ilium_must_not_be", beside(".anna.json.lock")), 0);
    assert_int_equal(kill_write(0, &err), IL_NO_FILE);
    assert_int_not_equal(access("/tmp/ilium_must_not_be", F_OK), 0);
    unlink(beside(".anna.json.lock"));
    kill_recovers("after links");
}

static void a_device_stays_a_device(void **state) {
    (void)state;
    il_error err = {0};
    if (access("/dev/full", W_OK) == 0) {
        assert_int_equal(il_file_write("/dev/full", "x", 1, &err), IL_NO_FILE);
        assert_non_null(strstr(err.text, "disk is full"));
        assert_true(S_ISCHR(mode_of("/dev/full")));
    }
    assert_int_equal(il_file_write("/dev/null", "x", 1, &err), IL_OK);
    assert_true(S_ISCHR(mode_of("/dev/null")));
    assert_int_equal(il_file_write(kill_folder, "x", 1, &err), IL_NO_FILE);
    assert_non_null(strstr(err.text, "it is a folder"));
    assert_int_equal(il_file_write(beside(""), "x", 1, &err), IL_NO_FILE);
    assert_int_equal(il_file_write("", "x", 1, &err), IL_NO_FILE);
    assert_int_equal(il_file_write(beside("no/anna.json"), "x", 1, &err), IL_NO_FILE);
    assert_non_null(strstr(err.text, "no such file"));
    assert_int_equal(il_file_write(beside("anna.json/x"), "x", 1, &err), IL_NO_FILE);
}

// ---- what fails ----------------------------------------------------------------------------------------------------------------------

static void any_call_may_fail(void **state) {
    static const int errors[] = {ENOSPC, EIO, EROFS, EACCES};
    (void)state;
    int failed = 0;
    for (int call = 0; call < SHIM_ANY; call++)
        for (int act = SHIM_FAIL; act <= SHIM_SHORT; act += SHIM_SHORT - SHIM_FAIL)
            for (size_t e = 0; e < sizeof errors/sizeof *errors; e++)
                for (int n = 1;; n++) {
                    char     what[80];
                    il_error err = {0};
                    assert_int_equal(kill_write(0, &err), IL_OK);
                    shim_set((shim_call)call, (shim_act)act, n, errors[e]);
                    il_status status = kill_write(1, &err);
                    bool      hit = shim.hit;
                    shim_set(SHIM_ANY, SHIM_FAIL, 0, 0);
                    if (!hit) break;
                    snprintf(what, sizeof what, "call %d, act %d, error %d, number %d", call, act, errors[e], n);
                    int  which = kill_which(what);
                    bool said = status == IL_NO_FILE && *err.text && err.file[0];
                    if (status && !said) fail_msg("%s: status %d, \"%s\"", what, (int)status, err.text);
                    // done means the new file; not done the old one, but for a folder that could not be synced behind it
                    if (which != (status == IL_OK) && !strstr(err.text, "is written, but")) fail_msg("%s: status %d and the %s file", what, (int)status, which ? "new" : "old");
                    failed += status != IL_OK;
                    kill_recovers(what);
                }
    // open, write, both syncs, rename, the lock; unlinking and the words of the holder may fail without harm
    assert_true(failed >= 4*6);
}

static void a_limit_of_the_system_is_told(void **state) {
    (void)state;
    il_error err = {0};
    assert_int_equal(kill_write(0, &err), IL_OK);
    pid_t child = fork();
    if (child == 0) {
        struct rlimit limit = {KILL_BYTES/2, KILL_BYTES/2};
        signal(SIGXFSZ, SIG_IGN);
        if (setrlimit(RLIMIT_FSIZE, &limit)) _exit(9);
        _exit(kill_write(1, &err) == IL_NO_FILE && strstr(err.text, "larger than the system allows") ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_int_equal(kill_which("a limit"), 0);
    assert_int_equal(kill_entries(), 1);
}

static void a_folder_that_may_not_be_written(void **state) {
    (void)state;
    il_error err = {0};
    bool     root = geteuid() == 0; // may write everywhere: it becomes somebody else for the attempt
    assert_int_equal(kill_write(0, &err), IL_OK);
    if (root) assert_true(chown(kill_folder, 65534, 65534) == 0 && chown(kill_path, 65534, 65534) == 0);
    chmod(kill_folder, 0500);
    pid_t child = fork();
    if (child == 0) {
        if (root && seteuid(65534) != 0) _exit(9);
        _exit(kill_write(1, &err) == IL_NO_FILE && strstr(err.text, "permission is denied") ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    chmod(kill_folder, 0700);
    assert_int_equal(kill_which("a read-only folder"), 0);
    assert_int_equal(kill_entries(), 1);
}

// ---- what kills ----------------------------------------------------------------------------------------------------------------------

static void killed_at_every_call(void **state) {
    (void)state;
    int n = 1, seen[2] = {0};
    for (int act = SHIM_KILL_BEFORE; act <= SHIM_KILL_AFTER; act++)
        for (n = 1;; n++) {
            il_error err = {0};
            char     what[60];
            assert_int_equal(kill_write(0, &err), IL_OK);
            pid_t child = fork();
            if (child == 0) {
                shim_set(SHIM_ANY, (shim_act)act, n, 0);
                _exit((int)kill_write(1, NULL));
            }
            int status;
            assert_int_equal(waitpid(child, &status, 0), child);
            if (!WIFSIGNALED(status)) break;
            snprintf(what, sizeof what, "killed %s call %d", act == SHIM_KILL_BEFORE ? "before" : "after", n);
            seen[kill_which(what)]++;
            kill_recovers(what);
        }
    assert_true(n > 8 && seen[0] > 8 && seen[1] > 2);
}

static void killed_at_random(void **state) {
    (void)state;
    kill_at_random(50, 20261121);
}

// ---- the lock ------------------------------------------------------------------------------------------------------------------------

static void the_lock_says_who_holds_it(void **state) {
    (void)state;
    il_error      err = {0};
    il_file_lock *lock = NULL;
    int           ready[2];
    assert_int_equal(kill_write(0, &err), IL_OK);
    assert_int_equal(pipe(ready), 0);
    pid_t child = fork();
    if (child == 0) {
        char c = (char)('0' + (int)il_file_lock_take(kill_path, &lock, NULL));
        if (write(ready[1], &c, 1) == 1) pause();
        _exit(0);
    }
    char c = 0, who[40];
    assert_int_equal(read(ready[0], &c, 1), 1);
    assert_int_equal(c, '0');
    snprintf(who, sizeof who, "(process %ld on ", (long)child);
    assert_int_equal(il_file_lock_take(kill_path, &lock, &err), IL_BUSY);
    assert_null(lock);
    if (!strstr(err.text, who)) fail_msg("%s is not in: %s", who, err.text);
    assert_int_equal(kill_write(1, &err), IL_BUSY);
    assert_int_equal(kill_which("locked"), 0);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    close(ready[0]), close(ready[1]);
    // a dead holder holds nothing
    assert_int_equal(il_file_lock_take(kill_path, &lock, &err), IL_OK);
    assert_int_equal(kill_write(1, &err), IL_BUSY);
    assert_int_equal(il_file_lock_write(lock, kill_text[1], strlen(kill_text[1]), &err), IL_OK);
    assert_int_equal(il_file_lock_write(lock, kill_text[0], strlen(kill_text[0]), &err), IL_OK);
    il_file_lock_release(lock);
    il_file_lock_release(NULL);
    kill_recovers("after the lock");
}

// processes that read a number, add one and write it, each time under the lock: none is lost
static void two_writers_lose_nothing(void **state) {
    enum { WRITERS = 4, TIMES = 40 };
    (void)state;
    const char *path = beside("count");
    assert_int_equal(il_file_write(path, "0", 1, NULL), IL_OK);
    pid_t child[WRITERS];
    for (int w = 0; w < WRITERS; w++) {
        if ((child[w] = fork())) continue;
        for (int i = 0; i < TIMES;) {
            il_file_lock *lock;
            char         *bytes = NULL, text[20];
            size_t        size;
            il_status     s = il_file_lock_take(path, &lock, NULL);
            if (s == IL_BUSY) {
                nanosleep(&(struct timespec){0, 200000}, NULL);
                continue;
            }
            if (s || il_file_read(path, 0, &bytes, &size, NULL)) _exit(1);
            int n = snprintf(text, sizeof text, "%d", atoi(bytes) + 1);
            il_file_free(bytes);
            if (il_file_lock_write(lock, text, (size_t)n, NULL)) _exit(2);
            il_file_lock_release(lock);
            i++;
        }
        _exit(0);
    }
    for (int w = 0; w < WRITERS; w++) {
        int status;
        assert_int_equal(waitpid(child[w], &status, 0), child[w]);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    char  *bytes = NULL;
    size_t size;
    assert_int_equal(il_file_read(path, 0, &bytes, &size, NULL), IL_OK);
    assert_int_equal(atoi(bytes), WRITERS*TIMES);
    il_file_free(bytes);
    unlink(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(for_its_owner_alone),    cmocka_unit_test(no_link_is_followed),          cmocka_unit_test(a_device_stays_a_device),
        cmocka_unit_test(any_call_may_fail),      cmocka_unit_test(a_limit_of_the_system_is_told), cmocka_unit_test(a_folder_that_may_not_be_written),
        cmocka_unit_test(killed_at_every_call),   cmocka_unit_test(killed_at_random),             cmocka_unit_test(the_lock_says_who_holds_it),
        cmocka_unit_test(two_writers_lose_nothing),
    };
    return cmocka_run_group_tests(tests, kill_setup, kill_teardown);
}
