// What the pages of programs ask of the server, and the words that several of them need.
import { get, Refused, send, told, type Wrong } from "../../api/api";
import type { components } from "../../api/schema";
import { say } from "../../text/catalog";

type Schemas = components["schemas"];
export type Charters = Schemas["Charters"];
export type CharterEntry = Schemas["CharterEntry"];
export type RuleRow = Schemas["RuleRow"];
export type RuleRange = Schemas["RuleRange"];
export type RuleExample = Schemas["RuleExample"];
export type Level = Schemas["Level"];
export type Programs = Schemas["Programs"];
export type ProgramEntry = Schemas["ProgramEntry"];
export type ProgramPage = Schemas["ProgramPage"];
export type ReaderSees = Schemas["ReaderSees"];
export type CalendarStep = Schemas["CalendarStep"];
export type LearnerGroup = Schemas["LearnerGroupEntry"];
type NewProgram = { role: string; name: string; term: string; learners: Schemas["LearnersSelected"] };

const at = (id: string) => `/api/v1/programs/${encodeURIComponent(id)}`;

let known: Promise<Charters> | null = null;
/** The same for everybody, all day: asked once. */
export const charters = () => {
  known ??= get<Charters>("/api/v1/charters").catch((problem) => {
    known = null;
    throw problem;
  });
  return known;
};
export const programs = () => get<Programs>("/api/v1/programs");
export const program = (id: string) => get<ProgramPage>(at(id));
export const learner_groups = () => get<Schemas["LearnerGroups"]>("/api/v1/learner_groups");
export const make = (body: NewProgram) => send<Schemas["ProgramMade"]>("POST", "/api/v1/programs", body);
export const change_charter = (id: string, body: object) => send<ProgramPage>("POST", `${at(id)}/charter`, body);
export const place_steps = (id: string, revision: number, steps: object[]) =>
  send<ProgramPage>("POST", `${at(id)}/calendar`, { revision, steps });
export const clone = (id: string, name: string, term: string) =>
  send<Schemas["ProgramMade"]>("POST", `${at(id)}/clone`, { name, term });
export type Move = "start" | "archive" | "reopen";
export const move = (id: string, to: Move, revision: number) =>
  send<ProgramPage>("POST", `${at(id)}/${to}`, { revision });

/** Half-open in the data, the last included day in a form. */
const shifted = (iso: string, days: number) => {
  const day = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(day.getTime()) ? "" : new Date(day.getTime() + days * 86_400_000).toISOString().slice(0, 10);
};
export const last_of = (to: string | undefined) => (to ? shifted(to, -1) : "");
export const term_of = (first: string, last: string) => `${first}..${last ? shifted(last, 1) : ""}`;
/** The last day of the year that begins on a day. */
export const whole_year_from = (first: string) => {
  const [year, rest] = [first.slice(0, 4), first.slice(4)];
  return shifted(`${Number(year) + 1}${rest === "-02-29" ? "-03-01" : rest}`, -1);
};
/** A year from in five weeks: time to ask, to wish and to match. */
export const likely_term = (now: Date) => {
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
  const first = shifted(today.map((part) => String(part).padStart(2, "0")).join("-"), 35);
  return { first, last: whole_year_from(first) };
};
/** The same days of another year's cohort, beginning the day after. */
export const following = (from: string, to: string) => {
  const days = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
  return { from: to, to: shifted(to, days) };
};

/** Which field of a form a refusal is about: its setting's name in the program file is the end of the field's id. */
export function wrong_of(problem: unknown, prefix: string, fallback: string): Wrong {
  const setting = problem instanceof Refused ? (problem.detail["setting"] ?? "") : "";
  const field = setting ? `${prefix}-${setting.replace("conflicts.rules.", "rule.").replace("conflicts.", "")}` : "";
  return { field: field && document.getElementById(field) ? field : fallback, message: told(problem) };
}

const order = ["everything", "what_is_shared", "that_it_exists", "groups", "pseudonym"] as const;
const listed = (items: string[]) => items.map((item) => say(`programs.item.${item}`)).join(", ");

/** What somebody sees, in words, from the rights. */
export function sees_of(reader: ReaderSees): string {
  const parts = order.flatMap((level) => {
    const items = reader.items.filter((each) => each.sees === level).map((each) => each.item);
    return items.length ? [say(`programs.sees.${level}`, { items: listed(items) })] : [];
  });
  return parts.join(" ") || say("programs.sees.nothing");
}
export const reader_of = (reader: string, role: string) =>
  say(`programs.reader.${reader}`, reader === "educator" ? { role: say(`role.${role}`) } : {});
