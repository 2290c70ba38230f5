// A server under test, and asking it.
import { once } from "node:events";
import { request as http_request } from "node:http";
import { createServer } from "node:net";
import { fits_document } from "./api.mjs";
import { start } from "./program.mjs";

/** An answer of the server: {status, headers, text}. What comes from the API is held against docs/openapi.json. */
export const ask = (port, target, options = {}) =>
  new Promise((resolve, reject) => {
    const asked = http_request({ port, host: "127.0.0.1", path: target, ...options }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part) => (text += part));
      response.on("end", () => {
        const answer = { status: response.statusCode, headers: response.headers, text };
        try {
          if (target.startsWith("/api/")) fits_document(options.method ?? "GET", target, answer);
          resolve(answer);
        } catch (error) {
          reject(error);
        }
      });
    });
    asked.on("error", reject).end();
  });

export async function free_port() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Runs a command that serves until it says that it is ready: {port, stop(signal), …start()}. */
export async function serve(args, options = {}) {
  const server = start(args, options);
  const ready = new Promise((resolve, reject) => {
    const look = () => {
      const found = server.output().match(/Ready: http:\/\/localhost:(\d+)/);
      if (found) resolve(Number(found[1]));
    };
    server.child.stdout.on("data", look);
    server.ended.then((done) => reject(new Error(`it ended with ${done.code ?? done.signal}:\n${done.said}`)));
  });
  const port = await ready;
  const stop = (signal = "SIGTERM") => {
    server.child.kill(signal);
    return server.ended;
  };
  return { ...server, port, stop };
}
