// test_coverage.c - every item of the inventory of the seeds has its place in the product, every place exists, and what is there shows itself
//
// `test_coverage --write docs/coverage.md` writes the page; the test refuses a page that is not what the table says.
#include "task_fixture.h"
#define fixture report_fixture // the name is taken by the body's
#include "report_fixtures.h"
#undef fixture
#include "file/csv.h"
#include "file/embedded.h"
#include "file/number.h"
#include "ilium/file.h"
#include "ilium/io.h"
#include "ilium/knowledge.h"
#include "ilium/outcome.h"
#include "ilium/report.h"
#include "io/shape.h"

enum { NITEM = 279, PLACE = 200 };
enum column { ID, KIND, ITEM, SHOWN_AT, TEST, STATE, LACKS, SOURCE, STATUS, NCOLUMN };
static const char *const columns[NCOLUMN] = {"id", "kind", "item", "place", "test", "state", "lacks", "source", "status"};

static ili_csv           table;
static int               column[NCOLUMN];
static task_fixture      body;
static il_outcomes      *outcomes;
static il_knowledge     *knowledge;
static il_patient_vocab *vocab;
static char             *report_text, *report_json;

static const char *cell(int row, enum column c) { return ili_csv_text(&table, row, column[c]); }

static const ili_embedded_file *embedded(const char *path) {
    for (size_t i = 0; i < ili_nembedded; i++)
        if (!strcmp(ili_embedded_files[i].path, path)) return &ili_embedded_files[i];
    return NULL;
}

static char *slurp(const char *path) {
    char    *bytes = NULL, full[600];
    size_t   size = 0;
    il_error err = {0};
    snprintf(full, sizeof full, "%s/%s", IL_SOURCE_DIR, path);
    return il_file_read(full, 0, &bytes, &size, &err) == IL_OK ? bytes : NULL;
}

static void render(void) {
    il_assessment *a = report_fixture(FIX_ORDINARY);
    size_t         size = 0;
    il_error       err = {0};
    if (il_report_text(a, &report_text, &size, &err) || il_report_json(a, &report_json, &size, &err)) fail_msg("%s", err.text);
    il_assessment_free(a);
}

static int open_all(void **state) {
    const ili_embedded_file *f = embedded("coverage/seeds.csv");
    il_error                 err = {0};
    (void)state;
    if (!f || ili_csv_parse(f->path, f->bytes, f->size, &table, &err) || ili_csv_columns(&table, columns, NCOLUMN, column, &err)) {
        print_error("coverage/seeds.csv:%d:%d %s\n", err.line, err.column, err.text);
        return -1;
    }
    body = tasks_open();
    if (il_outcomes_create(body.body.body, &outcomes, &err) || il_knowledge_read(body.body.dir, &knowledge, &err) ||
        il_patient_vocab_create(knowledge, &vocab, &err)) {
        print_error("%s:%d:%d %s\n", err.file, err.line, err.column, err.text);
        return -1;
    }
    render();
    return 0;
}

static int close_all(void **state) {
    (void)state;
    il_file_free(report_text);
    il_file_free(report_json);
    il_patient_vocab_free(vocab);
    il_knowledge_free(knowledge);
    il_outcomes_free(outcomes);
    tasks_close(&body);
    ili_csv_free(&table);
    return 0;
}

// ---- does a place exist? ----------------------------------------------------------------------------------------------------------

// a row of a table by its first cell, or an entry `id:` of a YAML file
static bool row_exists(const char *file, const char *id) {
    const ili_embedded_file *f = embedded(file);
    char                     entry[PLACE];
    if (!f || !*id) return false;
    if (strstr(file, ".yaml")) {
        snprintf(entry, sizeof entry, "id: %s\n", id);
        return strstr(f->bytes, entry) != NULL;
    }
    ili_csv  csv = {0};
    il_error err = {0};
    bool     found = false;
    if (ili_csv_parse(f->path, f->bytes, f->size, &csv, &err)) return false;
    for (int i = 0; i < csv.nrow; i++) found = found || !strcmp(ili_csv_text(&csv, i, 0), id);
    ili_csv_free(&csv);
    return found;
}

// a key of the patient file: "visits.history.work"
static bool field_exists(const ili_shape *shape, const char *path) {
    size_t n = strcspn(path, ".");
    for (int i = 0; shape && i < shape->nfield; i++) {
        if (strlen(shape->field[i].key) != n || strncmp(shape->field[i].key, path, n) != 0) continue;
        return path[n] ? field_exists(shape->field[i].shape, path + n + 1) : true;
    }
    return false;
}

// a heading of a page of docs/: "safety.md#How it runs"
static bool heading_exists(const char *place) {
    char        file[PLACE], want[PLACE];
    const char *hash = strchr(place, '#');
    if (!hash) return false;
    snprintf(file, sizeof file, "docs/%.*s", (int)(hash - place), place);
    snprintf(want, sizeof want, "# %s\n", hash + 1);
    char *text = slurp(file);
    bool  found = text && strstr(text, want);
    il_file_free(text);
    return found;
}

// an option in the help of the program
static bool option_exists(const char *words) {
    char *text = slurp("apps/ilium/help.c");
    bool  found = text && strstr(text, words);
    il_file_free(text);
    return found;
}

static bool section_exists(const char *name) {
    for (const char *at = report_text; (at = strstr(at, name)); at++)
        if (at == report_text || at[-1] == '\n') return true;
    return false;
}

static bool key_exists(const char *name) {
    char want[PLACE];
    snprintf(want, sizeof want, "\n  \"%s\":", name);
    if (strstr(report_json, want)) return true;
    snprintf(want, sizeof want, "\n \"%s\":", name);
    return strstr(report_json, want) != NULL;
}

static bool place_exists(const char *place) {
    const char *colon = strchr(place, ':'), *hash = strchr(place, '#');
    char        file[PLACE];
    if (!strncmp(place, "field:", 6)) return field_exists(&ili_patient_shape, colon + 1);
    if (!strncmp(place, "outcome:", 8)) return il_outcomes_find(outcomes, colon + 1) != IL_NONE;
    if (!strncmp(place, "option:", 7)) return option_exists(colon + 1);
    if (!strncmp(place, "section:", 8)) return section_exists(colon + 1);
    if (!strncmp(place, "json:", 5)) return key_exists(colon + 1);
    if (!strncmp(place, "doc:", 4)) return heading_exists(colon + 1);
    if (!hash || hash - place >= PLACE) return false;
    snprintf(file, sizeof file, "%.*s", (int)(hash - place), place);
    return row_exists(file, hash + 1);
}

// "test_screen:all_no_is_clear": a test that is run
static bool test_exists(const char *test) {
    const char *colon = strchr(test, ':');
    char        path[PLACE], want[PLACE];
    if (!colon) return false;
    snprintf(path, sizeof path, "tests/%.*s.c", (int)(colon - test), test);
    snprintf(want, sizeof want, "cmocka_unit_test(%s)", colon + 1);
    char *text = slurp(path);
    bool  found = text && strstr(text, want);
    il_file_free(text);
    return found;
}

// the next of `list`, separated by `;`; "" after the last
static const char *next_place(const char *list, char out[PLACE]) {
    size_t n = strcspn(list, ";");
    snprintf(out, PLACE, "%.*s", (int)n, list);
    return list + n + (list[n] == ';');
}

static int has_place(const char *list, const char *place) {
    char one[PLACE];
    while (*list) {
        list = next_place(list, one);
        if (!strcmp(one, place)) return 1;
    }
    return 0;
}

// ---- the table --------------------------------------------------------------------------------------------------------------------

static void every_item_is_there_once(void **state) {
    char id[8];
    (void)state;
    assert_int_equal(table.nrow, NITEM);
    for (int i = 0; i < NITEM; i++) {
        snprintf(id, sizeof id, "S%03d", i + 1);
        assert_string_equal(cell(i, ID), id);
        assert_true(*cell(i, KIND) && *cell(i, ITEM));
        if (strncmp(cell(i, SOURCE), "seed 00", 7) != 0 || !strstr(cell(i, SOURCE), " l.")) fail_msg("%s has no source", id);
        assert_string_equal(cell(i, STATUS), "found");
    }
}

// there: a place and a test; partly: also what lacks, and in which issue; planned: the issue alone
static void every_item_has_its_place(void **state) {
    char place[PLACE];
    (void)state;
    for (int i = 0; i < table.nrow; i++) {
        const char *id = cell(i, ID), *what = cell(i, STATE);
        bool        there = !strcmp(what, "there"), partly = !strcmp(what, "partly"), planned = !strcmp(what, "planned");
        if (!there && !partly && !planned) fail_msg("%s: the state is '%s'", id, what);
        if (planned != !*cell(i, SHOWN_AT) || planned != !*cell(i, TEST)) fail_msg("%s is %s: a place and a test stand with what is there, and with nothing else", id, what);
        if (there != !*cell(i, LACKS)) fail_msg("%s is %s: what lacks stands with what is not wholly there, and with nothing else", id, what);
        if (!there && strncmp(cell(i, LACKS), "issue ", 6) != 0) fail_msg("%s does not say which issue brings the rest", id);
        for (const char *list = cell(i, SHOWN_AT); *list;) {
            list = next_place(list, place);
            if (!place_exists(place)) fail_msg("%s: the place '%s' does not exist", id, place);
        }
        if (!planned && !test_exists(cell(i, TEST))) fail_msg("%s: the test '%s' does not exist", id, cell(i, TEST));
    }
}

static bool has_prefix(const char *list, const char *prefix) {
    char place[PLACE];
    while (*list) {
        list = next_place(list, place);
        if (!strncmp(place, prefix, strlen(prefix))) return true;
    }
    return false;
}

// a test below goes through the places of its kind: an item that relies on it has one
static void every_test_here_meets_its_items(void **state) {
    static const char *const kinds[][2] = {{"test_coverage:recorded_tests_come_back", "tests/tests.csv#"}, {"test_coverage:fields_come_back", "field:"},
                                           {"test_coverage:conditions_change_what_is_simulated", "conditions/"},
                                           {"test_coverage:structures_have_outcomes", "outcome:"},
                                           {"test_safety:serious_patterns_fire", "safety/red_flags.csv#"}};
    (void)state;
    for (int i = 0; i < table.nrow; i++)
        for (size_t j = 0; j < sizeof kinds/sizeof *kinds; j++)
            if (!strcmp(cell(i, TEST), kinds[j][0]) && !has_prefix(cell(i, SHOWN_AT), kinds[j][1])) fail_msg("%s has no place that %s shows", cell(i, ID), kinds[j][0]);
}

// the check itself can fail
static void a_place_that_is_gone_is_seen(void **state) {
    static const char *const gone[] = {"tests/tests.csv#gillets", "tests/tests.csv#", "tests/testing.csv#gillet", "tests/tasks.yaml#lungs", "outcome:disc.L9_L10.compression_n",
                                       "field:visits.history.wrok", "field:visits.historie", "field:visits.history.work.more", "option:assess --pdf", "section:TREATMENT",
                                       "json:diagnosis", "doc:safety.md#How it walks", "doc:safe.md#How it runs", "doc:safety.md", "gillet", ""};
    static const char *const there[] = {"tests/tests.csv#gillet", "tests/tasks.yaml#lunge", "outcome:disc.L4_L5.compression_n", "field:visits.history.work", "option:--html FILE",
                                        "section:WHY", "json:next_tests", "doc:safety.md#How it runs"};
    (void)state;
    for (size_t i = 0; i < sizeof gone/sizeof *gone; i++)
        if (place_exists(gone[i])) fail_msg("'%s' is no place", gone[i]);
    for (size_t i = 0; i < sizeof there/sizeof *there; i++)
        if (!place_exists(there[i])) fail_msg("'%s' is a place", there[i]);
    assert_false(test_exists("test_screen:all_is_well") || test_exists("test_scream:all_no_is_clear") || test_exists("test_screen"));
}

// the inventory that the table was made from: the same ids, kinds, documents and lines
static void the_inventory_is_whole(void **state) {
    static const char *const names[] = {"id", "seed_file", "line", "kind", "item", "paraphrase", "feature_mapping"};
    const char *shared = getenv("ILIUM_SHARED");
    char        path[600], source[40], *bytes = NULL;
    size_t      size = 0;
    int         col[7];
    ili_csv     csv = {0};
    il_error    err = {0};
    (void)state;
    snprintf(path, sizeof path, "%s/reference/clinical/seeds_inventory.csv", shared ? shared : IL_SOURCE_DIR "/../shared");
    if (il_file_read(path, 0, &bytes, &size, &err)) {
        print_message("SKIPPED: %s is not there\n", path);
        return;
    }
    if (ili_csv_parse(path, bytes, size, &csv, &err) || ili_csv_columns(&csv, names, 7, col, &err)) fail_msg("%s", err.text);
    assert_int_equal(csv.nrow, table.nrow);
    for (int i = 0; i < csv.nrow; i++) {
        assert_string_equal(ili_csv_text(&csv, i, col[0]), cell(i, ID));
        assert_string_equal(ili_csv_text(&csv, i, col[3]), cell(i, KIND));
        snprintf(source, sizeof source, "seed %.3s l.%s", ili_csv_text(&csv, i, col[1]), ili_csv_text(&csv, i, col[2]));
        assert_string_equal(source, cell(i, SOURCE));
    }
    ili_csv_free(&csv);
    il_file_free(bytes);
}

// ---- the page ---------------------------------------------------------------------------------------------------------------------

static void count_states(int n[3]) {
    n[0] = n[1] = n[2] = 0;
    for (int i = 0; i < table.nrow; i++) n[!strcmp(cell(i, STATE), "there") ? 0 : !strcmp(cell(i, STATE), "partly") ? 1 : 2]++;
}

static void add(char **text, size_t *size, const char *format, ...) __attribute__((format(printf, 3, 4)));
static void add(char **text, size_t *size, const char *format, ...) {
    char    line[2000];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    assert_true(n >= 0 && n < (int)sizeof line);
    *text = realloc(*text, *size + (size_t)n + 1);
    assert_non_null(*text);
    memcpy(*text + *size, line, (size_t)n + 1);
    *size += (size_t)n;
}

// places in code marks, those of one file together
static void add_places(char **text, size_t *size, const char *list) {
    char place[PLACE];
    for (bool first = true; *list; first = false) {
        list = next_place(list, place);
        add(text, size, "%s`%s`", first ? "" : " ", place);
    }
}

static char *page(void) {
    char  *t = NULL;
    size_t size = 0;
    int    n[3];
    count_states(n);
    add(&t, &size, "# What became of every item of the seeds\n\n"
                   "**Limits first.** %d of the %d items are not there yet and %d only in part: each names the issue that brings the rest. \"There\" means that the place exists\n"
                   "and that a test shows it at work; it does not mean that the item is true. Many items are claims, some of them advertising: what the evidence says of them\n"
                   "stands in the data and in the reports.\n\n"
                   "This page is written by `test_coverage --write docs/coverage.md` from `data/coverage/seeds.csv`; the test fails on an item without a place, on a place or a test\n"
                   "that no longer exists, and on a page that is not what the table says. A place is `FILE#ID` (a row of a table in `data/`), `field:` (a key of the patient\n"
                   "file), `outcome:` (of a solved posture), `option:` (of the program), `section:` (of the text report), `json:` (a key of its JSON) or `doc:` (page and heading).\n\n"
                   "| state | items |\n|---|---|\n| there | %d |\n| partly | %d |\n| planned | %d |\n\n"
                   "| id | kind | item | place | test | state |\n|---|---|---|---|---|---|\n",
        n[2], table.nrow, n[1], n[0], n[1], n[2]);
    for (int i = 0; i < table.nrow; i++) {
        add(&t, &size, "| %s | %s | %s | ", cell(i, ID), cell(i, KIND), cell(i, ITEM));
        add_places(&t, &size, cell(i, SHOWN_AT));
        add(&t, &size, " | %s | %s%s%s |\n", cell(i, TEST), cell(i, STATE), *cell(i, LACKS) ? ": " : "", cell(i, LACKS));
    }
    return t;
}

static void the_page_is_what_the_table_says(void **state) {
    char *want = page(), *have = slurp("docs/coverage.md");
    (void)state;
    if (!have || strcmp(want, have) != 0) fail_msg("docs/coverage.md is not what data/coverage/seeds.csv says: run `test_coverage --write docs/coverage.md`");
    free(want);
    il_file_free(have);
}

// ---- what is there shows itself ---------------------------------------------------------------------------------------------------

static il_patient *read_record(const char *text) {
    il_patient *p = NULL;
    il_error    err = {0};
    if (il_patient_parse("record", text, strlen(text), vocab, &p, &err)) fail_msg("%s\n%d:%d %s", text, err.line, err.column, err.text);
    return p;
}

// what was read is written again, with this piece of text in it
static void comes_back(const char *text, const char *piece) {
    il_patient *p = read_record(text);
    char       *out = NULL;
    size_t      size = 0;
    il_error    err = {0};
    if (il_patient_format(p, &out, &size, &err)) fail_msg("%s", err.text);
    if (!strstr(out, piece)) fail_msg("%s does not come back: %s", piece, out);
    il_file_free(out);
    il_patient_free(p);
}

// a reading of every test that the inventory names is taken, kept and given back; one that is no reading is refused
static void recorded_tests_come_back(void **state) {
    char text[1000], piece[200], place[PLACE];
    int  n = 0;
    (void)state;
    for (int i = 0; i < knowledge->ntest; i++) {
        const il_test *t = &knowledge->test[i];
        char           number[IL_NUMBER_TEXT], reading[120];
        snprintf(place, sizeof place, "tests/tests.csv#%s", t->id);
        bool named = false;
        for (int r = 0; r < table.nrow; r++) named = named || has_place(cell(r, SHOWN_AT), place);
        if (!named) continue;
        if (t->kind == IL_TEST_SIGN) snprintf(reading, sizeof reading, "\"result\": \"positive\"");
        else snprintf(reading, sizeof reading, "\"value\": %s%s%s%s", il_number_format(t->max, number), *t->unit ? ", \"unit\": \"" : "", t->unit, *t->unit ? "\"" : "");
        snprintf(piece, sizeof piece, "{\"test\": \"%s\",%s %s}", t->id, t->sided ? " \"side\": \"l\"," : "", reading);
        snprintf(text, sizeof text, "{\"ilium_patient\": 1, \"id\": \"X\", \"visits\": [{\"findings\": [%s]}]}", piece);
        comes_back(text, piece);
        n++;
    }
    assert_true(n >= 20);
}

// the value of a field that a record may hold
static const char *example_value(const ili_field *field, char buf[120]) {
    switch (field->kind) {
    case ILI_FIELD_TEXT:
        if (!strcmp(field->key, "date")) return "\"2026-01-31\"";
        if (!strcmp(field->key, "region")) return "\"PSIS\"";
        if (!strcmp(field->key, "treatment")) return "\"massage\"";
        return !strcmp(field->key, "score") ? "\"nprs\"" : "\"so it was\"";
    case ILI_FIELD_NUMBER: return "3";
    case ILI_FIELD_CHOICE: return snprintf(buf, 120, "\"%s\"", field->word[field->nword - 1]), buf;
    default: return NULL;
    }
}

// what must stand beside a key for the record to be good
static const char *before(const ili_shape *shape, const ili_field *f) {
    if (shape == &ili_patient_shape) return "\"ilium_patient\": 1, \"id\": \"X\", ";
    if (!strcmp(shape->name, "pain_region") && strcmp(f->key, "region") != 0) return "\"region\": \"PSIS\", ";
    if (!strcmp(shape->name, "posture_effect")) return "\"effect\": \"worse\", ";
    if (!strcmp(shape->name, "score")) return "\"value\": 5, ";
    return "";
}

// an object around one key: "visits.history.work" becomes {"visits": [{"history": {"work": ...}}]}; `piece` is what must come back
static void wrap(const ili_shape *shape, const char *path, char *text, size_t room, char piece[160]) {
    size_t n = strcspn(path, "."), used;
    char   buf[120];
    for (int i = 0; i < shape->nfield; i++) {
        const ili_field *f = &shape->field[i];
        if (strlen(f->key) != n || strncmp(f->key, path, n) != 0) continue;
        const char *head = before(shape, f);
        used = (size_t)snprintf(text, room, "{%s\"%s\": %s", head, f->key, f->kind == ILI_FIELD_LIST ? "[" : "");
        if (path[n]) wrap(f->shape, path + n + 1, text + used, room - used, piece);
        else if (f->kind == ILI_FIELD_LIST) wrap(f->shape, f->shape->field[0].key, text + used, room - used, piece);
        else {
            snprintf(text + used, room - used, "%s", example_value(f, buf));
            snprintf(piece, 160, "\"%s\": %s", f->key, example_value(f, buf));
        }
        used = strlen(text);
        snprintf(text + used, room - used, "%s%s}", f->kind == ILI_FIELD_LIST ? "]" : "", shape == &ili_patient_shape && strcmp(f->key, "visits") ? ", \"visits\": [{}]" : "");
        return;
    }
    fail_msg("%s has no %s", shape->name, path);
}

// every key of the record that the inventory names is taken, kept and given back
static void fields_come_back(void **state) {
    char text[1000], piece[160], place[PLACE];
    int  n = 0;
    (void)state;
    for (int i = 0; i < table.nrow; i++) {
        for (const char *list = cell(i, SHOWN_AT); *list;) {
            list = next_place(list, place);
            if (strncmp(place, "field:", 6) != 0) continue;
            wrap(&ili_patient_shape, place + 6, text, sizeof text, piece);
            comes_back(text, piece);
            n++;
        }
    }
    assert_true(n >= 20);
}

// the pain locations of the inventory, as they are drawn: each is linked to the structure that the item names, and not to nothing
static void pain_locations_link(void **state) {
    static const struct { const char *id, *structure, *region; } c[] = {
        {"S003", "iliolumbar", "CREST_P"},       {"S005", "iliolumbar", "TROCH"},          {"S005", "iliolumbar", "ABD_LQ"},        {"S005", "iliolumbar", "THIGH_L1"},
        {"S012", "ql_superficial", "CREST_L"},   {"S014", "iliolumbar", "BUTT_U"},         {"S014", "iliolumbar", "GROIN"},         {"S014", "iliolumbar", "CREST_P"},
        {"S073", "iliolumbar", "LB_PARA"},       {"S073", "iliolumbar", "ABD_LQ"},         {"S074", "hip_joint", "GROIN"},          {"S092", "hip_joint", "TROCH"},
        {"S092", "tensor_fasciae_latae", "TROCH"}, {"S093", "gluteus_medius", "BUTT_M"},   {"S093", "gluteus_maximus", "BUTT_L"},   {"S106", "sciatic_deep_gluteal", "THIGH_P1"},
        {"S109", "piriformis", "BUTT_M"},        {"S109", "piriformis", "HIP_A"},          {"S111", "hamstrings", "THIGH_P1"},      {"S118", "ql_superficial", "CREST_P"},
        {"S119", "ql_superficial", "TROCH"},     {"S120", "gluteus_minimus", "LEG_L"},     {"S121", "piriformis", "SACRUM"},        {"S122", "deep_rotators", "BUTT_L"},
        {"S123", "iliopsoas", "LB_PARA"},        {"S127", "sij", "PSIS"},                  {"S132", "tensor_fasciae_latae", "HIP_A"}, {"S133", "tensor_fasciae_latae", "BUTT_M"},
        {"S133", "tensor_fasciae_latae", "PSIS"}, {"S133", "tensor_fasciae_latae", "LEG_L"}, {"S177", "itb", "KNEE_L"},             {"S216", "iliopsoas", "LB_PARA"},
        {"S216", "iliopsoas", "GROIN"},          {"S223", "iliopsoas", "THIGH_A1"},        {"S223", "iliopsoas", "HIP_A"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof c/sizeof *c; i++) {
        int region = il_find_region(knowledge, c[i].region);
        assert_true(region >= 0);
        il_side         side = knowledge->region[region].sided ? IL_SIDE_RIGHT : IL_SIDE_NONE;
        il_drawn_region here = {region, side}, shin = {il_find_region(knowledge, "FOOT_D"), IL_SIDE_LEFT};
        if (il_match_pain(knowledge, c[i].structure, IL_SIDE_RIGHT, &here, 1).link == IL_LINK_UNKNOWN)
            fail_msg("%s: pain at %s is not linked to %s", c[i].id, c[i].region, c[i].structure);
        assert_int_equal(il_match_pain(knowledge, c[i].structure, IL_SIDE_RIGHT, &shin, 1).link, IL_LINK_UNKNOWN);
    }
    // every item that this test stands for is among them
    for (int i = 0; i < table.nrow; i++) {
        bool named = false;
        if (strcmp(cell(i, TEST), "test_coverage:pain_locations_link") != 0) continue;
        for (size_t j = 0; j < sizeof c/sizeof *c; j++) named = named || !strcmp(c[j].id, cell(i, ID));
        if (!named) fail_msg("%s is not shown", cell(i, ID));
    }
}

// every condition that the inventory names changes the simulated body at severity 1 and leaves it alone at severity 0
static void conditions_change_what_is_simulated(void **state) {
    char place[PLACE];
    int  n = 0;
    (void)state;
    for (int c = 0; c < knowledge->ncondition; c++) {
        bool named = false;
        if (!knowledge->condition[c].simulated) continue;
        snprintf(place, sizeof place, "conditions/%s.yaml#%s", knowledge->condition[c].id, knowledge->condition[c].id);
        for (int i = 0; i < table.nrow; i++) named = named || has_place(cell(i, SHOWN_AT), place);
        if (!named) continue;
        il_task *task = task_make(&body, "standing", IL_SIDE_NONE);
        il_error err = {0};
        double   free_of[2];
        for (int severity = 0; severity < 2; severity++) {
            task_nominal(&body);
            if (il_condition_apply(knowledge, c, body.body.body, body.p, IL_SIDE_RIGHT, severity, &err)) fail_msg("%s: %s", knowledge->condition[c].id, err.text);
            il_outcome out = task_run(&body, task, NULL, NULL);
            double    *value = calloc((size_t)il_outcomes_count(outcomes), sizeof *value);
            assert_int_equal(out.info.status, IL_POSTURE_SOLVED);
            il_outcomes_read(outcomes, body.p, &out.solution, value);
            free_of[severity] = 0.0;
            for (int k = 0; k < il_outcomes_count(outcomes); k++)
                if (isfinite(value[k])) free_of[severity] += fabs(value[k]);
            free(value);
        }
        if (free_of[0] == free_of[1]) fail_msg("%s changes nothing", knowledge->condition[c].id);
        il_task_free(task);
        n++;
    }
    task_nominal(&body);
    assert_int_equal(n, 11);
}

// every outcome that the inventory names is told of a solved posture, as a number with its unit
static void structures_have_outcomes(void **state) {
    char place[PLACE];
    int  n = 0;
    (void)state;
    il_task   *task = task_make(&body, "standing", IL_SIDE_NONE);
    il_outcome out = task_run(&body, task, NULL, NULL);
    double    *value = calloc((size_t)il_outcomes_count(outcomes), sizeof *value);
    assert_int_equal(out.info.status, IL_POSTURE_SOLVED);
    il_outcomes_read(outcomes, body.p, &out.solution, value);
    for (int i = 0; i < table.nrow; i++) {
        for (const char *list = cell(i, SHOWN_AT); *list;) {
            list = next_place(list, place);
            if (strncmp(place, "outcome:", 8) != 0) continue;
            int k = il_outcomes_find(outcomes, place + 8);
            if (k == IL_NONE || !isfinite(value[k]) || !*il_outcomes_info(outcomes, k)->unit) fail_msg("%s: %s is not told of standing", cell(i, ID), place + 8);
            n++;
        }
    }
    free(value);
    il_task_free(task);
    assert_true(n >= 40);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_item_is_there_once),
        cmocka_unit_test(every_item_has_its_place),
        cmocka_unit_test(every_test_here_meets_its_items),
        cmocka_unit_test(a_place_that_is_gone_is_seen),
        cmocka_unit_test(the_inventory_is_whole),
        cmocka_unit_test(the_page_is_what_the_table_says),
        cmocka_unit_test(recorded_tests_come_back),
        cmocka_unit_test(fields_come_back),
        cmocka_unit_test(pain_locations_link),
        cmocka_unit_test(conditions_change_what_is_simulated),
        cmocka_unit_test(structures_have_outcomes),
    };
    if (argc == 3 && !strcmp(argv[1], "--write")) {
        if (open_all(NULL)) return 1;
        char    *text = page();
        il_error err = {0};
        if (il_file_publish(argv[2], text, strlen(text), &err)) return fprintf(stderr, "%s\n", err.text), 1;
        free(text);
        return close_all(NULL);
    }
    return cmocka_run_group_tests(tests, open_all, close_all);
}
