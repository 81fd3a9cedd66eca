// explore.tsx - the place of the Explore pages, loaded when they are opened.
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "./api";
import { Busy, Note } from "./ui";
import { words } from "./words";

interface Explore { mount(host: HTMLElement, server: typeof api, state: string): () => void; prepare(server: typeof api): Promise<unknown> }
// found at build time where it is there
const modules = import.meta.glob<Explore>("../explore/index.ts");

/// Begin to load it while the rest of the app still comes.
export function prepareExplore(): void { void Object.values(modules)[0]?.().then((explore) => explore.prepare(api)).catch(() => undefined); }

export function ExplorePage(props: { state: string }) {
  const host = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<"busy" | "there" | "none">("busy");
  useEffect(() => {
    const load = Object.values(modules)[0];
    let unmount: (() => void) | undefined, alive = true;
    if (!load) setState("none");
    else void load().then((explore) => { if (alive && host.current) { setState("there"); unmount = explore.mount(host.current, api, props.state); } }, () => setState("none"));
    return () => { alive = false; unmount?.(); };
  }, []);
  return <>{state === "busy" && <Busy />}{state === "none" && <Note>{words.whatif.noBody}</Note>}<div ref={host} /></>;
}
