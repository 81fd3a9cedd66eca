// bodymap.tsx - the pain drawing: regions by touch, free strokes or keyboard. Outlines and places come from the server.
import { useMemo, useRef, useState } from "preact/hooks";
import type { Chart, ChartPatch, ChartView, PainRegion, PainStroke, Region, Side } from "../shell/types";
import { words } from "../shell/words";
import { cells, inside, regionAt, smooth, strokePoints, strokeText, touches } from "./cells";

export const tone = (intensity: number | undefined): string => `var(--pain-${(intensity ?? 5) >= 7 ? 3 : (intensity ?? 5) >= 4 ? 2 : 1})`;
const sideWord = (region: Region, side: Side) => (region.sided ? `, ${side === "r" ? words.right : words.left}` : "");
export const regionName = (region: Region, side: Side | undefined): string => region.name + (side ? sideWord(region, side) : "");

export interface BodyMapProps {
  chart: Chart; regions: Region[]; marked: PainRegion[]; tool: "choose" | "draw" | "erase";
  strokes: readonly PainStroke[];
  /// Regions that a stroke passes over, and the stroke itself; with `erase` what of both it takes away.
  onMark: (found: { code: string; side: Side }[], erase: boolean, stroke?: { added?: PainStroke; gone?: PainStroke[] }) => void;
}

export function BodyMap(props: BodyMapProps) {
  return (
    <div class="bodymap" role="group" aria-label={words.pain.map}>
      {props.chart.views.map((view) => <View key={view.view} {...props} view={view} />)}
    </div>
  );
}

/// What is marked where a patch lies.
export function markOf(regions: Region[], marked: PainRegion[], patch: ChartPatch): PainRegion | undefined {
  const region = regions.find((row) => row.code === patch.code);
  return marked.find((row) => row.region === patch.code && (!region?.sided || row.side === patch.side || row.side === undefined));
}

/// Strokes as they were drawn; a touch is a point.
export function Strokes(props: { strokes: readonly PainStroke[] }) {
  return (
    <g class="kept-strokes" data-strokes={props.strokes.length} aria-hidden="true">{props.strokes.map((one, i) => {
      const at = strokePoints(one.line);
      return at.length > 1 ? <polyline key={i} points={at.map((p) => p.join(",")).join(" ")} class="stroke kept" /> : <circle key={i} cx={at[0]?.[0]} cy={at[0]?.[1]} r="2" class="stroke kept" />;
    })}</g>
  );
}

function View(props: BodyMapProps & { view: ChartView }) {
  const { view, chart } = props;
  const shapes = useMemo(() => cells(view), [view]);
  const outline = useMemo(() => smooth(view.outline), [view]);
  const svg = useRef<SVGSVGElement>(null);
  const [stroke, setStroke] = useState<[number, number][]>([]);
  const strokes = useRef<[number, number][]>([]);
  const drawing = useRef(false);
  const name = (patch: ChartPatch) => { const region = props.regions.find((row) => row.code === patch.code); return region ? regionName(region, patch.side) : patch.code; };
  const sides = patchesByRegion(view), own = props.strokes.filter((one) => one.view === view.view);

  // the part of the picture that the outline fills; each view is as wide as its body
  const frame = useMemo(() => {
    const xs = view.outline.map((p) => p[0]!), margin = sides ? 14 : 10;
    return { x: Math.min(...xs) - margin, width: Math.max(...xs) - Math.min(...xs) + 2 * margin };
  }, [view]);
  const place = (event: PointerEvent): [number, number] => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.current!.getScreenCTM()!.inverse());
    return [at.x, at.y];
  };
  const down = (event: PointerEvent) => {
    if (props.tool === "choose") return;
    drawing.current = true;
    svg.current!.setPointerCapture(event.pointerId);
    strokes.current = [place(event)];
    setStroke(strokes.current);
    event.preventDefault();
  };
  const move = (event: PointerEvent) => {
    if (!drawing.current) return;
    const to = place(event), last = strokes.current.at(-1)!;
    if (Math.hypot(to[0] - last[0], to[1] - last[1]) < 1.5) return;
    strokes.current = [...strokes.current, to];
    setStroke(strokes.current);
  };
  // what a stroke passes over is marked: every region with two of its points, or the one under a single touch
  const up = () => {
    if (!drawing.current) return;
    drawing.current = false;
    const hits = new Map<ChartPatch, number>();
    const dense = strokes.current.flatMap((p, i) => { const q = strokes.current[i + 1] ?? p; return [0, 0.25, 0.5, 0.75].map((t) => [p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])]); });
    for (const [x = 0, y = 0] of dense) {
      const patch = inside(view.outline, x, y) || props.tool === "erase" ? regionAt(view, x, y) : undefined;
      if (patch) hits.set(patch, (hits.get(patch) ?? 0) + 1);
    }
    const least = dense.length > 8 ? 3 : 1;
    const found = [...hits].filter(([, n]) => n >= least).map(([patch]) => ({ code: patch.code, side: patch.side }));
    const erase = props.tool === "erase", gone = erase ? own.filter((one) => touches(dense as [number, number][], strokePoints(one.line), 5)) : [];
    const added = !erase && strokes.current.length > 1 ? { view: view.view, line: strokeText(strokes.current, chart.width, chart.height) } : undefined;
    if (found.length || gone.length || added) props.onMark(found, erase, { ...(added ? { added } : {}), gone });
    setStroke([]);
  };
  const toggle = (patch: ChartPatch) => props.onMark([{ code: patch.code, side: patch.side }], markOf(props.regions, props.marked, patch) !== undefined);
  return (
    <figure class="bodyview" style={{ flexGrow: frame.width }}>
      <figcaption>{words.pain.views[view.view]}</figcaption>
      <svg ref={svg} viewBox={`${frame.x} 0 ${frame.width} ${chart.height}`} class={props.tool} onPointerDown={down} onPointerMove={move} onPointerUp={up} onPointerCancel={up} data-view={view.view} role="group" aria-label={words.pain.views[view.view]}>
        <path d={outline} class="body-outline" />
        {[...shapes].map(([patch, path]) => {
          const mark = markOf(props.regions, props.marked, patch);
          return (
            <path key={patch.code + patch.side} d={path} class={`region ${mark ? "on" : ""}`} style={mark ? { fill: tone(mark.intensity) } : undefined} tabindex={0} role="checkbox" aria-checked={mark !== undefined} aria-label={name(patch)} data-region={patch.code} data-side={patch.side}
              onClick={() => props.tool === "choose" && toggle(patch)} onKeyDown={(event) => { if (event.key === " " || event.key === "Enter") { event.preventDefault(); toggle(patch); } }}>
              <title>{name(patch)}</title>
            </path>
          );
        })}
        {sides && <><text x={frame.x + 4} y="20" class="side-mark">{sides[0]}</text><text x={frame.x + frame.width - 4} y="20" class="side-mark end">{sides[1]}</text></>}
        <Strokes strokes={own} />
        {stroke.length > 0 && <polyline points={stroke.map((p) => p.join(",")).join(" ")} class={`stroke ${props.tool}`} />}
      </svg>
    </figure>
  );
}
// which of the person's sides is at the left and at the right of a view; none in a view from the side
function patchesByRegion(view: ChartView): [string, string] | null {
  if (view.view === "front") return ["R", "L"];
  return view.view === "back" ? ["L", "R"] : null;
}
