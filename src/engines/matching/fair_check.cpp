// Checking the proofs of the fair objectives, as fair_proof.h states them.
#include "engines/matching/fair_check.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

namespace chiron::matching {
namespace {

using Kind = Violation::Kind;

/// How many learners can be placed at most by pairs that score at least `floor`; -1 when the set proves nothing.
std::int64_t most_by(const LookedAt& seen, const HallSet& set, std::int64_t floor) {
  const Problem& p = seen.problem;
  std::set<LearnerIndex> inside(set.learner.begin(), set.learner.end());
  std::set<EducatorIndex> theirs(set.educator.begin(), set.educator.end());
  std::int64_t bound = 0;
  for (const EducatorIndex j : theirs) {
    if (j >= p.educator_count) return -1;
    bound += seen.free_seats[j];
  }
  for (LearnerIndex i = 0; i < p.learner_count(); ++i) {
    if (seen.pinned[i] != 0) continue;
    if (!inside.contains(i)) {
      ++bound;
      continue;
    }
    for (std::uint64_t e = p.row_start[i]; e < p.row_start[i + 1]; ++e)
      if (seen.out[e] == 0 && p.score[e] >= floor && !theirs.contains(p.educator[e])) return -1;
  }
  return bound;
}

/// The steps of leximin or rank_maximal, gone through again.
class LevelChecker {
 public:
  explicit LevelChecker(const LookedAt& seen)
      : s_(seen),
        p_(seen.problem),
        fair_(p_.objective == Objective::leximin),
        open_(p_.pair_count(), 0),
        alone_open_(p_.learner_count(), 0),
        full_(p_.educator_count, 0),
        must_be_full_(p_.educator_count, 0),
        adds_(p_.educator_count, 0),
        at_level_(p_.pair_count(), 0),
        concerned_(p_.learner_count(), 0),
        at_educator_(p_.educator_count),
        option_(p_.pair_count()) {
    option_end_.reserve(p_.learner_count());
    std::vector<std::int64_t> left = seen.free_seats;
    for (LearnerIndex i = 0; i < p_.learner_count(); ++i) {
      if (seen.pinned[i] != 0) {
        option_end_.push_back(p_.row_start[i]);
        continue;
      }
      alone_open_[i] = 1;
      if (seen.pair_of[i] >= 0) --left[p_.educator[static_cast<std::size_t>(seen.pair_of[i])]];
      option_end_.push_back(p_.row_start[i]);
      for (std::uint64_t e = p_.row_start[i]; e < p_.row_start[i + 1]; ++e) {
        // Without a free seat there is nothing to choose.
        if (seen.out[e] != 0 || seen.free_seats[p_.educator[e]] <= 0) continue;
        open_[e] = 1;
        option_[option_end_[i]++] = static_cast<std::uint32_t>(e);
        at_educator_[p_.educator[e]].emplace_back(i, static_cast<std::uint32_t>(e));
        by_value_[fair_ ? p_.score[e] : rank_of(i, e)].emplace_back(i, static_cast<std::uint32_t>(e));
      }
    }
    for (EducatorIndex j = 0; j < p_.educator_count; ++j) {
      full_[j] = left[j] <= 0 ? 1 : 0;
      must_be_full_[j] = seen.free_seats[j] <= 0 ? 1 : 0;
    }
  }

  std::vector<Violation> run() {
    const LevelsProof& proof = s_.solution.certificate.levels;
    std::size_t next = 0;
    std::uint64_t begin = 0;
    std::vector<std::int64_t> values;
    if (fair_) values.push_back(no_educator);
    for (const auto& [value, pairs] : by_value_) values.push_back(value);
    for (const std::int64_t value : values) {
      LevelProof level{value, 0, 0, begin};
      if (next < proof.level.size() && proof.level[next].value == value) level = proof.level[next++];
      if (level.heights_end < begin || level.heights_end > proof.height.size()) return {{Kind::level_wrong, -1, -1}};
      step(level, {proof.height.begin() + static_cast<std::ptrdiff_t>(begin),
                   proof.height.begin() + static_cast<std::ptrdiff_t>(level.heights_end)});
      if (!found_.empty()) return found_;
      begin = level.heights_end;
    }
    if (next != proof.level.size() || begin != proof.height.size()) note(Kind::level_wrong);
    if (!fair_) check_total();
    return found_;
  }

 private:
  using Option = std::pair<LearnerIndex, std::uint32_t>;  ///< who, and the position of the pair

  void note(Kind kind, std::int64_t learner = -1, std::int64_t educator = -1) {
    if (found_.size() < 100) found_.push_back({kind, learner, educator});
  }

  /// 1 + the number of different higher scores on the learner's list, where no rank was given.
  std::int64_t rank_of(LearnerIndex i, std::uint64_t pair) {
    if (!p_.learner_rank.empty()) return p_.learner_rank[pair];
    if (ranked_ != i) {
      const auto row = p_.score.begin();
      list_.assign(row + static_cast<std::ptrdiff_t>(p_.row_start[i]),
                   row + static_cast<std::ptrdiff_t>(p_.row_start[i + 1]));
      std::sort(list_.begin(), list_.end());
      list_.erase(std::unique(list_.begin(), list_.end()), list_.end());
      ranked_ = i;
    }
    return list_.end() - std::lower_bound(list_.begin(), list_.end(), p_.score[pair]);
  }

  void step(const LevelProof& level, std::vector<Height> heights) {
    const std::int64_t cost = fair_ ? 1 : -1;
    const std::int64_t alone = level.ground + (level.value == no_educator ? 1 : 0);
    static const std::vector<Option> none;
    const auto found = by_value_.find(level.value);
    const std::vector<Option>& pairs = found == by_value_.end() ? none : found->second;
    // What each educator adds; where it is 0 for all but a few, only those and the level's own pairs can matter, and of
    // these only open ones.
    std::vector<LearnerIndex> concerned;
    const auto concern = [&](LearnerIndex i) {
      if (concerned_[i] == 0) concerned.push_back(i);
      concerned_[i] = 1;
    };
    const bool everybody = level.ground != 0 || level.value == no_educator;
    if (everybody)
      for (EducatorIndex j = 0; j < p_.educator_count; ++j) adds_[j] = must_be_full_[j] != 0 ? 0 : level.ground;
    for (const Height& height : heights) {
      if (height.educator >= p_.educator_count) return note(Kind::level_wrong);
      adds_[height.educator] = height.height;
      auto& options = at_educator_[height.educator];
      std::erase_if(options, [&](const Option& option) { return open_[option.second] == 0; });
      for (const Option& option : options) concern(option.first);
    }
    for (const Option& option : pairs) {
      if (open_[option.second] == 0) continue;
      at_level_[option.second] = 1;
      concern(option.first);
    }
    if (everybody)
      for (LearnerIndex i = 0; i < p_.learner_count(); ++i) concern(i);

    for (EducatorIndex j = 0; everybody && j < p_.educator_count; ++j) settle(j, level.ground);
    for (const Height& height : heights) settle(height.educator, level.ground);

    std::int64_t count = 0;
    for (const LearnerIndex i : concerned) {
      concerned_[i] = 0;
      if (s_.pinned[i] != 0) continue;
      const auto of = [&](std::uint64_t e) { return adds_[p_.educator[e]] + (at_level_[e] != 0 ? cost : 0); };
      std::int64_t least = alone_open_[i] != 0 ? alone : std::numeric_limits<std::int64_t>::max();
      const auto from = option_.begin() + static_cast<std::ptrdiff_t>(p_.row_start[i]);
      const auto to = option_.begin() + static_cast<std::ptrdiff_t>(option_end_[i]);
      for (auto e = from; e != to; ++e) least = std::min(least, of(*e));
      const std::int64_t made = s_.pair_of[i];
      if (made < 0) {
        if (alone_open_[i] == 0 || alone != least) note(Kind::level_wrong, i);
        count += level.value == no_educator ? 1 : 0;
      } else {
        const auto pair = static_cast<std::uint64_t>(made);
        if (open_[pair] == 0 || of(pair) != least) note(Kind::level_wrong, i, p_.educator[pair]);
        count += at_level_[pair];
      }
      const auto end = std::remove_if(from, to, [&](std::uint32_t e) {
        if (of(e) == least) return false;
        open_[e] = 0;
        return true;
      });
      option_end_[i] = static_cast<std::uint64_t>(end - option_.begin());
      if (alone != least) alone_open_[i] = 0;
    }
    if (count != level.count) note(Kind::level_wrong);

    for (const Height& height : heights) adds_[height.educator] = 0;
    if (everybody) std::fill(adds_.begin(), adds_.end(), 0);
    for (const Option& option : pairs) at_level_[option.second] = 0;
  }

  /// An educator above the ground is full, and has to be from now on; below it are only those who had to be before.
  void settle(EducatorIndex j, std::int64_t ground) {
    if (must_be_full_[j] != 0 || adds_[j] == ground) return;
    if (adds_[j] < ground || full_[j] == 0) return note(Kind::level_wrong, -1, j);
    must_be_full_[j] = 1;
  }

  /// Among what the levels leave: value + price >= score for every open option, value >= 0 for whoever may have nobody,
  /// price >= 0 for whoever need not be full. Then no total exceeds the values and the prices of all free seats.
  void check_total() {
    const Certificate& proof = s_.solution.certificate;
    if (proof.learner_dual.size() != p_.learner_count() || proof.educator_price.size() != p_.educator_count)
      return note(Kind::wrong_size);
    __int128 dual = 0;
    for (EducatorIndex j = 0; j < p_.educator_count; ++j) {
      if (must_be_full_[j] == 0 && proof.educator_price[j] < 0) note(Kind::negative_price, -1, j);
      dual += static_cast<__int128>(proof.educator_price[j]) * seen_seats(j);
    }
    for (LearnerIndex i = 0; i < p_.learner_count(); ++i) {
      if (s_.pinned[i] != 0) {
        dual += p_.score[static_cast<std::size_t>(s_.pair_of[i])];
        continue;
      }
      dual += proof.learner_dual[i];
      if (alone_open_[i] != 0 && proof.learner_dual[i] < 0) note(Kind::dual_infeasible, i);
      for (std::uint64_t e = p_.row_start[i]; e < p_.row_start[i + 1]; ++e)
        if (open_[e] != 0 &&
            static_cast<__int128>(proof.learner_dual[i]) + proof.educator_price[p_.educator[e]] < p_.score[e])
          note(Kind::dual_infeasible, i, p_.educator[e]);
    }
    if (dual != proof.dual_value) note(Kind::wrong_dual_value);
    if (dual != s_.solution.total || s_.solution.gap != 0) note(Kind::gap_not_zero);
  }
  std::int64_t seen_seats(EducatorIndex j) const { return std::max<std::int64_t>(0, s_.free_seats[j]); }

  const LookedAt& s_;
  const Problem& p_;
  bool fair_;
  std::vector<std::uint8_t> open_, alone_open_, full_, must_be_full_;
  std::vector<std::int64_t> adds_;
  std::vector<std::uint8_t> at_level_;
  std::vector<std::uint8_t> concerned_;
  std::vector<std::vector<Option>> at_educator_;  ///< per educator: options, and those that closed since last looked at
  std::vector<std::uint32_t> option_;             ///< per learner, from where their row starts: their open pairs
  std::vector<std::uint64_t> option_end_;         ///< per learner
  LearnerIndex ranked_ = ~LearnerIndex{0};
  std::vector<std::int32_t> list_;  ///< of the learner ranked last: their different scores
  std::map<std::int64_t, std::vector<Option>> by_value_;
  std::vector<Violation> found_;
};

}  // namespace

std::int32_t smallest_score(const LookedAt& seen) {
  std::int32_t smallest = max_score;
  bool any = false;
  for (LearnerIndex i = 0; i < seen.problem.learner_count(); ++i) {
    if (seen.pinned[i] != 0 || seen.pair_of[i] < 0) continue;
    smallest = std::min(smallest, seen.problem.score[static_cast<std::size_t>(seen.pair_of[i])]);
    any = true;
  }
  return any ? smallest : seen.problem.score_floor;
}

std::vector<Violation> check_bottleneck(const LookedAt& seen) {
  const BottleneckProof& proof = seen.solution.certificate.bottleneck;
  std::int64_t placed = 0;
  for (LearnerIndex i = 0; i < seen.problem.learner_count(); ++i)
    placed += seen.pinned[i] == 0 && seen.pair_of[i] >= 0 ? 1 : 0;
  if (most_by(seen, proof.most, seen.problem.score_floor) != placed) return {{Kind::hall_set_wrong, -1, -1}};
  if (placed == 0) return {};
  const std::int64_t smallest = smallest_score(seen);
  const std::int64_t above = most_by(seen, proof.above, smallest + 1);
  if (proof.smallest != smallest || above < 0 || above >= placed) return {{Kind::hall_set_wrong, -1, -1}};
  return {};
}

std::vector<Violation> check_levels(const LookedAt& seen) { return LevelChecker(seen).run(); }

}  // namespace chiron::matching
