// emergency.tsx - danger before everything: the page that replaces all others until it is acknowledged, and the band that stays after.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useNotice } from "./context";
import type { Safety } from "./types";
import { Button } from "./ui";
import { words } from "./words";

/// For the clinician: what was answered, what to do now, what it may mean.
export function EmergencyPage(props: { safety: Safety; onAcknowledge: () => void }) {
  const notice = useNotice();
  const grave = props.safety.positive.filter((item) => item.level === undefined || item.level === "emergency");
  return (
    <EmergencyFrame title={props.safety.meaning} call={notice("emergency_call")} onAcknowledge={props.onAcknowledge} after={words.emergency.after}>
      {grave.map((item) => (
        <li key={item.id}>
          <p class="muted">{words.emergency.found}: {item.text}</p>
          <p class="action">{item.action}</p>
          {item.suspect && <p class="muted">{words.emergency.mayMean}: {item.suspect}</p>}
        </li>
      ))}
    </EmergencyFrame>
  );
}

/// The page that replaces all others. Its words come from the server.
export function EmergencyFrame(props: { title: string; call: string; children: ComponentChildren; onAcknowledge: () => void; after?: string; acknowledge?: string }) {
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => { head.current?.focus(); document.title = words.brand; }, []);
  return (
    <div class="danger-page" role="alertdialog" aria-modal="true" aria-labelledby="emergency-title">
      <div class="danger-page-inner">
        <h1 id="emergency-title" tabIndex={-1} ref={head}>{props.title}</h1>
        <p class="call">{props.call}</p>
        <ul class="bare">{props.children}</ul>
        <Button onClick={props.onAcknowledge}>{props.acknowledge ?? words.emergency.acknowledge}</Button>
        {props.after && <p>{props.after}</p>}
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
