// words_paper.h - the wording of documents and handouts: a part of the catalogue of words.h. X(name, id in data/notices.csv or "", text)
#ifndef ILI_WORDS_PAPER_H
#define ILI_WORDS_PAPER_H

// clang-format off
#define ILI_WORDS_PAPER(X) \
    /* every page */ \
    X(TITLE_CLINICIAN, "", "Clinical report") X(TITLE_PATIENT, "", "For you and your clinician") X(TITLE_LEGAL, "", "Documentation of an injury") \
    X(TITLE_PLAN, "", "Plan") X(HANDOUT, "", "Handout") X(WHAT_TO_DO, "", "Why, and what to do") X(SUBJECT, "", "Low back, pelvis, hip: research and education software, no medical device") \
    X(PUBLISHED_CASE, "", "Published case") X(UNNAMED, "", "an unnamed person") X(VISIT, "", "visit") X(DATA, "", "data") X(AUTHOR_NONE, "", "author not recorded") \
    X(PAGE, "", "page") X(PAGE_OF, "", "of") X(WRITTEN_ON, "", "written on") X(NOT_RECORDED, "", "not recorded") X(BOTH, "", "both") X(AND, "", "and") X(MORE, "", "more") \
    /* pictures, for who cannot see them */ \
    X(PICTURE_PAIN, "", "pain drawing on an outline of the body from the front and from behind; the table lists the regions") X(PICTURE_PAIN_OVER, "", "pain drawings of several visits one over the other, each with its own hatch; the table lists the regions") \
    X(PICTURE_SCORE, "", "the score over the weeks; the table beside it holds the numbers") X(PICTURE_LEGEND, "", "colours of the muscles: tension in per cent of strength, from under 2 to over 40") \
    X(PICTURE_SHARES, "", "how the probability is shared: none, one condition, two together, not determined") X(PICTURE_FRONT, "", "the body from the front, muscles coloured by load") \
    X(PICTURE_BACK, "", "the body from behind, muscles coloured by load") X(PICTURE_RIGHT, "", "the body from the right, muscles coloured by load") \
    X(PICTURE_LEFT, "", "the body from the left, muscles coloured by load") X(PICTURE_POSTURE, "", "the solved posture from the side, muscles coloured by load") \
    X(PICTURE_POSTURE_FRONT, "", "the solved posture from the front, muscles coloured by load") X(PICTURE_OF_ROW, "", "a drawing of the numbers in this row") \
    /* sections */ \
    X(SAFETY, "", "Safety") X(NOT_ASKED, "", "Not asked") X(THINK_OF, "", "think of") X(SCOPE, "", "Outside the limits of this program") \
    X(IN_SHORT, "", "In short") X(RANKING, "", "Conditions that may be present") X(FINDINGS_WHY, "", "Findings: measured beside predicted") \
    X(FINDINGS_RECORDED, "", "Findings recorded") X(PHYSICAL, "", "Physical") X(NEUROLOGICAL, "", "Neurological") X(STRUCTURAL, "", "Structural") \
    X(BODY, "", "The simulated body") X(PAIN_DRAWING, "", "Pain drawing") X(LOADS, "", "Loads and posture") X(NEXT_TEST, "", "Next test") \
    X(AGAINST, "", "What speaks against") X(UNKNOWN, "", "Not known") X(BACKGROUND_HEAD, "", "How common, and what is published of what was recorded") X(SOURCES, "", "Sources") X(NOTICES, "", "Notices") \
    X(SOURCES_SAY, "", "The rows of data that this document used name these sources. found: read; recalled: remembered, to be verified; assumed: chosen by us.") \
    X(SOURCES_OWN, "", "Source documents 1 to 5 are articles for the public and stand for what they claim, not as evidence: chiropractic clinic of Dr A. Jimenez on iliac crest pain; Lower Back Pain Answers on overlooked causes; " \
      "Laser Spine Institute, \"Are my hips causing back pain?\"; Sciaticalm, \"Iliotibial Band and Back Pain: Is There a Link?\"; Dr J. Hagman, \"Psoas Syndrome\". The safety contract is this program's own rules of what it may say.") \
    /* heads and captions of tables */ \
    X(HEAD_NAME, "", "condition") X(HEAD_BAR, "", "present: 0 to 1") X(HEAD_PROBABILITY, "", "probability") X(HEAD_LINKED, "", "link to this pain") \
    X(HEAD_EVIDENCE, "", "evidence") X(HEAD_PRIOR, "", "prior") X(HEAD_FITS_BOTH, "", "these findings fit both") X(HEAD_AND, "", "and") \
    X(HEAD_FACTOR, "", "how much better the first fits (1: equally)") X(HEAD_TELLS, "", "a test that would tell") X(HEAD_EXPLANATION, "", "explanation") \
    X(HEAD_TEST, "", "test") X(HEAD_MEASURED, "", "measured") X(HEAD_PREDICTED, "", "measured beside predicted") X(HEAD_HEALTHY, "", "healthy") \
    X(HEAD_WITH, "", "with leading") X(HEAD_NORM, "", "norm") X(HEAD_USE, "", "use") X(HEAD_REGION, "", "region") X(HEAD_SIDE, "", "side") \
    X(HEAD_INTENSITY, "", "intensity, 0 to 10") X(HEAD_STRUCTURE, "", "structure") X(HEAD_LOAD, "", "load") X(HEAD_PUBLISHED, "", "published") \
    X(HEAD_DOES, "", "what the body does") X(HEAD_DIFFERENCE, "", "difference") X(HEAD_INFORMATION, "", "expected information") X(HEAD_TAKES, "", "takes about") \
    X(HEAD_WHY, "", "why, and what its results would change (per cent)") X(HEAD_PHASE, "", "phase") X(HEAD_WEEKS, "", "week") X(HEAD_WHAT, "", "what begins") \
    X(HEAD_WEEK, "", "week") X(HEAD_PAIN_100, "", "pain, of 100") \
    X(RANKING_CAPTION, "", "Bar: at the usual prior. Pale bar and line: from the lowest to the highest prior. Evidence: A strong to D weak, for the link between condition and pain.") \
    X(PAIRS_CAPTION, "", "Under 3 the findings do not tell one from the other.") X(PAIRS_MORE, "", "Pairs of less probable conditions that cannot be separated either") \
    X(EXPLANATIONS, "", "All explanations together") X(EXPLANATIONS_CAPTION, "", "All together they sum to one. The ten most probable that reach 0.01.") \
    X(FINDINGS_CAPTION, "", "Thick line: one standard deviation; thin line: two. The test is simulated on a body of this person's sex, age, height and mass; what healthy people read is drawn from there towards the published norm.") \
    X(PAIN_CAPTION, "", "Regions as recorded at this visit.") X(NOT_ON_DRAWING, "", "not on the drawing") \
    X(LOADS_CAPTION, "", "Dot: best guess. Line: its range. Rows of one unit share their scale.") \
    X(POSTURE_CAPTION, "", "Posture, sacroiliac motion, ligament shares and flexor co-contraction of the simulated posture.") \
    X(BODY_CAPTION, "", "Colour: tension of each muscle, active and passive, as a share of its strength. Width: its force. Grey: hardly any.") \
    X(VIEW_FRONT, "", "front") X(VIEW_BACK, "", "back") X(VIEW_LEFT, "", "left side") X(VIEW_RIGHT, "", "right side") \
    X(MARKS, "", "what the marks mean") X(MARK_SEEN, "", "measured, with its error") X(MARK_HEALTHY, "", "this person, healthy") \
    X(MARK_WITH, "", "with the leading explanation") X(MARK_NORM, "", "published norm, 2 SD either way") X(MARK_PUBLISHED, "", "published reference") \
    /* findings, ranking */ \
    X(LEADING_EXPLANATION, "", "Leading explanation") X(LEADING, "", "leading") X(IF_PRESENT, "", "if present") X(NONE_PUBLISHED, "", "none published") \
    X(NONE_KNOWN, "", "none known") X(LESS_PROBABLE, "", "Each under 0.10 even at the highest prior") X(LINK_MEANS, "", "Link to the pain") X(PAIRS, "", "Pairs that cannot be separated") \
    X(RECORDED, "", "recorded") X(USE_PUBLISHED, "", "entered by published accuracy") X(USE_SAFETY, "", "belongs to the safety screen") X(USE_HISTORY, "", "history") \
    X(USE_NONE, "", "did not enter") X(BITS, "", "bits") X(MINUTES, "", "min") X(AGAINST_ONE, "", "Against") X(WOULD_BE, "", "with the leading explanation it would be") \
    X(BELIEFS, "", "Published evidence against common belief") \
    /* plan */ \
    X(PLAN, "", "Plan") X(NO_PLAN, "", "No plan") X(PHASES, "", "Phases") X(EXERCISES, "", "Home exercises") X(WISHES, "", "Wishes and means") X(NOT_GIVEN, "", "Not given") X(REFERRALS, "", "Referrals") X(OWN_WORK, "", "own work") \
    X(PROGNOSIS, "", "Prognosis as a range") X(PLAN_RULE, "", "For each aim: the most in the worst case over what the findings leave open (90 % of the posterior). Load is not pain.") \
    X(PLAN_LESS, "", "Do less: no treatment gains anything in the worst case.") X(LESS, "", "The option to do less") X(BY, "", "by") \
    X(TRIALS_GAIN, "", "Pain in trials against doing less") X(TRIAL, "", "trial") X(GUIDELINE, "", "guideline") X(SAYS_FOR, "", "for") X(SAYS_CONSIDER, "", "consider") X(SAYS_AGAINST, "", "against") \
    X(REACHED, "", "Mechanical effect reached by weeks 6 and 12:") X(DOSE, "", "Dose") X(MECHANISM, "", "Mechanism") X(RISKS, "", "Risks") X(STOP, "", "Stop") X(ASK_BEFORE, "", "Ask first") \
    X(DOCUMENT_IT, "", "Document findings, scores and this plan at every visit.") X(PHASES_CAPTION, "", "What begins earlier goes on, by its progression.") X(FROM, "", "from") X(WEEK, "", "week") \
    X(KEEP_ON, "", "as often as each exercise says for later") X(PROGRESSION, "", "progression") X(RETEST, "", "Re-test") X(RETEST_WHAT, "", "the safety screen, pain and function") \
    X(RETEST_NO_GAIN, "", "No gain in pain or function after four weeks: screen again and reconsider everything.") X(FROM_WEEK, "", "from week") X(MAY_BE_LEFT_OUT, "", "may be left out") \
    X(WITH_STRETCH, "", "goes with the stretch") X(PROGRESS, "", "Progress") X(NOT_SIMULATED, "", "Not simulated.") \
    X(NOT_FOUND, "", "The posture was not found on this body: what it loads is not known.") X(CANNOT_HOLD, "", "The simulated body cannot hold it; begin with an easier form. First to give way") \
    X(MAY_AGGRAVATE, "", "May aggravate: it loads more than what the person does every day:") X(PAINFUL, "", "Structures whose pattern the drawn pain fits") \
    X(EACH_SOLVED, "", "Each exercise was solved on this person; where it loads one of them more than what the person does every day it says so.") \
    X(LEGEND_CAPTION, "", "Colour: tension of each muscle as a share of its strength.") X(LEFT_OUT, "", "Left out") \
    X(PROGNOSIS_UNKNOWN, "", "Not known: pain now and how long it has lasted are not both recorded, or nothing is planned.") \
    X(PROGNOSIS_CAPTION, "", "The course of cohorts, begun at this person's pain; the range is that of their mean, a single person varies more.") \
    X(COURSE_OF, "", "Pain") X(HEAD_COHORT, "", "as the cohorts went") X(MOVES_NOTHING, "", "Recorded, and no figure moves the range by it:") X(ADHERENCE, "", "Adherence to exercises, as last recorded (it moves nothing):") \
    X(PROGNOSIS_SAYS, "", "What worsens it raises the middle and the upper end, and nothing that is recorded lowers anything; of several the one that leads farther counts. These are associations, mostly of long pain: none shows that changing it changes the course.") \
    /* letters */ \
    X(LETTER, "", "Referral") X(LETTER_TO, "", "To") X(LETTER_FROM, "", "From") X(LETTER_ABOUT, "", "About") X(COMPLAINT, "", "Complaint") X(REASON, "", "Reason") X(ASKED, "", "Asked of you") \
    X(SCREEN_POSITIVE, "", "Positive in the safety screen") X(LETTER_FITS, "", "Conditions that fit the findings (calibrated on simulated patients; not a diagnosis, not the cause of the pain)") \
    X(SIGN_CLINICIAN, "", "Date, name, credentials, licence and jurisdiction, signature") \
    /* for the person */ \
    X(SAFETY_FIRST, "", "First: is it safe?") X(PATIENT_UNKNOWN, "", "The safety questions could not be worked through. Go through them with a clinician before anything else.") \
    X(PATIENT_CLEAR, "", "None of the safety questions that were asked was answered yes. That excludes nothing that was not asked.") \
    X(PATIENT_WATCH, "", "Something should be watched. Your clinician will ask about it again at every visit.") \
    X(PATIENT_URGENT, "", "See a doctor without delay, today if you can. Treatment and exercises wait until that is settled.") \
    X(PATIENT_EMERGENCY, "", "Get help now. Do not wait for an appointment, and do not go alone.") \
    X(PATIENT_INCOMPLETE, "", "Some important safety questions were not asked yet. Not asked is not a no: go through them with your clinician.") \
    X(YOU_SAID_YES, "", "Recorded as present:") X(OTHER_ANSWERS, "", "Other answers that your clinician will want to talk over with you:") X(GO_NOW_IF, "", "Get help at once if one of these begins") \
    X(YOUR_PLAN, "", "Your plan") X(PLAN_WAITS, "", "There is no plan for now: the safety questions come first. Ask your clinician.") \
    X(PLAN_NOT_RELEASED, "", "No clinician has released a plan for you yet.") X(RELEASED, "", "Released by your clinician") X(NOTE, "", "Note") \
    X(TIMES, "", "times") X(SECONDS_HELD, "", "seconds held") X(ROUNDS, "", "rounds") X(DAYS_A_WEEK, "", "days a week") X(DAY_A_WEEK, "", "day a week") X(HARDER, "", "When it has become easy") X(STOP_IF, "", "Stop") \
    X(NOT_NOW, "", "Not for now: an answer in your record speaks against it. Ask your clinician.") \
    X(PATIENT_AGGRAVATE, "", "May aggravate: begin gently. It loads the painful area more than what you do every day.") X(TIMES_DAILY, "", "times as much at most, simulated.") \
    X(WHERE, "", "Where does it hurt?") X(DRAWN_SO_FAR, "", "Recorded so far; add what is missing:") X(DRAW_HERE, "", "Nothing is drawn yet: mark it here.") X(OF_TEN, "", "of 10") \
    X(DIARY, "", "Pain diary") X(DIARY_CAPTION, "", "Two weeks. Pain from 0 (none) to 10 (the worst you can think of). Bring it along.") X(DIARY_DAY, "", "day") X(DIARY_MORNING, "", "morning 0-10") \
    X(DIARY_EVENING, "", "evening 0-10") X(DIARY_WORSE, "", "what made it worse") X(DIARY_BETTER, "", "what helped") X(DIARY_DONE, "", "exercises, walking") X(DIARY_SLEEP, "", "sleep") \
    /* documentation of an injury */ \
    X(LEGAL_AUTHOR, "", "Author") X(AUTHOR_NAME, "", "Name") X(PROFESSION, "", "Profession") X(CREDENTIALS, "", "Credentials") X(LICENCE, "", "Licence") X(JURISDICTION, "", "Jurisdiction") X(ORGANISATION, "", "Organisation") X(CONTACT, "", "Contact") \
    X(LEGAL_PERSON, "", "Person") X(PERSON_ID, "", "Number in the record") X(PERSON_WHO, "", "Who") X(LEGAL_ACCIDENT, "", "Accident") X(ACCIDENT_DATE, "", "Date") X(ACCIDENT_KIND, "", "Kind") \
    X(ACCIDENT_MECHANISM, "", "Mechanism, as told") X(ACCIDENT_PLACE, "", "Place") X(ACCIDENT_REPORTED, "", "Reported to") X(EVENTS, "", "Events told in the history") \
    X(PRE_EXISTING, "", "Conditions that were there before") X(HEAD_CONDITION_BEFORE, "", "condition") X(HEAD_SINCE, "", "since") X(HEAD_KNOWN_BY, "", "known by") X(HEAD_NOTE, "", "note") \
    X(LEGAL_HISTORY, "", "History in the words of the record") X(LEGAL_FINDINGS, "", "Findings over the visits") X(SERIAL_SAYS, "", "Value with its standard error of measurement; in brackets what ended the movement, and the instrument. A dash: not recorded at that visit.") \
    X(HEAD_TEST_UNIT, "", "test") X(PAIN_NOW, "", "pain now, 0 to 10") X(PAIN_WORST, "", "worst pain, 0 to 10") X(LEGAL_SCORES, "", "Pain and function") X(CHANGE_COUNTS, "", "change that counts") \
    X(LEGAL_CHANGE, "", "Change from the first reading to the last") X(HEAD_QUANTITY, "", "quantity") X(HEAD_FIRST, "", "first reading") X(HEAD_LAST, "", "last reading") X(HEAD_SHOWN, "", "what it shows") \
    X(CHANGE_SAYS, "", "A change is told to be one only where it exceeds what two readings of a person who has not changed may differ by (1.96 errors of a difference), and of a score where it counts. It says nothing of the cause.") \
    X(CHANGE_NONE, "", "No quantity was recorded twice in a way that can be compared.") \
    X(IMAGES, "", "Images") X(HEAD_IMAGE, "", "image") X(HEAD_PART, "", "part") X(HEAD_DATE, "", "date") X(HEAD_RESULT, "", "result") X(RESULT_NORMAL, "", "normal") X(RESULT_NEGATIVE, "", "negative") X(RESULT_POSITIVE, "", "positive") X(RESULT_REDUCED, "", "reduced") X(RESULT_INCREASED, "", "increased") X(RESULT_ABNORMAL, "", "abnormal") X(HEAD_FINDING, "", "finding") \
    X(EXAMINER, "", "Examiner") X(LEGAL_TREATMENT, "", "Treatment") X(TREATED_BEFORE, "", "Tried before, as told") X(TREATED_HERE, "", "Given at the visits") X(MEDICINES_TAKEN, "", "Medicines taken (recorded, never advised)") \
    X(SESSIONS, "", "sessions") X(RESPONSE_WORSE, "", "worse") X(RESPONSE_SAME, "", "the same") X(RESPONSE_BETTER, "", "better") \
    X(LEGAL_OPINIONS, "", "Opinions of the clinician") X(OPINIONS_SAY, "", "Every text here is the clinician's own entry. The program writes no diagnosis, no causation, no apportionment and no impairment.") \
    X(OPINION_DIAGNOSIS, "", "Diagnosis") X(OPINION_CAUSATION, "", "Causation") X(OPINION_APPORTIONMENT, "", "Apportionment") X(OPINION_IMPAIRMENT, "", "Impairment") X(OPINION_PROGNOSIS, "", "Prognosis") X(OPINION_CARE, "", "Future care") \
    X(EDITION, "", "edition of the guides") X(LEGAL_COURSE, "", "Course of cohorts") X(LEGAL_CONSENT, "", "Consent") X(CONSENT_GIVEN, "", "given") X(CONSENT_REFUSED, "", "refused") X(CONSENT_WITHDRAWN, "", "withdrawn") X(CONSENT_RISKS, "", "risks explained") \
    X(CONSENT_OTHERS, "", "alternatives explained") X(EXPLAINED_BY, "", "explained by") X(LEGAL_ENTRIES, "", "Who entered what, and when") X(HEAD_AT, "", "when") X(HEAD_BY, "", "who") X(HEAD_ENTRY, "", "what") X(HEAD_WAS, "", "before") X(HEAD_NOW, "", "after") \
    X(DECLARATION, "", "Declaration") X(DECLARATION_SAYS, "", "I have examined the person named above at the visits that carry my name. The findings are recorded as I found them. The opinions are my own; I have said where they are uncertain. " \
                                      "Simulated values served as illustration only and support no statement of cause.") \
    X(SIGN_NAME, "", "Name, credentials, licence and jurisdiction") X(SIGN_SIGNATURE, "", "Place, date, signature") \
    X(APPENDIX, "", "Appendix: simulated loads, illustrative") X(APPENDIX_SAYS, "", "Illustrative. These values come from a simulated body, not from a measurement of this person. They are no evidence of what caused an injury.") \
    X(APPENDIX_NONE, "", "Nothing was simulated.")
// clang-format on

#endif
