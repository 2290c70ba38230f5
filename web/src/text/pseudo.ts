// Pseudo-locales computed from English, as src/platform/text/pseudo.cpp makes them: accented and 40 % longer (en-XA),
// or written right to left (en-XB). Only literal words change.

export type Pseudo = "none" | "accented" | "right_to_left";

const lower = "åƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýž";
const upper = "ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ";

/** A parsed message: formatjs's syntax tree, as far as it matters here. */
export type Element = {
  type: number;
  value?: string;
  options?: Record<string, { value: Element[] }>;
};
export const literal = 0;
export const argument = 1;

export function pseudo(elements: Element[], kind: Pseudo): Element[] {
  if (kind === "none") return elements;
  let letters = 0;
  const change = (text: string) => {
    const changed = text.replace(/[a-zA-Z]/g, (c) => {
      ++letters;
      if (kind === "right_to_left") return c;
      return c >= "a" ? lower[c.charCodeAt(0) - 97]! : upper[c.charCodeAt(0) - 65]!;
    });
    return kind === "right_to_left" ? `\u202E${changed}\u202C` : changed;
  };
  const walk = (list: Element[]): Element[] =>
    list.map((element) => {
      if (element.type === literal) return { ...element, value: change(element.value ?? "") };
      if (!element.options) return element;
      const options = Object.fromEntries(
        Object.entries(element.options).map(([name, option]) => [name, { ...option, value: walk(option.value) }]),
      );
      return { ...element, options };
    });
  const out = walk(elements);
  if (kind === "right_to_left" || letters === 0) return out;
  const padding = "·".repeat(Math.floor((letters * 2 + 4) / 5));
  return [{ type: literal, value: "[" }, ...out, { type: literal, value: ` ${padding}]` }];
}
