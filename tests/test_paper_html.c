// test_paper_html.c - documents: what each must hold and what it must never say; as pages: well-formed, self-contained, every number of a citation leads somewhere
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <jansson.h>
#include <stdio.h>

#include "alloc_count.h"
#include "paper_fixture.h"
#include "report/doc.h"
#include "html_xml.h"

static const enum fixture cases[] = {FIX_ORDINARY, FIX_WATCH_PAIR, FIX_URGENT, FIX_EMERGENCY, FIX_INCOMPLETE, FIX_NO_FINDINGS, FIX_OUT_OF_SCOPE, FIX_NO_SCREEN};

// the text of a page without its tags and without its head
static char *visible(const char *html) {
    const char *at = strstr(html, "<body>");
    char       *out = calloc(strlen(html) + 1, 1), *to = out;
    for (bool tag = false; at && *at; at++) {
        if (*at == '<') tag = true;
        if (!tag) *to++ = *at;
        if (*at == '>') tag = false;
    }
    return out;
}

static bool has(const char *text, const char *what) { return strstr(text, what) != NULL; }

// each of the words stands behind the one before it
static void in_order(const char *html, const char *const *word) {
    const char *at = html;
    for (; *word; word++) {
        const char *next = strstr(at, *word);
        if (!next) fail_msg("'%s' is not there, or out of its order", *word);
        at = next;
    }
}

#ifdef IL_HAVE_LIBXML2
static void check_page(const char *text) {
    xmlDoc *doc = parsed(text);
    assert_int_equal(count(doc, "/h:html[@lang='en']"), 1);
    assert_int_equal(count(doc, "//h:h1"), 1);
    assert_int_equal(count(doc, "//h:meta[@http-equiv='Content-Security-Policy']"), 1);
    assert_int_equal(count(doc, "//h:section[@id='notices']//h:li") >= 8, 1);
    assert_int_equal(count(doc, "//h:th[not(@scope)]"), 0);
    assert_int_equal(count(doc, "//s:svg[not(@aria-label) and not(@aria-hidden)]"), 0);
    assert_int_equal(count(doc, "//h:section[not(@aria-labelledby = h:h2/@id)]"), 0);
    assert_int_equal(count(doc, "//*[@id and @id = following::*/@id]"), 0);
    assert_int_equal(count(doc, "//h:tr[h:td][sum(h:td/@colspan) + count(h:td[not(@colspan)]) != count(ancestor::h:table/h:thead/h:tr/h:th)]"), 0);
    // nothing that runs or loads; links lead into the page or to an address that was made from a source
    assert_int_equal(count(doc, "//h:script|//h:link|//h:img|//h:iframe|//h:object|//h:form|//@src|//@style|//@*[starts-with(name(),'on')]"), 0);
    assert_int_equal(count(doc, "//h:a[not(starts-with(@href,'#cite')) and not(starts-with(@href,'https://'))]"), 0);
    // each number of a citation has its entry, and each entry is cited
    assert_int_equal(count(doc, "//h:sup/h:a[not(substring(@href, 2) = //h:li/@id)]"), 0);
    assert_int_equal(count(doc, "//h:li[starts-with(@id,'cite')][not(concat('#', @id) = //h:sup/h:a/@href)]"), 0);
    xmlFreeDoc(doc);
}

static void every_page_is_well_formed_and_closed(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases/sizeof *cases; i++) {
        paper_fixture x;
        paper_open(&x, cases[i], i%2 == 0);
        for (int kind = 0; kind < IL_NPAPER; kind++) {
            char *text = paper_html(&x, (il_paper_kind)kind);
            check_page(text);
            il_report_free(text);
        }
        paper_close(&x);
    }
}

// markup, quotes, controls and writing from right to left, in every text of the record
static void hostile_text_stays_text(void **state) {
    (void)state;
    paper_fixture x;
    paper_open(&x, FIX_ORDINARY, true);
    paper_hostile(&x);
    for (int kind = 0; kind < IL_NPAPER; kind++) {
        char *text = paper_html(&x, (il_paper_kind)kind);
        assert_false(has(text, "<script"));
        assert_false(has(text, "<svg onload"));
        assert_false(has(text, "\xe2\x80\xae"));
        check_page(text);
        il_report_free(text);
    }
    paper_close(&x);
}
#endif

// ---- what each must hold -----------------------------------------------------------------------------------------------------------

static void the_clinician_reads_danger_first_and_limits_last(void **state) {
    static const char *const order[] = {"id=\"safety\"", "id=\"short\"", "id=\"ranking\"", "id=\"findings\"", ">Physical<", ">Neurological<", ">Structural<", "id=\"body\"", "id=\"pain\"",
                                        "id=\"loads\"", "id=\"next\"", "id=\"against\"", "id=\"plan\"", "id=\"phases\"", "id=\"exercises\"", "id=\"prognosis\"", "id=\"referrals\"",
                                        "id=\"unknown\"", "id=\"sources\"", "id=\"notices\"", "id=\"lettera\"", NULL};
    (void)state;
    paper_fixture x;
    paper_open(&x, FIX_ORDINARY, true);
    char *text = paper_html(&x, IL_PAPER_CLINICIAN);
    in_order(text, order);
    assert_true(has(text, "accuracy on real patients unknown") && has(text, "Present is not painful") && has(text, "Load is not pain"));
    il_report_free(text);
    paper_close(&x);
}

static void where_nothing_may_be_ranked_nothing_is_named(void **state) {
    static const enum fixture mute[] = {FIX_EMERGENCY, FIX_OUT_OF_SCOPE, FIX_NO_SCREEN};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        paper_fixture x;
        paper_open(&x, mute[i], true);
        x.plan = (il_plan){.only_referral = true, .why = "first things first", .adherence = IL_NAN};
        for (int kind = 0; kind < IL_NPAPER; kind++) {
            char *text = paper_html(&x, (il_paper_kind)kind), *seen = visible(text);
            for (int c = 0; c < x.a->ncondition; c++) assert_false(has(seen, x.a->condition[c].name));
            assert_false(has(text, "id=\"ranking\"") || has(text, "id=\"body\"") || has(text, "class=\"loads\"") || has(seen, "likely"));
            free(seen);
            il_report_free(text);
        }
        paper_close(&x);
    }
}

// no ranking, no probability, no serious disease, whatever the case
static void the_person_reads_no_ranking_and_no_disease(void **state) {
    static const char *const never[] = {"cauda", "cancer", "Cancer", "malignan", "tumour", "metasta", "aneurysm", "sepsis ", "fracture", "embolism", "abscess", "infection", "stenosis", "spondyl",
                                        "thrombosis", "probab", "posterior", "likely", "bits", "condition"};
    (void)state;
    for (size_t i = 0; i < sizeof cases/sizeof *cases; i++) {
        paper_fixture x;
        paper_open(&x, cases[i], true);
        char *text = paper_html(&x, IL_PAPER_PATIENT), *seen = visible(text);
        char *own = strstr(seen, "Notices"); // the notices are the same for all
        if (own) *own = 0;
        for (int c = 0; c < x.a->ncondition; c++) assert_false(has(seen, x.a->condition[c].name));
        for (int r = 0; r < x.a->safety.npositive; r++) assert_false(x.a->safety.positive[r].suspect && has(seen, x.a->safety.positive[r].suspect));
        for (size_t w = 0; w < sizeof never/sizeof *never; w++)
            if (has(seen, never[w])) fail_msg("%s: '%s'", fixture_name[cases[i]], never[w]);
        static const char *const order[] = {"id=\"safety\"", "id=\"questions\"", "id=\"notices\"", NULL};
        in_order(text, order);
        free(seen);
        il_report_free(text);
        paper_close(&x);
    }
}

static void the_person_reads_only_a_plan_that_was_released(void **state) {
    (void)state;
    paper_fixture x;
    paper_open(&x, FIX_ORDINARY, true);
    const char *bridge = x.k->exercise[x.exercise[0].exercise].name, *plank = x.k->exercise[x.exercise[1].exercise].name;
    char       *text = paper_html(&x, IL_PAPER_PATIENT);
    assert_true(has(text, "id=\"diary\"") && has(text, "hands on your hips") && has(text, "2026-04-01, M. Examiner"));
    assert_true(has(text, bridge));
    assert_false(has(text, plank));
    il_report_free(text);

    x.saved.released = NULL;
    text = paper_html(&x, IL_PAPER_PATIENT);
    assert_false(has(text, bridge));
    assert_true(has(text, "No clinician has released a plan"));
    il_report_free(text);

    // an open sign of danger stands before a plan of earlier
    x.saved.released = "2026-04-01";
    x.a->safety.treatment_allowed = false;
    text = paper_html(&x, IL_PAPER_PATIENT);
    assert_false(has(text, bridge));
    il_report_free(text);
    paper_close(&x);

    paper_open(&x, FIX_EMERGENCY, true);
    bridge = x.k->exercise[x.exercise[0].exercise].name; // of the tables read anew
    text = paper_html(&x, IL_PAPER_PATIENT);
    assert_true(has(text, "Get help now"));
    assert_false(has(text, bridge) || has(text, "id=\"diary\"") || has(text, "id=\"desk\""));
    il_report_free(text);
    paper_close(&x);
}

// each row of the screen that means "now" has words that a person understands
static void every_emergency_has_a_plain_line(void **state) {
    (void)state;
    il_knowledge *k = clinical_knowledge();
    int           rows = 0;
    for (int r = 0; r < k->screen.nrule; r++) {
        const il_screen_rule *rule = &k->screen.rule[r];
        bool                  said = false;
        if (rule->level != IL_LEVEL_EMERGENCY || rule->role != IL_ROLE_WARNS) continue;
        for (int i = 0; i < k->nhandout; i++) said |= k->handout[i].topic == IL_TOPIC_DANGER && il_list_has(k->handout[i].items, rule->id);
        if (!said) fail_msg("%s has no line of papers/handouts.csv", rule->id);
        rows++;
    }
    assert_true(rows > 20);
    il_knowledge_free(k);
}

static void the_documentation_holds_what_is_recorded_and_says_what_is_not(void **state) {
    static const char *const order[] = {"id=\"safety\"", "id=\"author\"", "id=\"person\"", "id=\"accident\"", "id=\"before\"", "id=\"history\"", "id=\"findings\"", ">Physical<", ">Neurological<",
                                        ">Structural<", "id=\"scores\"", "id=\"change\"", "id=\"treatment\"", "id=\"opinions\"", "id=\"prognosis\"", "id=\"consent\"", "id=\"entries\"", "id=\"declaration\"",
                                        "id=\"appendix\"", "id=\"sources\"", "id=\"notices\"", NULL};
    static const char *const written[] = {"M. Examiner", "DC", "L-1", "Texas", "slip or fall", "slipped on ice", "low back pain in 2019", "62 ± 4 deg", "71 ± 4 deg", "inclinometer",
                                          "limited", "one half to the fall", "edition of the guides: sixth", "soreness", "2026-03-31T14:05:00Z", "on ice", "massage", "normal", "signature",
                                          "+9 deg; a change shows from 11 deg (two examiners, or not told): no change shown", "counts from 1.8: better"};
    (void)state;
    paper_fixture x;
    paper_open(&x, FIX_ORDINARY, true);
    x.finding[0][0].limited_by = IL_LIMITED_LOCAL_PAIN;
    char *text = paper_html(&x, IL_PAPER_LEGAL), *seen = visible(text);
    in_order(text, order);
    for (size_t i = 0; i < sizeof written/sizeof *written; i++)
        if (!has(seen, written[i])) fail_msg("'%s' is not there", written[i]);
    free(seen);
    il_report_free(text);
    paper_close(&x);

    paper_open(&x, FIX_ORDINARY, false);
    text = paper_html(&x, IL_PAPER_LEGAL);
    in_order(text, order);
    int missing = 0;
    for (const char *p = text; (p = strstr(p, "not recorded")); p++) missing++;
    assert_true(missing >= 20);
    il_report_free(text);
    paper_close(&x);
}

// habits and mood stand under the prognosis of those who treat, where they move it, and never in the legal paper, nor what they do to the range
static void the_legal_paper_has_the_course_of_cohorts_alone(void **state) {
    (void)state;
    paper_fixture x;
    paper_open(&x, FIX_ORDINARY, true);
    il_prognosis_factor factor[2] = {{-1, IL_PROGNOSIS_WORSENS}, {-1, IL_PROGNOSIS_TOLD}};
    for (int i = 0; i < x.k->nprognosis; i++) {
        if (!strcmp(x.k->prognosis[i].id, "low_mood_chronic")) factor[0].row = i;
        if (!strcmp(x.k->prognosis[i].id, "smoking_chronic")) factor[1].row = i;
    }
    x.plan.adherence = 40;
    x.plan.prognosis = (il_prognosis){.known = true, .population = IL_POPULATION_CHRONIC, .n = 2, .week = {0, 6}, .cohort = {{true, 60, 60, 60}, {true, 31, 37, 43}},
                                      .pain = {{true, 60, 60, 60}, {true, 31, 77, 83}}, .nfactor = 2, .factor = factor, .source = x.k->course[0].source};
    char *text = paper_html(&x, IL_PAPER_LEGAL), *part = strstr(text, "id=\"prognosis\""), *end = strstr(text, "id=\"consent\"");
    assert_true(part && end && has(part, "37"));
    *end = 0;
    assert_false(has(part, "mood") || has(part, "smok") || has(part, "77") || has(part, "dherence") || has(part, "moves"));
    il_report_free(text);
    text = paper_html(&x, IL_PAPER_CLINICIAN);
    part = strstr(text, "id=\"prognosis\"");
    assert_true(part && has(part, "low mood") && has(part, "77") && has(part, "Recorded, and no figure moves the range by it: smoking"));
    assert_false(has(part, "gained less over eight months")); // what moves nothing is no finding
    il_report_free(text);
    paper_close(&x);
}

// simulated loads stand in the appendix alone, called illustrative; the program writes no opinion
static void simulated_loads_support_no_cause(void **state) {
    (void)state;
    paper_fixture x;
    paper_open(&x, FIX_ORDINARY, true);
    char *text = paper_html(&x, IL_PAPER_LEGAL), *appendix = strstr(text, "id=\"appendix\"");
    assert_non_null(appendix);
    assert_true(has(appendix, "illustrative") && has(appendix, "no evidence of what caused an injury") && has(appendix, "never support a statement about what caused"));
    assert_true(has(appendix, x.a->load[0].structure));
    *appendix = 0;
    for (int i = 0; i < x.a->nload; i++) assert_false(has(text, x.a->load[i].structure));
    for (int i = 0; i < x.a->ncondition; i++) assert_false(has(text, x.a->condition[i].name));
    const char *cause = strstr(text, ">Causation<");
    assert_true(cause && strstr(cause, "not recorded") && strstr(cause, "not recorded") < cause + 120);
    il_report_free(text);
    paper_close(&x);
}

// ---- citations ---------------------------------------------------------------------------------------------------------------------

static bool is_source(const il_knowledge *k, const char *text) {
#define LOOK(list, n, field) \
    for (int i = 0; i < k->n; i++) \
        if (!strcmp(k->list[i].field, text)) return true;
    LOOK(test, ntest, source) LOOK(norm, nnorm, source) LOOK(accuracy, naccuracy, source) LOOK(condition, ncondition, source) LOOK(condition, ncondition, prior_source) LOOK(pattern, npattern, source)
    LOOK(score, nscore, source) LOOK(treatment, ntreatment, source) LOOK(trial, ntrial, source) LOOK(course, ncourse, source) LOOK(exercise, nexercise, source) LOOK(guideline, nguideline, source)
    LOOK(contraindication, ncontraindication, source) LOOK(prognosis, nprognosis, source) LOOK(handout, nhandout, source) LOOK(screen.rule, screen.nrule, source)
#undef LOOK
    for (int i = 0; i < k->ncondition; i++)
        for (int s = 0; s < IL_NSETTING; s++)
            if (k->condition[i].setting[s].known && !strcmp(k->condition[i].setting[s].source, text)) return true;
    return false;
}

static int lines_with(const char *text, const char *begin) {
    int n = 0;
    for (const char *p = text; p; p = strchr(p, '\n') ? strchr(p, '\n') + 1 : NULL) n += !strncmp(p, begin, strlen(begin));
    return n;
}

static void citations_come_from_the_rows_that_were_used(void **state) {
    (void)state;
    for (int kind = 0; kind < IL_NPAPER; kind++) {
        paper_fixture x;
        paper_open(&x, FIX_ORDINARY, true);
        il_paper *p = paper_make(&x, (il_paper_kind)kind);
        assert_true(p->ncitation > 0);
        for (int i = 0; i < p->ncitation; i++) {
            if (!is_source(x.k, p->citation[i].text)) fail_msg("[%d] '%s' is no source of a row", i + 1, p->citation[i].text);
            assert_int_not_equal(p->citation[i].status, IL_SOURCE_NONE);
            for (int j = 0; j < i; j++) assert_string_not_equal(p->citation[j].text, p->citation[i].text);
        }
        char    *text;
        il_error err = {0};
        assert_int_equal(il_paper_citations(p, IL_CITATIONS_TEXT, &text, NULL, &err), IL_OK);
        assert_int_equal(lines_with(text, "["), p->ncitation);
        il_report_free(text);
        assert_int_equal(il_paper_citations(p, IL_CITATIONS_BIBTEX, &text, NULL, &err), IL_OK);
        assert_int_equal(lines_with(text, "@misc{ilium"), p->ncitation);
        il_report_free(text);
        assert_int_equal(il_paper_citations(p, IL_CITATIONS_CSL, &text, NULL, &err), IL_OK);
        json_t *list = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
        assert_int_equal(json_array_size(list), p->ncitation);
        assert_string_equal(json_string_value(json_object_get(json_array_get(list, 0), "id")), "ilium-1");
        json_decref(list);
        il_report_free(text);
        il_paper_free(p);
        paper_close(&x);
    }
}

static void what_can_be_resolved_is_found_in_the_words(void **state) {
    static const struct {
        const char *text, *url;
    } cases_of[] = {
        {"Pocovi 2024, doi 10.1016/S0140-6736(24)00755-4.", "https://doi.org/10.1016/S0140-6736(24)00755-4"},
        {"doi:10.5271/sjweh.3639 (less pain)", "https://doi.org/10.5271/sjweh.3639"},
        {"Ferber 2010 PMC2902027 (SD recalled)", "https://pmc.ncbi.nlm.nih.gov/articles/PMC2902027"},
        {"Kovacs 2003, PMID 14630439", "https://pubmed.ncbi.nlm.nih.gov/14630439"},
        {"pubmed 27458757 (healthy adults)", "https://pubmed.ncbi.nlm.nih.gov/27458757"},
        {"found: https://www.example.org/a?b=1.", "https://www.example.org/a?b=1"},
        {"Roach & Miles 1991 Phys Ther 71:656", NULL},
        {"version 3.10.2020/7 of something", NULL},
        {"http://plain.example", NULL},
        {"https://evil.example/\"><script>", "https://evil.example/"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases_of/sizeof *cases_of; i++) {
        ili_doc     *d = ili_doc_create();
        ili_citation c = {.text = cases_of[i].text};
        ili_citation_resolve(d, &c);
        if (!cases_of[i].url != !c.url || (c.url && strcmp(c.url, cases_of[i].url) != 0)) fail_msg("'%s' gave %s", cases_of[i].text, c.url ? c.url : "nothing");
        il_paper_free(d);
    }
}

// ---- handouts, wording, memory -----------------------------------------------------------------------------------------------------

static void handouts_are_plain_and_cite(void **state) {
    (void)state;
    il_knowledge *k = clinical_knowledge();
    for (int t = 0; t < IL_NTOPIC; t++) {
        il_handout_request r = {.knowledge = k, .topic = (il_topic)t, .date = "2026-11-21"};
        il_paper          *p = NULL;
        char              *text = NULL;
        il_error           err = {0};
        if (il_handout_make(&r, &p, &err) || il_paper_html(p, &text, NULL, &err)) fail_msg("%s", err.text);
        assert_true(p->ncitation > 0 && has(text, "id=\"sources\"") && has(text, "qualified clinician decides"));
#ifdef IL_HAVE_LIBXML2
        check_page(text);
#endif
        il_report_free(text);
        il_paper_free(p);
    }
    il_knowledge_free(k);
}

// no sentence of a document stands outside the catalogue: no literal with two words in the files that build documents
static void wording_stands_in_the_catalogue(void **state) {
    static const char *const files[] = {"paper_clinician", "paper_patient", "paper_legal", "paper_parts", "paper_ranking", "paper_findings", "paper_plan", "handout", "doc_html", "doc_pdf", "doc_pdf_table",
                                        "plan_text", "care_text", "care_prognosis", "care_wishes", "followup_text", "followup_lines", "followup_html", "text", "day_text", "day_tell", "day_more", "figure_sheet", "figure_pain", "figure_plot", "figure_followup",
                                        "fhir_bundle", "fhir_observation", "fhir_reason", "fhir_record", "fhir_value", "patient_json"};
    (void)state;
    for (size_t i = 0; i < sizeof files/sizeof *files; i++) {
        char  path[4096], line[2000];
        snprintf(path, sizeof path, "%s/src/report/%s.c", IL_SOURCE_DIR, files[i]);
        FILE *f = fopen(path, "r");
        assert_non_null(f);
        while (fgets(line, sizeof line, f)) {
            bool inside = false;
            if (strstr(line, "il_error_set") || strstr(line, "#include") || strstr(line, "_Static_assert") || !strncmp(line, "//", 2) || strchr(line, '<') || strstr(line, "{\"") || strstr(line, "pos=[")) continue;
            for (char *c = line; *c && !(!inside && c[0] == '/' && c[1] == '/'); c++) {
                if (*c == '"' && (c == line || c[-1] != '\\')) inside = !inside;
                bool word_before = c > line + 1 && c[-1] >= 'a' && c[-1] <= 'z' && c[-2] >= 'a' && c[-2] <= 'z';
                if (inside && *c == ' ' && word_before && c[1] >= 'a' && c[1] <= 'z' && c[2] >= 'a' && c[2] <= 'z') fail_msg("%s: %s", path, line);
            }
        }
        fclose(f);
    }
}

// nor do words that tell a picture to who cannot see it
static void words_of_pictures_stand_in_the_catalogue(void **state) {
    static const char *const files[] = {"figure_body", "figure_curves", "figure_followup", "figure_hours", "figure_pain", "figure_plot", "figure_sheet", "day_paper", "day_paper_parts"};
    (void)state;
    for (size_t i = 0; i < sizeof files/sizeof *files; i++) {
        char  path[4096], line[2000];
        snprintf(path, sizeof path, "%s/src/report/%s.c", IL_SOURCE_DIR, files[i]);
        FILE *f = fopen(path, "r");
        assert_non_null(f);
        while (fgets(line, sizeof line, f))
            if (strstr(line, ".title = \"")) fail_msg("%s: %s", path, line);
        fclose(f);
    }
}

static void memory_that_runs_out_gives_no_half_document(void **state) {
    (void)state;
    paper_fixture x;
    paper_open(&x, FIX_ORDINARY, true);
    il_paper_request r = {.care = &x.care, .plan = &x.plan};
    for (int kind = 0; kind < IL_NPAPER; kind++) {
        for (int n = 1;; n += n < 40 ? 1 : 37) {
            il_paper *p = NULL;
            char     *text = NULL;
            il_error  err = {0};
            alloc_fail_at(n);
            il_status s = il_paper_make((il_paper_kind)kind, &r, &p, &err);
            if (!s) s = il_paper_html(p, &text, NULL, &err);
            bool failed = alloc_failed();
            alloc_fail_at(0);
            il_paper_free(p);
            il_report_free(text);
            assert_int_equal(s, failed ? IL_NO_MEMORY : IL_OK);
            assert_true(failed == (text == NULL));
            if (!failed) break;
        }
    }
    paper_close(&x);
}

// several threads draw one document: what failed is settled once, and a document that is closed is only read
static void a_closed_document_is_settled(void **state) {
    ili_doc *d = ili_doc_create();
    (void)state;
    assert_non_null(d);
    ili_put(ili_doc_paragraph(d, ILI_TONE_PLAIN), "half a");
    d->text.failed = true;
    ili_doc_close(d);
    assert_true(d->failed && !d->text.failed && !d->open);
    d->text.size = 3; // as another thread would see it
    ili_doc_close(d);
    assert_int_equal(d->text.size, 3);
    il_paper_free(d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#ifdef IL_HAVE_LIBXML2
        cmocka_unit_test(every_page_is_well_formed_and_closed),
        cmocka_unit_test(hostile_text_stays_text),
#endif
        cmocka_unit_test(the_clinician_reads_danger_first_and_limits_last),
        cmocka_unit_test(where_nothing_may_be_ranked_nothing_is_named),
        cmocka_unit_test(the_person_reads_no_ranking_and_no_disease),
        cmocka_unit_test(the_person_reads_only_a_plan_that_was_released),
        cmocka_unit_test(every_emergency_has_a_plain_line),
        cmocka_unit_test(the_documentation_holds_what_is_recorded_and_says_what_is_not),
        cmocka_unit_test(the_legal_paper_has_the_course_of_cohorts_alone),
        cmocka_unit_test(simulated_loads_support_no_cause),
        cmocka_unit_test(citations_come_from_the_rows_that_were_used),
        cmocka_unit_test(what_can_be_resolved_is_found_in_the_words),
        cmocka_unit_test(handouts_are_plain_and_cite),
        cmocka_unit_test(wording_stands_in_the_catalogue),
        cmocka_unit_test(words_of_pictures_stand_in_the_catalogue),
        cmocka_unit_test(memory_that_runs_out_gives_no_half_document),
        cmocka_unit_test(a_closed_document_is_settled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
