// text.c - the text form: sections of wrapped lines, fitted into 40 lines by shortening the least important first
#include <math.h>
#include <string.h>

#include "ilium/report.h"
#include "report/words.h"

enum { LABEL = 11, WIDTH = IL_REPORT_COLUMNS - LABEL, MAX_LINES = 120, NAME = 41, CELL = 16 };

// one section: lines without the label
typedef struct section {
    const char *label;
    int         least; ///< lines that are kept whatever happens
    ili_out     body;  ///< lines, each ended by \n
    int         nline;
    bool        cut; ///< lines were left out: the last one says so
    int         first, nitem; ///< lines before the first of `nitem` entries of a line each, so that what is left out can be counted; 0: not counted
} section;

// order of printing; danger is never shortened, the rest gives way from the back of `gives_way`
enum { SAFETY, PERSON, FINDINGS, WHY, LOADS, NEXT, AGAINST, UNKNOWN, NOTICE, NSECTION };
static const int gives_way[] = {UNKNOWN, AGAINST, LOADS, WHY, NEXT, FINDINGS, PERSON, SAFETY};

// ---- lines ---------------------------------------------------------------------------------------------------------------------

// bytes of the longest start of `s` that fits `columns`, broken after a space or a slash where there is one
static size_t fitting(const char *s, int columns) {
    size_t at = 0, space = 0;
    for (int used = 0; s[at]; used++) {
        if (used == columns) return space ? space : at;
        size_t n = (size_t)ili_utf8_length(s + at);
        at += n ? n : 1;
        if (s[at] == ' ') space = at;
    }
    return at;
}

// one text, wrapped; lines after the first are indented
static void add_wrapped(section *s, const char *text, int indent) {
    bool first = true;
    while (text && (*text || first)) {
        int    inset = first ? 0 : indent;
        size_t n = fitting(text, WIDTH - inset);
        for (int i = 0; i < inset; i++) ili_put(&s->body, " ");
        ili_put_bytes(&s->body, text, n);
        ili_put(&s->body, "\n");
        s->nline++;
        text += n;
        while (*text == ' ') text++;
        first = false;
    }
}

// each sentence on lines of its own
static void add_sentences(section *s, const char *text) {
    for (const char *end; (end = strstr(text, ". ")); text = end + 2) {
        ili_out one = {0};
        ili_put_bytes(&one, text, (size_t)(end - text) + 1);
        s->body.failed |= one.failed;
        if (one.text) add_wrapped(s, one.text, 0);
        ili_out_free(&one);
    }
    add_wrapped(s, text, 0);
}

// one text on at most `most` lines; what is left out shows as an ellipsis
static void add_short(section *s, const char *text, int indent, int most) {
    ili_out cut = {0};
    int     room = WIDTH * most - (most - 1) * (indent + 12); // wrapping loses some columns a line
    if (ili_columns(text) > room) {
        size_t n = fitting(text, room - 2);
        ili_put_bytes(&cut, text, n);
        ili_put(&cut, " …");
        text = cut.text;
    }
    add_wrapped(s, text ? text : "", indent);
    s->body.failed |= cut.failed;
    ili_out_free(&cut);
}

static void add_taken(section *s, ili_out *line, int indent, int most) {
    s->body.failed |= line->failed;
    if (line->text) add_short(s, line->text, indent, most);
    ili_out_free(line);
}

// a fixed sentence
static void say(const il_assessment *a, section *s, ili_word word) {
    ili_out o = {0};
    ili_put_plain(&o, ili_say(a, word));
    add_taken(s, &o, 0, 4);
}

// a cell of a table: cut to width - 1 and padded
static void put_cell(ili_out *o, ili_out *cell, int width) {
    o->failed |= cell->failed;
    const char *text = cell->text ? cell->text : "";
    int         columns = ili_columns(text);
    if (columns < width) {
        ili_put(o, text);
    } else {
        size_t at = 0;
        for (int i = 0; i < width - 2; i++) {
            int n = ili_utf8_length(text + at);
            at += (size_t)(n ? n : 1);
        }
        ili_put_bytes(o, text, at);
        ili_put(o, "…");
        columns = width - 1;
    }
    for (; columns < width; columns++) ili_put(o, " ");
    ili_out_free(cell);
}

static void put_cell_text(ili_out *o, const char *text, int width) {
    ili_out cell = {0};
    ili_put_plain(&cell, text);
    put_cell(o, &cell, width);
}

// ---- sections ------------------------------------------------------------------------------------------------------------------

static bool alike(const char *a, const char *b) { return a && b ? !strcmp(a, b) : a == b; }
static bool same_advice(const il_safety_item *a, const il_safety_item *b) {
    return a->level == b->level && alike(a->suspect, b->suspect) && alike(a->action, b->action);
}

// a sign with what it may mean and what to do; signs that ask for the same stand together. In an emergency the milder ones stand in the HTML report
static void sign(const il_safety_block *b, int i, section *s) {
    const il_safety_item *item = &b->positive[i];
    ili_out               o = {0};
    for (int k = 0; k < i; k++)
        if (same_advice(&b->positive[k], item)) return;
    ili_putf(&o, "! %s%s", item->level == b->level ? "" : ili_level_name(item->level), item->level == b->level ? "" : ": ");
    for (int k = i, n = 0; k < b->npositive; k++) {
        if (!same_advice(&b->positive[k], item)) continue;
        ili_put(&o, n++ ? " / " : "");
        ili_put_plain(&o, b->positive[k].text);
    }
    if (ili_given(item->suspect)) ili_putf(&o, " (%s ", ILI_SAY(THINK_OF));
    ili_put_plain(&o, item->suspect);
    if (ili_given(item->suspect)) ili_put(&o, ")");
    if (ili_given(item->action)) ili_put(&o, " → ");
    ili_put_plain(&o, item->action);
    add_taken(s, &o, 2, 4);
}

// the level; each positive sign with what to do; what was not asked
static void safety_section(const il_assessment *a, section *s) {
    const il_safety_block *b = &a->safety;
    ili_out                o = {0};
    ili_put_plain(&o, ili_say(a, ili_level_word(b->level)));
    if (b->level == IL_SAFETY_EMERGENCY) ili_put(&o, " ");
    if (b->level == IL_SAFETY_EMERGENCY) ili_put_plain(&o, ili_say(a, ILI_W_EMERGENCY_CALL));
    add_taken(s, &o, 0, 4);
    if (!b->complete || b->level == IL_SAFETY_UNKNOWN) say(a, s, ILI_W_SCREEN_INCOMPLETE);
    for (int i = 0; i < b->npositive; i++) sign(b, i, s);
    if (ili_given(b->refusal)) {
        ili_put_plain(&o, b->refusal);
        add_taken(s, &o, 0, 3);
    }
}

// the items that were not asked, key ones first, as many as three lines hold
static void not_asked(const il_assessment *a, section *s) {
    const il_safety_block *b = &a->safety;
    ili_out                o = {0};
    int                    shown = 0;
    if (!b->nnot_asked) return;
    ili_putf(&o, "%s: ", ILI_SAY(NOT_ASKED));
    for (int key = 1; key >= 0; key--) {
        for (int i = 0; i < b->nnot_asked; i++) {
            if (b->not_asked[i].key != (key == 1)) continue;
            if (o.text && ili_columns(o.text) > 3 * WIDTH - 90) continue;
            ili_put(&o, shown++ ? "; " : "");
            ili_put_plain(&o, b->not_asked[i].text);
        }
    }
    if (shown < b->nnot_asked) ili_putf(&o, "; %s %d %s", ILI_SAY(AND), b->nnot_asked - shown, ILI_SAY(MORE));
    ili_put(&o, ".");
    add_taken(s, &o, 0, 4);
}

static void person_section(const il_assessment *a, section *s) {
    const il_person_summary *p = &a->person;
    ili_out                  o = {0};
    ili_put_plain(&o, p->label ? p->label : ILI_SAY(TEXT_UNNAMED));
    if (p->simulated) ili_putf(&o, " (%s)", ILI_SAY(TEXT_SIMULATED));
    ili_put(&o, ": ");
    ili_put_person(&o, p);
    if (ili_given(p->visit_date)) ili_putf(&o, "; %s ", ILI_SAY(VISIT));
    ili_put_plain(&o, p->visit_date);
    add_taken(s, &o, 2, 2);
    if (a->validity.in_scope) return;
    say(a, s, ILI_W_OUT_OF_SCOPE);
    for (int i = 0; i < a->validity.nreason; i++) {
        ili_put(&o, "- ");
        ili_put_plain(&o, a->validity.reason[i]);
        add_taken(s, &o, 2, 2);
    }
}

// "1. right hip flexors short      likely 0.72 (0.50–0.86)*      supported      C"
static void condition_line(const il_assessment *a, int i, int rank, section *s) {
    const il_assessed_condition *c = &a->condition[i];
    const il_range              *p = &c->present;
    ili_out                      o = {0}, cell = {0};
    ili_putf(&cell, "%d. ", rank);
    ili_put_sided(&cell, ili_put_plain, c->name, c->side);
    put_cell(&o, &cell, NAME);
    ili_putf(&cell, "%s ", ili_likely(p->mid));
    ili_put_chances(&cell, p);
    ili_put(&cell, c->prior.known ? "" : "*");
    put_cell(&o, &cell, 2 * CELL);
    put_cell_text(&o, ili_link_key(c->link), 11);
    ili_put(&o, ili_grade_name(c->grade));
    add_taken(s, &o, 0, 1);
}

static void condition_head(section *s) {
    ili_out o = {0};
    put_cell_text(&o, ili_word_text(ILI_W_HEAD_CONDITION), NAME);
    put_cell_text(&o, ili_word_text(ILI_W_HEAD_PRESENT), 2 * CELL);
    put_cell_text(&o, ili_word_text(ILI_W_HEAD_LINK), 11);
    ili_put(&o, ili_word_text(ILI_W_HEAD_GRADE));
    add_taken(s, &o, 0, 1);
}

// what cannot be told from the condition, but for what an earlier line said
static void inseparable_line(const il_assessment *a, const int *index, int at, section *s) {
    ili_out o = {0};
    int     other[6], all = ili_inseparable_from(a, index[at], other, 6), shown = 0, left = all, most = all > 4 ? 1 : 2; // of many one is named
    for (int k = 0; k < all && k < 6; k++) {
        bool said = false;
        for (int n = 0; n < at; n++) said |= other[k] == index[n];
        left -= said;
        if (said || shown == most) continue;
        ili_put(&o, shown ? ", " : "   ");
        if (!shown++) ili_putf(&o, "%s ", ili_word_text(ILI_W_NOT_SEPARABLE));
        ili_put_sided(&o, ili_put_plain, a->condition[other[k]].name, a->condition[other[k]].side);
    }
    if (shown && left > shown) ili_putf(&o, " %s %d %s", ILI_SAY(AND), left - shown, ILI_SAY(MORE));
    if (shown) add_taken(s, &o, 3, 2);
}

// named on the screen: what leads, and all that the findings raised and that are present with one in ten, or whose odds they doubled however rare it is; what finds no
// place, or stands where it stood before the findings, is counted
enum { NAMED = 6 };
static const double named_from = 0.095, raised = 0.02; // as printed, 0.10; log10 of the factor of the odds
static const double rare = 0.015, doubled = 0.30;

static bool worth_naming(const il_assessed_condition *c) {
    return (c->present.mid >= named_from && c->log10_bayes_factor > raised) || (c->present.mid >= rare && c->log10_bayes_factor >= doubled);
}

static int named_conditions(const il_assessment *a, int *index) {
    int n = 0, kept = 0; // places kept for what leads and stands further down
    for (int k = 0; k < 2; k++) kept += ili_leading_condition(a, k) >= 0;
    for (int i = 0; i < a->ncondition && n < NAMED; i++) {
        bool leads = ili_leading_condition(a, 0) == i || ili_leading_condition(a, 1) == i;
        kept -= leads;
        if (leads || (worth_naming(&a->condition[i]) && n + kept < NAMED)) index[n++] = i;
    }
    return n;
}

// how many are not named: from one in ten on, and below
static void count_unnamed(const il_assessment *a, int named, ili_out *o) {
    int raised_all = 0, unmoved = 0;
    for (int i = 0; i < a->ncondition; i++) {
        bool worth = worth_naming(&a->condition[i]);
        raised_all += worth;
        unmoved += !worth && a->condition[i].present.mid >= named_from;
    }
    if (raised_all > named) ili_putf(o, " %d %s", raised_all - named, ILI_SAY(TEXT_MORE_RAISED));
    if (unmoved) ili_putf(o, " %d %s", unmoved, ILI_SAY(TEXT_0_10_OVER_NOT));
    if (a->ncondition > named + unmoved) ili_putf(o, " %d %s", a->ncondition - (raised_all > named ? raised_all : named) - unmoved, ILI_SAY(TEXT_BELOW));
}

// what leads, how much lies with how many conditions, and how many conditions are not named: before the table, whose end gives way
static void totals(const il_assessment *a, int named, section *s) {
    static const ili_word what[] = {ILI_W_TEXT_ALL_NONE, ILI_W_TEXT_ONE, ILI_W_TEXT_TWO_TOGETHER, ILI_W_TEXT_NOT_DETERMINED};
    ili_out                  o = {0};
    double                   sum[4] = {0};
    for (int i = 0; i < a->nhypothesis; i++) sum[a->hypothesis[i].kind] += a->hypothesis[i].probability;
    for (int k = 0; k < 4 && a->nhypothesis; k++) {
        ili_put(&o, ili_word_text(what[k]));
        ili_put_chance(&o, sum[k]);
    }
    if (a->nhypothesis) ili_put(&o, ".");
    count_unnamed(a, named, &o);
    add_taken(s, &o, 2, 2);
    if (named <= 1 && ili_leading_condition(a, 1) < 0) return;
    ili_putf(&o, "%s: ", ILI_SAY(LEADING_EXPLANATION));
    ili_put_hypothesis(&o, ili_put_plain, a, a->leading);
    ili_put(&o, " ");
    ili_put_fixed(&o, a->hypothesis[a->leading].probability, 2);
    add_taken(s, &o, 2, 2);
}

static void findings_section(const il_assessment *a, section *s) {
    int index[NAMED], n = named_conditions(a, index);
    say(a, s, ILI_W_CALIBRATION);
    if (n) say(a, s, ILI_W_PRESENT_NOT_PAINFUL);
    if (ili_supports_none(a)) {
        ili_out o = {0};
        add_sentences(s, ili_say(a, ILI_W_NO_FINDINGS));
        if (!n && ili_speak_a_little(a)) ili_put_a_little(&o, a); // else they are named below
        add_taken(s, &o, 0, 3);
    } else if (a->hypothesis[a->leading].kind == IL_HYPOTHESIS_NOT_DETERMINED) say(a, s, ILI_W_NOT_DETERMINED);
    totals(a, n, s);
    if (n) condition_head(s);
    for (int i = 0; i < n; i++) {
        condition_line(a, index[i], i + 1, s);
        if (i < 2) inseparable_line(a, index, i, s);
    }
}

static bool listed(const int *index, int n, int f) {
    for (int i = 0; i < n; i++)
        if (index[i] == f) return true;
    return false;
}

// the finding of this use that is not listed yet and lies farthest from healthy, or -1
static int next_finding(const il_assessment *a, il_finding_use use, const int *index, int n) {
    int best = -1;
    for (int f = 0; f < a->nfinding; f++)
        if (a->finding[f].use == use && !listed(index, n, f) && (best < 0 || ili_surprise(&a->finding[f]) > ili_surprise(&a->finding[best])))
            best = f;
    return best;
}

// findings in the order of how much they say: about the leading conditions, about the others that are named, then against a healthy person, then the rest
static int by_weight(const il_assessment *a, int *index, int most) {
    static const il_finding_use uses[] = {IL_USE_SIMULATED, IL_USE_PUBLISHED, IL_USE_WEAK, IL_USE_NONE};
    int                         n = 0, named[NAMED], nnamed = named_conditions(a, named);
    for (int k = 0; k < 2; k++) {
        int c = ili_leading_condition(a, k);
        for (int i = 0; c >= 0 && i < a->condition[c].nexplains && n < most; i++)
            if (!listed(index, n, a->condition[c].explains[i].finding)) index[n++] = a->condition[c].explains[i].finding;
    }
    for (int k = 0; k < nnamed; k++) // what moved each of the others most
        if (a->condition[named[k]].nexplains && n < most && !listed(index, n, a->condition[named[k]].explains[0].finding))
            index[n++] = a->condition[named[k]].explains[0].finding;
    for (int k = 0; k < 4; k++)
        for (int f; n < most && (f = next_finding(a, uses[k], index, n)) >= 0;) index[n++] = f;
    return n;
}

enum { WHY_MOST = 10, WHY_WANTED = 6 }; // findings at most; lines that it keeps while others give way

// measured | healthy | with the condition
static void why_section(const il_assessment *a, section *s) {
    ili_out o = {0}, cell = {0};
    int     index[WHY_MOST], n = by_weight(a, index, WHY_MOST);
    if (!n) return;
    s->first = 1, s->nitem = a->nfinding;
    put_cell_text(&o, "", NAME);
    put_cell_text(&o, ILI_SAY(HEAD_MEASURED), CELL);
    put_cell_text(&o, ILI_SAY(HEAD_HEALTHY), CELL);
    put_cell_text(&o, ili_leading_condition(a, 0) < 0 ? "" : ILI_SAY(HEAD_WITH), CELL);
    add_taken(s, &o, 0, 1);
    for (int i = 0; i < n; i++) {
        const il_assessed_finding *f = &a->finding[index[i]];
        ili_put_sided(&cell, ili_put_plain, f->name, f->side);
        put_cell(&o, &cell, NAME);
        ili_put_observed(&cell, ili_put_plain, f);
        if (*ili_limited_name(f->limited_by)) ili_put(&cell, f->limited_by == IL_LIMITED_GUARDING ? ILI_SAY(TEXT_GUARDED) : ILI_SAY(TEXT_PAIN));
        put_cell(&o, &cell, CELL);
        if (f->use == IL_USE_SIMULATED) {
            if (f->healthy.known) ili_put_spread(&cell, &f->healthy);
            put_cell(&o, &cell, CELL);
            if (ili_leading_condition(a, 0) >= 0 && f->with_best.known) ili_put_spread(&cell, &f->with_best);
            put_cell(&o, &cell, CELL);
        } else {
            ili_put(&o, f->use == IL_USE_PUBLISHED ? ILI_SAY(TEXT_PUBLISHED_ACCURACY) : f->use == IL_USE_WEAK ? f->use_note : ILI_SAY(USE_NONE));
        }
        add_taken(s, &o, 0, 1);
    }
    if (a->nfinding > n) ili_putf(&o, "%s %d %s", ILI_SAY(AND), a->nfinding - n, ILI_SAY(TEXT_MORE_HTML_REPORT));
    add_taken(s, &o, 0, 1);
}

// what always stands: sacroiliac motion, ligament shares, flexor co-contraction, on one line
static void print_line(const il_assessment *a, section *s) {
    ili_out o = {0};
    int     shown = 0;
    for (int i = 0; i < a->nprint; i++) {
        const il_print *p = &a->print[i];
        if (p->kind == IL_PRINT_POSTURE || ili_is_warning(p) || !p->healthy.known) continue;
        ili_put(&o, shown++ ? "; " : "");
        ili_put_sided(&o, ili_put_plain, p->name, p->side);
        ili_put(&o, " ");
        ili_put_fixed(&o, p->with_best.known ? p->with_best.mid : p->healthy.mid, ili_decimals(p->healthy.high - p->healthy.low));
        if (ili_given(p->unit)) ili_put(&o, " ");
        ili_put_plain(&o, p->unit);
    }
    add_taken(s, &o, 2, 2);
}

static void loads_section(const il_assessment *a, section *s) {
    ili_out o = {0}, cell = {0};
    int     n = a->nload < 4 ? a->nload : 4;
    bool    with = ili_leading_condition(a, 0) >= 0;
    for (int i = 0; i < a->nprint; i++) {
        if (!ili_is_warning(&a->print[i])) continue;
        ili_put(&o, "! ");
        ili_put_warning(&o, &a->print[i]);
        add_taken(s, &o, 2, 2);
    }
    s->first = s->nline + 1, s->nitem = n ? a->nload : 0;
    if (n) {
        put_cell_text(&o, ili_word_text(ILI_W_LOAD_NOT_PAIN_BRIEF), NAME);
        put_cell_text(&o, ILI_SAY(HEAD_HEALTHY), CELL + 4);
        ili_put(&o, with ? ILI_SAY(HEAD_WITH) : "");
        add_taken(s, &o, 0, 1);
    }
    for (int i = 0; i < n; i++) {
        const il_load *l = &a->load[i];
        ili_put_sided(&cell, ili_put_plain, l->structure, l->side);
        ili_put(&cell, ili_given(l->quantity) ? " " : "");
        ili_put_plain(&cell, l->quantity);
        put_cell(&o, &cell, NAME);
        ili_put_range(&cell, &l->healthy);
        put_cell(&o, &cell, CELL + 4);
        if (with) ili_put_range(&cell, &l->with_best);
        put_cell(&o, &cell, with ? CELL + 4 : 1);
        ili_put_plain(&o, l->unit);
        add_taken(s, &o, 0, 1);
    }
    print_line(a, s);
}

static void next_section(const il_assessment *a, section *s) {
    ili_out o = {0};
    if (!a->safety.complete) {
        say(a, s, ILI_W_ASK_FIRST);
    }
    for (int i = 0; i < a->nnext && i < 2; i++) {
        ili_put_sided(&o, ili_put_plain, a->next[i].name, a->next[i].side);
        ili_put(&o, " (");
        ili_put_fixed(&o, a->next[i].information_bits, 2);
        if (a->next[i].burden_min > 0.0) ili_putf(&o, " %s, %.0f %s", ILI_SAY(BITS), a->next[i].burden_min, ILI_SAY(MINUTES));
        else ili_putf(&o, " %s", ILI_SAY(BITS));
        ili_put(&o, ili_given(a->next[i].why) ? "): " : ")");
        ili_put_plain(&o, a->next[i].why);
        for (int k = 0; k < 2 && a->next[i].result[k].result; k++) {
            ili_put(&o, k ? ", " : "; ");
            ili_put_plain(&o, a->next[i].result[k].result);
            ili_putf(&o, ": %.0f → %.0f %%", 100.0*a->next[i].result[k].before, 100.0*a->next[i].result[k].after);
        }
        add_taken(s, &o, 2, 2);
    }
    if (!a->nnext) say(a, s, ILI_W_NO_NEXT_TEST);
}

// what speaks against the leading conditions; published evidence against common belief
static void against_section(const il_assessment *a, section *s) {
    ili_out o = {0};
    int     lines = 0;
    for (int k = 0; k < 2; k++) {
        int                          c = ili_leading_condition(a, k);
        const il_assessed_condition *q = c >= 0 ? &a->condition[c] : NULL;
        if (!q || !q->nagainst) continue;
        ili_put_sided(&o, ili_put_plain, q->name, q->side);
        ili_put(&o, ": ");
        for (int i = 0; i < q->nagainst && i < 3; i++) {
            const il_assessed_finding *f = &a->finding[q->against[i].finding];
            ili_put(&o, i ? "; " : "");
            ili_put_sided(&o, ili_put_plain, f->name, f->side);
            ili_put(&o, " ");
            ili_put_observed(&o, ili_put_plain, f);
            if (f->use == IL_USE_WEAK) ili_putf(&o, ", %s", f->use_note);
            if (f->use != IL_USE_SIMULATED || !f->with_best.known) continue;
            ili_putf(&o, " (%s ", ILI_SAY(TEXT_WITH));
            ili_put_spread(&o, &f->with_best);
            ili_put(&o, ")");
        }
        add_taken(s, &o, 2, 2);
        lines++;
    }
    if (!lines && ili_leading_condition(a, 0) >= 0) say(a, s, ILI_W_NO_EVIDENCE_AGAINST);
    for (int i = 0; i < a->ncontradiction && i < 1; i++) {
        ili_put_plain(&o, a->contradiction[i].text);
        add_taken(s, &o, 2, 2);
    }
}

static void unknown_section(const il_assessment *a, section *s) {
    ili_out     o = {0};
    const char *calibration = ili_say(a, ILI_W_CALIBRATION);
    for (int i = 0; i < a->nunknown; i++) {
        const char *text = a->unknown[i].text;
        if (!text || !strcmp(text, calibration)) continue; // said under FINDINGS
        ili_put(&o, !o.size ? "" : o.text[o.size - 1] == '.' ? " " : "; ");
        ili_put_plain(&o, text);
    }
    if (!o.size) ili_put(&o, ili_word_text(ILI_W_NOTHING_LISTED));
    add_taken(s, &o, 2, 3);
}

static void notice_section(const il_assessment *a, section *s) {
    ili_out o = {0};
    for (int i = 0; ili_notice(a, i); i++) {
        ili_put(&o, i ? " " : "");
        ili_put_plain(&o, ili_notice(a, i));
    }
    add_taken(s, &o, 0, 9);
    ili_putf(&o, "%s ", ILI_SAY(CARE_ILIUM));
    ili_put_plain(&o, a->program_version ? a->program_version : "?");
    if (a->data_hash) ili_putf(&o, " %s %.12s", ILI_SAY(TEXT_DATA), a->data_hash);
    if (a->locally_modified) ili_putf(&o, " (%s)", ili_word_text(ILI_W_MODIFIED_TAG));
    if (a->effort.seconds > 0) {
        ili_put(&o, " · ");
        ili_put_fixed(&o, a->effort.seconds, 1);
        ili_putf(&o, " s, %ld %s", a->effort.solves + a->effort.followed, ILI_SAY(TEXT_EQUILIBRIA));
    }
    add_taken(s, &o, 0, 1);
}

// ---- the whole -----------------------------------------------------------------------------------------------------------------

// lines of a section that are too many, down to `least`
static void give_way(section *cut, int least, int *total) {
    int give = cut->nline - least;
    if (give > *total - IL_REPORT_LINES) give = *total - IL_REPORT_LINES;
    if (give <= 0) return;
    cut->nline -= give;
    cut->cut = true;
    *total -= give;
}

// cut sections, the most patient first, until all lines fit
static void fit(section *s) {
    int total = 0;
    for (int i = 0; i < NSECTION; i++) total += s[i].nline;
    give_way(&s[WHY], WHY_WANTED, &total);
    for (size_t k = 0; k < sizeof gives_way / sizeof *gives_way && total > IL_REPORT_LINES; k++) {
        give_way(&s[gives_way[k]], s[gives_way[k]].least, &total);
    }
}

static void print(const section *s, ili_out *o) {
    const char *line = s->body.text;
    for (int i = 0; i < s->nline && line; i++) {
        const char *end = strchr(line, '\n');
        ili_putf(o, "%-*s", LABEL, i ? "" : s->label);
        size_t n = end ? (size_t)(end - line) : strlen(line);
        bool last = s->cut && i == s->nline - 1;
        if (last && i > 0) {
            int left = s->nitem - (s->nline - 1 - s->first);
            if (s->nitem && left > 0) ili_putf(o, "%s %d %s\n", ILI_SAY(TEXT_AND), left, ILI_SAY(TEXT_MORE_HTML_REPORT_HTML));
            else ili_putf(o, "%s\n", ILI_SAY(TEXT_MORE_HTML_FILE_ALONE));
            return;
        }
        size_t short_enough = fitting(line, WIDTH - 2);
        if (last && n > short_enough) n = short_enough;
        while (n && line[n - 1] == ' ') n--;
        ili_put_bytes(o, line, n);
        while (o->size && o->text[o->size - 1] == ' ') o->size--;
        ili_put(o, last ? " …\n" : "\n");
        line = end ? end + 1 : NULL;
    }
}

static void rank(const il_assessment *a, section *s) {
    findings_section(a, &s[FINDINGS]);
    why_section(a, &s[WHY]);
    loads_section(a, &s[LOADS]);
    next_section(a, &s[NEXT]);
    against_section(a, &s[AGAINST]);
}

il_status il_report_text(const il_assessment *a, char **text, size_t *size, il_error *err) {
    *text = NULL;
    il_status status = il_assessment_check(a, err);
    if (status) return status;
    section s[NSECTION] = {{.label = ILI_SAY(CARE_SAFETY), .least = 12}, {.label = ILI_SAY(TEXT_PERSON), .least = 1},  {.label = ILI_SAY(TEXT_FINDINGS), .least = 6},
                           {.label = ILI_SAY(TEXT_WHY), .least = 4},     {.label = ILI_SAY(TEXT_LOADS), .least = 3},   {.label = ILI_SAY(TEXT_NEXT_TEST), .least = 1},
                           {.label = ILI_SAY(TEXT_AGAINST), .least = 1}, {.label = ILI_SAY(TEXT_NOT_KNOWN), .least = 1}, {.label = ILI_SAY(CARE_NOTICE), .least = 10}};
    safety_section(a, &s[SAFETY]);
    not_asked(a, &s[SAFETY]);
    person_section(a, &s[PERSON]);
    if (ili_may_rank(a)) rank(a, s);
    else if (a->safety.level == IL_SAFETY_EMERGENCY) say(a, &s[FINDINGS], ILI_W_NO_RANKING);
    else if (a->validity.in_scope && (!ili_given(a->safety.refusal) || a->safety.level == IL_SAFETY_UNKNOWN)) say(a, &s[FINDINGS], ILI_W_NO_RANKING_SCREEN);
    if (a->safety.level != IL_SAFETY_EMERGENCY) unknown_section(a, &s[UNKNOWN]);
    notice_section(a, &s[NOTICE]);
    fit(s);
    ili_out o = {0};
    for (int i = 0; i < NSECTION; i++) {
        print(&s[i], &o);
        o.failed |= s[i].body.failed;
        ili_out_free(&s[i].body);
    }
    return ili_out_take(&o, text, size, err);
}
