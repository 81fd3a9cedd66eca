// plan_prognosis.c - the prognosis: the course of cohorts from this person's pain, and what severity and lifestyle do to it
//
// A ratio becomes a shift of the mean as if only those who do not recover had pain, and as much as before: of a share p that recovers, a ratio R of the chance
// leaves (1 - Rp)/(1 - p) of the pain. No study was found in which factors add: of those that worsen, the one that leads farther counts. What worsens raises the
// middle and the upper end. Nothing favours: a cohort already holds those who do well, so that a ratio against the others would count them twice.
#include "reason/plan_private.h"
#include <math.h>
#include <string.h>

// ---- what the record says ------------------------------------------------------------------------------------------------------------

static double answered(il_answer a) { return a == IL_YES ? 1.0 : a == IL_NO ? 0.0 : IL_NAN; }
static double stated(il_fact f) { return f.known ? f.value : IL_NAN; }

static double mass_index(const il_person *q) {
    bool both = q->height_m.known && q->mass_kg.known;
    return both ? q->mass_kg.value/(q->height_m.value*q->height_m.value) : stated(q->bmi_kg_m2);
}

static double score(const il_knowledge *k, const il_visit *v, const char *id) {
    for (int s = 0; s < k->nscore; s++)
        for (int i = 0; i < v->nscore; i++)
            if (!strcmp(k->score[s].id, id) && !strcmp(v->score[i].score, id)) return stated(il_score_total(&k->score[s], &v->score[i]));
    return IL_NAN;
}

static bool is_exercise(const il_knowledge *k, const char *id) {
    int t = il_find_treatment(k, id);
    return il_find_exercise(k, id) >= 0 || (t >= 0 && k->treatment[t].kind == IL_TREATMENT_EXERCISE);
}

// mean over exercises; what the history tells in words of past care may be anything, and is not asked
static double adherence(const il_knowledge *k, const il_visit *v) {
    double sum = 0.0;
    int    n = 0;
    for (int i = 0; i < v->nkept; i++)
        if (v->kept[i].percent.known && is_exercise(k, v->kept[i].treatment)) sum += v->kept[i].percent.value, n++;
    return n ? sum/n : IL_NAN;
}

// NaN: this visit does not say
static double said(const il_knowledge *k, const il_visit *v, il_prognosis_fact f) {
    const il_history *h = &v->history;
    switch (f) {
    case IL_FACT_ADHERENCE: return adherence(k, v);
    case IL_FACT_ACTIVITY: return stated(h->exercise_minutes_a_week);
    case IL_FACT_SLEEPLESS: return answered(h->sleepless);
    case IL_FACT_LOW_MOOD: return answered(h->low_mood);
    case IL_FACT_SMOKES: return answered(h->smokes);
    case IL_FACT_START_BACK: return score(k, v, "start_back");
    case IL_FACT_BMI:
    case IL_NPROGNOSIS_FACT: break;
    }
    return IL_NAN;
}

// by the latest visit up to this one that says it: a visit that does not ask forgets nothing. NaN: not recorded
static double fact(const ili_planner *x, il_prognosis_fact f) {
    const il_patient *p = x->r->assess->patient;
    double            value = f == IL_FACT_BMI ? mass_index(&p->person) : IL_NAN;
    for (const il_visit *v = x->visit; v && isnan(value); v = v > p->visit ? v - 1 : NULL) value = said(x->k, v, f);
    return value;
}

double ili_plan_adherence(const ili_planner *x) { return fact(x, IL_FACT_ADHERENCE); }

// ---- what a row does to a mean -------------------------------------------------------------------------------------------------------

static double recovering(const il_knowledge *k, il_population population) {
    for (int i = 0; i < k->nprognosis; i++)
        if (k->prognosis[i].shift == IL_SHIFT_SHARE && k->prognosis[i].population == population) return k->prognosis[i].mid;
    return 0.0;
}

// of the share q that does not recover, as a factor
static double staying(il_shift shift, double ratio, double q) {
    double stays = shift == IL_SHIFT_RECOVER ? 1.0 - ratio*(1.0 - q) : shift == IL_SHIFT_ODDS ? ratio*q/(1.0 - q + ratio*q) : ratio*q;
    return fmin(fmax(stays, 0.0), 1.0)/q;
}

// pain after the shift by one of its sizes
static double shifted(const il_prognosis_row *row, double size, double pain, double q) { return fmin(pain*staying(row->shift, size, q), 100.0); }

static il_factor_does does(const il_prognosis_row *row) {
    bool worsens = row->shift < IL_SHIFT_NONE && (row->shift == IL_SHIFT_RECOVER ? row->mid <= 1.0 : row->mid >= 1.0);
    return worsens ? IL_PROGNOSIS_WORSENS : IL_PROGNOSIS_TOLD;
}

static void act(const il_prognosis_row *row, il_factor_does what, double q, const il_range *cohort, il_range *pain) {
    if (what != IL_PROGNOSIS_WORSENS) return;
    pain->mid = fmax(pain->mid, shifted(row, row->mid, cohort->mid, q));
    pain->high = fmax(pain->high, shifted(row, row->shift == IL_SHIFT_RECOVER ? row->low : row->high, cohort->high, q));
}

// ---- the whole -----------------------------------------------------------------------------------------------------------------------

// as a share of where the cohorts began, from this person's pain: low with low, high with high
static void fill_cohort(ili_planner *x) {
    il_prognosis    *g = &x->p->prognosis;
    il_fact          pain = x->visit ? x->visit->pain.intensity_now : (il_fact){0}, weeks = x->visit ? x->visit->pain.duration_weeks : (il_fact){0};
    const il_course *first = NULL;
    if (!pain.known && x->visit) pain = x->visit->pain.intensity_worst;
    if (!pain.known || !weeks.known) return;
    g->population = weeks.value < ILI_CHRONIC_WEEKS ? IL_POPULATION_ACUTE : IL_POPULATION_CHRONIC;
    for (int i = 0; i < x->k->ncourse && g->n < 4; i++) {
        const il_course *c = &x->k->course[i];
        if (c->population != g->population) continue;
        if (!first) first = c;
        double now = 10.0*pain.value/first->mid;
        g->week[g->n] = c->week;
        g->cohort[g->n] = c == first ? (il_range){true, 10.0*pain.value, 10.0*pain.value, 10.0*pain.value}
                                     : (il_range){true, fmin(now*c->low, 100.0), fmin(now*c->mid, 100.0), fmin(now*c->high, 100.0)};
        g->pain[g->n] = g->cohort[g->n];
        g->n++;
        g->source = c->source;
    }
    g->known = g->n > 1;
}

static bool concerns(const ili_planner *x, const il_prognosis_row *row) {
    il_sex sex = x->r->assess->patient->person.sex;
    bool   of_sex = !row->sex || !sex || row->sex == (int)sex; // where the sex is not known both rows warn
    return row->shift != IL_SHIFT_SHARE && of_sex && (row->population == IL_POPULATION_ANY || row->population == x->p->prognosis.population);
}

il_status ili_plan_prognosis(ili_planner *x, il_error *err) {
    il_prognosis *g = &x->p->prognosis;
    fill_cohort(x);
    if (!g->known) return IL_OK;
    ILI_PLAN_ARRAY(x, g->factor, x->k->nprognosis);
    double q = 1.0 - recovering(x->k, g->population);
    // those that act first, then those that are told, then what was not recorded
    for (int wanted = IL_PROGNOSIS_WORSENS; wanted >= IL_PROGNOSIS_UNKNOWN; wanted--)
        for (int i = 0; i < x->k->nprognosis; i++) {
            const il_prognosis_row *row = &x->k->prognosis[i];
            if (!concerns(x, row)) continue;
            double         value = fact(x, row->fact);
            il_factor_does what = isnan(value) ? IL_PROGNOSIS_UNKNOWN : does(row);
            if ((int)what != wanted || (!isnan(value) && !(value >= row->from && value < row->to))) continue;
            g->factor[g->nfactor++] = (il_prognosis_factor){i, what};
            for (int w = 1; w < g->n; w++) act(row, what, q, &g->cohort[w], &g->pain[w]);
        }
    return IL_OK;
}
