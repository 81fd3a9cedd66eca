// normals.ts - normals of a mesh's vertices: the sum of its triangles' normals, each as long as twice its area. Plain numbers, since a body has 270,000 triangles

/// @param count  how many entries of `index` are drawn
export function normalsOf(p: Float32Array, index: ArrayLike<number>, out: Float32Array, count = index.length): void {
  out.fill(0);
  for (let i = 0; i < count; i += 3) {
    const a = 3 * index[i]!, b = 3 * index[i + 1]!, c = 3 * index[i + 2]!;
    const ux = p[b]! - p[a]!, uy = p[b + 1]! - p[a + 1]!, uz = p[b + 2]! - p[a + 2]!, vx = p[c]! - p[a]!, vy = p[c + 1]! - p[a + 1]!, vz = p[c + 2]! - p[a + 2]!;
    const x = uy * vz - uz * vy, y = uz * vx - ux * vz, z = ux * vy - uy * vx;
    out[a]! += x, out[a + 1]! += y, out[a + 2]! += z;
    out[b]! += x, out[b + 1]! += y, out[b + 2]! += z;
    out[c]! += x, out[c + 1]! += y, out[c + 2]! += z;
  }
  for (let v = 0; v < out.length; v += 3) {
    const size = Math.sqrt(out[v]! * out[v]! + out[v + 1]! * out[v + 1]! + out[v + 2]! * out[v + 2]!) || 1;
    out[v]! /= size, out[v + 1]! /= size, out[v + 2]! /= size;
  }
}
