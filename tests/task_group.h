// task_group.h - one task fixture for all tests of a file, with the numbers of the tables
#ifndef TASK_GROUP_H
#define TASK_GROUP_H
#include "task_fixture.h"

static task_fixture F;

static int open_all(void **state) {
    (void)state;
    F = tasks_open();
    task_nominal(&F);
    return 0;
}

static int close_all(void **state) {
    (void)state;
    tasks_close(&F);
    return 0;
}
#endif
