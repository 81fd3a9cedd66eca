// After vite: each file that shrinks also as .br and .gz (what is embedded and served), and the whole within its limit.
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const limit = 1024 * 1024; // compressed, all files together

function files(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });
}

let total = 0;
for (const path of files("dist")) {
  if (/\.(br|gz)$/.test(path)) continue;
  const bytes = readFileSync(path);
  const br = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
  const smaller = br.length < bytes.length * 0.95;
  if (smaller) {
    writeFileSync(path + ".br", br);
    writeFileSync(path + ".gz", gzipSync(bytes, { level: 9 }));
  }
  total += smaller ? br.length : bytes.length;
}
console.log(`web/dist: ${(total / 1024).toFixed(0)} KiB compressed of at most ${limit / 1024}`);
if (total > limit) {
  console.error("the app is larger than its limit: load more of it lazily or leave something out");
  process.exit(1);
}
