// main.tsx - begin.
import { render } from "preact";
import { App } from "./shell/app";
import "./shell/style.css";
import "./shell/pages.css";

render(<App />, document.getElementById("app")!);
