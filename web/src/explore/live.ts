// live.ts - from a slider's move to a solved body: each move one POST with a sequence number, the newest wins; answers come over the tab's event stream
import type { Solve } from "../scene/types";

export interface Server {
  readonly tab: string;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
  events(tab: string, listener: (event: { type: string; state?: string; sequence?: number; result?: unknown; error?: unknown }) => void): () => void;
}

/// When, of one move: the hand, the request, the answer as an object [ms of the page's clock]. `moving`: the hand is on the slider still.
export interface Times { hand: number; sent: number; heard: number; moving: boolean }
export interface Fault { what: string; instead?: string }
export type Slot = "solve" | "solve.healthy" | "solve.why";

export class Live {
  private sequence = Date.now();
  private readonly shape = new Map<Slot, string>();
  private readonly begun = new Map<number, { hand: number; sent: number; moving: boolean }>();
  private readonly last = new Map<Slot, number>();
  private readonly stop: () => void;

  constructor(private readonly server: Server, private readonly on: { solved(slot: Slot, solve: Solve, times: Times): void; failed(slot: Slot, fault: Fault): void }) {
    this.stop = server.events(server.tab, (e) => this.hear(e));
  }

  /// @param hand  when the hand moved
  ask(slot: Slot, body: Record<string, unknown>, hand = performance.now()): void {
    const sequence = ++this.sequence;
    this.begun.set(sequence, { hand, sent: performance.now(), moving: !body.settle });
    this.last.set(slot, sequence);
    const shape = this.shape.get(slot === "solve.why" ? "solve" : slot) ?? "usual";
    this.server.post("/api/solve", { ...body, tab: this.server.tab, slot, sequence, shape }).catch((e: { status?: number; fault?: Fault; message?: string }) => {
      // a newer one was faster, or too much waits: the next move asks again
      if (e.status === 409 || this.last.get(slot) !== sequence) return;
      if (e.status === 429) setTimeout(() => this.last.get(slot) === sequence && this.ask(slot, body, hand), 120);
      else this.on.failed(slot, e.fault ?? { what: e.message ?? "The server does not answer." });
    });
  }

  dispose(): void { this.stop(); }

  private hear(e: { type: string; state?: string; sequence?: number; result?: unknown; error?: unknown }): void {
    const slot = e.type as Slot;
    if (!this.last.has(slot) || e.sequence === undefined) return;
    const heard = performance.now(), times = { heard, ...(this.begun.get(e.sequence) ?? { hand: heard, sent: heard, moving: false }) };
    for (const s of this.begun.keys()) if (s < e.sequence - 50) this.begun.delete(s);
    if (e.state === "done") {
      const solve = e.result as Solve;
      if (slot !== "solve.why") this.shape.set(slot, solve.shape);
      this.on.solved(slot, solve, times);
    } else if (e.state === "failed") this.on.failed(slot, (e.error as Fault) ?? { what: "This body could not be solved." });
  }
}
