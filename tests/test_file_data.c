// test_file_data.c - whole files in and out, and the data as compiled in and as an edited folder
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <dirent.h>
#include <cmocka.h>
#include "alloc_count.h"
#include "file/data.h"
#include "file/embedded.h"

static char folder[64]; // one for all tests, removed at the end

static const char *in_folder(const char *name) {
    static char path[32][512];
    static int  i;
    i = (i + 1) % 32;
    snprintf(path[i], sizeof path[i], "%s/%s", folder, name);
    return path[i];
}

static int make_folder(void **unused) {
    (void)unused;
    strcpy(folder, "/tmp/ilium-test-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static void remove_all(const char *path) {
    DIR *dir = opendir(path);
    for (struct dirent *e; dir && (e = readdir(dir));) {
        char inner[1024];
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
        if (snprintf(inner, sizeof inner, "%s/%s", path, e->d_name) >= (int)sizeof inner) continue;
        if (unlink(inner) != 0) remove_all(inner);
    }
    if (dir) closedir(dir);
    rmdir(path);
}

static int remove_folder(void **unused) {
    (void)unused;
    remove_all(folder);
    return 0;
}

static int count_entries(const char *path) {
    DIR *dir = opendir(path);
    int n = 0;
    while (dir && readdir(dir)) n++;
    if (dir) closedir(dir);
    return n - 2;
}

static void write_text(const char *path, const char *text) { assert_int_equal(il_file_write(path, text, strlen(text), NULL), IL_OK); }

static void assert_holds(const char *path, const char *text) {
    char *bytes = NULL;
    size_t size = 0;
    assert_int_equal(il_file_read(path, 0, &bytes, &size, NULL), IL_OK);
    assert_int_equal(size, strlen(text));
    assert_string_equal(bytes, text);
    il_file_free(bytes);
}

// -- reading ---------------------------------------------------------------------------------------------------------------

static void read_fails(const char *path, size_t limit, il_status code, const char *words) {
    char *bytes = NULL;
    size_t size = 0;
    il_error err = {0};
    il_status status = il_file_read(path, limit, &bytes, &size, &err);
    if (status != code || !strstr(err.text, words) || strcmp(err.file, path) != 0)
        fail_msg("%s: status %d \"%s\"; should be %d \"%s\"", path, (int)status, err.text, (int)code, words);
    assert_null(bytes);
}

static void read_errors(void **unused) {
    (void)unused;
    read_fails(in_folder("absent.json"), 0, IL_NO_FILE, "no such file");
    read_fails(folder, 0, IL_NO_FILE, "it is a folder");
    read_fails("", 0, IL_NO_FILE, "no such file");
    const char *path = in_folder("long.txt");
    write_text(path, "0123456789");
    read_fails(path, 9, IL_LIMIT, "larger than the 9 bytes");
    read_fails(in_folder("long.txt/x"), 0, IL_NO_FILE, "not a folder");
    read_fails("/dev/zero", 1 << 20, IL_LIMIT, "larger than the 1 MiB");
    if (geteuid() != 0) {
        chmod(path, 0);
        read_fails(path, 0, IL_NO_FILE, "permission is denied");
        chmod(path, 0644);
    }
    assert_holds(path, "0123456789");

    // 100 MB that take no room on the disk
    const char *huge = in_folder("huge.json");
    int fd = open(huge, O_WRONLY | O_CREAT, 0644);
    assert_true(fd >= 0 && ftruncate(fd, 100*1000*1000) == 0);
    close(fd);
    read_fails(huge, 0, IL_LIMIT, "larger than the 64 MiB");
    unlink(huge);
    unlink(path);
}

static void read_pipe(void **unused) {
    (void)unused;
    const char *path = in_folder("pipe");
    assert_int_equal(mkfifo(path, 0600), 0);
    pid_t child = fork();
    if (child == 0) {
        int fd = open(path, O_WRONLY);
        for (int i = 0; i < 40000; i++)
            if (write(fd, "0123456789", 10) != 10) _exit(1);
        _exit(0);
    }
    char *bytes = NULL;
    size_t size = 0;
    assert_int_equal(il_file_read(path, 0, &bytes, &size, NULL), IL_OK);
    assert_int_equal(size, 400000);
    assert_int_equal(bytes[399999], '9');
    il_file_free(bytes);
    waitpid(child, NULL, 0);
    unlink(path);
}

// -- writing ---------------------------------------------------------------------------------------------------------------

static void write_is_whole_or_nothing(void **unused) {
    (void)unused;
    const char *path = in_folder("report.html");
    il_error err = {0};
    struct stat st;
    write_text(path, "first");
    assert_holds(path, "first");
    write_text(path, "second");
    assert_holds(path, "second");

    assert_int_equal(il_file_write(folder, "x", 1, &err), IL_NO_FILE);
    assert_non_null(strstr(err.text, "cannot be written: it is a folder"));
    assert_int_equal(il_file_write(in_folder("no/such.html"), "x", 1, &err), IL_NO_FILE);
    assert_non_null(strstr(err.text, "no such file or folder"));

    // a full device fails, a device stays a device
    if (access("/dev/full", W_OK) == 0) {
        assert_int_equal(il_file_write("/dev/full", "x", 1, &err), IL_NO_FILE);
        assert_non_null(strstr(err.text, "disk is full"));
    }
    assert_int_equal(il_file_write("/dev/null", "x", 1, &err), IL_OK);
    assert_int_equal(stat("/dev/null", &st), 0);
    assert_true(S_ISCHR(st.st_mode));

    // no memory: the old file stands, nothing lies beside it
    for (long n = 1;; n++) {
        alloc_fail_at(n);
        il_status status = il_file_write(path, "fourth", 6, &err);
        bool failed = alloc_failed();
        alloc_fail_at(0);
        if (!failed) break;
        assert_int_equal(status, IL_NO_MEMORY);
        assert_holds(path, "second");
    }
    assert_holds(path, "fourth");
    assert_int_equal(count_entries(folder), 1);
    unlink(path);
}

// -- data ------------------------------------------------------------------------------------------------------------------

// the compiled-in files as a folder
static void copy_data(const char *root) {
    mkdir(root, 0755);
    for (size_t i = 0; i < ili_nembedded; i++) {
        char path[1024];
        snprintf(path, sizeof path, "%s/%s", root, ili_embedded_files[i].path);
        for (char *p = path + strlen(root) + 1; (p = strchr(p, '/')); p++) {
            *p = 0;
            mkdir(path, 0755);
            *p = '/';
        }
        assert_int_equal(il_file_write(path, ili_embedded_files[i].bytes, ili_embedded_files[i].size, NULL), IL_OK);
    }
}

static void data_compiled_in(void **unused) {
    (void)unused;
    il_data_dir *d = NULL;
    il_error err = {0};
    const char *bytes = NULL;
    size_t size = 0;
    assert_int_equal(il_data_open(NULL, &d, &err), IL_OK);
    assert_int_equal(ili_data_count(d), (int)ili_nembedded);
    assert_string_equal(il_data_hash(d), ili_embedded_hash);
    assert_false(il_data_modified(d));
    for (int i = 0; i < ili_data_count(d); i++) {
        assert_int_equal(ili_data_file(d, ili_data_name(d, i), &bytes, &size, &err), IL_OK);
        assert_ptr_equal(bytes, ili_embedded_files[i].bytes);
        assert_int_equal(size, ili_embedded_files[i].size);
    }
    assert_int_equal(ili_data_file(d, "no/such.csv", &bytes, &size, &err), IL_NO_FILE);
    assert_string_equal(err.file, "data/no/such.csv");
    il_data_close(d);
    il_data_close(NULL);
}

static void data_from_folder(void **unused) {
    (void)unused;
    il_data_dir *d = NULL;
    il_error err = {0};
    const char *bytes = NULL;
    size_t size = 0;
    char root[128], label[256];
    snprintf(root, sizeof root, "%s/data", folder);
    copy_data(root);
    write_text(in_folder("data/README.md"), "not data");
    assert_int_equal(il_data_open(root, &d, &err), IL_OK);
    assert_string_equal(il_data_hash(d), ili_embedded_hash);
    assert_false(il_data_modified(d));
    il_data_close(d);

    // one more file: another hash, and it is there
    write_text(in_folder("data/own.csv"), "a\n1\n");
    assert_int_equal(il_data_open(root, &d, &err), IL_OK);
    assert_true(il_data_modified(d));
    assert_string_not_equal(il_data_hash(d), ili_embedded_hash);
    assert_int_equal(ili_data_file(d, "own.csv", &bytes, &size, &err), IL_OK);
    assert_string_equal(bytes, "a\n1\n");
    assert_string_equal(ili_data_label(d, "own.csv", label, sizeof label), in_folder("data/own.csv"));
    il_data_close(d);

    // the n-th allocation fails
    for (long n = 1;; n++) {
        alloc_fail_at(n);
        il_status status = il_data_open(root, &d, &err);
        bool failed = alloc_failed();
        alloc_fail_at(0);
        if (!failed) break;
        assert_int_equal(status, IL_NO_MEMORY);
        assert_null(d);
    }
    il_data_close(d);

    // a file less: refused by name
    if (ili_nembedded) {
        char path[1024];
        snprintf(path, sizeof path, "%s/%s", root, ili_embedded_files[0].path);
        unlink(path);
        assert_int_equal(il_data_open(root, &d, &err), IL_NO_FILE);
        assert_non_null(strstr(err.text, ili_embedded_files[0].path));
        assert_null(d);
    }
    remove_all(root);
}

static void data_folder_errors(void **unused) {
    (void)unused;
    il_data_dir *d = NULL;
    il_error err = {0};
    assert_int_equal(il_data_open(in_folder("absent"), &d, &err), IL_NO_FILE);
    assert_non_null(strstr(err.text, "no such folder"));
    assert_int_equal(il_data_open("", &d, &err), IL_NO_FILE);
    const char *path = in_folder("plain");
    write_text(path, "x");
    assert_int_equal(il_data_open(path, &d, &err), IL_NO_FILE);
    assert_non_null(strstr(err.text, "is not a folder"));
    unlink(path);

    // a folder that holds itself
    char root[128];
    snprintf(root, sizeof root, "%s/data", folder);
    mkdir(root, 0755);
    assert_int_equal(symlink(".", in_folder("data/again")), 0);
    assert_int_equal(il_data_open(root, &d, &err), IL_LIMIT);
    remove_all(root);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(read_errors),      cmocka_unit_test(read_pipe),
                                       cmocka_unit_test(write_is_whole_or_nothing), cmocka_unit_test(data_compiled_in),
                                       cmocka_unit_test(data_from_folder), cmocka_unit_test(data_folder_errors)};
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
