// test_plan_scope.c - what steers a plan beside the findings: the clinician's own work, by which treatments are referred or not; and what shifts the prognosis
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "care_fixture.h"
#include "ilium/paper.h"
#include "ilium/report.h"

static il_plan *make(care_fixture *c) {
    il_plan *p = NULL;
    il_error err = {0};
    if (il_plan_make(&c->care, &p, NULL, &err)) fail_msg("%s", err.text);
    return p;
}

// ---- whose work ----------------------------------------------------------------------------------------------------------------------

// letters for this treatment in the plan
static int letters(const care_fixture *c, const il_plan *p, const char *id) {
    int n = 0;
    for (int i = 0; i < p->nreferral; i++) n += !p->referral[i].own && !strcmp(p->referral[i].reason, c->k->treatment[il_find_treatment(c->k, id)].name);
    return n;
}

static int letters_for(care_fixture *c, int profession, il_own_work *work, int nwork, const char *id) {
    c->patient.author = (il_author){.profession = profession, .nwork = nwork, .work = work};
    il_plan *p = make(c);
    int      n = letters(c, p, id);
    il_plan_free(p);
    return n;
}

static void what_lies_in_the_scope_is_not_referred_and_what_lies_outside_is(void **state) {
    (void)state;
    care_fixture c;
    care_open(&c);
    c.visit.pain.duration_weeks.value = 3; // acute: manipulation is chosen, which chiropractors do by the table
    il_own_work no[] = {{"spinal_manipulation", IL_NO, NULL}}, yes[] = {{"spinal_manipulation", IL_YES, NULL}}, other[] = {{"heel_lift", IL_NO, NULL}};
    assert_int_equal(letters_for(&c, 0, NULL, 0, "spinal_manipulation"), 1); // nothing recorded: referred, as before
    assert_int_equal(letters_for(&c, IL_BY_CHIROPRACTOR, NULL, 0, "spinal_manipulation"), 0);
    for (int by = IL_BY_PHYSIOTHERAPIST; by < IL_NPROVIDER; by++) assert_int_equal(letters_for(&c, by, NULL, 0, "spinal_manipulation"), 1);
    // what the record says of the treatment itself outweighs the profession, and says nothing of another
    assert_int_equal(letters_for(&c, IL_BY_CHIROPRACTOR, no, 1, "spinal_manipulation"), 1);
    assert_int_equal(letters_for(&c, IL_BY_PHYSIOTHERAPIST, yes, 1, "spinal_manipulation"), 0);
    assert_int_equal(letters_for(&c, 0, yes, 1, "spinal_manipulation"), 0);
    assert_int_equal(letters_for(&c, IL_BY_CHIROPRACTOR, other, 1, "spinal_manipulation"), 0);
    // what the person asks for and another does is referred too
    il_wanted      want = {"acupuncture", IL_WANT_WANTS, NULL};
    il_preferences none = {0};
    assert_int_equal(letters_for(&c, IL_BY_CHIROPRACTOR, NULL, 0, "acupuncture"), 0);
    c.visit.preferences = (il_preferences){.ntreatment = 1, .treatment = &want};
    assert_int_equal(letters_for(&c, IL_BY_CHIROPRACTOR, NULL, 0, "acupuncture"), 1);
    assert_int_equal(letters_for(&c, IL_BY_ACUPUNCTURIST, NULL, 0, "acupuncture"), 0);
    c.visit.preferences = none;
    care_close(&c);
}

// every profession, every treatment, every word of the record
static void referrals_follow_the_rule_for_every_profession(void **state) {
    (void)state;
    care_fixture c;
    care_open(&c);
    for (int by = 0; by < IL_NPROVIDER; by++)
        for (int t = 0; t < c.k->ntreatment; t++)
            for (int word = IL_NOT_ASKED; word <= IL_YES; word++) {
                const il_treatment *q = &c.k->treatment[t];
                il_own_work         work = {q->id, (il_answer)word, NULL};
                il_author           who = {.profession = by, .nwork = word != IL_NOT_ASKED, .work = &work};
                il_scope            want = q->by == IL_BY_SELF || word == IL_YES ? IL_SCOPE_OWN : word == IL_NO ? IL_SCOPE_OTHER : !by ? IL_SCOPE_UNKNOWN : (int)q->by == by ? IL_SCOPE_OWN : IL_SCOPE_OTHER;
                assert_int_equal(il_treatment_scope(c.k, &who, t), want);
            }
    for (int weeks = 3; weeks < 40; weeks += 27)
        for (int by = 0; by < IL_NPROVIDER; by++) {
            c.visit.pain.duration_weeks.value = weeks;
            c.patient.author = (il_author){.profession = by};
            il_plan *p = make(&c);
            for (int i = 0; i < p->nitem; i++) {
                const il_plan_item *x = &p->item[i];
                const char         *id = c.k->treatment[x->treatment].id;
                assert_int_equal(letters(&c, p, id), x->choice == IL_PLAN_CHOSEN && x->scope != IL_SCOPE_OWN);
            }
            il_plan_free(p);
        }
    care_close(&c);
}

static int count(const char *text, const char *what) {
    int n = 0;
    for (const char *at = text; (at = strstr(at, what)); at += strlen(what)) n++;
    return n;
}

// danger is referred whoever the clinician is; a procedure of one's own is told without a letter
static void danger_is_always_referred(void **state) {
    (void)state;
    care_fixture c;
    care_open(&c);
    care_condition(&c, "sij_pain", IL_SIDE_LEFT, 0.5, 0.9, 0.8);
    for (int by = 0; by < IL_NPROVIDER; by++) {
        c.patient.author = (il_author){.profession = by};
        il_plan *p = make(&c);
        int      own = 0, injection = il_find_treatment(c.k, "injection");
        for (int i = 0; i < p->nreferral; i++) own += p->referral[i].own && p->referral[i].to == (il_provider)by;
        assert_int_equal(letters(&c, p, "injection"), by != IL_BY_PHYSICIAN);
        assert_int_equal(il_treatment_scope(c.k, &c.patient.author, injection) == IL_SCOPE_OWN, by == IL_BY_PHYSICIAN);
        assert_true((own > 0) == (by == IL_BY_PHYSICIAN || by == IL_BY_SPINE_SPECIALIST));
        // the page: a letter for each reader that is left, and none to oneself
        il_paper        *paper = NULL;
        il_paper_request q = {.care = &c.care, .plan = p, .date = "2026-11-22"};
        char            *html = NULL;
        size_t           size = 0;
        il_error         err = {0};
        bool             to[IL_NPROVIDER] = {false};
        int              want = 0;
        for (int i = 0; i < p->nreferral; i++) want += !p->referral[i].own && !to[p->referral[i].to], to[p->referral[i].to] |= !p->referral[i].own;
        assert_int_equal(il_paper_make(IL_PAPER_PLAN, &q, &paper, &err), IL_OK);
        assert_int_equal(il_paper_html(paper, &html, &size, &err), IL_OK);
        assert_int_equal(count(html, "<section id=\"letter"), want);
        il_report_free(html);
        il_paper_free(paper);
        il_plan_free(p);
    }
    care_flag(&c, "ces_retention");
    c.item[0].level = c.a.safety.level = IL_SAFETY_EMERGENCY, c.a.safety.rank_allowed = c.a.safety.treatment_allowed = false;
    for (int by = 0; by < IL_NPROVIDER; by++) {
        c.patient.author = (il_author){.profession = by};
        il_plan *p = make(&c);
        assert_true(p->nreferral == 1 && !p->referral[0].own && p->referral[0].to == IL_BY_PHYSICIAN && p->referral[0].level == IL_SAFETY_EMERGENCY);
        il_plan_free(p);
    }
    care_close(&c);
}

// ---- prognosis -----------------------------------------------------------------------------------------------------------------------

static il_prognosis prognosis(care_fixture *c) {
    il_plan     *p = make(c);
    il_prognosis g = p->prognosis;
    g.factor = NULL;
    il_plan_free(p);
    return g;
}

static bool near(double a, double b) { return fabs(a - b) < 1e-9; }

static bool as_the_cohorts(const il_prognosis *g, int i) { return care_same_range(&g->pain[i], &g->cohort[i]); }

static void lifestyle_shifts_the_prognosis_as_was_found(void **state) {
    (void)state;
    care_fixture c;
    care_open(&c); // a man of 24.6 kg/m2, chronic pain of 6 of 10
    il_prognosis g = prognosis(&c);
    for (int i = 0; i < g.n; i++) assert_true(as_the_cohorts(&g, i));
    double now = 60.0/51.0;

    // sleepless men recover 0.81 times as often (0.69 to 0.95), of 42 % who recover: what stays is (1 - 0.81*0.42)/0.58 of the pain
    c.visit.history.sleepless = IL_YES;
    g = prognosis(&c);
    assert_true(near(g.pain[2].mid, now*26*(1 - 0.81*0.42)/0.58) && near(g.pain[2].high, now*33*(1 - 0.69*0.42)/0.58) && g.pain[2].low == g.cohort[2].low);
    c.patient.person.sex = IL_SEX_FEMALE;
    assert_true(near(prognosis(&c).pain[2].mid, now*26*(1 - 0.65*0.42)/0.58));
    c.patient.person.sex = IL_SEX_UNKNOWN; // both rows speak: the worse counts
    assert_true(near(prognosis(&c).pain[2].mid, now*26*(1 - 0.65*0.42)/0.58));
    // low mood beside it moves less: nothing adds
    c.visit.history.low_mood = IL_YES;
    assert_true(near(prognosis(&c).pain[2].mid, now*26*(1 - 0.65*0.42)/0.58));
    c.visit.history.sleepless = IL_NO;
    assert_true(near(prognosis(&c).pain[2].mid, now*26*(1 - 0.91*0.42)/0.58));
    c.visit.history.low_mood = IL_NOT_ASKED;

    // a woman who moves: nothing favours, and of a person of unknown sex neither; one who does not move: worse
    c.visit.history.exercise_minutes_a_week = (il_fact){true, 60};
    for (int sex = IL_SEX_UNKNOWN; sex <= IL_SEX_MALE; sex++) {
        c.patient.person.sex = (il_sex)sex;
        g = prognosis(&c);
        for (int i = 0; i < g.n; i++) assert_true(as_the_cohorts(&g, i));
    }
    c.patient.person.sex = IL_SEX_FEMALE;
    c.visit.history.exercise_minutes_a_week.value = 0;
    assert_true(near(prognosis(&c).pain[2].mid, now*26*(1 - 0.68*0.42)/0.58));
    c.visit.history.exercise_minutes_a_week.known = false;

    // obesity: between nothing and 1.36 times the risk; acute: smoking, by odds of 1.24 on 28 % who do not recover, and what speaks of chronic pain is silent
    c.patient.person.mass_kg.value = 110;
    g = prognosis(&c);
    assert_true(g.pain[2].mid == g.cohort[2].mid && near(g.pain[2].high, now*33*1.36));
    c.visit.pain.duration_weeks.value = 3, c.visit.history.smokes = IL_YES, c.visit.history.sleepless = IL_YES;
    g = prognosis(&c);
    double q = 0.28, odds = 1.24*q/(1 - q + 1.24*q)/q;
    assert_true(near(g.pain[2].mid, 60.0/52*12*odds) && g.pain[2].low == g.cohort[2].low);
    care_close(&c);
}

// whatever is recorded the range holds that of the cohorts, and no middle lies under theirs
static void the_range_never_narrows(void **state) {
    (void)state;
    care_fixture c;
    care_open(&c);
    il_kept kept = {"plank", {true, 0}, NULL};
    c.visit.kept = &kept;
    int moved = 0;
    for (int i = 0; i < 4*3*3*3*3*2*3*2; i++) {
        int n = i;
        c.visit.nkept = n%4 > 0, kept.percent.value = n%4 == 1 ? 20 : n%4 == 2 ? 80 : 100, n /= 4;
        c.visit.history.sleepless = (il_answer)(n%3), n /= 3;
        c.visit.history.low_mood = (il_answer)(n%3), n /= 3;
        c.visit.history.smokes = (il_answer)(n%3), n /= 3;
        c.patient.person.sex = (il_sex)(n%3), n /= 3;
        c.patient.person.mass_kg.value = n%2 ? 120 : 70, n /= 2;
        c.visit.history.exercise_minutes_a_week = (il_fact){n%3 > 0, n%3 == 1 ? 0 : 90}, n /= 3;
        c.visit.pain.duration_weeks.value = n%2 ? 4 : 40;
        il_prognosis g = prognosis(&c);
        assert_true(g.known && as_the_cohorts(&g, 0));
        for (int w = 1; w < g.n; w++) {
            const il_range *x = &g.pain[w], *y = &g.cohort[w];
            assert_true(x->low == y->low && x->mid >= y->mid && x->high >= y->high && x->low <= x->mid && x->mid <= x->high && x->low >= 0.0 && x->high <= 100.0);
            moved += !as_the_cohorts(&g, w);
        }
    }
    assert_true(moved > 1000);
    care_close(&c);
}

// how a row of the table stands to the person
static int stands(care_fixture *c, const char *id) {
    il_plan *p = make(c);
    int      does = -1;
    for (int i = 0; i < p->prognosis.nfactor; i++)
        if (!strcmp(c->k->prognosis[p->prognosis.factor[i].row].id, id)) does = p->prognosis.factor[i].does;
    il_plan_free(p);
    return does;
}

static double adherence(care_fixture *c) {
    il_plan *p = make(c);
    double   percent = p->adherence;
    il_plan_free(p);
    return percent;
}

// told with its direction, and no number moves by it; of a mild pain as of a strong one
static void adherence_moves_no_number(void **state) {
    (void)state;
    care_fixture c;
    care_open(&c);
    il_kept kept = {"plank", {true, 0}, NULL};
    c.visit.nkept = 1, c.visit.kept = &kept;
    for (int pain = 1; pain <= 10; pain += 3)
        for (int percent = 0; percent <= 100; percent += 10) {
            c.visit.pain.intensity_now.value = pain, kept.percent.value = percent;
            il_prognosis g = prognosis(&c);
            for (int i = 0; i < g.n; i++) assert_true(as_the_cohorts(&g, i));
            const char *row = percent < 70 ? "adherence_poor" : percent < 90 ? "adherence_moderate" : "adherence_good";
            assert_int_equal(stands(&c, row), IL_PROGNOSIS_TOLD);
        }
    care_close(&c);
}

// of exercises alone: a belt that was worn, or what the history tells in words of past care, is no exercise done
static void adherence_is_that_to_exercises(void **state) {
    (void)state;
    care_fixture c;
    care_open(&c);
    il_kept  kept[] = {{"belt", {true, 10}, NULL}, {"core_stability", {true, 80}, NULL}, {"plank", {true, 60}, NULL}};
    il_tried tried = {.treatment = "plank", .adherence_percent = {true, 20}};
    assert_true(il_find_treatment(c.k, "belt") >= 0);
    c.visit.kept = kept, c.visit.nkept = 1, c.visit.history.ntried = 1, c.visit.history.tried = &tried;
    assert_true(isnan(adherence(&c)));
    assert_int_equal(stands(&c, "adherence_poor"), IL_PROGNOSIS_UNKNOWN);
    c.visit.nkept = 3;
    assert_true(near(adherence(&c), 70));
    care_close(&c);
}

// a later visit that does not ask forgets nothing, one that answers stands, and none after the planned one speaks
static void the_latest_visit_that_answers_speaks(void **state) {
    (void)state;
    care_fixture c;
    care_open(&c);
    il_kept  kept = {"plank", {true, 40}, NULL};
    il_visit visit[3] = {c.visit, c.visit, c.visit};
    c.patient.visit = visit, c.patient.nvisit = 3, c.request.visit = 2;
    visit[0].history.sleepless = IL_YES, visit[0].nkept = 1, visit[0].kept = &kept;
    double worse = 60.0/51.0*26*(1 - 0.81*0.42)/0.58;
    assert_true(near(prognosis(&c).pain[2].mid, worse) && near(adherence(&c), 40));
    visit[1].history.sleepless = IL_NO;
    assert_true(prognosis(&c).pain[2].mid == prognosis(&c).cohort[2].mid);
    visit[0].history.sleepless = IL_NO, visit[1].history.sleepless = IL_YES;
    assert_true(near(prognosis(&c).pain[2].mid, worse));
    visit[0].history.sleepless = visit[1].history.sleepless = IL_NOT_ASKED, visit[2].history.sleepless = IL_YES;
    assert_true(prognosis(&c).pain[2].mid == prognosis(&c).cohort[2].mid);
    visit[0].history.exercise_minutes_a_week = (il_fact){true, 0}, visit[0].history.low_mood = IL_YES;
    assert_int_equal(stands(&c, "activity_men"), IL_PROGNOSIS_TOLD);
    assert_int_equal(stands(&c, "low_mood_chronic"), IL_PROGNOSIS_WORSENS);
    care_close(&c);
}

// what is only recalled worsens as what was found does, and a ratio that favours moves nothing
static void a_ratio_may_only_warn(void **state) {
    (void)state;
    care_fixture c;
    care_open(&c);
    c.visit.history.low_mood = IL_YES;
    il_prognosis_row *row = calloc((size_t)c.k->nprognosis, sizeof *row);
    memcpy(row, c.k->prognosis, (size_t)c.k->nprognosis*sizeof *row);
    const il_prognosis_row *read = c.k->prognosis;
    c.k->prognosis = row;
    for (int i = 0; i < c.k->nprognosis; i++) row[i].status = IL_SOURCE_RECALLED;
    assert_true(prognosis(&c).pain[1].mid > prognosis(&c).cohort[1].mid);
    for (il_shift shift = IL_SHIFT_RECOVER; shift <= IL_SHIFT_RISK; shift++)
        for (int i = 0; i < c.k->nprognosis; i++) {
            bool recover = shift == IL_SHIFT_RECOVER;
            if (row[i].shift == IL_SHIFT_SHARE) continue;
            row[i].shift = shift, row[i].low = recover ? 1.1 : 0.5, row[i].mid = recover ? 1.5 : 0.6, row[i].high = recover ? 2.0 : 0.7;
            il_prognosis g = prognosis(&c);
            if (i == c.k->nprognosis - 1)
                for (int w = 0; w < g.n; w++) assert_true(as_the_cohorts(&g, w));
        }
    c.k->prognosis = read;
    free(row);
    care_close(&c);
}

static void refused(const char *find, const char *replace, const char *says) {
    il_knowledge *k = NULL;
    il_error      err = {0};
    char          text[900];
    il_status     st = clinical_edited("treatments/prognosis.csv", find, replace, &k, &err);
    il_error_format(&err, text, sizeof text);
    if (st == IL_OK || k) fail_msg("'%s' for '%s' was taken", replace, find);
    if (!strstr(text, says) || !strstr(text, "treatments/prognosis.csv")) fail_msg("%s: says: %s", says, text);
}

static void what_is_wrong_in_the_table_is_refused(void **state) {
    (void)state;
    refused("recovered_chronic,recovered within a year,share,,,,any,chronic,,0.42,,", "recovered_chronic,recovered within a year,share,,,,any,chronic,,1.42,,", "between 0 and 1");
    refused("any,chronic,,0.42,", "any,acute,,0.42,", "no share of chronic pain");
    refused("worse,adherence_percent,70,90", "worse,adherence_percent,70,60", "not above from");
    refused("worse,adherence_percent,70,90", "worse,adherence,70,90", "adherence_percent");
    refused("worse,adherence_percent,70,90,any,chronic,,,", "worse,adherence_percent,70,90,any,chronic,1.8,10.9,20.0", "has a figure is a ratio");
    refused("recover,sleepless,1,2,female,chronic,0.57,0.65,0.74", "recover,sleepless,1,2,female,chronic,0.74,0.65,0.57", "ascend");
    refused("worse,low_mood,1,2,any,acute,,,", "worse,low_mood,1,2,any,acute,,2,", "has a figure is a ratio");
    refused("\nadherence_moderate,", "\nadherence_good,", "is there twice");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_lies_in_the_scope_is_not_referred_and_what_lies_outside_is),
        cmocka_unit_test(referrals_follow_the_rule_for_every_profession),
        cmocka_unit_test(danger_is_always_referred),
        cmocka_unit_test(lifestyle_shifts_the_prognosis_as_was_found),
        cmocka_unit_test(the_range_never_narrows),
        cmocka_unit_test(adherence_moves_no_number),
        cmocka_unit_test(adherence_is_that_to_exercises),
        cmocka_unit_test(the_latest_visit_that_answers_speaks),
        cmocka_unit_test(a_ratio_may_only_warn),
        cmocka_unit_test(what_is_wrong_in_the_table_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
