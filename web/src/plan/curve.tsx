// curve.tsx - plots by uPlot, and with them a few courses over weeks. Each has its own dash as well as its colour, and a name that is read out.
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type UPlot from "uplot";
import { figure } from "../shell/ui";

const inks = ["#0a6570", "#b5541c", "#5b3f9e", "#2f7d32", "#a3216b", "#8a6d00", "#23527c", "#555f66"];
export const dashes = [[], [8, 4], [2, 3], [10, 3, 2, 3], [4, 2], [14, 4], [1, 5], [6, 2, 1, 2]];
const inkOf = (i: number, dark: boolean): string => (dark ? `color-mix(in srgb, ${inks[i % inks.length]} 45%, white)` : inks[i % inks.length]!);

/// How a plot looks in its place: axes as large as the page's own words, inks as the page's scheme has them.
export interface PlotLook { axis: UPlot.Axis; width: number; ink(i: number): string }
function lookOf(place: HTMLElement): PlotLook {
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize) || 16, style = getComputedStyle(place), dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const font = `${Math.round(0.8 * rem)}px system-ui, sans-serif`;
  return { axis: { font, labelFont: font, gap: 0.3 * rem, size: 3 * rem, stroke: style.getPropertyValue("--ink-soft"), grid: { stroke: style.getPropertyValue("--line") } }, width: rem / 8, ink: (i) => inkOf(i, dark) };
}

/// A plot by uPlot, which is loaded when one is shown, as wide as its place.
/// @param tall  its height at a width; @param make  what it shows, made anew when `from` changes; @param made  what else is done to it
/// @return the place for a `div`, and the plot once it is there
export function usePlot(tall: (width: number) => number, make: (look: PlotLook) => [Omit<UPlot.Options, "width" | "height">, (number | null)[][]], from: readonly unknown[], made?: (plot: UPlot) => void): { place: RefObject<HTMLDivElement>; plot: RefObject<UPlot> } {
  const place = useRef<HTMLDivElement>(null), plot = useRef<UPlot>(null);
  useEffect(() => {
    let alive = true, watch: ResizeObserver | undefined;
    void Promise.all([import("uplot"), import("uplot/dist/uPlot.min.css")]).then(([{ default: Plot }]) => {
      const at = place.current;
      if (!alive || !at) return;
      const size = () => ({ width: at.clientWidth, height: tall(at.clientWidth) }), [options, data] = make(lookOf(at));
      const u = new Plot({ ...size(), cursor: { y: false }, ...options }, data as UPlot.AlignedData, at);
      plot.current = u;
      made?.(u);
      watch = new ResizeObserver(() => u.setSize(size()));
      watch.observe(at);
    });
    return () => { alive = false; watch?.disconnect(); plot.current?.destroy(); plot.current = null; };
  }, from);
  return { place, plot };
}

export interface Course { name: string; values: (number | null)[] }

/// @param weeks  of each value; @param most  the top of the scale; @param at  what is written under the curve, each
export function Courses(props: { name: string; weeks: number[]; most: number; courses: Course[]; at: string[] }) {
  const told = props.courses.map((course) => `${course.name}: ${course.values.map((value, i) => (value === null ? "" : `${props.at[i]} ${figure(value, 5)}`)).filter(Boolean).join(", ")}`).join("; ");
  const { place } = usePlot((wide) => Math.round(Math.min(Math.max(220, 0.16 * wide), 460)), ({ axis, width, ink }) => {
    const places = props.weeks.length > 8 ? undefined : props.weeks;
    return [{
      legend: { live: false }, scales: { x: { time: false, range: (plot, low, high) => { const edge = (plot.width < 420 ? 0.2 : 0.06) * (high - low || 1); return [low - edge, high + edge]; } }, y: { range: [0, props.most] } },
      axes: [{ ...axis, ...(places ? { splits: () => places } : {}), values: (_, list) => list.map((week) => props.at[props.weeks.indexOf(week)] ?? `${figure(week, 5)}`) }, axis],
      series: [{}, ...props.courses.map((course, i) => ({ label: course.name, stroke: ink(i), width, dash: dashes[i]!, points: { show: true, size: 7, fill: ink(i) } }))],
    }, [props.weeks, ...props.courses.map((course) => course.values)]];
  }, [told]);
  return <div class="chart" ref={place} role="img" aria-label={`${props.name}: ${told}`} />;
}
