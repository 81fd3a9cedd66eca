// day_print.c - a day as text, as JSON, and as a table of minutes
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "day.h"
#include "ilium/version.h"

static const char *side_word(il_side side) { return side == IL_SIDE_RIGHT ? "right" : side == IL_SIDE_LEFT ? "left" : "middle"; }

// ---- what happened ------------------------------------------------------------------------------------------------------------------------

static void print_event(const day_work *w, const il_day_happening *l) {
    const il_day_event *e = &l->event;
    const char         *side = l->both ? "both sides" : il_day_event_side(w->day, e) == IL_SIDE_NONE ? "" : side_word(il_day_event_side(w->day, e));
    char                when[IL_DAY_CLOCK];
    printf("  %s  ", il_schedule_clock(w->schedule, e->minute, when));
    switch (e->kind) {
    case IL_DAY_TIRES: printf("%s, %s: %.0f %% of its strength is left", il_day_event_name(w->day, e), side, 100 * e->value); break;
    case IL_DAY_STARVES: printf("%s, %s: half of the flow it needs is missing (index)", il_day_event_name(w->day, e), side); break;
    case IL_DAY_GUARDS: printf("%s%s%s: irritated, guarding begins (hypothesis)", il_day_event_name(w->day, e), *side ? ", " : "", side); break;
    case IL_DAY_CALMS: printf("%s%s%s: calm again", il_day_event_name(w->day, e), *side ? ", " : "", side); break;
    case IL_DAY_FAILS: printf("%s: cannot be held any more (or was not solved)", il_day_event_name(w->day, e)); break;
    case IL_DAY_INJURED: printf("%s%s%s: injured, severity %.2f", il_day_event_name(w->day, e), *side ? ", " : "", side, e->value); break;
    case IL_DAY_EASED: printf("%s, %s: its guarding is eased by %.0f %% from here on", il_day_event_name(w->day, e), side, 100 * e->value); break;
    case IL_DAY_TRIGGER_POINT:
        printf("%s, %s: so little for so long that it is irritated: a candidate for a trigger point (hypothesis)", il_day_event_name(w->day, e), side);
        break;
    }
    for (int i = 0; i < e->ntaker; i++) {
        const il_day_group *g = il_day_group_at(w->day, e->taker[i]);
        printf("%s %s %s +%.1f", i ? "," : "; took over:", g->name, side_word(g->side), 100 * e->rise[i]);
    }
    printf("%s\n", e->ntaker ? " % of strength" : "");
}

// ---- what was exposed ----------------------------------------------------------------------------------------------------------------------

static void print_structures(const day_work *w) {
    int  n = il_day_structures(w->day);
    int *order = calloc((size_t)n + 1, sizeof *order);
    if (!order) return;
    il_day_rank(w->day, order);
    printf("\nexposure: hours at one threshold (data/tissue/structures.csv has thresholds and sources)\n"
           "  structure                              exposure   above it   greatest   at\n");
    for (int i = 0; i < n; i++) {
        const il_day_structure *s = il_day_structure_at(w->day, order[i]);
        il_day_total            t = il_day_total_of(w->day, order[i]);
        char                    name[IL_DAY_NAME], when[IL_DAY_CLOCK];
        snprintf(name, sizeof name, "%s%s%s", s->is->name, s->side == IL_SIDE_NONE ? "" : ", ", s->side == IL_SIDE_NONE ? "" : side_word(s->side));
        if (t.peak >= 0.05) printf("  %-36s %8.2f h %8.2f h %9.2f   %s\n", name, t.exposure, t.above, t.peak, il_schedule_clock(w->schedule, t.peak_at, when));
    }
    free(order);
}

static bool borrowed(const day_work *w, const char *group) {
    for (int i = 0; i < w->tissue->nmuscle; i++)
        if (!strcmp(w->tissue->muscle[i].group, group)) return w->tissue->muscle[i].borrowed;
    return false;
}

static void print_muscles(const day_work *w) {
    int fresh = 0;
    printf("\nstrength at the end (three-compartment fatigue; * the law is borrowed from other muscles)\n");
    for (int g = 0; g < il_day_groups(w->day); g++) {
        const il_day_group *group = il_day_group_at(w->day, g);
        double              capacity = il_day_capacity(w->day, g), missing = il_day_missing(w->day, g);
        fresh += capacity >= 0.995;
        if (capacity < 0.995)
            printf("  %-22s %-6s %3.0f %%%s%s\n", group->name, side_word(group->side), 100 * capacity, borrowed(w, group->name) ? " *" : "",
                   missing > 1 ? "   was asked for more than it had" : "");
    }
    printf("  the other %d groups of %d are not tired\n", fresh, il_day_groups(w->day));
}

void day_print_text(const day_work *w) {
    printf("%s: %g hours, %d postures solved%s\n%s\n\nwhat happened\n", w->schedule->name, il_schedule_minutes(w->schedule) / 60, il_day_solves(w->day),
           w->reflex ? "" : ", without reflexes", w->setup.with ? w->setup.with : "no condition");
    int again = 0;
    for (int i = 0; i < w->log.nhappening; i++) {
        if (!w->log.happening[i].again) print_event(w, &w->log.happening[i]);
        again += w->log.happening[i].again;
    }
    if (again) printf("  and %d times what had happened before (--json has all)\n", again);
    if (!w->log.nhappening) printf("  nothing: no muscle tired by a tenth, none lacked half of its flow, nothing was irritated\n");
    print_structures(w);
    print_muscles(w);
    printf("\nthe lumbar spine at the end: %.1f deg more flexion at rest, %.1f mm lower\n", il_day_flexion_creep(w->day), il_day_height_loss(w->day));
    printf("\nNot known: rates of irritation and the strength of guarding are assumed (run again with --no-reflex); flow and irritation are indices, no\n"
           "measurements; whether any of it hurts. Data %.12s%s. Research and education software; a qualified clinician decides.\n",
           il_data_hash(w->setup.data), il_data_modified(w->setup.data) ? ", locally modified" : "");
}

// ---- JSON and table ---------------------------------------------------------------------------------------------------------------------------

static json_t *event_json(const day_work *w, const il_day_happening *l) {
    static const char *const kinds[] = {"tires", "starves", "guards", "calms", "fails", "injured", "eased", "trigger_point"};
    const il_day_event      *e = &l->event;
    json_t                  *takers = json_array();
    for (int i = 0; i < e->ntaker; i++) {
        const il_day_group *g = il_day_group_at(w->day, e->taker[i]);
        json_array_append_new(takers, json_pack("{s:s, s:s, s:o}", "group", g->name, "side", side_word(g->side), "rise", app_json_number(e->rise[i])));
    }
    return json_pack("{s:o, s:s, s:s, s:s, s:o, s:s, s:b, s:o}", "minute", app_json_number(e->minute), "kind", kinds[e->kind], "of", il_day_event_name(w->day, e), "side",
                     l->both ? "both" : side_word(il_day_event_side(w->day, e)), "value", app_json_number(e->value), "activity", w->schedule->activity[l->activity].name, "again", l->again, "took_over", takers);
}

static json_t *structure_json(const day_work *w, int i) {
    const il_day_structure *s = il_day_structure_at(w->day, i);
    il_day_total            t = il_day_total_of(w->day, i);
    return json_pack("{s:s, s:s, s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:s}", "name", s->is->name, "side", side_word(s->side), "threshold", app_json_number(s->is->threshold), "unit",
                     s->is->unit, "exposure_h", app_json_number(t.exposure), "above_h", app_json_number(t.above), "peak", app_json_number(t.peak), "peak_minute",
                     app_json_number(t.peak_at), "irritation", app_json_number(il_day_irritation(w->day, i)), "source", s->is->source);
}

static json_t *group_json(const day_work *w, int g) {
    const il_day_group *group = il_day_group_at(w->day, g);
    return json_pack("{s:s, s:s, s:o, s:o, s:o, s:b}", "group", group->name, "side", side_word(group->side), "capacity", app_json_number(il_day_capacity(w->day, g)), "deficit",
                     app_json_number(il_day_deficit(w->day, g)), "missing_s", app_json_number(il_day_missing(w->day, g)), "borrowed", borrowed(w, group->name));
}

json_t *day_json(const day_work *w) {
    json_t *events = json_array(), *structures = json_array(), *muscles = json_array();
    for (int i = 0; i < w->log.nhappening; i++) json_array_append_new(events, event_json(w, &w->log.happening[i]));
    for (int i = 0; i < il_day_structures(w->day); i++) json_array_append_new(structures, structure_json(w, i));
    for (int g = 0; g < il_day_groups(w->day); g++) json_array_append_new(muscles, group_json(w, g));
    return json_pack("{s:s, s:s, s:s, s:o, s:i, s:b, s:o, s:o, s:o, s:o, s:o, s:s, s:b, s:s}", "schedule", w->schedule->name, "source", w->schedule->source, "with",
                     w->setup.with ? w->setup.with : "", "minutes", app_json_number(il_schedule_minutes(w->schedule)), "solves", il_day_solves(w->day), "reflex", w->reflex,
                     "flexion_creep_deg", app_json_number(il_day_flexion_creep(w->day)), "height_loss_mm", app_json_number(il_day_height_loss(w->day)), "events", events,
                     "structures", structures, "muscles", muscles, "data_hash", il_data_hash(w->setup.data), "locally_modified", il_data_modified(w->setup.data), "kind",
                     "simulated; flow and irritation are indices, rates of irritation and guarding are assumed");
}

void day_csv_head(const day_work *w, FILE *out) {
    static const char *const what[] = {"activation", "capacity", "deficit"};
    fprintf(out, "minute,activity,flexion_creep_deg,height_loss_mm");
    for (int k = 0; k < 3; k++)
        for (int g = 0; g < il_day_groups(w->day); g++) fprintf(out, ",%s.%s.%s", what[k], il_day_group_at(w->day, g)->name, side_word(il_day_group_at(w->day, g)->side));
    for (int i = 0; i < il_day_structures(w->day); i++) {
        char name[IL_DAY_NAME];
        il_day_structure_id(w->day, i, name);
        fprintf(out, ",load.%s,irritation.%s", name, name);
    }
    fputc('\n', out);
}

static void number(FILE *out, double x) {
    char text[IL_NUMBER_TEXT];
    fprintf(out, ",%s", il_number_format(x, text));
}

void day_csv_row(const day_work *w, FILE *out) {
    char text[IL_NUMBER_TEXT];
    fprintf(out, "%s,\"", il_number_format(il_day_minute(w->day), text));
    for (const char *p = w->schedule->activity[il_day_activity_now(w->day)].name; *p; p++) fprintf(out, *p == '"' ? "\"\"" : "%c", *p);
    fputc('"', out);
    number(out, il_day_flexion_creep(w->day)), number(out, il_day_height_loss(w->day));
    for (int g = 0; g < il_day_groups(w->day); g++) number(out, il_day_activation(w->day, g));
    for (int g = 0; g < il_day_groups(w->day); g++) number(out, il_day_capacity(w->day, g));
    for (int g = 0; g < il_day_groups(w->day); g++) number(out, il_day_deficit(w->day, g));
    for (int i = 0; i < il_day_structures(w->day); i++) number(out, il_day_suffered(w->day, i)), number(out, il_day_irritation(w->day, i));
    fputc('\n', out);
}
