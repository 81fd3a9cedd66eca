// patient.tsx - what a patient sees: safety screen, pain diary, education, the released plan, questions to take along. Nothing else can be reached:
// the server refuses every other call of a session in patient mode. No ranking, no probability, no name of a serious disease.
import { useState } from "preact/hooks";
import { EmergencyPage } from "../shell/emergency";
import { api, type ApiError, type Fault } from "../shell/api";
import { useNotice } from "../shell/context";
import type { Answer, Safety } from "../shell/types";
import { Busy, Button, Card, Choice, FaultNote, Figure, Field, Note, NumberField, TextField, Title, useLoad } from "../shell/ui";
import { words } from "../shell/words";
import { Mark } from "../shell/app";

const w = words.patient;
export interface ForPatient {
  screen: { id: string; question: string }[];
  plan: { released: string; released_by: string | null; treatments: { id: string; name: string; side: string | null; exercise: boolean; dose: string | null; stop: string | null }[] } | null;
  education: { topic: string; title: string; lines: { kind: string; text: string }[] }[];
  questions: string[];
  diary: { date: string; intensity_now: number | null; intensity_worst: number | null; note: string | null }[];
}
const pages = ["home", "screen", "diary", "plan", "learn", "questions"] as const;
type PageName = (typeof pages)[number];
const address = (id: string, page: PageName) => `#/patient/${encodeURIComponent(id)}${page === "home" ? "" : `/${page}`}`;

export function PatientMode(props: { id: string; parts: string[]; onLeave: () => void }) {
  const page = (pages as readonly string[]).includes(props.parts[0] ?? "") ? (props.parts[0] as PageName) : "home";
  const shown = useLoad(() => api.get<ForPatient>(`/api/patients/${encodeURIComponent(props.id)}/for-patient`), [props.id, page]);
  const Page = { home: Home, screen: ScreenPage, diary: DiaryPage, plan: PlanPage, learn: LearnPage, questions: QuestionsPage }[page];
  return (
    <div class="patient-mode">
      <header class="top">
        <a class="brand" href={address(props.id, "home")}><Mark />{words.brand}</a>
        <nav aria-label={words.nav.main}>{page !== "home" && <a href={address(props.id, "home")}>{w.home}</a>}</nav>
        <Leave onLeave={props.onLeave} />
      </header>
      <main id="content">
        <FaultNote fault={shown.fault} onRetry={shown.reload} />
        {shown.value ? <Page key={page} id={props.id} value={shown.value} reload={shown.reload} /> : !shown.fault && <Busy />}
      </main>
    </div>
  );
}

/// Back to the clinician: by the number that was set when the device was handed over.
function Leave(props: { onLeave: () => void }) {
  const [asking, setAsking] = useState(false);
  const [pin, setPin] = useState<string>();
  const [fault, setFault] = useState<Fault | null>(null);
  const leave = async (event: Event) => {
    event.preventDefault();
    try { await api.post("/api/session/mode", { mode: "clinician", pin: pin ?? "" }); props.onLeave(); } catch (error) { setFault((error as ApiError).fault ?? { what: String(error) }); }
  };
  if (!asking) return <Button small kind="quiet" onClick={() => setAsking(true)}>{w.leave}</Button>;
  return <form class="row" onSubmit={(event) => void leave(event)}><TextField label={w.pin} type="password" value={pin} onChange={setPin} /><Button small type="submit">{w.leave}</Button><Button small kind="quiet" onClick={() => setAsking(false)}>{words.cancel}</Button><FaultNote fault={fault} /></form>;
}

interface PageProps { id: string; value: ForPatient; reload: () => void }

function Home(props: PageProps) {
  const notice = useNotice();
  const tiles: [PageName, string, string][] = [["screen", w.screen, w.screenTile], ["diary", w.diary, w.diaryTile], ["plan", w.plan, w.planTile], ["learn", w.learn, w.learnTile], ["questions", w.questions, w.questionsTile]];
  return (
    <>
      <Title lead={notice("patient_mode")}>{w.title}</Title>
      <nav class="tiles" aria-label={w.title}>{tiles.map(([page, name, text]) => <a key={page} class="tile" href={address(props.id, page)}><strong>{name}</strong><span>{text}</span></a>)}</nav>
    </>
  );
}

function ScreenPage(props: PageProps) {
  const [answers, setAnswers] = useState<Record<string, Answer | "unknown">>({});
  const [result, setResult] = useState<Safety | null>(null);
  const [acknowledged, setAcknowledged] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const send = async (all: Record<string, Answer | "unknown">) => {
    try {
      const known = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== "unknown"));
      const { safety } = await api.post<{ safety: Safety }>(`/api/patients/${encodeURIComponent(props.id)}/diary`, { screen: known });
      setResult(safety);
      setFault(null);
    } catch (error) { setFault((error as ApiError).fault ?? { what: String(error) }); }
  };
  const answer = (id: string, value: Answer | "unknown" | undefined) => {
    const all = { ...answers, ...(value ? { [id]: value } : {}) };
    setAnswers(all);
    if (value === "yes") { setAcknowledged(false); void send(all); } // danger is told at the first yes, not at the end
  };
  const finished = props.value.screen.every((row) => answers[row.id]);
  if (result?.level === "emergency" && !acknowledged) return <EmergencyPage safety={result} onAcknowledge={() => setAcknowledged(true)} />;
  return (
    <>
      <Title lead={w.screenLead}>{w.screen}</Title>
      <div class="stack">
        {result && result.level !== "none" && <Note tone={result.level === "emergency" || result.level === "urgent" ? "danger" : "warn"} live title={`${w.tell}.`}>{result.positive.map((item) => <p key={item.id}><strong>{item.text}</strong> {item.action}</p>)}</Note>}
        <Card>
          <ul class="bare asked">
            {props.value.screen.map((row) => (
              <li key={row.id} class={`ask ${answers[row.id] === "yes" ? "positive" : ""}`} data-row={row.id}>
                <p class="ask-text" aria-hidden="true">{row.question}</p>
                <Choice name={row.question} hideName options={[["yes", w.askedYes], ["no", w.askedNo], ["unknown", w.dontKnow]] as const} value={answers[row.id]} onChange={(value) => answer(row.id, value)} />
              </li>
            ))}
          </ul>
        </Card>
        <FaultNote fault={fault} />
        {result && result.positive.length === 0 && finished && <Note tone="ok" live>{w.ok}</Note>}
        <div class="row end"><Button kind="main" disabled={Object.keys(answers).length === 0} onClick={() => void send(answers)}>{w.saveAnswers}</Button></div>
      </div>
    </>
  );
}

function DiaryPage(props: PageProps) {
  const [now, setNow] = useState<number>(), [worst, setWorst] = useState<number>(), [days, setDays] = useState<number>();
  const [note, setNote] = useState<string>();
  const [saved, setSaved] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const save = async () => {
    try {
      await api.post(`/api/patients/${encodeURIComponent(props.id)}/diary`, { ...(now !== undefined ? { intensity_now: now } : {}), ...(worst !== undefined ? { intensity_worst: worst } : {}), ...(days !== undefined ? { days } : {}), ...(note ? { note } : {}) });
      setSaved(true);
      setNow(undefined); setWorst(undefined); setDays(undefined); setNote(undefined);
      setFault(null);
      props.reload();
    } catch (error) { setFault((error as ApiError).fault ?? { what: String(error) }); }
  };
  return (
    <>
      <Title>{w.diary}</Title>
      <div class="stack">
        <Card title={w.entry}>
          <div class="stack">
            <Strength label={w.today} value={now} onChange={setNow} />
            <Strength label={w.worst} value={worst} onChange={setWorst} />
            <NumberField label={w.days} min={0} max={1000} value={days} onChange={setDays} />
            <TextField label={w.note} long value={note} onChange={setNote} />
            <FaultNote fault={fault} />
            {saved && <Note tone="ok" live>{w.saved}</Note>}
            <div class="row end"><Button kind="main" disabled={now === undefined && worst === undefined && !note} onClick={() => void save()}>{w.save}</Button></div>
          </div>
        </Card>
        {props.value.diary.length > 0 && <Card title={w.past}><table><thead><tr><th scope="col">{words.history.date}</th><th scope="col" class="num">{w.colNow}</th><th scope="col" class="num">{w.colWorst}</th><th scope="col">{w.colNote}</th></tr></thead><tbody>{props.value.diary.map((row, i) => <tr key={i}><th scope="row">{row.date}</th><td class="num">{row.intensity_now}</td><td class="num">{row.intensity_worst}</td><td>{row.note}</td></tr>)}</tbody></table></Card>}
      </div>
    </>
  );
}

function Strength(props: { label: string; value: number | undefined; onChange: (value: number) => void }) {
  return <Field label={props.label}>{(id) => <span class="row strength"><input id={id} type="range" min="0" max="10" step="1" value={props.value ?? 0} aria-valuetext={props.value === undefined ? words.notRecorded : `${props.value} ${w.intensity}`} onInput={(event) => props.onChange(Number(event.currentTarget.value))} onClick={(event) => props.onChange(Number(event.currentTarget.value))} /><strong class="big-range" aria-hidden="true">{props.value ?? "–"}</strong></span>}</Field>;
}

function PlanPage(props: PageProps) {
  const { plan } = props.value;
  return (
    <>
      <Title lead={plan ? `${w.releasedOn} ${plan.released}${plan.released_by ? ` ${w.by} ${plan.released_by}` : ""}` : undefined} aside={plan && <Button onClick={() => print()}>{w.printThis}</Button>}>{w.plan}</Title>
      {!plan ? <Note>{w.none}</Note> : (
        <div class="planned">
          {plan.treatments.map((row) => (
            <Card key={row.id + row.side} title={<>{row.name}{row.side ? `, ${row.side}` : ""}</>}>
              <div class={row.exercise ? "test-how" : ""}>
                {row.exercise && <Figure path={`/api/exercises/${encodeURIComponent(row.id)}/figure`} alt={`${words.exam.drawingOf}: ${row.name}`} none={<span />} />}
                <dl class="facts">{row.dose && <><dt>{w.often}</dt><dd>{row.dose}</dd></>}{row.stop && <><dt>{words.plan.stop}</dt><dd>{row.stop}</dd></>}</dl>
              </div>
            </Card>
          ))}
        </div>
      )}
    </>
  );
}

function LearnPage(props: PageProps) {
  return (
    <>
      <Title>{w.learn}</Title>
      <div class="stack">{props.value.education.map((topic, i) => <details key={topic.topic} class="card" open={i === 0}><summary><h2>{topic.title}</h2></summary>{topic.lines.map((line, k) => (line.kind === "stop" ? <Note key={k} tone="warn">{line.text}</Note> : line.kind === "why" ? <p key={k}>{line.text}</p> : <li key={k}>{line.text}</li>))}</details>)}</div>
    </>
  );
}

function QuestionsPage(props: PageProps) {
  const [own, setOwn] = useState<string[]>([]);
  const [text, setText] = useState<string>();
  const add = (event: Event) => { event.preventDefault(); if (text) setOwn([...own, text]); setText(undefined); };
  return (
    <>
      <Title aside={<Button onClick={() => print()}>{w.printThis}</Button>}>{w.questions}</Title>
      <Card><ul class="stack tight">{[...props.value.questions, ...own].map((line) => <li key={line}>{line}</li>)}</ul>
        <form class="row gap no-print" onSubmit={add}><TextField label={w.question} value={text} onChange={setText} class="grow" /><Button type="submit" disabled={!text}>{w.addQuestion}</Button></form></Card>
    </>
  );
}
