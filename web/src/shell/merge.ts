// merge.ts - two changed copies of one file: where they differ, and both brought together field by field.

type Tree = unknown;
const isObject = (value: Tree): value is Record<string, Tree> => typeof value === "object" && value !== null && !Array.isArray(value);
const same = (a: Tree, b: Tree) => JSON.stringify(a) === JSON.stringify(b);

// rows of lists are told apart by what they are of, not by their place
const rowKeys = ["test", "region", "score", "treatment", "posture", "item", "aim", "for", "outcome", "kind", "at", "date"];
function rowName(row: Tree, place: number): string {
  if (!isObject(row)) return String(place);
  const key = rowKeys.find((name) => name in row);
  return key ? [row[key], row.side, row.method].filter((part) => part !== undefined).join(" ") : String(place);
}
export function rows(list: readonly Tree[], byPlace: boolean): Map<string, Tree> {
  const out = new Map<string, Tree>();
  list.forEach((row, place) => {
    let name = byPlace ? String(place) : rowName(row, place);
    while (out.has(name)) name += "'";
    out.set(name, row);
  });
  return out;
}

/// Both sides' changes of `base`; where both changed the same field, `mine` stays.
export function mergeTexts(base: Tree, mine: Tree, theirs: Tree, path = ""): Tree {
  if (same(mine, theirs) || same(base, theirs)) return mine;
  if (same(base, mine)) return theirs;
  if (isObject(mine) && isObject(theirs)) {
    const b = isObject(base) ? base : {};
    const out: Record<string, Tree> = {};
    for (const key of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
      const value = mergeTexts(b[key], mine[key], theirs[key], key);
      if (value !== undefined) out[key] = value;
    }
    return out;
  }
  if (Array.isArray(mine) && Array.isArray(theirs)) {
    const byPlace = path === "visits";
    const [b, m, t] = [rows(Array.isArray(base) ? base : [], byPlace), rows(mine, byPlace), rows(theirs, byPlace)];
    return [...new Set([...t.keys(), ...m.keys()])].map((name) => mergeTexts(b.get(name), m.get(name), t.get(name), name)).filter((row) => row !== undefined);
  }
  return mine;
}

export interface Difference { path: string[]; mine: Tree; theirs: Tree }

/// Fields in which two files differ, each once, by the names that lead to it.
export function differences(mine: Tree, theirs: Tree, path: string[] = []): Difference[] {
  if (same(mine, theirs)) return [];
  if (isObject(mine) && isObject(theirs)) return [...new Set([...Object.keys(mine), ...Object.keys(theirs)])].flatMap((key) => differences(mine[key], theirs[key], [...path, key]));
  if (Array.isArray(mine) && Array.isArray(theirs)) {
    const byPlace = path.at(-1) === "visits";
    const [m, t] = [rows(mine, byPlace), rows(theirs, byPlace)];
    return [...new Set([...m.keys(), ...t.keys()])].flatMap((name) => {
      const [a, b] = [m.get(name), t.get(name)];
      return byPlace ? differences(a, b, [...path, name]) : same(a, b) ? [] : [{ path: [...path, name], mine: a, theirs: b }];
    });
  }
  return [{ path, mine, theirs }];
}
