// What the page of a program's mails asks of the server, and how words read with their places filled.
import { get, send } from "../../api/api";
import type { components } from "../../api/schema";

type Schemas = components["schemas"];
export type ProgramMails = Schemas["ProgramMails"];
export type ProgramMail = Schemas["ProgramMail"];
export type MailPlace = Schemas["MailPlace"];

const at = (id: string, kind = "") => `/api/v1/programs/${encodeURIComponent(id)}/mails${kind}`;
const change = (id: string, kind: string, what: string, body: object) =>
  send<ProgramMails>("POST", at(id, `/${kind}/${what}`), body);

export const mails_of = (id: string) => get<ProgramMails>(at(id));
type Seen = Pick<ProgramMail, "kind" | "revision">;
export const change_words = (id: string, { kind, revision }: Seen, subject: string, text: string) =>
  change(id, kind, "words", { revision, subject, text });
export const take_shipped = (id: string, { kind, revision }: ProgramMail) =>
  change(id, kind, "shipped", { revision });
export const silence = (id: string, { kind, revision }: ProgramMail, silent: boolean) =>
  change(id, kind, "silence", { revision, silent });
export const send_now = (id: string, { kind, to_write }: ProgramMail) =>
  change(id, kind, "send", { people: to_write });

/** The words as somebody gets them; what nothing fills stays as it is written. */
export const filled = (words: string, places: MailPlace[]) =>
  words.replace(/\{([^{}]*)\}/g, (whole, name) => {
    const place = places.find((each) => each.name === name);
    if (!place) return whole;
    return name === "link" ? location.origin + place.sample : place.sample;
  });
