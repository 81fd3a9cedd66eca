// html_ranking.c - the parts of the HTML report that name conditions and what they rest on
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/figure.h"
#include "report/html.h"

static void put_condition(const il_assessment *a, int i, ili_out *o) {
    ili_put_sided(o, ili_put_escaped, a->condition[i].name, a->condition[i].side);
}

// names of what cannot be told from condition i, the most probable; how many there are
static int put_inseparable(const il_assessment *a, int i, const char *before, ili_out *o) {
    enum { MOST = 3 };
    int other[MOST], all = ili_inseparable_from(a, i, other, MOST);
    for (int k = 0; k < all && k < MOST; k++) {
        ili_put(o, k ? ", " : before);
        put_condition(a, other[k], o);
    }
    if (all > MOST) ili_putf(o, " and %d more", all - MOST);
    return all;
}

// ---- in short ------------------------------------------------------------------------------------------------------------------

void ili_html_short(const il_assessment *a, ili_out *o) {
    ili_html_open(o, "short", "In short");
    if (ili_supports_none(a)) {
        ili_html_say(a, o, "do", ILI_W_NO_FINDINGS);
    } else if (a->hypothesis[a->leading].kind == IL_HYPOTHESIS_NOT_DETERMINED) {
        ili_html_say(a, o, "do", ILI_W_NOT_DETERMINED);
    }
    for (int k = 0; k < 2; k++) {
        int i = ili_leading_condition(a, k);
        if (i < 0) continue;
        const il_assessed_condition *c = &a->condition[i];
        ili_put(o, "<p class=\"lead\"><strong>");
        put_condition(a, i, o);
        ili_putf(o, "</strong>: %s, ", ili_likely(c->present.mid));
        ili_put_chances(o, &c->present);
        ili_putf(o, "; %s", ili_link_text(c->link));
        put_inseparable(a, i, "; cannot be separated from ", o);
        ili_put(o, ".</p>\n");
    }
    if (a->nnext) {
        ili_put(o, "<p>Next test: <strong>");
        ili_put_sided(o, ili_put_escaped, a->next[0].name, a->next[0].side);
        ili_put(o, "</strong>");
        if (ili_given(a->next[0].why)) ili_put(o, ": ");
        ili_put_escaped(o, a->next[0].why);
        ili_put(o, ".</p>\n");
    }
    ili_put(o, "<p class=\"key\">");
    ili_put_escaped(o, ili_say(a, ILI_W_CALIBRATION));
    ili_put(o, "<br/>");
    ili_put_escaped(o, ili_say(a, ILI_W_PRESENT_NOT_PAINFUL));
    ili_put(o, "</p>\n</section>\n");
}

// ---- ranking -------------------------------------------------------------------------------------------------------------------

static void condition_row(const il_assessment *a, int i, ili_out *o) {
    const il_assessed_condition *c = &a->condition[i];
    ili_put(o, "<tr><td class=\"name\"><strong>");
    put_condition(a, i, o);
    ili_put(o, "</strong>");
    if (c->severity.known && c->present.mid >= 0.1) {
        ili_put(o, "<span class=\"small\">if present: ");
        ili_put_range(o, &c->severity);
        ili_put(o, " ");
        ili_put_escaped(o, c->severity_unit);
        ili_put(o, "</span>");
    }
    if (c->present.mid >= 0.1 && put_inseparable(a, i, "<span class=\"small\">cannot be separated from ", o)) ili_put(o, "</span>");
    ili_put(o, "</td><td>");
    ili_put_picture(o, ili_figure_probability(&c->present));
    ili_putf(o, "</td><td class=\"n\">%s<span class=\"small\">", ili_likely(c->present.mid));
    ili_put_chances(o, &c->present);
    ili_putf(o, "</span></td><td>%s</td><td>%s</td><td class=\"n\">", ili_link_key(c->link), ili_grade_name(c->grade));
    if (c->prior.known) ili_put_chances(o, &c->prior);
    else ili_put(o, "none published");
    ili_put(o, "</td></tr>\n");
}

static void put_source(ili_out *o, const char *what, const char *text) {
    if (!ili_given(text)) return;
    ili_putf(o, " %s: ", what);
    ili_put_escaped(o, text);
    ili_put(o, ".");
}

// one entry a condition, both sides together
void ili_html_sources(const il_assessment *a, ili_out *o) {
    int n = 0;
    for (int i = 0; i < a->ncondition; i++) {
        const il_assessed_condition *c = &a->condition[i];
        bool said = !ili_worth_a_row(a, i) || !(ili_given(c->link_source) || ili_given(c->grade_source) || ili_given(c->prior_source));
        for (int k = 0; k < i; k++) said |= ili_worth_a_row(a, k) && !strcmp(a->condition[k].name, c->name);
        if (said) continue;
        if (!n++) ili_html_open(o, "sources", "Sources of the conditions named");
        ili_put(o, n == 1 ? "<ul class=\"small muted\">\n<li><strong>" : "<li><strong>");
        ili_put_escaped(o, c->name);
        ili_put(o, "</strong>:");
        put_source(o, "prior", c->prior_source);
        put_source(o, "evidence", c->grade_source);
        put_source(o, "link to the pain", c->link_source);
        ili_put(o, "</li>\n");
    }
    if (n) ili_put(o, "</ul></section>\n");
}

// the conditions without a row of their own
static void less_probable(const il_assessment *a, ili_out *o) {
    int n = 0;
    for (int i = 0; i < a->ncondition; i++) {
        if (ili_worth_a_row(a, i)) continue;
        ili_put(o, n++ ? "; " : "<p class=\"small\">Each under 0.10 even at the highest prior: ");
        put_condition(a, i, o);
        ili_put(o, " ");
        ili_put_chance(o, a->condition[i].present.mid);
    }
    if (n) ili_put(o, ".</p>\n");
}

// pairs among the conditions with a row; the others are counted
static void pairs(const il_assessment *a, ili_out *o) {
    static const char *const head[] = {"these findings fit both", "", "how much better the first fits (1: equally)", "a test that would tell", NULL};
    int                      n = 0;
    for (int i = 0; i < a->ninseparable; i++) {
        const il_inseparable *q = &a->inseparable[i];
        if (!ili_worth_a_row(a, q->a) || !ili_worth_a_row(a, q->b) || n >= 10) continue;
        if (!n++) {
            ili_put(o, "<h3>Pairs that cannot be separated</h3>\n");
            ili_html_table(o, "pairs", "Under 3 the findings do not tell one from the other.", head);
        }
        ili_put(o, "<tr><td>");
        put_condition(a, q->a, o);
        ili_put(o, "</td><td>");
        put_condition(a, q->b, o);
        ili_put(o, "</td><td class=\"n\">");
        ili_put_fixed(o, q->bayes_factor, 1);
        ili_put(o, "</td><td>");
        ili_put_escaped(o, ili_given(q->test) ? q->test : "none known");
        ili_put(o, "</td></tr>\n");
    }
    if (n) ili_put(o, "</tbody></table></div>\n");
    if (a->ninseparable > n)
        ili_putf(o, "<p class=\"muted small\">%s%d pairs of less probable conditions cannot be separated either.</p>\n", n ? "A further " : "",
                 a->ninseparable - n);
}

// the combinations that hold one per cent or more
static void combinations(const il_assessment *a, ili_out *o) {
    static const char *const head[] = {"explanation", "probability", NULL};
    double                   share[4] = {0};
    if (!a->nhypothesis) return;
    for (int i = 0; i < a->nhypothesis; i++) share[(unsigned)a->hypothesis[i].kind & 3] += a->hypothesis[i].probability;
    ili_put(o, "<h3>All explanations together</h3>\n");
    ili_put_picture(o, ili_figure_shares(share));
    ili_html_say(a, o, "muted small", ILI_W_AT_MOST_TWO);
    ili_html_table(o, "plain", "All together they sum to one. The ten most probable that reach 0.01.", head);
    for (int i = 0; i < a->nhypothesis; i++) {
        if (i >= 10 || a->hypothesis[i].probability < 0.01) continue;
        ili_put(o, i == a->leading ? "<tr><td><strong>" : "<tr><td>");
        ili_put_hypothesis(o, ili_put_escaped, a, i);
        ili_put(o, i == a->leading ? "</strong> <span class=\"tag\">leading</span></td><td class=\"n\">" : "</td><td class=\"n\">");
        ili_put_chance(o, a->hypothesis[i].probability);
        ili_put(o, "</td></tr>\n");
    }
    ili_put(o, "</tbody></table></div>\n");
}

// what the three links mean
static void link_words(const il_assessment *a, ili_out *o) {
    ili_put(o, "<p class=\"muted small\">Link to the pain: ");
    for (int w = ILI_W_LINK_IS_SUPPORTED; w <= ILI_W_LINK_IS_UNKNOWN; w++) {
        ili_put_escaped(o, ili_say(a, (ili_word)w));
        ili_put(o, w < ILI_W_LINK_IS_UNKNOWN ? "; " : ".</p>\n");
    }
}

void ili_html_ranking(const il_assessment *a, ili_out *o) {
    static const char *const head[] = {"condition", "present: 0 to 1", "probability", "link to this pain", "evidence", "prior", NULL};
    if (!a->ncondition) return;
    ili_html_open(o, "ranking", "Conditions that may be present");
    ili_html_say(a, o, "muted", ILI_W_PRESENT_NOT_PAINFUL);
    ili_html_table(o, "ranking",
                   "Bar: at the usual prior. Pale bar and line: from the lowest to the highest prior. Evidence: A strong to D weak, for the link "
                   "between condition and pain.",
                   head);
    for (int i = 0; i < a->ncondition; i++)
        if (ili_worth_a_row(a, i)) condition_row(a, i, o);
    ili_put(o, "</tbody></table></div>\n");
    less_probable(a, o);
    ili_html_say(a, o, "muted small", ILI_W_CALIBRATION);
    ili_html_say(a, o, "muted small", ILI_W_CONTRIBUTING);
    ili_html_say(a, o, "muted small", ILI_W_EVIDENCE_SCALE);
    link_words(a, o);
    pairs(a, o);
    combinations(a, o);
    ili_put(o, "</section>\n");
}

// ---- findings ------------------------------------------------------------------------------------------------------------------

static void mark(ili_ink line, ili_ink dot, const char *text, ili_out *o) {
    ili_picture p = {.width = 34, .height = 14};
    if (dot == ILI_INK_NORM) {
        ili_draw_rect(&p, dot, 2, 1, 30, 12, 2);
    } else {
        ili_draw_line(&p, line, 3.5, 2, 7, 32, 7);
        if (dot == ILI_INK_SEEN_DOT) ili_draw_polygon(&p, dot, 4, (double[]){17, 1, 23, 7, 17, 13, 11, 7}, NULL);
        else ili_draw_ellipse(&p, dot, 17, 7, 4, 4, 0, NULL);
    }
    ili_put(o, "<span>");
    ili_put_picture(o, p);
    ili_put(o, text);
    ili_put(o, "</span>");
}

static void legend(bool seen, bool with, const char *norm, ili_out *o) {
    ili_put(o, "<div class=\"legend\">");
    if (seen) mark(ILI_INK_SEEN, ILI_INK_SEEN_DOT, "measured, with its error", o);
    mark(ILI_INK_HEALTHY, ILI_INK_HEALTHY_DOT, "this person, healthy", o);
    if (with) mark(ILI_INK_WITH, ILI_INK_WITH_DOT, "with the leading explanation", o);
    mark(ILI_INK_NORM, ILI_INK_NORM, norm, o);
    ili_put(o, "</div>\n");
}

static void spread_cell(const il_spread *s, const char *source, ili_out *o) {
    ili_put(o, "<td class=\"n\">");
    if (s->known) ili_put_spread(o, s);
    else ili_put(o, "–");
    if (s->known && ili_given(source)) {
        ili_put(o, "<span class=\"small\">");
        ili_put_escaped(o, source);
        ili_put(o, "</span>");
    }
    ili_put(o, "</td>");
}

static void finding_row(const il_assessment *a, const il_assessed_finding *f, bool with, ili_out *o) {
    bool predicted = ili_may_rank(a) && f->use == IL_USE_SIMULATED;
    ili_put(o, "<tr><td class=\"name\">");
    ili_put_sided(o, ili_put_escaped, f->name, f->side);
    if (ili_given(f->caution)) ili_put(o, "<span class=\"small\">");
    ili_put_escaped(o, f->caution);
    if (ili_given(f->caution)) ili_put(o, "</span>");
    ili_put(o, "</td><td class=\"n\"><strong>");
    ili_put_observed(o, ili_put_escaped, f);
    ili_put(o, "</strong>");
    if (*ili_limited_name(f->limited_by)) ili_putf(o, "<span class=\"small\">%s</span>", ili_limited_name(f->limited_by));
    ili_put(o, "</td>");
    if (!predicted) {
        ili_put(o, !ili_may_rank(a) ? "<td class=\"muted\">" : with ? "<td class=\"muted\" colspan=\"3\">" : "<td class=\"muted\" colspan=\"2\">");
        ili_put(o, !ili_may_rank(a)                    ? "recorded"
                   : f->use == IL_USE_PUBLISHED ? "entered by published accuracy"
                   : f->use == IL_USE_SAFETY    ? "belongs to the safety screen"
                   : f->use == IL_USE_WEAK      ? "history"
                                                : "did not enter");
        if (ili_given(f->use_note)) ili_put(o, ": ");
        ili_put_escaped(o, f->use_note);
        ili_put(o, "</td>");
    } else {
        ili_put(o, "<td>");
        ili_put_picture(o, ili_figure_finding(f, with));
        ili_put(o, "</td>");
        spread_cell(&f->healthy, NULL, o);
        if (with) spread_cell(&f->with_best, NULL, o);
    }
    spread_cell(&f->norm, f->norm_source, o);
    ili_put(o, "</tr>\n");
}

static bool alike(const char *a, const char *b) { return ili_given(a) && ili_given(b) ? !strcmp(a, b) : ili_given(a) == ili_given(b); }

// the unused findings with this reason, in one entry
static void unused_for(const il_assessment *a, int first, ili_out *o) {
    const char *why = a->finding[first].use_note;
    ili_put(o, "<li>");
    for (int i = first, n = 0; i < a->nfinding; i++) {
        const il_assessed_finding *f = &a->finding[i];
        if (f->use != IL_USE_NONE || !alike(f->use_note, why)) continue;
        ili_put(o, n++ ? "; " : "");
        ili_put_sided(o, ili_put_escaped, f->name, f->side);
        ili_put(o, " <strong>");
        ili_put_observed(o, ili_put_escaped, f);
        ili_put(o, "</strong>");
        if (*ili_limited_name(f->limited_by)) ili_putf(o, " (%s)", ili_limited_name(f->limited_by));
    }
    if (ili_given(why)) ili_put(o, ". <span class=\"muted\">");
    ili_put_escaped(o, why);
    ili_put(o, ili_given(why) ? "</span></li>\n" : "</li>\n");
}

// what was recorded but did not enter, by reason
static void unused(const il_assessment *a, ili_out *o) {
    int n = 0;
    for (int i = 0; i < a->nfinding; i++) {
        bool said = a->finding[i].use != IL_USE_NONE;
        for (int k = 0; k < i; k++) said |= a->finding[k].use == IL_USE_NONE && alike(a->finding[k].use_note, a->finding[i].use_note);
        if (said) continue;
        if (!n++) ili_put(o, "<h3>Recorded, did not enter</h3>\n<ul class=\"small\">\n");
        unused_for(a, i, o);
    }
    if (n) ili_put(o, "</ul>\n");
}

void ili_html_findings(const il_assessment *a, ili_out *o) {
    bool              with = ili_leading_condition(a, 0) >= 0, ranked = ili_may_rank(a);
    const char *const all[] = {"test", "measured", "measured beside predicted", "healthy", "with leading", "published norm", NULL};
    const char *const alone[] = {"test", "measured", "measured beside predicted", "healthy", "published norm", NULL};
    const char *const plain[] = {"test", "measured", "", "published norm", NULL};
    if (!a->nfinding) return;
    ili_html_open(o, "findings", ili_may_rank(a) ? "Why: measured beside predicted" : "Findings recorded");
    if (ili_may_rank(a)) {
        if (with) {
            ili_put(o, "<p>Leading explanation: <strong>");
            ili_put_hypothesis(o, ili_put_escaped, a, a->leading);
            ili_put(o, "</strong></p>\n");
        }
        legend(true, with, "published norm ± 2 SD", o);
    }
    ili_html_table(o, "findings",
                   "Thick line: one standard deviation; thin line: two. Predictions come from simulating the test on a body of this person's sex, "
                   "age, height and mass.",
                   !ranked ? plain
                   : with  ? all
                           : alone);
    for (int i = 0; i < a->nfinding; i++)
        if (!ili_may_rank(a) || a->finding[i].use != IL_USE_NONE) finding_row(a, &a->finding[i], with, o);
    ili_put(o, "</tbody></table></div>\n");
    if (ili_may_rank(a)) unused(a, o);
    ili_put(o, "</section>\n");
}

// ---- loads and posture ---------------------------------------------------------------------------------------------------------

static void range_cell(const il_range *r, const char *source, ili_out *o) {
    ili_put(o, "<td class=\"n\">");
    if (r->known) ili_put_range(o, r);
    else ili_put(o, "–");
    if (r->known && ili_given(source)) {
        ili_put(o, "<span class=\"small\">");
        ili_put_escaped(o, source);
        ili_put(o, "</span>");
    }
    ili_put(o, "</td>");
}

// the greatest end of all ranges with this unit, so that rows compare
static double top_of(const il_assessment *a, const char *unit) {
    double top = 0;
    for (int i = 0; i < a->nload; i++) {
        const il_load *l = &a->load[i];
        bool           same = unit == l->unit || (unit && l->unit && !strcmp(unit, l->unit));
        if (same) top = fmax(top, fmax(l->healthy.high, fmax(l->with_best.high, l->published.high)));
    }
    return top;
}

static void load_row(const il_assessment *a, const il_load *l, bool with, ili_out *o) {
    ili_put(o, "<tr><td class=\"name\">");
    ili_put_sided(o, ili_put_escaped, l->structure, l->side);
    ili_put(o, "<span class=\"small\">");
    ili_put_escaped(o, l->quantity);
    ili_put(o, ili_given(l->unit) ? ", " : "");
    ili_put_escaped(o, l->unit);
    ili_put(o, "</span></td><td>");
    ili_put_picture(o, ili_figure_load(l, with, top_of(a, l->unit)));
    ili_put(o, "</td>");
    range_cell(&l->healthy, NULL, o);
    if (with) range_cell(&l->with_best, NULL, o);
    range_cell(&l->published, l->published_source, o);
    ili_put(o, "</tr>\n");
}

static void posture_table(const il_assessment *a, bool with, ili_out *o) {
    static const char *const all[] = {"what the body does", "healthy", "with leading", "", NULL}, *const alone[] = {"what the body does", "healthy",
                                                                                                                    NULL};
    int                      held = 0;
    for (int i = 0; i < a->nprint; i++) {
        if (a->print[i].kind != IL_PRINT_NOT_HELD) continue;
        ili_putf(o, held++ ? "; " : "<p class=\"do\">%s: ", ili_word_text(ILI_W_NOT_HELD));
        ili_put_sided(o, ili_put_escaped, a->print[i].name, a->print[i].side);
    }
    if (held) ili_put(o, ".</p>\n");
    if (a->nprint == held) return;
    ili_html_table(o, "posture", "Posture, sacroiliac motion, ligament shares and flexor co-contraction of the simulated posture.",
                   with ? all : alone);
    for (int i = 0; i < a->nprint; i++) {
        const il_print *p = &a->print[i];
        if (p->kind == IL_PRINT_NOT_HELD) continue;
        ili_put(o, "<tr><td class=\"name\">");
        ili_put_sided(o, ili_put_escaped, p->name, p->side);
        ili_put(o, ili_given(p->unit) ? ", " : "");
        ili_put_escaped(o, p->unit);
        ili_put(o, "</td>");
        range_cell(&p->healthy, NULL, o);
        if (with) range_cell(&p->with_best, NULL, o);
        ili_put(o, with ? "<td class=\"muted small\">" : "");
        if (with && p->none_shown) ili_put_escaped(o, ili_say(a, ILI_W_NONE_SHOWN));
        ili_put(o, with ? "</td></tr>\n" : "</tr>\n");
    }
    ili_put(o, "</tbody></table></div>\n");
}

void ili_html_loads(const il_assessment *a, ili_out *o) {
    static const char *const all[] = {"structure", "load", "healthy", "with leading", "published", NULL}, *const alone[] = {"structure", "load",
                                                                                                                            "healthy", "published",
                                                                                                                            NULL};
    bool                     with = ili_leading_condition(a, 0) >= 0;
    if (!a->nload && !a->nprint) return;
    ili_html_open(o, "loads", "Loads and posture");
    ili_html_say(a, o, "key", ILI_W_LOAD_NOT_PAIN);
    ili_html_say(a, o, "muted small", ILI_W_LOAD_NO_CAUSATION);
    ili_html_say(a, o, "muted small", ILI_W_LOAD_RANGE);
    if (a->nload) {
        legend(false, with, "published reference", o);
        ili_html_table(o, "loads", "Dot: best guess. Line: its range. Rows of one unit share their scale.", with ? all : alone);
        for (int i = 0; i < a->nload; i++) load_row(a, &a->load[i], with, o);
        ili_put(o, "</tbody></table></div>\n");
    }
    posture_table(a, with, o);
    ili_put(o, "</section>\n");
}

// ---- next test -----------------------------------------------------------------------------------------------------------------

// "positive: right x from 13 to 31 %"
static void next_results(const il_next_test *t, ili_out *o) {
    for (int k = 0; k < 2 && t->result[k].result; k++) {
        ili_put(o, "<br/>");
        ili_put_escaped(o, t->result[k].result);
        ili_put(o, ": ");
        ili_put_escaped(o, t->result[k].condition);
        ili_putf(o, " from %.0f to %.0f %%", 100.0*t->result[k].before, 100.0*t->result[k].after);
    }
}

void ili_html_next(const il_assessment *a, ili_out *o) {
    static const char *const head[] = {"test", "expected information", "takes about", "why, and what its results would change", NULL};
    ili_html_open(o, "next", "Next test");
    if (!a->safety.complete) ili_html_say(a, o, "do", ILI_W_ASK_FIRST);
    if (!a->nnext) ili_html_say(a, o, "muted", ILI_W_NO_NEXT_TEST);
    if (a->nnext) ili_html_table(o, "next", ili_word_text(ILI_W_TEST_WITHHELD), head);
    for (int i = 0; i < a->nnext; i++) {
        ili_put(o, "<tr><td class=\"name\">");
        ili_put_sided(o, ili_put_escaped, a->next[i].name, a->next[i].side);
        ili_put(o, "</td><td class=\"n\">");
        ili_put_fixed(o, a->next[i].information_bits, 2);
        ili_put(o, " bits</td><td class=\"n\">");
        if (a->next[i].burden_min > 0.0) ili_putf(o, "%.0f min", a->next[i].burden_min);
        ili_put(o, "</td><td>");
        ili_put_escaped(o, a->next[i].why);
        next_results(&a->next[i], o);
        ili_put(o, "</td></tr>\n");
    }
    if (a->nnext) ili_put(o, "</tbody></table></div>\n");
    ili_put(o, "</section>\n");
}
