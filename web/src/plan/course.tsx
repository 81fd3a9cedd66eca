// course.tsx - expected pain over the weeks: the middle as a line in its range, that of the cohorts beside it, and both in numbers.
import type { Range } from "../shell/types";
import { words } from "../shell/words";
import { figure } from "../shell/ui";

export function Course(props: { course: { week: number; pain_of_100: Range; as_the_cohorts: Range }[] }) {
  const weeks = Math.max(...props.course.map((row) => row.week), 1);
  const x = (week: number) => 34 + (Math.sqrt(week / weeks)) * 350, y = (pain: number) => 130 - pain * 1.15;
  const line = (key: keyof Range, of: "pain_of_100" | "as_the_cohorts" = "pain_of_100") => props.course.map((row) => `${x(row.week)},${y(row[of][key])}`);
  const range = (r: Range) => `${figure(r.mid, 20)} (${figure(r.low, 20)} – ${figure(r.high, 20)})`;
  const told = props.course.map((row) => `${row.week} ${words.plan.weeks}: ${figure(row.pain_of_100.mid, 20)}`).join(", ");
  return (
    <>
    <svg viewBox="0 0 400 165" class="chart chart-course" role="img" aria-label={`${words.plan.painOf}. ${told}`}>
      {[0, 50, 100].map((pain) => <g key={pain}><line x1="34" x2="390" y1={y(pain)} y2={y(pain)} stroke="var(--line)" /><text x="28" y={y(pain) + 4} text-anchor="end" font-size="12" fill="var(--ink-soft)">{pain}</text></g>)}
      <polygon points={[...line("high"), ...line("low").reverse()].join(" ")} fill="var(--bar-soft)" opacity=".6" />
      {(["low", "mid", "high"] as const).map((key) => <polyline key={key} points={line(key, "as_the_cohorts").join(" ")} fill="none" stroke="var(--ink-soft)" stroke-dasharray="4 3" />)}
      <polyline points={line("mid").join(" ")} fill="none" stroke="var(--bar)" stroke-width="2.5" />
      {props.course.map((row) => <g key={row.week}><circle cx={x(row.week)} cy={y(row.pain_of_100.mid)} r="3.5" fill="var(--bar)" /><text x={x(row.week)} y="148" text-anchor="middle" font-size="12" fill="var(--ink-soft)">{row.week}</text></g>)}
      <text x="390" y="163" text-anchor="end" font-size="12" fill="var(--ink-soft)">{words.plan.weeks}</text><text x="34" y="11" font-size="12" fill="var(--ink-soft)">{words.plan.painOf}</text>
    </svg>
    <div class="scroll" tabIndex={0} role="region" aria-label={words.plan.painOf}><table data-course><thead><tr><th scope="col" class="num">{words.plan.weeks}</th><th scope="col" class="num">{words.plan.expected}</th><th scope="col" class="num">{words.plan.asCohorts} (- -)</th></tr></thead>
      <tbody>{props.course.map((row) => <tr key={row.week}><td class="num">{row.week}</td><td class="num">{range(row.pain_of_100)}</td><td class="num">{range(row.as_the_cohorts)}</td></tr>)}</tbody></table></div>
    <p class="small-text muted">{words.plan.courseSays}</p>
    </>
  );
}
