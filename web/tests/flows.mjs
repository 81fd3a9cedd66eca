// flows.mjs - what a clinician and a patient do, driven in Chromium against the real program. Each flow has its own records; `--only NAME` runs one.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { check, eventually, openBrowser, openPage, pinned, root, saved, Server, signIn } from "./harness.mjs";
import { looksAs } from "./looks.mjs";
import { scene } from "./scene.mjs";

const axeSource = readFileSync(join(root, "web/node_modules/axe-core/axe.min.js"), "utf8");
const address = (server, path) => `http://127.0.0.1:${server.port}/#${path}`;
const shown = (page, text) => page.getByText(text, { exact: false }).first();
const h1 = (page, name) => page.getByRole("heading", { level: 1, name });
const stepTo = (page, name) => page.getByRole("navigation", { name: "Steps of the visit" }).getByRole("link", { name, exact: true }).click();
const answer = (page, row, word) => page.locator(`[data-row=${row}] [data-value=${word}]`).click();
// nothing of what can be pressed sticks out of its card
const inCards = (page) => page.evaluate(() => [...document.querySelectorAll(".card :is(button, label, input, select)")].filter((e) => e.getBoundingClientRect().width > 1 && e.getBoundingClientRect().right > e.closest(".card").getBoundingClientRect().right + 1).map((e) => e.outerHTML.slice(0, 120)));
const widthFits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1);

/// axe-core finds nothing serious on this page.
async function accessible(page, name) {
  // evaluated by the test's own channel: the page's policy allows no script but its own
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource);
  const found = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"] }));
  const grave = found.violations.filter((row) => ["serious", "critical"].includes(row.impact));
  check(grave.length === 0, `${name}: ${grave.map((row) => `${row.id} (${row.nodes.length}): ${row.nodes[0].html.slice(0, 160)} ${row.nodes[0].failureSummary?.slice(0, 200)}`).join("\n")}`);
}

// a record whose screen is answered: what a flow begins with that is not about the screen
function screened(server, id, change = () => undefined) {
  const patient = server.record("teaching_desk_worker");
  patient.id = id;
  change(patient);
  server.write(id, patient);
}

// one record for the flows that look and change nothing, so that it is assessed once: two visits, strokes, a plan that was released
function looked(server) {
  screened(server, "look", (patient) => {
    const second = JSON.parse(JSON.stringify(patient.visits[0]));
    patient.visits[0].pain.strokes = [{ view: "back", line: "110 150 112 160 113 172 112 184 108 190" }, { view: "back", line: "60 160" }];
    second.date = "2026-03-01";
    patient.visits.push(second);
    patient.plans = [{ date: "2026-01-12", released: "2026-01-12", released_by: "A. Clinician", treatments: [{ treatment: "bridge" }] }];
  });
}

async function handOver(page) {
  await page.getByLabel("A number of 4 to 8 digits").fill("4711");
  await page.getByRole("button", { name: "Hand over" }).click();
  await h1(page, "For you").waitFor();
}
async function giveBack(page) {
  await page.getByLabel("Number set at the hand-over").fill("4711");
  await page.getByRole("button", { name: "Give back to the clinician" }).click();
  await h1(page, "Patients").waitFor();
}

const flows = {
  // screen -> history -> pain map -> exam -> ranking -> plan -> release -> report
  async assess({ server, page, accessible }) {
    await page.getByLabel("Identifier").fill("anna-1");
    await page.getByLabel("Short description").fill("woman, 35, right-sided low back pain");
    await page.getByRole("button", { name: "Begin with the safety screen" }).click();
    await h1(page, "Safety screen").waitFor();
    check(await page.locator("[data-withheld], [data-level]").count() > 0, "the screen shows no level");
    await accessible("safety");
    await page.getByLabel("Sex").selectOption("female");
    await page.getByLabel("Age").fill("35");
    await page.getByLabel("Height").fill("1.68");
    await page.getByLabel("Mass").fill("62");
    const rest = page.getByRole("button", { name: /All that is left here/ });
    while (await rest.count()) await rest.first().click();
    for (const row of ["joint_replacement", "spinal_fusion", "amputation", "structural_scoliosis", "neuromuscular_disease", "pregnancy"]) await answer(page, row, "no");
    await saved(page);
    await page.locator("[data-level=clear], [data-level=watch]").waitFor();
    await page.getByRole("button", { name: "Go on with the history" }).click();
    await h1(page, "History").waitFor();
    await page.getByLabel("What troubles this person").fill("dull ache right of the spine");
    await page.getByLabel("Pain now, 0 to 10").fill("5");
    await page.getByLabel("Since how many weeks?").fill("20");
    await accessible("history");
    await page.getByRole("button", { name: "Go on with the pain map" }).click();

    // a stroke across the right side of the low back, seen from behind
    await h1(page, "Where does it hurt?").waitFor();
    const region = await page.locator("svg[data-view=back] [data-region=LB_PARA][data-side=r]").boundingBox();
    await page.mouse.move(region.x + region.width / 2, region.y + region.height * 0.25);
    await page.mouse.down();
    await page.mouse.move(region.x + region.width / 2, region.y + region.height * 0.75, { steps: 8 });
    await page.mouse.up();
    await page.locator("[data-marked=LB_PARA]").waitFor();
    // another by keyboard alone
    await page.locator("svg[data-view=front] [data-region=GROIN][data-side=r]").focus();
    await page.keyboard.press("Space");
    await page.locator("[data-marked=GROIN]").waitFor();
    await page.getByLabel(/Intensity, 0 to 10: low back/).fill("6");
    await saved(page);
    const regions = () => server.record("anna-1").visits[0].pain.regions;
    check(regions().some((row) => row.region === "LB_PARA" && row.side === "r" && row.intensity === 6), "the drawn region is not in the file");
    check(regions().every((row) => row.side === "r"), "the stroke marked the other side");
    const strokes = () => server.record("anna-1").visits[0].pain.strokes ?? [];
    check(strokes().length === 1 && strokes()[0].view === "back" && strokes()[0].line.split(" ").length >= 8, `the stroke is not in the file: ${JSON.stringify(strokes())}`);
    await page.getByRole("button", { name: "Undo" }).click(); // the intensity
    await page.getByRole("button", { name: "Undo" }).click(); // the region
    await eventually(async () => (await page.locator("[data-marked=GROIN]").count()) === 0, "undo does not take the region off");
    await page.getByRole("button", { name: "Redo" }).click();
    await page.locator("[data-marked=GROIN]").waitFor();
    // a stroke is taken back, comes again, and is there after a reload
    const drawn = (n) => page.locator(`svg[data-view=back] [data-strokes="${n}"]`).waitFor({ state: "attached" });
    for (let i = 0; i < 2; i++) await page.getByRole("button", { name: "Undo" }).click();
    await drawn(0);
    for (let i = 0; i < 2; i++) await page.getByRole("button", { name: "Redo" }).click();
    await drawn(1);
    await saved(page);
    await page.reload();
    await drawn(1);
    await accessible("pain");
    await page.getByRole("button", { name: "Go on with the exam" }).click();

    await h1(page, "Exam").waitFor();
    const read = async (test, right, left) => {
      await page.getByLabel("Find a test").fill(test);
      await page.locator(`[data-test=${test}]`).click();
      await page.locator("[data-side=r] .reading-value input").fill(String(right));
      await page.locator("[data-side=l] .reading-value input").fill(String(left));
    };
    await read("modified_thomas_hip_deg", 8, -10);
    await page.locator(".test-how img").waitFor();
    await page.locator("[data-side=r]").getByRole("radio", { name: "stretch", exact: true }).check();
    await read("slr_deg", 75, 74);
    await saved(page);
    const finding = server.record("anna-1").visits[0].findings.find((row) => row.test === "modified_thomas_hip_deg" && row.side === "r");
    check(finding.value === 8 && finding.unit === "deg" && finding.limited_by === "stretch", `the finding is not in the file: ${JSON.stringify(finding)}`);
    await page.locator(".live li").first().waitFor();
    await page.locator(".next-row").first().waitFor();
    await accessible("exam");

    // reload: nothing is lost
    await page.reload();
    await h1(page, "Exam").waitFor();
    await stepTo(page, "Findings");
    await page.locator("[data-ranking]").waitFor();
    await shown(page, "calibrated on simulated patients; accuracy on real patients unknown").waitFor();
    await shown(page, "Present is not painful").waitFor();
    await shown(page, "Not determined: something that this program does not know").waitFor();
    check(!/cause of (your|the) pain/i.test(await page.innerText("main")), "a ranking never speaks of the cause of the pain");
    await accessible("findings");

    await stepTo(page, "Plan");
    await page.locator("[data-plan]").waitFor();
    await page.getByLabel("Released by").fill("A. Clinician");
    const release = page.getByRole("button", { name: "Release to the patient" });
    if (await release.isDisabled()) await page.getByLabel("Add a treatment or exercise").selectOption({ index: 1 });
    await release.click();
    await eventually(() => server.record("anna-1").plans?.at(-1)?.released_by === "A. Clinician", "the released plan is not in the file");
    await saved(page);
    const { expected, date } = server.record("anna-1").plans.at(-1);
    check(expected?.[0]?.outcome === "pain" && expected[0].weeks === 0 && date === server.record("anna-1").visits[0].date, `the plan does not expect what \`ilium plan --save\` would: ${date} ${JSON.stringify(expected)}`);
    await accessible("plan");

    await stepTo(page, "Papers");
    await page.getByRole("button", { name: "Show: For the clinician" }).click();
    await eventually(() => page.evaluate(() => document.querySelector(".paper")?.shadowRoot?.textContent.includes("A qualified clinician decides")), "the report does not show");
    const [pdf] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "PDF: For the clinician" }).click()]);
    check(readFileSync(await pdf.path()).subarray(0, 5).toString() === "%PDF-", "the PDF is none");
    const [fhir] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "FHIR R4 document" }).click()]);
    check(JSON.parse(readFileSync(await fhir.path(), "utf8")).resourceType === "Bundle", "the FHIR document is no bundle");
    await accessible("papers");

    // what a release waits for takes a while: a sign of danger that is answered meanwhile stops it
    await stepTo(page, "Plan");
    await page.locator("[data-plan]").waitFor();
    await page.getByLabel("Released by").fill("B. Clinician");
    if (await release.isDisabled()) await page.getByLabel("Add a treatment or exercise").selectOption({ index: 1 });
    let go;
    const held = new Promise((done) => { go = done; });
    await page.route(/\/expected$/, async (route) => { await held; await route.continue(); });
    const [asked] = await Promise.all([page.waitForRequest(/\/expected$/), release.click()]);
    await stepTo(page, "Safety");
    await answer(page, "ces_saddle", "yes");
    await page.getByRole("alertdialog").waitFor();
    go();
    await asked.response();
    await page.waitForTimeout(1500); // a save waits for 0.3 s
    const { plans, visits } = server.record("anna-1");
    check(visits[0].screen.ces_saddle === "yes" && plans.length === 1 && plans[0].released_by === "A. Clinician", `a plan is released in an emergency: ${JSON.stringify(plans.at(-1))}`);
  },

  // a sign of danger replaces the page, whatever it was; it returns when another is added, and nothing is ranked
  async emergency({ server, page, accessible }) {
    screened(server, "danger");
    const ranked = [];
    page.on("request", (request) => { if (/\/(assess|plan|what-if|day)$/.test(new URL(request.url()).pathname)) ranked.push(request.url()); });
    await page.goto(address(server, "/p/danger/safety"));
    await h1(page, "Safety screen").waitFor();
    await answer(page, "ces_retention", "yes");
    const dialog = page.getByRole("alertdialog");
    await dialog.waitFor();
    await shown(dialog, "Emergency department now").waitFor();
    await shown(dialog, "Call 999").waitFor();
    check(await page.getByRole("navigation").count() === 0, "behind an emergency something else can be reached");
    await accessible("emergency");
    await page.goto(address(server, "/p/danger/findings"));
    await dialog.waitFor();
    check(await page.locator("[data-ranking]").count() === 0, "a ranking stands beside an emergency");
    await page.getByRole("button", { name: /acting on it/ }).click();
    await page.locator(".alarm").waitFor();
    await page.locator("[data-withheld]").first().waitFor();
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    check(await page.locator("[data-ranking], .live li").count() === 0 && ranked.length === 0, `something is ranked in an emergency: ${ranked}`);
    await stepTo(page, "Safety");
    await answer(page, "ces_saddle", "yes");
    await dialog.waitFor();
  },

  // outside the scope: screen and record only, and why
  async refusal({ server, page }) {
    screened(server, "pregnant", (patient) => { patient.person.sex = "female"; delete patient.visits[0].screen.testicular; });
    await page.goto(address(server, "/p/pregnant/safety"));
    await h1(page, "Safety screen").waitFor();
    await answer(page, "pregnancy", "yes");
    await saved(page);
    await stepTo(page, "Findings");
    await page.locator("[data-withheld]").first().waitFor();
    await shown(page, "screens and records only").waitFor();
    check(await page.locator("[data-ranking]").count() === 0, "somebody pregnant is ranked");
    await stepTo(page, "Safety");
    await answer(page, "pregnancy", "no");
    await page.getByLabel("Age").fill("16");
    await saved(page);
    await stepTo(page, "Exam");
    await page.locator("[data-withheld]").first().waitFor();
    check(await page.locator(".live li, .next-row").count() === 0, "somebody of 16 is ranked or tested");
    await stepTo(page, "Plan");
    await page.locator("[data-plan] [data-withheld]").waitFor();
    check(await page.locator("[data-treatment], [data-exercise]").count() === 0, "somebody of 16 has a plan");
  },

  // the program dies in the middle of an entry: nothing is lost, in the window nor on disk
  async restart({ server, page }) {
    screened(server, "restart");
    await page.goto(address(server, "/p/restart/history"));
    await h1(page, "History").waitFor();
    const complaint = page.getByLabel("What troubles this person");
    await complaint.fill("first words");
    await saved(page);
    await server.kill("SIGKILL");
    await complaint.fill("second words, entered while nothing listens");
    await page.locator("[data-state=offline]").waitFor();
    check(server.record("restart").visits[0].history.complaint === "first words", "what was saved is not on disk");
    await server.run();
    await signIn(page, server);
    await eventually(() => server.record("restart").visits[0].history.complaint.startsWith("second words"), "what was entered while the server was away is lost");
    await page.goto(address(server, "/p/restart/history"));
    await eventually(async () => (await complaint.inputValue()).startsWith("second words"), "the page does not show what was entered");
  },

  // changed here and elsewhere: both are shown, and what is chosen is saved
  async conflict({ server, page, accessible }) {
    screened(server, "conflict");
    await page.goto(address(server, "/p/conflict/history"));
    await h1(page, "History").waitFor();
    const elsewhere = server.record("conflict");
    elsewhere.visits[0].history.goals = "run again";
    elsewhere.visits[0].history.complaint = "changed elsewhere";
    server.write("conflict", elsewhere);
    await page.getByLabel("What troubles this person").fill("changed here");
    await page.locator("[data-state=conflict]").waitFor();
    await shown(page, "changed elsewhere").waitFor();
    await accessible("conflict");
    await page.getByRole("button", { name: "Keep what is chosen" }).click();
    await saved(page);
    const { history } = server.record("conflict").visits[0];
    check(history.complaint === "changed here" && history.goals === "run again", `both changes should be there: ${JSON.stringify(history)}`);
  },

  // the window in the patient's hands: no ranking, no probability, no other record, and no way back without the number
  async patient({ server, page, accessible }) {
    screened(server, "person", (patient) => { patient.plans = [{ date: "2026-01-12", released: "2026-01-12", released_by: "A. Clinician", treatments: [{ treatment: "bridge" }, { treatment: "hip_extensor_strengthening", side: "r" }] }]; patient.visits[0].screen.supine_sign = "yes"; });
    await page.goto(address(server, "/patient/person"));
    await handOver(page);
    await accessible("patient mode");
    for (const [link, title] of [["Your plan", "Your plan"], ["Good to know", "Good to know"], ["Questions to take along", "Questions to take along"]]) {
      await page.getByRole("link", { name: link }).click();
      await h1(page, title).waitFor();
      check(!/\d ?%|probab|likel|cauda|cancer|tumour|infection|fracture/i.test(await page.innerText("main")), `${title} tells a patient what it must not`);
      await page.getByRole("link", { name: "Start" }).click();
    }
    for (const path of ["/p/person/findings", "/patients", "/p/teaching_desk_worker/safety"]) {
      await page.goto(address(server, path));
      await h1(page, "For you").waitFor();
    }
    const refused = await page.evaluate(async () => {
      const headers = { Authorization: `Bearer ${sessionStorage.getItem("ilium.session")}`, "Content-Type": "application/json" };
      const paths = ["/api/patients", "/api/patients/person", "/api/patients/teaching_desk_worker/patient-view", "/api/patients/person/fhir"];
      return Promise.all(paths.map((path) => fetch(path, { headers }).then((answer) => answer.status)));
    });
    check(refused.every((status) => status === 403), `patient mode reaches what it must not: ${refused}`);
    await page.getByRole("link", { name: "Pain diary" }).click();
    await page.getByLabel(/Pain now/).waitFor();
    check(!/\b(them|they|their)\b/i.test(await page.innerText("main")), "the diary speaks of the person to the person");
    await page.getByLabel(/Pain now/).fill("4");
    await page.getByRole("button", { name: "Save in the diary" }).click();
    await shown(page, "Saved in the diary").waitFor();
    check(server.record("person").visits[0].pain.intensity_now === 4, "the diary is not in the file");
    await page.goto(address(server, "/patient/person/screen"));
    await page.locator("[data-row=ces_retention]").waitFor();
    check(await page.locator("[data-row=ces_anal_tone], [data-row=hip_percussion_equal]").count() === 0, "a person is asked what an examiner finds");
    const wide = page.viewportSize();
    await page.setViewportSize({ width: 360, height: 740 });
    const out = await inCards(page);
    check(out.length === 0 && await widthFits(page), `the patient's screen on a telephone: sticks out of its card: ${out[0]}`);
    await page.setViewportSize(wide);
    // what a clinician wrote of danger stays; the person's answer is kept beside it
    await answer(page, "supine_sign", "no");
    await shown(page, "Your answer is written down beside it").waitFor();
    check(server.record("person").visits[0].screen.supine_sign === "yes", "the person took back what a clinician recorded of danger");
    await answer(page, "ces_retention", "yes");
    const dialog = page.getByRole("alertdialog");
    await dialog.waitFor();
    check(!/cauda|syndrome|MRI/i.test(await dialog.innerText()), "the patient's emergency page names a disease");
    await page.getByRole("button", { name: /acting on it/ }).click();
    await page.getByRole("button", { name: "Give back to the clinician" }).click();
    await page.getByLabel("Number set at the hand-over").fill("0000");
    await page.getByRole("button", { name: "Give back to the clinician" }).click();
    await page.getByRole("alert").first().waitFor();
    await giveBack(page);
    await page.goto(address(server, "/p/person/safety"));
    await page.getByRole("button", { name: /acting on it/ }).click();
    await page.locator("[data-row=supine_sign] [data-person=no]").waitFor();
    // nor is a danger that is told from the pain of both visits ended by the diary
    screened(server, "gain", (patient) => { patient.visits.push({ ...structuredClone(patient.visits[0]), date: "2026-03-01" }); for (const visit of patient.visits) visit.pain.intensity_worst = 7; });
    await page.goto(address(server, "/patient/gain"));
    await handOver(page);
    await page.getByRole("link", { name: "Pain diary" }).click();
    await page.getByLabel(/Worst pain/).fill("5");
    await page.getByRole("button", { name: "Save in the diary" }).click();
    await shown(page, "written down beside what was recorded").waitFor();
    check(server.record("gain").visits[1].pain.intensity_worst === 7, "the diary ended a danger");
    await page.getByRole("button", { name: "Give back to the clinician" }).click();
    await giveBack(page);
    await page.goto(address(server, "/p/gain/history"));
    await page.getByText(/diary of .* says 5/).waitFor();
  },

  // the body to be moved: what is in the picture, what is picked, what a slider does
  async explore({ server, page }) { await scene(server, page); },

  // before and after a treatment side by side, and the hours of a day by colour, on the drawn body
  async body({ server, page }) {
    looked(server);
    await page.goto(address(server, "/p/look/plan"));
    await page.getByRole("link", { name: "See it on the body" }).click();
    await page.locator("[data-drawn]").waitFor();
    await page.waitForFunction(() => window.iliumScene.first.solve && window.iliumScene.second?.solve);
    const two = await page.evaluate(() => { const { first, second } = window.iliumScene; return { apart: second.group.visible && second.group.position.z - first.group.position.z, same: first.solve.tension === second.solve.tension }; });
    check(two.apart > 0.5, "the two bodies do not stand side by side");
    check(!two.same, "the treatment changes nothing on the drawn body");
    check(/Load is not pain/.test(await page.innerText("[data-body3d]")), "loads stand without their word");
    const skull = await page.evaluate(() => window.iliumScene.seen().find((one) => one.part.kind === "bone" && window.iliumBody.bones[one.part.index].id === "skull"));
    check(skull?.pixels > 60, "no skull is seen");
    await page.goto(address(server, "/p/look/day"));
    const solves = page.waitForRequest(/\/api\/solve$/);
    await page.getByRole("button", { name: "Run the day" }).click();
    const { person } = (await solves).postDataJSON(), known = server.record("look").person;
    check(person.sex === known.sex && person.measures.age === known.age_years && Math.abs(person.measures["height-cm"] - 100 * known.height_m) < 1e-6, `the body of the day is another person's: ${JSON.stringify(person)}`);
    await page.locator("[data-day] [data-drawn]").waitFor();
    await page.waitForFunction(() => window.iliumScene.first.solve);
    const colours = () => page.evaluate(() => [...window.iliumScene.first.flesh.palette.data].join());
    const pose = () => page.evaluate(() => window.iliumScene.first.solve.transforms);
    const [morning, sitting] = [await colours(), await pose()];
    await page.locator(".scrub").fill("470");
    await eventually(async () => (await colours()) !== morning, "the body of the evening has the colours of the morning");
    await page.locator(".scrub").fill("55"); // sits before, stands now
    await eventually(async () => (await pose()) !== sitting, "the body does not do what the hour does");
  },

  // pages look as they did, and those that no other flow checks are accessible, in light and in dark
  async pages({ server, page, accessible }) {
    looked(server);
    const open = async (path, ready) => { await page.goto(address(server, path)); await page.locator(ready).first().waitFor(); };
    const look = (name) => (pinned ? looksAs(page, name) : console.log(`SKIPPED: the look of ${name}: fonts-dejavu-core is missing`));
    for (const [step, ready] of [["safety", "[data-level]"], ["pain", "svg[data-view=left] .region"], ["findings", "[data-ranking]"], ["plan", "[data-plan] [data-exercise]"]]) {
      await open(`/p/look/${step}`, ready);
      await look(step);
    }
    const checked = {
      light: [["/patients", "main h1"], ["/p/look/whatif", "main h1"], ["/p/look/day", "main h1"], ["/p/look/visits", "[data-drawing]"], ["/explore", ".explore-slider"]],
      dark: [["/p/look/safety", "[data-level]"], ["/p/look/pain", "svg .region"], ["/p/look/exam", ".next-row"], ["/p/look/findings", "[data-ranking]"], ["/p/look/plan", "[data-plan]"]],
    };
    for (const [scheme, list] of Object.entries(checked)) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      for (const [path, ready] of list) {
        await open(path, ready);
        await accessible(`${path} (${scheme})`);
      }
    }
    await open("/p/look/visits", "[data-drawing=back]");
    check(await page.locator("[data-drawing=back] polyline.stroke").count() === 1 && await page.locator("[data-drawing=back] circle.stroke").count() === 1, "a stroke or a touch is not in the drawing of its visit");
    // of another visit nothing that was ranked of this one is shown
    await page.getByRole("button", { name: "2026-01-12" }).click();
    await page.goto(address(server, "/p/look/findings"));
    await h1(page, "What fits").waitFor();
    check(await page.locator("[data-ranking]").count() === 0, "the ranking of another visit stands in this one");
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await page.goto(address(server, "/patient/look"));
    await handOver(page);
    await look("patient");
    await page.getByRole("button", { name: "Give back to the clinician" }).click();
    await giveBack(page);
  },

  // no page is wider than a telephone, nor when what it asked for is there
  async narrow({ server, page }) {
    looked(server);
    const ready = { findings: "[data-ranking]", plan: "[data-plan] [data-exercise]", visits: "[data-drawing]" };
    for (const step of ["safety", "history", "pain", "exam", "findings", "plan", "whatif", "day", "visits", "papers"]) {
      await page.goto(address(server, `/p/look/${step}`));
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      if (ready[step]) await page.locator(ready[step]).first().waitFor();
      check(await widthFits(page), `${step} is wider than 360 pixels`);
      const out = await inCards(page);
      check(out.length === 0, `${step}: sticks out of its card: ${out[0]}`);
      // a table that is set for narrow windows hides nothing of a number
      const cut = await page.evaluate(() => [...document.querySelectorAll(".scroll")].filter((e) => e.querySelector(".labelled, .stacked") && e.scrollWidth > e.clientWidth + 1).map((e) => e.getAttribute("aria-label")));
      check(cut.length === 0, `${step}: numbers are cut off in ${cut[0]}`);
    }
    await page.goto(address(server, "/explore?c=short_leg:right:0.7"));
    await page.locator("[data-why]").waitFor();
    check(await widthFits(page), "what follows from a condition is wider than 360 pixels");
    // the body stays in sight above the slider that is moved, however far down
    const slider = page.getByRole("slider", { name: "Lordosis" });
    await slider.evaluate((e) => e.scrollIntoView({ block: "center" }));
    const body = await page.locator(".explore-picture").boundingBox(), hand = await slider.boundingBox();
    check(body.y > -2 && body.height > 250 && body.y + body.height < hand.y, `the body is out of sight while a slider is moved: ${JSON.stringify([body, hand])}`);
  },
};

// the window of a flow, where it is not the usual one; gl: with a drawn body
const windows = {
  explore: { gl: true, hasTouch: true, viewport: { width: 600, height: 560 } }, body: { gl: true, viewport: { width: 700, height: 700 } },
  pages: { viewport: { width: 1200, height: 840 }, deviceScaleFactor: 1 }, narrow: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
};

const only = process.argv.includes("--only") ? process.argv[process.argv.indexOf("--only") + 1].split(",") : Object.keys(flows);
const browsers = {}; // one without and one with GL, each opened for the first flow that needs it
const server = await Server.start(["teaching_desk_worker"]);
let failed = 0;
for (const name of only) {
  const begun = Date.now(), { gl = false, ...options } = windows[name] ?? {};
  let page;
  try {
    page = await openPage((browsers[gl] ??= await openBrowser(gl)), server, options);
    await flows[name]({ server, page, accessible: (what) => accessible(page, what) });
    check(page.faults.length === 0, page.faults.join("\n"));
    console.log(`ok    ${name} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed++;
    console.log(`FAILED ${name} (${((Date.now() - begun) / 1000).toFixed(1)} s): ${error.message}`);
    if (page?.faults.length) console.log(page.faults.join("\n"));
    if (process.env.ILIUM_SHOTS) await page?.screenshot({ path: join(process.env.ILIUM_SHOTS, `failed-${name}.png`), fullPage: true }).catch(() => undefined);
    // the next begins anew, whatever this one left
    await server.kill("SIGTERM");
    await server.run();
  } finally { await page?.context().close().catch(() => undefined); }
}
for (const browser of Object.values(browsers)) await browser.close();
await server.stop();
process.exit(failed ? 1 : 0);
