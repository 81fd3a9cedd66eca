// shortfall_words.c - what a task lacked, in words: "the left hip cannot be extended: 34 Nm missing"
#include "scenario/shortfall.h"
#include "ilium/condition.h"
#include "scenario/task.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

static const double LEAST_MOMENT = 1.0, LEAST_FORCE = 10.0, LEAST_PLACE = 2.0; // Nm, N, mm

// clang-format off
// What cannot be done when a generalised force is missing on a coordinate: in its positive direction, in its negative one. Leg: of a side.
static const struct motion { const char *end, *part, *positive, *negative; } motions[] = {
    {"hip_flexion", "hip", "flexed", "extended"},            {"hip_adduction", "hip", "adducted", "abducted"},
    {"hip_rotation", "hip", "rotated inwards", "rotated outwards"}, {"knee_angle", "knee", "straightened", "bent"},
    {"ankle_angle", "ankle", "dorsiflexed", "plantarflexed"}, {"subtalar_angle", "foot", "inverted", "everted"},
    {"mtp_angle", "toes", "raised", "pressed down"},
    {"_flexion", "spine", "bent forwards", "extended"},  {"_bending", "spine", "bent to the right", "bent to the left"},
    {"_rotation", "spine", "turned to the left", "turned to the right"}};
// of the root: what the supports fail to do
static const struct fall { const char *name, *positive, *negative; } falls[] = {
    {"pelvis_tilt", "the body falls forwards", "the body falls backwards"}, {"pelvis_list", "the body falls to the left", "the body falls to the right"},
    {"pelvis_rotation", "the body turns to the right", "the body turns to the left"}, {"pelvis_tx", "the body slides backwards", "the body slides forwards"},
    {"pelvis_ty", "the supports do not carry the weight", "the supports push the body up"}, {"pelvis_tz", "the body slides to the left", "the body slides to the right"}};
// clang-format on

const char *il_short_kind_text(il_short_kind kind) {
#define TEXT(name, text) text,
    static const char *const texts[] = {IL_SHORT_LIST(TEXT)};
#undef TEXT
    return (unsigned)kind < IL_NSHORT ? texts[kind] : "";
}

static bool ends_with(const char *name, size_t length, const char *end) {
    size_t n = strlen(end);
    return length >= n && memcmp(name + length - n, end, n) == 0;
}

bool il_outcome_told(const il_outcome *out) { return out->info.status == IL_POSTURE_SOLVED; }

const char *ili_amount_say(double amount, int digits, char out[ILI_AMOUNT]) {
    if (!(amount < 1e6)) snprintf(out, ILI_AMOUNT, "more than a million");
    else snprintf(out, ILI_AMOUNT, "%.*f", digits, amount);
    return out;
}

// "heel_r" -> "right heel", "chest_high" -> "chest high"
static void plain_name(const char *name, char *out, size_t size) {
    size_t  length = strlen(name);
    il_side side = il_side_of(name);
    if (side != IL_SIDE_NONE) length -= 2;
    snprintf(out, size, "%s%.*s", side == IL_SIDE_RIGHT ? "right " : side == IL_SIDE_LEFT ? "left " : "", (int)length, name);
    for (char *c = out; *c; c++) *c = *c == '_' ? ' ' : *c;
}

// "L4_L5_flexion" -> "the spine at L4-L5", "thorax_flexion" -> "the spine at T12-thorax"
static void spine_part(const char *name, size_t length, char *out, size_t size) {
    if (length == 6 && memcmp(name, "thorax", 6) == 0) snprintf(out, size, "the thorax on T12");
    else snprintf(out, size, "the spine at %.*s", (int)length, name);
    for (char *c = out; *c; c++) *c = *c == '_' ? '-' : *c;
}

static void say_motion(const char *name, double missing, il_shortfall *out) {
    il_side side = il_side_of(name);
    size_t  length = strlen(name) - (side == IL_SIDE_NONE ? 0 : 2);
    char    part[IL_SHORTFALL_TEXT/2], amount[ILI_AMOUNT];
    for (size_t k = 0; k < sizeof motions/sizeof *motions; k++) {
        const struct motion *m = &motions[k];
        if (!ends_with(name, length, m->end)) continue;
        if (side == IL_SIDE_NONE) spine_part(name, length - strlen(m->end), part, sizeof part);
        else snprintf(part, sizeof part, "the %s %s", side == IL_SIDE_RIGHT ? "right" : "left", m->part);
        snprintf(out->text, sizeof out->text, "%s cannot be %s: %s %s missing", part, missing > 0.0 ? m->positive : m->negative, ili_amount_say(out->amount, out->amount < 10.0, amount), out->unit);
        return;
    }
    plain_name(name, part, sizeof part);
    snprintf(out->text, sizeof out->text, "%s cannot be held: %s %s missing", part, ili_amount_say(out->amount, out->amount < 10.0, amount), out->unit);
}

void il_shortfall_say(const il_model *m, int coordinate, double missing, il_shortfall *out) {
    const char *name = m->coordinate_name[coordinate];
    char        amount[ILI_AMOUNT];
    *out = (il_shortfall){.kind = IL_SHORT_MUSCLES, .index = coordinate, .amount = fabs(missing), .unit = m->coordinate_kind[coordinate] == IL_ROW_ROTATION ? "Nm" : "N"};
    for (size_t k = 0; k < sizeof falls/sizeof *falls; k++) {
        if (strcmp(name, falls[k].name) != 0) continue;
        out->kind = IL_SHORT_SUPPORT;
        snprintf(out->text, sizeof out->text, "%s: %s %s missing at the supports", missing > 0.0 ? falls[k].positive : falls[k].negative,
                 ili_amount_say(out->amount, out->amount < 10.0, amount), out->unit);
        return;
    }
    say_motion(name, missing, out);
}

static void say_place(const il_model *m, const il_task *task, int i, double miss, il_shortfall *out) {
    const il_place *place = &task->place[i];
    char            at[IL_SHORTFALL_TEXT/3], from[IL_SHORTFALL_TEXT/3], amount[ILI_AMOUNT];
    *out = (il_shortfall){.kind = IL_SHORT_PLACE, .index = i, .amount = 1000.0*fabs(miss), .unit = "mm", .settled = true};
    plain_name(m->marker_name[place->marker], at, sizeof at);
    if (place->relative_to == IL_NONE) {
        snprintf(out->text, sizeof out->text, "the %s cannot reach the place asked for: %s mm missing", at, ili_amount_say(out->amount, 0, amount));
        return;
    }
    plain_name(m->marker_name[place->relative_to], from, sizeof from);
    snprintf(out->text, sizeof out->text, "the %s cannot lie from the %s as asked: %s mm missing", at, from, ili_amount_say(out->amount, 0, amount));
}

// put one into the list, the largest first; amounts of different units are compared by what is worth telling
static int insert(il_shortfall *list, int n, int max, const il_shortfall *one) {
    double least = one->kind == IL_SHORT_PLACE ? LEAST_PLACE : one->unit[1] == 'm' ? LEAST_MOMENT : LEAST_FORCE;
    int    at = n;
    while (at > 0) {
        const il_shortfall *before = &list[at - 1];
        double              its = before->kind == IL_SHORT_PLACE ? LEAST_PLACE : before->unit[1] == 'm' ? LEAST_MOMENT : LEAST_FORCE;
        if (before->amount/its >= one->amount/least) break;
        at--;
    }
    if (at >= max) return n;
    int last = n < max ? n : max - 1;
    memmove(&list[at + 1], &list[at], sizeof *list*(size_t)(last - at));
    list[at] = *one;
    return last + 1;
}

// tests of strength have no soft balance: the posture alone is too much
static void say_strength(il_shortfall *out) {
    *out = (il_shortfall){.kind = IL_SHORT_MUSCLES, .index = IL_NONE, .unit = "N", .settled = true};
    snprintf(out->text, sizeof out->text, "the muscles cannot hold this posture, not even without the push");
}

int ili_shortfall_list(const ili_shortfall *s, const il_model *m, const il_task *task, const il_outcome *out, il_shortfall *list, int max) {
    int          n = 0;
    il_shortfall one;
    if (out->info.status == IL_POSTURE_SOLVED) return 0;
    const double *soft = ili_shortfall_reserves(s), *reserve = soft || out->info.status != IL_POSTURE_CANNOT_HOLD ? soft : out->solution.reserve;
    for (int j = 0; reserve && j < m->nq; j++) {
        double least = m->coordinate_kind[j] == IL_ROW_ROTATION ? LEAST_MOMENT : LEAST_FORCE;
        if (!(fabs(reserve[j]) > least)) continue;
        il_shortfall_say(m, j, reserve[j], &one);
        one.settled = reserve != soft || ili_shortfall_settled(s);
        n = insert(list, n, max, &one);
    }
    const double *miss = ili_shortfall_places(s);
    for (int i = 0; miss && i < task->def->nplace; i++) {
        if (!(1000.0*fabs(miss[i]) > LEAST_PLACE)) continue;
        say_place(m, task, i, miss[i], &one);
        n = insert(list, n, max, &one);
    }
    if (n == 0 && max > 0 && task->def->strength.marker) say_strength(&list[n++]);
    int worst = out->info.worst;
    if (n == 0 && max > 0 && worst >= 0 && worst < m->nq && out->info.status == IL_POSTURE_NOT_CONVERGED) {
        double left = fabs(out->solution.d->residual[worst].lane[out->solution.lane]);
        char   name[IL_SHORTFALL_TEXT/2], amount[ILI_AMOUNT];
        plain_name(m->coordinate_name[worst], name, sizeof name);
        list[n] = (il_shortfall){.kind = IL_SHORT_BALANCE, .index = worst, .amount = left, .unit = m->coordinate_kind[worst] == IL_ROW_ROTATION ? "Nm" : "N"};
        snprintf(list[n].text, sizeof list[n].text, "no balance was found; the search ended with %s %s left on %s", ili_amount_say(left, left < 10.0, amount), list[n].unit, name);
        n++;
    }
    return n;
}
