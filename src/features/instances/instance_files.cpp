// Reading instances: streams of rows into plain arrays, and every refusal with its place.
#include "features/instances/instance_files.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "engines/matching/changes.h"
#include "features/instances/table.h"

namespace chiron::instances {
namespace {

using matching::EducatorIndex;
using matching::LearnerIndex;

constexpr std::int32_t most_seats = static_cast<std::int32_t>(matching::max_people);

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
    if (!files_.current.empty()) TRY(read_current());
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
      if (!scores_.add(*score)) return err(scores_.refusal(table, table[2], *score));
      learner.push_back(last);
      p_.educator.push_back(j);
      rows.add(table.row());
    }
    if (learner.empty()) return err(refuse("instances.empty").with("file", files_.edges));
    return arrange(learner, rows, sorted);
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
    const auto price = TRY(number("--change-price", files_.change_price));
    if (!scores_.count_in(std::max({penalty.decimals, floor.decimals, price.decimals})))
      return err(bad_number("--unmatched-penalty", files_.penalty));
    instance_.decimals = scores_.decimals();
    const auto points = penalty.steps(instance_.decimals), least = floor.steps(instance_.decimals);
    const auto change = price.steps(instance_.decimals);
    if (!points || *points < 0 || *points > matching::max_penalty)
      return err(bad_number("--unmatched-penalty", files_.penalty));
    if (!least || std::abs(*least) > matching::max_score) return err(bad_number("--floor", files_.floor));
    if (!change || *change < 0 || *change > matching::max_score)
      return err(bad_number("--change-price", files_.change_price));
    p_.unmatched_penalty = *points;
    instance_.change_price = *change;
    if (!files_.floor.empty()) p_.score_floor = static_cast<std::int32_t>(*least);
    return {};
  }

  static Error bad_number(std::string_view option, const std::string& value) {
    return refuse("instances.bad_number").with("option", std::string(option)).with("value", value);
  }

  static Result<Decimal> number(std::string_view option, const std::string& text) {
    if (text.empty()) return Decimal{};
    const auto value = Decimal::parse(text);
    if (!value) return err(bad_number(option, text));
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
      p_.learner_rank[at] = TRY(table.rank(2));
      p_.educator_priority[at] = -TRY(table.rank(3));
      ++ranked;
    }
    if (ranked == p_.pair_count()) return {};
    LearnerIndex i = 0;
    std::uint64_t e = 0;
    while (p_.learner_rank[e] != 0) ++e;
    while (p_.row_start[i + 1] <= e) ++i;
    return err(about(refuse("instances.unranked").with("file", files_.ranks), {i, p_.educator[e]}));
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

  /// Educators may have left since: whom the capacities do not name takes no part any more.
  Result<> read_current() {
    auto table = TRY(Table<2>::open(files_.current, {"learner", "educator"}));
    instance_.current.assign(p_.learner_count(), matching::unmatched);
    IdTable left;
    std::vector<std::uint32_t> left_of(p_.learner_count(), IdTable::absent);
    while (TRY(table.next())) {
      const std::string_view learner = TRY(table.id(0)), educator = TRY(table.id(1));
      const LearnerIndex i = instance_.learners.find(learner);
      if (i == IdTable::absent)
        return err(table.refusal("instances.unknown_learner").with("learner", std::string(learner)));
      const EducatorIndex j = instance_.educators.find(educator);
      const std::uint32_t gone = j == IdTable::absent ? left.add(educator) : IdTable::absent;
      const std::int32_t now = j == IdTable::absent ? matching::departed : static_cast<std::int32_t>(j);
      const std::int32_t before = std::exchange(instance_.current[i], now);
      const std::uint32_t gone_before = std::exchange(left_of[i], gone);
      if (before != matching::unmatched && (before != now || gone_before != gone))
        return err(table.refusal("instances.current_contradiction")
                       .with("learner", std::string(learner))
                       .with("educator", std::string(educator)));
    }
    return {};
  }

  const InstanceFiles& files_;
  Instance instance_;
  matching::Problem& p_;
  Scores scores_{p_.score};
};

}  // namespace

Result<Instance> read_instance(const InstanceFiles& files) { return InstanceReader(files).read(); }

}  // namespace chiron::instances
