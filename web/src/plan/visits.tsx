// visits.tsx - visits beside each other, and a new one; a new visit begins with the safety screen.
import { useMemo } from "preact/hooks";
import { api } from "../shell/api";
import { useApp } from "../shell/context";
import { go } from "../shell/router";
import { type PatientStore, useStore } from "../shell/store";
import type { ChartView, Visit } from "../shell/types";
import { Busy, Button, Card, FaultNote, figure, Note, sided, Tag, Title, unitText, useLoad } from "../shell/ui";
import { capital, plain, words } from "../shell/words";
import { markOf, Strokes, tone } from "../assess/bodymap";
import { cells, smooth } from "../assess/cells";
import { Courses } from "./curve";
import { todayText } from "./plan";

const w = words.visits;
/// What `ilium follow-up --json` tells (docs/follow-up.md).
interface Line { id: string; name: string; kind: string; side: string | null; unit: string | null; method: string | null; values: (number | string | null)[]; change: number | null; shows_from: number | null; counts_from: number | null; verdict: string }
interface FollowUp { withheld?: string | boolean | null; visits: { date: string | null; week: number; screen: string }[]; lines: Line[]; told: Record<string, string[]> }

export function VisitsPage(props: { store: PatientStore }) {
  const store = useStore(props.store);
  const many = store.doc.visits.length > 1;
  const compared = useLoad(() => (many ? api.get<FollowUp>(`/api/patients/${encodeURIComponent(store.id)}/follow-up`) : Promise.resolve(null)), [store.savedAt, many]);
  const begin = () => {
    store.edit("visit/new", (doc) => {
      const last = doc.visits.at(-1);
      doc.visits.push(last?.day !== undefined && !last.date ? { day: last.day + 1 } : { date: todayText() });
      store.visit = doc.visits.length - 1;
    });
    go(`/p/${encodeURIComponent(store.id)}/safety`);
  };
  return (
    <>
      <Title lead={w.lead} aside={<Button kind="main" disabled={store.current.date === todayText() && store.visit === store.doc.visits.length - 1} onClick={begin}>{w.add}</Button>}>{w.title}</Title>
      <div class="stack">
        <Card title={w.which}>
          <ul class="bare row">{store.doc.visits.map((visit, i) => <li key={i}><Button pressed={i === store.visit} onClick={() => { store.visit = i; void store.runScreen(); }}>{nameOf(visit, i)}</Button></li>)}</ul>
        </Card>
        <Diary store={store} />
        <Drawings store={store} />
        <FaultNote fault={compared.fault} onRetry={compared.reload} />
        {!many ? <Note>{w.one}</Note> : compared.value ? <Compared value={compared.value} /> : !compared.fault && <Busy />}
      </div>
    </>
  );
}

const nameOf = (visit: Visit, i: number): string => visit.date ?? (visit.day !== undefined ? `${w.day} ${visit.day}` : `${words.history.visit} ${i + 1}`);
// weeks since the first visit, by what each tells of its time
function weeksOf(visits: Visit[]): number[] {
  const days = visits.map((visit, i) => (visit.date ? Date.parse(visit.date) / 864e5 : (visit.day ?? i))), first = days[0] ?? 0;
  return days.map((day) => (day - first) / 7);
}

/// Pain over the visits, and flare-ups between them: the diary.
function Diary(props: { store: PatientStore }) {
  const { visits } = props.store.doc, weeks = weeksOf(visits);
  const flares = visits.flatMap((visit, i) => (visit.flare_ups ?? []).map((flare) => ({ visit: nameOf(visit, i), ...flare })));
  const number = (value: unknown): number | null => (typeof value === "number" ? value : null);
  const courses = [{ name: w.now, values: visits.map((visit) => number(visit.pain?.intensity_now)) }, { name: w.worst, values: visits.map((visit) => number(visit.pain?.intensity_worst)) }].filter((course) => course.values.some((value) => value !== null));
  if (flares.length + courses.length === 0) return null;
  return (
    <Card title={w.diary}>
      {visits.length > 1 && courses.length > 0 && <Courses name={w.diary} weeks={weeks} most={10} courses={courses} at={visits.map(nameOf)} />}
      <div class="scroll" tabIndex={0} role="region" aria-label={w.diary}><table><thead><tr><th scope="col">{words.history.visit}</th>{courses.map((course) => <th key={course.name} scope="col" class="num">{course.name}</th>)}</tr></thead>
        <tbody>{visits.map((visit, i) => (courses.some((course) => course.values[i] !== null) ? <tr key={i}><th scope="row" class="date">{nameOf(visit, i)}</th>{courses.map((course) => <td key={course.name} class="num">{course.values[i] ?? ""}</td>)}</tr> : null))}</tbody></table></div>
      {flares.length > 0 && <ul class="gap">{flares.map((row, i) => <li key={i}>{row.date ?? (row.weeks_ago !== undefined ? `${row.weeks_ago} ${words.plan.weeks}` : row.visit)}: {[row.intensity !== undefined && `${row.intensity} ${words.patient.intensity}`, row.days !== undefined && `${row.days} d`, row.note].filter(Boolean).join(", ")}</li>)}</ul>}
    </Card>
  );
}

/// The pain drawing of each visit, with its strokes; of many the first and the latest five.
function Drawings(props: { store: PatientStore }) {
  const { vocabulary } = useApp();
  const drawn = props.store.doc.visits.map((visit, i) => ({ visit, name: nameOf(visit, i) })).filter(({ visit }) => (visit.pain?.regions?.length ?? 0) + (visit.pain?.strokes?.length ?? 0) > 0);
  const told = drawn.length > 6 ? [drawn[0]!, ...drawn.slice(-5)] : drawn;
  if (told.length === 0) return null;
  return (
    <Card title={w.drawings}>
      <div class="drawings">{told.map(({ visit, name }) => <figure key={name}><figcaption class="small-text">{name}</figcaption>{vocabulary.chart.views.filter((view) => view.view === "front" || view.view === "back").map((view) => <Drawing key={view.view} view={view} visit={visit} name={name} />)}</figure>)}</div>
    </Card>
  );
}
function Drawing(props: { view: ChartView; visit: Visit; name: string }) {
  const { view, visit } = props, { chart, regions } = useApp().vocabulary;
  const [shapes, outline] = useMemo(() => [[...cells(view)], smooth(view.outline)] as const, [view]);
  const xs = view.outline.map((p) => p[0]!), left = Math.min(...xs) - 4;
  return (
    <svg viewBox={`${left} 0 ${Math.max(...xs) - left + 4} ${chart.height}`} role="img" aria-label={`${words.pain.views[view.view]}, ${props.name}`} data-drawing={view.view}>
      <path d={outline} class="body-outline" />
      {shapes.map(([patch, path]) => { const row = markOf(regions, visit.pain?.regions ?? [], patch); return row ? <path key={patch.code + patch.side} d={path} style={{ fill: tone(row.intensity) }} /> : null; })}
      <Strokes strokes={(visit.pain?.strokes ?? []).filter((one) => one.view === view.view)} />
    </svg>
  );
}

/// First reading against last: what moved stands open, what shows no change is folded.
function Compared(props: { value: FollowUp }) {
  const { value } = props;
  if (value.withheld) return <div data-withheld><Note tone="warn" title={`${words.ranking.withheld}.`}>{String(value.withheld)}</Note></div>;
  const moved = value.lines.filter((line) => ["better", "worse", "small", "changed"].includes(line.verdict)), same = value.lines.filter((line) => !moved.includes(line) && line.values.filter((x) => x !== null).length > 1);
  return (
    <>
      <Card title={w.changed}>{moved.length ? <Lines lines={moved} visits={value.visits} name={w.changed} /> : <p>{w.noneMoved}</p>}</Card>
      {same.length > 0 && <details class="card section"><summary><h2>{w.same}</h2><span class="muted small-text num">{same.length}</span></summary><Lines lines={same} visits={value.visits} name={w.same} /></details>}
      <details class="card section"><summary><h2>{w.told}</h2></summary>{Object.entries(value.told).filter(([, list]) => list.length > 0).map(([key, list]) => <div key={key}><h3>{capital(plain(key))}</h3><ul>{list.map((text, i) => <li key={i}>{text}</li>)}</ul></div>)}</details>
    </>
  );
}
function Lines(props: { lines: Line[]; visits: FollowUp["visits"]; name: string }) {
  const show = (value: number | string | null | undefined) => (typeof value === "number" ? figure(value, 5) : (value ?? ""));
  const first = (line: Line) => line.values.find((value) => value !== null), last = (line: Line) => [...line.values].reverse().find((value) => value !== null);
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={props.name}>
      <table><thead><tr><th scope="col" /><th scope="col" class="num">{w.first}</th><th scope="col" class="num">{w.last}</th><th scope="col" class="num">{w.change}</th><th scope="col">{w.verdict}</th></tr></thead>
        <tbody>{props.lines.map((line, i) => (
          <tr key={i}><th scope="row">{capital(sided(line.name, line.side))} {line.unit && <span class="muted">[{unitText(line.unit)}]</span>}</th><td class="num">{show(first(line))}</td><td class="num">{show(last(line))}</td><td class="num">{line.change === null ? "" : `${line.change > 0 ? "+" : ""}${figure(line.change, 5)}`}</td>
            <td><Tag tone={line.verdict === "better" ? "ok" : line.verdict === "worse" ? "warn" : "plain"}>{w.verdicts[line.verdict] ?? line.verdict}</Tag>{line.shows_from !== null && <span class="muted small-text"> {w.showsFrom} {figure(line.shows_from, 5)}{line.counts_from !== null && `, ${w.countsFrom} ${figure(line.counts_from, 5)}`}</span>}</td></tr>
        ))}</tbody></table>
    </div>
  );
}
