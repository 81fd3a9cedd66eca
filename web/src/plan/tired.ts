// tired.ts - what a day has left of the muscles, for the drawn body
import type { Day } from "../shell/types";

/// Strength that has gone at a minute, muscle by muscle; groups that the day does not tire keep theirs.
export function tired(day: Day, minute: number, muscles: readonly { group: string; side: string }[]): Float32Array {
  let at = day.minutes.findIndex((m) => m >= minute);
  if (at < 0) at = day.minutes.length - 1;
  return Float32Array.from(muscles, (m) => 1 - (day.tired.find((row) => row.group === m.group && row.side === m.side)?.values[at] ?? 1));
}
