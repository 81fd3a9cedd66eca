// plan.tsx - the plan builder: what is proposed and why, what is left out and why, chosen by the clinician, released to the patient.
import { useEffect, useRef, useState } from "preact/hooks";
import { useApp, useNotice } from "../shell/context";
import { api, type ApiError, type Fault } from "../shell/api";
import { country } from "../shell/country";
import { type PatientStore, useStore } from "../shell/store";
import type { Plan, PlannedExercise, PlannedTreatment, Range, SavedPlan, Side } from "../shell/types";
import { Busy, Button, Card, doneTo, FaultNote, Figure, figure, Note, Select, sided, Tag, TextField, Title } from "../shell/ui";
import { capital, plain, words } from "../shell/words";
import { LevelCard } from "../assess/safety";
import { Course } from "./course";

const w = words.plan;
const sideLetter = (side: string | null): Side | undefined => (side === "right" ? "r" : side === "left" ? "l" : undefined);
export const todayText = (): string => new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10);

/// What was computed, and of which state of the file.
interface Computed<T> { value: T | null; fault: Fault | null; busy: string | null; of: Date | null }

/// Compute something of the saved file, again when the file is saved anew.
export function useComputed<T>(store: PatientStore, what: string, body: object, allowed: boolean): Computed<T> {
  const [state, set] = useState<Computed<T>>({ value: null, fault: null, busy: null, of: null });
  useEffect(() => {
    if (!allowed) return;
    const abort = new AbortController(), of = store.savedAt;
    set((was) => ({ ...was, busy: "", fault: null }));
    api.compute<T>(`/api/patients/${encodeURIComponent(store.id)}/${what}`, { visit: store.visit + 1, ...country(), ...body }, (event) => set((was) => ({ ...was, busy: event.what ?? "" })), abort.signal)
      .then((value) => !abort.signal.aborted && set({ value, fault: null, busy: null, of }), (error: ApiError) => { if (!abort.signal.aborted) set((was) => ({ ...was, fault: error.fault ?? { what: String(error) }, busy: null })); });
    return () => abort.abort();
  }, [store.savedAt, allowed, JSON.stringify(body)]);
  return state;
}

export function PlanPage(props: { store: PatientStore }) {
  const store = useStore(props.store);
  const allowed = store.screen !== null;
  const { value: plan, fault, busy, of } = useComputed<Plan>(store, "plan", {}, allowed);
  return (
    <>
      <Title lead={w.lead} aside={plan && <Button onClick={() => print()}>{w.print}</Button>}>{w.title}</Title>
      <div class="stack">
        <LevelCard store={store} short />
        <FaultNote fault={fault} />
        {busy !== null && <Busy>{words.ranking.working}{busy && `: ${busy}`}</Busy>}
        {plan && <PlanParts store={store} plan={plan} of={of} />}
      </div>
    </>
  );
}

function PlanParts(props: { store: PatientStore; plan: Plan; of: Date | null }) {
  const { plan, store } = props;
  const notice = useNotice();
  const proposed = plan.treatments.filter((row) => !row.refused && (row.choice === "chosen" || row.choice === "added"));
  const others = plan.treatments.filter((row) => !proposed.includes(row));
  const [out, setOut] = useState<Set<string>>(new Set());
  const [added, setAdded] = useState<{ treatment: string; side?: Side }[]>([]);
  const toggle = (id: string) => setOut((was) => { const next = new Set(was); if (!next.delete(id)) next.add(id); return next; });
  const kept = (row: { id: string; side: string | null }) => !out.has(row.id + (row.side ?? ""));
  const withheld = plan.only_referral;
  return (
    <div class="stack" data-plan>
      {withheld && <div data-withheld><Note tone="warn" title={`${words.ranking.withheld}.`}>{plan.why}</Note></div>}
      {(plan.wishes ?? []).length > 0 && <Card title={w.wishes}><ul>{plan.wishes!.map((text) => <li key={text}>{text}</li>)}</ul></Card>}
      {!withheld && (
        <div class="columns side">
          <div class="stack">
            <Card title={w.chosen} aside={<OnTheBody store={store} ids={proposed.map((row) => row.id)} />}>
              {proposed.length === 0 && <p>{w.nothing}</p>}
              <div class="planned">{proposed.map((row) => <TreatmentItem key={row.id + row.side} row={row} on={kept(row)} onToggle={() => toggle(row.id + (row.side ?? ""))} />)}</div>
            </Card>
            {plan.exercises.length > 0 && <Card title={w.exercises} aside={plan.exercise_minutes_a_day ? <span class="muted num">{Math.round(plan.exercise_minutes_a_day)} {w.minutes}</span> : undefined}>
              <div class="planned">{plan.exercises.map((row) => <ExerciseItem key={row.id + row.side} store={store} row={row} on={kept(row)} onToggle={() => toggle(row.id + (row.side ?? ""))} />)}</div>
            </Card>}
            {others.length > 0 && <details class="card"><summary>{w.others} ({others.length})</summary><ul class="bare stack tight">{others.map((row) => <li key={row.id + row.side}><strong>{doneTo(row.name, row.side)}</strong> {row.refused && <Tag tone="warn">{w.refused}</Tag>} <span class="muted">{row.refused && row.refused !== row.why ? `${row.refused} ` : ""}{row.why}</span></li>)}</ul></details>}
            {plan.left_out.length > 0 && <details class="card"><summary>{w.others}: {w.exercises} ({plan.left_out.length})</summary><ul>{plan.left_out.map((row, i) => <li key={i}>{row.name ?? row.id} <span class="muted">{row.why}</span></li>)}</ul></details>}
          </div>
          <div class="stack">
            <Release store={store} plan={plan} of={props.of} added={added} setAdded={setAdded} chosen={[...proposed, ...plan.exercises].filter(kept).map((row) => ({ treatment: row.id, ...(sideLetter(row.side) ? { side: sideLetter(row.side)! } : {}) }))} />
            {plan.prognosis && <Card title={w.prognosis}><Course course={plan.prognosis.course} /><Factors rows={plan.prognosis.factors ?? []} missing={plan.prognosis.not_recorded} /><p class="small-text muted">{plan.prognosis.source}</p></Card>}
            {plan.retest && <Card title={w.retest}><p>{plan.retest.dates.map((row) => row.date ?? `${row.week} ${w.weeks}`).join(" · ")}</p><ul>{plan.retest.tests.map((text) => <li key={text}>{text}</li>)}</ul></Card>}
          </div>
        </div>
      )}
      <Referrals plan={plan} />
      <Note>{notice("medicines")} {notice("procedures")} {notice("sij_position")}</Note>
    </div>
  );
}

/// What of the record shifts the course or was found not to, and the server's sentence of what may if it were recorded.
function Factors(props: { rows: NonNullable<NonNullable<Plan["prognosis"]>["factors"]>; missing: string | null }) {
  const holding = props.rows.filter((row) => row.does !== "not_recorded");
  return (
    <>
      {holding.length > 0 && <ul>{holding.map((row) => <li key={row.id}><strong>{row.name}</strong>: {row.does === "told" && row.measure === "worse" ? w.foundWorse : w.shifts[row.does] ?? plain(row.does)}. {row.words} <span class="muted small-text">{row.source} [{row.status}]</span></li>)}</ul>}
      {props.missing && <p class="small-text muted">{capital(props.missing)}</p>}
    </>
  );
}

/// From the plan to the drawn body: before and after what is proposed, and over a day.
function OnTheBody(props: { store: PatientStore; ids: string[] }) {
  const { vocabulary } = useApp();
  const simulated = props.ids.filter((id) => vocabulary.treatments.some((row) => row.id === id && row.simulated)), base = `#/p/${encodeURIComponent(props.store.id)}`;
  return (
    <span class="row no-print">
      {simulated.length > 0 && <a class="button small" href={`${base}/whatif?${simulated.slice(0, MOST_SIMULATED).map((id) => `treatment=${encodeURIComponent(id)}`).join("&")}`}>{w.onBody}</a>}
      <a class="button small" href={`${base}/day`}>{w.theDay}</a>
    </span>
  );
}

function Facts(props: { rows: (readonly [string, preact.ComponentChildren | null | undefined])[] }) {
  return <dl class="facts">{props.rows.filter(([, value]) => value !== null && value !== undefined && value !== "").map(([name, value]) => <><dt>{name}</dt><dd>{value}</dd></>)}</dl>;
}

function TreatmentItem(props: { row: PlannedTreatment; on: boolean; onToggle: () => void }) {
  const { row } = props;
  const name = doneTo(row.name, row.side);
  return (
    <article class={`planned-item ${props.on ? "" : "out"}`} data-treatment={row.id}>
      <label class="planned-head"><input type="checkbox" checked={props.on} onChange={props.onToggle} aria-label={`${w.include}: ${name}`} />
        <span><h3>{capital(name)}</h3><span class="row"><Tag tone="accent">{w.choices[row.choice] ?? plain(row.choice)}</Tag>{row.phase && <Tag>{w.phase[row.phase] ?? row.phase}</Tag>}<Tag>{w.evidence}: {row.grade}</Tag></span></span></label>
      <Facts rows={[[w.dose, row.dose], [w.ask, row.ask_first.length ? <ul>{row.ask_first.map((text) => <li key={text}>{text}</li>)}</ul> : null]]} />
      {row.trials.length > 0 && (
        <details><summary>{w.trials} ({row.trials.length})</summary>
          <div class="scroll" tabIndex={0} role="region" aria-label={`${w.trials}: ${name}`}><table><thead><tr><th scope="col">{w.trial}</th><th scope="col" class="num">{w.result}</th><th scope="col">{w.weeks}</th><th scope="col">{words.source}</th></tr></thead>
            <tbody>{row.trials.map((trial, i) => <tr key={i}><td>{trial.outcome}, {trial.population}, {w.against} {trial.against}. <span class="muted">{trial.words}</span></td><td class="num">{trial.mid === null ? "" : `${figure(trial.mid, 5)} (${trial.low === null ? "?" : figure(trial.low, 5)} – ${trial.high === null ? "?" : figure(trial.high, 5)})`}</td><td class="num">{trial.weeks}</td><td class="small-text">{trial.source} [{trial.status}]</td></tr>)}</tbody></table></div>
        </details>
      )}
      {row.guidelines.length > 0 && <details><summary>{w.guidelines} ({row.guidelines.length})</summary><ul>{row.guidelines.map((line, i) => <li key={i}>{[line.guideline ?? line.name, line.says, line.words ?? line.text].filter(Boolean).join(": ")} <span class="muted small-text">{line.source}</span></li>)}</ul></details>}
    </article>
  );
}

function ExerciseItem(props: { store: PatientStore; row: PlannedExercise; on: boolean; onToggle: () => void }) {
  const { row } = props;
  const name = doneTo(row.name, row.side);
  const worst = [...row.loads_raised].sort((a, b) => b.ratio - a.ratio)[0];
  return (
    <article class={`planned-item ${props.on ? "" : "out"}`} data-exercise={row.id}>
      <label class="planned-head"><input type="checkbox" checked={props.on} onChange={props.onToggle} aria-label={`${w.include}: ${name}`} />
        <span><h3>{capital(name)}</h3><span class="row"><Tag>{w.phase[row.phase] ?? row.phase}</Tag>{row.option && <Tag>{w.option}</Tag>}{row.may_aggravate && <Tag tone="warn">{w.aggravate}</Tag>}{row.solved && !row.held && <Tag tone="warn">{w.held}</Tag>}</span></span></label>
      <div class="test-how">
        {row.solved && <Figure path={`/api/exercises/${encodeURIComponent(row.id)}/figure`} alt={`${words.exam.drawingOf}: ${row.name}`} none={<p class="muted small-text">{words.exam.noPicture}</p>} />}
        <div>
          <p class="num">{row.sets > 1 && `${row.sets} ${w.sets} × `}{row.reps} {row.reps === 1 ? w.rep : w.reps}{row.hold_s > 0 && `, ${w.hold} ${row.hold_s} ${w.seconds}`}, {row.a_week} {w.week}</p>
          <Facts rows={[[w.progress, row.progression], [w.stop, row.stop]]} />
          {!row.solved && <p class="muted small-text">{w.notSolved}</p>}
        </div>
      </div>
      {row.may_aggravate && worst && (
        <details open><summary>{w.loadsRaised}</summary>
          <ul>{row.loads_raised.map((load) => { const amount = (range: Range | null) => (range ? amountOf(load.outcome, range.mid) : "?"); return <li key={load.outcome}>{capital(sided(load.name, load.side))}: <span class="num">{amount(load.standing)} {w.standing} → {amount(load.exercise)} {w.exercise}{load.daily_ratio !== undefined && load.daily_ratio !== null ? `, ${figure(load.daily_ratio, 2)} ${w.everyday}` : ` (× ${figure(load.ratio, 2)})`}</span></li>; })}</ul>
        </details>
      )}
    </article>
  );
}

/// A load with its unit, which the end of an outcome's name says.
function amountOf(outcome: string, value: number): string {
  const unit = /_mpa$/.test(outcome) ? "MPa" : /_nm$/.test(outcome) ? "N m" : /_n$/.test(outcome) ? "N" : "";
  return /strain/.test(outcome) ? `${figure(100 * value, 2)} %` : `${figure(value, Math.abs(value) >= 20 ? 20 : 2)} ${unit}`.trim();
}

function Referrals(props: { plan: Plan }) {
  if (props.plan.referrals.length === 0) return null;
  return <Card title={w.referrals}><ul class="bare stack tight">{props.plan.referrals.map((row, i) => <li key={i} class={`open-flag ${row.level ?? ""}`}><strong>{row.own ? w.ownWork : row.to}: {row.reason}</strong><span>{row.asks}</span></li>)}</ul></Card>;
}

/// As many treatments are simulated together as the server takes.
const MOST_SIMULATED = 8;

/// What the clinician decided, written into the file: only that is shown to the patient.
function Release(props: { store: PatientStore; plan: Plan; of: Date | null; chosen: SavedPlan["treatments"]; added: SavedPlan["treatments"]; setAdded: (list: SavedPlan["treatments"]) => void }) {
  const { store, plan, chosen, added } = props;
  const { vocabulary } = useApp();
  const [by, setBy] = useState<string | undefined>(store.doc.plans?.at(-1)?.released_by);
  const last = store.doc.plans?.filter((row) => row.released).at(-1);
  const names = [...vocabulary.treatments, ...vocabulary.exercises];
  const name = (id: string) => names.find((row) => row.id === id)?.name ?? plain(id);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const treatments = [...chosen, ...added], simulated = treatments.filter((row) => vocabulary.treatments.some((known) => known.id === row.treatment && known.simulated));
  // the plan that is shown is of the file as it is, and nothing that is known of it forbids treatment
  const current = store.savedAt === props.of, permitted = current && plan.safety.treatment_allowed && store.screen?.safety.treatment_allowed === true;
  // what it expects of pain and of tests is simulated for what was chosen, as `ilium plan --save` does. That takes a while, in which a sign of danger
  // may be answered, here or after the page was left: what is written is of the very file that was released, or nothing is
  const release = async () => {
    const { doc, visit } = store, today = todayText(), date = doc.visits[visit]?.date ?? today, abort = new AbortController();
    const still = () => !abort.signal.aborted && store.doc === doc && store.visit === visit && store.state === "saved" && store.savedAt === props.of && store.screen?.safety.treatment_allowed === true;
    running.current = abort;
    setBusy(true);
    setFault(null);
    try {
      await store.save();
      const { expected } = still() ? await api.compute<Pick<SavedPlan, "expected">>(`/api/patients/${encodeURIComponent(store.id)}/expected`, {
        visit: visit + 1, ...country(), treatments: simulated.slice(0, MOST_SIMULATED).map((row) => ({ id: row.treatment, ...(row.side ? { side: row.side === "r" ? "right" : "left" } : {}) })),
      }, undefined, abort.signal) : {};
      if (still()) {
        const made = { date, by: by!, released: today, released_by: by!, treatments, version: plan.version, data: plan.data, expected };
        store.edit("plan/release", (next) => { next.plans = [...(next.plans ?? []).filter((row) => row.date !== date), made].sort((a, b) => (a.date < b.date ? -1 : 1)); });
      } else setFault((store.state !== "saved" && store.fault) || { what: w.changed });
    } catch (error) {
      setFault((error as ApiError).fault ?? { what: String(error) });
    } finally { setBusy(false); }
  };
  return (
    <Card title={w.release} class="no-print">
      <div class="stack tight">
        {last && <Note tone="ok" live>{w.released} {last.released} {w.by} {last.released_by}: {last.treatments.map((row) => name(row.treatment)).join(", ")}</Note>}
        {treatments.length > 0 && <h3>{w.toRelease}</h3>}
        <ul>{chosen.map((row) => <li key={row.treatment + row.side}>{name(row.treatment)}{row.side && `, ${row.side === "r" ? words.right : words.left}`}</li>)}
          {added.map((row) => <li key={row.treatment}>{name(row.treatment)} <Tag tone="warn">{w.added}</Tag> <Button small kind="quiet" label={`${words.remove}: ${name(row.treatment)}`} onClick={() => props.setAdded(added.filter((other) => other !== row))}>{words.remove}</Button></li>)}</ul>
        <Select label={w.addLabel} none="…" value={undefined} options={names.filter((row) => ![...chosen, ...added].some((other) => other.treatment === row.id)).map((row) => [row.id, row.name] as const)} onChange={(id) => id && props.setAdded([...added, { treatment: id }])} />
        <p class="help">{w.addHelp}</p>
        <TextField label={w.releasedBy} value={by} onChange={setBy} help={by ? undefined : w.mustName} />
        {simulated.length > MOST_SIMULATED && <Note tone="warn">{w.firstOnly.replace("{n}", String(MOST_SIMULATED))} {simulated.slice(MOST_SIMULATED).map((row) => name(row.treatment)).join(", ")}</Note>}
        <FaultNote fault={fault} />
        {busy && <Busy>{w.releasing}</Busy>}
        <div class="row end"><Button kind="main" disabled={busy || !by?.trim() || treatments.length === 0 || !permitted} onClick={release}>{w.release}</Button></div>
      </div>
    </Card>
  );
}
