// Roles as words.
import { say } from "../../text/catalog";
import type { Role } from "./accounts";

/** "Coordinator", "Program lead of Mentors"; of a program whose name is not known, "… of one program". */
export function role_word({ role, program, program_name }: Role & { program_name?: string }): string {
  const word = say(`accounts.role.${role}`);
  if (!program) return word;
  if (!program_name) return word + say("accounts.role.of_one");
  return say("accounts.role.of", { role: word, program: program_name });
}

export const role_words = (roles: Role[]) =>
  roles.length ? roles.map(role_word).join(", ") : say("accounts.role.none");
