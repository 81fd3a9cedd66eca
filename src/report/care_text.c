// care_text.c - what a treatment would change, as text: danger first, what is simulated and what trials found apart
#include "ilium/report.h"
#include "report/care.h"
#include <math.h>
#include <string.h>

// ---- shared with the plan --------------------------------------------------------------------------------------------------------

void ili_care_danger(const il_assessment *a, ili_out *o) {
    ili_putf(o, "SAFETY\n  ");
    ili_put_plain(o, ili_say(a, ili_level_word(a->safety.level)));
    ili_put(o, "\n");
    for (int i = 0; i < a->safety.npositive; i++) {
        ili_put(o, "  ! ");
        ili_put_plain(o, a->safety.positive[i].text);
        ili_put(o, ": ");
        ili_put_plain(o, a->safety.positive[i].action);
        ili_put(o, "\n");
    }
    if (!a->safety.complete) {
        ili_put(o, "  ");
        ili_put_plain(o, ili_say(a, ILI_W_SCREEN_INCOMPLETE));
        ili_put(o, "\n");
    }
    if (a->safety.level == IL_SAFETY_EMERGENCY) {
        ili_put(o, "  ");
        ili_put_plain(o, ili_say(a, ILI_W_EMERGENCY_CALL));
        ili_put(o, "\n");
    }
}

void ili_care_notices(const il_assessment *a, ili_out *o) {
    ili_put(o, "\nNOTICE\n");
    const char *notice;
    for (int i = 0; (notice = ili_notice(a, i)); i++) {
        ili_put(o, "  ");
        ili_put_plain(o, notice);
        ili_put(o, "\n");
    }
    ili_putf(o, "  ilium %s, data %.12s%s\n", a->program_version ? a->program_version : "?", a->data_hash ? a->data_hash : "?", a->locally_modified ? " (locally modified)" : "");
}

void ili_care_signed(ili_out *o, double value, int decimals) {
    char text[ILI_FIXED_TEXT];
    ili_fixed(value, decimals, text);
    if (value > 0.0 && strpbrk(text, "123456789")) ili_put(o, "+");
    ili_put(o, text);
}

// "-3.2 (-9.0 to +1.5)"
static void put_change(ili_out *o, const il_range *r) {
    int decimals = ili_decimals(fmax(r->high - r->low, 0.0));
    ili_care_signed(o, r->mid, decimals);
    ili_put(o, " (");
    ili_care_signed(o, r->low, decimals);
    ili_put(o, " to ");
    ili_care_signed(o, r->high, decimals);
    ili_put(o, ")");
}

static const char *const compared[] = {"against no treatment", "against a sham", "against another treatment", "no comparison group"};

void ili_care_trial(const il_knowledge *k, const il_trial *t, ili_out *o) {
    ili_putf(o, "%s, %s, %s: ", t->function ? "function" : "pain",
             t->population == IL_POPULATION_CONDITION ? k->condition[t->condition].name : t->population == IL_POPULATION_ANY ? "any pain" : il_population_word(t->population), compared[t->against]);
    if (!isnan(t->mid)) ili_care_signed(o, t->mid, fabs(t->mid - rint(t->mid)) > 0.0);
    if (!isnan(t->low)) {
        ili_put(o, " (");
        ili_care_signed(o, t->low, fabs(t->low - rint(t->low)) > 0.0);
        ili_put(o, " to ");
        ili_care_signed(o, t->high, fabs(t->high - rint(t->high)) > 0.0);
        ili_put(o, ")");
    }
    if (!isnan(t->mid)) ili_put(o, " of 100; ");
    ili_put_plain(o, t->words);
    if (!isnan(t->weeks)) {
        ili_put(o, ", at ");
        ili_put_fixed(o, t->weeks, 0);
        ili_put(o, " weeks");
    }
    ili_putf(o, " [%s; ", ili_grade_name(t->grade));
    ili_put_plain(o, t->source);
    ili_putf(o, ", %s]\n", il_source_status_text(t->status));
}

void ili_care_guidelines(const il_knowledge *k, int treatment, const char *indent, ili_out *o) {
    static const char *const says[] = {"for", "consider", "against"};
    int                      seen[3] = {0};
    for (int i = 0; i < k->nguideline; i++) {
        const il_guideline *g = &k->guideline[i];
        if (g->treatment != treatment) continue;
        ili_putf(o, "%sguideline %s, %s pain: %s (", indent, g->guideline, il_population_word(g->population), says[g->says]);
        ili_put_plain(o, g->words);
        ili_putf(o, ") [%s, %s]\n", g->source, il_source_status_text(g->status));
        seen[g->says]++;
    }
    if (seen[IL_SAYS_AGAINST] && (seen[IL_SAYS_FOR] || seen[IL_SAYS_CONSIDER])) ili_putf(o, "%sGuidelines differ here; they are shown side by side.\n", indent);
}

// ---- what-if ---------------------------------------------------------------------------------------------------------------------

static void put_treatment(const il_care_request *r, const il_whatif_treatment *t, double weeks, ili_out *o) {
    const il_knowledge *k = r->assess->knowledge;
    const il_treatment *q = &k->treatment[t->treatment];
    ili_put(o, "  ");
    ili_put_plain(o, q->name);
    ili_putf(o, "%s%s", t->side == IL_SIDE_BOTH ? "" : ", ", t->side == IL_SIDE_BOTH ? "" : ili_side_name(t->side));
    if (t->refusal) {
        ili_putf(o, "\n    NOT: %s", il_refusal_words(t->refusal));
        if (*t->why) ili_put(o, ": "), ili_put_plain(o, t->why);
        ili_put(o, "\n");
        return;
    }
    if (weeks > 0.0 && t->simulated) {
        ili_put(o, ": ");
        ili_put_fixed(o, 100.0*t->share, 0);
        ili_put(o, " % of its full effect");
    }
    ili_put(o, "\n    ");
    ili_put_plain(o, q->mechanism);
    ili_put(o, "\n");
    const char *question;
    for (int i = 0; (question = il_treatment_question(k, r->assessment, t->treatment, i)); i++) {
        ili_put(o, "    ask first: ");
        ili_put_plain(o, question);
        ili_put(o, "\n");
    }
}

// a change of a test that nobody could measure is counted, not told
static bool too_small(const il_whatif_row *row) {
    double most = fmax(fabs(row->change.low), fabs(row->change.high));
    return !row->load && most < 1.0 && most < 0.01*fabs(row->before.mid);
}

static void put_rows(const il_whatif *w, bool load, ili_out *o) {
    int hidden = 0;
    for (int i = 0; i < w->nrow; i++) {
        const il_whatif_row *row = &w->row[i];
        if (row->load == load) hidden += too_small(row);
        if (row->load != load || too_small(row)) continue;
        ili_put(o, "  ");
        ili_put_sided(o, ili_put_plain, row->words, row->side);
        ili_putf(o, " [%s]: ", row->unit);
        ili_put_range(o, &row->before);
        ili_put(o, " -> ");
        ili_put_range(o, &row->after);
        ili_put(o, "; change ");
        put_change(o, &row->change);
        if (row->none_shown) ili_put(o, ", none shown");
        ili_put(o, "\n");
    }
    if (hidden) ili_putf(o, "  and %d readings that change by less than 1 unit and 1 %%\n", hidden);
}

static void put_simulated(const il_assessment *a, const il_whatif *w, ili_out *o) {
    ili_put(o, "\nSIMULATED (loads and angles; load is not pain)\n");
    if (!w->nrow) {
        ili_put(o, "  Nothing of it is simulated: nothing mechanical that lasts was measured.\n");
        return;
    }
    ili_put(o, "  mid: with ");
    ili_put_hypothesis(o, ili_put_plain, a, a->leading);
    ili_putf(o, "; range: over %d states that hold ", w->nstate);
    ili_put_fixed(o, 100.0*w->covered, 0);
    ili_put(o, " % of the posterior, the treatment's own range, and for loads what no exam measures.\n  none shown: the range of the change holds none.\n");
    if (w->nunsolved) ili_putf(o, "  %d of %ld postures were not found; they are left out.\n", w->nunsolved, w->solves);
    ili_put(o, "  tests\n");
    put_rows(w, false, o);
    ili_put(o, "  loads in quiet standing\n");
    put_rows(w, true, o);
}

static void put_trials(const il_care_request *r, const il_whatif *w, ili_out *o) {
    const il_knowledge *k = r->assess->knowledge;
    ili_put(o, "\nTRIALS OF PAIN AND FUNCTION (people in trials, points of 100, negative is better; not simulated, not a forecast)\n");
    for (int i = 0; i < w->ntreatment; i++) {
        const il_trial *t;
        ili_putf(o, "  %s\n", k->treatment[w->treatment[i].treatment].name);
        for (int j = 0; (t = il_treatment_trial(k, il_care_visit(r), w->treatment[i].treatment, j)); j++) {
            ili_put(o, "    ");
            ili_care_trial(k, t, o);
        }
        ili_care_guidelines(k, w->treatment[i].treatment, "    ", o);
    }
    if (w->ntreatment > 1) ili_put(o, "  No trial was found in which these add up.\n");
}

il_status il_report_whatif_text(const il_care_request *r, const il_whatif *w, char **text, size_t *size, il_error *err) {
    ili_out o = {0};
    ili_care_danger(r->assessment, &o);
    ili_put(&o, "\nWHAT IF");
    if (w->weeks > 0.0) ili_put(&o, " (after "), ili_put_fixed(&o, w->weeks, 0), ili_put(&o, " weeks)");
    ili_put(&o, "\n");
    for (int i = 0; i < w->ntreatment; i++) put_treatment(r, &w->treatment[i], w->weeks, &o);
    if (w->refused) ili_put(&o, "  Nothing is simulated while one of them is refused.\n");
    else put_simulated(r->assessment, w, &o), put_trials(r, w, &o);
    ili_care_notices(r->assessment, &o);
    return ili_out_take(&o, text, size, err);
}
