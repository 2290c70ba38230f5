// Every sentence a person reads comes from text/<language>/*.json, the same files the C++ side reads
// (src/platform/text/catalog.h). Dates, ranges and numbers are written here exactly as there.
import { IntlMessageFormat } from "intl-messageformat";
import type { ArgumentJson, RangeJson, Sentence } from "../components/document/model";
import { argument, pseudo, type Element, type Pseudo } from "./pseudo";

const files = import.meta.glob<Record<string, string>>("../../../text/en/*.json", { eager: true, import: "default" });
const messages = new Map<string, string>();
for (const file of Object.values(files)) for (const [key, text] of Object.entries(file)) messages.set(key, text);

const remembered = "chiron.language";

/** English unless ?lang= asked for another in this tab: en-XA (accented) or en-XB (right to left). */
function chosen(): string {
  const asked = new URLSearchParams(location.search).get("lang");
  try {
    if (asked) sessionStorage.setItem(remembered, asked);
    return asked ?? sessionStorage.getItem(remembered) ?? "en";
  } catch {
    return asked ?? "en";
  }
}

const kinds: Record<string, Pseudo> = { "en-XA": "accented", "en-XB": "right_to_left" };
const asked = chosen();
export const language = asked in kinds ? asked : "en";
export const direction = language === "en-XB" ? "rtl" : "ltr";
const kind: Pseudo = kinds[language] ?? "none";

const locale = "en-US";
const plain = new Intl.NumberFormat(locale);
const months = Array.from({ length: 12 }, (_, m) =>
  new Intl.DateTimeFormat(locale, { month: "short", timeZone: "UTC" }).format(Date.UTC(2027, m, 1)),
);
const weekdays = Array.from({ length: 7 }, (_, d) =>
  new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: "UTC" }).format(Date.UTC(2027, 0, 3 + d)),
);

export const number = (value: number) => plain.format(value);
export const decimal = (value: number, decimals: number) =>
  value.toLocaleString(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
export const percent = (share: number, decimals = 0) =>
  share.toLocaleString(locale, {
    style: "percent",
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });

const civil = (iso: string) => new Date(`${iso}T00:00:00Z`);
const dayAndMonth = (day: Date) => `${day.getUTCDate()} ${months[day.getUTCMonth()]} ${day.getUTCFullYear()}`;

/** "Tue 14 Sep 2027". */
export function date(iso: string): string {
  const day = civil(iso);
  return iso ? `${weekdays[day.getUTCDay()]} ${dayAndMonth(day)}` : "";
}

/** The month of a day: "September 2027". */
export const month = (iso: string) =>
  civil(iso).toLocaleDateString(locale, { month: "long", year: "numeric", timeZone: "UTC" });

/** A moment on the reader's own clock: "Tue 14 Sep 2027, 16:05". */
export function moment(iso: string): string {
  const at = new Date(iso);
  const two = (part: number) => String(part).padStart(2, "0");
  const day = `${weekdays[at.getDay()]} ${at.getDate()} ${months[at.getMonth()]} ${at.getFullYear()}`;
  return `${day}, ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** Days as the server gives them: a side that is left out is open. */
export type Days = { from?: string | null | undefined; to?: string | null | undefined };

/** "14 Sep 2027 – 3 Oct 2027": half-open in the data, the last included day on the screen. */
export function range({ from = null, to = null }: Days): string {
  const last = to === null ? null : new Date(civil(to).getTime() - 86_400_000);
  if (from === null && last === null) return say("date.always");
  if (from === null) return say("date.until", { last: dayAndMonth(last!) });
  if (last === null) return say("date.from", { first: dayAndMonth(civil(from)) });
  if (last < civil(from)) return say("date.never");
  if (last.getTime() === civil(from).getTime()) return date(from);
  return say("date.range", { first: dayAndMonth(civil(from)), last: dayAndMonth(last) });
}

type Parsed = { format: IntlMessageFormat; names: Set<string> };
const parsed = new Map<string, Parsed>();
const reported = new Set<string>();

/** `{n}` shows its own words ("n$", grouped), while a plural counts with the number ("n"). */
function parse(key: string, text: string): Parsed {
  const names = new Set<string>();
  const walk = (list: Element[]) => {
    for (const element of list) {
      if (element.type === argument) {
        names.add(element.value!);
        element.value += "$";
      } else if (element.type > argument && element.type < 7 && element.value) names.add(element.value);
      for (const option of Object.values(element.options ?? {})) walk(option.value);
    }
  };
  const tree = IntlMessageFormat.__parse!(text, { ignoreTag: true }) as unknown as Element[];
  walk(tree);
  const format = new IntlMessageFormat(pseudo(tree, kind) as never, locale, undefined, { ignoreTag: true });
  const result = { format, names };
  parsed.set(key, result);
  return result;
}

/** The sentence of a key. A missing key shows itself and is told to the console once, where tests look. */
export function say(key: string, args: Record<string, ArgumentJson> = {}): string {
  const text = messages.get(key);
  if (text === undefined) {
    if (!reported.has(key)) console.error(`text: no sentence for ${key}`);
    reported.add(key);
    return key;
  }
  const { format, names } = parsed.get(key) ?? parse(key, text);
  const values: Record<string, string | number> = {};
  for (const name of names) {
    const value = args[name] ?? `{${name}}`;
    const shown =
      typeof value === "number"
        ? number(value)
        : typeof value === "string"
          ? value
          : "word" in value
            ? say(value.word)
            : "date" in value
              ? date(value.date)
              : range(value);
    values[`${name}$`] = shown;
    values[name] =
      typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : typeof value === "number" ? value : shown;
  }
  return String(format.format(values));
}

/** A sentence from the server. */
export function tell(sentence: Sentence | null | undefined): string {
  if (!sentence) return "";
  return sentence.key === "" ? String(sentence.args["text"] ?? "") : say(sentence.key, sentence.args);
}

/** Words that people wrote, as a sentence. */
export const verbatim = (text: string): Sentence => ({ key: "", args: { text } });
