// The checker of solutions: reads problem and solution only, and shares no code with the solvers.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "engines/matching/fair_check.h"
#include "engines/matching/solve.h"

namespace chiron::matching {
namespace {

using Kind = Violation::Kind;

class Checker {
 public:
  Checker(const Problem& problem, const Solution& solution, std::size_t limit)
      : p_(problem), s_(solution), limit_(limit) {}

  std::vector<Violation> run() {
    if (s_.educator_of.size() != p_.learner_count()) return {{Kind::wrong_size, -1, -1}};
    for (const Pair forbid : p_.forbids) forbidden_.insert(forbid);
    for (const Pair pin : p_.pins) pinned_.insert(pin);
    for (const Pair pin : pinned_) pinned_learner_.insert(pin.learner);
    check_pairs();
    if (!found_.empty() || s_.outcome != Outcome::optimal) return found_;
    switch (p_.objective) {
      case Objective::stable: check_stable(); break;
      case Objective::leximin:
      case Objective::rank_maximal: take(check_levels(looked_at())); break;
      case Objective::bottleneck: {
        const LookedAt seen = looked_at();
        take(check_bottleneck(seen));
        floor_ = std::max(floor_, smallest_score(seen));
        check_proof();
        break;
      }
      case Objective::total:
      case Objective::most_then_total: check_proof(); break;
    }
    return found_;
  }

 private:
  void note(Kind kind, std::int64_t learner = -1, std::int64_t educator = -1) {
    if (found_.size() < limit_) found_.push_back({kind, learner, educator});
  }

  void take(const std::vector<Violation>& violations) {
    for (const Violation& violation : violations) note(violation.kind, violation.learner, violation.educator);
  }

  LookedAt looked_at() const {
    LookedAt seen{p_, s_, pair_of_, std::vector<std::uint8_t>(p_.learner_count(), 0),
                  std::vector<std::uint8_t>(p_.pair_count(), 0), {p_.capacity.begin(), p_.capacity.end()}};
    for (const Pair pin : pinned_) {
      seen.pinned[pin.learner] = 1;
      --seen.free_seats[pin.educator];
    }
    for (LearnerIndex i = 0; i < p_.learner_count(); ++i)
      for (std::uint64_t e = p_.row_start[i]; e < p_.row_start[i + 1]; ++e) seen.out[e] = is_out(i, e) ? 1 : 0;
    return seen;
  }

  /// May the learner not have the pair at position e: forbidden, or below the floor?
  bool is_out(LearnerIndex i, std::uint64_t e) const {
    return p_.score[e] < floor_ || (!forbidden_.empty() && forbidden_.contains({i, p_.educator[e]}));
  }

  void check_pairs() {
    std::vector<std::int64_t> used(p_.educator_count, 0);
    std::int64_t total = 0;
    std::uint32_t matched = 0;
    pair_of_.assign(p_.learner_count(), -1);
    for (LearnerIndex i = 0; i < p_.learner_count(); ++i) {
      const std::int64_t j = s_.educator_of[i];
      if (j == unmatched) continue;
      if (j < 0 || j >= p_.educator_count) {
        note(Kind::unknown_pair, i, j);
        continue;
      }
      for (std::uint64_t e = p_.row_start[i]; e < p_.row_start[i + 1]; ++e) {
        if (p_.educator[e] == j) pair_of_[i] = static_cast<std::int64_t>(e);
      }
      if (pair_of_[i] < 0) {
        note(Kind::unknown_pair, i, j);
        continue;
      }
      if (is_out(i, static_cast<std::uint64_t>(pair_of_[i]))) note(Kind::forbidden_pair, i, j);
      ++used[static_cast<std::size_t>(j)];
      total += p_.score[static_cast<std::size_t>(pair_of_[i])];
      ++matched;
    }
    for (EducatorIndex j = 0; j < p_.educator_count; ++j) {
      if (used[j] > p_.capacity[j]) note(Kind::over_capacity, -1, j);
    }
    for (const Pair pin : pinned_) {
      if (s_.educator_of[pin.learner] != static_cast<std::int64_t>(pin.educator)) {
        note(Kind::pin_not_kept, pin.learner, pin.educator);
      }
    }
    if (total != s_.total || matched != s_.matched) note(Kind::wrong_total);
  }

  /// Weak duality: for any assignment x that keeps the pins,
  ///   sum of scores − penalty × unmatched <= pinned scores + sum of learner duals + sum of free seats × price.
  void check_proof() {
    const Certificate& proof = s_.certificate;
    if (proof.learner_dual.size() != p_.learner_count() || proof.educator_price.size() != p_.educator_count) {
      return note(Kind::wrong_size);
    }
    __int128 dual = 0;
    std::vector<std::int64_t> free_seats(p_.capacity.begin(), p_.capacity.end());
    for (const Pair pin : pinned_) {
      --free_seats[pin.educator];
      dual += p_.score[static_cast<std::size_t>(pair_of_[pin.learner])];
    }
    for (EducatorIndex j = 0; j < p_.educator_count; ++j) {
      if (proof.educator_price[j] < 0) note(Kind::negative_price, -1, j);
      dual += static_cast<__int128>(proof.educator_price[j]) * free_seats[j];
    }
    std::int64_t low = 0;
    std::int64_t high = 0;
    bool any = false;
    std::int64_t open_learners = 0;
    for (LearnerIndex i = 0; i < p_.learner_count(); ++i) {
      if (pinned_learner_.contains(i)) continue;
      ++open_learners;
      const std::int64_t own = proof.learner_dual[i];
      dual += own;
      if (own < -proof.penalty) note(Kind::dual_infeasible, i);
      for (std::uint64_t e = p_.row_start[i]; e < p_.row_start[i + 1]; ++e) {
        const EducatorIndex j = p_.educator[e];
        if (is_out(i, e)) continue;
        const std::int64_t points = p_.score[e];
        low = any ? std::min(low, points) : points;
        high = any ? std::max(high, points) : points;
        any = true;
        if (static_cast<__int128>(own) + proof.educator_price[j] < points) note(Kind::dual_infeasible, i, j);
      }
    }
    if (dual != proof.dual_value) note(Kind::wrong_dual_value);
    const __int128 primal =
        static_cast<__int128>(s_.total) -
        static_cast<__int128>(proof.penalty) * (static_cast<std::int64_t>(p_.learner_count()) - s_.matched);
    if (primal != dual || s_.gap != 0) note(Kind::gap_not_zero);
    if (p_.objective == Objective::total) {
      if (proof.penalty != p_.unmatched_penalty) note(Kind::penalty_too_small);
    } else {
      // Placing one learner more along an alternating path over k educators costs at most k − 1 highest scores and
      // brings at least k lowest ones.
      std::int64_t open_educators = 0;
      for (const std::int64_t seats : free_seats) open_educators += seats > 0 ? 1 : 0;
      const __int128 k = std::max<std::int64_t>(1, std::min(open_learners, open_educators));
      if (static_cast<__int128>(proof.penalty) <= (k - 1) * (high - low) - low) note(Kind::penalty_too_small);
    }
  }

  /// What a learner prefers: smaller is better.
  auto liking(LearnerIndex i, std::size_t pair) const {
    const CanonicalKey own = key_of_learner(p_, i);
    const CanonicalKey other = key_of_educator(p_, p_.educator[pair]);
    return std::tuple(p_.learner_rank.empty() ? 0 : p_.learner_rank[pair], -static_cast<std::int64_t>(p_.score[pair]),
                      lottery_number(p_.lottery_seed, own, other), other);
  }

  /// What an educator prefers: smaller is better.
  auto standing(LearnerIndex i, std::size_t pair) const {
    const std::int64_t priority = p_.educator_priority.empty() ? 0 : p_.educator_priority[pair];
    const CanonicalKey own = key_of_learner(p_, i);
    return std::tuple(-priority, -static_cast<std::int64_t>(p_.score[pair]), lottery_number(p_.lottery_seed, own), own);
  }

  /// Nobody who is not pinned may prefer an educator who has a free seat or a less preferred, not pinned learner.
  void check_stable() {
    using Standing = decltype(standing(0, 0));
    std::vector<std::int64_t> free_seats(p_.capacity.begin(), p_.capacity.end());
    std::vector<Standing> worst(p_.educator_count);
    std::vector<bool> has_worst(p_.educator_count, false);
    for (LearnerIndex i = 0; i < p_.learner_count(); ++i) {
      if (pair_of_[i] < 0) continue;
      const auto j = static_cast<std::size_t>(s_.educator_of[i]);
      --free_seats[j];
      if (pinned_learner_.contains(i)) continue;
      const Standing mine = standing(i, static_cast<std::size_t>(pair_of_[i]));
      if (!has_worst[j] || worst[j] < mine) worst[j] = mine;
      has_worst[j] = true;
    }
    for (LearnerIndex i = 0; i < p_.learner_count(); ++i) {
      if (pinned_learner_.contains(i)) continue;
      for (std::size_t e = p_.row_start[i]; e < p_.row_start[i + 1]; ++e) {
        const EducatorIndex j = p_.educator[e];
        if (static_cast<std::int64_t>(e) == pair_of_[i] || is_out(i, e)) continue;
        const bool would_take = free_seats[j] > 0 || (has_worst[j] && standing(i, e) < worst[j]);
        if (!would_take) continue;
        if (pair_of_[i] >= 0 && liking(i, static_cast<std::size_t>(pair_of_[i])) < liking(i, e)) continue;
        note(Kind::blocking_pair, i, j);
      }
    }
  }

  const Problem& p_;
  const Solution& s_;
  std::size_t limit_;
  std::int32_t floor_ = p_.score_floor;
  std::set<Pair> forbidden_;
  std::set<Pair> pinned_;
  std::set<LearnerIndex> pinned_learner_;
  std::vector<std::int64_t> pair_of_;
  std::vector<Violation> found_;
};

}  // namespace

std::string_view name_of(Violation::Kind kind) {
  switch (kind) {
    case Kind::wrong_size: return "wrong_size";
    case Kind::unknown_pair: return "unknown_pair";
    case Kind::forbidden_pair: return "forbidden_pair";
    case Kind::pin_not_kept: return "pin_not_kept";
    case Kind::over_capacity: return "over_capacity";
    case Kind::wrong_total: return "wrong_total";
    case Kind::negative_price: return "negative_price";
    case Kind::dual_infeasible: return "dual_infeasible";
    case Kind::wrong_dual_value: return "wrong_dual_value";
    case Kind::gap_not_zero: return "gap_not_zero";
    case Kind::penalty_too_small: return "penalty_too_small";
    case Kind::blocking_pair: return "blocking_pair";
    case Kind::hall_set_wrong: return "hall_set_wrong";
    case Kind::level_wrong: return "level_wrong";
  }
  return "";
}

std::vector<Violation> check(const Problem& problem, const Solution& solution, std::size_t limit) {
  return Checker(problem, solution, limit).run();
}

}  // namespace chiron::matching
