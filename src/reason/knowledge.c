// knowledge.c - looking things up in the clinical tables
#include "base/text.h"
#include "ilium/knowledge.h"
#include "ilium/body.h"

#include <math.h>
#include <string.h>

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

static bool same_word(const char *a, const char *b, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (lower(a[i]) != lower(b[i])) return false;
    return b[n] == 0;
}

bool il_list_has(const char *list, const char *name) {
    size_t want = strlen(name);
    for (const char *p = list; *p;) {
        size_t n = strcspn(p, ";");
        if (n == want && !strncmp(p, name, n)) return true;
        p += n + (p[n] == ';');
    }
    return false;
}

int il_find_test(const il_knowledge *k, const char *id) {
    for (int i = 0; i < k->ntest; i++)
        if (!strcmp(k->test[i].id, id)) return i;
    return -1;
}

int il_find_test_by_name(const il_knowledge *k, const char *name) {
    for (int i = 0; i < k->ntest; i++) {
        const il_test *t = &k->test[i];
        if (same_word(t->id, name, strlen(t->id)) || same_word(t->name, name, strlen(t->name))) return i;
        for (const char *p = t->synonyms; *p;) {
            size_t n = strcspn(p, ";");
            if (n && same_word(p, name, n)) return i;
            p += n + (p[n] == ';');
        }
    }
    return -1;
}

int il_find_condition(const il_knowledge *k, const char *id) {
    for (int i = 0; i < k->ncondition; i++)
        if (!strcmp(k->condition[i].id, id)) return i;
    return -1;
}

il_status il_condition_apply(const il_knowledge *k, int condition, const il_body *body, il_params *p, il_side side, double severity, il_error *err) {
    bool    sided = k->condition[condition].sided && (side == IL_SIDE_RIGHT || side == IL_SIDE_LEFT);
    il_side other = side == IL_SIDE_RIGHT ? IL_SIDE_LEFT : IL_SIDE_RIGHT;
    if (!k->condition[condition].simulated)
        return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "'%s' is known by its tests only: it changes nothing that is simulated", k->condition[condition].id);
    for (int i = 0; i < k->nchange; i++) {
        const il_change *c = &k->change[i];
        if (c->condition != condition) continue;
        il_side   where = !sided || (c->same_side && c->other_side) ? IL_SIDE_BOTH : c->same_side ? side : other;
        il_status status = il_parameter_apply(body, p, c->parameter, c->target, where, c->value, severity, err);
        if (status != IL_OK) return status;
    }
    return IL_OK;
}

il_setting_prior il_condition_prior(const il_condition *c, il_setting setting) {
    for (int away = 0; away < IL_NSETTING; away++) {
        int near = (int)setting - away, far = (int)setting + away;
        if (near >= 0 && c->setting[near].known) return c->setting[near];
        if (far < IL_NSETTING && c->setting[far].known) return c->setting[far];
    }
    return (il_setting_prior){0};
}

const char *il_code_system_uri(il_code_system system) {
#define X(name, word, uri) uri,
    static const char *const uris[] = {IL_CODE_SYSTEM_LIST(X)};
#undef X
    return (unsigned)system < IL_NCODE_SYSTEM ? uris[system] : "";
}

const char *il_setting_word(il_setting setting) {
    static const char *const words[] = {"primary_care", "clinic", "spine_centre"};
    return (unsigned)setting < IL_NSETTING ? words[setting] : "";
}

const char *il_test_agreement(const il_test *test, char buf[IL_AGREEMENT_TEXT]) {
    ili_text t = ili_text_fixed(buf, IL_AGREEMENT_TEXT);
    if (!isnan(test->kappa)) {
        ili_text_add(&t, "examiners agree by kappa ");
        ili_text_fixed_number(&t, test->kappa, 2);
        ili_text_printf(&t, " (%s)", test->error_source);
    } else if (!isnan(test->rater_sd)) {
        ili_text_add(&t, "two examiners differ by an SD of ");
        ili_text_fixed_number(&t, test->rater_sd, 1);
        ili_text_printf(&t, " %s (%s)", test->unit, test->error_source);
    } else if (!strstr(test->reason, "unknown") && !strstr(test->reason, "does not apply")) ili_text_add(&t, "agreement between examiners unknown");
    if (*test->reason) ili_text_printf(&t, "%s%s", t.len ? ". " : "", test->reason);
    return buf;
}

bool il_test_targets(const il_knowledge *k, int test, int condition) {
    for (int i = 0; i < k->naccuracy; i++)
        if (k->accuracy[i].test == test && !strcmp(k->accuracy[i].target, k->condition[condition].id)) return true;
    return false;
}

il_status il_parameter_check(const il_parameter *parameter, const char *id, double value, il_error *err) {
    if (value >= parameter->low && value <= parameter->high) return IL_OK;
    const char *unit = strcmp(parameter->unit, "1") == 0 ? "" : parameter->unit;
    return il_error_set(err, IL_BAD_VALUE, NULL, 0, 0, "%s is %g; it ranges from %g to %g%s%s, and %g changes nothing", id, value, parameter->low,
                        parameter->high, *unit ? " " : "", unit, parameter->neutral);
}

int il_find_region(const il_knowledge *k, const char *code) {
    for (int i = 0; i < k->nregion; i++)
        if (!strcmp(k->region[i].code, code)) return i;
    return -1;
}

int il_find_notice(const il_knowledge *k, const char *id, const char *country) {
    int general = -1;
    for (int i = 0; i < k->nnotice; i++) {
        if (strcmp(k->notice[i].id, id)) continue;
        if (!*k->notice[i].country) general = i;
        if (country && *country && !strcmp(k->notice[i].country, country)) return i;
    }
    return general;
}

const char *il_notice_text(const il_knowledge *k, const char *id) {
    int i = il_find_notice(k, id, NULL);
    return i < 0 ? "" : k->notice[i].text;
}

// a norm of the person's age goes before one of another, and one of their own sex before one of both; any serves when nothing else does
int il_find_norm(const il_knowledge *k, int test, il_sex sex, double age) {
    int best = -1, best_score = -1;
    for (int i = 0; i < k->nnorm; i++) {
        const il_norm *n = &k->norm[i];
        if (n->test != test || !n->use || (n->sex != IL_SEX_UNKNOWN && n->sex != sex)) continue;
        int score = 2*(age >= n->age_min && age <= n->age_max) + (n->sex == sex && sex != IL_SEX_UNKNOWN);
        if (score > best_score) best = i, best_score = score;
    }
    return best;
}

const il_norm *il_norm_of_quantity(const il_knowledge *k, const char *quantity, il_sex sex, double age) {
    for (int t = 0; t < k->ntest; t++) {
        const il_test *x = &k->test[t];
        if (x->enters != IL_ENTER_SIMULATED || x->kind != IL_TEST_NUMBER || x->mirrored || strcmp(x->quantity, quantity) != 0) continue;
        int norm = il_find_norm(k, t, sex, age);
        return norm >= 0 && k->norm[norm].sd > 0.0 && x->model_sd > 0.0 ? &k->norm[norm] : NULL;
    }
    return NULL;
}

double il_norm_weight(const il_test *test, const il_norm *norm, double age) {
    bool   like = norm->status == IL_SOURCE_FOUND && !(age < norm->age_min - 10.0 || age > norm->age_max + 10.0); // an age that is not known is taken to be that of the norm
    double own = IL_SHARED_DISCREPANCY*test->model_sd*test->model_sd, group = norm->sd*(like ? 0.5 : 1.0);
    return own/(own + group*group + (norm->n > 0 ? norm->sd*norm->sd/norm->n : 0.0));
}

void il_severity_density(const il_condition *c, int n, const double *severity, double *out) {
    for (int i = 0; i < n; i++) {
        double z = (severity[i] - c->severity_mean)/c->severity_sd;
        out[i] = isnan(z) ? 1.0 : exp(-0.5*z*z);
    }
}
