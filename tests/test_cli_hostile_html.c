// test_cli_hostile_html.c - text of a patient is hostile text: through the text, the page and the JSON of every command that tells of a record, and through the file
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <jansson.h>

#include "cli.h"
#include "clinical.h"
#include "fhir_check.h"
#include "hostile.h"
#include "ilium/report.h"
#ifdef IL_HAVE_LIBXML2
#include <libxml/parser.h>
#include <libxml/xpath.h>
#endif

// every command that tells of a record; %s: --json or nothing
static const char *const commands[] = {"assess", "plan", "what-if --treatment hip_flexor_stretching", "follow-up"};
static const bool        has_page[] = {true, true, false, true};
enum { NCOMMAND = sizeof commands/sizeof *commands };

static char page[CLI_TEXT];

static int write_record(void **state) {
    il_knowledge     *k = clinical_knowledge();
    il_patient_vocab *vocab = NULL;
    il_error          err = {0};
    int               filled = 0;
    char              path[300];
    if (cli_setup(state) || il_patient_vocab_create(k, &vocab, &err)) return -1;
    il_patient *p = hostile_patient(k, vocab, &filled, &err), *again = NULL;
    if (!p || filled < 80 || il_patient_write(cli_path("hostile.json", path), p, &err) || il_patient_read(path, vocab, &again, &err)) {
        print_error("%d filled; %s:%d:%d %s\n", filled, err.file, err.line, err.column, err.text);
        return -1;
    }
    // the file gives every byte back
    if (strcmp(again->label, HOSTILE_TEXT) || strcmp(again->visit[1].flare[0].note, HOSTILE_TEXT) || strcmp(again->id, HOSTILE_TEXT)) return -1;
    il_patient_free(again);
    il_patient_free(p);
    il_patient_vocab_free(vocab);
    il_knowledge_free(k);
    return 0;
}

static void run(const char *command, const char *more) {
    char words[300];
    size_t n = strcspn(command, " ");
    snprintf(words, sizeof words, "%.*s hostile.json%s%s", (int)n, command, command + n, more);
    int code = cli_run(words);
    if (code) fail_msg("%s: %d %s", words, code, cli_err);
}

static void nothing_to_print(const char *what, const char *text) {
    const char *bad = hostile_byte(text);
    if (bad) fail_msg("%s: byte 0x%02x in '%.60s'", what, (unsigned)(unsigned char)*bad, bad > text + 30 ? bad - 30 : text);
}

static void check_strings(const char *what, json_t *v) {
    const char *key;
    json_t     *member;
    size_t      i;
    if (json_object_get(v, "div") && strstr(json_string_value(json_object_get(v, "div")), "<script")) fail_msg("%s: a narrative with a script", what);
    if (json_is_string(v)) nothing_to_print(what, json_string_value(v));
    json_object_foreach(v, key, member) nothing_to_print(what, key), check_strings(what, member);
    json_array_foreach(v, i, member) check_strings(what, member);
}

static void json_for_programs(void **state) {
    (void)state;
    for (int i = 0; i < NCOMMAND; i++) {
        json_error_t at;
        run(commands[i], " --json");
        json_t *root = json_loads(cli_out, JSON_REJECT_DUPLICATES, &at);
        if (!root) fail_msg("%s: line %d: %s", commands[i], at.line, at.text);
        check_strings(commands[i], root);
        json_decref(root);
    }
}

// ---- pages -------------------------------------------------------------------------------------------------------------------------

#define POLICY "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>"

static void check_page(const char *what, const char *text) {
    static const char *const never[] = {"<script", "<img", "<iframe", "<object", "<link", " src=\"", "onerror=\"", "<foreignObject", "@import", "url("};
    const char *policy = strstr(text, POLICY), *title = strstr(text, "<title>");
    if (!policy || !title || policy > title) fail_msg("%s: no policy that forbids scripts before the title", what);
    assert_null(strstr(policy + strlen(POLICY), "Content-Security-Policy"));
    for (size_t i = 0; i < sizeof never/sizeof *never; i++)
        if (strstr(text, never[i])) fail_msg("%s holds %s", what, never[i]);
    // links go into the page, or to a source of the data by its address: none is made of a patient's text
    for (const char *link = text; (link = strstr(link, " href=\"")); link++) {
        const char *to = link + 7;
        if ((*to != '#' && strncmp(to, "https://", 8)) || memchr(to, 'H', strcspn(to, "\""))) fail_msg("%s links to %.60s", what, to);
    }
    nothing_to_print(what, text);
    if (!strstr(text, "HOSTILE&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;amp;")) fail_msg("%s: the text is not told as text", what);
#ifdef IL_HAVE_LIBXML2
    xmlDoc *doc = xmlReadMemory(text, (int)strlen(text), "page.html", NULL, XML_PARSE_NONET | XML_PARSE_NOWARNING);
    if (!doc) fail_msg("%s is not well-formed: %s", what, xmlGetLastError() ? xmlGetLastError()->message : "?");
    xmlXPathContext *context = xmlXPathNewContext(doc);
    xmlXPathObject  *found = xmlXPathEvalExpression((const xmlChar *)"//@*[starts-with(name(),'on')]|//@style|//*[local-name()='script']", context);
    int              n = found && found->nodesetval ? found->nodesetval->nodeNr : 0;
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    xmlFreeDoc(doc);
    assert_int_equal(n, 0);
#endif
}

static void text_on_a_terminal_and_pages_without_scripts(void **state) {
    (void)state;
    int told = 0;
    for (int i = 0; i < NCOMMAND; i++) {
        run(commands[i], has_page[i] ? " --html page.html" : "");
        nothing_to_print(commands[i], cli_out);
        told += strstr(cli_out, "HOSTILE") != NULL;
        if (!has_page[i]) continue;
        cli_slurp("page.html", page);
        check_page(commands[i], page);
    }
    assert_true(told >= 3);
}

// where a file is refused its text is not sent to the terminal either
static void a_refusal_on_a_terminal(void **state) {
    (void)state;
    const char bad[] = "{\"ilium_patient\": 1, \"id\": \"x\", \"\\u001b[31m\\u202eHOSTILE\": 1, \"visits\": [{}]}";
    cli_write("bad.json", bad, sizeof bad - 1);
    assert_int_equal(cli_run("assess bad.json"), 2);
    assert_null(strchr(cli_err, 0x1b));
    cli_remove("bad.json");
}

// the documents: pages, and on paper the text is drawn and nothing else
static void documents(void **state) {
    static const char *const readers[] = {"clinician", "patient", "legal"};
    (void)state;
    run("report", " --for all --date 2026-02-23");
    for (int i = 0; i < 3; i++) {
        char name[60];
        snprintf(name, sizeof name, "hostile.%s.html", readers[i]);
        cli_slurp(name, page);
        check_page(name, page);
        snprintf(name, sizeof name, "hostile.%s.pdf", readers[i]);
        cli_slurp(name, page);
        assert_int_equal(strncmp(page, "%PDF-", 5), 0);
        cli_write(name, "", 0);
        cli_remove(name);
    }
}

// the document for other systems: every text tamed, and still a sound document
static void the_export(void **state) {
    json_error_t at;
    fhir_check   c;
    (void)state;
    run("export", " --fhir bundle.json --written 2026-11-21T13:00:00Z");
    cli_slurp("bundle.json", page);
    json_t *root = json_loads(page, JSON_REJECT_DUPLICATES, &at);
    if (!root) fail_msg("the bundle: line %d: %s", at.line, at.text);
    check_strings("the bundle", root);
    if (*fhir_fault(&c, root)) fail_msg("the bundle: %s", c.fault);
    assert_non_null(strstr(page, "HOSTILE"));
    json_decref(root);
}

static void pictures_of_their_own(void **state) {
    (void)state;
    il_drawing drawing = {.title = HOSTILE_TEXT};
    char      *text = NULL;
    size_t     size;
    il_error   err = {0};
    if (il_report_sheet(&drawing, HOSTILE_TEXT, HOSTILE_TEXT, &text, &size, &err)) fail_msg("%s", err.text);
    assert_null(strstr(text, "<script"));
    assert_null(strstr(text, "<img"));
    nothing_to_print("a sheet", text);
    assert_non_null(strstr(text, "HOSTILE&lt;script&gt;"));
    assert_null(strstr(strstr(text, "</svg>") + 1, "</svg>"));
    il_report_free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(text_on_a_terminal_and_pages_without_scripts), cmocka_unit_test(a_refusal_on_a_terminal),
        cmocka_unit_test(json_for_programs), cmocka_unit_test(documents), cmocka_unit_test(the_export), cmocka_unit_test(pictures_of_their_own)};
    return cmocka_run_group_tests(tests, write_record, cli_teardown);
}
