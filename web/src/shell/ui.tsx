// ui.tsx - the small parts that every page is made of. Each has a name for screen readers and works by keyboard.
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { api, type ApiError, type Fault } from "./api";
import { capital, words } from "./words";

export function Button(props: { children: ComponentChildren; onClick?: () => void; kind?: "main" | "quiet" | "danger"; disabled?: boolean; label?: string; type?: "submit" | "button"; pressed?: boolean; small?: boolean }) {
  const classes = ["button", props.kind ?? "", props.small ? "small" : ""].join(" ").trim();
  return <button type={props.type ?? "button"} class={classes} disabled={props.disabled} aria-label={props.label} aria-pressed={props.pressed} onClick={props.onClick}>{props.children}</button>;
}

export function Card(props: { title?: ComponentChildren; children: ComponentChildren; class?: string; aside?: ComponentChildren; id?: string; level?: 2 | 3 }) {
  const id = useId();
  const Title = `h${props.level ?? 2}` as "h2";
  return (
    <section class={`card ${props.class ?? ""}`} aria-labelledby={props.title ? id : undefined} id={props.id}>
      {props.title && <header class="card-head"><Title id={id}>{props.title}</Title>{props.aside}</header>}
      {props.children}
    </section>
  );
}

/// A page's title and what it is for. Takes the focus when it appears, so that a screen reader begins there.
export function Title(props: { children: ComponentChildren; lead?: ComponentChildren; aside?: ComponentChildren }) {
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${ref.current?.textContent ?? ""} · ${words.brand}`;
    if (document.activeElement === document.body || document.activeElement?.closest("nav")) ref.current?.focus({ preventScroll: true });
  }, []);
  return (
    <header class="page-head">
      <div><h1 ref={ref} tabIndex={-1}>{props.children}</h1>{props.lead && <p class="lead">{props.lead}</p>}</div>
      {props.aside}
    </header>
  );
}

/// One of a few, as buttons beside each other (a radio group). Choosing what is chosen takes it back where `clearable`.
export function Choice<T extends string>(props: { name: string; hideName?: boolean; options: readonly (readonly [T, ComponentChildren])[]; value: T | undefined; onChange: (value: T | undefined) => void; clearable?: boolean; small?: boolean }) {
  const group = useId();
  return (
    <fieldset class={`choice ${props.small ? "small" : ""}`}>
      <legend class={props.hideName ? "hidden" : ""}>{props.name}</legend>
      <div class="choice-row">
        {props.options.map(([value, text]) => (
          <label key={value} class={`choice-option ${props.value === value ? "on" : ""}`} data-value={value}>
            <input type="radio" name={group} value={value} checked={props.value === value} onChange={() => props.onChange(value)}
              onClick={() => props.clearable && props.value === value && props.onChange(undefined)} />
            <span>{text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function Field(props: { label: ComponentChildren; help?: ComponentChildren; children: (id: string, described: string | undefined) => JSX.Element; class?: string }) {
  const id = useId();
  return (
    <div class={`field ${props.class ?? ""}`}>
      <label for={id}>{props.label}</label>
      {props.children(id, props.help ? `${id}-help` : undefined)}
      {props.help && <p class="help" id={`${id}-help`}>{props.help}</p>}
    </div>
  );
}

/// A number with its unit. What is no number is not taken; what lies outside the limits is said at once and not taken.
export function NumberField(props: { label: ComponentChildren; value: number | undefined; onChange: (value: number | undefined) => void; unit?: string; min?: number; max?: number; step?: number | "any"; help?: string; class?: string }) {
  const [text, setText] = useState(props.value === undefined ? "" : String(props.value));
  const shown = useRef(props.value);
  if (shown.current !== props.value) { // changed from outside: undo, another window
    shown.current = props.value;
    if (Number(text.replace(",", ".")) !== props.value || text === "") setText(props.value === undefined ? "" : String(props.value));
  }
  const number = text.trim() === "" ? undefined : Number(text.replace(",", "."));
  const wrong = number !== undefined && (!Number.isFinite(number) || (props.min !== undefined && number < props.min) || (props.max !== undefined && number > props.max));
  const limits = props.min !== undefined && props.max !== undefined ? `${props.min} to ${props.max}${props.unit ? ` ${unitText(props.unit)}` : ""}`.replace(/-/g, "−") : undefined;
  const take = (next: string) => {
    setText(next);
    const value = next.trim() === "" ? undefined : Number(next.replace(",", "."));
    if (value !== undefined && (!Number.isFinite(value) || (props.min !== undefined && value < props.min) || (props.max !== undefined && value > props.max))) return;
    shown.current = value;
    props.onChange(value);
  };
  return (
    <Field label={props.label} help={wrong ? `Not taken: a number from ${limits ?? "?"}.${props.value === undefined ? "" : ` ${props.value} stays.`}` : props.help} class={props.class}>
      {(id, described) => (
        <span class={`with-unit ${wrong ? "wrong" : ""}`}>
          <input id={id} type="text" inputMode="decimal" autocomplete="off" value={text} aria-invalid={wrong || undefined} aria-describedby={described} onInput={(event) => take(event.currentTarget.value)} />
          {props.unit && <span class="unit" aria-hidden="true">{unitText(props.unit)}</span>}
        </span>
      )}
    </Field>
  );
}

export function TextField(props: { label: ComponentChildren; value: string | undefined; onChange: (value: string | undefined) => void; long?: boolean; help?: string; suggestions?: string[]; class?: string; type?: string; required?: boolean }) {
  const list = useId();
  return (
    <Field label={props.label} help={props.help} class={props.class}>
      {(id, described) => props.long
        ? <textarea id={id} rows={2} value={props.value ?? ""} aria-describedby={described} onInput={(event) => props.onChange(event.currentTarget.value || undefined)} />
        : <>
            <input id={id} type={props.type ?? "text"} autocomplete="off" value={props.value ?? ""} list={props.suggestions ? list : undefined} required={props.required} aria-describedby={described} onInput={(event) => props.onChange(event.currentTarget.value || undefined)} />
            {props.suggestions && <datalist id={list}>{props.suggestions.map((text) => <option key={text} value={text} />)}</datalist>}
          </>}
    </Field>
  );
}

export function Select(props: { label: ComponentChildren; value: string | undefined; options: readonly (readonly [string, string])[]; onChange: (value: string | undefined) => void; none?: string; class?: string }) {
  return (
    <Field label={props.label} class={props.class}>
      {(id) => (
        <select id={id} value={props.value ?? ""} onChange={(event) => props.onChange(event.currentTarget.value || undefined)}>
          {props.none !== undefined && <option value="">{props.none}</option>}
          {props.options.map(([value, text]) => <option key={value} value={value}>{text}</option>)}
        </select>
      )}
    </Field>
  );
}

/// A word of state: level, evidence, link. The tone is never the only carrier: the word says it.
export function Tag(props: { tone?: "danger" | "warn" | "ok" | "accent" | "plain"; children: ComponentChildren }) {
  return <span class={`tag ${props.tone ?? "plain"}`}>{props.children}</span>;
}

/// Something to be noticed. `live`: read out when it changes.
export function Note(props: { tone?: "danger" | "warn" | "ok" | "plain"; children: ComponentChildren; live?: boolean; title?: string }) {
  return <div class={`note ${props.tone ?? "plain"}`} role={props.live ? (props.tone === "danger" ? "alert" : "status") : undefined}>{props.title && <strong>{props.title} </strong>}{props.children}</div>;
}

export function FaultNote(props: { fault: Fault | null; onRetry?: () => void; title?: string }) {
  if (!props.fault) return null;
  const { what, where, instead } = props.fault;
  return (
    <Note tone="danger" live title={props.title ?? words.error.title + "."}>
      {capital(what)}{where ? ` (${where})` : ""}{instead ? `: ${instead}` : ""} {props.onRetry && <Button small onClick={props.onRetry}>{words.retry}</Button>}
    </Note>
  );
}

export function Busy(props: { children?: ComponentChildren }) {
  return <p class="busy" role="status"><span class="spinner" aria-hidden="true" />{props.children ?? words.loading}</p>;
}

/// Load something for a page: the value, or the fault, or neither yet.
export function useLoad<T>(load: () => Promise<T>, keys: unknown[]): { value: T | null; fault: Fault | null; reload: () => void } {
  const [state, set] = useState<{ value: T | null; fault: Fault | null }>({ value: null, fault: null });
  const [count, again] = useState(0);
  useEffect(() => {
    let alive = true;
    load().then((value) => alive && set({ value, fault: null }), (error: ApiError) => alive && set((was) => ({ value: was.value, fault: error.fault ?? { what: String(error) } })));
    return () => { alive = false; };
  }, [...keys, count]);
  return { ...state, reload: () => again((n) => n + 1) };
}

/// A picture that the server draws. Without one: `none`.
export function Figure(props: { path: string; alt: string; none?: ComponentChildren; class?: string }) {
  const [url, setUrl] = useState<string | null>(null);
  const [missing, setMissing] = useState(false);
  useEffect(() => {
    let made: string | null = null, alive = true;
    setMissing(false);
    setUrl(null);
    api.blob(props.path).then((blob) => { if (alive) setUrl((made = URL.createObjectURL(blob))); }, () => alive && setMissing(true));
    return () => { alive = false; if (made) URL.revokeObjectURL(made); };
  }, [props.path]);
  if (missing) return <div class="figure none">{props.none ?? <p class="muted">{words.error.drawing}</p>}</div>;
  return <div class={`figure ${props.class ?? ""}`}>{url ? <img src={url} alt={props.alt} /> : <Busy />}</div>;
}

/// Save a document of the server under a name.
export async function download(path: string, name: string): Promise<void> {
  const url = URL.createObjectURL(await api.blob(path));
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export const percent = (share: number): string => (share > 0 && share < 0.005 ? "<1\u00a0%" : share > 0.995 && share < 1 ? ">99\u00a0%" : `${Math.round(share * 100)}\u00a0%`);
export const sided = (name: string, side: string | null | undefined): string => (side === "right" || side === "left" ? `${side} ${name}` : name);
/// What is done to a side: "strengthening the hip extensors, right".
export const doneTo = (name: string, side: string | null | undefined): string => (side === "right" || side === "left" ? `${name}, ${side}` : name);
/// A number with as many decimals as its range is worth.
export function figure(value: number, width = Math.abs(value)): string {
  if (Math.abs(value) < 1e-6) return "0";
  const decimals = width >= 20 ? 0 : width >= 2 ? 1 : width >= 0.2 ? 2 : 3;
  const text = value.toFixed(decimals);
  return /^-0(\.0+)?$/.test(text) ? text.slice(1) : text.replace("-", "−");
}
/// A unit as it is written: "deg" is "°".
export const unitText = (unit: string | null | undefined): string => (unit ?? "").replace(/^deg\b/, "°").replace("kg/m2", "kg/m²");
