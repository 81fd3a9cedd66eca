// words.c - the wording catalogue as text, and the few phrases made of a name and a number
#include <math.h>
#include <string.h>

#include "report/words.h"

#define X(name, id, text) text,
static const char *const words[ILI_NWORD] = {ILI_WORDS(X)};
#undef X
#define X(name, id, text) id,
static const char *const ids[ILI_NWORD] = {ILI_WORDS(X)};
#undef X

// one table an enum; a value that is not in it reads as the first
#define PICK(table, i) ((unsigned)(i) < sizeof(table) / sizeof *(table) ? (table)[i] : (table)[0])

const char *ili_word_text(ili_word word) { return PICK(words, word); }

const char *ili_word_id(ili_word word) { return PICK(ids, word); }

const char *ili_say(const il_assessment *a, ili_word word) {
    const char *id = ili_word_id(word);
    for (int i = 0; *id && i < a->nwording; i++)
        if (a->wording[i].id && a->wording[i].text && !strcmp(a->wording[i].id, id)) return a->wording[i].text;
    return ili_word_text(word);
}

const char *ili_notice(const il_assessment *a, int i) {
    if (a->nnotice) return i < a->nnotice ? a->notice[i] : NULL;
    return i <= ILI_W_NOTICE_8 - ILI_W_NOTICE_1 ? ili_say(a, (ili_word)(ILI_W_NOTICE_1 + i)) : NULL;
}

const char *ili_level_name(il_safety_level level) {
    static const char *const t[] = {"NOT SCREENED", "none found", "WATCH", "URGENT", "EMERGENCY"};
    return PICK(t, level);
}

ili_word ili_level_word(il_safety_level level) {
    static const ili_word t[] = {ILI_W_LEVEL_UNKNOWN, ILI_W_LEVEL_CLEAR, ILI_W_LEVEL_WATCH, ILI_W_LEVEL_URGENT, ILI_W_LEVEL_EMERGENCY};
    return PICK(t, level);
}

const char *ili_side_name(il_side side) {
    static const char *const t[] = {"", "right", "left", "bilateral"};
    return PICK(t, side);
}

const char *ili_grade_name(il_grade grade) {
    static const char *const t[] = {"none", "A", "B", "C", "D", "against"};
    return PICK(t, grade);
}

const char *ili_limited_name(il_limited_by limited) {
    static const char *const t[] = {"", "", "", "limited by local pain", "limited by pain below the knee", "limited by guarding"};
    return PICK(t, limited);
}

const char *ili_link_text(il_pain_link link) {
    static const ili_word t[] = {ILI_W_LINK_UNKNOWN, ILI_W_LINK_POSSIBLE, ILI_W_LINK_SUPPORTED};
    return ili_word_text(PICK(t, link));
}

const char *ili_print_kind_name(il_print_kind kind) {
    static const char *const t[] = {"posture", "sacroiliac motion", "ligament share", "flexor co-contraction", "cannot be held"};
    return PICK(t, kind);
}

const char *ili_sex_name(il_sex sex) {
    static const char *const t[] = {"sex not recorded", "woman", "man"};
    return PICK(t, sex);
}

const char *ili_likely(double p) {
    return p >= 0.9 ? "very likely" : p >= 2.0 / 3 ? "likely" : p >= 1.0 / 3 ? "uncertain" : p >= 0.1 ? "unlikely" : "very unlikely";
}

const char *ili_level_key(il_safety_level level) {
    static const char *const t[] = {"unknown", "clear", "watch", "urgent", "emergency"};
    return PICK(t, level);
}

const char *ili_link_key(il_pain_link link) {
    static const char *const t[] = {"unknown", "possible", "supported"};
    return PICK(t, link);
}

const char *ili_limited_key(il_limited_by limited) {
    static const char *const t[] = {"not_recorded", "stretch", "stop", "local_pain", "pain_below_knee", "guarding"};
    return PICK(t, limited);
}

const char *ili_use_key(il_finding_use use) {
    static const char *const t[] = {"none", "simulated", "published", "safety", "weak"};
    return PICK(t, use);
}

const char *ili_hypothesis_key(il_hypothesis_kind kind) {
    static const char *const t[] = {"none", "single", "pair", "not_determined"};
    return PICK(t, kind);
}

const char *ili_structure_key(il_structure_kind kind) {
    static const char *const t[] = {"disc", "sacroiliac_joint", "hip", "muscle", "ligament", "symphysis", "other"};
    return PICK(t, kind);
}

const char *ili_print_key(il_print_kind kind) {
    static const char *const t[] = {"posture", "sacroiliac_motion", "ligament_share", "co_contraction", "not_held", "several"};
    return PICK(t, kind);
}

// ---- phrases -------------------------------------------------------------------------------------------------------------------

void ili_put_sided(ili_out *o, ili_putter *put, const char *name, il_side side) {
    ili_put(o, ili_side_name(side));
    if (side != IL_SIDE_NONE) ili_put(o, " ");
    put(o, name);
}

void ili_put_hypothesis(ili_out *o, ili_putter *put, const il_assessment *a, int hypothesis) {
    const il_hypothesis *h = &a->hypothesis[hypothesis];
    switch (h->kind) {
        case IL_HYPOTHESIS_NONE: ili_put(o, "none of the known conditions"); return;
        case IL_HYPOTHESIS_NOT_DETERMINED: ili_put(o, "not determined"); return;
        case IL_HYPOTHESIS_SINGLE:
        case IL_HYPOTHESIS_PAIR: break;
    }
    for (int k = 0; k < (h->kind == IL_HYPOTHESIS_PAIR ? 2 : 1); k++) {
        const il_assessed_condition *c = &a->condition[h->condition[k]];
        if (k) ili_put(o, " with ");
        ili_put_sided(o, put, c->name, c->side);
    }
}

bool ili_is_warning(const il_print *p) { return p->kind == IL_PRINT_NOT_HELD || p->kind == IL_PRINT_SEVERAL; }

void ili_put_warning(ili_out *o, const il_print *p) {
    bool healthy = p->healthy.known;
    ili_putf(o, "%s: ", ili_word_text(healthy ? ILI_W_HEAD_HEALTHY : ILI_W_HEAD_WITH));
    ili_putf(o, "%s ", ili_word_text(p->kind == IL_PRINT_NOT_HELD ? ILI_W_NOT_HELD : ILI_W_SEVERAL));
    ili_put_sided(o, ili_put_plain, p->name, p->side);
    if (p->kind == IL_PRINT_NOT_HELD) return;
    ili_put(o, ", ");
    ili_put_fixed(o, healthy ? p->healthy.mid : p->with_best.mid, 1);
    ili_putf(o, " %s", p->unit);
}

bool ili_given(const char *text) { return text && *text; }

void ili_put_chance(ili_out *o, double p) {
    if (p < 0.005) ili_put(o, "<0.01");
    else if (p > 0.995) ili_put(o, ">0.99");
    else ili_put_fixed(o, p, 2);
}

void ili_put_chances(ili_out *o, const il_range *p) {
    ili_put_chance(o, p->mid);
    if (p->high < 0.005) return;
    ili_put(o, " (");
    ili_put_fixed(o, p->low, 2);
    ili_put(o, "–");
    ili_put_fixed(o, p->high, 2);
    ili_put(o, ")");
}

void ili_put_range(ili_out *o, const il_range *r) {
    if (!r->known) {
        ili_put(o, "unknown");
        return;
    }
    bool wide = r->high - r->low >= 5e-4, whole = fabs(r->mid - round(r->mid)) < 5e-4; // below what three digits tell there is no range
    int  decimals = wide ? ili_decimals(r->high - r->low) : whole ? 0 : ili_decimals(r->mid);
    ili_put_fixed(o, r->mid, decimals);
    if (wide) {
        ili_put(o, " (");
        ili_put_fixed(o, r->low, decimals);
        ili_put(o, " to ");
        ili_put_fixed(o, r->high, decimals);
        ili_put(o, ")");
    }
}

void ili_put_spread(ili_out *o, const il_spread *s) {
    if (!s->known) {
        ili_put(o, "unknown");
        return;
    }
    int decimals = ili_decimals(s->sd > 0 ? 4 * s->sd : s->mean);
    ili_put_fixed(o, s->mean, decimals);
    ili_put(o, " ± ");
    ili_put_fixed(o, s->sd, decimals);
}

void ili_put_observed(ili_out *o, ili_putter *put, const il_assessed_finding *f) {
    if (f->observed.known) {
        ili_put_fixed(o, f->observed.mid, ili_decimals(f->observed.high > f->observed.low ? 2 * (f->observed.high - f->observed.low) : 10));
        if (ili_given(f->unit)) ili_put(o, " ");
        put(o, f->unit);
    } else if (ili_given(f->word)) {
        put(o, f->word);
    } else {
        ili_put(o, "not recorded");
    }
}

static void put_measure(ili_out *o, const il_range *r, const char *before, const char *unit, int decimals) {
    if (!r->known) return;
    ili_put(o, before);
    ili_put_fixed(o, r->mid, decimals);
    ili_put(o, unit);
}

void ili_put_person(ili_out *o, const il_person_summary *p) {
    ili_put(o, ili_sex_name(p->sex));
    if (!p->age.known) ili_put(o, ", age not recorded");
    put_measure(o, &p->age, ", ", " years", 0);
    put_measure(o, &p->height_cm, ", ", " cm", 0);
    put_measure(o, &p->mass_kg, ", ", " kg", 0);
    put_measure(o, &p->bmi, ", BMI ", "", 1);
}

bool ili_worth_a_row(const il_assessment *a, int i) {
    bool leads = ili_leading_condition(a, 0) == i || ili_leading_condition(a, 1) == i;
    return leads || i < 3 || a->condition[i].present.mid >= 0.1;
}

double ili_surprise(const il_assessed_finding *f) {
    if (f->use != IL_USE_SIMULATED || !f->observed.known || !f->healthy.known || !(f->healthy.sd > 0)) return 0;
    return fabs(f->observed.mid - f->healthy.mean) / f->healthy.sd;
}

int ili_inseparable_from(const il_assessment *a, int i, int *other, int most) {
    int n = 0, found = 0;
    for (int c = 0; c < a->ncondition; c++) { // conditions stand in the order of probability
        bool tied = false;
        for (int k = 0; k < a->ninseparable; k++)
            tied |= (a->inseparable[k].a == i && a->inseparable[k].b == c) || (a->inseparable[k].b == i && a->inseparable[k].a == c);
        if (!tied || c == i) continue;
        if (n < most) other[n++] = c;
        found++;
    }
    return found;
}

// ---- what may be said ----------------------------------------------------------------------------------------------------------

bool ili_may_rank(const il_assessment *a) {
    const il_safety_block *s = &a->safety;
    return s->rank_allowed && s->level != IL_SAFETY_UNKNOWN && s->level != IL_SAFETY_EMERGENCY && a->validity.in_scope && !s->refusal;
}

// the findings raise its odds threefold or more: the factor from which two hypotheses are told apart
static bool is_supported(const il_assessed_condition *c) { return c->log10_bayes_factor >= 0.477; }

bool ili_supports_none(const il_assessment *a) {
    int entered = 0;
    for (int i = 0; i < a->nfinding; i++) entered += a->finding[i].use == IL_USE_SIMULATED || a->finding[i].use == IL_USE_PUBLISHED;
    if (!entered || !a->nhypothesis) return true;
    for (int i = 0; i < a->ncondition; i++)
        if (is_supported(&a->condition[i])) return false;
    return ili_leading_condition(a, 0) < 0;
}

static bool is_little(const il_assessed_condition *c) { return c->log10_bayes_factor >= log10(1.0 + 0.01*IL_LITTLE_PERCENT); }

bool ili_speak_a_little(const il_assessment *a) {
    for (int i = 0; i < a->ncondition; i++)
        if (is_little(&a->condition[i])) return true;
    return false;
}

void ili_put_a_little(ili_out *o, const il_assessment *a) {
    enum { MOST = 3 };
    int said[MOST] = {0};
    ili_putf(o, "%s: ", ili_say(a, ILI_W_SPEAK_A_LITTLE));
    for (int n = 0; n < MOST; n++) { // by how far the odds are raised
        int best = -1;
        for (int i = 0; i < a->ncondition; i++) {
            bool before = false;
            for (int k = 0; k < n; k++) before = before || said[k] == i;
            if (!before && is_little(&a->condition[i]) && (best < 0 || a->condition[i].log10_bayes_factor > a->condition[best].log10_bayes_factor)) best = i;
        }
        if (best < 0) break;
        const il_assessed_condition *c = &a->condition[said[n] = best];
        if (n) ili_put(o, ", ");
        ili_put_sided(o, ili_put_plain, c->name, c->side);
        ili_put(o, " ");
        ili_put_chance(o, c->present.mid);
        ili_putf(o, " (%s × ", ili_say(a, ILI_W_ODDS));
        ili_put_fixed(o, pow(10.0, c->log10_bayes_factor), 1);
        ili_put(o, ")");
    }
    ili_put(o, ".");
}

int ili_leading_condition(const il_assessment *a, int which) {
    if (!a->nhypothesis) return -1;
    const il_hypothesis *h = &a->hypothesis[a->leading];
    int                  n = h->kind == IL_HYPOTHESIS_SINGLE ? 1 : h->kind == IL_HYPOTHESIS_PAIR ? 2 : 0;
    return which < n ? h->condition[which] : -1;
}
