// What the pages of taking part ask of the server.
import { get, send } from "../../api/api";
import type { components } from "../../api/schema";

type Schemas = components["schemas"];
export type TakingPart = Schemas["TakingPart"];
export type Topic = Schemas["Topic"];
export type WorkingWay = Schemas["WorkingWay"];
export type EducatorLines = Schemas["EducatorLines"];
export type QuestionMarked = Schemas["QuestionMarked"];

const at = (id: string) => `/api/v1/programs/${encodeURIComponent(id)}`;

export const taking_part = (id: string) => get<TakingPart>(`${at(id)}/taking_part`);
export const answer = (id: string, body: object) => send<TakingPart>("POST", `${at(id)}/taking_part`, body);
export const check = (id: string, answers: { question: string; option: number }[]) =>
  send<Schemas["ReadinessMarked"]>("POST", `${at(id)}/readiness`, { answers });
/** A page of those who answered, by name, after one of them. */
export const educators_of = (id: string, after?: string) =>
  get<EducatorLines>(`${at(id)}/educators${after ? `?${new URLSearchParams({ after })}` : ""}`);

/** In the order shown, as in features/educators/taking_part.h. */
export const topics: Topic[] = [
  "study_skills",
  "exams",
  "clinical_reasoning",
  "procedures",
  "communication",
  "feedback",
  "time_and_workload",
  "wellbeing",
  "belonging",
  "returning",
  "parenting",
  "specialty_choice",
  "applications",
  "research",
  "teaching",
  "leadership",
];
export const ways: WorkingWay[] = [
  "listens",
  "asks",
  "structures",
  "tells_own_story",
  "challenges",
  "opens_doors",
  "in_person",
  "online",
  "evenings",
  "short_and_often",
];
