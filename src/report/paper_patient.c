// paper_patient.c - the document for the person: what to watch for, the plan that a clinician released, a diary, education, questions to take along
//
// It ranks nothing, tells no probability and names no serious disease: of the safety screen only the plain lines of papers/handouts.csv are shown.
#include <math.h>
#include <string.h>

#include "report/handout.h"
#include "report/paper_parts.h"

// ---- safety ------------------------------------------------------------------------------------------------------------------------

// the plain line that stands for a row of the screen, or NULL
static const il_handout_line *plain_line(const il_knowledge *k, const char *row) {
    for (int i = 0; i < k->nhandout; i++)
        if (k->handout[i].topic == IL_TOPIC_DANGER && il_list_has(k->handout[i].items, row)) return &k->handout[i];
    return NULL;
}

// what was answered yes, each plain line once; how many have none
static int answered_yes(ili_writer *w) {
    const il_safety_block *b = &w->a->safety;
    int                    other = 0, shown = 0;
    for (int i = 0; i < b->npositive; i++) {
        const il_handout_line *line = b->positive[i].id ? plain_line(w->k, b->positive[i].id) : NULL;
        bool                   said = false;
        for (int j = 0; j < i && line; j++) said |= b->positive[j].id && plain_line(w->k, b->positive[j].id) == line;
        if (said) continue;
        other += !line;
        if (!line) continue;
        if (!shown++) ili_say_paragraph(w, ILI_TONE_PLAIN, ILI_W_YOU_SAID_YES);
        ili_put_plain(ili_doc_item(w->d), line->text);
    }
    return other;
}

static void safety(ili_writer *w) {
    static const ili_word  words[] = {ILI_W_PATIENT_UNKNOWN, ILI_W_PATIENT_CLEAR, ILI_W_PATIENT_WATCH, ILI_W_PATIENT_URGENT, ILI_W_PATIENT_EMERGENCY};
    const il_safety_block *b = &w->a->safety;
    ili_say_section(w, "safety", ILI_W_SAFETY_FIRST);
    ili_doc_level(w->d, ili_level_key(b->level));
    ili_say_paragraph(w, ILI_TONE_DO, words[(unsigned)b->level < 5 ? b->level : 0]);
    if (b->level == IL_SAFETY_EMERGENCY) ili_say_paragraph(w, ILI_TONE_DO, ILI_W_EMERGENCY_CALL);
    int other = answered_yes(w);
    if (other) ili_putf(ili_doc_paragraph(w->d, ILI_TONE_PLAIN), "%s %d.", ILI_SAY(OTHER_ANSWERS), other);
    if (!b->complete || b->level == IL_SAFETY_UNKNOWN) ili_say_paragraph(w, ILI_TONE_DO, ILI_W_PATIENT_INCOMPLETE);
    ili_say_heading(w, ILI_W_GO_NOW_IF);
    for (int i = 0; i < w->k->nhandout; i++) {
        const il_handout_line *line = &w->k->handout[i];
        if (line->topic != IL_TOPIC_DANGER || line->kind != IL_HANDOUT_STOP) continue;
        ili_put_plain(ili_doc_item(w->d), line->text);
        ili_cite(w, line->source, line->status);
    }
    ili_out *t = ili_doc_paragraph(w->d, ILI_TONE_DO);
    ili_put_plain(t, ili_say(w->a, ILI_W_EMERGENCY_CALL));
}

// ---- the plan that was released ------------------------------------------------------------------------------------------------------

// the last plan, if a clinician released it
static const il_saved_plan *released(const ili_writer *w) {
    for (int i = w->p->nplan - 1; i >= 0; i--)
        if (ili_given(w->p->plan[i].released)) return &w->p->plan[i];
    return NULL;
}

static const il_plan_exercise *solved(const ili_writer *w, int exercise, il_side side) {
    for (int i = 0; w->plan && i < w->plan->nexercise; i++) {
        const il_plan_exercise *x = &w->plan->exercise[i];
        if (x->exercise == exercise && (side == IL_SIDE_NONE || x->side == side || x->side == IL_SIDE_NONE || x->side == IL_SIDE_BOTH)) return x;
    }
    return NULL;
}

static void put_number(ili_out *t, double value, const char *words) {
    if (isnan(value)) return;
    if (t->size) ili_put(t, ", ");
    ili_put_fixed(t, value, 0);
    ili_putf(t, " %s", words);
}

static void dose(ili_writer *w, const il_exercise *e, const il_plan_exercise *x) {
    ili_out *t = ili_doc_paragraph(w->d, ILI_TONE_DO);
    put_number(t, e->reps, ILI_SAY(TIMES));
    put_number(t, e->hold_s, ILI_SAY(SECONDS_HELD));
    if (e->sets > 1) put_number(t, e->sets, ILI_SAY(ROUNDS));
    put_number(t, e->a_week, ILI_SAY(DAYS_A_WEEK));
    if (x && il_phase_from(x->phase) > 0) ili_putf(t, ", %s %d", ILI_SAY(FROM_WEEK), il_phase_from(x->phase));
}

static void exercise(ili_writer *w, int i, il_side side) {
    const il_exercise      *e = &w->k->exercise[i];
    const il_plan_exercise *x = solved(w, i, side);
    const char             *why;
    ili_out                *t = ili_doc_heading(w->d);
    ili_put_plain(t, e->name);
    if (side == IL_SIDE_RIGHT || side == IL_SIDE_LEFT) ili_putf(t, ", %s", ili_side_name(side));
    if (il_exercise_permit(w->k, w->a, i, &why)) {
        ili_say_paragraph(w, ILI_TONE_DO, ILI_W_NOT_NOW);
        return;
    }
    ili_doc_aside(w->d, x && x->drawing ? ili_figure_exercise(x->drawing, side, 250, 220) : (ili_picture){0});
    ili_put_plain(ili_doc_paragraph(w->d, ILI_TONE_PLAIN), e->does);
    ili_cite(w, e->source, e->status);
    dose(w, e, x);
    ili_say_labelled(w, ILI_W_HARDER, e->progression);
    ili_say_labelled(w, ILI_W_STOP_IF, e->stop);
    double most = 0;
    for (int k = 0; x && k < x->nload; k++) most = x->load[k].aggravates && isfinite(x->load[k].daily_ratio) ? fmax(most, x->load[k].daily_ratio) : most;
    if (x && x->may_aggravate) {
        t = ili_doc_paragraph(w->d, ILI_TONE_DO);
        ili_put(t, ILI_SAY(PATIENT_AGGRAVATE));
        if (most > 0) ili_put(t, " "), ili_put_fixed(t, most, 1), ili_putf(t, " %s", ILI_SAY(TIMES_DAILY));
    }
    ili_doc_aside_end(w->d);
}

static void treatment(ili_writer *w, int i, il_side side) {
    const il_treatment *q = &w->k->treatment[i];
    const char         *why;
    ili_out            *t = ili_doc_item(w->d);
    ili_putf(t, ILI_STRONG);
    ili_put_plain(t, q->name);
    ili_put(t, ILI_END);
    if (side == IL_SIDE_RIGHT || side == IL_SIDE_LEFT) ili_putf(t, ", %s", ili_side_name(side));
    if (il_treatment_permit(w->k, w->a, i, &why)) {
        ili_putf(t, ": %s", ILI_SAY(NOT_NOW));
        return;
    }
    if (q->by != IL_BY_SELF) ili_putf(t, "; %s: %s", ILI_SAY(BY), il_provider_words(q->by));
    ili_put(t, "; ");
    ili_put_plain(t, q->dose);
    ili_put(t, ". ");
    ili_put_plain(t, q->plain);
    ili_cite(w, q->source, q->status);
}

static void plan(ili_writer *w) {
    const il_saved_plan *s = released(w);
    ili_say_section(w, "plan", ILI_W_YOUR_PLAN);
    if (!w->a->safety.treatment_allowed || !w->a->validity.in_scope || !w->a->safety.complete) {
        ili_say_paragraph(w, ILI_TONE_DO, ILI_W_PLAN_WAITS);
        return;
    }
    if (!s) {
        ili_say_paragraph(w, ILI_TONE_MUTED, ILI_W_PLAN_NOT_RELEASED);
        return;
    }
    ili_out *t = ili_doc_paragraph(w->d, ILI_TONE_PLAIN);
    ili_putf(t, "%s: ", ILI_SAY(RELEASED));
    ili_put_plain(t, s->released);
    if (ili_given(s->released_by)) ili_put(t, ", "), ili_put_plain(t, s->released_by);
    int less = il_find_treatment(w->k, "watchful_waiting");
    if (!s->nplanned && less >= 0) treatment(w, less, IL_SIDE_NONE); // a plan of nothing is one, too
    for (int i = 0; i < s->nplanned; i++) {
        int q = il_find_treatment(w->k, s->planned[i].id);
        if (q >= 0) treatment(w, q, s->planned[i].side);
    }
    for (int i = 0; i < s->nplanned; i++) {
        int e = il_find_exercise(w->k, s->planned[i].id);
        if (e >= 0) exercise(w, e, s->planned[i].side);
    }
    ili_say_labelled(w, ILI_W_NOTE, s->note);
}

// ---- diary, education, questions -----------------------------------------------------------------------------------------------------

static void where(ili_writer *w) {
    ili_say_section(w, "where", ILI_W_WHERE);
    ili_handout_lines(w, IL_TOPIC_SELF);
    ili_doc_aside(w->d, ili_figure_pain(w->a->person.npain, w->a->person.pain));
    ili_say_paragraph(w, ILI_TONE_PLAIN, w->a->person.npain ? ILI_W_DRAWN_SO_FAR : ILI_W_DRAW_HERE);
    for (int i = 0; i < w->a->person.npain; i++) {
        const il_pain_region *r = &w->a->person.pain[i];
        ili_out              *t = ili_doc_item(w->d);
        ili_put_sided(t, ili_put_plain, r->name ? r->name : r->code, r->side);
        if (r->intensity.known) ili_put(t, ": "), ili_put_fixed(t, r->intensity.mid, 0), ili_putf(t, " %s", ILI_SAY(OF_TEN));
    }
    ili_doc_aside_end(w->d);
}

static void diary(ili_writer *w) {
    static const int    head[] = {ILI_W_DIARY_DAY, ILI_W_DIARY_MORNING, ILI_W_DIARY_EVENING, ILI_W_DIARY_WORSE, ILI_W_DIARY_BETTER, ILI_W_DIARY_DONE, ILI_W_DIARY_SLEEP, -1};
    static const double share[] = {1.1, 1, 1, 2, 2, 1.6, 1};
    ili_doc_page(w->d);
    ili_say_section(w, "diary", ILI_W_DIARY);
    ili_out *t = ili_say_table(w, "diary", head, share);
    ili_put(t, ILI_SAY(DIARY_CAPTION));
    if (w->d->newest) w->d->newest->tall = true;
    for (int day = 0; day < 14; day++) {
        ili_doc_row(w->d);
        for (int i = 0; head[i] >= 0; i++) ili_doc_cell(w->d);
    }
}

// what fits the history comes; where nothing of it is recorded, all
static bool concerns(const ili_writer *w, il_topic topic) {
    const il_history *h = &w->v->history;
    bool desk = (h->sitting_hours_a_day.known && h->sitting_hours_a_day.value >= 4) || ili_given(h->workstation), sleep = h->sleep_position || h->wakes_at_night == IL_YES;
    bool lift = (h->lifting_kg.known && h->lifting_kg.value >= 5);
    for (int i = 0; i < h->nposture; i++) lift |= h->posture[i].posture == IL_DOING_LIFTING, desk |= h->posture[i].posture == IL_DOING_SITTING;
    if (topic == IL_TOPIC_MOVEMENT || (!desk && !sleep && !lift)) return true;
    return topic == IL_TOPIC_DESK ? desk : topic == IL_TOPIC_SLEEP ? sleep : lift;
}

static void education(ili_writer *w) {
    static const il_topic topics[] = {IL_TOPIC_MOVEMENT, IL_TOPIC_DESK, IL_TOPIC_SLEEP, IL_TOPIC_LIFTING};
    for (int i = 0; i < 4; i++)
        if (concerns(w, topics[i])) ili_handout_section(w, topics[i]);
}

void ili_paper_patient(ili_writer *w) {
    w->d->letters = 1.15;
    safety(w);
    if (w->a->safety.level != IL_SAFETY_EMERGENCY) {
        plan(w);
        where(w);
        education(w);
    }
    ili_handout_section(w, IL_TOPIC_QUESTIONS);
    if (w->a->safety.level != IL_SAFETY_EMERGENCY) diary(w);
    ili_part_sources(w);
    ili_part_notices(w);
}
