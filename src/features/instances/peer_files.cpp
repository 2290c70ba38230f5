// Reading peers from tables, and writing pairs, groups and their proofs.
#include "features/instances/peer_files.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <span>
#include <vector>

#include "features/instances/table.h"

namespace chiron::instances {
namespace {

using matching::PersonIndex;

/// "1..2" with both ends included, or "2" for 2..2; whole numbers from 0.
struct Span {
  std::int64_t low = 0, high = 0;
};
std::optional<Span> parse_span(std::string_view text) {
  const auto whole = [](std::string_view part) -> std::optional<std::int64_t> {
    const auto number = Decimal::parse(part);
    if (!number || number->decimals > 0 || number->digits < 0 || number->digits > 1'000'000) return {};
    return number->digits;
  };
  const auto dots = text.find("..");
  const auto low = whole(text.substr(0, dots)), high = dots == text.npos ? low : whole(text.substr(dots + 2));
  if (!low || !high || *low > *high) return {};
  return Span{*low, *high};
}

/// Refuses more people than the engine takes before their number is used for anything.
Result<> are_not_too_many(std::uint64_t people) {
  if (people <= matching::max_people) return {};
  return err(fail(ErrorCode::limit, "matching.too_large")
                 .with("what", "people")
                 .with("count", std::to_string(people))
                 .with("limit", std::to_string(matching::max_people)));
}

/// The number of somebody new: instances.no_id, .repeated_person {file, row, person, other}.
template <std::size_t count>
Result<> add_person(const Table<count>& table, IdTable& people, Rows& rows) {
  const std::string_view id = TRY(table.id(0));
  const std::uint32_t before = people.size();
  if (const std::uint32_t person = people.add(id); person < before)
    return err(table.refusal("instances.repeated_person")
                   .with("person", std::string(id))
                   .with("other", std::to_string(rows.at(person))));
  rows.add(table.row());
  return are_not_too_many(people.size());
}

/// Somebody known: instances.unknown_person {file, row, person, people}.
template <std::size_t count>
Result<std::uint32_t> find_person(const Table<count>& table, std::size_t column, const IdTable& people,
                                  const std::string& where) {
  const std::string_view id = TRY(table.id(column));
  const std::uint32_t person = people.find(id);
  if (person == IdTable::absent)
    return err(table.refusal("instances.unknown_person").with("person", std::string(id)).with("people", where));
  return person;
}

/// Positions of rows in the order of what `of` says about them, equal ones as they stand.
template <class Of>
std::vector<std::uint64_t> sorted_by(std::uint64_t count, Of of) {
  std::vector<std::uint64_t> order(count);
  std::iota(order.begin(), order.end(), std::uint64_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::uint64_t a, std::uint64_t b) { return of(a) < of(b); });
  return order;
}

/// The first row that says what an earlier row says, and that one.
template <class Of>
std::optional<std::pair<std::uint64_t, std::uint64_t>> first_repeated(const std::vector<std::uint64_t>& order, Of of) {
  std::optional<std::pair<std::uint64_t, std::uint64_t>> found;
  for (std::size_t n = 1; n < order.size(); ++n)
    if (of(order[n]) == of(order[n - 1]) && (!found || order[n] < found->first)) found = {order[n], order[n - 1]};
  return found;
}

class PeerReader {
 public:
  explicit PeerReader(const PeerFiles& files) : files_(files), p_(instance_.problem) {}

  Result<PeerInstance> read() {
    if (!files_.near_stage.empty()) {
      near_ = parse_span(files_.near_stage);
      if (!near_)
        return err(refuse("instances.bad_range").with("option", "--near-stage").with("value", files_.near_stage));
      if (files_.people.empty()) return err(refuse("instances.near_stage_needs"));
    }
    if (!files_.people.empty()) TRY(read_people());
    TRY(read_edges());
    if (!files_.ranks.empty()) TRY(read_ranks());
    if (near_) keep_near();
    p_.person_count = instance_.people.size();
    p_.key = keys_of(instance_.people);
    instance_.decimals = scores_.decimals();
    return std::move(instance_);
  }

 private:
  Result<> read_people() {
    auto table = TRY(Table<2>::open(files_.people, {"person", "stage"}, near_ ? 2 : 1));
    Rows rows;
    while (TRY(table.next())) {
      TRY(add_person(table, instance_.people, rows));
      if (!near_) continue;
      const auto stage = Decimal::parse(table[1]);
      if (!stage || stage->decimals > 0 || std::abs(stage->digits) > 1'000'000)
        return err(table.refusal("instances.bad_stage")
                       .with("person", std::string(table[0]))
                       .with("stage", std::string(table[1])));
      stage_.push_back(stage->digits);
    }
    if (instance_.people.size() == 0) return err(refuse("instances.empty").with("file", files_.people));
    return {};
  }

  Result<> read_edges() {
    auto table = TRY(Table<3>::open(files_.edges, {"person", "peer", "score"}));
    Rows rows;
    while (TRY(table.next())) {
      const PersonIndex a = TRY(end_of(table, 0)), b = TRY(end_of(table, 1));
      if (a == b) return err(table.refusal("instances.self_pair").with("person", std::string(table[0])));
      const auto score = Decimal::parse(table[2]);
      if (!score) return err(table.refusal("instances.bad_score").with("score", std::string(table[2])));
      if (!scores_.add(*score)) return err(scores_.refusal(table, table[2], *score));
      p_.person.push_back(a);
      p_.peer.push_back(b);
      rows.add(table.row());
    }
    if (p_.pair_count() == 0) return err(refuse("instances.empty").with("file", files_.edges));
    TRY(are_not_too_many(instance_.people.size()));
    order_ = sorted_by(p_.pair_count(), [&](std::uint64_t n) { return ends_of(n); });
    const auto twice = first_repeated(order_, [&](std::uint64_t n) { return ends_of(n); });
    if (!twice) return {};
    return err(about(refuse("instances.repeated_peers").with("file", files_.edges), twice->first)
                   .with("row", std::to_string(rows.at(twice->first)))
                   .with("other", std::to_string(rows.at(twice->second))));
  }

  template <std::size_t count>
  Result<PersonIndex> end_of(const Table<count>& table, std::size_t column) {
    if (!files_.people.empty()) return find_person(table, column, instance_.people, files_.people);
    return instance_.people.add(TRY(table.id(column)));
  }

  std::pair<PersonIndex, PersonIndex> ends_of(std::uint64_t n) const {
    return {std::min(p_.person[n], p_.peer[n]), std::max(p_.person[n], p_.peer[n])};
  }

  Error about(Error error, std::uint64_t n) const {
    return std::move(error)
        .with("person", std::string(instance_.people.text(p_.person[n])))
        .with("peer", std::string(instance_.people.text(p_.peer[n])));
  }

  Result<> read_ranks() {
    auto table = TRY(Table<4>::open(files_.ranks, {"person", "peer", "person_rank", "peer_rank"}));
    p_.person_rank.assign(p_.pair_count(), 0);
    p_.peer_rank.assign(p_.pair_count(), 0);
    while (TRY(table.next())) {
      const PersonIndex a = TRY(find_person(table, 0, instance_.people, files_.edges));
      const PersonIndex b = TRY(find_person(table, 1, instance_.people, files_.edges));
      const std::pair ends{std::min(a, b), std::max(a, b)};
      const auto at = std::lower_bound(order_.begin(), order_.end(), ends,
                                       [&](std::uint64_t n, const auto& wanted) { return ends_of(n) < wanted; });
      const auto refused = [&](std::string key) {
        return table.refusal(std::move(key)).with("person", std::string(table[0])).with("peer", std::string(table[1]));
      };
      if (at == order_.end() || ends_of(*at) != ends)
        return err(refused("instances.no_such_peers").with("edges", files_.edges));
      if (p_.person_rank[*at] != 0) return err(refused("instances.repeated_peer_ranks"));
      const bool same_way = p_.person[*at] == a;
      (same_way ? p_.person_rank : p_.peer_rank)[*at] = TRY(table.rank(2));
      (same_way ? p_.peer_rank : p_.person_rank)[*at] = TRY(table.rank(3));
    }
    const auto unranked = std::find(p_.person_rank.begin(), p_.person_rank.end(), 0);
    if (unranked == p_.person_rank.end()) return {};
    return err(about(refuse("instances.unranked_peers").with("file", files_.ranks),
                     static_cast<std::uint64_t>(unranked - p_.person_rank.begin())));
  }

  /// Leaves out the pairs whose stages are too near or too far apart.
  void keep_near() {
    std::uint64_t kept = 0;
    for (std::uint64_t n = 0; n < p_.pair_count(); ++n) {
      const std::int64_t apart = std::abs(stage_[p_.person[n]] - stage_[p_.peer[n]]);
      if (apart < near_->low || apart > near_->high) continue;
      p_.person[kept] = p_.person[n];
      p_.peer[kept] = p_.peer[n];
      p_.score[kept] = p_.score[n];
      if (!p_.person_rank.empty()) {
        p_.person_rank[kept] = p_.person_rank[n];
        p_.peer_rank[kept] = p_.peer_rank[n];
      }
      ++kept;
    }
    instance_.not_near = p_.pair_count() - kept;
    p_.person.resize(kept);
    p_.peer.resize(kept);
    p_.score.resize(kept);
    if (p_.person_rank.empty()) return;
    p_.person_rank.resize(kept);
    p_.peer_rank.resize(kept);
  }

  const PeerFiles& files_;
  PeerInstance instance_;
  matching::PeerProblem& p_;
  Scores scores_{p_.score};
  std::optional<Span> near_;
  std::vector<std::int64_t> stage_;   ///< per person, where --near-stage asks for them
  std::vector<std::uint64_t> order_;  ///< pairs by their two people
};

class GroupReader {
 public:
  explicit GroupReader(const GroupFiles& files) : files_(files), p_(instance_.problem) {}

  Result<GroupInstance> read() {
    const auto size = parse_span(files_.size);
    if (!size || size->low < 2 || size->high > matching::max_group)
      return err(
          refuse("instances.bad_size").with("value", files_.size).with("limit", std::to_string(matching::max_group)));
    p_.smallest = static_cast<std::uint32_t>(size->low);
    p_.largest = static_cast<std::uint32_t>(size->high);
    TRY(read_people());
    if (!files_.wishes.empty()) TRY(read_wishes());
    p_.key = keys_of(instance_.people);
    return std::move(instance_);
  }

 private:
  Result<> read_people() {
    auto table = TRY(Table<3>::open(files_.people, {"person", "stage", "site"}, 1));
    Rows rows;
    IdTable stages, sites;
    const auto category = [](IdTable& names, std::string_view name) {
      return name.empty() ? matching::unknown_category : static_cast<std::int32_t>(names.add(name));
    };
    while (TRY(table.next())) {
      TRY(add_person(table, instance_.people, rows));
      if (table.has(1)) p_.stage.push_back(category(stages, table[1]));
      if (table.has(2)) p_.site.push_back(category(sites, table[2]));
    }
    if (instance_.people.size() == 0) return err(refuse("instances.empty").with("file", files_.people));
    p_.person_count = instance_.people.size();
    return {};
  }

  Result<> read_wishes() {
    auto table = TRY(Table<2>::open(files_.wishes, {"person", "wished"}));
    Rows rows;
    while (TRY(table.next())) {
      const PersonIndex a = TRY(find_person(table, 0, instance_.people, files_.people));
      const PersonIndex b = TRY(find_person(table, 1, instance_.people, files_.people));
      if (a == b) return err(table.refusal("instances.self_wish").with("person", std::string(table[0])));
      p_.wishes.push_back({a, b});
      rows.add(table.row());
    }
    const auto wish = [&](std::uint64_t n) { return p_.wishes[n]; };
    const auto twice = first_repeated(sorted_by(p_.wishes.size(), wish), wish);
    if (!twice) return {};
    return err(refuse("instances.repeated_wish")
                   .with("file", files_.wishes)
                   .with("row", std::to_string(rows.at(twice->first)))
                   .with("person", std::string(instance_.people.text(wish(twice->first).person)))
                   .with("wished", std::string(instance_.people.text(wish(twice->first).wished)))
                   .with("other", std::to_string(rows.at(twice->second))));
  }

  const GroupFiles& files_;
  GroupInstance instance_;
  matching::GroupProblem& p_;
};

/// Rows of kind, id and value.
class CertificateText {
 public:
  CertificateText() { writer_.row({"kind", "id", "value"}); }

  void word(std::string_view kind, std::string_view value) { writer_.row({kind, "", value}); }
  void about(std::string_view kind, std::string_view id, std::string_view value) { writer_.row({kind, id, value}); }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
  csv::Writer writer_{text_};
};

/// Prices count in quarters or halves of a step: two more decimals hold them exactly.
std::string price_text(std::int64_t price, std::int64_t scale, unsigned decimals) {
  const std::int64_t divisor = std::gcd(price, scale);
  price /= divisor;
  scale /= divisor;
  if (scale == 1) return text_of(price, decimals);
  return scale == 2 ? text_of(price * 5, decimals + 1) : text_of(price * 25, decimals + 2);
}

}  // namespace

Result<PeerInstance> read_peers(const PeerFiles& files) { return PeerReader(files).read(); }

Result<GroupInstance> read_groups(const GroupFiles& files) { return GroupReader(files).read(); }

std::string pairs_csv(const PeerInstance& instance, const matching::PeerSolution& solution) {
  std::string text;
  csv::Writer writer(text);
  writer.row({"person", "peer"});
  for (PersonIndex a = 0; a < instance.people.size(); ++a) {
    const std::int32_t b = solution.peer_of[a];
    writer.row({instance.people.text(a),
                b == matching::alone ? std::string_view{} : instance.people.text(static_cast<PersonIndex>(b))});
  }
  return text;
}

std::string certificate_csv(const PeerInstance& instance, const matching::PeerSolution& solution) {
  const matching::PeerProblem& p = instance.problem;
  const auto points = [&](std::int64_t steps) { return text_of(steps, instance.decimals); };
  CertificateText text;
  text.word("objective", name_of(p.objective));
  text.word("outcome", name_of(solution.outcome));
  text.word("quantum", points(1));
  text.word("total", points(solution.total));
  text.word("pairs", std::to_string(solution.pairs));
  if (p.objective == matching::PeerObjective::stable) {
    text.word("seed", std::to_string(p.lottery_seed));
    for (PersonIndex a = 0; a < instance.people.size(); ++a)
      text.about("successor", instance.people.text(a), instance.people.text(solution.successor[a]));
    for (const PersonIndex a : solution.left_out) text.about("left_out", instance.people.text(a), "");
    return text.take();
  }
  const matching::PeerProof& proof = solution.proof;
  text.word("bonus", points(proof.bonus));
  text.word("value", points(solution.total + proof.bonus * solution.pairs));
  for (PersonIndex a = 0; a < instance.people.size(); ++a)
    text.about("price", instance.people.text(a), price_text(proof.price[a], proof.scale, instance.decimals));
  for (std::size_t set = 0; set < proof.set_price.size(); ++set) {
    const std::string number = std::to_string(set + 1);
    text.about("set", number, price_text(proof.set_price[set], proof.scale, instance.decimals));
    for (std::uint64_t m = proof.set_start[set]; m < proof.set_start[set + 1]; ++m)
      text.about("member", instance.people.text(proof.member[m]), number);
  }
  return text.take();
}

std::string groups_csv(const GroupInstance& instance, const matching::GroupSolution& solution) {
  std::string text;
  csv::Writer writer(text);
  writer.row({"person", "group"});
  for (PersonIndex a = 0; a < instance.people.size(); ++a)
    writer.cell(instance.people.text(a)).cell(std::int64_t{solution.group_of[a]} + 1).end_row();
  return text;
}

std::string certificate_csv(const GroupInstance& instance, const matching::GroupSolution& solution) {
  const matching::GroupWeights& w = instance.problem.weights;
  CertificateText text;
  text.word("outcome", name_of(solution.outcome));
  text.word("seed", std::to_string(instance.problem.lottery_seed));
  text.word("groups", std::to_string(solution.groups));
  text.word("value", std::to_string(solution.value));
  text.word("bound", std::to_string(solution.bound));
  text.word("with_wish", std::to_string(solution.with_wish));
  text.word("wishes_met", std::to_string(solution.wishes_met));
  text.word("stage_excess", std::to_string(solution.stage_excess));
  text.word("site_excess", std::to_string(solution.site_excess));
  text.about("weight", "first_wish", std::to_string(w.first_wish));
  text.about("weight", "later_wish", std::to_string(w.later_wish));
  text.about("weight", "same_stage", std::to_string(w.same_stage));
  text.about("weight", "same_site", std::to_string(w.same_site));
  for (const PersonIndex a : solution.sought_after) text.about("sought_after", instance.people.text(a), "");
  return text.take();
}

}  // namespace chiron::instances
