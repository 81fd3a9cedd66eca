// measure.mjs - how long Explore takes from hand to picture, and what of it is whose: `node web/tests/measure.mjs` with ILIUM_BINARY and ILIUM_WEB as for the flows.
// GL=0: in a browser that cannot draw, so that what is left is asking, solving, transfer and words. Wall time is the page's own account (`iliumTimes`). CPU time is read from the processes, so that a busy machine does not count: page (its main thread), drawing (software GL), server.
import { readdirSync, readFileSync } from "node:fs";
import { openBrowser, openPage, Server } from "./harness.mjs";

const MOVES = Number(process.env.MOVES ?? 40), TICK = 10; // ms of a tick of the clock in /proc
const stat = (path) => { const [head, rest] = readFileSync(path, "utf8").split(/\) /); const f = rest.split(" "); return { name: head.split("(")[1], parent: f[1], cpu: TICK * (Number(f[11]) + Number(f[12])) }; };
const processes = () => readdirSync("/proc").filter((name) => /^\d+$/.test(name)).flatMap((pid) => { try { return [{ pid, ...stat(`/proc/${pid}/stat`), line: readFileSync(`/proc/${pid}/cmdline`, "utf8") }]; } catch { return []; } });
function offspring() {
  const all = processes(), mine = new Set([String(process.pid)]);
  for (let more = true; more;) { more = false; for (const p of all) if (mine.has(p.parent) && !mine.has(p.pid)) mine.add(p.pid), more = true; }
  return all.filter((p) => mine.has(p.pid));
}
const mainThread = (pid) => stat(`/proc/${pid}/task/${pid}/stat`).cpu;

const browser = await openBrowser(process.env.GL !== "0"), server = await Server.start([]);
const page = await openPage(browser, server, { viewport: { width: 1280, height: 800 } });
await page.goto(`http://127.0.0.1:${server.port}/#/explore`);
await page.locator("[data-ready]").waitFor();
const renderers = () => offspring().filter((p) => /type=renderer/.test(p.line)), gpu = offspring().find((p) => /type=gpu-process/.test(p.line))?.pid;
// a reload may begin a new process: each counts from what it had
let had = new Map();
const pageTime = () => { let sum = 0; for (const p of renderers()) { const cpu = mainThread(p.pid), before = had.get(p.pid) ?? [0, 0]; had.set(p.pid, [cpu, before[1] + cpu - before[0]]); } for (const [, used] of had.values()) sum += used; return sum; };
const now = () => ({ page: pageTime(), draw: gpu ? stat(`/proc/${gpu}/stat`).cpu : 0, server: stat(`/proc/${server.child.pid}/stat`).cpu });

let before = now();
await page.reload();
await page.locator("[data-ready]").waitFor();
let after = now();
const first = await page.evaluate(() => ({ wall: Number(document.querySelector("[data-first]").dataset.first), parts: window.iliumTimes[0], size: performance.getEntriesByType("resource").reduce((n, r) => n + r.transferSize, 0) }));
const paint = await page.evaluate(() => Math.round(performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN));
console.log(`first paint of the page: ${paint} ms after it was asked for`);
console.log(`first picture: ${first.wall} ms after the page was asked for; CPU of the page ${after.page - before.page} ms, of drawing ${after.draw - before.draw} ms, of the server ${after.server - before.server} ms; ${Math.round(first.size / 1024)} KiB came`);

// what the machine gives: a loop of fixed work, in turns with nothing; a busy core shows in the wall time, a slow one in both
function loop() { const wall = performance.now(), cpu = process.cpuUsage(); let x = 1; for (let i = 0; i < 2e7; i++) x = (x * 1.0000001) % 3; const used = process.cpuUsage(cpu); return { wall: performance.now() - wall, cpu: (used.user + used.system) / 1000, x }; }
const loops = Array.from({ length: 11 }, loop), middle = (key) => loops.map((one) => one[key]).sort((a, b) => a - b)[loops.length >> 1];
const fixed = { wall: middle("wall"), cpu: middle("cpu") };
console.log(`fixed loop: ${fixed.wall.toFixed(0)} ms of wall time for ${fixed.cpu.toFixed(0)} ms of CPU, so a thread has ${Math.round((100 * fixed.cpu) / fixed.wall)} % of a core here`);

before = now();
await page.evaluate(async (moves) => {
  const slider = [...document.querySelectorAll("input[type=range]")].find((one) => /flexors/.test(one.labels[0]?.textContent ?? ""));
  for (let i = 1; i <= moves; i++) {
    const had = window.iliumTimes.length;
    slider.value = String((i % 20) * 0.05);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    while (window.iliumTimes.length === had) await new Promise((done) => setTimeout(done, 4));
  }
}, MOVES);
after = now();
const rows = (await page.evaluate(() => window.iliumTimes)).slice(-MOVES);
for (const row of rows) row.answer = row.solve + row.transfer; // from the POST to the new body on the stream
for (const key of Object.keys(rows[0])) {
  const all = rows.map((row) => row[key]).sort((a, b) => a - b);
  console.log(`${key.padEnd(9)} middle ${all[all.length >> 1].toFixed(1).padStart(7)} ms, 95 of 100 within ${all[Math.min(all.length - 1, Math.floor(0.95 * all.length))].toFixed(1).padStart(7)} ms, ${(all[all.length >> 1] / fixed.wall).toFixed(2).padStart(6)} of the fixed loop`);
}
console.log(`CPU a move: page ${((after.page - before.page) / MOVES).toFixed(1)} ms, server ${((after.server - before.server) / MOVES).toFixed(1)} ms, drawing by software ${((after.draw - before.draw) / MOVES).toFixed(1)} ms`);
await browser.close();
await server.stop();
