// day_json.c - a day as JSON (docs/day.schema.json) and as a table of minutes
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ilium/file.h"
#include "ilium/version.h"
#include "report/care_json.h"
#include "report/day_more.h"
#include "report/day_tell.h"

enum { POINTS = 240, HOURS = 12 };

static const char *side_of(il_side side) { return side == IL_SIDE_NONE ? "middle" : side == IL_SIDE_BOTH ? "both" : ili_side_name(side); }
static json_t *words_of(ili_out *o) {
    json_t *text = o->failed ? NULL : json_string(o->text ? o->text : "");
    ili_out_free(o);
    return text;
}

// ---- events --------------------------------------------------------------------------------------------------------------------------------

static json_t *event(const il_day_life *x, const il_day_happening *l) {
    const il_day_event *e = &l->event;
    json_t             *takers = json_array();
    ili_out             words = {0};
    char                when[IL_DAY_CLOCK];
    for (int i = 0; i < e->ntaker; i++) {
        const il_day_group *g = il_day_group_at(x->day, e->taker[i]);
        ili_json_append(&takers, json_pack("{s:s, s:s, s:o}", "group", g->name, "side", side_of(g->side), "rise", ili_json_number(e->rise[i])));
    }
    ili_day_put_event(&words, x->day, l);
    return json_pack("{s:o, s:s, s:s, s:s, s:s, s:o, s:o, s:b, s:o, s:o}", "minute", ili_json_number(e->minute), "clock", il_schedule_clock(x->schedule, e->minute, when), "kind", ili_day_event_key(e->kind), "of",
                     il_day_event_name(x->day, e), "side", side_of(l->both ? IL_SIDE_BOTH : il_day_event_side(x->day, e)), "value", ili_json_number(e->value), "activity",
                     ili_json_text(x->schedule->activity[l->activity].name), "again", l->again, "took_over", takers, "words", words_of(&words));
}

static json_t *events(const il_day_life *x) {
    json_t *list = json_array();
    for (int i = 0; i < x->log.nhappening; i++) ili_json_append(&list, event(x, &x->log.happening[i]));
    return list;
}

// ---- structures and muscles ---------------------------------------------------------------------------------------------------------------------

static json_t *structure(const il_day_story *s, int i) {
    const il_day           *d = s->life[s->present].day;
    const il_day_structure *is = il_day_structure_at(d, i);
    il_day_total            t = il_day_total_of(d, i);
    double                  range[2];
    json_t *healthy = s->healthy == IL_NONE ? json_null() : ili_json_number(il_day_total_of(s->life[s->healthy].day, i).exposure);
    json_t *bodies = il_day_story_range(s, i, false, range) ? json_pack("[o, o]", ili_json_number(range[0]), ili_json_number(range[1])) : json_null();
    char id[IL_DAY_NAME];
    return json_pack("{s:s, s:o, s:s, s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "id", il_day_structure_id(d, i, id), "name", ili_json_text(is->is->name), "side", side_of(is->side), "threshold", ili_json_number(is->is->threshold), "unit",
                     is->is->unit, "exposure_h", ili_json_number(t.exposure), "healthy_exposure_h", healthy, "over_bodies_h", bodies, "above_h", ili_json_number(t.above), "peak", ili_json_number(t.peak),
                     "peak_minute", ili_json_number(t.peak_at), "irritation", ili_json_number(il_day_irritation(d, i)), "source", ili_json_text(is->is->source));
}

static bool borrowed(const il_tissue *t, const char *group) {
    for (int i = 0; i < t->nmuscle; i++)
        if (!strcmp(t->muscle[i].group, group)) return t->muscle[i].borrowed;
    return false;
}

static json_t *muscle(const il_day_story *s, int g) {
    const il_day       *d = s->life[s->present].day;
    const il_day_group *group = il_day_group_at(d, g);
    return json_pack("{s:s, s:s, s:o, s:o, s:o, s:b}", "group", group->name, "side", side_of(group->side), "capacity", ili_json_number(il_day_capacity(d, g)), "deficit",
                     ili_json_number(il_day_deficit(d, g)), "missing_s", ili_json_number(il_day_missing(d, g)), "borrowed", borrowed(s->r.tissue, group->name));
}

// the most exposed first
static json_t *structures(const il_day_story *s) {
    const il_day *d = s->life[s->present].day;
    int           n = il_day_structures(d);
    int          *order = calloc((size_t)n + 1, sizeof *order);
    json_t       *list = order ? json_array() : NULL;
    if (order) il_day_rank(d, order);
    for (int i = 0; order && i < n; i++) ili_json_append(&list, structure(s, order[i]));
    free(order);
    return list;
}

// ---- the course ----------------------------------------------------------------------------------------------------------------------------------

static json_t *curve(const il_day_log *log, const double *value, int stride, int every, const char *name, const char *side, const char *what) {
    json_t *values = json_array();
    for (int i = 0; i < log->nsample; i += every) ili_json_append(&values, ili_json_number(value[i * stride]));
    return json_pack("{s:s, s:s, s:s, s:o}", "name", name, "side", side, "what", what, "values", values);
}

// the posture that stands for an activity, as POST /api/solve takes it: its first phase; of a motion there is none
static json_t *posture(const il_day_activity *a) {
    const il_day_phase *p = a->phase;
    if (!a->nphase || p->motion || !p->task) return json_null();
    json_t *how = json_object();
    for (int i = 0; i < p->task->nparam; i++) json_object_set_new(how, p->task->param[i].name, ili_json_number(p->task->param[i].value));
    return json_pack("{s:o, s:s, s:o}", "task", ili_json_text(p->task->id), "side", p->side == IL_SIDE_NONE ? "" : ili_side_name(p->side), "how", how);
}

static json_t *activities(const il_day_life *x) {
    json_t *list = json_array();
    double  from = 0;
    for (int i = 0; i < x->log.nsample; i++) {
        if (i + 1 < x->log.nsample && x->log.activity[i + 1] == x->log.activity[i]) continue;
        const il_day_activity *a = &x->schedule->activity[x->log.activity[i]];
        ili_json_append(&list, json_pack("{s:o, s:o, s:o, s:o}", "from", ili_json_number(from), "to", ili_json_number(x->log.minute[i]), "name", ili_json_text(a->name), "posture", posture(a)));
        from = x->log.minute[i];
    }
    return list;
}

static json_t *felt(const il_day_story *s, const il_day_life *x) {
    json_t *list = json_array();
    for (int h = 0; h < HOURS && x->log.nsample; h++) {
        il_pain_region region[ILI_FELT_REGIONS];
        int            sample = (int)((long)(x->log.nsample - 1) * (h + 1) / HOURS), n = ili_day_felt(s->r.knowledge, x->day, &x->log, sample, region);
        json_t        *regions = json_array();
        for (int i = 0; i < n; i++)
            ili_json_append(&regions, json_pack("{s:o, s:o, s:s, s:o}", "code", ili_json_text(region[i].code), "name", ili_json_text(region[i].name), "side", side_of(region[i].side), "irritation",
                                                ili_json_number(region[i].intensity.mid / 10)));
        ili_json_append(&list, json_pack("{s:o, s:o}", "minute", ili_json_number(x->log.minute[sample]), "regions", regions));
    }
    return list;
}

static json_t *course(const il_day_story *s, const il_day_life *x) {
    const il_day_log *log = &x->log;
    int               every = log->nsample / POINTS + 1, ngroup = il_day_groups(x->day), nstructure = il_day_structures(x->day);
    json_t           *minutes = json_array(), *curves = json_array();
    for (int i = 0; i < log->nsample; i += every) ili_json_append(&minutes, ili_json_number(log->minute[i]));
    for (int g = 0; g < ngroup; g++) {
        const il_day_group *group = il_day_group_at(x->day, g);
        bool                tires = false;
        for (int i = 0; i < log->nsample && !tires; i++) tires = log->capacity[i * ngroup + g] < 0.97;
        if (tires) ili_json_append(&curves, curve(log, log->capacity + g, ngroup, every, group->name, side_of(group->side), "strength_left"));
    }
    for (int i = 0; i < nstructure; i++) {
        const il_day_structure *is = il_day_structure_at(x->day, i);
        if (il_day_total_of(x->day, i).peak >= 0.05) ili_json_append(&curves, curve(log, log->load + i, nstructure, every, is->is->name, side_of(is->side), "load_over_threshold"));
    }
    return json_pack("{s:o, s:o, s:o, s:o}", "minutes", minutes, "curves", curves, "activities", activities(x), "felt", felt(s, x));
}

// ---- beside each other -----------------------------------------------------------------------------------------------------------------------------

static json_t *share(const il_day *d, const il_day_share *x) {
    bool group = x->group != IL_NONE;
    return json_pack("{s:s, s:s, s:o, s:o, s:o, s:o, s:b, s:o}", "name", group ? il_day_group_at(d, x->group)->name : il_day_structure_at(d, x->structure)->is->name, "side",
                     side_of(group ? il_day_group_at(d, x->group)->side : il_day_structure_at(d, x->structure)->side), "before_h", ili_json_number(x->before), "after_h", ili_json_number(x->after),
                     "difference_h", ili_json_number(x->after - x->before), "noise_h", ili_json_number(x->noise), "shown", x->shown, "from_minute", ili_json_number(x->from));
}

static json_t *shares(const il_day *d, const il_day_comparison *c, int n, const int *list) {
    json_t *all = json_array();
    for (int i = 0; i < n; i++) {
        const il_day_share *x = &c->share[list[i]];
        bool                group = x->group != IL_NONE;
        ili_json_append(&all, json_pack("{s:s, s:s, s:o, s:o}", "name", group ? il_day_group_at(d, x->group)->name : il_day_structure_at(d, x->structure)->is->name, "side",
                                        side_of(group ? il_day_group_at(d, x->group)->side : il_day_structure_at(d, x->structure)->side), "load_before", ili_json_number(x->here_before), "load_after",
                                        ili_json_number(x->here_after)));
    }
    return all;
}

static json_t *one_link(const il_day_story *s, const il_day_pair *p, const il_day_link *l) {
    const il_day_life *x = &s->life[p->after];
    ili_out            words = {0};
    char               when[IL_DAY_CLOCK];
    ili_day_put_link(&words, s, p, l);
    return json_pack("{s:o, s:s, s:o, s:b, s:o, s:o, s:o, s:o, s:o}", "minute", ili_json_number(l->minute), "clock", il_schedule_clock(x->schedule, l->minute, when), "activity",
                     ili_json_text(x->schedule->activity[l->activity].name), "at_once", l->at_once, "take_over", shares(x->day, p->is, l->nmore, l->more), "relieved_muscles",
                     shares(x->day, p->is, l->nless, l->less), "more_load", shares(x->day, p->is, l->nstrained, l->strained), "less_load", shares(x->day, p->is, l->nrelieved, l->relieved), "words",
                     words_of(&words));
}

static json_t *fate(const il_day_story *s, const il_day_fate *f) {
    ili_out what = {0}, times = {0};
    ili_day_put_fate(&what, f), ili_day_put_fate_times(&times, s->r.schedule, f);
    return json_pack("{s:s, s:s, s:s, s:i, s:o, s:o, s:b, s:o, s:o}", "kind", ili_day_event_key(f->kind), "of", f->name, "side", side_of(f->side), "below_percent", f->level, "before_minute", ili_json_number(f->before),
                     "after_minute", ili_json_number(f->after), "differs", ili_day_fate_differs(f), "words", words_of(&what), "times", words_of(&times));
}

// what of the morning's postures differs, a row a number
static json_t *facts(const il_day_story *s, const il_day_pair *p) {
    static const struct {
        const char *name, *unit;
    } fact[] = {
#define X(name, outcome, unit, more, less) {outcome, unit},
        IL_DAY_FACT_LIST(X)
#undef X
    };
    const il_day_life *a = &s->life[p->before], *b = &s->life[p->after];
    json_t            *list = json_array();
    int                at = 0;
    for (int i = 0; i < a->schedule->nactivity; i++)
        for (int k = 0; k < a->schedule->activity[i].nphase; k++, at++)
            for (int f = 0; f < IL_DAY_FACTS; f++)
                ili_json_append(&list, json_pack("{s:o, s:i, s:s, s:s, s:o, s:o}", "activity", ili_json_text(a->schedule->activity[i].name), "posture", k + 1, "name", fact[f].name, "unit", fact[f].unit,
                                                 "before", ili_json_number(a->fact[at * IL_DAY_FACTS + f]), "after", ili_json_number(b->fact[at * IL_DAY_FACTS + f])));
    return list;
}

static json_t *pair(const il_day_story *s, const il_day_pair *p) {
    const il_day_comparison *c = p->is;
    const il_day            *d = s->life[p->after].day;
    json_t                  *links = json_array(), *fates = json_array(), *structure_list = json_array(), *muscle_list = json_array();
    ili_out                  words = {0};
    bool                     same = s->life[p->before].schedule == s->life[p->after].schedule;
    for (int i = 0; i < c->nlink; i++) ili_json_append(&links, one_link(s, p, &c->link[i]));
    for (int i = 0; i < c->nfate; i++) ili_json_append(&fates, fate(s, &c->fate[i]));
    for (int i = 0; i < c->nshare; i++) ili_json_append(c->share[i].group == IL_NONE ? &structure_list : &muscle_list, share(d, &c->share[i]));
    ili_day_put_pair(&words, s, p);
    return json_pack("{s:o, s:b, s:o, s:o, s:b, s:o, s:o, s:o, s:o, s:o, s:o}", "what", ili_json_text(p->words), "is_change", p->is_change, "before", ili_json_text(s->life[p->before].words), "after",
                     ili_json_text(s->life[p->after].words), "none_shown", !il_day_differs(c), "words", words_of(&words), "chain", links, "events", fates, "structures", structure_list, "muscles",
                     muscle_list, "postures", same ? facts(s, p) : json_array());
}

// ---- the whole -----------------------------------------------------------------------------------------------------------------------------------

// the person and the causes as POST /api/solve takes them
static json_t *body(const il_day_story *s) {
    json_t *conditions = json_array(), *parameters = json_array();
    for (int i = 0; i < s->ncause; i++) {
        const il_day_cause *c = &s->cause[i];
        const char         *side = c->side == IL_SIDE_NONE ? "" : side_of(c->side);
        char                name[IL_PARAMETER_NAME];
        if (c->condition != IL_NONE) {
            ili_json_append(&conditions, json_pack("{s:s, s:s, s:o}", "id", s->r.knowledge->condition[c->condition].id, "side", side, "severity", ili_json_number(fmin(c->amount, 1.0))));
        } else {
            ili_json_append(&parameters, json_pack("{s:s, s:s, s:o}", "id", il_parameter_name(c->parameter, c->target, name, sizeof name), "side", side, "value", ili_json_number(c->amount)));
        }
    }
    return json_pack("{s:o, s:o, s:o}", "person", ili_json_sizes(s->r.body->tables, &s->sizes), "conditions", conditions, "parameters", parameters);
}

static json_t *person(const il_day_paper_request *r) {
    const il_day_story *s = r->story;
    json_t             *causes = json_array(), *bodies = json_array();
    ili_out             words = {0};
    char                cause[IL_DAY_WORDS];
    for (int i = 0; i < s->ncause; i++) ili_json_append(&causes, ili_json_text(il_day_cause_words(s->r.knowledge, &s->cause[i], cause)));
    for (int i = 0; i < s->nbody; i++) ili_json_append(&bodies, json_pack("{s:o, s:o}", "conditions", ili_json_text(s->body[i].words), "probability", ili_json_number(s->body[i].weight)));
    ili_day_put_chosen(&words, s);
    return json_pack("{s:o, s:b, s:o, s:o, s:o, s:o, s:o, s:o}", "who", ili_json_text(r->who), "found_by_an_exam", s->r.assessment != NULL, "conditions", causes, "probability", ili_json_number(s->weight),
                     "other_bodies", bodies, "covered", ili_json_number(s->covered), "words", words_of(&words), "body", body(s));
}

static json_t *refused(const il_day_story *s) {
    ili_out words = {0};
    if (!s->refusal) return json_null();
    ili_day_put_refusal(&words, s);
    return words_of(&words);
}

static json_t *whole(const il_day_paper_request *r) {
    const il_day_story  *s = r->story;
    const il_assessment *a = s->r.assessment;
    json_t *root = json_pack("{s:o, s:b, s:s, s:o, s:o, s:s, s:b, s:o, s:s}", "safety", a ? ili_json_safety(a) : json_null(), "simulated", s->simulated, "version", il_version(), "schedule",
                             ili_json_text(s->r.schedule->name), "source", ili_json_text(s->r.schedule->source), "data_hash", r->data_hash, "locally_modified", r->modified, "notices",
                             a ? ili_json_notices(a) : json_array(), "kind", "simulated; load is not pain; flow and irritation are indices, rates of irritation and guarding are assumed");
    if (!s->simulated || !root) return root;
    const il_day_life *x = &s->life[s->present];
    json_t            *muscles = json_array(), *pairs = json_array();
    for (int g = 0; g < il_day_groups(x->day); g++) ili_json_append(&muscles, muscle(s, g));
    for (int i = 0; i < s->npair; i++) ili_json_append(&pairs, pair(s, &s->pair[i]));
    json_t *day = json_pack("{s:o, s:o, s:o, s:s, s:i, s:i, s:b, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "person", person(r), "change_refused", refused(s), "minutes", ili_json_number(il_schedule_minutes(s->r.schedule)),
                            "begins", il_schedule_clock(s->r.schedule, 0, (char[IL_DAY_CLOCK]){0}), "solves", il_day_solves(x->day), "followed", il_day_followed(x->day), "reflex", !s->r.no_reflex, "flexion_creep_deg",
                            ili_json_number(il_day_flexion_creep(x->day)), "height_loss_mm", ili_json_number(il_day_height_loss(x->day)), "events", events(x), "structures", structures(s), "muscles",
                            muscles, "course", course(s, x), "compared", pairs);
    if (!day || json_object_update(root, day)) json_decref(root), root = NULL;
    json_decref(day);
    if (root && r->more) json_object_set_new(root, "more", ili_day_more_json(r->more));
    if (root && s->changed != IL_NONE) json_object_set_new(root, "changed_course", course(s, &s->life[s->changed]));
    return root;
}

il_status il_day_json(const il_day_paper_request *r, char **text, size_t *size, il_error *err) {
    IL_ASSERT(r && r->story && r->who && r->data_hash && text && size);
    return ili_json_take(whole(r), text, size, err);
}

// ---- the table of minutes ----------------------------------------------------------------------------------------------------------------------------

static void csv_head(const il_day *d, ili_out *o) {
    static const char *const what[] = {"activation", "capacity", "deficit"};
    ili_put(o, "day,minute,activity,flexion_creep_deg,height_loss_mm");
    for (int k = 0; k < 3; k++)
        for (int g = 0; g < il_day_groups(d); g++) ili_putf(o, ",%s.%s.%s", what[k], il_day_group_at(d, g)->name, side_of(il_day_group_at(d, g)->side));
    for (int i = 0; i < il_day_structures(d); i++) {
        char name[IL_DAY_NAME];
        il_day_structure_id(d, i, name);
        ili_putf(o, ",load.%s,irritation.%s", name, name);
    }
    ili_put(o, "\n");
}

static void csv_numbers(ili_out *o, const double *value, int n, int stride) {
    char text[IL_NUMBER_TEXT];
    for (int i = 0; i < n; i++) ili_putf(o, ",%s", il_number_format(value[i * stride], text));
}

static void csv_rows(const il_day_life *x, const char *day, ili_out *o) {
    const il_day_log *log = &x->log;
    int               ngroup = il_day_groups(x->day), nstructure = il_day_structures(x->day);
    for (int s = 0; s < log->nsample; s++) {
        char text[IL_NUMBER_TEXT];
        ili_putf(o, "%s,%s,\"", day, il_number_format(log->minute[s], text));
        for (const char *p = x->schedule->activity[log->activity[s]].name; *p; p++) ili_putf(o, *p == '"' ? "\"\"" : "%c", *p);
        ili_put(o, "\"");
        csv_numbers(o, log->flexion + s, 1, 1), csv_numbers(o, log->height + s, 1, 1);
        csv_numbers(o, log->activation + s * ngroup, ngroup, 1), csv_numbers(o, log->capacity + s * ngroup, ngroup, 1), csv_numbers(o, log->deficit + s * ngroup, ngroup, 1);
        for (int i = 0; i < nstructure; i++) csv_numbers(o, log->load + s * nstructure + i, 1, 1), csv_numbers(o, log->irritation + s * nstructure + i, 1, 1);
        ili_put(o, "\n");
    }
}

il_status il_day_csv(const il_day_paper_request *r, char **text, size_t *size, il_error *err) {
    IL_ASSERT(r && r->story && text && size);
    const il_day_story *s = r->story;
    ili_out             o = {0};
    if (!s->simulated) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "screened and recorded only: there is no day to write as a table");
    csv_head(s->life[s->present].day, &o);
    csv_rows(&s->life[s->present], "present", &o);
    if (s->healthy != IL_NONE) csv_rows(&s->life[s->healthy], "healthy", &o);
    if (s->changed != IL_NONE) csv_rows(&s->life[s->changed], "changed", &o);
    return ili_out_take(&o, text, size, err);
}
