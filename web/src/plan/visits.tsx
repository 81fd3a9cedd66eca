// visits.tsx - visits beside each other, and a new one; a new visit begins with the safety screen.
import { api } from "../shell/api";
import { go } from "../shell/router";
import { type PatientStore, useStore } from "../shell/store";
import { Busy, Button, Card, FaultNote, figure, Note, Tag, Title, useLoad } from "../shell/ui";
import { plain, words } from "../shell/words";
import { todayText } from "./plan";

const w = words.visits;
interface Line { [key: string]: unknown }
type FollowUp = Record<string, unknown>;

export function VisitsPage(props: { store: PatientStore }) {
  const store = useStore(props.store);
  const many = store.doc.visits.length > 1;
  const compared = useLoad(() => (many ? api.get<FollowUp>(`/api/patients/${encodeURIComponent(store.id)}/follow-up`) : Promise.resolve({})), [store.savedAt, many]);
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
          <ul class="bare row">{store.doc.visits.map((visit, i) => <li key={i}><Button pressed={i === store.visit} onClick={() => { store.visit = i; void store.runScreen(); }}>{visit.date ?? (visit.day !== undefined ? `day ${visit.day}` : `${words.history.visit} ${i + 1}`)}</Button></li>)}</ul>
        </Card>
        <Diary store={store} />
        <FaultNote fault={compared.fault} onRetry={compared.reload} />
        {!many ? <Note>{w.one}</Note> : compared.value ? <Compared value={compared.value} /> : !compared.fault && <Busy />}
      </div>
    </>
  );
}

/// Pain over the visits, and flare-ups between them: the diary.
function Diary(props: { store: PatientStore }) {
  const rows = props.store.doc.visits.flatMap((visit, i) => (visit.flare_ups ?? []).map((flare) => ({ visit: visit.date ?? `${i + 1}`, ...flare })));
  const pains = props.store.doc.visits.map((visit, i) => ({ name: visit.date ?? `${i + 1}`, now: visit.pain?.intensity_now as number | undefined, worst: visit.pain?.intensity_worst as number | undefined })).filter((row) => row.now !== undefined || row.worst !== undefined);
  if (rows.length + pains.length === 0) return null;
  return (
    <Card title={w.diary}>
      <table><thead><tr><th scope="col">{words.history.visit}</th><th scope="col" class="num">now</th><th scope="col" class="num">worst</th></tr></thead>
        <tbody>{pains.map((row) => <tr key={row.name}><th scope="row">{row.name}</th><td class="num">{row.now ?? ""}</td><td class="num">{row.worst ?? ""}</td></tr>)}</tbody></table>
      {rows.length > 0 && <ul class="gap">{rows.map((row, i) => <li key={i}>{row.date ?? (row.weeks_ago !== undefined ? `${row.weeks_ago} ${words.plan.weeks}` : row.visit)}: {[row.intensity !== undefined && `${row.intensity} ${words.patient.intensity}`, row.days !== undefined && `${row.days} d`, row.note].filter(Boolean).join(", ")}</li>)}</ul>}
    </Card>
  );
}

// the server's comparison, shown by what it holds: lists of objects become tables, sentences stay sentences
function Compared(props: { value: FollowUp }) {
  const skip = new Set(["safety", "notices", "version", "data", "locally_modified", "about", "person"]);
  return (
    <>
      {Object.entries(props.value).filter(([key, value]) => !skip.has(key) && Array.isArray(value) && value.length > 0).map(([key, value]) => {
        const list = value as unknown[];
        return <Card key={key} title={plain(key).replace(/^./, (c) => c.toUpperCase())}>{typeof list[0] === "object" ? <Table rows={list as Line[]} name={plain(key)} /> : <ul>{list.map((text, i) => <li key={i}>{String(text)}</li>)}</ul>}</Card>;
      })}
    </>
  );
}
function Table(props: { rows: Line[]; name: string }) {
  const keys = [...new Set(props.rows.flatMap((row) => Object.keys(row)))].filter((key) => props.rows.some((row) => row[key] !== null && row[key] !== undefined && row[key] !== ""));
  return <div class="scroll" tabIndex={0} role="region" aria-label={props.name}><table><thead><tr>{keys.map((key) => <th key={key} scope="col">{plain(key)}</th>)}</tr></thead><tbody>{props.rows.map((row, i) => <tr key={i}>{keys.map((key) => <td key={key}><Value value={row[key]} /></td>)}</tr>)}</tbody></table></div>;
}
function Value(props: { value: unknown }) {
  const { value } = props;
  if (value === null || value === undefined) return null;
  if (typeof value === "number") return <span class="num">{figure(value, 5)}</span>;
  if (typeof value === "boolean") return <Tag>{value ? words.yes : words.no}</Tag>;
  if (Array.isArray(value)) return <>{value.map((item, i) => <span key={i}><Value value={item} />{i + 1 < value.length ? ", " : ""}</span>)}</>;
  if (typeof value === "object") return <>{Object.entries(value).filter(([, item]) => item !== null).map(([key, item], i) => <span key={key}>{i > 0 ? ", " : ""}<span class="muted">{plain(key)}</span> <Value value={item} /></span>)}</>;
  return <>{String(value)}</>;
}
