// app.tsx - the frame: session, who is open, danger before everything, the pages behind the address.
import { useEffect, useState } from "preact/hooks";
import { EmergencyPage, Alarm } from "./emergency";
import { api, type ApiError, type Fault } from "./api";
import { CountrySelect, country } from "./country";
import { ConflictPanel } from "./conflict";
import { Patients } from "./patients";
import { go, leaveToken, useRoute } from "./router";
import { PatientStore, useStore } from "./store";
import { AppContext, type AppValue, useApp } from "./context";
import type { About, Vocabulary } from "./types";
import { Busy, Button, Card, FaultNote, Note, TextField, Title } from "./ui";
import { words } from "./words";
import { SafetyPage } from "../assess/safety";
import { HistoryPage } from "../assess/history";
import { PainPage } from "../assess/pain";
import { ExamPage } from "../assess/exam";
import { FindingsPage } from "../assess/ranking";
import { PlanPage } from "../plan/plan";
import { WhatIfPage } from "../plan/whatif";
import { DayPage } from "../plan/day";
import { VisitsPage } from "../plan/visits";
import { PapersPage } from "../plan/papers";
import { PatientMode } from "../patient/patient";
import { ExplorePage, prepareExplore } from "./explore";

const pages = { safety: SafetyPage, history: HistoryPage, pain: PainPage, exam: ExamPage, findings: FindingsPage, plan: PlanPage, whatif: WhatIfPage, day: DayPage, visits: VisitsPage, papers: PapersPage };
type PageName = keyof typeof pages;
interface SessionState { mode: "clinician" | "patient"; patient: string | null }

export function App() {
  const [state, setState] = useState<"begin" | "open" | "offline" | "expired">("begin");
  const [value, setValue] = useState<AppValue | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const [session, setSession] = useState<SessionState | null>(null);
  const route = useRoute();

  const begin = async () => {
    try {
      await api.signIn();
      leaveToken();
      if (!api.signedIn) return setState("expired");
      if (location.hash.startsWith("#/explore")) prepareExplore();
      const [about, vocabulary, now] = await Promise.all([api.get<About>(`/api/about${country().country ? `?country=${country().country}` : ""}`), api.get<Vocabulary>("/api/vocabulary"), api.get<SessionState>("/api/session")]);
      setValue({ about, vocabulary });
      setSession(now);
      setFault(null);
    } catch (error) {
      setFault((error as ApiError).fault ?? { what: String(error) });
      if ((error as ApiError).expired) setState("expired");
    }
  };
  useEffect(() => {
    api.onState = setState;
    const link = () => { if (/^#t=/.test(location.hash)) void begin(); };
    addEventListener("hashchange", link);
    void begin();
    return () => removeEventListener("hashchange", link);
  }, []);

  if (!value || !session) return <SignIn busy={state === "begin" && !fault} fault={fault} onRetry={() => void begin()} />;
  // the server keeps the mode: in patient mode there is one page, whatever the address says
  const handed = session.mode === "patient" ? session.patient : null;
  const wanted = route.parts[0] === "patient" ? route.parts[1] : undefined;
  return (
    <AppContext.Provider value={value}>
      {state === "offline" && <div class="alarm urgent" role="status">{words.session.offline}</div>}
      {state === "expired" && <div class="alarm urgent" role="alert">{words.session.expired}</div>}
      {handed ? <PatientMode id={handed} parts={route.parts.slice(2)} onLeave={() => { setSession({ mode: "clinician", patient: null }); go("/patients"); }} />
        : wanted ? <><Top page="patients" /><main id="content"><HandOver id={wanted} onDone={() => setSession({ mode: "patient", patient: wanted })} /></main></>
        : route.parts[0] === "p" && route.parts[1] ? <PatientFrame key={route.parts[1]} id={route.parts[1]} page={route.parts[2]} />
          : <><Top page={route.parts[0] ?? "patients"} /><main id="content">{route.parts[0] === "explore" ? <ExplorePage state={route.query} /> : <Patients />}</main></>}
      <Foot />
    </AppContext.Provider>
  );
}

/// Before the window is given away: a number that brings the clinician back.
function HandOver(props: { id: string; onDone: () => void }) {
  const [pin, setPin] = useState<string>();
  const [fault, setFault] = useState<Fault | null>(null);
  const hand = async (event: Event) => {
    event.preventDefault();
    try { await api.post("/api/session/mode", { mode: "patient", patient: props.id, pin: pin ?? "" }); props.onDone(); } catch (error) { setFault((error as ApiError).fault ?? { what: String(error) }); }
  };
  return (
    <>
      <Title lead={words.patient.handText}>{words.patient.handTitle}</Title>
      <Card><form class="stack" onSubmit={(event) => void hand(event)}><TextField label={words.patient.handPin} type="password" value={pin} onChange={setPin} required /><FaultNote fault={fault} />
        <div class="row end"><a class="button quiet" href="#/patients">{words.cancel}</a><Button kind="main" type="submit" disabled={!/^\d{4,8}$/.test(pin ?? "")}>{words.patient.hand}</Button></div></form></Card>
    </>
  );
}

function SignIn(props: { busy: boolean; fault: Fault | null; onRetry: () => void }) {
  return (
    <main id="content" class="stack">
      <div class="brand"><Mark />{words.brand}</div>
      {props.busy ? <Busy /> : <Note title={words.session.title + "."}>{words.session.text}</Note>}
      <FaultNote fault={props.fault} onRetry={props.onRetry} />
    </main>
  );
}

/// A pelvis in a few lines.
export function Mark() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" fill="none" stroke="var(--accent)" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round">
      <path d="M16 7v5M13.5 4.5h5M13.5 8h5" /><path d="M16 13c-2-3-9-4-12-1 0 5 3 6 4 9s3 5 5 5" /><path d="M16 13c2-3 9-4 12-1 0 5-3 6-4 9s-3 5-5 5" /><path d="M16 13l-2.4 4L16 22l2.4-5z" />
    </svg>
  );
}

function Top(props: { page: string; children?: preact.ComponentChildren }) {
  return (
    <>
      <a class="skip" href="#content" onClick={(event) => { event.preventDefault(); document.querySelector<HTMLElement>("main h1")?.focus(); }}>{words.skip}</a>
      <header class="top">
        <a class="brand" href="#/patients"><Mark />{words.brand}</a>
        <nav aria-label={words.nav.main}>
          <a href="#/patients" aria-current={props.page === "patients" ? "page" : undefined}>{words.nav.patients}</a>
          <a href="#/explore" aria-current={props.page === "explore" ? "page" : undefined}>{words.nav.explore}</a>
        </nav>
        {props.children}
      </header>
    </>
  );
}

function SaveBar(props: { store: PatientStore }) {
  const store = useStore(props.store);
  const time = store.savedAt?.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z" || /^(INPUT|TEXTAREA)$/.test((event.target as HTMLElement).tagName)) return;
      event.preventDefault();
      if (event.shiftKey) store.redo(); else store.undo();
    };
    addEventListener("keydown", key);
    return () => removeEventListener("keydown", key);
  }, [store]);
  return (
    <div class="savebar">
      <span class={`savestate ${store.state}`} role="status" data-state={store.state}>{words.save[store.state]}{store.state === "saved" && time ? ` ${time}` : ""}</span>
      <Button small kind="quiet" disabled={!store.canUndo} onClick={() => store.undo()}><span aria-hidden="true">↶</span><span class="save-word">{words.save.undo}</span></Button>
      <Button small kind="quiet" disabled={!store.canRedo} onClick={() => store.redo()}><span aria-hidden="true">↷</span><span class="save-word">{words.save.redo}</span></Button>
    </div>
  );
}

/// Everything about one patient: loaded once, kept while its pages change.
function PatientFrame(props: { id: string; page: string | undefined }) {
  const [store, setStore] = useState<PatientStore | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  useEffect(() => {
    let alive = true;
    PatientStore.open(api, props.id).then((opened) => alive && setStore(opened), (error: ApiError) => alive && setFault(error.fault ?? { what: String(error) }));
    return () => { alive = false; };
  }, [props.id]);
  if (!store) return <><Top page="patients" /><main id="content">{fault ? <FaultNote fault={fault} /> : <Busy />}</main></>;
  return <PatientPages store={store} page={props.page} />;
}

function PatientPages(props: { store: PatientStore; page: string | undefined }) {
  const store = useStore(props.store);
  const name = (props.page && props.page in pages ? props.page : "safety") as PageName;
  const Page = pages[name];
  useEffect(() => { scrollTo(0, 0); document.querySelector<HTMLElement>(".steps [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" }); }, [name]);
  const emergency = store.level === "emergency";
  const signature = (store.screen?.safety.positive ?? []).filter((item) => item.level === "emergency").map((item) => item.id).sort().join(",");
  const key = `ilium.acknowledged.${store.id}`;
  const [acknowledged, setAcknowledged] = useState(() => sessionStorage.getItem(key));
  const acknowledge = (value: string) => { sessionStorage.setItem(key, value); setAcknowledged(value); };
  if (emergency && acknowledged !== signature) return <EmergencyPage safety={store.screen!.safety} onAcknowledge={() => acknowledge(signature)} />;
  return (
    <>
      <Top page="patients"><SaveBar store={store} /></Top>
      {store.screen && <Alarm safety={store.screen.safety} onOpen={() => acknowledge("")} />}
      <div class="who">
        <div class="who-line">
          <span class="who-name">{store.doc.label ?? store.id} {store.doc.simulated && <span class="tag">{words.patients.simulated}</span>}</span>
          <span class="muted small-text">{words.history.visit} {store.visit + 1} {words.safety.of} {store.doc.visits.length}{store.current.date ? ` · ${store.current.date}` : ""}</span>
        </div>
        <nav class="steps" aria-label={words.nav.steps}>
          {(Object.keys(pages) as PageName[]).map((step) => <a key={step} href={`#/p/${encodeURIComponent(store.id)}/${step}`} aria-current={step === name ? "page" : undefined}>{words.steps[step]}</a>)}
        </nav>
      </div>
      <main id="content">
        <div class="stack">
          {store.state === "refused" && <FaultNote fault={store.fault} title={words.save.refusedTitle + "."} />}
          {store.conflict && <ConflictPanel store={store} conflict={store.conflict} />}
          <FaultNote fault={store.screenFault} onRetry={() => void store.runScreen()} />
          <Page store={store} key={`${name}${store.visit}`} />
        </div>
      </main>
    </>
  );
}

function Foot() {
  const { about } = useApp();
  return (
    <footer class="foot">
      <ul aria-label={words.nav.about}>{about.notices.filter((notice) => notice.where === "every" && !["locally_modified", "simulated_patient", "published_case"].includes(notice.id)).map((notice) => <li key={notice.id}>{notice.text}</li>)}</ul>
      <CountrySelect />
      <p>{words.brand} {about.version} · data {about.data.slice(0, 12)}{about.modified ? ` · ${about.notices.find((notice) => notice.id === "locally_modified")?.text ?? ""}` : ""}</p>
    </footer>
  );
}

export const openPatient = (id: string, page = "safety"): void => go(`/p/${encodeURIComponent(id)}/${page}`);
