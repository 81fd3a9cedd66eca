// sensitivity.c - `ilium sensitivity SCENARIO`: what the outcomes of a scenario depend on, and how far they are known
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "ilium/sensitivity.h"
#include "ilium/version.h"
#include "setup.h"

enum { SHOWN = 6 }; // factors of one value on the screen

typedef struct wish {
    setup_wish  setup;
    const char *outcomes, *threads;
    bool        json, people, progress, exact;
    int         nthread;
} wish;

static int read_wish(int argc, char **argv, wish *w, setup *x) {
    const app_option own[] = {{.name = "--outcome", .value = &w->outcomes}, {.name = "--threads", .value = &w->threads}, {.name = "--people", .flag = &w->people},
                              {.name = "--progress", .flag = &w->progress}, {.name = "--json", .flag = &w->json}, {.name = "--exact", .flag = &w->exact}};
    w->setup.about_task = true;
    int wrong = setup_read("sensitivity", argc, argv, own, sizeof own / sizeof *own, &w->setup, x);
    if (!wrong) wrong = app_whole_number("--threads", w->threads, 1, 256, &w->nthread);
    if (!wrong && !w->setup.scenario) wrong = app_usage("sensitivity", "a scenario is missing", NULL);
    return wrong;
}

// ---- which values ----------------------------------------------------------------------------------------------------------------

// what is shown when nothing is asked for by name: besides every reading of the task
static const char *const usual[] = {"disc.L5_S1.compression_n", "disc.L4_L5.compression_n", "disc.L4_L5.shear_ap_n", "hip.right.contact_bw",
                                    "hip.left.contact_bw", "sij.right.rotation_deg", "sij.right.shear_n"};

// is this value named in a list of names separated by commas? A name that ends in * stands for all that begin so
static bool named(const char *list, const char *name) {
    for (const char *at = list; *at;) {
        size_t n = strcspn(at, ",");
        bool   all = n > 0 && at[n - 1] == '*';
        if (all ? !strncmp(at, name, n - 1) : strlen(name) == n && !strncmp(at, name, n)) return true;
        at += n + (at[n] == ',');
    }
    return false;
}

static bool wanted(const wish *o, const il_sensitivity *s, const setup *x, int value) {
    const char *name = il_sensitivity_name(s, value);
    if (!isfinite(il_sensitivity_usual(s, value))) return false;
    if (o->outcomes) return named(o->outcomes, name);
    if (o->json || value >= il_sensitivity_count(s) - il_task_reading_count(x->task)) return true;
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        if (!strcmp(usual[i], name)) return true;
    return false;
}

static il_status check_names(const wish *o, const il_sensitivity *s, il_error *err) {
    char one[120];
    for (const char *at = o->outcomes; at && *at;) {
        size_t n = strcspn(at, ",");
        bool   found = false;
        snprintf(one, sizeof one, "%.*s", (int)(n < 119 ? n : 119), at);
        for (int v = 0; !found && v < il_sensitivity_count(s); v++) found = named(one, il_sensitivity_name(s, v));
        if (!found) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "there is no outcome '%.80s': `ilium solve SCENARIO --json` lists them; * at the end stands for the rest", one);
        at += n + (at[n] == ',');
    }
    return IL_OK;
}

// ---- printing --------------------------------------------------------------------------------------------------------------------

static void print_value(const il_sensitivity *s, int v, int *order) {
    double mid = il_sensitivity_usual(s, v), range[2];
    il_sensitivity_range(s, v, range);
    printf("\n%s  %.4g %s (%.4g to %.4g)\n", il_sensitivity_name(s, v), mid, il_sensitivity_unit(s, v), range[0], range[1]);
    il_sensitivity_rank(s, v, order);
    for (int k = 0; k < il_sensitivity_factors(s) && k < SHOWN; k++) {
        const il_factor *f = il_sensitivity_factor(s, order[k]);
        double           low = il_sensitivity_end(s, v, order[k], false), high = il_sensitivity_end(s, v, order[k], true);
        printf("  %-26s %10.4g .. %-10.4g (%g .. %g, %s)\n", f->id, low, high, f->end[0], f->end[1], f->status);
    }
}

static json_t *value_json(const il_sensitivity *s, int v) {
    double  range[2];
    json_t *factors = json_object();
    il_sensitivity_range(s, v, range);
    for (int f = 0; f < il_sensitivity_factors(s); f++)
        json_object_set_new(factors, il_sensitivity_factor(s, f)->id, json_pack("[o,o]", app_json_number(il_sensitivity_end(s, v, f, false)), app_json_number(il_sensitivity_end(s, v, f, true))));
    return json_pack("{s:s,s:s,s:o,s:o,s:o,s:o}", "name", il_sensitivity_name(s, v), "unit", il_sensitivity_unit(s, v), "usual", app_json_number(il_sensitivity_usual(s, v)),
                     "low", app_json_number(range[0]), "high", app_json_number(range[1]), "factors", factors);
}

static json_t *factors_json(const il_sensitivity *s) {
    static const char *const kinds[] = {"choice", "source", "people"};
    json_t                  *list = json_array();
    for (int f = 0; f < il_sensitivity_factors(s); f++) {
        const il_factor *x = il_sensitivity_factor(s, f);
        json_array_append_new(list, json_pack("{s:s,s:s,s:f,s:f,s:s,s:s}", "id", x->id, "kind", kinds[x->kind], "low", x->end[0], "high", x->end[1], "source", x->source, "status", x->status));
    }
    return list;
}

static int print_json(const wish *o, const setup *x, const il_sensitivity *s) {
    json_t *values = json_array(), *root;
    for (int v = 0; v < il_sensitivity_count(s); v++)
        if (wanted(o, s, x, v)) json_array_append_new(values, value_json(s, v));
    root = json_pack("{s:s,s:s,s:s,s:i,s:o,s:o}", "version", il_version(), "data", il_data_hash(x->data), "scenario", x->def->id, "ends_without_answer",
                     il_sensitivity_unsolved(s), "factors", factors_json(s), "values", values);
    return app_print_json(root, 1, 10);
}

static int print_text(const wish *o, const setup *x, const il_sensitivity *s) {
    int *order = calloc((size_t)il_sensitivity_factors(s) + 1, sizeof *order);
    if (!order) return app_failed(&(il_error){.code = IL_NO_MEMORY, .text = "out of memory"});
    printf("%s: as usual, the range over %d factors, and the strongest of them at both ends\n", x->def->name ? x->def->name : x->def->id, il_sensitivity_factors(s));
    for (int v = 0; v < il_sensitivity_count(s); v++)
        if (wanted(o, s, x, v)) print_value(s, v, order);
    if (il_sensitivity_unsolved(s)) printf("\n%d ends found no posture and add nothing to a range\n", il_sensitivity_unsolved(s));
    int ends = 2*il_sensitivity_factors(s), followed = il_sensitivity_count_followed(s);
    if (followed) printf("\n%d of %d ends were followed from the usual posture, the others solved; --exact solves all\n", followed, ends);
    free(order);
    return EXIT_DONE;
}

// following does not tell stability, and a file is for those who want everything
static bool all_solved(const wish *o) {
    return o->exact || o->json || (o->outcomes && (strstr(o->outcomes, "stability.") || named(o->outcomes, "stability.")));
}

static int run(const wish *o, setup *x, il_sensitivity **s) {
    il_error     err = {0};
    app_progress progress;
    int wrong = setup_scenario("sensitivity", &o->setup, x);
    if (wrong) return wrong;
    app_progress_start(&progress, o->progress);
    il_status status = il_sensitivity_run(x->body, x->task, x->person, NULL, o->people, all_solved(o), o->nthread, &progress.progress, s, &err);
    app_progress_end(&progress);
    if (status || check_names(o, *s, &err)) return app_failed(&err);
    if (il_sensitivity_info(*s)->status != IL_POSTURE_SOLVED) { // of what cannot be held nothing is told (il_outcome_told)
        fprintf(stderr, "ilium: the scenario itself was not solved, or cannot be held, so there is nothing to vary\n");
        return EXIT_UNSOLVED;
    }
    int code = o->json ? print_json(o, x, *s) : print_text(o, x, *s);
    return code ? code : app_print("", 0);
}

int app_sensitivity(int argc, char **argv) {
    wish            o = {0};
    setup           x = {0};
    il_sensitivity *s = NULL;
    int             code = read_wish(argc, argv, &o, &x);
    if (!code) code = run(&o, &x, &s);
    il_sensitivity_free(s);
    setup_close(&x);
    return code;
}
