// harness.mjs - what every flow needs: a server of its own in a folder of its own, Debian's Chromium, what must never happen (errors, foreign requests).
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

// quiet machines need a second; a busy one may need a minute
export const WAIT = Number(process.env.ILIUM_WEB_WAIT ?? 30) * 1000;
export const root = resolve(fileURLToPath(import.meta.url), "../../..");
const binary = process.env.ILIUM_BINARY ?? join(root, "build/release/ilium");

const freePort = () => new Promise((done) => { const probe = createServer().listen(0, "127.0.0.1", () => { const { port } = probe.address(); probe.close(() => done(port)); }); });

/// `ilium serve` on a port that stays the same when it is started again.
export class Server {
  static async start(patients = []) {
    const server = new Server();
    server.folder = mkdtempSync(join(tmpdir(), "ilium-web-"));
    for (const name of patients) cpSync(join(root, "examples/patients", `${name}.json`), join(server.folder, `${name}.json`));
    server.port = await freePort();
    await server.run();
    return server;
  }
  /// A new process; its link is another, and nobody is signed in.
  run() {
    this.session = null;
    const args = ["serve", "--port", String(this.port), "--patients", this.folder];
    if (process.env.ILIUM_WEB) args.push("--web", process.env.ILIUM_WEB);
    this.child = spawn(binary, args, { stdio: ["ignore", "pipe", "pipe"] });
    this.log = "";
    return new Promise((done, fail) => {
      const hear = (bytes) => {
        this.log += bytes;
        const link = /http:\/\/\S+#t=\S+/.exec(this.log)?.[0];
        if (link) { this.link = link; done(link); }
      };
      this.child.stdout.on("data", hear);
      this.child.stderr.on("data", (bytes) => { this.log += bytes; });
      this.child.on("exit", (code) => fail(new Error(`ilium serve ended with ${code}: ${this.log}`)));
    });
  }
  kill(signal = "SIGKILL") { return new Promise((done) => { if (this.child.exitCode !== null || this.child.signalCode) return done(); this.child.once("exit", done); this.child.kill(signal); }); }
  async stop() { await this.kill("SIGTERM"); rmSync(this.folder, { recursive: true, force: true }); }
  record(id) { return JSON.parse(readFileSync(join(this.folder, `${id}.json`), "utf8")); }
  write(id, patient) { writeFileSync(join(this.folder, `${id}.json`), JSON.stringify(patient), { mode: 0o600 }); }
}

const fonts = join(root, "web/tests/fonts.conf");
/// Whether pages can be set in the pinned font.
export const pinned = existsSync("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf");

/// @param gl  with software GL for pages with a drawn body, as Chromium itself does where there is no graphics card (the page beside it is laid out and put together without GL); without it the browser is lighter
export async function openBrowser(gl = false) {
  const path = process.env.ILIUM_CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);
  return chromium.launch({ executablePath: path, headless: true, env: { ...process.env, ...(pinned ? { FONTCONFIG_FILE: fonts } : {}) }, args: ["--no-sandbox", "--disable-dev-shm-usage", ...(gl ? ["--use-gl=angle", "--use-angle=swiftshader-webgl", "--enable-unsafe-swiftshader"] : ["--disable-gpu", "--disable-software-rasterizer"]), "--disable-extensions", "--disable-background-networking", "--font-render-hinting=none"] });
}

/// A page that fails the test on any script error, on console errors that no flow expects, and on any request to another origin.
export async function openPage(browser, server, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB", reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT);
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(`script: ${error.message}`));
  page.on("console", (message) => { if (message.type() === "error" && !/Failed to load resource|ERR_CONNECTION/.test(message.text())) page.faults.push(`console: ${message.text()}`); });
  page.on("request", (request) => { const url = new URL(request.url()); if (!["blob:", "data:"].includes(url.protocol) && url.host !== `127.0.0.1:${server.port}`) page.faults.push(`left the origin: ${request.url()}`); });
  if (server.session) await signedIn(page, server);
  else await signIn(page, server);
  return page;
}

const KEY = "ilium.session"; // as in web/src/shell/api.ts
/// Open the link that the program printed, which works once.
export async function signIn(page, server) {
  await page.goto(server.link);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  // a page that was open keeps the session of a program that is gone until the link is taken
  await page.waitForFunction(([key, old]) => ![null, old].includes(sessionStorage.getItem(key)), [KEY, server.session ?? null]);
  server.session = await page.evaluate((key) => sessionStorage.getItem(key), KEY);
}
// another window of the session that is open: the program need not be started again for each
async function signedIn(page, server) {
  await page.addInitScript(([key, session]) => sessionStorage.getItem(key) ?? sessionStorage.setItem(key, session), [KEY, server.session]);
  await page.goto(`http://127.0.0.1:${server.port}/`);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
}

/// What must hold at the end of every flow.
export function check(condition, words) { if (!condition) throw new Error(words); }
export async function eventually(what, words, ms = WAIT) {
  const end = Date.now() + ms;
  for (;;) {
    const value = await what();
    if (value) return value;
    if (Date.now() > end) throw new Error(words);
    await new Promise((done) => setTimeout(done, 60));
  }
}
export const saved = (page) => page.locator("[data-state=saved]").waitFor();
