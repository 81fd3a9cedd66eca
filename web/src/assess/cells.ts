// cells.ts - the body map's geometry: which region lies under a point, and the cells that the regions' ellipses make of the outline.
import type { ChartPatch, ChartView } from "../shell/types";

/// Squared distance from an ellipse's centre, 1 on its edge.
export function ellipseDistance(patch: ChartPatch, x: number, y: number): number {
  const turn = (patch.degrees * Math.PI) / 180, dx = x - patch.x, dy = y - patch.y;
  const u = (dx * Math.cos(turn) + dy * Math.sin(turn)) / patch.rx, v = (dy * Math.cos(turn) - dx * Math.sin(turn)) / patch.ry;
  return u * u + v * v;
}
export const REACH = 3.2; ///< how far beyond its ellipse a region reaches where no other is nearer

export function inside(outline: readonly number[][], x: number, y: number): boolean {
  let within = false;
  for (let i = 0, j = outline.length - 1; i < outline.length; j = i++) {
    const [xi = 0, yi = 0] = outline[i]!, [xj = 0, yj = 0] = outline[j]!;
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) within = !within;
  }
  return within;
}

/// The nearest region to a point, or undefined where none is near.
export function regionAt(view: ChartView, x: number, y: number, reach = REACH): ChartPatch | undefined {
  let best: ChartPatch | undefined, least = reach;
  for (const patch of view.patches) {
    const distance = ellipseDistance(patch, x, y);
    if (distance < least) { least = distance; best = patch; }
  }
  return best;
}

/// A smooth closed line through points (Catmull-Rom), as an SVG path.
export function smooth(points: readonly number[][]): string {
  const n = points.length, at = (i: number) => points[(i + n) % n] as [number, number];
  let path = `M${at(0)[0].toFixed(1)} ${at(0)[1].toFixed(1)}`;
  for (let i = 0; i < n; i++) {
    const [p0, p1, p2, p3] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    path += `C${[p1[0] + (p2[0] - p0[0]) / 6, p1[1] + (p2[1] - p0[1]) / 6, p2[0] - (p3[0] - p1[0]) / 6, p2[1] - (p3[1] - p1[1]) / 6, p2[0], p2[1]].map((v) => v.toFixed(1)).join(" ")}`;
  }
  return `${path}Z`;
}

// ---- strokes of the patient file -------------------------------------------------------------------------------------------------

const POINTS = 300; // the most that the file takes of one stroke
/// A drawn line as the file keeps it: within the map, a tenth of a step fine, at most POINTS places.
export function strokeText(points: readonly [number, number][], width: number, height: number): string {
  const every = Math.max(1, Math.ceil(points.length / POINTS)), within = (x: number, most: number) => String(Math.round(10 * Math.min(Math.max(x, 0), most)) / 10);
  return points.filter((_, i) => i % every === 0).map(([x, y]) => `${within(x, width)} ${within(y, height)}`).join(" ");
}
export function strokePoints(line: string): [number, number][] {
  const n = line.split(" ").map(Number), out: [number, number][] = [];
  for (let i = 0; i + 1 < n.length; i += 2) out.push([n[i]!, n[i + 1]!]);
  return out;
}
/// Does one line come as near to another as `reach`?
export function touches(a: readonly [number, number][], b: readonly [number, number][], reach: number): boolean {
  return a.some(([x, y]) => b.some(([u, v]) => Math.hypot(x - u, y - v) < reach));
}

const STEP = 1.5;
/// One closed path a region: the part of the outline that is nearer to it than to any other. Traced on a grid, then rounded.
export function cells(view: ChartView): Map<ChartPatch, string> {
  const xs = view.outline.map((p) => p[0]!), ys = view.outline.map((p) => p[1]!);
  const x0 = Math.min(...xs) - 2 * STEP, y0 = Math.min(...ys) - 2 * STEP;
  const nx = Math.ceil((Math.max(...xs) - x0) / STEP) + 3, ny = Math.ceil((Math.max(...ys) - y0) / STEP) + 3;
  const label = new Int16Array(nx * ny).fill(-1);
  for (let j = 0; j < ny; j++) {
    for (let i = 0; i < nx; i++) {
      const x = x0 + i * STEP, y = y0 + j * STEP;
      const patch = inside(view.outline, x, y) ? regionAt(view, x, y) : undefined;
      if (patch) label[j * nx + i] = view.patches.indexOf(patch);
    }
  }
  const out = new Map<ChartPatch, string>();
  view.patches.forEach((patch, k) => {
    const loop = trace(label, nx, ny, k);
    if (loop.length > 6) out.set(patch, smooth(thin(rounded(loop)).map(([i, j]) => [x0 + i! * STEP, y0 + j! * STEP])));
  });
  return out;
}

// the longest border of the cells with label k, as corners of the grid
function trace(label: Int16Array, nx: number, ny: number, k: number): number[][] {
  const is = (i: number, j: number) => i >= 0 && j >= 0 && i < nx && j < ny && label[j * nx + i] === k;
  const next = new Map<string, number[][]>();
  const edge = (a: number[], b: number[]) => { const key = a.join(); next.set(key, [...(next.get(key) ?? []), b]); };
  for (let j = 0; j < ny; j++) {
    for (let i = 0; i < nx; i++) {
      if (!is(i, j)) continue;
      const [l, r, t, b] = [i - 0.5, i + 0.5, j - 0.5, j + 0.5];
      if (!is(i, j - 1)) edge([l, t], [r, t]);
      if (!is(i + 1, j)) edge([r, t], [r, b]);
      if (!is(i, j + 1)) edge([r, b], [l, b]);
      if (!is(i - 1, j)) edge([l, b], [l, t]);
    }
  }
  let longest: number[][] = [];
  for (const start of next.keys()) {
    const loop: number[][] = [];
    for (let at = start; next.get(at)?.length; ) {
      const to = next.get(at)!.shift()!;
      loop.push(to);
      at = to.join();
    }
    if (loop.length > longest.length) longest = loop;
  }
  return longest;
}
// each corner moved to the mean of its neighbours, twice: steps become slopes
function rounded(loop: number[][]): number[][] {
  const n = loop.length;
  for (let pass = 0; pass < 3; pass++) loop = loop.map((_, i) => [0, 1].map((axis) => (loop[(i + n - 1) % n]![axis]! + 2 * loop[i]![axis]! + loop[(i + 1) % n]![axis]!) / 4));
  return loop;
}
const thin = (loop: number[][]): number[][] => loop.filter((_, i) => i % 3 === 0);
