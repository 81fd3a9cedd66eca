// day_paper_parts.c - days beside each other in a document: chains in words, events and exposure before and after a change
#include "report/day_paper_parts.h"

#include <math.h>
#include <stdlib.h>

#include "report/day_tell.h"

static void link_row(ili_writer *w, const il_day_story *s, const il_day_pair *p, const il_day_link *l) {
    const il_day_life *x = &s->life[p->after];
    char               when[IL_DAY_CLOCK];
    ili_doc_row(w->d);
    ili_out *o = ili_doc_cell(w->d);
    ili_putf(o, "%s%s%s%s", ILI_STRONG, il_schedule_clock(x->schedule, l->minute, when), ILI_END, ILI_LINE);
    ili_put_plain(o, x->schedule->activity[l->activity].name);
    ili_day_put_shares(ili_doc_cell(w->d), x->day, p->is, l->nmore, l->more);
    ili_day_put_shares(ili_doc_cell(w->d), x->day, p->is, l->nless, l->less);
    o = ili_doc_cell(w->d);
    if (l->nstrained) ili_putf(o, "%s: ", ILI_SAY(DAY_MORE)), ili_day_put_shares(o, x->day, p->is, l->nstrained, l->strained);
    if (l->nstrained && l->nrelieved) ili_put(o, ILI_LINE);
    if (l->nrelieved) ili_putf(o, "%s: ", ILI_SAY(DAY_LESS)), ili_day_put_shares(o, x->day, p->is, l->nrelieved, l->relieved);
    ili_day_put_why(ili_doc_cell(w->d), s, p, l);
}

static void chain(ili_writer *w, const il_day_story *s, const il_day_pair *p) {
    static const int    head[] = {ILI_W_DAY_FROM, ILI_W_DAY_TAKES_OVER, ILI_W_DAY_FROM_WHOM, ILI_W_DAY_LOAD_ON, ILI_W_DAY_WHY, -1};
    static const double share[] = {0.12, 0.24, 0.22, 0.21, 0.21};
    ili_out             text = {0};
    ili_day_put_pair(&text, s, p);
    ili_put(ili_doc_paragraph(w->d, ILI_TONE_DO), text.text);
    w->d->failed |= text.failed;
    ili_out_free(&text);
    if (p->is->nlink) ili_say_table(w, "chain", head, share);
    for (int i = 0; i < p->is->nlink; i++) link_row(w, s, p, &p->is->link[i]);
}

void ili_day_paper_chains(ili_writer *w, const il_day_story *s) {
    int n = 0;
    for (int i = 0; i < s->npair; i++) {
        if (s->pair[i].is_change) continue;
        if (n++ == 0) ili_say_section(w, "chain", ILI_W_DAY_CHAIN), ili_say_paragraph(w, ILI_TONE_SMALL, ILI_W_DAY_CHAIN_SAY);
        chain(w, s, &s->pair[i]);
    }
}

static void fates(ili_writer *w, const il_day_story *s, const il_day_pair *p) {
    static const int    head[] = {ILI_W_DAY_EVENT_HEAD, ILI_W_DAY_EVENT_BECAME, -1};
    static const double share[] = {0.6, 0.4};
    int                 n = 0;
    for (int i = 0; i < p->is->nfate; i++) {
        const il_day_fate *f = &p->is->fate[i];
        if (!ili_day_fate_differs(f)) continue;
        if (n++ == 0) ili_say_table(w, "fates", head, share);
        ili_doc_row(w->d);
        ili_day_put_fate(ili_doc_cell(w->d), f);
        ili_day_put_fate_times(ili_doc_cell(w->d), s->r.schedule, f);
    }
    if (!n) ili_say_paragraph(w, ILI_TONE_PLAIN, ILI_W_DAY_EVENTS_SAME);
}

ili_picture ili_day_bars(double before, double after, double most) {
    enum { WIDE = 120, HIGH = 18 };
    ili_picture p = {.width = WIDE, .height = HIGH};
    if (before >= 0) ili_draw_rect(&p, ILI_INK_OTHER, 0, 1, fmax(1, WIDE * before / most), 7, 1);
    ili_draw_rect(&p, ILI_INK_BAR, 0, before >= 0 ? 10 : 5, fmax(1, WIDE * after / most), 7, 1);
    return p;
}

static void differences(ili_writer *w, const il_day_story *s, const il_day_pair *p) {
    static const int    head[] = {ILI_W_HEAD_STRUCTURE, ILI_W_DAY_BEFORE, ILI_W_DAY_CHANGED, ILI_W_DAY_DIFFERENCE, ILI_W_DAY_NOISE, ILI_W_DAY_BARS, -1};
    static const double share[] = {0.31, 0.1, 0.13, 0.13, 0.09, 0.24};
    const il_day       *d = s->life[p->after].day;
    int                 n = il_day_structures(d), groups = il_day_groups(d), *order = calloc((size_t)n + 1, sizeof *order);
    double              most = 0.1;
    int                 less = 0;
    w->d->failed |= !order;
    if (!order) return;
    il_day_rank(s->life[p->before].day, order);
    for (int i = 0; i < n; i++) most = fmax(most, fmax(p->is->share[groups + i].before, p->is->share[groups + i].after));
    ili_put(ili_say_table(w, "differences", head, share), ILI_SAY(DAY_DIFFERENCE_SAY));
    for (int i = 0; i < n; i++) {
        const il_day_share *x = &p->is->share[groups + order[i]];
        bool large = fmax(x->before, x->after) >= 0.1 * most, changed = x->shown && fabs(x->after - x->before) >= 0.005;
        int  twin = ili_day_difference_twin(p->is, d, order[i]);
        less += !large && !changed;
        if ((!large && !changed) || (twin != IL_NONE && twin < order[i])) continue;
        ili_doc_row(w->d);
        if (twin == IL_NONE) ili_day_put_share(ili_doc_cell(w->d), d, x);
        else ili_day_put_structure(ili_doc_cell(w->d), d, order[i]);
        ili_put_fixed(ili_doc_cell(w->d), x->before, 2);
        ili_put_fixed(ili_doc_cell(w->d), x->after, 2);
        ili_out *o = ili_doc_cell(w->d);
        if (x->shown) ili_putf(o, "%s%s", ILI_STRONG, x->after > x->before ? "+" : ""), ili_put_fixed(o, x->after - x->before, 2), ili_put(o, ILI_END);
        else ili_put(o, ILI_SAY(DAY_SHOWN_NOT));
        ili_put_fixed(ili_doc_cell(w->d), x->noise, 2);
        ili_doc_cell(w->d);
        ili_doc_cell_picture(w->d, ili_day_bars(x->before, x->after, most));
    }
    if (less) ili_putf(ili_doc_paragraph(w->d, ILI_TONE_SMALL), "%d %s", less, ILI_SAY(DAY_OTHERS_SMALL));
    free(order);
}

void ili_day_paper_change(ili_writer *w, const il_day_story *s) {
    for (int i = 0; i < s->npair; i++) {
        const il_day_pair *p = &s->pair[i];
        if (!p->is_change) continue;
        ili_say_section(w, "change", ILI_W_DAY_CHANGE);
        ili_say_paragraph(w, ILI_TONE_KEY, ILI_W_DAY_CHANGE_SAY);
        chain(w, s, p);
        fates(w, s, p);
        differences(w, s, p);
    }
}
