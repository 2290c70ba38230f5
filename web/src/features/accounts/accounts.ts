// What the pages of accounts ask of the server.
import { get, send } from "../../api/api";
import type { components } from "../../api/schema";
import { keeping_pins } from "../concerns/pins";
import type { Kdf } from "./derive";

type Schemas = components["schemas"];
export type WhoAmI = Schemas["WhoAmI"];
export type Me = Schemas["Me"];
export type Role = Schemas["Role"];
export type LoginEntry = Schemas["LoginEntry"];
export type DemoPerson = Schemas["DemoPerson"];

export const who_am_i = () => get<WhoAmI>("/api/v1/me");

export type Invited = Schemas["InvitationMade"];
/** Invites an address to a role, in one program or in the whole institution. */
export const invite = (email: string, role: string, program?: string) =>
  send<Invited>("POST", "/api/v1/invitations", { email, roles: [{ role, ...(program ? { program } : {}) }] });

export type Access = Schemas["AccessShown"];
export type RoleHolder = Schemas["RoleHolderShown"];
export type Granted = Schemas["GrantedShown"];
export const access = () => get<Access>("/api/v1/access");
/** Who has which role, and the programs that a role may be given in. */
export const role_giving = async () => {
  const [has, { programs }] = await Promise.all([access(), get<Schemas["Programs"]>("/api/v1/programs")]);
  return { access: has, programs };
};
export const give_role = (account: string, role: string, program?: string) =>
  send<void>("POST", `/api/v1/access/${encodeURIComponent(account)}/roles`, { role, ...(program ? { program } : {}) });
export const end_role = (id: string) => send<void>("POST", `/api/v1/roles/${encodeURIComponent(id)}/end`, {});

export const look = (token: string) => send<Schemas["InvitationSeen"]>("POST", "/api/v1/join/look", { token });
export const join = (token: string, auth: string) =>
  send<Schemas["AppSecret"]>("POST", "/api/v1/join", { token, auth });
export const confirm = (token: string, code: string) => send<void>("POST", "/api/v1/join/confirm", { token, code });

/** Where one signs in: an address, in the institution of this short name where it is not the server's first. */
export type Where = { email: string; institution?: string };
export const kdf_of = (where: Where) => send<Kdf>("POST", "/api/v1/login/salt", where);
export const sign_in = (where: Where, auth: string, code: string) =>
  send<void>("POST", "/api/v1/login", { ...where, auth, code });
export const sign_out = () => keeping_pins(() => send<void>("DELETE", "/api/v1/login"));

export const logins = () => get<Schemas["Logins"]>("/api/v1/logins");
export const end_login = (id: string) => send<void>("DELETE", `/api/v1/logins/${encodeURIComponent(id)}`);
export const change_passphrase = (auth: string, code: string, new_salt: string, new_auth: string) =>
  send<void>("POST", "/api/v1/passphrase", { auth, code, new_salt, new_auth });

export const demo_people = () => get<Schemas["DemoPeople"]>("/api/v1/demo/people");
export const demo_sign_in = (account: string) => send<void>("POST", "/api/v1/demo/sign_in", { account });

/** Six digits, however they were typed. */
export const digits = (text: string) => text.replace(/\D/g, "");
