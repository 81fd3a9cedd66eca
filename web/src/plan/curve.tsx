// curve.tsx - a few courses over weeks by uPlot, which is loaded when one is shown. Each has its own dash as well as its colour, and a name that is read out.
import { useEffect, useRef } from "preact/hooks";
import { figure } from "../shell/ui";

export const inks = ["#0a6570", "#b5541c", "#5b3f9e", "#2f7d32", "#a3216b", "#8a6d00", "#23527c", "#555f66"];
export const dashes = [[], [8, 4], [2, 3], [10, 3, 2, 3], [4, 2], [14, 4], [1, 5], [6, 2, 1, 2]];
export const inkOf = (i: number, dark: boolean): string => (dark ? `color-mix(in srgb, ${inks[i % inks.length]} 45%, white)` : inks[i % inks.length]!);

/// Axes as large as the page's own words.
export function axisLook(): { font: string; gap: number; size: number } {
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  return { font: `${Math.round(0.8 * rem)}px system-ui, sans-serif`, gap: 0.3 * rem, size: 3 * rem };
}

export interface Course { name: string; values: (number | null)[] }

/// @param weeks  of each value; @param most  the top of the scale; @param at  what is written under the curve, each
export function Courses(props: { name: string; weeks: number[]; most: number; courses: Course[]; at: string[] }) {
  const host = useRef<HTMLDivElement>(null);
  const told = props.courses.map((course) => `${course.name}: ${course.values.map((value, i) => (value === null ? "" : `${props.at[i]} ${figure(value, 5)}`)).filter(Boolean).join(", ")}`).join("; ");
  useEffect(() => {
    let alive = true, made: { destroy(): void; setSize(size: { width: number; height: number }): void } | undefined, watch: ResizeObserver | undefined;
    void Promise.all([import("uplot"), import("uplot/dist/uPlot.min.css")]).then(([{ default: UPlot }]) => {
      if (!alive || !host.current) return;
      const style = getComputedStyle(host.current), ink = style.getPropertyValue("--ink-soft"), line = style.getPropertyValue("--line"), dark = matchMedia("(prefers-color-scheme: dark)").matches;
      const size = () => ({ width: host.current!.clientWidth, height: Math.round(Math.min(Math.max(220, 0.16 * host.current!.clientWidth), 460)) });
      const places = props.weeks.length > 8 ? undefined : props.weeks;
      made = new UPlot({
        ...size(), cursor: { y: false }, legend: { live: false }, scales: { x: { time: false, range: (_: unknown, low: number, high: number) => [low - 0.04 * (high - low || 1), high + 0.04 * (high - low || 1)] as [number, number] }, y: { range: [0, props.most] } },
        axes: [{ ...axisLook(), stroke: ink, grid: { stroke: line }, ...(places ? { splits: () => places } : {}), values: (_: unknown, list: number[]) => list.map((week) => props.at[props.weeks.indexOf(week)] ?? `${figure(week, 5)}`) }, { ...axisLook(), stroke: ink, grid: { stroke: line } }],
        series: [{}, ...props.courses.map((course, i) => ({ label: course.name, stroke: inkOf(i, dark), width: 2, dash: dashes[i]!, points: { show: true, size: 7, fill: inkOf(i, dark) } }))],
      }, [props.weeks, ...props.courses.map((course) => course.values)] as never, host.current);
      watch = new ResizeObserver(() => host.current && made?.setSize(size()));
      watch.observe(host.current);
    });
    return () => { alive = false; watch?.disconnect(); made?.destroy(); };
  }, [told]);
  return <div class="chart" ref={host} role="img" aria-label={`${props.name}: ${told}`} />;
}
