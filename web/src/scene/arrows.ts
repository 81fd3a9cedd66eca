// arrows.ts - forces as arrows in one mesh: what supports give, what loads the body, what joints bear. Length goes with the root of the force
import { BufferAttribute, BufferGeometry, DynamicDrawUsage, Mesh, Vector3, type ShaderMaterial } from "three";
import { ink } from "./colour";
import { normalsOf } from "./normals";
import { material, Palette } from "./shade";
import type { Force } from "./types";

const MOST = 96, SIDES = 10, EACH = 5 * SIDES + 2;

export class Arrows {
  readonly mesh: Mesh<BufferGeometry, ShaderMaterial>;
  private readonly palette = new Palette(MOST);
  private readonly position = new BufferAttribute(new Float32Array(3 * MOST * EACH), 3).setUsage(DynamicDrawUsage);
  private readonly normal = new BufferAttribute(new Float32Array(3 * MOST * EACH), 3).setUsage(DynamicDrawUsage);

  constructor(first: number) {
    const part = new Float32Array(MOST * EACH), triangle: number[] = [];
    for (let i = 0; i < MOST; i++) {
      const o = i * EACH;
      part.fill(i, o, o + EACH);
      for (let ring = 0; ring < 4; ring++)
        for (let k = 0; k < SIDES; k++) {
          const a = o + ring * SIDES + k, b = o + ring * SIDES + ((k + 1) % SIDES);
          triangle.push(a, b, b + SIDES, a, b + SIDES, a + SIDES);
        }
      for (let k = 0; k < SIDES; k++) {
        triangle.push(o + EACH - 2, o + ((k + 1) % SIDES), o + k);
        triangle.push(o + EACH - 1, o + 4 * SIDES + k, o + 4 * SIDES + ((k + 1) % SIDES));
      }
    }
    const g = new BufferGeometry();
    g.setAttribute("position", this.position);
    g.setAttribute("normal", this.normal);
    g.setAttribute("part", new BufferAttribute(part, 1));
    g.setAttribute("tone", new BufferAttribute(new Float32Array(MOST * EACH).fill(1), 1));
    g.setIndex(triangle);
    this.mesh = new Mesh(g, material(this.palette, { first, gloss: 0.1 }));
    this.mesh.frustumCulled = false;
  }

  show(forces: Force[], kinds: Set<Force["kind"]>): void {
    const told = forces.filter((f) => kinds.has(f.kind)).slice(0, MOST), p = this.position.array as Float32Array;
    const u = new Vector3(), v = new Vector3(), w = new Vector3(), at = new Vector3(), start = new Vector3();
    told.forEach((f, i) => {
      u.fromArray(f.force);
      const size = u.length(), length = 0.011 * Math.sqrt(size), thick = 0.0026 + 0.00016 * Math.sqrt(size), head = Math.min(0.4 * length, 5 * thick);
      u.normalize();
      v.set(Math.abs(u.y) < 0.9 ? 0 : 1, Math.abs(u.y) < 0.9 ? 1 : 0, 0).cross(u).normalize();
      w.crossVectors(u, v);
      // a support's arrow begins where it presses; a joint's and a load's ends there
      start.fromArray(f.at);
      if (f.kind !== "support") start.addScaledVector(u, -length);
      const rings: [number, number][] = [[0, thick], [length - head, thick], [length - head, 2.3 * thick], [length - 0.5 * head, 1.2 * thick], [length, 0.0002]];
      rings.forEach(([along, r], q) => {
        for (let k = 0; k < SIDES; k++) {
          const angle = (2 * Math.PI * k) / SIDES;
          at.copy(start).addScaledVector(u, along).addScaledVector(v, r * Math.cos(angle)).addScaledVector(w, r * Math.sin(angle)).toArray(p, 3 * (i * EACH + q * SIDES + k));
        }
      });
      start.toArray(p, 3 * (i * EACH + EACH - 2));
      at.copy(start).addScaledVector(u, length).toArray(p, 3 * (i * EACH + EACH - 1));
      this.palette.set(i, ...(f.kind === "support" ? ink.support : f.kind === "load" ? ink.load : ink.joint));
    });
    this.palette.done();
    const drawn = told.length * (24 * SIDES + 6 * SIDES);
    normalsOf(p, this.mesh.geometry.index!.array, this.normal.array as Float32Array, drawn);
    this.position.needsUpdate = this.normal.needsUpdate = true;
    this.mesh.geometry.setDrawRange(0, drawn);
  }
}
