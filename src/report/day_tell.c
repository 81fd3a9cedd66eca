// day_tell.c - what is said of a day, once for text, JSON and document
#include "report/day_tell.h"

#include <math.h>
#include <stdio.h>
#include <string.h>


// ---- names -----------------------------------------------------------------------------------------------------------------------------------

const char *ili_day_name_words(const char *name, char out[ILI_DAY_TELL_NAME]) {
    snprintf(out, ILI_DAY_TELL_NAME, "%s", name);
    for (char *p = out; *p; p++)
        if (*p == '_') *p = ' ';
    return out;
}

static void put_sided(ili_out *o, const char *name, il_side side) {
    char words[ILI_DAY_TELL_NAME];
    ili_put_plain(o, ili_day_name_words(name, words));
    if (side == IL_SIDE_BOTH) ili_putf(o, ", %s", ILI_SAY(DAY_BOTH));
    else if (side != IL_SIDE_NONE) ili_putf(o, ", %s", ili_side_name(side));
}

static const char *share_name(const il_day *d, const il_day_share *s) {
    return s->group != IL_NONE ? il_day_group_at(d, s->group)->name : il_day_structure_at(d, s->structure)->is->name;
}

static il_side share_side(const il_day *d, const il_day_share *s) {
    return s->group != IL_NONE ? il_day_group_at(d, s->group)->side : il_day_structure_at(d, s->structure)->side;
}

void ili_day_put_share(ili_out *o, const il_day *d, const il_day_share *s) { put_sided(o, share_name(d, s), share_side(d, s)); }

static bool near(double a, double b) { return fabs(a - b) <= 0.02 * fmax(fabs(a), fabs(b)) + 1e-9; }

// the same structure of the other side, where both went through the same within a fiftieth: told as one; IL_NONE where there is none
static int twin_of(const il_day *d, int structure) {
    const il_day_structure *s = il_day_structure_at(d, structure);
    il_day_total            t = il_day_total_of(d, structure);
    for (int i = 0; i < il_day_structures(d); i++) {
        il_day_total u = il_day_total_of(d, i);
        if (i != structure && il_day_structure_at(d, i)->is == s->is && near(t.exposure, u.exposure) && near(t.above, u.above) && near(t.peak, u.peak)) return i;
    }
    return IL_NONE;
}

bool ili_day_is_second(const il_day *d, int structure) {
    int twin = twin_of(d, structure);
    return twin != IL_NONE && twin < structure;
}

int ili_day_difference_twin(const il_day_comparison *c, const il_day *after, int structure) {
    int                 twin = twin_of(after, structure), groups = il_day_groups(after);
    const il_day_share *x = &c->share[groups + structure], *y = twin == IL_NONE ? NULL : &c->share[groups + twin];
    return y && x->shown == y->shown && near(x->before, y->before) && near(x->after, y->after) ? twin : IL_NONE;
}

void ili_day_put_structure(ili_out *o, const il_day *d, int structure) {
    const il_day_structure *s = il_day_structure_at(d, structure);
    put_sided(o, s->is->name, twin_of(d, structure) == IL_NONE ? s->side : IL_SIDE_BOTH);
}

// ---- events ----------------------------------------------------------------------------------------------------------------------------------

/// In the order of il_day_event_kind: the words of an event, and its key in JSON.
static const struct {
    ili_word    words;
    const char *key;
} events[] = {{ILI_W_DAY_TIRES, "tires"}, {ILI_W_DAY_STARVES, "starves"}, {ILI_W_DAY_GUARDS, "guards"},  {ILI_W_DAY_CALMS, "calms"},
              {ILI_W_DAY_FAILS, "fails"}, {ILI_W_DAY_INJURED, "injured"}, {ILI_W_DAY_EASED, "eased"},    {ILI_W_DAY_TRIGGER_POINT, "trigger_point"}};

const char *ili_day_event_key(il_day_event_kind kind) { return events[kind].key; }

void ili_day_put_event(ili_out *o, const il_day *d, const il_day_happening *h) {
    const il_day_event *e = &h->event;
    put_sided(o, il_day_event_name(d, e), h->both ? IL_SIDE_BOTH : il_day_event_side(d, e));
    ili_put(o, ": ");
    if (e->kind == IL_DAY_TIRES) ili_put_fixed(o, 100 * e->value, 0), ili_put(o, " % ");
    ili_put(o, ili_word_text(events[e->kind].words));
}

void ili_day_put_takers(ili_out *o, const il_day *d, const il_day_event *e) {
    for (int i = 0; i < e->ntaker; i++) {
        const il_day_group *g = il_day_group_at(d, e->taker[i]);
        if (i) ili_put(o, "; ");
        put_sided(o, g->name, g->side);
        ili_put(o, " +"), ili_put_fixed(o, 100 * e->rise[i], 1), ili_put(o, " %");
    }
}

// ---- what became of them -----------------------------------------------------------------------------------------------------------------------

static const double MOVED = 5.0; // minutes, as il_day_compare() has it

bool ili_day_fate_differs(const il_day_fate *f) { return isnan(f->before) || isnan(f->after) || fabs(f->after - f->before) > MOVED; }

void ili_day_put_fate(ili_out *o, const il_day_fate *f) {
    put_sided(o, f->name, f->side);
    ili_put(o, ": ");
    if (f->kind == IL_DAY_TIRES) ili_putf(o, "%s %d %% %s", ILI_SAY(DAY_BELOW), f->level, ILI_SAY(DAY_OF_STRENGTH));
    else ili_put(o, ili_word_text(events[f->kind].words));
}

void ili_day_put_fate_times(ili_out *o, const il_schedule *s, const il_day_fate *f) {
    char a[IL_DAY_CLOCK], b[IL_DAY_CLOCK];
    if (isnan(f->before)) ili_putf(o, "%s, %s", il_schedule_clock(s, f->after, a), ILI_SAY(DAY_NOT_BEFORE));
    else if (isnan(f->after)) ili_putf(o, "%s %s", ILI_SAY(DAY_NO_MORE), il_schedule_clock(s, f->before, a));
    else ili_putf(o, "%s %s %s", il_schedule_clock(s, f->after, a), ILI_SAY(DAY_INSTEAD_OF), il_schedule_clock(s, f->before, b));
}

// ---- links -----------------------------------------------------------------------------------------------------------------------------------

// "10 % to 13 %", "0.8 to 1.1 of its threshold", and how many times where that says something
static void put_amount(ili_out *o, const il_day_share *s) {
    bool   group = s->group != IL_NONE;
    double a = s->here_before, b = s->here_after, ratio = b / a;
    ili_put(o, " (");
    if (a > (group ? 0.005 : 0.05) && ratio > 0.05 && ratio < 9.5) ili_put_fixed(o, ratio, fabs(ratio - 1) < 0.095 || ratio < 0.095 ? 2 : 1), ili_putf(o, " %s, ", ILI_SAY(DAY_TIMES));
    ili_put_fixed(o, group ? 100 * a : a, group ? 1 : 2), ili_putf(o, " %s ", ILI_SAY(DAY_TO)), ili_put_fixed(o, group ? 100 * b : b, group ? 1 : 2);
    ili_putf(o, "%s)", group ? " %" : "");
}

static bool mirrored(const il_day *d, const il_day_share *a, const il_day_share *b) {
    if (strcmp(share_name(d, a), share_name(d, b)) || share_side(d, a) == share_side(d, b)) return false;
    return fabs(a->here_after - b->here_after) < 0.1 * fabs(b->here_after) + 1e-9 && fabs(a->here_before - b->here_before) < 0.1 * fabs(b->here_before) + 1e-9;
}

void ili_day_put_shares(ili_out *o, const il_day *d, const il_day_comparison *c, int n, const int *list) {
    bool told[IL_DAY_STEP_SHARES] = {false};
    int  said = 0;
    for (int i = 0; i < n; i++) {
        const il_day_share *s = &c->share[list[i]];
        il_side             side = share_side(d, s);
        if (told[i]) continue;
        for (int k = i + 1; k < n; k++)
            if (mirrored(d, &c->share[list[k]], s)) told[k] = true, side = IL_SIDE_BOTH;
        if (said++) ili_put(o, "; ");
        put_sided(o, share_name(d, s), side);
        put_amount(o, s);
    }
}

/// What is told of a posture in the morning.
typedef struct fact_row {
    const char *unit, *more, *less;
} fact_row;
static const fact_row facts[] = {
#define X(name, outcome, unit, more, less) {unit, more, less},
    IL_DAY_FACT_LIST(X)
#undef X
};

// a smaller difference is none
static double least_fact(int f, double before) { return !strcmp(facts[f].unit, "N") ? fmax(10.0, 0.03 * fabs(before)) : 0.25; }

// the posture of an activity in which the facts differ most: its place among all
static int telling_phase(const il_day_life *a, const il_day_life *b, int activity) {
    int first = 0, best = IL_NONE;
    double most = 0;
    for (int i = 0; i < activity; i++) first += b->schedule->activity[i].nphase;
    if (activity >= a->schedule->nactivity || a->schedule->activity[activity].nphase != b->schedule->activity[activity].nphase) return IL_NONE;
    for (int p = first; p < first + b->schedule->activity[activity].nphase; p++) {
        double sum = 0;
        for (int f = 0; f < IL_DAY_FACTS; f++) {
            double x = a->fact[p * IL_DAY_FACTS + f], y = b->fact[p * IL_DAY_FACTS + f];
            if (isfinite(x) && isfinite(y)) sum += fabs(y - x) / least_fact(f, x);
        }
        if (sum > most) most = sum, best = p;
    }
    return best;
}

static int put_facts(ili_out *o, const il_day_life *a, const il_day_life *b, int activity) {
    int  phase = telling_phase(a, b, activity), n = 0, first = 0;
    bool told[IL_DAY_FACTS] = {false};
    for (; phase != IL_NONE && n < 3; n++) {
        int    best = IL_NONE;
        double most = 1.0;
        for (int f = 0; f < IL_DAY_FACTS; f++) {
            double x = a->fact[phase * IL_DAY_FACTS + f], y = b->fact[phase * IL_DAY_FACTS + f], size = fabs(y - x) / least_fact(f, x);
            if (!told[f] && isfinite(size) && size > most) most = size, best = f;
        }
        if (best == IL_NONE) break;
        double change = b->fact[phase * IL_DAY_FACTS + best] - a->fact[phase * IL_DAY_FACTS + best];
        told[best] = true;
        for (int i = 0; i < activity; i++) first += b->schedule->activity[i].nphase;
        if (n == 0 && b->schedule->activity[activity].nphase > 1) ili_putf(o, "(%s) ", b->schedule->activity[activity].phase[phase - first].task->name);
        ili_putf(o, "%s%s (", n ? ", " : "", change > 0 ? facts[best].more : facts[best].less);
        ili_put_fixed(o, fabs(change), !strcmp(facts[best].unit, "N") ? 0 : 1), ili_putf(o, " %s)", facts[best].unit);
    }
    return n;
}

void ili_day_put_why(ili_out *o, const il_day_story *s, const il_day_pair *p, const il_day_link *l) {
    ili_out      text = {0};
    bool         otherwise = s->life[p->before].schedule != s->life[p->after].schedule;
    if (l->at_once) {
        bool told = put_facts(&text, &s->life[p->before], &s->life[p->after], l->activity) > 0;
        ili_putf(o, "%s", otherwise ? ILI_SAY(DAY_OTHERWISE) : told ? ILI_SAY(DAY_AT_ONCE) : ILI_SAY(DAY_AT_ONCE_MUSCLES));
        if (told) ili_put(o, otherwise ? ": " : " "), ili_put_plain(o, text.text), ili_put(o, ".");
        else if (otherwise) ili_put(o, ".");
    } else if (l->after != IL_NONE) {
        const il_day_fate *f = &p->is->fate[l->after];
        char               when[IL_DAY_CLOCK];
        ili_putf(o, "%s ", ILI_SAY(DAY_AFTER));
        ili_day_put_fate(o, f);
        ili_putf(o, " (%s).", il_schedule_clock(s->life[p->after].schedule, f->after, when));
    } else ili_put(o, ILI_SAY(DAY_GROWN));
    ili_out_free(&text);
}

void ili_day_put_link(ili_out *o, const il_day_story *s, const il_day_pair *p, const il_day_link *l) {
    const il_day_life *x = &s->life[p->after];
    char               when[IL_DAY_CLOCK];
    bool               said = false;
    ili_putf(o, "%s, ", il_schedule_clock(x->schedule, l->minute, when));
    ili_put_plain(o, x->schedule->activity[l->activity].name);
    ili_put(o, ": ");
    if (l->nmore) ili_day_put_shares(o, x->day, p->is, l->nmore, l->more), said = true;
    if (l->nmore && l->nless) ili_putf(o, " %s ", ILI_SAY(DAY_TAKE_OVER_FROM));
    else if (l->nmore) ili_putf(o, " %s", ILI_SAY(DAY_WORK_MORE));
    if (l->nless) ili_day_put_shares(o, x->day, p->is, l->nless, l->less), said = true;
    if (l->nless && !l->nmore) ili_putf(o, " %s", ILI_SAY(DAY_WORK_LESS));
    if (l->nstrained) ili_putf(o, "%s%s ", said ? "; " : "", ILI_SAY(DAY_MORE_LOAD)), ili_day_put_shares(o, x->day, p->is, l->nstrained, l->strained), said = true;
    if (l->nrelieved) ili_putf(o, "%s%s ", said ? "; " : "", ILI_SAY(DAY_LESS_LOAD)), ili_day_put_shares(o, x->day, p->is, l->nrelieved, l->relieved);
    ili_put(o, ".");
    ili_put(o, " ");
    ili_day_put_why(o, s, p, l);
}

// ---- whose day ---------------------------------------------------------------------------------------------------------------------------------

void ili_day_put_pair(ili_out *o, const il_day_story *s, const il_day_pair *p) {
    ili_putf(o, "%s ", p->is_change ? ILI_SAY(DAY_WITH_CHANGE) : ILI_SAY(DAY_WITH));
    ili_put_plain(o, p->words);
    ili_putf(o, ", %s ", ILI_SAY(DAY_BESIDE));
    if (p->is_change) ili_put(o, ILI_SAY(DAY_AS_FOUND));
    else ili_put(o, ILI_SAY(DAY_WITHOUT_IT));
    ili_put(o, ": ");
    if (!il_day_differs(p->is)) ili_put(o, ILI_SAY(DAY_NONE_SHOWN));
    else if (p->is->nlink == 0) ili_put(o, ILI_SAY(DAY_NO_CHAIN));
    (void)s;
}

static void put_percent(ili_out *o, double x) { ili_put_fixed(o, 100 * x, 0), ili_put(o, " %"); }

void ili_day_put_chosen(ili_out *o, const il_day_story *s) {
    char words[IL_DAY_WORDS];
    if (!s->r.assessment) {
        ili_put(o, s->ncause ? ILI_SAY(DAY_GIVEN) : ILI_SAY(DAY_NOBODY));
        for (int i = 0; i < s->ncause; i++) ili_putf(o, "%s ", i ? ";" : ""), ili_put_plain(o, il_day_cause_words(s->r.knowledge, &s->cause[i], words));
        if (s->ncause) ili_put(o, ".");
        return;
    }
    ili_put(o, s->ncause ? ILI_SAY(DAY_CHOSEN) : ILI_SAY(DAY_CHOSEN_NONE));
    for (int i = 0; i < s->ncause; i++) ili_putf(o, "%s ", i ? ";" : ""), ili_put_plain(o, il_day_cause_words(s->r.knowledge, &s->cause[i], words));
    ili_putf(o, "%s ", s->ncause ? "." : "");
    ili_put(o, ILI_SAY(DAY_ITS_WEIGHT)), ili_put(o, " "), put_percent(o, s->weight), ili_put(o, ". ");
    bool likelier = false;
    for (int i = 0; i < s->nbody; i++) likelier |= s->body[i].weight > s->weight;
    if (likelier) ili_putf(o, "%s ", ILI_SAY(DAY_NOT_LIKELIEST));
    if (s->nbody) {
        ili_put(o, ILI_SAY(DAY_OTHER_BODIES));
        for (int i = 0; i < s->nbody; i++) {
            ili_put(o, i ? "; " : " "), ili_put_plain(o, s->body[i].words);
            ili_put(o, " ("), put_percent(o, s->body[i].weight), ili_put(o, ")");
        }
        ili_putf(o, ". %s ", ILI_SAY(DAY_TOGETHER)), put_percent(o, s->covered), ili_put(o, ". ");
    }
    ili_put_plain(o, ili_say(s->r.assessment, ILI_W_CALIBRATION));
    ili_put(o, " "), ili_put_plain(o, ili_say(s->r.assessment, ILI_W_PRESENT_NOT_PAINFUL));
}

void ili_day_put_refusal(ili_out *o, const il_day_story *s) {
    if (!s->refusal) return;
    ili_putf(o, "%s: %s", ILI_SAY(DAY_REFUSED), il_refusal_words(s->refusal));
    if (*s->why) ili_put(o, ": "), ili_put_plain(o, s->why);
    ili_put(o, ".");
}

// ---- where it would be felt ------------------------------------------------------------------------------------------------------------------

static void feel(const il_knowledge *k, const il_day_structure *s, double irritation, il_pain_region *region, int *n) {
    for (int i = 0; i < k->npattern; i++) {
        const il_pattern *p = &k->pattern[i];
        if (strcmp(p->structure, s->is->pattern) || p->role != IL_PATTERN_ESSENTIAL) continue;
        const il_region *at = &k->region[p->region];
        il_side          side = !at->sided || s->side == IL_SIDE_NONE ? IL_SIDE_BOTH : p->other_side ? (s->side == IL_SIDE_RIGHT ? IL_SIDE_LEFT : IL_SIDE_RIGHT) : s->side;
        double           x = 10 * fmin(irritation, 1);
        int              known = 0;
        for (; known < *n; known++)
            if (region[known].code == at->code && region[known].side == side) break;
        if (known == ILI_FELT_REGIONS) return;
        if (known == *n) region[(*n)++] = (il_pain_region){.code = at->code, .name = at->name, .side = side};
        if (x > region[known].intensity.mid) region[known].intensity = (il_range){.known = true, .low = x, .mid = x, .high = x};
    }
}

int ili_day_felt(const il_knowledge *k, const il_day *d, const il_day_log *log, int sample, il_pain_region region[ILI_FELT_REGIONS]) {
    int n = 0, nstructure = il_day_structures(d);
    for (int s = 0; s < nstructure; s++) {
        const il_day_structure *is = il_day_structure_at(d, s);
        double                  irritation = log->irritation[sample * nstructure + s];
        if (*is->is->pattern && (*is->is->guards || *is->is->inhibits) && irritation > 0.1) feel(k, is, irritation, region, &n);
    }
    return n;
}
