// store.ts - one patient's file in this window: edits, undo and redo, autosave with revisions, conflicts, what the server computes from it.
//
// Every edit makes a new whole file (they are small). What is not saved yet stays in this window's session storage, so that a reload, a lost
// server or an ended session loses nothing. Saving is one request at a time; the newest file wins.
import { useEffect, useReducer } from "preact/hooks";
import { Api, ApiError, type Fault } from "./api";
import { country } from "./country";
import { mergeTexts } from "./merge";
import type { Assessment, PatientFile, Safety, ScreenAnswer, Visit } from "./types";

export type SaveState = "saved" | "waiting" | "saving" | "offline" | "refused" | "conflict";
export interface Stored { id: string; revision: string | number; patient: PatientFile }
interface Draft { revision: string | number; base: PatientFile; doc: PatientFile }
export interface Conflict { mine: PatientFile; theirs: PatientFile; base: PatientFile; revision: string | number }

const copy = <T>(value: T): T => structuredClone(value);
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const WAIT_MS = 300, MERGE_MS = 1500, UNDO_STEPS = 200, RETRY_MS = 2000;

export class PatientStore {
  doc: PatientFile;
  state: SaveState = "saved";
  fault: Fault | null = null;
  conflict: Conflict | null = null;
  savedAt: Date | null = null;
  screen: ScreenAnswer | null = null;
  screenFault: Fault | null = null;
  assessment: Assessment | null = null;
  assessing: string | null = null; ///< what it is at, in words
  assessFault: Fault | null = null;
  private at = 0;

  private base: PatientFile;
  private revision: string | number;
  private past: PatientFile[] = [];
  private future: PatientFile[] = [];
  private lastEdit = { what: "", at: 0 };
  private timer = 0;
  private saving: Promise<void> | null = null;
  private listeners = new Set<() => void>();
  private assessAbort: AbortController | null = null;
  private assessedDoc: string | null = null;

  constructor(private readonly api: Api, readonly id: string, stored: Stored) {
    this.base = stored.patient;
    this.doc = copy(stored.patient);
    this.revision = stored.revision;
    this.visit = this.doc.visits.length - 1;
    this.restore();
  }

  static async open(api: Api, id: string): Promise<PatientStore> {
    const store = new PatientStore(api, id, await api.get<Stored>(`/api/patients/${encodeURIComponent(id)}`));
    await store.runScreen();
    return store;
  }

  get level(): Safety["level"] { return this.screen?.safety.level ?? "unknown"; }
  /// The visit that is shown. Nothing that was ranked of one stands beside another.
  get visit(): number { return this.at; }
  set visit(place: number) {
    if (place !== this.at) this.forget();
    this.at = place;
  }
  get current(): Visit { return this.doc.visits[this.visit] as Visit; }
  get canUndo(): boolean { return this.past.length > 0; }
  get canRedo(): boolean { return this.future.length > 0; }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
  private changed(): void { for (const listener of [...this.listeners]) listener(); }

  // ---- editing --------------------------------------------------------------------------------------------------------------------

  /// Change the file. Edits of the same thing within a moment are one step of undo.
  edit(what: string, change: (doc: PatientFile) => void): void {
    const doc = copy(this.doc);
    change(doc);
    prune(doc);
    if (same(doc, this.doc)) return;
    const now = Date.now();
    if (this.lastEdit.what !== what || now - this.lastEdit.at > MERGE_MS || !this.past.length) this.past.push(this.doc);
    if (this.past.length > UNDO_STEPS) this.past.shift();
    this.lastEdit = { what, at: now };
    this.future = [];
    this.take(doc);
  }
  editVisit(what: string, change: (visit: Visit) => void): void {
    this.edit(what, (doc) => change(doc.visits[this.visit] as Visit));
  }
  undo(): void { this.step(this.past, this.future); }
  redo(): void { this.step(this.future, this.past); }
  private step(from: PatientFile[], to: PatientFile[]): void {
    const doc = from.pop();
    if (!doc) return;
    to.push(this.doc);
    this.lastEdit = { what: "", at: 0 };
    this.visit = Math.min(this.visit, doc.visits.length - 1);
    // entries tell who changed what: they stay, whatever is taken back
    this.take(this.doc.entries ? { ...doc, entries: this.doc.entries } : doc);
  }
  private take(doc: PatientFile): void {
    this.doc = doc;
    this.keep();
    if (this.state !== "conflict") {
      this.state = "waiting";
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => void this.save(), WAIT_MS);
    }
    this.changed();
  }

  // ---- what is not saved yet, in this window ------------------------------------------------------------------------------------------

  private get key(): string { return `ilium.draft.${this.id}`; }
  private keep(): void {
    const draft: Draft = { revision: this.revision, base: this.base, doc: this.doc };
    if (same(this.doc, this.base)) sessionStorage.removeItem(this.key);
    else sessionStorage.setItem(this.key, JSON.stringify(draft));
  }
  private restore(): void {
    const text = sessionStorage.getItem(this.key);
    if (!text) return;
    const draft = JSON.parse(text) as Draft;
    if (same(draft.doc, this.base)) return sessionStorage.removeItem(this.key);
    this.doc = draft.doc;
    this.visit = this.doc.visits.length - 1;
    if (draft.revision === this.revision || same(draft.base, this.base)) {
      this.past.push(copy(this.base));
      this.state = "waiting";
      this.timer = window.setTimeout(() => void this.save(), WAIT_MS);
    } else {
      this.conflict = { mine: draft.doc, theirs: this.base, base: draft.base, revision: this.revision };
      this.state = "conflict";
    }
  }

  // ---- saving -----------------------------------------------------------------------------------------------------------------------

  /// Save what is not saved yet; done when the server has it, or has refused it.
  async save(): Promise<void> {
    clearTimeout(this.timer);
    while (this.saving) await this.saving;
    if (this.state === "conflict" || same(this.doc, this.base)) return this.settle();
    this.saving = this.send();
    try { await this.saving; } finally { this.saving = null; }
    if ((this.state as SaveState) === "waiting") return this.save();
  }
  private settle(): void {
    if (this.state === "waiting" || this.state === "refused") {
      this.state = "saved";
      this.fault = null;
    }
    this.changed();
  }
  private async send(): Promise<void> {
    const doc = this.doc;
    this.state = "saving";
    this.changed();
    try {
      const stored = await this.api.put<Stored>(`/api/patients/${encodeURIComponent(this.id)}`, { patient: doc }, this.revision);
      this.revision = stored.revision;
      this.base = doc;
      this.savedAt = new Date();
      this.fault = null;
      this.state = this.doc === doc ? "saved" : "waiting";
      this.keep();
      await this.runScreen();
    } catch (error) { this.failed(error as ApiError, doc); }
    this.changed();
  }
  private failed(error: ApiError, doc: PatientFile): void {
    if (!(error instanceof ApiError)) throw error;
    this.fault = error.fault;
    const theirs = (error.body as { theirs?: { revision: string | number; patient: PatientFile } } | null)?.theirs;
    if (error.status === 409 && theirs) {
      this.conflict = { mine: doc, theirs: theirs.patient, base: this.base, revision: theirs.revision };
      this.state = "conflict";
    } else if (error.offline || error.expired || error.status === 503 || error.status === 429) {
      this.state = "offline";
      this.timer = window.setTimeout(() => void this.retry(), RETRY_MS);
    } else this.state = "refused";
  }
  /// Try again what could not be saved.
  async retry(): Promise<void> {
    if (this.state !== "offline") return;
    if (!this.api.signedIn) {
      this.timer = window.setTimeout(() => void this.retry(), RETRY_MS);
      return;
    }
    this.state = "waiting";
    await this.save();
  }
  /// End a conflict with what was chosen of both.
  async resolve(chosen: PatientFile): Promise<void> {
    if (!this.conflict) return;
    this.past.push(this.doc);
    this.base = this.conflict.theirs;
    this.revision = this.conflict.revision;
    this.conflict = null;
    this.doc = copy(chosen);
    this.visit = Math.min(this.visit, this.doc.visits.length - 1);
    this.state = "waiting";
    this.keep();
    await this.save();
    await this.runScreen();
  }

  // ---- what the server says of it ---------------------------------------------------------------------------------------------------------

  /// Danger first: the screen of the saved file. A screen that fails shows as a fault and ranks nothing.
  async runScreen(): Promise<void> {
    try {
      this.screen = await this.api.post<ScreenAnswer>(`/api/patients/${encodeURIComponent(this.id)}/screen`, { visit: this.visit + 1, ...country() });
      this.screenFault = null;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (!error.offline && !error.expired) this.screen = null;
      this.screenFault = error.fault;
    }
    if (this.screen && !this.screen.safety.rank_allowed) this.forget();
    this.changed();
  }
  private forget(): void {
    this.assessAbort?.abort();
    this.assessment = null;
    this.assessedDoc = null;
    this.assessing = null;
  }
  /// The ranking for the saved file: nothing is asked of the server where the screen forbids it.
  async assess(): Promise<void> {
    const stamp = JSON.stringify([this.base, this.visit]);
    if (!this.screen?.safety.rank_allowed || this.assessedDoc === stamp) return;
    this.assessAbort?.abort();
    const abort = (this.assessAbort = new AbortController());
    this.assessedDoc = stamp;
    this.assessing = "";
    this.assessFault = null;
    this.changed();
    try {
      const result = await this.api.compute<Assessment>(`/api/patients/${encodeURIComponent(this.id)}/assess`, { visit: this.visit + 1, ...country() },
        (event) => { this.assessing = event.what ?? ""; this.changed(); }, abort.signal);
      if (abort !== this.assessAbort) return;
      this.assessment = result;
      this.assessing = null;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (abort !== this.assessAbort) return;
      this.assessing = null;
      this.assessedDoc = null;
      if (error.status !== 499) this.assessFault = error.fault;
    }
    this.changed();
  }
  /// Is the ranking that is shown of an older state of the file?
  get stale(): boolean { return this.assessing !== null || this.state === "waiting" || this.state === "saving"; }
}

/// What a conflict proposes: this window's changes over theirs, field by field.
export const proposal = (conflict: Conflict): PatientFile => mergeTexts(conflict.base, conflict.mine, conflict.theirs) as PatientFile;

// what is empty was not recorded: empty texts, lists and objects leave the file; the visits themselves stay
function prune(doc: PatientFile): void {
  const clean = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      const list = value.map(clean).filter((item) => item !== undefined);
      return list.length ? list : undefined;
    }
    if (value && typeof value === "object") {
      const entries = Object.entries(value).map(([key, item]) => [key, clean(item)] as const).filter(([, item]) => item !== undefined);
      return entries.length ? Object.fromEntries(entries) : undefined;
    }
    return value === "" || value === null || (typeof value === "number" && !Number.isFinite(value)) ? undefined : value;
  };
  const visits = doc.visits.map((visit) => (clean(visit) ?? {}) as Visit);
  for (const key of Object.keys(doc) as (keyof PatientFile)[]) {
    const value = clean(doc[key]);
    if (value === undefined) delete doc[key];
    else Object.assign(doc, { [key]: value });
  }
  doc.visits = visits;
}

/// Draw a component anew when the store changes.
export function useStore(store: PatientStore): PatientStore {
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  useEffect(() => store.subscribe(() => redraw(undefined)), [store]);
  return store;
}
