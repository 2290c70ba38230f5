// What the import page asks of the server.
import { ApiError, get, Refused, send } from "../../api/api";
import type { components } from "../../api/schema";
import { say } from "../../text/catalog";

type Schemas = components["schemas"];
export type FileKind = Schemas["FileKind"];
export type Upload = Schemas["Upload"];
export type ImportPreview = Schemas["ImportPreview"];
export type ImportProblem = Schemas["ImportProblem"];
export type OpenName = Schemas["OpenName"];
export type ColumnsOfFile = Schemas["ColumnsOfFile"];
export type ImportColumn = Schemas["ImportColumn"];
export type ColumnChoice = Schemas["ColumnChoice"];
export type DutyLine = Schemas["DutyLine"];
export type Imports = Schemas["Imports"];
export type ImportEntry = Schemas["ImportEntry"];
export type RequestEntry = Schemas["RequestEntry"];
export type ImportOutcome = Schemas["ImportOutcome"];

export const kinds: FileKind[] = [
  "people",
  "learners",
  "educators",
  "duties",
  "placements",
  "evaluations",
  "panels",
  "blocks",
  "coverage",
  "pairs",
];

/** What a file most likely holds, by its name. */
export function kind_of(name: string): FileKind {
  const lower = name.toLowerCase();
  const likely: [RegExp, FileKind][] = [
    [/learner|student|resident|intern|mentee/, "learners"],
    [/educator|faculty|mentor|coach/, "educators"],
    [/placement|schedule|rotation|rota/, "placements"],
    [/block/, "blocks"],
    [/dut(y|ies)|supervis/, "duties"],
    [/evaluation|assess/, "evaluations"],
    [/panel|ccc|committee/, "panels"],
    [/coverage/, "coverage"],
    [/pair|match/, "pairs"],
  ];
  return likely.find(([pattern]) => pattern.test(lower))?.[1] ?? "people";
}

/** Announces a file and sends its bytes, as they are on the disk now. */
export async function upload(file: File, kind: FileKind): Promise<Upload> {
  const { file: id } = await send<Schemas["FileAnnounced"]>("POST", "/api/v1/import_files", { kind, name: file.name });
  let response: Response;
  try {
    response = await fetch(`/api/v1/import_files/${encodeURIComponent(id)}`, {
      method: "PUT",
      headers: { accept: "application/json", "x-chiron": "1", "content-type": "application/octet-stream" },
      credentials: "same-origin",
      body: file,
    });
  } catch {
    // The file may have changed or gone since it was chosen; the browser says no more than this.
    throw new ApiError("offline");
  }
  const answer = await response.json().catch(() => {
    throw new ApiError("failed");
  });
  if (!response.ok) throw new Refused(answer.error.message, answer.error.key, answer.error.detail);
  return answer as Upload;
}

export type Reading = { complete: boolean; dates: string; encoding: string };
export const preview = (files: string[], { complete, dates, encoding }: Reading) =>
  send<ImportPreview>("POST", "/api/v1/import_previews", {
    files,
    complete,
    ...(dates ? { dates } : {}),
    ...(encoding ? { encoding } : {}),
  });
const at = (id: string) => `/api/v1/import_previews/${encodeURIComponent(id)}`;
export const look_again = (id: string) => get<ImportPreview>(at(id));
export const choose_names = (id: string, names: Record<string, string>) =>
  send<ImportPreview>("POST", `${at(id)}/names`, { names });
export const choose_columns = (id: string, columns: ColumnChoice[]) =>
  send<ImportPreview>("POST", `${at(id)}/columns`, { columns });
/** Accepts what was shown, and nothing else. */
export const accept = ({ id, fingerprint }: ImportPreview) =>
  send<ImportOutcome>("POST", `${at(id)}/accept`, { fingerprint });
export const forget_column = ({ kind, heading }: ColumnChoice) =>
  send<void>("POST", "/api/v1/import_columns/forget", { kind, heading });

/** What a heading means, in words; one name of a column means something else in a file about complete facts. */
export function meaning_in(kind: FileKind, meaning: string): string {
  if (meaning === "ignore") return say("imports.column_leave_out");
  return say(`imports.meaning.${kind === "coverage" && meaning === "kind" ? "facts" : meaning}`);
}

export const imports = () => get<Imports>("/api/v1/imports");
export const undo = (id: string) => send<ImportOutcome>("POST", `/api/v1/imports/${encodeURIComponent(id)}/undo`);
const request = (id: string) => `/api/v1/import_requests/${encodeURIComponent(id)}`;
export const approve = (id: string) => send<ImportOutcome>("POST", `${request(id)}/approve`);
export const decline = (id: string) => send<void>("POST", `${request(id)}/decline`);
