// assess_notes.c - published evidence against common belief, what is not known, and the notices that every output carries
#include "reason/assess_private.h"
#include <stdio.h>
#include <string.h>

static bool named(const ili_assess *w, const char *condition) {
    for (int i = 0; i < w->a->ncondition; i++) {
        if (strcmp(w->a->condition[i].id, condition) == 0 && w->a->condition[i].present.high >= 0.1) return true;
    }
    return false;
}

static bool recorded(const ili_assess *w, const char *test) {
    for (int i = 0; i < w->visit->nfinding; i++) {
        if (strcmp(w->visit->finding[i].test, test) == 0) return true;
    }
    return false;
}

// which belief touches which condition or test
static const char *const beliefs[][2] = {
    {"belief_foam_rolling", "short_tfl_band"}, {"belief_gillet", "gillet"},           {"belief_gillet", "standing_flexion"},
    {"belief_adjustment", "sij_stiff"},        {"belief_short_leg", "short_leg"},     {"belief_torsion", "pelvic_torsion"},
    {"belief_pelvic_tilt", "pelvic_tilt_deg"}, {"belief_hip_strength", "weak_hip_abductors"}, {"belief_hamstrings", "short_hamstrings"},
};
enum { NBELIEF = sizeof beliefs/sizeof *beliefs };

static bool noted(const ili_assess *w, const char *text) {
    for (int i = 0; i < w->a->ncontradiction; i++) {
        if (w->a->contradiction[i].text == text) return true;
    }
    return false;
}

static il_status fill_contradictions(ili_assess *w, il_error *err) {
    ILI_ARRAY(w, w->a->contradiction, NBELIEF);
    for (int i = 0; i < NBELIEF; i++) {
        const char *text = il_notice_text(w->request->knowledge, beliefs[i][0]);
        if (!*text || noted(w, text) || !(named(w, beliefs[i][1]) || recorded(w, beliefs[i][1]))) continue;
        w->a->contradiction[w->a->ncontradiction++] = (il_note){.text = text, .grade = IL_GRADE_AGAINST};
    }
    return IL_OK;
}

static void unknown(ili_assess *w, const char *text) {
    if (text && *text) w->a->unknown[w->a->nunknown++] = (il_note){.text = text};
}

// what a normal image that is recorded leaves open, this visit's and those before it, each once
static il_status image_notes(ili_assess *w, int room) {
    const il_knowledge *k = w->request->knowledge;
    for (const il_visit *v = w->request->patient->visit; v <= w->visit; v++) {
        for (int i = 0; i < v->history.nimage; i++) {
            const il_image *x = &v->history.image[i];
            for (int r = 0; r < k->nimage && x->result == IL_RESULT_NORMAL; r++) {
                const il_image_rule *rule = &k->image[r];
                bool                 told = false;
                for (int n = 0; n < w->a->nunknown; n++) told = told || w->a->unknown[n].source == rule->source;
                if (told || rule->kind != x->kind || rule->part != x->part || w->a->nunknown >= room) continue;
                w->a->unknown[w->a->nunknown++] = (il_note){.text = rule->leaves_open, .source = rule->source};
            }
        }
    }
    return IL_OK;
}

// ---- conditions that nobody examined ----

static bool fits_drawing(const ili_assess *w, const il_condition *c, const il_drawn_region *drawn, int n) {
    for (int side = IL_SIDE_RIGHT; side <= IL_SIDE_LEFT; side++)
        if (il_match_pain(w->request->knowledge, c->structures, (il_side)side, drawn, n).link == IL_LINK_SUPPORTED) return true;
    return false;
}

// the name of its best test: how it would be examined
static const char *best_test(const il_knowledge *k, const il_condition *c) {
    const il_accuracy *best = NULL;
    for (int i = 0; i < k->naccuracy; i++)
        if (!strcmp(k->accuracy[i].target, c->id) && (!best || k->accuracy[i].rank < best->rank)) best = &k->accuracy[i];
    return best ? k->test[best->test].name : NULL;
}

enum { MAX_NAMED = 4 };

// what may be ranked but was not, since no test of its own was recorded, though the pain lies where it is felt
static il_status not_examined(ili_assess *w, il_error *err) {
    const il_knowledge *k = w->request->knowledge;
    const il_pain      *pain = &w->visit->pain;
    il_drawn_region    *drawn = NULL;
    const char         *text = NULL;
    int                 n = 0, named = 0;
    ILI_ARRAY(w, drawn, pain->narea);
    for (int i = 0; i < pain->narea; i++) {
        int region = il_find_region(k, pain->area[i].region);
        if (region >= 0) drawn[n++] = (il_drawn_region){region, pain->area[i].side};
    }
    for (int c = 0; c < k->ncondition && named < MAX_NAMED; c++) {
        const il_condition *q = &k->condition[c];
        const char         *test = best_test(k, q);
        if (q->simulated || !q->ranked || !w->in_question || w->in_question[c] || !test || !fits_drawing(w, q, drawn, n)) continue;
        text = il_assessment_text(w->a, "%s%s%s (%s)", text ? text : "", text ? "; " : "Not examined, though the pain lies where it is felt: ", q->name, test);
        if (!text) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the assessment");
        named++;
    }
    if (text) w->a->unknown[w->a->nunknown++] = (il_note){.text = il_assessment_text(w->a, "%s.", text)};
    return IL_OK;
}

// postures of the history that no task stands for: they are kept and say nothing
static void silent_postures(ili_assess *w) {
    const il_knowledge *k = w->request->knowledge;
    const il_history   *h = &w->visit->history;
    char                list[400] = "";
    for (int i = 0; i < h->nposture; i++) {
        bool speaks = h->posture[i].effect == IL_EFFECT_SAME;
        for (int n = 0; n < k->nposture_load; n++) speaks = speaks || k->posture_load[n].doing == (int)h->posture[i].posture;
        size_t at = strlen(list);
        if (!speaks) snprintf(list + at, sizeof list - at, "%s%s", at ? ", " : "", il_doing_word(h->posture[i].posture));
    }
    for (char *c = list; *c; c++)
        if (*c == '_') *c = ' ';
    if (*list) unknown(w, il_assessment_text(w->a, "Recorded, and no evidence here, since no simulated task stands for it: %s.", list));
}

enum { MAX_UNKNOWN = 25 };

static il_status fill_unknowns(ili_assess *w, il_error *err) {
    const il_knowledge *k = w->request->knowledge;
    const il_person    *p = &w->request->patient->person;
    ILI_ARRAY(w, w->a->unknown, MAX_UNKNOWN);
    if (il_patient_consent_stops(w->request->patient, "exam")) unknown(w, il_notice_text(k, "consent_exam"));
    ILI_TRY(image_notes(w, MAX_UNKNOWN - 9));
    if (!w->studied) return IL_OK;
    if (w->nopen > 0) {
        unknown(w, il_assessment_text(w->a, "Not recorded whether stretch, stop or pain ended %d movement%s: bounds only. Where tissue ended it, say so: else it tells nothing of what is short.", w->nopen,
                                      w->nopen > 1 ? "s" : ""));
    }
    ILI_TRY(not_examined(w, err));
    silent_postures(w);
    unknown(w, il_notice_text(k, "at_most_two"));
    unknown(w, il_notice_text(k, "posture_weak"));
    if (!p->pelvic_incidence_deg.known) unknown(w, "Pelvic incidence is not recorded: that of an average pelvis is used.");
    if (!p->mass_kg.known || !p->height_m.known) unknown(w, "Height or mass is not recorded: an average body is used.");
    unknown(w, "Femoral version, cartilage, discs and nerves are not examined by what is simulated here.");
    if (w->study.nfailed > 0) {
        unknown(w, il_assessment_text(w->a, "%d of %ld simulated postures found no answer; their effect counts as none.", w->study.nfailed, w->study.nsolve));
    }
    return IL_OK;
}

// what is published of what was recorded, and first how common back pain is
static il_status fill_background(ili_assess *w, il_error *err) {
    const il_knowledge *k = w->request->knowledge;
    char                text[IL_BACKGROUND_TEXT];
    ILI_ARRAY(w, w->a->background, k->nbackground);
    for (int i = 0; i < k->nbackground; i++) {
        const il_background *row = &k->background[i];
        if (!il_background_applies(row, w->visit)) continue;
        const char *copy = il_assessment_text(w->a, "%s", il_background_text(row, text));
        if (!copy) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "no memory for the assessment");
        w->a->background[w->a->nbackground++] = (il_note){.text = copy, .source = row->source};
    }
    return IL_OK;
}

static il_status fill_notices(ili_assess *w, il_error *err) {
    const il_knowledge *k = w->request->knowledge;
    ILI_ARRAY(w, w->a->notice, k->nnotice);
    for (int i = 0; i < k->nnotice; i++) {
        const il_notice *n = &k->notice[i];
        if (strcmp(n->where, "every") != 0 || strcmp(n->id, "evidence_scale") == 0) continue; // the scale stands beside the grades
        bool conditional = strcmp(n->id, "locally_modified") == 0 || strcmp(n->id, "simulated_patient") == 0 || strcmp(n->id, "published_case") == 0;
        bool applies = (strcmp(n->id, "locally_modified") == 0 && w->request->modified) || (strcmp(n->id, "simulated_patient") == 0 && w->request->patient->simulated) ||
                       (strcmp(n->id, "published_case") == 0 && w->request->patient->source.citation);
        if (!conditional || applies) w->a->notice[w->a->nnotice++] = n->text;
    }
    return IL_OK;
}

// every fixed sentence once, in the wording of the country where it has one
static il_status fill_wording(ili_assess *w, il_error *err) {
    const il_knowledge *k = w->request->knowledge;
    ILI_ARRAY(w, w->a->wording, k->nnotice);
    for (int i = 0; i < k->nnotice; i++) {
        int best = il_find_notice(k, k->notice[i].id, w->request->country ? w->request->country : "");
        if (best == i) w->a->wording[w->a->nwording++] = (il_wording){k->notice[i].id, k->notice[i].text};
    }
    return IL_OK;
}

il_status ili_assess_notes(ili_assess *w, il_error *err) {
    ILI_TRY(fill_contradictions(w, err));
    ILI_TRY(fill_unknowns(w, err));
    ILI_TRY(fill_background(w, err));
    ILI_TRY(fill_wording(w, err));
    return fill_notices(w, err);
}
