// What the app asks of the server, and what can go wrong on the way.
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

async function get<T>(path: string): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, { headers: { accept: "application/json" }, credentials: "same-origin" });
  } catch {
    throw new ApiError("offline");
  }
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
