// bones.ts - all bones of a body in one mesh: each vertex belongs to a body of the model, whose pose the shader applies
import { BufferAttribute, BufferGeometry, Mesh, type Matrix4, type ShaderMaterial } from "three";
import { coarser } from "./coarse";
import { ink } from "./colour";
import { indices, points, shares } from "./decode";
import { normalsOf } from "./normals";
import { material, Palette } from "./shade";
import type { Body } from "./types";

const cells = [0, 0.005, 0.008, 0.02]; // metres, of each detail

export class Bones {
  readonly mesh: Mesh<BufferGeometry, ShaderMaterial>;
  readonly palette: Palette;
  private readonly start: number[] = [];
  private readonly position: BufferAttribute;
  private readonly normal: BufferAttribute;
  private readonly part: Float32Array;
  private readonly fine: BufferAttribute;
  private readonly coarse: BufferAttribute[] = [];

  constructor(private readonly body: Body, first: number, ghost: boolean) {
    const total = body.bones.reduce((n, b) => n + b.vertices, 0), of = new Float32Array(total), position = new Float32Array(3 * total), part = new Float32Array(total), tone = new Float32Array(total);
    const faces = body.bones.map((bone) => (bone.mirror === undefined ? indices(bone.triangles ?? "") : null)), open = body.bones.map((bone) => (bone.mirror === undefined ? shares(bone.open ?? "") : null));
    const source = (i: number) => body.bones[i]!.mirror ?? i;
    const triangle = new Uint32Array(body.bones.reduce((n, _, i) => n + faces[source(i)]!.length, 0));
    this.palette = new Palette(body.bones.length);
    let at = 0, t = 0;
    body.bones.forEach((bone, i) => {
      const face = faces[source(i)]!, wide = open[source(i)]!, left = bone.mirror !== undefined;
      this.start.push(at);
      position.set(points(bone.points, body.point), 3 * at);
      part.fill(i, at, at + bone.vertices), of.fill(bone.body, at, at + bone.vertices);
      for (let v = 0; v < bone.vertices; v++) tone[at + v] = wide[v]! / 255;
      // the left's triangles are the right's, turned
      for (let f = 0; f < face.length; f += 3, t += 3) triangle[t] = at + face[f]!, triangle[t + 1] = at + face[left ? f + 2 : f + 1]!, triangle[t + 2] = at + face[left ? f + 1 : f + 2]!;
      this.palette.set(i, ...(bone.kind === "cartilage" ? ink.cartilage : ink.bone));
      at += bone.vertices;
    });
    const g = new BufferGeometry();
    this.position = new BufferAttribute(position, 3);
    this.normal = new BufferAttribute(new Float32Array(3 * total), 3);
    g.setAttribute("position", this.position);
    g.setAttribute("normal", this.normal);
    g.setAttribute("part", new BufferAttribute(part, 1));
    g.setAttribute("body", new BufferAttribute(of, 1));
    g.setAttribute("tone", new BufferAttribute(tone, 1));
    this.part = part;
    g.setIndex((this.fine = new BufferAttribute(triangle, 1)));
    normalsOf(position, triangle, this.normal.array as Float32Array);
    this.mesh = new Mesh(g, material(this.palette, { rigid: body.bodies.length, first, gloss: 0.1, ghost }));
    this.mesh.frustumCulled = false;
  }

  /// @param level  0: every triangle; 1, 2: fewer, for a small picture; 3: fewest, while something moves
  detail(level: number): void {
    this.mesh.geometry.setIndex(level ? (this.coarse[level] ??= new BufferAttribute(coarser(this.position.array as Float32Array, this.part, this.fine.array as Uint32Array, cells[level]!), 1)) : this.fine);
  }

  /// Bones of another person: the same vertices elsewhere.
  morph(bones: string[]): void {
    bones.forEach((text, i) => (this.position.array as Float32Array).set(points(text, this.body.point), 3 * (this.start[i] as number)));
    normalsOf(this.position.array as Float32Array, this.fine.array, this.normal.array as Float32Array);
    this.position.needsUpdate = this.normal.needsUpdate = true;
  }

  /// Poses: nine numbers of a rotation by rows, three of a place, a body.
  pose(x: Float32Array): void {
    const poses = this.mesh.material.uniforms.pose?.value as Matrix4[];
    for (let i = 0; i < poses.length; i++) {
      const r = x.subarray(12 * i, 12 * i + 12) as unknown as number[];
      (poses[i] as Matrix4).set(r[0]!, r[1]!, r[2]!, r[9]!, r[3]!, r[4]!, r[5]!, r[10]!, r[6]!, r[7]!, r[8]!, r[11]!, 0, 0, 0, 1);
    }
    this.mesh.material.uniformsNeedUpdate = true;
  }
}
