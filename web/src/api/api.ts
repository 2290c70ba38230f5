// What the app asks of the server, and what can go wrong on the way.
import { say } from "../text/catalog";
import type { components } from "./schema";

export type Home = components["schemas"]["Home"];
export type DocumentModel = components["schemas"]["Document"];

/** Why nothing can be shown: each has its own page state. */
export type Trouble = "offline" | "absent" | "forbidden" | "failed";
export class ApiError extends Error {
  constructor(readonly trouble: Trouble) {
    super(trouble);
  }
}

/** A refusal of something that was asked to be done, in the server's own words for the reader. */
export class Refused extends Error {
  constructor(
    message: string,
    readonly key: string,
    /** What the sentence is about: `setting` names the field. */
    readonly detail: Record<string, string> = {},
  ) {
    super(message);
  }
}
/** Something to mend, at the field that it is about. */
export type Wrong = { field: string; message: string };
/** What a reader is told about something that went wrong. */
export const told = (problem: unknown) =>
  problem instanceof Refused
    ? problem.message
    : problem instanceof ApiError && problem.trouble === "offline"
      ? say("web.state.offline_why")
      : say("web.state.error_why");

/** Called when the server no longer knows who is asking. */
let on_signed_out: () => void = () => {};
export const when_signed_out = (act: () => void) => (on_signed_out = act);
export const is_signed_out = () => on_signed_out();

async function ask(path: string, more: RequestInit = {}): Promise<Response> {
  const asked = fetch(path, { headers: { accept: "application/json" }, credentials: "same-origin", ...more });
  const response = await asked.catch(() => {
    throw new ApiError("offline");
  });
  if (response.status === 401) on_signed_out();
  return response;
}

/** Does something: `body` as JSON, with the header that only our own pages send; without the login where told to. */
export async function send<T>(
  method: "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  body?: unknown,
  credentials: RequestCredentials = "same-origin",
): Promise<T> {
  const headers: Record<string, string> = { accept: "application/json", "x-chiron": "1" };
  if (body !== undefined) headers["content-type"] = "application/json";
  const text = body === undefined ? null : JSON.stringify(body);
  const response = await ask(path, { method, headers, body: text, credentials });
  if (response.status === 204) return undefined as T;
  const answer = await response.json().catch(() => {
    throw new ApiError("failed");
  });
  if (!response.ok) throw new Refused(answer.error.message, answer.error.key, answer.error.detail);
  return answer as T;
}

/** While the server still works something out: asks again a moment later. For an effect, which it stops with. */
export function ask_again<T extends { pending: boolean }>(value: T, ask: () => Promise<T>, took: (value: T) => void) {
  if (!value.pending) return undefined;
  const timer = setTimeout(() => void ask().then(took, () => undefined), 1500);
  return () => clearTimeout(timer);
}

export async function get<T>(path: string): Promise<T> {
  const response = await ask(path);
  if (response.status === 404) throw new ApiError("absent");
  if (response.status === 401 || response.status === 403) throw new ApiError("forbidden");
  if (!response.ok) throw new ApiError("failed");
  try {
    return (await response.json()) as T;
  } catch {
    throw new ApiError("failed");
  }
}

export const home = () => get<Home>("/api/v1/home");
export const report = (name: string) => get<DocumentModel>(`/api/v1/reports/${encodeURIComponent(name)}`);
