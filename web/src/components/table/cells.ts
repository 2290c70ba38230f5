// What a table's cells are to a machine: a sort key, words to search, a field of a CSV file.
import { date, number, range, tell } from "../../text/catalog";
import type { TableModel, Value } from "../document/model";

/** Numbers and dates by size, words as readers order them; "no value" comes last in either direction. */
export function sortKey(value: Value): number | string | null {
  if (value === null) return null;
  switch (value.kind) {
    case "words":
      return tell(value.words);
    case "integer":
    case "decimal":
      return value.value;
    case "share":
      return value.whole ? value.part / value.whole : 0;
    case "date":
      return value.date;
    case "range":
      return value.from ?? "";
    case "badge":
      return tell(value.label);
    case "reasons":
      return value.reasons.reduce((sum, reason) => sum + reason.weight, 0) / (value.full || 1);
  }
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "variant" });

export function compare(a: number | string, b: number | string): number {
  return typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b));
}

/** The words of a cell, as a person would search for them. */
export function words(value: Value): string {
  if (value === null) return "";
  switch (value.kind) {
    case "words":
      return tell(value.words);
    case "badge":
      return tell(value.label);
    case "date":
      return date(value.date);
    case "range":
      return range(value);
    case "integer":
    case "decimal":
      return number(value.value);
    case "share":
      return number(value.part);
    case "reasons":
      return value.reasons.map((reason) => tell(reason.label)).join(" ");
  }
}

// Letters that Unicode does not take apart although people search for them by their plain form.
const plainLetters: Record<string, string> = {
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  æ: "ae",
  œ: "oe",
  ß: "ss",
  ı: "i",
};

/** Without case and accents, so that "Garcia" finds "García"; as search_key in src/platform/text. */
export const searchable = (text: string) =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[øłđðþæœßı]/g, (letter) => plainLetters[letter]!);

function field(value: Value): string {
  if (value === null) return "";
  switch (value.kind) {
    case "integer":
    case "decimal":
      return String(value.value);
    case "share":
      return `${value.part}/${value.whole}`;
    case "date":
      return value.date;
    case "range":
      return `${value.from ?? ""}..${value.to ?? ""}`;
    case "reasons":
      return String(sortKey(value));
    default:
      return words(value);
  }
}

/** Quotes a field; words that a spreadsheet would run as a formula get an apostrophe in front. */
function quote(text: string, isNumber: boolean): string {
  const safe = !isNumber && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csv(table: TableModel, rows: Value[][]): string {
  const lines = [table.columns.map((column) => quote(column.id, false))];
  for (const row of rows)
    lines.push(row.map((value) => quote(field(value), value?.kind === "integer" || value?.kind === "decimal")));
  return "\uFEFF" + lines.map((line) => line.join(",") + "\r\n").join("");
}
