// api.ts - the one way to the server: session from the link's fragment, Authorization header, event stream over fetch, errors as sentences.

export interface Fault { what: string; where?: string; instead?: string }

/// An answer that is not 2xx, or none at all (status 0: the server cannot be reached).
export class ApiError extends Error {
  constructor(readonly status: number, readonly fault: Fault, readonly body: unknown = null) { super(fault.what); }
  get offline(): boolean { return this.status === 0; }
  get expired(): boolean { return this.status === 401; }
}

type Job = string | number;
export interface ServerEvent { type: string; job?: Job; sequence?: number; state?: string; fraction?: number; what?: string; [key: string]: unknown }
type Listener = (event: ServerEvent) => void;

const SESSION = "ilium.session";
const unreachable: Fault = { what: "The program on this machine does not answer.", instead: "Start `ilium serve` again and open the link that it prints; what you entered is kept in this window." };

export class Api {
  /// Names this tab to the server: one event stream a tab, newest request wins.
  readonly tab = crypto.randomUUID();
  private session = sessionStorage.getItem(SESSION);
  private listeners = new Set<Listener>();
  private stream: AbortController | null = null;
  private sequence = 0;
  onState: (state: "open" | "offline" | "expired") => void = () => undefined;

  get signedIn(): boolean { return this.session !== null; }

  /// Take a token out of the address (#t=TOKEN), once; it is removed from the address and from the history.
  async signIn(): Promise<void> {
    const token = /^#t=([\w-]+)/.exec(location.hash)?.[1];
    if (!token) return;
    const answer = await this.call<{ session: string }>("POST", "/api/session", { token }, undefined, true);
    this.session = answer.session;
    sessionStorage.setItem(SESSION, answer.session);
    this.stream?.abort();
    this.stream = null;
    if (this.listeners.size) void this.listen();
    this.onState("open");
  }

  get<T>(path: string): Promise<T> { return this.call<T>("GET", path); }
  /// @param revision  of the record that is changed
  post<T>(path: string, body: unknown = {}, revision?: string): Promise<T> { return this.call<T>("POST", path, body, revision === undefined ? undefined : { "If-Match": `"${revision}"` }); }
  put<T>(path: string, body: unknown, revision: string | number): Promise<T> { return this.call<T>("PUT", path, body, { "If-Match": `"${revision}"` }); }
  remove<T>(path: string, revision?: string | number): Promise<T> { return this.call<T>("DELETE", path, undefined, revision === undefined ? undefined : { "If-Match": `"${revision}"` }); }
  /// As onEvent(); the tab is this one.
  events(_tab: string, listener: Listener): () => void { return this.onEvent(listener); }
  next(): number { return ++this.sequence; }

  /// A document that is not JSON: a report, a drawing.
  async blob(path: string): Promise<Blob> { return (await this.fetch("GET", path)).blob(); }

  /// Start a computation. Its answer comes over the event stream (or at once, where the server has it); the promise ends with it.
  async compute<T>(path: string, body: object, onProgress?: (event: ServerEvent) => void, signal?: AbortSignal): Promise<T> {
    const waiting: ServerEvent[] = [];
    let job: Job | undefined, settle: (event: ServerEvent) => void = () => undefined;
    const stop = this.onEvent((event) => { if (job === undefined) waiting.push(event); else settle(event); });
    try {
      const accepted = await this.post<{ job?: Job; result?: T }>(path, { ...body, tab: this.tab, sequence: this.next() });
      if (accepted.result !== undefined || accepted.job === undefined) return (accepted.result ?? accepted) as T;
      return await new Promise<T>((resolve, reject) => {
        const stopped = () => { void this.remove(`/api/jobs/${accepted.job}`).catch(() => undefined); reject(new ApiError(499, { what: "Stopped." })); };
        if (signal?.aborted) return stopped();
        signal?.addEventListener("abort", stopped);
        settle = (event) => {
          if (event.type === "open" || event.type === "lost") this.get<ServerEvent>(`/api/jobs/${accepted.job}`).then(heard, (error: ApiError) => error.status === 404 && reject(error));
          else if (event.job === accepted.job) heard(event);
        };
        const heard = (event: ServerEvent) => {
          if (event.state === "done") resolve(event.result as T);
          else if (event.state === "failed") reject(new ApiError(422, (event.error as Fault | undefined) ?? { what: "The computation has no answer." }));
          else if (event.state === "cancelled") reject(new ApiError(499, { what: "A newer request took its place." }));
          else onProgress?.(event);
        };
        job = accepted.job;
        waiting.forEach(settle);
      });
    } finally { stop(); }
  }

  /// Hear every event of this tab; the returned function stops hearing.
  onEvent(listener: Listener): () => void {
    this.listeners.add(listener);
    void this.listen();
    return () => this.listeners.delete(listener);
  }

  private async fetch(method: string, path: string, body?: unknown, headers: Record<string, string> = {}, open = false): Promise<Response> {
    if (!this.session && !open) throw new ApiError(401, { what: "This window is not signed in." });
    if (this.session && !open) headers = { ...headers, Authorization: `Bearer ${this.session}` };
    if (body !== undefined) headers = { ...headers, "Content-Type": "application/json" };
    let response: Response;
    try {
      response = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), cache: "no-store", credentials: "omit", redirect: "error" });
    } catch {
      this.onState("offline");
      throw new ApiError(0, unreachable);
    }
    if (response.ok) {
      this.onState("open");
      return response;
    }
    const text = await response.text();
    let said: unknown = null;
    try { said = JSON.parse(text); } catch { /* not JSON: the status says enough */ }
    // an answer to a request of the session before says nothing of this one
    if (response.status === 401 && (open || headers.Authorization === `Bearer ${this.session}`)) this.expire();
    throw new ApiError(response.status, (said as { error?: Fault } | null)?.error ?? { what: `The server answered ${response.status}.` }, said);
  }

  private expire(): void {
    this.session = null;
    sessionStorage.removeItem(SESSION);
    this.onState("expired");
  }

  private async call<T>(method: string, path: string, body?: unknown, headers?: Record<string, string>, open = false): Promise<T> {
    const response = await this.fetch(method, path, body, headers, open);
    const text = await response.text();
    return (text ? JSON.parse(text) : null) as T;
  }

  // one stream a tab; when it breaks it is opened again, later each time
  private async listen(): Promise<void> {
    if (this.stream || !this.session) return;
    const stream = (this.stream = new AbortController());
    for (let wait = 250; this.stream === stream && this.session; wait = Math.min(wait * 2, 5000)) {
      try {
        const response = await fetch(`/api/events?tab=${this.tab}`, { headers: { Authorization: `Bearer ${this.session}` }, signal: stream.signal, cache: "no-store", credentials: "omit" });
        if (response.status === 401) return stream === this.stream ? this.expire() : undefined;
        if (response.ok && response.body) {
          wait = 250;
          this.onState("open");
          await this.drain(response.body.pipeThrough(new TextDecoderStream()).getReader());
        }
      } catch {
        if (stream.signal.aborted) return;
        this.onState("offline");
      }
      await new Promise((done) => setTimeout(done, wait));
    }
  }

  private async drain(reader: ReadableStreamDefaultReader<string>): Promise<void> {
    let text = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      text += value;
      const parts = text.split(/\r?\n\r?\n/);
      text = parts.pop() ?? "";
      for (const part of parts) this.deliver(part);
    }
  }

  private deliver(part: string): void {
    let type = "message", data = "";
    for (const line of part.split(/\r?\n/)) {
      if (line.startsWith("event:")) type = line.slice(6).trim();
      else if (line.startsWith("data:")) data += line.slice(5).trim();
    }
    if (!data) return;
    const event = { type, ...(JSON.parse(data) as object) } as ServerEvent;
    for (const listener of [...this.listeners]) listener(event);
  }
}

export const api = new Api();
