// state.ts - what explore is set to, and as the part of an address that can be shared: body and conditions only, never a name, a finding or a pain map

export interface Change { id: string; side: string; value: number; condition: boolean }
export interface State { task: string; side: string; how: Record<string, number>; sex: string; measures: Record<string, number>; changes: Change[] }

export const usual = (): State => ({ task: "standing", side: "right", how: {}, sex: "", measures: {}, changes: [] });

const short = (x: number): string => String(Math.round(x * 1e4) / 1e4);
const name = /^[A-Za-z0-9_.*-]{1,80}$/;

export function write(s: State): string {
  const q = new URLSearchParams();
  q.set("task", s.task);
  if (s.side !== "right") q.set("side", s.side);
  for (const [k, v] of Object.entries(s.how)) q.append("how", `${k}:${short(v)}`);
  if (s.sex) q.set("sex", s.sex);
  for (const [k, v] of Object.entries(s.measures)) q.append("m", `${k}:${short(v)}`);
  for (const c of s.changes) q.append(c.condition ? "c" : "p", `${c.id}:${c.side}:${short(c.value)}`);
  return q.toString();
}

/// Whatever of a link makes sense; the rest is left out.
export function read(text: string): State {
  const q = new URLSearchParams(text.replace(/^\?/, "")), s = usual();
  const pairs = (key: string, put: (k: string, v: number) => void) => q.getAll(key).slice(0, 32).forEach((t) => {
    const [k, v] = t.split(":");
    if (k && name.test(k) && v && Number.isFinite(Number(v))) put(k, Number(v));
  });
  const task = q.get("task"), side = q.get("side"), sex = q.get("sex");
  if (task && name.test(task)) s.task = task;
  if (side === "left") s.side = side;
  if (sex === "female" || sex === "male") s.sex = sex;
  pairs("how", (k, v) => (s.how[k] = v));
  pairs("m", (k, v) => (s.measures[k] = v));
  for (const key of ["c", "p"])
    for (const t of q.getAll(key).slice(0, 32)) {
      const [id, at, v] = t.split(":");
      if (id && name.test(id) && at && ["right", "left", "both", "-"].includes(at) && v && Number.isFinite(Number(v))) s.changes.push({ id, side: at, value: Number(v), condition: key === "c" });
    }
  return s;
}

/// The body of POST /api/solve.
export function request(s: State, healthy = false): Record<string, unknown> {
  const side = (c: Change) => (c.side === "-" ? "" : c.side), of = (condition: boolean) => (healthy ? [] : s.changes.filter((c) => c.condition === condition && (!condition || c.value > 0)));
  return {
    task: s.task, side: s.side, how: s.how, person: { ...(s.sex ? { sex: s.sex } : {}), measures: s.measures },
    conditions: of(true).map((c) => ({ id: c.id, side: side(c), severity: Math.min(c.value, 1) })), parameters: of(false).map((c) => ({ id: c.id, side: side(c), value: c.value })),
  };
}
