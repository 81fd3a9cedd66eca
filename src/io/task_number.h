// task_number.h - a number of a task that depends on what the task leaves open
#ifndef ILI_TASK_NUMBER_H
#define ILI_TASK_NUMBER_H
#include "file/tree.h"
#include "ilium/scenario.h"

/// A number, or a sum of terms `[number*]x` where x is a number, `$name`, `sin($name)` or `cos($name)` (of degrees): "90 - 0.5*$angle".
/// An unknown name is an error that lists the task's parameters.
il_status ili_task_number(const ili_tree *tree, const ili_node *node, const il_task_def *task, double *out, il_error *err);
#endif
