// Reading instances: streams of rows into plain arrays, and every refusal with its place.
#include "features/instances/instance_files.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <initializer_list>
#include <span>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "platform/crypto/sha256.h"
#include "platform/csv/csv.h"

namespace chiron::instances {
namespace {

using matching::EducatorIndex;
using matching::LearnerIndex;

constexpr std::int32_t most_seats = static_cast<std::int32_t>(matching::max_people);
constexpr std::int32_t most_rank = 1'000'000'000;

std::string_view trimmed(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

/// One file whose columns are found by their headings; other columns are passed over.
template <std::size_t count>
class Table {
 public:
  static Result<Table> open(const std::string& path, const std::array<std::string_view, count>& columns) {
    csv::ReadOptions options;
    options.limits.bytes = std::uint64_t{1} << 40;
    options.limits.rows = matching::max_pairs;
    Table table(path, columns, TRY(csv::Reader::open(path, options)));
    const auto& headings = table.reader_.headings();
    for (std::size_t n = 0; n < count; ++n) {
      const auto found = std::find_if(headings.begin(), headings.end(),
                                      [&](const std::string& heading) { return trimmed(heading) == columns[n]; });
      if (found == headings.end()) {
        std::string needed;
        for (const auto column : columns) needed += (needed.empty() ? "" : ",") + std::string(column);
        return err(refuse("instances.missing_column")
                       .with("file", path)
                       .with("column", std::string(columns[n]))
                       .with("needed", needed));
      }
      table.at_[n] = static_cast<std::size_t>(found - headings.begin());
    }
    return table;
  }

  Result<bool> next() { return reader_.next(); }
  std::string_view operator[](std::size_t column) const { return trimmed(reader_.cells()[at_[column]]); }
  /// The same cell, which must hold something.
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

 private:
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

matching::CanonicalKey key_of(std::string_view id) {
  const auto digest = crypto::sha256({reinterpret_cast<const std::uint8_t*>(id.data()), id.size()});
  matching::CanonicalKey key;
  for (std::size_t n = 0; n < 8; ++n) {
    key.high = key.high << 8 | digest[n];
    key.low = key.low << 8 | digest[n + 8];
  }
  return key;
}

std::vector<matching::CanonicalKey> keys_of(const IdTable& ids) {
  std::vector<matching::CanonicalKey> keys(ids.size());
  for (std::uint32_t n = 0; n < ids.size(); ++n) keys[n] = key_of(ids.text(n));
  return keys;
}

class InstanceReader {
 public:
  explicit InstanceReader(const InstanceFiles& files) : files_(files), p_(instance_.problem) {}

  Result<Instance> read() {
    TRY(read_capacities());
    TRY(read_edges());
    TRY(take_options());
    if (!files_.ranks.empty()) TRY(read_ranks());
    if (!files_.forbids.empty()) TRY(read_forbids());
    if (!files_.pins.empty()) TRY(read_pins());
    p_.learner_key = keys_of(instance_.learners);
    p_.educator_key = keys_of(instance_.educators);
    return std::move(instance_);
  }

 private:
  Result<> read_capacities() {
    auto table = TRY(Table<2>::open(files_.capacities, {"educator", "capacity"}));
    Rows rows;
    while (TRY(table.next())) {
      const std::string_view id = TRY(table.id(0));
      const std::uint32_t educator = instance_.educators.add(id);
      if (educator < p_.capacity.size())
        return err(table.refusal("instances.repeated_educator")
                       .with("educator", std::string(id))
                       .with("other", std::to_string(rows.at(educator))));
      const auto seats = Decimal::parse(table[1]);
      if (!seats || seats->decimals > 0 || seats->digits < 1 || seats->digits > most_seats)
        return err(table.refusal("instances.bad_capacity")
                       .with("educator", std::string(id))
                       .with("capacity", std::string(table[1]))
                       .with("limit", std::to_string(most_seats)));
      p_.capacity.push_back(static_cast<std::int32_t>(seats->digits));
      rows.add(table.row());
    }
    if (p_.capacity.empty()) return err(refuse("instances.empty").with("file", files_.capacities));
    p_.educator_count = instance_.educators.size();
    return {};
  }

  Result<> read_edges() {
    auto table = TRY(Table<3>::open(files_.edges, {"learner", "educator", "score"}));
    std::vector<LearnerIndex> learner;
    Rows rows;
    LearnerIndex last = IdTable::absent;
    bool sorted = true;
    while (TRY(table.next())) {
      const std::string_view learner_id = TRY(table.id(0));
      if (last == IdTable::absent || instance_.learners.text(last) != learner_id) {
        const LearnerIndex i = instance_.learners.add(learner_id);
        sorted = sorted && (last == IdTable::absent || i > last);
        last = i;
      }
      const std::string_view educator_id = TRY(table.id(1));
      const EducatorIndex j = instance_.educators.find(educator_id);
      if (j == IdTable::absent)
        return err(table.refusal("instances.unknown_educator").with("educator", std::string(educator_id)));
      const auto score = Decimal::parse(table[2]);
      if (!score) return err(table.refusal("instances.bad_score").with("score", std::string(table[2])));
      const auto steps = taken_in(*score);
      if (!steps)
        return err(table.refusal("instances.score_range")
                       .with("score", std::string(table[2]))
                       .with("decimals", std::to_string(std::max(instance_.decimals, score->decimals)))
                       .with("limit", std::to_string(matching::max_score)));
      learner.push_back(last);
      p_.educator.push_back(j);
      p_.score.push_back(*steps);
      rows.add(table.row());
    }
    if (learner.empty()) return err(refuse("instances.empty").with("file", files_.edges));
    return arrange(learner, rows, sorted);
  }

  /// A score in steps of the quantum, which becomes finer when the score asks for it; nothing where that does not fit.
  std::optional<std::int32_t> taken_in(Decimal score) {
    if (score.decimals > instance_.decimals && !refine(score.decimals)) return {};
    const auto steps = score.steps(instance_.decimals);
    if (!steps || *steps > matching::max_score || *steps < -matching::max_score) return {};
    largest_ = std::max(largest_, std::abs(*steps));
    return static_cast<std::int32_t>(*steps);
  }

  /// Counts all scores so far in finer steps; false where they do not fit.
  bool refine(unsigned decimals) {
    std::int32_t factor = 1;
    for (unsigned n = instance_.decimals; n < decimals; ++n) factor *= 10;
    if (largest_ * factor > matching::max_score) return false;
    for (std::int32_t& score : p_.score) score *= factor;
    largest_ *= factor;
    instance_.decimals = decimals;
    return true;
  }

  /// Brings the pairs together by learner and refuses a pair that stands there twice.
  Result<> arrange(const std::vector<LearnerIndex>& learner, const Rows& rows, bool sorted) {
    p_.row_start.assign(instance_.learners.size() + 1, 0);
    for (const LearnerIndex i : learner) ++p_.row_start[i + 1];
    for (std::size_t i = 1; i < p_.row_start.size(); ++i) p_.row_start[i] += p_.row_start[i - 1];
    std::vector<EducatorIndex> given;
    if (!sorted) {
      std::vector<std::uint64_t> next(p_.row_start.begin(), p_.row_start.end() - 1);
      given = p_.educator;
      const std::vector<std::int32_t> score = p_.score;
      for (std::size_t e = 0; e < learner.size(); ++e) {
        const std::uint64_t at = next[learner[e]]++;
        p_.educator[at] = given[e];
        p_.score[at] = score[e];
      }
    }
    std::vector<LearnerIndex> seen(p_.educator_count, IdTable::absent);
    for (LearnerIndex i = 0; i < p_.learner_count(); ++i)
      for (std::uint64_t e = p_.row_start[i]; e < p_.row_start[i + 1]; ++e)
        if (std::exchange(seen[p_.educator[e]], i) == i)
          return repeated(learner, sorted ? p_.educator : given, rows, {i, p_.educator[e]});
    return {};
  }

  Result<> repeated(const std::vector<LearnerIndex>& learner, const std::vector<EducatorIndex>& educator,
                    const Rows& rows, matching::Pair pair) const {
    std::vector<std::uint64_t> found;
    for (std::size_t e = 0; e < learner.size() && found.size() < 2; ++e)
      if (learner[e] == pair.learner && educator[e] == pair.educator) found.push_back(rows.at(e));
    Error error = about(refuse("instances.repeated_pair").with("file", files_.edges), pair);
    return err(std::move(error).with("row", std::to_string(found[1])).with("other", std::to_string(found[0])));
  }

  Error about(Error error, matching::Pair pair) const {
    return std::move(error)
        .with("learner", std::string(instance_.learners.text(pair.learner)))
        .with("educator", std::string(instance_.educators.text(pair.educator)));
  }

  Result<> take_options() {
    const auto penalty = TRY(number("--unmatched-penalty", files_.penalty));
    const auto floor = TRY(number("--floor", files_.floor));
    const unsigned decimals = std::max(penalty.decimals, floor.decimals);
    if (decimals > instance_.decimals && !refine(decimals)) return err(bad_number("--unmatched-penalty"));
    const auto points = penalty.steps(instance_.decimals), least = floor.steps(instance_.decimals);
    if (!points || *points < 0 || *points > matching::max_penalty) return err(bad_number("--unmatched-penalty"));
    if (!least || std::abs(*least) > matching::max_score) return err(bad_number("--floor"));
    p_.unmatched_penalty = *points;
    if (!files_.floor.empty()) p_.score_floor = static_cast<std::int32_t>(*least);
    return {};
  }

  Error bad_number(std::string_view option) const {
    return refuse("instances.bad_number")
        .with("option", std::string(option))
        .with("value", option == "--floor" ? files_.floor : files_.penalty);
  }

  Result<Decimal> number(std::string_view option, const std::string& text) const {
    if (text.empty()) return Decimal{};
    const auto value = Decimal::parse(text);
    if (!value) return err(bad_number(option));
    return *value;
  }

  /// The pair that a row names; both must be known.
  template <std::size_t count>
  Result<matching::Pair> pair_of(const Table<count>& table) const {
    const std::string_view learner = TRY(table.id(0)), educator = TRY(table.id(1));
    const matching::Pair pair{instance_.learners.find(learner), instance_.educators.find(educator)};
    if (pair.learner == IdTable::absent)
      return err(table.refusal("instances.unknown_learner").with("learner", std::string(learner)));
    if (pair.educator == IdTable::absent)
      return err(table.refusal("instances.unknown_educator").with("educator", std::string(educator)));
    return pair;
  }

  /// Where the pair stands among the edges, looked for from `hint` on; or the end of the learner's row.
  std::uint64_t position_of(matching::Pair pair, std::uint64_t hint) const {
    const std::uint64_t from = p_.row_start[pair.learner], to = p_.row_start[pair.learner + 1];
    if (hint >= from && hint < to && p_.educator[hint] == pair.educator) return hint;
    std::uint64_t e = from;
    while (e < to && p_.educator[e] != pair.educator) ++e;
    return e;
  }

  Result<> read_ranks() {
    auto table = TRY(Table<4>::open(files_.ranks, {"learner", "educator", "learner_rank", "educator_rank"}));
    p_.learner_rank.assign(p_.pair_count(), 0);
    p_.educator_priority.assign(p_.pair_count(), 0);
    std::uint64_t at = ~std::uint64_t{0}, ranked = 0;
    while (TRY(table.next())) {
      const matching::Pair pair = TRY(pair_of(table));
      at = position_of(pair, at + 1);
      if (at == p_.row_start[pair.learner + 1])
        return err(about(table.refusal("instances.not_a_pair").with("edges", files_.edges), pair));
      if (p_.learner_rank[at] != 0) return err(about(table.refusal("instances.repeated_ranks"), pair));
      p_.learner_rank[at] = TRY(rank_of(table, 2));
      p_.educator_priority[at] = -TRY(rank_of(table, 3));
      ++ranked;
    }
    if (ranked == p_.pair_count()) return {};
    LearnerIndex i = 0;
    std::uint64_t e = 0;
    while (p_.learner_rank[e] != 0) ++e;
    while (p_.row_start[i + 1] <= e) ++i;
    return err(about(refuse("instances.unranked").with("file", files_.ranks), {i, p_.educator[e]}));
  }

  Result<std::int32_t> rank_of(const Table<4>& table, std::size_t column) const {
    const auto rank = Decimal::parse(table[column]);
    if (!rank || rank->decimals > 0 || rank->digits < 1 || rank->digits > most_rank)
      return err(table.refusal("instances.bad_rank")
                     .with("column", std::string(table.name_of(column)))
                     .with("rank", std::string(table[column])));
    return static_cast<std::int32_t>(rank->digits);
  }

  Result<> read_forbids() {
    auto table = TRY(Table<2>::open(files_.forbids, {"learner", "educator"}));
    while (TRY(table.next())) p_.forbids.push_back(TRY(pair_of(table)));
    std::sort(p_.forbids.begin(), p_.forbids.end());
    return {};
  }

  Result<> read_pins() {
    auto table = TRY(Table<2>::open(files_.pins, {"learner", "educator"}));
    std::vector<EducatorIndex> pinned_to(p_.learner_count(), IdTable::absent);
    std::vector<std::int32_t> pinned(p_.educator_count, 0);
    while (TRY(table.next())) {
      const matching::Pair pin = TRY(pair_of(table));
      const std::uint64_t e = position_of(pin, 0);
      if (e == p_.row_start[pin.learner + 1])
        return err(about(table.refusal("instances.not_a_pair").with("edges", files_.edges), pin));
      if (std::binary_search(p_.forbids.begin(), p_.forbids.end(), pin))
        return err(about(table.refusal("instances.pin_forbidden"), pin));
      if (p_.score[e] < p_.score_floor) return err(about(table.refusal("instances.pin_below_floor"), pin));
      const EducatorIndex before = std::exchange(pinned_to[pin.learner], pin.educator);
      if (before == pin.educator) continue;  // the same wish twice is one wish
      if (before != IdTable::absent)
        return err(about(table.refusal("instances.pin_contradiction"), pin)
                       .with("other", std::string(instance_.educators.text(before))));
      if (++pinned[pin.educator] > p_.capacity[pin.educator])
        return err(about(table.refusal("instances.pin_over_capacity"), pin)
                       .with("capacity", std::to_string(p_.capacity[pin.educator])));
      p_.pins.push_back(pin);
    }
    return {};
  }

  const InstanceFiles& files_;
  Instance instance_;
  matching::Problem& p_;
  std::int64_t largest_ = 0;  ///< the largest score either way so far
};

}  // namespace

Result<Instance> read_instance(const InstanceFiles& files) { return InstanceReader(files).read(); }

}  // namespace chiron::instances
