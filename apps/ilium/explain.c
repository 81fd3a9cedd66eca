// explain.c - `ilium explain CONDITION|TREATMENT|CLAIM`: where, by what mechanism, how common, how tested, what is claimed of it and what is disputed
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ilium/batch.h"
#include "ilium/claim.h"
#include "ilium/scenario.h"
#include "setup.h"

// ---- what the tables say ---------------------------------------------------------------------------------------------------------

static void print_what(const setup *x, int condition) {
    const il_condition *c = &x->knowledge->condition[condition];
    printf("%s (%s)\n\nWHAT\n  %s\n", c->name, c->id, c->what);
    if (c->simulated) printf("  severity 1 means: %g %s; milder forms go down to none\n", c->severity_unit_value, c->severity_unit);
    printf("  A condition that is present is not thereby painful.\n\nHOW COMMON%s\n", c->sided ? " (on a given side)" : "");
    for (int s = 0; s < IL_NSETTING; s++) {
        const il_setting_prior *p = &c->setting[s];
        if (p->known) printf("  %s: %.3g %% (%.2g to %.2g)%s\n    %s (%s)\n", il_setting_word((il_setting)s), 100*p->value, 100*p->low, 100*p->high,
                             p->published ? "" : ", not published", p->source, il_source_status_text(p->status));
    }
}

static void print_mechanism(const setup *x, int condition) {
    printf("\nMECHANISM\n  %s\n", x->knowledge->condition[condition].mechanism);
    if (x->knowledge->condition[condition].simulated) printf("  what the simulation changes:\n");
    for (int i = 0; i < x->knowledge->nchange; i++) {
        const il_change *c = &x->knowledge->change[i];
        if (c->condition != condition) continue;
        const il_parameter *p = &x->knowledge->parameter[c->parameter];
        const char         *star = strchr(p->id, '*');
        printf("  %.*s%s%s = %g %s, %s side\n    %s (%s, %s)\n", star ? (int)(star - p->id) : (int)strlen(p->id), p->id, star ? c->target : "", star ? star + 1 : "", c->value,
               p->unit, c->same_side && c->other_side ? "either" : c->same_side ? "same" : "other", c->why, c->source, il_source_status_text(c->status));
    }
}

static void print_where(const setup *x, int condition) {
    static const char *const roles[] = {"felt", "may spread to", "speaks against"};
    printf("\nWHERE IT IS FELT (published patterns of its structures; they move no probability)\n");
    for (int i = 0; i < x->knowledge->npattern; i++) {
        const il_pattern *p = &x->knowledge->pattern[i];
        if (!il_list_has(x->knowledge->condition[condition].structures, p->structure)) continue;
        printf("  %s, %s: %s%s (%s, %s)\n", p->structure, roles[p->role], x->knowledge->region[p->region].name, p->other_side ? ", other side" : "", p->source, il_source_status_text(p->status));
    }
}

static void print_accuracy(const setup *x, int condition) {
    for (int i = 0; i < x->knowledge->naccuracy; i++) {
        const il_accuracy *a = &x->knowledge->accuracy[i];
        if (strcmp(a->target, x->knowledge->condition[condition].id) != 0) continue;
        printf("  %s, by published accuracy: LR+ %.2g, LR- %.2g against %s (%s, %s)\n", x->knowledge->test[a->test].name, a->lr_plus, a->lr_minus, a->reference, a->source,
               il_source_status_text(a->status));
    }
}

// a list "a;b" of names, each as a word
static void print_list(const char *title, const char *list) {
    if (*list) printf("  %s: ", title);
    for (const char *p = list; *p; p++) printf("%s", *p == ';' ? ", " : (char[]){*p, 0});
    if (*list) printf("\n");
}

// each test with how far examiners agree on it
static void print_agreement(const setup *x, const char *tests) {
    char text[IL_AGREEMENT_TEXT];
    for (int i = 0; i < x->knowledge->ntest; i++) {
        const il_test *t = &x->knowledge->test[i];
        if (il_list_has(tests, t->id)) printf("  %s (%s): %s\n", t->name, t->id, il_test_agreement(t, text));
    }
}

static void print_known_tests(const setup *x, int condition) {
    const il_condition *c = &x->knowledge->condition[condition];
    print_accuracy(x, condition);
    print_agreement(x, c->tests);
    print_list("of the safety screen", c->safety);
    if (!c->ranked) printf("  It is never ranked.\n");
}

static void print_help(const setup *x, int condition) {
    static const char *const grades[] = {"none", "A", "B", "C", "D", "against"};
    const il_condition *c = &x->knowledge->condition[condition];
    printf("\nWHAT HELPS\n  %s\n\nEVIDENCE, grade %s\n  %s\n", c->helps, grades[c->grade], c->evidence);
    if (*c->disputed) printf("\nWHAT IS DISPUTED\n  %s\n", c->disputed);
    printf("\nSOURCE\n  %s (%s)\n", c->source, il_source_status_text(c->status));
}

// ---- what the simulation says of its tests -----------------------------------------------------------------------------------------

typedef struct trial {
    il_task *task;
    il_side  side;
    double  *q, *act;
} trial;

static int find_quantity(const il_knowledge *k, const char *quantity) {
    for (int i = 0; i < k->ntest; i++)
        if (k->test[i].enters == IL_ENTER_SIMULATED && k->test[i].kind == IL_TEST_NUMBER && !strcmp(k->test[i].quantity, quantity)) return i;
    return -1;
}

static bool asks(const il_knowledge *k, const il_task_def *def) {
    for (int i = 0; i < def->nreading; i++)
        if (find_quantity(k, def->reading[i].test) >= 0) return true;
    return false;
}

static int list_trials(const setup *x, trial *t, il_error *err) {
    int n = 0;
    for (int i = 0; i < x->tasks->ntask; i++) {
        const il_task_def *def = &x->tasks->task[i];
        for (int side = 0; asks(x->knowledge, def) && side < (def->sided ? 2 : 1); side++, n++) {
            t[n].side = !def->sided ? IL_SIDE_NONE : side ? IL_SIDE_LEFT : IL_SIDE_RIGHT;
            t[n].q = calloc((size_t)x->body->m->nq, sizeof(double)), t[n].act = calloc((size_t)x->body->m->nmuscle, sizeof(double));
            if (il_task_create(x->body->m, def, t[n].side, &t[n].task, err)) return -1;
            if (!t[n].q || !t[n].act) return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory"), -1;
        }
    }
    return n;
}

static void print_change(const setup *x, const trial *t, const il_job *before, const il_job *after, int *shown) {
    const il_task_def *def = il_task_definition(t->task);
    if (before->info.status != IL_POSTURE_SOLVED || after->info.status != IL_POSTURE_SOLVED) return;
    for (int r = 0; r < def->nreading; r++) {
        int i = find_quantity(x->knowledge, def->reading[r].test);
        if (i < 0) continue;
        const il_test *test = &x->knowledge->test[i];
        double         sd = hypot(isnan(test->retest_sd) ? 0 : test->retest_sd, isnan(test->rater_sd) ? 0 : test->rater_sd);
        double         change = after->reading[r] - before->reading[r];
        if (!(fabs(change) > fmax(sd, 1e-9))) continue;
        il_side side = def->reading[r].side ? def->reading[r].side : t->side;
        printf("  %s%s: %+.1f %s (from %.1f; error of measurement %.1f)\n", test->name, side == IL_SIDE_RIGHT ? " (right)" : side == IL_SIDE_LEFT ? " (left)" : "", change,
               test->unit, before->reading[r], sd);
        ++*shown;
    }
}

// both bodies through all tests; the changed one begins where the healthy one ended
static il_status solve_trials(const setup *x, int condition, int n, trial *t, il_job *before, il_job *after, il_params *p, const il_progress *progress, il_error *err) {
    il_side side = x->knowledge->condition[condition].sided ? IL_SIDE_RIGHT : IL_SIDE_NONE;
    il_params_copy(x->body->m, x->person, p);
    il_status s = il_condition_apply(x->knowledge, condition, x->body, p, side, 1, err);
    for (int i = 0; i < n; i++) before[i] = (il_job){.task = t[i].task, .who = il_subject_usual(x->body, x->person, NULL), .q = t[i].q, .act = t[i].act};
    if (!s) s = il_batch_run(x->body->m, IL_ISA_AUTO, n, before, 0, "tests of a healthy body", progress, err);
    for (int i = 0; i < n; i++) {
        after[i] = (il_job){.task = t[i].task, .who = il_subject_usual(x->body, p, NULL), .start = t[i].q, .start_act = t[i].act};
        after[i].who.way = before[i].way;
    }
    return s ? s : il_batch_run(x->body->m, IL_ISA_AUTO, n, after, 0, "tests with the condition", progress, err);
}

static il_status print_tests(const setup *x, int condition, const il_progress *progress, il_error *err) {
    int        most = 2*x->tasks->ntask + 1, shown = 0;
    trial     *t = calloc((size_t)most, sizeof *t);
    il_job    *job = calloc(2*(size_t)most, sizeof *job);
    il_params *p = NULL;
    il_status  s = t && job ? il_params_create(x->body->m, false, &p, err) : il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory");
    int        n = s ? 0 : list_trials(x, t, err);
    if (n < 0) s = err->code;
    if (!s) s = solve_trials(x, condition, n, t, job, job + most, p, progress, err);
    if (!s) {
        printf("  simulated tests that it moves by more than their error, right side at severity 1:\n");
        for (int i = 0; i < n; i++) print_change(x, &t[i], &job[i], &job[most + i], &shown);
        if (!shown) printf("  none: no simulated test can find it\n");
    }
    for (int i = 0; t && i < most; i++) il_task_free(t[i].task), free(t[i].q), free(t[i].act);
    il_params_free(p);
    free(job);
    free(t);
    return s;
}

// ---- what is claimed -------------------------------------------------------------------------------------------------------------

static void print_claim(const il_claim *c) {
    printf("  %s [%s]\n    published: %s, grade %s: %s (%s, %s)\n", c->text, c->id, c->published, c->grade, c->evidence, c->source, il_source_status_text(c->status));
    if (*c->task) printf("    simulated: `ilium explain %s` asks it of this body; docs/claims.md holds the answers\n", c->id);
    else printf("    not simulated: %s\n", c->note);
}

static bool concerns(const il_claim *c, int condition) {
    for (int i = 0; i < c->nchange; i++)
        if (c->change[i].condition == condition) return true;
    return false;
}

static void print_claims(const setup *x, int condition) {
    bool any = false;
    printf("\nWHAT IS CLAIMED, AND WHAT OF IT IS DISPUTED\n");
    for (int i = 0; i < x->knowledge->nclaim; i++)
        if (concerns(&x->knowledge->claim[i], condition)) print_claim(&x->knowledge->claim[i]), any = true;
    if (!any) printf("  nothing in the source documents\n");
}

// the same scenario twice over all factors, and the verdict
static il_status ask_body(const setup *x, const il_claim *c, const il_progress *progress, il_claim_result *out, il_error *err) {
    const il_task_def *def = il_tasks_find(x->tasks, c->task);
    il_sensitivity    *s[2] = {NULL, NULL};
    il_task           *task = NULL;
    il_status          status = def ? il_task_create(x->body->m, def, c->side, &task, err)
                                    : il_error_set(err, IL_BAD_VALUE, "claims/claims.csv", 0, 0, "%s: there is no task '%.40s'", c->id, c->task);
    if (!status) status = il_claim_ask(x->knowledge, c, x->body, task, x->person, true, 0, progress, s, err);
    if (!status) il_claim_judge(c, s[0], s[1], out);
    for (int i = 0; i < 2; i++) il_sensitivity_free(s[i]);
    il_task_free(task);
    return status;
}

static il_status explain_claim(const setup *x, const il_claim *c, const il_progress *progress, il_error *err) {
    il_claim_result r = {0};
    il_status       s = *c->task ? ask_body(x, c, progress, &r, err) : IL_OK;
    if (s) return s;
    printf("%s\n\nPUBLISHED\n  %s, grade %s: %s\n  %s (%s)\n\nSIMULATED\n", c->text, c->published, c->grade, c->evidence, c->source, il_source_status_text(c->status));
    if (!*c->task) printf("  not simulated: %s\n", c->note);
    else if (r.verdict == IL_CLAIM_UNSOLVED) printf("  no posture was found\n");
    else {
        printf("  %s%s, %s%s%s: %s goes from %.4g to %.4g%s%s; the change lies between %.3g and %.3g over all that is not known and differs between people\n", c->task,
               c->side == IL_SIDE_RIGHT ? " (right)" : c->side == IL_SIDE_LEFT ? " (left)" : "", c->changes, *c->than ? " beside " : "", c->than, c->outcome, r.before, r.after, strcmp(r.unit, "1") ? " " : "", strcmp(r.unit, "1") ? r.unit : "",
               r.low, r.high);
        printf("  verdict: %s (expected %s; less than %g%s counts as none)\n", il_claim_verdict_text(r.verdict),
               c->expected == '+' ? "a rise" : c->expected == '-' ? "a fall" : "any change", c->least, c->least_percent ? " %" : "");
    }
    if (*c->task && *c->note) printf("  %s\n", c->note);
    return IL_OK;
}

// ---- the command -----------------------------------------------------------------------------------------------------------------

static const il_claim *find_claim(const il_knowledge *k, const char *id) {
    for (int i = 0; i < k->nclaim; i++)
        if (!strcmp(k->claim[i].id, id)) return &k->claim[i];
    return NULL;
}

static void list(const il_knowledge *k) {
    printf("conditions\n");
    for (int i = 0; i < k->ncondition; i++) printf("  %-24s %s\n", k->condition[i].id, k->condition[i].name);
    printf("\ntreatments\n");
    for (int i = 0; i < k->ntreatment; i++) printf("  %-24s %s\n", k->treatment[i].id, k->treatment[i].name);
    printf("\nclaims of the source documents\n");
    for (int i = 0; i < k->nclaim; i++) printf("  %-24s %s\n", k->claim[i].id, k->claim[i].text);
}

static il_status explain_condition(const setup *x, int condition, const il_progress *progress, il_error *err) {
    il_status s = IL_OK;
    print_what(x, condition);
    print_mechanism(x, condition);
    print_where(x, condition);
    printf("\nHOW IT IS TESTED\n");
    print_known_tests(x, condition);
    fflush(stdout);
    if (x->knowledge->condition[condition].simulated) s = print_tests(x, condition, progress, err);
    if (s) return s;
    print_help(x, condition);
    print_claims(x, condition);
    return IL_OK;
}

static int run(const setup *x, const char *topic) {
    il_error        err = {0};
    app_progress    progress;
    const il_claim *claim = find_claim(x->knowledge, topic);
    int             condition = il_find_condition(x->knowledge, topic), treatment = il_find_treatment(x->knowledge, topic);
    if (treatment >= 0) {
        explain_treatment(x->knowledge, treatment);
        return app_print("", 0);
    }
    if (!claim && condition < 0) return app_usage("explain", "`ilium explain --list` tells what can be explained; there is no", topic);
    app_progress_start(&progress, false);
    il_status s = claim ? explain_claim(x, claim, &progress.progress, &err) : explain_condition(x, condition, &progress.progress, &err);
    app_progress_end(&progress);
    return s ? app_failed(&err) : app_print("", 0);
}

int app_explain(int argc, char **argv) {
    setup_wish       o = {0};
    setup            x = {0};
    il_error         err = {0};
    bool             all = false;
    const app_option own[] = {{.name = "--list", .flag = &all}};
    int              code = setup_read("explain", argc, argv, own, 1, &o, &x);
    const char      *topic = o.scenario;
    o.scenario = NULL; // the tasks are the program's own
    if (!code && !all && !topic) code = app_usage("explain", "a condition, a treatment or a claim is missing", NULL);
    if (!code && (setup_tasks(&o, &x, &err) || setup_person(&o, &x, &err))) code = app_failed(&err);
    if (!code && all) {
        list(x.knowledge);
        code = app_print("", 0);
    } else if (!code) {
        code = run(&x, topic);
    }
    setup_close(&x);
    return code;
}
