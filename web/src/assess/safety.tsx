// safety.tsx - the screen: every row with yes, no or not asked, the gravest first; then what puts a person outside the scope.
import { useState } from "preact/hooks";
import { useApp, useNotice } from "../shell/context";
import { go } from "../shell/router";
import { type PatientStore, useStore } from "../shell/store";
import type { Answer, Safety, ScreenRow } from "../shell/types";
import { Button, Card, Choice, Note, Select, NumberField, Tag, Title } from "../shell/ui";
import { words } from "../shell/words";
import { beside } from "./beside";

const answers = [["yes", words.yes], ["no", words.no]] as const;

/// Rows that can concern this person, as far as the record says who it is. The server decides; this only shortens the list.
export function applies(row: ScreenRow, person: Record<string, unknown> | undefined): boolean {
  const sex = person?.sex, age = person?.age_years as number | undefined;
  if (row.sex && sex && row.sex.toLowerCase() !== String(sex)[0]) return false;
  return age === undefined || (age >= (row.age_min ?? 0) && age < (row.age_max ?? Infinity));
}

export function SafetyPage(props: { store: PatientStore }) {
  const store = useStore(props.store);
  const { vocabulary } = useApp();
  const notice = useNotice();
  const [openOnly, setOpenOnly] = useState(false);
  const screen = store.current.screen ?? {};
  const rows = vocabulary.screen.filter((row) => row.asked && !vocabulary.validity.some((scope) => scope.row === row.id) && applies(row, store.doc.person));
  const levels = (["emergency", "urgent", "watch", "none"] as const).filter((level) => rows.some((row) => row.level === level));
  // what the person answered beside a "yes" that stands: of this visit, or of one before
  const person = (id: string) => (screen[id] !== "no" ? beside(store, `screen/${id}`) : undefined);
  const answer = (id: string, value: Answer | undefined) => store.editVisit(`screen/${id}`, (visit) => {
    visit.screen = { ...visit.screen };
    if (value) visit.screen[id] = value; else delete visit.screen[id];
  });
  const rest = (list: ScreenRow[]) => store.editVisit("screen/rest", (visit) => {
    visit.screen = { ...visit.screen };
    for (const row of list) visit.screen[row.id] ??= "no";
  });
  return (
    <>
      <Title lead={`${words.safety.lead} ${notice("screen_never_clears")}`} aside={<Button kind="quiet" pressed={openOnly} onClick={() => setOpenOnly(!openOnly)}>{words.safety.only}</Button>}>{words.safety.title}</Title>
      <div class="columns side">
        <div class="stack">
          <WhoCard store={store} />
          {levels.map((level) => {
            const list = rows.filter((row) => row.level === level);
            const open = list.filter((row) => !screen[row.id]);
            const shown = openOnly ? open : list;
            if (shown.length === 0) return null;
            return (
              <Card key={level} title={words.safety.groups[level] ?? level} aside={<span class="muted small-text">{list.length - open.length} {words.safety.of} {list.length} {words.safety.asked}</span>}>
                <ul class="bare asked">
                  {shown.map((row) => (
                    <li key={row.id} class={`ask ${screen[row.id] === "yes" && level !== "none" ? "positive" : ""}`} data-row={row.id}>
                      <p class="ask-text" aria-hidden="true">{row.question} {row.key && <Tag>{words.safety.key}</Tag>}</p>
                      <Choice name={row.question} hideName options={answers} value={screen[row.id]} clearable onChange={(value) => answer(row.id, value)} />
                      {person(row.id) && <p class="small-text person-said" data-person={person(row.id)!.now ?? ""}>{words.safety.person(person(row.id)!.now, person(row.id)!.at.slice(0, 10))}</p>}
                    </li>
                  ))}
                </ul>
                {open.length > 0 && level !== "none" && <div class="row end"><Button small kind="quiet" onClick={() => rest(open)} label={`${words.safety.allNo}: ${words.safety.groups[level] ?? level}`}>{words.safety.allNo} ({open.length})</Button></div>}
              </Card>
            );
          })}
          <ScopeCard store={store} />
          <div class="row end"><Button kind="main" onClick={() => go(`/p/${encodeURIComponent(store.id)}/history`)}>{words.safety.next}</Button></div>
        </div>
        <aside class="sticky stack" aria-label={words.safety.level}><LevelCard store={store} /></aside>
      </div>
    </>
  );
}

function WhoCard(props: { store: PatientStore }) {
  const { store } = props;
  const person = store.doc.person ?? {};
  const set = (key: string, value: unknown) => store.edit(`person/${key}`, (doc) => { doc.person = { ...doc.person, [key]: value }; });
  return (
    <Card title={words.safety.scope}>
      <div class="fields">
        <Select label={words.safety.sex} value={person.sex as string | undefined} none={words.notRecorded} options={[["female", words.safety.female], ["male", words.safety.male]]} onChange={(value) => set("sex", value)} />
        <NumberField label={words.safety.age} unit={words.safety.years} min={0} max={120} value={person.age_years as number | undefined} onChange={(value) => set("age_years", value)} />
        <NumberField label={words.safety.height} unit="m" min={0.4} max={2.6} value={person.height_m as number | undefined} onChange={(value) => set("height_m", value)} />
        <NumberField label={words.safety.mass} unit="kg" min={2} max={400} value={person.mass_kg as number | undefined} onChange={(value) => set("mass_kg", value)} />
      </div>
    </Card>
  );
}

function ScopeCard(props: { store: PatientStore }) {
  const { store } = props;
  const { vocabulary } = useApp();
  const validity = store.doc.validity ?? {};
  return (
    <Card title={words.safety.scopeRows}>
      <ul class="bare asked">
        {vocabulary.validity.map((row) => (
          <li key={row.id} class={`ask ${validity[row.id] === "yes" ? "positive" : ""}`} data-row={row.id}>
            <p class="ask-text" aria-hidden="true">{row.text}</p>
            <Choice name={row.text} hideName options={answers} value={validity[row.id] as Answer | undefined} clearable onChange={(value) => store.edit(`validity/${row.id}`, (doc) => { doc.validity = { ...doc.validity }; if (value) doc.validity[row.id] = value; else delete doc.validity[row.id]; })} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

export const levelTone = (level: Safety["level"]) => (level === "emergency" ? "danger" : level === "urgent" || level === "watch" || level === "unknown" ? "warn" : "ok") as "danger" | "warn" | "ok";

/// What the screen says now: level, what is open, what was not asked.
export function LevelCard(props: { store: PatientStore; short?: boolean }) {
  const store = useStore(props.store);
  const notice = useNotice();
  const screen = store.screen;
  if (!screen) return <Card title={words.safety.level}><Note tone="danger">{notice("screen_refused")}</Note></Card>;
  const { safety, validity } = screen;
  const missing = safety.not_asked.filter((row) => row.key);
  return (
    <Card title={words.safety.level}>
      <div class="stack tight" role="status" data-level={safety.level}>
        <Note tone={levelTone(safety.level)}>{safety.meaning}</Note>
        {safety.refusal && <Note tone="danger">{safety.refusal}</Note>}
        {!validity.in_scope && <Note tone="warn" title={`${words.ranking.withheld}.`}>{validity.reasons.map((reason) => <span key={reason}>{reason} </span>)}</Note>}
        {!safety.screen_complete && <Note tone="warn">{notice("screen_incomplete")}</Note>}
      </div>
      {safety.positive.length > 0 && (
        <>
          <h3 class="gap">{words.safety.actions}</h3>
          <ul class="bare stack tight">
            {safety.positive.map((item) => (
              <li key={item.id} class={`open-flag ${item.level ?? ""}`}>
                <strong>{item.text}</strong>
                <span>{item.action}</span>
                {item.suspect && !props.short && <span class="muted small-text">{words.safety.suspect}: {item.suspect}</span>}
                {item.source && !props.short && <span class="muted small-text">{item.source}</span>}
              </li>
            ))}
          </ul>
        </>
      )}
      {!props.short && missing.length > 0 && <details class="gap"><summary>{words.safety.missing} ({missing.length})</summary><ul>{missing.map((row) => <li key={row.id}>{row.text}</li>)}</ul></details>}
    </Card>
  );
}
