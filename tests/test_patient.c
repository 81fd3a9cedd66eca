// test_patient.c - patient files: what is read, what is refused and where, and that writing gives the same record back
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include "alloc_count.h"
#include "file/bytes.h"
#include "ilium/file.h"
#include "ilium/io.h"

// ---- a small vocabulary --------------------------------------------------------------------------------------------------------

static const char *const flags[] = {"urinary_retention", "saddle_change", "fever", "scope_fusion"};
static const il_region_word regions[] = {{"LB_MID", false}, {"LB_PARA", true}, {"PSIS", true}};

static const il_score scores[] = {
    {.id = "roland_morris", .licence = "free", .max = 24, .fewest = 24, .most = 24, .item_max = 1, .scoring = IL_SCORING_SUM, .whole = true, .change = 5, .change_share = 0.3},
    {.id = "psfs", .licence = "free", .max = 10, .fewest = 1, .most = 5, .item_max = 10, .scoring = IL_SCORING_MEAN, .higher_is_better = true, .change = 2, .change_share = 0.5},
    {.id = "odi", .licence = "licensed", .max = 100, .change = 10, .change_share = 0.3}};

static il_patient_vocab vocabulary(void) {
    static il_test_word tests[] = {
        {.id = "slr_deg", .unit = "deg", .min = 0, .max = 130, .sided = true},
        {.id = "knee_flexion_deg", .unit = "deg", .min = -15, .max = 170, .sided = true},
        {.id = "lordosis_deg", .unit = "deg", .min = -30, .max = 120},
        {.id = "trendelenburg", .unit = "", .sided = true, .sign = true},
        {.id = "short_leg_supine", .unit = "", .sided = true, .sign = true, .one_side = true},
        {.id = "sij_provocation_positive_count", .unit = "", .min = 0, .max = 6, .sided = true, .whole = true},
        {.id = "stance_s", .unit = "s", .min = 0, .sided = true}};
    tests[3].min = tests[3].max = tests[4].min = tests[4].max = tests[6].max = IL_NAN;
    return (il_patient_vocab){.ntest = 7, .nregion = 3, .nflag = 4, .nscore = 3, .test = tests, .region = regions, .flag = flags, .score = scores};
}

static const char good[] =
    "{\n"
    "  \"ilium_patient\": 1,\n"
    "  \"id\": \"P-1\", \"label\": \"Ana \\\"A\\\" \xc3\x89\\n\",\n"
    "  \"simulated\": true,\n"
    "  \"source\": {\"citation\": \"Someone 2020\", \"tier\": \"B\"},\n"
    "  \"person\": {\"sex\": \"female\", \"age_years\": 35, \"height_m\": 1.68, \"mass_kg\": 62.5, \"leg_length_r_m\": 0.86, \"leg_length_l_m\": 0.865},\n"
    "  \"validity\": {\"pregnancy\": \"no\", \"spinal_fusion\": \"no\"},\n"
    "  \"visits\": [\n"
    "    {\n"
    "      \"date\": \"2024-02-29\",\n"
    "      \"history\": {\"complaint\": \"low back\", \"work\": \"desk\", \"worst_time\": \"evening\", \"sleep_position\": \"left_side\", \"sitting_hours_a_day\": 9,\n"
    "        \"events\": [{\"kind\": \"inactivity\", \"weeks_ago\": 40}, {\"kind\": \"slip_or_fall\", \"date\": \"2024-01-15\", \"note\": \"ice\"}],\n"
    "        \"postures\": [{\"posture\": \"sitting\", \"effect\": \"worse\", \"after_minutes\": 20}, {\"posture\": \"walking\", \"effect\": \"better\"}],\n"
    "        \"treatments\": [{\"treatment\": \"massage\", \"sessions\": 6, \"adherence_percent\": 80, \"response\": \"same\"}],\n"
    "        \"images\": [{\"kind\": \"mri\", \"part\": \"lumbar_spine\", \"result\": \"normal\", \"date\": \"2024-02-01\"}]},\n"
    "      \"scores\": [{\"score\": \"roland_morris\", \"value\": 11}, {\"score\": \"psfs\", \"value\": 5, \"items\": [{\"item\": \"socks\", \"value\": 4}, {\"item\": \"driving\", \"value\": 6}]}],\n"
    "      \"pain\": {\"intensity_now\": 3, \"intensity_worst\": 6, \"onset\": \"gradual\", \"moves\": \"yes\", \"regions\": [\n"
    "        {\"region\": \"LB_MID\", \"intensity\": 4},\n"
    "        {\"region\": \"PSIS\", \"side\": \"r\"}\n"
    "      ], \"strokes\": [{\"view\": \"back\", \"line\": \"81.5 160 82 172.25 190 480\"}]},\n"
    "      \"screen\": {\"urinary_retention\": \"no\", \"fever\": \"yes\"},\n"
    "      \"findings\": [\n"
    "        {\"test\": \"slr_deg\", \"side\": \"r\", \"value\": 62, \"unit\": \"deg\", \"error\": 4, \"limited_by\": \"stretch\", \"method\": \"inclinometer\"},\n"
    "        {\"test\": \"slr_deg\", \"side\": \"l\", \"reduced_by_percent\": 40},\n"
    "        {\"test\": \"trendelenburg\", \"side\": \"r\", \"result\": \"positive\", \"note\": \"weak\"},\n"
    "        {\"test\": \"sij_provocation_positive_count\", \"side\": \"r\", \"value\": 3, \"of\": 5},\n"
    "        {\"test\": \"lordosis_deg\", \"value\": 55.5, \"unit\": \"deg\"}\n"
    "      ]\n"
    "    },\n"
    "    {\"date\": \"2024-03-10\", \"findings\": []}\n"
    "  ]\n"
    "}\n";

static il_status parse(const char *text, size_t size, il_patient **out, il_error *err) {
    il_patient_vocab vocab = vocabulary();
    char *exact = malloc(size ? size : 1);
    assert_non_null(exact);
    memcpy(exact, text, size);
    il_status status = il_patient_parse("p.json", exact, size, &vocab, out, err);
    free(exact);
    return status;
}

// ---- what is read --------------------------------------------------------------------------------------------------------------

static void reads_everything(void **unused) {
    (void)unused;
    il_patient *p = NULL;
    il_error err = {0};
    if (parse(good, sizeof good - 1, &p, &err) != IL_OK) fail_msg("%d:%d %s", err.line, err.column, err.text);
    assert_string_equal(p->id, "P-1");
    assert_string_equal(p->label, "Ana \"A\" \xc3\x89\n");
    assert_true(p->simulated);
    assert_string_equal(p->source.tier, "B");
    assert_null(p->source.url);
    assert_int_equal(p->person.sex, IL_SEX_FEMALE);
    assert_true(p->person.age_years.known && p->person.age_years.value == 35);
    assert_true(p->person.mass_kg.value == 62.5);
    assert_false(p->person.lordosis_deg.known);
    assert_int_equal(p->validity.pregnancy, IL_NO);
    assert_int_equal(p->validity.amputation, IL_NOT_ASKED);
    assert_int_equal(p->nvisit, 2);
    const il_visit *v = &p->visit[0];
    assert_string_equal(v->date, "2024-02-29");
    assert_string_equal(v->history.work, "desk");
    assert_null(v->history.goals);
    const il_history *h = &v->history;
    assert_true(h->worst_time == IL_WORST_EVENING && h->sleep_position == IL_SLEEP_LEFT_SIDE && h->sitting_hours_a_day.value == 9 && !h->lifting_kg.known);
    assert_true(h->nevent == 2 && h->event[0].kind == IL_EVENT_INACTIVITY && h->event[0].weeks_ago.value == 40 && h->event[1].kind == IL_EVENT_FALL);
    assert_string_equal(h->event[1].date, "2024-01-15");
    assert_true(h->nposture == 2 && h->posture[0].posture == IL_DOING_SITTING && h->posture[0].effect == IL_EFFECT_WORSE && h->posture[1].effect == IL_EFFECT_BETTER);
    assert_true(h->ntried == 1 && h->tried[0].adherence_percent.value == 80 && h->tried[0].response == IL_EFFECT_SAME);
    assert_true(h->nimage == 1 && h->image[0].kind == IL_IMAGE_MRI && h->image[0].part == IL_PART_LUMBAR && h->image[0].result == IL_RESULT_NORMAL);
    assert_string_equal(il_image_word(h->image[0].kind), "mri");
    assert_string_equal(il_part_word(h->image[0].part), "lumbar_spine");
    assert_true(v->nscore == 2 && v->score[0].value.value == 11 && v->score[1].nitem == 2 && v->score[1].item[1].value.value == 6);
    assert_true(v->pain.intensity_worst.value == 6);
    assert_int_equal(v->pain.onset, IL_ONSET_GRADUAL);
    assert_int_equal(v->pain.moves, IL_YES);
    assert_int_equal(v->pain.narea, 2);
    assert_int_equal(v->pain.area[0].side, IL_SIDE_NONE);
    assert_int_equal(v->pain.area[1].side, IL_SIDE_RIGHT);
    double place[2*IL_PAIN_STROKE_POINTS];
    assert_true(v->pain.nstroke == 1 && v->pain.stroke[0].view == IL_PAIN_VIEW_BACK);
    assert_int_equal(il_pain_stroke_points(v->pain.stroke[0].line, place), 3);
    assert_true(place[0] == 81.5 && place[1] == 160 && fabs(place[3] - 172.25) < 1e-12 && place[4] == 190 && place[5] == 480);
    assert_int_equal(v->nscreen, 2);
    assert_string_equal(v->screen[1].id, "fever");
    assert_int_equal(v->screen[1].answer, IL_YES);
    assert_int_equal(v->nfinding, 5);
    assert_int_equal(v->finding[0].side, IL_SIDE_RIGHT);
    assert_true(v->finding[0].value.value == 62 && v->finding[0].error.value == 4);
    assert_int_equal(v->finding[0].limited_by, IL_LIMITED_STRETCH);
    assert_true(!v->finding[1].value.known && v->finding[1].reduced_by_percent.value == 40);
    assert_int_equal(v->finding[2].result, IL_RESULT_POSITIVE);
    assert_true(v->finding[3].of.value == 5);
    assert_int_equal(v->finding[4].side, IL_SIDE_NONE);
    assert_int_equal(p->visit[1].nfinding, 0);
    il_patient_free(p);
    il_patient_free(NULL);
}

// ---- what is refused -----------------------------------------------------------------------------------------------------------

// the good file with one piece replaced; an @ in the new piece stands where the error should be
typedef struct bad {
    const char *piece, *replacement, *words;
} bad;

static const bad bads[] = {
    // keys
    {"\"label\"", "@\"lable\"", "unknown key \"lable\"; it should be \"label\""},
    {"\"age_years\"", "@\"age\"", "unknown key \"age\""},
    {"\"unit\": \"deg\", \"error\"", "@\"units\": \"deg\", \"error\"", "it should be \"unit\""},
    {"\"id\": \"P-1\", ", "", "the key \"id\" is missing"},
    {"\"test\": \"trendelenburg\", ", "", "the key \"test\" is missing"},
    {"\"id\": \"P-1\"", "\"id\": @\"\"", "id is empty"},
    {"\"simulated\": true", "\"simulated\": @\"true\"", "simulated should be true or false"},
    {"\"ilium_patient\": 1", "\"ilium_patient\": @2", "version 2 of patient files is not known; this program reads version 1"},
    {"\"ilium_patient\": 1,", "", "not a patient file"},
    // person
    {"\"female\"", "@\"femal\"", "sex is \"femal\"; it should be \"female\""},
    {"\"age_years\": 35", "\"age_years\": @200", "age_years is 200; an age in years lies between 0 and 120"},
    {"\"height_m\": 1.68", "\"height_m\": @17", "height_m is 17; a height in metres lies between 0.4 and 2.6"},
    {"\"height_m\": 1.68", "\"height_m\": @168", "between 0.4 and 2.6"},
    {"\"mass_kg\": 62.5", "\"mass_kg\": @-62.5", "mass_kg is -62.5; a mass in kilograms lies between 2 and 400"},
    {"\"mass_kg\": 62.5", "\"mass_kg\": @400", "body mass index of 141.7 kg/m2"},
    {"\"mass_kg\": 62.5", "\"mass_kg\": @\"62\"", "mass_kg should be a number, not \"62\""},
    {"\"mass_kg\": 62.5", "\"mass_kg\": @null", "mass_kg should be a number, not nothing"},
    {", \"leg_length_l_m\": 0.865", "", "leg_length_r_m is given without the other leg"},
    {"\"leg_length_l_m\": 0.865", "\"leg_length_l_m\": @0.6", "legs differ"},
    {"0.86, \"leg_length_l_m\": 0.865", "@0.5, \"leg_length_l_m\": 0.51", "does not belong to the height"},
    {"\"sex\": \"female\", \"age_years\": 35", "\"sex\": \"male\"", NULL},
    {"\"pregnancy\": \"no\"", "\"pregnancy\": @\"maybe\"", "it should be one of not_asked, no, yes"},
    // time
    {"2024-02-29", "@2023-02-29", "a day that exists, as YYYY-MM-DD"},
    {"2024-02-29", "@29.2.2024", "YYYY-MM-DD"},
    {"2024-02-29", "@2024-13-01", "YYYY-MM-DD"},
    {"{\"date\": \"2024-03-10\"", "{\"date\": @\"2024-02-29\"", "in the order of time"},
    {"{\"date\": \"2024-03-10\"", "{\"day\": @10", "all have a date, or all a day"},
    {"{\"date\": \"2024-03-10\", ", "@{", "a visit of several needs a date"},
    {"\"date\": \"2024-03-10\"", "\"date\": \"2024-03-10\", \"day\": @3", "date and day are both given"},
    // pain
    {"\"LB_MID\", ", "@\"LB_MDI\", ", "unknown pain region \"LB_MDI\"; did you mean \"LB_MID\"?"},
    {"\"LB_MID\", ", "@\"HEAD\", ", "unknown pain region \"HEAD\" (3 are known)"},
    {"\"LB_MID\", ", "\"LB_MID\", \"side\": @\"r\", ", "lies on the midline"},
    {"\"region\": \"PSIS\", \"side\": \"r\"", "\"region\": \"PSIS\", \"side\": @\"right\"", "it should be one of mid, r, l"},
    {"{\"region\": \"PSIS\", \"side\": \"r\"}", "@{\"region\": \"LB_MID\"}", "stands twice with the same side"},
    {"\"intensity\": 4", "\"intensity\": @11", "an intensity of pain lies between 0 and 10"},
    {"\"intensity\": 4", "\"intensity\": @7", "above the worst intensity"},
    {"\"intensity_now\": 3, \"intensity_worst\": 6", "\"intensity_now\": 8, \"intensity_worst\": @6", "below the present one"},
    {"\"view\": \"back\"", "\"view\": @\"top\"", "it should be one of front, back, right, left"},
    {"81.5 160 82 172.25 190 480\"", "81.5 160 82 172.25 190 481\"", "line is no stroke"},
    {"81.5 160 82 172.25 190 480\"", "81.5 160 82\"", "line is no stroke"},
    {"81.5 160 82 172.25 190 480\"", "81.5 160 \"", "line is no stroke"},
    {"81.5 160 82 172.25 190 480\"", "81.5 -1\"", "line is no stroke"},
    {"81.5 160 82 172.25 190 480\"", "8.1.5 1\"", "line is no stroke"},
    {"81.5 160 82 172.25 190 480\"", "1e1 2\"", "line is no stroke"},
    // history
    {"\"kind\": \"slip_or_fall\"", "\"kind\": @\"fell\"", "kind is \"fell\"; it should be one of vehicle_accident"},
    {"\"kind\": \"slip_or_fall\", ", "", "the key \"kind\" is missing"},
    {"\"date\": \"2024-01-15\"", "\"date\": @\"2024-01-32\"", "a day that exists"},
    {"\"date\": \"2024-01-15\"", "\"date\": @\"2024-03-15\"", "lies after this visit of 2024-02-29"},
    {"\"date\": \"2024-01-15\"", "\"date\": \"2024-01-15\", \"weeks_ago\": @6", "date and weeks_ago are both given"},
    {"\"weeks_ago\": 40", "\"weeks_ago\": @-1", "a time in weeks lies between 0 and 6000"},
    {"\"posture\": \"walking\"", "\"posture\": @\"sitting\"", "stands twice (see postures number 1), once as worse and once as better"},
    {"\"effect\": \"better\"", "\"effect\": @\"good\"", "it should be one of worse, same, better"},
    {"\"after_minutes\": 20", "\"after_minutes\": @2000", "a time in minutes lies between 0 and 1440"},
    {"\"sessions\": 6", "\"sessions\": @6.5", "sessions is 6.5; it should be a whole number"},
    {"\"adherence_percent\": 80", "\"adherence_percent\": @180", "a share in percent lies between 0 and 100"},
    {"{\"kind\": \"mri\", \"part\": \"lumbar_spine\", ", "@{\"kind\": \"mri\", ", "say which part was normal"},
    {"\"sitting_hours_a_day\": 9", "\"sitting_hours_a_day\": @25", "hours of a day lies between 0 and 24"},
    {"\"worst_time\": \"evening\"", "\"worst_time\": @\"noon\"", "it should be one of morning, day, evening"},
    // scores
    {"\"score\": \"roland_morris\"", "\"score\": @\"roland_moris\"", "unknown score \"roland_moris\"; did you mean \"roland_morris\"?"},
    {"\"value\": 11", "\"value\": @25", "roland_morris is 25; it lies between 0 and 24"},
    {"\"value\": 11", "\"value\": @11.5", "it should be a whole number"},
    {"{\"score\": \"roland_morris\", \"value\": 11}", "@{\"score\": \"roland_morris\"}", "has no reading; give value or items"},
    {"{\"score\": \"roland_morris\", \"value\": 11}", "{\"score\": \"odi\", \"items\": @[{\"item\": \"1\", \"value\": 2}]}", "the total alone is entered (licensed)"},
    {"{\"score\": \"roland_morris\", \"value\": 11}", "{\"score\": \"roland_morris\", \"items\": @[{\"item\": \"1\", \"value\": 1}]}", "has 1 parts here; it should have 24 to 24"},
    {"\"value\": 5, \"items\"", "\"value\": @7, \"items\"", "the parts of psfs make 5; correct them or leave value out"},
    {"{\"item\": \"driving\", \"value\": 6}", "{\"item\": \"driving\", \"value\": @16}", "driving is 16; it lies between 0 and 10"},
    {"\"score\": \"roland_morris\", \"value\": 11", "\"score\": \"odi\", \"value\": 30}, {\"score\": @\"odi\", \"value\": 31", "odi stands twice at this visit (see scores number 1)"},
    // screen
    {"\"fever\": \"yes\"", "@\"fevr\": \"yes\"", "unknown item of the safety screen \"fevr\"; did you mean \"fever\"?"},
    {"{\"date\": \"2024-03-10\", \"findings\": []}", "{\"date\": \"2024-03-10\", \"screen\": {@\"scope_fusion\": \"yes\"}}", "scope_fusion contradicts the answer under validity"},
    {"\"mass_kg\": 62.5", "\"mass_kg\": 62.5, \"bmi_kg_m2\": @22", "follows from height and mass"},
    {"\"fever\": \"yes\"", "\"fever\": @true", "fever should be a text, not true"},
    {"\"fever\": \"yes\"", "\"fever\": @\"unknown\"", "fever is \"unknown\"; it should be one of no, yes"},
    {"{\"urinary_retention\": \"no\", \"fever\": \"yes\"}", "@[]", "screen should be an object"},
    {"\"fever\": \"yes\"", "@\"urinary_retention\": \"yes\"", "the same key twice"},
    // findings
    {"\"slr_deg\", \"side\": \"r\"", "@\"srl_deg\", \"side\": \"r\"", "unknown test \"srl_deg\"; did you mean \"slr_deg\"?"},
    {"{\"test\": \"slr_deg\", \"side\": \"r\", ", "@{\"test\": \"slr_deg\", ", "is taken on each side; add \"side\": \"r\""},
    {"\"lordosis_deg\", ", "\"lordosis_deg\", \"side\": @\"l\", ", "is taken of the whole person"},
    {"62, \"unit\": \"deg\"", "62, \"unit\": @\"rad\"", "the unit is \"rad\"; slr_deg is given in \"deg\""},
    {"        {\"test\": \"slr_deg\", \"side\": \"r\", \"value\": 62, \"unit\": \"deg\",", "        @{\"test\": \"slr_deg\", \"side\": \"r\", \"value\": 62,",
     "the unit is missing; slr_deg is given in \"deg\""},
    {"\"slr_deg\", \"side\": \"r\", \"value\": 62", "\"knee_flexion_deg\", \"side\": \"r\", \"value\": @400",
     "knee_flexion_deg is 400, which is not possible; it should be -15 to 170 deg"},
    {"\"value\": 62", "\"value\": @-3.25", "slr_deg is -3.25, which is not possible; it should be 0 to 130 deg"},
    {"\"error\": 4", "\"error\": @-4", "error should be a standard deviation"},
    {"\"limited_by\": \"stretch\"", "\"limited_by\": @\"pain\"", "it should be one of not_recorded, stretch"},
    {"{\"test\": \"slr_deg\", \"side\": \"l\", \"reduced_by_percent\": 40}", "@{\"test\": \"slr_deg\", \"side\": \"l\"}", "has no reading"},
    {"{\"test\": \"slr_deg\", \"side\": \"l\",", "@{\"test\": \"slr_deg\", \"side\": \"l\", \"result\": \"reduced\",", "more than one of value"},
    {"\"reduced_by_percent\": 40", "\"reduced_by_percent\": @140", "a percentage of normal lies between 0 and 100"},
    {"\"reduced_by_percent\": 40", "\"reduced_by_percent\": 40, \"unit\": @\"deg\"", "unit goes with a value only"},
    {"\"reduced_by_percent\": 40", "\"reduced_by_percent\": 40, \"error\": @2", "error goes with a value only"},
    {"\"reduced_by_percent\": 40", "\"result\": @\"positive\"", "is a measure; give its value"},
    {"\"result\": \"positive\"", "\"result\": @\"reduced\"", "trendelenburg is positive or negative"},
    {"\"result\": \"positive\"", "\"value\": @1", "trendelenburg is positive or negative; write \"result\""},
    {"\"result\": \"positive\"", "\"reduced_by_percent\": @20", "cannot be reduced by a percentage"},
    {"{\"test\": \"slr_deg\", \"side\": \"l\", \"reduced_by_percent\": 40}",
     "@{\"test\": \"slr_deg\", \"side\": \"r\", \"result\": \"reduced\", \"method\": \"inclinometer\"}", "slr_deg stands twice at this visit (see findings number 1)"},
    {"\"value\": 3, \"of\": 5", "\"value\": @2.5, \"of\": 5", "it should be a whole number"},
    {"\"value\": 3, \"of\": 5", "\"value\": 3, \"of\": @2", "no fewer than value"},
    {"\"value\": 3, \"of\": 5", "\"value\": 3, \"unit\": @\"n\"", "has no unit; leave \"n\" out"},
    {"\"value\": 62", "\"of\": @3, \"value\": 62", "of goes with a count only"},
    {"{\"test\": \"trendelenburg\", \"side\": \"r\", \"result\": \"positive\", \"note\": \"weak\"}",
     "{\"test\": \"short_leg_supine\", \"side\": \"r\", \"result\": \"positive\"}, @{\"test\": \"short_leg_supine\", \"side\": \"l\", \"result\": \"positive\"}",
     "short_leg_supine cannot hold on both sides"},
    // shapes
    {"\"findings\": []", "\"findings\": @{}", "findings should be a list, not an object"},
    {"\"history\": {\"complaint\": \"low back\", ", "\"pain\": {}, \"history\": {", "the same key twice"},
    {"\"events\": [{", "\"events\": [], @\"event\": [{", "unknown key \"event\""},
    {"\"complaint\": \"low back\"", "\"complaint\": @7", "complaint should be a text, not 7"},
};

static void check_bad(const bad *b) {
    char text[sizeof good + 600];
    const char *at = strstr(good, b->piece);
    if (!at || strstr(at + 1, b->piece)) fail_msg("the piece %s should stand once in the good file", b->piece);
    else snprintf(text, sizeof text, "%.*s%s%s", (int)(at - good), good, b->replacement, at + strlen(b->piece));
    int line = 0, column = 0;
    char *mark = strchr(text, '@');
    if (mark) {
        ili_text_place(text, strlen(text), (size_t)(mark - text), &line, &column);
        memmove(mark, mark + 1, strlen(mark));
    }
    // the mark may stand inside a string, whose value begins one before
    if (mark && mark[-1] == '"' && strcmp(b->words, "") != 0 && strchr("0123456789", *mark) && column > 1) column--;
    il_patient *p = NULL;
    il_error err = {0};
    il_status status = parse(text, strlen(text), &p, &err);
    if (!b->words) {
        if (status != IL_OK) fail_msg("%s: %s", b->replacement, err.text);
        il_patient_free(p);
        return;
    }
    if (status == IL_OK || status != err.code || (mark && (err.line != line || err.column != column)) || !strstr(err.text, b->words) || p)
        fail_msg("%s: status %d at %d:%d \"%s\"; should be at %d:%d \"%s\"", b->replacement, (int)status, err.line, err.column, err.text, line, column,
                 b->words);
    assert_true(err.line > 0 && err.column > 0);
    assert_string_equal(err.file, "p.json");
}

static void refuses_with_place(void **unused) {
    (void)unused;
    for (size_t i = 0; i < sizeof bads/sizeof bads[0]; i++) check_bad(&bads[i]);
}

static void refuses_other_files(void **unused) {
    (void)unused;
    static const struct { const char *text; il_status code; const char *words; } cases[] = {
        {"", IL_BAD_SYNTAX, "empty"}, {"[]", IL_BAD_VALUE, "not a patient file"}, {"{}", IL_BAD_VALUE, "not a patient file"},
        {"{\"ilium_patient\": \"1\"}", IL_BAD_VALUE, "should be a number"}, {"{\"ilium_patient\": 1, \"id\": \"x\", \"visits\": []}", IL_BAD_VALUE, "visits is empty"},
        {"{\"ilium_patient\": 1, \"id\": \"x\", \"person\": {\"sex\": \"male\"}, \"validity\": {\"pregnancy\": \"yes\"}, \"visits\": [{}]}", IL_BAD_VALUE,
         "pregnancy is yes, but the person is male"},
        {"{\"ilium_patient\": 1, \"id\": \"x\", \"person\": {\"sex\": \"male\"}, \"visits\": [{\"history\": {\"events\": [{\"kind\": \"childbirth\"}]}}]}", IL_BAD_VALUE,
         "childbirth is given, but the person is male"},
        {"{\"ilium_patient\": 1, \"id\": \"x\"}", IL_BAD_VALUE, "\"visits\" is missing"}, {"{\"ilium_patient\": 1,", IL_BAD_SYNTAX, "ends in the middle"}};
    for (size_t i = 0; i < sizeof cases/sizeof cases[0]; i++) {
        il_patient *p = NULL;
        il_error err = {0};
        assert_int_equal(parse(cases[i].text, strlen(cases[i].text), &p, &err), cases[i].code);
        if (!strstr(err.text, cases[i].words)) fail_msg("%s: %s", cases[i].text, err.text);
        assert_null(p);
    }
    il_patient_vocab vocab = vocabulary();
    il_patient *p = NULL;
    il_error err = {0};
    assert_int_equal(il_patient_read("/no/such/patient.json", &vocab, &p, &err), IL_NO_FILE);
    assert_int_equal(il_patient_read("/", &vocab, &p, &err), IL_NO_FILE);
    assert_non_null(strstr(err.text, "folder"));
    assert_int_equal(il_patient_read("/dev/zero", &vocab, &p, &err), IL_LIMIT);
    assert_non_null(strstr(err.text, "8 MiB"));
    assert_null(p);
}

// too many of anything is told, in reasonable time
static void refuses_floods(void **unused) {
    (void)unused;
    size_t room = 4 << 20, n = 0;
    char *text = malloc(room);
    assert_non_null(text);
    n += (size_t)sprintf(text, "{\"ilium_patient\": 1, \"id\": \"x\", \"visits\": [{\"findings\": [{\"test\": \"slr_deg\"}");
    while (n < room - 100) n += (size_t)sprintf(text + n, ",{\"test\": \"slr_deg\"}");
    n += (size_t)sprintf(text + n, "]}]}");
    il_patient *p = NULL;
    il_error err = {0};
    assert_int_equal(parse(text, n, &p, &err), IL_BAD_VALUE);
    assert_string_equal(err.text, "more than 500 findings at one visit");
    free(text);
}

// ---- back to a file ------------------------------------------------------------------------------------------------------------

static void writes_what_it_read(void **unused) {
    (void)unused;
    il_patient_vocab vocab = vocabulary();
    il_patient *p = NULL, *again = NULL;
    il_error err = {0};
    char *first = NULL, *second = NULL, path[] = "/tmp/ilium-patient-XXXXXX";
    size_t first_size = 0, second_size = 0;
    assert_int_equal(parse(good, sizeof good - 1, &p, &err), IL_OK);
    assert_int_equal(il_patient_format(p, &first, &first_size, &err), IL_OK);
    assert_int_equal(strlen(first), first_size);
    assert_non_null(strstr(first, "\n        {\"test\": \"slr_deg\", \"side\": \"r\", \"value\": 62, \"unit\": \"deg\", \"error\": 4, \"limited_by\": \"stretch\", "
                                  "\"method\": \"inclinometer\"},\n"));

    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    assert_int_equal(il_patient_write(path, p, &err), IL_OK);
    if (il_patient_read(path, &vocab, &again, &err) != IL_OK) fail_msg("%d:%d %s", err.line, err.column, err.text);
    assert_int_equal(il_patient_format(again, &second, &second_size, &err), IL_OK);
    assert_string_equal(first, second);
    assert_string_equal(again->label, p->label);
    assert_int_equal(again->visit[0].nfinding, 5);
    unlink(path);

    // a number that JSON cannot hold
    again->visit[0].finding[0].value.value = IL_NAN;
    char *none = NULL;
    assert_int_equal(il_patient_format(again, &none, &second_size, &err), IL_BAD_VALUE);
    assert_null(none);
    il_file_free(first);
    il_file_free(second);
    il_patient_free(p);
    il_patient_free(again);
}

// a record made by a program is checked like one that was read
static void check_of_a_made_record(void **unused) {
    (void)unused;
    il_patient_vocab vocab = vocabulary();
    il_patient *p = NULL;
    il_error err = {0};
    char place[128];
    assert_int_equal(il_patient_create(&p, &err), IL_OK);
    assert_int_equal(il_patient_check(p, &vocab, place, &err), IL_BAD_VALUE);
    assert_string_equal(place, "");
    p->id = il_patient_text(p, "made");
    p->visit = il_patient_array(p, 1, sizeof *p->visit);
    p->nvisit = 1;
    assert_int_equal(il_patient_check(p, &vocab, place, &err), IL_OK);
    il_finding *f = p->visit[0].finding = il_patient_array(p, 1, sizeof *f);
    p->visit[0].nfinding = 1;
    *f = (il_finding){.test = "slr_deg", .side = IL_SIDE_RIGHT, .value = {true, IL_NAN}, .unit = "deg"};
    assert_int_equal(il_patient_check(p, &vocab, place, &err), IL_BAD_VALUE);
    assert_string_equal(place, "/visits/0/findings/0/value");
    f->value.value = 60;
    assert_int_equal(il_patient_check(p, &vocab, NULL, NULL), IL_OK);
    il_patient_free(p);
}

static void no_memory_is_told(void **unused) {
    (void)unused;
    il_patient_vocab vocab = vocabulary();
    for (long n = 1;; n++) {
        il_patient *p = NULL;
        il_error err = {0};
        alloc_fail_at(n);
        il_status status = il_patient_parse("p", good, sizeof good - 1, &vocab, &p, &err);
        bool failed = alloc_failed();
        alloc_fail_at(0);
        if (!failed) {
            assert_int_equal(status, IL_OK);
            assert_true(n > 2);
            il_patient_free(p);
            break;
        }
        assert_int_equal(status, IL_NO_MEMORY);
        assert_null(p);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(reads_everything),       cmocka_unit_test(refuses_with_place), cmocka_unit_test(refuses_other_files),
                                       cmocka_unit_test(refuses_floods),         cmocka_unit_test(writes_what_it_read), cmocka_unit_test(check_of_a_made_record),
                                       cmocka_unit_test(no_memory_is_told)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
