// papers.tsx - documents of the visit: shown, printed, downloaded.
import { useEffect, useRef, useState } from "preact/hooks";
import { country } from "../shell/country";
import { api, type ApiError, type Fault } from "../shell/api";
import { type PatientStore, useStore } from "../shell/store";
import { Busy, Button, Card, download, FaultNote, Title } from "../shell/ui";
import { words } from "../shell/words";

const w = words.papers;
const kinds = ["clinician", "plan", "patient", "legal"] as const;

export function PapersPage(props: { store: PatientStore }) {
  const store = useStore(props.store);
  const [shown, setShown] = useState<(typeof kinds)[number] | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const query = `&visit=${store.visit + 1}${country().country ? `&country=${country().country}` : ""}`;
  const base = `/api/patients/${encodeURIComponent(store.id)}`;
  const save = async (path: string, name: string) => {
    setBusy(true);
    setFault(null);
    try { await store.save(); await download(path, name); } catch (error) { setFault((error as ApiError).fault ?? { what: String(error) }); } finally { setBusy(false); }
  };
  const file = () => {
    const url = URL.createObjectURL(new Blob([JSON.stringify(store.doc, null, 2)], { type: "application/json" }));
    Object.assign(document.createElement("a"), { href: url, download: `${store.id}.json` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  };
  return (
    <>
      <Title lead={w.lead}>{w.title}</Title>
      <div class="stack">
        <div class="tiles">
          {kinds.map((kind) => (
            <Card key={kind} title={w.kinds[kind]}>
              <div class="row"><Button pressed={shown === kind} onClick={() => setShown(shown === kind ? null : kind)} label={`${w.open}: ${w.kinds[kind]}`}>{w.open}</Button>
                <Button onClick={() => void save(`${base}/report?for=${kind}&as=pdf${query}`, `${store.id}-${kind}.pdf`)} label={`${w.pdf}: ${w.kinds[kind]}`}>{w.pdf}</Button>
                <Button kind="quiet" onClick={() => void save(`${base}/report?for=${kind}&as=html${query}`, `${store.id}-${kind}.html`)} label={`${w.html}: ${w.kinds[kind]}`}>{w.html}</Button></div>
            </Card>
          ))}
          <Card title={w.download}><div class="row"><Button onClick={() => void save(`${base}/fhir`, `${store.id}-fhir.json`)}>{w.fhir}</Button><Button kind="quiet" onClick={file}>{w.file}</Button></div></Card>
        </div>
        {busy && <Busy />}
        <FaultNote fault={fault} />
        {shown && <Paper key={shown} path={`${base}/report?for=${shown}&as=html${query}`} name={w.kinds[shown] ?? shown} />}
      </div>
    </>
  );
}

/// A report in the page. It brings its own style sheet, which the page's policy would not run inline: it is adopted by a tree of its own.
function Paper(props: { path: string; name: string }) {
  const host = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<Fault | "busy" | "there">("busy");
  useEffect(() => {
    let alive = true;
    void api.blob(props.path).then((blob) => blob.text()).then((text) => {
      if (!alive || !host.current) return;
      const styles: string[] = []; // taken out first: the parser would ask the policy about them
      const page = new DOMParser().parseFromString(text.replace(/<style[^>]*>([\s\S]*?)<\/style>/g, (_, rules: string) => (styles.push(rules), "")), "text/html");
      const root = host.current.shadowRoot ?? host.current.attachShadow({ mode: "open" });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(styles.join("\n").replace(/(^|[\s,}])(:root|html)\b/g, "$1:host").replace(/(^|[\s,}])body\b/g, "$1.body"));
      root.adoptedStyleSheets = [sheet];
      const body = document.createElement("div");
      body.className = "body";
      body.append(...[...page.body.childNodes].filter((node) => node.nodeName !== "SCRIPT" && node.nodeName !== "STYLE").map((node) => document.importNode(node, true)));
      root.replaceChildren(body);
      setState("there");
    }, (error: ApiError) => alive && setState(error.fault ?? { what: String(error) }));
    return () => { alive = false; };
  }, [props.path]);
  return (
    <section aria-label={props.name} class="stack tight">
      {state === "busy" && <Busy />}
      {typeof state === "object" && <FaultNote fault={state} />}
      <div class="paper" ref={host} tabIndex={0} role="document" aria-label={props.name} />
    </section>
  );
}
