// coarse.ts - the same mesh with fewer triangles: vertices that lie within a pixel of each other are drawn as one. Positions and normals stay; only the index is another

/// Triangles between the first vertices of cells. A mirrored part gives the mirrored triangles.
/// @param p      positions [3*vertices], of a part in its own axes; @param part  of each vertex: no cell holds vertices of two
/// @param index  triangles; @param cell  its edge, in the unit of p
export function coarser(p: Float32Array, part: ArrayLike<number>, index: Uint32Array, cell: number): Uint32Array {
  const first = new Map<number, number>(), stands = new Uint32Array(part.length), out = new Uint32Array(index.length), step = (x: number) => Math.round(x / cell) + 1024;
  for (let v = 0; v < stands.length; v++) {
    const key = ((part[v]! * 2048 + step(p[3 * v]!)) * 2048 + step(p[3 * v + 1]!)) * 2048 + step(p[3 * v + 2]!), had = first.get(key);
    if (had === undefined) first.set(key, v);
    stands[v] = had ?? v;
  }
  let n = 0;
  for (let i = 0; i < index.length; i += 3) {
    const a = stands[index[i]!]!, b = stands[index[i + 1]!]!, c = stands[index[i + 2]!]!;
    if (a !== b && b !== c && c !== a) out[n] = a, out[n + 1] = b, out[n + 2] = c, n += 3;
  }
  return out.slice(0, n);
}
