// The proxy, the server behind it, and the Observatory's questions: called by headers_score.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer as create_http, request } from "node:http";
import { createServer as create_https } from "node:https";
import { createServer } from "node:net";

const wanted = 130;
const [chiron, dir, observatory] = process.argv.slice(2);
const listening = (server) => new Promise((done) => server.listen(0, "localhost", () => done(server.address().port)));
const own = await new Promise((done) => {
  const probe = createServer().listen(0, "127.0.0.1", () => {
    const { port } = probe.address();
    probe.close(() => done(port));
  });
});

const pass_on = (asked, answer) => {
  const headers = { ...asked.headers, "x-forwarded-proto": "https" };
  const onward = request({ port: own, host: "127.0.0.1", path: asked.url, method: asked.method, headers }, (given) => {
    answer.writeHead(given.statusCode, given.headers);
    given.pipe(answer);
  });
  onward.on("error", () => answer.writeHead(502).end());
  asked.pipe(onward);
};
const certificate = { key: readFileSync(`${dir}/key.pem`), cert: readFileSync(`${dir}/certificate.pem`) };
const https = create_https(certificate, pass_on);
const https_port = await listening(https);
const public_url = `https://localhost:${https_port}`;
const http = create_http((asked, answer) => answer.writeHead(301, { location: public_url + asked.url }).end());
const http_port = await listening(http);

const settings = { "data.directory": `${dir}/data`, "http.port": own, "ops.port": 0 };
Object.assign(settings, { "http.tls": "proxy", "http.public_url": public_url });
const server = spawn(chiron, ["serve", ...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])]);
let said = "";
await new Promise((ready, failed) => {
  for (const stream of [server.stdout, server.stderr])
    stream.on("data", (part) => (said += part).includes("Ready: ") && ready());
  server.on("exit", () => failed(new Error(`the server ended:\n${said}`)));
});

const part = (path) => import(`${observatory}/src/${path}`);
const { retrieve } = await part("retriever/retriever.js");
const { ALL_TESTS } = await part("constants.js");
const { getScoreDescription, getScoreModifier } = await part("grader/grader.js");
const asked = await retrieve("localhost", { httpPort: http_port, httpsPort: https_port, path: "/" });
let score = 100;
for (const test of ALL_TESTS) {
  const { result } = test(asked);
  const points = getScoreModifier(result);
  score += points;
  const description = getScoreDescription(result).replace(/<[^>]*>|\s+/g, " ").replace(/ +/g, " ").trim();
  console.log(`${String(points).padStart(4)}  ${result}: ${description}`);
}
console.log(`${score} points; wanted: ${wanted}`);
server.removeAllListeners("exit");
server.kill();
https.close(), http.close();
process.exit(score >= wanted ? 0 : 1);
