// Tables of text for the tests: a small reader of CSV that shares nothing with the program's own, and a seeded shuffle.
import { readFileSync } from "node:fs";

/** The cells of a CSV text, row by row. */
export function parse(text) {
  const rows = [[]];
  let cell = "";
  let quoted = false;
  for (let i = 0; i < text.length; ++i) {
    const letter = text[i];
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (text[i + 1] === '"') cell += text[++i];
      else quoted = false;
    } else if (letter === '"') quoted = true;
    else if (letter === "," || letter === "\n") {
      rows.at(-1).push(cell);
      cell = "";
      if (letter === "\n") rows.push([]);
    } else if (letter !== "\r") cell += letter;
  }
  if (cell || rows.at(-1).length) rows.at(-1).push(cell);
  return rows.filter((row) => row.length);
}

/** A CSV file as {heading: [names], rows: [{name: cell}]}. */
export function read_table(path) {
  const [heading, ...cells] = parse(readFileSync(path, "utf8"));
  return { heading, rows: cells.map((row) => Object.fromEntries(heading.map((name, i) => [name, row[i]]))) };
}

const quote = (cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** Rows of cells as CSV. */
export const write_rows = (rows) =>
  rows.map((row) => row.map((cell) => quote(String(cell ?? ""))).join(",") + "\n").join("");

/** The opposite of read_table. */
export const write_table = ({ heading, rows }) =>
  write_rows([heading, ...rows.map((row) => heading.map((name) => row[name]))]);

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function random_of(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The list in another order, the same for the same seed. */
export function shuffled(list, seed) {
  const random = random_of(seed);
  const result = [...list];
  for (let i = result.length - 1; i > 0; --i) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j], result[i]];
  }
  return result;
}
