// Makes small tables safe to publish (confidentiality.md 5.1): cells with fewer than k people are hidden, further cells
// are hidden so that no hidden one can be computed from the totals, and the result is audited from an attacker's view.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/error.h"

namespace chiron::suppression {

/// The two thresholds in use: figures inside one program, and figures about identity, well-being or several sites.
inline constexpr std::uint32_t k_program = 5;
inline constexpr std::uint32_t k_identity = 10;

/// Counts of people, row by row. A one-way table has one row. Totals are computed, never given.
struct Table {
  std::uint32_t rows = 1;
  std::uint32_t columns = 0;
  std::vector<std::uint32_t> count;  ///< rows × columns

  std::uint32_t at(std::uint32_t row, std::uint32_t column) const { return count[row * columns + column]; }
};

enum class Why : std::uint8_t {
  shown,
  small,       ///< fewer than k people (and more than none)
  complement,  ///< would give a small cell away
  all_alike,   ///< shown would say that everybody, or all but fewer than k, gave the same answer
};

struct Options {
  std::uint32_t k = k_program;  ///< 1 … 1,000
  /// Columns are answers given by the people of a row: then a row whose people all (or all but fewer than k) fall into
  /// one cell is hidden too, because it tells what each of them said.
  bool columns_are_answers = false;
};

/// What an attacker who knows all shown figures and the method can say about a hidden cell.
struct Bounds {
  std::uint32_t low = 0;
  std::uint32_t high = 0;
};

/// A table safe to publish. A hidden figure is nullopt.
struct SafeTable {
  std::uint32_t rows = 1;
  std::uint32_t columns = 0;
  std::vector<std::optional<std::uint32_t>> count;         ///< rows × columns
  std::vector<std::optional<std::uint32_t>> row_total;     ///< rows
  std::vector<std::optional<std::uint32_t>> column_total;  ///< columns; for a one-way table the cells themselves
  std::optional<std::uint32_t> total;
  std::vector<Why> why;        ///< rows × columns
  bool nothing_shown = false;  ///< too small to show anything, the total included
  /// What the published method says about every hidden figure: 1 when zeros are always shown, else 0.
  std::uint32_t hidden_at_least = 1;

  std::optional<std::uint32_t> at(std::uint32_t row, std::uint32_t column) const {
    return count[row * columns + column];
  }
};

/// Largest table accepted.
inline constexpr std::uint32_t max_cells = 1'000;

/// Hides until the audit passes: the bounds of every hidden figure, totals included, are at least k apart. Zeros are
/// hidden only when columns are answers (where "nobody else" would tell). Then shows again what need not stay hidden.
/// Deterministic. Errors: suppression.bad_table {what} (internal), suppression.too_large {cells, limit},
/// suppression.bad_threshold {k}.
Result<SafeTable> suppress(const Table& table, const Options& options = {});

/// No upper bound can be given.
inline constexpr std::uint32_t unbounded = 0xFFFFFFFFU;

/// The exact least and greatest value of each cell over all tables of whole numbers that agree with what is shown
/// (shown cells: low = high). Uses nothing but the safe table: this is the attacker, and the audit of `suppress`.
std::vector<Bounds> attack(const SafeTable& table);

/// The same for the totals: rows, then columns, then the grand total.
std::vector<Bounds> attack_totals(const SafeTable& table);

}  // namespace chiron::suppression
