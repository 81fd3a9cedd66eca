// words.ts - names of outcomes as people read them, and numbers with as many digits as they are worth
import { capital } from "../shell/words";
import type { LimitDef, MeasuredDef } from "../scene/types";

const units: Record<string, string> = { Nm: "N m", "1": "", deg: "°", mm: "mm", N: "N", MPa: "MPa", BW: "body weights", bw: "body weights" };
const endings = /_(n|nm|deg|mm|mpa|bw|norm)$/;

export function unit(u: string, name: string): string { return u ? units[u] ?? u : name.endsWith("_deg") ? "°" : name.endsWith("_mm") ? "mm" : ""; }

/// "deg" as it is written, wherever it stands in a unit.
export const degrees = (u: string): string => u.replace(/^deg\b/, "°");

/// How a quantity went, of one sign by its size: −345 to −391 N has become larger, not less. [the same unit]
export function moved(before: number, now: number): string {
  if (before < 0 && now <= 0) return now < before ? "larger" : "smaller";
  if (before >= 0 && now >= 0) return now > before ? "rises" : "falls";
  return "shifts";
}

const postures: Record<string, string> = { pelvic_obliquity: "Pelvic obliquity, right side up", pelvic_torsion: "Pelvic torsion, right hip bone forward", trunk_lean: "Trunk lean, to the right", asis_psis: "Pelvic tilt, front spines below the back ones", c7_s1_right: "Trunk over the sacrum, to the right", c7_s1_forward: "Trunk over the sacrum, forward" };

/// "muscle_group.iliacus.right.passive_n" is "Iliacus, right: passive".
export function outcome(name: string): string {
  const dots = name.split(".");
  const plain = (t: string) => t.replace(endings, "").replaceAll("_", " ").replace(/\b([LTS]\d+) ([LTS]\d+)\b/g, "$1–$2");
  if (dots.length === 1) return `${postures[name.replace(endings, "")] ?? capital(plain(name))}, as an exam reads it`;
  const last = plain(dots.pop() as string), posture = dots[0] === "posture" && postures[last.replaceAll(" ", "_")];
  if (posture) return posture;
  const side = dots.find((d) => d === "right" || d === "left"), rest = dots.filter((d) => d !== "right" && d !== "left" && d !== "muscle_group" && d !== "ligament_group" && d !== "posture");
  const head = [rest.map((t) => (t === "sij" ? "sacroiliac joint" : plain(t))).join(" "), side].filter(Boolean).join(", ");
  return capital(head ? `${head}: ${last}` : last);
}

export function number(x: number): string {
  if (!Number.isFinite(x)) return "–";
  const size = Math.abs(x);
  if (size < 0.0005) return "0";
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  return x.toFixed(digits).replace("-", "−");
}

export const signed = (x: number): string => (x > 0 ? "+" : "") + number(x);
export const percent = (x: number): string => `${x >= 0.1 ? Math.round(100 * x) : (100 * x).toFixed(1)} %`;

/// What of a published limit is borne; compression and forward shear count up from none: tension and backward shear are no share of it.
export function borne(now: number, limit: number, shear: boolean): string {
  if (!Number.isFinite(now)) return "";
  return now < 0 ? `here ${shear ? "backward" : "under tension"}: no share of it` : `here ${percent(now / limit)} of it`;
}

/// What was measured in a disc beside what is simulated: of the posture shown where it is known, else of standing. null: in this disc nothing was.
export function measuredBeside(all: readonly MeasuredDef[], of: string, task: string, how: Record<string, number>): { value: string; words: string; source: string } | null {
  const disc = all.filter((m) => m.of === of), one = disc.find((m) => m.task === task) ?? disc.find((m) => m.task === "standing");
  if (!one) return null;
  const here = one.task === task, set = one.set.split(" ").map((t) => t.split("=") as [string, string]).filter(([k, v]) => v && how[k] !== Number(v));
  const other = here ? set.map(([k, v]) => `for ${k} ${v}, here ${number(how[k] ?? NaN)}`) : ["in this posture none was found"];
  return { value: `${one.pressure.toFixed(2)} MPa`, source: one.source, words: [one.condition, one.people === "1" ? "one person" : `${one.people} people`, ...other, "no norm, no limit"].join("; ") };
}

/// The ends of a limit's range that its source names.
export const limitEnds = (l: Pick<LimitDef, "limit" | "low" | "low_status" | "high" | "high_status" | "unit">): string[] => [
  l.low === null ? "" : `lowest ${number(l.low)} ${l.unit}${l.low_status === "found" ? "" : ` (${l.low_status})`}`,
  l.high === null ? "" : `highest ${number(l.high)} ${l.unit}${l.high_status === "found" ? "" : ` (${l.high_status})`}`,
].filter(Boolean);
