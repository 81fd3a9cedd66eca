// day_more.c - what a spasm and a stuck joint do, the loop of irritation and guarding, and how far the numbers are known: told
#include "report/day_more.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/json_value.h"


enum { NAME = 120 };

// ---- words of single things -------------------------------------------------------------------------------------------------------------------

// "iliolumbar ligament, right"
static const char *structure_words(const char *name, il_side side, char out[NAME]) {
    snprintf(out, NAME, "%s%s%s", name, side == IL_SIDE_NONE ? "" : ", ", side == IL_SIDE_NONE ? "" : ili_side_name(side));
    return out;
}

static ili_word agreement(const il_day_effect *e) {
    if (!e->is->says) return ILI_W_DAY_NOT_SAID;
    int as = il_day_effect_agrees(e);
    return as > 0 ? ILI_W_DAY_AS_SAID : as < 0 ? ILI_W_DAY_CONTRARY : ILI_W_DAY_HARDLY;
}

// does the left say the same as the right before it?
static bool mirrors(const il_day_effects *l, int i) {
    const il_day_effect *e = &l->effect[i], *right = i ? e - 1 : e;
    double               by = e->with - e->without, other = right->with - right->without;
    return i && right->is == e->is && right->posture == e->posture && fabs(by - other) <= 0.01*fabs(other) && fabs(e->without - right->without) <= 0.01*fabs(e->without) + 1e-9;
}

static const char *short_number(double x, char out[ILI_FIXED_TEXT]) {
    double size = fabs(x);
    if (isnan(x)) return "-";
    return ili_fixed(x, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4, out);
}

static void put_short(ili_out *o, double x) {
    char text[ILI_FIXED_TEXT];
    ili_put(o, short_number(x, text));
}

// "-1.06 (6.30 to 5.24)": the difference has its sign, whatever it is
static void put_effect(ili_out *o, const il_day_effect *e) {
    double by = e->with - e->without;
    if (!isfinite(by)) {
        ili_put(o, ILI_SAY(DAY_NOT_SOLVED));
        return;
    }
    ili_put(o, by > 0 ? "+" : "");
    put_short(o, by);
    ili_putf(o, "%s%s (", strcmp(e->unit, "1") ? " " : "", strcmp(e->unit, "1") ? e->unit : "");
    put_short(o, e->without), ili_putf(o, " %s ", ILI_SAY(DAY_TO)), put_short(o, e->with);
    if (isfinite(e->threshold)) ili_putf(o, "; %s ", ILI_SAY(DAY_THRESHOLD)), put_short(o, e->threshold);
    ili_put(o, ")");
}

// ---- effects -------------------------------------------------------------------------------------------------------------------------------------

static void effect_line(ili_out *o, const il_day_effects *l, int i) {
    const il_day_effect *e = &l->effect[i];
    bool                 both = i + 1 < l->n && e->side == IL_SIDE_RIGHT && mirrors(l, i + 1);
    if (mirrors(l, i)) return;
    ili_putf(o, "  %s%s%s, %s: ", e->is->what, both ? "" : ", ", both ? "" : ili_side_name(e->side), e->posture->name);
    put_effect(o, e);
    ili_putf(o, "; %s\n", ili_word_text(agreement(e)));
}

// the regions that published patterns name for the structures of an effect's first row: where it would be felt
static void put_felt(ili_out *o, const il_knowledge *k, const il_tissue_effect *e) {
    int n = 0;
    for (int i = 0; k && i < k->npattern; i++) {
        const il_pattern *p = &k->pattern[i];
        bool              told = p->role != IL_PATTERN_ESSENTIAL || !il_list_has(e->pattern, p->structure);
        for (int j = 0; j < i && !told; j++)
            told = k->pattern[j].region == p->region && k->pattern[j].role == IL_PATTERN_ESSENTIAL && il_list_has(e->pattern, k->pattern[j].structure);
        if (told) continue;
        ili_put(o, n ? ", " : ILI_SAY(DAY_EFFECT_FELT)), ili_put(o, n++ ? "" : " ");
        ili_put_plain(o, k->region[p->region].name);
    }
    if (n) ili_put(o, ".");
}

static bool first_row(const il_day_effects *l, int i) { return i == 0 || strcmp(l->effect[i].is->effect, l->effect[i - 1].is->effect); }
static bool last_row(const il_day_effects *l, int i) { return i == l->n - 1 || strcmp(l->effect[i].is->effect, l->effect[i + 1].is->effect); }

static void effects_text(ili_out *o, const il_day_effects *l, const il_knowledge *k) {
    const il_tissue_effect *first = NULL;
    for (int i = 0; i < l->n; i++) {
        if (first_row(l, i)) first = l->effect[i].is, ili_putf(o, "\n%s: %s\n", ILI_SAY(DAY_EFFECT_OF), first->name);
        effect_line(o, l, i);
        if (last_row(l, i)) ili_put(o, "  "), put_felt(o, k, first), ili_put(o, "\n");
    }
    ili_putf(o, "  %s\n", ILI_SAY(DAY_EFFECT_SAY));
}

static void effects_part(ili_writer *w, const il_day_effects *l) {
    static const int    head[] = {ILI_W_DAY_WHAT, ILI_W_DAY_POSTURE, ILI_W_DAY_MORE_DIFFERENCE, ILI_W_DAY_BESIDE_SAID, -1};
    static const double share[] = {0.32, 0.2, 0.3, 0.18};
    const il_tissue_effect *first = NULL;
    for (int i = 0; i < l->n; i++) {
        const il_day_effect *e = &l->effect[i];
        bool                 both = i + 1 < l->n && e->side == IL_SIDE_RIGHT && mirrors(l, i + 1);
        if (first_row(l, i)) {
            first = e->is;
            ili_out *caption = ili_say_table(w, "effects", head, share);
            ili_putf(caption, "%s: %s. ", ILI_SAY(DAY_EFFECT_OF), first->name), put_felt(caption, w->k, first);
        }
        if (mirrors(l, i)) continue;
        ili_doc_row(w->d);
        ili_out *o = ili_doc_cell(w->d);
        ili_putf(o, "%s%s%s", e->is->what, both ? "" : ", ", both ? "" : ili_side_name(e->side));
        ili_cite(w, e->is->source, IL_SOURCE_ASSUMED);
        ili_cell(w, e->posture->name);
        put_effect(ili_doc_cell(w->d), e);
        ili_cell(w, ili_word_text(agreement(e)));
    }
    ili_say_paragraph(w, ILI_TONE_SMALL, ILI_W_DAY_EFFECT_SAY);
}

static json_t *effects_json(const il_day_effects *l) {
    json_t *list = json_array();
    for (int i = 0; l && i < l->n; i++) {
        const il_day_effect *e = &l->effect[i];
        json_array_append_new(list, json_pack("{s:s, s:o, s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:i, s:i, s:s, s:s}", "effect", e->is->effect, "side", ili_json_side(e->side), "posture", e->posture->id,
                                              "outcome", e->outcome, "unit", e->unit, "without", ili_json_number(e->without), "with", ili_json_number(e->with), "with_low", ili_json_number(e->low),
                                              "with_high", ili_json_number(e->high), "said", e->is->says, "agrees", il_day_effect_agrees(e), "pattern", e->is->pattern, "source", e->is->source));
    }
    return list;
}

// ---- the loop ----------------------------------------------------------------------------------------------------------------------------------------

// loops worth a line: those of which something comes back, or that the posture alone wakes
static bool worth_telling(const il_day_loop *l) { return isfinite(l->alone) && (!isfinite(l->gain) || l->gain >= 0.1 || l->gain_high >= 0.5); }

static bool same_loop(const il_day_loops *l, int i, int other) {
    const il_day_loop *a = &l->loop[i], *b = &l->loop[other];
    return a->structure == b->structure && a->posture == b->posture && fabs(a->alone - b->alone) < 0.005 && (fabs(a->gain - b->gain) < 0.005 || isnan(a->gain + b->gain));
}

// the other side of the same: loops of a sided structure stand right, left, postures inside
static int twin(const il_day_loops *l, int i) {
    for (int k = 0; k < l->n; k++)
        if (k != i && l->loop[k].side != l->loop[i].side && same_loop(l, i, k)) return k;
    return IL_NONE;
}

static void put_loop(ili_out *o, const il_day_loop *l) {
    if (isnan(l->gain)) {
        ili_putf(o, "%s ", ILI_SAY(DAY_LOOP_ALONE)), ili_put_fixed(o, l->alone, 2);
        ili_putf(o, ", %s ", ILI_SAY(DAY_LOOP_ADDS)), ili_put_fixed(o, l->adds, 2);
        return;
    }
    ili_putf(o, "%s ", ILI_SAY(DAY_LOOP_GAIN)), ili_put_fixed(o, l->gain, 2);
    ili_put(o, " ("), ili_put_fixed(o, l->gain_low, 2), ili_putf(o, " %s ", ILI_SAY(DAY_TO)), ili_put_fixed(o, l->gain_high, 2);
    ili_put(o, "); ");
    if (isnan(l->critical)) ili_put(o, ILI_SAY(DAY_LOOP_NEVER));
    else ili_putf(o, "%s ", ILI_SAY(DAY_LOOP_FROM)), ili_put_fixed(o, 100*l->critical, 1), ili_put(o, " %");
}

static int lasting(const il_day_loops *l) {
    int n = 0;
    for (int i = 0; i < l->n; i++) n += il_day_loop_lasts(&l->loop[i]) && !(twin(l, i) != IL_NONE && twin(l, i) < i);
    return n;
}

typedef void (*put_row)(void *to, const il_day_loop *l, const char *name);

static void each_loop(const il_day_more *m, put_row put, void *to) {
    for (int i = 0; i < m->loops->n; i++) {
        const il_day_loop *l = &m->loops->loop[i];
        char               name[NAME];
        int                other = twin(m->loops, i);
        if (!worth_telling(l) || (other != IL_NONE && other < i)) continue;
        structure_words(m->tissue->structure[l->structure].name, other == IL_NONE ? l->side : IL_SIDE_NONE, name);
        put(to, l, name);
    }
}

static void text_row(void *to, const il_day_loop *l, const char *name) {
    ili_out *o = to;
    ili_putf(o, "  %s, %s: ", name, l->posture->name);
    put_loop(o, l);
    ili_put(o, "\n");
}

static void part_row(void *to, const il_day_loop *l, const char *name) {
    ili_writer *w = to;
    ili_doc_row(w->d);
    ili_cell(w, name);
    ili_cell(w, l->posture->name);
    put_loop(ili_doc_cell(w->d), l);
}

static void loops_text(ili_out *o, const il_day_more *m) {
    ili_putf(o, "\n%s\n", ILI_SAY(DAY_LOOP));
    each_loop(m, text_row, o);
    ili_putf(o, "  %s %d %s. %s\n", ILI_SAY(DAY_LOOP_LASTING), lasting(m->loops), ILI_SAY(DAY_LOOP_OF_ALL), ILI_SAY(DAY_LOOP_SAY));
}

static void loops_part(ili_writer *w, const il_day_more *m) {
    static const int    head[] = {ILI_W_HEAD_STRUCTURE, ILI_W_DAY_POSTURE, ILI_W_DAY_LOOP_GAIN_HEAD, -1};
    static const double share[] = {0.3, 0.2, 0.5};
    ili_say_section(w, "loop", ILI_W_DAY_LOOP);
    ili_say_table(w, "loops", head, share);
    each_loop(m, part_row, w);
    ili_putf(ili_doc_paragraph(w->d, ILI_TONE_SMALL), "%s %d %s. %s", ILI_SAY(DAY_LOOP_LASTING), lasting(m->loops), ILI_SAY(DAY_LOOP_OF_ALL), ILI_SAY(DAY_LOOP_SAY));
}

static json_t *loops_json(const il_day_more *m) {
    json_t *list = json_array();
    for (int i = 0; m->loops && i < m->loops->n; i++) {
        const il_day_loop *l = &m->loops->loop[i];
        json_array_append_new(list, json_pack("{s:s, s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:b}", "structure", m->tissue->structure[l->structure].id, "side", ili_json_side(l->side), "posture",
                                              l->posture->id, "alone", ili_json_number(l->alone), "guard_adds", ili_json_number(l->adds), "gain", ili_json_number(l->gain), "gain_least_guard",
                                              ili_json_number(l->gain_low), "gain_strongest_guard", ili_json_number(l->gain_high), "critical_guard", ili_json_number(l->critical),
                                              "critical_guard_at_the_ends", ili_json_number(l->critical_low), "guard_held_for_ever", ili_json_number(l->holds), "lasts", il_day_loop_lasts(l)));
    }
    return list;
}

// ---- the sweep ---------------------------------------------------------------------------------------------------------------------------------------------

static void put_sweep_end(ili_out *o, const il_day_more *m, const il_sweep_end *e) {
    char name[NAME];
    if (e->changed != IL_NONE && fabs(e->by) >= 0.005) {
        ili_putf(o, "%s %+.0f %%", structure_words(m->sweep->structure[e->changed].is->name, m->sweep->structure[e->changed].side, name), 100*e->by);
    } else ili_put(o, ILI_SAY(DAY_SWEEP_NOTHING));
    if (e->moved != IL_NONE) {
        bool same = e->moved == e->changed && fabs(e->by) >= 0.005;
        ili_putf(o, "; %s%s%s %d %s %d", same ? "" : structure_words(m->sweep->structure[e->moved].is->name, m->sweep->structure[e->moved].side, name), same ? "" : ": ", ILI_SAY(DAY_SWEEP_RANK), e->from + 1,
                 ILI_SAY(DAY_TO), e->to + 1);
    }
    if (e->gained || e->lost) ili_putf(o, "; %s +%d -%d", ILI_SAY(DAY_SWEEP_EVENTS), e->gained, e->lost);
    if (m->loops && (e->lasting != m->sweep->usual.lasting || fabs(e->gain - m->sweep->usual.gain) >= 0.005)) {
        ili_putf(o, "; %s ", ILI_SAY(DAY_LOOP_GAIN)), ili_put_fixed(o, e->gain, 2);
    }
}

// does an end differ in nothing that is told?
static bool silent(const il_day_more *m, const il_sweep_end *e) {
    bool gain = m->loops && (e->lasting != m->sweep->usual.lasting || fabs(e->gain - m->sweep->usual.gain) >= 0.005);
    return fabs(e->by) < 0.005 && e->moved == IL_NONE && !e->gained && !e->lost && !gain;
}

static bool both_silent(const il_day_more *m, int i) { return silent(m, &m->sweep->end[2*i]) && silent(m, &m->sweep->end[2*i + 1]); }

// the numbers whose ends are the same day as far as is told, in one line
static void put_silent(ili_out *o, const il_day_more *m, const int *order) {
    int n = 0;
    for (int i = 0; i < m->sweep->n; i++)
        if (both_silent(m, order[i])) ili_putf(o, "%s%s", n++ ? ", " : "", m->tissue->number[m->sweep->number[order[i]]].id);
    if (n) ili_putf(o, ": %s", ILI_SAY(DAY_SWEEP_NOTHING));
}

static void put_number(ili_out *o, const il_tissue_number *n, double x) {
    put_short(o, x);
    if (strcmp(n->unit, "1")) ili_putf(o, " %s", n->unit);
}

// the numbers whose sweep moves the answer most stand first
static double weight(const il_day_sweep *s, int i) {
    double most = 0.0;
    for (int k = 2*i; k < 2*i + 2; k++) most = fmax(most, fabs(s->end[k].by) + 0.01*(s->end[k].gained + s->end[k].lost));
    return most;
}

static void by_weight(const il_day_sweep *s, int *order) {
    for (int i = 0; i < s->n; i++) {
        int k = i;
        for (; k > 0 && weight(s, order[k - 1]) < weight(s, i); k--) order[k] = order[k - 1];
        order[k] = i;
    }
}

static void sweep_text(ili_out *o, const il_day_more *m, const int *order) {
    const il_day_sweep *s = m->sweep;
    ili_putf(o, "\n%s: %d %s, %d %s\n", ILI_SAY(DAY_SWEEP), s->n, ILI_SAY(DAY_SWEEP_NUMBERS), s->days, ILI_SAY(DAY_SWEEP_DAYS));
    for (int i = 0; i < s->n; i++) {
        const il_tissue_number *n = &m->tissue->number[s->number[order[i]]];
        if (both_silent(m, order[i])) continue;
        ili_putf(o, "  %s = ", n->id), put_number(o, n, n->value), ili_putf(o, " (%s)\n", n->status);
        for (int k = 0; k < 2; k++) {
            ili_put(o, "    "), put_number(o, n, k ? n->high : n->low), ili_put(o, ": ");
            put_sweep_end(o, m, &s->end[2*order[i] + k]);
            ili_put(o, "\n");
        }
    }
    ili_put(o, "  "), put_silent(o, m, order);
    ili_putf(o, "\n\n  %s\n", ILI_SAY(DAY_SWEEP_RANGES));
    for (int k = 0; k < IL_SWEEP_TOP && k < s->nstructure; k++) {
        int    i = s->order[k], rank[2];
        double x[2];
        char   name[NAME];
        il_day_sweep_range(s, i, x, rank);
        ili_putf(o, "  %-36s ", structure_words(s->structure[i].is->name, s->structure[i].side, name));
        ili_put_fixed(o, s->usual.exposure[i], 2), ili_put(o, " h ("), ili_put_fixed(o, x[0], 2), ili_putf(o, " %s ", ILI_SAY(DAY_TO)), ili_put_fixed(o, x[1], 2);
        ili_putf(o, "), %s %d %s %d\n", ILI_SAY(DAY_SWEEP_RANK), rank[0] + 1, ILI_SAY(DAY_TO), rank[1] + 1);
    }
}

static void sweep_part(ili_writer *w, const il_day_more *m, const int *order) {
    static const int    head[] = {ILI_W_DAY_SWEEP_NUMBER, ILI_W_DAY_SWEEP_LOW, ILI_W_DAY_SWEEP_HIGH, -1}, head_range[] = {ILI_W_HEAD_STRUCTURE, ILI_W_DAY_HOURS, ILI_W_DAY_SWEEP_RANGE, ILI_W_DAY_SWEEP_RANK, -1};
    static const double share[] = {0.26, 0.37, 0.37}, share_range[] = {0.4, 0.2, 0.25, 0.15};
    const il_day_sweep *s = m->sweep;
    ili_say_section(w, "sweep", ILI_W_DAY_SWEEP);
    ili_say_table(w, "ranges", head_range, share_range);
    for (int k = 0; k < IL_SWEEP_TOP && k < s->nstructure; k++) {
        int    i = s->order[k], rank[2];
        double x[2];
        char   name[NAME];
        il_day_sweep_range(s, i, x, rank);
        ili_doc_row(w->d);
        ili_cell(w, structure_words(s->structure[i].is->name, s->structure[i].side, name));
        ili_put_fixed(ili_doc_cell(w->d), s->usual.exposure[i], 2);
        ili_out *o = ili_doc_cell(w->d);
        ili_put_fixed(o, x[0], 2), ili_putf(o, " %s ", ILI_SAY(DAY_TO)), ili_put_fixed(o, x[1], 2);
        ili_putf(ili_doc_cell(w->d), "%d %s %d", rank[0] + 1, ILI_SAY(DAY_TO), rank[1] + 1);
    }
    ili_say_table(w, "sweep", head, share);
    for (int i = 0; i < s->n; i++) {
        const il_tissue_number *n = &m->tissue->number[s->number[order[i]]];
        if (both_silent(m, order[i])) continue;
        ili_doc_row(w->d);
        ili_out *o = ili_doc_cell(w->d);
        ili_put_plain(o, n->id), ili_put(o, " = "), put_number(o, n, n->value);
        ili_cite(w, n->source, !strcmp(n->status, "assumed") ? IL_SOURCE_ASSUMED : !strcmp(n->status, "found") ? IL_SOURCE_FOUND : IL_SOURCE_RECALLED);
        for (int k = 0; k < 2; k++) {
            o = ili_doc_cell(w->d);
            put_number(o, n, k ? n->high : n->low), ili_put(o, ": ");
            put_sweep_end(o, m, &s->end[2*order[i] + k]);
        }
    }
    put_silent(ili_doc_paragraph(w->d, ILI_TONE_SMALL), m, order);
    ili_putf(ili_doc_paragraph(w->d, ILI_TONE_SMALL), "%d %s, %d %s. %s", s->n, ILI_SAY(DAY_SWEEP_NUMBERS), s->days, ILI_SAY(DAY_SWEEP_DAYS), ILI_SAY(DAY_SWEEP_SAY));
}

static json_t *end_json(const il_day_sweep *s, const il_sweep_end *e, double at) {
    char    name[IL_DAY_NAME] = "";
    json_t *hours = json_array();
    for (int i = 0; i < s->nstructure; i++) json_array_append_new(hours, ili_json_number(e->exposure[i]));
    if (e->changed != IL_NONE) snprintf(name, sizeof name, "%s", s->structure[e->changed].is->id);
    return json_pack("{s:o, s:b, s:s, s:o, s:i, s:i, s:o, s:i, s:o}", "at", ili_json_number(at), "lived", e->lived, "most_changed", name, "by", ili_json_number(e->by), "events_gained", e->gained,
                     "events_lost", e->lost, "loop_gain", ili_json_number(e->gain), "loops_lasting", e->lasting, "exposure_h", hours);
}

static json_t *sweep_json(const il_day_more *m) {
    const il_day_sweep *s = m->sweep;
    json_t             *numbers = json_array(), *structures = json_array();
    if (!s) return json_decref(numbers), json_decref(structures), json_null();
    for (int i = 0; i < s->nstructure; i++) {
        int    rank[2];
        double x[2];
        il_day_sweep_range(s, i, x, rank);
        json_array_append_new(structures, json_pack("{s:s, s:o, s:o, s:o, s:o, s:i, s:i}", "structure", s->structure[i].is->id, "side", ili_json_side(s->structure[i].side), "exposure_h",
                                                    ili_json_number(s->usual.exposure[i]), "low", ili_json_number(x[0]), "high", ili_json_number(x[1]), "rank_best", rank[0] + 1, "rank_worst", rank[1] + 1));
    }
    for (int i = 0; i < s->n; i++) {
        const il_tissue_number *n = &m->tissue->number[s->number[i]];
        json_array_append_new(numbers, json_pack("{s:s, s:o, s:s, s:s, s:o, s:o}", "number", n->id, "value", ili_json_number(n->value), "unit", n->unit, "status", n->status, "low",
                                                 end_json(s, &s->end[2*i], n->low), "high", end_json(s, &s->end[2*i + 1], n->high)));
    }
    return json_pack("{s:i, s:o, s:o}", "days_lived", s->days, "structures", structures, "numbers", numbers);
}

// ---- all ---------------------------------------------------------------------------------------------------------------------------------------------------

enum { NUMBERS = 200 };

void ili_day_more_text(ili_out *o, const il_day_more *m) {
    int order[NUMBERS];
    if (m->effects) effects_text(o, m->effects, m->knowledge);
    if (m->loops) loops_text(o, m);
    if (m->sweep && m->sweep->n <= NUMBERS) by_weight(m->sweep, order), sweep_text(o, m, order);
}

void ili_day_more_part(ili_writer *w, const il_day_more *m) {
    int order[NUMBERS];
    if (m->effects) ili_say_section(w, "effects", ILI_W_DAY_EFFECTS), effects_part(w, m->effects);
    if (m->loops) loops_part(w, m);
    if (m->sweep && m->sweep->n <= NUMBERS) by_weight(m->sweep, order), sweep_part(w, m, order);
}

json_t *ili_day_more_json(const il_day_more *m) {
    return json_pack("{s:o, s:o, s:o}", "effects", effects_json(m->effects), "loops", loops_json(m), "sweep", sweep_json(m));
}
