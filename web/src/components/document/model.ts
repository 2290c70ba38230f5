// The document model as it arrives from the server, named for the components that draw it. The shapes are those of
// docs/openapi.json.
import type { components } from "../../api/schema";

type Schemas = components["schemas"];
/** Without the word that tells blocks and values apart: what a component is given. */
type Part<T extends { kind: string }> = Omit<T, "kind">;

export type ArgumentJson = Schemas["Argument"];
export type RangeJson = Schemas["Range"];
/** A key of text/<language> with arguments; an empty key means "exactly these words" in args.text. */
export type Sentence = Schemas["Sentence"];
export type Tone = Schemas["Tone"];

export type BadgeValue = Schemas["Badge"];
export type ReasonsValue = Schemas["Reasons"];
export type Value = Schemas["Value"];

export type Figure = Schemas["Figure"];
export type Column = Schemas["Column"];
/** `total_rows` 0: these are all. */
export type TableModel = Part<Schemas["Table"]>;
export type Bar = Schemas["Bar"];
export type BarsModel = Part<Schemas["Bars"]>;
export type CalloutModel = Part<Schemas["Callout"]>;
export type Block = Schemas["Block"];
export type DocumentModel = Schemas["Document"];
