// The checker of many lotteries' outcomes: reads problem and outcomes only, and shares no code with the runs.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "engines/matching/lottery.h"

namespace chiron::matching {
namespace {

using Kind = Violation::Kind;

class LotteryChecker {
 public:
  LotteryChecker(const Problem& problem, const LotteryOutcomes& outcomes, std::size_t limit)
      : p_(problem),
        o_(outcomes),
        limit_(limit),
        forbidden_(problem.forbids.begin(), problem.forbids.end()),
        pins_(problem.pins.begin(), problem.pins.end()),
        times_(problem.pair_count(), 0),
        pinned_(problem.learner_count(), false),
        free_seats_(problem.capacity.begin(), problem.capacity.end()) {}

  std::vector<Violation> run() {
    if (o_.row_start.size() != p_.row_start.size() || o_.row_start.front() != 0 ||
        !std::is_sorted(o_.row_start.begin(), o_.row_start.end()) || o_.row_start.back() != o_.educator.size() ||
        o_.assigned.size() != o_.educator.size() || o_.unmatched.size() != p_.learner_count() || o_.runs == 0)
      return {{Kind::wrong_size, -1, -1}};
    for (const Pair pin : pins_) {
      pinned_[pin.learner] = true;
      --free_seats_[pin.educator];
    }
    for (LearnerIndex i = 0; i < p_.learner_count(); ++i) check_counts(i);
    check_seats();
    if (found_.empty()) check_claims();
    return found_;
  }

 private:
  void note(Kind kind, std::int64_t learner = -1, std::int64_t educator = -1) {
    if (found_.size() < limit_) found_.push_back({kind, learner, educator});
  }

  bool is_out(LearnerIndex i, std::uint64_t e) const {
    return p_.score[e] < p_.score_floor || forbidden_.contains({i, p_.educator[e]});
  }

  void check_counts(LearnerIndex i) {
    std::map<EducatorIndex, std::uint32_t> made;
    std::uint64_t runs = o_.unmatched[i];
    for (std::uint64_t n = o_.row_start[i]; n < o_.row_start[i + 1]; ++n) {
      if (o_.assigned[n] == 0 || !made.emplace(o_.educator[n], o_.assigned[n]).second)
        note(Kind::wrong_total, i, o_.educator[n]);
      if (pinned_[i] && !pins_.contains({i, o_.educator[n]})) note(Kind::pin_not_kept, i, o_.educator[n]);
      runs += o_.assigned[n];
    }
    if (pinned_[i] && o_.unmatched[i] > 0) note(Kind::pin_not_kept, i);
    if (runs != o_.runs) note(Kind::wrong_total, i);
    for (std::uint64_t e = p_.row_start[i]; e < p_.row_start[i + 1]; ++e) {
      const auto at = made.find(p_.educator[e]);
      if (at == made.end()) continue;
      if (is_out(i, e)) note(Kind::forbidden_pair, i, p_.educator[e]);
      times_[e] = at->second;
      made.erase(at);
    }
    for (const auto& [educator, times] : made) note(Kind::unknown_pair, i, educator);
  }

  void check_seats() {
    std::vector<std::uint64_t> used(p_.educator_count, 0);
    for (std::uint64_t e = 0; e < p_.pair_count(); ++e) used[p_.educator[e]] += times_[e];
    for (EducatorIndex j = 0; j < p_.educator_count; ++j)
      if (used[j] > std::uint64_t{o_.runs} * static_cast<std::uint32_t>(p_.capacity[j]))
        note(Kind::over_capacity, -1, j);
  }

  /// Whenever a learner has less than an educator, that educator's free seats are held by others wanted as much.
  void check_claims() {
    struct Claim {
      EducatorIndex educator;
      std::pair<std::int32_t, std::int32_t> standing;  ///< priority, score
      LearnerIndex learner;
      std::uint64_t times;
      std::uint64_t lacking;  ///< runs in which the learner had less
    };
    std::vector<Claim> claims;
    for (LearnerIndex i = 0; i < p_.learner_count(); ++i) {
      if (pinned_[i]) continue;
      std::map<std::pair<std::int32_t, std::int64_t>, std::uint64_t> as_good;  // by rank and score, best first
      const auto liking = [&](std::uint64_t e) {
        return std::pair{p_.learner_rank.empty() ? 0 : p_.learner_rank[e], -std::int64_t{p_.score[e]}};
      };
      for (std::uint64_t e = p_.row_start[i]; e < p_.row_start[i + 1]; ++e) as_good[liking(e)] += times_[e];
      std::uint64_t sum = 0;
      for (auto& [liked, times] : as_good) times = sum += times;
      for (std::uint64_t e = p_.row_start[i]; e < p_.row_start[i + 1]; ++e)
        if (!is_out(i, e))
          claims.push_back({p_.educator[e],
                            {p_.educator_priority.empty() ? 0 : p_.educator_priority[e], p_.score[e]},
                            i,
                            times_[e],
                            o_.runs - as_good[liking(e)]});
    }
    std::sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) {
      return a.educator != b.educator ? a.educator < b.educator : a.standing > b.standing;
    });
    for (std::size_t n = 0; n < claims.size();) {
      const EducatorIndex j = claims[n].educator;
      std::uint64_t held = 0;
      for (std::size_t end = n; n < claims.size() && claims[n].educator == j; n = end) {
        for (; end < claims.size() && claims[end].educator == j && claims[end].standing == claims[n].standing; ++end)
          held += claims[end].times;
        for (; n < end; ++n)
          if (held - claims[n].times < claims[n].lacking * static_cast<std::uint64_t>(free_seats_[j]))
            note(Kind::blocking_pair, claims[n].learner, j);
      }
    }
  }

  const Problem& p_;
  const LotteryOutcomes& o_;
  std::size_t limit_;
  std::set<Pair> forbidden_, pins_;
  std::vector<std::uint32_t> times_;  ///< per pair of the problem
  std::vector<bool> pinned_;
  std::vector<std::int64_t> free_seats_;
  std::vector<Violation> found_;
};

}  // namespace

std::vector<Violation> check(const Problem& problem, const LotteryOutcomes& outcomes, std::size_t limit) {
  return LotteryChecker(problem, outcomes, limit).run();
}

}  // namespace chiron::matching
