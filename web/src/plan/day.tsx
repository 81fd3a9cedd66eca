// day.tsx - a day minute by minute: curves, what happened, a strip of bodies by the hour, one scrubber for all of it.
import { useEffect, useMemo, useState } from "preact/hooks";
import { useApp } from "../shell/context";
import { type PatientStore, useStore } from "../shell/store";
import type { Body } from "../scene/types";
import type { BodyAsked, ChartView, Day } from "../shell/types";
import { Busy, Button, Card, Choice, FaultNote, figure, Note, Select, Title } from "../shell/ui";
import { capital, fill, plain, words } from "../shell/words";
import { cells, smooth } from "../assess/cells";
import { Body3d } from "./body3d";
import { dashes, usePlot } from "./curve";
import { useComputed } from "./plan";
import { tired } from "./tired";

const w = words.day;

/// The server's account of a day (docs/day.md).
interface DayAnswer {
  simulated: boolean; change_refused?: string | null; begins: string; kind: string;
  events: { minute: number; words: string; again: boolean }[]; structures: { name: string; side: string; exposure_h: number; irritation: number }[];
  person: { body: BodyAsked };
  course: { minutes: number[]; curves: { name: string; side: string; what: string; values: (number | null)[] }[]; activities: Day["activities"]; felt: { minute: number; regions: { code: string; side: string; irritation: number }[] }[] };
}

// both sides of one name with the same course are one; told are the few that move most
function told<T extends { name: string; side: string }>(rows: T[], same: (a: T, b: T) => boolean): (T & { label: string })[] {
  const out: (T & { label: string })[] = [];
  for (const row of rows) {
    const other = out.find((have) => have.name === row.name && have.side !== row.side && same(have, row));
    if (other) other.label = `${row.name}, ${w.bothSides}`;
    else out.push({ ...row, label: row.side === "right" || row.side === "left" ? `${row.name}, ${row.side}` : row.name });
  }
  return out;
}
const near = (a: number | null | undefined, b: number | null | undefined) => Math.abs((a ?? 0) - (b ?? 0)) < 0.02;

export function read(answer: DayAnswer): Day {
  const [hours = 0, minutes = 0] = answer.begins.split(":").map(Number);
  const curves = told(answer.course.curves, (a, b) => a.what === b.what && a.values.every((value, i) => near(value, b.values[i])));
  const weight = (curve: (typeof curves)[number]) => curve.what === "strength_left" ? 1 - Math.min(...curve.values.map((value) => value ?? 1)) : Math.max(...curve.values.map((value) => value ?? 0));
  return {
    begins: 60 * hours + minutes, minutes: answer.course.minutes, activities: answer.course.activities, said: [answer.kind, answer.change_refused ?? ""].filter(Boolean),
    curves: [...curves].sort((a, b) => weight(b) - weight(a)).map((curve) => ({ id: curve.label, name: curve.label, unit: w.units[curve.what] ?? plain(curve.what), values: curve.values })),
    events: answer.events.filter((event) => !event.again).map((event) => ({ minute: event.minute, text: event.words })),
    exposure: told(answer.structures, (a, b) => near(a.exposure_h, b.exposure_h)).map((row) => ({ name: row.label, hours: row.exposure_h })),
    felt: answer.course.felt, body: answer.person.body,
    tired: answer.course.curves.filter((curve) => curve.what === "strength_left").map((curve) => ({ group: curve.name, side: curve.side, values: curve.values })),
  };
}
export const clock = (day: Day, minute: number): string => { const at = Math.round(day.begins + minute) % 1440; return `${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`; };

export function DayPage(props: { store: PatientStore }) {
  const store = useStore(props.store);
  const { vocabulary } = useApp();
  const [schedule, setSchedule] = useState(vocabulary.schedules[0]?.id ?? "");
  const [asked, setAsked] = useState<{ schedule: string } | null>(null);
  const { value, fault, busy } = useComputed<DayAnswer>(store, "day", { ...asked, alone: true }, asked !== null);
  const day = useMemo(() => (value?.simulated ? read(value) : null), [value]);
  return (
    <>
      <Title lead={w.lead}>{w.title}</Title>
      <div class="stack">
        <Card>
          <div class="row"><Select label={w.schedule} value={schedule} options={vocabulary.schedules.map((row) => [row.id, row.name] as const)} onChange={(id) => id && setSchedule(id)} /><Button kind="main" onClick={() => setAsked({ schedule })}>{w.run}</Button></div>
        </Card>
        <FaultNote fault={fault} />
        {busy !== null && <Busy>{words.ranking.working}{busy && `: ${busy}`}</Busy>}
        {value && !value.simulated && <Note tone="warn">{words.ranking.withheld}.</Note>}
        {day && <Timeline key={asked?.schedule} day={day} view={vocabulary.chart.views.find((row) => row.view === "back")} />}
      </div>
    </>
  );
}

function Timeline(props: { day: Day; view: ChartView | undefined }) {
  const { day } = props;
  const end = day.minutes.at(-1) ?? 0;
  const [minute, setMinute] = useState(0);
  const [playing, setPlaying] = useState(false);
  const [unit, setUnit] = useState(day.curves[0]?.unit ?? "");
  const units = [...new Set(day.curves.map((curve) => curve.unit))];
  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => setMinute((was) => { if (was >= end) { setPlaying(false); return end; } return Math.min(end, was + 2); }), 60);
    return () => clearInterval(timer);
  }, [playing, end]);
  const activity = day.activities.find((row) => minute >= row.from && minute < row.to) ?? day.activities.at(-1);
  const latest = day.events.filter((event) => event.minute <= minute).slice(-5).reverse();
  return (
    <div class="stack" data-day>
      <Card title={w.curves} aside={units.length > 1 && <Choice name={w.curve} hideName small options={units.map((name) => [name, name] as const)} value={unit} onChange={(value) => value && setUnit(value)} />}>
        <div class="stack tight">
          <Curves day={day} unit={unit} minute={minute} onMinute={setMinute} />
          <div class="bands" aria-hidden="true">{day.activities.map((row, i) => <span key={i} class="band" style={{ left: `${(100 * row.from) / end}%`, width: `${(100 * (row.to - row.from)) / end}%` }}>{row.name}</span>)}</div>
          <div class="row">
            <Button onClick={() => { if (minute >= end) setMinute(0); setPlaying(!playing); }}>{playing ? w.pause : w.play}</Button>
            <input class="scrub" type="range" min="0" max={end} step="1" value={minute} aria-label={w.scrub} aria-valuetext={`${clock(day, minute)}, ${activity?.name ?? ""}`} onInput={(event) => setMinute(Number(event.currentTarget.value))} />
            <strong class="num" role="status">{clock(day, minute)} <span class="muted">{activity?.name}</span></strong>
          </div>
        </div>
      </Card>
      <OfTheHour day={day} minute={minute} />
      {props.view && day.felt.length > 0 && <Strip day={day} view={props.view} minute={minute} onMinute={setMinute} />}
      <div class="columns half">
        <Card title={w.events}>{day.events.length === 0 ? <p class="muted">{w.nothing}</p> : latest.length === 0 ? <p class="muted">{fill(w.soon, { n: day.events.length })}</p> : <ol class="bare stack tight">{latest.map((event, i) => <li key={`${event.minute}${i}`}><span class="num muted">{clock(day, event.minute)}</span> {event.text}</li>)}</ol>}</Card>
        <Card title={w.exposure}><div class="stack tight"><p class="small-text muted">{w.exposureHelp}</p><Exposure day={day} />{day.said.map((text) => <p key={text} class="small-text">{capital(text)}.</p>)}</div></Card>
      </div>
    </div>
  );
}

/// The body in what is done at the minute, coloured by fatigue. It stands where a recorded motion is done.
function OfTheHour(props: { day: Day; minute: number }) {
  const { day, minute } = props;
  const activity = day.activities.find((row) => minute >= row.from && minute < row.to) ?? day.activities.at(-1);
  const asked = useMemo(() => ({ task: "standing", ...activity?.posture, ...day.body }), [activity, day]);
  const given = useMemo(() => (body: Body) => tired(day, minute, body.muscles), [day, minute]);
  return <Card title={w.body} aside={<span class="num">{clock(day, minute)} <span class="muted">{activity?.name}</span></span>}><p class="small-text">{w.bodyLead}</p><Body3d first={asked} names={[w.now]} label={w.bodyLabel} given={given} /></Card>;
}

/// Curves of one unit. Each has its own dash as well as its colour.
function Curves(props: { day: Day; unit: string; minute: number; onMinute: (minute: number) => void }) {
  const { day, unit } = props, chosen = day.curves.filter((curve) => curve.unit === unit).slice(0, 6);
  const { place, plot } = usePlot(() => Math.max(240, Math.min(520, innerHeight * 0.38)), ({ axis, width, ink }) => [{
    scales: { x: { time: false } }, legend: { live: true },
    axes: [{ ...axis, values: (_, list) => list.map((at) => clock(day, at)), incrs: [30, 60, 120, 180, 240, 480] }, { ...axis, label: unit }],
    series: [{ label: w.scrub, value: (_, at) => (at === null ? "" : clock(day, at)) }, ...chosen.map((curve, i) => ({ label: curve.name, stroke: ink(i), width, dash: dashes[i]!, points: { show: false }, value: (_: unknown, at: number | null) => (at === null ? "" : figure(at, 5)) }))],
  }, [day.minutes, ...chosen.map((curve) => curve.values)]], [day, unit], (u) => u.over.addEventListener("click", (event) => props.onMinute(Math.round(u.posToVal(event.offsetX, "x")))));
  useEffect(() => { const u = plot.current; u?.setCursor({ left: u.valToPos(props.minute, "x"), top: 0 }); }, [props.minute]);
  return <div class="chart" ref={place} role="img" aria-label={`${w.curves}: ${chosen.map((curve) => `${curve.name} ${curve.values.length ? figure(curve.values.at(-1) ?? 0, 5) : ""} ${unit}`).join("; ")}`} />;
}

/// One body an hour, from behind; what is irritated is coloured, as far as its structure refers there.
function Strip(props: { day: Day; view: ChartView; minute: number; onMinute: (minute: number) => void }) {
  const { day, view } = props;
  const [shapes] = useState(() => [...cells(view)]);
  const [outline] = useState(() => smooth(view.outline));
  const most = Math.max(0.3, ...day.felt.flatMap((row) => row.regions.map((region) => region.irritation)));
  return (
    <Card title={w.strip}>
      <div class="strip" role="group" aria-label={w.strip}>
        {day.felt.map((row, i) => {
          const on = props.minute <= row.minute && props.minute > (day.felt[i - 1]?.minute ?? -1);
          return (
            <button key={row.minute} type="button" aria-pressed={on} aria-label={clock(day, row.minute)} onClick={() => props.onMinute(row.minute)}>
              <svg viewBox="25 125 140 350" aria-hidden="true"><path d={outline} class="body-outline" />
                {shapes.map(([patch, path]) => {
                  const region = row.regions.find((other) => other.code === patch.code && (patch.side === "mid" || other.side === (patch.side === "r" ? "right" : "left") || other.side === "both"));
                  return region ? <path key={patch.code + patch.side} d={path} fill="var(--pain-3)" opacity={0.15 + 0.85 * Math.min(1, region.irritation / most)} /> : null;
                })}</svg>
              {clock(day, row.minute)}
            </button>
          );
        })}
      </div>
    </Card>
  );
}

function Exposure(props: { day: Day }) {
  const rows = [...props.day.exposure].sort((a, b) => b.hours - a.hours).slice(0, 12);
  const most = Math.max(1e-9, ...rows.map((row) => row.hours));
  return <ul class="bare exposure">{rows.map((row) => <li key={row.name} class="exposure-row"><span>{capital(row.name)}</span><span><span class="exposure-bar" style={{ width: `${(100 * row.hours) / most}%`, display: "block" }} /></span><span class="num">{figure(row.hours, 2)} h</span></li>)}</ul>;
}
