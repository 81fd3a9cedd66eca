// words.ts - every sentence of the app that does not come from the server, in one place. Clinical and safety wording comes from the server.

export const words = {
  brand: "Ilium",
  skip: "Skip to the content",
  nav: { main: "Main", patients: "Patients", explore: "Explore", steps: "Steps of the visit", about: "About and notices" },
  steps: { safety: "Safety", history: "History", pain: "Pain map", exam: "Exam", findings: "Findings", plan: "Plan", whatif: "What if", day: "Day", visits: "Visits", papers: "Papers" },
  loading: "Loading",
  retry: "Try again",
  close: "Close",
  cancel: "Cancel",
  remove: "Remove",
  add: "Add",
  yes: "Yes",
  no: "No",
  right: "right",
  left: "left",
  notRecorded: "not recorded",
  why: "Why",
  source: "Source",
  session: {
    title: "Open the link that the program printed",
    text: "This page belongs to a program on this machine. Start `ilium serve` and open the link that it prints: each link works once.",
    expired: "The program was started again, or this session has ended. Open the new link in this window: what is not saved yet is kept here.",
    offline: "The program does not answer. What you enter is kept in this window and saved when it is back.",
  },
  patients: {
    title: "Patients", lead: "Files stay on this machine. A file holds no name: give each an identifier of your own.", none: "No patient file yet.", make: "New patient", id: "Identifier",
    idHelp: "Letters, digits, - and _. No name.", label: "Short description", labelHelp: "Such as: woman, 35, right-sided low back pain", begin: "Begin with the safety screen", visits: "visits", visit: "visit",
    last: "last", simulated: "simulated", find: "Find a patient", open: "Open", patientMode: "Hand to the patient",
  },
  save: {
    saved: "Saved", waiting: "Not saved yet", saving: "Saving", offline: "Kept here, not saved", refused: "Not saved", conflict: "Two versions", undo: "Undo", redo: "Redo",
    refusedTitle: "This was not saved", conflictTitle: "This file was changed elsewhere too",
    conflictText: "Both versions are shown. Choose for each difference which is right; nothing is lost: the other stays among the earlier revisions.",
    mine: "This window", theirs: "Saved elsewhere", use: "Keep what is chosen", nothing: "nothing",
  },
  emergency: {
    acknowledge: "I have read this and am acting on it", after: "Back to the record (the warning stays on every page)", open: "Show the emergency page again", found: "Answered yes", now: "What to do now",
    mayMean: "May mean",
  },
  safety: {
    title: "Safety screen", lead: "Before anything else, at every visit. Not asked is never no.", scope: "Is this a person that the program is made for?", allNo: "All that is left here: asked, no",
    key: "key item", level: "Safety level", asked: "asked", of: "of", next: "Go on with the history", only: "Only what is open", actions: "What is open", suspect: "May mean", missing: "Key items not asked",
    groups: { emergency: "Hours decide", urgent: "Same day or days", watch: "To keep in mind", none: "For the record" } as Record<string, string>,
    scopeRows: "Replacement, fusion, pregnancy and others", sex: "Sex", female: "female", male: "male", age: "Age", years: "years", height: "Height", mass: "Mass",
    person: (now: string | undefined, day: string) => `The person answered ${now ? `\u201c${now}\u201d` : "that they do not know"} on ${day}. What stands here is yours to change.`,
  },
  history: {
    person: (what: string, now: string | undefined, day: string) => `${what}: the person\u2019s diary of ${day} ${now ? `says ${now}` : "takes the figure back"}. That would end a warning of no gain over weeks: what is recorded here stands until you change it.`,
    title: "History", lead: "What the person says, in their words. Leave open what was not asked.", visit: "Visit", date: "Date of this visit", examiner: "Examiner", next: "Go on with the pain map",
  },
  pain: {
    title: "Where does it hurt?", lead: "Draw over the places, or choose a region. The picture shows the person as you see them: their right is marked R.",
    map: "Body map", tools: "What a touch does", draw: "Draw", choose: "Choose", erase: "Erase", intensity: "Intensity, 0 to 10", character: "What it feels like", chosen: "Marked regions",
    none: "Nothing is marked yet.", next: "Go on with the exam", views: { front: "Front", back: "Back", right: "Right side", left: "Left side" } as Record<string, string>, list: "All regions as a list",
    marked: "marked", clear: "Take everything off",
  },
  exam: {
    title: "Exam", lead: "One test at a time. What was not measured stays out.", value: "Reading", side: "Side", error: "Error of this measurement", errorHelp: "Standard deviation, in the unit; left out: that of the test", limited: "What ended the movement", method: "How it was measured",
    note: "Note", of: "out of", picture: "How it is done", noPicture: "No drawing: this test is not a posture that the program solves.", noHow: "A score or a question: it is written down as it was given.", agreement: "How far two examiners agree", next: "Next test", previous: "Previous test", nextBest: "Next best tests", nextMore: "More tests", nextLead: "What would tell most in its minutes", wouldChange: "What it would change",
    minutes: "min", list: "Tests", done: "done", positive: "positive", negative: "negative", words: "Reading in words", more: "Error, method, note", clear: "Not measured", drawingOf: "Drawing",
    result: "Result", withheld: "", find: "Find a test", solve: "drawn from the solved posture",
    limits: { stretch: "stretch", stop: "firm stop", local_pain: "pain there", pain_below_knee: "pain below the knee", guarding: "guarding" } as Record<string, string>,
    results: { positive: "positive", negative: "negative", normal: "normal", reduced: "reduced", increased: "increased" } as Record<string, string>,
  },
  ranking: {
    title: "What fits", live: "Live ranking", working: "Being computed", stale: "Of the findings before your last entry", condition: "Condition", present: "Probability that it is present", range: "at the low, usual and high prior",
    link: "Link to this pain", severity: "If present", evidence: "Evidence", speaks: "Speaks for it", against: "Speaks against it", shares: "How many conditions", none: "none of them", single: "one", pair: "two together", notDetermined: "not determined",
    inseparable: "Cannot be told apart", contradictions: "Published against common belief", unknown: "What is not known", loads: "Loads in standing", healthy: "without any condition", best: "with the leading explanation", posture: "Posture", published: "published",     withheld: "Nothing is ranked", first: "first", all: "Show all", fewer: "Show fewer", none_listed: "None of the listed conditions", findings: "Findings beside what is expected", measured: "measured", expected: "expected without a condition", with: "with the leading explanation", norm: "published norm", test: "Test", why: "Why",
    priorEnd: "prior", contributing: "contributing mechanism", more: "more",
    links: { supported: "supported", possible: "possible", unknown: "unknown" } as Record<string, string>,
  },
  plan: {
    title: "Plan", lead: "Proposed by evidence and by what this body shows. A qualified clinician decides: leave out, add, then release.", chosen: "Proposed", others: "Considered and left out", exercises: "Exercises", referrals: "Referrals", prognosis: "Course in published cohorts", retest: "Test again",
    phase: { calm: "Calm", restore: "Restore", strengthen: "Strengthen", keep: "Keep" } as Record<string, string>, release: "Release to the patient", toRelease: "What would be released", releasedBy: "Released by", released: "Released", aggravate: "may aggravate", sets: "sets", reps: "repetitions", rep: "repetition", hold: "hold", seconds: "s", week: "times a week",
    weeks: "weeks", progress: "Progression", stop: "Stop when", ask: "Ask before", trials: "What trials found", guidelines: "What guidelines say", dose: "Dose", refused: "Refused", compute: "Compute the plan", include: "In the plan", trial: "Trial", result: "Points of 100, pain or function", against: "against", loadsRaised: "Load over that of everyday life",
    wishes: "Wishes and what became of them", painOf: "pain of 100 points", print: "Print", by: "by", addLabel: "Add a treatment or exercise", addHelp: "What is added here was not proposed: the program has not weighed it.", added: "added by the clinician", nothing: "Doing less is the plan: nothing proposed has evidence above its risk here.",
    mustName: "Write who releases the plan.", releasing: "What it expects of the tests is simulated", changed: "The record or its safety screen changed: nothing was released. Look at the plan anew, then release it.", firstOnly: "What the plan expects is simulated for {n} treatments at most. Left out there:", standing: "standing", exercise: "in the exercise", minutes: "min a day", held: "This posture cannot be held in the simulation", notSolved: "Not simulated: without a figure.", everyday: "times the most of everyday life", onBody: "See it on the body", theDay: "See it over a day", option: "option", evidence: "Evidence",
    ownWork: "own work", foundWorse: "found worse; no figure moves the range", expected: "expected here", asCohorts: "as the cohorts went",
    courseSays: "The course of cohorts, begun at this person's pain; the range is that of their mean, a single person varies more. What shifts it are associations, mostly of long pain: none shows that changing it changes the course.", shifts: { worsens: "raises the middle and the upper end", told: "moves nothing" } as Record<string, string>,
    choices: { chosen: "proposed", added: "added: likely condition, no proven gain", refused: "refused", not_chosen: "not chosen" } as Record<string, string>,
  },
  whatif: {
    title: "What if", lead: "The same body with and without a treatment, over the states that the findings leave open. Loads and trials stand apart.", pick: "Treatments", weeks: "After weeks", run: "Simulate", tests: "Tests", loads: "Loads in standing", outcome: "Outcome", before: "before", after: "after", change: "change", small: "Less than 1 unit and 1 %",
    covered: "What was simulated holds {p} % of what the findings leave open.", body: "On the body", nothing: "Nothing is simulated for what is chosen: its effect is on symptoms, by trials.", choose: "Choose a treatment.", refused: "Refused", noBody: "The drawn body is not in this build.", bodyLead: "The leading explanation, standing, before and after, at the middle of what is known of the treatment; its ranges stand in the tables.", bodyMore: "In Explore it can be moved and do other tasks; the link holds nothing of the record.", now: "now", treated: "with the treatment", bodyLabel: "The body standing, before and after the treatment, in three dimensions", bodyOpen: "Open in Explore", simulated: "Simulated", trialsAlone: "By trials alone",
  },
  day: {
    title: "A day", lead: "What a day asks of this body, minute by minute. Exposure is not pain.", schedule: "Day", run: "Run the day", scrub: "Time of day", play: "Play", pause: "Pause", exposure: "Exposure, by structure", exposureHelp: "Load times time: an hour spent exactly at a structure's threshold counts 1 h, at twice the threshold 2 h. It compares loads with thresholds; it is not pain.", soon: "Nothing has passed a threshold by this hour. Later: {n}.", events: "What happened", strip: "Where it would be felt, by hour",
    activities: "Activities", curves: "Over the day", now: "Now", nothing: "Nothing passed a threshold.", structure: "Structure", hours: "hours", curve: "Shown", bothSides: "both sides", body: "The body by the hour", bodyLead: "In the first posture of what is done, muscles coloured by the strength that has gone.", bodyLabel: "The body of this hour in three dimensions, muscles coloured by fatigue", units: { strength_left: "strength left", load_over_threshold: "load over its threshold" } as Record<string, string>,
  },
  body3d: {
    layout: "The two bodies", beside: "Side by side", over: "One over the other", colour: "Colour muscles by", view: "Seen from", front: "Front", right: "Right", back: "Back", activation: "Activation", passive: "Passive tension", tension: "Tension", fatigue: "Fatigue",
    besideNames: "Seen from behind: {1} on the left, {2} on the right.", only: "Only", overNames: "The pale outline is {1}, the whole body {2}.", pick: "Pick a part in the picture to see its name and load.", ofStrength: "of its strength", load: "Simulated loads. Load is not pain.",
    none: "This browser cannot draw in three dimensions (WebGL 2 is missing). The numbers stand in the tables.", cannot: "One of these bodies cannot hold the posture alone; it is shown with help, and its loads are not told.", notFound: "For one of these bodies no balanced posture was found: what is shown is where the search ended, and its loads are not told.",
  },
  visits: { title: "Visits", lead: "Visits beside each other: what a measurement can show, and what counts.", add: "Begin a new visit today", one: "With one visit there is nothing to compare.", day: "day", change: "Change", which: "Visit shown", diary: "Pain diary", now: "pain now", worst: "worst pain", drawings: "Pain drawings", changed: "What has changed", same: "No change shown", noneMoved: "Nothing has changed by more than its measurement can err.", told: "Flare-ups, what was done, the plan, consent", first: "first", last: "last", verdict: "What it shows",
    showsFrom: "can be shown from", countsFrom: "counts from", verdicts: { not_known: "read once", none_shown: "no change shown", small: "changed, by less than counts", better: "better", worse: "worse", changed: "changed", no_error: "its error is not known" } as Record<string, string> },
  papers: { title: "Papers and export", lead: "Every paper begins with the safety screen and ends with the notices.", open: "Show", html: "HTML", pdf: "PDF", fhir: "FHIR R4 document", file: "Patient file (JSON)", print: "Print this page", kinds: { clinician: "For the clinician", plan: "The plan", patient: "For the patient", legal: "For legal use" } as Record<string, string>, download: "Download" },
  patient: {
    title: "For you", home: "Start", screen: "Is it safe to wait?", diary: "Pain diary", learn: "Good to know", plan: "Your plan", questions: "Questions to take along", leave: "Give back to the clinician", pin: "Number set at the hand-over",
    screenTile: "What must not wait", diaryTile: "Write down how it is", planTile: "What you agreed on", learnTile: "Desk, sleep, lifting, movement", questionsTile: "For your next visit", goNow: "Get help at once if one of these begins", person: "the person", beside: "A figure of your pain is written down beside what was recorded before, which stays until your clinician has seen both: talk about it with them.", stands: "\u201cYes\u201d is recorded here, and that stays. Your answer is written down beside it: talk about it with your clinician.",
    screenLead: "Answer what you know; every answer is saved at once. If one of these is new for you, say so now.", askedYes: "Yes", askedNo: "No", dontKnow: "I don't know",
    diaryLead: "What you write is kept in your record with its day, and your clinician reads it.", diaryAsks: { "history/wakes_at_night": "Does it wake you at night?" } as Record<string, string>, save: "Save in the diary", saved: "Saved in the diary.", releasedOn: "Released on", by: "by", printThis: "Print", often: "How often", intensity: "of 10",
    question: "Write your own question", addQuestion: "Add the question",
    handTitle: "Hand this window to the patient", handText: "They see the safety screen, their diary, education, the plan you released and questions to take along; nothing else. Set a number that brings you back.", handPin: "A number of 4 to 8 digits", hand: "Hand over",
  },
  print: { made: "Made with Ilium" },
  country: "Emergency wording of", countryNone: "no country",
  error: { title: "This did not work", notFound: "There is no such page.", drawing: "The drawing could not be made." },
} as const;

/// Words with `{name}` replaced.
export const fill = (text: string, values: Record<string, string | number>): string => text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));

/// With a capital at its beginning.
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/// "rising_from_sitting" as words.
export const plain = (word: string): string => word.replace(/_/g, " ");
