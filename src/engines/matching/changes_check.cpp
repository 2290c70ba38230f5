// The checker of answers to problems with current pairs: prices the scores and counts anew, and shares no code with
// what made them.
#include <algorithm>
#include <map>
#include <set>

#include "engines/matching/changes.h"

namespace chiron::matching {
namespace {

using Kind = Violation::Kind;

struct Recount {
  std::int64_t total = 0, unmatched = 0;
  std::uint32_t kept = 0, with_current = 0;
};

/// From the problem's own scores.
Recount recount(const Problem& p, std::span<const std::int32_t> current, const Solution& s) {
  Recount count;
  for (LearnerIndex i = 0; i < p.learner_count(); ++i) {
    const std::int32_t j = s.educator_of[i];
    if (j == unmatched) ++count.unmatched;
    for (std::uint64_t e = p.row_start[i]; e < p.row_start[i + 1]; ++e)
      if (static_cast<std::int64_t>(p.educator[e]) == j) count.total += p.score[e];
    if (current[i] == unmatched) continue;
    ++count.with_current;
    if (j == current[i]) ++count.kept;
  }
  return count;
}

/// A price above this forces the fewest changes, by the argument in changes.h.
__int128 needed_price(const Problem& p) {
  std::int64_t low = max_score, high = -max_score;
  for (const std::int64_t points : p.score) {
    if (points < p.score_floor) continue;
    low = std::min(low, points), high = std::max(high, points);
  }
  if (low > high) low = high = 0;
  const std::set<Pair> pins(p.pins.begin(), p.pins.end());
  std::map<EducatorIndex, std::int64_t> taken;
  for (const Pair pin : pins) ++taken[pin.educator];
  std::int64_t open_educators = 0;
  for (EducatorIndex j = 0; j < p.educator_count; ++j) open_educators += p.capacity[j] > taken[j] ? 1 : 0;
  const __int128 k = std::min(static_cast<std::int64_t>(p.learner_count()) - std::ssize(pins), open_educators);
  const __int128 chain = k * (high - low);
  if (p.objective != Objective::total) return chain;
  return chain + std::max({low, high, -low, -high}) + p.unmatched_penalty;
}

}  // namespace

std::vector<Violation> check(const Problem& problem, std::span<const std::int32_t> current, const Rematch& rematch,
                             ChangeClaim claim, std::size_t limit) {
  if (current.size() != problem.learner_count() || rematch.price < 0) return {{Kind::wrong_size, -1, -1}};
  Problem priced = problem;
  std::set<Pair> forbidden(problem.forbids.begin(), problem.forbids.end());
  std::map<LearnerIndex, EducatorIndex> pinned;
  for (const Pair pin : problem.pins) pinned[pin.learner] = pin.educator;
  std::vector<LearnerIndex> cannot_keep;
  for (LearnerIndex i = 0; i < problem.learner_count(); ++i) {
    bool keeps = current[i] == unmatched;
    for (std::uint64_t e = problem.row_start[i]; e < problem.row_start[i + 1]; ++e) {
      const EducatorIndex j = problem.educator[e];
      if (static_cast<std::int64_t>(j) != current[i] || problem.score[e] < problem.score_floor) continue;
      if (forbidden.contains({i, j}) || (pinned.contains(i) && pinned[i] != j)) continue;
      if (rematch.price + problem.score[e] > max_score) return {{Kind::wrong_total, i, j}};
      priced.score[e] += static_cast<std::int32_t>(rematch.price);
      keeps = true;
    }
    if (!keeps) cannot_keep.push_back(i);
  }
  std::vector<Violation> found = check(priced, rematch.solution, limit);
  if (std::any_of(found.begin(), found.end(), [](const Violation& v) { return v.kind == Kind::wrong_size; }))
    return found;
  const auto note = [&](Kind kind) {
    if (found.size() < limit) found.push_back({kind, -1, -1});
  };
  const Recount count = recount(problem, current, rematch.solution);
  const Changes& said = rematch.changes;
  const std::int64_t changed = static_cast<std::int64_t>(count.with_current) - count.kept;
  const Certificate& proof = rematch.solution.certificate;
  if (said.total != count.total || said.kept != count.kept || said.changed != changed) note(Kind::wrong_total);
  if (rematch.cannot_keep != cannot_keep) note(Kind::wrong_total);
  if (said.worth != count.total - proof.penalty * count.unmatched - rematch.price * changed) note(Kind::wrong_total);
  if (said.bound != proof.dual_value - rematch.price * count.with_current) note(Kind::wrong_dual_value);
  if (claim == ChangeClaim::fewest && rematch.price <= needed_price(problem)) note(Kind::penalty_too_small);
  return found;
}

}  // namespace chiron::matching
