// The checker of answers to problems with current pairs: prices the scores and counts anew, and shares no code with
// what made them.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

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

/// What `fewest` is proven by: only current pairs that can be kept count.
std::vector<Violation> check_most_kept(Problem counted, const Rematch& rematch, std::int64_t kept, std::size_t limit) {
  if (!rematch.most_kept) return {{Kind::wrong_size, -1, -1}};
  counted.score_floor = 0;
  counted.unmatched_penalty = 0;
  Solution solution;
  solution.educator_of = rematch.solution.educator_of;
  solution.total = kept;
  solution.matched = rematch.solution.matched;
  solution.outcome = Outcome::optimal;
  solution.certificate = *rematch.most_kept;
  return check(counted, solution, limit);
}

}  // namespace

std::vector<Violation> check(const Problem& problem, std::span<const std::int32_t> current, const Rematch& rematch,
                             ChangeClaim claim, std::size_t limit) {
  if (current.size() != problem.learner_count() || rematch.price < 0) return {{Kind::wrong_size, -1, -1}};
  Problem priced = problem, counted = problem;
  std::set<Pair> forbidden(problem.forbids.begin(), problem.forbids.end());
  std::map<LearnerIndex, EducatorIndex> pinned;
  for (const Pair pin : problem.pins) pinned[pin.learner] = pin.educator;
  std::vector<LearnerIndex> cannot_keep;
  for (LearnerIndex i = 0; i < problem.learner_count(); ++i) {
    bool keeps = current[i] == unmatched;
    for (std::uint64_t e = problem.row_start[i]; e < problem.row_start[i + 1]; ++e) {
      counted.score[e] = problem.score[e] < problem.score_floor ? -1 : 0;
      const EducatorIndex j = problem.educator[e];
      if (static_cast<std::int64_t>(j) != current[i] || problem.score[e] < problem.score_floor) continue;
      if (forbidden.contains({i, j}) || (pinned.contains(i) && pinned[i] != j)) continue;
      if (rematch.price + problem.score[e] > max_score) return {{Kind::wrong_total, i, j}};
      priced.score[e] += static_cast<std::int32_t>(rematch.price);
      counted.score[e] = 1;
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
  if (claim == ChangeClaim::fewest) {
    const auto wrong = check_most_kept(std::move(counted), rematch, count.kept, limit);
    found.insert(found.end(), wrong.begin(), wrong.end());
  }
  return found;
}

}  // namespace chiron::matching
