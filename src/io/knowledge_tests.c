// knowledge_tests.c - the tables of exam tests, their norms and their published accuracy
#include <math.h>
#include <string.h>

#include "io/knowledge.h"

// ---- tests ------------------------------------------------------------------------------------------------------------------------

ILI_COLUMNS(tests, "id", "name", "synonyms", "unit", "min", "max", "sided", "kind", "enters", "quantity", "abnormal", "cuts", "positive_above",
            "mirrored", "retest_sd", "rater_sd", "model_sd", "kappa", "error_source", "proposable", "burden_min", "forbidden_by", "definition", "reason", "source",
            "status");

static const char *const kind_words[] = {"number", "ordinal", "sign"};
static const char *const entry_words[] = {"simulated", "accuracy", "record_only"};
static const char *const abnormal_words[] = {"none", "low", "high", "both"};
static const char *const above_words[] = {"", "no", "yes"};

static double or_zero(double x) { return isnan(x) ? 0.0 : x; }

static void read_error(ili_cells *c, il_test *t) {
    t->retest_sd = or_zero(ili_cell_number(c));
    t->rater_sd = ili_cell_number(c);
    t->model_sd = ili_cell_number(c);
    t->kappa = ili_cell_number(c);
    if (t->retest_sd < 0.0 || t->rater_sd < 0.0 || t->model_sd < 0.0 || t->kappa > 1.0)
        ili_cell_fault(c, "an error is negative, or an agreement above 1");
    if (t->enters == IL_ENTER_SIMULATED && isnan(t->rater_sd) && isnan(t->kappa))
        ili_cell_fault(c, "a simulated test needs rater_sd or kappa: nothing is measured without error");
    t->error_source = ili_cell_text(c);
    if (!isnan(t->kappa) && !*t->error_source) ili_cell_fault(c, "an agreement needs the source of its figure");
    if (t->enters == IL_ENTER_SIMULATED && !*t->error_source) ili_cell_fault(c, "a simulated test needs the source of its errors");
}

static void check_kind(ili_cells *c, const il_test *t) {
    if (!(t->min < t->max)) ili_cell_fault(c, "min must lie below max");
    if (t->enters == IL_ENTER_SIMULATED && !*t->quantity) ili_cell_fault(c, "a simulated test needs the quantity that it is compared with");
    if (t->enters != IL_ENTER_SIMULATED) return;
    if (t->kind == IL_TEST_SIGN && t->ncut != 1) ili_cell_fault(c, "a sign needs one cut: the threshold of its quantity");
    if (t->kind == IL_TEST_ORDINAL && t->ncut != (int)(t->max - t->min)) ili_cell_fault(c, "a grade needs a cut between every two grades");
    if (t->kind == IL_TEST_NUMBER && t->ncut) ili_cell_fault(c, "a number has no cuts");
}

static il_status read_test(ili_cells c, il_test *t) {
    t->id = ili_cell_need(&c);
    t->name = ili_cell_need(&c);
    t->synonyms = ili_cell_text(&c);
    t->unit = ili_cell_text(&c);
    t->min = ili_cell_between(&c, -1e6, 1e6);
    t->max = ili_cell_between(&c, -1e6, 1e6);
    t->sided = ili_cell_yes(&c);
    t->kind = (il_test_kind)ili_cell_choice(&c, kind_words, 3);
    t->enters = (il_test_entry)ili_cell_choice(&c, entry_words, 3);
    t->quantity = ili_cell_text(&c);
    t->abnormal = (il_abnormal)ili_cell_choice(&c, abnormal_words, 4);
    t->ncut = ili_cell_numbers(&c, t->cut, 6);
    check_kind(&c, t);
    int above = ili_cell_choice(&c, above_words, 3);
    t->positive_above = above == 2;
    if (t->enters == IL_ENTER_SIMULATED && (t->kind == IL_TEST_SIGN) != (above > 0))
        ili_cell_fault(&c, "say of a sign, and of nothing else, whether it is positive above its cut");
    t->mirrored = ili_cell_yes(&c);
    read_error(&c, t);
    t->proposable = ili_cell_yes(&c);
    t->burden_min = ili_cell_number(&c);
    if (t->proposable != (t->burden_min > 0.0)) ili_cell_fault(&c, "a test that may be proposed, and no other, says how many minutes it takes");
    t->forbidden_by = ili_cell_text(&c);
    t->definition = ili_cell_need(&c);
    t->reason = ili_cell_text(&c);
    if ((t->enters == IL_ENTER_RECORD_ONLY) != (*t->reason != 0)) ili_cell_fault(&c, "a test that is only recorded, and no other, says why");
    t->source = ili_cell_need(&c);
    t->status = ili_cell_status(&c);
    return c.status;
}

// until validation fills it, the discrepancy of the simulation is assumed by unit: generous, so that findings weigh too little rather than too much
static void assume_model_sd(il_test *test, int n) {
    static const struct { const char *unit; double sd; } by_unit[] = {{"deg", 5.0}, {"mm", 5.0}, {"cm", 3.0}, {"N", 30.0}, {"grade", 0.15}};
    for (int i = 0; i < n; i++)
        for (size_t u = 0; u < sizeof by_unit/sizeof *by_unit; u++)
            if (isnan(test[i].model_sd) && !strcmp(test[i].unit, by_unit[u].unit)) test[i].model_sd = by_unit[u].sd;
    // signs have no unit: they take that of the test whose number they judge
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n && isnan(test[i].model_sd); j++)
            if (!strcmp(test[i].quantity, test[j].id)) test[i].model_sd = test[j].model_sd;
}

bool ili_is_flag_or_group(const il_screen_rules *rules, const char *name, size_t n) {
    char text[64];
    if (n >= sizeof text) return false;
    memcpy(text, name, n);
    text[n] = 0;
    if (il_screen_find(rules, text) >= 0) return true;
    for (int i = 0; i < rules->nrule; i++)
        if (il_list_has(rules->rule[i].groups, text)) return true;
    return false;
}

static il_status check_forbidden(const il_knowledge *k, const ili_table *t, int row, const char *list) {
    for (const char *p = list; *p;) {
        size_t n = strcspn(p, ";");
        if (!ili_is_flag_or_group(&k->screen, p, n))
            return ili_csv_error(&t->csv, row, t->column[21], IL_BAD_VALUE, t->err, "'%.*s' is no row and no group of the table of red flags", (int)n,
                                 p);
        p += n + (p[n] == ';');
    }
    return IL_OK;
}

il_status ili_read_tests(il_knowledge *k, ili_table *t, ili_arena *a) {
    int      n = t->csv.nrow;
    il_test *test = ili_arena_array(a, (size_t)n + 1, sizeof *test);
    if (!test) return ili_no_memory(t->err);
    k->test = test;
    for (int i = 0; i < n; i++) {
        il_status st = read_test(ili_row(t, a, i), &test[i]);
        if (!st) st = check_forbidden(k, t, i, test[i].forbidden_by);
        if (st) return st;
        if (il_find_test(k, test[i].id) >= 0)
            return ili_csv_error(&t->csv, i, t->column[0], IL_BAD_VALUE, t->err, "the test '%s' is there twice", test[i].id);
        k->ntest = i + 1;
    }
    assume_model_sd(test, n);
    return IL_OK;
}

// ---- norms ------------------------------------------------------------------------------------------------------------------------

ILI_COLUMNS(norms, "test", "sex", "age_min", "age_max", "mean", "sd", "n", "population", "use", "source", "status");

static const char *const sex_words[] = {"any", "F", "M"};

static il_status read_norm(const il_knowledge *k, ili_cells c, il_norm *m) {
    const char *test = ili_cell_need(&c);
    m->test = il_find_test(k, test);
    if (m->test < 0) ili_cell_fault(&c, "'%s' is no test of tests/tests.csv", test);
    m->sex = (il_sex)ili_cell_choice(&c, sex_words, 3);
    m->age_min = or_zero(ili_cell_number(&c));
    double age_max = ili_cell_number(&c);
    m->age_max = isnan(age_max) ? 200.0 : age_max;
    m->mean = ili_cell_between(&c, -1e4, 1e4);
    m->sd = ili_cell_number(&c);
    if (m->sd <= 0.0) ili_cell_fault(&c, "a spread is above zero, or empty where it is not known");
    m->n = ili_cell_count(&c);
    m->population = ili_cell_need(&c);
    m->use = ili_cell_yes(&c);
    if (m->use && isnan(m->sd)) ili_cell_fault(&c, "a norm in use needs its spread");
    m->source = ili_cell_need(&c);
    m->status = ili_cell_status(&c);
    return c.status;
}

il_status ili_read_norms(il_knowledge *k, ili_table *t, ili_arena *a) {
    int      n = t->csv.nrow;
    il_norm *norm = ili_arena_array(a, (size_t)n + 1, sizeof *norm);
    if (!norm) return ili_no_memory(t->err);
    for (int i = 0; i < n; i++) {
        il_status st = read_norm(k, ili_row(t, a, i), &norm[i]);
        if (st) return st;
    }
    k->norm = norm;
    k->nnorm = n;
    return IL_OK;
}

// ---- accuracy ---------------------------------------------------------------------------------------------------------------------

ILI_COLUMNS(accuracy, "test", "group", "rank", "positive_from", "target", "sens", "spec", "lr_plus", "lr_minus", "share", "plus_status", "minus_status",
            "reference", "n", "source", "note", "status");

// a share of the tested, or NAN where the cell is empty
static double read_share(ili_cells *c) {
    double share = ili_cell_number(c);
    if (share < 0.0 || share > 1.0) ili_cell_fault(c, "the column '%s' is a share and must be a number from 0 to 1; write 85 %% as 0.85", c->csv->header[c->column[c->next - 1]].text);
    return share;
}

// from sensitivity and specificity, or from both likelihood ratios: spec = (LR+ - 1)/(LR+ - LR-), sens = LR+ (1 - spec)
static void read_rates(ili_cells *c, il_accuracy *q) {
    double sens = read_share(c), spec = read_share(c);
    q->lr_plus = ili_cell_number(c);
    q->lr_minus = ili_cell_number(c);
    if (isnan(sens) || isnan(spec)) {
        spec = (q->lr_plus - 1.0)/(q->lr_plus - q->lr_minus);
        sens = q->lr_plus*(1.0 - spec);
    } else {
        q->lr_plus = sens/(1.0 - spec);
        q->lr_minus = (1.0 - sens)/spec;
    }
    if (!(sens > 0.0 && sens <= 1.0 && spec > 0.0 && spec < 1.0 && sens > 1.0 - spec))
        ili_cell_fault(c, "needs sensitivity and specificity, or both likelihood ratios, of a test that is better than chance");
    q->share = ili_cell_between(c, 0.0, 1.0);
    q->positive_absent = 1.0 - spec;
    q->positive_present = q->share*sens + (1.0 - q->share)*q->positive_absent;
}

static il_status read_accuracy(const il_knowledge *k, ili_cells c, il_accuracy *q) {
    const char *test = ili_cell_need(&c);
    q->test = il_find_test(k, test);
    if (q->test < 0 || k->test[q->test].enters != IL_ENTER_ACCURACY)
        ili_cell_fault(&c, "'%s' is no test that enters by accuracy; a finding enters once", test);
    q->group = ili_cell_need(&c);
    q->rank = (int)ili_cell_between(&c, 1, 99);
    q->positive_from = ili_cell_number(&c);
    q->target = ili_cell_need(&c);
    if (il_find_condition(k, q->target) < 0) ili_cell_fault(&c, "'%s' is no condition: there is no such file in conditions/", q->target);
    read_rates(&c, q);
    q->may_raise = ili_cell_status(&c) != IL_SOURCE_ASSUMED;
    q->may_lower = ili_cell_status(&c) == IL_SOURCE_FOUND;
    q->reference = ili_cell_need(&c);
    ili_cell_count(&c);
    q->source = ili_cell_need(&c);
    q->note = ili_cell_text(&c);
    q->status = ili_cell_status(&c);
    return c.status;
}

il_status ili_read_accuracy(il_knowledge *k, ili_table *t, ili_arena *a) {
    int          n = t->csv.nrow;
    il_accuracy *accuracy = ili_arena_array(a, (size_t)n + 1, sizeof *accuracy);
    if (!accuracy) return ili_no_memory(t->err);
    for (int i = 0; i < n; i++) {
        il_status st = read_accuracy(k, ili_row(t, a, i), &accuracy[i]);
        if (st) return st;
    }
    k->accuracy = accuracy;
    k->naccuracy = n;
    return IL_OK;
}

// ---- signs of nerve roots ---------------------------------------------------------------------------------------------------------

ILI_COLUMNS(roots, "root", "test", "kind", "normal_from", "source", "status");

static const char *const root_kind_words[IL_NROOT_SIGN_KIND] = {"muscle", "sensation", "reflex"};

static il_status read_root_sign(const il_knowledge *k, ili_cells c, il_root_sign *x) {
    x->root = ili_cell_need(&c);
    const char *test = ili_cell_need(&c);
    x->test = il_find_test(k, test);
    bool graded = x->test >= 0 && k->test[x->test].kind == IL_TEST_ORDINAL && k->test[x->test].sided;
    if (!graded) ili_cell_fault(&c, "'%s' is no graded test of one side", test);
    x->kind = (il_root_sign_kind)ili_cell_choice(&c, root_kind_words, IL_NROOT_SIGN_KIND);
    x->normal_from = graded ? ili_cell_between(&c, k->test[x->test].min, k->test[x->test].max) : ili_cell_number(&c);
    for (int i = 0; i < k->nroot_sign; i++)
        if (k->root_sign[i].test == x->test && !strcmp(k->root_sign[i].root, x->root)) ili_cell_fault(&c, "'%s' is there twice for the root %s", test, x->root);
    x->source = ili_cell_need(&c);
    ili_cell_status(&c);
    return c.status;
}

il_status ili_read_roots(il_knowledge *k, ili_table *t, ili_arena *a) {
    int           n = t->csv.nrow;
    il_root_sign *sign = ili_arena_array(a, (size_t)n + 1, sizeof *sign);
    if (!sign) return ili_no_memory(t->err);
    k->root_sign = sign;
    for (int i = 0; i < n; i++) {
        il_status st = read_root_sign(k, ili_row(t, a, i), &sign[i]);
        if (st) return st;
        k->nroot_sign = i + 1;
    }
    return IL_OK;
}
