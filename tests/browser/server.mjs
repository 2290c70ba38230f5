// A static server for the browser tests: the built app, fixture answers and saved reports, under the same policy
// headers as the real server (docs of platform/http), so that a violation shows here first.
import { createServer } from "node:http";
import { existsSync, readFileSync, statSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".woff2": "font/woff2",
};

export const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; " +
  "connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; " +
  "frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; " +
  "trusted-types chiron-worker svelte-trusted-html";

/** Starts on a free port of the loopback; `answers` may replace or break what a path says. */
export async function serve(root, answers = {}) {
  const server = createServer((request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    const headers = {
      "content-security-policy": policy,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cache-control": "no-store",
    };
    const send = (status, type, body) => response.writeHead(status, { ...headers, "content-type": type }).end(body);
    const answer = answers[path];
    if (answer) return void answer(request, response, send);
    const api = path.match(/^\/api\/v1\/(?:reports\/)?([a-z]+)$/);
    if (api) {
      const file = join(here, "fixtures", `${api[1]}.json`);
      return void (existsSync(file)
        ? send(200, types[".json"], readFileSync(file))
        : send(404, types[".json"], '{"error":{"key":"not_found"}}'));
    }
    let file = join(root, normalize(path));
    if (!existsSync(file) || !statSync(file).isFile()) file = join(root, "index.html");
    send(200, types[extname(file)] ?? "application/octet-stream", readFileSync(file));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise((done) => (server.closeAllConnections(), server.close(done))),
  };
}
