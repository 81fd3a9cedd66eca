// hostile.h - a patient's record with markup, quotes, right-to-left and control characters in every free text that it has
//
// Free is every text of the table of keys (src/io/shape.h) but ids, units and dates, which the reader checks. A key that is added later is filled too.
#ifndef HOSTILE_H
#define HOSTILE_H
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "ilium/file.h"
#include "ilium/io.h"
#include "ilium/knowledge.h"
#include "io/shape.h"

/// What stands in every free text. The letters HOSTILE tell it in an output.
#define HOSTILE_TEXT \
    "HOSTILE<script>alert(\"1\")</script>'&amp;</title></text></svg>]]>--><img src=x onerror=alert(2)> javascript:0 %s%n ${x} \\ \\u003c\x01\x1b[31m\x7f\t\r\n" \
    "\xe2\x80\xae\xe2\x81\xa6\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d\xe2\x80\xa8\xef\xbf\xbf\xc2\x85 caf\xc3\xa9 \xf0\x9f\x98\x80"

// ids, units and dates: what the reader holds against the data
static inline bool hostile_is_free(const ili_shape *shape, const ili_field *f) {
    static const char *const bound[] = {"date", "withdrawn", "released", "at", "region", "test", "unit", "score", "for", "outcome"};
    for (size_t i = 0; i < sizeof bound/sizeof *bound; i++)
        if (!strcmp(f->key, bound[i])) return false;
    if (!strcmp(f->key, "treatment")) return !strcmp(shape->name, "treatment");
    return strcmp(f->key, "item") != 0 || strcmp(shape->name, "at_hand") != 0;
}

static inline int hostile_fill(const ili_shape *shape, unsigned char *at) {
    static const char *const text = HOSTILE_TEXT;
    int n = 0;
    for (int i = 0; i < shape->nfield; i++) {
        const ili_field *f = &shape->field[i];
        unsigned char   *array;
        int              count;
        switch (f->kind) {
        case ILI_FIELD_TEXT:
            if (hostile_is_free(shape, f)) memcpy(at + f->offset, &text, sizeof text), n++;
            break;
        case ILI_FIELD_OBJECT: n += hostile_fill(f->shape, at + f->offset); break;
        case ILI_FIELD_LIST:
            memcpy(&array, at + f->offset, sizeof array), memcpy(&count, at + f->count_offset, sizeof count);
            for (int k = 0; k < count; k++) n += hostile_fill(f->shape, array + (size_t)k*f->shape->size);
            break;
        default: break;
        }
    }
    return n;
}

// every list of the record with an entry, so that there is something to fill; two visits, the second with less pain
#define HOSTILE_BASE \
    "{\"ilium_patient\": 1, \"id\": \"x\", \"source\": {\"citation\": \"x\"}, \"person\": {\"sex\": \"female\", \"age_years\": 41, \"height_m\": 1.68, \"mass_kg\": 64},\n" \
    "\"validity\": {\"joint_replacement\": \"no\", \"spinal_fusion\": \"no\", \"amputation\": \"no\", \"structural_scoliosis\": \"no\", \"neuromuscular_disease\": \"no\", \"pregnancy\": \"no\"},\n" \
    "\"accident\": {\"date\": \"2025-12-01\", \"kind\": \"vehicle_accident\"}, \"pre_existing\": [{\"condition\": \"x\"}],\n" \
    "\"opinions\": [{\"kind\": \"impairment\", \"text\": \"x\"}],\n" \
    "\"consents\": [{\"for\": \"processing\", \"given\": \"yes\", \"date\": \"2026-01-12\", \"withdrawn\": \"2026-01-13\"}, {\"for\": \"processing\", \"given\": \"yes\", \"date\": \"2026-01-14\", \"withdrawn\": \"2099-01-01\"},\n" \
    "  {\"for\": \"massage\", \"given\": \"yes\", \"date\": \"2026-01-12\", \"withdrawn\": \"2026-02-24\"}],\n" \
    "\"plans\": [{\"date\": \"2026-01-12\", \"released\": \"2026-01-12\", \"treatments\": [{\"treatment\": \"massage\"}], \"expected\": [{\"outcome\": \"pain\", \"weeks\": 6, \"low\": 1, \"mid\": 2, \"high\": 3}]}],\n" \
    "\"entries\": [{\"at\": \"2026-01-12\", \"what\": \"x\"}],\n" \
    "\"visits\": [" HOSTILE_VISIT("2026-01-12", "6", "") ",\n" \
    HOSTILE_VISIT("2026-02-23", "3", \
        "\"flare_ups\": [{\"date\": \"2026-02-01\"}], \"adherence\": [{\"treatment\": \"bridge\", \"percent\": 50}], \"medicines\": [{\"medicine\": \"x\"}], \"given\": [{\"treatment\": \"massage\"}],\n" \
        "\"preferences\": {\"aims\": [{\"aim\": \"stabilise\"}], \"treatments\": [{\"treatment\": \"massage\", \"wish\": \"wants\"}]}, \"equipment\": [{\"item\": \"mat\"}],\n") "]}\n"
#define HOSTILE_VISIT(date, pain, more) \
    "{\"date\": \"" date "\", " more "\"history\": {\"events\": [{\"kind\": \"lifting\"}], \"postures\": [{\"posture\": \"sitting\", \"effect\": \"worse\"}],\n" \
    "  \"treatments\": [{\"treatment\": \"x\"}], \"images\": [{\"kind\": \"mri\", \"part\": \"lumbar_spine\", \"result\": \"abnormal\"}]},\n" \
    "\"scores\": [{\"score\": \"psfs\", \"items\": [{\"item\": \"x\", \"value\": " pain "}]}],\n" \
    "\"pain\": {\"intensity_now\": " pain ", \"duration_weeks\": 26, \"regions\": [{\"region\": \"LB_PARA\", \"side\": \"r\"}, {\"region\": \"GROIN\", \"side\": \"r\"}]},\n" \
    "\"findings\": [{\"test\": \"modified_thomas_hip_deg\", \"side\": \"r\", \"value\": 8, \"unit\": \"deg\"}, {\"test\": \"trendelenburg\", \"side\": \"r\", \"result\": \"positive\"}]}"

/// The record, every key item of the screen answered no at both visits (a plan and a ranking are made). Free with il_patient_free(); NULL: *err says why.
/// @param filled  how many texts were filled, or NULL
static inline il_patient *hostile_patient(const il_knowledge *k, const il_patient_vocab *vocab, int *filled, il_error *err) {
    il_patient *p = NULL;
    if (il_patient_parse("hostile.json", HOSTILE_BASE, strlen(HOSTILE_BASE), vocab, &p, err)) return NULL;
    // consent to processing stands: the last entry is not withdrawn after all
    p->consent[1].withdrawn = NULL;
    int n = hostile_fill(&ili_patient_shape, (unsigned char *)p);
    p->consent[1].withdrawn_by = NULL;
    for (int v = 0; v < p->nvisit; v++) {
        il_screen_answer *answer = il_patient_array(p, (size_t)k->screen.nrule + 1, sizeof *answer);
        int               count = 0;
        for (int i = 0; answer && i < k->screen.nrule; i++) {
            const il_screen_rule *r = &k->screen.rule[i];
            bool                  scope = !strncmp(r->id, "scope_", 6);
            if (r->from == IL_FROM_ASK && !scope && r->role == IL_ROLE_WARNS) answer[count++] = (il_screen_answer){r->id, IL_NO};
        }
        p->visit[v].screen = answer, p->visit[v].nscreen = count;
    }
    if (filled) *filled = n;
    if (!il_patient_check(p, vocab, NULL, err)) return p;
    il_patient_free(p);
    return NULL;
}

/// The first byte of a text that must not be printed: controls but the newline, C1, bidirectional controls, line separators, malformed UTF-8; NULL: none.
static inline const char *hostile_byte(const char *text) {
    for (const unsigned char *u = (const unsigned char *)text; *u; u++) {
        if ((*u < 0x20 && *u != '\n') || *u == 0x7f) return (const char *)u;
        bool c1 = u[0] == 0xc2 && u[1] >= 0x80 && u[1] < 0xa0;
        bool line = u[0] == 0xe2 && u[1] == 0x80 && u[2] >= 0xa8 && u[2] <= 0xae, isolate = u[0] == 0xe2 && u[1] == 0x81 && u[2] >= 0xa6 && u[2] <= 0xa9;
        bool none = u[0] == 0xef && u[1] == 0xbf && u[2] >= 0xbe;
        if (c1 || line || isolate || none) return (const char *)u;
    }
    return NULL;
}

#endif
