// emergency.tsx - danger before everything: the page that replaces all others until it is acknowledged, and the band that stays after.
import { useEffect, useRef } from "preact/hooks";
import { useNotice } from "./context";
import type { Safety } from "./types";
import { Button } from "./ui";
import { words } from "./words";

/// @param mayMean  name what it may mean: for the clinician only, never in patient mode
export function EmergencyPage(props: { safety: Safety; mayMean?: boolean; onAcknowledge: () => void; acknowledge?: string }) {
  const notice = useNotice();
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => { head.current?.focus(); document.title = words.brand; }, []);
  const grave = props.safety.positive.filter((item) => item.level === undefined || item.level === "emergency");
  return (
    <div class="emergency" role="alertdialog" aria-modal="true" aria-labelledby="emergency-title">
      <div class="emergency-inner">
        <h1 id="emergency-title" tabIndex={-1} ref={head}>{props.safety.meaning}</h1>
        <p class="call">{notice("emergency_call")}</p>
        <ul class="bare">
          {grave.map((item) => (
            <li key={item.id}>
              <p class="muted">{words.emergency.found}: {item.text}</p>
              <p class="action">{item.action}</p>
              {props.mayMean && item.suspect && <p class="muted">{words.emergency.mayMean}: {item.suspect}</p>}
            </li>
          ))}
        </ul>
        <Button onClick={props.onAcknowledge}>{props.acknowledge ?? words.emergency.acknowledge}</Button>
        <p>{words.emergency.after}</p>
      </div>
    </div>
  );
}

/// The band under the header while a sign is open.
export function Alarm(props: { safety: Safety; onOpen: () => void }) {
  const { level, meaning } = props.safety;
  if (level === "emergency") return <div class="alarm" role="alert"><span>{meaning}</span><Button small onClick={props.onOpen}>{words.emergency.open}</Button></div>;
  if (level === "urgent") {
    return <div class="alarm urgent" role="alert"><span>{meaning} {props.safety.positive.filter((item) => item.level === "urgent").map((item) => `${item.text}: ${item.action ?? ""}`).join(" ")}</span></div>;
  }
  return null;
}
