// looks.mjs - a page's look as a coarse grid of luminance, kept as text: layout, colours and missing parts show, a pixel of another font does not
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { check, root } from "./harness.mjs";

const COLUMNS = 40, ROWS = 28, folder = join(root, "web/tests/looks");
const APART = 26, SHARE = 0.05; // a cell differs from this much of 255 on; this share of cells may

/// Pixels of a PNG as Chromium writes it: 8 bits a channel, not interlaced.
export function pixels(png) {
  const width = png.readUInt32BE(16), height = png.readUInt32BE(20), each = { 2: 3, 6: 4 }[png[25]], parts = [];
  check(png[24] === 8 && each && !png[28], "the screenshot is not a plain PNG");
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) if (png.toString("latin1", at + 4, at + 8) === "IDAT") parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  const raw = inflateSync(Buffer.concat(parts)), line = width * each, out = Buffer.alloc(line * height);
  for (let y = 0, from = 0; y < height; y++) {
    const filter = raw[from++];
    for (let i = 0; i < line; i++, from++) {
      const a = i >= each ? out[y * line + i - each] : 0, b = y ? out[(y - 1) * line + i] : 0, c = y && i >= each ? out[(y - 1) * line + i - each] : 0;
      const p = a + b - c, near = Math.abs(p - a) <= Math.abs(p - b) && Math.abs(p - a) <= Math.abs(p - c) ? a : Math.abs(p - b) <= Math.abs(p - c) ? b : c;
      out[y * line + i] = raw[from] + [0, a, b, (a + b) >> 1, near][filter];
    }
  }
  return { width, height, each, data: out };
}

/// Mean luminance, 0 to 255, of each cell, by rows.
export function grid({ width, height, each, data }) {
  const sum = new Float64Array(COLUMNS * ROWS), n = new Uint32Array(COLUMNS * ROWS);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const cell = Math.floor((y * ROWS) / height) * COLUMNS + Math.floor((x * COLUMNS) / width), p = (y * width + x) * each;
      sum[cell] += 0.2126 * data[p] + 0.7152 * data[p + 1] + 0.0722 * data[p + 2], n[cell]++;
    }
  return Array.from(sum, (s, i) => Math.round(s / n[i]));
}

const text = (cells) => Array.from({ length: ROWS }, (_, y) => cells.slice(y * COLUMNS, (y + 1) * COLUMNS).map((v) => v.toString(16).padStart(2, "0")).join("")).join("\n") + "\n";
const cellsOf = (file) => readFileSync(file, "utf8").trim().split("\n").flatMap((row) => row.match(/../g).map((v) => parseInt(v, 16)));

/// The page looks as it did. `ILIUM_LOOKS=update` keeps what is seen now instead: look at the page first.
export async function looksAs(page, name) {
  await page.evaluate(() => { scrollTo(0, 0); document.activeElement?.blur(); document.querySelectorAll(".savestate").forEach((e) => { e.style.visibility = "hidden"; }); });
  await page.evaluate(async () => { await document.fonts.ready; await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))); });
  const now = grid(pixels(await page.screenshot({ animations: "disabled" }))), file = join(folder, `${name}.txt`);
  if (process.env.ILIUM_LOOKS === "update") return mkdirSync(folder, { recursive: true }), writeFileSync(file, text(now));
  check(existsSync(file), `there is no ${file}: ILIUM_LOOKS=update makes it`);
  const was = cellsOf(file), apart = was.map((v, i) => Math.abs(v - now[i])), far = apart.filter((d) => d > APART).length;
  if (far > SHARE * was.length && process.env.ILIUM_SHOTS) await page.screenshot({ path: join(process.env.ILIUM_SHOTS, `look-${name}.png`) });
  const first = apart.findIndex((d) => d > APART);
  check(far <= SHARE * was.length, `${name} looks otherwise: ${far} of ${was.length} cells, the first at ${first % COLUMNS}, ${Math.floor(first / COLUMNS)} of ${COLUMNS} by ${ROWS}. If it should, look at it and keep it by ILIUM_LOOKS=update`);
}
