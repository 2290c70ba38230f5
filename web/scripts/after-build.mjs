// After vite: refuses HTML with inline code (the content policy would), names the hash of every file that HTML loads,
// writes a .br beside each text file, and prints what a first visit costs.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const out = process.argv[2] ?? "dist";
const files = readdirSync(out, { recursive: true })
  .map(String)
  .filter((file) => statSync(join(out, file)).isFile() && extname(file) !== ".br");

/** HTML whose scripts and styles a browser takes only as they were built. */
const with_hashes = (html) =>
  html.replace(/<(?:script|link)\b[^>]*?\s(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g, (tag, file) => {
    const hash = createHash("sha384").update(readFileSync(join(out, file))).digest("base64");
    return `${tag} integrity="sha384-${hash}"`;
  });

let script = 0;
for (const file of files.sort()) {
  let bytes = readFileSync(join(out, file));
  if (extname(file) === ".html") {
    const html = with_hashes(bytes.toString());
    bytes = Buffer.from(html);
    writeFileSync(join(out, file), bytes);
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
