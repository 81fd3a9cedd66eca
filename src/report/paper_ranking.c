// paper_ranking.c - the parts of the clinician's document that name conditions
#include <string.h>

#include "report/paper_parts.h"

static void put_condition(ili_writer *w, ili_out *t, int i) { ili_put_sided(t, ili_put_plain, w->a->condition[i].name, w->a->condition[i].side); }

// names of what cannot be told from condition i, the most probable; how many there are
static int put_inseparable(ili_writer *w, ili_out *t, int i, const char *before) {
    enum { MOST = 3 };
    int other[MOST], all = ili_inseparable_from(w->a, i, other, MOST);
    for (int k = 0; k < all && k < MOST; k++) {
        if (k) ili_put(t, ", ");
        else ili_putf(t, "%s%s ", before, ILI_SAY(NOT_SEPARABLE));
        put_condition(w, t, other[k]);
    }
    if (all > MOST) ili_putf(t, " %s %d %s", ILI_SAY(AND), all - MOST, ILI_SAY(MORE));
    return all;
}

// ---- in short ----------------------------------------------------------------------------------------------------------------------

void ili_part_short(ili_writer *w) {
    const il_assessment *a = w->a;
    ili_say_section(w, "short", ILI_W_IN_SHORT);
    if (ili_supports_none(a)) {
        ili_say_paragraph(w, ILI_TONE_DO, ILI_W_NO_FINDINGS);
        if (ili_speak_a_little(a)) ili_put_a_little(ili_doc_paragraph(w->d, ILI_TONE_PLAIN), a);
    } else if (a->hypothesis[a->leading].kind == IL_HYPOTHESIS_NOT_DETERMINED) ili_say_paragraph(w, ILI_TONE_DO, ILI_W_NOT_DETERMINED);
    for (int k = 0; k < 2; k++) {
        int i = ili_leading_condition(a, k);
        if (i < 0) continue;
        const il_assessed_condition *c = &a->condition[i];
        ili_out                     *t = ili_doc_paragraph(w->d, ILI_TONE_PLAIN);
        ili_put(t, ILI_STRONG);
        put_condition(w, t, i);
        ili_putf(t, ILI_END ": %s, ", ili_likely(c->present.mid));
        ili_put_chances(t, &c->present);
        ili_putf(t, "; %s", ili_link_text(c->link));
        put_inseparable(w, t, i, "; ");
        ili_put(t, ".");
        ili_cite_condition(w, c);
    }
    if (a->nnext) {
        ili_out *t = ili_doc_paragraph(w->d, ILI_TONE_PLAIN);
        ili_putf(t, "%s: " ILI_STRONG, ILI_SAY(NEXT_TEST));
        ili_put_sided(t, ili_put_plain, a->next[0].name, a->next[0].side);
        ili_put(t, ILI_END);
        if (ili_given(a->next[0].why)) ili_put(t, ": ");
        ili_put_plain(t, a->next[0].why);
        ili_put(t, ".");
    }
    ili_out *key = ili_doc_paragraph(w->d, ILI_TONE_KEY);
    ili_put_plain(key, ili_say(a, ILI_W_CALIBRATION));
    ili_put(key, ILI_LINE);
    ili_put_plain(key, ili_say(a, ILI_W_PRESENT_NOT_PAINFUL));
}

// ---- ranking -----------------------------------------------------------------------------------------------------------------------

static void condition_row(ili_writer *w, int i) {
    const il_assessed_condition *c = &w->a->condition[i];
    ili_doc_row(w->d);
    ili_out *t = ili_doc_cell(w->d);
    ili_put(t, ILI_STRONG);
    put_condition(w, t, i);
    ili_put(t, ILI_END);
    ili_cite_condition(w, c);
    if (c->severity.known && c->present.mid >= 0.1) {
        ili_putf(t, ILI_LINE ILI_PALE "%s: ", ILI_SAY(IF_PRESENT));
        ili_put_range(t, &c->severity);
        ili_put(t, " ");
        ili_put_plain(t, c->severity_unit);
        ili_put(t, ILI_END);
    }
    if (c->present.mid >= 0.1 && put_inseparable(w, t, i, ILI_LINE ILI_PALE)) ili_put(t, ILI_END);
    ili_doc_cell(w->d);
    ili_doc_cell_picture(w->d, ili_figure_probability(&c->present));
    t = ili_doc_cell(w->d);
    ili_putf(t, "%s" ILI_LINE ILI_PALE, ili_likely(c->present.mid));
    ili_put_chances(t, &c->present);
    ili_put(t, ILI_END);
    ili_cell(w, ili_link_key(c->link));
    ili_cell(w, ili_grade_name(c->grade));
    t = ili_doc_cell(w->d);
    if (c->prior.known) ili_put_chances(t, &c->prior);
    else ili_put(t, ILI_SAY(NONE_PUBLISHED));
}

static void less_probable(ili_writer *w) {
    ili_out *t = NULL;
    for (int i = 0; i < w->a->ncondition; i++) {
        if (ili_worth_a_row(w->a, i)) continue;
        if (!t) ili_putf(t = ili_doc_paragraph(w->d, ILI_TONE_SMALL), "%s: ", ILI_SAY(LESS_PROBABLE));
        else ili_put(t, "; ");
        put_condition(w, t, i);
        ili_put(t, " ");
        ili_put_chance(t, w->a->condition[i].present.mid);
    }
    if (t) ili_put(t, ".");
}

// pairs among the conditions with a row; the others are counted
static void pairs(ili_writer *w) {
    static const int     head[] = {ILI_W_HEAD_FITS_BOTH, ILI_W_HEAD_AND, ILI_W_HEAD_FACTOR, ILI_W_HEAD_TELLS, -1};
    static const double  share[] = {2, 2, 1.3, 2};
    const il_assessment *a = w->a;
    int                  n = 0;
    for (int i = 0; i < a->ninseparable; i++) {
        const il_inseparable *q = &a->inseparable[i];
        if (!ili_worth_a_row(a, q->a) || !ili_worth_a_row(a, q->b) || n >= 10) continue;
        if (!n++) {
            ili_say_heading(w, ILI_W_PAIRS);
            ili_put(ili_say_table(w, "pairs", head, share), ILI_SAY(PAIRS_CAPTION));
        }
        ili_doc_row(w->d);
        put_condition(w, ili_doc_cell(w->d), q->a);
        put_condition(w, ili_doc_cell(w->d), q->b);
        ili_put_fixed(ili_doc_cell(w->d), q->bayes_factor, 1);
        ili_cell(w, ili_given(q->test) ? q->test : ILI_SAY(NONE_KNOWN));
    }
    if (a->ninseparable > n) ili_putf(ili_doc_paragraph(w->d, ILI_TONE_SMALL), "%s: %d.", ILI_SAY(PAIRS_MORE), a->ninseparable - n);
}

// the combinations that hold one per cent or more
static void combinations(ili_writer *w) {
    static const int     head[] = {ILI_W_HEAD_EXPLANATION, ILI_W_HEAD_PROBABILITY, -1};
    static const double  width[] = {4, 1};
    const il_assessment *a = w->a;
    double               share[4] = {0};
    if (!a->nhypothesis) return;
    for (int i = 0; i < a->nhypothesis; i++) share[(unsigned)a->hypothesis[i].kind & 3] += a->hypothesis[i].probability;
    ili_say_heading(w, ILI_W_EXPLANATIONS);
    ili_put_plain(ili_doc_figure(w->d, ili_figure_shares(share)), ili_say(a, ILI_W_AT_MOST_TWO));
    ili_put(ili_say_table(w, "plain", head, width), ILI_SAY(EXPLANATIONS_CAPTION));
    for (int i = 0; i < a->nhypothesis && i < 10; i++) {
        if (a->hypothesis[i].probability < 0.01) continue;
        ili_doc_row(w->d);
        ili_out *t = ili_doc_cell(w->d);
        ili_put(t, i == a->leading ? ILI_STRONG : "");
        ili_put_hypothesis(t, ili_put_plain, a, i);
        if (i == a->leading) ili_putf(t, ILI_END " " ILI_TAG "%s" ILI_END, ILI_SAY(LEADING));
        ili_put_chance(ili_doc_cell(w->d), a->hypothesis[i].probability);
    }
}

void ili_part_ranking(ili_writer *w) {
    static const int    head[] = {ILI_W_HEAD_NAME, ILI_W_HEAD_BAR, ILI_W_HEAD_PROBABILITY, ILI_W_HEAD_LINKED, ILI_W_HEAD_EVIDENCE, ILI_W_HEAD_PRIOR, -1};
    static const double share[] = {3.2, 2.3, 1.5, 1.2, 0.95, 1.3};
    if (!w->a->ncondition) return;
    ili_say_section(w, "ranking", ILI_W_RANKING);
    ili_say_paragraph(w, ILI_TONE_MUTED, ILI_W_PRESENT_NOT_PAINFUL);
    ili_put(ili_say_table(w, "ranking", head, share), ILI_SAY(RANKING_CAPTION));
    for (int i = 0; i < w->a->ncondition; i++)
        if (ili_worth_a_row(w->a, i)) condition_row(w, i);
    less_probable(w);
    ili_say_paragraph(w, ILI_TONE_SMALL, ILI_W_CALIBRATION);
    ili_say_paragraph(w, ILI_TONE_SMALL, ILI_W_CONTRIBUTING);
    ili_say_paragraph(w, ILI_TONE_SMALL, ILI_W_EVIDENCE_SCALE);
    ili_out *t = ili_doc_paragraph(w->d, ILI_TONE_SMALL);
    ili_putf(t, "%s: ", ILI_SAY(LINK_MEANS));
    for (int i = ILI_W_LINK_IS_SUPPORTED; i <= ILI_W_LINK_IS_UNKNOWN; i++) {
        ili_put_plain(t, ili_say(w->a, (ili_word)i));
        ili_put(t, i < ILI_W_LINK_IS_UNKNOWN ? "; " : ".");
    }
    pairs(w);
    combinations(w);
}

// ---- next, against, unknown --------------------------------------------------------------------------------------------------------

void ili_part_next(ili_writer *w) {
    static const int     head[] = {ILI_W_HEAD_TEST, ILI_W_HEAD_INFORMATION, ILI_W_HEAD_TAKES, ILI_W_HEAD_WHY, -1};
    static const double  share[] = {2.2, 1, 0.8, 3.4};
    const il_assessment *a = w->a;
    ili_say_section(w, "next", ILI_W_NEXT_TEST);
    if (!a->safety.complete) ili_say_paragraph(w, ILI_TONE_DO, ILI_W_ASK_FIRST);
    if (!a->nnext) ili_say_paragraph(w, ILI_TONE_MUTED, ILI_W_NO_NEXT_TEST);
    if (a->nnext) ili_put(ili_say_table(w, "next", head, share), ILI_SAY(TEST_WITHHELD));
    for (int i = 0; i < a->nnext; i++) {
        const il_next_test *n = &a->next[i];
        ili_doc_row(w->d);
        ili_put_sided(ili_doc_cell(w->d), ili_put_plain, n->name, n->side);
        ili_cite_test(w, n->test);
        ili_out *t = ili_doc_cell(w->d);
        ili_put_fixed(t, n->information_bits, 2);
        ili_putf(t, " %s", ILI_SAY(BITS));
        t = ili_doc_cell(w->d);
        if (n->burden_min > 0.0) ili_put_fixed(t, n->burden_min, 0), ili_putf(t, " %s", ILI_SAY(MINUTES));
        t = ili_doc_cell(w->d);
        ili_put_plain(t, n->why);
        for (int k = 0; k < 2 && n->result[k].result; k++) {
            ili_put(t, ILI_LINE);
            ili_put_plain(t, n->result[k].result);
            ili_put(t, ": ");
            ili_put_plain(t, n->result[k].condition);
            ili_put(t, " ");
            ili_put_fixed(t, 100*n->result[k].before, 0);
            ili_put(t, " → ");
            ili_put_fixed(t, 100*n->result[k].after, 0);
            ili_put(t, " %");
        }
    }
}

static void notes(ili_writer *w, int n, const il_note *note) {
    for (int i = 0; i < n; i++) {
        if (!note[i].text) continue;
        ili_out *t = ili_doc_item(w->d);
        ili_put_plain(t, note[i].text);
        if (note[i].grade != IL_GRADE_NONE) ili_putf(t, " " ILI_TAG "%s %s" ILI_END, ILI_SAY(HEAD_EVIDENCE), ili_grade_name(note[i].grade));
        ili_cite_words(w, note[i].source);
    }
}

static void against_condition(ili_writer *w, const il_assessed_condition *c) {
    ili_out *t = ili_doc_heading(w->d);
    ili_putf(t, "%s ", ILI_SAY(AGAINST_ONE));
    ili_put_sided(t, ili_put_plain, c->name, c->side);
    for (int i = 0; i < c->nagainst; i++) {
        const il_assessed_finding *f = &w->a->finding[c->against[i].finding];
        t = ili_doc_item(w->d);
        ili_put_sided(t, ili_put_plain, f->name, f->side);
        ili_put(t, ": ");
        ili_put_observed(t, ili_put_plain, f);
        if (f->use == IL_USE_WEAK) ili_put(t, ", "), ili_put_plain(t, f->use_note);
        if (f->with_best.known) ili_putf(t, "; %s ", ILI_SAY(WOULD_BE)), ili_put_spread(t, &f->with_best);
    }
}

void ili_part_against(ili_writer *w) {
    const il_assessment *a = w->a;
    int                  shown = 0;
    ili_say_section(w, "against", ILI_W_AGAINST);
    for (int k = 0; k < 2; k++) {
        int c = ili_leading_condition(a, k);
        if (c < 0 || !a->condition[c].nagainst) continue;
        against_condition(w, &a->condition[c]);
        shown++;
    }
    if (!shown) ili_say_paragraph(w, ILI_TONE_MUTED, ILI_W_NO_EVIDENCE_AGAINST);
    if (!a->ncontradiction) return;
    ili_say_heading(w, ILI_W_BELIEFS);
    notes(w, a->ncontradiction, a->contradiction);
}

void ili_part_background(ili_writer *w) {
    if (!w->a->nbackground) return;
    ili_say_section(w, "background", ILI_W_BACKGROUND_HEAD);
    ili_say_paragraph(w, ILI_TONE_KEY, ILI_W_BACKGROUND);
    notes(w, w->a->nbackground, w->a->background);
}

void ili_part_unknown(ili_writer *w) {
    ili_say_section(w, "unknown", ILI_W_UNKNOWN);
    if (w->a->nunknown) notes(w, w->a->nunknown, w->a->unknown);
    else ili_say_paragraph(w, ILI_TONE_MUTED, ILI_W_NOTHING_LISTED);
}
