// The first thing that runs: trades the link's token for a session and says that the server answers. The shell takes it from here.
async function open(): Promise<string> {
  const token = new URLSearchParams(location.hash.slice(1)).get("t");
  history.replaceState(null, "", location.pathname);
  if (token) {
    const answer = await fetch("/api/session", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ token }) });
    const body = (await answer.json()) as { session?: string; error?: { what: string } };
    if (!body.session) throw new Error(body.error?.what ?? "no session");
    sessionStorage.setItem("session", body.session);
  }
  const session = sessionStorage.getItem("session");
  if (!session) throw new Error("Open the link that `ilium serve` printed.");
  const about = await fetch("/api/about", { headers: { Authorization: `Bearer ${session}` } });
  return ((await about.json()) as { version: string }).version;
}

const app = document.querySelector("#app");
open().then(
  (version) => app?.replaceChildren(`Ilium ${version}`),
  (fault: unknown) => app?.replaceChildren(fault instanceof Error ? fault.message : "The server does not answer."),
);
