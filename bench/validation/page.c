// page.c - docs/validation.md: good and bad alike
#include "aims.h"
#include "plot.h"
#include "validation.h"
#include "walk.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "report/out.h"

typedef struct page {
    const va_bench  *b;
    const va_result *result;
    const va_cohort *cohort;
    const va_walk   *walk;
    const char      *folder;
    ili_out          o;
} page;

// ---- numbers ----

static void put_number(ili_out *o, double v) {
    double size = fabs(v);
    if (isnan(v)) ili_put(o, "–");
    else ili_put_fixed(o, v, size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2);
}

static void put_measured(ili_out *o, const va_row *row) {
    put_number(o, row->value);
    if (!isnan(row->sd)) ili_put(o, " ± "), put_number(o, row->sd);
    if (*row->unit && strcmp(row->unit, "1")) ili_putf(o, " %s", row->unit);
}

// text in a table cell
static void put_cell(ili_out *o, const char *text) {
    for (; *text; text++) {
        if (*text == '|') ili_put(o, "/");
        else ili_put_bytes(o, text, 1);
    }
}

static void put_rule(ili_out *o, const va_prediction *p) {
    char buf[IL_NUMBER_TEXT];
    const char *l = isnan(p->limit) ? "" : il_number_format(p->limit, buf);
    switch (p->rule) {
    case VA_SD: ili_putf(o, "within %s SD", l); break;
    case VA_PERCENT: ili_putf(o, "within %s %%", l); break;
    case VA_FACTOR: ili_putf(o, "factor %s", l); break;
    case VA_AT_MOST: ili_put(o, "at most"); break;
    case VA_AT_LEAST: ili_put(o, "at least"); break;
    case VA_ABSOLUTE: ili_putf(o, "within %s", l); break;
    case VA_SIGN: ili_put(o, "sign"); break;
    case VA_POSITIVE: ili_putf(o, "above %s", l); break;
    case VA_NEGATIVE: ili_putf(o, "below -%s", l); break;
    case VA_SHOWN:
    case VA_NRULE: ili_put(o, "none"); break;
    }
}

static void put_verdict(ili_out *o, const va_result *r) {
    ili_put(o, va_verdict_text(r->verdict));
    if (isnan(r->number.x) && *r->number.why) ili_putf(o, ": %s", r->number.why);
}

// ---- tables of rows ----

static void put_row(page *g, int k) {
    const va_prediction *p = &g->b->t.prediction[k];
    const va_result     *r = &g->result[k];
    const va_row        *row = &g->b->t.row[p->row];
    ili_out             *o = &g->o;
    ili_putf(o, "| %s | ", row->id);
    put_cell(o, row->quantity);
    if (*row->condition) ili_put(o, "; "), put_cell(o, row->condition);
    ili_put(o, " | ");
    put_measured(o, row);
    ili_put(o, " | ");
    put_number(o, r->number.x);
    if (r->number.high - r->number.low > 0.005*fabs(r->number.x)) ili_put(o, " ("), put_number(o, r->number.low), ili_put(o, " … "), put_number(o, r->number.high), ili_put(o, ")");
    ili_put(o, " | ");
    if (row->value != 0.0) put_number(o, r->number.x/row->value);
    ili_put(o, " | ");
    put_rule(o, p);
    ili_put(o, " | ");
    put_verdict(o, r);
    ili_put(o, " |\n");
}

static const char *const table_head = "| row | what | measured | predicted (range) | ratio | rule | verdict |\n|---|---|---|---|---|---|---|\n";

static bool counts(const va_row *row) { return row->use == VA_VALIDATION || row->use == VA_TREND; }

// rows of a topic that count, or those recalled
static void put_topic(page *g, const char *topic, const char *title, const char *picture, const char *says, bool recalled) {
    bool any = false;
    for (int k = 0; k < g->b->t.nprediction; k++) {
        int           at = g->b->t.prediction[k].row;
        const va_row *row = at < 0 ? NULL : &g->b->t.row[at];
        if (!row || strcmp(row->topic, topic) || (recalled ? row->use != VA_RECALLED : !counts(row))) continue;
        if (!any) {
            ili_putf(&g->o, "\n### %s\n\n", title);
            if (says) ili_putf(&g->o, "%s\n\n", says);
            if (picture && !recalled) ili_putf(&g->o, "![%s](%s)\n\n", title, picture);
            ili_put(&g->o, table_head);
            any = true;
        }
        put_row(g, k);
    }
}

static void put_topics(page *g, bool recalled) {
    put_topic(g, "disc_pressure", "Disc pressure", "validation-disc.svg", recalled ? NULL : "Wilke's is one man: his pressures count as ratios to his standing. Pressure is compression over 0.66 of the disc's area in every posture.", recalled);
    put_topic(g, "hip_force", "Hip contact force", "validation-hip.svg", recalled ? NULL : "Patients with instrumented replacements; windows of the mean, below the peaks. In per cent of body weight, in the implant's femur frame.", recalled);
    put_topic(g, "gait", "Walking", g->walk->n ? "validation-walking.svg" : NULL, recalled ? NULL : "One recorded walk of another person, turned to moments and forces (inverse).", recalled);
    put_topic(g, "sacroiliac", "Sacroiliac motion", NULL, recalled ? NULL : "Near the limit of measurement: upper bounds only.", recalled);
    put_topic(g, "alignment_rhythm", "Alignment and lumbar rhythm", "validation-rhythm.svg", NULL, recalled);
    put_topic(g, "strength", "Strength and activation", "validation-strength.svg", NULL, recalled);
    put_topic(g, "motion_tests", "Motion tests (of the cohort)", NULL, recalled ? NULL : "Means of the simulated healthy cohort; 'all' are women and men together.", recalled);
    put_topic(g, "moment_arms", "Hip moment arms", "validation-arms.svg", recalled ? NULL : "Straight lines of one cadaver: muscles that wrap are underestimated there. Ours is the mean of a muscle's parts by their strength, at neutral.", recalled);
}

// ---- summary ----

static void put_summary(page *g) {
    const va_tables *t = &g->b->t;
    int              use[VA_NUSE] = {0}, verdict[VA_NVERDICT] = {0};
    for (int i = 0; i < t->nrow; i++) use[t->row[i].use]++;
    for (int k = 0; k < t->nprediction; k++)
        if (t->prediction[k].row >= 0 && counts(&t->row[t->prediction[k].row])) verdict[g->result[k].verdict]++;
    int counted = verdict[VA_PASS] + verdict[VA_FAIL] + verdict[VA_UNSOLVED];
    ili_putf(&g->o, "\n## The verdict\n\nOf %d measured numbers %d are set against a prediction that counts: **%d are met, %d are missed**, %d have a posture that was not solved.\n"
                    "%d more are shown without a verdict and %d wait for a task that does not exist yet. Shown apart and counting for nothing: %d recalled.\n"
                    "Calibration, which counts for nothing: %d. Not covered, each with its reason: %d.\n",
             t->nrow, counted, verdict[VA_PASS], verdict[VA_FAIL], verdict[VA_UNSOLVED], verdict[VA_NONE], verdict[VA_NOT_THERE], use[VA_RECALLED],
             use[VA_CALIBRATION], use[VA_NOT_COVERED]);
}

static void put_frozen(page *g) {
    for (int i = 0; i < g->b->t.nfrozen; i++) {
        const va_frozen *f = &g->b->t.frozen[i];
        ili_putf(&g->o, "\n`data/%s` %s\n", f->file, va_unchanged(g->b->dir, f) ? "is as it was frozen." : "was changed after it was frozen: validation-frozen.md says what and why.");
    }
}

static void put_aims(page *g) {
    static const char *const words[] = {"**missed**", "met", "shown"};
    va_aim                   aim[VA_MAX_AIM];
    int                      n = va_aims(g->b, g->result, g->cohort, aim);
    ili_put(&g->o, "\n## The aims\n\n| aim | came out | |\n|---|---|---|\n");
    for (int i = 0; i < n; i++) ili_putf(&g->o, "| %s | %s | %s |\n", aim[i].what, aim[i].said, aim[i].met < 0 ? "cannot be said yet" : words[aim[i].met]);
}

static void put_misses(page *g) {
    const va_tables *t = &g->b->t;
    const char      *last = "", *first = "";
    ili_put(&g->o, "\n## What is missed, by how much and why\n\n| row | measured | predicted | why |\n|---|---|---|---|\n");
    for (int k = 0; k < t->nprediction; k++) {
        const va_prediction *p = &t->prediction[k];
        const va_result     *r = &g->result[k];
        if (p->row < 0 || !counts(&t->row[p->row]) || (r->verdict != VA_FAIL && r->verdict != VA_UNSOLVED)) continue;
        const char *why = va_find_reason(t, p->id);
        ili_putf(&g->o, "| %s | ", p->id);
        put_measured(&g->o, &t->row[p->row]);
        ili_put(&g->o, " | ");
        put_number(&g->o, r->number.x);
        if (*why && !strcmp(why, last)) ili_putf(&g->o, " | as %s |\n", first);
        else ili_putf(&g->o, " | %s |\n", *why ? why : *r->number.why ? r->number.why : "not explained"), first = p->id;
        last = why;
    }
}

// ---- cohort ----

static const char *cohort_word(bool none, bool good, bool set, bool recalled) {
    if (none) return "";
    if (set) return good ? "good, set" : "bad, set";
    return recalled ? good ? "good, recalled" : "bad, recalled" : good ? "good" : "**bad**";
}

static void put_cohort(page *g) {
    ili_out *o = &g->o;
    ili_putf(o, "\n## The healthy cohort\n\n%d women and %d men without any condition, from an explicit seed; both sides pooled; beside `data/tests/norms.csv`. Good: the cohort's mean within one\n"
                "published SD of the published mean; its SD within a factor 1.5. What was set to agree, and norms that were recalled, count for nothing.\n\n"
                "![cohort](validation-cohort.svg)\n\n| task | reading | person | usual body | cohort | published | difference [SD] | mean | spread | solved |\n|---|---|---|---|---|---|---|---|---|---|\n", VA_COHORT, VA_COHORT);
    for (int i = 0; i < g->cohort->nrow; i++) {
        const va_cohort_row *r = &g->cohort->row[i];
        double               z = (r->mean - r->norm_mean)/r->norm_sd, ratio = r->sd/r->norm_sd;
        ili_putf(o, "| %s | %s | %s | ", r->task, r->test, r->woman ? "woman" : "man");
        put_number(o, r->usual), ili_put(o, " | "), put_number(o, r->mean), ili_put(o, " ± "), put_number(o, r->sd), ili_put(o, " | ");
        if (isnan(r->norm_mean)) ili_put(o, "none | | | |");
        else put_number(o, r->norm_mean), ili_put(o, " ± "), put_number(o, r->norm_sd), ili_put(o, " | "), put_number(o, z);
        if (!isnan(r->norm_mean)) {
            ili_putf(o, " | %s | %s (x", cohort_word(isnan(z), fabs(z) <= 1.0, r->mean_set, r->recalled), cohort_word(isnan(ratio), ratio > 1.0/1.5 && ratio < 1.5, r->sd_set, r->recalled));
            put_number(o, ratio), ili_put(o, ") |");
        }
        ili_putf(o, " %d/%d |\n", r->solved, r->solved + r->failed);
    }
}

// ---- what is not covered ----

static void put_uncovered(page *g, va_use use) {
    const va_tables *t = &g->b->t;
    ili_put(&g->o, "\n| why | rows |\n|---|---|\n");
    for (int i = 0; i < t->nrow; i++) {
        bool first = t->row[i].use == use;
        for (int j = 0; j < i && first; j++) first = t->row[j].use != use || strcmp(t->row[j].reason, t->row[i].reason) != 0;
        if (!first) continue;
        ili_putf(&g->o, "| %s |", t->row[i].reason);
        int n = 0;
        for (int j = i; j < t->nrow; j++) {
            if (t->row[j].use != use || strcmp(t->row[j].reason, t->row[i].reason)) continue;
            if (n++ < 12) ili_putf(&g->o, " %s", t->row[j].id);
        }
        if (n > 12) ili_putf(&g->o, " … (%d)", n);
        ili_put(&g->o, " |\n");
    }
}

// ---- pictures ----

enum { MAX_PAIR = 128 };

static int pairs_of(const page *g, const char *aim, const char *topic, va_pair *pair) {
    const va_tables *t = &g->b->t;
    int              n = 0;
    for (int k = 0; k < t->nprediction && n < MAX_PAIR; k++) {
        const va_prediction *p = &t->prediction[k];
        const va_row        *row = p->row < 0 ? NULL : &t->row[p->row];
        if (!row || !counts(row) || (aim && !va_has(p->aim, aim)) || (topic && strcmp(row->topic, topic))) continue;
        const va_number *x = &g->result[k].number;
        va_pair         *q = &pair[n++];
        double           scale = !strcmp(row->topic, "disc_pressure") && !strcmp(row->unit, "MPa") ? 200.0 : 1.0;
        *q = (va_pair){.measured = scale*row->value, .sd = scale*row->sd, .x = scale*x->x, .low = scale*x->low, .high = scale*x->high};
        snprintf(q->label, sizeof q->label, "%s", *p->label ? p->label : p->id);
    }
    return n;
}

static int cohort_pairs(const va_cohort *c, va_pair *pair) {
    int n = 0;
    for (int i = 0; i < c->nrow && n < MAX_PAIR; i++) {
        const va_cohort_row *r = &c->row[i];
        if (isnan(r->norm_mean) || isnan(r->norm_sd)) continue;
        double z = (r->mean - r->norm_mean)/r->norm_sd, s = r->sd/r->norm_sd;
        pair[n] = (va_pair){.measured = 0.0, .sd = 1.0, .x = z, .low = z - s, .high = z + s};
        snprintf(pair[n++].label, sizeof pair->label, "%.34s, %s", r->test, r->woman ? "women" : "men");
    }
    return n;
}

static const char *path_of(const page *g, const char *name, char buf[512]) {
    snprintf(buf, 512, "%s/%s", g->folder, name);
    return buf;
}

static int compare_measured(const void *a, const void *b) {
    double x = ((const va_pair *)a)->measured, y = ((const va_pair *)b)->measured;
    return (x > y) - (x < y);
}

// the axis reaches as far as anything drawn, at least to `least`
static double reach(int n, const va_pair *pair, double least) {
    for (int i = 0; i < n; i++) least = fmax(least, fmax(fmax(pair[i].x, pair[i].high), pair[i].measured + fmax(0.0, pair[i].sd)));
    return least;
}

static il_status put_pictures(page *g, il_error *err) {
    va_pair  *pair = calloc(MAX_PAIR, sizeof *pair);
    char      path[512];
    il_status s = pair ? IL_OK : il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the pictures");
    if (s) return s;
    int n = pairs_of(g, "disc_ratio", NULL, pair);
    qsort(pair, (size_t)n, sizeof *pair, compare_measured);
    s = va_plot_pairs(path_of(g, "validation-disc.svg", path), "L4-L5 disc pressure, per cent of standing (Wilke: one man)", "% of standing", "predicted, range", n, pair, 0, reach(n, pair, 500), err);
    n = pairs_of(g, NULL, "hip_force", pair);
    if (!s) s = va_plot_pairs(path_of(g, "validation-hip.svg", path), "Hip contact force: patients and prediction", "% of body weight", "predicted, range", n, pair, -400, reach(n, pair, 400), err);
    n = pairs_of(g, NULL, "alignment_rhythm", pair);
    if (!s) s = va_plot_pairs(path_of(g, "validation-rhythm.svg", path), "Standing alignment, and how the lumbar levels share a bend", "deg", "predicted, range", n, pair, -20, 80, err);
    n = pairs_of(g, "strength", NULL, pair);
    for (int i = 0; i < n; i++) {
        double m = pair[i].measured;
        pair[i].sd /= m, pair[i].x /= m, pair[i].low /= m, pair[i].high /= m, pair[i].measured = 1.0;
    }
    if (!s) s = va_plot_pairs(path_of(g, "validation-strength.svg", path), "Strength over the published mean", "share of the published mean", "predicted, range", n, pair, 0, reach(n, pair, 2), err);
    n = cohort_pairs(g->cohort, pair);
    if (!s) s = va_plot_pairs(path_of(g, "validation-cohort.svg", path), "Readings of the healthy cohort (mean, 1 SD) over the published norm", "published SD from the published mean", "predicted, 1 SD", n, pair, -5, 5, err);
    n = pairs_of(g, "arms", NULL, pair);
    if (!s) s = va_plot_scatter(path_of(g, "validation-arms.svg", path), "Hip moment arms (Dostal 1981), one dot a muscle and axis", "cm", n, pair, 9.0, 1.5, err);
    if (!s && g->walk->n > 2) {
        s = va_plot_curve(path_of(g, "validation-walking.svg", path), "Right hip contact force over one recorded gait cycle; the band is 200-350 %", "% of the gait cycle",
                          "% of body weight", g->walk->n, g->walk->percent, g->walk->hip, NULL, 200, 350, err);
    }
    free(pair);
    return s;
}

// ---- the whole ----

static const char *const opening =
    "Good and bad alike. Every measured number stands in `data/validation/` with its source and what it may be used for; persons, postures and rules stand in\n"
    "`data/validation/frozen/` and were committed before the first run ([validation-frozen.md](validation-frozen.md) says what was known before, and what is\n"
    "calibration). A range is over everything that is not known of the model: effort, its power and weights, specific tension, tone and what the sources leave\n"
    "open ([sensitivity.md](sensitivity.md)), each effect squared and summed; how people differ is not in it.\n";

il_status va_page_write(const va_bench *b, const va_result *result, const va_cohort *cohort, const va_walk *walk, const char *folder, il_error *err) {
    page g = {.b = b, .result = result, .cohort = cohort, .walk = walk, .folder = folder};
    char path[512];
    ili_putf(&g.o, "# Predicted beside measured\n\nWritten by `make validate`; data %.12s. %s", il_data_hash(b->dir), opening);
    put_frozen(&g);
    put_summary(&g);
    put_aims(&g);
    put_misses(&g);
    ili_put(&g.o, "\n## Row by row\n");
    put_topics(&g, false);
    put_cohort(&g);
    ili_put(&g.o, "\n## Shown apart: recalled\n\nFrom memory, not read in their source. They count for nothing; their rules say only how they would be judged.\n");
    put_topics(&g, true);
    ili_put(&g.o, "\n## Calibration\n\nThe body was set by these; they validate nothing.\n");
    put_uncovered(&g, VA_CALIBRATION);
    ili_put(&g.o, "\n## Not covered\n");
    put_uncovered(&g, VA_NOT_COVERED);
    char     *text = NULL;
    size_t    size = 0;
    il_status s = ili_out_take(&g.o, &text, &size, err);
    if (!s) s = il_file_publish(path_of(&g, "validation.md", path), text, size, err);
    il_file_free(text);
    return s ? s : put_pictures(&g, err);
}
