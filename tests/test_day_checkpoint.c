// test_day_checkpoint.c - a day killed at random instants, over and over, ends with the same bits; the state of another day is refused by what differs
#define _XOPEN_SOURCE 700 // mkdtemp
#include "day_fixture.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "ilium/day_checkpoint.h"

#define HOLDS "  - name: holds\n    postures: [{task: hold_far, how: {load: 15}, seconds: 20}, {task: standing}]\n"
#define SITS "  - {name: sits, postures: [{task: sit_slouched}]}\n"
#define DAY HEAD HOLDS SITS "day:\n  - {do: holds, minutes: 4, times: 4}\n  - {injury: iliolumbar_right, severity: 0.5}\n  - {do: sits, minutes: 4}\n  - {do: holds, minutes: 2, times: 3}\n"
#if defined(__SANITIZE_ADDRESS__)
enum { KILLS = 4, LONGEST = 600 };
#else
enum { KILLS = 20, LONGEST = 60 };
#endif

static const il_day_owner owner = {"1.2.3", "0123abcd", "no condition"};
static char folder[] = "/tmp/ilium_day_XXXXXX", path[80], path_end[80];

static int make_folder(void **state) {
    (void)state;
    if (!mkdtemp(folder)) return -1;
    snprintf(path, sizeof path, "%s/state", folder), snprintf(path_end, sizeof path_end, "%s/end", folder);
    return 0;
}

static int remove_folder(void **state) {
    char command[120];
    (void)state;
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

// live on from the checkpoint, which is written after every step; at the end all that the day has become, in a file of its own. _exit codes: 0 done
static void live_on(day_fixture *x) {
    il_error   err = {0};
    il_day_log log = {.every = 1.0};
    bool       there, done = false;
    if (il_day_checkpoint_read(path, x->day, &log, &owner, &there, &err)) _exit(2);
    while (!done) {
        if (il_day_step(x->day, &done, &err)) _exit(3);
        if (!done && !il_day_log_take(&log, x->day)) _exit(4);
        if (!done && il_day_checkpoint_write(path, x->day, &log, &owner, &err)) _exit(5);
    }
    _exit(il_day_checkpoint_write(path_end, x->day, &log, &owner, &err) ? 6 : 0);
}

// in a process that is killed after so many microseconds; 0: it is left alone. @return did it end by itself?
static bool live_until(day_fixture *x, long after) {
    pid_t child = fork();
    int   status;
    if (child == 0) live_on(x);
    assert_true(child > 0);
    if (after > 0) {
        nanosleep(&(struct timespec){.tv_sec = after/1000000, .tv_nsec = 1000*(after%1000000)}, NULL);
        kill(child, SIGKILL);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    if (WIFEXITED(status) && WEXITSTATUS(status)) fail_msg("it ended with %d", WEXITSTATUS(status));
    return WIFEXITED(status);
}

static char *bytes_of(const char *file, size_t *size) {
    char    *bytes = NULL;
    il_error err = {0};
    must(il_file_read(file, 0, &bytes, size, &err), &err);
    return bytes;
}

static void must_be(const char *whole, size_t size, int kills) {
    size_t again;
    char  *resumed = bytes_of(path_end, &again);
    if (size != again || memcmp(whole, resumed, size)) fail_msg("after %d kills it ended otherwise", kills);
    il_file_free(resumed);
    remove(path), remove(path_end);
}

// state, happenings and samples, byte for byte, whatever happened between; whenever it has got to its end it begins anew, until it was killed often enough
static void killed_at_any_instant_it_ends_the_same(void **state) {
    (void)state;
    day_fixture x = open_day(DAY, 1.0, true);
    size_t      size;
    assert_true(live_until(&x, 0));
    char *whole = bytes_of(path_end, &size);
    int   kills = 0, since = 0, compared = 0;
    srand(7);
    remove(path), remove(path_end);
    while (kills < KILLS || since > 0) {
        bool ended = live_until(&x, kills < KILLS ? 1 + 1000L*(rand()%LONGEST) : 0);
        kills += !ended, since += !ended;
        if (!ended) continue;
        must_be(whole, size, since);
        compared += since > 0, since = 0;
    }
    assert_true(compared > 0);
    il_file_free(whole);
    close_day(&x);
}

static void refused(day_fixture *x, const il_day_owner *who, const char *why) {
    il_error   err = {0};
    il_day_log log = {.every = 1.0};
    bool       there;
    il_status  s = il_day_checkpoint_read(path, x->day, &log, who, &there, &err);
    if (s == IL_OK) fail_msg("taken, though %s", why);
    if (!strstr(err.text, why) || !strstr(err.text, "remove")) fail_msg("it does not say '%s' but: %s", why, err.text);
    assert_true(there && il_day_minute(x->day) == 0.0 && log.nhappening == 0);
    il_day_log_free(&log);
}

static void write_state(day_fixture *x) {
    il_error   err = {0};
    il_day_log log = {.every = 1.0};
    for (int i = 0; i < 2; i++) assert_true(step(x->day) && il_day_log_take(&log, x->day));
    must(il_day_checkpoint_write(path, x->day, &log, &owner, &err), &err);
    il_day_log_free(&log);
}

#define SHORT HEAD SITS "day:\n  - {do: sits, minutes: 5}\n"
static void the_state_of_another_day_is_refused_by_what_differs(void **state) {
    (void)state;
    day_fixture x = open_day(SHORT, 1.0, true);
    write_state(&x);
    day_fixture  same = open_day(SHORT, 1.0, true), longer = open_day(HEAD SITS "day:\n  - {do: sits, minutes: 6}\n", 1.0, true), calm = open_day(SHORT, 1.0, false), half = open_day(SHORT, 0.5, true);
    il_day_owner program = owner, data = owner, who = owner;
    program.program = "1.2.4", data.data_hash = "0123abce", who.who = "short_leg:right:0.7";
    refused(&same, &program, "another version of the program"), refused(&same, &program, "1.2.3");
    refused(&same, &data, "other data");
    refused(&same, &who, "another person"), refused(&same, &who, "no condition");
    refused(&longer, &owner, "the schedule has been changed");
    refused(&calm, &owner, "other settings"), refused(&half, &owner, "other settings");
    same.p->muscle_f_max[3] *= 1.0000001; // of the person, copied when the day was made
    il_day      *other = NULL;
    il_error     err = {0};
    il_day_settings set = il_default_day_settings();
    must(il_day_create(same.f.body, same.p, same.tissue, same.schedule, &set, &other, &err), &err);
    il_day_free(same.day);
    same.day = other;
    refused(&same, &owner, "a number of the body");
    close_day(&x), close_day(&same), close_day(&longer), close_day(&calm), close_day(&half);
}

// cut anywhere, or with one byte turned, it is never taken
static void what_is_not_whole_is_refused(void **state) {
    (void)state;
    day_fixture x = open_day(SHORT, 1.0, true), y = open_day(SHORT, 1.0, true);
    size_t      size;
    il_error    err = {0};
    il_day_log  log = {.every = 1.0};
    bool        there;
    write_state(&x);
    char *bytes = bytes_of(path, &size);
    srand(3);
    for (int i = 0; i < 60; i++) {
        size_t at = i < 20 ? (size_t)i*20 : (size_t)rand()%size, keep = i%2 ? at : size;
        bytes[at] ^= 0x10;
        must(il_file_write(path, bytes, keep, &err), &err);
        if (il_day_checkpoint_read(path, y.day, &log, &owner, &there, &err) == IL_OK) fail_msg("taken with byte %zu of %zu turned, cut to %zu", at, size, keep);
        bytes[at] ^= 0x10;
    }
    must(il_file_write(path, bytes, size, &err), &err);
    must(il_day_checkpoint_read(path, y.day, &log, &owner, &there, &err), &err);
    assert_true(there && il_day_minute(y.day) == 2.0 && log.nsample == 2);
    remove(path);
    must(il_day_checkpoint_read(path, y.day, &log, &owner, &there, &err), &err);
    assert_false(there);
    il_file_free(bytes);
    il_day_log_free(&log);
    close_day(&x), close_day(&y);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(killed_at_any_instant_it_ends_the_same), cmocka_unit_test(the_state_of_another_day_is_refused_by_what_differs),
                                       cmocka_unit_test(what_is_not_whole_is_refused)};
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
