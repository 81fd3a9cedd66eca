// whatif.tsx - the same body with and without a treatment; loads and trials apart; the body drawn where the scene is built.
import { useMemo, useState } from "preact/hooks";
import { useApp, useNotice } from "../shell/context";
import { type PatientStore, useStore } from "../shell/store";
import { useRoute } from "../shell/router";
import type { BodyAsked, Change, Range, WhatIf } from "../shell/types";
import { Busy, Button, Card, FaultNote, figure, Note, sided, Tag, Title, unitText } from "../shell/ui";
import { capital, fill, words } from "../shell/words";
import { LevelCard } from "../assess/safety";
import { write } from "../explore/state";
import { Body3d } from "./body3d";
import { useComputed } from "./plan";

const w = words.whatif;

export function WhatIfPage(props: { store: PatientStore }) {
  const store = useStore(props.store);
  const { vocabulary } = useApp();
  const notice = useNotice();
  // what the plan proposes, where one comes from there
  const query = useRoute().query;
  const [picked, setPicked] = useState<string[]>(() => new URLSearchParams(query).getAll("treatment").filter((id) => vocabulary.treatments.some((row) => row.id === id)).slice(0, 8));
  const [weeks, setWeeks] = useState(12);
  const [asked, setAsked] = useState<{ treatments: { id: string }[]; weeks: number } | null>(() => (picked.length ? { treatments: picked.map((id) => ({ id })), weeks } : null));
  const { value, fault, busy } = useComputed<WhatIf>(store, "what-if", asked ?? {}, asked !== null);
  const groups = useMemo(() => [vocabulary.treatments.filter((row) => row.simulated), vocabulary.treatments.filter((row) => !row.simulated)] as const, [vocabulary]);
  const toggle = (id: string) => setPicked(picked.includes(id) ? picked.filter((other) => other !== id) : [...picked, id]);
  return (
    <>
      <Title lead={w.lead}>{w.title}</Title>
      <div class="stack">
      <LevelCard store={store} short />
      <div class="columns list">
        <Card title={w.pick}>
          <div class="stack tight">
            {groups.map((list, place) => (
              <details key={place} open={place === 0}><summary>{place === 0 ? w.simulated : w.trialsAlone} ({list.length})</summary>
                <ul class="bare">{list.map((row) => <li key={row.id}><label class="row check-row"><input type="checkbox" checked={picked.includes(row.id)} onChange={() => toggle(row.id)} /><span>{capital(row.name)}</span></label></li>)}</ul></details>
            ))}
            <label class="field"><span>{w.weeks}: <strong>{weeks}</strong></span><input type="range" min="1" max="26" value={weeks} onInput={(event) => setWeeks(Number(event.currentTarget.value))} /></label>
            <Button kind="main" disabled={picked.length === 0} onClick={() => setAsked({ treatments: picked.map((id) => ({ id })), weeks })}>{w.run}</Button>
          </div>
        </Card>
        <div class="stack">
          <FaultNote fault={fault} />
          {busy !== null && <Busy>{words.ranking.working}{busy && `: ${busy}`}</Busy>}
          {!asked && <Note>{w.choose}</Note>}
          {value?.body && <OnTheBody body={value.body} />}
          {value && <Answer value={value} notice={notice} />}
        </div>
      </div>
      </div>
    </>
  );
}

function Answer(props: { value: WhatIf; notice: (id: string) => string }) {
  const { value } = props;
  return (
    <div class="stack" data-whatif>
      {value.refused && <div data-withheld><Note tone="warn" title={`${w.refused}.`}>{typeof value.refused === "string" ? value.refused : value.treatments.map((row) => [row.refused, row.why].filter(Boolean).join(" ")).join(" ")}</Note></div>}
      {value.treatments.map((row) => (
        <Card key={row.id + row.side} title={`${capital(row.name)}${row.side === "right" || row.side === "left" ? `, ${words[row.side]}` : ""}`} aside={row.refused ? <Tag tone="warn">{w.refused}</Tag> : undefined}>
          <p>{row.refused ? `${row.refused} ${row.why ?? ""}` : row.mechanism}</p>
          {row.ask_first?.length > 0 && <p class="small-text"><strong>{words.plan.ask}:</strong> {row.ask_first.join(" · ")}</p>}
          {row.trials?.length > 0 && <details><summary>{words.plan.trials} ({row.trials.length})</summary><p class="small-text">{props.notice("trials_apart")}</p><ul>{row.trials.map((trial, i) => <li key={i}>{trial.outcome}, {trial.population}, {words.plan.against} {trial.against}: <span class="num">{trial.mid === null ? "?" : figure(trial.mid, 5)} ({trial.low === null ? "?" : figure(trial.low, 5)} – {trial.high === null ? "?" : figure(trial.high, 5)})</span> <span class="muted small-text">{trial.source}</span></li>)}</ul></details>}
        </Card>
      ))}
      {value.simulated && (
        <>
          <Note>{words.body3d.load} {fill(w.covered, { p: Math.round(100 * value.simulated.covered) })}</Note>
          <Changes title={w.tests} rows={value.simulated.tests} none={props.notice("none_shown")} />
          <Changes loads title={w.loads} rows={value.simulated.loads_in_standing} none={props.notice("none_shown")} />
        </>
      )}
      {!value.simulated && !value.refused && <Note>{w.nothing}</Note>}
    </div>
  );
}

// a change of a test that nobody could measure is told apart, as the program's text counts it (care_text.c)
const tooSmall = (row: Change): boolean => !!row.change && !!row.before && Math.max(Math.abs(row.change.low), Math.abs(row.change.high)) < Math.min(1, 0.01 * Math.abs(row.before.mid));

function Changes(props: { title: string; rows: Change[]; none: string; loads?: boolean }) {
  if (!props.rows?.length) return null;
  const span = (range: Range | null) => { if (!range) return ""; const width = range.high - range.low || Math.abs(range.mid); return `${figure(range.mid, width)} (${figure(range.low, width)} – ${figure(range.high, width)})`; };
  const shown = props.rows.filter((row) => !row.none_shown && (props.loads || !tooSmall(row))), small = props.rows.filter((row) => !row.none_shown && !shown.includes(row)), rest = props.rows.filter((row) => row.none_shown), none = props.none.split(":")[0]!;
  const table = (rows: Change[], name: string) => (
    <div class="scroll" tabIndex={0} role="region" aria-label={name}>
      <table class="wide-table stacked" role="table"><thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><span class="hidden">{w.outcome}</span></th>{[w.before, w.after, w.change].map((text) => <th key={text} role="columnheader" scope="col" class="num">{text}</th>)}</tr></thead>
        <tbody role="rowgroup">{rows.map((row, i) => <tr key={i} role="row"><th role="rowheader" scope="row">{capital(sided(row.name, row.side))} <span class="muted">[{unitText(row.unit)}]</span></th><td role="cell" class="num">{span(row.before)}</td><td role="cell" class="num">{span(row.after)}</td><td role="cell" class="num">{row.none_shown ? <span class="muted">{none}</span> : span(row.change)}</td></tr>)}</tbody></table>
    </div>
  );
  return (
    <Card title={props.title}>
      {shown.length > 0 ? table(shown, props.title) : small.length === 0 && <p>{capital(props.none)}.</p>}
      {small.length > 0 && <details><summary>{w.small} ({small.length})</summary>{table(small, `${props.title}, ${w.small}`)}</details>}
      {rest.length > 0 && <details open={shown.length + small.length === 0 && rest.length < 8}><summary>{capital(none)} ({rest.length})</summary>{table(rest, `${props.title}, ${none}`)}</details>}
    </Card>
  );
}

/// The leading explanation before and after, and the way to Explore: sex, size and conditions go into the link, nothing of the record.
function OnTheBody(props: { body: BodyAsked }) {
  const { body } = props;
  const now = useMemo(() => ({ task: "standing", person: body.person, conditions: body.conditions, parameters: [] }), [body]);
  const treated = useMemo(() => ({ ...now, parameters: body.parameters }), [body]);
  const link = write({ task: "standing", side: "right", how: {}, sex: body.person.sex ?? "", measures: body.person.measures, changes: [...body.conditions.map((row) => ({ id: row.id, side: row.side ?? "-", value: row.severity, condition: true })), ...body.parameters.map((row) => ({ id: row.id, side: row.side ?? "-", value: row.value, condition: false }))] });
  return (
    <Card title={w.body}>
      <p>{w.bodyLead}</p>
      <Body3d first={treated} second={now} names={[w.treated, w.now]} label={w.bodyLabel} />
      <p class="row"><a class="button" href={`#/explore?${link}`}>{w.bodyOpen}</a> <span class="small-text muted">{w.bodyMore}</span></p>
    </Card>
  );
}
