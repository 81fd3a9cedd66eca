// care_text.c - what a treatment would change, as text: danger first, what is simulated and what trials found apart
#include "ilium/report.h"
#include "report/care.h"
#include <math.h>
#include <string.h>

// ---- shared with the plan --------------------------------------------------------------------------------------------------------

void ili_care_danger(const il_assessment *a, ili_out *o) {
    ili_putf(o, "%s\n  ", ILI_SAY(CARE_SAFETY));
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
    ili_putf(o, "\n%s\n", ILI_SAY(CARE_NOTICE));
    const char *notice;
    for (int i = 0; (notice = ili_notice(a, i)); i++) {
        ili_put(o, "  ");
        ili_put_plain(o, notice);
        ili_put(o, "\n");
    }
    ili_putf(o, "  %s %s, %s %.12s%s\n", ILI_SAY(CARE_ILIUM), a->program_version ? a->program_version : "?", ILI_SAY(DATA), a->data_hash ? a->data_hash : "?", a->locally_modified ? ILI_SAY(CARE_LOCALLY_MODIFIED) : "");
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
    ili_putf(o, " %s ", ILI_SAY(DAY_TO));
    ili_care_signed(o, r->high, decimals);
    ili_put(o, ")");
}

static const ili_word compared[] = {ILI_W_CARE_AGAINST_NO_TREATMENT, ILI_W_CARE_AGAINST_SHAM, ILI_W_CARE_AGAINST_ANOTHER_TREATMENT, ILI_W_CARE_NO_COMPARISON_GROUP};

void ili_care_trial(const il_knowledge *k, const il_trial *t, ili_out *o) {
    ili_putf(o, "%s, %s, %s: ", t->function ? ILI_SAY(CARE_FUNCTION) : ILI_SAY(PLAN_PAIN),
             t->population == IL_POPULATION_CONDITION ? k->condition[t->condition].name : t->population == IL_POPULATION_ANY ? ILI_SAY(CARE_ANY_PAIN) : il_population_word(t->population), ili_word_text(compared[t->against]));
    if (!isnan(t->mid)) ili_care_signed(o, t->mid, fabs(t->mid - rint(t->mid)) > 0.0);
    if (!isnan(t->low)) {
        ili_put(o, " (");
        ili_care_signed(o, t->low, fabs(t->low - rint(t->low)) > 0.0);
        ili_putf(o, " %s ", ILI_SAY(DAY_TO));
        ili_care_signed(o, t->high, fabs(t->high - rint(t->high)) > 0.0);
        ili_put(o, ")");
    }
    if (!isnan(t->mid)) ili_putf(o, " %s; ", ILI_SAY(CARE_100));
    ili_put_plain(o, t->words);
    if (!isnan(t->weeks)) {
        ili_putf(o, ", %s ", ILI_SAY(CARE_AT));
        ili_put_fixed(o, t->weeks, 0);
        ili_putf(o, " %s", ILI_SAY(PLAN_WEEKS));
    }
    ili_putf(o, " [%s; ", ili_grade_name(t->grade));
    ili_put_plain(o, t->source);
    ili_putf(o, ", %s]\n", il_source_status_text(t->status));
}

void ili_care_guidelines(const il_knowledge *k, int treatment, const char *indent, ili_out *o) {
    static const ili_word says[] = {ILI_W_SAYS_FOR, ILI_W_SAYS_CONSIDER, ILI_W_SAYS_AGAINST};
    int                      seen[3] = {0};
    for (int i = 0; i < k->nguideline; i++) {
        const il_guideline *g = &k->guideline[i];
        if (g->treatment != treatment) continue;
        ili_putf(o, "%s%s %s, %s %s: %s (", indent, ILI_SAY(GUIDELINE), g->guideline, il_population_word(g->population), ILI_SAY(PLAN_PAIN), ili_word_text(says[g->says]));
        ili_put_plain(o, g->words);
        ili_putf(o, ") [%s, %s]\n", g->source, il_source_status_text(g->status));
        seen[g->says]++;
    }
    if (seen[IL_SAYS_AGAINST] && (seen[IL_SAYS_FOR] || seen[IL_SAYS_CONSIDER])) ili_putf(o, "%s%s\n", indent, ILI_SAY(CARE_GUIDELINES_DIFFER_HERE_THEY));
}

// ---- what-if ---------------------------------------------------------------------------------------------------------------------

static void put_treatment(const il_care_request *r, const il_whatif_treatment *t, double weeks, ili_out *o) {
    const il_knowledge *k = r->assess->knowledge;
    const il_treatment *q = &k->treatment[t->treatment];
    ili_put(o, "  ");
    ili_put_plain(o, q->name);
    ili_putf(o, "%s%s", t->side == IL_SIDE_BOTH ? "" : ", ", t->side == IL_SIDE_BOTH ? "" : ili_side_name(t->side));
    if (t->refusal) {
        ili_putf(o, "\n    %s: %s", ILI_SAY(CARE_NOT), il_refusal_words(t->refusal));
        if (*t->why) ili_put(o, ": "), ili_put_plain(o, t->why);
        ili_put(o, "\n");
        return;
    }
    if (weeks > 0.0 && t->simulated) {
        ili_put(o, ": ");
        ili_put_fixed(o, 100.0*t->share, 0);
        ili_putf(o, " %% %s", ILI_SAY(CARE_ITS_FULL_EFFECT));
    }
    ili_put(o, "\n    ");
    ili_put_plain(o, q->mechanism);
    ili_put(o, "\n");
    const char *question;
    for (int i = 0; (question = il_treatment_question(k, r->assessment, t->treatment, i)); i++) {
        ili_putf(o, "    %s: ", ILI_SAY(PLAN_ASK_FIRST));
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
        ili_putf(o, "; %s ", ILI_SAY(CARE_CHANGE));
        put_change(o, &row->change);
        if (row->none_shown) ili_putf(o, ", %s", ILI_SAY(DAY_SHOWN_NOT));
        ili_put(o, "\n");
    }
    if (hidden) ili_putf(o, "  %s %d %s %%\n", ILI_SAY(AND), hidden, ILI_SAY(CARE_READINGS_CHANGE_LESS_THAN));
}

static void put_simulated(const il_assessment *a, const il_whatif *w, ili_out *o) {
    ili_putf(o, "\n%s\n", ILI_SAY(CARE_SIMULATED_LOADS_AND_ANGLES));
    if (!w->nrow) {
        ili_putf(o, "  %s\n", ILI_SAY(CARE_NOTHING_SIMULATED));
        return;
    }
    ili_putf(o, "  %s ", ILI_SAY(CARE_MID_WITH));
    ili_put_hypothesis(o, ili_put_plain, a, a->leading);
    ili_putf(o, "; %s %d %s ", ILI_SAY(CARE_RANGE_OVER), w->nstate, ILI_SAY(CARE_STATES_HOLD));
    ili_put_fixed(o, 100.0*w->covered, 0);
    ili_putf(o, " %% %s\n", ILI_SAY(CARE_POSTERIOR_TREATMENT_S_OWN));
    ili_putf(o, "  %s\n", ILI_SAY(CARE_NONE_SHOWN_RANGE_CHANGE));
    if (w->nunsolved) ili_putf(o, "  %d %s %ld %s\n", w->nunsolved, ILI_SAY(PAGE_OF), w->solves, ILI_SAY(CARE_POSTURES_WERE_NOT_FOUND));
    ili_putf(o, "  %s\n", ILI_SAY(CARE_TESTS));
    put_rows(w, false, o);
    ili_putf(o, "  %s\n", ILI_SAY(CARE_LOADS_QUIET_STANDING));
    put_rows(w, true, o);
}

static void put_trials(const il_care_request *r, const il_whatif *w, ili_out *o) {
    const il_knowledge *k = r->assess->knowledge;
    ili_putf(o, "\n%s\n", ILI_SAY(CARE_TRIALS_PAIN_AND_FUNCTION));
    for (int i = 0; i < w->ntreatment; i++) {
        const il_trial *t;
        ili_putf(o, "  %s\n", k->treatment[w->treatment[i].treatment].name);
        for (int j = 0; (t = il_treatment_trial(k, il_care_visit(r), w->treatment[i].treatment, j)); j++) {
            ili_put(o, "    ");
            ili_care_trial(k, t, o);
        }
        ili_care_guidelines(k, w->treatment[i].treatment, "    ", o);
    }
    if (w->ntreatment > 1) ili_putf(o, "  %s\n", ILI_SAY(CARE_NO_TRIAL_WAS_FOUND));
}

il_status il_report_whatif_text(const il_care_request *r, const il_whatif *w, char **text, size_t *size, il_error *err) {
    ili_out o = {0};
    ili_care_danger(r->assessment, &o);
    ili_putf(&o, "\n%s", ILI_SAY(CARE_WHAT_IF));
    if (w->weeks > 0.0) ili_putf(&o, " (%s ", ILI_SAY(HEAD_NOW)), ili_put_fixed(&o, w->weeks, 0), ili_putf(&o, " %s)", ILI_SAY(PLAN_WEEKS));
    ili_put(&o, "\n");
    for (int i = 0; i < w->ntreatment; i++) put_treatment(r, &w->treatment[i], w->weeks, &o);
    if (w->refused) ili_putf(&o, "  %s\n", ILI_SAY(CARE_NOTHING_SIMULATED_WHILE_ONE));
    else put_simulated(r->assessment, w, &o), put_trials(r, w, &o);
    ili_care_notices(r->assessment, &o);
    return ili_out_take(&o, text, size, err);
}
