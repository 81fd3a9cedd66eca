// reasoning_screen.c - how often the safety screen alarms about people who have nothing serious
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "file/csv.h"
#include "ilium/file.h"
#include "reasoning.h"

enum { MAX_RATES = 256 };

/// One row of screen_rates.csv.
typedef struct rate {
    const char *id;
    const char *status, *with; ///< with: the row whose draw it shares, "" for one of its own
    double      rate, age_from;
    bool        female, male;
} rate;

static bool same(const char *a, const char *b) { return strcmp(a, b) == 0; }

static il_status read_rates(const ili_csv *csv, rate *out, int *n, il_error *err) {
    static const char *const names[] = {"id", "per_thousand", "age_from", "sex", "source", "status", "with"};
    int       column[7];
    il_status s = ili_csv_columns(csv, names, 7, column, err);
    for (int row = 0; row < csv->nrow && row < MAX_RATES && s == IL_OK; row++) {
        rate *r = &out[(*n)++];
        *r = (rate){.id = ili_csv_text(csv, row, column[0]), .status = ili_csv_text(csv, row, column[5]), .with = ili_csv_text(csv, row, column[6])};
        s = ili_csv_number(csv, row, column[1], &r->rate, err);
        if (s == IL_OK && *ili_csv_text(csv, row, column[2])) s = ili_csv_number(csv, row, column[2], &r->age_from, err);
        r->female = same(ili_csv_text(csv, row, column[3]), "female"), r->male = same(ili_csv_text(csv, row, column[3]), "male");
        r->rate *= 0.001;
    }
    return s;
}

// the row for the oldest age that the person has reached; 0 where none speaks of it: nobody without serious disease says yes
static double rate_of(int n, const rate *r, const char *id, double age, bool female) {
    double p = 0.0, from = -1.0;
    for (int i = 0; i < n; i++) {
        if (!same(r[i].id, id) || age < r[i].age_from || r[i].age_from < from || (r[i].female && !female) || (r[i].male && female)) continue;
        p = r[i].rate, from = r[i].age_from;
    }
    return p;
}

// the row whose draw it shares: what one asks is nearly what the other asks, so that who says yes to the rarer says yes to both
static int drawn_with(const il_screen_rules *rules, int n, const rate *r, int rule) {
    for (int i = 0; i < n; i++)
        if (*r[i].with && same(r[i].id, rules->rule[rule].id)) return il_screen_find(rules, r[i].with);
    return rule;
}

// words that outlive the file
static const char *status_of(int n, const rate *r, const char *id) {
    static const char *const words[] = {"found", "derived", "recalled", "assumed"};
    for (int i = 0; i < n; i++) {
        for (size_t k = 0; same(r[i].id, id) && k < sizeof words/sizeof *words; k++) {
            if (same(r[i].status, words[k])) return words[k];
        }
    }
    return "follows from others";
}

// rows of level URGENT by whose word they are it, for vp_alarms.urgent_by: the safety contract and its reference page; the reference table (which adds recent infection to the contract's weakened immunity and
// intravenous drugs: one question here); Downie 2013; Henschke 2009; chosen here
static const char *const by_word[VP_WORDS][6] = {
    {"weakness_new_unilateral", "cancer_history", "fracture_two", "fever", "femoral_stress"}, {"infection_risk"}, {"steroids", "trauma", "contusion"}, {"henschke_two"}, {"no_gain_and_sign"}};

static bool hit_one_of(const il_screen_rules *rules, const il_screen_result *result, const char *const *id) {
    for (; *id; id++) {
        for (int i = 0; i < result->nhit; i++) {
            if (same(rules->rule[result->hit[i].rule].id, *id)) return true;
        }
    }
    return false;
}

static void fact(il_screen_visit *v, il_flag_from which, double value) { v->fact[which] = (il_fact){true, value}; }

static il_status one_person(const vp_world *w, int n, const rate *r, ili_random *random, vp_alarms *out, il_error *err) {
    const il_screen_rules *rules = &w->k->screen;
    const char      *id[IL_SCREEN_MAX_ROWS];
    il_answer        answer[IL_SCREEN_MAX_ROWS];
    il_screen_result result;
    il_screen_visit  v = {.answer_id = id, .answer = answer, .date = "2026-01-01"};
    bool             female = ili_random_below(random, 2) == 0;
    double           draw[IL_SCREEN_MAX_ROWS];
    double           age = floor(fmin(fmax(45.0 + 15.0*ili_random_normal(random), 18.0), 80.0));
    for (int i = 0; i < rules->nrule; i++) draw[i] = ili_random_uniform(random);
    for (int i = 0; i < rules->nrule; i++) {
        const il_screen_rule *rule = &rules->rule[i];
        bool yes = draw[drawn_with(rules, n, r, i)] < rate_of(n, r, rule->id, age, female);
        if (rule->from == IL_FROM_ASK) id[v.nanswer] = rule->id, answer[v.nanswer++] = yes ? IL_YES : IL_NO;
        else if (rule->from == IL_FROM_STRENGTH_LIMITED || rule->from == IL_FROM_BELOW_KNEE || rule->from == IL_FROM_BOTH_LEGS || rule->from == IL_FROM_SADDLE || rule->from == IL_FROM_BOTH_WEAK) {
            fact(&v, rule->from, yes ? 1.0 : 0.0);
        }
    }
    fact(&v, IL_FROM_AGE, age), fact(&v, IL_FROM_FEMALE, female), fact(&v, IL_FROM_BMI, 25.0);
    il_screen_input input = {1, &v};
    il_status s = il_screen_run(rules, &input, &result, err);
    if (s != IL_OK) return s;
    out->level[result.level]++, out->n++;
    bool named = false;
    for (int k = 0; k < VP_WORDS && result.level == IL_LEVEL_URGENT; k++) out->urgent_by[k] += named = named || hit_one_of(rules, &result, by_word[k]);
    int deciding = 0;
    for (int i = 0; i < result.nhit; i++) deciding += result.hit[i].level == result.level;
    for (int i = 0; i < result.nhit; i++)
        if (result.hit[i].level == result.level) out->row[result.hit[i].rule]++, out->alone[result.hit[i].rule] += deciding == 1;
    return s;
}

il_status vp_alarms_of(const vp_world *w, const char *file, int n, uint64_t seed, vp_alarms *out, il_error *err) {
    char     *bytes = NULL;
    size_t    size;
    ili_csv   csv = {0};
    rate     *r = calloc(MAX_RATES, sizeof *r);
    int       nrate = 0;
    il_status s = r ? il_file_read(file, 0, &bytes, &size, err) : il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the rates");
    if (s == IL_OK) s = ili_csv_parse(file, bytes, size, &csv, err);
    if (s == IL_OK) s = read_rates(&csv, r, &nrate, err);
    for (int i = 0; i < nrate && s == IL_OK; i++)
        if (il_screen_find(&w->k->screen, *r[i].with ? r[i].with : r[i].id) < 0) s = il_error_set(err, IL_BAD_VALUE, file, 0, 0, "'%s' is no row of the screen", *r[i].with ? r[i].with : r[i].id);
    *out = (vp_alarms){0};
    for (int i = 0; i < w->k->screen.nrule && s == IL_OK; i++) out->rate[i] = status_of(nrate, r, w->k->screen.rule[i].id);
    for (int i = 0; i < n && s == IL_OK; i++) {
        ili_random random;
        ili_random_seed(&random, seed, (uint64_t)i);
        s = one_person(w, nrate, r, &random, out, err);
    }
    ili_csv_free(&csv);
    il_file_free(bytes);
    free(r);
    return s;
}
