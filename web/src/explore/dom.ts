// dom.ts - elements without a framework: h("div", {class: "x"}, "text", child)

type Child = Node | string | null | undefined | false;
type Props = Record<string, string | number | boolean | ((e: Event) => void) | undefined>;

export function h<K extends keyof HTMLElementTagNameMap>(tag: K, props: Props = {}, ...children: (Child | Child[])[]): HTMLElementTagNameMap[K] {
  const e = document.createElement(tag);
  for (const [k, v] of Object.entries(props)) {
    if (v === undefined || v === false) continue;
    if (typeof v === "function") e.addEventListener(k.replace(/^on/, "").toLowerCase(), v);
    else if (k === "value") (e as unknown as { value: string }).value = String(v);
    else e.setAttribute(k, v === true ? "" : String(v));
  }
  e.append(...children.flat().filter((c): c is Node | string => c !== null && c !== undefined && c !== false));
  return e;
}

/// A named slider with its value beside it.
export interface Slider { root: HTMLElement; set(value: number): void }
export function slider(label: string, low: number, high: number, step: number, value: number, show: (x: number) => string, input: (x: number) => void, done: (x: number) => void, help?: string): Slider {
  const id = `s${Math.random().toString(36).slice(2)}`, out = h("output", { for: id, class: "explore-value" }, show(value));
  const range = h("input", { type: "range", id, min: low, max: high, step, "aria-valuetext": show(value), ...(help ? { "aria-describedby": `${id}-help` } : {}) });
  range.value = String(value);
  const tell = () => { const x = Number(range.value); out.textContent = show(x); range.setAttribute("aria-valuetext", show(x)); return x; };
  range.addEventListener("input", () => input(tell()));
  range.addEventListener("change", () => done(tell()));
  return {
    root: h("div", { class: "explore-slider" }, h("div", { class: "explore-slider-head" }, h("label", { for: id }, label), out), range, help && h("p", { class: "explore-help", id: `${id}-help` }, help)),
    set(x: number) { range.value = String(x); tell(); },
  };
}

export function choice(label: string, options: [string, string][], value: string, change: (v: string) => void, hidden = false): { root: HTMLElement; set(v: string): void } {
  const id = `c${Math.random().toString(36).slice(2)}`, select = h("select", { id, onchange: () => change(select.value) }, options.map(([v, t]) => h("option", { value: v }, t)));
  select.value = value;
  return { root: h("div", { class: "explore-field" }, h("label", { for: id, class: hidden ? "hidden" : "" }, label), select), set(v) { select.value = v; } };
}

/// One of a few, as buttons beside each other.
export function segments(label: string, options: [string, string][], value: string, change: (v: string) => void): { root: HTMLElement; set(v: string): void } {
  const buttons = options.map(([v, t]) => h("button", { type: "button", class: "explore-segment", "data-value": v, onclick: () => (set(v), change(v)) }, t));
  const set = (v: string) => buttons.forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.value === v)));
  set(value);
  return { root: h("div", { class: "explore-segments", role: "group", "aria-label": label }, buttons), set };
}
