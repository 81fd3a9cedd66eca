// legend.ts - a colour scale with its ticks
import type { Bar } from "../scene/index";
import { h } from "./dom";

export function scaleBar(one: Bar): HTMLElement {
  const c = h("canvas", { width: 160, height: 1, "aria-hidden": "true" }), g = c.getContext("2d");
  for (let x = 0; x < 160 && g; x++) {
    const k = one.scale.stops.findIndex(([t]) => t >= x / 159), [b, high] = one.scale.stops[Math.max(k, 1)]!, [a, low] = one.scale.stops[Math.max(k, 1) - 1]!, w = (x / 159 - a) / (b - a);
    g.fillStyle = `rgb(${low.map((v, q) => Math.round(255 * (v + w * (high[q]! - v)))).join(" ")})`;
    g.fillRect(x, 0, 1, 1);
  }
  const ticks = h("div", { class: "explore-ticks" }, one.ticks.map(([at, label], i, all) => { const s = h("span", { class: i === 0 ? "first" : i === all.length - 1 ? "last" : "" }, label); s.style.left = `${100 * at}%`; return s; }));
  return h("div", { class: "explore-scale" }, h("span", {}, one.title), c, ticks);
}
