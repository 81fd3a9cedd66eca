// patient_json.c - what a person may see of the own record, as JSON: the same sentences and the same limits as the document for the person
//
// It ranks nothing, tells no probability and names no serious disease: of the safety screen only the plain lines of papers/handouts.csv are shown.
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "ilium/plan.h"
#include "ilium/report.h"
#include "report/json_value.h"
#include "report/words.h"

// the plain line that stands for a row of the screen, or NULL
static const il_handout_line *plain_line(const il_knowledge *k, const char *row) {
    for (int i = 0; i < k->nhandout; i++)
        if (k->handout[i].topic == IL_TOPIC_DANGER && row && il_list_has(k->handout[i].items, row)) return &k->handout[i];
    return NULL;
}

// plain lines of what was answered yes, each once; `other` counts those that have none
static json_t *said_yes(const il_assessment *a, const il_knowledge *k, int *other) {
    const il_safety_block *b = &a->safety;
    json_t                *list = json_array();
    for (int i = 0; i < b->npositive; i++) {
        const il_handout_line *line = plain_line(k, b->positive[i].id);
        bool                   said = false;
        for (int j = 0; j < i && line; j++) said |= plain_line(k, b->positive[j].id) == line;
        if (!line) ++*other;
        else if (!said) json_array_append_new(list, ili_json_text(line->text));
    }
    return list;
}

static json_t *go_now_if(const il_knowledge *k) {
    json_t *list = json_array();
    for (int i = 0; i < k->nhandout; i++)
        if (k->handout[i].topic == IL_TOPIC_DANGER && k->handout[i].kind == IL_HANDOUT_STOP) json_array_append_new(list, ili_json_text(k->handout[i].text));
    return list;
}

static json_t *safety(const il_assessment *a, const il_knowledge *k) {
    static const ili_word  words[] = {ILI_W_PATIENT_UNKNOWN, ILI_W_PATIENT_CLEAR, ILI_W_PATIENT_WATCH, ILI_W_PATIENT_URGENT, ILI_W_PATIENT_EMERGENCY};
    const il_safety_block *b = &a->safety;
    int                    other = 0;
    bool                   complete = b->complete && b->level != IL_SAFETY_UNKNOWN;
    json_t                *yes = said_yes(a, k, &other);
    return json_pack("{s:s, s:o, s:o, s:o, s:i, s:b, s:o, s:o}", "level", ili_level_key(b->level), "meaning", ili_json_text(ili_say(a, words[(unsigned)b->level < 5 ? b->level : 0])),
                     "call", ili_json_text(ili_say(a, ILI_W_EMERGENCY_CALL)), "said_yes", yes, "other_answers", other, "complete", complete, "incomplete",
                     ili_json_text(complete ? NULL : ili_say(a, ILI_W_PATIENT_INCOMPLETE)), "go_now_if", go_now_if(k));
}

static il_status write_json(json_t *root, char **text, size_t *size, il_error *err) {
    char   *dump = root ? json_dumps(root, JSON_INDENT(1) | JSON_REAL_PRECISION(9)) : NULL;
    ili_out o = {.failed = !dump};
    json_decref(root);
    ili_put(&o, dump);
    free(dump);
    return ili_out_take(&o, text, size, err);
}

static bool is_for_all(const il_knowledge *k, const char *text) {
    for (int i = 0; i < k->nnotice; i++)
        if (!strcmp(k->notice[i].where, "every") && !strcmp(k->notice[i].text, text)) return true;
    return false;
}

// of the assessment's those that stand on every output, and that for the person: nothing of a ranking
static json_t *notices(const il_assessment *a, const il_knowledge *k) {
    json_t *list = json_array();
    for (int i = 0; i < a->nnotice; i++)
        if (is_for_all(k, a->notice[i])) json_array_append_new(list, ili_json_text(a->notice[i]));
    json_array_append_new(list, ili_json_text(il_notice_text(k, "patient_mode")));
    return list;
}

il_status il_report_patient_screen_json(const il_assessment *a, const il_knowledge *k, char **text, size_t *size, il_error *err) {
    *text = NULL;
    il_status s = il_assessment_check(a, err);
    return s ? s : write_json(json_pack("{s:o, s:o}", "safety", safety(a, k), "notices", notices(a, k)), text, size, err);
}

// ---- the plan that was released, education -------------------------------------------------------------------------------------------------------

static json_t *exercise(const il_knowledge *k, const il_assessment *a, int i, il_side side) {
    const il_exercise *e = &k->exercise[i];
    const char        *why;
    if (il_exercise_permit(k, a, i, &why)) return json_pack("{s:o, s:o, s:o, s:o}", "id", ili_json_text(e->id), "name", ili_json_text(e->name), "side", ili_json_side(side), "not_now", ili_json_text(ili_say(a, ILI_W_NOT_NOW)));
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "id", ili_json_text(e->id), "name", ili_json_text(e->name), "side", ili_json_side(side), "does",
                     ili_json_text(e->does), "sets", ili_json_number(e->sets), "reps", ili_json_number(e->reps), "hold_s", ili_json_number(e->hold_s), "days_a_week",
                     ili_json_number(e->a_week), "harder", ili_json_text(e->progression), "stop_if", ili_json_text(e->stop));
}

static json_t *treatment(const il_knowledge *k, const il_assessment *a, int i, il_side side) {
    const il_treatment *t = &k->treatment[i];
    const char         *why;
    bool                not_now = il_treatment_permit(k, a, i, &why) != IL_REFUSED_NOT;
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "id", ili_json_text(t->id), "name", ili_json_text(t->name), "side", ili_json_side(side), "by",
                     ili_json_text(not_now ? NULL : il_provider_words(t->by)), "dose", ili_json_text(not_now ? NULL : t->dose), "not_now",
                     ili_json_text(not_now ? ili_say(a, ILI_W_NOT_NOW) : NULL));
}

// the last plan, if a clinician released it
static json_t *plan(const il_patient *p, const il_assessment *a, const il_knowledge *k) {
    const il_saved_plan *s = NULL;
    for (int i = p->nplan - 1; i >= 0 && !s; i--)
        if (ili_given(p->plan[i].released)) s = &p->plan[i];
    bool waits = !a->safety.treatment_allowed || !a->validity.in_scope || !a->safety.complete;
    if (waits || !s) return json_pack("{s:o}", "none", ili_json_text(ili_say(a, waits ? ILI_W_PLAN_WAITS : ILI_W_PLAN_NOT_RELEASED)));
    json_t *treatments = json_array(), *exercises = json_array();
    for (int i = 0; i < s->nplanned; i++) {
        int t = il_find_treatment(k, s->planned[i].id), e = il_find_exercise(k, s->planned[i].id);
        if (t >= 0) json_array_append_new(treatments, treatment(k, a, t, s->planned[i].side));
        else if (e >= 0) json_array_append_new(exercises, exercise(k, a, e, s->planned[i].side));
    }
    return json_pack("{s:o, s:o, s:o, s:o, s:o}", "released", ili_json_text(s->released), "by", ili_json_text(s->released_by), "treatments", treatments, "exercises", exercises,
                     "note", ili_json_text(s->note));
}

// lines of all topics but danger, which stands with the screen
static json_t *education(const il_knowledge *k) {
    static const char *const kinds[] = {"title", "why", "do", "stop"};
    json_t                  *list = json_array();
    for (int i = 0; i < k->nhandout; i++) {
        const il_handout_line *l = &k->handout[i];
        if (l->topic == IL_TOPIC_DANGER) continue;
        json_array_append_new(list, json_pack("{s:s, s:s, s:o}", "topic", il_topic_word(l->topic), "kind", kinds[(unsigned)l->kind < 4 ? l->kind : 2], "text", ili_json_text(l->text)));
    }
    return list;
}

il_status il_report_patient_json(const il_assess_request *r, const il_assessment *a, char **text, size_t *size, il_error *err) {
    *text = NULL;
    const il_knowledge *k = r->knowledge;
    il_status           s = il_assessment_check(a, err);
    if (s) return s;
    if (il_patient_consent_stops(r->patient, "processing"))
        return write_json(json_pack("{s:o, s:o, s:o}", "safety", safety(a, k), "plan", json_pack("{s:o}", "none", ili_json_text(ili_say(a, ILI_W_PLAN_WAITS))), "notices", notices(a, k)), text, size, err);
    return write_json(json_pack("{s:o, s:o, s:o, s:o}", "safety", safety(a, k), "plan", plan(r->patient, a, k), "education", education(k), "notices", notices(a, k)), text, size, err);
}
