// index.ts - the body in a picture: createScene(host, options). One canvas, six draw calls a body, drawn only when something has changed.
import { Box3, BufferAttribute, BufferGeometry, Group, Mesh, Scene as World, Vector3, WebGLRenderer, WebGLRenderTarget, type ShaderMaterial } from "three";
import { Arrows } from "./arrows";
import { Bones } from "./bones";
import { at, ink, scales, type Rgb, type Scale } from "./colour";
import { floats } from "./decode";
import { Discs } from "./discs";
import { Axes, Flesh } from "./flesh";
import { Orbit, type View } from "./orbit";
import { quickFor } from "./quick";
import { quickly, shadow } from "./shade";
import type { Body, Force, Mode, Part, Solve } from "./types";

export type { Body, Effect, Mode, Part, Solve } from "./types";
export { at, css, ink, lightness, scales } from "./colour";

export interface Options {
  body: Body;
  onPick?: (part: Part | null) => void;
  label?: string;
}

/// Two bodies: one alone, beside each other, or the second as a ghost over the first.
export type Layout = "one" | "beside" | "over";

export interface Scene {
  readonly canvas: HTMLCanvasElement;
  /// A solved posture. `second`: the body to compare with. `moving`: one of many, another follows at once.
  show(solve: Solve, second?: boolean, moving?: boolean): void;
  layout(kind: Layout): void;
  colourBy(mode: Mode, given?: Float32Array): void;
  layers(shown: { muscles: boolean; ligaments: boolean; trunkWall: boolean; forces: Force["kind"][] }): void;
  select(part: Part | null): void;
  view(side: View): void;
  /// Where to look from: radians about the vertical and above the horizontal, metres.
  look(from: { azimuth?: number; height?: number; distance?: number; target?: [number, number, number] }): void;
  /// All parts that the picture shows.
  seen(): Seen[];
  pick(x: number, y: number): Part | null;
  /// Shares by which the parts are coloured now, and at which value the scale ends.
  legend(): Legend;
  /// Of the last picture: quick: drawn with few pixels and triangles, since something moved; slow: ms that a whole one was known to take then. whole: ms that one is known to take now.
  stats(): { calls: number; triangles: number; cpu: number; frames: number; update: number; moved: boolean; slow: number; quick: boolean; whole: number };
  resize(): void;
  dispose(): void;
}

/// Where a part is seen best, in CSS pixels of the canvas, and how many of them show it.
export interface Seen { part: Part; x: number; y: number; pixels: number }
/// A colour scale and what stands at places of it, from 0 to 1.
export interface Bar { title: string; scale: Scale; ticks: [number, string][] }
export interface Legend { soft: Bar; bands: Bar; discs: Bar }

/// Standing asks for a few per cent of most muscles, so the scale is fine below and coarse above: share s is drawn at its root.
const rooted = (share: number): number => Math.sqrt(Math.min(Math.max(share, 0) / 0.5, 1));
const modes: Record<Mode, Bar & { of: (share: number) => number }> = {
  activation: { title: "Muscle activation", scale: scales.warm, of: rooted, ticks: [[0, "0"], [rooted(0.05), "5 %"], [rooted(0.2), "20 %"], [1, "≥ 50 %"]] },
  passive: { title: "Passive tension of muscles, share of strength", scale: scales.cool, of: rooted, ticks: [[0, "0"], [rooted(0.05), "5 %"], [rooted(0.2), "20 %"], [1, "≥ 50 %"]] },
  load: { title: "Tension of muscles, share of strength", scale: scales.warm, of: rooted, ticks: [[0, "0"], [rooted(0.05), "5 %"], [rooted(0.2), "20 %"], [1, "≥ 50 %"]] },
  given: { title: "Fatigue of muscles", scale: scales.warm, of: (s) => s, ticks: [[0, "0"], [0.5, "50 %"], [1, "100 %"]] },
};
const STRAIN_FULL = 0.08, PRESSURE_FULL = 2; // ends of the scales of ligaments and discs [MPa]
const sizes = [0.0022, 0.0034]; // metres a pixel from which fewer triangles show no less
const REST = 150; // ms after which it rests
const wall = new Set(["external_oblique", "internal_oblique", "transversus", "latissimus"]);

class Figure {
  readonly group = new Group();
  readonly bones: Bones;
  readonly flesh: Flesh;
  readonly discs: Discs;
  readonly arrows: Arrows;
  solve: Solve | null = null;
  private level = 0;
  private readonly lit = new Map<Mesh<BufferGeometry, ShaderMaterial>, [whole: ShaderMaterial, quick: ShaderMaterial]>();
  constructor(readonly body: Body, first: number, ghost: boolean) {
    const nb = body.bones.length, nf = body.muscles.length + body.ligaments.length;
    this.bones = new Bones(body, first, ghost);
    this.flesh = new Flesh(body, first + nb, ghost);
    this.discs = new Discs(body, first + nb + nf, ghost);
    this.arrows = new Arrows(first + nb + nf + body.discs.length);
    for (const m of [this.bones.mesh, this.discs.mesh, this.flesh.mesh, this.arrows.mesh]) this.group.add(m), this.lit.set(m, [m.material, quickly(m.material)]);
  }
  /// @param level  0: every triangle; 1, 2: the picture is too small to show as many; 3: it moves
  detail(level: number): void {
    if (level === this.level) return;
    this.level = level;
    this.bones.detail(level);
    this.light(level === 3);
    if (this.flesh.detail(Math.ceil(level / 2)) && this.solve) this.flesh.show(this.solve, new Axes(this.body, floats(this.solve.transforms)));
  }
  /// @param quick  at the vertices
  light(quick: boolean): void {
    for (const [m, [whole, other]] of this.lit) {
      other.transparent = whole.transparent, other.depthWrite = whole.depthWrite;
      m.material = quick ? other : whole;
    }
  }
  /// Nothing but what has every shader made: there is no posture yet.
  hint(): void { for (const m of [this.bones.mesh, this.flesh.mesh, this.discs.mesh]) m.geometry.setDrawRange(0, 3); }
  ready(): void { for (const m of [this.bones.mesh, this.discs.mesh]) m.geometry.setDrawRange(0, Infinity); }
  materials(): ShaderMaterial[] { return [...this.lit.values()].flat(); }
  dispose(): void {
    for (const m of [this.bones.mesh, this.discs.mesh, this.flesh.mesh, this.arrows.mesh]) m.geometry.dispose();
    for (const m of this.materials()) m.dispose();
    for (const p of [this.bones.palette, this.flesh.palette, this.discs.palette]) p.texture.dispose();
  }
}

class View3 implements Scene {
  readonly canvas: HTMLCanvasElement;
  private readonly renderer: WebGLRenderer;
  private readonly world = new World();
  private readonly orbit: Orbit;
  private readonly first: Figure;
  private second: Figure | null = null;
  private kind: Layout = "one";
  private kept: Solve | null = null; // of the second body while it is not shown
  private mode: Mode = "activation";
  private given: Float32Array | undefined;
  private shown = { muscles: true, ligaments: true, trunkWall: true, forces: ["support", "load"] as Force["kind"][] };
  private chosen: Part | null = null;
  private readonly floor: Mesh<BufferGeometry, ShaderMaterial>;
  private readonly target = new WebGLRenderTarget(1, 1);
  private readonly watch: ResizeObserver;
  private readonly middle = new Vector3();
  private frame = 0;
  private moving = 0; // the timer that ends a motion
  private pace = 0; // ms between the moves of a motion
  private last = 0;
  private whole: number; // ms of a whole picture, until the graphics card or who stands for it was done
  private numbers = { calls: 0, triangles: 0, cpu: 0, frames: 0, update: 0, moved: false, slow: 0, quick: false };

  constructor(private readonly host: HTMLElement, private readonly options: Options) {
    const [canvas, gl, software] = context();
    this.whole = software ? Infinity : 0; // until one was measured
    this.canvas = canvas;
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", options.label ?? "The body in three dimensions. Arrow keys turn it, plus and minus near it, 1 to 4 show front, right, back and left.");
    this.canvas.className = "scene-canvas";
    host.append(this.canvas);
    this.renderer = new WebGLRenderer({ canvas, context: gl });
    this.renderer.setClearColor(0, 0);
    this.renderer.info.autoReset = false;
    this.renderer.debug.checkShaderErrors = false; // asking for the log would wait for the compiler
    this.first = new Figure(options.body, 0, false);
    this.first.hint();
    if (software) this.first.detail(3); // the first picture is a quick one
    this.world.add(this.first.group);
    this.floor = floor();
    this.world.add(this.floor);
    this.orbit = new Orbit(this.canvas, (done) => this.draw(done), (x, y) => this.tapped(x, y));
    this.watch = new ResizeObserver(() => this.resize());
    this.watch.observe(host);
    this.resize();
  }

  show(solve: Solve, second = false, moving = false): void {
    if (second && this.kind === "one") return void (this.kept = solve);
    const start = performance.now(), figure = second ? this.other() : this.first, body = this.options.body;
    // the first picture is quick too
    this.draw(!moving && figure.solve !== null);
    figure.detail(this.level());
    if (solve.shapes) {
      figure.bones.morph(solve.shapes.bones);
      figure.flesh.setVolume(floats(solve.shapes.volume));
    }
    const poses = floats(solve.transforms);
    if (!figure.solve) figure.ready();
    figure.solve = solve;
    figure.bones.pose(poses);
    this.paint(figure);
    figure.flesh.show(solve, new Axes(body, poses));
    figure.discs.show(solve.discs);
    figure.arrows.show(solve.forces, new Set(second ? [] : this.shown.forces));
    if (!second) this.place(solve);
    this.numbers.update = performance.now() - start;
  }

  layout(kind: Layout): void {
    this.kind = kind;
    const second = kind === "one" ? this.second : this.other(), apart = kind === "beside" ? 0.42 : 0;
    this.first.group.position.set(0, 0, -apart);
    if (second) {
      second.group.visible = kind !== "one";
      second.group.position.set(0, 0, apart);
      // a ghost is seen through; a second body beside is not
      for (const m of second.materials()) {
        m.transparent = kind === "over", m.depthWrite = kind !== "over";
        m.uniforms.hollow!.value = kind === "over" ? 1 : 0, m.uniforms.alpha!.value = kind === "over" ? 0.6 : 1;
      }
      second.flesh.mesh.visible = second.discs.mesh.visible = kind !== "over";
    }
    if (kind !== "one" && this.kept) this.show(this.kept, true), (this.kept = null);
    this.draw(true);
  }

  colourBy(mode: Mode, given?: Float32Array): void {
    this.mode = mode;
    this.given = given;
    for (const f of [this.first, this.second]) if (f?.solve) this.paint(f);
    this.draw(true);
  }

  layers(shown: View3["shown"]): void {
    this.shown = { ...shown };
    for (const f of [this.first, this.second]) if (f?.solve) this.paint(f), f.flesh.show(f.solve, new Axes(this.options.body, floats(f.solve.transforms)));
    if (this.first.solve) this.first.arrows.show(this.first.solve.forces, new Set(shown.forces));
    this.draw(true);
  }

  select(part: Part | null): void {
    this.chosen = part;
    for (const f of [this.first, this.second]) {
      if (!f) continue;
      f.bones.mesh.material.uniforms.chosen!.value = part?.kind === "bone" ? part.index : -1;
      f.flesh.mesh.material.uniforms.chosen!.value = part?.kind === "muscle" ? part.index : part?.kind === "ligament" ? this.options.body.muscles.length + part.index : -1;
      f.discs.mesh.material.uniforms.chosen!.value = part?.kind === "disc" ? part.index : -1;
    }
    this.draw(true);
  }

  view(side: View): void { this.orbit.view(side); }

  look(from: Parameters<Scene["look"]>[0]): void {
    this.orbit.azimuth = from.azimuth ?? this.orbit.azimuth, this.orbit.height = from.height ?? this.orbit.height, this.orbit.distance = from.distance ?? this.orbit.distance;
    if (from.target) this.orbit.target.fromArray(from.target);
    this.draw(true);
  }

  legend(): Legend {
    const m = modes[this.mode], percent = (x: number) => `${Math.round(100 * x)} %`;
    return {
      soft: { title: m.title, scale: m.scale, ticks: m.ticks },
      bands: { title: "Strain of ligaments and nerve", scale: scales.cool, ticks: [[0, "slack"], [0.5, percent(STRAIN_FULL / 2)], [1, `≥ ${percent(STRAIN_FULL)}`]] },
      discs: { title: "Pressure in discs", scale: scales.cool, ticks: [[0, "0"], [0.5, `${PRESSURE_FULL / 2} MPa`], [1, `≥ ${PRESSURE_FULL} MPa`]] },
    };
  }

  stats(): ReturnType<Scene["stats"]> { return { ...this.numbers, whole: this.whole }; }

  resize(): void {
    const w = this.host.clientWidth, h = this.host.clientHeight;
    if (!w || !h) return;
    this.renderer.setPixelRatio(this.density());
    this.renderer.setSize(w, h);
    this.draw(true);
  }

  dispose(): void {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.moving);
    this.watch.disconnect();
    this.first.dispose();
    this.second?.dispose();
    this.target.dispose();
    this.renderer.dispose();
    this.canvas.remove();
  }

  // ---- inside ------------------------------------------------------------------------------------------------------------------

  private other(): Figure {
    if (!this.second) {
      this.second = new Figure(this.options.body, this.count(), true);
      this.second.group.visible = false;
      this.world.add(this.second.group);
      this.select(this.chosen);
    }
    return this.second;
  }

  private count(): number { const b = this.options.body; return b.bones.length + b.muscles.length + b.ligaments.length + b.discs.length; }

  private paint(f: Figure): void {
    const body = this.options.body, solve = f.solve as Solve, m = modes[this.mode], n = body.muscles.length;
    const share = this.mode === "given" && this.given ? this.given : floats(this.mode === "passive" ? solve.passive : this.mode === "activation" ? solve.activation : solve.tension);
    for (let i = 0; i < n; i++) {
      const def = body.muscles[i]!, x = (this.mode === "load" ? share[i]! / def.strength : share[i]!) || 0; // no number where the posture was not solved
      f.flesh.palette.set(i, ...at(m.scale, m.of(x)), this.shown.muscles && (this.shown.trunkWall || !wall.has(def.group)) ? 1 : 0);
    }
    const strain = floats(solve.strain);
    body.ligaments.forEach((l, k) => {
      const x = strain[k]! / STRAIN_FULL, c: Rgb = x > 0 ? (at(scales.cool, 0.25 + 0.75 * x).map((v, q) => Math.min(x * 3, 1) * v + (1 - Math.min(x * 3, 1)) * (l.nerve ? ink.nerve : ink.ligament)[q]!) as Rgb) : l.nerve ? ink.nerve : ink.ligament;
      f.flesh.palette.set(n + k, ...c, this.shown.ligaments && l.group !== "thoracolumbar_fascia" ? 1 : 0);
    });
    f.flesh.palette.done();
    f.flesh.showOnly();
    solve.discs.forEach((d, i) => f.discs.palette.set(i, ...at(scales.cool, (d.pressure ?? 0) / PRESSURE_FULL)));
    f.discs.palette.done();
  }

  // the room turns about the person: gravity points down in the picture
  private place(solve: Solve): void {
    const [x, y, z] = solve.down as [number, number, number], size = Math.hypot(x, y, z) || 1, q = this.world.quaternion;
    const d = [x / size, y / size, z / size] as const; // rotation that brings d to (0,-1,0)
    const w = 1 - d[1]!, l = Math.hypot(d[2]!, 0, -d[0]!, w) || 1;
    if (w < 1e-6) q.set(1, 0, 0, 0);
    else q.set(-d[2]! / l, 0, d[0]! / l, w / l).conjugate();
    const plane = solve.planes.find((p) => Math.abs(p[0]! * d[0] + p[1]! * d[1] + p[2]! * d[2]) > 0.9);
    this.floor.visible = plane !== undefined;
    if (plane) this.floor.position.set(plane[0]! * plane[3]!, plane[1]! * plane[3]!, plane[2]! * plane[3]!), this.floor.quaternion.copy(q).conjugate();
    this.world.updateMatrixWorld(true);
    // the person in the middle of the picture; who only sways a little does not move it
    const poses = floats(solve.transforms), box = new Box3(), spot = new Vector3();
    for (let i = 1; i < this.options.body.bodies.length; i++) box.expandByPoint(spot.fromArray(poses, 12 * i + 9).applyQuaternion(q));
    const chest = 12 * this.options.body.bodies.indexOf("thorax");
    box.expandByPoint(spot.set(0, 0, 0).add(new Vector3(poses[chest + 1], poses[chest + 4], poses[chest + 7])).multiplyScalar(0.7).add(new Vector3().fromArray(poses, chest + 9)).applyQuaternion(q));
    const extent = box.getSize(new Vector3());
    box.getCenter(spot);
    if (spot.distanceTo(this.middle) < 0.12) return;
    this.middle.copy(spot);
    this.orbit.target.copy(spot).setY(spot.y - 0.03);
    this.orbit.distance = Math.max(1.14 * Math.max(extent.y + 0.14, 0.75 * Math.max(extent.x, extent.z), 0.6) / (2 * Math.tan((26 * Math.PI) / 360)), 1);
  }

  private quick(): boolean { return quickFor(this.moving !== 0, this.whole); }
  private density(): number { return Math.min(window.devicePixelRatio || 1, this.quick() ? 1 : 2); }

  /// @param done  nothing moves: drawn whole. Else quickly, where whole pictures take long, and whole when it rests
  private draw(done: boolean): void {
    const now = performance.now();
    if (!done && this.moving) this.pace = Math.min(0.7 * this.pace + 0.3 * (now - this.last), 8 * REST);
    this.last = now;
    clearTimeout(this.moving);
    // moves that come slowly are one motion too, and a picture that takes long is not begun between two of them
    this.moving = done ? 0 : window.setTimeout(() => this.draw(true), Math.max(REST, 2 * this.pace, this.whole < Infinity ? Math.min(this.whole, 8 * REST) : 3 * REST));
    if (!this.frame) this.frame = requestAnimationFrame(this.render);
  }

  private readonly render = (): void => {
    const start = performance.now(), quick = this.quick();
    this.frame = 0;
    if (!this.host.clientWidth || !this.host.clientHeight) return;
    if (this.renderer.getPixelRatio() !== this.density()) this.renderer.setPixelRatio(this.density());
    this.orbit.apply(this.host.clientWidth / this.host.clientHeight);
    for (const f of [this.first, this.second]) if (f?.solve) f.detail(this.level());
    this.renderer.info.reset();
    this.renderer.render(this.world, this.orbit.camera);
    const took = performance.now() - start;
    this.numbers = { ...this.numbers, calls: this.renderer.info.render.calls, triangles: this.renderer.info.render.triangles, cpu: took, frames: this.numbers.frames + 1, moved: this.moving !== 0, slow: this.whole, quick };
    this.canvas.dataset.frames = String(this.numbers.frames);
    this.canvas.dataset.whole = String(!quick);
    if (!quick && this.first.solve) this.time(start);
  };

  // how long a whole picture takes until it is there; not told where the page was hidden meanwhile: timers are held back there
  private time(start: number): void {
    const gl = this.renderer.getContext() as WebGL2RenderingContext, sync = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0), frames = this.numbers.frames;
    if (!sync) return;
    let hidden = document.hidden;
    const hide = (): void => void (hidden = true);
    const end = (): void => (document.removeEventListener("visibilitychange", hide), gl.deleteSync(sync));
    document.addEventListener("visibilitychange", hide);
    gl.flush();
    const look = (): void => {
      if (hidden || gl.isContextLost() || this.numbers.frames !== frames) return end();
      if (gl.getSyncParameter(sync, gl.SYNC_STATUS) !== gl.SIGNALED && performance.now() - start < 2000) return void setTimeout(look, 2);
      end();
      const took = performance.now() - start;
      this.whole = Number.isFinite(this.whole) ? 0.6 * this.whole + 0.4 * took : took;
    };
    setTimeout(look, 2);
  }

  // as many triangles as the pixels can show
  private level(): number {
    if (this.quick()) return 3;
    const camera = this.orbit.camera, size = (2 * camera.position.distanceTo(this.orbit.target) * Math.tan((camera.fov * Math.PI) / 360)) / (this.host.clientHeight * this.density());
    return sizes.filter((least) => size > least).length;
  }

  private figures(): Figure[] { return this.second?.group.visible && this.kind === "beside" ? [this.first, this.second] : [this.first]; }

  // the numbers of the parts in a piece of the picture, rows from the top, -1 for none: everything drawn once more, each part in the colour of its number
  private numbersIn(x: number, y: number, wide: number, tall: number): Int32Array {
    const w = this.host.clientWidth, h = this.host.clientHeight, camera = this.orbit.camera, hidden = [this.floor, this.first.arrows.mesh, this.second?.arrows.mesh];
    const was = hidden.map((m) => m?.visible), ghost = this.second?.group.visible;
    if (this.second && this.kind !== "beside") this.second.group.visible = false;
    hidden.forEach((m) => { if (m) m.visible = false; });
    this.figures().forEach((f) => { f.light(false); f.materials().forEach((m) => (m.uniforms.pick!.value = 1)); });
    this.orbit.apply(w / h);
    camera.setViewOffset(w, h, x, y, wide, tall);
    this.target.setSize(wide, tall);
    this.renderer.setRenderTarget(this.target);
    this.renderer.clear();
    this.renderer.render(this.world, camera);
    const pixels = new Uint8Array(4 * wide * tall), out = new Int32Array(wide * tall);
    this.renderer.readRenderTargetPixels(this.target, 0, 0, wide, tall, pixels);
    this.renderer.setRenderTarget(null);
    camera.clearViewOffset();
    this.figures().forEach((f) => { f.light(this.quick()); f.materials().forEach((m) => (m.uniforms.pick!.value = 0)); });
    hidden.forEach((m, i) => { if (m) m.visible = was[i] ?? false; });
    if (this.second && ghost !== undefined) this.second.group.visible = ghost;
    for (let row = 0; row < tall; row++)
      for (let i = 0, p = 4 * wide * (tall - 1 - row); i < wide; i++, p += 4) out[row * wide + i] = pixels[p + 3] ? pixels[p]! + 256 * pixels[p + 1]! - 1 : -1;
    return out;
  }

  private partOf(number: number): Part | null {
    const b = this.options.body;
    let i = number < 0 ? -1 : number % this.count();
    if (i < 0) return null;
    for (const [kind, n] of [["bone", b.bones.length], ["muscle", b.muscles.length], ["ligament", b.ligaments.length], ["disc", b.discs.length]] as const) {
      if (i < n) return { kind, index: i };
      i -= n;
    }
    return null;
  }

  pick(x: number, y: number): Part | null { return this.partOf(this.numbersIn(x, y, 1, 1)[0]!); }

  // one picture of numbers; of each part the middle of the largest square that shows nothing else
  seen(): Seen[] {
    const w = this.host.clientWidth, h = this.host.clientHeight, total = this.count();
    if (!w || !h) return [];
    this.draw(true);
    for (const f of this.figures()) if (f.solve) f.detail(this.level());
    const all = this.numbersIn(0, 0, w, h).map((n) => (n < 0 ? n : n % total)), side = new Uint16Array(w * h), best = new Uint16Array(total), out = new Map<number, Seen>();
    for (let i = 0; i < all.length; i++) {
      const n = all[i]!;
      if (n < 0) continue;
      let one = out.get(n);
      if (!one) out.set(n, (one = { part: this.partOf(n)!, x: 0, y: 0, pixels: 0 }));
      one.pixels++;
      side[i] = i % w && i >= w && all[i - 1] === n && all[i - w] === n && all[i - w - 1] === n ? 1 + Math.min(side[i - 1]!, side[i - w]!, side[i - w - 1]!) : 1;
      if (side[i]! > best[n]!) best[n] = side[i]!, one.x = (i % w) - (side[i]! >> 1), one.y = Math.floor(i / w) - (side[i]! >> 1);
    }
    return [...out.values()];
  }

  private tapped(clientX: number, clientY: number): void {
    const box = this.canvas.getBoundingClientRect(), part = this.pick(clientX - box.left, clientY - box.top);
    this.select(part);
    this.options.onPick?.(part);
  }
}

// smooth edges where a graphics card draws; where the processor does they would cost most of a picture's time
function context(): [HTMLCanvasElement, WebGL2RenderingContext, boolean] {
  const make = (antialias: boolean): [HTMLCanvasElement, WebGL2RenderingContext] => {
    const canvas = document.createElement("canvas"), gl = canvas.getContext("webgl2", { alpha: true, preserveDrawingBuffer: true, powerPreference: "high-performance", antialias });
    if (!gl) throw new Error("WebGL 2 is missing");
    return [canvas, gl];
  };
  const plain = make(false), told = plain[1].getExtension("WEBGL_debug_renderer_info"), by = String(plain[1].getParameter(told ? told.UNMASKED_RENDERER_WEBGL : plain[1].RENDERER));
  if (/swiftshader|llvmpipe|softpipe|software|basic render/i.test(by)) return [...plain, true];
  plain[1].getExtension("WEBGL_lose_context")?.loseContext();
  return [...make(true), false];
}

// a soft round shadow on the supporting plane
function floor(): Mesh<BufferGeometry, ShaderMaterial> {
  const rings = 5, sides = 48, position: number[] = [], shade: number[] = [], triangle: number[] = [];
  for (let r = 0; r <= rings; r++)
    for (let k = 0; k < sides; k++) {
      const a = (2 * Math.PI * k) / sides, d = r / rings, i = r * sides + k, j = r * sides + ((k + 1) % sides);
      position.push(-0.05 + 0.62 * d * Math.cos(a), 0.0005, 0.62 * d * Math.sin(a));
      shade.push(0.3 * Math.pow(1 - d, 1.5));
      if (r < rings) triangle.push(i, j, j + sides, i, j + sides, i + sides);
    }
  const g = new BufferGeometry();
  g.setAttribute("position", new BufferAttribute(new Float32Array(position), 3));
  g.setAttribute("shade", new BufferAttribute(new Float32Array(shade), 1));
  g.setIndex(triangle);
  const mesh = new Mesh(g, shadow());
  mesh.renderOrder = -1;
  return mesh;
}

/// Make the picture in `host`, which gives it its size. Needs WebGL 2; throws where there is none.
export async function createScene(host: HTMLElement, options: Options): Promise<Scene> {
  if (!options.body) throw new Error("createScene needs `body`: the answer of GET /api/body");
  return new View3(host, options);
}
