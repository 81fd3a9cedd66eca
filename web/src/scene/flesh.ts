// flesh.ts - muscles, ligaments and nerve as tubes along their paths, all in one mesh whose buffers are filled anew in place
//
// A muscle keeps its volume: half an ellipse round of radius r on the share s of its line L holds V = 2/3 pi r^2 s L, so r rises as it shortens. Broad
// muscles are drawn flat: as wide along the body's surface as they are thin across it, with the same section.
import { BufferAttribute, BufferGeometry, DynamicDrawUsage, Mesh, type ShaderMaterial } from "three";
import { indices, points } from "./decode";
import { material, Palette } from "./shade";
import type { Body, Solve } from "./types";

const STATIONS = 16, RING = 8, QUICK_ALONG = 3, QUICK_AROUND = 2, ROUND = (2 / 3) * Math.PI, SLENDER = 3e-5; // [m^3]: four sides are round enough in a small picture

const COS = Array.from({ length: RING }, (_, k) => Math.cos((2 * Math.PI * k) / RING)), SIN = Array.from({ length: RING }, (_, k) => Math.sin((2 * Math.PI * k) / RING));

// width over thickness of what is broad: for the eye only
const broad: Record<string, number> = {
  gluteus_maximus: 2.2, gluteus_medius: 2.2, gluteus_minimus: 2.2, iliacus: 2.6, external_oblique: 7, internal_oblique: 7, transversus: 9, latissimus: 6, rectus_abdominis: 3.4, quadratus_lumborum: 2.2,
  adductors: 1.7, vasti: 2.1, psoas: 1.3, sartorius: 1.9, tensor_fasciae_latae: 1.7, longissimus: 1.3, iliocostalis: 1.4, calf: 1.25, gracilis: 1.7, quadratus_femoris: 1.8, obturators: 1.6,
};
const band: Record<string, [number, number]> = {
  iliotibial_band: [0.013, 0.0016], thoracolumbar_fascia: [0.009, 0.001], plantar_fascia: [0.009, 0.0018], sacroiliac: [0.0042, 0.0016], iliolumbar: [0.0034, 0.0018], hip_capsule: [0.0042, 0.0014], nerve: [0.0048, 0.0034],
  anterior_longitudinal: [0.0085, 0.001], posterior_longitudinal: [0.004, 0.001], supraspinous: [0.0028, 0.0018],
};

// Muscles whose broad origin the model has as one low point: the belly is drawn on from here (metres in the axes of the bone), the line of force stays as it is.
const origins: Record<string, [string, number, number, number]> = {
  vas_lat: ["femur", 0, -0.05, 0.052], vas_int: ["femur", 0.018, -0.075, 0.038], vas_med: ["femur", 0.014, -0.09, 0.02], soleus: ["tibia", -0.026, -0.075, 0.012], bifemsh: ["femur", 0.0, -0.15, 0.028],
};

export class Flesh {
  readonly mesh: Mesh<BufferGeometry, ShaderMaterial>;
  readonly palette: Palette;
  readonly count: number;
  private readonly fine: Triangles;
  private readonly few: Triangles;
  private readonly fewest: Triangles; // while something moves and pictures take long
  private level = 0;
  private drawn = "";
  private readonly position: BufferAttribute;
  private readonly normal: BufferAttribute;
  private volume: Float32Array;
  private readonly line = new Float32Array(3 * STATIONS);
  private readonly soft = new Float32Array(3 * STATIONS);

  constructor(private readonly body: Body, first: number, ghost: boolean) {
    this.count = body.muscles.length + body.ligaments.length;
    this.volume = Float32Array.from(body.muscles, (m) => m.volume);
    this.palette = new Palette(this.count);
    const each = STATIONS * RING, total = each * this.count;
    const part = new Float32Array(total), tone = new Float32Array(total).fill(1);
    for (let i = 0; i < this.count; i++) {
      part.fill(i, i * each, (i + 1) * each);
    }
    this.fine = tubes(this.count, () => 1, 1);
    this.few = tubes(this.count, (i) => (i >= body.muscles.length || body.muscles[i]!.volume < SLENDER ? 2 : 1), 2);
    // slender parts as flat bands, which show from both sides
    this.fewest = tubes(this.count, (i) => (i >= body.muscles.length || body.muscles[i]!.volume < SLENDER ? 4 : QUICK_AROUND), QUICK_ALONG);
    const sinew = new Float32Array(total);
    body.muscles.forEach((m, i) => {
      for (let s = 0; s < STATIONS; s++) {
        const at = s / (STATIONS - 1), edge = 0.16 * (m.to - m.from), inside = Math.min(at - m.from, m.to - at) / edge;
        sinew.fill(1 - Math.min(Math.max(0.15 + 0.85 * inside, 0), 1), (i * STATIONS + s) * RING, (i * STATIONS + s + 1) * RING);
      }
    });
    const g = new BufferGeometry();
    this.position = new BufferAttribute(new Float32Array(3 * total), 3).setUsage(DynamicDrawUsage);
    this.normal = new BufferAttribute(new Float32Array(3 * total), 3).setUsage(DynamicDrawUsage);
    g.setAttribute("position", this.position);
    g.setAttribute("normal", this.normal);
    g.setAttribute("part", new BufferAttribute(part, 1));
    g.setAttribute("tone", new BufferAttribute(tone, 1));
    g.setAttribute("sinew", new BufferAttribute(sinew, 1));
    g.setIndex(new BufferAttribute(this.fine.index.slice(), 1));
    this.mesh = new Mesh(g, material(this.palette, { first, gloss: 0.16, ghost }));
    this.mesh.frustumCulled = false;
  }

  /// Draw the parts that the palette shows and no other.
  showOnly(): void {
    const from = [this.fine, this.few, this.fewest][this.level]!, shown = `${this.level} ` + Array.from({ length: this.count }, (_, i) => (this.palette.data[4 * i + 3]! > 0 ? "1" : "0")).join("");
    if (shown === this.drawn) return;
    this.drawn = shown;
    const index = this.mesh.geometry.index!, to = index.array as Uint32Array;
    let n = 0;
    for (let i = 0; i < this.count; i++) {
      if (!(this.palette.data[4 * i + 3]! > 0)) continue;
      to.set(from.index.subarray(from.start[i]!, from.start[i + 1]!), n);
      n += from.start[i + 1]! - from.start[i]!;
    }
    index.needsUpdate = true;
    this.mesh.geometry.setDrawRange(0, n);
  }

  /// @param level  0: every triangle; 1: fewer, for a small picture; 2: fewest, and only their vertices are made
  /// @return whether vertices that were not made are drawn now: show() makes them
  detail(level: number): boolean {
    const more = this.level === 2 && level < 2;
    this.level = level;
    this.showOnly();
    return more;
  }

  setVolume(volume: Float32Array): void { this.volume = volume; }

  /// Fill the buffers from the lines of a posture; of parts that the palette hides nothing is made.
  show(solve: Solve, axes: Axes): void {
    const counts = indices(solve.paths.counts), all = points(solve.paths.points, this.body.point);
    let at = 0;
    for (let i = 0; i < this.count; i++) {
      const n = counts[i] as number;
      if (!(this.palette.data[4 * i + 3]! > 0)) { at += n; continue; }
      const from = i < this.body.muscles.length ? this.origin(this.body.muscles[i]!.id, axes) : null;
      let length: number;
      if (from) {
        const longer = new Float32Array(3 * (n + 1));
        longer.set(from);
        longer.set(all.subarray(3 * at, 3 * (at + n)), 3);
        length = this.resample(longer, 0, n + 1);
      } else length = this.resample(all, at, n);
      at += n;
      if (i < this.body.muscles.length) this.tube(i, axes, this.muscleRadius(i, length), broad[this.body.muscles[i]!.group] ?? 1.15);
      else this.ribbon(i, axes);
    }
    this.position.needsUpdate = this.normal.needsUpdate = true;
  }

  private origin(id: string, axes: Axes): [number, number, number] | null {
    const o = origins[id.slice(0, -2)], side = id.slice(-1);
    return o ? axes.place(`${o[0]}_${side}`, o[1], o[2], side === "l" ? -o[3] : o[3]) : null;
  }

  // stations evenly along the line, its corners rounded
  private resample(all: Float32Array, first: number, n: number): number {
    let length = 0;
    const upto: number[] = [0];
    for (let i = 1; i < n; i++) {
      const a = 3 * (first + i);
      length += Math.hypot(all[a]! - all[a - 3]!, all[a + 1]! - all[a - 2]!, all[a + 2]! - all[a - 1]!);
      upto.push(length);
    }
    for (let s = 0, k = 1; s < STATIONS; s++) {
      const want = (length * s) / (STATIONS - 1);
      while (k < n - 1 && upto[k]! < want) k++;
      const from = upto[k - 1]!, w = Math.min(Math.max((want - from) / Math.max(upto[k]! - from, 1e-9), 0), 1), a = 3 * (first + k - 1);
      for (let c = 0; c < 3; c++) this.line[3 * s + c] = all[a + c]! + w * (all[a + 3 + c]! - all[a + c]!);
    }
    for (let pass = 0; pass < 2; pass++) {
      this.soft.set(this.line);
      for (let s = 1; s + 1 < STATIONS; s++)
        for (let c = 0; c < 3; c++) this.line[3 * s + c] = 0.25 * this.soft[3 * s - 3 + c]! + 0.5 * this.soft[3 * s + c]! + 0.25 * this.soft[3 * s + 3 + c]!;
    }
    return length;
  }

  private muscleRadius(i: number, length: number): (t: number) => number {
    const m = this.body.muscles[i]!, share = m.to - m.from, middle = 0.5 * (m.from + m.to);
    const r = Math.sqrt((this.volume[i] ?? 0) / (ROUND * share * Math.max(length, 1e-3))), tendon = Math.min(0.45 * r, Math.max(0.0012, 0.28 * r));
    return (t) => {
      const u = (t - middle) / (0.5 * share), inside = 1 - u * u;
      return Math.max(inside > 0 ? r * Math.sqrt(inside) : 0, tendon);
    };
  }

  private ribbon(i: number, axes: Axes): void {
    const l = this.body.ligaments[i - this.body.muscles.length]!, [wide, thick] = band[l.group] ?? [0.0028, 0.0014];
    this.tube(i, axes, () => Math.sqrt(wide * thick), wide / thick);
  }

  private tube(i: number, axes: Axes, radius: (t: number) => number, flat: number): void {
    const p = this.position.array as Float32Array, q = this.normal.array as Float32Array, x = this.line, stretch = Math.sqrt(flat);
    const along = this.level === 2 ? QUICK_ALONG : 1, around = this.level === 2 ? QUICK_AROUND : 1;
    let before = [0, 0, 0];
    for (let s = 0; s < STATIONS; s += along) {
      const a = 3 * Math.max(s - 1, 0), b = 3 * Math.min(s + 1, STATIONS - 1), o = 3 * s;
      let tx = x[b]! - x[a]!, ty = x[b + 1]! - x[a + 1]!, tz = x[b + 2]! - x[a + 2]!;
      const size = Math.hypot(tx, ty, tz) || 1;
      tx /= size, ty /= size, tz /= size;
      // out of the body, less what runs along the line; where they are nearly one, as the station before
      const [ox, oy, oz] = axes.outward(x[o]!, x[o + 1]!, x[o + 2]!), along = ox * tx + oy * ty + oz * tz;
      let nx = ox - along * tx, ny = oy - along * ty, nz = oz - along * tz;
      const weight = s ? 0.35 : 0;
      nx += weight * before[0]!, ny += weight * before[1]!, nz += weight * before[2]!;
      const n = Math.hypot(nx, ny, nz) || 1;
      nx /= n, ny /= n, nz /= n;
      before = [nx, ny, nz];
      const wx = ty * nz - tz * ny, wy = tz * nx - tx * nz, wz = tx * ny - ty * nx;
      const r = radius(s / (STATIONS - 1)), wide = r * stretch, thick = r / stretch;
      for (let k = 0; k < RING; k += around) {
        const c = COS[k]!, d = SIN[k]!, v = 3 * ((i * STATIONS + s) * RING + k);
        p[v] = x[o]! + wide * c * wx + thick * d * nx;
        p[v + 1] = x[o + 1]! + wide * c * wy + thick * d * ny;
        p[v + 2] = x[o + 2]! + wide * c * wz + thick * d * nz;
        const gx = (c / stretch) * wx + d * stretch * nx, gy = (c / stretch) * wy + d * stretch * ny, gz = (c / stretch) * wz + d * stretch * nz, g = Math.hypot(gx, gy, gz) || 1;
        q[v] = gx / g, q[v + 1] = gy / g, q[v + 2] = gz / g;
      }
    }
  }
}

interface Triangles { index: Uint32Array; start: number[] } // start: of each part's triangles

// tubes between each `along`-th station and the last, each with every `around`-th vertex of its rings
function tubes(count: number, around: (i: number) => number, along: number): Triangles {
  const index = new Uint32Array(count * (6 * (STATIONS - 1) * RING + 6 * (RING - 2))), start: number[] = [], stations: number[] = [];
  for (let s = 0; s + 1 < STATIONS; s += along) stations.push(s);
  stations.push(STATIONS - 1);
  let t = 0;
  const add = (...corners: number[]) => { index.set(corners, t); t += corners.length; };
  for (let i = 0; i < count; i++) {
    const step = around(i), at = (s: number, k: number) => (i * STATIONS + s) * RING + (k % RING), last = STATIONS - 1;
    start.push(t);
    for (let s = 0; s + 1 < stations.length; s++)
      for (let k = 0; k < RING; k += step) {
        const a = at(stations[s]!, k), b = at(stations[s]!, k + step), c = at(stations[s + 1]!, k), d = at(stations[s + 1]!, k + step);
        add(a, d, b, a, c, d);
      }
    if (step < 4) for (let k = step; k + step < RING; k += step) add(at(0, 0), at(0, k), at(0, k + step), at(last, 0), at(last, k + step), at(last, k));
  }
  start.push(t);
  return { index: index.slice(0, t), start };
}

/// The long axes of trunk and legs at a posture: what "outward" is counted from.
export class Axes {
  private readonly leg: Float32Array[];
  private readonly trunk: Float32Array;
  constructor(private readonly body: Body, private readonly x: Float32Array) {
    const place = (name: string) => { const i = body.bodies.indexOf(name); return x.subarray(12 * i + 9, 12 * i + 12); };
    this.leg = ["r", "l"].map((s) => Float32Array.from([...place(`femur_${s}`), ...place(`tibia_${s}`), ...place(`talus_${s}`)]));
    const sacrum = body.bodies.indexOf("sacrum"), r = x.subarray(12 * sacrum, 12 * sacrum + 12);
    const base = [0, 1, 2].map((c) => r[9 + c]! - 0.06 * r[3 * c]!), top = place("thorax");
    this.trunk = Float32Array.from([...base, ...top]);
    // the thorax begins at the twelfth rib: its own axis goes on
    const thorax = body.bodies.indexOf("thorax"), t = x.subarray(12 * thorax, 12 * thorax + 12);
    for (let c = 0; c < 3; c++) this.trunk[3 + c] = t[9 + c]! + 0.4 * t[3 * c + 1]! + 0.01 * t[3 * c]!;
  }

  /// A place of a bone in the room.
  place(name: string, px: number, py: number, pz: number): [number, number, number] {
    const i = this.body.bodies.indexOf(name), r = this.x.subarray(12 * i, 12 * i + 12), row = (c: number) => r[9 + c]! + r[3 * c]! * px + r[3 * c + 1]! * py + r[3 * c + 2]! * pz;
    return [row(0), row(1), row(2)];
  }

  private static from(a: Float32Array, i: number, px: number, py: number, pz: number): [number, number, number, number] {
    const ax = a[i]!, ay = a[i + 1]!, az = a[i + 2]!, ux = a[i + 3]! - ax, uy = a[i + 4]! - ay, uz = a[i + 5]! - az;
    const t = Math.min(Math.max(((px - ax) * ux + (py - ay) * uy + (pz - az) * uz) / (ux * ux + uy * uy + uz * uz), 0), 1);
    const ox = px - ax - t * ux, oy = py - ay - t * uy, oz = pz - az - t * uz;
    return [ox, oy, oz, Math.hypot(ox, oy, oz)];
  }

  /// From the nearest of the axes, unit length.
  outward(px: number, py: number, pz: number): [number, number, number] {
    let best = Axes.from(this.trunk, 0, px, py, pz);
    best[3] *= 0.55; // the trunk is thicker than a leg
    for (const leg of this.leg)
      for (let i = 0; i < 6; i += 3) {
        const d = Axes.from(leg, i, px, py, pz);
        if (d[3] < best[3]) best = d;
      }
    const n = Math.hypot(best[0], best[1], best[2]) || 1;
    return [best[0] / n, best[1] / n, best[2] / n];
  }
}
