// types.ts - what GET /api/body and the answers of POST /api/solve hold (src/http/openapi.json)

export interface Region { region: string; name: string; essential: boolean; source: string }
export interface BoneDef { id: string; label: string; side: string; kind: "bone" | "cartilage"; body: number; vertices: number; points: string; mirror?: number; triangles?: string; open?: string }
export interface MuscleDef { id: string; label: string; group: string; side: string; strength: number; volume: number; from: number; to: number; refers: Region[]; sources: string[] }
export interface LigamentDef { id: string; label: string; group: string; side: string; nerve: boolean; refers: Region[]; sources: string[] }
export interface DiscDef { id: string; level: string; label: string; refers: Region[]; sources: string[] }
export interface HowDef { name: string; unit: string; value: number; low: number; high: number }
export interface TaskDef { id: string; name: string; sided: boolean; held: boolean; up: number[]; how: HowDef[] }
export interface MeasureDef { id: string; name: string; unit: string; low: number; high: number; woman?: number; man?: number; changes: string; source: string }
export interface ConditionDef { id: string; name: string; sided: boolean; full: number; unit: string; source: string }
export interface ParameterDef { id: string; unit: string; low: number; high: number; neutral: number; law: string; source: string }
/// A published limit of a load: an outcome by its name, or the activation of a group of muscles from which oxygenation falls in a held contraction. low, high: null where none is published.
export interface LimitDef { name: string; suffers: "outcome" | "activation"; of: string; limit: number; low: number | null; low_status: string | null; high: number | null; high_status: string | null; unit: string; source: string }
/// A pressure [MPa] that was measured in a disc of `people` people in the posture of a task, its parameters as `set` says ("load=20").
export interface MeasuredDef { of: string; task: string; set: string; condition: string; pressure: number; people: string; source: string }

export interface Body {
  note: string; point: number; data: string; shape: string; bodies: string[];
  bones: BoneDef[]; muscles: MuscleDef[]; ligaments: LigamentDef[]; discs: DiscDef[];
  outcomes: [string, string][]; tasks: TaskDef[]; person: MeasureDef[]; conditions: ConditionDef[]; parameters: ParameterDef[]; limits: LimitDef[]; measured: MeasuredDef[];
}

export interface Force { kind: "support" | "load" | "joint"; name: string; at: number[]; force: number[] }
export interface DiscState { below: number[] | null; above: number[] | null; compression: number | null; shear: number | null; pressure: number | null }
export interface Effect { part: string; name: string; unit: string; healthy: number; now: number; low: number; high: number; size: number; shown: boolean }

export interface Solve {
  status: "solved" | "cannot_hold" | "not_converged"; end: string; worst?: string; iterations: number; milliseconds: number; warm: boolean;
  transforms: string; paths: { counts: string; points: string };
  activation: string; passive: string; tension: string; fibre: string; strain: string; ligament_force: string;
  discs: DiscState[]; forces: Force[]; planes: number[][]; down: number[]; readings: Record<string, number | null>; outcomes: string;
  shape: string; shapes?: { bones: string[]; volume: string }; why?: Effect[];
}

/// What a person picks in the picture: a bone, a muscle, a ligament or nerve, a disc, by its place in the body's lists.
export type Part = { kind: "bone" | "muscle" | "ligament" | "disc"; index: number };

/// By what the soft parts are coloured. `given`: shares handed over by the caller (fatigue by the hour), 0 to 1.
export type Mode = "activation" | "passive" | "load" | "given";
