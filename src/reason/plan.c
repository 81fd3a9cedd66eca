// plan.c - a plan: what may be done, what is worth doing in the worst case, in which order
//
// A treatment's worth under a hypothesis is what trials against nothing or a sham found in such people, at their unfavourable end. Its worst case is the
// least of it over the hypotheses that together hold 90 % of the posterior. For each aim the highest worst case is chosen, if it is more than doing less.
#include "reason/plan_private.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { HYPOTHESES = 512 };
static const double covered_share = 0.9;

#define X(name, words, from) words,
const char *il_phase_words(int phase) {
    static const char *const words[] = {IL_PHASE_LIST(X)};
    return phase >= 0 && phase < IL_PLAN_PHASES ? words[phase] : "";
}
#undef X
#define X(name, words, from) from,
int il_phase_from(int phase) {
    static const int weeks[] = {IL_PHASE_LIST(X)};
    return phase >= 0 && phase < IL_PLAN_PHASES ? weeks[phase] : -1;
}
#undef X

// ---- what it is worth ------------------------------------------------------------------------------------------------------------

static bool of_these(const ili_care_state *s, int condition) {
    for (int i = 0; i < s->ncause; i++)
        if (s->cause[i].condition == condition) return true;
    return false;
}

// does the trial speak of this person, were this hypothesis true? Of a pain of unknown age trials of acute and of chronic pain may both speak
typedef enum spoken { SILENT, PERHAPS, SURELY } spoken;

static spoken speaks(const il_trial *t, const il_visit *v, const ili_care_state *s) {
    il_fact weeks = v ? v->pain.duration_weeks : (il_fact){0};
    if (t->population == IL_POPULATION_ANY) return SURELY;
    if (t->population == IL_POPULATION_CONDITION) return of_these(s, t->condition) ? SURELY : SILENT;
    if (!weeks.known) return PERHAPS;
    return (t->population == IL_POPULATION_ACUTE) == (weeks.value < ILI_CHRONIC_WEEKS) ? SURELY : SILENT;
}

// what was only recalled, or is of very low certainty, may lower a worst case and never raise it
static bool may_raise(const il_trial *t) { return t->status == IL_SOURCE_FOUND && t->grade >= IL_GRADE_A && t->grade <= IL_GRADE_C; }

// the least favourable of the trials that speak; nothing where none does
static void worth(const il_care_request *r, int treatment, const ili_care_state *s, double *low, double *mid) {
    const il_knowledge *k = r->assess->knowledge;
    double              raised = IL_NAN, lowered = 0.0, middle = IL_NAN;
    for (int i = 0; i < k->ntrial; i++) {
        const il_trial *t = &k->trial[i];
        if (t->function || t->against == IL_AGAINST_ACTIVE || t->against == IL_UNCONTROLLED || isnan(t->low) || !il_list_has(t->treatments, k->treatment[treatment].id)) continue;
        spoken of = speaks(t, il_care_visit(r), s);
        if (of == SILENT) continue;
        if (of == SURELY && may_raise(t)) raised = fmin(raised, -t->low); // fmin leaves NaN out
        lowered = fmin(lowered, -t->low);
        if (of == SURELY) middle = fmin(middle, -t->mid);
    }
    *low = lowered < 0.0 || isnan(raised) ? lowered : raised;
    *mid = isnan(middle) ? 0.0 : middle;
}

il_gain il_treatment_gain(const il_care_request *r, int treatment) {
    const il_knowledge *k = r->assess->knowledge;
    ili_care_state      state[HYPOTHESES];
    int                 n = ili_care_hypotheses(k, r->assessment, covered_share, state, HYPOTHESES);
    double              sum = 0.0, low, mid;
    il_gain             g = {0};
    for (int i = 0; i < n; i++) {
        worth(r, treatment, &state[i], &low, &mid);
        g.worst = i == 0 ? low : fmin(g.worst, low);
        g.expected += state[i].weight*mid, sum += state[i].weight;
    }
    g.expected = sum > 0.0 ? g.expected/sum : 0.0;
    for (int i = 0; i < r->assessment->ncondition; i++) {
        const il_assessed_condition *c = &r->assessment->condition[i];
        if (c->present.known && il_list_has(k->treatment[treatment].conditions, c->id)) g.targets = fmax(g.targets, c->present.mid);
    }
    return g;
}

// ---- which treatments --------------------------------------------------------------------------------------------------------------

bool ili_plan_relevant(const ili_planner *x, const char *conditions) {
    if (il_list_has(conditions, "any")) return true;
    for (int i = 0; i < x->a->ncondition; i++) {
        const il_assessed_condition *c = &x->a->condition[i];
        if (c->present.known && 100.0*c->present.mid >= IL_SHOWN_PERCENT && il_list_has(conditions, c->id)) return true;
    }
    return false;
}

static bool plannable(il_treatment_kind kind) {
    return kind != IL_TREATMENT_RECORD && kind != IL_TREATMENT_PROGRAMME && kind != IL_TREATMENT_REFERRAL && kind != IL_TREATMENT_WAITING;
}

static int grade_rank(il_grade g) { return g == IL_GRADE_NONE ? 5 : g == IL_GRADE_AGAINST ? 6 : (int)g; }

// more in the worst case; then for a likelier condition by name; then better evidence; then the order of the table
static bool better(const il_knowledge *k, const il_plan_item *x, const il_plan_item *y) {
    if (x->gain.worst != y->gain.worst) return x->gain.worst > y->gain.worst;
    if (x->gain.targets != y->gain.targets) return x->gain.targets > y->gain.targets;
    return grade_rank(k->treatment[x->treatment].grade) < grade_rank(k->treatment[y->treatment].grade);
}

static void choose_for(ili_planner *x, il_aim aim) {
    il_plan_item *best = NULL;
    for (int i = 0; i < x->p->nitem; i++) {
        il_plan_item *item = &x->p->item[i];
        if (item->refusal || !x->k->treatment[item->treatment].aim[aim] || !(item->gain.worst > 0.0)) continue;
        if (!best || better(x->k, item, best)) best = item;
    }
    if (best) best->choice = IL_PLAN_CHOSEN, best->aim[aim] = true;
}

static int phase_of(const il_treatment *t) { return t->aim[IL_AIM_CALM] || t->aim[IL_AIM_INFLAMMATION] ? IL_PHASE_CALM : t->kind == IL_TREATMENT_DEVICE ? IL_PHASE_CALM : IL_PHASE_RESTORE; }

// adaptation: how much of its full effect is there when each phase ends, begun in its phase
static void fill_reached(const ili_planner *x, il_plan_item *item) {
    for (int ph = 0; ph < IL_PLAN_PHASES; ph++) {
        item->reached[ph] = IL_NAN;
        double weeks = (ph + 1 < IL_PLAN_PHASES ? il_phase_from(ph + 1) : 26) - il_phase_from(item->phase);
        for (int e = 0; e < x->k->neffect; e++) {
            if (x->k->effect[e].treatment != item->treatment) continue;
            double share = weeks > 0.0 ? il_treatment_share(&x->k->effect[e], weeks) : 0.0;
            item->reached[ph] = isnan(item->reached[ph]) ? share : fmin(item->reached[ph], share);
        }
    }
}

static int by_choice(const void *a, const void *b) {
    const il_plan_item *x = a, *y = b;
    if (x->choice != y->choice) return (int)y->choice - (int)x->choice;
    if (x->phase != y->phase) return x->phase - y->phase;
    return x->treatment - y->treatment;
}

il_status ili_plan_items(ili_planner *x, il_error *err) {
    ILI_PLAN_ARRAY(x, x->p->item, x->k->ntreatment);
    for (int i = 0; i < x->k->ntreatment; i++) {
        const il_treatment *t = &x->k->treatment[i];
        if (!plannable(t->kind) || !ili_plan_relevant(x, t->conditions)) continue;
        il_plan_item     *item = &x->p->item[x->p->nitem++];
        il_treatment_wish wish = {i, IL_SIDE_NONE};
        *item = (il_plan_item){.treatment = i, .why = "", .phase = phase_of(t), .gain = il_treatment_gain(x->r, i), .side = ili_care_side(x->k, x->a, &wish)};
        item->scope = il_treatment_scope(x->k, &x->r->assess->patient->author, i);
        item->refusal = il_treatment_permit(x->k, x->a, i, &item->why);
        if (!item->refusal) item->refusal = ili_plan_wish(x, t->id, t->equipment);
        fill_reached(x, item);
    }
    for (int aim = 0; aim < IL_NAIM; aim++)
        if ((x->p->aim[aim] = ili_plan_aim(x, (il_aim)aim))) choose_for(x, (il_aim)aim);
    // asked for by the person, or for a condition that is likelier than not, by name, and able to change it: it may be added though the worst case gains nothing
    for (int i = 0; i < x->p->nitem; i++) {
        il_plan_item       *item = &x->p->item[i];
        const il_treatment *t = &x->k->treatment[item->treatment];
        item->wanted = ili_plan_wants(x, t->id) == IL_WANT_WANTS;
        if (item->refusal || item->choice || t->grade == IL_GRADE_AGAINST) continue;
        if (item->wanted || (item->gain.targets > 0.5 && t->simulated && ili_plan_has_aim(x, t))) item->choice = IL_PLAN_OPTION;
    }
    qsort(x->p->item, (size_t)x->p->nitem, sizeof *x->p->item, by_choice);
    return IL_OK;
}

// ---- which exercises ---------------------------------------------------------------------------------------------------------------

enum { PER_TREATMENT = 2 };

static const il_plan_item *item_of(const ili_planner *x, int treatment) {
    for (int i = 0; i < x->p->nitem; i++)
        if (x->p->item[i].treatment == treatment) return &x->p->item[i];
    return NULL;
}

static bool there(const ili_planner *x, int exercise) {
    for (int i = 0; i < x->p->nexercise; i++)
        if (x->p->exercise[i].exercise == exercise) return true;
    return false;
}

static il_side side_of(const ili_planner *x, const il_exercise *e) {
    il_treatment_wish wish = {e->treatment, IL_SIDE_NONE};
    return e->sided ? ili_care_side(x->k, x->a, &wish) : IL_SIDE_NONE;
}

// refused, unwanted, or without its pair; a pair is judged by the same rules
static il_refusal exercise_refusal(const ili_planner *x, int i, const char **why) {
    const il_exercise *e = &x->k->exercise[i];
    il_refusal         refusal = il_exercise_permit(x->k, x->a, i, why);
    if (!refusal) refusal = ili_plan_wish(x, e->id, e->equipment);
    if (!refusal) refusal = ili_plan_wish(x, x->k->treatment[e->treatment].id, "");
    return refusal;
}

static int phase_of_exercise(const il_exercise *e) { return e->kind == IL_EXERCISE_RELAX ? IL_PHASE_CALM : IL_PHASE_RESTORE; }

void ili_plan_leave_out(ili_planner *x, int i, const char *why) {
    for (int j = 0; j < x->p->nleft_out; j++)
        if (x->p->left_out[j].exercise == i) return;
    x->p->left_out[x->p->nleft_out++] = (il_plan_exercise){.exercise = i, .cannot = why};
}

static void add_exercise(ili_planner *x, int i, bool option) {
    const il_exercise *e = &x->k->exercise[i];
    const char        *why = "";
    il_refusal         refusal = there(x, i) ? IL_REFUSED_NOT : exercise_refusal(x, i, &why);
    if (there(x, i)) return;
    if (refusal) {
        ili_plan_leave_out(x, i, *why ? why : il_refusal_words(refusal));
        return;
    }
    // a stretch comes with its strengthening or not at all
    if (e->pair >= 0) {
        refusal = there(x, e->pair) ? IL_REFUSED_NOT : exercise_refusal(x, e->pair, &why);
        if (refusal && e->kind == IL_EXERCISE_STRETCH) {
            ili_plan_leave_out(x, i, "the strengthening that goes with it may not be done");
            return;
        }
    }
    x->p->exercise[x->p->nexercise++] = (il_plan_exercise){.exercise = i, .side = side_of(x, e), .option = option, .phase = phase_of_exercise(e)};
    if (e->pair >= 0 && !refusal && !there(x, e->pair)) {
        const il_exercise *pair = &x->k->exercise[e->pair];
        x->p->exercise[x->p->nexercise++] = (il_plan_exercise){.exercise = e->pair, .side = side_of(x, pair), .option = option, .paired = true, .phase = phase_of_exercise(pair)};
    }
}

static int by_phase(const void *a, const void *b) {
    const il_plan_exercise *x = a, *y = b;
    return x->phase != y->phase ? x->phase - y->phase : x->exercise - y->exercise;
}

il_status ili_plan_exercises(ili_planner *x, il_error *err) {
    ILI_PLAN_ARRAY(x, x->p->exercise, 2*x->k->nexercise);
    ILI_PLAN_ARRAY(x, x->p->left_out, x->k->nexercise);
    for (int i = 0; i < x->p->nitem; i++) {
        const il_plan_item *item = &x->p->item[i];
        int                 n = 0;
        if (!item->choice) continue;
        for (int e = 0; e < x->k->nexercise && n < PER_TREATMENT; e++) {
            if (x->k->exercise[e].treatment != item->treatment || !ili_plan_relevant(x, x->k->exercise[e].conditions)) continue;
            add_exercise(x, e, item->choice == IL_PLAN_OPTION);
            n += there(x, e);
        }
    }
    // exercise therapy as a whole is its parts: those for what is likely, and the trunk
    bool whole = false;
    for (int i = 0; i < x->p->nitem; i++) whole |= x->p->item[i].choice == IL_PLAN_CHOSEN && x->k->treatment[x->p->item[i].treatment].kind == IL_TREATMENT_EXERCISE;
    for (int e = 0; whole && e < x->k->nexercise && x->p->nexercise < 6; e++) {
        const il_plan_item *item = item_of(x, x->k->exercise[e].treatment);
        if (item && !item->refusal && x->k->exercise[e].kind == IL_EXERCISE_STRENGTHEN && ili_plan_relevant(x, x->k->exercise[e].conditions)) add_exercise(x, e, false);
    }
    for (int e = 0; e < x->k->nexercise; e++)
        if (ili_plan_wants(x, x->k->exercise[e].id) == IL_WANT_WANTS) add_exercise(x, e, true);
    qsort(x->p->exercise, (size_t)x->p->nexercise, sizeof *x->p->exercise, by_phase);
    ili_plan_fit_time(x);
    return IL_OK;
}

// ---- the whole -----------------------------------------------------------------------------------------------------------------------

// what withholds a plan altogether; NULL: nothing does
static const char *withheld(const il_assessment *a, const il_knowledge *k) {
    const il_safety_block *s = &a->safety;
    if (s->level == IL_SAFETY_EMERGENCY) return il_notice_text(k, "screen_emergency");
    if (s->level == IL_SAFETY_URGENT) return il_notice_text(k, "screen_urgent");
    if (s->level == IL_SAFETY_UNKNOWN) return il_notice_text(k, "screen_refused");
    if (!a->validity.in_scope) return il_notice_text(k, "screen_record_only");
    if (s->refusal) return s->refusal;
    if (!s->complete || !s->rank_allowed || !s->treatment_allowed) return il_notice_text(k, "screen_incomplete");
    return NULL;
}

static il_status all_stages(ili_planner *x, const il_progress *progress, il_error *err) {
    x->p->why = withheld(x->a, x->k);
    x->p->only_referral = x->p->why != NULL;
    if (!x->p->only_referral) {
        ILI_TRY(ili_plan_items(x, err));
        ILI_TRY(ili_plan_exercises(x, err));
        if (x->r->exercises) ILI_TRY(ili_plan_solve(x, progress, err));
    }
    return ili_plan_words(x, err);
}

il_status il_plan_make(const il_care_request *request, il_plan **out, const il_progress *progress, il_error *err) {
    IL_ASSERT(request && out && request->assess && request->assessment);
    *out = NULL;
    il_plan *p = calloc(1, sizeof *p);
    if (!p) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the plan");
    ili_planner x = {.r = request, .k = request->assess->knowledge, .a = request->assessment, .visit = il_care_visit(request), .p = p};
    il_status   status = il_assessment_create(&p->canvas, err);
    if (status == IL_OK) status = all_stages(&x, progress, err);
    if (status == IL_OK) *out = p;
    else il_plan_free(p);
    return status;
}

void il_plan_free(il_plan *p) {
    if (!p) return;
    il_assessment_free(p->canvas);
    free(p);
}
