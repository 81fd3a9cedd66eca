// explain_treatment.c - `ilium explain TREATMENT`: what it changes, what trials found, what guidelines say, what forbids it
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ilium/treatment.h"
#include "setup.h"

static const char *const says[] = {"for", "consider", "against"}, *const compared[] = {"against no treatment", "against sham", "against another treatment", "no comparison group"};

static void print_head(const il_treatment *t) {
    printf("%s (%s)\n\nWHAT\n  %s, done by: %s\n  aims:", t->name, t->id, il_treatment_kind_word(t->kind), il_provider_words(t->by));
    bool first = true;
    for (int i = 0; i < IL_NAIM; i++) {
        if (!t->aim[i]) continue;
        printf("%s %s", first ? "" : ",", il_aim_words((il_aim)i));
        first = false;
    }
    printf("\n");
    if (*t->dose) printf("  dose: %s\n", t->dose);
    if (*t->stop) printf("  stop: %s\n", t->stop);
    if (*t->risks) printf("  risks: %s\n", t->risks);
    if (*t->note) printf("  %s\n", t->note);
    printf("  source: %s (%s)\n\nMECHANISM (what the simulation changes)\n  %s\n", t->source, il_source_status_text(t->status), t->mechanism);
}

static void print_effects(const il_knowledge *k, int treatment) {
    for (int i = 0; i < k->neffect; i++) {
        const il_treatment_effect *e = &k->effect[i];
        if (e->treatment != treatment) continue;
        const il_parameter *p = &k->parameter[e->parameter];
        const char         *star = strchr(p->id, '*');
        printf("  %.*s%s%s %g (%g to %g) %s%s%s, %s side; ", star ? (int)(star - p->id) : (int)strlen(p->id), p->id, star ? e->target : "", star ? star + 1 : "", e->mid,
               e->low, e->high, strcmp(p->unit, "1") != 0 ? p->unit : "", e->condition >= 0 ? " at severity 1 of " : "", e->condition >= 0 ? k->condition[e->condition].id : "",
               e->same_side && e->other_side ? "either" : e->same_side ? "treated" : "other");
        if (e->weeks > 0.0) printf("63 %% of it after %g weeks, lost within %g weeks of ending\n", e->weeks, 3*e->keeps);
        else printf("at once, while it is used\n");
        printf("    %s (%s)\n", e->source, il_source_status_text(e->status));
    }
}

static void print_trials(const il_knowledge *k, const char *id) {
    printf("\nPAIN AND FUNCTION IN TRIALS (points of 100, negative is better; load is not pain)\n");
    for (int i = 0; i < k->ntrial; i++) {
        const il_trial *t = &k->trial[i];
        if (!il_list_has(t->treatments, id)) continue;
        printf("  %s, %s, %s: ", t->function ? "function" : "pain",
               t->population == IL_POPULATION_CONDITION ? k->condition[t->condition].name : il_population_word(t->population), compared[t->against]);
        if (!isnan(t->mid)) printf("%g", t->mid);
        if (!isnan(t->low)) printf(" (%g to %g)", t->low, t->high);
        printf("%s%s (%s, %s)\n", isnan(t->mid) ? "" : "; ", t->words, t->source, il_source_status_text(t->status));
    }
}

static void print_guidelines(const il_knowledge *k, int treatment) {
    printf("\nGUIDELINES (side by side; those not named say nothing that is known here)\n");
    for (int i = 0; i < k->nguideline; i++) {
        const il_guideline *g = &k->guideline[i];
        if (g->treatment == treatment)
            printf("  %s, %s pain: %s (%s; %s, %s)\n", g->guideline, il_population_word(g->population), says[g->says], g->words, g->source, il_source_status_text(g->status));
    }
}

static void print_forbidden(const il_knowledge *k, const il_treatment *t) {
    printf("\nWHAT FORBIDS IT (an open item of the safety screen always does)\n");
    for (int i = 0; i < k->ncontraindication; i++) {
        const il_contraindication *c = &k->contraindication[i];
        if (!il_list_has(c->treatments, t->id)) continue;
        printf("  %s: %s%s%s (%s, %s)\n", c->absolute ? "absolute" : "relative", c->what, *c->ask ? ". Ask: " : "", c->ask, c->source, il_source_status_text(c->status));
    }
    if (*t->forbidden_by) printf("  rows of the screen: %s\n", t->forbidden_by);
}

static void print_exercises(const il_knowledge *k, int treatment) {
    bool head = false;
    for (int i = 0; i < k->nexercise; i++) {
        const il_exercise *e = &k->exercise[i];
        if (e->treatment != treatment) continue;
        if (!head) printf("\nEXERCISES\n");
        head = true;
        printf("  %s: %s\n    %g x %g", e->name, e->does, e->sets, e->reps);
        if (!isnan(e->hold_s)) printf(" of %g s", e->hold_s);
        printf(", %g a week for %g weeks, then %g\n    progress: %s\n    stop: %s\n", e->a_week, e->weeks, e->keep_a_week, e->progression, e->stop);
        if (e->pair >= 0) printf("    goes with: %s\n", k->exercise[e->pair].name);
        printf("    %s (%s)\n", e->source, il_source_status_text(e->status));
    }
}

void explain_treatment(const il_knowledge *k, int treatment) {
    const il_treatment *t = &k->treatment[treatment];
    print_head(t);
    print_effects(k, treatment);
    print_trials(k, t->id);
    print_guidelines(k, treatment);
    print_forbidden(k, t);
    print_exercises(k, treatment);
}
