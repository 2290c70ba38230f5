// What the pages of wishes ask of the server.
import { get, send } from "../../api/api";
import type { components } from "../../api/schema";

type Schemas = components["schemas"];
export type MyProgram = Schemas["MyProgram"];
export type MyWishes = Schemas["MyWishes"];
export type Profile = Schemas["Profile"];
export type PersonFound = Schemas["PersonFound"];
export type RoleSuggested = Schemas["RoleSuggested"];

const at = (id: string) => `/api/v1/programs/${encodeURIComponent(id)}`;

export const my_programs = () => get<Schemas["MyPrograms"]>("/api/v1/my_programs");
export const my_wishes = (id: string) => get<MyWishes>(`${at(id)}/wishes`);
export const save = (id: string, revision: number, wishes: string[]) =>
  send<MyWishes>("POST", `${at(id)}/wishes`, { revision, wishes });
export const wish_count = (id: string) => get<Schemas["WishCount"]>(`${at(id)}/wish_count`);
export const suggest = (need: string, trouble: string, help: string) =>
  send<RoleSuggested>("POST", "/api/v1/role_suggestion", { need, trouble, help });
export const not_with = (id: string) => get<Schemas["PeopleFound"]>(`${at(id)}/not_with`);
export const say_not_with = (id: string, person_id: string, stands: boolean) =>
  send<Schemas["PeopleFound"]>("POST", `${at(id)}/not_with`, { person_id, stands });
export const find_people = (id: string, name: string) =>
  send<Schemas["PeopleFound"]>("POST", `${at(id)}/people_found`, { name });
