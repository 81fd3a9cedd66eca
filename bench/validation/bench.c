// bench.c - everything a run needs, opened once
#include "validation.h"
#include <string.h>
#include "vary.h"

il_status va_bench_open(va_bench *b, il_error *err) {
    il_progress progress = b->progress;
    *b = (va_bench){.progress = progress};
    il_status s = il_data_open(NULL, &b->dir, err);
    if (!s) s = il_body_tables_read(b->dir, &b->tables, err);
    if (!s) s = il_body_create(b->tables, &b->body, err);
    if (!s) s = il_knowledge_read(b->dir, &b->k, err);
    if (!s) s = il_tasks_read_all(b->dir, NULL, 0, &b->tasks, err);
    if (!s) s = va_tables_read(b->dir, &b->t, err);
    if (!s) s = va_vary_open(b, err);
    if (s) va_bench_close(b);
    return s;
}

il_status va_tasks_set(const va_bench *b, const va_prediction *p, il_tasks **out, il_error *err) {
    enum { MAX_SET = 8 };
    il_task_setting set[MAX_SET];
    char            name[MAX_SET][48];
    int             n = 0;
    for (const char *at = p->set; *at; n++) {
        size_t len = strcspn(at, " "), head = strcspn(at, "=");
        if (n == MAX_SET || head >= sizeof name[0] || head + 1 >= len || il_number_parse(at + head + 1, len - head - 1, &set[n].value)) {
            return il_error_set(err, IL_BAD_VALUE, "data/validation/frozen/predictions.csv", p->line, 0, "'%s' should read like 'angle=40 load=20'", p->set);
        }
        memcpy(name[n], at, head), name[n][head] = '\0';
        set[n].task = p->task, set[n].name = name[n];
        at += len + (at[len] == ' ');
    }
    return il_tasks_read_all(b->dir, set, n, out, err);
}

void va_bench_close(va_bench *b) {
    il_factors_free(b->factors);
    va_tables_free(&b->t);
    il_tasks_free(b->tasks);
    il_knowledge_free(b->k);
    il_body_free(b->body);
    il_body_tables_free(b->tables);
    il_data_close(b->dir);
    *b = (va_bench){0};
}

void va_judge_all(const va_bench *b, const va_number *number, const va_cohort *cohort, va_result *result) {
    for (int k = 0; k < b->t.nprediction; k++) {
        const va_prediction *p = &b->t.prediction[k];
        const va_row        *row = p->row < 0 ? NULL : &b->t.row[p->row];
        va_number            x = number[k];
        if (p->person < 0) {
            double mean = va_cohort_number(cohort, p->task, p->measure, p->who);
            x = (va_number){.x = p->factor*mean, .low = IL_NAN, .high = IL_NAN, .there = mean == mean, .why = mean == mean ? "" : "there is no such test"};
        }
        result[k] = (va_result){.number = x, .verdict = row ? va_judge(p->rule, p->limit, row->value, row->sd, x.x) : VA_NONE};
        if (!x.there) result[k].verdict = VA_NOT_THERE;
    }
}
