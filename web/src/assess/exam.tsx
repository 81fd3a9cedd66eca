// exam.tsx - the exam, one test at a time: how it is done, the reading with side and what limited it; beside it what would tell most next.
import { useEffect, useMemo, useState } from "preact/hooks";
import { useApp, useNotice } from "../shell/context";
import { type PatientStore, useStore } from "../shell/store";
import type { Finding, NextTest, Side, Test } from "../shell/types";
import { Button, Card, Choice, Figure, NumberField, percent, sided, Tag, TextField, Title, unitText } from "../shell/ui";
import { capital, plain, words } from "../shell/words";
import { LiveRanking } from "./ranking";

const CHOSEN = "ilium.exam.";
interface Group { section: string; tests: Test[] }

/// The tests in the order of the exam, as the server's questions give it.
function useGroups(): Group[] {
  const { vocabulary } = useApp();
  return useMemo(() => {
    const groups: Group[] = [];
    for (const question of vocabulary.questions) {
      const test = question.record === "test" ? vocabulary.tests.find((row) => row.id === question.id) : undefined;
      if (!test) continue;
      const group = groups.find((row) => row.section === question.section);
      if (!group) groups.push({ section: question.section, tests: [test] });
      else if (!group.tests.includes(test)) group.tests.push(test);
    }
    return groups;
  }, [vocabulary]);
}

export function ExamPage(props: { store: PatientStore }) {
  const store = useStore(props.store);
  const groups = useGroups();
  const all = groups.flatMap((group) => group.tests);
  const [chosen, setChosen] = useState(() => sessionStorage.getItem(CHOSEN + store.id) ?? all[0]?.id ?? "");
  const [find, setFind] = useState<string>();
  const test = all.find((row) => row.id === chosen) ?? all[0];
  const findings = store.current.findings ?? [];
  const choose = (id: string) => { setChosen(id); sessionStorage.setItem(CHOSEN + store.id, id); document.getElementById("exam-test")?.scrollIntoView({ block: "nearest" }); };
  const place = test ? all.indexOf(test) : 0;
  const needle = (find ?? "").toLowerCase();
  const fits = (row: Test) => !needle || `${row.name} ${row.synonyms ?? ""} ${row.id}`.toLowerCase().includes(needle);
  return (
    <>
      <Title lead={words.exam.lead}>{words.exam.title}</Title>
      <div class="columns three">
        <nav class="sticky card exam-list" aria-label={words.exam.list}>
          <TextField label={words.exam.find} type="search" value={find} onChange={setFind} />
          {groups.map((group) => {
            const shown = group.tests.filter(fits), done = group.tests.filter((row) => findings.some((finding) => finding.test === row.id)).length;
            return shown.length > 0 && (
              <details key={group.section} open={needle !== "" || (test && group.tests.includes(test))}>
                <summary>{group.section} <span class="muted small-text">{done}/{group.tests.length}</span></summary>
                <ul class="bare">
                  {shown.map((row) => {
                    const read = findings.filter((finding) => finding.test === row.id);
                    return <li key={row.id}><button type="button" class={`test-link ${read.length ? "done" : ""}`} aria-current={row.id === test?.id ? "true" : undefined} onClick={() => choose(row.id)} data-test={row.id}><span>{capital(row.name)}</span>{read.length > 0 && <span class="reading">{read.map(short).join(" · ")}</span>}</button></li>;
                  })}
                </ul>
              </details>
            );
          })}
        </nav>
        <div class="stack" id="exam-test">
          {test && <TestCard key={test.id} store={store} test={test} />}
          <div class="row between">
            <Button disabled={place === 0} onClick={() => choose(all[place - 1]!.id)}>{words.exam.previous}</Button>
            <Button kind="main" disabled={place >= all.length - 1} onClick={() => choose(all[place + 1]!.id)}>{words.exam.next}</Button>
          </div>
        </div>
        <aside class="stack sticky" aria-label={words.ranking.live}>
          <NextBest store={store} onChoose={choose} />
          <LiveRanking store={store} />
        </aside>
      </div>
    </>
  );
}

const letter = (side: Side | undefined) => (side === "r" ? "R " : side === "l" ? "L " : "");
function short(finding: Finding): string {
  const value = finding.value !== undefined ? `${String(finding.value).replace("-", "−")}${finding.of ? `/${finding.of}` : finding.unit && finding.unit !== "grade" ? ` ${unitText(finding.unit)}` : ""}` : finding.result !== undefined ? (words.exam.results[finding.result] ?? finding.result) : finding.reduced_by_percent !== undefined ? `−${finding.reduced_by_percent} %` : "";
  return letter(finding.side) + value;
}

function TestCard(props: { store: PatientStore; test: Test }) {
  const { test } = props;
  const sides: (Side | undefined)[] = test.sided ? ["r", "l"] : [undefined];
  return (
    <Card title={capital(test.name)} aside={test.kind === "ordinal" && test.unit && <Tag>{unitText(test.unit)}</Tag>} class="test-card">
      <div class="test-how">
        {test.task === null ? <div class="figure none"><p class="muted small-text">{words.exam.noPicture}</p></div> : <Figure path={`/api/tests/${encodeURIComponent(test.id)}/figure`} alt={`${words.exam.drawingOf}: ${test.name}`} none={<p class="muted small-text">{words.exam.noPicture}</p>} />}
        <div>
          {test.definition && test.definition !== test.name ? <><h3>{words.exam.picture}</h3><p>{test.definition}</p></> : <p class="muted">{words.exam.noHow}</p>}
          {test.agreement && <details><summary>{words.exam.agreement}</summary><p class="small-text muted">{test.agreement}</p></details>}
        </div>
      </div>
      <div class={`readings ${test.sided ? "two" : ""}`}>{sides.map((side) => <Reading key={side ?? "one"} store={props.store} test={test} side={side} />)}</div>
    </Card>
  );
}

/// One reading on one side. A number, a sign, a grade, a count, or a word where no number was written down.
function Reading(props: { store: PatientStore; test: Test; side: Side | undefined }) {
  const { store, test, side } = props;
  const finding = (store.current.findings ?? []).find((row) => row.test === test.id && row.side === side);
  const set = (what: string, make: (finding: Finding) => Finding | undefined) => store.editVisit(`finding/${test.id}/${side}/${what}`, (visit) => {
    const list = visit.findings ?? [], at = list.findIndex((row) => row.test === test.id && row.side === side);
    const made = make(at >= 0 ? list[at]! : { test: test.id, ...(side ? { side } : {}) });
    visit.findings = made === undefined ? list.filter((_, i) => i !== at) : at >= 0 ? list.map((row, i) => (i === at ? made : row)) : [...list, made];
  });
  const read = (value: Partial<Pick<Finding, "value" | "result" | "reduced_by_percent">>) => set("value", (was) => {
    const { value: v, unit: u, of: o, result: r, reduced_by_percent: p, ...rest } = was;
    void v; void u; void r; void p;
    const empty = Object.values(value).every((item) => item === undefined);
    if (empty) return undefined;
    return { ...rest, ...value, ...(value.value !== undefined && test.unit ? { unit: test.unit } : {}), ...(value.value !== undefined && o !== undefined ? { of: o } : {}) };
  });
  const title = side === "r" ? words.right : side === "l" ? words.left : words.exam.result;
  const label = `${test.name}${side ? `, ${title}` : ""}`;
  const grade = test.kind === "ordinal" && test.unit === "grade";
  const count = test.kind === "ordinal" && !grade;
  return (
    <fieldset class="reading-box" data-side={side ?? "one"}>
      <legend>{title}</legend>
      {test.kind === "sign" && <Choice name={label} hideName options={[["positive", words.exam.positive], ["negative", words.exam.negative]]} value={finding?.result} clearable onChange={(result) => read({ result })} />}
      {grade && <Choice name={label} hideName small options={grades(test).map((n) => [String(n), String(n)] as const)} value={finding?.value === undefined ? undefined : String(finding.value)} clearable onChange={(value) => read({ value: value === undefined ? undefined : Number(value) })} />}
      {(test.kind === "number" || count) && (
        <div class="row">
          <NumberField label={<><span>{words.exam.value}</span><span class="hidden">, {label}</span></>} unit={test.unit || undefined} min={test.min} max={test.max} value={finding?.value} onChange={(value) => read({ value })} class="reading-value" />
          {count && <NumberField label={words.exam.of} min={1} max={test.max} value={finding?.of} onChange={(of) => finding && set("of", (was) => ({ ...was, of }))} class="reading-value" />}
        </div>
      )}
      {finding && test.kind !== "sign" && !grade && <Choice name={`${words.exam.limited}`} small options={Object.entries(words.exam.limits)} value={finding.limited_by} clearable onChange={(limited_by) => set("limited", (was) => ({ ...was, limited_by }))} />}
      <details>
        <summary>{words.exam.more}</summary>
        <div class="fields">
          {test.kind === "number" && <Choice name={words.exam.words} small options={(["normal", "reduced", "increased"] as const).map((word) => [word, words.exam.results[word]] as const)} value={finding?.result} clearable onChange={(result) => read({ result })} />}
          {finding && (
            <>
              {test.kind !== "sign" && <NumberField label={words.exam.error} unit={test.unit || undefined} min={0} help={words.exam.errorHelp} value={finding.error} onChange={(error) => set("error", (was) => ({ ...was, error }))} />}
              <TextField label={words.exam.method} value={finding.method} suggestions={["goniometer", "inclinometer", "tape", "block", "dynamometer", "by eye", "palpation", "radiograph"]} onChange={(method) => set("method", (was) => ({ ...was, method }))} />
              <TextField label={words.exam.note} value={finding.note} onChange={(note) => set("note", (was) => ({ ...was, note }))} />
            </>
          )}
        </div>
        {finding && <Button small kind="quiet" label={`${words.exam.clear}: ${label}`} onClick={() => set("value", () => undefined)}>{words.exam.clear}</Button>}
      </details>
    </fieldset>
  );
}
const grades = (test: Test): number[] => Array.from({ length: Math.round(test.max - test.min) + 1 }, (_, i) => test.min + i);

/// What would tell most for its minutes: the server's order. A test that an open flag forbids is not among them.
export function NextBest(props: { store: PatientStore; onChoose: (id: string) => void }) {
  const store = useStore(props.store);
  const notice = useNotice();
  useEffect(() => { void store.assess(); }, [store.savedAt, store.screen]);
  const next = (store.assessment?.next_tests ?? []).slice(0, 5);
  if (!store.screen?.safety.rank_allowed) return null;
  return (
    <Card title={words.exam.nextBest} aside={<span class="muted small-text">{words.exam.nextLead}</span>}>
      {next.length === 0 ? <p class="muted">{store.assessing !== null ? words.ranking.working : notice("test_withheld")}</p> : (
        <ol class="bare stack tight">
          {next.slice(0, 2).map((row) => <NextRow key={`${row.test}${row.side}`} row={row} onChoose={props.onChoose} />)}
        </ol>
      )}
      {next.length > 2 && <details class="small-text"><summary>{words.exam.nextMore}</summary><ol class="bare stack tight">{next.slice(2).map((row) => <NextRow key={`${row.test}${row.side}`} row={row} onChoose={props.onChoose} />)}</ol></details>}
    </Card>
  );
}
function NextRow(props: { row: NextTest; onChoose: (id: string) => void }) {
  const { row } = props;
  return (
    <li class="next-row">
      <button type="button" class="next-link" onClick={() => row.test && props.onChoose(row.test)}>{capital(sided(row.name, row.side))}</button>
      <span class="muted small-text">{row.why}{row.burden_min ? ` · ${row.burden_min} ${words.exam.minutes}` : ""}</span>
      {row.results.length > 0 && <details class="small-text"><summary>{words.exam.wouldChange}</summary><ul class="bare">{row.results.map((result) => <li key={result.result}>{plain(result.result)}: {result.condition} {percent(result.before)} → <strong>{percent(result.after)}</strong></li>)}</ul></details>}
    </li>
  );
}
