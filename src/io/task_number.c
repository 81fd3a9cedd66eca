// task_number.c - a number of a task that depends on what the task leaves open
#include "io/task_number.h"
#include "ilium/file.h"
#include "math/scalar.h"
#include <string.h>

static const double degree = 0.017453292519943295;

typedef struct scanner {
    const char        *at;
    const il_task_def *task;
    bool               bad;
} scanner;

static void skip_blanks(scanner *s) {
    while (*s->at == ' ') s->at++;
}

static bool take(scanner *s, const char *word) {
    size_t n = strlen(word);
    if (strncmp(s->at, word, n) != 0) return false;
    s->at += n;
    skip_blanks(s);
    return true;
}

// $name
static double parameter(scanner *s) {
    size_t n = strspn(s->at, "abcdefghijklmnopqrstuvwxyz_0123456789");
    for (int i = 0; i < s->task->nparam; i++) {
        const char *name = s->task->param[i].name;
        if (strlen(name) != n || strncmp(name, s->at, n) != 0) continue;
        s->at += n;
        skip_blanks(s);
        return s->task->param[i].value;
    }
    s->bad = true;
    return 0.0;
}

static double literal(scanner *s) {
    size_t n = strspn(s->at, "0123456789.");
    double value = 0.0;
    s->bad = s->bad || n == 0 || il_number_parse(s->at, n, &value) != IL_OK;
    s->at += n;
    skip_blanks(s);
    return value;
}

static double factor(scanner *s) {
    bool sine = take(s, "sin("), cosine = !sine && take(s, "cos(");
    if (!sine && !cosine) return take(s, "$") ? parameter(s) : literal(s);
    double angle = degree*(take(s, "$") ? parameter(s) : literal(s));
    s->bad = s->bad || !take(s, ")");
    return sine ? ili_sin1(angle) : ili_cos1(angle);
}

static double sum(scanner *s) {
    double total = 0.0;
    skip_blanks(s);
    for (bool first = true; !s->bad && (first || *s->at); first = false) {
        double sign = take(s, "-") ? -1.0 : 1.0;
        if (sign > 0.0 && !take(s, "+") && !first) s->bad = true;
        double term = factor(s);
        while (!s->bad && take(s, "*")) term *= factor(s);
        total += sign*term;
    }
    return total;
}

static void list_names(const il_task_def *task, char *out, size_t size) {
    size_t n = 0;
    out[0] = '\0';
    for (int i = 0; i < task->nparam; i++) {
        size_t need = strlen(task->param[i].name) + 3;
        if (n + need >= size) return;
        if (n > 0) strcpy(out + n, ", "), n += 2;
        strcpy(out + n, task->param[i].name), n += need - 3;
    }
}

il_status ili_task_number(const ili_tree *tree, const ili_node *node, const il_task_def *task, double *out, il_error *err) {
    if (node->kind != ILI_PLAIN || !strpbrk(node->text, "$(")) return ili_node_number(tree, node, out, err);
    scanner s = {.at = node->text, .task = task};
    char    names[200];
    *out = sum(&s);
    if (!s.bad) return IL_OK;
    list_names(task, names, sizeof names);
    return ili_tree_error(tree, node, IL_BAD_VALUE, err, "'%.60s' is no sum of terms like 30, $name, 0.5*$name or sin($name); this task's parameters: %s",
                          node->text, *names ? names : "none");
}
