// reasoning_page.c - tables of what was measured on simulated patients
#include "reasoning_page.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "plot.h"

static const char *const methods[] = {"program", "naive Bayes", "naive Bayes with the program's “not determined”", "exact inference with the generator's own model"};
static const char *const kinds[] = {"both", "mechanics only", "accuracies only"};

static void number(ili_text *t, double x, int decimals) {
    if (isnan(x)) ili_text_add(t, "–");
    else ili_text_fixed_number(t, x, decimals);
}

static void cell(ili_text *t, double x, int decimals) {
    ili_text_add(t, " ");
    number(t, x, decimals);
    ili_text_add(t, " |");
}

static void cells(ili_text *t, double outside, double inside) {
    ili_text_add(t, " "), number(t, outside, 3), ili_text_add(t, " /"), cell(t, inside, 3);
}

static void interval(ili_text *t, const vp_difference *d, int decimals) {
    number(t, d->mean, decimals), ili_text_add(t, " (95 % "), number(t, d->low, decimals), ili_text_add(t, " … "), number(t, d->high, decimals), ili_text_add(t, ")");
}

static void add_head(const vp_world *w, const vp_plan *plan, const vp_trial *t, ili_text *x) {
    ili_text_printf(x, "# Measured on simulated patients: the tables\n\nWritten by `validate_reasoning`; [reasoning.md](reasoning.md) says what they mean, and its limits come first.\n%d patients of %d measured persons, seed %d, data %.12s.", t->n, plan->people, (int)plan->seed, il_data_hash(w->data));
    if (!isnan(t->seconds_patient)) {
        ili_text_add(x, " Processor time: "), number(x, t->seconds_patient, 2), ili_text_add(x, " s a patient for its true readings, ");
        number(x, t->seconds_study, 1), ili_text_add(x, " s a measured person for the program's own simulations.");
    }
    ili_text_add(x, "\n\n");
}

static void add_rates(const vp_trial *t, ili_text *x) {
    ili_text_add(x, "| evidence | method | patients with a condition | top one | top three | log score [nat] | of patients inside | outside | calibration error |\n|---|---|---|---|---|---|---|---|---|\n");
    for (int k = 0; k < VP_NEVIDENCE; k++) {
        for (int m = 0; m < VP_NMETHOD; m++) {
            vp_score s;
            vp_score_of(t->n, t->patient, t->answer[m][k], &s);
            ili_text_printf(x, "| %s | %s | %d |", kinds[k], methods[m], s.nwith);
            cell(x, s.top_one, 3), cell(x, s.top_three, 3), cell(x, s.log_score, 3), cell(x, s.log_inside, 3), cell(x, s.log_outside, 3), cell(x, s.calibration, 3);
            ili_text_add(x, "\n");
        }
    }
    ili_text_add(x, "\n");
}

// hits of the program over those of exact inference
static void add_shares(const vp_plan *plan, const vp_trial *t, ili_text *x) {
    double *over = calloc((size_t)t->n + 1, sizeof *over), *under = calloc((size_t)t->n + 1, sizeof *under);
    if (!over || !under) abort();
    for (int k = 0; k < VP_NEVIDENCE; k++) {
        ili_text_printf(x, "- %s:", kinds[k]);
        for (int first = 1; first <= 3; first += 2) {
            int with = 0;
            for (int i = 0; i < t->n; i++) {
                if (t->patient[i].ntruth == 0) continue;
                over[with] = vp_hit(&t->patient[i], &t->answer[VP_PROGRAM][k][i], first);
                under[with++] = vp_hit(&t->patient[i], &t->answer[VP_REFERENCE][k][i], first);
            }
            vp_difference d = vp_bootstrap_ratio(with, over, under, plan->seed);
            d.mean *= 100.0, d.low *= 100.0, d.high *= 100.0;
            ili_text_add(x, first == 1 ? " top one " : ", top three "), interval(x, &d, 0), ili_text_add(x, " %");
        }
        ili_text_add(x, "\n");
    }
    ili_text_add(x, "\n");
    free(over), free(under);
}

// of two methods: log score of all patients, first hit of those with a condition
static void add_difference(const vp_plan *plan, const vp_trial *t, vp_method one, vp_method other, int kind, double *log_score, double *top, ili_text *x) {
    int with = 0;
    for (int i = 0; i < t->n; i++) {
        const vp_answer *a = &t->answer[one][kind][i], *b = &t->answer[other][kind][i];
        log_score[i] = a->log_truth - b->log_truth;
        if (t->patient[i].ntruth > 0) top[with++] = vp_hit(&t->patient[i], a, 1) - vp_hit(&t->patient[i], b, 1);
    }
    vp_difference d = vp_bootstrap(t->n, log_score, plan->seed), e = vp_bootstrap(with, top, plan->seed);
    e.mean *= 100.0, e.low *= 100.0, e.high *= 100.0;
    ili_text_printf(x, "| %s | %s | %s | ", methods[one], methods[other], kinds[kind]);
    interval(x, &d, 3), ili_text_add(x, " | "), interval(x, &e, 1), ili_text_add(x, " |\n");
}

static void add_differences(const vp_plan *plan, const vp_trial *t, ili_text *x) {
    static const struct { vp_method one, other; } pairs[] = {{VP_PROGRAM, VP_NAIVE}, {VP_PROGRAM, VP_APART}, {VP_REFERENCE, VP_NAIVE}, {VP_REFERENCE, VP_APART}};
    double *log_score = calloc((size_t)t->n + 1, sizeof *log_score), *top = calloc((size_t)t->n + 1, sizeof *top);
    if (!log_score || !top) abort();
    ili_text_add(x, "| method | less | evidence | log score [nat] | top one [points] |\n|---|---|---|---|---|\n");
    for (size_t p = 0; p < sizeof pairs/sizeof *pairs; p++) {
        for (int k = 0; k < VP_NEVIDENCE; k++) add_difference(plan, t, pairs[p].one, pairs[p].other, k, log_score, top, x);
    }
    ili_text_add(x, "\n");
    free(log_score), free(top);
}

static void add_outside(const vp_trial *t, ili_text *x) {
    ili_text_add(x, "| method | patients outside | “not determined” is the likeliest hypothesis, outside / inside | more probable than any condition, outside / inside | its mean probability, outside / inside | highest wrong condition | over 80 % |\n|---|---|---|---|---|---|---|\n");
    for (int m = 0; m < VP_NMETHOD; m++) {
        vp_score s;
        vp_score_of(t->n, t->patient, t->answer[m][VP_BOTH], &s);
        ili_text_printf(x, "| %s | %d |", methods[m], s.noutside);
        cells(x, s.leads_undetermined, s.leads_inside), cells(x, s.above_outside, s.above_inside), cells(x, s.undetermined_outside, s.undetermined_inside);
        cell(x, s.worst_outside, 2);
        cell(x, s.over_80_outside, 3);
        ili_text_add(x, "\n");
    }
    ili_text_add(x, "\n| condition outside the set | patients | a condition over 80 % | named most often then |\n|---|---|---|---|\n");
}

static void add_kinds(const vp_world *w, const vp_trial *t, ili_text *x) {
    for (int o = 0; o < vp_outside_count(); o++) {
        int n = 0, over = 0, named[VP_CAUSES] = {0}, top = 0;
        for (int i = 0; i < t->n; i++) {
            const vp_answer *a = &t->answer[VP_PROGRAM][VP_BOTH][i];
            if (t->patient[i].outside != o) continue;
            n++;
            if (a->present[a->first[0]] > 0.8F) over++, named[w->study.cause[a->first[0]].condition]++;
        }
        for (int c = 0; c < w->k->ncondition; c++) top = named[c] > named[top] ? c : top;
        ili_text_printf(x, "| %s | %d | %d | %s |\n", vp_outside_name(o), n, over, over ? w->k->condition[top].name : "–");
    }
    ili_text_add(x, "\n");
}

static void add_bins(const vp_score *s, ili_text *x) {
    ili_text_add(x, "Of every condition of every patient, in tenths of equal mass: the probability shown, which weighs a condition against its absence whatever else there is; and the sum of the "
                    "hypotheses that hold it, which allow two at most and none beside what is not determined, as in these patients.\n\n"
                    "| tenth | said | present | sum of hypotheses | present |\n|---|---|---|---|---|\n");
    for (int b = 0; b < VP_BINS; b++) {
        ili_text_printf(x, "| %d |", b + 1);
        cell(x, s->bin[b].said, 3), cell(x, s->bin[b].was, 3), cell(x, s->bin_joint[b].said, 3), cell(x, s->bin_joint[b].was, 3);
        ili_text_add(x, "\n");
    }
    ili_text_add(x, "| calibration error |"), cell(x, s->calibration, 3), ili_text_add(x, " |"), cell(x, s->calibration_joint, 3), ili_text_add(x, " |\n\n");
}

static void add_conditions(const vp_world *w, const vp_trial *t, ili_text *x) {
    ili_text_add(x, "| condition | patients | first: program | first: exact | in the first three: program | exact |\n|---|---|---|---|---|---|\n");
    for (int c = 0; c < w->k->ncondition; c++) {
        int n = 0, hit[2][2] = {{0}};
        for (int i = 0; i < t->n; i++) {
            for (int j = 0; j < t->patient[i].ntruth; j++) {
                if (w->study.cause[t->patient[i].truth[j]].condition != c) continue;
                n++;
                for (int m = 0; m < 2; m++) {
                    const vp_answer *a = &t->answer[m ? VP_REFERENCE : VP_PROGRAM][VP_BOTH][i];
                    for (int k = 0; k < 3; k++) {
                        if (a->first[k] != t->patient[i].truth[j]) continue;
                        hit[m][1]++, hit[m][0] += k == 0;
                    }
                }
            }
        }
        if (n == 0) continue;
        ili_text_printf(x, "| %s | %d |", w->k->condition[c].name, n);
        cell(x, (double)hit[0][0]/n, 2), cell(x, (double)hit[1][0]/n, 2), cell(x, (double)hit[0][1]/n, 2), cell(x, (double)hit[1][1]/n, 2);
        ili_text_add(x, "\n");
    }
    ili_text_add(x, "\n");
}

static void add_order(const vp_trial *t, ili_text *x) {
    if (t->norder == 0) return;
    ili_text_printf(x, "Orders, %d patients: mean drop of the entropy of the hypotheses [bit].\n\n| share of the tests | usual order | next best | next best needs |\n|---|---|---|---|\n", t->norder);
    for (int k = 0; k < VP_ORDER_STEPS; k += 2) {
        double share = (double)k/(VP_ORDER_STEPS - 1);
        ili_text_add(x, "|"), cell(x, share, 2), cell(x, t->usual[k], 3), cell(x, t->next[k], 3), cell(x, vp_order_share(t, share), 2), ili_text_add(x, "\n");
    }
    ili_text_add(x, "\n");
}

static double percent(int part, int whole) { return 100.0*part/fmax(whole, 1.0); }

static void add_alarms(const vp_world *w, const vp_alarms *a, ili_text *x) {
    static const char *const names[] = {"nothing", "WATCH", "URGENT", "EMERGENCY"};
    ili_text_printf(x, "Screen: %d people without serious disease [%%]:", a->n);
    for (int level = IL_LEVEL_EMERGENCY; level >= IL_LEVEL_NONE; level--) ili_text_printf(x, "%s %s ", level == IL_LEVEL_EMERGENCY ? "" : ",", names[level]), number(x, percent(a->level[level], a->n), 1);
    static const char *const words[VP_WORDS] = {". At URGENT with a row that the safety contract names ", ", with one of these or the reference table's row of infection ",
                                                ", or one of the single signs that a review found to tell of a fracture (steroids, severe injury, bruise; Downie 2013) ", ", or Henschke's rule ",
                                                ", or no improvement beside a weak sign (chosen here) "};
    for (int i = 0; i < VP_WORDS; i++) ili_text_add(x, words[i]), number(x, percent(a->urgent_by[i], a->n), 1);
    ili_text_add(x, ". Rows that decided, how often none of this level beside them did, and what is known of their rate in such people:\n\n"
                    "| row | level | of 1,000 people | alone | rate |\n|---|---|---|---|---|\n");
    for (int level = IL_LEVEL_EMERGENCY; level >= IL_LEVEL_URGENT; level--) {
        for (int i = 0; i < w->k->screen.nrule; i++) {
            const il_screen_rule *r = &w->k->screen.rule[i];
            if ((int)r->level != level || !a->row[i]) continue;
            ili_text_printf(x, "| %s | %s | ", r->id, names[level]), number(x, 10.0*percent(a->row[i], a->n), 1), ili_text_add(x, " | ");
            number(x, 10.0*percent(a->alone[i], a->n), 1), ili_text_printf(x, " | %s |\n", a->rate[i]);
        }
    }
    ili_text_add(x, "\n");
}

il_status vp_alarms_print(const vp_world *w, const vp_alarms *alarms, il_error *err) {
    ili_text x = ili_text_growing(1u << 16);
    add_alarms(w, alarms, &x);
    il_status s = x.status ? il_error_set(err, x.status, NULL, 0, 0, "no memory for the table") : IL_OK;
    if (s == IL_OK) fwrite(x.bytes, 1, x.len, stdout);
    ili_text_free(&x);
    return s;
}

static il_status draw(const vp_trial *t, const char *folder, il_error *err) {
    va_pair  said[VP_BINS], other[VP_BINS];
    vp_score program, reference;
    char     path[1024];
    double   limit = 0.1;
    vp_score_of(t->n, t->patient, t->answer[VP_PROGRAM][VP_BOTH], &program);
    vp_score_of(t->n, t->patient, t->answer[VP_REFERENCE][VP_BOTH], &reference);
    for (int b = 0; b < VP_BINS; b++) {
        const vp_bin *p = &program.bin[b], *q = &reference.bin[b];
        double sd = sqrt(fmax(p->was*(1.0 - p->was), 0.25/fmax(p->n, 1.0))/fmax(p->n, 1.0));
        said[b] = (va_pair){.measured = p->said, .x = p->was, .low = fmax(p->was - 1.96*sd, 0.0), .high = p->was + 1.96*sd};
        other[b] = (va_pair){.measured = q->said, .x = q->was};
        limit = fmax(limit, fmax(fmax(p->said, said[b].high), fmax(q->said, q->was)));
    }
    snprintf(path, sizeof path, "%s/reasoning-reliability.svg", folder);
    return va_plot_reliability(path, "Presence of a condition: said and true", VP_BINS, said, VP_BINS, other, "dots: exact inference with the generator's own model", 1.05*limit, err);
}

// ---- the aims, judged ----

static void aim(ili_text *x, const char *what, double value, double low, double high, int decimals, bool met) {
    ili_text_printf(x, "| %s | ", what);
    number(x, value, decimals);
    if (!isnan(low)) ili_text_add(x, " (95 % "), number(x, low, decimals), ili_text_add(x, " … "), number(x, high, decimals), ili_text_add(x, ")");
    ili_text_printf(x, " | %s |\n", met ? "met" : "**missed**");
}

static vp_difference share_of_exact(const vp_plan *plan, const vp_trial *t, int first) {
    double *over = calloc((size_t)t->n + 1, sizeof *over), *under = calloc((size_t)t->n + 1, sizeof *under);
    if (!over || !under) abort();
    for (int i = 0; i < t->n; i++) {
        if (t->patient[i].ntruth == 0) continue;
        over[i] = vp_hit(&t->patient[i], &t->answer[VP_PROGRAM][VP_BOTH][i], first), under[i] = vp_hit(&t->patient[i], &t->answer[VP_REFERENCE][VP_BOTH][i], first);
    }
    vp_difference d = vp_bootstrap_ratio(t->n, over, under, plan->seed);
    free(over), free(under);
    return d;
}

static vp_difference gain_over(const vp_plan *plan, const vp_trial *t, vp_method other, bool hits) {
    double *d = calloc((size_t)t->n + 1, sizeof *d), *one = calloc((size_t)t->n + 1, sizeof *one);
    if (!d || !one) abort();
    for (int i = 0; i < t->n; i++) {
        const vp_answer *a = &t->answer[VP_PROGRAM][VP_BOTH][i], *b = &t->answer[other][VP_BOTH][i];
        one[i] = !hits || t->patient[i].ntruth > 0;
        d[i] = !hits ? a->log_truth - b->log_truth : one[i] > 0.0 ? 100.0*(vp_hit(&t->patient[i], a, 1) - vp_hit(&t->patient[i], b, 1)) : 0.0;
    }
    vp_difference out = vp_bootstrap_ratio(t->n, d, one, plan->seed);
    free(d), free(one);
    return out;
}

static void add_aims(const vp_plan *plan, const vp_trial *t, const vp_alarms *a, ili_text *x) {
    vp_score s;
    vp_score_of(t->n, t->patient, t->answer[VP_PROGRAM][VP_BOTH], &s);
    vp_difference one = share_of_exact(plan, t, 1), three = share_of_exact(plan, t, 3), log_score = gain_over(plan, t, VP_NAIVE, false), top = gain_over(plan, t, VP_NAIVE, true);
    double        emergency = percent(a->level[IL_LEVEL_EMERGENCY], a->n), urgent = percent(a->level[IL_LEVEL_URGENT], a->n);
    ili_text_add(x, "| aim | measured | |\n|---|---|---|\n");
    aim(x, "top one at least 0.9 of exact inference", one.mean, one.low, one.high, 2, one.mean >= 0.9);
    aim(x, "top three at least 0.9 of exact inference", three.mean, three.low, three.high, 2, three.mean >= 0.9);
    aim(x, "log score 0.1 nat better than naive Bayes, interval above 0", log_score.mean, log_score.low, log_score.high, 3, log_score.mean >= 0.1 && log_score.low > 0.0);
    aim(x, "top one 10 points better than naive Bayes, interval above 0", top.mean, top.low, top.high, 1, top.mean >= 10.0 && top.low > 0.0);
    aim(x, "expected calibration error at most 0.05", s.calibration, IL_NAN, IL_NAN, 3, s.calibration <= 0.05);
    aim(x, "outside the set “not determined” leads, share of patients", s.leads_undetermined, IL_NAN, IL_NAN, 3, s.leads_undetermined > 0.95);
    aim(x, "outside the set a wrong condition over 80 %, share of patients", s.over_80_outside, IL_NAN, IL_NAN, 3, s.over_80_outside == 0.0);
    if (t->nbrute) aim(x, "brute force: largest difference of a probability at most 0.02", t->brute_worst, IL_NAN, IL_NAN, 4, t->brute_worst <= 0.02);
    if (t->norder) aim(x, "next best tests for what the usual order has after 0.8 of them: at most 2/3 as many", vp_order_share(t, 0.8)/0.8, IL_NAN, IL_NAN, 2, vp_order_share(t, 0.8) <= 0.8*2.0/3.0);
    aim(x, "EMERGENCY in people without serious disease at most 1 %", emergency, IL_NAN, IL_NAN, 1, emergency <= 1.0);
    aim(x, "URGENT in people without serious disease at most 10 %", urgent, IL_NAN, IL_NAN, 1, urgent <= 10.0);
    ili_text_add(x, "\n");
}

il_status vp_page_write(const vp_world *w, const vp_plan *plan, const vp_trial *t, const vp_alarms *alarms, const char *folder, il_error *err) {
    char     path[1024];
    ili_text x = ili_text_growing(1u << 20);
    vp_score s;
    vp_score_of(t->n, t->patient, t->answer[VP_PROGRAM][VP_BOTH], &s);
    add_head(w, plan, t, &x);
    add_aims(plan, t, alarms, &x);
    add_rates(t, &x);
    ili_text_add(&x, "Hits of the program over those of exact inference:\n\n");
    add_shares(plan, t, &x);
    add_differences(plan, t, &x);
    add_outside(t, &x);
    add_kinds(w, t, &x);
    add_bins(&s, &x);
    add_conditions(w, t, &x);
    if (t->nbrute) ili_text_printf(&x, "Brute force, %d patients: largest difference of any probability ", t->nbrute), number(&x, t->brute_worst, 4), ili_text_add(&x, ".\n\n");
    add_order(t, &x);
    add_alarms(w, alarms, &x);
    snprintf(path, sizeof path, "%s/reasoning-measured.md", folder);
    il_status status = x.status ? il_error_set(err, x.status, NULL, 0, 0, "no memory for the page") : il_file_publish(path, x.bytes, x.len, err);
    ili_text_free(&x);
    return status == IL_OK ? draw(t, folder, err) : status;
}
