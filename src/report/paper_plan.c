// paper_plan.c - a plan for those who treat: danger and rules first, what was chosen and why, phases, exercises with their drawings, referrals
#include <math.h>
#include <string.h>

#include "report/care.h"
#include "report/paper_parts.h"

static void guidelines(ili_writer *w, int treatment) {
    for (int i = 0; i < w->k->nguideline; i++) {
        const il_guideline *g = &w->k->guideline[i];
        if (g->treatment != treatment) continue;
        static const ili_word says[] = {ILI_W_SAYS_FOR, ILI_W_SAYS_CONSIDER, ILI_W_SAYS_AGAINST};
        ili_out              *t = ili_doc_item(w->d);
        ili_putf(t, "%s %s, %s: " ILI_STRONG "%s" ILI_END " (", ILI_SAY(GUIDELINE), g->guideline, il_population_word(g->population), ili_word_text(says[g->says]));
        ili_put_plain(t, g->words);
        ili_put(t, ")");
        ili_cite(w, g->source, g->status);
    }
}

static void trials(ili_writer *w, int treatment) {
    const il_trial *trial;
    for (int i = 0; (trial = il_treatment_trial(w->k, w->v, treatment, i)); i++) {
        ili_out line = {0};
        ili_care_trial(w->k, trial, &line);
        const char *end = line.text ? strrchr(line.text, '[') : NULL; // its source is cited by number
        ili_out    *t = ili_doc_item(w->d);
        ili_putf(t, "%s: ", ILI_SAY(TRIAL));
        if (end) ili_put_bytes(t, line.text, (size_t)(end - line.text));
        ili_putf(t, ILI_TAG "%s %s" ILI_END, ILI_SAY(HEAD_EVIDENCE), ili_grade_name(trial->grade));
        ili_cite(w, trial->source, trial->status);
        w->d->failed |= line.failed;
        ili_out_free(&line);
    }
}

static void put_named(ili_out *t, const char *name, il_side side) {
    ili_put_plain(t, name);
    if (side == IL_SIDE_RIGHT || side == IL_SIDE_LEFT) ili_putf(t, ", %s", ili_side_name(side));
}

static void choice_item(ili_writer *w, const il_plan_item *x) {
    const il_treatment *q = &w->k->treatment[x->treatment];
    const char         *question;
    put_named(ili_doc_heading(w->d), q->name, x->side);
    ili_out *t = ili_doc_paragraph(w->d, ILI_TONE_PLAIN);
    for (int i = 0; i < IL_NAIM; i++)
        if (x->aim[i]) ili_putf(t, ILI_TAG " %s " ILI_END " ", il_aim_words((il_aim)i));
    ili_putf(t, ILI_TAG " %s: %s " ILI_END " " ILI_TAG " %s %s " ILI_END, ILI_SAY(BY), ili_care_by(q, x->scope), ILI_SAY(HEAD_EVIDENCE), ili_grade_name(q->grade));
    ili_cite(w, q->source, q->status);
    t = ili_doc_paragraph(w->d, ILI_TONE_PLAIN);
    ili_putf(t, "%s. %s: ", ili_care_choice(x), ILI_SAY(TRIALS_GAIN));
    ili_care_gain(&x->gain, t);
    ili_put(t, ".");
    if (!isnan(x->reached[IL_PHASE_STRENGTHEN])) {
        ili_putf(t, " %s ", ILI_SAY(REACHED));
        ili_put_fixed(t, 100*x->reached[IL_PHASE_RESTORE], 0);
        ili_put(t, " %, ");
        ili_put_fixed(t, 100*x->reached[IL_PHASE_STRENGTHEN], 0);
        ili_put(t, " %.");
    }
    ili_say_labelled(w, ILI_W_DOSE, q->dose);
    ili_say_labelled(w, ILI_W_MECHANISM, q->mechanism);
    ili_say_labelled(w, ILI_W_RISKS, q->risks);
    ili_say_labelled(w, ILI_W_STOP, q->stop);
    for (int i = 0; (question = il_treatment_question(w->k, w->a, x->treatment, i)); i++) ili_say_labelled(w, ILI_W_ASK_BEFORE, question);
    trials(w, x->treatment);
    guidelines(w, x->treatment);
}

static void choice(ili_writer *w) {
    const il_plan *p = w->plan;
    int            less = il_find_treatment(w->k, "watchful_waiting"), chosen = 0;
    for (int i = 0; i < p->nitem; i++) chosen += p->item[i].choice == IL_PLAN_CHOSEN;
    ili_say_section(w, "plan", ILI_W_PLAN);
    ili_say_paragraph(w, ILI_TONE_KEY, ILI_W_PLAN_RULE);
    if (!chosen) ili_say_paragraph(w, ILI_TONE_DO, ILI_W_PLAN_LESS);
    if (less >= 0) {
        ili_say_labelled(w, ILI_W_LESS, w->k->treatment[less].dose);
        ili_cite(w, w->k->treatment[less].source, w->k->treatment[less].status);
        guidelines(w, less);
    }
    for (int i = 0; i < p->nitem; i++)
        if (p->item[i].choice) choice_item(w, &p->item[i]);
    ili_out *t = ili_doc_paragraph(w->d, ILI_TONE_MUTED);
    ili_care_unmet(p, t);
    if (t->size) ili_put(t, ". ");
    ili_put(t, ILI_SAY(DOCUMENT_IT));
}

static void phases(ili_writer *w) {
    static const int    head[] = {ILI_W_HEAD_PHASE, ILI_W_HEAD_WEEKS, ILI_W_HEAD_WHAT, -1};
    static const double share[] = {1, 1, 5};
    const il_plan      *p = w->plan;
    ili_say_section(w, "phases", ILI_W_PHASES);
    ili_put(ili_say_table(w, "phases", head, share), ILI_SAY(PHASES_CAPTION));
    for (int ph = 0; ph < IL_PLAN_PHASES; ph++) {
        ili_doc_row(w->d);
        ili_cell(w, il_phase_words(ph));
        ili_putf(ili_doc_cell(w->d), "%s %d", ILI_SAY(FROM), il_phase_from(ph));
        ili_out *t = ili_doc_cell(w->d);
        for (int i = 0; i < p->nitem; i++)
            if (p->item[i].choice == IL_PLAN_CHOSEN && p->item[i].phase == ph) ili_put(t, t->size ? "; " : ""), ili_put_plain(t, w->k->treatment[p->item[i].treatment].name);
        for (int i = 0; i < p->nexercise; i++)
            if (p->exercise[i].phase == ph) ili_put(t, t->size ? "; " : ""), ili_put_plain(t, w->k->exercise[p->exercise[i].exercise].name);
        if (!t->size) ili_put(t, ph == IL_PHASE_KEEP ? ILI_SAY(KEEP_ON) : ILI_SAY(PROGRESSION));
    }
    ili_out *t = ili_doc_paragraph(w->d, ILI_TONE_PLAIN);
    ili_putf(t, "%s:", ILI_SAY(RETEST));
    for (int i = 0; i < IL_PLAN_RETESTS; i++)
        ili_putf(t, "%s %s %d%s%s%s", i ? "," : "", ILI_SAY(WEEK), p->retest_week[i], p->retest[i] ? " (" : "", p->retest[i] ? p->retest[i] : "", p->retest[i] ? ")" : "");
    ili_putf(t, ": %s", ILI_SAY(RETEST_WHAT));
    for (int i = 0; i < p->ntest; i++) ili_put(t, ", "), ili_put_plain(t, p->test[i]);
    ili_putf(t, ". %s", ILI_SAY(RETEST_NO_GAIN));
}

// what the person wants and has, and what became of it
static void wishes(ili_writer *w) {
    ili_out line = {0};
    for (int i = 0; ili_care_wish(w->care, w->plan, i, &line); i++) {
        if (!i) ili_say_section(w, "wishes", ILI_W_WISHES);
        ili_put_plain(ili_doc_item(w->d), line.text);
        w->d->failed |= line.failed;
        ili_out_free(&line);
    }
    ili_out_free(&line);
}

// ---- exercises -----------------------------------------------------------------------------------------------------------------------

static void exercise(ili_writer *w, const il_plan_exercise *x) {
    const il_exercise *e = &w->k->exercise[x->exercise];
    put_named(ili_doc_heading(w->d), e->name, x->side);
    ili_doc_aside(w->d, x->drawing ? ili_figure_exercise(x->drawing, x->side, 250, 220) : (ili_picture){0});
    ili_out *t = ili_doc_paragraph(w->d, ILI_TONE_PLAIN);
    ili_putf(t, ILI_TAG " %s %d " ILI_END, ILI_SAY(FROM_WEEK), il_phase_from(x->phase));
    if (x->option) ili_putf(t, " " ILI_TAG " %s " ILI_END, ILI_SAY(MAY_BE_LEFT_OUT));
    if (x->paired) ili_putf(t, " " ILI_TAG " %s " ILI_END, ILI_SAY(WITH_STRETCH));
    t = ili_doc_paragraph(w->d, ILI_TONE_PLAIN);
    ili_put_plain(t, e->does);
    ili_cite(w, e->source, e->status);
    t = ili_doc_paragraph(w->d, ILI_TONE_PLAIN);
    ili_putf(t, ILI_STRONG "%s:" ILI_END " ", ILI_SAY(DOSE));
    ili_care_dose(e, t);
    ili_say_labelled(w, ILI_W_PROGRESS, e->progression);
    ili_say_labelled(w, ILI_W_STOP, e->stop);
    if (!x->tried) ili_say_paragraph(w, ILI_TONE_MUTED, ILI_W_NOT_SIMULATED);
    else if (!x->solved) ili_say_paragraph(w, ILI_TONE_MUTED, ILI_W_NOT_FOUND);
    else if (!x->held) ili_say_labelled(w, ILI_W_CANNOT_HOLD, x->cannot);
    if (x->may_aggravate) ili_say_paragraph(w, ILI_TONE_DO, ILI_W_MAY_AGGRAVATE);
    for (int i = 0; i < x->nload; i++)
        if (x->load[i].aggravates) ili_care_load(&x->load[i], ili_doc_item(w->d));
    ili_doc_aside_end(w->d);
}

static void exercises(ili_writer *w) {
    const il_plan *p = w->plan;
    bool           drawn = false;
    if (!p->nexercise && !p->nleft_out) return;
    ili_say_section(w, "exercises", ILI_W_EXERCISES);
    if (p->npainful) {
        ili_out *t = ili_doc_paragraph(w->d, ILI_TONE_PLAIN);
        ili_putf(t, "%s: ", ILI_SAY(PAINFUL));
        for (int i = 0; i < p->npainful; i++) ili_put(t, i ? ", " : ""), ili_put_plain(t, p->painful[i]);
        ili_putf(t, ". %s %s ", ILI_SAY(EACH_SOLVED), ILI_SAY(EXERCISE_SEVERAL));
        ili_care_daily(p, t);
    }
    for (int i = 0; i < p->nexercise; i++) exercise(w, &p->exercise[i]), drawn |= p->exercise[i].drawing != NULL;
    if (drawn) ili_put(ili_doc_figure(w->d, ili_figure_legend()), ILI_SAY(LEGEND_CAPTION));
    if (p->nleft_out) ili_say_heading(w, ILI_W_LEFT_OUT);
    for (int i = 0; i < p->nleft_out; i++) {
        ili_out *t = ili_doc_item(w->d);
        ili_put_plain(t, w->k->exercise[p->left_out[i].exercise].name);
        ili_put(t, ": ");
        ili_put_plain(t, p->left_out[i].cannot);
    }
}

// ---- what is held back, prognosis, referrals -------------------------------------------------------------------------------------------

static void not_given(ili_writer *w) {
    const il_plan *p = w->plan;
    bool           any = false;
    for (int i = 0; i < p->nitem; i++) {
        const il_plan_item *x = &p->item[i];
        if (!x->refusal) continue;
        if (!any) ili_say_section(w, "not", ILI_W_NOT_GIVEN);
        any = true;
        ili_out *t = ili_doc_item(w->d);
        ili_put_plain(t, w->k->treatment[x->treatment].name);
        ili_putf(t, ": %s", il_refusal_words(x->refusal));
        if (ili_given(x->why)) ili_put(t, ": "), ili_put_plain(t, x->why);
        for (int c = 0; c < w->k->ncontraindication; c++)
            if (x->why == w->k->contraindication[c].what) ili_cite(w, w->k->contraindication[c].source, w->k->contraindication[c].status);
    }
}

// what moves the range, each with its source; what is recorded and moves nothing by its name alone, since it is no finding
static void factors(ili_writer *w, const il_prognosis *g) {
    ili_out line = {0};
    int     told = 0;
    for (int i = 0; ili_care_factor(w->k, g, i, &line); i++) {
        const il_prognosis_row *row = &w->k->prognosis[g->factor[i].row];
        if (g->factor[i].does == IL_PROGNOSIS_WORSENS) ili_put_plain(ili_doc_item(w->d), line.text), ili_cite(w, row->source, row->status);
        w->d->failed |= line.failed;
        ili_out_free(&line);
    }
    for (int i = 0; i < g->nfactor; i++) {
        if (g->factor[i].does != IL_PROGNOSIS_TOLD) continue;
        ili_putf(&line, "%s ", told++ ? ";" : ILI_SAY(MOVES_NOTHING));
        ili_put_plain(&line, w->k->prognosis[g->factor[i].row].name);
    }
    if (told) ili_put(ili_doc_paragraph(w->d, ILI_TONE_SMALL), line.text ? line.text : "");
    w->d->failed |= line.failed;
    ili_out_free(&line);
    if (ili_care_unrecorded(w->k, g, &line)) ili_put_plain(ili_doc_item(w->d), line.text);
    w->d->failed |= line.failed;
    ili_out_free(&line);
}

static void course(ili_writer *w, bool whole) {
    static const int    heads[] = {ILI_W_HEAD_WEEK, ILI_W_HEAD_PAIN_100, ILI_W_HEAD_COHORT, -1}, cohort[] = {ILI_W_HEAD_WEEK, ILI_W_HEAD_COHORT, -1};
    static const double share[] = {1, 3, 3};
    const int          *head = whole ? heads : cohort;
    ili_say_section(w, "prognosis", ILI_W_PROGNOSIS);
    if (!w->plan || !w->plan->prognosis.known) {
        ili_say_paragraph(w, ILI_TONE_MUTED, ILI_W_PROGNOSIS_UNKNOWN);
        return;
    }
    const il_prognosis *g = &w->plan->prognosis;
    ili_put(ili_say_table(w, "prognosis", head, share), ILI_SAY(PROGNOSIS_CAPTION));
    for (int i = 0; i < g->n; i++) {
        ili_doc_row(w->d);
        ili_out *when = ili_doc_cell(w->d); // by itself on a telephone
        ili_putf(when, "%s ", ILI_SAY(WEEK));
        ili_put_fixed(when, g->week[i], 0);
        if (whole) ili_put_range(ili_doc_cell(w->d), &g->pain[i]);
        ili_put_range(ili_doc_cell(w->d), &g->cohort[i]);
    }
    ili_out *t = ili_doc_paragraph(w->d, ILI_TONE_SMALL);
    ili_putf(t, "%s: %s.%s%s", ILI_SAY(COURSE_OF), il_population_word(g->population), whole ? " " : "", whole ? ILI_SAY(PROGNOSIS_SAYS) : "");
    for (int i = 0; i < w->k->ncourse; i++) {
        if (w->k->course[i].population != g->population || !g->source || strcmp(w->k->course[i].source, g->source) != 0) continue;
        ili_cite(w, w->k->course[i].source, w->k->course[i].status);
        break;
    }
    if (!whole) return;
    if (!isnan(w->plan->adherence)) {
        ili_putf(t, " %s ", ILI_SAY(ADHERENCE));
        ili_put_fixed(t, w->plan->adherence, 0);
        ili_put(t, " %.");
    }
    factors(w, g);
}

void ili_part_prognosis(ili_writer *w) { course(w, true); }
void ili_part_course(ili_writer *w) { course(w, false); }

static void referrals(ili_writer *w) {
    const il_plan *p = w->plan;
    if (!p->nreferral) return;
    ili_say_section(w, "referrals", ILI_W_REFERRALS);
    ili_care_whose(&w->p->author, ili_doc_paragraph(w->d, ILI_TONE_SMALL));
    for (int i = 0; i < p->nreferral; i++) {
        const il_plan_referral *f = &p->referral[i];
        ili_out                *t = ili_doc_item(w->d);
        ili_putf(t, ILI_STRONG "%s" ILI_END, f->own ? ILI_SAY(OWN_WORK) : il_provider_words(f->to));
        if (f->level == IL_SAFETY_EMERGENCY || f->level == IL_SAFETY_URGENT) ili_putf(t, " " ILI_TAG "%s" ILI_END, ili_level_name(f->level));
        ili_put(t, ": ");
        ili_put_plain(t, f->reason);
        if (ili_given(f->asks)) ili_put(t, ". "), ili_put_plain(t, f->asks);
    }
}

void ili_part_plan(ili_writer *w) {
    if (!w->plan) return;
    if (w->plan->only_referral) {
        ili_say_section(w, "plan", ILI_W_NO_PLAN);
        ili_put_plain(ili_doc_paragraph(w->d, ILI_TONE_DO), w->plan->why);
    } else {
        choice(w);
        wishes(w);
        phases(w);
        exercises(w);
        not_given(w);
        ili_part_prognosis(w);
    }
    referrals(w);
}

// ---- letters -------------------------------------------------------------------------------------------------------------------------

// who answers for the record, where that is recorded; the signature is theirs
static void put_sender(ili_writer *w) {
    const char *const part[] = {w->p->author.name, w->p->author.credentials, w->p->author.organisation, w->p->author.contact};
    ili_out          *t = NULL;
    for (int i = 0; i < 4; i++) {
        if (!ili_given(part[i])) continue;
        if (t) ili_put(t, ", ");
        else t = ili_doc_field(w->d, ILI_SAY(LETTER_FROM));
        ili_put_plain(t, part[i]);
    }
}

// all that goes to the same reader stands in one letter, as urgent as the most urgent of it
static void letter(ili_writer *w, il_provider to, int number) {
    const il_assessment *a = w->a;
    il_safety_level      level = IL_SAFETY_CLEAR;
    char                 id[24] = "letter";
    id[6] = (char)('a' + number%26);
    for (int i = 0; i < w->plan->nreferral; i++)
        if (w->plan->referral[i].to == to && !w->plan->referral[i].own && w->plan->referral[i].level > level) level = w->plan->referral[i].level;
    ili_doc_page(w->d);
    ili_say_section(w, id, ILI_W_LETTER);
    ili_out *t = ili_doc_field(w->d, ILI_SAY(LETTER_TO));
    ili_put(t, il_provider_words(to));
    if (level >= IL_SAFETY_URGENT) ili_putf(t, " (%s)", ili_level_name(level));
    put_sender(w);
    t = ili_doc_field(w->d, ILI_SAY(LETTER_ABOUT));
    ili_put_plain(t, w->d->running);
    ili_say_field(w, ILI_W_COMPLAINT, a->person.complaint);
    for (int i = 0; i < w->plan->nreferral; i++) {
        if (w->plan->referral[i].to != to || w->plan->referral[i].own) continue;
        ili_say_field(w, ILI_W_REASON, w->plan->referral[i].reason);
        ili_say_field(w, ILI_W_ASKED, w->plan->referral[i].asks);
    }
    if (a->safety.npositive) ili_say_heading(w, ILI_W_SCREEN_POSITIVE);
    for (int i = 0; i < a->safety.npositive; i++) ili_put_plain(ili_doc_item(w->d), a->safety.positive[i].text);
    if (ili_may_rank(a) && a->nhypothesis) {
        t = ili_doc_paragraph(w->d, ILI_TONE_PLAIN);
        ili_putf(t, "%s: ", ILI_SAY(LETTER_FITS));
        ili_put_hypothesis(t, ili_put_plain, a, a->leading);
    }
    ili_put(ili_doc_line(w->d), ILI_SAY(SIGN_CLINICIAN));
}

void ili_part_letters(ili_writer *w) {
    int n = 0;
    for (int i = 0; w->plan && i < w->plan->nreferral; i++) {
        bool written = w->plan->referral[i].own;
        for (int k = 0; k < i; k++) written |= !w->plan->referral[k].own && w->plan->referral[k].to == w->plan->referral[i].to;
        if (!written) letter(w, w->plan->referral[i].to, n++);
    }
}
