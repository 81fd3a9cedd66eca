// body3d.tsx - one or two solved bodies in a page: before and after, or the body of an hour. Solved by the server, drawn by the scene, both loaded when they are needed.
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../shell/api";
import { Busy, Choice, Note } from "../shell/ui";
import { capital, words } from "../shell/words";
import { floats } from "../scene/decode";
import type { Live } from "../explore/live";
import type { Body, Layout, Mode, Part, Scene, Solve } from "../scene/index";

const w = words.body3d;

/// What POST /api/solve takes of a body in a posture.
export interface Posed { task: string; side?: string; how?: Record<string, number>; person?: unknown; conditions?: unknown[]; parameters?: unknown[] }

interface Props {
  first: Posed;
  second?: Posed | undefined; ///< the body to compare with
  names: [string, string?];   ///< of the two
  label: string;              ///< what a screen reader is told of the picture
  given?: ((body: Body) => Float32Array) | undefined; ///< shares by which the muscles are coloured, in place of their activation
  children?: preact.ComponentChildren;
}

export function Body3d(props: Props) {
  const host = useRef<HTMLDivElement>(null), legend = useRef<HTMLDivElement>(null);
  const [scene, setScene] = useState<{ scene: Scene; body: Body } | null>(null);
  const live = useRef<Live | null>(null);
  const [solved, setSolved] = useState<Partial<Record<"first" | "second", Solve>>>({});
  const [layout, setLayout] = useState<Layout>("beside");
  const [mode, setMode] = useState<Mode>(props.given ? "given" : "activation");
  const [part, setPart] = useState<Part | null>(null);
  const [fault, setFault] = useState("");

  // the scene and the way to the server, once
  useEffect(() => {
    let alive = true, made: Scene | undefined;
    void Promise.all([import("../explore/index"), import("../explore/live")]).then(async ([explore, { Live }]) => {
      const [body, { createScene }] = await explore.prepare(api);
      if (!alive || !host.current) return;
      live.current = new Live(api, { solved: (slot, solve) => alive && slot !== "solve.why" && setSolved((was) => ({ ...was, [slot === "solve" ? "first" : "second"]: solve })), failed: (_, told) => alive && setFault([told.what, told.instead].filter(Boolean).join(": ")) });
      made = await createScene(host.current, { body, onPick: setPart, label: props.label });
      if (!alive) return made.dispose();
      made.layers({ muscles: true, ligaments: true, trunkWall: false, forces: [] });
      made.view("back");
      Object.assign(window, { iliumScene: made, iliumBody: body });
      setScene({ scene: made, body });
    }).catch(() => alive && setFault(w.none));
    return () => { alive = false; live.current?.dispose(); live.current = null; made?.dispose(); };
  }, []);

  const first = JSON.stringify(props.first), second = props.second ? JSON.stringify(props.second) : "";
  useEffect(() => { if (scene) live.current?.ask("solve", { ...props.first, settle: true }); }, [scene, first]);
  useEffect(() => { if (scene && props.second) live.current?.ask("solve.healthy", { ...props.second, settle: true }); }, [scene, second]);
  useEffect(() => { if (solved.first) scene?.scene.show(solved.first); }, [scene, solved.first]);
  useEffect(() => { if (solved.second) scene?.scene.show(solved.second, true); }, [scene, solved.second]);
  const both = props.second !== undefined && solved.second !== undefined;
  useEffect(() => { scene?.scene.layout(both ? layout : "one"); }, [scene, layout, both]);
  useEffect(() => { scene?.scene.colourBy(mode, mode === "given" ? props.given?.(scene.body) : undefined); }, [scene, mode, props.given]);
  useEffect(() => { if (scene) void import("../explore/legend").then(({ scaleBar }) => { const told = scene.scene.legend(); legend.current?.replaceChildren(scaleBar(told.soft), scaleBar(told.discs)); }); }, [scene, mode]);

  const modes = [...(props.given ? [["given", w.fatigue] as const] : []), ["activation", w.activation] as const, ["passive", w.passive] as const, ["load", w.tension] as const];
  const stands = [solved.first, solved.second].map((one) => one?.status);
  return (
    <div class="stack tight body3d" data-body3d data-drawn={solved.first && (both || !props.second) ? "true" : undefined}>
      <div class="row">
        {props.second && <Choice name={w.layout} hideName small options={[["beside", w.beside], ["over", w.over], ["one", `${w.only} ${props.names[0]}`]] as const} value={layout} onChange={(value) => value && setLayout(value)} />}
        <Choice name={w.colour} hideName small options={modes} value={mode} onChange={(value) => value && setMode(value)} />
        <Choice name={w.view} hideName small options={[["front", w.front], ["right", w.right], ["back", w.back]] as const} value={undefined} onChange={(value) => value && scene?.scene.view(value)} />
      </div>
      <div class="body3d-stage" ref={host} />
      <div class="body3d-legend" ref={legend} />
      {!scene && !fault && <Busy />}
      {fault && <Note>{fault}</Note>}
      {both && layout !== "one" && <p class="small-text body3d-names">{layout === "beside" ? w.besideNames.replace("{1}", props.names[1] ?? "").replace("{2}", props.names[0]) : w.overNames.replace("{1}", props.names[1] ?? "").replace("{2}", props.names[0])}</p>}
      {stands.includes("cannot_hold") && <p class="small-text" role="status">{w.cannot}</p>}
      {stands.some((one) => one !== undefined && one !== "solved" && one !== "cannot_hold") && <p class="small-text" role="status">{w.notFound}</p>}
      {scene && <Picked body={scene.body} part={part} solved={solved} names={props.names} />}
      <p class="small-text muted">{scene && `${capital(scene.body.note)}. `}{w.load}</p>
      {props.children}
    </div>
  );
}

/// What is picked in the picture, with its load in both bodies.
function Picked(props: { body: Body; part: Part | null; solved: Partial<Record<"first" | "second", Solve>>; names: [string, string?] }) {
  const { body, part, solved } = props;
  if (!part) return <p class="small-text muted">{w.pick}</p>;
  const at = part.index, side = (name: string, where: string) => (where ? `${name}, ${where}` : name);
  const value = (s: Solve | undefined): string => {
    if (!s || s.status !== "solved") return ""; // of what is no solution no load is told
    if (part.kind === "muscle") { const force = floats(s.tension)[at] ?? 0; return `${Math.round(force)} N, ${Math.round((100 * force) / body.muscles[at]!.strength)} % ${w.ofStrength}`; }
    if (part.kind === "ligament") return `${Math.round(floats(s.ligament_force)[at] ?? 0)} N`;
    if (part.kind === "disc") return `${Math.round(s.discs[at]?.compression ?? 0)} N`;
    return "";
  };
  const name = part.kind === "muscle" ? side(body.muscles[at]!.label, body.muscles[at]!.side) : part.kind === "ligament" ? side(body.ligaments[at]!.label, body.ligaments[at]!.side) : part.kind === "disc" ? body.discs[at]!.label : side(body.bones[at]!.label, body.bones[at]!.side);
  return <p role="status"><strong>{capital(name)}</strong>{part.kind !== "bone" && <>: {props.names[1] && solved.second && <>{props.names[1]} {value(solved.second)}; </>}{props.names[0]} {value(solved.first)}</>}</p>;
}
