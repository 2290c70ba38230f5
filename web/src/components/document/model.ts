// The document model as it arrives from the server: the shapes of src/platform/report/document_json.cpp.

export type ArgumentJson = string | number | { date: string } | RangeJson | { word: string };
export type RangeJson = { from: string | null; to: string | null };
/** A key of text/<language> with arguments; an empty key means "exactly these words" in args.text. */
export type Sentence = { key: string; args: Record<string, ArgumentJson> };

export type Tone = "neutral" | "good" | "attention" | "danger" | "unknown" | "sealed";

export type BadgeValue = { kind: "badge"; tone: Tone; label: Sentence };
export type ReasonsValue = { kind: "reasons"; reasons: { label: Sentence; weight: number }[]; full: number };
export type Value =
  | null
  | { kind: "words"; words: Sentence | null }
  | { kind: "integer"; value: number }
  | { kind: "decimal"; value: number; decimals: number }
  | { kind: "share"; part: number; whole: number }
  | { kind: "date"; date: string }
  | ({ kind: "range" } & RangeJson)
  | BadgeValue
  | ReasonsValue;

export type Figure = { label: Sentence; value: Value; note: Sentence | null; tone: Tone };
export type Column = {
  id: string;
  label: Sentence;
  kind: "words" | "number" | "date" | "state" | "bar";
  priority: "title" | "fact" | "detail";
};
export type TableModel = {
  id: string;
  caption: Sentence;
  columns: Column[];
  rows: Value[][];
  /** 0: these are all. */
  total_rows: number;
  empty: Sentence | null;
};
export type Bar =
  | { label: Sentence; suppressed: true }
  | {
      label: Sentence;
      suppressed: false;
      value: number;
      base: number | null;
      low: number | null;
      high: number | null;
      tone: Tone;
    };
export type BarsModel = {
  id: string;
  caption: Sentence;
  unit: "count" | "percent" | "decimal";
  full: number | null;
  bars: Bar[];
};
export type CalloutModel = { tone: Tone; title: Sentence; body: Sentence[]; remedy: Sentence | null };

export type Block =
  | { kind: "heading"; text: Sentence; level: number; id: string }
  | { kind: "paragraph"; text: Sentence; tone: Tone }
  | ({ kind: "callout" } & CalloutModel)
  | { kind: "figures"; figures: Figure[] }
  | ({ kind: "table" } & TableModel)
  | ({ kind: "bars" } & BarsModel)
  | { kind: "list"; ordered: boolean; items: Sentence[] }
  | { kind: "details"; summary: Sentence; blocks: Block[] };

export type DocumentModel = {
  title: Sentence;
  standing: Sentence | null;
  facts: { label: Sentence; value: Value }[];
  blocks: Block[];
};
