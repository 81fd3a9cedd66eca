// followup_json.c - visits beside each other as JSON: every number of the comparison
#include <string.h>

#include "ilium/report.h"
#include "report/care.h"
#include "report/care_json.h"
#include "report/followup.h"

static json_t *fact(il_fact x) { return x.known ? ili_json_number(x.value) : json_null(); }

static json_t *visit(const il_followup *f, int i) {
    return json_pack("{s:o, s:o, s:o, s:s}", "date", ili_json_text(f->visit[i].date), "week", fact(f->week[i]), "examiner", ili_json_text(f->visit[i].examiner), "screen", ili_level_key(f->level[i]));
}

static json_t *line(const il_followup *f, const il_followup_line *l) {
    json_t *values = json_array();
    for (int i = 0; i < f->nvisit; i++)
        ili_json_append(&values, l->at[i].known ? ili_json_number(l->at[i].value) : ili_json_text(l->word[i]));
    return json_pack("{s:o, s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:b, s:b, s:s}", "id", ili_json_text(l->id), "name", ili_json_text(l->name), "kind",
                     l->test ? "test" : l->score->of == IL_SCORE_LIFE ? "quality_of_life" : "score", "side", ili_json_side(l->side), "unit", ili_json_text(l->unit), "method",
                     ili_json_text(l->method), "values", values, "change", ili_json_number(l->change), "shows_from", ili_json_number(l->error), "counts_from", ili_json_number(l->counts),
                     "error_assumed", l->assumed_error, "one_examiner", l->same_examiner, "verdict", il_verdict_word(l->verdict));
}

static json_t *progress(const il_followup *f) {
    json_t *list = json_array();
    if (!f->plan) return json_decref(list), json_null();
    for (int i = 0; i < f->nprogress; i++) {
        const il_followup_progress *p = &f->progress[i];
        bool                        told = p->expected.known && p->found.known;
        ili_json_append(&list, json_pack("{s:o, s:o, s:f, s:o, s:o, s:o, s:o}", "outcome", ili_json_text(p->outcome), "side", ili_json_side(p->side), "weeks", p->weeks, "expected", ili_json_range(&p->expected), "found", fact(p->found),
                                         "place", told ? json_integer(p->place) : json_null(), "within_error", told ? json_boolean(p->within_error) : json_null()));
    }
    return json_pack("{s:o, s:o, s:b, s:o}", "date", ili_json_text(f->plan->date), "by", ili_json_text(f->plan->by), "released", f->plan->released != NULL, "progress", list);
}

// a list as the sentences of the text
static json_t *sentences(const il_followup *f, const il_knowledge *k, ili_followup_list which) {
    json_t *list = json_array();
    ili_out text = {0};
    for (int i = 0; ili_followup_entry(f, k, which, i, &text); i++) {
        ili_json_append(&list, text.failed ? NULL : ili_json_text(text.text));
        ili_out_free(&text);
    }
    return list;
}

il_status il_report_followup_json(const il_followup *f, const il_knowledge *k, char **text, size_t *size, il_error *err) {
    json_t *visits = json_array(), *all = json_array(), *lists = json_object();
    for (int i = 0; i < f->nvisit; i++) ili_json_append(&visits, visit(f, i));
    for (int i = 0; i < f->nline; i++) ili_json_append(&all, line(f, &f->line[i]));
    for (int i = 0; !f->withheld && i < ILI_NFOLLOWUP_LIST; i++) {
        const char *id, *none;
        ili_followup_heading((ili_followup_list)i, &id, &none);
        if (json_object_set_new(lists, id, sentences(f, k, (ili_followup_list)i))) json_decref(lists), lists = NULL;
    }
    json_t *root = json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:s, s:s, s:b}", "safety", ili_json_safety(f->now), "visits", visits, "withheld", ili_json_text(f->withheld), "lines", all,
                             "weeks_without_gain", fact(f->no_gain), "plan", progress(f), "told", lists, "notices", ili_json_notices(f->now), "version",
                             f->now->program_version ? f->now->program_version : "", "data", f->now->data_hash ? f->now->data_hash : "", "locally_modified", f->now->locally_modified);
    return ili_json_take(root, text, size, err);
}
