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

export default defineConfig(({ mode }) => ({
  plugins: [svelte(), words()],
  define: { __EXAMPLES__: JSON.stringify(mode !== "production") },
  server: { fs: { allow: [".."] } },
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
