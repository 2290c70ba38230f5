// What the pages of relationships ask of the server.
import { get, send } from "../../api/api";
import type { components } from "../../api/schema";

type Schemas = components["schemas"];
export type MyPeople = Schemas["MyPeople"];
export type MyCase = Schemas["MyCaseShown"];
export type MyPerson = Schemas["MyPersonShown"];

const at = (id: string) => `/api/v1/relationships/${encodeURIComponent(id)}`;

export const my_people = () => get<MyPeople>("/api/v1/my_people");
export const answer = (id: string, said: "accepted" | "declined") =>
  send<void>("POST", `${at(id)}/answer`, { answer: said });
export const end = (id: string) => send<void>("POST", `${at(id)}/end`, {});
