// patient_vocab.c - the clinical knowledge as a vocabulary of patient files
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "ilium/io.h"
#include "ilium/knowledge.h"

typedef struct memory {
    il_patient_vocab vocab; // first: the caller holds a pointer to it
    il_test_word    *test;
    il_region_word  *region;
    const char     **flag, **treatment, **equipment;
} memory;

void il_patient_vocab_free(il_patient_vocab *vocab) {
    memory *m = (memory *)vocab;
    if (!m) return;
    free(m->test);
    free(m->region);
    free(m->flag);
    free(m->treatment);
    free(m->equipment);
    free(m);
}

// rows that somebody is asked; the others follow from the record
static int asked_rows(const il_screen_rules *rules, const char **out) {
    int n = 0;
    for (int i = 0; i < rules->nrule; i++)
        if (rules->rule[i].from == IL_FROM_ASK) out[n++] = rules->rule[i].id;
    return n;
}

// a sign that compares the two sides cannot hold on both: what is read off a signed quantity of the whole person, and what is low on one side
static bool is_one_sided(const il_test *t) {
    const char *end = strrchr(t->id, '_');
    return t->kind == IL_TEST_SIGN && t->sided && (t->mirrored || (end && strcmp(end, "_low") == 0));
}

static double or_zero(double x) { return isnan(x) ? 0.0 : x; }

// a sign and a number of one quantity: they may differ by three errors of both, and no more
static void fill_judged(const il_knowledge *k, int sign, il_test_word *out) {
    const il_test *t = &k->test[sign];
    for (int j = 0; t->enters == IL_ENTER_SIMULATED && t->kind == IL_TEST_SIGN && j < k->ntest; j++) {
        const il_test *n = &k->test[j];
        if (n->kind != IL_TEST_NUMBER || n->enters != IL_ENTER_SIMULATED || n->mirrored || t->mirrored || strcmp(n->quantity, t->quantity) != 0) continue;
        out->judges = n->id, out->cut = t->cut[0], out->above = t->positive_above;
        out->cut_error = 3.0*hypot(hypot(or_zero(n->retest_sd), or_zero(n->rater_sd)), or_zero(t->rater_sd));
    }
}

static void fill_norm(const il_knowledge *k, int test, il_test_word *out) {
    for (int i = 0; i < k->nnorm && strcmp(out->unit, "deg") == 0; i++)
        if (k->norm[i].test == test && k->norm[i].use && k->norm[i].sd > 0.0) out->norm_mean = k->norm[i].mean, out->norm_sd = k->norm[i].sd;
}

static void fill(memory *m, const il_knowledge *k) {
    for (int i = 0; i < k->ntest; i++) {
        const il_test *t = &k->test[i];
        m->test[i] = (il_test_word){.id = t->id, .unit = t->unit, .min = t->min, .max = t->max, .sided = t->sided,
                                    .sign = t->kind == IL_TEST_SIGN, .whole = t->kind == IL_TEST_ORDINAL,
                                    .one_side = is_one_sided(t)};
        fill_judged(k, i, &m->test[i]);
        fill_norm(k, i, &m->test[i]);
    }
    for (int i = 0; i < k->nregion; i++) m->region[i] = (il_region_word){k->region[i].code, k->region[i].sided};
    int nflag = asked_rows(&k->screen, m->flag), n = 0, nself = 0;
    for (int i = 0; i < k->ntreatment; i++)
        if (k->treatment[i].by != IL_BY_SELF) m->treatment[n++] = k->treatment[i].id;
    for (int i = 0; i < k->ntreatment; i++)
        if (k->treatment[i].by == IL_BY_SELF) m->treatment[n++] = k->treatment[i].id, nself++;
    for (int i = 0; i < k->nexercise; i++) m->treatment[n++] = k->exercise[i].id;
    for (int i = 0; i < k->nequipment; i++) m->equipment[i] = k->equipment[i].id;
    m->vocab = (il_patient_vocab){.ntest = k->ntest, .nregion = k->nregion, .nflag = nflag, .test = m->test, .region = m->region, .flag = m->flag,
                                  .nscore = k->nscore, .score = k->score, .ntreatment = n, .nself = nself, .nexercise = k->nexercise, .treatment = m->treatment,
                                  .nequipment = k->nequipment, .equipment = m->equipment};
}

il_status il_patient_vocab_create(const struct il_knowledge *k, il_patient_vocab **out, il_error *err) {
    *out = NULL;
    memory *m = calloc(1, sizeof *m);
    if (m) {
        m->test = calloc((size_t)k->ntest + 1, sizeof *m->test);
        m->region = calloc((size_t)k->nregion + 1, sizeof *m->region);
        m->flag = calloc((size_t)k->screen.nrule + 1, sizeof *m->flag);
        m->treatment = calloc((size_t)(k->ntreatment + k->nexercise) + 1, sizeof *m->treatment);
        m->equipment = calloc((size_t)k->nequipment + 1, sizeof *m->equipment);
    }
    if (!m || !m->test || !m->region || !m->flag || !m->treatment || !m->equipment) {
        il_patient_vocab_free(m ? &m->vocab : NULL);
        return il_error_set(err, IL_NO_MEMORY, NULL, 0, 0, "out of memory");
    }
    fill(m, k);
    *out = &m->vocab;
    return IL_OK;
}
