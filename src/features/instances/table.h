// What the readers of instances share: a file as rows of named columns, in which row of it something stood, scores in
// whole steps, and keys made from ids.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "engines/matching/problem.h"
#include "features/instances/decimal.h"
#include "features/instances/id_table.h"
#include "platform/csv/csv.h"

namespace chiron::instances {

/// Without blanks and tabs on either side.
std::string_view trimmed(std::string_view text);

/// Where each of the columns stands among the headings; `nowhere` for one that is missing and need not be there. Error:
/// instances.missing_column {file, column, needed}.
inline constexpr std::size_t nowhere = ~std::size_t{0};
Result<std::vector<std::size_t>> places_of(const std::string& path, const std::vector<std::string>& headings,
                                           const std::vector<std::string_view>& columns, std::size_t needed);

/// Opens an instance's file: no limit but the engine's.
Result<csv::Reader> open_instance(const std::string& path);

/// One file whose columns are found by their headings; other columns are passed over.
template <std::size_t count>
class Table {
 public:
  /// The first `needed` columns must be there; the others are empty where they are missing.
  static Result<Table> open(const std::string& path, const std::array<std::string_view, count>& columns,
                            std::size_t needed = count) {
    Table table(path, columns, TRY(open_instance(path)));
    const auto places = TRY(places_of(path, table.reader_.headings(), {columns.begin(), columns.end()}, needed));
    std::copy(places.begin(), places.end(), table.at_.begin());
    return table;
  }

  Result<bool> next() { return reader_.next(); }
  bool has(std::size_t column) const { return at_[column] != nowhere; }
  std::string_view operator[](std::size_t column) const {
    return has(column) ? trimmed(reader_.cells()[at_[column]]) : std::string_view{};
  }
  /// The same cell, which must hold something: instances.no_id {file, row, column}.
  Result<std::string_view> id(std::size_t column) const {
    const std::string_view text = (*this)[column];
    if (text.empty()) return err(refusal("instances.no_id").with("column", std::string(columns_[column])));
    return text;
  }
  std::uint64_t row() const { return reader_.row(); }
  std::string_view name_of(std::size_t column) const { return columns_[column]; }
  Error refusal(std::string key) const {
    return refuse(std::move(key)).with("file", path_).with("row", std::to_string(row()));
  }
  /// A rank: a whole number from 1; instances.bad_rank {file, row, column, rank}.
  Result<std::int32_t> rank(std::size_t column) const {
    const auto number = Decimal::parse((*this)[column]);
    if (!number || number->decimals > 0 || number->digits < 1 || number->digits > most_rank)
      return err(refusal("instances.bad_rank")
                     .with("column", std::string(name_of(column)))
                     .with("rank", std::string((*this)[column])));
    return static_cast<std::int32_t>(number->digits);
  }

 private:
  static constexpr std::int32_t most_rank = 1'000'000'000;

  Table(const std::string& path, const std::array<std::string_view, count>& columns, csv::Reader reader)
      : path_(path), columns_(columns), reader_(std::move(reader)) {}

  std::string path_;
  std::array<std::string_view, count> columns_;
  csv::Reader reader_;
  std::array<std::size_t, count> at_{};
};

/// In which row of its file each entry stood: nearly always the row after the one before, so only jumps are kept.
class Rows {
 public:
  void add(std::uint64_t row) {
    if (jumps_.empty() || row != expected_) jumps_.push_back({count_, row});
    expected_ = row + 1;
    ++count_;
  }
  std::uint64_t at(std::uint64_t entry) const {
    const auto after = std::upper_bound(jumps_.begin(), jumps_.end(), entry,
                                        [](std::uint64_t e, const Jump& jump) { return e < jump.entry; });
    return (after - 1)->row + (entry - (after - 1)->entry);
  }

 private:
  struct Jump {
    std::uint64_t entry, row;
  };
  std::vector<Jump> jumps_;
  std::uint64_t count_ = 0;
  std::uint64_t expected_ = 0;
};

/// Scores as whole steps of the finest digit that any of them has so far.
class Scores {
 public:
  /// Fills `steps`, which is counted anew whenever a score asks for a finer step.
  explicit Scores(std::vector<std::int32_t>& steps) : steps_(steps) {}

  /// False where the score, or an earlier one counted in its steps, goes beyond matching::max_score.
  bool add(Decimal score);
  /// Counts everything in steps of 10^-decimals or finer; false where that does not fit.
  bool count_in(unsigned decimals);
  unsigned decimals() const { return decimals_; }
  /// The refusal of a score that add() did not take: instances.score_range {file, row, score, decimals, limit}.
  template <std::size_t count>
  Error refusal(const Table<count>& table, std::string_view text, Decimal score) const {
    return table.refusal("instances.score_range")
        .with("score", std::string(text))
        .with("decimals", std::to_string(std::max(decimals_, score.decimals)))
        .with("limit", std::to_string(matching::max_score));
  }

 private:
  std::vector<std::int32_t>& steps_;
  unsigned decimals_ = 0;
  std::int64_t largest_ = 0;  ///< the largest score either way so far
};

/// Keys of people from their ids: the first 128 bits of the SHA-256 of each.
std::vector<matching::CanonicalKey> keys_of(const IdTable& ids);

}  // namespace chiron::instances
