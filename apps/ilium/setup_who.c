// setup_who.c - who does it: the person's measures, the conditions (--with) and single parameters (--set)
#include <stdio.h>
#include <string.h>

#include "ilium/io.h"
#include "setup.h"

static il_status number(const char *name, const char *text, double *out, il_error *err) {
    if (il_number_parse(text, strlen(text), out)) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "%s must be a number, not '%.40s'", name, text);
    return IL_OK;
}

// ---- the person ----------------------------------------------------------------------------------------------------------------

static il_status make_body(const setup_wish *who, setup *w, il_error *err) {
    bool      asked = who->sex != NULL;
    il_status s = il_params_create(w->body->m, false, &w->person, err);
    w->sizes = (il_body_sizes){.sex = !who->sex ? IL_BODY_SEX_UNKNOWN : *who->sex == 'f' ? IL_BODY_FEMALE : IL_BODY_MALE};
    for (int i = 0; !s && i < w->tables->n_scaling && i < SETUP_MEASURES; i++) {
        char   flag[64];
        double value = 0;
        if (!who->measure[i]) continue;
        snprintf(flag, sizeof flag, "--%s", w->tables->scaling[i].flag);
        s = number(flag, who->measure[i], &value, err);
        if (!s) s = il_body_size_set(w->tables, &w->sizes, w->tables->scaling[i].measure, value, err);
        asked = true;
    }
    return s || !asked ? s : il_body_person(w->body, &w->sizes, w->person, err);
}

// ---- conditions and parameters -------------------------------------------------------------------------------------------------

static il_status parse_side(const char *word, il_side *side, il_error *err) {
    if (!strcmp(word, "right")) *side = IL_SIDE_RIGHT;
    else if (!strcmp(word, "left")) *side = IL_SIDE_LEFT;
    else if (!strcmp(word, "both")) *side = IL_SIDE_BOTH;
    else return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "a side is right, left or both, not '%.20s'", word);
    return IL_OK;
}

// "short_iliopsoas", "short_iliopsoas:left", "short_iliopsoas:left:0.5"
static il_status with_one(setup *w, char *word, il_error *err) {
    char     *side = strchr(word, ':'), *severity = NULL;
    double    s = 1;
    il_side   where = IL_SIDE_RIGHT;
    il_status status = IL_OK;
    if (side) *side++ = 0;
    if (side && (severity = strchr(side, ':'))) *severity++ = 0;
    int condition = il_find_condition(w->knowledge, word);
    if (condition < 0)
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "there is no condition '%.60s': `ilium model conditions` lists them", word);
    if (side) status = parse_side(side, &where, err);
    if (!status && severity) status = number("a condition's severity", severity, &s, err);
    if (!status && !(s >= 0 && s <= 1))
        status = il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "a condition's severity lies between 0 and 1, not at '%.20s'", severity);
    return status ? status : il_condition_apply(w->knowledge, condition, w->body, w->person, where, s, err);
}

// "muscle.psoas.shortness:right=0.15", "disc.L4_L5.degeneration=3"
static il_status set_one(setup *w, char *word, il_error *err) {
    il_parameter_kind kind;
    char              target[IL_TARGET], *value = strchr(word, '='), *side = strchr(word, ':');
    il_side           where = IL_SIDE_BOTH;
    double            x = 0;
    il_status         s = IL_OK;
    if (!value) return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "'%.80s' says no value: give ID[:SIDE]=VALUE", word);
    *value++ = 0;
    if (side && side < value) *side++ = 0;
    else side = NULL;
    s = il_parameter_find(word, &kind, target, err);
    if (!s && side) s = parse_side(side, &where, err);
    if (!s) s = number(word, value, &x, err);
    if (!s) s = il_parameter_check(&w->knowledge->parameter[kind], word, x, err);
    return s ? s : il_parameter_apply(w->body, w->person, kind, target, where, x, 1, err);
}

static il_status each(setup *w, const char *option, const char *text, il_status (*one)(setup *, char *, il_error *), il_error *err) {
    char list[sizeof w->changes / 2];
    if (!text) return IL_OK;
    if (strlen(text) >= sizeof list - 2) return il_error_set(err, IL_LIMIT, NULL, 0, 0, "%s holds at most %d characters", option, (int)sizeof list - 3);
    il_status s = IL_OK;
    strcpy(list, text);
    snprintf(w->changes + strlen(w->changes), sizeof list, "%s%s", *w->changes ? "," : "", text);
    w->with = w->changes;
    for (char *word = list, *next; !s && word; word = next) {
        next = strchr(word, ',');
        if (next) *next++ = 0;
        s = one(w, word, err);
    }
    return s;
}

il_status setup_make_person(const setup_wish *who, setup *w, il_error *err) {
    il_status s = make_body(who, w, err);
    if (!s) s = each(w, "--with", who->with, with_one, err);
    return s ? s : each(w, "--set", who->set, set_one, err);
}

il_status setup_dress(const setup_wish *who, setup *w, il_params *p, il_error *err) {
    setup on = *w; // the same, but for whose numbers are changed
    on.person = p, on.changes[0] = 0;
    il_status s = each(&on, "--with", who->with, with_one, err);
    return s ? s : each(&on, "--set", who->set, set_one, err);
}
