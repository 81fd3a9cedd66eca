// paper_parts.c - parts that several documents have: the safety block, the pain drawing, sources, notices
#include <string.h>

#include "report/paper_parts.h"

// ---- small pieces ------------------------------------------------------------------------------------------------------------------

void ili_say_section(ili_writer *w, const char *id, ili_word heading) { ili_doc_section(w->d, id, ili_word_text(heading)); }

void ili_say_heading(ili_writer *w, ili_word heading) { ili_put(ili_doc_heading(w->d), ili_word_text(heading)); }

void ili_say_paragraph(ili_writer *w, ili_tone tone, ili_word word) { ili_put_plain(ili_doc_paragraph(w->d, tone), ili_say(w->a, word)); }

void ili_say_field(ili_writer *w, ili_word label, const char *text) {
    ili_out *t = ili_doc_field(w->d, ili_word_text(label));
    if (ili_given(text)) ili_put_plain(t, text);
    else ili_putf(t, ILI_PALE "%s" ILI_END, ILI_SAY(NOT_RECORDED));
}

void ili_say_labelled(ili_writer *w, ili_word label, const char *text) {
    if (!ili_given(text)) return;
    ili_out *t = ili_doc_paragraph(w->d, ILI_TONE_PLAIN);
    ili_putf(t, ILI_STRONG "%s:" ILI_END " ", ili_word_text(label));
    ili_put_plain(t, text);
}

ili_out *ili_say_table(ili_writer *w, const char *class, const int *words, const double *shares) {
    ili_column column[ILI_COLUMNS_MOST + 1] = {{0}};
    for (int i = 0; i < ILI_COLUMNS_MOST && words[i] >= 0; i++) column[i] = (ili_column){ili_word_text((ili_word)words[i]), shares[i]};
    return ili_doc_table(w->d, class, column);
}

void ili_cell(ili_writer *w, const char *text) { ili_put_plain(ili_doc_cell(w->d), text); }

// ---- what is cited -----------------------------------------------------------------------------------------------------------------

void ili_cite(ili_writer *w, const char *source, il_source_status status) { ili_doc_cite(w->d, source, status); }

void ili_cite_flag(ili_writer *w, const il_safety_item *s) {
    int i = w->k && s->id ? il_screen_find(&w->k->screen, s->id) : -1;
    if (i >= 0) ili_cite(w, w->k->screen.rule[i].source, w->k->screen.rule[i].status);
    else if (!w->k) ili_cite(w, s->source, IL_SOURCE_NONE);
}

void ili_cite_test(ili_writer *w, const char *id) {
    int t = w->k && id ? il_find_test(w->k, id) : -1;
    if (t >= 0) ili_cite(w, w->k->test[t].source, w->k->test[t].status);
}

void ili_cite_finding(ili_writer *w, const il_assessed_finding *f) {
    const il_knowledge *k = w->k;
    int                 t = k && f->test ? il_find_test(k, f->test) : -1;
    if (!k && f->norm.known) ili_cite(w, f->norm_source, IL_SOURCE_NONE);
    if (t < 0) return;
    ili_cite_test(w, f->test);
    for (int i = 0; i < k->nnorm; i++)
        if (k->norm[i].test == t && f->norm.known && f->norm_source && !strcmp(k->norm[i].source, f->norm_source)) ili_cite(w, k->norm[i].source, k->norm[i].status);
    for (int i = 0; i < k->naccuracy; i++)
        if (k->accuracy[i].test == t && f->use == IL_USE_PUBLISHED) ili_cite(w, k->accuracy[i].source, k->accuracy[i].status);
}

void ili_cite_condition(ili_writer *w, const il_assessed_condition *c) {
    const il_knowledge *k = w->k;
    int                 i = k && c->id ? il_find_condition(k, c->id) : -1;
    if (!k) ili_cite(w, c->grade_source, IL_SOURCE_NONE), ili_cite(w, c->prior_source, IL_SOURCE_NONE), ili_cite(w, c->link_source, IL_SOURCE_NONE);
    if (i < 0) return;
    il_setting_prior prior = il_condition_prior(&k->condition[i], w->care->assess->setting);
    ili_cite(w, k->condition[i].source, k->condition[i].status);
    if (prior.known) ili_cite(w, prior.source, prior.status);
    for (int j = 0; j < k->npattern; j++) {
        if (!c->link_source || strcmp(k->pattern[j].source, c->link_source) != 0) continue;
        ili_cite(w, k->pattern[j].source, k->pattern[j].status);
        return;
    }
}

void ili_cite_words(ili_writer *w, const char *source) {
    if (!ili_given(source)) return;
    for (int i = 0; w->k && i < w->k->nimage; i++) {
        if (strcmp(w->k->image[i].source, source) != 0) continue;
        ili_cite(w, source, w->k->image[i].status);
        return;
    }
    for (int i = 0; w->k && i < w->k->nclaim; i++) {
        if (strcmp(w->k->claim[i].source, source) != 0) continue;
        ili_cite(w, source, w->k->claim[i].status);
        return;
    }
    ili_put(&w->d->text, ILI_PALE " ");
    ili_put_plain(&w->d->text, source);
    ili_put(&w->d->text, ILI_END);
}

// ---- safety ------------------------------------------------------------------------------------------------------------------------

static void positive_sign(ili_writer *w, const il_safety_item *s) {
    ili_out *t = ili_doc_item(w->d);
    ili_putf(t, ILI_TAG "%s" ILI_END " " ILI_STRONG, ili_level_name(s->level));
    ili_put_plain(t, s->text);
    ili_put(t, ILI_END);
    if (ili_given(s->suspect)) ili_putf(t, "; %s ", ILI_SAY(THINK_OF)), ili_put_plain(t, s->suspect);
    ili_cite_flag(w, s);
    if (ili_given(s->action)) ili_put(t, ILI_LINE "→ "), ili_put_plain(t, s->action);
}

// key items first, in bold
static void not_asked(ili_writer *w) {
    const il_safety_block *b = &w->a->safety;
    if (!b->nnot_asked) return;
    ili_say_heading(w, ILI_W_NOT_ASKED);
    for (int key = 1; key >= 0; key--) {
        for (int i = 0; i < b->nnot_asked; i++) {
            if (b->not_asked[i].key != (key == 1)) continue;
            ili_out *t = ili_doc_item(w->d);
            ili_put(t, key ? ILI_STRONG : ILI_PALE);
            ili_put_plain(t, b->not_asked[i].text);
            ili_put(t, ILI_END);
        }
    }
    ili_say_paragraph(w, ILI_TONE_SMALL, ILI_W_NOT_ASKED_IS_NOT_NO);
}

static void scope(ili_writer *w) {
    const il_assessment *a = w->a;
    if (a->validity.in_scope || a->safety.level == IL_SAFETY_UNKNOWN) return;
    ili_say_section(w, "scope", ILI_W_SCOPE);
    ili_say_paragraph(w, ILI_TONE_DO, ILI_W_OUT_OF_SCOPE);
    for (int i = 0; i < a->validity.nreason; i++) ili_put_plain(ili_doc_item(w->d), a->validity.reason[i]);
}

void ili_part_safety(ili_writer *w) {
    const il_safety_block *b = &w->a->safety;
    ili_out                heading = {0};
    ili_putf(&heading, "%s: %s", ILI_SAY(SAFETY), ili_level_name(b->level));
    w->d->failed |= heading.failed;
    ili_doc_section(w->d, "safety", heading.text);
    ili_doc_level(w->d, ili_level_key(b->level));
    ili_out_free(&heading);
    ili_say_paragraph(w, ILI_TONE_DO, ili_level_word(b->level));
    if (b->level == IL_SAFETY_EMERGENCY) ili_say_paragraph(w, ILI_TONE_DO, ILI_W_EMERGENCY_CALL);
    if (!b->complete || b->level == IL_SAFETY_UNKNOWN) ili_say_paragraph(w, ILI_TONE_DO, ILI_W_SCREEN_INCOMPLETE);
    if (ili_given(b->refusal)) ili_put_plain(ili_doc_paragraph(w->d, ILI_TONE_PLAIN), b->refusal);
    for (int i = 0; i < b->npositive; i++) positive_sign(w, &b->positive[i]);
    not_asked(w);
    if (b->level != IL_SAFETY_EMERGENCY) ili_say_paragraph(w, ILI_TONE_SMALL, ILI_W_NEVER_CLEARS);
    if (!ili_may_rank(w->a) && w->a->validity.in_scope && b->level != IL_SAFETY_EMERGENCY) ili_say_paragraph(w, ILI_TONE_MUTED, ILI_W_NO_RANKING_SCREEN);
    scope(w);
}

// ---- pain --------------------------------------------------------------------------------------------------------------------------

void ili_part_pain(ili_writer *w) {
    static const int         head[] = {ILI_W_HEAD_REGION, ILI_W_HEAD_SIDE, ILI_W_HEAD_INTENSITY, -1};
    static const double      share[] = {3, 1.2, 1.6};
    const il_person_summary *q = &w->a->person;
    ili_say_section(w, "pain", ILI_W_PAIN_DRAWING);
    if (!q->npain) {
        ili_say_paragraph(w, ILI_TONE_MUTED, ILI_W_NOT_RECORDED);
        return;
    }
    ili_doc_aside(w->d, ili_figure_pain(q->npain, q->pain));
    ili_put(ili_say_table(w, "pain", head, share), ILI_SAY(PAIN_CAPTION));
    for (int i = 0; i < q->npain; i++) {
        const il_pain_region *r = &q->pain[i];
        ili_doc_row(w->d);
        ili_cell(w, r->name ? r->name : r->code);
        if (!ili_pain_region_known(r->code)) ili_putf(&w->d->text, ILI_LINE ILI_PALE "%s" ILI_END, ILI_SAY(NOT_ON_DRAWING));
        ili_cell(w, r->side == IL_SIDE_BOTH ? ILI_SAY(BOTH) : ili_side_name(r->side));
        ili_out *t = ili_doc_cell(w->d);
        if (r->intensity.known) ili_put_range(t, &r->intensity);
        else ili_put(t, ILI_SAY(NOT_RECORDED));
    }
    ili_doc_aside_end(w->d);
}

// ---- the end -----------------------------------------------------------------------------------------------------------------------

void ili_part_sources(ili_writer *w) {
    ili_doc *d = w->d;
    if (!d->ncitation) return;
    ili_say_section(w, "sources", ILI_W_SOURCES);
    ili_say_paragraph(w, ILI_TONE_SMALL, ILI_W_SOURCES_SAY);
    bool own = false;
    for (int i = 0; i < d->ncitation; i++) own = own || strstr(d->citation[i].text, "source document") || strstr(d->citation[i].text, "safety contract");
    if (own) ili_say_paragraph(w, ILI_TONE_SMALL, ILI_W_SOURCES_OWN);
    for (int i = 0; i < d->ncitation; i++) {
        const ili_citation *c = &d->citation[i];
        ili_out            *t = ili_doc_source(d, i + 1);
        ili_putf(t, "[%d] ", i + 1);
        bool                named = c->url && !strncmp(c->text, c->url, strlen(c->url)); // the words begin with the address: once is enough
        if (named) ili_putf(t, ILI_URL "%s" ILI_END, c->url);
        ili_put_plain(t, named ? c->text + strlen(c->url) : c->text);
        if (c->status != IL_SOURCE_NONE) ili_putf(t, ILI_PALE " (%s)" ILI_END, il_source_status_text(c->status));
        if (c->url && !named) ili_putf(t, " " ILI_URL "%s" ILI_END, c->url);
    }
}

void ili_part_notices(ili_writer *w) {
    ili_say_section(w, "notices", ILI_W_NOTICES);
    for (int i = 0; ili_notice(w->a, i); i++) ili_put_plain(ili_doc_item(w->d), ili_notice(w->a, i));
}
