// scene.mjs - the body in three dimensions, checked by what is in the picture: how much of it is body, which parts are where, what moves when a slider does.
// Pixels differ between versions of Chromium, parts do not. One small window with software GL.
import { check, eventually, openBrowser, openPage, Server } from "./harness.mjs";

const browser = await openBrowser(true), server = await Server.start([]);
const page = await openPage(browser, server, { viewport: { width: 760, height: 620 } });
const scene = (words, argument) => page.evaluate(`(${words})(window.iliumScene, ${JSON.stringify(argument ?? null)})`);
const ready = () => page.locator("[data-ready]").waitFor();
// shares of the canvas that are drawn on, reddish (flesh) and light and grey (bone)
const seen = () => scene(`(s) => {
  const c = document.createElement("canvas"); c.width = s.canvas.width; c.height = s.canvas.height;
  const g = c.getContext("2d"); g.drawImage(s.canvas, 0, 0);
  const p = g.getImageData(0, 0, c.width, c.height).data; let any = 0, flesh = 0, bone = 0;
  for (let i = 0; i < p.length; i += 4) if (p[i + 3] > 200) { any++; if (p[i] > 1.5 * p[i + 2] && p[i] > 1.3 * p[i + 1]) flesh++; else if (p[i] > 110 && Math.abs(p[i] - p[i + 1]) < 30) bone++; }
  const n = p.length / 4; return { any: any / n, flesh: flesh / n, bone: bone / n }; }`);
const part = (kind, id) => page.evaluate(`(async () => { const b = window.iliumBody; const of = { muscle: b.muscles, bone: b.bones, disc: b.discs, ligament: b.ligaments }["${kind}"]; return { kind: "${kind}", index: of.findIndex((x) => x.id === "${id}") }; })()`);

let failed = 0;
async function flow(name, steps) {
  const begun = Date.now();
  try { await steps(); check(page.faults.length === 0, page.faults.join("\n")); console.log(`ok    ${name} (${((Date.now() - begun) / 1000).toFixed(1)} s)`); }
  catch (error) { failed++; console.log(`FAILED ${name}: ${error.message}`); }
}

await flow("the body is drawn", async () => {
  await page.goto(`http://127.0.0.1:${server.port}/#/explore`);
  await ready();
  const first = await seen(), stats = await scene("(s) => s.stats()");
  check(first.any > 0.02 && first.any < 0.6, `the body covers ${first.any} of the picture`);
  check(first.flesh > 0.2 * first.any && first.bone > 0.15 * first.any, `flesh ${first.flesh}, bone ${first.bone} of ${first.any}`);
  check(stats.calls <= 8, `${stats.calls} draw calls`);
  await scene("(s) => s.layers({ muscles: false, ligaments: true, trunkWall: false, forces: [] })");
  const bones = await eventually(async () => { const x = await seen(); return x.flesh < 0.1 * first.flesh && x; }, "hidden muscles stay in the picture");
  check(bones.bone > first.bone, "bones behind the muscles do not come out");
  await scene('(s) => s.layers({ muscles: true, ligaments: true, trunkWall: false, forces: ["support", "load"] })');
});

await flow("parts are where they belong and tell what they are", async () => {
  await scene('(s) => s.view("front")');
  const skull = await scene("(s, p) => s.find(p)", await part("bone", "skull")), foot = await scene("(s, p) => s.find(p)", await part("bone", "metatarsals_r"));
  const right = await scene("(s, p) => s.find(p)", await part("bone", "upper_arm_bone_r")), left = await scene("(s, p) => s.find(p)", await part("bone", "upper_arm_bone_l"));
  check(skull && foot && skull.y < foot.y, "the skull is not above the foot");
  check(right && left && right.x < left.x, "seen from the front the right arm is on the left of the picture");
  const box = await page.locator(".scene-canvas").boundingBox();
  await page.mouse.click(box.x + skull.x, box.y + skull.y);
  await page.getByRole("heading", { name: "Skull" }).waitFor();
  // the same by the list, for who does not see the picture
  await page.locator("#explore-part").selectOption("muscle:Ps_L1_VB_r");
  await page.getByRole("heading", { name: /^Psoas.*right/ }).waitFor();
  check(await page.getByText("Pain from it is felt at").count() === 1, "the psoas refers nowhere");
  check(await page.getByText(/Load is not pain/).count() > 0, "loads stand without their word");
});

await flow("keys turn the body", async () => {
  const before = await seen();
  await page.locator(".scene-canvas").focus();
  for (let i = 0; i < 8; i++) await page.keyboard.press("ArrowRight");
  await eventually(async () => Math.abs((await seen()).any - before.any) > 0.002, "arrow keys do not turn it");
  await page.keyboard.press("1");
});

await flow("a slider moves the body, and the chain says what follows", async () => {
  const slider = page.getByRole("slider", { name: /hip flexors short/ });
  await slider.evaluate((e) => { e.value = "1"; e.dispatchEvent(new Event("input", { bubbles: true })); e.dispatchEvent(new Event("change", { bubbles: true })); });
  await page.locator("[data-why]").waitFor();
  check(Number(await page.locator("[data-why]").getAttribute("data-why")) > 3, "short hip flexors change nothing");
  check(/c=short_iliopsoas(%3A|:)right(%3A|:)1/.test(page.url()), `the address does not hold the condition: ${page.url()}`);
  check(await page.getByText(/against healthy/).count() > 0, "nothing is set against the healthy body");
});

await flow("a link opens the same body", async () => {
  const state = new URL(page.url()).hash;
  await page.goto(`http://127.0.0.1:${server.port}/#/`);
  await page.goto(`http://127.0.0.1:${server.port}/${state}`);
  await ready();
  check(await page.getByRole("slider", { name: /hip flexors short/ }).inputValue() === "1", "the slider forgets its link");
});

// pictures to look at, where they are asked for
if (process.env.ILIUM_SHOTS)
  for (const [name, width, height] of [["phone", 360, 740], ["tablet", 820, 1180], ["desk", 1440, 900]]) {
    await page.setViewportSize({ width, height });
    await page.waitForTimeout(1500);
    check(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1), `wider than ${width} pixels`);
    await page.screenshot({ path: `${process.env.ILIUM_SHOTS}/explore-${name}.png` });
  }

await browser.close();
await server.stop();
process.exit(failed ? 1 : 0);
