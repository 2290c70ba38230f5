// After vite: refuses HTML with inline code (the content policy would), writes a .br beside each text file,
// and prints what a first visit costs.
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const out = process.argv[2] ?? "dist";
const files = readdirSync(out, { recursive: true })
  .map(String)
  .filter((file) => statSync(join(out, file)).isFile() && extname(file) !== ".br");

let script = 0;
for (const file of files.sort()) {
  const bytes = readFileSync(join(out, file));
  if (extname(file) === ".html") {
    const html = bytes.toString();
    if (/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|javascript:/.test(html))
      throw new Error(`${file} holds inline code, which the content policy forbids`);
  }
  if (![".html", ".js", ".css", ".svg", ".json"].includes(extname(file))) continue;
  const small = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  writeFileSync(join(out, `${file}.br`), small);
  if (extname(file) === ".js") script += small.length;
  console.log(`${file}  ${bytes.length} bytes, ${small.length} compressed`);
}
console.log(`scripts together: ${script} bytes compressed`);
