// paper_fixture.h - for tests of documents: the clinical tables, a record with everything that papers need, and assessments made by hand
#ifndef PAPER_FIXTURE_H
#define PAPER_FIXTURE_H
#include "clinical.h"
#include "ilium/paper.h"
#include "ilium/report.h"
#include "report_fixtures.h"

typedef struct paper_fixture {
    il_knowledge     *k;
    il_assessment    *a;
    il_finding        finding[2][3];
    il_event          event;
    il_tried          tried;
    il_image          image;
    il_given          given;
    il_score_reading  score[2];
    il_pre_existing   before;
    il_opinion        opinion[2];
    il_consent        consent;
    il_planned        planned[2];
    il_saved_plan     saved;
    il_entry          entry;
    il_visit          visit[2];
    il_patient        patient;
    il_assess_request request;
    il_care_request   care;
    il_plan_exercise  exercise[2];
    il_plan_item      item[1];
    il_plan_referral  referral[1];
    il_plan           plan;
} paper_fixture;

/// A person of two visits and an assessment of the fixtures; `full`: the record holds everything that papers need.
static inline void paper_open(paper_fixture *x, enum fixture which, bool full) {
    *x = (paper_fixture){.k = clinical_knowledge(), .a = fixture(which)};
    for (int v = 0; v < 2; v++) {
        x->finding[v][0] = (il_finding){.test = "slr_deg", .side = IL_SIDE_RIGHT, .value = {true, 62 + 9*v}, .unit = "deg", .error = {true, 4}, .method = "inclinometer", .limited_by = IL_LIMITED_STRETCH};
        x->finding[v][1] = (il_finding){.test = "achilles_reflex", .side = IL_SIDE_LEFT, .value = {true, 2}};
        x->finding[v][2] = (il_finding){.test = "leg_length_difference_mm", .value = {true, -4}, .unit = "mm"};
        x->score[v] = (il_score_reading){.score = "roland_morris", .value = {true, 11 - 5*v}};
        x->visit[v] = (il_visit){.date = v ? "2026-03-31" : "2026-02-11", .finding = x->finding[v], .nfinding = v ? 3 : 2, .score = &x->score[v], .nscore = 1};
        x->visit[v].pain.intensity_now = (il_fact){true, 6 - 2*v};
    }
    x->patient = (il_patient){.version = IL_PATIENT_VERSION, .id = "2026-017", .label = "woman, 35", .nvisit = 2, .visit = x->visit};
    x->request = (il_assess_request){.patient = &x->patient, .knowledge = x->k, .data_hash = "0"};
    x->care = (il_care_request){.assess = &x->request, .assessment = x->a};
    x->exercise[0] = (il_plan_exercise){.exercise = il_find_exercise(x->k, "bridge"), .side = IL_SIDE_NONE};
    x->exercise[1] = (il_plan_exercise){.exercise = il_find_exercise(x->k, "plank"), .side = IL_SIDE_NONE};
    x->item[0] = (il_plan_item){.treatment = il_find_treatment(x->k, "hip_extensor_strengthening"), .side = IL_SIDE_RIGHT, .choice = IL_PLAN_CHOSEN};
    x->referral[0] = (il_plan_referral){.to = IL_BY_PHYSICIAN, .level = IL_SAFETY_WATCH, .reason = "no gain", .asks = "an opinion"};
    x->plan = (il_plan){.nitem = 1, .item = x->item, .nexercise = 2, .exercise = x->exercise, .nreferral = 1, .referral = x->referral, .adherence = IL_NAN};
    if (!full) return;
    x->event = (il_event){.kind = IL_EVENT_FALL, .date = "2026-02-09", .note = "on ice"};
    x->tried = (il_tried){.treatment = "massage", .sessions = {true, 3}, .response = IL_EFFECT_SAME};
    x->image = (il_image){.kind = IL_IMAGE_RADIOGRAPH, .part = IL_PART_LUMBAR, .date = "2026-02-12", .result = IL_RESULT_NORMAL};
    x->given = (il_given){.treatment = "mobilisation", .side = IL_SIDE_RIGHT, .response = IL_EFFECT_BETTER, .by = "M. Examiner"};
    x->visit[0].history = (il_history){.complaint = "pain beside the spine", .aggravating = "standing up", .nevent = 1, .event = &x->event, .ntried = 1, .tried = &x->tried, .nimage = 1, .image = &x->image};
    x->visit[1].ngiven = 1, x->visit[1].given = &x->given, x->visit[1].examiner = "M. Examiner";
    x->before = (il_pre_existing){.condition = "low back pain in 2019", .since = "2019", .source = "the person's own words"};
    x->opinion[0] = (il_opinion){.kind = IL_OPINION_APPORTIONMENT, .text = "one half to the fall", .by = "M. Examiner", .date = "2026-03-31"};
    x->opinion[1] = (il_opinion){.kind = IL_OPINION_IMPAIRMENT, .text = "two per cent of the whole person", .edition = "sixth", .by = "M. Examiner", .date = "2026-03-31"};
    x->consent = (il_consent){.covers = "mobilisation", .given = IL_YES, .date = "2026-03-31", .by = "the person", .taken_by = "M. Examiner", .risks = "soreness", .alternatives = "waiting"};
    x->planned[0] = (il_planned){.id = "bridge"}, x->planned[1] = (il_planned){.id = "hip_extensor_strengthening", .side = IL_SIDE_RIGHT};
    x->saved = (il_saved_plan){.date = "2026-03-31", .released = "2026-04-01", .released_by = "M. Examiner", .nplanned = 2, .planned = x->planned};
    x->entry = (il_entry){.at = "2026-03-31T14:05:00Z", .by = "M. Examiner", .what = "2026-03-31/pain/intensity_now", .was = "6", .now = "4"};
    x->patient.author = (il_author){.name = "M. Examiner", .credentials = "DC", .licence = "L-1", .jurisdiction = "Texas", .organisation = "a clinic", .contact = "1 Street"};
    x->patient.accident = (il_accident){.date = "2026-02-09", .kind = IL_EVENT_FALL, .mechanism = "slipped on ice, fell on the right buttock"};
    x->patient.npre_existing = x->patient.nconsent = x->patient.nplan = x->patient.nentry = 1, x->patient.nopinion = 2;
    x->patient.pre_existing = &x->before, x->patient.opinion = x->opinion, x->patient.consent = &x->consent, x->patient.plan = &x->saved, x->patient.entry = &x->entry;
}

/// Markup, quotes, the end of an object of a PDF, controls, bytes that are no character, writing from right to left and what turns it.
#define PAPER_EVIL "HOSTILE<script>alert(1)</script>\"'&</title><svg onload=x>)>> endobj \x01\x04\x1b\x7f\xff\xe2\x80\xae \xd7\xa9\xd7\x9c"

/// That in every text of a full record which reaches a document.
static inline void paper_hostile(paper_fixture *x) {
    static const char evil[] = PAPER_EVIL;
    x->a->person.label = x->a->person.complaint = x->patient.label = x->patient.id = evil;
    x->patient.author = (il_author){.name = evil, .credentials = evil, .licence = evil, .jurisdiction = evil, .organisation = evil, .contact = evil};
    x->patient.accident = (il_accident){.date = evil, .kind = IL_EVENT_FALL, .mechanism = evil, .place = evil, .reported_to = evil, .note = evil};
    x->before = (il_pre_existing){evil, evil, evil, evil};
    x->opinion[0] = (il_opinion){IL_OPINION_CAUSATION, evil, evil, evil, evil};
    x->consent = (il_consent){.covers = evil, .given = IL_YES, .date = evil, .by = evil, .taken_by = evil, .risks = evil, .alternatives = evil, .withdrawn = evil, .withdrawn_by = evil};
    x->entry = (il_entry){evil, evil, evil, evil, evil};
    x->saved.released = x->saved.released_by = x->saved.note = x->visit[1].examiner = x->visit[0].date = evil;
    x->given.by = x->given.note = x->tried.treatment = x->tried.note = x->event.note = x->event.date = x->image.finding = x->finding[0][0].method = x->finding[1][0].method = evil;
    x->visit[0].history.complaint = x->visit[0].history.aggravating = x->visit[0].history.medicines = evil;
}

static inline void paper_close(paper_fixture *x) {
    il_assessment_free(x->a);
    il_knowledge_free(x->k);
}

static inline il_paper *paper_make(paper_fixture *x, il_paper_kind kind) {
    il_paper_request r = {.care = &x->care, .plan = &x->plan, .date = "2026-11-21"};
    il_paper        *p = NULL;
    il_error         err = {0};
    if (il_paper_make(kind, &r, &p, &err)) fail_msg("%s", err.text);
    return p;
}

static __attribute__((noinline, unused)) char *paper_html(paper_fixture *x, il_paper_kind kind) {
    il_paper *p = paper_make(x, kind);
    char     *text;
    size_t    size;
    il_error  err = {0};
    if (il_paper_html(p, &text, &size, &err)) fail_msg("%s", err.text);
    assert_int_equal(size, strlen(text));
    il_paper_free(p);
    return text;
}

#endif
