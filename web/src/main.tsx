// main.tsx - begin.
import { render } from "preact";
import { App } from "./shell/app";
import "./shell/style.css";
import "./shell/pages.css";

// on paper nothing is folded away
addEventListener("beforeprint", () => document.querySelectorAll("details:not([open])").forEach((folded) => folded.setAttribute("open", "printed")));
addEventListener("afterprint", () => document.querySelectorAll('details[open="printed"]').forEach((folded) => folded.removeAttribute("open")));

render(<App />, document.getElementById("app")!);
