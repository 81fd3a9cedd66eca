// words_care.h - the wording of plans, what-if, visits and reports as text: a part of the catalogue of words.h. X(name, id in data/notices.csv or "", text)
#ifndef ILI_WORDS_CARE_H
#define ILI_WORDS_CARE_H

// clang-format off
/// What has a space or a sign at its end is put on to what stands beside it.
#define ILI_WORDS_CARE(X) \
    /* plan */ \
    X(PLAN_WEEK, "", "a week for") X(PLAN_WEEKS_THEN, "", "weeks, then") X(PLAN_STANDING, "", "standing") \
    X(PLAN_COMPARED_WITH_HIGHEST_LOAD, "", "Compared with the highest load of every day: ") \
    X(PLAN_COMPARED_WITH_QUIET_STANDING, "", "Compared with quiet standing; all else of every day is reported to be worse.") \
    X(PLAN_REPORTED_TOLERABLE, "", " (reported as tolerable).") \
    X(PLAN_STATED_SET_WHAT_REPORTED, "", " (a stated set; what is reported as worse is left out).") X(PLAN_100_WORST_CASE, "", "of 100 in the worst case") \
    X(PLAN_EXPECTED, "", "expected") X(PLAN_NOTHING_SURE_GAIN_MORE, "", "nothing is sure to gain more than doing less to: ") \
    X(PLAN_CLINICIAN, "", "this clinician") \
    X(PLAN_RECORD_DOES_NOT_SAY, "", "The record does not say what the clinician's profession is: of what was chosen or is wanted, everything that others may do is referred.") \
    X(PLAN_WHAT_CLINICIAN_S_OWN, "", "What is the clinician's own work is not referred: by") X(PLAN_PROFESSION, "", "the profession") \
    X(PLAN_LAW_WHERE_LICENCE_HOLDS, "", "The law where the licence holds decides.") X(PLAN_AND, "", " and ") \
    X(PLAN_WHAT_RECORD_SAYS_SINGLE, "", "what the record says of single treatments") \
    X(PLAN_CHOSEN_MOST_WORST_CASE, "", "chosen: the most in the worst case over what the findings leave open") \
    X(PLAN_MAY_ADDED_PERSON_ASKS, "", "may be added: the person asks for it, though the worst case gains nothing") \
    X(PLAN_MAY_ADDED_LIKELY_CONDITION, "", "may be added: for a likely condition, though the worst case gains nothing") \
    X(PLAN_DOING_LESS_GOOD_WORST, "", "doing less is as good in the worst case, or another does more") \
    X(PLAN_PAIN_TRIALS_AGAINST_DOING, "", "pain in trials against doing less") X(PLAN_DOSE, "", "dose") X(PLAN_STOP, "", "stop") \
    X(PLAN_MECHANICAL_EFFECT_REACHED_WEEK, "", "mechanical effect reached by week 6") X(PLAN_WEEK_12, "", "by week 12") X(PLAN_ASK_FIRST, "", "ask first") \
    X(PLAN_WISHES_AND_MEANS_RECORDED, "", "WISHES AND MEANS (as recorded)") \
    X(PLAN_HIGHEST_WORST_CASE, "", "PLAN (highest worst case over the 90 % posterior set; load is not pain)") \
    X(PLAN_DO_LESS_NO_TREATMENT, "", "Do less: no treatment gains anything in the worst case over what the findings leave open.") \
    X(PLAN_OPTION_DO_LESS, "", "the option to do less") \
    X(PLAN_DOCUMENT_FINDINGS_SCORES_AND, "", "document: findings, scores and this plan at every visit") X(PLAN_MAY_LEFT_OUT, "", " (may be left out)") \
    X(PLAN_GOES_WITH_STRETCH, "", " (goes with the stretch)") X(PLAN_PROGRESS, "", "progress") X(PLAN_NOT_SIMULATED, "", "not simulated") \
    X(PLAN_POSTURE_WAS_NOT_FOUND, "", "the posture was not found on this body: what it loads is not known") \
    X(PLAN_SIMULATED_BODY_CANNOT_HOLD, "", "the simulated body cannot hold it") X(PLAN_BEGIN_WITH_EASIER_FORM, "", "begin with an easier form") \
    X(PLAN_MAY_AGGRAVATE, "", "    MAY AGGRAVATE: ") X(PLAN_HOME_EXERCISES_SOLVED_PERSON, "", "HOME EXERCISES (solved on this person") \
    X(PLAN_RANGES_OVER, "", "ranges over") X(PLAN_LIKELY_BODIES, "", "likely bodies") X(PLAN_POSTERIOR, "", "of the posterior") \
    X(EXERCISE_SEVERAL, "", "Some exercises balance in more than one way; loads and pictures are of one of them.") \
    X(PLAN_STRUCTURES_WHOSE_PATTERN_DRAWN, "", "  structures whose pattern the drawn pain fits:") \
    X(PLAN_DRAWN_PAIN_FITS_NO, "", "  The drawn pain fits no structure whose load is known here.") X(PLAN_LEFT_OUT, "", "left out") \
    X(PLAN_PHASES, "", "PHASES") X(PLAN_WEEKS, "", "weeks") X(PLAN_STAY_ACTIVE_RE_TEST, "", "stay active; re-test") X(PLAN_NOT_GIVEN, "", "NOT GIVEN") \
    X(PLAN_RE_TEST, "", "RE-TEST") \
    X(PLAN_PROGNOSIS_COURSE_COHORTS_BEGUN, "", "PROGNOSIS (the course of cohorts, begun at this person's pain; points of 100)") \
    X(PLAN_NOT_KNOWN_PAIN_NOW, "", "not known: pain now and how long it has lasted are not both recorded") X(PLAN_PAIN, "", "pain") \
    X(PLAN_RANGE_BEGINS_PERSON_S, "", "The range begins at this person's pain and is that of the cohorts' mean; a single person varies more. What worsens it raises the middle and the upper end, and nothing") \
    X(PLAN_RECORDED_LOWERS_ANYTHING_SEVERAL, "", "that is recorded lowers anything; of several the one that leads farther counts. Associations, mostly of long pain: none shows that changing it changes the course.") \
    X(PLAN_ADHERENCE_EXERCISES_LAST_RECORDED, "", "Adherence to exercises, as last recorded") \
    X(PLAN_MOVES_NOTHING_TRIALS_DIFFER, "", "it moves nothing: trials differ by it only between groups of trials, and one cohort found no relation.") \
    X(PLAN_REFERRALS_LETTER_EACH_HTML, "", "REFERRALS (a letter for each is in the HTML form)") X(PLAN_NOW, "", ", NOW") X(PLAN_URGENT, "", ", urgent") \
    X(PLAN_NO_PLAN, "", "NO PLAN") \
    /* what-if, trials, prognosis */ \
    X(CARE_AGAINST_NO_TREATMENT, "", "against no treatment") X(CARE_AGAINST_SHAM, "", "against a sham") \
    X(CARE_AGAINST_ANOTHER_TREATMENT, "", "against another treatment") X(CARE_NO_COMPARISON_GROUP, "", "no comparison group") \
    X(CARE_ADHERENCE, "", "adherence") X(CARE_EXERCISE_LEISURE_TIME, "", "exercise in leisure time") X(CARE_BODY_MASS_INDEX, "", "body mass index") \
    X(CARE_SLEEPLESSNESS, "", "sleeplessness") X(CARE_LOW_MOOD, "", "low mood") X(CARE_SMOKING, "", "smoking") X(CARE_START_BACK, "", "STarT Back") \
    X(CARE_SAFETY, "", "SAFETY") X(CARE_NOTICE, "", "NOTICE") X(CARE_ILIUM, "", "ilium") X(CARE_LOCALLY_MODIFIED, "", " (locally modified)") \
    X(CARE_FUNCTION, "", "function") X(CARE_ANY_PAIN, "", "any pain") X(CARE_100, "", "of 100") X(CARE_AT, "", "at") \
    X(CARE_GUIDELINES_DIFFER_HERE_THEY, "", "Guidelines differ here; they are shown side by side.") X(CARE_NOT, "", "NOT") \
    X(CARE_ITS_FULL_EFFECT, "", "of its full effect") X(CARE_CHANGE, "", "change") \
    X(CARE_READINGS_CHANGE_LESS_THAN, "", "readings that change by less than 1 unit and 1") \
    X(CARE_SIMULATED_LOADS_AND_ANGLES, "", "SIMULATED (loads and angles; load is not pain)") \
    X(CARE_NOTHING_SIMULATED, "", "Nothing of it is simulated: nothing mechanical that lasts was measured.") \
    X(CARE_MID_WITH, "", "mid: with") X(CARE_RANGE_OVER, "", "range: over") X(CARE_STATES_HOLD, "", "states that hold") \
    X(CARE_POSTERIOR_TREATMENT_S_OWN, "", "of the posterior, the treatment's own range, and for loads what no exam measures.") \
    X(CARE_NONE_SHOWN_RANGE_CHANGE, "", "none shown: the range of the change holds none.") \
    X(CARE_POSTURES_WERE_NOT_FOUND, "", "postures were not found; they are left out.") X(CARE_TESTS, "", "tests") \
    X(CARE_LOADS_QUIET_STANDING, "", "loads in quiet standing") \
    X(CARE_TRIALS_PAIN_AND_FUNCTION, "", "TRIALS OF PAIN AND FUNCTION (people in trials, points of 100, negative is better; not simulated, not a forecast)") \
    X(CARE_NO_TRIAL_WAS_FOUND, "", "No trial was found in which these add up.") X(CARE_WHAT_IF, "", "WHAT IF") \
    X(CARE_NOTHING_SIMULATED_WHILE_ONE, "", "Nothing is simulated while one of them is refused.") X(CARE_RATIO_ODDS, "", "; ratio of odds: ") \
    X(CARE_RATIO, "", "; ratio: ") X(CARE_HOLDS_RAISES_MIDDLE_AND, "", "holds; raises the middle and the upper end") \
    X(CARE_FOUND_WORSE_NO_FIGURE, "", "found worse; no figure moves the range") X(CARE_MOVES_NOTHING, "", "moves nothing") \
    X(CARE_NOT_RECORDED_AND_MAY, "", "not recorded, and it may shift the range: ") \
    /* wishes and means */ \
    X(WISH_MINUTES_DAY_EXERCISES_BELOW, "", "minutes a day; the exercises below take about") \
    X(WISH_HAND_BUT_ASKED_OTHERWISE, "", "at hand, but asked for otherwise: ") X(WISH_HAND, "", "at hand: ") X(WISH_NOTHING, "", "nothing") \
    X(WISH_AIMS, "", "aims") X(WISH_NOTHING_CHOSEN_OTHERS, "", "nothing is chosen for others") X(WISH_NO_PART_PLAN, "", "in no part of this plan") \
    X(WISH_PLAN, "", "in the plan") X(WISH_NOT_GIVEN_EVIDENCE_AGAINST, "", "not given: the evidence is against it") \
    X(WISH_NOT_WHAT_WAS_FOUND, "", "not for what was found here") X(WISH_REFUSES, "", "refuses ") X(WISH_WANTS, "", "wants ") X(WISH_ALSO, "", "also") \
    /* visits beside each other */ \
    X(VISITS_STARTED, "", "started") X(VISITS_MORE_THAN_BEFORE, "", "more than before") X(VISITS_BEFORE, "", "as before") \
    X(VISITS_LESS_THAN_BEFORE, "", "less than before") X(VISITS_STOPPED, "", "stopped") \
    X(VISITS_READINGS_EACH_VISIT_AND, "", "Readings of each visit, and what became of them") X(VISITS_FIRST_LAST, "", "first to last") \
    X(VISITS_NOT_RECORDED, "", "Not recorded.") X(VISITS_NOTHING_DRAWN, "", "nothing drawn") \
    X(VISITS_CHANGE_SMALLER_THAN_WHAT, "", "A change that is smaller than what the measurement can show in one person at 95 % is “no change shown”.") \
    X(VISITS_RESPONSE_TREATMENT, "", "Response to treatment") X(VISITS_PLAN_AND_WHAT_CAME, "", "The plan and what came of it") \
    X(VISITS_NO_PLAN_WITH_DATE, "", "No plan with a date before this visit stands in the record.") X(VISITS_FLARE_UPS, "", "Flare-ups") \
    X(VISITS_NONE_RECORDED_NOT_SAME, "", "None recorded; that is not the same as none.") \
    X(VISITS_HOW_WELL_WAS_KEPT, "", "How well was kept to what was agreed") \
    X(VISITS_MEDICINES_RECORDED_NEVER_ADVISED, "", "Medicines (recorded, never advised)") X(VISITS_TREATMENTS_GIVEN, "", "Treatments given") \
    X(VISITS_SCREENED_ANEW_EACH_VISIT, "", "screened anew at each visit") X(VISITS_NOT_COMPARED, "", "NOT COMPARED") \
    X(VISITS_QUALITY_LIFE, "", "Quality of life") X(VISITS_TESTS, "", "Tests") \
    X(VISITS_PAIN_ENDED_REACHES_LEAST, "", "pain ended it: it reaches at least so far") X(VISITS_CHANGE_SHOWS_FROM, "", "a change shows from") \
    X(VISITS_GRADES_ASSUMED, "", " (grades: assumed)") X(VISITS_ONE_EXAMINER, "", " (one examiner)") \
    X(VISITS_TWO_EXAMINERS_NOT_TOLD, "", " (two examiners, or not told)") \
    X(VISITS_WHAT_MEASUREMENT_CAN_SHOW, "", "what the measurement can show is not known") X(VISITS_COUNTS_FROM, "", "counts from") \
    X(VISITS_NO_PUBLISHED_CHANGE_COUNTS, "", "no published change that counts") X(VISITS_DIFFERS_WORDS, "", "differs in words") \
    X(VISITS_TWO_EXAMINERS_AGREE_WITH, "", "two examiners agree with kappa") X(VISITS_NO_MEASURED_CHANGE, "", "no measured change") \
    X(VISITS_ITS_SIZE_WOULD_COUNT, "", "by its size it would count, but the measurement may err by as much") X(VISITS_BEGAN, "", "began") \
    X(VISITS_WEEKS_BEFORE, "", "weeks before") X(VISITS_FLARE_UP, "", "a flare-up") X(VISITS_DAY, "", " day") X(VISITS_DAYS, "", " days") \
    X(VISITS_WORST, "", "worst") X(VISITS_WHAT_WAS_AGREED, "", "of what was agreed") X(VISITS_DAY_WEEK, "", " day a week") \
    X(VISITS_DAYS_WEEK, "", " days a week") \
    X(VISITS_NOTHING_CAN_COMPARED_PAIN, "", "Nothing can be compared: pain or a score at two dated visits is needed.") \
    X(VISITS_PAIN_SCORE_HAS_IMPROVED, "", "Pain or a score has improved by what counts.") \
    X(VISITS_WEEKS_WITHOUT_GAIN_COUNTS, "", "weeks without a gain that counts in pain or any score") \
    X(VISITS_FUNCTION_NOT_KNOWN_NO, "", "Function: not known; no published course of it is in the data") \
    X(VISITS_TESTS_NOTHING_READING_COULD, "", "Tests: nothing that a reading could show is expected of the plan's treatments") \
    X(VISITS_PLAN, "", "Plan of") X(VISITS_RELEASED_PERSON, "", ", released to the person") \
    X(VISITS_NOT_RELEASED_PERSON, "", ", not released to the person") X(VISITS_SAYS_NOTHING_WHAT_EXPECTS, "", "it says nothing of what it expects") \
    X(VISITS_WEEKS_AFTER_PLAN_EXPECTED, "", "weeks after the plan: expected") X(VISITS_NOTHING_NOW, "", "nothing by now") X(VISITS_FOUND, "", "found") \
    X(VISITS_NOTHING_HOLD_AGAINST_LAST, "", "nothing to hold it against at the last visit") X(VISITS_EXPECTED, "", ": as expected") \
    X(VISITS_OUTSIDE_RANGE_LESS_THAN, "", ": outside the range by less than the measurement may err") \
    X(VISITS_BETTER_THAN_EXPECTED, "", ": better than expected") X(VISITS_WORSE_THAN_EXPECTED, "", ": worse than expected") \
    X(VISITS_REFUSED, "", "refused ") X(VISITS_GIVEN, "", "given ") X(VISITS_ALTERNATIVES, "", "alternatives") X(VISITS_WITHDRAWN, "", "WITHDRAWN") \
    X(VISITS_SCREENED_HEADING, "", "Screened anew at each visit") X(VISITS_PAIN_DRAWINGS_ONE_OVER, "", "Pain drawings, one over the other") \
    X(VISITS_FOLLOW_UP, "", "Follow-up of") X(VISITS_NOT_COMPARED_HEADING, "", "Not compared") \
    /* a day as text */ \
    X(DAY_LASTS_HOURS, "", "hours") X(DAY_POSTURES_SOLVED, "", "postures solved") X(DAY_FOLLOWED_FROM_THEM, "", "followed from them") \
    X(DAY_WITHOUT_REFLEXES, "", ", without reflexes") X(DAY_WHAT_HAPPENED, "", "what happened") X(DAY_TAKERS, "", "took over") \
    X(DAY_TIMES_WHAT_HAD_HAPPENED, "", "times what had happened before (--json has all)") \
    \
    X(DAY_EXPOSURE_HOURS_THRESHOLD, "", "exposure [hours at the threshold]") X(DAY_COLUMN_CHANGED, "", "changed") X(DAY_OTHERS_COUNTED, "", "others") \
    X(DAY_JSON_HAS_ALL, "", "(--json has all)") \
    X(DAY_EXPOSURE_HOURS_ONE_THRESHOLD, "", "exposure: hours at one threshold (data/tissue/structures.csv has thresholds and sources).") \
    X(DAY_STRUCTURE_EXPOSURE, "", "structure                              exposure") X(DAY_ABOVE_GREATEST, "", "above it   greatest   at") \
    X(DAY_COLUMN_HEALTHY, "", "   healthy") X(DAY_COLUMN_BODIES, "", "      other bodies") \
    X(DAY_NEVER_ABOVE_THEIR_THRESHOLD, "", "never above their threshold, with less than a fiftieth of the first (--json has all)") \
    X(DAY_STRENGTH_END_THREE_COMPARTMENT, "", "strength at the end (three-compartment fatigue; * the law is borrowed from other muscles)") \
    X(DAY_WAS_ASKED_MORE_THAN, "", "   was asked for more than it had") X(DAY_OTHER, "", "the other") X(DAY_GROUPS, "", "groups of") \
    X(DAY_NOT_TIRED, "", "are not tired") X(DAY_LUMBAR_SPINE_END, "", "the lumbar spine at the end") \
    X(DAY_DEG_MORE_FLEXION_REST, "", "deg more flexion at rest") X(DAY_MM_LOWER, "", "mm lower") \
    X(DAY_NOT_KNOWN_RATES_IRRITATION, "", "Not known: rates of irritation and the strength of guarding are assumed (run again with --no-reflex); flow and irritation are indices, no measurements; whether any of it hurts.") \
    X(DAY_DATA, "", "Data") X(DAY_RESEARCH_AND_EDUCATION_SOFTWARE, "", "Research and education software; a qualified clinician decides.") \
    X(DAY_LOCALLY_MODIFIED, "", ", locally modified") \
    /* an assessment as text */ \
    X(TEXT_ALL_NONE, "", "In all: none ") X(TEXT_ONE, "", ", one ") X(TEXT_TWO_TOGETHER, "", ", two together ") \
    X(TEXT_NOT_DETERMINED, "", ", not determined ") X(TEXT_UNNAMED, "", "unnamed") X(TEXT_SIMULATED, "", "simulated") \
    X(TEXT_MORE_RAISED, "", "more raised.") X(TEXT_0_10_OVER_NOT, "", "at 0.10 or over, not raised.") X(TEXT_BELOW, "", "below.") \
    X(TEXT_GUARDED, "", ", guarded") X(TEXT_PAIN, "", ", pain") X(TEXT_PUBLISHED_ACCURACY, "", "by published accuracy") \
    X(TEXT_MORE_HTML_REPORT, "", "more in the HTML report") X(TEXT_WITH, "", "with it") X(TEXT_DATA, "", "· data") X(TEXT_EQUILIBRIA, "", "equilibria") \
    X(TEXT_AND, "", "… and") X(TEXT_MORE_HTML_REPORT_HTML, "", "more in the HTML report (--html FILE)") \
    X(TEXT_MORE_HTML_FILE_ALONE, "", "… more in the HTML report (--html FILE)") X(TEXT_PERSON, "", "PERSON") X(TEXT_FINDINGS, "", "FINDINGS") \
    X(TEXT_WHY, "", "WHY") X(TEXT_LOADS, "", "LOADS") X(TEXT_NEXT_TEST, "", "NEXT TEST") X(TEXT_AGAINST, "", "AGAINST") X(TEXT_NOT_KNOWN, "", "NOT KNOWN") \
    /* pictures */ \
    X(PICTURE_FRONT_FROM_ABOVE, "", "front, from above") X(PICTURE_BACK_FROM_ABOVE, "", "back, from above") \
    X(PICTURE_RIGHT_SIDE_FROM_ABOVE, "", "right side, from above") X(PICTURE_LEFT_SIDE_FROM_ABOVE, "", "left side, from above") \
    X(PICTURE_FRONT_FROM_BELOW, "", "front, from below") X(PICTURE_BACK_FROM_BELOW, "", "back, from below") \
    X(PICTURE_RIGHT_SIDE_FROM_BELOW, "", "right side, from below") X(PICTURE_LEFT_SIDE_FROM_BELOW, "", "left side, from below") \
    X(PICTURE_NONE, "", "none") X(PICTURE_ONE_CONDITION, "", "one condition") X(PICTURE_TWO_TOGETHER, "", "two together") \
    X(PICTURE_NOT_DETERMINED, "", "not determined") X(PICTURE_IRRITATION_0_1_0, "", "irritation 0.1 to 0.4") X(PICTURE_0_7, "", "to 0.7") \
    X(PICTURE_ABOVE, "", "above") X(PICTURE_MUSCLE_TENSION_UNDER_2, "", "muscle: tension under 2, 5, 10, 20, 40, over 40 % of strength") \
    X(PICTURE_DISC_UNDER_100_250, "", "disc: under 100, 250, 500, 1000, 2000, over 2000 N of compression") X(PICTURE_LIGAMENT, "", "ligament") \
    X(PICTURE_NERVE, "", "nerve") X(PICTURE_0_1_M_MUSCLES, "", "0.1 m; muscles as wide as the root of their strength") \
    \
    X(PICTURE_EACH_PAIR_LEFT_FROM, "", "of each pair: left from the front, right from behind") \
    /* a FHIR document */ \
    X(FHIR_NOT_ASKED, "", "not asked, which is never no") X(FHIR_NOT_ASKED_LIST, "", "Not asked, which is never no") X(FHIR_SIMULATED_NOT_MEASURED, "", "simulated, not measured") \
    X(FHIR_SOFTWARE_RESEARCH_AND_EDUCATION, "", "software: research and education, not a medical device") X(FHIR_TABLES_SHA_256, "", "tables, SHA-256") \
    X(FHIR_NO_HISTORY_WORDS_RECORDED, "", "No history in words is recorded.") X(FHIR_NO_FINDING_RECORDED, "", "No finding is recorded.") \
    X(FHIR_WHAT_WAS_ASKED_AND, "", "What was asked and found") X(FHIR_PRESENT, "", "present") X(FHIR_CONDITIONS_CONSIDERED, "", "Conditions considered") \
    X(FHIR_SIMULATED_LOADS_ILLUSTRATIVE, "", "Simulated loads (illustrative)") \
    X(FHIR_CONSENTS_RECORDED_STAND_BESIDE, "", "Consents as recorded stand beside.") X(FHIR_NO_CONSENT_RECORDED, "", "No consent is recorded.") \
    X(FHIR_MUSCULOSKELETAL_EXAM, "", "musculoskeletal exam, assessment by a program, and proposed plan") \
    X(FHIR_SIMULATED_TEACHING_PATIENT_EXAM, "", "Simulated teaching patient: exam, assessment and proposed plan") \
    X(FHIR_EXAM_ASSESSMENT_AND_PROPOSED, "", "Exam, assessment and proposed plan") X(FHIR_AGE_VISIT, "", "age at this visit") \
    X(FHIR_BODY_HEIGHT, "", "body height") X(FHIR_BODY_WEIGHT, "", "body weight") X(FHIR_DURATION_PAIN, "", "duration of the pain") \
    X(FHIR_PAIN_DRAWN_PERSON, "", "pain drawn by the person") X(FHIR_PAIN_HERE_0_10, "", "pain here, 0 to 10") \
    X(FHIR_PUBLISHED_HEALTHY_PEOPLE, "", "published for healthy people") X(FHIR_WITH_ITS_MEASURING_ERROR, "", "with its measuring error") \
    X(FHIR_POSSIBLE_TOTALS_HIGHER_BETTER, "", "possible totals; higher is better") \
    X(FHIR_POSSIBLE_TOTALS_LOWER_BETTER, "", "possible totals; lower is better") \
    X(FHIR_SIMULATED_WITH_LEADING_EXPLANATION, "", "simulated with the leading explanation: range over what is not known") \
    X(FHIR_SIMULATED_WITHOUT_ANY_CONDITION, "", "simulated without any condition: range over what is not known") \
    X(FHIR_MECHANICAL_SIMULATION, "", "mechanical simulation of quiet standing; not measured") \
    X(FHIR_MODEL_CANNOT_HOLD_POSTURE, "", "the model cannot hold the posture here") X(FHIR_PRESENT_WITH_PROBABILITY, "", "Present with probability") \
    X(FHIR_PER_CENT_PRESENT_NOW, "", "per cent that it is present now") X(FHIR_1_OVER_HOW_COMMON, "", "of 1 over how common it may be") \
    X(FHIR_NO_PREVALENCE_WAS_PUBLISHED, "", "no prevalence was published") \
    X(FHIR_PROBABILITIES_OVER_CONDITIONS_AND, "", "probabilities over conditions and pairs of conditions, from findings compared with simulated tests and published accuracies") \
    X(FHIR_CONSIDERED, "", "conditions considered") X(FHIR_DOSE, "", "Dose: ") X(FHIR_RISKS, "", "Risks: ") X(FHIR_STOP, "", "Stop: ") \
    X(FHIR_ASK_FIRST, "", "Ask first: ") X(FHIR_PROGRESS, "", "Progress: ") X(FHIR_MAY_LEFT_OUT, "", "May be left out") \
    X(FHIR_MAY_AGGRAVATE_SIMULATED, "", "May aggravate, simulated") X(FHIR_OWN_WORK, "", "own work: ") X(FHIR_REFERRAL, "", "referral: ") \
    X(FHIR_NOW_EMERGENCY, "", "now: an emergency") X(FHIR_NO_PLAN_REFERRALS_ONLY, "", "no plan: referrals only") \
    X(FHIR_PROPOSED_PLAN, "", "proposed plan") X(FHIR_PRE_EXISTING_RECORDED, "", "pre-existing, as recorded") X(FHIR_NOT_NAMED, "", "not named") \
    X(FHIR_KNOWN_FROM, "", "known from") X(FHIR_CONSENT, "", "consent to") X(FHIR_TREATMENT, "", "treatment") \
    X(FHIR_PROCESSING_DATA, "", "the processing of data") X(FHIR_EXAMINATION, "", "the examination") \
    X(FHIR_EXPLAINED_AND_RECORDED_NO, "", "As explained and recorded; no other policy is part of this record.") \
    X(FHIR_RISKS_EXPLAINED, "", "Risks explained") X(FHIR_ALTERNATIVES_EXPLAINED, "", "Alternatives explained") X(FHIR_EXPLAINED, "", "Explained by") \
    X(FHIR_WITHDRAWN, "", "Withdrawn") X(FHIR_SOMEBODY_NOT_NAMED, "", "somebody not named") X(FHIR_WHAT_WAS_NOT_NAMED, "", "what was not named") \
    X(FHIR_COMPUTED_PROGRAM_FROM_RECORD, "", "computed by the program from the record; simulated values and probabilities are no measurements") \
    X(FHIR_TABLES_PROGRAM_SHA_256, "", "tables of the program, SHA-256") \
    X(FHIR_ASKED_AND_MEASURED_VISIT, "", "asked and measured at the visit, as recorded") X(FHIR_ENTERED_CHANGED, "", "entered or changed") \
    X(FHIR_VALUE, "", "value") X(FHIR_RECORD, "", "of the record")
// clang-format on

#endif
