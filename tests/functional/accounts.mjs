// People with a browser and an authenticator app, as the server sees them.
import { createHmac, randomBytes } from "node:crypto";
import { request as http_request } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { fits_document } from "./api.mjs";
import { run_well } from "./program.mjs";

/** A code of an authenticator app (RFC 6238); `step` counts half minutes. */
export function code_of(secret, step = Math.floor(Date.now() / 30_000)) {
  const five_bits = (letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0");
  const bits = [...secret].map(five_bits);
  const key = Buffer.from(bits.join("").match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", key).update(counter).digest();
  const number = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}
/** Waits for the next half minute, when the app shows a code that was not used yet. */
export const next_code = () => wait(30_000 - (Date.now() % 30_000) + 50);

/** What a browser would derive from a passphrase; the server cannot tell it from 32 random bytes. */
export const some_auth = () => randomBytes(32).toString("base64");

/** A browser with its cookie. Answers are held against docs/openapi.json. */
export class Browser {
  cookie = "";
  constructor(port, { origin = `http://localhost:${port}`, headers = {} } = {}) {
    Object.assign(this, { port, origin, headers });
  }
  /** {status, headers, text, json}. */
  send(method, target, body, more = {}) {
    const text = body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body);
    const own = method === "GET" ? { "sec-fetch-site": "same-origin" } : { origin: this.origin, "x-chiron": "1" };
    if (text !== undefined)
      Object.assign(own, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
    if (this.cookie) own.cookie = this.cookie;
    const headers = { host: new URL(this.origin).host, ...own, ...this.headers, ...more };
    for (const [name, value] of Object.entries(headers)) if (value === null) delete headers[name];
    return new Promise((resolve, reject) => {
      const asked = http_request({ port: this.port, host: "127.0.0.1", path: target, method, headers }, (response) => {
        // A stream has no end of its own.
        if (response.headers["content-type"] === "text/event-stream") {
          response.destroy();
          return resolve({ status: response.statusCode, headers: response.headers, text: "" });
        }
        let said = "";
        response.setEncoding("utf8").on("data", (part) => (said += part));
        response.on("end", () => {
          try {
            const answer = { status: response.statusCode, headers: response.headers, text: said };
            if (answer.status !== 204) fits_document(method, target, answer);
            const cookie = response.headers["set-cookie"]?.[0];
            if (cookie) this.cookie = cookie.match(/^[^;]*=;|Max-Age=0/) ? "" : cookie.split(";")[0];
            resolve({ ...answer, json: said ? JSON.parse(said) : undefined });
          } catch (error) {
            reject(error);
          }
        });
      });
      asked.on("error", reject).end(text);
    });
  }
  get = (target, more) => this.send("GET", target, undefined, more);
  post = (target, body, more) => this.send("POST", target, body, more);
  del = (target, more) => this.send("DELETE", target, undefined, more);
  me = async () => (await this.get("/api/v1/me")).json.me;
}

/** Invites from the command line: the link's token. */
export function invite(data, email, roles, more = []) {
  const given = roles.flatMap((role) => ["--role", role]);
  const done = run_well(["invite", "--data", data, "--email", email, ...given, ...more]);
  return done.out.match(/\/join#([\w-]{43})\n$/)[1];
}

/** Joins by a token: the browser, signed in, with what the person keeps. */
export async function join(port, token, auth = some_auth()) {
  const browser = new Browser(port);
  const { json: app } = await browser.post("/api/v1/join", { token, auth });
  const confirmed = await browser.post("/api/v1/join/confirm", { token, code: code_of(app.secret) });
  if (confirmed.status !== 204) throw new Error(confirmed.text);
  return Object.assign(browser, { auth, secret: app.secret });
}
