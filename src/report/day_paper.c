// day_paper.c - a day as a document
#include "ilium/day_paper.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ilium/version.h"
#include "report/paper_parts.h"

enum { STRIP = 4, FELT_REGIONS = 40, NAME = 64 };

typedef struct teller {
    ili_writer                  w;
    const il_day_paper_request *r;
    char                        name[ILI_COURSE_CURVES][NAME];
} teller;

static const char *side_word(il_side side) { return side == IL_SIDE_NONE ? "" : ili_side_name(side); }
static const char *group_words(const char *name, char out[NAME]) {
    snprintf(out, NAME, "%s", name);
    for (char *p = out; *p; p++)
        if (*p == '_') *p = ' ';
    return out;
}

static il_source_status status_of(const char *word) {
    return !strcmp(word, "found") ? IL_SOURCE_FOUND : !strcmp(word, "recalled") ? IL_SOURCE_RECALLED : IL_SOURCE_ASSUMED;
}

// ---- the course ---------------------------------------------------------------------------------------------------------------------------

// the lowest or highest of a number over the samples
static double extreme(const teller *t, const double *value, int stride, bool high) {
    double x = high ? -HUGE_VAL : HUGE_VAL;
    for (int i = 0; i < t->r->log->nsample; i++) x = high ? fmax(x, value[i * stride]) : fmin(x, value[i * stride]);
    return x;
}

// both sides alike: one curve
static bool alike(const teller *t, const double *a, const double *b, int stride) {
    for (int i = 0; i < t->r->log->nsample; i++)
        if (fabs(a[i * stride] - b[i * stride]) > 0.02 * fmax(1, fabs(a[i * stride]))) return false;
    return true;
}

static ili_course course_of(const teller *t, int stride) {
    return (ili_course){.n = t->r->log->nsample, .minute = t->r->log->minute, .begins = t->r->schedule->begins, .stride = stride};
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
    int        n = il_day_groups(t->r->day);
    ili_course c = course_of(t, n);
    char       name[NAME];
    c.high = 1.0, c.mark = -1, c.activity = t->r->log->activity;
    for (double below = 0.3; below < 1; below += 0.2)
        for (int g = 0; g < n; g++) {
            double least = extreme(t, t->r->log->capacity + g, n, false);
            if (least >= below - 0.2 && least < fmin(below, 0.97)) add_curve(t, &c, t->r->log->capacity + g, group_words(il_day_group_at(t->r->day, g)->name, name), il_day_group_at(t->r->day, g)->side);
        }
    ili_put(ili_doc_figure(t->w.d, ili_figure_hours(&c, ILI_SAY(DAY_STRENGTH_CAPTION))), ILI_SAY(DAY_STRENGTH_CAPTION));
}

static void loads(teller *t, const int *order) {
    int        n = il_day_structures(t->r->day);
    ili_course c = course_of(t, n);
    c.mark = 1;
    for (int k = 0; k < n && c.ncurve < 6; k++) {
        const il_day_structure *s = il_day_structure_at(t->r->day, order[k]);
        add_curve(t, &c, t->r->log->load + order[k], s->is->name, s->side);
        c.high = fmax(c.high, extreme(t, t->r->log->load + order[k], n, true));
    }
    c.high = ceil(fmax(c.high, 1.2));
    ili_put(ili_doc_figure(t->w.d, ili_figure_hours(&c, ILI_SAY(DAY_LOAD_CAPTION))), ILI_SAY(DAY_LOAD_CAPTION));
}

static void course(teller *t, const int *order) {
    ili_say_section(&t->w, "course", ILI_W_DAY_COURSE);
    strength(t);
    ili_out *o = ili_doc_paragraph(t->w.d, ILI_TONE_SMALL);
    for (int i = 0; i < t->r->schedule->nactivity; i++) {
        ili_putf(o, "%s%d: ", i ? " · " : "", i + 1);
        ili_put_plain(o, t->r->schedule->activity[i].name);
    }
    loads(t, order);
    ili_say_paragraph(&t->w, ILI_TONE_KEY, ILI_W_DAY_NOT_PAIN);
}

// ---- what happened ------------------------------------------------------------------------------------------------------------------------

static void put_event(teller *t, ili_out *o, const il_day_happening *h) {
    static const ili_word words[] = {ILI_W_DAY_TIRES, ILI_W_DAY_STARVES, ILI_W_DAY_GUARDS, ILI_W_DAY_CALMS, ILI_W_DAY_FAILS, ILI_W_DAY_INJURED, ILI_W_DAY_EASED, ILI_W_DAY_TRIGGER_POINT};
    const il_day_event   *e = &h->event;
    char                  name[NAME];
    const char           *side = h->both ? ILI_SAY(DAY_BOTH) : side_word(il_day_event_side(t->r->day, e));
    ili_put_plain(o, group_words(il_day_event_name(t->r->day, e), name));
    if (*side) ili_putf(o, ", %s", side);
    ili_put(o, ": ");
    if (e->kind == IL_DAY_TIRES) ili_putf(o, "%.0f %% ", 100 * e->value);
    ili_put(o, ili_word_text(words[e->kind]));
}

static void happened(teller *t) {
    static const int    head[] = {ILI_W_DAY_TIME, ILI_W_DAY_WHAT, ILI_W_DAY_TOOK_OVER, ILI_W_DAY_DOING, -1};
    static const double share[] = {0.09, 0.4, 0.28, 0.23};
    ili_say_section(&t->w, "happened", ILI_W_DAY_HAPPENED);
    if (t->r->log->nhappening == 0) {
        ili_say_paragraph(&t->w, ILI_TONE_PLAIN, ILI_W_DAY_NOTHING);
        return;
    }
    ili_say_table(&t->w, "events", head, share);
    for (int i = 0; i < t->r->log->nhappening; i++) {
        const il_day_happening *h = &t->r->log->happening[i];
        char                    when[IL_DAY_CLOCK], name[NAME];
        if (h->again) continue;
        ili_doc_row(t->w.d);
        ili_cell(&t->w, il_schedule_clock(t->r->schedule, h->event.minute, when));
        put_event(t, ili_doc_cell(t->w.d), h);
        ili_out *o = ili_doc_cell(t->w.d);
        for (int k = 0; k < h->event.ntaker; k++) {
            const il_day_group *g = il_day_group_at(t->r->day, h->event.taker[k]);
            ili_putf(o, "%s%s %s +%.1f %%", k ? ", " : "", group_words(g->name, name), side_word(g->side), 100 * h->event.rise[k]);
        }
        ili_cell(&t->w, t->r->schedule->activity[h->activity].name);
    }
}

// ---- where it would be felt ------------------------------------------------------------------------------------------------------------------

static void feel(const teller *t, const il_day_structure *s, double irritation, il_pain_region *region, int *n) {
    const il_knowledge *k = t->w.k;
    for (int i = 0; i < k->npattern; i++) {
        const il_pattern *p = &k->pattern[i];
        if (strcmp(p->structure, s->is->pattern) || p->role != IL_PATTERN_ESSENTIAL) continue;
        const il_region *at = &k->region[p->region];
        il_side          side = !at->sided || s->side == IL_SIDE_NONE ? IL_SIDE_BOTH : p->other_side ? (s->side == IL_SIDE_RIGHT ? IL_SIDE_LEFT : IL_SIDE_RIGHT) : s->side;
        double           x = 10 * fmin(irritation, 1);
        int              known = 0;
        for (; known < *n; known++)
            if (region[known].code == at->code && region[known].side == side) break;
        if (known == FELT_REGIONS) return;
        if (known == *n) region[(*n)++] = (il_pain_region){.code = at->code, .name = at->name, .side = side};
        if (x > region[known].intensity.mid) region[known].intensity = (il_range){.known = true, .low = x, .mid = x, .high = x};
    }
}

static int felt_at(const teller *t, int sample, il_pain_region *region) {
    int n = 0, nstructure = il_day_structures(t->r->day);
    for (int s = 0; s < nstructure; s++) {
        const il_day_structure *is = il_day_structure_at(t->r->day, s);
        double                  irritation = t->r->log->irritation[sample * nstructure + s];
        if (*is->is->pattern && (*is->is->guards || *is->is->inhibits) && irritation > 0.1) feel(t, is, irritation, region, &n);
    }
    return n;
}

static void felt(teller *t) {
    il_pain_region region[FELT_REGIONS];
    bool           any = false;
    ili_say_section(&t->w, "felt", ILI_W_DAY_FELT);
    for (int i = 0; i < t->r->log->nsample && !any; i++) any = felt_at(t, i, region) > 0;
    ili_say_paragraph(&t->w, ILI_TONE_SMALL, any ? ILI_W_DAY_FELT_SAY : ILI_W_DAY_NOT_IRRITATED);
    for (int i = 0; i < STRIP && any; i++) {
        int  sample = (t->r->log->nsample - 1) * (i + 1) / STRIP;
        char when[IL_DAY_CLOCK];
        int  n = felt_at(t, sample, region);
        ili_put(ili_doc_figure(t->w.d, ili_figure_pain(n, region)), il_schedule_clock(t->r->schedule, t->r->log->minute[sample], when));
    }
}

// ---- tables -----------------------------------------------------------------------------------------------------------------------------------

static void exposed(teller *t, const int *order, int n) {
    static const int    head[] = {ILI_W_HEAD_STRUCTURE, ILI_W_DAY_THRESHOLD, ILI_W_DAY_HOURS, ILI_W_DAY_ABOVE, ILI_W_DAY_GREATEST, ILI_W_DAY_TIME, -1};
    static const double share[] = {0.36, 0.2, 0.12, 0.12, 0.1, 0.1};
    ili_say_section(&t->w, "exposed", ILI_W_DAY_EXPOSED);
    ili_say_table(&t->w, "exposed", head, share);
    for (int i = 0; i < n; i++) {
        const il_day_structure *s = il_day_structure_at(t->r->day, order[i]);
        il_day_total            total = il_day_total_of(t->r->day, order[i]);
        char                    when[IL_DAY_CLOCK];
        if (total.peak < 0.05) continue;
        ili_doc_row(t->w.d);
        ili_out *o = ili_doc_cell(t->w.d);
        ili_putf(o, "%s%s%s", s->is->name, s->side == IL_SIDE_NONE ? "" : ", ", side_word(s->side));
        o = ili_doc_cell(t->w.d);
        ili_putf(o, "%g %s", s->is->threshold, !strcmp(s->is->unit, "1") ? "" : s->is->unit);
        ili_cite(&t->w, s->is->source, status_of(s->is->status));
        ili_putf(ili_doc_cell(t->w.d), "%.2f", total.exposure);
        ili_putf(ili_doc_cell(t->w.d), "%.2f", total.above);
        ili_putf(ili_doc_cell(t->w.d), "%.2f", total.peak);
        ili_cell(&t->w, il_schedule_clock(t->r->schedule, total.peak_at, when));
    }
}

static void tired(teller *t) {
    static const int    head[] = {ILI_W_HEAD_STRUCTURE, ILI_W_HEAD_SIDE, ILI_W_DAY_LEFT, -1};
    static const double share[] = {0.5, 0.25, 0.25};
    int                 n = 0;
    ili_say_section(&t->w, "tired", ILI_W_DAY_TIRED);
    for (int g = 0; g < il_day_groups(t->r->day); g++) {
        const il_day_group *group = il_day_group_at(t->r->day, g);
        double              left = il_day_capacity(t->r->day, g);
        char                name[NAME];
        if (left >= 0.995) continue;
        if (n++ == 0) ili_say_table(&t->w, "tired", head, share);
        ili_doc_row(t->w.d);
        ili_cell(&t->w, group_words(group->name, name));
        ili_cell(&t->w, side_word(group->side));
        ili_putf(ili_doc_cell(t->w.d), "%.0f %%", 100 * left);
    }
    ili_say_paragraph(&t->w, ILI_TONE_SMALL, ILI_W_DAY_OTHERS);
    ili_putf(ili_doc_paragraph(t->w.d, ILI_TONE_PLAIN), "%s: %.1f deg %s, %.1f mm %s.", ILI_SAY(DAY_SPINE), il_day_flexion_creep(t->r->day), ILI_SAY(DAY_MORE_FLEXION),
             il_day_height_loss(t->r->day), ILI_SAY(DAY_LOWER));
}

static void unknown(teller *t) {
    ili_say_section(&t->w, "unknown", ILI_W_DAY_UNKNOWN);
    ili_put(ili_doc_item(t->w.d), ILI_SAY(DAY_UNKNOWN_RATES));
    ili_put(ili_doc_item(t->w.d), ILI_SAY(DAY_UNKNOWN_HIP));
    ili_put(ili_doc_item(t->w.d), ILI_SAY(DAY_UNKNOWN_WALK));
    if (!t->r->reflex) ili_put(ili_doc_item(t->w.d), ILI_SAY(DAY_NO_REFLEX));
}

// ---- the document -----------------------------------------------------------------------------------------------------------------------------

static void head(teller *t) {
    ili_out title = {0}, version = {0};
    ili_putf(&title, "%s: ", ILI_SAY(DAY_TITLE));
    ili_put_plain(&title, t->r->schedule->name);
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

static bool tell(teller *t) {
    int  n = il_day_structures(t->r->day);
    int *order = calloc((size_t)n + 1, sizeof *order);
    if (!order) return false;
    il_day_rank(t->r->day, order);
    head(t);
    course(t, order);
    happened(t);
    felt(t);
    exposed(t, order, n);
    tired(t);
    unknown(t);
    ili_part_sources(&t->w);
    ili_part_notices(&t->w);
    ili_doc_close(t->w.d);
    free(order);
    return !t->w.d->failed;
}

il_status il_day_paper_make(const il_day_paper_request *r, il_paper **out, il_error *err) {
    static const il_assessment nobody = {0};
    IL_ASSERT(r && r->knowledge && r->schedule && r->day && r->log && r->who && r->data_hash && out);
    teller t = {.w = {.d = ili_doc_create(), .a = &nobody, .k = r->knowledge}, .r = r};
    *out = NULL;
    if (!t.w.d || !tell(&t)) {
        il_paper_free(t.w.d);
        return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the day's document");
    }
    *out = t.w.d;
    return IL_OK;
}
