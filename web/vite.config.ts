// How the app becomes files: hashed names, nothing inline (the content policy forbids it), the words bundled.
import { readFileSync, readdirSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";
import { svelte } from "@sveltejs/vite-plugin-svelte";

const textDirectory = new URL("../text/en/", import.meta.url);

/** Fills {{key}} in the HTML files from the catalog, so that pages without scripts speak the same words. */
function words(): Plugin {
  const catalog: Record<string, string> = {};
  for (const file of readdirSync(textDirectory).sort())
    if (file.endsWith(".json")) Object.assign(catalog, JSON.parse(readFileSync(new URL(file, textDirectory), "utf8")));
  const escape = (text: string) =>
    text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]!);
  return {
    name: "words",
    transformIndexHtml: (html) =>
      html.replace(/\{\{([\w.]+)\}\}/g, (_, key: string) => {
        const text = catalog[key];
        if (text === undefined) throw new Error(`${key} is not in text/en`);
        return escape(text);
      }),
  };
}

const name_in = (id: string) => id.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1];
/** Packages that only workers hold; those are bundled before the pages. */
const in_workers = new Set<string>();
const worker_licenses = (): Plugin => ({
  name: "worker-licenses",
  generateBundle(_, bundle) {
    for (const part of Object.values(bundle))
      for (const id of part.type === "chunk" ? part.moduleIds : []) in_workers.add(name_in(id) ?? "");
  },
});

/** Writes licenses.txt: whose work is built into the pages and on which terms, as each of those licenses asks. */
function licenses(): Plugin {
  const modules = new URL("node_modules/", import.meta.url);
  const { dependencies } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));
  return {
    name: "licenses",
    generateBundle(_, bundle) {
      const names = new Set([...Object.keys(dependencies), ...in_workers].filter(Boolean));
      for (const part of Object.values(bundle))
        for (const id of part.type === "chunk" ? part.moduleIds : []) {
          const name = name_in(id);
          if (name) names.add(name);
        }
      const text = [...names].sort().map((name) => {
        const folder = new URL(`${name}/`, modules);
        const file = readdirSync(folder).find((candidate) => /^licen[cs]e/i.test(candidate));
        if (!file) throw new Error(`${name} comes without its license: it may not be built into the pages`);
        const { version } = JSON.parse(readFileSync(new URL("package.json", folder), "utf8"));
        return `${name} ${version}\n\n${readFileSync(new URL(file, folder), "utf8").trim()}\n`;
      });
      this.emitFile({ type: "asset", fileName: "licenses.txt", source: text.join(`\n${"-".repeat(80)}\n\n`) });
    },
  };
}

export default defineConfig(({ mode }) => ({
  plugins: [svelte(), words(), licenses()],
  define: { __EXAMPLES__: JSON.stringify(mode !== "production") },
  server: { fs: { allow: [".."] } },
  worker: { format: "es", plugins: () => [worker_licenses()] },
  build: {
    outDir: mode === "production" ? "dist" : "../out/web-examples",
    emptyOutDir: true,
    target: ["chrome123", "firefox121", "safari17.5"],
    cssTarget: ["chrome123", "firefox121", "safari17.5"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: ["index.html", "help.html"] },
  },
}));
