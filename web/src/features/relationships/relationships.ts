// What the pages of relationships ask of the server.
import { get, send } from "../../api/api";
import type { components } from "../../api/schema";

type Schemas = components["schemas"];
export type MyPeople = Schemas["MyPeople"];
export type MyCase = Schemas["MyCaseShown"];
export type MyPerson = Schemas["MyPersonShown"];
export type KnownPair = Schemas["KnownPairLine"];
export type KnownPairs = Schemas["KnownPairLines"];

const at = (id: string) => `/api/v1/relationships/${encodeURIComponent(id)}`;

export const my_people = () => get<MyPeople>("/api/v1/my_people");
export const answer = (id: string, said: "accepted" | "declined") =>
  send<void>("POST", `${at(id)}/answer`, { answer: said });
export const end = (id: string) => send<void>("POST", `${at(id)}/end`, {});
export const stop_waiting = (program: string) =>
  send<void>("POST", `/api/v1/programs/${encodeURIComponent(program)}/waiting/stop`, {});
export const rematch = (id: string) => send<void>("POST", `${at(id)}/rematch`, {});

export type PairLine = Schemas["RelationshipLine"];
export type PairLines = Schemas["RelationshipLines"];
/** A page of them, after a pair of the page before. */
export const pairs_of = (program: string, after?: string) =>
  get<PairLines>(
    `/api/v1/programs/${encodeURIComponent(program)}/relationships${after ? `?${new URLSearchParams({ after })}` : ""}`,
  );

const known_at = (program: string) => `/api/v1/programs/${encodeURIComponent(program)}/known_pairs`;
export const known_pairs = (program: string) => get<KnownPairs>(known_at(program));
export const take_over = (program: string) => send<Schemas["TakenOver"]>("POST", `${known_at(program)}/take_over`, {});
