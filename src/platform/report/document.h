// A report as plain data: what it says, not how it looks. Features build a Document; render_html.h makes it one
// self-contained page, document_json.h sends it to the app. Both keep to the same order: title, where things
// stand in one sentence, the facts it rests on, then the work.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/date.h"
#include "platform/text/sentence.h"

namespace chiron::report {

using text::Sentence;

/// How a thing is meant. Each renderer shows a word or an icon besides the color.
enum class Tone : std::uint8_t {
  neutral,
  good,       ///< jade: in order
  attention,  ///< amber: look here
  danger,     ///< red: a rule is broken or something is lost
  unknown,    ///< gray, hatched: facts are missing; never shown as good
  sealed,     ///< iris and a lock: only where content is end-to-end encrypted
};

// ---- Values: what may stand in a cell, a fact or a large figure ----

/// Nothing to show; drawn as a dash with the words "no value".
struct Nothing {
  bool operator==(const Nothing&) const = default;
};

/// A count, grouped by thousands.
struct Integer {
  std::int64_t value = 0;
  bool operator==(const Integer&) const = default;
};

/// A number with a fixed count of decimals (0 to 6).
struct Decimal {
  double value = 0;
  int decimals = 1;
  bool operator==(const Decimal&) const = default;
};

/// A count with its base, shown "4 of 40" and never without it. 0 <= part <= whole.
struct Share {
  std::int64_t part = 0;
  std::int64_t whole = 0;
  bool operator==(const Share&) const = default;
};

/// A short word that names a state ("conflict", "too few to say").
struct Badge {
  Tone tone = Tone::neutral;
  Sentence label = {};
  bool operator==(const Badge&) const = default;
};

/// One reason's part in a ReasonBar; `weight` >= 0 in the same unit as the bar's `full`.
struct Reason {
  Sentence label = {};
  double weight = 0;
  bool operator==(const Reason&) const = default;
};

/// A small bar made of its reasons. The parts together fill at most `full` (> 0), the length of the whole track.
/// In a table a reason keeps its color from row to row, by its label.
struct ReasonBar {
  std::vector<Reason> reasons = {};
  double full = 1;
  bool operator==(const ReasonBar&) const = default;
};

/// Words, names included, are Sentences (`text::verbatim("Dr. Ada Obi")`).
using Value = std::variant<Nothing, Sentence, Integer, Decimal, Share, Date, DateRange, Badge, ReasonBar>;

/// One line of "what this rests on": term 2027-08-01 … 2028-07-31; learners 40; rules version 3.
struct Fact {
  Sentence label = {};
  Value value = {};
};

// ---- Blocks ----

/// A section's title. Level 2 below the document's title, 3 below that; levels are never skipped.
struct Heading {
  Sentence text = {};
  int level = 2;
  /// Anchor for deep links, [a-z0-9-]+; "" makes one from the position.
  std::string id = {};
};

struct Paragraph {
  Sentence text = {};
  Tone tone = Tone::neutral;
};

/// A boxed message: what, why, and the way out.
struct Callout {
  Tone tone = Tone::attention;
  Sentence title = {};
  std::vector<Sentence> body = {};
  /// What to do, shown apart. Empty when there is nothing to do.
  Sentence remedy = {};
};

/// A large figure: "12 of 40", its label below, one note.
struct Figure {
  Sentence label = {};
  Value value = {};
  /// One short sentence below ("what binds: the panel"). May be empty.
  Sentence note = {};
  Tone tone = Tone::neutral;
};

/// One to five large figures side by side.
struct Figures {
  std::vector<Figure> figures = {};
};

/// How a column's values are aligned, sorted and exported.
enum class ColumnKind : std::uint8_t { words, number, date, state, bar };

/// What a phone keeps, where a row becomes a card.
enum class Priority : std::uint8_t {
  title,   ///< the card's first line; exactly one column
  fact,    ///< shown below it; two at most
  detail,  ///< shown when the card is opened
};

struct Column {
  /// Stable name for sorting, CSV and deep links: [a-z0-9_]+, unique in the table.
  std::string id = {};
  Sentence label = {};
  ColumnKind kind = ColumnKind::words;
  Priority priority = Priority::detail;
};

/// One row; as many cells as the table has columns.
struct Row {
  std::vector<Value> cells = {};
};

struct Table {
  /// Anchor and CSV file name, [a-z0-9-]+, unique in the document.
  std::string id = {};
  Sentence caption = {};
  std::vector<Column> columns = {};
  std::vector<Row> rows = {};
  /// How many rows there are in truth, when `rows` holds only the first; 0 means "these are all".
  std::int64_t total_rows = 0;
  /// Shown in place of an empty table: why it is empty and whether that is good.
  Sentence empty = {};
};

/// One bar: a value with its base and, when known, its interval.
struct Bar {
  Sentence label = {};
  double value = 0;
  /// How many the value rests on; printed beside the bar.
  std::optional<std::int64_t> base = {};
  /// A 95 % interval unless the caption says otherwise; both or neither.
  std::optional<double> low = {};
  std::optional<double> high = {};
  /// Too few people to show without exposing one: the renderer prints "too few to say" and no number at all.
  bool suppressed = false;
  Tone tone = Tone::neutral;
};

/// How a bar's value is printed.
enum class BarUnit : std::uint8_t { count, percent, decimal };

/// A horizontal bar chart, drawn as SVG with direct labels and the table behind it.
struct Bars {
  std::string id = {};
  Sentence caption = {};
  /// Percent expects values in [0, 1].
  BarUnit unit = BarUnit::count;
  /// The end of the axis; absent means the largest value or interval end (1 for percent).
  std::optional<double> full = {};
  std::vector<Bar> bars = {};
};

enum class ListKind : std::uint8_t { unordered, ordered };

struct List {
  ListKind kind = ListKind::unordered;
  std::vector<Sentence> items = {};
};

struct Block;

/// Folded away until asked for; printed unfolded.
struct Details {
  Sentence summary = {};
  std::vector<Block> blocks;  // no "= {}" while Block is incomplete
};

struct Block {
  std::variant<Heading, Paragraph, Callout, Figures, Table, Bars, List, Details> content = {};
};

struct Document {
  /// What it is.
  Sentence title = {};
  /// Where things stand, in one sentence.
  Sentence standing = {};
  /// What it rests on: dates, counts, rule versions.
  std::vector<Fact> facts = {};
  std::vector<Block> blocks = {};

  /// `document.add(Heading{...})`: appends a block and returns the document.
  template <class Content>
  Document& add(Content content) {
    blocks.push_back(Block{std::move(content)});
    return *this;
  }
};

/// Every way in which a document breaks its own promises (row widths, ids, heading levels, shares, bars), in plain
/// words for developers; empty when sound. The renderers draw what they can; tests insist on an empty list.
std::vector<std::string> defects(const Document& document);

}  // namespace chiron::report
