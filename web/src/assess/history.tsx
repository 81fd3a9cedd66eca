// history.tsx - what the person says: the server's questions in their order, fields by the schema of the patient file.
import { useApp } from "../shell/context";
import { go } from "../shell/router";
import { type PatientStore, useStore } from "../shell/store";
import type { Question } from "../shell/types";
import { Button, Card, TextField, Title } from "../shell/ui";
import { words } from "../shell/words";
import { beside } from "./beside";
import { ShapeField } from "./form";
import { type Shape, shapeOf } from "./schema";

// where in the file a question's answer stands, and its shape
const places: Record<string, { shape: string; of: "doc" | "visit"; key?: string }> = {
  history: { shape: "history", of: "visit", key: "history" }, pain: { shape: "pain", of: "visit", key: "pain" }, person: { shape: "person", of: "doc", key: "person" },
  visit: { shape: "visit", of: "visit" }, preferences: { shape: "preferences", of: "visit", key: "preferences" }, author: { shape: "author", of: "doc", key: "author" }, accident: { shape: "accident", of: "doc", key: "accident" },
};
type Holder = Record<string, unknown>;
const OPEN = 2; // sections that stand open at first: who it is and what hurts

// what only the command line needs is left out: "(ids of a table)", "(`command` names them)", "YYYY-MM-DD"
const asWords = (text: string): string => text.replace(/\s*\((?:ids of |`)[^)]*\)/, "").replace(/,? ?YYYY-MM-DD/, "");

export function HistoryPage(props: { store: PatientStore }) {
  const store = useStore(props.store);
  const { vocabulary } = useApp();
  const asked = vocabulary.questions.filter((question) => shapeFor(question));
  const sections = [...new Set(asked.map((question) => question.section))];
  const first = store.visit === 0;
  return (
    <>
      <Title lead={words.history.lead}>{words.history.title}</Title>
      <div class="stack">
        <Card title={words.history.visit}>
          <div class="fields">
            <TextField label={words.history.date} type="date" value={store.current.date} onChange={(date) => store.editVisit("date", (visit) => { if (date) visit.date = date; })} />
            <TextField label={words.history.examiner} value={store.current.examiner} onChange={(examiner) => store.editVisit("examiner", (visit) => { visit.examiner = examiner; })} />
          </div>
        </Card>
        {sections.filter((section) => !(first && /last visit/i.test(section))).map((section, place) => {
          const questions = asked.filter((question) => question.section === section), known = questions.filter((question) => hasAnswer(store, question)).length;
          return (
            <details key={section} class="card section" open={place < OPEN}>
              <summary><h2>{section}</h2><span class="muted small-text num">{known} {words.safety.of} {questions.length}</span></summary>
              <div class="fields">{questions.map((question) => <QuestionField key={question.record + question.id} store={store} question={question} />)}</div>
            </details>
          );
        })}
        <div class="row end"><Button kind="main" onClick={() => go(`/p/${encodeURIComponent(store.id)}/pain`)}>{words.history.next}</Button></div>
      </div>
    </>
  );
}

function shapeFor(question: Question): Shape | undefined {
  if (question.id === "regions" || question.id === "scores" && question.record !== "visit") return undefined;
  return places[question.record] && shapeOf(places[question.record]!.shape).properties?.[question.id];
}

// what holds the answer in the file, where it is there
function holderOf(store: PatientStore, question: Question): Holder | undefined {
  const place = places[question.record]!, root = (place.of === "doc" ? store.doc : store.current) as unknown as Holder;
  return place.key ? (root[place.key] as Holder | undefined) : root;
}

function hasAnswer(store: PatientStore, question: Question): boolean {
  const value = holderOf(store, question)?.[question.id];
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== "";
}

function QuestionField(props: { store: PatientStore; question: Question }) {
  const { store, question } = props;
  const place = places[question.record]!, shape = shapeFor(question)!;
  const set = (value: unknown) => store.edit(`${question.record}/${question.id}`, (doc) => {
    const to = (place.of === "doc" ? doc : doc.visits[store.visit]) as unknown as Holder;
    if (!place.key) to[question.id] = value;
    else to[place.key] = { ...((to[place.key] as Holder | undefined) ?? {}), [question.id]: value };
  });
  const value = holderOf(store, question)?.[question.id], figure = beside(store, `${question.record}/${question.id}`);
  return (
    <>
      <ShapeField label={asWords(question.text)} shape={shape} value={value} onChange={set} />
      {figure && figure.now !== String(value) && <p class="small-text person-said">{words.history.person(asWords(question.text), figure.now, figure.at.slice(0, 10))}</p>}
    </>
  );
}
