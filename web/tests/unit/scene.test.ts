// scene.test.ts - scales read alike in grey; packed numbers come back; a link holds body and conditions and nothing else
import { describe, expect, it } from "vitest";
import { at, lightness, scales } from "../../src/scene/colour";
import { floats, indices, points } from "../../src/scene/decode";
import { read, request, usual, write } from "../../src/explore/state";
import { borne, degrees, limitEnds, measuredBeside, moved, number, outcome, signed } from "../../src/explore/words";
import { coarser } from "../../src/scene/coarse";
import { strokePoints, strokeText, touches } from "../../src/assess/cells";
import { normalsOf } from "../../src/scene/normals";
import { quickFor } from "../../src/scene/quick";
import { tired } from "../../src/plan/tired";
import type { Day } from "../../src/shell/types";

describe("scales", () => {
  it.each(Object.entries(scales))("%s changes its lightness one way, and by enough", (_name, scale) => {
    const light = Array.from({ length: 33 }, (_, i) => lightness(at(scale, i / 32))), way = Math.sign(light[32]! - light[0]!);
    for (let i = 1; i < light.length; i++) expect(way * (light[i]! - light[i - 1]!)).toBeGreaterThan(0);
    expect(Math.abs(light[32]! - light[0]!)).toBeGreaterThan(45);
  });
  it("holds at its ends", () => {
    expect(at(scales.warm, -1)).toEqual(scales.warm.stops[0]![1]);
    expect(at(scales.warm, 7)).toEqual(scales.warm.stops.at(-1)![1]);
    expect(at(scales.warm, NaN)).toEqual(scales.warm.stops[0]![1]);
  });
});

describe("packed numbers", () => {
  const pack = (bytes: ArrayBuffer) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
  it("come back", () => {
    expect([...floats(pack(new Float32Array([0, -1.5, 1e4]).buffer))]).toEqual([0, -1.5, 1e4]);
    expect([...indices(pack(new Uint16Array([0, 65535, 7]).buffer))]).toEqual([0, 65535, 7]);
    expect([...points(pack(new Int16Array([-5000, 1]).buffer), 1e-4)].map((x) => Math.round(x * 1e4))).toEqual([-5000, 1]);
  });
});

describe("a shared link", () => {
  const state = { ...usual(), task: "lean", side: "left", how: { angle: 30 }, sex: "female", measures: { "height-cm": 161.5 }, changes: [{ id: "short_iliopsoas", side: "both", value: 0.4, condition: true }, { id: "muscle.psoas.shortness", side: "right", value: 0.1, condition: false }] };
  it("comes back as it went", () => expect(read(write(state))).toEqual(state));
  it("holds body, task and conditions only", () => expect(new Set(new URLSearchParams(write(state)).keys())).toEqual(new Set(["task", "side", "how", "sex", "m", "c", "p"])));
  it("leaves out what makes no sense", () => {
    const s = read("task=<script>&side=up&sex=x&how=angle:x&m=a b:3&c=short_leg:right:NaN&c=short_leg:middle:1&name=Anna&patient=7");
    expect(s).toEqual(usual());
    expect(write(s)).toBe("task=standing");
  });
  it("asks for what it says", () => {
    expect(request(state)).toMatchObject({ task: "lean", side: "left", person: { sex: "female" }, conditions: [{ id: "short_iliopsoas", side: "both", severity: 0.4 }], parameters: [{ id: "muscle.psoas.shortness", side: "right", value: 0.1 }] });
    expect(request(state, true)).toMatchObject({ conditions: [], parameters: [] });
  });
});

describe("words", () => {
  it("names outcomes as people read them", () => {
    expect(outcome("muscle_group.gluteus_medius.right.force_n")).toBe("Gluteus medius, right: force");
    expect(outcome("disc.L4_L5.compression_n")).toBe("Disc L4–L5: compression");
    expect(outcome("posture.sacral_slope_deg")).toBe("Sacral slope");
    expect(outcome("posture.pelvic_obliquity_deg")).toBe("Pelvic obliquity, right side up");
    expect(outcome("pelvic_obliquity_mm")).toBe("Pelvic obliquity, right side up, as an exam reads it");
  });
  it("call what is negative larger when it grows", () => expect([moved(-345, -391), moved(-391, -345), moved(153, 206), moved(206, 153), moved(0, -7), moved(-2, 3), moved(0, 2)]).toEqual(["larger", "smaller", "rises", "falls", "shifts", "shifts", "rises"]));
  it("write degrees as such, and nothing else", () => expect([degrees("deg"), degrees("deg of hip extension"), degrees("degrees"), degrees("mm")]).toEqual(["°", "° of hip extension", "degrees", "mm"]));
  it("share a limit only of a load in its direction", () => {
    expect([borne(1700, 3400, false), borne(-1700, 3400, false), borne(-300, 1000, true), borne(NaN, 1000, true)]).toEqual(["here 50 % of it", "here under tension: no share of it", "here backward: no share of it", ""]);
  });
  it("mark an end of a limit that is only recalled", () => {
    expect(limitEnds({ limit: 3400, low: 2500, low_status: "recalled", high: 6400, high_status: "found", unit: "N" })).toEqual(["lowest 2500 N (recalled)", "highest 6400 N"]);
    expect(limitEnds({ limit: 1000, low: 700, low_status: "found", high: null, high_status: null, unit: "N" })).toEqual(["lowest 700 N"]);
    expect(limitEnds({ limit: 1000, low: null, low_status: null, high: null, high_status: null, unit: "N" })).toEqual([]);
  });
  it("set what was measured in people beside a disc's pressure, of the posture shown or of standing", () => {
    const row = { of: "disc.L4_L5.pressure_mpa", set: "", people: "1", source: "Wilke 1999" };
    const all = [{ ...row, task: "standing", condition: "relaxed standing", pressure: 0.5 }, { ...row, task: "lift_stoop", set: "load=20", condition: "lifting 20 kg", pressure: 2.3 }];
    const told = (task: string, how = {}, of = row.of) => measuredBeside(all, of, task, how);
    expect(told("standing")).toEqual({ value: "0.50 MPa", words: "relaxed standing; one person; no norm, no limit", source: "Wilke 1999" });
    expect(told("lift_stoop", { load: 20 })?.words).toBe("lifting 20 kg; one person; no norm, no limit");
    expect(told("lift_stoop", { load: 10 })?.words).toBe("lifting 20 kg; one person; for load 20, here 10.0; no norm, no limit");
    expect(told("lunge")).toMatchObject({ value: "0.50 MPa", words: "relaxed standing; one person; in this posture none was found; no norm, no limit" });
    expect(told("standing", {}, "disc.L5_S1.pressure_mpa")).toBeNull();
  });
  it("keeps no more digits than a number is worth", () => expect([number(1234.5), number(0), number(-0.00001), signed(2.345), number(NaN)]).toEqual(["1235", "0", "0", "+2.35", "–"]));
});

describe("strokes of the pain drawing", () => {
  const line: [number, number][] = [[81.52, 160], [82, 172.26], [-4, 500]];
  it("come back within the map, a tenth fine", () => expect(strokePoints(strokeText(line, 190, 480))).toEqual([[81.5, 160], [82, 172.3], [0, 480]]));
  it("hold no more places than the file takes", () => expect(strokePoints(strokeText(Array.from({ length: 2000 }, (_, i) => [i % 190, i % 480] as [number, number]), 190, 480)).length).toBeLessThanOrEqual(300));
  it("are erased by what comes near", () => {
    expect(touches([[80, 161]], line, 5)).toBe(true);
    expect(touches([[100, 161]], line, 5)).toBe(false);
  });
});

describe("a picture drawn quickly", () => {
  it("is one in motion, where a whole one takes longer than 28 ms or was never measured", () => {
    for (const slow of [28.5, 40, 59, 300, Infinity]) expect(quickFor(true, slow)).toBe(true);
    for (const fast of [0, 5, 28]) expect(quickFor(true, fast)).toBe(false);
    expect(quickFor(false, Infinity)).toBe(false);
  });
});

describe("a mesh with fewer triangles", () => {
  // a plate of 9 by 9 places a millimetre apart, and its mirror image
  const side = 9, at: number[] = [], index: number[] = [];
  for (let i = 0; i < side; i++) for (let k = 0; k < side; k++) at.push(i / 1000, k / 1000, 0.02);
  for (let i = 0; i + 1 < side; i++) for (let k = 0; k + 1 < side; k++) { const a = i * side + k; index.push(a, a + side, a + 1, a + 1, a + side, a + side + 1); }
  const area = (p: ArrayLike<number>, t: ArrayLike<number>) => { let sum = 0; for (let i = 0; i < t.length; i += 3) { const [a, b, c] = [3 * t[i]!, 3 * t[i + 1]!, 3 * t[i + 2]!]; sum += ((p[b]! - p[a]!) * (p[c + 1]! - p[a + 1]!) - (p[b + 1]! - p[a + 1]!) * (p[c]! - p[a]!)) / 2; } return sum; };
  const part = new Float32Array(side * side), p = new Float32Array(at), fine = new Uint32Array(index), few = coarser(p, part, fine, 0.002);
  it("covers what it covered, less an edge", () => {
    expect(few.length).toBeLessThan(0.4 * fine.length);
    expect(few.length).toBeGreaterThan(0);
    expect(area(p, few) / area(p, fine)).toBeGreaterThan(0.7);
    expect(area(p, few) / area(p, fine)).toBeLessThanOrEqual(1.0001);
  });
  it("keeps every triangle where cells are small, and no part reaches into another", () => {
    expect([...coarser(p, part, fine, 0.0001)]).toEqual([...fine]);
    expect(coarser(p, part, fine, 0.5).length).toBe(0);
    expect([...coarser(p, part.map((_, v) => v), fine, 0.5)]).toEqual([...fine]);
  });
  it("is the mirror image where the part is", () => expect([...coarser(p.map((x, i) => (i % 3 === 2 ? -x : x)), part, fine, 0.003)]).toEqual([...coarser(p, part, fine, 0.003)]));
});

describe("normals", () => {
  it("of a flat square point out of it, with unit length", () => {
    const out = new Float32Array(12);
    normalsOf(new Float32Array([0, 0, 0, 2, 0, 0, 2, 3, 0, 0, 3, 0]), [0, 1, 2, 0, 2, 3], out);
    expect([...out]).toEqual([0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1]);
  });
});

describe("the body of an hour", () => {
  const day = { minutes: [0, 10, 20], tired: [{ group: "psoas", side: "right", values: [1, 0.75, 0.5] }] } as unknown as Day;
  it("is as tired as the day says, and where it says nothing not at all", () => {
    expect([...tired(day, 12, [{ group: "psoas", side: "right" }, { group: "psoas", side: "left" }])]).toEqual([0.5, 0]);
    expect([...tired(day, 900, [{ group: "psoas", side: "right" }])]).toEqual([0.5]);
  });
});
