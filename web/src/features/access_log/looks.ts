// What the page of looks asks of the server.
import { get } from "../../api/api";
import type { components } from "../../api/schema";

export type Looks = components["schemas"]["LooksShown"];
export type Look = Looks["looks"][number];

export const looks = () => get<Looks>("/api/v1/looks");
