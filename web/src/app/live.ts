// Hears from the server what changed of what is on the screen, and has it looked at again. One stream per tab, open
// only while the tab is seen; without it pages do what they would do anyway. A stream says that something changed,
// never what: that is asked for, and answered or refused, as always.
import { is_signed_out } from "../api/api";

type Look = () => unknown;
type Watch = { topics: string[]; look: Look; looking: boolean; again: boolean };
type Revision = { topic: string; id: string; revision: number };

const watches = new Set<Watch>();
/** Revisions that were told, by "topic.id". What is new on the screen has none, so that it is looked at once more:
 * it may have changed between being asked for and being listened to. */
const known = new Map<string, number>();
let source: EventSource | null = null;
let listens_to = "";
let failures = 0;
let later: ReturnType<typeof setTimeout> | undefined;
/** The server ended it: it is not opened again before the reader comes back to this tab. */
let ended = false;

const first_wait_ms = 2_000;
const longest_wait_ms = 60_000;

/**
 * Calls `look` whenever something of the topics has changed ("match_run.<id>", "cases": the server's list is in
 * src/features/views/live/topics.cpp); never twice at a time. Returns what ends it: for a component's $effect.
 */
export function watch(topics: string[], look: Look): () => void {
  const one: Watch = { topics, look, looking: false, again: false };
  watches.add(one);
  settle();
  return () => {
    watches.delete(one);
    settle();
  };
}

async function see(one: Watch) {
  one.again = one.looking;
  if (one.looking) return;
  one.looking = true;
  try {
    await one.look();
  } catch {
    // What is on the screen stays; the next change asks again.
  }
  one.looking = false;
  if (one.again && watches.has(one)) void see(one);
}

function told(event: MessageEvent<string>) {
  const { topic, id, revision } = JSON.parse(event.data) as Revision;
  const name = id ? `${topic}.${id}` : topic;
  if (known.get(name) === revision) return;
  known.set(name, revision);
  for (const one of watches) if (one.topics.includes(name)) void see(one);
}

/** Once a round of the page's work is done: navigation takes watches away and brings others. */
function settle(wait_ms = 50) {
  clearTimeout(later);
  later = setTimeout(listen, wait_ms);
}

function close() {
  source?.close();
  source = null;
  listens_to = "";
}

function listen() {
  const wanted = [...new Set([...watches].flatMap((one) => one.topics))].sort();
  for (const name of known.keys()) if (!wanted.includes(name)) known.delete(name);
  if (document.hidden || wanted.length === 0) return close();
  if (ended || (source && listens_to === wanted.join())) return;
  close();
  listens_to = wanted.join();
  source = new EventSource(`/api/v1/events?watch=${encodeURIComponent(listens_to)}`);
  source.addEventListener("open", () => (failures = 0));
  source.addEventListener("revision", told);
  source.addEventListener("ended", (event: MessageEvent<string>) => {
    ended = true;
    close();
    if ((JSON.parse(event.data) as { why: string }).why === "signed_out") is_signed_out();
  });
  source.addEventListener("error", () => {
    // The browser would come back every few seconds for ever, and not at all after a refusal.
    close();
    const wait_ms = Math.min(longest_wait_ms, first_wait_ms * 2 ** failures++);
    settle(wait_ms * (0.75 + Math.random() / 2));
  });
}

document.addEventListener("visibilitychange", () => {
  ended = false;
  settle(0);
});
addEventListener("pagehide", close);
addEventListener("pageshow", (event) => event.persisted && settle(0));
addEventListener("online", () => settle(0));
