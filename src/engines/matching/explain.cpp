// "Why?" answered by solving again with one thing changed, or by following alternating paths from who is left over.
#include "engines/matching/explain.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "engines/matching/placement.h"
#include "engines/matching/resolve.h"

namespace chiron::matching {
namespace {

Error bad_problem(std::string what) {
  return fail(ErrorCode::internal, "matching.bad_problem").with("what", std::move(what));
}

Error bad_index(LearnerIndex learner, EducatorIndex educator) {
  return refuse("matching.bad_index")
      .with("learner", std::to_string(learner))
      .with("educator", std::to_string(educator));
}

Result<> fits(const Problem& p, const Solution& s) {
  if (s.educator_of.size() != p.learner_count()) return err(bad_problem("educator_of"));
  for (const std::int32_t j : s.educator_of) {
    if (j < unmatched || j >= static_cast<std::int64_t>(p.educator_count)) return err(bad_problem("educator_of"));
  }
  return {};
}

const std::int32_t* score_of(const Problem& p, LearnerIndex i, std::int64_t j) {
  const std::uint64_t pair = find_pair(p, i, static_cast<EducatorIndex>(j));
  return pair < p.row_start[i + 1] ? &p.score[pair] : nullptr;
}

std::int64_t points(const Problem& p, LearnerIndex i, std::int32_t j) {
  const std::int32_t* score = j == unmatched ? nullptr : score_of(p, i, j);
  return score == nullptr ? 0 : *score;
}

std::vector<Move> moves_between(const Problem& p, const std::vector<std::int32_t>& before,
                                const std::vector<std::int32_t>& after) {
  std::vector<Move> moves;
  for (LearnerIndex i = 0; i < p.learner_count(); ++i) {
    if (before[i] == after[i]) continue;
    moves.push_back({i, before[i], after[i], points(p, i, after[i]) - points(p, i, before[i])});
  }
  return moves;
}

/// Whom one change would move: from the solution on where it has a proof, else by solving again.
Result<std::vector<Move>> moves_after(const Problem& problem, const Solution& solution, const Change& change,
                                      const Limits& limits, std::stop_token stop) {
  if (counts_totals(problem.objective) && problem.score_floor == -max_score) {
    Resolver resolver = TRY(Resolver::of(problem, solution, limits, stop));
    // From a solution that was not the best the change must not be blamed for what else improves.
    if (resolver.solution().educator_of == solution.educator_of) return resolver.apply(change);
  }
  Problem changed = problem;
  const Pair pair{change.learner, change.educator};
  (change.kind == Change::Kind::pin ? changed.pins : changed.forbids).push_back(pair);
  return moves_between(problem, solution.educator_of, TRY(solve(changed, limits, stop)).educator_of);
}

/// What is open to the solver: rows without forbidden pairs, no rows for pinned learners, seats less the pinned ones.
struct Open {
  std::vector<std::uint64_t> row_start = {0};
  std::vector<EducatorIndex> educator;
  std::vector<std::int32_t> capacity;
  std::vector<std::int32_t> educator_of;  ///< the assignment without the pinned learners
  std::vector<std::uint8_t> pinned;

  Lists lists() const { return {row_start, educator, capacity}; }
};

Open open_part(const Problem& p, const Solution& s) {
  Open open;
  open.capacity = p.capacity;
  open.educator_of = s.educator_of;
  open.pinned.assign(p.learner_count(), 0);
  for (const Pair pin : p.pins) {
    if (open.pinned[pin.learner] != 0) continue;
    open.pinned[pin.learner] = 1;
    open.educator_of[pin.learner] = unmatched;
    --open.capacity[pin.educator];
  }
  std::vector<Pair> forbids = p.forbids;
  std::sort(forbids.begin(), forbids.end());
  open.row_start.reserve(p.row_start.size());
  open.educator.reserve(p.pair_count());
  for (LearnerIndex i = 0; i < p.learner_count(); ++i) {
    for (std::uint64_t e = p.row_start[i]; e < p.row_start[i + 1] && open.pinned[i] == 0; ++e) {
      if (p.score[e] < p.score_floor) continue;
      if (std::binary_search(forbids.begin(), forbids.end(), Pair{i, p.educator[e]})) continue;
      open.educator.push_back(p.educator[e]);
    }
    open.row_start.push_back(open.educator.size());
  }
  return open;
}

/// The part of a problem in which too few seats meet too many learners, as lists of its own.
class ShortPart {
 public:
  ShortPart(const Problem& p, const Solution& s, std::span<const std::uint32_t> group_of) {
    const Open open = open_part(p, s);
    std::vector<LearnerIndex> waiting;
    for (LearnerIndex i = 0; i < p.learner_count(); ++i) {
      if (open.educator_of[i] == unmatched && open.pinned[i] == 0) waiting.push_back(i);
    }
    Placement placement(open.lists(), open.educator_of);
    placement.fill(waiting);  // places that seats already there could give are no matter of new seats
    std::erase_if(waiting, [&](LearnerIndex i) { return placement.educator_of()[i] != unmatched; });
    const Shortage shortage = shortage_of(open.lists(), placement, waiting);
    std::vector<std::uint32_t> place_of(p.educator_count, 0);
    if (!waiting.empty()) {
      for (EducatorIndex j = 0; j < p.educator_count; ++j) {
        if (shortage.educator[j] == 0) continue;
        place_of[j] = static_cast<std::uint32_t>(educator_.size());
        educator_.push_back(j);
        capacity_.push_back(open.capacity[j]);
        group_.push_back(group_of[j]);
      }
      for (LearnerIndex i = 0; i < p.learner_count(); ++i) {
        if (shortage.learner[i] == 0) continue;
        const std::int32_t j = placement.educator_of()[i];
        if (j == unmatched) waiting_.push_back(static_cast<LearnerIndex>(learner_.size()));
        learner_.push_back(i);
        seat_.push_back(j == unmatched ? unmatched : static_cast<std::int32_t>(place_of[static_cast<std::size_t>(j)]));
        for (std::uint64_t e = open.row_start[i]; e < open.row_start[i + 1]; ++e) {
          column_.push_back(place_of[open.educator[e]]);
        }
        row_start_.push_back(column_.size());
      }
    }
    for (std::uint32_t n = 0; n < educator_.size(); ++n) members_[group_[n]].push_back(n);
  }

  const std::vector<LearnerIndex>& waiting() const { return waiting_; }
  LearnerIndex learner(LearnerIndex local) const { return learner_[local]; }

  /// Groups with the most that more seats there could place, most promising first.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> promises() const {
    std::map<std::uint32_t, std::uint32_t> listing;  // group → learners with one of its educators on their list
    std::set<std::uint32_t> of_row;
    for (LearnerIndex i = 0; i < learner_.size(); ++i) {
      of_row.clear();
      for (std::uint64_t e = row_start_[i]; e < row_start_[i + 1]; ++e) of_row.insert(group_[column_[e]]);
      for (const std::uint32_t group : of_row) ++listing[group];
    }
    std::vector<std::pair<std::uint32_t, std::uint32_t>> result;  // (promise, group)
    for (const auto& [group, learners] : listing) {
      result.emplace_back(std::min<std::uint32_t>(learners, static_cast<std::uint32_t>(waiting_.size())), group);
    }
    std::sort(result.begin(), result.end(), [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    return result;
  }

  /// What as many seats as useful in the group would do. With `keep` the seats are added for good.
  enum class After : std::uint8_t { forget, keep };
  Remedy try_group(std::uint32_t group, After after) {
    std::vector<std::int32_t> capacity = capacity_;
    const auto members = members_.find(group);
    if (members != members_.end()) {
      for (const std::uint32_t n : members->second) capacity[n] += static_cast<std::int32_t>(waiting_.size());
    }
    Placement placement({row_start_, column_, capacity}, seat_);
    placement.fill(waiting_);
    Remedy remedy;
    remedy.group = group;
    for (const LearnerIndex i : waiting_) {
      if (placement.educator_of()[i] != unmatched) remedy.places.push_back(learner_[i]);
    }
    remedy.seats = static_cast<std::uint32_t>(remedy.places.size());
    bool first = true;
    for (std::uint32_t n = 0; n < educator_.size(); ++n) {
      const auto there = static_cast<std::int32_t>(placement.learners_at(n).size());
      if (there <= capacity_[n]) continue;
      if (first) remedy.example = educator_[n];
      first = false;
      if (after == After::keep) capacity_[n] = there;
    }
    if (after == After::keep) {
      seat_ = placement.educator_of();
      std::erase_if(waiting_, [&](LearnerIndex i) { return seat_[i] != unmatched; });
    }
    return remedy;
  }

 private:
  std::vector<LearnerIndex> learner_;
  std::vector<EducatorIndex> educator_;
  std::vector<std::uint32_t> group_;
  std::vector<std::int32_t> capacity_;
  std::vector<std::uint64_t> row_start_ = {0};
  std::vector<EducatorIndex> column_;
  std::vector<std::int32_t> seat_;
  std::vector<LearnerIndex> waiting_;
  std::map<std::uint32_t, std::vector<std::uint32_t>> members_;
};

bool more_useful(const Remedy& a, const Remedy& b) {
  return a.places.size() != b.places.size() ? a.places.size() > b.places.size() : a.group < b.group;
}

/// The best remedies, evaluating groups only while they promise more than what is already found.
std::vector<Remedy> best_remedies(ShortPart& part, std::size_t limit) {
  std::vector<Remedy> best;
  for (const auto& [promise, group] : part.promises()) {
    if (limit == 0) break;
    const bool beaten = best.size() == limit &&
                        (best.back().seats > promise || (best.back().seats == promise && best.back().group < group));
    if (beaten) break;
    Remedy remedy = part.try_group(group, ShortPart::After::forget);
    if (remedy.seats == 0) continue;
    best.insert(std::upper_bound(best.begin(), best.end(), remedy, more_useful), std::move(remedy));
    if (best.size() > limit) best.pop_back();
  }
  return best;
}

}  // namespace

Result<PairExplanation> explain(const Problem& problem, const Solution& solution, LearnerIndex learner,
                                EducatorIndex educator, const Limits& limits, std::stop_token stop) {
  TRY(fits(problem, solution));
  if (learner >= problem.learner_count() || educator >= problem.educator_count) {
    return err(bad_index(learner, educator));
  }
  using State = PairExplanation::State;
  PairExplanation answer;
  const std::int32_t* score = score_of(problem, learner, educator);
  if (score != nullptr) {
    answer.score = *score;
    const Certificate& proof = solution.certificate;
    if (proof.learner_dual.size() == problem.learner_count() && proof.educator_price.size() == problem.educator_count) {
      answer.at_least_cost = proof.learner_dual[learner] + proof.educator_price[educator] - *score;
    }
  }
  if (solution.educator_of[learner] == static_cast<std::int64_t>(educator)) {
    answer.state = State::made;
    answer.at_least_cost = 0;
    return answer;
  }
  if (score == nullptr) return answer;
  std::int64_t seats = problem.capacity[educator];
  std::set<LearnerIndex> pinned_here;
  for (const Pair pin : problem.pins) {
    if (pin.learner == learner) answer.state = State::learner_pinned;
    if (pin.educator == educator) pinned_here.insert(pin.learner);
  }
  if (answer.state == State::learner_pinned) return answer;
  if (answer.score < problem.score_floor ||
      std::find(problem.forbids.begin(), problem.forbids.end(), Pair{learner, educator}) != problem.forbids.end()) {
    answer.state = State::forbidden;
    return answer;
  }
  if (seats <= static_cast<std::int64_t>(pinned_here.size())) {
    answer.state = State::no_seat;
    return answer;
  }
  answer.state = State::possible;
  answer.moves = TRY(moves_after(problem, solution, {Change::Kind::pin, learner, educator, 0}, limits, stop));
  for (const Move& move : answer.moves) {
    answer.fewer_matched += (move.to == unmatched) - (move.from == unmatched);
    answer.cost -= move.score_change;
  }
  if (problem.objective == Objective::total) answer.cost += problem.unmatched_penalty * answer.fewer_matched;
  return answer;
}

struct UnmatchedExplainer::Prepared {
  const Problem& problem;
  const Solution& solution;
  Open open;
  Placement placement;
  std::vector<std::uint32_t> seen_learner;  ///< the question that last reached them
  std::vector<std::uint32_t> seen_educator;
  std::uint32_t question = 0;

  Prepared(const Problem& p, const Solution& s)
      : problem(p),
        solution(s),
        open(open_part(p, s)),
        placement(open.lists(), open.educator_of),
        seen_learner(p.learner_count(), 0),
        seen_educator(p.educator_count, 0) {}

  std::span<const EducatorIndex> row(LearnerIndex i) const {
    return std::span(open.educator).subspan(open.row_start[i], open.row_start[i + 1] - open.row_start[i]);
  }

  bool has_free_seat(EducatorIndex j) const {
    return static_cast<std::int64_t>(placement.learners_at(j).size()) < open.capacity[j];
  }

  /// Follows alternating paths from the learner; stops with false at the first free seat.
  bool reach(LearnerIndex root, UnmatchedExplanation& answer) {
    ++question;
    answer.learners = {root};
    seen_learner[root] = question;
    for (std::size_t next = 0; next < answer.learners.size(); ++next) {
      for (const EducatorIndex j : row(answer.learners[next])) {
        if (seen_educator[j] == question) continue;
        seen_educator[j] = question;
        if (has_free_seat(j)) return false;
        answer.educators.push_back(j);
        for (const LearnerIndex sitting : placement.learners_at(j)) {
          if (seen_learner[sitting] == question) continue;
          seen_learner[sitting] = question;
          answer.learners.push_back(sitting);
        }
      }
    }
    return true;
  }

  UnmatchedExplanation explain(LearnerIndex learner) {
    using Reason = UnmatchedExplanation::Reason;
    UnmatchedExplanation answer;
    if (solution.educator_of[learner] != unmatched) return answer;
    const auto own = row(learner);
    if (own.empty()) {
      answer.reason = Reason::no_candidate;
      return answer;
    }
    const bool short_of_seats = reach(learner, answer);
    if (!short_of_seats) {  // only the learner's own list is of interest
      answer.reason = problem.objective == Objective::stable ? Reason::not_preferred : Reason::outbid;
      answer.learners = {learner};
      answer.educators.assign(own.begin(), own.end());
    } else {
      const bool no_seat = std::all_of(own.begin(), own.end(), [&](EducatorIndex j) { return open.capacity[j] <= 0; });
      answer.reason = no_seat ? Reason::no_seat : Reason::shortage;
    }
    std::sort(answer.learners.begin(), answer.learners.end());
    std::sort(answer.educators.begin(), answer.educators.end());
    for (const EducatorIndex j : answer.educators) answer.seats += std::max(0, open.capacity[j]);
    if (short_of_seats) answer.seats_missing = static_cast<std::int64_t>(answer.learners.size()) - answer.seats;
    return answer;
  }
};

UnmatchedExplainer::UnmatchedExplainer(const Problem& problem, const Solution& solution)
    : prepared_(std::make_unique<Prepared>(problem, solution)) {}

UnmatchedExplainer::~UnmatchedExplainer() = default;

UnmatchedExplanation UnmatchedExplainer::explain(LearnerIndex learner) { return prepared_->explain(learner); }

Result<UnmatchedExplanation> explain_unmatched(const Problem& problem, const Solution& solution, LearnerIndex learner) {
  TRY(fits(problem, solution));
  if (learner >= problem.learner_count()) return err(bad_index(learner, 0));
  return UnmatchedExplainer(problem, solution).explain(learner);
}

Result<std::vector<Remedy>> cheapest_remedies(const Problem& problem, const Solution& solution,
                                              std::span<const std::uint32_t> group_of, std::size_t limit) {
  TRY(fits(problem, solution));
  if (group_of.size() != problem.educator_count) return err(bad_problem("group_of"));
  ShortPart part(problem, solution, group_of);
  return best_remedies(part, limit);
}

Result<RemedyPlan> remedy_plan(const Problem& problem, const Solution& solution,
                               std::span<const std::uint32_t> group_of) {
  TRY(fits(problem, solution));
  if (group_of.size() != problem.educator_count) return err(bad_problem("group_of"));
  ShortPart part(problem, solution, group_of);
  RemedyPlan plan;
  for (;;) {
    const std::vector<Remedy> best = best_remedies(part, 1);
    if (best.empty()) break;
    plan.steps.push_back(part.try_group(best.front().group, ShortPart::After::keep));
  }
  for (const LearnerIndex local : part.waiting()) plan.left.push_back(part.learner(local));
  return plan;
}

Result<NextBest> next_best(const Problem& problem, const Solution& solution, LearnerIndex learner, const Limits& limits,
                           std::stop_token stop) {
  TRY(fits(problem, solution));
  if (learner >= problem.learner_count() || solution.educator_of[learner] == unmatched) {
    return err(bad_index(learner, 0));
  }
  for (const Pair pin : problem.pins) {
    if (pin.learner == learner) {
      return err(refuse("matching.learner_pinned").with("learner", std::to_string(learner)));
    }
  }
  const auto present = static_cast<EducatorIndex>(solution.educator_of[learner]);
  NextBest answer;
  answer.moves = TRY(moves_after(problem, solution, {Change::Kind::forbid, learner, present, 0}, limits, stop));
  for (const Move& move : answer.moves) {
    answer.fewer_matched += (move.to == unmatched) - (move.from == unmatched);
    if (move.learner != learner) {
      answer.others_change += move.score_change;
      continue;
    }
    answer.educator = move.to;
    answer.own_change = move.score_change;
  }
  return answer;
}

Result<Comparison> compare(const Problem& problem, const Solution& before, const Solution& after) {
  TRY(fits(problem, before));
  TRY(fits(problem, after));
  Comparison result;
  result.moves = moves_between(problem, before.educator_of, after.educator_of);
  for (const Move& move : result.moves) {
    const bool placed = move.from == unmatched;
    const bool unplaced = move.to == unmatched;
    result.newly_placed += placed;
    result.newly_unplaced += unplaced;
    result.gain += placed || (!unplaced && move.score_change > 0);
    result.lose += unplaced || (!placed && move.score_change < 0);
    result.total_change += move.score_change;
  }
  return result;
}

}  // namespace chiron::matching
