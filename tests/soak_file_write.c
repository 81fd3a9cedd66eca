// soak_file_write.c - 1,000 processes that write a patient's file are killed at random instants: the file stays whole (`make soak`)
#include "file_kill.h"

static void killed_a_thousand_times(void **state) {
    (void)state;
    kill_at_random(1000, (unsigned)time(NULL));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(killed_a_thousand_times)};
    return cmocka_run_group_tests(tests, kill_setup, kill_teardown);
}
