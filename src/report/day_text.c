// day_text.c - a day as text: danger first, whose day, what happened, who took over from whom, what one change does, exposure
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ilium/version.h"
#include "report/care.h"
#include "report/day_more.h"
#include "report/day_tell.h"

enum { COLUMNS = 110 };

// ---- lines that fit a screen -------------------------------------------------------------------------------------------------------------

// a paragraph broken at blanks; the first line begins with `first`, the others with `rest`
static void put_wrapped(ili_out *o, const char *first, const char *rest, const char *text) {
    int  at = ili_columns(first);
    bool begun = false;
    ili_put(o, first);
    for (const char *p = text ? text : ""; *p;) {
        size_t n = strcspn(p, " ");
        char   word[200];
        if (n >= sizeof word) n = sizeof word - 1;
        memcpy(word, p, n), word[n] = 0;
        int wide = ili_columns(word);
        if (begun && at + 1 + wide > COLUMNS) ili_put(o, "\n"), ili_put(o, rest), at = ili_columns(rest);
        else if (begun) ili_put(o, " "), at++;
        ili_put_plain(o, word);
        begun = true, at += wide, p += n;
        if (*p == ' ') p++;
    }
    ili_put(o, "\n");
}

static void put_out(ili_out *o, const char *first, const char *rest, ili_out *text) {
    if (text->size) put_wrapped(o, first, rest, text->text);
    o->failed |= text->failed;
    ili_out_free(text);
}

static void put_number(ili_out *o, double x, int decimals, int wide) {
    char text[ILI_FIXED_TEXT];
    ili_putf(o, "%*s", wide, ili_fixed(x, decimals, text));
}

// ---- the day as it is -----------------------------------------------------------------------------------------------------------------------

static void put_head(const il_day_paper_request *r, ili_out *o) {
    const il_day_story *s = r->story;
    const il_day_life  *x = &s->life[s->present];
    ili_out             who = {0};
    ili_put_plain(o, s->r.schedule->name);
    ili_put(o, ": "), ili_put_fixed(o, il_schedule_minutes(s->r.schedule) / 60, 1);
    ili_putf(o, " %s, %d %s, %d %s%s\n", ILI_SAY(DAY_LASTS_HOURS), il_day_solves(x->day), ILI_SAY(DAY_POSTURES_SOLVED), il_day_followed(x->day), ILI_SAY(DAY_FOLLOWED_FROM_THEM), s->r.no_reflex ? ILI_SAY(DAY_WITHOUT_REFLEXES) : "");
    ili_put_plain(o, r->who), ili_put(o, "\n");
    ili_day_put_chosen(&who, s);
    put_out(o, "", "", &who);
    ili_day_put_refusal(&who, s);
    put_out(o, "! ", "  ", &who);
}

static void put_happened(const il_day_story *s, ili_out *o) {
    const il_day_life *x = &s->life[s->present];
    int                again = 0;
    ili_putf(o, "\n%s\n", ILI_SAY(DAY_WHAT_HAPPENED));
    for (int i = 0; i < x->log.nhappening; i++) {
        const il_day_happening *h = &x->log.happening[i];
        ili_out                 line = {0};
        char                    when[IL_DAY_CLOCK];
        again += h->again;
        if (h->again) continue;
        ili_putf(&line, "%s  ", il_schedule_clock(s->r.schedule, h->event.minute, when));
        ili_day_put_event(&line, x->day, h);
        if (h->event.ntaker) ili_putf(&line, "; %s: ", ILI_SAY(DAY_TAKERS)), ili_day_put_takers(&line, x->day, &h->event);
        put_out(o, "  ", "         ", &line);
    }
    if (again) ili_putf(o, "  %s %d %s\n", ILI_SAY(AND), again, ILI_SAY(DAY_TIMES_WHAT_HAD_HAPPENED));
    if (!x->log.nhappening) ili_putf(o, "  %s\n", ILI_SAY(DAY_NOTHING));
}

// ---- beside each other -----------------------------------------------------------------------------------------------------------------------

static void put_chain(const il_day_story *s, const il_day_pair *p, ili_out *o) {
    ili_out text = {0};
    ili_day_put_pair(&text, s, p);
    put_out(o, "\n", "  ", &text);
    for (int i = 0; i < p->is->nlink; i++) {
        char number[16];
        snprintf(number, sizeof number, "  %d. ", i + 1);
        ili_day_put_link(&text, s, p, &p->is->link[i]);
        put_out(o, number, "     ", &text);
    }
}

static void put_chains(const il_day_story *s, ili_out *o) {
    bool any = false;
    for (int i = 0; i < s->npair; i++) any |= !s->pair[i].is_change;
    if (!any) return;
    ili_putf(o, "\n%s\n", ILI_SAY(DAY_CHAIN));
    put_wrapped(o, "", "", ILI_SAY(DAY_CHAIN_SAY));
    for (int i = 0; i < s->npair; i++)
        if (!s->pair[i].is_change) put_chain(s, &s->pair[i], o);
}

static void put_fates(const il_day_story *s, const il_day_pair *p, ili_out *o) {
    int n = 0;
    for (int i = 0; i < p->is->nfate; i++) {
        const il_day_fate *f = &p->is->fate[i];
        ili_out            line = {0};
        if (!ili_day_fate_differs(f)) continue;
        ili_day_put_fate(&line, f), ili_put(&line, " -> "), ili_day_put_fate_times(&line, s->r.schedule, f);
        put_out(o, "  ", "      ", &line);
        n++;
    }
    if (!n) ili_putf(o, "  %s\n", ILI_SAY(DAY_EVENTS_SAME));
}

static void put_difference(const il_day *d, const il_day_share *x, bool both, ili_out *o) {
    ili_out name = {0};
    char    text[ILI_FIXED_TEXT], signed_text[ILI_FIXED_TEXT + 1];
    if (both) ili_day_put_structure(&name, d, x->structure);
    else ili_day_put_share(&name, d, x);
    ili_putf(o, "  %-36s ", name.text ? name.text : "");
    ili_out_free(&name);
    put_number(o, x->before, 2, 10), ili_put(o, " "), put_number(o, x->after, 2, 10);
    snprintf(signed_text, sizeof signed_text, "%s%s", x->after > x->before ? "+" : "", ili_fixed(x->after - x->before, 2, text));
    ili_putf(o, " %12s   (", signed_text), ili_put_fixed(o, x->noise, 2), ili_put(o, ")\n");
}

// those that are shown, the largest difference first
static void put_differences(const il_day_comparison *c, const il_day *d, ili_out *o) {
    int   groups = il_day_groups(d), n = c->nshare - groups, none = 0;
    bool *told = calloc((size_t)n + 1, sizeof *told);
    o->failed |= !told;
    ili_putf(o, "  %-36s %10s %10s %12s   (%s)\n", ILI_SAY(DAY_EXPOSURE_HOURS_THRESHOLD), ILI_SAY(DAY_BEFORE), ILI_SAY(DAY_COLUMN_CHANGED), ILI_SAY(DAY_DIFFERENCE), ILI_SAY(DAY_NOISE));
    for (int i = 0; i < n; i++) none += !c->share[groups + i].shown;
    for (int k = 0; told && k < n - none; k++) {
        int best = IL_NONE;
        for (int i = 0; i < n; i++) {
            const il_day_share *x = &c->share[groups + i], *y = &c->share[groups + (best == IL_NONE ? i : best)];
            if (x->shown && !told[i] && (best == IL_NONE || fabs(x->after - x->before) > fabs(y->after - y->before))) best = i;
        }
        told[best] = true;
        int twin = ili_day_difference_twin(c, d, best);
        if (twin != IL_NONE) told[twin] = true, k++;
        put_difference(d, &c->share[groups + best], twin != IL_NONE, o);
    }
    ili_putf(o, "  %d %s: %s %s\n", none, ILI_SAY(DAY_OTHERS_COUNTED), ILI_SAY(DAY_SHOWN_NOT), ILI_SAY(DAY_JSON_HAS_ALL));
    free(told);
}

static void put_change(const il_day_story *s, ili_out *o) {
    for (int i = 0; i < s->npair; i++) {
        const il_day_pair *p = &s->pair[i];
        if (!p->is_change) continue;
        ili_putf(o, "\n%s: ", ILI_SAY(DAY_CHANGE)), ili_put_plain(o, p->words), ili_put(o, "\n");
        put_wrapped(o, "", "", ILI_SAY(DAY_CHANGE_SAY));
        put_chain(s, p, o);
        put_fates(s, p, o);
        put_differences(p->is, s->life[p->after].day, o);
    }
}

// ---- tables ------------------------------------------------------------------------------------------------------------------------------------

static void put_exposure(const il_day_story *s, ili_out *o) {
    const il_day *d = s->life[s->present].day;
    int           n = il_day_structures(d);
    int          *order = calloc((size_t)n + 1, sizeof *order);
    if (!order) {
        o->failed = true;
        return;
    }
    il_day_rank(d, order);
    double most = il_day_total_of(d, order[0]).exposure;
    int    less = 0;
    ili_putf(o, "\n%s %s\n", ILI_SAY(DAY_EXPOSURE_HOURS_ONE_THRESHOLD), ILI_SAY(LOAD_NOT_PAIN_BRIEF));
    ili_putf(o, "  %s%s   %s%s\n", ILI_SAY(DAY_STRUCTURE_EXPOSURE), s->healthy != IL_NONE ? ILI_SAY(DAY_COLUMN_HEALTHY) : "", ILI_SAY(DAY_ABOVE_GREATEST), s->nbody ? ILI_SAY(DAY_COLUMN_BODIES) : "");
    for (int i = 0; i < n; i++) {
        il_day_total            t = il_day_total_of(d, order[i]);
        ili_out                 name = {0};
        char                    when[IL_DAY_CLOCK];
        double                  range[2];
        bool                    small = t.above <= 0 && t.exposure < 0.02 * most;
        less += small;
        if (small || ili_day_is_second(d, order[i])) continue;
        ili_day_put_structure(&name, d, order[i]);
        ili_putf(o, "  %-36s ", name.text ? name.text : "");
        ili_out_free(&name);
        put_number(o, t.exposure, 2, 8), ili_put(o, " h");
        if (s->healthy != IL_NONE) put_number(o, il_day_total_of(s->life[s->healthy].day, order[i]).exposure, 2, 8), ili_put(o, " h");
        put_number(o, t.above, 2, 9), ili_put(o, " h "), put_number(o, t.peak, 2, 9);
        ili_putf(o, "   %s", il_schedule_clock(s->r.schedule, t.peak_at, when));
        if (il_day_story_range(s, order[i], false, range)) ili_put(o, "   "), ili_put_fixed(o, range[0], 2), ili_putf(o, " %s ", ILI_SAY(DAY_TO)), ili_put_fixed(o, range[1], 2);
        ili_put(o, "\n");
    }
    if (less) ili_putf(o, "  %s %d %s\n", ILI_SAY(AND), less, ILI_SAY(DAY_NEVER_ABOVE_THEIR_THRESHOLD));
    free(order);
}

static bool borrowed(const il_tissue *t, const char *group) {
    for (int i = 0; i < t->nmuscle; i++)
        if (!strcmp(t->muscle[i].group, group)) return t->muscle[i].borrowed;
    return false;
}

static void put_strength(const il_day_story *s, ili_out *o) {
    const il_day *d = s->life[s->present].day;
    int           fresh = 0;
    ili_putf(o, "\n%s\n", ILI_SAY(DAY_STRENGTH_END_THREE_COMPARTMENT));
    for (int g = 0; g < il_day_groups(d); g++) {
        const il_day_group *group = il_day_group_at(d, g);
        double              capacity = il_day_capacity(d, g);
        fresh += capacity >= 0.995;
        if (capacity >= 0.995) continue;
        ili_putf(o, "  %-22s %-6s ", group->name, ili_side_name(group->side)), put_number(o, 100 * capacity, 0, 3);
        ili_putf(o, " %%%s%s\n", borrowed(s->r.tissue, group->name) ? " *" : "", il_day_missing(d, g) > 1 ? ILI_SAY(DAY_WAS_ASKED_MORE_THAN) : "");
    }
    ili_putf(o, "  %s %d %s %d %s\n", ILI_SAY(DAY_OTHER), fresh, ILI_SAY(DAY_GROUPS), il_day_groups(d), ILI_SAY(DAY_NOT_TIRED));
    ili_putf(o, "\n%s: ", ILI_SAY(DAY_LUMBAR_SPINE_END)), ili_put_fixed(o, il_day_flexion_creep(d), 1), ili_putf(o, " %s, ", ILI_SAY(DAY_DEG_MORE_FLEXION_REST));
    ili_put_fixed(o, il_day_height_loss(d), 1), ili_putf(o, " %s\n", ILI_SAY(DAY_MM_LOWER));
}

static void put_end(const il_day_paper_request *r, ili_out *o) {
    const il_assessment *a = r->story->r.assessment;
    put_wrapped(o, "\n", "", ILI_SAY(DAY_NOT_KNOWN_RATES_IRRITATION));
    if (a) {
        ili_care_notices(a, o);
        return;
    }
    ili_putf(o, "%s %.12s%s. %s\n", ILI_SAY(DAY_DATA), r->data_hash, r->modified ? ILI_SAY(DAY_LOCALLY_MODIFIED) : "", ILI_SAY(DAY_RESEARCH_AND_EDUCATION_SOFTWARE));
}

il_status il_day_text(const il_day_paper_request *r, char **text, size_t *size, il_error *err) {
    IL_ASSERT(r && r->story && r->who && r->data_hash && text && size);
    const il_day_story  *s = r->story;
    const il_assessment *a = s->r.assessment;
    ili_out              o = {0};
    if (a) ili_care_danger(a, &o);
    for (int i = 0; a && i < a->validity.nreason; i++) ili_put(&o, "  "), ili_put_plain(&o, a->validity.reason[i]), ili_put(&o, "\n");
    if (a) ili_put(&o, "\n");
    if (s->simulated) {
        put_head(r, &o);
        put_happened(s, &o);
        put_chains(s, &o);
        put_change(s, &o);
        put_exposure(s, &o);
        put_strength(s, &o);
        if (r->more) ili_day_more_text(&o, r->more);
    } else ili_putf(&o, "%s\n", ILI_SAY(DAY_SCREENED_ONLY));
    put_end(r, &o);
    return ili_out_take(&o, text, size, err);
}
