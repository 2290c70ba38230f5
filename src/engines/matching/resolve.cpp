// Changes as changes of a settled market (settlement.h): each leaves a few people waiting and a few seats idle.
#include "engines/matching/resolve.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "engines/matching/settlement.h"

namespace chiron::matching {
namespace {

using Kind = Change::Kind;

Error about(std::string key, const Change& change) {
  return refuse(std::move(key))
      .with("learner", std::to_string(change.learner))
      .with("educator", std::to_string(change.educator));
}

/// What coordinators have said: pins by learner, forbids, seats, and how many of the seats are pinned.
struct Said {
  std::map<std::uint64_t, std::int64_t> score;  ///< of pairs that a change before this one gave another
  std::map<LearnerIndex, EducatorIndex> pins;
  std::set<Pair> forbids;
  std::vector<std::int32_t> capacity;
  std::map<EducatorIndex, std::int32_t> pinned;

  Result<> add(const Problem& p, const Change& change) {
    const LearnerIndex i = change.learner;
    const EducatorIndex j = change.educator;
    if (j >= p.educator_count || (change.kind != Kind::capacity && i >= p.learner_count()))
      return err(about("matching.pin_unknown", change));
    const Pair pair{i, j};
    switch (change.kind) {
      case Kind::pin: {
        if (find_pair(p, i, j) == p.row_start[i + 1]) return err(about("matching.pin_not_candidate", change));
        if (forbids.contains(pair)) return err(about("matching.pin_forbidden", change));
        if (score_in(p, find_pair(p, i, j)) < p.score_floor) return err(about("matching.pin_below_floor", change));
        const auto [at, is_new] = pins.try_emplace(i, j);
        if (at->second != j)
          return err(about("matching.pin_contradiction", change).with("other", std::to_string(at->second)));
        if (is_new && ++pinned[j] > capacity[j]) return err(over_capacity(j));
        return {};
      }
      case Kind::unpin: {
        const auto at = pins.find(i);
        if (at == pins.end() || at->second != j) return err(about("matching.not_pinned", change));
        pins.erase(at);
        --pinned[j];
        return {};
      }
      case Kind::forbid:
        if (const auto at = pins.find(i); at != pins.end() && at->second == j)
          return err(about("matching.pin_forbidden", change));
        forbids.insert(pair);
        return {};
      case Kind::allow:
        if (forbids.erase(pair) == 0) return err(about("matching.not_forbidden", change));
        return {};
      case Kind::capacity: {
        if (change.value < 0 || change.value > static_cast<std::int64_t>(max_people))
          return err(refuse("matching.bad_capacity")
                         .with("educator", std::to_string(j))
                         .with("capacity", std::to_string(change.value)));
        capacity[j] = static_cast<std::int32_t>(change.value);
        if (pinned[j] > capacity[j]) return err(over_capacity(j));
        return {};
      }
      case Kind::score:
        if (find_pair(p, i, j) == p.row_start[i + 1])
          return err(about("matching.score_not_candidate", change).with("score", std::to_string(change.value)));
        if (change.value > max_score || change.value < -max_score)
          return err(about("matching.bad_score", change)
                         .with("score", std::to_string(change.value))
                         .with("limit", std::to_string(max_score)));
        if (const auto at = pins.find(i); at != pins.end() && at->second == j && change.value < p.score_floor)
          return err(about("matching.pin_below_floor", change));
        score[find_pair(p, i, j)] = change.value;
        return {};
    }
    return {};
  }

 private:
  std::int64_t score_in(const Problem& p, std::uint64_t pair) const {
    const auto at = score.find(pair);
    return at == score.end() ? p.score[pair] : at->second;
  }
  Error over_capacity(EducatorIndex j) {
    return refuse("matching.pin_over_capacity")
        .with("educator", std::to_string(j))
        .with("pins", std::to_string(pinned[j]))
        .with("capacity", std::to_string(capacity[j]));
  }
};

}  // namespace

struct Resolver::State {
  Problem problem;
  Said said;
  Canonical canonical;  ///< of everybody, without pins and forbids
  std::vector<std::uint32_t> learner_at, educator_at;
  Range range;  ///< of scores, of all that there ever were
  std::unique_ptr<Market> market;
  std::unique_ptr<Settlement> settlement;
  std::vector<std::int32_t> educator_of;
  std::uint32_t matched = 0;
  std::int64_t total = 0;

  /// Solves without pins and forbids, unless that was done already, then makes those as changes.
  Result<> begin(const Solution* solved, const Limits& limits, std::stop_token stop) {
    const auto pins = std::exchange(problem.pins, {});
    const auto forbids = std::exchange(problem.forbids, {});
    // Pairs below the floor may rise above it: the market has room for them.
    const std::int32_t floor = std::exchange(problem.score_floor, -max_score);
    canonical = canonical_form(problem);
    problem.score_floor = floor;
    learner_at = positions(canonical.learner);
    educator_at = positions(canonical.educator);
    WorkMeter meter(limits.max_work, stop);
    const bool is_total = problem.objective == Objective::total;
    // Any educator may get a seat later.
    const Aim aim = TRY(aim_of(problem, problem.educator_count));
    range = aim.range;
    market =
        std::make_unique<Market>(canonical, problem.score, aim.penalty, is_total ? Penalty::exact : Penalty::at_least);
    FlowAnswer answer;
    if (solved) {
      answer = as_answer(canonical, *solved);
    } else {
      std::optional<Canonical> above;
      if (floor > -max_score) above = canonical_form(problem);
      answer =
          place_most(above ? *above : canonical, problem.score, aim.range, is_total ? aim.penalty : market->penalty,
                     meter, is_total ? Penalty::exact : Penalty::at_least);
    }
    if (!answer.finished) return err(fail(ErrorCode::unavailable, "matching.stopped"));
    const std::vector<Pair> below = below_floor(answer);
    // Of the rows the market has copies of its own.
    canonical.let_go_of_rows();
    market->seat(answer);
    settlement = std::make_unique<Settlement>(*market);
    for (const Pair pair : below) settlement->take_out(pair.learner, pair.educator);
    settlement->release();
    if (!settlement->run(meter)) return err(fail(ErrorCode::unavailable, "matching.stopped"));
    educator_of.assign(problem.learner_count(), unmatched);
    for (std::uint32_t i = 0; i < market->learners; ++i) look_again(i, canonical.learner[i]);
    market->transpose();
    market->column.widen();  // not when the first change comes
    settlement->keep_moved(true);
    said.capacity = problem.capacity;
    std::vector<Change> changes;
    for (const Pair& pair : forbids) changes.push_back({Kind::forbid, pair.learner, pair.educator, 0});
    for (const Pair& pair : pins) changes.push_back({Kind::pin, pair.learner, pair.educator, 0});
    TRY(apply(changes));
    return {};
  }

  bool is_open(const Said& then, Pair pair, std::uint64_t at) const {
    return problem.score[at] >= problem.score_floor && !then.forbids.contains(pair);
  }

  /// The pairs below the floor, in canonical positions; who sits in one in the answer has nobody then.
  std::vector<Pair> below_floor(FlowAnswer& answer) const {
    std::vector<Pair> below;
    for (std::uint32_t i = 0; i < canonical.learner_count(); ++i)
      for (std::uint64_t e = canonical.row_start[i]; e < canonical.row_start[i + 1]; ++e) {
        if (problem.score[canonical.pair[e]] >= problem.score_floor) continue;
        below.push_back({i, canonical.column[e]});
        if (answer.column_of[i] == static_cast<std::int32_t>(canonical.column[e])) answer.column_of[i] = unmatched;
      }
    return below;
  }

  std::int64_t score_of(LearnerIndex i, std::int32_t j) const {
    return j == unmatched ? 0 : problem.score[find_pair(problem, i, static_cast<EducatorIndex>(j))];
  }

  /// Takes over where the learner sits now; returns where they sat.
  std::int32_t look_again(std::uint32_t at, LearnerIndex i) {
    const std::uint32_t place = market->place[at];
    std::int32_t now = unmatched;
    if (place == withdrawn) now = static_cast<std::int32_t>(said.pins.at(i));
    else if (place != nobody) now = static_cast<std::int32_t>(canonical.educator[place]);
    const std::int32_t before = std::exchange(educator_of[i], now);
    if (before == now) return before;
    total += score_of(i, now) - score_of(i, before);
    matched += (now != unmatched) - (before != unmatched);
    return before;
  }

  std::uint32_t open_seats(const Said& then, EducatorIndex j) const {
    const auto pinned = then.pinned.find(j);
    return static_cast<std::uint32_t>(then.capacity[j] - (pinned == then.pinned.end() ? 0 : pinned->second));
  }

  /// The cost of a score in units, which become points when it is no whole number of them.
  std::int32_t cost_of(std::int64_t score) {
    if ((market->best - score) % market->unit != 0) {
      settlement->count_in(market->count_in_points());
    }
    return static_cast<std::int32_t>((market->best - score) / market->unit);
  }

  void make(const Change& change, const Said& then) {
    const std::uint32_t j = educator_at[change.educator];
    if (change.kind == Kind::capacity) return settlement->set_capacity(j, open_seats(then, change.educator));
    const std::uint32_t i = learner_at[change.learner];
    const std::uint64_t pair = find_pair(problem, change.learner, change.educator);
    const bool is_listed = pair < problem.row_start[change.learner + 1];
    switch (change.kind) {
      case Kind::pin:
        if (market->place[i] == withdrawn) return;  // the same pin again
        settlement->withdraw(i);
        settlement->set_capacity(j, open_seats(then, change.educator));
        break;
      case Kind::unpin:
        settlement->set_capacity(j, open_seats(then, change.educator));
        settlement->wait(i);
        break;
      case Kind::forbid: settlement->remove(i, j); break;
      case Kind::allow:
        if (is_listed && problem.score[pair] >= problem.score_floor)
          settlement->now_costs(i, j, cost_of(problem.score[pair]));
        break;
      case Kind::score: {
        total += educator_of[change.learner] == static_cast<std::int32_t>(change.educator)
                     ? change.value - problem.score[pair]
                     : 0;
        problem.score[pair] = static_cast<std::int32_t>(change.value);
        if (change.value < problem.score_floor) settlement->remove(i, j);
        else if (!then.forbids.contains({change.learner, change.educator}))
          settlement->now_costs(i, j, cost_of(change.value));
        break;
      }
      case Kind::capacity: break;
    }
  }

  /// Scores may leave the range that the penalty for losing a place was made for.
  Result<> widen_range(std::span<const Change> changes) {
    Range wider = range;
    for (const Change& change : changes)
      if (change.kind == Kind::score && change.value >= problem.score_floor)
        wider = {std::min(wider.low, change.value), std::max(wider.high, change.value)};
    const Aim aim = TRY(aim_in(wider, problem, problem.educator_count));
    range = wider;
    if (aim.penalty <= market->penalty) return {};
    const std::int64_t unit = market->unit;
    settlement->raise_alone((market->best + aim.penalty + unit - 1) / unit);
    return {};
  }

  Result<> check(std::span<const Change> changes) {
    Said then = said;
    for (const Change& change : changes) TRY(then.add(problem, change));
    return widen_range(changes);
  }

  /// What is as it was after a preview.
  struct Before {
    Seating seating;
    Settlement::Kept kept;
    Said said;
    std::vector<std::int32_t> educator_of;
    std::uint32_t matched;
    std::int64_t total;
  };

  Result<std::vector<Move>> preview(std::span<const Change> changes) {
    TRY(check(changes));
    for (const Change& change : changes)
      if (change.kind == Kind::score) cost_of(change.value);  // a change of unit stays
    settle();
    const Before before{*market, settlement->keep(), said, educator_of, matched, total};
    std::vector<std::pair<std::uint64_t, std::int32_t>> scores;
    for (const Change& change : changes)
      if (change.kind == Kind::score) {
        const std::uint64_t pair = find_pair(problem, change.learner, change.educator);
        scores.emplace_back(pair, problem.score[pair]);
      }
    auto moves = apply(changes);
    for (auto at = scores.rbegin(); at != scores.rend(); ++at) problem.score[at->first] = at->second;
    static_cast<Seating&>(*market) = before.seating;
    settlement->put_back(before.kept);
    said = before.said;
    educator_of = before.educator_of;
    matched = before.matched;
    total = before.total;
    record();
    for (const Change& change : changes) {
      if (change.kind != Kind::forbid && change.kind != Kind::allow && change.kind != Kind::score) continue;
      const std::uint32_t i = learner_at[change.learner], j = educator_at[change.educator];
      const std::uint64_t pair = find_pair(problem, change.learner, change.educator);
      if (pair == problem.row_start[change.learner + 1]) continue;
      if (is_open(said, {change.learner, change.educator}, pair))
        settlement->put_in(i, j, cost_of(problem.score[pair]));
      else settlement->take_out(i, j);
    }
    return moves;
  }

  void settle() {
    WorkMeter meter(0, {});
    settlement->run(meter);
  }

  Result<std::vector<Move>> apply(std::span<const Change> changes) {
    TRY(check(changes));
    Said now = std::move(said);
    for (const Change& change : changes) {
      TRY(now.add(problem, change));
      make(change, now);
    }
    said = std::move(now);
    said.score.clear();
    settle();
    record();
    std::map<LearnerIndex, std::int32_t> before;
    for (const std::uint32_t moved : settlement->take_moved()) {
      const LearnerIndex i = canonical.learner[moved];
      before.try_emplace(i, educator_of[i]);
    }
    std::vector<Move> moves;
    for (const auto& [i, from] : before) {
      look_again(learner_at[i], i);
      if (from != educator_of[i])
        moves.push_back({i, from, educator_of[i], score_of(i, educator_of[i]) - score_of(i, from)});
    }
    return moves;
  }

  void record() {
    problem.pins.clear();
    for (const auto& [i, j] : said.pins) problem.pins.push_back({i, j});
    problem.forbids.assign(said.forbids.begin(), said.forbids.end());
    problem.capacity = said.capacity;
  }

  Solution solution() const {
    Solution s;
    s.educator_of = educator_of;
    s.matched = matched;
    s.total = total;
    Certificate& proof = s.certificate;
    proof.penalty = market->penalty;
    proof.learner_dual.assign(problem.learner_count(), 0);
    proof.educator_price.assign(problem.educator_count, 0);
    for (std::uint32_t j = 0; j < market->educators; ++j) {
      // Nobody may take a seat that does not exist: a price beyond every use keeps the proof simple.
      const std::int64_t price = market->capacity[j] > 0 ? market->price[j] * market->unit
                                                         : std::max<std::int64_t>(0, range.high + market->penalty);
      proof.educator_price[canonical.educator[j]] = price;
      proof.dual_value += price * market->capacity[j];
    }
    for (std::uint32_t i = 0; i < market->learners; ++i) {
      const LearnerIndex learner = canonical.learner[i];
      if (market->place[i] == withdrawn) {
        proof.dual_value += score_of(learner, educator_of[learner]);
        continue;
      }
      proof.learner_dual[learner] = market->best - settlement->value(i) * market->unit;
      proof.dual_value += proof.learner_dual[learner];
    }
    const std::int64_t missing = static_cast<std::int64_t>(problem.learner_count()) - matched;
    s.gap = proof.dual_value - (total - proof.penalty * missing);
    s.outcome = s.gap == 0 ? Outcome::optimal : Outcome::stopped;
    s.solver = totals_solver;
    return s;
  }
};

Resolver::Resolver(std::unique_ptr<State> state) : state_(std::move(state)) {}
Resolver::~Resolver() = default;
Resolver::Resolver(Resolver&&) noexcept = default;
Resolver& Resolver::operator=(Resolver&&) noexcept = default;

Result<Resolver> Resolver::of(Problem problem, const Limits& limits, std::stop_token stop) {
  return begun(std::move(problem), nullptr, limits, stop);
}

Result<Resolver> Resolver::of(Problem problem, const Solution& solved, const Limits& limits, std::stop_token stop) {
  TRY(keeps_seats(problem, solved));
  return begun(std::move(problem), &solved, limits, stop);
}

Result<Resolver> Resolver::begun(Problem problem, const Solution* solved, const Limits& limits, std::stop_token stop) {
  TRY(validate(problem));
  if (!counts_totals(problem.objective))
    return err(fail(ErrorCode::internal, "matching.bad_problem").with("what", "objective"));
  auto state = std::make_unique<State>();
  state->problem = std::move(problem);
  TRY(state->begin(solved, limits, stop));
  return Resolver(std::move(state));
}

Result<std::vector<Move>> Resolver::apply(std::span<const Change> changes) { return state_->apply(changes); }

Result<std::vector<Move>> Resolver::preview(std::span<const Change> changes) { return state_->preview(changes); }

const Problem& Resolver::problem() const { return state_->problem; }
Solution Resolver::solution() const { return state_->solution(); }
std::int32_t Resolver::educator_of(LearnerIndex learner) const { return state_->educator_of[learner]; }
std::uint32_t Resolver::matched() const { return state_->matched; }
std::int64_t Resolver::total() const { return state_->total; }

}  // namespace chiron::matching
