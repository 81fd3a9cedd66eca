// discs.ts - discs between the end plates that face each other: they bulge as they are pressed, made anew at each posture
import { BufferAttribute, BufferGeometry, DynamicDrawUsage, Mesh, Vector3, type ShaderMaterial } from "three";
import { normalsOf } from "./normals";
import { material, Palette } from "./shade";
import type { Body, DiscState } from "./types";

const AROUND = 20, LEVELS = 5;

export class Discs {
  readonly mesh: Mesh<BufferGeometry, ShaderMaterial>;
  readonly palette: Palette;
  private readonly position: BufferAttribute;
  private readonly normal: BufferAttribute;

  constructor(body: Body, first: number, ghost: boolean) {
    const n = body.discs.length, each = AROUND * LEVELS + 2, part = new Float32Array(n * each), triangle: number[] = [];
    this.palette = new Palette(n);
    for (let i = 0; i < n; i++) {
      const o = i * each;
      part.fill(i, o, o + each);
      for (let l = 0; l < LEVELS; l++)
        for (let k = 0; k < AROUND; k++) {
          const a = o + l * AROUND + k, b = o + l * AROUND + ((k + 1) % AROUND);
          // angles run from ahead to the right: so turned, triangles face outward
          if (l + 1 < LEVELS) triangle.push(a, b + AROUND, b, a, a + AROUND, b + AROUND);
          if (l === 0) triangle.push(o + each - 2, a, b);
          if (l === LEVELS - 1) triangle.push(o + each - 1, b, a);
        }
    }
    const g = new BufferGeometry();
    this.position = new BufferAttribute(new Float32Array(3 * n * each), 3).setUsage(DynamicDrawUsage);
    this.normal = new BufferAttribute(new Float32Array(3 * n * each), 3).setUsage(DynamicDrawUsage);
    g.setAttribute("position", this.position);
    g.setAttribute("normal", this.normal);
    g.setAttribute("part", new BufferAttribute(part, 1));
    g.setAttribute("tone", new BufferAttribute(new Float32Array(n * each).fill(0.85), 1));
    g.setIndex(triangle);
    this.mesh = new Mesh(g, material(this.palette, { first, gloss: 0.12, ghost }));
    this.mesh.frustumCulled = false;
  }

  show(discs: DiscState[]): void {
    const p = this.position.array as Float32Array, each = AROUND * LEVELS + 2, at = new Vector3();
    discs.forEach((d, i) => {
      if (!d.below || !d.above) return;
      const plates = [d.below, d.above].map((x) => ({ centre: new Vector3(x[0], x[1], x[2]), ahead: new Vector3(x[3]! - x[0]!, x[4]! - x[1]!, x[5]! - x[2]!), side: new Vector3(x[6], x[7], x[8]) }));
      const [low, high] = plates as [(typeof plates)[number], (typeof plates)[number]], press = Math.min((d.compression ?? 0) / 6000, 1);
      for (let l = 0; l < LEVELS; l++) {
        const t = l / (LEVELS - 1), swell = 0.97 + (0.1 + 0.16 * press) * 4 * t * (1 - t);
        for (let k = 0; k < AROUND; k++) {
          const angle = (2 * Math.PI * k) / AROUND, c = Math.cos(angle), s = Math.sin(angle), back = c < 0 ? 1 - 0.14 * Math.pow(Math.abs(c), 3) : 1;
          const wide = 1.38 * low.ahead.length() * s * swell;
          at.copy(low.centre).lerp(high.centre, t).addScaledVector(low.ahead, (1 - t) * c * swell * back).addScaledVector(high.ahead, t * c * swell * back).addScaledVector(low.side, (1 - t) * wide).addScaledVector(high.side, t * wide);
          at.toArray(p, 3 * (i * each + l * AROUND + k));
        }
      }
      low.centre.toArray(p, 3 * (i * each + each - 2));
      high.centre.toArray(p, 3 * (i * each + each - 1));
    });
    normalsOf(p, this.mesh.geometry.index!.array, this.normal.array as Float32Array);
    this.position.needsUpdate = this.normal.needsUpdate = true;
  }
}
