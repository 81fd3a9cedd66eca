// pain.tsx - where it hurts: the map, and for each region how strong and what it feels like.
import { useState } from "preact/hooks";
import { useApp } from "../shell/context";
import { go } from "../shell/router";
import { type PatientStore, useStore } from "../shell/store";
import type { PainRegion, PainStroke, Side } from "../shell/types";
import { Button, Card, Choice, TextField, Title } from "../shell/ui";
import { words } from "../shell/words";
import { BodyMap, regionName, tone } from "./bodymap";

const characters = ["dull", "aching", "sharp", "burning", "shooting", "stabbing", "tingling", "numb", "cramping", "pressing"];
const MOST_STROKES = 60; // that the file takes of a visit
const tools = [["draw", words.pain.draw], ["choose", words.pain.choose], ["erase", words.pain.erase]] as const;

export function PainPage(props: { store: PatientStore }) {
  const store = useStore(props.store);
  const { vocabulary } = useApp();
  const [tool, setTool] = useState<"choose" | "draw" | "erase">("draw");
  const marked = store.current.pain?.regions ?? [];
  const same = (row: PainRegion, code: string, side: Side, isSided: boolean) => row.region === code && (!isSided || row.side === side);
  const change = (what: string, make: (regions: PainRegion[]) => PainRegion[]) => store.editVisit(what, (visit) => { visit.pain = { ...visit.pain, regions: make(visit.pain?.regions ?? []) }; });
  const strokes = store.current.pain?.strokes ?? [];
  const mark = (found: { code: string; side: Side }[], erase: boolean, stroke?: { added?: PainStroke; gone?: PainStroke[] }) => store.editVisit(`pain/${Date.now()}`, (visit) => {
    const next = [...strokes.filter((one) => !stroke?.gone?.includes(one)), ...(stroke?.added && strokes.length < MOST_STROKES ? [stroke.added] : [])];
    visit.pain = { ...visit.pain, regions: markedBy(found, erase, visit.pain?.regions ?? []), ...(next.length ? { strokes: next } : {}) };
    if (!next.length) delete visit.pain.strokes;
  });
  const markedBy = (found: { code: string; side: Side }[], erase: boolean, regions: PainRegion[]) => {
    for (const { code, side } of found) {
      const region = vocabulary.regions.find((row) => row.code === code);
      const there = regions.some((row) => same(row, code, side, region?.sided ?? false));
      if (erase) regions = regions.filter((row) => !same(row, code, side, region?.sided ?? false));
      else if (!there) regions = [...regions, { region: code, side: region?.sided ? side : "mid" }];
    }
    return regions;
  };
  const clear = () => store.editVisit("pain/clear", (visit) => { visit.pain = { ...visit.pain, regions: [] }; delete visit.pain.strokes; });
  const set = (row: PainRegion, value: Partial<PainRegion>) => change(`pain/${row.region}${row.side}${Object.keys(value)[0]}`, (regions) => regions.map((other) => (other.region === row.region && other.side === row.side ? { ...other, ...value } : other)));
  return (
    <>
      <Title lead={words.pain.lead}>{words.pain.title}</Title>
      <div class="columns side">
        <Card title={words.pain.map} aside={<Choice name={words.pain.tools} hideName small options={tools} value={tool} onChange={(value) => value && setTool(value)} />}>
          <BodyMap chart={vocabulary.chart} regions={vocabulary.regions} marked={marked} strokes={strokes} tool={tool} onMark={mark} />
        </Card>
        <div class="stack">
          <Card title={`${words.pain.chosen} (${marked.length})`} aside={marked.length + strokes.length > 0 && <Button small kind="quiet" onClick={clear}>{words.pain.clear}</Button>}>
            {marked.length === 0 ? <p class="muted" role="status">{words.pain.none}</p> : (
              <ul class="bare stack tight" aria-live="polite">
                {marked.map((row) => {
                  const region = vocabulary.regions.find((other) => other.code === row.region);
                  const name = region ? regionName(region, row.side) : row.region;
                  return (
                    <li key={row.region + row.side} class="pain-row" data-marked={row.region}>
                      <div class="row between"><strong><span class="swatch" style={{ background: tone(row.intensity) }} aria-hidden="true" /> {name}</strong><Button small kind="quiet" label={`${words.remove}: ${name}`} onClick={() => mark([{ code: row.region, side: row.side ?? "mid" }], true)}>{words.remove}</Button></div>
                      <div class="fields">
                        <label class="field"><span>{words.pain.intensity}: <strong>{row.intensity ?? words.notRecorded}</strong></span>
                          <input type="range" min="0" max="10" step="1" value={row.intensity ?? 0} aria-label={`${words.pain.intensity}: ${name}`} aria-valuetext={row.intensity === undefined ? words.notRecorded : `${row.intensity}`} onInput={(event) => set(row, { intensity: Number(event.currentTarget.value) })} /></label>
                        <TextField label={words.pain.character} value={row.character} suggestions={characters} onChange={(character) => set(row, { character })} />
                      </div>
                    </li>
                  );
                })}
              </ul>
            )}
          </Card>
          <details class="card"><summary>{words.pain.list}</summary>
            <ul class="bare region-list">
              {vocabulary.regions.flatMap((region) => (region.sided ? (["r", "l"] as Side[]) : (["mid"] as Side[])).map((side) => {
                const on = marked.some((row) => same(row, region.code, side, region.sided));
                return <li key={region.code + side}><label class="row"><input type="checkbox" checked={on} onChange={() => mark([{ code: region.code, side }], on)} /><span>{regionName(region, side)}</span></label></li>;
              }))}
            </ul>
          </details>
          <div class="row end"><Button kind="main" onClick={() => go(`/p/${encodeURIComponent(store.id)}/exam`)}>{words.pain.next}</Button></div>
        </div>
      </div>
    </>
  );
}
