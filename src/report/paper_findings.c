// paper_findings.c - what was measured beside what is predicted, the simulated body, and its loads
#include <math.h>
#include <string.h>

#include "report/paper_parts.h"

// ---- findings ----------------------------------------------------------------------------------------------------------------------

static void put_spread_cell(ili_writer *w, const il_spread *s) {
    ili_out *t = ili_doc_cell(w->d);
    if (s->known) ili_put_spread(t, s);
    else ili_put(t, "–");
}

static const char *use_words(const il_assessed_finding *f) {
    switch (f->use) {
        case IL_USE_PUBLISHED: return ILI_SAY(USE_PUBLISHED);
        case IL_USE_SAFETY: return ILI_SAY(USE_SAFETY);
        case IL_USE_WEAK: return ILI_SAY(USE_HISTORY);
        case IL_USE_SIMULATED:
        case IL_USE_NONE: break;
    }
    return ILI_SAY(USE_NONE);
}

static void finding_row(ili_writer *w, const il_assessed_finding *f, bool ranked, bool with) {
    bool predicted = ranked && f->use == IL_USE_SIMULATED;
    ili_doc_row(w->d);
    ili_out *t = ili_doc_cell(w->d);
    ili_put_sided(t, ili_put_plain, f->name, f->side);
    ili_cite_finding(w, f);
    if (ili_given(f->caution)) ili_put(t, ILI_LINE ILI_PALE), ili_put_plain(t, f->caution), ili_put(t, ILI_END);
    t = ili_doc_cell(w->d);
    ili_put(t, ILI_STRONG);
    ili_put_observed(t, ili_put_plain, f);
    ili_put(t, ILI_END);
    if (*ili_limited_name(f->limited_by)) ili_putf(t, ILI_LINE ILI_PALE "%s" ILI_END, ili_limited_name(f->limited_by));
    if (predicted) {
        ili_doc_cell(w->d);
        ili_doc_cell_picture(w->d, ili_figure_finding(f, with));
        put_spread_cell(w, &f->healthy);
        if (with) put_spread_cell(w, &f->with_best);
    } else {
        t = ili_doc_wide_cell(w->d, !ranked ? 1 : with ? 3 : 2);
        ili_put(t, !ranked ? ILI_SAY(RECORDED) : use_words(f));
        if (ili_given(f->use_note)) ili_put(t, ": ");
        ili_put_plain(t, f->use_note);
    }
    put_spread_cell(w, &f->norm);
}

static void findings_table(ili_writer *w, bool ranked, bool with) {
    static const int    all[] = {ILI_W_HEAD_TEST, ILI_W_HEAD_MEASURED, ILI_W_HEAD_PREDICTED, ILI_W_HEAD_HEALTHY, ILI_W_HEAD_WITH, ILI_W_HEAD_NORM, -1};
    static const int    alone[] = {ILI_W_HEAD_TEST, ILI_W_HEAD_MEASURED, ILI_W_HEAD_PREDICTED, ILI_W_HEAD_HEALTHY, ILI_W_HEAD_NORM, -1};
    static const int    plain[] = {ILI_W_HEAD_TEST, ILI_W_HEAD_MEASURED, ILI_W_HEAD_USE, ILI_W_HEAD_NORM, -1};
    static const double share[] = {2.3, 1.1, 2.6, 1, 1, 1}, plain_share[] = {3, 1.4, 2, 1.2}, alone_share[] = {2.3, 1.1, 2.6, 1.1, 1.1};
    ili_put(ili_say_table(w, "findings", !ranked ? plain : with ? all : alone, !ranked ? plain_share : with ? share : alone_share), ranked ? ILI_SAY(FINDINGS_CAPTION) : "");
}

static il_exam_section section_of(const ili_writer *w, const il_assessed_finding *f) {
    int t = w->k && f->test ? il_find_test(w->k, f->test) : -1;
    return t < 0 ? IL_SECTION_PHYSICAL : il_test_section(w->k, t);
}

static void findings_of(ili_writer *w, il_exam_section part, bool ranked, bool with) {
    static const ili_word names[] = {ILI_W_PHYSICAL, ILI_W_NEUROLOGICAL, ILI_W_STRUCTURAL};
    int                   n = 0;
    if (w->k) ili_say_heading(w, names[part]);
    for (int i = 0; i < w->a->nfinding; i++) {
        const il_assessed_finding *f = &w->a->finding[i];
        if (section_of(w, f) != part) continue;
        if (!n++) findings_table(w, ranked, with);
        finding_row(w, f, ranked, with);
    }
    if (!n && w->k) ili_say_paragraph(w, ILI_TONE_MUTED, ILI_W_NOT_RECORDED);
}

void ili_part_findings(ili_writer *w) {
    bool ranked = ili_may_rank(w->a), with = ranked && ili_leading_condition(w->a, 0) >= 0;
    ili_say_section(w, "findings", ranked ? ILI_W_FINDINGS_WHY : ILI_W_FINDINGS_RECORDED);
    if (with) {
        ili_out *t = ili_doc_paragraph(w->d, ILI_TONE_PLAIN);
        ili_putf(t, "%s: " ILI_STRONG, ILI_SAY(LEADING_EXPLANATION));
        ili_put_hypothesis(t, ili_put_plain, w->a, w->a->leading);
        ili_put(t, ILI_END);
    }
    if (ranked) ili_doc_figure(w->d, ili_figure_marks(true, with, ILI_SAY(MARK_NORM)));
    for (int part = 0; part < IL_NSECTION; part++) findings_of(w, (il_exam_section)part, ranked, with);
}

// ---- the body ------------------------------------------------------------------------------------------------------------------------

static void views(ili_writer *w, const il_drawing *d, bool left, ili_crop crop, double height) {
    ili_put(ili_doc_figure(w->d, ili_figure_body(d, ILI_VIEW_FRONT, crop, height)), ILI_SAY(VIEW_FRONT));
    ili_put(ili_doc_figure(w->d, ili_figure_body(d, left ? ILI_VIEW_LEFT : ILI_VIEW_RIGHT, crop, height)), left ? ILI_SAY(VIEW_LEFT) : ILI_SAY(VIEW_RIGHT));
    ili_put(ili_doc_figure(w->d, ili_figure_body(d, ILI_VIEW_BACK, crop, height)), ILI_SAY(VIEW_BACK));
}

void ili_part_body(ili_writer *w) {
    const il_assessment *a = w->a;
    int                  c = ili_leading_condition(a, 0);
    bool                 left = c >= 0 && a->condition[c].side == IL_SIDE_LEFT; // the side that is shown
    if (!a->ndrawing) return;
    ili_say_section(w, "body", ILI_W_BODY);
    for (int i = 0; i < a->ndrawing; i++) {
        if (ili_given(a->drawing[i].title)) ili_put_plain(ili_doc_heading(w->d), a->drawing[i].title);
        ili_crop crop = {0};
        if (i) crop = (ili_crop){0.4, 0.74}; // the loins and hips
        views(w, &a->drawing[i], left, crop, i ? 380 : 440);
    }
    ili_out *t = ili_doc_paragraph(w->d, ILI_TONE_SMALL);
    ili_put(t, ILI_SAY(BODY_CAPTION));
    ili_put(ili_doc_figure(w->d, ili_figure_legend()), "");
}

// ---- loads ---------------------------------------------------------------------------------------------------------------------------

static void range_cell(ili_writer *w, const il_range *r, const char *source) {
    ili_out *t = ili_doc_cell(w->d);
    if (r->known) ili_put_range(t, r);
    else ili_put(t, "–");
    if (r->known && ili_given(source)) ili_put(t, ILI_LINE ILI_PALE), ili_put_plain(t, source), ili_put(t, ILI_END);
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

static void load_row(ili_writer *w, const il_load *l, bool with) {
    ili_doc_row(w->d);
    ili_out *t = ili_doc_cell(w->d);
    ili_put_sided(t, ili_put_plain, l->structure, l->side);
    ili_put(t, ILI_LINE ILI_PALE);
    ili_put_plain(t, l->quantity);
    ili_put(t, ili_given(l->unit) ? ", " : "");
    ili_put_plain(t, l->unit);
    ili_put(t, ILI_END);
    ili_doc_cell(w->d);
    ili_doc_cell_picture(w->d, ili_figure_load(l, with, top_of(w->a, l->unit)));
    range_cell(w, &l->healthy, NULL);
    if (with) range_cell(w, &l->with_best, NULL);
    range_cell(w, &l->published, l->published_source);
}

static void posture_table(ili_writer *w, bool with) {
    static const int     all[] = {ILI_W_HEAD_DOES, ILI_W_HEAD_HEALTHY, ILI_W_HEAD_WITH, ILI_W_HEAD_DIFFERENCE, -1}, alone[] = {ILI_W_HEAD_DOES, ILI_W_HEAD_HEALTHY, -1};
    static const double  share[] = {3, 1.6, 1.6, 1.8};
    const il_assessment *a = w->a;
    int                  rows = 0;
    for (int i = 0; i < a->nprint; i++) {
        if (ili_is_warning(&a->print[i])) ili_put_warning(ili_doc_paragraph(w->d, ILI_TONE_DO), &a->print[i]);
    }
    for (int i = 0; i < a->nprint; i++) {
        const il_print *p = &a->print[i];
        if (ili_is_warning(p)) continue;
        if (!rows++) ili_put(ili_say_table(w, "posture", with ? all : alone, share), ILI_SAY(POSTURE_CAPTION));
        ili_doc_row(w->d);
        ili_out *t = ili_doc_cell(w->d);
        ili_put_sided(t, ili_put_plain, p->name, p->side);
        ili_put(t, ili_given(p->unit) ? ", " : "");
        ili_put_plain(t, p->unit);
        range_cell(w, &p->healthy, NULL);
        if (!with) continue;
        range_cell(w, &p->with_best, NULL);
        ili_cell(w, p->none_shown ? ili_say(a, ILI_W_NONE_SHOWN) : "");
    }
}

void ili_part_loads(ili_writer *w, const char *id, ili_word heading) {
    static const int     all[] = {ILI_W_HEAD_STRUCTURE, ILI_W_HEAD_LOAD, ILI_W_HEAD_HEALTHY, ILI_W_HEAD_WITH, ILI_W_HEAD_PUBLISHED, -1};
    static const int     alone[] = {ILI_W_HEAD_STRUCTURE, ILI_W_HEAD_LOAD, ILI_W_HEAD_HEALTHY, ILI_W_HEAD_PUBLISHED, -1};
    static const double  share[] = {1.7, 2.7, 1.4, 1.4, 1.9};
    const il_assessment *a = w->a;
    bool                 with = ili_leading_condition(a, 0) >= 0;
    if (!a->nload && !a->nprint) return;
    ili_say_section(w, id, heading);
    ili_say_paragraph(w, ILI_TONE_KEY, ILI_W_LOAD_NOT_PAIN);
    ili_say_paragraph(w, ILI_TONE_SMALL, ILI_W_LOAD_NO_CAUSATION);
    ili_say_paragraph(w, ILI_TONE_SMALL, ILI_W_LOAD_RANGE);
    if (a->nload) {
        ili_doc_figure(w->d, ili_figure_marks(false, with, ILI_SAY(MARK_PUBLISHED)));
        ili_put(ili_say_table(w, "loads", with ? all : alone, share), ILI_SAY(LOADS_CAPTION));
        for (int i = 0; i < a->nload; i++) load_row(w, &a->load[i], with);
    }
    posture_table(w, with);
}
