// ranking.tsx - what fits, in the words of the safety contract: present is not painful, ranges, not determined, what cannot be told apart.
import { useEffect, useState } from "preact/hooks";
import { useNotice } from "../shell/context";
import { type PatientStore, useStore } from "../shell/store";
import type { AssessedFinding, Assessment, Condition, Load, Note as NoteLine, Posture, Range } from "../shell/types";
import { Busy, Button, Card, FaultNote, figure, Note, percent, sided, Tag, Title, unitText } from "../shell/ui";
import { capital, plain, words } from "../shell/words";
import { LevelCard } from "./safety";

const w = words.ranking;
const condition = (row: Condition | undefined) => (row ? capital(sided(row.name, row.side)) : "");

/// Probability of presence from 0 to 1: a bar to the usual prior, a line over its range, a tick at the prior itself.
function Chance(props: { present: Range; prior: Range | null }) {
  const { low, mid, high } = props.present;
  return (
    <svg class="chance" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
      <rect x="0" y="3" width="100" height="6" rx="1" fill="var(--line)" />
      <rect x="0" y="3" width={100 * mid} height="6" rx="1" fill="var(--bar)" />
      <line x1={100 * low} x2={100 * high} y1="6" y2="6" stroke="var(--ink)" stroke-width="1.4" vector-effect="non-scaling-stroke" />
      {[low, high].map((x) => <line key={x} x1={100 * x} x2={100 * x} y1="2" y2="10" stroke="var(--ink)" stroke-width="1.4" vector-effect="non-scaling-stroke" />)}
      {props.prior && <line x1={100 * props.prior.mid} x2={100 * props.prior.mid} y1="0" y2="12" stroke="var(--warn-line)" stroke-width="2" vector-effect="non-scaling-stroke" />}
    </svg>
  );
}

/// None, one, two together, not determined: all hypotheses in one bar.
function Shares(props: { assessment: Assessment }) {
  const sum = (kind: string) => (props.assessment.hypotheses ?? []).filter((row) => row.kind === kind).reduce((total, row) => total + row.probability, 0);
  const parts = [["none", words.ranking.none, sum("none")], ["single", words.ranking.single, sum("single")], ["pair", words.ranking.pair, sum("pair")], ["not_determined", words.ranking.notDetermined, sum("not_determined")]] as const;
  return (
    <div class="shares">
      <div class="share-bar" aria-hidden="true">{parts.map(([kind, , share]) => <span key={kind} class={`share ${kind}`} style={{ width: `${100 * share}%` }} />)}</div>
      <ul class="bare share-names">{parts.map(([kind, name, share]) => <li key={kind}><span class={`share-key ${kind}`} aria-hidden="true" /> {name} <strong class="num">{percent(share)}</strong></li>)}</ul>
    </div>
  );
}

/// Before any number: why nothing is ranked, or that it is being computed.
function Withheld(props: { store: PatientStore }) {
  const { store } = props;
  const notice = useNotice();
  if (store.screen && !store.screen.safety.rank_allowed) {
    const { safety, validity } = store.screen;
    return <div data-withheld><Note tone="warn" title={`${words.ranking.withheld}.`}>{safety.refusal ?? ""} {[...(validity.in_scope ? [] : [notice("screen_record_only")]), ...validity.reasons.map((reason) => `${reason}.`), ...(safety.level === "emergency" ? [safety.meaning] : [])].join(" ")}</Note></div>;
  }
  return <FaultNote fault={store.assessFault} onRetry={() => void store.assess()} />;
}

/// The ranking beside the exam: the first few, always with its uncertainty.
export function LiveRanking(props: { store: PatientStore }) {
  const store = useStore(props.store);
  useEffect(() => { void store.assess(); }, [store.savedAt, store.screen]);
  const assessment = store.assessment;
  return (
    <Card title={words.ranking.live} aside={<a href={`#/p/${encodeURIComponent(store.id)}/findings`}>{words.ranking.all}</a>}>
      <div class="stack tight">
        <Withheld store={store} />
        {store.assessing !== null && <Busy>{words.ranking.working}{store.assessing && `: ${store.assessing}`}</Busy>}
        {assessment?.conditions && (
          <div class={store.stale ? "stale" : ""} aria-busy={store.stale}>
            {store.stale && <p class="small-text muted">{words.ranking.stale}</p>}
            {assessment.no_condition_supported && <Note title="">{assessment.no_condition_supported}</Note>}
            <ol class="bare live">{assessment.conditions.slice(0, 5).map((row) => <li key={row.id + row.side}><div class="live-head"><span>{condition(row)}</span><span class="num"><strong>{percent(row.present.mid)}</strong> <span class="muted small-text">{percent(row.present.low)}–{percent(row.present.high)}</span></span></div><Chance present={row.present} prior={row.prior} /></li>)}</ol>
            <Shares assessment={assessment} />
            <p class="small-text">{assessment.read_this?.present_is_not_painful} {assessment.read_this?.calibration}</p>
          </div>
        )}
      </div>
    </Card>
  );
}

export function FindingsPage(props: { store: PatientStore }) {
  const store = useStore(props.store);
  const notice = useNotice();
  const [all, setAll] = useState(false);
  useEffect(() => { void store.assess(); }, [store.savedAt, store.screen]);
  const assessment = store.assessment;
  const conditions = assessment?.conditions ?? [];
  const shown = all ? conditions : conditions.slice(0, 6);
  return (
    <>
      <Title lead={assessment?.read_this?.calibration ?? notice("calibration")}>{words.ranking.title}</Title>
      <div class="stack">
        <LevelCard store={store} short />
        <Withheld store={store} />
        {store.assessing !== null && <Busy>{words.ranking.working}{store.assessing && `: ${store.assessing}`}</Busy>}
        {assessment?.conditions && (
          <div class={`stack ${store.stale ? "stale" : ""}`} aria-busy={store.stale} data-ranking>
            {store.stale && <p class="small-text muted">{words.ranking.stale}</p>}
            <Note tone="warn">{assessment.read_this?.present_is_not_painful}</Note>
            {assessment.no_condition_supported && <Note tone="warn">{assessment.no_condition_supported}</Note>}
            <Card title={words.ranking.shares}><Shares assessment={assessment} /><p class="small-text muted">{notice("not_determined")} {notice("at_most_two")}</p></Card>
            <Card title={words.ranking.condition} aside={<span class="muted small-text">{words.ranking.present}, {words.ranking.range}</span>}>
              <ol class="bare ranked">{shown.map((row) => <ConditionRow key={row.id + row.side} row={row} assessment={assessment} />)}</ol>
              {conditions.length > 6 && <Button kind="quiet" onClick={() => setAll(!all)}>{all ? words.ranking.fewer : `${words.ranking.all} (${conditions.length})`}</Button>}
              <Inseparable assessment={assessment} />
            </Card>
            <FindingTable rows={assessment.findings} />
            <Loads loads={assessment.loads ?? []} posture={assessment.posture ?? []} says={assessment.read_this?.load_is_not_pain ?? ""} />
            <div class="columns half">
              <Notes title={words.ranking.contradictions} list={assessment.contradictions ?? []} />
              <Notes title={words.ranking.unknown} list={assessment.unknown ?? []} />
            </div>
          </div>
        )}
      </div>
    </>
  );
}

function ConditionRow(props: { row: Condition; assessment: Assessment }) {
  const { row, assessment } = props;
  const notice = useNotice();
  const finding = (index: number) => { const f = assessment.findings[index]; return f ? sided(f.name, f.side) : ""; };
  const factor = (log: number) => `× ${figure(10 ** Math.abs(log), 2)}`;
  return (
    <li class="condition" data-condition={row.id}>
      <div class="condition-head">
        <h3>{condition(row)}</h3>
        <span class="num"><strong>{percent(row.present.mid)}</strong> <span class="muted">({percent(row.present.low)} – {percent(row.present.high)})</span></span>
      </div>
      <Chance present={row.present} prior={row.prior} />
      <div class="row">
        <Tag tone={row.link_to_pain === "supported" ? "accent" : "plain"}>{words.ranking.link}: {words.ranking.links[row.link_to_pain]}</Tag>
        {row.contributing && <Tag tone="warn">{words.ranking.contributing}</Tag>}
        <Tag>{words.ranking.evidence}: {plain(row.evidence)}</Tag>
        {row.severity && <span class="small-text muted">{words.ranking.severity}: {figure(row.severity.low, 5)}–{figure(row.severity.high, 5)} {unitText(row.severity_unit)}</span>}
      </div>
      <details>
        <summary>{words.ranking.why}</summary>
        <div class="columns half">
          {([["explains", words.ranking.speaks], ["against", words.ranking.against]] as const).map(([key, name]) => row[key].length > 0 && (
            <div key={key}><h4>{name}</h4><ul>{row[key].slice(0, 6).map((item) => <li key={item.finding}>{finding(item.finding)} <span class="muted num">{factor(item.log10_likelihood)}</span></li>)}</ul></div>
          ))}
        </div>
        <p class="small-text">{notice(`link_${row.link_to_pain}`)}{row.link_source && ` (${row.link_source})`}</p>
        {row.contributing && <p class="small-text">{notice("contributing")}</p>}
        <p class="small-text muted">{[row.prior_source && `${words.ranking.priorEnd}: ${row.prior_source}`, row.evidence_source && `${words.ranking.evidence}: ${row.evidence_source}`].filter(Boolean).join(" · ")}</p>
      </details>
    </li>
  );
}

function Inseparable(props: { assessment: Assessment }) {
  const notice = useNotice();
  const { conditions = [], inseparable = [] } = props.assessment;
  const leading = inseparable.filter((row) => row.a < 4 && row.b < 4);
  if (leading.length === 0) return null;
  return (
    <details><summary>{words.ranking.inseparable} ({leading.length})</summary>
      <ul>{leading.map((row) => <li key={`${row.a}.${row.b}`}>{condition(conditions[row.a])} / {condition(conditions[row.b])}{row.test && ` · ${row.test}`}</li>)}</ul>
      <p class="small-text">{notice("cannot_separate")}</p>
    </details>
  );
}

const spread = (row: { mean: number; sd: number } | null) => (row ? `${figure(row.mean, 5)} ± ${figure(row.sd, 5)}` : "");
function FindingTable(props: { rows: AssessedFinding[] }) {
  const rows = props.rows.filter((row) => row.observed || row.word);
  if (rows.length === 0) return null;
  return (
    <Card title={words.ranking.findings}>
      <div class="scroll" tabIndex={0} role="region" aria-label={words.ranking.findings}>
        <table class="wide-table labelled" role="table">
          <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">{words.ranking.test}</th>{[w.measured, w.expected, w.with, w.norm].map((text) => <th key={text} role="columnheader" scope="col" class="num">{text}</th>)}</tr></thead>
          <tbody role="rowgroup">{rows.map((row, i) => (
            <tr key={i} role="row"><th role="rowheader" scope="row">{capital(sided(row.name, row.side))}{row.caution && <span class="muted small-text"> {row.caution}</span>}</th>
              {([[w.measured, row.observed ? `${figure(row.observed.mid, 5)} ${unitText(row.unit)}` : row.word], [w.expected, spread(row.healthy)], [w.with, spread(row.with_best)], [w.norm, spread(row.norm)]] as const).map(([name, text]) => (
                <td key={name} role="cell" class="num" data-label={name} title={name === w.norm ? row.norm_source ?? undefined : undefined}>{text}</td>
              ))}</tr>
          ))}</tbody>
        </table>
      </div>
    </Card>
  );
}

const span = (range: Range | null) => (range ? `${figure(range.mid, range.high - range.low || undefined)} (${figure(range.low, range.high - range.low || undefined)} – ${figure(range.high, range.high - range.low || undefined)})` : "");
function Loads(props: { loads: Load[]; posture: Posture[]; says: string }) {
  const notice = useNotice();
  if (props.loads.length === 0) return null;
  return (
    <Card title={words.ranking.loads}>
      <p>{props.says} {notice("load_range")}</p>
      <div class="scroll" tabIndex={0} role="region" aria-label={words.ranking.loads}>
        <table class="wide-table labelled" role="table">
          <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><span class="hidden">{words.whatif.outcome}</span></th>{[w.healthy, w.best, w.published].map((text) => <th key={text} role="columnheader" scope="col" class="num">{text}</th>)}</tr></thead>
          <tbody role="rowgroup">
            {props.loads.map((row, i) => <LoadRow key={i} name={`${capital(sided(row.structure, row.side))}, ${row.quantity}`} unit={row.unit} cells={[span(row.healthy), span(row.with_best), span(row.published)]} source={row.published_source} />)}
            {props.posture.map((row, i) => <LoadRow key={`p${i}`} name={capital(sided(row.name, row.side))} unit={row.unit} cells={[span(row.healthy), row.none_shown ? notice("none_shown").split(":")[0]! : span(row.with_best), ""]} />)}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function LoadRow(props: { name: string; unit: string | null; cells: [string, string, string]; source?: string | null }) {
  return (
    <tr role="row"><th role="rowheader" scope="row">{props.name} <span class="muted">[{unitText(props.unit)}]</span></th>
      {[w.healthy, w.best, w.published].map((name, i) => <td key={name} role="cell" class="num" data-label={name} title={(i === 2 && props.source) || undefined}>{props.cells[i]}</td>)}</tr>
  );
}

function Notes(props: { title: string; list: NoteLine[] }) {
  if (props.list.length === 0) return null;
  return <Card title={props.title}><ul class="stack tight">{props.list.map((row) => <li key={row.text}>{row.text}{row.source && <span class="muted small-text"> {row.source}</span>}</li>)}</ul></Card>;
}
