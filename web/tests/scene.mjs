// scene.mjs - the body in three dimensions, checked by what is in the picture: how much of it is body, which parts are where, what moves when a slider does.
// Pixels differ between versions of Chromium, parts do not. One small window with software GL for all of it.
import { check, eventually } from "./harness.mjs";

// of a picture, whatever the clock says; quick: while something moves, where software draws
const MOST = { calls: 8, triangles: 110000, quick: 30000 };

export async function scene(server, page) {
  const ask = (words, argument) => page.evaluate(`(${words})(window.iliumScene, ${JSON.stringify(argument ?? null)})`);
  const ready = () => page.locator("[data-ready]").waitFor();
  // drawn with all its triangles: it rests
  const whole = () => eventually(async () => await page.locator(".scene-canvas").getAttribute("data-whole") === "true", "the body stays drawn as in motion");
  // shares of the canvas that are drawn on, reddish (flesh) and light and grey (bone)
  const seen = () => ask(`(s) => {
    const c = document.createElement("canvas"); c.width = s.canvas.width; c.height = s.canvas.height;
    const g = c.getContext("2d"); g.drawImage(s.canvas, 0, 0);
    const p = g.getImageData(0, 0, c.width, c.height).data; let any = 0, flesh = 0, bone = 0;
    for (let i = 0; i < p.length; i += 4) if (p[i + 3] > 200) { any++; if (p[i] > 1.5 * p[i + 2] && p[i] > 1.3 * p[i + 1]) flesh++; else if (p[i] > 110 && Math.abs(p[i] - p[i + 1]) < 30) bone++; }
    const n = p.length / 4; return { any: any / n, flesh: flesh / n, bone: bone / n }; }`);

  // each step says what failed; the time is told where it is asked for
  async function flow(name, steps) {
    const begun = Date.now();
    try { await steps(); check(page.faults.length === 0, page.faults.join("\n")); } catch (error) { throw new Error(`${name}: ${error.message}`); }
    if (process.env.ILIUM_TIMES) console.log(`      ${name} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
  }

  await flow("a link opens a body, and it is drawn", async () => {
    await page.goto(`http://127.0.0.1:${server.port}/#/explore?task=standing&m=height-cm:170`);
    await ready();
    check(await page.getByRole("slider", { name: /Height/ }).inputValue() === "170", "the slider does not hold what the link says");
    await whole();
    const first = await seen(), stats = await ask("(s) => s.stats()");
    check(first.any > 0.02 && first.any < 0.6, `the body covers ${first.any} of the picture`);
    check(first.flesh > 0.2 * first.any && first.bone > 0.15 * first.any, `flesh ${first.flesh}, bone ${first.bone} of ${first.any}`);
    check(stats.calls <= MOST.calls && stats.triangles <= MOST.triangles, `${stats.calls} draw calls, ${stats.triangles} triangles`);
    await ask("(s) => s.layers({ muscles: false, ligaments: true, trunkWall: false, forces: [] })");
    const bones = await eventually(async () => { const x = await seen(); return x.flesh < 0.1 * first.flesh && x; }, "hidden muscles stay in the picture");
    check(bones.bone > first.bone, "bones behind the muscles do not come out");
    await ask('(s) => s.layers({ muscles: true, ligaments: true, trunkWall: false, forces: ["support", "load"] })');
  });

  // every part that the picture shows, by its name: {x, y, pixels}
  const parts = () => ask(`(s) => { const b = window.iliumBody, of = { muscle: b.muscles, bone: b.bones, disc: b.discs, ligament: b.ligaments };
    return Object.fromEntries(s.seen().map((one) => [of[one.part.kind][one.part.index].id, one])); }`);

  await flow("parts are where they belong and tell what they are", async () => {
    await ask('(s) => s.view("front")');
    const front = await parts(), { skull, metatarsals_r: foot, upper_arm_bone_r: right, upper_arm_bone_l: left } = front;
    check(skull && foot && skull.y < foot.y, "the skull is not above the foot");
    check(right && left && right.x < left.x, "seen from the front the right arm is on the left of the picture");
    check(front.rect_fem_r && front.rect_fem_r.y > front.hip_bone_r.y && front.rect_fem_r.y < front.tibia_r.y, "the rectus femoris is not between pelvis and shin");
    // a healthy body stands as its mirror image
    const middle = skull.x;
    for (const name of ["upper_arm_bone", "femur", "tibia", "rect_fem", "vas_lat", "tib_ant"]) {
      const r = front[`${name}_r`], l = front[`${name}_l`];
      check(r && l && Math.abs(r.x + l.x - 2 * middle) <= 4 && Math.abs(r.pixels - l.pixels) <= 0.1 * r.pixels + 6, `${name} right and left are no mirror images: ${JSON.stringify([r, l])}`);
    }
    const again = await ask("(s, p) => s.pick(p.x, p.y)", skull);
    check(again?.kind === "bone", "what is found is not what is picked");
    const box = await page.locator(".scene-canvas").boundingBox();
    await page.mouse.click(box.x + skull.x, box.y + skull.y);
    await page.getByRole("heading", { name: "Skull" }).waitFor();
    // the same by the list, for who does not see the picture
    await page.locator("#explore-part").selectOption("muscle:Ps_L1_VB_r");
    await page.getByRole("heading", { name: /^Psoas.*right/ }).waitFor();
    check(await page.getByText("Pain from it is felt at").count() === 1, "the psoas refers nowhere");
    check(await page.getByText(/Load is not pain/).count() > 0, "loads stand without their word");
    // its load against a published limit with its source, or the word that none is known
    check(await page.locator("[data-limit=none]").count() === 1, "the psoas has a published limit, or nothing is said");
    await page.locator("#explore-part").selectOption({ index: 1 });
    check(/3.?400 N/.test(await page.locator("[data-limit$=compression_n]").innerText()), "the limit of compression is not told");
    check(/2.?500 N \(recalled\)/.test(await page.locator("[data-limit$=compression_n]").innerText()), "a lower end that is only recalled is shown as found");
    // a pressure that was measured stands beside the simulated one, as what it is
    check(/none was found/.test(await page.locator("[data-measured=none]").innerText()), "a disc in which nothing was measured does not say so");
    await page.locator("#explore-part").selectOption("disc:L4_L5_disc");
    const measured = await page.locator("[data-measured=L4_L5]").innerText();
    check(/0\.50 MPa/.test(measured) && /one person; no norm, no limit/.test(measured) && /Wilke/.test(await page.locator(".explore-panel").textContent()), `what was measured in L4-L5: ${measured}`);
    await page.locator("#explore-part").selectOption("muscle:MF_m1s_r");
    const held = await page.locator("[data-limit]").innerText();
    check(/held contraction/.test(held) && /2 %/.test(held) && !/of it|limit/.test(held), `the activation of an instant is a share of one held for long: ${held}`);
    await page.locator("#explore-part").selectOption({ index: 1 });
    check(/NIOSH/.test(await page.locator(".explore-panel").textContent()), "the limit stands without its source");
    await ask('(s) => s.view("back")');
    const back = await parts();
    check(back.skull && back.lat_gas_r.pixels > 3 * front.lat_gas_r.pixels && !(back.breastbone?.pixels > 20) && !(back.rect_fem_r?.pixels > 0.25 * front.rect_fem_r.pixels), `from behind it looks as from the front: ${JSON.stringify(["lat_gas_r", "rect_fem_r", "breastbone"].map((id) => [front[id]?.pixels, back[id]?.pixels]))}`);
  });

  await flow("keys turn the body", async () => {
    await ask('(s) => s.view("front")');
    const { upper_arm_bone_r: before } = await parts();
    await page.locator(".scene-canvas").focus();
    // one by hand; each would be drawn, so the others come in one go
    await page.keyboard.press("ArrowRight");
    await page.locator(".scene-canvas").evaluate((e) => { for (let i = 0; i < 7; i++) e.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true })); });
    const turned = await parts();
    check(Math.abs(turned.upper_arm_bone_r.x - before.x) > 10, `arrow keys do not turn it: the right arm stays at ${before.x}`);
    await page.keyboard.press("1");
    check((await parts()).breastbone?.pixels > 40, "the key 1 does not show the front");
  });

  await flow("two fingers bring the body nearer, and farther", async () => {
    const box = await page.locator(".scene-canvas").boundingBox(), touch = await page.context().newCDPSession(page), x = box.x + box.width / 2, y = box.y + box.height / 2;
    const size = async () => (await parts()).skull.pixels, fingers = (type, gap) => touch.send("Input.dispatchTouchEvent", { type, touchPoints: gap === null ? [] : [{ x, y: y - gap / 2, id: 1 }, { x, y: y + gap / 2, id: 2 }] });
    const pinch = async (from, to) => { await fingers("touchStart", from); for (let i = 1; i <= 4; i++) await fingers("touchMove", from + ((to - from) * i) / 4); await fingers("touchEnd", null); };
    const before = await size();
    await pinch(140, 100);
    const far = await size();
    check(far < 0.75 * before, `fingers that close do not take the body away: ${before} to ${far} pixels of skull`);
    await pinch(100, 140);
    const near = await size();
    check(Math.abs(near - before) < 0.2 * before, `fingers that open do not bring it back: ${before}, ${far}, ${near} pixels of skull`);
    check(await page.evaluate(() => scrollY === 0 && visualViewport.scale === 1), "two fingers on the body move the page");
    await touch.detach();
  });

  await flow("a slider moves the body, and the chain says what follows", async () => {
    const before = await parts();
    const slider = page.getByRole("slider", { name: /hip flexors short/i });
    // while the hand moves software draws less, and all of it when the hand rests
    const worked = (s) => check(s.calls <= MOST.calls && s.triangles <= (s.quick ? MOST.quick : MOST.triangles), `${s.quick ? "in motion " : ""}${s.calls} draw calls, ${s.triangles} triangles`);
    const moving = await slider.evaluate(async (e) => {
      const stats = [];
      for (let i = 1; i <= 5; i++) {
        const had = window.iliumTimes.length;
        e.value = String(0.18 * i);
        e.dispatchEvent(new Event("input", { bubbles: true }));
        while (window.iliumTimes.length === had) await new Promise((done) => setTimeout(done, 4));
        stats.push(window.iliumScene.stats());
      }
      return stats;
    });
    moving.forEach(worked);
    // each by what was known when it was drawn: more than 28 ms a whole picture, and few triangles while it moves
    check(moving.some((s) => s.moved), "no picture was drawn while the slider moved");
    for (const s of moving) check((s.triangles <= MOST.quick) === (s.moved && s.slow > 28), `${s.moved ? "a motion" : "a rest"} is drawn with ${s.triangles} triangles, a whole picture taking ${s.slow} ms`);
    await slider.evaluate((e) => { e.value = "1"; e.dispatchEvent(new Event("input", { bubbles: true })); e.dispatchEvent(new Event("change", { bubbles: true })); });
    await whole();
    const rest = await ask("(s) => s.stats()");
    worked(rest);
    check(rest.triangles > MOST.quick, "a body at rest is drawn with few triangles");
    await page.locator("[data-why]").waitFor();
    check(Number(await page.locator("[data-why]").getAttribute("data-why")) > 3, "short hip flexors change nothing");
    check(/c=short_iliopsoas(%3A|:)right(%3A|:)1/.test(page.url()), `the address does not hold the condition: ${page.url()}`);
    check(await page.getByText(/against healthy/).count() > 0, "nothing is set against the healthy body");
    const after = await parts();
    check(["skull", "femur_r", "hip_bone_r", "hand_r"].some((id) => after[id]?.y !== before[id]?.y || after[id]?.pixels !== before[id]?.pixels), "no part stands elsewhere");
  });

  await flow("two bodies stand beside each other, and one over the other", async () => {
    const one = (await seen()).any;
    await page.getByRole("button", { name: "Beside healthy" }).click();
    const two = await eventually(async () => { const x = await seen(); return x.any > 1.4 * one && x; }, "a second body does not stand beside the first");
    check(two.any < 2.6 * one, `beside each other they cover ${two.any} of the picture, one alone ${one}`);
    await page.getByRole("button", { name: "Over healthy" }).click();
    await eventually(async () => (await seen()).any < 1.35 * one, "the second body does not come over the first");
    await page.getByRole("button", { name: "Alone" }).click();
  });

  // pictures to look at, where they are asked for
  if (process.env.ILIUM_SHOTS)
    for (const [name, width, height] of [["phone", 360, 740], ["tablet", 820, 1180], ["desk", 1440, 900]]) {
      await page.setViewportSize({ width, height });
      await page.waitForTimeout(1500);
      check(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1), `wider than ${width} pixels`);
      await page.screenshot({ path: `${process.env.ILIUM_SHOTS}/explore-${name}.png` });
    }
}
