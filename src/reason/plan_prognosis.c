// plan_prognosis.c - the prognosis: the course of cohorts from this person's pain, and what severity, lifestyle and adherence do to it
//
// A ratio becomes a shift of the mean as if only those who do not recover had pain, and as much as before: of a share p that recovers, a ratio R of the chance
// leaves (1 - Rp)/(1 - p) of the pain. No study was found in which factors add: of those that worsen, the one that leads farther counts. What worsens raises the
// middle and the upper end, what favours lowers the lower end by its least, and only where it was found: the range never narrows, and no middle falls.
#include "reason/plan_private.h"
#include <math.h>
#include <string.h>

enum { CHRONIC_WEEKS = 12 };

double ili_plan_adherence(const il_visit *v) {
    double sum = 0.0;
    int    n = 0;
    for (int i = 0; v && i < v->nkept; i++)
        if (v->kept[i].percent.known) sum += v->kept[i].percent.value, n++;
    for (int i = 0; v && i < v->history.ntried; i++)
        if (v->history.tried[i].adherence_percent.known) sum += v->history.tried[i].adherence_percent.value, n++;
    return n ? sum/n : IL_NAN;
}

// ---- what the record says ------------------------------------------------------------------------------------------------------------

static double answered(il_answer a) { return a == IL_YES ? 1.0 : a == IL_NO ? 0.0 : IL_NAN; }
static double stated(il_fact f) { return f.known ? f.value : IL_NAN; }

static double mass_index(const il_person *q) {
    bool both = q->height_m.known && q->mass_kg.known;
    return both ? q->mass_kg.value/(q->height_m.value*q->height_m.value) : stated(q->bmi_kg_m2);
}

static double score(const ili_planner *x, const char *id) {
    for (int s = 0; s < x->k->nscore; s++)
        for (int i = 0; i < x->visit->nscore; i++)
            if (!strcmp(x->k->score[s].id, id) && !strcmp(x->visit->score[i].score, id)) return stated(il_score_total(&x->k->score[s], &x->visit->score[i]));
    return IL_NAN;
}

// NaN: not recorded
static double fact(const ili_planner *x, il_prognosis_fact f) {
    const il_history *h = &x->visit->history;
    switch (f) {
    case IL_FACT_ADHERENCE: return ili_plan_adherence(x->visit);
    case IL_FACT_ACTIVITY: return stated(h->exercise_minutes_a_week);
    case IL_FACT_BMI: return mass_index(&x->r->assess->patient->person);
    case IL_FACT_SLEEPLESS: return answered(h->sleepless);
    case IL_FACT_LOW_MOOD: return answered(h->low_mood);
    case IL_FACT_SMOKES: return answered(h->smokes);
    case IL_FACT_START_BACK: return score(x, "start_back");
    case IL_NPROGNOSIS_FACT: break;
    }
    return IL_NAN;
}

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
static double shifted(const il_prognosis_row *row, double size, double pain, double q) {
    double to = row->shift == IL_SHIFT_POINTS ? pain + size : pain*staying(row->shift, size, q);
    return fmin(fmax(to, 0.0), 100.0);
}

static il_factor_does does(const il_prognosis_row *row) {
    double middle = row->shift == IL_SHIFT_POINTS ? row->mid : row->shift == IL_SHIFT_RECOVER ? 1.0 - row->mid : row->mid - 1.0;
    if (row->shift >= IL_SHIFT_NONE) return IL_PROGNOSIS_TOLD;
    if (middle >= 0.0) return IL_PROGNOSIS_WORSENS;
    return row->status == IL_SOURCE_FOUND ? IL_PROGNOSIS_FAVOURS : IL_PROGNOSIS_TOLD; // what is only recalled never reassures
}

static void act(const il_prognosis_row *row, il_factor_does what, double q, const il_range *cohort, il_range *pain) {
    bool   better_when_high = row->shift == IL_SHIFT_RECOVER;
    double worst = better_when_high ? row->low : row->high; // of what favours this is the least that it does
    if (what == IL_PROGNOSIS_FAVOURS) pain->low = fmin(pain->low, shifted(row, worst, cohort->low, q));
    if (what != IL_PROGNOSIS_WORSENS) return;
    pain->mid = fmax(pain->mid, shifted(row, row->mid, cohort->mid, q));
    pain->high = fmax(pain->high, shifted(row, worst, cohort->high, q));
}

// ---- the whole -----------------------------------------------------------------------------------------------------------------------

// as a share of where the cohorts began, from this person's pain: low with low, high with high
static void fill_cohort(ili_planner *x) {
    il_prognosis    *g = &x->p->prognosis;
    il_fact          pain = x->visit ? x->visit->pain.intensity_now : (il_fact){0}, weeks = x->visit ? x->visit->pain.duration_weeks : (il_fact){0};
    const il_course *first = NULL;
    if (!pain.known && x->visit) pain = x->visit->pain.intensity_worst;
    if (!pain.known || !weeks.known) return;
    g->population = weeks.value < CHRONIC_WEEKS ? IL_POPULATION_ACUTE : IL_POPULATION_CHRONIC;
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
    bool   of_sex = !row->sex || !sex || row->sex == (int)sex; // where the sex is not known both rows speak
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
