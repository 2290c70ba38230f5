// What the pages of concerns ask of the server.
import { get, send } from "../../api/api";
import type { components } from "../../api/schema";

type Schemas = components["schemas"];
export type ConcernContacts = Schemas["ConcernContacts"];
export type ConcernBox = Schemas["ConcernBox"];
export type ListedConcern = Schemas["ListedConcern"];
export type MyContactKeys = Schemas["MyContactKeys"];
export type ConcernState = Schemas["ConcernState"];

export const contacts = () => get<ConcernContacts>("/api/v1/concern_contacts");
export const open = (token: string, sealed: string) => send<void>("POST", "/api/v1/concerns", { token, sealed });

type Proof = { concern: string; token: string };
/** With the case code alone: the browser sends no cookie, so that nobody's login stands beside it. */
export const look = (proof: Proof) => send<ConcernBox>("POST", "/api/v1/concern_box", proof, "omit");
export const add = (proof: Proof, sealed: string) =>
  send<ConcernBox>("POST", "/api/v1/concern_box/more", { ...proof, sealed }, "omit");

const at = (id: string) => `/api/v1/concerns/${encodeURIComponent(id)}`;
export const listed = () => get<Schemas["ListedConcerns"]>("/api/v1/concerns");
export const concern = (id: string) => get<ConcernBox>(at(id));
export const answer = (id: string, sealed: string) => send<ConcernBox>("POST", `${at(id)}/answer`, { sealed });
export const move = (id: string, from: ConcernState, to: ConcernState) =>
  send<ConcernBox>("POST", `${at(id)}/state`, { from, to });

export const my_keys = () => get<MyContactKeys>("/api/v1/contact_keys");
/** What opens one's keys, as base64. */
type Slots = { passphrase_slot: string; recovery_slot: string };
export const keep_keys = (made: Slots & { bundle: string; seeds: string }) =>
  send<MyContactKeys>("POST", "/api/v1/contact_keys", made);
export const keep_slots = (made: Slots) => send<void>("POST", "/api/v1/contact_keys/slots", made);
export const vouch = (account: string, version: number, signature: string) =>
  send<MyContactKeys>("POST", "/api/v1/contact_keys/word", { account, version, signature });
export const leave = () => send<void>("POST", "/api/v1/contact_keys/leave", {});
