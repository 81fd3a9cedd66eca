// html.c - the HTML form: the page and its plain parts. It is well-formed XML too, so that any strict parser can read it.
#include "ilium/report.h"
#include "report/figure.h"
#include "report/html.h"

void ili_html_open(ili_out *o, const char *id, const char *heading) {
    ili_putf(o, "<section id=\"%s\" aria-labelledby=\"%s-h\"><h2 id=\"%s-h\">%s</h2>\n", id, id, id, heading);
}

void ili_html_say(const il_assessment *a, ili_out *o, const char *class, ili_word word) {
    ili_putf(o, "<p class=\"%s\">", class);
    ili_put_escaped(o, ili_say(a, word));
    ili_put(o, "</p>\n");
}

void ili_html_table(ili_out *o, const char *class, const char *caption, const char *const *head) {
    ili_putf(o, "<div class=\"wide\"><table class=\"%s\"><caption>%s</caption><thead><tr>", class, caption);
    for (; *head; head++) ili_putf(o, "<th scope=\"col\">%s</th>", *head);
    ili_put(o, "</tr></thead><tbody>\n");
}

// ---- safety --------------------------------------------------------------------------------------------------------------------

static void positive_sign(const il_safety_item *s, ili_out *o) {
    ili_putf(o, "<li><span class=\"tag\">%s</span> <strong>", ili_level_name(s->level));
    ili_put_escaped(o, s->text);
    ili_put(o, "</strong>");
    if (ili_given(s->suspect)) ili_put(o, " – think of ");
    ili_put_escaped(o, s->suspect);
    if (ili_given(s->action)) ili_put(o, "<br/><span class=\"do\">→ ");
    ili_put_escaped(o, s->action);
    if (ili_given(s->action)) ili_put(o, "</span>");
    if (ili_given(s->source)) ili_put(o, " <span class=\"muted small\">");
    ili_put_escaped(o, s->source);
    if (ili_given(s->source)) ili_put(o, "</span>");
    ili_put(o, "</li>\n");
}

static void not_asked(const il_assessment *a, ili_out *o) {
    const il_safety_block *b = &a->safety;
    if (!b->nnot_asked) return;
    ili_put(o, "<h3>Not asked</h3>\n<p>");
    for (int key = 1, n = 0; key >= 0; key--) {
        for (int i = 0; i < b->nnot_asked; i++) {
            if (b->not_asked[i].key != (key == 1)) continue;
            ili_put(o, n++ ? "; " : "");
            ili_put(o, key ? "<strong>" : "");
            ili_put_escaped(o, b->not_asked[i].text);
            ili_put(o, key ? "</strong>" : "");
        }
    }
    ili_put(o, ".</p>\n");
    ili_html_say(a, o, "muted small", ILI_W_NOT_ASKED_IS_NOT_NO);
}

void ili_html_safety(const il_assessment *a, ili_out *o) {
    const il_safety_block *b = &a->safety;
    bool                   screened = b->level != IL_SAFETY_UNKNOWN;
    ili_putf(o, "<section id=\"safety\" class=\"level %s\" aria-labelledby=\"safety-h\"><h2 id=\"safety-h\">Safety: %s</h2>\n",
             ili_level_key(b->level), ili_level_name(b->level));
    ili_html_say(a, o, "do", ili_level_word(b->level));
    if (b->level == IL_SAFETY_EMERGENCY) ili_html_say(a, o, "do", ILI_W_EMERGENCY_CALL);
    if (!b->complete || !screened) ili_html_say(a, o, "do", ILI_W_SCREEN_INCOMPLETE);
    if (ili_given(b->refusal)) {
        ili_put(o, "<p>");
        ili_put_escaped(o, b->refusal);
        ili_put(o, "</p>\n");
    }
    if (b->npositive) ili_put(o, "<ul class=\"signs\">\n");
    for (int i = 0; i < b->npositive; i++) positive_sign(&b->positive[i], o);
    if (b->npositive) ili_put(o, "</ul>\n");
    not_asked(a, o);
    if (b->level != IL_SAFETY_EMERGENCY) ili_html_say(a, o, "muted small", ILI_W_NEVER_CLEARS);
    if (!ili_may_rank(a) && a->validity.in_scope && b->level != IL_SAFETY_EMERGENCY && (!ili_given(b->refusal) || !screened)) ili_html_say(a, o, "muted", ILI_W_NO_RANKING_SCREEN);
    ili_put(o, "</section>\n");
    if (a->validity.in_scope || b->level == IL_SAFETY_UNKNOWN) return;
    ili_html_open(o, "scope", "Outside the limits of this program");
    ili_html_say(a, o, "do", ILI_W_OUT_OF_SCOPE);
    ili_put(o, "<ul>\n");
    for (int i = 0; i < a->validity.nreason; i++) {
        ili_put(o, "<li>");
        ili_put_escaped(o, a->validity.reason[i]);
        ili_put(o, "</li>\n");
    }
    ili_put(o, "</ul></section>\n");
}

// ---- person, notices, origin ---------------------------------------------------------------------------------------------------

static void head_line(const il_assessment *a, const char *what, ili_out *o) {
    const il_person_summary *p = &a->person;
    ili_putf(o, "<header class=\"top\"><h1>%s ", what);
    ili_put_escaped(o, p->label ? p->label : "an unnamed person");
    ili_put(o, "</h1>\n<p class=\"muted\">");
    ili_put_person(o, p);
    if (ili_given(p->visit_date)) ili_put(o, " · visit ");
    ili_put_escaped(o, p->visit_date);
    if (p->simulated) ili_putf(o, " · <span class=\"tag\">%s</span>", ili_word_text(ILI_W_SIMULATED_TAG));
    if (a->locally_modified) ili_putf(o, " · <span class=\"tag mod\">%s</span>", ili_word_text(ILI_W_MODIFIED_TAG));
    ili_put(o, "</p>\n");
    if (ili_given(p->complaint)) {
        ili_put(o, "<p>");
        ili_put_escaped(o, p->complaint);
        ili_put(o, "</p>\n");
    }
    if (ili_given(p->source)) {
        ili_put(o, "<p class=\"muted small\">Published case: ");
        ili_put_escaped(o, p->source);
        ili_put(o, "</p>\n");
    }
    ili_put(o, "</header>\n");
}

static void note_list(int n, const il_note *note, ili_out *o) {
    ili_put(o, "<ul>\n");
    for (int i = 0; i < n; i++) {
        if (!note[i].text) continue;
        ili_put(o, "<li>");
        ili_put_escaped(o, note[i].text);
        if (note[i].grade != IL_GRADE_NONE) ili_putf(o, " <span class=\"tag\">evidence %s</span>", ili_grade_name(note[i].grade));
        if (ili_given(note[i].source)) ili_put(o, " <span class=\"muted small\">");
        ili_put_escaped(o, note[i].source);
        if (ili_given(note[i].source)) ili_put(o, "</span>");
        ili_put(o, "</li>\n");
    }
    ili_put(o, "</ul>\n");
}

void ili_html_unknown(const il_assessment *a, ili_out *o) {
    ili_html_open(o, "unknown", "Not known");
    if (a->nunknown) note_list(a->nunknown, a->unknown, o);
    else ili_html_say(a, o, "muted", ILI_W_NOTHING_LISTED);
    ili_put(o, "</section>\n");
}

static void background(const il_assessment *a, ili_out *o) {
    if (!a->nbackground) return;
    ili_html_open(o, "background", "How common, and what is published of what was recorded");
    ili_html_say(a, o, "key", ILI_W_BACKGROUND);
    note_list(a->nbackground, a->background, o);
    ili_put(o, "</section>\n");
}

void ili_html_against(const il_assessment *a, ili_out *o) {
    ili_html_open(o, "against", "What speaks against");
    int shown = 0;
    for (int k = 0; k < 2; k++) {
        int                          c = ili_leading_condition(a, k);
        const il_assessed_condition *q = c >= 0 ? &a->condition[c] : NULL;
        if (!q || !q->nagainst) continue;
        ili_put(o, "<h3>Against ");
        ili_put_sided(o, ili_put_escaped, q->name, q->side);
        ili_put(o, "</h3>\n<ul>\n");
        for (int i = 0; i < q->nagainst; i++) {
            const il_assessed_finding *f = &a->finding[q->against[i].finding];
            ili_put(o, "<li>");
            ili_put_sided(o, ili_put_escaped, f->name, f->side);
            ili_put(o, f->use == IL_USE_WEAK ? ": " : ": measured ");
            ili_put_observed(o, ili_put_escaped, f);
            if (f->use == IL_USE_WEAK) ili_putf(o, ", %s", f->use_note);
            if (f->with_best.known) ili_put(o, "; with the leading explanation it would be ");
            if (f->with_best.known) ili_put_spread(o, &f->with_best);
            ili_put(o, "</li>\n");
        }
        ili_put(o, "</ul>\n");
        shown++;
    }
    if (!shown) ili_html_say(a, o, "muted", ILI_W_NO_EVIDENCE_AGAINST);
    if (a->ncontradiction) {
        ili_put(o, "<h3>Published evidence against common belief</h3>\n");
        note_list(a->ncontradiction, a->contradiction, o);
    }
    ili_put(o, "</section>\n");
}

void ili_html_notices(const il_assessment *a, ili_out *o) {
    ili_html_open(o, "notices", "Notices");
    ili_put(o, "<ul class=\"small\">\n");
    for (int i = 0; ili_notice(a, i); i++) {
        ili_put(o, "<li>");
        ili_put_escaped(o, ili_notice(a, i));
        ili_put(o, "</li>\n");
    }
    ili_put(o, "</ul></section>\n");
}

void ili_html_origin(const il_assessment *a, ili_out *o) {
    const il_effort *e = &a->effort;
    ili_put(o, "<footer><p>Ilium ");
    ili_put_escaped(o, a->program_version ? a->program_version : "?");
    if (a->data_hash) ili_put(o, " · data ");
    ili_put_escaped(o, a->data_hash);
    if (a->locally_modified) ili_putf(o, " (%s)", ili_word_text(ILI_W_MODIFIED_TAG));
    if (e->seconds > 0) {
        ili_put(o, " · ");
        ili_put_fixed(o, e->seconds, 1);
        ili_putf(o, " s on %d threads, %ld equilibria solved in %ld iterations, %ld followed from them", e->threads, e->solves, e->iterations, e->followed);
        if (e->memory_mb > 0) ili_put(o, ", ");
        if (e->memory_mb > 0) ili_put_fixed(o, e->memory_mb, 0);
        if (e->memory_mb > 0) ili_put(o, " MB");
    }
    ili_put(o, "</p></footer>\n");
}

// ---- the page ------------------------------------------------------------------------------------------------------------------

void ili_html_begin(const il_assessment *a, const char *what, ili_out *o) {
    ili_put(o, "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n<head><meta charset=\"utf-8\"/>"
               "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/><meta name=\"referrer\" content=\"no-referrer\"/>"
               "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n<title>Ilium: ");
    ili_put_escaped(o, a->person.label ? a->person.label : "assessment");
    if (ili_given(a->person.visit_date)) ili_put(o, ", ");
    ili_put_escaped(o, a->person.visit_date);
    ili_put(o, "</title>\n<style>\n");
    ili_html_style(o);
    ili_put(o, "</style></head>\n<body>\n");
    head_line(a, what, o);
    ili_put(o, "<main>\n");
}

void ili_html_end(const il_assessment *a, ili_out *o) {
    ili_html_notices(a, o);
    ili_put(o, "</main>\n");
    ili_html_origin(a, o);
    ili_put(o, "</body></html>\n");
}

static void page(const il_assessment *a, ili_out *o) {
    bool emergency = a->safety.level == IL_SAFETY_EMERGENCY;
    ili_html_begin(a, "Assessment of", o);
    ili_html_safety(a, o);
    if (ili_may_rank(a)) {
        ili_html_short(a, o);
        ili_html_ranking(a, o);
        ili_html_findings(a, o);
        ili_html_body(a, o);
        ili_html_pain(a, o);
        ili_html_loads(a, o);
        ili_html_next(a, o);
        ili_html_against(a, o);
    } else if (!emergency) {
        ili_html_pain(a, o);
        ili_html_findings(a, o);
    }
    if (!emergency) ili_html_unknown(a, o);
    if (!emergency) background(a, o);
    if (ili_may_rank(a)) ili_html_sources(a, o);
    ili_html_end(a, o);
}

il_status il_report_html(const il_assessment *a, char **text, size_t *size, il_error *err) {
    *text = NULL;
    il_status status = il_assessment_check(a, err);
    if (status) return status;
    ili_out o = {0};
    page(a, &o);
    return ili_out_take(&o, text, size, err);
}
