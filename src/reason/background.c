// background.c - which published figures a record brings, and how they are told
#include "ilium/background.h"
#include <math.h>
#include <string.h>
#include "base/text.h"

static bool happened(const il_history *h, il_event_kind kind) {
    for (int i = 0; i < h->nevent; i++)
        if (h->event[i].kind == kind) return true;
    return false;
}

static bool worse_bent(const il_history *h) {
    for (int i = 0; i < h->nposture; i++)
        if (h->posture[i].effect == IL_EFFECT_WORSE && (h->posture[i].posture == IL_DOING_BENDING || h->posture[i].posture == IL_DOING_TWISTING)) return true;
    return false;
}

// an image of the lumbar spine: any, or one on which something was seen by MRI or CT
static bool has_image(const il_history *h, bool abnormal) {
    for (int i = 0; i < h->nimage; i++) {
        const il_image *x = &h->image[i];
        bool            section = x->kind == IL_IMAGE_MRI || x->kind == IL_IMAGE_CT;
        if (x->part == IL_PART_LUMBAR && (!abnormal || (section && x->result == IL_RESULT_POSITIVE))) return true;
    }
    return false;
}

static bool reaches(il_fact x, double from) { return x.known && (isnan(from) || x.value >= from); }

bool il_background_applies(const il_background *row, const il_visit *visit) {
    const il_history *h = &visit->history;
    switch (row->when) {
    case IL_WHEN_ALWAYS: return true;
    case IL_WHEN_VEHICLE: return happened(h, IL_EVENT_VEHICLE);
    case IL_WHEN_FALL: return happened(h, IL_EVENT_FALL);
    case IL_WHEN_WORK_INJURY: return happened(h, IL_EVENT_WORK);
    case IL_WHEN_SPORTS_INJURY: return happened(h, IL_EVENT_SPORT);
    case IL_WHEN_LIFTING_EVENT: return happened(h, IL_EVENT_LIFTING);
    case IL_WHEN_CHILDBIRTH: return happened(h, IL_EVENT_BIRTH);
    case IL_WHEN_LIFTING: return reaches(h->lifting_kg, row->from);
    case IL_WHEN_SITTING: return reaches(h->sitting_hours_a_day, row->from);
    case IL_WHEN_POSTURE: return worse_bent(h);
    case IL_WHEN_SPORT: return h->sport && *h->sport;
    case IL_WHEN_INACTIVITY: return happened(h, IL_EVENT_INACTIVITY) || (h->exercise_minutes_a_week.known && h->exercise_minutes_a_week.value == 0.0);
    case IL_WHEN_SEVERAL: return visit->pain.narea >= 3;
    case IL_WHEN_MOVES: return visit->pain.moves == IL_YES;
    case IL_WHEN_NO_IMAGE: return !has_image(h, false);
    case IL_WHEN_LUMBAR_IMAGE: return has_image(h, true);
    case IL_NBACKGROUND_WHEN: break;
    }
    return false;
}

static void add_figure(ili_text *t, double x) {
    double tenths = 10.0*x, hundredths = 100.0*x;
    ili_text_fixed_number(t, x, x == floor(x) ? 0 : tenths == floor(tenths + 1e-9) ? 1 : hundredths <= 1e4 ? 2 : 0);
}

const char *il_background_text(const il_background *row, char buf[IL_BACKGROUND_TEXT]) {
    ili_text t = ili_text_fixed(buf, IL_BACKGROUND_TEXT);
    bool     range = !isnan(row->low) && !isnan(row->high);
    ili_text_add(&t, row->words);
    if (!isnan(row->mid) || range) ili_text_add(&t, ": ");
    if (!isnan(row->mid)) add_figure(&t, row->mid), ili_text_printf(&t, " %s", row->measure);
    if (range && !isnan(row->mid)) ili_text_add(&t, " (");
    if (range) add_figure(&t, row->low), ili_text_add(&t, " to "), add_figure(&t, row->high);
    if (range) isnan(row->mid) ? ili_text_printf(&t, " %s", row->measure) : ili_text_add(&t, ")");
    ili_text_add(&t, ".");
    return buf;
}
