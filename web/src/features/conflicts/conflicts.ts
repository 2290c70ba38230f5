// What the pages of conflicts ask of the server, and the words that several of them need.
import { get, send } from "../../api/api";
import type { components } from "../../api/schema";
import { date, say } from "../../text/catalog";
import { preview, upload } from "../imports/imports";

type Schemas = components["schemas"];
export type Cases = Schemas["CasesShown"];
export type CaseLine = Schemas["CaseLineShown"];
export type Case = Schemas["CasePage"];
export type Waiver = Schemas["WaiverShown"];
export type Contest = Schemas["ContestShown"];
export type Gaps = Schemas["CoverageGaps"];
export type Way = Case["ways"][number];
export type CaseState = Case["state"];

const at = (id: string) => `/api/v1/cases/${encodeURIComponent(id)}`;

/** A page of the list: of a program, in a state, after the last line of the page before. */
export function cases(program: string | null, state: string | null, after: CaseLine | null = null) {
  const query = new URLSearchParams();
  if (program) query.set("program_id", program);
  if (state) query.set("state", state);
  if (after) {
    query.set("after_day", after.day);
    query.set("after_id", after.id);
  }
  const text = query.toString();
  return get<Cases>(`/api/v1/cases${text ? `?${text}` : ""}`);
}
export const one_case = (id: string) => get<Case>(at(id));
export const coverage_gaps = () => get<Gaps>("/api/v1/coverage_gaps");

/**
 * Prepares the statement that these facts of a unit are complete, for a year back and a year on: later somebody new may
 * have come. Gives the preview to look at; nothing counts before it is accepted there.
 */
export async function state_complete(unit: string, kinds: string[]): Promise<string> {
  const day = (years: number) => {
    const at = new Date();
    at.setFullYear(at.getFullYear() + years);
    return at.toISOString().slice(0, 10);
  };
  const group = `"unit:${unit.replaceAll('"', '""')}"`;
  const rows = kinds.map((kind) => [group, kind, day(-1), day(1)].join(","));
  const file = new File([["unit,kind,from,to", ...rows, ""].join("\n")], "coverage.csv", { type: "text/csv" });
  const sent = await upload(file, "coverage");
  return (await preview([sent.id], { complete: false, dates: "", encoding: "" })).id;
}

export const note_told = (id: string) => send<void>("POST", `${at(id)}/told`, {});
export const decide = (id: string, way: Way, revision: number, reason?: string) =>
  send<void>("POST", `${at(id)}/decision`, reason ? { way, revision, reason } : { way, revision });
export const answer_waiver = (id: string, waiver: string, answer: "consent" | "approve" | "withdraw") =>
  send<void>("POST", `${at(id)}/waivers/${encodeURIComponent(waiver)}/answer`, { answer });
export const contest = (id: string, statement: string) =>
  send<Schemas["ContestMade"]>("POST", `${at(id)}/contests`, { statement });
export const answer_contest = (id: string, about: string, answer: NonNullable<Contest["answer"]>, reason: string) => {
  const body = reason ? { answer, reason } : { answer };
  return send<void>("POST", `${at(id)}/contests/${encodeURIComponent(about)}/answer`, body);
};

const days_between = (from: string, to: string) =>
  Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000));
export const tone_of = (state: CaseState) =>
  state === "closed" ? "good" : state === "decided" ? "neutral" : state === "lapsed" ? "danger" : "attention";

/** How a case stands with its deadline, in a sentence. */
export function deadline_of(one: Pick<CaseLine, "state" | "deadline" | "way">, today: string): string {
  if (one.state === "decided")
    return one.way ? say("cases.chosen", { way: { word: `cases.way.${one.way}.title` } }) : "";
  if (one.state === "lapsed") return say("cases.lapsed", { deadline: date(one.deadline) });
  if (one.state === "closed") return "";
  return say("cases.left", { days: days_between(today, one.deadline), deadline: date(one.deadline) });
}
