// index.ts - the Explore page: a body that changes as it is changed, and the chain of what follows. mount(host, server, state) -> unmount
import type { Body, Effect, Mode, Part, Scene, Solve } from "../scene/index";
import { floats } from "../scene/decode";
import "./explore.css";
import { choice, h, segments, slider } from "./dom";
import { scaleBar } from "./legend";
import { Live, type Fault, type Server, type Slot, type Times } from "./live";
import { read, request, usual, write, type Change, type State } from "./state";
import { capital } from "../shell/words";
import { borne, degrees, limitEnds, measuredBeside, moved, number, outcome, percent, signed, unit } from "./words";

const COMMON = ["short_iliopsoas", "short_leg", "sij_stiff", "weak_hip_abductors", "short_hamstrings", "ql_spasm"];
const partTitles: Record<string, string> = { posture: "Posture", joints: "Joints and discs", muscles: "Muscles", ligaments: "Ligaments, band and nerve" };
const loadIsNotPain = "Simulated loads. Load is not pain, and what is present need not hurt.";

/// The drawn body and what draws it, asked for once: as soon as somebody may come here.
let ahead: Promise<[Body, typeof import("../scene/index")]> | null = null;
export function prepare(server: Server): NonNullable<typeof ahead> {
  ahead ??= Promise.all([server.get<Body>("/api/body"), import("../scene/index")]);
  ahead.catch(() => (ahead = null));
  return ahead;
}

export function mount(host: HTMLElement, server: Server, text = ""): () => void {
  const page = new Explore(host, server, text);
  void page.open();
  return () => page.close();
}

class Explore {
  private state: State;
  private body!: Body;
  private scene: Scene | null = null;
  private live: Live | null = null;
  private now: Solve | null = null;
  private healthy: Solve | null = null;
  private chosen: Part | null = null;
  private readonly index = new Map<string, number>();
  private readonly stage = h("div", { class: "explore-stage" });
  private readonly status = h("p", { class: "explore-status", role: "status" }, "Loading the body");
  private readonly timing = h("p", {}, "Nothing was moved yet.");
  private readonly legend = h("div", { class: "explore-legend", role: "group", "aria-label": "Legend" });
  private readonly why = h("div", { class: "explore-why" });
  private readonly panel = h("div", { class: "explore-panel" });
  private readonly controls = h("div", { class: "explore-controls" });
  private readonly tools = h("div", { class: "explore-tools" });
  private readonly facts = h("dl", { class: "explore-facts" });
  private list!: HTMLSelectElement;
  private waiting = 0;
  private moved = 0; // when the hand moved, where that is not asked for yet
  private closed = false;
  private asked = false; // for the healthy body, once
  private early: [Slot, Solve, Times][] = []; // answers that were there before the body
  private times: number[] = [];
  private readonly told = h("div", { class: "explore-part-told" }); // of the chosen part
  private shown = { muscles: true, ligaments: true, trunkWall: false, forces: ["support", "load"] as ("support" | "load" | "joint")[] };

  constructor(private readonly host: HTMLElement, private readonly server: Server, text: string) {
    this.state = text ? read(text) : usual();
    host.classList.add("explore");
    host.replaceChildren(
      h("div", { class: "explore-main" }, this.tools, h("div", { class: "explore-picture" }, this.stage, this.legend), this.status, this.facts, h("details", { class: "explore-timing" }, h("summary", {}, "How fast it is drawn"), this.timing)),
      h("aside", { class: "explore-side", "aria-label": "What is changed" }, this.controls),
      h("section", { class: "explore-tell", "aria-label": "What follows" }, this.panel, this.why),
    );
  }

  async open(): Promise<void> {
    // solved while body and scene are on their way
    this.live = new Live(this.server, { solved: (slot, solve, times) => this.solved(slot, solve, times), failed: (slot, fault) => this.failed(slot, fault) });
    this.ask(true);
    try {
      const [body, scene] = await prepare(this.server);
      if (this.closed) return;
      this.body = body;
      body.outcomes.forEach(([name], i) => this.index.set(name, i));
      this.buildTools();
      this.buildControls();
      this.buildPanel();
      try {
        this.scene = await scene.createScene(this.stage, { body, onPick: (part) => this.choose(part) });
        this.scene.layers(this.shown);
        this.drawLegend();
      } catch {
        this.stage.append(h("p", { class: "explore-none" }, "This browser cannot draw in three dimensions (WebGL 2 is missing). Numbers and lists work all the same."));
      }
      // what tests look at: nothing that the page does not show
      Object.assign(window, { iliumScene: this.scene, iliumBody: body });
      this.early.splice(0).forEach((answer) => this.solved(...answer));
    } catch (e) {
      this.status.textContent = (e as { fault?: Fault }).fault?.what ?? "The body could not be loaded.";
    }
  }

  close(): void {
    this.closed = true;
    cancelAnimationFrame(this.waiting);
    this.live?.dispose();
    this.scene?.dispose();
    this.host.classList.remove("explore");
    this.host.replaceChildren();
  }

  // ---- asking and hearing --------------------------------------------------------------------------------------------------------

  /// @param settle  the hand is off the slider: solved anew from the task's own start, and told why
  private ask(settle: boolean, healthy = false): void {
    if (settle) {
      cancelAnimationFrame(this.waiting);
      this.waiting = this.moved = 0;
      history.replaceState(history.state, "", `${location.pathname}#/explore?${write(this.state)}`);
      this.live?.ask("solve", { ...request(this.state), settle: true });
      if (healthy) this.live?.ask("solve.healthy", { ...request(this.state, true), settle: true });
      if (this.changed()) this.why.setAttribute("aria-busy", "true"), this.live?.ask("solve.why", { ...request(this.state), settle: true, why: true });
      else if (this.body) this.tellWhy(null);
      return;
    }
    // one request a picture at most: the first move at once, those behind it with the next picture
    this.moved ||= performance.now();
    if (!this.waiting) this.send();
  }

  private send(): void {
    this.waiting = 0;
    if (!this.moved) return;
    this.live?.ask("solve", request(this.state), this.moved);
    this.moved = 0;
    this.waiting = requestAnimationFrame(() => this.send());
  }

  private changed(): boolean { return this.state.changes.some((c) => !c.condition || c.value > 0); }

  private solved(slot: Slot, solve: Solve, times: Times): void {
    if (!this.body) return void this.early.push([slot, solve, times]);
    if (slot === "solve.why") return this.tellWhy(solve.why ?? []);
    if (slot === "solve.healthy") {
      this.healthy = solve;
      this.scene?.show(solve, true);
    } else {
      this.now = solve;
      this.scene?.show(solve, false, times.moving);
      // what it is set against comes after the first picture
      if (!this.asked) this.asked = true, requestAnimationFrame(() => this.closed || this.live?.ask("solve.healthy", { ...request(this.state, true), settle: true }));
      const shown = performance.now();
      requestAnimationFrame(() => requestAnimationFrame(() => this.measured(times, shown, solve)));
    }
    this.tellFacts();
    this.tellPart();
  }

  // parts of a move, for who measures: what the page does not show lies in `iliumTimes`
  private measured(t: Times, shown: number, solve: Solve): void {
    const s = this.scene?.stats(), now = performance.now(), took = now - t.hand;
    record({ total: took, wait: t.sent - t.hand, solve: solve.milliseconds, transfer: t.heard - t.sent - solve.milliseconds, update: shown - t.heard, draw: s?.cpu ?? 0, picture: now - shown });
    // the first is the page's coming, no move
    if (this.host.dataset.first) this.times = [...this.times.slice(-19), took];
    const sorted = [...this.times].sort((a, b) => a - b), middle = sorted[sorted.length >> 1];
    const held = solve.status === "solved" ? "" : solve.status === "cannot_hold" ? "This body cannot hold the posture: what is shown needs help at " + (solve.worst ?? "a joint").replaceAll("_", " ") + ", and its loads are not told." : "No balanced posture was found: what is shown is where the search ended, and its loads are not told.";
    // read out: only what says something of the body, and once
    if (this.status.textContent !== held) this.status.textContent = held;
    if (middle !== undefined) this.timing.textContent = `From hand to picture ${Math.round(took)} ms (middle of ${this.times.length}: ${Math.round(middle)} ms), of it solving ${Math.round(solve.milliseconds)} ms; ${s ? `${s.calls} draw calls, ${s.cpu.toFixed(1)} ms a frame` : "no picture"}.`;
    this.host.dataset.first ??= String(Math.round(now));
    this.host.dataset.ready = "true";
    this.host.dataset.took = String(Math.round(took));
  }

  private failed(slot: Slot, fault: Fault): void {
    if (slot !== "solve.why") this.status.textContent = [fault.what, fault.instead].filter(Boolean).join(" — ");
    this.why.removeAttribute("aria-busy");
  }

  // ---- what is changed -------------------------------------------------------------------------------------------------------------

  private buildTools(): void {
    const s = this.scene_tools();
    this.tools.replaceChildren(...s);
  }

  private scene_tools(): HTMLElement[] {
    const modes: [string, string][] = [["activation", "Activation"], ["passive", "Passive tension"], ["load", "Tension"]];
    const check = (label: string, on: boolean, change: (on: boolean) => void) => h("label", { class: "explore-check" }, h("input", { type: "checkbox", ...(on ? { checked: true } : {}), onchange: (e) => change((e.target as HTMLInputElement).checked) }), label);
    const layer = () => this.scene?.layers(this.shown);
    return [
      segments("Seen from", [["front", "Front"], ["right", "Right"], ["back", "Back"], ["left", "Left"]], "", (v) => this.scene?.view(v as "front")).root,
      segments("Compare with the same person without conditions", [["one", "Alone"], ["beside", "Beside healthy"], ["over", "Over healthy"]], "one", (v) => this.scene?.layout(v as "one")).root,
      choice("Colour muscles by", modes, "activation", (v) => { this.scene?.colourBy(v as Mode); this.drawLegend(); }).root,
      h("details", { class: "explore-layers" }, h("summary", {}, "Show"), h("div", {},
        check("Muscles", true, (on) => { this.shown.muscles = on; layer(); }),
        check("Wall of the trunk, latissimus", this.shown.trunkWall, (on) => { this.shown.trunkWall = on; layer(); }),
        check("Ligaments, nerve", true, (on) => { this.shown.ligaments = on; layer(); }),
        check("Supports and loads", true, (on) => { this.forces(["support", "load"], on); layer(); }),
        check("What joints bear", false, (on) => { this.forces(["joint"], on); layer(); }),
      )),
    ];
  }

  private forces(kinds: ("support" | "load" | "joint")[], on: boolean): void {
    const others = this.shown.forces.filter((f) => !kinds.includes(f));
    this.shown.forces = on ? [...others, ...kinds] : others;
  }

  private buildControls(): void {
    const body = this.body;
    const again = (healthy: boolean) => this.ask(true, healthy);
    const task = choice("What the body does", body.tasks.map((t) => [t.id, capital(t.name)]), this.state.task, (v) => { this.state.task = v; this.state.how = {}; this.buildControls(); again(true); });
    const def = body.tasks.find((t) => t.id === this.state.task);
    const side = def?.sided && segments("Side", [["right", "Right"], ["left", "Left"]], this.state.side, (v) => { this.state.side = v; again(true); }).root;
    const how = (def?.how ?? []).map((p) => slider(capital(p.name), p.low, p.high, (p.high - p.low) / 50, this.state.how[p.name] ?? p.value, (x) => `${number(x)} ${degrees(p.unit)}`, (x) => { this.state.how[p.name] = x; this.ask(false); }, () => again(true)).root);
    const conditions = [...body.conditions].sort((a, b) => rank(a.id) - rank(b.id) || a.name.localeCompare(b.name));
    const first = conditions.filter((c) => COMMON.includes(c.id)), rest = conditions.filter((c) => !COMMON.includes(c.id));
    const others = h("details", { class: "explore-group", ...(this.state.changes.some((c) => c.condition && c.value > 0 && !COMMON.includes(c.id)) ? { open: true } : {}) }, h("summary", {}, `All other conditions (${rest.length})`), rest.map((c) => this.condition(c)));
    this.controls.replaceChildren(
      h("div", { class: "explore-card" }, task.root, side, how),
      h("div", { class: "explore-card" }, h("div", { class: "explore-card-head" }, h("h2", {}, "Conditions"), h("button", { type: "button", class: "button small", onclick: () => { this.state.changes = []; this.buildControls(); again(false); } }, "Healthy again")), first.map((c) => this.condition(c)), others, this.single()),
      h("div", { class: "explore-card" }, this.person()),
      h("div", { class: "explore-card" }, this.share()),
    );
    function rank(id: string): number { const i = COMMON.indexOf(id); return i < 0 ? 99 : i; }
  }

  private change(id: string, condition: boolean): Change | undefined { return this.state.changes.find((c) => c.id === id && c.condition === condition); }

  private condition(c: Body["conditions"][number]): HTMLElement {
    const value = () => this.change(c.id, true)?.value ?? 0;
    const set = (x: number) => {
      const had = this.change(c.id, true);
      if (had) had.value = x;
      else this.state.changes.push({ id: c.id, side: c.sided ? "right" : "-", value: x, condition: true });
    };
    const show = (x: number) => (x <= 0 ? "none" : `${number(x * c.full)} ${degrees(c.unit)}`);
    const s = slider(capital(c.name), 0, 1, 0.02, value(), show, (x) => { set(x); this.ask(false); }, (x) => { set(x); if (x <= 0) this.state.changes = this.state.changes.filter((k) => k.id !== c.id || !k.condition); this.ask(true); });
    if (c.sided) s.root.append(segments(`Side of ${c.name}`, [["right", "Right"], ["left", "Left"], ["both", "Both"]], this.change(c.id, true)?.side ?? "right", (v) => { if (!this.change(c.id, true)) set(0); this.change(c.id, true)!.side = v; if (value() > 0) this.ask(true); }).root);
    return s.root;
  }

  // any one parameter of the tables
  private single(): HTMLElement {
    const groups = [...new Set(this.body.muscles.map((m) => m.group))].sort(), bands = [...new Set(this.body.ligaments.map((l) => l.group))].sort(), discs = this.body.discs.map((d) => d.level);
    const targets = (id: string): string[] => (id.startsWith("muscle.*") ? groups : id.startsWith("ligament.*") ? bands : id.startsWith("disc.*") ? discs : id.startsWith("joint.*") ? ["sacroiliac", "symphysis", ...discs.map((d) => `${d}_disc`)] : []);
    const have = h("div"), add = h("div", { class: "explore-add" });
    const draw = () => {
      have.replaceChildren(...this.state.changes.filter((c) => !c.condition).map((c) => {
        const p = this.body.parameters.find((q) => matches(q.id, c.id));
        if (!p) return h("span");
        const s = slider(parameterName(c.id) + (c.side === "-" || c.side === "both" ? "" : `, ${c.side}`), p.low, p.high, (p.high - p.low) / 100, c.value, (x) => `${number(x)} ${p.unit === "1" ? "" : degrees(p.unit)}`, (x) => { c.value = x; this.ask(false); }, (x) => { c.value = x; this.ask(true); }, p.law);
        s.root.append(h("button", { type: "button", class: "button small quiet", onclick: () => { this.state.changes = this.state.changes.filter((k) => k !== c); draw(); this.ask(true); } }, "Take away"));
        return s.root;
      }));
    };
    let id = "muscle.*.shortness", target = "psoas", side = "right";
    const build = () => {
      const list = targets(id);
      if (list.length && !list.includes(target)) target = list[0] as string;
      add.replaceChildren(
        choice("What", this.body.parameters.map((p) => [p.id, parameterName(p.id)]), id, (v) => { id = v; build(); }).root,
        ...(list.length ? [choice("Of which part", list.map((t) => [t, capital(t.replaceAll("_", " "))]), target, (v) => (target = v)).root] : []),
        choice("Side", [["right", "Right"], ["left", "Left"], ["both", "Both"]], side, (v) => (side = v)).root,
        h("button", { type: "button", class: "button small", onclick: () => {
          const p = this.body.parameters.find((q) => q.id === id)!;
          this.state.changes.push({ id: id.replace("*", target), side: id.startsWith("disc") ? "both" : side, value: p.neutral, condition: false });
          draw();
        } }, "Add a slider"),
      );
    };
    build();
    draw();
    return h("details", { class: "explore-group", ...(this.state.changes.some((c) => !c.condition) ? { open: true } : {}) }, h("summary", {}, "Any single part"), have, add);
  }

  private person(): HTMLElement {
    const usualOf = (m: Body["person"][number]) => (m.woman !== undefined && m.man !== undefined ? (this.state.sex === "female" ? m.woman : m.man) : (m.low + m.high) / 2);
    const known = new Set(["height-cm", "mass-kg", "leg-length-right-cm", "leg-length-left-cm", "pelvis-width-cm", "lordosis-deg"]);
    const one = (m: Body["person"][number]) => {
      const low = m.id === "height-cm" ? 145 : m.id === "mass-kg" ? 40 : m.low, high = m.id === "height-cm" ? 205 : m.id === "mass-kg" ? 130 : m.high, set = this.state.measures[m.id];
      const usual = m.id.startsWith("leg-length") ? 0.53 * (this.state.measures["height-cm"] ?? (this.state.sex === "female" ? 163 : 175)) : usualOf(m);
      return slider(capital(m.name), low, high, (high - low) / 120, set ?? usual, (x) => `${number(x)} ${degrees(m.unit)}${this.state.measures[m.id] === undefined ? " (as usual)" : ""}`, (x) => { this.state.measures[m.id] = x; this.ask(false); }, (x) => { this.state.measures[m.id] = x; this.ask(true, true); }).root;
    };
    return h("div", {}, h("div", { class: "explore-card-head" }, h("h2", {}, "Person"), h("button", { type: "button", class: "button small", onclick: () => { this.state.measures = {}; this.state.sex = ""; this.buildControls(); this.ask(true, true); } }, "As usual")),
      segments("Sex", [["", "Body of the tables"], ["female", "Woman"], ["male", "Man"]], this.state.sex, (v) => { this.state.sex = v; this.buildControls(); this.ask(true, true); }).root,
      this.body.person.filter((m) => known.has(m.id)).map(one),
      h("details", { class: "explore-group" }, h("summary", {}, "All other measures"), this.body.person.filter((m) => !known.has(m.id)).map(one)));
  }

  private share(): HTMLElement {
    const told = h("p", { class: "explore-help", role: "status" }, "Holds this body and its conditions. Never a name, a finding or a pain map.");
    return h("div", {}, h("h2", {}, "Share"), h("button", { type: "button", class: "button small", onclick: () => {
      const link = `${location.origin}${location.pathname}#/explore?${write(this.state)}`;
      void navigator.clipboard?.writeText(link).then(() => (told.textContent = "Copied. " + link), () => (told.textContent = link));
    } }, "Copy a link"), told);
  }

  // ---- what follows ----------------------------------------------------------------------------------------------------------------

  private value(solve: Solve | null, name: string): number {
    const i = this.index.get(name);
    return solve && i !== undefined ? (floats(solve.outcomes)[i] ?? NaN) : NaN;
  }

  private tellFacts(): void {
    const told: [string, string, string][] = [["Pelvic tilt", "posture.asis_psis_deg", "°"], ["Lordosis L1–S1", "posture.lordosis_L1_S1_deg", "°"], ["Disc L4–L5", "disc.L4_L5.compression_n", "N"], ["Hip, right", "hip.right.contact_n", "N"], ["Hip, left", "hip.left.contact_n", "N"], ["Weight on the right", "support.right_share", "%"]];
    this.facts.replaceChildren(...told.flatMap(([label, name, u]) => {
      const scale = u === "%" ? 100 : 1, now = scale * this.value(this.now, name), was = scale * this.value(this.healthy, name);
      if (!Number.isFinite(now)) return [];
      const change = this.changed() && Number.isFinite(was) ? h("span", { class: "explore-delta" }, `${signed(now - was)} against healthy`) : null;
      return [h("div", {}, h("dt", {}, label), h("dd", {}, `${number(now)} ${u}`, change))];
    }));
  }

  private tellWhy(why: Effect[] | null): void {
    this.why.removeAttribute("aria-busy");
    const head = h("h2", {}, "Why: what changes, and what that changes");
    if (!why) return this.why.replaceChildren(head, h("p", { class: "explore-help" }, "Move a slider: then the changes against the same person without conditions stand here, the surest first."));
    const shown = why.filter((e) => e.shown), none = why.filter((e) => !e.shown);
    const item = (e: Effect) => {
      const u = unit(e.unit, e.name), share = e.unit === "1";
      const show = (x: number) => (share ? percent(x).replace("-", "−") : `${number(x)} ${u}`);
      return h("li", {}, h("div", {}, h("span", { class: "explore-why-name" }, outcome(e.name)), h("span", { class: "explore-why-numbers" }, `${show(e.healthy)} → ${show(e.now)}`)),
        h("div", {}, h("span", { class: "explore-why-range" }, e.shown ? `${moved(e.healthy, e.now)} by ${number(Math.min(Math.abs(e.low), Math.abs(e.high)) * (share ? 100 : 1))} to ${number(Math.max(Math.abs(e.low), Math.abs(e.high)) * (share ? 100 : 1))} ${share ? "%" : u}` : "none shown"), bar(e)));
    };
    const parts = ["posture", "joints", "muscles", "ligaments"].flatMap((p) => {
      const of = merged(shown.filter((e) => e.part === p));
      return of.length ? [h("h3", {}, partTitles[p] ?? p), h("ol", {}, of.map(item))] : [];
    });
    this.why.replaceChildren(head, h("p", { class: "explore-help" }, `Each by its size against its spread over what is not known of bodies. ${loadIsNotPain}`),
      ...(parts.length ? parts : [h("p", {}, "None shown: every effect lies inside its spread.")]),
      ...(none.length ? [h("details", { class: "explore-group" }, h("summary", {}, `None shown (${none.length})`), h("ol", {}, none.map(item)))] : []));
    this.host.dataset.why = String(shown.length);
  }

  // ---- a part -----------------------------------------------------------------------------------------------------------------------

  private parts(): { key: string; label: string; part: Part }[] {
    const b = this.body, all: { key: string; label: string; part: Part }[] = [];
    const sided = (label: string, side: string) => capital(label) + (side ? `, ${side}` : "");
    b.muscles.forEach((m, i) => all.push({ key: `muscle:${m.id}`, label: sided(m.label, m.side), part: { kind: "muscle", index: i } }));
    b.ligaments.forEach((l, i) => all.push({ key: `ligament:${l.id}`, label: sided(l.label, l.side), part: { kind: "ligament", index: i } }));
    b.discs.forEach((d, i) => all.push({ key: `disc:${d.id}`, label: capital(d.label), part: { kind: "disc", index: i } }));
    b.bones.forEach((n, i) => all.push({ key: `bone:${n.id}`, label: sided(n.label, n.side), part: { kind: "bone", index: i } }));
    return all;
  }

  private buildPanel(): void {
    const all = this.parts(), kinds: [string, string][] = [["disc", "Discs"], ["muscle", "Muscles"], ["ligament", "Ligaments and nerve"], ["bone", "Bones"]];
    this.list = h("select", { id: "explore-part", onchange: () => this.choose(all.find((p) => p.key === this.list.value)?.part ?? null, true) }, h("option", { value: "" }, "Choose a structure"),
      kinds.map(([k, t]) => h("optgroup", { label: t }, all.filter((p) => p.part.kind === k).sort((a, b) => (k === "muscle" ? a.label.localeCompare(b.label) : 0)).map((p) => h("option", { value: p.key }, p.label)))));
    this.tellPart();
  }

  private choose(part: Part | null, fromList = false): void {
    this.chosen = part;
    if (fromList) this.scene?.select(part);
    else this.list.value = part ? this.keyOf(part) : "";
    this.tellPart();
  }

  private keyOf(p: Part): string { const b = this.body; return p.kind === "bone" ? `bone:${b.bones[p.index]!.id}` : p.kind === "muscle" ? `muscle:${b.muscles[p.index]!.id}` : p.kind === "ligament" ? `ligament:${b.ligaments[p.index]!.id}` : `disc:${b.discs[p.index]!.id}`; }

  private tellPart(): void {
    const told: (HTMLElement | null)[] = [], p = this.chosen, b = this.body, row = (name: string, now: number, was: number, show: (x: number) => string) => Number.isFinite(now) ? h("div", {}, h("dt", {}, name), h("dd", {}, show(now), this.changed() && Number.isFinite(was) ? h("span", { class: "explore-delta" }, `healthy ${show(was)}`) : null)) : null;
    const at = (key: "activation" | "passive" | "tension" | "fibre" | "strain" | "ligament_force", i: number, s: Solve | null) => (s ? (floats(s[key])[i] ?? NaN) : NaN);
    let refers: Body["muscles"][number]["refers"] = [], sources: string[] = [], title = "";
    if (p?.kind === "muscle") {
      const m = b.muscles[p.index]!, i = p.index;
      title = capital(m.label) + (m.side ? `, ${m.side}` : ""), refers = m.refers, sources = m.sources;
      told.push(row("Tension", at("tension", i, this.now), at("tension", i, this.healthy), (x) => `${number(x)} N, ${percent(x / m.strength)} of strength`), row("Activation", at("activation", i, this.now), at("activation", i, this.healthy), percent),
        row("Passive, of strength", at("passive", i, this.now), at("passive", i, this.healthy), percent), row("Fibre length, of the best", at("fibre", i, this.now), at("fibre", i, this.healthy), number), row("Strength of the usual body", m.strength, NaN, (x) => `${number(x)} N`));
    } else if (p?.kind === "ligament") {
      const l = b.ligaments[p.index]!, i = p.index;
      title = capital(l.label) + (l.side ? `, ${l.side}` : ""), refers = l.refers, sources = l.sources;
      told.push(row("Tension", at("ligament_force", i, this.now), at("ligament_force", i, this.healthy), (x) => `${number(x)} N`), row("Strain", at("strain", i, this.now), at("strain", i, this.healthy), (x) => (x > 0 ? percent(x) : "slack")));
    } else if (p?.kind === "disc") {
      const d = b.discs[p.index]!, now = this.now?.discs[p.index], was = this.healthy?.discs[p.index];
      title = capital(d.label), refers = d.refers, sources = d.sources;
      told.push(row("Compression", now?.compression ?? NaN, was?.compression ?? NaN, (x) => `${number(x)} N`), row("Shear, forward", now?.shear ?? NaN, was?.shear ?? NaN, (x) => `${number(x)} N`), row("Pressure", now?.pressure ?? NaN, was?.pressure ?? NaN, (x) => `${number(x)} MPa`));
      const how = { ...Object.fromEntries((b.tasks.find((t) => t.id === this.state.task)?.how ?? []).map((x) => [x.name, x.value])), ...this.state.how };
      const beside = measuredBeside(b.measured, `disc.${d.level}.pressure_mpa`, this.state.task, how);
      told.push(h("div", { "data-measured": beside ? d.level : "none" }, h("dt", {}, "Pressure measured in people"), h("dd", {}, beside ? beside.value : "none was found of this disc", beside ? h("span", { class: "explore-delta" }, beside.words) : null)));
      if (beside) sources = [...sources, beside.source];
    } else if (p) {
      const n = b.bones[p.index]!;
      title = capital(n.label) + (n.side ? `, ${n.side}` : "");
      told.push(h("p", { class: "explore-help" }, capital(b.note) + "."));
    }
    const limits = p?.kind === "muscle" || p?.kind === "disc" ? b.limits.filter((l) => (p.kind === "muscle" ? l.suffers === "activation" && l.of.replace("_{side}", "") === b.muscles[p.index]!.group : l.of.includes(`.${b.discs[p.index]!.level}.`))) : [];
    for (const l of limits) {
      if (l.suffers === "activation") told.push(h("div", { "data-limit": l.of }, h("dt", {}, "Oxygen begins to fall in a held contraction"), h("dd", {}, `from ${Math.round(1000 * l.limit) / 10} % of activation`)));
      else {
        const shear = /shear/.test(l.of), now = this.now?.discs[p!.index]?.[shear ? "shear" : "compression"] ?? NaN;
        told.push(h("div", { "data-limit": l.of }, h("dt", {}, `Published limit, ${l.name.split(", ").at(-1)}`), h("dd", {}, `${number(l.limit)} ${l.unit}`, h("span", { class: "explore-delta" }, [...limitEnds(l), borne(now, l.limit, shear)].filter(Boolean).join("; ")))));
      }
      sources = [...sources, l.source];
    }
    if (p && p.kind !== "bone" && !limits.length) told.push(h("div", { "data-limit": "none" }, h("dt", {}, "Published limit"), h("dd", {}, "none is known to this program: only the healthy body to set it against")));
    const felt = [...new Map(refers.map((r) => [r.name, r])).values()];
    // the list of all parts stays where it is: put in anew it would be laid out at every move
    if (!this.list.isConnected) this.panel.replaceChildren(h("h2", {}, "Structure"), h("label", { for: "explore-part", class: "hidden" }, "Structure"), this.list, this.told);
    if (p || this.told.hasChildNodes()) this.told.replaceChildren(
      ...(p ? [h("h3", { class: "explore-part-name", "aria-live": "polite" }, title), h("dl", { class: "explore-part-facts" }, told.filter((t): t is HTMLElement => t !== null)),
        ...(felt.length ? [h("p", {}, h("strong", {}, "Pain from it is felt at: "), felt.map((r) => r.name + (r.essential ? "" : " (at times)")).join(", ") + ".")] : []),
        ...(sources.length || felt.length ? [h("details", { class: "explore-group" }, h("summary", {}, "Sources"), h("ul", {}, [...new Set([...sources, ...felt.map((r) => r.source)])].filter(Boolean).map((s) => h("li", {}, s))))] : []),
        h("p", { class: "explore-help" }, loadIsNotPain)] : []));
  }

  private drawLegend(): void {
    const l = this.scene?.legend();
    if (l) this.legend.replaceChildren(...[l.soft, l.bands, l.discs].map(scaleBar));
  }
}

// the last two hundred moves, for tests and measurements
function record(row: Record<string, number>): void {
  const page = window as unknown as { iliumTimes?: Record<string, number>[] };
  page.iliumTimes = [...(page.iliumTimes ?? []).slice(-199), row];
}

const matches = (pattern: string, id: string): boolean => { const [a, z] = pattern.split("*"); return z === undefined ? pattern === id : id.startsWith(a!) && id.endsWith(z) && id.length > a!.length + z.length; };
const parameterName = (id: string): string => capital(id.replace(".*.", ": ").replaceAll(".", ": ").replaceAll("_", " "));

// right and left with the same numbers are one line
function merged(list: Effect[]): Effect[] {
  const out: Effect[] = [];
  for (const e of list) {
    const same = out.findIndex((o) => o.name !== e.name && o.name.replace(/\.(right|left)\b/, "") === e.name.replace(/\.(right|left)\b/, "") && Math.abs(o.now - e.now) < 1e-3 * Math.abs(e.now) && Math.abs(o.healthy - e.healthy) < 1e-3 * Math.abs(e.healthy) + 1e-9);
    if (same < 0) out.push(e);
    else out[same] = { ...out[same]!, name: e.name.replace(/\.(right|left)\b/, ".both sides") };
  }
  return out;
}

// the effect with its spread about nought, to one scale of its own
function bar(e: Effect): SVGSVGElement {
  const ns = "http://www.w3.org/2000/svg", svg = document.createElementNS(ns, "svg"), most = Math.max(Math.abs(e.low), Math.abs(e.high), 1e-12), x = (v: number) => 50 + (46 * v) / most;
  svg.setAttribute("viewBox", "0 0 100 10"), svg.setAttribute("class", "explore-bar"), svg.setAttribute("aria-hidden", "true");
  const add = (tag: string, a: Record<string, number | string>) => { const s = document.createElementNS(ns, tag); for (const [k, v] of Object.entries(a)) s.setAttribute(k, String(v)); svg.append(s); };
  add("line", { x1: 50, x2: 50, y1: 0, y2: 10, class: "zero" });
  add("rect", { x: x(e.low), width: Math.max(x(e.high) - x(e.low), 0.6), y: 2.5, height: 5, class: e.shown ? "range" : "range none" });
  add("circle", { cx: x(e.now - e.healthy), cy: 5, r: 2.6, class: "mid" });
  return svg;
}
