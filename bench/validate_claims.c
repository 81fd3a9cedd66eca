// validate_claims.c - every claim of the source documents about a mechanism, asked of the body, beside what is published: docs/claims.md
//   validate_claims [--quick] [FOLDER]     writes into docs/, or FOLDER; Ctrl-C stops it and nothing is written
//   --quick: ranges over what is not known of the model only, not over how people differ
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "ilium/claim.h"
#include "ilium/file.h"
#include "ilium/io_body.h"
#include "ilium/tasks.h"
#include "validation/stop.h"

typedef struct asking {
    il_data_dir          *dir;
    const il_body_tables *tables;
    il_body              *body;
    il_knowledge         *k;
    il_tasks             *tasks;
    bool                  people;
    il_progress           progress;
    const il_claim       *asked;   // whose scenario the two sensitivities are
    il_task              *task;    // of that scenario
    il_sensitivity       *s[2];    // what it is compared with, and the change
} asking;

static il_status open_all(asking *a, il_error *err) {
    il_status s;
    if ((s = il_data_open(NULL, &a->dir, err)) || (s = il_knowledge_read(a->dir, &a->k, err)) || (s = il_body_tables_read(a->dir, &a->tables, err)) ||
        (s = il_body_create(a->tables, &a->body, err)))
        return s;
    return il_tasks_read_all(a->dir, NULL, 0, &a->tasks, err);
}

static void close_all(asking *a) {
    for (int i = 0; i < 2; i++) il_sensitivity_free(a->s[i]);
    il_task_free(a->task);
    il_tasks_free(a->tasks);
    il_body_free(a->body);
    il_body_tables_free(a->tables);
    il_knowledge_free(a->k);
    il_data_close(a->dir);
}

static bool same_scenario(const il_claim *a, const il_claim *b) {
    return a && !strcmp(a->task, b->task) && a->side == b->side && !strcmp(a->changes, b->changes) && !strcmp(a->than, b->than);
}

static il_status solve(asking *a, const il_claim *c, il_error *err) {
    const il_task_def *def = il_tasks_find(a->tasks, c->task);
    if (!def) return il_error_set(err, IL_BAD_VALUE, "claims/claims.csv", 0, 0, "%s: there is no task '%.40s'", c->id, c->task);
    for (int i = 0; i < 2; i++) il_sensitivity_free(a->s[i]);
    il_task_free(a->task);
    a->task = NULL, a->s[0] = a->s[1] = NULL, a->asked = c;
    il_status s = il_task_create(a->body->m, def, c->side, &a->task, err);
    return s ? s : il_claim_ask(a->k, c, a->body, a->task, NULL, a->people, 0, &a->progress, a->s, err);
}

// a number with three digits that count, six behind the point at most, in every locale
static void add_number(ili_text *t, double x) {
    if (!isfinite(x)) {
        ili_text_add(t, "?");
        return;
    }
    int size = fabs(x) < 5e-7 ? 0 : (int)floor(log10(fabs(x)));
    ili_text_fixed_number(t, x, size >= 2 ? 0 : size < -4 ? 6 : 2 - size);
}

static void add_simulated(ili_text *t, const il_claim *c, const il_claim_result *r) {
    if (!*c->task) {
        ili_text_printf(t, "| %s | – | – | not simulated: %s |\n", c->id, c->note);
        return;
    }
    ili_text_printf(t, "| %s | `%s`%s: `%s`%s%s%s → `%s` | ", c->id, c->task, c->side == IL_SIDE_RIGHT ? " right" : c->side == IL_SIDE_LEFT ? " left" : "", c->changes,
                    *c->than ? " beside `" : "", c->than, *c->than ? "`" : "", c->outcome);
    add_number(t, r->before), ili_text_add(t, " → "), add_number(t, r->after);
    ili_text_printf(t, " %s (change ", strcmp(r->unit, "1") ? r->unit : "");
    add_number(t, r->low), ili_text_add(t, " … "), add_number(t, r->high);
    ili_text_printf(t, ") | **%s** |\n", il_claim_verdict_text(r->verdict));
}

static void add_head(const asking *a, ili_text *t, const int *count) {
    ili_text_printf(t, "# What is claimed, what is published, what the body says\n\nWritten by `make validate`; data %.12s. ", il_data_hash(a->dir));
    ili_text_add(t, "The source documents claim mechanisms; each stands here with the published evidence (grade A–D, none, or against) and, where the body can\n"
                    "be asked, with the answer of its simulation. `ilium explain CLAIM` asks it of any body.\n\n"
                    "**Limits first.** A simulated sign is no evidence that people hurt from it. Sizes of conditions are assumed at severity 1. The body is the man of the tables. The range of\n"
                    "a change covers what is not known of the model (effort, its power and weights, tension, tone, sources)");
    ili_text_add(t, a->people ? " and one standard deviation of how healthy people differ" : "");
    ili_text_add(t, ".\n*As claimed* and *contrary* hold over that whole range; *not sure*: it holds no change or both signs; *none shown*: smaller than what is told from none.\n\n");
    ili_text_printf(t, "Of %d claims ", a->k->nclaim);
    for (int v = 0; v < IL_NCLAIM_VERDICT; v++)
        if (count[v]) ili_text_printf(t, "%s%d %s", v ? ", " : "", count[v], il_claim_verdict_text((il_claim_verdict)v));
    ili_text_add(t, ".\n\n");
}

static void add_page(const asking *a, ili_text *t, const il_claim_result *r) {
    int count[IL_NCLAIM_VERDICT] = {0};
    for (int i = 0; i < a->k->nclaim; i++) count[r[i].verdict]++;
    add_head(a, t, count);
    ili_text_add(t, "## Simulated\n\n| claim | asked | came out | verdict |\n|---|---|---|---|\n");
    for (int i = 0; i < a->k->nclaim; i++) add_simulated(t, &a->k->claim[i], &r[i]);
    ili_text_add(t, "\n## Published\n\n| claim | in words | items | published | evidence | source |\n|---|---|---|---|---|---|\n");
    for (int i = 0; i < a->k->nclaim; i++) {
        const il_claim *c = &a->k->claim[i];
        ili_text_printf(t, "| %s | %s | %s | %s, %s | %s | %s (%s) |\n", c->id, c->text, c->items, c->published, c->grade, c->evidence, c->source, il_source_status_text(c->status));
    }
}

static il_status ask_all(asking *a, il_claim_result *r, il_error *err) {
    il_status s = IL_OK;
    for (int i = 0; !s && i < a->k->nclaim; i++) {
        const il_claim *c = &a->k->claim[i];
        bool            simulated = *c->task != 0;
        fprintf(stderr, "\rclaims %d of %d ", i + 1, a->k->nclaim);
        if (simulated && !same_scenario(a->asked, c)) s = solve(a, c, err);
        if (!s) il_claim_judge(c, simulated ? a->s[0] : NULL, simulated ? a->s[1] : NULL, &r[i]);
    }
    return s;
}

static il_status write_page(const asking *a, const il_claim_result *r, const char *folder, il_error *err) {
    char     path[400];
    ili_text t = ili_text_growing(1u << 20);
    add_page(a, &t, r);
    snprintf(path, sizeof path, "%s/claims.md", folder);
    il_status s = t.status ? il_error_set(err, t.status, NULL, 0, 0, "no memory for the page") : il_file_publish(path, t.bytes, t.len, err);
    ili_text_free(&t);
    return s;
}

int main(int argc, char **argv) {
    asking           a = {.progress = va_stoppable(true)};
    il_error         err = {0};
    char             text[900];
    bool             quick = argc > 1 && !strcmp(argv[1], "--quick");
    const char      *folder = argc > 1 + quick ? argv[1 + quick] : "docs";
    il_claim_result *r = NULL;
    a.people = !quick;
    il_status s = open_all(&a, &err);
    if (!s && !(r = calloc((size_t)a.k->nclaim + 1, sizeof *r))) s = il_error_set(&err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the claims");
    if (!s) s = ask_all(&a, r, &err);
    if (!s) s = write_page(&a, r, folder, &err);
    fprintf(stderr, "\n%s\n", s ? il_error_format(&err, text, sizeof text) : "done");
    free(r);
    close_all(&a);
    return s ? 1 : 0;
}
