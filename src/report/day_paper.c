// day_paper.c - a day as a document
#include "ilium/day_paper.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ilium/version.h"
#include "report/day_more.h"
#include "report/day_paper_parts.h"
#include "report/day_tell.h"

enum { NAME = ILI_DAY_TELL_NAME };

typedef struct teller {
    ili_writer                  w;
    const il_day_paper_request *r;
    const il_day_story         *s;
    const il_day_life          *x;    ///< the day as it is
    char                        name[ILI_COURSE_CURVES][NAME];
} teller;

static const char *side_word(il_side side) { return side == IL_SIDE_NONE ? "" : ili_side_name(side); }

static il_source_status status_of(const char *word) {
    return !strcmp(word, "found") ? IL_SOURCE_FOUND : !strcmp(word, "recalled") ? IL_SOURCE_RECALLED : IL_SOURCE_ASSUMED;
}

static void put_paragraph(teller *t, ili_tone tone, ili_out *text) {
    if (text->size) ili_put(ili_doc_paragraph(t->w.d, tone), text->text);
    t->w.d->failed |= text->failed;
    ili_out_free(text);
}

// ---- whose day ----------------------------------------------------------------------------------------------------------------------------

static void whose(teller *t) {
    ili_out text = {0};
    if (t->s->r.assessment) ili_part_safety(&t->w);
    ili_say_section(&t->w, "who", ILI_W_DAY_WHO);
    if (!t->s->simulated) {
        ili_say_paragraph(&t->w, ILI_TONE_DO, ILI_W_DAY_SCREENED_ONLY);
        for (int i = 0; i < t->s->r.assessment->validity.nreason; i++) ili_put_plain(ili_doc_item(t->w.d), t->s->r.assessment->validity.reason[i]);
        return;
    }
    ili_day_put_chosen(&text, t->s);
    put_paragraph(t, ILI_TONE_PLAIN, &text);
    ili_day_put_refusal(&text, t->s);
    put_paragraph(t, ILI_TONE_DO, &text);
}

// ---- the course ---------------------------------------------------------------------------------------------------------------------------

// the lowest or highest of a number over the samples
static double extreme(const teller *t, const double *value, int stride, bool high) {
    double x = high ? -HUGE_VAL : HUGE_VAL;
    for (int i = 0; i < t->x->log.nsample; i++) x = high ? fmax(x, value[i * stride]) : fmin(x, value[i * stride]);
    return x;
}

// both sides alike: one curve
static bool alike(const teller *t, const double *a, const double *b, int stride) {
    for (int i = 0; i < t->x->log.nsample; i++)
        if (fabs(a[i * stride] - b[i * stride]) > 0.02 * fmax(1, fabs(a[i * stride]))) return false;
    return true;
}

static ili_course course_of(const teller *t, int stride) {
    return (ili_course){.n = t->x->log.nsample, .minute = t->x->log.minute, .begins = t->s->r.schedule->begins, .stride = stride};
}

static bool add_curve(teller *t, ili_course *c, const double *value, const char *name, il_side side) {
    for (int k = 0; k < c->ncurve; k++) {
        size_t n = strcspn(t->name[k], ",");
        if (strlen(name) == n && !strncmp(t->name[k], name, n) && alike(t, c->curve[k], value, c->stride)) return t->name[k][n] = 0, true; // the other side's word goes
    }
    if (c->ncurve == ILI_COURSE_CURVES) return false;
    snprintf(t->name[c->ncurve], NAME, "%s%s%s", name, side == IL_SIDE_NONE ? "" : ", ", side_word(side));
    c->curve[c->ncurve] = value, c->name[c->ncurve] = t->name[c->ncurve], c->ncurve++;
    return true;
}

static void strength(teller *t) {
    int        n = il_day_groups(t->x->day);
    ili_course c = course_of(t, n);
    char       name[NAME];
    c.high = 1.0, c.mark = -1, c.activity = t->x->log.activity;
    // the weakest first, for as many as there is room
    for (double passed = -1;;) {
        double next = 0.97;
        for (int g = 0; g < n; g++) {
            double least = extreme(t, t->x->log.capacity + g, n, false);
            if (least > passed) next = fmin(next, least);
        }
        if (next >= 0.97) break;
        for (int g = 0; g < n; g++)
            if (extreme(t, t->x->log.capacity + g, n, false) == next) add_curve(t, &c, t->x->log.capacity + g, ili_day_name_words(il_day_group_at(t->x->day, g)->name, name), il_day_group_at(t->x->day, g)->side);
        passed = next;
    }
    ili_put(ili_doc_figure(t->w.d, ili_figure_hours(&c, ILI_SAY(DAY_STRENGTH_CAPTION))), ILI_SAY(DAY_STRENGTH_CAPTION));
}

static void loads(teller *t, const int *order) {
    int        n = il_day_structures(t->x->day);
    ili_course c = course_of(t, n);
    c.mark = 1;
    for (int k = 0; k < n && c.ncurve < 6; k++) {
        const il_day_structure *s = il_day_structure_at(t->x->day, order[k]);
        add_curve(t, &c, t->x->log.load + order[k], s->is->name, s->side);
        c.high = fmax(c.high, extreme(t, t->x->log.load + order[k], n, true));
    }
    c.high = ceil(fmax(c.high, 1.2));
    ili_put(ili_doc_figure(t->w.d, ili_figure_hours(&c, ILI_SAY(DAY_LOAD_CAPTION))), ILI_SAY(DAY_LOAD_CAPTION));
}

static void course(teller *t, const int *order) {
    ili_say_section(&t->w, "course", ILI_W_DAY_COURSE);
    strength(t);
    ili_out *o = ili_doc_paragraph(t->w.d, ILI_TONE_SMALL);
    for (int i = 0; i < t->s->r.schedule->nactivity; i++) {
        ili_putf(o, "%s%d: ", i ? " · " : "", i + 1);
        ili_put_plain(o, t->s->r.schedule->activity[i].name);
    }
    loads(t, order);
    ili_say_paragraph(&t->w, ILI_TONE_KEY, ILI_W_DAY_NOT_PAIN);
}

// ---- what happened ------------------------------------------------------------------------------------------------------------------------

static void happened(teller *t) {
    static const int    head[] = {ILI_W_DAY_TIME, ILI_W_DAY_WHAT, ILI_W_DAY_TOOK_OVER, ILI_W_DAY_DOING, -1};
    static const double share[] = {0.09, 0.4, 0.28, 0.23};
    ili_say_section(&t->w, "happened", ILI_W_DAY_HAPPENED);
    if (t->x->log.nhappening == 0) {
        ili_say_paragraph(&t->w, ILI_TONE_PLAIN, ILI_W_DAY_NOTHING);
        return;
    }
    ili_say_table(&t->w, "events", head, share);
    for (int i = 0; i < t->x->log.nhappening; i++) {
        const il_day_happening *h = &t->x->log.happening[i];
        char                    when[IL_DAY_CLOCK];
        if (h->again) continue;
        ili_doc_row(t->w.d);
        ili_cell(&t->w, il_schedule_clock(t->s->r.schedule, h->event.minute, when));
        ili_day_put_event(ili_doc_cell(t->w.d), t->x->day, h);
        ili_day_put_takers(ili_doc_cell(t->w.d), t->x->day, &h->event);
        ili_cell(&t->w, t->s->r.schedule->activity[h->activity].name);
    }
}

// ---- where it would be felt ------------------------------------------------------------------------------------------------------------------

static bool fill_row(const teller *t, const il_day_life *x, ili_strip_row *row) {
    bool any = false;
    bool changed = t->s->changed != IL_NONE && x == &t->s->life[t->s->changed];
    snprintf(row->name, sizeof row->name, "%s%s%.160s", changed ? ILI_SAY(DAY_CHANGED) : "", changed ? ": " : "", x->words);
    row->n = ILI_STRIP_COLUMNS;
    for (int i = 0; i < ILI_STRIP_COLUMNS; i++) {
        int sample = (x->log.nsample - 1) * (i + 1) / ILI_STRIP_COLUMNS;
        row->nregion[i] = ili_day_felt(t->w.k, x->day, &x->log, sample, row->region[i]);
        il_schedule_clock(x->schedule, x->log.minute[sample], row->clock[i]);
        any |= row->nregion[i] > 0;
    }
    return any;
}

static void felt(teller *t) {
    const int      life[] = {t->s->healthy, t->s->present, t->s->changed};
    ili_strip_row *row = calloc(3, sizeof *row);
    bool           any = false;
    int            n = 0;
    ili_say_section(&t->w, "felt", ILI_W_DAY_FELT);
    for (int i = 0; row && i < 3 && t->x->log.nsample; i++)
        if (life[i] != IL_NONE) any |= fill_row(t, &t->s->life[life[i]], &row[n++]);
    ili_say_paragraph(&t->w, ILI_TONE_SMALL, any ? ILI_W_DAY_FELT_SAY : ILI_W_DAY_NOT_IRRITATED);
    if (any) ili_put(ili_doc_figure(t->w.d, ili_figure_strip(n, row, ILI_SAY(DAY_FELT))), ILI_SAY(DAY_STRIP_SAY));
    t->w.d->failed |= !row;
    free(row);
}

// ---- tables -----------------------------------------------------------------------------------------------------------------------------------

static void exposed(teller *t, const int *order, int n) {
    static const int    head[] = {ILI_W_HEAD_STRUCTURE, ILI_W_DAY_THRESHOLD, ILI_W_DAY_HOURS, ILI_W_DAY_BARS, ILI_W_DAY_ABOVE, ILI_W_DAY_GREATEST, ILI_W_DAY_TIME, -1};
    static const double share[] = {0.28, 0.12, 0.12, 0.2, 0.09, 0.1, 0.09};
    bool                beside = t->s->healthy != IL_NONE;
    double              most = n ? il_day_total_of(t->x->day, order[0]).exposure : 1;
    int                 less = 0;
    for (int i = 0; i < n && beside; i++) most = fmax(most, il_day_total_of(t->s->life[t->s->healthy].day, i).exposure);
    ili_say_section(&t->w, "exposed", ILI_W_DAY_EXPOSED);
    ili_put(ili_say_table(&t->w, "exposed", head, share), beside ? ILI_SAY(DAY_EXPOSED_SAY) : "");
    for (int i = 0; i < n; i++) {
        const il_day_structure *s = il_day_structure_at(t->x->day, order[i]);
        il_day_total            total = il_day_total_of(t->x->day, order[i]);
        double                  range[2];
        char                    when[IL_DAY_CLOCK];
        bool                    small = total.above <= 0 && total.exposure < 0.02 * most;
        less += small;
        if (small || ili_day_is_second(t->x->day, order[i])) continue;
        ili_doc_row(t->w.d);
        ili_out *o = ili_doc_cell(t->w.d);
        ili_day_put_structure(o, t->x->day, order[i]);
        o = ili_doc_cell(t->w.d);
        ili_putf(o, "%g %s", s->is->threshold, !strcmp(s->is->unit, "1") ? "" : s->is->unit);
        ili_cite(&t->w, s->is->source, status_of(s->is->status));
        o = ili_doc_cell(t->w.d);
        ili_putf(o, "%.2f", total.exposure);
        if (il_day_story_range(t->s, order[i], false, range)) ili_putf(o, "%s%s%.2f %s %.2f%s", ILI_LINE, ILI_PALE, range[0], ILI_SAY(DAY_TO), range[1], ILI_END);
        ili_doc_cell(t->w.d);
        ili_doc_cell_picture(t->w.d, ili_day_bars(beside ? il_day_total_of(t->s->life[t->s->healthy].day, order[i]).exposure : -1, total.exposure, most));
        ili_putf(ili_doc_cell(t->w.d), "%.2f", total.above);
        ili_putf(ili_doc_cell(t->w.d), "%.2f", total.peak);
        ili_cell(&t->w, il_schedule_clock(t->s->r.schedule, total.peak_at, when));
    }
    if (less) ili_putf(ili_doc_paragraph(t->w.d, ILI_TONE_SMALL), "%d %s", less, ILI_SAY(DAY_OTHERS_BELOW));
}

// the group of the other side, as tired
static int tired_twin(const il_day *d, int group) {
    const il_day_group *g = il_day_group_at(d, group);
    for (int i = 0; i < il_day_groups(d); i++)
        if (i != group && !strcmp(il_day_group_at(d, i)->name, g->name) && fabs(il_day_capacity(d, i) - il_day_capacity(d, group)) < 0.005) return i;
    return IL_NONE;
}

static void tired(teller *t) {
    static const int    head[] = {ILI_W_HEAD_STRUCTURE, ILI_W_HEAD_SIDE, ILI_W_DAY_LEFT, -1};
    static const double share[] = {0.5, 0.25, 0.25};
    const il_day       *d = t->x->day;
    int                 n = 0;
    ili_say_section(&t->w, "tired", ILI_W_DAY_TIRED);
    for (int g = 0; g < il_day_groups(d); g++) {
        const il_day_group *group = il_day_group_at(d, g);
        double              left = il_day_capacity(d, g);
        int                 twin = tired_twin(d, g);
        char                name[NAME];
        if (left >= 0.995 || (twin != IL_NONE && twin < g)) continue;
        if (n++ == 0) ili_say_table(&t->w, "tired", head, share);
        ili_doc_row(t->w.d);
        ili_cell(&t->w, ili_day_name_words(group->name, name));
        ili_cell(&t->w, twin == IL_NONE ? side_word(group->side) : ILI_SAY(DAY_BOTH));
        ili_putf(ili_doc_cell(t->w.d), "%.0f %%", 100 * left);
    }
    ili_say_paragraph(&t->w, ILI_TONE_SMALL, ILI_W_DAY_OTHERS);
    ili_putf(ili_doc_paragraph(t->w.d, ILI_TONE_PLAIN), "%s: %.1f deg %s, %.1f mm %s.", ILI_SAY(DAY_SPINE), il_day_flexion_creep(d), ILI_SAY(DAY_MORE_FLEXION), il_day_height_loss(d), ILI_SAY(DAY_LOWER));
}

static void unknown(teller *t) {
    ili_say_section(&t->w, "unknown", ILI_W_DAY_UNKNOWN);
    ili_put(ili_doc_item(t->w.d), ILI_SAY(DAY_UNKNOWN_RATES));
    ili_put(ili_doc_item(t->w.d), ILI_SAY(DAY_UNKNOWN_HIP));
    ili_put(ili_doc_item(t->w.d), ILI_SAY(DAY_UNKNOWN_WALK));
    if (t->s->r.no_reflex) ili_put(ili_doc_item(t->w.d), ILI_SAY(DAY_NO_REFLEX));
}

// ---- the document -----------------------------------------------------------------------------------------------------------------------------

static void head(teller *t) {
    ili_out title = {0}, version = {0};
    ili_putf(&title, "%s: ", ILI_SAY(DAY_TITLE));
    ili_put_plain(&title, t->s->r.schedule->name);
    ili_putf(&version, "Ilium %s · %s %.12s%s%s", il_version(), ILI_SAY(DATA), t->r->data_hash, t->r->modified ? " · " : "", t->r->modified ? ILI_SAY(MODIFIED_TAG) : "");
    t->w.d->failed |= title.failed || version.failed;
    t->w.d->title = ili_doc_keep(t->w.d, title.text);
    t->w.d->version = ili_doc_keep(t->w.d, version.text);
    t->w.d->running = ili_doc_keep(t->w.d, t->r->who);
    t->w.d->subject = ILI_SAY(SUBJECT);
    t->w.d->author = ILI_SAY(AUTHOR_NONE);
    t->w.d->date = t->r->date ? ili_doc_keep(t->w.d, t->r->date) : NULL;
    ili_out_free(&title);
    ili_out_free(&version);
}

static void tell_day(teller *t, int *order, int n) {
    il_day_rank(t->x->day, order);
    course(t, order);
    happened(t);
    ili_day_paper_chains(&t->w, t->s);
    ili_day_paper_change(&t->w, t->s);
    felt(t);
    exposed(t, order, n);
    tired(t);
    if (t->r->more) ili_day_more_part(&t->w, t->r->more);
    unknown(t);
}

static bool tell(teller *t) {
    int  n = t->x ? il_day_structures(t->x->day) : 0;
    int *order = calloc((size_t)n + 1, sizeof *order);
    if (!order) return false;
    head(t);
    whose(t);
    if (t->x) tell_day(t, order, n);
    ili_part_sources(&t->w);
    ili_part_notices(&t->w);
    ili_doc_close(t->w.d);
    free(order);
    return !t->w.d->failed;
}

il_status il_day_paper_make(const il_day_paper_request *r, il_paper **out, il_error *err) {
    static const il_assessment nobody = {0};
    IL_ASSERT(r && r->story && r->who && r->data_hash && out);
    const il_day_story *s = r->story;
    teller t = {.w = {.d = ili_doc_create(), .a = s->r.assessment ? s->r.assessment : &nobody, .k = s->r.knowledge}, .r = r, .s = s, .x = s->simulated ? &s->life[s->present] : NULL};
    *out = NULL;
    if (!t.w.d || !tell(&t)) {
        il_paper_free(t.w.d);
        return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the day's document");
    }
    *out = t.w.d;
    return IL_OK;
}
