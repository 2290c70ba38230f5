// A mail server on this machine, another's (npm smtp-server), that keeps what it gets and answers as it is told.
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

const require = createRequire(new URL("../../web/package.json", import.meta.url));
const { SMTPServer } = require("smtp-server");

/** A key and a certificate of nobody's authority for a name: {key, cert, cert_file}. */
export function self_signed(folder, name = "localhost") {
  const [key_file, cert_file] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
  const subject = ["-subj", `/CN=${name}`, "-addext", `subjectAltName=DNS:${name}`];
  const made = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  execFileSync("openssl", [...made, ...subject, "-keyout", key_file, "-out", cert_file], { stdio: "ignore" });
  return { key_file, cert_file };
}

/** What quoted-printable says. */
const plain = (text) =>
  Buffer.from(
    text.replace(/=\r\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))),
    "latin1",
  ).toString("utf8");

/**
 * Starts one: {port, got, tries, answers, arrived(count), close()}. `got` holds mails as {to, from, headers, text,
 * bytes, secure, user}. `answers` is a list of what to say to the next receivers: {code, at} refuses with the code, at
 * "rcpt" or "data"; once it is empty everything is accepted.
 */
export async function mail_server(options = {}) {
  const state = { got: [], tries: 0, answers: [] };
  let user;
  const words = "the words of a server repeat ada@north.edu";
  const refusal = ({ code }) => Object.assign(new Error(words), { responseCode: code });
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    disabledCommands: options.key ? [] : ["STARTTLS"],
    allowInsecureAuth: true,
    logger: false,
    closeTimeout: 500,
    onAuth(auth, _session, answer) {
      if (options.password && auth.password !== options.password) return answer(refusal({ code: 535 }));
      user = auth.username;
      return answer(null, { user: auth.username });
    },
    onRcptTo(_address, _session, answer) {
      state.tries += 1;
      if (state.answers[0]?.at === "rcpt") return answer(refusal(state.answers.shift()));
      return answer();
    },
    onData(stream, session, answer) {
      const parts = [];
      stream.on("data", (part) => parts.push(part));
      stream.on("end", () => {
        if (state.answers[0]?.at === "data") return answer(refusal(state.answers.shift()));
        const bytes = Buffer.concat(parts).toString("latin1");
        const end = bytes.indexOf("\r\n\r\n");
        state.got.push({
          from: session.envelope.mailFrom.address,
          to: session.envelope.rcptTo.map(({ address }) => address),
          headers: bytes.slice(0, end).replace(/\r\n /g, " "),
          text: plain(bytes.slice(end + 4)).replaceAll("\r\n", "\n"),
          bytes,
          secure: session.secure,
          user,
        });
        return answer();
      });
    },
    ...options,
  });
  server.on("error", () => {}); // a client that hangs up in the middle of TLS
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const arrived = async (count, within_ms = 20_000) => {
    for (const end = Date.now() + within_ms; state.got.length < count && Date.now() < end; ) await wait(50);
    const said = `${state.got.length} mails of ${count} came, after ${state.tries} tries`;
    if (state.got.length < count) throw new Error(said);
    return state.got;
  };
  const close = () => new Promise((resolve) => server.close(resolve));
  return Object.assign(state, { port: server.server.address().port, arrived, close });
}
