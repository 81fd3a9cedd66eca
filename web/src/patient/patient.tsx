// patient.tsx - what a patient sees: safety screen, pain diary, education, the released plan, questions to take along. Nothing else can be reached:
// the server refuses every other call of a session in patient mode. No ranking, no probability, no name of a serious disease.
import { useRef, useState } from "preact/hooks";
import { EmergencyFrame } from "../shell/emergency";
import { api, ApiError, type Fault } from "../shell/api";
import { country } from "../shell/country";
import { useNotice } from "../shell/context";
import type { Answer, Level } from "../shell/types";
import { Busy, Button, Card, Choice, FaultNote, Figure, Field, Note, NumberField, TextField, Title, useLoad } from "../shell/ui";
import { words } from "../shell/words";
import { Mark } from "../shell/app";

const w = words.patient;
interface PatientSafety { level: Level; meaning: string; call: string; said_yes: string[]; other_answers: number; complete: boolean; incomplete: string | null; go_now_if: string[] }
interface Exercise { id: string; name: string; side: string | null; does?: string; sets?: number | null; reps?: number | null; hold_s?: number | null; days_a_week?: number | null; harder?: string; stop_if?: string; not_now?: string }
interface Treatment { id: string; name: string; side: string | null; by?: string | null; dose?: string | null; not_now?: string | null }
interface PatientView {
  safety: PatientSafety; plan: { none?: string; released?: string; by?: string | null; treatments?: Treatment[]; exercises?: Exercise[]; note?: string | null };
  education?: { topic: string; kind: string; text: string }[];
}
interface Asked { section: string; id: string; text: string; answers: string; also?: string; applies: boolean; answer: string | null; person?: string }
interface Interview { revision: string; questions: Asked[] }
const pages = ["home", "screen", "diary", "plan", "learn", "questions"] as const;
type PageName = (typeof pages)[number];
const address = (id: string, page: PageName) => `#/patient/${encodeURIComponent(id)}${page === "home" ? "" : `/${page}`}`;

export function PatientMode(props: { id: string; parts: string[]; onLeave: () => void }) {
  const page = (pages as readonly string[]).includes(props.parts[0] ?? "") ? (props.parts[0] as PageName) : "home";
  const base = `/api/patients/${encodeURIComponent(props.id)}`;
  const code = country().country;
  const view = useLoad(() => api.get<PatientView>(`${base}/patient-view${code ? `?country=${code}` : ""}`), [props.id, page]);
  const interview = useLoad(() => api.get<Interview>(`${base}/interview`), [props.id, page]);
  const fault = view.fault ?? interview.fault;
  const reload = () => { view.reload(); interview.reload(); };
  const Page = { home: Home, screen: ScreenPage, diary: DiaryPage, plan: PlanPage, learn: LearnPage, questions: QuestionsPage }[page];
  return (
    <div class="patient-mode">
      <header class="top">
        <a class="brand" href={address(props.id, "home")}><Mark />{words.brand}</a>
        <nav aria-label={words.nav.main}>{page !== "home" && <a href={address(props.id, "home")}>{w.home}</a>}</nav>
        <Leave onLeave={props.onLeave} />
      </header>
      <main id="content">
        <FaultNote fault={fault} onRetry={reload} />
        {view.value && interview.value ? <Page key={page} id={props.id} view={view.value} interview={interview.value} reload={reload} /> : !fault && <Busy />}
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

interface PageProps { id: string; view: PatientView; interview: Interview; reload: () => void }

/// Answers into the record, all or none. A record that the clinician changed meanwhile is read again and answered once more.
async function answerAll(id: string, revision: string, answers: { id: string; answer: string }[]): Promise<{ revision: string; stands: string[] }> {
  const base = `/api/patients/${encodeURIComponent(id)}/interview`;
  const send = (of: string) => api.post<{ revision: string; stands: string[] }>(base, { by: w.person, answers }, of);
  try { return await send(revision); } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 409) throw error;
    return send((await api.get<Interview>(base)).revision);
  }
}

function Home(props: PageProps) {
  const notice = useNotice();
  const tiles: [PageName, string, string][] = [["screen", w.screen, w.screenTile], ["diary", w.diary, w.diaryTile], ["plan", w.plan, w.planTile], ["learn", w.learn, w.learnTile], ["questions", w.questions, w.questionsTile]];
  return (
    <>
      <Title lead={notice("patient_mode")}>{w.title}</Title>
      <div class="stack">
        <nav class="tiles" aria-label={w.title}>{tiles.map(([page, name, text]) => <a key={page} class="tile" href={address(props.id, page)}><strong>{name}</strong><span>{text}</span></a>)}</nav>
        <GoNow safety={props.view.safety} />
      </div>
    </>
  );
}

/// What must not wait, in the plain lines of the server.
function GoNow(props: { safety: PatientSafety }) {
  return <Card title={w.goNow}><p><strong>{props.safety.call}</strong></p><ul>{props.safety.go_now_if.map((text) => <li key={text}>{text}</li>)}</ul></Card>;
}

function ScreenPage(props: PageProps) {
  const rows = props.interview.questions.filter((row) => row.id.startsWith("screen/") && row.applies);
  const [answers, setAnswers] = useState<Record<string, Answer | "unknown" | undefined>>(() => Object.fromEntries(rows.map((row) => [row.id, (row.person ? row.person : row.person === "" ? "unknown" : row.answer ?? undefined) as Answer | "unknown" | undefined])));
  // rows whose "yes" is not the person's to take back: it stays, what the person answers is kept beside it
  const [stands, setStands] = useState<Set<string>>(() => new Set(rows.filter((row) => row.person !== undefined && row.person !== "yes").map((row) => row.id)));
  const [safety, setSafety] = useState<PatientSafety>(props.view.safety);
  const [told, setTold] = useState(false);
  const [acknowledged, setAcknowledged] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const revision = useRef(props.interview.revision);
  // danger is told at the first yes, not at the end: every answer is saved and screened at once
  const queue = useRef(Promise.resolve());
  const answer = (id: string, value: Answer | "unknown" | undefined) => {
    if (!value) return;
    setAnswers({ ...answers, [id]: value });
    queue.current = queue.current.then(async () => {
      try {
        const done = await answerAll(props.id, revision.current, [{ id, answer: value === "unknown" ? "" : value }]);
        revision.current = done.revision;
        setStands((had) => { const now = new Set(had); if (done.stands.includes(id) && value !== "yes") now.add(id); else now.delete(id); return now; });
        const said = await api.post<{ safety: PatientSafety }>(`/api/patients/${encodeURIComponent(props.id)}/screen`, country());
        setSafety(said.safety);
        setTold(true);
        if (value === "yes") setAcknowledged(false);
        setFault(null);
      } catch (error) { setFault((error as ApiError).fault ?? { what: String(error) }); }
    });
  };
  if (safety.level === "emergency" && !acknowledged) {
    return <EmergencyFrame title={safety.meaning} call={safety.call} onAcknowledge={() => setAcknowledged(true)}>{safety.said_yes.map((text) => <li key={text}><p class="action">{text}</p></li>)}</EmergencyFrame>;
  }
  return (
    <>
      <Title lead={w.screenLead}>{w.screen}</Title>
      <div class="stack">
        <Note tone={safety.level === "emergency" || safety.level === "urgent" ? "danger" : safety.level === "clear" ? "plain" : "warn"} live={told}><span data-level={safety.level}>{safety.meaning}</span> {safety.incomplete}{safety.said_yes.length > 0 && <ul>{safety.said_yes.map((text) => <li key={text}>{text}</li>)}</ul>}</Note>
        <FaultNote fault={fault} />
        <Card>
          <ul class="bare asked">
            {rows.map((row) => (
              <li key={row.id} class={`ask ${answers[row.id] === "yes" ? "positive" : ""}`} data-row={row.id.slice(7)}>
                <p class="ask-text" aria-hidden="true">{row.text}</p>
                <Choice name={row.text} hideName options={[["yes", w.askedYes], ["no", w.askedNo], ["unknown", w.dontKnow]] as const} value={answers[row.id]} onChange={(value) => answer(row.id, value)} />
                {stands.has(row.id) && <Note tone="warn" live>{w.stands}</Note>}
              </li>
            ))}
          </ul>
        </Card>
        <GoNow safety={safety} />
      </div>
    </>
  );
}

// what a person writes down themselves, by its place in the record; the text of the question comes from the server
const diary = ["pain/intensity_now", "pain/intensity_worst", "history/wakes_at_night", "history/morning_stiffness_minutes", "history/aggravating", "history/relieving", "pain/note"];

function DiaryPage(props: PageProps) {
  const asked = diary.map((id) => props.interview.questions.find((row) => row.id === id)).filter((row) => row !== undefined).map((row) => ({ ...row, text: w.diaryAsks[row.id] ?? row.text }));
  // a figure of the person's that stands beside the record's is what they see
  const said = (row: Asked) => row.person ?? row.answer ?? "";
  const [answers, setAnswers] = useState<Record<string, string>>(() => Object.fromEntries(asked.map((row) => [row.id, said(row)])));
  const beside = asked.some((row) => row.person !== undefined);
  const [state, setState] = useState<"" | "saved">("");
  const [fault, setFault] = useState<Fault | null>(null);
  const set = (id: string, value: string) => { setAnswers({ ...answers, [id]: value }); setState(""); };
  const changed = asked.filter((row) => (answers[row.id] ?? "") !== said(row));
  const save = async () => {
    try {
      await answerAll(props.id, props.interview.revision, changed.map((row) => ({ id: row.id, answer: answers[row.id] ?? "" })));
      setState("saved");
      setFault(null);
      props.reload();
    } catch (error) { setFault((error as ApiError).fault ?? { what: String(error) }); }
  };
  return (
    <>
      <Title lead={w.diaryLead}>{w.diary}</Title>
      <Card>
        <div class="stack">
          {asked.map((row) => row.id.startsWith("pain/intensity") ? <Strength key={row.id} label={row.text} value={answers[row.id] ? Number(answers[row.id]) : undefined} onChange={(value) => set(row.id, String(value))} />
            : /^yes or no/.test(row.answers) ? <Choice key={row.id} name={row.text} options={[["yes", w.askedYes], ["no", w.askedNo]] as const} value={answers[row.id] as Answer | undefined} onChange={(value) => value && set(row.id, value)} />
              : /number/.test(row.answers) ? <NumberField key={row.id} label={row.text} min={0} max={1440} value={answers[row.id] ? Number(answers[row.id]) : undefined} onChange={(value) => set(row.id, value === undefined ? "" : String(value))} />
                : <TextField key={row.id} label={row.text} long value={answers[row.id]} onChange={(value) => set(row.id, value ?? "")} />)}
          <FaultNote fault={fault} />
          {state === "saved" && <Note tone="ok" live>{w.saved}</Note>}
          {beside && <Note tone="warn" live>{w.beside}</Note>}
          <div class="row end"><Button kind="main" disabled={changed.length === 0} onClick={() => void save()}>{w.save}</Button></div>
        </div>
      </Card>
    </>
  );
}

function Strength(props: { label: string; value: number | undefined; onChange: (value: number) => void }) {
  return <Field label={props.label}>{(id) => <span class="strength"><input id={id} type="range" min="0" max="10" step="1" value={props.value ?? 0} aria-valuetext={props.value === undefined ? words.notRecorded : `${props.value} ${w.intensity}`} onInput={(event) => props.onChange(Number(event.currentTarget.value))} onClick={(event) => props.onChange(Number(event.currentTarget.value))} /><strong class="big-range" aria-hidden="true">{props.value ?? "–"}</strong></span>}</Field>;
}

function PlanPage(props: PageProps) {
  const { plan } = props.view;
  if (plan.none !== undefined) return <><Title>{w.plan}</Title><Note>{plan.none}</Note></>;
  return (
    <>
      <Title lead={`${w.releasedOn} ${plan.released ?? ""}${plan.by ? ` ${w.by} ${plan.by}` : ""}`} aside={<Button onClick={() => print()}>{w.printThis}</Button>}>{w.plan}</Title>
      <div class="stack">
        {(plan.exercises ?? []).map((row) => (
          <Card key={row.id + row.side} title={<>{row.name}{row.side ? `, ${row.side}` : ""}</>}>
            {row.not_now ? <Note tone="warn">{row.not_now}</Note> : (
              <div class="test-how">
                <Figure path={`/api/exercises/${encodeURIComponent(row.id)}/figure`} alt={`${words.exam.drawingOf}: ${row.name}`} none={<span />} />
                <dl class="facts">
                  <dt>{w.often}</dt><dd>{(row.sets ?? 0) > 1 && `${row.sets} ${words.plan.sets} × `}{row.reps} {row.reps === 1 ? words.plan.rep : words.plan.reps}{row.hold_s ? `, ${words.plan.hold} ${row.hold_s} ${words.plan.seconds}` : ""}, {row.days_a_week} {words.plan.week}</dd>
                  {row.harder && <><dt>{words.plan.progress}</dt><dd>{row.harder}</dd></>}
                  {row.stop_if && <><dt>{words.plan.stop}</dt><dd>{row.stop_if}</dd></>}
                </dl>
              </div>
            )}
          </Card>
        ))}
        {(plan.treatments ?? []).length > 0 && <Card title={words.plan.chosen}><ul class="stack tight">{plan.treatments!.map((row) => <li key={row.id}><strong>{row.name}{row.side ? `, ${row.side}` : ""}</strong> {row.not_now ?? [row.by, row.dose].filter(Boolean).join(" · ")}</li>)}</ul></Card>}
        {plan.note && <Note>{plan.note}</Note>}
      </div>
    </>
  );
}

function LearnPage(props: PageProps) {
  const lines = (props.view.education ?? []).filter((line) => line.topic !== "questions");
  const topics = [...new Set(lines.map((line) => line.topic))];
  return (
    <>
      <Title>{w.learn}</Title>
      <div class="stack">{topics.map((topic, i) => {
        const own = lines.filter((line) => line.topic === topic);
        return <details key={topic} class="card learn" open={i === 0}><summary><h2>{own.find((line) => line.kind === "title")?.text ?? topic}</h2></summary>
          {own.filter((line) => line.kind === "why").map((line) => <p key={line.text}>{line.text}</p>)}
          <ul class="stack tight">{own.filter((line) => line.kind === "do").map((line) => <li key={line.text}>{line.text}</li>)}</ul>
          {own.filter((line) => line.kind === "stop").map((line) => <Note key={line.text} tone="warn">{line.text}</Note>)}</details>;
      })}</div>
    </>
  );
}

function QuestionsPage(props: PageProps) {
  const lines = (props.view.education ?? []).filter((line) => line.topic === "questions" && line.kind !== "title");
  const [own, setOwn] = useState<string[]>([]);
  const [text, setText] = useState<string>();
  const add = (event: Event) => { event.preventDefault(); if (text) setOwn([...own, text]); setText(undefined); };
  return (
    <>
      <Title aside={<Button onClick={() => print()}>{w.printThis}</Button>}>{w.questions}</Title>
      <Card><ul class="stack tight">{[...lines.map((line) => line.text), ...own].map((line) => <li key={line}>{line}</li>)}</ul>
        <form class="row gap no-print" onSubmit={add}><TextField label={w.question} value={text} onChange={setText} class="grow" /><Button type="submit" disabled={!text}>{w.addQuestion}</Button></form></Card>
    </>
  );
}
