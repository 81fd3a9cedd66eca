// day_compare.c - one day beside another: shares of load with their noise, what became of events, and the chain of who took over from whom
#include "ilium/day_compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double LEAST_SHARE = 0.01;      // of the larger: what halving the steps may change (docs/day.md)
static const double LEAST_LOAD = 0.005;      // mean difference over the day, over the threshold
static const double LEAST_ACTIVATION = 5e-4; // mean difference over the day
static const double TOGETHER = 10.0;         // minutes within which differences are one link
static const double MOVED = 5.0;             // minutes: an event that much earlier or later has moved
enum { LINKS = 8 };

// ---- series of a log ---------------------------------------------------------------------------------------------------------------------

/// One column of a log.
typedef struct series {
    const il_day_log *log;
    const double     *value;
    int               stride;
} series;

static series series_of(const il_day *d, const il_day_log *log, int group, int structure) {
    if (group != IL_NONE) return (series){log, log->activation + group, il_day_groups(d)};
    return (series){log, log->load + structure, il_day_structures(d)};
}

static double at(const series *s, int i) { return s->value[(size_t)i*(size_t)s->stride]; }
static double hours_of(const il_day_log *log, int i) { return (log->minute[i] - (i ? log->minute[i - 1] : 0.0))/60.0; }

static double integral(const series *s) {
    double sum = 0.0;
    for (int i = 0; i < s->log->nsample; i++) sum += at(s, i)*hours_of(s->log, i);
    return sum;
}

// hours borne in a day: structures are added up in every step, groups in the samples
static double borne(const il_day *d, const il_day_log *log, int group, int structure) {
    if (structure != IL_NONE) return il_day_total_of(d, structure).exposure;
    series s = series_of(d, log, group, structure);
    return integral(&s);
}

// ---- shares ------------------------------------------------------------------------------------------------------------------------------

static double half_step_error(const il_day_lived *x, const il_day_share *s, double whole) {
    return x->half ? fabs(borne(x->half, x->half_log, s->group, s->structure) - whole) : 0.0;
}

// the activity in which most of the difference arises, and the mean load there. The second day says what is done
static void find_activity(const series *a, const series *b, int n, double *sum, il_day_share *s) {
    int most = 0, last = 0;
    for (int i = 0; i < n; i++) last = b->log->activity[i] > last ? b->log->activity[i] : last;
    memset(sum, 0, sizeof *sum*(size_t)(last + 1));
    for (int i = 0; i < n; i++) sum[b->log->activity[i]] += (at(b, i) - at(a, i))*hours_of(b->log, i);
    for (int k = 1; k <= last; k++)
        if (fabs(sum[k]) > fabs(sum[most])) most = k;
    double hours = 0.0, first = IL_NAN;
    s->activity = most, s->gained = sum[most], s->here_before = s->here_after = 0.0;
    for (int i = 0; i < n; i++) {
        if (b->log->activity[i] != most) continue;
        if (isnan(first)) first = at(b, i) - at(a, i);
        s->here_before += at(a, i)*hours_of(b->log, i), s->here_after += at(b, i)*hours_of(b->log, i);
        hours += hours_of(b->log, i);
    }
    s->here_before /= hours, s->here_after /= hours;
    double mean = s->here_after - s->here_before;
    s->at_once = first*mean > 0.0 && fabs(first) >= 0.5*fabs(mean);
}

// from when on the mean difference so far, in one activity, stays above the noise of as many hours
static double shown_from(const series *a, const series *b, int n, int activity, double noise) {
    double sum = 0.0, hours = 0.0, all = 0.0, from = IL_NAN;
    for (int i = 0; i < n; i++) all += b->log->activity[i] == activity ? hours_of(b->log, i) : 0.0;
    for (int i = 0; i < n; i++) {
        if (b->log->activity[i] != activity) continue;
        sum += (at(b, i) - at(a, i))*hours_of(b->log, i), hours += hours_of(b->log, i);
        if (fabs(sum) <= noise*hours/all) from = IL_NAN;
        else if (isnan(from)) from = b->log->minute[i];
    }
    return from;
}

static void fill_share(const il_day_lived *before, const il_day_lived *after, double *sum, il_day_share *s) {
    series a = series_of(before->day, before->log, s->group, s->structure), b = series_of(after->day, after->log, s->group, s->structure);
    int    n = a.log->nsample < b.log->nsample ? a.log->nsample : b.log->nsample;
    double hours = n ? b.log->minute[n - 1]/60.0 : 0.0;
    s->before = borne(before->day, before->log, s->group, s->structure), s->after = borne(after->day, after->log, s->group, s->structure);
    s->noise = 2.0*fmax(half_step_error(before, s, s->before), half_step_error(after, s, s->after));
    s->noise = fmax(s->noise, fmax(LEAST_SHARE*fmax(s->before, s->after), hours*(s->group == IL_NONE ? LEAST_LOAD : LEAST_ACTIVATION)));
    s->shown = n > 0 && fabs(s->after - s->before) > s->noise;
    s->from = IL_NAN;
    if (n == 0) return;
    find_activity(&a, &b, n, sum, s);
    if (s->shown) s->from = shown_from(&a, &b, n, s->activity, s->noise);
}

// ---- fates -------------------------------------------------------------------------------------------------------------------------------

static int level_of(const il_day_event *e) {
    static const int levels[] = {25, 50, 75, 90};
    if (e->kind != IL_DAY_TIRES) return 0;
    for (size_t i = 0; i < sizeof levels/sizeof *levels; i++)
        if (100.0*e->value < levels[i]) return levels[i];
    return 100;
}

static il_day_fate *fate_of(il_day_comparison *c, const il_day_fate *like) {
    for (int i = 0; i < c->nfate; i++) {
        il_day_fate *f = &c->fate[i];
        if (f->kind == like->kind && f->side == like->side && f->level == like->level && !strcmp(f->name, like->name)) return f;
    }
    il_day_fate *f = &c->fate[c->nfate++];
    *f = *like, f->before = f->after = IL_NAN;
    return f;
}

// the first time of each kind of happening, each side apart
static void gather(il_day_comparison *c, const il_day_lived *x, bool after) {
    for (int i = 0; i < x->log->nhappening; i++) {
        const il_day_happening *h = &x->log->happening[i];
        const il_day_event     *e = &h->event;
        il_day_fate like = {.kind = e->kind, .name = il_day_event_name(x->day, e), .side = il_day_event_side(x->day, e), .level = level_of(e)};
        for (int twice = 0; twice < (h->both ? 2 : 1); twice++) {
            if (h->both) like.side = twice ? IL_SIDE_LEFT : IL_SIDE_RIGHT;
            il_day_fate *f = fate_of(c, &like);
            double      *when = after ? &f->after : &f->before;
            if (isnan(*when)) *when = e->minute;
        }
    }
}

static bool same_time(double a, double b) { return (isnan(a) && isnan(b)) || fabs(a - b) < 1.5; }

// the right and the left with the same fate are one
static void join_sides(il_day_comparison *c) {
    int kept = 0;
    for (int i = 0; i < c->nfate; i++) {
        il_day_fate *f = &c->fate[i];
        bool         joined = false;
        for (int k = 0; k < kept && !joined; k++) {
            il_day_fate *g = &c->fate[k];
            bool mirror = (f->side == IL_SIDE_LEFT && g->side == IL_SIDE_RIGHT) || (f->side == IL_SIDE_RIGHT && g->side == IL_SIDE_LEFT);
            joined = mirror && f->kind == g->kind && f->level == g->level && !strcmp(f->name, g->name) && same_time(f->before, g->before) && same_time(f->after, g->after);
            if (joined) g->side = IL_SIDE_BOTH;
        }
        if (!joined) c->fate[kept++] = *f;
    }
    c->nfate = kept;
}

static double time_of(const il_day_fate *f) { return isnan(f->after) ? f->before : isnan(f->before) ? f->after : fmin(f->before, f->after); }

static int by_time(const void *a, const void *b) {
    double x = time_of(a), y = time_of(b);
    return x < y ? -1 : x > y;
}

static bool moved(const il_day_fate *f) { return isnan(f->before) || isnan(f->after) || fabs(f->after - f->before) > MOVED; }

// ---- links ---------------------------------------------------------------------------------------------------------------------------------

// muscles are told as groups: structures that are muscles would say the same twice
static bool in_chain(const il_day_lived *x, const il_day_share *s) {
    if (!s->shown || isnan(s->from)) return false;
    if (s->group != IL_NONE) return true;
    il_suffers what = il_day_structure_at(x->day, s->structure)->is->suffers;
    return what == IL_SUFFERS_OUTCOME || what == IL_SUFFERS_STRAIN;
}

static double weight(const il_day_share *s) { return fabs(s->gained)*(s->group == IL_NONE ? 0.05 : 1.0); }

// into a list of the largest
static void put_share(const il_day_comparison *c, int *list, int *n, int share) {
    int k = *n;
    while (k > 0 && weight(&c->share[list[k - 1]]) < weight(&c->share[share])) k--;
    if (k == IL_DAY_STEP_SHARES) return;
    if (*n < IL_DAY_STEP_SHARES) ++*n;
    for (int i = *n - 1; i > k; i--) list[i] = list[i - 1];
    list[k] = share;
}

static void add_to_link(const il_day_comparison *c, il_day_link *l, int share) {
    const il_day_share *s = &c->share[share];
    bool                up = s->after > s->before;
    if (s->group != IL_NONE) put_share(c, up ? l->more : l->less, up ? &l->nmore : &l->nless, share);
    else put_share(c, up ? l->strained : l->relieved, up ? &l->nstrained : &l->nrelieved, share);
    l->size += weight(s);
}

// the latest thing before the link that happened in the second day and not, or later, in the first
static int cause_of(const il_day_comparison *c, const il_day_link *l) {
    int best = IL_NONE;
    for (int i = 0; i < c->nfate && !l->at_once; i++) {
        const il_day_fate *f = &c->fate[i];
        bool more = !isnan(f->after) && (isnan(f->before) || f->after < f->before - MOVED);
        if (more && f->after <= l->minute && (best == IL_NONE || f->after >= c->fate[best].after)) best = i;
    }
    return best;
}

static int earlier(const void *a, const void *b) {
    double x = ((const il_day_link *)a)->minute, y = ((const il_day_link *)b)->minute;
    return x < y ? -1 : x > y;
}

static int larger(const void *a, const void *b) {
    double x = ((const il_day_link *)a)->size, y = ((const il_day_link *)b)->size;
    return x > y ? -1 : x < y;
}

// differences that belong together: of one activity, at about one time, all at once or all grown
static void make_links(il_day_comparison *c, const il_day_lived *after, bool *used) {
    for (;;) {
        int first = IL_NONE;
        for (int i = 0; i < c->nshare; i++)
            if (!used[i] && in_chain(after, &c->share[i]) && (first == IL_NONE || c->share[i].from < c->share[first].from)) first = i;
        if (first == IL_NONE) break;
        const il_day_share *f = &c->share[first];
        il_day_link        *l = &c->link[c->nlink++];
        *l = (il_day_link){.minute = f->from, .activity = f->activity, .at_once = f->at_once, .after = IL_NONE};
        for (int i = 0; i < c->nshare; i++) {
            const il_day_share *s = &c->share[i];
            bool with = !used[i] && in_chain(after, s) && s->activity == l->activity && s->at_once == l->at_once && (l->at_once || s->from <= l->minute + TOGETHER);
            if (with) used[i] = true, add_to_link(c, l, i);
        }
    }
    qsort(c->link, (size_t)c->nlink, sizeof *c->link, larger);
    if (c->nlink > LINKS) c->nlink = LINKS;
    qsort(c->link, (size_t)c->nlink, sizeof *c->link, earlier);
    for (int i = 0; i < c->nlink; i++) c->link[i].after = cause_of(c, &c->link[i]);
}

// ---- the whole -----------------------------------------------------------------------------------------------------------------------------

static bool make_room(il_day_comparison *c, const il_day_lived *before, const il_day_lived *after) {
    c->nshare = il_day_groups(after->day) + il_day_structures(after->day);
    c->share = calloc((size_t)c->nshare + 1, sizeof *c->share);
    c->link = calloc((size_t)c->nshare + 1, sizeof *c->link);
    c->fate = calloc(2*(size_t)(before->log->nhappening + after->log->nhappening) + 1, sizeof *c->fate);
    return c->share && c->link && c->fate;
}

static bool compare(il_day_comparison *c, const il_day_lived *before, const il_day_lived *after) {
    int   ngroup = il_day_groups(after->day), most = 0;
    bool *used = calloc((size_t)c->nshare + 1, sizeof *used);
    for (int i = 0; i < after->log->nsample; i++) most = after->log->activity[i] > most ? after->log->activity[i] : most;
    double *sum = calloc((size_t)most + 1, sizeof *sum);
    bool    ok = used && sum;
    for (int i = 0; ok && i < c->nshare; i++) {
        c->share[i].group = i < ngroup ? i : IL_NONE, c->share[i].structure = i < ngroup ? IL_NONE : i - ngroup;
        fill_share(before, after, sum, &c->share[i]);
    }
    if (ok) {
        gather(c, before, false), gather(c, after, true), join_sides(c);
        qsort(c->fate, (size_t)c->nfate, sizeof *c->fate, by_time);
        make_links(c, after, used);
    }
    free(used), free(sum);
    return ok;
}

il_status il_day_compare(const il_day_lived *before, const il_day_lived *after, il_day_comparison **out, il_error *err) {
    IL_ASSERT(before && after && out && before->day && after->day && before->log && after->log);
    IL_ASSERT(il_day_groups(before->day) == il_day_groups(after->day) && il_day_structures(before->day) == il_day_structures(after->day));
    il_day_comparison *c = *out = calloc(1, sizeof *c);
    if (c && make_room(c, before, after) && compare(c, before, after)) return IL_OK;
    il_day_comparison_free(c), *out = NULL;
    return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory to compare two days");
}

void il_day_comparison_free(il_day_comparison *c) {
    if (!c) return;
    free(c->share), free(c->fate), free(c->link);
    free(c);
}

bool il_day_differs(const il_day_comparison *c) {
    for (int i = 0; i < c->nshare; i++)
        if (c->share[i].shown) return true;
    for (int i = 0; i < c->nfate; i++)
        if (moved(&c->fate[i])) return true;
    return false;
}
