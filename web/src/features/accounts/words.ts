// Roles as words.
import { say } from "../../text/catalog";
import type { Role } from "./accounts";

const words_of = ({ role, program }: Role) =>
  say(`accounts.role.${role}`) + (program ? say("accounts.role.of_one") : "");

export const role_words = (roles: Role[]) =>
  roles.length ? roles.map(words_of).join(", ") : say("accounts.role.none");
