// bones.ts - all bones of a body in one mesh: each vertex belongs to a body of the model, whose pose the shader applies
import { BufferAttribute, BufferGeometry, Mesh, type Matrix4, type ShaderMaterial } from "three";
import { ink } from "./colour";
import { indices, points, shares } from "./decode";
import { material, Palette } from "./shade";
import type { Body } from "./types";

export class Bones {
  readonly mesh: Mesh<BufferGeometry, ShaderMaterial>;
  readonly palette: Palette;
  private readonly start: number[] = [];
  private readonly position: BufferAttribute;

  constructor(private readonly body: Body, first: number, ghost: boolean) {
    const total = body.bones.reduce((n, b) => n + b.vertices, 0);
    const position = new Float32Array(3 * total), part = new Float32Array(total), of = new Float32Array(total), tone = new Float32Array(total), triangle: number[] = [];
    this.palette = new Palette(body.bones.length);
    let at = 0;
    body.bones.forEach((bone, i) => {
      const source = bone.mirror === undefined ? bone : (body.bones[bone.mirror] as (typeof body.bones)[number]);
      const faces = indices(source.triangles ?? ""), open = shares(source.open ?? ""), left = bone.mirror !== undefined;
      this.start.push(at);
      position.set(points(bone.points, body.point), 3 * at);
      for (let v = 0; v < bone.vertices; v++) part[at + v] = i, of[at + v] = bone.body, tone[at + v] = (open[v] as number) / 255;
      for (let f = 0; f < faces.length; f += 3) {
        const [a, b, c] = [faces[f] as number, faces[f + 1] as number, faces[f + 2] as number];
        triangle.push(at + a, at + (left ? c : b), at + (left ? b : c));
      }
      const c = bone.kind === "cartilage" ? ink.cartilage : ink.bone;
      this.palette.set(i, ...c);
      at += bone.vertices;
    });
    const g = new BufferGeometry();
    this.position = new BufferAttribute(position, 3);
    g.setAttribute("position", this.position);
    g.setAttribute("part", new BufferAttribute(part, 1));
    g.setAttribute("body", new BufferAttribute(of, 1));
    g.setAttribute("tone", new BufferAttribute(tone, 1));
    g.setIndex(new BufferAttribute(new Uint32Array(triangle), 1));
    g.computeVertexNormals();
    this.mesh = new Mesh(g, material(this.palette, { rigid: body.bodies.length, first, gloss: 0.1, ghost }));
    this.mesh.frustumCulled = false;
  }

  /// Bones of another person: the same vertices elsewhere.
  morph(bones: string[]): void {
    bones.forEach((text, i) => (this.position.array as Float32Array).set(points(text, this.body.point), 3 * (this.start[i] as number)));
    this.position.needsUpdate = true;
    this.mesh.geometry.computeVertexNormals();
    (this.mesh.geometry.getAttribute("normal") as BufferAttribute).needsUpdate = true;
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
