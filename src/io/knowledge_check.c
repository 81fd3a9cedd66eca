// knowledge_check.c - what no table can know alone
#include <string.h>

#include "io/knowledge.h"

static il_status lacking(il_error *err, const char *file, const char *what, const char *id) {
    return il_error_set(err, IL_BAD_VALUE, file, 0, 0, "%s '%s' is lacking", what, id);
}

// what every output must be able to say
static const char *const needed_notices[] = {"research", "law", "clinician", "not_advice", "no_delay", "contact", "no_relationship", "documentation",
                                             "calibration", "no_findings", "present_not_painful", "load_not_pain", "locally_modified", "emergency_call",
                                             "screen_refused", "screen_not_asked"};

il_status ili_knowledge_cross_check(const il_knowledge *k, il_error *err) {
    for (size_t i = 0; i < sizeof needed_notices/sizeof *needed_notices; i++)
        if (!*il_notice_text(k, needed_notices[i])) return lacking(err, "notices.csv", "the wording", needed_notices[i]);
    for (int r = 0; r < IL_NSCREEN_REASON; r++) {
        const char *id = il_screen_reason_notice((il_screen_reason_kind)r);
        if (!*il_notice_text(k, id)) return lacking(err, "notices.csv", "the wording", id);
    }
    static const char *const means[] = {"blood_thinner", "bone_medicine", "steroid"};
    for (int w = 0; w < 3; w++) {
        bool found = false;
        for (int i = 0; i < k->nmedicine_word; i++) found = found || (int)k->medicine_word[i].means == IL_FROM_BLOOD_THINNER + w;
        if (!found) return lacking(err, "safety/medicines.csv", "a name for", means[w]);
    }
    for (int c = 0; c < k->ncondition; c++) {
        const il_condition *q = &k->condition[c];
        bool                targeted = false;
        for (int i = 0; i < k->ntest; i++) targeted = targeted || il_test_targets(k, i, c);
        if (!q->simulated && q->ranked && !targeted) return lacking(err, "tests/accuracy.csv", "an accuracy for the ranked condition", q->id);
        if (!q->ranked && targeted)
            return il_error_set(err, IL_BAD_VALUE, "tests/accuracy.csv", 0, 0, "'%s' is not ranked, so no test can speak of it: say ranked: true in its file, or take the row out", q->id);
    }
    for (int i = 0; i < k->ntest; i++) {
        bool found = k->test[i].enters != IL_ENTER_ACCURACY;
        for (int j = 0; j < k->naccuracy; j++) found = found || k->accuracy[j].test == i;
        if (!found) return lacking(err, "tests/accuracy.csv", "the accuracy of the test", k->test[i].id);
    }
    return IL_OK;
}
