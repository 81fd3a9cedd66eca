// types.ts - what the server sends and what a patient file holds. The browser keeps no clinical fact of its own: labels and limits come with these.

export type Side = "r" | "l" | "mid";
export type Answer = "yes" | "no";
export type Level = "unknown" | "clear" | "watch" | "urgent" | "emergency";

// ---- the patient file (docs/patient.schema.json) -------------------------------------------------------------------------------

export interface PainRegion { region: string; side?: Side; intensity?: number; character?: string; note?: string }
/// A free stroke on the body map: places "x y x y ...".
export interface PainStroke { view: ChartView["view"]; line: string }
export interface Finding {
  test: string; side?: Side; value?: number; unit?: string; of?: number; result?: string; reduced_by_percent?: number;
  error?: number; limited_by?: string; method?: string; note?: string;
}
export interface SavedPlan {
  date: string; by?: string; released?: string; released_by?: string; treatments: { treatment: string; side?: Side }[];
  expected?: { outcome: string; side?: Side; weeks: number; low: number; mid: number; high: number }[]; version?: string; data?: string; note?: string;
}
export interface Flare { date?: string; weeks_ago?: number; days?: number; intensity?: number; note?: string }
export interface Kept { treatment: string; percent?: number; note?: string }
export interface Visit {
  date?: string; day?: number; examiner?: string;
  history?: Record<string, unknown>; pain?: { regions?: PainRegion[]; strokes?: PainStroke[] } & Record<string, unknown>;
  screen?: Record<string, Answer>; findings?: Finding[]; preferences?: Record<string, unknown>;
  scores?: { score: string; value?: number; note?: string }[]; flare_ups?: Flare[]; adherence?: Kept[];
}
export interface PatientFile {
  ilium_patient: 1; id: string; label?: string; simulated?: boolean; person?: Record<string, unknown>; validity?: Record<string, string>;
  plans?: SavedPlan[]; entries?: { at: string; by?: string; what: string; was?: string; now?: string }[]; visits: Visit[];
}

// ---- the vocabulary --------------------------------------------------------------------------------------------------------------

export interface Test {
  id: string; name: string; synonyms?: string; unit: string; min: number; max: number; sided: boolean; kind: "number" | "sign" | "ordinal";
  enters?: string; definition: string; agreement?: string; task: string | null; proposable?: boolean;
}
export interface ScreenRow { id: string; question: string; asked: boolean; level: "none" | "watch" | "urgent" | "emergency"; key: boolean; sex: string | null; age_min: number | null; age_max: number | null }
export interface Region { code: string; name: string; view: string; sided: boolean }
export interface Question { section: string; record: string; id: string; text: string; more?: string; answers?: string; also?: string }
export interface Treatment { id: string; name: string; kind?: string; by?: string; dose?: string; grade?: string; simulated?: boolean; mechanism?: string; risks?: string; stop?: string }
export interface Named { id: string; name: string }
/// The body map: outlines and an ellipse a region, drawn from each side.
export interface ChartPatch { code: string; side: Side; x: number; y: number; rx: number; ry: number; degrees: number }
export interface ChartView { view: "front" | "back" | "right" | "left"; outline: number[][]; patches: ChartPatch[] }
export interface Chart { width: number; height: number; views: ChartView[] }
export interface Vocabulary {
  tests: Test[]; screen: ScreenRow[]; validity: { id: string; row: string; text: string }[]; regions: Region[]; questions: Question[]; treatments: Treatment[];
  exercises: (Named & { figure?: boolean })[]; equipment: Named[]; scores: (Named & { min?: number; max?: number })[]; conditions: (Named & { simulated?: boolean; severity_unit_value?: number | null })[]; schedules: (Named & { hours?: number })[]; chart: Chart; countries: string[];
  words: Record<string, string[]>;
}
export interface Notice { id: string; where: string; country?: string; text: string }
export interface About { version: string; data: string; modified: boolean; keeps_patients?: boolean; notices: Notice[] }

// ---- what is computed (docs/assessment-json.md, docs/treatments.md) ----------------------------------------------------------

export interface Range { low: number; mid: number; high: number }
export interface Spread { mean: number; sd: number }
export interface SafetyItem { id: string; text: string; level?: Level; suspect?: string | null; action?: string | null; source?: string | null }
export interface Safety {
  level: Level; meaning: string; screen_complete: boolean; rank_allowed: boolean; treatment_allowed: boolean; refusal: string | null;
  positive: SafetyItem[]; not_asked: { id: string; text: string; key: boolean }[];
}
export interface ScreenAnswer { safety: Safety; validity: { in_scope: boolean; reasons: string[] } }
export interface AssessedFinding {
  test: string | null; name: string; side: string | null; unit: string | null; observed: Range | null; word: string | null; limited_by: string;
  healthy: Spread | null; with_best: Spread | null; norm: Spread | null; norm_source: string | null; use: string; use_note: string | null; caution: string | null;
}
export interface Contribution { finding: number; log10_likelihood: number }
export interface Condition {
  id: string; name: string; side: string | null; present: Range; prior: Range | null; prior_source: string | null; contributing: boolean;
  link_to_pain: "unknown" | "possible" | "supported"; link_source: string | null; severity: Range | null; severity_unit: string | null; evidence: string;
  evidence_source: string | null; explains: Contribution[]; against: Contribution[];
}
export interface Hypothesis { kind: "none" | "single" | "pair" | "not_determined"; conditions: number[]; probability: number; leading: boolean }
export interface NextTest {
  test: string | null; name: string; side: string | null; information_bits: number; burden_min: number | null; why: string | null;
  results: { result: string; condition: string | null; before: number; after: number }[];
}
export interface Load { structure: string; kind: string; side: string | null; quantity: string | null; unit: string | null; healthy: Range | null; with_best: Range | null; published: Range | null; published_source: string | null }
export interface Posture { kind: string; name: string; side: string | null; unit: string | null; healthy: Range | null; with_best: Range | null; none_shown: boolean }
export interface Note { text: string; source: string | null; evidence: string }
export interface Assessment {
  safety: Safety; validity: { in_scope: boolean; reasons: string[] }; findings: AssessedFinding[];
  read_this?: { calibration: string; present_is_not_painful: string; load_is_not_pain: string };
  no_condition_supported?: string; conditions?: Condition[]; hypotheses?: Hypothesis[]; inseparable?: { a: number; b: number; bayes_factor: number; test: string | null }[];
  next_tests?: NextTest[]; loads?: Load[]; posture?: Posture[]; contradictions?: Note[]; unknown?: Note[]; background?: Note[];
}
export interface Trial { outcome: string; population: string; against: string; low: number | null; mid: number | null; high: number | null; weeks: number | null; n: number | null; grade: string; words: string; source: string; status: string }
export interface Guideline { guideline?: string; name?: string; says?: string; text?: string; words?: string; source?: string }
export interface PlannedTreatment {
  id: string; name: string; side: string | null; choice: string; wanted?: string | null; aims: string[]; refused: string | null; why: string | null; grade: string;
  pain_in_trials: { worst: number; expected: number; targets: number } | null; phase: string | null; dose: string | null; ask_first: string[]; trials: Trial[]; guidelines: Guideline[];
}
export interface RaisedLoad { outcome: string; name: string; side: string | null; standing: Range | null; exercise: Range | null; daily?: Range | null; ratio: number; daily_ratio?: number; aggravates?: boolean }
export interface PlannedExercise {
  id: string; name: string; side: string | null; option: boolean; paired: boolean; phase: string; sets: number; reps: number; hold_s: number; a_week: number; keep_a_week: number;
  weeks: number; progression: string; stop: string; solved: boolean; held: boolean; cannot_hold_at: string | null; may_aggravate: boolean; loads_raised: RaisedLoad[];
}
export interface Plan {
  safety: { level: Level; positive: SafetyItem[]; treatment_allowed: boolean }; only_referral: boolean; why: string | null; wishes?: string[]; exercise_minutes_a_day?: number | null;
  treatments: PlannedTreatment[]; exercises: PlannedExercise[]; left_out: { id?: string; name?: string; why?: string }[]; painful_structures: string[];
  referrals: { to: string; own?: boolean; level: string | null; reason: string; asks: string }[]; retest: { dates: { week: number; date: string | null }[]; tests: string[] } | null;
  prognosis: { population: string; course: { week: number; pain_of_100: Range; as_the_cohorts: Range }[]; factors?: { id: string; name: string; does: string; measure: string; words: string; source: string; status: string }[]; not_recorded: string | null; source: string } | null; version: string; data: string;
}
export interface Change { name: string; side: string | null; unit: string | null; before: Range | null; after: Range | null; change: Range | null; none_shown: boolean }
export interface WhatIf {
  refused: boolean | string | null; weeks: number;
  treatments: (PlannedTreatment & { simulated: boolean; mechanism: string | null; share: number | null })[];
  simulated: { states: number; covered: number; unsolved: number; solves: number; tests: Change[]; loads_in_standing: Change[] } | null;
  body: BodyAsked | null; ///< conditions: before; with the parameters too: after
}
/// A body as POST /api/solve takes it.
export interface BodyAsked { person: { sex?: string; measures: Record<string, number> }; conditions: { id: string; side: string | null; severity: number }[]; parameters: { id: string; side: string | null; value: number }[] }
export interface DayPosture { task: string; side: string; how: Record<string, number> }
export interface Day {
  begins: number; minutes: number[]; curves: { id: string; name: string; unit: string; values: (number | null)[] }[];
  events: { minute: number; text: string }[]; activities: { from: number; to: number; name: string; posture: DayPosture | null }[];
  tired: { group: string; side: string; values: (number | null)[] }[]; body: BodyAsked | null;
  exposure: { name: string; hours: number }[]; felt: { minute: number; regions: { code: string; side: string; irritation: number }[] }[]; said: string[];
}
